"""Positions."""

from typing import Any

from pydantic import Field

from app.dates import DateObject
from app.queries.listing import Row
from app.urls import Urls
from app.views import actors
from app.views.shared import Citation, Published, View, cite, day
from app.views.statements import StatementView, statement
from app.vocabulary import (
    Attribution,
    Commitment,
    Condition,
    ContributionStatus,
    Form,
    Participation,
    Place,
    Relation,
    Stance,
    Status,
)  # fmt: skip
from app.vocabulary import View as ViewOfForce


class QuestionRef(View):
    """The question that a position answers."""

    id: str
    text: str


class ConditionView(View):
    """Any one of `any_of` must be met; several conditions must all be met."""

    any_of: list[Condition]
    note: str | None


class ContributionView(View):
    """What is offered or ruled out. `alternatives`: this form or another one so marked."""

    form: Form
    status: ContributionStatus
    place: Place
    alternatives: bool


class ClaimView(View):
    """One of the values claimed for a disputed axis, and the statements that claim it."""

    value: str
    evidence: list[str]


class DisputeView(View):
    """A disputed axis."""

    axis: str
    claims: list[ClaimView]


class EvidenceView(View):
    """A statement, and what it does for the position."""

    relation: Relation
    attribution: Attribution = Field(description="How its words relate to this actor.")
    statement: StatementView


class PositionLinks(View):
    """Where to go on. `page` and `embed` are null until those pages exist."""

    self: str
    canonical: str
    actor: str
    statements: str
    page: str | None
    embed: str | None


class PositionView(View):
    """Where an actor stands on a question. A silent actor has the stance not_stated, no id, no evidence, and a note."""

    id: str | None = Field(description="Permanent id; null for a silent actor.")
    actor: actors.ActorRef
    question: QuestionRef
    stance: Stance
    view: ViewOfForce
    participation: Participation
    disputed: list[DisputeView]
    summary: str | None = Field(description="Ours, neutral; null for a silent actor.")
    note: str | None = Field(description="What silence means here; null where there is a position.")
    contributions: list[ContributionView]
    conditions: list[ConditionView] = Field(description="All of them must be met.")
    commitment: Commitment | None = Field(description="Null where participation is not_stated or not_applicable.")
    attribution: Attribution | None = Field(description="That of its strongest supporting evidence; null for a silent actor.")
    status: Status | None = Field(description="Null for a silent actor.")
    valid_from: DateObject | None = Field(description="Null for a silent actor.")
    valid_to: DateObject | None = Field(description="Null while it is current, and for a silent actor.")
    undated: bool = Field(description="Nothing bounds the day from which it holds.")
    evidence: list[EvidenceView]
    not_supported: str | None = Field(description="What may not be concluded; null for a silent actor.")
    previous: str | None = Field(description="Id of the position before; null if there is none.")
    superseded_by: str | None = Field(description="Id of the position after; null if there is none.")
    recorded_on: str | None = Field(description="Day on which we recorded it; null for a silent actor.")
    coded_by: str | None
    reviewed_by: str | None = Field(description="Null: not reviewed by a second person yet.")
    reviewed_on: str | None
    citation: Citation
    links: PositionLinks


class NamedPosition(PositionView):
    """The position of the actor that a name in the path means."""

    matched_as: str = Field(description="What kind of name the one in the path is.")


class StanceCount(View):
    """The actors of one stance; `count` is their number and the total of the list at `url`."""

    stance: Stance
    label: str
    colour: str
    colour_dark: str
    count: int
    actors: list[actors.ActorRef]
    url: str


class SummaryView(View):
    """Counts by stance."""

    question: QuestionRef
    stances: list[StanceCount]
    total: int
    dataset_version: str


def position(row: Row, urls: Urls, about: Published) -> dict[str, Any]:
    """One position, or an actor's silence, from its row."""
    actor = urls.actor(row["type"], row["actor"])
    canonical = f"{actor}/position"
    self = urls.at("positions", row["id"]) if row["id"] else canonical
    silent = row["id"] is None
    statements = f"{actor}/statements" if row["type"] == "country" else urls.list("/statements", [("about", row["actor"])])
    return {
        "id": row["id"],
        "actor": actors.ref(row, "actor"),
        "question": {"id": row["question"], "text": row["question_text"]},
        "stance": row["stance"],
        "view": row["view"],
        "participation": row["participation"],
        "disputed": row["disputed"] or [],
        "summary": row["summary"],
        "note": row["silence"] if silent else None,
        "contributions": row["contributions"] or [],
        "conditions": row["conditions"] or [],
        "commitment": row["commitment"],
        "attribution": row["attribution"],
        "status": row["status"],
        "valid_from": row["valid_from"],
        "valid_to": row["valid_to"],
        "undated": row["valid_from_earliest"] is None and row["valid_from_latest"] is None,
        "evidence": [
            {"relation": one["relation"], "attribution": one["towards_actor"], "statement": statement(one, urls, about)}
            for one in row["evidence"]
        ],
        "not_supported": row["not_supported"],
        "previous": row["previous"],
        "superseded_by": row["superseded_by"],
        "recorded_on": day(row["recorded_on"]),
        "coded_by": row["coded_by"],
        "reviewed_by": row["reviewed_by"],
        "reviewed_on": day(row["reviewed_on"]),
        "citation": _citation(row, self, about),
        "links": {
            "self": self, "canonical": canonical, "actor": actor, "statements": statements, "page": None, "embed": None,
        },
    }  # fmt: skip


def summary(
    rows: list[Row], terms: list[Row], question: Row, urls: Urls, query: list[tuple[str, str]], version: str
) -> dict[str, Any]:
    """Counts by stance with the actors of each; every stance asked for is listed, also those of nobody."""
    rest = [pair for pair in query if pair[0] != "stance"]
    stances = []
    asked = [value for name, value in query if name == "stance"]
    for term in (one for one in terms if not asked or one["id"] in asked):
        held = [actors.ref(row) for row in rows if row["stance"] == term["id"]]
        stances.append({
            "stance": term["id"], "label": term["label"], "colour": term["colour"], "colour_dark": term["colour_dark"],
            "count": len(held), "actors": held, "url": urls.list("/positions", [*rest, ("stance", term["id"])]),
        })  # fmt: skip
    return {
        "question": {"id": question["id"], "text": question["text"]}, "stances": stances,
        "total": len(rows), "dataset_version": version,
    }  # fmt: skip


def _citation(row: Row, self: str, about: Published) -> dict[str, str]:
    stance = row["stance"].replace("_", " ")
    return cite(
        f"{row['name']}: {stance} ({about.title}, dataset {about.version})",
        f"Position of {row['name']} on the question “{row['question_text']}”: {stance}.", about, self,
    )  # fmt: skip
