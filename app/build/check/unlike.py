"""Words that look like those of a text and are not the same: which character differs, and where."""

import unicodedata
from functools import lru_cache

from app.build.findings import character

_SPACES = dict.fromkeys("\t\n\r\x0b\x0c\x85\xa0\u1680\u202f\u205f\u3000\u2028\u2029", " ")
_SPACES |= {chr(code): " " for code in range(0x2000, 0x200B)}
_DASHES = dict.fromkeys("‐‑‒–—―−﹘－", "-")
_MARKS = dict.fromkeys('“”„‟«»‹›"＂〝〞', '"') | dict.fromkeys("‘’‚‛'`´ʼ′＇", "'")
_PLAIN = {**_SPACES, **_DASHES, **_MARKS, "…": "..."}
_SEARCHED = 1_000_000  # code points of a text that are compared


def unlike(text: str, words: str, start: int = 0, end: int | None = None) -> str | None:
    """How `words` differ from words of text[start:end] that look like them, as a hint: the first
    character that is another one, with its name and place. None if nothing there looks like them.

    Spaces, dashes, quotation marks and the composition of accents do not count as looks, and
    characters without a width do not either.
    """
    there, places = _plain(text[: start + _SEARCHED])
    here, _ = _plain(words[:_SEARCHED])
    here = here.strip()
    if not here:
        return None
    at = there.find(here)
    while at >= 0 and places[at] < start:
        at = there.find(here, at + 1)
    if at < 0 or (end is not None and places[at + len(here) - 1] >= end):
        return None
    begin = places[at]
    printed = text[begin : places[at + len(here) - 1] + 1]
    given = words.strip()
    same = 0
    while same < min(len(printed), len(given)) and printed[same] == given[same]:
        same += 1
    if same == len(printed) == len(given):
        return "it has a space at its beginning or end" if given != words else None
    line = text.count("\n", 0, begin + same) + 1
    column = begin + same - text.rfind("\n", 0, begin + same)
    place = f"in line {line}, column {column} of the text"
    behind = f" behind {given[max(0, same - 12) : same]!r}" if same else ""
    has = character(printed[same]) if same < len(printed) else "nothing more"
    wrote = character(given[same]) if same < len(given) else "nothing more"
    return f"{place} there is {has}; here there is {wrote}{behind}"


@lru_cache(maxsize=8)
def _plain(text: str) -> tuple[str, list[int]]:
    """A text as it looks, and for each of its characters its place in the text."""
    out: list[str] = []
    places: list[int] = []
    last = ""
    for at, char in enumerate(text):
        if char < "\x7f" and char not in "\t\n\r\x0b\x0c\"'`":
            plain = char
        elif char in _PLAIN:
            plain = _PLAIN[char]
        elif unicodedata.category(char) in ("Cf", "Cc") or "\ufe00" <= char <= "\ufe0f":
            continue
        else:
            plain = unicodedata.normalize("NFD", char)
        if plain == " " and last == " ":
            continue
        out.append(plain)
        places += [at] * len(plain)
        last = plain[-1:]
    return "".join(out), places
