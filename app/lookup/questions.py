"""Questions by id, and the one that is meant when none is named."""

from sqlalchemy import Connection, select

from app.store.listing import Row, first
from app.store.tables import metadata

_question = metadata.tables["question"]


def question(connection: Connection, question_id: str) -> Row:
    """One known question."""
    found = first(connection, select(*_question.c).where(_question.c.id == question_id))
    assert found is not None  # its id was looked up before
    return found


def first_question(connection: Connection) -> str:
    """The id of the question that is meant when none is named."""
    query = select(_question.c.id).order_by(_question.c.number).limit(1)
    return str(connection.execute(query).scalar_one())
