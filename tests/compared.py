"""The answers of the service beside those of the oracle (tests/oracle.py), in the same words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from app.positions import queries as positions
from tests import oracle
from tests.fixtures import Served


@dataclass(frozen=True)
class Expected:
    """What the oracle says of a seed whose last day is `last`."""

    facts: oracle.Record
    positions: dict[str, oracle.Answer]  # by id, retracted ones too
    entries: dict[str, oracle.Entry]
    last: date

    def on(self, question: str, day: date) -> dict[str, oracle.Answer]:
        """The answers of a day, by actor; actors without an answer are left out."""
        asked_from = self.facts.asked_from[question]
        found = {
            actor: oracle.as_of(entries, asked_from, day)
            for (of, actor), entries in self.facts.entries.items()
            if of == question
        }
        return {actor: answer for actor, answer in found.items() if answer}

    @cached_property
    def changing(self) -> dict[str, list[date]]:
        """By question, the days on which some answer is another one than the day before."""
        days = defaultdict(list)
        before: dict[str, Any] = {}
        for question, day in self.facts.days(self.last):
            now = self.on(question, day)
            if now != before.get(question):
                days[question].append(day)
            before[question] = now
        return days


def expected_of(seed: Path, last: date) -> Expected:
    """What the oracle says of a seed."""
    facts = oracle.read(seed)
    entries = {entry.id: entry for group in facts.entries.values() for entry in group}
    found = {
        entry.id: oracle.after_entry(group, entry)
        for group in facts.entries.values()
        for entry in group
    }
    return Expected(facts, found, entries, last)


def differing_days(
    served: Served, expected: Expected, question: str, days: Iterable[date]
) -> Iterator[str]:
    """Where the service and the oracle differ: position, certainty, axes, stance and attribution of
    an actor on a day; how many have no position; the stances of the board; and where an answer is
    based on what was certainly said later.
    """
    dataset_store: Any = served.app.dataset_store
    read = dataset_store.current.read
    actors = served.client.get("/dataset").json()["counts"]["actors"]
    names = ("position", "certainty", "view", "participation", "stance", "attribution")
    for point in read(positions.points, positions.PositionFilters(question=question), sorted(days)):
        day, answers = point["day"], expected.on(question, point["day"])
        found = {row["id"]: tuple(row[name] for name in names) for row in point["held"]}
        wanted = {
            actor: tuple(getattr(answer, name) for name in names)
            for actor, answer in answers.items()
        }
        for actor in found.keys() | wanted.keys():
            if found.get(actor) != wanted.get(actor):
                yield f"{day} {actor}: {found.get(actor)}, by the rules {wanted.get(actor)}"
        for actor, answer in answers.items():
            counted = {name for names in answer.evidence.values() for name in names}
            said = [expected.facts.statements[name].said.earliest for name in counted]
            if any(one is not None and one > day for one in said):
                yield f"{day} {actor}: based on what was said later"
        if point["silent"] != actors - len(found):
            yield f"{day}: {point['silent']} actors without a position"
        filters = positions.PositionFilters(question=question, as_of=day, has_position=True)
        board = {row["id"]: row["stance"] for row in read(positions.stances, filters)}
        if board != {actor: answer.stance for actor, answer in answers.items()}:
            yield f"{day}: the board has other stances"


def whole(row: dict[str, Any]) -> dict[str, Any]:
    """What a position says, as it is served."""
    return {
        "id": row["id"],
        "stance": row["stance"],
        "view": row["view"],
        "participation": row["participation"],
        "commitment": row["commitment"],
        "attribution": row["attribution"],
        "conditions": {condition(one) for one in row["conditions"]},
        "contributions": {contribution(one) for one in row["contributions"]},
        "disputed": {
            one["axis"]: {
                (claim["value"], claim["attribution"], frozenset(claim["evidence"]))
                for claim in one["claims"]
            }
            for one in row["disputed"]
        },
        "reported": sorted(
            (
                one["field"],
                repr(
                    condition(one["value"])
                    if one["field"] == "conditions"
                    else contribution(one["value"])
                    if one["field"] == "contributions"
                    else one["value"]
                ),
                one["attribution"],
                one["position"],
                tuple(one["denied_by"]),
            )
            for one in row["reported"]
        ),
        "counted": {
            one["field"]: frozenset(one["statements"])
            for one in row["derivation"]["fields"]
            if one["field"] != "valid_from"
        },
        "since": row["stance_since"]
        and tuple(row["stance_since"][name] for name in ("earliest", "latest")),
    }


def condition(given: dict[str, Any]) -> oracle.Condition:
    return oracle.Condition(tuple(given["any_of"]), given["note"])


def contribution(given: dict[str, Any]) -> oracle.Contribution:
    names = ("form", "status", "place", "alternatives", "note")
    return oracle.Contribution(*(given[name] for name in names))


def as_whole(answer: oracle.Answer) -> dict[str, Any]:
    """What an answer says, as the oracle has it."""
    return {
        "id": answer.position,
        "stance": answer.stance,
        "view": answer.view,
        "participation": answer.participation,
        "commitment": answer.commitment,
        "attribution": answer.attribution,
        "conditions": set(answer.conditions),
        "contributions": set(answer.contributions),
        "disputed": {
            axis: {(claim.value, claim.attribution, claim.statements) for claim in claims}
            for axis, claims in answer.disputed.items()
        },
        "reported": sorted(
            (one.field, repr(one.value), one.attribution, one.entry, one.denied_by)
            for one in answer.reported
        ),
        "counted": answer.evidence,
        "since": answer.stance_since
        and tuple(day and day.isoformat() for day in answer.stance_since),
    }
