"""Finding the doubts of many sources in several processes.

The doubts of a source follow from its own files, from the lists of the seed, and from statements of
other sources that its entries name. So sources can be looked at in any order and in any process.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.check.doubts.finder import Finder
from app.build.check.locate import LocatedPassage
from app.build.check.near_texts import sketch
from app.build.findings import Finding
from app.build.gc_pause import gc_paused
from app.build.processes import parts_of, processes_for, shared
from app.build.seed.load import Seed, SourceFolder
from app.build.seed.models.sources import SeedStatement


@dataclass(frozen=True, slots=True)
class _Part:
    """Some sources, what the check worked out of them, and the statements that their entries name,
    with the languages of these.
    """

    folders: Sequence[SourceFolder]
    passages: dict[str, list[LocatedPassage]]
    resolved: dict[str, ResolvedStatement]
    statements: dict[str, SeedStatement]
    languages: dict[str, str]


@dataclass(frozen=True, slots=True)
class _DoubtsOf:
    """The doubts of the three files of a source, and the sketch of its text."""

    of_source: list[Finding]
    of_statements: list[Finding]
    of_entries: list[Finding]
    sketch: bytes | None


def check_in_processes(finder: Finder, processes: int | None = None) -> None:
    """Note the doubts of all sources, and the sketches of their texts. What a process that cannot
    be started, or is ended, does not find, is found in this one.
    """
    folders, done = finder.seed.folders, 0
    number = processes_for(len(folders)) if processes is None else processes
    if number > 1:
        lists = replace(
            finder.seed, files={}, folders=[], names=[], further_names=[], ledger=[], findings=[]
        )
        for found in shared(_found_in, _parts(finder), number, _start, (lists,)):
            for folder, one in zip(folders[done:], found, strict=False):
                folder.source_file.doubts = one.of_source
                folder.statements_file.doubts = one.of_statements
                folder.entries_file.doubts = one.of_entries
                finder.checked.sketches[folder.source.id] = one.sketch
            done += len(found)
    for folder in folders[done:]:
        finder.check(folder)


def _parts(finder: Finder) -> Iterator[_Part]:
    """The sources, in their order."""
    passages, resolved = finder.checked.passages, finder.checked.resolved
    for part in parts_of(finder.seed.folders):
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
def _found_in(part: _Part) -> list[_DoubtsOf]:
    assert _finder is not None
    _finder.checked.passages, _finder.checked.resolved = part.passages, part.resolved
    _finder.statements, _finder.languages = part.statements, part.languages
    for folder in part.folders:
        _finder.check(folder)
    return [
        _DoubtsOf(
            each.source_file.doubts,
            each.statements_file.doubts,
            each.entries_file.doubts,
            sketch(each.text) if each.text else None,
        )
        for each in part.folders
    ]
