"""The ledger: one line of JSON for each published version, oldest first (docs/domain.md, rule
ledger).

- `prev`: the SHA-256 of the line before, as 64 hex digits over its bytes without the line end; null
  on the first line. Lines of older releases do not have it.
- `version`, `published`: which dataset, and its day
- `ids`: kind → id → a hash of its content, for everything that the dataset has
- `tombstones`: "kind:id" of everything withdrawn up to then
- `corrections`: the corrections that it gave first
- `facts`: kind → id → content, of what is new or differs since the line before
- `changes`: what readers see of it; an `after` that is left out is the content in `facts`

So what was published is known on every machine, without the dataset files. What a line says has
changed stays as it was said, whatever a later release of this program would call a change.

Lines of older releases do not have every fact. The next line compares what they lack with the
dataset file of their version, if that is there, and otherwise with nothing (`unrecorded`,
`completed`).
"""

import json
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from app.build.atomic import write_atomically
from app.build.diff import DatasetChange, diff, fresh
from app.build.findings import ErrorCode, Finding
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

    prev: str | None = None
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

    @property
    def is_chained(self) -> bool:
        """Whether the line says which one is before it; those of older releases do not."""
        return "prev" in self.model_fields_set

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
    if path.exists() and not path.is_file():
        return [], [Finding(name, 0, "is not a plain file", code=ErrorCode.ledger)]
    try:
        written = _decoded(path.read_bytes()) if path.exists() else ""
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start})"
        return [], [Finding(name, 0, message, code=ErrorCode.not_utf8)]
    texts = written.removesuffix("\n").split("\n") if written else []
    for number, text in enumerate(texts, 1):
        try:
            if number == len(texts) and _cut_off(text, ended=written.endswith("\n")):
                message = "the last line is cut off: remove it and run `stated publish` again"
                raise ValueError(message)
            line = _parsed(text)
            if wrong := _wrong_place(line, lines, texts[number - 2] if number > 1 else None):
                raise ValueError(wrong)
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
            return lines, [Finding(name, number, str(error), code=ErrorCode.ledger)]
        lines.append(line)
    return lines, []


_MEND_MERGE = (
    "keep the lines of one branch, remove those of the other, and run `stated publish`: it writes "
    "one line for what the other branch changed"
)


def _wrong_place(line: LedgerLine, before: list[LedgerLine], text_before: str | None) -> str | None:
    """What is wrong with the place of a line, and how to repair it; None if nothing is.

    `before` are the lines before it, and `text_before` is the text of the last of them.
    """
    if not line.is_chained:
        if any(other.is_chained for other in before):
            return (
                "an older release wrote this line after newer ones: remove it and run `stated "
                "publish` of this release"
            )
        return _gone(line, before[-1]) if before else None
    if text_before is None:
        if line.prev is None:
            return None
        return "the line before this one is missing: put it back from an older commit of this file"
    if line.prev == hash_of_line(text_before):
        return None
    for number, other in enumerate(before, 1):
        if other.is_chained and other.prev == line.prev:
            return (
                f"this line and line {number} follow the same line, as after a merge of two "
                f"branches that both published: {_MEND_MERGE}"
            )
    return (
        "`prev` of this line is not the SHA-256 of the line before, so a line was changed, moved "
        f"or removed: put the ledger back as `stated publish` wrote it; after a merge {_MEND_MERGE}"
    )


def _gone(line: LedgerLine, before: LedgerLine) -> str | None:
    """What is wrong if a line without `prev` does not have what the one before it has: nothing goes
    without a tombstone, so the two are of different branches.
    """
    for kind, ids in before.ids.items():
        for name in ids.keys() - line.ids.get(kind, ids).keys():
            if f"{kind}:{name}" not in line.tombstones:
                return (
                    f"the {kind} {name!r} of the line before is missing here without a tombstone, "
                    f"as after a merge of two branches that both published: {_MEND_MERGE}"
                )
    return None


def hash_of_line(text: str) -> str:
    """The SHA-256 of a line of the file without its line end, as 64 hex digits."""
    return sha256(text.removesuffix("\r").encode()).hexdigest()


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


def unrecorded(lines: list[LedgerLine], new: Contents) -> set[ChangeKind]:
    """The kinds of which the last line does not have every fact that a line has now.

    Positions and statements are not among them: they have been there from the first release on, and
    their further members are derived.
    """
    if not lines:
        return set()
    old, kinds = replay(lines), set(ChangeKind) - {ChangeKind.position, ChangeKind.statement}
    return {
        kind
        for kind in kinds
        if kind not in old
        or any(
            new[kind][name].keys() - old[kind][name].keys()
            for name in old[kind].keys() & new[kind].keys()
        )
    }


def completed(lines: list[LedgerLine], new: Contents, last: Contents | None) -> Contents:
    """The contents of the last line's dataset, with what the line does not have.

    That is taken from `last`, the contents of the dataset file of its version. Without the file
    (None) nothing is known of it: a kind that was not recorded is taken as it is now, and a member
    is left out, so that neither counts as changed.
    """
    old = replay(lines)
    for kind in unrecorded(lines, new):
        known = (last or new).get(kind, {})
        if kind not in old:
            old[kind] = known
        elif last is not None:
            old[kind] = {name: known.get(name, {}) | content for name, content in old[kind].items()}
    return old


def next_line(
    lines: list[LedgerLine], snapshot: Snapshot, last: Contents | None = None
) -> tuple[LedgerLine, list[DatasetChange]]:
    """The line of a dataset that is published after these lines, and its changes.

    The changes say, too, which of them need a reason. `prev` is missing: `append` knows it. `last`
    is what the dataset file of the last line's version says (see `completed`).
    """
    old, new = replay(lines), snapshot.contents
    published = (correction for line in lines for correction in line.corrections)
    corrections = fresh(snapshot.corrections, published)
    before = completed(lines, new, last)
    changes = diff(before, new, snapshot.tombstones, corrections)
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


def append(seed: Path, line: LedgerLine) -> LedgerLine:
    """Add a line to a seed's ledger, whole or not at all; the line as it is there, with `prev`.

    Raises OSError if the file cannot be written; then the ledger is as it was. The caller must have
    the lock on the ledger's folder (`app.build.lock`) since before it read the seed.
    """
    path = ledger_of(seed)
    before = path.read_bytes() if path.exists() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    last = before[:-1].rpartition(b"\n")[2].decode()
    chained = line.model_copy(update={"prev": hash_of_line(last) if before else None})
    write_atomically(path, before + f"{chained.text()}\n".encode())
    return chained


def ledger_of(seed: Path) -> Path:
    """The file of a seed's ledger; if `ledger.jsonl` is a symbolic link, the file it leads to."""
    return (seed / LEDGER).resolve()
