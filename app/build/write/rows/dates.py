"""Date objects as values of rows."""

from functools import lru_cache

from app.domain.dates import DateObject
from app.store.listing import Row


@lru_cache(maxsize=1024)  # thousands of statements have the same date
def dated(known: DateObject) -> Row:
    """A date object as JSON. The result is shared: nobody may change it."""
    return known.model_dump(mode="json")
