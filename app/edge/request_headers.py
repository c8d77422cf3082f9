"""What a request says of itself beside its address: headers, an id, and how it was spelt."""

import re
import secrets
from itertools import count

from app.edge.answers import Header
from app.edge.cache import Key
from app.problems import HeadersTooLarge

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
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

# Preconditions and ranges speak of bytes as sent, which only the edge knows; the app always gives
# the whole answer.
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


def join_headers(sent: list[Header]) -> dict[bytes, bytes]:
    """The request headers; repeated ones are joined by commas (RFC 9110 section 5.3)."""
    found = dict(sent)
    if len(found) < len(sent):
        for name in _READ & found.keys():
            found[name] = b",".join(value for other, value in sent if other == name)
    return found


def shown(headers: list[Header], given: dict[bytes, bytes]) -> list[Header]:
    """The request headers that the app sees."""
    return (
        headers
        if _HIDDEN.isdisjoint(given)
        else [header for header in headers if header[0] not in _HIDDEN]
    )


def too_large(sent: list[Header]) -> bool:
    """Whether request headers are longer than anybody's need to be."""
    most, fields = HeadersTooLarge.most, HeadersTooLarge.most_fields
    return len(sent) > fields or sum([len(name) + len(value) for name, value in sent]) > most


def raw_request_key(path: bytes, query: bytes, given: dict[bytes, bytes]) -> Key:
    """All of a GET request, as it was sent, on which a kept answer depends; `path` still
    escaped.
    """
    return path, query, given.get(b"host"), given.get(b"accept"), given.get(b"accept-encoding")


class Ids:
    """Gives each request an id: the one that it brought, or a new one."""

    def __init__(self) -> None:
        self._numbers = count(secrets.randbits(60))

    def of(self, given: dict[bytes, bytes]) -> bytes:
        """The id of a request with these headers."""
        sent = given.get(b"x-request-id")
        return sent if sent and _REQUEST_ID.fullmatch(sent) else b"%016x" % next(self._numbers)
