"""What the edge reads from the headers of a request."""

import re
import secrets
from itertools import count

from app.edge.answers import Header
from app.edge.cache import Key
from app.problems import HeadersTooLarge

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_new_ids = count(secrets.randbits(60))
# The headers that the edge reads.
_READ = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"host",
        b"if-none-match",
        b"x-forwarded-host",
        b"x-forwarded-proto",
        b"x-request-id",
    }
)

# Preconditions and ranges refer to the bytes as they are sent, which only the edge knows. So the
# application does not see them and always gives a complete answer.
_HIDDEN = frozenset(
    {
        b"if-match",
        b"if-modified-since",
        b"if-none-match",
        b"if-range",
        b"if-unmodified-since",
        b"range",
    }
)


def join_headers(headers: list[Header]) -> dict[bytes, bytes]:
    """Request headers by name. Of those that the edge reads, repeated ones are joined by commas
    (RFC 9110 section 5.3); of others the last one counts.
    """
    joined = dict(headers)
    if len(joined) < len(headers):
        for name in _READ & joined.keys():
            joined[name] = b",".join(value for other, value in headers if other == name)
    return joined


def visible_headers(headers: list[Header], joined: dict[bytes, bytes]) -> list[Header]:
    """The request headers that the application sees; `joined` are the same by name."""
    if _HIDDEN.isdisjoint(joined):
        return headers
    return [header for header in headers if header[0] not in _HIDDEN]


def too_large(headers: list[Header]) -> bool:
    """Whether request headers exceed the limits of HeadersTooLarge."""
    most, most_lines = HeadersTooLarge.most, HeadersTooLarge.most_fields
    return (
        len(headers) > most_lines or sum([len(name) + len(value) for name, value in headers]) > most
    )


def raw_request_key(path: bytes, query: bytes, headers: dict[bytes, bytes]) -> Key:
    """All parts of a GET request, exactly as it was sent, on which a cached answer depends. `path`
    is percent-encoded.
    """
    return (
        path,
        query,
        headers.get(b"host"),
        headers.get(b"accept"),
        headers.get(b"accept-encoding"),
    )


def request_id_of(headers: dict[bytes, bytes]) -> bytes:
    """The id of a request: the X-Request-ID that it has, or a new one."""
    sent = headers.get(b"x-request-id")
    return sent if sent and _REQUEST_ID.fullmatch(sent) else b"%016x" % next(_new_ids)
