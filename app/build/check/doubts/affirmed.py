"""Doubts about a summary that denies one thing and affirms another, which its words deny, too:
“will send no soldiers and criticises others” for “will not criticise others”.
"""

import re
from collections.abc import Iterator

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.exchanged import marks
from app.build.check.doubts.polarity import has
from app.build.check.doubts.summaries import said_in, without
from app.build.check.doubts.things import code_of, lexicon
from app.build.check.doubts.turned import refusals
from app.build.check.doubts.words import pattern
from app.build.findings import DoubtCode

_CLAUSES = re.compile(
    r"[.;:!?–—«»“”,]| (?:and|but|und|aber|et|mais|e|ma|y|pero|sondern|sino|bensì) |"
    r" (?=(?:nor|ni|né) )"
)
_BEFORE = 4  # words before one that may deny it
_DENIES = re.compile(
    r"\b(?:not|no|never|nobody|none|neither|nor|nothing|cannot|\w+n[’']t|refus\w+|reject\w*|"
    r"den(?:y|ies|ied)|declin\w+|rul\w+|exclud\w+|oppos\w+|only|rather|instead|without|against|"
    r"un(?!ited|der)\w+|forbid\w*|avoid\w*|stop\w*|less|lack\w*|except\w*|before|until|far from|"
    r"hardly|too|wrong|false|doubt\w*|fail\w*|prevent\w*|any|anybody|anyone|anything|ever|either|"
    r"out of the question)\b",
    re.IGNORECASE,
)
_MORE_OR_LESS = re.compile(
    r"\b(?:less|fewer|more|weniger|mehr|moins|plus|menos|más|meno|più)\b", re.IGNORECASE
)


def affirmed(one: Compared) -> Found | None:
    """The first word that the summary affirms, and the source denies wherever it has it."""
    if not has("denies", one.words, one.language):
        return None
    said = said_in(one.summary)
    if not _DENIES.search(said):
        return None  # otherwise the denial is wholly lost
    here = lexicon("meanings", "en").found(said)
    known = lexicon("meanings", code_of(one.language))
    there = known.found(one.words) if here else {}
    for name in here.keys() & there.keys():
        if not _all_denied(one.words, there[name], one.language):
            continue
        if any(_DENIES.search(_clause(said, match)) for match in here[name]):
            continue
        words = without(one.words, one.language, "at_most", "at_least", "denied_twice")
        places = known.found(words).get(name, [])
        if _all_denied(words, places, one.language) and not _keeps_denial(one, words, places):
            message = f"the source denies {places[0][0]!r}, and the summary affirms it"
            return DoubtCode.summary_contrary, message
    return None


def _all_denied(text: str, places: list[re.Match[str]], language: str) -> bool:
    return set(_are_denied(text, places, language)) == {True}


def _keeps_denial(one: Compared, words: str, places: list[re.Match[str]]) -> bool:
    """Whether the summary denies something of these clauses: “Kyiv decides, not Moscow” for “it is
    not Moscow that decides”.
    """
    clauses = _CLAUSES.split(said_in(one.summary))
    denied = marks(" . ".join(each for each in clauses if _DENIES.search(each)), "en", one)
    return any(denied & marks(_clause(words, each), one.language, one) for each in places)


def _clause(text: str, match: re.Match[str]) -> str:
    """The clause in which a word is."""
    start, end = _bounds(text, match)
    return text[start:end]


def _bounds(text: str, match: re.Match[str]) -> tuple[int, int]:
    start = 0
    for mark in _CLAUSES.finditer(text):
        if mark.start() >= match.end():
            return start, mark.start()
        start = mark.end()
    return start, len(text)


def _are_denied(text: str, places: list[re.Match[str]], language: str) -> Iterator[bool | None]:
    """Of each place of a text whether it is denied; None if something in its clause may make
    another thing of a denial: “does not exclude”, “no more than”.
    """
    code = code_of(language)
    for match in places:
        start, end = _bounds(text, match)
        clause, behind = text[start:end], text[match.end() : end]
        if _MORE_OR_LESS.search(clause) or any(verbs.search(clause) for _, verbs in refusals(code)):
            yield None
            continue
        before = " ".join(text[start : match.start()].split()[-_BEFORE:])
        if code == "fr":
            behind = " ".join(behind.split()[:1])  # “ne critiquera pas”
        elif code != "de" or not match[0][0].islower():  # a verb: “kritisiert sie nicht”
            behind = ""
        denies = pattern("denies", language)
        yield bool(denies and denies.search(f"{before} {match[0]} {behind}"))
