"""One axis, folded entry by entry (docs/domain.md, rules supersession, tiers and dispute). Pure.

`AxisState` is what is known of an axis after some entries. `after_entry` is the only place where
an entry changes it; the positions and the certainty of a day both rest on it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.build.fold.entries import NOT_STATED, EntryChange, Tier
from app.build.fold.order import certainly_earlier


class AxisState(NamedTuple):
    """An axis after some entries.

    `tier` is that of the value served, or of the claims while a dispute runs. `carried` are the
    entries that carried the axis, oldest first: those of the run at the end carry it now. `rivals`
    are the entries whose values are claims in the running dispute, none if there is no dispute;
    `opener` is the entry that opened it.
    """

    tier: Tier | None = None
    carried: tuple[EntryChange, ...] = ()
    rivals: tuple[EntryChange, ...] = ()
    opener: EntryChange | None = None


NOTHING = AxisState()


def after_entry(state: AxisState, axis: str, change: EntryChange) -> AxisState:
    """The axis after one more entry.

    - An entry that leaves the axis out changes nothing (rule supersession).
    - Neither does one of a lower tier; one of a higher tier replaces the value and ends a dispute
      (rule tiers).
    - An entry of the same tier replaces the value, unless it disputes it. Then both are claims,
      until an entry sets the axis without disputing it (rule dispute). What is disputed is the
      value that is served just before the entry, or the claims of the running dispute. Which of
      the two was recorded first has a say in the order only; otherwise a second source for the
      earlier value could turn a replacement into a dispute.
    - Claims that agree with the entry that ends a dispute carry the value too.
    """
    value = change.value(axis)
    if value == NOT_STATED:
        return state
    tier = change.tier(axis)
    if state.tier is not None and tier < state.tier:
        return state
    if state.tier is None or tier > state.tier:
        agreeing = tuple(rival for rival in state.rivals if rival.value(axis) == value)
        return AxisState(tier, (*agreeing, change))
    if axis in change.disputes:
        opposed = state.rivals or tuple(
            other for other in carriers(state, axis) if other.tier(axis) == tier
        )
        if any(other.value(axis) != value for other in opposed):
            return AxisState(tier, state.carried, (*opposed, change), state.opener or change)
    if not state.rivals:
        return AxisState(tier, (*state.carried, change))
    before = _carried_before(state, axis)
    agreeing = tuple(
        rival
        for rival in state.rivals
        if rival.value(axis) == value and all(rival is not other for other in before)
    )
    return AxisState(tier, (*before, *agreeing, change))


def carriers(state: AxisState, axis: str) -> tuple[EntryChange, ...]:
    """The entries that carry the value served, oldest first; none where it is `not_stated`.

    While a dispute runs they are those that carried the axis, in the tier of the claims, and were
    certainly earlier than the entry that opened the dispute.
    """
    carried: Sequence[EntryChange] = _carried_before(state, axis) if state.rivals else state.carried
    if not carried:
        return ()
    value = carried[-1].value(axis)
    first = len(carried) - 1
    while first and carried[first - 1].value(axis) == value:
        first -= 1
    return tuple(carried[first:])


def _carried_before(state: AxisState, axis: str) -> tuple[EntryChange, ...]:
    """The entries that carried the axis before the running dispute was opened, without doubt."""
    assert state.opener is not None
    return tuple(
        other
        for other in state.carried
        if other.tier(axis) == state.tier and certainly_earlier(other, state.opener)
    )
