"""What the service answers of what real sources contain: documents without a title, with a caution,
without words; offices as speakers; quotations over two sentences; coalitions of many sizes.
"""

import csv
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.build.publish import point
from tests.editions import small_dataset
from tests.fixtures import Served, bare_seed
from tests.publishing import add, change, published
from tests.real_sources import built, statement, with_source, with_speaker

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
RUNS_ON = "“We wait. We do not go,” the Paper quotes the ministry."
KEPT = "“We wait,” they say.\n\nAnd “we go.”\n"
ENTRY = (
    "- id: norway-peacekeeping-force-1\n  actor: norway\n  question: peacekeeping-force\n"
    "  participation: declined\n  commitment: stated\n"
    "  evidence: [{statement: nothing-says, relation: supports}]\n"
    "  summary: Norway stays at home.\n  not_supported: More than that.\n"
    "  recorded_on: 2026-11-20\n  coded_by: Somebody\n"
)
COALITION = """  sizes:
    - {value: 35, at_least: true, said: 2026-02-10, statements: [sizes-thirty-five]}
    - {value: 30, statements: [sizes-thirty]}
  membership_claims:
    - {actor: japan, claim: not_member, statements: [sizes-japan]}
    - {actor: italy, claim: member, statements: [sizes-italy]}
"""


def real_seed(folder: Path) -> Path:
    """A seed with one of each."""
    seed = bare_seed(folder)
    change(seed, "actors.yaml", "  size: 26\n", f"  size: 26\n{COALITION}")
    with_speaker(seed, "ministry", "actor: norway, capacity: government", "office")
    with_speaker(seed, "diet", "actor: japan, capacity: legislature, decides: true", "body")
    with_source(
        seed,
        "untitled",
        statement(
            about="[norway]",
            signed_for="[norway, sweden]",
            exact="“We go,” they write.",
            quoted="['We go']",
        ),
        keys="title: null\ntext_access: excerpts\ncaution: A machine translation.\n"
        "via: [Ukrinform, AFP]\n",
    )
    with_source(
        seed,
        "nothing",
        statement(about="[norway]", exact="", speaker="ministry", said="2025-11-01")
        + statement("narrates", about="[norway]", exact=""),
        keys="title: A closed page\ntext_access: none\ncaution: State media.\n",
    )
    add(seed, "sources/nothing/positions.yaml", ENTRY)
    with_source(
        seed,
        "runs-on",
        statement(
            about="[norway]", exact=RUNS_ON, quoted="['We wait. We do not go']", speaker="ministry"
        ),
        text=f"Today. {RUNS_ON} So it goes.",
        passages="  - narration: Today.\n  - statement: “We wait.\n  - statement: We do not go,” "
        "the Paper quotes the ministry.\n  - narration: So it goes.\n",
    )
    text = "Asked, the ministry said: “We wait. We do not go.” Asked again."
    with_source(
        seed,
        "part",
        statement(
            about="[norway]",
            exact="“We wait. We do not go.”",
            quoted="['We wait. We do not go']",
            speaker="ministry",
        ),
        text=text,
        passages='  - statement: "Asked, the ministry said: “We wait."\n'
        "  - statement: We do not go.” Asked again.\n",
    )
    add(seed, "sources/kept/excerpts.txt", KEPT)
    with_source(
        seed,
        "kept",
        statement(
            about="[norway]",
            exact="We wait,” they say.",
            quoted="['We wait']",
            speaker="ministry",
        ),
        keys="title: Parts\ntext_access: excerpts\ntext: excerpts.txt\nredistribute: true\n",
    )
    change(seed, "sources/runs-on/source.yaml", "rights:", "redistribute: true\nrights:")
    with_source(
        seed,
        "sizes",
        statement("thirty", about="[coalition-of-26]", said="2025-11-05")
        + statement("thirty-five", about="[coalition-of-26]", said="2026-02-10")
        + statement("japan", about="[coalition-of-26, japan]", speaker="diet", said="2026-01-10")
        + statement("italy", about="[italy]", speaker="emmanuel-macron", said="2025-12-01"),
    )
    return seed


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> httpx.Client:
    """A service on that seed."""
    folder = tmp_path_factory.mktemp("real")
    path = built(real_seed(folder), folder / "datasets")
    return serve(path.parent, public_url="https://stated.example").client


def get(client: httpx.Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return answer.json()


def page(client: httpx.Client, path: str) -> str:
    """The text of a page, with white space as one space."""
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, (path, answer.text)
    return " ".join(answer.text.split())


def rows_of(client: httpx.Client, path: str) -> dict[str, dict[str, str]]:
    """The rows of a CSV by id."""
    rows = list(csv.DictReader(io.StringIO(client.get(path).text)))
    return {row["id"]: row for row in rows}


class TestUntitled:
    def test_the_source(self, real: httpx.Client) -> None:
        source = get(real, "/sources/untitled")
        assert source["title"] is None
        assert source["citation"]["short"] == "The Paper, untitled (n.d.)"
        assert rows_of(real, "/sources.csv")["untitled"]["title"] == ""
        [item] = get(real, "/sources/untitled.csl.json")
        assert item["title"] == "Untitled, The Paper"
        linked = get(real, "/sources/untitled.jsonld")
        assert "headline" not in linked
        assert "name" not in linked
        shown = page(real, "/browse/sources/untitled")
        assert '<h1 id="name" class="title">Untitled, The Paper</h1>' in shown
        assert "<title>Untitled, The Paper · Stated</title>" in shown
        assert "Untitled, The Paper" in page(real, "/browse/dataset")

    def test_its_statement(self, real: httpx.Client) -> None:
        said = get(real, "/statements/untitled-says")
        assert said["source"]["title"] is None
        assert said["citation"]["short"] == "A joint text, in The Paper, untitled (n.d.)"
        [item] = get(real, "/statements/untitled-says.csl.json")
        assert "original-title" not in item
        assert "Untitled</a>, The Paper" in page(real, "/browse/statements/untitled-says")
        assert "Untitled, The Paper" in page(real, "/browse/statements?source=untitled")

    def test_sources_are_sorted_by_what_they_have(self, real: httpx.Client) -> None:
        listed = [item["id"] for item in get(real, "/sources")["items"]]
        assert sorted(listed) == sorted(
            ["rapala-26-nations", "untitled", "nothing", "runs-on", "sizes", "part", "kept"]
        )

    def test_feeds_and_the_comparison_name_it(
        self, seed: Path, datasets: Path, serve: Callable[..., Served]
    ) -> None:
        published(seed, datasets)
        with_source(seed, "untitled", "[]\n", keys="title: null\ntext_access: excerpts\n")
        change(seed, "dataset.yaml", "published: 2026-11-22", "published: 2026-11-23")
        published(seed, datasets)
        [item] = get(serve(datasets).client, "/changes?kind=source&change=added")["items"][:1]
        assert item["summary"] == "Source added: untitled, The Paper"


class TestCaution:
    def test_data(self, real: httpx.Client) -> None:
        assert get(real, "/sources/nothing")["caution"] == "State media."
        assert get(real, "/statements/nothing-says")["source"]["caution"] == "State media."
        [item] = get(real, "/countries/norway/position")["evidence"]
        assert item["statement"]["source"]["caution"] == "State media."
        assert rows_of(real, "/statements.csv")["nothing-says"]["source_caution"] == "State media."
        assert get(real, "/sources/runs-on")["caution"] is None

    @pytest.mark.parametrize(
        "path",
        [
            "/browse/sources/nothing",
            "/browse/statements/nothing-says",
            "/browse/countries/norway",
            "/embed/countries/norway",
            "/embed/statements/nothing-says",
            "/browse/statements?source=nothing",
        ],
    )
    def test_readers_see_it(self, real: httpx.Client, path: str) -> None:
        assert "<strong>Caution.</strong> State media." in page(real, path)


class TestNoWords:
    def test_data(self, real: httpx.Client) -> None:
        for name in ("nothing-says", "nothing-narrates"):
            said = get(real, f"/statements/{name}")
            assert (said["selector"], said["href_in_context"], said["verified"]) == (
                None,
                None,
                None,
            )
            assert (said["quoted"], said["kind"]) == ([], "paraphrase")
            assert (said["passage"], said["last_passage"]) == (None, None)
        assert get(real, "/sources/nothing")["text_access"] == "none"

    def test_csv_cells_are_empty(self, real: httpx.Client) -> None:
        row = rows_of(real, "/statements.csv")["nothing-says"]
        names = ("exact", "quoted", "start", "end", "text_sha256", "href_in_context")
        assert [row[name] for name in names] == [""] * len(names)

    def test_there_is_no_annotation(self, real: httpx.Client) -> None:
        answer = real.get("/statements/nothing-says/annotation")
        assert (answer.status_code, answer.headers["content-type"]) == (
            404,
            "application/problem+json",
        )
        assert answer.json()["type"].endswith("/problems/no-words-kept")
        assert real.get("/problems/no-words-kept").status_code == 200
        assert real.get("/statements/runs-on-says/annotation").status_code == 200

    @pytest.mark.parametrize(
        "path",
        [
            "/browse/statements/nothing-says",
            "/browse/countries/norway",
            "/browse/speakers/ministry",
            "/browse/sources/nothing",
            "/embed/statements/nothing-says",
            "/embed/countries/norway",
            "/browse/statements?source=nothing",
        ],
    )
    def test_pages_show_our_summary_only(self, real: httpx.Client, path: str) -> None:
        shown = page(real, path)
        assert "No words of this source are kept" in shown or "no words of this source are" in shown
        assert "It is said." in shown
        assert "#:~:text=None" not in shown

    def test_the_page_quotes_nothing(self, real: httpx.Client) -> None:
        shown = page(real, "/browse/statements/nothing-says")
        assert "<blockquote" not in shown
        assert "<mark>" not in shown
        assert "/annotation" not in shown

    def test_linked_data(self, real: httpx.Client) -> None:
        claim = get(real, "/statements/nothing-says.jsonld")
        assert "text" not in claim
        assert "hasPart" not in claim
        assert claim["abstract"] == "It is said."
        assert claim["author"]["@type"] == "Organization"

    def test_a_search_says_that_it_found_our_summary(self, real: httpx.Client) -> None:
        found = {item["id"]: item for item in get(real, "/statements?q=said")["items"]}
        for name in ("nothing-says", "nothing-narrates"):
            assert found[name]["matched_in"] == ["summary"]

    def test_who_speaks(self, real: httpx.Client) -> None:
        assert "A speaker whom the source does not name" not in page(
            real, "/browse/statements/nothing-narrates"
        )


class TestSpeakers:
    def test_an_office(self, real: httpx.Client) -> None:
        assert get(real, "/speakers/ministry")["kind"] == "office"
        assert get(real, "/speakers/emmanuel-macron")["kind"] == "person"
        assert get(real, "/statements/nothing-says")["speaker"]["kind"] == "office"
        assert rows_of(real, "/speakers.csv")["ministry"]["kind"] == "office"
        assert get(real, "/speakers/ministry.jsonld")["@type"] == "Organization"
        assert "Speaker · Office" in page(real, "/browse/speakers/ministry")

    def test_a_body_that_decides(self, real: httpx.Client) -> None:
        [role] = get(real, "/speakers/diet")["roles"]
        assert (role["decides"], role["capacity"]) == (True, "legislature")
        about = get(real, "/statements/sizes-japan")["about"]
        assert {"actor": "japan", "attribution": "self"} in about
        assert "decides for the state" in page(real, "/browse/speakers/diet")

    def test_a_joint_text(self, real: httpx.Client) -> None:
        said = get(real, "/statements/untitled-says")
        assert (said["speaker"], said["kind"]) == (None, "quote")
        assert said["countries"] == ["norway", "sweden"]
        assert said["about"] == [{"actor": "norway", "attribution": "collective"}]
        shown = page(real, "/browse/statements/untitled-says")
        assert "A joint text" in shown
        assert "does not name" not in shown

    def test_the_vocabularies_define_them(self, real: httpx.Client) -> None:
        lists = get(real, "/vocabulary")["vocabularies"]
        assert [term["id"] for term in lists["speaker_kind"]] == ["person", "office", "body"]
        assert [term["id"] for term in lists["text_access"]] == ["full", "excerpts", "none"]


class TestQuotationOverTwoSentences:
    def test_data(self, real: httpx.Client) -> None:
        said = get(real, "/statements/runs-on-says")
        assert (said["passage"], said["last_passage"], said["verified"]) == (2, 3, True)
        assert said["selector"]["exact"] == RUNS_ON
        assert [words["exact"] for words in said["quoted"]] == ["We wait. We do not go"]
        passages = get(real, "/sources/runs-on/passages")["items"]
        assert [one["statements"] for one in passages] == [
            [],
            ["runs-on-says"],
            ["runs-on-says"],
            [],
        ]
        assert get(real, "/sources/runs-on")["coverage"]["passages_used"] == 2

    def test_pages(self, real: httpx.Client) -> None:
        shown = page(real, "/browse/statements/runs-on-says")
        assert "“<mark>We wait. We do not go</mark>,” the Paper quotes the ministry." in shown
        assert "passages 2 to 3" in shown

    def test_the_rest_of_its_sentences(self, real: httpx.Client) -> None:
        shown = page(real, "/browse/statements?q=wait")
        assert '<span class="around">Today' not in shown
        assert '<span class="around"> Asked again.</span>' in page(
            real, "/browse/statements?source=part"
        )


class TestOrigins:
    def test_a_chain(self, real: httpx.Client) -> None:
        source = get(real, "/sources/untitled")
        assert (source["via"], source["via_chain"], source["root"]) == (
            "AFP",
            ["Ukrinform", "AFP"],
            "AFP",
        )
        assert get(real, "/sources/sizes")["via_chain"] == []
        assert "Text of AFP, by way of Ukrinform." in page(real, "/browse/sources/untitled")

    def test_redistribute(self, real: httpx.Client) -> None:
        assert get(real, "/sources/runs-on")["redistribute"] is True
        assert get(real, "/sources/sizes")["redistribute"] is False


class TestArchivedText:
    @pytest.mark.parametrize(
        ("source", "text"),
        [("runs-on", f"Today. {RUNS_ON} So it goes."), ("kept", KEPT)],
    )
    def test_it_is_given_out_to_the_byte(self, real: httpx.Client, source: str, text: str) -> None:
        answer = real.get(f"/sources/{source}/text", headers=BROWSER | {"Accept": "*/*"})
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.content == text.encode()
        shown = get(real, f"/sources/{source}")
        assert hashlib.sha256(answer.content).hexdigest() == shown["text_sha256"]
        assert shown["links"]["text"] == f"https://stated.example/sources/{source}/text"
        assert f'href="{shown["links"]["text"]}"' in page(real, f"/browse/sources/{source}")

    @pytest.mark.parametrize(
        ("source", "reason"),
        [("part", "may not be given out"), ("sizes", "No text"), ("nothing", "No text")],
    )
    def test_else_the_reason(self, real: httpx.Client, source: str, reason: str) -> None:
        answer = real.get(f"/sources/{source}/text")
        assert (answer.status_code, answer.json()["code"]) == (404, "text-not-given-out")
        assert reason in answer.json()["detail"]
        assert get(real, f"/sources/{source}")["links"]["text"] is None
        assert real.get("/problems/text-not-given-out").status_code == 200

    def test_archived_excerpts_are_verified(self, real: httpx.Client) -> None:
        said = get(real, "/statements/kept-says")
        assert said["verified"] is True
        assert said["selector"]["text_sha256"] == get(real, "/sources/kept")["text_sha256"]
        assert (said["selector"]["start"], said["passage"]) == (None, None)
        assert get(real, "/sources/kept/passages")["total"] == 0
        assert "in the archived excerpts" in page(real, "/browse/statements/kept-says")
        assert get(real, "/statements/sizes-thirty")["verified"] is False


class TestCoalitions:
    @pytest.mark.parametrize(
        ("day", "size"),
        [("", 35), ("?as_of=2026-02-09", 30), ("?as_of=2026-02-10", 35), ("?as_of=2025-10-01", 26)],
    )
    def test_the_size_is_the_last_by_date(self, real: httpx.Client, day: str, size: int) -> None:
        assert get(real, f"/actors/coalition-of-26{day}")["size"] == size
        listed = {row["id"]: row["size"] for row in get(real, f"/actors{day}")["items"]}
        assert listed["coalition-of-26"] == size

    def test_sizes(self, real: httpx.Client) -> None:
        sizes = get(real, "/actors/coalition-of-26")["sizes"]
        assert [(one["value"], one["at_least"], one["said"]["value"]) for one in sizes] == [
            (30, False, "2025-11-05"),
            (35, True, "2026-02-10"),
        ]
        assert sizes[0]["evidence"] == ["sizes-thirty"]
        assert len(get(real, "/actors/coalition-of-26?as_of=2025-12-01")["sizes"]) == 1

    def test_claims_of_membership(self, real: httpx.Client) -> None:
        coalition = get(real, "/actors/coalition-of-26")
        claims = coalition["membership_claims"]
        assert [(one["actor"], one["claim"], one["attribution"]) for one in claims] == [
            ("japan", "not_member", "self"),
            ("italy", "member", "third_party"),
        ]
        assert coalition["members"] is None
        [claim] = get(real, "/countries/italy")["claimed_memberships"]
        assert claim == {
            "coalition": "coalition-of-26",
            "claim": "member",
            "attribution": "third_party",
            "said": get(real, "/statements/sizes-italy")["said"],
            "evidence": ["sizes-italy"],
        }
        assert get(real, "/countries/italy?as_of=2025-11-30")["claimed_memberships"] == []
        assert get(real, "/countries/france")["claimed_memberships"] == []

    def test_pages(self, real: httpx.Client) -> None:
        shown = page(real, "/browse/actors/coalition-of-26")
        assert "Stated size: 35." in shown
        assert "At least 35" in shown
        assert "Japan</a>: not a member" in shown
        assert "No source names its members" in shown
        assert "Coalition of 26 countries</a>: member" in page(real, "/browse/countries/italy")


def test_a_dataset_without_any_of_it_answers_as_before(
    tmp_path: Path, serve: Callable[..., Served]
) -> None:
    path = small_dataset(tmp_path)
    point(path.parent, path.stem)
    client = serve(path.parent).client
    coalition = client.get("/actors/coalition-of-26").json()
    assert (coalition["size"], coalition["members"]) == (26, None)
    assert (coalition["sizes"], coalition["membership_claims"]) == ([], [])
