"""Alembic's environment: one open dataset file, from app/build/write/schema.py."""

from typing import Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from app.store.tables import VIRTUAL, metadata

connection = context.config.attributes["connection"]


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Search indexes and their shadow tables belong to SQLite; hand-written SQL makes them."""
    return (
        kind != "table"
        or name is None
        or not any(name == table or name.startswith(f"{table}_") for table in VIRTUAL)
    )


def written(kind: str, item: object, _context: object) -> str | Literal[False]:
    """How a generated migration writes an item; False: as Alembic does. SQLModel has a type of its
    own for text, which migrations do not need.
    """
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


context.configure(
    connection=connection,
    target_metadata=metadata,
    include_name=ours,
    render_item=written,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
