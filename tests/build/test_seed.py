"""`stated check` on copies of the seed in which something is broken: file, line, words and hint of
every finding.

The rule is words-at-their-place of docs/domain.md. The copies keep the real source and leave out
the long lists of names, which have tests of their own.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app.build.check.seed import check
from app.build.seed.load import load
from app.build.seed.yaml_file import read_yaml
from app.cli import app
from app.domain.dates import DateObject
from tests.fixtures import bare_seed
from tests.publishing import (
    POSITIONS,
    RAPALA,
    SOURCE,
    STATEMENTS,
    accept_doubts,
    change,
    line_of,
    without_codes,
)

FOLDER = f"sources/{RAPALA}"
TEXT = f"{FOLDER}/000_c1ac39d9e9fb402f.txt"
PRESIDENT = (
    "    - id: president\n      title: President of France\n      actor: france\n      "
    "capacity: government\n"
)
EXCERPTS = (
    "id: {id}\ntitle: Another report\npublisher: Somebody\nurl: "
    "https://example.org/report\nlanguage: en\n"
    "text_access: excerpts\nrights: None of ours.\n"
)
EXCERPT = (
    "- id: {id}\n  exact: Merz said that Germany would wait.\n  speaker: friedrich-merz\n  about: "
    "[germany]\n"
    "  summary: He waits.\n"
)


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A copy of the real seed with countries, but none of their further names."""
    return bare_seed(tmp_path)


def write(seed: Path, file: str, text: str) -> None:
    """Write a file, in place of the one that is there."""
    (seed / file).parent.mkdir(parents=True, exist_ok=True)
    (seed / file).write_text(text, encoding="utf-8")


def run(*arguments: str | Path) -> Result:
    """The command in this process; a traceback is never an answer."""
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def findings(seed: Path) -> list[str]:
    """What the check prints about a broken seed, without the codes at the ends of the lines."""
    result = run("check", "--seed", seed)
    assert (result.exit_code, bool(result.stdout)) == (1, True)
    assert "nothing was built" in result.stderr
    return without_codes(result.stdout)


@dataclass(frozen=True)
class Fault:
    """One change, and the one finding that must follow. `at` starts on the line that the finding
    names.
    """

    file: str
    old: str
    new: str
    message: str
    at: str
    hint: str = ""
    where: str = ""  # the file that the finding names, if it is another


WELCOMES = "exact: President Zelensky welcomed the announcement."
GERMANY_ENTRY = "- id: germany-peacekeeping-force-1"
FRONT = "exact: Macron stressed that the troops would not serve on the front lines."
NARRATION = "  - narration: These troops will not engage Russia in combat.\n"
UNCODED = (
    "  - narration: Instead, their mission is to act as a peacekeeping guarantee that "
    "discourages renewed aggression.\n"
)
LATER = "  role_as_printed: German Chancellor\n  about: [germany]\n"

FAULTS = {
    "exact on two places": Fault(
        STATEMENTS,
        "exact: said Germany would decide later once details are clearer",
        "exact: German",
        "`exact` occurs 2 times in the text: say which with `occurrence`",
        "exact: German\n",
    ),
    "occurrence beyond the last": Fault(
        STATEMENTS,
        WELCOMES,
        f"{WELCOMES}\n  occurrence: 2",
        "`exact` occurs only 1 times in the text",
        "occurrence: 2",
    ),
    "uncoded sentence": Fault(
        SOURCE,
        UNCODED,
        "",
        "before this sentence the text has words that are in no passage: "
        "'Instead, their mission is to act as a peacekeeping guarantee that discourages re'",
        "heading: Peacekeepers, Not Fighters",
    ),
    "claim across passages": Fault(
        STATEMENTS,
        WELCOMES,
        "exact: President Zelensky welcomed the announcement. He called it a serious",
        "`exact` is in more than one passage, and no quotation continues over them: take a claim "
        "from one passage",
        "exact: President Zelensky welcomed",
    ),
    "claim from a heading": Fault(
        STATEMENTS,
        WELCOMES,
        "exact: Zelensky Praises Concrete Progress",
        (
            "the words are in a passage coded heading, but a claim with a speaker is cut from a "
            "statement"
        ),
        "exact: Zelensky Praises",
    ),
    "scare quotes of the title": Fault(
        STATEMENTS,
        WELCOMES,
        "exact: Ready to Deploy ‘Peacekeeping Forces’ to Ukraine\n  quoted: [Peacekeeping Forces]",
        (
            "the words are in a passage coded heading, but a claim with a speaker is cut from a "
            "statement"
        ),
        "exact: Ready to Deploy",
    ),
    "speaker on narration": Fault(
        STATEMENTS,
        WELCOMES,
        "exact: These troops will not engage Russia in combat.",
        (
            "the words are in a passage coded narration, but a claim with a speaker is cut from "
            "a "
            "statement"
        ),
        "exact: These troops",
    ),
    "statement without its speaker": Fault(
        STATEMENTS,
        (
            "  speaker: friedrich-merz\n  role_as_printed: German Chancellor\n  about: [germany, "
            "russia]"
        ),
        "  about: [germany, russia]",
        (
            "the words are in a passage coded statement, but a claim without a speaker is cut "
            "from a "
            "narration"
        ),
        "exact: German Chancellor Friedrich Merz urged",
    ),
    "narration with a capacity": Fault(
        STATEMENTS,
        (
            "  about: [united-states]\n  topics: [security-guarantees]\n  questions: "
            "[peacekeeping-force]\n  summary"
        ),
        "  capacity: government\n  about: [united-states]\n  summary",
        "narration has no speaker, so no role, capacity or quoted words",
        "- id: washington-not-confirmed",
    ),
    "words without quotation marks": Fault(
        STATEMENTS,
        FRONT,
        f"{FRONT}\n  quoted: [front lines]",
        "these words are not in quotation marks in the text",
        "quoted: [front lines]",
    ),
    "half of the quoted words": Fault(
        STATEMENTS,
        "quoted: [in any format]",
        "quoted: [in any]",
        "these words are not in quotation marks in the text",
        "quoted: [in any]",
        "the whole quotation is 'in any format.'",
    ),
    "quoted words of elsewhere": Fault(
        STATEMENTS,
        "quoted: [in any format]",
        "quoted: [pillar of security guarantees]",
        "these quoted words are not in `exact` (in this order)",
        "quoted: [pillar of security guarantees]\n  speaker: maria",
    ),
    "unknown speaker": Fault(
        STATEMENTS,
        "speaker: emmanuel-macron",
        "speaker: emanuel-macron",
        "there is no speaker 'emanuel-macron'",
        "speaker: emanuel-macron",
        "did you mean 'emmanuel-macron'?",
    ),
    "unknown date": Fault(
        STATEMENTS,
        "said: before-paris",
        "said: befor-paris",
        "there is no date of source.yaml 'befor-paris'",
        "said: befor-paris",
        "did you mean 'before-paris'?",
    ),
    "unknown statement": Fault(
        POSITIONS,
        "rapala-26-nations-merz-pressure",
        "rapala-26-nations-mertz-pressure",
        "there is no statement 'rapala-26-nations-mertz-pressure'",
        "    - statement: rapala-26-nations-mertz",
        "did you mean 'rapala-26-nations-merz-pressure'?",
    ),
    "unknown question of an entry": Fault(
        POSITIONS,
        "question: peacekeeping-force",
        "question: peacekeeping",
        "there is no question 'peacekeeping'",
        "question: peacekeeping\n",
        "did you mean 'peacekeeping-force'?",
    ),
    "unknown actor of a role": Fault(
        "people.yaml",
        "actor: ukraine",
        "actor: ukrain",
        "there is no actor 'ukrain'",
        "actor: ukrain\n",
        "did you mean 'ukraine'?",
    ),
    "unknown member": Fault(
        "actors.yaml",
        "members: null",
        "members: [xyz]",
        "there is no member 'xyz'",
        "members: [xyz]",
    ),
    "unknown role": Fault(
        STATEMENTS,
        "speaker: friedrich-merz",
        "speaker: friedrich-merz\n  role: chancelor",
        "there is no role held at that time 'chancelor'",
        "role: chancelor",
        "did you mean 'chancellor'?",
    ),
    "evidence on somebody else": Fault(
        POSITIONS,
        "rapala-26-nations-merz-pressure",
        "rapala-26-nations-meloni-monitoring",
        "this statement is not about germany",
        "    - statement: rapala-26-nations-meloni-monitoring",
    ),
    "opposition leader": Fault(
        STATEMENTS,
        LATER,
        LATER.replace("  about", "  capacity: opposition\n  about"),
        "an opposition leader never makes a country's position",
        "    - {statement: rapala-26-nations-merz-decide-later",
        where=POSITIONS,
    ),
    "statement twice": Fault(
        STATEMENTS,
        "id: macron-military-capacity",
        "id: zelensky-welcomes",
        "the id 'zelensky-welcomes' is taken",
        "- id: zelensky-welcomes\n  exact: President",
    ),
    "entry twice": Fault(
        POSITIONS,
        "- id: italy-peacekeeping-force-1",
        GERMANY_ENTRY,
        "the id 'germany-peacekeeping-force-1' is taken",
        f"{GERMANY_ENTRY}\n  actor: italy",
    ),
    "actor named like a country": Fault(
        "actors.yaml", "id: nato", "id: france", "the id 'france' is taken", "- id: france"
    ),
    "copy of itself": Fault(
        SOURCE,
        "copy_of: null",
        "copy_of: rapala-26-nations",
        "copy_of leads back to its own source",
        "copy_of: rapala",
    ),
    "copy of nothing": Fault(
        SOURCE,
        "copy_of: null",
        "copy_of: rapala",
        "there is no copy_of 'rapala'",
        "copy_of: rapala",
    ),
    "vocabulary value missing": Fault(
        "vocabularies.yaml",
        "  - {id: undecided, label: Undecided, definition: Says that it has not decided.}\n",
        "",
        (
            "participation must define each of will_contribute, open, undecided, declined, "
            "not_stated, "
            "not_applicable once"
        ),
        "  - {id: will_contribute",
    ),
    "dropped condition that nobody set": Fault(
        POSITIONS,
        "  participation: undecided\n",
        "  participation: undecided\n  drops: [mandate]\n",
        "no entry of germany sets the condition 'mandate', so it cannot be dropped",
        "drops: [mandate]",
    ),
    "role not printed": Fault(
        STATEMENTS,
        "role_as_printed: German Chancellor",
        "role_as_printed: Chancellor of Germany",
        "this role is not printed in the text",
        "role_as_printed: Chancellor of Germany",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_one_fault_is_one_finding_at_its_line(seed: Path, name: str) -> None:
    fault = FAULTS[name]
    change(seed, fault.file, fault.old, fault.new)
    file = fault.where or fault.file
    hint = f" ({fault.hint})" if fault.hint else ""
    assert findings(seed) == [f"seed/{file}:{line_of(seed, file, fault.at)}: {fault.message}{hint}"]


def test_both_readers_of_yaml_say_the_same(seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml reads what it finds no fault with; where it is missing, all is read without it."""
    write(seed, "hard.yaml", HARD_YAML)
    paths = sorted(seed.rglob("*.yaml"))
    quick = [read_yaml(path, seed) for path in paths]
    lines = [file.lines for file in quick]
    monkeypatch.setattr("app.build.seed.yaml_file._quick", None)
    for path, found, at in zip(paths, quick, lines, strict=True):
        slow = read_yaml(path, seed)
        assert (found.data, at, found.findings) == (slow.data, slow.lines, [])


HARD_YAML = """# scalars, and the lines on which they are
- {a: NO, b: 026, c: ~, d: null, e: , f: 'null', g: "", "h": '', i: [], j: {}}
- folded: >
    two lines
    of one

  kept: |-
    “as it
      stands”  # no comment

-
  - plain over
    two lines # comment
  - "escaped \\u00e9 \\
    line"
-   ? complex
    : value
    tag: !!str 5
    colon: a:b
    last: é\u2028
"""

SPOILERS = {
    "position without supports": Fault(
        POSITIONS,
        "merz-decide-later, relation: supports",
        "merz-decide-later, relation: context",
        "a position needs at least one statement that supports it",
        GERMANY_ENTRY,
    ),
    "commitment missing": Fault(
        POSITIONS,
        "  participation: undecided\n  commitment: stated\n",
        "  participation: undecided\n",
        "commitment belongs to a participation that is stated and applicable, and only to that",
        GERMANY_ENTRY,
    ),
    "commitment where not applicable": Fault(
        POSITIONS,
        "participation: not_applicable",
        "participation: not_applicable\n  commitment: stated",
        "commitment belongs to a participation that is stated and applicable, and only to that",
        "- id: ukraine-p",
    ),
    "commitment where not stated": Fault(
        POSITIONS,
        "  view: supports\n  evidence",
        "  view: supports\n  commitment: stated\n  evidence",
        "commitment belongs to a participation that is stated and applicable, and only to that",
        "- id: france-p",
    ),
    "role that ends before it begins": Fault(
        "people.yaml",
        PRESIDENT,
        (
            f"{PRESIDENT}      from: {{value: 2025-03, basis: stated}}\n      to: {{value: "
            "2025-02-01, "
            f"basis: stated}}\n"
        ),
        "roles: the role ends before it begins",
        "    - id: president",
    ),
    "no such view": Fault(
        POSITIONS,
        "view: opposes",
        "view: rejects",
        "view: there is no value 'rejects'; the values are supports, opposes, not_stated",
        "view: rejects",
    ),
    "no such key": Fault(
        POSITIONS,
        "  summary: Germany will",
        "  sumary: x\n  summary: Germany will",
        "there is no key 'sumary' here",
        "sumary: x",
    ),
    "key twice": Fault(
        POSITIONS,
        "  actor: italy\n",
        "  actor: italy\n  actor: ireland\n",
        "the key 'actor' is given twice",
        "actor: ireland",
    ),
    "alias": Fault(
        POSITIONS,
        "  summary: Germany will decide later, once details are clearer.",
        "  summary: *later",
        "is not YAML: anchors and aliases are not used here",
        "summary: *later",
        "put text that begins with `*` in double quotes",
    ),
    "tab": Fault(
        POSITIONS,
        "  view: opposes",
        "\tview: opposes",
        "is not YAML: a tab cannot indent a line",
        "\tview: opposes",
        "use spaces",
    ),
    "impossible date": Fault(
        STATEMENTS,
        "said: before-paris",
        "said: 2025-02-30",
        "said: there is no such day (given: '2025-02-30')",
        "  said: 2025-02-30",
    ),
    "derived without note": Fault(
        SOURCE,
        "    note: Said before the Paris talks, which AP and TASS of that day date to 2025-09-04.\n",  # noqa: E501
        "",
        "before-paris: a date that is inferred (basis: derived) needs a note that says from what",
        "    latest: 2025-09-04",
    ),
    "impossible named date": Fault(
        SOURCE,
        "value: 2025-09-04",
        "value: 2025-02-30",
        "paris: there is no such day",
        "    value: 2025-02-30",
    ),
    "known date without basis": Fault(
        SOURCE,
        "    value: 2025-09-04\n    basis: derived\n",
        "    value: 2025-09-04\n",
        ("paris: basis must say where a known date comes from, and be none where nothing is known"),
        "    value: 2025-09-04",
    ),
    "precision without value": Fault(
        SOURCE,
        "    value: 2025-09-04\n",
        "    earliest: 2025-09-04\n    precision: day\n",
        "paris: a date without a value has the precision unknown",
        "    earliest: 2025-09-04\n    precision",
    ),
    "sentinel beside a value": Fault(
        SOURCE,
        "    value: 2025-09-04\n",
        "    value: 2025-09-04\n    latest: 9999-12-31\n",
        "paris: bounds and precision must be those of the value; leave them out",
        "    value: 2025-09-04",
    ),
    "earliest after latest": Fault(
        SOURCE,
        "    earliest: 2025-09-04\n",
        "    earliest: 2025-09-04\n    latest: 2025-09-03\n",
        "after-paris: earliest must not be after latest",
        "    earliest: 2025-09-04",
    ),
    "a person whom nobody defines any more": Fault(
        "people.yaml",
        "id: giorgia-meloni",
        "id: friedrich-merz",
        "the id 'friedrich-merz' is taken",
        "- id: friedrich-merz\n  name: Giorgia",
    ),
    "unknown actor of an entry": Fault(
        POSITIONS,
        "actor: france",
        "actor: frence",
        "there is no actor 'frence'",
        "actor: frence",
        "did you mean 'france'?",
    ),
    "passage out of order": Fault(
        SOURCE,
        NARRATION + UNCODED,
        UNCODED + NARRATION,
        "this sentence does not follow in the text",
        "  - narration: These troops",
    ),
    "wrong folder name": Fault(
        SOURCE,
        "id: rapala-26-nations\n",
        "id: rapala-27-nations\n",
        "id must be the folder's name, 'rapala-26-nations'",
        "id:",
    ),
    "vocabulary misspelt": Fault(
        "vocabularies.yaml",
        "attribution:\n",
        "atribution:\n",
        "there is no vocabulary 'atribution'",
        "  - {id: self",
        "did you mean 'attribution'?",
    ),
}


@pytest.mark.parametrize("name", SPOILERS)
def test_a_fault_that_spoils_more_is_still_named_at_its_line(seed: Path, name: str) -> None:
    """A file that cannot be used, or an id that is gone, is missed elsewhere too; the cause is
    among the findings.
    """
    fault = SPOILERS[name]
    change(seed, fault.file, fault.old, fault.new)
    hint = f" ({fault.hint})" if fault.hint else ""
    assert (
        f"seed/{fault.file}:{line_of(seed, fault.file, fault.at)}: {fault.message}{hint}"
        in findings(seed)
    )


def test_a_changed_character_shows_the_words_of_the_text(seed: Path) -> None:
    change(seed, STATEMENTS, "fresh attacks against Ukraine.", "fresh attacks againts Ukraine.")
    [found] = findings(seed)
    place, _, hint = found.partition(" (the text has ")
    assert place == (
        f"seed/{STATEMENTS}:{line_of(seed, STATEMENTS, 'exact: French')}: "
        "`exact` is not in the text"
    )
    assert "fresh attacks against Ukraine." in hint
    assert hint.removesuffix("')").removeprefix("'") in (seed / TEXT).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "old", "new", "name", "meant"),
    [
        ("about", "about: [germany, russia]", "about: [germany, rusia]", "rusia", "russia"),
        (
            "topics",
            "topics: [negotiations]",
            "topics: [negotiation]",
            "negotiation",
            "negotiations",
        ),
        (
            "questions",
            "questions: [peacekeeping-force]",
            "questions: [peacekeeping-forces]",
            "peacekeeping-forces",
            "peacekeeping-force",
        ),
        (
            "signed_for",
            "topics: [negotiations]",
            "topics: [negotiations]\n  signed_for: [itally]",
            "itally",
            "italy",
        ),
    ],
)
def test_every_list_of_ids_in_a_statement_knows_its_names(
    seed: Path, key: str, old: str, new: str, name: str, meant: str
) -> None:
    change(seed, STATEMENTS, old, new)
    [found] = findings(seed)
    assert found.startswith(
        f"seed/{STATEMENTS}:{line_of(seed, STATEMENTS, new.splitlines()[-1])}: there is no "
    )
    assert found.endswith(f" '{name}' (did you mean '{meant}'?)")


def test_the_right_occurrence_is_taken(seed: Path) -> None:
    """With `occurrence`, words that occur more than once are no error."""
    old = "exact: said Germany would decide later once details are clearer"
    change(seed, STATEMENTS, old, "exact: German\n  occurrence: 1")
    assert check(load(seed)).seed.findings == []


class TestFiles:
    """What cannot be read is a finding with the file's name, not a traceback."""

    @pytest.mark.parametrize(
        "file",
        [
            "topics.yaml",
            "actors.yaml",
            "people.yaml",
            "questions.yaml",
            "vocabularies.yaml",
            STATEMENTS,
            SOURCE,
        ],
    )
    def test_missing_yaml(self, seed: Path, file: str) -> None:
        (seed / file).unlink()
        assert f"seed/{file}:1: the file is missing" in findings(seed)

    def test_missing_text(self, seed: Path) -> None:
        (seed / TEXT).unlink()
        at = line_of(seed, SOURCE, "text: 000")
        assert (
            f"seed/{SOURCE}:{at}: there is no file '000_c1ac39d9e9fb402f.txt' in this folder"
            in findings(seed)
        )

    @pytest.mark.parametrize(
        "file", ["countries.csv", "names/aliases.csv", "names/reviewed.csv", "names/cldr.tsv"]
    )
    def test_missing_table(self, seed: Path, file: str) -> None:
        (seed / file).unlink()
        assert any(file in found and "missing" in found for found in findings(seed))

    @pytest.mark.parametrize("file", ["topics.yaml", STATEMENTS, TEXT])
    def test_not_utf8(self, seed: Path, file: str) -> None:
        raw = (seed / file).read_bytes()
        (seed / file).write_bytes(raw + b"\xff")
        line = raw.count(b"\n") + 1
        assert any(
            found.startswith(f"seed/{file}:{line}: is not UTF-8 (byte {len(raw)})")
            and "0xFF" in found
            for found in findings(seed)
        )

    def test_table_not_utf8(self, seed: Path) -> None:
        (seed / "names/aliases.csv").write_bytes(b"iso2,name,kind\nFR,Gaul\xe9,alias\n")
        assert any(
            "names/aliases.csv" in found and "is not UTF-8" in found for found in findings(seed)
        )

    def test_control_characters(self, seed: Path) -> None:
        write(seed, "topics.yaml", "- {id: a, label: \x07}\n")
        message = "character 18 of this line is U+0007 BELL, which YAML refuses (remove it)"
        assert f"seed/topics.yaml:1: {message}" in findings(seed)

    @pytest.mark.parametrize(
        ("character", "escaped", "name"), [("\0", "\\0", "NUL"), ("\ufdd0", "\\uFDD0", "U+FDD0")]
    )
    def test_characters_that_a_dataset_cannot_keep(
        self, seed: Path, character: str, escaped: str, name: str
    ) -> None:
        """YAML can hold them, escaped, and a text file as they are. SQLite takes NUL for the end of
        a text inside JSON; U+FDD0 has a meaning in stored answers.
        """
        write(seed, "topics.yaml", f'- {{id: a, label: "A{escaped}b", definition: A}}\n')
        with (seed / TEXT).open("ab") as text:
            text.write(character.encode())
        with (seed / "names/aliases.csv").open("a", encoding="utf-8") as names:
            names.write(f"FR,A{character}b,alias\n")
        found = findings(seed)
        assert sum(f"a text must not have the character {name}" in one for one in found) == 3
        assert any(one.startswith("seed/topics.yaml:") for one in found)
        assert any(one.startswith("seed/names/aliases.csv:2") for one in found)

    def test_a_key_that_is_a_list(self, seed: Path) -> None:
        """`- [heading]: …`, easily typed in a list of passages."""
        change(seed, SOURCE, "  - heading: Peacekeepers", "  - [heading]: Peacekeepers")
        at = line_of(seed, SOURCE, "  - [heading]")
        assert any(found.startswith(f"seed/{SOURCE}:{at}: ") for found in findings(seed))

    @pytest.mark.parametrize("file", ["dataset.yaml", SOURCE])
    def test_empty(self, seed: Path, file: str) -> None:
        """A file of comments only says nothing, and nothing must not drop a source or break the
        build later.
        """
        write(seed, file, "# nothing yet\n")
        assert any(found.startswith(f"seed/{file}:1: ") for found in findings(seed))

    def test_no_seed_at_all(self, tmp_path: Path) -> None:
        result = run("check", "--seed", tmp_path)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "dataset.yaml is missing" in " ".join(result.stderr.split())


class TestNames:
    """One word for two countries is ruled on by somebody, never by the order of rows."""

    def test_two_countries_with_one_alias(self, seed: Path) -> None:
        write(seed, "names/aliases.csv", "iso2,name,kind\nFR,Gaul,alias\nDE,gaul,alias\n")
        [found] = findings(seed)
        assert "names/aliases.csv:3: " in found
        assert "'gaul' is germany here, and france as 'Gaul' at " in found
        assert "names/aliases.csv:2 (decide it in names/reviewed.csv)" in found

    def test_an_alias_that_is_another_country(self, seed: Path) -> None:
        write(seed, "names/aliases.csv", "iso2,name,kind\nFR,Germany,alias\n")
        [found] = findings(seed)
        at = line_of(seed, "countries.csv", "germany,DE")
        assert f"'Germany' is france here, and germany as 'Germany' at countries.csv:{at}" in found

    def test_tables_are_named_like_other_files(self, seed: Path) -> None:
        """A finding's place can be opened from one working folder, whatever kind of file it is
        in.
        """
        write(seed, "names/aliases.csv", "iso2,name,kind\nXX,Nowhere,alias\n")
        assert findings(seed)[0].startswith("seed/names/aliases.csv:2: ")


class TestRoles:
    """Attribution follows from the role held at that time, so a role is never guessed."""

    SPOKEN = "- id: macron-military-capacity"

    def test_no_role(self, seed: Path) -> None:
        change(seed, "people.yaml", f"  roles:\n{PRESIDENT}", "  roles: []\n")
        found = findings(seed)
        text = (seed / STATEMENTS).read_text(encoding="utf-8")
        places = [
            number
            for number, given in enumerate(text.splitlines(), 1)
            if given == "  speaker: emmanuel-macron"
        ]
        message = "Emmanuel Macron has no role at that time in people.yaml"
        also = ", ".join(f"line {at}" for at in places[1:])
        assert found == [f"seed/{STATEMENTS}:{places[0]}: {message} (also in {also})"]

    def test_two_roles(self, seed: Path) -> None:
        prince = (
            "    - id: co-prince\n      title: Co-Prince\n      actor: andorra\n      "
            "capacity: other\n"
        )
        change(seed, "people.yaml", PRESIDENT, PRESIDENT + prince)
        message = (
            "Emmanuel Macron may have spoken in several roles: name one with `role` "
            "(president, co-prince)"
        )
        before = findings(seed)
        at = line_of(seed, STATEMENTS, "  speaker: emmanuel-macron")
        assert f"seed/{STATEMENTS}:{at}: {message}" in before
        change(
            seed,
            STATEMENTS,
            "  speaker: emmanuel-macron",
            "  speaker: emmanuel-macron\n  role: co-prince",
        )
        after = findings(seed)
        assert len(after) == len(before) - 1

    @pytest.mark.parametrize(
        ("bounds", "held"),
        [
            ("to: 2017-05-14", False),
            ("to: 2025-09-03", False),
            ("to: 2025-09-04", True),
            ("to: 2025-09", True),
            ("from: 2025-09-05", False),
            ("from: 2025-09-04", True),
        ],
    )
    def test_the_role_must_be_held_then(self, seed: Path, bounds: str, held: bool) -> None:
        """Macron spoke on 2025-09-04; bounds are inclusive."""
        change(seed, "people.yaml", PRESIDENT, f"{PRESIDENT}      {bounds}\n")
        if held:
            assert run("check", "--seed", seed).exit_code == 0
        else:
            message = "Emmanuel Macron has no role at that time in people.yaml"
            at = line_of(seed, STATEMENTS, "speaker: emmanuel-macron")
            assert findings(seed)[0].startswith(f"seed/{STATEMENTS}:{at}: {message} (also in ")

    def test_a_named_role_must_be_held_then(self, seed: Path) -> None:
        minister = (
            "    - {id: minister, title: Minister, actor: france, capacity: government, to: 2016}\n"
        )
        change(seed, "people.yaml", PRESIDENT, PRESIDENT + minister)
        assert run("check", "--seed", seed).exit_code == 0
        change(
            seed,
            STATEMENTS,
            "  speaker: emmanuel-macron",
            "  speaker: emmanuel-macron\n  role: minister",
        )
        at = line_of(seed, STATEMENTS, "role: minister")
        assert findings(seed) == [
            f"seed/{STATEMENTS}:{at}: there is no role held at that time 'minister'"
        ]

    def test_two_roles_of_one_id(self, seed: Path) -> None:
        """`role` could not tell them apart."""
        change(seed, "people.yaml", PRESIDENT, PRESIDENT + PRESIDENT.replace("france", "andorra"))
        assert any(
            found.startswith("seed/people.yaml:") and "'president'" in found
            for found in findings(seed)
        )


class TestIds:
    """A published id never means something else (docs/domain.md, rule permanent-ids)."""

    def test_a_withdrawn_id_in_use(self, seed: Path) -> None:
        tombstone = "- {{kind: {}, id: {}, reason: A test., removed_on: 2026-11-22}}\n"
        used = [
            ("statement", "rapala-26-nations-pledge"),
            ("position", "italy-peacekeeping-force-1"),
            ("source", "rapala-26-nations"),
            ("person", "friedrich-merz"),
        ]
        write(
            seed,
            "tombstones.yaml",
            "".join(tombstone.format(*one) for one in used) + tombstone.format("statement", "gone"),
        )
        assert findings(seed) == [
            f"seed/tombstones.yaml:{number}: the withdrawn id {name!r} is in use again"
            for number, (_, name) in enumerate(used, 1)
        ]

    def test_a_tombstone_of_no_kind(self, seed: Path) -> None:
        write(
            seed,
            "tombstones.yaml",
            "- {kind: statements, id: a, reason: A test., removed_on: 2026-11-22}\n",
        )
        assert findings(seed) == [
            "seed/tombstones.yaml:1: there is no kind 'statements' (did you mean 'statement'?)"
        ]

    def test_an_entry_id_of_another_source(self, seed: Path) -> None:
        write(seed, "sources/other/source.yaml", EXCERPTS.format(id="other"))
        write(seed, "sources/other/statements.yaml", EXCERPT.format(id="wait"))
        entry = (
            (seed / POSITIONS)
            .read_text(encoding="utf-8")
            .partition(GERMANY_ENTRY)[2]
            .partition("- id: italy")[0]
        )
        write(seed, "sources/other/positions.yaml", GERMANY_ENTRY + entry)
        assert findings(seed) == [
            f"seed/{POSITIONS}:{line_of(seed, POSITIONS, GERMANY_ENTRY)}: "
            "the id 'germany-peacekeeping-force-1' is taken"
        ]

    def test_two_sources_that_make_one_statement_id(self, seed: Path) -> None:
        """`rapala` + `26-nations-pledge` reads like `rapala-26-nations` + `pledge`."""
        write(seed, "sources/rapala/source.yaml", EXCERPTS.format(id="rapala"))
        write(seed, "sources/rapala/statements.yaml", EXCERPT.format(id="26-nations-pledge"))
        assert any("'rapala-26-nations-pledge'" in found for found in findings(seed))

    def test_a_circle_of_copies(self, seed: Path) -> None:
        write(
            seed,
            "sources/other/source.yaml",
            EXCERPTS.format(id="other") + "copy_of: rapala-26-nations\n",
        )
        write(seed, "sources/other/statements.yaml", "[]\n")
        change(seed, SOURCE, "copy_of: null", "copy_of: other")
        message = "copy_of leads back to its own source"
        assert findings(seed) == [
            f"seed/{file}:{line_of(seed, file, 'copy_of:')}: {message}"
            for file in ("sources/other/source.yaml", SOURCE)
        ]


class TestQuotedWords:
    """Only words printed inside quotation marks are ever shown inside them (docs/domain.md, rule
    quoted-words).
    """

    def test_of_an_excerpt(self, seed: Path) -> None:
        """Where the text is not archived, the quoted words must at least be among the words of the
        claim.
        """
        write(seed, "sources/other/source.yaml", EXCERPTS.format(id="other"))
        write(
            seed,
            "sources/other/statements.yaml",
            EXCERPT.format(id="wait") + "  quoted: [we attack]\n",
        )
        at = line_of(seed, "sources/other/statements.yaml", "  quoted:")
        assert any(
            found.startswith(f"seed/sources/other/statements.yaml:{at}: ")
            for found in findings(seed)
        )

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("Peace now, Merz said.", "Peace now"),  # nothing opens them: the text begins here
            ("Merz spoke of “peace now", "peace now"),  # nothing closes them: the text ends here
            ("Merz named Germany's aim.", "s aim"),  # an apostrophe opens nothing
        ],
    )
    def test_at_the_edges(self, seed: Path, text: str, words: str) -> None:
        full = EXCERPTS.format(id="other").replace("excerpts", "full\ntext: a.txt")
        write(seed, "sources/other/source.yaml", f"{full}passages:\n  - statement: {text}\n")
        write(seed, "sources/other/a.txt", text)
        claim = (
            f"- id: a\n  exact: {text}\n  speaker: friedrich-merz\n  about: [germany]\n  "
            "summary: Something.\n"
        )
        write(seed, "sources/other/statements.yaml", claim)
        accept_doubts(seed)
        assert run("check", "--seed", seed).exit_code == 0
        write(seed, "sources/other/statements.yaml", f"{claim}  quoted: [{words}]\n")
        at = line_of(seed, "sources/other/statements.yaml", "  quoted:")
        message = "these words are not in quotation marks in the text"
        assert findings(seed) == [f"seed/sources/other/statements.yaml:{at}: {message}"]


def test_evidence_twice(seed: Path) -> None:
    """A statement is once among the evidence of an entry: given twice, which of its relations
    would count?
    """
    at = "    - {statement: rapala-26-nations-merz-decide-later, relation: "
    change(seed, POSITIONS, at, f"{at}context}}\n{at}")
    numbers = {
        line_of(seed, POSITIONS, at),
        line_of(seed, POSITIONS, at) + 1,
        line_of(seed, POSITIONS, GERMANY_ENTRY),
    }
    assert any(
        found.startswith(f"seed/{POSITIONS}:{number}: ")
        for found in findings(seed)
        for number in numbers
    )


def test_no_date_out_of_a_number(seed: Path) -> None:
    """A bare number is no day: read as a time stamp, 0 would be 1970-01-01, a sentinel."""
    change(seed, SOURCE, "    earliest: 2025-09-04", "    earliest: 0")
    assert any(found.startswith(f"seed/{SOURCE}:") for found in findings(seed))


def test_every_fault_is_reported_and_nothing_is_built(seed: Path, tmp_path: Path) -> None:
    """All findings at once, in the order of files and lines."""
    change(seed, STATEMENTS, "speaker: friedrich-merz", "speaker: fridrich-merz")
    change(seed, STATEMENTS, "quoted: [in any format]", "quoted: [in any]")
    change(seed, POSITIONS, "question: peacekeeping-force", "question: peace")
    change(seed, "people.yaml", "actor: ukraine", "actor: ukrain")
    change(seed, SOURCE, "copy_of: null", "copy_of: nothing")
    write(seed, "names/aliases.csv", "iso2,name,kind\nFR,Gaul,alias\nDE,Gaul,alias\n")
    found = findings(seed)
    for part in (
        "'fridrich-merz'",
        "quotation marks",
        "'peace'",
        "'ukrain'",
        "'nothing'",
        "'Gaul' is germany here",
    ):
        assert sum(part in one for one in found) == 1, part
    assert len(found) == 6
    places = [(file, int(number)) for file, number, _ in (one.split(":", 2) for one in found)]
    assert places == sorted(places)
    datasets = tmp_path / "datasets"
    for command in ("build", "publish"):
        result = run(command, "--seed", seed, "--datasets", datasets)
        assert (result.exit_code, without_codes(result.stdout)) == (1, found)
    assert not datasets.exists() or list(datasets.iterdir()) == []
    assert not (seed / "ledger.jsonl").exists()


def test_a_sound_seed(seed: Path) -> None:
    result = run("check", "--seed", seed)
    assert result.exit_code == 0
    assert result.stdout.startswith("No errors: 1 sources, 16 statements, 7 position entries, ")
    assert load(seed).findings == []


def test_the_console_script(seed: Path) -> None:
    """The installed command says the same, on the same streams, with the same exit code."""
    change(seed, STATEMENTS, "said: before-paris", "said: befor-paris")
    command = [Path(sys.executable).with_name("stated"), "check", "--seed", seed]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
    )
    assert (done.returncode, without_codes(done.stdout)) == (1, findings(seed))
    assert "Traceback" not in done.stderr
    assert "1 finding; nothing was built." in done.stderr


class TestPlainText:
    """YAML 1.1 reads NO as false, 026 as octal and dates as dates; the seed's scalars are text."""

    WORDS = (
        "NO",
        "no",
        "on",
        "yes",
        "026",
        "0x1F",
        "1e3",
        "1_000",
        "2025-09-04",
        "12:30:45",
        "true",
        ".inf",
        "=",
        "<<",
    )

    def test_scalars_stay_as_written(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text(
            "".join(f"- {word}\n" for word in self.WORDS) + "- {NO: NO}\n"
        )
        document = read_yaml(tmp_path / "a.yaml", tmp_path)
        assert document.findings == []
        assert document.data == [*self.WORDS, {"NO": "NO"}]

    def test_null_only_where_it_is_plain(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text(
            "[null, ~, , 'null', \"~\", '', Null]\n".replace(", ,", ', "",')
        )
        assert read_yaml(tmp_path / "a.yaml", tmp_path).data == [
            None,
            None,
            "",
            "null",
            "~",
            "",
            "Null",
        ]

    def test_norway(self, seed: Path) -> None:
        change(
            seed,
            "people.yaml",
            "other_names: [Фридрих Мерц,",
            "other_names: [NO, 026, Фридрих Мерц,",
        )
        assert run("check", "--seed", seed).exit_code == 0
        merz = next(person for person in load(seed).people if person.id == "friedrich-merz")
        assert merz.other_names[:2] == ["NO", "026"]


def test_a_plain_date_wherever_a_date_may_stand(seed: Path) -> None:
    """`said` and `valid_from` take the same: a name of source.yaml or a date."""
    change(seed, STATEMENTS, "said: before-paris", "said: 2025-09-03")
    change(
        seed,
        POSITIONS,
        "  recorded_on: 2026-11-22",
        "  valid_from: 2025-09-05\n  recorded_on: 2026-11-22",
    )
    assert run("check", "--seed", seed).exit_code == 0
    entry = next(entry for *_, entry in load(seed).entries())
    assert isinstance(entry.valid_from, DateObject)


def test_the_lines_of_a_document(tmp_path: Path) -> None:
    """Every value knows its line; what is missing is shown at the nearest thing around it."""
    (tmp_path / "a.yaml").write_text("# a comment\n- a: 1\n\n  b:\n    - x\n    - y\n- c\n")
    at: Callable[..., int] = read_yaml(tmp_path / "a.yaml", tmp_path).line
    assert [at(), at(0), at(0, "a"), at(0, "b", 1), at(0, "b", 9), at(0, "z"), at(1), at(7)] == [
        2,
        2,
        2,
        6,
        5,
        2,
        7,
        2,
    ]
