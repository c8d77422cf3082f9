"""Sentences, quotations and YAML for any text: nothing is lost, nothing is moved."""

import re
import textwrap

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.build.check.locate import locate_passages
from app.build.failures import CommandError
from app.build.seed.load import SourceFolder
from app.build.seed.models.sources import SeedSource
from app.build.seed.yaml_file import YamlFile
from app.curate.known import Known
from app.curate.language import codes, detect, language
from app.curate.quotations import quotations, without_asides
from app.curate.speakers.reading import read_article
from app.curate.text import normalised, sentences
from app.curate.yaml_text import scalar, sequence
from app.settings import ROOT

# What moves offsets or hides: joiners, combining marks, right to left, spaces, line ends.
PIECES = st.sampled_from(
    [
        *("Der Minister sagte: ", "Dr. ", "U.S. ", "3.5 ", "12. März ", "J. T. ", "A", "b", " "),
        *("“", "”", "„", "“ ", "«\u00a0", "\u00a0»", "»", "'", '"', "’", ". ", "! ", "? ", "… "),
        *("?”", ".» ", "\n", "\n\n", "\u00a0", "\u202f", "\u2009", "e\u0301", "\u2028", "\ufeff"),
        *(
            "👩\u200d👩\u200d👧 ",
            "🇺🇦",
            "שלום. ",
            "مرحبا؟ ",
            "\u200f",
            "\u200d",
            "中文。",
            ", ",
            "— ",
        ),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=80))
# What speakers are found by, in any order.
SPOKEN = st.lists(
    st.sampled_from(
        [
            *(
                "Anna Berg ",
                "Berg ",
                "she ",
                "the minister ",
                "a diplomat ",
                "The foreign ministry ",
            ),
            *("said ", "told ", "according to ", "We are ready", "Warsaw ", "was calm", "letter"),
            *(
                "“",
                "”",
                ". ",
                ", ",
                ": ",
                ":\n",
                "\n",
                "– ",
                "?\n",
                "Q: ",
                "A: ",
                "sagte ",
                "dit-elle ",
            ),
        ]
    ),
    max_size=40,
).map("".join)
LANGUAGES = st.sampled_from(codes())
ANY_TIME = settings(deadline=None)


def said(text: str, code: str = "en") -> list[str]:
    """The sentences of a text."""
    return [text[one.start : one.end] for one in sentences(text, language(code))]


@ANY_TIME
@given(TEXTS, LANGUAGES)
def test_every_character_is_in_one_sentence(text: str, code: str) -> None:
    found = sentences(text, language(code))
    at = 0
    for one in found:
        assert not text[at : one.start].strip()
        assert one.start >= at
        assert one.end > one.start
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        at = one.end
    assert not text[at:].strip()


@ANY_TIME
@given(TEXTS, LANGUAGES)
def test_sentences_are_found_again_where_they_are(text: str, code: str) -> None:
    """The check places passages as the draft wrote them, through YAML and back."""
    try:
        plain, _ = normalised(text.encode())
    except (CommandError, UnicodeEncodeError):
        return
    plain = plain.removeprefix("\n")
    found = sentences(plain, language(code))
    lines = "".join(f"- narration: {scalar(plain[one.start : one.end])}\n" for one in found)
    passages = yaml.load(lines, Loader=yaml.BaseLoader)
    source = SeedSource.model_validate(
        {
            "id": "a",
            "publisher": "A",
            "url": "https://a.example",
            "language": code,
            "rights": "A",
            "text": "a.txt",
            "text_access": "full",
            "passages": passages,
        }
    )
    file = YamlFile(ROOT / "a.yaml", "a.yaml")
    located = locate_passages(SourceFolder(source, file, plain, [], file, [], file))
    assert [(one.start, one.end) for one in located] == [(one.start, one.end) for one in found]
    assert file.findings == []


@ANY_TIME
@given(TEXTS, LANGUAGES)
def test_quotations_do_not_overlap(text: str, code: str) -> None:
    at = 0
    for one in without_asides(text, quotations(text), language(code)):
        assert at <= one.outer_start <= one.start < one.end <= one.outer_end <= len(text)
        at = one.outer_end


@ANY_TIME
@given(st.one_of(TEXTS, SPOKEN), LANGUAGES)
@example("“We are ready. We go on today.” She said so.\n", "en")
def test_every_sentence_has_a_reading(text: str, code: str) -> None:
    """Whatever a text is like."""
    words = language(code)
    known = Known(actors={"warsaw": "poland"}, countries=frozenset({"poland"}))
    found = sentences(text, words)
    marks = without_asides(text, quotations(text), words)
    article = read_article(text, found, marks, words, known)
    assert len(article.readings) == len(found)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_scalar_is_read_as_it_was_written(text: str) -> None:
    loaded = yaml.load(f"a: {scalar(text)}\nb: {sequence([text, 'x'])}\n", Loader=yaml.SafeLoader)
    assert loaded == {"a": text, "b": [text, "x"]}


@pytest.mark.parametrize(
    ("raw", "text", "changes"),
    [
        (b"A.\n", "A.\n", 0),
        (b"A.", "A.\n", 1),
        (b"\xef\xbb\xbfA.\n", "A.\n", 1),
        (b"A.\r\nB.\r\n", "A.\nB.\n", 1),
        (b"A.\rB.\n\n\n", "A.\nB.\n", 2),
        ("A\u00a0e\u0301.\n".encode(), "A\u00a0e\u0301.\n", 0),
        ("É.\r\n".encode("utf-16"), "É.\n", 2),
    ],
)
def test_only_what_is_safe_is_changed(raw: bytes, text: str, changes: int) -> None:
    plain, said_changes = normalised(raw)
    assert plain == text
    assert len(said_changes) == changes


@pytest.mark.parametrize(
    "raw", [b"", b" \n", b"\xef\xbb\xbf", b"\xff\xfea", b"caf\xe9", b"a\0b", "a\ufdd0b".encode()]
)
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(CommandError, match=r"^[A-Z].+\.$"):
        normalised(raw)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Dr. J. T. Boucher met Mr. Roy in the U.S. Senate.|He left on Jan. 3.|It rained."),
        ("en", "“Who pays?” Roy asked.|“We do.”|“Really?”|He smiled."),
        ("en", "It cost $3.5 million.|No. 10 agreed.|The answer was no.|Then they left."),
        ("de", "Am 12. März kam Dr. Lang, z. B. aus Ulm.|Das war 2012.|Er ging."),
        ("de", "„Das ist gut.|Wir kommen“, sagte er.|„Wann?“, fragte sie."),
        ("de", "BERN. Die Schweiz schickt 20 Beobachter.|Die Session beginnt im Mai."),
        ("fr", "M. Dupont a vu Mme Roy à l’O.N.U. hier.|« Qui paiera ? »|Il est parti."),
        ("es", "¿Quién paga?, preguntó la Sra. Gil.|EE. UU. no dijo nada.|Llovía."),
        ("it", "Il sen. Rossi e l’on. Verdi tacciono.|«Perché?», chiede il prof. Bo."),
    ],
)
def test_sentences_end_where_a_reader_sees_it(code: str, text: str) -> None:
    assert said(text.replace("|", " "), code) == text.split("|")


@pytest.mark.parametrize(
    ("code", "line", "count"),
    [
        ("de", "Lissabon/Luxemburg. Portugal schickt eine Korvette.", 1),
        ("de", "Eckernförde. Für die Truppe werden Taucher gesucht.", 1),
        ("de", "Jakarta. – An der Wand hängt eine Karte.", 1),
        ("fr", "Tunis. – Le gouvernement enverra des démineurs.", 1),
        ("es", "Quito. – El Gobierno enviará zapadores.", 1),
        ("de", "Es regnet. Das war die Antwort der Ministerin.", 2),
        ("fr", "Portrait. La ministre prépare le départ.", 2),
    ],
)
def test_a_place_with_a_stop_begins_the_first_sentence(code: str, line: str, count: int) -> None:
    text = f"Ein Titel\n\n{line}\n\nMehr davon."
    assert len(said(text, code)) == count + 2


def test_lines_broken_at_a_width_are_one_paragraph() -> None:
    paragraph = "The minister said that it rains. " * 2 + "Nobody in the capital denied it. " * 3
    text = f"A title of this text\n\n{textwrap.fill(paragraph, 60)}\n\n{paragraph}"
    assert len(said(text)) == 1 + 5 + 5
    assert not any(one.is_heading for one in sentences(text, language("en"))[1:])


@pytest.mark.parametrize(
    "marks",
    [
        *(
            "“”",
            '""',
            "''",
            "„“",
            "„”",
            "‚‘",
            "«»",
            "»«",
            "»»",
            "””",
            "‹›",
            "「」",
            "『』",
            "《》",
            "‘’",
        ),
        *("« | »", "«\u00a0|\u00a0»", "l’“|”", "(“|”)"),
    ],
)
def test_quotations_of_all_languages(marks: str) -> None:
    opening, closing = marks.split("|") if "|" in marks else marks
    text = f"{opening}a{closing} b"
    assert [text[one.start : one.end] for one in quotations(text)] == ["a"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("the workers' rights and the ministers' plan", []),
        ("l’État, c’est moi", []),
        ("“it's ‘his’ plan”", ["it's ‘his’ plan"]),
        ("‘it’s a plan’", ["it’s a plan"]),
        ("‘It isn’t the ministers’ job,’ she said.", ["It isn’t the ministers’ job,"]),
        ("He called it ‘his boys’ work and ‘hers’.", ["his boys", "hers"]),
        ("“one\n“two”", ["one", "two"]),
        ("never “closed\nhere", []),
        ("5' 10\" tall", []),
    ],
)
def test_apostrophes_and_open_marks(text: str, quoted: list[str]) -> None:
    assert [text[one.start : one.end] for one in quotations(text)] == quoted


@pytest.mark.parametrize(
    ("code", "line", "heading"),
    [
        ("en", "Stephanie Moore in Ottawa", False),
        ("fr", "Jean-Paul Huet et Anne Roux", False),
        ("es", "Lucía Barrientos", False),
        ("en", "Live Updates", True),  # the text has the words in small letters
        ("es", "Críticas de Moscú", True),
        ("de", "Harte Linie", True),
        ("en", "EXCLUSIVE by Duncan Prowse, Defence Editor", False),
        ("fr", "Portrait. La ministre prépare l’envoi d’un hôpital.", True),  # below the title
        ("en", "‘What’s left up here?’", True),  # the text has other marks for what is said
        ("en", "THE COMET SAYS: Let them go!", True),
        ("en", "Notes to editors:", True),
        ("es", "El Faro · Madrid", False),
        ("es", "Bogotá", False),
        ("it", "Analisi", True),
        ("en", "5 May 2026", False),
        ("fr", "ner/jlb", False),
    ],
)
def test_what_is_a_heading(code: str, line: str, heading: bool) -> None:
    text = f"A title\n\n{line}\n\nThese are “live” updates.\n\nOne more.\n\nThe last.\n"
    below = [one for one in sentences(text, language(code)) if one.paragraph == 1]
    assert {one.is_heading for one in below} == {heading}


@pytest.mark.parametrize(
    ("code", "text", "quoted"),
    [
        ("fr", "« Nous irons, a-t-il dit, dès demain. »", ["Nous irons", "dès demain."]),
        ("fr", "« Nous irons, explique M. Roy. »", ["Nous irons"]),
        ("es", "«Iremos, dijo Gil, mañana»", ["Iremos", "mañana"]),
        ("fr", "« Oui, dit la loi, mais pas lui, hélas »", ["Oui", "mais pas lui, hélas"]),
        ("en", "“We go, as planned, tomorrow”", ["We go, as planned, tomorrow"]),
        ("de", "„Erst lief es, gab er zu, gut.“", ["Erst lief es, gab er zu, gut."]),
    ],
)
def test_asides_inside_a_quotation(code: str, text: str, quoted: list[str]) -> None:
    found = without_asides(text, quotations(text), language(code))
    assert [re.sub(r"^, ", "", text[one.start : one.end]) for one in found] == quoted


def test_the_language_is_that_of_the_common_words() -> None:
    assert detect("Der Minister hat das nicht gesagt, und die Truppe ist noch nicht da.") == "de"
    assert detect("Minister nie powiedział, że jest to pomysł, który się sprawdził.") == "pl"
    assert detect("Він сказав, що це рішення, яке було ухвалено, вже діє, щоб допомогти.") == "uk"
    for other in (
        "Prezident řekl, že jednání budou pokračovat v Praze. Ministr dodal, že se to nestane. ",
        "Prezident povedal, že rokovania sa budú konať a že to nie je tak, ako sa to má stať. ",
        "Президент заявил, что это не так. Он сказал, что за этим стоит Запад, но не согласится. ",
        "Президент заяви, че това не е така. Той каза, че се надява на среща и за мир може. ",
    ):
        assert detect(other * 20) not in ("pl", "uk")
    assert detect("12345") is None
