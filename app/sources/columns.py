"""The columns of the CSV of sources and of their passages (docs/api.md, section Formats)."""

from app.api.formats.csv import column, date_columns

SOURCES = [
    column("id", "Slug."),
    column("title", "Title; empty if it has none."),
    column("publisher", "Publisher."),
    column("source_url", "Address of the document.", "url", kind="anyURI"),
    *date_columns("published"),
    column("language", "BCP 47 language tag."),
    column("text_access", "full, excerpts or none."),
    column("text_sha256", "SHA-256 of the archived text."),
    column("copy_of", "Id of the source that it copies."),
    column(
        "root",
        "Where the text comes from in the end; sources with the same root are not independent.",
    ),
    column("statements", "Statements cut from it.", "coverage", "statements", kind="integer"),
    column("url", "Its address.", "links", "self", kind="anyURI"),
    column("via", "Agency or other origin of the text."),
    column(
        "via_chain",
        "All agencies and others through which the text came, nearest first.",
        kind="list",
    ),
    column("caution", "What readers must know of the source."),
    column("redistribute", "Whether its text may be given out.", kind="boolean"),
]

PASSAGES = [
    column("number", "Place in the text, from 1.", kind="integer"),
    column("coding", "heading, statement or narration."),
    column("start", "First code point in the archived text.", kind="integer"),
    column("end", "End, exclusive.", kind="integer"),
    column("exact", "The sentence."),
    column("statements", "Ids of the statements cut from it.", kind="list"),
]
