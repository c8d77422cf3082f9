"""The one derived label of a position and what follows from its axes (docs/domain.md, rule stance).
Pure.
"""

from collections.abc import Iterable

from app.domain.vocabulary import Attribution, Participation, Stance, View

_BY_PARTICIPATION = {
    Participation.will_contribute: Stance.willing,
    Participation.open: Stance.open,
    Participation.undecided: Stance.undecided,
    Participation.declined: Stance.declines,
}


def stance(view: View, participation: Participation) -> Stance:
    """Derive the label of a position from its two axes; total over both (docs/domain.md, rule
    stance).
    """
    if view is View.opposes:
        return Stance.opposes
    if participation in _BY_PARTICIPATION:
        return _BY_PARTICIPATION[participation]
    return Stance.supports if view is View.supports else Stance.not_stated


def commits(participation: Participation) -> bool:
    """Whether a position of this participation has a commitment (else it is null)."""
    return participation not in (Participation.not_stated, Participation.not_applicable)


def strongest(attributions: Iterable[Attribution]) -> Attribution:
    """Of several attributions the strongest: self > collective > third_party > anonymous >
    narrator.
    """
    order = list(Attribution)
    return min(attributions, key=order.index)
