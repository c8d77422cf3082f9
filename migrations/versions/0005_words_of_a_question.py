"""The words that a question uses for what it asks about

Null for the questions of older datasets: pages then use a neutral word.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("question", sa.Column("subject", sa.String(), nullable=True))
