"""Parameters and values that an address does not take: one reading says what does it (docs/api.md,
sections Parameters and Errors).
"""

from datetime import date
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.api.synonyms import HABITS, VALUES, values_for, words_of
from app.api.validation import parts_of
from app.domain.dates import near_days
from tests.answers import ask, problem_of, with_query


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        # another parameter of this address
        ("/statements?order_by=date", ["sort"]),
        ("/statements?orderBy=date", ["sort"]),
        ("/statements?search=troops", ["q"]),
        ("/statements?from=2025-01-01", ["said_from"]),
        ("/statements?start-date=2025-01-01", ["said_from"]),
        ("/statements?until=2025-01-01", ["said_to"]),
        ("/statements?date=2025-01-01", ["said_from", "said_to"]),
        ("/countries?date=2025-12-31", ["as_of"]),
        ("/changes?from=2025-12-31", ["since"]),
        ("/statements?per_page=10", ["limit"]),
        ("/statements?pageSize=10", ["limit"]),
        ("/statements?countries=italy", ["country"]),
        ("/statements?saidFrom=2025-01-01", ["said_from"]),
        ("/statements?filter[country]=italy", ["country"]),
        ("/statements?date[gte]=2025-01-01", ["said_from", "said_to"]),
        ("/statements?person=macron", ["speaker"]),
        ("/statements?actor=EU", ["country", "about"]),
        ("/changes?actor=EU", ["country"]),
        ("/positions/timeline?interval=month", ["step"]),
        # a parameter of another address
        ("/statements?stance=no", ["/positions?stance=opposes", "/positions?stance=declines"]),
        ("/statements?stance=willing", ["/positions?stance=willing"]),
        ("/statements?contribution=troops", ["/positions?contribution=troops"]),
        ("/positions?sort=newest", ["/statements?sort=newest"]),
        ("/positions?search=troops", ["/statements"]),
        # the suffix
        ("/statements?format=csv", ["/statements.csv"]),
        ("/statements?format=CSV&topic=negotiations", ["/statements.csv?topic=negotiations"]),
        ("/statements.csv?format=json", ["/statements.json"]),
        ("/statements.csv?facets=speaker", ["/statements"]),
        ("/statements.csv?cursor=x", ["/statements"]),
        ("/countries/italy?q=ital", ["/countries"]),
        ("/countries/italy?format=jsonld", ["/countries/italy.jsonld"]),
        # another value
        ("/positions?stance=no", ["opposes", "declines"]),
        ("/statements?sort=-date", ["newest"]),
        ("/statements?sort=date:asc", ["oldest"]),
        ("/statements?sort=date", ["newest", "oldest"]),
        ("/statements?sort=score&q=troops", ["relevance"]),
        ("/positions?contribution=soldiers", ["troops"]),
        ("/positions/timeline?step=monthly", ["month"]),
        ("/statements?limit=1000", ["200"]),
        # several values
        ("/statements?speaker=macron,merz", ["macron", "merz"]),
        ("/statements?country=Italy;France", ["Italy", "France"]),
        ("/positions?stance=supports,willing", ["supports", "willing"]),
        ("/statements?topic=negotiations|force-goal", ["negotiations", "force-goal"]),
        ('/statements?country=["Italy","France"]', ["Italy", "France"]),
        ("/statements?country=Italy+France", ["Italy", "France"]),
        ("/statements?sort=newest,oldest", ["newest", "oldest"]),
        # days
        ("/positions?as_of=2026-02-30", ["2026-02-28"]),
        ("/positions?as_of=31.12.2025", ["2025-12-31"]),
        ("/positions?as_of=2025/12/31", ["2025-12-31"]),
        ("/positions?as_of=20251231", ["2025-12-31"]),
        ("/statements?said_from=2025-09-01T00:00:00Z", ["2025-09-01"]),
        ("/statements?said_from=2025-09", ["2025-09-01", "2025-09-30"]),
        ("/statements?said_to=03/04/2025", ["2025-04-03", "2025-03-04"]),
        ("/changes?since=2025-02-30", ["2025-02-28"]),
        ("/statements?said_from=4 September 2025", ["2025-09-04"]),
        ("/statements?said_from=Sept. 4th, 2025", ["2025-09-04"]),
        ("/statements?said_from=Sep 2025", ["2025-09-01", "2025-09-30"]),
        ("/statements?said_from=2025-Q3", ["2025-07-01", "2025-09-30"]),
        ("/statements?said_from=2025-W36", ["2025-09-01", "2025-09-07"]),
        ("/statements?said_from=1756944000", ["2025-09-04"]),
        ("/statements?said_from=1756944000000", ["2025-09-04"]),
        ("/statements?after=2025-09-04", ["said_from"]),
        # names
        ("/statements?speaker=macrn", ["Macron"]),
        ("/statements?speaker=Macron (France)", ["Macron"]),
        ("/statements?topic=troops", ["troop-deployment"]),
        ("/statements?source=Fundacion Rapala", ["rapala-26-nations"]),
        ("/positions?question=peacekeeping", ["peacekeeping-force"]),
        ("/statements?attribution=own", ["self"]),
        ("/positions?stance=opposes supports", ["opposes", "supports"]),
        ("/positions?stance=opposes OR supports", ["opposes", "supports"]),
        ("/positions?disputed=yes", ["true"]),
        ("/positions?has_position=without", ["false"]),
        ("/positions?certainty=sure", ["certain"]),
        ("/positions?contribution=soldier", ["troops"]),
        ("/positions?condition=peace", ["peace_deal"]),
        # a value of another parameter
        ("/changes?type=corrected", ["change"]),
        ("/changes?action=added", ["change"]),
        ("/statements?type=quote", ["kind"]),
        ("/positions?position=opposes", ["stance", "view"]),
        ("/statements?quoted=true", ["kind", "q"]),
    ],
)
def test_a_wrong_parameter_says_what_does_it(
    client: httpx.Client, sent: str, meant: list[str]
) -> None:
    """`did_you_mean` has what works in its place, and the sentence has it too."""
    problem = problem_of(client, sent)
    assert (problem["status"], problem["code"]) == (422, "invalid-parameter")
    assert problem["did_you_mean"] == meant
    [error] = problem["errors"]
    for one in meant:
        assert one in error["detail"] or "limit" in sent
        assert one in problem["detail"] or "limit" in sent
    path, _, query = sent.partition("?")
    name, _, value = query.partition("=")
    rest = value.partition("&")[2]
    for one in meant:
        if one.startswith("/"):
            ask(client, one)
        elif one not in problem["allowed"] if "allowed" in problem else True:
            ask(client, with_query(f"{path}?{rest}" if rest else path, **{name: one}))


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ("/statements?page=2", "next_url"),
        ("/statements?offset=50", "next_url"),
        ("/statements?skip=50", "next_url"),
        ("/statements?fields=id", "all of its fields"),
        ("/statements?format=xlsx", "the suffix of the path: .json, .csv or .ndjson"),
        ("/statements?api_key=1", "No key is needed"),
        ("/statements?version=2", "/@<version>/"),
        ("/statements?speaker=macron,merz", "Repeat the parameter"),
        ("/statements?speaker=macron,merz", "speaker=macron&speaker=merz"),
        ("/statements?speaker=macron,nobody", "speaker=macron&speaker=nobody"),
        ("/positions?as_of=2025-02-30", "There is no such day."),
        ("/positions?as_of=today", "Leave out as_of"),
        ("/changes?since=7d", "Must be a day, as in 2025-12-31, or a published version"),
        ("/statements?limit=1000", "a whole number from 1 to 200. For the whole list add .csv"),
        ("/statements?limit=0", "a whole number from 1 to 200. For the whole list add .csv"),
        ("/statements?limit=all", "a whole number from 1 to 200. For the whole list add .csv"),
        ("/statements?limit=50.0", "Must be a whole number from 1 to 200."),
        ("/statements.csv?limit=0", "Must be a whole number, 1 or more. Leave it out for"),
        ("/statements?cursor=2", "Follow next_url as it is, or leave out cursor"),
        ("/statements?country=*", "Leave out country to get everything."),
        ("/positions?stance=all", "Leave out stance to get everything."),
        ("/positions?stance=!opposes", "Repeat it for all others: stance=willing&stance=open"),
        ("/positions?stance=ne:opposes", "Repeat it for all others: stance=willing&"),
        ("/positions?stance!=opposes", "Repeat it for all others: stance=willing&"),
        ("/positions?country=italy;stance=declines", "Separate parameters by &"),
        ("/positions?country=italy%26stance=declines", "do not percent-encode the &."),
        ("/positions?stance=declines;country=italy", "Separate parameters by &"),
        ("/positions?country=italy%00", "contains a control character"),
        ("/positions?country=39", "/countries lists all of them."),
        ("/statements?speaker=trump", "/speakers lists all of them."),
        ("/countries?iso2=IT", "/countries/{name}, by any name or code"),
        ("/countries?region=europe", "There is no filter by region."),
        ("/positions?filter=stance:opposes", "Each filter is a parameter of its own"),
        ("/positions?type=country", "Leave it out, or use one of those in allowed."),
        ("/positions?country=Korea", "Use country=north-korea or country=south-korea."),
        ("/positions?=italy", "a value without the name of a parameter"),
        ("/positions?region=europe", "There is no filter by region. Repeat country"),
        ("/positions?fbclid=1", "Leave it out, or use one of those in allowed."),
        ("/positions?nocache=1", "only _ and utm_… are ignored"),
        ("/positions/timeline?from=2025-01-01", "Its last day is as_of."),
        ("/statements.csv?delimiter=;", "separated by commas, and the text is UTF-8"),
        ("/vocabulary?name=stance", "This address takes no parameters."),
        ("/oembed?url=", "Must not be empty."),
        ("/statements?q=", "Must not be empty."),
        ("/statements?speaker=", "Must not be empty."),
        ("/positions?stance=", "Must not be empty."),
        ("/positions?has_position=maybe", "Must be true or false."),
        ("/positions?country=EU", "actor=european-union"),
        ("/positions?country=NATO", "actor=nato"),
        ("/positions?sort=x", "sort is a parameter of /statements"),
    ],
)
def test_a_wrong_parameter_is_explained(client: httpx.Client, sent: str, says: str) -> None:
    problem = problem_of(client, sent)
    assert problem["status"] == 422
    assert says in problem["detail"]
    assert says in problem["errors"][0]["detail"]


def test_a_quotation_in_the_wrong_parameter(client: httpx.Client) -> None:
    for name in ("q", "quote"):
        problem = problem_of(client, f"/quotes/check?{name}=would+not+send+troops")
        assert problem["did_you_mean"] == ["text"]


def test_signs_of_other_search_engines_are_words(client: httpx.Client) -> None:
    """A search with them finds statements that have all words, and says so."""
    for q in ("-troops", "troops OR mission", "troop*", "speaker:macron", "troops AND NOT Italy"):
        search = ask(client, with_query("/statements", q=q)).json()["search"]
        assert "no special meaning" in search["note"]
    assert "no special meaning" in client.get("/browse/statements?q=-troops").text
    assert "special meaning" not in client.get("/browse/statements?q=troops").text
    for q in ("troops", "front-line troops", '"send troops"', "and not or", "U.S.", "no: 5"):
        search = ask(client, with_query("/statements", q=q)).json()["search"]
        assert "special meaning" not in (search["note"] or "")


LIBRARY = (
    "Input should",
    "String should",
    "Value error",
    "List should",
    "valid boolean",
    "parsing",
)


@given(
    name=st.sampled_from(
        ["limit", "q", "sort", "said_from", "speaker", "facets", "cursor", "topic", "kind"]
    )
    | st.sampled_from([word for habit in HABITS for word in habit.words.split()])
    | st.text(min_size=1, max_size=20),
    value=st.sampled_from(["", "no", "2025-02-30", "0", "1e9", "-1", "a,b", "," * 30, "x" * 300])
    | st.sampled_from([word for words in VALUES.values() for word in words.split()])
    | st.text(max_size=30),
    path=st.sampled_from(["/statements", "/positions", "/statements.csv", "/countries/italy"]),
)
@settings(deadline=None)
def test_no_error_has_the_words_of_a_library(
    client: httpx.Client, path: str, name: str, value: str
) -> None:
    """Whatever is sent: our own sentences, one for each parameter, and suggestions that are
    paths of this service, parameters or values.
    """
    answer = client.get(path, params={name: value})
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        problem: dict[str, Any] = answer.json()
        sentences = [problem["detail"], *(error["detail"] for error in problem["errors"])]
        assert not any(words in one for words in LIBRARY for one in sentences), problem
        for one in problem.get("did_you_mean", []):
            if one.startswith("/"):
                assert client.get(one).status_code in (200, 422)


def test_many_wrong_parameters_are_bounded(client: httpx.Client) -> None:
    """200 of them get a short answer, in which only the first are compared."""
    query = "&".join(f"ordr_by{number}={'x' * 20}" for number in range(200))
    answer = client.get(f"/statements?{query}")
    assert answer.status_code == 422
    assert len(answer.content) < 8000
    assert len(answer.json()["errors"]) == 20


@given(text=st.text(alphabet="0123456789-/. TZ:", max_size=25) | st.text(max_size=60))
def test_near_days_are_days(text: str) -> None:
    found = near_days(text)
    assert len(found) <= 2
    assert [date.fromisoformat(one).isoformat() for one in found] == found


@given(day=st.dates(min_value=date(1, 1, 1)))
def test_a_day_is_known_in_each_notation(day: date) -> None:
    iso = day.isoformat()
    assert near_days(iso)[0] == near_days(iso.replace("-", "/"))[0] == iso
    assert near_days(iso.replace("-", ""))[0] == iso
    assert iso in near_days(f"{day.day}.{day.month}.{day.year:04}")
    assert near_days(f"{iso}T12:00:00Z")[0] == iso


@given(text=st.text(max_size=200))
def test_parts_are_parts(text: str) -> None:
    parts = parts_of(text)
    assert len(parts) != 1
    assert all(part and part in text for part in parts)
    assert len(words_of(text)) <= 6
    assert set(values_for(text, ["newest", "oldest"])) <= {"newest", "oldest"}


def test_another_word_means_one_of_the_allowed_values(client: httpx.Client) -> None:
    """The words in the table are those of values that there are."""
    terms = ask(client, "/vocabulary").json()["vocabularies"]
    known = {term["id"] for terms_of in terms.values() for term in terms_of}
    assert set(VALUES) <= known | {
        *("newest", "oldest", "relevance", "month", "year", "true", "false")
    }
