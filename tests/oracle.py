"""The rules of docs/domain.md on positions, read slowly: what the tests compare the build with.

Nothing here comes from the build. An answer is worked out from the beginning each time. How sure
it is comes from trying every order in which the entries can have been said, so a record must be
small: `worlds` refuses one with more than `MOST_WORLDS` orders.

Rules are cited by their names in docs/domain.md.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import yaml

AXES = ("view", "participation")
ITEM_FIELDS = ("conditions", "contributions")
NOT_STATED = "not_stated"
FORCES = ("troops", "ground", "sea", "air")
STRENGTH = ("self", "collective", "third_party", "anonymous", "narrator")  # from strong to weak
CERTAINTIES = ("silence", "undated", "possible", "certain")  # from weak to strong
OWN, NAMED, UNATTRIBUTED, NO_TIER = 3, 2, 1, 0
TIERS = {
    "self": OWN,
    "collective": OWN,
    "third_party": NAMED,
    "anonymous": UNATTRIBUTED,
    "narrator": UNATTRIBUTED,
}
STANCES = {
    "will_contribute": "willing",
    "open": "open",
    "undecided": "undecided",
    "declined": "declines",
}
MOST_WORLDS = 200_000
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # all scalars as text


class ImpossibleOrderError(ValueError):
    """Bounds, `after` and disputes allow no order of the entries (rule order)."""


# --- what an entry is -----------------------------------------------------------------------------


class Bounds(NamedTuple):
    """The first and the last day on which something can have been; None: not bounded."""

    earliest: date | None
    latest: date | None


class Evidence(NamedTuple):
    """A statement of an entry. `fields`: those for which it is counted; empty: all."""

    statement: str
    relation: str
    attribution: str
    fields: frozenset[str]


class Condition(NamedTuple):
    """Any one of these must be met."""

    any_of: tuple[str, ...]
    note: str | None = None

    @property
    def identity(self) -> tuple[frozenset[str], str | None]:
        """By `any_of`, in any sequence; where that includes `other`, also by the note."""
        return frozenset(self.any_of), self.note if "other" in self.any_of else None


class Contribution(NamedTuple):
    """What is offered or ruled out."""

    form: str
    status: str = "offered"
    place: str = "unspecified"
    alternatives: bool = False
    note: str | None = None

    @property
    def identity(self) -> tuple[str, str, str | None]:
        """By form and place; where the form is `other`, also by the note."""
        return self.form, self.place, self.note if self.form == "other" else None


class Drops(NamedTuple):
    """What an entry ends: by a term (the plain list), or exactly, by identity."""

    terms: frozenset[str] = frozenset()
    conditions: frozenset[Any] = frozenset()
    contributions: frozenset[Any] = frozenset()

    def end(self, item: "Item") -> bool:
        """Whether it names a condition or contribution."""
        if isinstance(item, Condition):
            return item.identity in self.conditions or bool(self.terms & set(item.any_of))
        return item.identity in self.contributions


NO_DROPS = Drops()
Item = Condition | Contribution


@dataclass(frozen=True)
class Entry:
    """What one source changes in the position of an actor on a question."""

    id: str
    bounds: Bounds
    recorded_on: date
    evidence: tuple[Evidence, ...]
    view: str = NOT_STATED
    participation: str = NOT_STATED
    commitment: str | None = None
    conditions: tuple[Condition, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    drops: Drops = NO_DROPS
    denies: frozenset[tuple[str, str]] = frozenset()  # axis and value
    disputes: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    retracted: bool = False

    def __hash__(self) -> int:
        """Worked out once, for answers are cached by the entries that they come from."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, each.name) for each in fields(self)))

    def value(self, axis: str) -> str:
        """What it says of an axis."""
        return self.view if axis == "view" else self.participation

    def items(self, name: str) -> tuple[Item, ...]:
        """The conditions or contributions that it names."""
        return self.conditions if name == "conditions" else self.contributions

    def counted(self, name: str) -> list[Evidence]:
        """The evidence counted for a field."""
        return [
            piece
            for piece in self.evidence
            if piece.relation == "supports" and (name in piece.fields or not piece.fields)
        ]

    def attribution(self, name: str) -> str:
        """The strongest attribution of what is counted for a field.

        Where nothing is counted for it (an entry that only drops, say), that of its
        strongest supporting evidence; of a denial, that of the strongest evidence that denies.
        """
        pieces = self.counted(name) or [
            piece for piece in self.evidence if piece.relation in ("supports", "denies")
        ]
        return min((piece.attribution for piece in pieces), key=STRENGTH.index, default="narrator")

    def tier(self, name: str) -> int:
        """The tier of a field (rule tiers)."""
        return TIERS[self.attribution(name)]

    @property
    def undated(self) -> bool:
        """Whether nothing bounds the day."""
        return self.bounds == (None, None)


# --- entries written by hand ----------------------------------------------------------------------


def span(text: str) -> Bounds:
    """Bounds from text: `2025-09-04`, `2025-09`, `2025`, `2025-09-01..2025-09-15`,
    `..2025-09-04`, `2025-09-04..`, and empty for undated.
    """
    first, dots, last = text.partition("..")
    if not dots:
        last = first
    return Bounds(_days(first)[0] if first else None, _days(last)[1] if last else None)


def _days(value: str) -> tuple[date, date]:
    year, month, day = (*map(int, value.split("-")), 0, 0)[:3]
    last = day or calendar.monthrange(year, month or 12)[1]
    return date(year, month or 1, day or 1), date(year, month or 12, last)


def entry(
    id: str,
    said: str,
    *attributions: str,
    recorded: int = 1,
    evidence: Iterable[Evidence] = (),
    denies: tuple[str, str] | None = None,
    disputes: Iterable[str] = (),
    after: Iterable[str] = (),
    drops: Drops | Iterable[str] = (),
    **sets: Any,
) -> Entry:
    """An entry by hand: `said` as `span` reads it, a statement for each attribution (default:
    `self`), and further evidence. `recorded` is a day of January 2026; `drops` a plain list of
    terms or `Drops`.
    """
    relation = "denies" if denies else "supports"
    evidence = tuple(evidence)
    if not evidence and not attributions:
        attributions = ("self",)
    plain = [
        Evidence(f"{id}-{number}", relation, attribution, frozenset())
        for number, attribution in enumerate(attributions, 1)
    ]
    if sets.get("participation", NOT_STATED) in STANCES:
        sets.setdefault("commitment", "stated")
    sets |= {name: tuple(sets[name]) for name in ITEM_FIELDS if name in sets}
    return Entry(
        id,
        span(said),
        date(2026, 1, recorded),
        (*plain, *evidence),
        drops=drops if isinstance(drops, Drops) else Drops(frozenset(drops)),
        denies=frozenset([denies] if denies else []),
        disputes=frozenset(disputes),
        after=frozenset(after),
        **sets,
    )


def supporting(statement: str, attribution: str, *fields: str) -> Evidence:
    """A supporting statement that is counted for some fields; none: for all."""
    return Evidence(statement, "supports", attribution, frozenset(fields))


def dropping(*items: Item) -> Drops:
    """Drops of exactly these conditions and contributions."""
    return Drops(
        conditions=frozenset(item.identity for item in items if isinstance(item, Condition)),
        contributions=frozenset(item.identity for item in items if isinstance(item, Contribution)),
    )


# --- order ----------------------------------------------------------------------------------------


def age(entry: Entry) -> tuple[date, date, str]:
    """The sort key of rule order: `latest`, else `earliest`, undated first; `recorded_on`; id."""
    return entry.bounds.latest or entry.bounds.earliest or date.min, entry.recorded_on, entry.id


def recorded_before(entry: Entry, other: Entry) -> bool:
    """By `recorded_on`, then id (rule order, *recorded later*)."""
    return (entry.recorded_on, entry.id) < (other.recorded_on, other.id)


def certainly_earlier(entry: Entry, other: Entry) -> bool:
    """Its `latest` lies before the other's `earliest` (rule order)."""
    latest, earliest = entry.bounds.latest, other.bounds.earliest
    return latest is not None and earliest is not None and latest < earliest


def sets_differently(entry: Entry, other: Entry, axis: str) -> bool:
    """Both set the axis, in one tier, and not to the same value."""
    values = {entry.value(axis), other.value(axis)}
    return NOT_STATED not in values and len(values) == 2 and entry.tier(axis) == other.tier(axis)


def disputes(entry: Entry, other: Entry, axis: str) -> bool:
    """Whether an entry disputes the other: of its tier, recorded earlier, not certainly later, and
    set differently (rule dispute).
    """
    return (
        axis in entry.disputes
        and sets_differently(entry, other, axis)
        and recorded_before(other, entry)
        and not certainly_earlier(entry, other)
    )


def precedes(entry: Entry, other: Entry) -> bool:
    """Whether an entry comes before the other in every order: by the bounds, by `after`, or
    because the other disputes it.
    """
    return (
        certainly_earlier(entry, other)
        or entry.id in other.after
        or any(disputes(other, entry, axis) for axis in AXES)
    )


def ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that were not retracted, in the order of rule order.

    Of the entries that nothing keeps back any more, the oldest by `age` comes next. So an
    entry with `after` comes directly behind the one that it names, and what is certainly later
    than a moved entry is moved with it.

    Raises ImpossibleOrderError.
    """
    remaining = sorted((each for each in entries if not each.retracted), key=age)
    out: list[Entry] = []
    while remaining:
        ready = [
            each
            for each in remaining
            if not any(precedes(other, each) for other in remaining if other is not each)
        ]
        if not ready:
            names = ", ".join(each.id for each in remaining)
            raise ImpossibleOrderError(f"no order of {names}")
        out.append(ready[0])
        remaining.remove(ready[0])
    return tuple(out)


def up_to(entries: Iterable[Entry], last: Entry) -> tuple[Entry, ...]:
    """All entries that count, up to one that may have been retracted itself."""
    others = [each for each in entries if each.id != last.id]
    chain = ordered([*others, replace(last, retracted=False)])
    return chain[: [each.id for each in chain].index(last.id) + 1]


# --- what an axis serves after a sequence of entries ----------------------------------------------


class Run(NamedTuple):
    """A value served without a break, and the entries that carry it, oldest first."""

    value: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class AxisState:
    """An axis at a place in the order. `tier` is that of the value served or of the claims in a
    running dispute; `lost`: claims that lost their dispute.
    """

    value: str = NOT_STATED
    tier: int = NO_TIER
    carriers: tuple[Entry, ...] = ()
    claims: tuple[Entry, ...] = ()
    opener: Entry | None = None
    lost: frozenset[Entry] = frozenset()
    runs: tuple[Run, ...] = ()

    @property
    def carried(self) -> set[Entry]:
        """All entries that carried a value at some place."""
        return {each for run in self.runs for each in run.entries}

    @property
    def void(self) -> set[Entry]:
        """The entries that lose what came with them: claims in a running dispute that carry no
        value served, and claims that lost their dispute.
        """
        return (set(self.claims) - set(self.carriers)) | self.lost


@lru_cache(maxsize=100_000)
def denied_values(sequence: tuple[Entry, ...]) -> frozenset[tuple[str, str]]:
    """Axis and value of each denial in effect: those that the actor itself states nowhere in the
    sequence (rule denial).
    """
    return frozenset(
        (axis, value)
        for denial in sequence
        for axis, value in denial.denies
        if not any(each.value(axis) == value and each.tier(axis) == OWN for each in sequence)
    )


def is_denied(entry: Entry, axis: str, denied: frozenset[tuple[str, str]]) -> bool:
    """Whether what an entry says of an axis is denied: its own claim is of a lower tier."""
    return (axis, entry.value(axis)) in denied and entry.tier(axis) < OWN


@lru_cache(maxsize=200_000)
def axis_states(
    sequence: tuple[Entry, ...], axis: str, denied: frozenset[tuple[str, str]]
) -> tuple[AxisState, ...]:
    """The state of an axis after each entry of a sequence (rules supersession, tiers, dispute).

    `denied`: what is folded as if no lower tier had claimed it.
    """
    if not sequence:
        return ()
    *before, last = sequence
    states = axis_states(tuple(before), axis, denied)
    state = states[-1] if states else AxisState()
    if last.value(axis) == NOT_STATED or is_denied(last, axis, denied):
        return (*states, state)
    return (*states, _next_state(state, last, axis))


def _next_state(state: AxisState, last: Entry, axis: str) -> AxisState:
    value, tier = last.value(axis), last.tier(axis)
    if tier < state.tier:
        return _carried_on(state, [last]) if value == state.value else state
    if state.claims:
        if tier == state.tier and axis in last.disputes:
            return replace(state, claims=_merged(state.claims, [last]))
        return _settled(state, last, axis)
    if value == state.value:
        return replace(_carried_on(state, [last]), tier=tier)
    against = _against(state, last, axis)
    if against:
        return _opened(state, last, axis, against)
    return _begun(state, value, tier, [last])


def _against(state: AxisState, last: Entry, axis: str) -> list[Entry]:
    """The claims that an entry disputes at its place: the value served there in its tier.

    When they were recorded has a say in the order only. Else a second source for the value served
    could turn a replacement into a dispute.
    """
    return [
        each
        for each in state.carriers
        if axis in last.disputes and sets_differently(last, each, axis)
    ]


def _begun(state: AxisState, value: str, tier: int, carriers: list[Entry]) -> AxisState:
    """A new value is served."""
    return replace(
        state,
        value=value,
        tier=tier,
        carriers=tuple(carriers),
        claims=(),
        opener=None,
        runs=(*state.runs, Run(value, tuple(carriers))),
    )


def _carried_on(state: AxisState, more: list[Entry]) -> AxisState:
    """More entries carry the value served.

    One of a lower tier that agrees with what is served carries it too.
    """
    run = Run(state.value, _merged(state.carriers, more))
    return replace(state, carriers=run.entries, runs=(*state.runs[:-1], run))


def _opened(state: AxisState, opener: Entry, axis: str, against: list[Entry]) -> AxisState:
    """A dispute begins: the value is served that was served last and that an entry of its tier
    carried which was certainly earlier than the opener.

    It is carried by the entries of that run that were certainly earlier, and by those of a lower
    tier that agreed.
    """
    value = NOT_STATED
    carriers: tuple[Entry, ...] = ()
    for run in state.runs:  # the newest is the last one
        if any(
            each.tier(axis) == state.tier and certainly_earlier(each, opener)
            for each in run.entries
        ):
            value = run.value
            carriers = tuple(
                each
                for each in run.entries
                if certainly_earlier(each, opener) or each.tier(axis) < state.tier
            )
    return replace(
        state,
        value=value,
        carriers=carriers,
        claims=(*against, opener),
        opener=opener,
        runs=(*state.runs, Run(value, carriers)),
    )


def _settled(state: AxisState, last: Entry, axis: str) -> AxisState:
    """A dispute ends: claims that agree carry the value too, the others lost."""
    value = last.value(axis)
    agreeing = [each for each in state.claims if each.value(axis) == value]
    lost = (state.lost | set(state.claims)) - set(agreeing)
    state = replace(state, lost=lost)
    if value != state.value:
        return _begun(state, value, last.tier(axis), [*agreeing, last])
    continued = replace(state, claims=(), opener=None, tier=last.tier(axis))
    return _carried_on(continued, [*agreeing, last])


def _merged(entries: Iterable[Entry], more: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(dict.fromkeys([*entries, *more]))


# --- conditions and contributions -----------------------------------------------------------------


class Kept(NamedTuple):
    """A condition or contribution in force, and the entries that name it, oldest first."""

    item: Item
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Items:
    """The conditions and contributions after a sequence. `refused`: entry and field that the tiers
    did not let change anything at their place.
    """

    conditions: tuple[Kept, ...] = ()
    contributions: tuple[Kept, ...] = ()
    refused: frozenset[tuple[str, str]] = frozenset()

    def field(self, name: str) -> tuple[Kept, ...]:
        """Conditions or contributions."""
        return self.conditions if name == "conditions" else self.contributions

    def highest_tier(self, name: str) -> int:
        """The highest tier of what a field contains."""
        return max(
            (each.tier(name) for kept in self.field(name) for each in kept.entries), default=NO_TIER
        )


@lru_cache(maxsize=100_000)
def items_after(sequence: tuple[Entry, ...], denied: frozenset[tuple[str, str]]) -> Items:
    """The conditions and contributions after a sequence (rules supersession, tiers, dispute).

    An entry whose participation is a claim in a running dispute, lost its dispute or is denied
    changes nothing here, nor does one whose participation was never served. What the tiers allow
    is decided at each entry's own place; what becomes of claims is decided at the end.

    A claim that wins its dispute sets what came with it at its own place. Endings ask for
    no tier, they follow from the participation served.
    """
    states = axis_states(sequence, "participation", denied)
    if not sequence:
        return Items()
    void, carried = states[-1].void, states[-1].carried
    now: dict[str, dict[Any, Kept]] = {name: {} for name in ITEM_FIELDS}
    refused = set()
    participation = NOT_STATED
    for number, (each, state) in enumerate(zip(sequence, states, strict=True)):
        states_participation = each.participation != NOT_STATED
        if each in void or is_denied(each, "participation", denied):
            continue
        if states_participation and each not in carried:
            continue
        in_tier = states_participation and each.tier("participation") >= state.tier
        if in_tier and each.participation != participation:
            _end(now, each, each.participation)
            participation = each.participation
        for name in ITEM_FIELDS:
            needed = state.tier or items_after(sequence[:number], denied).highest_tier(name)
            allowed = each.tier(name) >= needed
            if allowed:
                for identity, kept in list(now[name].items()):
                    if each.drops.end(kept.item):
                        del now[name][identity]
            if allowed or in_tier:
                for item in each.items(name):
                    _set(now[name], item, each)
            elif each.items(name):
                refused.add((each.id, name))
    return Items(
        tuple(now["conditions"].values()), tuple(now["contributions"].values()), frozenset(refused)
    )


def _end(now: dict[str, dict[Any, Kept]], each: Entry, becomes: str) -> None:
    """What ends because the participation becomes another one (rule supersession).

    *The places offered* are those where this entry offers one of the four forms.
    """
    repeated = {(item.identity, item.status) for item in each.contributions}
    places = {
        item.place
        for item in each.contributions
        if item.status == "offered" and item.form in FORCES
    }
    if becomes == "declined":
        named = {item.identity for item in each.conditions}
        for identity in now["conditions"].keys() - named:
            del now["conditions"][identity]
    for identity, kept in list(now["contributions"].items()):
        item = kept.item
        assert isinstance(item, Contribution)
        if item.form not in FORCES or (item.identity, item.status) in repeated:
            continue
        offer_ends = item.status == "offered" and becomes in ("declined", "undecided", "open")
        refusal_ends = (
            item.status == "ruled_out" and becomes == "will_contribute" and item.place in places
        )
        if offer_ends or refusal_ends:
            del now["contributions"][identity]


def _set(now: dict[Any, Kept], item: Item, each: Entry) -> None:
    """An entry that says of an item what is said of it already is further evidence for
    it; the newest note is shown.
    """
    kept = now.get(item.identity)
    entries = (*kept.entries, each) if kept and _same(kept.item, item) else (each,)
    now[item.identity] = Kept(item, tuple(dict.fromkeys(entries)))


def _same(item: Item, other: Item) -> bool:
    """A contribution is another one if its status is; a condition only by identity."""
    return item.identity == other.identity and getattr(item, "status", "") == getattr(
        other, "status", ""
    )


# --- an answer ------------------------------------------------------------------------------------


class Claim(NamedTuple):
    """A value in a running dispute, with its own attribution, statements and entries."""

    value: str
    attribution: str
    statements: frozenset[str]
    entries: tuple[str, ...]


class Reported(NamedTuple):
    """A claim that is not served: of a lower tier, or denied. `value`: of an axis, or the condition
    or contribution. `denied_by`: ids of denials.
    """

    field: str
    value: str | Item
    attribution: str
    entry: str
    denied_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What is served after an entry or for a day (rule what is served).

    `evidence`: per field, the statements counted (`stance`: those of the deciding axis;
    `attribution`: those of them with that attribution). `carriers`: the entries that carry the
    deciding axis, oldest first. `summary_from`: the entry whose summary and `not_supported` are
    shown; None: the fixed summary. `certainty` is None for the position that an entry opens.
    `disputed` has an axis only while a dispute of it runs.
    """

    position: str
    stance: str
    view: str
    participation: str
    commitment: str | None
    attribution: str | None
    conditions: tuple[Condition, ...]
    contributions: tuple[Contribution, ...]
    disputed: dict[str, tuple[Claim, ...]]
    reported: tuple[Reported, ...]
    evidence: dict[str, frozenset[str]]
    carriers: tuple[str, ...]
    summary_from: str | None
    certainty: str | None
    stance_since: Bounds | None


def stance(view: str, participation: str) -> str:
    """The total function of section *A position*."""
    if view == "opposes":
        return "opposes"
    return STANCES.get(participation, "supports" if view == "supports" else NOT_STATED)


def deciding_axis(view: str, participation: str) -> str | None:
    """The axis that gives the stance; None: none does."""
    label = stance(view, participation)
    if label == NOT_STATED:
        return None
    return "view" if label in ("opposes", "supports") else "participation"


def _statements(entries: Iterable[Entry], name: str) -> frozenset[str]:
    return frozenset(piece.statement for each in entries for piece in each.counted(name))


def _strongest(entries: Iterable[Entry], name: str) -> str:
    return min((each.attribution(name) for each in entries), key=STRENGTH.index)


def _claims(state: AxisState, axis: str) -> tuple[Claim, ...]:
    """The claims of a running dispute by value, in the order in which each value came first."""
    by_value: dict[str, list[Entry]] = defaultdict(list)
    for each in state.claims:
        by_value[each.value(axis)].append(each)
    return tuple(
        Claim(
            value,
            _strongest(entries, axis),
            _statements(entries, axis),
            tuple(each.id for each in entries),
        )
        for value, entries in by_value.items()
    )


def _reported_axis(
    sequence: tuple[Entry, ...],
    axis: str,
    state: AxisState,
    denied: frozenset[tuple[str, str]],
) -> Iterator[Reported]:
    """Claims on an axis under `reported` (rules tiers and denial)."""
    for each in sequence:
        value = each.value(axis)
        if value == NOT_STATED:
            continue
        if is_denied(each, axis, denied):
            listed = not _outdated_denied(each, state)
        else:
            listed = (
                each.tier(axis) < state.tier
                and value != state.value
                and not _outdated(each, state, axis)
            )
        if listed:
            by = _denials(sequence, axis, value) if is_denied(each, axis, denied) else ()
            yield Reported(axis, value, each.attribution(axis), each.id, by)


def _reported_items(
    sequence: tuple[Entry, ...],
    state: AxisState,
    items: Items,
    denied: frozenset[tuple[str, str]],
) -> Iterator[Reported]:
    """Conditions and contributions under `reported`: of entries that are, by tier, below the
    participation served, or that the tiers refused at their place.

    What an entry set together with a participation that was served has the tier of that
    participation here; what it set with one that is not served too. One that differs in nothing but
    a note differs not.
    """
    for each in sequence:
        for name in ITEM_FIELDS:
            in_force = [kept.item for kept in items.field(name)]
            missing = [
                item for item in each.items(name) if not any(_same(item, kept) for kept in in_force)
            ]
            if is_denied(each, "participation", denied):
                listed = not _outdated_denied(each, state)
                by = _denials(sequence, "participation", each.participation)
            else:
                agrees_below = (
                    each.participation == state.value and each.tier("participation") < state.tier
                )
                alone = each.participation == NOT_STATED or agrees_below
                tier = each.tier(name if alone else "participation")
                listed = (
                    (tier < state.tier or (each.id, name) in items.refused)
                    and each not in state.claims
                    and not _outdated(each, state, "participation")
                )
                by = ()
            if listed:
                for item in missing:
                    yield Reported(name, item, each.attribution(name), each.id, by)


def _outdated(each: Entry, state: AxisState, axis: str) -> bool:
    """Whether a claim is certainly earlier than some entry of the tier served that carries the
    value served or is in its dispute.
    """
    newer = [other for other in state.carriers if other.tier(axis) == state.tier]
    return any(certainly_earlier(each, other) for other in [*newer, *state.claims])


def _outdated_denied(each: Entry, state: AxisState) -> bool:
    """Whether an entry carries the axis that is certainly later than a denied claim."""
    return any(certainly_earlier(each, other) for other in state.carriers)


def _denials(sequence: tuple[Entry, ...], axis: str, value: str) -> tuple[str, ...]:
    return tuple(each.id for each in sequence if (axis, value) in each.denies)


def _possible(entry: Entry, axis: str) -> AxisState:
    """An axis that serves the value of an entry that may have begun, alone."""
    value, tier = entry.value(axis), entry.tier(axis)
    return AxisState(value, tier, (entry,), runs=(Run(value, (entry,)),))


def _state(sequence: tuple[Entry, ...], axis: str) -> AxisState:
    states = axis_states(sequence, axis, denied_values(sequence))
    return states[-1] if states else AxisState()


def _stance_after(sequence: tuple[Entry, ...]) -> str:
    return stance(*(_state(sequence, axis).value for axis in AXES))


def _since(sequence: tuple[Entry, ...]) -> Bounds:
    """The bounds of the first entry in the unbroken run of the stance.

    The run is one of positions as they were opened; a stance that comes back by a
    denial begins with the denial.
    """
    number = len(sequence)
    label = _stance_after(sequence)
    while number > 1 and _stance_after(sequence[: number - 1]) == label:
        number -= 1
    return sequence[number - 1].bounds


def _answer(
    sequence: tuple[Entry, ...], possible: dict[str, Entry], certainty: str | None
) -> Answer:
    """The answer from the entries that count and, per axis, the one that is shown as possible.

    Where no entry counts, the id is that of the possible entry that gives the deciding axis, else
    of the last one shown. Where no axis decides and neither a dispute nor a denial is the cause,
    the summary is that of the newest entry that gives a part of the answer, else of the entry with
    the id. What comes with a possible participation is set over the conditions and contributions
    in force.
    """
    denied = denied_values(sequence)
    state = {axis: _state(sequence, axis) for axis in AXES}
    state |= {axis: _possible(each, axis) for axis, each in possible.items()}
    items = items_after(sequence, denied)
    if "participation" in possible:
        items = _with(items, possible["participation"])
    view, participation = (state[axis].value for axis in AXES)
    axis = deciding_axis(view, participation)
    shown = [*possible.values()]
    newest = (*shown, *([possible[axis]] if axis in possible else []), *sequence)[-1]
    without_value = axis is None and bool(denied or any(state[name].claims for name in AXES))
    place = {each: number for number, each in enumerate([*sequence, *shown])}
    parts = [each for name in AXES for each in state[name].carriers]
    parts += [each for name in ITEM_FIELDS for kept in items.field(name) for each in kept.entries]
    summary_from = max(parts, key=lambda each: place[each], default=newest).id
    attribution, commitment = None, None
    carriers: tuple[Entry, ...] = ()
    evidence = {name: _statements(state[name].carriers, name) for name in AXES}
    evidence |= {
        name: frozenset(
            statement for kept in items.field(name) for statement in _statements(kept.entries, name)
        )
        for name in ITEM_FIELDS
    }
    evidence |= {name: frozenset() for name in ("commitment", "stance", "attribution")}
    since: Bounds | None = (
        None if without_value else _since(sequence) if sequence else newest.bounds
    )
    if axis is not None:
        carriers = state[axis].carriers
        attribution = _strongest(carriers, axis)
        best = max(
            (each for each in carriers if each.attribution(axis) == attribution),
            key=lambda each: place[each],
        )
        summary_from = best.id
        commitment = best.commitment if axis == "participation" else None
        since = possible[axis].bounds if axis in possible else since
        evidence["stance"] = evidence[axis]
        evidence["attribution"] = frozenset(
            piece.statement
            for each in carriers
            for piece in each.counted(axis)
            if piece.attribution == attribution
        )
        if commitment:
            evidence["commitment"] = _statements([best], "commitment")
    reported = [
        *(line for name in AXES for line in _reported_axis(sequence, name, state[name], denied)),
        *_reported_items(sequence, state["participation"], items, denied),
    ]
    return Answer(
        newest.id,
        stance(view, participation),
        view,
        participation,
        commitment,
        attribution,
        tuple(kept.item for kept in items.conditions if isinstance(kept.item, Condition)),
        tuple(kept.item for kept in items.contributions if isinstance(kept.item, Contribution)),
        {name: _claims(state[name], name) for name in AXES if state[name].claims},
        tuple(reported),
        evidence,
        tuple(each.id for each in carriers),
        None if without_value else summary_from,
        certainty,
        since,
    )


def _with(items: Items, possible: Entry) -> Items:
    now = {name: {kept.item.identity: kept for kept in items.field(name)} for name in ITEM_FIELDS}
    for name in ITEM_FIELDS:
        for item in possible.items(name):
            _set(now[name], item, possible)
    return replace(
        items,
        conditions=tuple(now["conditions"].values()),
        contributions=tuple(now["contributions"].values()),
    )


def after_entry(entries: Iterable[Entry], last: Entry) -> Answer:
    """The position that an entry opens: all entries folded up to it in the order. A retracted one
    has the position that it had before.
    """
    return _answer(up_to(entries, last), {}, None)


# --- as-of ----------------------------------------------------------------------------------------


@lru_cache(maxsize=5_000)
def first_days(order: tuple[Entry, ...]) -> dict[Entry, date | None]:
    """The first day on which each entry can have begun; None: not bounded.

    It cannot have begun before those that it names in `after`, as far as their bounds say when.
    """
    by_id: dict[str, Entry] = {}
    out: dict[Entry, date | None] = {}
    for each in order:
        named = [out[by_id[name]] for name in each.after if name in by_id]
        out[each] = max((day for day in (each.bounds.earliest, *named) if day), default=None)
        by_id[each.id] = each
    return out


def may_have_begun(order: tuple[Entry, ...], day: date) -> frozenset[Entry]:
    """The entries of which the bounds allow that they had begun by a day."""
    return frozenset(
        each for each, first in first_days(order).items() if first is None or first <= day
    )


def must_have_begun(order: tuple[Entry, ...], day: date) -> frozenset[Entry]:
    """The entries of which the bounds leave no other choice."""
    return frozenset(each for each in order if each.bounds.latest and each.bounds.latest <= day)


def counting(order: tuple[Entry, ...], asked_from: date, day: date) -> frozenset[Entry]:
    """The entries that count: from `latest`, else `earliest`, else `asked_from` (rule as-of)."""
    return frozenset(
        each
        for each, first in first_days(order).items()
        if (each.bounds.latest or first or asked_from) <= day
    )


@lru_cache(maxsize=5_000)
def worlds(
    entries: tuple[Entry, ...], may: frozenset[Entry], must: frozenset[Entry]
) -> tuple[tuple[Entry, ...], ...]:
    """Every sequence of the entries that can have begun by a day, in every order: all of `must`,
    and any of `may` (rule as-of).

    Reading: `after` and disputes say in which order entries are folded, not that one has begun
    before the other. So the entries that count are always one of these sequences.
    """
    before = _all_before(entries)
    out: list[tuple[Entry, ...]] = []

    def extend(sequence: tuple[Entry, ...], remaining: frozenset[Entry]) -> None:
        if not remaining:
            out.append(sequence)
            if len(out) > MOST_WORLDS:
                raise ValueError(f"more than {MOST_WORLDS} orders")
        for each in entries:
            if each in remaining and not before[each] & remaining:
                extend((*sequence, each), remaining - {each})

    free = sorted(may - must, key=age)
    for number in range(len(free) + 1):
        for some in combinations(free, number):
            extend((), must | set(some))
    return tuple(out)


def _all_before(entries: tuple[Entry, ...]) -> dict[Entry, set[Entry]]:
    """For each entry those that come before it in every order, directly or by way of others.

    `entries`: in an order that the rules allow.
    """
    out: dict[Entry, set[Entry]] = {}
    for each in entries:
        out[each] = set()
        for other in entries:
            if other is not each and precedes(other, each):
                out[each] |= {other} | out[other]
    return out


def worlds_on(entries: tuple[Entry, ...], day: date, axis: str) -> tuple[tuple[Entry, ...], ...]:
    """The same for a day, of the entries that matter to an axis."""
    return worlds(
        entries,
        frozenset(each for each in may_have_begun(entries, day) if matters(each, axis)),
        frozenset(each for each in must_have_begun(entries, day) if matters(each, axis)),
    )


def matters(entry: Entry, axis: str) -> bool:
    """Whether it can change the value of an axis: it sets or denies it."""
    return entry.value(axis) != NOT_STATED or any(name == axis for name, _ in entry.denies)


def axis_certainty(
    order: tuple[Entry, ...],
    may: frozenset[Entry],
    must: frozenset[Entry],
    axis: str,
    served: AxisState,
) -> str:
    """How sure the value served on an axis is (rule as-of)."""
    relevant = frozenset(each for each in order if matters(each, axis))
    states = [_state(world, axis) for world in worlds(order, may & relevant, must & relevant)]
    if all(state.value == served.value for state in states):
        return "certain"
    giving = [state for state in states if state.value == served.value]
    carriers = {each for state in giving for each in state.carriers}
    if carriers and all(each.undated for each in carriers):
        return "undated"
    return "possible"


def as_of(entries: Iterable[Entry], asked_from: date, day: date) -> Answer | None:
    """What is answered for a day; None: silence.

    Raises ValueError for a day before `asked_from`, and ImpossibleOrderError.
    """
    if day < asked_from:
        raise ValueError("before asked_from")
    order = ordered(entries)
    return _as_of(
        order,
        counting(order, asked_from, day),
        may_have_begun(order, day),
        must_have_begun(order, day),
    )


@lru_cache(maxsize=5_000)
def _as_of(
    order: tuple[Entry, ...],
    counted: frozenset[Entry],
    may: frozenset[Entry],
    must: frozenset[Entry],
) -> Answer | None:
    """A claim that is denied by a denial that counts is no possible value either, and an
    axis on which all claims are denied counts as one that nothing sets.
    """
    sequence = tuple(each for each in order if each in counted)
    denied = denied_values(sequence)
    certainties: list[str] = []
    possible: dict[str, Entry] = {}
    for axis in AXES:
        state = _state(sequence, axis)
        coming = [
            each
            for each in order
            if each in may - counted
            and each.value(axis) != NOT_STATED
            and not is_denied(each, axis, denied)
        ]
        if state.tier == NO_TIER and coming:
            possible[axis] = coming[0]
            certainties.append("possible")
        else:
            certainties.append(axis_certainty(order, may, must, axis, state))
    if not sequence and not possible:
        return None
    return _answer(sequence, possible, min(certainties, key=CERTAINTIES.index))


def certainty(answer: Answer | None) -> str:
    """The certainty of an answer; of silence too."""
    return answer.certainty or "" if answer else "silence"


def agrees(entries: Iterable[Entry], entry: Entry, asked_from: date, last_day: date) -> bool:
    """Whether an entry agrees with the others (rule as-of).

    On each day of its span some order gives its value, on each axis that it sets. An
    entry that sets no axis, disputes or denies does not agree. Nor does one with `after`: that says
    something of another entry's place, so it may change the order of others.
    """
    axes = [axis for axis in AXES if entry.value(axis) != NOT_STATED]
    if not axes or entry.disputes or entry.denies or entry.after or entry.retracted:
        return False
    others = ordered(each for each in entries if each.id != entry.id)
    last = entry.bounds.latest or last_day
    day = min(entry.bounds.earliest or asked_from, last)
    while day <= last:
        for axis in axes:
            states = [(world, _state(world, axis)) for world in worlds_on(others, day, axis)]
            gives = [
                state.value == entry.value(axis)
                and state.tier == entry.tier(axis)
                and not state.claims
                for _, state in states
            ]
            nothing = [all(each.value(axis) == NOT_STATED for each in world) for world, _ in states]
            if not any(gives) or not all(map(any, zip(gives, nothing, strict=True))):
                return False
        day += timedelta(days=1)
    return True


# --- the check ------------------------------------------------------------------------------------


def problems(entries: Iterable[Entry]) -> list[str]:
    """Why the check refuses the entries of one actor and question; the first word of each line is
    `overlap`, `order`, `after`, `dispute` or `denial`.
    """
    entries = list(entries)
    live = sorted((each for each in entries if not each.retracted), key=lambda each: each.id)
    out = [*_overlaps(live), *_wrong_after(live, entries), *_disputes(live), *_wrong_denials(live)]
    try:
        ordered(live)
    except ImpossibleOrderError as error:
        out.append(f"order: {error}")
    return out


def _overlaps(live: list[Entry]) -> Iterator[str]:
    """Closed spans of one tier that overlap and set an axis differently, without an answer."""
    for first in live:
        for later in live:
            if not recorded_before(first, later) or None in (*first.bounds, *later.bounds):
                continue
            if certainly_earlier(first, later) or certainly_earlier(later, first):
                continue
            if first.id in later.after or later.id in first.after:
                continue
            for axis in AXES:
                if sets_differently(first, later, axis) and axis not in later.disputes:
                    yield f"overlap: {later.id} must dispute {axis} of {first.id}, or use after"


def _wrong_after(live: list[Entry], entries: list[Entry]) -> Iterator[str]:
    """`after` may name any entry where the bounds allow both orders."""
    by_id = {each.id: each for each in entries}
    for each in live:
        for name in sorted(each.after):
            if name not in by_id or name == each.id:
                yield f"after: {each.id} names {name}, which is no other entry"
            elif certainly_earlier(by_id[name], each) or certainly_earlier(each, by_id[name]):
                yield f"after: {each.id} names {name}, but the bounds allow one order only"


def _disputes(live: list[Entry]) -> Iterator[str]:
    """A dispute that nothing can answer."""
    for each in live:
        for axis in sorted(each.disputes):
            if not any(
                sets_differently(each, other, axis) and not certainly_earlier(each, other)
                for other in live
            ):
                yield f"dispute: {each.id} disputes {axis}, which nothing sets differently"


def _wrong_denials(live: list[Entry]) -> Iterator[str]:
    """A denial is an entry of its own, of the actor's own tier, of a value that a lower tier
    claims.
    """
    for each in live:
        if not each.denies:
            continue
        sets = [name for name in AXES if each.value(name) != NOT_STATED]
        sets += [name for name in ITEM_FIELDS if each.items(name)]
        if sets or each.disputes or each.drops != NO_DROPS:
            yield f"denial: {each.id} does more than deny"
        if not any(
            piece.relation == "denies" and TIERS[piece.attribution] == OWN
            for piece in each.evidence
        ):
            yield f"denial: {each.id} is not the actor's own word"
        for axis, value in sorted(each.denies):
            if not any(other.value(axis) == value and other.tier(axis) < OWN for other in live):
                yield f"denial: {each.id} denies {axis} {value}, which no lower tier claims"


# --- the record of a seed folder ------------------------------------------------------------------


@dataclass(frozen=True)
class Statement:
    """A statement of the record, as far as the rules need it. `about`: attribution by actor."""

    source: str
    said: Bounds
    capacity: str | None
    about: dict[str, str]
    questions: tuple[str, ...]


class Size(NamedTuple):
    """A size that statements give a coalition."""

    value: int
    at_least: bool
    said: Bounds
    statements: tuple[str, ...]


class MembershipClaim(NamedTuple):
    """What statements say of a country and a coalition: `member` or `not_member`."""

    coalition: str
    actor: str
    claim: str
    statements: tuple[str, ...]


@dataclass
class Record:
    """A seed: statements by public id, entries by question and actor, the day from which each
    question is asked, the roots of sources, and what is said of coalitions.
    """

    statements: dict[str, Statement] = field(default_factory=dict)
    entries: dict[tuple[str, str], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    asked_from: dict[str, date] = field(default_factory=dict)
    actors: set[str] = field(default_factory=set)  # those of actors.yaml, which are no countries
    roots: dict[str, str] = field(default_factory=dict)  # by source
    sizes: dict[str, list[Size]] = field(default_factory=dict)  # by coalition
    membership_claims: list[MembershipClaim] = field(default_factory=list)

    def days(self, last: date) -> Iterator[tuple[str, date]]:
        """Each question with each day from its first to the last."""
        for question, first in self.asked_from.items():
            for number in range((last - first).days + 1):
                yield question, first + timedelta(days=number)

    def independence(self, statements: Iterable[str]) -> tuple[int, int]:
        """Independent sources and sources of some statements (rule independence)."""
        sources = {self.statements[each].source for each in statements}
        return len({self.roots[source] for source in sources}), len(sources)

    def size(self, coalition: str, day: date) -> int | None:
        """The last of a coalition's sizes by date, of those that count on a day.

        A size counts as an entry does; of two of one date the one listed last.
        """
        first = min(self.asked_from.values(), default=date.min)
        counting = [
            (each.said.latest or each.said.earliest or date.min, number, each.value)
            for number, each in enumerate(self.sizes.get(coalition, []))
            if (each.said.latest or each.said.earliest or first) <= day
        ]
        return max(counting)[2] if counting else None


def read(seed: Path) -> Record:
    """The record of a seed folder."""
    record = Record()
    record.asked_from = {
        each["id"]: date.fromisoformat(each["asked_from"])
        for each in _yaml(seed / "questions.yaml")
    }
    actors = _yaml(seed / "actors.yaml")
    record.actors = {each["id"] for each in actors}
    people = {person["id"]: person for person in _yaml(seed / "people.yaml")}
    folders = sorted(path.parent for path in seed.glob("sources/*/source.yaml"))
    sources = {folder.name: _yaml(folder / "source.yaml") for folder in folders}
    record.roots = {name: _root(name, sources) for name in sources}
    for folder in folders:
        for each in _yaml(folder / "statements.yaml"):
            record.statements[f"{folder.name}-{each['id']}"] = _statement(
                each, folder.name, sources[folder.name], people, record
            )
    for folder in folders:
        dates = sources[folder.name].get("dates") or {}
        for each in _yaml(folder / "positions.yaml"):
            record.entries[each["question"], each["actor"]].append(
                _entry(each, record.statements, dates)
            )
    for actor in actors:
        if actor.get("sizes"):
            record.sizes[actor["id"]] = [
                Size(
                    int(each["value"]),
                    each.get("at_least") == "true",
                    bounds(each.get("said"), {}),
                    tuple(each.get("statements") or ()),
                )
                for each in actor["sizes"]
            ]
        record.membership_claims += [
            MembershipClaim(
                actor["id"], each["actor"], each["claim"], tuple(each.get("statements") or ())
            )
            for each in actor.get("membership_claims") or []
        ]
    return record


def _yaml(path: Path) -> Any:
    if not path.exists():
        return []
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) or []


def _empty(given: Any) -> bool:
    return given in (None, "", "null")


def bounds(given: Any, dates: dict[str, Any]) -> Bounds:
    """The bounds of a date as the seed gives it: a name among `dates`, a value, or an object."""
    if isinstance(given, str) and given in dates:
        given = dates[given]
    if _empty(given):
        return Bounds(None, None)
    if isinstance(given, str):
        return span(given)
    if not _empty(given.get("value")):
        return span(given["value"])
    return Bounds(
        *(
            None if _empty(given.get(name)) else date.fromisoformat(given[name])
            for name in Bounds._fields
        )
    )


def has_value(given: Any, dates: dict[str, Any]) -> bool:
    """Whether a date as the seed gives it names a day, a month or a year."""
    if isinstance(given, str) and given in dates:
        given = dates[given]
    if _empty(given):
        return False
    return isinstance(given, str) or not _empty(given.get("value"))


def _root(source: str, sources: dict[str, Any]) -> str:
    """The end of the `copy_of` chain, or the agency in `via` there."""
    while not _empty(sources[source].get("copy_of")):
        source = sources[source]["copy_of"]
    via = sources[source].get("via")
    return source if _empty(via) else f"agency {via}"


def _statement(
    given: dict[str, Any],
    source: str,
    document: dict[str, Any],
    people: dict[str, Any],
    record: Record,
) -> Statement:
    said = bounds(given.get("said"), document.get("dates") or {})
    published = bounds(document.get("published"), document.get("dates") or {})
    questions = tuple(given.get("questions") or ())
    speaker: str | None = None if _empty(given.get("speaker")) else given["speaker"]
    role = None
    if speaker is not None and speaker != "anonymous":
        role = _role(given, people[speaker].get("roles") or [], _narrowed(said, None, published))
    asked_from = min((record.asked_from[each] for each in questions), default=None)
    capacity = given.get("capacity")
    if _empty(capacity):
        capacity = role["capacity"] if role else None
    return Statement(
        source,
        said
        if has_value(given.get("said"), document.get("dates") or {})
        else said_within(said, published, role, asked_from),
        capacity,
        {
            actor: attribution(
                speaker=speaker,
                signed=actor in (given.get("signed_for") or []),
                role=role if role and role.get("actor") == actor else None,
                capacity=capacity,
                country=actor not in record.actors,
            )
            for actor in given.get("about") or []
        },
        questions,
    )


def attribution(
    speaker: str | None,
    signed: bool,
    role: dict[str, Any] | None,
    capacity: str | None,
    country: bool,
) -> str:
    """How the words of a statement relate to an actor. `role`: the speaker's, if it is one for this
    actor; `signed`: the text was signed for it; `country`: the actor is one.
    """
    if signed:
        return "collective"
    if speaker is None:
        return "narrator"
    if speaker == "anonymous":
        return "anonymous"
    if role is not None and (
        capacity in ("government", "military")
        or role.get("decides") == "true"
        or (not country and capacity == "other")
    ):
        return "self"
    return "third_party"


def said_within(
    said: Bounds, published: Bounds, role: dict[str, Any] | None, asked_from: date | None
) -> Bounds:
    """A statement's date within what its source and the speaker's role leave.

    The day of publication and the end of the role bound `latest`. The start of the role bounds
    `earliest` if it lies after the smallest `asked_from` of the statement's questions; a statement
    without questions has none, so every start bounds it. A date with a value is not bounded so.
    """
    since = bounds(role.get("from"), {}).earliest if role else None
    until = bounds(role.get("to"), {}).latest if role else None
    if since is not None and asked_from is not None and since <= asked_from:
        since = None
    narrowed = _narrowed(said, since, Bounds(None, until))
    return _narrowed(narrowed, None, published)


def _narrowed(said: Bounds, since: date | None, limit: Bounds) -> Bounds:
    earliest = max((day for day in (said.earliest, since) if day), default=None)
    latest = min((day for day in (said.latest, limit.latest) if day), default=None)
    return Bounds(earliest, latest)


def _role(given: dict[str, Any], roles: list[dict[str, Any]], said: Bounds) -> dict[str, Any]:
    """The role that a statement names, or the only one that the speaker can have had then."""
    named = given.get("role")
    possible = [
        role
        for role in roles
        if (_empty(named) or role["id"] == named) and _may_have_had(role, said)
    ]
    assert len(possible) == 1, given["id"]
    return possible[0]


def _may_have_had(role: dict[str, Any], said: Bounds) -> bool:
    since, until = bounds(role.get("from"), {}).earliest, bounds(role.get("to"), {}).latest
    return not (since and said.latest and said.latest < since) and not (
        until and said.earliest and said.earliest > until
    )


def _entry(given: dict[str, Any], statements: dict[str, Statement], dates: dict[str, Any]) -> Entry:
    evidence = tuple(
        Evidence(
            piece["statement"],
            piece["relation"],
            statements[piece["statement"]].about[given["actor"]],
            frozenset(piece.get("fields") or ()),
        )
        for piece in given["evidence"]
    )
    first = next(
        piece.statement
        for relation in ("supports", "denies")
        for piece in evidence
        if piece.relation == relation
    )
    return Entry(
        given["id"],
        statements[first].said
        if _empty(given.get("valid_from"))
        else bounds(given["valid_from"], dates),
        date.fromisoformat(given["recorded_on"]),
        evidence,
        given.get("view", NOT_STATED),
        given.get("participation", NOT_STATED),
        None if _empty(given.get("commitment")) else given["commitment"],
        tuple(_condition(each) for each in given.get("conditions") or ()),
        tuple(
            Contribution(
                each["form"],
                each["status"],
                each.get("place", "unspecified"),
                each.get("alternatives") == "true",
                None if _empty(each.get("note")) else each["note"],
            )
            for each in given.get("contributions") or ()
        ),
        _drops(given.get("drops") or []),
        frozenset((each["axis"], each["value"]) for each in given.get("denies") or ()),
        frozenset(given.get("disputes") or ()),
        frozenset(each["entry"] for each in given.get("after") or ()),
        not _empty(given.get("retracted")),
    )


def _condition(given: dict[str, Any]) -> Condition:
    note = given.get("note")
    return Condition(tuple(given["any_of"]), None if _empty(note) else note)


def _drops(given: Any) -> Drops:
    if isinstance(given, list):
        return Drops(frozenset(given))
    conditions = [_condition(each) for each in given.get("conditions") or ()]
    contributions = [
        Contribution(
            each["form"],
            place=each.get("place", "unspecified"),
            note=None if _empty(each.get("note")) else each["note"],
        )
        for each in given.get("contributions") or ()
    ]
    return dropping(*conditions, *contributions)
