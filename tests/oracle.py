"""The rules of docs/domain.md on positions a second time; the tests compare the build with them.

Nothing here comes from the build, and nothing is fast. The YAML of a seed is read as it is. Every
answer looks back over the whole history. What may be the answer on a day is worked out by trying
all days on which each position can have begun.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import yaml

AXES = ("view", "participation")
STRENGTH = ("self", "collective", "third_party", "anonymous", "narrator")
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # all scalars as text
STANCES = {
    "will_contribute": "willing",
    "open": "open",
    "undecided": "undecided",
    "declined": "declines",
}


class Bounds(NamedTuple):
    """The first and the last day that something can have been; None: not bounded."""

    earliest: date | None
    latest: date | None


class Evidence(NamedTuple):
    """A statement behind an entry."""

    statement: str
    relation: str
    attribution: str
    fields: frozenset[str]


class Condition(NamedTuple):
    """Any one of these must be met."""

    any_of: tuple[str, ...]
    note: str | None


@dataclass(frozen=True)
class Entry:
    """What one source changes in the position of an actor on a question."""

    id: str
    begins: Bounds
    recorded_on: date
    evidence: tuple[Evidence, ...]
    view: str = "not_stated"
    participation: str = "not_stated"
    commitment: str | None = None
    conditions: tuple[Condition, ...] = ()
    drops: frozenset[str] = frozenset()
    contributions: tuple[tuple[str, str, str, bool], ...] = ()
    disputes: frozenset[str] = frozenset()
    retracted: bool = False

    def value(self, axis: str) -> str:
        """What it says of an axis."""
        return self.view if axis == "view" else self.participation

    def counted(self, name: str) -> list[str]:
        """The statements that carry what it says of a field."""
        return [
            one.statement
            for one in self.evidence
            if one.relation == "supports" and (name in one.fields or one.fields == frozenset())
        ]


@dataclass(frozen=True)
class Position:
    """The position of an actor after an entry."""

    id: str
    stance: str
    view: str
    participation: str
    commitment: str | None
    attribution: str
    conditions: frozenset[Condition]
    contributions: tuple[tuple[str, str, str, bool], ...]
    disputed: dict[str, dict[str, frozenset[str]]]
    evidence: list[str]
    counted: dict[str, frozenset[str]]  # by field


@dataclass(frozen=True)
class DayAnswer:
    """What is answered for a day."""

    position: str
    certainty: str
    also: list[str]


@dataclass
class Statement:
    """A statement of a seed, as far as the rules need it."""

    said: Bounds
    capacity: str | None
    about: dict[str, str]
    questions: list[str]


@dataclass
class SeedFacts:
    """A seed: its statements by public id, its entries by question and actor, and when each
    question was first asked.
    """

    statements: dict[str, Statement] = field(default_factory=dict)
    entries: dict[tuple[str, str], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    asked_from: dict[str, date] = field(default_factory=dict)
    actors: set[str] = field(default_factory=set)  # those of actors.yaml

    def days(self, last: date) -> Iterator[tuple[str, date]]:
        """Each question with each day from its first to the last."""
        for question, first in self.asked_from.items():
            for number in range((last - first).days + 1):
                yield question, first + timedelta(days=number)


# --- the history of one actor on one question -----------------------------------------------------


def age(entry: Entry) -> tuple[date, date, str]:
    """The sort key of entries: by date, those without one first."""
    return entry.begins.latest or entry.begins.earliest or date.min, entry.recorded_on, entry.id


def live(entries: list[Entry]) -> list[Entry]:
    """Those that were not retracted, oldest first."""
    return sorted((one for one in entries if not one.retracted), key=age)


def up_to(entries: list[Entry], entry: Entry) -> list[Entry]:
    """The history behind a position: the live entries before its own, and that one,
    retracted or not.
    """
    return [*(one for one in live(entries) if age(one) < age(entry)), entry]


class Axis(NamedTuple):
    """An axis after a history: the entry that it serves, the entries that are in dispute, and
    the ids of those that are only claims.
    """

    settled: Entry | None
    rivals: list[Entry]
    claims: frozenset[str]

    def value(self, axis: str) -> str:
        """The value that it serves."""
        return self.settled.value(axis) if self.settled else "not_stated"


def axis_after(history: list[Entry], axis: str) -> Axis:
    """An axis after a history: the axis after all entries but the last, then the last one applied
    to it.
    """
    said = [entry for entry in history if entry.value(axis) != "not_stated"]
    if not said:
        return Axis(None, [], frozenset())
    *before, last = said
    settled, rivals, claims = axis_after(before, axis)
    agrees = not rivals and (settled is None or settled.value(axis) == last.value(axis))
    if agrees or axis not in last.disputes:
        return Axis(last, [], claims)
    if not rivals and settled:  # what was said on what may be the same day was never undisputed
        disputed = settled.value(axis)
        while settled and settled.value(axis) == disputed and not _before(settled, last):
            rivals = [settled, *rivals]
            settled = axis_after(said[: said.index(settled)], axis).settled
        claims |= {rival.id for rival in rivals}
        rivals = rivals or [before[-1]]
    return Axis(settled, [*rivals, last], claims | {last.id})


def _before(one: Entry, other: Entry) -> bool:
    latest, earliest = one.begins.latest, other.begins.earliest
    return latest is not None and earliest is not None and latest < earliest


def promised(history: list[Entry]) -> list[Entry]:
    """The history without the entries whose participation is only a claim."""
    claims = axis_after(history, "participation").claims
    return [entry for entry in history if entry.id not in claims]


def last_said(history: list[Entry]) -> str:
    """The participation that was last stated in a history without claims."""
    return next(
        (entry.participation for entry in reversed(history) if entry.participation != "not_stated"),
        "not_stated",
    )


def conditions_in_force(history: list[Entry]) -> dict[Condition, Entry]:
    """The conditions in force after a history, each with the last entry that named it."""
    sure = promised(history)
    out: dict[frozenset[str], tuple[Condition, Entry]] = {}
    for number, entry in enumerate(sure):
        later = range(number + 1, len(sure))
        undecided = any(last_said(sure[: at + 1]) == "undecided" for at in [number, *later])
        for condition in entry.conditions:
            if not undecided and not any(sure[at].drops & set(condition.any_of) for at in later):
                out[frozenset(condition.any_of)] = (condition, entry)
    return dict(out.values())


def contributor(history: list[Entry]) -> Entry | None:
    """The last entry with contributions, unless a new participation has been stated since."""
    sure = promised(history)
    for number in range(len(sure) - 1, -1, -1):
        if sure[number].contributions:
            return sure[number]
        if sure[number].participation not in ("not_stated", last_said(sure[:number])):
            return None
    return None


def stance(view: str, participation: str) -> str:
    """The label, by the table of docs/domain.md, rule stance."""
    if view == "opposes":
        return "opposes"
    return STANCES.get(participation, "supports" if view == "supports" else "not_stated")


def position(history: list[Entry]) -> Position:
    """The position of an actor after a history that is not empty."""
    last = history[-1]
    conditions, offers = conditions_in_force(history), contributor(history)
    carriers = [last, *conditions.values(), *([offers] if offers else [])]
    promise = axis_after(history, "participation").settled
    disputed, counted = {}, {}
    for axis in AXES:
        settled, rivals, _ = axis_after(history, axis)
        carriers += [*([settled] if settled else []), *rivals]
        counted[axis] = frozenset(settled.counted(axis) if settled else [])
        claims: dict[str, set[str]] = {}
        for rival in rivals:
            claims.setdefault(rival.value(axis), set()).update(rival.counted(axis))
        if rivals:
            disputed[axis] = {value: frozenset(statements) for value, statements in claims.items()}
    counted["commitment"] = frozenset(
        promise.counted("commitment") if promise and promise.commitment else []
    )
    counted["conditions"] = frozenset(
        name for by in conditions.values() for name in by.counted("conditions")
    )
    counted["contributions"] = frozenset(offers.counted("contributions") if offers else [])
    pieces: dict[str, Evidence] = {}
    for carrier in sorted({one.id: one for one in carriers}.values(), key=age, reverse=True):
        for piece in carrier.evidence:
            if piece.statement not in pieces or (
                piece.relation == "supports" != pieces[piece.statement].relation
            ):
                pieces[piece.statement] = piece
    supporting = [one for one in pieces.values() if one.relation == "supports"]
    attribution = min((one.attribution for one in supporting), key=STRENGTH.index)
    counted["attribution"] = frozenset(
        one.statement for one in supporting if one.attribution == attribution
    )
    view, participation = (axis_after(history, axis).value(axis) for axis in AXES)
    label = stance(view, participation)
    by_view = label == "opposes" or stance("not_stated", participation) == "not_stated"
    counted["stance"] = counted["view" if by_view else "participation"]
    return Position(
        last.id,
        label,
        view,
        participation,
        promise.commitment if promise else None,
        attribution,
        frozenset(conditions),
        offers.contributions if offers else (),
        disputed,
        list(pieces),
        counted,
    )


def ends(entry: Entry, following: Entry) -> Bounds:
    """The last day of a position: that before the next begins, but none on which it cannot have
    begun.
    """
    floor = entry.begins.earliest or date.min
    earliest, latest = (day and max(day - timedelta(days=1), floor) for day in following.begins)
    return Bounds(earliest, latest)


# --- the answer on a day --------------------------------------------------------------------------


def begun(history: list[Entry], day: date) -> set[int]:
    """How many positions can have begun by a day, over all days on which each can have begun in
    this order.
    """
    ways = []
    for entry in history:
        earliest, latest = entry.begins
        may = [True] if earliest is None or earliest <= day else []
        may_not = [False] if latest is None or latest > day else []
        ways.append(may + may_not)
    return {sum(way) for way in product(*ways) if list(way) == sorted(way, reverse=True)}


def as_of(entries: list[Entry], asked_from: date, day: date) -> DayAnswer | None:
    """What is answered for a day; None: silence."""
    history = live(entries)
    may = begun(history, day)
    can = may - {0}
    if not can:
        return None
    counting = [
        number
        for number, entry in enumerate(history, 1)
        if (entry.begins.latest or entry.begins.earliest or asked_from) <= day
    ]
    number = counting[-1] if counting else min(can)
    certain = may == {number}
    undated = history[number - 1].begins == (None, None)
    return DayAnswer(
        history[number - 1].id,
        "undated" if undated else "certain" if certain else "possible",
        [history[other - 1].id for other in sorted(can - {number})],
    )


# --- a seed folder --------------------------------------------------------------------------------


def read(seed: Path) -> SeedFacts:
    """What a seed folder says."""
    facts = SeedFacts()
    facts.asked_from = {
        one["id"]: date.fromisoformat(one["asked_from"]) for one in _yaml(seed / "questions.yaml")
    }
    facts.actors = {one["id"] for one in _yaml(seed / "actors.yaml")}
    roles = {person["id"]: person.get("roles") or [] for person in _yaml(seed / "people.yaml")}
    folders = sorted(path.parent for path in seed.glob("sources/*/source.yaml"))
    dates = {folder: _yaml(folder / "source.yaml").get("dates") or {} for folder in folders}
    for folder in folders:
        for one in _yaml(folder / "statements.yaml"):
            facts.statements[f"{folder.name}-{one['id']}"] = _statement(one, roles, dates[folder])
    for folder in folders:
        for one in _yaml(folder / "positions.yaml"):
            facts.entries[one["question"], one["actor"]].append(
                _entry(one, facts.statements, dates[folder])
            )
    return facts


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) if path.exists() else []


def bounds(given: Any, dates: dict[str, Any]) -> Bounds:
    """The bounds of a date as the seed gives it."""
    if isinstance(given, str) and given in dates:
        given = dates[given]
    if _empty(given):
        return Bounds(None, None)
    if isinstance(given, str):
        given = {"value": given}
    if _empty(given.get("value")):
        return Bounds(
            *(
                None if _empty(given.get(one)) else date.fromisoformat(given[one])
                for one in Bounds._fields
            )
        )
    year, month, day = (*map(int, given["value"].split("-")), 0, 0)[:3]
    last = day or calendar.monthrange(year, month or 12)[1]
    return Bounds(date(year, month or 1, day or 1), date(year, month or 12, last))


def _empty(given: Any) -> bool:
    return given in (None, "", "null")


def _statement(
    one: dict[str, Any], roles: dict[str, list[dict[str, str]]], dates: dict[str, Any]
) -> Statement:
    said, speaker = bounds(one.get("said"), dates), one.get("speaker")
    about, questions = one.get("about", []), one.get("questions", [])
    if speaker in (None, "anonymous"):
        attribution = "anonymous" if speaker else "narrator"
        return Statement(said, one.get("capacity"), dict.fromkeys(about, attribution), questions)
    roles_then = [
        role
        for role in roles[speaker]
        if role["id"] == one.get("role", role["id"]) and _may_hold(role, said)
    ]
    assert len(roles_then) == 1, one["id"]
    own = roles_then[0].get("actor")
    towards = {
        actor: "self"
        if actor == own
        else "collective"
        if actor in one.get("signed_for", [])
        else "third_party"
        for actor in about
    }
    return Statement(said, one.get("capacity", roles_then[0]["capacity"]), towards, questions)


def _may_hold(role: dict[str, str], said: Bounds) -> bool:
    since, until = bounds(role.get("from"), {}).earliest, bounds(role.get("to"), {}).latest
    return not (since and said.latest and said.latest < since) and not (
        until and said.earliest and said.earliest > until
    )


def _entry(one: dict[str, Any], statements: dict[str, Statement], dates: dict[str, Any]) -> Entry:
    evidence = tuple(
        Evidence(
            piece["statement"],
            piece["relation"],
            statements[piece["statement"]].about[one["actor"]],
            frozenset(piece.get("fields", [])),
        )
        for piece in one["evidence"]
    )
    first = next(piece.statement for piece in evidence if piece.relation == "supports")
    begins = (
        statements[first].said
        if _empty(one.get("valid_from"))
        else bounds(one["valid_from"], dates)
    )
    conditions = (
        Condition(tuple(each["any_of"]), each.get("note")) for each in one.get("conditions", [])
    )
    return Entry(
        one["id"],
        begins,
        date.fromisoformat(one["recorded_on"]),
        evidence,
        one.get("view", "not_stated"),
        one.get("participation", "not_stated"),
        one.get("commitment"),
        tuple(each._replace(note=None) if _empty(each.note) else each for each in conditions),
        frozenset(one.get("drops", [])),
        tuple(
            (
                each["form"],
                each["status"],
                each.get("place", "unspecified"),
                each.get("alternatives") == "true",
            )
            for each in one.get("contributions", [])
        ),
        frozenset(one.get("disputes", [])),
        "retracted" in one,
    )
