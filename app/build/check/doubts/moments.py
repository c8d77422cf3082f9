"""Doubts about when something happens by a summary: before, in or after a month, a year or an
event; and whether it depends on a ceasefire or on a peace deal.
"""

import re
from functools import lru_cache

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.polarity import has, is_negative, plainly_denied
from app.build.check.doubts.things import code_of, meanings, things
from app.build.check.doubts.words import pattern, rows
from app.build.findings import DoubtCode

_CLAUSE = re.compile(r"[,;:!?–—\n]+|\.(?!\d)")
_BETWEEN = 24  # characters between “before” and the name of a month
_KINDS = ("month.", "season.", "event.deal", "event.vote", "event.election")
_YEAR = re.compile(r"\b20\d\d\b")
_NOT_THAT = {
    "before": {"after", "in", "not before"},
    "in": {"before"},
    "after": {"before", "not after"},
    "not before": {"before", "in"},
}
"""What a source says, and what its summary must not say of the same moment."""


_LIMITED = re.compile(r"\b(?:earliest|latest|sooner|earlier|only|until|no later)\b")


def other_moment(one: Compared) -> Found | None:
    """A time that is before something in the source, and in or after it in the summary."""
    here = _moments(one.summary, "en")
    if not here or _LIMITED.search(one.summary):
        return None
    there = _moments(one.words, one.language)
    denied = [
        is_negative(text, language) is not False
        for text, language in ((one.summary, "en"), (one.near, one.language))
    ]
    for moment, relations in here.items():
        said = there.get(moment, frozenset())
        if said == {"not before"} and _is_plain(relations, one.summary):
            message = f"the source says 'not before', and the summary {min(relations)!r}"
            return DoubtCode.summary_contrary, f"{message} the same time"
        if all(denied) and any(each.startswith("not") for each in said | relations):
            continue  # the denial may be elsewhere: “out of the question before June”
        if (
            said
            and not said & relations
            and all(relations <= _NOT_THAT.get(each, set()) for each in said)
        ):
            message = f"the source says {min(said)!r}, and the summary {min(relations)!r}"
            return DoubtCode.summary_contrary, f"{message} the same time"
    return None


_NOT_BEFORE = re.compile(r"\b(?:after|once|not|nobody|nothing|no|never|none|since)\b")
_NOT_AFTER = re.compile(r"\b(?:before|until|not|nobody|nothing|no|never|none|by)\b")


def before_for_after(one: Compared) -> Found | None:
    """“Before” where the source only says “after”, and the reverse."""
    for said, other, same, negative in (
        ("before", "later", "sooner", _NOT_BEFORE),
        ("after", "earlier", "afterwards", _NOT_AFTER),
    ):
        if not re.search(rf"\b{said}\b", one.summary) or negative.search(one.summary):
            continue
        opposite, own = pattern(other, one.language), pattern(same, one.language)
        found = opposite.search(one.words) if opposite and own else None
        denied = said == "after" and plainly_denied(one.near, one.language)
        if found and own and not own.search(one.near) and not denied:
            message = f"the source says {found[0]!r}, and the summary {said!r}"
            return DoubtCode.summary_contrary, message
    return None


_ONCE = re.compile(r"\b(?:after|once|as soon as|from [^.,;]{3,40} on)\b")
_STILL_UNTIL = re.compile(
    r"\b(?:until|till|before|as long as|while|unless|without|only|yet|ends?|reopen\w*|lift\w*)\b"
)
_STATES = frozenset(["close", "open", "stay", "wait"])


def until_for_once(one: Compared) -> Found | None:
    """What is so until something, from then on: “closed once there is a truce”."""
    once, until = _ONCE.search(one.summary), pattern("until_it", one.language)
    found = until.search(one.words) if until and once else None
    if not once or not found or _STILL_UNTIL.search(one.summary):
        return None
    denied = plainly_denied(one.words, one.language)
    if denied != plainly_denied(one.summary, "en") or has("later", one.words, one.language):
        return None
    here, there = meanings(one.summary, "en"), meanings(one.words, one.language)
    if denied or here & there & _STATES:
        message = f"the source says {found[0]!r}, and the summary {once[0]!r}"
        return DoubtCode.summary_contrary, message
    return None


_SAYS_NO = re.compile(
    r"\b(?:not|no|never|nobody|none|neither|nor|nothing|cannot|\w+n[’']t|refus\w+|reject\w*|"
    r"declin\w+|rul\w+ (?:\w+ ){0,3}?out|exclud\w+|out of the question|stays?|keeps?|impossible)\b",
    re.IGNORECASE,
)


def _is_plain(relations: frozenset[str], summary: str) -> bool:
    """Whether a summary says that something happens in or by a moment, and denies nothing there."""
    by = relations == {"before"} and re.search(r"\bby\b", summary)
    clauses = [each for each in re.split(r"[.,;:]|\band that\b", summary) if _moments(each, "en")]
    return bool(relations == {"in"} or by) and not any(map(_SAYS_NO.search, clauses))


def _moments(text: str, language: str) -> dict[str, frozenset[str]]:
    """The years, months and events of a text, each with what is said to be before or after it."""
    relations = _relations(code_of(language))
    found: dict[str, frozenset[str]] = {}
    for clause in _CLAUSE.split(text) if relations else ():
        denied = plainly_denied(clause, language)
        places = [(match.start(), match[0]) for match in _YEAR.finditer(clause)]
        places += [
            (match.start(), name)
            for name, matches in things(clause, language).items()
            if name.startswith(_KINDS)
            for match in matches
        ]
        for at, name in places:
            before = clause[max(at - _BETWEEN, 0) : at]
            said = [
                (match.end(), relation)
                for relation, words in relations
                for match in words.finditer(before)
                if not (name.startswith("event.") and match[0].casefold() == "by")
            ]  # “unchanged by the decision”
            relation = max(said)[1] if said else "in"
            if said and not (relation == "in" and name.startswith("event.")):
                relation = f"not {relation}" if denied and relation != "in" else relation
                found[name] = found.get(name, frozenset()) | {relation}
    return found


@lru_cache(maxsize=32)
def _relations(code: str) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (name, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
        for name, words in rows("moments", code)
    ]


def peace_or_truce(one: Compared) -> Found | None:
    """A ceasefire for a peace deal, and the reverse."""
    for summed, said in (("ceasefire", "peace_deal"), ("peace_deal", "ceasefire")):
        if (
            has(summed, one.summary)
            and not has(said, one.summary)
            and has(said, one.words, one.language)
            and not has(summed, one.near, one.language)
        ):
            names = [each.replace("_", " ") for each in (said, summed)]
            message = f"the source speaks of a {names[0]}, and the summary of a {names[1]}"
            return DoubtCode.summary_contrary, message
    return None


def time_of_waiting(one: Compared) -> Found | None:
    """“Once it has lasted sixty days” for “within sixty days”."""
    lasted = pattern("has_lasted", "en")
    found = lasted.search(one.summary) if lasted else None
    if not found or pattern("lasting", one.language) is None:
        return None
    if has("lasting", one.near, one.language):
        return None
    message = f"the summary says {found[0]!r}, and no word of the source means that"
    return DoubtCode.summary_contrary, message
