"""Links that open only their words

Where the link of the first release opens other words, or none. It follows from other columns, so it
is no part of the version.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("statement", sa.Column("fragment_link", sa.String(), nullable=True))
