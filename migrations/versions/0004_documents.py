"""Statements and positions as they are answered; undated statements counted by day

The build and `stated adopt` fill what is made here (app/build/derive.py).
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "statement_document",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sort_date", sa.Date(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["statement.number"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "position_document",
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("canonical", sa.String(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actor.id"]),
        sa.ForeignKeyConstraint(["position"], ["position.id"]),
        sa.ForeignKeyConstraint(["question"], ["question.id"]),
        sa.PrimaryKeyConstraint("question", "actor", "number"),
        sa.UniqueConstraint("position"),
    )
    op.create_table(
        "undated_count",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", "day"),
    )
