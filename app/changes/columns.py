"""The columns of the CSV of changes and of published versions (docs/api.md, section Formats)."""

from collections.abc import Callable
from typing import Any

from app.api.formats.csv import code_columns, column, json_of
from app.api.formats.list_format import Column
from app.store.listing import Row


def _stance(side: str) -> Callable[[Row], Any]:
    """The stance of a position before or after a change."""
    return lambda row: (row[side] or {}).get("stance")


CHANGES = [
    *code_columns("codes"),
    column("kind", "One of the vocabulary change_kind."),
    column("change", "added, changed, corrected or withdrawn."),
    column("id", "Id of what was changed."),
    column("release_version", "Version of the dataset that changed it.", "release", "version"),
    column("release_published", "Its day of publication.", "release", "published", kind="date"),
    column("actors", "Ids of the actors that it concerns.", kind="list"),
    column("speaker", "Id of the speaker or person."),
    column("summary", "Ours."),
    Column(
        "stance_before",
        _stance("before"),
        "Stance of a position before; empty if it did not differ or there was none.",
    ),
    Column("stance_after", _stance("after"), "Stance of a position after."),
    Column(
        "before",
        json_of("before"),
        "Content before, as JSON; of a correction only what differs.",
        "json",
    ),
    Column("after", json_of("after"), "Content after, as JSON.", "json"),
    column("reason", "Why."),
    column("replaced_by", "Address of what replaces it.", kind="anyURI"),
    column("url", "Its address in that release.", kind="anyURI"),
]

VERSIONS = [
    column("version", "Version of the dataset."),
    column("published", "Day of publication.", kind="date"),
    column("current", "It is the item that answers here.", kind="boolean"),
    column("url", "The start of its pinned addresses.", kind="anyURI"),
    column("changes_url", "What was changed after it.", kind="anyURI"),
]
