"""What is promised apart from the participation: conditions and contributions (docs/domain.md,
rules supersession and tiers). Pure.

Whether an entry may change a field is asked once, at its place in the order; `Promises` remembers
the answer. What was let in stays until it is dropped or ended. Only an entry whose participation is
a mere claim (in a running dispute, or after it lost one) loses what came with it, so the fields are
then worked out again without it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from app.build.fold.axis import AxisState, carriers
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


class ConditionInForce(NamedTuple):
    """A condition in force, and the last entry that named it."""

    condition: SeedCondition
    by: EntryChange


class ContributionInForce(NamedTuple):
    """A contribution that is offered or ruled out, and the last entry that named it."""

    contribution: SeedContribution
    by: EntryChange


@dataclass
class Promises:
    """Conditions and contributions after some entries.

    `_let_in` says for each entry which of the two fields it may change. `_claims` are the ids of
    the entries that have lost what came with them; those in `_lost` have lost it for good.
    `_participation` is that of the last entry that was let in with one.
    """

    conditions: dict[ConditionKey, ConditionInForce] = field(default_factory=dict)
    contributions: dict[ContributionKey, ContributionInForce] = field(default_factory=dict)
    _participation: Participation = Participation.not_stated
    _history: list[EntryChange] = field(default_factory=list)
    _let_in: dict[str, frozenset[str]] = field(default_factory=dict)
    _lost: frozenset[str] = frozenset()
    _claims: frozenset[str] = frozenset()

    def add(
        self, change: EntryChange, before: AxisState, after: AxisState, denied: bool = False
    ) -> None:
        """Take in an entry that took the participation from one state to another.

        `denied`: the participation that the entry claims is denied, and so is what it sets with it.
        """
        self._history.append(change)
        self._let_in[change.id] = NEITHER if denied else self._fields_let_in(change, after)
        claims = self._claims
        if before.rivals or after.rivals:
            claims = self._claims_after(change, before, after)
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

    def needed(self, name: str, participation: AxisState) -> Tier | None:
        """The tier from which on an entry may change a field; None where every entry may.

        It is the tier of the participation served, or of the claims in its dispute; where there is
        neither, the highest tier of what the field has.
        """
        if participation.tier is not None:
            return participation.tier
        in_force: Iterable[ConditionInForce | ContributionInForce] = (
            self.conditions.values() if name == "conditions" else self.contributions.values()
        )
        return max((item.by.tier(name) for item in in_force), default=None)

    def _fields_let_in(self, change: EntryChange, after: AxisState) -> frozenset[str]:
        """The fields that an entry may change at its place (docs/domain.md, rule tiers)."""
        if change.sets("participation"):
            return BOTH if after.carried and after.carried[-1] is change else NEITHER
        if not (change.conditions or change.contributions or change.ends):
            return NEITHER
        return frozenset(
            name
            for name in BOTH
            if (needed := self.needed(name, after)) is None or change.tier(name) >= needed
        )

    def _claims_after(
        self, change: EntryChange, before: AxisState, after: AxisState
    ) -> frozenset[str]:
        """The entries that lose what came with them because of a dispute, running or lost."""
        if before.rivals and not after.rivals:  # this entry ends the dispute
            won = {other.id for other in after.carried if other.tier("participation") == after.tier}
            settled = change.participation
            self._lost |= {
                rival.id for rival in before.rivals if rival.participation is not settled
            }
            for rival in before.rivals:
                if rival.id in won and rival.participation is settled:
                    self._let_in[rival.id] = BOTH
        carrying = {other.id for other in carriers(after, "participation")}
        return self._lost | {rival.id for rival in after.rivals if rival.id not in carrying}

    def _apply(self, change: EntryChange) -> None:
        """Endings come first, then drops, then what the entry sets (rule supersession)."""
        fields = self._let_in[change.id]
        if not fields:
            return
        if change.sets("participation"):
            if change.participation is not self._participation:
                self._end(change)
            self._participation = change.participation
        drops = change.ends
        if drops and "conditions" in fields:
            for condition in [key for key in self.conditions if drops.ends_condition(key)]:
                del self.conditions[condition]
        if drops and "contributions" in fields:
            for contribution in drops.contributions:
                self.contributions.pop(contribution, None)
        self._set(change, fields)

    def _end(self, change: EntryChange) -> None:
        """What ends when the participation becomes another one.

        What the entry repeats needs no exception here, because it is set again afterwards.
        """
        becomes = change.participation
        if becomes is Participation.declined:
            self.conditions = {}
        if not self.contributions:
            return
        if becomes in _ENDING_OFFERS:
            ended, places = ContributionStatus.offered, None
        elif becomes is Participation.will_contribute:
            ended = ContributionStatus.ruled_out
            places = {
                item.place
                for item in change.contributions
                if item.status is ContributionStatus.offered
            }
        else:
            return
        self.contributions = {
            key: item
            for key, item in self.contributions.items()
            if item.contribution.form not in FORCES
            or item.contribution.status is not ended
            or (places is not None and item.contribution.place not in places)
        }

    def _set(self, change: EntryChange, fields: frozenset[str]) -> None:
        if change.conditions and "conditions" in fields:
            for condition in change.conditions:
                self.conditions[condition_key(condition)] = ConditionInForce(condition, change)
        if change.contributions and "contributions" in fields:
            for contribution in change.contributions:
                self.contributions[contribution_key(contribution)] = ContributionInForce(
                    contribution, change
                )
