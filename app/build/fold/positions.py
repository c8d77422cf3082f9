"""Folding the entries of one actor on one question into its positions, oldest first. Pure.

The rules are in docs/domain.md, section From entries to positions. In short:

- `order.py` says in which order the entries are folded (rule order).
- `axis.py` folds each axis by itself: later entries replace earlier ones of the same or a lower
  tier, or dispute them (rules supersession, tiers, dispute).
- `promises.py` folds conditions and contributions (rules supersession, tiers).
- A denial takes back what lower tiers claim: from its place on, everything is folded as if they
  had not claimed it (rule denial).
- A retracted entry changes nothing. Its position is the one that it had when it was made (rule
  retraction).

`Folding` brings them together, and words the answer (rule what-is-served). A new coded field needs
a member in `FoldedPosition`, and its value and derivation in `Folding.answer`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from app.build.fold.axis import NOTHING, AxisState, after_entry
from app.build.fold.entries import (
    AXES,
    STRENGTH,
    EntryChange,
    EvidenceItem,
    Tier,
    condition_key,
    contribution_key,
)
from app.build.fold.order import (
    FoldingOrder,
    certainly_earlier,
    folding_order,
    order_key,
)
from app.build.fold.promises import Promises
from app.build.seed.models.positions import (
    FIELDS,
    SeedCondition,
    SeedContribution,
    SeedRetraction,
)
from app.domain.dates import DateObject
from app.domain.stance import deciding_axis, stance
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

Denials = dict[tuple[str, str], tuple[str, ...]]
"""For an axis and a value the ids of the entries that deny it."""


@dataclass(frozen=True, slots=True)
class DisputedClaim:
    """One of the values that sources claim for a disputed axis (docs/domain.md, rule dispute).

    `attribution` is the strongest of those who claim it, `entry` gives the summary: the newest one
    with that attribution. `statements` are counted for the claim.
    """

    value: str
    attribution: Attribution
    entry: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportedClaim:
    """A claim that is listed and not served (docs/domain.md, rules tiers and denial).

    `field` is an axis, `conditions` or `contributions`. `denied_by` are the entries by which the
    actor denies it; none if a source of a higher tier says something else.
    """

    field: str
    value: str | SeedCondition | SeedContribution
    attribution: Attribution
    entry: str
    statements: tuple[str, ...]
    denied_by: tuple[str, ...]


# This class and the next one are not frozen, because making a frozen object takes three times as
# long. Nothing changes one that was given out.
@dataclass(slots=True)
class FieldDerivation:
    """Why a field has its value: the rule, the entries that it comes from, the statements counted.

    See docs/domain.md, rule derivation.
    """

    field: str
    rule: Rule
    positions: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


@dataclass(slots=True)
class FoldedPosition:
    """What some entries of an actor amount to; its members become columns of the same name.

    `id`, `number` (in the order of all entries, from 1), `status`, `valid_from` to `retracted` are
    those of the newest of the entries; the rest is combined from all of them (docs/domain.md, rule
    what-is-served). `deciding` are the entries that carry the axis that gives the stance,
    `summary_from` is the one of them whose summary is served. Both are empty and null where no
    axis decides because of a dispute or a denial. `evidence` is that of all entries that carry a
    part of the position; the statements that count for the stance are those of its derivation.
    """

    id: str
    number: int
    status: Status
    stance: Stance
    view: View
    participation: Participation
    commitment: Commitment | None
    attribution: Attribution | None
    conditions: tuple[SeedCondition, ...]
    contributions: tuple[SeedContribution, ...]
    disputed: tuple[tuple[str, tuple[DisputedClaim, ...]], ...]
    reported: tuple[ReportedClaim, ...]
    evidence: tuple[EvidenceItem, ...]
    stance_since: DateObject | None
    summary_from: str | None
    deciding: tuple[str, ...]
    valid_from: DateObject
    valid_to: DateObject | None
    previous: str | None
    superseded_by: str | None
    retracted: SeedRetraction | None
    derivation: tuple[FieldDerivation, ...]


class FoldedRecord(NamedTuple):
    """The entries of an actor on a question that count, in their order, and all positions.

    `positions` has one for each entry, retracted ones included.
    """

    order: FoldingOrder
    positions: list[FoldedPosition]


def fold(changes: Iterable[EntryChange]) -> list[FoldedPosition]:
    """The positions of one actor on one question, one for each entry, oldest first.

    The last one that is not retracted is the current one.
    """
    return fold_record(changes).positions


def fold_record(changes: Iterable[EntryChange]) -> FoldedRecord:
    """The positions of one actor on one question, with the order on which they rest."""
    given = list(changes)
    order = folding_order(change for change in given if change.retracted is None)
    entries = order.entries
    folding = Folding()
    positions: list[FoldedPosition] = []
    for number, change in enumerate(entries, 1):
        folding.add(change)
        position = folding.answer()
        position.number = number
        if positions:
            before = positions[-1]
            position.previous = before.id
            before.superseded_by = position.id
            before.status = Status.superseded
            before.valid_to = ending(before.valid_from, change.valid_from)
        positions.append(position)
    if len(entries) < len(given):
        positions = _with_retracted(given, entries, positions)
    return FoldedRecord(order, positions)


def _with_retracted(
    given: Iterable[EntryChange],
    entries: Sequence[EntryChange],
    positions: list[FoldedPosition],
) -> list[FoldedPosition]:
    """All positions with their numbers. Those of retracted entries are what the entries before them
    and they themselves gave when they counted.
    """
    numbers = {position.id: position.number for position in positions}
    placed: list[tuple[int, tuple[object, ...], FoldedPosition]] = [
        (position.number, (), position) for position in positions
    ]
    for change in given:
        if change.retracted is None:
            continue
        folding = Folding()
        for other in folding_order([*entries, replace(change, retracted=None)]).entries:
            folding.add(other)
            if other.id == change.id:
                break
        position = folding.answer()
        position.status, position.retracted = Status.retracted, change.retracted
        before = [other.id for other in folding.entries[:-1]]
        position.previous = before[-1] if before else None
        place = max((numbers[name] for name in before), default=0)
        placed.append((place, order_key(change), position))
    placed.sort(key=lambda item: item[:2])
    for number, (*_, position) in enumerate(placed, 1):
        position.number = number
    return [position for *_, position in placed]


@dataclass
class Folding:
    """Entries that are folded one after the other."""

    entries: list[EntryChange] = field(default_factory=list)
    axes: dict[str, AxisState] = field(default_factory=lambda: dict.fromkeys(AXES, NOTHING))
    promises: Promises = field(default_factory=Promises)
    tiers: set[Tier] = field(default_factory=set)
    has_denials: bool = False
    denials: Denials = field(default_factory=dict)
    view: View = View.not_stated
    participation: Participation = Participation.not_stated
    stance: Stance | None = None
    since: EntryChange | None = None

    def add(self, change: EntryChange, alone: bool = False) -> None:
        """Fold the next entry.

        `alone`: nothing is known of when it began, so it ends nothing of what is promised.
        """
        self.entries.append(change)
        self.tiers |= change.tiers
        self.has_denials = self.has_denials or bool(change.denies)
        denials = self.denials
        if self.has_denials and not alone:
            denials = effective_denials(self.entries)
        if denials == self.denials:
            self._apply(change, alone)
        else:  # rule denial: folded as if nobody of a lower tier had claimed it
            self.denials = denials
            self.axes = dict.fromkeys(AXES, NOTHING)
            self.promises = Promises()
            for other in self.entries:
                self._apply(other, alone=False)
        self.view = View(self.axes["view"].value("view"))
        self.participation = Participation(self.axes["participation"].value("participation"))
        now = stance(self.view, self.participation)
        if now is not self.stance:
            self.stance, self.since = now, change

    def _apply(self, change: EntryChange, alone: bool) -> None:
        if change.sets("view") and not self.denied_by(change, "view"):
            self.axes["view"] = after_entry(self.axes["view"], "view", change)
        before = self.axes["participation"]
        denied = bool(self.denied_by(change, "participation"))
        if not denied:
            self.axes["participation"] = after_entry(before, "participation", change)
        if alone:
            self.promises.add_alone(change)
        else:
            self.promises.add(change, before, self.axes["participation"], denied)

    def denied_by(self, change: EntryChange, axis: str) -> tuple[str, ...]:
        """The ids of the entries that deny what an entry claims (docs/domain.md, rule denial)."""
        return denying(change, axis, self.denials)

    def answer(self, newest: EntryChange | None = None) -> FoldedPosition:
        """What the entries that were folded amount to; there is at least one.

        `newest` gives the id, if that is not the last entry folded. See docs/domain.md, rule
        what-is-served.
        """
        newest = newest or self.entries[-1]
        view, participation, now = self.view, self.participation, self.stance
        assert now is not None
        axis = deciding_axis(view, participation)
        deciding = self.axes[axis].carriers if now is not Stance.not_stated else ()
        conditions_by = self._distinct(self.promises.naming("conditions"))
        contributions_by = self._distinct(self.promises.naming("contributions"))
        carrying = [change for state in self.axes.values() for change in state.carriers]
        parts = self._distinct([*carrying, *conditions_by, *contributions_by])
        disputed = bool(self.axes["view"].rivals or self.axes["participation"].rivals)
        strongest, since = None, self.since
        summary_from: EntryChange | None
        if deciding:
            strongest, summary_from = _strongest(deciding, axis)
        elif self.denials or disputed:
            summary_from = since = None  # a dispute or a denial left no deciding value
        else:
            summary_from = parts[-1] if parts else newest
        committed = [
            change for change in deciding if change is summary_from and axis == "participation"
        ]
        by_axis = {
            "view": self._axis_derivation("view"),
            "participation": self._axis_derivation("participation"),
        }
        ids = _ids(deciding)
        derivation = (
            *by_axis.values(),
            _derivation("commitment", Rule.with_participation, committed),
            _derivation("conditions", Rule.accumulated, conditions_by),
            _derivation(
                "contributions", _rule_of_contributions(contributions_by), contributions_by
            ),
            FieldDerivation(
                "stance",
                Rule.from_axes,
                ids,
                by_axis[axis].statements if deciding else (),
            ),
            _attribution_derivation(deciding, axis, strongest),
            _begin_derivation(newest),
        )
        return FoldedPosition(
            newest.id,
            len(self.entries),
            Status.current,
            now,
            view,
            participation,
            committed[0].commitment if committed else None,
            strongest,
            tuple([promise.item for promise in self.promises.conditions.values()]),
            tuple([promise.item for promise in self.promises.contributions.values()]),
            self._disputed() if disputed else (),
            self._reported() if self.denials or len(self.tiers) > 1 else (),
            _evidence(parts),
            since.valid_from if since else None,
            summary_from.id if summary_from else None,
            ids,
            newest.valid_from,
            None,
            None,
            None,
            None,
            derivation,
        )

    def _axis_derivation(self, axis: str) -> FieldDerivation:
        """Why an axis has its value."""
        state = self.axes[axis]
        carrying = state.carriers
        statements = _counted_statements(axis, carrying)
        if state.rivals:
            concerned = self._distinct([*carrying, *state.rivals])
            return FieldDerivation(axis, Rule.disputed, _ids(concerned), statements)
        if carrying:
            return FieldDerivation(axis, Rule.last_stated, _ids(carrying), statements)
        denied_by = [by for (name, _), ids in self.denials.items() if name == axis for by in ids]
        if denied_by:
            return FieldDerivation(axis, Rule.denied, tuple(dict.fromkeys(denied_by)))
        return _NEVER_STATED[axis]

    def _disputed(self) -> tuple[tuple[str, tuple[DisputedClaim, ...]], ...]:
        """The claims of each disputed axis, one for each value."""
        disputed = []
        for axis in AXES:
            by_value: dict[str, list[EntryChange]] = {}
            for rival in self.axes[axis].rivals:
                by_value.setdefault(rival.value(axis), []).append(rival)
            claims = []
            for value, claiming in by_value.items():
                attribution, by = _strongest(claiming, axis)
                statements = _counted_statements(axis, claiming)
                claims.append(DisputedClaim(value, attribution, by.id, statements))
            if claims:
                disputed.append((axis, tuple(claims)))
        return tuple(disputed)

    def _reported(self) -> tuple[ReportedClaim, ...]:
        """The claims that are listed and not served, oldest first (docs/domain.md, rules tiers and
        denial).
        """
        reported = []
        for change in self.entries:
            for axis in AXES:
                if not change.sets(axis):
                    continue
                state, denied_by = self.axes[axis], self.denied_by(change, axis)
                weaker = state.tier is not None and change.tier(axis) < state.tier
                differs = change.value(axis) != state.value(axis)
                if (denied_by or (weaker and differs)) and not self._outdated(change, axis):
                    reported.append(_reported(axis, change.value(axis), change, denied_by))
            promising = change.conditions or change.contributions
            if promising and not self._outdated(change, "participation"):
                reported += self._reported_promises(change)
        return tuple(reported)

    def _outdated(self, change: EntryChange, axis: str) -> bool:
        """Whether a claim on an axis is certainly earlier than an entry that makes it old.

        Those are the entries of the tier served that carry the axis or are claims in its dispute;
        for a denied claim the entries that carry the axis.
        """
        latest = change.valid_from.latest
        if latest is None:
            return False
        state = self.axes[axis]
        newer = state.carriers
        if not self.denied_by(change, axis):
            newer = (*newer, *state.rivals)
            newer = tuple(other for other in newer if other.tier(axis) == state.tier)
        return any(certainly_earlier(change, other) for other in newer)

    def _reported_promises(self, change: EntryChange) -> list[ReportedClaim]:
        """The conditions and contributions of an entry that are listed and not served."""
        state, promises = self.axes["participation"], self.promises
        denied_by = self.denied_by(change, "participation")
        if not denied_by and any(change is rival for rival in state.rivals):
            return []  # they stay with the claim
        reported = []
        for name in ("conditions", "contributions"):
            # What came with a participation is as strong as that, unless it agrees from below.
            alone = not change.sets("participation") or (
                state.tier is not None
                and change.tier("participation") < state.tier
                and change.participation == state.value("participation")
            )
            tier = change.tier(name if alone else "participation")
            weaker = state.tier is not None and tier < state.tier
            if not (denied_by or weaker or promises.refused(change, name)):
                continue
            if name == "conditions":
                reported += [
                    _reported(name, condition, change, denied_by)
                    for condition in change.conditions
                    if condition_key(condition) not in promises.conditions
                ]
            else:
                for contribution in change.contributions:
                    in_force = promises.contributions.get(contribution_key(contribution))
                    if in_force is None or in_force.item.status is not contribution.status:
                        reported.append(_reported(name, contribution, change, denied_by))
        return reported

    def _distinct(self, changes: Sequence[EntryChange]) -> list[EntryChange]:
        """Each entry once, oldest first."""
        if len(changes) < 2:
            return list(changes)
        wanted = {change.id for change in changes}
        return [change for change in self.entries if change.id in wanted]


def effective_denials(entries: Sequence[EntryChange]) -> Denials:
    """The denials among some entries, without those of a value that the actor states itself."""
    denials: Denials = {}
    for change in entries:
        for item in change.denies:
            key = (item.axis, str(item.value))
            if change.tier(item.axis) is Tier.own:
                denials[key] = (*denials.get(key, ()), change.id)
    if not denials:
        return denials
    stated = {
        (axis, str(change.value(axis)))
        for change in entries
        for axis in AXES
        if change.tier(axis) is Tier.own
    }
    return {key: ids for key, ids in denials.items() if key not in stated}


def denying(change: EntryChange, axis: str, denials: Denials) -> tuple[str, ...]:
    """The ids of the entries that deny what an entry claims."""
    if not denials or change.tier(axis) is Tier.own:
        return ()
    return denials.get((axis, change.value(axis)), ())


def _strongest(changes: Sequence[EntryChange], axis: str) -> tuple[Attribution, EntryChange]:
    """The strongest attribution of those who give an axis, and the newest entry that has it."""
    newest = changes[-1]
    best = newest.attribution(axis)
    for change in reversed(changes):
        attribution = change.attribution(axis)
        if STRENGTH[attribution] < STRENGTH[best]:
            best, newest = attribution, change
    return best, newest


def _reported(
    name: str,
    value: str | SeedCondition | SeedContribution,
    change: EntryChange,
    denied_by: tuple[str, ...],
) -> ReportedClaim:
    return ReportedClaim(
        name, value, change.attribution(name), change.id, change.counted(name), denied_by
    )


def _derivation(name: str, rule: Rule, carriers: list[EntryChange]) -> FieldDerivation:
    """The derivation of a field that these entries give; `never_stated` if there are none."""
    if not carriers:
        return _NEVER_STATED[name]
    return FieldDerivation(name, rule, _ids(carriers), _counted_statements(name, carriers))


_NEVER_STATED = {
    name: FieldDerivation(name, Rule.never_stated) for name in (*FIELDS, "attribution")
}


def _attribution_derivation(
    deciding: Sequence[EntryChange], axis: str, strongest: Attribution | None
) -> FieldDerivation:
    """Why a position has its attribution: the statements that have it."""
    if not deciding:
        return _NEVER_STATED["attribution"]
    strong = [change for change in deciding if change.attribution(axis) is strongest]
    names = dict.fromkeys(name for change in strong for name in change.strongest(axis))
    return FieldDerivation("attribution", Rule.strongest_evidence, (), tuple(names))


def _rule_of_contributions(given_by: Sequence[EntryChange]) -> Rule:
    """`last_offered` is what the first release called it, where one entry gives them all."""
    return Rule.accumulated if len(given_by) > 1 else Rule.last_offered


def _begin_derivation(change: EntryChange) -> FieldDerivation:
    """Why a position begins when it does: as coded, or when its first evidence was said."""
    if change.valid_from_coded:
        return FieldDerivation("valid_from", Rule.as_coded, (change.id,))
    relation = Relation.denies if change.denies else Relation.supports
    said = [item.statement for item in change.evidence if item.relation is relation]
    return FieldDerivation("valid_from", Rule.as_said, (change.id,), tuple(said[:1]))


def _ids(changes: Sequence[EntryChange]) -> tuple[str, ...]:
    return tuple([change.id for change in changes])


def _counted_statements(name: str, changes: Sequence[EntryChange]) -> tuple[str, ...]:
    """The statements that entries count for a field, each once, in the order of the entries."""
    if len(changes) == 1:
        return changes[0].counted(name)
    return tuple(
        dict.fromkeys(statement for change in changes for statement in change.counted(name))
    )


def ending(begun: DateObject, following: DateObject) -> DateObject:
    """The last day of a position that began at `begun` when the next one begins at `following`.

    It is the day before, but never before the position can have begun; unknown if the next one is
    undated (docs/domain.md, rule validity).
    """
    floor = begun.earliest or date.min
    earliest, latest = (
        max(day - timedelta(days=1), floor) if day else None
        for day in (following.earliest, following.latest)
    )
    return _ending(earliest, latest, earliest is not None and earliest == following.earliest)


@lru_cache(maxsize=4096)  # the positions of a dataset end on the same days again and again
def _ending(earliest: date | None, latest: date | None, may_overlap: bool) -> DateObject:
    """The date object of a last day between two days."""
    if earliest is None and latest is None:
        return DateObject()
    note = "The day before the next position begins."
    if may_overlap:
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


def _evidence(changes: Sequence[EntryChange]) -> tuple[EvidenceItem, ...]:
    """The evidence of entries, the newest entry first, each statement once.

    If several entries give the same statement, the newest one that codes it as supporting decides
    what is said of it, else the newest one.
    """
    if len(changes) == 1:
        return changes[0].evidence
    items: dict[str, EvidenceItem] = {}
    for change in reversed(changes):
        for item in change.evidence:
            known = items.setdefault(item.statement, item)
            if item.relation is Relation.supports and known.relation is not Relation.supports:
                items[item.statement] = item
    return tuple(items.values())
