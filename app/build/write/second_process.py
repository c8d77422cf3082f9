"""A second process that reads a large draft while this one writes it.

It may read the file although it is written: no page with the rows of facts changes any more, pages
are only added.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from app.build.snapshot import open_read_only

MANY = 100_000
"""Statements; for fewer, to start a process takes longer than it saves."""
_TASKS = 2  # at once: the reading of all rows takes long, and others need not wait for it
T = TypeVar("T")
Batch = TypeVar("Batch")


class SecondProcess:
    """Calls functions of modules with a read-only connection to the draft. What had not been
    committed when a call begins, it does not see.
    """

    def __init__(self, draft: Path, pool: ProcessPoolExecutor) -> None:
        self._draft, self._pool = draft, pool

    def submit(self, work: Callable[..., T], *args: object) -> "Future[T]":
        """The future result of `work(connection, *args)`, which is copied into this process."""
        return self._pool.submit(_on_draft, self._draft, work, args)


@contextmanager
def second_process(draft: Path, statements: int) -> Iterator[SecondProcess | None]:
    """A second process if the draft has many statements, else None."""
    if statements < MANY:
        yield None
        return
    with ProcessPoolExecutor(_TASKS, mp_context=get_context("spawn")) as pool:
        yield SecondProcess(draft, pool)


def in_turns(
    second: SecondProcess | None,
    connection: Connection,
    work: Callable[[Connection, Batch], T],
    batches: Iterable[Batch],
) -> Iterator[T]:
    """The results of `work(connection, batch)` for each batch, in order. A second process does
    every other one meanwhile.
    """
    if second is None:
        yield from (work(connection, batch) for batch in batches)
        return
    waiting = iter(batches)
    for batch in waiting:
        others = [second.submit(work, other) for other in islice(waiting, 1)]
        yield work(connection, batch)
        yield from (other.result() for other in others)


def _on_draft(draft: Path, work: Callable[..., T], args: tuple[object, ...]) -> T:
    with open_read_only(draft) as connection:
        return work(connection, *args)
