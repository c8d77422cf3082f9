"""Statements by speaker, over HTTP: whoever is meant, however the name is written (docs/api.md,
section Filters of statements).
"""

import json
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tests.answers import ask, lines, local, total

COUNTS = {
    "emmanuel-macron": 6,
    "volodymyr-zelensky": 2,
    "friedrich-merz": 2,
    "giorgia-meloni": 2,
    "maria-zakharova": 2,
}
SPELLINGS = [
    ("emmanuel-macron", "emmanuel-macron"),
    ("macron", "emmanuel-macron"),
    ("MACRON", "emmanuel-macron"),
    ("Emmanuel Macron", "emmanuel-macron"),
    ("Macron, Emmanuel", "emmanuel-macron"),
    ("  emmanuel   MACRON ", "emmanuel-macron"),
    ("Ｍａｃｒｏｎ", "emmanuel-macron"),
    ("Макрон", "emmanuel-macron"),
    ("Эмманюэль Макрон", "emmanuel-macron"),
    ("МАКРОН", "emmanuel-macron"),
    ("Emmanuel_Macron", "emmanuel-macron"),
    ("Émmanuel Macrón", "emmanuel-macron"),
    ("E\u0301mmanuel Macron", "emmanuel-macron"),
    ("EMMANUEL-MACRON", "emmanuel-macron"),
    ("Zelensky", "volodymyr-zelensky"),
    ("Zelenskyy", "volodymyr-zelensky"),
    ("zelenskiy", "volodymyr-zelensky"),
    ("Volodymyr Zelenskyy", "volodymyr-zelensky"),
    ("Vladimir Zelensky", "volodymyr-zelensky"),
    ("Zelenskyy, Volodymyr", "volodymyr-zelensky"),
    ("Зеленський", "volodymyr-zelensky"),
    ("ЗЕЛЕНСКИЙ", "volodymyr-zelensky"),
    ("Володимир Зеленський", "volodymyr-zelensky"),
    ("Merz", "friedrich-merz"),
    ("merz, friedrich", "friedrich-merz"),
    ("Фридрих Мерц", "friedrich-merz"),
    ("meloni", "giorgia-meloni"),
    ("Giorgia  Meloni", "giorgia-meloni"),
    ("ＧＩＯＲＧＩＡ　ＭＥＬＯＮＩ", "giorgia-meloni"),
    ("Мелони", "giorgia-meloni"),
    ("Zakharova", "maria-zakharova"),
    ("Захарова", "maria-zakharova"),
    ("Марія Захарова", "maria-zakharova"),
    ("Захарова, Мария", "maria-zakharova"),
    # Behind a title of a role, or one that the source prints.
    ("President Macron", "emmanuel-macron"),
    ("French President Emmanuel Macron", "emmanuel-macron"),
    ("the Italian Prime Minister, Giorgia Meloni", "giorgia-meloni"),
    ("CHANCELLOR MERZ", "friedrich-merz"),
]


def rows(client: httpx.Client, path: str, **query: Any) -> list[dict[str, Any]]:
    """The rows of an NDJSON list."""
    answer = client.get(
        f"{path}.ndjson?{urlencode(query, doseq=True)}" if query else f"{path}.ndjson"
    )
    assert answer.status_code == 200, answer.text[:300]
    return [json.loads(line) for line in answer.content.splitlines()]


def ids(found: list[dict[str, Any]]) -> list[str]:
    """The ids of rows, in order."""
    return [row["id"] for row in found]


@pytest.mark.parametrize(("name", "slug"), SPELLINGS)
def test_a_speaker_is_found_under_any_spelling(client: httpx.Client, name: str, slug: str) -> None:
    """Slug, family name, either order, any case, alphabet, width and mark: the same statements and
    the same person.
    """
    found = rows(client, "/statements", speaker=name)
    assert {row["speaker"]["id"] for row in found} == {slug}
    assert len(found) == COUNTS[slug]
    page = client.get("/statements", params={"speaker": name}).json()
    assert page["items"] == found
    person = client.get(str(httpx.URL("/speakers/x").copy_with(path=f"/speakers/{name}")))
    assert person.status_code == 200, person.text
    assert person.json()["id"] == slug
    assert person.headers["content-location"] == f"https://stated.example/speakers/{slug}"


def test_each_speaker_is_listed_once_with_the_number_of_statements(client: httpx.Client) -> None:
    """Five people, by family name, one record each however many spellings they have."""
    found = rows(client, "/speakers")
    assert {row["id"]: row["statements"] for row in found} == COUNTS
    assert ids(found) == [
        "emmanuel-macron",
        "giorgia-meloni",
        "friedrich-merz",
        "maria-zakharova",
        "volodymyr-zelensky",
    ]
    for row in found:
        assert ids(rows(client, f"/speakers/{row['id']}/statements")) == ids(
            rows(client, "/statements", speaker=row["id"])
        )


def test_several_speakers_are_either_of_them(client: httpx.Client) -> None:
    """Values of one filter are OR; one person named twice is one person."""
    both = rows(client, "/statements", speaker=["Merz", "Meloni"])
    assert {row["speaker"]["id"] for row in both} == {"friedrich-merz", "giorgia-meloni"}
    assert len(both) == 4
    assert rows(
        client, "/statements", speaker=["Zelensky", "Зеленський", "volodymyr-zelensky"]
    ) == rows(client, "/statements", speaker="zelenskyy")


ALL_OF_HIS = [
    "goal",
    "land-sea-air",
    "military-capacity",
    "not-front-lines",
    "pillar-of-guarantees",
    "us-willingness",
]
COMBINED: list[tuple[dict[str, Any], list[str]]] = [
    ({"country": "france"}, ALL_OF_HIS),
    ({"country": "Allemagne"}, []),
    ({"about": "Ukraine"}, ["military-capacity"]),
    (
        {"about": ["United States", "the 26"]},
        ["goal", "land-sea-air", "not-front-lines", "us-willingness"],
    ),
    ({"topic": "troop-deployment"}, ["land-sea-air", "not-front-lines"]),
    (
        {"topic": ["force-goal", "military-capacity"]},
        ["goal", "military-capacity", "not-front-lines"],
    ),
    ({"attribution": "self"}, ["pillar-of-guarantees"]),
    ({"attribution": "third_party", "about": "usa"}, ["us-willingness"]),
    ({"attribution": "self", "about": "ukraine"}, []),
    ({"attribution": "narrator"}, []),
    ({"capacity": "government"}, ALL_OF_HIS),
    ({"capacity": "opposition"}, []),
    ({"kind": "quote"}, ["pillar-of-guarantees"]),
    ({"kind": "narration"}, []),
    (
        {"source": "rapala-26-nations", "topic": "security-guarantees"},
        ["pillar-of-guarantees", "us-willingness"],
    ),
    (
        {"question": "peacekeeping-force"},
        ["goal", "land-sea-air", "not-front-lines", "pillar-of-guarantees", "us-willingness"],
    ),
    (
        {"said_from": "2025-09-04", "said_to": "2025-09-04", "kind": "quote"},
        ["pillar-of-guarantees"],
    ),
    ({"said_to": "2025-09-03"}, []),
    ({"said_from": "2025-09-05"}, []),
    ({"q": "security guarantees"}, ["pillar-of-guarantees", "us-willingness"]),
    ({"q": '"front lines"', "topic": "force-goal"}, ["not-front-lines"]),
    ({"q": "troops", "sort": "relevance"}, ["not-front-lines"]),
    ({"q": "italy"}, []),
]


@pytest.mark.parametrize(
    ("filters", "expected"), COMBINED, ids=[urlencode(one, doseq=True) for one, _ in COMBINED]
)
def test_a_speaker_together_with_each_filter(
    client: httpx.Client, filters: dict[str, Any], expected: list[str]
) -> None:
    """Filters are AND; the same filters below the person give the same rows."""
    found = rows(client, "/statements", speaker="Макрон", **filters)
    assert sorted(ids(found)) == [f"rapala-26-nations-macron-{name}" for name in expected]
    assert rows(client, "/speakers/emmanuel-macron/statements", **filters) == found
    page = client.get("/statements", params={"speaker": "macron", **filters}).json()
    assert page["total"] == len(expected)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_a_speaker_in_either_order(client: httpx.Client, sort: str) -> None:
    """The order of the whole list, cut down to one person; rows of one day keep theirs."""
    whole = rows(client, "/statements", sort=sort)
    for slug in COUNTS:
        expected = [row["id"] for row in whole if (row["speaker"] or {}).get("id") == slug]
        assert ids(rows(client, "/statements", sort=sort, speaker=slug)) == expected


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("macrn", "emmanuel-macron"),
        ("Zelenski", "volodymyr-zelensky"),
        ("Mertz", "friedrich-merz"),
        ("Georgia Meloni", "giorgia-meloni"),
        ("Zaharova", "maria-zakharova"),
        ("Emanuel Macron", "emmanuel-macron"),
        ("Зеленска", "volodymyr-zelensky"),
    ],
)
def test_a_misspelt_speaker_is_refused_with_whom_was_meant(
    client: httpx.Client, name: str, meant: str
) -> None:
    """422 in the parameter and 404 in the path, never an empty list; each suggestion is a name that
    works.
    """
    for answer, status in (
        (client.get("/statements", params={"speaker": name}), 422),
        (client.get("/statements.csv", params={"speaker": name}), 422),
        (client.get(f"/speakers/{name}"), 404),
        (client.get(f"/speakers/{name}/statements"), 404),
    ):
        assert answer.status_code == status
        problem = answer.json()
        assert {client.get(f"/speakers/{one}").json()["id"] for one in problem["did_you_mean"]} == {
            meant
        }
        if status == 422:
            assert [one["parameter"] for one in problem["errors"]] == ["speaker"]
            assert name in problem["detail"]


@pytest.mark.parametrize(
    "name",
    [
        "nobody",
        "Donald Trump",
        "Ursula von der Leyen",
        "France",
        "Fundacion Rapala",
        "President",
        "Zelensky Macron",
        "The narrator",
        "m",
        "*",
        "Emmanuel",
        "-",
        "Washington",
    ],
)
def test_who_is_no_speaker_is_refused(client: httpx.Client, name: str) -> None:
    """Nothing is guessed: a country, a role, the publisher or part of a name is no speaker."""
    answer = client.get("/statements", params={"speaker": name})
    assert answer.status_code == 422, answer.text[:200]
    assert [one["parameter"] for one in answer.json()["errors"]] == ["speaker"]
    assert (
        client.get("/statements", params=[("speaker", "macron"), ("speaker", name)]).status_code
        == 422
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "mel"}, ["giorgia-meloni"]),
        ({"q": "MELONI"}, ["giorgia-meloni"]),
        ({"q": "Ｍｅｌ"}, ["giorgia-meloni"]),
        ({"q": "зелен"}, ["volodymyr-zelensky"]),
        ({"q": "zelenskyy"}, ["volodymyr-zelensky"]),
        ({"q": "захар"}, ["maria-zakharova"]),
        ({"q": "vladimir"}, ["volodymyr-zelensky"]),
        ({"q": "xyz"}, []),
        ({"q": "emmanuel macron"}, ["emmanuel-macron"]),
        ({"country": "italy"}, ["giorgia-meloni"]),
        ({"country": ["IT", "Rome", "Germany"]}, ["giorgia-meloni", "friedrich-merz"]),
        ({"country": "Kremlin"}, ["maria-zakharova"]),
        ({"country": "spain"}, []),
        ({"country": "NATO"}, []),
        ({"country": "Україна", "q": "zel"}, ["volodymyr-zelensky"]),
        ({"country": "france", "q": "meloni"}, []),
    ],
)
def test_the_list_of_speakers_is_searched(
    client: httpx.Client, query: dict[str, Any], expected: list[str]
) -> None:
    """By a part of any name in any spelling, and by the country of a role, under any of its
    names.
    """
    assert ids(rows(client, "/speakers", **query)) == expected
    page = client.get("/speakers", params=query).json()
    assert (ids(page["items"]), page["total"]) == (expected, len(expected))


def test_a_role_is_dated_and_kept_as_printed(client: httpx.Client) -> None:
    """Roles say for whom and since when, as far as known; a statement keeps the words of its
    source.
    """
    person = client.get("/speakers/zakharova").json()
    [role] = person["roles"]
    assert (role["actor"], role["capacity"], role["held_from"]["basis"], role["held_to"]) == (
        "russia",
        "government",
        "none",
        None,
    )
    for row in rows(client, "/statements", speaker="zakharova"):
        assert row["speaker"]["role"] == role["title"]
        assert row["speaker"]["role_as_printed"] == "Russian Foreign Ministry spokesperson"
        assert row["countries"] == ["russia"]
    assert client.get("/countries/russia").json()["speakers"][0]["id"] == "maria-zakharova"


def test_a_country_finds_what_its_speakers_said(client: httpx.Client) -> None:
    """`country=` is the speaker's, `about=` the claim's: Macron on the United States is France's
    words on it.
    """
    said = rows(client, "/statements", country="France", about="United States")
    assert [row["speaker"]["id"] for row in said] == ["emmanuel-macron"]
    assert rows(client, "/statements", country="United States") == []
    assert len(rows(client, "/statements", about="United States")) == 2


def test_speakers_count_their_statements(client: httpx.Client) -> None:
    """A speaker's count is the total of the list in `links`, in the list and alone."""
    for speaker in lines(client, "/speakers.ndjson"):
        assert speaker["statements"] == total(client, speaker["links"]["statements"]) > 0
        assert ask(client, local(speaker["links"]["self"])).json() == speaker


@pytest.mark.parametrize(
    ("given", "suggested"),
    [
        ("President Merz", ["Friedrich Merz"]),
        ("Brigitte Macron", ["Emmanuel Macron"]),
        ("Mrs Macron", ["Emmanuel Macron"]),
        ("Italy", ["Giorgia Meloni"]),
        ("President of Poland", None),
    ],
)
def test_nobody_is_guessed(client: httpx.Client, given: str, suggested: list[str] | None) -> None:
    answer = client.get(f"/statements?{urlencode({'speaker': given})}")
    assert (answer.status_code, answer.json().get("did_you_mean")) == (422, suggested)
