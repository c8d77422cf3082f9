"""Positions over time: which one is the answer for which day (docs/domain.md, rule as-of), asked of
the build and over HTTP.

The launch article shows every kind of date: derived days, one bound, no date at all. What only a
longer history shows is in test_corpus.py.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.build.check.seed import check
from app.build.fold.positions import EntryChange, fold
from app.build.fold.validity import Interval, validity_intervals
from app.build.seed.load import load
from app.domain.vocabulary import Certainty, Status
from tests import oracle
from tests.build.test_fold import histories, plain_entry
from tests.conftest import bare_seed

PUBLIC = "https://stated.example"
ASKED = date(2025, 2, 1)  # when the question of the launch dataset was first asked
ONE = timedelta(days=1)
asked_from = st.sampled_from([date(2025, 2, 1), date(2025, 9, 15), date(2026, 1, 1)])


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


# --- validity intervals ---------------------------------------------------------------------------


def on(found: list[Interval], day: date) -> Interval | None:
    """The interval that covers a day."""
    covering = [
        interval
        for interval in found
        if interval.first <= day and (interval.last is None or day <= interval.last)
    ]
    assert len(covering) <= 1, "intervals do not overlap"
    return covering[0] if covering else None


@settings(deadline=None)
@given(histories(), asked_from)
def test_the_answer_of_each_day_is_what_the_rules_say(
    history: list[EntryChange], asked: date
) -> None:
    """On both sides of every bound: the position, how sure it is, and what else may have held."""
    entries = [plain_entry(change) for change in history]
    found = validity_intervals(fold(history), asked)
    known = {day for entry in entries for day in entry.begins if day} | {asked, date(2030, 1, 1)}
    for day in sorted({max(near, asked) for one in known for near in (one - ONE, one, one + ONE)}):
        answer, interval = oracle.as_of(entries, asked, day), on(found, day)
        assert (interval and (interval.position, interval.certainty, list(interval.also))) == (
            answer and tuple(answer.__dict__.values())
        )


@settings(deadline=None)
@given(histories(), asked_from)
def test_intervals_follow_each_other(history: list[EntryChange], asked: date) -> None:
    """From the first day on which a position may have begun, without gap or overlap, each with
    another answer than the one before.
    """
    found = validity_intervals(fold(history), asked)
    live = [change for change in history if change.retracted is None]
    assert bool(found) == bool(live)
    if live:
        assert found[0].first == max(
            min(change.valid_from.earliest or asked for change in live[:1]), asked
        )
        assert found[-1].last is None
    for interval, following in pairwise(found):
        assert interval.last == following.first - ONE >= interval.first
        assert (interval.position, interval.certainty, interval.also) != (
            following.position,
            following.certainty,
            following.also,
        )


@settings(deadline=None)
@given(histories(), asked_from)
def test_what_an_interval_says(history: list[EntryChange], asked: date) -> None:
    """Certain ones have certainly begun; nothing is retracted or named twice; the last answer is
    the current position.
    """
    positions = {position.id: position for position in fold(history)}
    found = validity_intervals(list(positions.values()), asked)
    for interval in found:
        named = [interval.position, *interval.also]
        assert len(set(named)) == len(named)
        for name in named:
            assert positions[name].retracted is None
            assert (positions[name].valid_from.earliest or asked) <= interval.first
        latest = positions[interval.position].valid_from.latest
        if interval.certainty is Certainty.certain:
            assert latest is not None
            assert latest <= interval.first
            assert interval.also == ()
        assert (interval.certainty is Certainty.undated) == positions[
            interval.position
        ].valid_from.undated
    current = [position.id for position in positions.values() if position.status is Status.current]
    assert [interval.position for interval in found[-1:]] == current


# --- the launch article on a day ------------------------------------------------------------------

DAYS = [
    ("france", "2025-02-01", None),
    ("france", "2025-09-03", None),
    ("france", "2025-09-04", "certain"),
    ("france", "2030-01-01", "certain"),
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
    ("italy", "9999-12-31", "undated"),
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
    asked = {"as_of", "as_of_certainty", "citation", "links", "derivation"}
    if certainty is None:
        assert (then["id"], then["stance"], then["evidence"], then["derivation"]) == (
            None,
            "not_stated",
            [],
            None,
        )
        assert "neither a no nor a yes" in then["note"]
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
        ("as_of=2027-12-31&step=year", ["2025-12-31", "2026-12-31", "2027-12-31"]),
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


@pytest.mark.parametrize("query", ["as_of=9999-12-31", "as_of=9999-12-31&step=year"])
def test_a_timeline_has_an_end(client: httpx.Client, query: str) -> None:
    """A hundred thousand points are refused, in every format; fifty years are not."""
    assert (
        get(client, "/positions/timeline?as_of=2075-01-01&step=year")["points"][-1]["date"]
        == "2075-01-01"
    )
    for path in ("/positions/timeline", "/positions/timeline.csv", "/positions/timeline.ndjson"):
        problem = get(client, f"{path}?{query}", 422)
        assert [one["parameter"] for one in problem["errors"]] == ["as_of"]


# --- days that are none ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dated(client: httpx.Client) -> list[str]:
    """Every address that takes `as_of`."""
    names = {"{name}": "italy", "{id}": "italy"}
    found = []
    for path, item in get(client, "/openapi.json")["paths"].items():
        if any(one["name"] == "as_of" for one in item["get"].get("parameters", [])):
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
                CLAIM | {"id": name} | ({"said": said} if said else {})
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


@pytest.mark.parametrize(
    ("said", "valid_from", "fine"),
    [
        ("2025-10-01", "2025-10-01", True),
        ("2025-10-01", "2025-10-02", True),
        ("2025-10-01", "2025-09-30", False),
        ("2025-10", "2025-10-15", True),
        ("2025-10", "2025-09-30", False),
        ("2025-10-02", "2025-10", False),
        ("2025-10-02", {"earliest": "2025-10-01", "basis": "stated"}, False),
        ("2025-10-02", {"latest": "2025-12-31", "basis": "stated"}, False),
        (
            {"latest": "2025-10-02", "basis": "stated"},
            {"latest": "2025-10-01", "basis": "stated"},
            True,
        ),
        (None, "2025-01-01", True),
    ],
)
def test_no_position_rests_on_what_was_said_later(
    told: Told, said: Any, valid_from: Any, fine: bool
) -> None:
    """Else an answer as of a day would rest on words that nobody had said yet."""
    found = told({"a": said}, a={"valid_from": valid_from})
    assert found == (
        [] if fine else ["this was said after the position begins: give a later `valid_from`"]
    )


def test_context_counts_too(told: Told) -> None:
    """Whatever the evidence does for the position, it is shown with it."""
    later = [*ENTRY["evidence"], {"statement": "report-b", "relation": "disputes"}]
    assert len(told({"a": "2025-10-01", "b": "2025-10-02"}, a={"evidence": later})) == 1


@pytest.mark.parametrize(
    ("first", "second", "fine"),
    [
        ({}, DECLINED, False),
        ({}, DECLINED | {"disputes": ["participation"]}, True),
        (
            DECLINED | {"disputes": ["participation"]},
            {},
            False,
        ),  # it would dispute what comes after it, and be superseded
        (DECLINED | {"disputes": ["participation"], "recorded_on": "2026-01-02"}, {}, True),
        ({}, {}, True),
        ({}, {"participation": "not_stated", "commitment": None, "view": "supports"}, True),
        ({}, DECLINED | {"valid_from": "2025-10-02"}, True),
        ({}, DECLINED | {"valid_from": "2025-10"}, True),
        ({}, DECLINED | {"retracted": {"on": "2026-01-03", "reason": "A slip."}}, True),
        ({"view": "supports"}, {"view": "opposes", "disputes": ["participation"]}, False),
    ],
)
def test_two_entries_of_one_day_do_not_contradict_each_other_silently(
    told: Told, first: dict[str, Any], second: dict[str, Any], fine: bool
) -> None:
    """Nobody could say which one supersedes the other, so the one that is folded last disputes."""
    said = (
        None if "2025-10" in (first.get("valid_from"), second.get("valid_from")) else "2025-10-01"
    )
    day = {"valid_from": "2025-10-01"}
    found = told({"a": said}, a=day | first, b=day | second)
    assert len(found) == (0 if fine else 1)
    assert all("differently on the same day" in one for one in found)


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
                    {"statement": "report-a", "relation": "supports", "fields": ["participation"]}
                ]
            },
            "no supporting statement is counted for commitment",
        ),
        (
            {"evidence": [{"statement": "report-a", "relation": "supports", "fields": ["stance"]}]},
            "pattern",
        ),
        ({"retracted": {"on": "2026-01-01"}}, "reason"),
        ({"retracted": {"on": "soon", "reason": "A slip."}}, "date"),
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
