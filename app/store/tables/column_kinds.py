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


def added_later() -> Any:
    """A column that the first published version does not have. It may be null, and the version of a
    dataset depends on it only where it is not, so that an older dataset keeps its version.
    """
    return Field(None, sa_column_kwargs={"info": {"added_later": True}})
