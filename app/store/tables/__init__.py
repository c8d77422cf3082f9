"""The schema of a dataset file, as SQLModel tables. Terms and rules are those of
docs/domain.md.

Date objects, conditions, contributions and disputes are JSON: they are read whole and never
searched. What is searched is in columns of its own (`said_earliest`, `said_latest` …). The
search indexes are virtual tables, made by hand-written SQL in the migrations: `statement_words`
and `passage_words` (FTS5 over folded words; the second has the sentences that belong to no
statement, by `passage.search_number`), `name_gram` and `word_gram` (FTS5 trigrams of names and of
words). Rows pass through plain models before they come here, because a table model does not
validate on construction.
"""

from importlib import import_module
from pkgutil import iter_modules

from sqlmodel import SQLModel

from app.settings import ROOT

for module in iter_modules(__path__):  # every module here has tables
    import_module(f"{__name__}.{module.name}")
metadata = SQLModel.metadata
# The newest revision of the schema. Alembic would say the same, but takes 0.3 s to import.
REVISION = max(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
# Made by hand-written SQL. The test that compares tables with migrations leaves them out.
VIRTUAL = ("statement_words", "passage_words", "name_gram", "word_gram")
# What was published before comes from the ledger. It is no part of what a dataset says, so its
# version does not depend on it.
HISTORY = ("change", "change_actor", "release")
# Tables and columns that repeat what others say, so that it is read faster. They are no part of the
# version either.
DERIVED = frozenset(
    {
        "further_name",
        "word_form",
        "language_count",
        "term_count",
        "facet_value",
        "undated_bounds",
        "undated_count",
        "statement_document",
        "passage.search_number",
        "statement.fragment_link",
        "position_document",
        "position.stance_since",
        "spell.view_certainty",
        "spell.participation_certainty",
    }
    | {
        f"statement.{column}"
        for column in ("about", "countries", "topics", "questions", "corrections", "list_day")
    }
)
