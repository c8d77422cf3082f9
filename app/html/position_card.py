"""What the card of a position says, and in which order: its words, its dates, conditions and offers
in plain words. Pure.
"""

from typing import Any

from app.domain.vocabulary import Attribution, Relation
from app.html.text import format_day
from app.store.listing import Row

Terms = dict[tuple[str, str], Row]
"""The terms of all closed vocabularies, by (vocabulary, value)."""

_WHERE = {
    "in_ukraine": " in Ukraine",
    "black_sea": " in the Black Sea",
    "neighbouring": " in a neighbouring country",
    "elsewhere": " elsewhere",
    "unspecified": "",
}
_STRONGEST_FIRST = list(Attribution)
_OWN_WORD = ("self", "collective")
_REPORTED_AS = {
    "opposes": "Reported as opposing {subject}",
    "willing": "Reported as willing to {take_part}",
    "open": "Reported as open to {taking_part}",
    "undecided": "Reported as undecided whether to {take_part}",
    "declines": "Reported as declining to {take_part}",
    "supports": "Reported as supporting {subject}",
}


def arranged(position: Row) -> dict[str, Any]:
    """The evidence of a position in the order in which a card shows it.

    `hero` is the most important item: the words of the actor itself before those of others, quoted
    ones first, and the stance must have been derived from them if possible. It is None if all
    supporting words are claims in dispute, which are shown as such (app.html.claims). `limits`
    qualify or dispute the position, so they are never folded away; `more` support it too. Items
    that are only context are left out: the full page shows them.
    """
    fields = position["derivation"]["fields"] if position["derivation"] else []
    stance_from = {
        name for field in fields if field["field"] == "stance" for name in field["statements"]
    }

    def weight(item: Row) -> tuple[bool, int, bool]:
        said, attribution = item["statement"], _STRONGEST_FIRST.index(item["attribution"])
        return said["id"] not in stance_from, attribution, not said["quoted"]

    claimed = {
        name
        for axis in position["disputed"]
        for claim in axis["claims"]
        for name in claim["evidence"]
    }
    items = [item for item in position["evidence"] if item["statement"]["id"] not in claimed]

    def related(relation: Relation) -> list[Row]:
        return [item for item in items if item["relation"] == relation]

    hero = min(related(Relation.supports), key=weight, default=None)
    limits = [(relation, related(relation)) for relation in (Relation.qualifies, Relation.disputes)]
    return {
        "hero": hero,
        "limits": [(relation, found) for relation, found in limits if found],
        "more": [item for item in related(Relation.supports) if item is not hero],
    }


def conditions(position: Row, terms: Terms) -> list[str]:
    """What must be met, each condition as a clause that follows “only if”."""
    return [condition(item, terms) for item in position["conditions"]]


def condition(item: Row, terms: Terms) -> str:
    """What must be met for one condition, as a clause that follows “only if”."""
    note, names = item["note"], item["any_of"]
    clauses = [
        note if name == "other" and note else _clause(terms["condition", name]["definition"])
        for name in names
    ]
    said = " or ".join(clauses)
    return f"{said} ({note})" if note and "other" not in names else said


def _clause(sentence: str) -> str:
    """A sentence as a clause: without its full stop, and small where it begins with an article."""
    first, _, rest = sentence.rstrip(".").partition(" ")
    return f"{first.lower() if first in ('A', 'An', 'The', 'Another') else first} {rest}".rstrip()


def contributions(position: Row, terms: Terms) -> dict[str, list[str]]:
    """What is `offered` and what is `ruled_out`, one text for each thing. Alternatives are in one
    text.
    """
    texts: dict[str, list[str]] = {}
    for status in ("offered", "ruled_out"):
        parts: dict[bool, list[str]] = {False: [], True: []}
        for part in position["contributions"]:
            if part["status"] == status:
                parts[part["alternatives"]].append(contribution(part, terms))
        texts[status] = parts[False] + ([" or ".join(parts[True])] if parts[True] else [])
    return texts


def contribution(part: Row, terms: Terms) -> str:
    """The form and the place of a contribution."""
    form, place = terms["contribution_form", part["form"]], _WHERE.get(part["place"], "")
    return f"{form['label'].lower()}{place}"


def as_of(position: Row, terms: Terms) -> str:
    """The day of the request, and how sure it is that the position held then. Empty if the request
    names no day.
    """
    if position["as_of"] is None:
        return ""
    text, certainty = f"As of {format_day(position['as_of'])}", position["as_of_certainty"]
    text += f": {certainty}." if certainty else "."
    if certainty in ("possible", "undated"):
        text += f" {terms['certainty', certainty]['definition']}"
    name = position["actor"]["name"]
    if position["may_also_hold"]:
        text += f" Another position of {name} is possible on that day too; its page names it."
    if position["superseded_by"]:
        text += " A later position has replaced it since."
    return text


def meaning(position: Row, terms: Terms, question: Row) -> str:
    """What the stance means, in a sentence. Where only others say so, it does not say that the
    actor said it. `question` has the words for what it asks about.
    """
    stance, own = position["stance"], position["attribution"] in _OWN_WORD
    if stance == "not_stated" and (position["disputed"] or position["reported"]):
        return "No settled answer: sources say different things."
    if own or stance not in _REPORTED_AS:
        definition: str = terms["stance", stance]["definition"]
        return definition
    return f"{_REPORTED_AS[stance].format_map(question)}."
