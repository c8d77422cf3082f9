"""Checking a seed against what was published: no id is missing, and none means something else
(docs/domain.md, rules permanent-ids and tombstone).
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
    """Check tombstones, corrections and the ledger against everything that is in the seed."""
    used = {
        "statement": set(checked.resolved),
        "position": {entry.id for _, entry in checked.seed.entries()},
        "source": set(checked.roots),
        "person": {person.id for person in checked.seed.people},
    }
    withdrawn = _tombstones(checked, used)
    _corrections(checked, used, withdrawn)
    # If a file could not be read, everything in it would seem to be missing.
    if not checked.seed.findings:
        _missing(checked, used, withdrawn)
    _identities(checked)


def _tombstones(checked: CheckedSeed, used: Mapping[str, set[str]]) -> set[ThingKey]:
    """Check the tombstones; return what is withdrawn.

    A withdrawn id is not in use again, and what replaces it is in use or withdrawn, too.
    """
    tombstones = checked.seed.tombstones
    withdrawn = {(tombstone.kind, tombstone.id) for tombstone in tombstones}
    for index, tombstone in enumerate(tombstones):
        file = checked.seed.files["tombstones.yaml"]
        if not known(file, tombstone.kind, used, "kind", index, "kind"):
            continue
        if tombstone.id in used[tombstone.kind]:
            file.report(f"the withdrawn id {tombstone.id!r} is in use again", index, "id")
        if (tombstone.kind, tombstone.id) in {
            (other.kind, other.id) for other in tombstones[:index]
        }:
            file.report(
                f"the {tombstone.kind} {tombstone.id!r} has a tombstone already",
                index,
                "id",
            )
        if tombstone.replaced_by == tombstone.id:
            file.report("a withdrawn thing is not replaced by itself", index, "replaced_by")
        elif tombstone.replaced_by:
            there = used[tombstone.kind] | {
                name for kind, name in withdrawn if kind == tombstone.kind
            }
            known(file, tombstone.replaced_by, there, tombstone.kind, index, "replaced_by")
    return withdrawn


def _corrections(
    checked: CheckedSeed, used: Mapping[str, set[str]], withdrawn: set[ThingKey]
) -> None:
    corrections = checked.seed.corrections
    for index, correction in enumerate(corrections):
        file = checked.seed.files["corrections.yaml"]
        if not known(file, correction.kind, used, "kind", index, "kind"):
            continue
        known(
            file,
            correction.id,
            used[correction.kind] | {name for kind, name in withdrawn if kind == correction.kind},
            correction.kind,
            index,
            "id",
        )
        if correction in corrections[:index]:
            file.report("this correction is given twice", index)


def _missing(checked: CheckedSeed, used: Mapping[str, set[str]], withdrawn: set[ThingKey]) -> None:
    """Report published ids without a tombstone, and published tombstones, that are missing."""
    reported: set[ThingKey] = set()

    def report(line: int, thing: ThingKey, what: str) -> None:
        if thing not in reported:
            reported.add(thing)
            checked.seed.findings.append(Finding(f"{checked.seed.root.name}/{LEDGER}", line, what))

    for number, line in enumerate(checked.seed.ledger, 1):
        for tombstone in line.tombstones:
            kind, _, name = tombstone.partition(":")
            if (kind, name) not in withdrawn:
                again = ", and its id is in use again" if name in used.get(kind, ()) else ""
                report(
                    number,
                    (kind, name),
                    f"the tombstone of the {kind} {name!r} was published and is gone{again}",
                )
        for kind, ids in line.ids.items():
            for name in ids:
                if name not in used[kind] and (kind, name) not in withdrawn:
                    report(
                        number,
                        (kind, name),
                        f"the {kind} {name!r} was published and is gone without a tombstone",
                    )


def _identities(checked: CheckedSeed) -> None:
    """Report published ids that mean something else now: a statement of another source, a position
    of another actor or question.
    """
    published = replay(checked.seed.ledger)
    for kind, name, member, now, file, where in _permanent_members(checked):
        was = published.get(kind, {}).get(name, {}).get(member, now)
        if was != now:
            message = (
                f"the {kind} {name!r} was published with the {member} {was!r}: give this one "
                "another id"
            )
            file.report(message, *where)


def _permanent_members(
    checked: CheckedSeed,
) -> Iterator[tuple[ChangeKind, str, str, str, YamlFile, Where]]:
    """What may never change of a published id: kind, id, member, value, and its place."""
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
