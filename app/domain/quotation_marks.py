"""Quotation marks of many languages, and whether words are printed between two of them
(docs/domain.md, rule quoted-words).
"""

import re
from collections.abc import Iterable, Iterator

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

_SPACED = frozenset("«‹")  # French has spaces inside these
_APOSTROPHES = frozenset("'’")
_ONE_WAY = "“„«‹「『《〈"  # marks that open, and in their own language never close
_SPACE = " \u00a0\u2009\u202f"
_STOPS = re.compile("[.,;:!?…。、，！？]*")  # a closing stop may be inside the marks
_CUT = re.compile(r"\[?(?:…|\.\.\.)\]?")  # words left out of a quotation
_FARTHEST = 2000  # code points from a sentence to the marks around its quotation


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
    """Whether text[start:end] has an opening mark right before it, and one that closes it right
    after it. A closing stop may come between, and spaces inside « » too.

    Where a quotation goes on in the next paragraph, that begins with the opening mark again, and
    the paragraph before has no closing mark. Unless the range must be the `whole` quotation, it may
    begin behind a stop in it and end at one.
    """
    opening = _opening_before(text, start) or (None if whole else _open_at(text, start))
    if opening is None:
        return False
    stopped = _STOPS.match(text, end)
    after = stopped.end() if stopped else end
    if opening in _SPACED and text[after : after + 1] in tuple(_SPACE):
        after += 1
    closing, following = text[after : after + 1], text[after + 1 : after + 2]
    if closing and closing in CLOSING[opening]:
        return closing not in _APOSTROPHES or not following.isalnum()
    rest = text[after:].lstrip()
    gap = text[after : len(text) - len(rest)]
    if "\n" in gap and rest.startswith(opening):
        return True
    return not whole and after > end and _closes_later(text, after, opening)


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


def _open_at(text: str, start: int) -> str | None:
    """The mark of the quotation that is open behind a stop and a space before a place."""
    before = text[max(start - _FARTHEST, 0) : start]
    stripped = before.rstrip()
    if before == stripped or not stripped or not _STOPS.fullmatch(stripped[-1]):
        return None
    for opening in _ONE_WAY:
        _, mark, inside = stripped.rpartition(opening)
        if mark and not any(closing in inside for closing in CLOSING[opening]):
            outside = stripped[: len(stripped) - len(inside) - 1]
            closes = opening == "“" and outside.rfind("„") > outside.rfind("“")
            if not closes:
                return opening
    return None


def _closes_later(text: str, after: int, opening: str) -> bool:
    """Whether the quotation that an opening mark begins goes on behind a place and is closed."""
    if opening in _APOSTROPHES:
        return False
    rest = text[after : after + _FARTHEST]
    ends = [rest.find(closing) for closing in CLOSING[opening] if closing in rest]
    return bool(ends) and (opening in CLOSING[opening] or opening not in rest[: min(ends)])


def not_quoted(sentence: str, quoted: Iterable[str]) -> list[str]:
    """What a sentence of ours puts in quotation marks, and none of the `quoted` words contains
    (docs/domain.md, rule words). A final stop may differ, and … may stand for words left out.
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
    while at < len(text):
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
