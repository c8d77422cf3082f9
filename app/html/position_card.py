"""What the card of a position says, and in which order: its words, disputes, conditions and offers
in plain words. Pure.
"""

from typing import Any

from app.domain.vocabulary import Attribution, Relation
from app.html.text import format_day
from app.store.listing import Row

Terms = dict[tuple[str, str], Row]  # vocabulary and value → label and definition

_WHERE = {
    "in_ukraine": " in Ukraine",
    "black_sea": " in the Black Sea",
    "neighbouring": " in a neighbouring country",
    "elsewhere": " elsewhere",
    "unspecified": "",
}
_AXES = {"view": "{subject} itself", "participation": "taking part"}
_STRONG = [str(one) for one in Attribution]


def arranged(one: Row, subject: str) -> dict[str, Any]:
    """The evidence of a position in the order in which a card shows it.

    `hero` are the words that carry it most: of those that the stance was derived from, the ones
    from nearest to the actor, quoted ones first; None if it rests on nothing but claims in dispute.
    `disputes` are the disputed axes, the claims of each with their own words. `limits` qualify or
    dispute the position, so they are never folded away; `more` support it too. What is only context
    is left to the full proof. `subject` is what the question asks about.
    """
    fields = one["derivation"]["fields"] if one["derivation"] else []
    grounds = {
        name for ground in fields if ground["field"] == "stance" for name in ground["statements"]
    }

    def weight(item: Row) -> tuple[bool, int, bool]:
        said = item["statement"]
        return said["id"] not in grounds, _STRONG.index(item["attribution"]), not said["quoted"]

    items = {item["statement"]["id"]: item for item in one["evidence"]}
    disputes = [
        {
            "axis": axis["axis"],
            "on": _AXES.get(axis["axis"], axis["axis"]).format(subject=subject),
            "claims": [_claim(claim, items) for claim in axis["claims"]],
        }
        for axis in one["disputed"]
    ]
    claimed = {
        name for axis in one["disputed"] for claim in axis["claims"] for name in claim["evidence"]
    }
    carrying = [
        item
        for name, item in items.items()
        if item["relation"] == Relation.supports and name not in claimed
    ]
    hero = min(carrying, key=weight, default=None)
    shown = {
        item["statement"]["id"]
        for axis in disputes
        for claim in axis["claims"]
        for item in claim["items"]
    }
    rest = [item for name, item in items.items() if item is not hero and name not in shown]
    return {
        "hero": hero,
        "disputes": disputes,
        "limits": [
            (relation, found)
            for relation in (Relation.qualifies, Relation.disputes)
            if (found := [item for item in rest if item["relation"] == relation])
        ],
        "more": [item for item in rest if item["relation"] == Relation.supports],
    }


def _claim(claim: Row, items: dict[str, Row]) -> dict[str, Any]:
    """A claim in dispute with the words of one statement: copies of one text say no more than the
    first.
    """
    found = [items[name] for name in claim["evidence"] if name in items]
    sources, independent = claim["sources"], claim["independent_sources"]
    counted = f"{sources} {'source' if sources == 1 else 'sources'}"
    if independent < sources:
        counted += f", {independent} of them independent"
    return {"value": claim["value"], "sources": counted, "items": found[:1]}


def conditions(one: Row, terms: Terms) -> list[str]:
    """What must be met, each condition as a clause that follows “only if”."""
    return [_condition(condition, terms) for condition in one["conditions"]]


def _condition(condition: Row, terms: Terms) -> str:
    note = condition["note"]
    clauses = [
        note if name == "other" and note else _clause(terms["condition", name]["definition"])
        for name in condition["any_of"]
    ]
    said = " or ".join(clauses)
    return f"{said} ({note})" if note and "other" not in condition["any_of"] else said


def _clause(sentence: str) -> str:
    """A sentence as a clause: without its full stop, and small where it begins with an article."""
    first, _, rest = sentence.rstrip(".").partition(" ")
    return f"{first.lower() if first in ('A', 'An', 'The', 'Another') else first} {rest}".rstrip()


def contributions(one: Row, terms: Terms) -> dict[str, list[str]]:
    """What is `offered` and what is `ruled_out`, one text for each thing; forms of which one is
    meant stand in one text.
    """
    told: dict[str, list[str]] = {"offered": [], "ruled_out": []}
    choices: dict[str, list[str]] = {"offered": [], "ruled_out": []}
    for part in one["contributions"]:
        text = terms["contribution_form", part["form"]]["label"].lower() + _WHERE.get(
            part["place"], ""
        )
        (choices if part["alternatives"] else told)[part["status"]].append(text)
    return {
        status: [*told[status], *([" or ".join(choices[status])] if choices[status] else [])]
        for status in told
    }


def as_of(one: Row, terms: Terms) -> str:
    """For which day a position was asked, and how sure it is that it held then; empty where no day
    was asked for.
    """
    if one["as_of"] is None:
        return ""
    text = f"As of {format_day(one['as_of'])}."
    if one["as_of_certainty"] in ("possible", "undated"):
        term = terms["certainty", one["as_of_certainty"]]
        text = f"As of {format_day(one['as_of'])}: {term['label'].lower()}. {term['definition']}"
    if one["may_also_hold"]:
        text += (
            " Another position of this actor may have held on that day as well; the full proof "
            "names it."
        )
    if one["superseded_by"]:
        text += " A later position has taken its place since."
    return text
