"""Which statements about an actor and a question were not counted for a position, and why
(docs/domain.md, rule not-counted). Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.build.fold.model import Stand
from app.domain.dates import DateObject
from app.domain.vocabulary import Capacity, NotCounted, Relation

MOST = 50  # kept for one position


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement about the actor and the question."""

    said: DateObject
    capacity: Capacity | None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A statement that was not counted."""

    statement: str
    reason: NotCounted
    note: str | None


def passed_over(
    stands: Sequence[Stand], candidates: Mapping[str, Candidate]
) -> dict[str, tuple[int, list[PassedOver]]]:
    """For each position of one actor on one question: how many statements were not counted, and up
    to MOST of them.

    `candidates` are in the order in which they are shown. What was certainly said after a position
    ended is none of it.
    """
    rests_on: dict[str, list[Stand]] = {}
    for stand in stands:
        for piece in stand.evidence:
            rests_on.setdefault(piece.statement, []).append(stand)
    found: dict[str, tuple[int, list[PassedOver]]] = {}
    for stand in stands:
        own = _of_evidence(stand)
        evidence = {piece.statement for piece in stand.evidence}
        others = [
            name
            for name, one in candidates.items()
            if name not in evidence and not _after(stand, one)
        ]
        kept = [
            PassedOver(name, _why(stand, candidates[name], rests_on.get(name, [])), None)
            for name in others[: max(MOST - len(own), 0)]
        ]
        found[stand.id] = (len(own) + len(others), [*own, *kept])
    return found


def _of_evidence(stand: Stand) -> list[PassedOver]:
    counted = {name for ground in stand.derivation for name in ground.statements}
    claimed = {name for _, claims in stand.disputed for claim in claims for name in claim.evidence}
    out = []
    for piece in stand.evidence:
        if piece.statement in counted:
            continue
        if piece.relation is not Relation.supports:
            reason = NotCounted(piece.relation)
        else:
            reason = (
                NotCounted.claim_in_dispute if piece.statement in claimed else NotCounted.superseded
            )
        out.append(PassedOver(piece.statement, reason, piece.note))
    return out


def _after(stand: Stand, one: Candidate) -> bool:
    ended = stand.valid_to.latest if stand.valid_to else None
    return bool(ended and one.said.earliest and one.said.earliest > ended)


def _why(stand: Stand, one: Candidate, others: list[Stand]) -> NotCounted:
    if one.capacity is Capacity.opposition:
        return NotCounted.opposition
    live = [other for other in others if other.retracted is None]
    if any(other.number < stand.number for other in live):
        return NotCounted.superseded
    if live:
        return NotCounted.later
    return NotCounted.retracted if others else NotCounted.no_entry
