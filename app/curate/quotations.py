"""Finding quotations in a text by their marks, in all languages (docs/domain.md, rule
quoted-words).
"""

import re
from dataclasses import dataclass

from app.curate.language import WORD, Language
from app.domain.quotation_marks import CLOSING

_APOSTROPHES = "'’"
_SPACES = " \u00a0\u2009\u202f"
_TWO_WAYS = frozenset("\"'”’»›＂")  # marks that open in one place and close in another
_BEFORE = frozenset("([{-–—/:¿¡")
_STOPS = ".,;:!?…。、，！？"
# Between two commas, or a comma and the end of a sentence; the point of an initial ends none.
_ASIDE = re.compile(
    r"(?:,\s([^,;:!?]{4,80}?)(?=,|\.?\s*$|(?<![\s’']\w)\.\s)|\s[—–]\s?([^—–,;:!?]{4,80}?)\s?[—–])"
)
_LONGEST = 5000  # code points of one quotation


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: `start` and `end` without its marks, `outer_start` and `outer_end` with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text that are not inside another one, in order.

    If a paragraph ends within a quotation and the next one begins with the opening mark again, each
    paragraph is one. An opening mark that is never closed is none.
    """
    found: list[Quotation] = []
    at = 0
    while at < len(text):
        mark = text[at]
        if mark in CLOSING and _opens(text, at) and (quotation := _closed(text, at, mark)):
            found.append(quotation)
            at = quotation.outer_end
            continue
        at += 1
    return found


def _opens(text: str, at: int) -> bool:
    """Whether the mark at a place can open a quotation there."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not after or after == "\n":
        return False
    if after in _SPACES:
        return text[at] in "«‹" and text[at + 2 : at + 3].strip() != ""
    if text[at] in _TWO_WAYS or text[at] in "‘":
        free = not before or before.isspace() or before in _BEFORE or before in CLOSING
        elided = before in ("’", "'") and text[at] in '"”»'  # l’"avis"
        return (free or elided) and (after.isalnum() or after in "¿¡([…'‘“„‚«$€£@#+-–")
    return True


def _closed(text: str, start: int, mark: str) -> Quotation | None:
    """The quotation that a mark opens; None if nothing closes it."""
    paragraph = text.find("\n", start)
    limit = min(len(text) if paragraph < 0 else paragraph, start + _LONGEST)
    nested = 0
    at = start + 1
    while at < limit:
        char = text[at]
        if char in CLOSING[mark] and (nested == 0) and _closes(text, at, mark):
            return _inside(text, start, at)
        if char == mark and mark not in CLOSING[mark] and mark not in _TWO_WAYS:
            nested += 1
        elif nested and char in CLOSING[mark]:
            nested -= 1
        at += 1
    if nested:  # an inner mark was never closed: the first closing mark ends the quotation
        ends = [found for found in range(start + 1, limit) if text[found] in CLOSING[mark]]
        if ends:
            return _inside(text, start, ends[-1])
    rest = text[limit:].lstrip()
    if limit < len(text) and rest.startswith(mark) and mark not in _APOSTROPHES:
        end = limit - (len(text[start:limit]) - len(text[start:limit].rstrip()))
        return Quotation(start + 1, end, start, end)
    return None


def _closes(text: str, at: int, mark: str) -> bool:
    """Whether the mark at a place ends a quotation that `mark` began."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in _APOSTROPHES:
        free = not after.isalnum() and not before.isspace()
        return free and not _is_possessive(text, at)
    if text[at] in _TWO_WAYS and mark not in "«‹":
        return not before.isspace() and not (after.isalnum() and before not in _STOPS)
    return True


def _is_possessive(text: str, at: int) -> bool:
    """Whether an apostrophe ends no quotation, but a plural in it: ‘It isn’t the ministers’ job,’.
    Then a word in small letters follows, and a mark behind a stop does close the quotation.
    """
    if text[at - 1] != "s" or not re.match(r" [a-z]", text[at + 1 : at + 3]):
        return False
    paragraph = text.find("\n", at)
    rest = text[at + 1 : len(text) if paragraph < 0 else paragraph]
    closing = re.search(r"(.)[’'](?!\w)|[ (][‘'](?=\w)", rest)
    return closing is not None and closing[1] is not None and closing[1] in _STOPS


def _inside(text: str, start: int, end: int) -> Quotation | None:
    first, last = start + 1, end
    while first < last and text[first] in _SPACES:
        first += 1
    while last > first and text[last - 1] in _SPACES:
        last -= 1
    return Quotation(first, last, start, end + 1) if first < last else None


def without_asides(text: str, found: list[Quotation], words: Language) -> list[Quotation]:
    """The quotations, divided where one says between its marks who speaks, as French, Italian and
    Spanish do, and English and German do not: « Chaque appareil compte, a-t-il ajouté, car … ».
    """
    if words.compounds or words.bare_forms:
        return found
    divided: list[Quotation] = []
    for quotation in found:
        begin, outer = quotation.start, quotation.outer_start
        for aside in _ASIDE.finditer(text[quotation.start : quotation.end]):
            if not _says_who(aside[1] or aside[2], words):
                continue
            first, last = quotation.start + aside.start(), quotation.start + aside.end()
            divided.append(Quotation(begin, first, outer, first))
            rest = text[last : quotation.end]
            begin = outer = last + len(rest) - len(rest.lstrip(" ,.\u00a0"))
        if begin < quotation.end:
            divided.append(Quotation(begin, quotation.end, outer, quotation.outer_end))
    return divided


def _says_who(words_between: str, words: Language) -> bool:
    """Whether words between two commas are a reporting verb with its subject behind it."""
    tokens = [found[0].lower() for found in WORD.finditer(words_between)]
    if not tokens or len(tokens) > 10:
        return False
    first, clitic = words.without_clitic(tokens[0])
    if first in words.reports:
        return clitic is not None or len(tokens) > 1
    participles = [one for one in tokens[1:4] if one in words.participles]
    enough = clitic is not None or len(tokens) > 2
    return first in words.auxiliaries and bool(participles) and enough
