"""Expressions of alternatives that are grouped by their first letters."""

import re

import pytest

from app.build.check.doubts.alternatives import alternatives, by_first_letter


@pytest.mark.parametrize(
    "expression",
    [
        "said|says|stated|told reporters|told|adds",
        "(?:ont|a) dit|(?:a|ont) (?:déclaré|dit)|affirme|assure",
        "favou?r|fear|(?:not|n[’']t) known|no|(?:re)?stated|[co]ld",
        "a|ab|abc|abcd",
        r"\w+n[’']t|no|not|(?<!d’)oppos\w+|never|\(c\)|nobody",
    ],
)
def test_alternatives_in_groups_match_the_same(expression: str) -> None:
    words = "said Says told reporters STATED n’t isn’t ABC abcd ont dit a déclaré favor cold (c) fé"
    parts = words.split()
    texts = [f"{one} {other}" for one in parts for other in [*parts, expression]]
    before, after = (
        re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)
        for each in (expression, by_first_letter(expression))
    )
    assert before.pattern != after.pattern
    for text in texts:
        assert [one.span() for one in before.finditer(text)] == [
            one.span() for one in after.finditer(text)
        ]


def test_letters_are_found_in_all_forms_that_an_expression_without_case_takes_for_them() -> None:
    every = "".join(map(chr, range(0x2200)))
    letters = "aikså" + "вд"
    grouped = by_first_letter("|".join(f"{each}z" for each in letters)).replace(")(?:z)", ")")
    assert set(re.findall(grouped, every, re.IGNORECASE)) == set(
        re.findall("|".join(letters), every, re.IGNORECASE)
    )


def test_bars_in_parentheses_and_classes_divide_nothing() -> None:
    assert alternatives(r"a|(?:b|c)d|[|e]|\||f") == ["a", "(?:b|c)d", "[|e]", r"\|", "f"]
