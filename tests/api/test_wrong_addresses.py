"""Paths that no route has, and names in a path that are not known: the response says what was
probably meant, and that works (docs/api.md, section Errors).
"""

from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.api.near_paths import canonical_path, filled, near_paths
from app.api.routing import Route
from app.api.synonyms import SEGMENTS
from tests.answers import PUBLIC, ask, local, problem_of
from tests.fixtures import Served

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
STATEMENT = "rapala-26-nations-meloni-no-troops"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        # singular and plural
        ("/country/italy", "/countries/italy"),
        ("/statement", "/statements"),
        (f"/statement/{STATEMENT}", f"/statements/{STATEMENT}"),
        ("/speaker/macron/statement", "/speakers/emmanuel-macron/statements"),
        # other words
        ("/people", "/speakers"),
        ("/people/Merz", "/speakers/friedrich-merz"),
        ("/quotes", "/statements"),
        ("/search?q=troops", "/statements?q=troops"),
        ("/export", "/dataset"),
        ("/dump", "/dataset"),
        ("/download", "/dataset"),
        ("/documents", "/sources"),
        ("/rss", "/changes/feed"),
        ("/swagger", "/docs"),
        ("/stats", "/positions/summary"),
        ("/sources/rapala-26-nations/sentences", "/sources/rapala-26-nations/passages"),
        ("/source/rapala-26-nations/sentence/3", "/sources/rapala-26-nations/passages/3"),
        # prefixes
        ("/api/countries", "/countries"),
        ("/v1/countries", "/countries"),
        ("/api/v2.1/countries/italy/position", "/countries/italy/position"),
        ("/countries/all", "/countries"),
        # the present one of several
        ("/countries/italy/positions/current", "/countries/italy/position"),
        ("/countries/italy/latest", "/countries/italy"),
        ("/positions/current", "/positions"),
        # something too many or too few
        ("/italy", "/countries/italy"),
        ("/italy/position", "/countries/italy/position"),
        ("/timeline", "/positions/timeline"),
        ("/versions", "/dataset/versions"),
        ("/countries//italy", "/countries/italy"),
        ("/topics/force-goal", "/statements?topic=force-goal"),
        ("/countries/italy/speakers", "/speakers?country=italy"),
        ("/countries/Italia/timeline", "/positions/timeline?country=italy"),
        ("/sources/rapala-26-nations/statements", "/statements?source=rapala-26-nations"),
        ("/topics/negotiations/statements", "/statements?topic=negotiations"),
        ("/positions/stance/opposes", "/positions?stance=opposes"),
        ("/positions/kind/opposes", "/positions?stance=opposes"),
        ("/speakers/macron/roles", "/speakers/emmanuel-macron"),
        ("/countries/italy/neighbours", "/countries/italy"),
        ("/colors", "/vocabulary"),
        # an exact name counts more than one that is written like another word
        ("/countries/italy/status", "/countries/italy/position"),
        # another format of a file
        ("/sitemap", "/sitemap.xml"),
        ("/robots", "/robots.txt"),
        ("/swagger.json", "/openapi.json"),
        # spelling
        ("/countris", "/countries"),
        ("/postions/summary", "/positions/summary"),
        ("/positions/timelin", "/positions/timeline"),
        # names of another kind
        ("/positions/italy", "/countries/italy/position"),
        ("/positions/European%20Union", "/actors/european-union/position"),
        ("/statements/macron", "/speakers/emmanuel-macron/statements"),
        ("/quotes/italy", "/countries/italy/statements"),
        ("/speakers/italy", "/countries/italy"),
        ("/countries/macron/statements", "/speakers/emmanuel-macron/statements"),
        ("/countries/EU/position", "/actors/european-union/position"),
        ("/countries/England/position", "/countries/united-kingdom/position"),
        # formats and parameters are kept where they are taken
        ("/country/italy.jsonld", "/countries/italy.jsonld"),
        ("/country/italy?as_of=2025-12-31", "/countries/italy?as_of=2025-12-31"),
        ("/country/italy?as_on=2025-12-31", "/countries/italy"),
    ],
)
def test_a_wrong_path_says_which_one_works(client: httpx.Client, sent: str, meant: str) -> None:
    """The first suggestion is the right one, every suggestion works, and the sentence has them."""
    problem = problem_of(client, sent)
    assert (problem["status"], problem["did_you_mean"][0]) == (404, meant)
    assert f"Did you mean {meant}" in problem["detail"]
    for path in problem["did_you_mean"]:
        if path.startswith("/"):  # others are near names
            ask(client, path)


def test_a_suggestion_keeps_the_pin(client: httpx.Client) -> None:
    version = ask(client, "/dataset").json()["version"]
    [meant] = problem_of(client, f"/@{version}/country/Italia")["did_you_mean"]
    assert meant == f"/@{version}/countries/italy"
    ask(client, meant)


@pytest.mark.parametrize("pin", ["latest", "current", "v1", "2025-01-01", "x" * 300, "é"])
def test_what_is_no_version_is_left_out(client: httpx.Client, pin: str) -> None:
    """A pin that no version can be is 404 and says so; a version that is not kept is 410."""
    problem = problem_of(client, f"/@{quote(pin)}/countries/italy")
    assert (problem["status"], problem["code"]) == (404, "not-found")
    assert problem["did_you_mean"] == ["/countries/italy"]
    assert f"Leave out /@{pin[:80]}" in problem["detail"]
    assert ask(client, f"/@{'0' * 16}/countries/italy", 410).json()["code"] == "gone"


def test_a_pin_that_is_a_day_or_unknown_says_what_works(client: httpx.Client) -> None:
    problem = problem_of(client, "/@2025-09-04/countries/italy/position")
    assert "use as_of=2025-09-04" in problem["detail"]
    for pin in ("v1", "0" * 16):
        assert "/dataset/versions lists" in problem_of(client, f"/@{pin}/countries")["detail"]


def test_many_candidates_are_only_listed(client: httpx.Client) -> None:
    """None of fifteen states is more likely than the others."""
    problem = problem_of(client, "/countries/USSR/position")
    assert "did_you_mean" not in problem
    assert len(problem["candidates"]) == 15
    assert "See candidates." in problem["detail"]


def test_hints_are_in_the_sentence(client: httpx.Client) -> None:
    assert "no prefix" in problem_of(client, "/api/v1/people")["detail"]
    assert "parameter q" in problem_of(client, "/search")["detail"]
    assert "whole lists" in problem_of(client, "/export")["detail"]
    assert "/docs" in problem_of(client, "/nothing")["detail"]
    assert "/badges/{name}.svg" in problem_of(client, "/badges")["detail"]
    assert "/quotes/check" in problem_of(client, "/quotes")["detail"]


@pytest.mark.parametrize(
    ("sent", "says", "meant"),
    [
        ("/countries/IT,FR", "A path takes one name.", ["/positions?country=IT&country=FR"]),
        ("/countries/Italy, France", "one name.", ["/positions?country=Italy&country=France"]),
        ("/speakers/Macron (France)", "", ["Macron"]),
        ("/positions/declines", "", ["/positions?stance=declines"]),
        ("/countries/{name}", "Put a name in its place. /countries lists all", None),
        ("/speakers/<name>", "Put a name in its place. /speakers lists all", None),
        ("/countries/39", "/countries lists all of them.", None),
        ("/speakers/trump/statements", "/speakers lists all of them.", None),
        ("/statements/random", "/statements lists all of them.", None),
    ],
)
def test_a_name_without_a_near_one_says_how_to_go_on(
    client: httpx.Client, sent: str, says: str, meant: list[str] | None
) -> None:
    problem = problem_of(client, sent)
    assert problem["code"] == "unknown-name"
    assert says in problem["detail"]
    assert problem.get("did_you_mean") == meant


def test_a_name_of_several_things_says_what_to_send(client: httpx.Client) -> None:
    problem = problem_of(client, "/countries/Korea")
    assert problem["code"] == "ambiguous-name"
    assert "Use north-korea or south-korea." in problem["detail"]
    page = client.get("/browse/countries/Korea").text
    assert "Use north-korea" not in page, "it has links"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("/statements.xlsx", None),
        ("/statements.csv.gz", None),
        ("/countries.topojson", None),
        ("/dataset.parquet", ["/dataset.sqlite", "/dataset.zip", "/dataset.ndjson"]),
        ("/countries/italy.xlsx", None),
        ("/statements/" + STATEMENT + ".pdf", None),
        ("/statements.html", ["/browse/statements"]),
        ("/countries/italy.html", ["/browse/countries/italy"]),
        ("/changes.rss", ["/changes/feed"]),
        ("/changes.atom", ["/changes/feed"]),
    ],
)
def test_a_format_that_nothing_has_lists_those_of_the_address(
    client: httpx.Client, sent: str, meant: list[str] | None
) -> None:
    problem = problem_of(client, sent)
    assert (problem["status"], problem["code"]) == (404, "format-not-served")
    assert ".json" in problem["allowed"]
    assert problem.get("did_you_mean") == meant
    for path in meant or () if "dataset" not in sent else ():  # tests make no whole files
        ask(client, path)


def test_a_page_with_the_suffix_of_data_leads_to_the_data(client: httpx.Client) -> None:
    for address, data in (
        ("/browse/countries/italy.json", "/countries/italy.json"),
        ("/browse/positions.csv", "/positions.csv"),
    ):
        page = client.get(address, headers=BROWSER)
        assert page.status_code == 404
        assert f'href="{PUBLIC}{data}"' in page.text
        ask(client, data)


@pytest.mark.parametrize("name", ["U.S.", "St. Lucia", "Czech Rep."])
def test_a_dot_in_a_name_is_no_format(client: httpx.Client, name: str) -> None:
    ask(client, f"/countries/{quote(name)}")
    assert problem_of(client, "/countries/Atlantis.xlsx")["code"] == "unknown-name"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("/statements/rapala-26-nations-meloni-no-troop", STATEMENT),
        ("/statements/rapala-26-nation-meloni-no-troops/annotation", STATEMENT),
        ("/statements/Rapala-26-Nations-Meloni-No-Troops", STATEMENT),
        ("/positions/italy-peacekeping-force-1", "italy-peacekeeping-force-1"),
        ("/positions/italy_peacekeeping_force_1.csl.json", "italy-peacekeeping-force-1"),
        ("/sources/rapala-26-nation/passages", "rapala-26-nations"),
        ("/sources/rapala-26-nation/passages/3", "rapala-26-nations"),
        ("/browse/statements/rapala-26-nations-meloni-no-troop", STATEMENT),
    ],
)
def test_near_ids_are_suggested_as_near_names_are(
    client: httpx.Client, sent: str, meant: str
) -> None:
    answer = client.get(sent)
    assert answer.status_code == 404
    if sent.startswith("/browse"):
        assert f'href="{PUBLIC}/browse/statements/{meant}"' in answer.text
    else:
        assert answer.json()["did_you_mean"][0] == meant
        assert f"Did you mean {meant}" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("sent", "canonical"),
    [
        ("/countries/", "/countries"),
        ("/countries//", "/countries"),
        ("/Positions", "/positions"),
        ("/COUNTRIES/Italy/Position/", "/countries/Italy/position"),
        ("/countries/italy/?as_of=2025-12-31", "/countries/italy?as_of=2025-12-31"),
        ("/statements/?topic=negotiations&limit=2", "/statements?topic=negotiations&limit=2"),
        ("/positions/Timeline", "/positions/timeline"),
        ("/countries.CSV", "/countries.csv"),
        ("/countries/Italy.JSON", "/countries/Italy.json"),
        ("/countries/%C3%85land/", "/countries/%C3%85land"),
        ("/Browse/Countries/italy", "/browse/countries/italy"),
        ("/embed/countries/italy/?theme=dark", "/embed/countries/italy?theme=dark"),
        ("/docs/", "/docs"),
        ("/statements.CSV?country=italy", "/statements.csv?country=italy"),
        ("/dataset.csl.JSON", "/dataset.csl.json"),
    ],
)
def test_final_slashes_and_capitals_redirect(
    client: httpx.Client, sent: str, canonical: str
) -> None:
    """308 to the canonical path, with the pin and the query; names keep their capitals."""
    version = ask(client, "/dataset").json()["version"]
    for pin in ("", f"/@{version}"):
        answer = client.get(f"{pin}{sent}")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"{PUBLIC}{pin}{canonical}"
        assert answer.headers["cache-control"] == "no-store"
        assert client.get(local(answer.headers["location"])).status_code == 200


@pytest.mark.parametrize(
    ("sent", "canonical"),
    [
        ("/countries/Italy.JSON?as_of=2025-12-31", "/countries/Italy.json?as_of=2025-12-31"),
        ("/countries/Italy/position.Json", "/countries/Italy/position.json"),
        ("/Positions?stance=open", "/positions?stance=open"),
        ("/positions/Timeline?step=year", "/positions/timeline?step=year"),
        ("/positions/Summary", "/positions/summary"),
        ("/positions/TIMELINE.csv", "/positions/timeline.csv"),
        ("/positions/Timeline.CSV", "/positions/timeline.csv"),
    ],
)
def test_a_browser_is_redirected_from_capitals_too(
    client: httpx.Client, sent: str, canonical: str
) -> None:
    """Also where the word could be the id of something, as after /positions/."""
    answer = client.get(sent, headers={"accept": "text/html,application/xhtml+xml"})
    assert (answer.status_code, answer.headers["location"]) == (308, f"{PUBLIC}{canonical}")


@pytest.mark.parametrize(
    "sent", ["//evil.example/", "//evil.example/countries/", "/\\evil.example/", "/%5Cevil/", "//"]
)
def test_a_redirect_never_leads_elsewhere(served: Served, sent: str) -> None:
    """The location is made from the route, and not from what was sent."""
    answer = served.client.get(served.url + sent)
    assert answer.status_code in (200, 308, 404)
    if answer.status_code == 308:
        assert answer.headers["location"].startswith(f"{PUBLIC}/")
        assert "evil" not in answer.headers["location"]


def test_a_browser_gets_a_page_for_a_wrong_data_path(client: httpx.Client) -> None:
    """Where Accept decides, Vary says so; an address with a suffix never is a page."""
    for sent, status in (
        ("/country/italy", 404),
        ("/nothing", 404),
        ("/countries/italy/positions?as_off=1", 422),
        (f"/@{'0' * 16}/countries", 410),
        ("/@latest/countries", 404),
    ):
        page = client.get(sent, headers=BROWSER)
        data = client.get(sent, headers={"accept": "*/*"})
        assert page.status_code == data.status_code == status
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert data.headers["content-type"] == "application/problem+json"
        assert "Accept" in page.headers["vary"].split(", ")
        assert "Accept" in data.headers["vary"].split(", ")
        assert "default-src 'none'" in page.headers["content-security-policy"]
    assert f'href="{PUBLIC}/countries/italy"' in client.get("/country/italy", headers=BROWSER).text
    data = client.get("/country/italy.json", headers=BROWSER)
    assert data.headers["content-type"] == "application/problem+json"


def test_what_was_sent_is_escaped_on_a_page(client: httpx.Client) -> None:
    for sent in ("/<script>alert(1)</script>", "/countries/<img src=x>/positions?x=1"):
        assert "<script>alert" not in client.get(quote(sent), headers=BROWSER).text
        assert "<img" not in client.get(quote(sent, safe="/?="), headers=BROWSER).text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_writing_method_says_what_works(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/countries")
    assert answer.json()["detail"] == "This API is read-only: use GET, HEAD or OPTIONS."


@pytest.mark.parametrize(
    ("address", "accept"),
    [
        ("/changes/feed", "application/json"),
        ("/dataset.jsonld", "application/json"),
        ("/dataset.csl.json", "application/json, text/plain;q=0.5"),
        ("/countries.csv-metadata.json", "application/json"),
        (f"/statements/{STATEMENT}/annotation", "application/json"),
        ("/changes/feed.xml", "application/xml"),
        ("/changes/feed.xml", "text/xml"),
        ("/badges/italy.svg", "application/xml"),
    ],
)
def test_who_reads_json_or_xml_reads_what_is_made_of_it(
    client: httpx.Client, address: str, accept: str
) -> None:
    """`application/json` accepts every type with `+json` (RFC 6839)."""
    answer = ask(client, address, accept=accept)
    assert answer.headers["content-type"] == ask(client, address).headers["content-type"]
    refused = client.get(address, headers={"accept": f"{accept.partition(',')[0]};q=0"})
    assert refused.status_code == 406


def test_more_of_json_is_not_json_of_another_kind(client: httpx.Client) -> None:
    for accept in ("application/ld+json", "text/csv", "application/json;q=0, application/*;q=0"):
        assert client.get("/changes/feed", headers={"accept": accept}).status_code == 406


# --- properties -----------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [*SEGMENTS, *(word for words in SEGMENTS.values() for word in words.split())]
) | st.sampled_from(["italy", "EU", "macron", "api", "v1", "current", "", ".", "..", "browse"])
SEGMENT = WORDS | st.text(max_size=8).filter(lambda text: "/" not in text)


@given(segments=st.lists(SEGMENT, min_size=1, max_size=5))
@settings(deadline=None)
def test_every_suggestion_is_an_address(served: Served, segments: list[str]) -> None:
    """Whatever path is sent: what is suggested is found, and a redirect ends at the next one."""
    client = served.client
    answer = client.get(f"{served.url}/{quote('/'.join(segments)).replace('..', '%2e%2e')}")
    if answer.status_code == 308:
        answer = client.get(local(answer.headers["location"]))
        assert answer.status_code != 308
    if "problem+json" in answer.headers["content-type"]:
        for path in answer.json().get("did_you_mean", []):
            if path.startswith("/"):
                found = client.get(path)
                missing = found.status_code == 404 and found.json()["code"]
                assert missing in (False, "text-not-given-out", "no-words-kept"), path


@given(name=st.text(min_size=1, max_size=30).filter(lambda text: "/" not in text))
def test_a_canonical_path_has_its_canonical_path(served: Served, name: str) -> None:
    """It is a fixed point, and keeps the name to the letter."""
    routes: Any = [route for route in served.app.app.routes if isinstance(route, Route)]
    found = canonical_path(routes, f"/COUNTRIES/{name}/POSITION/")
    if found is not None:
        assert found.startswith("/countries/")
        assert canonical_path(routes, unquote(found)) is None


@given(
    path=st.text(alphabet="/aeiouxyz.@%?#&é\x00{}", max_size=60),
    name=st.text(max_size=10),
)
def test_any_path_has_few_suggestions(path: str, name: str) -> None:
    """At most three, which are templates with the name that was found."""
    templates = ["/countries", "/countries/{name}", "/speakers/{name}/statements", "/docs"]
    near = near_paths(
        templates, path, lambda template, place, given, sent, near: [filled(template, name)]
    )
    shapes = {filled(template.split("/")[1:], name) for template in templates}
    assert len(near.paths) <= 3
    assert set(near.paths) <= shapes
