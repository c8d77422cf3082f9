"""The stance of a position, its one derived label (docs/domain.md, rule stance)."""

from collections.abc import Iterable
from typing import Literal

from app.domain.vocabulary import Attribution, Participation, Stance, View

_BY_PARTICIPATION = {
    Participation.will_contribute: Stance.willing,
    Participation.open: Stance.open,
    Participation.undecided: Stance.undecided,
    Participation.declined: Stance.declines,
}


def stance(view: View, participation: Participation) -> Stance:
    """Derive the stance from the two axes; every pair of values has one."""
    if view is View.opposes:
        return Stance.opposes
    if participation in _BY_PARTICIPATION:
        return _BY_PARTICIPATION[participation]
    return Stance.supports if view is View.supports else Stance.not_stated


def deciding_axis(view: View, participation: Participation) -> Literal["view", "participation"]:
    """The axis that gives a position its stance (docs/domain.md, rule stance)."""
    if view is not View.opposes and participation in _BY_PARTICIPATION:
        return "participation"
    return "view"


def strongest(attributions: Iterable[Attribution]) -> Attribution:
    """The strongest of several attributions; the vocabulary lists them from strong to weak.

    Raises ValueError if there is none.
    """
    order = list(Attribution)
    return min(attributions, key=order.index)
