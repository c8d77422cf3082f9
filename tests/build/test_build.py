"""The build: one seed is one version, on any machine; the schema; the pointer and the ledger
(docs/architecture.md, section The one idea).
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from app.build.atomic import checksum_file
from app.build.check.seed import check
from app.build.failures import CommandError
from app.build.publish import point, prepare
from app.build.seed.load import load
from app.build.write.dataset_file import connect, version_of, write
from app.build.write.schema import config, revisions
from app.settings import ROOT
from app.store.dataset import Dataset, Reader
from app.store.tables import VIRTUAL, metadata
from tests.conftest import few
from tests.publishing import (
    EXCERPTS,
    POSITIONS,
    SOURCE,
    STATEMENTS,
    add,
    change,
    correct,
    published,
    stated,
)

EXCERPT = (
    "- id: {id}\n  exact: Germany waits.\n  speaker: friedrich-merz\n  about: [germany]\n  "
    "summary: It waits.\n"
)


def _rows_of(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as file:
        names = file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {name: file.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}


def build(seed: Path, datasets: Path) -> Path:
    """Check and write, as the commands do."""
    checked = check(load(seed))
    assert [str(finding) for finding in checked.seed.findings] == []
    return write(checked, datasets)


def rows(dataset: Path, sql: str) -> list[tuple[Any, ...]]:
    """Read a dataset file past the service."""
    with closing(sqlite3.connect(dataset)) as connection:
        return connection.execute(sql).fetchall()


def recomputed(dataset: Path) -> str:
    """The version of the rows in a file."""
    engine = create_engine(f"sqlite:///{dataset}")
    with engine.connect() as connection:
        version = version_of(connection)
    engine.dispose()
    return version


class TestVersion:
    """A function of the logical rows, and of nothing else."""

    def test_the_same_seed_elsewhere(self, seed: Path, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere" / "another name"
        shutil.copytree(seed, elsewhere)
        assert build(seed, tmp_path / "a").name == build(elsewhere, tmp_path / "b").name

    @pytest.mark.long
    def test_another_process_clock_and_locale(self, seed: Path, tmp_path: Path) -> None:
        """Neither the order of sets, nor the time zone, nor the language of the machine has a
        say.
        """
        here = build(seed, tmp_path / "a").stem
        command = [
            Path(sys.executable).with_name("stated"),
            "build",
            "--seed",
            seed,
            "--datasets",
            tmp_path / "b",
        ]
        machine = {
            "PYTHONHASHSEED": "4711",
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "C",
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=60, env=machine
        )
        assert done.stdout == f"{here}\n"

    @pytest.mark.long
    def test_another_process_meanwhile(
        self, seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where statements are many, another process finds the version, and makes half of the
        search index and of the answers. The file has the same rows.
        """
        here = build(seed, tmp_path / "a")
        monkeypatch.setattr("app.build.write.second_process.MANY", 0)
        monkeypatch.setattr("app.build.write.search_index._BATCH", 4)
        monkeypatch.setattr("app.build.write.answers._STATEMENTS", 3)
        assert _rows_of(build(seed, tmp_path / "b")) == _rows_of(here)

    @pytest.mark.parametrize(
        "file",
        few([STATEMENTS, POSITIONS, "people.yaml", "actors.yaml"], [POSITIONS, "people.yaml"]),
    )
    def test_the_order_in_a_file(self, seed: Path, tmp_path: Path, file: str) -> None:
        """Items have ids, so their order, comments and the order of their keys change
        nothing.
        """
        before = build(seed, tmp_path / "a").stem
        items = yaml.load((seed / file).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        turned = [dict(reversed(item.items())) for item in reversed(items)]
        nulls = yaml.safe_dump(turned, allow_unicode=True, default_style='"', width=1000).replace(
            '"null"', "null"
        )
        (seed / file).write_text(f"# turned\n{nulls}", encoding="utf-8")
        assert build(seed, tmp_path / "b").stem == before

    @pytest.mark.long
    def test_the_order_of_folders(self, seed: Path, tmp_path: Path) -> None:
        found = []
        for order in (("aaa", "zzz"), ("zzz", "aaa")):
            copy = tmp_path / "-".join(order)
            shutil.copytree(seed, copy)
            for name in order:
                add(copy, f"sources/{name}/source.yaml", EXCERPTS.format(id=name, title="A report"))
                add(copy, f"sources/{name}/statements.yaml", EXCERPT.format(id="wait"))
            found.append(build(copy, tmp_path / f"of-{copy.name}").stem)
        assert found[0] == found[1]
        assert found[0] != build(seed, tmp_path / "without").stem

    @pytest.mark.long
    def test_every_word_counts(self, seed: Path, datasets: Path) -> None:
        """Words, codes, names, order of evidence: each change is a version of its own."""
        changes = [
            ("dataset.yaml", "published: 2026-11-22", "published: 2026-11-23"),
            ("people.yaml", "title: Chancellor of Germany", "title: Federal Chancellor of Germany"),
            (
                STATEMENTS,
                "summary: Zelensky welcomes the announcement.",
                "summary: Zelensky welcomes it.",
            ),
            (POSITIONS, "macron-goal, relation: context", "macron-goal, relation: qualifies"),
            ("countries.csv", "aland-islands,AX", "aaland-islands,AX"),
        ]
        found = [build(seed, datasets).stem]
        for file, old, new in changes:
            given = (seed / file).read_text(encoding="utf-8")
            change(seed, file, old, new)
            found.append(build(seed, datasets).stem)
            (seed / file).write_text(given, encoding="utf-8")
        assert len(set(found)) == len(found)
        assert build(seed, datasets).stem == found[0]

    def test_the_name_is_the_version_of_its_rows(self, launch: Path) -> None:
        assert recomputed(launch) == launch.stem
        assert rows(launch, "SELECT version FROM dataset") == [(launch.stem,)]
        assert len(launch.stem) == 16
        assert set(launch.stem) <= set("0123456789abcdef")

    @pytest.mark.long
    def test_how_sqlite_stores_it_does_not_count(
        self, seed: Path, datasets: Path, tmp_path: Path
    ) -> None:
        copy = tmp_path / "copy.sqlite"
        path = Path(shutil.copy(build(seed, datasets), copy))
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA page_size = 8192")
            connection.execute("VACUUM")
            connection.execute("INSERT INTO statement_words (statement_words) VALUES ('optimize')")
            connection.commit()
        version = rows(copy, "SELECT version FROM dataset")[0][0]
        assert recomputed(path) == version
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("UPDATE statement SET summary = summary || '.' WHERE number = 1")
            connection.commit()
        assert recomputed(path) != version

    def test_a_file_that_is_there_stays(self, seed: Path, datasets: Path) -> None:
        """A dataset file is never touched again, also by the next build of the same seed."""
        path = build(seed, datasets)
        before = (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        assert build(seed, datasets) == path
        assert (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes()) == before
        assert set(datasets.iterdir()) == {path, checksum_file(path)}

    def test_the_checksum_is_as_sha256sum_reads_it(self, seed: Path, datasets: Path) -> None:
        path = build(seed, datasets)
        content = sha256(path.read_bytes()).hexdigest()
        assert checksum_file(path).read_text() == f"{content}  {path.name}\n"

    @pytest.mark.parametrize("with_checksum", [True, False], ids=["checksum", "no checksum"])
    def test_a_file_that_is_damaged_in_the_middle_is_replaced(
        self, seed: Path, datasets: Path, with_checksum: bool
    ) -> None:
        """Its first pages can be read, so only its whole content shows the damage."""
        path = build(seed, datasets)
        before = path.read_bytes()
        page = len(before) // 4096 // 2 * 4096
        path.write_bytes(before[:page] + bytes(4096) + before[page + 4096 :])
        if not with_checksum:
            checksum_file(path).unlink()
        assert build(seed, datasets) == path
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        content = sha256(path.read_bytes()).hexdigest()
        assert checksum_file(path).read_text() == f"{content}  {path.name}\n"

    @pytest.mark.parametrize(
        "spoil", ["UPDATE alembic_version SET version_num = '0002'", "DROP TABLE dataset"]
    )
    def test_a_file_that_this_release_cannot_serve_is_made_anew(
        self, seed: Path, datasets: Path, spoil: str
    ) -> None:
        """Else whoever brings the code up to date would have no dataset: the seed, and so the
        version, are the same.
        """
        path = build(seed, datasets)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(spoil)
            connection.commit()
        assert build(seed, datasets) == path
        Dataset(path, budget_ms=10_000, threads=1).close()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (
                revisions()[-1],
            )


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic compares an item, as in migrations/env.py: search indexes
    (app.store.tables.VIRTUAL) and their shadow tables belong to SQLite.
    """
    return (
        kind != "table"
        or name is None
        or not any(name == one or name.startswith(f"{one}_") for one in VIRTUAL)
    )


def drift(dataset: Path) -> list[Any]:
    """How the file's schema differs from the tables of the code."""
    engine = create_engine(f"sqlite:///{dataset}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": ours, "compare_type": True}
        )
        found = compare_metadata(context, metadata)
    engine.dispose()
    return found


class TestSchema:
    """The schema belongs to Alembic; the tables of the code describe the same."""

    def test_no_drift(self, launch: Path) -> None:
        assert drift(launch) == []

    @pytest.mark.parametrize(
        "sql",
        [
            "DROP INDEX statement_by_date",
            "ALTER TABLE statement DROP COLUMN suffix",
            "ALTER TABLE topic ADD COLUMN colour VARCHAR",
            "DROP TABLE tombstone",
            "CREATE TABLE more (id INTEGER)",
        ],
    )
    def test_drift_would_be_seen(self, launch: Path, tmp_path: Path, sql: str) -> None:
        path = Path(shutil.copy(launch, tmp_path / "copy.sqlite"))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(sql)
            connection.commit()
        assert drift(path) != []

    def test_one_head(self, launch: Path) -> None:
        with connect(launch).connect() as connection:
            heads = ScriptDirectory.from_config(config(connection)).get_heads()
        assert rows(launch, "SELECT version_num FROM alembic_version") == [
            (head,) for head in heads
        ]

    def test_all_else_is_a_search_index(self, launch: Path) -> None:
        virtual = {
            name
            for (name,) in rows(
                launch, "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'"
            )
        }
        assert virtual == set(VIRTUAL)
        tables = {
            name for (name,) in rows(launch, "SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        rest = tables - set(metadata.tables) - {"alembic_version"}
        assert {
            name for name in rest if ours(name, "table", None) and not name.startswith("sqlite_")
        } == set()

    def test_no_row_refers_to_nothing(self, launch: Path) -> None:
        assert rows(launch, "PRAGMA foreign_key_check") == []
        declared = sum(
            len(rows(launch, f"PRAGMA foreign_key_list({name})")) for name in metadata.tables
        )
        assert declared == sum(len(table.foreign_keys) for table in metadata.tables.values()) > 0

    @pytest.mark.parametrize(
        "sql",
        [
            "SELECT id FROM statement AS s WHERE passage IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM passage WHERE source = s.source AND number = s.passage)",
            "SELECT id FROM position AS p WHERE previous NOT IN (SELECT id FROM position) "
            "OR superseded_by NOT IN (SELECT id FROM position)",
            "SELECT id FROM position AS p WHERE NOT EXISTS "
            "(SELECT 1 FROM position_evidence WHERE position = p.id AND relation = 'supports')",
            (
                "SELECT id FROM statement AS s WHERE NOT EXISTS (SELECT 1 FROM statement_about "
                "WHERE "
                "statement = s.number)"
            ),
            (
                "SELECT target FROM name_key WHERE scope = 'actor' AND target NOT IN (SELECT id "
                "FROM "
                "actor)"
            ),
            (
                "SELECT target FROM name_key WHERE scope = 'person' AND target NOT IN (SELECT id "
                "FROM "
                "person)"
            ),
            "SELECT s.id FROM statement AS s JOIN source ON source.id = s.source WHERE s.start IS "
            "NOT NULL "
            "AND substr(source.text, s.start + 1, s.end - s.start) <> s.exact",
        ],
    )
    def test_what_foreign_keys_cannot_say(self, launch: Path, sql: str) -> None:
        assert rows(launch, sql) == []

    def test_the_build_refuses_rows_that_point_nowhere(self, datasets: Path) -> None:
        """Foreign keys are off in SQLite by default; not here."""
        datasets.mkdir()
        with connect(datasets / "a.sqlite").connect() as connection:
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_statements_are_numbered_newest_first(seed: Path, datasets: Path) -> None:
    """Rowids follow the last day on which something can have been said, or else the first. What has
    neither comes last; of one day, statements are sorted by id.
    """
    dates = {
        "a-2024": "2024",
        "b-march": "2026-03",
        "c-day": "2026-03-31",
        "d-day": "2026-03-30",
        "e-nothing": None,
        "f-until": "{latest: 2026-06-01, basis: stated}",
        "g-2026": "2026",
        "h-since": "{earliest: 2026-04-01, basis: stated}",
        "i-between": "{earliest: 2020-01-01, latest: 2026-03-31, basis: stated}",
    }
    add(seed, "sources/other/source.yaml", EXCERPTS.format(id="other", title="A report"))
    items = [
        EXCERPT.format(id=name) + (f"  said: {date}\n" if date else "")
        for name, date in dates.items()
    ]
    add(seed, "sources/other/statements.yaml", "".join(items))
    path = build(seed, datasets)
    found = rows(
        path,
        "SELECT number, id, coalesce(said ->> 'latest', said ->> 'earliest', '') FROM statement "
        "ORDER BY number",
    )
    assert [number for number, *_ in found] == list(range(1, len(found) + 1))
    by_id = sorted((name, day) for _, name, day in found)
    assert [(name, day) for _, name, day in found] == sorted(
        by_id, key=lambda one: one[1], reverse=True
    )
    others = [name.removeprefix("other-") for _, name, *_ in found if name.startswith("other-")]
    assert others == [
        "g-2026",
        "f-until",
        "h-since",
        "b-march",
        "c-day",
        "i-between",
        "d-day",
        "a-2024",
        "e-nothing",
    ]
    words = rows(
        path,
        "SELECT rowid FROM statement_words WHERE statement_words MATCH 'words : monitoring' "
        "ORDER BY rowid",
    )
    assert words == rows(
        path, "SELECT number FROM statement WHERE exact LIKE '%monitoring%' ORDER BY number"
    )


def test_an_actor_whose_only_position_was_retracted(seed: Path, datasets: Path) -> None:
    """It has a position that stays readable, and none that is current."""
    place = "sources/albania-waits"
    statement = (
        EXCERPT.format(id="waits").replace("germany", "albania").replace("Germany", "Albania")
        + "  questions: [peacekeeping-force]\n"
    )
    add(seed, f"{place}/source.yaml", EXCERPTS.format(id="albania-waits", title="Albania waits"))
    add(seed, f"{place}/statements.yaml", statement)
    add(
        seed,
        f"{place}/positions.yaml",
        "- {id: albania-peacekeeping-force-1, actor: albania, question: peacekeeping-force, "
        "view: supports, summary: It waits., not_supported: Anything else., "
        "evidence: [{statement: albania-waits-waits, relation: supports}], "
        "recorded_on: 2026-01-01, coded_by: A test, "
        "retracted: {on: 2026-01-02, reason: It was a slip.}}\n",
    )
    path = build(seed, datasets)
    documents = rows(
        path, "SELECT position, current FROM position_document WHERE actor = 'albania' ORDER BY 1"
    )
    assert documents == [(None, 1), ("albania-peacekeeping-force-1", 0)]


class TestFailing:
    """The file appears under its name only when it is whole."""

    @pytest.mark.parametrize(
        "step",
        [
            "app.build.write.dataset_file.version_of",
            "app.build.write.dataset_file._search",
            "app.build.atomic.os.replace",
        ],
    )
    def test_a_build_that_fails_leaves_nothing(
        self, seed: Path, datasets: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        def full(*_: object) -> None:
            raise OSError("no space left on device")

        monkeypatch.setattr(step, full)
        with pytest.raises(OSError, match="no space left"):
            build(seed, datasets)
        assert list(datasets.iterdir()) == []

    def test_the_drafts_of_builds_that_were_killed(self, seed: Path, datasets: Path) -> None:
        """The next command that writes there removes them."""
        datasets.mkdir()
        for name in (".draft-123.sqlite", ".draft-0123456789abcdef.sqlite"):
            (datasets / name).write_bytes(b"half a file")
        code, version, _ = stated("build", "--seed", seed, "--datasets", datasets)
        assert code == 0
        path = datasets / f"{version}.sqlite"
        assert set(datasets.iterdir()) == {path, checksum_file(path)}
        assert recomputed(path) == version


class TestPointer:
    """`datasets/current` is replaced, never rewritten."""

    def test_publish_and_roll_back(self, seed: Path, datasets: Path) -> None:
        old = published(seed, datasets)
        assert (datasets / "current").read_bytes() == f"{old}\n".encode()
        change(seed, "people.yaml", "name: Maria Zakharova", "name: Maria V. Zakharova")
        correct(seed, "person", "maria-zakharova", "A test.")
        new = published(seed, datasets)
        assert new != old
        assert (datasets / "current").read_bytes() == f"{new}\n".encode()
        assert stated("rollback", old, "--datasets", datasets) == (0, old, "")
        assert (datasets / "current").read_bytes() == f"{old}\n".encode()
        assert sorted(path.name for path in datasets.iterdir()) == sorted(
            [
                *(f"{version}.sqlite{end}" for version in (old, new) for end in ("", ".sha256")),
                "current",
            ]
        )

    def test_a_build_is_not_published(self, seed: Path, datasets: Path) -> None:
        code, version, _ = stated("build", "--seed", seed, "--datasets", datasets)
        assert code == 0
        assert {path.name for path in datasets.iterdir()} == {
            f"{version}.sqlite",
            f"{version}.sqlite.sha256",
        }
        assert not (seed / "ledger.jsonl").exists()

    def test_no_such_version(self, seed: Path, datasets: Path) -> None:
        version = published(seed, datasets)
        assert stated("rollback", "0123456789abcdef", "--datasets", datasets) == (
            1,
            "",
            f"There is no dataset of the version '0123456789abcdef' in {datasets}. "
            f"It has {version}.",
        )
        with pytest.raises(CommandError):
            point(datasets, "0123456789abcdef")
        assert (datasets / "current").read_bytes() == f"{version}\n".encode()
        assert {path.name for path in datasets.iterdir()} == {
            f"{version}.sqlite",
            f"{version}.sqlite.sha256",
            "current",
        }

    def test_what_was_read_before_stays(self, datasets: Path) -> None:
        """A reader that has the old pointer file open goes on reading the old version."""
        datasets.mkdir()
        for version in ("a" * 16, "b" * 16):
            (datasets / f"{version}.sqlite").touch()
        point(datasets, "a" * 16)
        os.link(datasets / "current", datasets / "held")
        point(datasets, "b" * 16)
        assert (datasets / "held").read_text() == "a" * 16 + "\n"
        assert (datasets / "current").read_text() == "b" * 16 + "\n"

    def test_no_reader_sees_half_a_pointer(self, datasets: Path) -> None:
        datasets.mkdir()
        versions = ["a" * 16, "b" * 16]
        for version in versions:
            (datasets / f"{version}.sqlite").touch()
        point(datasets, versions[0])
        seen: set[str] = set()
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                try:
                    seen.add((datasets / "current").read_text())
                except OSError as error:
                    seen.add(repr(error))

        reader = threading.Thread(target=read)
        reader.start()
        for number in range(100):  # each is written through to the disk
            point(datasets, versions[number % 2])
        done.set()
        reader.join()
        assert seen <= {f"{version}\n" for version in versions}
        assert seen


def ledger(seed: Path) -> list[dict[str, Any]]:
    """The lines of the ledger."""
    path = seed / "ledger.jsonl"
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        if path.exists()
        else []
    )


class TestLedger:
    """History: which version had which ids, with what content."""

    def test_what_is_in_a_line(self, seed: Path, datasets: Path) -> None:
        add(
            seed,
            "tombstones.yaml",
            "- {kind: statement, id: gone, reason: A test., removed_on: 2026-11-22}\n",
        )
        version = published(seed, datasets)
        [line] = ledger(seed)
        assert line["published"] == "2026-11-22"
        assert line["tombstones"] == ["statement:gone"]
        path = datasets / f"{version}.sqlite"
        with_ids = ("position", "statement", "source", "person", "actor", "question", "topic")
        named = {
            **{kind: f"SELECT id FROM {kind}" for kind in with_ids},
            "term": "SELECT vocabulary || '/' || id FROM term",
            "passage": "SELECT source || '/' || number FROM passage",
        }
        assert {kind: sorted(ids) for kind, ids in line["ids"].items()} == {
            kind: sorted(name for (name,) in rows(path, query)) for kind, query in named.items()
        }
        assert line["prev"] is None
        hashes = [given for ids in line["ids"].values() for given in ids.values()]
        assert all(len(given) == 16 and set(given) <= set("0123456789abcdef") for given in hashes)
        # Two terms may say the same.
        hashes = [given for kind in with_ids for given in line["ids"][kind].values()]
        assert len(set(hashes)) == len(hashes)

    @pytest.mark.long
    def test_what_changed_has_another_hash(self, seed: Path, datasets: Path) -> None:
        """Whatever is shown of an item is its content: also its topics, whom it is about, its
        evidence, its roles.
        """
        changes = [
            (
                STATEMENTS,
                "summary: Zelensky welcomes the announcement.",
                "summary: Zelensky welcomes it.",
            ),
            (STATEMENTS, "topics: [negotiations]", "topics: [force-goal]"),
            (STATEMENTS, "about: [germany, russia]", "about: [germany]"),
            (POSITIONS, "commitment: hedged", "commitment: stated"),
            (
                POSITIONS,
                "merz-pressure\n      relation: context",
                "merz-pressure\n      relation: qualifies",
            ),
            ("people.yaml", "name: Maria Zakharova", "name: Maria V. Zakharova"),
            ("people.yaml", "actor: italy\n", "actor: italy\n      from: 2022\n"),
            (SOURCE, "publisher: Fundacion Rapala", "publisher: Fundación Rapala"),
        ]
        published(seed, datasets)
        for file, old, new in changes:
            change(seed, file, old, new)
        checked = check(load(seed))
        line, refused = prepare(checked, write(checked, datasets))
        assert len(refused) == len(changes), "every one of them"
        [first] = ledger(seed)
        before, after = first["ids"], line.model_dump(mode="json")["ids"]
        assert {kind: sorted(ids) for kind, ids in before.items()} == {
            kind: sorted(ids) for kind, ids in after.items()
        }
        changed = {
            name
            for kind in after
            for name in after[kind]
            if before[kind][name] != after[kind][name]
        }
        assert changed == {
            "rapala-26-nations-zelensky-welcomes",
            "rapala-26-nations-meloni-monitoring",
            "rapala-26-nations-merz-pressure",
            "united-states-peacekeeping-force-1",
            "germany-peacekeeping-force-1",
            "maria-zakharova",
            "giorgia-meloni",
            "rapala-26-nations",
        }

    @pytest.mark.long
    def test_a_preview_leaves_it_alone(self, seed: Path, datasets: Path) -> None:
        version = published(seed, datasets, "--preview")
        assert (datasets / "current").read_text() == f"{version}\n"
        assert ledger(seed) == []
        published(seed, datasets)
        held = (seed / "ledger.jsonl").read_bytes()
        change(
            seed,
            STATEMENTS,
            "summary: Zelensky welcomes the announcement.",
            "summary: Zelensky welcomes it.",
        )
        assert published(seed, datasets, "--preview") != version
        assert (seed / "ledger.jsonl").read_bytes() == held

    def test_publishing_does_not_touch_the_dataset(self, seed: Path, datasets: Path) -> None:
        path = build(seed, datasets)
        before = (path.stat().st_mtime_ns, path.read_bytes())
        assert published(seed, datasets) == path.stem
        assert (path.stat().st_mtime_ns, path.read_bytes()) == before


class TestReadOnly:
    """Only the build writes; the service opens `mode=ro&immutable=1`."""

    @pytest.fixture
    def reader(self, launch: Path) -> Iterator[Reader]:
        """A connection as the service has it."""
        reader = Reader(launch, 5)
        yield reader
        reader.close()

    @pytest.mark.parametrize(
        "sql",
        [
            "INSERT INTO topic (id, number, label, definition) VALUES ('a', 99, 'A', 'A')",
            "UPDATE statement SET summary = 'changed'",
            "DELETE FROM position_evidence",
            "DROP TABLE tombstone",
            "CREATE TABLE more (id INTEGER)",
            "PRAGMA user_version = 1",
        ],
    )
    def test_a_write_fails(self, reader: Reader, launch: Path, sql: str) -> None:
        before = launch.read_bytes()
        with pytest.raises(OperationalError, match="readonly"):
            reader.run(lambda connection: connection.execute(text(sql)))
        assert launch.read_bytes() == before

    def test_there_is_no_other_file_beside_it(self, reader: Reader, launch: Path) -> None:
        """No journal, no write-ahead log, no lock: an immutable file can lie on a read-only
        disk.
        """
        count = text("SELECT count(*) FROM statement")
        assert reader.run(lambda connection: connection.execute(count).scalar_one()) > 0
        assert sorted(path.name for path in launch.parent.iterdir()) == sorted(
            [launch.name, checksum_file(launch).name, "current"]
        )
        assert launch.read_bytes()[18:20] == b"\x01\x01"  # file format 1: no write-ahead log

    @pytest.mark.parametrize("name", few(["100%25", "why?mode=rwc", "no #1"], ["why?mode=rwc"]))
    def test_any_folder(self, seed: Path, tmp_path: Path, name: str) -> None:
        """A path is a path, whatever a URL would read into it; both for the build and for the
        service.
        """
        folder = tmp_path / name
        folder.mkdir()
        path = Path(shutil.copy(build(seed, tmp_path / "plain"), folder))
        opened = Dataset(path, budget_ms=1000, threads=1)
        assert opened.version == path.stem
        opened.close()
        path.unlink()
        assert build(seed, folder) == path
