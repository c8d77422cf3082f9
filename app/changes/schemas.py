"""Releases, and what each of them changed."""

from typing import Any

from pydantic import Field

from app.api.schemas import ListView, Schema
from app.api.urls import Urls
from app.domain.vocabulary import ChangeKind, ChangeType
from app.store.listing import Row

_SILENT = "silent"


class ReleaseRef(Schema):
    """A published dataset, in short."""

    version: str
    published: str = Field(description="Day of publication.")


class VersionView(ReleaseRef):
    """A published dataset."""

    current: bool = Field(description="It is the one that answers here.")
    url: str = Field(
        description=(
            "Where it goes on answering, as long as its file is kept here: the start of "
            "its pinned URLs."
        )
    )
    changes_url: str = Field(description="What was changed after it.")


class VersionList(ListView[VersionView]):
    """A page of a list."""


class ChangeView(Schema):
    """What one release changed in one published thing."""

    kind: ChangeKind
    change: ChangeType = Field(
        description=(
            "`changed`: another position became the current one of its actor; `corrected`: "
            "other content, same id."
        )
    )
    id: str
    release: ReleaseRef
    actors: list[str] = Field(description="Ids of the actors that it concerns.")
    speaker: str | None = Field(
        description="Id of the statement's speaker, or of the person; null where there is none."
    )
    summary: str = Field(description="Ours.")
    before: dict[str, Any] | None = Field(
        description=(
            "Content before, of a correction only what differs; null where there was none "
            "(an actor had no position)."
        )
    )
    after: dict[str, Any] | None = Field(
        description="Content after, likewise; null where there is none any more."
    )
    reason: str | None = Field(description="Why; null where none was given, as for what is new.")
    replaced_by: str | None = Field(
        description="URL of what replaces what was withdrawn; null if nothing does."
    )
    url: str = Field(
        description=(
            "Its URL in that release, or that of the list that has it; what was withdrawn with a "
            "tombstone answers 410 there and says why."
        )
    )


class ChangeList(ListView[ChangeView]):
    """A page of a list."""


def version(row: Row, urls: Urls, own: str) -> dict[str, Any]:
    """One release from its row; `own` is the version that answers."""
    return {
        "version": row["version"],
        "published": row["published"].isoformat(),
        "current": row["version"] == own,
        "url": urls.pinned(urls.base, row["version"]),
        "changes_url": urls.list("/changes", [("since", row["version"])]),
    }


def change(row: Row, urls: Urls) -> dict[str, Any]:
    """One change from its row."""
    shown = row | {
        "release": {"version": row["release"], "published": row["published"].isoformat()},
        "summary": _summary(row),
        "replaced_by": row["replaced_by"] and urls.thing(row["kind"], row["replaced_by"]),
        "url": urls.pinned(urls.thing(row["kind"], row["id"]), row["release"]),
    }
    return {key: shown[key] for key in ChangeView.model_fields}


def _summary(row: Row) -> str:
    """A sentence of ours, made of this one change, so that it stays the same whatever is published
    later.
    """
    if row["kind"] == ChangeKind.position:
        name = next(iter(row["names"].values()), row["id"])
        return f"{name}: {_change_of_position(row)}"
    noun, facts = row["kind"].capitalize(), row["after"] or row["before"] or {}
    if row["change"] == ChangeType.corrected:
        return f"{noun} corrected ({_members(row)}): {row['id']}"
    titles = (facts[key] for key in ("summary", "title", "name", "label", "text") if facts.get(key))
    untitled = f"untitled, {facts['publisher']}" if facts.get("publisher") else row["id"]
    return f"{noun} {row['change']}: {next(titles, untitled)}"


def _change_of_position(row: Row) -> str:
    was, now = _stance(row["before"]), _stance(row["after"])
    move = f"{was} → {now}" if was != now else None
    if row["change"] == ChangeType.changed:
        return move or f"{now} as before; other parts of its position changed"
    if row["change"] == ChangeType.corrected:
        return f"a position was corrected{f': {move}' if move else f' ({_members(row)})'}"
    if row["change"] == ChangeType.added:
        return f"a position that is not its current one was added ({now})"
    return f"a position was withdrawn ({was})"


def _stance(facts: dict[str, Any] | None) -> str:
    return _SILENT if facts is None else str(facts.get("stance", "")).replace("_", " ")


def _members(row: Row) -> str:
    """What differs, in words; a correction of the coding alone shows nothing else."""
    return ", ".join(name.replace("_", " ") for name in row["after"] or {}) or "its coding"
