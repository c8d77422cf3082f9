"""Datasets that tests change; many for little: copies of a small one, whose version and texts say
which one they are.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from app.build.check.seed import check
from app.build.seed.load import load
from app.build.write.answers import store_answers
from app.build.write.dataset_file import connect, write
from app.build.write.schema import upgrade
from app.store.tables import VIRTUAL, metadata
from tests.fixtures import bare_seed

EARLIER = "0010"
_number = metadata.tables["statement"].c.number


def small_dataset(folder: Path) -> Path:
    """A dataset of the first published version, without the long lists of names."""
    checked = check(load(bare_seed(folder)))
    assert checked.seed.findings == []
    return write(checked, folder / "datasets")


def written_anew(path: Path) -> None:
    """Render the answers in a dataset that a test has changed."""
    with connect(path).connect() as connection:
        store_answers(connection)
        connection.commit()


def released_before(path: Path) -> None:
    """Make a dataset file what the first release wrote: it keeps no stamp of the code that rendered
    its answers, and they have other characters for what only a request knows.
    """
    with closing(sqlite3.connect(path)) as connection:
        for table in ("statement_document", "position_document"):
            connection.execute(
                f"UPDATE {table} SET document = "
                "CAST(replace(CAST(document AS TEXT), ?, ?) AS BLOB)",
                ("\x1a", "\x01"),
            )
        connection.execute("PRAGMA user_version = 0")
        connection.commit()


def of_revision_before(small: Path, path: Path, revision: str = EARLIER) -> Path:
    """A dataset as a release of an earlier revision wrote it, with the facts of a small one: of the
    one before the newest that changes rows and not only adds columns, or of another one.

    The full-text index of statements is empty: `stated adopt` makes it.
    """
    with connect(path).connect() as connection:
        upgrade(connection, revision)
        connection.commit()
    with closing(sqlite3.connect(path)) as file:
        file.execute("ATTACH ? AS newer", (str(small),))
        for table in [*(_tables(file, "main") & _tables(file, "newer")), "name_gram"]:
            columns = ", ".join(
                f'"{name}"'
                for name in _columns(file, "main", table) & _columns(file, "newer", table)
            )
            file.execute(
                f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}"
            )
        if revision < "0011":
            _number_as_before(file)
        file.commit()
    released_before(path)
    return path


def _number_as_before(file: sqlite3.Connection) -> None:
    """Give the statements the numbers that they had until revision 0011: dated ones first, the
    newest first, then all others by id.
    """
    file.execute("CREATE TEMP TABLE before (number INTEGER PRIMARY KEY, statement INTEGER UNIQUE)")
    file.execute(
        "INSERT INTO before (statement) SELECT number FROM statement "
        "ORDER BY sort_date IS NULL, sort_date DESC, id"
    )
    for table in metadata.tables.values():
        for column in table.columns:
            if str(column) == "statement.number" or column.references(_number):
                name = f'"{table.name}"."{column.name}"'
                place = f"SELECT number FROM before WHERE statement = {name}"
                file.execute(f'UPDATE "{table.name}" SET "{column.name}" = -({place})')
                file.execute(f'UPDATE "{table.name}" SET "{column.name}" = -"{column.name}"')


def _tables(file: sqlite3.Connection, schema: str) -> set[str]:
    """The ordinary tables, without those that belong to Alembic, SQLite and the search indexes."""
    ours = f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'"
    known = {name for (name,) in file.execute(ours)} - {"alembic_version"}
    return {name for name in known if not name.startswith(("sqlite_", *VIRTUAL))}


def _columns(file: sqlite3.Connection, schema: str, table: str) -> set[str]:
    return {name for _, name, *_ in file.execute(f"PRAGMA {schema}.table_info({table})")}


def edition(small: Path, folder: Path, number: int) -> str:
    """Add a dataset whose version is the edition's number, and whose texts name it. Returns the
    version. Each edition is made once, beside the folder of the small dataset, and then copied.
    """
    folder.mkdir(exist_ok=True)
    version = f"{number:016x}"
    made = small.parent.with_name(f"edition-{version}")
    if not made.exists():
        _make_edition(Path(shutil.copy(small, made)), version, number)
    draft = Path(shutil.copy(made, folder / f".draft-{version}"))
    os.replace(draft, folder / f"{version}.sqlite")
    return version


def _make_edition(path: Path, version: str, number: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "UPDATE dataset SET version = ?, title = ?", (version, f"Edition {number}.")
        )
        for table in ("statement", "position"):
            connection.execute(f"UPDATE {table} SET summary = ?", (f"Edition {number}.",))
        connection.execute("UPDATE actor SET official_name = ?", (f"Edition {number}.",))
        connection.commit()
    written_anew(path)


def held_open(folder: Path) -> int:
    """How many open files of this process are datasets of a folder, also files that are deleted by
    now; needs /proc.
    """
    targets = map(Path, map(_target, Path("/proc/self/fd").iterdir()))
    return sum(
        one.parent == folder and ".sqlite" in one.name for one in targets
    )  # and not the pointer


def _target(descriptor: Path) -> str:
    try:
        return os.readlink(descriptor)
    except OSError:  # the listing of the folder itself
        return ""
