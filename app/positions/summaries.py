"""Counts of positions by stance, now, on a day, and over time."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pydantic import Field

from app.api.schemas import ActorRef, Schema, actor_ref
from app.api.urls import Urls
from app.domain.vocabulary import Certainty, Stance
from app.store.listing import Row


class QuestionRef(Schema):
    """The question that a position answers."""

    id: str
    text: str


class StanceCount(Schema):
    """The actors of one stance; `count` is their number and the total of the list at `url`."""

    stance: Stance
    label: str
    colour: str
    colour_dark: str
    count: int
    actors: list[ActorRef]
    url: str


class SummaryView(Schema):
    """Counts by stance."""

    question: QuestionRef
    stances: list[StanceCount]
    total: int
    dataset_version: str
    as_of: str | None = Field(description="The day asked for; null: what is current.")


class PointCount(Schema):
    """The actors of one stance on one day. `count` is the total of the list at `url`, and the sum
    of `certain`, `possible` and `undated`.
    """

    stance: Stance
    count: int
    certain: int = Field(
        description=(
            "Those of them that certainly held it then; actors without a position are counted here."
        )
    )
    possible: int = Field(description="Those that may have held it then.")
    undated: int = Field(description="Those that held it at a time of which nothing is known.")
    url: str


class MoveView(Schema):
    """An actor whose stance is another one than at the point before."""

    actor: ActorRef
    before: Stance
    after: Stance
    position: str | None = Field(description="Id of its position now; null if it has none.")


class PointView(Schema):
    """One day."""

    date: str
    stances: list[PointCount]
    total: int
    moved: list[MoveView] = Field(description="Who moved since the point before.")


class TimelineView(Schema):
    """Counts by stance over time, at the end of each step and on the last day."""

    question: QuestionRef
    step: str
    points: list[PointView]
    dataset_version: str


Query = list[tuple[str, str]]


def summary(
    rows: list[Row], terms: list[Row], question: Row, urls: Urls, query: Query, version: str
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
        "dataset_version": version,
        "as_of": dict(query).get("as_of"),
    }


def timeline(
    points: Iterable[Row],
    terms: list[Row],
    question: Row,
    urls: Urls,
    query: Query,
    step: str,
    version: str,
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
        for stance in stances:
            held = [row for row in point["held"] if row["stance"] == stance]
            silent = point["silent"] if stance == "not_stated" else 0
            sure = Counter(row["certainty"] for row in held)
            counts.append(
                {
                    "stance": stance,
                    "count": len(held) + silent,
                    # That nobody says anything of an actor by that day is known for certain.
                    "certain": sure[Certainty.certain] + silent,
                    "possible": sure[Certainty.possible],
                    "undated": sure[Certainty.undated],
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
        "dataset_version": version,
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
