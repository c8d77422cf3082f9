"""Countries and other actors."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, Select, and_, func, literal, null, select

from app.domain.names import fold
from app.positions.facts import on_day
from app.statements.filters import StatementFilters
from app.statements.search import exactly
from app.store.compiled import CompiledQuery
from app.store.listing import Listing, Row, first, rows
from app.store.listing import whole as short_list
from app.store.tables import metadata

_t = metadata.tables
_actor, _position, _key, _role, _person, _question, _spell = (
    _t[name] for name in ("actor", "position", "name_key", "role", "person", "question", "spell")
)
# The stance shown beside an actor is that on the first question.
_first_question = select(_question.c.id).order_by(_question.c.number).limit(1).scalar_subquery()
_stance = func.coalesce(_position.c.stance, "not_stated")


def _with_stance(as_of: date | None) -> Select[Any]:
    """Every actor with its current position, or with the one that held on a day."""
    source: Any = _actor
    certainty: Any = null()
    if as_of is None:
        joined = and_(
            _position.c.actor == _actor.c.id,
            _position.c.status == "current",
            _position.c.question == _first_question,
        )
    else:
        source = _actor.outerjoin(_spell, on_day(_first_question, _actor.c.id, as_of))
        joined, certainty = _position.c.id == _spell.c.position, _spell.c.certainty
    columns = (
        *_actor.c,
        _position.c.id.label("position"),
        _stance.label("stance"),
        certainty.label("as_of_certainty"),
    )
    return select(*columns, literal(as_of, Date).label("as_of")).select_from(
        source.outerjoin(_position, joined)
    )


def listing(
    connection: Connection,
    countries_only: bool,
    stances: tuple[str, ...],
    q: str | None,
    has_position: bool | None,
    as_of: date | None,
) -> Listing:
    """Actors by name; `q` is a part of any of their names after folding."""
    statement = _with_stance(as_of).order_by(_actor.c.sort_name, _actor.c.id)
    if countries_only:
        statement = statement.where(_actor.c.type == "country")
    if stances:
        statement = statement.where(_stance.in_(stances))
    if has_position is not None:
        statement = statement.where(
            _position.c.id.is_not(None) if has_position else _position.c.id.is_(None)
        )
    if q is not None:
        named = select(_key.c.target).where(
            _key.c.scope == "actor", func.instr(_key.c.key, fold(q)) > 0
        )
        statement = statement.where(_actor.c.id.in_(named))
    return short_list(connection, statement, lambda row: (row["sort_name"], row["id"]))


def whole(
    connection: Connection, actor_id: str, as_of: date | None
) -> tuple[Row, list[Row], list[Row], Row]:
    """A known actor with its stance, its names, who speaks for it, and its counts."""
    row = first(connection, _with_stance(as_of).where(_actor.c.id == actor_id))
    assert row is not None  # the table of names points to known actors only
    return (
        row,
        _names(connection, actor_id),
        _speakers(connection, actor_id),
        _counts(connection, actor_id),
    )


def _names(connection: Connection, actor_id: str) -> list[Row]:
    """The names that mean this actor and no other, each once; without translations."""
    statement = (
        select(_key.c.name, _key.c.matched_as.label("kind"))
        .where(_key.c.scope == "actor", _key.c.target == actor_id, _key.c.level > 0)
        .where(_key.c.matched_as != "translation", _key.c.note.is_(None))
        .distinct()
        .order_by(_key.c.matched_as, _key.c.name)
    )
    return rows(connection, statement)


def _speakers(connection: Connection, actor_id: str) -> list[Row]:
    """Who holds or held a role for an actor."""
    statement = (
        select(
            _person.c.id,
            _person.c.name,
            _role.c.title.label("role"),
            _role.c.held_from,
            _role.c.held_to,
        )
        .join(_role, _role.c.person == _person.c.id)
        .where(_role.c.actor == actor_id)
        .order_by(_person.c.sort_name, _person.c.id, _role.c.number)
    )
    return rows(connection, statement)


def _counts(connection: Connection, actor_id: str) -> Row:
    """How many statements its speakers made, how many are about it, how many either; its positions
    on the first question.
    """
    return {
        "statements_by": exactly(connection, StatementFilters({"country": (actor_id,)})),
        "statements_about": exactly(connection, StatementFilters({"about": (actor_id,)})),
        "statements": exactly(connection, StatementFilters(actor=actor_id)),
        "positions": _held.scalar(connection, actor_id),
    }


_held = CompiledQuery(
    lambda actor: select(func.count()).where(
        _position.c.actor == actor, _position.c.question == _first_question
    )
)
