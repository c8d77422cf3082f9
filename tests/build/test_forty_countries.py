"""An invented record as large as a real one (tests/forty_countries.py): the service gives each of
its actors on each day what the rules say.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from tests.answers import lines
from tests.compared import Expected, as_whole, differing_days, expected_of, whole
from tests.conftest import few
from tests.fixtures import Served
from tests.forty_countries import FIRST, LAST, QUESTION, STATEMENTS, STORIES, forty_countries

DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
Serve = Callable[..., Served]


def expected_and_served(folder: Path, number: int, serve: Serve) -> tuple[Expected, Served]:
    """What the oracle says of a record, and the service on it."""
    seed = forty_countries(folder / "seed", number, further_names=False)
    checked = check(load(seed))
    assert [str(finding) for finding in (*checked.seed.findings, *checked.seed.doubts)] == []
    assert (len(STORIES), len(checked.resolved)) == (40, STATEMENTS)
    path = write(checked, folder / "datasets")
    point(path.parent, path.stem)
    return expected_of(seed, LAST), serve(path.parent)


@pytest.mark.long
@pytest.mark.parametrize(("number", "step"), few([(1, 40), (1, 1), (2, 1), (3, 1)], [(1, 40)]))
def test_the_answer_of_every_day(tmp_path: Path, serve: Serve, number: int, step: int) -> None:
    """Of every actor; and the whole answer on some days, in long runs whenever one is new."""
    expected, served = expected_and_served(tmp_path, number, serve)
    assert list(differing_days(served, expected, QUESTION, DAYS[::step])) == []
    days = expected.changing[QUESTION] if step == 1 else DAYS[::100]
    for day in [*days, LAST]:
        answers = expected.on(QUESTION, day)
        board = lines(served.client, f"/positions.ndjson?as_of={day}&has_position=true")
        assert {row["actor"]["id"]: whole(row) for row in board} == {
            actor: as_whole(answer) for actor, answer in answers.items()
        }, day


def test_a_number_gives_one_record(tmp_path: Path) -> None:
    """Whatever machine writes it; another number gives another one."""
    files = [
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        for folder in (
            forty_countries(tmp_path / name, number, further_names=False)
            for name, number in (("a", 3), ("b", 3), ("c", 4))
        )
    ]
    assert files[0] == files[1] != files[2]
