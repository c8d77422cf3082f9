"""Doubts about a summary that turns round a short phrase of its words: “not before” for “not
after”, “not enough” for “too much”, a request that is made for one that is received.
"""

import re
from functools import lru_cache

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.exchanged import have_changed_places, marks
from app.build.check.doubts.polarity import has
from app.build.check.doubts.summaries import said_in
from app.build.check.doubts.things import code_of
from app.build.check.doubts.words import pattern, phrase, rows
from app.build.findings import DoubtCode

_TURNED = (("not_before", "not_after"), ("too_much", "not_enough"), ("too_few", "enough_of"))
"""Kinds of words of which each says the opposite of the other."""


def turned(one: Compared) -> Found | None:
    """The first phrase that is turned round."""
    for rule in (_phrases, _requests, _ruled_out, _not_denied, _yes_and_no):
        if message := rule(one):
            return DoubtCode.summary_contrary, message
    return None


def _phrases(one: Compared) -> str | None:
    for pair in _TURNED:
        for kind, other in (pair, pair[::-1]):
            here, there = pattern(kind, "en"), pattern(other, one.language)
            said = here.search(one.summary) if here else None
            found = there.search(one.claimed) if said and there else None
            if (
                said
                and found
                and not has(other, one.summary)
                and not has(kind, one.near, one.language)
            ):
                return f"the source says {found[0]!r}, and the summary {said[0]!r}"
    return None


_REQUEST = (
    r"{}(?: \w+){0,2}? (?:a|an|the|no|any|its|their|this|that|such|another)"
    r"(?: \w+)? (?:requests?|invitations?|offers?|proposals?|demands?|inquir(?:y|ies))\b"
)


def _requests(one: Compared) -> str | None:
    """A request that somebody makes or refuses, where the source has one received, and the
    reverse.
    """
    said = said_in(one.summary)
    for kind, other in (("received", "made_it"), ("made_it", "received")):
        requests = phrase(_REQUEST, kind, "en")
        found = requests.search(said) if requests else None
        if (
            found
            and not has(other, said)
            and has(other, one.near, one.language)
            and not has(kind, one.near, one.language)
            and not has("own_object", one.near, one.language)  # “nobody has sent us a request”
        ):
            return f"the summary says {found[0]!r}, and the source something else of it"
    return None


_NOT_RULED_OUT = re.compile(r"\b(?:not|never) (?:be )?(?:rul\w+ (?:\w+ ){0,3}?out|exclud\w+)")


def _ruled_out(one: Compared) -> str | None:
    """What is ruled out in the source, and not ruled out in the summary."""
    found = _NOT_RULED_OUT.search(one.summary)
    rules_out, denied = pattern("rules_out", one.language), pattern("all_denials", one.language)
    if not found or not rules_out or not denied:
        return None
    if rules_out.search(one.near) and not denied.search(one.near):
        return f"the source rules it out, and the summary says {found[0]!r}"
    return None


_CLAUSE = re.compile(r"[.;:!?,–—«»“”]")
_BEFORE = 4  # words before a verb that may deny it


@lru_cache(maxsize=32)
def refusals(code: str) -> list[tuple[str, re.Pattern[str]]]:
    """The names of verbs of refusal in a language, and their forms."""
    return [
        (name, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
        for name, words in rows("refusals", code)
    ]


def _are_denied(text: str, verbs: re.Pattern[str], language: str) -> set[bool]:
    """Of each of these verbs in a text, whether it is denied."""
    denial = pattern("verb_denial", language)
    found: set[bool] = set()
    for clause in _CLAUSE.split(text) if denial else ():
        for verb in verbs.finditer(clause):
            before = " ".join(clause[: verb.start()].split()[-_BEFORE:])
            behind = clause[verb.end() :] if code_of(language) == "de" else ""
            if code_of(language) in ("fr", "en"):  # “rules out nothing”
                behind = " ".join(clause[verb.end() :].split()[:1])
            found.add(bool(denial and denial.search(f"{before} {verb[0]} {behind}")))
    return found


def _not_denied(one: Compared) -> str | None:
    """“Opposes” for “does not oppose”: a verb of refusal that the source denies."""
    there = dict(refusals(code_of(one.language)))
    for name, verbs in refusals("en"):
        if name not in there or _are_denied(one.summary, verbs, "en") != {False}:
            continue
        found = verbs.search(one.summary)
        if found and _are_denied(one.near, there[name], one.language) == {True}:
            return f"the source denies what the summary says: {found[0]!r}"
    return None


def _consent(
    text: str, language: str, one: Compared
) -> tuple[frozenset[str], frozenset[str]] | None:
    """What is behind the only verb of consent of a text, and behind its only verb of refusal."""
    consents, code = pattern("says_yes_to", language), code_of(language)
    yes = list(consents.finditer(text)) if consents else []
    no = [found for _, verbs in refusals(code) for found in verbs.finditer(text)] if yes else []
    if len(yes) != 1 or len(no) != 1:
        return None
    pieces = []
    for verb, other in ((yes[0], no[0]), (no[0], yes[0])):
        end = other.start() if other.start() > verb.start() else len(text)
        pieces.append(marks(_SENTENCE.split(text[verb.end() : end])[0], language, one))
    return pieces[0] - pieces[1], pieces[1] - pieces[0]


_SENTENCE = re.compile(r"[.;:!?«»“”]")


def _yes_and_no(one: Compared) -> str | None:
    """What somebody accepts and refuses, exchanged: “confirms the tent, denies the soldiers”."""
    said = said_in(one.summary) if " that " in one.summary[:_FIRST] else one.summary
    here = _consent(said, "en", one) if code_of(one.language) != "de" else None
    there = _consent(one.words, one.language, one) if here else None
    if here and there and have_changed_places(here, there):
        return "the summary exchanges what is accepted and what is refused"
    return None


_FIRST = 40  # letters in which a summary says who speaks
