"""Counts of positions by stance, now, on a day, and over time."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from app.api.schemas import ActorRef, Schema, actor_ref
from app.api.urls import Urls
from app.domain.vocabulary import Stance
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
    """The actors of one stance on one day; `count` is the total of the list at `url`."""

    stance: Stance
    count: int
    certain: int = Field(description="Those of them that certainly held it then.")
    url: str


class MoveView(Schema):
    """An actor whose stance is another one than at the point before."""

    actor: ActorRef
    before: Stance
    after: Stance
    position: str | None = Field(
        description="Id of the position it holds now; null if it is silent."
    )


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


def summary(
    rows: list[Row],
    terms: list[Row],
    question: Row,
    urls: Urls,
    query: list[tuple[str, str]],
    version: str,
) -> dict[str, Any]:
    """Counts by stance with the actors of each; every stance asked for is listed, also those of
    nobody.
    """
    rest = [pair for pair in query if pair[0] != "stance"]
    stances = []
    asked = [value for name, value in query if name == "stance"]
    for term in (one for one in terms if not asked or one["id"] in asked):
        held = [actor_ref(row) for row in rows if row["stance"] == term["id"]]
        stances.append(
            {
                "stance": term["id"],
                "label": term["label"],
                "colour": term["colour"],
                "colour_dark": term["colour_dark"],
                "count": len(held),
                "actors": held,
                "url": urls.list("/positions", [*rest, ("stance", term["id"])]),
            }
        )
    return {
        "question": {"id": question["id"], "text": question["text"]},
        "stances": stances,
        "total": len(rows),
        "dataset_version": version,
        "as_of": next((value for name, value in query if name == "as_of"), None),
    }


def timeline(
    points: Iterable[Row],
    terms: list[Row],
    question: Row,
    urls: Urls,
    query: list[tuple[str, str]],
    step: str,
    version: str,
) -> dict[str, Any]:
    """Counts by stance for each day, and who moved since the day before."""
    rest = [pair for pair in query if pair[0] not in ("stance", "step", "as_of")]
    asked = [value for name, value in query if name == "stance"]
    shown: list[dict[str, Any]] = []
    before: dict[str, Row] | None = None
    for point in points:
        now = {row["id"]: row for row in point["held"]}
        on = point["day"].isoformat()
        counts = []
        for term in (one["id"] for one in terms if not asked or one["id"] in asked):
            held = [row for row in point["held"] if row["stance"] == term]
            silent = point["silent"] if term == "not_stated" else 0
            counts.append(
                {
                    "stance": term,
                    "count": len(held) + silent,
                    "certain": sum(1 for row in held if row["certainty"] == "certain"),
                    "url": urls.list("/positions", [*rest, ("as_of", on), ("stance", term)]),
                }
            )
        moved = [] if before is None else _moved(before, now)
        shown.append(
            {
                "date": on,
                "stances": counts,
                "total": len(point["held"]) + point["silent"],
                "moved": moved,
            }
        )
        before = now
    return {
        "question": {"id": question["id"], "text": question["text"]},
        "step": step,
        "points": shown,
        "dataset_version": version,
    }


def _moved(before: dict[str, Row], now: dict[str, Row]) -> list[dict[str, Any]]:
    out = []
    for actor in dict.fromkeys([*before, *now]):
        was, is_now = before.get(actor), now.get(actor)
        old, new = (one["stance"] if one else "not_stated" for one in (was, is_now))
        if old != new:
            position = is_now["position"] if is_now else None
            out.append(
                {
                    "actor": actor_ref(now.get(actor) or before[actor]),
                    "before": old,
                    "after": new,
                    "position": position,
                }
            )
    return out


def timeline_row(row: Row, question: str) -> dict[str, Any]:
    """A row of the timeline as a table: one actor on one day."""
    return actor_ref(row) | {
        "date": row["day"].isoformat(),
        "question": question,
        "stance": row["stance"],
        "position": row["position"],
        "certainty": row["certainty"],
    }
