"""Doubts about a summary in which two things are exchanged: the sides of a contrast, two numbers,
who does something to whom. They are found by what both languages write alike (numbers, names, the
beginnings of many words), and by the things that have words in both.
"""

import re
import unicodedata
from functools import lru_cache

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.polarity import CLAUSE
from app.build.check.doubts.summaries import said_in
from app.build.check.doubts.things import code_of, meanings, things
from app.build.check.doubts.words import number_words, pattern
from app.build.findings import DoubtCode

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_STEM = 4
_LONG = 5  # letters of a word that may be alike in two languages
_KINDS = ("form.", "event.", "body.", "place.", "month.", "season.")

_Sides = tuple[frozenset[str], frozenset[str]]
"""The words of two sides, as marks gives them."""


def exchanged(one: Compared) -> Found | None:
    """The first exchange that is found."""
    for rule in (sides_exchanged, numbers_exchanged):
        if found := rule(one):
            return found
    return None


def have_changed_places(here: _Sides, there: _Sides) -> bool:
    """Whether each of two sides of a summary is the other one of the source, and not its own."""
    turned = here[0] & there[1] and here[1] & there[0]
    return bool(turned) and not (here[0] & there[0] and here[1] & there[1])


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    """A word without accents and case, with the letters that languages write alike."""
    folded = unicodedata.normalize("NFD", word.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return plain.replace("k", "c").replace("z", "c").replace("ph", "f").replace("y", "i")


def marks(text: str, language: str, one: Compared) -> frozenset[str]:
    """What of a text may be found in the other language again."""
    values = number_words(language)
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = match[0]
        if word[0].isdigit():
            found.add(f"n{re.sub(r'[^0-9]', '', word)}")
        elif (value := values.get(word.casefold(), 0)) > 1:
            found.add(f"n{value}")
        elif len(word) >= _LONG:
            found.add(_plain(word)[:_STEM])
    found |= {name for name in things(text, code_of(language)) if name.startswith(_KINDS)}
    found |= {f"m{each}" for each in meanings(text, language)}
    return frozenset(found) | {f"c{each}" for each in one.strictly(text, language)}


@lru_cache(maxsize=64)
def _denied(language: str) -> re.Pattern[str] | None:
    """What is before words that are denied, or that something else is preferred to."""
    words = [found.pattern for kind in ("rather", "denied") if (found := pattern(kind, language))]
    return re.compile("|".join(words), re.IGNORECASE) if words else None


def _two_sides(text: str, language: str) -> tuple[str, str]:
    """What a text says, and what it says that it is not: behind “not”, “rather than”, “instead of”
    until the end of the clause or a “but”.
    """
    denied, contrast = _denied(language), pattern("contrast", language)
    if denied is None:
        return text, ""
    affirming, denying = [], []
    text = NOT_BUT.sub(r"aber \1", text)
    for clause in CLAUSE.split(text):
        for piece in contrast.split(clause) if contrast else [clause]:
            found = denied.search(piece)
            if found and not piece[found.end() :].strip() and _AT_THE_END.match(found[0]):
                # “In Ucraina no”, “Soldaten schicken wir keine”
                denying.append(piece[: found.start()])
                continue
            before = piece[: found.start()] if found else piece
            if found and _NO_OBJECT.match(found[0]):
                before = before.strip().rpartition(" ")[0]  # “will send no ships” sends nothing
            affirming.append(before)
            denying.append(piece[found.end() :] if found else "")
    return " . ".join(affirming), " . ".join(each for each in denying if each.strip())


NOT_BUT = re.compile(r"\b(nicht|kein\w*) (?:aber|jedoch)\b")
_NO_OBJECT = re.compile(r"(?:no|none|nobody|nothing)\b")  # of English
_AT_THE_END = re.compile(r"(?:no|kein\w*)$", re.IGNORECASE)
_CONTRASTED = re.compile(
    r"\b(?:rather than|instead of|in place of|more than(?! \d))\b|"
    r"(?:\band|\bbut|,) not (?:on|in|at|for|with|from|to|by|about|of|before|after|the|a|an|that)\b"
)


def sides_exchanged(one: Compared) -> Found | None:
    """What the source denies is affirmed, and the reverse: “drones rather than infantry”."""
    said = said_in(one.summary)
    here, not_here = _two_sides(said, "en")
    if not not_here:
        return None
    there, not_there = _two_sides(one.words, one.language)
    if not not_there:
        return None
    affirmed, denied = (marks(each, "en", one) for each in (here, not_here))
    affirmed, denied = affirmed - denied, denied - affirmed
    source, not_source = (marks(each, one.language, one) for each in (there, not_there))
    source, not_source = source - not_source, not_source - source
    turned = (affirmed & not_source) | (denied & source)
    kept = (affirmed & source) | (denied & not_source)
    both = bool(affirmed & not_source and denied & source)
    plainly = bool(affirmed and _CONTRASTED.search(said))
    either = plainly and (affirmed & not_source or (turned and not kept))
    if not denied & not_source and (both or either):
        message = "the summary affirms what the source denies, and denies what it affirms"
        return DoubtCode.summary_contrary, message
    return None


def _numbers_in(text: str, language: str) -> list[tuple[str, int, int]]:
    """The numbers of a text, each with the place where it begins and ends."""
    values = number_words(language)
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        value = values.get(word.casefold(), 0)
        if word[0].isdigit() or value > 1:
            digits = re.sub(r"[^0-9]", "", word) if word[0].isdigit() else str(value)
            found.append((digits, match.start(), match.end()))
    return found


_NEAR = 45  # characters behind a number that say what it counts
_ENDS = re.compile(r"[.,;:]|\b(?:and|und|et|ed?|y) (?=[a-zà-ÿ])")


def _of_numbers(text: str, language: str, one: Compared) -> dict[str, frozenset[str]]:
    """Each number that a text has once, in their order, with what is written behind it."""
    numbers = _numbers_in(text, language)
    found: dict[str, frozenset[str]] = {}
    for place, (number, _, end) in enumerate(numbers):
        if sum(each == number for each, *_ in numbers) > 1:
            continue
        after = numbers[place + 1][1] if place + 1 < len(numbers) else len(text)
        behind = _ENDS.split(text[end : min(after, end + _NEAR)])[0]
        found[number] = marks(behind, language, one)
    return found


def numbers_exchanged(one: Compared) -> Found | None:
    """Two numbers that count what the other one counts in the source, or in the other order."""
    if re.search(r"\b(?:instead of|rather than)\b", one.summary):
        return None  # “200 instead of 120”
    here = _of_numbers(one.summary, "en", one)
    there = _of_numbers(one.exact, one.language, one) if len(here) > 1 else {}
    both = [number for number in here if number in there]
    order = [number for number in there if number in here]
    for place, first in enumerate(both):
        for second in both[place + 1 :]:
            kept = here[first] & there[first] or here[second] & there[second]
            turned = here[first] & there[second] or here[second] & there[first]
            moved = len(both) == len(here) == 2 and both != order and not _YEARS.match(first)
            vote = _is_vote(first, second, one.summary, alone=len(here) == len(both) == 2)
            if not kept and (turned or moved) and not vote:
                message = f"the summary exchanges {first} and {second} of the source"
                return DoubtCode.summary_contrary, message
    return None


def _is_vote(first: str, second: str, summary: str, *, alone: bool) -> bool:
    """Whether two numbers are votes for and against; `alone`: the summary has no other ones."""
    counted = re.search(rf"\b{first} (?:\w+ ){{0,2}}(?:to|against) {second}\b", summary)
    return bool(counted or (alone and re.search(r"\w+ votes to", summary)))


_YEARS = re.compile(r"20\d\d$")
