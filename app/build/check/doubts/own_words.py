"""Doubts about fields of an entry that its own summary, or the summaries of its evidence, speak
against: what was decided, signed, enough or ruled out. All of these are in English.
"""

import re
from collections.abc import Iterator

from app.build.check.doubts.said import IN_UKRAINE, Found, Said
from app.build.findings import DoubtCode
from app.domain.vocabulary import (
    Commitment,
    Condition,
    ContributionStatus,
    Participation,
    Place,
    Relation,
)

_CONTRARY, _STRONG = DoubtCode.stance_contrary, DoubtCode.stance_too_strong


def own_words(said: Said) -> Iterator[Found]:
    """What the summaries say otherwise than the fields, and where."""
    for rule in (_decided, _firmer, _signed, _not_enough, _sent, _never, _turned):
        yield from rule(said)
    for rule in (_either, _both, _promised, _somewhere_else, _another_subject):
        yield from rule(said)


_TO_DECIDE = re.compile(
    r"\b(?:will|would|shall|is to|are to|must) (?:\w+ )?"
    r"(?:decide|answer|vote|make up (?:its|their|his|her) mind|choose)\b|"
    r"\bno decision\b|\b(?:has|have|is|are) (?:not|yet to)(?: yet)? (?:be(?:en)? )?decided?\b|"
    r"\bundecided\b|\bto decide\b|\b(?:awaits?|waits for) (?:a|the|its|their) (?:decision|vote)\b"
)
_PROMISES = re.compile(
    r"\b(?:will|would|offers?|promis\w+|ready|prepared|sends?|can|confirm\w*|pledg\w+|wants?|"
    r"hosts?|trains?|provides?|willing|joins?|takes? part|gives?|lends?|pays?|contributes?)\b"
    r"(?! (?:not|decide|make up|answer|vote|be decided|look|examine|consider))"
)
_STAYS_OUT = re.compile(
    r"\b(?:will|would|does|do) (?:not|never) "
    r"(?:join|take part|send|contribute|participate|provide|deploy)\b|"
    r"\bstays? (?:out|at home|away)\b|\bdeclin\w+|\bsends? (?:no|nobody|none)\b|\brul\w+ out\b"
)
_UNCLEAR = re.compile(
    r"\b(?:decid\w*|decision|undecided|later|yet|unclear|wait\w*|open|whether|consider\w*|"
    r"examin\w*|look\w*|stud\w+|weigh\w*|may|might|could|until|unless|if|ask\w*|before|depend\w*|"
    r"neither \w+ed nor \w+ed|only|first|once|when|after|for now|currently|not rule out|clear)\b"
)


def _decided(said: Said) -> Iterator[Found]:
    """A decision that is still to come as one that is taken, and the reverse."""
    value, text, where = said.entry.participation, said.entry.summary, ("participation",)
    later = _TO_DECIDE.search(text)
    stays = _STAYS_OUT.search(text)
    if value is Participation.undecided and stays and not _UNCLEAR.search(text):
        yield _CONTRARY, f"the summary of the entry says {stays[0]!r}", where
    if later is None:
        return
    promises = _PROMISES.search(_TO_DECIDE.sub("", text))
    if (value is Participation.will_contribute and not promises) or (
        value is Participation.declined and not stays
    ):
        yield _CONTRARY, f"the summary of the entry says {later[0]!r}", where


_VERB = re.compile(
    r"\b(will|would|could|may|might|can|shall)( not| never)? "
    r"(?:(?:also|only|first|then|even|still) )?(take part|[a-z]{3,})"
)
_SAME_VERBS = frozenset(["join", "take part", "send", "contribute", "provide", "deploy"])
_MAY = frozenset(["could", "may", "might"])
_STEM = 5  # letters by which forms of a verb are alike


def _firmer(said: Said) -> Iterator[Found]:
    """A summary that promises what all of the evidence only thinks possible: “will join”."""
    there: dict[str, set[str]] = {}
    for item, statement in said.evidence:
        if item.relation is Relation.context:
            continue
        for match in _VERB.finditer(statement.summary):
            there.setdefault(_verb(match), set()).add(match[1])
    for match in _VERB.finditer(said.entry.summary):
        modes = there.get(_verb(match))
        if match[1] in ("will", "shall") and not match[2] and modes and modes <= _MAY:
            message = f"the summary says {match[0]!r}, and the evidence only that it may be"
            yield _STRONG, message, ("summary",)


def _verb(match: re.Match[str]) -> str:
    return "join" if match[3] in _SAME_VERBS else match[3][:_STEM]


_NOT_SIGNED = re.compile(
    r"\b(?:signed nothing|(?:has|have|is|was|are|were|did|does|do|will) not (?:yet )?"
    r"(?:been )?sign(?:ed)?|nothing (?:is|was|has been) signed|never signed|without (?:a )?sign\w+)"
)


def _signed(said: Said) -> Iterator[Found]:
    """A signature where somebody says that nothing is signed."""
    if said.entry.commitment is not Commitment.signed:
        return
    for text in (said.entry.summary, *(statement.summary for _, statement in said.evidence)):
        if found := _NOT_SIGNED.search(text):
            yield _CONTRARY, f"the evidence says {found[0]!r}", ("commitment",)


_NAMES = {
    Condition.ceasefire: r"cease-?fire|truce|armistice",
    Condition.peace_deal: r"peace (?:deal|agreement|treaty|accord)|peace",
    Condition.mandate: r"mandate|resolution|security council",
    Condition.parliament_approval: r"parliament\w*|vote",
    Condition.host_request: r"request|invitation",
}
_NOT_NEEDED = re.compile(
    r"\bnot (?:be )?(?:\w+ )?(?:enough|sufficient|needed|required|necessary|a condition|need|"
    r"wait for|require|suffice|depend)\b|\bn[’']t (?:enough|need\w*)\b|\binsufficient\b|"
    r"\btoo little\b|\bunnecessary\b|\bno condition\b|\bsuperfluous\b",
    re.IGNORECASE,
)
_NOT_ALONE = re.compile(r"\b(?:not?|alone|too|also|lasting|held)\b")
_CLAUSES = re.compile(r"[;.,]| and (?=that |a |the |an )| but ")


def _not_enough(said: Said) -> Iterator[Found]:
    """A condition that is not enough, or not needed, in the evidence: “a truce is not enough”."""
    for number, group in enumerate(said.entry.conditions):
        if group.note and _NOT_ALONE.search(group.note):
            continue
        for condition in group.any_of:
            if condition not in _NAMES:
                continue
            name = re.compile(rf"\b(?:{_NAMES[condition]})\b", re.IGNORECASE)
            for _, statement in said.evidence:
                for clause in _CLAUSES.split(_ANYWAY.sub("", statement.summary)):
                    denied = _NOT_NEEDED.search(clause)
                    if denied and name.search(clause) and not _UNLESS.search(clause):
                        message = f"the evidence says {clause.strip()!r}"
                        yield _CONTRARY, message, ("conditions", number)


_ANYWAY = re.compile(r"[^.;]*,? but (?:that )?(?:he|she|they|it) (?:would|will|wants?)\b")
_UNLESS = re.compile(r"\b(?:without|unless|before|until)\b")


def _sent(said: Said) -> Iterator[Found]:
    """What its note names as offered, and the summaries only rule out: “no patrol boats”."""
    for number, each in enumerate(said.entry.contributions):
        if each.status is not ContributionStatus.offered or not each.note:
            continue
        words = re.findall(r"\b[a-z][a-z-]{3,}", BEHIND.split(each.note)[0])
        if not words:
            continue
        first, last = words[0][:_STEM], words[-1][:_STEM]
        denied = re.compile(
            rf"\b(?:no|neither|without|rul\w+ out(?: any)?|"
            rf"(?:not|never) (?:send|provide|offer|deploy)(?: any)?) {first}\w*|"
            rf"\b(?:{first}\w* )?{last}\w* (?:stays? at home|(?:is|are) (?:ruled out|excluded)|"
            rf"(?:will|would) not)\b",
            re.IGNORECASE,
        )
        named = re.compile(rf"\b{first}", re.IGNORECASE)
        out = next((found for text in said.english if (found := denied.search(text))), None)
        if out and not any(named.search(denied.sub("", text)) for text in said.english):
            yield _CONTRARY, f"the evidence says {out[0]!r}", ("contributions", number)


BEHIND = re.compile(
    r"\b(?:in|on|from|for|with|without|at|of|to|via|through|based|by|that|who|which)\b"
)


def _pool(said: Said) -> str:
    """The summaries of all evidence."""
    return " . ".join(statement.summary for _, statement in said.evidence)


_NEVER = re.compile(r"\b(?:never|for good|permanently|forever|will ever)\b")
_EVER = re.compile(
    r"\b(?:never|for good|perman\w+|(?:for)?ever|(?:no|any) circumst\w+|in no case|no longer|"
    r"always|no condition)\b",
    re.IGNORECASE,
)


def _never(said: Said) -> Iterator[Found]:
    """“Never”, where the evidence only says that it is not done now."""
    pool = _pool(said)
    for text, where in said.texts:
        if (found := _NEVER.search(text)) and not _EVER.search(pool):
            yield _CONTRARY, f"no word of the evidence means {found[0]!r}", where


_FULL_VERB = re.compile(
    r"\b(will|would)( not| never)? (?:(?:also|only|first|then|even|still|never) )?"
    r"(take part|[a-z]{3,})( (?:no|none|nobody|neither|nothing)\b)?"
)
_WITHOUT_OBJECT = frozenset(
    ["send", "provide", "deploy", "contribute", "have", "not", "allow", "give", "pay", "come"]
)
"""Verbs of which a summary may deny one object and affirm another."""
_NOBODY = re.compile(r"\b(?:no|nobody|none|neither|only)\b[^.;]*$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:before|until)\b")


def _turned(said: Said) -> Iterator[Found]:
    """What the evidence says that somebody will not do, and the summary that they will."""
    denied: dict[str, set[bool]] = {}
    pool = _pool(said)
    for match in _FULL_VERB.finditer(pool):
        before = re.split(r" \. |,? but |, and |; ", pool[: match.start()])[-1]
        if _UNTIL.search(pool[match.end() :].partition(" . ")[0]):
            continue  # what will not be before it will be after it
        no = bool(match[2] or match[4] or _NOBODY.search(before))
        denied.setdefault(_verb(match), set()).add(no)
    text = said.entry.summary
    for match in _FULL_VERB.finditer(text):
        if match[3] in _WITHOUT_OBJECT or match[2] or match[4]:
            continue
        if denied.get(_verb(match)) == {True} and not _NOBODY.search(text[: match.start()]):
            message = f"the summary says {match[0]!r}, and the evidence denies it"
            yield _CONTRARY, message, ("summary",)


_ONE_OF = re.compile(
    r"\bone of the (?:two|three|sides)\b|\beither\b|"
    r"\b(?:after|if|once|with|until|when) [^,;.]*? or (?:with|after|if|once|the|a|its) "
)
_OR = re.compile(
    r"\b(?:or|either|one of|enough|failing|alternativ\w*|otherwise|also|even|unless|any)\b",
    re.IGNORECASE,
)


def _either(said: Said) -> Iterator[Found]:
    """One of two conditions or sides, where the evidence does not say that one is enough."""
    pool = _pool(said)
    for text, where in said.texts:
        if where[0] == "contributions":
            continue
        if (found := _ONE_OF.search(text)) and not _OR.search(pool):
            yield _CONTRARY, f"no word of the evidence means {found[0]!r}", where


def _both(said: Said) -> Iterator[Found]:
    """Two names with “and” in the note of a condition, of which the evidence says “or”."""
    for number, group in enumerate(said.entry.conditions):
        one, _, other = (group.note or "").partition(" and ")
        names = [re.findall(r"[A-Z]\w+", each) for each in (one, other)]
        if not all(names):
            continue
        first, second = names[0][-1], names[1][-1]
        between = re.compile(rf"\b{first}\b[^.;]*?(?:failing that|\bor\b)[^.;]*?\b{second}\b")
        if between.search(_pool(said)):
            message = f"the evidence has {first} or {second}, and not both"
            yield _CONTRARY, message, ("conditions", number)


_PROMISED = re.compile(r"\b(?:promises|pledges|promised|pledged)\b")
_WORD_GIVEN = re.compile(
    r"\b(?:promis|pledg|commit|undertak|vow|guarant|offer|assur|announc|confirm|insist|word)"
)


def _promised(said: Said) -> Iterator[Found]:
    """A promise of which the evidence does not speak: somebody else said that they will."""
    found = _PROMISED.search(said.entry.summary)
    if found and not _WORD_GIVEN.search(_pool(said)):
        yield _STRONG, f"no word of the evidence means {found[0]!r}", ("summary",)


_BORDER = re.compile(r"\bborder")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_PLACED = re.compile(rf" (?:in|at|from|to|over) (?:the )?(?!{_MONTHS})[A-Z]\w+")
_ANYWHERE = re.compile(r" (?:in|at|from|to|over) ")


def _somewhere_else(said: Said) -> Iterator[Found]:
    """A place in Ukraine for what every clause of the evidence puts elsewhere."""
    for number, each in enumerate(said.entry.contributions):
        offered = each.status is ContributionStatus.offered and each.place is Place.in_ukraine
        words = re.findall(r"\b[a-z][a-z-]{3,}", BEHIND.split(each.note or "")[0])
        if not offered or not words:
            continue
        noun = re.compile(rf"\b{words[-1][:_NOUN]}")
        clauses = [
            clause
            for text in said.english
            for clause in re.split(r"[;.,]| and (?=will|would|that)", text)
            if noun.search(clause)
        ]
        placed = [clause for clause in clauses if _ANYWHERE.search(clause)]
        if any(IN_UKRAINE.search(each) or _BORDER.search(each) for each in clauses):
            continue
        if placed and all(_PLACED.search(clause) for clause in placed):
            message = f"the evidence says {placed[0].strip()!r}"
            yield _CONTRARY, message, ("contributions", number, "place")


_NOUN = 6  # letters by which forms of a noun are alike
_WHO = re.compile(r"(?:if |that |once |when )?(?:the )?([A-Z][a-z]+) ([a-z]{4,}?)(?:e?s|e?d)?\b")
_NO_VERBS = frozenset(
    ["must", "will", "would", "should", "after", "before", "could", "with", "from"]
)


def _another_subject(said: Said) -> Iterator[Found]:
    """Somebody who must do in a note what another one must do in the evidence."""
    pool = _pool(said)
    for number, group in enumerate(said.entry.conditions):
        found = _WHO.match(group.note or "")
        if not found or found[2] in _NO_VERBS:
            continue
        others = re.findall(
            rf"\b([A-Z][a-z]+)(?=(?: and (?:the )?[A-Z][a-z]+)? (?:will |would |must )?"
            rf"{found[2][:_STEM]}\w*)",
            pool,
        )
        if others and found[1] not in others:
            message = f"the note says this of {found[1]}, and the evidence of {others[0]}"
            yield _CONTRARY, message, ("conditions", number, "note")
