"""The order in which the entries of one actor on one question are folded. Pure.

docs/domain.md, rule order. There are two things to know of a record:

- *the order*: entries by `latest`, else `earliest`, undated ones first; then by `recorded_on`, then
  by id. An entry that must come behind others is moved behind them, and no further.
- *which entries come before an entry in every order*: those that are certainly earlier, those that
  it names in `after`, and those that it disputes. The dates allow every order that keeps to this.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop, heappush

from app.build.fold.entries import EntryChange

OrderKey = tuple[date, date, str]


def order_key(change: EntryChange) -> OrderKey:
    """The sort key of entries, oldest first.

    An entry without any date comes first, because nothing shows that it is newer.
    """
    begun = change.valid_from
    return begun.latest or begun.earliest or date.min, change.recorded_on, change.id


def certainly_earlier(change: EntryChange, other: EntryChange) -> bool:
    """Whether the last day of an entry lies before the first day of another one."""
    latest, earliest = change.valid_from.latest, other.valid_from.earliest
    return latest is not None and earliest is not None and latest < earliest


def recorded_earlier(change: EntryChange, other: EntryChange) -> bool:
    """Whether an entry was recorded before another one."""
    return (change.recorded_on, change.id) < (other.recorded_on, other.id)


def contradicts(change: EntryChange, other: EntryChange, axis: str) -> bool:
    """Whether two entries of one tier set an axis differently."""
    return (
        change.sets(axis)
        and other.sets(axis)
        and change.value(axis) != other.value(axis)
        and change.tier(axis) == other.tier(axis)
    )


def disputes(change: EntryChange, other: EntryChange, axis: str) -> bool:
    """Whether an entry disputes another one (docs/domain.md, rule dispute)."""
    return (
        axis in change.disputes
        and contradicts(change, other, axis)
        and recorded_earlier(other, change)
        and not certainly_earlier(change, other)
    )


@dataclass(frozen=True)
class FoldingOrder:
    """The entries of a record in their order, and what every order keeps to.

    `before[n]` has bit m set if entry m comes before entry n in every order. If dates, `after` and
    disputes together allow no order, some of them were ignored; `circular` are the entries
    concerned.
    """

    entries: tuple[EntryChange, ...]
    before: tuple[int, ...]
    circular: tuple[str, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether dates, `after` and disputes together allow an order."""
        return not self.circular


def folding_order(entries: Iterable[EntryChange]) -> FoldingOrder:
    """The order of the entries of one actor on one question; none of them is retracted."""
    by_key = sorted(entries, key=order_key)
    direct = _directly_before(by_key)
    if not any(change.after or change.disputes for change in by_key):
        return FoldingOrder(tuple(by_key), tuple(direct))  # "earlier" is transitive already
    placed: list[int] = []  # places in by_key, in their order
    done = 0
    waiting = set(range(len(by_key)))
    ready = [number for number in waiting if not direct[number]]
    heapify(ready)
    circular: tuple[str, ...] = ()
    while waiting:
        if not ready:  # a circle: go on with the oldest entry, as if nothing kept it back
            circular = circular or tuple(by_key[number].id for number in sorted(waiting))
            heappush(ready, min(waiting))
        number = heappop(ready)
        waiting.remove(number)
        placed.append(number)
        done |= 1 << number
        for other in waiting:
            if direct[other] >> number & 1 and not direct[other] & ~done:
                heappush(ready, other)
    return FoldingOrder(
        tuple(by_key[number] for number in placed), _closed(placed, direct), circular
    )


def _directly_before(entries: Sequence[EntryChange]) -> list[int]:
    """For each entry the bits of those directly before it in every order."""
    spans = [(change.valid_from.earliest, change.valid_from.latest) for change in entries]
    direct = []
    for change, (earliest, _) in zip(entries, spans, strict=True):
        bits = 0
        if earliest is not None:
            for number, (_, latest) in enumerate(spans):
                if latest is not None and latest < earliest:
                    bits |= 1 << number
        if change.after or change.disputes:
            named = {item.entry for item in change.after}
            for number, other in enumerate(entries):
                if other.id in named or any(
                    disputes(change, other, axis) for axis in change.disputes
                ):
                    bits |= 1 << number
        direct.append(bits)
    return direct


def _closed(placed: Sequence[int], direct: Sequence[int]) -> tuple[int, ...]:
    """For each entry in the order the bits of all before it, directly or not."""
    place_of = {number: place for place, number in enumerate(placed)}
    before: list[int] = []
    for place, number in enumerate(placed):
        bits = 0
        for other, at in place_of.items():
            if direct[number] >> other & 1 and at < place:  # not so only in a circle
                bits |= 1 << at | before[at]
        before.append(bits)
    return tuple(before)
