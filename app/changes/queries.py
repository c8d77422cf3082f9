"""Releases, and what each of them changed."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    bindparam,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.lookup import questions
from app.store.compiled import CompiledSelect, in_list
from app.store.listing import Key, Listing, Row, in_memory
from app.store.tables.actors import Actor
from app.store.tables.counts import COUNTED
from app.store.tables.dataset import Change, ChangeActor, Question, Release

_LONGEST = 2**31  # releases or changes; a cursor with a greater number is forged

_before = aliased(Release)
_previous = (
    select(col(_before.version))
    .where(col(_before.number) == col(Release.number) - 1)
    .correlate(Release)
    .scalar_subquery()
)
_releases = CompiledSelect(
    select(Release, _previous.label("previous")).order_by(col(Release.number).desc())
)
_number_of = CompiledSelect(
    select(col(Release.number)).where(col(Release.version) == bindparam("version"))
)
_number = col(Change.number)
_after: BindParameter[int] = bindparam("after")
_of_actors = exists().where(
    col(ChangeActor.change) == _number, in_list(col(ChangeActor.actor), "actor")
)
_conditions = {
    "after_release": col(Change.release).in_(
        select(col(Release.version)).where(col(Release.number) > bindparam("after_release"))
    ),
    "since": col(Change.release).in_(
        select(col(Release.version)).where(col(Release.published) >= bindparam("since"))
    ),
    "actor": _of_actors.correlate(Change),
    "speaker": in_list(col(Change.speaker), "speaker"),
    "kind": in_list(col(Change.kind), "kind"),
    "change": in_list(col(Change.change), "change"),
}
_others = aliased(Change)
# The number of a change is counted from the newest release, so it is another one in the next
# dataset. Its place among the changes of its release stays the same, and is part of the key.
_first_of_release = (
    select(func.min(col(_others.number)))
    .where(col(_others.release) == col(Change.release))
    .correlate(Change)
    .scalar_subquery()
)
_changes: Select[*tuple[Any, ...]] = (
    select(
        Change,
        col(Release.number).label("release_number"),
        col(Release.published),
        (_number - _first_of_release + 1).label("place"),
    )
    .select_from(Change)
    .join(Release)
    .where(_number > _after)
    .order_by(_number)
    .limit(bindparam("limit"))
)


# One statement for each set of filters: without the others, SQLite can use the index of a filter.
@cache
def _page(filters: tuple[str, ...]) -> CompiledSelect:
    return CompiledSelect(_changes.where(*(_conditions[name] for name in filters)))


@cache
def _total(filters: tuple[str, ...]) -> CompiledSelect:
    some = select(literal(1)).select_from(Change).limit(COUNTED + 1)
    passing = some.where(*(_conditions[name] for name in filters)).subquery()
    return CompiledSelect(select(func.count()).select_from(passing))


_of_releases = select(func.count()).select_from(Change).join(Release)
_newer = CompiledSelect(_of_releases.where(col(Release.number) > bindparam("release")))
_same = CompiledSelect(_of_releases.where(col(Release.number) == bindparam("release")))
_questions = CompiledSelect(select(Question))
_actor_names = CompiledSelect(
    select(col(Actor.id), col(Actor.name)).where(in_list(col(Actor.id), "ids"))
)


def releases(connection: Connection) -> Listing:
    """The published datasets up to this one, newest first. `previous` is the version of the one
    before.
    """
    return in_memory(_releases.rows(connection), lambda row: (-row["number"],))


def number_of(connection: Connection, version: str) -> int | None:
    """The number of a release of this history; None if there is no such version in it."""
    number: int | None = _number_of.scalar(connection, version=version)
    return number


def listing(filters: Mapping[str, object]) -> Listing:
    """The changes that pass the filters: newest release first, then positions, statements, sources,
    people. Values of one filter are OR, filters are AND.

    `after_release` is the number of a release, whose own changes do not pass. `since` is a day of
    publication: changes of that day pass. `actor`, `speaker`, `kind` and `change` are lists; an
    empty one filters nothing.
    """
    given = {name: filters[name] for name in _conditions if filters.get(name)}
    names = tuple(given)

    def page(connection: Connection, after: Key | None, limit: int) -> list[Row]:
        number = 0 if after is None else _last_number(connection, *after)
        rows = _page(names).rows(connection, after=number, limit=limit, **given)
        return _named(connection, rows)

    def total(connection: Connection) -> tuple[int, bool]:
        number = _total(names).scalar(connection, **given)
        return min(number, COUNTED), number <= COUNTED

    return Listing(
        page=page,
        key=lambda row: (row["release_number"], row["place"]),
        total=total,
        is_key=lambda key: (
            len(key) == 2 and all(type(part) is int and 0 <= part < _LONGEST for part in key)
        ),
    )


def _last_number(connection: Connection, release: int, place: int) -> int:
    """The number of the change at a place of a release, or of the last one before that place."""
    newer: int = _newer.scalar(connection, release=release)
    same: int = _same.scalar(connection, release=release)
    return newer + min(place, same)


def _named(connection: Connection, changes: list[Row]) -> list[Row]:
    """Changes with `names`: the names of their actors in this dataset, by id; and of positions with
    the `question` that they answer and its words, None if it is not recorded.
    """
    ids = {actor for row in changes for actor in row["actors"]}
    names = dict(_actor_names.tuples(connection, ids=ids))
    words = {row["id"]: questions.with_words(row) for row in _questions.rows(connection)}
    return [
        row
        | {
            "names": {actor: names.get(actor, actor) for actor in row["actors"]},
            "question": words.get((row["after"] or row["before"] or {}).get("question", "")),
        }
        for row in changes
    ]
