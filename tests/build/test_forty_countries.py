"""An invented record as large as a real one (tests/forty_countries.py)."""

from pathlib import Path

import pytest

from app.build.check.seed import check
from app.build.seed.load import load
from tests.forty_countries import STATEMENTS, STORIES, forty_countries


@pytest.mark.parametrize("number", [1, pytest.param(2, marks=pytest.mark.long)])
def test_the_check_finds_nothing(tmp_path: Path, number: int) -> None:
    checked = check(load(forty_countries(tmp_path / "seed", number, further_names=False)))
    assert [str(finding) for finding in checked.seed.findings] == []
    assert (len(STORIES), len(checked.resolved)) == (40, STATEMENTS)


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
