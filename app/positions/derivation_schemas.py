"""Why a position is what it is: disagreement, independence of sources, and what was counted for
what.
"""

from pydantic import Field

from app.api.schemas import Schema
from app.domain.vocabulary import Attribution, NotCounted, Rule


class ClaimView(Schema):
    """One of the values claimed for a disputed axis, and the statements that claim it."""

    value: str
    evidence: list[str]
    sources: int = Field(description="How many documents claim it.")
    independent_sources: int = Field(
        description="How many of them are independent: distinct roots of `via` and `copy_of`."
    )


class DisputeView(Schema):
    """A disputed axis."""

    axis: str
    claims: list[ClaimView]


class IndependenceView(Schema):
    """How many sources support a position, and how many of them are independent: have different
    roots.
    """

    sources: int = Field(description="Documents with supporting statements.")
    independent: int = Field(description="Distinct roots of their `via` and `copy_of` chains.")
    roots: list[str]


class GroundView(Schema):
    """Why a field has its value."""

    field: str
    rule: Rule = Field(description="Explained in /vocabulary.")
    positions: list[str] = Field(
        description="Ids of the positions whose entries give the value, newest last."
    )
    statements: list[str] = Field(description="Ids of the statements that were counted.")


class NotCountedView(Schema):
    """A statement about the actor and the question that was not counted for any field."""

    statement: str
    attribution: Attribution
    reason: NotCounted = Field(description="Explained in /vocabulary.")
    note: str | None = Field(description="The curator's words, if any.")
    url: str


class DerivationView(Schema):
    """How a position follows from statements: the rule for each field, what was counted, what was
    not and why.
    """

    fields: list[GroundView]
    not_counted: list[NotCountedView] = Field(
        description="Those among the evidence, then the newest others; up to 50."
    )
    not_counted_total: int = Field(
        description="How many were not counted when this dataset was made."
    )
    statements: str = Field(
        description="The list of all statements about this actor on this question."
    )
