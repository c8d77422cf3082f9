"""Content codings: which one a request gets, and the bytes in it."""

import re
import zlib
from collections.abc import Callable
from functools import lru_cache, partial

import brotli  # type: ignore[import-untyped]

IDENTITY, BR, GZIP = b"identity", b"br", b"gzip"
LONGEST = 1000  # bytes of an Accept-Encoding header that is read
MINIMUM = 500  # bytes below which a coding saves no packet
# Measured on pages of 5 and 60 kB: the next levels cost half as much again for 3 to 6 per cent.
BR_QUALITY, GZIP_LEVEL = 4, 5
BR_WINDOW = 18  # 256 KiB: a stream takes as much memory as this, and lists repeat themselves sooner
FLUSH_EVERY = 64 * 1024  # bytes of input after which a stream lets its reader see what there is

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
    """Whether a media type (parameters allowed) holds text."""
    essence = media_type.partition(b";")[0].strip().lower()
    return (
        essence.startswith(b"text/") or essence.endswith((b"+json", b"+xml")) or essence in _TEXTUAL
    )


def negotiate(accept: bytes | None) -> bytes:
    """The coding for an Accept-Encoding header (RFC 9110 section 12.5.3); None means that there was
    no such header.

    One that is longer than anybody's is neither read nor remembered: identity is sent.
    """
    return _negotiated(accept) if accept and len(accept) <= LONGEST else IDENTITY


@lru_cache(maxsize=128)
def _negotiated(accept: bytes) -> bytes:
    """The highest weight wins; among equals br, then gzip, then identity. Identity without a weight
    of its own comes last.

    Members that cannot be read are passed over, and if nothing is acceptable identity is sent all
    the same.
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
        weight_here = weights.get(coding, others)
        if weight_here > 0 and weight_here >= highest:
            best, highest = coding, weight_here
    return best


class Encoder:
    """One body in br or gzip, whole or piece by piece. gzip carries no time, so equal bodies give
    equal bytes.
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
        self._held = 0

    def feed(self, data: bytes, *, last: bool) -> bytes:
        """What can be sent after `data`: often nothing, everything when it was the last."""
        out = self._process(data)
        self._held += len(data)
        if last:
            return out + self._finish()
        if self._held >= FLUSH_EVERY:
            self._held = 0
            out += self._flush()
        return out


def compress(body: bytes, coding: bytes) -> bytes:
    """A whole body in br or gzip."""
    return Encoder(coding).feed(body, last=True)
