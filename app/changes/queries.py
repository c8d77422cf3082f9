"""Releases, and what each of them changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from app.store.listing import Key, Listing, Row, counted, rows, whole
from app.store.tables import metadata

_t = metadata.tables
_change, _concerns, _release, _actor = (
    _t[name] for name in ("change", "change_actor", "release", "actor")
)
_MOST = 2**31  # no history is as long: a forged place beyond it is none


@dataclass(frozen=True)
class ChangeFilters:
    """Which changes. Values of one filter are OR, filters are AND; an empty filter lets all
    through.

    `after` is the number of a release, `since` a day of publication, which counts too.
    """

    after: int | None = None
    since: date | None = None
    actor: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    change: tuple[str, ...] = ()


def releases(connection: Connection) -> Listing:
    """The published datasets up to this one, newest first; `previous` is the version of the one
    before.
    """
    before = _release.alias()
    previous = (
        select(before.c.version)
        .where(before.c.number == _release.c.number - 1)
        .correlate(_release)
        .scalar_subquery()
    )
    query = select(*_release.c, previous.label("previous")).order_by(_release.c.number.desc())
    return whole(connection, query, lambda row: (-row["number"],))


def number_of(connection: Connection, version: str) -> int | None:
    """The number of a release of this history; None if there is no such version in it."""
    return connection.execute(
        select(_release.c.number).where(_release.c.version == version)
    ).scalar()


def listing(filters: ChangeFilters) -> Listing:
    """The changes that pass the filters: newest release first, then positions, statements, sources,
    people.
    """
    # Where a change stands among those of its release: the rowid follows the releases from the
    # newest back, so it moves.
    others = _change.alias()
    first_one = (
        select(func.min(others.c.number))
        .where(others.c.release == _change.c.release)
        .correlate(_change)
    )
    place = (_change.c.number - first_one.scalar_subquery() + 1).label("place")
    columns = (*_change.c, _release.c.number.label("release_number"), _release.c.published, place)
    query = (
        select(*columns)
        .join(_release, _release.c.version == _change.c.release)
        .order_by(_change.c.number)
    )

    def page(connection: Connection, after: Key | None, limit: int) -> list[Row]:
        found = _filtered(query, filters).limit(limit)
        if after is not None:
            found = found.where(_change.c.number > _number(connection, *after))
        return _named(connection, rows(connection, found))

    return Listing(
        page=page,
        key=lambda row: (row["release_number"], row["place"]),
        total=lambda connection: counted(
            connection, _filtered(select(_change.c.number).select_from(_change), filters)
        ),
        fits=lambda key: (
            len(key) == 2 and all(type(part) is int and 0 <= part < _MOST for part in key)
        ),
    )


def _number(connection: Connection, release: int, place: int) -> int:
    """The rowid at a place of a release, or the last one ahead of where it would stand."""
    joined = select(func.count()).select_from(
        _change.join(_release, _release.c.version == _change.c.release)
    )
    newer: int = connection.execute(joined.where(_release.c.number > release)).scalar_one()
    own: int = connection.execute(joined.where(_release.c.number == release)).scalar_one()
    return newer + min(place, own)


def _named(connection: Connection, found: list[Row]) -> list[Row]:
    """Give each change the names of its actors, as this dataset knows them."""
    ids = {actor for row in found for actor in row["actors"]}
    query = select(_actor.c.id, _actor.c.name).where(_actor.c.id.in_(ids))
    names = {row["id"]: row["name"] for row in rows(connection, query)} if ids else {}
    return [
        {**row, "names": {actor: names.get(actor, actor) for actor in row["actors"]}}
        for row in found
    ]


def _filtered(query: Select[Any], filters: ChangeFilters) -> Select[Any]:
    for values, of in (
        (filters.speaker, _change.c.speaker),
        (filters.kind, _change.c.kind),
        (filters.change, _change.c.change),
    ):
        if values:
            query = query.where(of.in_(values))
    if filters.actor:
        concerns = exists().where(
            _concerns.c.change == _change.c.number, _concerns.c.actor.in_(filters.actor)
        )
        query = query.where(concerns.correlate(_change))
    if filters.after is not None:
        query = query.where(
            _change.c.release.in_(
                select(_release.c.version).where(_release.c.number > filters.after)
            )
        )
    if filters.since is not None:
        query = query.where(
            _change.c.release.in_(
                select(_release.c.version).where(_release.c.published >= filters.since)
            )
        )
    return query
