"""Rows of entries, of the positions that follow from them, and of their validity intervals.

What was folded is passed on by name, from `FoldedPosition` to the columns of `position` and
`as_of_answer`, so that a new field needs no edit here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.check.entries import entry_change
from app.build.fold.entries import EntryChange, EvidenceItem
from app.build.fold.positions import (
    DisputedClaim,
    FoldedPosition,
    FoldedRecord,
    ReportedClaim,
    fold_record,
)
from app.build.fold.uncounted import Uncounted, uncounted_statements
from app.build.fold.validity import Interval, validity_intervals
from app.build.seed.models.positions import SeedCondition, SeedContribution, SeedEntry
from app.build.write.rows.statements import as_first_published
from app.domain.dates import UNKNOWN
from app.store.listing import Row
from app.store.tables.positions import WhatIsServed

_SENTENCES = {"summary", "not_supported"}
_FOLDED = WhatIsServed.model_fields.keys() - _SENTENCES
# Members of an entry that the first release did not know; they are in `changes` only if given.
_ADDED_LATER = ("after", "denies")

# What is said where no value is left (docs/domain.md, rule what-is-served).
_DISPUTED = (
    "Sources contradict each other, and no undisputed value is left. All claims are listed.",
    "That any of the claims is right.",
)
_DENIED = (
    "The actor denies what others claim, and nothing else is known. The claims are listed with "
    "the denial.",
    "That the claim is right, or that the denial is a refusal.",
)


@dataclass
class _Answer:
    """A position, or the answer for some days that is not the position of its id. `id` is that of
    its row.
    """

    id: str
    position: FoldedPosition
    not_counted: tuple[int, list[Uncounted]]


@dataclass
class _Record:
    """What follows from the entries of one actor on one question.

    `not_counted` is by position. `answers` are those that differ from the position of their id,
    each with the intervals in which it is served.
    """

    folded: FoldedRecord
    not_counted: dict[str, tuple[int, list[Uncounted]]]
    intervals: list[Interval]
    answers: list[_Answer]
    answer_of: dict[date, str]  # first day of an interval → id of its answer


def positions(
    checked: CheckedSeed, statement_numbers: dict[str, int]
) -> Iterator[tuple[str, list[Row]]]:
    """The tables of entries and of what follows from them: each table's name and its rows.

    `statement_numbers` maps the ids of statements to their rowids.
    """
    entry_of = {entry.id: entry for *_, entry in checked.seed.entries()}
    records = _records(checked)
    served = {
        position.id: _served(entry_of, position)
        for record in records.values()
        for position in record.folded.positions
    }
    yield "entry", list(_entries(checked, served))
    opened = [
        _Answer(position.id, position, record.not_counted[position.id])
        for record in records.values()
        for position in record.folded.positions
    ]
    yield (
        "position",
        [
            served[item.id]
            | _own(entry_of[item.id], item.position)
            | {"not_counted": item.not_counted[0]}
            for item in opened
        ],
    )
    answers = [answer for record in records.values() for answer in record.answers]
    yield (
        "as_of_answer",
        [
            _served(entry_of, item.position)
            | {"id": item.id, "position": item.position.id, "not_counted": item.not_counted[0]}
            for item in answers
        ],
    )
    for table, owner, items in (
        ("position_evidence", "position", opened),
        ("as_of_evidence", "answer", answers),
    ):
        listed = ((item.id, item.position.evidence) for item in items)
        yield table, _listed(owner, listed, ("relation", "attribution", "note"), statement_numbers)
    for table, owner, items in (
        ("passed_over", "position", opened),
        ("as_of_passed_over", "answer", answers),
    ):
        uncounted = ((item.id, item.not_counted[1]) for item in items)
        yield table, _listed(owner, uncounted, ("reason", "note"), statement_numbers)
    yield (
        "spell",
        [
            {
                "question": question,
                "actor": actor,
                "first_day": interval.first,
                "last_day": interval.last,
                "position": interval.position,
                "answer": record.answer_of.get(interval.first),
                "certainty": interval.certainty,
                "view_certainty": interval.view_certainty,
                "participation_certainty": interval.participation_certainty,
                "also": list(interval.also),
            }
            for (question, actor), record in records.items()
            for interval in record.intervals
        ],
    )


def _entries(checked: CheckedSeed, served: dict[str, Row]) -> Iterator[Row]:
    """The entries as the curators coded them; `changes` is all that has no column of its own.

    `served` are the columns of the positions, by id.
    """
    columns = ("id", "actor", "question", "coded_by", "reviewed_by", "reviewed_on", "recorded_on")
    for folder, _, entry in checked.seed.entries():
        changes = entry.model_dump(exclude=_SENTENCES)
        changes["contributions"] = _dumped(entry.contributions)
        for name in _ADDED_LATER:
            if not changes[name]:
                del changes[name]
        row = {name: changes.pop(name) for name in columns}
        for name in _SENTENCES:
            sentence = getattr(entry, name)
            row[name] = None if sentence == served[entry.id][name] else sentence
        yield {**row, "source": folder.source.id, "changes": changes}


def _records(checked: CheckedSeed) -> dict[tuple[str, str], _Record]:
    """What follows from all entries, by question and actor."""
    asked_from = {question.id: question.asked_from for question in checked.seed.questions}
    changes: dict[tuple[str, str], list[EntryChange]] = defaultdict(list)
    for *_, entry in checked.seed.entries():
        changes[entry.question, entry.actor].append(entry_change(checked, entry))
    relevant = _relevant_statements(checked)
    return {
        key: _record(changes[key], relevant.get(key, {}), asked_from[key[0]])
        for key in sorted(changes)
    }


def _record(
    changes: list[EntryChange], relevant: dict[str, ResolvedStatement], asked_from: date
) -> _Record:
    """What follows from the entries of one actor on one question."""
    folded = fold_record(changes)
    own = {position.id: position for position in folded.positions}
    intervals = validity_intervals(folded, asked_from)
    answers: list[_Answer] = []
    answer_of: dict[date, str] = {}
    for interval in intervals:
        answer = interval.answer
        if answer is own[answer.id] or answer == own[answer.id]:
            continue
        known = next((item.id for item in answers if item.position == answer), None)
        if known is None:
            known = f"{answer.id}@{interval.first.isoformat()}"
            # Not counted for an answer is what would not be for a position with its evidence.
            others = [answer if item.id == answer.id else item for item in folded.positions]
            not_counted = uncounted_statements(changes, others, relevant)[answer.id]
            answers.append(_Answer(known, answer, not_counted))
        answer_of[interval.first] = known
    not_counted_of = uncounted_statements(changes, folded.positions, relevant)
    return _Record(folded, not_counted_of, intervals, answers, answer_of)


def _relevant_statements(
    checked: CheckedSeed,
) -> dict[tuple[str, str], dict[str, ResolvedStatement]]:
    """The statements for each question and actor, newest first, by id."""
    relevant: dict[tuple[str, str], dict[str, ResolvedStatement]] = defaultdict(dict)
    place = {name: number for number, name in enumerate(as_first_published(checked))}
    newest_first = sorted(checked.seed.statements(), key=lambda item: place[item[0]])
    for name, _, statement in newest_first:
        resolved = checked.resolved[name]
        for actor in resolved.about:
            for question in statement.questions:
                relevant[question, actor][name] = resolved
    return relevant


def _served(entry_of: dict[str, SeedEntry], position: FoldedPosition) -> Row:
    """The columns that a position and the answer of a day have in common: what was folded. What is
    read as a whole is JSON.
    """
    row = {name: getattr(position, name) for name in _FOLDED}
    deciding = entry_of.get(position.summary_from or "")
    if deciding is not None:
        summary, not_supported = deciding.summary, deciding.not_supported
    else:
        disputed = bool(position.disputed)
        summary, not_supported = _DISPUTED if disputed else _DENIED
    return row | {
        "summary": summary,
        "not_supported": not_supported,
        "conditions": _dumped(position.conditions),
        "contributions": _dumped(position.contributions),
        "disputed": [
            {"axis": axis, "claims": [_disputed(claim, entry_of) for claim in claims]}
            for axis, claims in position.disputed
        ],
        "reported": [_reported(claim, entry_of) for claim in position.reported] or None,
        "derivation": list(position.derivation),
    }


def _own(entry: SeedEntry, position: FoldedPosition) -> Row:
    """The columns that only a position has: what follows from the entry that opened it."""
    ended = position.valid_to or UNKNOWN
    return {
        "id": position.id,
        "actor": entry.actor,
        "question": entry.question,
        "number": position.number,
        "status": position.status,
        "recorded_on": entry.recorded_on,
        "valid_from": position.valid_from,
        "valid_from_earliest": position.valid_from.earliest,
        "valid_from_latest": position.valid_from.latest,
        "valid_to": position.valid_to,
        "valid_to_earliest": ended.earliest,
        "valid_to_latest": ended.latest,
        "previous": position.previous,
        "superseded_by": position.superseded_by,
        "retracted": position.retracted and position.retracted.model_dump(),
    }


def _disputed(claim: DisputedClaim, entry_of: dict[str, SeedEntry]) -> Row:
    return {
        "value": claim.value,
        "attribution": claim.attribution,
        "summary": entry_of[claim.entry].summary,
        "evidence": list(claim.statements),
    }


def _reported(claim: ReportedClaim, entry_of: dict[str, SeedEntry]) -> Row:
    value = claim.value
    return {
        "field": claim.field,
        "value": value if isinstance(value, str) else value.model_dump(),
        "attribution": claim.attribution,
        "summary": entry_of[claim.entry].summary,
        "evidence": list(claim.statements),
        "position": claim.entry,
        "denied_by": list(claim.denied_by),
    }


def _dumped(items: Iterable[SeedCondition | SeedContribution]) -> list[Row]:
    """Conditions or contributions as JSON. The first release knew no note of a contribution, so it
    is left out where there is none.
    """
    return [
        item.model_dump(
            exclude={"note"} if isinstance(item, SeedContribution) and item.note is None else None
        )
        for item in items
    ]


def _listed(
    owner: str,
    listed: Iterable[tuple[str, Sequence[EvidenceItem | Uncounted]]],
    members: tuple[str, ...],
    statement_numbers: dict[str, int],
) -> list[Row]:
    """The statements of positions or answers, numbered; `owner` is the column with the id of each,
    `members` are those that become columns.
    """
    return [
        {owner: name, "number": number, "statement": statement_numbers[item.statement]}
        | {member: getattr(item, member) for member in members}
        for name, items in listed
        for number, item in enumerate(items, 1)
    ]
