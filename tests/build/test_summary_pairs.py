"""Sentences in five languages with a faithful summary and one that turns its meaning round.

The first must raise no doubt, the second must raise one. The pairs are in `summary_pairs.txt`: on
each line language, sentence, faithful summary and, if there is one, the turned one. Nobody said
any of it.
"""

import shutil
from pathlib import Path

import pytest

from app.build.check.checked_seed import CheckedSeed
from app.build.check.doubts.compared import Compared
from app.build.check.doubts.comparison import compare
from app.build.check.doubts.finder import Finder
from app.build.check.doubts.summaries import summary_doubt
from app.build.seed.load import load
from tests.fixtures import SEED, bare_seed

OWN = {"it": "italy", "fr": "france", "de": "germany", "es": "spain", "en": "ireland"}
LINES = (Path(__file__).parent / "summary_pairs.txt").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split(" | ") for line in LINES if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    seed = bare_seed(tmp_path_factory.mktemp("pairs"))
    shutil.rmtree(seed / "names")
    shutil.copytree(SEED / "names", seed / "names")
    return Finder(CheckedSeed(load(seed)))


def doubt(finder: Finder, language: str, sentence: str, summary: str) -> object:
    """What is doubted of a summary of a sentence."""
    compared = Compared(
        summary=summary,
        exact=sentence,
        sentence=sentence,
        before="",
        lead="",
        language=language,
        strictly=finder.strictly,
        loosely=finder.named,
        own=OWN[language],
        names=frozenset(),
        role="",
    )
    plain = summary_doubt(sentence, sentence, summary, language, finder.named)
    return plain or compare(compared)


@pytest.mark.parametrize("language", sorted(OWN))
def test_no_faithful_summary_is_doubted(finder: Finder, language: str) -> None:
    found = {
        sentence: said
        for code, sentence, faithful, *_ in PAIRS
        if code == language and (said := doubt(finder, code, sentence, faithful))
    }
    assert not found


@pytest.mark.parametrize("language", sorted(OWN))
def test_every_turned_summary_is_doubted(finder: Finder, language: str) -> None:
    assert not [
        turned
        for code, sentence, _, *rest in PAIRS
        for turned in rest
        if code == language and not doubt(finder, code, sentence, turned)
    ]
