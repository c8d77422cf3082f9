"""What the card of a position says, and in which order: its words, disputes, conditions and offers
in plain words. Pure.
"""

from typing import Any

from app.domain.vocabulary import Attribution, Relation
from app.html.text import counted, format_day
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
_AXES = {"view": "{subject} itself", "participation": "taking part"}
_STRONGEST_FIRST = list(Attribution)


def arranged(position: Row, subject: str) -> dict[str, Any]:
    """The evidence of a position in the order in which a card shows it.

    `hero` is the most important item: the words of the actor itself before those of others, quoted
    ones first, and the stance must have been derived from them if possible. It is None if all
    supporting words are claims in dispute. `disputes` are the disputed axes, the claims of each
    with their own words. `limits` qualify or dispute the position, so they are never folded away;
    `more` support it too. Items that are only context are left out: the full page shows them.
    `subject` is what the question asks about.
    """
    fields = position["derivation"]["fields"] if position["derivation"] else []
    stance_from = {
        name for field in fields if field["field"] == "stance" for name in field["statements"]
    }

    def weight(item: Row) -> tuple[bool, int, bool]:
        said, attribution = item["statement"], _STRONGEST_FIRST.index(item["attribution"])
        return said["id"] not in stance_from, attribution, not said["quoted"]

    items = {item["statement"]["id"]: item for item in position["evidence"]}
    claimed: set[str] = set()
    for axis in position["disputed"]:
        for claim in axis["claims"]:
            claimed.update(claim["evidence"])
    supporting = [
        item
        for name, item in items.items()
        if item["relation"] == Relation.supports and name not in claimed
    ]
    hero = min(supporting, key=weight, default=None)
    disputes = [
        {
            "axis": axis["axis"],
            "on": _AXES.get(axis["axis"], axis["axis"]).format(subject=subject),
            "claims": [_claim(claim, items) for claim in axis["claims"]],
        }
        for axis in position["disputed"]
    ]
    shown = [item for axis in disputes for claim in axis["claims"] for item in claim["items"]]
    rest = [item for item in items.values() if item is not hero and item not in shown]

    def related(relation: Relation) -> list[Row]:
        return [item for item in rest if item["relation"] == relation]

    limits = [(relation, related(relation)) for relation in (Relation.qualifies, Relation.disputes)]
    return {
        "hero": hero,
        "disputes": disputes,
        "limits": [(relation, items) for relation, items in limits if items],
        "more": related(Relation.supports),
    }


def _claim(claim: Row, items: dict[str, Row]) -> dict[str, Any]:
    """A claim in dispute with the words of one statement: its other statements may be copies of the
    same text.
    """
    statements = [items[name] for name in claim["evidence"] if name in items]
    sources, independent = claim["sources"], claim["independent_sources"]
    of_them = f", {independent} of them independent" if independent < sources else ""
    return {
        "value": claim["value"],
        "sources": counted(sources, "source") + of_them,
        "items": statements[:1],
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
                label = terms["contribution_form", part["form"]]["label"].lower()
                parts[part["alternatives"]].append(label + _WHERE.get(part["place"], ""))
        texts[status] = parts[False] + ([" or ".join(parts[True])] if parts[True] else [])
    return texts


def as_of(position: Row, terms: Terms) -> str:
    """The day of the request, and how sure it is that the position held then. Empty if the request
    names no day.
    """
    if position["as_of"] is None:
        return ""
    text = f"As of {format_day(position['as_of'])}"
    if position["as_of_certainty"] in ("possible", "undated"):
        term = terms["certainty", position["as_of_certainty"]]
        text += f": {term['label'].lower()}. {term['definition']}"
    else:
        text += "."
    if position["may_also_hold"]:
        text += (
            " Another position of this actor may have held on that day as well; the full proof "
            "names it."
        )
    if position["superseded_by"]:
        text += " A later position has taken its place since."
    return text
