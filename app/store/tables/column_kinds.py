"""Kinds of columns of which there are many."""

from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field


def json_column(nullable: bool = False, empty: bool = False) -> Any:
    """A column with JSON, which is read whole and never searched. Without a value it is NULL, not
    the JSON null. `empty`: without a value it is an empty list.
    """
    return Field(
        sa_column=Column(
            JSON(none_as_null=True), nullable=nullable, server_default="[]" if empty else None
        )
    )


_ADDED_LATER = {"added_later": True}


def added_later(**options: Any) -> Any:
    """A column that the first published version does not have. It may be null, and the version of a
    dataset depends on it only where it is not, so that an older dataset keeps its version.

    `options` are those of SQLModel's fields.
    """
    return Field(None, sa_column_kwargs={"info": _ADDED_LATER}, **options)


def json_added_later() -> Any:
    """A column as `added_later` makes it, with JSON."""
    return Field(None, sa_column=Column(JSON(none_as_null=True), nullable=True, info=_ADDED_LATER))
