"""The words of a text for full-text search, and their places in it.

Words are folded as names are (app.domain.names.words). In scripts that are written without spaces
between words (Han, Kana, Thai, Khmer, Lao, Myanmar …), a program cannot see where a word ends. So
a run of their letters becomes overlapping pairs of characters, and its last character alone. Then
部隊 is found by the pair, 維持部 by two pairs in a row, and 維 by the beginning of a pair. Korean
is written with spaces, but adds endings to its words, so it is treated in the same way.

The index and the words that somebody looks for are made by the same functions, so both agree.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.domain.names import words

_RANGES = (
    "\u0e00-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff\u19e0-\u19ff"  # Thai … Khmer
    "\u1950-\u19df\u1a20-\u1aaf\u1b00-\u1b7f\ua980-\ua9df"  # Tai scripts, Balinese, Javanese
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff"  # Hangul
    "\u3005\u3007\u303b\u3040-\u3098\u309b-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff"  # Kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)
_HALF_WIDTH = "\uff66-\uff9d\uffa0-\uffdc"  # Kana and Hangul, before they are folded
_MARKS = "\u0300-\u036f\u3099\u309a\uff9e\uff9f" + "".join(
    char
    for block in ((0xE00, 0x1100), (0x1780, 0x1800), (0x1950, 0x1B80), (0xA980, 0xAA80))
    for char in map(chr, range(*block))
    if unicodedata.category(char)[0] == "M"
)
_APOSTROPHES = "’‘‛‚′`´ʹʻʼʽʾʿˈˊˋ＇՚׳ꞌ'"
# Removed by folding, so a mark after them belongs to the character before.
_REMOVED = _APOSTROPHES + "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
# Not a mark: without such a letter before it, folding adds it to another word or removes it.
_LETTER = f"[{_RANGES}{_HALF_WIDTH}](?<![{_MARKS}])"
_AM = (
    "\u0e33\u0eb3"  # of Thai and Lao; folding makes a mark of the letter before and a letter of it
)
_WITH_MARKS = f"{_LETTER}(?:[{_REMOVED}]*[{_MARKS}{_AM}])*"
_CLUSTER = re.compile(_WITH_MARKS)
"""A character of such a script with its marks."""
_CONTRACTED = frozenset("s t d m n l j c re ve ll qu em nt".split())  # noqa: SIM905
"""What an apostrophe joins to a word without being a word that somebody looks for."""


@cache  # made when it is first needed: that takes 20 ms
def _segment() -> re.Pattern[str]:
    """A piece of text in such a script, or between two such pieces."""
    return re.compile(f"(?:{_WITH_MARKS}[{_REMOVED}]*)+|(?:(?!{_LETTER}).)+", re.DOTALL)


class Piece(NamedTuple):
    """A folded word, or one character of a script without spaces, and its place in a text."""

    folded: str
    start: int
    end: int
    in_run: bool
    """Whether it is such a character."""


def tokens(text: str) -> list[str]:
    """Return the tokens of a text for the index, in order."""
    found = words(text)
    if text.isascii() or not _CLUSTER.search(text):
        return found
    return [token for word in found for token in _tokens_of(word)]


def phrase_tokens(text: str) -> tuple[list[str], bool]:
    """Return the tokens of a phrase to look for, which follow each other in the index, and whether
    the last one is only the beginning of a token.
    """
    found = tokens(text)
    last = next(iter(words(text)[-1:]), "")
    if not _CLUSTER.search(last) or not _CLUSTER.match(list(_segments(last))[-1]):
        return found, False
    if len(found) > 1 and len(_CLUSTER.findall(found[-2])) == 2 and found[-2].endswith(found[-1]):
        return found[:-1], False  # more characters may follow
    return found, True


def is_run(token: str) -> bool:
    """Whether a token is of a script without spaces."""
    return _CLUSTER.match(token) is not None


def characters(text: str) -> list[str]:
    """Return the characters with their marks of a folded text of a script without spaces."""
    return _CLUSTER.findall(text)


def parts_at_apostrophes(word: str) -> list[str]:
    """Return the words of their own in a Latin word with apostrophes, folded: “ukraine” of
    “Ukraine’s”, “l’Ukraine”, “dell’Ucraina” and “Ukraine'nin”; none of “don’t” and “п’ять”.
    """
    pieces = [piece for piece in re.split(f"[{_APOSTROPHES}]", word) if piece]
    if len(pieces) < 2 or (pieces[-1].lower() == "t" and pieces[-2].lower().endswith("n")):
        return []
    folded = [" ".join(words(piece)) for piece in pieces]
    return [
        part
        for part in folded
        if len(part) > 1 and " " not in part and part not in _CONTRACTED and _is_latin(part)
    ]


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the longest pieces of a text that contain no character that surely
    separates words.
    """
    start = None
    for place, char in enumerate(text):
        if _may_be_in_word(char):
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None
    if start is not None:
        yield start, len(text)


def pieces_of(text: str) -> list[Piece]:
    """Return the folded words of a text with their places in it, and each character of a script
    without spaces by itself. A word that becomes several has the place of all of them.
    """
    found = []
    for start, end in runs(text):
        for segment in _segment().finditer(text, start, end):
            parts = _CLUSTER if _CLUSTER.match(segment[0]) else _segment()
            for part in parts.finditer(text, *segment.span()):
                begin, finish = _trimmed(text, *part.span())
                for word in words(part[0]):
                    in_run = is_run(word)
                    each = characters(word) if in_run else [word]
                    found += [Piece(one, begin, finish, in_run) for one in each]
    return found


def _tokens_of(word: str) -> Iterator[str]:
    for segment in _segments(word):
        if not _CLUSTER.match(segment):
            yield segment
            continue
        each = _CLUSTER.findall(segment)
        yield from (one + other for one, other in pairwise(each))
        yield each[-1]


def _segments(word: str) -> Iterator[str]:
    return (segment[0] for segment in _segment().finditer(word))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A place without apostrophes and invisible characters at its ends."""
    while end - start > 1 and not _is_seen(text[end - 1]):
        end -= 1
    while end - start > 1 and not _is_seen(text[start]):
        start += 1
    return start, end


def _is_seen(char: str) -> bool:
    return char not in _APOSTROPHES and unicodedata.category(char) != "Cf"


@lru_cache(maxsize=8192)
def _may_be_in_word(char: str) -> bool:
    if char.isalnum() or char in _APOSTROPHES or char == "&":
        return True
    if unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf"):
        return True
    return any(part.isalnum() or part == "&" for part in unicodedata.normalize("NFKD", char))


def _is_latin(word: str) -> bool:
    return word.isascii() or "LATIN" in unicodedata.name(word[0], "")
