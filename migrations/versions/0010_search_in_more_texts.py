"""Search in more texts

Search also finds words of our summaries, of the names of speakers and of the sentences around a
claim, other forms of a word, and parts of texts in scripts without spaces. `stated adopt` fills
all of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    # The index alone (contentless). The build has separated the tokens by spaces already, and every
    # character that is not ASCII belongs to one.
    op.execute("DROP TABLE statement_words")
    op.execute(
        "CREATE VIRTUAL TABLE statement_words USING fts5(words, summary, speaker, passage, marks, "
        "content='', tokenize=\"ascii tokenchars '-_'\")"
    )
    op.execute(
        "CREATE VIRTUAL TABLE word_gram USING fts5(word, written UNINDEXED, "
        "statements UNINDEXED, tokenize='trigram')"
    )
    op.create_table(
        "word_form",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", "word"),
    )
    op.create_table(
        "language_count",
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("language"),
    )
