"""Positions over time: of each actor the spells of days, and what the filters leave of them on
given days.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select

from app.positions.queries import PositionFilters
from app.store.listing import Row, rows
from app.store.tables import metadata

_p, _actor, _spell = (metadata.tables[name] for name in ("position", "actor", "spell"))
_SILENT = {"stance": "not_stated", "view": "not_stated", "participation": "not_stated"}


def points(connection: Connection, filters: PositionFilters, days: Iterable[date]) -> list[Row]:
    """For each day the rows of the actors that `held` a position then, and how many actors were
    `silent`.

    Together they are what the list of positions as of that day holds; `filters.as_of` itself is not
    looked at.
    """
    actors = select(_actor.c.id)
    spells = (
        select(
            _spell.c.first_day,
            _spell.c.last_day,
            _spell.c.certainty,
            _p.c.id.label("position"),
            _p.c.stance,
            _p.c.view,
            _p.c.participation,
            _p.c.attribution,
            _p.c.status,
            _actor.c.id,
            _actor.c.type,
            _actor.c.name,
            _actor.c.iso2,
            _actor.c.iso3,
            _actor.c.numeric,
        )
        .join(_p, _p.c.id == _spell.c.position)
        .join(_actor, _actor.c.id == _spell.c.actor)
        .where(_spell.c.question == filters.question)
        .order_by(_actor.c.sort_name, _actor.c.id, _spell.c.first_day)
    )
    if filters.actor:
        actors, spells = (
            actors.where(_actor.c.id.in_(filters.actor)),
            spells.where(_actor.c.id.in_(filters.actor)),
        )
    known = set(connection.execute(actors).scalars())
    everything = rows(connection, spells)
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
