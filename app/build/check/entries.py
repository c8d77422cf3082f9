"""Checking position entries: their evidence, when they begin, and that two of them do not silently
contradict each other.
"""

from collections.abc import Iterable
from itertools import combinations

from app.build.check.checked_seed import CheckedSeed
from app.build.check.references import date_of, known, unique
from app.build.seed.load import SourceFolder
from app.build.seed.models import SeedEntry, SeedStatement
from app.domain.dates import UNKNOWN, DateObject
from app.domain.vocabulary import Capacity, Precision, Relation


def check_entries(checked: CheckedSeed, actors: set[str], questions: set[str]) -> None:
    """Check all entries and note when each begins; findings are added to their files."""
    statements = {name: statement for name, _, statement in checked.seed.statements()}
    seen: dict[str, str] = {}
    for folder in checked.seed.folders:
        file = folder.entries_file
        unique(file, [entry.id for entry in folder.entries], seen)
        seen |= {entry.id: file.name for entry in folder.entries}
        for index, entry in enumerate(folder.entries):
            known(file, entry.actor, actors, "actor", index, "actor")
            known(file, entry.question, questions, "question", index, "question")
            checked.begins[entry.id] = _begins(checked, folder, index)
            _evidence(checked, folder, index, statements)
    _contradictions(checked)
    _drops(checked)


def _begins(checked: CheckedSeed, folder: SourceFolder, index: int) -> DateObject:
    """The given date, else when the first supporting statement was said."""
    entry = folder.entries[index]
    if entry.valid_from is not None:
        return date_of(folder, folder.entries_file, entry.valid_from, index, "valid_from")
    first = next(item.statement for item in entry.evidence if item.relation is Relation.supports)
    return checked.resolved[first].said if first in checked.resolved else UNKNOWN


def _evidence(
    checked: CheckedSeed, folder: SourceFolder, index: int, statements: dict[str, SeedStatement]
) -> None:
    file, entry = folder.entries_file, folder.entries[index]
    begins = checked.begins[entry.id]
    given = [item.statement for item in entry.evidence]
    for number, item in enumerate(entry.evidence):
        where = (index, "evidence", number, "statement")
        if item.statement in given[:number]:
            file.report("this statement is given twice", *where)
        if not known(file, item.statement, statements, "statement", *where):
            continue
        statement, spoken = statements[item.statement], checked.resolved[item.statement]
        if entry.actor not in statement.about:
            file.report(f"this statement is not about {entry.actor}", *where)
        if spoken.capacity is Capacity.opposition and item.relation is Relation.supports:
            file.report("an opposition leader never makes a country's position", *where)
        said = (
            spoken.said.earliest
        )  # else an answer as of a day would rest on words that were said after it
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
    """Of two entries of one day that set an axis differently, nobody could say which one supersedes
    the other.
    """
    groups: dict[tuple[str, str, DateObject], list[tuple[SourceFolder, int]]] = {}
    for folder in checked.seed.folders:
        for index, entry in enumerate(folder.entries):
            begins = checked.begins[entry.id]
            if begins.precision is Precision.day and entry.retracted is None:
                day = begins.model_copy(update={"basis": None, "note": None})
                groups.setdefault((entry.actor, entry.question, day), []).append((folder, index))
    for same_day in groups.values():
        for (one_folder, one), (folder, index) in combinations(same_day, 2):
            pair = (one_folder.entries[one], folder.entries[index])
            first, second = sorted(
                pair, key=lambda entry: (entry.recorded_on, entry.id)
            )  # as they are folded
            for axis in _set_by_both(first, second):
                if getattr(first, axis) != getattr(second, axis) and axis not in second.disputes:
                    folder.entries_file.report(
                        (
                            f"{first.id!r} and {second.id!r} set {axis} differently on the same "
                            "day: "
                            "let the second dispute it"
                        ),
                        index,
                        axis,
                    )


def _drops(checked: CheckedSeed) -> None:
    """What is dropped must have been set: by an entry of the same actor on the same question that
    is not retracted.
    """
    entries = [
        (folder, index, entry)
        for folder in checked.seed.folders
        for index, entry in enumerate(folder.entries)
    ]
    named: dict[tuple[str, str], set[str]] = {}
    for _, _, entry in entries:
        if entry.retracted is None:
            terms = (term for condition in entry.conditions for term in condition.any_of)
            named.setdefault((entry.actor, entry.question), set()).update(terms)
    for folder, index, entry in entries:
        for term in entry.drops:
            if entry.retracted is None and term not in named[entry.actor, entry.question]:
                message = (
                    f"no entry of {entry.actor} sets the condition {term.value!r}, so it "
                    "cannot be dropped"
                )
                folder.entries_file.report(message, index, "drops")


def _set_by_both(first: SeedEntry, second: SeedEntry) -> Iterable[str]:
    return sorted({"view", "participation"} & first.sets & second.sets)
