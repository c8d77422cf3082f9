"""Positions from entries (docs/domain.md, section From entries to positions), the label of a
position, and date objects.

Sequences are worked by hand. The certainty of a day is checked against all orders of a few entries,
tried one by one.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise, permutations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.build.check.checked_seed import ResolvedStatement
from app.build.fold import certainty
from app.build.fold.entries import AXES, Drops, EntryChange, EvidenceItem, Tier
from app.build.fold.order import folding_order
from app.build.fold.positions import (
    FoldedPosition,
    Folding,
    ReportedClaim,
    ending,
    fold,
    fold_record,
)
from app.build.fold.problems import record_problems
from app.build.fold.uncounted import uncounted_statements
from app.build.fold.validity import Interval, validity_intervals
from app.build.seed.models.positions import (
    SeedAfter,
    SeedCondition,
    SeedContribution,
    SeedDenial,
    SeedDrops,
    SeedEntry,
    SeedRetraction,
)
from app.domain.dates import UNKNOWN, DateObject, span
from app.domain.stance import stance, strongest
from app.domain.vocabulary import (
    Attribution,
    Certainty,
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

PROMISING = {
    "will_contribute",
    "open",
    "undecided",
    "declined",
}  # those with a commitment (docs/domain.md, rule commitment)
RETRACTED = SeedRetraction(on=date(2026, 2, 1), reason="It was another actor.")
ASKED = date(2025, 2, 1)
ONE = timedelta(days=1)


# --- entries by hand ------------------------------------------------------------------------------


def condition(words: str) -> SeedCondition:
    """`ceasefire|peace_deal`, or `other: a note`."""
    terms, _, note = words.partition(": ")
    return SeedCondition(any_of=tuple(terms.split("|")), note=note or None)


def contribution(words: str) -> SeedContribution:
    """`troops`, `troops in_ukraine`, `-troops` (ruled out), `other: a note`."""
    said, _, note = words.removeprefix("-").partition(": ")
    form, _, place = said.partition(" ")
    status = "ruled_out" if words.startswith("-") else "offered"
    return SeedContribution(
        form=form, status=status, place=place or "unspecified", note=note or None
    )


def bounded(earliest: str | date | None = None, latest: str | date | None = None) -> DateObject:
    """A date of which only bounds are known."""
    if earliest is None and latest is None:
        return UNKNOWN
    return DateObject(earliest=earliest, latest=latest, basis="stated")


def entry(id: str, day: str | DateObject | None, by: str = "self", **said: Any) -> EntryChange:
    """An entry with one statement named after it; lists as plain words; `rec`: day recorded."""
    words = dict(said)
    recorded = words.pop("rec", 1)
    relation = Relation.denies if "denies" in said else Relation.supports
    evidence = words.pop("evidence", (EvidenceItem(f"on-{id}", relation, Attribution(by)),))
    words["conditions"] = tuple(condition(one) for one in said.get("conditions", ()))
    words["contributions"] = tuple(contribution(one) for one in said.get("contributions", ()))
    words["disputes"] = frozenset(said.get("disputes", ()))
    words["after"] = tuple(
        SeedAfter(entry=one, reason="It answers it.") for one in said.get("after", ())
    )
    words["denies"] = tuple(
        SeedDenial(axis=axis, value=value) for axis, value in said.get("denies", ())
    )
    if "participation" in said and "commitment" not in said:
        words["commitment"] = Commitment.stated if said["participation"] in PROMISING else None
    for name, kind in (("view", View), ("participation", Participation)):
        words |= {name: kind(said[name])} if name in said else {}
    if not isinstance(day, DateObject):
        day = DateObject.model_validate(day) if day else UNKNOWN
    return EntryChange(id, day, date(2026, 1, recorded), evidence, **words)


def drop(conditions: list[str] = [], contributions: list[str] = []) -> SeedDrops:  # noqa: B006
    """Drops by identity."""
    return SeedDrops(
        conditions=[condition(one).model_dump(mode="json") for one in conditions],
        contributions=[
            contribution(one).model_dump(mode="json", include={"form", "place", "note"})
            for one in contributions
        ],
    )


def line(position: FoldedPosition) -> tuple[str, str, str]:
    """The two axes and the label of a position."""
    return str(position.view), str(position.participation), str(position.stance)


def stances(*entries: EntryChange) -> list[str]:
    """The label of the position after each entry."""
    return [str(position.stance) for position in fold(entries)]


def conditions_of(position: FoldedPosition) -> list[str]:
    return [
        "|".join(one.any_of) + (f": {one.note}" if one.note else "") for one in position.conditions
    ]


def contributions_of(position: FoldedPosition) -> list[str]:
    return [forms(one) for one in position.contributions]


def forms(one: SeedContribution) -> str:
    sign = "-" if one.status == "ruled_out" else ""
    place = "" if one.place == "unspecified" else f" {one.place}"
    return f"{sign}{one.form}{place}" + (f": {one.note}" if one.note else "")


def reported_of(position: FoldedPosition) -> list[tuple[str, str, str]]:
    """What is listed and not served: field, value, entry."""

    def worded(claim: ReportedClaim) -> str:
        if isinstance(claim.value, SeedCondition):
            return "|".join(claim.value.any_of)
        return forms(claim.value) if isinstance(claim.value, SeedContribution) else str(claim.value)

    return [(claim.field, worded(claim), claim.entry) for claim in position.reported]


def claims_of(position: FoldedPosition) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each disputed axis the claims, each with its statements."""
    return {
        axis: {str(claim.value): claim.statements for claim in claims}
        for axis, claims in position.disputed
    }


def days_of(*entries: EntryChange, asked: date = ASKED) -> list[Interval]:
    return validity_intervals(fold_record(entries), asked)


def on(found: list[Interval], day: str | date) -> Interval | None:
    """The interval that covers a day."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    covering = [
        interval
        for interval in found
        if interval.first <= day and (interval.last is None or day <= interval.last)
    ]
    assert len(covering) <= 1, "intervals do not overlap"
    return covering[0] if covering else None


def answer(day: str, *entries: EntryChange) -> tuple[str, str, str] | None:
    """Id, stance and certainty on a day."""
    found = on(days_of(*entries), day)
    return found and (found.answer.id, str(found.answer.stance), str(found.certainty))


def kinds(*entries: EntryChange) -> list[str]:
    return [str(problem.kind) for problem in record_problems(entries)]


class TestSequences:
    """The sequences S1 to S16 of docs/domain.md, worked by hand."""

    def test_s1_one_entry_of_mixed_evidence(self) -> None:
        """Third-party forms and the narrator's troops and condition: all of it is served."""
        evidence = (
            EvidenceItem(
                "macron",
                Relation.supports,
                Attribution.third_party,
                frozenset({"view", "participation", "commitment"}),
            ),
            EvidenceItem("pledge", Relation.supports, Attribution.narrator),
        )
        [position] = fold(
            [
                entry(
                    "a",
                    "2025-09-04",
                    evidence=evidence,
                    view="supports",
                    participation="will_contribute",
                    conditions=["ceasefire|peace_deal"],
                    contributions=["troops in_ukraine", "air"],
                )
            ]
        )
        assert line(position) == ("supports", "will_contribute", "willing")
        assert position.attribution == "third_party"
        assert conditions_of(position) == ["ceasefire|peace_deal"]
        assert contributions_of(position) == ["troops in_ukraine", "air"]
        assert position.reported == ()

    def test_s2_a_lower_tier_rules_out_a_form(self) -> None:
        last = fold(
            [
                entry("a", "2025-03-03", participation="open", contributions=["air"]),
                entry("b", "2025-04-20", "anonymous", contributions=["-ground"]),
            ]
        )[-1]
        assert (last.id, contributions_of(last)) == ("b", ["air"])
        assert reported_of(last) == [("contributions", "-ground", "b")]
        assert (last.attribution, last.summary_from, last.stance_since) == (
            "self",
            "a",
            DateObject.model_validate("2025-03-03"),
        )
        assert [item.statement for item in last.evidence] == ["on-a"]

    def test_s3_own_view_and_a_third_party_on_participation(self) -> None:
        last = fold(
            [
                entry("a", "2025-03-03", view="supports"),
                entry("b", "2025-04-20", "third_party", participation="will_contribute"),
            ]
        )[-1]
        assert line(last) == ("supports", "will_contribute", "willing")
        assert (last.attribution, last.summary_from) == ("third_party", "b")

    def test_s4_a_narrator_adds_a_condition(self) -> None:
        last = fold(
            [
                entry("a", "2025-03-03", participation="undecided"),
                entry("b", "2025-04-20", "narrator", conditions=["mandate"]),
            ]
        )[-1]
        assert (last.stance, conditions_of(last)) == ("undecided", [])
        assert reported_of(last) == [("conditions", "mandate", "b")]

    def test_s5_a_third_party_contradicts(self) -> None:
        last = fold(
            [
                entry("a", "2025-03-03", participation="declined"),
                entry("b", "2025-04-20", "third_party", participation="will_contribute"),
            ]
        )[-1]
        assert (last.stance, last.attribution) == ("declines", "self")
        assert reported_of(last) == [("participation", "will_contribute", "b")]

    def test_s6_a_denial_changes_nothing_before_it(self) -> None:
        claim = entry("a", "2025-03-01", "third_party", participation="open")
        denial = entry("b", "2025-04-01", denies=[("participation", "open")])
        assert answer("2025-03-15", claim, denial) == ("a", "open", "certain")
        found = on(days_of(claim, denial), "2025-03-15")
        assert found is not None
        assert found.answer.reported == ()
        last = fold([claim, denial])[-1]
        assert (last.id, last.stance, last.attribution) == ("b", "not_stated", None)
        assert (last.commitment, last.stance_since, last.summary_from) == (None, None, None)
        assert [(claim.entry, claim.denied_by) for claim in last.reported] == [("a", ("b",))]

    def test_s7_a_denial_brings_the_earlier_claim_back(self) -> None:
        positions = fold(
            [
                entry("a", "2025-03-01", "third_party", participation="undecided"),
                entry("b", "2025-03-05", "third_party", participation="open"),
                entry("c", "2025-04-01", denies=[("participation", "open")]),
                entry("d", "2025-05-01", "third_party", participation="open"),
            ]
        )
        assert [str(position.stance) for position in positions] == [
            "undecided",
            "open",
            "undecided",
            "undecided",
        ]
        assert [
            (claim.value, claim.entry, claim.denied_by) for claim in positions[-1].reported
        ] == [
            ("open", "b", ("c",)),
            ("open", "d", ("c",)),
        ]
        assert (positions[-1].id, positions[-1].summary_from) == ("d", "a")

    def test_s8_a_condition_counts_from_its_own_day(self) -> None:
        entries = (
            entry("a", "2025-09-04", participation="undecided"),
            entry("b", "2025-10-01", conditions=["mandate"]),
        )
        found = on(days_of(*entries), "2025-09-10")
        assert found is not None
        assert (found.answer.stance, conditions_of(found.answer)) == ("undecided", [])
        assert conditions_of(fold(entries)[-1]) == ["mandate"]

    def test_s9_what_may_have_begun(self) -> None:
        entries = (
            entry("a", bounded(latest="2025-09-04"), view="opposes"),
            entry("b", "2025-08-18", view="supports"),
        )
        assert answer("2025-06-30", *entries) == ("a", "opposes", "possible")
        assert answer("2025-08-20", *entries) == ("b", "supports", "possible")
        assert answer("2025-09-04", *entries) == ("a", "opposes", "possible")

    def test_s10_a_second_source_for_the_same(self) -> None:
        entries = (
            entry("a", "2025-08-18", view="opposes"),
            entry("b", bounded(latest="2025-09-04"), view="opposes"),
        )
        assert answer("2025-06-30", *entries) == ("b", "opposes", "possible")
        assert answer("2025-08-20", *entries) == ("a", "opposes", "certain")
        assert answer("2025-09-04", *entries) == ("b", "opposes", "certain")
        last = fold(entries)[-1]
        assert [item.statement for item in last.evidence] == ["on-b", "on-a"]
        assert last.stance_since == DateObject.model_validate("2025-08-18")

    def test_s11_own_words_without_a_date(self) -> None:
        entries = (
            entry("a", "2025-03-01", "third_party", participation="will_contribute"),
            entry("b", None, participation="undecided"),
        )
        assert answer("2025-04-01", *entries) == ("a", "undecided", "undated")
        last = fold(entries)[-1]
        assert (last.stance, last.attribution, last.summary_from) == ("undecided", "self", "b")
        assert reported_of(last) == [("participation", "will_contribute", "a")]

    def test_s12_overlapping_days(self) -> None:
        month = entry("a", "2025-09", participation="undecided")
        day = entry("b", "2025-09-15", participation="open", rec=2)
        assert kinds(month, day) == ["unresolved_overlap"]
        disputing = replace(day, disputes=frozenset({"participation"}))
        assert kinds(month, disputing) == []
        assert stances(month, disputing)[-1] == "not_stated"
        behind = entry("a", "2025-09", participation="undecided", after=["b"])
        before = entry("b", "2025-09-15", participation="open", rec=2, after=["a"])
        assert kinds(behind, day) == kinds(month, before) == []
        assert answer("2025-10-01", behind, day) == ("a", "undecided", "certain")
        assert answer("2025-10-01", month, before) == ("b", "open", "certain")

    def test_s13_a_parliament_that_decides(self) -> None:
        last = fold(
            [
                entry("a", "2025-09-01", participation="undecided"),
                entry("b", "2025-09-15", participation="will_contribute", commitment="decided"),
            ]
        )[-1]
        assert (last.stance, last.attribution, last.commitment) == ("willing", "self", "decided")

    def test_s14_a_general_joint_text(self) -> None:
        last = fold(
            [
                entry("a", "2025-09-01", participation="declined"),
                entry("b", "2025-09-15", "collective", view="supports"),
            ]
        )[-1]
        assert line(last) == ("supports", "declined", "declines")
        assert (last.attribution, last.summary_from) == ("self", "a")

    def test_s15_forms_by_place(self) -> None:
        last = fold(
            [
                entry(
                    "a",
                    "2025-09-01",
                    participation="declined",
                    contributions=["-troops in_ukraine"],
                ),
                entry(
                    "b",
                    "2025-09-15",
                    participation="will_contribute",
                    contributions=["troops neighbouring"],
                ),
            ]
        )[-1]
        assert contributions_of(last) == ["-troops in_ukraine", "troops neighbouring"]

    def test_s16_one_of_two_other_conditions(self) -> None:
        last = fold(
            [
                entry("a", "2025-09-01", participation="open", conditions=["other: A", "other: B"]),
                entry("b", "2025-09-15", drops=drop(["other: B"])),
            ]
        )[-1]
        assert conditions_of(last) == ["other: A"]


class TestMoreSequences:
    """docs/domain.md, section Sequences worked by hand, from S17 on."""

    def test_s17_a_lower_tier_that_agrees_carries_the_value(self) -> None:
        entries = (
            entry("a", "2025-01-01", "third_party", participation="undecided"),
            entry("b", None, participation="undecided"),
        )
        found = on(days_of(*entries, asked=date(2024, 12, 1)), "2025-01-10")
        assert found is not None
        assert (found.answer.stance, found.certainty) == ("undecided", "certain")
        assert (found.answer.attribution, set(found.answer.deciding)) == ("self", {"a", "b"})

    def test_s18_a_higher_tier_that_agrees_goes_on_with_the_run(self) -> None:
        positions = fold(
            [
                entry("a", "2025-03-01", "third_party", participation="open"),
                entry("b", "2025-04-01", participation="open"),
            ]
        )
        last = positions[-1]
        assert (last.attribution, last.summary_from, last.deciding) == ("self", "b", ("a", "b"))
        assert last.stance_since == positions[0].valid_from

    def test_s19_a_dispute_does_not_say_that_the_other_has_begun(self) -> None:
        entries = (
            entry("a", None, participation="open"),
            entry("b", "2025-03-05", participation="declined", disputes=["participation"]),
        )
        found = on(days_of(*entries), "2025-03-06")
        assert found is not None
        assert (found.answer.participation, found.certainty) == ("not_stated", "possible")
        assert claims_of(found.answer) == {
            "participation": {"open": ("on-a",), "declined": ("on-b",)}
        }

    def test_s20_an_entry_begins_not_before_what_it_comes_after(self) -> None:
        entries = (
            entry("a", None, view="supports", after=["b"]),
            entry("b", "2025-04-01", view="opposes"),
        )
        assert answer("2025-03-15", *entries) is None
        assert answer("2025-04-15", *entries) == ("a", "supports", "undated")

    def test_s21_an_offer_of_training_ends_no_refusal_of_troops(self) -> None:
        positions = fold(
            [
                entry("a", "2025-03-01", contributions=["-troops in_ukraine"]),
                entry(
                    "b",
                    "2025-04-01",
                    participation="will_contribute",
                    contributions=["training in_ukraine"],
                ),
            ]
        )
        assert contributions_of(positions[-1]) == ["-troops in_ukraine", "training in_ukraine"]

    def test_s22_what_was_let_in_and_dropped_is_not_reported(self) -> None:
        positions = fold(
            [
                entry("a", "2025-03-01", "narrator", conditions=["mandate"]),
                entry("b", "2025-04-01", view="supports", drops=["mandate"]),
            ]
        )
        assert (conditions_of(positions[-1]), reported_of(positions[-1])) == ([], [])

    def test_a_drop_needs_the_tier_of_its_field(self) -> None:
        """Also beside a participation of a higher tier."""
        evidence = (
            EvidenceItem(
                "on-b", Relation.supports, Attribution.self_, frozenset(["participation"])
            ),
            EvidenceItem(
                "by-b", Relation.supports, Attribution.narrator, frozenset(["conditions"])
            ),
        )
        positions = fold(
            [
                entry("a", "2025-03-01", participation="open", conditions=["mandate"]),
                entry(
                    "b",
                    "2025-04-01",
                    participation="open",
                    conditions=["ceasefire"],
                    drops=["mandate"],
                    evidence=evidence,
                ),
            ]
        )
        assert conditions_of(positions[-1]) == ["mandate", "ceasefire"]

    def test_when_a_source_was_recorded_opens_no_dispute(self) -> None:
        """Another source for the value served before changes nothing, whenever it was recorded."""
        first = entry("a", "2025-03-01", view="supports", rec=3)
        other = entry("b", "2025-03-01", view="supports", rec=1)
        disputing = entry("c", "2025-03-02", view="opposes", disputes=["view"], rec=2)
        without = answer("2025-03-03", first, disputing)
        assert without == answer("2025-03-03", first, other, disputing)
        assert without == ("c", "supports", "certain")

    def test_what_was_replaced_is_no_claim(self) -> None:
        positions = fold(
            [
                entry("a", bounded("2025-03-01", "2025-03-10"), view="supports"),
                entry("b", "2025-03-05", view="opposes", after=["a"]),
                entry("c", "2025-03-05", view="supports", disputes=["view"], rec=2),
            ]
        )
        assert claims_of(positions[-1]) == {"view": {"opposes": ("on-b",), "supports": ("on-c",)}}


class TestPromises:
    """docs/domain.md, rules supersession and tiers: conditions and contributions."""

    def test_conditions_accumulate_until_dropped(self) -> None:
        positions = fold(
            [
                entry("a", "2025-03", participation="open", conditions=["ceasefire|peace_deal"]),
                entry("b", "2025-05", conditions=["us_backstop", "mandate"]),
                entry("c", "2025-07", drops=["us_backstop"], conditions=["host_request"]),
                entry("d", "2025-09", participation="undecided"),
                entry("e", "2025-11", participation="declined", conditions=["mandate"]),
            ]
        )
        assert [conditions_of(position) for position in positions] == [
            ["ceasefire|peace_deal"],
            ["ceasefire|peace_deal", "us_backstop", "mandate"],
            ["ceasefire|peace_deal", "mandate", "host_request"],
            ["ceasefire|peace_deal", "mandate", "host_request"],
            ["mandate"],
        ]

    def test_what_is_declined_again_ends_no_condition(self) -> None:
        """Only when the participation becomes `declined` do the earlier conditions end."""
        positions = fold(
            [
                entry("a", "2025-03", participation="declined"),
                entry("b", "2025-04", conditions=["mandate"], contributions=["funding"]),
                entry("c", "2025-05", participation="declined"),
            ]
        )
        assert conditions_of(positions[-1]) == ["mandate"]
        assert contributions_of(positions[-1]) == ["funding"]

    def test_a_condition_in_other_words_is_the_same(self) -> None:
        """`any_of` says which one it is, in any order; the newest note is served, and both entries
        are the evidence.
        """
        positions = fold(
            [
                entry("a", "2025-03-01", participation="open", conditions=["ceasefire|mandate: X"]),
                entry("b", "2025-04-01", conditions=["mandate|ceasefire"]),
            ]
        )
        assert conditions_of(positions[1]) == ["mandate|ceasefire"]
        assert [one.positions for one in positions[1].derivation if one.field == "conditions"] == [
            ("a", "b")
        ]

    @pytest.mark.parametrize("participation", ["open", "undecided", "declined"])
    def test_offers_of_forces_end(self, participation: str) -> None:
        positions = fold(
            [
                entry(
                    "a",
                    "2025-03",
                    participation="will_contribute",
                    contributions=["troops", "air", "training", "-sea"],
                ),
                entry("b", "2025-04", participation=participation, contributions=["air"]),
            ]
        )
        assert contributions_of(positions[-1]) == ["air", "training", "-sea"]

    def test_what_was_ruled_out_ends_where_it_is_offered(self) -> None:
        positions = fold(
            [
                entry(
                    "a",
                    "2025-03",
                    participation="declined",
                    contributions=["-troops in_ukraine", "-sea black_sea", "-arms in_ukraine"],
                ),
                entry(
                    "b",
                    "2025-04",
                    participation="will_contribute",
                    contributions=["air in_ukraine"],
                ),
            ]
        )
        assert contributions_of(positions[-1]) == [
            "-sea black_sea",
            "-arms in_ukraine",
            "air in_ukraine",
        ]

    def test_contributions_are_set_one_by_one(self) -> None:
        positions = fold(
            [
                entry(
                    "a", "2025-03", participation="open", contributions=["training", "other: mines"]
                ),
                entry("b", "2025-04", contributions=["-training", "other: hospitals"]),
                entry("c", "2025-05", drops=drop(contributions=["other: mines"])),
                entry("d", "2025-06", drops=drop(contributions=["other"])),
            ]
        )
        assert [contributions_of(position) for position in positions[1:]] == [
            ["-training", "other: mines", "other: hospitals"],
            ["-training", "other: hospitals"],
            ["-training", "other: hospitals"],
        ]

    def test_the_tier_of_the_participation_is_needed(self) -> None:
        """Asked at the place of the entry: what was let in stays under a higher tier."""
        positions = fold(
            [
                entry("a", "2025-03", "third_party", participation="open"),
                entry("b", "2025-04", "third_party", conditions=["mandate"]),
                entry("c", "2025-05", "narrator", conditions=["ceasefire"]),
                entry("d", "2025-06", participation="open"),
                entry("e", "2025-07", "third_party", drops=["mandate"]),
            ]
        )
        assert conditions_of(positions[-1]) == ["mandate"]
        assert [reported_of(position) for position in positions[2:]] == [
            [("conditions", "ceasefire", "c")],
            [],  # certainly earlier than the own words
            [],
        ]

    def test_without_a_participation_the_highest_tier_decides(self) -> None:
        last = fold(
            [
                entry("a", "2025-03", "narrator", conditions=["mandate"]),
                entry("b", "2025-04", "third_party", conditions=["ceasefire"]),
                entry("c", "2025-05", "narrator", conditions=["us_backstop"]),
                entry("d", "2025-06", "narrator", contributions=["training"]),
            ]
        )[-1]
        assert conditions_of(last) == ["mandate", "ceasefire"]
        assert contributions_of(last) == ["training"]
        assert reported_of(last) == [("conditions", "us_backstop", "c")]

    def test_what_comes_with_a_participation_that_is_not_served(self) -> None:
        """It is listed with the claim, whatever the tier of the field."""
        last = fold(
            [
                entry("a", "2025-03-01", participation="declined"),
                entry(
                    "b",
                    "2025-04-01",
                    "third_party",
                    participation="open",
                    conditions=["mandate"],
                    contributions=["air"],
                ),
            ]
        )[-1]
        assert (conditions_of(last), contributions_of(last)) == ([], [])
        assert reported_of(last) == [
            ("participation", "open", "b"),
            ("conditions", "mandate", "b"),
            ("contributions", "air", "b"),
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
            ["on-b"],
        ]


class TestDisputes:
    """docs/domain.md, rule dispute."""

    def test_a_later_contradiction(self) -> None:
        """What stood before it is served; both claims are shown; the next word settles it."""
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
        both = {"view": {"supports": ("on-a",), "opposes": ("on-b",)}}
        assert [claims_of(position) for position in positions] == [{}, both, both, {}]
        assert positions[-1].deciding == ("b", "d"), "a claim that agrees carries the value too"

    def test_a_contradiction_of_the_same_day(self) -> None:
        rivals = (
            entry("b", "2025-09-04", participation="declined"),
            entry("c", "2025-09-04", participation="open", disputes=["participation"]),
        )
        last = fold(rivals)[-1]
        assert line(last) == ("not_stated", "not_stated", "not_stated")
        assert (last.commitment, last.attribution, last.stance_since) == (None, None, None)
        assert last.evidence == ()
        before = entry("a", "2025-08-01", participation="undecided")
        last = fold([before, *rivals])[-1]
        assert line(last) == ("not_stated", "undecided", "undecided")
        assert (last.id, last.summary_from) == ("c", "a")
        assert claims_of(last) == {"participation": {"declined": ("on-b",), "open": ("on-c",)}}

    def test_three_sources_of_one_day(self) -> None:
        before = entry("a", "2025-08-01", participation="undecided")
        rivals = (
            entry("b", "2025-09-04", participation="declined"),
            entry("c", "2025-09-04", participation="declined"),
            entry("d", "2025-09-04", participation="open", disputes=["participation"]),
        )
        for history, served in (((before, *rivals), "undecided"), (rivals, "not_stated")):
            last = fold(history)[-1]
            assert last.participation == served
            assert claims_of(last) == {
                "participation": {"declined": ("on-b", "on-c"), "open": ("on-d",)}
            }

    def test_only_entries_of_one_tier_dispute(self) -> None:
        own = entry("a", "2025-03-01", view="supports")
        other = entry("b", "2025-04-01", "third_party", view="opposes", disputes=["view"])
        last = fold([own, other])[-1]
        assert (last.view, last.disputed) == ("supports", ())
        assert reported_of(last) == [("view", "opposes", "b")]
        assert kinds(own, other) == ["dispute_without_opponent"]

    def test_a_higher_tier_ends_a_dispute(self) -> None:
        entries = [
            entry("a", "2025-03-01", "third_party", view="supports"),
            entry("b", "2025-03-01", "third_party", view="opposes", disputes=["view"]),
            entry("c", bounded("2025-02-20", "2025-03-10"), view="supports"),
        ]
        positions = fold(entries)
        assert [str(position.view) for position in positions] == [
            "supports",
            "not_stated",
            "supports",
        ]
        assert positions[-1].disputed == ()
        assert reported_of(positions[-1]) == [("view", "opposes", "b")]

    def test_never_a_value_of_a_lower_tier(self) -> None:
        last = fold(
            [
                entry("a", "2025-02-10", "third_party", view="supports"),
                entry("b", "2025-03-01", view="supports"),
                entry("c", "2025-03-01", view="opposes", disputes=["view"]),
            ]
        )[-1]
        assert (last.view, last.stance) == ("not_stated", "not_stated")

    def test_what_comes_with_a_claim_is_not_served(self) -> None:
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
                    conditions=["ceasefire"],
                    drops=["mandate"],
                ),
                entry("c", "2025-05-01", view="supports", conditions=["us_backstop"]),
            ]
        )
        assert [conditions_of(position) for position in positions] == [
            ["mandate"],
            ["mandate"],
            ["mandate", "us_backstop"],
        ]
        assert [contributions_of(position) for position in positions] == [["training"]] * 3

    def test_what_comes_with_a_claim_that_wins_or_loses(self) -> None:
        claims = [
            entry("a", "2025-03-01", participation="open", contributions=["training"]),
            entry(
                "b",
                "2025-03-01",
                participation="declined",
                disputes=["participation"],
                contributions=["funding"],
            ),
        ]
        for settled, forms_served in (("open", ["training"]), ("declined", ["funding"])):
            last = fold([*claims, entry("c", "2025-05-01", participation=settled)])[-1]
            assert contributions_of(last) == forms_served
        last = fold([*claims, entry("c", "2025-05-01", participation="undecided")])[-1]
        assert contributions_of(last) == []

    def test_each_claim_has_its_own_attribution_and_summary(self) -> None:
        last = fold(
            [
                entry("a", "2025-03-01", view="supports"),
                entry("b", "2025-03-01", "collective", view="supports"),
                entry("c", "2025-03-01", "collective", view="opposes", disputes=["view"]),
            ]
        )[-1]
        [(_, claims)] = last.disputed
        assert [(claim.value, claim.attribution, claim.entry) for claim in claims] == [
            ("supports", "self", "a"),
            ("opposes", "collective", "c"),
        ]

    def test_a_dispute_leaves_the_other_axis(self) -> None:
        last = fold(
            [
                entry("a", "2025-03-01", view="supports", participation="open"),
                entry(
                    "b", "2025-03-01", view="opposes", participation="declined", disputes=["view"]
                ),
            ]
        )[-1]
        assert line(last) == ("not_stated", "declined", "declines")
        assert [axis for axis, _ in last.disputed] == ["view"]

    def test_claims_of_one_value_are_no_dispute(self) -> None:
        positions = fold(
            [
                entry("a", "2025-03-01", view="opposes", disputes=["view"]),
                entry("b", "2025-03-02", view="opposes", disputes=["view"]),
                entry("c", "2025-03-03", view="supports", disputes=["view"]),
            ]
        )
        assert [position.view for position in positions] == ["opposes"] * 3
        assert [len(position.disputed) for position in positions] == [0, 0, 1]


class TestDenials:
    """docs/domain.md, rule denial."""

    CLAIM = entry(
        "a", "2025-03-01", "anonymous", participation="open", contributions=["troops"], rec=1
    )
    DENIAL = entry("b", "2025-04-01", denies=[("participation", "open")])

    def test_what_was_set_with_the_claim_is_denied_too(self) -> None:
        last = fold([self.CLAIM, self.DENIAL])[-1]
        assert contributions_of(last) == []
        assert [(claim.field, claim.denied_by) for claim in last.reported] == [
            ("participation", ("b",)),
            ("contributions", ("b",)),
        ]
        assert {one.field: one.rule for one in last.derivation}["participation"] is Rule.denied

    def test_until_a_later_entry_carries_the_axis(self) -> None:
        last = fold([self.CLAIM, self.DENIAL, entry("c", "2025-05-01", participation="undecided")])
        assert (last[-1].stance, last[-1].reported) == ("undecided", ())

    def test_no_denial_of_what_the_actor_says_itself(self) -> None:
        """In whatever order: the denial has no effect while the actor states the value."""
        own = entry("c", "2025-05-01", participation="open")
        last = fold([self.CLAIM, self.DENIAL, own])[-1]
        assert (last.stance, last.attribution) == ("open", "self")
        assert contributions_of(last) == ["troops"]

    def test_a_denial_is_no_refusal(self) -> None:
        assert stances(self.CLAIM, self.DENIAL) == ["open", "not_stated"]

    def test_a_denial_without_a_claim(self) -> None:
        assert kinds(self.DENIAL) == ["denial_without_claim"]
        own = entry("a", "2025-03-01", participation="open")
        assert kinds(own, self.DENIAL) == ["denial_without_claim"]
        assert kinds(self.CLAIM, self.DENIAL) == []

    def test_only_the_actor_denies(self) -> None:
        denial = entry("b", "2025-04-01", "third_party", denies=[("participation", "open")])
        assert stances(self.CLAIM, denial) == ["open", "open"]
        assert kinds(self.CLAIM, denial) == ["denial_not_own"]

    def test_a_denial_that_may_have_begun(self) -> None:
        denial = replace(self.DENIAL, valid_from=bounded("2025-04-01", "2025-04-30"))
        assert answer("2025-03-31", self.CLAIM, denial) == ("a", "open", "certain")
        assert answer("2025-04-10", self.CLAIM, denial) == ("a", "open", "possible")
        assert answer("2025-05-01", self.CLAIM, denial) == ("b", "not_stated", "certain")


class TestOrder:
    """docs/domain.md, rule order."""

    def test_by_dates_then_recorded_on_then_id(self) -> None:
        entries = [
            entry("d", "2025-03-01", view="supports", rec=1),
            entry("c", "2025-03-01", view="supports", rec=2),
            entry("b", "2025-03-01", view="supports", rec=2),
            entry("a", None, view="supports", rec=3),
            entry("e", bounded(earliest="2025-02-15"), view="supports"),
        ]
        assert [one.id for one in folding_order(entries).entries] == ["a", "e", "d", "b", "c"]

    def test_moved_behind_and_no_further(self) -> None:
        entries = [
            entry("a", None, view="supports", after=["c"]),
            entry("b", "2025-03-01", view="opposes"),
            entry("c", "2025-04-01", view="opposes"),
            entry("d", "2025-05-01", view="opposes"),
        ]
        assert [one.id for one in folding_order(entries).entries] == ["b", "c", "a", "d"]
        assert answer("2025-03-15", *entries) == ("b", "opposes", "certain")
        assert answer("2025-04-15", *entries) == ("a", "supports", "undated")

    def test_an_entry_cannot_begin_before_one_that_it_follows(self) -> None:
        entries = (
            entry("a", "2025-09", participation="undecided", after=["b"]),
            entry("b", "2025-09-15", participation="open"),
        )
        assert answer("2025-09-10", *entries) is None
        assert answer("2025-09-20", *entries) == ("b", "open", "possible")

    @pytest.mark.parametrize(
        "entries",
        [
            [
                entry("a", "2025-03-01", view="supports", after=["b"]),
                entry("b", "2025-04-01", view="opposes"),
            ],
            [
                entry("a", None, view="supports", after=["b"]),
                entry("b", None, view="opposes", after=["a"]),
            ],
            [
                entry("a", None, view="supports", after=["c"]),
                entry("b", None, view="opposes", disputes=["view"], rec=2),
                entry("c", None, view="not_stated", after=["b"]),
            ],
        ],
    )
    def test_impossible(self, entries: list[EntryChange]) -> None:
        assert "impossible_order" in kinds(*entries)
        assert len(fold(entries)) == len(entries)
        assert all(found.certainty is not Certainty.certain for found in days_of(*entries))

    def test_after_an_unknown_entry(self) -> None:
        assert kinds(entry("a", None, view="supports", after=["z"])) == ["unknown_after"]


class TestServed:
    """docs/domain.md, rule what-is-served."""

    def test_each_axis_on_its_own(self) -> None:
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
        ] == ["2025-09-03", "2026-01-05", None]
        assert [
            position.stance_since and position.stance_since.value for position in positions
        ] == ["2025-02-17", "2025-02-17", "2026-01-06"]

    def test_an_agreeing_source_adds_its_evidence(self) -> None:
        """Attribution, summary and commitment are those of the newest of the strongest."""
        last = fold(
            [
                entry("a", "2025-03-01", participation="open", commitment=Commitment.signed),
                entry("b", "2025-03-02", participation="open", commitment=Commitment.hedged),
                entry("c", "2025-04-01", "collective", participation="open"),
            ]
        )[-1]
        assert (last.attribution, last.summary_from, last.commitment) == ("self", "b", "hedged")
        assert last.deciding == ("a", "b", "c")
        derived = {one.field: one for one in last.derivation}
        assert derived["stance"].statements == ("on-a", "on-b", "on-c")
        assert derived["attribution"].statements == ("on-a", "on-b")

    def test_commitment_only_where_participation_decides(self) -> None:
        last = fold([entry("a", "2025-03-01", view="opposes", participation="open")])[-1]
        assert (last.stance, last.commitment) == ("opposes", None)

    def test_where_no_axis_decides(self) -> None:
        [position] = fold([entry("a", "2025-03-01", participation="not_applicable")])
        assert (position.stance, position.attribution, position.deciding) == (
            "not_stated",
            None,
            (),
        )
        assert position.summary_from == "a"
        assert position.stance_since == position.valid_from

    def test_evidence_for_some_fields(self) -> None:
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
            [entry("a", "2025-03-01", view="supports", participation="open", evidence=pieces)]
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
        ("which", "current"), [("a", "c"), ("b", "c"), ("c", "b"), ("abc", None)]
    )
    def test_retracted(self, which: str, current: str | None) -> None:
        """The others close ranks; what was retracted is still shown as it was made."""
        history = [
            entry("a", "2025-03-01", participation="declined"),
            entry("b", "2025-04-01", participation="open"),
            entry("c", "2025-05-01", participation="will_contribute"),
        ]
        positions = fold(
            [replace(one, retracted=RETRACTED) if one.id in which else one for one in history]
        )
        assert [position.stance for position in positions] == ["declines", "open", "willing"]
        assert (
            next((position.id for position in positions if position.status is Status.current), None)
            == current
        )
        assert [position.id for position in positions if position.retracted] == list(which)

    def test_what_came_after_a_retracted_entry_is_not_before_it(self) -> None:
        """Though it is undated, and first in the order of those that count."""
        positions = fold(
            [
                entry("a", "2025-03-01", participation="open"),
                replace(entry("b", "2025-03-02", participation="declined"), retracted=RETRACTED),
                entry("c", None, view="opposes", after=["b"]),
            ]
        )
        assert [position.id for position in positions] == ["c", "a", "b"]
        assert (positions[-1].stance, positions[-1].previous) == ("declines", "a")
        assert positions[1].stance == "opposes"

    def test_the_answer_for_a_day_may_be_no_position(self) -> None:
        """An entry that is folded behind another one counts from its own day all the same."""
        entries = (
            entry("a", bounded(latest="2025-03-01"), view="supports", after=["b"]),
            entry("b", bounded(latest="2025-04-01"), conditions=["mandate"]),
        )
        assert [position.id for position in fold(entries)] == ["b", "a"]
        found = on(days_of(*entries), "2025-03-15")
        assert found is not None
        assert (found.answer.id, found.answer.view, conditions_of(found.answer)) == (
            "a",
            "supports",
            [],
        )

    def test_the_axes_are_filled_one_by_one(self) -> None:
        """A view counts; the participation is the first that may have begun, with its forms."""
        entries = (
            entry("a", "2025-03-01", view="supports"),
            entry(
                "b",
                bounded(latest="2025-04-01"),
                participation="open",
                conditions=["mandate"],
                contributions=["air"],
            ),
            entry("c", bounded(latest="2025-05-01"), participation="declined"),
        )
        found = on(days_of(*entries), "2025-03-15")
        assert found is not None
        assert (found.answer.id, found.answer.stance) == ("a", "open")
        assert (conditions_of(found.answer), contributions_of(found.answer)) == (
            ["mandate"],
            ["air"],
        )
        assert (found.view_certainty, found.participation_certainty, found.certainty) == (
            "certain",
            "possible",
            "possible",
        )
        assert found.also == ("c",)


# --- properties -----------------------------------------------------------------------------------

days = st.dates(date(2025, 3, 1), date(2025, 3, 6))
spans = st.one_of(
    st.just(UNKNOWN),
    days.map(lambda day: bounded(day, day)),
    days.map(lambda day: bounded(day, day)),
    st.tuples(st.none() | days, st.none() | days)
    .filter(lambda two: two[0] is None or two[1] is None or two[0] <= two[1])
    .map(lambda two: bounded(*two)),
)
views = st.sampled_from(View)
participations = st.sampled_from(["open", "declined", "will_contribute", "not_stated"])
some_conditions = st.lists(
    st.sampled_from(["mandate", "ceasefire|mandate", "other: A", "other: B"]),
    max_size=2,
    unique=True,
)
some_contributions = st.lists(
    st.sampled_from(["troops", "-troops", "air in_ukraine", "-air in_ukraine", "training"]),
    max_size=2,
    unique_by=lambda words: words.removeprefix("-"),
)
some_drops = st.sampled_from(
    [(), (), ["mandate"], drop(["other: A"]), drop(contributions=["troops", "training"])]
)
attributions = st.sampled_from(["self", "collective", "third_party", "anonymous"])
axes_sets = st.sampled_from([(), (), ("view",), ("participation",), AXES])


@st.composite
def changes(draw: st.DrawFn, plain: bool = False, by: str | None = None) -> EntryChange:
    """An entry, `plain`: without disputes, denials and drops."""
    by = by or draw(attributions)
    day, recorded = draw(spans), draw(st.integers(1, 2))
    if not plain and draw(st.integers(0, 6)) == 0:
        value = draw(st.sampled_from(["open", "declined"]))
        return entry("", day, rec=recorded, denies=[("participation", value)])
    said: dict[str, Any] = {
        "view": draw(views),
        "participation": draw(participations),
        "conditions": draw(some_conditions),
        "contributions": draw(some_contributions),
    }
    if not plain:
        said |= {"drops": draw(some_drops), "disputes": draw(axes_sets)}
    made = entry("", day, by, rec=recorded, **said)
    sets = frozenset(axis for axis in AXES if made.sets(axis))
    return replace(made, disputes=made.disputes & sets)


@st.composite
def records(
    draw: st.DrawFn, most: int = 5, plain: bool = False, retracting: bool = False
) -> list[EntryChange]:
    """Entries of one actor."""
    made = draw(st.lists(changes(plain), min_size=1, max_size=most))
    named = [replace(one, id=f"e{number}") for number, one in enumerate(made)]
    if retracting:
        named = [
            replace(one, retracted=RETRACTED) if draw(st.integers(0, 4)) == 0 else one
            for one in named
        ]
    if not plain and len(named) > 1 and draw(st.integers(0, 3)) == 0:
        behind, other = draw(st.permutations(range(len(named))))[:2]
        named[behind] = replace(
            named[behind], after=(SeedAfter(entry=f"e{other}", reason="It answers it."),)
        )
    return named


def live(history: list[EntryChange]) -> list[EntryChange]:
    """The entries that were not retracted, in their order."""
    return list(folding_order(one for one in history if one.retracted is None).entries)


@settings(deadline=None)
@given(records(retracting=True), st.randoms(use_true_random=False))
def test_the_order_of_the_list_says_nothing(history: list[EntryChange], random: Any) -> None:
    shuffled = history[:]
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(history)
    assert record_problems(shuffled) == record_problems(history)
    assert days_of(*shuffled) == days_of(*history)


@settings(deadline=None)
@given(records(retracting=True))
def test_a_chain_with_one_end(history: list[EntryChange]) -> None:
    """At most one position is current: the last that was not retracted; no position ends before it
    can have begun.
    """
    positions = fold(history)
    assert [position.number for position in positions] == list(range(1, len(history) + 1))
    assert {position.id for position in positions if position.status is Status.retracted} == {
        change.id for change in history if change.retracted
    }
    chain = [position for position in positions if position.status is not Status.retracted]
    assert [position.id for position in chain] == [change.id for change in live(history)]
    assert [position.status for position in chain] == [Status.superseded] * (len(chain) - 1) + [
        Status.current
    ] * bool(chain)
    for earlier, later in pairwise(chain):
        assert (earlier.superseded_by, later.previous) == (later.id, earlier.id)
        assert earlier.valid_to == ending(earlier.valid_from, later.valid_from)


@settings(deadline=None)
@given(records(retracting=True))
def test_a_retracted_entry_changes_nothing(history: list[EntryChange]) -> None:
    """Without it the others are the same; it stays to be seen as it was when it was made."""
    positions = {position.id: position for position in fold(history)}
    others = [one for one in history if one.retracted is None]
    for position in fold(others):
        assert replace(positions[position.id], number=0) == replace(position, number=0)
    for change in history:
        if change.retracted:
            position = positions[change.id]
            assert (position.status, position.retracted) == (Status.retracted, RETRACTED)
            assert (position.superseded_by, position.valid_to) == (None, None)
    kept = fold_record(history)
    assert [one.answer.id for one in validity_intervals(kept, ASKED)] == [
        one.answer.id for one in days_of(*others)
    ]


@settings(deadline=None)
@given(records())
def test_what_follows_from_the_axes(history: list[EntryChange]) -> None:
    by_id = {change.id: change for change in history}
    for position in fold(history):
        assert position.stance is stance(position.view, position.participation)
        decided = position.stance is not Stance.not_stated
        assert bool(position.deciding) == decided == (position.attribution is not None)
        assert not decided or position.summary_from in position.deciding
        assert (position.commitment is None) == (
            position.stance in ("opposes", "supports", "not_stated")
        )
        for axis, claims in position.disputed:
            assert len({claim.value for claim in claims}) == len(claims) >= 2
            for claim in claims:
                assert by_id[claim.entry].value(axis) == claim.value
        served = {"view": position.view, "participation": position.participation}
        for claim in position.reported:
            if claim.field in AXES:
                assert claim.value != served[claim.field]
            assert claim.denied_by or by_id[claim.entry].tier(claim.field) is not Tier.own
        statements = [item.statement for item in position.evidence]
        assert len(set(statements)) == len(statements)
        for one in position.derivation:
            if one.field != "valid_from":
                assert set(one.statements) <= set(statements)


@settings(deadline=None)
@given(records())
def test_a_lower_tier_never_changes_a_value_served(history: list[EntryChange]) -> None:
    """Without the claims of lower tiers than the one served, each axis is the same."""
    assume(not any(change.after for change in history))
    folding = Folding()
    for change in live(history):
        folding.add(change)
    for axis in AXES:
        tier = folding.axes[axis].tier
        if tier is None:
            continue
        strong = Folding()
        for change in live(history):
            if not change.sets(axis) or change.tier(axis) >= tier:
                strong.add(change)
        assert strong.axes[axis].tier == tier
        assert [one.id for one in strong.axes[axis].carriers if one.tier(axis) is tier] == [
            one.id for one in folding.axes[axis].carriers if one.tier(axis) is tier
        ]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            days,
            views,
            participations,
            st.lists(st.sampled_from(["mandate", "ceasefire"]), max_size=1),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda one: one[0],
    )
)
def test_simple_records_give_what_they_gave(given: list[tuple[Any, ...]]) -> None:
    """Own words of different days: each axis is what was said of it last, and certain."""
    entries = [
        entry(f"e{day.day}", bounded(day, day), view=view, participation=takes, conditions=named)
        for day, view, takes, named in given
    ]
    by_day = sorted(given)
    found = days_of(*entries)
    assert [interval.first for interval in found] == [day for day, *_ in by_day]
    for number, interval in enumerate(found, 1):
        said = by_day[:number]
        view = [one[1] for one in said if one[1] != "not_stated"][-1:] or ["not_stated"]
        takes = [one[2] for one in said if one[2] != "not_stated"][-1:] or ["not_stated"]
        assert line(interval.answer)[:2] == (view[0], takes[0])
        assert (interval.certainty, interval.also) == ("certain", ())
        assert interval.answer.id == f"e{said[-1][0].day}"
        if "declined" not in [one[2] for one in said]:
            assert set(conditions_of(interval.answer)) == {word for one in said for word in one[3]}


# --- all orders, one by one -----------------------------------------------------------------------


def is_denied(change: EntryChange, axis: str, others: list[EntryChange]) -> bool:
    """Whether one of the others denies a claim, and none of them states it for the actor."""
    value = change.value(axis)
    return (
        change.tier(axis) is not Tier.own
        and any((item.axis, item.value) == (axis, value) for one in others for item in one.denies)
        and not any(one.value(axis) == value and one.tier(axis) is Tier.own for one in others)
    )


def every_order(entries: list[EntryChange], day: date) -> Iterator[Folding]:
    """The entries folded in each order that the dates allow, with each choice of what has begun."""
    order = folding_order(entries)
    before = {
        change.id: {other.id for m, other in enumerate(order.entries) if bits >> m & 1}
        for change, bits in zip(order.entries, order.before, strict=True)
    }
    first: dict[str, date] = {}
    for one in order.entries:
        named = [first[item.entry] for item in one.after]
        first[one.id] = max([one.valid_from.earliest or ASKED, *named])
    may = [one for one in entries if first[one.id] <= day]
    must = [one for one in entries if one.valid_from.latest and one.valid_from.latest <= day]
    for number in range(len(may) + 1):
        for begun in combinations(may, number):
            if any(one not in begun for one in must):
                continue
            for chosen in permutations(begun):
                if not any(later.id in before[one.id] for one, later in combinations(chosen, 2)):
                    folding = Folding()
                    for one in chosen:
                        folding.add(one)
                    yield folding


def bounds_of(entries: list[EntryChange]) -> list[date]:
    """The days on which anything may change, and one after all."""
    bounds = {
        bound
        for one in entries
        for bound in (one.valid_from.earliest, one.valid_from.latest)
        if bound
    }
    return sorted({ASKED, date(2025, 4, 1), *bounds})


@settings(deadline=None, max_examples=150)
@given(records(most=4))
def test_certainty_is_that_of_every_order(history: list[EntryChange]) -> None:
    """Of each axis, on each day: the dynamic programming gives what trying all orders gives."""
    assume(folding_order(history).possible)
    found = days_of(*history)
    for day in bounds_of(history):
        interval = on(found, day)
        if interval is None:
            continue
        orders = list(every_order(history, day))
        assert orders
        also = set()
        for axis, certainty_given in (
            ("view", interval.view_certainty),
            ("participation", interval.participation_certainty),
        ):
            value = getattr(interval.answer, axis)
            values = {str(getattr(one, axis)) for one in orders}
            carrying = [
                carrier
                for one in orders
                if getattr(one, axis) == value
                for carrier in one.axes[axis].carriers
            ]
            also |= {
                carrier.id
                for one in orders
                if getattr(one, axis) != value
                for carrier in one.axes[axis].carriers
            }
            counting = [
                one
                for one in history
                if (one.valid_from.latest or ASKED) <= day
                and any(one in order.entries for order in orders)
            ]
            if value != "not_stated" and not any(
                one.sets(axis) and not is_denied(one, axis, counting) for one in counting
            ):
                expected = "possible"
            elif values == {value}:
                expected = "certain"
            elif carrying and all(one.valid_from.undated for one in carrying):
                expected = "undated"
            else:
                expected = "possible"
            assert certainty_given == expected, (axis, day, values)
        assert set(interval.also) == also - {interval.answer.id}


@pytest.mark.long
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(records(most=3, plain=True), changes(plain=True))
def test_an_agreeing_entry_lowers_no_certainty(
    others: list[EntryChange], more: EntryChange
) -> None:
    """docs/domain.md, rule as-of: it changes no certain answer, and an uncertain one at most into
    its own value.
    """
    more = replace(more, id="z", conditions=(), contributions=())
    axes = [axis for axis in AXES if more.sets(axis)]
    assume(axes)
    first, last = more.valid_from.earliest or ASKED, more.valid_from.latest or date(2025, 4, 1)
    inside = [day for day in {first, last, *bounds_of(others)} if first <= day <= last]
    for axis in axes:
        for day in inside:
            gives = False
            for one in every_order(others, day):
                state, value = one.axes[axis], getattr(one, axis)
                gives = gives or value == more.value(axis)
                assume(
                    state.tier is None
                    or (value == more.value(axis) and state.tier == more.tier(axis))
                )
            assume(gives)
    weakness = [Certainty.undated, Certainty.possible, Certainty.certain]
    before, after = days_of(*others), days_of(*others, more)
    for day in bounds_of([*others, more]):
        old, new = on(before, day), on(after, day)
        if old is None:
            if new is not None:
                assert all(
                    getattr(new.answer, axis) in ("not_stated", more.value(axis)) for axis in AXES
                )
            continue
        assert new is not None
        for axis in AXES:
            was, now = getattr(old.answer, axis), getattr(new.answer, axis)
            was_sure = getattr(old, f"{axis}_certainty")
            now_sure = getattr(new, f"{axis}_certainty")
            if was_sure is Certainty.certain and was != "not_stated":
                assert now == was
            assert now in (was, more.value(axis))
            if was != "not_stated":
                assert weakness.index(now_sure) >= weakness.index(was_sure), (axis, day)


@settings(deadline=None)
@given(records(), st.sampled_from([ASKED, date(2025, 3, 3), date(2025, 3, 20)]))
def test_intervals_follow_each_other(history: list[EntryChange], asked: date) -> None:
    """Without gap or overlap, each another answer, to the end of days; the last one is folded from
    all entries.
    """
    found = days_of(*history, asked=asked)
    positions = {position.id: position for position in fold(history)}
    for interval, following in pairwise(found):
        assert interval.last == following.first - ONE >= interval.first
        assert replace(interval, first=following.first, last=following.last) != following
    for interval in found:
        assert interval.first >= asked
        assert interval.answer.id not in interval.also
        assert interval.certainty in (interval.view_certainty, interval.participation_certainty)
        assert interval.answer.valid_from == positions[interval.answer.id].valid_from
    if found:
        assert found[-1].last is None
        assert found[-1].answer == list(positions.values())[-1]


@settings(deadline=None)
@given(records())
def test_known_days_give_what_all_orders_give(history: list[EntryChange]) -> None:
    """The short way for entries with days of their own gives what the long way gives."""
    short = [
        replace(change, valid_from=bounded(day, day))
        for number, change in enumerate(history)
        for day in [date(2025, 3, 1) + number * ONE]
    ]
    retracted = entry("r", "2025-02-01", view="supports")  # sends it the long way
    record = fold_record([*short, replace(retracted, retracted=RETRACTED)])
    said = [
        (interval.first, interval.last, interval.answer.id, interval.certainty, interval.also)
        for interval in days_of(*short)
    ]
    assert said == [
        (interval.first, interval.last, interval.answer.id, interval.certainty, interval.also)
        for interval in validity_intervals(record, ASKED)
    ]


def test_beyond_the_bound_nothing_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many orders to try, or too many denials that may have begun."""
    entries = [
        entry("a", "2025-03-01", view="supports"),
        entry("b", "2025-03-01", view="opposes", disputes=["view"]),
        entry("c", None, view="not_stated", participation="open"),
        entry("d", "2025-04-01", view="opposes"),
        entry("e", "2025-04-01", view="opposes"),
    ]
    found = on(days_of(*entries), "2025-05-01")
    assert found is not None
    assert (found.answer.view, found.view_certainty) == ("opposes", "certain")
    monkeypatch.setattr(certainty, "MOST_STATES", 3)
    found = on(days_of(*entries), "2025-05-01")
    assert found is not None
    assert (found.answer.view, found.view_certainty) == ("opposes", "possible")


def test_a_long_record_of_disputes_is_within_the_bound() -> None:
    """Fifty dated entries, a dispute among every five, and two without a date."""
    entries = [
        entry(
            f"e{number:02}",
            (date(2025, 3, 1) + timedelta(days=number - (number % 5 == 4))).isoformat(),
            view=("supports", "opposes")[number % 2],
            disputes=["view"] if number % 5 == 4 else [],
        )
        for number in range(50)
    ]
    undated = [entry("u1", None, view="opposes"), entry("u2", None, view="supports")]
    assert answer("2025-06-01", *entries) == ("e49", "opposes", "certain")
    assert answer("2025-06-01", *entries, *undated) == ("e49", "opposes", "possible")


# --- dates of a position, statements not counted, seed entries ------------------------------------

known = st.one_of(
    spans,
    st.dates(date(2025, 8, 1), date(2025, 11, 30)).map(
        lambda day: DateObject.model_validate(f"{day:%Y-%m}")
    ),
    st.just(DateObject.model_validate("2025")),
)


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


def test_one_begins_on_the_day_on_which_the_other_may() -> None:
    positions = fold(
        [entry("a", "2025-09-04", view="supports"), entry("b", "2025-09-04", participation="open")]
    )
    assert positions[0].valid_to is not None
    assert (positions[0].valid_to.value, positions[0].valid_to.note) == (
        "2025-09-04",
        "The next position may begin on the same day.",
    )


def test_why_statements_are_not_counted() -> None:
    entries = [
        entry("a", "2025-03-01", participation="declined"),
        entry("b", "2025-04-01", "third_party", participation="open"),
        entry("c", "2025-04-02", denies=[("participation", "open")]),
        entry("d", "2025-05-01", participation="undecided"),
    ]
    relevant = {
        f"on-{name}": ResolvedStatement(0, None, None, None, UNKNOWN, {})
        for name in ("a", "b", "c", "d", "z")
    }
    reasons = {
        position: {item.statement: str(item.reason) for item in listed}
        for position, (_, listed) in uncounted_statements(entries, fold(entries), relevant).items()
    }
    assert reasons == {
        "a": {"on-b": "later", "on-c": "later", "on-d": "later", "on-z": "no_entry"},
        "b": {"on-b": "reported", "on-c": "later", "on-d": "later", "on-z": "no_entry"},
        "c": {"on-b": "reported", "on-c": "denies", "on-d": "later", "on-z": "no_entry"},
        "d": {
            "on-a": "superseded",
            "on-b": "superseded",
            "on-c": "denies",
            "on-z": "no_entry",
        },
    }


class TestSeedEntries:
    """The keys of an entry in positions.yaml."""

    OLD: dict[str, Any] = {
        "id": "a",
        "actor": "italy",
        "question": "force",
        "participation": "undecided",
        "commitment": "stated",
        "drops": ["ceasefire"],
        "contributions": [{"form": "troops", "status": "ruled_out"}],
        "evidence": [{"statement": "s", "relation": "supports"}],
        "summary": "A summary.",
        "not_supported": "Anything else.",
        "recorded_on": "2026-01-01",
        "coded_by": "A curator",
    }

    def test_old_files_stay_valid(self) -> None:
        made = SeedEntry.model_validate(self.OLD)
        assert made.drops == [Term.ceasefire]
        assert (made.after, made.denies, made.contributions[0].note) == ([], [], None)
        assert Drops.of(made.drops).terms == {Term.ceasefire}

    def test_new_keys(self) -> None:
        made = SeedEntry.model_validate(
            self.OLD
            | {
                "conditions": [{"any_of": ["other"], "note": "X"}],
                "drops": {
                    "conditions": [{"any_of": ["mandate"]}],
                    "contributions": [{"form": "other", "note": "Mines."}],
                },
                "after": [{"entry": "b", "reason": "It answers it."}],
            }
        )
        assert isinstance(made.drops, SeedDrops)
        assert Drops.of(made.drops) == Drops(
            conditions=frozenset({(frozenset({Term.mandate}), None)}),
            contributions=frozenset({("other", "unspecified", "Mines.")}),
        )
        assert made.after[0].entry == "b"

    def test_a_denial(self) -> None:
        bare = {name: self.OLD[name] for name in self.OLD.keys() - {"participation", "commitment"}}
        denial = bare | {
            "drops": [],
            "contributions": [],
            "denies": [{"axis": "participation", "value": "open"}],
            "evidence": [{"statement": "s", "relation": "denies"}],
        }
        assert SeedEntry.model_validate(denial).denies[0].value is Participation.open
        for wrong in (
            {"view": "supports"},
            {"drops": ["mandate"]},
            {"denies": [{"axis": "view", "value": "open"}]},
            {"denies": [{"axis": "view", "value": "not_stated"}]},
            {"evidence": [{"statement": "s", "relation": "supports"}]},
            {"denies": []},
        ):
            with pytest.raises(ValidationError):
                SeedEntry.model_validate(denial | wrong)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"drops": {"conditions": [{"any_of": ["mandate"], "note": "X"}]}},
            {"drops": {"contributions": [{"form": "air", "note": "X"}]}},
            {"after": [{"entry": "a", "reason": "It is itself."}]},
            {"after": [{"entry": "b"}]},
            {"commitment": None},
        ],
    )
    def test_refused(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            SeedEntry.model_validate(self.OLD | wrong)


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
