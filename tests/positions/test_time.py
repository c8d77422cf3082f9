"""Positions over time: which one is the answer for which day (docs/domain.md, rule as-of), asked
over HTTP.

The launch article shows every kind of date: derived days, one bound, no date at all. What only a
longer history shows is in test_answers.py and test_corpus.py.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.seed.models.positions import SeedEntry
from tests.fixtures import Served, bare_seed

PUBLIC = "https://stated.example"
ONE = timedelta(days=1)


def get(client: httpx.Client, address: str, status: int = 200) -> Any:
    """The JSON that answers there."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.text[:300])
    return answer.json()


def rows(client: httpx.Client, address: str) -> list[dict[str, Any]]:
    """The rows of an NDJSON list."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    return [json.loads(line) for line in answer.content.splitlines()]


# --- the launch article on a day ------------------------------------------------------------------

DAYS = [
    ("france", "2025-02-01", None),
    ("france", "2025-09-03", None),
    ("france", "2025-09-04", "certain"),
    ("france", "2026-11-22", "certain"),
    ("coalition-of-26", "2025-09-03", None),
    ("coalition-of-26", "2025-09-04", "certain"),
    ("united-states", "2025-09-04", "certain"),
    ("ukraine", "2025-09-03", None),
    ("ukraine", "2025-09-04", "possible"),
    ("ukraine", "2026-11-22", "possible"),
    ("russia", "2025-02-01", "possible"),
    ("russia", "2025-09-03", "possible"),
    ("russia", "2025-09-04", "certain"),
    ("germany", "2025-02-01", "undated"),
    ("italy", "2025-02-01", "undated"),
    ("italy", "2026-11-22", "undated"),
    ("spain", "2025-09-04", None),
    ("nato", "2025-09-04", None),
]


@pytest.mark.parametrize(("actor", "day", "certainty"), DAYS)
def test_where_an_actor_stood(
    client: httpx.Client, actor: str, day: str, certainty: str | None
) -> None:
    """A derived day is certain from then on, a bound makes it possible, no date undated; before
    that there is silence.
    """
    address = f"/actors/{actor}/position"
    now, then = get(client, address), get(client, f"{address}?as_of={day}")
    assert (then["as_of"], then["as_of_certainty"], then["may_also_hold"]) == (day, certainty, [])
    assert then["links"]["canonical"] == f"{now['links']['canonical']}?as_of={day}"
    asked = {"as_of", "as_of_certainty", "certainty_by_axis", "citation", "links", "derivation"}
    if certainty is None:
        assert (then["id"], then["stance"], then["evidence"], then["derivation"]) == (
            None,
            "not_stated",
            [],
            None,
        )
        assert "neither yes nor no" in then["note"]
    else:
        assert {name: then[name] for name in then if name not in asked} == {
            name: now[name] for name in now if name not in asked
        }
        assert then["derivation"]["fields"] == now["derivation"]["fields"]
    row = get(client, f"/actors/{actor}?as_of={day}")
    assert (row["position"], row["stance"], row["as_of"], row["as_of_certainty"]) == (
        then["id"],
        then["stance"],
        day,
        certainty,
    )
    assert row["links"]["position"] == then["links"]["canonical"]


@pytest.mark.parametrize("day", ["2025-02-01", "2025-09-03", "2025-09-04", "2026-01-01"])
def test_lists_of_a_day_agree(client: httpx.Client, day: str) -> None:
    """The board, the lists of actors and of countries, and the summary show the same day alike."""
    board = {row["actor"]["id"]: row for row in rows(client, f"/positions.ndjson?as_of={day}")}
    assert len(board) == 253
    for path in ("actors", "countries"):
        for row in rows(client, f"/{path}.ndjson?as_of={day}"):
            position = board[row["id"]]
            assert (row["position"], row["stance"], row["as_of_certainty"]) == (
                position["id"],
                position["stance"],
                position["as_of_certainty"],
            )
    for one in get(client, f"/positions/summary?as_of={day}")["stances"]:
        assert {actor["id"] for actor in one["actors"]} == {
            actor for actor, row in board.items() if row["stance"] == one["stance"]
        }
    holding = {actor for actor, row in board.items() if row["id"]}
    now = {row["actor"]["id"] for row in rows(client, "/positions.ndjson?has_position=true")}
    assert holding == (now if day >= "2025-09-04" else {"germany", "italy", "russia"})


def test_statuses_of_a_day(client: httpx.Client) -> None:
    """With `status`, the board of a day has only positions of that status, and nobody without one
    in it.
    """
    held = rows(client, "/positions.ndjson?as_of=2025-09-04&has_position=true")
    assert rows(client, "/positions.ndjson?as_of=2025-09-04&status=current") == held
    assert (
        rows(client, "/positions.ndjson?as_of=2025-09-04&status=superseded&status=retracted") == []
    )


@pytest.mark.parametrize("actor", ["coalition-of-26", "italy", "spain", "nato"])
def test_a_history(client: httpx.Client, actor: str) -> None:
    """Each position that an actor has held is the position at its permanent address; silence has no
    history.
    """
    history = get(client, f"/actors/{actor}/positions")
    now = get(client, f"/actors/{actor}/position")
    assert [row["id"] for row in history["items"]] == ([now["id"]] if now["id"] else [])
    for row in history["items"]:
        alone = get(client, f"/positions/{row['id']}")
        assert {**alone, "links": {**alone["links"], "canonical": None}} == {
            **row,
            "links": {**row["links"], "canonical": None},
        }
    assert (
        now["links"]["history"] == f"{get(client, f'/actors/{actor}')['links']['self']}/positions"
    )


# --- the timeline ---------------------------------------------------------------------------------


def test_points_of_the_timeline(client: httpx.Client) -> None:
    """The end of each step from the first day of the question on, and the last day: of publication,
    or the one asked for.
    """
    published = get(client, "/dataset")["published"]
    points = [one["date"] for one in get(client, "/positions/timeline")["points"]]
    assert (points[0], points[1], points[-1]) == ("2025-02-28", "2025-03-31", published)
    assert {(date.fromisoformat(one) + ONE).day for one in points[:-1]} == {1}
    assert len({one[:7] for one in points}) == len(points)
    for query, dates in (
        ("as_of=2025-02-01", ["2025-02-01"]),
        ("as_of=2025-02-28", ["2025-02-28"]),
        ("as_of=2025-03-01", ["2025-02-28", "2025-03-01"]),
        ("as_of=2026-01-31&step=year", ["2025-12-31", "2026-01-31"]),
        ("as_of=2026-11-22&step=year", ["2025-12-31", "2026-11-22"]),
    ):
        assert [
            one["date"] for one in get(client, f"/positions/timeline?{query}")["points"]
        ] == dates


def test_who_moved(client: httpx.Client) -> None:
    """At the first point nobody; in September 2025 those whose words were dated; a filter hides
    what it leaves out.
    """
    points = get(client, "/positions/timeline?as_of=2025-10-31")["points"]
    moved = {
        one["date"]: {(m["actor"]["id"], m["before"], m["after"]) for m in one["moved"]}
        for one in points
    }
    assert {day for day, moves in moved.items() if moves} == {"2025-09-30"}
    assert moved["2025-09-30"] == {
        ("coalition-of-26", "not_stated", "willing"),
        ("france", "not_stated", "supports"),
        ("ukraine", "not_stated", "supports"),
        ("united-states", "not_stated", "open"),
    }
    [september] = [one for one in points if one["date"] == "2025-09-30"]
    for one in september["moved"]:
        then = get(client, f"/actors/{one['actor']['id']}/position?as_of=2025-09-30")
        assert (one["position"], one["after"]) == (then["id"], then["stance"])
    only = get(client, "/positions/timeline?as_of=2025-10-31&country=france")["points"]
    assert [m["actor"]["id"] for one in only for m in one["moved"]] == ["france"]


def test_the_counts_of_a_point_add_up(client: httpx.Client) -> None:
    """Certain, possible and undated ones are all; that nobody speaks for an actor is certain."""
    for shown in get(client, "/positions/timeline?as_of=2025-10-31")["points"]:
        for one in shown["stances"]:
            assert one["certain"] + one["possible"] + one["undated"] == one["count"]
    september = {one["stance"]: one for one in points_of(client, "2025-09-30")}
    assert (september["declines"]["undated"], september["declines"]["certain"]) == (1, 0)
    assert (september["supports"]["possible"], september["supports"]["certain"]) == (1, 1)
    assert september["not_stated"]["certain"] == september["not_stated"]["count"] == 246


def points_of(client: httpx.Client, day: str) -> list[dict[str, Any]]:
    """The counts of one day."""
    points = get(client, f"/positions/timeline?as_of={day}")["points"]
    counts: list[dict[str, Any]] = points[-1]["stances"]
    assert points[-1]["date"] == day
    return counts


def test_a_timeline_has_an_end(launch: Path, tmp_path: Path, serve: Callable[..., Served]) -> None:
    """A hundred thousand points are refused, in every format."""
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE question SET asked_from = '0001-01-01'")
        connection.commit()
    point(tmp_path, launch.stem)
    old = serve(tmp_path).client
    for suffix in ("", ".csv", ".ndjson"):
        problem = get(old, f"/positions/timeline{suffix}", 422)
        assert [one["parameter"] for one in problem["errors"]] == ["as_of"]


# --- days that are none ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dated(client: httpx.Client) -> list[str]:
    """Every address of data that takes `as_of`. Embeds and badges answer people, and otherwise."""
    names = {"{name}": "italy", "{id}": "italy"}
    found = []
    for path, item in get(client, "/openapi.json")["paths"].items():
        if not path.startswith(("/embed/", "/badges/")) and any(
            one["name"] == "as_of" for one in item["get"].get("parameters", [])
        ):
            for name, value in names.items():
                path = path.replace(name, value)
            found.append(path)
    assert {
        "/countries",
        "/countries/italy",
        "/countries/italy/position",
        "/actors",
        "/actors/italy",
        "/actors/italy/position",
        "/positions",
        "/positions/summary",
        "/positions/timeline",
        "/positions/timeline.csv",
    } <= set(found)
    return found


@pytest.mark.parametrize("day", ["2025-01-31", "2024-12-31", "0001-01-01"])
def test_a_day_before_the_question_is_refused(
    client: httpx.Client, dated: list[str], day: str
) -> None:
    """422 on every path that takes a day, and it says from which day on there is an answer."""
    for path in dated:
        problem = get(client, f"{path}?as_of={day}", 422)
        assert [one["parameter"] for one in problem["errors"]] == ["as_of"]
        assert "2025-02-01" in problem["errors"][0]["detail"], path
        assert problem["errors"][0]["detail"] in problem["detail"]


@pytest.mark.parametrize("day", ["2026-11-30", "2030-01-01", "9999-12-31"])
def test_a_day_after_the_dataset_is_refused(
    client: httpx.Client, dated: list[str], day: str
) -> None:
    """422 on every path that takes a day; it says up to which day there is an answer, and how to
    get the latest position.
    """
    for path in dated:
        problem = get(client, f"{path}?as_of={day}", 422)
        assert problem["type"] == f"{PUBLIC}/problems/as-of-after-dataset"
        assert problem["allowed"] == {"to": "2026-11-29"}
        assert [one["parameter"] for one in problem["errors"]] == ["as_of"]
        assert "Leave out as_of for the latest position" in problem["detail"]
        assert client.get(f"{path}?as_of=2026-11-29").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/browse/countries/italy",
        "/browse/positions",
        "/browse/positions/timeline",
        "/embed/countries/italy",
        "/embed/positions",
        "/embed/timeline",
    ],
)
def test_pages_and_embeds_show_the_last_day_instead(client: httpx.Client, path: str) -> None:
    """Their readers cannot mend the address, so a line says what they see."""
    later, last = (client.get(f"{path}?as_of={day}") for day in ("2031-05-06", "2026-11-29"))
    assert (later.status_code, last.status_code) == (200, 200)
    line = "has no data for 6 May 2031"
    assert line in later.text
    assert line not in last.text
    assert "29 November 2026" in later.text


def test_a_badge_shows_the_last_day_instead(client: httpx.Client) -> None:
    """It says which day that is."""
    later, last = (
        client.get(f"/badges/italy.svg?as_of={day}") for day in ("2031-05-06", "2026-11-29")
    )
    assert later.content == last.content
    assert "29 November 2026" in last.text


def test_the_first_day_is_answered(client: httpx.Client, dated: list[str]) -> None:
    """The day on which the question was first asked is one of its days."""
    for path in dated:
        assert client.get(f"{path}?as_of=2025-02-01").status_code == 200, path


@pytest.mark.parametrize(
    "day",
    [
        "",
        "2025",
        "2025-09",
        "2025-9-4",
        "2025-02-30",
        "2025-13-01",
        "0000-01-01",
        "20250904",
        "2025-09-04T00:00:00",
        "2025-W36-4",
        "1756944000",
        "today",
        "null",
        " 2025-09-04",
        "2025-09-04%0A",
        "٢٠٢٥-٠٩-٠٤",
        "-2025-09-04",
        "10000-01-01",
        "2025-09-04&as_of=2025-09-04",
    ],
)
def test_what_is_no_day_is_refused(client: httpx.Client, dated: list[str], day: str) -> None:
    """Nothing is guessed: YYYY-MM-DD, once."""
    for path in dated:
        problem = get(client, f"{path}?as_of={day}", 422)
        assert [one["parameter"] for one in problem["errors"]] == ["as_of"], path


# --- what the check refuses -----------------------------------------------------------------------

REPORT = {
    "id": "report",
    "title": "Another report",
    "publisher": "Somebody",
    "url": "https://example.org/report",
    "published": None,
    "accessed": "2026-01-01",
    "language": "en",
    "text_access": "excerpts",
    "rights": "Invented for the tests.",
}
CLAIM = {
    "exact": "Merz said something.",
    "speaker": "friedrich-merz",
    "about": ["germany"],
    "questions": ["peacekeeping-force"],
    "summary": "He says something.",
}
ENTRY = {
    "actor": "germany",
    "question": "peacekeeping-force",
    "participation": "open",
    "commitment": "stated",
    "evidence": [{"statement": "report-a", "relation": "supports"}],
    "summary": "Germany says something.",
    "not_supported": "Anything else.",
    "recorded_on": "2026-01-01",
    "coded_by": "The tests",
}
DECLINED = {"participation": "declined"}
Told = Callable[..., list[str]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Check the seed with one more source, of statements {id: said} and of entries by id; what the
    findings say.
    """

    def run(statements: dict[str, Any], **entries: dict[str, Any]) -> list[str]:
        folder = bare_seed(tmp_path) / "sources" / "report"
        folder.mkdir()
        files = {
            "source": REPORT,
            "statements": [
                CLAIM
                | {"id": name}
                | (
                    said
                    if isinstance(said, dict) and "speaker" in said
                    else {"said": said}
                    if said
                    else {}
                )
                for name, said in statements.items()
            ],
            "positions": [
                ENTRY | {"id": f"germany-{name}"} | entry for name, entry in entries.items()
            ],
        }
        for name, content in files.items():
            (folder / f"{name}.yaml").write_text(
                json.dumps(content), encoding="utf-8"
            )  # JSON is YAML
        return [finding.message for finding in check(load(tmp_path / "seed")).seed.findings]

    return run


def test_a_sound_entry(told: Told) -> None:
    """What the faults below start from."""
    assert told({"a": "2025-10-01"}, a={}) == []


def test_what_counts_for_the_participation_counts_for_the_commitment(told: Told) -> None:
    """docs/domain.md, rule evidence."""
    one = {"statement": "report-a", "relation": "supports", "fields": ["participation"]}
    assert told({"a": "2025-10-01"}, a={"evidence": [one]}) == []


def test_unless_another_statement_is_named_for_it() -> None:
    """docs/domain.md, rule evidence."""
    first, second = (
        {"statement": f"report-{name}", "relation": "supports", "fields": [field]}
        for name, field in (("a", "participation"), ("b", "commitment"))
    )
    entry = SeedEntry.model_validate(ENTRY | {"id": "germany-a", "evidence": [first, second]})
    counted = [entry.counted_for(item) for item in entry.evidence]
    assert counted == [{"participation"}, {"commitment"}]


@pytest.mark.parametrize(
    ("said", "valid_from", "message"),
    [
        ("2025-10-01", "2025-10-01", None),
        ("2025-10-01", "2025-10-02", None),
        (
            "2025-10-01",
            "2025-09-30",
            "this was said on 2025-10-01, and the position begins on 2025-09-30: give a later "
            "`valid_from`, from 2025-10-01 on",
        ),
        ("2025-10", "2025-10-15", None),
        (
            "2025-10",
            "2025-09-30",
            "this was said on 2025-10-01 or later, and the position begins on 2025-09-30: give a "
            "later `valid_from`, from 2025-10-01 on",
        ),
        (
            "2025-10-02",
            "2025-10",
            "this was said on 2025-10-02, and the position begins on 2025-10-01 or later: give a "
            "later `valid_from`, from 2025-10-02 on",
        ),
        (
            "2025-10-02",
            {"earliest": "2025-10-01", "basis": "stated"},
            "this was said on 2025-10-02, and the position begins on 2025-10-01 or later: give a "
            "later `valid_from`, from 2025-10-02 on",
        ),
        (
            "2025-10-02",
            {"latest": "2025-12-31", "basis": "stated"},
            "this was said on 2025-10-02, and the first day of the position is not known: give a "
            "`valid_from`, such as {earliest: 2025-10-02, latest: 2025-12-31, basis: derived, "
            "note: how you know}",
        ),
        (
            {"latest": "2025-10-02", "basis": "stated"},
            {"latest": "2025-10-01", "basis": "stated"},
            None,
        ),
        (None, "2025-01-01", None),
    ],
)
def test_no_position_rests_on_what_was_said_later(
    told: Told, said: Any, valid_from: Any, message: str | None
) -> None:
    """Else an answer as of a day would rest on words that nobody had said yet."""
    assert told({"a": said}, a={"valid_from": valid_from}) == ([message] if message else [])


def test_context_counts_too(told: Told) -> None:
    """Whatever the evidence does for the position, it is shown with it."""
    later = [*ENTRY["evidence"], {"statement": "report-b", "relation": "disputes"}]
    assert len(told({"a": "2025-10-01", "b": "2025-10-02"}, a={"evidence": later})) == 1


OVERLAP = "set participation differently, and their days overlap"
AFTER = [{"entry": "germany-a", "reason": "It answers the other one."}]


@pytest.mark.parametrize(
    ("first", "second", "messages"),
    [
        ({}, DECLINED, [OVERLAP]),
        ({}, DECLINED | {"disputes": ["participation"]}, []),
        ({}, DECLINED | {"after": AFTER}, []),
        # Only the one recorded later answers by a dispute.
        (DECLINED | {"disputes": ["participation"]}, {}, [OVERLAP]),
        (DECLINED | {"disputes": ["participation"], "recorded_on": "2026-01-02"}, {}, []),
        ({}, {}, []),
        ({}, {"participation": "not_stated", "commitment": None, "view": "supports"}, []),
        ({}, DECLINED | {"valid_from": "2025-10-02"}, []),
        ({}, DECLINED | {"valid_from": "2025-10"}, [OVERLAP]),
        (
            {"valid_from": "2025-10-15"},
            DECLINED | {"valid_from": "2025-10", "after": AFTER},
            [],
        ),
        ({}, DECLINED | {"valid_from": {"latest": "2025-10-15", "basis": "stated"}}, []),
        ({}, DECLINED | {"retracted": {"on": "2026-01-03", "reason": "A slip."}}, []),
        (
            {"view": "supports"},
            {"view": "opposes", "disputes": ["participation"]},
            ["set view differently, and their days overlap"],
        ),
        ({}, {"valid_from": "2025-10-02", "after": AFTER}, ["is earlier by its dates"]),
        (
            {"valid_from": "2025-10-02"},
            {"after": AFTER},
            ["is later by its dates", "there is no order of these entries"],
        ),
        (
            {},
            {"after": [{"entry": "france-1", "reason": "None."}]},
            ["'france-1' is no other entry of this actor and question"],
        ),
        (
            {"after": [{"entry": "germany-b", "reason": "It answers it."}]},
            {"after": AFTER},
            ["there is no order of these entries"],
        ),
        ({}, {"view": "supports", "disputes": ["view"]}, ["tier sets view differently"]),
    ],
)
def test_entries_of_one_actor_go_together(
    told: Told, first: dict[str, Any], second: dict[str, Any], messages: list[str]
) -> None:
    """docs/domain.md, rules order, overlap and dispute."""
    day = {"valid_from": "2025-10-01"}
    found = told({"a": None}, a=day | first, b=day | second)
    assert len(found) == len(messages), found
    assert all(any(message in one for one in found) for message in messages), found


DENIAL = {
    "participation": "not_stated",
    "commitment": None,
    "evidence": [{"statement": "report-b", "relation": "denies"}],
    "denies": [{"axis": "participation", "value": "open"}],
}


@pytest.mark.parametrize(
    ("speakers", "second", "messages"),
    [
        (({"speaker": "emmanuel-macron"}, {"speaker": "friedrich-merz"}), {}, []),
        (
            ({"speaker": "emmanuel-macron"}, {"speaker": "emmanuel-macron"}),
            {},
            ["only the actor itself can deny what others claim of it"],
        ),
        (
            ({"speaker": "friedrich-merz"}, {"speaker": "friedrich-merz"}),
            {},
            ["nobody else claims that participation is open"],
        ),
        (
            ({"speaker": "emmanuel-macron"}, {"speaker": "friedrich-merz"}),
            {"denies": [{"axis": "participation", "value": "declined"}]},
            ["nobody else claims that participation is declined"],
        ),
    ],
)
def test_denials(
    told: Told, speakers: tuple[dict[str, Any], ...], second: dict[str, Any], messages: list[str]
) -> None:
    """docs/domain.md, rule denial: the actor's own word against what others claim."""
    by_name = {name: {"said": "2025-10-01"} | by for name, by in zip("ab", speakers, strict=True)}
    found = told(by_name, a={}, b=DENIAL | second)
    assert len(found) == len(messages), found
    assert all(message in one for message, one in zip(messages, found, strict=True))


@pytest.mark.parametrize(
    ("drops", "messages"),
    [
        (["mandate"], []),
        (["ceasefire"], ["no entry of germany sets the condition 'ceasefire'"]),
        ({"conditions": [{"any_of": ["mandate", "ceasefire"]}]}, ["condition 'mandate or cease"]),
        ({"conditions": [{"any_of": ["mandate"]}], "contributions": [{"form": "air"}]}, []),
        ({"contributions": [{"form": "air", "place": "in_ukraine"}]}, ["contribution 'air in_uk"]),
        ({"conditions": [{"any_of": ["mandate"], "note": "A"}]}, ["a note only where"]),
    ],
)
def test_only_what_was_set_is_dropped(told: Told, drops: Any, messages: list[str]) -> None:
    """docs/domain.md, rule drops."""
    sets = {
        "conditions": [{"any_of": ["mandate"]}],
        "contributions": [{"form": "air", "status": "offered"}],
    }
    found = told({"a": "2025-10-01"}, a=sets, b={"drops": drops})
    assert len(found) == len(messages), found
    assert all(message in one for message, one in zip(messages, found, strict=True))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"disputes": ["view"]}, "an entry that leaves view out cannot dispute it"),
        (
            {"evidence": [{"statement": "report-a", "relation": "supports", "fields": ["view"]}]},
            "the entry does not set view",
        ),
        (
            {
                "evidence": [
                    {"statement": "report-a", "relation": "supports", "fields": ["commitment"]}
                ]
            },
            "no supporting statement is counted for participation",
        ),
        (
            {"evidence": [{"statement": "report-a", "relation": "supports", "fields": ["stance"]}]},
            "there is no value 'stance'; the values are view, participation",
        ),
        ({"retracted": {"on": "2026-01-01"}}, "reason"),
        ({"retracted": {"on": "soon", "reason": "A slip."}}, "on: must be a day"),
        (
            {"evidence": [{"statement": "report-a", "relation": "context"}]},
            "at least one statement that supports it",
        ),
    ],
)
def test_what_an_entry_cannot_say(told: Told, entry: dict[str, Any], message: str) -> None:
    """Disputes, fields and retractions that make no sense are findings."""
    found = told({"a": "2025-10-01"}, a=entry)
    assert any(message in one for one in found), found
