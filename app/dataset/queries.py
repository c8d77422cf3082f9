"""The questions, topics and closed lists of the dataset, what it covers, and its state."""

from datetime import date

from sqlalchemy import Connection, and_, case, func, select
from sqlmodel import col

from app.domain.vocabulary import ADDED_TERMS
from app.lookup.corrections import corrections_of
from app.lookup.dataset import ACTOR_COLUMNS, newest_day
from app.store.compiled import CompiledSelect
from app.store.listing import Key, Listing, Row, in_memory
from app.store.tables.actors import Actor
from app.store.tables.dataset import Question, Term, Topic
from app.store.tables.positions import Entry, Position
from app.store.tables.statements import StatementTopic

_is_current = col(Position.status) == "current"
_asked_from = CompiledSelect(select(func.min(col(Question.asked_from))))
_topic_labels = CompiledSelect(select(col(Topic.label)).order_by(col(Topic.number)))
_holders = CompiledSelect(
    select(*ACTOR_COLUMNS)
    .where(col(Actor.id).in_(select(col(Position.actor)).where(_is_current)))
    .order_by(col(Actor.sort_name), col(Actor.id))
)
_number_of_positions = select(func.count()).where(
    col(Position.question) == col(Question.id), _is_current
)
_questions = CompiledSelect(
    select(
        Question,
        _number_of_positions.correlate(Question).scalar_subquery().label("positions"),
        corrections_of("question", col(Question.id)),
    ).order_by(col(Question.number))
)
_number_of_statements = select(func.count()).where(col(StatementTopic.topic) == col(Topic.id))
_topics = CompiledSelect(
    select(
        Topic,
        _number_of_statements.correlate(Topic).scalar_subquery().label("statements"),
        corrections_of("topic", col(Topic.id)),
    ).order_by(col(Topic.number))
)
_term_id = col(Term.vocabulary) + "/" + col(Term.id)
_terms = CompiledSelect(
    select(Term, corrections_of("term", _term_id)).order_by(col(Term.vocabulary), col(Term.number))
)
_is_country = col(Actor.type) == "country"
_countries = select(func.count()).where(_is_country).scalar_subquery()
_is_disputed = func.json_array_length(col(Position.disputed)) > 0
_is_unreviewed = and_(col(Entry.id).is_not(None), col(Entry.reviewed_by).is_(None))
_question_state = CompiledSelect(
    select(
        col(Question.id).label("question"),
        func.count(case((_is_disputed, 1))).label("disputed"),
        func.count(case((_is_unreviewed, 1))).label("unreviewed"),
        (func.count(case((_is_country, 1))) * 1.0 / _countries).label("coverage"),
    )
    .outerjoin(Position, and_(col(Position.question) == col(Question.id), _is_current))
    .outerjoin(Entry)
    .outerjoin(Actor, col(Actor.id) == col(Position.actor))
    .group_by(col(Question.id))
)
_by_stance = CompiledSelect(
    select(col(Position.question), col(Position.stance), func.count().label("value"))
    .where(_is_current)
    .group_by(col(Position.question), col(Position.stance))
)


def scope(connection: Connection) -> Row:
    """What the dataset covers, from all of its questions: since which day, which topics and closed
    lists, and whom.

    `actors` are those that hold a current position, by name.
    """
    labels: dict[str, list[str]] = {}
    for term in terms(connection):
        labels.setdefault(term["vocabulary"], []).append(term["label"])
    return {
        "asked_from": date.fromisoformat(_asked_from.scalar(connection)),
        "topics": _topic_labels.scalars(connection),
        "terms": labels,
        "actors": _holders.rows(connection),
    }


def questions(connection: Connection) -> Listing:
    """The questions in their order, each with the number of actors that hold a current position."""
    return in_memory(_questions.rows(connection), _number)


def topics(connection: Connection) -> Listing:
    """The topics in their order, each with the number of its statements."""
    return in_memory(_topics.rows(connection), _number)


def _number(row: Row) -> Key:
    return (row["number"],)


def terms(connection: Connection) -> list[Row]:
    """The values of every closed vocabulary, in their order. Those that the dataset does not
    define, because it is older than they are, come last, as `ADDED_TERMS` has them.
    """
    rows = _terms.rows(connection)
    known = {(row["vocabulary"], row["id"]) for row in rows}
    added: list[Row] = [
        {
            "vocabulary": vocabulary,
            "id": value,
            "number": number,
            "label": label,
            "definition": definition,
            "colour": None,
            "colour_dark": None,
            "corrections": [],
        }
        for vocabulary, terms in ADDED_TERMS.items()
        for number, (value, (label, definition)) in enumerate(terms.items(), 1000)
        if (vocabulary, value) not in known
    ]
    return sorted([*rows, *added], key=lambda row: (row["vocabulary"], row["number"]))


def state(connection: Connection) -> Row:
    """What operators watch of the data. Reading it takes longer with more positions, but not with
    more statements.

    `questions` have the numbers of current positions that are `disputed` or `unreviewed`, and the
    `coverage`: the share of all countries that hold one. `positions` are counted by `question` and
    `stance`. `newest` is the last possible day of the newest statement, or None.
    """
    return {
        "questions": _question_state.rows(connection),
        "positions": _by_stance.rows(connection),
        "newest": newest_day(connection),
    }
