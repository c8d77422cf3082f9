"""Quotation marks of many languages: where a text has quotations, and whether words are one of them
(docs/domain.md, rule quoted-words).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from app.domain.phrases import any_clear

CLOSING = {
    "“": '”"',
    "‟": "”",
    "„": '“”"',
    "”": "”",  # Swedish, Finnish
    '"': '"',
    "＂": "＂",
    "‘": "’",
    "‚": "‘’",
    "’": "’",
    "'": "'",
    "«": "»",
    "»": "«»",  # German, Danish; Finnish
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "《": "》",
    "〈": "〉",
    "〝": "〞〟",
}
"""For each opening mark the closing marks that belong to it."""

_APOSTROPHES = frozenset("'’")
_ONE_WAY = frozenset("“„‟«‹「『｢《〈〝")  # marks that open, and in their own language never close
_MARK = re.compile("[" + "".join({*CLOSING, *"".join(CLOSING.values())}) + "\n]")
_ENDS = ".!?…。！？"  # stops that end a sentence
_NOT_FIRST = frozenset(",;:!?.)]}%、，。")  # nothing that is quoted begins with one of these
_STOPS = re.compile("[.,;:!?…。、，！？]*")  # a closing stop may be inside the marks
_SENTENCE_BEFORE = re.compile(rf"[{re.escape(_ENDS)}][\"'’”»›)\]]*\s+$")
_SENTENCE_AFTER = re.compile(rf"(?<=[{re.escape(_ENDS)}])\s|[{re.escape(_ENDS)}]+[\"'’”»›)\]]*\s")
# In French the speaker comes behind the verb of such a clause, whatever the verb: s’étonne-t-elle.
_BEHIND_THE_VERB = r"\w+[-‑](?:t[-‑])?(?:ils?|elles?|on)\b"
# In such a clause papers also put how somebody looks while they speak: sourit l’officier.
_GESTURES = (
    r"(?<!\w)(?:sour(?:it|iait)|rit|ricane|plaisante|ironise|soupire|s[’']amuse|sorride|ride|scherza|"
    r"ironizza|sospira|sonríe|ríe|bromea|ironiza|suspira|lächelt|lacht|scherzt|seufzt)(?!\w)"
)
_CLAUSE = (
    r"[,!?…]?\s*[,–—-]\s*(?:[^\s,.;:!?–—]+\s+){0,6}?"
    rf"(?:{any_clear()}|{_GESTURES}|[^\s,.;:!?–—]*{_BEHIND_THE_VERB})[^,.;:!?–—\n]{{0,50}}"
)
_CUT = re.compile(r"\[?(?:…|\.\.\.)\]?")  # words left out of a quotation
_SPACED = frozenset("«‹")  # French has spaces inside these
_SPACE = " \u00a0\u2009\u202f"
_FARTHEST = 5000  # code points from an opening mark to the one that closes it


# Only the check of a seed needs these two. To compile them takes 25 ms.
@cache
def _inserted() -> re.Pattern[str]:
    return re.compile(rf"{_CLAUSE}[,.;:–—]", re.IGNORECASE)


@cache
def _inserted_before() -> re.Pattern[str]:
    return re.compile(rf"{_CLAUSE}[,.;:–—]+\s*[–—]?\s*$", re.IGNORECASE)


class PrintedQuotation(NamedTuple):
    """What is printed between two marks: text[start:end], without spaces at either end."""

    start: int
    end: int
    opening: str


@lru_cache(maxsize=64)  # asked for each claim of a text
def quotations(text: str) -> tuple[PrintedQuotation, ...]:
    """Every quotation of a text, in the order of its closing marks.

    Where one goes on in the next paragraph, that begins with the opening mark again, and the
    paragraph before has no closing mark: each of them is a quotation. An apostrophe may close a
    quotation in ' ' or ‘ ’ too early; then the text up to the mark that does close it is there too.
    """
    found: list[PrintedQuotation] = []
    opened: list[tuple[int, str]] = []  # place behind the mark, and the mark
    closed_single: tuple[int, str] | None = None
    for match in _MARK.finditer(text):
        at, mark = match.start(), match[0]
        while opened and at - opened[0][0] > _FARTHEST:
            del opened[0]
        if mark == "\n":
            opened = _at_line_end(text, at, opened, found)
            closed_single = None
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if mark in _APOSTROPHES and before.isalnum() and after.isalnum():
            continue
        level = _closed_level(opened, mark, before, after)
        if level is not None:
            begin, opening = opened[level]
            del opened[level:]
            found.append(_trimmed(text, begin, at, opening))
            closed_single = (begin, opening) if mark in _APOSTROPHES else None
        elif (
            closed_single and mark in CLOSING[closed_single[1]] and not _opens(mark, before, after)
        ):
            found.append(_trimmed(text, closed_single[0], at, closed_single[1]))
        elif mark in CLOSING and _opens(mark, before, after):
            if opened and opened[-1][1] == mark:  # the one before was never closed
                opened.pop()
            opened.append((at + 1, mark))
    return tuple(one for one in found if one.start < one.end)


def _closed_level(opened: list[tuple[int, str]], mark: str, before: str, after: str) -> int | None:
    """The place in `opened` of the quotation that a mark closes; None if it closes none."""
    if mark in _APOSTROPHES and (after.isalnum() or before.isspace()):
        return None
    for level in range(len(opened) - 1, -1, -1):
        if mark in CLOSING[opened[level][1]]:
            # A mark that may open and close opens another one if it comes before a word only.
            both = mark in CLOSING and mark not in _ONE_WAY and mark != opened[level][1]
            if both and before.isspace() and _opens(mark, before, after):
                continue
            return level
    return None


def _opens(mark: str, before: str, after: str) -> bool:
    """Whether a mark may begin a quotation: it comes before a word, and not right behind one."""
    if not after or after in _NOT_FIRST or (after.isspace() and mark not in "«‹"):
        return False
    if mark in _ONE_WAY:
        return True
    return not before.isalnum() and (before not in tuple(_ENDS) or not before)


def _at_line_end(
    text: str, at: int, opened: list[tuple[int, str]], found: list[PrintedQuotation]
) -> list[tuple[int, str]]:
    """What is still open behind a line end. A blank line, and a line that begins with the mark of
    the open quotation again, end it.
    """
    if not opened:
        return opened
    rest = text[at : at + 200]
    following = rest.lstrip()
    begin, opening = opened[0]
    if following.startswith(opening):
        found.append(_trimmed(text, begin, at, opening))
        return []
    return [] if rest[: len(rest) - len(following)].count("\n") > 1 else opened


def _trimmed(text: str, start: int, end: int, opening: str) -> PrintedQuotation:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return PrintedQuotation(start, end, opening)


def place_of_quoted(text: str, words: str, start: int, end: int) -> int:
    """Where `words` begin in text[start:end] for the first time between quotation marks; -1 if they
    do not. The marks themselves may be outside of that range.

    If they are nowhere all of a quotation, they may be some of its sentences.
    """
    for whole in (True, False):
        at = text.find(words, start, end)
        while at >= 0:
            if in_quotation_marks(text, at, at + len(words), whole=whole):
                return at
            at = text.find(words, at + 1, end)
    return -1


def in_quotation_marks(text: str, start: int, end: int, *, whole: bool = True) -> bool:
    """Whether text[start:end] is all that is printed between two marks, but for a closing stop.

    Unless it must be the `whole` quotation, it may be some of its sentences: begin behind the end
    of a sentence in it, and end with one. Or it begins or ends at a clause that the reporter put
    into the quotation: « Oui, a-t-il dit, nous viendrons. »
    """
    for one in quotations(text):
        if not (one.start <= start and end <= one.end):
            continue
        stopped = _STOPS.match(text, end)
        to_the_end = stopped is not None and stopped.end() >= one.end
        if start == one.start and to_the_end:
            return True
        if not whole:
            begins = (
                start == one.start
                or _SENTENCE_BEFORE.search(text, max(one.start, start - 20), start)
                or _inserted_before().search(text, max(one.start, start - 90), start)
            )
            ends = to_the_end or _SENTENCE_AFTER.match(text, end) or _inserted().match(text, end)
            if begins and ends:
                return True
    return False


def around(text: str, start: int, end: int) -> PrintedQuotation | None:
    """The outermost quotation that text[start:end] is inside of, all of it or a part; None if it is
    in none.
    """
    inside = [one for one in quotations(text) if one.start <= start and end <= one.end]
    return min(inside, key=lambda one: one.start, default=None)


def not_quoted(sentence: str, quoted: Iterable[str]) -> list[str]:
    """What our sentence puts in quotation marks, and none of the `quoted` words contains
    (docs/domain.md, rule words). A final stop may differ, and … may replace words.
    """
    known = [_plain(words) for words in quoted]
    return [
        words
        for words in _in_marks(sentence)
        if _plain(words)
        and not any(
            all(_has_words(whole, _plain(part)) for part in _CUT.split(words)) for whole in known
        )
    ]


def _in_marks(text: str) -> Iterator[str]:
    """The words between each pair of quotation marks, from the outside."""
    at = 0
    while mark := _MARK.search(text, at):
        at = mark.start()
        end = -1
        if _opening_before(text, at + 1) == text[at]:
            end = _closing_after(text, at + 1, CLOSING[text[at]])
        if end < 0:
            at += 1
            continue
        yield text[at + 1 : end]
        at = end + 1


def _closing_after(text: str, start: int, marks: str) -> int:
    """The place of the next closing mark; an apostrophe before a letter is none. -1 if there is
    none.
    """
    for at in range(start, min(len(text), start + _FARTHEST)):
        if text[at] in marks and not (text[at] in _APOSTROPHES and text[at + 1 : at + 2].isalnum()):
            return at
    return -1


def _plain(words: str) -> str:
    """Words without the stops and spaces at their ends, with simple spaces."""
    return " ".join(words.split()).strip(".,;:!?…。、，！？ ")


def _has_words(whole: str, part: str) -> bool:
    """Whether a text has these words, and not only as a part of longer ones."""
    found = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", whole)
    return found is not None


def _opening_before(text: str, start: int) -> str | None:
    """The opening mark right before a place; an apostrophe after a letter or digit is none."""
    before = start - 1
    if before > 0 and text[before] in _SPACE and text[before - 1] in _SPACED:
        before -= 1
    if before < 0 or text[before] not in CLOSING:
        return None
    if text[before] in _APOSTROPHES and before > 0 and text[before - 1].isalnum():
        return None
    return text[before]
