"""Publishing: the pointer file that the service follows, and what has to be in order before a
dataset is published.
"""

from collections.abc import Iterator
from pathlib import Path

from app.build.atomic import write_atomically
from app.build.check.checked_seed import CheckedSeed
from app.build.diff import Change
from app.build.findings import Finding
from app.build.ledger import Line, next_line
from app.build.snapshot import content
from app.domain.vocabulary import ChangeKind

POINTER = "current"


class NoSuchVersion(Exception):
    """There is no dataset file of that version."""


def point(datasets: Path, version: str) -> None:
    """Let the service follow to `version`; atomic, because the pointer is replaced and never
    rewritten.

    Raises NoSuchVersion, or OSError; the pointer is as it was then. This needs no lock, so that
    nobody who goes back to an older version has to wait for a long build: of two that point at
    once, the last one counts.
    """
    if not (datasets / f"{version}.sqlite").exists():
        raise NoSuchVersion(version)
    write_atomically(datasets / POINTER, f"{version}\n".encode("ascii"))


def prepare(checked: CheckedSeed, dataset: Path) -> tuple[Line, list[Finding]]:
    """The line of the ledger for a dataset that was not published yet, and what keeps it from being
    published.

    What was published may be changed under its id, but never without a note (docs/domain.md, rule
    corrections-owe-a-reason): a statement, a source that is cited or an entry that differs owes a
    correction that no published version gave before. Corrections that were given stay, and the day
    of publication does not go back.
    """
    lines = checked.seed.ledger
    line, changes = next_line(lines, content(dataset))
    found = [_owed(checked, change) for change in changes if change.owed]
    root = checked.seed.root.name
    given = set(checked.seed.corrections)
    for one in (one for published in lines for one in published.corrections):
        if one not in given:
            message = (
                f"the correction of the {one.kind} {one.id!r} of {one.on} was published and "
                "is gone or reworded"
            )
            found.append(Finding(f"{root}/corrections.yaml", 0, message))
    if lines and line.published < lines[-1].published:
        document = checked.seed.documents["dataset.yaml"]
        message = (
            f"{line.published} is before the day of the last publication, {lines[-1].published}"
        )
        found.append(Finding(document.name, document.line("published"), message))
    return line, sorted(found)


def _owed(checked: CheckedSeed, change: Change) -> Finding:
    differs = ", ".join(change.before or ()) or "its coding"
    message = (
        f"the {change.kind} {change.id!r} was published otherwise ({differs}), and no "
        "correction says why"
    )
    places = {(kind, name): (file, line) for kind, name, file, line in _places(checked)}
    file, line = places[change.kind, change.id]
    return Finding(
        file,
        line,
        message,
        f"give one in corrections.yaml: kind: {change.kind}, id: {change.id}, on: …, reason: …",
    )


def _places(checked: CheckedSeed) -> Iterator[tuple[ChangeKind, str, str, int]]:
    """Where each statement, position and source stands in the seed."""
    for name, folder, _ in checked.seed.statements():
        document = folder.statements_document
        yield (
            ChangeKind.statement,
            name,
            document.name,
            document.line(checked.resolved[name].number),
        )
    for folder in checked.seed.folders:
        yield ChangeKind.source, folder.source.id, folder.document.name, folder.document.line("id")
        for number, entry in enumerate(folder.entries):
            yield (
                ChangeKind.position,
                entry.id,
                folder.entries_document.name,
                folder.entries_document.line(number),
            )
