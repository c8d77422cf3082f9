"""The benchmarks still run: they use the code of the build and of the service."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from app.settings import ROOT

MODULES = sorted((ROOT / "benchmarks").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_can_be_imported(path: Path) -> None:
    import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


@pytest.mark.long
def test_a_corpus_has_the_same_version_as_rows_and_as_a_seed_folder() -> None:
    """So what is measured on rows is what a curator would get from YAML."""
    command = [sys.executable, "-m", "benchmarks.datasets", "--prove", "300"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip().endswith("both ways")
