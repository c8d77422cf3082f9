"""Reported claims, and answers of a day that no position has

In older datasets nothing is reported, and each answer of a day is a position. What follows from
other facts is filled in: since when a stance has not changed, and, for an actor with one entry, how
certain each axis is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_STANCE_SINCE = """
UPDATE position SET stance_since = (
    SELECT first.valid_from FROM position AS first
    WHERE first.question = position.question AND first.actor = position.actor
        AND first.number <= position.number
        AND (first.status <> 'retracted' OR first.id = position.id)
        AND NOT EXISTS (
            SELECT 1 FROM position AS other
            WHERE other.question = position.question AND other.actor = position.actor
                AND other.number BETWEEN first.number AND position.number
                AND other.status <> 'retracted' AND other.stance <> position.stance
        )
    ORDER BY first.number LIMIT 1
)
"""
# An axis that the only entry of an actor leaves out is certainly not stated.
_CERTAINTY = """
UPDATE spell SET
    view_certainty = (
        SELECT CASE only.view WHEN 'not_stated' THEN 'certain' ELSE spell.certainty END
        FROM position AS only WHERE only.id = spell.position
    ),
    participation_certainty = (
        SELECT CASE only.participation WHEN 'not_stated' THEN 'certain' ELSE spell.certainty END
        FROM position AS only WHERE only.id = spell.position
    )
WHERE NOT EXISTS (
    SELECT 1 FROM position AS other
    WHERE other.question = spell.question AND other.actor = spell.actor
        AND other.id <> spell.position
)
"""


def upgrade() -> None:
    op.create_table(
        "as_of_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("view", sa.String(), nullable=False),
        sa.Column("participation", sa.String(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=True),
        sa.Column("attribution", sa.String(), nullable=True),
        sa.Column("conditions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("contributions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("disputed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("not_supported", sa.String(), nullable=False),
        sa.Column("derivation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("not_counted", sa.Integer(), nullable=False),
        sa.Column("reported", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("stance_since", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["position"], ["position.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "as_of_evidence",
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("attribution", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["answer"], ["as_of_answer.id"]),
        sa.ForeignKeyConstraint(["statement"], ["statement.number"]),
        sa.PrimaryKeyConstraint("answer", "number"),
    )
    op.create_table(
        "as_of_passed_over",
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["answer"], ["as_of_answer.id"]),
        sa.ForeignKeyConstraint(["statement"], ["statement.number"]),
        sa.PrimaryKeyConstraint("answer", "number"),
    )
    op.add_column("entry", sa.Column("summary", sa.String(), nullable=True))
    op.add_column("entry", sa.Column("not_supported", sa.String(), nullable=True))
    with op.batch_alter_table("position") as position:
        position.add_column(sa.Column("reported", sa.JSON(none_as_null=True), nullable=True))
        position.add_column(sa.Column("stance_since", sa.JSON(none_as_null=True), nullable=True))
        position.alter_column("attribution", existing_type=sa.String(), nullable=True)
    # Alembic would copy the whole table to add a column with a foreign key.
    op.execute("ALTER TABLE spell ADD COLUMN answer VARCHAR REFERENCES as_of_answer (id)")
    op.add_column("spell", sa.Column("view_certainty", sa.String(), nullable=True))
    op.add_column("spell", sa.Column("participation_certainty", sa.String(), nullable=True))
    op.execute(_STANCE_SINCE)
    op.execute(_CERTAINTY)
