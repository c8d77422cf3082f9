"""Swapping datasets while they are read: no answer fails, none is mixed, none goes back
(docs/architecture.md, section Opening, replacing and pinning datasets).
"""

import gc
import os
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from weakref import WeakSet

import httpx
import pytest
from sqlalchemy import Engine

from app.build.atomic import sha256_of, write_checksum
from app.build.publish import point
from app.problems import NotReady
from app.store.dataset_store import DatasetStore
from tests.conftest import few
from tests.editions import edition, held_open, small_dataset
from tests.fixtures import Served

PATHS = (
    "/positions?has_position=true",
    "/statements?limit=200",
    "/positions.csv",
    "/statements.ndjson",
    "/dataset",
    "/positions/italy-peacekeeping-force-1",
    "/countries/Italy",
)
COUNT_ALL = "SELECT count(exact), count(summary), max(length(about)) FROM statement"
PATIENCE = 20.0  # seconds until a test gives up waiting for the service


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of the real source, without the long lists of names."""
    return small_dataset(tmp_path_factory.mktemp("small"))


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    """Two editions; the first is published."""
    folder = tmp_path / "datasets"
    for number in (1, 2):
        edition(small, folder, number)
    point(folder, f"{1:016x}")
    return folder


@pytest.fixture
def dataset_store(folder: Path) -> Iterator[DatasetStore]:
    """What follows the pointer, without a service around it. As in a service, the garbage collector
    ignores what was there before, or it would take half a second at each swap.
    """
    gc.freeze()
    dataset_store = DatasetStore(folder, budget_ms=1000, threads=1)
    assert dataset_store.refresh() is True
    yield dataset_store
    dataset_store.close()


def consistent(answer: httpx.Response) -> int:
    """The edition of an answer, of which header, body and file name must agree."""
    assert answer.status_code == 200, answer.text[:300]
    version = answer.headers["Dataset-Version"]
    number = int(version, 16)
    assert set(re.findall(r"Edition (\d+)\.", answer.text)) == {str(number)}, answer.url
    assert set(re.findall(r"\b0{14}[0-9a-f]{2}\b", answer.text)) <= {version}, answer.url
    if answer.headers["Content-Type"].startswith("application/json"):
        assert answer.json().get("dataset_version", version) == version
    if "Content-Disposition" in answer.headers:
        assert version in answer.headers["Content-Disposition"]
    return number


def until(client: httpx.Client, version: str) -> None:
    """Wait until the service has followed."""
    end = time.monotonic() + PATIENCE
    while client.get("/health/ready").json()["dataset_version"] != version:
        assert time.monotonic() < end, f"the service did not follow to {version}"
        time.sleep(0.005)


class Reading:
    """A reader that keeps one connection alive and asks until it is stopped."""

    def __init__(self, url: str, first: int) -> None:
        self.seen: list[int] = []
        self.stop = threading.Event()
        self._url, self._first = url, first

    def run(self) -> None:
        """Read; raises at the first answer that failed, was mixed, or was older than the one
        before.
        """
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=1)
        with httpx.Client(
            base_url=self._url, timeout=PATIENCE, limits=limits, verify=False
        ) as client:
            turn = self._first
            while not self.stop.is_set():
                self.seen.append(consistent(client.get(PATHS[turn % len(PATHS)])))
                assert self.seen[-1] >= max(self.seen[-2:]), f"went back: {self.seen[-2:]}"
                turn += 1
            for path in PATHS:  # the flips have stopped, and the last has been seen
                self.seen.append(consistent(client.get(path)))


@pytest.mark.parametrize("editions", few([8, 22], [8]))
def test_a_swap_under_load(
    small: Path, tmp_path: Path, serve: Callable[..., Served], editions: int
) -> None:
    """Editions follow one another while four readers read."""
    folder = tmp_path / "datasets"
    versions = [edition(small, folder, number) for number in range(1, editions + 1)]
    point(folder, versions[0])
    served = serve(folder, poll_ms=10, budget_ms=10_000)
    readers = [Reading(served.url, first) for first in range(4)]
    with ThreadPoolExecutor(len(readers)) as pool:
        running = [pool.submit(reader.run) for reader in readers]
        try:
            for version in versions[1:]:
                point(folder, version)
                until(served.client, version)
        finally:
            for reader in readers:
                reader.stop.set()
        for one in running:
            one.result()
    for reader in readers:
        assert reader.seen[-len(PATHS) :] == [editions] * len(PATHS)
    assert len({number for reader in readers for number in reader.seen}) > 2, (
        "the readers saw too few swaps"
    )
    assert f"stated_swaps_total {editions}.0" in served.client.get("/metrics").text


def test_back_and_forth(folder: Path, serve: Callable[..., Served]) -> None:
    """A version that was served before is served again: what was kept of it is its own."""
    served = serve(folder, poll_ms=10, budget_ms=10_000)
    first = {path: served.client.get(path) for path in PATHS}
    for number in (2, 1, 2, 1):
        point(folder, f"{number:016x}")
        until(served.client, f"{number:016x}")
        for path in PATHS:
            again = served.client.get(path)
            assert consistent(again) == number
            if number == 1:
                assert (again.content, again.headers["ETag"]) == (
                    first[path].content,
                    first[path].headers["ETag"],
                )


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_old_datasets_are_let_go(folder: Path, dataset_store: DatasetStore) -> None:
    """Their files are closed as soon as nobody reads them any more, without the help of the garbage
    collector.
    """
    assert dataset_store.current is not None
    held = []
    gc.disable()
    try:
        for _ in range(3):
            for number in (2, 1) * 5:
                point(folder, f"{number:016x}")
                assert dataset_store.refresh() is True
            held.append(held_open(folder))
    finally:
        gc.enable()
    assert held == [len(dataset_store.current.readers)] * 3, held
    assert dataset_store.datasets_open == 1


def test_old_engines_do_not_pile_up(folder: Path, dataset_store: DatasetStore) -> None:
    """However seldom the garbage collector runs by itself, memory has only the engines of the
    dataset that is served and of the one before it.
    """
    engines: WeakSet[Engine] = WeakSet()
    threshold = gc.get_threshold()
    gc.set_threshold(0)
    try:
        for number in (2, 1) * 5:
            point(folder, f"{number:016x}")
            assert dataset_store.refresh() is True
            assert dataset_store.current is not None
            engines.update(reader.engine for reader in dataset_store.current.readers)
        assert len(engines) <= 2 * len(dataset_store.current.readers)
    finally:
        gc.set_threshold(*threshold)


def test_from_nothing(folder: Path, serve: Callable[..., Served]) -> None:
    """Without a dataset the service says so, and follows to the first one that is published."""
    (folder / "current").unlink()
    served = serve(folder, poll_ms=10, budget_ms=10_000)
    assert served.client.get("/health/ready").status_code == 503
    empty = served.client.get("/positions")
    assert (empty.status_code, empty.headers["Content-Type"]) == (503, "application/problem+json")
    assert (empty.headers["Cache-Control"], empty.headers.get("Dataset-Version")) == (
        "no-store",
        None,
    )
    point(folder, f"{2:016x}")
    until(served.client, f"{2:016x}")
    assert consistent(served.client.get("/positions")) == 2


def write_pointer(folder: Path, content: bytes) -> None:
    """Replace the pointer by anything."""
    (folder / ".pointer").write_bytes(content)
    os.replace(folder / ".pointer", folder / "current")


GARBAGE = [
    b"",
    b"\n",
    b"\xff\xfe",
    b"current",
    b"../datasets/0000000000000002",
    b"0000000000000002.sqlite",
    b"0000000000000009",
    b"0000000000000002 0000000000000001",
    b"0000000000000002\n0000000000000001\n",
    b"000000000000000\x00",
    b"2",
    b"a" * 300,
    "０００００００００００００００２".encode(),
]


@pytest.mark.parametrize("content", GARBAGE, ids=lambda content: repr(content[:20]))
def test_a_pointer_that_names_nothing(
    folder: Path, dataset_store: DatasetStore, content: bytes
) -> None:
    """The old dataset goes on serving, and the next good pointer is followed."""
    write_pointer(folder, content)
    for _ in range(2):
        assert dataset_store.refresh() is False
    assert dataset_store.current is not None
    assert dataset_store.current.version == f"{1:016x}"
    point(folder, f"{2:016x}")
    assert dataset_store.refresh() is True
    assert dataset_store.current.version == f"{2:016x}"


def test_a_pointer_that_is_gone(folder: Path, dataset_store: DatasetStore) -> None:
    (folder / "current").unlink()
    assert dataset_store.refresh() is False
    assert dataset_store.current is not None
    point(folder, f"{1:016x}")
    assert dataset_store.refresh() is False, "it never left"
    point(folder, f"{2:016x}")
    assert dataset_store.refresh() is True


def run(path: Path, sql: str) -> None:
    """Change a dataset file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()


def as_folder(path: Path) -> None:
    """Put a folder in the place of a file."""
    path.unlink()
    path.mkdir()


def cut(path: Path, share: int) -> None:
    """Leave so many percent of a file."""
    os.truncate(path, path.stat().st_size * share // 100)


SPOILED: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_bytes(b"<html>404</html>" * 1000),
    "a folder": as_folder,
    "missing": Path.unlink,
    "another version": lambda path: run(path, "UPDATE dataset SET version = '00000000000000aa'"),
    "no row of its own": lambda path: run(path, "DELETE FROM dataset"),
    "an older schema": lambda path: run(path, "ALTER TABLE position DROP COLUMN not_supported"),
    "a table less": lambda path: run(path, "DROP TABLE tombstone"),
    "no search index": lambda path: run(path, "DROP TABLE statement_words"),
    **{f"{share} % copied": partial(cut, share=share) for share in (1, 25, 50, 75, 99)},
}


@pytest.mark.parametrize(
    "how",
    few(
        SPOILED,
        ["empty", "a folder", "another version", "no search index", "25 % copied", "99 % copied"],
    ),
)
def test_a_bad_file(small: Path, folder: Path, dataset_store: DatasetStore, how: str) -> None:
    """It is opened and probed whole before it is served; the old one goes on, and the mended file
    is picked up.
    """
    second = folder / f"{2:016x}.sqlite"
    SPOILED[how](second)
    point_anyway = f"{2:016x}\n".encode()
    write_pointer(folder, point_anyway)
    for _ in range(2):
        assert dataset_store.refresh() is False, how
    assert dataset_store.current is not None
    assert dataset_store.current.version == f"{1:016x}"
    if second.is_dir():
        second.rmdir()
    edition(small, folder, 2)
    assert dataset_store.refresh() is True
    assert dataset_store.current.version == f"{2:016x}"
    assert dataset_store.swaps == 2


def test_a_bad_file_under_a_running_service(
    small: Path, folder: Path, serve: Callable[..., Served]
) -> None:
    """Garbage, then a missing file, then a broken one, while answers go on; mended, it is
    served.
    """
    served = serve(folder, poll_ms=10, budget_ms=10_000)
    (folder / f"{3:016x}.sqlite").write_bytes(b"broken")
    for content in (b"garbage", f"{9:016x}".encode(), f"{3:016x}".encode()):
        write_pointer(folder, content)
        for path in PATHS * 3:
            assert consistent(served.client.get(path)) == 1
    assert served.client.get("/health/ready").status_code == 200
    edition(small, folder, 3)
    until(served.client, f"{3:016x}")
    assert consistent(served.client.get("/positions")) == 3


def damage(path: Path, share: float = 0.5) -> None:
    """Overwrite the pages in the middle of a file, in place."""
    size = path.stat().st_size
    first = int(size * (1 - share) / 2) // 4096 * 4096
    with path.open("r+b") as file:
        file.seek(first)
        file.write(b"\xff" * int(size * share))


def test_a_file_that_is_damaged_while_it_is_served(
    small: Path, folder: Path, serve: Callable[..., Served]
) -> None:
    """The service says so, and serves the intact file as soon as it is there, without a change of
    the pointer.
    """
    served, path = serve(folder, poll_ms=10, cache_mb=0), folder / f"{1:016x}.sqlite"
    assert served.client.get("/health/ready").json() == {
        "status": "ready",
        "dataset_version": f"{1:016x}",
        "degraded": False,
        "refused": None,
    }
    damage(path, 0.9)
    wait_for_ready(served.client, 503)
    body = served.client.get("/health/ready").json()
    assert (body["status"], body["degraded"]) == ("damaged dataset", True)
    assert body["refused"]["version"] == f"{1:016x}"
    assert "damaged" in body["refused"]["reason"]
    answer = served.client.get("/statements")
    assert (answer.status_code, answer.json()["code"]) == (503, "not-ready")
    edition(small, folder, 1)
    wait_for_ready(served.client, 200)
    for path_of_answer in PATHS:
        assert consistent(served.client.get(path_of_answer)) == 1


def test_changed_words_are_damage_too(
    small: Path, folder: Path, serve: Callable[..., Served]
) -> None:
    """SQLite finds nothing wrong with a file in which other words were written; its checksum does.
    A file without one is served.
    """
    path = folder / f"{1:016x}.sqlite"
    served = serve(folder, poll_ms=10, cache_mb=0)
    for has_checksum in (False, True):
        if has_checksum:
            write_checksum(path, sha256_of(path))
        content = path.read_bytes()
        assert content.count(b"Edition 1.") > 1
        with path.open("r+b") as file:
            file.seek(content.rindex(b"Edition 1."))
            file.write(b"Edition 7.")
        wait_for_ready(served.client, 503 if has_checksum else 200)
        os.utime(path, ns=(1, 1))  # as if it had been written into once more
        time.sleep(0.1)
        assert served.client.get("/health/ready").status_code == (503 if has_checksum else 200)
    edition(small, folder, 1)
    wait_for_ready(served.client, 200)


def test_damage_that_a_query_meets_first(small: Path, folder: Path) -> None:
    """Also if neither size nor time of the file says that it was changed."""
    path = folder / f"{1:016x}.sqlite"
    times = path.stat()
    store = DatasetStore(folder, budget_ms=1000, threads=1)
    assert store.refresh() is True
    damage(path, 0.9)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert store.refresh() is False
    assert store.refusal is None
    dataset = store.current
    assert dataset is not None
    with pytest.raises(NotReady):
        dataset.read(lambda connection: connection.exec_driver_sql(COUNT_ALL).all())
    assert store.refresh() is False
    assert dataset.damaged
    assert store.refusal is not None
    assert store.refusal.version == dataset.version
    edition(small, folder, 1)
    assert store.refresh() is True
    assert store.refusal is None
    store.close()


def wait_for_ready(client: httpx.Client, status: int) -> None:
    """Wait until `/health/ready` answers with a status."""
    end = time.monotonic() + PATIENCE
    while client.get("/health/ready").status_code != status:
        assert time.monotonic() < end, client.get("/health/ready").text
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("content", "version", "reason"),
    [
        (b"garbage", None, "does not contain a version"),
        (b"\xff\xfe", None, "cannot be read"),
        (f"{9:016x}".encode(), f"{9:016x}", "there is no such file"),
        (f"{3:016x}".encode(), f"{3:016x}", "is damaged, or is no dataset"),
        (f"{4:016x}".encode(), f"{4:016x}", "contains the dataset"),
    ],
)
def test_why_the_pointer_is_not_followed(
    folder: Path,
    dataset_store: DatasetStore,
    caplog: pytest.LogCaptureFixture,
    content: bytes,
    version: str | None,
    reason: str,
) -> None:
    """It is logged once, in one line, and `refusal` says it until the pointer is followed again."""
    (folder / f"{3:016x}.sqlite").write_bytes(b"broken")
    shutil.copy(folder / f"{2:016x}.sqlite", folder / f"{4:016x}.sqlite")
    write_pointer(folder, content)
    caplog.clear()
    for _ in range(3):
        assert dataset_store.refresh() is False
    refusal = dataset_store.refusal
    assert refusal is not None
    assert refusal.version == version
    assert reason in refusal.reason
    said = [record for record in caplog.records if "not following" in record.getMessage()]
    assert len(said) == 1
    assert all("\n" not in record.getMessage() for record in caplog.records)
    assert all(record.exc_info is None for record in caplog.records)
    point(folder, f"{2:016x}")
    assert dataset_store.refresh() is True
    assert dataset_store.refusal is None


def test_ready_says_what_is_refused(folder: Path, serve: Callable[..., Served]) -> None:
    """A good dataset goes on being served, so it is 200."""
    served = serve(folder, poll_ms=10)
    write_pointer(folder, f"{9:016x}".encode())
    end = time.monotonic() + PATIENCE
    while not (body := served.client.get("/health/ready").json())["degraded"]:
        assert time.monotonic() < end
        time.sleep(0.005)
    assert body == {
        "status": "ready",
        "dataset_version": f"{1:016x}",
        "degraded": True,
        "refused": {"version": f"{9:016x}", "reason": "there is no such file"},
    }
