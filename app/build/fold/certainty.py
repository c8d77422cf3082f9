"""What an axis can be in every order that the dates allow (docs/domain.md, rule as-of). Pure.

An order says which entry comes behind which, and how many of them have begun by a day. It keeps to
`FoldingOrder.before`. The sets of entries that can have begun are the *closed* ones: with an entry
also all that come before it in every order. Such a set includes all that must have begun by the
day, and only entries that may have.

- Without a dispute on the axis, the last entry of the highest tier decides. So whether an entry can
  be the deciding one is answered by looking at those behind it: at most n² steps for n entries.
- With a dispute, all orders are folded at once: for each closed set, all states that some order of
  its entries leads to (dynamic programming). Records have few entries whose order is open, so there
  are few sets. Beyond MOST_STATES states the search ends, and the answer is never `certain`.
- Which denials have begun is tried in every combination, if at most MOST_OPEN_DENIALS are open.

All sets of entries are integers, bit n for entry n of the order.
"""

from collections.abc import Iterator
from itertools import combinations, product

from app.build.fold.axis import NOTHING, AxisState, after_entry, carriers
from app.build.fold.entries import AXES, NOT_STATED, Tier
from app.build.fold.order import FoldingOrder
from app.domain.vocabulary import Certainty

MOST_STATES = 20_000  # for one axis of a record; about a second
MOST_OPEN_DENIALS = 6

Outcomes = dict[str, int]
"""For each value that some order serves: the entries that carry it in some order."""

Denied = frozenset[str]
_StateKey = tuple[object, ...]


class AxisOrders:
    """One axis of a record in all orders that the dates allow."""

    def __init__(self, order: FoldingOrder, axis: str) -> None:
        self._order = order
        self._axis = axis
        entries = order.entries
        self._numbers = {change.id: number for number, change in enumerate(entries)}
        self._values: list[str] = [change.value(axis) for change in entries]
        self._tiers: list[Tier] = [change.tier(axis) for change in entries]
        self._setting = _bits(
            number for number, value in enumerate(self._values) if value != NOT_STATED
        )
        self._denying = [
            (number, str(item.value))
            for number, change in enumerate(entries)
            for item in change.denies
            if item.axis == axis and change.tier(axis) is Tier.own
        ]
        self._disputed = any(axis in change.disputes for change in entries)
        self._undated = _bits(
            number for number, change in enumerate(entries) if change.valid_from.undated
        )
        self._behind = [0] * len(entries)  # for each entry those that come behind it in every order
        for number, before in enumerate(order.before):
            for earlier in _numbers(before):
                self._behind[earlier] |= 1 << number
        self._reached: dict[Denied, dict[int, list[AxisState]] | None] = {}
        self._known: dict[tuple[int, int], Outcomes | None] = {}

    def outcomes(self, must: int, may: int) -> Outcomes | None:
        """What the axis can be when the entries `must` have begun, and no others than `may` have.

        Both are closed sets. None if there are too many orders to try, or there is none.
        """
        if not self._order.possible:
            return None
        key = must, may
        if key not in self._known:
            self._known[key] = self._outcomes(must, may)
        return self._known[key]

    def certainty(self, value: str, outcomes: Outcomes | None) -> Certainty:
        """How sure it is that the axis has a value."""
        if outcomes is None:
            return Certainty.possible
        if outcomes.keys() == {value}:
            return Certainty.certain
        carrying = outcomes.get(value, 0)
        if carrying and not carrying & ~self._undated:
            return Certainty.undated
        return Certainty.possible

    def _outcomes(self, must: int, may: int) -> Outcomes | None:
        outcomes: Outcomes = {}
        open_denials = sorted(
            {number for number, _ in self._denying if (may & ~must) >> number & 1}
        )
        if len(open_denials) > MOST_OPEN_DENIALS:
            return None
        for begun in product((False, True), repeat=len(open_denials)):
            least, most = must, may
            for number, has_begun in zip(open_denials, begun, strict=True):
                if has_begun:
                    least |= 1 << number | self._order.before[number]
                else:
                    most &= ~(1 << number | self._behind[number])
            if least & ~most:
                continue  # no order has these denials begun and those not
            denied = frozenset(value for number, value in self._denying if least >> number & 1)
            if not self._disputed:
                self._add_last_ones(outcomes, least, most, denied)
            elif not self._add_reached(outcomes, least, most, denied):
                return None
        return outcomes

    def _add_last_ones(self, outcomes: Outcomes, must: int, may: int, denied: Denied) -> None:
        """The outcomes where nothing is disputed: the last entry of the highest tier decides."""
        counting = self._counting(denied)
        for tier in reversed(Tier):
            of_tier = may & _bits(
                number for number in _numbers(counting) if self._tiers[number] is tier
            )
            for number in _numbers(of_tier):
                value = self._values[number]
                # It carries the axis to the end if all that must come behind it agree.
                if all(
                    self._values[later] == value
                    for later in _numbers(self._behind[number] & must & of_tier)
                ):
                    outcomes[value] = outcomes.get(value, 0) | 1 << number
            if must & of_tier:
                return
            for number in _numbers(of_tier):  # the orders in which none of this tier has begun
                may &= ~(1 << number | self._behind[number])
        outcomes.setdefault(NOT_STATED, 0)

    def _add_reached(self, outcomes: Outcomes, must: int, may: int, denied: Denied) -> bool:
        """The outcomes where entries dispute the axis; false if there are too many states."""
        # A denial is void in those orders in which the actor states the value itself.
        for void in _subsets(denied):
            effective = denied - void
            if effective not in self._reached:
                self._reached[effective] = self._states(effective)
            reached = self._reached[effective]
            if reached is None:
                return False
            counting = self._counting(effective)
            for begun, states in reached.items():
                if begun & ~may or must & counting & ~begun:
                    continue
                if any(bool(begun & self._own(value)) != (value in void) for value in denied):
                    continue
                for state in states:
                    carrying = carriers(state, self._axis)
                    value = carrying[-1].value(self._axis) if carrying else NOT_STATED
                    bits = _bits(self._numbers[change.id] for change in carrying)
                    outcomes[value] = outcomes.get(value, 0) | bits
        return True

    def _states(self, denied: Denied) -> dict[int, list[AxisState]] | None:
        """All states of the axis by the closed set of entries that were folded.

        None if there are more than MOST_STATES.
        """
        counting = self._counting(denied)
        numbers = list(_numbers(counting))
        reached: dict[int, list[AxisState]] = {0: [NOTHING]}
        size, last = 1, reached
        while last:  # the sets with one entry more
            following: dict[int, dict[_StateKey, AxisState]] = {}
            for begun, states in last.items():
                for number in numbers:
                    if begun >> number & 1 or self._order.before[number] & counting & ~begun:
                        continue
                    change = self._order.entries[number]
                    known = following.setdefault(begun | 1 << number, {})
                    for state in states:
                        new = after_entry(state, self._axis, change)
                        key, new = self._canonical(new)
                        if key not in known:
                            known[key] = new
                            size += 1
                            if size > MOST_STATES:
                                return None
            last = {begun: list(states.values()) for begun, states in following.items()}
            reached |= last
        return reached

    def _canonical(self, state: AxisState) -> tuple[_StateKey, AxisState]:
        """A state without what cannot matter any more, and a key that equal states share.

        The order within a run of entries with one value says nothing. An entry that carried the
        axis before the present run matters only as what is served in a later dispute, and that it
        never is if it has no last day. Only the one directly before the run is kept, as its limit.
        """
        axis, carried = self._axis, state.carried
        start = len(carried)
        while start and carried[start - 1].value(axis) == carried[-1].value(axis):
            start -= 1
        limit = max(start - 1, 0)
        kept = tuple(
            change
            for number, change in enumerate(carried)
            if number >= limit or change.valid_from.latest is not None
        )
        runs: list[list[str]] = []
        value = None
        for change in kept:
            if change.value(axis) != value:
                runs.append([])
                value = change.value(axis)
            runs[-1].append(change.id)
        key = (
            state.tier,
            tuple(tuple(sorted(ids)) for ids in runs),
            tuple(sorted(rival.id for rival in state.rivals)),
            state.opener.id if state.opener else None,
        )
        return key, state._replace(carried=kept)

    def _own(self, value: str) -> int:
        """The entries in which the actor states a value itself."""
        return _bits(
            number
            for number, stated in enumerate(self._values)
            if stated == value and self._tiers[number] is Tier.own
        )

    def _counting(self, denied: Denied) -> int:
        """The entries that set the axis, apart from lower tiers that claim what is denied."""
        return self._setting & ~_bits(
            number
            for number in _numbers(self._setting)
            if self._values[number] in denied and self._tiers[number] is not Tier.own
        )


def all_orders(order: FoldingOrder) -> dict[str, AxisOrders]:
    """Each axis of a record in all orders that the dates allow."""
    return {axis: AxisOrders(order, axis) for axis in AXES}


def _subsets(values: Denied) -> Iterator[Denied]:
    for size in range(len(values) + 1):
        for some in combinations(sorted(values), size):
            yield frozenset(some)


def _bits(numbers: Iterator[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
