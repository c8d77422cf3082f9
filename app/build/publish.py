"""Publishing: the pointer file that the service follows, and the checks before a dataset is
published.
"""

from pathlib import Path

from app.build.atomic import write_atomically
from app.build.check.checked_seed import CheckedSeed
from app.build.diff import DatasetChange
from app.build.failures import CommandError
from app.build.findings import Finding
from app.build.ledger import LedgerLine, next_line
from app.build.snapshot import read_snapshot

POINTER = "current"


def point(datasets: Path, version: str) -> None:
    """Make `version` the current dataset, which the running service then follows.

    The pointer is replaced atomically. Raises CommandError if there is no file of that version, and
    OSError if the pointer cannot be written; then it is as it was. This needs no lock, so a
    rollback never waits for a long build. If two processes do it at once, the last one counts.
    """
    if not (datasets / f"{version}.sqlite").exists():
        raise CommandError(f"There is no dataset of the version {version}.")
    write_atomically(datasets / POINTER, f"{version}\n".encode("ascii"))


def prepare(checked: CheckedSeed, dataset: Path) -> tuple[LedgerLine, list[Finding]]:
    """The ledger line of a dataset file that was not published yet, and why it may not be.

    Findings are: something published was changed under its id without a fresh correction
    (docs/domain.md, rule corrections-owe-a-reason); a published correction is gone or reworded; the
    day of publication is before the last one.
    """
    lines = checked.seed.ledger
    line, changes = next_line(lines, read_snapshot(dataset))
    findings = [_owed(checked, change) for change in changes if change.owed]
    root = checked.seed.root.name
    given = set(checked.seed.corrections)
    for correction in (correction for before in lines for correction in before.corrections):
        if correction not in given:
            message = (
                f"the correction of the {correction.kind} {correction.id!r} of {correction.on} was "
                "published and is gone or reworded"
            )
            findings.append(Finding(f"{root}/corrections.yaml", 0, message))
    if lines and line.published < lines[-1].published:
        file = checked.seed.files["dataset.yaml"]
        message = (
            f"{line.published} is before the day of the last publication, {lines[-1].published}"
        )
        findings.append(Finding(file.name, file.line("published"), message))
    return line, sorted(findings)


def _owed(checked: CheckedSeed, change: DatasetChange) -> Finding:
    """The finding that a change owes a correction."""
    differs = ", ".join(change.before or ()) or "its coding"
    message = (
        f"the {change.kind} {change.id!r} was published otherwise ({differs}), and no "
        "correction says why"
    )
    places = {(place.kind, place.id): place for place in checked.places()}
    place = places[change.kind, change.id]
    hint = f"give one in corrections.yaml: kind: {change.kind}, id: {change.id}, on: …, reason: …"
    return Finding(place.file.name, place.file.line(*place.where), message, hint)
