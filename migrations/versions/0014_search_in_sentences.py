"""Search in the sentences of which no statement was taken

A check of a quotation finds the article's own words there. `stated adopt` fills the index.
"""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    # The words alone, without their places (`detail`): texts are compared afterwards. The rowids
    # are those of `passage`.
    op.execute(
        "CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', detail=none, "
        "tokenize=\"ascii tokenchars '-_'\")"
    )
