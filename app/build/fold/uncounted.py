"""Which statements about an actor and a question were not counted for a position, and why
(docs/domain.md, rule not-counted). Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.build.check.checked_seed import ResolvedStatement
from app.build.fold.entries import EntryChange, EvidenceItem
from app.build.fold.positions import FoldedPosition
from app.domain.vocabulary import Capacity, NotCounted, Relation

MOST = 50  # uncounted statements that are listed for one position


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A statement that was not counted; `note` is the curator's, if it is among the evidence or
    attests a claim that is shown.
    """

    statement: str
    reason: NotCounted
    note: str | None


_Use = tuple[FoldedPosition, EvidenceItem]


def uncounted_statements(
    entries: Iterable[EntryChange],
    positions: Sequence[FoldedPosition],
    relevant: Mapping[str, ResolvedStatement],
) -> dict[str, tuple[int, list[Uncounted]]]:
    """For each position id: how many statements were not counted, and at most MOST of them.

    `entries` and `positions` are those of one actor on one question. `relevant` maps ids to
    statements, in the order in which they are listed; those among the evidence come first. A
    statement that was certainly said after a position ended is not among its uncounted ones.
    """
    position_of = {position.id: position for position in positions}
    used_by: dict[str, list[_Use]] = {}
    for change in entries:
        for item in change.evidence:
            used_by.setdefault(item.statement, []).append((position_of[change.id], item))
    uncounted: dict[str, tuple[int, list[Uncounted]]] = {}
    for position in positions:
        shown = _shown(position)
        own = _in_evidence(position, shown)
        evidence = {item.statement for item in position.evidence}
        others = [
            name
            for name, statement in relevant.items()
            if name not in evidence and not _said_after(position, statement)
        ]
        listed = [
            Uncounted(
                name,
                shown.get(name) or _reason(position, relevant[name], used_by.get(name, [])),
                _note_of_claim(name, used_by) if name in shown else None,
            )
            for name in others[: max(MOST - len(own), 0)]
        ]
        uncounted[position.id] = (len(own) + len(others), [*own, *listed])
    return uncounted


def _in_evidence(position: FoldedPosition, shown: Mapping[str, NotCounted]) -> list[Uncounted]:
    """The statements among the evidence of a position that are counted for none of its fields."""
    counted = {name for derived in position.derivation for name in derived.statements}
    uncounted = []
    for item in position.evidence:
        if item.statement in counted:
            continue
        if item.relation is not Relation.supports:
            reason = NotCounted(item.relation)
        else:
            reason = shown.get(item.statement, NotCounted.superseded)
        uncounted.append(Uncounted(item.statement, reason, item.note))
    return uncounted


def _shown(position: FoldedPosition) -> dict[str, NotCounted]:
    """The statements of claims that are shown beside a position, and why they do not count."""
    shown = {name: NotCounted.reported for claim in position.reported for name in claim.statements}
    return shown | {
        name: NotCounted.claim_in_dispute
        for _, claims in position.disputed
        for claim in claims
        for name in claim.statements
    }


def _note_of_claim(name: str, used_by: Mapping[str, list[_Use]]) -> str | None:
    """The note on a statement of a claim in the newest entry that has one."""
    notes = [item.note for _, item in used_by.get(name, []) if item.note]
    return notes[-1] if notes else None


def _said_after(position: FoldedPosition, statement: ResolvedStatement) -> bool:
    """Whether a statement was certainly said after a position ended."""
    ended = position.valid_to.latest if position.valid_to else None
    return bool(ended and statement.said.earliest and statement.said.earliest > ended)


def _reason(
    position: FoldedPosition, statement: ResolvedStatement, used_by: list[_Use]
) -> NotCounted:
    """Why a statement that is not among a position's evidence was not counted.

    `used_by` are the entries of which it is evidence, by their positions, and as what.
    """
    if statement.capacity is Capacity.opposition:
        return NotCounted.opposition
    valid = [(other, item) for other, item in used_by if other.retracted is None]
    begun = [item for other, item in valid if other.number <= position.number]
    if any(item.relation is Relation.denies for item in begun):
        return NotCounted.denies
    if begun:
        return NotCounted.superseded
    if valid:
        return NotCounted.later
    return NotCounted.retracted if used_by else NotCounted.no_entry
