"""Positions."""

from enum import StrEnum

from pydantic import Field

from app.api.schemas import ActorRef, Citation, CorrectionView, ListView, Schema
from app.domain.dates import DateObject
from app.domain.vocabulary import (
    Attribution,
    Certainty,
    Commitment,
    Condition,
    ContributionStatus,
    Form,
    NotCounted,
    Participation,
    Place,
    Relation,
    Rule,
    Stance,
    Status,
)
from app.domain.vocabulary import View as ViewOfForce
from app.positions.summaries import QuestionRef
from app.statements.schemas import StatementView


class ReportedField(StrEnum):
    """The field of a position on which a claim is reported."""

    view = "view"
    participation = "participation"
    conditions = "conditions"
    contributions = "contributions"


class ConditionView(Schema):
    """Any one of `any_of` must be met; several conditions must all be met."""

    any_of: list[Condition]
    note: str | None


class ContributionView(Schema):
    """What is offered or ruled out. `alternatives`: this form or another one so marked."""

    form: Form
    status: ContributionStatus
    place: Place
    alternatives: bool
    note: str | None = Field(description="The curator's words; which one, where the form is other.")


class EvidenceView(Schema):
    """A statement, and what it does for the position."""

    relation: Relation
    attribution: Attribution = Field(description="How its words relate to this actor.")
    note: str | None = Field(description="Why it is given, where the curator says so.")
    statement: StatementView


class ClaimView(Schema):
    """One of the values claimed for a disputed axis, and the statements that claim it."""

    value: str
    attribution: Attribution | None = Field(
        description="The strongest of all who claim it; null where an old dataset did not note it."
    )
    summary: str | None = Field(
        description="Ours, of the claim; null where an old dataset did not note it."
    )
    evidence: list[str]
    sources: int = Field(description="How many documents claim it.")
    independent_sources: int = Field(
        description="How many of them are independent: distinct roots of `via` and `copy_of`."
    )


class DisputeView(Schema):
    """A disputed axis."""

    axis: str
    claims: list[ClaimView]


class ReportedView(Schema):
    """A claim that is listed and not served: a source that is nearer to the actor says something
    else, or the actor denies it.
    """

    field: ReportedField
    value: ViewOfForce | Participation | ConditionView | ContributionView = Field(
        description="The word of the axis, or the condition or contribution."
    )
    attribution: Attribution
    summary: str = Field(description="Ours, of the claim.")
    evidence: list[str] = Field(description="Ids of the statements that claim it.")
    position: str = Field(description="Id of the position whose entry has the claim.")
    denied_by: list[str] = Field(
        description="Ids of the positions whose entries deny it; empty if nobody does."
    )


class CertaintyByAxis(Schema):
    """How certain the view and the participation are on the day asked for."""

    view: Certainty
    participation: Certainty


class IndependenceView(Schema):
    """How many sources support the stance, and how many of them are independent: have different
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


class RetractionView(Schema):
    """Why a position no longer counts, and since when."""

    on: str
    reason: str


class PositionLinks(Schema):
    """Where to go on."""

    self: str
    canonical: str
    actor: str
    history: str
    statements: str
    csl: str
    page: str = Field(
        description="Its page for people; an earlier position is in the history there."
    )
    embed: str | None = Field(
        description=(
            "The same for a frame on other sites; null for an earlier position, unless it "
            "was asked for by its day."
        )
    )


class PositionView(Schema):
    """The position of an actor on a question. An actor without one has the stance not_stated, no
    id, no evidence, and a note.
    """

    id: str | None = Field(description="Permanent id; null for an actor without a position.")
    actor: ActorRef
    question: QuestionRef
    stance: Stance
    view: ViewOfForce
    participation: Participation
    disputed: list[DisputeView]
    reported: list[ReportedView] = Field(description="Claims that are listed and not served.")
    summary: str | None = Field(
        description=(
            "Ours, neutral, of the newest and strongest entry behind the stance; null for an "
            "actor without a position."
        )
    )
    note: str | None = Field(description="What silence means here; null where there is a position.")
    contributions: list[ContributionView]
    conditions: list[ConditionView] = Field(description="All of them must be met.")
    commitment: Commitment | None = Field(
        description="Null unless the stance comes from the participation."
    )
    attribution: Attribution | None = Field(
        description=(
            "The strongest of the entries behind the stance; null if there is none, and for an "
            "actor without a position."
        )
    )
    status: Status | None = Field(description="Null for an actor without a position.")
    valid_from: DateObject | None = Field(description="Null for an actor without a position.")
    valid_to: DateObject | None = Field(
        description="Null while it is current, and for an actor without a position."
    )
    stance_since: DateObject | None = Field(
        description=(
            "When the first position in the unbroken run of the stance began; null if a dispute "
            "or denial leaves no stance, and for an actor without a position."
        )
    )
    undated: bool = Field(description="No bound is known of the day on which it began.")
    evidence: list[EvidenceView]
    not_supported: str | None = Field(
        description="What may not be concluded; null for an actor without a position."
    )
    previous: str | None = Field(description="Id of the position before; null if there is none.")
    superseded_by: str | None = Field(
        description="Id of the position after; null if there is none."
    )
    recorded_on: str | None = Field(
        description="Day on which we recorded it; null for an actor without a position."
    )
    coded_by: str | None
    reviewed_by: str | None = Field(description="Null: not reviewed by a second person yet.")
    reviewed_on: str | None
    corrections: list[CorrectionView] = Field(
        description="What was published of it was corrected, oldest first."
    )
    retracted: RetractionView | None = Field(description="Null unless the entry was retracted.")
    independence: IndependenceView
    as_of: str | None = Field(description="The day asked for; null: what is current.")
    as_of_certainty: Certainty | None = Field(
        description="Whether it held on that day; null without `as_of` and for silence."
    )
    certainty_by_axis: CertaintyByAxis | None = Field(
        description="The same of each axis; `as_of_certainty` is the weaker one."
    )
    may_also_hold: list[str] = Field(
        description="Ids of other positions that may have held on that day."
    )
    derivation: DerivationView | None = Field(
        description=(
            "Null for an actor without a position, and where an old dataset did not note it."
        )
    )
    citation: Citation
    links: PositionLinks


class PositionList(ListView[PositionView]):
    """A page of a list."""


class NamedPosition(PositionView):
    """The position of the actor that a name in the path means."""

    matched_as: str = Field(description="What kind of name the one in the path is.")
