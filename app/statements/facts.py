"""The facts from which statements are rendered."""

from collections.abc import Iterable
from typing import cast

from sqlalchemy import Connection, String, func, inspect, select, type_coerce
from sqlmodel import col

from app.api.citations import DatasetInfo
from app.api.urls import Urls
from app.domain.placeholder import PLACEHOLDER
from app.lookup.corrections import corrections_of
from app.store.compiled import CompiledSelect, in_list
from app.store.listing import Row
from app.store.tables.actors import Person
from app.store.tables.dataset import DatasetRow
from app.store.tables.statements import Source, Statement

_REPLACED = {
    "list_day",
    "corrections",
    "href_in_context",
    "fragment_link",
}  # columns that are selected in another way below
_facts = CompiledSelect(
    select(
        *(column for column in inspect(Statement).columns if column.key not in _REPLACED),
        type_coerce(col(Statement.list_day), String).label("list_day"),
        func.coalesce(col(Statement.fragment_link), col(Statement.href_in_context)).label(
            "href_in_context"
        ),
        col(Person.name).label("speaker_name"),
        col(Person.kind).label("speaker_kind"),
        col(Source.text_sha256),
        col(Source.title).label("source_title"),
        col(Source.publisher),
        col(Source.published),
        col(Source.url).label("source_url"),
        col(Source.root),
        col(Source.caution),
        corrections_of("statement", col(Statement.id)),
    )
    .select_from(Statement)
    .join(Source)
    .outerjoin(Person)
    .where(in_list(col(Statement.number), "numbers"))
)
_dataset = CompiledSelect(
    select(col(DatasetRow.title), col(DatasetRow.version), col(DatasetRow.published))
)


def statement_facts(connection: Connection, numbers: Iterable[int]) -> list[Row]:
    """The facts of statements by their numbers, in any order."""
    return _facts.rows(connection, numbers=numbers)


def dataset_info(connection: Connection) -> DatasetInfo:
    """The dataset as citations name it, with the placeholder as the base of all addresses."""
    row = cast(Row, _dataset.first(connection))  # a dataset has this row
    return DatasetInfo(**row, urls=Urls(PLACEHOLDER))
