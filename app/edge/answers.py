"""What leaves the building, as values: an answer, its headers, its form in one coding, and its 304.

Each function here is pure, so that the cache may keep what it returns: `dressed` depends on the
app's answer and the dataset, `variant` on that and a coding, `not_modified` on a variant. Only
X-Request-ID belongs to one request.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from http import HTTPStatus

from app.edge.compression import IDENTITY, compress, compressible
from app.edge.conditional import etag

Header = tuple[bytes, bytes]

METHODS = b"GET, HEAD, OPTIONS"
NO_STORE = b"no-store"
FRESH = b"public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800"
PINNED = b"public, max-age=86400"  # the facts stay; a new release may show them otherwise
CACHEABLE = frozenset(
    {200, 301, 308}
)  # those that a cache would otherwise keep by a guess of its own

CORS: tuple[Header, ...] = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        (
            b"ETag, Link, Content-Disposition, Content-Location, Dataset-Version, Retry-After, "
            b"X-Request-ID"
        ),
    ),
)
PREFLIGHT: tuple[Header, ...] = (
    (b"allow", METHODS),
    (b"access-control-allow-methods", METHODS),
    # Content-Type because common clients put it on a GET without a body; X-Request-ID because we
    # read it.
    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match, X-Request-ID"),
    (b"access-control-max-age", b"86400"),
)
# Each of these gives way to one that the app set itself.
GUARDS: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    # What browsers do by default, said for those that do not: a cited source learns where a reader
    # came from, and never which statement was being read.
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    # Public data for any page, also under Cross-Origin-Embedder-Policy.
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-frame-options", b"DENY"),
)
# Means something to documents only, so data do not carry it.
DOCUMENT_GUARD: Header = (b"permissions-policy", b"camera=(), geolocation=(), microphone=()")

# What the app says in these decides what the edge says.
_DECIDING = frozenset(
    {b"cache-control", b"content-type", DOCUMENT_GUARD[0], *(name for name, _ in GUARDS)}
)

# The edge alone knows these: validators and lengths hold for the bytes sent, and ranges are not
# served.
EDGE_ONLY = frozenset({name for name, _ in CORS}) | {
    b"accept-ranges",
    b"content-length",
    b"dataset-version",
    b"etag",
    b"last-modified",
    b"x-request-id",
}
# RFC 9110 section 15.4.5: a 304 repeats what a cache has to update, not what describes the body.
BODY_ONLY = frozenset(
    {
        b"content-type",
        b"content-length",
        b"content-encoding",
        b"content-disposition",
        b"content-language",
        b"link",
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; header names are lower-case."""

    status: int
    headers: tuple[Header, ...]
    body: bytes = b""

    def header(self, name: bytes) -> bytes:
        """The first value of a header, empty when there is none."""
        return next((value for key, value in self.headers if key == name), b"")

    @property
    def codable(self) -> bool:
        """Whether compression is worth it and nobody has coded the body before."""
        return compressible(self.header(b"content-type")) and not self.header(b"content-encoding")


def dressed(
    status: int,
    headers: Iterable[Header],
    body: bytes = b"",
    *,
    version: str | None,
    private: bool,
    pinned: bool = False,
) -> Answer:
    """What the app answered, with every header that does not depend on the coding.

    `private` keeps shared caches away: without a public URL the links in an answer follow the Host
    header. Assets that are `immutable` hold no such link and stay as they are. `pinned` answers
    stay fresh for a day.
    """
    kept: list[Header] = []
    vary: list[bytes] = []
    own: dict[bytes, bytes] = {}
    for raw_name, value in headers:
        name = raw_name.lower()
        if name == b"vary":
            vary.append(value)
        elif name not in EDGE_ONLY:
            own[name] = own[name] + b", " + value if name in own else value
            if name != b"cache-control":
                kept.append((name, value))
    asked = {name: value for name, value in own.items() if name in _DECIDING}
    usual = _usual(
        status, tuple(asked.items()), tuple(vary), PINNED if pinned else FRESH, private, version
    )
    return Answer(status, (*kept, *usual), body)


@lru_cache(maxsize=256)
def _usual(
    status: int,
    given: tuple[Header, ...],
    vary: tuple[bytes, ...],
    fresh: bytes,
    private: bool,
    version: str | None,
) -> tuple[Header, ...]:
    """The headers that do not depend on which thing is answered; of the app's own the deciding ones
    are `given`.
    """
    own = dict(given)
    out: list[Header] = []
    caching = _caching(status, own.get(b"cache-control", b""), fresh, private)
    if caching:
        out.append((b"cache-control", caching))
    media_type = own.get(b"content-type", b"")
    if compressible(media_type) and not any(b"accept-encoding" in value.lower() for value in vary):
        vary += (b"Accept-Encoding",)
    if vary:
        out.append((b"vary", b", ".join(vary)))
    if version is not None:
        out.append((b"dataset-version", version.encode("latin-1")))
    out += CORS
    framed = _may_be_framed(own.get(b"content-security-policy", b""))
    out += [
        guard
        for guard in GUARDS
        if guard[0] not in own and not (framed and guard[0] == b"x-frame-options")
    ]
    if media_type.startswith(b"text/html") and DOCUMENT_GUARD[0] not in own:
        out.append(DOCUMENT_GUARD)
    return tuple(out)


def _caching(status: int, own: bytes, usual: bytes, private: bool) -> bytes:
    if status >= 400 or status == 303:
        return NO_STORE
    value = own or (usual if status in CACHEABLE else b"")
    return value.replace(b"public", b"private") if private and b"immutable" not in value else value


def _may_be_framed(policy: bytes) -> bool:
    """An own policy that lets others embed; X-Frame-Options would contradict it in old browsers."""
    return b"frame-ancestors" in policy and b"frame-ancestors 'none'" not in policy


def variant(answer: Answer, coding: bytes) -> Answer:
    """A dressed answer as sent in one coding. The ETag hashes these very bytes (RFC 9110 section
    8.8.3).
    """
    if answer.status in (204, 304):
        return Answer(answer.status, answer.headers)
    headers, body = answer.headers, answer.body
    if coding != IDENTITY:
        body = compress(body, coding)
        headers += ((b"content-encoding", coding),)
    else:
        body = bytes(
            memoryview(body)
        )  # a copy: the buffer that orjson gives is up to ten times as long as what it holds
    if answer.status == 200:
        headers += ((b"etag", etag(body)),)
    return Answer(answer.status, (*headers, (b"content-length", b"%d" % len(body))), body)


def not_modified(answer: Answer) -> Answer:
    """The 304 that stands for a variant."""
    return Answer(304, tuple(header for header in answer.headers if header[0] not in BODY_ONLY))


Fits = Callable[[bytes | None], bool]


_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


def lines(headers: Iterable[Header]) -> bytes:
    """Headers as they stand in an HTTP/1.1 message."""
    return b"".join(b"%b: %b\r\n" % header for header in headers)


def head(answer: Answer) -> bytes:
    """The begin of the HTTP/1.1 message that an answer is; more headers may follow. Empty if a
    header cannot be sent so.
    """
    if _CONTROL.search(b"".join([part for header in answer.headers for part in header])):
        return b""  # a server refuses it, and says so
    return b"HTTP/1.1 %d %b\r\n%b" % (
        answer.status,
        HTTPStatus(answer.status).phrase.encode(),
        lines(answer.headers),
    )


@dataclass(frozen=True)
class CachedResponse:
    """A variant with all that serving it again takes: nothing of it is worked out twice.

    `fits` tells of an Accept header (None: there was none) whether this is what it gets. The
    `route` (template of the path) and the `version` are for those who count.
    """

    answer: Answer
    route: str
    version: str | None
    fits: Fits

    @cached_property
    def etag(self) -> bytes:
        """Its validator; only answers of status 200 have one."""
        return self.answer.header(b"etag")

    @cached_property
    def unchanged(self) -> Answer | None:
        """The 304 in its place."""
        return not_modified(self.answer) if self.etag else None

    @cached_property
    def head(self) -> bytes:
        """The begin of the message that it is (see `head`)."""
        return head(self.answer)

    @cached_property
    def unchanged_head(self) -> bytes:
        """The begin of the message that its 304 is."""
        return head(self.unchanged) if self.unchanged else b""


def nobody(_accept: bytes | None) -> bool:
    """The answer fits no other request."""
    return False
