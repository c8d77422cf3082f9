"""What the answer is for each day: the positions of one actor on one question as stretches of days
(docs/domain.md, rules as-of and certainty). Pure.

- A position counts from the last day on which it can have begun; where only the first one is known
  from that; an undated one from the day on which the question was first asked. The newest that
  counts is the answer, so that the answer for the last day of all is the current position. Before
  the first that counts, the first that may have begun is.
- It holds for `certain` if it has certainly begun and no later one may have; without any bound it
  is `undated`; else it is `possible`, and `also` names the others that may hold.
- A position presupposes those before it, so it cannot have begun before they can.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from app.build.fold.model import Stand
from app.domain.vocabulary import Certainty


@dataclass(frozen=True)
class Spell:
    """One answer for the days from `first` to `last` (inclusive; None: to the end of days)."""

    first: date
    last: date | None
    position: str
    certainty: Certainty
    also: tuple[str, ...]


def spells(stands: Sequence[Stand], asked_from: date) -> list[Spell]:
    """The answers for all days from `asked_from` on; days without one come before the first.
    Retracted ones never count.
    """
    held = [stand for stand in stands if stand.retracted is None]
    counts = [
        max(stand.valid_from.latest or stand.valid_from.earliest or asked_from, asked_from)
        for stand in held
    ]
    may_begin = list(
        accumulate(
            (max(stand.valid_from.earliest or asked_from, asked_from) for stand in held), max
        )
    )
    out: list[Spell] = []
    for day in sorted({*counts, *may_begin}):
        answer = _on(day, held, counts, may_begin)
        if out and replace(out[-1], first=day) == answer:
            continue
        if out:
            out[-1] = replace(out[-1], last=day - timedelta(days=1))
        out.append(answer)
    return out


def _on(day: date, held: list[Stand], counts: list[date], may_begin: list[date]) -> Spell:
    begun = [number for number, since in enumerate(counts) if since <= day]
    possible = [number for number, since in enumerate(may_begin) if since <= day]
    sure = [
        number for number in begun if (latest := held[number].valid_from.latest) and latest <= day
    ]
    served = begun[-1] if begun else possible[0]
    also = [
        number for number in possible if number != served and number >= (sure[-1] if sure else 0)
    ]
    if held[served].valid_from.undated:
        certainty = Certainty.undated
    else:
        certainty = Certainty.certain if served in sure and not also else Certainty.possible
    return Spell(day, None, held[served].id, certainty, tuple(held[number].id for number in also))
