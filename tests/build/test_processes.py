"""Doubts that several processes find."""

import concurrent.futures
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from app.build.check.doubts import processes
from app.build.check.doubts.finder import Finder
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
    processes.check_in_processes(finder, number)
    found: list[Finding] = []
    for file in finder.seed.files.values():
        found += file.doubts
        file.doubts = []
    return found


class Here:
    """Does what processes do, in this one: all that they get and give is sent."""

    def __init__(self, number: int, context: object, start: Callable[..., None], given: Any):
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


@pytest.mark.parametrize("pool", [Here, Ended])
def test_processes_find_what_one_finds(
    finder: Finder, monkeypatch: pytest.MonkeyPatch, pool: type[Here]
) -> None:
    alone = doubts(finder, 1)
    assert len({each.file for each in alone}) >= 2
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", pool)
    monkeypatch.setattr(processes, "_PART", 4)
    assert doubts(finder, 2) == alone


def test_few_sources_start_no_process(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", None)
    assert doubts(finder)


@pytest.mark.long
def test_real_processes_find_what_one_finds(finder: Finder) -> None:
    assert doubts(finder, 2) == doubts(finder, 1)
