"""The dataset and its closed lists, over HTTP: their counts are those of the lists."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from app.settings import Settings
from tests.answers import PUBLIC, ask, lines, local, total
from tests.fixtures import Served


def test_topics_and_questions_count_their_lists(client: httpx.Client) -> None:
    """Each count is the total of the list at its URL."""
    topics, questions = (
        ask(client, address).json()["items"] for address in ("/topics", "/questions")
    )
    assert len(topics) == 8
    assert [one["id"] for one in questions] == ["peacekeeping-force"]
    assert {one["id"]: one["statements"] for one in topics} == {
        one["id"]: total(client, one["url"]) for one in topics
    }
    assert (
        [one["positions"] for one in questions]
        == [total(client, one["url"]) for one in questions]
        == [7]
    )


def test_the_dataset_counts_its_lists(client: httpx.Client) -> None:
    """Every number of /dataset is the size of a list."""
    dataset = ask(client, "/dataset").json()
    sources = lines(client, "/sources.ndjson")
    held = lines(client, "/positions.ndjson?has_position=true")
    actors = lines(client, "/actors.ndjson")
    assert dataset["counts"] == {
        "countries": len(lines(client, "/countries.ndjson")),
        "actors": len(actors),
        "speakers": len(lines(client, "/speakers.ndjson")),
        "sources": len(sources),
        "independent_sources": len({source["root"] for source in sources}),
        "full_text_sources": sum(source["text_access"] == "full" for source in sources),
        "passages": sum(source["coverage"]["passages"] for source in sources),
        "statements": len(lines(client, "/statements.ndjson")),
        "positions": len(held),
        "questions": len(ask(client, "/questions").json()["items"]),
        "topics": len(ask(client, "/topics").json()["items"]),
    }
    assert dataset["coverage"] == {
        "actors_with_position": len(held),
        "actors_silent": len(actors) - len(held),
    }
    assert dataset["checksums"] == [
        {"source": one["id"], "text_sha256": one["text_sha256"]}
        for one in sources
        if one["text_sha256"]
    ]
    assert ask(client, "/countries").json()["total"] == dataset["counts"]["countries"] == 250


def test_the_published_day_is_a_day(client: httpx.Client) -> None:
    """`published` comes from the seed, not from a clock, and `facts_up_to` from the statements."""
    dataset = ask(client, "/dataset").json()
    assert date.fromisoformat(dataset["published"]).isoformat() == dataset["published"]
    said = [row["said"] for row in ask(client, "/statements?limit=200").json()["items"]]
    assert dataset["facts_up_to"] == max(day["latest"] for day in said if day["value"])
    assert re.fullmatch(r"[0-9a-f]{16}", dataset["version"])
    assert dataset["version"] in dataset["citation"]["long"]


def test_the_dataset_links_its_whole_lists(client: httpx.Client) -> None:
    """`downloads` has every list in every table format, and each address answers in that format."""
    downloads = ask(client, "/dataset").json()["downloads"]
    assert {"statements", "positions", "countries", "actors", "speakers", "sources"} < {
        one["list"] for one in downloads
    }
    for one in downloads:
        assert one["url"] == f"{PUBLIC}/{one['list']}.{one['format']}"
        assert ask(client, local(one["url"])).headers["content-type"].startswith(one["media_type"])
    page = ask(client, "/browse/dataset").text
    assert all(one["url"] in page for one in downloads if one["format"] == "csv")


@pytest.mark.parametrize(
    ("given", "contact"),
    [
        ("desk@example.org", {"url": None, "email": "desk@example.org"}),
        ("mailto:desk@example.org", {"url": None, "email": "desk@example.org"}),
        ("https://example.org/report", {"url": "https://example.org/report", "email": None}),
    ],
)
def test_the_operator_says_where_mistakes_are_reported(
    serve: Callable[..., Served], launch: Path, given: str, contact: dict[str, str | None]
) -> None:
    """The contact of the settings replaces that of the dataset, in the data and on pages."""
    client = serve(launch.parent, public_url=PUBLIC, contact=given).client
    assert ask(client, "/dataset").json()["contact"] == {"name": "The Stated curators"} | contact
    assert f">{contact['url'] or contact['email']}</a>" in ask(client, "/browse/positions").text


@pytest.mark.parametrize("given", ["nobody", "javascript:alert(1)", "a@b@c", "https://", "a b@c"])
def test_a_contact_that_nobody_can_use_is_refused(given: str) -> None:
    with pytest.raises(ValidationError):
        Settings(contact=given)


def test_its_citation_has_only_members_of_csl(client: httpx.Client) -> None:
    """CSL's schema allows no others, and has none for a licence."""
    [item] = client.get("/dataset.csl.json").json()
    assert item.keys() <= {
        *("id", "type", "title", "version", "issued", "URL", "language", "publisher"),
        *("abstract", "note"),
    }
    assert item["note"] == "Licence: CC-BY-4.0"
