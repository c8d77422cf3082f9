"""Finding the claims of a source in a text that its publisher changed."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.build.check.seed import check
from app.build.seed.load import SourceFolder, load
from app.build.seed.models.sources import SeedSource, SeedStatement
from app.build.seed.yaml_file import YamlFile
from app.curate.coding import CodedClaim, SourceCoding
from app.curate.language import language
from app.curate.reanchor import CERTAIN, ClaimFate, ReanchoredClaim, reanchor
from app.curate.text import sentences
from app.settings import ROOT
from tests.articles import add_articles
from tests.curate.commands import stated
from tests.fixtures import bare_seed

SLUG = "oslo-training-mission"
EN = language("en")
SOURCE = SeedSource.model_validate(
    {
        "id": "a",
        "publisher": "A",
        "url": "https://a.example",
        "language": "en",
        "text": "a.txt",
        "text_access": "full",
        "rights": "A",
    }
)


def coded(text: str, *claims: tuple[int, int]) -> SourceCoding:
    """A coding with claims at these places."""
    file = YamlFile(ROOT / "a.yaml", "a.yaml")
    statements = [
        SeedStatement(id=f"c-{at}", exact=text[slice(*span)], about=["a"], summary="A")
        for at, span in enumerate(claims)
    ]
    placed = [
        CodedClaim(statement, *span, 1, {})
        for statement, span in zip(statements, claims, strict=True)
    ]
    folder = SourceFolder(SOURCE, file, text, statements, file, [], file)
    return SourceCoding(folder, text, [], placed, [])


def fates(old: str, new: str, *words: str) -> list[ReanchoredClaim]:
    """What became of claims with these words, each at its last place in the old text."""
    spans = [(old.rindex(one), old.rindex(one) + len(one)) for one in words]
    return reanchor(coded(old, *spans), new, EN)


A, B, C, D = "He said yes.", "She said no.", "They went home.", "It rained."
POOL = [
    A,
    B,
    C,
    D,
    "“Nous 👩\u200d👧 irons.”",
    "שלום לכם.",
    "Cafe\u0301 est ferme\u0301.",
    "A\u00a0b.",
]
TEXTS = st.lists(st.sampled_from(POOL), min_size=1, max_size=8)


@settings(deadline=None)
@given(TEXTS)
def test_nothing_changed(parts: list[str]) -> None:
    text = "\n".join(parts) + "\n"
    spans = [(one.start, one.end) for one in sentences(text, EN)]
    for one in reanchor(coded(text, *spans), text, EN):
        assert one.fate is ClaimFate.unchanged


@settings(deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(["\n", " ", "\n\n"]))
def test_no_claim_is_moved_to_other_words(old: list[str], new: list[str], gap: str) -> None:
    """And where it is moved, its words are there, at the place that `occurrence` gives."""
    text, changed = "\n".join(old) + "\n", gap.join(new) + "\n"
    spans = [(one.start, one.end) for one in sentences(text, EN)]
    taken: list[int] = []
    for one in reanchor(coded(text, *spans), changed, EN):
        if one.fate in CERTAIN:
            assert changed[one.start : one.start + len(one.before)] == one.before
            places = [at for at in range(len(changed)) if changed.startswith(one.before, at)]
            assert one.occurrence == (places.index(one.start) + 1 if len(places) > 1 else None)
            taken.append(one.start)
        else:
            assert one.start == -1
    assert len(taken) == len(set(taken))


@settings(deadline=None)
@given(TEXTS, st.integers(0, 8))
@example(["He said yes."] * 3, 1)
def test_a_new_sentence_moves_those_behind_it(parts: list[str], at: int) -> None:
    at = min(at, len(parts))
    text = "\n".join(parts) + "\n"
    changed = "\n".join([*parts[:at], "A new sentence stands here.", *parts[at:]]) + "\n"
    spans = [(one.start, one.end) for one in sentences(text, EN)]
    for number, one in enumerate(reanchor(coded(text, *spans), changed, EN)):
        assert one.fate is (ClaimFate.moved if number >= at else ClaimFate.unchanged)


@pytest.mark.parametrize(
    ("old", "new", "words", "fate"),
    [
        ([A, B, C], [B, A, C], A, "moved"),
        ([A, B, C], [B, C], A, "gone"),
        ([A, B, C], ["He said yes, once.", B, C], A, "differs"),
        ([A, B, C], ["But he lied: He said yes.", B, C], A, "sentence changed"),
        ([A, B, A, C], [A, B, C], A, "ambiguous"),  # the first one is a lookalike
        ([B, A, C], [B, C, D, "Then he added: He said yes."], A, "gone"),
        ([A, B], [A.replace(" ", "\u00a0", 1), B], A, "differs"),
        (["Cafe\u0301 is shut."], ["Café is shut."], "Cafe\u0301 is shut.", "differs"),
        (["Roy said he would not go, but wait.", B], ["Roy said he would go, but wait.", B],
         "Roy said he would", "sentence changed"),
    ],
)  # fmt: skip
def test_what_became_of_a_claim(old: list[str], new: list[str], words: str, fate: str) -> None:
    [found] = fates("\n".join(old) + "\n", "\n".join(new) + "\n", words)
    assert found.fate == fate


def test_lookalikes_are_named_and_not_used() -> None:
    [found] = fates(f"{A}\n{B}\n{A}\n{C}\n", f"{A}\n{B}\n{C}\n", A)
    assert found.start == -1
    assert found.lookalikes == (1,)


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A seed with one article."""
    copy = bare_seed(tmp_path)
    add_articles(copy, SLUG)
    return copy


def test_a_changed_article(seed: Path, tmp_path: Path) -> None:
    folder = seed / "sources" / SLUG
    old = (folder / "article.txt").read_text(encoding="utf-8")
    new = old.replace("It would cost", "Correction: it would cost")
    new = new.replace("no Norwegian combat units would", "few Norwegian combat units would")
    new = new.replace("Parliament is", "“Without that, nobody goes,” he said. Parliament is")
    (tmp_path / "new.txt").write_text(new, encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    code, printed = stated("reanchor", folder, tmp_path / "new.txt", "--seed", seed)
    assert code == 1
    assert "aasen-train: unchanged" in printed
    assert "aasen-no-combat: differs\n  was: She added that no Norwegian" in printed
    assert "now: She added that few Norwegian" in printed
    assert "lunde-nobody: moved" in printed
    assert "1 of 8 claims need a person" in printed
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    code, printed = stated("reanchor", folder, tmp_path / "new.txt", "--seed", seed, "--write")
    assert code == 1
    assert (folder / "article.txt").read_text(encoding="utf-8") == new
    assert (folder / "article.before").read_text(encoding="utf-8") == old
    findings = [str(one) for one in check(load(seed)).seed.findings]
    assert len(findings) == 2, findings  # the claim that differs, and the source is a draft again
    assert "is a draft that nobody has confirmed" in findings[0]
    assert "statements.yaml" in findings[1]
    statements = (folder / "statements.yaml").read_text(encoding="utf-8")
    assert '  occurrence: 1\n  exact: "“Without that, nobody goes,” he said."' in statements


def test_the_same_text_changes_nothing(seed: Path) -> None:
    folder = seed / "sources" / SLUG
    code, printed = stated("reanchor", folder, folder / "article.txt", "--seed", seed)
    assert code == 0
    assert {line.partition(": ")[2] for line in printed.splitlines()} == {"unchanged"}
