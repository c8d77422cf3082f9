"""Models as rows."""

from typing import Any

from pydantic import BaseModel

from app.dates import DateObject

Row = dict[str, Any]


def plain(model: BaseModel) -> Row:
    """A model as a row."""
    return model.model_dump()


def dated(known: DateObject) -> Row:
    """A date object as JSON."""
    return known.model_dump(mode="json")
