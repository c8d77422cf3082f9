"""What changes, followed over HTTP: ten real publications of one small seed, and every way in which
a reader learns of them.

docs/domain.md, rules tombstone and permanent-ids: a correction, withdrawal or removal leaves a
tombstone with its reason; a published id never means something else.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from xml.etree import ElementTree

import httpx
import pytest

from app.build.diff import DERIVED, REVIEWED, diff, fresh
from app.build.ledger import LedgerLine, read, replay
from app.build.publish import point
from app.build.snapshot import public_content, read_snapshot
from tests.fixtures import Served, bare_seed
from tests.publishing import (
    POSITIONS,
    RAPALA,
    SOURCE,
    STATEMENTS,
    accept_doubts,
    add,
    bury,
    change,
    correct,
    cut,
    published,
    quoted,
    report,
    stated,
)

PUBLIC = "https://stated.example"
ATOM = "{http://www.w3.org/2005/Atom}"
Told = tuple[str, str, str]  # kind, change, id


def launch(seed: Path) -> None:
    """As it is."""


def joins(seed: Path) -> None:
    """A new source: Germany takes part. A second one, of a new person."""
    report(seed, "later-report", "friedrich-merz", "germany", "2026-11-01", "2")
    joined = "  participation: will_contribute\n  commitment: stated\n"
    change(seed, "sources/later-report/positions.yaml", "  summary:", f"{joined}  summary:")
    role = "    - {id: envoy, title: Envoy of Germany, actor: germany, capacity: government}\n"
    add(
        seed,
        "people.yaml",
        f"- id: jane-doe\n  name: Jane Doe\n  other_names: []\n  roles:\n{role}",
    )
    report(seed, "spare-report", "jane-doe", "germany", "2026-11-02")


def reworded(seed: Path) -> None:
    """A summary was not neutral enough."""
    change(
        seed,
        STATEMENTS,
        "summary: Zelensky welcomes the announcement.",
        "summary: Zelensky welcomes it.",
    )
    correct(
        seed, "statement", f"{RAPALA}-zelensky-welcomes", "The summary repeated the article's word."
    )


def known_better(seed: Path) -> None:
    """More is known of two persons; an entry was reviewed, which owes no reason."""
    change(
        seed,
        "people.yaml",
        "other_names: [Фридрих",
        "other_names: [Friedrich Merz the Chancellor, Фридрих",
    )
    change(
        seed,
        "people.yaml",
        "      title: Prime Minister of Italy\n",
        "      title: Prime Minister of Italy\n      to: 2027\n",
    )
    correct(seed, "person", "'*'", "More is known of them.")
    change(
        seed,
        "sources/later-report/positions.yaml",
        "  coded_by: Somebody\n",
        "  coded_by: Somebody\n  reviewed_by: Somebody else\n  reviewed_on: 2026-11-25\n",
    )


def takes_back(seed: Path) -> None:
    """A statement is withdrawn in favour of another."""
    cut(seed, STATEMENTS, "- id: macron-military-capacity", "- id: ")
    bury(
        seed,
        "statement",
        f"{RAPALA}-macron-military-capacity",
        "It is about another matter.",
        f"{RAPALA}-macron-goal",
    )


def retracts(seed: Path) -> None:
    """An entry rested on a misreading."""
    change(
        seed,
        "sources/later-report/positions.yaml",
        "  coded_by:",
        "  retracted: {on: 2026-11-27, reason: It was said of another force.}\n  coded_by:",
    )


def respelled(seed: Path) -> None:
    """The publisher's name has an accent; the commitment of an entry was read too weakly."""
    change(seed, SOURCE, "publisher: Fundacion Rapala", "publisher: Fundación Rapala")
    correct(seed, "source", RAPALA, "The publisher writes itself with an accent.")
    change(seed, POSITIONS, "commitment: hedged", "commitment: stated")
    correct(
        seed, "position", "united-states-peacekeeping-force-1", "“Willingness” was stated as such."
    )


def looks_back(seed: Path) -> None:
    """An older source is added: the positions after it are derived anew."""
    report(seed, "older-report", "emmanuel-macron", "france", "2025-06-01", "0")
    change(
        seed,
        "sources/older-report/positions.yaml",
        "  summary:",
        "  participation: open\n  commitment: hedged\n  summary:",
    )


def falls_silent(seed: Path) -> None:
    """The one entry of an actor is withdrawn."""
    cut(seed, POSITIONS, "- id: italy-peacekeeping-force-1", "- id: ")
    bury(seed, "position", "italy-peacekeeping-force-1", "The article does not bear it.")


def forgets(seed: Path) -> None:
    """A source, its statement and its speaker are withdrawn; the speaker was somebody else."""
    for file in ("source.yaml", "statements.yaml"):
        (seed / "sources/spare-report" / file).unlink()
    (seed / "sources/spare-report").rmdir()
    cut(seed, "people.yaml", "- id: jane-doe", "- id: ")
    bury(seed, "source", "spare-report", "Its publisher asked for it.")
    bury(seed, "statement", "spare-report-says", "Its source was withdrawn.")
    bury(seed, "person", "jane-doe", "There is no such envoy.", "friedrich-merz")
    change(
        seed,
        "people.yaml",
        "other_names: [Friedrich Merz the Chancellor,",
        "other_names: [Jane Doe,",
    )
    correct(seed, "person", "friedrich-merz", "Jane Doe is a name of his.")


STEPS: list[Callable[[Path], None]] = [
    launch,
    joins,
    reworded,
    known_better,
    takes_back,
    retracts,
    respelled,
    looks_back,
    falls_silent,
    forgets,
]
EXPECTED: list[list[Told]] = [
    [],  # the launch is all that there is
    [
        ("position", "changed", "germany-peacekeeping-force-2"),
        ("statement", "added", "later-report-says"),
        ("statement", "added", "spare-report-says"),
        ("source", "added", "later-report"),
        ("source", "added", "spare-report"),
        ("person", "added", "jane-doe"),
    ],
    [("statement", "corrected", f"{RAPALA}-zelensky-welcomes")],
    [
        ("position", "corrected", "germany-peacekeeping-force-2"),
        # The end of her role bounds what has no date.
        ("position", "corrected", "italy-peacekeeping-force-1"),
        ("statement", "corrected", f"{RAPALA}-meloni-monitoring"),
        ("statement", "corrected", f"{RAPALA}-meloni-no-troops"),
        ("person", "corrected", "friedrich-merz"),
        ("person", "corrected", "giorgia-meloni"),
    ],
    [("statement", "withdrawn", f"{RAPALA}-macron-military-capacity")],
    [
        ("position", "changed", "germany-peacekeeping-force-1"),
        ("position", "corrected", "germany-peacekeeping-force-2"),
    ],
    [
        ("position", "corrected", "united-states-peacekeeping-force-1"),
        ("source", "corrected", RAPALA),
    ],
    [
        ("position", "added", "france-peacekeeping-force-0"),
        ("position", "corrected", "france-peacekeeping-force-1"),
        ("statement", "added", "older-report-says"),
        ("source", "added", "older-report"),
    ],
    [
        ("position", "changed", "italy-peacekeeping-force-1"),
        ("position", "withdrawn", "italy-peacekeeping-force-1"),
    ],
    [
        ("statement", "withdrawn", "spare-report-says"),
        ("source", "withdrawn", "spare-report"),
        ("person", "corrected", "friedrich-merz"),
        ("person", "withdrawn", "jane-doe"),
    ],
]


@dataclass(frozen=True)
class Story:
    """Ten publications: the seed as it is in the end, the datasets, and the versions from the
    oldest.
    """

    seed: Path
    datasets: Path
    versions: list[str] = field(default_factory=list)

    def file(self, number: int) -> Path:
        """The dataset file of a publication, from 0."""
        return self.datasets / f"{self.versions[number]}.sqlite"


def day(number: int) -> str:
    """The day of a publication, from 0; two fall on one day."""
    return (date(2026, 11, 22 + min(number, 8))).isoformat()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """All steps, each published."""
    folder = tmp_path_factory.mktemp("story")
    story = Story(bare_seed(folder), folder / "datasets")
    for number, step in enumerate(STEPS):
        step(story.seed)
        if number:
            change(
                story.seed,
                "dataset.yaml",
                f"published: {day(number - 1)}",
                f"published: {day(number)}",
            )
        accept_doubts(story.seed)
        story.versions.append(published(story.seed, story.datasets))
    return story


@pytest.fixture(scope="module")
def latest(story: Story, serve: Callable[..., Served]) -> httpx.Client:
    """A client of the service on the last publication, which keeps all others open."""
    return serve(story.datasets, public_url=PUBLIC, pins=len(STEPS)).client


def local(url: str) -> str:
    """The path and query of an absolute URL of this service."""
    assert url.startswith(f"{PUBLIC}/"), url
    return url.removeprefix(PUBLIC)


def items(client: httpx.Client, address: str) -> list[dict[str, Any]]:
    """All rows of a list, by its pages."""
    found: list[dict[str, Any]] = []
    url: str | None = address
    while url:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.text)
        found += answer.json()["items"]
        url = answer.json()["next_url"] and local(answer.json()["next_url"])
    assert len(found) == answer.json()["total"]
    return found


def names(rows: list[dict[str, Any]]) -> list[Told]:
    """Kind, change and id of rows."""
    return [(row["kind"], row["change"], row["id"]) for row in rows]


@pytest.fixture(scope="module")
def rows(latest: httpx.Client) -> list[dict[str, Any]]:
    """All changes, newest first."""
    return items(latest, "/changes?limit=37")


def of_release(rows: list[dict[str, Any]], story: Story, number: int) -> list[dict[str, Any]]:
    """The changes of one publication, from 0."""
    return [row for row in rows if row["release"]["version"] == story.versions[number]]


def one(rows: list[dict[str, Any]], story: Story, number: int, *which: str) -> dict[str, Any]:
    """One change of a publication."""
    (found,) = [
        row
        for row in of_release(rows, story, number)
        if set(which) <= {row["kind"], row["change"], row["id"]}
    ]
    return found


class TestWhatIsTold:
    """Each publication says what it changed, and nothing else."""

    def test_ten_versions_newest_first(self, latest: httpx.Client, story: Story) -> None:
        assert len(set(story.versions)) == len(STEPS) == 10
        found = items(latest, "/dataset/versions?limit=3")
        assert [row["version"] for row in found] == story.versions[::-1]
        assert [row["published"] for row in found] == [day(number) for number in range(10)][::-1]
        assert [row["current"] for row in found] == [True, *[False] * 9]
        for row in found:
            assert row["url"] == f"{PUBLIC}/@{row['version']}"
            assert latest.get(local(row["url"]) + "/dataset").json()["version"] == row["version"]
            assert latest.get(local(row["changes_url"])).status_code == 200

    @pytest.mark.parametrize("number", range(1, 10), ids=lambda number: STEPS[number].__name__)
    def test_each_publication(self, rows: list[dict[str, Any]], story: Story, number: int) -> None:
        """In order: positions, statements, sources, people; by type of change, then by id."""
        found = of_release(rows, story, number)
        assert names(found) == EXPECTED[number]
        assert {row["release"]["published"] for row in found} == {day(number)}

    def test_the_launch_adds_all(
        self, rows: list[dict[str, Any]], story: Story, lines: list[LedgerLine]
    ) -> None:
        """Nothing was before: positions end a silence, everything else is added."""
        found = of_release(rows, story, 0)
        assert {(row["kind"], row["change"]) for row in found} == {
            ("position", "changed"),
            ("statement", "added"),
            ("source", "added"),
            ("person", "added"),
            ("actor", "added"),
            ("question", "added"),
            ("topic", "added"),
            ("term", "added"),
            ("passage", "added"),
        }
        assert len(found) == len(lines[0].changes)
        assert [row["kind"] for row in found].count("passage") == 29
        assert all(
            row["before"] is None and row["after"] and row["reason"] is None for row in found
        )

    def test_newest_first(
        self, rows: list[dict[str, Any]], story: Story, lines: list[LedgerLine]
    ) -> None:
        numbers = [story.versions.index(row["release"]["version"]) for row in rows]
        assert numbers == sorted(numbers, reverse=True)
        assert len(rows) == len(lines[0].changes) + sum(map(len, EXPECTED))

    def test_a_change_of_position(self, rows: list[dict[str, Any]], story: Story) -> None:
        """Before is the old current position, after the new one, both whole."""
        row = one(rows, story, 1, "changed")
        assert (row["before"]["stance"], row["after"]["stance"]) == ("undecided", "willing")
        assert row["before"]["participation"] == "undecided"
        assert row["after"]["evidence"][0] == {
            "statement": "later-report-says",
            "relation": "supports",
        }
        assert (row["actors"], row["speaker"], row["reason"]) == (["germany"], None, None)
        assert row["summary"] == "Changed: Germany is willing; before: Germany is undecided"
        assert "coded" not in row["after"]

    def test_what_supersession_moves_is_no_correction(
        self, rows: list[dict[str, Any]], story: Story
    ) -> None:
        """germany-1 was superseded in the second publication: of it alone nothing is said."""
        assert not [
            row for row in of_release(rows, story, 1) if row["id"] == "germany-peacekeeping-force-1"
        ]

    def test_a_correction_shows_only_what_differs(
        self, rows: list[dict[str, Any]], story: Story
    ) -> None:
        row = one(rows, story, 2, "corrected")
        assert (row["before"], row["after"]) == (
            {"summary": "Zelensky welcomes the announcement."},
            {"summary": "Zelensky welcomes it."},
        )
        assert row["reason"] == "The summary repeated the article's word."
        assert (row["actors"], row["speaker"]) == (["ukraine"], "volodymyr-zelensky")

    def test_one_correction_for_a_kind(self, rows: list[dict[str, Any]], story: Story) -> None:
        """It is the reason of each change of that kind, in that publication."""
        row = one(rows, story, 3, "friedrich-merz")
        assert row["reason"] == "More is known of them."
        assert row["after"].keys() == {"other_names"}
        ended = one(rows, story, 3, "giorgia-meloni")
        assert ended["reason"] == row["reason"]
        assert ended["after"]["roles"][0]["held_to"]["value"] == "2027"
        assert ended["actors"] == ["italy"]

    def test_a_review_is_no_correction_of_anything(
        self, rows: list[dict[str, Any]], story: Story
    ) -> None:
        row = one(rows, story, 3, "germany-peacekeeping-force-2")
        assert row["reason"] == REVIEWED
        assert row["before"] == {"reviewed_by": None, "reviewed_on": None}
        assert row["after"] == {"reviewed_by": "Somebody else", "reviewed_on": "2026-11-25"}

    def test_a_withdrawal(self, rows: list[dict[str, Any]], story: Story) -> None:
        row = one(rows, story, 4, "withdrawn")
        assert (row["reason"], row["after"]) == ("It is about another matter.", None)
        assert row["replaced_by"] == f"{PUBLIC}/statements/{RAPALA}-macron-goal"
        assert (
            row["before"]["summary"]
            == "Macron describes a second initiative, to rebuild Ukraine's military capacity."
        )
        assert row["actors"] == ["france", "ukraine"], "by France's president, about Ukraine"

    def test_a_retraction(self, rows: list[dict[str, Any]], story: Story) -> None:
        """The entry can still be read; its actor has the position from before again."""
        row = one(rows, story, 5, "changed")
        assert (row["id"], row["before"]["stance"], row["after"]["stance"]) == (
            "germany-peacekeeping-force-1",
            "willing",
            "undecided",
        )
        corrected = one(rows, story, 5, "corrected")
        assert corrected["after"]["status"] == "retracted"
        assert corrected["reason"] == row["reason"] == "It was said of another force."

    def test_a_correction_of_an_entry_and_of_a_source(
        self, rows: list[dict[str, Any]], story: Story
    ) -> None:
        entry = one(rows, story, 6, "position")
        assert (entry["before"], entry["after"]) == (
            {"commitment": "hedged"},
            {"commitment": "stated"},
        )
        assert entry["reason"] == "“Willingness” was stated as such."
        source = one(rows, story, 6, "source")
        assert source["after"] == {"publisher": "Fundación Rapala"}
        assert source["actors"] == []

    def test_older_history_derives_anew(self, rows: list[dict[str, Any]], story: Story) -> None:
        """The current position keeps its id and its entry; the reason says that it takes something
        from an older entry.
        """
        assert one(rows, story, 7, "france-peacekeeping-force-0")["change"] == "added"
        derived = one(rows, story, 7, "france-peacekeeping-force-1")
        assert derived["reason"] == DERIVED
        assert (derived["before"]["participation"], derived["after"]["participation"]) == (
            "not_stated",
            "open",
        )
        assert derived["summary"] == "Corrected: France is open; before: France supports"

    def test_silence(self, rows: list[dict[str, Any]], story: Story) -> None:
        """An actor that has no position any more: nothing after, under the id that was its last."""
        row = one(rows, story, 8, "changed")
        assert (row["before"]["stance"], row["after"]) == ("declines", None)
        assert row["summary"] == "No position any more: Italy; before: Italy declines"
        assert (
            row["reason"]
            == one(rows, story, 8, "withdrawn")["reason"]
            == "The article does not bear it."
        )

    def test_a_person_is_withdrawn(self, rows: list[dict[str, Any]], story: Story) -> None:
        row = one(rows, story, 9, "person", "withdrawn")
        assert (row["speaker"], row["actors"]) == ("jane-doe", ["germany"])
        assert row["replaced_by"] == f"{PUBLIC}/speakers/friedrich-merz"

    def test_links_lead_to_the_thing_in_that_release(
        self, latest: httpx.Client, rows: list[dict[str, Any]]
    ) -> None:
        """Pinned; what was withdrawn in that release answers 410 there, all else 200."""
        of_each_kind: dict[tuple[str, str], int] = {}
        for row in rows:
            place = (row["kind"], row["change"])
            of_each_kind[place] = of_each_kind.get(place, 0) + 1
            if of_each_kind[place] > 20:
                continue
            assert row["url"].startswith(f"{PUBLIC}/@{row['release']['version']}/")
            gone = row["change"] == "withdrawn" or (row["change"], row["after"]) == (
                "changed",
                None,
            )
            assert latest.get(local(row["url"])).status_code == (410 if gone else 200), row["url"]


class TestFilters:
    """The list by what a reader follows."""

    @pytest.mark.parametrize("number", range(10))
    def test_since_a_version(
        self, latest: httpx.Client, rows: list[dict[str, Any]], story: Story, number: int
    ) -> None:
        """What changed after it; nothing after the current one."""
        newer = story.versions[number + 1 :]
        expected = [row for row in rows if row["release"]["version"] in newer]
        assert items(latest, f"/changes?since={story.versions[number]}") == expected

    @pytest.mark.parametrize(
        "since",
        ["2026-11-21", "2026-11-22", "2026-11-23", "2026-11-30", "2026-12-01", "1000-01-01"],
    )
    def test_since_a_day(
        self, latest: httpx.Client, rows: list[dict[str, Any]], since: str
    ) -> None:
        """Of releases published on that day or after it."""
        assert items(latest, f"/changes?since={since}") == [
            row for row in rows if row["release"]["published"] >= since
        ]

    @pytest.mark.parametrize(
        "since",
        ["yesterday", "2026-11", "20261122", "2026-02-30", "0123456789abcdef", "٢٠٢٦-١١-٢٢", "'--"],
    )
    def test_since_nothing_known(self, latest: httpx.Client, story: Story, since: str) -> None:
        answer = latest.get("/changes", params={"since": since})
        assert answer.status_code == 422
        problem = answer.json()
        assert [error["parameter"] for error in problem["errors"]] == ["since"]
        if since != "2026-02-30":
            assert "/dataset/versions" in problem["detail"]
            assert problem["allowed"] == story.versions[::-1]

    def test_a_pinned_dataset_knows_what_was_before_it(
        self, latest: httpx.Client, story: Story
    ) -> None:
        pinned = f"/@{story.versions[4]}/changes"
        assert names(items(latest, f"{pinned}?since={story.versions[3]}")) == EXPECTED[4]
        assert latest.get(f"{pinned}?since={story.versions[5]}").status_code == 422

    @pytest.mark.parametrize(
        "asked",
        [
            {"country": "DEU"},
            {"country": ["IT", "fr"]},
            {"country": "the 26"},
            {"speaker": "Zelenskyy"},
            {"speaker": ["macron", "merz"]},
            {"kind": "position"},
            {"kind": ["source", "person"]},
            {"change": "withdrawn"},
            {"change": ["corrected", "changed"], "kind": "position"},
            {"country": "germany", "kind": "statement"},
            {"country": "spain"},
            {"speaker": "merz", "country": "italy"},
        ],
        ids=str,
    )
    def test_filters_are_what_they_say(
        self, latest: httpx.Client, rows: list[dict[str, Any]], asked: dict[str, str | list[str]]
    ) -> None:
        """Values of one filter are OR, filters are AND; names are taken in any spelling."""
        meant = {
            "DEU": "germany",
            "IT": "italy",
            "fr": "france",
            "the 26": "coalition-of-26",
            "Zelenskyy": "volodymyr-zelensky",
            "macron": "emmanuel-macron",
            "merz": "friedrich-merz",
        }
        wanted = {
            name: [meant.get(one, one) for one in ([value] if isinstance(value, str) else value)]
            for name, value in asked.items()
        }

        def fits(row: dict[str, Any]) -> bool:
            own = {
                "country": row["actors"],
                "speaker": [row["speaker"]],
                "kind": [row["kind"]],
                "change": [row["change"]],
            }
            return all(set(own[name]) & set(values) for name, values in wanted.items())

        expected = [row for row in rows if fits(row)]
        assert items(latest, f"/changes?limit=3&{urlencode(asked, doseq=True)}") == expected
        assert [
            json.loads(line)
            for line in latest.get("/changes.ndjson", params=asked).content.splitlines()
        ] == expected

    def test_a_walk_goes_on_after_the_next_publication(
        self, story: Story, serve: Callable[..., Served], tmp_path: Path
    ) -> None:
        """A cursor has the place in its release, which stays although newer changes come before
        it.
        """
        for number in (8, 9):
            (tmp_path / story.file(number).name).hardlink_to(story.file(number))
        point(tmp_path, story.versions[8])
        served = serve(tmp_path, public_url=PUBLIC, poll_ms=10)
        whole = items(served.client, "/changes?limit=200")
        first = served.client.get("/changes?limit=9").json()
        point(tmp_path, story.versions[9])
        while served.client.get("/health/ready").json()["dataset_version"] != story.versions[9]:
            pass
        assert first["items"] + items_after(served.client, first["next_url"]) == whole


def items_after(client: httpx.Client, url: str | None) -> list[dict[str, Any]]:
    """The rows of all further pages."""
    found: list[dict[str, Any]] = []
    while url:
        page = client.get(local(url)).json()
        found += page["items"]
        url = page["next_url"]
    return found


class TestTables:
    """CSV of changes and versions."""

    def test_changes(self, latest: httpx.Client, rows: list[dict[str, Any]]) -> None:
        answer = latest.get("/changes.csv")
        found = list(csv.DictReader(io.StringIO(answer.text, newline=""), strict=True))
        assert len(found) == len(rows)
        for cells, row in zip(found, rows, strict=True):
            assert (cells["kind"], cells["change"], cells["id"]) == (
                row["kind"],
                row["change"],
                row["id"],
            )
            assert json.loads(cells["before"] or "null") == row["before"]
            assert json.loads(cells["after"] or "null") == row["after"]
            assert cells["stance_after"] == (row["after"] or {}).get("stance", "")
            differs = set(filter(None, cells["differs"].split(";")))
            for side in ("before", "after"):
                text = cells[f"{side}_text"]
                assert not set("{}") & set(text)
                assert all(f"{name}: " in text for name in differs if row[side] is not None)
            if row["change"] == "corrected":
                assert differs == set(row["after"])
        joins = next(
            cells
            for cells in found
            if cells["id"] == "germany-peacekeeping-force-2" and cells["change"] == "changed"
        )
        assert (joins["iso2"], joins["iso3"], joins["numeric"]) == ("DE", "DEU", "276")
        assert (joins["stance_before"], joins["stance_after"]) == ("undecided", "willing")
        assert "actor" not in joins["differs"].split(";")
        assert joins["before_text"].startswith("stance: undecided | ")
        assert joins["after_text"].startswith("stance: willing | ")
        both = next(
            cells
            for cells in found
            if cells["id"].endswith("macron-military-capacity") and cells["reason"]
        )
        assert (both["iso2"], both["actors"]) == ("FR", "france;ukraine")

    def test_versions(self, latest: httpx.Client, story: Story) -> None:
        found = list(
            csv.DictReader(
                io.StringIO(latest.get("/dataset/versions.csv").text, newline=""), strict=True
            )
        )
        assert [cells["version"] for cells in found] == story.versions[::-1]
        assert [cells["current"] for cells in found] == ["true", *["false"] * 9]


def entries(body: bytes) -> Iterator[ElementTree.Element]:
    """The entries of an Atom feed."""
    yield from ElementTree.fromstring(body).iter(f"{ATOM}entry")


def pages(client: httpx.Client, address: str) -> Iterator[dict[str, Any]]:
    """The pages of a JSON Feed."""
    url: str | None = address
    while url:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.text)
        yield answer.json()
        following = answer.json()["next_url"]
        url = following and following[following.index("/changes") :]


class TestFeeds:
    """JSON Feed 1.1 and Atom (RFC 4287), with the filters of the list, in pages (RFC 5005)."""

    QUERIES = (
        "",
        "?country=germany",
        "?change=changed&kind=position",
        "?since=2026-11-25",
        "?speaker=macron",
        "?country=spain",
    )

    @pytest.mark.parametrize("query", QUERIES)
    def test_both_have_the_list(self, latest: httpx.Client, query: str) -> None:
        listed = items(latest, f"/changes{query or '?limit=100'}")
        feed = latest.get(f"/changes/feed{query}")
        assert feed.headers["content-type"] == "application/feed+json"
        assert feed.content == latest.get(f"/changes/feed.json{query}").content
        body = feed.json()
        assert body["version"] == "https://jsonfeed.org/version/1.1"
        assert body["feed_url"] == f"{PUBLIC}/changes/feed{query}"
        assert body["home_page_url"] == f"{PUBLIC}/changes{query}"
        assert [item["title"] for item in body["items"]] == [row["summary"] for row in listed[:100]]
        data = [[one["url"] for one in item["attachments"]] for item in body["items"]]
        assert data == [[row["url"]] for row in listed[:100]]
        assert all("/browse/" in item["url"] for item in body["items"])
        assert all("→" not in item["title"] for item in body["items"])
        assert all("Published on 20" in item["content_text"] for item in body["items"])
        atom = latest.get(f"/changes/feed.xml{query}")
        assert atom.headers["content-type"] == "application/atom+xml; charset=utf-8"
        found = list(entries(atom.content))
        assert [entry.findtext(f"{ATOM}id") for entry in found] == [
            item["id"] for item in body["items"]
        ]
        assert [entry.findtext(f"{ATOM}title") for entry in found] == [
            item["title"] for item in body["items"]
        ]
        assert [entry.findtext(f"{ATOM}content") for entry in found] == [
            item["content_text"] for item in body["items"]
        ]

    @pytest.mark.parametrize("query", QUERIES)
    def test_atom_has_what_it_must(self, latest: httpx.Client, query: str) -> None:
        """RFC 4287, sections 4.1.1 and 4.1.2: required elements once, absolute links, RFC 3339
        dates; alternate links of different types, the page first.
        """
        root = ElementTree.fromstring(latest.get(f"/changes/feed.xml{query}").content)
        assert root.tag == f"{ATOM}feed"
        for parent in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(parent.findall(f"{ATOM}{name}")) == 1
            assert (
                UUID(urn := parent.findtext(f"{ATOM}id", "").removeprefix("urn:uuid:")).version == 5
            ), urn
            assert re.fullmatch(
                r"\d{4}-\d{2}-\d{2}T00:00:00Z", parent.findtext(f"{ATOM}updated", "")
            )
            links = [
                (link.get("rel"), link.get("href", "")) for link in parent.findall(f"{ATOM}link")
            ]
            types = [
                link.get("type")
                for link in parent.findall(f"{ATOM}link")
                if link.get("rel") == "alternate"
            ]
            assert types == (
                ["application/json"] if parent is root else ["text/html", "application/json"]
            )
            assert all(href.startswith(f"{PUBLIC}/") for _, href in links)
        assert root.find(f"{ATOM}author/{ATOM}name") is not None
        assert ("self", f"{PUBLIC}/changes/feed.xml{query}") in [
            (link.get("rel"), link.get("href")) for link in root.findall(f"{ATOM}link")
        ]
        newest = [entry.findtext(f"{ATOM}updated") for entry in root.findall(f"{ATOM}entry")]
        assert root.findtext(f"{ATOM}updated") == (newest[0] if newest else f"{day(9)}T00:00:00Z")
        ids = [one.text for one in root.iter(f"{ATOM}id")]
        assert len(set(ids)) == len(ids)

    def test_entries_keep_their_ids(
        self, latest: httpx.Client, story: Story, serve: Callable[..., Served]
    ) -> None:
        """Whatever is published later, and wherever it is served."""
        elsewhere = serve(story.datasets, public_url="https://other.example/api").client
        now = {
            item["id"]: item for page in pages(latest, "/changes/feed") for item in page["items"]
        }
        others = [page["items"] for page in pages(elsewhere, "/changes/feed")]
        assert [item["id"] for page in others for item in page] == list(now)
        before = latest.get(f"/@{story.versions[6]}/changes/feed").json()["items"]
        assert len(before) == 100
        for item in before:
            assert (item["title"], item["url"], item["date_published"]) == tuple(
                now[item["id"]][key] for key in ("title", "url", "date_published")
            )

    @pytest.mark.parametrize("query", ["", "?change=added&kind=actor&kind=term"])
    def test_pages_reach_every_change(self, latest: httpx.Client, query: str) -> None:
        """JSON Feed by `next_url`, Atom by `next`; both also by the header Link. A page has at most
        100 changes, and each change is on one page.
        """
        listed = [row["summary"] for row in items(latest, f"/changes{query or '?limit=200'}")]
        assert len(listed) > 300
        found = list(pages(latest, f"/changes/feed{query}"))
        assert [len(page["items"]) for page in found[:-1]] == [100] * (len(found) - 1)
        assert [item["title"] for page in found for item in page["items"]] == listed
        assert {page["feed_url"] for page in found} == {f"{PUBLIC}/changes/feed{query}"}
        assert [page["next_url"] is None for page in found] == [*[False] * (len(found) - 1), True]
        url: str | None = f"{PUBLIC}/changes/feed.xml{query}"
        first, atoms, titles = url, set(), []
        while url:
            answer = latest.get(local(url))
            root = ElementTree.fromstring(answer.content)
            links = {link.get("rel"): link.get("href", "") for link in root.findall(f"{ATOM}link")}
            assert (links["self"], links["first"]) == (url, first)
            assert len(root.findall(f"{ATOM}entry")) <= 100
            titles += [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
            atoms.add(root.findtext(f"{ATOM}id"))
            url = links.get("next")
            assert answer.links.get("next", {}).get("url") == url
        assert titles == listed
        assert len(atoms) == 1, "the pages are of one feed"

    def test_a_walk_goes_on_after_a_publication(self, latest: httpx.Client, story: Story) -> None:
        """The next page begins after the last change of this one, in any later dataset."""
        before = latest.get(f"/@{story.versions[8]}/changes/feed").json()
        again = latest.get(f"/changes/feed?{before['next_url'].partition('?')[2]}").json()
        then = latest.get(local(before["next_url"])).json()
        assert [item["id"] for item in again["items"]] == [item["id"] for item in then["items"]]

    def test_a_cursor_of_something_else(self, latest: httpx.Client) -> None:
        """422, as in the list."""
        cursor = latest.get("/changes/feed").json()["next_url"].partition("cursor=")[2]
        for address in (
            "/changes/feed?cursor=x",
            "/changes/feed.xml?cursor=",
            f"/changes/feed?kind=actor&cursor={cursor}",
            f"/changes?cursor={cursor}",
        ):
            assert latest.get(address).status_code == 422, address

    def test_the_text_is_ours(self, latest: httpx.Client, rows: list[dict[str, Any]]) -> None:
        """A feed has no words of a source but its title."""
        text = json.dumps(list(pages(latest, "/changes/feed")))
        printed = [
            row["after"]["exact"]
            for row in rows
            if row["kind"] == "statement" and "exact" in (row["after"] or {})
        ]
        assert len(printed) > 15
        assert [
            words for words in printed if json.dumps(words)[1:-1] in text or words in text
        ] == []

    def test_the_list_names_its_feeds(self, latest: httpx.Client) -> None:
        answer = latest.get("/changes?country=germany&limit=2")
        links = [one.strip() for one in answer.headers["link"].split(",")]
        for path, media in (
            ("/changes/feed", "application/feed+json"),
            ("/changes/feed.xml", "application/atom+xml"),
        ):
            assert f'<{PUBLIC}{path}?country=germany>; rel="alternate"; type="{media}"' in links

    def test_accept(self, latest: httpx.Client) -> None:
        assert (
            latest.get("/changes/feed.xml", headers={"accept": "application/atom+xml"}).status_code
            == 200
        )
        assert latest.get("/changes/feed.xml", headers={"accept": "text/html"}).status_code == 406
        refused = latest.get("/changes/feed", headers={"accept": "application/atom+xml"})
        assert (refused.status_code, refused.json()["allowed"]) == (406, [".json", ".xml"])


class TestWithdrawn:
    """A withdrawn id answers 410 with the reason, here and in every later dataset; where it was
    published it stays.
    """

    GONE = (
        (
            f"/statements/{RAPALA}-macron-military-capacity",
            "It is about another matter.",
            f"/statements/{RAPALA}-macron-goal",
            4,
        ),
        ("/positions/italy-peacekeeping-force-1", "The article does not bear it.", None, 8),
        ("/sources/spare-report", "Its publisher asked for it.", None, 9),
        ("/sources/spare-report/passages", "Its publisher asked for it.", None, 9),
        ("/sources/spare-report/passages.csv", "Its publisher asked for it.", None, 9),
        ("/speakers/jane-doe", "There is no such envoy.", "/speakers/friedrich-merz", 9),
        ("/speakers/jane-doe/statements", "There is no such envoy.", "/speakers/friedrich-merz", 9),
        (
            "/speakers/jane-doe/statements.ndjson",
            "There is no such envoy.",
            "/speakers/friedrich-merz",
            9,
        ),
    )

    @pytest.mark.parametrize(
        ("path", "reason", "instead", "since"), GONE, ids=[path for path, *_ in GONE]
    )
    def test_gone(
        self,
        latest: httpx.Client,
        story: Story,
        path: str,
        reason: str,
        instead: str | None,
        since: int,
    ) -> None:
        answer = latest.get(path)
        assert answer.status_code == 410
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        problem = answer.json()
        assert (problem["reason"], problem["removed_on"]) == (reason, "2026-12-02")
        assert problem["replaced_by"] == (instead and PUBLIC + instead)
        assert "2026-12-02" in problem["detail"]
        for number, version in enumerate(story.versions):
            pinned = latest.get(f"/@{version}{path}")
            known = (
                200
                if number < since
                and not (number == 0 and "rapala" not in path and "italy" not in path)
                else None
            )
            assert pinned.status_code == (known or (404 if number < since else 410)), (number, path)
            if pinned.status_code == 410 and instead:
                assert pinned.json()["replaced_by"] == f"{PUBLIC}/@{version}{instead}"

    @pytest.mark.parametrize(
        "address",
        [
            "/statements?source=spare-report",
            "/statements?speaker=jane-doe",
            "/statements.csv?speaker=jane-doe",
            "/changes?speaker=jane-doe",
            "/changes/feed.xml?speaker=jane-doe",
        ],
    )
    def test_in_a_parameter(self, latest: httpx.Client, address: str) -> None:
        """422: the detail says that it was withdrawn, and why."""
        answer = latest.get(address)
        assert answer.status_code == 422
        assert "was withdrawn on 2026-12-02: " in answer.json()["detail"]

    def test_a_withdrawn_slug_is_nobody_elses_name(self, latest: httpx.Client) -> None:
        """“Jane Doe” is now a name of another person; the id is not."""
        assert latest.get("/speakers/Jane Doe").json()["id"] == "friedrich-merz"
        assert latest.get("/speakers/jane-doe").status_code == 410

    def test_what_was_never_published_is_unknown(self, latest: httpx.Client) -> None:
        for path in (
            "/statements/nothing",
            "/positions/nothing",
            "/sources/nothing",
            "/speakers/nobody",
        ):
            assert latest.get(path).status_code == 404


class TestCorrections:
    """What was corrected says so itself."""

    def test_of_a_statement(self, latest: httpx.Client, story: Story) -> None:
        path = f"/statements/{RAPALA}-zelensky-welcomes"
        given = [{"on": "2026-12-01", "reason": "The summary repeated the article's word."}]
        assert latest.get(path).json()["corrections"] == given
        assert latest.get(f"/@{story.versions[1]}{path}").json()["corrections"] == []
        listed = {row["id"]: row["corrections"] for row in items(latest, "/statements?limit=200")}
        assert {name for name, corrections in listed.items() if corrections} == {
            f"{RAPALA}-zelensky-welcomes"
        }
        evidence = latest.get("/countries/ukraine/position").json()["evidence"]
        assert [piece["statement"]["corrections"] for piece in evidence] == [given, []]

    def test_of_a_source(self, latest: httpx.Client) -> None:
        given = [{"on": "2026-12-01", "reason": "The publisher writes itself with an accent."}]
        assert latest.get(f"/sources/{RAPALA}").json()["corrections"] == given
        assert {row["id"]: row["corrections"] for row in items(latest, "/sources")}[
            "older-report"
        ] == []

    def test_of_a_whole_kind(self, tmp_path: Path, serve: Callable[..., Served]) -> None:
        """Each thing that it explains shows it, and no other; one with a reason of its own shows
        that one only, and so does a thing that was changed later.
        """
        seed, datasets = bare_seed(tmp_path), tmp_path / "datasets"
        published(seed, datasets)
        welcomes, step, goal = (
            f"{RAPALA}-{name}"
            for name in ("zelensky-welcomes", "zelensky-concrete-step", "macron-goal")
        )
        italy, russia = (f"{name}-peacekeeping-force-1" for name in ("italy", "russia"))
        change(seed, STATEMENTS, "summary: Zelensky welcomes the", "summary: He welcomes the")
        change(seed, STATEMENTS, "summary: Zelensky describes", "summary: He describes")
        change(seed, POSITIONS, "summary: Italy will not send", "summary: It will not send")
        for kind in ("statement", "position"):
            correct(seed, kind, "'*'", f"All of the kind {kind}.")
        correct(seed, "statement", step, "Its own.")
        published(seed, datasets)
        change(seed, STATEMENTS, "summary: Macron says that the force", "summary: He says that it")
        change(seed, STATEMENTS, "summary: He welcomes the", "summary: She welcomes the")
        for name in (goal, welcomes):
            correct(seed, "statement", name, "Later.")
        published(seed, datasets)
        client = serve(datasets, public_url=PUBLIC).client
        shown = {
            row["id"]: [one["reason"] for one in row["corrections"]]
            for path in ("/statements?limit=200", "/positions?has_position=true")
            for row in items(client, path)
        }
        assert {name: reasons for name, reasons in shown.items() if reasons} == {
            welcomes: ["All of the kind statement.", "Later."],
            step: ["Its own."],
            goal: ["Later."],
            italy: ["All of the kind position."],
        }
        assert shown[russia] == []
        page = client.get(f"/browse/statements/{welcomes}").text
        assert "All of the kind statement." in page

    def test_of_everything_else(self, tmp_path: Path, serve: Callable[..., Served]) -> None:
        """People, actors, questions, topics and terms, each with its own reason or that of its
        kind; in what describes them, and on their pages.
        """
        seed, datasets = bare_seed(tmp_path), tmp_path / "datasets"
        published(seed, datasets)
        change(seed, "people.yaml", "name: Giorgia Meloni", "name: Giorgia M. Meloni")
        change(seed, "actors.yaml", "note: >-\n    ", "note: >-\n    Indeed. ")
        change(seed, "questions.yaml", "text: >-\n    ", "text: >-\n    Now: ")
        change(seed, "topics.yaml", "label: Goal", "label: The goal")
        change(seed, "vocabularies.yaml", "label: Declines", "label: Says no")
        for kind, name in (
            ("person", "giorgia-meloni"),
            ("actor", "coalition-of-26"),
            ("question", "'*'"),
            ("topic", "force-goal"),
            ("term", "stance/declines"),
        ):
            correct(seed, kind, name, f"Why this {kind}.")
        published(seed, datasets)
        client = serve(datasets, public_url=PUBLIC).client
        terms = [
            {**term, "id": f"{name}/{term['id']}"}
            for name, values in client.get("/vocabulary").json()["vocabularies"].items()
            for term in values
        ]
        rows = [
            *items(client, "/speakers"),
            *items(client, "/questions"),
            *items(client, "/topics"),
            *(client.get(f"/actors/{name}").json() for name in ("coalition-of-26", "italy")),
            *terms,
        ]
        assert {row["id"]: row["corrections"] for row in rows if row["corrections"]} == {
            name: [{"on": "2026-12-01", "reason": f"Why this {kind}."}]
            for kind, name in (
                ("person", "giorgia-meloni"),
                ("actor", "coalition-of-26"),
                ("question", "peacekeeping-force"),
                ("topic", "force-goal"),
                ("term", "stance/declines"),
            )
        }
        one = client.get("/speakers/giorgia-meloni").json()
        assert one["corrections"][0]["reason"] == "Why this person."
        assert "Why this person." in client.get("/browse/speakers/giorgia-meloni").text
        assert "Why this actor." in client.get("/browse/actors/coalition-of-26").text


@pytest.fixture(scope="module")
def lines(story: Story) -> list[LedgerLine]:
    """The ledger of the story."""
    found, findings = read(story.seed)
    assert findings == []
    return found


class TestLedgerAndFiles:
    """The ledger alone gives what is in the dataset files."""

    def test_replay_is_the_facts(self, story: Story, lines: list[LedgerLine]) -> None:
        """Of every line, not only of the last one."""
        assert [line.version for line in lines] == story.versions
        for number in range(10):
            assert replay(lines[: number + 1]) == read_snapshot(story.file(number)).contents

    def test_changes_are_the_difference_of_the_files(
        self, story: Story, lines: list[LedgerLine]
    ) -> None:
        for number, line in list(enumerate(lines))[1:]:
            before, after = read_snapshot(story.file(number - 1)), read_snapshot(story.file(number))
            found = diff(
                before.contents,
                after.contents,
                after.tombstones,
                fresh(after.corrections, before.corrections),
            )
            latest = [
                (change.kind, change.change, change.id, change.before, change.after, change.reason)
                for change in found
            ]
            assert latest == [
                (one.kind, one.change, one.id, one.before, one.after, one.reason)
                for one in line.changes
            ]
            assert not any(change.owed for change in found)

    def test_what_readers_see_is_what_the_ledger_says(
        self, rows: list[dict[str, Any]], lines: list[LedgerLine]
    ) -> None:
        written = [change for line in reversed(lines) for change in line.changes]
        assert [(one.id, one.before, one.after) for one in written] == [
            (row["id"], row["before"], row["after"]) for row in rows
        ]

    def test_applying_the_changes_gives_the_facts(self, lines: list[LedgerLine]) -> None:
        """Added, changed and withdrawn things whole, corrected ones by what differs; only
        supersession moves the rest.
        """
        for before, after in pairwise(range(len(lines))):
            old, new = replay(lines[: before + 1]), replay(lines[: after + 1])
            for kind, things in new.items():
                left = dict(old[kind])
                for one in lines[after].changes:
                    if one.kind != kind:
                        continue
                    if one.change == "withdrawn":
                        del left[one.id]
                    elif one.change == "corrected":
                        left[one.id] = left[one.id] | (one.after or {})
                    elif one.after is not None:
                        left[one.id] = one.after
                moved = {"status", "valid_to", "superseded_by", "coded", "href_in_context"}
                assert left.keys() == things.keys()
                for name, fact in things.items():
                    seen = {
                        member: value
                        for member, value in public_content(fact).items()
                        if member not in moved
                    }
                    assert {member: left[name][member] for member in seen} == seen

    def test_the_same_file_before_and_after_publication(
        self, story: Story, latest: httpx.Client, serve: Callable[..., Served], tmp_path: Path
    ) -> None:
        """Built where the ledger ends with it, and where it does not stand yet: one version, equal
        answers.
        """
        ledger = story.seed / "ledger.jsonl"
        whole = ledger.read_text(encoding="utf-8")
        clients = []
        for name, kept in (
            ("before", whole.splitlines(keepends=True)[:-1]),
            ("after", whole.splitlines(keepends=True)),
        ):
            ledger.write_text("".join(kept), encoding="utf-8")
            try:
                code, version, _ = stated(
                    "build", "--seed", story.seed, "--datasets", tmp_path / name
                )
            finally:
                ledger.write_text(whole, encoding="utf-8")
            assert (code, version) == (0, story.versions[-1])
            point(tmp_path / name, version)
            clients.append(serve(tmp_path / name, public_url=PUBLIC).client)
        for address in (
            "/changes?limit=200",
            "/changes.csv",
            "/dataset/versions",
            "/changes/feed.xml",
            "/changes/feed",
        ):
            answers = {client.get(address).content for client in (latest, *clients)}
            assert len(answers) == 1, address


def test_an_actor_is_withdrawn(tmp_path: Path, serve: Callable[..., Served]) -> None:
    """410 by its id, which is no name of another actor; where it was published it stays. A
    question, topic, term and passage link to the list that has them.
    """
    seed, datasets = bare_seed(tmp_path), tmp_path / "datasets"
    first = published(seed, datasets)
    cut(seed, "actors.yaml", "- id: nato", "- id: ")
    bury(seed, "actor", "nato", "It has no position.", "european-union")
    change(seed, "topics.yaml", "label: Goal of the force", "label: Goal")
    change(seed, "questions.yaml", "asked_from: 2025-02-01", "asked_from: 2025-02-02")
    caption = "    accepted: [{doubt: like-a-heading, reason: A caption., by: The tests}]\n"
    old = "  - heading: Peacekeepers, Not Fighters\n"
    change(seed, SOURCE, old, old.replace("heading", "narration") + caption)
    change(seed, "vocabularies.yaml", "Says that it will not take part.", "Says no.")
    for kind in ("topic", "question", "passage", "term"):
        correct(seed, kind, "'*'", "A test.")
    published(seed, datasets)
    client = serve(datasets, public_url=PUBLIC).client
    gone = client.get("/actors/nato")
    assert (gone.status_code, gone.json()["reason"]) == (410, "It has no position.")
    assert gone.json()["replaced_by"] == f"{PUBLIC}/actors/european-union"
    assert client.get(f"/@{first}/actors/nato").status_code == 200
    (row,) = client.get("/changes?kind=actor&change=withdrawn").json()["items"]
    assert row["summary"] == "Actor withdrawn: NATO"
    changed = client.get("/changes?change=corrected").json()["items"]
    assert {row["summary"]: local(row["url"]).split("/", 2)[2] for row in changed} == {
        "Question corrected (asked from): peacekeeping-force": "questions",
        "Topic corrected (label): force-goal": "topics",
        "Term corrected (definition): participation/declined": "vocabulary",
        f"Passage corrected (coding): {RAPALA}/8": f"sources/{RAPALA}/passages",
    }
    for row in changed:
        assert client.get(local(row["url"])).status_code == 200


HOSTILE = (
    "</title><script>alert(1)</script>&amp; ]]> \"' \u2028\u2029\u202e\x07\ufffe = 😀 é\r\n- {x: y}"
)


def test_hostile_text_stays_text(tmp_path: Path, serve: Callable[..., Served]) -> None:
    """In every text of the seed that a feed or a list of changes can show; XML forbids some
    characters, which are left out.
    """
    seed, datasets = bare_seed(tmp_path), tmp_path / "datasets"
    published(seed, datasets)
    text = quoted(HOSTILE)
    change(seed, STATEMENTS, "summary: Zelensky welcomes the announcement.", f"summary: {text}")
    correct(seed, "statement", f"{RAPALA}-zelensky-welcomes", HOSTILE)
    change(seed, SOURCE, "publisher: Fundacion Rapala", f"publisher: {text}")
    title = (
        "title: 26 Nations Ready to Deploy ‘Peacekeeping Forces’ to Ukraine After Potential "
        "Deal with Russia"
    )
    change(seed, SOURCE, title, f"title: {text}")
    correct(seed, "source", RAPALA, HOSTILE)
    change(seed, "people.yaml", "name: Maria Zakharova", f"name: {text}")
    correct(seed, "person", "maria-zakharova", HOSTILE)
    change(
        seed,
        POSITIONS,
        "not_supported: That Germany refuses to take part.",
        f"not_supported: {text}",
    )
    correct(seed, "position", "germany-peacekeeping-force-1", HOSTILE)
    cut(seed, STATEMENTS, "- id: macron-military-capacity", "- id: ")
    bury(seed, "statement", f"{RAPALA}-macron-military-capacity", HOSTILE)
    change(seed, "dataset.yaml", "title: Stated", f"title: {text}")
    accept_doubts(seed)
    published(seed, datasets)
    assert read(seed)[1] == []
    client = serve(datasets, public_url=PUBLIC).client
    rows = items(client, "/changes")
    assert one_with(rows, f"{RAPALA}-zelensky-welcomes")["after"]["summary"] == HOSTILE.strip()
    assert {row["reason"] for row in rows if row["change"] == "corrected"} == {HOSTILE.strip()}
    feed = client.get("/changes/feed").json()
    answer = client.get("/changes/feed.xml")
    root = ElementTree.fromstring(answer.content)
    assert {element.tag.removeprefix(ATOM) for element in root.iter()} == {
        "feed",
        "id",
        "title",
        "subtitle",
        "published",
        "updated",
        "author",
        "name",
        "link",
        "entry",
        "content",
        "category",
    }
    assert b"<script" not in answer.content
    clean = str.maketrans({"\x07": None, "\ufffe": None, "\r": None})
    for entry, item in zip(root.findall(f"{ATOM}entry"), feed["items"], strict=True):
        assert (entry.findtext(f"{ATOM}title") or "").translate(clean) == item["title"].translate(
            clean
        )
        assert (entry.findtext(f"{ATOM}content") or "").translate(clean) == item[
            "content_text"
        ].translate(clean)
    cells = list(
        csv.DictReader(io.StringIO(client.get("/changes.csv").text, newline=""), strict=True)
    )
    assert [row["reason"] for row in cells] == [row["reason"] or "" for row in rows]
    gone = client.get(f"/statements/{RAPALA}-macron-military-capacity")
    assert (gone.status_code, gone.json()["reason"]) == (410, HOSTILE.strip())


def one_with(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The newest change of a thing."""
    return next(row for row in rows if row["id"] == name)
