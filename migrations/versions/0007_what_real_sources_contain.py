"""What real sources contain

Sources without a title and with a caution, statements of which no words are kept or that run over
neighbouring passages, offices and bodies as speakers, sizes and claims of membership of coalitions.
All of it is null in older datasets. Changes are found by what they are of.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("actor", sa.Column("sizes", sa.JSON(), nullable=True))
    op.add_column("actor", sa.Column("membership_claims", sa.JSON(), nullable=True))
    op.add_column("person", sa.Column("kind", sa.String(), nullable=True))
    op.add_column("role", sa.Column("decides", sa.Boolean(), nullable=True))
    with op.batch_alter_table("source") as source:
        source.alter_column("title", existing_type=sa.String(), nullable=True)
        source.add_column(sa.Column("caution", sa.String(), nullable=True))
        source.add_column(sa.Column("via_chain", sa.JSON(), nullable=True))
        source.add_column(sa.Column("redistribute", sa.Boolean(), nullable=True))
    with op.batch_alter_table("statement") as statement:
        statement.alter_column("exact", existing_type=sa.String(), nullable=True)
        statement.alter_column("href_in_context", existing_type=sa.String(), nullable=True)
        statement.add_column(sa.Column("last_passage", sa.Integer(), nullable=True))
    op.create_index("change_of_thing", "change", ["kind", "id"])
