"""`make migration MESSAGE="scale of a position"`: write a migration for what changed in the tables.

Alembic compares the tables of app/store/tables/ with an empty dataset of the newest revision. Read
what it wrote before you commit it: data of older datasets it does not know.
"""

import sys

from alembic import command
from sqlalchemy import create_engine

from app.build.write.schema import config, revisions, upgrade


def main(message: str) -> None:
    """Write the migration with the next number."""
    number = f"{int(revisions()[-1]) + 1:04}"
    with create_engine("sqlite://").connect() as connection:
        upgrade(connection)
        command.revision(config(connection), message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main(sys.argv[1])
