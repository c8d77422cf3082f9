"""Countries and other actors."""

from datetime import date

from sqlalchemy import (
    BindParameter,
    Boolean,
    Connection,
    Date,
    Select,
    String,
    and_,
    bindparam,
    func,
    null,
    select,
)
from sqlmodel import col

from app.domain.names import fold
from app.positions.facts import on_day
from app.statements.filters import StatementFilters
from app.statements.search import exactly
from app.store.compiled import compiled, in_list, is_empty
from app.store.listing import Listing, Row, in_memory
from app.store.tables.actors import Actor, NameKey, Person, Role
from app.store.tables.dataset import Question
from app.store.tables.positions import Position, ValidityInterval

# The stance of an actor is its stance on the first question.
_first_question = select(col(Question.id)).order_by(col(Question.number)).limit(1).scalar_subquery()
_stance = func.coalesce(col(Position.stance), "not_stated")
_day: BindParameter[date] = bindparam("day", type_=Date())
_part: BindParameter[str | None] = bindparam("part", None, type_=String())
_kind: BindParameter[str | None] = bindparam("kind", None, type_=String())
_has_position: BindParameter[bool | None] = bindparam("has_position", None, type_=Boolean())
_has_name = col(Actor.id).in_(
    select(col(NameKey.target)).where(
        col(NameKey.scope) == "actor", func.instr(col(NameKey.key), _part) > 0
    )
)
_with_stance: Select[*tuple[object, ...]] = select(
    Actor, col(Position.id).label("position"), _stance.label("stance")
)
_current = _with_stance.add_columns(null().label("as_of_certainty")).outerjoin(
    Position,
    and_(
        col(Position.actor) == col(Actor.id),
        col(Position.status) == "current",
        col(Position.question) == _first_question,
    ),
)
_on_day = (
    _with_stance.add_columns(col(ValidityInterval.certainty).label("as_of_certainty"))
    .select_from(Actor)
    .outerjoin(ValidityInterval, on_day(_first_question, col(Actor.id), _day))
    .outerjoin(Position, col(Position.id) == col(ValidityInterval.position))
)


def _list(actors: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
    return actors.where(
        _kind.is_(None) | (col(Actor.type) == _kind),
        is_empty("stances") | in_list(_stance, "stances"),
        _has_position.is_(None) | (col(Position.id).is_not(None) == _has_position),
        _part.is_(None) | _has_name,
    ).order_by(col(Actor.sort_name), col(Actor.id))


# Each SELECT of actors twice: with current positions, and with those that held on a day.
_lists = {False: compiled(_list(_current)), True: compiled(_list(_on_day))}
_has_id = col(Actor.id) == bindparam("id")
_by_id = {False: compiled(_current.where(_has_id)), True: compiled(_on_day.where(_has_id))}
_names = compiled(
    select(col(NameKey.name), col(NameKey.matched_as).label("kind"))
    .where(
        col(NameKey.scope) == "actor",
        col(NameKey.target) == bindparam("id"),
        col(NameKey.level) > 0,
        col(NameKey.matched_as) != "translation",
        col(NameKey.note).is_(None),
    )
    .distinct()
    .order_by(col(NameKey.matched_as), col(NameKey.name))
)
_speakers = compiled(
    select(
        col(Person.id),
        col(Person.name),
        col(Role.title).label("role"),
        col(Role.held_from),
        col(Role.held_to),
    )
    .join(Role, col(Role.person) == col(Person.id))
    .where(col(Role.actor) == bindparam("id"))
    .order_by(col(Person.sort_name), col(Person.id), col(Role.number))
)
_positions = compiled(
    select(func.count()).where(
        col(Position.actor) == bindparam("id"), col(Position.question) == _first_question
    )
)


def listing(
    connection: Connection,
    countries_only: bool,
    stances: tuple[str, ...],
    q: str | None,
    has_position: bool | None,
    as_of: date | None,
) -> Listing:
    """Actors by name, each with its stance now or on the day `as_of`. `q` is a part of any of their
    names, folded before it is compared.
    """
    rows = _lists[as_of is not None].rows(
        connection,
        kind="country" if countries_only else None,
        stances=stances,
        part=None if q is None else fold(q),
        has_position=has_position,
        **({} if as_of is None else {"day": as_of}),
    )
    return in_memory(
        [row | {"as_of": as_of} for row in rows], lambda row: (row["sort_name"], row["id"])
    )


def whole(
    connection: Connection, actor_id: str, as_of: date | None
) -> tuple[Row, list[Row], list[Row], Row]:
    """A known actor with its stance, its names, who speaks for it, and its counts.

    The names are those that mean this actor and no other, each once, without translations. The
    counts are how many statements its speakers made, how many are about it and how many are either,
    and its positions on the first question.
    """
    day = {} if as_of is None else {"day": as_of}
    row = _by_id[as_of is not None].first(connection, id=actor_id, **day)
    assert row is not None  # the table of names has only ids of known actors
    counts = {
        "statements_by": exactly(connection, StatementFilters({"country": (actor_id,)})),
        "statements_about": exactly(connection, StatementFilters({"about": (actor_id,)})),
        "statements": exactly(connection, StatementFilters(actor=actor_id)),
        "positions": _positions.scalar(connection, id=actor_id),
    }
    names, speakers = _names.rows(connection, id=actor_id), _speakers.rows(connection, id=actor_id)
    return row | {"as_of": as_of}, names, speakers, counts
