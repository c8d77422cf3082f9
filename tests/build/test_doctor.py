"""`stated doctor` finds what is wrong with a deployment, and says what to do."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.build.atomic import checksum_file
from app.build.doctor import Check, Severity, checks
from app.settings import Settings
from tests.publishing import stated

SOUND = {"public_url": "https://stated.example", "contact": "https://stated.example/contact"}


@pytest.fixture
def datasets(launch: Path, tmp_path: Path) -> Path:
    """A published dataset."""
    return Path(shutil.copytree(launch.parent, tmp_path / "datasets"))


def file_of(datasets: Path) -> Path:
    """The dataset file of a folder."""
    return next(one for one in datasets.glob("*.sqlite") if not one.name.startswith("."))


def found(datasets: Path, **settings: str) -> list[Check]:
    """What is wrong."""
    given = Settings(datasets=datasets, **(SOUND | settings))  # type: ignore[arg-type]
    return [one for one in checks(given) if one.severity is not Severity.ok]


def run(datasets: Path, sql: str) -> None:
    """Change a dataset file, with its checksum."""
    path = file_of(datasets)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()
    checksum_file(path).unlink(missing_ok=True)


def damage(datasets: Path) -> None:
    """Overwrite a page in the middle."""
    path = file_of(datasets)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(bytes(4096))


def damage_without_checksum(datasets: Path) -> None:
    """The same, of a file that an older release wrote."""
    damage(datasets)
    checksum_file(file_of(datasets)).unlink(missing_ok=True)


def rename(datasets: Path) -> None:
    """Give the file another name."""
    file_of(datasets).rename(datasets / "0123456789abcdef.sqlite")
    (datasets / "current").write_text("0123456789abcdef\n")


FAULTS: list[tuple[Callable[[Path], object], Severity, str]] = [
    (shutil.rmtree, Severity.problem, "There is no folder"),
    (lambda one: (one / "current").unlink(), Severity.problem, "run `stated publish`"),
    (
        lambda one: (one / "current").write_text("abc"),
        Severity.problem,
        "names 'abc', and there is no",
    ),
    (
        lambda one: (one / "current").write_bytes(b"\xff" * 999),
        Severity.problem,
        "there is no such",
    ),
    (damage, Severity.problem, "is not as it was written"),
    (damage_without_checksum, Severity.problem, "is damaged: copy or build it again"),
    (lambda one: file_of(one).write_bytes(b"no database"), Severity.problem, "or is no dataset"),
    (rename, Severity.problem, "rename it"),
    (
        lambda one: run(one, "UPDATE alembic_version SET version_num = '0004'"),
        Severity.problem,
        "has the schema 0004, and this release reads",
    ),
    (lambda one: run(one, "PRAGMA user_version = 1"), Severity.warning, "run `stated adopt"),
    (
        lambda one: (one / ".draft-0123456789abcdef.sqlite").write_bytes(b"half"),
        Severity.warning,
        "1 drafts with 4 bytes are left",
    ),
]


def test_nothing_is_wrong(datasets: Path) -> None:
    assert found(datasets) == []


@pytest.mark.parametrize(("spoil", "severity", "sentence"), FAULTS)
def test_a_fault(
    datasets: Path, spoil: Callable[[Path], object], severity: Severity, sentence: str
) -> None:
    spoil(datasets)
    wrong = [one for one in found(datasets) if sentence in one.sentence]
    assert [one.severity for one in wrong] == [severity], found(datasets)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"public_url": ""}, "STATED_PUBLIC_URL is not set"),
        ({"public_url": "http://stated.example"}, "need https"),
        ({"contact": ""}, "STATED_CONTACT is not set"),
    ],
)
def test_a_setting(datasets: Path, settings: dict[str, str], sentence: str) -> None:
    [wrong] = found(datasets, **settings)
    assert wrong.severity is Severity.warning
    assert sentence in wrong.sentence


def test_a_full_disk(datasets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(datasets)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    [wrong] = found(datasets)
    assert "free some space" in wrong.sentence


def test_the_command(datasets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for each check, and 1 if there is a problem."""
    for name, value in SOUND.items():
        monkeypatch.setenv(f"STATED_{name.upper()}", value)
    code, printed, _ = stated("doctor", "--datasets", datasets)
    assert code == 0
    assert all(line.startswith("ok: ") for line in printed.splitlines())
    monkeypatch.setenv("STATED_COLOUR", "red")
    code, printed, _ = stated("doctor", "--datasets", datasets)
    assert code == 0
    assert printed.startswith("warning: STATED_COLOUR is not a setting")
    damage(datasets)
    code, printed, _ = stated("doctor", "--datasets", datasets)
    assert code == 1
    assert "\nproblem: " in printed


def test_it_writes_nothing(datasets: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in datasets.iterdir()}
    os.chmod(datasets, 0o555)
    try:
        list(checks(Settings(datasets=datasets)))
    finally:
        os.chmod(datasets, 0o755)
    assert {path: path.stat().st_mtime_ns for path in datasets.iterdir()} == before


def test_a_replica(datasets: Path) -> None:
    """It says why it does not follow, if it does not."""
    url = "https://data.example/current.json"
    settings = Settings(datasets=datasets, follow=url, **SOUND)  # type: ignore[arg-type]
    assert Check(Severity.ok, f"This replica follows {url}.") in checks(settings)
    note = datasets / "not-followed.json"
    note.write_text('{"version": null, "reason": "the server cannot be reached"}')
    [wrong] = found(datasets, follow=url)
    assert wrong.severity is Severity.problem
    assert f"{url}: the server cannot be reached." in wrong.sentence
    assert found(datasets) == []  # it is no replica any more
    note.write_text("[]")
    [wrong] = found(datasets, follow=url)
    assert wrong.severity is Severity.warning
