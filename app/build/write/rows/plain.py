"""Models as rows."""

from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from app.domain.dates import DateObject

Row = dict[str, Any]


def plain(model: BaseModel, leaving_out: set[str] | None = None) -> Row:
    """A model as a row."""
    return model.model_dump(exclude=leaving_out)


@lru_cache(maxsize=1024)  # thousands of things are said on one day; nobody changes a row's date
def dated(known: DateObject) -> Row:
    """A date object as JSON."""
    return known.model_dump(mode="json")
