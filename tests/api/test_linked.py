"""What the answers mean, for programs: JSON-LD, Web Annotations, and the columns of the CSVs."""

import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from pyld import jsonld as processor  # type: ignore[import-untyped]

from app.api.formats import jsonld
from app.api.formats.csv import csv_lines
from app.api.formats.list_format import Column
from app.api.schemas import DatasetInfo
from app.api.urls import Urls
from app.build.publish import point
from app.domain.selectors import archived
from app.statements.annotation import annotation
from tests.editions import written_anew
from tests.fixtures import SEED, Served

PUBLIC = "https://stated.example"
SOURCE = "rapala-26-nations"
ANNOTATION = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
OPENING, CLOSING = '“"«„', '”"»“'
HOSTILE = (
    '</script><script>alert("1")</script><!-- & \u2028\u2029 ]]> \'"\\ {{7*7}} ‮ 𝔘 \n# '
    "head\n[a](javascript:b)"
)
THING = {"@type", "@id", "name", "identifier", "url", "description"}
WORK = THING | {"abstract", "about", "inLanguage", "archivedAt", "isPartOf", "isBasedOn"}
# Which words of schema.org each of its classes knows, of those that are used here
# (schema.org/<class>, version 29).
WORDS = {
    "CreativeWork": WORK
    | {
        "disambiguatingDescription",
        "mainEntity",
        "creativeWorkStatus",
        "dateCreated",
        "temporalCoverage",
        "citation",
        "headline",
        "publisher",
        "datePublished",
        "copyrightNotice",
        "encoding",
        "mainEntityOfPage",
        "subjectOf",
    },
    "Claim": WORK | {"text", "author", "dateCreated", "keywords", "appearance", "hasPart"},
    "Quotation": WORK | {"text", "creator", "spokenByCharacter"},
    "Question": {"@type", "identifier", "text"},
    "Dataset": WORK
    | {
        "version",
        "license",
        "copyrightNotice",
        "isAccessibleForFree",
        "creator",
        "datePublished",
        "dateModified",
        "temporalCoverage",
        "spatialCoverage",
        "keywords",
        "creditText",
        "variableMeasured",
        "distribution",
    },
    "DataDownload": {"@type", "name", "encodingFormat", "contentUrl"},
    "MediaObject": {"@type", "encodingFormat", "sha256"},
    "Country": THING | {"alternateName", "sameAs", "subjectOf"},
    "Organization": THING | {"alternateName", "sameAs", "subjectOf", "email"},
    "Person": THING | {"alternateName", "sameAs", "subjectOf", "hasOccupation", "affiliation"},
    "Occupation": {"@type", "name", "occupationLocation"},
    "Role": {"@type", "roleName", "startDate", "endDate", "hasOccupation", "affiliation"},
    "PropertyValue": {"@type", "name", "description", "propertyID", "value"},
    "Observation": {
        "@type",
        "observationAbout",
        "variableMeasured",
        "value",
        "observationDate",
        "description",
    },
}
# Stand-ins for the contexts, with all that is used here: nothing is fetched.
_OA, _TERMS = "http://www.w3.org/ns/oa#", "http://purl.org/dc/terms/"
CONTEXTS: dict[str, dict[str, Any]] = {
    "https://schema.org": {"@vocab": "http://schema.org/"},
    "http://www.w3.org/ns/anno.jsonld": {
        "schema": "http://schema.org/",
        "id": "@id",
        "type": "@type",
        "name": "http://xmlns.com/foaf/0.1/name",
        "Organization": "http://xmlns.com/foaf/0.1/Organization",
        "Software": "http://www.w3.org/ns/activitystreams#Application",
        "generator": {"@id": "http://www.w3.org/ns/activitystreams#generator", "@type": "@id"},
        "generated": f"{_TERMS}issued",
        "format": "http://purl.org/dc/elements/1.1/format",
        "language": "http://purl.org/dc/elements/1.1/language",
        "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
        **{word: {"@id": f"{_TERMS}{word}", "@type": "@id"} for word in ("creator", "rights")},
        **{
            word: f"{_OA}{word}"
            for word in (
                "Annotation",
                "TextualBody",
                "SpecificResource",
                "TextQuoteSelector",
                "TextPositionSelector",
                "TimeState",
                "describing",
                "tagging",
                "start",
                "end",
                "exact",
                "prefix",
                "suffix",
            )
        },
        **{
            word: {"@id": f"{_OA}{name}", "@type": kind}
            for word, name, kind in (
                ("body", "hasBody", "@id"),
                ("target", "hasTarget", "@id"),
                ("source", "hasSource", "@id"),
                ("selector", "hasSelector", "@id"),
                ("state", "hasState", "@id"),
                ("cached", "cachedSource", "@id"),
                ("canonical", "canonical", "@id"),
                ("motivation", "motivatedBy", "@vocab"),
                ("purpose", "hasPurpose", "@vocab"),
            )
        },
    },
}


def local(url: str) -> str:
    """The path and query of an address of this service."""
    assert url.startswith(f"{PUBLIC}/"), url
    return url.removeprefix(PUBLIC)


def ask(client: httpx.Client, address: str, kind: str) -> dict[str, Any]:
    """An answer with status 200 and this media type."""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind), (
        address,
        answer.text[:300],
    )
    found: dict[str, Any] = answer.json()
    return found


def linked(client: httpx.Client, address: str) -> dict[str, Any]:
    """The JSON-LD of an address."""
    path, question, query = address.partition("?")
    return ask(client, f"{path}.jsonld{question}{query}", "application/ld+json")


def lines(client: httpx.Client, address: str) -> list[dict[str, Any]]:
    """The rows of an NDJSON list."""
    return [json.loads(line) for line in client.get(address).content.splitlines()]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object in a document."""
    if isinstance(value, dict):
        yield value
    for member in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from nodes(member)


def of_type(document: Any, kind: str) -> list[dict[str, Any]]:
    """Every node of a class."""
    return [node for node in nodes(document) if node.get("@type") == kind]


@pytest.fixture(scope="module")
def statements(client: httpx.Client) -> list[dict[str, Any]]:
    """All statements."""
    return lines(client, "/statements.ndjson")


@pytest.fixture(scope="module")
def documents(client: httpx.Client, statements: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """All JSON-LD that the launch dataset gives, less most of the silent countries."""
    board = lines(client, "/positions.ndjson?has_position=true")
    actors = [(one["actor"]["type"], one["actor"]["id"]) for one in board]
    actors += [("country", "spain"), ("country", "kosovo"), ("organisation", "nato")]
    paths = [
        "/dataset",
        "/countries/russia?as_of=2025-06-30",
        "/countries/russia/position?as_of=2025-06-30",
    ]
    for kind, name in actors:
        actor = f"/{'countries' if kind == 'country' else 'actors'}/{name}"
        paths += [actor, f"{actor}/position"]
    paths += [f"/positions/{one['id']}" for one in board]
    paths += [f"/statements/{one['id']}" for one in statements]
    paths += [
        f"/{kind}/{one['id']}"
        for kind in ("speakers", "sources")
        for one in lines(client, f"/{kind}.ndjson")
    ]
    assert len(paths) > 45
    return {path: linked(client, path) for path in paths}


@pytest.fixture(scope="module")
def hostile(
    launch: Path, serve: Callable[..., Served], tmp_path_factory: pytest.TempPathFactory
) -> httpx.Client:
    """A service whose dataset has, in every place for a text, one that tries to end its place."""
    path = Path(shutil.copy(launch, tmp_path_factory.mktemp("hostile")))
    with closing(sqlite3.connect(path)) as connection:
        for table, texts in {
            "dataset": ("title", "description"),
            "statement": ("summary", "exact", "role_as_printed"),
            "person": ("name",),
            "source": ("title", "publisher", "rights"),
            "actor": ("name", "note"),
            "position": ("summary", "not_supported"),
            "topic": ("label",),
            "question": ("text",),
            "role": ("title",),
        }.items():
            for text in texts:
                connection.execute(f"UPDATE {table} SET {text} = ?", (HOSTILE,))
        connection.execute(
            "UPDATE person SET merged_into = 'emmanuel-macron' WHERE id = 'friedrich-merz'"
        )
        connection.commit()
    written_anew(path)
    point(path.parent, path.stem)
    return serve(path.parent, public_url=PUBLIC).client


# --- JSON-LD --------------------------------------------------------------------------------------


def loaded(url: str, _: Any = None) -> dict[str, Any]:
    """A context, without a request to its server."""
    document = {"@context": CONTEXTS[url]}
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": document,
    }


def expanded(document: dict[str, Any]) -> list[dict[str, Any]]:
    """A document as a JSON-LD processor understands it; a member that it does not know is an
    error.
    """

    def refuse(member: str | None) -> None:
        raise AssertionError(f"means nothing: {member}")

    found: list[dict[str, Any]] = processor.expand(
        document, {"documentLoader": loaded}, on_property_dropped=refuse
    )
    return found


def values(document: Any) -> int:
    """How many values a document has, expanded or not."""
    if isinstance(document, dict):
        return (
            1
            if "@value" in document
            else sum(values(member) for key, member in document.items() if key != "@context")
        )
    return sum(map(values, document)) if isinstance(document, list) else 1


def test_a_processor_understands_all_of_it(documents: dict[str, dict[str, Any]]) -> None:
    for path, document in documents.items():
        found = expanded(document)
        assert len(found) == 1, path
        assert values(found) == values(document), path
        assert found[0]["@type"] == [f"http://schema.org/{document['@type']}"]


def test_a_word_that_means_nothing_would_be_seen() -> None:
    document = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{PUBLIC}/a",
        "type": "Annotation",
        "colour": "red",
    }
    with pytest.raises(AssertionError, match="means nothing: colour"):
        expanded(document)


def test_only_words_that_schema_org_has_for_the_class(documents: dict[str, dict[str, Any]]) -> None:
    seen = set()
    for path, document in documents.items():
        assert document["@context"] == "https://schema.org"
        for node in nodes({key: value for key, value in document.items() if key != "@context"}):
            if node.keys() != {"@id"}:  # a mere reference
                assert node.keys() <= WORDS[node["@type"]], path
                seen.add(node["@type"])
            assert not [
                key for key, value in node.items() if value is None or value == [] or value == ""
            ], path
    assert seen == WORDS.keys()


def test_only_words_in_quotation_marks_are_quotations(
    documents: dict[str, dict[str, Any]], statements: list[dict[str, Any]]
) -> None:
    """Over all documents: each Quotation is a part of the Claim in whose text it stands between
    quotation marks.
    """
    quoted = {
        f"{PUBLIC}/statements/{one['id']}": [words["exact"] for words in one["quoted"]]
        for one in statements
    }
    assert sum(map(len, quoted.values())) >= 2
    found = 0
    for path, document in documents.items():
        claims = of_type(document, "Claim")
        parts = [part for claim in claims for part in claim.get("hasPart", ())]
        assert of_type(document, "Quotation") == parts, path
        for claim in claims:
            words = [part["text"] for part in claim.get("hasPart", ())]
            assert words == quoted[claim["@id"]], path
            for one in words:
                assert re.search(f"[{OPENING}]{re.escape(one)}[{CLOSING}.,]", claim["text"]), path
        found += len(parts)
    assert found >= 4


def test_nothing_is_rated(documents: dict[str, dict[str, Any]]) -> None:
    for path, document in documents.items():
        text = json.dumps(document)
        assert not re.search(
            r'"(ClaimReview|Review|Rating|reviewRating|aggregateRating|claimReviewed)"', text
        ), path


def test_a_claim_says_whose_words_it_has(
    documents: dict[str, dict[str, Any]], statements: list[dict[str, Any]]
) -> None:
    for one in statements:
        claim = documents[f"/statements/{one['id']}"]
        assert (claim["@type"], claim["identifier"]) == ("Claim", one["id"])
        assert (claim["text"], claim["abstract"]) == (one["selector"]["exact"], one["summary"])
        assert claim["isBasedOn"] == one["href_in_context"]
        work = claim["appearance"]
        assert (work["@id"], work["url"]) == (one["links"]["source"], one["source"]["url"])
        assert one["source"]["publisher"] in claim["description"]
        assert "We wrote the abstract." in claim["description"]
        if one["kind"] == "narration":
            assert claim["author"] == work["publisher"]
            assert "not of a speaker" in claim["description"]
        else:
            assert claim["author"]["@type"] == "Person"
            assert (claim["author"]["@id"], claim["author"]["name"]) == (
                one["links"]["speaker"],
                one["speaker"]["name"],
            )
            assert "wording of the source" in claim["description"]
        assert [actor["@id"].rpartition("/")[2] for actor in claim["about"]] == [
            pair["actor"] for pair in one["about"]
        ]


def test_unnamed_speakers_and_joint_texts(
    client: httpx.Client, statements: list[dict[str, Any]]
) -> None:
    """Shapes that the launch article has not: an unnamed speaker, and a joint text."""
    about = DatasetInfo("Stated", "0" * 16, date(2026, 1, 1), Urls(PUBLIC))
    row = {"type": "country", "iso2": None, "iso3": None, "numeric": None}
    known = {one: row | {"id": one, "name": one.title()} for one in ("france", "germany")}
    body = next(one for one in statements if one["quoted"]) | {
        "speaker": None,
        "about": [],
        "countries": [],
    }
    unnamed = jsonld.statement(body, about, known)
    assert "author" not in unnamed
    assert not {"creator", "spokenByCharacter"} & unnamed["hasPart"][0].keys()
    assert "somebody whom the source does not name" in unnamed["description"]
    joint = jsonld.statement(body | {"countries": ["france", "germany"]}, about, known)
    assert "What France, Germany said, as reported by" in joint["description"]


def test_a_position_and_its_evidence(
    client: httpx.Client, documents: dict[str, dict[str, Any]]
) -> None:
    for one in lines(client, "/positions.ndjson?has_position=true"):
        node = documents[f"/positions/{one['id']}"]
        assert (node["@id"], node["identifier"], node["abstract"]) == (
            one["links"]["self"],
            one["id"],
            one["summary"],
        )
        assert node["about"][0]["name"] == one["actor"]["name"]
        assert {what["variableMeasured"]: what["value"] for what in node["mainEntity"]} == {
            axis: one[axis] for axis in ("stance", "view", "participation")
        }
        rests = [
            claim["identifier"] for claim in [*node.get("isBasedOn", ()), *node.get("citation", ())]
        ]
        assert sorted(rests) == sorted(piece["statement"]["id"] for piece in one["evidence"])
        assert node["disambiguatingDescription"].endswith(one["not_supported"])
        kind = "countries" if one["actor"]["type"] == "country" else "actors"
        assert documents[f"/{kind}/{one['actor']['id']}/position"] == node
        assert documents[f"/{kind}/{one['actor']['id']}"]["subjectOf"]["@id"] == node["@id"]


def test_silence_is_no_answer(documents: dict[str, dict[str, Any]]) -> None:
    node = documents["/countries/spain/position"]
    assert "neither yes nor no" in node["abstract"]
    assert {what["value"] for what in node["mainEntity"]} == {"not_stated"}
    assert not {"identifier", "isBasedOn", "citation", "creativeWorkStatus"} & node.keys()
    assert (
        documents["/countries/spain"]["subjectOf"]["@id"]
        == node["@id"]
        == f"{PUBLIC}/countries/spain/position"
    )


def test_a_day_in_the_past(documents: dict[str, dict[str, Any]]) -> None:
    node = documents["/countries/russia/position?as_of=2025-06-30"]
    assert {what["observationDate"] for what in node["mainEntity"]} == {"2025-06-30"}


def test_actors_and_people(documents: dict[str, dict[str, Any]]) -> None:
    italy, kosovo = documents["/countries/italy"], documents["/countries/kosovo"]
    assert italy["@type"] == "Country"
    assert [(one["propertyID"], one["value"]) for one in italy["identifier"]] == [
        ("ISO 3166-1 alpha-2", "IT"),
        ("ISO 3166-1 alpha-3", "ITA"),
        ("ISO 3166-1 numeric", "380"),
    ]
    assert italy["sameAs"] == "https://www.wikidata.org/wiki/Q38"
    assert "Repubblica Italiana" in italy["alternateName"]
    assert not {"Rome", "Italian", "Kingdom of Italy", "Italy"} & {*italy["alternateName"]}
    assert len(kosovo["identifier"]) == 2
    assert (
        documents["/actors/nato"]["@type"]
        == documents["/actors/coalition-of-26"]["@type"]
        == "Organization"
    )
    assert "identifier" not in documents["/actors/nato"]
    macron = documents["/speakers/emmanuel-macron"]
    [role] = macron["hasOccupation"]
    assert role["hasOccupation"]["name"] == "President of France"
    assert role["hasOccupation"]["occupationLocation"]["@id"] == f"{PUBLIC}/countries/france"
    assert not {"startDate", "endDate"} & role.keys(), "neither is known"
    assert "sameAs" not in documents["/speakers/friedrich-merz"], "no Wikidata id was verified"


def test_a_role_in_a_body_and_its_dates(client: httpx.Client) -> None:
    about = DatasetInfo("Stated", "0" * 16, date(2026, 1, 1), Urls(PUBLIC))
    known = {
        "nato": {
            "type": "organisation",
            "id": "nato",
            "name": "NATO",
            "iso2": None,
            "iso3": None,
            "numeric": None,
        }
    }
    held = {"held_from": {"value": "2024-10"}, "held_to": None, "capacity": "other"}
    roles = [
        {"title": "Secretary General", "actor": "nato", "organisation": None, **held},
        {"title": "Chair", "actor": None, "organisation": "A Club", **held},
    ]
    body = client.get("/speakers/emmanuel-macron").json() | {"roles": roles}
    first, second = jsonld.person(body, about, known)["affiliation"]
    assert first == {
        "@type": "Role",
        "roleName": "Secretary General",
        "startDate": "2024-10",
        "affiliation": {"@type": "Organization", "@id": f"{PUBLIC}/actors/nato", "name": "NATO"},
    }
    assert second["affiliation"] == {"@type": "Organization", "name": "A Club"}


def test_a_source(documents: dict[str, dict[str, Any]], client: httpx.Client) -> None:
    body, node = client.get(f"/sources/{SOURCE}").json(), documents[f"/sources/{SOURCE}"]
    assert (node["headline"], node["url"], node["publisher"]["name"]) == (
        body["title"],
        body["url"],
        body["publisher"],
    )
    assert node["encoding"]["sha256"] == body["text_sha256"]
    assert "datePublished" not in node, "the page prints no date"


def test_the_dataset_as_search_engines_want_it(
    client: httpx.Client, documents: dict[str, dict[str, Any]]
) -> None:
    """Google's Dataset Search asks for a name and 50 to 5,000 characters of description, and
    recommends the others.
    """
    body, node = client.get("/dataset").json(), documents["/dataset"]
    assert node["name"] == body["title"]
    assert 50 <= len(node["description"]) <= 5000
    assert node["creator"] == {"@type": "Organization", "name": body["contact"]["name"]}
    assert (node["version"], node["datePublished"]) == (body["version"], body["published"])
    assert node["license"] == body["licence"]["url"]
    assert node["isAccessibleForFree"] is True
    assert node["identifier"] == f"{PUBLIC}/@{body['version']}/dataset"
    first_day, _, last_day = node["temporalCoverage"].partition("/")
    assert (
        date.fromisoformat(first_day)
        < date.fromisoformat(last_day)
        == date.fromisoformat(body["published"])
    )
    board = lines(client, "/positions.ndjson?has_position=true")
    assert {one["name"] for one in node["spatialCoverage"]} == {
        one["actor"]["name"] for one in board if one["actor"]["type"] == "country"
    }
    assert "citation" not in node, "to Google these are articles to be cited besides"
    assert node["creditText"] == body["citation"]["long"]
    for download in node["distribution"]:
        answer = client.get(local(download["contentUrl"]))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].partition(";")[0] == download["encodingFormat"]
        assert f"/@{body['version']}/" in download["contentUrl"]
    assert len(node["distribution"]) == 18


def test_every_list_is_a_download_of_the_dataset(
    client: httpx.Client, documents: dict[str, dict[str, Any]]
) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    files = {path[1:] for path in paths if re.fullmatch(r"/[a-z]+\.(csv|ndjson)", path)}
    downloads = documents["/dataset"]["distribution"]
    assert {download["contentUrl"].rpartition("/")[2] for download in downloads} == files


def test_every_address_of_ours_answers(
    client: httpx.Client, documents: dict[str, dict[str, Any]]
) -> None:
    found = {
        value.partition("#")[0]
        for document in documents.values()
        for node in nodes(document)
        for value in node.values()
        if isinstance(value, str) and re.fullmatch(rf"{PUBLIC}/\S*", value)
    }
    assert len(found) > 100
    assert {
        url: status
        for url in sorted(found)
        if (status := client.get(local(url)).status_code) != 200
    } == {}


@pytest.mark.parametrize(
    "address",
    [
        "/dataset",
        "/countries/italy",
        "/countries/spain/position",
        "/positions/italy-peacekeeping-force-1",
        f"/statements/{SOURCE}-pledge",
        "/speakers/emmanuel-macron",
        f"/sources/{SOURCE}",
    ],
)
def test_a_thing_has_one_name_in_every_version(
    client: httpx.Client, launch: Path, address: str
) -> None:
    """Under a pin the document is the same: what a thing is called does not depend on where it was
    read.
    """
    assert linked(client, f"/@{launch.stem}{address}") == linked(client, address)


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/countries/Italia", "/countries/italy"),
        ("/countries/U.S./position", "/countries/united-states/position"),
        ("/actors/the%2026/position", "/actors/coalition-of-26/position"),
        ("/speakers/Zelenskyy", "/speakers/volodymyr-zelensky"),
    ],
)
def test_names_as_people_write_them(client: httpx.Client, asked: str, canonical: str) -> None:
    assert linked(client, asked) == linked(client, canonical)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/countries/atlantis.jsonld", 404),
        ("/statements/none.jsonld", 404),
        ("/statements/none/annotation", 404),
        ("/dataset.jsonld?colour=red", 422),
        (f"/statements/{SOURCE}-pledge/annotation?limit=1", 422),
        ("/countries/italy/position.jsonld?as_of=2020-01-01", 422),
        ("/countries.jsonld", 404),
        ("/positions/summary.jsonld", 404),
    ],
)
def test_what_is_refused(client: httpx.Client, address: str, status: int) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )


def test_errors_name_the_formats_that_there_are(client: httpx.Client) -> None:
    for address, accept, status in (
        (f"/statements/{SOURCE}-pledge.csv", "*/*", 404),
        (f"/statements/{SOURCE}-pledge", "application/ld+json", 406),
        (f"/statements/{SOURCE}-pledge.jsonld", "text/html", 406),
    ):
        answer = client.get(address, headers={"Accept": accept})
        assert (answer.status_code, answer.json()["allowed"]) == (
            status,
            [".json", ".csl.json", ".jsonld"],
        )


# --- hostile texts --------------------------------------------------------------------------------


class Scripts(HTMLParser):
    """The contents of a page's scripts, and its other tags."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.tags: list[str] = []
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._inside = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts.append(data)


def test_a_page_can_contain_any_text(hostile: httpx.Client) -> None:
    for address in (
        f"/statements/{SOURCE}-pledge",
        "/countries/italy/position",
        "/dataset",
        f"/sources/{SOURCE}",
    ):
        data = linked(hostile, address)
        assert any(
            HOSTILE in value
            for node in nodes(data)
            for value in node.values()
            if isinstance(value, str)
        )
        shown = jsonld.for_html(data)
        assert not set(shown) & set("<>&\u2028\u2029")
        page = Scripts(
            "<!doctype html><title>x</title><script "
            f'type="application/ld+json">{shown}</script><p>after</p>'
        )
        assert page.tags == ["title", "script", "p"]
        assert json.loads("".join(page.scripts)) == data


def test_hostile_texts_stay_texts(hostile: httpx.Client) -> None:
    claim = linked(hostile, f"/statements/{SOURCE}-pledge")
    assert (
        claim["text"]
        == claim["abstract"]
        == claim["appearance"]["name"]
        == claim["author"]["name"]
        == HOSTILE
    )
    assert expanded(claim)[0]["http://schema.org/text"] == [{"@value": HOSTILE}]
    note = ask(hostile, f"/statements/{SOURCE}-pledge/annotation", ANNOTATION)
    assert note["body"][0]["value"] == note["target"]["selector"][0]["exact"] == HOSTILE


def test_the_slug_of_a_merged_person_redirects(hostile: httpx.Client) -> None:
    answer = hostile.get("/speakers/friedrich-merz.jsonld")
    assert (answer.status_code, answer.headers["Location"]) == (
        308,
        f"{PUBLIC}/speakers/emmanuel-macron.jsonld",
    )


# --- Web Annotations ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def annotations(
    client: httpx.Client, statements: list[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The annotation that each statement is."""
    return {
        one["id"]: ask(client, f"/statements/{one['id']}/annotation", ANNOTATION)
        for one in statements
    }


def test_annotations_keep_the_rules_of_the_model(annotations: dict[str, dict[str, Any]]) -> None:
    """Web Annotation Data Model: what must be there (3.1), bodies (3.2), time and rights (3.3),
    selectors and states (4).
    """
    for name, note in annotations.items():
        assert note["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert (note["id"], note["type"]) == (
            f"{PUBLIC}/statements/{name}/annotation",
            "Annotation",
        )
        assert (note["canonical"], note["motivation"]) == (note["id"], "describing")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", note["generated"])
        assert urlsplit(note["rights"]).scheme == "https"
        assert [one["purpose"] for one in note["body"]] == ["describing"] + ["tagging"] * (
            len(note["body"]) - 1
        )
        for one in note["body"]:
            assert one["type"] == "TextualBody"
            assert isinstance(one["value"], str)
        target = note["target"]
        assert target["type"] == "SpecificResource"
        assert urlsplit(target["source"]).scheme == "https"
        quote, position = target["selector"]
        assert quote.keys() == {"type", "exact", "prefix", "suffix"}
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert position.keys() == {"type", "start", "end"}
        assert 0 <= position["start"] < position["end"]
        assert target["state"]["type"] == "TimeState"
        assert target["state"]["cached"]


def test_a_processor_understands_annotations(annotations: dict[str, dict[str, Any]]) -> None:
    for note in annotations.values():
        [found] = expanded(note)
        assert values([found]) == values(note)
        assert found["@type"] == ["http://www.w3.org/ns/oa#Annotation"]
        [target] = found["http://www.w3.org/ns/oa#hasTarget"]
        assert len(target["http://www.w3.org/ns/oa#hasSelector"]) == 2
        [state] = target["http://www.w3.org/ns/oa#hasState"]
        assert "http://schema.org/sha256" in state


def test_both_selectors_find_the_words(
    client: httpx.Client, annotations: dict[str, dict[str, Any]], statements: list[dict[str, Any]]
) -> None:
    """In the archived text, counted in code points; in what the state calls the cached copy the
    same words stand there.
    """
    [path] = (SEED / "sources" / SOURCE).glob("*.txt")
    text = archived(path.read_bytes())
    copies = {note["target"]["state"]["cached"] for note in annotations.values()}
    [cached] = copies
    sentences = client.get(local(cached), params={"limit": 200}).json()["items"]
    for one in statements:
        target = annotations[one["id"]]["target"]
        quote, position = target["selector"]
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"] == one["selector"]["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        assert target["state"]["schema:sha256"] == sha256(text.encode()).hexdigest()
        [sentence] = [each for each in sentences if each["start"] <= start and end <= each["end"]]
        assert (
            sentence["exact"][start - sentence["start"] : end - sentence["start"]] == quote["exact"]
        )


def test_where_only_excerpts_are_kept_nothing_counts_characters(
    statements: list[dict[str, Any]],
) -> None:
    about = DatasetInfo("Stated", "0" * 16, date(2026, 1, 1), Urls(PUBLIC))
    row = {
        "contact": {"name": "Us"},
        "licence": {"url": "https://a.example/licence"},
        "language": "en",
    }
    nowhere = dict.fromkeys(("prefix", "suffix", "start", "end", "text_sha256"))
    body = statements[0] | {"selector": statements[0]["selector"] | nowhere}
    target = annotation(body, about, row)["target"]
    assert target == {
        "type": "SpecificResource",
        "source": body["source"]["url"],
        "selector": [{"type": "TextQuoteSelector", "exact": body["selector"]["exact"]}],
    }


def test_a_pinned_annotation_knows_its_other_address(client: httpx.Client, launch: Path) -> None:
    address = f"/statements/{SOURCE}-pledge/annotation"
    note = ask(client, f"/@{launch.stem}{address}", ANNOTATION)
    assert (note["id"], note["canonical"]) == (
        f"{PUBLIC}/@{launch.stem}{address}",
        PUBLIC + address,
    )
    assert note["target"] == ask(client, address, ANNOTATION)["target"]


# --- CSV on the Web -------------------------------------------------------------------------------

CSVS = [
    "/countries",
    "/actors",
    "/positions?has_position=true&country=Italia&country=FR",
    "/positions",
    "/positions/timeline?step=year",
    "/statements",
    "/statements?q=front+lines&kind=paraphrase",
    "/speakers",
    "/sources",
    f"/sources/{SOURCE}/passages",
    "/questions",
    "/topics",
    "/changes",
    "/dataset/versions",
    "/countries/italy/positions",
    "/countries/U.S./statements",
    "/actors/coalition-of-26/positions",
    "/speakers/macron/statements?limit=2&excel=1",
]
FITS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "date": date.fromisoformat,
    "json": json.loads,
    "boolean": {"true": True, "false": False}.__getitem__,
    "anyURI": lambda cell: re.fullmatch(r"https?://[!-~]+", cell) or 1 / 0,
}


def with_suffix(address: str, suffix: str) -> str:
    """An address with something at the end of its path."""
    path, question, query = address.partition("?")
    return f"{path}{suffix}{question}{query}"


@pytest.mark.parametrize("address", CSVS)
def test_each_csv_is_as_its_metadata_say(client: httpx.Client, address: str) -> None:
    """Found by the link and at the default place; for this very address; the columns in order; each
    cell of its type.
    """
    answer = client.get(with_suffix(address, ".csv"))
    link = answer.links["describedby"]
    assert (link["url"], link["type"]) == (
        PUBLIC + with_suffix(address, ".csv-metadata.json"),
        "application/csvm+json",
    )
    data = ask(client, local(link["url"]), "application/csvm+json")
    assert data["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert data["url"] == PUBLIC + with_suffix(address, ".csv")
    assert (
        data["dialect"]["header"],
        data["dialect"]["delimiter"],
        data["dialect"]["encoding"],
    ) == (True, ",", "utf-8")
    header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    columns = data["tableSchema"]["columns"]
    assert [one["name"] for one in columns] == [one["titles"] for one in columns] == header
    assert all(
        re.fullmatch(r"[a-z][a-z0-9_]*", one["name"]) and one["dc:description"] for one in columns
    )
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            cells = cell.split(column["separator"]) if "separator" in column else [cell]
            for one in filter(None, cells):
                FITS[column["datatype"]](one)
    if "changes" not in address:  # nothing was changed before the launch
        assert rows


@pytest.mark.parametrize(
    "address", [one for one in CSVS if "excel" not in one and "timeline" not in one]
)
def test_lists_are_columns_with_a_separator(client: httpx.Client, address: str) -> None:
    """Where the same row as JSON holds a list of texts, and nowhere else, a cell is cut at the
    separator to those texts.
    """
    rows = list(
        csv.DictReader(io.StringIO(client.get(with_suffix(address, ".csv")).text, newline=""))
    )
    data = ask(client, with_suffix(address, ".csv-metadata.json"), "application/csvm+json")
    separators = {one["name"]: one.get("separator") for one in data["tableSchema"]["columns"]}
    for row, whole in zip(rows, lines(client, with_suffix(address, ".ndjson")), strict=True):
        for name, separator in separators.items():
            if isinstance(whole.get(name), list):
                assert separator == ";", name
                if all(isinstance(one, str) for one in whole[name]):
                    assert row[name].split(";") == (whole[name] or [""]), name
            elif name in whole and whole[name] is not None:
                assert separator is None, name


def test_values_with_the_separator_are_one_value_each(
    launch: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    """For a reader that follows the metadata, and for one that only cuts the cell; both decode."""
    said, role = ["We will not fight; we will watch", "100%3B"], "Minister; Deputy of 5% of X"
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    with closing(sqlite3.connect(path)) as connection:
        quoted = json.dumps([{"exact": exact, "start": None, "end": None} for exact in said])
        connection.execute("UPDATE statement SET quoted = ?", (quoted,))
        connection.execute("UPDATE role SET title = ?", (role,))
        connection.commit()
    written_anew(path)
    point(tmp_path, path.stem)
    client = serve(tmp_path).client
    for address, name, values in (("/statements", "quoted", said), ("/speakers", "roles", [role])):
        metadata = client.get(f"{address}.csv-metadata.json").json()
        [separator] = [
            one["separator"] for one in metadata["tableSchema"]["columns"] if one["name"] == name
        ]
        body = io.StringIO(client.get(f"{address}.csv").text, newline="")
        cells = [row[name] for row in csv.DictReader(body) if row[name]]
        assert cells
        for cell in cells:
            assert [unquote(one) for one in cell.split(separator)] == values
    assert "We will not fight%3B we will watch;100%253B" in client.get("/statements.csv").text


def test_metadata_refuse_what_their_csv_refuses(client: httpx.Client) -> None:
    for address, status in (
        ("/positions.csv-metadata.json?stance=red", 422),
        ("/countries.csv-metadata.json?colour=1", 422),
        ("/countries/atlantis/positions.csv-metadata.json", 404),
        ("/statements.csv-metadata.json?cursor=x", 422),
        ("/positions/summary.csv-metadata.json", 404),
        ("/dataset.csv-metadata.json", 404),
    ):
        assert client.get(address).status_code == status, address
    assert "describedby" not in client.get("/positions.ndjson").links


def test_metadata_under_a_pin_are_of_the_pinned_csv(client: httpx.Client, launch: Path) -> None:
    data = ask(client, f"/@{launch.stem}/topics.csv-metadata.json", "application/csvm+json")
    assert data["url"] == f"{PUBLIC}/@{launch.stem}/topics.csv"
    assert data["dc:isPartOf"] == {"@id": f"{PUBLIC}/@{launch.stem}/dataset"}


def test_a_list_keeps_its_places_where_a_member_is_unknown() -> None:
    """Kosovo has no numeric code: its place in the list stays, and stays empty."""
    made = csv_lines([Column("codes", lambda row: row["codes"], "Codes.", "list")], excel=False)
    assert made([{"codes": ["380", None, "804"]}, {"codes": [None]}]) == b'380;;804\r\n""\r\n'
