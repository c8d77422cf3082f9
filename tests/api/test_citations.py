"""Citations: ready-made text, CSL-JSON and `cite-as`, all of the pinned version, so that a reader
finds what was cited.
"""

import re
from typing import Any

import httpx
import pytest

PUBLIC = "https://stated.example"
STATEMENT = "/statements/rapala-26-nations-macron-pillar-of-guarantees"
NARRATION = "/statements/rapala-26-nations-pledge"
CITED = [
    "/dataset",
    "/countries/Italia/position",
    "/countries/poland/position?as_of=2025-03-01",
    "/actors/nato/position",
    "/actors/coalition-of-26/position",
    "/positions/italy-peacekeeping-force-1",
    "/sources/rapala-26-nations",
    STATEMENT,
    NARRATION,
]


def csl_address(address: str) -> str:
    """The address of the citation of an address."""
    path, question, query = address.partition("?")
    return f"{path}.csl.json{question}{query}"


def item(client: httpx.Client, address: str) -> dict[str, Any]:
    """The one item of a CSL-JSON list."""
    answer = client.get(csl_address(address))
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        200,
        "application/vnd.citationstyles.csl+json",
    ), address
    [only] = answer.json()
    assert isinstance(only, dict)
    return only


def pinned(client: httpx.Client) -> str:
    """The public address of the version that answers."""
    return f"{PUBLIC}/@{client.get('/dataset').json()['version']}"


@pytest.mark.parametrize("address", CITED)
def test_the_pinned_address_shows_what_is_cited(client: httpx.Client, address: str) -> None:
    """CSL-JSON and the long citation name one address, which answers the same facts."""
    body = client.get(address).json()
    cited = item(client, address)
    url = cited.get("archive_location", cited["URL"])
    assert url.startswith(f"{pinned(client)}/")
    assert body["citation"]["long"].endswith(url)
    there = client.get(url.removeprefix(PUBLIC)).json()
    same = ("id", "stance", "summary", "version", "text_sha256", "selector", "as_of")
    assert {name: there.get(name) for name in same} == {name: body.get(name) for name in same}
    assert cited["version"] == pinned(client).rpartition("@")[2]


@pytest.mark.parametrize("address", CITED)
def test_the_citation_is_linked(client: httpx.Client, address: str) -> None:
    """From the body to the CSL-JSON, which is the same under every name."""
    linked = client.get(address).json()["links"]["csl"]
    assert linked.startswith(f"{PUBLIC}/")
    assert client.get(linked.removeprefix(PUBLIC)).json() == [item(client, address)]


def test_cite_as(client: httpx.Client) -> None:
    """RFC 8574: the Link header names what to cite; under a pin it is the address itself."""
    answer = client.get("/countries/ITA/position?as_of=2025-12-31")
    cite_as = answer.links["cite-as"]["url"]
    assert cite_as == f"{pinned(client)}/countries/italy/position?as_of=2025-12-31"
    again = client.get(cite_as.removeprefix(PUBLIC))
    assert again.links["cite-as"]["url"] == again.headers["Content-Location"] == cite_as


def test_who_said_it_is_not_the_author_of_our_words(client: httpx.Client) -> None:
    cited, body = item(client, STATEMENT), client.get(STATEMENT).json()
    assert "author" not in cited
    assert cited["original-author"] == [{"literal": "Emmanuel Macron"}]
    assert cited["title"] == f"Statement of Emmanuel Macron (our summary: {body['summary']})"
    assert cited["note"] == "“pillar of security guarantees”"
    assert cited["original-date"] == {"date-parts": [[2025, 9, 4]]}


def test_what_is_not_known_is_left_out(client: httpx.Client) -> None:
    narrated, source = item(client, NARRATION), item(client, "/sources/rapala-26-nations")
    assert narrated["original-author"] == [{"literal": "Fundacion Rapala"}]
    assert not {"note", "original-date"} & set(narrated)
    assert not {"issued", "accessed", "author"} & set(source)
    assert source["URL"].startswith("https://fundacionrapala.org/")


def test_silence_can_be_cited(client: httpx.Client) -> None:
    cited = item(client, "/countries/poland/position")
    assert cited["id"] == "poland-peacekeeping-force-silence"
    assert cited["title"].endswith("not stated")
    assert "neither yes nor no" in cited["abstract"]


def test_a_day_is_no_clock(client: httpx.Client) -> None:
    """`issued` is the day of publication that the seed gives."""
    published = client.get("/dataset").json()["published"]
    parts = [int(part) for part in re.findall(r"\d+", published)]
    assert item(client, "/dataset")["issued"] == {"date-parts": [parts]}


@pytest.mark.parametrize(
    "address",
    ["/questions.csl.json", "/countries.csl.json", "/statements.csl.json", "/positions.csl.json"],
)
def test_what_is_no_single_thing_has_no_citation(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["type"]) == (
        404,
        f"{PUBLIC}/problems/format-not-served",
    )
    assert ".csl.json" not in answer.json()["allowed"]
