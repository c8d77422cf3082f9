"""Doubts about the fields of an entry: those that no words of its summary or its evidence say, and
what these say and no field has.
"""

import re
from collections.abc import Iterator, Mapping

from app.build.check.doubts.against_evidence import against_evidence
from app.build.check.doubts.comparison import condition_of
from app.build.check.doubts.entry_texts import entry_texts
from app.build.check.doubts.own_summary import own_summary
from app.build.check.doubts.own_words import BEHIND, own_words
from app.build.check.doubts.participations import participation_said
from app.build.check.doubts.polarity import has, parts
from app.build.check.doubts.positions import DETAILS
from app.build.check.doubts.said import Found, Said
from app.build.check.doubts.things import named_in, things
from app.build.findings import DoubtCode
from app.build.seed.load import SourceFolder
from app.build.seed.models.positions import SeedContribution
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

_PEOPLE = frozenset(
    f"form.{name}"
    for name in (
        "soldiers", "ground", "engineers", "medical", "police", "mines", "staff", "observers",
    )
)  # fmt: skip
_OF_FORM: Mapping[Form, frozenset[str]] = {
    Form.troops: _PEOPLE | {"form.aircraft", "form.ships"},
    Form.ground: _PEOPLE | {"place.border"},
    Form.sea: frozenset(["form.ships", "place.sea", "form.mines"]),
    Form.air: frozenset(["form.aircraft", "place.airspace"]),
    Form.training: frozenset(["form.training"]),
    Form.monitoring: frozenset(["form.observers"]),
    Form.logistics: frozenset(["form.logistics", "act.host", "form.command", "form.medical"]),
    Form.funding: frozenset(["form.money"]),
    Form.arms: frozenset(["form.arms"]),
}
"""What a text speaks of that offers or rules out a form."""

_FORCES = frozenset([Form.troops, Form.ground, Form.sea, Form.air])

_OF_CONDITION: Mapping[Condition, frozenset[str]] = {
    Condition.ceasefire: frozenset(["event.ceasefire"]),
    Condition.peace_deal: frozenset(["event.deal", "event.ceasefire"]),
    Condition.mandate: frozenset(["event.mandate", "body.un"]),
    Condition.parliament_approval: frozenset(["body.parliament", "event.vote", "act.approve"]),
    Condition.government_decision: frozenset(["body.government", "act.decide", "act.approve"]),
    Condition.host_request: frozenset(["act.demand", "act.invite", "act.approve"]),
}
_OF_COUNTRY = {Condition.russian_consent: "russia", Condition.us_backstop: "united-states"}
_SAID = (
    Condition.ceasefire,
    Condition.peace_deal,
    Condition.mandate,
    Condition.parliament_approval,
    Condition.us_backstop,
    Condition.host_request,
)
"""Conditions that are looked for in the evidence."""

_PEACE = {Condition.ceasefire, Condition.peace_deal}

_CONTRARY, _STRONG = DoubtCode.stance_contrary, DoubtCode.stance_too_strong


def check_fields(folder: SourceFolder, index: int, said: Said) -> None:
    """Report fields of an entry that its summary and evidence do not say, or say otherwise."""
    file = folder.entries_file
    if len(said.evidence) != len(said.entry.evidence):
        return
    rules = [
        _unnamed,
        _participation,
        participation_said,
        _view,
        _commitment,
        own_words,
        against_evidence,
        own_summary,
    ]
    if said.is_known:
        rules += [_forms, _conditions, _texts, entry_texts]
    for rule in rules:
        for code, message, where in rule(said):
            if not any(
                each.where[:2] == (index, where[0]) for each in file.doubts
            ):  # no second one
                file.doubt(code, message, index, *where)


def _forms(said: Said) -> Iterator[Found]:
    """Forms of which nobody speaks, and those that are denied or affirmed against their status."""
    spoken = said.spoken_of | things(said.entry.summary, "en").keys()
    for number, each in enumerate(said.entry.contributions):
        where = ("contributions", number)
        names = _OF_FORM.get(each.form)
        nobody = each.form is Form.troops and has("nobody", said.entry.summary)
        if names and not names & spoken and not nobody:
            yield _CONTRARY, f"no word of the evidence is about {each.form.value}", where
            continue
        if message := _status(each, said) or _place(each, said):
            yield _CONTRARY, message, where


def _status(each: SeedContribution, said: Said) -> str | None:
    names = _OF_FORM.get(each.form) or frozenset(named_in(BEHIND.split(each.note or "")[0]))
    if each.form is Form.ground:
        names = frozenset(["form.soldiers", "form.ground", "form.engineers"])
    affirmed, denied = (
        any(names & named_in(part).keys() for part in side)
        for side in zip(*map(_two_parts, said.english), strict=True)
    )
    if each.status is ContributionStatus.offered:
        return "the evidence denies what is offered here" if denied and not affirmed else None
    elsewhere = any(
        other.form is each.form and other.status is ContributionStatus.offered
        for other in said.entry.contributions
    )  # “30 to Poland and none to Ukraine”
    elsewhere = elsewhere or any(
        words.search(each) and names & things(each, "en").keys()
        for text in said.english[1:]
        for words, pieces in ((_REFUSES, [text]), (_RULES_OUT, _PIECES.split(text)))
        for each in pieces
    )
    excludes = (each.form in _FORCES or elsewhere) and any(
        _EXCLUDES.search(text) for text in said.english
    )
    if affirmed and not denied and not excludes:
        return "the evidence does not deny what is ruled out here"
    return None


_REFUSES = re.compile(r"\b(?:refus\w+|reject\w*|declin\w+)\b")
_RULES_OUT = re.compile(r"\b(?:exclud\w+|rul\w+ out)\b")
_PIECES = re.compile(r"[;,.]| but | and (?=will|would|that|its|the|opens?|offers?)")
_EXCLUDES = re.compile(
    r"\b(?:not?|never|nobody|none|neither|nor|nothing|without|cannot|exclu\w+|rul\w+ out|"
    r"stays?|keeps?|at home|refus\w+|reject\w*|declin\w+)\b"
)
_HELD_OUT = re.compile(
    r"\b(?:is|are|was|were|be|been) (?:ruled out|excluded|out of the question)\b"
)
_NOT_OUT = re.compile(
    r"\b(?:not|never) (?:rul\w+ out|exclud\w*|refus\w+|reject\w*)|\brefus\w+ (?:nobody|nothing)"
)


def _two_parts(text: str) -> tuple[str, str]:
    """What a text affirms and what it denies; all of “combat troops are ruled out” is denied."""
    affirmed, denied = parts(_NOT_OUT.sub("consider", text), "en")
    clauses = re.split(r"[;,.]", text)
    held_out = [clause for clause in clauses if _HELD_OUT.search(clause)]
    for clause in held_out:
        affirmed = affirmed.replace(clause[: len(clause) // 2], " ")
    return affirmed, f"{denied} . {' . '.join(held_out)}"


_AT_HOME = re.compile(
    r"\b(?:(?:on|from|in) (?:its|their) own (?:territory|soil|side|country)|at home|"
    r"neighbou?ring (?:country|countries)|on (?:its|our|their) side of)\b"
)
_STAYS = re.compile(r"\b(?:stay|remain|keep|kept)\w* (?:\w+ )?(?:at )?home\b")


_IN_UKRAINE = re.compile(r"\b(?:in|to|into|inside|over|of) Ukraine\b(?!ian)")


def _place(each: SeedContribution, said: Said) -> str | None:
    """A place in Ukraine, where the words about the form name another one."""
    if each.place is not Place.in_ukraine or each.status is not ContributionStatus.offered:
        return None
    names = _OF_FORM.get(each.form) or frozenset(named_in(each.note or ""))
    for text in said.english:
        for clause in re.split(r"[;,.]", text):
            if not names & things(clause, "en").keys():
                continue
            if _AT_HOME.search(_STAYS.sub(" ", clause)) and not _IN_UKRAINE.search(clause):
                return "the evidence has it at home or in a neighbouring country"
    return None


def _conditions(said: Said) -> Iterator[Found]:
    """Conditions of which neither the entry nor its evidence speaks, nor the text, or only it, and
    they speak of another one.
    """
    spoken = said.spoken_of | things(said.entry.summary, "en").keys()
    coded = {each for group in said.entry.conditions for each in group.any_of}
    others = {
        each
        for each, names in _OF_CONDITION.items()
        if each not in coded and each in _SAID and names & spoken
    }
    for number, group in enumerate(said.entry.conditions):
        for condition in group.any_of:
            names, country = _OF_CONDITION.get(condition), _OF_COUNTRY.get(condition)
            if names and names & spoken:
                continue
            if (names and (others or not names & said.in_text)) or (
                country and country not in said.countries and not _of_both(said)
            ):
                message = f"no word of the evidence is about {condition.value}"
                yield _CONTRARY, message, ("conditions", number)


_BOTH_SIDES = re.compile(
    r"\b(?:both|all|two|warring) (?:\w+ ){0,2}(?:sides|parties|capitals|countries|armies)\b|"
    r"\bboth of them\b|\bbelligerents\b"
)


def _of_both(said: Said) -> bool:
    """Whether the evidence speaks of the two countries at war without naming them."""
    return any(_BOTH_SIDES.search(text) for text in said.english)


_AGREES = re.compile(
    r"\b(?:vot\w+|approv\w+|agree\w*|consent\w*|decision|decides?|ratif\w+|authori[sz]\w+|say|"
    r"mandate|orders?|yes)\b"
)


_NO_CONDITION = re.compile(r"\b(?:with or without|even without|regardless|whether or not)\b")


def _unnamed(said: Said) -> Iterator[Found]:
    """Conditions of the evidence that the entry does not have."""
    entry = said.entry
    if entry.participation not in (Participation.will_contribute, Participation.open):
        return
    coded = {each for group in entry.conditions for each in group.any_of}
    texts = [entry.summary]
    for item, statement in said.evidence:
        counts = not item.fields or {"participation", "conditions"} & set(item.fields)
        if item.relation is Relation.supports and counts:
            texts.append(statement.summary)
    for condition in _SAID:
        if condition in coded or (condition in _PEACE and coded & _PEACE):
            continue
        if Condition.other in coded and condition not in _SAID[2:4]:
            continue
        expression = condition_of(condition.value, "en")
        for text in texts:
            found = expression.search(text) if expression else None
            if found is None or _NO_CONDITION.search(found[0]):
                continue
            if condition is Condition.parliament_approval and not _AGREES.search(
                text[found.start() : found.end() + 20]
            ):
                continue
            if DETAILS.search(text):
                continue
            of_parliament = has("parliament_approval", text[found.start() : found.end() + 25])
            if of_parliament and Condition.parliament_approval in coded:
                continue  # a mandate of the parliament
            yield _STRONG, f"the evidence says {found[0]!r}", ("conditions",)
            return


_OUT = re.compile(r"\b(?:out|only|instead|neutral|absent|home)\b")
_DECIDES = re.compile(
    r"\b(?:decides?|has (?:not|yet to) decided?|undecided|awaits?|examin\w+|consider\w*|studies)\b"
)
_NO = re.compile(
    r"\b(?:(?:will|would|does|do) (?:not|never)|(?:sends?|provides?) (?:no|none|neither|nobody)|"
    r"stays? out|keeps? out|will be no|there is no|neither)\b"
)
_NOT_YET = re.compile(
    r"\bnot (?:yet )?(?:been )?(?:decided|set|taken)\b|\bincluding none\b|"
    r"\bno (?:decision|date|commitment)\b|\bcommits nothing\b"
)


def _participation(said: Said) -> Iterator[Found]:
    """A participation that the summary of the entry does not say."""
    value, text = said.entry.participation, said.entry.summary
    where = ("participation",)
    denies, offers = has("plain_not", _NOT_YET.sub("", text)), has("offer", text)
    if value is Participation.declined and not (denies or _OUT.search(text)):
        yield _CONTRARY, "the summary of the entry declines nothing", where
    elif value is Participation.declined and _DECIDES.search(text) and not _NO.search(text):
        yield _CONTRARY, "the summary of the entry leaves it open", where
    elif value is Participation.will_contribute and not (has("will", text) or offers):
        yield _CONTRARY, "the summary of the entry promises nothing", where
    elif value is Participation.undecided and not (has("undecided", text) or _NOT_YET.search(text)):
        yield _CONTRARY, "the summary of the entry leaves nothing open", where
    elif (
        value in (Participation.declined, Participation.will_contribute)
        and has("left_open", text)
        and not (denies or offers)
    ):
        yield _CONTRARY, "the summary of the entry leaves it open", where


_AGAINST = re.compile(r"(?<!not )\b(?:opposes|rejects|condemns|is against)\b")


_WANTS_IT = re.compile(
    r"\b(?:demand\w*|request\w*|await\w*|wait\w* for|asks? for|asked for) (?:precisely |exactly )?"
    r"(?:the|a|this|that|such a|more) (?!withdraw|end|halt|retreat|removal|explanation)|\binvit\w+"
)


_NO_PEACE = re.compile(r"\bno (?:\w+ ){0,2}(?:peace|ceasefire|security|truce) without\b")


def _view(said: Said) -> Iterator[Found]:
    """A view that the evidence does not have: a refusal to take part is not one of the force."""
    view = said.entry.view
    if view is View.opposes and not any(
        has("against_it", statement.summary)
        or has("threat", statement.summary)
        or has("threat", statement.exact or "", said.language(item))
        for item, statement in said.evidence
    ):
        yield _CONTRARY, "no word of the evidence is against the force", ("view",)
    if view is View.supports:
        counted = [
            statement.summary
            for item, statement in said.evidence
            if item.relation is Relation.supports and (not item.fields or "view" in item.fields)
        ]
        affirmed = [parts(text, "en")[0] for text in [*counted, said.entry.summary]]
        wanted = any(map(_NO_PEACE.search, counted)) or any(
            has("in_favour", text) or _WANTS_IT.search(text) for text in affirmed
        )
        if _AGAINST.search(said.entry.summary) or not wanted:
            yield _CONTRARY, "no word of the evidence is for the force", ("view",)


def _commitment(said: Said) -> Iterator[Found]:
    """A commitment that is stronger or weaker than the words of the evidence."""
    commitment, where = said.entry.commitment, ("commitment",)
    if (
        commitment is Commitment.signed
        and "act.sign" not in said.spoken_of
        and not any(statement.signed_for for _, statement in said.evidence)
    ):
        yield _STRONG, "no word of the evidence is about a signature", where
    if (
        commitment is Commitment.hedged
        and not any(has("may", text) for text in said.english)
        and any("act.approve" in named_in(statement.summary) for _, statement in said.evidence)
    ):
        yield _CONTRARY, "the evidence says that it is approved", where


_EXACT = ("time.before", "limit.", "mode.even", "unit.", "month.", "season.", "act.join")
"""What an entry may not add, because a condition or an offer becomes another one with it."""


_WHETHER = re.compile(r"\bwhether\b[^.;]*$")


def _texts(said: Said) -> Iterator[Found]:
    """What the summary and the notes of an entry say, and no word of its evidence may mean."""
    for text, where in said.texts:
        for name, matches in named_in(text).items():
            if name == "act.join" and all(_WHETHER.search(text[: one.start()]) for one in matches):
                continue
            if name.startswith(_EXACT) and name not in said.spoken_of:
                yield _CONTRARY, f"no word of the evidence means {matches[0][0]!r}", where
                break
