"""What the launch article supports, and what it does not (docs/domain.md), asked over HTTP.

The golden files hold the seven positions whole; STATED_WRITE_GOLDEN=1 writes them anew, for a
review of the difference.
"""

import json
import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from app.settings import ROOT
from tests.conftest import few
from tests.fixtures import Served

PUBLIC = "https://stated.example"
GOLDEN = Path(__file__).parent.parent / "golden" / "positions"
SOURCE = "rapala-26-nations"
ACTORS = {
    "coalition-of-26": "/actors/coalition-of-26/position",
    "france": "/countries/france/position",
    "ukraine": "/countries/ukraine/position",
    "united-states": "/countries/united-states/position",
    "germany": "/countries/germany/position",
    "italy": "/countries/italy/position",
    "russia": "/countries/russia/position",
}
QUOTATION_MARKS = '“”"‘’«»„'


def get(client: httpx.Client, address: str) -> Any:
    """The JSON that answers there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    return answer.json()


def rows(client: httpx.Client, address: str) -> list[dict[str, Any]]:
    """The rows of an NDJSON list."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    return [json.loads(line) for line in answer.content.splitlines()]


@pytest.fixture(scope="module")
def held(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """The seven positions by actor."""
    return {actor: get(client, address) for actor, address in ACTORS.items()}


@pytest.fixture(scope="module")
def statements(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """All statements by the part of their id that the seed gives."""
    return {row["id"].removeprefix(f"{SOURCE}-"): row for row in rows(client, "/statements.ndjson")}


@pytest.fixture(scope="module")
def text() -> str:
    """The archived text, read from the seed: the file as given, less one leading newline."""
    [path] = (ROOT / "seed" / "sources" / SOURCE).glob("*.txt")
    return path.read_bytes().decode("utf-8").removeprefix("\n")


@pytest.mark.parametrize("actor", ACTORS)
def test_a_position_is_golden(served: Served, actor: str) -> None:
    """Every byte of the seven answers is decided; only the dataset's version is left open."""
    answer = served.client.get(ACTORS[actor])
    version = answer.headers["dataset-version"]
    found = (
        json.dumps(
            json.loads(answer.text.replace(version, "{version}")), ensure_ascii=False, indent=2
        )
        + "\n"
    )
    path = GOLDEN / f"{actor}.json"
    if os.environ.get("STATED_WRITE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
        pytest.fail(f"{path.name} was written; review the difference")
    assert found == path.read_text(encoding="utf-8")
    assert version not in found


def test_the_golden_files_are_the_seven() -> None:
    """No file is left behind."""
    assert {path.stem for path in GOLDEN.iterdir()} == set(ACTORS)


# docs/domain.md, section What the launch article supports: view, participation, stance,
# attribution, commitment.
TABLE = {
    "coalition-of-26": ("supports", "will_contribute", "willing", "third_party", "stated"),
    "france": ("supports", "not_stated", "supports", "self", None),
    "ukraine": ("supports", "not_applicable", "supports", "self", None),
    "united-states": ("not_stated", "open", "open", "third_party", "hedged"),
    "germany": ("not_stated", "undecided", "undecided", "self", "stated"),
    "italy": ("not_stated", "declined", "declines", "self", "stated"),
    "russia": ("opposes", "not_applicable", "opposes", "self", None),
}


@pytest.mark.parametrize("actor", ACTORS)
def test_each_row_of_the_table(held: dict[str, dict[str, Any]], actor: str) -> None:
    """View, participation, derived stance, attribution and commitment of each actor."""
    position = held[actor]
    found = tuple(
        position[name] for name in ("view", "participation", "stance", "attribution", "commitment")
    )
    assert found == TABLE[actor]
    assert position["actor"]["id"] == actor
    assert (
        position["status"],
        position["valid_to"],
        position["previous"],
        position["superseded_by"],
    ) == ("current",) + (None,) * 3
    assert position["disputed"] == []
    assert position["note"] is None
    assert position["summary"]


def test_these_seven_are_all(client: httpx.Client) -> None:
    """Nobody else has a position."""
    board = rows(client, "/positions.ndjson?has_position=true")
    assert {row["actor"]["id"] for row in board} == set(ACTORS)
    assert len(board) == 7


def test_the_26_promise_under_conditions(held: dict[str, dict[str, Any]]) -> None:
    """Troops, by ground, sea or air as alternatives; after a ceasefire or a peace deal; one
    condition, not two.
    """
    position = held["coalition-of-26"]
    [condition] = position["conditions"]
    assert condition["any_of"] == ["ceasefire", "peace_deal"]
    offered = [
        (one["form"], one["status"], one["alternatives"]) for one in position["contributions"]
    ]
    assert offered == [
        ("troops", "offered", False),
        ("ground", "offered", True),
        ("sea", "offered", True),
        ("air", "offered", True),
    ]
    assert {one["place"] for one in position["contributions"] if one["form"] == "troops"} == {
        "in_ukraine"
    }
    assert "front lines" in position["summary"]


@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor != "coalition-of-26"])
def test_nobody_else_promises_under_conditions(held: dict[str, dict[str, Any]], actor: str) -> None:
    """An undecided or declining actor promises nothing, so nothing is conditional; only Italy rules
    something out.
    """
    assert held[actor]["conditions"] == []
    ruled_out = [
        {
            "form": "troops",
            "status": "ruled_out",
            "place": "in_ukraine",
            "alternatives": False,
            "note": None,
        }
    ]
    assert held[actor]["contributions"] == (ruled_out if actor == "italy" else [])


EVIDENCE = {
    "coalition-of-26": [
        ("macron-land-sea-air", "supports", "third_party"),
        ("pledge", "supports", "narrator"),
        ("macron-not-front-lines", "qualifies", "third_party"),
        ("macron-goal", "context", "third_party"),
    ],
    "france": [("macron-pillar-of-guarantees", "supports", "self")],
    "ukraine": [
        ("zelensky-welcomes", "supports", "self"),
        ("zelensky-concrete-step", "supports", "self"),
    ],
    "united-states": [
        ("macron-us-willingness", "supports", "third_party"),
        ("washington-not-confirmed", "qualifies", "narrator"),
    ],
    "germany": [("merz-decide-later", "supports", "self"), ("merz-pressure", "context", "self")],
    "italy": [("meloni-no-troops", "supports", "self"), ("meloni-monitoring", "context", "self")],
    "russia": [
        ("zakharova-rejects", "supports", "self"),
        ("zakharova-any-format", "supports", "self"),
    ],
}


@pytest.mark.parametrize("actor", ACTORS)
def test_the_evidence_comes_in_full(
    client: httpx.Client, held: dict[str, dict[str, Any]], actor: str
) -> None:
    """Which statements, what they do, and how their words relate to this actor; each is the
    statement itself.
    """
    evidence = held[actor]["evidence"]
    found = [
        (one["statement"]["id"].removeprefix(f"{SOURCE}-"), one["relation"], one["attribution"])
        for one in evidence
    ]
    assert found == EVIDENCE[actor]
    for one in evidence:
        assert one["statement"] == get(client, f"/statements/{one['statement']['id']}")
        assert {"actor": actor, "attribution": one["attribution"]} in one["statement"]["about"]


# Statements that are not counted for a position, each with the reason.
NOT_COUNTED = {
    "coalition-of-26": {"macron-not-front-lines": "qualifies", "macron-goal": "context"},
    "france": {},
    "ukraine": {},
    "united-states": {"washington-not-confirmed": "qualifies"},
    "germany": {"merz-pressure": "context"},
    "italy": {"meloni-monitoring": "context"},
    "russia": {},
}


@pytest.mark.parametrize("actor", ACTORS)
def test_why_a_position_is_what_it_is(held: dict[str, dict[str, Any]], actor: str) -> None:
    """All seven rest on one source; each supporting statement is counted, and each other one is
    listed with its reason.
    """
    position = held[actor]
    assert position["independence"] == {"sources": 1, "independent": 1, "roots": [SOURCE]}
    derivation = position["derivation"]
    counted = {
        name.removeprefix(f"{SOURCE}-")
        for one in derivation["fields"]
        for name in one["statements"]
    }
    assert counted == {name for name, relation, _ in EVIDENCE[actor] if relation == "supports"}
    passed = {
        one["statement"].removeprefix(f"{SOURCE}-"): one["reason"]
        for one in derivation["not_counted"]
    }
    assert passed == NOT_COUNTED[actor]
    assert derivation["not_counted_total"] == len(passed)
    stated = {name for name in ("view", "participation") if position[name] != "not_stated"}
    rules = {one["field"]: one["rule"] for one in derivation["fields"]}
    assert {name for name in ("view", "participation") if rules[name] == "last_stated"} == stated
    assert {rules[name] for name in {"view", "participation"} - stated} <= {"never_stated"}


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        ("coalition-of-26", ["who the 26", "all of them send ground troops", "number of soldiers"]),
        ("france", ["one of the 26", "sends troops"]),
        ("ukraine", ["formal request", "consent"]),
        (
            "united-states",
            ["any U.S. speaker", "send troops", "ruled them out", "joining this force"],
        ),
        ("germany", ["refuses"]),
        ("italy", ["opposes the force", "monitor a ceasefire"]),
        ("russia", ["answered the announcement"]),
    ],
)
def test_each_position_says_what_may_not_be_concluded(
    held: dict[str, dict[str, Any]], actor: str, words: list[str]
) -> None:
    """The last column of the table."""
    for phrase in words:
        assert phrase.lower() in held[actor]["not_supported"].lower()


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        ("coalition-of-26", ("2025-09-04", "2025-09-04", "2025-09-04", "derived")),
        ("france", ("2025-09-04", "2025-09-04", "2025-09-04", "derived")),
        ("united-states", ("2025-09-04", "2025-09-04", "2025-09-04", "derived")),
        ("ukraine", (None, "2025-09-04", None, "derived")),
        ("russia", (None, None, "2025-09-04", "derived")),
        ("germany", (None, None, None, "none")),
        ("italy", (None, None, None, "none")),
    ],
)
def test_from_when_a_position_holds(
    held: dict[str, dict[str, Any]], actor: str, said: tuple[str | None, ...]
) -> None:
    """Days as far as they are known: derived ones say from what; nothing is made up for Merz and
    Meloni.
    """
    since = held[actor]["valid_from"]
    assert (since["value"], since["earliest"], since["latest"], since["basis"]) == said
    assert held[actor]["undated"] == (said[1] is None and said[2] is None)
    assert bool(since["note"]) == (since["basis"] == "derived")


# --- the text and what was cut from it ------------------------------------------------------------


def test_the_archived_text_is_the_file(client: httpx.Client, text: str) -> None:
    """2,352 code points, and the checksum that every selector is bound to."""
    source = get(client, f"/sources/{SOURCE}")
    assert len(text) == source["coverage"]["characters"] == 2352
    assert source["text_sha256"] == sha256(text.encode()).hexdigest()
    assert get(client, "/dataset")["checksums"] == [
        {"source": SOURCE, "text_sha256": source["text_sha256"]}
    ]
    assert (source["publisher"], source["published"]["value"], source["published"]["basis"]) == (
        "Fundacion Rapala",
        None,
        "none",
    )
    assert (
        source["url"]
        == "https://fundacionrapala.org/news/26-nations-ready-to-deploy-peacekeeping-forces-to-ukraine"
    )


def test_every_sentence_is_accounted_for(client: httpx.Client, text: str) -> None:
    """29 passages: 8 headings, 12 statements, 9 narration; in order, without overlap, and nothing
    but space between.
    """
    passages = rows(client, f"/sources/{SOURCE}/passages.ndjson")
    codings = [one["coding"] for one in passages]
    assert len(codings) == 29
    assert (codings.count("heading"), codings.count("statement"), codings.count("narration")) == (
        8,
        12,
        9,
    )
    at = 0
    for number, one in enumerate(passages, start=1):
        assert one["number"] == number
        assert text[one["start"] : one["end"]] == one["exact"]
        assert text[at : one["start"]].strip() == ""
        at = one["end"]
    assert text[at:].strip() == ""
    assert any(
        one["exact"] == "U.S. Position Still Unclear" and one["coding"] == "heading"
        for one in passages
    )


def test_sixteen_statements(statements: dict[str, dict[str, Any]]) -> None:
    """14 claims from the 12 statement passages, and one for each narration that a position
    cites.
    """
    kinds = [row["kind"] for row in statements.values()]
    assert (
        len(kinds),
        kinds.count("quote"),
        kinds.count("paraphrase"),
        kinds.count("narration"),
    ) == (16, 2, 12, 2)
    assert len({row["passage"] for row in statements.values() if row["kind"] != "narration"}) == 12


def test_selectors_point_at_the_words(statements: dict[str, dict[str, Any]], text: str) -> None:
    """text[start:end] is exact, in code points; prefix and suffix are the text around it; the
    link opens the source.
    """
    digest = sha256(text.encode()).hexdigest()
    for row in statements.values():
        selector = row["selector"]
        start, end = selector["start"], selector["end"]
        assert text[start:end] == selector["exact"]
        assert text[max(0, start - 32) : start] == selector["prefix"]
        assert text[end : end + 32] == selector["suffix"]
        assert selector["text_sha256"] == digest
        assert row["verified"] is True
        url, _, fragment = row["href_in_context"].partition("#:~:text=")
        assert url == row["source"]["url"]
        for part in fragment.split(","):
            assert unquote(part) in selector["exact"]


def test_statements_lie_inside_their_passage(
    client: httpx.Client, statements: dict[str, dict[str, Any]]
) -> None:
    """A claim is cut from one sentence, and the coding of that sentence says whether somebody
    speaks.
    """
    passages = {one["number"]: one for one in rows(client, f"/sources/{SOURCE}/passages.ndjson")}
    for row in statements.values():
        passage = passages[row["passage"]]
        assert (
            passage["start"] <= row["selector"]["start"] < row["selector"]["end"] <= passage["end"]
        )
        assert passage["coding"] == ("narration" if row["kind"] == "narration" else "statement")


# --- the traps ------------------------------------------------------------------------------------


def test_only_two_phrases_are_quoted(statements: dict[str, dict[str, Any]], text: str) -> None:
    """Words in quotation marks with a reporting verb, and no others; the closing full stop stays
    outside the span.
    """
    quoted = {name: row["quoted"] for name, row in statements.items() if row["quoted"]}
    assert {name: [one["exact"] for one in found] for name, found in quoted.items()} == {
        "macron-pillar-of-guarantees": ["pillar of security guarantees"],
        "zakharova-any-format": ["in any format"],
    }
    for [one] in quoted.values():
        assert text[one["start"] : one["end"]] == one["exact"]
        assert text[one["start"] - 1] == "“"
        assert not one["exact"].endswith(".")
    [any_format] = quoted["zakharova-any-format"]
    assert text[any_format["end"] : any_format["end"] + 2] == ".”"
    assert {name for name, row in statements.items() if row["kind"] == "quote"} == set(quoted)


def test_scare_quotes_are_never_quoted(
    client: httpx.Client, statements: dict[str, dict[str, Any]]
) -> None:
    """‘Peacekeeping Forces’ in the title are nobody's words."""
    for row in statements.values():
        assert all("peacekeeping forces" not in one["exact"].lower() for one in row["quoted"])
        assert "peacekeeping forces" not in row["selector"]["exact"].lower()
    [title] = [
        one
        for one in rows(client, f"/sources/{SOURCE}/passages.ndjson")
        if "‘Peacekeeping Forces’" in one["exact"]
    ]
    assert (title["coding"], title["statements"]) == ("heading", [])


def test_nothing_else_is_shown_in_quotation_marks(
    held: dict[str, dict[str, Any]], statements: dict[str, dict[str, Any]]
) -> None:
    """Summaries are ours and have no quotation; a citation quotes the quoted words, the title and
    the question only.
    """
    for text_of in [one["summary"] for one in (*held.values(), *statements.values())]:
        assert not set(text_of.replace("'s", "")) & set(QUOTATION_MARKS) - {"'"}, text_of
    for row in statements.values():
        allowed = {one["exact"] for one in row["quoted"]} | {row["source"]["title"]}
        for shown in re.findall(r"“([^”]*)”", row["citation"]["short"] + row["citation"]["long"]):
            assert shown in allowed


NARRATION_INSIDE_MACRON = [
    "These troops will not engage Russia in combat.",
    (
        "Instead, their mission is to act as a peacekeeping guarantee that discourages renewed "
        "aggression."
    ),
    "Their purpose is to provide security, not to participate in direct conflict.",
    "The program aims to make Ukraine’s forces strong enough to defend against new attacks and "
    "deter Russia from attempting "
    "another invasion.",
    "However, Washington has not yet confirmed how it would contribute.",
    "This uncertainty leaves room for more negotiations between allies.",
]


def test_the_narrator_is_not_macron(client: httpx.Client) -> None:
    """Six sentences inside his paragraphs are the article's own, and no statement of his reaches
    into them.
    """
    passages = {one["exact"]: one for one in rows(client, f"/sources/{SOURCE}/passages.ndjson")}
    his = rows(client, "/speakers/emmanuel-macron/statements.ndjson")
    assert len(his) == 6
    for sentence in NARRATION_INSIDE_MACRON:
        assert passages[sentence]["coding"] == "narration"
        assert passages[sentence]["number"] not in {row["passage"] for row in his}
        assert not any(
            sentence in row["selector"]["exact"] or row["selector"]["exact"] in sentence
            for row in his
        )


def test_narration_has_no_speaker(
    client: httpx.Client, statements: dict[str, dict[str, Any]]
) -> None:
    """No speaker, no capacity, attribution narrator; and no speaker= finds it."""
    narration = [row for row in statements.values() if row["kind"] == "narration"]
    assert {row["id"] for row in narration} == {
        f"{SOURCE}-pledge",
        f"{SOURCE}-washington-not-confirmed",
    }
    for row in narration:
        assert (row["speaker"], row["capacity"], row["countries"]) == (None, None, [])
        assert {pair["attribution"] for pair in row["about"]} == {"narrator"}
    for speaker in rows(client, "/speakers.ndjson"):
        found = rows(client, f"/statements.ndjson?speaker={speaker['id']}")
        assert {row["kind"] for row in found} <= {"quote", "paraphrase"}
        assert {row["speaker"]["id"] for row in found} == {speaker["id"]}
    assert get(client, "/statements?kind=narration&capacity=government")["items"] == []


@pytest.mark.parametrize("speaker", ["friedrich-merz", "giorgia-meloni"])
def test_one_sentence_may_hold_two_claims(client: httpx.Client, speaker: str) -> None:
    """Two claims of one passage, apart, and only one of them carries the position."""
    first, second = rows(client, f"/speakers/{speaker}/statements.ndjson")
    assert first["passage"] == second["passage"]
    spans = sorted((row["selector"]["start"], row["selector"]["end"]) for row in (first, second))
    assert spans[0][1] <= spans[1][0]
    assert len({tuple(row["topics"]) for row in (first, second)}) == 2
    assert sorted(bool(row["questions"]) for row in (first, second)) == [False, True]


@pytest.mark.parametrize(
    ("statement", "about"),
    [
        ("macron-goal", {"coalition-of-26": "third_party"}),
        ("macron-us-willingness", {"united-states": "third_party"}),
        ("macron-pillar-of-guarantees", {"france": "self"}),
        ("macron-military-capacity", {"ukraine": "third_party"}),
        ("merz-pressure", {"germany": "self", "russia": "third_party"}),
        ("meloni-monitoring", {"italy": "self"}),
        ("zelensky-welcomes", {"ukraine": "self"}),
        ("zakharova-rejects", {"russia": "self"}),
        ("pledge", {"coalition-of-26": "narrator"}),
        ("washington-not-confirmed", {"united-states": "narrator"}),
    ],
)
def test_attribution_belongs_to_the_pair(
    statements: dict[str, dict[str, Any]], statement: str, about: dict[str, str]
) -> None:
    """The same words are a speaker's own on one actor and a third party's on another."""
    assert {pair["actor"]: pair["attribution"] for pair in statements[statement]["about"]} == about


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("macron-", ("2025-09-04", "day", "2025-09-04", "2025-09-04", "derived")),
        ("zelensky-", (None, "unknown", "2025-09-04", None, "derived")),
        ("zakharova-", (None, "unknown", None, "2025-09-04", "derived")),
        ("merz-", (None, "unknown", None, None, "none")),
        ("meloni-", (None, "unknown", None, None, "none")),
        ("pledge", (None, "unknown", None, None, "none")),
    ],
)
def test_days_are_as_known(
    statements: dict[str, dict[str, Any]], prefix: str, said: tuple[str | None, ...]
) -> None:
    """The article prints no date; what follows from the Paris talks says so, and nothing else is
    dated.
    """
    for name, row in statements.items():
        if name.startswith(prefix):
            found = row["said"]
            assert (
                tuple(found[key] for key in ("value", "precision", "earliest", "latest", "basis"))
                == said
            )
            assert ("Paris" in (found["note"] or "")) == (said[-1] == "derived")


# --- silence --------------------------------------------------------------------------------------


def silent(position: dict[str, Any]) -> None:
    """What the position of an actor that has said nothing looks like."""
    assert (position["stance"], position["view"], position["participation"]) == ("not_stated",) * 3
    for name in (
        "id",
        "summary",
        "commitment",
        "attribution",
        "status",
        "valid_from",
        "valid_to",
        "not_supported",
        "previous",
        "superseded_by",
        "retracted",
        "recorded_on",
        "as_of",
        "as_of_certainty",
        "derivation",
    ):
        assert position[name] is None, name
    assert [
        position[name]
        for name in ("evidence", "conditions", "contributions", "disputed", "may_also_hold")
    ] == [[]] * 5
    assert position["independence"] == {"sources": 0, "independent": 0, "roots": []}
    assert "26 countries" in position["note"]
    assert "neither yes nor no" in position["note"]


@pytest.mark.parametrize("step", few([1, 8], [8]))
def test_every_other_country_is_silent(client: httpx.Client, step: int) -> None:
    """A known country without a position answers 200 and says what its silence means."""
    others = [one["id"] for one in rows(client, "/countries.ndjson") if one["id"] not in ACTORS]
    assert len(others) == 244
    for country in others[::step]:
        position = get(client, f"/countries/{country}/position")
        assert position["actor"]["id"] == country
        silent(position)


def test_the_board_shows_the_same_silence(client: httpx.Client) -> None:
    """In the list of all known actors, one without a position has the id null."""
    board = rows(client, "/positions.ndjson?has_position=false")
    assert len(board) == 246
    for position in board:
        silent(position)
    assert {row["actor"]["id"] for row in board if row["actor"]["type"] != "country"} == {
        "european-union",
        "nato",
    }


@pytest.mark.parametrize(
    ("name", "actor"),
    [("european-union", "european-union"), ("EU", "european-union"), ("NATO", "nato")],
)
def test_organisations_are_known_and_silent(client: httpx.Client, name: str, actor: str) -> None:
    """EU and NATO are actors without a position; they are no countries."""
    position = get(client, f"/actors/{name}/position")
    assert (position["actor"]["id"], position["actor"]["type"], position["actor"]["iso2"]) == (
        actor,
        "organisation",
        None,
    )
    silent(position)
    refused = client.get(f"/countries/{name}/position")
    assert refused.status_code == 404
    assert [one["id"] for one in refused.json()["candidates"]] == [actor]


def test_silence_and_ignorance_differ(client: httpx.Client) -> None:
    """An unknown name is an error, never a country without a position."""
    for name in ("atlantis", "USSR", "England", "Crimea"):
        assert client.get(f"/countries/{name}/position").status_code == 404


def test_nobody_says_who_the_26_are(client: httpx.Client) -> None:
    """Size 26, members null, under every name of the coalition; no country is said to be one of
    them.
    """
    for name in ("coalition-of-26", "the%2026", "26%20countries", "26%20nations"):
        coalition = get(client, f"/actors/{name}")
        assert (coalition["id"], coalition["type"], coalition["size"], coalition["members"]) == (
            "coalition-of-26",
            "coalition",
            26,
            None,
        )
    assert client.get("/countries/coalition-of-26").status_code == 404
    for row in rows(client, "/actors.ndjson"):
        assert row["members"] is None
        assert (row["size"] is not None) == (row["id"] == "coalition-of-26")
    assert (
        rows(
            client,
            "/positions.ndjson?participation=will_contribute&country="
            + "&country=".join(list(ACTORS)[1:]),
        )
        == []
    )


def test_a_page_of_positions_of_a_day_is_short(client: httpx.Client) -> None:
    """Each of them is rendered, so there are 50 at most; following `next_url` gives all of them."""
    asked = "/positions.json?as_of=2025-09-10&limit=200"
    found: list[str] = []
    while asked:
        body = client.get(asked).json()
        assert 0 < len(body["items"]) <= 50
        found += [one["actor"]["id"] for one in body["items"]]
        asked = (body["next_url"] or "").removeprefix("https://stated.example")
    assert len(found) == len(set(found)) == body["total"] > 200
    assert len(client.get("/positions.json?limit=200").json()["items"]) == 200
