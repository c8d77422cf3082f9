"""Ids that are written like one that does not exist; for error messages only."""

from sqlalchemy import Connection, bindparam, select
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
# Ids are compared with the first ones, which are all of a small dataset, and with those that begin
# like the given one. So an error costs the same whatever the size of the dataset.
_FIRST, _BESIDE = 300, 100
_first = {
    kind: CompiledSelect(select(id_).order_by(id_).limit(_FIRST)) for kind, id_ in _COLUMNS.items()
}
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


def near_ids(connection: Connection, kind: str, given: str) -> list[str]:
    """Ids of a `position`, `source` or `statement` that are written like the given one, best
    first. In a large dataset an id whose beginning is misspelt may not be found.
    """
    if len(given) > _LONGEST:
        return []
    # All ids are in lower case.
    lower = given.lower()
    ids = {
        *_first[kind].scalars(connection),
        *_from[kind].scalars(connection, given=lower),
        *_before[kind].scalars(connection, given=lower),
    }
    return names.suggest(given, {names.fold(id_): id_ for id_ in ids}, longest=_LONGEST)
