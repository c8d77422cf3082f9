"""The answer for each day: the positions of one actor on one question as validity intervals,
stretches of days with one answer each (docs/domain.md, rules as-of and certainty). Pure.

- A position counts from the last day on which it can have begun; if only the first such day is
  known, from that day; an undated one from the day on which the question was first asked. The
  newest position that counts is the answer. Before the first one counts, the answer is the first
  one that may have begun.
- The answer is `certain` if it has certainly begun and no later position may have. It is `undated`
  if nothing bounds its begin. Else it is `possible`, and `also` names the others that may be valid.
- A position comes after those before it, so it cannot have begun before they can have.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from app.build.fold.positions import FoldedPosition
from app.domain.vocabulary import Certainty


@dataclass(frozen=True)
class Interval:
    """One answer for the days from `first` to `last`, both included; `last` None: no end."""

    first: date
    last: date | None
    position: str
    certainty: Certainty
    also: tuple[str, ...]


def validity_intervals(positions: Sequence[FoldedPosition], asked_from: date) -> list[Interval]:
    """The answers for all days from `asked_from` on, oldest first, without gaps.

    `positions` are those of one actor on one question, oldest first. Days before the first
    interval have no answer (docs/domain.md, rule silence). Retracted positions never count.
    """
    valid = [position for position in positions if position.retracted is None]
    counts = [
        max(position.valid_from.latest or position.valid_from.earliest or asked_from, asked_from)
        for position in valid
    ]
    may_begin = list(
        accumulate(
            (max(position.valid_from.earliest or asked_from, asked_from) for position in valid), max
        )
    )
    intervals: list[Interval] = []
    for day in sorted({*counts, *may_begin}):
        answer = _answer_on(day, valid, counts, may_begin)
        if intervals and replace(intervals[-1], first=day) == answer:
            continue
        if intervals:
            intervals[-1] = replace(intervals[-1], last=day - timedelta(days=1))
        intervals.append(answer)
    return intervals


def _answer_on(
    day: date, valid: list[FoldedPosition], counts: list[date], may_begin: list[date]
) -> Interval:
    """The answer for `day` as an interval that begins on it and has no end yet.

    `counts` and `may_begin` say for each position of `valid` from which day it counts, and from
    which day it may be valid. At least one may be valid on `day`.
    """
    counting = [number for number, since in enumerate(counts) if since <= day]
    possible = [number for number, since in enumerate(may_begin) if since <= day]
    certain = [
        number
        for number in counting
        if (latest := valid[number].valid_from.latest) and latest <= day
    ]
    answer = counting[-1] if counting else possible[0]
    since = certain[-1] if certain else 0
    also = [number for number in possible if number != answer and number >= since]
    if valid[answer].valid_from.undated:
        certainty = Certainty.undated
    else:
        certainty = Certainty.certain if answer in certain and not also else Certainty.possible
    return Interval(
        day, None, valid[answer].id, certainty, tuple(valid[number].id for number in also)
    )
