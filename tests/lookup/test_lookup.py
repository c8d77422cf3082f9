"""Names in paths and parameters, over HTTP: what they mean, and what an error suggests
(docs/domain.md, section Names).
"""

from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import create_engine, text

from app.lookup.near_ids import near_ids
from tests.answers import PUBLIC, ask, local, problem_of


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/countries/Italia", "/countries/italy"),
        ("/countries/%F0%9F%87%AE%F0%9F%87%B9", "/countries/italy"),
        ("/countries/380/position.json", "/countries/italy/position"),
        ("/countries/Washington/position", "/countries/united-states/position"),
        (
            "/countries/Italia/position?as_of=2025-09-04",
            "/countries/italy/position?as_of=2025-09-04",
        ),
        ("/countries/Italia?as_of=2025-09-04", "/countries/italy?as_of=2025-09-04"),
        (
            "/actors/the%2026/position?as_of=2025-09-04",
            "/actors/coalition-of-26/position?as_of=2025-09-04",
        ),
        ("/countries/Italia/positions", "/countries/italy/positions"),
        ("/actors/the%2026/positions", "/actors/coalition-of-26/positions"),
        ("/actors/the%2026", "/actors/coalition-of-26"),
        ("/actors/Italien/position", "/countries/italy/position"),
        ("/speakers/Zelenskyy", "/speakers/volodymyr-zelensky"),
        ("/countries/Italia/statements", "/countries/italy/statements"),
        ("/speakers/Zelenskyy/statements", "/speakers/volodymyr-zelensky/statements"),
    ],
)
def test_a_name_is_answered_with_its_canonical_address(
    client: httpx.Client, address: str, canonical: str
) -> None:
    """Content-Location and the canonical link name the address; it answers the same thing."""
    answer = ask(client, address)
    assert answer.headers.get("content-location") == PUBLIC + canonical
    assert answer.links["canonical"]["url"] == PUBLIC + canonical
    there = ask(client, canonical).json()
    assert {**answer.json(), "matched_as": None} == {**there, "matched_as": None}


@pytest.mark.parametrize(
    ("address", "works"),
    [
        ("/countries/Frnce", "/countries/{}"),
        ("/countries/Germny/position", "/countries/{}/position"),
        ("/actors/Ukrane", "/actors/{}"),
        ("/speakers/macrn", "/speakers/{}"),
        ("/speakers/Zelenski/statements", "/speakers/{}"),
        ("/statements?speaker=Zakarova", "/statements?speaker={}"),
        ("/statements?country=Itally", "/statements?country={}"),
        ("/statements?topic=troop-deploymnt", "/statements?topic={}"),
        ("/statements?source=rapala-26-nation", "/statements?source={}"),
        ("/positions?question=peace-keeping-force", "/positions?question={}"),
    ],
)
def test_a_near_name_is_suggested_and_works(client: httpx.Client, address: str, works: str) -> None:
    """`did_you_mean` are inputs that would work, in the path (404) as in a parameter (422)."""
    answer = client.get(address)
    assert answer.status_code == (422 if "?" in address else 404)
    meant = answer.json()["did_you_mean"]
    assert 0 < len(meant) <= 3
    for name in meant:
        ask(client, works.format(quote(name)))


@pytest.mark.parametrize(
    ("address", "ids"),
    [
        ("/countries/korea", {"north-korea", "south-korea"}),
        ("/statements?country=korea", {"north-korea", "south-korea"}),
        (
            "/countries/Congo/statements",
            {"republic-of-the-congo", "democratic-republic-of-the-congo"},
        ),
        ("/countries/brussels", {"belgium", "european-union", "nato"}),
        ("/countries/EU/position", {"european-union"}),
        ("/positions?country=NATO", {"nato"}),
    ],
)
def test_candidates_are_listed_with_addresses_that_answer(
    client: httpx.Client, address: str, ids: set[str]
) -> None:
    """A name of several things, or of a thing at another address, is refused with where each
    stands.
    """
    candidates = problem_of(client, address)["candidates"]
    assert {one["id"] for one in candidates} == ids
    for one in candidates:
        there = ask(client, local(one["url"])).json()
        assert (there["id"], there["type"], there["name"]) == (one["id"], one["type"], one["name"])


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("Rep. of Korea", "south-korea"),  # abbreviations, as maps and tables write them
        ("Korea, Dem. People’s Rep.", "north-korea"),
        ("Dem. Rep. Congo", "democratic-republic-of-the-congo"),
        ("Bosnia and Herz.", "bosnia-and-herzegovina"),
        ("Eq. Guinea", "equatorial-guinea"),
        ("W. Sahara", "western-sahara"),
        ("St. Vin. and Gren.", "saint-vincent-and-the-grenadines"),
        ("Br. Indian Ocean Ter.", "british-indian-ocean-territory"),
        ("Rép. dém. du Congo", "democratic-republic-of-the-congo"),
        ("Poland, Republic of", "poland"),  # inverted
        ("Belarus (Republic of)", "belarus"),
        ("Iran (République islamique d’)", "iran"),
        ("إيران (جمهورية - الإسلامية)", "iran"),
        ("Guinea, Equatorial", "equatorial-guinea"),
        ("Republic of Slovakia", "slovakia"),  # the form of state of the official name
        ("Polish Republic", "poland"),
        ("Italie (l’)", "italy"),  # articles
        ("la République de Pologne", "poland"),
        ("EL", "greece"),
        ("Dem. Rep. Korea", "north-korea"),
        ("الاتحاد الروسي", "russia"),  # short and formal names of the United Nations
        ("大韩民国", "south-korea"),
        ("Королевство Испания", "spain"),
        ("el Reino Unido de Gran Bretaña e Irlanda del Norte", "united-kingdom"),
    ],
)
def test_another_form_of_a_name_is_understood(
    client: httpx.Client, written: str, country: str
) -> None:
    assert ask(client, f"/countries/{quote(written)}").json()["id"] == country
    filtered = ask(client, "/statements?country=" + quote(written)).json()
    assert filtered == ask(client, f"/statements?country={country}").json()


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("England", ["united-kingdom"]),
        ("Kingdom of England", ["united-kingdom"]),
        ("N. Ireland", ["united-kingdom"]),
        ("Republic of Crimea", ["ukraine"]),
        ("Czechoslovakia", ["czechia", "slovakia"]),
        ("Serbia & Montenegro", ["montenegro", "serbia"]),
        ("E. Germany", ["germany"]),
        ("Южная Африка", ["south-africa"]),
    ],
)
def test_the_country_of_a_part_and_successors_are_candidates(
    client: httpx.Client, written: str, ids: list[str]
) -> None:
    problem = problem_of(client, f"/countries/{quote(written)}")
    assert (problem["status"], problem["code"]) == (404, "unknown-name")
    assert [one["id"] for one in problem["candidates"]] == ids


def test_the_soviet_union_has_fifteen_candidates(client: httpx.Client) -> None:
    for written in ("USSR", "СССР", "the Soviet Union"):
        candidates = problem_of(client, f"/countries/{quote(written)}")["candidates"]
        assert len(candidates) == 15
        assert {"russia", "ukraine", "estonia"} < {one["id"] for one in candidates}


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("Republic of Slovkia", "Slovakia"),
        ("Kingdom of Poland", "Poland"),
        ("Republic of Vietnam", "Vietnam"),  # was another state than the Socialist Republic
        ("Republic of Atlantis", None),
        ("People's Republic", None),
        ("Republic of the", None),
        ("Federal Republic of Central America", None),
        ("Coral Sea Is.", None),
        ("Indian Ocean Ter.", None),
        ("Aus.", None),
        ("Los Angeles", None),
        ("I", None),
        ("la us", None),
    ],
)
def test_no_other_country_is_guessed(
    client: httpx.Client, written: str, suggested: str | None
) -> None:
    """A name without a distinctive word in common is not suggested, and nothing is matched."""
    problem = problem_of(client, f"/countries/{quote(written)}")
    assert problem["status"] == 404
    assert problem.get("did_you_mean", [])[:1] == ([suggested] if suggested else [])


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/countries?q=ital", ["italy"]),
        ("/countries?q=guinea", ["guinea", "guinea-bissau"]),
        ("/countries?q=ireland", ["ireland"]),
        ("/countries?q=US", ["united-states"]),
        ("/actors?q=eu", ["european-union"]),
        ("/actors?q=nato", ["nato"]),
        ("/speakers?q=me", ["giorgia-meloni", "friedrich-merz"]),
        ("/speakers?q=макрон", ["emmanuel-macron"]),
    ],
)
def test_names_that_begin_with_the_part_come_first(
    client: httpx.Client, address: str, first: list[str]
) -> None:
    """Pages of any size give the same order."""
    whole = [one["id"] for one in ask(client, f"{address}&limit=200").json()["items"]]
    assert whole[: len(first)] == first
    pages, next_page = [], f"{address}&limit=3"
    while next_page and len(pages) < 9:
        body = ask(client, next_page).json()
        pages += [one["id"] for one in body["items"]]
        next_page = body["next_url"] and local(body["next_url"])
    assert pages == whole[: len(pages)]


def test_full_width_and_decomposed_names_work(client: httpx.Client) -> None:
    """NFC or NFD, full-width or not: one country."""
    for name, iso2 in (
        ("ｉｔａｌｙ", "IT"),
        ("ＩＴ", "IT"),
        ("Côte d’Ivoire", "CI"),
        ("Co\u0302te d'Ivoire", "CI"),
    ):
        assert ask(client, f"/countries/{quote(name)}").json()["iso2"] == iso2


def test_an_id_whose_beginning_is_misspelt_is_near_in_a_large_dataset() -> None:
    """Beyond the ids that every one is compared with, and those beside it in their order."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        for table in ("statement", "source", "position"):
            connection.execute(text(f"CREATE TABLE {table} (id TEXT PRIMARY KEY)"))
        names = [f"{letter}{number:04}-source-pledge" for letter in "abz" for number in range(900)]
        names.append("rapala-26-nations-pledge")
        connection.execute(
            text("INSERT INTO statement VALUES (:id)"), [{"id": one} for one in names]
        )
        for given in (
            "arpala-26-nations-pledge",
            "apala-26-nations-pledge",
            "xrapala-26-nations-pledge",
            "zapala-26-nations-pledge",
            "arpala-26-nations-pledges",
        ):
            assert near_ids(connection, "statement", given)[:1] == ["rapala-26-nations-pledge"]
        assert near_ids(connection, "statement", "nothing-like-it") == []
    engine.dispose()
