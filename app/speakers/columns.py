"""The columns of the CSV of speakers (docs/api.md, section Formats)."""

from app.api.formats.csv import code_columns, column, values_of_each
from app.api.formats.list_format import Column

SPEAKERS = [
    *code_columns("codes"),
    column("id", "Slug."),
    column("name", "Name."),
    column("other_names", "Other spellings.", kind="list"),
    column("wikidata", "Verified Wikidata id."),
    Column("roles", values_of_each("roles", "title"), "Roles.", "list"),
    column("statements", "How many statements are recorded.", kind="integer"),
    column("url", "Its address.", "links", "self", kind="anyURI"),
    column("kind", "person, office or body."),
]
