"""Content codings: choosing one for a request (content negotiation), and compressing with it."""

import re
import zlib
from collections.abc import Callable
from functools import lru_cache, partial

import brotli  # type: ignore[import-untyped]

IDENTITY, BR, GZIP = b"identity", b"br", b"gzip"
MAX_HEADER_LENGTH = 1000  # bytes; a longer Accept-Encoding header is ignored
MINIMUM = 500  # bytes; compressing a smaller body does not save a packet
# Measured on pages of 5 and 60 kB: the next higher levels take 50 % more time and save 3 to 6 %.
BR_QUALITY, GZIP_LEVEL = 4, 5
# 256 KiB: a stream takes that much memory, and rows of a list repeat within a shorter distance.
BR_WINDOW = 18
FLUSH_EVERY = 64 * 1024  # bytes of input after which a stream sends what it has compressed so far

_QVALUE = re.compile(rb"[Qq]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_TEXTUAL = frozenset(
    {
        b"application/javascript",
        b"application/json",
        b"application/ndjson",
        b"application/x-ndjson",
        b"application/xml",
    }
)


@lru_cache(maxsize=128)
def compressible(media_type: bytes) -> bool:
    """Whether a media type, with or without parameters, is text."""
    essence = media_type.partition(b";")[0].strip().lower()
    return (
        essence.startswith(b"text/") or essence.endswith((b"+json", b"+xml")) or essence in _TEXTUAL
    )


def negotiate(accept: bytes | None) -> bytes:
    """The coding for an Accept-Encoding header (RFC 9110 section 12.5.3); None means that the
    request had no such header. A header that is too long is ignored, and identity is sent.
    """
    return _negotiate(accept) if accept and len(accept) <= MAX_HEADER_LENGTH else IDENTITY


@lru_cache(maxsize=128)
def _negotiate(accept: bytes) -> bytes:
    """The coding with the highest weight; of equal ones br, then gzip, then identity. Identity
    comes last if it is not named.

    Members that cannot be parsed are skipped. If nothing is acceptable, identity is sent anyway.
    """
    weights: dict[bytes, float] = {}
    for member in accept.split(b","):
        coding, semicolon, parameter = member.partition(b";")
        weight = _QVALUE.fullmatch(parameter.strip()) if semicolon else None
        if semicolon and weight is None:
            continue
        name = coding.strip().lower()
        name = GZIP if name == b"x-gzip" else name  # RFC 9110 section 8.4.1.3
        weights[name] = max(weights.get(name, 0.0), float(weight[1]) if weight else 1.0)
    others = weights.get(b"*", 0.0)
    best, highest = IDENTITY, weights.get(IDENTITY, others)
    for coding in (GZIP, BR):
        own = weights.get(coding, others)
        if own > 0 and own >= highest:
            best, highest = coding, own
    return best


class Encoder:
    """Compresses one body in br or gzip, whole or piece by piece. The gzip header has no time, so
    equal bodies give equal bytes.
    """

    def __init__(self, coding: bytes) -> None:
        self._process: Callable[[bytes], bytes]
        self._flush: Callable[[], bytes]
        self._finish: Callable[[], bytes]
        if coding == BR:
            br = brotli.Compressor(quality=BR_QUALITY, lgwin=BR_WINDOW)
            self._process, self._flush, self._finish = br.process, br.flush, br.finish
        else:
            gz = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
            self._process, self._flush, self._finish = (
                gz.compress,
                partial(gz.flush, zlib.Z_SYNC_FLUSH),
                gz.flush,
            )
        self._unflushed = 0

    def feed(self, data: bytes, *, last: bool) -> bytes:
        """The bytes that can be sent after `data`; often none, and all of them after the last."""
        out = self._process(data)
        self._unflushed += len(data)
        if last:
            return out + self._finish()
        if self._unflushed >= FLUSH_EVERY:
            self._unflushed = 0
            out += self._flush()
        return out


def compress(body: bytes, coding: bytes) -> bytes:
    """A whole body in br or gzip."""
    return Encoder(coding).feed(body, last=True)
