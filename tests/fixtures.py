"""Fixtures. They are real parts: a SQLite file built from the real seed, a uvicorn on a socket, and
the smallest real data that shows the point. Unusual data are made next to the test that needs them.
"""

import fcntl
import os
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
import yaml
from sqlalchemy import Connection, Engine, create_engine

from app.build import snapshot
from app.build.check.checked_seed import CheckedSeed
from app.build.check.seed import check
from app.build.publish import point
from app.build.seed import name_table as nametable
from app.build.seed.load import load
from app.build.write import adopt
from app.build.write import dataset_file as writing
from app.build.write.dataset_file import write
from app.cli import IDLE
from app.edge.middleware import Edge
from app.main import create_app
from app.settings import ROOT, Settings
from tests import browser as browsers
from tests.conftest import keep

SEED = ROOT / "seed"
FIRST_VERSION = Path(__file__).parent / "first_version"


@pytest.fixture(scope="session", autouse=True)
def worked_out_once() -> Iterator[None]:
    """Keep what hundreds of builds would work out again: they read the same files and names, and
    begin with the same empty tables.

    Nothing changes the parsed nodes, and folding a name or making empty tables has one result.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "compose", lru_cache(500)(yaml.compose))
        for name in ("fold", "light"):
            patch.setattr(nametable, name, lru_cache(100_000)(getattr(nametable, name)))
        with closing(sqlite3.connect(":memory:", check_same_thread=False)) as kept:
            patch.setattr(writing, "upgrade", copying(writing.upgrade, kept))
            made = one_cache()
            for module in (writing, snapshot, adopt):
                patch.setattr(module, "create_engine", made)
            # No test outlives a power cut; each publication would wait six times for the disk.
            patch.setattr(os, "fsync", lambda _: None)
            yield


def copying(
    upgrade: Callable[[Connection], None], kept: sqlite3.Connection
) -> Callable[[Connection], None]:
    """Alembic makes the tables of the first file; the others get a copy from `kept`."""

    def upgraded(connection: Connection) -> None:
        file: Any = connection.connection.dbapi_connection
        if kept.execute("SELECT 1 FROM sqlite_master").fetchone():
            kept.backup(file)
        else:
            upgrade(connection)
            connection.commit()
            file.backup(kept)

    return upgraded


def one_cache() -> Callable[..., Engine]:
    """Engines that compile a SELECT once for all files: each has a cache of its own otherwise."""
    first = create_engine("sqlite://")
    first.connect().close()  # only then does a dialect know its database

    def made(*arguments: Any, **options: Any) -> Engine:
        engine = create_engine(*arguments, **options)
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    return made


@dataclass(frozen=True)
class Served:
    """A running service: its address, a client for it, and the application itself."""

    url: str
    client: httpx.Client
    app: Edge
    datasets: Path


def first_version(folder: Path) -> Path:
    """The seed of the first published version as `folder`/seed, with its line of the ledger.

    Countries and their names are those of today. If they change, put the old files into
    `tests/first_version` too.
    """
    copy = Path(shutil.copytree(FIRST_VERSION, folder / "seed"))
    for name in ("countries.csv", "agencies.yaml"):
        shutil.copy(SEED / name, copy)
    shutil.copytree(SEED / "names", copy / "names")
    first, *_ = (SEED / "ledger.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (copy / "ledger.jsonl").write_text(first, encoding="utf-8")
    return copy


def bare_seed(folder: Path) -> Path:
    """That seed without further names of countries and without the ledger: nothing of it was
    published yet. What tests make of it does not change when the real seed does.
    """
    copy = first_version(folder)
    (copy / "ledger.jsonl").unlink()
    (copy / "names/aliases.csv").write_text("iso2,name,kind\n")
    (copy / "names/reviewed.csv").write_text("name,ruling,targets,note\n")
    (copy / "names/cldr.tsv").write_text("# none\niso2\tname\tlocales\tlocal\n")
    for name in ("further.csv", "un.tsv"):
        (copy / "names" / name).unlink()
    return copy


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A small seed; nothing of it was published."""
    return bare_seed(tmp_path)


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    """Where datasets go."""
    return tmp_path / "datasets"


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> CheckedSeed:
    """The real seed, read and checked, as if nothing had been published before: its dataset is the
    first release.
    """
    copy = tmp_path_factory.mktemp("launch") / "seed"
    shutil.copytree(SEED, copy, ignore=shutil.ignore_patterns("ledger.jsonl"))
    real = check(load(copy))
    assert [str(finding) for finding in real.seed.findings] == []
    keep()
    return real


@pytest.fixture(scope="session")
def launch(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset file of the real seed, published in a folder of its own. The first worker that
    needs it makes it for all of them, so no test may change it.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    datasets = folder / "launch"
    with (folder / "launch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (datasets / "current").exists():
            path = write(request.getfixturevalue("checked"), datasets)
            point(datasets, path.stem)
    return datasets / f"{(datasets / 'current').read_text(encoding='ascii').strip()}.sqlite"


@contextmanager
def services() -> Iterator[Callable[..., Served]]:
    """Starts services on real sockets. They end together, because each takes its time."""
    running: list[tuple[uvicorn.Server, threading.Thread, httpx.Client]] = []

    def start(datasets: Path, **settings: object) -> Served:
        # The budget is wall-clock time: on a busy machine other tests must not fail because of it.
        app = create_app(Settings(datasets=datasets, **{"budget_ms": 10_000} | settings))  # type: ignore[arg-type]
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            app,
            http="app.edge.fast_path:FastPathProtocol",
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=IDLE,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        client = httpx.Client(base_url=url, timeout=60, verify=False)  # no TLS: nothing to load
        running.append((server, thread, client))
        return Served(url, client, app, datasets)

    yield start
    for server, _, client in running:
        client.close()
        server.should_exit = True
    for _, thread, _ in running:
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[..., Served]]:
    """Starts services that end with the module. While one runs, it takes processor time, because it
    looks at its pointer, and it holds a dozen files open.
    """
    with services() as start:
        yield start


@pytest.fixture(scope="session")
def served(launch: Path) -> Iterator[Served]:
    """The service on the launch dataset, with a public URL as in production."""
    with services() as start:
        yield start(launch.parent, public_url="https://stated.example")


@pytest.fixture(scope="session")
def client(served: Served) -> httpx.Client:
    """A client of that service."""
    return served.client


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for a module. It ends with the module, because its event loop would disturb other
    tests.
    """
    with browsers.started() as browser:
        yield browser


@pytest.fixture(scope="module")
def host() -> Iterator[browsers.Host]:
    """Another site."""
    site = browsers.Host()
    yield site
    site.close()
