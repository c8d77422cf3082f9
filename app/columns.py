"""The columns of the CSVs. They only ever get appended: names and order are part of the contract (API.md, Formats)."""

from collections.abc import Callable
from typing import Any

from app.formats import Column
from app.queries.listing import Row

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


def _column(name: str, description: str, *keys: str) -> Column:
    return Column(name, _path(*(keys or (name,))), description)


def _date(name: str) -> list[Column]:
    return [
        _column(f"{name}_value", "YYYY, YYYY-MM or YYYY-MM-DD; empty if no date is known.", name, "value"),
        _column(f"{name}_precision", "day, month, year or unknown.", name, "precision"),
        _column(f"{name}_earliest", "First day it can have been.", name, "earliest"),
        _column(f"{name}_latest", "Last day it can have been.", name, "latest"),
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
    _column("size", "Stated size of a coalition."),
    _column("stance", "Stance on the first question."),
    _column("position_id", "Id of its position; empty if it is silent.", "position"),
    _column("url", "Where it stands.", "links", "self"),
    _column("as_of", "The day asked for; empty: what is current."),
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
    Column("disputed", lambda row: [one["axis"] for one in row["disputed"]], "Disputed axes."),
    Column("conditions", lambda row: ["|".join(one["any_of"]) for one in row["conditions"]], "All must be met; | is or."),
    Column(
        "contributions",
        lambda row: [f"{one['form']}:{one['status']}:{one['place']}" for one in row["contributions"]],
        "form:status:place.",
    ),
    *_date("valid_from"),
    _column("valid_to_value", "Last day it held; empty while it is current.", "valid_to", "value"),
    _column("undated", "Nothing bounds the day from which it holds."),
    _column("summary", "Ours, neutral."),
    _column("not_supported", "What may not be concluded."),
    _column("note", "What silence means here."),
    Column("evidence", _each("evidence", "statement", "id"), "Ids of the statements behind it."),
    _column("url", "Permanent address.", "links", "self"),
    _column("as_of", "The day asked for; empty: what is current."),
    _column("as_of_certainty", "certain, possible or undated."),
    _column("may_also_hold", "Ids of other positions that may have held on that day."),
    _column("previous", "Id of the position before."),
    _column("superseded_by", "Id of the position after."),
    _column("independent_sources", "Distinct roots of the sources that support it.", "independence", "independent"),
]

TIMELINE = [
    *_codes(),
    _column("date", "Last day of a step."),
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
    Column("about_iso2", _each("about_codes", "iso2"), "ISO alpha-2 of the countries that it is about."),
    Column("about_iso3", _each("about_codes", "iso3"), "ISO alpha-3 of the countries that it is about."),
    Column("about_numeric", _each("about_codes", "numeric"), "ISO numeric of the countries that it is about."),
    _column("id", "Permanent id."),
    _column("kind", "quote, paraphrase or narration."),
    _column("speaker_id", "Slug of the speaker.", "speaker", "id"),
    _column("speaker_name", "Name of the speaker.", "speaker", "name"),
    _column("speaker_role", "Role in which it was said.", "speaker", "role"),
    _column("role_as_printed", "The role as the source prints it.", "speaker", "role_as_printed"),
    _column("capacity", "In what capacity the speaker spoke."),
    _column("countries", "Actors for whom the speaker spoke."),
    Column("about", _each("about", "actor"), "Actors that it is about."),
    Column("attribution", _each("about", "attribution"), "How the words relate to each of them."),
    _column("topics", "Ids of topics."),
    _column("questions", "Ids of questions."),
    *_date("said"),
    _column("exact", "The words, verbatim.", "selector", "exact"),
    Column("quoted", _each("quoted", "exact"), "The words that stand in quotation marks."),
    _column("summary", "Ours, not the speaker's words."),
    _column("source_id", "Id of the source.", "source", "id"),
    _column("source_title", "Title of the source.", "source", "title"),
    _column("publisher", "Publisher of the source.", "source", "publisher"),
    _column("source_url", "Address of the source.", "source", "url"),
    _column("start", "First code point in the archived text.", "selector", "start"),
    _column("end", "End, exclusive.", "selector", "end"),
    _column("text_sha256", "SHA-256 of the archived text.", "selector", "text_sha256"),
    _column("href_in_context", "Address with a text fragment."),
    _column("url", "Permanent address.", "links", "self"),
]

SPEAKERS = [
    *_codes("codes"),
    _column("id", "Slug."),
    _column("name", "Name."),
    _column("other_names", "Other spellings."),
    _column("wikidata", "Verified Wikidata id."),
    Column("roles", _each("roles", "title"), "Roles."),
    _column("statements", "How many statements are recorded."),
    _column("url", "Where it stands.", "links", "self"),
]

SOURCES = [
    _column("id", "Slug."),
    _column("title", "Title."),
    _column("publisher", "Publisher."),
    _column("source_url", "Address of the document.", "url"),
    *_date("published"),
    _column("language", "BCP 47 language tag."),
    _column("text_access", "full or excerpts."),
    _column("text_sha256", "SHA-256 of the archived text."),
    _column("copy_of", "Id of the source that it copies."),
    _column("root", "Sources with one root are not independent."),
    _column("statements", "Statements cut from it.", "coverage", "statements"),
    _column("url", "Where it stands.", "links", "self"),
]

PASSAGES = [
    _column("number", "Place in the text, from 1."),
    _column("coding", "heading, statement or narration."),
    _column("start", "First code point in the archived text."),
    _column("end", "End, exclusive."),
    _column("exact", "The sentence."),
    _column("statements", "Ids of the statements cut from it."),
]

QUESTIONS = [
    _column("id", "Slug."),
    _column("text", "The question."),
    _column("asked_from", "No position is known before this day."),
    _column("silence", "What it means here that an actor has no position."),
    _column("positions", "Actors with a current position."),
    _column("url", "The list of them."),
]

TOPICS = [
    _column("id", "Slug."),
    _column("label", "Label."),
    _column("definition", "Definition."),
    _column("statements", "Statements about it."),
    _column("url", "The list of them."),
]
