"""Questions by id, and the first one, which is meant when a request names none."""

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from app.store.compiled import CompiledSelect
from app.store.listing import Row
from app.store.tables.dataset import Question

NEUTRAL = {"subject": "the proposal", "take_part": "take part", "taking_part": "taking part"}
"""The words for a question that does not give its own."""
_by_id = CompiledSelect(select(Question).where(col(Question.id) == bindparam("id")))
_first = CompiledSelect(select(col(Question.id)).order_by(col(Question.number)).limit(1))


def question(connection: Connection, question_id: str) -> Row:
    """The question with this id, which must exist. Its `subject` is how sentences name what it asks
    about, `take_part` and `taking_part` how they name what an actor may do. `has_own_words` says
    whether the question itself gives the last two.
    """
    row = _by_id.first(connection, id=question_id)
    assert row is not None  # the id was looked up before
    return with_words(row)


def with_words(row: Row) -> Row:
    """A question with words for all that sentences name, neutral ones where it gives none."""
    own = {"has_own_words": row["take_part"] is not None}
    return row | own | {name: row[name] or word for name, word in NEUTRAL.items()}


def first_question(connection: Connection) -> str:
    """The id of the first question."""
    return str(_first.scalar(connection))
