"""What is known before anybody asks, made with the search index."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

COUNTED = 1000
"""Totals beyond this many statements are only exact where they stand in `term_count`: counting them
takes too long.
"""

WALKED = 100
"""Undated statements beyond this many with one mark are counted by day when a dataset is made
(`undated_count`).
"""

FACETS = {
    "speaker": "person.name",
    "country": "actor.name",
    "about": "actor.name",
    "topic": "topic.label",
    "attribution": None,
    "capacity": None,
    "kind": None,
    "source": None,
    "question": None,
}
"""What statements can be counted by, and where its values are labelled (None: by themselves)."""

MOST_VALUES = 200
"""Values of a facet that are shown."""


class TermCount(SQLModel, table=True):
    """How many statements have a word or a mark (app.tables.marks), for those that more than
    COUNTED have.
    """

    __tablename__ = "term_count"
    term: str = Field(primary_key=True)
    statements: int


class FacetValue(SQLModel, table=True):
    """The MOST_VALUES most common values of each facet over all statements, in the order in which
    they are shown.
    """

    __tablename__ = "facet_value"
    facet: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    value: str
    statements: int


class UndatedBounds(SQLModel, table=True):
    """The days of undated statements of which one is known."""

    __tablename__ = "undated_bounds"
    __table_args__ = (
        Index("undated_from", "said_earliest", "said_latest"),
        Index("undated_to", "said_latest", "said_earliest"),
    )

    number: int = Field(primary_key=True, foreign_key="statement.number")
    said_earliest: date | None
    said_latest: date | None


class UndatedCount(SQLModel, table=True):
    """How many undated statements have a mark and their one known day on or before a day, for marks
    of more than WALKED.

    The marks are those among `earliest` and `latest` (app.tables.marks); only days on which the
    number grows are told.
    """

    __tablename__ = "undated_count"
    term: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    statements: int
