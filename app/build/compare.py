"""Comparing two dataset files, and the lines that `stated diff` prints."""

import json
from pathlib import Path

from app.build.diff import DatasetChange, diff, differing, fresh
from app.build.failures import CommandError
from app.build.snapshot import Content, read_snapshot
from app.build.write.adopt import NotAdopted, identity
from app.build.write.schema import revisions
from app.domain.vocabulary import ChangeType

# Members by which a thing is known.
_LABELS = ("summary", "title", "name", "label", "text", "publisher")
LONGEST = 80  # characters of a value on the screen
# Members of a position that are not printed when another one became the current one: they differ
# almost always, or concern the curators.
_NOT_PRINTED = {
    "status",
    "summary",
    "not_supported",
    "valid_to",
    "superseded_by",
    "retracted",
    "evidence",
    "recorded_on",
    "coded_by",
    "reviewed_by",
    "reviewed_on",
}


class NotComparable(CommandError):
    """A file cannot be compared."""

    exit_code = 2


def compare(old: Path, new: Path) -> list[DatasetChange]:
    """What became of each thing from the dataset file `old` to `new`.

    Raises NotComparable if one of them is no dataset of this release's schema.
    """
    for path in (old, new):
        _check(path)
    before, after = read_snapshot(old), read_snapshot(new)
    return diff(
        before.contents,
        after.contents,
        after.tombstones,
        fresh(after.corrections, before.corrections),
    )


def _check(path: Path) -> None:
    """Raise NotComparable if a file is no dataset of this release's schema."""
    try:
        _, revision, _ = identity(path)
    except NotAdopted:
        raise NotComparable(f"{path} is not a dataset of this service.") from None
    if revision != revisions()[-1]:
        raise NotComparable(
            f"{path} has the schema revision {revision}: bring it to this release's with "
            "`stated adopt` first."
        )


def as_line(change: DatasetChange) -> str:
    """A change on one line: kind, what became of it, id, what differs, and why."""
    differences = "; ".join(_differences(change))
    colon = ": " if differences else ""
    return f"{change.kind} {change.change} {change.id}{colon}{differences}{_why(change)}"


def _why(change: DatasetChange) -> str:
    instead = f"; now {change.replaced_by}" if change.replaced_by else ""
    return f" ({_short(change.reason)}{instead})" if change.reason else ""


def _differences(change: DatasetChange) -> list[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        if change.change is ChangeType.changed:
            was, now = (content["stance"] if content else "silent" for content in (before, after))
            return [f"{was} → {now}"]
        return [_short(_label(before or after or {}))]
    printed = set(before)  # of a corrected thing these are the members that differ
    if change.change is not ChangeType.corrected:
        printed = differing(before, after) - _NOT_PRINTED
    return [
        f"{name}: {_short(before[name])} → {_short(after[name])}"
        for name in before
        if name in printed
    ]


def _label(content: Content) -> object:
    """The words by which a person knows a thing."""
    return next((content[name] for name in _LABELS if content.get(name)), "")


def _short(value: object) -> str:
    """A value in at most LONGEST characters, on one line, without control characters."""
    if isinstance(value, dict) and value.keys() >= {"value", "earliest", "latest"}:
        span = (
            f"{value['earliest'] or '?'} to {value['latest'] or '?'}"
            if value["earliest"] or value["latest"]
            else None
        )
        value = value["value"] or span
    if value is None or value == []:
        return "nothing"
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    plain = "".join(char if char.isprintable() else " " for char in words)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"
