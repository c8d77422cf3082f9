"""Checks and searches on a small seed whose speakers have names like operators or signs of
full-text search: their words are found, filtered and checked like those of anybody else.
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tests.answers import PUBLIC, ask
from tests.fixtures import Served, bare_seed
from tests.publishing import add
from tests.real_sources import built, statement, with_source

# By id: the name, and what it says in quotation marks.
SPEAKERS = {
    "or": ("OR", "The first corvette will sail to Odesa in the spring."),
    "and": ("AND", "Bridges are built from both banks of a river."),
    "not": ("NOT", "Winter tents would be a poor gift for sappers."),
    "near": ("NEAR", "Our pilots stay NEAR the border AND at home."),
    "near-of": ("NEAR(corvette pilots, 9)", "A minehunter sweeps the strait at dawn."),
    "column": ("speaker : corvette", "Our frigate carries helicopters and doctors."),
    "quote": ('"NOT" OR "corvette', "Tankers need harbours that are deep enough."),
    "star": ("* ^corvette -pilots", "Icebreakers wait in the north until April."),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> httpx.Client:
    """The service on a seed with these speakers."""
    folder = tmp_path_factory.mktemp("operators")
    seed = bare_seed(folder)
    for name, (written, words) in SPEAKERS.items():
        person = {
            "id": name,
            "kind": "body",
            "name": written,
            "roles": [
                {"id": "r", "title": "The role", "actor": "norway", "capacity": "government"}
            ],
        }
        add(seed, "people.yaml", f"- {json.dumps(person)}\n")
        says = statement(
            exact=json.dumps(f"It said: “{words}”"),
            quoted=json.dumps([words]),
            speaker=json.dumps(name),
        )
        with_source(seed, f"op-{name}", says)
    for number in range(12):
        says = statement(
            exact=f"“The lighthouse stays dark,” paper {number} wrote.",
            quoted="[The lighthouse stays dark]",
            speaker="anonymous",
        )
        with_source(seed, f"again-{number}", says, keys=f"title: {number}\ntext_access: excerpts\n")
    return serve(built(seed, folder / "datasets").parent, public_url=PUBLIC).client


def found(client: httpx.Client, **query: str) -> list[Any]:
    items: list[Any] = ask(client, f"/statements?{urlencode(query)}").json()["items"]
    return items


@pytest.mark.parametrize("name", SPEAKERS)
def test_a_check_with_this_speaker(client: httpx.Client, name: str) -> None:
    """By the id and by the name: the words of this speaker, and of no other one."""
    written = SPEAKERS[name][0]
    others = [one for one in SPEAKERS if one != name][:2]
    for speaker, said in ((name, name), *((written, one) for one in (name, *others))):
        query = urlencode({"text": SPEAKERS[said][1], "speaker": speaker})
        body = ask(client, f"/quotes/check?{query}").json()
        assert body["speaker"] == {"id": name, "name": written}
        assert body["verdict"] == ("verbatim" if said == name else "other_speaker"), (speaker, said)
        assert body["hits"][0]["statement"]["speaker"]["id"] == said


@pytest.mark.parametrize("name", SPEAKERS)
def test_search_with_this_speaker(client: httpx.Client, name: str) -> None:
    """As a filter, as words that are looked for, and both."""
    written = SPEAKERS[name][0]
    mine = [f"op-{name}-says"]
    for query in (
        {"speaker": name},
        {"speaker": written},
        {"speaker": written, "q": written},
        {"speaker": written, "q": f'"{written}"'},
        {"speaker": written, "facets": "speaker"},
    ):
        assert [one["id"] for one in found(client, **query)] == mine, query
    items = {one["id"]: one["matched_in"] for one in found(client, q=written, limit="200")}
    assert "speaker" in items[mine[0]]


def test_at_most_ten_places(client: httpx.Client) -> None:
    """Of twelve sources that print the same."""
    query = urlencode({"text": "The lighthouse stays dark"})
    body = ask(client, f"/quotes/check?{query}").json()
    assert [hit["verdict"] for hit in body["hits"]] == 10 * ["verbatim"]


@pytest.mark.parametrize(
    "text",
    [
        "NEAR the border AND at home",
        "stay NEAR the border AND",
        "near the border and at home",
    ],
)
def test_a_quotation_with_operators(client: httpx.Client, text: str) -> None:
    """They are words like others, in any letter case."""
    for speaker in ({}, {"speaker": "NEAR"}):
        body = ask(client, f"/quotes/check?{urlencode({'text': text} | speaker)}").json()
        assert body["verdict"] == "verbatim"
        assert body["hits"][0]["statement"]["id"] == "op-near-says"
    query = urlencode({"text": "NOT OR AND NEAR(corvette) *", "speaker": "NOT"})
    assert ask(client, f"/quotes/check?{query}").json()["verdict"] == "not_held"
