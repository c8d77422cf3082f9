"""The dataset's own row."""

from sqlalchemy import Connection, func, select
from sqlmodel import col

from app.store.compiled import compiled
from app.store.listing import Row
from app.store.tables.dataset import DatasetRow
from app.store.tables.positions import Position
from app.store.tables.statements import Source

_dataset = compiled(select(DatasetRow))
_checksums = compiled(
    select(col(Source.id).label("source"), col(Source.text_sha256))
    .where(col(Source.text_sha256).is_not(None))
    .order_by(col(Source.id))
)
_actors_with_position = compiled(
    select(func.count(col(Position.actor).distinct())).where(col(Position.status) == "current")
)


def dataset(connection: Connection) -> Row:
    """The dataset's own row, with the checksums of its archived texts (`texts`) and the number of
    actors that hold a current position (`with_position`).
    """
    row = _dataset.first(connection)
    assert row is not None  # a dataset without this row is refused when it is opened
    return row | {
        "texts": _checksums.rows(connection),
        "with_position": _actors_with_position.scalar(connection),
    }
