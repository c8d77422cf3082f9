"""The ledger and what guards it: what `stated check` and `stated publish` refuse, what `stated
diff` says, and the rules of a difference as properties (docs/domain.md, rule corrections).
"""

import errno
import json
import os
import shutil
import sqlite3
from contextlib import closing
from copy import deepcopy
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.build.diff import WITHOUT_TOMBSTONES, DatasetChange, diff
from app.build.ledger import LEDGER, LedgerLine, append, next_line, read, replay
from app.build.seed.models.dataset import SeedCorrection, SeedTombstone
from app.build.snapshot import Contents, Snapshot, public_content, read_snapshot
from app.domain.vocabulary import ChangeKind
from tests.conftest import few
from tests.fixtures import SEED
from tests.publishing import (
    POSITIONS,
    RAPALA,
    SOURCE,
    STATEMENTS,
    accept_doubts,
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
MERZ_TOO = "  other_names: [Merz the Chancellor, Фридрих"
JANE = "- id: jane-doe\n  name: Jane Doe\n"


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
    assert code == (1 if printed and not printed.startswith("No errors: ") else 0)
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
    (SOURCE, "accessed: null", "accessed: 2026-11-21", "source", RAPALA, "accessed"),
    (SOURCE, "via: null", "via: Reuters", "source", RAPALA, "via, root"),
    (
        SOURCE,
        "  - heading: Peacekeepers, Not Fighters",
        "  - narration: Peacekeepers, Not Fighters\n    accepted: [{doubt: like-a-heading, "
        "reason: It is a caption., by: The tests}]",
        "passage",
        f"{RAPALA}/8",
        "coding",
    ),
    ("people.yaml", MERZ, MERZ_TOO, "person", "friedrich-merz", "other_names"),
    (
        "people.yaml",
        "name: Maria Zakharova",
        "name: Maria V. Zakharova",
        "person",
        "maria-zakharova",
        "name",
    ),
    (
        "people.yaml",
        "wikidata: Q3052772",
        "wikidata: null",
        "person",
        "emmanuel-macron",
        "wikidata",
    ),
    (
        "people.yaml",
        "title: Chancellor of Germany\n",
        "title: Chancellor of Germany\n      from: 2025-05-06\n",
        "person",
        "friedrich-merz",
        "roles",
    ),
    (
        "countries.csv",
        "italy,IT,ITA,380,Italy",
        "italy,IT,ITA,380,Italia",
        "actor",
        "italy",
        "name",
    ),
    ("countries.csv", "germany,DE,DEU,276", "germany,DE,DEU,277", "actor", "germany", "numeric"),
    (
        "actors.yaml",
        "  members: null",
        "  members: [france, italy, spain]",
        "actor",
        "coalition-of-26",
        "members",
    ),
    ("actors.yaml", "  size: 26", "  size: 30", "actor", "coalition-of-26", "size"),
    (
        "actors.yaml",
        "The source speaks of 26 countries that pledged",
        "The source speaks of 26 states that pledged",
        "actor",
        "coalition-of-26",
        "note",
    ),
    (
        "questions.yaml",
        "Should an international force deploy",
        "Should a force deploy",
        "question",
        "peacekeeping-force",
        "text",
    ),
    (
        "questions.yaml",
        "asked_from: 2025-02-01",
        "asked_from: 2025-02-02",
        "question",
        "peacekeeping-force",
        "asked_from",
    ),
    (
        "questions.yaml",
        "  asked_from:",
        "  subject: the force\n  asked_from:",
        "question",
        "peacekeeping-force",
        "subject",
    ),
    (
        "topics.yaml",
        "label: Goal of the force",
        "label: Goal",
        "topic",
        "force-goal",
        "label",
    ),
    (
        "topics.yaml",
        "What the force is for and what it is not for.",
        "What the force is for.",
        "topic",
        "force-goal",
        "definition",
    ),
    (
        "vocabularies.yaml",
        "definition: Says that it will not take part.",
        "definition: Says no.",
        "term",
        "participation/declined",
        "definition",
    ),
]


FREE = [
    ("people.yaml", "- id: friedrich-merz", f"{JANE}- id: friedrich-merz"),
    ("dataset.yaml", "title: Stated", "title: Stated anew"),
    (
        POSITIONS,
        "  coded_by: The Stated curators\n",
        "  coded_by: The Stated curators\n  reviewed_by: Another\n  reviewed_on: 2026-11-22\n",
    ),
    ("vocabularies.yaml", '"#9b2c3f"', '"#9b2c40"'),
    ("actors.yaml", "{name: the 26, kind: alias}", "{name: those 26, kind: alias}"),
    (STATEMENTS, "# Claims cut", "# A comment: claims cut"),
]


class TestRefusal:
    """What was published is not changed without a note."""

    @pytest.mark.parametrize(
        ("file", "old", "new", "kind", "name", "members"),
        few(OWED, [OWED[number] for number in (0, 8, 20, 27)]),
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

    @pytest.mark.long
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

    @pytest.mark.parametrize(("file", "old", "new"), few(FREE, FREE[:2]))
    def test_what_needs_none(self, once: tuple[Path, Path], file: str, old: str, new: str) -> None:
        """What is new, reviews, and what is no content of a published thing."""
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
        correct(seed, "person", "friedrich-merz", "A test.")
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
        correct(seed, "person", "maria-zakharova", "A test.")
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
        assert (statement.reason or "").startswith("Derived again")
        assert statement.actors == ("belarus", "russia")

    @pytest.mark.long
    def test_a_correction_that_was_published_stays(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        change(seed, STATEMENTS, WELCOMES, "summary: Zelensky welcomes it.")
        correct(seed, "statement", f"{RAPALA}-zelensky-welcomes", "A test.")
        published(seed, datasets)
        change(seed, "corrections.yaml", "A test.", "Another test.")
        change(seed, "dataset.yaml", "title: Stated", "title: Stated anew")
        assert refused(seed, datasets) == [
            f"seed/corrections.yaml: the correction of the statement '{RAPALA}-zelensky-welcomes' "
            "of 2026-12-01 was published "
            "and is missing or was changed"
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
        # Else it would be the first version again.
        change(seed, "dataset.yaml", "title: Stated", "title: Stated anew")
        (finding,) = refused(seed, datasets)
        assert "(status, retracted)" in finding


class TestVersions:
    """Versions in the ledger are unique; a seed that is put back is a rollback."""

    @pytest.mark.long
    def test_a_rollback(self, seed: Path, datasets: Path) -> None:
        first = published(seed, datasets)
        change(seed, "people.yaml", MERZ, MERZ_TOO)
        correct(seed, "person", "friedrich-merz", "A test.")
        second = published(seed, datasets)
        ledger = (seed / LEDGER).read_bytes()
        change(seed, "people.yaml", MERZ_TOO, MERZ)
        corrections = (seed / "corrections.yaml").read_bytes()
        (seed / "corrections.yaml").unlink()
        code, printed, said = stated("publish", "--seed", seed, "--datasets", datasets)
        assert (code, printed) == (0, first)
        assert "was published before" in said
        assert (seed / LEDGER).read_bytes() == ledger
        assert (datasets / "current").read_text() == f"{first}\n"
        (seed / "corrections.yaml").write_bytes(corrections)
        change(seed, "people.yaml", "name: Maria Zakharova", "name: Maria V. Zakharova")
        correct(seed, "person", "maria-zakharova", "A test.")
        correct(seed, "person", "friedrich-merz", "It was right before.")
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
        change(seed, "dataset.yaml", "title: Stated", "title: Stated anew")
        preview = published(seed, datasets, "--preview")
        change(seed, "dataset.yaml", "title: Stated anew", "title: Restated")
        published(seed, datasets)
        change(seed, "dataset.yaml", "title: Restated", "title: Stated anew")
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
        change(seed, "people.yaml", MERZ, MERZ_TOO)
        correct(seed, "person", "friedrich-merz", "A test.")
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
        published(seed, datasets)
        add(seed, LEDGER, (seed / LEDGER).read_text(encoding="utf-8"))
        (finding,) = findings_of(seed)
        assert finding.startswith("seed/ledger.jsonl:2: this line and line 1 follow the same line")

    def test_a_line_that_was_changed_or_is_missing(self, once: tuple[Path, Path]) -> None:
        """What a line says is there must follow from the facts so far."""
        seed, datasets = once
        add(seed, "people.yaml", JANE)
        published(seed, datasets)
        whole = (seed / LEDGER).read_text(encoding="utf-8").splitlines(keepends=True)
        message = (
            "this line does not follow from those before it: keep the ledger as `stated "
            "publish` wrote it"
        )
        missing = (
            "the line before this one is missing: put it back from an older commit of this file"
        )
        for what, text in (
            (missing, whole[1]),
            (message, whole[0].replace("Fundacion", "Fundación", 1)),
        ):
            (seed / LEDGER).write_text(text, encoding="utf-8")
            assert findings_of(seed) == [f"seed/ledger.jsonl:1: {what}"]

    @pytest.mark.parametrize(
        "kind", few(["statement", "position", "source", "person"], ["statement"])
    )
    def test_vanished(self, seed: Path, datasets: Path, kind: str) -> None:
        """Without a tombstone it is found; with one it may go; the tombstone may not."""
        report(
            seed, "spare-report", "friedrich-merz", "germany", "2026-11-02", "9\n  view: supports"
        )
        add(seed, "people.yaml", "- id: jane-doe\n  name: Jane Doe\n")
        accept_doubts(seed)
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
            f"seed/ledger.jsonl:1: the {one} {name!r} was published and is missing without a "
            "tombstone"
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
                (1, f"the {one} {name!r} was published and is missing without a tombstone")
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
                "missing, and its id is in use again"
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
            ("speaker", "force-goal"),
            ("source", RAPALA),
            ("source", RAPALA),
            ("topic", "force-goals"),
            ("term", "stance/willing"),
            ("passage", f"{RAPALA}/30"),
            ("question", "'*'"),
        ):
            correct(seed, kind, name, "A test.")
        assert findings_of(seed) == [
            (
                f"seed/corrections.yaml:1: there is no statement '{RAPALA}-pledges' (did you mean "
                f"'{RAPALA}-pledge'?)"
            ),
            "seed/corrections.yaml:2: there is no kind 'speaker'",
            "seed/corrections.yaml:4: this correction is given twice",
            "seed/corrections.yaml:5: there is no topic 'force-goals' (did you mean 'force-goal'?)",
            f"seed/corrections.yaml:7: there is no passage '{RAPALA}/30' (did you mean "
            f"'{RAPALA}/3'?)",
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


class TestAfterTheLaunch:
    """The ledger of the launch has one line, which an older release wrote: without `prev`, and
    without actors, questions, topics, terms and passages.
    """

    @pytest.mark.long
    def test_the_launch_again(self, after_launch: tuple[Path, Path]) -> None:
        """It is published as ever, and its line stays."""
        seed, datasets = after_launch
        first = (SEED / LEDGER).read_bytes().splitlines(keepends=True)[0]
        assert (seed / LEDGER).read_bytes() == first
        version = published(seed, datasets)
        assert [line.version for line in read(seed)[0]] == [version]
        assert (seed / LEDGER).read_bytes() == first

    @pytest.mark.parametrize(
        ("file", "old", "new", "kind", "name", "members"),
        few(OWED[11:], []),
    )
    def test_the_next_publication(
        self,
        after_launch: tuple[Path, Path],
        file: str,
        old: str,
        new: str,
        kind: str,
        name: str,
        members: str,
    ) -> None:
        """What was published is known from the dataset file: a change owes a correction, and is the
        only thing that is listed.
        """
        seed, datasets = after_launch
        change(seed, file, old, new)
        (finding,) = refused(seed, datasets)
        assert finding.startswith(f"seed/{file}:")
        assert f"the {kind} {name!r} was published otherwise ({members})" in finding
        correct(seed, kind, name, "A test.")
        launch, version = read(seed)[0][0].version, published(seed, datasets)
        lines, findings = read(seed)
        assert findings == []
        assert [
            (str(one.kind), one.change, one.id, ", ".join(one.after or ()), one.reason)
            for one in lines[-1].changes
        ] == [(kind, "corrected", name, members, "A test.")]
        printed = stated("diff", launch, version, "--datasets", datasets)[1]
        assert printed.startswith(f"{kind} corrected {name}: {members.partition(',')[0]}: ")
        assert printed.endswith(" (A test.)")
        assert len(printed.splitlines()) == 1

    @pytest.mark.long
    def test_without_the_dataset_file(
        self, after_launch: tuple[Path, Path], tmp_path: Path
    ) -> None:
        """What the line does not have is taken as it is now, and a sentence says so; from then on
        it is known.
        """
        seed, datasets = after_launch[0], tmp_path / "elsewhere"
        change(seed, "topics.yaml", "label: Goal of the force", "label: Goal")
        code, _, said = stated("publish", "--seed", seed, "--datasets", datasets)
        assert code == 0
        assert "changes of these kinds of facts are not found: source, person, actor" in said
        lines, findings = read(seed)
        assert (lines[-1].changes, findings) == ([], [])
        change(seed, "topics.yaml", "label: Goal", "label: Purpose")
        (finding,) = refused(seed, datasets)
        assert "the topic 'force-goal' was published otherwise (label)" in finding

    @pytest.mark.long
    def test_a_preview_without_the_file_is_made_anew(self, after_launch: tuple[Path, Path]) -> None:
        """Its changes were others, because less was known; what is published has them all."""
        seed, datasets = after_launch
        file = next(datasets.glob("*.sqlite"))
        aside = file.rename(datasets.parent / file.name)
        change(seed, "topics.yaml", "label: Goal of the force", "label: Goal")
        correct(seed, "topic", "force-goal", "A test.")
        version = published(seed, datasets, "--preview")
        assert changes_in(datasets / f"{version}.sqlite") == []
        aside.rename(file)
        assert published(seed, datasets) == version
        assert changes_in(datasets / f"{version}.sqlite") == [("topic", "force-goal")]


def changes_in(path: Path) -> list[tuple[str, str]]:
    """Kind and id of the changes that a dataset says of its own version."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT kind, id FROM change WHERE release = (SELECT version FROM dataset)"
        ).fetchall()


class TestOneKind:
    """A correction with the id `*` is the reason of every change of its kind that owes one."""

    @pytest.mark.long
    def test_it_covers_the_kind_once(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        for old in ("Goal of the force", "Composition of the force"):
            change(seed, "topics.yaml", f"label: {old}", f"label: {old} of peace")
        change(seed, "people.yaml", "name: Maria Zakharova", "name: Maria V. Zakharova")
        correct(seed, "topic", "'*'", "Both were too short.")
        correct(seed, "topic", "force-goal", "It was wrong.")
        (finding,) = refused(seed, datasets)
        assert "the person 'maria-zakharova'" in finding
        correct(seed, "person", "maria-zakharova", "A test.")
        published(seed, datasets)
        reasons = {one.id: one.reason for one in read(seed)[0][-1].changes}
        assert reasons == {
            "force-composition": "Both were too short.",
            "force-goal": "It was wrong.",
            "maria-zakharova": "A test.",
        }
        change(seed, "topics.yaml", "Goal of the force of peace", "Goal of the force")
        assert len(refused(seed, datasets)) == 1, "it explained one publication"


class TestOtherKinds:
    """What becomes of actors, topics, terms and passages that come and go."""

    def test_an_actor_leaves_a_tombstone(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        cut(seed, "actors.yaml", "- id: nato", "- id: ")
        assert findings_of(seed) == [
            "seed/ledger.jsonl:1: the actor 'nato' was published and is missing without a tombstone"
        ]
        bury(seed, "actor", "nato", "A test.", "european-union")
        published(seed, datasets)
        (one,) = read(seed)[0][-1].changes
        assert (one.kind, one.change, one.id, one.reason) == (
            "actor",
            "withdrawn",
            "nato",
            "A test.",
        )
        assert one.actors == ("nato",)

    @pytest.mark.long
    def test_passages_of_a_text_that_is_divided_otherwise(self, once: tuple[Path, Path]) -> None:
        """Those after the place have other words under their number; none has a tombstone."""
        seed, datasets = once
        change(
            seed,
            SOURCE,
            "  - heading: Peacekeepers, Not Fighters\n",
            "  - heading: Peacekeepers,\n  - heading: Not Fighters\n",
        )
        assert findings_of(seed) == []
        assert len(refused(seed, datasets)) == 29 - 7
        correct(seed, "passage", "'*'", "A heading was divided.")
        published(seed, datasets)
        changes = read(seed)[0][-1].changes
        assert [one.id for one in changes if one.change == "added"] == [f"{RAPALA}/30"]
        assert {one.reason for one in changes if one.change == "corrected"} == {
            "A heading was divided."
        }
        change(
            seed,
            SOURCE,
            "  - heading: Peacekeepers,\n  - heading: Not Fighters\n",
            "  - heading: Peacekeepers, Not Fighters\n",
        )
        gone = [one for one in refused(seed, datasets) if "is gone" in one]
        assert gone == [
            f"seed/ledger.jsonl: the passage '{RAPALA}/30' was published and is missing, and no "
            f"correction says why (give one in corrections.yaml: kind: passage, id: {RAPALA}/30, "
            "on: …, reason: …)"
        ]
        correct(seed, "passage", "'*'", "It was right before.")
        published(seed, datasets)

    def test_a_source_takes_its_passages_with_it(self, seed: Path, datasets: Path) -> None:
        """Their reason is that of its tombstone."""
        report(seed, "spare-report", "friedrich-merz", "germany", "2026-11-02")
        change(
            seed,
            "sources/spare-report/source.yaml",
            "text_access: excerpts\n",
            "text_access: full\ntext: text.txt\npassages:\n"
            "  - statement: It was said in the spare-report.\n",
        )
        add(seed, "sources/spare-report/text.txt", "It was said in the spare-report.\n")
        published(seed, datasets)
        shutil.rmtree(seed / "sources/spare-report")
        bury(seed, "source", "spare-report", "Its publisher asked for it.")
        bury(seed, "statement", "spare-report-says", "Its source was withdrawn.")
        published(seed, datasets)
        assert [(one.kind, one.id, one.reason) for one in read(seed)[0][-1].changes] == [
            ("statement", "spare-report-says", "Its source was withdrawn."),
            ("source", "spare-report", "Its publisher asked for it."),
            ("passage", "spare-report/1", "Its publisher asked for it."),
        ]

    def test_a_vocabulary_without_later_values(self, seed: Path, datasets: Path) -> None:
        """An older seed does not define them and is sound; a newer one may."""
        assert findings_of(seed) == []
        published(seed, datasets)
        change(
            seed,
            "vocabularies.yaml",
            "change_kind:\n",
            "change_kind:\n  - {id: actor, label: Actor, definition: An actor.}\n",
        )
        published(seed, datasets)
        assert [(one.change, one.id) for one in read(seed)[0][-1].changes] == [
            ("added", "change_kind/actor")
        ]


class TestChain:
    """Each line names the one before it, so that a merge of two branches that both published, a
    lost line and a lost ledger are found.
    """

    @pytest.fixture
    def branches(self, once: tuple[Path, Path]) -> tuple[Path, Path, list[list[str]]]:
        """Two branches that published after one line: the seed and the datasets of the second one,
        and the lines of both ledgers. Each added a person; both published a third one last.
        """
        seed, datasets = once
        shutil.copytree(seed, seed.parent / "other/seed")
        ledgers = []
        for root, name in ((seed.parent / "other/seed", "a"), (seed, "b")):
            add(root, "people.yaml", f"- id: jane-{name}\n  name: Jane {name}\n")
            published(root, datasets)
            add(root, "people.yaml", "- id: jane-doe\n  name: Jane Doe\n")
            other = "b" if name == "a" else "a"
            # So both have one version in the end, by two ways.
            text = (root / "people.yaml").read_text(encoding="utf-8")
            both = "".join(f"- id: jane-{one}\n  name: Jane {one}\n" for one in "ab")
            begin = text.index(f"- id: jane-{name}\n")
            text = text[:begin] + both + "- id: jane-doe\n  name: Jane Doe\n"
            (root / "people.yaml").write_text(text, encoding="utf-8")
            assert other in text
            published(root, datasets / name)
            ledgers.append((root / LEDGER).read_text(encoding="utf-8").splitlines(keepends=True))
        return seed, datasets, ledgers

    def test_prev(self, branches: tuple[Path, Path, list[list[str]]]) -> None:
        """The SHA-256 of the line before without its line end; null on the first."""
        for ledger in branches[2]:
            given = [json.loads(text)["prev"] for text in ledger]
            hashes = [sha256(text.removesuffix("\n").encode()).hexdigest() for text in ledger]
            assert given == [None, *hashes[:-1]]

    @pytest.mark.long
    def test_merged(self, branches: tuple[Path, Path, list[list[str]]]) -> None:
        """In whatever order their lines are, also where both published the same version."""
        seed, datasets, (one, two) = branches
        assert json.loads(one[2])["version"] == json.loads(two[2])["version"]
        merged = {
            "one after the other": ([*one, *two[1:]], 4),
            "the same version once": ([*one[:2], *two[1:]], 3),
            "the version of both, by the other way": ([*one[:2], two[2]], 3),
            "a line of the other one before ours": ([two[0], two[1], *one[1:]], 3),
            "in turn": ([one[0], one[1], two[1], one[2], two[2]], 3),
            "without the line of the branch": ([one[0], two[2]], 2),
            "in another order": ([one[0], one[2], one[1]], 2),
        }
        for name, (ledger, number) in merged.items():
            (seed / LEDGER).write_text("".join(ledger), encoding="utf-8")
            (finding,) = findings_of(seed)
            assert finding.startswith(f"seed/ledger.jsonl:{number}: "), name
            assert "keep the lines of one branch, remove those of the other" in finding, name
            assert refused(seed, datasets) == [finding], name

    @pytest.mark.long
    def test_it_is_mended_as_it_is_said(self, branches: tuple[Path, Path, list[list[str]]]) -> None:
        """With the lines of one branch; what the other changed becomes one line."""
        seed, datasets, (one, _) = branches
        (seed / LEDGER).write_text("".join(one[:2]), encoding="utf-8")
        assert findings_of(seed) == []
        published(seed, datasets / "mended")
        lines, findings = read(seed)
        assert findings == []
        assert [change.id for change in lines[-1].changes] == ["jane-b", "jane-doe"]

    @pytest.mark.long
    def test_merged_lines_of_an_older_release(
        self, branches: tuple[Path, Path, list[list[str]]]
    ) -> None:
        """Without `prev`: the second branch lacks what the first one published."""
        seed, _, (one, two) = branches
        old = [without_prev(text) for text in (*one[:2], two[1])]
        (seed / LEDGER).write_text("".join(old), encoding="utf-8")
        (finding,) = findings_of(seed)
        assert finding.startswith(
            "seed/ledger.jsonl:3: the person 'jane-a' of the line before is missing here without a "
            "tombstone"
        )
        (seed / LEDGER).write_text("".join([*two[:2], without_prev(two[2])]), encoding="utf-8")
        (finding,) = findings_of(seed)
        assert finding.startswith("seed/ledger.jsonl:3: an older release wrote this line after")

    @pytest.mark.long
    def test_other_line_ends(self, branches: tuple[Path, Path, list[list[str]]]) -> None:
        """As an editor or Git may write them: they are no part of a line."""
        seed, datasets, (_, two) = branches
        (seed / LEDGER).write_bytes("".join(two).replace("\n", "\r\n").encode())
        assert read(seed)[1] == []
        add(seed, "people.yaml", "- id: jane-z\n  name: Jane Z\n")
        published(seed, datasets)
        assert read(seed)[1] == []


def without_prev(text: str) -> str:
    """A line as older releases wrote it."""
    line = json.loads(text)
    del line["prev"]
    return json.dumps(line, ensure_ascii=False) + "\n"


class TestMissingLedger:
    """A ledger that is gone although a version is published."""

    def test_it_is_found(self, once: tuple[Path, Path]) -> None:
        """By the check and the publication; nothing is published."""
        seed, datasets = once
        version = (datasets / "current").read_text().strip()
        kept = (seed / LEDGER).read_bytes()
        finding = (
            f"seed/ledger.jsonl: there is no ledger, but {version} is published in {datasets}: put "
            "this file back from an older commit, or begin a new one with `stated publish --first`"
        )
        both = ("--seed", seed, "--datasets", datasets)
        for gone in (True, False):
            (seed / LEDGER).unlink() if gone else (seed / LEDGER).write_bytes(b"")
            for command in ("check", "publish"):
                code, printed, _ = stated(command, *both)
                assert (code, printed) == (1, finding), command
        assert (datasets / "current").read_text().strip() == version
        (seed / LEDGER).write_bytes(kept)
        assert stated("check", *both)[0] == 0
        assert published(seed, datasets) == version

    @pytest.mark.long
    def test_a_new_one_is_begun(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        kept = (seed / LEDGER).read_bytes()
        code, _, said = stated("publish", "--first", "--seed", seed, "--datasets", datasets)
        assert code == 1
        assert "has one already" in said
        (seed / LEDGER).unlink()
        published(seed, datasets, "--first")
        assert (seed / LEDGER).read_bytes() == kept
        published(seed, datasets)
        assert len(read(seed)[0]) == 1

    @pytest.mark.long
    def test_a_preview_is_no_publication(self, seed: Path, datasets: Path) -> None:
        """A seed that was only looked at begins its ledger without more ado; one that was published
        does not, whatever is looked at afterwards.
        """
        published(seed, datasets, "--preview")
        add(seed, "people.yaml", JANE)
        published(seed, datasets, "--preview")
        both = ("--seed", seed, "--datasets", datasets)
        assert stated("check", *both)[0] == 0
        assert stated("publish", "--preview", "--first", *both)[0] == 1
        published(seed, datasets)
        (seed / LEDGER).unlink()
        assert stated("check", *both)[0] == 1
        published(seed, datasets, "--preview")
        assert stated("check", *both)[0] == 1
        assert stated("publish", *both)[0] == 1


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
        assert "There is no dataset '0123456789abcdef'" in said

    def test_no_dataset_at_all(self, two: tuple[str, str], seed: Path, datasets: Path) -> None:
        code, printed, said = stated("diff", two[0], seed / "people.yaml", "--datasets", datasets)
        assert (code, printed) == (2, "")
        assert "is not a dataset of this service" in said

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
        "the person 'wietske-hoogerbrugge'",
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
        # Its summary is that of the entry before it, which has the strongest attribution.
        ("position", "corrected", "finland-peacekeeping-force-2", False),
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
        ("person", "corrected", "wietske-hoogerbrugge", False),
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
    others = {
        kind: {
            name: {"source": "s", "label": draw(WORDS)}
            if kind == "passage"
            else {"label": draw(WORDS)}
            for name in sorted(draw(st.sets(st.sampled_from(["a", "b"]))))
            if (kind, name) not in gone
        }
        for kind in ChangeKind
        if kind not in ("position", "statement", "source", "person")
    }
    return {
        ChangeKind.position: positions,
        ChangeKind.statement: statements,
        ChangeKind.source: sources,
        ChangeKind.person: people,
        **others,
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
            if lost in WITHOUT_TOMBSTONES:
                continue
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
        line = append(seed, line)
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


@settings(deadline=None)
@given(old=worlds(), new=worlds())
def test_every_change_owes_a_reason(old: Contents, new: Contents) -> None:
    """What is corrected owes one, unless it follows from another change, which it then says; one
    correction for each kind pays all, and gives every correction a reason.
    """
    own = {"person", "actor", "question", "topic", "term", "passage", "source"}
    for row in diff(old, new, {}, []):
        if row.change == "corrected":
            assert row.owed != (row.reason is not None)
            assert row.owed or row.kind not in own
    whole = [
        SeedCorrection(kind=kind, id="*", on=date(2026, 1, 1), reason="A test.")
        for kind in ChangeKind
    ]
    paid = diff(old, new, {}, whole)
    assert not any(row.owed for row in paid)
    assert all(row.reason is not None for row in paid if row.change == "corrected")


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
