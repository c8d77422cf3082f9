"""JSON columns, for what is read whole and never searched."""

from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field


def json_column(nullable: bool = False, empty: bool = False) -> Any:
    """A column that holds JSON; NULL, not the JSON null, where there is nothing. `empty`: an empty
    list unless given.
    """
    return Field(
        sa_column=Column(
            JSON(none_as_null=True), nullable=nullable, server_default="[]" if empty else None
        )
    )
