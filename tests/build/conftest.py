"""A seed that was published once, for tests of what comes next."""

import shutil
from pathlib import Path

import pytest

from tests.fixtures import bare_seed, first_version
from tests.publishing import published


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a seed and its datasets, published once."""
    folder = tmp_path_factory.mktemp("first")
    published(bare_seed(folder), folder / "datasets")
    return folder


@pytest.fixture(scope="session")
def launched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seed of the first version and its ledger, whose line an older release
    wrote, and its dataset.
    """
    folder = tmp_path_factory.mktemp("launched")
    published(first_version(folder), folder / "datasets")
    return folder


@pytest.fixture
def after_launch(launched: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of that: the seed and the datasets."""
    shutil.copytree(launched, tmp_path / "launched")
    return tmp_path / "launched/seed", tmp_path / "launched/datasets"


@pytest.fixture
def once(first: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of that: the seed and the datasets."""
    shutil.copytree(first, tmp_path / "once")
    return tmp_path / "once/seed", tmp_path / "once/datasets"
