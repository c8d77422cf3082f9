"""The order of lists: by the last day on which a statement can have been said

Before, statements whose date has no value came last, also where a first or a last day was known.
They are numbered again, in every table that refers to them. What is derived from them is made by
`stated adopt` afterwards.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_STATEMENTS = {
    "statement": "number",
    "statement_about": "statement",
    "statement_by": "statement",
    "statement_question": "statement",
    "statement_topic": "statement",
    "position_evidence": "statement",
    "passed_over": "statement",
    "as_of_evidence": "statement",
    "as_of_passed_over": "statement",
}
"""Tables and their column with the number of a statement."""
_place = sa.table("place", sa.column("number"), sa.column("statement"))


def upgrade() -> None:
    op.add_column("statement", sa.Column("list_day", sa.Date(), nullable=True))
    op.execute("UPDATE statement SET list_day = coalesce(said_latest, said_earliest)")
    op.create_index("statement_by_list_day", "statement", ["list_day", "id"])
    op.drop_index("undated_from", "undated_bounds")
    op.drop_index("undated_to", "undated_bounds")
    op.execute("DELETE FROM undated_bounds")
    op.drop_table("statement_document")
    op.create_table(
        "statement_document",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("list_day", sa.Date(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["statement.number"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.execute(
        "CREATE TEMP TABLE place (number INTEGER PRIMARY KEY, statement INTEGER UNIQUE)",
    )
    op.execute(
        "INSERT INTO place (statement) SELECT number FROM statement "
        "ORDER BY list_day IS NULL, list_day DESC, id"
    )
    for name, column in _STATEMENTS.items():
        table = sa.table(name, sa.column(column))
        number = table.c[column]
        placed = sa.select(_place.c.number).where(_place.c.statement == number).scalar_subquery()
        # Numbers below zero are free, so no row meets one that is not numbered again yet.
        op.execute(sa.update(table).values({number: -placed}))
        op.execute(sa.update(table).values({number: -number}))
    op.execute("DROP TABLE place")
