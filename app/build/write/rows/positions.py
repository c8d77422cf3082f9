"""Rows of entries, of the positions folded from them, and of their validity intervals.

Coded fields are passed on by name, from `SeedEntry` to `EntryChange` and from `FoldedPosition` to
the columns of `position`, so that a new field needs no edit here.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.fold.positions import EntryChange, EvidenceItem, FoldedPosition, fold
from app.build.fold.uncounted import uncounted_statements
from app.build.fold.validity import validity_intervals
from app.build.seed.models.positions import SeedEntry
from app.domain.dates import UNKNOWN
from app.store.listing import Row

# The members of an entry's change that the entry itself has.
_CODED = [member.name for member in fields(EntryChange) if member.name in SeedEntry.model_fields]


def entries(checked: CheckedSeed) -> Iterator[Row]:
    """The entries as the curators coded them; `changes` is all that has no column of its own."""
    columns = ("id", "actor", "question", "coded_by", "reviewed_by", "reviewed_on", "recorded_on")
    for folder, _, entry in checked.seed.entries():
        changes = entry.model_dump(exclude={"summary", "not_supported"})
        row = {name: changes.pop(name) for name in columns}
        yield {**row, "source": folder.source.id, "changes": changes}


def positions(
    checked: CheckedSeed, statement_numbers: dict[str, int]
) -> Iterator[tuple[str, list[Row]]]:
    """The tables of what follows from the entries: each table's name and its rows.

    `statement_numbers` maps the ids of statements to their rowids.
    """
    asked_from = {question.id: question.asked_from for question in checked.seed.questions}
    entry_of: dict[str, SeedEntry] = {}
    changes: dict[tuple[str, str], list[EntryChange]] = defaultdict(list)
    for *_, entry in checked.seed.entries():
        entry_of[entry.id] = entry
        changes[entry.question, entry.actor].append(_change(checked, entry))
    histories = {key: fold(changes[key]) for key in sorted(changes)}
    folded = [position for history in histories.values() for position in history]
    relevant = _relevant_statements(checked, statement_numbers)
    uncounted = {
        position: counted
        for key, history in histories.items()
        for position, counted in uncounted_statements(history, relevant.get(key, {})).items()
    }
    yield (
        "position",
        [
            _position(entry_of[position.id], position) | {"not_counted": uncounted[position.id][0]}
            for position in folded
        ],
    )
    yield (
        "position_evidence",
        [
            {
                "position": position.id,
                "number": number,
                "statement": statement_numbers[item.statement],
                "relation": item.relation,
                "attribution": item.attribution,
                "note": item.note,
            }
            for position in folded
            for number, item in enumerate(position.evidence, 1)
        ],
    )
    yield (
        "passed_over",
        [
            {
                "position": position,
                "number": number,
                "statement": statement_numbers[item.statement],
                "reason": item.reason,
                "note": item.note,
            }
            for position, (_, listed) in uncounted.items()
            for number, item in enumerate(listed, 1)
        ],
    )
    yield (
        "spell",
        [
            {
                "question": question,
                "actor": actor,
                "first_day": interval.first,
                "last_day": interval.last,
                "position": interval.position,
                "certainty": interval.certainty,
                "also": list(interval.also),
            }
            for (question, actor), history in histories.items()
            for interval in validity_intervals(history, asked_from[question])
        ],
    )


def _relevant_statements(
    checked: CheckedSeed, statement_numbers: dict[str, int]
) -> dict[tuple[str, str], dict[str, ResolvedStatement]]:
    """The statements for each question and actor, newest first, by id."""
    relevant: dict[tuple[str, str], dict[str, ResolvedStatement]] = defaultdict(dict)
    newest_first = sorted(checked.seed.statements(), key=lambda item: statement_numbers[item[0]])
    for name, _, statement in newest_first:
        resolved = checked.resolved[name]
        for actor in resolved.about:
            for question in statement.questions:
                relevant[question, actor][name] = resolved
    return relevant


def _change(checked: CheckedSeed, entry: SeedEntry) -> EntryChange:
    """What an entry changes, with the attributions and the begin that the check worked out."""
    evidence = tuple(
        EvidenceItem(
            item.statement,
            item.relation,
            checked.resolved[item.statement].about[entry.actor],
            frozenset(item.fields),
            item.note,
        )
        for item in entry.evidence
    )
    coded = {name: getattr(entry, name) for name in _CODED}
    return EntryChange(
        **coded
        | {
            "valid_from": checked.begins[entry.id],
            "evidence": evidence,
            "valid_from_coded": entry.valid_from is not None,
        }
    )


def _position(entry: SeedEntry, position: FoldedPosition) -> Row:
    """The row of a position; what is read as a whole is JSON."""
    row = {member.name: getattr(position, member.name) for member in fields(position)}
    del row["evidence"]  # it has a table of its own
    ended = position.valid_to or UNKNOWN
    return row | {
        "actor": entry.actor,
        "question": entry.question,
        "summary": entry.summary,
        "not_supported": entry.not_supported,
        "recorded_on": entry.recorded_on,
        "conditions": [item.model_dump() for item in position.conditions],
        "contributions": [item.model_dump() for item in position.contributions],
        "disputed": [{"axis": axis, "claims": claims} for axis, claims in position.disputed],
        "retracted": position.retracted and position.retracted.model_dump(),
        "derivation": list(position.derivation),
        "valid_from_earliest": position.valid_from.earliest,
        "valid_from_latest": position.valid_from.latest,
        "valid_to_earliest": ended.earliest,
        "valid_to_latest": ended.latest,
    }
