"""What the rules for real data make of a record, as it is answered: claims that are reported,
disputed or denied, whose summary is served, and the answer of a day that no position has
(docs/domain.md, rules tiers, dispute, denial, what-is-served and as-of).

Each actor here has a record of its own, which is made below. The rules themselves are tested in
tests/build.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from tests.fixtures import Served, bare_seed
from tests.publishing import EXCERPTS, add

QUESTION = "peacekeeping-force"
OFFERS_AIR = {"form": "air", "status": "offered"}
NO_GROUND = {"form": "ground", "status": "ruled_out", "note": "Not in the first year."}
DECLINED = {"participation": "declined", "commitment": "stated"}
OPEN = {"participation": "open", "commitment": "hedged"}
WILLING = {"participation": "will_contribute", "commitment": "stated"}
UNDECIDED = {"participation": "undecided", "commitment": "hedged"}
UNTIL_NEW_YEAR = {"latest": "2025-12-31", "basis": "page"}
# Actor → who says it (own, third or anonymous), when, and what the entry codes.
RECORDS: dict[str, list[tuple[str, Any, dict[str, Any]]]] = {
    "spain": [
        ("own", "2025-05-02", DECLINED),
        ("third", "2025-05-10", WILLING | {"conditions": [{"any_of": ["ceasefire"]}]}),
    ],
    "norway": [
        ("own", "2025-05-02", WILLING | {"contributions": [OFFERS_AIR]}),
        ("anonymous", "2025-06-02", {"contributions": [NO_GROUND]}),
    ],
    "netherlands": [
        ("third", "2025-03-10", OPEN),
        ("own", "2025-04-10", {"denies": [{"axis": "participation", "value": "open"}]}),
    ],
    "poland": [
        ("third", "2025-06-01", WILLING),
        ("third", "2025-06-01", DECLINED | {"disputes": ["participation"]}),
    ],
    "sweden": [
        ("own", "2025-03-01", DECLINED),
        ("own", "2025-04-01", {"view": "supports"}),
        ("third", "2025-05-01", DECLINED),
    ],
    "russia": [("own", "2025-08-18", {"view": "opposes"})],  # besides the launch article
    "iceland": [("own", {}, {"view": "supports"})],  # bounded by the role only
    "finland": [
        ("own", UNTIL_NEW_YEAR, DECLINED),
        ("own", "2025-08-18", {"view": "supports"}),
    ],
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> httpx.Client:
    """The service on the launch article and these records."""
    seed = bare_seed(tmp_path_factory.mktemp("records"))
    with_records(seed, RECORDS)
    checked = check(load(seed))
    assert [str(finding) for finding in checked.seed.findings] == []
    path = write(checked, seed.parent / "datasets")
    point(path.parent, path.stem)
    return serve(path.parent).client


def with_records(
    seed: Path, records: Mapping[str, Sequence[tuple[str, Any, dict[str, Any]]]]
) -> None:
    """Add the records of some actors, each with a minister who speaks for it."""
    for actor, entries in records.items():
        person = {
            "id": f"minister-{actor}",
            "name": f"The minister of {actor}",
            "roles": [
                {
                    "id": "minister",
                    "title": "Minister",
                    "actor": actor,
                    "capacity": "government",
                    "to": "2027-12-31",
                }
            ],
        }
        add(seed, "people.yaml", f"- {json.dumps(person)}\n")  # JSON is YAML
        first = 2 if actor == "russia" else 1  # the launch article has one of Russia
        for number, (who, said, coded) in enumerate(entries, first):
            report(seed, actor, number, who, said, coded)


def report(seed: Path, actor: str, number: int, who: str, said: Any, coded: dict[str, Any]) -> None:
    """A source with one statement, and the entry that rests on it."""
    name = f"{actor}-{number}"
    speaker = {"own": f"minister-{actor}", "third": "friedrich-merz", "anonymous": "anonymous"}[who]
    statement = {
        "id": "says",
        "exact": f"It was said in {name}.",
        "speaker": speaker,
        "about": [actor],
        "said": said,
        "questions": [QUESTION],
        "summary": f"It is said in {name}.",
    }
    relation = "denies" if "denies" in coded else "supports"
    entry = {
        "id": f"{actor}-{QUESTION}-{number}",
        "question": QUESTION,
        "actor": actor,
        "evidence": [{"statement": f"{name}-says", "relation": relation}],
        "summary": f"As {name} says.",
        "not_supported": f"More than {name} says.",
        "recorded_on": f"2026-01-0{number}",
        "coded_by": "The tests",
    }
    add(seed, f"sources/{name}/source.yaml", EXCERPTS.format(id=name, title=f"The {name}"))
    add(seed, f"sources/{name}/statements.yaml", json.dumps([statement]))
    add(seed, f"sources/{name}/positions.yaml", json.dumps([entry | coded]))


def get(client: httpx.Client, address: str) -> Any:
    """The JSON that answers there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    return answer.json()


def position(client: httpx.Client, actor: str, day: str | None = None) -> dict[str, Any]:
    """The position of an actor, now or on a day."""
    answer: dict[str, Any] = get(
        client, f"/countries/{actor}/position" + (f"?as_of={day}" if day else "")
    )
    return answer


def served(shown: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """Some members of a position."""
    return tuple(shown[name] for name in names)


def listed(client: httpx.Client, query: str, path: str = "/positions") -> set[str]:
    """The actors in a list; its total is their number."""
    lines = client.get(f"{path}.ndjson?{query}").content.splitlines()
    rows = [json.loads(line) for line in lines]
    assert get(client, f"{path}?{query}")["total"] == len(rows)
    return {row["actor"]["id"] if "actor" in row else row["id"] for row in rows}


def test_a_third_party_never_replaces_the_own_word(client: httpx.Client) -> None:
    """The id is that of the newest entry; all that is said is of the entry behind the stance, and
    the claim is reported with what came with it.
    """
    shown = position(client, "spain")
    assert served(shown, "id", "stance", "attribution", "commitment", "conditions") == (
        f"spain-{QUESTION}-2",
        "declines",
        "self",
        "stated",
        [],
    )
    assert served(shown, "summary", "not_supported") == (
        "As spain-1 says.",
        "More than spain-1 says.",
    )
    assert shown["valid_from"]["value"] == "2025-05-10"
    assert shown["stance_since"]["value"] == "2025-05-02"
    assert [piece["statement"]["id"] for piece in shown["evidence"]] == ["spain-1-says"]
    assert shown["independence"] == {"sources": 1, "independent": 1, "roots": ["spain-1"]}
    claim = {
        "attribution": "third_party",
        "summary": "As spain-2 says.",
        "evidence": ["spain-2-says"],
        "position": f"spain-{QUESTION}-2",
        "denied_by": [],
    }
    assert shown["reported"] == [
        {"field": "participation", "value": "will_contribute"} | claim,
        {"field": "conditions", "value": {"any_of": ["ceasefire"], "note": None}} | claim,
    ]
    reasons = {one["statement"]: one["reason"] for one in shown["derivation"]["not_counted"]}
    assert reasons == {"spain-2-says": "reported"}


def test_a_reported_contribution_has_its_note(client: httpx.Client) -> None:
    """Its value is the whole contribution."""
    shown = position(client, "norway")
    air = {
        "form": "air",
        "status": "offered",
        "place": "unspecified",
        "alternatives": False,
        "note": None,
    }
    assert shown["contributions"] == [air]
    [claim] = shown["reported"]
    assert claim["value"] == {
        **air,
        "form": "ground",
        "status": "ruled_out",
        "note": "Not in the first year.",
    }


def test_a_denial_leaves_no_value(client: httpx.Client) -> None:
    """Then a sentence of ours says so. Before it may have begun, the claim is the answer."""
    shown = position(client, "netherlands")
    assert served(shown, "stance", "attribution", "commitment", "stance_since", "evidence") == (
        "not_stated",
        None,
        None,
        None,
        [],
    )
    assert shown["independence"] == {"sources": 0, "independent": 0, "roots": []}
    assert "denies" in shown["summary"]
    assert shown["not_supported"]
    [claim] = shown["reported"]
    assert served(claim, "field", "value", "denied_by") == (
        "participation",
        "open",
        [f"netherlands-{QUESTION}-2"],
    )
    before = position(client, "netherlands", "2025-03-15")
    assert served(before, "stance", "reported", "attribution", "as_of_certainty") == (
        "open",
        [],
        "third_party",
        "certain",
    )
    assert "netherlands" in listed(client, "stance=not_stated&has_position=true")


def test_both_sides_of_a_dispute(client: httpx.Client) -> None:
    """Each claim has who says it, our summary, and its sources, although the position itself has
    no evidence.
    """
    shown = position(client, "poland")
    assert served(shown, "stance", "attribution", "commitment", "stance_since", "evidence") == (
        "not_stated",
        None,
        None,
        None,
        [],
    )
    assert "contradict" in shown["summary"]
    [axis] = shown["disputed"]
    assert axis["axis"] == "participation"
    assert axis["claims"] == [
        {
            "value": value,
            "attribution": "third_party",
            "summary": f"As poland-{number} says.",
            "evidence": [f"poland-{number}-says"],
            "sources": 1,
            "independent_sources": 1,
        }
        for number, value in ((1, "will_contribute"), (2, "declined"))
    ]


def test_an_agreeing_source_adds_to_the_evidence(client: httpx.Client) -> None:
    """What carries the stance counts for independence; the other axis is evidence too."""
    shown = position(client, "sweden")
    assert served(shown, "stance", "attribution", "summary") == (
        "declines",
        "self",
        "As sweden-1 says.",
    )
    assert {piece["statement"]["id"] for piece in shown["evidence"]} >= {
        "sweden-1-says",
        "sweden-2-says",
    }
    assert "sweden-2" not in shown["independence"]["roots"]
    assert shown["stance_since"]["value"] == "2025-03-01"


def test_the_answer_of_a_day_that_no_position_has(client: httpx.Client) -> None:
    """On 1 September only the second entry has certainly begun, and it leaves out what the first
    one says. So the answer has the id of the second one, the participation of the first, and each
    axis is as certain as it is.
    """
    of_day = position(client, "finland", "2025-09-01")
    assert served(of_day, "id", "stance", "view", "participation", "as_of_certainty") == (
        f"finland-{QUESTION}-2",
        "declines",
        "supports",
        "declined",
        "possible",
    )
    assert of_day["certainty_by_axis"] == {"view": "certain", "participation": "possible"}
    assert of_day["summary"] == "As finland-1 says."
    assert {piece["statement"]["id"] for piece in of_day["evidence"]} == {
        "finland-1-says",
        "finland-2-says",
    }
    by_field = {one["field"]: one["statements"] for one in of_day["derivation"]["fields"]}
    assert by_field["participation"] == ["finland-1-says"]
    own = get(client, f"/positions/finland-{QUESTION}-2")
    assert served(own, "stance", "view", "participation") == (
        "supports",
        "supports",
        "not_stated",
    )
    assert of_day["links"]["self"] == own["links"]["self"]
    assert "Position of Finland" in of_day["citation"]["long"]
    assert "declines" in of_day["citation"]["long"]
    assert served(position(client, "finland"), "stance", "certainty_by_axis") == ("declines", None)


@pytest.mark.parametrize(
    ("day", "certainty"), [("2025-06-30", "possible"), ("2025-08-18", "certain")]
)
def test_a_further_source_makes_no_day_silent(
    client: httpx.Client, day: str, certainty: str
) -> None:
    """The launch article says it of some day up to 3 September, a second source of 18 August."""
    shown = position(client, "russia", day)
    assert served(shown, "stance", "as_of_certainty") == ("opposes", "possible")
    assert shown["certainty_by_axis"] == {"view": certainty, "participation": "possible"}


def test_the_end_of_a_role_after_publication_is_no_date_of_a_source(client: httpx.Client) -> None:
    """It bounds the day; the bars of the timeline are not solid up to there."""
    shown = position(client, "iceland")
    assert (shown["valid_from"]["latest"], shown["valid_from"]["basis"]) == (
        "2027-12-31",
        "derived",
    )
    assert served(position(client, "iceland", "2026-11-22"), "stance", "as_of_certainty") == (
        "supports",
        "possible",
    )
    assert "2027" not in client.get("/browse/positions/timeline").text


def lines(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """The rows of a list as NDJSON."""
    return [json.loads(line) for line in client.get(path).iter_lines()]


def test_lists_of_a_day_follow_the_answers_of_that_day(client: httpx.Client) -> None:
    """Lists, counts, other lists of actors and the timeline: all by the answer, not by the position
    of the same id.
    """
    day = "as_of=2025-09-01"
    for query in ("stance=declines", "participation=declined", "view=supports", "attribution=self"):
        assert "finland" in listed(client, f"{day}&{query}"), query
    for query in ("commitment=stated", "certainty=possible", "disputed=false"):
        assert "finland" in listed(client, f"{day}&{query}"), query
    for query in ("stance=supports", "participation=not_stated", "certainty=certain"):
        assert "finland" not in listed(client, f"{day}&{query}"), query
    assert "finland" in listed(client, f"{day}&stance=declines", "/countries")
    assert "finland" not in listed(client, f"{day}&stance=supports", "/countries")
    for count in get(client, f"/positions/summary?{day}")["stances"]:
        names = {actor["id"] for actor in count["actors"]}
        assert ("finland" in names) == (count["stance"] == "declines")
    counts = get(client, f"/positions/timeline?{day}")["points"][-1]["stances"]
    for count in counts:
        assert count["certain"] + count["possible"] + count["undated"] == count["count"]
        assert count["count"] == len(listed(client, f"{day}&stance={count['stance']}"))
    page = client.get(f"/browse/countries/finland?{day}").text
    assert "As finland-1 says." in page


@pytest.mark.parametrize(
    ("query", "actors"),
    [
        ("disputed=participation", {"poland"}),
        ("disputed=true", {"poland"}),
        ("disputed=view", set()),
        ("commitment=stated&stance=willing", {"coalition-of-26", "norway"}),
        ("contribution=air&contribution=ground", {"coalition-of-26", "norway"}),
        ("condition=ceasefire", {"coalition-of-26"}),
        ("condition=ceasefire&contribution=sea", {"coalition-of-26"}),
        ("actor=norway&actor=coalition-of-26", {"norway", "coalition-of-26"}),
        ("actor=norway&country=italy", set()),
        ("certainty=undated", {"germany", "italy"}),
        ("certainty=undated&as_of=2025-02-01", {"germany", "italy"}),
        ("certainty=possible&as_of=2025-02-01", {"russia", "finland", "iceland"}),
    ],
)
def test_filters(client: httpx.Client, query: str, actors: set[str]) -> None:
    """Values of one filter are OR, filters are AND. Silent actors pass none of these filters but
    `actor`.
    """
    assert listed(client, query) == actors
    rows = client.get(f"/positions.csv?{query}").text
    assert len(list(csv.DictReader(io.StringIO(rows)))) == len(actors)


@pytest.mark.parametrize("query", ["", "as_of=2025-04-15", "status=current"])
def test_positions_come_before_silence(client: httpx.Client, query: str) -> None:
    """In each format, however long a page is; each part by name, as actors are listed."""
    by_name = [row["id"] for row in lines(client, "/actors.ndjson")]
    whole = lines(client, f"/positions.ndjson?{query}")
    assert [row["id"] is None for row in whole] == sorted(row["id"] is None for row in whole)
    for silent in (False, True):
        part = [row["actor"]["id"] for row in whole if (row["id"] is None) is silent]
        assert part == [actor for actor in by_name if actor in part]
    walked = []
    address = f"/positions?limit=7&{query}"
    while address:
        page = get(client, address)
        walked += [row["actor"]["id"] for row in page["items"]]
        address = page["next_url"]
    assert walked == [row["actor"]["id"] for row in whole]


def test_each_position_is_disputed_or_not(client: httpx.Client) -> None:
    """Silent actors are neither."""
    disputed, undisputed = (listed(client, f"disputed={value}") for value in ("true", "false"))
    assert disputed == {"poland"}
    assert disputed | undisputed == listed(client, "has_position=true")
    assert not disputed & undisputed


def test_every_position_has_one_certainty(client: httpx.Client) -> None:
    """Without a day they speak of the day of publication, and together they are all positions."""
    parts = [
        listed(client, f"certainty={certainty}") for certainty in ("certain", "possible", "undated")
    ]
    assert sum(map(len, parts)) == len(listed(client, "has_position=true"))
    assert set().union(*parts) == listed(client, "has_position=true")


def test_the_filters_hold_over_time(client: httpx.Client) -> None:
    """At each point, the timeline counts what the list of that day counts."""
    for query in ("commitment=stated", "certainty=possible", "contribution=air", "disputed=true"):
        points = get(client, f"/positions/timeline?as_of=2025-12-31&{query}")["points"]
        for shown in points:
            assert shown["total"] == len(listed(client, f"as_of={shown['date']}&{query}"))


def test_the_columns_of_the_csv(client: httpx.Client) -> None:
    """Reported claims are the last column; where no claim is reported, it is empty."""
    rows = list(csv.DictReader(io.StringIO(client.get("/positions.csv").text)))
    assert list(rows[0])[-1] == "reported"
    by_actor = {row["actor_id"]: row for row in rows}
    assert by_actor["spain"]["reported"] == "participation:will_contribute;conditions:ceasefire"
    assert by_actor["norway"]["reported"] == "contributions:ground:ruled_out:unspecified"
    assert by_actor["poland"]["disputed"] == "participation"
    assert by_actor["italy"]["reported"] == by_actor["malta"]["reported"] == ""


def test_nothing_is_reported_where_nobody_says_more(client: httpx.Client) -> None:
    """The key is always there."""
    for actor in ("italy", "malta"):
        shown = position(client, actor)
        assert shown["reported"] == []
    assert position(client, "malta")["stance_since"] is None


@pytest.mark.parametrize("actor", RECORDS)
@pytest.mark.parametrize(
    "path",
    [
        "/browse/countries/{}",
        "/embed/countries/{}",
        "/badges/{}.svg",
        "/countries/{}/position.jsonld",
        "/countries/{}/position.csl.json",
        "/countries/{}/positions.csv",
    ],
)
def test_every_form_of_a_record_answers(client: httpx.Client, actor: str, path: str) -> None:
    """Whatever is null in it."""
    assert client.get(path.format(actor)).status_code == 200


@pytest.mark.parametrize("path", ["/", "/browse/positions", "/embed/positions", "/changes"])
def test_every_list_of_the_records_answers(client: httpx.Client, path: str) -> None:
    """Whatever is null in them."""
    assert client.get(path).status_code == 200


def test_the_page_shows_what_others_claim(client: httpx.Client) -> None:
    """With who claims it, our summary, and whether the actor denies it; nothing of it where nobody
    says more.
    """
    spain, netherlands, italy = (
        client.get(f"/browse/countries/{name}").text for name in ("spain", "netherlands", "italy")
    )
    for text in ("What others claim", "As spain-2 says.", "only if"):
        assert text in spain
    assert "denies it" not in spain
    assert "Netherlands denies it" in netherlands
    assert "What others claim" not in italy
