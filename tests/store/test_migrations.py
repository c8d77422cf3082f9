"""`stated adopt`: a dataset of the revision before is served with the facts and the version that it
had, and its answers are stored as this release renders them.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.build.atomic import checksum_file
from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.snapshot import open_read_only
from app.build.write.adopt import NotAdopted, adopt
from app.build.write.dataset_file import version_of, write
from app.build.write.schema import revisions
from app.cli import app as cli
from app.settings import ROOT
from app.store.dataset import Dataset
from app.store.rendered import STAMP
from tests.conftest import few
from tests.editions import of_revision_before, small_dataset
from tests.fixtures import Served

HEAD = revisions()[-1]


def asked(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def version_in(path: Path) -> str:
    """The version that a file names."""
    [(version,)] = asked(path, "SELECT version FROM dataset")
    return str(version)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of an earlier revision, with statements in another order."""
    folder = tmp_path_factory.mktemp("old")
    return of_revision_before(small_dataset(folder), folder / "made.sqlite")


@pytest.fixture
def old(made: Path, tmp_path: Path) -> Path:
    """A copy of it, under a name of no meaning."""
    return Path(shutil.copy(made, tmp_path / "old.sqlite"))


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    """The folder of datasets, which does not exist yet."""
    return tmp_path / "datasets"


def stated(*arguments: object) -> tuple[int, str, str]:
    """A command's exit code, what it prints and what it says besides."""
    ran = CliRunner().invoke(cli, [str(one) for one in arguments])
    return ran.exit_code, ran.stdout, " ".join(ran.stderr.split())


def test_the_revisions_of_the_schema() -> None:
    """The version depends on none of them: `tests/changes/test_both_versions.py` names those that
    were published.
    """
    assert revisions() == [f"{number:04}" for number in range(4, 17)]


@pytest.mark.parametrize("revision", ["0003", "9999"])
def test_a_dataset_of_another_revision_is_neither_served_nor_adopted(
    launch: Path, tmp_path: Path, datasets: Path, revision: str
) -> None:
    """Nothing of a revision before the first one was published."""
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    change(path, f"UPDATE alembic_version SET version_num = '{revision}'")
    with pytest.raises(ValueError, match=f"revision {revision} and not {HEAD}; stated adopt"):
        Dataset(path, budget_ms=10_000, threads=1)
    with pytest.raises(NotAdopted, match=f"{revision}, which this release does not know"):
        adopt(path, datasets)


def test_a_dataset_of_the_newest_revision_but_one_is_adopted(
    made: Path, datasets: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    [small] = (made.parent / "datasets").glob("*.sqlite")
    adopted = adopt(
        of_revision_before(small, tmp_path / "before.sqlite", revisions()[-2]), datasets
    )
    assert adopted.path.stem == version_in(small)
    with open_read_only(adopted.path) as connection:
        assert version_of(connection) == version_in(small)
    assert asked(adopted.path, "SELECT id FROM statement ORDER BY number") == asked(
        small, "SELECT id FROM statement ORDER BY number"
    )
    point(datasets, adopted.path.stem)
    client = serve(datasets).client
    assert client.get("/sources/rapala-26-nations").json()["double_coded"] is None
    assert client.get("/dataset").json()["double_coded"] is None


def test_a_dataset_of_an_older_revision_is_adopted_and_served(
    old: Path, datasets: Path, serve: Callable[..., Served]
) -> None:
    before, version = old.read_bytes(), version_in(old)
    adopted = adopt(old, datasets)
    assert (adopted.path.stem, adopted.was_there) == (version, False)
    assert set(datasets.iterdir()) == {adopted.path, checksum_file(adopted.path)}
    assert adopted.path.name == f"{version}.sqlite"
    assert old.read_bytes() == before
    assert asked(adopted.path, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert asked(adopted.path, "PRAGMA user_version") == [(STAMP,)]
    assert version_in(adopted.path) == version
    with open_read_only(adopted.path) as connection:
        assert version_of(connection) == version
    assert asked(adopted.path, "PRAGMA foreign_key_check") == []
    assert asked(adopted.path, "PRAGMA integrity_check") == [("ok",)]
    for table in ("statement", "position", "source", "person", "actor", "passage"):
        assert asked(adopted.path, f"SELECT count(*) FROM {table}") == asked(
            old, f"SELECT count(*) FROM {table}"
        )
    point(datasets, version)
    client = serve(datasets).client
    assert client.get("/dataset").json()["version"] == version
    for actor, position, stance in asked(
        old, "SELECT actor, id, stance FROM position WHERE status = 'current'"
    ):
        answer = client.get(f"/actors/{actor}/position").json()
        assert (answer["id"], answer["stance"]) == (position, stance)
    assert client.get("/statements?q=troops").json()["total"] > 0
    for path in (
        "/positions.csv",
        "/statements.ndjson",
        "/speakers",
        "/sources",
        "/countries/Itlay",
        "/",
    ):
        assert client.get(path).status_code == (404 if path.endswith("Itlay") else 200), path


def test_an_adopted_dataset_answers_as_one_that_is_built_anew(
    made: Path, datasets: Path, serve: Callable[..., Served], tmp_path: Path
) -> None:
    """What this release notes besides follows from the facts that the file has; statements have
    other places in lists.
    """
    new = small_dataset(tmp_path / "new")
    in_order = "SELECT id FROM statement ORDER BY number"
    assert asked(made, in_order) != asked(new, in_order)
    path = adopt(made, datasets).path
    assert path.name == new.name
    clients = []
    for file in (path, new):
        point(file.parent, file.stem)
        clients.append(serve(file.parent, public_url="https://stated.example").client)
    for address in (
        "/actors.ndjson?as_of=2025-10-01",
        "/statements.ndjson",
        "/statements.ndjson?sort=oldest",
        "/statements?said_to=2025-09-04&facets=about",
        "/statements?said_from=2025-09-04",
        "/statements?q=troops&sort=relevance",
        "/sources/rapala-26-nations",
        "/positions.ndjson",
        "/positions.ndjson?as_of=2025-02-01",
        "/positions.ndjson?as_of=2025-10-01",
        "/positions/timeline",
        "/positions?certainty=possible",
    ):
        old_answer, new_answer = (client.get(address) for client in clients)
        assert old_answer.status_code == 200
        assert old_answer.content == new_answer.content


def test_an_adopted_dataset_has_the_links_of_this_release(
    old: Path, datasets: Path, serve: Callable[..., Served]
) -> None:
    """They are part of the answers, and not of the facts."""
    change(old, "UPDATE source SET url = 'https://gov.example/app#/news/42'")
    path = adopt(old, datasets).path
    point(datasets, path.stem)
    shown = serve(datasets).client.get("/statements?limit=200").json()["items"]
    assert len(shown) == 16
    for one in shown:
        assert one["href_in_context"].startswith("https://gov.example/app#/news/42:~:text=")
    for facts in (old, path):
        assert asked(facts, "SELECT min(href_in_context) LIKE '%#/news%' FROM statement") == [(0,)]


def test_adopted_again_it_is_left_alone(old: Path, datasets: Path) -> None:
    first = adopt(old, datasets)
    before = first.path.stat()
    for again in (old, first.path):
        second = adopt(again, datasets)
        assert (second.path, second.was_there) == (first.path, True)
        assert (first.path.stat().st_ino, first.path.stat().st_mtime_ns) == (
            before.st_ino,
            before.st_mtime_ns,
        )


def test_a_file_of_another_release_or_a_damaged_one_is_replaced(old: Path, datasets: Path) -> None:
    path = adopt(old, datasets).path
    whole = asked(path, "SELECT count(*) FROM statement")
    for spoil in (lambda: shutil.copy(old, path), lambda: path.write_bytes(b"damaged")):
        spoil()
        assert adopt(old, datasets).was_there is False
        assert asked(path, "SELECT version_num FROM alembic_version") == [(HEAD,)]
        assert asked(path, "SELECT count(*) FROM statement") == whole


def test_a_file_without_one_of_the_filters_is_replaced(seed: Path, datasets: Path) -> None:
    """As a release wrote it that did not have the filter: the version and the rendered answers are
    the same, only the search terms are missing.
    """
    checked = check(load(seed))
    path = write(checked, datasets)
    marks = "SELECT count(*) FROM facet_value WHERE facet = 'kind' AND number = 0"
    for again in (lambda: adopt(path, datasets), lambda: write(checked, datasets)):
        change(path, "DELETE FROM facet_value WHERE facet = 'kind'")
        again()
        assert asked(path, marks) == [(1,)]


def test_one_of_this_revision_is_taken_in_from_elsewhere(launch: Path, datasets: Path) -> None:
    adopted = adopt(launch, datasets)
    assert (adopted.path.stem, adopted.was_there) == (launch.stem, False)


def change(path: Path, sql: str) -> None:
    """Change a file; foreign keys are off."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()


def hole(path: Path) -> None:
    """Spoil a page in the middle of the statements; the file is as long as before."""
    with closing(sqlite3.connect(path)) as connection:
        [(page,)] = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'statement'"
        ).fetchall()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096 + 8)
        file.write(b"\xff" * 4000)


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "There is no file"),
    "empty": (lambda path: path.write_bytes(b""), "is no dataset"),
    "no database": (lambda path: path.write_text("version: 0123456789abcdef"), "is no dataset"),
    "another database": (lambda path: change(path, "DROP TABLE dataset"), "is no dataset"),
    "no revision": (lambda path: change(path, "DELETE FROM alembic_version"), "does not say which"),
    "a newer revision": (
        lambda path: change(path, "UPDATE alembic_version SET version_num = '9999'"),
        "revision 9999",
    ),
    "no version": (
        lambda path: change(path, "UPDATE dataset SET version = ''"),
        "does not say which",
    ),
    "a version that is a path": (
        lambda path: change(path, "UPDATE dataset SET version = '../0123456789abc'"),
        "does not say",
    ),
    "no row": (lambda path: change(path, "DELETE FROM dataset"), "does not say which"),
    "rows that point nowhere": (
        lambda path: change(path, "UPDATE statement SET speaker = 'nobody'"),
        "point nowhere",
    ),
    "half of it": (
        lambda path: os.truncate(path, path.stat().st_size // 2 // 4096 * 4096),
        "is damaged",
    ),
    "most of it": (lambda path: os.truncate(path, path.stat().st_size - 4096), "is damaged"),
    "with a hole": (hole, "is damaged"),
}


@pytest.mark.parametrize(
    "how",
    few(
        BAD,
        [
            "no database",
            "no revision",
            "a version that is a path",
            "rows that point nowhere",
            "with a hole",
        ],
    ),
)
def test_what_is_no_dataset_is_refused_and_leaves_nothing_behind(
    old: Path, datasets: Path, how: str
) -> None:
    spoil, reason = BAD[how]
    spoil(old)
    datasets.mkdir()
    with pytest.raises(NotAdopted, match=reason):
        adopt(old, datasets)
    assert list(datasets.iterdir()) == []
    assert not list(old.parent.glob("old.sqlite?*"))


def test_a_migration_that_fails_leaves_nothing_behind(
    old: Path, datasets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(connection: object) -> None:
        raise KeyError("a mistake in a migration")

    monkeypatch.setattr("app.build.write.adopt.upgrade", fails)
    with pytest.raises(KeyError):
        adopt(old, datasets)
    assert list(datasets.iterdir()) == []


def test_the_command(old: Path, datasets: Path) -> None:
    version = version_in(old)
    assert stated("adopt", old, "--datasets", datasets) == (0, f"{version}\n", "")
    path = datasets / f"{version}.sqlite"
    code, printed, said = stated("adopt", path, "--datasets", datasets)
    assert (code, printed, said) == (
        0,
        f"{version}\n",
        f"{path} is there already and was left alone.",
    )
    code, printed, said = stated("adopt", ROOT / "README.md", "--datasets", datasets)
    assert (code, printed, said) == (
        1,
        "",
        f"{ROOT / 'README.md'} is no dataset of this service, or it is damaged.",
    )
    assert set(datasets.iterdir()) == {path, checksum_file(path)}
