"""Two dataset files compared for people at a terminal: what `stated diff` prints."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.build.diff import Change, diff, differing, fresh
from app.build.snapshot import Fact, content, reading
from app.build.write.schema import revisions
from app.domain.vocabulary import ChangeType

LONGEST = 80  # characters of a value on the screen
_STAND = (
    "stance",
    "view",
    "participation",
    "commitment",
    "attribution",
    "conditions",
    "contributions",
    "disputed",
    "valid_from",
)


class NotComparable(Exception):
    """A file that cannot be compared; the text is a sentence for whoever asked."""


def compare(old: Path, new: Path) -> list[Change]:
    """What became of each thing from the dataset file `old` to `new`. Raises NotComparable."""
    for path in (old, new):
        _check(path)
    before, after = content(old), content(new)
    return diff(
        before.facts, after.facts, after.stones, fresh(after.corrections, before.corrections)
    )


def _check(path: Path) -> None:
    """Whether a file is a dataset of this release's schema."""
    try:
        with reading(path) as connection:
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            connection.execute(text("SELECT version FROM dataset")).one()
    except DatabaseError:
        raise NotComparable(f"{path} is no dataset of this service.") from None
    if revision != revisions()[-1]:
        raise NotComparable(
            f"{path} has the schema revision {revision}: bring it to this release's with "
            "`stated "
            "adopt` first."
        )


def sentence(change: Change) -> str:
    """A change on one line: kind, what became of it, id, what differs, and why."""
    said = "; ".join(_differences(change))
    return (
        f"{change.kind} {change.change} {change.id}" + (f": {said}" if said else "") + _why(change)
    )


def _why(change: Change) -> str:
    instead = f"; now {change.replaced_by}" if change.replaced_by else ""
    return f" ({_short(change.reason)}{instead})" if change.reason else ""


def _differences(change: Change) -> list[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        if change.change is ChangeType.changed:
            was, now = (fact["stance"] if fact else "silent" for fact in (before, after))
            return [f"{was} → {now}"]
        return [_short(_label(before or after or {}))]
    shown = (
        before
        if change.change is ChangeType.corrected
        else [name for name in _STAND if name in differing(before, after)]
    )
    return [f"{name}: {_short(before[name])} → {_short(after[name])}" for name in shown]


def _label(fact: Fact) -> Any:
    """By what a person would know a thing."""
    return next((fact[name] for name in ("summary", "title", "name") if name in fact), "")


def _short(value: Any) -> str:
    """A value in a few words, on one line and without characters that move a cursor."""
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
