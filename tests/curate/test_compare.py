"""Two codings of a source: a draft that hides the first, where they differ, how well they agree."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from app.build.check.seed import check, check_source
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from tests.articles import ARTICLES, add_articles
from tests.curate.commands import stated
from tests.fixtures import Served, bare_seed

SLUG = "oslo-training-mission"


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A seed with one article and all speakers."""
    copy = bare_seed(tmp_path)
    add_articles(copy, SLUG)
    return copy


def changed(folder: Path, file: str, *changes: tuple[str, str]) -> None:
    """Replace words of a file, each of which must be there."""
    text = (folder / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / file).write_text(text, encoding="utf-8")


def test_a_second_coder_sees_nothing_of_the_first_coding(seed: Path, tmp_path: Path) -> None:
    first = seed / "sources" / SLUG
    changed(first, "statements.yaml", ("aasen-train", "secret-id"), ("Aasen says", "Secretly says"))
    changed(first, "source.yaml", ('narration: "By Karen', 'heading: "By Karen'))
    code, printed = stated("new", first, "--blind", tmp_path / "second", "--seed", seed)
    assert code == 0, printed
    written = "".join(path.read_text("utf-8") for path in (tmp_path / "second").glob("*.yaml"))
    assert "ecret" not in written
    assert "narration: By Karen" in written
    assert "url: https://articles.example/oslo-training-mission" in written
    assert "copy_of: null\n" in written
    assert not (tmp_path / "second/positions.yaml").exists()
    code, printed = stated("compare", first, tmp_path / "second", "--seed", seed)
    assert code == 0, printed
    assert "coding of “By Karen Whitfield, Oslo”: heading | narration" in printed
    code, printed = stated("new", first, "--blind", tmp_path / "second", "--seed", seed)
    assert code == 1


def test_the_same_coding_agrees(seed: Path) -> None:
    folder = seed / "sources" / SLUG
    code, printed = stated("compare", folder, folder, "--seed", seed, "--json")
    assert code == 0, printed
    compared = json.loads(printed)
    assert compared["differences"] == []
    assert compared["agreement"]["speaker"] == {"alpha": 1.0, "units": 8, "agreed": 8}
    assert compared["agreement"]["participation"]["alpha"] is None  # one position: undefined


def test_each_difference_is_shown(seed: Path, tmp_path: Path) -> None:
    first = seed / "sources" / SLUG
    second = Path(shutil.copytree(first, tmp_path / "second"))
    changed(second, "source.yaml", ('narration: "His party', 'statement: "His party'))
    changed(
        second,
        "statements.yaml",
        ("speaker: oleg-sedov", "speaker: torbjorn-lunde"),
        ("about: [norway, nato]", "about: [norway]"),
        ('  quoted: ["timid"]\n', ""),
        ("topics: [force-composition]", "topics: [negotiations]"),
    )
    text = (second / "statements.yaml").read_text(encoding="utf-8")
    (second / "statements.yaml").write_text(text[: text.rindex("- id: nato-informed")], "utf-8")
    changed(second, "positions.yaml", ("participation: will_contribute", "participation: open"))
    code, printed = stated("compare", first, second, "--seed", seed)
    assert code == 0, printed
    for line in (
        "coding of “His party leads in the polls by nearly seven points.”: narration | statement",
        "speaker of “In Moscow, Foreign Ministry spokesman Oleg Sedov dismissed the proposal.”: "
        "oleg-sedov | torbjorn-lunde",
        ": nato-informed | no claim",
        ": timid | nothing",
        ": force-composition | negotiations",
        "participation of norway on peacekeeping-force: will_contribute | open",
    ):
        assert line in printed
    assert "participation  alpha     0.000   0 of 1 the same" in printed
    assert "view           alpha undefined   1 of 1 the same" in printed


def test_a_comparison_is_noted_and_served(
    seed: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    """A program may be a coder if it says so; the figures are those that `compare` printed."""
    first = seed / "sources" / SLUG
    before = (first / "source.yaml").read_text(encoding="utf-8")
    second = Path(shutil.copytree(first, tmp_path / "second"))
    changed(second, "statements.yaml", ("speaker: oleg-sedov", "speaker: torbjorn-lunde"))
    arguments = ["compare", first, second, "--seed", seed, "--coder", "Ann <b>Lee</b>", "--coder"]
    for other, more in (("ann <b>lee</b>", ["--on", "2026-11-22"]), ("Bo", [])):
        code, printed = stated(*arguments, other, *more)
        assert (code, (first / "source.yaml").read_text("utf-8")) == (1, before), printed
    code, printed = stated(*arguments, "Model 2 (program)", "--on", "2026-11-22")
    assert code == 0, printed
    assert stated(*arguments, "Bo", "--on", "2026-11-22")[0] == 1
    written = (first / "source.yaml").read_text("utf-8")
    assert "    speaker: {units: 8, agreed: 7, alpha: 0.8" in written
    assert yaml.safe_load(before).items() < yaml.safe_load(written).items()
    checked = check(load(seed))
    assert checked.seed.findings == []
    path = write(checked, tmp_path / "datasets")
    point(path.parent, path.stem)
    client = serve(path.parent).client
    shown = client.get(f"/sources/{SLUG}").json()["double_coded"]
    assert shown["coders"] == [
        {"name": "Ann <b>Lee</b>", "program": False},
        {"name": "Model 2", "program": True},
    ]
    _, printed = stated("compare", first, second, "--seed", seed, "--json")
    compared = json.loads(printed)["agreement"]
    assert [one.pop("field") for one in shown["agreement"]] == list(compared)
    for one, other in zip(shown["agreement"], compared.values(), strict=True):
        assert one == {**other, "alpha": other["alpha"] and pytest.approx(other["alpha"], abs=5e-4)}
    dataset = client.get("/dataset").json()["double_coded"]
    assert (dataset["total"], dataset["items"][0]["source"]) == (1, SLUG)
    assert dataset["items"][0]["coders"] == shown["coders"]
    for page in (f"/browse/sources/{SLUG}", "/browse/dataset"):
        text = client.get(page).text
        assert "Ann &lt;b&gt;Lee&lt;/b&gt; and Model 2 (a program)" in " ".join(text.split())
        assert "the participation: 1 of 1 the same; Krippendorff’s alpha undefined" in text
    assert client.get("/sources/rapala-26-nations").json()["double_coded"] is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("{coders: [A, a], on: 2026-11-22, agreement: {claim: {units: 1, agreed: 1}}}", "two diff"),
        ("{coders: [A, B], on: 2026-11-22, agreement: {claim: {units: 1, agreed: 2}}}", "`agreed`"),
        (
            "{coders: [A, B], on: 2026-11-22, agreement: {claim: {units: 1, agreed: 1, alpha: 7}}}",
            "at most 1",
        ),
        (
            "{coders: [A, B], on: 2062-11-22, agreement: {claim: {units: 1, agreed: 1}}}",
            "after the dataset is published",
        ),
        ("{coders: [A, B], on: 2026-11-22, agreement: {claims: {units: 1, agreed: 1}}}", "claims"),
    ],
)
def test_a_comparison_that_cannot_be_is_refused(seed: Path, given: str, message: str) -> None:
    changed(
        seed / "sources" / SLUG, "source.yaml", ("passages:", f"double_coded: {given}\npassages:")
    )
    findings = check_source(seed, SLUG).seed.findings
    assert [each.where[0] for each in findings] == ["double_coded"]
    assert message in str(findings[0])


def test_two_texts_are_not_compared(seed: Path, tmp_path: Path) -> None:
    first = seed / "sources" / SLUG
    second = Path(shutil.copytree(ARTICLES / "riga-parliament-vote", tmp_path / "second"))
    code, printed = stated("compare", first, second, "--seed", seed)
    assert code == 1
    assert "stated reanchor" in printed.replace("\n", " ")
    code, printed = stated("compare", first, tmp_path / "none", "--seed", seed)
    assert code == 1
    assert "There is no folder" in printed
