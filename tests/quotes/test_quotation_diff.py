"""Properties of the comparison of a quotation with what is printed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.quotes.check import Printed, PrintedText, compare, joined, read
from app.quotes.check import given as quotation
from app.quotes.meaning import LANGUAGES, kinds_of, limit_in
from app.quotes.verdicts import Differs, WordChange

WORDS = "we will not send troops to Kyiv unless 40 ships agree n’est l’Ukraine Ärzte не війська"
WORD = st.sampled_from(WORDS.split())
TEXTS = st.lists(WORD, min_size=5, max_size=30).map(" ".join)
ANY = st.text(max_size=200)


def of(text: str) -> PrintedText:
    return PrintedText(
        source="s",
        language="en",
        statement=1,
        speaker="x",
        passage=1,
        is_narration=False,
        quoted=(read(text),),
        claim=read(text),
    )


@settings(deadline=None)
@given(ANY)
def test_words_are_at_their_places_in_order(text: str) -> None:
    found = read(text)
    assert len(found.folded) == len(found.places)
    for start, end in found.places:
        assert 0 <= start < end <= len(text)
    starts = [start for start, _ in found.places]
    assert starts == sorted(starts)


@settings(deadline=None)
@given(TEXTS)
def test_typography_does_not_count(text: str) -> None:
    other = f"« {text.upper().replace(' ', ' – ').replace('’', chr(39))} »"
    assert read(other).folded == read(text).folded


@settings(deadline=None)
@given(ANY, ANY)
def test_no_text_makes_it_fail(one: str, other: str) -> None:
    compare(quotation(one), of(other))


@settings(deadline=None)
@given(TEXTS, st.data())
def test_a_part_is_found_where_it_is(text: str, data: st.DataObject) -> None:
    words = text.split()
    start = data.draw(st.integers(0, len(words) - 3))
    end = data.draw(st.integers(start + 3, len(words)))
    hit = compare(quotation(" ".join(words[start:end])), of(text))
    assert hit is not None
    assert hit.printed is Printed.quoted
    # Without the negation at its beginning, it is not what was said.
    left_out = tuple(words[:start])
    negated = 0 < start < 3 and len(kinds_of(left_out, "en").get(Differs.negation, ())) == start
    assert hit.is_exact is not negated


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_very_words_only_if_they_are_there(one: str, other: str) -> None:
    hit = compare(quotation(one), of(other))
    is_there = f" {' '.join(read(one).folded)} " in f" {' '.join(read(other).folded)} "
    assert (hit is not None and hit.is_exact) is is_there


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.integers(0, 100))
def test_the_comparison_has_all_words_of_the_quotation(text: str, place: int) -> None:
    words = text.split()
    words[place % len(words)] = "elephants"
    given_words = " ".join(words)
    hit = compare(quotation(given_words), of(text))
    if hit is None:
        return
    assert read(" ".join(part.given for part in hit.parts)).folded == read(given_words).folded
    for part in hit.parts:
        if part.change is WordChange.same:
            assert read(part.given).folded == read(part.printed).folded
        assert bool(part.given) is (part.change is not WordChange.left_out)
        assert bool(part.printed) is (part.change is not WordChange.added)


def test_figures_and_signs_are_words() -> None:
    for one, other in (("1,500 men", "1 500 men"), ("1.500 men", "1500 men")):
        assert read(one).folded == read(other).folded
    for one, other in (("$5 each", "€5 each"), ("5 % more", "5 more"), ("at -5", "at 5")):
        assert read(one).folded != read(other).folded


def test_every_language_has_its_words() -> None:
    negations = {
        "en": "not",
        "fr": "pas",
        "de": "nicht",
        "it": "non",
        "es": "no",
        "pl": "nie",
        "uk": "не",
        "ru": "не",
    }
    assert set(LANGUAGES) == set(negations)
    for language, word in negations.items():
        assert "negation" in kinds_of((word,), language)
        assert "number" in kinds_of(("40",), language)
    assert kinds_of(("not",), "ja") == {}


def test_a_limit_begins_right_after() -> None:
    assert limit_in(("but", "only"), "en", new_sentence=False) == ("but",)
    assert limit_in(("and", "as", "long", "as"), "en", new_sentence=False) == ("as", "long", "as")
    assert limit_in(("ships", "if"), "en", new_sentence=False) is None
    assert limit_in(("if", "they"), "en", new_sentence=True) is None
    assert limit_in(("however",), "en", new_sentence=True) == ("however",)


def test_parts_of_one_quotation_are_joined() -> None:
    text = "“Every ship counts,” she said, “because the sea is wide.” He spoke of “a mistake”."
    parts = ["Every ship counts", "because the sea is wide", "a mistake"]
    assert [one.text for one in joined(parts, text)] == [
        "Every ship counts because the sea is wide",
        "a mistake",
    ]
