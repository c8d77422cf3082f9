"""Folding the entries of one actor on one question into its positions, oldest first (DOMAIN.md, rules 2 and 3). Pure.

- Supersession is per axis, and not_stated never supersedes: an entry that says nothing of an axis leaves it as it was.
- Conditions accumulate until an entry drops one; an undecided actor promises nothing, so has none.
- An entry may dispute an axis instead of setting it. Then the axis serves its last undisputed value, else not_stated,
  and all claims are shown. The next entry that sets the axis settles it.
- The evidence of a position is that of every entry which still carries a part of it, newest entry first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.build.models import Condition, Contribution
from app.dates import DateObject
from app.stance import stance, strongest
from app.vocabulary import Attribution, Basis, Commitment, Participation, Precision, Relation, Stance, Status, View

AXES = ("view", "participation")


@dataclass(frozen=True)
class Piece:
    """One statement behind an entry, with its attribution towards the entry's actor."""

    statement: str
    relation: Relation
    attribution: Attribution


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

    def value(self, axis: str) -> str:
        """What the entry says of an axis."""
        return str(self.view if axis == "view" else self.participation)


@dataclass(frozen=True)
class Claim:
    """One of the values that sources claim for a disputed axis."""

    value: str
    evidence: tuple[str, ...]


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


@dataclass
class _Axis:
    """The undisputed values of an axis, oldest first, and the claims while it is disputed."""

    held: list[Change] = field(default_factory=list)
    rivals: list[Change] = field(default_factory=list)

    def take(self, change: Change, axis: str) -> None:
        if change.value(axis) == "not_stated":
            return
        if axis not in change.disputes:
            self.held.append(change)
            self.rivals = []
            return
        if not self.rivals:
            self.rivals = self.held[-1:]
            if self.held and not _certainly_after(change.valid_from, self.held[-1].valid_from):
                self.held.pop()  # it never stood undisputed
        self.rivals.append(change)

    def value(self, axis: str) -> str:
        return self.held[-1].value(axis) if self.held else "not_stated"

    def carriers(self) -> list[Change]:
        return [*self.held[-1:], *self.rivals]

    def claims(self, axis: str) -> tuple[Claim, ...]:
        values = dict.fromkeys(rival.value(axis) for rival in self.rivals)
        return tuple(
            Claim(value, tuple(dict.fromkeys(
                piece.statement for rival in self.rivals if rival.value(axis) == value for piece in rival.evidence
                if piece.relation is Relation.supports
            )))
            for value in values
        )  # fmt: skip


def fold(changes: Iterable[Change]) -> list[Stand]:
    """The positions of one actor on one question, one for each entry, oldest first; the last one is current."""
    axes = {axis: _Axis() for axis in AXES}
    conditions: dict[Condition, Change] = {}
    contributors: list[Change] = []
    stands: list[Stand] = []
    ordered = sorted(changes, key=order)
    for number, change in enumerate(ordered, start=1):
        before = axes["participation"].value("participation")
        for name, axis in axes.items():
            axis.take(change, name)
        view = View(axes["view"].value("view"))
        participation = Participation(axes["participation"].value("participation"))
        if change.contributions or participation != before:
            contributors = [change] if change.contributions else []
        kept = {one: by for one, by in conditions.items() if not change.drops.intersection(one.any_of)}
        conditions = {} if participation is Participation.undecided else kept | dict.fromkeys(change.conditions, change)
        carriers = [change, *axes["view"].carriers(), *axes["participation"].carriers(), *contributors, *conditions.values()]
        evidence = _evidence(carriers)
        later = ordered[number] if number < len(ordered) else None
        stands.append(
            Stand(
                id=change.id,
                number=number,
                status=Status.superseded if later else Status.current,
                stance=stance(view, participation),
                view=view,
                participation=participation,
                commitment=axes["participation"].held[-1].commitment if axes["participation"].held else None,
                attribution=strongest(piece.attribution for piece in evidence if piece.relation is Relation.supports),
                conditions=tuple(conditions),
                contributions=tuple(one for by in contributors for one in by.contributions),
                disputed=tuple((name, axis.claims(name)) for name, axis in axes.items() if axis.rivals),
                evidence=evidence,
                valid_from=change.valid_from,
                valid_to=day_before(later.valid_from) if later else None,
                previous=stands[-1].id if stands else None,
                superseded_by=later.id if later else None,
            )
        )
    return stands


def order(change: Change) -> tuple[date, date, str]:
    """Entries are folded by date; what has no date at all stands first, for it cannot be shown to be newer."""
    known = change.valid_from.latest or change.valid_from.earliest
    return known or date.min, change.recorded_on, change.id


def day_before(start: DateObject) -> DateObject:
    """The last day of what ends when `start` begins."""
    if start.undated:
        return DateObject()
    earliest, latest = (day - timedelta(days=1) if day else None for day in (start.earliest, start.latest))
    note = "The day before the next position begins."
    if start.precision is Precision.day and earliest:
        return DateObject(value=earliest.isoformat(), precision=Precision.day, earliest=earliest, latest=latest,
                          basis=Basis.derived, note=note)  # fmt: skip
    return DateObject(earliest=earliest, latest=latest, basis=Basis.derived, note=note)


def _certainly_after(later: DateObject, earlier: DateObject) -> bool:
    return bool(later.earliest and earlier.latest and later.earliest > earlier.latest)


def _evidence(carriers: Iterable[Change]) -> tuple[Piece, ...]:
    newest_first = sorted({by.id: by for by in carriers}.values(), key=order, reverse=True)
    pieces: dict[str, Piece] = {}
    for by in newest_first:
        for piece in by.evidence:
            pieces.setdefault(piece.statement, piece)
    return tuple(pieces.values())
