"""Findings: every kind has a section in docs/findings.md and a test; doubts are accepted in place;
no file makes the check crash.
"""

import json
import os
import re
import shutil
import string
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.build.check.seed import check, check_source
from app.build.findings import DoubtCode, ErrorCode, Finding, as_annotation, as_lines
from app.build.seed.load import load
from app.build.seed.yaml_file import read_yaml
from app.build.write.dataset_file import write as write_dataset
from app.settings import ROOT
from tests import slips
from tests.articles import ALL, add_articles
from tests.conftest import few
from tests.fixtures import SEED, bare_seed
from tests.publishing import (
    POSITIONS,
    RAPALA,
    SOURCE,
    STATEMENTS,
    add,
    change,
    line_of,
    published,
    stated,
)
from tests.real_sources import statement, with_source, with_speaker

TEXT = f"sources/{RAPALA}/000_c1ac39d9e9fb402f.txt"
FRONT = "Macron stressed that the troops would not serve on the front lines."


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A small seed without findings."""
    return bare_seed(tmp_path)


def found(seed: Path) -> list[Finding]:
    """All errors and doubts."""
    checked = check(load(seed))
    return [*checked.seed.findings, *checked.seed.doubts]


def codes(seed: Path) -> set[str]:
    """The codes of all errors and doubts."""
    return {str(each.code) for each in found(seed)}


# --- an example of each code ----------------------------------------------------------------------

Example = Callable[[Path], None]


def changed(file: str, old: str, new: str) -> Example:
    return lambda seed: change(seed, file, old, new)


def report_of(keys: str, **members: str) -> Example:
    """A further source with one statement."""
    given = {"speaker": "friedrich-merz", "exact": "Merz said that Germany would wait."} | members
    return lambda seed: with_source(seed, "report", statement(**given), keys=keys)


def article_of(text: str, passages: str, **members: str) -> Example:
    """A further article that is archived in full, with one statement."""
    return lambda seed: with_source(
        seed, "report", statement(**members), text=text, passages=passages
    )


def _misnamed(seed: Path) -> None:
    (seed / POSITIONS).rename(seed / POSITIONS.replace("positions", "position"))


def _link(seed: Path) -> None:
    outside = seed.parent / "outside.txt"
    shutil.move(seed / TEXT, outside)
    (seed / TEXT).symlink_to(outside)


def _large(seed: Path) -> None:
    (seed / TEXT).write_bytes(b"x" * 10_000_001)


def _no_utf8(seed: Path) -> None:
    (seed / TEXT).write_bytes((seed / TEXT).read_bytes() + b"\x92")


def _mark(seed: Path) -> None:
    (seed / TEXT).write_bytes(b"\xef\xbb\xbf" + (seed / TEXT).read_bytes().removeprefix(b"\n"))


def _line_ends(seed: Path) -> None:
    published(seed, seed.parent / "datasets")
    (seed / TEXT).write_bytes((seed / TEXT).read_bytes().replace(b"\n", b"\r\n"))


def _vanished(seed: Path) -> None:
    published(seed, seed.parent / "datasets")
    change(seed, STATEMENTS, "- id: macron-military-capacity", "- id: macron-capacity")


def _another_actor(seed: Path) -> None:
    published(seed, seed.parent / "datasets")
    change(seed, POSITIONS, "actor: italy", "actor: ukraine")


def _same_text(seed: Path) -> None:
    folder = seed / "sources" / "again"
    shutil.copytree((seed / SOURCE).parent, folder)
    (folder / "positions.yaml").unlink()
    change(seed, "sources/again/source.yaml", f"id: {RAPALA}", "id: again")


def _same_person(seed: Path) -> None:
    with_speaker(seed, "merz", "actor: germany, capacity: government")
    change(seed, "people.yaml", "name: Name of merz", "name: Friedrich Merz")


def _two_roles(seed: Path) -> None:
    role = "    - {id: prince, title: Co-Prince, actor: andorra, capacity: other}\n"
    change(seed, "people.yaml", "      title: President of France\n", "      title: x\n")
    change(
        seed,
        "people.yaml",
        "    - id: president\n      title: x\n",
        f"{role}    - id: president\n      title: x\n",
    )


EXCERPT = "title: A report\ntext_access: excerpts\n"
SAID_BY = "French President Emmanuel Macron said the mission’s goal"
NARRATION = "  - narration: These troops will not engage Russia in combat."
ITALY = "  participation: declined\n  commitment: stated\n"
EVIDENCE = "    - {statement: rapala-26-nations-meloni-no-troops, relation: supports}"

EXAMPLES: dict[str, Example] = {
    "missing-file": lambda seed: (seed / TEXT).unlink(),
    "never-read": _misnamed,
    "outside-seed": _link,
    "too-large": _large,
    "line-endings": _line_ends,
    "not-utf8": _no_utf8,
    "not-yaml": changed(STATEMENTS, "summary: Macron says", "summary: Macron: says"),
    "refused-character": _mark,
    "key-twice": changed(POSITIONS, "  actor: italy", "  actor: italy\n  actor: italy"),
    "value-cut": changed(STATEMENTS, "summary: Macron says that", "summary: Macron says #that"),
    "name-table": lambda seed: add(seed, "names/aliases.csv", "XX,Nowhere,alias\n"),
    "ledger": lambda seed: add(seed, "ledger.jsonl", "{}\n"),
    "unknown-key": changed(STATEMENTS, "  topics: [force-goal]", "  topic: [force-goal]"),
    "missing-key": changed(SOURCE, "publisher: Fundacion Rapala\n", ""),
    "wrong-value": changed(SOURCE, "language: en", "language: english"),
    "contradiction": changed(POSITIONS, ITALY, "  participation: declined\n"),
    "unknown-name": changed(STATEMENTS, "speaker: friedrich-merz", "speaker: fridrich-merz"),
    "id-taken": changed(STATEMENTS, "id: merz-pressure", "id: merz-decide-later"),
    "wrong-id": changed(SOURCE, f"id: {RAPALA}", "id: rapala"),
    "given-twice": changed(POSITIONS, EVIDENCE, f"{EVIDENCE}\n{EVIDENCE}"),
    "circle": changed(SOURCE, "copy_of: null", f"copy_of: {RAPALA}"),
    "draft-left": changed(POSITIONS, "  actor: italy\n", "  actor: italy\n  draft: true\n"),
    "todo-left": changed(
        POSITIONS, "not_supported: That Germany refuses", f"not_supported: {slips.UNFINISHED}"
    ),
    "bad-acceptance": changed(
        STATEMENTS,
        "  speaker: friedrich-merz",
        "  accepted:\n    - {doubt: scare-quotes, reason: a, by: b}\n"
        "    - {doubt: scare-quotes, reason: c, by: d}\n  speaker: friedrich-merz",
    ),
    "stale-acceptance": changed(
        STATEMENTS,
        "  speaker: friedrich-merz",
        "  accepted: [{doubt: scare-quotes, reason: a, by: b}]\n  speaker: friedrich-merz",
    ),
    "passage-not-in-text": changed(SOURCE, "will not engage Russia", "will not engage Russians"),
    "words-in-no-passage": changed(SOURCE, f"{NARRATION}\n", ""),
    "words-missing": report_of(EXCERPT, exact=""),
    "words-kept": report_of("title: A report\ntext_access: none\n"),
    "words-not-in-text": changed(STATEMENTS, f"exact: {FRONT}", f"exact: {FRONT[:-1]} at all."),
    "which-occurrence": changed(STATEMENTS, f"exact: {FRONT}", "exact: Macron"),
    "over-passages": changed(
        STATEMENTS,
        "exact: President Zelensky welcomed the announcement.",
        "exact: President Zelensky welcomed the announcement. He called it a serious",
    ),
    "wrong-coding": changed(SOURCE, f"  - statement: {SAID_BY}", f"  - narration: {SAID_BY}"),
    "cut-in-word": changed(STATEMENTS, f"exact: {FRONT}", f"exact: {FRONT[2:]}"),
    "not-in-quotation-marks": changed(STATEMENTS, "quoted: [in any format]", "quoted: [in any]"),
    "summary-quotes": changed(
        STATEMENTS, "summary: Merz calls for stronger", "summary: Merz calls for “much stronger”"
    ),
    "merged-person": changed(
        "people.yaml", "  name: Friedrich Merz", "  merged_into: giorgia-meloni\n  name: Merz"
    ),
    "same-wikidata": changed("people.yaml", "wikidata: Q3874799", "wikidata: Q3052772"),
    "which-role": _two_roles,
    "no-role": changed(
        "people.yaml",
        "      title: President of France\n",
        "      title: President of France\n      to: 2017\n",
    ),
    "role-not-printed": changed(
        STATEMENTS, "role_as_printed: German Chancellor", "role_as_printed: Federal Chancellor"
    ),
    "capacity-raised": lambda seed: (
        with_speaker(seed, "member", "actor: germany, capacity: legislature"),
        report_of(EXCERPT, speaker="member", capacity="government")(seed),
    )[0],
    "not-for-narration": changed(
        STATEMENTS, "- id: pledge\n", "- id: pledge\n  capacity: government\n"
    ),
    "signed-without-effect": changed(
        STATEMENTS, "- id: pledge\n", "- id: pledge\n  signed_for: [norway]\n"
    ),
    "not-an-agency": changed(SOURCE, "via: null", "via: The newspaper next door"),
    "said-too-late": changed(STATEMENTS, "said: before-paris", "said: 2062-03-01"),
    "dates-in-wrong-order": changed(SOURCE, "published: null", "published: 2062-01-01"),
    "evidence-about-others": changed(
        POSITIONS, "rapala-26-nations-merz-pressure", "rapala-26-nations-meloni-monitoring"
    ),
    "evidence-off-question": changed(
        POSITIONS,
        "statement: rapala-26-nations-merz-pressure\n      relation: context",
        "statement: rapala-26-nations-merz-pressure\n      relation: supports",
    ),
    "evidence-too-new": changed(
        POSITIONS,
        "  view: supports\n  participation: will",
        "  valid_from: 2020-01-01\n  view: supports\n  participation: will",
    ),
    "evidence-of-opposition": changed(
        STATEMENTS,
        "  role_as_printed: German Chancellor\n  about: [germany]\n",
        "  role_as_printed: German Chancellor\n  capacity: opposition\n  about: [germany]\n",
    ),
    "denial-by-others": lambda seed: add(
        seed,
        POSITIONS,
        "- id: united-states-peacekeeping-force-2\n  actor: united-states\n"
        "  question: peacekeeping-force\n  denies: [{axis: participation, value: open}]\n"
        "  evidence: [{statement: rapala-26-nations-macron-us-willingness, relation: denies}]\n"
        "  summary: No.\n  not_supported: Yes.\n  recorded_on: 2026-11-22\n  coded_by: A\n",
    ),
    "no-evidence": changed(
        POSITIONS, EVIDENCE, EVIDENCE.replace("supports}", "supports, fields: [commitment]}")
    ),
    "field-not-set": changed(
        POSITIONS, EVIDENCE, EVIDENCE.replace("supports}", "supports, fields: [view]}")
    ),
    "order-unclear": changed(
        POSITIONS, "  view: opposes\n", "  view: opposes\n  disputes: [view]\n"
    ),
    "drops-nothing": changed(POSITIONS, ITALY, f"{ITALY}  drops: [mandate]\n"),
    "changes-nothing": changed(
        POSITIONS,
        f"{ITALY}  contributions:\n    - {{form: troops, status: ruled_out, place: in_ukraine}}\n",
        "",
    ),
    "offered-and-ruled-out": changed(
        POSITIONS,
        "    - {form: troops, status: ruled_out, place: in_ukraine}\n",
        "    - {form: troops, status: ruled_out, place: in_ukraine}\n"
        "    - {form: troops, status: offered, place: in_ukraine}\n",
    ),
    "reviewed-by-coder": changed(
        POSITIONS,
        "  coded_by: The Stated curators\n",
        "  coded_by: The Stated curators\n  reviewed_by: the stated curators\n"
        "  reviewed_on: 2026-11-22\n",
    ),
    "no-person": changed(
        POSITIONS, "  coded_by: The Stated curators\n", "  coded_by: Model 2 (program)\n"
    ),
    "published-and-gone": _vanished,
    "id-used-again": lambda seed: add(
        seed,
        "tombstones.yaml",
        "- {kind: person, id: friedrich-merz, reason: A test., removed_on: 2026-11-22}\n",
    ),
    "meaning-changed": _another_actor,
    "same-person": _same_person,
    "same-text": _same_text,
    "same-address": _same_text,
    "same-words": changed(
        POSITIONS,
        "That Italy opposes the force, or that it offers to monitor a ceasefire.",
        "Italy will not send troops; it will keep following the peace negotiations.",
    ),
    "other-language": changed(SOURCE, "language: en\n", "language: de\n"),
    "tracking-address": changed(SOURCE, "to-ukraine\n", "to-ukraine?utm_source=mail\n"),
    "role-of-another-country": changed(
        "people.yaml",
        "      title: Chancellor of Germany\n      actor: germany\n",
        "      title: Chancellor of Germany\n      actor: italy\n",
    ),
    "capacity-not-of-role": changed(
        "people.yaml", "title: Chancellor of Germany", "title: Leader of the Opposition"
    ),
    "unlike-a-heading": changed(SOURCE, NARRATION, NARRATION.replace("narration", "heading")),
    "wrong-occurrence": article_of(
        "Merz said that it was time.\nHe left.\nMeloni said that it was time.\n",
        "  - statement: Merz said that it was time.\n  - narration: He left.\n"
        "  - statement: Meloni said that it was time.\n",
        exact="said that it was time",
        occurrence="2",
        speaker="friedrich-merz",
    ),
}
# Codes for which tests/slips.py plants a slip, and one that is tested with the ledger.
PLANTED = {
    "speaker-not-near", "speaker-not-named", "speaker-named", "role-of-another",
    "no-reporting-verb", "reporting-verb", "two-sentences", "half-sentence", "like-a-heading",
    "limit-cut-off", "quotation-not-coded", "scare-quotes", "country-not-named",
    "summary-contrary", "summary-of-other-words", "number-not-in-source", "stance-contrary",
    "participation-contradicts", "date-improbable",
}  # fmt: skip
ELSEWHERE = {
    "correction-missing": "tests/build/test_ledger.py",
    "agency-not-in-via": "tests/build/test_doubts.py",
    "signatory-missing": "tests/build/test_doubts.py",
    "summary-too-strong": "tests/build/test_doubts.py",
    "stance-too-strong": "tests/build/test_doubts.py",
    "speaker-unnamed": "tests/build/test_doubts.py",
    "role-cut-off": "tests/build/test_doubts.py",
    "no-comment": "tests/build/test_doubts.py",
}
EVERY = {str(code) for code in (*ErrorCode, *DoubtCode)}


def test_every_code_has_a_test() -> None:
    assert {*EXAMPLES, *PLANTED, *ELSEWHERE} == EVERY
    source = Path(slips.__file__).read_text(encoding="utf-8")
    assert [code for code in PLANTED if code not in source] == []


def test_every_code_has_a_section() -> None:
    text = (ROOT / "docs/findings.md").read_text(encoding="utf-8")
    errors, doubts = text.partition("## Errors\n")[2].split("## Doubts\n")
    headings = [re.findall(r"^### (\S+)$", part, re.MULTILINE) for part in (errors, doubts)]
    assert headings == [[str(code) for code in ErrorCode], [str(code) for code in DoubtCode]]
    for section in re.split(r"^### ", errors + doubts, flags=re.MULTILINE)[1:]:
        assert "\n\nExample: " in section, section


@pytest.mark.parametrize("code", few(EXAMPLES, ["never-read", "value-cut", "cut-in-word"]))
def test_an_example_of_each_code(seed: Path, code: str) -> None:
    if code == "role-of-another-country":
        add(seed, "names/aliases.csv", "DE,German,demonym\n")
    assert codes(seed) == set()
    EXAMPLES[code](seed)
    assert code in codes(seed)


# --- doubts are accepted in place -----------------------------------------------------------------

ZELENSKY = "  role_as_printed: German Chancellor\n  about: [germany, russia]"
ACCEPTED = "  accepted: [{doubt: speaker-not-near, reason: A test., by: Somebody}]\n"


def _doubtful(seed: Path) -> None:
    """A claim whose speaker is not the one that the text names."""
    change(
        seed,
        STATEMENTS,
        f"  speaker: friedrich-merz\n{ZELENSKY}",
        "  speaker: giorgia-meloni\n  about: [germany, russia]",
    )


class TestAcceptance:
    def test_a_doubt_stops_until_it_is_accepted(self, seed: Path, datasets: Path) -> None:
        _doubtful(seed)
        at = line_of(seed, STATEMENTS, "  speaker: giorgia-meloni\n  about: [germany, russia]")
        code, printed, said = stated("check", "--seed", seed)
        assert code == 1
        assert printed.startswith(f"seed/{STATEMENTS}:{at}: Friedrich Merz is named nearer")
        assert "1 doubt; nothing was built." in said
        assert stated("publish", "--seed", seed, "--datasets", datasets)[0] == 1
        change(seed, STATEMENTS, "- id: merz-pressure\n", f"- id: merz-pressure\n{ACCEPTED}")
        assert stated("check", "--seed", seed)[0] == 0

    def test_a_preview_only_prints_it(self, seed: Path, datasets: Path) -> None:
        _doubtful(seed)
        code, printed, said = stated("publish", "--preview", "--seed", seed, "--datasets", datasets)
        assert (code, len(printed)) == (0, 16)
        assert "is named nearer" in said

    def test_it_is_no_fact(self, seed: Path, tmp_path: Path) -> None:
        _doubtful(seed)
        before = write_dataset(check(load(seed)), tmp_path / "before")
        change(seed, STATEMENTS, "- id: merz-pressure\n", f"- id: merz-pressure\n{ACCEPTED}")
        assert write_dataset(check(load(seed)), tmp_path / "after").stem == before.stem

    def test_in_every_kind_of_item(self, seed: Path) -> None:
        given = "accepted: [{{doubt: {}, reason: A test., by: Somebody}}]"
        for file, old, doubt, indent in (
            (SOURCE, "via: null\n", "same-text", ""),
            (SOURCE, f"{NARRATION}\n", "two-sentences", "    "),
            (POSITIONS, "  actor: italy\n", "stance-contrary", "  "),
            ("people.yaml", "  name: Friedrich Merz\n", "same-person", "  "),
        ):
            change(seed, file, old, f"{old}{indent}{given.format(doubt)}\n")
        assert [str(each.code) for each in found(seed)] == ["stale-acceptance"] * 4

    @pytest.mark.parametrize(
        ("doubt", "message"),
        [
            ("cut-in-word", "this is an error, which must be corrected"),
            ("speaker-not-nearer", "did you mean 'speaker-not-near'?"),
        ],
    )
    def test_only_doubts(self, seed: Path, doubt: str, message: str) -> None:
        new = ACCEPTED.replace("speaker-not-near", doubt)
        change(seed, STATEMENTS, "- id: merz-pressure\n", f"- id: merz-pressure\n{new}")
        assert any(message in str(each) for each in found(seed))


# --- findings that a person can use ---------------------------------------------------------------


MACRON = "  summary: Macron says that the troops would not serve on the front lines.\n"


class TestCarelessness:
    """What a curator does who copies, hurries, or is interrupted."""

    @pytest.mark.parametrize(
        ("file", "old", "new", "code"),
        [
            (STATEMENTS, MACRON, MACRON.replace("says", "stressed"), "same-words"),
            (STATEMENTS, MACRON, MACRON.replace("Macron", "Zelensky"), "summary-of-other-words"),
            (
                STATEMENTS,
                MACRON,
                MACRON.replace("the troops", "20,000 troops"),
                "number-not-in-source",
            ),
            (STATEMENTS, MACRON, MACRON.replace(".", ". (check this!)"), "todo-left"),
            (STATEMENTS, "- id: macron-land", "<<<<<<< HEAD\n- id: macron-land", "not-yaml"),
            (SOURCE, "    value: 2025-09-04\n", "    value: 2025-04-09\n", "date-improbable"),
            (SOURCE, "accessed: null", "accessed: 1970-01-01", "date-improbable"),
            (
                "people.yaml",
                "title: Prime Minister of Italy",
                "title: Prime Minister of Spain",
                "role-of-another-country",
            ),
            (
                POSITIONS,
                "  recorded_on: 2026-11-22\n",
                "  recorded_on: 2062-11-22\n",
                "date-improbable",
            ),
        ],
    )
    def test_it_is_noticed(self, seed: Path, file: str, old: str, new: str, code: str) -> None:
        path = seed / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        assert code in codes(seed)

    def test_a_wrong_language_is_one_finding(self, seed: Path) -> None:
        change(seed, SOURCE, "language: en\n", "language: de\n")
        assert codes(seed) == {"other-language"}

    def test_one_person_with_two_spellings(self, seed: Path) -> None:
        twice = "- id: merz\n  name: Fridrich Merz\n  family_name: Merz\n  roles:\n"
        role = "    - {id: chancellor, title: Chancellor of Germany, actor: germany, "
        add(seed, "people.yaml", f"{twice}{role}capacity: government}}\n")
        assert codes(seed) == {"same-person"}


class TestCauses:
    def test_a_file_that_cannot_be_read_is_the_only_finding(self, seed: Path) -> None:
        for file in ("people.yaml", "actors.yaml", "topics.yaml", "questions.yaml", STATEMENTS):
            text = (seed / file).read_text(encoding="utf-8")
            add(seed, file, "- {id: a, sumary: b}\n")
            assert {each.file for each in found(seed)} == {f"seed/{file}"}, file
            (seed / file).write_text(text, encoding="utf-8")

    def test_a_misspelt_id_is_one_finding(self, seed: Path) -> None:
        change(seed, "people.yaml", "- id: emmanuel-macron", "- id: emanuel-macron")
        [only] = found(seed)
        assert "there is no speaker 'emmanuel-macron'" in str(only)
        assert "did you mean 'emanuel-macron'?; also in line 14" in str(only)

    def test_a_changed_sentence_is_one_finding(self, seed: Path) -> None:
        change(seed, SOURCE, f"  - statement: {FRONT}", f"  - statement: {FRONT[:-1]} now.")
        [only] = found(seed)
        assert only.code is ErrorCode.passage_not_in_text
        assert repr(FRONT) in str(only)

    def test_a_date_is_wrong_where_it_is_defined(self, seed: Path) -> None:
        """And not in each of the statements that name it."""
        change(seed, SOURCE, "published: null", "published: {value: 2025-09-06, basis: page}")
        change(seed, SOURCE, "    value: 2025-09-04\n", "    value: 2025-12-04\n")
        late = [each for each in found(seed) if each.code is ErrorCode.said_too_late]
        assert [(each.file, each.where) for each in late] == [
            (f"seed/{SOURCE}", ("dates", "paris"))
        ]

    def test_a_source_that_is_older_than_all_its_statements(self, seed: Path) -> None:
        text = "Merz said that it was time.\nHe left.\nMerz said that it was late.\n"
        passages = (
            "  - statement: Merz said that it was time.\n  - narration: He left.\n"
            "  - statement: Merz said that it was late.\n"
        )
        early = statement(
            "a", exact="Merz said that it was time.", speaker="friedrich-merz", said="monday"
        )
        late = statement(
            "b", exact="Merz said that it was late.", speaker="friedrich-merz", said="friday"
        )
        late = late.replace("It is said", "It is late")
        with_source(seed, "report", early + late, text=text, passages=passages)
        add(
            seed,
            "sources/report/source.yaml",
            "published: {value: 2025-05-09, basis: page}\ndates:\n"
            "  monday: {value: 2026-05-04, basis: stated}\n"
            "  friday: {value: 2026-05-08, basis: stated}\n",
        )
        [only] = found(seed)
        assert only.where == ("published",)
        assert only.code is ErrorCode.dates_in_wrong_order

    def test_doubts_about_other_claims_than_one_with_an_error(self, seed: Path) -> None:
        text = "Macron said that it is late. Merz said that it is early."
        passages = "".join(f"  - statement: {each}.\n" for each in text[:-1].split(". "))
        macron = statement("macron", exact="Macron said that it is late.", speaker="friedrich-merz")
        merz = statement("merz", exact="Merz said that it is early.", speaker="emmanuel-macron")
        merz = merz.replace("It is said", "It is early")
        wrong = merz + "  role_as_printed: Chancellor\n"
        with_source(seed, "report", macron + wrong, text=text, passages=passages)
        assert {(str(each.code), each.where[0]) for each in found(seed)} == {
            ("role-not-printed", 1),
            ("speaker-not-near", 0),
        }

    def test_a_body_whose_name_has_a_possessive_is_known(self, seed: Path) -> None:
        add(
            seed,
            "people.yaml",
            "- {id: office, kind: office, name: Attorney General’s Office, "
            "roles: [{id: r, title: The role, actor: germany, capacity: government}]}\n",
        )
        lead = "Friedrich Merz was there."
        claim = "No vote is needed, the Attorney General’s Office confirmed."
        with_source(
            seed,
            "report",
            statement(exact=claim, speaker="friedrich-merz", summary="No vote is needed."),
            text=f"{lead} {claim}",
            passages=f"  - narration: {lead}\n  - statement: {claim}\n",
        )
        assert "speaker-not-near" in codes(seed)

    def test_a_coding_is_wrong_where_it_is_given(self, seed: Path) -> None:
        change(seed, SOURCE, f"  - statement: {SAID_BY}", f"  - narration: {SAID_BY}")
        [only] = found(seed)
        assert only.code is ErrorCode.wrong_coding
        assert only.line == line_of(seed, SOURCE, f"  - narration: {SAID_BY}")
        assert only.file == f"seed/{SOURCE}"


class TestInvisible:
    """Words that look like those of the text: the character that differs, by name and place."""

    @pytest.mark.parametrize(
        ("old", "new", "name"),
        [
            ("the troops", "the\u00a0troops", "U+00A0 NO-BREAK SPACE"),
            ("front lines", "front\u200b lines", "U+200B ZERO WIDTH SPACE"),
            ("front lines", "fron\u0301t lines".replace("n\u0301", "ń"), ""),
            ("stressed", "stres\u00adsed", "U+00AD SOFT HYPHEN"),
        ],
    )
    def test_it_is_named(self, seed: Path, old: str, new: str, name: str) -> None:
        change(seed, STATEMENTS, f"exact: {FRONT}", f"exact: {FRONT.replace(old, new, 1)}")
        [only] = found(seed)
        assert only.code is ErrorCode.words_not_in_text
        assert name in str(only)
        assert not name or re.search(r"in line \d+, column \d+ of the text", str(only))

    def test_composed_and_decomposed(self, seed: Path) -> None:
        text = "Der Präsident sagte, es sei Zeit."
        with_source(
            seed,
            "report",
            statement(exact=text.replace("ä", "a\u0308"), speaker="friedrich-merz"),
            text=text,
            passages=f"  - statement: {text}\n",
        )
        [only] = [each for each in found(seed) if each.code is ErrorCode.words_not_in_text]
        assert "there is U+00E4 LATIN SMALL LETTER A WITH DIAERESIS" in str(only)


class TestValues:
    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("language: en", "language: english", "did you mean 'en'?"),
            ("language: en", "language: NO", "did you mean 'no'?"),
            ("accessed: null", "accessed: 13.03.2026", "did you mean 2026-03-13?"),
            ("publisher: F", "publsher: x\npublisher: F", "there is no key 'publsher' here"),
            ("url: https", "url: htps", "must be a whole address"),
            ("text_access: full", "text_access: ful", "did you mean 'full'?"),
            (f"id: {RAPALA}", "id: Rapala 26", "did you mean 'rapala-26'?"),
        ],
    )
    def test_no_words_of_a_library(self, seed: Path, old: str, new: str, message: str) -> None:
        change(seed, SOURCE, old, new)
        [only] = found(seed)
        assert message in str(only)
        assert only.line == line_of(seed, SOURCE, new.splitlines()[0])
        for words in ("pattern", "Input should", "String", "[a-z", "validation", "Value error"):
            assert words not in str(only)

    def test_one_finding_for_a_date_of_statements(self, seed: Path) -> None:
        change(seed, STATEMENTS, "said: before-paris", "said: 13.03.2026")
        [only] = found(seed)
        assert "did you mean 2026-03-13?" in str(only)


class TestNothingCrashes:
    @pytest.mark.parametrize(
        "text",
        [
            "[" * 50_000,
            "{a: " * 1_500,
            "- " * 5_000 + "x",
            "\n".join(" " * depth + "a:" for depth in range(2_000)),
            "a: &x [*x]",
            "a: &a [1]\nb: [*a, *a]",
            "!!python/object:os.system x",
            "? [a, b]\n: c",
            "- a\nb: c",
            "\ufeff- a",
            "a: \ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
            "%YAML 1.2\n---\n- a",
            "- a\n---\n- b",
            "- {a: b, a: c}",
            "a: 'b",
            'a: "\\x"',
            "a: |2\n x",
            "<<: {a: b}",
            "- \x85- \u2028b: c: d",
            "null",
            "",
        ],
        ids=range(21),
    )
    def test_of_yaml(self, seed: Path, text: str) -> None:
        for file in ("people.yaml", STATEMENTS):
            (seed / file).write_text(text, encoding="utf-8")
        assert all(each.line >= 0 and each.message for each in found(seed))

    @pytest.mark.parametrize("target", ["nowhere", ".", "../..", "/etc/hostname", "loop"])
    def test_of_links(self, seed: Path, target: str) -> None:
        for file in (TEXT, POSITIONS):
            (seed / file).unlink()
            (seed / file).symlink_to("loop" if target == "loop" else target)
        (seed / SOURCE).with_name("loop").symlink_to("loop")
        assert {"missing-file", "outside-seed"} & codes(seed)

    def test_of_a_folder_with_odd_names(self, seed: Path) -> None:
        for name in ("Screenshot 2026-01-01.txt", "a:b.txt", "ü\n.txt", ".hidden.yaml"):
            (seed / SOURCE).with_name(name).write_text("x")
        assert codes(seed) == set()

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_of_a_file_without_permission(self, seed: Path) -> None:
        (seed / STATEMENTS).chmod(0)
        assert "missing-file" in codes(seed)


SCALARS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["2026-01-01", "en", "rapala", "*", "&a", "!b"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "exact", "said", "value", "accepted", "passages", "dates"])
            | st.text(string.ascii_letters, max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@pytest.mark.long
@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(file=st.sampled_from([SOURCE, STATEMENTS, POSITIONS, "people.yaml"]), data=st.data())
def test_any_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, file: str, data: st.DataObject
) -> None:
    """Of a file with other values, with other bytes, or cut off: findings, never a traceback."""
    seed = bare_seed(tmp_path_factory.mktemp("fuzz"))
    path = seed / file
    raw = path.read_bytes()
    kind = data.draw(st.sampled_from(["values", "bytes", "cut", "lines"]))
    if kind == "values":
        plain = read_yaml(path, seed).data
        item = plain[0] if isinstance(plain, list) else plain
        key = data.draw(st.sampled_from(sorted(item)))
        item[key] = data.draw(VALUES)
        path.write_text(slips.written(plain), encoding="utf-8")
    elif kind == "bytes":
        at = data.draw(st.integers(0, len(raw)))
        path.write_bytes(raw[:at] + data.draw(st.binary(max_size=6)) + raw[at + 1 :])
    elif kind == "cut":
        path.write_bytes(raw[: data.draw(st.integers(0, len(raw)))])
    else:
        lines = raw.splitlines(keepends=True)
        one, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        lines[one], lines[other] = lines[other], lines[one]
        path.write_bytes(b"".join(lines))
    for each in found(seed):
        assert each.line >= 0
        assert "Traceback" not in str(each)
    shutil.rmtree(seed.parent)


# --- the command ----------------------------------------------------------------------------------


class TestCommand:
    def test_json(self, seed: Path) -> None:
        _doubtful(seed)
        change(seed, SOURCE, "copy_of: null", "copy_of: nothing")
        code, printed, _ = stated("check", "--seed", seed, "--json")
        rows = json.loads(printed)
        assert code == 1
        assert [row["code"] for row in rows if row["kind"] == "error"] == ["unknown-name"]
        assert {"file", "line", "id", "path", "message", "hint", "code", "kind"} == set(rows[0])

    def test_annotations_are_escaped(self) -> None:
        given = Finding("a,b:c.yaml", 3, "50 %\nof: it", "x", ErrorCode.wrong_value)
        assert as_annotation(given) == (
            "::error file=a%2Cb%3Ac.yaml,line=3,title=wrong-value::50 %25%0Aof: it (x)"
        )

    def test_the_drafts_of_a_file_are_one_line(self) -> None:
        """An article has dozens of them, and other findings are between them."""
        drafts = [
            Finding("a.yaml", line, "a draft", "look", ErrorCode.draft_left, f"claim-{line}")
            for line in (4, 9, 30, 41)
        ]
        other = Finding("a.yaml", 12, "there is no such day", code=ErrorCode.wrong_value)
        alone = Finding("b.yaml", 2, "a draft", "look", ErrorCode.draft_left, "b")
        assert as_lines([*drafts[:2], other, *drafts[2:], alone]) == [
            "a.yaml:4: 4 drafts that nobody has confirmed: claim-4 (line 4), claim-9 (line 9), "
            "claim-30 (line 30) … (look) [draft-left]",
            "a.yaml:12: there is no such day [wrong-value]",
            "b.yaml:2: a draft (look) [draft-left b]",
        ]

    def test_an_empty_list(self, seed: Path) -> None:
        change(seed, STATEMENTS, "about: [france]", "about: []")
        assert "about: must name at least one" in stated("check", "--seed", seed)[1]

    def test_github(self, seed: Path) -> None:
        _doubtful(seed)
        code, printed, _ = stated("check", "--seed", seed, "--github")
        assert code == 1
        assert printed.startswith(f"::warning file=seed/{STATEMENTS},line=")

    @pytest.mark.parametrize("given", [RAPALA, SOURCE, f"sources/{RAPALA}/"])
    def test_one_source(self, seed: Path, given: str) -> None:
        add(seed, "names/aliases.csv", "XX,Nowhere,alias\n")  # not of this source
        assert stated("check", given, "--seed", seed)[0] == 0
        change(seed, STATEMENTS, "speaker: friedrich-merz", "speaker: fridrich-merz")
        code, printed, _ = stated("check", given, "--seed", seed)
        assert (code, len(printed.splitlines())) == (1, 1)

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("- id: giorgia-meloni\n", "- id: [\n", ErrorCode.not_yaml),
            ("capacity: government", "capacty: government", ErrorCode.unknown_key),
            ("actor: italy", "actor: itly", ErrorCode.unknown_name),
            (
                "title: President of France",
                "title: Leader of the Opposition",
                DoubtCode.capacity_not_of_role,
            ),
        ],
    )
    def test_one_source_with_a_mistake_in_the_list_of_people(
        self, seed: Path, old: str, new: str, code: ErrorCode | DoubtCode
    ) -> None:
        change(seed, "people.yaml", old, new)
        checked = check_source(seed, RAPALA)
        assert code in [
            each.code
            for each in (*checked.seed.findings, *checked.seed.doubts)
            if each.file == "seed/people.yaml"
        ]

    def test_one_source_leaves_out_doubts_about_other_speakers(self, seed: Path) -> None:
        person = (
            "- id: {}\n  name: Nobody {}\n  roles: [{{id: r, title: {}, capacity: government}}]\n"
        )
        for number in range(2):
            add(
                seed,
                "people.yaml",
                person.format(f"n-{number}", number, "Leader of the opposition"),
            )
        assert check_source(seed, RAPALA).seed.doubts == []

    def test_no_such_source(self, seed: Path) -> None:
        code, _, said = stated("check", "rapala-26-nation", "--seed", seed)
        assert (code, f"did you mean '{RAPALA}'?" in said) == (2, True)

    def test_one_source_with_evidence_of_another(self, seed: Path) -> None:
        add_articles(seed, "oslo-training-mission")
        entries = "sources/oslo-training-mission/positions.yaml"
        change(
            seed,
            entries,
            "  evidence:\n",
            "  evidence:\n    - {statement: rapala-26-nations-pledge, relation: context}\n",
        )
        messages = [
            each.message for each in check_source(seed, "oslo-training-mission").seed.findings
        ]
        assert messages == ["this statement is not about norway"]


# --- slips, planted into true codings -------------------------------------------------------------


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real seed with all invented articles."""
    seed = tmp_path_factory.mktemp("articles") / "seed"
    ignored = shutil.ignore_patterns("ledger.jsonl", "corrections.yaml")
    shutil.copytree(SEED, seed, ignore=ignored)
    add_articles(seed)
    return seed


@pytest.mark.parametrize(
    "kind",
    few(
        [
            "quotation_begun_late",
            "claim_ends_before_its_limit",
            "speaker_is_another_of_the_article",
            "statement_coded_as_narration",
            "two_sentences_in_one_passage",
            "printed_quotation_not_coded",
            "declined_and_forces_offered",
            "said_in_1926",
        ],
        ["claim_ends_before_its_limit", "declined_and_forces_offered"],
    ),
)
def test_a_sample_of_slips(articles: Path, kind: str) -> None:
    name = "berlin-bundestag"
    true = slips.read(articles, name)
    planted = next(slips.SLIPS[kind](true))
    with slips.read_once(articles):
        slips.lay_out(articles, planted)
        findings = slips.found(articles, name)
        is_found = slips.is_found(articles, planted, findings)
        slips.take_away(articles, true, planted)
    assert is_found, findings


@pytest.mark.long
def test_most_slips_are_found(articles: Path) -> None:
    """Of those that can be decided from the files 95 of 100, of those about meaning 70."""
    rates = slips.plant_all(articles, [RAPALA, *ALL])
    assert sum(rates.planted.values()) > 1_000
    assert rates.rate(meaning=False) >= 0.95, rates.missed
    assert rates.rate(meaning=True) >= 0.70, rates.missed


@pytest.mark.long
def test_true_codings_raise_few_doubts(articles: Path) -> None:
    """At most one doubt for ten claims, and no error."""
    checked = check(load(articles))
    assert checked.seed.findings == []
    assert len(checked.seed.doubts) <= len(checked.resolved) / 10
