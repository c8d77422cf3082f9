"""The answer for each day: the history of one actor on one question as validity intervals,
stretches of days with one answer each (docs/domain.md, rules as-of and certainty). Pure.

- An entry counts from its last day; where only the first day is known, from that day; an undated
  one from the day on which the question was first asked. `after` bounds its first day too. The
  answer for a day is combined from all entries that count by it.
- An axis that none of them sets takes the value of the first entry that may have begun and sets
  it. That is `possible`.
- Each axis is as certain as all orders that the dates allow make it (`certainty.py`), and the
  answer as certain as the less certain axis.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from app.build.fold.certainty import AxisOrders, all_orders
from app.build.fold.entries import AXES, EntryChange
from app.build.fold.order import FoldingOrder
from app.build.fold.positions import (
    FoldedPosition,
    FoldedRecord,
    Folding,
    denying,
    effective_denials,
)
from app.domain.stance import deciding_axis
from app.domain.vocabulary import Certainty, Participation, View

_WEAKNESS = {Certainty.undated: 0, Certainty.possible: 1, Certainty.certain: 2}


@dataclass(slots=True)
class Interval:
    """One answer for the days from `first` to `last`, both included; `last` None: no end.

    `certainty` is the weaker one of `view_certainty` and `participation_certainty`. `also` are the
    entries that carry another value of an axis in some order that the dates allow, in their order.
    """

    first: date
    last: date | None
    answer: FoldedPosition
    certainty: Certainty
    view_certainty: Certainty
    participation_certainty: Certainty
    also: tuple[str, ...]

    @property
    def position(self) -> str:
        """The id of the answer."""
        return self.answer.id


def weaker(first: Certainty, second: Certainty) -> Certainty:
    """The weaker of two certainties: undated < possible < certain."""
    return min(first, second, key=_WEAKNESS.__getitem__)


def validity_intervals(record: FoldedRecord, asked_from: date) -> list[Interval]:
    """The answers for all days from `asked_from` on, oldest first, without gaps.

    Days before the first interval have no answer (docs/domain.md, rule silence). Retracted entries
    never count.
    """
    known = _of_known_days(record, asked_from)
    if known is not None:
        return known
    history = _History(record, asked_from)
    intervals: list[Interval] = []
    for day in history.change_days:
        interval = history.answer_on(day)
        if interval is None:
            continue
        if intervals:
            if _says_the_same(interval, intervals[-1]):
                continue
            intervals[-1].last = day - timedelta(days=1)
        intervals.append(interval)
    return intervals


def _of_known_days(record: FoldedRecord, asked_from: date) -> list[Interval] | None:
    """The answers where each entry has a day of its own: its position from that day on, certain.

    None for other records. Most records are such, and this is ten times as fast.
    """
    entries, positions = record.order.entries, record.positions
    if len(positions) > len(entries) or not record.order.possible:  # some are retracted
        return None
    intervals: list[Interval] = []
    before = None
    for change, position in zip(entries, positions, strict=True):
        day = change.valid_from.earliest
        if day is None or day != change.valid_from.latest or day < asked_from:
            return None
        if before is not None:
            if day <= before:
                return None
            intervals[-1].last = day - timedelta(days=1)
        before = day
        certain = Certainty.certain
        intervals.append(Interval(day, None, position, certain, certain, certain, ()))
    return intervals


def _says_the_same(interval: Interval, other: Interval) -> bool:
    """Whether two intervals differ in their days only."""
    return (
        (interval.answer is other.answer or interval.answer == other.answer)
        and interval.view_certainty is other.view_certainty
        and interval.participation_certainty is other.participation_certainty
        and interval.also == other.also
    )


class _History:
    """The days on which the answer of a record may change, and the answer for each."""

    def __init__(self, record: FoldedRecord, asked_from: date) -> None:
        self._order: FoldingOrder = record.order
        entries = record.order.entries
        self._positions = {position.id: position for position in record.positions}
        self._counts: list[date] = []  # the day from which each entry counts
        self._may: list[date] = []  # the first day on which it may have begun
        self._must: list[date | None] = []  # the day by which it has certainly begun
        first_days: dict[str, date] = {}
        for change in entries:
            earliest, latest = change.valid_from.earliest, change.valid_from.latest
            may = max(earliest or asked_from, asked_from)
            for item in change.after:  # it cannot have begun before those that it comes after
                may = max(may, first_days.get(item.entry, may))
            first_days[change.id] = may
            must = max(latest, asked_from) if latest else None
            self._may.append(may)
            self._must.append(must)
            self._counts.append(must or may)
        self.change_days = sorted({*self._counts, *self._may})
        # The number of entries at the beginning of the order that have no other order.
        self._chain = 0
        while (
            self._chain < len(entries)
            and record.order.before[self._chain] == (1 << self._chain) - 1
        ):
            self._chain += 1
        self._folded: dict[tuple[object, ...], FoldedPosition] = {}

    def answer_on(self, day: date) -> Interval | None:
        """The answer for a day as an interval that begins on it and has no end yet.

        None if no entry says anything yet.
        """
        entries = self._order.entries
        counting = [
            change for change, since in zip(entries, self._counts, strict=True) if since <= day
        ]
        must = may = 0
        for number in range(len(entries)):
            if self._may[number] <= day:
                may |= 1 << number
            since = self._must[number]
            if since is not None and since <= day:
                must |= 1 << number
        may |= must
        fillers = self._fillers(counting, may)
        if not counting and not fillers:
            return None
        answer = self._folded_from(counting, fillers)
        if must == may and len(counting) == must.bit_count() and self._only_one_order(may):
            certain = Certainty.certain
            return Interval(day, None, answer, certain, certain, certain, ())
        certainties = []
        also = 0
        for axis, orders in self._orders.items():
            outcomes = orders.outcomes(must, may)
            value = answer.view if axis == "view" else answer.participation
            certainties.append(
                Certainty.possible if axis in fillers else orders.certainty(value, outcomes)
            )
            for other, carrying in (outcomes or {}).items():
                if other != value:
                    also |= carrying
        return Interval(
            day,
            None,
            answer,
            weaker(*certainties),
            certainties[0],
            certainties[1],
            tuple(
                change.id
                for number, change in enumerate(entries)
                if also >> number & 1 and change.id != answer.id
            ),
        )

    def _only_one_order(self, begun: int) -> bool:
        """Whether it is known in which order these entries began."""
        return not begun >> self._chain and self._order.possible

    @cached_property
    def _orders(self) -> dict[str, AxisOrders]:
        return all_orders(self._order)

    def _fillers(self, counting: Sequence[EntryChange], may: int) -> dict[str, EntryChange]:
        """For each axis that no entry sets that counts, the first one that may have begun and sets
        it.

        A claim that the actor denies, in an entry that counts, is as if nobody had made it.
        """
        fillers: dict[str, EntryChange] = {}
        denials = effective_denials(counting)
        for axis in AXES:
            if any(change.sets(axis) and not denying(change, axis, denials) for change in counting):
                continue
            for number, change in enumerate(self._order.entries):
                if may >> number & 1 and change.sets(axis) and not denying(change, axis, denials):
                    fillers[axis] = change
                    break
        return fillers

    def _folded_from(
        self, counting: Sequence[EntryChange], fillers: dict[str, EntryChange]
    ) -> FoldedPosition:
        """The answer from the entries that count, and from those that alone give an axis."""
        entries = self._order.entries
        if not fillers and counting[-1] is entries[len(counting) - 1]:
            return self._positions[counting[-1].id]  # all entries up to one: its position
        key = (
            tuple(change.id for change in counting),
            tuple((axis, change.id) for axis, change in fillers.items()),
        )
        if key not in self._folded:
            folding = Folding()
            for change in counting:
                folding.add(change)
            for change in {filler.id: filler for filler in fillers.values()}.values():
                axes = [axis for axis, filler in fillers.items() if filler is change]
                folding.add(_only(change, axes), alone=True)
            if counting:
                newest = counting[-1]
            else:
                decides = deciding_axis(folding.view, folding.participation)
                newest = fillers.get(decides) or next(iter(fillers.values()))
            opened = self._positions[newest.id]
            self._folded[key] = replace(
                folding.answer(newest),
                number=opened.number,
                status=opened.status,
                valid_to=opened.valid_to,
                previous=opened.previous,
                superseded_by=opened.superseded_by,
            )
        return self._folded[key]


def _only(change: EntryChange, axes: Sequence[str]) -> EntryChange:
    """An entry with nothing but some axes, and what it promises with the participation."""
    participates = "participation" in axes
    return replace(
        change,
        view=change.view if "view" in axes else View.not_stated,
        participation=change.participation if participates else Participation.not_stated,
        commitment=change.commitment if participates else None,
        conditions=change.conditions if participates else (),
        contributions=change.contributions if participates else (),
        drops=(),
        disputes=(),
    )
