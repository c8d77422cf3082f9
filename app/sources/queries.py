"""Sources and their passages."""

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Label,
    Select,
    and_,
    bindparam,
    exists,
    func,
    inspect,
    select,
    type_coerce,
    union,
)
from sqlmodel import col

from app.domain.vocabulary import Coding
from app.lookup.corrections import corrections_of
from app.store.compiled import CompiledSelect, in_list, keyset_listing
from app.store.listing import Key, Listing, Row
from app.store.tables.positions import PositionEvidence
from app.store.tables.statements import Passage, Source, Statement


def _of_source(name: str, value: ColumnElement[int], *where: ColumnElement[bool]) -> Label[int]:
    """A count over rows that belong to a source."""
    return select(value).where(*where).correlate(Source).scalar_subquery().label(name)


_cut_from_it = col(Statement.source) == col(Source.id)
# Words that run over several passages use all of them.
_behind_the_first = (
    select(col(Passage.number))
    .join(
        Statement,
        and_(
            col(Statement.source) == col(Passage.source),
            col(Passage.number).between(col(Statement.passage), col(Statement.last_passage)),
        ),
    )
    .where(col(Statement.last_passage).is_not(None), _cut_from_it)
    .correlate(Source)
)
_first_passages: Select[int | None] = (
    select(col(Statement.passage).label("number"))
    .where(_cut_from_it, col(Statement.passage).is_not(None))
    .correlate(Source)
)
_used = union(_first_passages, _behind_the_first).subquery()
_passages_used = select(func.count()).select_from(_used).scalar_subquery().label("passages_used")
_is_cited = exists().where(col(PositionEvidence.statement) == col(Statement.number))
_columns = (
    *(column for column in inspect(Source).columns if column.key != "text"),
    func.length(col(Source.text)).label("characters"),
    *(
        _of_source(
            coding,
            func.count(),
            col(Passage.source) == col(Source.id),
            col(Passage.coding) == coding,
        )
        for coding in Coding
    ),
    _of_source("statements", func.count(), _cut_from_it),
    _of_source("statements_cited", func.count(), _cut_from_it, _is_cited),
    _passages_used,
    corrections_of("source", col(Source.id)),
)
_order = (col(Source.sort_title), col(Source.id))
_has_id = col(Source.id) == bindparam("id")
listing = keyset_listing(select(*_columns), _order, select(func.count()).select_from(Source))
"""Sources by title, each with its coverage."""
_by_id = CompiledSelect(select(*_columns).where(_has_id))
_text = CompiledSelect(select(col(Source.text)).where(_has_id))
_by_root = CompiledSelect(
    select(
        col(Source.id),
        col(Source.title),
        col(Source.publisher),
        col(Source.via),
        col(Source.copy_of),
    )
    .where(col(Source.root) == bindparam("root"))
    .order_by(*_order)
    .limit(bindparam("limit"))
)
_number_by_root = CompiledSelect(
    select(func.count()).select_from(Source).where(col(Source.root) == bindparam("root"))
)
_statement_ids = (
    select(col(Statement.id).label("id"))
    .where(
        col(Statement.source) == col(Passage.source),
        col(Passage.number).between(
            col(Statement.passage),
            func.coalesce(col(Statement.last_passage), col(Statement.passage)),
        ),
    )
    .order_by(col(Statement.start))
    .correlate(Passage)
    .subquery()
)
_all_passages = (
    select(
        Passage,
        type_coerce(
            select(func.json_group_array(_statement_ids.c.id)).scalar_subquery(), JSON
        ).label("statements"),
    )
    .where(col(Passage.source) == bindparam("source"))
    .order_by(col(Passage.number))
)
_passages = CompiledSelect(
    _all_passages.where(col(Passage.number) > bindparam("after")).limit(bindparam("limit"))
)
_number_of_passages = CompiledSelect(
    select(func.count()).select_from(Passage).where(col(Passage.source) == bindparam("source"))
)
_around = CompiledSelect(
    _all_passages.where(
        col(Passage.number).between(bindparam("first"), bindparam("last")),
    )
)
_sentences = CompiledSelect(
    select(Passage).where(
        in_list(col(Passage.source), "sources"), in_list(col(Passage.number), "numbers")
    )
)


def by_id(connection: Connection, source: str) -> Row | None:
    """One source with its coverage, by its id."""
    return _by_id.first(connection, id=source)


def passages(source: str) -> Listing:
    """Every sentence of an archived source in the order of the text, each with the ids of the
    statements that were cut from it.
    """

    def page(connection: Connection, after: Key | None, limit: int) -> list[Row]:
        last = after[0] if after else 0
        return _passages.rows(connection, source=source, after=last, limit=limit)

    return Listing(
        page=page,
        key=lambda row: (row["number"],),
        total=lambda connection: (_number_of_passages.scalar(connection, source=source), True),
        is_key=lambda key: len(key) == 1 and type(key[0]) is int,
    )


def around(connection: Connection, source: str, number: int) -> dict[int, Row]:
    """A passage of a source, the one before it and the one after it, by number."""
    rows = _around.rows(connection, source=source, first=number - 1, last=number + 1)
    return {row["number"]: row for row in rows}


def text(connection: Connection, source: str) -> str | None:
    """The archived text or excerpts; None if none are."""
    archived: str | None = _text.scalar(connection, id=source)
    return archived


def of_root(connection: Connection, root: str, limit: int) -> list[Row]:
    """The first sources that come from one agency or document, by title. They are not independent
    of each other.
    """
    return _by_root.rows(connection, root=root, limit=limit)


def number_of_root(connection: Connection, root: str) -> int:
    """How many sources come from one agency or document."""
    number: int = _number_by_root.scalar(connection, root=root)
    return number


def sentences(connection: Connection, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], Row]:
    """Single passages, by source and number."""
    if not wanted:
        return {}
    sources, numbers = zip(*wanted, strict=True)
    rows = _sentences.rows(connection, sources=sources, numbers=numbers)
    by_place = {(row["source"], row["number"]): row for row in rows}
    return {place: row for place, row in by_place.items() if place in wanted}
