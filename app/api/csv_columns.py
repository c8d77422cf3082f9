"""The columns of the CSVs. They only ever get appended: names and order are part of the contract
(docs/api.md, section Formats).
"""

from collections.abc import Callable
from typing import Any

import orjson

from app.api.formats import Column
from app.store.listing import Row

Of = Callable[[Row], Any]


def _path(*keys: str) -> Of:
    def of(row: Row) -> Any:
        value: Any = row
        for key in keys:
            value = value[key] if value else None
        return value

    return of


def _each(name: str, *keys: str) -> Of:
    inner = _path(*keys)
    return lambda row: [inner(item) for item in row[name]]


def _json(name: str) -> Of:
    return lambda row: None if row[name] is None else orjson.dumps(row[name]).decode()


def _stance(side: str) -> Of:
    return lambda row: (row[side] or {}).get("stance")


def _column(name: str, description: str, *keys: str, kind: str = "string") -> Column:
    return Column(name, _path(*(keys or (name,))), description, kind)


def _date(name: str) -> list[Column]:
    return [
        _column(
            f"{name}_value",
            "YYYY, YYYY-MM or YYYY-MM-DD; empty if no date is known.",
            name,
            "value",
        ),
        _column(f"{name}_precision", "day, month, year or unknown.", name, "precision"),
        _column(f"{name}_earliest", "First day it can have been.", name, "earliest", kind="date"),
        _column(f"{name}_latest", "Last day it can have been.", name, "latest", kind="date"),
        _column(f"{name}_basis", "stated, page, derived or none.", name, "basis"),
    ]


def _codes(*keys: str) -> list[Column]:
    return [
        _column("iso2", "ISO 3166-1 alpha-2.", *keys, "iso2"),
        _column("iso3", "ISO 3166-1 alpha-3.", *keys, "iso3"),
        _column("numeric", "ISO 3166-1 numeric, with zeros.", *keys, "numeric"),
    ]


ACTORS = [
    *_codes(),
    _column("id", "Id of the country or other actor."),
    _column("type", "country, organisation or coalition."),
    _column("name", "Short English name."),
    _column("official_name", "Official English name."),
    _column("wikidata", "Verified Wikidata id."),
    _column("size", "Stated size of a coalition.", kind="integer"),
    _column("stance", "Stance on the first question."),
    _column("position_id", "Id of its position; empty if it is silent.", "position"),
    _column("url", "Where it stands.", "links", "self", kind="anyURI"),
    _column("as_of", "The day asked for; empty: what is current.", kind="date"),
    _column("as_of_certainty", "certain, possible or undated."),
]

POSITIONS = [
    *_codes("actor"),
    _column("actor_id", "Id of the actor.", "actor", "id"),
    _column("actor_type", "country, organisation or coalition.", "actor", "type"),
    _column("actor_name", "Short English name.", "actor", "name"),
    _column("question_id", "Id of the question.", "question", "id"),
    _column("id", "Permanent id of the position; empty if the actor is silent."),
    _column("stance", "Derived label."),
    _column("view", "View of the force."),
    _column("participation", "Own forces."),
    _column("commitment", "hedged, stated, signed or decided."),
    _column("attribution", "That of the strongest supporting evidence."),
    _column("status", "current, superseded or retracted."),
    Column(
        "disputed", lambda row: [one["axis"] for one in row["disputed"]], "Disputed axes.", "list"
    ),
    Column(
        "conditions",
        lambda row: ["|".join(one["any_of"]) for one in row["conditions"]],
        "All must be met; | is or.",
        "list",
    ),
    Column(
        "contributions",
        lambda row: [
            f"{one['form']}:{one['status']}:{one['place']}" for one in row["contributions"]
        ],
        "form:status:place.",
        "list",
    ),
    *_date("valid_from"),
    _column("valid_to_value", "Last day it held; empty while it is current.", "valid_to", "value"),
    _column("undated", "Nothing bounds the day from which it holds.", kind="boolean"),
    _column("summary", "Ours, neutral."),
    _column("not_supported", "What may not be concluded."),
    _column("note", "What silence means here."),
    Column(
        "evidence", _each("evidence", "statement", "id"), "Ids of the statements behind it.", "list"
    ),
    _column("url", "Permanent address.", "links", "self", kind="anyURI"),
    _column("as_of", "The day asked for; empty: what is current.", kind="date"),
    _column("as_of_certainty", "certain, possible or undated."),
    _column("may_also_hold", "Ids of other positions that may have held on that day.", kind="list"),
    _column("previous", "Id of the position before."),
    _column("superseded_by", "Id of the position after."),
    _column(
        "independent_sources",
        "Distinct roots of supporting sources.",
        "independence",
        "independent",
        kind="integer",
    ),
]

TIMELINE = [
    *_codes(),
    _column("date", "Last day of a step.", kind="date"),
    _column("actor_id", "Id of the actor.", "id"),
    _column("actor_type", "country, organisation or coalition.", "type"),
    _column("actor_name", "Short English name.", "name"),
    _column("question_id", "Id of the question.", "question"),
    _column("stance", "Derived label on that day."),
    _column("position_id", "Id of the position.", "position"),
    _column("certainty", "certain, possible or undated."),
]

STATEMENTS = [
    *_codes("codes"),
    Column(
        "about_iso2",
        _each("about_codes", "iso2"),
        "ISO alpha-2 of the countries that it is about.",
        "list",
    ),
    Column(
        "about_iso3",
        _each("about_codes", "iso3"),
        "ISO alpha-3 of the countries that it is about.",
        "list",
    ),
    Column(
        "about_numeric",
        _each("about_codes", "numeric"),
        "ISO numeric of the countries that it is about.",
        "list",
    ),
    _column("id", "Permanent id."),
    _column("kind", "quote, paraphrase or narration."),
    _column("speaker_id", "Slug of the speaker.", "speaker", "id"),
    _column("speaker_name", "Name of the speaker.", "speaker", "name"),
    _column("speaker_role", "Role in which it was said.", "speaker", "role"),
    _column("role_as_printed", "The role as the source prints it.", "speaker", "role_as_printed"),
    _column("capacity", "In what capacity the speaker spoke."),
    _column("countries", "Actors for whom the speaker spoke.", kind="list"),
    Column("about", _each("about", "actor"), "Actors that it is about.", "list"),
    Column(
        "attribution",
        _each("about", "attribution"),
        "How the words relate to each of them.",
        "list",
    ),
    _column("topics", "Ids of topics.", kind="list"),
    _column("questions", "Ids of questions.", kind="list"),
    *_date("said"),
    _column("exact", "The words, verbatim.", "selector", "exact"),
    Column("quoted", _each("quoted", "exact"), "The words that stand in quotation marks.", "list"),
    _column("summary", "Ours, not the speaker's words."),
    _column("source_id", "Id of the source.", "source", "id"),
    _column("source_title", "Title of the source.", "source", "title"),
    _column("publisher", "Publisher of the source.", "source", "publisher"),
    _column("source_url", "Address of the source.", "source", "url", kind="anyURI"),
    _column("start", "First code point in the archived text.", "selector", "start", kind="integer"),
    _column("end", "End, exclusive.", "selector", "end", kind="integer"),
    _column("text_sha256", "SHA-256 of the archived text.", "selector", "text_sha256"),
    _column("href_in_context", "Address with a text fragment.", kind="anyURI"),
    _column("url", "Permanent address.", "links", "self", kind="anyURI"),
]

SPEAKERS = [
    *_codes("codes"),
    _column("id", "Slug."),
    _column("name", "Name."),
    _column("other_names", "Other spellings.", kind="list"),
    _column("wikidata", "Verified Wikidata id."),
    Column("roles", _each("roles", "title"), "Roles.", "list"),
    _column("statements", "How many statements are recorded.", kind="integer"),
    _column("url", "Where it stands.", "links", "self", kind="anyURI"),
]

SOURCES = [
    _column("id", "Slug."),
    _column("title", "Title."),
    _column("publisher", "Publisher."),
    _column("source_url", "Address of the document.", "url", kind="anyURI"),
    *_date("published"),
    _column("language", "BCP 47 language tag."),
    _column("text_access", "full or excerpts."),
    _column("text_sha256", "SHA-256 of the archived text."),
    _column("copy_of", "Id of the source that it copies."),
    _column("root", "Sources with one root are not independent."),
    _column("statements", "Statements cut from it.", "coverage", "statements", kind="integer"),
    _column("url", "Where it stands.", "links", "self", kind="anyURI"),
]

PASSAGES = [
    _column("number", "Place in the text, from 1.", kind="integer"),
    _column("coding", "heading, statement or narration."),
    _column("start", "First code point in the archived text.", kind="integer"),
    _column("end", "End, exclusive.", kind="integer"),
    _column("exact", "The sentence."),
    _column("statements", "Ids of the statements cut from it.", kind="list"),
]

CHANGES = [
    *_codes("codes"),
    _column("kind", "position, statement, source or person."),
    _column("change", "added, changed, corrected or withdrawn."),
    _column("id", "Id of what was changed."),
    _column("release_version", "Version of the dataset that changed it.", "release", "version"),
    _column("release_published", "Its day of publication.", "release", "published", kind="date"),
    _column("actors", "Ids of the actors that it concerns.", kind="list"),
    _column("speaker", "Id of the speaker or person."),
    _column("summary", "Ours."),
    Column(
        "stance_before",
        _stance("before"),
        "Stance of a position before; empty where it did not differ or was silent.",
    ),
    Column("stance_after", _stance("after"), "Stance of a position after."),
    Column(
        "before",
        _json("before"),
        "Content before, as JSON; of a correction only what differs.",
        "json",
    ),
    Column("after", _json("after"), "Content after, as JSON.", "json"),
    _column("reason", "Why."),
    _column("replaced_by", "Address of what stands in its place.", kind="anyURI"),
    _column("url", "Where it stands in that release.", kind="anyURI"),
]

VERSIONS = [
    _column("version", "Version of the dataset."),
    _column("published", "Day of publication.", kind="date"),
    _column("current", "It is the one that answers here.", kind="boolean"),
    _column("url", "The start of its pinned addresses.", kind="anyURI"),
    _column("changes_url", "What was changed after it.", kind="anyURI"),
]

QUESTIONS = [
    _column("id", "Slug."),
    _column("text", "The question."),
    _column("asked_from", "No position is known before this day.", kind="date"),
    _column("silence", "What it means here that an actor has no position."),
    _column("positions", "Actors with a current position.", kind="integer"),
    _column("url", "The list of them.", kind="anyURI"),
]

TOPICS = [
    _column("id", "Slug."),
    _column("label", "Label."),
    _column("definition", "Definition."),
    _column("statements", "Statements about it.", kind="integer"),
    _column("url", "The list of them.", kind="anyURI"),
]
