"""Work on many sources that several processes share."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")
Item = TypeVar("Item")

PART = 100  # sources that a process is given at a time
_WORTH = 1_000  # sources; with fewer, the start of processes takes longer than they save
_MOST = 8  # processes by default: each has about 100 MB


def processes_for(sources: int) -> int:
    """How many processes share so many sources: as many as there are processors, if it is worth
    their start.
    """
    return min(_processors(), _MOST) if sources >= _WORTH else 1


def _processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def parts_of(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items, in their order, in parts for one process each."""
    for first in range(0, len(items), PART):
        yield items[first : first + PART]


def shared(
    work: Callable[[Part], Result],
    parts: Iterable[Part],
    processes: int,
    start: Callable[..., None] | None = None,
    given: tuple[Any, ...] = (),
) -> Iterator[Result]:
    """What `work` makes of each part, in their order. Each process first calls `start` with what is
    `given`.

    It ends early where a process cannot be started or is ended: the caller does the rest.
    """
    # Most seeds need no other process, and these take long to import.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    context = get_context("spawn")  # a fork would copy all of this process page by page
    try:
        with ProcessPoolExecutor(processes, context, start, given) as pool:
            yield from pool.map(work, parts)
    except (OSError, ImportError, BrokenProcessPool):  # no semaphores, no memory, killed
        pass
