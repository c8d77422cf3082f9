"""What is kept of words and expressions is the same as what is worked out anew."""

import pytest

from app.build.check.doubts.article import words_of
from app.build.check.doubts.words import paired, pairs, pattern, phrase


def test_words_of_a_kind_in_a_longer_expression() -> None:
    denied = pattern("denied", "en")
    behind = phrase(r"but {}\s*$", "denied", "en-GB")
    assert denied
    assert behind
    assert behind.search("but never ")
    assert not behind.search("never")
    assert phrase("{}$", "denied", "xx") is None


def test_each_word_of_a_pair_is_one_of_all_pairs() -> None:
    every = paired("opposites")
    texts = "It confirms more, all right, before and not after; NOBODY denies that it is wrong."
    for sides in pairs("opposites"):
        for side in sides:
            for match in side.finditer(texts):
                assert every.match(texts, match.start())
    assert not every.search("A bridge is built.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Italia dell’Ucraina’s qu’Ankara", ["italia", "ucraina", "ankara"]),
        ("J.F. Kerry's jusqu'Oslo, O’Brien", ["jf", "kerry", "oslo", "obrien"]),
        ("«Élysée» 3.5 — co-op", ["elysee", "35", "co", "op"]),
    ],
)
def test_words_are_without_articles_and_endings(text: str, words: list[str]) -> None:
    assert [word.folded for word in words_of(text)] == words
