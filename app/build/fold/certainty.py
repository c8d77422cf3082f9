"""What an axis can be in every order that the dates allow (docs/domain.md, rule certainty). Pure.

An order says which of the entries have begun by a day, and in which order. Whether an entry has
begun is a question of its own dates alone; the order keeps to `FoldingOrder.before`.

- In most records the last entry of the highest tier decides. So whether an entry can be the
  deciding one is answered by looking at those behind it: at most n² steps for n entries.
- Where the axis is disputed, or entries of several tiers agree, all orders are folded at once: for
  each set of entries, all states that some order of them leads to (dynamic programming). Records
  have few entries whose place is open, so there are few sets. Beyond MOST_STATES states the search
  ends, and the answer is never `certain`.
- Which denials have begun is tried in every combination, if at most MOST_OPEN_DENIALS are open.

All sets of entries are integers, bit n for entry n of the order.
"""

from collections.abc import Iterator
from itertools import combinations, product

from app.build.fold.axis import NOTHING, AxisState, Run, after_entry, run_before_dispute
from app.build.fold.entries import AXES, NOT_STATED, EntryChange, Tier
from app.build.fold.order import FoldingOrder, certainly_earlier
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
        self._disputing = [change for change in entries if axis in change.disputes]
        said = {(change.value(axis), change.tier(axis)) for change in entries if change.sets(axis)}
        # Where nothing is disputed and no two tiers agree, only entries that can decide carry.
        self._simple = not self._disputing and len(said) == len({value for value, _ in said})
        self._undated = _bits(
            number for number, change in enumerate(entries) if change.valid_from.undated
        )
        self._behind = [0] * len(entries)  # for each entry those that come behind it in every order
        for number, before in enumerate(order.before):
            for earlier in _numbers(before):
                self._behind[earlier] |= 1 << number
        self._folded = 0  # states in all searches
        self._known: dict[tuple[int, int], Outcomes | None] = {}

    def outcomes(self, must: int, may: int) -> Outcomes | None:
        """What the axis can be when the entries `must` have begun, and no others than `may` have.

        None if there are too many orders to try, or there is none.
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
        if not self._disputing and not self._denying:
            outcomes = self._last_ones(must, may)
            # Who carries a value says nothing where there is only one.
            return outcomes if self._simple or len(outcomes) == 1 else self._carried(must, may)
        outcomes = {}
        open_denials = sorted(
            {number for number, _ in self._denying if (may & ~must) >> number & 1}
        )
        if len(open_denials) > MOST_OPEN_DENIALS:
            return None
        for begun in product((False, True), repeat=len(open_denials)):
            least, most = must, may
            for number, has_begun in zip(open_denials, begun, strict=True):
                if has_begun:
                    least |= 1 << number
                else:
                    most &= ~(1 << number)
            denied = frozenset(value for number, value in self._denying if least >> number & 1)
            if not self._add_reached(outcomes, least, most, denied):
                return None
        return outcomes

    def _carried(self, must: int, may: int) -> Outcomes:
        """The outcomes where nothing is disputed or denied, and entries of several tiers agree.

        If there are too many orders, also over all days so far, all that give a value and may have
        begun count as carrying it.
        """
        outcomes: Outcomes = {}
        if self._folded < MOST_STATES and self._add_reached(outcomes, must, may, frozenset()):
            return outcomes
        return {
            value: _bits(number for number in _numbers(may) if self._values[number] == value)
            if value != NOT_STATED
            else 0
            for value in self._last_ones(must, may)
        }

    def _last_ones(self, must: int, may: int) -> Outcomes:
        """The outcomes where nothing is disputed or denied, each with the entries that can decide
        it: the last ones of the highest tier.
        """
        outcomes: Outcomes = {}
        for tier in reversed(Tier):
            of_tier = may & _bits(
                number for number in _numbers(self._setting) if self._tiers[number] is tier
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
                return outcomes
        outcomes.setdefault(NOT_STATED, 0)
        return outcomes

    def _add_reached(self, outcomes: Outcomes, must: int, may: int, denied: Denied) -> bool:
        """The outcomes of any axis; false if there are too many states."""
        # A denial is void in those orders in which the actor states the value itself.
        for void in _subsets(denied):
            counting = self._counting(denied - void)
            most = may & counting & ~_union(self._own(value) for value in denied - void)
            least = must & counting
            if least & ~most:
                continue
            reached = self._states(least, most)
            if reached is None:
                return False
            for begun, states in reached.items():
                if not all(begun & self._own(value) for value in void):
                    continue
                for state in states:
                    value = state.value(self._axis)
                    bits = _bits(self._numbers[change.id] for change in state.carriers)
                    outcomes[value] = outcomes.get(value, 0) | bits
        return True

    def _states(self, must: int, may: int) -> dict[int, list[AxisState]] | None:
        """All states of the axis by the set of entries that have begun.

        None if there are more than MOST_STATES.
        """
        reached: dict[int, list[AxisState]] = {}
        size, last = 1, {0: [NOTHING]}
        while last:  # the sets with one entry more
            reached |= {begun: states for begun, states in last.items() if not must & ~begun}
            following: dict[int, dict[_StateKey, AxisState]] = {}
            for begun, states in last.items():
                for number in _numbers(may & ~begun):
                    if self._behind[number] & begun or self._order.before[number] & must & ~begun:
                        continue
                    change = self._order.entries[number]
                    known = following.setdefault(begun | 1 << number, {})
                    for state in states:
                        new = after_entry(state, self._axis, change)
                        new = self._relevant(new, begun | 1 << number)
                        key = _key(new)
                        if key not in known:
                            known[key] = new
                            size += 1
                            self._folded += 1
                            if size > MOST_STATES:
                                return None
            last = {begun: list(states.values()) for begun, states in following.items()}
        return reached

    def _relevant(self, state: AxisState, begun: int) -> AxisState:
        """A state without the past that cannot matter any more.

        Past runs matter only for what is served in a dispute that another entry opens.
        """
        if not state.past:
            return state
        axis, tier = self._axis, state.tier
        assert tier is not None
        openers = [
            change
            for change in self._disputing
            if change.tier(axis) is tier
            and change.valid_from.earliest is not None
            and not begun >> self._numbers[change.id] & 1
        ]

        def kept(change: EntryChange) -> bool:
            return change.tier(axis) is not tier or any(
                certainly_earlier(change, opener) for opener in openers
            )

        wanted = {id(run_before_dispute(state.past, axis, tier, opener)) for opener in openers}
        past = tuple(
            tuple(change for change in run if kept(change))
            for run in state.past
            if id(run) in wanted
        )
        return state._replace(past=past)

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


def _key(state: AxisState) -> _StateKey:
    """What equal states share: the order within a run of entries with one value says nothing."""
    return (
        state.tier,
        _ids(state.carriers),
        tuple(_ids(run) for run in state.past),
        _ids(state.rivals),
        state.opener.id if state.opener else None,
    )


def _ids(changes: Run) -> tuple[str, ...]:
    return tuple(sorted(change.id for change in changes))


def _subsets(values: Denied) -> Iterator[Denied]:
    for size in range(len(values) + 1):
        for some in combinations(sorted(values), size):
            yield frozenset(some)


def _bits(numbers: Iterator[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _union(sets: Iterator[int]) -> int:
    bits = 0
    for some in sets:
        bits |= some
    return bits


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
