"""An open dataset, and running reads on it within a time budget.

A dataset is an immutable file. One object holds its connections; it is opened and probed whole
before anybody gets it.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import quote
from weakref import finalize, ref

import orjson
from sqlalchemy import Connection, Row, StaticPool, column, create_engine, select
from sqlalchemy import table as sql_table
from sqlalchemy.exc import OperationalError

from app.problems import OverBudget
from app.store.rendered import rendered_here
from app.store.tables import REVISION, VIRTUAL, metadata

T = TypeVar("T")
log = logging.getLogger("stated")

# long queries that are run or wait for each connection; at 250 ms each the last one waits two
# seconds
_LINE = 8
_NAMES, _NAME_LENGTH = 2048, 200  # names remembered with what they mean, and how long they may be
_STEPS = 2000  # virtual machine instructions between two looks at the clock


class Reader:
    """One connection to one dataset file, used by one thread at a time."""

    def __init__(self, path: Path, budget: float) -> None:
        self._budget = budget
        self._deadline = float("inf")
        uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
        raw = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=256)
        myself = ref(
            self
            # a handler that held the reader would keep both alive: SQLite's side of the circle is
            # not seen
        )

        def late() -> bool:
            reader = myself()
            return reader is not None and monotonic() > reader._deadline

        raw.set_progress_handler(late, _STEPS)
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

    def run(self, query: Callable[..., T], *args: Any) -> T:
        """What a query gives that may take the budget. Raises OverBudget when it takes longer."""
        self._deadline = monotonic() + self._budget
        try:
            return query(self._connection, *args)
        except (OperationalError, sqlite3.OperationalError) as error:
            if getattr(getattr(error, "orig", error), "sqlite_errorname", "") == "SQLITE_INTERRUPT":
                raise OverBudget(
                    f"The query took longer than {self._budget * 1000:.0f} ms."
                ) from None
            raise
        finally:
            self._deadline = float("inf")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self.engine.dispose()


def _probed(connection: Connection) -> Row[Any]:
    """The row of the dataset itself, after a look into every table and every column that this
    release reads.
    """
    revision: str = connection.execute(
        select(column("version_num")).select_from(sql_table("alembic_version"))
    ).scalar_one()
    if revision != REVISION:
        raise ValueError(
            f"it has the revision {revision} and not {REVISION}; stated adopt brings it there"
        )
    for table in metadata.tables.values():
        connection.execute(select(table).limit(1)).all()
    for virtual in VIRTUAL:
        connection.execute(select(sql_table(virtual, column("rowid"))).limit(1)).all()
    return connection.execute(select(metadata.tables["dataset"])).one()


def _close(readers: Iterable[Reader]) -> None:
    for reader in readers:
        reader.close()


class Dataset:
    """An open dataset: `version`, and two ways to read it. Its files are closed as soon as nobody
    holds it any more.
    """

    def __init__(self, path: Path, *, budget_ms: int, threads: int) -> None:
        """Open and probe `path` whole. Raises if it is no dataset of this release's schema, or not
        the one it is named.
        """
        self.readers: list[Reader] = []
        # Not left to the garbage collector: engines are circles, and their finalizers take it
        # several rounds.
        self.close: Callable[[], object] = finalize(self, _close, self.readers)
        try:
            for _ in range(1 + threads):
                self.readers.append(Reader(path, budget_ms / 1000))
            about = self.readers[0].run(_probed)
            if about.version != path.stem:
                raise ValueError(f"{path.name} holds the dataset {about.version}")
        except Exception:
            self.close()
            raise
        self.version: str = about.version
        self.title: str = about.title
        self.published: date = about.published
        self.rendered_here = self.readers[0].run(rendered_here)
        if not self.rendered_here:
            log.warning(
                "the answers in dataset %s were rendered by another release; they are rendered "
                "for each request, which is slower; stated adopt stores them",
                self.version,
            )
        self.response_cache: Any = None  # of the edge (app.edge.cache.Cache)
        self._known: dict[Any, Any] = {}
        self._meanings: dict[Any, Any] = {}
        self._in_line = 0
        self._direct = self.readers[0]
        self._aside: SimpleQueue[Reader] = SimpleQueue()
        for reader in self.readers[1:]:
            self._aside.put(reader)

    def read(self, query: Callable[..., T], *args: Any) -> T:
        """Run a short, indexed query right here, in the event loop: a thread would cost more than
        it.
        """
        return self._direct.run(query, *args)

    def cached(self, query: Callable[..., T], *args: Any) -> T:
        """What a query gives, asked for once in the life of the dataset: for what is small and
        always the same.

        Nobody may change what it gives.
        """
        key = (query, args)
        if key not in self._known:
            self._known[key] = self.read(query, *args)
        known: T = self._known[key]
        return known

    def resolve_cached(self, query: Callable[..., T], name: str) -> T:
        """What a query says that a name means; remembered for some thousands of names, since the
        same are asked for.
        """
        if (
            len(name) > _NAME_LENGTH
        ):  # nothing is called so, and what strangers send must not fill the memory
            return self.read(query, name)
        key = (query, name)
        if key not in self._meanings:
            if len(self._meanings) >= _NAMES:
                self._meanings.clear()
            self._meanings[key] = self.read(query, name)
        found: T = self._meanings[key]
        return found

    async def read_in_thread(
        self, pool: ThreadPoolExecutor, query: Callable[..., T], *args: Any
    ) -> T:
        """Run a query that may be long in a thread with a connection of its own, so that others are
        not held up.

        Raises OverBudget at once when so many stand in line that this one would be late.
        """
        if self._in_line >= _LINE * len(self.readers):
            raise OverBudget("Too many long queries are being answered just now.")
        self._in_line += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                pool, self._on_thread, query, args
            )
        finally:
            self._in_line -= 1

    def _on_thread(self, query: Callable[..., T], args: tuple[Any, ...]) -> T:
        reader = self._aside.get()
        try:
            return reader.run(query, *args)
        finally:
            self._aside.put(reader)
