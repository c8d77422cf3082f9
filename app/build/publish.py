"""Publishing: the pointer file that the service follows, and the checks before a dataset is
published.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from app.build.atomic import write_atomically
from app.build.check.checked_seed import CheckedSeed
from app.build.diff import DatasetChange
from app.build.failures import CommandError
from app.build.findings import ErrorCode, Finding
from app.build.ledger import LEDGER, LedgerLine, next_line, unrecorded
from app.build.snapshot import ThingKey, read_snapshot
from app.build.write.history import contents_of_last
from app.domain.vocabulary import ChangeKind, ChangeType

POINTER = "current"
# Names the current dataset if that is a preview of a seed that never had a ledger.
PREVIEW = "preview"
_NAMED = 5  # versions that an error names


def point(datasets: Path, version: str) -> None:
    """Make `version` the current dataset, which the running service then follows.

    The pointer is replaced atomically. Raises CommandError if there is no file of that version, and
    OSError if the pointer cannot be written; then it is as it was. This needs no lock, so a
    rollback never waits for a long build. If two processes do it at once, the last one counts.
    """
    if not (datasets / f"{version}.sqlite").exists():
        raise CommandError(
            f"There is no dataset of the version {version!r} in {datasets}.{_known(datasets)}"
        )
    write_atomically(datasets / POINTER, f"{version}\n".encode("ascii"))


def _known(datasets: Path) -> str:
    """The versions in a folder of datasets, as a sentence after another one."""
    known = sorted(path.stem for path in datasets.glob("*.sqlite"))
    if not known:
        return " There is none in it: run `stated publish` first."
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    return f" It has {', '.join(known[:_NAMED])}{more}."


def mark_preview(datasets: Path, version: str | None) -> None:
    """Note that `version`, of a seed without a ledger, is only a preview; None: that nothing is.

    Raises OSError if the note cannot be written.
    """
    if version is None:
        (datasets / PREVIEW).unlink(missing_ok=True)
    else:
        write_atomically(datasets / PREVIEW, f"{version}\n".encode("ascii"))


def prepare(checked: CheckedSeed, dataset: Path) -> tuple[LedgerLine, list[Finding]]:
    """The ledger line of a dataset file that was not published yet, and why it may not be.

    Findings are: something published was changed under its id without a fresh correction
    (docs/domain.md, rule corrections); a published correction is missing or was changed; the
    day of publication is before the last one.
    """
    lines, snapshot = checked.seed.ledger, read_snapshot(dataset)
    last = contents_of_last(lines, snapshot.contents, dataset.parent)
    line, changes = next_line(lines, snapshot, last)
    places = checked.places_in_files()
    findings = [_owed(checked, places, change) for change in changes if change.owed]
    root = checked.seed.root.name
    given = set(checked.seed.corrections)
    for correction in (correction for before in lines for correction in before.corrections):
        if correction not in given:
            message = (
                f"the correction of the {correction.kind} {correction.id!r} of {correction.on} was "
                "published and is missing or was changed"
            )
            code = ErrorCode.published_and_gone
            findings.append(Finding(f"{root}/corrections.yaml", 0, message, code=code))
    if lines and line.published < lines[-1].published:
        file = checked.seed.files["dataset.yaml"]
        message = (
            f"{line.published} is before the day of the last publication, {lines[-1].published}"
        )
        line_number, code = file.line("published"), ErrorCode.dates_in_wrong_order
        findings.append(Finding(file.name, line_number, message, code=code))
    return line, sorted(findings)


def _owed(
    checked: CheckedSeed, places: Mapping[ThingKey, tuple[str, int]], change: DatasetChange
) -> Finding:
    """The finding that a change needs a correction."""
    what = "was published and is missing"
    if change.change is not ChangeType.withdrawn:
        differs = ", ".join(change.before or ()) or "its coding"
        what = f"was published otherwise ({differs})"
    message = f"the {change.kind} {change.id!r} {what}, and no correction says why"
    hint = f"give one in corrections.yaml: kind: {change.kind}, id: {change.id}, on: …, reason: …"
    name, number = places.get((change.kind, change.id), (f"{checked.seed.root.name}/{LEDGER}", 0))
    return Finding(name, number, message, hint, ErrorCode.correction_missing, change.id)


def missing_ledger(seed: Path, lines: list[LedgerLine], datasets: Path) -> list[Finding]:
    """The finding that a seed has no ledger although a version is published in a folder; empty if
    it has one, or if nothing but a preview is there.
    """
    version, preview = (_named_in(datasets / name) for name in (POINTER, PREVIEW))
    if lines or not version or version == preview:
        return []
    message = (
        f"there is no ledger, but {version} is published in {datasets}: put this file back from an "
        "older commit, or begin a new one with `stated publish --first`"
    )
    return [Finding(f"{seed.name}/{LEDGER}", 0, message, code=ErrorCode.ledger)]


def _named_in(file: Path) -> str:
    """The version that a file of one line names; empty if it cannot be read."""
    with suppress(OSError):
        return file.read_text(encoding="ascii", errors="replace").strip()
    return ""


def not_compared(checked: CheckedSeed, dataset: Path) -> str | None:
    """A sentence for the publisher about the kinds of facts of which an older line of the ledger
    does not say what was published, so that their changes are not found; None if all are compared.
    """
    lines, new = checked.seed.ledger, read_snapshot(dataset).contents
    kinds = unrecorded(lines, new)
    if not kinds or contents_of_last(lines, new, dataset.parent) is not None:
        return None
    version = lines[-1].version
    return (
        f"The line of {version} in the ledger is of an older release, and {version}.sqlite, in the "
        f"schema of this one, is not in {dataset.parent}. So changes of these kinds of facts are "
        f"not found: {', '.join(kind for kind in ChangeKind if kind in kinds)}. If you only added "
        "sources, there are none."
    )
