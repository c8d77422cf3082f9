"""Doubts about how many a summary speaks of: “all allies” for “at least four allies”."""

import re

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.exchanged import marks
from app.build.check.doubts.polarity import has
from app.build.check.doubts.words import pattern
from app.build.findings import DoubtCode

_BEHIND = 4  # words behind “all” or “some” with what is counted


def quantities_changed(one: Compared) -> Found | None:
    """All for some of the same, and the reverse."""
    for said, other in (("all_of", "some_of"), ("some_of", "all_of")):
        if has(other, one.summary) or has(said, one.near, one.language):
            continue
        here = _counted(one.summary, said, "en", one)
        there = _counted(one.words, other, one.language, one) if here else {}
        for word, what in here.items():
            for found, counted in there.items():
                if what & counted:
                    message = f"the source says {found!r}, and the summary {word!r} of the same"
                    return DoubtCode.summary_contrary, message
    return None


def _counted(text: str, kind: str, language: str, one: Compared) -> dict[str, frozenset[str]]:
    """What is right behind the words of a kind, by these words."""
    words = pattern(kind, language)
    return {
        found[0]: marks(_behind(text, found.end()), language, one)
        for found in (words.finditer(text) if words else ())
    }


def _behind(text: str, place: int) -> str:
    return " ".join(re.split(r"[.,;:!?«»“”\"]", text[place:])[0].split()[:_BEHIND])
