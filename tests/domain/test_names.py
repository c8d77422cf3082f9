"""Names of countries and people: the fold, the lookup over the real seed, and what the build says
of a bad seed.

`data/names.csv` is the hard list: an ISO code, `ambiguous` or `unknown` for each input, with
backslash escapes.
"""

import csv
import re
import shutil
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.build.findings import Finding
from app.build.seed.name_table import Named, NameRow
from app.build.seed.names import countries, name_rows
from app.domain import names
from app.domain.names import Level, attempts, fold, is_flag, light, suggest, words

SEED = Path(__file__).parent.parent.parent / "seed"
HARD = Path(__file__).parent.parent / "data" / "names.csv"
OTHERS: list[Named] = [
    ("european-union", "European Union", "name"),
    ("european-union", "EU", "abbreviation"),
    ("nato", "NATO", "name"),
    ("nato", "North Atlantic Treaty Organization", "official_name"),
    ("nato", "OTAN", "abbreviation"),
]
PEOPLE: list[Named] = [
    ("emmanuel-macron", "Emmanuel Macron", "name"),
    ("volodymyr-zelensky", "Volodymyr Zelensky", "name"),
    ("volodymyr-zelensky", "Zelenskyy", "alias"),
    ("volodymyr-zelensky", "Володимир Зеленський", "name"),
    ("radoslaw-sikorski", "Radosław Sikorski", "name"),
    ("ursula-von-der-leyen", "Ursula von der Leyen", "name"),
    ("john-smith-1", "John Smith", "name"),
    ("john-smith-2", "John Smith", "name"),
]

Index = dict[tuple[str, int, str], list[NameRow]]


@pytest.fixture(scope="module")
def index() -> Index:
    keys, findings = name_rows(SEED, countries(SEED)[0], OTHERS, PEOPLE)
    assert findings == []
    return indexed(keys)


def indexed(keys: list[NameRow]) -> Index:
    index: Index = defaultdict(list)
    for key in keys:
        index[key.scope, key.level, key.key].append(key)
    return dict(index)


def look_up(index: Index, text: str, scope: str = "actor") -> list[NameRow]:
    return next(
        (index[scope, level, key] for level, key in attempts(text) if (scope, level, key) in index),
        [],
    )


def targets(index: Index, text: str, scope: str = "actor") -> set[str | None]:
    return {row.target for row in look_up(index, text, scope)}


# --- the fold


@given(st.text())
@example("ǅ ΐ ﬃ İ ŉ ẚ ΅ ﾞ ᄒ ᅡ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert light(light(text)) == light(text)


def test_folding_any_one_character_twice_changes_nothing() -> None:
    plain = (
        "Lo",
        "Cn",
        "Co",
        "Cs",
    )  # most of these half a million characters are alike: no case, no parts
    for char in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(char) not in plain or unicodedata.decomposition(char):
            once = fold(f"a{char}\u0301b")
            assert fold(once) == once, hex(ord(char))


@given(st.text() | st.text("aZ`'’‘“”…—_&. éüйΐ가ไ한ト\u0301\u0308\u034f\u05b0\u0e31\u200d"))
def test_the_short_ways_of_folding_lead_to_the_same_words(text: str) -> None:
    short = words(text)
    with pytest.MonkeyPatch.context() as patch:
        for way in ("_SIGN", "_OPTIONAL_MARKS"):
            patch.setattr(names, way, re.compile("(?!)"))
        assert words(f"{text} กั") == [
            *short,
            "กั",
        ]  # after a mark that stays, each character is looked at


@given(st.text())
def test_normal_form_does_not_count(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(decomposed) == fold(text)
    assert light(composed) == light(decomposed)


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_case_does_not_count(text: str) -> None:
    assert fold(text.casefold()) == fold(text)
    assert fold(text.lower()) == fold(text)


@given(st.text())
def test_exact_key_loses_nothing_the_fold_keeps(text: str) -> None:
    if light(text) and fold(light(text)):
        assert fold(light(text)) == fold(text)


@given(st.text() | st.text(st.characters(categories=["M", "Z", "P", "Lm", "Cf", "Cs", "Cc"])))
@example("\x00")
@example("x" * 10_000)
@example("\ud800")
def test_attempts_takes_any_text(text: str) -> None:
    keys = attempts(text)
    assert [level for level, _ in keys] == sorted(level for level, _ in keys)
    assert all(key and "\x00" not in key for _, key in keys)
    assert not keys or text.strip()


@given(st.text() | st.text("ab ,().'’-RepofIs"))
def test_other_forms_of_any_text_are_few_folded_keys(text: str) -> None:
    forms = names.other_forms(text)
    assert len(forms) <= 64
    assert fold(text) not in forms
    assert all(form.split() == form.split(" ") and form for form in forms)
    cut = names.abbreviated(text)
    assert not cut or not names.is_short_for(cut, "")
    form, distinctive = names.form_of_state(fold(text))
    assert form.isdisjoint(distinctive.split())


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("the U. S. A.", "usa"),
        ("Côte d’Ivoire", "cote divoire"),
        ("Saint Kitts & Nevis", "st kitts and nevis"),
        ("ŁÓDŹ Ærø Þór Straße ısı", "lodz aero thor strasse isi"),
        ("Bahamas (the)", "bahamas"),
        ("אִיטַלְיָה", "איטליה"),
        ("ایران", "ايران"),
        ("ＩＴＡＬＹ", "italy"),
        ("it\u200daly\ufeff", "italy"),
        ("the", "the"),
        ("’", ""),
    ],
)
def test_fold(written: str, key: str) -> None:
    assert fold(written) == key


@pytest.mark.parametrize(
    "script", ["ቶጎ ቶንጋ", "โตโก ตองกา", "टोगो टोंगा", "টোগো টোঙ্গা", "டோகோ டோங்கா", "టోగో టోంగా", "തോഗോ ടോംഗ"]
)
def test_marks_that_tell_togo_from_tonga_stay(script: str) -> None:
    togo, tonga = map(fold, script.split())
    assert togo != tonga


# --- the lookup


def hard() -> Iterator[tuple[str, str]]:
    escapes = {"\\0": "\0", "\\t": "\t", "\\n": "\n", "\\\\": "\\"}
    with HARD.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = row["input"]
            for written, meant in escapes.items():
                text = text.replace(written, meant)
            yield text, row["expected"]


def test_the_hard_list(index: Index) -> None:
    iso2 = {country.id: country.iso2 for country in countries(SEED)[0]}

    def verdict(text: str) -> str:
        found = targets(index, text)
        return "ambiguous" if len(found) > 1 else iso2.get(next(iter(found), None) or "", "unknown")

    asked = list(hard())
    missed = [
        (text, expected, got) for text, expected in asked if (got := verdict(text)) != expected
    ]
    assert len(asked) >= 1_600
    assert missed == []


@pytest.mark.parametrize(
    ("text", "country", "matched_as"),
    [
        ("it", "italy", "iso2"),
        ("ITA", "italy", "iso3"),
        ("380", "italy", "numeric"),
        ("Italy", "italy", "name"),
        ("Italian Republic", "italy", "official_name"),
        ("Італія", "italy", "translation"),
        ("Deutschland", "germany", "local_name"),
        ("UK", "united-kingdom", "abbreviation"),
        ("Holland", "netherlands", "alias"),
        ("Burma", "myanmar", "former_name"),
        ("Danes", "denmark", "demonym"),
        ("Kremlin", "russia", "metonym"),
        ("Áo", "austria", "translation"),
        ("ao", "angola", "iso2"),
    ],
)
def test_what_a_name_is_matched_as(index: Index, text: str, country: str, matched_as: str) -> None:
    assert [(row.target, row.matched_as) for row in look_up(index, text)] == [(country, matched_as)]


def test_every_country_is_found_by_its_id_codes_and_names(index: Index) -> None:
    known, findings = countries(SEED)
    assert findings == []
    assert len(known) == 250
    for country in known:
        flag = "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in country.iso2)
        assert is_flag(flag)
        for text in filter(
            None, (country.id, country.iso2, country.iso3, country.numeric, country.name, flag)
        ):
            assert targets(index, text) == {country.id}, text
            assert targets(index, text.upper()) == {country.id}, text
        assert targets(index, country.official_name or country.name) == {country.id}


def test_ambiguous_names_list_their_candidates(index: Index) -> None:
    assert targets(index, "the Koreas") == {"north-korea", "south-korea"}
    assert targets(index, "BRUSSELS") == {"belgium", "european-union", "nato"}
    assert targets(index, "Congolese") == {
        "democratic-republic-of-the-congo",
        "republic-of-the-congo",
    }


def test_known_names_that_are_no_country_say_what_they_are(index: Index) -> None:
    (england,) = look_up(index, "England")
    assert (england.target, england.matched_as) == (None, "not_a_country")
    assert england.note == "England is a part of the United Kingdom; Stated knows countries."
    (europe,) = look_up(index, "Європа")
    assert europe.target is None
    assert look_up(index, "Atlantis") == []


def test_other_actors_are_found_by_their_names_in_all_languages(index: Index) -> None:
    for text in ("EU", "the E.U.", "Union européenne", "Європейський Союз"):
        assert targets(index, text) == {"european-union"}


def test_people(index: Index) -> None:
    for text in ("macron", "MACRON", "Macron, Emmanuel", "Emmanuel  Macron"):
        assert targets(index, text, "person") == {"emmanuel-macron"}
    for text in ("Zelensky", "zelenskyy", "Зеленський", "ЗЕЛЕНСЬКИЙ"):
        assert targets(index, text, "person") == {"volodymyr-zelensky"}
    assert targets(index, "radoslaw sikorski", "person") == {"radoslaw-sikorski"}
    assert targets(index, "von der Leyen", "person") == {"ursula-von-der-leyen"}
    assert targets(index, "John Smith", "person") == {"john-smith-1", "john-smith-2"}
    assert targets(index, "macron", "actor") == set()


# --- suggestions


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Itly", "italy"),
        ("Germny", "germany"),
        ("Frnace", "france"),
        ("Ukrane", "ukraine"),
        ("Untied States", "united-states"),
        ("Portugual", "portugal"),
        ("Londn", "united-kingdom"),
    ],
)
def test_a_slip_of_the_pen_is_understood(index: Index, written: str, meant: str) -> None:
    assert suggest(written, suggestible(index))[0] == meant


@pytest.mark.parametrize("text", ["Atlantis", "Wakanda", "Texas", "qwerty", "", "x", "Italy" * 20])
def test_nothing_absurd_is_suggested(index: Index, text: str) -> None:
    assert suggest(text, suggestible(index)) == []


def suggestible(index: Index) -> dict[str, str]:
    rows = (row for found in index.values() for row in found)
    return {
        row.key: row.target
        for row in rows
        if row.scope == "actor"
        and row.level == Level.FOLDED
        and row.target
        and row.matched_as != "translation"
    }


# --- what the build says of a bad seed


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    shutil.copytree(SEED / "names", tmp_path / "names")
    shutil.copy(SEED / "countries.csv", tmp_path)
    return tmp_path


def append(file: Path, line: str) -> int:
    """Add a line; return its number."""
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}{line}\n", encoding="utf-8")
    return text.count("\n") + 1


@pytest.mark.long
def test_every_mistake_is_reported_with_its_place(seed: Path) -> None:
    aliases, reviewed = seed / "names/aliases.csv", seed / "names/reviewed.csv"
    messages = {
        append(aliases, "QQ,Quux,alias"): "unknown country 'QQ'",
        append(aliases, "IT,Bel Paese,nickname"): "unknown kind 'nickname'",
        append(
            aliases, "DE,Italian,demonym"
        ): "'Italian' is germany here, and italy as 'Italian' at names/aliases.csv:",
        append(aliases, "IT,Italian,demonym"): "'Italian' again",
        append(aliases, "IT,…,alias"): "'…' is no name",
        append(aliases, "IT,Texas,alias"): "'Texas' can never match",
        append(aliases, "IT,Deu,alias"): "'Deu' can never match",
        append(aliases, "IT"): "1 cells, not 3",
    }
    found = {finding.line: finding for finding in name_rows(seed, countries(seed)[0], OTHERS)[1]}
    assert {
        line: found[line].message.startswith(text) for line, text in messages.items()
    } == dict.fromkeys(messages, True)
    assert {finding.file for finding in found.values()} == {"names/aliases.csv"}

    messages = {
        append(reviewed, "Quux,maybe,,"): "bad ruling 'maybe' for 'Quux'",
        append(reviewed, "Quuux,ambiguous,italy,"): "bad ruling 'ambiguous' for 'Quuux'",
        append(reviewed, "Quuuux,ambiguous,italy atlantis,"): "unknown actor 'atlantis'",
        append(reviewed, "korea,not_a_country,,A note."): "'korea' is decided again",
        append(reviewed, "Quux,drop,IT,"): "drops 'Quux' of 'IT'",
    }
    found = {
        finding.line: finding
        for finding in name_rows(seed, countries(seed)[0], OTHERS)[1]
        if finding.file == "names/reviewed.csv"
    }
    assert {
        line: found[line].message.startswith(text) for line, text in messages.items()
    } == dict.fromkeys(messages, True)


def test_two_countries_on_one_name_of_cldr_need_a_ruling(seed: Path) -> None:
    reviewed = seed / "names/reviewed.csv"
    lines = reviewed.read_text(encoding="utf-8").splitlines(keepends=True)
    reviewed.write_text(
        "".join(line for line in lines if not line.startswith("Kongo,")), encoding="utf-8"
    )
    found = name_rows(seed, countries(seed)[0], OTHERS)[1]
    assert any("'Kongo' is republic-of-the-congo here" in finding.message for finding in found)
    assert all(finding.hint == "decide it in names/reviewed.csv" for finding in found)


def test_mistakes_in_the_list_of_countries(seed: Path) -> None:
    file = seed / "countries.csv"
    text = file.read_text(encoding="utf-8")
    without = "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith("italy,")
    )
    file.write_text(without, encoding="utf-8")
    append(file, "Quux,q,ABW,12,,,X1")
    bad = [finding.message for finding in countries(seed)[1]]
    assert bad == [
        "malformed id 'Quux'",
        "malformed iso2 'q'",
        "iso3 ABW again",
        "malformed numeric '12'",
        "malformed name ''",
        "malformed wikidata 'X1'",
    ]
    assert "countries.csv lacks the country 'IT'" in [
        finding.message for finding in name_rows(seed, countries(seed)[0], OTHERS)[1]
    ]


@pytest.mark.long
def test_a_wrong_header_is_one_finding(seed: Path) -> None:
    (seed / "names/aliases.csv").write_text("iso2;name;kind\n", encoding="utf-8")
    found = name_rows(seed, countries(seed)[0], OTHERS)[1]
    assert [str(finding) for finding in found if finding.file == "names/aliases.csv"] == [
        "names/aliases.csv:1: wrong header ['iso2;name;kind'] (it is ['iso2', 'name', 'kind'])"
    ]


def test_findings_read_like_a_compiler_s() -> None:
    assert str(Finding("a.csv", 3, "no", "yes")) == "a.csv:3: no (yes)"
    assert str(Finding("a.csv", 0, "no")) == "a.csv: no"
