"""Checking entries: their evidence, when they begin, and that no two contradict each other without
a dispute.
"""

from collections import defaultdict
from datetime import date
from itertools import combinations

from app.build.check.checked_seed import CheckedSeed
from app.build.check.references import date_of, known, unique
from app.build.seed.load import SourceFolder
from app.build.seed.models.sources import SeedStatement
from app.domain.dates import UNKNOWN, DateObject
from app.domain.vocabulary import Capacity, Precision, Relation


def check_entries(checked: CheckedSeed, actors: set[str], questions: set[str]) -> None:
    """Check all entries, and note in `checked.begins` when the position of each begins."""
    statements = {name: statement for name, _, statement in checked.seed.statements()}
    seen: set[str] = set()
    for folder in checked.seed.folders:
        ids = [entry.id for entry in folder.entries]
        unique(folder.entries_file, ids, seen)
        seen.update(ids)
    for folder, index, entry in checked.seed.entries():
        known(folder.entries_file, entry.actor, actors, "actor", index, "actor")
        known(folder.entries_file, entry.question, questions, "question", index, "question")
        checked.begins[entry.id] = _begins(checked, folder, index)
        _evidence(checked, folder, index, statements)
    _contradictions(checked)
    _drops(checked)


def _begins(checked: CheckedSeed, folder: SourceFolder, index: int) -> DateObject:
    """When a position begins (docs/domain.md, rule validity): as coded, else when its first
    supporting statement was said.
    """
    entry = folder.entries[index]
    if entry.valid_from is not None:
        return date_of(folder, folder.entries_file, entry.valid_from, index, "valid_from")
    first = next(item.statement for item in entry.evidence if item.relation is Relation.supports)
    return checked.resolved[first].said if first in checked.resolved else UNKNOWN


def _evidence(
    checked: CheckedSeed, folder: SourceFolder, index: int, statements: dict[str, SeedStatement]
) -> None:
    """Check the evidence of one entry (docs/domain.md, rules evidence and opposition)."""
    file, entry = folder.entries_file, folder.entries[index]
    begins = checked.begins[entry.id]
    given = [item.statement for item in entry.evidence]
    for number, item in enumerate(entry.evidence):
        where = (index, "evidence", number, "statement")
        if item.statement in given[:number]:
            file.report("this statement is given twice", *where)
        if not known(file, item.statement, statements, "statement", *where):
            continue
        statement, resolved = statements[item.statement], checked.resolved[item.statement]
        if entry.actor not in statement.about:
            file.report(f"this statement is not about {entry.actor}", *where)
        if resolved.capacity is Capacity.opposition and item.relation is Relation.supports:
            file.report("an opposition leader never makes a country's position", *where)
        said = resolved.said.earliest  # docs/domain.md, rule evidence-not-newer
        if said and not (begins.earliest and begins.earliest >= said):
            file.report(
                "this was said after the position begins: give a later `valid_from`", *where
            )
        for name in set(item.fields) - entry.sets:
            file.report(f"the entry does not set {name}", index, "evidence", number, "fields")
    for name in sorted(entry.sets):
        if not any(
            item.relation is Relation.supports and (not item.fields or name in item.fields)
            for item in entry.evidence
        ):
            file.report(f"no supporting statement is counted for {name}", index, "evidence")


def _contradictions(checked: CheckedSeed) -> None:
    """Report two entries of one day that set an axis differently without a dispute, because nobody
    can say which one is later (docs/domain.md, rule same-day).
    """
    groups: dict[tuple[str, str, date | None], list[tuple[SourceFolder, int]]] = {}
    for folder, index, entry in checked.seed.entries():
        begins = checked.begins[entry.id]
        if begins.precision is Precision.day and entry.retracted is None:
            group = groups.setdefault((entry.actor, entry.question, begins.earliest), [])
            group.append((folder, index))
    for same_day in groups.values():
        for (other_folder, other), (folder, index) in combinations(same_day, 2):
            pair = (other_folder.entries[other], folder.entries[index])
            # The order in which they are folded (docs/domain.md, rule order).
            first, second = sorted(pair, key=lambda entry: (entry.recorded_on, entry.id))
            for axis in sorted({"view", "participation"} & first.sets & second.sets):
                if getattr(first, axis) != getattr(second, axis) and axis not in second.disputes:
                    message = (
                        f"{first.id!r} and {second.id!r} set {axis} differently on the same day: "
                        "let the second dispute it"
                    )
                    folder.entries_file.report(message, index, axis)


def _drops(checked: CheckedSeed) -> None:
    """Report dropped conditions that no entry of the same actor and question sets (docs/domain.md,
    rule conditions-accumulate). Retracted entries set nothing.
    """
    terms: dict[tuple[str, str], set[str]] = defaultdict(set)
    for *_, entry in checked.seed.entries():
        if entry.retracted is None:
            for condition in entry.conditions:
                terms[entry.actor, entry.question].update(condition.any_of)
    for folder, index, entry in checked.seed.entries():
        for term in entry.drops:
            if entry.retracted is None and term not in terms[entry.actor, entry.question]:
                message = (
                    f"no entry of {entry.actor} sets the condition {term.value!r}, so it "
                    "cannot be dropped"
                )
                folder.entries_file.report(message, index, "drops")
