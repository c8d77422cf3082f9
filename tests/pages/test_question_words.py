"""A second question comes with words of its own, from seed files only."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from tests.conftest import Served, bare_seed

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
