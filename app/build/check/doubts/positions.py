"""Doubts about positions: one that says the opposite of the words of its evidence, or more."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.build.check.doubts.polarity import has, parts, plainly_denied, times
from app.build.check.doubts.summaries import without
from app.build.check.doubts.things import things
from app.build.check.doubts.words import pattern
from app.build.findings import DoubtCode
from app.build.seed.load import SourceFolder
from app.build.seed.models.positions import SeedContribution, SeedEntry
from app.build.seed.models.sources import SeedStatement
from app.domain.vocabulary import (
    Commitment,
    Condition,
    ContributionStatus,
    Form,
    Participation,
    Place,
    Relation,
    View,
)

FORCES = (Form.troops, Form.ground, Form.sea, Form.air)
_NAMED_CONDITIONS = (
    Condition.ceasefire,
    Condition.peace_deal,
    Condition.mandate,
    Condition.parliament_approval,
)
"""Conditions for which there are words."""

_PEACE = {Condition.ceasefire, Condition.peace_deal}
_HOST = "ukraine"  # the country of the place `in_ukraine`

Named = Callable[[str, str], frozenset[str]]
"""The countries that a text in a language names."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement of the evidence: its summary with, if they are English, its words; and its words
    with their language.
    """

    statement: SeedStatement
    language: str

    @property
    def english(self) -> str:
        """All that is English of it."""
        words = self.statement.exact or "" if self.language.startswith("en") else ""
        return f"{self.statement.summary} {words}"

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Its summary and its words, each with its language."""
        return [(self.statement.summary, "en"), (self.statement.exact or "", self.language)]

    def has(self, kind: str) -> bool:
        """Whether summary or words have words of a kind."""
        return any(has(kind, text, language) for text, language in self.texts)

    @property
    def is_negative(self) -> bool:
        """Whether it plainly denies or refuses something."""
        english = without(self.english, "en", "denied_twice")  # “no longer rules out”
        exact = without(self.statement.exact or "", self.language, "denied_twice")
        return has("plain_not", english) or plainly_denied(exact, self.language)


def check_stance(
    folder: SourceFolder,
    index: int,
    entry: SeedEntry,
    statements: Mapping[str, SeedStatement],
    languages: Mapping[str, str],
    named: Named,
) -> None:
    """Report a view, participation, condition or place to which no words of its evidence point, and
    a promise that is firmer than they are. `languages` are those of the sources of the statements.
    """
    file, contrary = folder.entries_file, DoubtCode.stance_contrary

    def evidence(field: str, *relations: Relation) -> list[Evidence]:
        return [
            Evidence(statements[item.statement], languages.get(item.statement, "en"))
            for item in entry.evidence
            if item.relation in (relations or (Relation.supports,))
            and (not item.fields or field in item.fields)
            and item.statement in statements
        ]

    for field in ("view", "participation"):
        value = getattr(entry, field)
        said = evidence(field)
        if not said or value in ("not_stated", "not_applicable"):
            continue
        if message := _contrary(value, said, entry):
            file.doubt(contrary, message, index, field)
    only = any(item.fields == ["conditions"] for item in entry.evidence)
    if (said := evidence("conditions")) and (message := _other_condition(entry, said, only)):
        file.doubt(contrary, message, index, "conditions")
    said = evidence("contributions")
    for number, each in enumerate(entry.contributions):
        out = any(_is_ruled_out(other, each.place) for other in entry.contributions)
        if (
            each.status is ContributionStatus.offered
            and not out  # what the words deny of this place is coded, too
            and (message := _other_place(each.place, said, named))
        ):
            file.doubt(contrary, message, index, "contributions", number, "place")
    said, more = evidence("participation"), evidence("participation", *Relation)
    if said and (found := _too_strong(entry, said, more, evidence("commitment"))):
        file.doubt(DoubtCode.stance_too_strong, found[1], index, found[0])


def _is_ruled_out(contribution: SeedContribution, place: Place) -> bool:
    return contribution.status is ContributionStatus.ruled_out and contribution.place is place


def _other_condition(entry: SeedEntry, said: list[Evidence], only: bool) -> str | None:
    """What the words of the evidence speak of, if it is another condition than the coded ones.
    `only`: they are evidence for nothing else.
    """
    coded = {each for group in entry.conditions for each in group.any_of}
    if not coded or not coded <= set(_NAMED_CONDITIONS):
        return None
    spoken = {each for each in _NAMED_CONDITIONS if any(one.has(each.value) for one in said)}
    if any("body.un" in things(text, language) for one in said for text, language in one.texts):
        spoken.add(Condition.mandate)  # “once the United Nations have spoken”
    missing, others = coded - spoken, spoken - coded
    if not only and missing & _PEACE:
        others &= _PEACE
    if missing and others:
        names = ", ".join(sorted(each.value for each in others))
        return f"the words of the evidence speak of {names}, not of {min(missing).value}"
    return None


def _other_place(place: Place, said: list[Evidence], named: Named) -> str | None:
    """How the words of the evidence deny a place: “in Poland and not in Ukraine”."""
    there: set[str] = set()
    denied: set[str] = set()
    for each in said:
        for text, language in each.texts:
            plain = without(text, language, "denied_twice")
            affirmed, denying = (named(part, language) for part in parts(plain, language))
            if denying - affirmed:
                there |= affirmed
                denied |= denying - affirmed
    if place is Place.in_ukraine and _HOST in denied and there - {_HOST}:
        return "the words of the evidence say that it would not be in Ukraine"
    if place is Place.neighbouring and denied - {_HOST} and _HOST in there and _HOST not in denied:
        return "the words of the evidence say that it would be in Ukraine"
    return None


def _too_strong(
    entry: SeedEntry, said: list[Evidence], every: list[Evidence], committed: list[Evidence]
) -> tuple[str, str] | None:
    """The field that says more than the words of the evidence, and how."""
    firm = entry.commitment not in (None, Commitment.hedged)
    taken = entry.participation in (Participation.will_contribute, Participation.declined)
    if firm and taken and all(each.statement.speaker == "anonymous" for each in said):
        return "participation", "nobody of the evidence is named, and the commitment is not hedged"
    if entry.participation is Participation.will_contribute:
        if firm and all(_may_only(each) for each in said):
            return "participation", "the words of the evidence only say that it may be"
        if firm and not entry.conditions and (found := _unmet(every)):
            return "participation", f"the words of the evidence make it depend on {found}"
    if entry.commitment is Commitment.decided:
        if any(each.has("not_decided") or each.has("will_decide") for each in every):
            return "commitment", "the words of the evidence say that it is still to be decided"
        if not any(each.has("decided") for each in (*said, *committed)):
            return "commitment", "no word of the evidence says that it is decided"
    return None


def _may_only(each: Evidence) -> bool:
    return has("may", each.english) and not (
        has("firm", each.english) or has("firm", each.statement.exact or "", each.language)
    )


DETAILS = re.compile(
    r"\b(?:discuss|settl|fix|nam|decid|determin|work)\w* (?:\w+ )?(?:only|once|after|when)\b"
)
"""What waits for a condition in place of the contribution: “its size is settled only after …”."""


def _unmet(every: list[Evidence]) -> str | None:
    """A condition that somebody who is named makes, by the summaries of the evidence."""
    for each in every:
        summary = each.statement.summary
        if each.statement.speaker in (None, "anonymous"):
            continue
        if DETAILS.search(summary):
            continue
        if times(summary, "en") == {"after"}:
            return "a ceasefire or peace"
        for condition in _NAMED_CONDITIONS:
            if has("condition", summary) and has(condition.value, summary):
                return condition.value
    return None


def _contrary(value: View | Participation, said: list[Evidence], entry: SeedEntry) -> str | None:
    """What is wrong with a value of an axis, given its supporting statements."""
    english = [each.english for each in said]
    every = " ".join(english)
    negative = [each.is_negative for each in said]
    if value is View.supports:
        against = all(
            (has("against", each.english) or each.has("threat"))
            and not has("in_favour", each.english)
            for each in said
        )
        return "the words of the evidence are against it" if against else None
    if value is View.opposes:
        if all(_not_against(text) for text in english):
            return "the words of the evidence deny that it is against it"
        some = any(negative) or has("against", every) or not has("in_favour", every)
        return None if some else "no word of the evidence is against it"
    if value is Participation.declined:
        ready = sum(
            has("will", text) and not denied for text, denied in zip(english, negative, strict=True)
        )
        outweighed = _offers(entry) and ready > sum(negative)
        if _are_left_open(said):
            return "the words of the evidence leave it open"
        some = (any(negative) and not outweighed) or _declines(every) or not has("will", every)
        return None if some else "no word of the evidence declines it"
    if value in (Participation.will_contribute, Participation.open):
        thinkable = value is Participation.open and any(
            has("may", text) or _OPEN_TO.search(text) for text in english
        )
        if all(negative) and not (thinkable or _offers(entry) or entry.conditions):
            return "all words of the evidence decline or deny something"
        undecided = has("left_open", every) and not has("will", every)
        if value is Participation.will_contribute and (undecided or _are_left_open(said)):
            return "the words of the evidence leave it open"
        return None
    if value is Participation.undecided and not has("undecided", every):
        if all(negative) and not any(_NOT_YET.search(text) for text in english):
            return "the words of the evidence decline it"
        if has("will", every) and not any(negative):
            return "the words of the evidence promise it"
    return None


_OPEN_TO = re.compile(r"(?<!not )\bopen to\b")
_NOT_AGAINST = re.compile(
    r"\b(?:not?|never|den(?:y|ies|ied)|nothing)\b(?:\W+\w+){0,4}?\W+"
    r"(?:against|reject\w*|oppos\w+|hostile|condemn\w*|object\w*)\b",
    re.IGNORECASE,
)


def _not_against(text: str) -> bool:
    """Whether a text only denies to be against something: “does not reject the force”."""
    rest = _NOT_AGAINST.sub("", text)
    return rest != text and not (has("against", rest) or has("plain_not", rest))


_DENIES_IT = re.compile(r"\bden(?:y|ies|ied) (?:this|it|that|reports?)\b(?! \w+ (?:will|would))")


_NOT_YET = re.compile(r"\b(?:before|until|no commitment)\b")
_NOT_NOW = re.compile(
    r"\bnot (?:earlier|before|now|yet|sooner)\b|\band none\b[^,.]*|\bwhether\b[^.]*"
)
_STAYS_OUT = re.compile(r"\b(?:stay\w* (?:out|home|at home)|neutral\w*|absent|out of)\b")


def _are_left_open(said: list[Evidence]) -> bool:
    """Whether statements say that nothing is decided yet, and neither refuse nor offer anything."""
    undecided = pattern("not_decided", "en")
    found = False
    for each in said:
        summary = _DENIES_IT.sub("", each.statement.summary)
        rest = undecided.sub("", summary) if undecided else summary
        rest = _NOT_NOW.sub("", rest)
        offered = has("offer", rest.partition(" that ")[2] or rest)
        if offered or has("plain_not", rest) or _STAYS_OUT.search(rest):
            return False
        found = found or each.has("not_decided") or has("left_open", summary)
    return found


def _declines(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:stay\w* (?:out|home|at home)|declin\w*|neutral\w*|only|instead|"
            r"exclu\w+|too|absent|keep\w*|out of)\b",
            text,
            re.IGNORECASE,
        )
    )


def _offers(entry: SeedEntry) -> bool:
    return any(item.status is ContributionStatus.offered for item in entry.contributions)


def check_participation(folder: SourceFolder, index: int, entry: SeedEntry) -> None:
    """Report a view, a participation and contributions that do not go together."""
    file = folder.entries_file
    offered = [each for each in entry.contributions if each.status is ContributionStatus.offered]
    message = None
    if entry.participation is Participation.declined:
        sent = [each for each in offered if each.place is not Place.elsewhere]
        forces = sorted({each.form.value for each in sent if each.form in FORCES})
        if forces:
            message = f"participation is declined, and forces are offered: {', '.join(forces)}"
    elif entry.participation is Participation.will_contribute:
        if entry.view is View.opposes:
            message = "it is opposed, and yet will contribute"
        elif entry.contributions and not offered:
            message = "it will contribute, and everything that is listed is ruled out"
    if message:
        code = DoubtCode.participation_contradicts
        file.doubt(code, message, index, "participation")
