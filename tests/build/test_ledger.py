"""The ledger and what guards it: what `stated check` and `stated publish` refuse, what `stated
diff` says, and the rules of a difference as properties (docs/domain.md, rule
corrections-owe-a-reason).
"""

import errno
import json
import os
import shutil
import sqlite3
from contextlib import closing
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.build.diff import DatasetChange, diff
from app.build.ledger import LEDGER, LedgerLine, append, next_line, read, replay
from app.build.seed.models.dataset import SeedCorrection, SeedTombstone
from app.build.snapshot import Contents, Snapshot, public_content, read_snapshot
from app.domain.vocabulary import ChangeKind
from tests.conftest import few
from tests.publishing import (
    POSITIONS,
    RAPALA,
    SOURCE,
    STATEMENTS,
    add,
    bury,
    change,
    correct,
    cut,
    line_of,
    published,
    report,
    stated,
)

WELCOMES = "summary: Zelensky welcomes the announcement."
MERZ = "  other_names: [Фридрих"


def refused(seed: Path, datasets: Path) -> list[str]:
    """What `stated publish` says when it refuses; it then has done nothing."""
    ledger, pointer = (
        path.read_bytes() if path.exists() else b""
        for path in (seed / LEDGER, datasets / "current")
    )
    code, printed, said = stated("publish", "--seed", seed, "--datasets", datasets)
    assert code == 1
    assert "nothing was published" in said or "nothing was built" in said
    assert ledger == (seed / LEDGER).read_bytes()
    assert pointer == (datasets / "current").read_bytes()
    return printed.splitlines()


def findings_of(seed: Path) -> list[str]:
    """What `stated check` finds."""
    code, printed, _ = stated("check", "--seed", seed)
    assert code == (1 if printed and not printed.startswith("The seed is sound") else 0)
    return printed.splitlines() if code else []


OWED: list[tuple[str, str, str, str, str, str]] = [
    # file, old, new: what was published is changed; kind, id and members that the refusal names
    (
        STATEMENTS,
        WELCOMES,
        "summary: Zelensky welcomes it.",
        "statement",
        f"{RAPALA}-zelensky-welcomes",
        "summary",
    ),
    (
        STATEMENTS,
        "topics: [negotiations]",
        "topics: [force-goal]",
        "statement",
        f"{RAPALA}-meloni-monitoring",
        "topics",
    ),
    (
        STATEMENTS,
        "about: [germany, russia]",
        "about: [germany]",
        "statement",
        f"{RAPALA}-merz-pressure",
        "about",
    ),
    (
        STATEMENTS,
        "exact: President Zelensky welcomed the announcement.",
        "exact: President Zelensky welcomed",
        "statement",
        f"{RAPALA}-zelensky-welcomes",
        "exact, href_in_context",
    ),
    (
        STATEMENTS,
        "  quoted: [in any format]\n",
        "",
        "statement",
        f"{RAPALA}-zakharova-any-format",
        "kind, quoted",
    ),
    (
        STATEMENTS,
        "  role_as_printed: Ukrainian President\n",
        "  capacity: other\n",
        "statement",
        f"{RAPALA}-zelensky-welcomes",
        "role_as_printed, capacity",
    ),
    (
        POSITIONS,
        "commitment: hedged",
        "commitment: stated",
        "position",
        "united-states-peacekeeping-force-1",
        "commitment",
    ),
    (
        POSITIONS,
        "summary: Germany will decide later, once details are clearer.",
        "summary: Germany will decide later.",
        "position",
        "germany-peacekeeping-force-1",
        "summary",
    ),
    (
        POSITIONS,
        "note: Following the negotiations is no offer",
        "note: To follow talks is no offer",
        "position",
        "italy-peacekeeping-force-1",
        "its coding",
    ),
    (
        SOURCE,
        "publisher: Fundacion Rapala",
        "publisher: Fundación Rapala",
        "source",
        RAPALA,
        "publisher",
    ),
    (SOURCE, "published: null", "published: 2025-09-05", "source", RAPALA, "published"),
]


FREE = [
    ("people.yaml", MERZ, "  other_names: [Merz the Chancellor, Фридрих"),
    ("people.yaml", "name: Maria Zakharova", "name: Maria V. Zakharova"),
    ("people.yaml", "wikidata: Q3052772", "wikidata: null"),
    (
        "people.yaml",
        "title: Chancellor of Germany\n",
        "title: Chancellor of Germany\n      from: 2025-05-06\n",
    ),
    ("people.yaml", "title: Chancellor of Germany", "title: Federal Chancellor of Germany"),
    (SOURCE, "accessed: null", "accessed: 2026-11-21"),
    (SOURCE, "via: null", "via: An agency"),
    (
        POSITIONS,
        "  coded_by: The Stated curators\n",
        "  coded_by: The Stated curators\n  reviewed_by: Another\n  reviewed_on: 2026-11-22\n",
    ),
    ("topics.yaml", "label: ", "label: All of "),
    (STATEMENTS, "# Claims cut", "# A comment: claims cut"),
]


class TestRefusal:
    """What was published is not changed without a note."""

    @pytest.mark.parametrize(
        ("file", "old", "new", "kind", "name", "members"),
        few(OWED, [*OWED[:1], *OWED[3:5], *OWED[6:9:2], *OWED[-1:]]),
        ids=[f"{row[3]} {row[5]}" for row in OWED],
    )
    def test_without_a_correction(
        self,
        once: tuple[Path, Path],
        file: str,
        old: str,
        new: str,
        kind: str,
        name: str,
        members: str,
    ) -> None:
        """Found with file and line, and with what to write."""
        seed, datasets = once
        change(seed, file, old, new)
        (finding,) = refused(seed, datasets)
        assert (
            f"the {kind} {name!r} was published otherwise ({members}), and no correction says why"
            in finding
        )
        assert finding.startswith(f"seed/{file}:")
        assert f"kind: {kind}, id: {name}" in finding

    def test_a_correction_explains_one_publication(self, once: tuple[Path, Path]) -> None:
        """A preview is let through without one; the next change wants another one."""
        seed, datasets = once
        version = (datasets / "current").read_text().strip()
        change(seed, POSITIONS, "commitment: hedged", "commitment: signed")
        assert len(refused(seed, datasets)) == 1
        preview = published(seed, datasets, "--preview")
        assert preview != version
        assert (datasets / "current").read_text() == f"{preview}\n"
        correct(seed, "position", "united-states-peacekeeping-force-1", "A test.")
        assert published(seed, datasets) not in (version, preview)
        change(seed, POSITIONS, "commitment: signed", "commitment: decided")
        assert len(refused(seed, datasets)) == 1
        correct(seed, "position", "united-states-peacekeeping-force-1", "Another test.")
        published(seed, datasets)
        lines, _ = read(seed)
        assert [item.reason for line in lines[1:] for item in line.changes] == [
            "A test.",
            "Another test.",
        ]

    def test_the_line_of_a_finding(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        change(seed, STATEMENTS, WELCOMES, "summary: Zelensky welcomes it.")
        change(seed, POSITIONS, "commitment: hedged", "commitment: stated")
        change(seed, SOURCE, "publisher: Fundacion", "publisher: Fundación")
        places = [finding.partition(": ")[0] for finding in refused(seed, datasets)]
        assert places == [
            f"seed/{POSITIONS}:{line_of(seed, POSITIONS, '- id: united-states')}",
            f"seed/{SOURCE}:{line_of(seed, SOURCE, 'id: ')}",
            f"seed/{STATEMENTS}:{line_of(seed, STATEMENTS, '- id: zelensky-welcomes')}",
        ]

    @pytest.mark.parametrize(("file", "old", "new"), few(FREE, [*FREE[:1], *FREE[4:6], *FREE[7:]]))
    def test_what_needs_none(self, once: tuple[Path, Path], file: str, old: str, new: str) -> None:
        """Knowledge of people, reviews, origins, and what is no content of a published thing."""
        seed, datasets = once
        change(seed, file, old, new)
        published(seed, datasets)

    @pytest.mark.long
    def test_a_title_of_a_role_is_no_change_of_each_statement(
        self, once: tuple[Path, Path]
    ) -> None:
        """It is the person that changed."""
        seed, datasets = once
        change(
            seed,
            "people.yaml",
            "title: Chancellor of Germany",
            "title: Federal Chancellor of Germany",
        )
        published(seed, datasets)
        lines, _ = read(seed)
        assert [(one.kind, one.id) for one in lines[-1].changes] == [("person", "friedrich-merz")]

    @pytest.mark.long
    def test_an_address_is_no_change_of_each_statement(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        change(
            seed,
            SOURCE,
            "url: https://fundacionrapala.org/",
            "url: https://www.fundacionrapala.org/",
        )
        correct(seed, "source", RAPALA, "It moved.")
        published(seed, datasets)
        lines, _ = read(seed)
        assert [(one.kind, one.id) for one in lines[-1].changes] == [("source", RAPALA)]

    @pytest.mark.long
    def test_what_follows_a_role_owes_nothing_and_is_listed(self, once: tuple[Path, Path]) -> None:
        """Whom somebody speaks for was wrong: their statements and what rests on them are derived
        anew.
        """
        seed, datasets = once
        change(
            seed,
            "people.yaml",
            "title: Spokesperson of the Ministry of Foreign Affairs of Russia\n      actor: russia",
            "title: Spokesperson of a ministry\n      actor: belarus",
        )
        published(seed, datasets)
        lines, _ = read(seed)
        changes = {(str(one.kind), one.id): one for one in lines[-1].changes}
        assert changes.keys() == {
            ("position", "russia-peacekeeping-force-1"),
            ("statement", f"{RAPALA}-zakharova-rejects"),
            ("statement", f"{RAPALA}-zakharova-any-format"),
            ("person", "maria-zakharova"),
        }
        statement = changes["statement", f"{RAPALA}-zakharova-rejects"]
        assert statement.reason == changes["position", "russia-peacekeeping-force-1"].reason
        assert (statement.reason or "").startswith("Derived anew")
        assert statement.actors == ("belarus", "russia")

    def test_a_correction_that_was_published_stays(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        change(seed, STATEMENTS, WELCOMES, "summary: Zelensky welcomes it.")
        correct(seed, "statement", f"{RAPALA}-zelensky-welcomes", "A test.")
        published(seed, datasets)
        change(seed, "corrections.yaml", "A test.", "Another test.")
        change(seed, "topics.yaml", "label: ", "label: All of ")
        assert refused(seed, datasets) == [
            f"seed/corrections.yaml: the correction of the statement '{RAPALA}-zelensky-welcomes' "
            "of 2026-12-01 was published "
            "and is gone or reworded"
        ]

    def test_days_do_not_go_back(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        change(seed, "dataset.yaml", "published: 2026-11-22", "published: 2026-11-21")
        number = line_of(seed, "dataset.yaml", "published: ")
        assert refused(seed, datasets) == [
            (
                f"seed/dataset.yaml:{number}: 2026-11-21 is before the day of the last "
                "publication, "
                "2026-11-22"
            )
        ]

    @pytest.mark.long
    def test_a_retraction_gives_its_own_reason_and_is_not_undone_without_one(
        self, once: tuple[Path, Path]
    ) -> None:
        seed, datasets = once
        entry = "summary: Germany will decide later, once details are clearer.\n"
        change(
            seed, POSITIONS, entry, f"{entry}  retracted: {{on: 2026-11-23, reason: Misread.}}\n"
        )
        published(seed, datasets)
        lines, _ = read(seed)
        assert [(one.change, one.id, one.reason) for one in lines[-1].changes] == [
            ("changed", "germany-peacekeeping-force-1", "Misread."),
            ("corrected", "germany-peacekeeping-force-1", "Misread."),
        ]
        change(seed, POSITIONS, "  retracted: {on: 2026-11-23, reason: Misread.}\n", "")
        change(
            seed, "topics.yaml", "label: ", "label: All of "
        )  # else it would be the first version again
        (finding,) = refused(seed, datasets)
        assert "(status, retracted)" in finding


class TestVersions:
    """Versions in the ledger are unique; a seed that is put back is a rollback."""

    def test_a_rollback(self, seed: Path, datasets: Path) -> None:
        first = published(seed, datasets)
        change(seed, "people.yaml", MERZ, "  other_names: [Merz the Chancellor, Фридрих")
        second = published(seed, datasets)
        ledger = (seed / LEDGER).read_bytes()
        change(seed, "people.yaml", "  other_names: [Merz the Chancellor, Фридрих", MERZ)
        code, printed, said = stated("publish", "--seed", seed, "--datasets", datasets)
        assert (code, printed) == (0, first)
        assert "was published before" in said
        assert (seed / LEDGER).read_bytes() == ledger
        assert (datasets / "current").read_text() == f"{first}\n"
        change(seed, "people.yaml", "name: Maria Zakharova", "name: Maria V. Zakharova")
        third = published(seed, datasets)
        assert [line.version for line in read(seed)[0]] == [first, second, third]
        changes = [(one.id, list(one.after or {})) for one in read(seed)[0][-1].changes]
        assert changes == [("friedrich-merz", ["other_names"]), ("maria-zakharova", ["name"])], (
            "against the last line"
        )

    def test_the_last_one_again(self, seed: Path, datasets: Path) -> None:
        version = published(seed, datasets)
        ledger = (seed / LEDGER).read_bytes()
        assert published(seed, datasets) == version
        assert (seed / LEDGER).read_bytes() == ledger

    @pytest.mark.long
    def test_a_file_with_another_history_is_not_taken(self, once: tuple[Path, Path]) -> None:
        """Previewed, then something else was published: the file on the disk does not know of
        that.
        """
        seed, datasets = once
        change(seed, "people.yaml", MERZ, "  other_names: [Merz the Chancellor, Фридрих")
        preview = published(seed, datasets, "--preview")
        change(seed, "people.yaml", "  other_names: [Merz the Chancellor, Фридрих", MERZ)
        change(seed, "people.yaml", "name: Maria Zakharova", "name: Maria V. Zakharova")
        published(seed, datasets)
        change(seed, "people.yaml", "name: Maria V. Zakharova", "name: Maria Zakharova")
        change(seed, "people.yaml", MERZ, "  other_names: [Merz the Chancellor, Фридрих")
        before = (datasets / f"{preview}.sqlite").read_bytes()
        code, printed, said = stated("publish", "--seed", seed, "--datasets", datasets)
        assert (code, printed) == (1, "")
        assert "has another history: remove it and try again" in said
        assert (datasets / f"{preview}.sqlite").read_bytes() == before
        (datasets / f"{preview}.sqlite").unlink()
        assert published(seed, datasets) == preview

    @pytest.mark.long
    def test_the_same_wherever_it_is_published(
        self, once: tuple[Path, Path], tmp_path: Path
    ) -> None:
        """From the ledger alone, without the dataset files of before."""
        seed, datasets = once
        change(seed, "people.yaml", MERZ, "  other_names: [Merz the Chancellor, Фридрих")
        kept = (seed / LEDGER).read_bytes()
        version = published(seed, datasets)
        here = (seed / LEDGER).read_bytes()
        (seed / LEDGER).write_bytes(kept)
        assert published(seed, tmp_path / "elsewhere") == version
        assert (seed / LEDGER).read_bytes() == here


class TestCheck:
    """Nothing that was published vanishes or comes back as something else."""

    def test_a_ledger_of_an_older_release(self, seed: Path, datasets: Path) -> None:
        """Said in a sentence, by the check and by everything that builds."""
        old = {
            "version": "5c72051f1fb25618",
            "published": "2026-11-22",
            "ids": {"person": {"a": "0" * 16}},
            "tombstones": [],
        }
        (seed / LEDGER).write_text(json.dumps(old) + "\n")
        sentence = (
            "this line was made by an older release: it has hashes and no facts, so "
            "nothing can be compared with it"
        )
        assert findings_of(seed) == [f"seed/ledger.jsonl:1: {sentence}"]
        for command in ("build", "publish"):
            code, printed, _ = stated(command, "--seed", seed, "--datasets", datasets)
            assert (code, printed) == (1, f"seed/ledger.jsonl:1: {sentence}")

    @pytest.mark.parametrize(
        "bad",
        ["", "{", "[]", "null", "1", '{"version": "x"}', '{"ids": {}, "facts": {}}', "\u2028"],
    )
    def test_a_line_of_something_else(self, once: tuple[Path, Path], bad: str) -> None:
        seed, _ = once
        add(seed, LEDGER, f"{bad}\n")
        assert findings_of(seed) == [
            "seed/ledger.jsonl:2: this is no line that `stated publish` wrote"
        ]

    def test_no_utf_8(self, seed: Path) -> None:
        (seed / LEDGER).write_bytes(b"\xff\n")
        assert findings_of(seed) == ["seed/ledger.jsonl: is not UTF-8 (byte 0)"]

    def test_an_empty_ledger_is_none(self, seed: Path, datasets: Path) -> None:
        (seed / LEDGER).write_bytes(b"")
        published(seed, datasets)

    def test_a_version_twice(self, seed: Path, datasets: Path) -> None:
        version = published(seed, datasets)
        add(seed, LEDGER, (seed / LEDGER).read_text(encoding="utf-8"))
        assert findings_of(seed) == [
            f"seed/ledger.jsonl:2: the version {version} was published before"
        ]

    def test_a_line_that_was_changed_or_is_missing(self, once: tuple[Path, Path]) -> None:
        """What a line says is there must follow from the facts so far."""
        seed, datasets = once
        change(seed, "people.yaml", "name: Maria Zakharova", "name: Maria V. Zakharova")
        published(seed, datasets)
        whole = (seed / LEDGER).read_text(encoding="utf-8").splitlines(keepends=True)
        message = (
            "this line does not follow from those before it: keep the ledger as `stated "
            "publish` wrote it"
        )
        for number, text in ((1, whole[1]), (1, whole[0].replace("Fundacion", "Fundación", 1))):
            (seed / LEDGER).write_text(text, encoding="utf-8")
            assert findings_of(seed) == [f"seed/ledger.jsonl:{number}: {message}"]

    @pytest.mark.parametrize(
        "kind", few(["statement", "position", "source", "person"], ["statement", "source"])
    )
    def test_vanished(self, seed: Path, datasets: Path, kind: str) -> None:
        """Without a tombstone it is found; with one it may go; the tombstone may not."""
        report(seed, "spare-report", "friedrich-merz", "germany", "2026-11-02", "9")
        add(seed, "people.yaml", "- id: jane-doe\n  name: Jane Doe\n")
        published(seed, datasets)
        gone = {
            "statement": f"{RAPALA}-macron-military-capacity",
            "position": "italy-peacekeeping-force-1",
            "source": "spare-report",
            "person": "jane-doe",
        }[kind]
        also = {
            "source": [
                ("statement", "spare-report-says"),
                ("position", "germany-peacekeeping-force-9"),
            ]
        }.get(kind, [])
        if kind == "source":
            (seed / "sources/spare-report").rename(seed / "unused")
        else:
            file = {"statement": STATEMENTS, "position": POSITIONS, "person": "people.yaml"}[kind]
            cut(seed, file, f"- id: {gone.removeprefix(f'{RAPALA}-')}", "- id: ")
        missing = [(kind, gone), *also]
        assert sorted(findings_of(seed)) == sorted(
            f"seed/ledger.jsonl:1: the {one} {name!r} was published and is gone without a tombstone"
            for one, name in missing
        )
        for one, name in missing:
            bury(seed, one, name, "A test.")
        assert findings_of(seed) == []
        published(seed, datasets)
        (seed / "tombstones.yaml").unlink()
        assert sorted(findings_of(seed)) == sorted(
            f"seed/ledger.jsonl:{number}: {what}"
            for one, name in missing
            for number, what in [
                (1, f"the {one} {name!r} was published and is gone without a tombstone")
            ]
        )

    def test_a_withdrawn_id_is_never_used_again(self, seed: Path, datasets: Path) -> None:
        """Neither with its tombstone nor without it."""
        add(seed, "people.yaml", "- id: jane-doe\n  name: Jane Doe\n")
        published(seed, datasets)
        cut(seed, "people.yaml", "- id: jane-doe", "- id: ")
        bury(seed, "person", "jane-doe", "A test.")
        published(seed, datasets)
        add(seed, "people.yaml", "- id: jane-doe\n  name: Jane Doe, another\n")
        assert findings_of(seed) == [
            "seed/tombstones.yaml:1: the withdrawn id 'jane-doe' is in use again"
        ]
        (seed / "tombstones.yaml").unlink()
        assert findings_of(seed) == [
            (
                "seed/ledger.jsonl:2: the tombstone of the person 'jane-doe' was published and is "
                "gone, and its id is in use again"
            )
        ]

    def test_what_replaces_is_known(self, seed: Path) -> None:
        """A known id of that kind, or one that was withdrawn itself."""
        tombstone = (
            "- {{kind: {kind}, id: {id}, reason: A test., replaced_by: {instead}, removed_on: "
            "2026-12-01}}\n"
        )
        tombstones = [
            ("person", "a", "friedrich-mertz"),
            ("person", "b", "a"),
            ("person", "c", "c"),
            ("source", "d", "friedrich-merz"),
            ("source", "d", RAPALA),
            ("statement", "e", f"{RAPALA}-pledge"),
            ("speaker", "f", "null"),
        ]
        add(
            seed,
            "tombstones.yaml",
            "".join(
                tombstone.format(kind=kind, id=name, instead=one) for kind, name, one in tombstones
            ),
        )
        assert findings_of(seed) == [
            (
                "seed/tombstones.yaml:1: there is no person 'friedrich-mertz' (did you mean "
                "'friedrich-merz'?)"
            ),
            "seed/tombstones.yaml:3: a withdrawn thing is not replaced by itself",
            "seed/tombstones.yaml:4: there is no source 'friedrich-merz'",
            "seed/tombstones.yaml:5: the source 'd' has a tombstone already",
            "seed/tombstones.yaml:7: there is no kind 'speaker'",
        ]

    def test_corrections_name_something_known(self, seed: Path) -> None:
        for kind, name in (
            ("statement", f"{RAPALA}-pledges"),
            ("topic", "force-goal"),
            ("source", RAPALA),
            ("source", RAPALA),
        ):
            correct(seed, kind, name, "A test.")
        assert findings_of(seed) == [
            (
                f"seed/corrections.yaml:1: there is no statement '{RAPALA}-pledges' (did you mean "
                f"'{RAPALA}-pledge'?)"
            ),
            "seed/corrections.yaml:2: there is no kind 'topic'",
            "seed/corrections.yaml:4: this correction is given twice",
        ]

    @pytest.mark.long
    def test_a_correction_outlives_what_it_corrected(self, seed: Path, datasets: Path) -> None:
        add(seed, "people.yaml", "- id: jane-doe\n  name: Jane Doe\n")
        correct(seed, "person", "jane-doe", "A test.")
        published(seed, datasets)
        cut(seed, "people.yaml", "- id: jane-doe", "- id: ")
        bury(seed, "person", "jane-doe", "A test.")
        published(seed, datasets)

    def test_a_position_stays_with_its_actor(self, once: tuple[Path, Path]) -> None:
        """A published id never means something else."""
        seed, _ = once
        change(seed, STATEMENTS, "about: [germany]\n", "about: [germany, austria]\n")
        change(seed, POSITIONS, "  actor: germany\n", "  actor: austria\n")
        findings = [one for one in findings_of(seed) if "another id" in one]
        assert findings == [
            f"seed/{POSITIONS}:{line_of(seed, POSITIONS, '  actor: austria')}: the position "
            "'germany-peacekeeping-force-1' was "
            "published with the actor 'germany': give this one another id"
        ]

    def test_a_statement_stays_with_its_source(self, seed: Path, datasets: Path) -> None:
        """The same public id can be put together of another source and another name."""
        report(seed, "report", "friedrich-merz", "germany", "2026-11-02")
        change(seed, "sources/report/statements.yaml", "- id: says", "- id: two-says")
        published(seed, datasets)
        change(seed, "sources/report/statements.yaml", "- id: two-says", "- id: says")
        report(seed, "report-two", "friedrich-merz", "germany", "2026-11-02")
        assert findings_of(seed) == [
            "seed/sources/report-two/statements.yaml:1: the statement 'report-two-says' was "
            "published with the source "
            "'report': give this one another id"
        ]

    def test_a_file_that_cannot_be_read_makes_nothing_missing(
        self, once: tuple[Path, Path]
    ) -> None:
        """One finding, and none for each person in the file."""
        seed, _ = once
        add(seed, "people.yaml", "- {id: jane-doe\n")
        assert not [one for one in findings_of(seed) if "without a tombstone" in one]


class Apart(NamedTuple):
    """A folder with a seed and its datasets, and two versions of them."""

    folder: Path
    old: str
    new: str


@pytest.fixture(scope="module")
def apart(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Apart:
    """One of each kind of change apart."""
    folder = tmp_path_factory.mktemp("apart")
    shutil.copytree(first, folder, dirs_exist_ok=True)
    seed, datasets = folder / "seed", folder / "datasets"
    report(seed, "later-report", "friedrich-merz", "germany", "2026-11-01", "2")
    change(
        seed,
        "sources/later-report/positions.yaml",
        "  summary:",
        "  participation: will_contribute\n  commitment: stated\n  summary:",
    )
    change(seed, STATEMENTS, WELCOMES, "summary: Zelensky welcomes it.")
    cut(seed, STATEMENTS, "- id: macron-military-capacity", "- id: ")
    bury(
        seed,
        "statement",
        f"{RAPALA}-macron-military-capacity",
        "Off topic.",
        f"{RAPALA}-macron-goal",
    )
    old = (datasets / "current").read_text(encoding="ascii").strip()
    return Apart(folder, old, published(seed, datasets, "--preview"))


class TestDiff:
    """`stated diff A B` for a curator's eye."""

    @pytest.fixture
    def two(self, apart: Apart) -> tuple[str, str]:
        """The two versions."""
        return apart.old, apart.new

    @pytest.fixture
    def seed(self, apart: Apart) -> Path:
        """The seed of the new one."""
        return apart.folder / "seed"

    @pytest.fixture
    def datasets(self, apart: Apart, tmp_path: Path) -> Path:
        """Both, to read or to change."""
        return shutil.copytree(apart.folder / "datasets", tmp_path / "datasets")

    def test_lines(self, two: tuple[str, str], datasets: Path) -> None:
        code, printed, _ = stated("diff", *two, "--datasets", datasets)
        assert code == 0
        assert printed.splitlines() == [
            "position changed germany-peacekeeping-force-2: stance: undecided → willing; "
            "participation: undecided → "
            "will_contribute; valid_from: nothing → 2026-11-01",
            "statement added later-report-says: It is said in the later-report.",
            f"statement corrected {RAPALA}-zelensky-welcomes: summary: Zelensky welcomes the "
            "announcement. → "
            "Zelensky welcomes it.",
            f"statement withdrawn {RAPALA}-macron-military-capacity: Macron describes a second "
            "initiative, to rebuild "
            f"Ukraine's military capacity. (Off topic.; now {RAPALA}-macron-goal)",
            "source added later-report: The later-report",
        ]

    def test_json(self, two: tuple[str, str], datasets: Path) -> None:
        code, printed, _ = stated(
            "diff", two[0], datasets / f"{two[1]}.sqlite", "--datasets", datasets, "--json"
        )
        assert code == 0
        rows = json.loads(printed)
        assert [(row["kind"], row["change"]) for row in rows] == [
            ("position", "changed"),
            ("statement", "added"),
            ("statement", "corrected"),
            ("statement", "withdrawn"),
            ("source", "added"),
        ]
        assert [row["owed"] for row in rows] == [False, False, True, False, False]
        assert rows[2]["before"] == {"summary": "Zelensky welcomes the announcement."}

    def test_the_same(self, two: tuple[str, str], datasets: Path) -> None:
        assert stated("diff", two[0], two[0], "--datasets", datasets) == (0, "", "")

    def test_no_such_dataset(self, two: tuple[str, str], datasets: Path) -> None:
        code, printed, said = stated("diff", two[0], "0123456789abcdef", "--datasets", datasets)
        assert (code, printed) == (2, "")
        assert "There is no dataset 0123456789abcdef" in said

    def test_no_dataset_at_all(self, two: tuple[str, str], seed: Path, datasets: Path) -> None:
        code, printed, said = stated("diff", two[0], seed / "people.yaml", "--datasets", datasets)
        assert (code, printed) == (2, "")
        assert "is no dataset of this service" in said

    def test_a_file_that_may_not_be_read(
        self, two: tuple[str, str], datasets: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A sentence says so, as in the other commands."""

        def forbidden(path: Path) -> None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

        monkeypatch.setattr("app.build.compare.read_snapshot", forbidden)
        code, printed, said = stated("diff", *two, "--datasets", datasets)
        assert (code, printed) == (1, "")
        assert "could not be read or written (Permission denied)" in said

    @pytest.mark.long
    def test_an_older_schema(self, two: tuple[str, str], datasets: Path) -> None:
        """It says to adopt the file first."""
        with closing(sqlite3.connect(datasets / f"{two[0]}.sqlite")) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '0001'")
            connection.commit()
        code, _, said = stated("diff", *two, "--datasets", datasets)
        assert code == 2
        assert "stated adopt" in said


CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.mark.long
def test_the_editions_of_the_corpus(seed: Path, datasets: Path, tmp_path: Path) -> None:
    """Two editions of many sources: what corpus/README.md says is between them is listed, and
    nothing else.
    """
    editions = [tmp_path / name / "seed" for name in ("one", "two")]
    for edition in editions:
        shutil.copytree(CORPUS / "seed", edition)
        shutil.copytree(seed / "names", edition / "names")
        for name in ("countries.csv", "vocabularies.yaml"):
            shutil.copy(seed / name, edition)
    shutil.copytree(CORPUS / "edition-1", editions[0], dirs_exist_ok=True)
    for lacks in (CORPUS / "edition-1.lacks.txt").read_text().split():
        shutil.rmtree(editions[0] / lacks)
    published(editions[0], datasets)
    shutil.copy(editions[0] / LEDGER, editions[1])
    owed = [
        finding.partition(" was published otherwise ")[0]
        for finding in refused(editions[1], datasets)
    ]
    assert [finding.rpartition(": ")[2] for finding in owed] == [
        "the statement 'haugsbakk-interview-no-sea'",
        "the position 'finland-peacekeeping-force-1'",
        "the statement 'rome-after-aarhus-it-giusta'",
    ]
    shutil.copy(CORPUS / "corrections.yaml.txt", editions[1] / "corrections.yaml")
    published(editions[1], datasets)
    lines, findings = read(editions[1])
    assert findings == []
    assert [
        (str(one.kind), str(one.change), one.id, one.reason is None) for one in lines[1].changes
    ] == [
        ("position", "changed", "greece-peacekeeping-force-3", False),
        ("position", "changed", "portugal-peacekeeping-force-3", True),
        ("position", "corrected", "finland-peacekeeping-force-1", False),
        ("position", "withdrawn", "greece-peacekeeping-force-2", False),
        ("statement", "added", "april-athens-gr-no-frigate", True),
        ("statement", "added", "lisbon-may-pt-summer", True),
        ("statement", "added", "lisbon-may-pt-will", True),
        ("statement", "corrected", "haugsbakk-interview-no-sea", False),
        ("statement", "corrected", "rome-after-aarhus-it-giusta", False),
        ("statement", "withdrawn", "april-athens-gr-frigate-open", False),
        ("statement", "withdrawn", "copenhagen-remarks-dk-numbers", False),
        ("statement", "withdrawn", "gull-gazette-armada", False),
        ("source", "added", "lisbon-may", True),
        ("source", "withdrawn", "gull-gazette", False),
        ("person", "corrected", "wietske-hoogerbrugge", True),
        ("person", "withdrawn", "pip-larkspur", False),
    ]


# --- properties -----------------------------------------------------------------------------------

WORDS = st.text(alphabet="ab\u2028\x07é😀", max_size=3)


def position(actor: str, stance: str, status: str, words: str, coded: str) -> dict[str, Any]:
    """A position as a dataset has it, in short."""
    retracted = {"on": "2026-01-01", "reason": words} if status == "retracted" else None
    return {
        "actor": actor,
        "question": "q",
        "status": status,
        "stance": stance,
        "summary": words,
        "valid_to": words or None,
        "superseded_by": None,
        "retracted": retracted,
        "reviewed_by": None,
        "coded": coded,
    }


@st.composite
def worlds(draw: st.DrawFn, gone: frozenset[tuple[str, str]] = frozenset()) -> Contents:
    """The facts of some dataset that has nothing of what is gone: at most one current position an
    actor.
    """
    positions: dict[str, dict[str, Any]] = {}
    for actor in ("x", "y"):
        numbers = sorted(draw(st.sets(st.integers(1, 3))))
        numbers = [number for number in numbers if ("position", f"{actor}-{number}") not in gone]
        current = draw(st.sampled_from([*numbers, None])) if numbers else None
        for number in numbers:
            status = (
                "current"
                if number == current
                else draw(st.sampled_from(["superseded", "retracted"]))
            )
            stance = draw(st.sampled_from(["willing", "opposes"]))
            positions[f"{actor}-{number}"] = position(
                actor, stance, status, draw(WORDS), draw(st.sampled_from("cd"))
            )
    people = {
        name: {
            "name": draw(WORDS),
            "roles": [{"title": draw(WORDS), "actor": draw(st.sampled_from(["x", "y", None]))}],
        }
        for name in sorted(draw(st.sets(st.sampled_from(["p", "q"]))))
        if ("person", name) not in gone
    }
    sources = {
        name: {"title": draw(WORDS), "via": draw(st.none() | WORDS)}
        for name in sorted(draw(st.sets(st.sampled_from(["s", "t"]))))
        if ("source", name) not in gone
    }
    statements = {
        name: {
            "source": draw(st.sampled_from(["s", "t"])),
            "speaker": draw(st.sampled_from(["p", "q", None])),
            "role": draw(WORDS),
            "capacity": draw(WORDS),
            "countries": draw(st.sampled_from([["x"], ["y"], []])),
            "about": [
                {"actor": "x", "attribution": draw(st.sampled_from(["self", "third_party"]))}
            ],
            "href_in_context": draw(WORDS),
            "summary": draw(WORDS),
            "exact": draw(WORDS),
        }
        for name in sorted(draw(st.sets(st.sampled_from(["s-1", "s-2", "t-1"]))))
        if ("statement", name) not in gone
    }
    return {
        ChangeKind.position: positions,
        ChangeKind.statement: statements,
        ChangeKind.source: sources,
        ChangeKind.person: people,
    }


@st.composite
def histories(draw: st.DrawFn) -> list[Snapshot]:
    """Datasets one after another; what goes leaves a tombstone and does not come back."""
    snapshots: list[Snapshot] = []
    gone: dict[tuple[str, str], SeedTombstone] = {}
    given: list[SeedCorrection] = []
    for number in range(draw(st.integers(1, 5))):
        facts = draw(worlds(frozenset(gone)))
        for lost, things in (snapshots[-1].contents if snapshots else {}).items():
            for name in things.keys() - facts[lost].keys():
                gone[lost, name] = SeedTombstone(
                    kind=lost, id=name, reason="It is withdrawn.", removed_on=date(2026, 1, 1)
                )
        if draw(st.booleans()):
            kind, name = draw(
                st.sampled_from(
                    [("person", "p"), ("statement", "s-1"), ("position", "x-1"), ("source", "s")]
                )
            )
            reason = draw(WORDS.filter(lambda words: words.strip() == words and words))
            if (
                one := SeedCorrection(
                    kind=kind, id=name, on=date(2026, 1, 1 + number), reason=reason
                )
            ) not in given:
                given.append(one)
        snapshots.append(
            Snapshot(f"{number:016x}", date(2026, 1, 1 + number), facts, dict(gone), list(given))
        )
    return snapshots


@settings(deadline=None)
@given(history=histories())
def test_any_history_is_written_read_and_replayed(
    tmp_path_factory: pytest.TempPathFactory, history: list[Snapshot]
) -> None:
    """Line by line into a file; what is read is what was written, and gives the facts of each
    dataset.
    """
    seed = tmp_path_factory.mktemp("ledger")
    lines: list[LedgerLine] = []
    for one in history:
        line, _ = next_line(lines, one)
        append(seed, line)
        lines, findings = read(seed)
        assert findings == []
        assert lines[-1] == line
        assert replay(lines) == one.contents
        assert json.loads(line.text())["ids"].keys() == set(ChangeKind)
    consumed = [correction for line in lines for correction in line.corrections]
    assert sorted(map(str, consumed)) == sorted(map(str, history[-1].corrections)), (
        "each is consumed once"
    )


@settings(deadline=None)
@given(old=worlds(), new=worlds())
def test_what_a_difference_says(old: Contents, new: Contents) -> None:
    """Each thing that came, went or is another one is named, and nothing else; what is named is
    what differs.
    """
    found = diff(old, new, {}, [])
    rows = [(row.kind, row.change, row.id) for row in found]
    assert len(set(rows)) == len(rows)
    assert rows == sorted(rows, key=lambda one: (list(ChangeKind).index(one[0]), *_order(one)))
    by_thing: dict[tuple[str, str], list[DatasetChange]] = {}
    for row in found:
        by_thing.setdefault((row.kind, row.id), []).append(row)
    for kind in ChangeKind:
        before, after = old[kind], new[kind]
        for name in before.keys() | after.keys():
            kinds = {str(row.change) for row in by_thing.get((kind, name), [])}
            if name not in before:
                assert len(kinds & {"added", "changed"}) == 1, "it came"
            elif name not in after:
                assert "withdrawn" in kinds, "it went"
            elif before[name] == after[name]:
                assert not kinds, "nothing of it is another"
            for row in by_thing.get((kind, name), []):
                if row.change == "corrected":
                    assert row.before is not None
                    assert row.after is not None
                    assert row.before.keys() == row.after.keys()
                    assert public_content(before[name]) | row.after == public_content(after[name])
                    assert public_content(after[name]) | row.before == public_content(before[name])
    for actor in ("x", "y"):
        was, now = (
            next(
                (
                    name
                    for name, fact in facts[ChangeKind.position].items()
                    if fact["actor"] == actor and fact["status"] == "current"
                ),
                None,
            )
            for facts in (old, new)
        )
        moved = [row for row in found if row.change == "changed" and row.actors == (actor,)]
        assert [row.id for row in moved] == ([now or was] if was != now else [])


def _order(row: tuple[str, str, str]) -> tuple[int, str]:
    return ["added", "changed", "corrected", "withdrawn"].index(row[1]), row[2]


@settings(deadline=None)
@given(world=worlds())
def test_no_difference_to_itself(world: Contents) -> None:
    assert diff(world, deepcopy(world), {}, []) == []


def test_a_member_that_is_new_in_this_release_is_no_change(launch: Path) -> None:
    """Facts of an older release lack it; nothing is said of what was not recorded then."""
    now = read_snapshot(launch).contents
    before = deepcopy(now)
    for kind in before:
        for fact in before[kind].values():
            fact.pop("summary", None)
            fact.pop("wikidata", None)
            fact.pop("coded", None)
    assert diff(before, now, {}, []) == []
