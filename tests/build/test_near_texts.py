"""Texts that are nearly the same: sketches, and the check of one source without other texts."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.build.check.near_texts import NEAR, likeness, near_pairs, sketch
from app.build.check.seed import check, check_source
from app.build.check.texts_seen import TextsSeen
from app.build.seed import load as load_module
from app.build.seed.load import load
from tests.articles import add_articles
from tests.fixtures import bare_seed

SLUG = "oslo-training-mission"


def invented(number: int, words: int = 300) -> list[str]:
    """Words that mean nothing, the same for the same number."""
    rng = random.Random(number)
    return ["".join(rng.choices("abcdefghij", k=4)) for _ in range(words)]


def runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


@pytest.mark.parametrize("changed", [0, 1, 5, 15, 40, 100])
def test_a_sketch_estimates_the_share_of_common_runs(changed: int) -> None:
    """Within four standard deviations of what 64 values allow."""
    one = invented(1)
    other = list(one)
    for place in random.Random(2).sample(range(len(one)), changed):
        other[place] = "other"
    true = len(runs(one) & runs(other)) / len(runs(one) | runs(other))
    first, second = sketch(" ".join(one)), sketch(" ".join(other))
    assert first is not None
    assert second is not None
    assert abs(likeness(first, second) - true) <= 4 * (true * (1 - true) / 64) ** 0.5 + 1e-9


def test_only_near_texts_are_pairs() -> None:
    """Of a hundred texts, the copies of three with a sentence changed, and nothing else."""
    texts = {f"t{number}": invented(number) for number in range(100)}
    copies = {f"c{number}": [*texts[f"t{number}"][:-6], "changed"] for number in (3, 40, 77)}
    made = [(name, sketch(" ".join(words))) for name, words in (texts | copies).items()]
    pairs = list(near_pairs((name, one) for name, one in made if one))
    assert [pair[:2] for pair in pairs] == [("t3", "c3"), ("t40", "c40"), ("t77", "c77")]
    assert all(share >= NEAR for *_, share in pairs)
    assert sketch("Too short a text. " * 2) is None
    assert sketch("这是一个没有空格的很长的文本" * 10)


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A seed with an article, and nearly the same one at another address."""
    copy = bare_seed(tmp_path)
    add_articles(copy, SLUG)
    other = Path(shutil.copytree(copy / "sources" / SLUG, copy / "sources" / "another-paper"))
    (other / "positions.yaml").unlink()
    for name in ("source.yaml", "article.txt"):
        text = (other / name).read_text("utf-8").replace(SLUG, "another-paper")
        text = text.replace("It would cost roughly", "This would cost roughly")
        (other / name).write_text(text, "utf-8")
    return copy


def doubts(found: object) -> list[str]:
    return [f"{each.item}: {each.message}" for each in found.seed.doubts]  # type: ignore[attr-defined]


def test_one_source_is_compared_and_no_other_text_read(
    seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = TextsSeen(tmp_path / "datasets", seed)
    assert doubts(check_source(seed, SLUG, texts)) == []  # nothing was noted yet
    [whole] = doubts(check(load(seed), texts=texts))
    assert "of the text is that of the source 'another-paper'" in whole
    read: list[Path] = []
    original: Callable[..., bytes | None] = load_module.read_bytes

    def noting(file: object, path: Path, *rest: object) -> bytes | None:
        read.append(path)
        return original(file, path, *rest)

    monkeypatch.setattr(load_module, "read_bytes", noting)
    [single] = doubts(check_source(seed, SLUG, texts))
    assert single == whole
    assert {path.parent.name for path in read} == {SLUG}
    [other] = doubts(check_source(seed, "another-paper", texts))
    assert f"of the text is that of the source '{SLUG}'" in other
    # An accepted copy is none, and what was changed since is not compared.
    with (seed / "sources/another-paper/source.yaml").open("a") as file:
        file.write("caution: It was changed.\n")
    assert doubts(check_source(seed, SLUG, texts)) == []
    with (seed / "sources/another-paper/source.yaml").open("a") as file:
        file.write(f"copy_of: {SLUG}\n")
    assert doubts(check(load(seed), texts=texts)) == []
    assert doubts(check_source(seed, SLUG, texts)) == []


def test_what_was_seen_may_be_lost_or_damaged(seed: Path, tmp_path: Path) -> None:
    texts = TextsSeen(tmp_path / "datasets", seed)
    check(load(seed), texts=texts)
    for spoil in (
        lambda: texts.path.write_bytes(b"damaged" * 1000),
        texts.path.unlink,
        lambda: texts.path.write_bytes(b""),
    ):
        spoil()
        assert doubts(check_source(seed, SLUG, texts)) == []
        check(load(seed), texts=texts)
        assert len(doubts(check_source(seed, SLUG, texts))) == 1
    # A folder that cannot be written is no error.
    blocked = tmp_path / "file"
    blocked.write_text("")
    check(load(seed), texts=TextsSeen(blocked, seed))
    assert doubts(check_source(seed, SLUG, TextsSeen(blocked, seed))) == []


def test_other_seeds_are_not_compared(seed: Path, tmp_path: Path) -> None:
    texts = TextsSeen(tmp_path / "datasets", seed)
    check(load(seed), texts=texts)
    elsewhere = Path(shutil.copytree(seed, tmp_path / "elsewhere"))
    assert doubts(check_source(elsewhere, SLUG, TextsSeen(tmp_path / "datasets", elsewhere))) == []
