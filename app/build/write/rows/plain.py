"""Models as rows: columns by name."""

from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from app.domain.dates import DateObject

Row = dict[str, Any]


def plain(model: BaseModel, leaving_out: set[str] | None = None) -> Row:
    """A model as a row."""
    return model.model_dump(exclude=leaving_out)


@lru_cache(maxsize=1024)  # thousands of statements have the same date
def dated(known: DateObject) -> Row:
    """A date object as JSON. The result is shared: nobody may change it."""
    return known.model_dump(mode="json")
