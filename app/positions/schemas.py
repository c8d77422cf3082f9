"""Positions."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from app.api.schemas import ActorRef, Citation, CorrectionView, ListView, Schema, Uri
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
    """A condition. Any one of `any_of` must be met; all conditions of a position must be met."""

    any_of: list[Condition] = Field(description="The alternatives.")
    note: str | None = Field(description="The curator's words; null if there are none.")


class ContributionView(Schema):
    """What an actor offers or rules out."""

    form: Form = Field(description="What the contribution consists of.")
    status: ContributionStatus = Field(description="Offered or ruled out.")
    place: Place = Field(description="Where it would be.")
    alternatives: bool = Field(
        description="True if the actor gives this form or another one that is also marked so, and "
        "has not said which."
    )
    note: str | None = Field(
        description="The curator's words, for instance which form, if it is `other`; null if there "
        "are none."
    )


class EvidenceView(Schema):
    """A statement, and what it does for the position."""

    relation: Relation = Field(description="What the statement does for the position.")
    attribution: Attribution = Field(description="How the words relate to this actor.")
    note: str | None = Field(
        description="Why the curator chose the statement; null if there is no note."
    )
    statement: StatementView = Field(description="The statement in full.")


class ClaimView(Schema):
    """One of the values that sources state for a disputed axis."""

    value: str = Field(description="The value of the axis.")
    attribution: Attribution | None = Field(
        description="The strongest of all who claim it; null if an old dataset did not record it."
    )
    summary: str | None = Field(
        description="Our summary of the claim; null if an old dataset did not record it."
    )
    evidence: list[str] = Field(description="Ids of the statements that claim it.")
    sources: int = Field(description="How many documents claim it.")
    independent_sources: int = Field(
        description="How many of them are independent. Copies of one report count once."
    )


class DisputeView(Schema):
    """An axis for which sources state different values."""

    axis: str = Field(description="`view` or `participation`.")
    claims: list[ClaimView] = Field(description="The values that sources state.")


class ReportedView(Schema):
    """A claim that is known, but is not the position: a source that is closer to the actor says
    something else, or the actor denies it.
    """

    field: ReportedField = Field(description="The field of the position that the claim is about.")
    value: ViewOfForce | Participation | ConditionView | ContributionView = Field(
        description="The claimed value of the axis, or the condition or contribution."
    )
    attribution: Attribution = Field(description="The strongest of all who claim it.")
    summary: str = Field(description="Our summary of the claim.")
    evidence: list[str] = Field(description="Ids of the statements that claim it.")
    position: str = Field(description="The id of the position whose entry has the claim.")
    denied_by: list[str] = Field(
        description="Ids of the positions whose entries deny it; empty if none does."
    )


class CertaintyByAxis(Schema):
    """How certain the view and the participation are on the day `as_of`."""

    view: Certainty = Field(description="How certain the view is.")
    participation: Certainty = Field(description="How certain the participation is.")


class IndependenceView(Schema):
    """How many sources support the stance, and how many of them are independent."""

    sources: int = Field(description="How many documents have supporting statements.")
    independent: int = Field(
        description="How many of them are independent. Copies of one report count once."
    )
    roots: list[str] = Field(
        description="The roots: where the texts come from in the end, an agency or a source."
    )


class GroundView(Schema):
    """Why a field has its value."""

    field: str = Field(description="The name of the field of the position.")
    rule: Rule = Field(description="The rule; `/vocabulary` explains it.")
    positions: list[str] = Field(
        description="Ids of the positions whose entries give the value, newest last."
    )
    statements: list[str] = Field(description="Ids of the statements on which the value is based.")


class NotCountedView(Schema):
    """A statement about the actor and the question that did not count for any field."""

    statement: str = Field(description="The id of the statement.")
    attribution: Attribution = Field(description="How its words relate to this actor.")
    reason: NotCounted = Field(description="Why it did not count; `/vocabulary` explains it.")
    note: str | None = Field(description="The curator's words; null if there are none.")
    url: Uri = Field(description="The address of the statement.")


class DerivationView(Schema):
    """How the position follows from statements: the rule for each field, what counted, what did not
    count and why.
    """

    fields: list[GroundView] = Field(description="The fields, each with its rule.")
    not_counted: list[NotCountedView] = Field(
        description="Up to 50 statements that did not count: first those among the evidence, then "
        "the newest others."
    )
    not_counted_total: int = Field(
        description="How many statements did not count when this dataset was made."
    )
    statements: Uri = Field(
        description="The list of all statements about this actor on this question."
    )


class RetractionView(Schema):
    """Why a position no longer counts, and since when."""

    on: date = Field(description="The day of the retraction.")
    reason: str = Field(description="Why it was retracted.")


class PositionLinks(Schema):
    """Addresses of related data and pages."""

    self: Uri = Field(description="This position.")
    canonical: Uri = Field(description="The canonical address of this response.")
    actor: Uri = Field(description="The actor.")
    history: Uri = Field(description="All positions of the actor on this question.")
    statements: Uri = Field(description="All statements about the actor on this question.")
    csl: Uri = Field(description="The citation as CSL-JSON.")
    page: Uri = Field(
        description="The actor's page for readers; an earlier position is in the history there."
    )
    embed: Uri | None = Field(
        description=(
            "A frame with the position, for other sites; null for an earlier position, unless it "
            "was requested by its day."
        )
    )


class PositionView(Schema):
    """The position of an actor on a question. An actor without one has the stance `not_stated`, no
    id, no evidence, and a note.
    """

    id: str | None = Field(description="The permanent id; null for an actor without a position.")
    actor: ActorRef = Field(description="The country or other actor that has this position.")
    question: QuestionRef = Field(description="The question that the position is about.")
    stance: Stance = Field(
        description="One word for `view` and `participation` together, for colours and maps."
    )
    view: ViewOfForce = Field(description="What the actor says about the subject of the question.")
    participation: Participation = Field(description="What the actor says about its own forces.")
    disputed: list[DisputeView] = Field(
        description="The axes for which sources state different values; usually empty."
    )
    reported: list[ReportedView] = Field(
        description="Claims of others that are known, but are not the position."
    )
    summary: str | None = Field(
        description=(
            "Our neutral summary of the newest and strongest entry behind the stance; null for an "
            "actor without a position."
        )
    )
    note: str | None = Field(
        description="What it means that the actor has no position; null if it has one."
    )
    contributions: list[ContributionView] = Field(description="What the actor offers or rules out.")
    conditions: list[ConditionView] = Field(
        description="The conditions on which it depends. All of them must be met."
    )
    commitment: Commitment | None = Field(
        description="How strongly it was stated, from `hedged` to `decided`; null if the stance "
        "does not come from the participation."
    )
    attribution: Attribution | None = Field(
        description=(
            "The strongest of the entries behind the stance; null if there is none, and for an "
            "actor without a position."
        )
    )
    status: Status | None = Field(
        description="Whether it is current; null for an actor without a position."
    )
    valid_from: DateObject | None = Field(
        description="When it began; null for an actor without a position."
    )
    valid_to: DateObject | None = Field(
        description="When it ended; null for a current position, and for an actor without one."
    )
    stance_since: DateObject | None = Field(
        description=(
            "Since when the actor has had this stance without a break; null if a dispute "
            "or denial leaves no stance, and for an actor without a position."
        )
    )
    undated: bool = Field(description="True: we do not know when this position began.")
    evidence: list[EvidenceView] = Field(description="The statements behind it, in full.")
    not_supported: str | None = Field(
        description="What this does not mean, in one sentence; null for an actor without a "
        "position."
    )
    previous: str | None = Field(
        description="The id of the position before; null if there is none."
    )
    superseded_by: str | None = Field(
        description="The id of the position after; null if there is none."
    )
    recorded_on: date | None = Field(
        description="The day on which we recorded it; null for an actor without a position."
    )
    coded_by: str | None = Field(
        description="Who wrote the entry; null for an actor without a position."
    )
    reviewed_by: str | None = Field(
        description="Who reviewed it; null if no second person has reviewed it."
    )
    reviewed_on: date | None = Field(description="The day of the review; null if there was none.")
    corrections: list[CorrectionView] = Field(
        description="What was corrected after publication, oldest first."
    )
    retracted: RetractionView | None = Field(
        description="Why the position no longer counts; null if it was not retracted."
    )
    independence: IndependenceView = Field(
        description="The number of sources that support the stance, and of independent ones."
    )
    as_of: date | None = Field(
        description="The day that was asked for; null if the current position was asked for."
    )
    as_of_certainty: Certainty | None = Field(
        description="How sure it is that the position is right for that day; null without `as_of`, "
        "and for an actor without a position."
    )
    certainty_by_axis: CertaintyByAxis | None = Field(
        description="The certainty of view and participation; `as_of_certainty` is the weaker one."
    )
    may_also_hold: list[str] = Field(
        description="Ids of other positions that are possible on that day, because dates are not "
        "exactly known."
    )
    derivation: DerivationView | None = Field(
        description=(
            "Why each field has its value; null for an actor without a position, and if an old "
            "dataset did not record it."
        )
    )
    citation: Citation = Field(description="Ready-made citations.")
    links: PositionLinks = Field(description="Where to find related data and pages.")


class PositionList(ListView[PositionView]):
    """A page of a list of positions."""


class NamedPosition(PositionView):
    """The position of the actor that a name in the path means."""

    matched_as: str = Field(description="What kind of name the one in the path is.")
