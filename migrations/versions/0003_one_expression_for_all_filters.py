"""Reading at any size: marks in the search index, what belongs to a statement in its row, counts

The build and `stated adopt` fill what is made here (app/build/derive.py).
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for column in ("about", "countries", "topics", "questions", "corrections"):
        op.add_column("statement", sa.Column(column, sa.JSON(none_as_null=True), nullable=False, server_default="[]"))
    op.create_table(
        "term_count",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term"),
    )
    op.create_table(
        "facet_value",
        sa.Column("facet", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "number"),
    )
    op.create_table(
        "undated_bounds",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("said_earliest", sa.Date(), nullable=True),
        sa.Column("said_latest", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["number"], ["statement.number"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("undated_from", "undated_bounds", ["said_earliest", "said_latest"])
    op.create_index("undated_to", "undated_bounds", ["said_latest", "said_earliest"])
    op.create_index("source_texts", "source", ["id", "text_sha256"])
    # All filters are looked up in the search index now.
    for table, column in (("statement", "capacity"), ("statement", "kind"), ("statement", "said_earliest"),
                          ("statement", "said_latest"), ("statement_about", "attribution"),
                          ("statement_question", "question")):
        op.drop_index(f"ix_{table}_{column}", table)
    # Marks hold signs that folded words never do (app/tables/marks.py).
    op.execute("DROP TABLE statement_words")
    op.execute(
        "CREATE VIRTUAL TABLE statement_words USING fts5(words, marks, content='', "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars '-_'\")"
    )
