"""Positions over time: the validity intervals of each actor, and what the filters leave of them on
given days.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, bindparam, or_, select
from sqlmodel import col

from app.positions.queries import PositionFilters
from app.store.compiled import compiled, in_list, is_empty
from app.store.listing import Row
from app.store.tables.actors import Actor
from app.store.tables.positions import Position, ValidityInterval

_SILENT = {"stance": "not_stated", "view": "not_stated", "participation": "not_stated"}
_of_actors = or_(is_empty("actors"), in_list(col(Actor.id), "actors"))
_actors = compiled(select(col(Actor.id)).where(_of_actors))
_intervals = compiled(
    select(
        col(ValidityInterval.first_day),
        col(ValidityInterval.last_day),
        col(ValidityInterval.certainty),
        col(Position.id).label("position"),
        col(Position.stance),
        col(Position.view),
        col(Position.participation),
        col(Position.attribution),
        col(Position.status),
        col(Actor.id),
        col(Actor.type),
        col(Actor.name),
        col(Actor.iso2),
        col(Actor.iso3),
        col(Actor.numeric),
    )
    .join(Position, col(Position.id) == col(ValidityInterval.position))
    .join(Actor, col(Actor.id) == col(ValidityInterval.actor))
    .where(col(ValidityInterval.question) == bindparam("question"), _of_actors)
    .order_by(col(Actor.sort_name), col(Actor.id), col(ValidityInterval.first_day))
)


def points(connection: Connection, filters: PositionFilters, days: Iterable[date]) -> list[Row]:
    """For each day the rows of the actors that `held` a position then, and the number of actors
    that were `silent`. Together they are the list of positions as of that day.

    `filters.as_of` itself is not used.
    """
    known = set(_actors.scalars(connection, actors=filters.actor))
    everything = _intervals.rows(connection, question=filters.question, actors=filters.actor)
    out = []
    for day in days:
        on = [
            row
            for row in everything
            if row["first_day"] <= day and (row["last_day"] is None or row["last_day"] >= day)
        ]
        # With `status` the others are not silent: they hold a position of another status.
        admits_silence = not (
            filters.status or filters.attribution or filters.has_position
        ) and _passes(_SILENT, filters)
        silent = len(known) - len({row["id"] for row in on}) if admits_silence else 0
        held = [row for row in on if filters.has_position is not False and _passes(row, filters)]
        out.append({"day": day, "held": held, "silent": silent})
    return out


def _passes(row: Row, filters: PositionFilters) -> bool:
    wanted = {
        name: getattr(filters, name)
        for name in ("stance", "view", "participation", "attribution", "status")
    }
    return all(row.get(name) in values for name, values in wanted.items() if values)
