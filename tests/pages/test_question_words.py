"""A second question comes with words of its own, from seed files only."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from tests.fixtures import Served, bare_seed
from tests.publishing import accept_doubts, published

QUESTION = """
- id: second
  text: Should the treaty be ratified, and will this actor ratify it?
  asked_from: 2025-02-01
  silence: No source says what this actor thinks.
  subject: the treaty
"""
POSITIONS = """
- id: italy-second-1
  actor: italy
  question: second
  view: supports
  evidence: [{statement: rapala-26-nations-meloni-monitoring, relation: supports}]
  summary: Italy supports it.
  not_supported: Anything else.
  recorded_on: 2026-11-22
  coded_by: The Stated curators
- id: italy-second-2
  actor: italy
  question: second
  view: opposes
  disputes: [view]
  evidence: [{statement: rapala-26-nations-meloni-no-troops, relation: supports}]
  summary: Another source says that Italy opposes it.
  not_supported: Anything else.
  recorded_on: 2026-11-22
  coded_by: The Stated curators
"""


@pytest.fixture(scope="module")
def two_questions(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> Served:
    """The service on the launch seed with a second question."""
    seed = bare_seed(tmp_path_factory.mktemp("questions"))
    with (seed / "questions.yaml").open("a") as file:
        file.write(QUESTION)
    source = seed / "sources/rapala-26-nations"
    with (source / "positions.yaml").open("a") as file:
        file.write(POSITIONS)
    statements = source / "statements.yaml"
    text = statements.read_text()
    for name, questions in (("monitoring", "second"), ("no-troops", "peacekeeping-force, second")):
        name = f"meloni-{name}"
        before, entry = text.split(f"- id: {name}\n", 1)
        entry = re.sub(r"questions: \[.*\]", f"questions: [{questions}]", entry, count=1)
        text = f"{before}- id: {name}\n{entry}"
    statements.write_text(text)
    checked = check(load(seed))
    assert [str(finding) for finding in checked.seed.findings] == []
    path = write(checked, seed.parent / "datasets")
    point(path.parent, path.stem)
    return serve(path.parent)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/browse/countries/italy?question=second", "View of the treaty"),
        ("/browse/countries/italy?question=second", "what Italy thinks of the treaty"),
        ("/browse/positions?question=second", "View of the treaty"),
        ("/browse/positions?question=second", "what Italy thinks of the treaty"),
        ("/browse/positions/timeline?question=second", "View of the treaty"),
        (
            "/embed/countries/italy?question=second",
            "disagree on what Italy thinks of the treaty",
        ),
        ("/embed/positions?question=second", "Should the treaty be ratified"),
        ("/badges/italy.svg?question=second", "Should the treaty be ratified"),
        ("/browse/countries/italy", "View of the proposal"),
    ],
)
def test_a_question_is_named_by_its_own_words(two_questions: Served, path: str, words: str) -> None:
    answer = two_questions.client.get(path)
    assert answer.status_code == 200
    assert words in " ".join(answer.text.split())


def test_no_code_names_what_the_first_question_asks_about(two_questions: Served) -> None:
    """Texts about all questions use neutral words. Examples are answers, which may name it."""
    for path in ("/openapi.json", "/positions.csv-metadata.json"):
        document = two_questions.client.get(path).json()
        assert "the force" not in json.dumps(without_examples(document))


def without_examples(value: Any) -> Any:
    """A document without what its keys `example` and `examples` hold."""
    if isinstance(value, dict):
        kept = value.keys() - {"example", "examples"}
        return {key: without_examples(value[key]) for key in kept}
    return [without_examples(one) for one in value] if isinstance(value, list) else value


def test_changes_and_feeds_name_a_question_by_its_words(
    tmp_path: Path, serve: Callable[..., Served]
) -> None:
    """The first publication lists a position on the second question, with its words in the list and
    in both feeds. The page of the entry is that of its question.
    """
    seed = bare_seed(tmp_path)
    with (seed / "questions.yaml").open("a") as file:
        file.write(QUESTION + "  take_part: ratify <it>\n  taking_part: ratifying <it>\n")
    source = seed / "sources/rapala-26-nations"
    entry = POSITIONS.partition("- id: italy-second-2")[0]
    with (source / "positions.yaml").open("a") as file:
        file.write(entry.replace("view: supports", "participation: declined\n  commitment: stated"))
    statements = source / "statements.yaml"
    text = statements.read_text()
    before, said = text.split("- id: meloni-monitoring\n", 1)
    said = re.sub(r"questions: \[.*\]", "questions: [second]", said, count=1)
    statements.write_text(f"{before}- id: meloni-monitoring\n{said}")
    accept_doubts(seed)
    datasets = tmp_path / "published"
    published(seed, datasets)
    client = serve(datasets).client
    words = "First recorded: Italy declines to ratify <it>"
    rows = client.get("/changes?kind=position&country=italy").json()["items"]
    assert words in {row["summary"] for row in rows}
    assert "First recorded: Italy declines" in {row["summary"] for row in rows}
    entries = client.get("/changes/feed?kind=position&country=italy").json()["items"]
    (entry_of,) = [one for one in entries if one["title"] == words]
    assert entry_of["url"].endswith("/browse/actors/italy?question=second")
    assert "declines to ratify &lt;it&gt;" in client.get("/changes/feed.xml").text


def test_a_question_gives_both_forms_or_none(tmp_path: Path) -> None:
    seed = bare_seed(tmp_path)
    with (seed / "questions.yaml").open("a") as file:
        file.write(QUESTION + "  take_part: ratify it\n")
    (finding,) = [str(one) for one in check(load(seed)).seed.findings if "taking_part" in str(one)]
    assert "take_part and taking_part are given together, or neither is" in finding
