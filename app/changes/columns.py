"""The columns of the CSV of changes and of published versions (docs/api.md, section Formats)."""

from collections.abc import Callable
from typing import Any

from app.api.formats.csv import code_columns, column, json_of
from app.api.formats.list_format import Column
from app.store.listing import Row


def _stance(side: str) -> Callable[[Row], Any]:
    """The stance of a position before or after a change."""
    return lambda row: (row[side] or {}).get("stance")


def _differing(row: Row) -> list[str]:
    """The parts of the content that differ; all that say something if one side has no content."""
    before, after = row["before"], row["after"]
    if before is None or after is None:
        return [name for name, value in (before or after or {}).items() if value not in (None, [])]
    names = dict.fromkeys((*before, *after))
    return [name for name in names if before.get(name) != after.get(name)]


def _text_of(side: str) -> Callable[[Row], str | None]:
    """The parts that differ on one side, for people to read: "stance: willing | view: supports"."""

    def text_of(row: Row) -> str | None:
        content = row[side]
        if content is None:
            return None
        return " | ".join(f"{name}: {_text(content.get(name))}" for name in _differing(row))

    return text_of


def _text(value: object) -> str:
    """A value of JSON in words. A date is its value; other objects leave out what is null."""
    match value:
        case None | []:
            return "none"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(_text(item) for item in value)
        case {"precision": _, "value": day}:
            return str(day or "unknown")
        case dict():
            parts = (f"{name}: {_text(part)}" for name, part in value.items() if part is not None)
            return f"({', '.join(parts)})"
    return str(value)


CHANGES = [
    *code_columns("codes"),
    column("kind", "One of the vocabulary change_kind."),
    column("change", "added, changed, corrected or withdrawn."),
    column("id", "Id of what was changed."),
    column("release_version", "Version of the dataset that changed it.", "release", "version"),
    column(
        "release_published",
        "Day on which that version was published.",
        "release",
        "published",
        kind="date",
    ),
    column("actors", "Ids of the actors that it concerns.", kind="list"),
    column("speaker", "Id of the speaker or person."),
    column("summary", "Our summary of the change."),
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
    column("replaced_by", "Address of what replaces the withdrawn thing.", kind="anyURI"),
    column("url", "Address of the changed thing in that version.", kind="anyURI"),
    Column("differs", _differing, "Names of the parts that differ.", "list"),
    Column(
        "before_text", _text_of("before"), "What differs, as it was before, for people to read."
    ),
    Column("after_text", _text_of("after"), "What differs, as it is now, for people to read."),
]

VERSIONS = [
    column("version", "Version of the dataset."),
    column("published", "Day of publication.", kind="date"),
    column("current", "True for the version that was used for this response.", kind="boolean"),
    column("url", "Start of the pinned addresses of this version.", kind="anyURI"),
    column("changes_url", "Address of the changes after this version.", kind="anyURI"),
]
