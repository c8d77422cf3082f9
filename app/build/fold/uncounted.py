"""Which statements about an actor and a question were not counted for a position, and why
(docs/domain.md, rule not-counted). Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.build.check.checked_seed import ResolvedStatement
from app.build.fold.positions import FoldedPosition
from app.domain.vocabulary import Capacity, NotCounted, Relation

MOST = 50  # uncounted statements that are listed for one position


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A statement that was not counted; `note` is the curator's, if it is among the evidence."""

    statement: str
    reason: NotCounted
    note: str | None


def uncounted_statements(
    positions: Sequence[FoldedPosition], relevant: Mapping[str, ResolvedStatement]
) -> dict[str, tuple[int, list[Uncounted]]]:
    """For each position id: how many statements were not counted, and at most MOST of them.

    `positions` are those of one actor on one question. `relevant` maps ids to statements, in the
    order in which they are listed; those among the evidence come first. A statement that was
    certainly said after a position ended is not among its uncounted ones.
    """
    used_by: dict[str, list[FoldedPosition]] = {}
    for position in positions:
        for item in position.evidence:
            used_by.setdefault(item.statement, []).append(position)
    uncounted: dict[str, tuple[int, list[Uncounted]]] = {}
    for position in positions:
        own = _in_evidence(position)
        evidence = {item.statement for item in position.evidence}
        others = [
            name
            for name, statement in relevant.items()
            if name not in evidence and not _said_after(position, statement)
        ]
        listed = [
            Uncounted(name, _reason(position, relevant[name], used_by.get(name, [])), None)
            for name in others[: max(MOST - len(own), 0)]
        ]
        uncounted[position.id] = (len(own) + len(others), [*own, *listed])
    return uncounted


def _in_evidence(position: FoldedPosition) -> list[Uncounted]:
    """The statements among the evidence of a position that are counted for none of its fields."""
    counted = {name for derived in position.derivation for name in derived.statements}
    claimed = {
        name for _, claims in position.disputed for claim in claims for name in claim.evidence
    }
    uncounted = []
    for item in position.evidence:
        if item.statement in counted:
            continue
        if item.relation is not Relation.supports:
            reason = NotCounted(item.relation)
        elif item.statement in claimed:
            reason = NotCounted.claim_in_dispute
        else:
            reason = NotCounted.superseded
        uncounted.append(Uncounted(item.statement, reason, item.note))
    return uncounted


def _said_after(position: FoldedPosition, statement: ResolvedStatement) -> bool:
    """Whether a statement was certainly said after a position ended."""
    ended = position.valid_to.latest if position.valid_to else None
    return bool(ended and statement.said.earliest and statement.said.earliest > ended)


def _reason(
    position: FoldedPosition, statement: ResolvedStatement, used_by: list[FoldedPosition]
) -> NotCounted:
    """Why a statement that is not among a position's evidence was not counted.

    `used_by` are the positions of which it is evidence.
    """
    if statement.capacity is Capacity.opposition:
        return NotCounted.opposition
    valid = [other for other in used_by if other.retracted is None]
    if any(other.number < position.number for other in valid):
        return NotCounted.superseded
    if valid:
        return NotCounted.later
    return NotCounted.retracted if used_by else NotCounted.no_entry
