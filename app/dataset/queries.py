"""What the dataset is, and its closed lists."""

from sqlalchemy import Connection, and_, case, func, select

from app.store.listing import Key, Listing, Row, rows, whole
from app.store.tables import metadata

_t = metadata.tables
_dataset, _question, _topic, _term, _source, _position, _entry, _actor, _statement = (
    _t[name]
    for name in (
        "dataset",
        "question",
        "topic",
        "term",
        "source",
        "position",
        "entry",
        "actor",
        "statement",
    )
)


def scope(connection: Connection) -> Row:
    """What the dataset covers, from all of its questions: since which day, which topics and closed
    lists, and whom.

    `actors` are those that hold a current position, by name.
    """
    holding = select(_position.c.actor).where(_position.c.status == "current")
    columns = (_actor.c[name] for name in ("id", "type", "name", "iso2", "iso3", "numeric"))
    labels: Row = {}
    for term in terms(connection):
        labels.setdefault(term["vocabulary"], []).append(term["label"])
    return {
        "asked_from": connection.execute(select(func.min(_question.c.asked_from))).scalar_one(),
        "topics": list(
            connection.execute(select(_topic.c.label).order_by(_topic.c.number)).scalars()
        ),
        "terms": labels,
        "actors": rows(
            connection,
            select(*columns)
            .where(_actor.c.id.in_(holding))
            .order_by(_actor.c.sort_name, _actor.c.id),
        ),
    }


def questions(connection: Connection) -> Listing:
    """The questions in their order, each with how many actors hold a current position on it."""
    held = (
        select(func.count())
        .where(_position.c.question == _question.c.id, _position.c.status == "current")
        .correlate(_question)
        .scalar_subquery()
    )
    return whole(
        connection,
        select(*_question.c, held.label("positions")).order_by(_question.c.number),
        _in_order,
    )


def topics(connection: Connection) -> Listing:
    """The topics in their order, each with its statements counted."""
    tagged = _t["statement_topic"]
    count = (
        select(func.count())
        .where(tagged.c.topic == _topic.c.id)
        .correlate(_topic)
        .scalar_subquery()
    )
    return whole(
        connection,
        select(*_topic.c, count.label("statements")).order_by(_topic.c.number),
        _in_order,
    )


def _in_order(row: Row) -> Key:
    return (row["number"],)


def terms(connection: Connection) -> list[Row]:
    """Every closed vocabulary's values, in their order."""
    return rows(connection, select(*_term.c).order_by(_term.c.vocabulary, _term.c.number))


def state(connection: Connection) -> Row:
    """What operators watch of the data; all of it grows with the positions and not with the
    statements.

    `questions` have the numbers of current positions that are `disputed` or `unreviewed`, and the
    `coverage`: the part of all countries that hold one. `positions` are counted by `question` and
    `stance`. `newest` is the last possible day of the newest statement.
    """
    current = and_(_position.c.question == _question.c.id, _position.c.status == "current")
    countries = select(func.count()).where(_actor.c.type == "country").scalar_subquery()
    of_each = (
        select(
            _question.c.id.label("question"),
            func.count(case((func.json_array_length(_position.c.disputed) > 0, 1))).label(
                "disputed"
            ),
            func.count(
                case((and_(_entry.c.id.is_not(None), _entry.c.reviewed_by.is_(None)), 1))
            ).label("unreviewed"),
            (func.count(case((_actor.c.type == "country", 1))) * 1.0 / countries).label("coverage"),
        )
        .select_from(
            _question.outerjoin(_position, current)
            .outerjoin(_entry, _entry.c.id == _position.c.id)
            .outerjoin(_actor, _actor.c.id == _position.c.actor)
        )
        .group_by(_question.c.id)
    )
    held = select(_position.c.question, _position.c.stance, func.count().label("value")).where(
        _position.c.status == "current"
    )
    newest = select(_statement.c.sort_date).order_by(_statement.c.number).limit(1)
    return {
        "questions": rows(connection, of_each),
        "positions": rows(connection, held.group_by(_position.c.question, _position.c.stance)),
        "newest": connection.execute(newest).scalar(),
    }
