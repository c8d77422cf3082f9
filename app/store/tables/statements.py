"""Documents, their sentences, and the claims cut from them."""

from datetime import date
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.store.tables.column_kinds import added_later, json_column


class Source(SQLModel, table=True):
    """One document. `root` is the source at the end of its `copy_of`/`via` chain: independent
    sources have distinct roots. `title` is null where the document has none.
    """

    __table_args__ = (
        # to read the checksums, and which sources were coded twice, without the texts
        Index("source_texts", "id", "text_sha256"),
        Index("source_coded_twice", "id", sqlite_where=text("double_coded IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    title: str | None
    sort_title: str = Field(index=True)
    publisher: str
    url: str
    published: dict[str, Any] = json_column()
    accessed: date | None
    language: str
    text: str | None
    text_sha256: str | None
    text_access: str
    rights: str
    via: str | None
    copy_of: str | None = Field(foreign_key="source.id")
    root: str = Field(index=True)
    caution: str | None = added_later()  # what readers must know of it
    via_chain: list[str] | None = json_column(
        nullable=True, added_later=True
    )  # nearest first; null: `via` is all of it
    redistribute: bool | None = added_later()  # whether its text may be given out
    # Two coders, the day, and their agreement in each field; null: it was coded once.
    double_coded: dict[str, Any] | None = json_column(nullable=True, added_later=True)


class Passage(SQLModel, table=True):
    """One sentence of an archived source, coded by who speaks in it.

    `search_number` is the rowid in the search index of the sentences that belong to no statement
    (`passage_words`), and null for the others (DERIVED).
    """

    source: str = Field(primary_key=True, foreign_key="source.id")
    number: int = Field(primary_key=True)
    coding: str
    start: int
    end: int
    exact: str | None
    search_number: int | None = Field(None, index=True)


class Statement(SQLModel, table=True):
    """One claim. `exact` and the link are null where no words of the source are kept.

    `number` is the rowid, and its place in lists: 1 is the newest. `list_day` is the day by which
    it has that place: the last on which it can have been said, or else the first; null if neither
    is known, and then it comes last. `sort_date` is the last day of a date with a value.
    """

    __table_args__ = (
        Index("statement_by_date", "sort_date", "id"),
        Index("statement_by_list_day", "list_day", "id"),
    )

    number: int = Field(primary_key=True)
    id: str = Field(unique=True)
    source: str = Field(foreign_key="source.id", index=True)
    passage: int | None
    kind: str
    speaker: str | None = Field(foreign_key="person.id", index=True)
    role: str | None
    role_as_printed: str | None
    capacity: str | None
    summary: str
    language: str
    said: dict[str, Any] = json_column()
    said_earliest: date | None
    said_latest: date | None
    sort_date: date | None
    start: int | None
    end: int | None
    exact: str | None
    prefix: str | None
    suffix: str | None
    quoted: list[dict[str, Any]] = json_column()
    href_in_context: str | None
    last_passage: int | None = added_later()  # where its words run over neighbouring passages
    # The link that opens only its words, where `href_in_context` of the first release does not
    # (DERIVED).
    fragment_link: str | None = Field(None)
    list_day: date | None = None
    # What belongs to it by the tables below and by Correction, as it is shown (DERIVED).
    about: list[dict[str, str]] = json_column(empty=True)
    countries: list[str] = json_column(empty=True)
    topics: list[str] = json_column(empty=True)
    questions: list[str] = json_column(empty=True)
    corrections: list[dict[str, str]] = json_column(empty=True)


class RenderedStatement(SQLModel, table=True):
    """The JSON of a statement, with the placeholder of app.store.rendered, and its place in lists.
    One of app.store.tables.DERIVED.
    """

    __tablename__ = "statement_document"
    number: int = Field(primary_key=True, foreign_key="statement.number")
    id: str
    list_day: date | None
    document: bytes


class StatementAbout(SQLModel, table=True):
    """The pair (statement, actor) and its attribution."""

    __tablename__ = "statement_about"
    statement: int = Field(primary_key=True, foreign_key="statement.number")
    actor: str = Field(primary_key=True, foreign_key="actor.id", index=True)
    attribution: str


class StatementBy(SQLModel, table=True):
    """The actors for whom the speaker of a statement spoke."""

    __tablename__ = "statement_by"
    statement: int = Field(primary_key=True, foreign_key="statement.number")
    actor: str = Field(primary_key=True, foreign_key="actor.id", index=True)


class StatementTopic(SQLModel, table=True):
    """The topics of a statement."""

    __tablename__ = "statement_topic"
    statement: int = Field(primary_key=True, foreign_key="statement.number")
    topic: str = Field(primary_key=True, foreign_key="topic.id", index=True)


class StatementQuestion(SQLModel, table=True):
    """The questions that a statement bears on."""

    __tablename__ = "statement_question"
    statement: int = Field(primary_key=True, foreign_key="statement.number")
    question: str = Field(primary_key=True, foreign_key="question.id")
