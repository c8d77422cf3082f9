"""Countries and other actors."""

from collections.abc import Sequence
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
    or_,
    select,
)
from sqlmodel import col

from app.lookup.corrections import corrections_of
from app.lookup.names import with_part
from app.positions.facts import held, on_day
from app.statements.filters import StatementFilters
from app.statements.search import exactly
from app.store.compiled import CompiledSelect, in_list, is_empty
from app.store.listing import Listing, Row, in_memory
from app.store.tables.actors import Actor, NameKey, Person, Role
from app.store.tables.dataset import Question
from app.store.tables.positions import AsOfAnswer, Position, ValidityInterval

# The stance of an actor is its stance on the first question.
_first_question = select(col(Question.id)).order_by(col(Question.number)).limit(1).scalar_subquery()
_stance = func.coalesce(held("stance"), "not_stated")
_day: BindParameter[date] = bindparam("day", type_=Date())
_kind = bindparam("kind", type_=String())
_has_position = bindparam("has_position", type_=Boolean())
# Each actor with its current position or, if a day is given, the one that held on that day.
_actors: Select[*tuple[object, ...]] = (
    select(
        Actor,
        col(Position.id).label("position"),
        _stance.label("stance"),
        _day.label("as_of"),
        col(ValidityInterval.certainty).label("as_of_certainty"),
    )
    .select_from(Actor)
    .outerjoin(ValidityInterval, on_day(_first_question, col(Actor.id), _day))
    .outerjoin(AsOfAnswer, col(AsOfAnswer.id) == col(ValidityInterval.answer))
    .outerjoin(
        Position,
        and_(
            col(Position.question) == _first_question,
            col(Position.actor) == col(Actor.id),
            or_(
                and_(_day.is_(None), col(Position.status) == "current"),
                col(Position.id) == col(ValidityInterval.position),
            ),
        ),
    )
)
_list = CompiledSelect(
    _actors.where(
        _kind.is_(None) | (col(Actor.type) == _kind),
        is_empty("stances") | in_list(_stance, "stances"),
        _has_position.is_(None) | (col(Position.id).is_not(None) == _has_position),
    ).order_by(col(Actor.sort_name), col(Actor.id))
)
_by_id = CompiledSelect(
    _actors.add_columns(corrections_of("actor", col(Actor.id))).where(
        col(Actor.id) == bindparam("id")
    )
)
_names = CompiledSelect(
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
_speakers = CompiledSelect(
    select(
        col(Person.id),
        col(Person.name),
        col(Role.title).label("role"),
        col(Role.held_from),
        col(Role.held_to),
    )
    .select_from(Person)
    .join(Role)
    .where(col(Role.actor) == bindparam("id"))
    .order_by(col(Person.sort_name), col(Person.id), col(Role.number))
)
_coalitions = CompiledSelect(
    select(col(Actor.id), col(Actor.membership_claims))
    .where(col(Actor.membership_claims).is_not(None))
    .order_by(col(Actor.sort_name), col(Actor.id))
)
_positions = CompiledSelect(
    select(func.count()).where(
        col(Position.actor) == bindparam("id"), col(Position.question) == _first_question
    )
)


def listing(
    connection: Connection,
    countries_only: bool,
    stances: Sequence[str],
    q: str | None,
    has_position: bool | None,
    as_of: date | None,
) -> Listing:
    """Actors by name, each with its stance now or on the day `as_of`. `q` is a part of any of their
    names, folded before it is compared; those whose names begin with it come first.
    """
    rows = _list.rows(
        connection,
        kind="country" if countries_only else None,
        stances=stances,
        has_position=has_position,
        day=as_of,
    )
    if q is None:
        return in_memory(rows, lambda row: (row["sort_name"], row["id"]))
    places = with_part(connection, "actor", q)
    rows = [row | {"place": places[row["id"]]} for row in rows if row["id"] in places]

    def key(row: Row) -> tuple[object, ...]:
        return row["place"], row["sort_name"], row["id"]

    return in_memory(sorted(rows, key=key), key)


def by_id(connection: Connection, actor_id: str, as_of: date | None) -> Row:
    """A known actor with its stance, its `names`, its `speakers`, its `counts`, and what sources
    say of its membership in coalitions (`claimed_memberships`).

    The names are those that mean this actor and no other, each once, without translations. The
    counts are how many statements its speakers made, how many are about it and how many are either,
    and its positions on the first question.
    """
    row = _by_id.first(connection, id=actor_id, day=as_of)
    assert row is not None  # the table of names has only ids of known actors
    return row | {
        "names": _names.rows(connection, id=actor_id),
        "speakers": _speakers.rows(connection, id=actor_id),
        "claimed_memberships": [
            claim for claim in memberships(connection, actor_id) if claim["actor"] == actor_id
        ],
        "counts": {
            "statements_by": exactly(connection, StatementFilters({"country": (actor_id,)})),
            "statements_about": exactly(connection, StatementFilters({"about": (actor_id,)})),
            "statements": exactly(connection, StatementFilters(actor=actor_id)),
            "positions": _positions.scalar(connection, id=actor_id),
        },
    }


def memberships(connection: Connection, actor_id: str) -> list[Row]:
    """What sources say of who belongs to a coalition, if this actor is the coalition or the one
    that belongs to it. Each claim is one of `Actor.membership_claims`, with its `coalition`.
    """
    return [
        {"coalition": coalition["id"]} | claim
        for coalition in _coalitions.rows(connection)
        for claim in coalition["membership_claims"]
        if actor_id in (coalition["id"], claim["actor"])
    ]
