"""Krippendorff's alpha: published examples, its definition, and another implementation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.curate.agreement import alpha

# Klaus Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections A, B and C.


def units(rows: list[str]) -> list[tuple[str | None, ...]]:
    """The values of each unit; a point is a missing value."""
    columns = zip(*rows, strict=True)
    return [tuple(None if one == "." else one for one in column) for column in columns]


@pytest.mark.parametrize(
    ("rows", "published"),
    [
        (["0100000010", "1110010000"], 0.095),
        (["aabbdcccedda", "babbbccceddd"], 0.692),
        (["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.743),
    ],
)
def test_published_examples(rows: list[str], published: float) -> None:
    found = alpha(units(rows))
    assert found is not None
    assert round(found, 3) == published


@pytest.mark.parametrize(
    "rows", [[], ["a"], ["a", "."], ["aaa", "aaa"], ["...", "..."], ["ab", ".."]]
)
def test_it_is_undefined_where_nothing_could_differ(rows: list[str]) -> None:
    assert alpha(units(rows) if rows else []) is None


VALUES = st.one_of(st.none(), st.sampled_from("abc"))
UNITS = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.tuples(*[VALUES] * coders), max_size=12)
)


def by_definition(given_units: list[tuple[str | None, ...]]) -> float | None:
    """One minus observed by expected disagreement, pair by pair."""
    kept = [[one for one in unit if one is not None] for unit in given_units]
    kept = [unit for unit in kept if len(unit) > 1]
    everything = [one for unit in kept for one in unit]
    number = len(everything)
    observed = sum(
        sum(one != other for one in unit for other in unit) / (len(unit) - 1) for unit in kept
    )
    expected = sum(one != other for one in everything for other in everything)
    if not expected:
        return None
    return 1 - (observed / number) / (expected / (number * (number - 1)))


@settings(deadline=None)
@given(UNITS)
def test_it_is_what_its_definition_says(given_units: list[tuple[str | None, ...]]) -> None:
    mine, other = alpha(given_units), by_definition(given_units)
    assert (mine is None) == (other is None)
    if mine is not None and other is not None:
        assert mine == pytest.approx(other)
        assert mine <= 1
    swapped = [tuple(reversed(unit)) for unit in reversed(given_units)]
    assert alpha(swapped) == (None if mine is None else pytest.approx(mine))


@pytest.mark.long
@settings(deadline=None, max_examples=300)
@given(UNITS)
def test_nltk_has_the_same(given_units: list[tuple[str | None, ...]]) -> None:
    from nltk.metrics.agreement import AnnotationTask

    expected = by_definition(given_units)
    if expected is None:
        return  # nltk divides by zero, or gives 1
    data = [
        (coder, unit, value)
        for unit, values in enumerate(given_units)
        for coder, value in enumerate(values)
        if value is not None and sum(one is not None for one in values) > 1
    ]
    assert alpha(given_units) == pytest.approx(AnnotationTask(data).alpha())
