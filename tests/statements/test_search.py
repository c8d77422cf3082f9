"""Search: which statements `q` finds, what each says about it, and what a zero says."""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.names import words
from app.domain.tokens import is_run, parts_at_apostrophes, phrase_tokens, pieces_of, tokens
from app.statements.stems import stem_keys
from tests.answers import PUBLIC, ask, local
from tests.fixtures import Served, bare_seed
from tests.publishing import quoted
from tests.real_sources import built, statement, with_source, with_speaker

# By the name of the statement: language and words.
TEXTS = {
    "goal": ("en", "The mission’s goal is to keep Ukraine’s peace."),
    "lines": ("en", "No troop will serve on the front line."),
    "deployed": ("en", "The troops and peacekeepers were deployed."),
    "contracted": ("en", "We don't know the CNN's view."),
    "deutsch": ("de", "Die Länder entsenden keine Truppen."),
    "francais": ("fr", "Les soldats français de l’Ukraine seront déployés."),
    "italiano": ("it", "La posizione dell'Ucraina resta ferma."),
    "polski": ("pl", "Polska nie wyśle żołnierzy."),
    "ukrainska": ("uk", "Це об’єднання надішле війська."),
    "russkij": ("ru", "Россия против размещения войск."),
    "turkce": ("tr", "Türkiye'nin askerleri hazır."),
    "nihongo": ("ja", "大臣は、日本は平和維持部隊に参加しないと述べた。EU加盟国も。"),
    "thai": ("th", "ไทยจะไม่ส่งทหารไปยูเครน"),
    "khmer": ("km", "កម្ពុជានឹងមិនបញ្ជូនទាហានទេ"),
    "lao": ("lo", "ລາວຈະບໍ່ສົ່ງທະຫານ"),
    "myanmar": ("my", "မြန်မာသည်စစ်တပ်မပို့ပါ"),
    "hangul": ("ko", "한국은 미국에 군대를 보내지 않는다"),
    "zhongwen": ("zh", "中國不會派遣部隊。"),
    "arabic": ("ar", "لن ترسل مصر قواتها"),
    "sign": ("en", "AT&T <b>warns</b> of “R&D” & costs."),
}
TEXT = (
    "The general said on Monday that the corvette would stay, the paper wrote. A second sentence.\n"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> httpx.Client:
    """The service on a seed with statements in many languages."""
    folder = tmp_path_factory.mktemp("search")
    seed = bare_seed(folder)
    with_speaker(seed, "oda", "actor: japan, capacity: government")
    for name, (language, text) in TEXTS.items():
        with_source(
            seed,
            name,
            statement(
                "says",
                exact=quoted(text),
                summary="It is a gizmo." if name == "polski" else "It says so.",
                speaker="oda" if name == "nihongo" else "",
                topics="[force-goal]" if name == "goal" else "",
            ),
            keys=f"title: {name}\ntext_access: excerpts\nlanguage: {language}\n",
        )
    source = (seed / "sources").glob("*/source.yaml")
    for path in source:  # the helper gives English first
        text = path.read_text(encoding="utf-8")
        if text.count("\nlanguage: ") > 1:
            path.write_text(text.replace("\nlanguage: en\n", "\n", 1), encoding="utf-8")
    with_source(
        seed,
        "around",
        statement("says", exact="the corvette would stay", speaker="anonymous"),
        text=TEXT,
        passages=f"- statement: {TEXT[:74]}\n- narration: A second sentence.\n",
    )
    return serve(built(seed, folder / "datasets").parent, public_url=PUBLIC).client


def search(client: httpx.Client, q: str, **others: str) -> dict[str, Any]:
    answer: dict[str, Any] = ask(client, "/statements?" + urlencode({"q": q} | others)).json()
    return answer


def found(client: httpx.Client, q: str, **others: str) -> set[str]:
    """The sources of the statements that are found, without those of the launch article."""
    items = search(client, q, limit="200", **others)["items"]
    return {item["source"]["id"] for item in items} - {"rapala-26-nations"}


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("mission", {"goal"}),  # possessives
        ("missions", {"goal"}),
        ("mission's", {"goal"}),
        ("Ukraine", {"goal", "francais"}),
        ("Ukraine’s", {"goal", "francais"}),
        ("L'UKRAINE", {"goal", "francais"}),  # elisions
        ("ucraina", {"italiano"}),
        ("dell’Ucraina", {"italiano"}),
        ("Türkiye", {"turkce"}),
        ("turkiye'de", {"turkce"}),
        ("cnn", {"contracted"}),
        ("dont", {"contracted"}),
        ("don’t", {"contracted"}),
        ("don", set()),
        ("об'єднання", {"ukrainska"}),  # an apostrophe inside a word
        ("troop", {"lines", "deployed"}),  # word forms
        ("troops", {"lines", "deployed"}),
        ("peacekeeper", {"deployed"}),
        ("deploy", {"deployed", "francais"}),
        ("deploying", {"deployed"}),
        ("front lines", {"lines"}),
        ("front-lines", {"lines"}),
        ("Truppe", {"deutsch"}),
        ("Land", {"deutsch"}),
        ("länder", {"deutsch"}),
        ("laender", {"deutsch"}),
        ("soldat", {"francais"}),
        ("deploye", {"deployed", "francais"}),
        ("żołnierze", {"polski"}),
        ("zolnierz", {"polski"}),
        ("війська", {"ukrainska"}),
        ("войска", {"russkij"}),
        ("asker", {"turkce"}),
        ("قوات", {"arabic"}),
        ("部隊", {"nihongo", "zhongwen"}),  # scripts without spaces
        ("日本", {"nihongo"}),
        ("日本は平和維持部隊", {"nihongo"}),
        ("隊", {"nihongo", "zhongwen"}),
        ("日隊", set()),
        ("eu", {"nihongo"}),
        ("EU加盟", {"nihongo"}),
        ("日本 部隊", {"nihongo"}),
        ("ทหาร", {"thai"}),
        ("ទាហាន", {"khmer"}),
        ("ທະຫານ", {"lao"}),
        ("စစ်တပ်", {"myanmar"}),
        ("미국", {"hangul"}),
        ("군대", {"hangul"}),
        ("gizmo", {"polski"}),  # our summary
        ("gizmos", {"polski"}),
        ("oda", {"nihongo"}),  # the speaker
        ("oda 日本", {"nihongo"}),
        ("general", {"around"}),  # the rest of the sentence
        ("generals corvettes", {"around"}),
        ("second", set()),
        ("AT&T", {"sign"}),
        ("at and t", {"sign"}),
    ],
)
def test_what_is_found(client: httpx.Client, q: str, names: set[str]) -> None:
    assert found(client, q) == names


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ('"front line"', {"lines"}),
        ('"front lines"', set()),
        ('"troops"', {"deployed"}),
        ("“the troops”", {"deployed"}),
        ('"mission’s goal"', {"goal"}),
        ('"mission goal"', set()),
        ('"平和 維持"', set()),
        ('"日本は平和"', {"nihongo"}),
    ],
)
def test_a_phrase_in_quotation_marks_is_exact(
    client: httpx.Client, q: str, names: set[str]
) -> None:
    assert found(client, q) == names


def test_exact_words_come_first_by_relevance(client: httpx.Client) -> None:
    for q, first in (("troop", "lines"), ("troops", "deployed")):
        items = search(client, q, sort="relevance", limit="200")["items"]
        ours = [item["source"]["id"] for item in items if item["source"]["id"] in TEXTS]
        assert ours[0] == first
    pages, address = [], "/statements?q=troop&sort=relevance&limit=1"
    while address:
        body = ask(client, address).json()
        pages += [item["id"] for item in body["items"]]
        address = body["next_url"] and local(body["next_url"])
    whole = [item["id"] for item in search(client, "troop", sort="relevance", limit="200")["items"]]
    assert pages == whole
    assert pages[0] == "lines-says"


@pytest.mark.parametrize(
    ("q", "name", "fields"),
    [
        ("goal", "goal", ["words"]),
        ("gizmo", "polski", ["summary"]),
        ("oda", "nihongo", ["speaker"]),
        ("paper", "around", ["passage"]),
        ("general corvette", "around", ["words", "passage"]),
        ("wyśle gizmo", "polski", ["words", "summary"]),
    ],
)
def test_each_item_says_where_it_matched(
    client: httpx.Client, q: str, name: str, fields: list[str]
) -> None:
    """In JSON, NDJSON and CSV, by time and by relevance, also below a country."""
    for sort in ("newest", "oldest", "relevance"):
        query = urlencode({"q": q, "sort": sort})
        items = {item["id"]: item for item in ask(client, f"/statements?{query}").json()["items"]}
        assert items[f"{name}-says"]["matched_in"] == fields
        lines = ask(client, f"/statements.ndjson?{query}").text.splitlines()
        assert {item["id"]: item for item in map(json.loads, lines)} == items
        rows = csv.DictReader(io.StringIO(ask(client, f"/statements.csv?{query}").text))
        assert {row["id"]: row["matched_in"].split(";") for row in rows} == {
            key: item["matched_in"] for key, item in items.items()
        }
        below = ask(client, f"/countries/germany/statements?{query}").json()["items"]
        assert {item["id"]: item["matched_in"] for item in below}[f"{name}-says"] == fields


def test_without_words_nothing_matched(client: httpx.Client) -> None:
    body = ask(client, "/statements?limit=3").json()
    assert body["search"] is None
    assert [item["matched_in"] for item in body["items"]] == [None] * 3
    assert "matched_in" not in ask(client, "/statements/goal-says").json()


def test_a_search_says_what_was_searched(client: httpx.Client) -> None:
    body = search(client, "mission")
    every = ask(client, "/statements").json()["total"]
    searched = body["search"]
    assert searched["statements"] == every
    assert searched["statements_exact"] is True
    assert searched["facts_up_to"] == ask(client, "/dataset").json()["facts_up_to"]
    assert searched["languages"][0] == "en"
    assert set(searched["languages"]) == {language for language, _ in TEXTS.values()}
    assert (searched["note"], searched["near"]) == (None, [])


@pytest.mark.parametrize(
    ("q", "near"),
    [
        ("missoin", "mission"),
        ("peacekepers", "peacekeepers"),
        ("peacekeepers deployd", "peacekeepers deployed"),
        ("depl", "deployed"),
        ("żołnyerzy", "żołnierzy"),
        ("ukrainn", "ukraine"),
        ("mission marmalade", "mission"),
        ('"goal mission"', "goal mission"),
        ("平和部隊", "部隊"),
        ("日本軍", "日本"),
    ],
)
def test_a_zero_offers_searches_that_find_something(
    client: httpx.Client, q: str, near: str
) -> None:
    body = search(client, q)
    assert body["total"] == 0
    assert "no evidence that nobody said it" in body["search"]["note"]
    offered = body["search"]["near"]
    assert 0 < len(offered) <= 5
    assert words(near) in [words(one["q"]) for one in offered]
    for one in offered:
        there = ask(client, local(one["url"])).json()
        assert (there["total"], there["total_exact"]) == (one["total"], one["total_exact"])
        assert there["total"] > 0
        assert parse_qs(urlsplit(one["url"]).query)["q"] == [one["q"]]


def test_a_zero_of_other_filters_offers_the_words_without_them(client: httpx.Client) -> None:
    body = search(client, "Polska", topic="force-goal")
    assert (body["total"], body["search"]["statements"] > 0) == (0, True)
    first = body["search"]["near"][0]
    assert (first["q"], first["total"]) == ("Polska", 1)
    assert "topic" not in first["url"]
    kept = search(client, "mision", topic="force-goal")["search"]["near"][0]
    assert kept["q"] == "mission"
    assert "topic=force-goal" in kept["url"]


def test_a_zero_that_nothing_is_near_to_still_explains_itself(client: httpx.Client) -> None:
    for q in ("zzyzx", "ꙮ", "🙂x", "日", "x" * 200, '"' * 3 + "qqq"):
        body = search(client, q)
        if body["total"] == 0:
            assert body["search"]["note"]
            assert len(body["search"]["near"]) <= 5


@pytest.mark.parametrize("path", ["/browse/statements", "/embed/statements"])
@pytest.mark.parametrize(
    ("q", "marked"),
    [
        ("mission", {"mission’s"}),
        ("troop", {"troop", "troops"}),
        ("部隊", {"部隊"}),
        ("ทหาร", {"ทหาร"}),
        ("deploye", {"déployés"}),
        ('"front line"', {"front line"}),
        ("AT&T", {"AT&T"}),
        ("general", {"general"}),
    ],
)
def test_pages_and_embeds_mark_the_words(
    client: httpx.Client, path: str, q: str, marked: set[str]
) -> None:
    shown = ask(client, f"{path}?limit=50&" + urlencode({"q": q})).text
    found = re.findall('<mark class="found">(.*?)</mark>', shown)
    assert {html.unescape(one) for one in found} >= marked
    assert "<b>warns" not in shown


def test_pages_say_where_words_are_that_they_do_not_show(client: httpx.Client) -> None:
    shown = ask(client, "/browse/statements?q=gizmo").text
    assert "Found in our summary" in shown
    assert 'It is a <mark class="found">gizmo</mark>.' in shown
    assert "Found in the name of the speaker" in ask(client, "/browse/statements?q=oda").text
    assert "Found in" not in ask(client, "/browse/statements?q=goal").text


@pytest.mark.parametrize("path", ["/browse/statements", "/embed/statements"])
def test_pages_explain_a_zero(client: httpx.Client, path: str) -> None:
    shown = ask(client, f"{path}?q=missoin").text
    assert "no evidence that nobody said it" in shown
    assert re.search(r'href="[^"]*\?q=mission"', shown)
    assert re.search(r"We searched \d+ statements, .* in English, .*Ukrainian", shown)


def test_hostile_words_are_escaped(client: httpx.Client) -> None:
    for q in ('<script>alert("x")</script>', "' OR 1=1 --", "NEAR(a b)", 'a" OR "b', "words : x*"):
        for path in ("/statements", "/browse/statements", "/embed/statements"):
            answer = client.get(f"{path}?q={quote(q)}")
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text


# --- the tokens

_SCRIPTS = st.text("ab é'’&-.  部隊はガｶﾞทหาร์កម្ពុ한국ü½ٮ\u0301\u3099")


@given(st.text() | _SCRIPTS)
@example("ｶﾞｽ")
@example("a部b 隊")
@example("0\u17b40")  # a mark of Khmer, on no letter of it
@example("a\u0e31b")
@example("น้ำทำ")  # folding takes ำ apart
def test_pieces_have_the_words_of_the_index_at_their_places(text: str) -> None:
    pieces = pieces_of(text)
    assert [piece.folded for piece in pieces if not piece.in_run] == [
        token for token in tokens(text) if not is_run(token)
    ]
    assert "".join(piece.folded for piece in pieces) == "".join(words(text))
    assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)
    assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)


@given(_SCRIPTS, _SCRIPTS, _SCRIPTS)
def test_any_part_of_a_run_is_found_by_its_tokens(before: str, part: str, after: str) -> None:
    """What is looked for has its tokens in a row in each text with it."""
    if not (words(part) and all(is_run(word) for word in words(part)) and len(words(part)) == 1):
        return
    text = f"部{part}隊"
    if "".join(words(text)) != "部" + words(part)[0] + "隊":
        return  # a mark at the border belongs to the character before
    wanted, begins = phrase_tokens(part)
    have = tokens(text)
    rows = [have[place : place + len(wanted)] for place in range(len(have))]
    assert any(
        row[:-1] == wanted[:-1]
        and (row[-1:] == wanted[-1:] or (begins and row[-1].startswith(wanted[-1])))
        for row in rows
        if len(row) == len(wanted)
    )


@given(st.text(), st.sampled_from(["en", "de-AT", "uk", "zh", "xx", ""]))
def test_stems_and_parts_of_any_text(text: str, language: str) -> None:
    assert all(key.startswith(language[:2]) for key in stem_keys(language, text))
    assert all(part == "".join(words(part)) for part in parts_at_apostrophes(text))
