"""What an entry changes, as the fold reads it, and the identity of what it promises. Pure data.

A new coded field of an entry needs a member in `EntryChange`; the rows fill it by name.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from app.build.seed.models.positions import (
    FIELDS,
    SeedAfter,
    SeedCondition,
    SeedContribution,
    SeedDenial,
    SeedDroppedContribution,
    SeedDrops,
    SeedRetraction,
)
from app.domain.dates import DateObject
from app.domain.vocabulary import (
    Attribution,
    Commitment,
    Condition,
    Form,
    Participation,
    Place,
    Relation,
    View,
)

AXES = ("view", "participation")
NOT_STATED = "not_stated"

ConditionKey = tuple[frozenset[Condition], str | None]
ContributionKey = tuple[Form, Place, str | None]


class Tier(IntEnum):
    """How near a source is to the actor; a higher tier is stronger (docs/domain.md, rule tiers)."""

    unattributed = 1
    named = 2
    own = 3


TIERS = {
    Attribution.self_: Tier.own,
    Attribution.collective: Tier.own,
    Attribution.third_party: Tier.named,
    Attribution.anonymous: Tier.unattributed,
    Attribution.narrator: Tier.unattributed,
}


@dataclass(frozen=True)
class EvidenceItem:
    """A statement behind an entry, with its attribution to the actor of the entry.

    `fields` are the fields for which a supporting statement is counted; if it is empty, the
    statement is counted for every field that the entry sets.
    """

    statement: str
    relation: Relation
    attribution: Attribution
    fields: frozenset[str] = frozenset()
    note: str | None = None


@dataclass(frozen=True)
class Drops:
    """The conditions and contributions that an entry ends (docs/domain.md, rule supersession).

    `terms` is the old form: each condition ends whose `any_of` has one of them.
    """

    terms: frozenset[Condition] = frozenset()
    conditions: frozenset[ConditionKey] = frozenset()
    contributions: frozenset[ContributionKey] = frozenset()

    @classmethod
    def of(cls, coded: SeedDrops | Iterable[Condition]) -> "Drops":
        """The drops of an entry as it is coded in the seed."""
        if not isinstance(coded, SeedDrops):
            return cls(terms=frozenset(coded))
        return cls(
            conditions=frozenset(condition_key(item) for item in coded.conditions),
            contributions=frozenset(contribution_key(item) for item in coded.contributions),
        )

    def __bool__(self) -> bool:
        return bool(self.terms or self.conditions or self.contributions)

    def ends_condition(self, key: ConditionKey) -> bool:
        """Whether a condition ends."""
        return key in self.conditions or not self.terms.isdisjoint(key[0])


NO_DROPS = Drops()


@dataclass(frozen=True)
class EntryChange:
    """What one entry changes: its coded fields, and what the check worked out for it.

    Members that have the name of a field of `SeedEntry` have its value.
    `valid_from_coded` says whether the curator gave `valid_from`; otherwise it is when the
    first statement that supports or denies was said.
    """

    id: str
    valid_from: DateObject
    recorded_on: date
    evidence: tuple[EvidenceItem, ...]
    view: View = View.not_stated
    participation: Participation = Participation.not_stated
    commitment: Commitment | None = None
    conditions: Sequence[SeedCondition] = ()
    drops: SeedDrops | Collection[Condition] = ()
    contributions: Sequence[SeedContribution] = ()
    disputes: Collection[str] = ()
    after: Sequence[SeedAfter] = ()
    denies: Sequence[SeedDenial] = ()
    retracted: SeedRetraction | None = None
    valid_from_coded: bool = False
    ends: Drops = field(init=False, compare=False, repr=False)  # what it drops
    tiers: frozenset[Tier] = field(init=False, compare=False, repr=False)  # of all its fields
    _support: dict[str, "_Support"] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        support = _support(self.evidence)
        object.__setattr__(self, "_support", support)
        object.__setattr__(self, "ends", Drops.of(self.drops) if self.drops else NO_DROPS)
        object.__setattr__(self, "tiers", frozenset({item.tier for item in support.values()}))

    def value(self, axis: str) -> View | Participation:
        """What the entry says of an axis."""
        return self.view if axis == "view" else self.participation

    def sets(self, axis: str) -> bool:
        """Whether the entry says anything of an axis."""
        return self.value(axis) != NOT_STATED

    def counted(self, name: str) -> tuple[str, ...]:
        """The statements that are counted for a field."""
        return self._support[name].statements

    def attribution(self, name: str) -> Attribution:
        """The strongest attribution of the evidence that is counted for a field.

        Where none is counted for it (the field is only dropped), that of all evidence that
        supports or denies.
        """
        return self._support[name].attribution

    def strongest(self, name: str) -> tuple[str, ...]:
        """The statements that are counted for a field and have its attribution."""
        return self._support[name].strongest

    def tier(self, name: str) -> Tier:
        """The tier of a field (docs/domain.md, rule tiers)."""
        return self._support[name].tier


class _Support(NamedTuple):
    """What is counted for a field: the statements, their strongest attribution, those that have
    it, and its tier.
    """

    statements: tuple[str, ...]
    attribution: Attribution
    strongest: tuple[str, ...]
    tier: Tier


STRENGTH = {attribution: number for number, attribution in enumerate(Attribution)}  # 0: strongest


def _support(evidence: tuple[EvidenceItem, ...]) -> dict[str, _Support]:
    """What is counted for each field."""
    overall = _support_of(evidence)
    if not any(item.fields for item in evidence):
        return dict.fromkeys(FIELDS, overall)
    support = {}
    for name in FIELDS:
        counted = [item for item in evidence if not item.fields or name in item.fields]
        own = _support_of(counted)
        if not any(item.relation in _CARRYING for item in counted):
            own = own._replace(attribution=overall.attribution, tier=overall.tier)
        support[name] = own
    return support


_CARRYING = (Relation.supports, Relation.denies)


def _support_of(evidence: Iterable[EvidenceItem]) -> _Support:
    carrying = [item for item in evidence if item.relation in _CARRYING]
    attribution = min(
        (item.attribution for item in carrying),
        key=STRENGTH.__getitem__,
        default=Attribution.narrator,
    )
    counted = [item for item in carrying if item.relation is Relation.supports]
    strongest = [item.statement for item in counted if item.attribution is attribution]
    return _Support(
        tuple([item.statement for item in counted]),
        attribution,
        tuple(strongest),
        TIERS[attribution],
    )


def condition_key(condition: SeedCondition) -> ConditionKey:
    """What makes two conditions the same (docs/domain.md, rule conditions): `any_of`, and where
    that includes `other` also the note.
    """
    terms = frozenset(condition.any_of)
    return terms, condition.note if Condition.other in terms else None


def contribution_key(contribution: SeedContribution | SeedDroppedContribution) -> ContributionKey:
    """What makes two contributions the same (docs/domain.md, rule contributions): form and place,
    and where the form is `other` also the note.
    """
    note = contribution.note if contribution.form is Form.other else None
    return contribution.form, contribution.place, note
