"""Kinds of columns of which there are many."""

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

_ADDED_LATER = {"added_later": True}
_JSON: Any = JSON(none_as_null=True)  # SQLModel takes a type with arguments, and declares a class


def json_column(nullable: bool = False, empty: bool = False, added_later: bool = False) -> Any:
    """A column with JSON, which is read whole and never searched. Without a value it is NULL, not
    the JSON null. `empty`: without a value it is an empty list. `added_later`: see that function;
    then it has to be `nullable`.
    """
    return Field(
        sa_type=_JSON,
        nullable=nullable,
        sa_column_kwargs={
            "server_default": "[]" if empty else None,
            "info": _ADDED_LATER if added_later else {},
        },
    )


def added_later(foreign_key: str | None = None) -> Any:
    """A column that the first published version does not have. It may be null, and the version of a
    dataset depends on it only where it is not, so that an older dataset keeps its version.

    `foreign_key` is the column to which it refers.
    """
    options = {"info": _ADDED_LATER}
    if foreign_key is None:
        return Field(None, sa_column_kwargs=options)
    return Field(None, foreign_key=foreign_key, sa_column_kwargs=options)
