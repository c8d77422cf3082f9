"""Sources by their root, and numbers of the sentences in the search index

The sentences of which no statement was taken were found by the rowids of `passage`, which VACUUM
may change. `stated adopt` gives them numbers, and fills the index with these.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_index("ix_source_root", "source", ["root"])
    op.add_column("passage", sa.Column("search_number", sa.Integer(), nullable=True))
    op.create_index("ix_passage_search_number", "passage", ["search_number"])
