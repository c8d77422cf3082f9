"""Compiled templates are kept beside the compiled modules, where Python may write."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import ROOT

COMPILE = "from app.html.templating import compile_templates as c; c()"


def compiled(prefix: Path, **environment: str) -> dict[Path, int]:
    """When each compiled template was written, after a process has compiled all of them."""
    subprocess.run(
        [sys.executable, "-c", COMPILE],
        check=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(prefix), **environment},
    )
    return {path: path.stat().st_mtime_ns for path in prefix.rglob("template-*")}


@pytest.mark.long
def test_templates_are_compiled_once(tmp_path: Path) -> None:
    first = compiled(tmp_path)
    assert len(first) > 30
    assert compiled(tmp_path) == first


@pytest.mark.long
@pytest.mark.parametrize("why", ["asked", "read-only"])
def test_nothing_is_written_where_python_may_not_write(tmp_path: Path, why: str) -> None:
    if why == "asked":
        assert not compiled(tmp_path, PYTHONDONTWRITEBYTECODE="1")
    else:
        (tmp_path / "file").touch()
        assert not compiled(tmp_path / "file")
