"""Positions from entries (DOMAIN.md, rules 2 and 3), the label of a position, and date objects.

The properties are checked against a slow reading of the rules that looks back over the whole history for each answer; the
fold walks it once.
"""

from datetime import date, timedelta
from itertools import combinations, pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.build.fold import Change, Piece, Stand, day_before, fold, order
from app.build.models import Condition, Contribution
from app.dates import UNKNOWN, DateObject, span
from app.stance import commits, stance, strongest
from app.vocabulary import Attribution, Commitment, Participation, Precision, Relation, Stance, Status, View
from app.vocabulary import Condition as Term

AXES = ("view", "participation")
PROMISING = {"will_contribute", "open", "undecided", "declined"}  # those with a commitment (DOMAIN.md, A position)

days = st.dates(date(2025, 8, 1), date(2025, 11, 30))


def bounded(earliest: date | None, latest: date | None) -> DateObject:
    """A date of which only bounds are known."""
    return DateObject(earliest=earliest, latest=latest, basis="stated") if earliest or latest else UNKNOWN


known = st.one_of(
    st.just(UNKNOWN),
    days.map(lambda day: DateObject.model_validate(day.isoformat())),
    days.map(lambda day: DateObject.model_validate(f"{day:%Y-%m}")),
    st.just(DateObject.model_validate("2025")),
    st.tuples(st.none() | days, st.none() | days)
    .filter(lambda two: None in two or two[0] <= two[1])
    .map(lambda two: bounded(*two)),
)  # fmt: skip
pieces = st.builds(
    Piece,
    st.sampled_from([f"s{number}" for number in range(6)]), st.sampled_from(Relation), st.sampled_from(Attribution),
)  # fmt: skip
conditions = st.builds(
    Condition, any_of=st.lists(st.sampled_from(list(Term)[:4]), min_size=1, max_size=2, unique=True).map(tuple)
)


@st.composite
def changes(draw: st.DrawFn, contributing: bool = False) -> Change:
    """An entry as the check lets it through."""
    participation = draw(st.sampled_from(Participation))
    evidence = draw(st.lists(pieces, max_size=2, unique_by=lambda piece: piece.statement))
    carrying = Piece(f"s{draw(st.integers(6, 9))}", Relation.supports, draw(st.sampled_from(Attribution)))
    forms = st.builds(Contribution, form=st.sampled_from(["troops", "training"]), status=st.just("offered"))
    return Change(
        id="",
        valid_from=draw(known),
        recorded_on=draw(st.sampled_from([date(2026, 1, 1), date(2026, 1, 2)])),
        evidence=(*evidence, carrying),
        view=draw(st.sampled_from(View)),
        participation=participation,
        commitment=draw(st.sampled_from(Commitment)) if participation in PROMISING else None,
        conditions=() if participation == "undecided" else tuple(draw(st.lists(conditions, max_size=2, unique=True))),
        drops=draw(st.frozensets(st.sampled_from(list(Term)[:4]), max_size=1)),
        contributions=tuple(draw(st.lists(forms, max_size=1))) if contributing else (),
        disputes=draw(st.frozensets(st.sampled_from(AXES), max_size=2)),
    )


def histories(contributing: bool = False) -> st.SearchStrategy[list[Change]]:
    """Up to seven entries of one actor, oldest first."""

    def named(given: list[Change]) -> list[Change]:
        numbered = [Change(**{**vars(change), "id": f"e{number}"}) for number, change in enumerate(given)]
        return sorted(numbered, key=order)

    return st.lists(changes(contributing), min_size=1, max_size=7).map(named)


def standing(history: list[Change], axis: str) -> tuple[Change | None, list[Change]]:
    """The entry whose value an axis serves after a history, and the entries that are at odds over it."""
    said = [change for change in history if change.value(axis) != "not_stated"]
    calm = [number for number, change in enumerate(said) if axis not in change.disputes]
    if not calm:
        return None, said
    settled, rivals = said[calm[-1]], said[calm[-1] + 1 :]
    if not rivals:
        return settled, []
    begins, until = rivals[0].valid_from.earliest, settled.valid_from.latest
    stood = begins is not None and until is not None and until < begins  # else it may never have stood undisputed
    return settled if stood else standing(said[: calm[-1]], axis)[0], [settled, *rivals]


def told(history: list[Change]) -> dict[Condition, Change]:
    """The conditions that hold after a history, each with the last entry that named it."""
    out: dict[Condition, Change] = {}
    for number, change in enumerate(history):
        for condition in change.conditions:
            later = range(number + 1, len(history))
            dropped = any(history[at].drops & set(condition.any_of) for at in later)
            undecided = any(served(history[: at + 1], "participation") == "undecided" for at in [number, *later])
            if not dropped and not undecided:
                out[condition] = change
    return out


def served(history: list[Change], axis: str) -> str:
    """The value of an axis after a history."""
    settled, _ = standing(history, axis)
    return settled.value(axis) if settled else "not_stated"


def supporting(change: Change) -> list[str]:
    """The statements that an entry rests on."""
    return [piece.statement for piece in change.evidence if piece.relation is Relation.supports]


@settings(max_examples=60, deadline=None)
@given(histories())
def test_every_position_is_what_the_rules_say(history: list[Change]) -> None:
    for number, stand in enumerate(fold(history), 1):
        so_far = history[:number]
        assert (stand.id, stand.number) == (so_far[-1].id, number)
        assert (stand.view, stand.participation) == (served(so_far, "view"), served(so_far, "participation"))
        assert set(stand.conditions) == set(told(so_far))
        assert len(stand.conditions) == len(told(so_far))
        settled, _ = standing(so_far, "participation")
        assert stand.commitment == (settled.commitment if settled else None)

        disputed = dict(stand.disputed)
        for axis in AXES:
            _, rivals = standing(so_far, axis)
            assert (axis in disputed) == bool(rivals)
            wanted: dict[str, set[str]] = {}
            for rival in rivals:
                wanted.setdefault(rival.value(axis), set()).update(supporting(rival))
            claims = disputed.get(axis, ())
            assert {claim.value: set(claim.evidence) for claim in claims} == wanted
            assert len(claims) == len(wanted)

        carriers = [so_far[-1], *told(so_far).values()]
        for axis in AXES:
            settled, rivals = standing(so_far, axis)
            carriers += [*([settled] if settled else []), *rivals]
        assert {piece.statement for piece in stand.evidence} == {one.statement for by in carriers for one in by.evidence}


@settings(max_examples=35, deadline=None)
@given(histories(contributing=True))
def test_the_evidence_of_a_position(history: list[Change]) -> None:
    """Each statement once, newest entry first, as the newest entry codes it; the attribution is that of the strongest."""
    for number, stand in enumerate(fold(history), 1):
        statements = [piece.statement for piece in stand.evidence]
        assert len(set(statements)) == len(statements)
        assert statements[: len(history[number - 1].evidence)] == [one.statement for one in history[number - 1].evidence]
        newest = {one.statement: one for change in history[:number] for one in change.evidence}
        own = {one.statement for one in history[number - 1].evidence}
        assert all(piece == newest[piece.statement] for piece in stand.evidence if piece.statement in own)
        strength = ["self", "collective", "third_party", "anonymous", "narrator"]
        supports = [strength.index(piece.attribution) for piece in stand.evidence if piece.relation == "supports"]
        assert strength.index(stand.attribution) == min(supports)


@settings(max_examples=35, deadline=None)
@given(histories(contributing=True), st.randoms(use_true_random=False))
def test_the_order_of_the_files_says_nothing(history: list[Change], random: Any) -> None:
    shuffled = history[:]
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(history)


@settings(max_examples=35, deadline=None)
@given(histories(contributing=True))
def test_a_chain_with_one_end(history: list[Change]) -> None:
    stands = fold(history)
    assert [stand.status for stand in stands] == [Status.superseded] * (len(stands) - 1) + [Status.current]
    assert sorted(stand.id for stand in stands) == sorted(change.id for change in history)
    assert (stands[0].previous, stands[-1].superseded_by, stands[-1].valid_to) == (None, None, None)
    for earlier, later in pairwise(stands):
        assert (earlier.superseded_by, later.previous) == (later.id, earlier.id)
        assert earlier.valid_to == day_before(later.valid_from)


@settings(max_examples=35, deadline=None)
@given(histories(contributing=True), changes())
def test_silence_never_supersedes(history: list[Change], more: Change) -> None:
    """An entry that says nothing of an axis leaves it as it was, disputed or not."""
    last = Change(**{**vars(more), "id": "z", "valid_from": DateObject.model_validate("2030-01-01"),
                     "view": View.not_stated, "participation": Participation.not_stated, "commitment": None,
                     "conditions": (), "drops": frozenset()})  # fmt: skip
    *_, before, after = fold([*history, last])
    for name in ("view", "participation", "stance", "commitment", "disputed", "conditions", "contributions"):
        assert getattr(after, name) == getattr(before, name), name
    assert {piece.statement for piece in last.evidence} <= {piece.statement for piece in after.evidence}


@settings(max_examples=35, deadline=None)
@given(histories(contributing=True))
def test_what_follows_from_the_axes(history: list[Change]) -> None:
    for stand in fold(history):
        assert stand.stance is stance(stand.view, stand.participation)
        assert (stand.commitment is not None) == (stand.participation in PROMISING)
        assert stand.participation != "undecided" or stand.conditions == ()
        assert all(len(claims) >= 1 for _, claims in stand.disputed)


@settings(max_examples=60, deadline=None)
@given(known)
def test_the_day_before(start: DateObject) -> None:
    """A position ends on the day before the next begins; unknown bounds stay unknown, and nothing is made up."""
    end = day_before(start)
    one = timedelta(days=1)
    assert end.earliest == (start.earliest - one if start.earliest else None)
    assert end.latest == (start.latest - one if start.latest else None)
    assert end.undated == start.undated
    assert (end.value is not None) == (start.precision is Precision.day)
    assert DateObject.model_validate(end.model_dump(mode="json")) == end


def entry(id: str, day: str | None, **said: Any) -> Change:
    """An entry with a statement named after it; `conditions` and `drops` as plain words."""
    words = {**said, "conditions": tuple(Condition(any_of=tuple(one.split("|"))) for one in said.get("conditions", ()))}
    words["contributions"] = tuple(Contribution(form=form, status="offered") for form in said.get("contributions", ()))
    words |= {"drops": frozenset(said.get("drops", ())), "disputes": frozenset(said.get("disputes", ()))}
    if "participation" in said and "commitment" not in said:
        words["commitment"] = Commitment.stated if commits(Participation(said["participation"])) else None
    for name, kind in (("view", View), ("participation", Participation)):
        words |= {name: kind(said[name])} if name in said else {}
    valid_from = DateObject.model_validate(day) if day else UNKNOWN
    return Change(id, valid_from, date(2026, 1, 1), (Piece(f"on-{id}", Relation.supports, Attribution.self_),), **words)


def line(stand: Stand) -> tuple[str, str, str]:
    """The two axes and the label of a position."""
    return str(stand.view), str(stand.participation), str(stand.stance)


class TestHistories:
    """Worked by hand."""

    def test_each_axis_on_its_own(self) -> None:
        """Will not send troops, does not oppose it, then speaks for it: the first statement still carries the refusal."""
        stands = fold([entry("a", "2025-02-17", participation="declined"), entry("b", "2025-09-04", view="supports"),
                       entry("c", "2026-01-06", participation="will_contribute")])  # fmt: skip
        assert [line(stand) for stand in stands] == [
            ("not_stated", "declined", "declines"), ("supports", "declined", "declines"),
            ("supports", "will_contribute", "willing"),
        ]  # fmt: skip
        assert [[piece.statement for piece in stand.evidence] for stand in stands] == [
            ["on-a"], ["on-b", "on-a"], ["on-c", "on-b"],
        ]  # fmt: skip
        assert [stand.valid_to.value if stand.valid_to else None for stand in stands] == ["2025-09-03", "2026-01-05", None]

    def test_conditions_accumulate_until_dropped(self) -> None:
        stands = fold([
            entry("a", "2025-03", participation="will_contribute", conditions=["ceasefire|peace_deal"]),
            entry("b", "2025-05", conditions=["us_backstop", "mandate"]),
            entry("c", "2025-07", drops=["us_backstop"], conditions=["host_request"]),
            entry("d", "2025-09", participation="undecided"),
            entry("e", "2025-11", participation="open", conditions=["mandate"]),
        ])  # fmt: skip
        assert [["|".join(one.any_of) for one in stand.conditions] for stand in stands] == [
            ["ceasefire|peace_deal"], ["ceasefire|peace_deal", "us_backstop", "mandate"],
            ["ceasefire|peace_deal", "mandate", "host_request"], [], ["mandate"],
        ]  # fmt: skip

    def test_a_condition_brings_its_evidence(self) -> None:
        stands = fold([entry("a", "2025-03", participation="open", conditions=["mandate"]),
                       entry("b", "2025-04", participation="will_contribute"),
                       entry("c", "2025-05", drops=["mandate"])])  # fmt: skip
        assert [[piece.statement for piece in stand.evidence] for stand in stands] == [
            ["on-a"], ["on-b", "on-a"], ["on-c", "on-b"],
        ]  # fmt: skip

    def test_a_later_contradiction(self) -> None:
        """What stood before it is served; both claims are shown; the next word settles it."""
        stands = fold([entry("a", "2025-03-01", view="supports"), entry("b", "2025-04-01", view="opposes", disputes=["view"]),
                       entry("c", "2025-05-01", participation="open"), entry("d", "2025-06-01", view="opposes")])  # fmt: skip
        assert [line(stand) for stand in stands] == [
            ("supports", "not_stated", "supports"), ("supports", "not_stated", "supports"),
            ("supports", "open", "open"), ("opposes", "open", "opposes"),
        ]  # fmt: skip
        claims = [
            [(axis, [(claim.value, claim.evidence) for claim in given]) for axis, given in stand.disputed] for stand in stands
        ]
        both = [("view", [("supports", ("on-a",)), ("opposes", ("on-b",))])]
        assert claims == [[], both, both, []]

    def test_a_contradiction_of_the_same_day(self) -> None:
        """Neither stood undisputed, so the value before both is served, and not_stated if there was none."""
        rivals = [entry("b", "2025-09-04", participation="declined"),
                  entry("c", "2025-09-04", participation="open", disputes=["participation"])]  # fmt: skip
        assert line(fold(rivals)[-1]) == ("not_stated", "not_stated", "not_stated")
        assert fold(rivals)[-1].commitment is None
        before = entry("a", "2025-08-01", participation="undecided")
        last = fold([before, *rivals])[-1]
        assert line(last) == ("not_stated", "undecided", "undecided")
        assert [(axis, [claim.value for claim in claims]) for axis, claims in last.disputed] == [
            ("participation", ["declined", "open"])
        ]

    def test_a_dispute_leaves_the_other_axis(self) -> None:
        stands = fold([entry("a", "2025-03-01", view="supports", participation="open"),
                       entry("b", "2025-03-01", view="opposes", participation="declined", disputes=["view"])])  # fmt: skip
        assert line(stands[-1]) == ("not_stated", "declined", "declines")
        assert [axis for axis, _ in stands[-1].disputed] == ["view"]

    def test_what_has_no_date_is_not_newer(self) -> None:
        """An undated entry cannot be shown to be newer than a dated one, so it supersedes none."""
        stands = fold([entry("a", "2025-03", view="supports"), entry("b", None, view="opposes")])
        assert [stand.id for stand in stands] == ["b", "a"]
        assert stands[-1].view is View.supports

    def test_contributions_belong_to_a_participation(self) -> None:
        """Newly named forms replace the old; without new ones they stay as long as the participation stays."""
        stands = fold([
            entry("a", "2025-03", participation="open", contributions=["troops", "air"]),
            entry("b", "2025-04", view="supports"),
            entry("c", "2025-05", contributions=["training"]), entry("d", "2025-06", participation="declined"),
        ])  # fmt: skip
        assert [[str(one.form) for one in stand.contributions] for stand in stands] == [
            ["troops", "air"], ["troops", "air"], ["training"], [],
        ]  # fmt: skip
        assert [piece.statement for piece in stands[1].evidence] == ["on-b", "on-a"]


class TestStance:
    """DOMAIN.md, A position: one total function, seven labels."""

    TABLE = {
        "opposes": ["opposes"] * 6,
        "supports": ["willing", "open", "undecided", "declines", "supports", "supports"],
        "not_stated": ["willing", "open", "undecided", "declines", "not_stated", "not_stated"],
    }
    PARTICIPATIONS = ("will_contribute", "open", "undecided", "declined", "not_stated", "not_applicable")

    def test_total_and_as_tabled(self) -> None:
        found = {view: [str(stance(view, Participation(one))) for one in self.PARTICIPATIONS] for view in View}
        assert found == self.TABLE
        assert set(self.PARTICIPATIONS) == set(Participation)

    def test_every_label_is_reached(self) -> None:
        assert {stance(*axes) for axes in product(View, Participation)} == set(Stance)
        assert len(Stance) == 7

    def test_who_commits(self) -> None:
        assert {one for one in Participation if commits(one)} == PROMISING

    def test_the_strongest_attribution(self) -> None:
        ranked = [Attribution(one) for one in ("self", "collective", "third_party", "anonymous", "narrator")]
        assert set(ranked) == set(Attribution)
        for strong, weak in combinations(ranked, 2):
            assert strongest([weak, strong, weak]) is strong
            assert strongest(iter([strong, weak])) is strong


class TestDates:
    """DOMAIN.md, `said`: a value with its precision and inclusive bounds, and never a sentinel."""

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
        ["", " ", "25", "2025-2", "2025-2-3", "2025-13", "2025-00", "2025-02-30", "2023-02-29", "2025-09-31", "0000",
         "20250904", "2025-W36", "2025-09-04T00:00", " 2025", "2025\n", "2025-09-04\n", "-2025", "+2025", "２０２５", "٢٠٢٥",
         "2025/09/04", "null"],
    )  # fmt: skip
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
        assert {key: value for key, value in made.model_dump(mode="json").items() if key in given} == given

    def test_frozen(self) -> None:
        with pytest.raises(ValidationError):
            UNKNOWN.value = "2025"  # type: ignore[misc]
