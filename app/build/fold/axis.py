"""One axis, folded entry by entry (docs/domain.md, rules supersession, tiers and dispute). Pure.

`AxisState` is what is known of an axis after some entries. `after_entry` is the only place where
an entry changes it; the positions and the certainty of a day both rest on it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from app.build.fold.entries import NOT_STATED, EntryChange, Tier
from app.build.fold.order import certainly_earlier

Run = tuple[EntryChange, ...]
"""The entries that carry one value from its first day on, oldest first."""


class AxisState(NamedTuple):
    """An axis after some entries.

    `tier` is that of the value served, or of the claims while a dispute runs. `carriers` are the
    entries that carry the value served; none where that is `not_stated`. `past` are the runs of
    entries that carried the axis before, oldest first. `rivals` are the entries whose values are
    claims in the running dispute, none if there is no dispute; `opener` is the one that opened it.
    """

    tier: Tier | None = None
    carriers: Run = ()
    past: tuple[Run, ...] = ()
    rivals: tuple[EntryChange, ...] = ()
    opener: EntryChange | None = None

    def value(self, axis: str) -> str:
        """The value served."""
        return self.carriers[-1].value(axis) if self.carriers else NOT_STATED


NOTHING = AxisState()


def after_entry(state: AxisState, axis: str, change: EntryChange) -> AxisState:
    """The axis after one more entry.

    - An entry that leaves the axis out changes nothing (rule supersession).
    - One that agrees with the value served carries it too, whatever its tier.
    - One of a lower tier changes nothing else (rule tiers).
    - One of a higher tier replaces the value, and one of the same tier does unless it disputes it.
      Then both are claims, until an entry sets the axis without disputing it (rule dispute).
      Claims that agree with the entry that ends a dispute carry the value too.
    """
    value = change.value(axis)
    if value == NOT_STATED:
        return state
    tier = change.tier(axis)
    if state.tier is not None and tier < state.tier:
        if value == state.value(axis):
            return state._replace(carriers=(*state.carriers, change))
        return state
    disputes = tier == state.tier and axis in change.disputes
    if state.rivals:
        if disputes:
            return state._replace(rivals=(*state.rivals, change))
        agreeing = _without(state.rivals, state.carriers, axis, value)
        return _carried(state, axis, tier, (*agreeing, change))
    if disputes and value != state.value(axis):
        opposed = [other for other in state.carriers if other.tier(axis) == tier]
        runs = (*state.past, state.carriers)
        return AxisState(
            tier, _before_dispute(runs, axis, tier, change), runs, (*opposed, change), change
        )
    return _carried(state, axis, tier, (change,))


def _carried(state: AxisState, axis: str, tier: Tier, by: Run) -> AxisState:
    """The axis without a dispute, carried by more entries of one value."""
    if not state.carriers:
        return AxisState(tier, by, state.past)
    if state.value(axis) == by[-1].value(axis):
        return AxisState(tier, (*state.carriers, *by), state.past)
    return AxisState(tier, by, (*state.past, state.carriers))


def _without(
    changes: Iterable[EntryChange], known: Run, axis: str, value: str
) -> tuple[EntryChange, ...]:
    """Those of some entries that give a value and are not known yet."""
    return tuple(
        change
        for change in changes
        if change.value(axis) == value and all(change is not other for other in known)
    )


def _before_dispute(runs: tuple[Run, ...], axis: str, tier: Tier, opener: EntryChange) -> Run:
    """The entries that carry the axis while a dispute runs (docs/domain.md, rule dispute)."""
    run = run_before_dispute(runs, axis, tier, opener)
    return tuple(
        change for change in run if change.tier(axis) < tier or certainly_earlier(change, opener)
    )


def run_before_dispute(runs: tuple[Run, ...], axis: str, tier: Tier, opener: EntryChange) -> Run:
    """The newest run that has an entry of the tier of a dispute that was certainly earlier than
    the entry that opens it; empty if there is none.
    """
    for run in reversed(runs):
        if any(change.tier(axis) == tier and certainly_earlier(change, opener) for change in run):
            return run
    return ()
