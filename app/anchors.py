"""Anchors into archived text: W3C Web Annotation selectors and text fragments. Pure.

Offsets are 0-based, end exclusive, in Unicode code points of the archived text (Web Annotation Data Model section 4.2.5).
"""

from hashlib import sha256
from urllib.parse import quote

CONTEXT = 32  # code points of prefix and suffix


def archived(raw: bytes) -> str:
    """The archived text of a file as given: UTF-8, less one leading newline (DOMAIN.md, A statement).

    Raises UnicodeDecodeError if the file is not UTF-8.
    """
    return raw.decode("utf-8").removeprefix("\n")


def digest(text: str) -> str:
    """SHA-256 of the archived text in UTF-8, lower-case hex."""
    return sha256(text.encode("utf-8")).hexdigest()


def occurrences(text: str, exact: str, start: int = 0, end: int | None = None) -> list[int]:
    """Every place in text[start:end] where `exact` begins, overlapping ones too."""
    places: list[int] = []
    at = text.find(exact, start, end) if exact else -1
    while at >= 0:
        places.append(at)
        at = text.find(exact, at + 1, end)
    return places


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """`prefix` and `suffix` of a TextQuoteSelector: up to CONTEXT code points either side."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def fragment_link(url: str, text: str, start: int, end: int) -> str:
    """The source's URL with a text fragment for text[start:end] (URL Fragment Text Directives, section 3.1).

    A fragment must not cross a line break, because browsers match within a block: only the part up to the first break is
    named. Long passages are given as first and last words. Where the words stand more than once, the words before them
    are added as a prefix, else the browser would show the first place.
    """
    exact = text[start:end].split("\n")[0]
    end = start + len(exact)
    words = exact.split(" ")
    named = _escape(exact)
    if len(words) > 12:
        named = f"{_escape(' '.join(words[:5]))},{_escape(' '.join(words[-5:]))}"
    line = text.rfind("\n", 0, start) + 1
    before = text[line:start].strip()
    prefix = f"{_escape(' '.join(before.split(' ')[-4:]))}-," if before and len(occurrences(text, exact)) > 1 else ""
    return f"{url.partition('#')[0]}#:~:text={prefix}{named}"


def _escape(words: str) -> str:
    # "-", "," and "&" have a meaning inside a text directive and must be percent-encoded there.
    return quote(words, safe="").replace("-", "%2D")
