"""The dataset and its closed lists, over HTTP: their counts are those of the lists."""

import re
from datetime import date

import httpx

from tests.answers import ask, lines, total


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
