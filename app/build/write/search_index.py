"""The search index of statements, and the counts that are made from it.

A build and the adopting of an old dataset make it with the same function.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Connection,
    Select,
    bindparam,
    column,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.build.write.insert import cursor
from app.build.write.second_process import SecondProcess, in_turns
from app.domain.names import words
from app.domain.tokens import is_run, parts_at_apostrophes, runs, tokens
from app.statements.filters import STATEMENT_FILTERS, StatementFilter
from app.statements.search import has_filter
from app.statements.search_terms import among_undated, terms_of
from app.statements.search_words import rest_of_sentences, with_sentences
from app.statements.stems import primary, stem_keys
from app.store.tables.actors import Person
from app.store.tables.counts import (
    COUNTED,
    MOST_FORMS,
    MOST_VALUES,
    WALKED,
    FacetCount,
    LanguageCount,
    TermCount,
    UndatedBounds,
    UndatedCount,
    WordForm,
)
from app.store.tables.dataset import DatasetRow
from app.store.tables.statements import Passage, Source, Statement

_MEMORY = 1 << 24  # bytes of the index that are gathered before they are written
_COLUMNS = dict.fromkeys(
    (
        *("number", "exact", "summary", "language", "speaker", "start", "end"),
        *("said_earliest", "said_latest", "sort_date", "about", "countries"),
    )
) | dict.fromkeys(each.column for each in STATEMENT_FILTERS)
_BATCH = 1000  # statements that are made ready for the index at once
_ASCII_RUN = re.compile("[a-z0-9'`]+")
Vocabulary = dict[str, set[str]]
"""The pieces between white space of all texts, in lower case, by language."""
_words = table("statement_words", column("rowid"))
_term = table("term", column("term"), column("doc"), schema="temp")
_FACET_COLUMNS = ["facet", "number", "value", "statements"]


def write_search_index(connection: Connection, second: SecondProcess | None = None) -> None:
    """Fill the search index, the days of undated statements and the counts by search terms."""
    for model in (UndatedBounds, UndatedCount, TermCount, FacetCount, WordForm, LanguageCount):
        connection.execute(delete(model))
    connection.execute(text("DELETE FROM word_gram"))
    connection.execute(text("INSERT INTO statement_words (statement_words) VALUES ('delete-all')"))
    _write_undated_bounds(connection)
    connection.execute(text("INSERT INTO passage_words (passage_words) VALUES ('delete-all')"))
    vocabulary, languages = _write_terms(connection, second)
    in_passages = _write_passages(connection, vocabulary)
    connection.execute(
        text("CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, statement_words, 'row')")
    )
    counts = _term.c.doc
    counted = select(_term.c.term, counts).where(
        or_(counts > COUNTED, func.instr(_term.c.term, "_") == 0)  # search terms have a "_"
    )
    words_in_index: dict[str, int] = {}
    common: list[tuple[str, int]] = []
    for term, count in cursor(connection).execute(
        str(counted.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
    ):
        if count > COUNTED:
            common.append((term, count))
        if "_" not in term and not is_run(term):
            words_in_index[term] = count
    cursor(connection).executemany("INSERT INTO term_count VALUES (?, ?)", common)
    _write_words(connection, vocabulary, words_in_index, in_passages)
    cursor(connection).executemany(
        "INSERT INTO language_count (language, statements) VALUES (?, ?)", languages.items()
    )
    _count_by_day(connection, "earliest", col(UndatedBounds.said_earliest))
    _count_by_day(connection, "latest", col(UndatedBounds.said_latest))
    for each in STATEMENT_FILTERS:
        # The number 0 says that the statements have the search terms of this filter, even if no
        # statement has a value (app.statements.search.has_filter).
        known = insert(FacetCount).values(facet=each.name, number=0, value="", statements=0)
        connection.execute(known)
        values = insert(FacetCount).from_select(_FACET_COLUMNS, _most_common(each))
        connection.execute(values)
    connection.execute(text("DROP TABLE temp.term"))


def has_all_filters(connection: Connection) -> bool:
    """Whether the statements of a dataset have the search terms of all filters of this release."""
    return all(has_filter(connection, each.name) for each in STATEMENT_FILTERS)


def _write_undated_bounds(connection: Connection) -> None:
    columns = [col(Statement.number), col(Statement.said_earliest), col(Statement.said_latest)]
    some_day = or_(columns[1].is_not(None), columns[2].is_not(None))
    undated = select(*columns).where(col(Statement.sort_date).is_(None), some_day)
    connection.execute(insert(UndatedBounds).from_select(columns, undated))


def _write_terms(
    connection: Connection, second: SecondProcess | None
) -> tuple[Vocabulary, Counter[str]]:
    """Fill the index itself. Returns the words of all texts by language, and how many statements
    each language has.
    """
    index = cursor(connection)
    index.execute(
        "INSERT INTO statement_words (statement_words, rank) VALUES ('hashsize', ?)", (_MEMORY,)
    )
    vocabulary: defaultdict[str, set[str]] = defaultdict(set)
    for name, other_names in connection.execute(select(col(Person.name), col(Person.other_names))):
        vocabulary[""].update(" ".join([name, *other_names]).lower().split())  # they have no stems
    languages: Counter[str] = Counter()
    last: int = connection.scalar(select(func.max(col(Statement.number)))) or 0
    batches = [(first, first + _BATCH - 1) for first in range(1, last + 1, _BATCH)]
    for rows, words_of_batch, languages_of_batch in in_turns(second, connection, _indexed, batches):
        index.executemany(
            "INSERT INTO statement_words (rowid, words, summary, speaker, passage, marks) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )
        for language, pieces in words_of_batch.items():
            vocabulary[language] |= pieces
        languages += languages_of_batch
    index.execute("INSERT INTO statement_words (statement_words) VALUES ('optimize')")
    return vocabulary, languages


def _indexed(
    connection: Connection, numbers: tuple[int, int]
) -> tuple[list[tuple[object, ...]], Vocabulary, Counter[str]]:
    """The rows of the index for the statements with the first to the last of these numbers; their
    words by language, and how many statements each language has.
    """
    query, names, lists = _texts()
    ours = str(connection.scalar(select(col(DatasetRow.language))))
    vocabulary: defaultdict[str, set[str]] = defaultdict(set)
    languages: Counter[str] = Counter()
    rows: list[tuple[object, ...]] = []
    for values in cursor(connection).execute(query, numbers):
        row = dict(zip(names, values, strict=True))
        for name in lists:
            row[name] = _parsed(row[name])
        exact, summary, around = row["exact"] or "", row["summary"], rest_of_sentences(row)
        languages[primary(row["language"])] += 1
        own = vocabulary[row["language"]]
        own.update(exact.lower().split())
        vocabulary[ours].update(summary.lower().split())
        if around:
            own.update(around.lower().split())
            around = " ".join(tokens(around))
        speaker = row["person"] and _name_tokens(row["person"], row["other_names"])
        rows.append(
            (
                row["number"],
                " ".join(tokens(exact)),
                " ".join(tokens(summary)),
                speaker or "",
                around,
                " ".join(terms_of(row)),
            )
        )
    return rows, dict(vocabulary), languages


@cache
def _texts() -> tuple[str, list[str], list[str]]:
    """The SELECT of what is indexed of the statements between two numbers, its columns, and which
    of them are lists.
    """
    columns = [Statement.metadata.tables["statement"].c[name] for name in _COLUMNS]
    of_statement = select(
        *columns, col(Person.name).label("person"), col(Person.other_names)
    ).select_from(Statement)
    query = (
        with_sentences(of_statement.outerjoin(Person, col(Person.id) == col(Statement.speaker)))
        .where(col(Statement.number).between(bindparam("first"), bindparam("last")))
        .order_by(col(Statement.number))
    )
    lists = [each.key for each in columns if isinstance(each.type, JSON)]
    names = [str(each.key) for each in query.selected_columns]
    return str(query.compile(dialect=sqlite.dialect())), names, lists


@lru_cache(maxsize=4096)
def _name_tokens(name: str, other_names: str) -> str:
    return " ".join(tokens(" ".join([name, *orjson.loads(other_names)])))


def _write_passages(connection: Connection, vocabulary: Vocabulary) -> set[str]:
    """Fill the index of the sentences that belong to no statement, and add their words to those of
    their language. Returns the tokens of all of them.
    """
    source, number = col(Passage.source), col(Passage.number)
    last = func.coalesce(col(Statement.last_passage), col(Statement.passage))
    of_statement = exists().where(
        col(Statement.source) == source, number.between(col(Statement.passage), last)
    )
    in_order = func.row_number().over(order_by=[source, number]).label("place")
    others = (
        select(source.label("source"), number.label("number"), in_order)
        .where(col(Passage.exact).is_not(None), ~of_statement)
        .subquery()
        .c
    )
    connection.execute(update(Passage).values(search_number=None))
    connection.execute(
        update(Passage)
        .values(search_number=others.place)
        .where(source == others.source, number == others.number)
    )
    query: Select[*tuple[Any, ...]] = (
        select(col(Passage.search_number), col(Passage.exact), col(Source.language))
        .join(Source, col(Source.id) == source)
        .where(col(Passage.search_number).is_not(None))
        .order_by(col(Passage.search_number))
    )
    index, passages = cursor(connection), cursor(connection)
    passages.execute(str(query.compile(dialect=connection.dialect)))
    seen: set[str] = set()

    def indexed(values: tuple[int, str, str]) -> tuple[int, str]:
        rowid, exact, language = values
        vocabulary.setdefault(language, set()).update(exact.lower().split())
        found = tokens(exact)
        seen.update(found)
        return rowid, " ".join(found)

    index.executemany(
        "INSERT INTO passage_words (rowid, words) VALUES (?, ?)", map(indexed, passages)
    )
    index.execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
    return seen


def _write_words(
    connection: Connection,
    vocabulary: Vocabulary,
    known: dict[str, int],
    in_passages: set[str],
) -> None:
    """Fill `word_form`, and `word_gram` with the words that a reader would recognise. `known` are
    the words of the index of statements, with the number of their statements; `in_passages` are
    those of the other sentences.
    """
    forms: defaultdict[str, set[str]] = defaultdict(set)
    words_seen: dict[str, tuple[str, int]] = {}  # folded → as it is written, statements
    for language, pieces in sorted(vocabulary.items()):
        for raw in sorted({run for piece in pieces for run in _runs(piece)}):
            folded = [raw] if raw.isascii() and raw.isalnum() else words(raw)
            if len(folded) != 1:
                continue
            word = folded[0]
            if word not in known and word not in in_passages:
                continue
            for key in stem_keys(language, raw):
                forms[key].add(word)
            if raw.isalnum() and word in known:
                words_seen.setdefault(word, (raw, known[word]))
                continue
            parts = parts_at_apostrophes(raw)
            for part in parts:
                for key in (f"'{part}", *stem_keys(language, part)):
                    forms[key].add(word)
            if word not in known:
                continue
            for part in parts or [word]:
                words_seen.setdefault(part, (part if parts else raw, known[word]))

    def by_number(word: str) -> tuple[int, str]:
        return -known.get(word, 0), word

    cursor(connection).executemany(
        "INSERT INTO word_form (key, word) VALUES (?, ?)",
        (
            (key, word)
            for key, of_key in sorted(forms.items())
            for word in sorted(sorted(of_key, key=by_number)[:MOST_FORMS])
        ),
    )
    cursor(connection).executemany(
        "INSERT INTO word_gram (word, written, statements) VALUES (?, ?, ?)",
        ((word, *seen) for word, seen in sorted(words_seen.items())),
    )


def _runs(piece: str) -> Iterable[str]:
    """The words in a piece of text without white space, as they are written."""
    if piece.isascii():
        return [run.strip("'`") for run in _ASCII_RUN.findall(piece)]
    return [piece[start:end] for start, end in runs(piece)]


@lru_cache(maxsize=4096)
def _parsed(json: str) -> Any:
    """A list of a statement; the same ones come again and again."""
    return orjson.loads(json)


def _count_by_day(connection: Connection, known: str, day: Mapped[Any]) -> None:
    """Count the undated statements of which only this one day is known, for the search terms that
    more than WALKED of them have.
    """
    begin = among_undated(known, "")
    common = select(_term.c.term).where(
        _term.c.term.between(begin, begin + "\uffff"), _term.c.doc > WALKED
    )
    for (term,) in connection.execute(common).all():
        so_far = func.sum(func.count()).over(order_by=day)
        has_term = literal_column("statement_words").op("MATCH")(f'"{term}"')
        by_day = (
            select(literal(term), day, so_far)
            .join_from(_words, UndatedBounds, col(UndatedBounds.number) == _words.c.rowid)
            .where(has_term)
            .group_by(day)
        )
        connection.execute(insert(UndatedCount).from_select(["term", "day", "statements"], by_day))


def _most_common(filter_: StatementFilter) -> Select[Any, Any, Any, Any]:
    """The most common values of a filter, numbered in the order in which a facet shows them."""
    begin = f"{filter_.prefix}_"
    of_filter = _term.c.term.between(begin, begin + "\uffff")
    values = (
        select(func.substr(_term.c.term, len(begin) + 1).label("value"), _term.c.doc.label("count"))
        .where(of_filter, func.instr(_term.c.term, "__") == 0)
        .subquery()
        .c
    )
    titled = filter_.with_titles(select(values.value, values["count"]), values.value).subquery().c
    order = (titled["count"].desc(), titled.label, titled.value)
    number = func.row_number().over(order_by=order)
    return (
        select(literal(filter_.name), number, titled.value, titled["count"])
        .order_by(*order)
        .limit(MOST_VALUES)
    )
