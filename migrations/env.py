"""Alembic's way into one dataset file; the connection is handed over by app/build/schema.py."""

from alembic import context

from app.store.tables import VIRTUAL, metadata

connection = context.config.attributes["connection"]


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Search indexes and their shadow tables belong to SQLite; hand-written SQL makes them."""
    return (
        kind != "table"
        or name is None
        or not any(name == table or name.startswith(f"{table}_") for table in VIRTUAL)
    )


context.configure(
    connection=connection, target_metadata=metadata, include_name=ours, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
