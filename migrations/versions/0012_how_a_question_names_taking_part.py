"""The words that a question uses for taking part

Null for the questions of older datasets, and for those that do not give them: pages then say "take
part".
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("question", sa.Column("take_part", sa.String(), nullable=True))
    op.add_column("question", sa.Column("taking_part", sa.String(), nullable=True))
