"""Releases, and what each of them changed."""

from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field

from app.api.schemas import ListView, Schema, Uri, Version
from app.api.urls import Urls
from app.changes import content
from app.domain.vocabulary import ChangeKind, ChangeType
from app.store.listing import Row

C = TypeVar("C", bound=content.Content)
# The stances that are no verbs
_VERBS_IN_WORDS_OF_A_QUESTION = {
    "opposes": "opposes {subject}",
    "willing": "is willing to {take_part}",
    "open": "is open to {taking_part}",
    "undecided": "is undecided whether to {take_part}",
    "declines": "declines to {take_part}",
    "supports": "supports {subject}",
}
_VERBS = {
    "willing": "is willing",
    "open": "is open",
    "undecided": "is undecided",
    "not_stated": "has not stated a position",
}


class ReleaseRef(Schema):
    """A published dataset, in short."""

    version: Version = Field(description="The version of the dataset.")
    published: date = Field(description="The day of publication.")


class VersionView(ReleaseRef):
    """A published dataset."""

    current: bool = Field(description="True for the one that was used for this response.")
    url: Uri = Field(
        description="The start of its pinned addresses. They work as long as its file is kept here."
    )
    changes_url: Uri = Field(description="The changes after it.")


class VersionList(ListView[VersionView]):
    """A page of the published versions."""


class _Change(Schema, Generic[C]):
    """What one release changed in one published thing. `before` and `after` have what it says of
    the thing.
    """

    change: ChangeType = Field(
        description=(
            "What happened to it. `changed`: another position became the current one of its actor; "
            "`corrected`: different content under the same id."
        )
    )
    id: str = Field(description="The id of the thing.")
    release: ReleaseRef = Field(description="The dataset that changed it.")
    actors: list[str] = Field(description="Ids of the actors that it concerns.")
    speaker: str | None = Field(
        description="The id of the statement's speaker, or of the person; null if there is none."
    )
    summary: str = Field(description="Our summary of the change.")
    before: C | None = Field(
        description=(
            "The content before; of a correction only what differs. Null if there was none: the "
            "thing is new, or an actor had no position."
        )
    )
    after: C | None = Field(
        description="The content after; of a correction only what differs. Null if there is none."
    )
    reason: str | None = Field(description="Why; null if none was given, as for what is new.")
    replaced_by: Uri | None = Field(
        description="The address of what replaces it, if it was withdrawn; null if nothing does."
    )
    url: Uri = Field(
        description=(
            "The address in that version, or that of the list that has it. If it was withdrawn, "
            "the response there is a 410 that says why."
        )
    )


class PositionChange(_Change[content.PositionContent]):
    """A change of a position."""

    kind: Literal[ChangeKind.position] = Field(description="The kind of thing: a position.")


class StatementChange(_Change[content.StatementContent]):
    """A change of a statement."""

    kind: Literal[ChangeKind.statement] = Field(description="The kind of thing: a statement.")


class SourceChange(_Change[content.SourceContent]):
    """A change of a source."""

    kind: Literal[ChangeKind.source] = Field(description="The kind of thing: a source.")


class PersonChange(_Change[content.PersonContent]):
    """A change of a speaker."""

    kind: Literal[ChangeKind.person] = Field(description="The kind of thing: a speaker.")


class ActorChange(_Change[content.ActorContent]):
    """A change of an actor."""

    kind: Literal[ChangeKind.actor] = Field(description="The kind of thing: an actor.")


class QuestionChange(_Change[content.QuestionContent]):
    """A change of a question."""

    kind: Literal[ChangeKind.question] = Field(description="The kind of thing: a question.")


class TopicChange(_Change[content.TopicContent]):
    """A change of a topic."""

    kind: Literal[ChangeKind.topic] = Field(description="The kind of thing: a topic.")


class TermChange(_Change[content.TermContent]):
    """A change of a value of a closed list."""

    kind: Literal[ChangeKind.term] = Field(description="The kind of thing: a term.")


class PassageChange(_Change[content.PassageContent]):
    """A change of the kind of a sentence."""

    kind: Literal[ChangeKind.passage] = Field(description="The kind of thing: a passage.")


ChangeView = Annotated[
    PositionChange
    | StatementChange
    | SourceChange
    | PersonChange
    | ActorChange
    | QuestionChange
    | TopicChange
    | TermChange
    | PassageChange,
    Field(discriminator="kind"),
]


class ChangeList(ListView[ChangeView]):
    """A page of the changes."""


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
    return {key: shown[key] for key in ("kind", *_Change.model_fields)}


def _summary(row: Row) -> str:
    """Our sentence, made of this one change, so that it stays the same whatever is published
    later.
    """
    if row["kind"] == ChangeKind.position:
        name = next(iter(row["names"].values()), row["id"])
        return _change_of_position(row, name)
    noun, facts = row["kind"].capitalize(), row["after"] or row["before"] or {}
    if row["change"] == ChangeType.corrected:
        return f"{noun} corrected ({_members(row)}): {row['id']}"
    titles = (facts[key] for key in ("summary", "title", "name", "label", "text") if facts.get(key))
    untitled = f"untitled, {facts['publisher']}" if facts.get("publisher") else row["id"]
    return f"{noun} {row['change']}: {next(titles, untitled)}"


def _change_of_position(row: Row, name: str) -> str:
    """What became of the position of an actor, as a short sentence: "First recorded: Russia
    opposes".
    """
    question = row["question"]
    was, now = (facts and _says(name, facts, question) for facts in (row["before"], row["after"]))
    if row["change"] == ChangeType.added:
        return f"Added, not the current position: {now}"
    if row["change"] == ChangeType.withdrawn:
        return f"Withdrawn: {was}"
    if row["change"] == ChangeType.corrected:
        moved = was != now
        return (
            f"Corrected: {now}; before: {was}" if moved else f"Corrected: {name} ({_members(row)})"
        )
    if was is None:
        return f"First recorded: {now}"
    if now is None:
        return f"No position any more: {name}; before: {was}"
    return (
        f"Changed: {now}; before: {was}" if was != now else f"Other parts changed: {now}, as before"
    )


def _says(name: str, facts: dict[str, Any], question: Row | None) -> str:
    """An actor and its stance as a sentence; only the name if a correction has no stance. A
    question that has its own words for taking part is named by them.
    """
    stance = str(facts.get("stance", ""))
    if question and question["has_own_words"] and stance in _VERBS_IN_WORDS_OF_A_QUESTION:
        return f"{name} {_VERBS_IN_WORDS_OF_A_QUESTION[stance].format_map(question)}"
    return f"{name} {_VERBS.get(stance, stance)}".strip()


def _members(row: Row) -> str:
    """What differs, in words; a correction of the coding alone shows nothing else."""
    return ", ".join(name.replace("_", " ") for name in row["after"] or {}) or "its coding"
