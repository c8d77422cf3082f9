"""Answers as values: status, headers and body, before they are sent.

An answer is made in three steps. `with_service_headers` adds to the application's answer the
headers that every answer of this service has. `encoded` compresses the body and adds the ETag.
`not_modified` makes the 304 for that ETag. These functions are pure, so the cache may keep what
they return. Only X-Request-ID belongs to one request; it is added when an answer is sent.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from http import HTTPStatus

from app.edge.compression import IDENTITY, compress, compressible
from app.edge.conditional import etag, matches, range_of
from app.problems import MethodNotAllowed

Header = tuple[bytes, bytes]
"""Name and value of a header. In answers, names are in lower case."""

MatchesAccept = Callable[[bytes | None], bool]
"""Whether a request with this Accept header (None: without one) gets a certain cached answer."""

METHODS = MethodNotAllowed.headers["Allow"].encode()
NO_STORE = b"no-store"
# Values of Cache-Control: for the current dataset, and for a pinned one. The facts of a pinned
# dataset never change, but a new release of this program may render them differently.
FRESH = b"public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800"
PINNED = b"public, max-age=86400"
# The statuses that a cache may otherwise keep for a time that it guesses (RFC 9111 section 4.2.2).
HEURISTICALLY_CACHEABLE = frozenset({200, 301, 308})

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
    # Content-Type, because common clients set it on a GET without a body. X-Request-ID, because
    # we read it.
    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match, X-Request-ID"),
    (b"access-control-max-age", b"86400"),
)
# Each of these is left out when the application sets the same header itself.
SECURITY_HEADERS: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    # The default of most browsers, made explicit for the others: a cited source learns from which
    # site a reader came, but not which statement the reader was looking at.
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    # Any page may use this public data, also one with Cross-Origin-Embedder-Policy.
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-frame-options", b"DENY"),
)
# Only HTML gets this one; it has no meaning for data.
HTML_SECURITY_HEADER: Header = (b"permissions-policy", b"camera=(), geolocation=(), microphone=()")

# The headers of the application that decide which service headers an answer gets.
_DECIDING = frozenset(
    {
        b"cache-control",
        b"content-type",
        HTML_SECURITY_HEADER[0],
        *(name for name, _ in SECURITY_HEADERS),
    }
)

# Only the edge may set these. Validators, lengths and ranges belong to the bytes as they are sent.
EDGE_ONLY = frozenset({name for name, _ in CORS}) | {
    b"accept-ranges",
    b"content-length",
    b"dataset-version",
    b"etag",
    b"last-modified",
    b"x-request-id",
}
# Headers that describe the body. A 304 leaves them out and repeats the others, which a cache has
# to update (RFC 9110 section 15.4.5).
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
    """A whole answer; names of headers are in lower case."""

    status: int
    headers: tuple[Header, ...]
    body: bytes = b""

    def header(self, name: bytes) -> bytes:
        """The first value of a header, empty if there is none."""
        return next((value for key, value in self.headers if key == name), b"")

    @property
    def may_be_compressed(self) -> bool:
        """Whether the body is text that the application has not compressed itself."""
        return compressible(self.header(b"content-type")) and not self.header(b"content-encoding")


def with_service_headers(
    status: int,
    headers: Iterable[Header],
    body: bytes = b"",
    *,
    version: str | None,
    private: bool,
    pinned: bool = False,
) -> Answer:
    """The application's answer, with every header that does not depend on the content coding.

    `version` is that of the dataset, None without one. `private` means that shared caches must not
    keep the answer: without a public URL, its links follow the Host header of the request. Assets
    marked `immutable` have no such links and may be shared. `pinned` answers are fresh for a day.
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
    deciding = tuple((name, value) for name, value in own.items() if name in _DECIDING)
    fresh = PINNED if pinned else FRESH
    added = _service_headers(status, deciding, tuple(vary), fresh, private, version)
    return Answer(status, (*kept, *added), body)


@lru_cache(maxsize=256)
def _service_headers(
    status: int,
    deciding: tuple[Header, ...],
    vary: tuple[bytes, ...],
    fresh: bytes,
    private: bool,
    version: str | None,
) -> tuple[Header, ...]:
    """The headers to add; `deciding` are those of the application's headers that matter here."""
    own = dict(deciding)
    added: list[Header] = []
    cache_control = _cache_control(status, own.get(b"cache-control", b""), fresh, private)
    if cache_control:
        added.append((b"cache-control", cache_control))
    media_type = own.get(b"content-type", b"")
    if compressible(media_type) and not any(b"accept-encoding" in value.lower() for value in vary):
        vary += (b"Accept-Encoding",)
    if vary:
        added.append((b"vary", b", ".join(vary)))
    if version is not None:
        added.append((b"dataset-version", version.encode("latin-1")))
    added += CORS
    embeddable = _may_be_framed(own.get(b"content-security-policy", b""))
    added += [
        header
        for header in SECURITY_HEADERS
        if header[0] not in own and not (embeddable and header[0] == b"x-frame-options")
    ]
    if media_type.startswith(b"text/html") and HTML_SECURITY_HEADER[0] not in own:
        added.append(HTML_SECURITY_HEADER)
    return tuple(added)


def _cache_control(status: int, own: bytes, fresh: bytes, private: bool) -> bytes:
    """The value of Cache-Control; empty for none. `own` is what the application set."""
    if status >= 400 or status == 303:
        return NO_STORE
    value = own or (fresh if status in HEURISTICALLY_CACHEABLE else b"")
    return value.replace(b"public", b"private") if private and b"immutable" not in value else value


def _may_be_framed(policy: bytes) -> bool:
    """Whether a Content-Security-Policy lets other sites embed the page. X-Frame-Options would
    contradict it in old browsers.
    """
    return b"frame-ancestors" in policy and b"frame-ancestors 'none'" not in policy


def encoded(answer: Answer, coding: bytes) -> Answer:
    """The answer as it is sent in one content coding, with length and ETag. The ETag is a hash of
    these very bytes, so each coding has its own (RFC 9110 section 8.8.3).
    """
    if answer.status in (204, 304):
        return Answer(answer.status, answer.headers)
    headers, body = answer.headers, answer.body
    if coding != IDENTITY:
        body = compress(body, coding)
        headers += ((b"content-encoding", coding),)
    else:
        # A copy: the buffer that orjson returns may be ten times as long as its content.
        body = bytes(memoryview(body))
        headers += accept_ranges(answer, b"bytes")
    if answer.status == 200:
        headers += ((b"etag", etag(body)),)
    return Answer(answer.status, (*headers, (b"content-length", b"%d" % len(body))), body)


def ranged(answer: Answer, headers: dict[bytes, bytes]) -> Answer:
    """The part of an encoded answer that a GET request with these headers asks for, as a 206; the
    answer itself if it asks for all of it, or if the part would not be of what the client has.

    Only bodies without a content coding are sent in parts.
    """
    header, tag = headers.get(b"range"), answer.header(b"etag")
    if header is None or not tag or answer.header(b"content-encoding"):
        return answer
    if headers.get(b"if-range", tag).strip(b" \t") != tag:
        return answer
    length = len(answer.body)
    part = range_of(header, length)
    if part is None:
        return answer
    body = answer.body[slice(*part)]
    kept = tuple(header for header in answer.headers if header[0] != b"content-length")
    added = (
        (b"content-range", b"bytes %d-%d/%d" % (part[0], part[1] - 1, length)),
        (b"content-length", b"%d" % len(body)),
    )
    return Answer(206, kept + added, body)


def accept_ranges(answer: Answer, value: bytes) -> tuple[Header, ...]:
    """Accept-Ranges for tables, which programs read in parts; nothing for others."""
    is_table = answer.header(b"content-type").startswith((b"text/csv", b"application/x-ndjson"))
    return ((b"accept-ranges", value),) if is_table and answer.status == 200 else ()


def not_modified(answer: Answer) -> Answer:
    """The 304 for an encoded answer, for clients that have it already."""
    return Answer(304, tuple(header for header in answer.headers if header[0] not in BODY_ONLY))


_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


def header_lines(headers: Iterable[Header]) -> bytes:
    """Headers as lines of an HTTP/1.1 message."""
    return b"".join(map(_line, headers))


@lru_cache(maxsize=128)  # most answers have mostly the same headers
def _line(header: Header) -> bytes:
    return b"%b: %b\r\n" % header


@lru_cache(maxsize=128)
def _has_control(header: Header) -> bool:
    return any(map(_CONTROL.search, header))


def message_head(answer: Answer) -> bytes:
    """Status line and headers of an HTTP/1.1 message, without the empty line at the end, so that
    more headers may follow. Empty if a header contains a control character: the server refuses it
    with an error of its own.
    """
    if any(map(_has_control, answer.headers)):
        return b""
    return _status_line(answer.status) + header_lines(answer.headers)


@cache
def _status_line(status: int) -> bytes:
    return b"HTTP/1.1 %d %b\r\n" % (status, HTTPStatus(status).phrase.encode())


@dataclass(frozen=True)
class CachedAnswer:
    """An encoded answer with all that is needed to send it again; each part is worked out once.

    `matches_accept` says which other requests for the same address get it. `route` (the template
    of the path) and `version` (of the dataset) are for metrics and the access log.
    """

    answer: Answer
    route: str
    version: str | None
    matches_accept: MatchesAccept

    @cached_property
    def etag(self) -> bytes:
        """The entity tag; empty unless the status is 200."""
        return self.answer.header(b"etag")

    @cached_property
    def not_modified(self) -> Answer | None:
        """The 304 for clients that have this answer; None without an entity tag."""
        return not_modified(self.answer) if self.etag else None

    @cached_property
    def head(self) -> bytes:
        """Status line and headers as bytes (see `message_head`)."""
        return message_head(self.answer)

    @cached_property
    def not_modified_head(self) -> bytes:
        """Status line and headers of the 304 as bytes."""
        return message_head(self.not_modified) if self.not_modified else b""

    def head_of(self, answer: Answer) -> bytes:
        """The head of what `for_headers` returns."""
        return self.head if answer is self.answer else self.not_modified_head

    def for_headers(self, headers: dict[bytes, bytes]) -> Answer:
        """The answer to a request with these headers: the 304 if its If-None-Match names the
        entity tag.
        """
        if_none_match = headers.get(b"if-none-match")
        if (
            if_none_match is not None
            and self.not_modified is not None
            and matches(if_none_match, self.etag)
        ):
            return self.not_modified
        return self.answer


def matches_nothing(_accept: bytes | None) -> bool:
    """The `matches_accept` of an answer that is for one request only."""
    return False
