"""Folding the entries of one actor on one question into its positions, oldest first. Pure.

The rules are in docs/domain.md, section From entries to positions. In short:

- Each axis is superseded by itself. `not_stated` supersedes nothing.
- Conditions add up until an entry drops one. Contributions are those that were listed last.
- An entry may dispute an axis. Then the axis keeps its last undisputed value, and all claims are
  listed, until an entry sets the axis without disputing it.
- A retracted entry changes nothing. Its position is the one that it had when it was made.

A new coded field of an entry needs a member in `EntryChange`, which the rows fill by name, a member
in `FoldedPosition`, and its value and derivation in `_folded`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from app.build.seed.models.positions import SeedCondition, SeedContribution, SeedRetraction
from app.domain.dates import DateObject
from app.domain.stance import deciding_axis, stance, strongest
from app.domain.vocabulary import (
    Attribution,
    Basis,
    Commitment,
    Participation,
    Precision,
    Relation,
    Rule,
    Stance,
    Status,
    View,
)

AXES = ("view", "participation")


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
class EntryChange:
    """What one entry changes: its coded fields, and what the check worked out for it.

    Members that have the name of a field of `SeedEntry` have its value.
    `valid_from_coded` says whether the curator gave `valid_from`; otherwise it is when the
    first supporting statement was said.
    """

    id: str
    valid_from: DateObject
    recorded_on: date
    evidence: tuple[EvidenceItem, ...]
    view: View = View.not_stated
    participation: Participation = Participation.not_stated
    commitment: Commitment | None = None
    conditions: Sequence[SeedCondition] = ()
    drops: Collection[str] = ()
    contributions: Sequence[SeedContribution] = ()
    disputes: Collection[str] = ()
    retracted: SeedRetraction | None = None
    valid_from_coded: bool = False

    def value(self, axis: str) -> str:
        """What the entry says of an axis."""
        return str(getattr(self, axis))

    def counted(self, name: str) -> list[str]:
        """The statements that are counted for a field."""
        return [
            item.statement
            for item in self.evidence
            if item.relation is Relation.supports and (not item.fields or name in item.fields)
        ]


@dataclass(frozen=True)
class DisputedClaim:
    """One of the values that sources claim for a disputed axis; `evidence` are statement ids."""

    value: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class FieldDerivation:
    """Why a field has its value: the rule, the entries that it comes from, the statements counted.

    See docs/domain.md, rule derivation.
    """

    field: str
    rule: Rule
    positions: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoldedPosition:
    """The position of an actor after one entry. Its members become columns of the same name."""

    id: str
    number: int
    status: Status
    stance: Stance
    view: View
    participation: Participation
    commitment: Commitment | None
    attribution: Attribution
    conditions: tuple[SeedCondition, ...]
    contributions: tuple[SeedContribution, ...]
    disputed: tuple[tuple[str, tuple[DisputedClaim, ...]], ...]
    evidence: tuple[EvidenceItem, ...]
    valid_from: DateObject
    valid_to: DateObject | None
    previous: str | None
    superseded_by: str | None
    retracted: SeedRetraction | None
    derivation: tuple[FieldDerivation, ...]


@dataclass
class _Axis:
    """The state of one axis after some entries.

    `undisputed` are the entries that gave it an undisputed value, oldest first. `rivals` are the
    entries whose values are claims in the present dispute; there is none if it is empty.
    `mere_claims` are the ids of all entries whose value on this axis is, or was, only a claim.
    """

    name: str
    undisputed: list[EntryChange] = field(default_factory=list)
    rivals: list[EntryChange] = field(default_factory=list)
    mere_claims: set[str] = field(default_factory=set)

    def apply(self, change: EntryChange) -> None:
        """Take the next entry into account (docs/domain.md, rules supersession and dispute)."""
        if change.value(self.name) == "not_stated":
            return
        agreed = not self.rivals and self.value() in ("not_stated", change.value(self.name))
        if agreed or self.name not in change.disputes:
            self.undisputed.append(change)
            self.rivals = []
            return
        if not self.rivals:
            disputed = self.value()
            # An entry that may be as new as the disputing one was never undisputed.
            while self.value() == disputed and not _certainly_after(
                change.valid_from, self.undisputed[-1].valid_from
            ):
                self.rivals.insert(0, self.undisputed.pop())
            self.mere_claims.update(rival.id for rival in self.rivals)
            self.rivals = self.rivals or self.undisputed[-1:]
        self.rivals.append(change)
        self.mere_claims.add(change.id)

    def value(self) -> str:
        """The value that is served."""
        return self.undisputed[-1].value(self.name) if self.undisputed else "not_stated"

    def carriers(self) -> list[EntryChange]:
        """The entries that give the served value, or take part in the dispute."""
        return [*self.undisputed[-1:], *self.rivals]

    def claims(self) -> tuple[DisputedClaim, ...]:
        """The claims of the present dispute, one for each value."""
        statements: dict[str, dict[str, None]] = {}
        for rival in self.rivals:
            statements.setdefault(rival.value(self.name), {}).update(
                dict.fromkeys(rival.counted(self.name))
            )
        return tuple(DisputedClaim(value, tuple(ids)) for value, ids in statements.items())

    def derivation(self) -> FieldDerivation:
        """Why the axis has its value."""
        carrier = self.undisputed[-1:]
        undisputed = Rule.last_stated if carrier else Rule.never_stated
        rule = Rule.disputed if self.rivals else undisputed
        return FieldDerivation(
            self.name, rule, _ids(self.carriers()), _counted_statements(self.name, carrier)
        )


def fold(changes: Iterable[EntryChange]) -> list[FoldedPosition]:
    """The positions of one actor on one question, one for each entry, oldest first.

    The last one that is not retracted is the current one.
    """
    ordered = sorted(changes, key=order)
    counting = [change for change in ordered if change.retracted is None]
    positions = {position.id: position for position in _folded(counting)}
    for change in ordered:
        if change.retracted is not None:
            before = [other for other in counting if order(other) < order(change)]
            positions[change.id] = replace(
                _folded([*before, change])[-1], status=Status.retracted, retracted=change.retracted
            )
    return [
        replace(positions[change.id], number=number) for number, change in enumerate(ordered, 1)
    ]


def _folded(ordered: list[EntryChange]) -> list[FoldedPosition]:
    """The positions of entries of which none is retracted, each as if it were not either."""
    axes = view_axis, participation_axis = (_Axis("view"), _Axis("participation"))
    positions: list[FoldedPosition] = []
    for number, change in enumerate(ordered, start=1):
        for axis in axes:
            axis.apply(change)
        view = View(view_axis.value())
        participation = Participation(participation_axis.value())
        promise = participation_axis.undisputed[-1:]  # the entry that carries the participation
        conditions, contributors = _promises(
            [other for other in ordered[:number] if other.id not in participation_axis.mere_claims]
        )
        condition_setters = [setter for _, setter in conditions]
        carriers = [change, *view_axis.carriers(), *participation_axis.carriers()]
        evidence = _evidence([*carriers, *contributors, *condition_setters])
        supporting = [item for item in evidence if item.relation is Relation.supports]
        attribution = strongest(item.attribution for item in supporting)
        later = ordered[number] if number < len(ordered) else None
        by_axis = [axis.derivation() for axis in axes]
        derivation = (
            *by_axis,
            _derivation(
                "commitment", Rule.with_participation, [by for by in promise if by.commitment]
            ),
            _derivation("conditions", Rule.accumulated, condition_setters),
            _derivation("contributions", Rule.last_offered, contributors),
            replace(
                by_axis[AXES.index(deciding_axis(view, participation))],
                field="stance",
                rule=Rule.from_axes,
            ),
            FieldDerivation(
                "attribution",
                Rule.strongest_evidence,
                statements=tuple(
                    item.statement for item in supporting if item.attribution is attribution
                ),
            ),
            _begin_derivation(change),
        )
        positions.append(
            FoldedPosition(
                id=change.id,
                number=number,
                status=Status.superseded if later else Status.current,
                stance=stance(view, participation),
                view=view,
                participation=participation,
                commitment=promise[0].commitment if promise else None,
                attribution=attribution,
                conditions=tuple(condition for condition, _ in conditions),
                contributions=tuple(item for by in contributors for item in by.contributions),
                disputed=tuple((axis.name, axis.claims()) for axis in axes if axis.rivals),
                evidence=evidence,
                valid_from=change.valid_from,
                valid_to=ending(change.valid_from, later.valid_from) if later else None,
                previous=positions[-1].id if positions else None,
                superseded_by=later.id if later else None,
                retracted=None,
                derivation=derivation,
            )
        )
    return positions


def _promises(
    history: list[EntryChange],
) -> tuple[list[tuple[SeedCondition, EntryChange]], list[EntryChange]]:
    """What is promised after a history, apart from the participation.

    Returns the conditions in force, each with the last entry that named it, and the entry that
    listed the contributions, as a list of at most one (docs/domain.md, rules
    conditions-accumulate and contributions-last-listed).
    """
    participation = Participation.not_stated
    conditions: dict[frozenset[str], tuple[SeedCondition, EntryChange]] = {}
    contributors: list[EntryChange] = []
    for change in history:
        changed = change.participation not in (Participation.not_stated, participation)
        participation = change.participation if changed else participation
        if change.contributions or changed:
            contributors = [change] if change.contributions else []
        conditions = {
            terms: pair for terms, pair in conditions.items() if terms.isdisjoint(change.drops)
        }
        conditions |= {
            frozenset(condition.any_of): (condition, change) for condition in change.conditions
        }
        if participation is Participation.undecided:
            conditions = {}
    return list(conditions.values()), contributors


def _derivation(name: str, rule: Rule, carriers: list[EntryChange]) -> FieldDerivation:
    """The derivation of a field that these entries give; `never_stated` if there are none."""
    return FieldDerivation(
        name,
        rule if carriers else Rule.never_stated,
        _ids(carriers),
        _counted_statements(name, carriers),
    )


def _begin_derivation(change: EntryChange) -> FieldDerivation:
    """Why a position begins when it does: as coded, or when its first support was said."""
    if change.valid_from_coded:
        return FieldDerivation("valid_from", Rule.as_coded, (change.id,))
    supporting = [item.statement for item in change.evidence if item.relation is Relation.supports]
    return FieldDerivation("valid_from", Rule.as_said, (change.id,), tuple(supporting[:1]))


def _ids(carriers: Iterable[EntryChange]) -> tuple[str, ...]:
    return tuple(change.id for change in _distinct(carriers))


def _counted_statements(name: str, carriers: Iterable[EntryChange]) -> tuple[str, ...]:
    """The statements that entries count for a field, each once, in the order of the entries."""
    counted = (statement for change in carriers for statement in change.counted(name))
    return tuple(dict.fromkeys(counted))


def _distinct(changes: Iterable[EntryChange]) -> list[EntryChange]:
    """Each entry once, oldest first."""
    return sorted({change.id: change for change in changes}.values(), key=order)


def order(change: EntryChange) -> tuple[date, date, str]:
    """The sort key of entries, oldest first (docs/domain.md, rule order).

    An entry without any date comes first, because nothing shows that it is newer.
    """
    known = change.valid_from.latest or change.valid_from.earliest
    return known or date.min, change.recorded_on, change.id


def ending(begun: DateObject, following: DateObject) -> DateObject:
    """The last day of a position that began at `begun` when the next one begins at `following`.

    It is the day before, but never before the position can have begun; unknown if the next one is
    undated (docs/domain.md, rule validity).
    """
    if following.undated:
        return DateObject()
    floor = begun.earliest or date.min
    earliest, latest = (
        max(day - timedelta(days=1), floor) if day else None
        for day in (following.earliest, following.latest)
    )
    note = "The day before the next position begins."
    if following.earliest and earliest == following.earliest:
        note = "The next position may begin on the same day."
    if earliest is not None and earliest == latest:
        return DateObject(
            value=earliest.isoformat(),
            basis=Basis.derived,
            note=note,
            precision=Precision.day,
            earliest=earliest,
            latest=latest,
        )
    return DateObject(earliest=earliest, latest=latest, basis=Basis.derived, note=note)


def _certainly_after(later: DateObject, earlier: DateObject) -> bool:
    return bool(later.earliest and earlier.latest and later.earliest > earlier.latest)


def _evidence(carriers: Iterable[EntryChange]) -> tuple[EvidenceItem, ...]:
    """The evidence of entries, the newest entry first, each statement once.

    If several entries give the same statement, the newest one that codes it as supporting decides
    what is said of it, else the newest one.
    """
    items: dict[str, EvidenceItem] = {}
    for change in reversed(_distinct(carriers)):
        for item in change.evidence:
            known = items.setdefault(item.statement, item)
            if item.relation is Relation.supports and known.relation is not Relation.supports:
                items[item.statement] = item
    return tuple(items.values())
