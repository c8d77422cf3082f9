"""The rows of the positions of a corpus.

A position needs the statements that it is based on and those that were not counted. Of a million
statements only a few bytes each are kept in memory for that.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.seed.load import Seed, SourceFolder
from app.build.write.rows import positions
from app.domain.dates import DateObject
from app.domain.vocabulary import Attribution, Capacity
from app.store.listing import Row

# statements kept for each position: those that it names as not counted (50), and its own evidence
_NEWEST = 80
_CAPACITIES = [None, *Capacity]
_EVER = date.max.toordinal()
_NONE: list[str] = []  # shared: of a statement that is no evidence, only its questions are kept
Pair = tuple[str, str]  # question and actor


@dataclass(slots=True)
class PlainStatement:
    """A statement without validation: making a `SeedStatement` takes ten times as long."""

    id: str
    exact: str
    quoted: list[str]
    speaker: str | None
    role_as_printed: str | None
    signed_for: list[str]
    topics: list[str]
    questions: list[str]
    summary: str


@dataclass
class _PositionsSeed(Seed):
    """A seed with only those statements that the positions need."""

    kept: dict[str, PlainStatement] = field(default_factory=dict)

    def statements(self) -> Iterator[tuple[str, SourceFolder, Any]]:
        for name, statement in self.kept.items():
            yield name, self.folders[0], statement


@dataclass
class _StatementsAbout:
    """The statements about an actor on a question, newest first: their numbers and first days (0:
    none known).
    """

    numbers: "array[int]" = field(default_factory=lambda: array("i"))
    days: "array[int]" = field(default_factory=lambda: array("i"))


class SeenStatements:
    """The statements of a corpus seen so far, newest first."""

    def __init__(self) -> None:
        self.entries: list[SourceFolder] = []
        self._about: dict[Pair, _StatementsAbout] = defaultdict(_StatementsAbout)
        self._articles: list[tuple[str, DateObject]] = []
        self._article_of, self._claim_of, self._capacity_of = (
            array("i", [0]),
            array("h", [0]),
            array("b", [0]),
        )
        self._spoken: dict[str, ResolvedStatement] = {}  # of evidence
        self._number: dict[str, int] = {}

    def keep(self, day: CheckedSeed, number: dict[str, int]) -> None:
        """Take in the statements of a day; `number` are their rowids, which go on from those of the
        days before.
        """
        self.entries += [folder for folder in day.seed.folders if folder.entries]
        size = len(self._article_of)
        self._article_of.extend([0] * len(number))
        self._claim_of.extend([0] * len(number))
        self._capacity_of.extend([0] * len(number))
        assert not number or min(number.values()) == size
        about: list[tuple[int, int, Pair]] = []
        for name, folder, statement in day.seed.statements():
            if not self._articles or self._articles[-1][0] != folder.source.id:
                self._articles.append((folder.source.id, day.resolved[name].said))
            at, spoken = number[name], day.resolved[name]
            self._article_of[at] = len(self._articles) - 1
            self._claim_of[at] = int(statement.id[1:])
            self._capacity_of[at] = _CAPACITIES.index(spoken.capacity)
            first = spoken.said.earliest.toordinal() if spoken.said.earliest else 0
            about += [
                (at, first, (question, actor))
                for question in statement.questions
                for actor in spoken.about
            ]
            if folder.entries:
                self._number[name], self._spoken[name] = at, spoken
        for at, first, pair in sorted(about):
            self._about[pair].numbers.append(at)
            self._about[pair].days.append(first)

    def seed(self, base: Seed) -> CheckedSeed:
        """A seed of the entries, their evidence, and the newest statements on which each could have
        rested.
        """
        seed = _PositionsSeed(base.root, lists=base.lists, folders=self.entries)
        light = CheckedSeed(seed, resolved=dict(self._spoken))
        for folder in self.entries:
            for entry in folder.entries:
                light.begins[entry.id] = self._spoken[entry.evidence[0].statement].said
        for pair, lasts in _lasts(light).items():
            for last in lasts:
                self._newest(pair, last, light, seed)
        return light

    def _newest(self, pair: Pair, last: int, light: CheckedSeed, seed: _PositionsSeed) -> None:
        question, actor = pair
        seen_statements = self._about[pair]
        left = _NEWEST
        for at, first in zip(seen_statements.numbers, seen_statements.days, strict=True):
            if first > last:
                continue
            source, said = self._articles[self._article_of[at]]
            name = f"{source}-s{self._claim_of[at]}"
            self._number[name] = at
            kept = seed.kept.get(name)
            if kept is None:
                kept = seed.kept[name] = PlainStatement(
                    name, "", _NONE, None, None, _NONE, _NONE, [], ""
                )
            if question not in kept.questions:
                kept.questions.append(question)
            spoken = light.resolved.get(name)
            if spoken is None:
                spoken = light.resolved[name] = ResolvedStatement(
                    0, None, None, _CAPACITIES[self._capacity_of[at]], said, {}
                )
            spoken.about.setdefault(actor, Attribution.third_party)
            left -= 1
            if not left:
                return

    def positions(self, light: CheckedSeed) -> Iterator[tuple[str, list[Row]]]:
        """The rows of positions, with the true number of statements that were not counted for
        each.
        """
        found = dict(positions.positions(light, self._number))
        rests: dict[str, set[int]] = defaultdict(set)
        for row in found["position_evidence"]:
            rests[row["position"]].add(row["statement"])
        sorted_days = {
            pair: array("i", sorted(self._about[pair].days))
            for pair in {(r["question"], r["actor"]) for r in found["position"]}
        }
        kept: dict[Pair, list[tuple[int, int]]] = defaultdict(list)
        for name, _, statement in light.seed.statements():
            spoken = light.resolved[name]
            first = spoken.said.earliest.toordinal() if spoken.said.earliest else 0
            for question in statement.questions:
                for actor in spoken.about:
                    kept[question, actor].append((self._number[name], first))
        for row in found["position"]:
            pair, last = (row["question"], row["actor"]), _ordinal(row["valid_to_latest"])
            evidence = rests[row["id"]]
            all_others = bisect_right(sorted_days[pair], last) - len(evidence)
            row["not_counted"] += all_others - sum(
                1 for at, first in kept[pair] if first <= last and at not in evidence
            )
        yield from found.items()


def _lasts(light: CheckedSeed) -> dict[Pair, set[int]]:
    """Every day that may be the last one of a position of each actor on each question (see
    `app.build.fold.positions.ending`).
    """
    found: dict[Pair, set[int]] = defaultdict(lambda: {_EVER})
    for *_, entry in light.seed.entries():
        begins = light.begins[entry.id]
        found[entry.question, entry.actor] |= {
            _ordinal(begins.earliest),
            _ordinal(begins.latest) - 1,
        }
    return found


def _ordinal(day: date | None) -> int:
    return _EVER if day is None else day.toordinal()
