"""Counts that a build makes with the search index, so that no request has to count."""

from datetime import date

from sqlmodel import Field, SQLModel

COUNTED = 1000
"""Counting stops at this many statements, because more take too long. A greater total is exact only
if it is in `term_count`. Values of facets are counted over the newest so many.
"""

WALKED = 100
"""Search terms of more undated statements than this are counted by day in the build
(`undated_count`).
"""

MOST_FORMS = 60
"""At most this many words of a stem are looked for, the most common ones."""

MOST_VALUES = 200
"""A facet shows at most this many values."""


class TermCount(SQLModel, table=True):
    """How many statements have a word or a search term (app.statements.search_terms), for those
    that more than COUNTED have.
    """

    __tablename__ = "term_count"
    term: str = Field(primary_key=True)
    statements: int


class FacetCount(SQLModel, table=True):
    """The MOST_VALUES most common values of each filter over all statements, in the order in which
    facets show them, from number 1 on. The number 0, with an empty value, says that the statements
    have the search terms of this filter.
    """

    __tablename__ = "facet_value"
    facet: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    value: str
    statements: int


class UndatedBounds(SQLModel, table=True):
    """The first and the last possible day of those undated statements of which one is known."""

    __tablename__ = "undated_bounds"

    number: int = Field(primary_key=True, foreign_key="statement.number")
    said_earliest: date | None
    said_latest: date | None


class UndatedCount(SQLModel, table=True):
    """How many undated statements have a search term and their only known day on or before `day`,
    for terms of more than WALKED statements.

    The terms begin with `earliest__` or `latest__` (app.statements.search_terms). Only days on
    which the number grows have a row.
    """

    __tablename__ = "undated_count"
    term: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    statements: int


class WordForm(SQLModel, table=True):
    """The words of the search index that belong to a key. A key of a stem (`en:troop`, see
    app.statements.stems) has the MOST_FORMS most common ones. A key with an apostrophe (`'ukraine`)
    has those in which it is a word of its own: the index has “Ukraine’s” as ukraines.
    """

    __tablename__ = "word_form"
    key: str = Field(primary_key=True)
    word: str = Field(primary_key=True)


class LanguageCount(SQLModel, table=True):
    """How many statements are in a language (its primary subtag)."""

    __tablename__ = "language_count"
    language: str = Field(primary_key=True)
    statements: int
