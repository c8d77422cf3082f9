"""Words that are looked up by their first letters are the same as those that expressions find."""

import re

import pytest

from app.build.check.doubts.found_names import CountryNames, words_of
from app.build.check.doubts.things import Lexicon
from app.build.check.doubts.words import paired, pairs, pattern, phrase

LINES = [
    ("made", r"\w+ed|(?:re)?made"),
    ("form", "(?:in|re)?form|[cs]old|colou?rs|ships?\\b"),
    ("share", "%|half|groß|ırak"),
    ("several", "at sea|a year|cold (?:and|or) dry|colou?r of"),
]
TEXT = (
    "Informed, REFORM and remade: a ship, the shipyard, cold or dry at sea 12 % a year, Sold "
    "half-way, color of Großes Irak colours’ colourful re-made"
)


@pytest.mark.parametrize("whole", [False, True])
def test_names_of_words_are_those_whose_expressions_match(whole: bool) -> None:
    end = r"(?![\w-])" if whole else ""
    expected = {}
    for name, words in LINES:
        expression = re.compile(rf"(?<![\w-])(?:{words}){end}", re.IGNORECASE)
        if found := [match.start() for match in expression.finditer(TEXT)]:
            expected[name] = found
    found = Lexicon(LINES, whole=whole).found(TEXT.replace("re-made", "remade"))
    places = {name: [match.start() for match in matches] for name, matches in found.items()}
    expected["made"] = sorted({*expected["made"], TEXT.index("re-made")})
    assert places == expected


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


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Minister-President of the German Community", {"germany"}),
        ("Minister-President of the German-speaking Community", set()),
        ("the Italian-language paper of Istria", set()),
    ],
)
def test_a_language_is_that_of_several_countries(words: str, found: set[str]) -> None:
    names = [("germany", "German", "demonym"), ("italy", "Italian", "demonym")]
    assert CountryNames(names).named_in(words, "en") == found
