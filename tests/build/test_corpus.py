"""The second corpus (corpus/README.md): what time, disputes, supersession and two questions make of
many sources.

Its answers are compared with oracle.py, which reads the same files and the rules of docs/domain.md,
and nothing of the build.
"""

import csv
import io
import json
import re
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import Seed, load
from app.build.write.dataset_file import write
from app.settings import ROOT
from tests import oracle, verifier
from tests.compared import Expected, as_whole, differing_days, expected_of, whole
from tests.conftest import few
from tests.fixtures import Served

CORPUS = Path(__file__).parent.parent / "corpus"
PUBLIC = "https://stated.example"
FORCE, ASSETS = "peacekeeping-force", "frozen-assets"
LAST = date(2026, 7, 1)  # when the corpus is published: its last day
EVERY = "status=current&status=superseded&status=retracted"
STATEMENTS_OF = "SELECT id FROM statement WHERE exact IS NOT NULL AND source = ?"
Serve = Callable[..., Served]


# --- the corpus, built and served -----------------------------------------------------------------


def lay_out(folder: Path) -> Path:
    """A seed folder of the corpus: with the countries and vocabularies of the real seed, without
    their further names.
    """
    seed = folder / "seed"
    shutil.copytree(CORPUS / "seed", seed)
    for name in ("countries.csv", "vocabularies.yaml"):
        shutil.copy(ROOT / "seed" / name, seed)
    (seed / "names").mkdir()
    (seed / "names/aliases.csv").write_text("iso2,name,kind\n")
    (seed / "names/reviewed.csv").write_text("name,ruling,targets,note\n")
    (seed / "names/cldr.tsv").write_text("# none\niso2\tname\tlocales\tlocal\n")
    shutil.copy(CORPUS / "corrections.yaml.txt", seed / "corrections.yaml")
    _, _, later = (CORPUS / "README.md").read_text(encoding="utf-8").partition("## To add later")
    added = re.findall(
        r"^`([a-z0-9-]+)`, `([a-z0-9-]+)`[^\n]*\n\n```yaml\n(.*?)\n```",
        later,
        flags=re.DOTALL | re.MULTILINE,
    )
    for source, entry, line in added:
        _add(seed / "sources" / source / "positions.yaml", f"- id: {entry}\n", line)
    return seed


def _add(path: Path, head: str, line: str) -> None:
    """A line below the head of an entry, or instead of the entry's line about the same
    statement.
    """
    before, found, rest = path.read_text(encoding="utf-8").partition(head)
    assert found, head
    own, _, others = rest.partition("\n- id: ")
    statement = re.search(r"\{statement: [a-z0-9-]+,", line)
    if statement is None:
        own = f"{line}\n{own}"
    else:
        [old] = [each for each in own.splitlines() if statement[0] in each]
        own = own.replace(old, line)
    path.write_text(
        f"{before}{head}{own}\n- id: {others}" if others else f"{before}{head}{own}",
        encoding="utf-8",
    )


def build(seed: Path, datasets: Path, change: Callable[[Seed], None] = lambda _: None) -> Path:
    """Check a seed folder (no findings) and write its dataset; `change` may turn what was read
    before.
    """
    read = load(seed)
    change(read)
    checked = check(read)
    assert [str(finding) for finding in checked.seed.findings] == []
    return write(checked, datasets)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus as a seed folder."""
    return lay_out(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def dataset(seed: Path) -> Path:
    """Its dataset file, published."""
    path = build(seed, seed.parent / "datasets")
    point(path.parent, path.stem)
    return path


@pytest.fixture(scope="module")
def served(dataset: Path, serve: Serve) -> Served:
    """The service on it."""
    return serve(dataset.parent, public_url=PUBLIC)


@pytest.fixture(scope="module")
def client(served: Served) -> httpx.Client:
    """A client of that service."""
    return served.client


@pytest.fixture(scope="module")
def expected(seed: Path) -> Expected:
    """What the oracle says of the corpus."""
    return expected_of(seed, LAST)


def asking(address: str, **query: Any) -> str:
    """An address with further parameters."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}" if query else address


def get(client: httpx.Client, address: str, status: int = 200, **query: Any) -> Any:
    """The JSON that answers there."""
    answer = client.get(asking(address.removeprefix(PUBLIC), **query))
    assert answer.status_code == status, (address, answer.text[:300])
    return answer.json()


def rows(client: httpx.Client, address: str, **query: Any) -> list[dict[str, Any]]:
    """The rows of an NDJSON list."""
    answer = client.get(asking(address, **query))
    assert answer.status_code == 200, (address, answer.text[:300])
    return [json.loads(line) for line in answer.content.splitlines()]


def listed(client: httpx.Client, url: str) -> list[dict[str, Any]]:
    """All rows of the list at a URL; its total is their number."""
    page = get(client, url, limit=200)
    path, _, query = url.removeprefix(PUBLIC).partition("?")
    found: list[dict[str, Any]] = (
        page["items"] if page["next_url"] is None else rows(client, f"{path}.ndjson?{query}")
    )
    assert (page["total"], page["total_exact"]) == (len(found), True), url
    return found


def total(client: httpx.Client, url: str) -> int:
    """How many rows the list at a URL has."""
    return int(get(client, url, limit=1)["total"])


@pytest.fixture(scope="module")
def all_positions(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """Every position that was ever current or is retracted, on both questions, by id."""
    found = [
        row
        for question in (FORCE, ASSETS)
        for row in rows(client, f"/positions.ndjson?{EVERY}", question=question)
    ]
    assert len({row["id"] for row in found}) == len(found)
    return {row["id"]: row for row in found}


@pytest.fixture(scope="module")
def statements(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """Every statement by id."""
    return {row["id"]: row for row in rows(client, "/statements.ndjson")}


def long(short: str) -> str:
    """The id of a position as the README writes it: norway-3, belgium/F2."""
    actor, _, number = short.rpartition("/F") if "/F" in short else short.rpartition("-")
    return f"{actor}-{ASSETS if '/F' in short else FORCE}-{number}"


# --- every day ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "step"),
    few([(FORCE, 1), (FORCE, 5), (ASSETS, 1), (ASSETS, 5)], [(FORCE, 5), (ASSETS, 5)]),
)
def test_the_answer_of_every_day(
    served: Served, expected: Expected, question: str, step: int
) -> None:
    """Of every actor on every day: the position, its certainty and its axes, as the oracle has
    them; all others are silent.
    """
    changing = set(expected.changing[question])
    every = [day for of, day in expected.facts.days(LAST) if of == question]
    days = [day for number, day in enumerate(every) if number % step == 0 or day in changing]
    assert list(differing_days(served, expected, question, days)) == []


PARTS = [(FORCE, 0), (FORCE, 1), (FORCE, 2), (ASSETS, 0)]


@pytest.mark.long
@pytest.mark.parametrize(("question", "part"), few(PARTS, [(FORCE, 0), (ASSETS, 0)]))
def test_the_whole_answer_whenever_something_changes(
    client: httpx.Client,
    expected: Expected,
    statements: dict[str, dict[str, Any]],
    question: str,
    part: int,
) -> None:
    """On each day on which any answer is new, all of them in full; those that are new also at the
    address of their actor.
    """
    changing = [expected.facts.asked_from[question], *expected.changing[question], LAST]
    before: dict[str, oracle.Answer] = {}
    for number, day in enumerate(changing):
        answers = expected.on(question, day)
        if question == FORCE and number % 3 != part:
            before = answers
            continue
        board = {
            row["actor"]["id"]: row
            for row in rows(
                client, "/positions.ndjson", as_of=day, question=question, has_position=True
            )
        }
        assert board.keys() == answers.keys()
        for actor, row in board.items():
            answer = answers[actor]
            assert (row["as_of_certainty"], row["as_of"]) == (answer.certainty, day.isoformat())
            assert whole(row) == as_whole(answer), day
            named = {one["statement"] for one in row["derivation"]["not_counted"]}
            named |= {name for one in row["derivation"]["fields"] for name in one["statements"]}
            named |= {one["statement"]["id"] for one in row["evidence"]}
            assert all(
                (statements[name]["said"]["earliest"] or "") <= day.isoformat() for name in named
            ), (day, actor)
            if answer != before.get(actor):
                alone = get(client, f"/actors/{actor}/position", as_of=day, question=question)
                assert {**alone, "matched_as": None} == {**row, "matched_as": None}
        before = answers


def test_the_last_day_is_today(client: httpx.Client, expected: Expected) -> None:
    """The answer for the last day of all is the current position, of every actor."""
    for question in (FORCE, ASSETS):
        board = {
            row["actor"]["id"]: row["id"]
            for row in rows(client, "/positions.ndjson", question=question)
        }
        then = {
            row["actor"]["id"]: row["id"]
            for row in rows(client, "/positions.ndjson", question=question, as_of=LAST)
        }
        assert then == board
        assert {actor: position for actor, position in board.items() if position} == {
            actor: answer.position for actor, answer in expected.on(question, LAST).items()
        }


def test_every_position_as_the_oracle_says_it(
    all_positions: dict[str, dict[str, Any]], expected: Expected
) -> None:
    """Current, superseded and retracted ones: values, evidence, disputes, what was counted; and
    until when each was valid.
    """
    assert all_positions.keys() == expected.positions.keys()
    for name, row in all_positions.items():
        assert whole(row) == as_whole(expected.positions[name])
        begins = expected.entries[name].bounds
        assert [row["valid_from"][one] for one in ("earliest", "latest")] == [
            day and day.isoformat() for day in begins
        ]
    for group in expected.facts.entries.values():
        chain = oracle.ordered(group)
        for before, entry, after in zip([None, *chain], chain, [*chain[1:], None], strict=False):
            row = all_positions[entry.id]
            assert row["status"] == ("superseded" if after else "current")
            assert (row["previous"], row["superseded_by"]) == (
                before and before.id,
                after and after.id,
            )
            if after is None:
                assert row["valid_to"] is None
                continue
            end = ends(entry, after)
            assert [row["valid_to"][one] for one in ("earliest", "latest")] == [
                day and day.isoformat() for day in end
            ]
            if begins_first := row["valid_from"]["earliest"]:
                assert all(day is None or day.isoformat() >= begins_first for day in end)
        for entry in group:
            if entry.retracted:
                assert (
                    all_positions[entry.id]["status"],
                    all_positions[entry.id]["superseded_by"],
                    all_positions[entry.id]["valid_to"],
                ) == (
                    "retracted",
                    None,
                    None,
                )


def ends(entry: oracle.Entry, following: oracle.Entry) -> tuple[date | None, date | None]:
    """The bounds of the last day of a position (docs/domain.md, rule validity)."""
    if following.undated:
        return None, None
    floor = entry.bounds.earliest or date.min
    first, last = (day and max(day - timedelta(days=1), floor) for day in following.bounds)
    return first, last


@pytest.mark.parametrize("question", [FORCE, ASSETS])
def test_histories(
    client: httpx.Client,
    all_positions: dict[str, dict[str, Any]],
    expected: Expected,
    question: str,
) -> None:
    """Oldest first, with every position; counted beside the actor; each at its
    permanent address.
    """
    for number, ((of, actor), entries) in enumerate(expected.facts.entries.items()):
        if of == question:
            history = rows(client, f"/actors/{actor}/positions.ndjson", question=question)
            assert [row["id"] for row in history] == [
                entry.id
                for entry in oracle.ordered(replace(each, retracted=False) for each in entries)
            ]
            assert history == [all_positions[row["id"]] for row in history]
            if number % 4:
                continue
            about = get(client, f"/actors/{actor}")
            if question == FORCE:
                assert (
                    about["counts"]["positions"]
                    == len(listed(client, about["links"]["positions"]))
                    == len(history)
                )
            alone = get(client, f"/positions/{history[0]['id']}")
            assert {**alone["links"], "canonical": ""} == {**history[0]["links"], "canonical": ""}
            assert {**alone, "links": None} == {**history[0], "links": None}


@pytest.mark.parametrize(
    ("address", "size"),
    [
        ("/countries/germany/positions", 2),
        ("/actors/vigil-coalition/positions", 1),
        (f"/positions?{EVERY}", 40),
        (f"/positions?question={ASSETS}&as_of=2025-12-31&has_position=true", 3),
    ],
)
def test_a_walk_meets_each_position_once(client: httpx.Client, address: str, size: int) -> None:
    """Page by page the same as the whole, where an actor has many positions too."""
    path, _, query = address.partition("?")
    items, url = [], asking(address, limit=size)
    while url:
        page = get(client, url)
        items += page["items"]
        url = page["next_url"]
    assert items == rows(client, f"{path}.ndjson?{query}")
    assert page["total"] == len(items) > size


def test_a_day_as_csv(client: httpx.Client) -> None:
    """The new columns at the end: the day, how sure it is, what else may be valid, the neighbours,
    the independent sources.
    """
    answer = client.get("/positions.csv?as_of=2025-10-03&country=iceland&country=norway")
    found = {row["actor_id"]: row for row in csv.DictReader(io.StringIO(answer.text, newline=""))}
    names = (
        "as_of",
        "as_of_certainty",
        "may_also_hold",
        "previous",
        "superseded_by",
        "independent_sources",
    )
    assert {actor: [row[name] for name in names] for actor, row in found.items()} == {
        "iceland": ["2025-10-03", "possible", long("iceland-1"), "", long("iceland-1"), "1"],
        "norway": ["2025-10-03", "certain", "", long("norway-2"), long("norway-4"), "1"],
    }
    assert (found["norway"]["disputed"], found["norway"]["reported"]) == (
        "",
        "participation:declined",
    )


# --- counted, or not and why ----------------------------------------------------------------------


def test_every_statement_is_counted_or_not(
    client: httpx.Client,
    all_positions: dict[str, dict[str, Any]],
    statements: dict[str, dict[str, Any]],
    expected: Expected,
) -> None:
    """Each about the actor and the question is counted for some field, or listed with the reason
    why not; none is both.
    """
    about = {
        (question, actor): [
            row["id"] for row in rows(client, "/statements.ndjson", about=actor, question=question)
        ]
        for question, actor in expected.facts.entries
    }
    for (question, actor), known in about.items():
        group = [
            row
            for row in all_positions.values()
            if (row["question"]["id"], row["actor"]["id"]) == (question, actor)
        ]
        [url] = {row["derivation"]["statements"] for row in group}
        assert [one["id"] for one in listed(client, url)] == known
    for row in all_positions.values():
        derivation = row["derivation"]
        passed = {one["statement"]: one for one in derivation["not_counted"]}
        assert derivation["not_counted_total"] == len(passed) == len(derivation["not_counted"])
        counted = {
            name
            for one in derivation["fields"]
            if one["field"] != "valid_from"  # it counts nothing
            for name in one["statements"]
        }
        assert not counted & passed.keys()
        key = (row["question"]["id"], row["actor"]["id"])
        known = about[key]
        until = row["valid_to"]["latest"] if row["valid_to"] else None
        since = {name: statements[name]["said"]["earliest"] for name in known}
        wanted = {name for name in known if not (until and since[name] and since[name] > until)}
        assert (
            wanted
            <= counted | passed.keys()
            <= {*known, *(one["statement"]["id"] for one in row["evidence"])}
        )
        for name, one in passed.items():
            assert one["reason"] == reason(expected, row, name), (row["id"], name)
            assert {"actor": key[1], "attribution": one["attribution"]} in statements[name]["about"]
            assert one["url"] == f"{PUBLIC}/statements/{name}"
        notes = {one["statement"]["id"]: one["note"] for one in row["evidence"]}
        shown = {"reported", "claim_in_dispute"}
        assert {
            name: one["note"] for name, one in passed.items() if one["reason"] not in shown
        } == {name: notes.get(name) for name, one in passed.items() if one["reason"] not in shown}


def reason(expected: Expected, row: dict[str, Any], statement: str) -> str:
    """Why a statement was not counted for a position, read from the definitions of the
    vocabulary.
    """
    group = expected.facts.entries[row["question"]["id"], row["actor"]["id"]]
    entry = expected.entries[row["id"]]
    relations = {one["statement"]["id"]: one["relation"] for one in row["evidence"]}
    if relations.get(statement, "supports") != "supports":
        return str(relations[statement])
    claims = [claim for one in row["disputed"] for claim in one["claims"]]
    if any(statement in claim["evidence"] for claim in claims):
        return "claim_in_dispute"
    if any(statement in claim["evidence"] for claim in row["reported"]):
        return "reported"
    if statement in relations:
        return "superseded"
    if expected.facts.statements[statement].capacity == "opposition":
        return "opposition"
    resting = [one for one in group if any(piece.statement == statement for piece in one.evidence)]
    valid = [one for one in resting if not one.retracted]
    begun = [one for one in valid if oracle.age(one) <= oracle.age(entry)]
    if any(one.denies for one in begun):
        return "denies"
    if begun:
        return "superseded"
    if valid:
        return "later"
    return "retracted" if resting else "no_entry"


# --- counts are lists -----------------------------------------------------------------------------


@pytest.mark.parametrize("question", [FORCE, ASSETS])
def test_the_timeline_counts_its_lists(
    client: httpx.Client, expected: Expected, question: str
) -> None:
    """Each count of each point is the total at its URL; who moved is who has another stance than at
    the point before.
    """
    points = get(client, "/positions/timeline", question=question, as_of=LAST)["points"]
    table = rows(client, "/positions/timeline.ndjson", question=question, as_of=LAST)
    assert [one["date"] for one in points][-2:] == ["2026-06-30", "2026-07-01"]
    stances_before: dict[str, str] | None = None
    for number, shown in enumerate(points):
        day = date.fromisoformat(shown["date"])
        answers = expected.on(question, day)
        stances = {actor: answer.stance for actor, answer in answers.items()}
        for one in shown["stances"]:
            certain = sum(
                answers[actor].certainty == "certain"
                for actor, stance in stances.items()
                if stance == one["stance"]
            )
            silent = 254 - len(stances) if one["stance"] == "not_stated" else 0
            assert one["certain"] == certain + silent
            assert one["certain"] + one["possible"] + one["undated"] == one["count"]
            if one["stance"] != "not_stated":
                assert one["count"] == sum(stance == one["stance"] for stance in stances.values())
            if number % 4 == 1 or question == ASSETS:
                assert total(client, one["url"]) == one["count"], one["url"]
        assert shown["total"] == sum(one["count"] for one in shown["stances"]) == 254
        assert {
            row["id"]: (row["position"], row["stance"])
            for row in table
            if row["date"] == shown["date"]
        } == {actor: (answer.position, stances[actor]) for actor, answer in answers.items()}
        moves = {one["actor"]["id"]: (one["before"], one["after"]) for one in shown["moved"]}
        if stances_before is not None:
            both = {
                actor: (stances_before.get(actor, "not_stated"), stances.get(actor, "not_stated"))
                for actor in stances_before.keys() | stances
            }
            assert moves == {actor: pair for actor, pair in both.items() if pair[0] != pair[1]}
        stances_before = stances
    assert any(one["moved"] for one in points)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "as_of=2025-09-18",
        "as_of=2026-02-28&attribution=self",
        f"question={ASSETS}",
        f"question={ASSETS}&as_of=2025-12-20&has_position=true",
        "status=superseded",
        "as_of=2025-10-14&status=superseded&view=supports",
    ],
)
def test_the_summary_counts_its_lists(client: httpx.Client, query: str) -> None:
    """Now and on a day, with filters and without."""
    summary = get(client, f"/positions/summary?{query}")
    for one in summary["stances"]:
        found = rows(client, "/positions.ndjson?" + one["url"].partition("?")[2])
        assert sorted(row["actor"]["id"] for row in found) == sorted(
            actor["id"] for actor in one["actors"]
        )
        assert len(found) == one["count"]
        assert {row["stance"] for row in found} <= {one["stance"]}
    assert (
        summary["total"]
        == sum(one["count"] for one in summary["stances"])
        == total(client, f"/positions?{query}")
    )


def test_topics_questions_speakers_and_sources_count_their_lists(client: httpx.Client) -> None:
    """Each count is the total of the list beside it."""
    for topic in get(client, "/topics")["items"]:
        assert topic["statements"] == total(client, topic["url"]) > 0
    questions = get(client, "/questions")["items"]
    assert [one["id"] for one in questions] == [FORCE, ASSETS]
    assert (
        [one["positions"] for one in questions]
        == [len(listed(client, one["url"])) for one in questions]
        == [76, 11]
    )
    for speaker in rows(client, "/speakers.ndjson")[::3]:
        assert speaker["statements"] == total(client, speaker["links"]["statements"])
    for source in rows(client, "/sources.ndjson")[::3]:
        assert source["coverage"]["statements"] == total(client, source["links"]["statements"]) > 0
        passages = listed(client, source["links"]["passages"])
        assert source["coverage"]["passages"] == len(passages)
        assert bool(passages) == (source["text_access"] == "full")


def test_actors_count_their_statements(client: httpx.Client, expected: Expected) -> None:
    """By its speakers, about it, either."""
    for actor in [
        *sorted({actor for _, actor in expected.facts.entries})[::4],
        "india",
        "vigil-coalition",
    ]:
        row = get(client, f"/actors/{actor}")
        for name in ("statements", "statements_by", "statements_about"):
            assert row["counts"][name] == total(client, row["links"][name]), (actor, name)


# --- what there is --------------------------------------------------------------------------------


def test_the_corpus_is_large_enough(
    client: httpx.Client, statements: dict[str, dict[str, Any]], expected: Expected
) -> None:
    """At least 40 sources, 150 statements, 25 countries with a position."""
    counts = get(client, "/dataset")["counts"]
    assert counts["sources"] == len(rows(client, "/sources.ndjson")) >= 40
    assert counts["statements"] == len(statements) == len(expected.facts.statements) >= 150
    assert total(client, "/countries?has_position=true") >= 25


def test_the_dataset_counts_its_positions(client: httpx.Client) -> None:
    """As many as on the boards of all questions."""
    counts = get(client, "/dataset")["counts"]
    assert counts["positions"] == sum(
        total(client, f"/positions?has_position=true&question={one}") for one in (FORCE, ASSETS)
    )


def moves(
    all_positions: dict[str, dict[str, Any]], actor: str, axis: str, question: str = FORCE
) -> str:
    """The values that an axis had one after the other."""
    chain = [
        row
        for row in all_positions.values()
        if row["actor"]["id"] == actor
        and row["question"]["id"] == question
        and row["status"] != "retracted"
    ]
    values = []
    row = next(row for row in chain if row["previous"] is None)
    while row:
        values.append(row[axis])
        row = all_positions.get(row["superseded_by"] or "", {})
    return " ".join(
        value for value, after in zip(values, [*values[1:], None], strict=True) if value != after
    )


MOVES = [
    ("slovakia", "view", "opposes supports"),
    ("hungary", "view", "opposes supports"),
    ("iceland", "view", "opposes supports"),
    ("georgia", "view", "supports opposes"),
    ("georgia", "participation", "open"),
    ("sweden", "participation", "declined open will_contribute"),
    ("poland", "participation", "declined undecided open will_contribute"),
    ("bulgaria", "participation", "declined open"),
    ("czechia", "participation", "will_contribute declined"),
    ("spain", "participation", "open will_contribute declined"),
    ("italy", "participation", "declined open declined"),
    ("austria", "participation", "declined"),
    ("slovakia", "participation", "declined"),
    ("germany", "participation", "undecided open will_contribute"),
    ("australia", "participation", "undecided open"),
    ("ireland", "participation", "undecided will_contribute"),
    ("portugal", "participation", "not_stated undecided will_contribute"),
    ("belgium", "participation", "not_stated will_contribute undecided"),
    ("netherlands", "participation", "open undecided"),
    ("united-states", "participation", "open will_contribute not_stated declined"),
    ("latvia", "participation", "open will_contribute open will_contribute"),
]


@pytest.mark.parametrize(("actor", "axis", "values"), MOVES)
def test_moves_both_ways(
    all_positions: dict[str, dict[str, Any]], actor: str, axis: str, values: str
) -> None:
    """Countries change their minds; a retracted word in between is none, and a dispute serves what
    stood before it.
    """
    assert moves(all_positions, actor, axis) == values


def test_moves_on_the_second_question(all_positions: dict[str, dict[str, Any]]) -> None:
    """Its positions are moves of their own."""
    assert moves(all_positions, "belgium", "view", ASSETS) == "opposes supports"
    assert moves(all_positions, "france", "participation", ASSETS) == "undecided open"
    assert moves(all_positions, "hungary", "participation", ASSETS) == "declined undecided"


CONDITIONS = [
    # they accumulate
    ("netherlands-1", "ceasefire"),
    ("netherlands-2", "ceasefire us_backstop"),
    ("netherlands-3", "ceasefire parliament_approval us_backstop"),
    ("turkiye-1", "ceasefire"),
    ("turkiye-3", "ceasefire host_request"),
    ("turkiye-4", "ceasefire host_request mandate"),
    ("france-2", "ceasefire|peace_deal"),
    ("france-3", "ceasefire|peace_deal us_backstop"),
    ("vigil-coalition-1", "ceasefire"),
    ("vigil-coalition-2", "ceasefire mandate"),
    ("vigil-coalition-3", "ceasefire host_request mandate"),
    ("estonia-2", "ceasefire parliament_approval"),
    ("poland-4", "mandate"),
    ("poland-5", "host_request mandate"),
    ("denmark-2", "host_request mandate"),
    ("france-5", "ceasefire|peace_deal parliament_approval"),
    # they stay while the participation is restated
    ("united-kingdom-2", "ceasefire"),
    ("germany-4", "mandate parliament_approval"),
    ("lithuania-3", "ceasefire"),
    # they are dropped
    ("france-4", "ceasefire|peace_deal"),
    ("united-kingdom-4", "ceasefire"),
    ("denmark-3", ""),
    ("estonia-3", "ceasefire"),
    ("germany-5", "mandate"),
    ("spain-3", ""),
    ("czechia-2", ""),
    ("italy-4", ""),
    ("china-2", ""),
    # and an undecided actor may have some too
    ("netherlands-4", "ceasefire parliament_approval us_backstop"),
    ("belgium-3", "ceasefire mandate"),
    ("belgium-4", "ceasefire mandate"),
]


@pytest.mark.parametrize(("position", "conditions"), CONDITIONS)
def test_conditions(
    all_positions: dict[str, dict[str, Any]], position: str, conditions: str
) -> None:
    """What a promise depends on, after each source."""
    assert (
        " ".join(
            sorted("|".join(one["any_of"]) for one in all_positions[long(position)]["conditions"])
        )
        == conditions
    )


CONTRIBUTIONS = [
    ("romania-2", "logistics:offered troops:ruled_out"),
    ("romania-3", "logistics:offered troops:ruled_out"),
    ("czechia-1", "ground:offered"),
    ("czechia-2", ""),
    ("united-states-1", "backstop:offered"),
    ("united-states-2", "air:offered backstop:offered"),
    ("united-states-3", "backstop:offered"),
    ("united-states-4", "arms:offered backstop:offered troops:ruled_out"),
    ("croatia-3", ""),
    ("belgium-4", ""),
]


@pytest.mark.parametrize(("position", "contributions"), CONTRIBUTIONS)
def test_contributions(
    all_positions: dict[str, dict[str, Any]], position: str, contributions: str
) -> None:
    """Added, kept, ended; what is only claimed in a dispute is not offered."""
    found = all_positions[long(position)]["contributions"]
    assert " ".join(sorted(f"{one['form']}:{one['status']}" for one in found)) == contributions


# position, axis, what it serves, and of each claim the value, the statements, the sources, and how
# many are independent
DISPUTES = [
    ("croatia-2", "participation", "open", {"open": (1, 1, 1), "declined": (1, 1, 1)}),
    (
        "croatia-3",
        "participation",
        "open",
        {"open": (1, 1, 1), "declined": (1, 1, 1), "will_contribute": (1, 1, 1)},
    ),
    (
        "poland/F2",
        "participation",
        "will_contribute",
        {"will_contribute": (1, 1, 1), "declined": (1, 1, 1)},
    ),
    ("poland-2", "participation", "declined", {"declined": (3, 1, 1), "open": (1, 1, 1)}),
    ("latvia-3", "participation", "open", {"will_contribute": (1, 1, 1), "undecided": (1, 1, 1)}),
    (
        "united-states-3",
        "participation",
        "not_stated",  # what a third party said before is of a lower tier
        {"will_contribute": (2, 1, 1), "declined": (1, 1, 1)},
    ),
    ("hungary-3", "view", "opposes", {"opposes": (1, 1, 1), "supports": (3, 3, 1)}),
]


@pytest.mark.parametrize(
    ("position", "axis", "serves", "claims"), DISPUTES, ids=[one[0] for one in DISPUTES]
)
def test_disputes(
    all_positions: dict[str, dict[str, Any]],
    position: str,
    axis: str,
    serves: str,
    claims: dict[str, tuple[int, int, int]],
) -> None:
    """All claims are shown, with how many sources are behind each and how many of them are
    independent.
    """
    row = all_positions[long(position)]
    [dispute] = row["disputed"]
    assert (dispute["axis"], row[axis]) == (axis, serves)
    found = {
        one["value"]: (len(one["evidence"]), one["sources"], one["independent_sources"])
        for one in dispute["claims"]
    }
    assert found == claims
    shown = {one["statement"]["id"] for one in row["evidence"]}
    assert all(
        (set(one["evidence"]) <= shown) == (one["value"] == serves) for one in dispute["claims"]
    )
    [ground] = [one for one in row["derivation"]["fields"] if one["field"] == axis]
    assert ground["rule"] == "disputed"


def test_which_positions_are_disputed(all_positions: dict[str, dict[str, Any]]) -> None:
    """Those and no others: the rest were settled, or have one claim alone."""
    disputed = {row["id"] for row in all_positions.values() if row["disputed"]}
    by_hand = {long("ghana-2"), long("laos-3")}
    assert disputed == by_hand | {long(position) for position, *_ in DISPUTES}
    assert {name for name in disputed if all_positions[name]["status"] == "current"} == {
        long(short) for short in ("croatia-3", "poland/F2", "ghana-2", "laos-3")
    }
    assert (
        all_positions[long("slovenia-1")]["participation"],
        all_positions[long("slovenia-1")]["disputed"],
    ) == (
        "open",
        [],
    )


REPORTED = [
    # position, field, value, attribution, statements
    ("norway-3", "participation", "declined", "anonymous", 3),
    ("norway-4", "participation", "declined", "anonymous", 3),
    ("russia-2", "view", "supports", "third_party", 1),
]


@pytest.mark.parametrize(
    ("position", "field", "value", "attribution", "statements"),
    REPORTED,
    ids=[one[0] for one in REPORTED],
)
def test_what_weaker_sources_claim_is_reported(
    all_positions: dict[str, dict[str, Any]],
    position: str,
    field: str,
    value: str,
    attribution: str,
    statements: int,
) -> None:
    """It is listed with its sources, and changes nothing of what is served."""
    row = all_positions[long(position)]
    [claim] = row["reported"]
    assert (claim["field"], claim["value"], claim["attribution"]) == (field, value, attribution)
    assert (len(claim["evidence"]), claim["denied_by"]) == (statements, [])
    assert (row[field], row["attribution"]) == (
        {"norway": "open", "russia": "opposes"}[row["actor"]["id"]],
        "self",
    )


# actor, day, stance, certainty, attribution, conditions and contributions, what is reported
WORKED = [
    # the sequences of docs/domain.md
    ("andorra", None, "willing", None, "third_party", "ceasefire sea troops", ""),
    ("monaco", None, "willing", None, "self", "air", "ground:ruled_out"),
    ("malta", None, "willing", None, "third_party", "", ""),
    ("san-marino", None, "undecided", None, "self", "", "mandate"),
    ("liechtenstein", None, "declines", None, "self", "", "will_contribute"),
    ("peru", "2025-03-15", "open", "certain", "third_party", "", ""),
    ("peru", "2025-04-15", "not_stated", "certain", None, "", "open"),
    ("chile", None, "undecided", None, "third_party", "", "open open"),
    ("bolivia", "2025-09-10", "undecided", "certain", "self", "", ""),
    ("bolivia", None, "undecided", None, "self", "mandate", ""),
    ("ecuador", "2025-06-30", "opposes", "possible", "self", "", ""),
    ("uruguay", "2025-08-20", "opposes", "certain", "self", "", ""),
    ("paraguay", "2026-02-01", "undecided", "undated", "self", "", "will_contribute"),
    ("ghana", "2025-09-30", "not_stated", "certain", None, "", ""),
    ("kenya", "2025-09-10", None, None, None, "", ""),
    ("kenya", "2025-09-20", "declines", "possible", "self", "", ""),
    ("kenya", "2025-09-30", "open", "certain", "self", "", ""),
    ("nepal", None, "willing", None, "self", "", ""),
    ("bhutan", None, "declines", None, "self", "", ""),
    ("fiji", None, "willing", None, "self", "troops troops:ruled_out", ""),
    ("samoa", None, "open", None, "self", "other:A", ""),
    # what real statements broke before
    ("bahrain", None, "undecided", None, "self", "", "will_contribute"),
    ("nauru", None, "open", None, "self", "", "undecided"),
    ("tonga", None, "open", None, "self", "air monitoring training", "ground:ruled_out"),
    ("mongolia", None, "declines", None, "self", "", "will_contribute will_contribute"),
    ("laos", None, "undecided", None, "self", "", ""),
    ("kuwait", None, "not_stated", None, None, "", "air open"),
    ("oman", None, "opposes", None, "self", "", ""),
    ("qatar", None, "willing", None, "self", "other:a hospital ship", ""),
]


@pytest.mark.parametrize(
    ("actor", "day", "stance", "certainty", "attribution", "promises", "reported"),
    WORKED,
    ids=[f"{one[0]}-{one[1]}" for one in WORKED],
)
def test_cases_worked_by_hand(
    client: httpx.Client,
    actor: str,
    day: str | None,
    stance: str | None,
    certainty: str | None,
    attribution: str | None,
    promises: str,
    reported: str,
) -> None:
    """docs/domain.md, section Sequences worked by hand, and what real statements broke before."""
    row = get(client, f"/countries/{actor}/position", **({"as_of": day} if day else {}))
    assert (row["stance"], row["attribution"]) == (stance or "not_stated", attribution)
    if day:
        assert row["as_of_certainty"] == certainty
    found = [*row["conditions"], *row["contributions"]]
    assert " ".join(sorted(map(promised, found))) == promises
    claims = [
        one["value"] if isinstance(one["value"], str) else promised(one["value"])
        for one in row["reported"]
    ]
    assert " ".join(sorted(claims)) == reported


def promised(given: dict[str, Any]) -> str:
    """A condition or contribution in a word."""
    if "any_of" in given:
        note = f":{given['note']}" if "other" in given["any_of"] else ""
        return "|".join(given["any_of"]) + note
    if given["form"] == "other":
        return f"other:{given['note']}"
    return f"{given['form']}:ruled_out" if given["status"] == "ruled_out" else str(given["form"])


def test_denials_and_summaries_of_cases(client: httpx.Client) -> None:
    """Who denied what, and whose summary a position has."""
    kuwait = get(client, "/countries/kuwait/position")
    denials = [f"kuwait-{FORCE}-{number}" for number in (2, 3)]
    assert [one["denied_by"] for one in kuwait["reported"]] == [denials, denials]
    assert (kuwait["commitment"], kuwait["stance_since"]) == (None, None)
    assert kuwait["independence"]["sources"] == 0
    laos = get(client, "/countries/laos/position")
    assert laos["summary"] == "Entry 1 of laos, worked by hand."
    [dispute] = laos["disputed"]
    assert {one["value"]: one["summary"] for one in dispute["claims"]} == {
        "open": "Entry 2 of laos, worked by hand.",
        "declined": "Entry 3 of laos, worked by hand.",
    }
    oman = get(client, "/countries/oman/position")
    assert len(oman["evidence"]) == 2
    assert oman["stance_since"]["value"] == "2025-03-03"


def test_one_text_on_five_sites_is_one_source(
    client: httpx.Client, all_positions: dict[str, dict[str, Any]]
) -> None:
    """Five addresses and one root: an agency that the copies name, however long the chain."""
    sources = {row["id"]: row for row in rows(client, "/sources.ndjson")}
    five = ("nordfax-oslo", "harbour-oslo", "courier-oslo", "coast-oslo", "bulletin-oslo")
    assert {sources[name]["root"] for name in five} == {"Nordfax"}
    assert len({sources[name]["url"] for name in five}) == 5
    assert [sources[name]["copy_of"] for name in five] == [
        None,
        "nordfax-oslo",
        "nordfax-oslo",
        "harbour-oslo",
        None,
    ]
    assert {
        sources[name]["root"]
        for name in ("telefakt-budapest", "danube-budapest", "evening-budapest")
    } == {"Telefakt"}
    assert sources["nordfax-budapest"]["root"] == "Nordfax"
    [claim] = [
        one
        for dispute in all_positions[long("hungary-3")]["disputed"]
        for one in dispute["claims"]
        if one["value"] == "supports"
    ]
    assert (claim["sources"], claim["independent_sources"]) == (3, 1)
    roots = {row["root"] for row in sources.values()}
    assert get(client, "/dataset")["counts"]["independent_sources"] == len(roots) < len(sources)
    for row in all_positions.values():
        [counted] = [one for one in row["derivation"]["fields"] if one["field"] == "stance"]
        cited = {
            one["statement"]["source"]["id"]
            for one in row["evidence"]
            if one["statement"]["id"] in counted["statements"]
        }
        found = {sources[name]["root"] for name in cited}
        assert row["independence"] == {
            "sources": len(cited),
            "independent": len(found),
            "roots": sorted(found),
        }


NOT_COUNTED = [
    # wrong claims of third parties, beside the position that they contradict
    ("spain-1", "delft-soundings-spain-first", "disputes", "third_party"),
    ("germany-1", "sejm-luty-de-brygada", "disputes", "third_party"),
    ("hungary-1", "moscow-briefing-hu-blocks", "disputes", "third_party"),
    ("romania-3", "aarhus-conference-romania-battalion", "disputes", "third_party"),
    ("kazakhstan-1", "ankara-eylul-kz-gozlemci", "disputes", "third_party"),
    ("russia-3", "hargrove-dinner-us-on-russia", "disputes", "third_party"),
    # and those on which nobody built anything
    ("poland-1", "kyiv-hvylia-pl-bataljon", "no_entry", "third_party"),
    ("lithuania-3", "palac-maj-lt-pierwsza", "no_entry", "third_party"),
    ("belgium-4", "aarhus-conference-belgium-on-list", "no_entry", "third_party"),
    ("united-states-5", "hague-june-us-must", "no_entry", "third_party"),
    ("france-5", "herbstgespraech-frankreich-dasselbe", "no_entry", "third_party"),
    # the opposition, of the country itself and of another
    ("united-kingdom-1", "commons-february-opposition-against", "disputes", "third_party"),
    ("germany-1", "kanzleramt-februar-opposition-zugesagt", "disputes", "third_party"),
    ("germany-5", "kanzleramt-februar-opposition-zugesagt", "opposition", "third_party"),
    ("bulgaria-1", "karamihov-press-opposition-secret", "disputes", "third_party"),
    ("bulgaria-2", "karamihov-press-opposition-secret", "opposition", "third_party"),
    ("czechia-1", "prague-vote-opposition-never", "context", "third_party"),
    ("czechia-3", "prague-vote-opposition-never", "opposition", "third_party"),
    ("hungary-3", "evening-budapest-opposition-yes", "opposition", "third_party"),
    ("hungary-4", "evening-budapest-opposition-yes", "context", "third_party"),
    ("france-1", "commons-february-opposition-france", "opposition", "third_party"),
    # claims of a dispute, retracted words, what came later, what was superseded
    ("norway-4", "bulletin-oslo-no-shelved", "reported", "anonymous"),
    ("croatia-3", "zagreb-president-hr-no", "claim_in_dispute", "self"),
    ("austria-1", "wien-oktober-at-offen", "retracted", "self"),
    ("austria-3", "wien-oktober-at-offen", "retracted", "self"),
    ("slovakia-2", "february-digest-sk-open", "retracted", "self"),
    ("latvia-2", "riga-evening-lv-undecided", "later", "self"),
    ("iceland-2", "yearbook-2025-is-supports", "later", "self"),
    ("latvia-4", "riga-evening-lv-undecided", "superseded", "self"),
    ("china-2", "embassy-row-cn-would", "disputes", "anonymous"),
]


@pytest.mark.parametrize(
    ("position", "statement", "why", "attribution"), NOT_COUNTED, ids=lambda given: given[:30]
)
def test_why_a_statement_was_not_counted(
    all_positions: dict[str, dict[str, Any]],
    position: str,
    statement: str,
    why: str,
    attribution: str,
) -> None:
    """The reason that the vocabulary explains, and how the words relate to the actor."""
    [one] = [
        one
        for one in all_positions[long(position)]["derivation"]["not_counted"]
        if one["statement"] == statement
    ]
    assert (one["reason"], one["attribution"]) == (why, attribution)


def test_the_opposition_carries_nothing(
    all_positions: dict[str, dict[str, Any]], statements: dict[str, dict[str, Any]]
) -> None:
    """No position rests on an opposition leader."""
    leaders = {name for name, row in statements.items() if row["capacity"] == "opposition"}
    assert len(leaders) >= 6
    for row in all_positions.values():
        assert not leaders & {
            name for one in row["derivation"]["fields"] for name in one["statements"]
        }
        supporting = [one["statement"] for one in row["evidence"] if one["relation"] == "supports"]
        assert all(one["capacity"] != "opposition" for one in supporting)


@pytest.mark.parametrize(
    ("position", "statement", "words"),
    [
        ("germany-1", "sejm-luty-de-brygada", "holds no role for Germany"),
        ("norway-3", "bulletin-oslo-no-shelved", "not as a source of its own"),
        ("czechia-1", "prague-vote-opposition-never", "never makes a country's position"),
    ],
)
def test_notes_on_evidence(
    all_positions: dict[str, dict[str, Any]], position: str, statement: str, words: str
) -> None:
    """What the curator says of a piece of evidence is beside it, and beside the reason why it
    was not counted; that of a claim which is only reported beside the reason.
    """
    row = all_positions[long(position)]
    pieces = [one for one in row["evidence"] if one["statement"]["id"] == statement]
    [passed] = [one for one in row["derivation"]["not_counted"] if one["statement"] == statement]
    assert words in passed["note"]
    assert [one["note"] for one in pieces] == ([] if position == "norway-3" else [passed["note"]])


def test_retracted_positions(
    client: httpx.Client, all_positions: dict[str, dict[str, Any]]
) -> None:
    """In the middle, at the end, alone: they stay to be seen with the reason, and are valid on no
    day.
    """
    retracted = {row["id"] for row in rows(client, "/positions.ndjson", status="retracted")}
    assert retracted == {long(short) for short in ("austria-2", "slovakia-3", "brazil-1")}
    for name in retracted:
        alone = get(client, f"/positions/{name}")
        assert alone["status"] == "retracted"
        assert date.fromisoformat(alone["retracted"]["on"])
        assert alone["retracted"]["reason"]
        assert alone["stance"] == "open", "as it was when it was made"
    assert all(
        row["retracted"] is None for name, row in all_positions.items() if name not in retracted
    )
    assert (
        all_positions[long("austria-1")]["superseded_by"],
        all_positions[long("austria-3")]["previous"],
    ) == (
        long("austria-3"),
        long("austria-1"),
    )
    assert get(client, "/countries/slovakia/position")["id"] == long("slovakia-2")
    brazil = get(client, "/countries/brazil/position")
    assert (brazil["id"], brazil["stance"], brazil["evidence"]) == (None, "not_stated", [])
    assert [row["id"] for row in rows(client, "/countries/brazil/positions.ndjson")] == [
        long("brazil-1")
    ]
    for country, first in (
        ("austria", "2025-10-09"),
        ("slovakia", "2026-02-20"),
        ("brazil", "2026-05-21"),
    ):
        for day in (first, "2026-06-30"):
            shown = get(client, f"/countries/{country}/position", as_of=day)
            assert shown["id"] not in retracted
            assert not set(shown["may_also_hold"]) & retracted


ATTRIBUTIONS = [
    ("northern-trio-1", "collective"),
    ("montenegro-1", "collective"),
    ("argentina-1", "third_party"),
    ("cyprus-1", "anonymous"),
    ("albania-1", "narrator"),
    ("united-states-1", "third_party"),
    ("united-states-2", "self"),
    ("luxembourg-1", "anonymous"),
    ("luxembourg-2", "self"),
    ("china-1", "anonymous"),
    ("china-2", "self"),
]


@pytest.mark.parametrize(("position", "attribution"), ATTRIBUTIONS)
def test_who_attests_a_position(
    all_positions: dict[str, dict[str, Any]], position: str, attribution: str
) -> None:
    """Of each kind one, and those that grew firmer."""
    assert all_positions[long(position)]["attribution"] == attribution


# statement, speaker, capacity, for whom, attribution towards whom it is about
SPOKEN = [
    # roles change with the day
    (
        "delft-soundings-be-supports",
        "annelore-vanderstraeten",
        "government",
        "belgium",
        {"belgium": "self"},
    ),
    (
        "graz-round-eu-owes",
        "annelore-vanderstraeten",
        "government",
        "european-union",
        {"european-union": "self"},
    ),
    (
        "aarhus-conference-belgium-on-list",
        "annelore-vanderstraeten",
        "government",
        "european-union",
        {"belgium": "third_party"},
    ),
    (
        "prague-vote-opposition-never",
        "vojtech-hrusovan",
        "opposition",
        "czechia",
        {"czechia": "third_party"},
    ),
    ("prague-november-cz-no", "vojtech-hrusovan", "government", "czechia", {"czechia": "self"}),
    (
        "evening-budapest-opposition-yes",
        "hanga-vertessomlai",
        "opposition",
        "hungary",
        {"hungary": "third_party"},
    ),
    (
        "budapest-april-hu-supports",
        "hanga-vertessomlai",
        "government",
        "hungary",
        {"hungary": "self"},
    ),
    (
        "commons-february-uk-plan-not-pack",
        "giles-ormsby-tarrant",
        "government",
        "united-kingdom",
        {"united-kingdom": "self"},
    ),
    (
        "london-decision-uk-backbench",
        "giles-ormsby-tarrant",
        "legislature",
        "united-kingdom",
        {"united-kingdom": "third_party"},
    ),
    # one person for two bodies
    (
        "london-decision-uk-decided",
        "harriet-penhallow",
        "government",
        "united-kingdom",
        {"united-kingdom": "self"},
    ),
    (
        "london-decision-vigil-not-asked",
        "harriet-penhallow",
        "government",
        "vigil-coalition",
        {"vigil-coalition": "self"},
    ),
    (
        "commons-february-uk-open",
        "harriet-penhallow",
        "government",
        "united-kingdom",
        {"united-kingdom": "self"},
    ),
    # who speaks for a body speaks for no country; a body may be no actor
    (
        "graz-round-brekkhus-on-norway",
        "jarle-brekkhus",
        "government",
        "nato",
        {"norway": "third_party"},
    ),
    ("october-notes-line-watch", "amparo-ridruejo", "other", None, {"ukraine": "third_party"}),
    # capacities
    (
        "kanzleramt-februar-de-90-tage",
        "tobias-rautenberg",
        "military",
        "germany",
        {"germany": "self"},
    ),
    ("stockholm-same-day-se-open", "gunhild-stjernvall", "military", "sweden", {"sweden": "self"}),
    (
        "tallinn-january-ee-approved",
        "maarja-poldveer",
        "legislature",
        "estonia",
        {"estonia": "third_party"},
    ),
    (
        "hargrove-lawn-senator-doubts",
        "marcus-ellingboe",
        "legislature",
        "united-states",
        {"united-states": "third_party"},
    ),
    (
        "prague-november-cz-party",
        "vojtech-hrusovan",
        "other",
        "czechia",
        {"czechia": "third_party"},
    ),
    # without a name, and without a speaker
    ("nordfax-oslo-no-shelved", None, "government", None, {"norway": "anonymous"}),
    ("delft-soundings-lu-pays", None, None, None, {"luxembourg": "anonymous"}),
    ("may-digest-al-planes", None, None, None, {"albania": "narrator"}),
    # joint texts: whoever signed, and whoever read them out
    (
        "porto-communique-joint-part",
        "graca-montalvim",
        "government",
        "belgium canada france montenegro portugal united-kingdom vigil-coalition",
        dict.fromkeys(
            ("france", "united-kingdom", "belgium", "canada", "montenegro"), "collective"
        ),
    ),
    (
        "tallinn-january-trio-air",
        "urmas-kivilaan",
        "government",
        "denmark estonia northern-trio sweden",
        {
            "northern-trio": "collective",
            "denmark": "collective",
            "estonia": "self",
            "sweden": "collective",
        },
    ),
]


@pytest.mark.parametrize(
    ("statement", "speaker", "capacity", "spoke_for", "about"),
    SPOKEN,
    ids=[one[0] for one in SPOKEN],
)
def test_who_spoke_for_whom(
    statements: dict[str, dict[str, Any]],
    statement: str,
    speaker: str | None,
    capacity: str | None,
    spoke_for: str | None,
    about: dict[str, str],
) -> None:
    """The role is that of the day; the words of a person are an actor's own only in a role for
    it.
    """
    row = statements[statement]
    assert (row["speaker"] and row["speaker"]["id"], row["capacity"], row["countries"]) == (
        speaker,
        capacity,
        (spoke_for or "").split(),
    )
    assert {pair["actor"]: pair["attribution"] for pair in row["about"]} == about


def test_roles_have_titles_of_the_day(client: httpx.Client) -> None:
    """Defence until October, foreign affairs from November: each statement shows the title that was
    held then.
    """
    for row in rows(client, "/speakers/konrad-eisenlohr/statements.ndjson"):
        wanted = (
            "Minister of Defence of Germany"
            if row["said"]["latest"] <= "2025-10-31"
            else "Minister for Foreign Affairs of Germany"
        )
        assert row["speaker"]["role"] == wanted
    roles = {
        row["speaker"]["role"] for row in rows(client, "/speakers/penhallow/statements.ndjson")
    }
    assert roles == {"Prime Minister of the United Kingdom", "Co-chair of the Vigil Coalition"}


def test_people_of_one_name_and_of_two(client: httpx.Client) -> None:
    """A merged person leads to the one that is kept; a family name of two is ambiguous, with
    both.
    """
    for merged, kept in (
        ("walter-t-hargrove", "walter-hargrove"),
        ("ostap-verbilenko", "ostap-verbylenko"),
    ):
        answer = client.get(f"/speakers/{merged}")
        assert (answer.status_code, answer.headers["location"]) == (
            308,
            f"{PUBLIC}/speakers/{kept}",
        )
    candidates = get(client, "/speakers/Rautenberg", 404)["candidates"]
    assert [one["id"] for one in candidates] == ["ottilie-rautenberg", "tobias-rautenberg"]


def test_speakers_of_the_opposition_speak_for_their_country(client: httpx.Client) -> None:
    """They are found under it, in their capacity; they do not make its position."""
    found = rows(client, "/statements.ndjson", country="czechia", capacity="opposition")
    assert [row["id"] for row in found] == ["prague-vote-opposition-never"]


# statement, value, precision, earliest, latest
SAID = [
    ("eisenlohr-magazine-de-richtig", "2025-04", "month", "2025-04-01", "2025-04-30"),
    ("january-digest-fr-loan", "2026-01", "month", "2026-01-01", "2026-01-31"),
    ("yearbook-2025-pt-supports", "2025", "year", "2025-01-01", "2025-12-31"),
    ("graz-round-ca-training", None, "unknown", "2025-04-16", "2025-05-02"),
    ("march-digest-2026-ua-hosts", None, "unknown", "2026-03-01", "2026-03-27"),
    ("october-notes-nz-training", None, "unknown", None, "2025-10-31"),
    ("yearbook-2025-is-supports", None, "unknown", None, "2025-12-31"),
    ("castellan-tour-au-undecided", None, "unknown", "2025-05-10", "2025-05-20"),
    ("irish-leaflet-ie-undecided", None, "unknown", None, None),
    ("kosovo-page-xk-will", None, "unknown", None, None),
]


@pytest.mark.parametrize(
    ("statement", "value", "precision", "earliest", "latest"), SAID, ids=[one[0] for one in SAID]
)
def test_what_is_known_of_a_day(
    statements: dict[str, dict[str, Any]],
    statement: str,
    value: str | None,
    precision: str,
    earliest: str | None,
    latest: str | None,
) -> None:
    """Months, years, one bound, two, none."""
    said = statements[statement]["said"]
    assert (said["value"], said["precision"], said["earliest"], said["latest"]) == (
        value,
        precision,
        earliest,
        latest,
    )


# actor, day, position, certainty, what else may hold
OPEN_DAYS = [
    ("canada", "2025-04-15", None, None, []),
    ("canada", "2025-04-16", "canada-1", "possible", []),
    ("canada", "2025-11-20", "canada-2", "certain", []),
    ("ukraine", "2026-02-28", "ukraine-2", "certain", []),
    ("ukraine", "2026-03-01", "ukraine-2", "certain", []),
    ("ukraine", "2026-03-27", "ukraine-3", "certain", []),
    ("new-zealand", "2025-02-01", "new-zealand-1", "possible", []),
    ("new-zealand", "2025-10-31", "new-zealand-1", "certain", []),
    ("iceland", "2025-10-02", "iceland-1", "possible", []),
    ("iceland", "2025-10-03", "iceland-2", "possible", ["iceland-1"]),
    ("iceland", "2025-12-31", "iceland-1", "possible", ["iceland-2"]),
    ("australia", "2025-05-09", None, None, []),
    ("australia", "2025-05-10", "australia-1", "possible", []),
    ("australia", "2025-05-20", "australia-1", "certain", []),
    ("bulgaria", "2026-01-28", "bulgaria-1", "certain", []),
    ("bulgaria", "2026-01-29", "bulgaria-1", "possible", ["bulgaria-2"]),
    ("bulgaria", "2026-02-05", "bulgaria-2", "certain", []),
    ("germany", "2025-04-01", "germany-1", "possible", []),
    ("germany", "2025-04-30", "germany-2", "certain", []),
    ("portugal", "2025-02-01", "portugal-1", "possible", []),
    ("portugal", "2025-12-31", "portugal-1", "certain", []),
    ("switzerland", "2025-02-01", "switzerland-2", "undated", []),
    ("ireland", "2025-11-26", "ireland-1", "undated", []),
    ("ireland", "2025-11-27", "ireland-2", "possible", ["ireland-1"]),
    ("kosovo", "2026-03-17", "kosovo-1", "undated", []),
    ("kosovo", "2026-03-18", "kosovo-2", "undated", []),
    ("denmark", "2025-12-31", "denmark-2", "certain", []),
    ("denmark", "2026-01-01", "denmark-3", "certain", []),
    ("latvia", "2025-10-13", "latvia-1", "certain", []),
    ("latvia", "2025-10-14", "latvia-3", "certain", []),
]


@pytest.mark.parametrize(("actor", "day", "position", "certainty", "also"), OPEN_DAYS)
def test_where_an_actor_stood(
    client: httpx.Client,
    actor: str,
    day: str,
    position: str | None,
    certainty: str | None,
    also: list[str],
) -> None:
    """Worked by hand from the dates: on each side of each bound."""
    row = get(client, f"/countries/{actor}/position", as_of=day)
    assert (row["id"], row["as_of_certainty"], row["may_also_hold"]) == (
        position and long(position),
        certainty,
        [long(one) for one in also],
    )


def test_the_order_is_that_of_the_days(client: httpx.Client) -> None:
    """Not that of the ids: what was said by the end of the year is later than what was said in
    October.
    """
    assert [row["id"] for row in rows(client, "/countries/iceland/positions.ndjson")] == [
        long("iceland-2"),
        long("iceland-1"),
    ]


def test_a_second_question_needs_no_migration(
    client: httpx.Client, all_positions: dict[str, dict[str, Any]]
) -> None:
    """Its positions and silences are its own, and are at the same addresses with `question`."""
    on_assets = [row for row in all_positions.values() if row["question"]["id"] == ASSETS]
    assert len(on_assets) == 16
    assert {row["actor"]["id"] for row in on_assets} == {
        "belgium",
        "european-union",
        "france",
        "germany",
        "hungary",
        "italy",
        "luxembourg",
        "norway",
        "poland",
        "russia",
        "serbia",
    }
    serbia = [
        get(client, "/countries/serbia/position", question=question) for question in (FORCE, ASSETS)
    ]
    assert [row["id"] for row in serbia] == [None, long("serbia/F1")]
    assert serbia[0]["note"] != serbia[1]["note"]
    assert (
        serbia[1]["links"]["canonical"] == f"{PUBLIC}/countries/serbia/position?question={ASSETS}"
    )
    both = get(client, "/countries/france/position", question=ASSETS, as_of="2025-12-31")
    assert (both["id"], both["links"]["canonical"]) == (
        long("france/F1"),
        f"{PUBLIC}/countries/france/position?question={ASSETS}&as_of=2025-12-31",
    )
    assert both["links"]["history"] == f"{PUBLIC}/countries/france/positions?question={ASSETS}"
    assert len(rows(client, "/countries/france/positions.ndjson", question=ASSETS)) == 2
    problem = get(client, "/countries/france/position", 422, question=ASSETS, as_of="2025-05-31")
    assert "2025-06-01" in problem["errors"][0]["detail"]
    get(client, "/countries/france/position", question=ASSETS, as_of="2025-06-01")


def test_statements_on_two_questions(
    client: httpx.Client, statements: dict[str, dict[str, Any]]
) -> None:
    """A statement may bear on both, and is found under each."""
    both = {name for name, row in statements.items() if len(row["questions"]) == 2}
    assert both == {
        "sejm-luty-poslanka-rachunek",
        "assets-council-paper-umbrella",
        "moscow-assets-ru-both",
        "belgrade-interview-rs-not-asked",
        "paris-berlin-july-both-later",
        "assets-december-pl-together",
    }
    for question in (FORCE, ASSETS):
        assert both <= {row["id"] for row in rows(client, "/statements.ndjson", question=question)}


def test_spoken_about_and_silent(client: httpx.Client) -> None:
    """Statements alone make no position: somebody has to enter one."""
    india = get(client, "/countries/india")
    assert india["counts"]["statements_about"] > 0
    assert (india["position"], india["stance"]) == (None, "not_stated")


def test_members_are_those_that_a_source_names(client: httpx.Client) -> None:
    """Nineteen whom nobody lists, and three who are named."""
    vigil, trio = (get(client, f"/actors/{name}") for name in ("vigil-coalition", "northern-trio"))
    assert (vigil["size"], vigil["members"]) == (19, None)
    assert (trio["size"], trio["members"]) == (3, ["denmark", "estonia", "sweden"])


def test_words_are_at_their_places(
    client: httpx.Client, seed: Path, statements: dict[str, dict[str, Any]]
) -> None:
    """In six languages, with emoji and combining marks before and inside: code points of the file,
    less one newline.
    """
    full = [row for row in rows(client, "/sources.ndjson") if row["text_access"] == "full"]
    assert len(full) == 16
    assert {row["language"] for row in full} >= {"en", "pl", "uk", "de", "tr"}
    wide = marked = 0
    for source in full:
        text = (
            (seed / "sources" / source["id"] / "text.txt").read_bytes().decode().removeprefix("\n")
        )
        assert source["text_sha256"] == sha256(text.encode()).hexdigest()
        for row in (row for row in statements.values() if row["source"]["id"] == source["id"]):
            selector = row["selector"]
            assert text[selector["start"] : selector["end"]] == selector["exact"]
            assert all(text[one["start"] : one["end"]] == one["exact"] for one in row["quoted"])
            wide += any(ord(letter) > 0xFFFF for letter in text[: selector["end"]])
            marked += any(0x300 <= ord(letter) < 0x370 for letter in text[: selector["end"]])
    assert wide > 0
    assert marked > 0
    twice = [
        statements[f"herbstgespraech-{name}"]["selector"]
        for name in ("de-selbst", "de-selbst-wieder")
    ]
    assert twice[0]["exact"] == twice[1]["exact"]
    assert twice[0]["end"] <= twice[1]["start"]


@pytest.mark.parametrize(
    ("kind", "id", "replaced_by"),
    [
        ("statements", "april-athens-gr-frigate-open", "statements/april-athens-gr-no-frigate"),
        ("statements", "copenhagen-remarks-dk-numbers", None),
        ("positions", long("greece-2"), f"positions/{long('greece-3')}"),
        ("sources", "gull-gazette", None),
        ("statements", "gull-gazette-armada", None),
        ("speakers", "pip-larkspur", None),
    ],
)
def test_what_was_withdrawn(
    client: httpx.Client, kind: str, id: str, replaced_by: str | None
) -> None:
    """Gone, with the reason, the day, and what is there instead."""
    problem = get(client, f"/{kind}/{id}", 410)
    assert problem["reason"]
    assert problem["removed_on"] >= "2026-06-15"
    assert problem["replaced_by"] == (replaced_by and f"{PUBLIC}/{replaced_by}")


# --- what a build is a function of ----------------------------------------------------------------


def tables(dataset: Path) -> Iterator[tuple[str, list[Any]]]:
    """Every table of a dataset file with all its rows."""
    with closing(sqlite3.connect(dataset)) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        for name in names:
            yield name, sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)


@pytest.mark.long
def test_the_order_of_files_and_folders_says_nothing(
    seed: Path, dataset: Path, tmp_path: Path
) -> None:
    """Built again, with folders, statements, entries and people in another order: the same version
    and rows everywhere.
    """

    def shuffle(read: Seed) -> None:
        random = Random(1)
        for one in (
            read.folders,
            read.people,
            read.actors,
            read.tombstones,
            read.corrections,
            read.countries,
        ):
            random.shuffle(one)
        for folder in read.folders:
            random.shuffle(folder.statements)
            random.shuffle(folder.entries)

    again = build(seed, tmp_path, shuffle)
    assert again.stem == dataset.stem
    assert dict(tables(again)) == dict(tables(dataset))


UNRELATED = {
    "source.yaml": {
        "id": "lome-report",
        "title": "A report from Lomé",
        "publisher": "Somebody",
        "url": "https://example.org/lome",
        "published": "2026-06-01",
        "accessed": "2026-06-02",
        "language": "en",
        "text_access": "excerpts",
        "rights": "Invented for the tests; nobody's words.",
    },
    "statements.yaml": [
        {
            "id": f"tg-{day}",
            "exact": f"On {day} May Togo spoke.",
            "about": ["togo"],
            "questions": [FORCE, ASSETS],
            "topics": ["talks"],
            "said": f"2026-05-{day}",
            "summary": "The report says that Togo spoke.",
        }
        for day in (11, 12)
    ],
    "positions.yaml": [
        {
            "id": f"togo-{FORCE}-1",
            "actor": "togo",
            "question": FORCE,
            "view": "supports",
            "evidence": [{"statement": "lome-report-tg-11", "relation": "supports"}],
            "summary": "Togo supports the force.",
            "not_supported": "Anything else.",
            "recorded_on": "2026-06-02",
            "coded_by": "The tests",
        },
    ],
}


@pytest.mark.long
def test_an_unrelated_source_changes_no_other_answer(
    seed: Path, dataset: Path, client: httpx.Client, serve: Serve, tmp_path: Path
) -> None:
    """Every position and every statement of the others, now and on past days, is the same but for
    the version it names.
    """
    copy = Path(shutil.copytree(seed, tmp_path / "seed"))
    folder = copy / "sources" / "lome-report"
    folder.mkdir()
    for name, content in UNRELATED.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")  # JSON is YAML
    other = build(copy, tmp_path / "datasets")
    point(other.parent, other.stem)
    assert other.stem != dataset.stem
    more = serve(other.parent, public_url=PUBLIC).client
    assert get(more, "/countries/togo/position")["id"] == f"togo-{FORCE}-1"

    addresses = [
        f"/positions.ndjson?{EVERY}",
        f"/positions.ndjson?{EVERY}&question={ASSETS}",
        "/statements.ndjson",
        "/actors.ndjson?has_position=true",
        "/speakers.ndjson",
        "/positions/timeline.ndjson?as_of=2026-07-01",
        "/positions.ndjson?has_position=true&as_of=2026-03-01",
        "/countries/iceland/statements.ndjson?sort=oldest",
        "/actors/vigil-coalition/position",
        "/countries/spain/position?as_of=2025-09-24",
    ]
    for address in addresses:
        before, after = (
            [
                line
                for line in one.get(address).text.replace(version, "{version}").splitlines()
                if '"togo"' not in line and "lome-report" not in line
            ]
            for one, version in ((client, dataset.stem), (more, other.stem))
        )
        assert before == after, address
        assert before


def test_a_second_verifier_finds_every_statement_right(dataset: Path) -> None:
    """The version, and the words of every statement whose text is kept (docs/verification.md)."""
    with closing(sqlite3.connect(dataset)) as file:
        assert verifier.wrong(file, {}) == []
        [(statements, hashes)] = file.execute(
            "SELECT count(*), count(text_sha256) FROM statement JOIN source ON source.id = source"
        )
        assert (statements, hashes) == (332, 94)  # of the others, excerpts are kept


@pytest.mark.parametrize(
    "number", [0, *(pytest.param(number, marks=pytest.mark.long) for number in range(1, 10))]
)
def test_one_letter_one_place_or_the_version_is_noticed(dataset: Path, number: int) -> None:
    """A letter of any text, a place of any statement, and any digit of the version."""
    random = Random(number)
    with closing(sqlite3.connect(dataset)) as file, closing(sqlite3.connect(":memory:")) as copy:
        file.backup(copy)
        stated = copy.execute("SELECT version FROM dataset").fetchone()[0]
        texts = copy.execute("SELECT id, text FROM source WHERE text IS NOT NULL").fetchall()
        source, text = random.choice(texts)
        at = random.randrange(len(text))
        other = "x" if text[at] != "x" else "y"
        changed = (text[:at] + other + text[at + 1 :], source)
        copy.execute("UPDATE source SET text = ? WHERE id = ?", changed)
        assert {one.partition(":")[0] for one in verifier.wrong(copy, {})} >= {
            "another version",
            *(row[0] for row in copy.execute(STATEMENTS_OF, [source])),
        }
        copy.rollback()
        names = [row[0] for row in copy.execute("SELECT id FROM statement WHERE start > 0")]
        name = random.choice(names)
        copy.execute("UPDATE statement SET start = start - 1 WHERE id = ?", [name])
        found = verifier.wrong(copy, {})
        assert found[0] == "another version"
        assert {one.partition(":")[0] for one in found[1:]} == {name}
        copy.rollback()
        digit = random.randrange(16)
        tampered = stated[:digit] + ("0" if stated[digit] != "0" else "1") + stated[digit + 1 :]
        copy.execute("UPDATE dataset SET version = ?", [tampered])
        assert verifier.wrong(copy, {}) == ["another version"]


def test_validity_intervals_leave_no_day_out(dataset: Path, expected: Expected) -> None:
    """In the file: from the first to the end of days, without gap or overlap, of no retracted
    position.
    """
    with closing(sqlite3.connect(dataset)) as connection:
        found = connection.execute(
            "SELECT spell.question, spell.actor, first_day, last_day, position.id, status "
            "FROM spell JOIN position ON position.id = spell.position ORDER BY spell.question, "
            "spell.actor, first_day"
        ).fetchall()
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for question, actor, first, last, position, status in found:
        assert status != "retracted", position
        groups[question, actor].append((first, last))
    assert groups.keys() == {
        key for key, entries in expected.facts.entries.items() if oracle.ordered(entries)
    }
    for spells in groups.values():
        assert spells[-1][1] is None
        for (_, last), (following, _) in pairwise(spells):
            assert date.fromisoformat(last) + timedelta(days=1) == date.fromisoformat(following)
