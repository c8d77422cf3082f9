"""Positions from entries (docs/domain.md, section From entries to positions), the label of a
position, and date objects.

The properties are checked against a slow reading of the rules (oracle.py) that looks back over the
whole history for each answer; the fold walks it once.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise, permutations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.build.fold.positions import EntryChange, EvidenceItem, FoldedPosition, ending, fold, order
from app.build.seed.models.positions import FIELDS, SeedCondition, SeedContribution, SeedRetraction
from app.domain.dates import UNKNOWN, DateObject, span
from app.domain.stance import stance, strongest
from app.domain.vocabulary import (
    Attribution,
    Commitment,
    Participation,
    Precision,
    Relation,
    Rule,
    Stance,
    Status,
    View,
)
from app.domain.vocabulary import Condition as Term
from tests import oracle

AXES = ("view", "participation")
PROMISING = {
    "will_contribute",
    "open",
    "undecided",
    "declined",
}  # those with a commitment (docs/domain.md, rule commitment)
RETRACTED = SeedRetraction(on=date(2026, 2, 1), reason="It was another actor.")

days = st.dates(date(2025, 8, 1), date(2025, 11, 30))


def bounded(earliest: date | None, latest: date | None) -> DateObject:
    """A date of which only bounds are known."""
    return (
        DateObject(earliest=earliest, latest=latest, basis="stated")
        if earliest or latest
        else UNKNOWN
    )


known = st.one_of(
    st.just(UNKNOWN),
    days.map(lambda day: DateObject.model_validate(day.isoformat())),
    days.map(lambda day: DateObject.model_validate(f"{day:%Y-%m}")),
    st.just(DateObject.model_validate("2025")),
    st.tuples(st.none() | days, st.none() | days)
    .filter(lambda two: two[0] is None or two[1] is None or two[0] <= two[1])
    .map(lambda two: bounded(*two)),
)
CONDITIONS = [
    SeedCondition(any_of=any_of, note=note)
    for number in (1, 2)
    for any_of in permutations(list(Term)[:3], number)
    for note in (None, "After a vote.")
]
several_conditions = st.lists(
    st.sampled_from(CONDITIONS), max_size=2, unique_by=lambda condition: frozenset(condition.any_of)
)
forms = st.sampled_from(
    [SeedContribution(form=form, status="offered") for form in ("troops", "training")]
)
evidence_items = st.builds(
    EvidenceItem,
    st.sampled_from([f"s{number}" for number in range(6)]),
    st.sampled_from(Relation),
    st.sampled_from(Attribution),
    st.frozensets(st.sampled_from(FIELDS), max_size=1),
)
evidence_lists = st.lists(evidence_items, max_size=2, unique_by=lambda item: item.statement)
terms = st.frozensets(st.sampled_from(list(Term)[:3]), max_size=1)


@st.composite
def changes(draw: st.DrawFn, retracting: bool = True) -> EntryChange:
    """An entry as the check lets it through."""
    participation = draw(st.sampled_from(Participation))
    said: dict[str, Any] = {
        "view": draw(st.sampled_from(View)),
        "participation": participation,
        "commitment": draw(st.sampled_from(Commitment)) if participation in PROMISING else None,
        "conditions": () if participation == "undecided" else tuple(draw(several_conditions)),
        "contributions": tuple(draw(st.lists(forms, max_size=1))),
    }
    sets = frozenset(name for name in FIELDS if said[name] not in (None, (), "not_stated"))
    evidence = [replace(item, fields=item.fields & sets) for item in draw(evidence_lists)]
    carrying = EvidenceItem(
        f"s{draw(st.integers(6, 9))}", Relation.supports, draw(st.sampled_from(Attribution))
    )
    return EntryChange(
        id="",
        valid_from=draw(known),
        recorded_on=draw(st.sampled_from([date(2026, 1, 1), date(2026, 1, 2)])),
        evidence=(*evidence, carrying),
        drops=draw(terms),
        disputes=draw(
            st.sampled_from([frozenset(), frozenset(AXES), *map(frozenset, combinations(AXES, 1))])
        )
        & sets,
        retracted=RETRACTED if retracting and draw(st.integers(0, 5)) == 0 else None,
        valid_from_coded=draw(st.booleans()),
        **said,
    )


def histories(retracting: bool = True) -> st.SearchStrategy[list[EntryChange]]:
    """Up to seven entries of one actor, oldest first."""

    def named(given: list[EntryChange]) -> list[EntryChange]:
        return sorted(
            (replace(change, id=f"e{number}") for number, change in enumerate(given)), key=order
        )

    return st.lists(changes(retracting), min_size=1, max_size=7).map(named)


def plain_entry(change: EntryChange) -> oracle.Entry:
    """An entry as the oracle reads it."""
    return oracle.Entry(
        change.id,
        oracle.Bounds(change.valid_from.earliest, change.valid_from.latest),
        change.recorded_on,
        tuple(
            oracle.Evidence(one.statement, one.relation, one.attribution, one.fields)
            for one in change.evidence
        ),
        change.view,
        change.participation,
        change.commitment,
        tuple(oracle.Condition(one.any_of, one.note) for one in change.conditions),
        change.drops,
        tuple((one.form, one.status, one.place, one.alternatives) for one in change.contributions),
        change.disputes,
        change.retracted is not None,
    )


def plain_position(position: FoldedPosition) -> oracle.Position:
    """A position as the oracle says it."""
    return oracle.Position(
        position.id,
        position.stance,
        position.view,
        position.participation,
        position.commitment,
        position.attribution,
        frozenset(oracle.Condition(one.any_of, one.note) for one in position.conditions),
        tuple(
            (one.form, one.status, one.place, one.alternatives) for one in position.contributions
        ),
        {
            axis: {claim.value: frozenset(claim.evidence) for claim in claims}
            for axis, claims in position.disputed
        },
        [item.statement for item in position.evidence],
        {
            one.field: frozenset(one.statements)
            for one in position.derivation
            if one.field != "valid_from"
        },
    )


def live(history: list[EntryChange]) -> list[EntryChange]:
    """The entries that were not retracted."""
    return [change for change in history if change.retracted is None]


@settings(deadline=None)
@given(histories())
def test_every_position_is_what_the_rules_say(history: list[EntryChange]) -> None:
    """Values, disputes, conditions, contributions, evidence, and what was counted for what; of
    retracted entries too.
    """
    entries = [plain_entry(change) for change in history]
    for number, (entry, position) in enumerate(zip(entries, fold(history), strict=True), 1):
        assert (position.id, position.number) == (entry.id, number)
        assert plain_position(position) == oracle.position(oracle.up_to(entries, entry))
        assert len(position.conditions) == len({one.any_of for one in position.conditions})


@settings(deadline=None)
@given(histories())
def test_the_evidence_of_a_position(history: list[EntryChange]) -> None:
    """Each statement once, those of its own entry first; it supports the position if it supports a
    part of it that is still valid, and is otherwise as the newest entry codes it. The attribution
    is that of the strongest.
    """
    for change, position in zip(history, fold(history), strict=True):
        statements = [item.statement for item in position.evidence]
        assert len(set(statements)) == len(statements)
        own = position.evidence[: len(change.evidence)]
        assert [item.statement for item in own] == [item.statement for item in change.evidence]
        for shown, coded in zip(own, change.evidence, strict=True):
            assert shown == coded or (coded.relation != "supports" and shown.relation == "supports")
        strength = ["self", "collective", "third_party", "anonymous", "narrator"]
        supports = [
            strength.index(item.attribution)
            for item in position.evidence
            if item.relation == "supports"
        ]
        assert strength.index(position.attribution) == min(supports)


@settings(deadline=None)
@given(histories())
def test_how_a_position_is_derived(history: list[EntryChange]) -> None:
    """A rule for each field; the entries that it rests on, once and oldest first; only what is
    shown is counted.
    """
    ages = {change.id: number for number, change in enumerate(history)}
    for change, position in zip(history, fold(history), strict=True):
        assert [one.field for one in position.derivation] == [
            *FIELDS,
            "stance",
            "attribution",
            "valid_from",
        ]
        by_field = {one.field: one for one in position.derivation}
        shown = {item.statement for item in position.evidence}
        disputed = dict(position.disputed)
        for one in position.derivation:
            numbers = [ages[name] for name in one.positions]
            assert numbers == sorted(set(numbers))
            assert all(number <= ages[change.id] for number in numbers)
            assert set(one.statements) <= shown
            assert len(set(one.statements)) == len(one.statements)
            if one.field not in (
                "view",
                "participation",
            ):  # a claim in dispute may be counted and not support
                assert set(one.statements) <= {
                    item.statement for item in position.evidence if item.relation == "supports"
                }
        for axis in AXES:
            rule, value = by_field[axis].rule, getattr(position, axis)
            assert rule is (
                Rule.disputed
                if axis in disputed
                else Rule.never_stated
                if value == "not_stated"
                else Rule.last_stated
            )
            assert bool(by_field[axis].statements) == (value != "not_stated")
        for name, value in (
            ("commitment", position.commitment),
            ("conditions", position.conditions),
            ("contributions", position.contributions),
        ):
            assert (by_field[name].rule is Rule.never_stated) == (not value)
            assert bool(by_field[name].positions) == bool(by_field[name].statements) == bool(value)
        decides = [
            axis for axis in AXES if by_field["stance"].positions == by_field[axis].positions
        ]
        assert decides
        assert by_field["stance"].rule is Rule.from_axes
        assert by_field["valid_from"].rule is (
            Rule.as_coded if change.valid_from_coded else Rule.as_said
        )


@settings(deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_says_nothing(history: list[EntryChange], random: Any) -> None:
    shuffled = history[:]
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(history)


@settings(deadline=None)
@given(histories())
def test_a_chain_with_one_end(history: list[EntryChange]) -> None:
    """At most one position is current: the last that was not retracted; no position ends before it
    can have begun.
    """
    positions = fold(history)
    assert [position.id for position in positions] == [change.id for change in history]
    assert {position.id for position in positions if position.status is Status.retracted} == {
        change.id for change in history if change.retracted
    }
    chain = [position for position in positions if position.status is not Status.retracted]
    assert [position.status for position in chain] == [Status.superseded] * (len(chain) - 1) + [
        Status.current
    ] * bool(chain)
    if chain:
        assert (chain[0].previous, chain[-1].superseded_by, chain[-1].valid_to) == (
            None,
            None,
            None,
        )
    for earlier, later in pairwise(chain):
        assert (earlier.superseded_by, later.previous) == (later.id, earlier.id)
        assert earlier.valid_to == ending(earlier.valid_from, later.valid_from)
        for bound in (earlier.valid_to.earliest, earlier.valid_to.latest):
            assert (
                bound is None
                or earlier.valid_from.earliest is None
                or bound >= earlier.valid_from.earliest
            )


@settings(deadline=None)
@given(histories())
def test_a_retracted_entry_changes_nothing(history: list[EntryChange]) -> None:
    """Without it the others are the same; it stays to be seen as it was when it was made, and holds
    nothing.
    """
    positions = {position.id: position for position in fold(history)}
    for position in fold(live(history)):
        assert replace(positions[position.id], number=0) == replace(position, number=0)
    for change in history:
        if change.retracted:
            position = positions[change.id]
            before = [one for one in live(history) if order(one) < order(change)]
            made = fold([*before, replace(change, retracted=None)])[-1]
            kept = replace(made, number=0, status=Status.retracted, retracted=RETRACTED)
            assert replace(position, number=0) == kept
            assert (position.superseded_by, position.valid_to) == (None, None)


@settings(deadline=None)
@given(histories(retracting=False), changes(retracting=False))
def test_silence_never_supersedes(history: list[EntryChange], more: EntryChange) -> None:
    """An entry that says nothing of an axis leaves it as it was, disputed or not."""
    last = replace(
        more,
        id="z",
        valid_from=DateObject.model_validate("2030-01-01"),
        view=View.not_stated,
        participation=Participation.not_stated,
        commitment=None,
        conditions=(),
        drops=frozenset(),
        contributions=(),
        disputes=frozenset(),
    )
    *_, before, after = fold([*history, last])
    for name in (
        "view",
        "participation",
        "stance",
        "commitment",
        "disputed",
        "conditions",
        "contributions",
    ):
        assert getattr(after, name) == getattr(before, name), name
    assert {item.statement for item in last.evidence} <= {item.statement for item in after.evidence}


@settings(deadline=None)
@given(histories())
def test_what_follows_from_the_axes(history: list[EntryChange]) -> None:
    for position in fold(history):
        assert position.stance is stance(position.view, position.participation)
        assert (position.commitment is not None) == (position.participation in PROMISING)
        assert position.participation != "undecided" or position.conditions == ()
        for _, claims in position.disputed:
            assert len({claim.value for claim in claims}) == len(claims) >= 2, (
                "claims of one value are no dispute"
            )
            assert all(claim.evidence for claim in claims)


@settings(deadline=None)
@given(known, known)
def test_the_day_before(begun: DateObject, start: DateObject) -> None:
    """A position ends on the day before the next begins, but on none on which it cannot have begun;
    nothing is made up.
    """
    end = ending(begun, start)
    floor = begun.earliest or date.min
    for bound, before in ((end.earliest, start.earliest), (end.latest, start.latest)):
        assert bound == (None if before is None else max(before - timedelta(days=1), floor))
    assert end.undated == start.undated
    assert (
        (end.value is not None)
        == (end.precision is Precision.day)
        == (None is not end.earliest == end.latest)
    )
    assert DateObject.model_validate(end.model_dump(mode="json")) == end


def entry(id: str, day: str | None, **said: Any) -> EntryChange:
    """An entry with a statement named after it; `conditions` and `drops` as plain words."""
    words = {
        **said,
        "conditions": tuple(
            SeedCondition(any_of=tuple(one.split("|"))) for one in said.get("conditions", ())
        ),
    }
    words["contributions"] = tuple(
        SeedContribution(form=form, status="offered") for form in said.get("contributions", ())
    )
    words |= {
        "drops": frozenset(said.get("drops", ())),
        "disputes": frozenset(said.get("disputes", ())),
    }
    if "participation" in said and "commitment" not in said:
        words["commitment"] = Commitment.stated if said["participation"] in PROMISING else None
    for name, kind in (("view", View), ("participation", Participation)):
        words |= {name: kind(said[name])} if name in said else {}
    valid_from = DateObject.model_validate(day) if day else UNKNOWN
    return EntryChange(
        id,
        valid_from,
        date(2026, 1, 1),
        (EvidenceItem(f"on-{id}", Relation.supports, Attribution.self_),),
        **words,
    )


def line(position: FoldedPosition) -> tuple[str, str, str]:
    """The two axes and the label of a position."""
    return str(position.view), str(position.participation), str(position.stance)


class TestHistories:
    """Worked by hand."""

    def test_each_axis_on_its_own(self) -> None:
        """Will not send troops, does not oppose it, then speaks for it: the first statement still
        carries the refusal.
        """
        positions = fold(
            [
                entry("a", "2025-02-17", participation="declined"),
                entry("b", "2025-09-04", view="supports"),
                entry("c", "2026-01-06", participation="will_contribute"),
            ]
        )
        assert [line(position) for position in positions] == [
            ("not_stated", "declined", "declines"),
            ("supports", "declined", "declines"),
            ("supports", "will_contribute", "willing"),
        ]
        assert [[item.statement for item in position.evidence] for position in positions] == [
            ["on-a"],
            ["on-b", "on-a"],
            ["on-c", "on-b"],
        ]
        assert [
            position.valid_to.value if position.valid_to else None for position in positions
        ] == [
            "2025-09-03",
            "2026-01-05",
            None,
        ]

    def test_conditions_accumulate_until_dropped(self) -> None:
        positions = fold(
            [
                entry(
                    "a",
                    "2025-03",
                    participation="will_contribute",
                    conditions=["ceasefire|peace_deal"],
                ),
                entry("b", "2025-05", conditions=["us_backstop", "mandate"]),
                entry("c", "2025-07", drops=["us_backstop"], conditions=["host_request"]),
                entry("d", "2025-09", participation="undecided"),
                entry("e", "2025-11", participation="open", conditions=["mandate"]),
            ]
        )
        assert [
            ["|".join(one.any_of) for one in position.conditions] for position in positions
        ] == [
            ["ceasefire|peace_deal"],
            ["ceasefire|peace_deal", "us_backstop", "mandate"],
            ["ceasefire|peace_deal", "mandate", "host_request"],
            [],
            ["mandate"],
        ]

    def test_a_condition_brings_its_evidence(self) -> None:
        positions = fold(
            [
                entry("a", "2025-03", participation="open", conditions=["mandate"]),
                entry("b", "2025-04", participation="will_contribute"),
                entry("c", "2025-05", drops=["mandate"]),
            ]
        )
        assert [[item.statement for item in position.evidence] for position in positions] == [
            ["on-a"],
            ["on-b", "on-a"],
            ["on-c", "on-b"],
        ]

    def test_a_later_contradiction(self) -> None:
        """The value before it is served; both claims are shown; the next word settles it."""
        positions = fold(
            [
                entry("a", "2025-03-01", view="supports"),
                entry("b", "2025-04-01", view="opposes", disputes=["view"]),
                entry("c", "2025-05-01", participation="open"),
                entry("d", "2025-06-01", view="opposes"),
            ]
        )
        assert [line(position) for position in positions] == [
            ("supports", "not_stated", "supports"),
            ("supports", "not_stated", "supports"),
            ("supports", "open", "open"),
            ("opposes", "open", "opposes"),
        ]
        claims = [
            [
                (axis, [(claim.value, claim.evidence) for claim in given])
                for axis, given in position.disputed
            ]
            for position in positions
        ]
        both = [("view", [("supports", ("on-a",)), ("opposes", ("on-b",))])]
        assert claims == [[], both, both, []]

    def test_a_contradiction_of_the_same_day(self) -> None:
        """Neither was ever undisputed, so the value before both is served, and not_stated if there
        was none.
        """
        rivals = [
            entry("b", "2025-09-04", participation="declined"),
            entry("c", "2025-09-04", participation="open", disputes=["participation"]),
        ]
        assert line(fold(rivals)[-1]) == ("not_stated", "not_stated", "not_stated")
        assert fold(rivals)[-1].commitment is None
        before = entry("a", "2025-08-01", participation="undecided")
        last = fold([before, *rivals])[-1]
        assert line(last) == ("not_stated", "undecided", "undecided")
        assert [(axis, [claim.value for claim in claims]) for axis, claims in last.disputed] == [
            ("participation", ["declined", "open"])
        ]

    def test_three_sources_of_one_day(self) -> None:
        """What two of them say was disputed when it was said, so it was never undisputed; all three
        carry the dispute.
        """
        before = entry("a", "2025-08-01", participation="undecided")
        rivals = [
            entry("b", "2025-09-04", participation="declined"),
            entry("c", "2025-09-04", participation="declined"),
            entry("d", "2025-09-04", participation="open", disputes=["participation"]),
        ]
        for history, positions in (([before, *rivals], "undecided"), (rivals, "not_stated")):
            last = fold(history)[-1]
            assert last.participation == positions
            [(_, claims)] = last.disputed
            assert [(claim.value, claim.evidence) for claim in claims] == [
                ("declined", ("on-b", "on-c")),
                ("open", ("on-d",)),
            ]

    def test_claims_of_one_value_are_no_dispute(self) -> None:
        """A source may mean to dispute what nobody had said, or what it says itself."""
        alone, same = (
            entry("a", "2025-03-01", view="opposes", disputes=["view"]),
            entry("b", "2025-03-02", view="opposes", disputes=["view"]),
        )
        positions = fold(
            [alone, same, entry("c", "2025-03-03", view="supports", disputes=["view"])]
        )
        assert [position.view for position in positions] == ["opposes"] * 3
        assert [len(position.disputed) for position in positions] == [0, 0, 1]
        third = fold([alone, same, entry("c", "2025-03-02", view="supports", disputes=["view"])])[
            -1
        ]
        assert third.view == "opposes"
        assert [claim.evidence for _, claims in third.disputed for claim in claims] == [
            ("on-b",),
            ("on-c",),
        ]

    def test_three_claims(self) -> None:
        positions = fold(
            [
                entry("a", "2025-06-18", participation="open"),
                entry("b", "2025-06-20", participation="declined", disputes=["participation"]),
                entry(
                    "c", "2025-06-20", participation="will_contribute", disputes=["participation"]
                ),
                entry("d", "2025-06-25", participation="declined", disputes=["participation"]),
                entry("e", "2025-07-01", participation="declined"),
            ]
        )
        assert [line(position)[2] for position in positions] == ["open"] * 4 + ["declines"]
        said = [
            [(claim.value, claim.evidence) for _, claims in position.disputed for claim in claims]
            for position in positions
        ]
        assert said[2:] == [
            [("open", ("on-a",)), ("declined", ("on-b",)), ("will_contribute", ("on-c",))],
            [("open", ("on-a",)), ("declined", ("on-b", "on-d")), ("will_contribute", ("on-c",))],
            [],
        ]

    def test_what_a_claim_promises_is_not_served(self) -> None:
        """Neither its commitment nor its conditions nor its contributions; and what it drops is not
        dropped.
        """
        positions = fold(
            [
                entry(
                    "a",
                    "2025-03-01",
                    participation="open",
                    conditions=["mandate"],
                    contributions=["training"],
                ),
                entry(
                    "b",
                    "2025-04-01",
                    participation="will_contribute",
                    disputes=["participation"],
                    contributions=["troops"],
                    commitment=Commitment.signed,
                    conditions=["ceasefire"],
                    drops=["mandate"],
                ),
                entry("c", "2025-05-01", view="supports", conditions=["us_backstop"]),
                entry(
                    "d",
                    "2025-06-01",
                    participation="will_contribute",
                    commitment=Commitment.decided,
                ),
            ]
        )
        assert [
            ["|".join(one.any_of) for one in position.conditions] for position in positions
        ] == [
            ["mandate"],
            ["mandate"],
            ["mandate", "us_backstop"],
            ["mandate", "us_backstop"],
        ]
        assert [[one.form for one in position.contributions] for position in positions] == [
            ["training"]
        ] * 3 + [[]]
        assert [position.commitment for position in positions] == ["stated"] * 3 + ["decided"]
        assert {item.statement for item in positions[1].evidence} == {"on-a", "on-b"}, (
            "the claim is shown with its evidence"
        )

    def test_a_condition_in_other_words_is_the_same(self) -> None:
        first = replace(
            entry("a", "2025-03-01", participation="open"),
            conditions=(
                SeedCondition(any_of=("ceasefire", "peace_deal"), note="Whichever comes first."),
            ),
        )
        positions = fold([first, entry("b", "2025-04-01", conditions=["peace_deal|ceasefire"])])
        assert [(one.any_of, one.note) for one in positions[1].conditions] == [
            (("peace_deal", "ceasefire"), None)
        ]
        assert [one.positions for one in positions[1].derivation if one.field == "conditions"] == [
            ("b",)
        ]

    def test_evidence_for_some_fields(self) -> None:
        """A statement that is given for one field is counted for no other."""
        pieces = (
            EvidenceItem(
                "wills",
                Relation.supports,
                Attribution.self_,
                frozenset({"participation", "commitment"}),
            ),
            EvidenceItem("likes", Relation.supports, Attribution.third_party, frozenset({"view"})),
            EvidenceItem("knows", Relation.context, Attribution.self_, note="Not counted."),
        )
        [position] = fold(
            [
                replace(
                    entry("a", "2025-03-01", view="supports", participation="open"), evidence=pieces
                )
            ]
        )
        counted = {one.field: one.statements for one in position.derivation}
        assert (counted["view"], counted["participation"], counted["commitment"]) == (
            ("likes",),
            ("wills",),
            ("wills",),
        )
        assert (counted["stance"], counted["attribution"], counted["valid_from"]) == (
            ("wills",),
            ("wills",),
            ("wills",),
        )
        assert [(item.statement, item.note) for item in position.evidence] == [
            ("wills", None),
            ("likes", None),
            ("knows", "Not counted."),
        ]

    @pytest.mark.parametrize(
        ("which", "current", "stances"),
        [
            ("a", "c", ["declines", "open", "willing"]),
            ("b", "c", ["declines", "open", "willing"]),
            ("c", "b", ["declines", "open", "willing"]),
            ("abc", None, ["declines", "open", "willing"]),
        ],
    )
    def test_retracted(self, which: str, current: str | None, stances: list[str]) -> None:
        """The others close ranks; what was retracted is still shown as it was made."""
        history = [
            entry("a", "2025-03-01", participation="declined"),
            entry("b", "2025-04-01", participation="open"),
            entry("c", "2025-05-01", participation="will_contribute"),
        ]
        positions = fold(
            [replace(one, retracted=RETRACTED) if one.id in which else one for one in history]
        )
        assert [position.stance for position in positions] == stances
        assert (
            next((position.id for position in positions if position.status is Status.current), None)
            == current
        )
        assert [position.id for position in positions if position.retracted] == list(which)
        if which == "b":
            assert (positions[0].superseded_by, positions[2].previous, positions[1].previous) == (
                "c",
                "a",
                "a",
            )
            assert positions[0].valid_to == DateObject(
                value="2025-04-30",
                earliest=date(2025, 4, 30),
                latest=date(2025, 4, 30),
                precision=Precision.day,
                basis="derived",
                note="The day before the next position begins.",
            )

    def test_one_begins_on_the_day_on_which_the_other_may(self) -> None:
        """A position of the same day ends on that day, and says that the next may begin then."""
        positions = fold(
            [
                entry("a", "2025-09-04", view="supports"),
                entry("b", "2025-09-04", participation="open"),
            ]
        )
        assert positions[0].valid_to is not None
        assert (positions[0].valid_to.value, positions[0].valid_to.note) == (
            "2025-09-04",
            "The next position may begin on the same day.",
        )

    def test_a_dispute_leaves_the_other_axis(self) -> None:
        positions = fold(
            [
                entry("a", "2025-03-01", view="supports", participation="open"),
                entry(
                    "b", "2025-03-01", view="opposes", participation="declined", disputes=["view"]
                ),
            ]
        )
        assert line(positions[-1]) == ("not_stated", "declined", "declines")
        assert [axis for axis, _ in positions[-1].disputed] == ["view"]

    def test_what_has_no_date_is_not_newer(self) -> None:
        """An undated entry cannot be shown to be newer than a dated one, so it supersedes none."""
        positions = fold([entry("a", "2025-03", view="supports"), entry("b", None, view="opposes")])
        assert [position.id for position in positions] == ["b", "a"]
        assert positions[-1].view is View.supports

    def test_contributions_belong_to_a_participation(self) -> None:
        """Newly named forms replace the old; without new ones they stay as long as the
        participation stays.
        """
        positions = fold(
            [
                entry("a", "2025-03", participation="open", contributions=["troops", "air"]),
                entry("b", "2025-04", view="supports"),
                entry("c", "2025-05", contributions=["training"]),
                entry("d", "2025-06", participation="declined"),
            ]
        )
        assert [[str(one.form) for one in position.contributions] for position in positions] == [
            ["troops", "air"],
            ["troops", "air"],
            ["training"],
            [],
        ]
        assert [item.statement for item in positions[1].evidence] == ["on-b", "on-a"]


class TestStance:
    """docs/domain.md, rule stance: one total function, seven labels."""

    TABLE = {
        "opposes": ["opposes"] * 6,
        "supports": ["willing", "open", "undecided", "declines", "supports", "supports"],
        "not_stated": ["willing", "open", "undecided", "declines", "not_stated", "not_stated"],
    }
    PARTICIPATIONS = (
        "will_contribute",
        "open",
        "undecided",
        "declined",
        "not_stated",
        "not_applicable",
    )

    def test_total_and_as_tabled(self) -> None:
        found = {
            view: [str(stance(view, Participation(one))) for one in self.PARTICIPATIONS]
            for view in View
        }
        assert found == self.TABLE
        assert set(self.PARTICIPATIONS) == set(Participation)

    def test_every_label_is_reached(self) -> None:
        assert {stance(*axes) for axes in product(View, Participation)} == set(Stance)
        assert len(Stance) == 7

    def test_the_strongest_attribution(self) -> None:
        ranked = [
            Attribution(one)
            for one in ("self", "collective", "third_party", "anonymous", "narrator")
        ]
        assert set(ranked) == set(Attribution)
        for strong, weak in combinations(ranked, 2):
            assert strongest([weak, strong, weak]) is strong
            assert strongest(iter([strong, weak])) is strong


class TestDates:
    """docs/domain.md, rule dates: a value with its precision and inclusive bounds, and never a
    sentinel.
    """

    @settings(deadline=None)
    @given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
    def test_spans(self, day: date) -> None:
        year, month = f"{day.year:04}", f"{day.year:04}-{day.month:02}"
        assert span(day.isoformat()) == (day, day, Precision.day)
        first, last, precision = span(month)
        assert (precision, first.day) == (Precision.month, 1)
        assert first <= day <= last
        assert (first.year, first.month) == (last.year, last.month) == (day.year, day.month)
        assert last == date.max or (last + timedelta(days=1)).day == 1
        assert span(year) == (date(day.year, 1, 1), date(day.year, 12, 31), Precision.year)
        for value in (year, month, day.isoformat()):
            made = DateObject.model_validate(value)
            assert (made.value, made.basis) == (value, "stated")
            assert (made.earliest, made.latest, made.precision) == span(value)
            assert DateObject.model_validate(made.model_dump(mode="json")) == made

    @pytest.mark.parametrize(
        "value",
        [
            "",
            " ",
            "25",
            "2025-2",
            "2025-2-3",
            "2025-13",
            "2025-00",
            "2025-02-30",
            "2023-02-29",
            "2025-09-31",
            "0000",
            "20250904",
            "2025-W36",
            "2025-09-04T00:00",
            " 2025",
            "2025\n",
            "2025-09-04\n",
            "-2025",
            "+2025",
            "２０２５",
            "٢٠٢٥",
            "2025/09/04",
            "null",
        ],
    )
    def test_no_dates(self, value: str) -> None:
        with pytest.raises(ValueError):
            span(value)
        with pytest.raises(ValidationError):
            DateObject.model_validate(value)

    def test_leap_days(self) -> None:
        assert span("2024-02")[1] == date(2024, 2, 29)
        assert span("2023-02")[1] == date(2023, 2, 28)

    @pytest.mark.parametrize(
        "given",
        [
            {"value": "2025-09-04"},  # no basis
            {"value": "2025-09-04", "basis": "none"},
            {"basis": "stated"},  # a basis of nothing
            {"basis": "derived", "value": "2025"},  # no note
            {"basis": "derived", "value": "2025", "note": ""},
            {"precision": "day"},
            {"precision": "day", "earliest": "2025-09-04", "basis": "stated"},
            {"value": "2025", "precision": "day", "basis": "stated"},
            {"value": "2025", "latest": "9999-12-31", "basis": "stated"},
            {"value": "2025", "earliest": None, "basis": "stated"},
            {"earliest": "2025-09-05", "latest": "2025-09-04", "basis": "stated"},
            {"value": "2025", "basis": "guessed"},
            {"value": "2025", "basis": "stated", "day": "2025-01-01"},
        ],
    )
    def test_inconsistent(self, given: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            DateObject.model_validate(given)

    @pytest.mark.parametrize(
        ("given", "undated"),
        [
            ({}, True),
            ({"earliest": "2025-09-04", "basis": "derived", "note": "After the talks."}, False),
            ({"latest": "2025-09-04", "basis": "page"}, False),
            ({"earliest": "2025-09-04", "latest": "2025-09-04", "basis": "stated"}, False),
        ],
    )
    def test_bounds_only(self, given: dict[str, Any], undated: bool) -> None:
        made = DateObject.model_validate(given)
        assert (made.value, made.precision, made.undated) == (None, Precision.unknown, undated)
        assert {
            key: value for key, value in made.model_dump(mode="json").items() if key in given
        } == given

    def test_frozen(self) -> None:
        with pytest.raises(ValidationError):
            UNKNOWN.value = "2025"  # type: ignore[misc]
