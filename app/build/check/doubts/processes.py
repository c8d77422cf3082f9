"""Finding the doubts of many sources in several processes.

The doubts of a source follow from its own files, from the lists of the seed, and from statements of
other sources that its entries name. So sources can be looked at in any order and in any process.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.check.doubts.finder import Finder
from app.build.check.locate import LocatedPassage
from app.build.findings import Finding
from app.build.gc_pause import gc_paused
from app.build.seed.load import Seed, SourceFolder
from app.build.seed.models.sources import SeedStatement

_WORTH = 1_000  # sources; with fewer, the start of processes takes longer than they save
_PART = 100  # sources that a process is given at a time
_MOST = 8  # processes by default: each has about 100 MB


@dataclass(frozen=True, slots=True)
class _Part:
    """Some sources, what the check worked out of them, and the statements that their entries name,
    with the languages of these.
    """

    folders: list[SourceFolder]
    passages: dict[str, list[LocatedPassage]]
    resolved: dict[str, ResolvedStatement]
    statements: dict[str, SeedStatement]
    languages: dict[str, str]


_Doubts = list[tuple[list[Finding], list[Finding], list[Finding]]]
"""The doubts of the three files of each source of a part."""


def check_in_processes(finder: Finder, processes: int | None = None) -> None:
    """Note the doubts of all sources. What a process that cannot be started, or is ended, does not
    find, is found in this one.
    """
    folders = finder.seed.folders
    if processes is None:
        processes = min(_processors(), _MOST) if len(folders) >= _WORTH else 1
    done = _shared(finder, processes) if processes > 1 else 0
    for folder in folders[done:]:
        finder.check(folder)


def _processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _shared(finder: Finder, processes: int) -> int:
    """How many sources were looked at in other processes, of the first ones."""
    # Most checks need no other process, and these take long to import.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    done, folders = 0, finder.seed.folders
    lists = replace(
        finder.seed, files={}, folders=[], names=[], further_names=[], ledger=[], findings=[]
    )
    context = get_context("spawn")  # a fork would copy all of this process page by page
    try:
        with ProcessPoolExecutor(processes, context, _start, (lists,)) as pool:
            for found in pool.map(_doubts_of, _parts(finder)):
                for folder, (of_source, of_statements, of_entries) in zip(
                    folders[done:], found, strict=False
                ):
                    folder.source_file.doubts = of_source
                    folder.statements_file.doubts = of_statements
                    folder.entries_file.doubts = of_entries
                done += len(found)
    except (OSError, ImportError, BrokenProcessPool):  # no semaphores, no memory, killed
        pass
    return done


def _parts(finder: Finder) -> Iterator[_Part]:
    """The sources, in their order."""
    folders, passages, resolved = (
        finder.seed.folders,
        finder.checked.passages,
        finder.checked.resolved,
    )
    for first in range(0, len(folders), _PART):
        part = folders[first : first + _PART]
        own = [each.statement_id(one) for each in part for one in each.statements]
        named = {
            item.statement for each in part for entry in each.entries for item in entry.evidence
        }
        known = [name for name in named if name in finder.statements]
        yield _Part(
            part,
            {each.source.id: passages[each.source.id] for each in part},
            {name: resolved[name] for name in own},
            {name: finder.statements[name] for name in known},
            {name: finder.languages[name] for name in known},
        )


_finder: Finder | None = None  # of a process that looks at parts


def _start(lists: Seed) -> None:
    global _finder
    _finder = Finder(CheckedSeed(lists))


@gc_paused()
def _doubts_of(part: _Part) -> _Doubts:
    assert _finder is not None
    _finder.checked.passages, _finder.checked.resolved = part.passages, part.resolved
    _finder.statements, _finder.languages = part.statements, part.languages
    for folder in part.folders:
        _finder.check(folder)
    return [
        (each.source_file.doubts, each.statements_file.doubts, each.entries_file.doubts)
        for each in part.folders
    ]
