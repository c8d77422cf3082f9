"""Checking a seed against what was published: nothing vanishes, nothing comes back as something
else (docs/domain.md, rules permanent-ids and tombstone).
"""

from collections.abc import Iterator, Mapping

from app.build.check.checked_seed import CheckedSeed
from app.build.check.references import known
from app.build.findings import Finding
from app.build.ledger import LEDGER, replay
from app.build.seed.yaml_file import Where, YamlFile
from app.build.snapshot import ThingKey
from app.domain.vocabulary import ChangeKind


def check_tombstones(checked: CheckedSeed) -> None:
    """Check tombstones, corrections and the ledger against all that the seed holds; findings are
    added to their files.
    """
    used = {
        "statement": set(checked.resolved),
        "position": {entry.id for _, entry in checked.seed.entries()},
        "source": set(checked.roots),
        "person": {person.id for person in checked.seed.people},
    }
    buried = _tombstones(checked, used)
    _corrections(checked, used, buried)
    if (
        not checked.seed.findings
    ):  # else what stands in a file that could not be read would seem to be gone
        _vanished(checked, used, buried)
    _identities(checked)


def _tombstones(checked: CheckedSeed, used: Mapping[str, set[str]]) -> set[ThingKey]:
    """What is withdrawn: it is not in use again, and what stands in its place is or was there."""
    stones = checked.seed.tombstones
    buried = {(stone.kind, stone.id) for stone in stones}
    for index, stone in enumerate(stones):
        file = checked.seed.files["tombstones.yaml"]
        if not known(file, stone.kind, used, "kind", index, "kind"):
            continue
        if stone.id in used[stone.kind]:
            file.report(f"the withdrawn id {stone.id!r} is in use again", index, "id")
        if (stone.kind, stone.id) in {(other.kind, other.id) for other in stones[:index]}:
            file.report(f"the {stone.kind} {stone.id!r} has a tombstone already", index, "id")
        if stone.replaced_by == stone.id:
            file.report("a withdrawn thing is not replaced by itself", index, "replaced_by")
        elif stone.replaced_by:
            there = used[stone.kind] | {name for kind, name in buried if kind == stone.kind}
            known(file, stone.replaced_by, there, stone.kind, index, "replaced_by")
    return buried


def _corrections(checked: CheckedSeed, used: Mapping[str, set[str]], buried: set[ThingKey]) -> None:
    given = checked.seed.corrections
    for index, one in enumerate(given):
        file = checked.seed.files["corrections.yaml"]
        if not known(file, one.kind, used, "kind", index, "kind"):
            continue
        known(
            file,
            one.id,
            used[one.kind] | {name for kind, name in buried if kind == one.kind},
            one.kind,
            index,
            "id",
        )
        if one in given[:index]:
            file.report("this correction is given twice", index)


def _vanished(checked: CheckedSeed, used: Mapping[str, set[str]], buried: set[ThingKey]) -> None:
    """A published id is there, or it has a tombstone; a published tombstone stays for ever."""
    reported: set[ThingKey] = set()

    def report(line: int, thing: ThingKey, what: str) -> None:
        if thing not in reported:
            reported.add(thing)
            checked.seed.findings.append(Finding(f"{checked.seed.root.name}/{LEDGER}", line, what))

    for number, line in enumerate(checked.seed.ledger, 1):
        for stone in line.tombstones:
            kind, _, name = stone.partition(":")
            if (kind, name) not in buried:
                again = ", and its id is in use again" if name in used.get(kind, ()) else ""
                report(
                    number,
                    (kind, name),
                    f"the tombstone of the {kind} {name!r} was published and is gone{again}",
                )
        for kind, ids in line.ids.items():
            for name in ids:
                if name not in used[kind] and (kind, name) not in buried:
                    report(
                        number,
                        (kind, name),
                        f"the {kind} {name!r} was published and is gone without a tombstone",
                    )


def _identities(checked: CheckedSeed) -> None:
    """A published id goes on meaning the same: a statement of that source, a position of that actor
    on that question.
    """
    published = replay(checked.seed.ledger)
    for kind, name, member, now, file, where in _identified(checked):
        was = published.get(kind, {}).get(name, {}).get(member, now)
        if was != now:
            file.report(
                (
                    f"the {kind} {name!r} was published with the {member} {was!r}: give this one "
                    "another id"
                ),
                *where,
            )


def _identified(
    checked: CheckedSeed,
) -> Iterator[tuple[ChangeKind, str, str, str, YamlFile, Where]]:
    for name, folder, _ in checked.seed.statements():
        number = checked.resolved[name].number
        yield (
            ChangeKind.statement,
            name,
            "source",
            folder.source.id,
            folder.statements_file,
            (number, "id"),
        )
    for folder in checked.seed.folders:
        for number, entry in enumerate(folder.entries):
            for member, now in (("actor", entry.actor), ("question", entry.question)):
                yield (
                    ChangeKind.position,
                    entry.id,
                    member,
                    now,
                    folder.entries_file,
                    (number, member),
                )
