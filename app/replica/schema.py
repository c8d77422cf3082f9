"""The schema of this release, as a program of its own: only Alembic knows it, and Alembic would
stay in the memory of the service.
"""

import json
import sqlite3
import sys
from typing import cast

from sqlalchemy import NullPool, create_engine

from app.build.write.schema import upgrade
from app.replica.check import Schema, schema_in


def made_here() -> Schema:
    """The schema that the migrations of this release make."""
    with create_engine("sqlite://", poolclass=NullPool).connect() as connection:
        upgrade(connection)
        return schema_in(cast(sqlite3.Connection, connection.connection.driver_connection))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(sorted(made_here())))
