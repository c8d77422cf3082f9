"""Publishing when something else goes on or goes wrong: a second publisher, a full disk, a missing right."""

import shutil
from pathlib import Path

import pytest

from app.build.ledger import LEDGER, read
from tests.conftest import bare_seed
from tests.publishing import change, published, stated

CUT_OFF = "the last line is cut off: remove it and run `stated publish` again"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a seed and its datasets, published once."""
    folder = tmp_path_factory.mktemp("first")
    published(bare_seed(folder), folder / "datasets")
    return folder


@pytest.fixture
def once(first: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of that, with something new to publish: the seed and the datasets."""
    shutil.copytree(first, tmp_path / "once")
    seed, datasets = tmp_path / "once/seed", tmp_path / "once/datasets"
    change(seed, "people.yaml", "name: Maria Zakharova", "name: Maria V. Zakharova")
    return seed, datasets


class TestCutOff:
    """Older releases left half a line in the ledger when the disk was full."""

    @pytest.mark.parametrize(
        "half", [b"{", b'{"version": "67', b'{"version": "67\n', '{"version": "ф'.encode()[:-1], b"\xd1", b"\0\0"]
    )
    def test_it_is_found(self, once: tuple[Path, Path], half: bytes) -> None:
        """Also in the middle of a character, ended by an editor, or empty after a power cut."""
        seed, _ = once
        (seed / LEDGER).write_bytes((seed / LEDGER).read_bytes() + half)
        lines, findings = read(seed)
        assert [str(one) for one in findings] == [f"seed/{LEDGER}:2: {CUT_OFF}"]
        assert len(lines) == 1

    def test_it_is_mended_as_it_is_said(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        kept = (seed / LEDGER).read_bytes()
        (seed / LEDGER).write_bytes(kept + kept[:5000])
        code, printed, _ = stated("publish", "--seed", seed, "--datasets", datasets)
        assert (code, printed) == (1, f"seed/{LEDGER}:2: {CUT_OFF}")
        (seed / LEDGER).write_bytes(kept)
        published(seed, datasets)
        assert len(read(seed)[0]) == 2
