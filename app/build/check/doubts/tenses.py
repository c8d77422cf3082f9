"""Doubts about a summary that says at another time, or surer, than its words: a plan as a deed, a
deed that has not been done yet as one that will not be, a guess as a report; and a sum for another
length of time.
"""

import re
from functools import lru_cache

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.polarity import has
from app.build.check.doubts.summaries import said_in
from app.build.check.doubts.things import code_of
from app.build.check.doubts.words import pattern, phrase, rows
from app.build.findings import DoubtCode

_CONTRARY, _STRONG = DoubtCode.summary_contrary, DoubtCode.summary_too_strong


def other_tense(one: Compared) -> Found | None:
    """The first of these that is found."""
    for rule in (_done, _will_not, _told, _promised, _rate):
        if found := rule(one):
            return found
    return None


_HAS_DONE = re.compile(
    r"\b(?<!should )(?<!would )(?<!could )(?<!must )"
    r"(?:has|have|had) (?:already |now |just )?(?:been )?"
    r"((?!(?:to|no|not|never|an?|the|yet)\b)"
    r"(?:\w+(?:ed|en|wn|ld|nt|id|de|ght|ut|et|st|ne|un|um)|set up|put|cut|met|led))\b"
    r"(?! (?:no|nothing|nobody|none|neither)\b)"
)
_WHO_HAS = re.compile(r"\bwho (?:has|have|had) ")
_NOT_DONE = re.compile(
    r"\b(?:after|once|if|until|when|before|unless|not|nobody|none|neither|nothing|as soon as|"
    r"because|would)\b[^,.;]*$"
)
_HELPING = r"(?:\b(?:a|ont|avait|ha|hanno|aveva|hat|haben|hatte|han|había|has|had|have) )?{}"


def _done(one: Compared) -> Found | None:
    """What has been done in the summary, and is only planned, wanted or possible in the source."""
    done, to_come = pattern("done", one.language), pattern("to_come", one.language)
    if not done or not to_come or not to_come.search(one.words):
        return None
    text = _without_saying(one.near, one.language)
    if done.search(text):
        return None
    said = _WHO_HAS.sub("who ", said_in(one.summary))
    for found in _HAS_DONE.finditer(said):
        if not _is_telling(said, found.start(1)) and not _NOT_DONE.search(said[: found.start()]):
            return _STRONG, f"the summary says {found[0]!r}, and the source not that it was done"
    return None


def _is_telling(summary: str, start: int) -> bool:
    """Whether the word there may say that somebody said something: “has ruled out”."""
    verbs = (pattern(kind, "en") for kind in ("clear", "reporting"))
    return any(each.match(summary, start) for each in verbs if each)


def _without_saying(text: str, language: str) -> str:
    """A text without verbs that may say that somebody said something."""
    for kind in ("clear", "reporting"):
        if verbs := phrase(_HELPING, kind, language):
            text = verbs.sub(" ", text)
    return text


_WILL_NOT = re.compile(r"\bwill (?:not|never)\b|\bwill \w+ (?:no|nobody|nothing)\b")
_STILL_OPEN = re.compile(
    r"\b(?:yet|so far|now|still|until|before|has|have|was|were|presently?|currently|today|moment|"
    r"time|date|is|are|not \w+ed)\b"
)


def _will_not(one: Compared) -> Found | None:
    """“Will not” for “has not yet”."""
    said = said_in(one.summary)
    found = _WILL_NOT.search(said)
    if not found or re.search(r"\b(?:has|have) not\b", said):
        return None
    so_far, not_done = pattern("so_far", one.language), pattern("not_done", one.language)
    yet = so_far.search(one.words) if so_far and not _STILL_OPEN.search(said) else None
    words = _without_saying(one.words, one.language)
    if not yet and not_done and not has("to_come", words, one.language):
        yet = not_done.search(one.words)
    if yet:
        return _STRONG, f"the source says {yet[0]!r}, and the summary {found[0]!r}"
    return None


_TELLS = re.compile(
    r"[^,]{0,70}?\b(announces?|reports?|confirms?|reveals?|promises?|orders?|decides?|declares)\b"
)


def _told(one: Compared) -> Found | None:
    """What somebody announces or decides in the summary, and only thinks, fears or hopes before."""
    thinks, announces = pattern("thinks", one.language), pattern("announces", one.language)
    thought = thinks.search(one.words) if thinks else None
    found = _TELLS.match(one.summary) if thought else None
    if (
        not (thought and found and announces)
        or announces.search(one.words)
        or has("thinks", one.summary)
    ):
        return None
    return _STRONG, f"the source says {thought[0]!r}, and the summary {found[1]!r}"


_PROMISED = re.compile(
    r"\b(?:promises|promised|pledges|pledged|vows|will certainly|is certain (?:to|that)|"
    r"(?:will|would) definitely)\b"
)
_NOT_PROMISED = re.compile(r"\b(?:neither|not|nothing|nobody|no)\b")


def _promised(one: Compared) -> Found | None:
    """A promise, or a certainty, where no word of the source may mean one."""
    found = _PROMISED.search(one.summary)
    if not found or _NOT_PROMISED.search(one.summary[: found.start()]):
        return None
    if pattern("certainty", one.language) is None or has("certainty", one.near, one.language):
        return None
    return _STRONG, f"the summary says {found[0]!r}, and no word of the source means that"


@lru_cache(maxsize=32)
def _rates(code: str) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (name, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
        for name, words in rows("rates", code)
    ]


def _rate(one: Compared) -> Found | None:
    """A sum a year for a sum a month."""
    here = {name for name, words in _rates("en") if words.search(one.summary)}
    code = code_of(one.language)
    there = {name for name, words in _rates(code) if words.search(one.near)} if here else set()
    if here and there and not here & there:
        message = f"the source counts by the {min(there)}, and the summary by the {min(here)}"
        return _CONTRARY, message
    return None
