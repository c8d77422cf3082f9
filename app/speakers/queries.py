"""Speakers: people, their roles, and how many statements each made."""

from collections import defaultdict

from sqlalchemy import Connection, String, bindparam, exists, func, select
from sqlmodel import col

from app.domain.names import fold
from app.lookup.corrections import corrections_of
from app.lookup.names import with_part
from app.store.compiled import CompiledSelect, in_list, is_empty, keyset_listing
from app.store.listing import Listing, Row, in_memory
from app.store.tables.actors import Actor, NameKey, Person, Role
from app.store.tables.statements import Statement

_statements = (
    select(func.count())
    .where(col(Statement.speaker) == col(Person.id))
    .correlate(Person)
    .scalar_subquery()
    .label("statements")
)
_part = bindparam("part", None, type_=String())
_named = select(col(NameKey.target)).where(
    col(NameKey.scope) == "person", func.instr(col(NameKey.key), _part) > 0
)
_for_countries = exists().where(
    col(Role.person) == col(Person.id), in_list(col(Role.actor), "countries")
)
_people = CompiledSelect(
    select(Person)
    .where(
        col(Person.merged_into).is_(None),
        _part.is_(None) | col(Person.id).in_(_named),
        is_empty("countries") | _for_countries,
    )
    .order_by(col(Person.sort_name), col(Person.id))
)
_by_id = CompiledSelect(select(Person).where(col(Person.id) == bindparam("id")))
_merged_into = CompiledSelect(
    select(col(Person.merged_into)).where(col(Person.id) == bindparam("id"))
)
_rest = CompiledSelect(
    select(col(Person.id), _statements, corrections_of("person", col(Person.id))).where(
        in_list(col(Person.id), "people")
    )
)
_roles = CompiledSelect(
    select(Role, col(Actor.name).label("actor_name"))
    .select_from(Role)
    .outerjoin(Actor)
    .where(in_list(col(Role.person), "people"))
    .order_by(col(Role.person), col(Role.number))
)


def listing(connection: Connection, q: str | None, countries: tuple[str, ...]) -> Listing:
    """Speakers by family name. `q` is a part of any of their names, folded before it is compared;
    those whose names begin with it come first. `countries` are ids of actors for which they hold or
    held a role.
    """
    if q is None and not countries:
        return everybody
    if q is None:
        rows = _people.rows(connection, countries=countries)
        return in_memory(rows, lambda row: (row["sort_name"], row["id"]), _completed)
    places = with_part(connection, "person", q)
    rows = [
        row | {"place": places[row["id"]]}
        for row in _people.rows(connection, part=fold(q), countries=countries)
        if row["id"] in places
    ]

    def key(row: Row) -> tuple[object, ...]:
        return row["place"], row["sort_name"], row["id"]

    return in_memory(sorted(rows, key=key), key, _completed)


def by_id(connection: Connection, person: str) -> Row:
    """A known person with dated roles and corrections."""
    return _completed(connection, _by_id.rows(connection, id=person))[0]


def merged_into(connection: Connection, person: str) -> str | None:
    """The id of the person into whom this one was merged; None if there is none."""
    merged: str | None = _merged_into.scalar(connection, id=person)
    return merged


def _completed(connection: Connection, people: list[Row]) -> list[Row]:
    """People with their `roles`, `corrections` and the number of their `statements`, which are read
    only for the people of a page: to count takes longest.
    """
    ids = [row["id"] for row in people]
    roles: dict[str, list[Row]] = defaultdict(list)
    for role in _roles.rows(connection, people=ids):
        roles[role["person"]].append(role)
    rest = {row["id"]: row for row in _rest.rows(connection, people=ids)}
    return [{**row, "roles": roles[row["id"]], **rest[row["id"]]} for row in people]


_is_listed = col(Person.merged_into).is_(None)
everybody = keyset_listing(
    select(Person).where(_is_listed),
    (col(Person.sort_name), col(Person.id)),
    select(func.count()).select_from(Person).where(_is_listed),
    _completed,
)
"""All speakers by family name."""
