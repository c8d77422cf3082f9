"""The two published versions of the launch article, from their two seeds, in one folder."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.build.ledger import LEDGER, read
from tests.fixtures import SEED, Served, first_version
from tests.publishing import RAPALA, published, stated

PUBLIC = "https://stated.example"
FIRST, SECOND = "442d930f345021dd", "54c3ab4aca1a4400"
SUMMARIES = {
    ("position", "coalition-of-26-peacekeeping-force-1"),
    ("position", "france-peacekeeping-force-1"),
    ("statement", f"{RAPALA}-pledge"),
}


@pytest.fixture(scope="module")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which both were published, one after the other; beside it the second seed."""
    folder = tmp_path_factory.mktemp("both")
    first = first_version(folder / "first")
    assert published(first, folder / "datasets") == FIRST
    second = Path(shutil.copytree(SEED, folder / "second/seed"))
    shutil.copy(first / LEDGER, second)
    assert published(second, folder / "datasets") == SECOND
    return folder / "datasets"


@pytest.fixture(scope="module")
def client(datasets: Path, serve: Callable[..., Served]) -> httpx.Client:
    """A client of the service on that folder."""
    return serve(datasets, public_url=PUBLIC).client


@pytest.fixture(scope="module")
def changes(client: httpx.Client) -> list[dict[str, Any]]:
    """What the second publication says that it changed."""
    answer = client.get(f"/changes?since={FIRST}&limit=200")
    assert answer.status_code == 200
    return list(answer.json()["items"])


def test_the_ledger_of_the_repository_is_theirs(datasets: Path) -> None:
    """Both lines, and the first one as it was: an older release wrote it, without `prev`."""
    lines, findings = read(SEED)
    assert findings == []
    again, _ = read(datasets.parent / "second/seed")
    assert [line.changes for line in lines] == [line.changes for line in again]
    assert [(line.version, line.is_chained) for line in lines] == [(FIRST, False), (SECOND, True)]


def test_each_answers_under_its_pin(client: httpx.Client) -> None:
    """The first one in its own words, also after the second one was published."""
    words = {
        FIRST: ("will this actor take part?", "A ceasefire holds.", None, []),
        SECOND: (
            "who would take part?",
            "A ceasefire is achieved.",
            "the force",
            [{"value": 26, "at_least": False, "evidence": [f"{RAPALA}-pledge"]}],
        ),
    }
    for version, (end, ceasefire, subject, sizes) in words.items():
        (question,) = client.get(f"/@{version}/questions").json()["items"]
        assert question["text"].endswith(end)
        assert client.get(f"/@{version}/").status_code == 200
        terms = client.get(f"/@{version}/vocabulary").json()["vocabularies"]["condition"]
        assert {term["id"]: term["definition"] for term in terms}["ceasefire"] == ceasefire
        coalition = client.get(f"/@{version}/actors/coalition-of-26").json()
        assert (coalition["size"], coalition["members"]) == (26, None)
        found = [
            {
                "value": size["value"],
                "at_least": size["at_least"],
                "evidence": size["evidence"],
            }
            for size in coalition["sizes"]
        ]
        assert found == sizes
        shown = client.get(f"/@{version}/browse/positions").text
        assert f"View of {subject or 'the proposal'}" in shown
    (question,) = client.get("/questions").json()["items"]
    assert question["text"].endswith(words[SECOND][0])
    versions = client.get("/dataset/versions").json()["items"]
    assert {one["version"]: one["published"] for one in versions} == {
        FIRST: "2026-11-22",
        SECOND: "2026-11-29",
    }


def test_every_answer_to_the_question_is_the_same(client: httpx.Client) -> None:
    """The second version changes words, not positions."""
    answers = [
        [
            {name: row[name] for name in ("stance", "view", "participation", "conditions")}
            for row in client.get(f"/@{version}/positions?limit=200").json()["items"]
        ]
        for version in (FIRST, SECOND)
    ]
    assert answers[0] == answers[1]


def test_changes(changes: list[dict[str, Any]]) -> None:
    """All that is listed has a reason, unless it is new."""
    assert Counter((row["kind"], row["change"]) for row in changes) == {
        ("position", "corrected"): 2,
        ("statement", "corrected"): 1,
        ("actor", "corrected"): 1,
        ("question", "corrected"): 1,
        ("term", "added"): 15,
        ("term", "corrected"): 78,
    }
    by_thing = {(row["kind"], row["id"]): row for row in changes}
    for thing in SUMMARIES:
        assert by_thing[thing]["after"].keys() == {"summary"}
    assert by_thing["actor", "coalition-of-26"]["after"].keys() == {"sizes"}
    assert by_thing["question", "peacekeeping-force"]["after"].keys() == {
        "text",
        "silence",
        "subject",
    }
    terms = [row for row in changes if row["kind"] == "term" and row["change"] == "corrected"]
    assert {row["reason"].partition(",")[0] for row in terms} == {
        "Labels and definitions are written in plainer English"
    }
    assert all((row["reason"] is None) == (row["change"] == "added") for row in changes)


def test_stated_diff_says_the_same(datasets: Path, changes: list[dict[str, Any]]) -> None:
    code, printed, _ = stated("diff", FIRST, SECOND, "--datasets", datasets)
    assert code == 0
    listed = [(row["kind"], row["change"], row["id"]) for row in changes]
    lines = [tuple(re.split("[ :]", line)[:3]) for line in printed.splitlines()]
    assert sorted(lines) == sorted(listed)
    assert "participation/declined: definition: Says that it will not take part." in printed


def test_feeds(client: httpx.Client, changes: list[dict[str, Any]]) -> None:
    """The newest publication comes first; pages lead to the first one."""
    (question,) = [row for row in changes if row["kind"] == "question"]
    feed = client.get("/changes/feed.json").json()
    assert question["reason"] in str(feed["items"])
    assert feed["next_url"]
    atom = client.get("/changes/feed.xml?kind=question").text
    assert atom.count("<entry>") == 1
    assert "Question corrected (text, silence, subject): peacekeeping-force" in atom
    assert client.get(f"/@{FIRST}/changes/feed.xml?kind=question").text.count("<entry>") == 0


def test_what_was_corrected_says_so(client: httpx.Client) -> None:
    for kind, name in SUMMARIES:
        (given,) = client.get(f"/{kind}s/{name}").json()["corrections"]
        assert given["on"] == "2026-11-29"
        assert client.get(f"/@{FIRST}/{kind}s/{name}").json()["corrections"] == []
