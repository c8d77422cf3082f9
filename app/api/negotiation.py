"""Content negotiation by the Accept header (RFC 9110 section 12.5.1; docs/api.md, section
Negotiation).
"""

import re
from collections.abc import Callable
from functools import lru_cache

LONGEST_ACCEPT = 1000  # characters of an Accept header that is read
# A media range with its weight; other parameters are let through unread (RFC 9110 sections 12.4.2
# and 12.5.1).
_NAME = r"[a-z0-9!#$%&'*+.^_`|~-]+"
_RANGE = re.compile(
    rf"(?P<name>{_NAME}/{_NAME})(\s*;\s*(q=(?P<quality>0(\.\d{{0,3}})?|1(\.0{{0,3}})?)|(?!q=){_NAME}=({_NAME}|\"[^\"]*\")))*\s*;?"
)


_SYNTAXES = {"json": ("application/json",), "xml": ("application/xml", "text/xml")}
"""By the suffix of a media type (`application/ld+json`): what a client accepts that reads every
type made of the same (RFC 6839 section 3.1, RFC 7303 section 9.6).
"""


def accepts(header: str | None, media_type: str) -> bool:
    """Whether an Accept header allows this media type. One that cannot be parsed counts as `*/*`.

    So does one that is longer than any program sends: reading 30 kB would take 10 ms.
    """
    ranges = _media_ranges(header) if header and header.strip() else None
    if ranges is None:
        return True
    wanted = media_type.partition(";")[0].strip()
    specificity = {wanted: 2, f"{wanted.partition('/')[0]}/*": 1, "*/*": 0}
    matching = [(specificity[name], weight) for name, weight in ranges if name in specificity]
    best, weight_of_best = max(matching, default=(0, 0.0))
    if weight_of_best > 0 or best == specificity[wanted]:
        return weight_of_best > 0
    syntax = _SYNTAXES.get(wanted.partition("+")[2], ())
    return any(name in syntax and weight > 0 for name, weight in ranges)


def wants_page(header: str | None) -> bool:
    """Whether an Accept header names application/xhtml+xml. Those of browsers do, those of
    libraries do not. One that cannot be parsed does not.
    """
    ranges = (_media_ranges(header) if header else None) or ()
    return any(name == "application/xhtml+xml" and weight > 0 for name, weight in ranges)


def _media_ranges(header: str) -> tuple[tuple[str, float], ...] | None:
    """The media ranges of an Accept header and their weights; None if it cannot be parsed, or is
    too long to be.
    """
    return None if len(header) > LONGEST_ACCEPT else _parsed(header)


@lru_cache(maxsize=256)  # programs and browsers send few different ones
def _parsed(header: str) -> tuple[tuple[str, float], ...] | None:
    ranges = []
    for part in filter(None, map(str.strip, header.lower().split(","))):
        parsed = _RANGE.fullmatch(part)
        if parsed is None:
            return None
        ranges.append((parsed["name"], float(parsed["quality"] or 1)))
    return tuple(ranges)


def gets_same_answer(media_type: str, has_page: bool, accept: bytes | None) -> bool:
    """Whether a request with this Accept header gets the data, and neither an error nor, where the
    data have a page, that page.

    A header that is too long to be read counts as none, and is not remembered.
    """
    return (
        not accept
        or len(accept) > LONGEST_ACCEPT
        or _gets_same_answer(media_type, has_page, accept)
    )


def gets_data(matches: Callable[[bytes | None], bool], accept: bytes | None) -> bool:
    """Whether `matches` is true of an Accept header, which is not that of a browser."""
    return matches(accept) and not (accept and wants_page(accept.decode("latin-1")))


@lru_cache(maxsize=1024)
def _gets_same_answer(media_type: str, has_page: bool, accept: bytes) -> bool:
    header = accept.decode("latin-1")
    return accepts(header, media_type) and not (has_page and wants_page(header))
