"""Claims on a position that are disputed, reported or denied, each with its words, for pages and
embeds (docs/domain.md, rules dispute, reported and denial).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from app.api.context import RequestContext
from app.api.schemas import JsonObject, as_data
from app.api.urls import query_of
from app.countries import queries as actor_queries
from app.countries.schemas import said_by_then
from app.html.position_card import Terms, condition, contribution
from app.html.text import counted, legend, legend_of, since_when
from app.lookup import questions
from app.positions import queries as position_queries
from app.positions.claims import DISPUTED
from app.statements import queries as statement_queries
from app.store.listing import Row

MOST_IN_FULL = 8
"""Actors on a page or an embed whose disputed claims are shown with their words. In a record of a
hundred thousand statements, all of them took 100 ms. The others are named, with a link.
"""


def words(position: Row, terms: Terms, subject: str) -> list[str]:
    """The claims on a position in a few words each, both sides of a dispute in one: “disputed: will
    contribute / declined”. `subject` is what the question asks about. Pure.
    """
    found = []
    for axis in position["disputed"] or ():
        values = [_says(axis["axis"], claim, terms, subject) for claim in axis["claims"]]
        found.append(f"{DISPUTED}: {' / '.join(values)}")
    for denied, mark in ((True, "denies"), (False, "others claim")):
        said = [
            _says(claim["field"], claim, terms, subject)
            for claim in position["reported"] or ()
            if bool(claim["denied_by"]) == denied
        ]
        found += [f"{mark}: {'; '.join(dict.fromkeys(said))}"] if said else []
    return found


def described(position: Row, terms: Terms, subject: str) -> str:
    """A position in short, for heads of pages and previews of links: our summary, since when it is
    known, and what is claimed beside it.
    """
    claimed = [f"{_sentence(text)}." for text in words(position, terms, subject)]
    since = since_when(position["stance_since"])
    parts = [position["summary"] or position["note"], since and f"{since}.", *claimed]
    return " ".join(part for part in parts if part)


def contested(context: RequestContext, rows: Iterable[Row], question: Row) -> list[JsonObject]:
    """Those of the rows of a board or a timeline on which anything is disputed, reported or denied,
    each with `words` (both sides in short), `claims` (see `with_claims`) and `served`, the answer
    as a claim; None if none is settled. All of them answer this question.

    Those after the first MOST_IN_FULL have no `claims` and are `in_short`, with `url`, the address
    of the page that shows all sides. What is only measured needs no words that are folded away.
    """
    every = [row for row in rows if row["disputed"] or row["reported"]]
    if not every:
        return []
    terms = context.dataset.cached(legend_of, question["id"])["terms"]
    for place, row in enumerate(every):
        row |= {
            "words": _sentence("; ".join(words(row, terms, question["subject"]))),
            "url": _page_of(context, row, question),
            "in_short": place >= MOST_IN_FULL,
            "claims": {"disputes": [], "reported": [], "statements": []},
            "served": None,
        }
    found = [] if context.is_measured else every[:MOST_IN_FULL]
    behind = context.dataset.read(
        position_queries.behind_stance, [row["answer"] or row["position"] for row in found]
    )
    served = _statements(context, {name for names in behind.values() for name in names})
    all_claims = with_claims(context, [(row["actor"], row) for row in found], question)
    for row, claimed in zip(found, all_claims, strict=True):
        said = _said(behind.get(row["answer"] or row["position"], ()), served, row["actor"])
        row["claims"] = claimed
        claimed["statements"] += [item["statement"] for item in said]
        row["served"] = said and {
            "says": f"shown as the answer: {terms['stance', row['stance']]['label'].lower()}",
            "summary": row["summary"],
            "said": said,
            "sources": "",
            "denied": False,
            "denials": [],
        }
    return every


def _page_of(context: RequestContext, row: Row, question: Row) -> str:
    """The page of the actor of a row of a board or a timeline."""
    if "page" in row:
        return context.urls.base + str(row["page"])
    actor = context.urls.actor(row.get("actor_type") or row["type"], row["actor"])
    query = [("question", question["id"])] if question["number"] > 1 else []
    return context.urls.page(actor) + query_of(query)


def memberships(context: RequestContext, actor: str, day: date | None) -> list[JsonObject]:
    """What sources say of who belongs to a coalition, as far as it was said by a day: one item for
    each other side, which is a member of the coalition `actor` or a coalition of the country.

    An item has the `name` of the other side, `says` (both sides of the claims in short), and
    `claims` like those of `with_claims`, with the `name` of the one that would be the member.
    """
    found = said_by_then(context.dataset.read(actor_queries.memberships, actor), day)
    if not found:
        return []
    statements = _statements(context, {name for claim in found for name in claim["evidence"]})
    terms = context.dataset.cached(legend)["terms"]
    items: dict[str, JsonObject] = {}
    for claim in found:
        of_actor, says = claim["actor"], terms["membership_claim", claim["claim"]]["label"].lower()
        other = claim["coalition"] if of_actor == actor else of_actor
        item = items.setdefault(
            other, {"name": context.actor_codes[other]["name"], "says": {}, "claims": []}
        )
        item["says"][says] = None
        item["claims"].append(
            {
                "name": context.actor_codes[of_actor]["name"],
                "says": says,
                "said": _said(claim["evidence"], statements, of_actor),
            }
        )
    return [item | {"says": " / ".join(item["says"])} for item in items.values()]


def held_with(context: RequestContext, statement: str) -> list[Row]:
    """The positions that have a statement as evidence, or beside them as a claim or as a denial of
    one. There `reason` is why it is not counted; else it is None.
    """
    claimed = context.dataset.read(position_queries.with_claim, statement)
    reasons = {row["position"]: row["reason"] for row in claimed}
    held = context.dataset.read(position_queries.with_evidence, statement)
    known = {row["position"] for row in held}
    beside = [
        row | {"relation": None, "evidence_note": None}
        for row in claimed
        if row["position"] not in known
    ]
    return [row | {"reason": reasons.get(row["position"])} for row in (*held, *beside)]


def contested_of(context: RequestContext, held: Iterable[Row]) -> list[JsonObject]:
    """Those current ones of some positions of which sources claim different things, each with both
    sides as `contested` has them.
    """
    current = [
        row | {"answer": None}
        for row in held
        if row["status"] == "current" and (row["disputed"] or row["reported"])
    ]
    return [
        one
        for question in dict.fromkeys(row["question"] for row in current)
        for one in contested(
            context,
            [row for row in current if row["question"] == question],
            context.dataset.cached(questions.question, question),
        )
    ]


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def with_claims(
    context: RequestContext, positions: Sequence[tuple[str, Row]], question: Row
) -> list[JsonObject]:
    """What is claimed of each position on a question, which is given with the id of its actor.

    `disputes` are the disputed axes with the claims of each, and `on`, what they are about in the
    words of the question; `reported` are the claims that are not
    served, one for each entry. A claim has `says` (its values in words), `summary`, `attribution`,
    `said` (its statements, each with its `attribution`), `sources` (a text, where they are
    counted), `denied`, and `denials` (statements). `statements` are all of them.
    """
    reported = [claim for _, one in positions for claim in one["reported"] or ()]
    disputed = [
        claim for _, one in positions for axis in one["disputed"] or () for claim in axis["claims"]
    ]
    if not reported and not disputed:
        return [{"disputes": [], "reported": [], "statements": []} for _ in positions]
    denying = {name for claim in reported for name in claim["denied_by"]}
    denials = context.dataset.read(position_queries.denials, denying) if denying else {}
    ids = {name for claim in (*reported, *disputed) for name in claim["evidence"]}
    ids.update(name for names in denials.values() for name in names)
    statements = _statements(context, ids)
    terms = context.dataset.cached(legend_of, question["id"])["terms"]
    return [
        _sides(actor, one, statements, denials, context=context, terms=terms, question=question)
        for actor, one in positions
    ]


def _sides(
    actor: str,
    position: Row,
    statements: dict[str, JsonObject],
    denials: dict[str, list[str]],
    *,
    context: RequestContext,
    terms: Terms,
    question: Row,
) -> JsonObject:
    name, subject = context.actor_codes[actor]["name"], question["subject"]
    about = {
        "view": f"what {name} thinks of {subject}",
        "participation": f"whether {name} would {question['take_part']}",
    }

    def said(names: Iterable[str]) -> list[JsonObject]:
        return _said(names, statements, actor)

    disputes = [
        {
            "axis": axis["axis"],
            "on": about[axis["axis"]],
            "claims": [
                {
                    "says": _says(axis["axis"], claim, terms, subject),
                    "summary": claim.get("summary"),
                    "attribution": claim.get("attribution"),
                    "said": said(claim["evidence"]),
                    "sources": _sources(claim),
                    "denied": False,
                    "denials": [],
                }
                for claim in axis["claims"]
            ],
        }
        for axis in position["disputed"] or ()
    ]
    by_entry: dict[tuple[str, ...], list[Row]] = {}
    for claim in position["reported"] or ():
        by_entry.setdefault((claim["position"], *claim["evidence"]), []).append(claim)
    reported = []
    for together in by_entry.values():
        first, denied_by = together[0], {name for one in together for name in one["denied_by"]}
        reported.append(
            {
                "says": "; ".join(_says(one["field"], one, terms, subject) for one in together),
                "summary": first["summary"],
                "attribution": first["attribution"],
                "said": said(first["evidence"]),
                "sources": "",
                "denied": bool(denied_by),
                "denials": said(name for by in sorted(denied_by) for name in denials.get(by, ())),
            }
        )
    shown = [claim for axis in disputes for claim in axis["claims"]] + reported
    return {
        "disputes": disputes,
        "reported": reported,
        "statements": [
            item["statement"] for claim in shown for item in (*claim["said"], *claim["denials"])
        ],
    }


def _statements(context: RequestContext, ids: set[str]) -> dict[str, JsonObject]:
    rows = context.dataset.read(statement_queries.by_ids, ids)
    return {name: as_data(row, context.dataset_info) for name, row in rows.items()}


def _said(names: Iterable[str], statements: dict[str, JsonObject], actor: str) -> list[JsonObject]:
    """Statements in this order, once each, with how they relate to an actor."""
    found = [statements[name] for name in dict.fromkeys(names) if name in statements]
    return [{"statement": one, "attribution": _attribution(one, actor)} for one in found]


def _says(field: str, claim: Row, terms: Terms, subject: str) -> str:
    """The value of a claim in words, without a capital letter."""
    value: Any = claim["value"]
    if field == "conditions":
        return f"only if {condition(value, terms)}"
    if field == "contributions":
        verb = "offers" if value["status"] == "offered" else "rules out"
        note = f" ({value['note']})" if value.get("note") else ""
        return f"{verb} {contribution(value, terms)}{note}"
    label = terms[field, value]["label"] if (field, value) in terms else value
    return f"{label.lower()} {subject}" if field == "view" else label.lower()


def _sources(claim: Row) -> str:
    """How many documents make a claim; empty where they were not counted."""
    if "sources" not in claim:
        return ""
    number = counted(claim["sources"], "document")
    return f"{number}, {claim['independent_sources']} independent"


def _attribution(statement: Row, actor: str) -> str | None:
    """How a statement relates to an actor; None if it is not about it."""
    pairs = (pair for pair in statement["about"] if pair["actor"] == actor)
    return next((pair["attribution"] for pair in pairs), None)
