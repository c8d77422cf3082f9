"""Selectors of passages in archived text: W3C Web Annotation selectors and text fragments.

Offsets are 0-based, end exclusive, in Unicode code points of the archived text (Web Annotation Data
Model section 4.2.5).
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

CONTEXT = 32  # code points of prefix and suffix


def archived(raw: bytes) -> str:
    """The archived text of a file: decoded from UTF-8, without one leading newline (docs/domain.md,
    rule archived-text).

    Raises UnicodeDecodeError if the file is not UTF-8.
    """
    return raw.decode("utf-8").removeprefix("\n")


def digest(text: str) -> str:
    """SHA-256 of the archived text in UTF-8, lower-case hex."""
    return sha256(text.encode("utf-8")).hexdigest()


def occurrences(text: str, exact: str, start: int = 0, end: int | None = None) -> list[int]:
    """All offsets in text[start:end] where `exact` begins, including overlapping ones."""
    places: list[int] = []
    at = text.find(exact, start, end) if exact else -1
    while at >= 0:
        places.append(at)
        at = text.find(exact, at + 1, end)
    return places


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """`prefix` and `suffix` of a TextQuoteSelector: up to CONTEXT code points before and after."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def fragment_link(url: str, text: str, start: int, end: int) -> str:
    """The source's URL with a text fragment for text[start:end] (URL Fragment Text Directives,
    section 3.1).

    Browsers match a directive within one block of a page, so only the part up to the first line
    break is named. They show the first match, ignoring case. So this takes the shortest directive
    whose first match is the right one. It tries a long passage by its first and last words, then
    the whole passage, then more and more of the words before it as prefix. If none of them
    distinguishes the passage from an earlier one, the link opens the earlier one.
    """
    exact = text[start:end].split("\n")[0]
    end = start + len(exact)
    words = exact.split(" ")
    parts = [(" ".join(words[:5]), " ".join(words[-5:]))] if len(words) > 12 else []
    parts.append((exact, ""))
    prefix, (first, last) = _directive(text, start, end, parts)
    named = ",".join(_escape(part) for part in (first, last) if part)
    return f"{url.partition('#')[0]}#:~:text={f'{_escape(prefix)}-,' if prefix else ''}{named}"


def _directive(
    text: str, start: int, end: int, parts: list[tuple[str, str]]
) -> tuple[str, tuple[str, str]]:
    """The shortest prefix, and the first of `parts` with it, whose first match is text[start:end].
    If there is none: the longest prefix and the last part.
    """
    page = _page(text)
    prefix = ""
    for prefix in _prefixes(text, start):
        for part in parts:
            if _shown(page, prefix, *part) == (start, end):
                return prefix, part
    return prefix, parts[-1]


def _prefixes(text: str, start: int) -> Iterator[str]:
    """The empty text, then more and more of the words before `start`: those of the same line, or
    those of the line before if `start` begins a line.
    """
    yield ""
    before = text[:start].rstrip().rpartition("\n")[2].split(" ")
    for count in range(1, len(before) + 1):
        yield " ".join(before[len(before) - count :])


def _folded(text: str) -> str:
    """A text without case, as browsers compare it; unchanged if that would move offsets."""
    folded = text.casefold()
    return folded if len(folded) == len(text) else text


_page = lru_cache(maxsize=8)(_folded)  # links to the passages of a source are made in a row


def _shown(page: str, prefix: str, first: str, last: str) -> tuple[int, int] | None:
    """Start and end of the passage that a browser shows for a directive on a page: the first match,
    ignoring case. None if there is none.
    """
    prefix, first, last = _folded(prefix), _folded(first), _folded(last)
    start = page.find(first) if first else -1
    while start >= 0:
        end = start + len(first)
        if last:
            at = page.find(last, end)
            end = at + len(last)
            if at < 0:
                return None  # it does not follow a later match either
        if not prefix or page[:start].rstrip().endswith(prefix):
            return start, end
        start = page.find(first, start + 1)
    return None


# By byte. "-", "," and "&" have a meaning in a text directive, so they are percent-encoded.
_ESCAPED = [quote(bytes([byte]), safe="").replace("-", "%2D") for byte in range(256)]


def _escape(words: str) -> str:
    # This takes a third of the time that `quote` takes.
    return "".join([_ESCAPED[byte] for byte in words.encode()])
