"""What is promised apart from the participation: conditions and contributions (docs/domain.md,
rules supersession and tiers). Pure.

Whether an entry may change a field is asked once, at its place in the order; `Promises` remembers
the answer. What was let in stays until it is dropped or ended. Only an entry whose participation is
a mere claim (in a running dispute, or after it lost one) loses what came with it, so the fields are
then worked out again without it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from app.build.fold.axis import AxisState
from app.build.fold.entries import (
    ConditionKey,
    ContributionKey,
    EntryChange,
    Tier,
    condition_key,
    contribution_key,
)
from app.build.seed.models.positions import SeedCondition, SeedContribution
from app.domain.vocabulary import ContributionStatus, Form, Participation

FORCES = frozenset({Form.troops, Form.ground, Form.sea, Form.air})
_ENDING_OFFERS = frozenset({Participation.declined, Participation.undecided, Participation.open})
BOTH = frozenset({"conditions", "contributions"})
NEITHER: frozenset[str] = frozenset()


K = TypeVar("K")
P = TypeVar("P", SeedCondition, SeedContribution)


class InForce(NamedTuple, Generic[P]):
    """A condition or contribution as it was last named, and the entries that name it, oldest first;
    a contribution with this status.
    """

    item: P
    by: tuple[EntryChange, ...]


@dataclass
class Promises:
    """Conditions and contributions after some entries.

    `_may` says for each entry what it may do. `_claims` are the ids of the entries that have lost
    what came with them; those in `_lost` have lost it for good. `_participation` is that of the
    last entry that made or carried one in the tier served.
    """

    conditions: dict[ConditionKey, InForce[SeedCondition]] = field(default_factory=dict)
    contributions: dict[ContributionKey, InForce[SeedContribution]] = field(default_factory=dict)
    _participation: Participation = Participation.not_stated
    _history: list[EntryChange] = field(default_factory=list)
    _may: dict[str, "_Allowed"] = field(default_factory=dict)
    _lost: frozenset[str] = frozenset()
    _claims: frozenset[str] = frozenset()

    def add(
        self, change: EntryChange, before: AxisState, after: AxisState, denied: bool = False
    ) -> None:
        """Take in an entry that took the participation from one state to another.

        `denied`: the participation that the entry claims is denied, and so is what it sets with it.
        """
        self._history.append(change)
        self._may[change.id] = NOTHING_ALLOWED if denied else self._allowed(change, after)
        claims = self._claims
        if before.rivals or after.rivals:
            claims = self._claims_after(before, after)
        if claims == self._claims:
            self._apply(change)
            return
        self._claims = claims
        self.conditions, self.contributions = {}, {}
        self._participation = Participation.not_stated
        for other in self._history:
            if other.id not in claims:
                self._apply(other)

    def add_alone(self, change: EntryChange) -> None:
        """Add what an entry sets, as if nothing were known of when it began: it ends nothing."""
        self._set(change, BOTH)

    def naming(self, name: str) -> list[EntryChange]:
        """The entries that name what is in force in a field; one may be there several times."""
        in_force: Iterable[InForce[SeedCondition] | InForce[SeedContribution]] = (
            self.conditions.values() if name == "conditions" else self.contributions.values()
        )
        return [change for promise in in_force for change in promise.by]

    def refused(self, change: EntryChange, name: str) -> bool:
        """Whether the tiers refused, at its place, what an entry says in a field."""
        may = self._may.get(change.id)
        return may is not None and name not in may.sets

    def _allowed(self, change: EntryChange, after: AxisState) -> "_Allowed":
        """What an entry may do at its place (docs/domain.md, rule tiers)."""
        states = change.sets("participation")
        if not (states or change.conditions or change.contributions or change.ends):
            return NOTHING_ALLOWED
        rival = bool(after.rivals) and after.rivals[-1] is change
        carries = bool(after.carriers) and after.carriers[-1] is change
        if states and not (rival or carries):
            return NOTHING_ALLOWED
        makes = states and change.tier("participation") == after.tier
        drops = frozenset(
            name
            for name in BOTH
            if (needed := self._needed(name, after)) is None or change.tier(name) >= needed
        )
        return _Allowed(makes, BOTH if makes else drops, drops)

    def _needed(self, name: str, participation: AxisState) -> Tier | None:
        """The tier from which on an entry may change a field; None where every entry may.

        It is the tier of the participation served, or of the claims in its dispute; where there is
        neither, the highest tier of what the field has.
        """
        if participation.tier is not None:
            return participation.tier
        return max((change.tier(name) for change in self.naming(name)), default=None)

    def _claims_after(self, before: AxisState, after: AxisState) -> frozenset[str]:
        """The entries that lose what came with them because of a dispute, running or lost."""
        if before.rivals and not after.rivals:  # an entry ended the dispute
            settled = after.value("participation")
            self._lost |= {rival.id for rival in before.rivals if rival.participation != settled}
        carrying = {other.id for other in after.carriers}
        return self._lost | {rival.id for rival in after.rivals if rival.id not in carrying}

    def _apply(self, change: EntryChange) -> None:
        """Endings come first, then drops, then what the entry sets (rule supersession)."""
        may = self._may[change.id]
        if may.makes:
            if change.participation is not self._participation:
                self._end(change)
            self._participation = change.participation
        drops = change.ends
        if drops and "conditions" in may.drops:
            for condition in [key for key in self.conditions if drops.ends_condition(key)]:
                del self.conditions[condition]
        if drops and "contributions" in may.drops:
            for contribution in drops.contributions:
                self.contributions.pop(contribution, None)
        self._set(change, may.sets)

    def _end(self, change: EntryChange) -> None:
        """What ends when the participation becomes another one, unless the entry repeats it."""
        becomes = change.participation
        if becomes is Participation.declined and self.conditions:
            named = {condition_key(item) for item in change.conditions}
            self.conditions = {key: self.conditions[key] for key in self.conditions if key in named}
        if not self.contributions:
            return
        if becomes in _ENDING_OFFERS:
            ended, places = ContributionStatus.offered, None
        elif becomes is Participation.will_contribute:
            ended = ContributionStatus.ruled_out
            places = {
                item.place
                for item in change.contributions
                if item.status is ContributionStatus.offered and item.form in FORCES
            }
        else:
            return
        repeated = {(contribution_key(item), item.status) for item in change.contributions}
        self.contributions = {
            key: item
            for key, item in self.contributions.items()
            if item.item.form not in FORCES
            or item.item.status is not ended
            or (places is not None and item.item.place not in places)
            or (key, ended) in repeated
        }

    def _set(self, change: EntryChange, fields: frozenset[str]) -> None:
        if "conditions" in fields:
            for condition in change.conditions:
                _name(self.conditions, condition_key(condition), condition, change)
        if "contributions" in fields:
            for contribution in change.contributions:
                key = contribution_key(contribution)
                known = self.contributions.get(key)
                same = known is not None and known.item.status is contribution.status
                _name(self.contributions, key, contribution, change, goes_on=same)


class _Allowed(NamedTuple):
    """What an entry may do: end what its participation ends, because it makes or carries that in
    the tier served; set these fields; drop from these.
    """

    makes: bool
    sets: frozenset[str]
    drops: frozenset[str]


NOTHING_ALLOWED = _Allowed(False, NEITHER, NEITHER)


def _name(
    in_force: dict[K, InForce[P]], key: K, item: P, change: EntryChange, goes_on: bool = True
) -> None:
    """Put in force what an entry names. `goes_on`: it is the same as what has the key."""
    by: tuple[EntryChange, ...] = in_force[key].by if goes_on and key in in_force else ()
    in_force[key] = InForce(item, by if by and by[-1] is change else (*by, change))
