"""What the fold takes and gives: the change that an entry makes, and where its actor stands after
it. Pure.
"""

from dataclasses import dataclass
from datetime import date

from app.build.seed.models.positions import Condition, Contribution, Retraction
from app.domain.dates import DateObject
from app.domain.vocabulary import (
    Attribution,
    Commitment,
    Participation,
    Relation,
    Rule,
    Stance,
    Status,
    View,
)


@dataclass(frozen=True)
class Piece:
    """One statement behind an entry, with its attribution towards the entry's actor.

    `fields` are those of the entry for which it is counted, if it supports it; empty: for all that
    the entry sets.
    """

    statement: str
    relation: Relation
    attribution: Attribution
    fields: frozenset[str] = frozenset()
    note: str | None = None

    def counts_for(self, name: str) -> bool:
        """Whether it is counted for a field."""
        return self.relation is Relation.supports and (not self.fields or name in self.fields)


@dataclass(frozen=True)
class Change:
    """What one entry changes."""

    id: str
    valid_from: DateObject
    recorded_on: date
    evidence: tuple[Piece, ...]
    view: View = View.not_stated
    participation: Participation = Participation.not_stated
    commitment: Commitment | None = None
    conditions: tuple[Condition, ...] = ()
    drops: frozenset[str] = frozenset()
    contributions: tuple[Contribution, ...] = ()
    disputes: frozenset[str] = frozenset()
    retracted: Retraction | None = None
    # whether the curator gave `valid_from`; else it is when the first supporting statement was said
    given: bool = False

    def value(self, axis: str) -> str:
        """What the entry says of an axis."""
        return str(self.view if axis == "view" else self.participation)

    def counted(self, name: str) -> list[str]:
        """The statements that are counted for a field."""
        return [piece.statement for piece in self.evidence if piece.counts_for(name)]


@dataclass(frozen=True)
class Claim:
    """One of the values that sources claim for a disputed axis."""

    value: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """Why a field has its value: the rule, the entries it rests on, and the statements that were
    counted.
    """

    field: str
    rule: Rule
    positions: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stand:
    """A position: where the actor stands after one entry."""

    id: str
    number: int
    status: Status
    stance: Stance
    view: View
    participation: Participation
    commitment: Commitment | None
    attribution: Attribution
    conditions: tuple[Condition, ...]
    contributions: tuple[Contribution, ...]
    disputed: tuple[tuple[str, tuple[Claim, ...]], ...]
    evidence: tuple[Piece, ...]
    valid_from: DateObject
    valid_to: DateObject | None
    previous: str | None
    superseded_by: str | None
    retracted: Retraction | None
    derivation: tuple[Ground, ...]
