"""What a request asked for and under which name: path, query and base URL, checked before anything
reads them.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, quote_plus, unquote_to_bytes

from starlette.types import Scope

from app.problems import InvalidHost, InvalidParameter, NotFound, TooManyParameters, UriTooLong

LONGEST = 8000  # characters of path and query together, as sent

_LABEL = rb"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(
    rb"(?:(?P<name>"
    + _LABEL
    + rb"(?:\."
    + _LABEL
    + rb")*\.?)|\[(?P<six>[0-9a-f:.]{2,45})\])(?::(?P<port>[0-9]{1,5}))?"
)
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")
_NUMERIC = re.compile(r"(?:.*\.)?[0-9]+\.?")
_SUSPECT = re.compile(rb"[^\x21-\x7e]|%")
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SLASH = re.compile(rb"%2[Ff]")
_PIN = re.compile(r"/@([^/]*)(/.*)?")


class Target(NamedTuple):
    """What a request asks for."""

    pin: str | None  # the version in a path `/@<version>/…`
    raw_path: bytes  # as sent, less the pin
    query: bytes  # its parameters in order, less those that say nothing
    sent: bytes  # the same in the order in which they were sent
    pairs: tuple[tuple[str, str], ...] = ()  # the parameters in order, read


def target(
    path: str, raw_path: bytes | None, query: bytes, ignored: Callable[[str, str], bool]
) -> Target:
    """Read the target of a request; `ignored(path, name)` tells which parameters say nothing there.

    Raises UriTooLong, TooManyParameters, NotFound (a path that does not spell clean UTF-8, or a pin
    inside a pin) or InvalidParameter (query).
    """
    # Only the raw path tells an encoded slash from a separator; servers decode `path` before anyone
    # sees it.
    raw_path = raw_path or quote(path).encode()
    _check(raw_path, query)
    pin, path = split_pin(path)
    if pin is not None:
        if split_pin(path)[0] is not None:
            raise NotFound("A path is pinned to one version: /@version stands once, at its start.")
        raw_path = b"/" + b"".join(raw_path.split(b"/", 2)[2:])
    if not query:
        return Target(pin, raw_path, b"", b"")
    pairs = [
        pair
        for pair in parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        if not ignored(path, pair[0])
    ]
    ordered = sorted(pairs)
    written = _written(ordered)
    return Target(
        pin, raw_path, written, written if pairs == ordered else _written(pairs), tuple(ordered)
    )


def _written(pairs: list[tuple[str, str]]) -> bytes:
    """Parameters as a query: what `urlencode` says, which takes five times as long."""
    parts = [
        part if _PLAIN.fullmatch(part) else quote_plus(part) for pair in pairs for part in pair
    ]
    return "&".join(map("=".join, zip(parts[::2], parts[1::2], strict=True))).encode()


def _check(path: bytes, query: bytes) -> None:
    length = len(path) + (len(query) + 1 if query else 0)
    if length > LONGEST:
        raise UriTooLong(f"This address has {length:,} characters; {LONGEST:,} are the most.")
    most = TooManyParameters.most
    if (
        query.count(b"&") >= most
    ):  # counted and not read: a thousand of them would take milliseconds
        raise TooManyParameters(
            f"This address has {query.count(b'&') + 1:,} parameters; {most:,} are the most."
        )
    if _SUSPECT.search(path):
        if _SLASH.search(path):
            raise NotFound(
                "The path holds an encoded slash (%2F), and no name in this service has a slash."
            )
        fault = _fault(path)
        if fault:
            raise NotFound(f"The path {fault}.")
    if _SUSPECT.search(query):
        _check_query(query)


def _check_query(query: bytes) -> None:
    for pair in query.split(b"&"):
        name, _, value = pair.partition(b"=")
        for part, parameter in ((name, "query"), (value, _text(name))):
            fault = _fault(part)
            if fault:
                error = {"parameter": parameter, "detail": f"It {fault}."}
                raise InvalidParameter("The query cannot be read as UTF-8 text.", errors=[error])


def _text(name: bytes) -> str:
    return unquote_to_bytes(name.replace(b"+", b" ")).decode("utf-8", "replace") or "query"


def _fault(part: bytes) -> str:
    """What is wrong with a percent-encoded part, as the end of a sentence; empty when nothing
    is.
    """
    if _BAD_ESCAPE.search(part):
        return "holds a percent sign that two hexadecimal digits do not follow"
    try:
        text = unquote_to_bytes(part).decode()
    except UnicodeDecodeError:
        return "is not valid UTF-8 once decoded"
    return "holds a control character" if _CONTROL.search(text) else ""


def split_pin(path: str) -> tuple[str | None, str]:
    """The version in a path `/@<version>/…`, None if it is not pinned, and the path behind the
    pin.
    """
    found = _PIN.fullmatch(path)
    return (found[1], found[2] or "/") if found else (None, path)


def base_url(
    scope: Scope, headers: Mapping[bytes, bytes], proxies: tuple[IPv4Network | IPv6Network, ...]
) -> str:
    """Scheme and host of this request, as the client knows them; without a trailing slash.

    X-Forwarded-* count only from a peer inside `proxies`; of a list the last member counts, the one
    which that very peer wrote. Raises InvalidHost for a Host (or forwarded host or scheme) that is
    not plain.
    """
    scheme: str = scope.get("scheme", "http")
    host = headers.get(b"host")
    peer = scope.get("client")
    if proxies and peer and _within(peer[0], proxies):
        forwarded = headers.get(b"x-forwarded-proto")
        if forwarded is not None:
            scheme = forwarded.rpartition(b",")[2].strip().lower().decode("latin-1")
            if scheme not in ("http", "https"):
                raise InvalidHost("X-Forwarded-Proto must be http or https.")
        forwarded = headers.get(b"x-forwarded-host")
        if forwarded is not None:
            host = forwarded.rpartition(b",")[2].strip()
    if host is None:
        return f"{scheme}://{_server(scope)}"
    return f"{scheme}://{plain_host(host)}"


@lru_cache(maxsize=256)
def plain_host(raw: bytes) -> str:
    """A host name, IPv4 address or bracketed IPv6 address with an optional port, in lower case, or
    InvalidHost.
    """
    found = _HOST.fullmatch(raw.lower()) if len(raw) <= 260 else None
    if found is None or (found["port"] and not 0 < int(found["port"]) < 65536):
        raise InvalidHost(
            "The Host header must be a host name or an address, with an optional port."
        )
    try:
        if found["six"]:
            IPv6Address(found["six"].decode())
        elif _NUMERIC.fullmatch(found["name"].decode()):
            IPv4Address(
                found["name"].decode()
            )  # a name that ends in a number is an address (WHATWG URL)
    except ValueError:
        raise InvalidHost("The address in the Host header does not exist.") from None
    return raw.lower().decode()


def _server(scope: Scope) -> str:
    """The address that the server listens on; HTTP/1.0 clients may leave Host out."""
    host, port = scope.get("server") or ("localhost", None)
    if port is None:  # a Unix socket has a path for a name
        return "localhost"
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@lru_cache(maxsize=1024)
def _within(peer: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped  # a socket for both families reports IPv4 peers like this
    return any(address in network for network in networks)
