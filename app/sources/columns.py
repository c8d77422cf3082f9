"""The columns of the CSV of sources and of their passages (docs/api.md, section Formats)."""

from app.api.formats.csv import column, date_columns

SOURCES = [
    column("id", "Slug."),
    column("title", "Title."),
    column("publisher", "Publisher."),
    column("source_url", "Address of the document.", "url", kind="anyURI"),
    *date_columns("published"),
    column("language", "BCP 47 language tag."),
    column("text_access", "full or excerpts."),
    column("text_sha256", "SHA-256 of the archived text."),
    column("copy_of", "Id of the source that it copies."),
    column("root", "Sources with item root are not independent."),
    column("statements", "Statements cut from it.", "coverage", "statements", kind="integer"),
    column("url", "Its address.", "links", "self", kind="anyURI"),
]

PASSAGES = [
    column("number", "Place in the text, from 1.", kind="integer"),
    column("coding", "heading, statement or narration."),
    column("start", "First code point in the archived text.", kind="integer"),
    column("end", "End, exclusive.", kind="integer"),
    column("exact", "The sentence."),
    column("statements", "Ids of the statements cut from it.", kind="list"),
]
