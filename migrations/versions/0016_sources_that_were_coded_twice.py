"""An index of the sources that two coders coded

Without it, looking for them reads every source with its text: more than five seconds with a million
statements.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_index(
        "source_coded_twice", "source", ["id"], sqlite_where=sa.text("double_coded IS NOT NULL")
    )
