"""Doubts about fields of an entry that its own texts speak against: its summary, and what it says
that its evidence does not support. All of them are in English.
"""

import re
from collections.abc import Iterator, Mapping

from app.build.check.doubts.said import Found, Said
from app.build.findings import DoubtCode
from app.domain.vocabulary import (
    Commitment,
    Condition,
    ContributionStatus,
    Participation,
    View,
)

_CONTRARY, _STRONG = DoubtCode.stance_contrary, DoubtCode.stance_too_strong


def own_summary(said: Said) -> Iterator[Found]:
    """What an entry says otherwise than its own texts, and where."""
    for rule in (_not_supported, _contributions, _body_that_decides):
        yield from rule(said)


_SOMEBODY = re.compile(r"That ((?:the )?[A-Z]\w+(?:[ -](?:and |of |the )*[A-Z]\w+)*|it)")
_PARTS = re.compile(r",? or (?:that )?|;|\. ")
_FORCE = r"(?:the|this|such a|a) (?:\w+ )?(?:force|mission|plan|operation)\b"
_IT = (
    r"(?: (?:to )?(?:take part|taking part|participat\w+|join(?:ing)?|contribute|it|this|"
    r"everything|send(?:ing)? (?:soldiers|troops|forces)|anything|soldiers|troops|forces|itself|"
    r"an? contribution|any contribution))?\.?$"
)
_NOT_TRUE: Mapping[tuple[str, str], re.Pattern[str]] = {
    ("view", View.opposes): re.compile(rf" (?:opposes|is against|rejects|is opposed to) {_FORCE}"),
    ("view", View.supports): re.compile(
        rf" (?:supports|backs|is for|is in favour of|endorses|wants) {_FORCE}\.?$"
    ),
    ("participation", Participation.declined): re.compile(
        rf" (?:(?:has )?(?:refuse[sd]|declined|ruled out|rejected)|declines|rules out|excludes|"
        rf"will not){_IT}"
    ),
    ("participation", Participation.will_contribute): re.compile(
        rf" (?:(?:has )?promise[sd]|has (?:firmly )?decided|will take part|takes part|"
        rf"has committed|will send|will contribute){_IT}"
    ),
    ("commitment", Commitment.decided): re.compile(r" has (?:already )?decided"),
}
"""How an entry says that its evidence does not support a value."""

_PROMISED = re.compile(r" (?:has )?promise[sd] (?:the|an?|its|this|that) ([a-z]{4})")


def _not_supported(said: Said) -> Iterator[Found]:
    """A value that the evidence does not support by the entry itself: “That it has refused”."""
    entry, who = said.entry, ""
    for part in _PARTS.split(entry.not_supported):
        named = _SOMEBODY.match(part)
        who = named[1] if named else who
        rest = part[named.end() :] if named else f" {part.removeprefix('it ')}"
        if not who or (who != "it" and entry.actor not in said.loosely(who, "en")):
            continue
        message = f"the entry itself says that this is not supported: {part!r}"
        for (field, value), words in _NOT_TRUE.items():
            if getattr(entry, field) == value and words.match(rest):
                yield _CONTRARY, message, (field,)
        promised = _PROMISED.match(rest)
        hedged = entry.commitment is Commitment.hedged
        will = entry.participation is Participation.will_contribute and not hedged
        if promised and will and re.search(rf"\b{promised[1]}", entry.summary):
            yield _STRONG, message, ("participation",)


_NO = re.compile(
    r"\b(?:no(?! more than)|not(?! only)|never|neither|nor|nobody|none|rul(?:es|ed|ing) out|"
    r"exclud\w+|exclusion|except\w*|refus\w+|reject\w*|declin\w+|nothing|cannot|instead of|"
    r"rather than|out of the question|lacks?)\b",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(?:not?|never|nobody|nothing)\b[^.;,]*\b(?:refus|exclud|rul|reject|declin|out)|"
    r"\b(?:refus|exclud|rul|reject)\w+ (?:nobody|nothing|out nothing)",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[;.:,]|\b(?:and|but) (?=(?:will|would|could|may|might|can|sends?|offers?|has|have|is|are|"
    r"rules|does|do|not?|never|nobody|none|considers|wants|keeps|provides|lets|hosts|opens|puts|"
    r"decides|goes|its?|receives?|trains?|pays?|gives?|lends?|excludes?|refuses?|declines?|"
    r"stays?)\b)|\b(?:and|but) (?=\w+ (?:no|neither|nobody|none)\b)|"
    r"\b(?:because|although|even if)\b"
)
_CONDITION = re.compile(
    r"\b(?:if|once|when|unless|until|after|before|without|as soon as|provided)\b.*"
)
_HEAD = re.compile(
    r"\b(?:in|on|from|for|with|without|at|of|to|via|through|based|by|that|who|outside|as|near)\b"
)
_SAYS_LITTLE = re.compile(
    r"(?:with|from|that|this|their|other|than|more|most|such|into|over|under|about|only|least|"
    r"some|each)$"
)
_STEM = 5  # letters by which forms of a word are alike


def _stems(text: str) -> set[str]:
    words = (word.casefold() for word in re.findall(r"[A-Za-z][\w-]{3,}", text))
    return {word[:_STEM] for word in words if not _SAYS_LITTLE.match(word)}


def _contributions(said: Said) -> Iterator[Found]:
    """What is ruled out and denied in no clause of summary and evidence, or offered and denied in
    all of them.
    """
    notes = [each.note or "" for each in said.entry.contributions]
    clauses = [
        (_stems(clause), clause)
        for text in (said.english if any(notes) else ())
        for whole in _CLAUSES.split(text)
        if (clause := _CONDITION.sub("", whole))
    ]
    for number, each in enumerate(said.entry.contributions):
        others = [note for place, note in enumerate(notes) if place != number]
        own = _stems(_HEAD.split(notes[number])[0] or notes[number]) - _stems(" ".join(others))
        about = [clause for words, clause in clauses if words & own]
        if not about or _NO.search(notes[number]) or any(map(_TWICE.search, about)):
            continue
        denied = [bool(_NO.search(clause)) for clause in about]
        out = each.status is ContributionStatus.ruled_out and not any(denied)
        if out or (each.status is ContributionStatus.offered and all(denied)):
            message = f"summary and evidence say otherwise: {about[0].strip()!r}"
            yield _CONTRARY, message, ("contributions", number, "status")


_PARLIAMENT = (
    r"parliament\w*|congress|chambers?|bundestag|senate|assembly|dáil|lawmakers|deputies|storting|"
    r"riksdag|folketing|sejm|seimas|saeima|riigikogu|knesset|diet|commons|houses"
)
_GOVERNMENT = r"government|cabinet|council of ministers|federal council|coalition"
_DEPENDS = (
    r"\b(?:if|once|when|until|unless|before|after|provided|with|without|needs?|requires?|"
    r"subject to|depends? on|as soon as)\b[^.;]*?\b"
)
_BODIES = (
    (Condition.government_decision, _GOVERNMENT, Condition.parliament_approval, _PARLIAMENT),
    (
        Condition.parliament_approval,
        rf"{_PARLIAMENT}|vote\w*|council|house",
        Condition.government_decision,
        _GOVERNMENT,
    ),
)


def _body_that_decides(said: Said) -> Iterator[Found]:
    """The decision of the government, where the summary only waits for parliament; the reverse."""
    text, groups = said.entry.summary, said.entry.conditions
    coded = {each for group in groups for each in group.any_of}
    for condition, own, instead, other in _BODIES:
        if condition not in coded or instead in coded:
            continue
        if any(group.note for group in groups if condition in group.any_of):
            continue
        found = re.search(rf"{_DEPENDS}(?:{other})\b", text, re.IGNORECASE)
        if found and not re.search(rf"\b(?:{own})\b", text, re.IGNORECASE):
            message = f"the summary of the entry says {found[0]!r}"
            yield _CONTRARY, message, ("conditions",)
