"""Speakers."""

from collections import defaultdict

from sqlalchemy import Connection, exists, func, select

from app.domain.names import fold
from app.store.listing import Key, Listing, Row, first, rows, whole
from app.store.tables import metadata

_t = metadata.tables
_person, _role, _actor, _s, _key = (
    _t[name] for name in ("person", "role", "actor", "statement", "name_key")
)
_spoken = (
    select(func.count()).where(_s.c.speaker == _person.c.id).correlate(_person).scalar_subquery()
)
_columns = (*_person.c, _spoken.label("statements"))


def listing(connection: Connection, q: str | None, countries: tuple[str, ...]) -> Listing:
    """Speakers by family name; `q` is a part of any of their names after folding."""
    query = (
        select(*_columns)
        .where(_person.c.merged_into.is_(None))
        .order_by(_person.c.sort_name, _person.c.id)
    )
    if q is not None:
        named = select(_key.c.target).where(
            _key.c.scope == "person", func.instr(_key.c.key, fold(q)) > 0
        )
        query = query.where(_person.c.id.in_(named))
    if countries:
        query = query.where(
            exists().where(_role.c.person == _person.c.id, _role.c.actor.in_(countries))
        )
    found = whole(connection, query, lambda row: (row["sort_name"], row["id"]))

    def page(connection: Connection, after: Key | None, limit: int) -> list[Row]:
        return _with_roles(connection, found.page(connection, after, limit))

    return Listing(page=page, key=found.key, total=found.total, fits=found.fits)


def one(connection: Connection, person: str) -> Row | None:
    """One person with dated roles; a merged person's row says into whom (`merged_into`)."""
    row = first(connection, select(*_columns).where(_person.c.id == person))
    return row and _with_roles(connection, [row])[0]


def merged_into(connection: Connection, person: str) -> str | None:
    """The person into whom the one with this slug was merged, if so."""
    return connection.execute(select(_person.c.merged_into).where(_person.c.id == person)).scalar()


def _with_roles(connection: Connection, people: list[Row]) -> list[Row]:
    query = (
        select(*_role.c, _actor.c.name.label("actor_name"))
        .outerjoin(_actor, _actor.c.id == _role.c.actor)
        .where(_role.c.person.in_([row["id"] for row in people]))
        .order_by(_role.c.person, _role.c.number)
    )
    roles: dict[str, list[Row]] = defaultdict(list)
    for role in rows(connection, query):
        roles[role["person"]].append(role)
    return [{**row, "roles": roles[row["id"]]} for row in people]
