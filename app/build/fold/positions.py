"""Folding the entries of one actor on one question into its positions, oldest first
(docs/domain.md, section From entries to positions). Pure.

- Supersession is per axis, and not_stated never supersedes: an entry that says nothing of an axis
  leaves it as it was.
- Conditions accumulate until an entry drops one; an undecided actor promises nothing, so has none.
  Contributions are those that were listed last; a new participation without a list ends them.
- An entry may dispute an axis instead of setting it. Then the axis serves its last undisputed
  value, else not_stated, and all claims are shown. The next entry that sets the axis settles it;
  claims of one value are no dispute. What else an entry says of a disputed participation
  (commitment, conditions, contributions) is part of its claim and never served.
- A retracted entry changes nothing; its position stays to be seen, as it was when it was made.
- The evidence of a position is that of every entry which still carries a part of it, newest entry
  first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from app.build.fold.model import Change, Claim, Ground, Piece, Stand
from app.build.seed.models.positions import Condition
from app.domain.dates import DateObject
from app.domain.stance import stance, strongest
from app.domain.vocabulary import (
    Basis,
    Participation,
    Precision,
    Relation,
    Rule,
    Stance,
    Status,
    View,
)

AXES = ("view", "participation")


@dataclass
class _Axis:
    """The undisputed values of an axis, oldest first, and the claims while it is disputed."""

    held: list[Change] = field(default_factory=list)
    rivals: list[Change] = field(default_factory=list)
    mere_claims: set[str] = field(
        default_factory=set
    )  # entries that do not, or no longer, stand undisputed

    def take(self, change: Change, axis: str) -> None:
        if change.value(axis) == "not_stated":
            return
        agreed = not self.rivals and self.value(axis) in ("not_stated", change.value(axis))
        if agreed or axis not in change.disputes:
            self.held.append(change)
            self.rivals = []
            return
        if not self.rivals:
            disputed = self.value(axis)
            while self.value(axis) == disputed and not _certainly_after(
                change.valid_from, self.held[-1].valid_from
            ):
                self.rivals.insert(0, self.held.pop())  # it never stood undisputed
            self.mere_claims.update(rival.id for rival in self.rivals)
            self.rivals = self.rivals or self.held[-1:]
        self.rivals.append(change)
        self.mere_claims.add(change.id)

    def value(self, axis: str) -> str:
        return self.held[-1].value(axis) if self.held else "not_stated"

    def carriers(self) -> list[Change]:
        return [*self.held[-1:], *self.rivals]

    def claims(self, axis: str) -> tuple[Claim, ...]:
        values = dict.fromkeys(rival.value(axis) for rival in self.rivals)
        return tuple(
            Claim(
                value,
                tuple(
                    dict.fromkeys(
                        statement
                        for rival in self.rivals
                        if rival.value(axis) == value
                        for statement in rival.counted(axis)
                    )
                ),
            )
            for value in values
        )

    def ground(self, axis: str) -> Ground:
        held = self.held[-1:]
        rule = Rule.disputed if self.rivals else Rule.last_stated if held else Rule.never_stated
        return Ground(axis, rule, *_resting(axis, [*held, *self.rivals], counted=held))


def fold(changes: Iterable[Change]) -> list[Stand]:
    """The positions of one actor on one question, one for each entry, oldest first.

    The last one that is not retracted is current.
    """
    ordered = sorted(changes, key=order)
    live = [change for change in ordered if change.retracted is None]
    stands = {stand.id: stand for stand in _folded(live)}
    for change in ordered:
        if change.retracted is not None:
            before = [one for one in live if order(one) < order(change)]
            stands[change.id] = replace(
                _folded([*before, change])[-1], status=Status.retracted, retracted=change.retracted
            )
    return [replace(stands[change.id], number=number) for number, change in enumerate(ordered, 1)]


def _folded(ordered: list[Change]) -> list[Stand]:
    axes = {axis: _Axis() for axis in AXES}
    stands: list[Stand] = []
    for number, change in enumerate(ordered, start=1):
        for name, axis in axes.items():
            axis.take(change, name)
        view = View(axes["view"].value("view"))
        participation = Participation(axes["participation"].value("participation"))
        claims = axes["participation"].mere_claims
        conditions, contributors = _promises(
            [one for one in ordered[:number] if one.id not in claims]
        )
        carriers = [
            change,
            *axes["view"].carriers(),
            *axes["participation"].carriers(),
            *contributors,
        ]
        carriers += [by for _, by in conditions]
        evidence = _evidence(carriers)
        attribution = strongest(
            piece.attribution for piece in evidence if piece.relation is Relation.supports
        )
        promise = axes["participation"].held[-1:]
        later = ordered[number] if number < len(ordered) else None
        stands.append(
            Stand(
                id=change.id,
                number=number,
                status=Status.superseded if later else Status.current,
                stance=stance(view, participation),
                view=view,
                participation=participation,
                commitment=promise[0].commitment if promise else None,
                attribution=attribution,
                conditions=tuple(condition for condition, _ in conditions),
                contributions=tuple(one for by in contributors for one in by.contributions),
                disputed=tuple(
                    (name, axis.claims(name)) for name, axis in axes.items() if axis.rivals
                ),
                evidence=evidence,
                valid_from=change.valid_from,
                valid_to=ending(change.valid_from, later.valid_from) if later else None,
                previous=stands[-1].id if stands else None,
                superseded_by=later.id if later else None,
                retracted=None,
                derivation=(
                    *(grounds := [axis.ground(name) for name, axis in axes.items()]),
                    _ground(
                        "commitment",
                        Rule.with_participation,
                        promise if promise and promise[0].commitment else [],
                    ),
                    _ground("conditions", Rule.accumulated, (by for _, by in conditions)),
                    _ground("contributions", Rule.last_offered, contributors),
                    replace(
                        grounds[deciding_axis(view, participation)],
                        field="stance",
                        rule=Rule.from_axes,
                    ),
                    Ground(
                        "attribution",
                        Rule.strongest_evidence,
                        (),
                        tuple(
                            piece.statement
                            for piece in evidence
                            if piece.relation is Relation.supports
                            and piece.attribution is attribution
                        ),
                    ),
                    Ground(
                        "valid_from",
                        Rule.as_coded if change.given else Rule.as_said,
                        (change.id,),
                        tuple(
                            []
                            if change.given
                            else [
                                p.statement
                                for p in change.evidence
                                if p.relation is Relation.supports
                            ][:1]
                        ),
                    ),
                ),
            )
        )
    return stands


def _promises(history: list[Change]) -> tuple[list[tuple[Condition, Change]], list[Change]]:
    """The conditions in force after a history, each with the last entry that named it, and who
    listed the contributions.
    """
    participation = Participation.not_stated
    conditions: dict[frozenset[str], tuple[Condition, Change]] = {}
    contributors: list[Change] = []
    for change in history:
        moves = change.participation not in (Participation.not_stated, participation)
        participation = change.participation if moves else participation
        if change.contributions or moves:
            contributors = [change] if change.contributions else []
        conditions = {terms: pair for terms, pair in conditions.items() if not terms & change.drops}
        conditions |= {frozenset(one.any_of): (one, change) for one in change.conditions}
        if participation is Participation.undecided:
            conditions = {}
    return list(conditions.values()), contributors


def deciding_axis(view: View, participation: Participation) -> int:
    """The number in AXES of the axis that gives a position its stance (see app.stance)."""
    opposed_or_silent = (
        view is View.opposes or stance(View.not_stated, participation) is Stance.not_stated
    )
    return 0 if opposed_or_silent else 1


def _ground(name: str, rule: Rule, carriers: Iterable[Change]) -> Ground:
    found = list({by.id: by for by in carriers}.values())
    return Ground(name, rule if found else Rule.never_stated, *_resting(name, found, counted=found))


def _resting(
    name: str, carriers: list[Change], *, counted: list[Change]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    statements = dict.fromkeys(statement for by in counted for statement in by.counted(name))
    return tuple(by.id for by in sorted({by.id: by for by in carriers}.values(), key=order)), tuple(
        statements
    )


def order(change: Change) -> tuple[date, date, str]:
    """Entries are folded by date; what has no date at all stands first, for it cannot be shown to
    be newer.
    """
    known = change.valid_from.latest or change.valid_from.earliest
    return known or date.min, change.recorded_on, change.id


def ending(begun: DateObject, following: DateObject) -> DateObject:
    """The last day of what began at `begun` and ends when `following` begins; never before it can
    have begun.
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


def _evidence(carriers: Iterable[Change]) -> tuple[Piece, ...]:
    """Each statement once: as an entry codes it that it supports, else as the newest one does."""
    newest_first = sorted({by.id: by for by in carriers}.values(), key=order, reverse=True)
    pieces: dict[str, Piece] = {}
    for by in newest_first:
        for piece in by.evidence:
            known = pieces.setdefault(piece.statement, piece)
            if piece.relation is Relation.supports and known.relation is not Relation.supports:
                pieces[piece.statement] = piece
    return tuple(pieces.values())
