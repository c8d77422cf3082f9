"""Short forms of the rows of `make torture`: that they run, and find nothing wrong in seconds."""

import re
from pathlib import Path

import pytest

from app.settings import ROOT
from tests.torture.__main__ import DOCUMENT, LONGEST, ROWS, written
from tests.torture.running import Options, Result

SHORT = {  # minutes
    "swaps": 0.5,
    "attacks": 0.3,
    "requests": 0.1,
    "streams": 0.05,
    "publish": 0.3,
    "replicas": 0.1,
    "byte": 0.1,
    "costs": 0.1,
    "mixed": 0.2,
}
WRONG = re.compile(r"\b[1-9]\d* (?:failed|mixed|backwards|5xx|hangs|problems|differences)\b")
TEXT = DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize("name", SHORT)
def test_a_row_in_short(name: str, tmp_path: Path) -> None:
    """How fast it is depends on the machine, so only what must never happen fails."""
    result = ROWS[name].run(Options(SHORT[name], 7, tmp_path))
    assert WRONG.search(result.figure) is None, result.figure
    assert re.search(r"\b[1-9]", result.figure)


def test_every_row_is_described() -> None:
    """In docs/reliability.md, in the same order, and none takes too long."""
    assert re.findall(r"^\| (\w+) \| .* \| [^|]*`tests/", TEXT, re.MULTILINE) == [*ROWS]
    assert max(row.minutes for row in ROWS.values()) <= LONGEST
    for name in re.findall(r"`(tests/[\w/]+\.py)`", TEXT):
        assert (ROOT / name).is_file()


def test_a_result_is_written() -> None:
    """It takes the place of an older one that was not longer."""
    start = "Text.\n\n| row | measured | reached |\n|---|---|---|\n"
    one = written(start, "swaps", Result("5 swaps", False), 1, "2026-01-01", "a machine")
    assert one.endswith("| swaps | 5 swaps | **no** | 1 min | 2026-01-01 | a machine |\n")
    both = written(one, "mixed", Result("flat", True), 30, "2026-01-02", "a machine")
    assert both.startswith(one)
    again = written(both, "swaps", Result("9 swaps", True), 2, "2026-01-03", "a machine")
    assert "5 swaps" not in again
    assert again.endswith("| swaps | 9 swaps | yes | 2 min | 2026-01-03 | a machine |\n")
    assert "flat" in again
    shorter = written(again, "swaps", Result("1 swap", False), 1, "2026-01-04", "a machine")
    assert "9 swaps" in shorter
    assert "1 swap |" in shorter
