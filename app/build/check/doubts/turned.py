"""Doubts about a summary that turns round a short phrase of its words: “not before” for “not
after”, “not enough” for “too much”, a request that is made for one that is received.
"""

import re

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.polarity import has
from app.build.check.doubts.summaries import said_in
from app.build.check.doubts.words import pattern
from app.build.findings import DoubtCode

_TURNED = (("not_before", "not_after"), ("too_much", "not_enough"))
"""Kinds of words of which each says the opposite of the other."""


def turned(one: Compared) -> Found | None:
    """The first phrase that is turned round."""
    for rule in (_phrases, _requests, _ruled_out):
        if message := rule(one):
            return DoubtCode.summary_contrary, message
    return None


def _phrases(one: Compared) -> str | None:
    for pair in _TURNED:
        for kind, other in (pair, pair[::-1]):
            here, there = pattern(kind, "en"), pattern(other, one.language)
            said = here.search(one.summary) if here else None
            found = there.search(one.claimed) if there else None
            if (
                said
                and found
                and not has(other, one.summary)
                and not has(kind, one.near, one.language)
            ):
                return f"the source says {found[0]!r}, and the summary {said[0]!r}"
    return None


_REQUEST = (
    r"(?: \w+){0,2}? (?:a|an|the|no|any|its|their|this|that|such|another)"
    r"(?: \w+)? (?:requests?|invitations?|offers?|proposals?|demands?|inquir(?:y|ies))\b"
)


def _requests(one: Compared) -> str | None:
    """A request that somebody makes or refuses, where the source has one received, and the
    reverse.
    """
    said = said_in(one.summary)
    for kind, other in (("received", "made_it"), ("made_it", "received")):
        verbs = pattern(kind, "en")
        found = re.search(verbs.pattern + _REQUEST, said, re.IGNORECASE) if verbs else None
        if (
            found
            and not has(other, said)
            and has(other, one.near, one.language)
            and not has(kind, one.near, one.language)
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
