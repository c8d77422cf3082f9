"""The columns of the CSV of countries and other actors (docs/api.md, section Formats)."""

from app.api.formats.csv import code_columns, column

ACTORS = [
    *code_columns(),
    column("id", "Id of the country or other actor."),
    column("type", "country, organisation or coalition."),
    column("name", "Short English name."),
    column("official_name", "Official English name."),
    column("wikidata", "Verified Wikidata id."),
    column("size", "Stated size of a coalition.", kind="integer"),
    column("stance", "Stance on the first question."),
    column("position_id", "Id of its position; empty if it has none.", "position"),
    column("url", "Its address.", "links", "self", kind="anyURI"),
    column("as_of", "The day that was asked for; empty for the current position.", kind="date"),
    column("as_of_certainty", "certain, possible or undated."),
]
