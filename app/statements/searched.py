"""What a search in statements says about itself: what was searched, which other sentences of the
sources have the words, and, if nothing was found, near searches that find something.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Connection,
    bindparam,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlmodel import col

from app.api.context import RequestContext
from app.api.schemas import day
from app.domain.names import suggest, words
from app.domain.tokens import characters, is_run
from app.lookup import dataset as dataset_lookup
from app.problems import OverBudget
from app.statements import search
from app.statements.filters import StatementFilters
from app.statements.search_terms import takes_bounded_time
from app.statements.search_words import SearchQuery, SearchUnit, languages, search_query
from app.store.compiled import CompiledSelect
from app.store.listing import Row
from app.store.tables.counts import COUNTED
from app.store.tables.statements import Passage, Source

NOTE = (
    "No recorded statement has these words. That does not mean that nothing was said. We have read "
    "only some sources, and a source may use other words. So it is no evidence that nobody said it."
)
NOTE_FILTERED = NOTE.replace(
    "No recorded statement", "No recorded statement that passes the other filters"
)
OPERATORS = (
    "AND, OR, NOT, a minus sign, an asterisk and a colon have no special meaning here: a statement "
    "must have all the words of q. Words in quotation marks are a phrase."
)
_OPERATORS = re.compile(r"(?:^|\s)(?:AND|OR|NOT|&&|\|\|)\s|(?:^|\s)[-+!]\w|\w\*|\b[a-z_]+:\w")
_MOST_NEAR, _MOST_TRIED, _FEW = 5, 12, 3
_grams = table("word_gram", column("word"), column("written"), column("statements"), column("rank"))
_similar = CompiledSelect(
    select(_grams.c.word, _grams.c.written, _grams.c.statements)
    .where(literal_column("word_gram").op("MATCH")(bindparam("match")))
    .order_by(_grams.c.rank)
    .limit(200)
)
_MOST_PASSAGES, _MOST_READ = 5, 200
_passage_words = table("passage_words", column("rowid"))
_in_passages = literal_column("passage_words").op("MATCH")(bindparam("match"))
_passages = CompiledSelect(
    select(
        col(Passage.source),
        col(Passage.number),
        col(Passage.coding),
        col(Passage.exact),
        col(Source.title),
        col(Source.publisher),
        col(Source.language),
    )
    .select_from(_passage_words)
    .join(Passage, col(Passage.search_number) == _passage_words.c.rowid)
    .join(Source, col(Source.id) == col(Passage.source))
    .where(_in_passages)
    .order_by(_passage_words.c.rowid)
    .limit(bindparam("limit"))
)
_some_passages = select(literal(1)).select_from(_passage_words).where(_in_passages)
_number_of_passages = CompiledSelect(
    select(func.count()).select_from(_some_passages.limit(COUNTED + 1).subquery())
)
Near = tuple[str, bool, int, bool]  # q, whether the other filters are kept, total, exact
Query = list[tuple[str, str]]


async def searched(
    context: RequestContext,
    filters: StatementFilters,
    path: str,
    query: Query,
) -> dict[str, Any] | None:
    """The member `search` of a list of statements at `path`, whose query is `query`; None if no
    words are looked for.
    """
    if filters.words is None:
        return None
    where = context.dataset
    if takes_bounded_time(filters):
        statements, exact, nothing, passages, number, all_counted = where.read(
            _about_search, filters
        )
    else:
        (
            statements,
            exact,
            nothing,
            passages,
            number,
            all_counted,
        ) = await where.read_in_thread(context.pool, _about_search, filters)
    near: list[Near] = []
    if nothing:
        try:
            near = await where.read_in_thread(context.pool, near_searches, filters)
        except OverBudget:
            context.not_whole()
    rest = [pair for pair in query if pair[0] not in ("q", "cursor", "limit", "facets", "format")]
    return {
        "statements": statements,
        "statements_exact": exact,
        "facts_up_to": day(where.cached(dataset_lookup.facts_up_to, where.published)),
        "languages": where.cached(languages),
        "note": _note(
            dict(query).get("q", ""), filters != StatementFilters(words=filters.words), nothing
        ),
        "passages": number,
        "passages_exact": all_counted,
        "in_passages": [
            {
                "source": row["source"],
                "title": row["title"],
                "publisher": row["publisher"],
                "language": row["language"],
                "number": row["number"],
                "coding": row["coding"],
                "exact": row["exact"],
                "url": context.urls.at("sources", row["source"], "passages", str(row["number"])),
            }
            for row in passages
        ],
        "near": [
            {
                "q": q,
                "total": total,
                "total_exact": total_exact,
                "url": context.urls.list(path, [*(rest if kept else []), ("q", q)]),
            }
            for q, kept, total, total_exact in near
        ],
    }


def _note(q: str, filtered: bool, nothing: bool) -> str | None:
    """What the number of results does not mean; None if nothing has to be said. `filtered`: whether
    there are other filters.
    """
    notes = [OPERATORS] if _OPERATORS.search(q) else []
    notes += [NOTE_FILTERED if filtered else NOTE] if nothing else []
    return " ".join(notes) or None


def near_searches(connection: Connection, filters: StatementFilters) -> list[Near]:
    """At most five searches like one that finds nothing, each with what it finds: the same without
    the other filters, near words that exist, and fewer words.

    At most twelve are tried, and counting stops early. Only a search for several common words that
    never occur together takes longer with more statements; it ends with the time of a query.
    """
    given = filters.words
    assert given is not None
    found: list[Near] = []
    tried: set[str] = set()
    if filters != StatementFilters(words=given):
        alone = StatementFilters(words=given)
        total, exact = _total(connection, alone)
        if total:
            found.append((_written(given.units), False, total, exact))
    for q in _candidates(connection, given):
        if q in tried or len(tried) >= _MOST_TRIED or len(found) >= _MOST_NEAR:
            continue
        tried.add(q)
        if meant := search_query(connection, q):
            total, exact = _total(connection, replace(filters, words=meant))
            if total:
                found.append((q, True, total, exact))
    return found


def _candidates(connection: Connection, given: SearchQuery) -> Iterator[str]:
    """Searches like one that finds nothing, the nearest first."""
    units = given.units
    for place, unit in enumerate(units):
        if _finds_nothing(connection, StatementFilters(words=SearchQuery((unit,)))):
            for other in _near_unit(connection, unit):
                yield " ".join(
                    [_as_given(each) for each in units[:place]]
                    + [other]
                    + [_as_given(each) for each in units[place + 1 :]]
                )
    if 1 < len(units) <= _FEW:  # with more, each of these searches takes its time
        for place in range(len(units)):
            yield _written((*units[:place], *units[place + 1 :]))
    if len(units) > 1:
        for unit in units:
            yield _as_given(unit)
            yield from _near_unit(connection, unit)


def _near_unit(connection: Connection, unit: SearchUnit) -> Iterator[str]:
    """What exists and is near to a word or a phrase that does not."""
    found = words(unit.text)
    if unit.is_phrase and len(found) > 1:
        yield " ".join(unit.text.split())  # the same words, in any order
    for word in found:
        if is_run(word):
            yield from _parts_of_run(word)
        else:
            yield from near_words(connection, word)


def _parts_of_run(word: str) -> Iterator[str]:
    """The parts of a text without spaces, longer ones first."""
    each = characters(word)
    for length in range(min(len(each) - 1, 8), 1, -1):
        for start in range(len(each) - length + 1):
            yield "".join(each[start : start + length])


def near_words(connection: Connection, word: str) -> list[str]:
    """At most four words of the statements that begin with a folded word or are written like it;
    the most common ones of those that begin with it first.
    """
    if not 3 <= len(word) <= 64:
        return []
    grams = sorted({word[place : place + 3] for place in range(len(word) - 2)})
    match = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
    rows = _similar.rows(connection, match=match)
    longer = sorted(
        (row for row in rows if row["word"].startswith(word) and row["word"] != word),
        key=lambda row: (-int(row["statements"]), row["word"]),
    )
    near = suggest(word, {row["word"]: row["written"] for row in rows if row["word"] != word})
    return list(dict.fromkeys([*(row["written"] for row in longer[:2]), *near]))[:4]


def _total(connection: Connection, filters: StatementFilters) -> tuple[int, bool]:
    return search.total(connection, filters, search.segments(connection, filters))


def _about_search(
    connection: Connection, filters: StatementFilters
) -> tuple[int, bool, bool, list[Row], int, bool]:
    """How many statements pass the other filters, whether that is exact, whether the search finds
    nothing; and of the sentences that belong to no statement, in any source, some that have the
    words, how many have them (one more than COUNTED if there are more), and whether that is exact.
    Of a phrase only the first _MOST_READ sentences with its words are read.
    """
    statements, exact = _total(connection, replace(filters, words=None))
    assert filters.words is not None
    match = filters.words.passage_expression
    if filters.words.is_exact_in_passages:
        passages = _passages.rows(connection, match=match, limit=_MOST_PASSAGES)
        number = len(passages)
        if number == _MOST_PASSAGES:
            number = _number_of_passages.scalar(connection, match=match)
        passages_exact = number <= COUNTED
    else:
        found = _passages.rows(connection, match=match, limit=_MOST_READ)
        passages = [row for row in found if filters.words.has_phrases(row["exact"])]
        number, passages_exact = len(passages), len(found) < _MOST_READ
    about = passages[:_MOST_PASSAGES], number, passages_exact
    return statements, exact, _finds_nothing(connection, filters), *about


def _finds_nothing(connection: Connection, filters: StatementFilters) -> bool:
    return not search.numbers(connection, search.segments(connection, filters), 1)


def _as_given(unit: SearchUnit) -> str:
    return f'"{unit.text}"' if unit.is_phrase else unit.text


def _written(units: Iterable[SearchUnit]) -> str:
    return " ".join(map(_as_given, units))
