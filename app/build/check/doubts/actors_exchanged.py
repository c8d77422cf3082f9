"""Doubts about who does something in a summary: the speaker's own country instead of another one,
or two countries or bodies in the other order.
"""

import re
from collections.abc import Callable

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.polarity import has
from app.build.check.doubts.summaries import said_in
from app.build.check.doubts.things import code_of, named_in, things
from app.build.check.doubts.words import pattern
from app.build.findings import DoubtCode

Named = Callable[[str, str], frozenset[str]]
"""The countries that a text in a language names."""


def actors_exchanged(one: Compared) -> Found | None:
    """The first exchange that is found."""
    if not pattern("ours", one.language):
        return None
    for rule in (_own_country, _order):
        if found := rule(one):
            return found
    return None


def _own_country(one: Compared) -> Found | None:
    """The speaker's country, in place of the only ones that the words name."""
    if one.own is None or one.own not in one.countries:
        return None
    named = one.strictly(one.words, one.language) - {_HOST}
    if not named or named & one.loosely(one.summary, "en"):
        return None
    if one.own in one.loosely(one.near, one.language) or has("ours", one.words, one.language):
        return None
    message = "the summary names the speaker’s country, and the words only another one"
    return DoubtCode.country_not_named, message


_NO_ORDER = re.compile(r"\b(?:by|if|without|once|when|like|same|and|or)\b")
_APART = 18  # letters between two actors between which there is a verb
_HOST = "ukraine"  # which is mostly a place
_ENDS = re.compile(r"[.;:!?–—«»“”]")


def _order(one: Compared) -> Found | None:
    """Two countries, or two bodies, of one clause in the other order: who promises whom."""
    said = said_in(one.summary)
    if _NO_ORDER.search(said):
        return None
    here = _actors(said, "en", one.strictly)
    for clause in _ENDS.split(one.words) if len(here) > 1 else ():
        if has("condition", clause, one.language):
            continue
        there = _actors(clause, one.language, one.strictly)
        for first, second in zip(list(here), list(here)[1:], strict=False):
            if first not in there or second not in there or len(here) + len(there) > _FEW:
                continue
            alike = first.startswith("body.") == second.startswith("body.")
            behind = there[first] - there[second]
            if alike and behind > _APART and here[second] - here[first] > _APART:
                message = "the summary has two actors in another order than the source"
                return DoubtCode.summary_contrary, message
    return None


_FEW = 5  # actors of a summary and of its clause


def _actors(text: str, language: str, named: Named) -> dict[str, int]:
    """The countries and bodies of a text, with the place where it names each first."""
    found: dict[str, int] = {}
    code = code_of(language)
    for match in re.finditer(r"[\w’'-]+", text):
        for country in named(match[0], language) - {_HOST}:
            found.setdefault(country, match.start())
        spoken = named_in(match[0]) if code == "en" else things(match[0], language)
        if "event.vote" not in spoken:
            for name in spoken:
                if name.startswith("body."):
                    found.setdefault(name, match.start())
    return dict(sorted(found.items(), key=lambda item: item[1]))
