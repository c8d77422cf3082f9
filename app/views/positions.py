"""Positions."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from pydantic import Field

from app.dates import DateObject
from app.queries.listing import Row
from app.urls import Urls
from app.views import actors
from app.views.derivations import DerivationView, DisputeView, IndependenceView, derivation, dispute, independence
from app.views.shared import Citation, CorrectionView, Published, View, cite, day
from app.views.statements import StatementView, statement
from app.views.summaries import QuestionRef
from app.vocabulary import (
    Attribution,
    Certainty,
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


class EvidenceView(View):
    """A statement, and what it does for the position."""

    relation: Relation
    attribution: Attribution = Field(description="How its words relate to this actor.")
    note: str | None = Field(description="Why it is given, where the curator says so.")
    statement: StatementView


class RetractionView(View):
    """Why a position no longer counts, and since when."""

    on: str
    reason: str


class PositionLinks(View):
    """Where to go on."""

    self: str
    canonical: str
    actor: str
    history: str
    statements: str
    csl: str
    page: str = Field(description="Its page for people; an earlier position stands in the history there.")
    embed: str | None = Field(
        description="The same for a frame on other sites; null for an earlier position, unless it was asked for by its day."
    )


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
    corrections: list[CorrectionView] = Field(description="What was published of it was corrected, oldest first.")
    retracted: RetractionView | None = Field(description="Null unless the entry was retracted.")
    independence: IndependenceView
    as_of: str | None = Field(description="The day asked for; null: what is current.")
    as_of_certainty: Certainty | None = Field(description="Whether it held on that day; null without `as_of` and for silence.")
    may_also_hold: list[str] = Field(description="Ids of other positions that may have held on that day.")
    derivation: DerivationView | None = Field(description="Null for a silent actor, and where an old dataset did not note it.")
    citation: Citation
    links: PositionLinks


class NamedPosition(PositionView):
    """The position of the actor that a name in the path means."""

    matched_as: str = Field(description="What kind of name the one in the path is.")


Said = Callable[[Row, Published], Any]


def position(row: Row, urls: Urls, about: Published, said: Said = statement) -> dict[str, Any]:
    """One position, or an actor's silence, from its row; `said` tells how its statements stand in it."""
    actor = urls.actor(row["type"], row["actor"])
    canonical = _addressed(row, f"{actor}/position", as_of=True)
    self = urls.at("positions", row["id"]) if row["id"] else canonical
    silent = row["id"] is None
    sources = {one["id"]: (one["source"], one["source_root"]) for one in row["evidence"]}
    statements = f"{actor}/statements" if row["type"] == "country" else urls.list("/statements", [("about", row["actor"])])
    return {
        "id": row["id"],
        "actor": actors.ref(row, "actor"),
        "question": {"id": row["question"], "text": row["question_text"]},
        "stance": row["stance"],
        "view": row["view"],
        "participation": row["participation"],
        "disputed": [dispute(one, sources) for one in row["disputed"] or []],
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
            {"relation": one["relation"], "attribution": one["towards_actor"], "note": one["evidence_note"],
             "statement": said(one, about)}
            for one in row["evidence"]
        ],
        "not_supported": row["not_supported"],
        "previous": row["previous"],
        "superseded_by": row["superseded_by"],
        "recorded_on": day(row["recorded_on"]),
        "coded_by": row["coded_by"],
        "reviewed_by": row["reviewed_by"],
        "reviewed_on": day(row["reviewed_on"]),
        "corrections": row["corrections"],
        "retracted": row["retracted"],
        "independence": independence(one for one in row["evidence"] if one["relation"] == "supports"),
        "as_of": day(row["as_of"]),
        "as_of_certainty": row["as_of_certainty"],
        "may_also_hold": row["may_also_hold"] or [],
        "derivation": derivation(row, urls),
        "citation": _citation(row, self, about),
        "links": {
            "self": self, "canonical": canonical, "actor": actor, "history": _addressed(row, f"{actor}/positions"),
            "statements": statements, "page": page(row, urls), "embed": _embed(row, urls),
            "csl": _addressed(row, f"{actor}/position.csl.json", as_of=True) if silent else f"{self}.csl.json",
        },
    }  # fmt: skip


def page(row: Row, urls: Urls) -> str:
    """Where people read a position, or an actor's silence: the actor's page, and there the place of an earlier position."""
    earlier = row["status"] in (Status.superseded, Status.retracted) and row["as_of"] is None
    address = urls.page(_addressed(row, urls.actor(row["type"], row["actor"]), as_of=True))
    return f"{address}#position-{row['id']}" if earlier else address


def _embed(row: Row, urls: Urls) -> str | None:
    """The card of the actor on that question and day, where it shows just this position."""
    if row["status"] not in (None, "current") and row["as_of"] is None:
        return None
    return urls.embed(_addressed(row, urls.actor(row["type"], row["actor"]), as_of=True))


def _addressed(row: Row, url: str, *, as_of: bool = False) -> str:
    """An address with the question, unless it is the first one, and the day asked for."""
    query = [("question", row["question"])] if row["question_number"] > 1 else []
    if as_of and row["as_of"] is not None:
        query.append(("as_of", row["as_of"].isoformat()))
    return f"{url}?{urlencode(query)}" if query else url


def _citation(row: Row, self: str, about: Published) -> dict[str, str]:
    stance = row["stance"].replace("_", " ")
    return cite(
        f"{row['name']}: {stance} ({about.title}, dataset {about.version})",
        f"Position of {row['name']} on the question “{row['question_text']}”: {stance}.", about, self,
    )  # fmt: skip
