"""An open dataset, and queries on it within a time budget.

A dataset is an immutable file. A Dataset has several connections to it, and is checked when it is
opened.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache, lru_cache
from hashlib import file_digest
from pathlib import Path
from queue import SimpleQueue
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import quote
from weakref import finalize, ref

import orjson
from sqlalchemy import Connection, Row, StaticPool, column, create_engine, select, text
from sqlalchemy import table as sql_table
from sqlalchemy.exc import DatabaseError

from app.problems import NotReady, OverBudget
from app.store.rendered import rendered_here
from app.store.share_images import ShareImages
from app.store.tables import REVISION, VIRTUAL, metadata
from app.store.whole_files import WholeFile, whole_files

T = TypeVar("T")
log = logging.getLogger("stated")

# Long queries for each connection, running and waiting. At 250 ms each, the last one waits for two
# seconds.
_MOST_LONG_QUERIES = 8
_MOST_NAMES, _LONGEST_NAME = 2048, 200  # of the cache of resolved names
_STEPS = 2000  # instructions of SQLite's virtual machine between two checks of the deadline


# Primary result codes of SQLite that say that the file is damaged or cannot be read.
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR}


class UnusableFile(ValueError):
    """A dataset file that this release cannot serve. `reason` is for the operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reader:
    """One connection to a dataset file. One thread at a time may use it."""

    def __init__(self, path: Path, budget: float) -> None:
        self._budget = budget
        self.damaged = False
        """Whether SQLite found the file damaged while it answered a query."""
        self._deadline = float("inf")
        uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
        raw = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=256)
        # A view or a default of a file from elsewhere calls no function that could do harm.
        raw.execute("PRAGMA trusted_schema = OFF")
        # A handler with a strong reference would keep the reader alive for ever: the garbage
        # collector does not see SQLite's reference to the handler.
        weak = ref(self)

        def is_late() -> bool:
            reader = weak()
            return reader is not None and monotonic() > reader._deadline

        raw.set_progress_handler(is_late, _STEPS)
        self.engine = create_engine(
            "sqlite://",
            creator=lambda: raw,
            poolclass=StaticPool,
            json_deserializer=orjson.loads,
            isolation_level="AUTOCOMMIT",
            query_cache_size=500,
        )
        try:
            self._connection = self.engine.connect()
        except Exception:
            raw.close()
            raise

    def run(self, query: Callable[..., T], *args: Any, unlimited: bool = False) -> T:
        """Return what `query(connection, *args)` returns. Raises OverBudget if it takes longer than
        the budget, unless that is `unlimited`, and NotReady if the file is damaged.
        """
        self._deadline = float("inf") if unlimited else monotonic() + self._budget
        try:
            return query(self._connection, *args)
        except (DatabaseError, sqlite3.DatabaseError) as error:
            code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
            if code == sqlite3.SQLITE_INTERRUPT:
                raise OverBudget(
                    f"The query took longer than {self._budget * 1000:.0f} ms."
                ) from None
            if code & 0xFF in _DAMAGE:
                self.damaged = True
                raise NotReady("The file of the dataset is damaged.") from error
            raise
        finally:
            self._deadline = float("inf")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self.engine.dispose()


@cache
def _probes() -> list[str]:
    """SELECTs of a row of every table and search index, with all columns that this release uses.

    They are made as text, because SQLAlchemy takes 50 ms to compile them. A name in quotation marks
    that is no column would be a string for SQLite; with the name of its table it is an error.
    """
    columns = {name: list(table.columns.keys()) for name, table in metadata.tables.items()}
    columns |= {name: ["rowid"] for name in VIRTUAL}
    probes = []
    for name, each in columns.items():
        listed = ", ".join(f'"{name}"."{one}"' for one in each)
        probes.append(f'SELECT {listed} FROM "{name}" LIMIT 1')  # noqa: S608  our own names
    return probes


def _checked(connection: Connection) -> Row[Any]:
    """The dataset's own row, after reading every table and column that this release uses. Raises
    UnusableFile for another revision of the schema, and other errors for a damaged file.
    """
    revision: str = connection.execute(
        select(column("version_num")).select_from(sql_table("alembic_version"))
    ).scalar_one()
    if revision != REVISION:
        raise UnusableFile(
            f"its schema has the revision {revision} and not {REVISION}; stated adopt brings it "
            "there"
        )
    for probe in _probes():
        connection.exec_driver_sql(probe).first()
    return connection.execute(select(metadata.tables["dataset"])).one()


def _close(files: Iterable[Reader | ShareImages]) -> None:
    for file in files:
        file.close()


class Dataset:
    """An open dataset: what it is, and ways to run queries on it. Its files are closed when nothing
    refers to it any more.
    """

    def __init__(self, path: Path, *, budget_ms: int, threads: int) -> None:
        """Open and check `path`. Raises if it is no dataset with this release's schema, or not the
        one that the file name says.
        """
        self.readers: list[Reader] = []
        # Engines are cycles of references: the garbage collector would close them late.
        files: list[Reader | ShareImages] = []
        self.close: Callable[[], object] = finalize(self, _close, files)
        try:
            for _ in range(1 + threads):
                self.readers.append(Reader(path, budget_ms / 1000))
                files.append(self.readers[-1])
            row = self.readers[0].run(_checked)
            if row.version != path.stem:
                raise UnusableFile(f"{path.name} contains the dataset {row.version}")
            self.share_images = ShareImages(path)
            files.append(self.share_images)
        except Exception:
            self.close()
            raise
        self.path = path
        self._whole_files: Mapping[str, WholeFile] = {}
        self.version: str = row.version
        self.title: str = row.title
        self.published: date = row.published
        self.rendered_here = self.readers[0].run(rendered_here)
        if not self.rendered_here:
            log.warning(
                "the answers in dataset %s were rendered by another release; they are rendered "
                "for each request, which is slower; stated adopt stores them",
                self.version,
            )
        self.response_cache: Any = None  # of the edge (app.edge.cache.Cache)
        self.embed_sizes: dict[tuple[Any, ...], list[int]] = {}  # of app.embeds.snippets
        self._long_queries = 0
        self._direct = self.readers[0]
        self._cached = cache(self._direct.run)
        self._resolve_cached = lru_cache(_MOST_NAMES)(self._direct.run)
        self._idle: SimpleQueue[Reader] = SimpleQueue()  # connections for threads
        for reader in self.readers[1:]:
            self._idle.put(reader)

    @property
    def whole_files(self) -> Mapping[str, WholeFile]:
        """The whole files of this version by format; empty as long as they were not made."""
        if not self._whole_files:
            self._whole_files = whole_files(self.path)
        return self._whole_files

    @property
    def damaged(self) -> bool:
        """Whether the file turned out to be damaged while it was served."""
        return any(reader.damaged for reader in self.readers)

    def mark_damaged(self) -> None:
        """Note that the file is damaged."""
        self._direct.damaged = True

    def is_intact(self) -> bool:
        """Whether SQLite finds no damage in the whole file, and it has the SHA-256 that is written
        beside it, if there is one. Takes long for a large one.
        """
        try:
            beside = self.path.with_name(f"{self.path.name}.sha256")
            recorded = beside.read_text(encoding="ascii", errors="replace").split()[0]
            with self.path.open("rb") as file:
                if file_digest(file, "sha256").hexdigest() != recorded:
                    return False
        except (OSError, IndexError):
            pass  # a file of an older release has none
        connection = self.readers[0].engine.connect()
        try:
            return bool(connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok")
        except DatabaseError:
            return False
        finally:
            connection.close()

    def read(self, query: Callable[..., T], *args: Any) -> T:
        """Run a short, indexed query in the event loop: a thread would take longer than the
        query.
        """
        return self._direct.run(query, *args)

    def prepare(self, query: Callable[[Connection], object]) -> None:
        """Run a query without a time limit before the dataset is served, for what it leaves behind:
        parsed statements, and pages of the file in memory.
        """
        self._direct.run(query, unlimited=True)

    def cached(self, query: Callable[..., T], *args: Any) -> T:
        """Run a query once in the life of the dataset. For small results, which callers must not
        change.
        """
        result: T = self._cached(query, *args)
        return result

    def resolve_cached(self, query: Callable[..., T], name: str) -> T:
        """Run a query that finds the id for a name. The results for some thousands of names are
        kept, because requests repeat names.
        """
        if len(name) > _LONGEST_NAME:  # no name is as long, and it would fill the memory
            return self.read(query, name)
        result: T = self._resolve_cached(query, name)
        return result

    async def read_in_thread(
        self, pool: ThreadPoolExecutor, query: Callable[..., T], *args: Any
    ) -> T:
        """Run a query that may take long in a thread with a connection of its own, so that it does
        not delay other requests.

        Raises OverBudget at once if too many of them are waiting.
        """
        if self._long_queries >= _MOST_LONG_QUERIES * len(self.readers):
            raise OverBudget("Too many long queries are being answered just now.")
        self._long_queries += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                pool, self._on_thread, query, args
            )
        finally:
            self._long_queries -= 1

    def _on_thread(self, query: Callable[..., T], args: tuple[Any, ...]) -> T:
        reader = self._idle.get()
        try:
            return reader.run(query, *args)
        finally:
            self._idle.put(reader)
