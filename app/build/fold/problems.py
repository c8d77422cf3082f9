"""What is wrong with the entries of one actor on one question taken together (docs/domain.md, rules
order, dispute and denial). Pure.

`stated check` reports these problems. The fold gives an answer all the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from app.build.fold.entries import AXES, EntryChange, Tier
from app.build.fold.order import (
    certainly_earlier,
    contradicts,
    disputes,
    folding_order,
    order_key,
    recorded_earlier,
)


class ProblemKind(StrEnum):
    """What is wrong."""

    impossible_order = "impossible_order"
    unknown_after = "unknown_after"
    needless_after = "needless_after"
    unresolved_overlap = "unresolved_overlap"
    dispute_without_opponent = "dispute_without_opponent"
    denial_without_claim = "denial_without_claim"
    denial_not_own = "denial_not_own"


@dataclass(frozen=True)
class RecordProblem:
    """A problem of an entry; `axis` where it concerns one, `others` are further entries."""

    kind: ProblemKind
    entry: str
    message: str
    axis: str | None = None
    others: tuple[str, ...] = ()


def record_problems(changes: Iterable[EntryChange]) -> list[RecordProblem]:
    """The problems of a record. Retracted entries have none and cause none, but one that is not
    retracted may name them in `after`.
    """
    given = list(changes)
    entries = sorted((change for change in given if change.retracted is None), key=order_key)
    return [
        *_order(entries),
        *_after(entries, {change.id: change for change in given}),
        *_overlaps(entries),
        *_disputes(entries),
        *_denials(entries),
    ]


def _order(entries: Sequence[EntryChange]) -> list[RecordProblem]:
    """The record for which there is no order: bounds, `after` and disputes together."""
    circular = folding_order(entries).circular
    if not circular:
        return []
    message = (
        "there is no order of these entries: each must come after another one, by its dates, "
        f"by `after` or by `disputes`: {', '.join(circular)}"
    )
    return [RecordProblem(ProblemKind.impossible_order, circular[0], message, others=circular[1:])]


def _after(
    entries: Sequence[EntryChange], known: Mapping[str, EntryChange]
) -> Iterator[RecordProblem]:
    """`after` that names no other entry of the record, or one where the dates leave one order."""
    for change in entries:
        for item in change.after:
            other = known.get(item.entry)
            kind = ProblemKind.needless_after
            if other is None or other is change:
                kind = ProblemKind.unknown_after
                message = f"{item.entry!r} is no other entry of this actor and question"
            elif certainly_earlier(other, change):
                message = f"{item.entry!r} is earlier by its dates, so `after` says nothing"
            elif certainly_earlier(change, other):
                message = f"{item.entry!r} is later by its dates, so this cannot come after it"
            else:
                continue
            yield RecordProblem(kind, change.id, message, others=(item.entry,))


def _overlaps(entries: Sequence[EntryChange]) -> list[RecordProblem]:
    """Entries of one tier whose closed spans overlap and that set an axis differently, where
    neither the one recorded later disputes the axis nor one names the other in `after`.
    """
    problems = []
    for pair in combinations(entries, 2):
        if not _closed_spans_overlap(*pair):
            continue
        first, second = pair if recorded_earlier(*pair) else pair[::-1]
        if _names(first, second) or _names(second, first):
            continue
        for axis in AXES:
            if contradicts(first, second, axis) and not disputes(second, first, axis):
                message = (
                    f"{first.id!r} and {second.id!r} set {axis} differently, and their days "
                    f"overlap: let {second.id!r} dispute it, or let one name the other in `after`"
                )
                problems.append(
                    RecordProblem(
                        ProblemKind.unresolved_overlap, second.id, message, axis, (first.id,)
                    )
                )
    return problems


def _disputes(entries: Sequence[EntryChange]) -> list[RecordProblem]:
    """Disputes of an axis that no entry of the tier sets differently, unless certainly later."""
    return [
        RecordProblem(
            ProblemKind.dispute_without_opponent,
            change.id,
            f"no entry of the same tier sets {axis} differently, so nothing is disputed",
            axis,
        )
        for change in entries
        for axis in AXES
        if axis in change.disputes
        and not any(
            contradicts(change, other, axis) and not certainly_earlier(change, other)
            for other in entries
        )
    ]


def _denials(entries: Sequence[EntryChange]) -> list[RecordProblem]:
    """Denials of what no lower tier claims, and denials that are not the actor's own."""
    problems = []
    for change in entries:
        for item in change.denies:
            if change.tier(item.axis) is not Tier.own:
                kind, message = ProblemKind.denial_not_own, "only the actor itself can deny a claim"
            elif not any(
                other.value(item.axis) == item.value and other.tier(item.axis) is not Tier.own
                for other in entries
            ):
                kind = ProblemKind.denial_without_claim
                message = f"nobody else claims that {item.axis} is {item.value}"
            else:
                continue
            problems.append(RecordProblem(kind, change.id, message, item.axis))
    return problems


def _closed_spans_overlap(change: EntryChange, other: EntryChange) -> bool:
    """Whether both entries have a first and a last day, and may be of one day."""
    spans = (change.valid_from, other.valid_from)
    if any(span.earliest is None or span.latest is None for span in spans):
        return False
    return not certainly_earlier(change, other) and not certainly_earlier(other, change)


def _names(change: EntryChange, other: EntryChange) -> bool:
    return any(item.entry == other.id for item in change.after)
