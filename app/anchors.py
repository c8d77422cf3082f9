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
    named. A browser shows the first place that fits, letter case apart; so the shortest directive is taken whose first place
    is the right one: long passages by their first and last words, then whole, then with more and more of the words before.
    Where nothing there tells a place from an earlier one, the link opens the earlier one.
    """
    exact = text[start:end].split("\n")[0]
    end = start + len(exact)
    words = exact.split(" ")
    before = text[:start].rstrip().rpartition("\n")[2].split(" ")  # of its line; of the line above, where it begins one
    parts = [(" ".join(words[:5]), " ".join(words[-5:]))] if len(words) > 12 else []
    parts.append((exact, ""))
    best = parts[-1]
    prefix = ""
    for count in range(len(before) + 1):
        prefix = " ".join(before[len(before) - count :])
        found = next((part for part in parts if _shown(text, prefix, *part) == (start, end)), None)
        if found is not None:
            best = found
            break
    first, last = best
    named = ",".join(_escape(part) for part in (first, last) if part)
    return f"{url.partition('#')[0]}#:~:text={f'{_escape(prefix)}-,' if prefix else ''}{named}"


def _shown(text: str, prefix: str, first: str, last: str) -> tuple[int, int] | None:
    """The place that a browser shows for a directive: the first one that fits, letter case apart."""
    page, prefix, first, last = (part.casefold() if len(part.casefold()) == len(part) else part for part in
                                 (text, prefix, first, last))  # fmt: skip
    for start in occurrences(page, first):
        end = start + len(first)
        if last:
            at = page.find(last, end)
            if at < 0:
                continue
            end = at + len(last)
        if not prefix or page[:start].rstrip().endswith(prefix):
            return start, end
    return None


# "-", "," and "&" have a meaning inside a text directive and must be percent-encoded there.
_ESCAPED = {code: quote(chr(code), safe="").replace("-", "%2D") for code in range(128)}


def _escape(words: str) -> str:
    if words.isascii():  # the same in a third of the time, which a build of many statements feels
        return words.translate(_ESCAPED)
    return quote(words, safe="").replace("-", "%2D")
