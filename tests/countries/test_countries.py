"""Countries and other actors, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.answers import ask, lines, total


@pytest.fixture(scope="module")
def rows(client: httpx.Client) -> list[dict[str, Any]]:
    """All statements, newest first."""
    return lines(client, "/statements.ndjson")


SPOKEN = ("france", "ukraine", "united-states", "germany", "italy", "russia", "spain", "togo")


@pytest.mark.parametrize(
    "address",
    [
        *(f"/countries/{name}" for name in SPOKEN),
        "/actors/coalition-of-26",
        "/actors/nato",
        "/actors/france",
    ],
)
def test_actors_count_their_lists(client: httpx.Client, address: str) -> None:
    """Each count of an actor equals the list of the same name in `links`."""
    actor = ask(client, address).json()
    for name in ("statements", "statements_by", "statements_about"):
        assert actor["counts"][name] == total(client, actor["links"][name]), name
    assert actor["counts"]["positions"] == total(client, actor["links"]["positions"])
    held = [
        row
        for row in lines(client, "/positions.ndjson?has_position=true")
        if row["actor"]["id"] == actor["id"]
    ]
    assert actor["position"] == (held[0]["id"] if held else None)
    assert actor["stance"] == (held[0]["stance"] if held else "not_stated")


def test_role_says_how_a_statement_belongs_to_a_country(
    client: httpx.Client, rows: list[dict[str, Any]]
) -> None:
    """By its speakers, about it, or both; each row says which."""
    for country in ("france", "germany", "italy", "russia", "ukraine", "united-states", "spain"):
        by = [row["id"] for row in rows if country in row["countries"]]
        about = [
            row["id"] for row in rows if any(pair["actor"] == country for pair in row["about"])
        ]
        for query, expected in (
            ("?role=by", by),
            ("?role=about", about),
            ("", {*by, *about}),
            ("?role=by&role=about", {*by, *about}),
        ):
            items = ask(client, f"/countries/{country}/statements{query}").json()["items"]
            assert {item["id"] for item in items} == set(expected)
            for item in items:
                assert item["roles"] == [
                    role for role, ids in (("by", by), ("about", about)) if item["id"] in ids
                ]
