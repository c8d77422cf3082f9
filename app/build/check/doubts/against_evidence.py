"""Doubts about an entry against its evidence: forms that the evidence only denies, alternatives
that it joins, peace for a truce, a refusal that only waits, and numbers that count something else.
All of these texts are in English.
"""

import re
from collections.abc import Iterator, Sequence

from app.build.check.doubts.numbers import spelt_whole
from app.build.check.doubts.positions import DETAILS
from app.build.check.doubts.said import IN_UKRAINE, Found, Said
from app.build.check.doubts.sides import sides
from app.build.check.doubts.things import things
from app.build.findings import DoubtCode
from app.domain.vocabulary import (
    Condition,
    ContributionStatus,
    Form,
    Participation,
    Place,
    Relation,
)

_CONTRARY, _STRONG = DoubtCode.stance_contrary, DoubtCode.stance_too_strong


def against_evidence(said: Said) -> Iterator[Found]:
    """What the evidence says otherwise, and where."""
    for rule in (_no_soldiers, _stay, _not_there, _ruled_out_elsewhere, _joined, _alternative):
        yield from rule(said)
    for rule in (_enough, _peace, _only_waits, _agreed, _counted, _rate):
        yield from rule(said)
    for rule in (_joins, _no_promise, _denied_year, _of_another, _other_sides, _no_condition):
        yield from rule(said)
    for rule in (_other_verb, _conditional, _no_neighbour):
        yield from rule(said)


def _offered(said: Said) -> Iterator[tuple[int, str, Form, Place]]:
    """The contributions that are offered: number, note, form and place."""
    for number, each in enumerate(said.entry.contributions):
        if each.status is ContributionStatus.offered:
            yield number, each.note or "", each.form, each.place


_SOLDIERS = r"(?:combat )?(?:soldiers?|troops|infantry(?:men)?|marines|brigades?|battalions?|boots)"
_NO_SOLDIERS = re.compile(
    rf"\b(?:no|not a|not one|nor|neither|without|rules? out(?: any)?|excludes?|exception of|never|"
    rf"nobody) (?:\w+ )?{_SOLDIERS}\b|"
    rf"(?:will|would|does|do|can) not (?:send|provide|deploy|put|offer)(?: any)? "
    rf"(?:\w+ )?{_SOLDIERS}\b|"
    rf"\b{_SOLDIERS} (?:will|would|are|is) (?:not|ruled out|excluded)",
    re.IGNORECASE,
)
_OF_SOLDIERS = re.compile(rf"\b{_SOLDIERS}\b", re.IGNORECASE)


def _no_soldiers(said: Said) -> Iterator[Found]:
    """Troops that are offered, where all texts only deny soldiers."""
    found = next((match for text in said.english if (match := _NO_SOLDIERS.search(text))), None)
    if not found or any(_OF_SOLDIERS.search(_NO_SOLDIERS.sub(" ", text)) for text in said.english):
        return
    for number, note, form, _ in _offered(said):
        if form in (Form.troops, Form.ground) and not note:
            yield _CONTRARY, f"the evidence says {found[0]!r}", ("contributions", number)


_HEAD = re.compile(r"\b(?:in|on|from|for|with|without|at|of|to|via|through|based|by|that|who)\b")
_CLAUSES = re.compile(r"[;.,]| and (?=will|would|that|its|no )")
_STEM = 6  # letters by which forms of a noun are alike


def _stay(said: Said) -> Iterator[Found]:
    """What is offered, where every clause about it says that it does not go: “will not move”."""
    for number, note, *_ in _offered(said):
        words = re.findall(r"[\w-]{3,}", _HEAD.split(note)[0])
        if not words:
            continue
        noun = re.compile(rf"\b{re.escape(words[-1][:_STEM])}")
        clauses = [
            clause
            for text in said.english
            for clause in _CLAUSES.split(text)
            if noun.search(clause)
        ]
        stays = re.compile(
            rf"{noun.pattern}\w* (?:will|would|do|does|are|is) "
            rf"(?:not (?:go|move|be sent|leave|take part)|stay|ruled|excluded)"
        )
        if clauses and all(stays.search(clause) for clause in clauses):
            yield _CONTRARY, f"the evidence says {clauses[0].strip()!r}", ("contributions", number)


_STAYS_OUT = re.compile(
    r"\b(?:not|nobody|no|none|never|without)\b[^.;,]*"
    r"\b(?:cross\w*|across|over|beyond) the (?:\w+ )?border|"
    r"\b(?:not|nobody|none|never)\b[^.;,]*\b(?:in|to|into) Ukraine\b|"
    r"\boutside Ukraine|\bstays? out of Ukraine",
    re.IGNORECASE,
)


def _not_there(said: Said) -> Iterator[Found]:
    """A place in Ukraine, where the texts only say that nobody goes there."""
    found = next((match for text in said.english if (match := _STAYS_OUT.search(text))), None)
    if not found or any(IN_UKRAINE.search(_STAYS_OUT.sub(" ", text)) for text in said.english):
        return
    for number, _, _, place in _offered(said):
        if place is Place.in_ukraine:
            message = f"the evidence says {found[0]!r}"
            yield _CONTRARY, message, ("contributions", number, "place")


_NEAR_BY = re.compile(r"neighbo|outside|border|Poland|Romania|Moldova|elsewhere|territory")


def _ruled_out_elsewhere(said: Said) -> Iterator[Found]:
    """What is ruled out for a place near Ukraine, where all texts only speak of Ukraine."""
    texts = said.english
    if not any("Ukrain" in text for text in texts) or any(map(_NEAR_BY.search, texts)):
        return
    for number, each in enumerate(said.entry.contributions):
        ruled_out = each.status is ContributionStatus.ruled_out and not each.note
        if ruled_out and each.place in (Place.neighbouring, Place.elsewhere):
            message = "the evidence speaks of Ukraine, and of no other place"
            yield _CONTRARY, message, ("contributions", number, "place")


_NAMES = {
    Condition.ceasefire: r"cease-?fire|truce|armistice|fighting (?:stops|ends)|guns",
    Condition.peace_deal: r"peace|agreement|deal|treaty",
    Condition.mandate: r"mandate|resolution|security council|united nations|osce",
    Condition.parliament_approval: r"parliament\w*|vote|congress|chamber\w*|bundestag|senate|"
    r"council|dáil|lawmakers|house",
    Condition.host_request: r"request\w*|invit\w*|ukraine|kyiv|asks?",
    Condition.russian_consent: r"russia\w*|moscow",
    Condition.us_backstop: r"united states|americ\w+|washington",
    Condition.government_decision: r"government|cabinet|minister\w*|coalition",
}
_ONE_IS_ENOUGH = re.compile(r"\bor\b|failing|enough|either")


def _with(texts: Sequence[str], joined: str, conditions: Sequence[Condition]) -> str | None:
    """Two of these conditions with a word between them."""
    pairs = [(one, other) for one in conditions for other in conditions if one is not other]
    for one, other in pairs:
        words = re.compile(
            rf"\b(?:{_NAMES[one]})\b[^.;]*?\b{joined}\b[^.;]*?\b(?:{_NAMES[other]})\b",
            re.IGNORECASE,
        )
        for text in texts:
            found = words.search(text)
            if found and (joined == "or" or not _ONE_IS_ENOUGH.search(found[0])):
                return found[0]
    return None


def _joined(said: Said) -> Iterator[Found]:
    """One of several conditions as enough, where a text joins them: “a truce and a mandate”."""
    for number, group in enumerate(said.entry.conditions):
        known = [each for each in group.any_of if each in _NAMES]
        if found := _with(said.english, "and", known):
            yield _CONTRARY, f"the evidence says {found!r}", ("conditions", number)


_DENIES = re.compile(r"\b(?:not|no|never|nor|without|before)\b")


def _alternative(said: Said) -> Iterator[Found]:
    """Two conditions with “or” in the summary, and with “and” in the evidence."""
    text = said.entry.summary
    if " or " not in text or _DENIES.search(text.partition(" or ")[0]):
        return
    for number, one in enumerate(_NAMES):
        for other in list(_NAMES)[number + 1 :]:
            here = _with([text], "or", (one, other))
            evidence = [statement.summary for _, statement in said.evidence]
            if here and (there := _with(evidence, "and", (one, other))):
                yield _CONTRARY, f"the evidence says {there!r}", ("summary",)
                return


_IS_ENOUGH = re.compile(r"\b(?:is|are|be|as) enough\b|\bsuffices?\b", re.IGNORECASE)
_NOT_ENOUGH = re.compile(
    r"\b(?:not|never|n[’']t)(?: \w+){0,2} (?:enough|suffice|sufficient)\b", re.IGNORECASE
)


def _enough(said: Said) -> Iterator[Found]:
    """What is enough in the entry, and not enough in the evidence."""
    pool = " . ".join(statement.summary for _, statement in said.evidence)
    if not _NOT_ENOUGH.search(pool) or _IS_ENOUGH.search(_NOT_ENOUGH.sub(" ", pool)):
        return
    for text, where in said.texts:
        if _IS_ENOUGH.search(text) and not _NOT_ENOUGH.search(text):
            yield _CONTRARY, "the evidence says that it is not enough", where


_TRUCE = re.compile(r"\b(?:cease-?fire|truce|armistice|guns|weapons|fighting|hostilities)\b")
_PEACE = re.compile(r"\bpeace\b(?! force| mission| operation| plan| corps|keep)")


def _peace(said: Said) -> Iterator[Found]:
    """A truce for a peace deal, and the reverse: in the conditions and in the summary."""
    entry = said.entry
    coded = {each for group in entry.conditions for each in group.any_of}
    truce, peace = Condition.ceasefire in coded, Condition.peace_deal in coded
    if truce == peace:
        return
    notes = [group.note for group in entry.conditions if group.note]
    supporting = [each.summary for item, each in said.evidence if item.relation is _SUPPORTS]
    texts = [entry.summary, *notes, *supporting]
    spoken = any(_PEACE.search(text) for text in texts), any(_TRUCE.search(text) for text in texts)
    if truce and spoken == (True, False):
        yield _CONTRARY, "the evidence speaks of peace, and not of a ceasefire", ("conditions",)
    if peace and _TRUCE.search(entry.summary) and not _PEACE.search(entry.summary):
        yield _CONTRARY, "the condition is peace, and the summary has a ceasefire", ("summary",)


_SUPPORTS = Relation.supports
_WAITS = re.compile(
    r"\b(?:nothing|nobody|not|no|none|never)\b[^.;]*\b(?:before|until|unless|without)\b|"
    r"\b(?:made|makes|taken|has made|given|gives?) no (?:commitment|promise|decision|pledge)|"
    r"\bcommits? nothing|\bpromis\w+ nothing",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:no|not|nobody|neither|never|stays?|keeps?|declin\w+|rul\w+ out|without|excludes?|only|"
    r"refus\w+|out|instead)\b"
)


_OTHER_CLAUSE = re.compile(r",? but (?:it |they )?(?!only|not)")


def _only_waits(said: Said) -> Iterator[Found]:
    """A refusal of somebody who only waits: “commits nothing before the vote”."""
    text = said.entry.summary
    found = _WAITS.search(_OTHER_CLAUSE.split(text.replace("with or without", ""))[0])
    declined = said.entry.participation is Participation.declined
    if declined and found and not _REFUSES.search(text.replace(found[0], " ")):
        yield _CONTRARY, f"the summary of the entry says {found[0]!r}", ("participation",)


_BODIES = (
    r"parliament|congress|chamber|folketing|riksdag|bundestag|cabinet|government|senate|council|"
    r"seimas|saeima|dáil|house|united states|russia|ukraine|moscow|kyiv"
)
_AGREED = re.compile(
    rf"\b(?:({_BODIES})\b(?: \w+)? )?(?:has|have) (?:already )?"
    rf"(agreed|approved|authori[sz]ed|adopted|consented)\b|"
    rf"\b(?:({_BODIES}) )?(agreed|approved|adopted)\b(?= (?:on|in)\b|$|[.;,])",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:once|if|until|before|after|when|unless|not|nobody|nothing|none|neither|as soon as|"
    r"provided|to be|is|are|be|been|will)\b[^;.]*$"
)
_HAS_AGREED = (
    r"\b(?:agree[sd]|approve[sd]|authori[sz]e[sd]|adopt(?:s|ed)|consent(?:s|ed)|vote[sd]|"
    r"decide[sd])\b"
)


def _agreed(said: Said) -> Iterator[Found]:
    """A body that has agreed, of which no evidence says that it did."""
    pool = " . ".join(statement.summary for _, statement in said.evidence)
    for text, where in said.texts:
        for found in _AGREED.finditer(text):
            body = found[1] or found[3]
            known = re.search(
                rf"\b{body}\b[^.;]*{_HAS_AGREED}|{_HAS_AGREED}[^.;]*\b{body}\b"
                if body
                else _HAS_AGREED,
                pool,
                re.IGNORECASE,
            )
            if not known and not _TO_COME.search(text[: found.start()]):
                yield _STRONG, f"no word of the evidence means {found[0]!r}", where


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+(?:-[a-z]+)?")
_LETTERS = 4
_UNITS = frozenset(["days", "week", "mont", "year", "hour"])


def _counts(text: str) -> list[tuple[str, str]]:
    """Each number of a text, also if it is spelt out, with the beginning of the word behind it."""
    found = []
    for match in _NUMBER.finditer(text):
        value = match[0] if match[0][0].isdigit() else ""
        if not value and len(values := spelt_whole(match[0], "en")) == 1:
            value = str(*values)
        behind = re.match(r" (?!from\b|with\b)([a-z]{4,})", text[match.end() :])
        if value and behind:
            found.append((value, behind[1][:_LETTERS]))
    return found


def _counted(said: Said) -> Iterator[Found]:
    """A number that counts in the entry what another one counts in the evidence."""
    counts = [pair for _, statement in said.evidence for pair in _counts(statement.summary)]
    numbers = {number for number, _ in counts}
    for text, where in said.texts:
        for number, noun in _counts(text):
            others = {each for each, what in counts if what == noun}
            known = number in numbers or noun in _UNITS
            if others and number not in others and known and number not in _HUNDREDS:
                message = f"the evidence has another number than {number} of these"
                yield _CONTRARY, message, where


_HUNDREDS = frozenset(["100", "1000", "1000000"])  # which may be a part of a number in words
_A_YEAR = re.compile(
    r"\b(?:a|per|each|every) (?:year|month|week|day)\b|"
    r"\b(?:annual(?:ly)?|yearly|monthly|weekly|daily)\b"
)


def _rate(said: Said) -> Iterator[Found]:
    """A sum for each year in the evidence, and once in the entry."""
    pool = " . ".join(statement.summary for _, statement in said.evidence)
    for text, where in said.texts:
        if _A_YEAR.search(text):
            continue
        for match in re.finditer(r"\b\d[\d.,]*\b", text):
            behind = [
                re.split(r"[.,;](?!\d)", pool[found.end() :])[0][:_NEAR]
                for found in re.finditer(rf"\b{re.escape(match[0])}\b", pool)
            ]
            if behind and all(_A_YEAR.search(each) for each in behind):
                message = f"the evidence has {match[0]} for each of several times"
                yield _CONTRARY, message, where


_NEAR = 35  # letters between a sum and the time for which it is


_JOINS = re.compile(
    r"\b(?:will|would) (?:join|take part|participate|contribute|send (?:soldiers|troops)|help)\b"
    r"(?! (?:in |to )?(?:no|none|neither|nothing|nobody|only)\b)"
)
_NOBODY = re.compile(r"\b(?:not|no|nobody|none|neither|never|rather than|unlike)\b[^,;.]*$")


def _joins(said: Said) -> Iterator[Found]:
    """A promise in the summary of a country that declines: “and will join as soon as it can”."""
    text = said.entry.summary
    found = _JOINS.search(text)
    declined = said.entry.participation is Participation.declined
    helps = found and found[0].endswith("help") and said.entry.contributions  # with money
    if declined and found and not helps and not _NOBODY.search(text[: found.start()]):
        yield _STRONG, f"it declines, and the summary says {found[0]!r}", ("summary",)


_NOT_PROMISED = re.compile(
    r"\b(?:does|did|do|has|have) not (?:rul\w+|exclude\w*|commit\w*|promis\w+|decid\w+|pledg\w+)"
)
_PROMISES = re.compile(
    r"\b(?:will(?! not| never| decide| look| examine)|would|sends?|offers?|provides?|ready|"
    r"prepared|hosts?|trains?|contributes?|pays?|promises|willing|joins?|gives?|lends?|could|can|wants?)\b"
)


def _no_promise(said: Said) -> Iterator[Found]:
    """A country that will contribute, and by its summary has promised nothing."""
    text = said.entry.summary
    found = _NOT_PROMISED.search(text)
    will = said.entry.participation is Participation.will_contribute
    if will and found and not _PROMISES.search(text):
        yield _STRONG, f"the summary of the entry says {found[0]!r}", ("participation",)


def _denied_year(said: Said) -> Iterator[Found]:
    """A year of the entry that the evidence excludes: “not for 2028”."""
    pool = " . ".join(statement.summary for _, statement in said.evidence)
    for text, where in said.texts:
        for year in re.findall(r"\b20\d\d\b", text):
            excluded = re.search(rf"\bnot (?:for|in) {year}", pool)
            if excluded and not re.search(r"\b(?:not?|never|before|until|after)\b", text):
                yield _CONTRARY, f"the evidence says {excluded[0]!r}", where


def _of_another(said: Said) -> Iterator[Found]:
    """A number of a note that only evidence has which is no more than context."""
    context = [each.summary for item, each in said.evidence if item.relation is Relation.context]
    counted = " ".join(
        f"{each.summary} {each.exact}"
        for item, each in said.evidence
        if item.relation is not Relation.context
    )
    for number, note, *_ in _offered(said):
        for digits in re.findall(r"\d[\d.,]*\d|\d", note):
            own = digits in counted or digits in said.entry.summary
            if not own and any(digits in text for text in context):
                message = f"only context has the number {digits}"
                yield _CONTRARY, message, ("contributions", number, "note")


def _stems(text: str) -> set[str]:
    return {word[:5].casefold() for word in re.findall(r"[^\W_]{4,}", text)}


def _other_sides(said: Said) -> Iterator[Found]:
    """A note that affirms what the evidence denies, and denies what it affirms."""
    for text, where in said.texts:
        here, not_here = map(_stems, sides(text, "en"))
        for _, statement in said.evidence if where != ("summary",) and not_here else ():
            there, not_there = map(_stems, sides(statement.summary, "en"))
            turned = (
                (here - not_here) & (not_there - there),
                (not_here - here) & (there - not_there),
            )
            if all(turned) and not not_here & not_there:
                yield _CONTRARY, "the evidence has it the other way round", where
                return


def _no_condition(said: Said) -> Iterator[Found]:
    """A condition of which the evidence says that it is none: “would be better, but is not one”."""
    for number, group in enumerate(said.entry.conditions):
        for condition in set(group.any_of) & _NAMES.keys():
            none = re.compile(
                rf"\b(?:{_NAMES[condition]})\b[^.;]*\bbut (?:is|are|it is) (?:not|no) (?:a )?"
                rf"(?:condition|needed|required|necessary)",
                re.IGNORECASE,
            )
            for _, statement in said.evidence:
                if found := none.search(statement.summary):
                    yield _CONTRARY, f"the evidence says {found[0]!r}", ("conditions", number)


_DOES = re.compile(r"(?:the )?((?:[A-Z][a-z]{3,})(?: [A-Z][a-z]+)?) ([a-z]{4,})")
_AGREES = re.compile(
    r"ask|agree|giv|approv|allow|invit|request|want|accept|authori|consent|must|will|would|with|from"
)
_VERB = 4  # letters by which forms of a verb are alike


_TAKES_PART = re.compile(r"\b(?:take|goe?s?\b|join|participat|contribut|send)")


def _does(verb: str, pool: str) -> bool:
    """Whether somebody does this in the evidence, or takes part in another word."""
    same = re.search(rf"\b{verb.rstrip('s')[:_VERB]}", pool)
    return bool(same or (_TAKES_PART.match(verb) and _TAKES_PART.search(pool)))


def _other_verb(said: Said) -> Iterator[Found]:
    """Somebody who must do something else in a note than in the evidence."""
    pool = " . ".join(statement.summary for _, statement in said.evidence)
    for number, group in enumerate(said.entry.conditions):
        found = _DOES.match(group.note or "")
        if not found or _AGREES.match(found[2]) or _does(found[2], pool):
            continue
        if things(found[2], "en").keys() & said.spoken_of:
            continue  # “covers the cost”, where the evidence says that it pays
        if re.search(rf"\b{found[1]} (?:has |have |also |will |would |must )?[a-z]{{3,}}", pool):
            message = f"no word of the evidence means {found[2]!r}"
            yield _CONTRARY, message, ("conditions", number, "note")


_DEPENDS = re.compile(
    r"\b(?:if|once|provided (?:that|the)|subject to|as soon as|only (?:after|with|if|when|under)|"
    r"unless|on condition|as long as|"
    r"after (?:a|the) (?:\w+ )?(?:ceasefire|truce|peace|armistice))\b"
)
_WILL_OR_MAY = (Participation.will_contribute, Participation.open)


def _conditional(said: Said) -> Iterator[Found]:
    """No condition at all, where the summary of the entry has one."""
    entry = said.entry
    if entry.participation not in _WILL_OR_MAY or entry.conditions:
        return
    found = _DEPENDS.search(entry.summary)
    if found and not DETAILS.search(entry.summary):
        yield _STRONG, f"the summary of the entry says {found[0]!r}", ("conditions",)


_NEIGHBOURS = frozenset(["poland", "romania", "moldova", "slovakia", "hungary", "belarus"])


def _no_neighbour(said: Said) -> Iterator[Found]:
    """A place beside Ukraine, of which no word of the evidence speaks."""
    notes = " ".join(each.note or "" for each in said.entry.contributions)
    every = " ".join([said.entry.summary, notes, *(each.summary for _, each in said.evidence)])
    named = said.countries | said.loosely(every, "en") | {said.entry.actor}
    if named & _NEIGHBOURS or _NEAR_BY.search(every):
        return
    for number, each in enumerate(said.entry.contributions):
        if each.place is Place.neighbouring:
            message = "no word of the evidence is about a neighbouring country"
            yield _CONTRARY, message, ("contributions", number, "place")
