"""Replicas: what `stated publish --to` writes, and what a follower does with what a server sends.

The server here is a real one on loopback, which can also send what it should not.
"""

import json
import os
import shutil
import socket
import sqlite3
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from app.build.atomic import checksum_file, recorded_checksum, sha256_of
from app.build.publish import point
from app.build.write.adopt import identity
from app.replica import follow, remote
from app.replica.check import Schema, check, published_in
from app.replica.follow import Follower
from app.replica.pointer import POINTER, NotFollowed, ReplicaPointer, parse
from app.replica.remote import Remote, Unreachable
from app.replica.schema import made_here
from app.replica.share import share
from app.settings import Settings
from app.store.dataset_store import NOT_FOLLOWED, DatasetStore
from app.store.share_images import images_file
from app.store.tables import REVISION
from app.store.whole_files import folder_of, whole_files
from tests.fixtures import Served
from tests.publishing import published, stated

FIRST, SECOND, THIRD = (f"{number:016x}" for number in (1, 2, 3))
OPENSSL = shutil.which("openssl")


class FileServer(ThreadingHTTPServer):
    """Sends the files of a folder, and whatever a test wants beside that."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.scheme, self.host = "http", "127.0.0.1"
        self.asked: list[tuple[str, str | None]] = []
        self.sends_parts = True
        self.cut_at: int | None = None  # bytes of a dataset file after which the connection ends
        self.extra = b""  # behind a dataset file
        self.redirects: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.silent = False

    @property
    def url(self) -> str:
        """The address of the pointer."""
        return f"{self.scheme}://{self.host}:{self.server_address[1]}/{POINTER}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has left is nothing to print."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: FileServer

    def log_message(self, format: str, *arguments: Any) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        """Send a file."""
        server, part = self.server, self.headers.get("Range")
        server.asked.append((self.path, part))
        if server.silent:
            time.sleep(2)
            return
        if self.path in server.redirects:
            self.answer(302, b"", Location=server.redirects[self.path])
            return
        try:
            body = (server.folder / self.path.lstrip("/")).read_bytes()
        except OSError:
            self.answer(404, b"no")
            return
        if self.path == f"/{POINTER}":
            etag = f'"{hash(body)}"'
            same = self.headers.get("If-None-Match") == etag
            self.answer(304 if same else 200, b"" if same else body, ETag=etag)
            return
        size, headers = len(body), {}
        if part and server.sends_parts:
            start = int(part.removeprefix("bytes=").removesuffix("-"))
            body = body[start:]
            headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
        body += server.extra
        self.answer(206 if headers else 200, body, server.cut_at, **headers, **server.headers)

    def answer(self, status: int, body: bytes, cut: int | None = None, **headers: str) -> None:
        """Send it all, or only the first bytes."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:cut])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FileServer]:
    """A server of files."""
    (tmp_path / "shared").mkdir()
    server = FileServer(tmp_path / "shared")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture(scope="module")
def schema() -> Schema:
    """The tables that this release makes."""
    return made_here()


@pytest.fixture
def followed(schema: Schema, server: FileServer, datasets: Path) -> Callable[..., Follower]:
    """Makes a follower of the server."""
    datasets.mkdir()

    def make(**options: Any) -> Follower:
        given: dict[str, Any] = {"keep": 3, "every": 0.1, "schema": lambda: schema}
        return Follower(Remote(server.url), datasets, **given | options)

    return make


@pytest.fixture
def issue(launch: Path, tmp_path: Path, server: FileServer) -> Callable[..., ReplicaPointer]:
    """Publishes a dataset of any version and day for replicas, as `stated publish --to` does."""

    def make(version: str, day: str = "2026-11-01") -> ReplicaPointer:
        path = Path(shutil.copy(launch, tmp_path / f"{version}.sqlite"))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE dataset SET version = ?, published = ?", (version, day))
            connection.commit()
        return share(path, server.folder)

    return make


def write_pointer(server: FileServer, pointer: ReplicaPointer, **changed: Any) -> None:
    """Write a pointer that says something else."""
    content = json.loads(pointer.model_dump_json()) | changed
    (server.folder / POINTER).write_text(json.dumps(content))


def pointer_to(path: Path) -> ReplicaPointer:
    """A pointer to a file as it is."""
    return ReplicaPointer(
        format=1,
        version=identity(path)[0],
        published=published_in(path),
        sha256=sha256_of(path),
        size=path.stat().st_size,
        revision=REVISION,
        renderer=1,
    )


def current(datasets: Path) -> str | None:
    """What the pointer of a folder names."""
    file = datasets / "current"
    return file.read_text().strip() if file.exists() else None


def refused(datasets: Path) -> tuple[str | None, str] | None:
    """What a follower has noted."""
    file = datasets / NOT_FOLLOWED
    if not file.exists():
        return None
    noted = json.loads(file.read_bytes())
    return noted["version"], noted["reason"]


def file_of(server: FileServer, pointer: ReplicaPointer) -> Path:
    """The dataset file on the server."""
    return server.folder / pointer.file


class TestWhatIsShared:
    """The folder that `stated publish --to` writes."""

    def test_a_file_and_then_the_pointer(
        self, seed: Path, datasets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        version = published(seed, datasets, "--preview", "--to", str(tmp_path / "to"))
        pointer = parse((tmp_path / "to" / POINTER).read_bytes())
        file = tmp_path / "to" / pointer.file
        assert pointer.version == version
        assert pointer.sha256 == sha256_of(file) == sha256_of(datasets / f"{version}.sqlite")
        assert pointer.size == file.stat().st_size
        # Again: the file stays, the pointer is the same.
        before = file.stat().st_ino
        code, printed, _ = stated(
            "rollback", version, "--datasets", datasets, "--to", file.parents[1]
        )
        assert (code, printed) == (0, version)
        assert file.stat().st_ino == before
        assert sorted(one.name for one in file.parent.iterdir()) == [file.name]
        # A disk that is full meanwhile leaves the old pointer, and nothing half written.
        monkeypatch.setattr(shutil, "copyfile", full)
        file.write_bytes(b"damaged")
        with pytest.raises(OSError, match="No space"):
            share(datasets / f"{version}.sqlite", tmp_path / "to")
        assert parse((tmp_path / "to" / POINTER).read_bytes()) == pointer
        assert sorted(one.name for one in file.parent.iterdir()) == [file.name]


def full(*_: object) -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")


class TestFollowing:
    """What a follower brings into its folder."""

    def test_it_follows(
        self,
        followed: Callable[..., Follower],
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
    ) -> None:
        pointer, follower = issue(FIRST), followed()
        assert follower.step() == 0.1
        assert current(datasets) == FIRST
        assert recorded_checksum(datasets / f"{FIRST}.sqlite") == pointer.sha256
        follower.step()
        assert [path for path, _ in server.asked] == [
            f"/{POINTER}",
            f"/{pointer.file}",
            f"/{POINTER}",
        ]
        issue(SECOND)
        follower.step()
        assert current(datasets) == SECOND
        assert refused(datasets) is None
        assert not list(datasets.glob(".part-*"))

    def test_it_goes_on_where_it_was_cut(
        self,
        followed: Callable[..., Follower],
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
    ) -> None:
        pointer, follower = issue(FIRST), followed()
        server.cut_at = pointer.size // 3
        assert follower.step() > 0.1
        assert current(datasets) is None
        server.cut_at = None
        followed().step()  # as after a restart
        assert current(datasets) == FIRST
        assert server.asked[-1] == (f"/{pointer.file}", f"bytes={pointer.size // 3}-")

    @pytest.mark.parametrize("sends_parts", [True, False])
    def test_a_part_that_is_wrong_is_fetched_again(
        self,
        followed: Callable[..., Follower],
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
        sends_parts: bool,
    ) -> None:
        pointer = issue(FIRST)
        server.sends_parts = sends_parts
        (datasets / f".part-{pointer.sha256}").write_bytes(b"wrong" * 100)
        (datasets / ".part-of-another").write_bytes(b"old")
        followed().step()
        assert current(datasets) == FIRST
        assert not list(datasets.glob(".part-*"))

    def test_it_keeps_the_last_ones(
        self,
        followed: Callable[..., Follower],
        issue: Callable[..., ReplicaPointer],
        launch: Path,
        datasets: Path,
    ) -> None:
        """What somebody else put into the folder stays."""
        shutil.copy(launch, datasets)
        follower = followed(keep=2)
        for version in (FIRST, SECOND, THIRD):
            issue(version)
            follower.step()
        left = {path.name for path in datasets.glob("*.sqlite")}
        assert left == {launch.name, f"{SECOND}.sqlite", f"{THIRD}.sqlite"}
        assert not checksum_file(datasets / f"{FIRST}.sqlite").exists()

    def test_a_damaged_file_is_fetched_again(
        self,
        followed: Callable[..., Follower],
        issue: Callable[..., ReplicaPointer],
        datasets: Path,
    ) -> None:
        pointer, follower = issue(FIRST), followed()
        follower.step()
        path = datasets / f"{FIRST}.sqlite"
        with path.open("r+b") as file:
            file.seek(pointer.size // 2)
            file.write(b"damage")
        os.utime(path, ns=(1, 1))  # a file system may have coarse times
        follower.step()
        assert sha256_of(path) == pointer.sha256

    def test_a_pointer_that_was_moved_here_is_moved_back(
        self,
        followed: Callable[..., Follower],
        issue: Callable[..., ReplicaPointer],
        datasets: Path,
    ) -> None:
        follower = followed()
        for version in (FIRST, SECOND):
            issue(version)
            follower.step()
        point(datasets, FIRST)
        follower.step()
        assert current(datasets) == SECOND


class TestCompanions:
    """Share images and whole files, which are beside the dataset file."""

    @pytest.fixture
    def issue(
        self, launch: Path, tmp_path: Path, server: FileServer
    ) -> Callable[..., ReplicaPointer]:
        """Publishes a dataset with companions."""

        def make(version: str, sql: str = "SELECT 1") -> ReplicaPointer:
            path = Path(shutil.copy(launch, tmp_path / f"{version}.sqlite"))
            for file, statement in (
                (path, f"UPDATE dataset SET version = '{version}'"),
                (images_file(path), "CREATE TABLE share_image (question, actor, alt, png)"),
                (images_file(path), sql),
            ):
                with closing(sqlite3.connect(file)) as connection:
                    connection.execute(statement)
                    connection.commit()
            folder = folder_of(path)
            folder.mkdir()
            (folder / "dataset.zip").write_bytes(version.encode() * 1000)
            files = {"dataset.zip": {"bytes": 16_000, "sha256": sha256_of(folder / "dataset.zip")}}
            (folder / "files.json").write_text(json.dumps({"files": files}))
            return share(path, server.folder)

        return make

    def test_they_come_with_the_dataset(
        self,
        followed: Callable[..., Follower],
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
    ) -> None:
        pointer, follower = issue(FIRST), followed(keep=1)
        assert pointer.companions.keys() == {"images", "files.json", "dataset.zip"}
        assert len((server.folder / POINTER).read_bytes()) < 1000
        follower.step()
        path = datasets / f"{FIRST}.sqlite"
        assert refused(datasets) is None
        assert sha256_of(images_file(path)) == pointer.companions["images"].sha256
        assert [*whole_files(path)] == ["dataset.zip"]
        # One that is lost comes again, alone.
        (folder_of(path) / "dataset.zip").unlink()
        asked = len(server.asked)
        followed().step()
        assert [name for name, _ in server.asked[asked + 1 :]] == [
            f"/{pointer.companion('dataset.zip')}"
        ]
        assert [*whole_files(path)] == ["dataset.zip"]
        # They go with their dataset.
        issue(SECOND)
        follower.step()
        left = {one.name for one in datasets.iterdir() if not one.name.startswith(".")}
        names = ("sqlite", "sqlite.sha256", "images", "files")
        assert left == {"current", *(f"{SECOND}.{name}" for name in names)}

    def test_wrong_ones_are_refused(
        self,
        followed: Callable[..., Follower],
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
    ) -> None:
        """As the dataset itself is, which is not served without them."""
        follower = followed()
        issue(FIRST)
        follower.step()
        pointer = issue(SECOND, "CREATE VIEW extra AS SELECT 1")
        follower.step()
        assert refused(datasets) == (SECOND, "the file of share images is not one")
        pointer = issue(THIRD)
        (server.folder / pointer.companion("dataset.zip")).write_bytes(b"x" * 16_000)
        follower.step()
        assert refused(datasets) == (THIRD, "a file has another SHA-256 than the pointer says")
        assert current(datasets) == FIRST
        assert not list(datasets.glob(f"{THIRD}*"))

    def test_a_name_that_is_none_of_them(self) -> None:
        shared = {"sha256": "0" * 64, "size": 1}
        content = {
            **shared,
            "format": 1,
            "version": FIRST,
            "published": "2026-11-01",
            "revision": "0011",
            "renderer": 1,
        }
        good = json.dumps({**content, "companions": {"images": shared}}).encode()
        assert [*parse(good).companions] == ["images"]
        assert [*parse(good.replace(b"images", b"topics.parquet")).companions] == ["topics.parquet"]
        for wrong in ("../x", "../x.parquet", "x.parquet/y", "images\\n", "dataset.exe", ""):
            with pytest.raises(NotFollowed):
                parse(good.replace(b'"images"', f'"{wrong}"'.encode()))


class TestRefusing:
    """What is not followed: the last good dataset stays, and the reason is noted."""

    @pytest.fixture
    def follower(
        self,
        followed: Callable[..., Follower],
        issue: Callable[..., ReplicaPointer],
        datasets: Path,
    ) -> Follower:
        """One that serves a good dataset."""
        follower = followed()
        issue(FIRST)
        follower.step()
        assert current(datasets) == FIRST
        return follower

    def test_one_changed_byte_and_what_ready_says(
        self,
        follower: Follower,
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
        serve: Callable[..., Served],
    ) -> None:
        served = serve(datasets, follow=server.url, poll_ms=10)
        pointer = issue(SECOND)
        file = file_of(server, pointer)
        content = bytearray(file.read_bytes())
        content[pointer.size // 2] ^= 1
        file.write_bytes(content)
        follower.step()
        assert current(datasets) == FIRST
        assert not list(datasets.glob(".part-*"))
        body = self.ready(served, degraded=True)
        assert body["status"] == "ready"
        assert body["dataset_version"] == FIRST
        assert body["refused"]["version"] == SECOND
        assert "SHA-256" in body["refused"]["reason"]
        assert "stated_degraded 1.0" in served.client.get("/metrics").text
        # The same pointer is not fetched again at once …
        asked = len(server.asked)
        follower.step()
        assert len(server.asked) == asked + 1
        # … and a good one is followed.
        issue(THIRD)
        follower.step()
        body = self.ready(served, degraded=False)
        assert body["dataset_version"] == THIRD

    def ready(self, served: Served, *, degraded: bool) -> dict[str, Any]:
        """What ready says, once it says that."""
        end = time.monotonic() + 10
        while True:
            answer = served.client.get("/health/ready")
            assert answer.status_code == 200
            body: dict[str, Any] = answer.json()
            if body["degraded"] is degraded:
                return body
            assert time.monotonic() < end
            time.sleep(0.01)

    def test_a_pointer_that_is_none(
        self, follower: Follower, server: FileServer, datasets: Path
    ) -> None:
        (server.folder / POINTER).write_bytes(b"<html>")
        follower.step()
        assert current(datasets) == FIRST
        noted = refused(datasets)
        assert noted is not None
        assert noted[0] is None

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"[]",
            b"{}",
            b"<html>" * 1000,
            b"\xff\xfe",
            {"version": "../../etc/passwd"},
            {"version": FIRST.upper().replace("0", "A")},
            {"sha256": "0" * 63},
            {"size": 0},
            {"size": -1},
            {"size": 1.5},
            {"size": "many"},
            {"format": 2},
            {"published": "yesterday"},
            {"revision": "../x"},
        ],
        ids=str,
    )
    def test_what_is_no_pointer(self, content: Any) -> None:
        good = {
            "format": 1,
            "version": FIRST,
            "published": "2026-11-01",
            "sha256": "0" * 64,
            "size": 1,
            "revision": "0011",
            "renderer": 1,
        }
        assert parse(json.dumps(good | {"added_later": True}).encode()).version == FIRST
        if isinstance(content, dict):
            content = json.dumps(good | content).encode()
        with pytest.raises(NotFollowed, match="pointer") as raised:
            parse(content)
        assert raised.value.version is None

    def test_an_older_one(
        self,
        follower: Follower,
        followed: Callable[..., Follower],
        issue: Callable[..., ReplicaPointer],
        datasets: Path,
        schema: Schema,
    ) -> None:
        issue(SECOND, "2026-10-31")
        follower.step()
        assert current(datasets) == FIRST
        noted = refused(datasets)
        assert noted is not None
        assert "--allow-rollback" in noted[1]
        allowed = followed(allow_rollback=True)
        allowed.step()
        assert current(datasets) == SECOND
        assert refused(datasets) is None

    def test_another_schema_is_not_even_fetched(
        self,
        follower: Follower,
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
    ) -> None:
        write_pointer(server, issue(SECOND), revision="9999")
        asked = len(server.asked)
        follower.step()
        assert len(server.asked) == asked + 1
        noted = refused(datasets)
        assert noted is not None
        assert "another release" in noted[1]

    @pytest.mark.parametrize(
        "sql",
        [
            "CREATE VIEW extra AS SELECT 1",
            "CREATE TABLE extra (a)",
            "CREATE INDEX extra ON statement (summary)",
            "CREATE TRIGGER extra AFTER INSERT ON topic BEGIN SELECT 1; END",
            "ALTER TABLE topic ADD COLUMN extra",
            "DROP TABLE word_form",
        ],
    )
    def test_other_tables(self, launch: Path, tmp_path: Path, schema: Schema, sql: str) -> None:
        path = Path(shutil.copy(launch, tmp_path / "file.sqlite"))
        check(path, pointer_to(path), schema)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(sql)
            connection.commit()
        with pytest.raises(NotFollowed, match="other tables"):
            check(path, pointer_to(path), schema)

    @pytest.mark.parametrize("changed", [{"version": THIRD}, {"published": "2026-11-05"}])
    def test_a_file_of_another_dataset(
        self,
        follower: Follower,
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
        changed: dict[str, str],
    ) -> None:
        pointer = issue(SECOND)
        write_pointer(server, pointer, **changed)
        named = parse((server.folder / POINTER).read_bytes())
        if named.file != pointer.file:
            shutil.copy(file_of(server, pointer), file_of(server, named))
        follower.step()
        assert current(datasets) == FIRST
        noted = refused(datasets)
        assert noted is not None
        assert "another dataset" in noted[1]

    def test_no_dataset_at_all(
        self,
        follower: Follower,
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
        tmp_path: Path,
    ) -> None:
        """With the right SHA-256."""
        content = tmp_path / "no.sqlite"
        content.write_bytes(b"no dataset" * 1000)
        good = issue(SECOND)
        write_pointer(server, good, sha256=sha256_of(content), size=content.stat().st_size)
        shutil.copy(content, file_of(server, parse((server.folder / POINTER).read_bytes())))
        follower.step()
        assert refused(datasets) == (SECOND, "the file is damaged, or is no dataset")

    def test_a_larger_file(
        self,
        follower: Follower,
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
    ) -> None:
        issue(SECOND)
        server.extra = b"x" * 5_000_000
        follower.step()
        assert current(datasets) == FIRST
        assert refused(datasets) == (SECOND, "a file is larger than the pointer says")
        assert sum(path.stat().st_size for path in datasets.glob(".part-*")) == 0

    def test_no_space(
        self,
        follower: Follower,
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        pointer = issue(SECOND)
        usage = shutil.disk_usage(datasets)._replace(free=pointer.size)
        monkeypatch.setattr(follow.shutil, "disk_usage", lambda _: usage)
        asked = len(server.asked)
        follower.step()
        assert len(server.asked) == asked + 1
        noted = refused(datasets)
        assert noted is not None
        assert "are free" in noted[1]

    def test_a_disk_that_becomes_full(
        self,
        follower: Follower,
        issue: Callable[..., ReplicaPointer],
        datasets: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        issue(SECOND)
        monkeypatch.setattr(follow, "put_dataset", full)
        follower.step()
        assert current(datasets) == FIRST
        noted = refused(datasets)
        assert noted is not None
        assert "could not be written" in noted[1]

    def test_a_server_that_is_down(
        self, follower: Follower, server: FileServer, datasets: Path
    ) -> None:
        server.shutdown()
        server.server_close()
        waits = [follower.step() for _ in range(12)]
        assert waits == sorted(waits)
        assert waits[-1] == 60
        assert current(datasets) == FIRST
        assert refused(datasets) == (None, "the server cannot be reached")

    def test_a_refusal_is_said_again_after_failures(
        self, follower: Follower, server: FileServer, datasets: Path
    ) -> None:
        (server.folder / POINTER).write_bytes(b"no pointer")
        follower.step()
        before = refused(datasets)
        (server.folder / POINTER).unlink()
        for _ in range(3):
            follower.step()
        assert refused(datasets) == (None, "the server of the pointer answers with 404")
        (server.folder / POINTER).write_bytes(b"no pointer")
        follower.step()
        assert refused(datasets) == before

    def test_one_failure_is_not_said(
        self, follower: Follower, server: FileServer, datasets: Path
    ) -> None:
        content = (server.folder / POINTER).read_bytes()
        (server.folder / POINTER).unlink()
        follower.step()
        assert refused(datasets) is None
        (server.folder / POINTER).write_bytes(content)
        assert follower.step() == 0.1

    def test_a_compressed_file(
        self,
        follower: Follower,
        issue: Callable[..., ReplicaPointer],
        server: FileServer,
        datasets: Path,
    ) -> None:
        issue(SECOND)
        server.headers = {"Content_Encoding": "gzip"}
        follower.step()
        noted = refused(datasets)
        assert noted is not None
        assert "compresses" in noted[1]

    def test_a_new_replica_says_why_it_has_nothing(
        self, followed: Callable[..., Follower], server: FileServer, datasets: Path
    ) -> None:
        (server.folder / POINTER).write_bytes(b"nothing")
        followed().step()
        store = DatasetStore(datasets, budget_ms=1000, threads=1, is_replica=True)
        store.refresh()
        assert store.refusal is not None
        assert "publish --to" in store.refusal.reason
        store.close()


class TestRedirects:
    """Only on the same server."""

    @pytest.mark.parametrize("to", ["/elsewhere.json", "{origin}/elsewhere.json"])
    def test_on_the_same_server(
        self, issue: Callable[..., ReplicaPointer], server: FileServer, to: str
    ) -> None:
        issue(FIRST)
        shutil.copy(server.folder / POINTER, server.folder / "elsewhere.json")
        server.redirects = {f"/{POINTER}": to.format(origin=server.url.rpartition("/")[0])}
        assert parse(Remote(server.url).pointer()).version == FIRST

    @pytest.mark.parametrize(
        "to",
        [
            "http://example.org/current.json",
            "https://127.0.0.1/current.json",
            "http://127.0.0.1:1/current.json",
            "http://10.0.0.1/current.json",
            "http://169.254.169.254/latest/meta-data",
            "http://localhost/current.json",
            "//example.org/current.json",
            "file:///etc/passwd",
            "http://[::1/",
            "",
        ],
    )
    def test_to_another_one(self, server: FileServer, to: str) -> None:
        server.redirects = {f"/{POINTER}": to}
        with pytest.raises(NotFollowed) as raised:
            Remote(server.url).pointer()
        assert "redirects to another one" in raised.value.reason

    def test_round_and_round(self, server: FileServer) -> None:
        server.redirects = {f"/{POINTER}": f"/{POINTER}"}
        with pytest.raises(NotFollowed, match="redirects more than 3 times"):
            Remote(server.url).pointer()


class TestAddresses:
    """Which addresses a name may lead to."""

    @pytest.fixture
    def resolving(self, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
        """Names lead to these addresses, one list after the other."""

        def resolve(*lists: list[str]) -> None:
            answers = iter(lists)

            def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
                return [(socket.AF_INET, 1, 6, "", (one, port)) for one in next(answers)]

            monkeypatch.setattr(remote.socket, "getaddrinfo", getaddrinfo)
            monkeypatch.setattr(remote.socket, "create_connection", refuse)

        def refuse(address: Any, *_: Any) -> Any:
            raise ConnectionRefusedError

        return resolve

    def test_plain_http_only_here(self, resolving: Callable[..., None]) -> None:
        resolving(["127.0.0.1", "93.184.216.34"])
        with pytest.raises(NotFollowed, match="plain HTTP"):
            Remote("http://localhost/current.json").pointer()

    def test_a_public_name_that_becomes_private(self, resolving: Callable[..., None]) -> None:
        resolving(["93.184.216.34"], ["10.0.0.7"])
        one = Remote("https://data.example/current.json")
        with pytest.raises(Unreachable):
            one.pointer()
        with pytest.raises(NotFollowed, match="private address"):
            list(one.read("files/x", 0, 10))

    def test_a_private_name_of_the_operator(self, resolving: Callable[..., None]) -> None:
        resolving(["10.0.0.7"], ["10.0.0.7"])
        one = Remote("https://data.internal/current.json")
        with pytest.raises(Unreachable):
            one.pointer()
        with pytest.raises(Unreachable):
            list(one.read("files/x", 0, 10))

    @pytest.mark.parametrize(
        ("url", "good"),
        [
            ("https://data.example/stated/current.json", True),
            ("https://[2001:db8::1]:8443/current.json", True),
            ("http://127.0.0.1:9000/current.json", True),
            ("http://localhost:9000/current.json", True),
            ("http://[::1]/current.json", True),
            ("http://data.example/current.json", False),
            ("http://10.0.0.1/current.json", False),
            ("http://127.0.0.1.data.example/current.json", False),
            ("https://me:secret@data.example/current.json", False),
            ("https://data.example", False),
            ("https://data.example/", False),
            ("https://data.example/current.json?a=1", False),
            ("ftp://data.example/current.json", False),
            ("/srv/current.json", False),
        ],
    )
    def test_the_setting(self, monkeypatch: pytest.MonkeyPatch, url: str, good: bool) -> None:
        monkeypatch.setenv("STATED_FOLLOW", url)
        if good:
            assert Settings().follow == url
        else:
            code, _, said = stated("serve")
            assert code == 2
            assert said.startswith("STATED_FOLLOW must be the address of a pointer")


def test_a_server_that_says_nothing(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has so many seconds in all, whether it sends nothing or very little."""
    monkeypatch.setattr(remote, "_POINTER_SECONDS", 0.2)
    server.silent = True
    begin = time.monotonic()
    with pytest.raises(Unreachable):
        Remote(server.url).pointer()
    assert time.monotonic() - begin < 1.5


@pytest.mark.skipif(OPENSSL is None, reason="OpenSSL is not installed")
def test_certificates(
    server: FileServer,
    issue: Callable[..., ReplicaPointer],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A server must have one that the system trusts."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = f"{OPENSSL} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.scheme, server.host = "https", "localhost"
    issue(FIRST)
    with pytest.raises(Unreachable, match="certificate"):
        Remote(server.url).pointer()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert parse(Remote(server.url).pointer()).version == FIRST
