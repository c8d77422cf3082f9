"""How well coders agreed: the comparison of two codings of a source

It is null in older datasets.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("source", sa.Column("double_coded", sa.JSON(), nullable=True))
