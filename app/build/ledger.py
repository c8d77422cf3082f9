"""The ledger: one line of JSON for each published version, oldest first, from which the facts of
the last one follow.

    version, published   which dataset, and its day
    ids                  kind → id → a hash of its facts, for everything that it holds
    tombstones           "kind:id" of everything withdrawn up to then
    corrections          the corrections that it gave first
    facts                kind → id → facts, of what is new or differs since the line before
    changes              what its readers were told of it; an `after` that is left out is the facts of this line

So what was published is known on every machine, without the dataset files; and what a line says has
changed stays said, whatever a later release of this program would call a change.
"""  # noqa: E501

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from app.build.atomic import write_atomically
from app.build.diff import Change, diff, fresh
from app.build.findings import Finding
from app.build.seed.models.dataset import SeedCorrection
from app.build.snapshot import Content, Fact, Facts, digest, shown
from app.domain.vocabulary import ChangeKind, ChangeType

LEDGER = "ledger.jsonl"


class Told(BaseModel):
    """A change as readers were told it; see `app.build.diff.Change`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ChangeKind
    change: ChangeType
    id: str
    actors: list[str]
    speaker: str | None
    before: Fact | None
    after: Fact | None
    reason: str | None
    replaced_by: str | None


class Line(BaseModel):
    """A published version."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    published: date
    ids: dict[ChangeKind, dict[str, str]]
    tombstones: list[str]
    corrections: list[SeedCorrection]
    facts: Facts
    changes: list[Told]

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, line: Any) -> Any:
        """Fill in the `after` of changes from the facts, where it was left out."""
        with suppress(
            KeyError, TypeError, AttributeError
        ):  # else what is wrong is found by the fields' own validation
            facts = line["facts"]
            changes = [
                {"after": shown(facts[one["kind"]][one["id"]]), **one}
                if "after" not in one
                else one
                for one in line["changes"]
            ]
            return {**line, "changes": changes}
        return line

    def text(self) -> str:
        """The line as it stands in the file, without its end."""
        given = self.model_dump(mode="json")
        for change in given["changes"]:
            fact = given["facts"].get(change["kind"], {}).get(change["id"])
            if fact is not None and change["after"] == shown(fact):
                del change["after"]
        return json.dumps(given, ensure_ascii=False)


def read(seed: Path) -> tuple[list[Line], list[Finding]]:
    """The lines of a seed's ledger, none if nothing was published; a finding where it is not as it
    was written.

    What follows a bad line is not read, because it rests on that line.
    """
    path, name = seed / LEDGER, f"{seed.name}/{LEDGER}"
    lines: list[Line] = []
    hashes: dict[ChangeKind, dict[str, str]] = {}
    try:
        written = _decoded(path.read_bytes()) if path.exists() else ""
    except UnicodeDecodeError as error:
        return [], [Finding(name, 0, f"is not UTF-8 (byte {error.start})")]
    texts = written.removesuffix("\n").split("\n") if written else []
    for number, text in enumerate(texts, 1):
        try:
            if number == len(texts) and _cut_off(text, ended=written.endswith("\n")):
                raise ValueError(
                    "the last line is cut off: remove it and run `stated publish` again"
                )
            line = _parsed(text)
            if any(line.version == other.version for other in lines):
                raise ValueError(f"the version {line.version} was published before")
            for kind, things in line.facts.items():
                hashes.setdefault(kind, {}).update(
                    (one, digest(fact)) for one, fact in things.items()
                )
            if line.ids != {
                kind: {one: hashes.get(kind, {}).get(one) for one in ids}
                for kind, ids in line.ids.items()
            }:
                raise ValueError(
                    "this line does not follow from those before it: keep the ledger as "
                    "`stated "
                    "publish` wrote it"
                )
        except ValueError as error:
            return lines, [Finding(name, number, str(error))]
        lines.append(line)
    return lines, []


def _decoded(written: bytes) -> str:
    """The text of a ledger; a last character of which only some bytes were written is replaced by
    U+FFFD.
    """
    try:
        return written.decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            raise
        return f"{written[: error.start].decode()}\ufffd"


def _cut_off(text: str, *, ended: bool) -> bool:
    """Whether a last line is the beginning of one, as older releases left it on a full disk; an
    editor may have ended it.
    """
    try:
        json.loads(text)
    except ValueError:
        return not ended or text.startswith('{"')
    return False


def _parsed(text: str) -> Line:
    """A line; raises ValueError in our words if it is none."""
    foreign = "this is no line that `stated publish` wrote"
    try:
        given = json.loads(text)
        if isinstance(given, dict) and "ids" in given and "facts" not in given:
            foreign = (
                "this line was made by an older release: it holds hashes and no facts, so "
                "nothing can be compared with it"
            )
        return Line.model_validate(given)
    except ValueError:  # ValidationError is one too
        raise ValueError(foreign) from None


def replay(lines: list[Line]) -> Facts:
    """The facts of the last line's dataset."""
    held: Facts = {}
    for line in lines:
        held = _after(held, line)
    return held


def _after(held: Facts, line: Line) -> Facts:
    return {
        kind: {
            name: fact
            for name, fact in sorted({**held.get(kind, {}), **line.facts.get(kind, {})}.items())
            if name in ids
        }
        for kind, ids in line.ids.items()
    }


def next_line(lines: list[Line], content: Content) -> tuple[Line, list[Change]]:
    """The line of a dataset that follows these lines; and its changes, with what they owe."""
    old, new = replay(lines), content.facts
    given = fresh(content.corrections, (one for line in lines for one in line.corrections))
    changes = diff(old, new, content.stones, given)
    line = Line(
        version=content.version,
        published=content.published,
        ids={
            kind: {name: digest(fact) for name, fact in things.items()}
            for kind, things in new.items()
        },
        tombstones=sorted(f"{kind}:{name}" for kind, name in content.stones),
        corrections=given,
        facts={
            kind: {
                name: fact for name, fact in things.items() if old.get(kind, {}).get(name) != fact
            }
            for kind, things in new.items()
        },
        changes=[
            Told(**{name: getattr(change, name) for name in Told.model_fields})
            for change in changes
        ],
    )
    return line, changes


def append(seed: Path, line: Line) -> None:
    """Add a line to a seed's ledger, whole or not at all. Raises OSError; the ledger is as it was
    then.

    Whoever calls this holds the lock on the ledger's folder (`app.build.lock`) since before the
    seed was read.
    """
    path = ledger_of(seed)
    before = path.read_bytes() if path.exists() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    write_atomically(path, before + f"{line.text()}\n".encode())


def ledger_of(seed: Path) -> Path:
    """The file that holds a seed's ledger: where the link leads, if the ledger is one."""
    return (seed / LEDGER).resolve()
