"""Why a position is what it is: disagreement, independence of sources, and what was counted for what."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from app.queries.listing import Row
from app.urls import Urls
from app.views.shared import View
from app.vocabulary import Attribution, NotCounted, Rule


class ClaimView(View):
    """One of the values claimed for a disputed axis, and the statements that claim it."""

    value: str
    evidence: list[str]
    sources: int = Field(description="How many documents claim it.")
    independent_sources: int = Field(description="How many of them are independent: distinct roots of `via` and `copy_of`.")


class DisputeView(View):
    """A disputed axis."""

    axis: str
    claims: list[ClaimView]


class IndependenceView(View):
    """How many sources support a position, and how many of them are independent (DOMAIN.md, rule 3)."""

    sources: int = Field(description="Documents with supporting statements.")
    independent: int = Field(description="Distinct roots of their `via` and `copy_of` chains.")
    roots: list[str]


class GroundView(View):
    """Why a field has its value."""

    field: str
    rule: Rule = Field(description="Explained in /vocabulary.")
    positions: list[str] = Field(description="Ids of the positions whose entries give the value, newest last.")
    statements: list[str] = Field(description="Ids of the statements that were counted.")


class NotCountedView(View):
    """A statement about the actor and the question that was not counted for any field."""

    statement: str
    attribution: Attribution
    reason: NotCounted = Field(description="Explained in /vocabulary.")
    note: str | None = Field(description="The curator's words, if any.")
    url: str


class DerivationView(View):
    """How a position follows from statements: the rule for each field, what was counted, what was not and why."""

    fields: list[GroundView]
    not_counted: list[NotCountedView] = Field(description="Those among the evidence, then the newest others; up to 50.")
    not_counted_total: int = Field(description="How many were not counted when this dataset was made.")
    statements: str = Field(description="The list of all statements about this actor on this question.")


def dispute(dispute: Row, sources: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """A disputed axis, with the sources of each claim counted."""
    claims = []
    for claim in dispute["claims"]:
        of = [sources[name] for name in claim["evidence"] if name in sources]
        counts = {"sources": len({source for source, _ in of}), "independent_sources": len({root for _, root in of})}
        claims.append({"value": claim["value"], "evidence": claim["evidence"], **counts})
    return {"axis": dispute["axis"], "claims": claims}


def independence(evidence: Iterable[Row]) -> dict[str, Any]:
    """How many sources these pieces of evidence come from."""
    pairs = {(one["source"], one["source_root"]) for one in evidence}
    roots = sorted({root for _, root in pairs})
    return {"sources": len({source for source, _ in pairs}), "independent": len(roots), "roots": roots}


def derivation(row: Row, urls: Urls) -> dict[str, Any] | None:
    """How a position follows from statements; None where there is nothing to say."""
    if row["derivation"] is None:
        return None
    statements = urls.at("statements")
    return {
        "fields": row["derivation"],
        "not_counted": [
            {"statement": one["statement"], "attribution": one["attribution"], "reason": one["reason"], "note": one["note"],
             "url": f"{statements}/{one['statement']}"}
            for one in row["passed_over"]
        ],
        "not_counted_total": row["not_counted"],
        "statements": urls.list("/statements", [("about", row["actor"]), ("question", row["question"])]),
    }  # fmt: skip
