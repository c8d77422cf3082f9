"""The oracle itself: the sequences of docs/domain.md that were worked by hand, the faults that real
statements showed, the launch article, and properties of small generated records.

Nothing of the build is used here: what these tests say of the rules is what the build must do.
"""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.oracle import (
    AXES,
    CERTAINTIES,
    NOT_STATED,
    Answer,
    Bounds,
    Condition,
    Contribution,
    Entry,
    Evidence,
    ImpossibleOrderError,
    Record,
    Reported,
    after_entry,
    agrees,
    as_of,
    attribution,
    axis_states,
    certainty,
    counting,
    denied_values,
    dropping,
    entry,
    is_denied,
    ordered,
    problems,
    read,
    said_within,
    span,
    supporting,
    worlds_on,
)

SEED = Path(__file__).parent.parent.parent / "seed"
FIRST = date(2025, 2, 1)  # asked_from
LAST = date(2026, 6, 30)

CEASEFIRE = Condition(("ceasefire",))
MANDATE = Condition(("mandate",))


def on(entries: list[Entry], day: str) -> Answer:
    """The answer for a day, which is no silence; of a record that the check lets through."""
    assert problems(entries) == []
    answer = as_of(entries, FIRST, date.fromisoformat(day))
    assert answer is not None
    return answer


def now(*entries: Entry) -> Answer:
    """The answer for the last day."""
    return on(list(entries), LAST.isoformat())


def offered(form: str, place: str = "unspecified", note: str | None = None) -> Contribution:
    """An offer."""
    return Contribution(form, "offered", place, note=note)


def ruled_out(form: str, place: str = "unspecified") -> Contribution:
    """What is ruled out."""
    return Contribution(form, "ruled_out", place)


def other(note: str) -> Condition:
    """A condition that only its note describes."""
    return Condition(("other",), note)


def reported(answer: Answer) -> list[tuple[str, Any, str]]:
    """Field, value and entry of what is reported."""
    return [(line.field, line.value, line.entry) for line in answer.reported]


# --- the sequences of docs/domain.md --------------------------------------------------------------


def test_s1_forms_of_a_third_party_and_a_condition_of_the_narrator_in_one_entry() -> None:
    forms = [offered("troops", "in_ukraine"), offered("ground"), offered("sea"), offered("air")]
    answer = now(
        entry(
            "coalition",
            "2025-09-04",
            "narrator",
            evidence=[supporting("macron", "third_party", "participation", "contributions")],
            participation="will_contribute",
            view="supports",
            conditions=[CEASEFIRE],
            contributions=forms,
        )
    )
    assert answer.stance == "willing"
    assert answer.conditions == (CEASEFIRE,)
    assert list(answer.contributions) == forms
    assert answer.attribution == "third_party"
    assert answer.reported == ()


def test_s2_an_unnamed_source_rules_out_what_the_actor_does_not() -> None:
    answer = now(
        entry("a", "2025-03-01", participation="will_contribute", contributions=[offered("air")]),
        entry("b", "2025-04-01", "anonymous", contributions=[ruled_out("ground")]),
    )
    assert answer.contributions == (offered("air"),)
    assert answer.reported == (Reported("contributions", ruled_out("ground"), "anonymous", "b"),)


def test_s3_a_third_party_speaks_of_an_axis_on_which_the_actor_does_not() -> None:
    answer = now(
        entry("a", "2025-03-01", view="supports"),
        entry("b", "2025-04-01", "third_party", participation="will_contribute"),
    )
    assert (answer.stance, answer.attribution) == ("willing", "third_party")
    assert answer.view == "supports"


def test_s4_a_condition_of_the_narrator_changes_no_own_word() -> None:
    answer = now(
        entry("a", "2025-03-01", participation="undecided"),
        entry("b", "2025-04-01", "narrator", conditions=[CEASEFIRE]),
    )
    assert answer.stance == "undecided"
    assert answer.conditions == ()
    assert reported(answer) == [("conditions", CEASEFIRE, "b")]


def test_s5_a_third_party_does_not_replace_an_own_word() -> None:
    answer = now(
        entry("a", "2025-03-01", participation="declined"),
        entry("b", "2025-04-01", "third_party", participation="will_contribute"),
    )
    assert (answer.stance, answer.attribution) == ("declines", "self")
    assert reported(answer) == [("participation", "will_contribute", "b")]
    assert answer.position == "b"
    assert answer.summary_from == "a"


@pytest.mark.parametrize("said", ["2025-03-10", "2025-03"])
def test_s6_a_denial_changes_no_day_before_it(said: str) -> None:
    entries = [
        entry("a", said, "third_party", participation="open"),
        entry("d", "2025-04-10", denies=("participation", "open")),
    ]
    answer = on(entries, "2025-03-15")
    assert (answer.stance, answer.position) == ("open", "a")
    assert answer.reported == ()
    later = on(entries, "2025-04-10")
    assert (later.stance, later.position, later.certainty) == (NOT_STATED, "d", "certain")
    assert later.reported == (Reported("participation", "open", "third_party", "a", ("d",)),)


def test_s7_a_denied_claim_and_its_repetition() -> None:
    entries = [
        entry("a", "2025-03-01", "third_party", participation="undecided"),
        entry("b", "2025-04-01", "third_party", participation="open"),
        entry("c", "2025-05-01", denies=("participation", "open")),
        entry("d", "2025-06-01", "third_party", participation="open"),
    ]
    answer = now(*entries)
    assert (answer.stance, answer.carriers) == ("undecided", ("a",))
    assert answer.reported == (
        Reported("participation", "open", "third_party", "b", ("c",)),
        Reported("participation", "open", "third_party", "d", ("c",)),
    )
    assert answer.position == "d"
    assert [on(entries, f"2025-0{month}-15").stance for month in (3, 4, 5)] == [
        "undecided",
        "open",
        "undecided",
    ]


def test_s8_a_condition_that_was_added_later() -> None:
    entries = [
        entry("a", "2025-09-04", participation="undecided"),
        entry("b", "2025-10-01", conditions=[CEASEFIRE]),
    ]
    answer = on(entries, "2025-09-10")
    assert (answer.stance, answer.conditions) == ("undecided", ())
    assert on(entries, "2025-10-01").conditions == (CEASEFIRE,)
    assert on(entries, "2025-10-01").certainty == "certain"


def test_s9_before_any_entry_counts() -> None:
    entries = [
        entry("a", "..2025-09-04", view="opposes"),
        entry("b", "2025-08-18", view="supports"),
    ]
    answer = on(entries, "2025-06-30")
    assert (answer.stance, answer.certainty, answer.position) == ("opposes", "possible", "a")


def test_s10_a_second_source_for_the_same() -> None:
    entries = [
        entry("a", "2025-08-18", view="opposes"),
        entry("b", "..2025-09-04", view="opposes"),
    ]
    answer = on(entries, "2025-08-20")
    assert (answer.stance, answer.certainty) == ("opposes", "certain")


def test_s11_an_undated_own_word_and_a_dated_third_party() -> None:
    answer = now(
        entry("a", "2025-03-01", "third_party", participation="will_contribute"),
        entry("b", "", participation="undecided"),
    )
    assert (answer.stance, answer.certainty) == ("undecided", "undated")
    assert reported(answer) == [("participation", "will_contribute", "a")]


def test_s12_two_own_words_of_one_month() -> None:
    first = entry("a", "2025-09", participation="open", recorded=1)
    later = entry("b", "2025-09-15", participation="declined", recorded=2)
    [problem] = problems([first, later])
    assert problem.startswith("overlap: b must dispute participation of a")
    disputing = replace(later, disputes=frozenset(["participation"]))
    assert problems([first, disputing]) == []
    assert problems([first, replace(later, after=frozenset(["a"]))]) == []
    assert problems([replace(first, after=frozenset(["b"])), later]) == []
    [again] = problems([replace(first, disputes=frozenset(["participation"])), later])
    assert again.startswith("overlap")
    assert now(first, replace(later, after=frozenset(["a"]))).stance == "declines"
    assert now(replace(first, after=frozenset(["b"])), later).stance == "open"
    disputed = now(first, disputing)
    assert (disputed.stance, disputed.certainty) == (NOT_STATED, "certain")
    assert [claim.value for claim in disputed.disputed["participation"]] == ["open", "declined"]


def test_s13_a_body_that_decides_for_the_state() -> None:
    answer = now(
        entry("a", "2025-03-01", participation="undecided"),
        entry("b", "2025-04-01", participation="will_contribute", commitment="decided"),
    )
    assert (answer.stance, answer.attribution, answer.commitment) == (
        "willing",
        "self",
        "decided",
    )


def test_s14_a_general_joint_text_sets_no_participation() -> None:
    answer = now(
        entry("a", "2025-03-01", participation="declined"),
        entry("b", "2025-04-01", "collective", view="supports"),
    )
    assert (answer.stance, answer.attribution, answer.view) == ("declines", "self", "supports")


def test_s15_ruled_out_at_one_place_and_offered_at_another() -> None:
    refused, offer = ruled_out("troops", "in_ukraine"), offered("troops", "neighbouring")
    answer = now(
        entry("a", "2025-03-01", participation="declined", contributions=[refused]),
        entry("b", "2025-04-01", participation="will_contribute", contributions=[offer]),
    )
    assert set(answer.contributions) == {refused, offer}


def test_s16_one_of_two_conditions_that_only_a_note_tells_apart_is_dropped() -> None:
    answer = now(
        entry("a", "2025-03-01", participation="open", conditions=[other("A"), other("B")]),
        entry("b", "2025-04-01", drops=dropping(other("B"))),
    )
    assert answer.conditions == (other("A"),)


# --- the faults that real statements showed -------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "claimed", "who"),
    [
        ("declined", "open", "third_party"),
        ("undecided", "will_contribute", "third_party"),
        ("open", "undecided", "anonymous"),
    ],
)
def test_fault_1_a_third_party_over_an_own_word(own: str, claimed: str, who: str) -> None:
    entries = [
        entry("a", "2025-05-02", participation=own),
        entry("b", "2025-05-10", who, participation=claimed),
    ]
    answer = on(entries, "2025-05-10")
    assert (answer.participation, answer.attribution, answer.certainty) == (own, "self", "certain")
    assert answer.reported == (Reported("participation", claimed, who, "b"),)
    repeated = now(*entries, entry("c", "2025-05-20", participation=own))
    assert repeated.reported == ()


def test_fault_2_offers_that_a_later_source_does_not_repeat() -> None:
    offers = [offered("training"), offered("monitoring"), offered("air")]
    first = entry("a", "2025-03-03", participation="will_contribute", contributions=offers)
    answer = now(first, entry("b", "2025-04-20", "anonymous", contributions=[ruled_out("ground")]))
    assert list(answer.contributions) == offers
    assert reported(answer) == [("contributions", ruled_out("ground"), "b")]
    again = now(first, entry("c", "2025-05-01", participation="will_contribute"))
    assert list(again.contributions) == offers


def test_fault_3_the_attribution_of_another_claim() -> None:
    entries = [
        entry("a", "", "third_party", participation="will_contribute", recorded=1),
        entry("b", "2025-05-01", participation="declined", recorded=2),
        entry(
            "c",
            "2025-06-01",
            "third_party",
            participation="open",
            disputes=["participation"],
            recorded=3,
        ),
    ]
    answer = now(*entries)
    assert (answer.stance, answer.attribution) == ("declines", "self")
    assert answer.evidence["stance"] == {"b-1"}
    assert answer.disputed == {}
    assert reported(answer) == [
        ("participation", "will_contribute", "a"),
        ("participation", "open", "c"),
    ]
    among_third_parties = now(entries[0], entries[2])
    assert (among_third_parties.stance, among_third_parties.attribution) == (NOT_STATED, None)
    assert [
        (claim.value, claim.attribution, claim.statements)
        for claim in among_third_parties.disputed["participation"]
    ] == [
        ("will_contribute", "third_party", frozenset(["a-1"])),
        ("open", "third_party", frozenset(["c-1"])),
    ]
    assert among_third_parties.summary_from is None
    assert among_third_parties.evidence["stance"] == frozenset()
    assert among_third_parties.stance_since is None


def test_fault_4_the_summary_of_the_value_served() -> None:
    entries = [
        entry("a", "2025-03-01", participation="declined", recorded=1),
        entry("b", "2025-04-01", participation="undecided", disputes=["participation"], recorded=2),
    ]
    answer = now(*entries)
    assert (answer.stance, answer.summary_from, answer.position) == ("declines", "a", "b")
    assert [claim.value for claim in answer.disputed["participation"]] == ["declined", "undecided"]
    assert answer.stance_since == span("2025-03-01")
    lower = now(entries[0], entry("c", "2025-05-01", "narrator", conditions=[MANDATE]))
    assert (lower.summary_from, lower.position) == ("a", "c")


@pytest.mark.parametrize("more", ["2025-08-18", ""])
def test_fault_5_a_further_source_makes_no_day_silent(more: str) -> None:
    entries = [entry("a", "..2025-09-04", view="opposes"), entry("b", more, view="opposes")]
    for record in (entries[:1], entries):
        answer = on(record, "2025-06-30")
        assert (answer.stance, answer.certainty) == ("opposes", "possible")


def test_fault_6_conditions_that_only_a_note_tells_apart() -> None:
    conditions = [other("the host's parliament"), other("a guarantee like an alliance's")]
    answer = now(
        entry("a", "2025-03-01", participation="open", conditions=conditions[:1]),
        entry("b", "2025-04-01", conditions=conditions[1:]),
    )
    assert list(answer.conditions) == conditions
    noted = [Condition(("ceasefire", "peace_deal"), "old"), Condition(("peace_deal", "ceasefire"))]
    [kept] = now(
        entry("a", "2025-03-01", participation="open", conditions=noted[:1]),
        entry("b", "2025-04-01", conditions=noted[1:]),
    ).conditions
    assert kept == noted[1]


def test_fault_11_an_unnamed_source_is_denied_twice() -> None:
    entries = [
        entry("a", "2025-03-01", "anonymous", participation="open", conditions=[CEASEFIRE]),
        entry("b", "2025-03-02", denies=("participation", "open")),
        entry("c", "2025-03-05", denies=("participation", "open")),
    ]
    assert on(entries, "2025-03-01").stance == "open"
    answer = now(*entries)
    assert (answer.stance, answer.attribution, answer.certainty) == (NOT_STATED, None, "certain")
    assert answer.position == "c"
    assert answer.conditions == ()
    assert answer.stance_since is None
    assert answer.summary_from is None
    assert answer.reported == (
        Reported("participation", "open", "anonymous", "a", ("b", "c")),
        Reported("conditions", CEASEFIRE, "anonymous", "a", ("b", "c")),
    )


def test_fault_14_corroboration_adds() -> None:
    answer = now(
        entry("a", "2025-03-01", "third_party", participation="open", commitment="hedged"),
        entry("b", "2025-04-01", participation="open"),
        entry("c", "2025-05-01", "anonymous", participation="open"),
    )
    assert answer.carriers == ("a", "b", "c")
    assert answer.evidence["stance"] == {"a-1", "b-1", "c-1"}
    assert (answer.attribution, answer.summary_from) == ("self", "b")
    assert answer.commitment == "stated"
    assert answer.stance_since == span("2025-03-01")
    assert answer.position == "c"


# --- single rules ---------------------------------------------------------------------------------


def test_order_puts_undated_entries_first_and_moves_by_after() -> None:
    entries = [
        entry("a", "2025-03", participation="open"),
        entry("b", "2025-03-20..2025-04-05", participation="declined"),
        entry("c", "", participation="undecided"),
    ]
    assert [each.id for each in ordered(entries)] == ["c", "a", "b"]
    moved = [replace(entries[2], after=frozenset(["a"])), *entries[:2]]
    assert [each.id for each in ordered(moved)] == ["a", "c", "b"]


def test_what_is_certainly_later_moves_with_a_moved_entry() -> None:
    entries = [
        entry("a", "2025-03-01..2025-03-10", participation="open", after=["c"]),
        entry("b", "2025-03-12", participation="declined"),
        entry("c", "2025-03-05..2025-03-20", "third_party", participation="undecided"),
    ]
    assert [each.id for each in ordered(entries)] == ["c", "a", "b"]


def test_an_order_that_nothing_allows() -> None:
    first = entry("a", "2025-03", participation="open", after=["b"])
    second = entry("b", "2025-03", participation="declined", after=["a"])
    assert any(each.startswith("order") for each in problems([first, second]))
    with pytest.raises(ImpossibleOrderError):
        ordered([first, second])
    disputing = entry("b", "2025-03", participation="declined", disputes=["participation"])
    assert any(each.startswith("order") for each in problems([first, disputing]))
    early = entry("a", "2025-03-01", participation="open", after=["b"])
    late = entry("b", "2025-03-02", participation="declined")
    assert [each.split(":")[0] for each in problems([early, late])] == ["after", "order"]


def test_two_claims_of_one_day_are_both_only_listed() -> None:
    entries = [
        entry("a", "2025-03-01", participation="open", recorded=1, contributions=[offered("air")]),
        entry("b", "2025-03-01", participation="declined", disputes=["participation"], recorded=2),
    ]
    answer = now(*entries)
    assert (answer.stance, answer.attribution, answer.position) == (NOT_STATED, None, "b")
    assert answer.contributions == ()
    assert answer.certainty == "certain"
    before = entry("0", "2025-02-20", participation="undecided")
    assert now(before, *entries).stance == "undecided"


def test_a_dispute_ends_with_the_next_entry_that_does_not_dispute() -> None:
    entries = [
        entry("a", "2025-03-01", participation="open", recorded=1, contributions=[offered("air")]),
        entry("b", "2025-03-01", participation="declined", disputes=["participation"], recorded=2),
    ]
    lower = now(*entries, entry("c", "2025-04-01", "third_party", participation="undecided"))
    assert lower.stance == NOT_STATED
    assert reported(lower) == [("participation", "undecided", "c")]
    ended = now(*entries, entry("c", "2025-04-01", participation="open"))
    assert (ended.stance, ended.carriers) == ("open", ("a", "c"))
    assert ended.contributions == (offered("air"),)
    lost = now(*entries, entry("c", "2025-04-01", participation="declined"))
    assert (lost.stance, lost.carriers, lost.contributions) == ("declines", ("b", "c"), ())


def test_a_value_that_was_served_before_the_dispute_keeps_what_came_with_it() -> None:
    offers = [offered("troops"), offered("training")]
    entries = [
        entry(
            "a",
            "2025-03-01",
            participation="will_contribute",
            contributions=offers,
            conditions=[CEASEFIRE],
            recorded=1,
        ),
        entry(
            "b",
            "2025-04-01",
            participation="declined",
            contributions=[ruled_out("air")],
            disputes=["participation"],
            recorded=2,
        ),
    ]
    answer = now(*entries)
    assert (answer.stance, answer.carriers, answer.certainty) == ("willing", ("a",), "certain")
    assert list(answer.contributions) == offers
    assert answer.conditions == (CEASEFIRE,)


def test_a_source_that_agrees_with_a_claim_ends_nothing_by_itself() -> None:
    answer = now(
        entry("0", "2025-02-20", conditions=[CEASEFIRE]),
        entry("a", "2025-03-01", participation="declined", recorded=1),
        entry("b", "2025-03-01", "narrator", participation="declined", recorded=1),
        entry("c", "2025-03-01", participation="open", disputes=["participation"], recorded=2),
    )
    assert (answer.stance, answer.conditions) == (NOT_STATED, (CEASEFIRE,))


def test_a_dispute_of_third_parties_ends_by_the_own_word() -> None:
    answer = now(
        entry("a", "2025-03-01", "third_party", participation="open", recorded=1),
        entry(
            "b",
            "2025-03-01",
            "third_party",
            participation="declined",
            disputes=["participation"],
            recorded=2,
        ),
        entry("c", "..2025-04-01", participation="open", recorded=3),
    )
    assert (answer.stance, answer.attribution, answer.carriers) == ("open", "self", ("a", "c"))
    assert reported(answer) == [("participation", "declined", "b")]


def test_offers_of_forces_end_and_others_stay() -> None:
    offers = [offered("troops"), offered("air"), offered("training"), offered("backstop")]
    first = entry(
        "a",
        "2025-03-01",
        participation="will_contribute",
        contributions=offers,
        conditions=[CEASEFIRE],
    )
    for value in ("declined", "undecided", "open"):
        answer = now(
            first,
            entry("b", "2025-04-01", participation=value, contributions=[offered("air")]),
        )
        assert set(answer.contributions) == set(offers[1:])
        assert answer.conditions == (() if value == "declined" else (CEASEFIRE,))
    kept = now(first, entry("b", "2025-04-01", participation="declined", conditions=[MANDATE]))
    assert kept.conditions == (MANDATE,)


def test_what_was_ruled_out_ends_at_the_places_offered() -> None:
    answer = now(
        entry(
            "a",
            "2025-03-01",
            participation="declined",
            contributions=[
                ruled_out("troops", "in_ukraine"),
                ruled_out("air", "in_ukraine"),
                ruled_out("arms", "in_ukraine"),
                ruled_out("sea", "black_sea"),
            ],
        ),
        entry(
            "b",
            "2025-04-01",
            participation="will_contribute",
            contributions=[offered("troops", "in_ukraine")],
        ),
    )
    assert set(answer.contributions) == {
        ruled_out("arms", "in_ukraine"),
        ruled_out("sea", "black_sea"),
        offered("troops", "in_ukraine"),
    }


def test_drops_of_both_kinds() -> None:
    first = entry(
        "a",
        "2025-03-01",
        participation="will_contribute",
        conditions=[Condition(("ceasefire", "peace_deal")), CEASEFIRE, MANDATE],
        contributions=[offered("other", note="medics"), offered("other", note="mines")],
    )
    assert now(first, entry("b", "2025-04-01", drops=["ceasefire"])).conditions == (MANDATE,)
    exact = dropping(CEASEFIRE, offered("other", note="mines"))
    answer = now(first, entry("b", "2025-04-01", drops=exact))
    assert answer.conditions == (Condition(("ceasefire", "peace_deal")), MANDATE)
    assert answer.contributions == (offered("other", note="medics"),)
    lower = now(first, entry("b", "2025-04-01", "third_party", drops=exact))
    assert len(lower.conditions) == 3
    assert lower.reported == ()


def test_without_a_participation_the_highest_tier_of_the_field_decides() -> None:
    own = entry("a", "2025-03-01", view="supports", conditions=[CEASEFIRE])
    claim = entry("b", "2025-04-01", "narrator", conditions=[MANDATE])
    answer = now(own, claim)
    assert answer.conditions == (CEASEFIRE,)
    assert reported(answer) == [("conditions", MANDATE, "b")]
    early = now(replace(claim, bounds=span("2025-02-10")), own)
    assert set(early.conditions) == {CEASEFIRE, MANDATE}
    # What was let in stays, whoever speaks of the participation later.
    assert set(
        now(
            replace(claim, bounds=span("2025-02-10")),
            own,
            entry("c", "2025-05-01", participation="open"),
        ).conditions
    ) == {CEASEFIRE, MANDATE}


def test_own_words_end_a_denial() -> None:
    entries = [
        entry("a", "2025-03-01", "third_party", participation="open"),
        entry("b", "2025-04-01", denies=("participation", "open")),
        entry("c", "2025-05-01", participation="open"),
    ]
    answer = now(*entries)
    assert (answer.stance, answer.carriers, answer.reported) == ("open", ("a", "c"), ())


def test_a_denied_claim_is_listed_until_something_is_certainly_later() -> None:
    entries = [
        entry("a", "2025-03-01", "third_party", participation="open"),
        entry("b", "2025-04-01", denies=("participation", "open")),
        entry("c", "2025-05-01", "third_party", participation="declined"),
    ]
    assert now(*entries).reported == ()
    unbounded = replace(entries[2], bounds=span("..2025-05-01"))
    assert reported(now(*entries[:2], unbounded)) == [("participation", "open", "a")]


def test_a_denial_of_what_nobody_claims_is_refused() -> None:
    denial = entry("b", "2025-04-01", denies=("participation", "open"))
    own = entry("a", "2025-03-01", participation="open")
    for entries in ([denial], [denial, own]):
        [problem] = problems(entries)
        assert problem.startswith("denial")
    claim = entry("c", "2025-03-01", "third_party", participation="open")
    assert problems([denial, claim]) == []
    [stranger] = problems(
        [claim, entry("b", "2025-04-01", "third_party", denies=("participation", "open"))]
    )
    assert "own word" in stranger
    [more] = problems([claim, replace(denial, view="supports")])
    assert "more than deny" in more


def test_a_dispute_that_nothing_answers_is_refused() -> None:
    disputing = entry("a", "2025-03-01", participation="open", disputes=["participation"])
    for others in (
        [],
        [entry("b", "2025-02-01", "third_party", participation="declined")],
        [entry("b", "2025-04-01", participation="declined")],
        [entry("b", "2025-02-10", participation="open")],
    ):
        [problem] = problems([disputing, *others])
        assert problem.startswith("dispute")


def test_a_possible_participation_brings_what_came_with_it() -> None:
    entries = [
        entry("a", "2025-03-01", view="supports"),
        entry("b", "..2025-05-01", participation="open", conditions=[CEASEFIRE]),
    ]
    answer = on(entries, "2025-04-01")
    assert (answer.stance, answer.view, answer.certainty) == ("open", "supports", "possible")
    assert (answer.position, answer.summary_from) == ("a", "b")
    assert answer.conditions == (CEASEFIRE,)


def test_certainty_is_that_of_each_axis() -> None:
    entries = [
        entry("a", "2025-03-01", view="supports"),
        entry("b", "2025-04-01", "narrator", conditions=[CEASEFIRE]),
        entry("c", "2025-05-01..", participation="open"),
    ]
    assert on(entries, "2025-04-01").certainty == "certain"  # of another entry than the newest
    assert on(entries, "2025-05-01").certainty == "possible"
    assert as_of(entries, FIRST, date(2025, 2, 28)) is None
    with pytest.raises(ValueError):
        as_of(entries, FIRST, FIRST - timedelta(days=1))


def test_two_entries_of_one_day_have_both_orders() -> None:
    entries = [
        entry("a", "2025-03-01", participation="open"),
        entry("b", "2025-03-01..", participation="declined"),
    ]
    answer = on(entries, "2025-03-01")
    assert (answer.stance, answer.certainty) == ("declines", "possible")


def test_the_position_of_a_retracted_entry_stays() -> None:
    entries = [
        entry("a", "2025-03-01", participation="open"),
        entry("b", "2025-04-01", participation="declined", retracted=True),
        entry("c", "2025-05-01", participation="undecided"),
    ]
    assert after_entry(entries, entries[1]).stance == "declines"
    assert after_entry(entries, entries[2]).stance == "undecided"
    assert on(entries, "2025-04-10").stance == "open"


def test_stance_since_is_the_first_of_an_unbroken_run() -> None:
    entries = [
        entry("a", "2025-03-01", participation="open"),
        entry("b", "2025-04-01", participation="declined"),
        entry("c", "2025-05-01", participation="open"),
        entry("d", "2025-06-01", conditions=[CEASEFIRE]),
        entry("e", "2025-07", participation="open"),
    ]
    assert now(*entries).stance_since == span("2025-05-01")
    assert after_entry(entries, entries[1]).stance_since == span("2025-04-01")


# --- attribution and dates of statements ----------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"speaker": "x", "role": {}, "capacity": "government"}, "self"),
        ({"speaker": "x", "role": {}, "capacity": "military"}, "self"),
        ({"speaker": "x", "role": {}, "capacity": "opposition"}, "third_party"),
        ({"speaker": "x", "role": {}, "capacity": "legislature"}, "third_party"),
        ({"speaker": "x", "role": {"decides": "true"}, "capacity": "legislature"}, "self"),
        ({"speaker": "x", "role": {}, "capacity": "other"}, "third_party"),
        ({"speaker": "x", "role": {}, "capacity": "other", "country": False}, "self"),
        ({"speaker": "x", "role": None, "capacity": "government"}, "third_party"),
        ({"speaker": "x", "role": None, "capacity": "other", "country": False}, "third_party"),
        ({"speaker": "x", "role": {}, "capacity": "government", "signed": True}, "collective"),
        ({"speaker": None, "signed": True}, "collective"),
        ({"speaker": "anonymous"}, "anonymous"),
        ({"speaker": None}, "narrator"),
    ],
)
def test_attribution(given: dict[str, Any], expected: str) -> None:
    plain = {"signed": False, "role": None, "capacity": None, "country": True}
    assert attribution(**(plain | given)) == expected


@pytest.mark.parametrize(
    ("said", "published", "role", "expected"),
    [
        ("", "2025-09-10", {}, "..2025-09-10"),
        ("2025-09-01..", "2025-09-10", {}, "2025-09-01..2025-09-10"),
        ("", "", {"from": "2025-05-26", "to": "2025-12"}, "2025-05-26..2025-12-31"),
        ("", "", {"from": "2024-05-26"}, ""),
        ("", "", {"to": "2027"}, "..2027-12-31"),
        ("2025-09-04..", "2025-09-10", {"to": "2025-09-08"}, "2025-09-04..2025-09-08"),
    ],
)
def test_the_date_of_a_statement_within_its_source_and_role(
    said: str, published: str, role: dict[str, str], expected: str
) -> None:
    assert said_within(span(said), span(published), role, FIRST) == span(expected)


# --- the launch article ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def launch() -> Record:
    """The record of the repository's seed."""
    return read(SEED)


LAUNCH = {
    "coalition-of-26": ("supports", "will_contribute", "willing", "third_party"),
    "france": ("supports", NOT_STATED, "supports", "self"),
    "ukraine": ("supports", "not_applicable", "supports", "self"),
    "united-states": (NOT_STATED, "open", "open", "third_party"),
    "germany": (NOT_STATED, "undecided", "undecided", "self"),
    "italy": (NOT_STATED, "declined", "declines", "self"),
    "russia": ("opposes", "not_applicable", "opposes", "self"),
}


@pytest.mark.parametrize("actor", LAUNCH)
def test_what_the_launch_article_supports(launch: Record, actor: str) -> None:
    entries = launch.entries["peacekeeping-force", actor]
    assert problems(entries) == []
    answer = as_of(entries, launch.asked_from["peacekeeping-force"], LAST)
    assert answer is not None
    assert (answer.view, answer.participation, answer.stance, answer.attribution) == LAUNCH[actor]
    assert answer.position == entries[0].id
    assert (answer.reported, answer.disputed) == ((), {})
    assert answer == replace(after_entry(entries, entries[0]), certainty=answer.certainty)


def test_the_details_of_the_launch_article(launch: Record) -> None:
    answers = {
        actor: after_entry(entries, entries[-1]) for (_, actor), entries in launch.entries.items()
    }
    assert set(answers) == set(LAUNCH)
    coalition = answers["coalition-of-26"]
    [condition] = coalition.conditions
    assert set(condition.any_of) == {"ceasefire", "peace_deal"}
    assert {(each.form, each.alternatives) for each in coalition.contributions} == {
        ("troops", False),
        ("ground", True),
        ("sea", True),
        ("air", True),
    }
    assert answers["united-states"].commitment == "hedged"
    assert [(each.form, each.status, each.place) for each in answers["italy"].contributions] == [
        ("troops", "ruled_out", "in_ukraine")
    ]
    assert launch.independence(coalition.evidence["stance"]) == (1, 1)


def test_a_dated_statement_of_russia_leaves_what_was_known(launch: Record) -> None:
    entries = launch.entries["peacekeeping-force", "russia"]
    more = entry("russia-2", "2025-08-18", view="opposes", recorded=2)
    first = launch.asked_from["peacekeeping-force"]
    for record in (entries, [*entries, more]):
        answer = as_of(record, first, date(2025, 6, 30))
        assert answer is not None
        assert (answer.stance, answer.certainty) == ("opposes", "possible")
    # The answer has the weaker certainty of the two axes, and only the first entry says that the
    # participation does not apply.
    for participation, expected in ((NOT_STATED, "possible"), ("not_applicable", "certain")):
        both = [*entries, replace(more, participation=participation)]
        answer = as_of(both, first, date(2025, 8, 18))
        assert answer is not None
        assert (answer.stance, answer.certainty) == ("opposes", expected)


def test_a_seed_with_the_new_keys(tmp_path: Path) -> None:
    seed = tmp_path / "seed"
    shutil.copytree(SEED, seed, ignore=shutil.ignore_patterns("names", "ledger.jsonl"))
    source = seed / "sources/later"
    source.mkdir()
    (source / "source.yaml").write_text(
        "id: later\ntitle: null\ncaution: Made up.\npublished: 2025-10-05\nvia: Agency\n"
    )
    (seed / "people.yaml").write_text(
        (seed / "people.yaml").read_text()
        + """
- id: parliament
  name: Parliament
  kind: body
  roles: [{id: vote, title: Vote, actor: germany, capacity: legislature, decides: true}]
- id: deputy
  name: Deputy
  roles: [{id: seat, title: Member, actor: italy, capacity: opposition, from: 2025-09-20}]
- id: commission
  name: Commission
  kind: office
  roles: [{id: chair, title: Chair, actor: european-union, capacity: other}]
"""
    )
    (source / "statements.yaml").write_text(
        """
- {id: vote, speaker: parliament, about: [germany], questions: [peacekeeping-force]}
- {id: deputy, speaker: deputy, about: [italy], questions: [peacekeeping-force]}
- {id: joint, about: [france, italy], signed_for: [france], questions: [peacekeeping-force]}
- {id: union, speaker: commission, about: [european-union, france], said: 2025-10-01}
"""
    )
    (source / "positions.yaml").write_text(
        """
- id: g2
  actor: germany
  question: peacekeeping-force
  participation: open
  commitment: decided
  after: [{entry: germany-peacekeeping-force-1, reason: It had announced the vote.}]
  drops:
    conditions: [{any_of: [other], note: B}]
    contributions: [{form: air, place: unspecified}]
  evidence: [{statement: later-vote, relation: supports}]
  recorded_on: 2026-11-23
- id: i2
  actor: italy
  question: peacekeeping-force
  participation: open
  commitment: stated
  contributions: [{form: other, status: offered, note: Medics.}]
  evidence: [{statement: later-deputy, relation: supports}]
  recorded_on: 2026-11-23
- id: i3
  actor: italy
  question: peacekeeping-force
  denies: [{axis: participation, value: open}]
  evidence: [{statement: rapala-26-nations-meloni-no-troops, relation: denies}]
  recorded_on: 2026-11-24
"""
    )
    record = read(seed)
    statements = record.statements
    assert statements["later-vote"].about == {"germany": "self"}
    assert statements["later-vote"].said == span("..2025-10-05")
    assert statements["later-deputy"].about == {"italy": "third_party"}
    assert statements["later-deputy"].said == span("2025-09-20..2025-10-05")
    assert statements["later-joint"].about == {"france": "collective", "italy": "narrator"}
    assert statements["later-union"].about == {"european-union": "self", "france": "third_party"}
    germany = record.entries["peacekeeping-force", "germany"]
    italy = record.entries["peacekeeping-force", "italy"]
    assert problems(germany) == problems(italy) == []
    [vote] = [each for each in germany if each.id == "g2"]
    assert vote.drops == dropping(other("B"), offered("air"))
    assert now(*germany).stance == "open"
    answer = now(*italy)
    assert answer.stance == "declines"
    assert {(line.field, line.denied_by) for line in answer.reported} == {
        ("participation", ("i3",)),
        ("contributions", ("i3",)),
    }
    assert record.independence(["later-vote", "later-joint"]) == (1, 1)


def test_sizes_and_membership_of_a_coalition(tmp_path: Path) -> None:
    seed = tmp_path / "seed"
    seed.mkdir()
    (seed / "questions.yaml").write_text("- {id: q, text: Q?, asked_from: 2025-02-01}")
    (seed / "people.yaml").write_text("[]")
    (seed / "actors.yaml").write_text(
        """
- id: them
  type: coalition
  size: 26
  sizes:
    - {value: 30, at_least: true, said: 2025-10-01, statements: [s-2]}
    - {value: 26, said: 2025-09-04, statements: [s-1]}
  membership_claims: [{actor: italy, claim: member, statements: [s-3]}]
"""
    )
    record = read(seed)
    days = [date(2025, 9, 1), date(2025, 9, 4), date(2025, 10, 1)]
    assert [record.size("them", day) for day in days] == [None, 26, 30]
    assert [tuple(claim) for claim in record.membership_claims] == [
        ("them", "italy", "member", ("s-3",))
    ]


# --- properties of small records ------------------------------------------------------------------

START = date(2025, 3, 1)
DAYS = [START + timedelta(days=number) for number in range(5)]
SPAN = [START - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1)]
ASKED, END = SPAN[0], SPAN[-1]

all_bounds = st.one_of(
    st.sampled_from(DAYS).map(lambda day: Bounds(day, day)),
    st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(
        lambda two: Bounds(min(two), max(two))
    ),
    st.sampled_from(DAYS).map(lambda day: Bounds(None, day)),
    st.sampled_from(DAYS).map(lambda day: Bounds(day, None)),
    st.just(Bounds(None, None)),
)
views = st.sampled_from([NOT_STATED, NOT_STATED, "supports", "opposes"])
participations = st.sampled_from(
    [NOT_STATED, "will_contribute", "open", "open", "declined", "declined", "not_applicable"]
)
condition_lists = st.lists(st.sampled_from([CEASEFIRE, MANDATE, other("A")]), max_size=1)
contribution_lists = st.lists(
    st.sampled_from([offered("air"), ruled_out("air"), offered("training")]), max_size=1
)
attributions = st.sampled_from(["self", "self", "third_party", "third_party", "narrator"])


@st.composite
def changes(draw: st.DrawFn, number: int) -> Entry:
    """An entry, which the check may refuse."""
    if draw(st.integers(0, 7)) == 0:
        value = draw(st.sampled_from(["open", "declined"]))
        return replace(
            entry(f"e{number}", "", denies=("participation", value)), bounds=draw(all_bounds)
        )
    return replace(
        entry(
            f"e{number}",
            "",
            draw(attributions),
            view=draw(views),
            participation=draw(participations),
            conditions=draw(condition_lists),
            contributions=draw(contribution_lists),
            drops=dropping(*draw(condition_lists)),
            disputes=[axis for axis in AXES if draw(st.integers(0, 4)) == 0],
        ),
        bounds=draw(all_bounds),
        recorded_on=date(2026, 1, draw(st.integers(1, 3))),
    )


@st.composite
def records(draw: st.DrawFn, most: int = 4) -> list[Entry]:
    """Entries that the check lets through: what it would refuse is mended where that is simple,
    by a dispute, by `after`, or by leaving the entry out.
    """
    entries = [draw(changes(number)) for number in range(draw(st.integers(1, most)))]
    for number in range(len(entries)):
        for problem in problems(entries[: number + 1]):
            if problem.startswith("overlap"):
                entries = _mended(entries, problem, draw(st.booleans()))
    while True:
        refused = {
            problem.split()[1]: problem.split()[0].rstrip(":")
            for problem in problems(entries)
            if problem.startswith(("dispute", "denial"))
        }
        if not refused:
            break
        entries = [
            replace(each, disputes=frozenset()) if refused.get(each.id) == "dispute" else each
            for each in entries
            if refused.get(each.id) != "denial"
        ]
    assume(entries)
    assume(problems(entries) == [])
    return entries


def _mended(entries: list[Entry], problem: str, dispute: bool) -> list[Entry]:
    _, later, _, _, axis, _, first, *_ = problem.rstrip(",").replace(",", "").split()
    return [
        each
        if each.id != later
        else replace(each, disputes=each.disputes | {axis})
        if dispute
        else replace(each, after=each.after | {first})
        for each in entries
    ]


def answers(entries: list[Entry]) -> list[Answer | None]:
    """The answer for each day."""
    return [as_of(entries, ASKED, day) for day in SPAN]


def values(answer: Answer | None) -> tuple[str, str]:
    """View and participation; of silence too."""
    return (answer.view, answer.participation) if answer else (NOT_STATED, NOT_STATED)


@given(records(), st.data())
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_list_never_matters(entries: list[Entry], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(entries))
    assert answers(mixed) == answers(entries)
    assert sorted(problems(mixed)) == sorted(problems(entries))
    assert [after_entry(mixed, each) for each in entries] == [
        after_entry(entries, each) for each in entries
    ]


@st.composite
def with_an_agreeing_entry(draw: st.DrawFn) -> tuple[list[Entry], Entry]:
    """A record, and an entry that repeats what one of its entries says on some other day."""
    entries = draw(records())
    model = draw(st.sampled_from(entries))
    assume(not model.denies)
    more = replace(
        model,
        id="f",
        bounds=draw(all_bounds),
        recorded_on=date(2026, 1, draw(st.integers(1, 3))),
        disputes=frozenset(),
        after=frozenset(),
        conditions=tuple(draw(condition_lists)),
        contributions=tuple(draw(contribution_lists)),
        drops=dropping(*draw(condition_lists)),
        evidence=(Evidence("f-1", "supports", model.evidence[0].attribution, frozenset()),),
        view=draw(st.sampled_from([model.view, NOT_STATED])),
    )
    assume(problems([*entries, more]) == [])
    assume(agrees(entries, more, ASKED, END))
    return entries, more


def carries_before_a_dispute(entries: list[Entry], more: Entry, day: date) -> bool:
    """Whether an entry may let a value count as one that was stated before a running dispute: the
    exception that rule as-of names.
    """
    order = ordered([*entries, more])
    return any(
        states[-1].claims and more in states[-1].carriers
        for axis in AXES
        for world in worlds_on(order, day, axis)
        if (states := axis_states(world, axis, denied_values(world)))
    )


@pytest.mark.long
@given(with_an_agreeing_entry())
@settings(max_examples=100, deadline=None)
def test_an_agreeing_entry_changes_no_certain_answer_and_lowers_no_certainty(
    record: tuple[list[Entry], Entry],
) -> None:
    entries, more = record
    for day, old, new in zip(SPAN, answers(entries), answers([*entries, more]), strict=True):
        if carries_before_a_dispute(entries, more, day):
            continue
        for axis, was, becomes in zip(AXES, values(old), values(new), strict=True):
            if was != becomes:
                assert certainty(old) != "certain", (day, axis)
                assert becomes == more.value(axis), (day, axis)
        assert CERTAINTIES.index(certainty(old)) <= CERTAINTIES.index(certainty(new)), day


def test_an_entry_with_after_may_change_the_order_of_others() -> None:
    entries = [
        entry("a", "2025-03-03", participation="declined"),
        entry("b", "..2025-03-05", participation="open"),
    ]
    more = entry("c", "2025-03-01", participation="open")
    assert agrees(entries, more, ASKED, END)
    assert on([*entries, more], "2025-03-06").stance == "open"
    moving = replace(more, after=frozenset(["b"]))
    assert on([*entries, moving], "2025-03-06").stance == "declines"
    assert not agrees(entries, moving, ASKED, END)


@pytest.mark.long
@given(records(), st.data())
@settings(max_examples=100, deadline=None)
def test_a_lower_tier_never_changes_a_value_served(
    entries: list[Entry], data: st.DataObject
) -> None:
    more = data.draw(changes(9))
    assume(not more.denies)
    more = replace(more, disputes=frozenset())
    assume(problems([*entries, more]) == [])
    for day in SPAN:
        old, new = as_of(entries, ASKED, day), as_of([*entries, more], ASKED, day)
        counted = counting(ordered(entries), ASKED, day)
        denied = denied_values(tuple(counted))
        for axis, was, becomes in zip(AXES, values(old), values(new), strict=True):
            tier = max(
                (
                    each.tier(axis)
                    for each in counted
                    if each.value(axis) != NOT_STATED and not is_denied(each, axis, denied)
                ),
                default=0,
            )
            if more.value(axis) == NOT_STATED or more.tier(axis) < tier:
                assert was == becomes, (day, axis)
