"""The columns of the CSV of statements (docs/api.md, section Formats)."""

from app.api.formats.csv import code_columns, column, date_columns, values_of_each
from app.api.formats.list_format import Column

STATEMENTS = [
    *code_columns("codes"),
    Column(
        "about_iso2",
        values_of_each("about_codes", "iso2"),
        "ISO alpha-2 of the countries that it is about.",
        "list",
    ),
    Column(
        "about_iso3",
        values_of_each("about_codes", "iso3"),
        "ISO alpha-3 of the countries that it is about.",
        "list",
    ),
    Column(
        "about_numeric",
        values_of_each("about_codes", "numeric"),
        "ISO numeric of the countries that it is about.",
        "list",
    ),
    column("id", "Permanent id."),
    column("kind", "quote, paraphrase or narration."),
    column("speaker_id", "Id of the speaker.", "speaker", "id"),
    column("speaker_name", "Name of the speaker.", "speaker", "name"),
    column("speaker_role", "Role in which it was said.", "speaker", "role"),
    column("role_as_printed", "The role as the source prints it.", "speaker", "role_as_printed"),
    column("capacity", "The function in which the speaker spoke."),
    column("countries", "Actors of the speaker's role, or for which it was signed.", kind="list"),
    Column("about", values_of_each("about", "actor"), "Actors that it is about.", "list"),
    Column(
        "attribution",
        values_of_each("about", "attribution"),
        "How the words relate to each of them.",
        "list",
    ),
    column("topics", "Ids of topics.", kind="list"),
    column("questions", "Ids of questions.", kind="list"),
    *date_columns("said"),
    column("exact", "The words, verbatim; empty if none are kept.", "selector", "exact"),
    Column(
        "quoted",
        values_of_each("quoted", "exact"),
        "The words in quotation marks.",
        "list",
    ),
    column("summary", "Our summary, not the speaker's words."),
    column("source_id", "Id of the source.", "source", "id"),
    column("source_title", "Title of the source.", "source", "title"),
    column("publisher", "Publisher of the source.", "source", "publisher"),
    column("source_url", "Address of the source.", "source", "url", kind="anyURI"),
    column("start", "First code point in the archived text.", "selector", "start", kind="integer"),
    column("end", "End, exclusive.", "selector", "end", kind="integer"),
    column("text_sha256", "SHA-256 of the archived text.", "selector", "text_sha256"),
    column("href_in_context", "Address with a text fragment.", kind="anyURI"),
    column("url", "Permanent address.", "links", "self", kind="anyURI"),
    column("speaker_kind", "person, office or body.", "speaker", "kind"),
    column("source_caution", "What readers must know of the source.", "source", "caution"),
    column(
        "matched_in",
        "Where the words of q are: words, summary, speaker, passage; empty without q.",
        kind="list",
    ),
]
