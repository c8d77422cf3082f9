"""Sources that several processes read, and their doubts."""

import concurrent.futures
import pickle
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from app.build import processes
from app.build.check.doubts.finder import Finder
from app.build.check.doubts.processes import check_in_processes
from app.build.check.seed import check
from app.build.findings import Finding
from app.build.seed.load import load
from tests.many_sources import many_sources

SOURCES = 6


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """The finder of a seed that was checked; each third source has a summary and a passage that
    are doubted.
    """
    seed = many_sources(tmp_path_factory.mktemp("many"), SOURCES)
    for path in sorted((seed / "sources").iterdir())[::3]:
        for name, old, new in (
            ("statements.yaml", " says that ", " does not say that "),
            ("source.yaml", "  - narration: ", "  - statement: "),
        ):
            text = (path / name).read_text("utf-8")
            (path / name).write_text(text.replace(old, new, 1), "utf-8")
    return Finder(check(load(seed)))


def doubts(finder: Finder, number: int | None = None) -> list[Finding]:
    """The doubts about all sources, as this number of processes finds them."""
    check_in_processes(finder, number)
    found: list[Finding] = []
    for file in finder.seed.files.values():
        found += file.doubts
        file.doubts = []
    return found


class Here:
    """Does what processes do, in this one: all that they get and give is sent."""

    def __init__(self, number: int, context: object, start: Callable[..., None] | None, given: Any):
        if start is not None:
            start(*sent(given))

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def map(self, call: Callable[[Any], Any], parts: Iterator[Any]) -> Iterator[Any]:
        for each in parts:
            yield sent(call(sent(each)))


class Ended(Here):
    """Processes that are ended behind the first part."""

    def map(self, call: Callable[[Any], Any], parts: Iterator[Any]) -> Iterator[Any]:
        yield next(super().map(call, parts))
        raise BrokenProcessPool


def sent(each: Any) -> Any:
    """What another process has of an object."""
    return pickle.loads(pickle.dumps(each))


@pytest.fixture(params=[Here, Ended])
def pool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that take four sources at a time."""
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", request.param)
    monkeypatch.setattr(processes, "PART", 4)


def test_processes_find_what_one_finds(finder: Finder, pool: None) -> None:
    alone = doubts(finder, 1)
    assert len({each.file for each in alone}) >= 2
    assert doubts(finder, 2) == alone


def test_processes_read_what_one_reads(finder: Finder, pool: None, tmp_path: Path) -> None:
    root = Path(shutil.copytree(finder.seed.root, tmp_path / "seed"))
    broken = "sources/invented-00001/statements.yaml"
    (root / broken).write_text("- id: [\n", "utf-8")
    alone, together = load(root, 1), load(root, 2)
    assert alone.unreadable == {broken}
    assert together == alone
    for folder in together.folders:
        assert together.files[f"sources/{folder.source.id}/source.yaml"] is folder.source_file


def test_few_sources_start_no_process(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", None)
    assert doubts(finder)
    assert load(finder.seed.root).folders


@pytest.mark.long
def test_real_processes_find_what_one_finds(finder: Finder) -> None:
    assert doubts(finder, 2) == doubts(finder, 1)
    assert load(finder.seed.root, 2) == load(finder.seed.root, 1)
