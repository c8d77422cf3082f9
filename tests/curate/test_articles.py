"""The true codings of the articles pass the check."""

import shutil
from pathlib import Path

import pytest

from app.build.check.seed import check
from app.build.seed.load import load
from app.settings import ROOT
from tests.articles import ALL, ARTICLES, add_articles
from tests.conftest import few
from tests.fixtures import bare_seed


@pytest.mark.parametrize("every", few([1, 8], [8]))
def test_true_codings_have_no_findings(tmp_path: Path, every: int) -> None:
    """Slips are planted into them, and drafts are compared with them. Here all, or each eighth."""
    slugs = ALL[::every]
    seed = Path(shutil.copytree(ROOT / "seed", tmp_path / "seed"))
    shutil.rmtree(seed / "names")
    shutil.copytree(bare_seed(tmp_path / "bare") / "names", seed / "names")
    add_articles(seed, *slugs)
    checked = check(load(seed))
    assert [str(finding) for finding in checked.seed.findings] == []
    assert {folder.source.id for folder in checked.seed.folders} >= set(slugs)


def test_every_article_is_listed() -> None:
    assert sorted(ALL) == sorted(path.parent.name for path in ARTICLES.glob("*/source.yaml"))
