"""The dataset's own row."""

from sqlalchemy import Connection, func, select

from app.store.listing import Row, first, rows
from app.store.tables import metadata

_dataset, _source, _position = (metadata.tables[name] for name in ("dataset", "source", "position"))


def dataset(connection: Connection) -> Row:
    """The dataset's own row, with the checksums of its archived texts."""
    found = first(connection, select(*_dataset.c))
    assert found is not None  # a dataset without this row is refused when it is opened
    checksums = (
        select(_source.c.id, _source.c.text_sha256)
        .where(_source.c.text_sha256.is_not(None))
        .order_by(_source.c.id)
    )
    found["texts"] = rows(connection, checksums)
    holders = select(func.count(_position.c.actor.distinct())).where(
        _position.c.status == "current"
    )
    found["with_position"] = connection.execute(holders).scalar_one()
    return found
