"""One sentence of a source with its neighbours."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx

from app.build.publish import point
from tests.answers import ask, lines, local
from tests.fixtures import Served

SOURCE = "/sources/rapala-26-nations"


def test_a_sentence_has_its_neighbours(client: httpx.Client) -> None:
    """Each sentence is what the list has, and its neighbours are those of the list."""
    every = lines(client, f"{SOURCE}/passages.ndjson")
    for place, passage in enumerate(every):
        one = ask(client, f"{SOURCE}/passages/{passage['number']}").json()
        assert {key: one[key] for key in passage} == passage
        assert one["source"] == "rapala-26-nations"
        assert one["previous"] == (every[place - 1] if place else None)
        assert one["next"] == (every[place + 1] if place + 1 < len(every) else None)
        for name, near in (("previous", one["previous"]), ("next", one["next"])):
            url = one["links"][name]
            assert (url is None) == (near is None)
            if url and near:
                assert ask(client, local(url)).json()["number"] == near["number"]


def test_a_number_that_is_none_is_not_found(client: httpx.Client) -> None:
    for number in ("0", "-1", "01", "1.0", "999999999", "9" * 40, "%D9%A3", "x"):
        problem = ask(client, f"{SOURCE}/passages/{number}", 404).json()
        assert problem["code"] == "unknown-name"
        assert f"{SOURCE}/passages" in problem["detail"]


def test_sentences_that_belong_to_no_statement_are_searched(client: httpx.Client) -> None:
    """A zero says where the words are; a search that finds something says it too."""
    body = client.get("/statements", params={"q": "deploy"}).json()
    assert body["total"] == 0
    found = body["search"]["in_passages"]
    assert [one["exact"].partition(" ‘")[0] for one in found] == [
        "26 Nations Ready to Deploy",
        "Not all European partners agree on troop deployment.",
    ]
    assert (body["search"]["passages"], body["search"]["passages_exact"]) == (2, True)
    for one in found:
        there = ask(client, local(one["url"])).json()
        assert (there["exact"], there["statements"]) == (one["exact"], [])
        assert one["publisher"] == "Fundacion Rapala"
    both = client.get("/statements", params={"q": "troops"}).json()
    assert both["total"] > 0
    assert all("troop" in one["exact"].lower() for one in both["search"]["in_passages"])
    assert client.get("/statements", params={"q": "zzyzx"}).json()["search"]["in_passages"] == []
    for path in ("/browse/statements", "/embed/statements"):
        page = client.get(path, params={"q": "deploy"}).text
        assert "2 sentences of sources have these words and belong to no statement:" in page
        assert '<mark class="found">Deploy</mark>' in page


def test_sentences_are_found_whatever_their_rowids(
    launch: Path, serve: Callable[..., Served], tmp_path: Path
) -> None:
    """VACUUM may give the rows of a table other rowids, where none of its columns is the rowid."""
    copy = Path(shutil.copy(launch, tmp_path / launch.name))
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE passage SET rowid = rowid + 1000")
        connection.commit()
    point(tmp_path, copy.stem)
    client, before = serve(tmp_path).client, serve(launch.parent).client
    found, expected = (
        one.get("/statements?q=deploy").json()["search"]["in_passages"] for one in (client, before)
    )
    assert [one["exact"] for one in found] == [one["exact"] for one in expected]
    quoted = {"text": found[1]["exact"]}
    checked, as_before = (
        one.get("/quotes/check", params=quoted).json() for one in (client, before)
    )
    assert checked["verdict"] == as_before["verdict"] == "narration"
