vcl 4.1;

# Varnish before the service. A current address is at most 305 seconds old: 300 seconds of max-age,
# and 5 seconds in which a reader may get the old response while the new one is fetched.

import std;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 30s;
    .between_bytes_timeout = 30s;
    .probe = {
        .url = "/health/ready";
        .interval = 2s;
        .timeout = 1s;
        .window = 3;
        .threshold = 2;
    }
}

acl operators {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.url == "/metrics" && client.ip !~ operators) {
        return (synth(403));
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # The service has no accounts: cookies and authorisation belong to others on this host.
    unset req.http.Cookie;
    unset req.http.Authorization;
    # Accept only decides whether a browser is sent to a page, so two values are enough. Others
    # (which may be refused with 406) stay as they are.
    if (req.http.Accept ~ "application/xhtml\+xml") {
        set req.http.Accept = "text/html,application/xhtml+xml,*/*;q=0.8";
    } else if (req.http.Accept ~ "\*/\*") {
        unset req.http.Accept;
    }
    if (std.healthy(req.backend_hint)) {
        set req.grace = 5s;
    }
    return (hash);
}

sub vcl_backend_response {
    if (beresp.http.Cache-Control ~ "(?i)no-store|private") {
        set beresp.uncacheable = true;
        set beresp.ttl = 1s;
        return (deliver);
    }
    # While the service does not work, what was kept is served for a week (stale-if-error).
    set beresp.grace = 7d;
}

sub vcl_deliver {
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
    unset resp.http.Via;
    unset resp.http.X-Varnish;
}
