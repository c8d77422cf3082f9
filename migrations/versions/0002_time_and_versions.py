"""Time and versions: what held on a day, derivations, retractions, corrections, and what was
published before
"""

import json
from datetime import date, timedelta
from itertools import accumulate, groupby

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("position", sa.Column("retracted", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("position", sa.Column("derivation", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("position", sa.Column("not_counted", sa.Integer(), nullable=True))
    op.add_column("position_evidence", sa.Column("note", sa.String(), nullable=True))

    op.create_table(
        "passed_over",
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["position"], ["position.id"]),
        sa.ForeignKeyConstraint(["statement"], ["statement.number"]),
        sa.PrimaryKeyConstraint("position", "number"),
    )
    op.create_index("ix_passed_over_statement", "passed_over", ["statement"])
    op.create_table(
        "spell",
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("certainty", sa.String(), nullable=False),
        sa.Column("also", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["question"], ["question.id"]),
        sa.ForeignKeyConstraint(["actor"], ["actor.id"]),
        sa.ForeignKeyConstraint(["position"], ["position.id"]),
        sa.PrimaryKeyConstraint("question", "actor", "first_day"),
    )
    op.create_table(
        "correction",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", "number"),
    )
    op.create_table(
        "release",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("release", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("actors", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["release"], ["release.version"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_change_release", "change", ["release"])
    op.create_index("ix_change_speaker", "change", ["speaker"])
    op.create_table(
        "change_actor",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["change"], ["change.number"]),
        sa.PrimaryKeyConstraint("change", "actor"),
    )
    op.create_index("ix_change_actor_actor", "change_actor", ["actor"])

    # A dataset of the revision before gets what follows from its rows: the spells, and itself as
    # the one known release. Its derivations stay null: the build that folded it did not note them.
    connection = op.get_bind()
    connection.execute(sa.text((
        "INSERT INTO release (version, number, published) SELECT version, "
        "1, published FROM dataset"
    )))
    positions = connection.execute(
        sa.text(
            "SELECT p.question, p.actor, p.id, p.valid_from_earliest AS earliest, "
            "p.valid_from_latest AS latest, q.asked_from "
            "FROM position p JOIN question q ON q.id = p.question ORDER BY p.question, p.actor, "
            "p.number"
        )
    ).all()
    for (question, actor), rows in groupby(positions, lambda row: (row.question, row.actor)):
        for first, last, position, certainty, also in _spells(list(rows)):
            connection.execute(
                sa.text(
                    "INSERT INTO spell (question, actor, first_day, last_day, position, certainty, "
                    "also) "
                    "VALUES (:question, :actor, :first, :last, :position, :certainty, :also)"
                ),
                {"question": question, "actor": actor, "first": first, "last": last, "position": position,
                 "certainty": certainty, "also": json.dumps(also)},
            )


def _spells(rows: list[sa.Row[tuple[str, ...]]]) -> list[list[object]]:
    """As app/build/spells.py had it when this revision was made; days are ISO text, which sorts as
    days do.
    """
    asked = rows[0].asked_from
    may = list(accumulate((max(row.earliest or asked, asked) for row in rows), max))
    counts = [max(row.latest or row.earliest or asked, asked) for row in rows]
    spells: list[list[object]] = []
    for day in sorted({*may, *counts}):
        begun = [number for number, since in enumerate(counts) if since <= day]
        possible = [number for number, since in enumerate(may) if since <= day]
        served = begun[-1] if begun else possible[0]
        known = [number for number in begun if rows[number].latest and rows[number].latest <= day]
        also = [rows[number].id for number in possible if number != served and number >= (known[-1] if known else 0)]
        if not rows[served].earliest and not rows[served].latest:
            certainty = "undated"
        else:
            certainty = "certain" if served in known and not also else "possible"
        if spells and spells[-1][2:] == [rows[served].id, certainty, also]:
            continue
        if spells:
            spells[-1][1] = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        spells.append([day, None, rows[served].id, certainty, also])
    return spells
