"""Counts of positions by stance, now, on a day, and over time."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import Field

from app.api.parameters import Step
from app.api.schemas import ActorRef, Colour, FromDataset, Schema, Uri, actor_ref
from app.api.urls import Urls
from app.domain.dates import Day
from app.domain.vocabulary import Certainty, Stance
from app.store.listing import Row


class QuestionRef(Schema):
    """The question that a position answers."""

    id: str = Field(description="The id of the question.")
    text: str = Field(description="The question.")


class StanceCount(Schema):
    """The actors with one stance."""

    stance: Stance = Field(description="The stance.")
    label: str = Field(description="The stance for readers.")
    colour: Colour = Field(description="The colour of the stance on a light background.")
    colour_dark: Colour = Field(description="The colour of the stance on a dark background.")
    count: int = Field(description="The number of actors, and the `total` of the list at `url`.")
    actors: list[ActorRef] = Field(description="The actors.")
    url: Uri = Field(description="The list of the positions with this stance.")


class SummaryView(FromDataset):
    """The number of actors with each stance."""

    question: QuestionRef = Field(description="The question that the positions are about.")
    stances: list[StanceCount] = Field(
        description="The stances that the request asks for, also those that no actor has."
    )
    total: int = Field(description="The number of actors.")
    as_of: date | None = Field(
        description="The day that was asked for; null if the current positions were asked for."
    )


class PointCount(Schema):
    """The actors with one stance on one day. `count` is the sum of `certain`, `possible` and
    `undated`.
    """

    stance: Stance = Field(description="The stance.")
    count: int = Field(description="The number of actors, and the `total` of the list at `url`.")
    certain: int = Field(
        description=(
            "How many of them certainly had this stance on that day. Actors without a position are "
            "counted here."
        )
    )
    possible: int = Field(description="How many of them may have had this stance on that day.")
    undated: int = Field(description="How many of them had this stance at an unknown time.")
    url: Uri = Field(description="The list of the positions with this stance on this day.")


class MoveView(Schema):
    """An actor whose stance is different from the one at the point before."""

    actor: ActorRef = Field(description="The actor.")
    before: Stance = Field(description="The stance at the point before.")
    after: Stance = Field(description="The stance at this point.")
    position: str | None = Field(
        description="The id of its position at this point; null if it has none."
    )


class PointView(Schema):
    """One day."""

    date: Day = Field(description="The day: the end of a step, or the last day.")
    stances: list[PointCount] = Field(description="The stances that the request asks for.")
    total: int = Field(description="The number of actors.")
    moved: list[MoveView] = Field(
        description="Actors whose stance is different from the one at the point before."
    )


class TimelineView(FromDataset):
    """The number of actors with each stance over time, at the end of each step and on the last
    day.
    """

    question: QuestionRef = Field(description="The question that the positions are about.")
    step: Step = Field(description="The time between two points.")
    points: list[PointView] = Field(description="The days, oldest first.")


Query = list[tuple[str, str]]


def summary(
    rows: list[Row], terms: list[Row], question: Row, urls: Urls, query: Query, from_dataset: Row
) -> dict[str, Any]:
    """Counts by stance with the actors of each. `terms` are all stances; those that the query asks
    for are listed, also those of nobody.
    """
    rest = [pair for pair in query if pair[0] != "stance"]
    stances = []
    for term in _in_query(terms, query):
        stance = term["id"]
        actors = [actor_ref(row) for row in rows if row["stance"] == stance]
        stances.append(
            {
                "stance": stance,
                "label": term["label"],
                "colour": term["colour"],
                "colour_dark": term["colour_dark"],
                "count": len(actors),
                "actors": actors,
                "url": urls.list("/positions", [*rest, ("stance", stance)]),
            }
        )
    return {
        "question": {"id": question["id"], "text": question["text"]},
        "stances": stances,
        "total": len(rows),
        **from_dataset,
        "as_of": dict(query).get("as_of"),
    }


def timeline(
    points: Iterable[Row],
    terms: list[Row],
    question: Row,
    urls: Urls,
    query: Query,
    step: str,
    from_dataset: Row,
) -> dict[str, Any]:
    """Counts by stance for each day, and who moved since the day before. `terms` are all stances;
    those that the query asks for are counted.
    """
    rest = [pair for pair in query if pair[0] not in ("stance", "step", "as_of")]
    stances = [term["id"] for term in _in_query(terms, query)]
    shown: list[dict[str, Any]] = []
    before: dict[str, Row] | None = None
    for point in points:
        now = {row["id"]: row for row in point["held"]}
        day = point["day"].isoformat()
        counts = []
        many = Counter((row["stance"], row["certainty"]) for row in point["held"])
        for stance in stances:
            # That nobody says anything of an actor by that day is known for certain.
            silent = point["silent"] if stance == "not_stated" else 0
            certain, possible, undated = (
                many[stance, one]
                for one in (Certainty.certain, Certainty.possible, Certainty.undated)
            )
            counts.append(
                {
                    "stance": stance,
                    "count": certain + possible + undated + silent,
                    "certain": certain + silent,
                    "possible": possible,
                    "undated": undated,
                    "url": urls.list("/positions", [*rest, ("as_of", day), ("stance", stance)]),
                }
            )
        shown.append(
            {
                "date": day,
                "stances": counts,
                "total": len(point["held"]) + point["silent"],
                "moved": [] if before is None else _moved(before, now),
            }
        )
        before = now
    return {
        "question": {"id": question["id"], "text": question["text"]},
        "step": step,
        "points": shown,
        **from_dataset,
    }


def _in_query(terms: list[Row], query: Query) -> list[Row]:
    """The stances that a query asks for; all of them if it names none."""
    stances = [value for name, value in query if name == "stance"]
    return [term for term in terms if not stances or term["id"] in stances]


def _moved(before: dict[str, Row], now: dict[str, Row]) -> list[dict[str, Any]]:
    """The actors whose stance is not the same in both, which are positions by actor."""
    silent = {"stance": "not_stated", "position": None}
    moves = []
    for actor, row in (before | now).items():
        if before.get(actor) is now.get(actor):
            continue  # the same interval has both days
        old, new = before.get(actor, silent), now.get(actor, silent)
        if old["stance"] != new["stance"]:
            moves.append(
                {
                    "actor": actor_ref(row),
                    "before": old["stance"],
                    "after": new["stance"],
                    "position": new["position"],
                }
            )
    return moves


def timeline_row(row: Row, question: str) -> dict[str, Any]:
    """A row of the timeline as a table: one actor on one day."""
    return actor_ref(row) | {
        "date": row["day"].isoformat(),
        "question": question,
        "stance": row["stance"],
        "position": row["position"],
        "certainty": row["certainty"],
        "disputed": row["disputed"],
        "reported": row["reported"] or [],
    }
