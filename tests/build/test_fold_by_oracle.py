"""The fold gives what the rules say. It is compared with `tests/oracle.py`, which states the rules
a second time, on generated records: the position of each entry and the answer of each day.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.build.fold.entries import AXES, EntryChange, EvidenceItem
from app.build.fold.positions import FoldedPosition, fold_record
from app.build.fold.problems import record_problems
from app.build.fold.validity import Interval, validity_intervals
from app.build.seed.models.positions import (
    SeedAfter,
    SeedCondition,
    SeedContribution,
    SeedDenial,
    SeedDrops,
    SeedRetraction,
)
from app.domain.dates import UNKNOWN, DateObject
from app.domain.vocabulary import Attribution, Commitment, Participation, Relation, View
from tests import oracle

FIRST = date(2025, 3, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(6)]
ASKED = FIRST - timedelta(days=1)
SPAN = [ASKED, *DAYS, DAYS[-1] + timedelta(days=1)]
PROMISING = {"will_contribute", "open", "undecided", "declined"}

# --- generated records ----------------------------------------------------------------------------

days = st.sampled_from(DAYS)
spans = st.one_of(
    st.just((None, None)),
    days.map(lambda day: (day, day)),
    days.map(lambda day: (day, day)),
    st.tuples(st.none() | days, st.none() | days).filter(
        lambda two: two[0] is None or two[1] is None or two[0] <= two[1]
    ),
)
views = st.sampled_from(["not_stated", "not_stated", "supports", "opposes"])
participations = st.sampled_from(
    ["not_stated", "not_stated", "will_contribute", "open", "open", "declined", "not_applicable"]
)
condition_lists = st.lists(
    st.sampled_from(
        [
            {"any_of": ("mandate",)},
            {"any_of": ("ceasefire", "mandate"), "note": "soon"},
            {"any_of": ("other",), "note": "A"},
            {"any_of": ("other",), "note": "B"},
        ]
    ).map(SeedCondition.model_validate),
    max_size=2,
    unique_by=lambda condition: (condition.any_of, condition.note),
)
contribution_lists = st.lists(
    st.builds(
        SeedContribution,
        form=st.sampled_from(["troops", "air", "training"]),
        status=st.sampled_from(["offered", "ruled_out"]),
        place=st.sampled_from(["unspecified", "in_ukraine"]),
    ),
    max_size=2,
    unique_by=lambda contribution: (contribution.form, contribution.place),
)
attributions = st.sampled_from(
    ["self", "self", "collective", "third_party", "third_party", "anonymous"]
)
few = st.integers(0, 3).map(lambda number: number == 0)


@st.composite
def changes(draw: st.DrawFn, number: int) -> EntryChange:
    """An entry, which the check may refuse."""
    earliest, latest = draw(spans)
    begun = UNKNOWN
    if earliest or latest:
        begun = DateObject(earliest=earliest, latest=latest, basis="stated")
    recorded = date(2026, 1, draw(st.integers(1, 3)))
    if draw(few) and draw(few):
        axis, value = draw(st.sampled_from([("participation", "open"), ("view", "opposes")]))
        item = EvidenceItem(f"s{number}", Relation.denies, Attribution.self_)
        return EntryChange(
            f"e{number}", begun, recorded, (item,), denies=(SeedDenial(axis=axis, value=value),)
        )
    participation = draw(participations)
    evidence = [EvidenceItem(f"s{number}", Relation.supports, Attribution(draw(attributions)))]
    if draw(few):  # another source for some of the fields only
        some = draw(st.sets(st.sampled_from(["view", "participation", "conditions"]), min_size=1))
        by = Attribution(draw(attributions))
        evidence.append(EvidenceItem(f"t{number}", Relation.supports, by, frozenset(some)))
    drops = SeedDrops()
    if draw(few):
        drops = SeedDrops(
            conditions=[
                {"any_of": one.any_of, "note": one.note if "other" in one.any_of else None}
                for one in draw(condition_lists)
            ],
            contributions=[
                {"form": one.form, "place": one.place} for one in draw(contribution_lists)
            ],
        )
    change = EntryChange(
        f"e{number}",
        begun,
        recorded,
        tuple(evidence),
        view=View(draw(views)),
        participation=Participation(participation),
        commitment=draw(st.sampled_from(Commitment)) if participation in PROMISING else None,
        conditions=tuple(draw(condition_lists)),
        contributions=tuple(draw(contribution_lists)),
        drops=drops,
    )
    disputed = frozenset(axis for axis in AXES if change.sets(axis) and draw(few))
    return replace(change, disputes=disputed)


@st.composite
def records(draw: st.DrawFn, most: int = 5) -> list[EntryChange]:
    """Entries that the check lets through: what it would refuse is mended where that is simple."""
    entries = [draw(changes(number)) for number in range(draw(st.integers(1, most)))]
    if len(entries) > 1 and draw(few):
        behind, other = draw(st.permutations(range(len(entries))))[:2]
        entries[behind] = _behind(entries[behind], f"e{other}")
    for _ in range(8):
        problems = record_problems(entries)
        if not problems:
            return entries
        for problem in problems:
            place = [change.id for change in entries].index(problem.entry)
            match str(problem.kind):
                case "unresolved_overlap" if draw(st.booleans()):
                    entries[place] = _behind(entries[place], problem.others[0])
                case "unresolved_overlap":
                    disputed = {*entries[place].disputes, str(problem.axis)}
                    entries[place] = replace(entries[place], disputes=frozenset(disputed))
                case "dispute_without_opponent":
                    entries[place] = replace(entries[place], disputes=frozenset())
                case "impossible_order" | "needless_after":
                    entries[place] = replace(entries[place], after=())
                case _:
                    del entries[place]
                    break
        if not entries:
            break
    assume(entries and not record_problems(entries))
    return entries


def _behind(change: EntryChange, other: str) -> EntryChange:
    return replace(change, after=(*change.after, SeedAfter(entry=other, reason="It answers it.")))


# --- one record for both --------------------------------------------------------------------------


def for_oracle(change: EntryChange) -> oracle.Entry:
    """The same entry as the oracle has it."""
    assert isinstance(change.drops, SeedDrops) or not change.drops
    drops = oracle.NO_DROPS
    if isinstance(change.drops, SeedDrops):
        drops = oracle.dropping(
            *(_condition(one) for one in change.drops.conditions),
            *(
                oracle.Contribution(str(one.form), place=str(one.place), note=one.note)
                for one in change.drops.contributions
            ),
        )
    return oracle.Entry(
        change.id,
        oracle.Bounds(change.valid_from.earliest, change.valid_from.latest),
        change.recorded_on,
        tuple(
            oracle.Evidence(item.statement, str(item.relation), str(item.attribution), item.fields)
            for item in change.evidence
        ),
        str(change.view),
        str(change.participation),
        str(change.commitment) if change.commitment else None,
        tuple(_condition(one) for one in change.conditions),
        tuple(_contribution(one) for one in change.contributions),
        drops,
        frozenset((item.axis, str(item.value)) for item in change.denies),
        frozenset(change.disputes),
        frozenset(item.entry for item in change.after),
        change.retracted is not None,
    )


def _condition(given: SeedCondition) -> oracle.Condition:
    return oracle.Condition(tuple(str(term) for term in given.any_of), given.note)


def _contribution(given: SeedContribution) -> oracle.Contribution:
    return oracle.Contribution(
        str(given.form), str(given.status), str(given.place), given.alternatives, given.note
    )


def _item(value: Any) -> Any:
    if isinstance(value, SeedCondition):
        return _condition(value)
    return _contribution(value) if isinstance(value, SeedContribution) else str(value)


def said_by_fold(position: FoldedPosition) -> dict[str, Any]:
    """What a position says, in words that both have."""
    counted = {item.field: frozenset(item.statements) for item in position.derivation}
    since = position.stance_since
    return {
        "id": position.id,
        "stance": str(position.stance),
        "view": str(position.view),
        "participation": str(position.participation),
        "commitment": _text(position.commitment),
        "attribution": _text(position.attribution),
        "conditions": _sorted(_condition(one) for one in position.conditions),
        "contributions": _sorted(_contribution(one) for one in position.contributions),
        "disputed": {
            axis: _sorted(
                (str(claim.value), str(claim.attribution), sorted(claim.statements))
                for claim in claims
            )
            for axis, claims in position.disputed
        },
        "reported": _sorted(
            (one.field, _item(one.value), str(one.attribution), one.entry, sorted(one.denied_by))
            for one in position.reported
        ),
        "carriers": sorted(position.deciding),
        "summary": position.summary_from,
        "since": since and (since.earliest, since.latest),
        "counted": {name: counted[name] for name in sorted(counted.keys() - {"valid_from"})},
    }


def said_by_oracle(answer: oracle.Answer) -> dict[str, Any]:
    """What an answer of the oracle says, in words that both have."""
    since = answer.stance_since
    return {
        "id": answer.position,
        "stance": answer.stance,
        "view": answer.view,
        "participation": answer.participation,
        "commitment": answer.commitment,
        "attribution": answer.attribution,
        "conditions": _sorted(answer.conditions),
        "contributions": _sorted(answer.contributions),
        "disputed": {
            axis: _sorted(
                (claim.value, claim.attribution, sorted(claim.statements)) for claim in claims
            )
            for axis, claims in answer.disputed.items()
        },
        "reported": _sorted(
            (one.field, one.value, one.attribution, one.entry, sorted(one.denied_by))
            for one in answer.reported
        ),
        "carriers": sorted(answer.carriers),
        "summary": answer.summary_from,
        "since": since and tuple(since),
        "counted": {name: answer.evidence[name] for name in sorted(answer.evidence)},
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _sorted(items: Any) -> list[Any]:
    return sorted(items, key=repr)


def on(intervals: list[Interval], day: date) -> Interval | None:
    """The interval that covers a day."""
    covering = [
        interval
        for interval in intervals
        if interval.first <= day and (interval.last is None or day <= interval.last)
    ]
    return covering[-1] if covering else None


def differences(entries: Collection[EntryChange]) -> list[str]:
    """What the fold and the oracle say differently of a record."""
    twins = [for_oracle(change) for change in entries]
    record = fold_record(entries)
    out = []
    for position in record.positions:
        twin = next(twin for twin in twins if twin.id == position.id)
        answer = oracle.after_entry(twins, twin)
        out += _differing(position.id, said_by_fold(position), said_by_oracle(answer))
    intervals = validity_intervals(record, ASKED)
    for day in SPAN:
        interval, expected = on(intervals, day), oracle.as_of(twins, ASKED, day)
        if interval is None or expected is None:
            if (interval is None) != (expected is None):
                out.append(f"{day}: silence")
            continue
        ours = said_by_fold(interval.answer) | {"certainty": str(interval.certainty)}
        out += _differing(
            str(day), ours, said_by_oracle(expected) | {"certainty": expected.certainty}
        )
    return out


def _differing(where: str, ours: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    return [
        f"{where} {name}: fold {ours[name]}, oracle {expected[name]}"
        for name in expected
        if ours[name] != expected[name]
    ]


# --- the comparison -------------------------------------------------------------------------------


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(records())
def test_the_fold_gives_what_the_rules_say(entries: list[EntryChange]) -> None:
    assert differences(entries) == []


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 4).flatmap(lambda most: st.tuples(*(changes(one) for one in range(most)))))
def test_the_check_refuses_what_the_rules_refuse(entries: tuple[EntryChange, ...]) -> None:
    refused = oracle.problems(for_oracle(change) for change in entries)
    assert bool(record_problems(entries)) == bool(refused), refused


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(records(), st.data())
def test_retracted_entries_change_nothing_for_both(
    entries: list[EntryChange], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    retraction = SeedRetraction(on=date(2026, 2, 1), reason="It was another actor.")
    entries[place] = replace(entries[place], retracted=retraction)
    assume(not record_problems(entries))
    assert differences(entries) == []
