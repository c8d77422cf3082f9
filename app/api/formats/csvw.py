"""What the columns of a CSV mean, for programs: CSV on the Web (Metadata Vocabulary for Tabular
Data, 17 December 2015).
"""

from collections.abc import Iterable
from typing import Any

from app.api.citations import DatasetInfo
from app.api.formats.csv import SEPARATOR
from app.api.formats.list_format import Column
from app.store.listing import Row


def table(
    columns: Iterable[Column], url: str, dataset_info: DatasetInfo, title: str, licence: Row
) -> dict[str, Any]:
    """The metadata of the CSV at a URL. They are valid for that address, query included, and for
    no other (section 5.3).
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": f"{dataset_info.title}: {title}",
        "dc:license": {"@id": licence["url"]},
        "dc:issued": {"@value": dataset_info.published.isoformat(), "@type": "xsd:date"},
        "dc:isPartOf": {"@id": dataset_info.pinned(dataset_info.urls.at("dataset"))},
        "dialect": {
            "header": True,
            "headerRowCount": 1,
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminators": ["\r\n"],
            "encoding": "utf-8",
        },
        "tableSchema": {"columns": [_column(column) for column in columns]},
    }


def _column(column: Column) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
    }
    if column.kind == "list":
        shown["dc:description"] += " In a value, %3B means a semicolon and %25 a percent sign."
        return shown | {"datatype": "string", "separator": SEPARATOR, "ordered": True}
    return shown | {"datatype": column.kind}
