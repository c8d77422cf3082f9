"""Ids that are written like one that does not exist; for error messages only."""

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.domain import names
from app.store.compiled import CompiledSelect
from app.store.tables.positions import Position
from app.store.tables.statements import Source, Statement

_COLUMNS = {
    "position": col(Position.id),
    "source": col(Source.id),
    "statement": col(Statement.id),
}
_LONGEST = 120  # characters of an id that is compared
# Ids are compared with the first ones, which are all of a small dataset, with those that begin like
# the given one, and with those that would be beside it if one character of its beginning were
# missing, added, another or swapped. So an error costs the same whatever the size of the dataset.
_FIRST, _BESIDE, _BEGINNING = 300, 100, 12
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
_first = {
    kind: CompiledSelect(select(id_).order_by(id_).limit(_FIRST)) for kind, id_ in _COLUMNS.items()
}


def _neighbours(id_: Mapped[str]) -> CompiledSelect:
    """For each of `ids`, the first id of a table that is not before it, and the last one that is
    not behind it.
    """
    given = func.json_each(bindparam("ids")).table_valued("value")
    behind = select(id_).where(id_ >= given.c.value).order_by(id_).limit(1)
    before = select(id_).where(id_ <= given.c.value).order_by(id_.desc()).limit(1)
    return CompiledSelect(
        select(
            given.c.value,
            behind.correlate(given).scalar_subquery().label("behind"),
            before.correlate(given).scalar_subquery().label("before"),
        )
    )


_from = {
    kind: CompiledSelect(select(id_).where(id_ >= bindparam("given")).order_by(id_).limit(_BESIDE))
    for kind, id_ in _COLUMNS.items()
}
_before = {
    kind: CompiledSelect(
        select(id_).where(id_ < bindparam("given")).order_by(id_.desc()).limit(_BESIDE)
    )
    for kind, id_ in _COLUMNS.items()
}
_beside = {kind: _neighbours(id_) for kind, id_ in _COLUMNS.items()}


_same = {
    kind: CompiledSelect(select(id_).where(id_ == bindparam("given")))
    for kind, id_ in _COLUMNS.items()
}


def has_id(connection: Connection, kind: str, given: str) -> bool:
    """Whether there is a `position`, `source` or `statement` with this id."""
    return _same[kind].scalar(connection, given=given) is not None


def near_ids(connection: Connection, kind: str, given: str) -> list[str]:
    """Ids of a `position`, `source` or `statement` that are written like the given one, best
    first. In a large dataset an id is not found if more than one character of its beginning is
    misspelt.
    """
    if len(given) > _LONGEST:
        return []
    # All ids are in lower case.
    lower = given.lower()
    ids = {
        *_first[kind].scalars(connection),
        *_from[kind].scalars(connection, given=lower),
        *_before[kind].scalars(connection, given=lower),
        *_respelt(connection, kind, lower),
    }
    return names.suggest(given, {names.fold(id_): id_ for id_ in ids}, longest=_LONGEST)


def _respelt(connection: Connection, kind: str, given: str) -> set[str]:
    """Ids that begin like the given one with one character of its beginning spelt otherwise."""
    beginnings = {
        given[:at] + middle + given[end:]
        for at in range(min(len(given), _BEGINNING))
        for end, middle in (
            (at + 1, ""),
            (at + 2, given[at : at + 2][::-1]),
            *((at + more, letter) for letter in _LETTERS for more in (0, 1)),
        )
    }
    return {
        id_
        for tried, *found in _beside[kind].tuples(connection, ids=sorted(beginnings))
        for id_ in found
        if id_ and id_.startswith(tried[: _BEGINNING - 1])
    }
