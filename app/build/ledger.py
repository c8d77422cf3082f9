"""The ledger: one line of JSON for each published version, oldest first (docs/domain.md, rule
ledger).

- `version`, `published`: which dataset, and its day
- `ids`: kind → id → a hash of its content, for everything that the dataset has
- `tombstones`: "kind:id" of everything withdrawn up to then
- `corrections`: the corrections that it gave first
- `facts`: kind → id → content, of what is new or differs since the line before
- `changes`: what readers were told of it; an `after` that is left out is the content in `facts`

So what was published is known on every machine, without the dataset files. What a line says has
changed stays as it was said, whatever a later release of this program would call a change.
"""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from app.build.atomic import write_atomically
from app.build.diff import DatasetChange, diff, fresh
from app.build.findings import Finding
from app.build.seed.models.dataset import SeedCorrection
from app.build.snapshot import (
    Content,
    Contents,
    Snapshot,
    ThingKey,
    content_hash,
    public_content,
)
from app.domain.vocabulary import ChangeKind

LEDGER = "ledger.jsonl"


class LedgerLine(BaseModel):
    """A published version."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    published: date
    ids: dict[ChangeKind, dict[str, str]]
    tombstones: list[str]
    corrections: list[SeedCorrection]
    facts: Contents
    changes: list[DatasetChange]

    @model_validator(mode="before")
    @classmethod
    def _complete_changes(cls, line: Content) -> Content:
        """Fill in the `after` of changes from the facts, where it was left out."""
        # If this fails, the validation of the fields says what is wrong.
        with suppress(KeyError, TypeError, AttributeError):
            facts = line["facts"]
            changes = [
                change
                if "after" in change
                else {"after": public_content(facts[change["kind"]][change["id"]]), **change}
                for change in line["changes"]
            ]
            return {**line, "changes": changes}
        return line

    def text(self) -> str:
        """The line as it is in the file, without the line end."""
        given = self.model_dump(mode="json")
        for change in given["changes"]:
            content = given["facts"].get(change["kind"], {}).get(change["id"])
            if content is not None and change["after"] == public_content(content):
                del change["after"]
        return json.dumps(given, ensure_ascii=False)


def read(seed: Path) -> tuple[list[LedgerLine], list[Finding]]:
    """The lines of a seed's ledger, none if nothing was published, and at most one finding.

    A line that is not as it was written is a finding. The lines after it are not read, because
    they rest on it.
    """
    path, name = seed / LEDGER, f"{seed.name}/{LEDGER}"
    lines: list[LedgerLine] = []
    hashes: dict[ThingKey, str] = {}
    try:
        written = _decoded(path.read_bytes()) if path.exists() else ""
    except UnicodeDecodeError as error:
        return [], [Finding(name, 0, f"is not UTF-8 (byte {error.start})")]
    texts = written.removesuffix("\n").split("\n") if written else []
    for number, text in enumerate(texts, 1):
        try:
            if number == len(texts) and _cut_off(text, ended=written.endswith("\n")):
                message = "the last line is cut off: remove it and run `stated publish` again"
                raise ValueError(message)
            line = _parsed(text)
            if any(line.version == other.version for other in lines):
                raise ValueError(f"the version {line.version} was published before")
            for kind, things in line.facts.items():
                hashes |= {(kind, thing): content_hash(things[thing]) for thing in things}
            if any(
                hashes.get((kind, thing)) != content
                for kind, ids in line.ids.items()
                for thing, content in ids.items()
            ):
                raise ValueError(
                    "this line does not follow from those before it: keep the ledger as `stated "
                    "publish` wrote it"
                )
        except ValueError as error:
            return lines, [Finding(name, number, str(error))]
        lines.append(line)
    return lines, []


def _decoded(written: bytes) -> str:
    """The text of a ledger. If only some bytes of the last character were written, it becomes
    U+FFFD; any other byte that is not UTF-8 raises UnicodeDecodeError.
    """
    try:
        return written.decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            raise
        return f"{written[: error.start].decode()}\ufffd"


def _cut_off(text: str, *, ended: bool) -> bool:
    """Whether the last line is only the beginning of one, as older releases left it on a full disk.

    An editor may have added the line end since.
    """
    try:
        json.loads(text)
    except ValueError:
        return not ended or text.startswith('{"')
    return False


def _parsed(text: str) -> LedgerLine:
    """A line. Raises ValueError with a message for a finding if it is none."""
    foreign = "this is no line that `stated publish` wrote"
    try:
        given = json.loads(text)
        if isinstance(given, dict) and "ids" in given and "facts" not in given:
            foreign = (
                "this line was made by an older release: it has hashes and no facts, so "
                "nothing can be compared with it"
            )
        return LedgerLine.model_validate(given)
    except ValueError:  # ValidationError is one too
        raise ValueError(foreign) from None


def replay(lines: list[LedgerLine]) -> Contents:
    """The contents of the last line's dataset; empty if there is no line."""
    latest: Contents = {}
    for line in lines:
        for kind, things in line.facts.items():
            latest.setdefault(kind, {}).update(things)
    last_ids = lines[-1].ids if lines else {}
    return {
        kind: {name: latest[kind][name] for name in sorted(ids)} for kind, ids in last_ids.items()
    }


def next_line(
    lines: list[LedgerLine], snapshot: Snapshot
) -> tuple[LedgerLine, list[DatasetChange]]:
    """The line of a dataset that is published after these lines, and its changes.

    The changes say, too, which of them owe a reason.
    """
    old, new = replay(lines), snapshot.contents
    published = (correction for line in lines for correction in line.corrections)
    corrections = fresh(snapshot.corrections, published)
    changes = diff(old, new, snapshot.tombstones, corrections)
    line = LedgerLine(
        version=snapshot.version,
        published=snapshot.published,
        ids={
            kind: {name: content_hash(content) for name, content in things.items()}
            for kind, things in new.items()
        },
        tombstones=sorted(f"{kind}:{name}" for kind, name in snapshot.tombstones),
        corrections=corrections,
        facts={
            kind: {
                name: content
                for name, content in things.items()
                if old.get(kind, {}).get(name) != content
            }
            for kind, things in new.items()
        },
        changes=changes,
    )
    return line, changes


def append(seed: Path, line: LedgerLine) -> None:
    """Add a line to a seed's ledger, whole or not at all.

    Raises OSError if the file cannot be written; then the ledger is as it was. The caller must have
    the lock on the ledger's folder (`app.build.lock`) since before it read the seed.
    """
    path = ledger_of(seed)
    before = path.read_bytes() if path.exists() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    write_atomically(path, before + f"{line.text()}\n".encode())


def ledger_of(seed: Path) -> Path:
    """The file of a seed's ledger; if `ledger.jsonl` is a symbolic link, the file it leads to."""
    return (seed / LEDGER).resolve()
