"""Questions by id, and the first one, which is meant when a request names none."""

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from app.store.compiled import CompiledSelect
from app.store.listing import Row
from app.store.tables.dataset import Question

NEUTRAL_SUBJECT = "the proposal"  # for a question whose own word is not known
_by_id = CompiledSelect(select(Question).where(col(Question.id) == bindparam("id")))
_first = CompiledSelect(select(col(Question.id)).order_by(col(Question.number)).limit(1))


def question(connection: Connection, question_id: str) -> Row:
    """The question with this id, which must exist. Its `subject` is how sentences name what it asks
    about.
    """
    row = _by_id.first(connection, id=question_id)
    assert row is not None  # the id was looked up before
    row["subject"] = row["subject"] or NEUTRAL_SUBJECT
    return row


def first_question(connection: Connection) -> str:
    """The id of the first question."""
    return str(_first.scalar(connection))
