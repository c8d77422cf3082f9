"""Adopting an old dataset: a copy of its file is brought to the schema of this release and keeps
its version.

That is what migrations are for: the facts stay those that were published, so pins, citations and
rollbacks go on working.
"""

import os
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DatabaseError

from app.build.write import derive
from app.build.write.schema import revisions, upgrade

_VERSION = re.compile("[0-9a-f]{16}")


class NotAdopted(Exception):
    """A file that cannot be adopted; the text is a sentence for whoever asked."""


@dataclass(frozen=True)
class Adopted:
    """The file that stands under the version now, and whether it stood there before at this
    release's revision.
    """

    path: Path
    was_there: bool

    @property
    def version(self) -> str:
        """The version of the dataset, the same as before."""
        return self.path.stem


def adopt(old: Path, datasets: Path) -> Adopted:
    """Put the dataset of the file `old` into the folder `datasets` under its version, at the newest
    revision.

    `old` is only read, unless it is the file of that version in that folder: then the upgraded copy
    takes its place. Raises NotAdopted for a file that is no dataset, is damaged, or is of a
    revision that this release does not know.
    """
    version, revision = _identity(old)
    known = revisions()
    if revision not in known:
        raise NotAdopted(
            f"{old} has the schema revision {revision}; this release knows none after {known[-1]}."
        )
    path = datasets / f"{version}.sqlite"
    if stands(path, version):
        return Adopted(path, was_there=True)
    datasets.mkdir(parents=True, exist_ok=True)
    draft = datasets / f".draft-{os.getpid()}.sqlite"
    try:
        shutil.copyfile(old, draft)
        try:
            whole = _bring_up(draft, as_it_is=revision == known[-1])
        except DatabaseError:
            whole = False
        if not whole:
            raise NotAdopted(f"{old} is damaged, or its rows point nowhere.")
        if not stands(draft, version):
            raise RuntimeError(f"the migrations made another dataset of {version}")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return Adopted(path, was_there=False)


def _bring_up(draft: Path, *, as_it_is: bool) -> bool:
    """Upgrade a copy, unless it is left as it is; False, or DatabaseError, if it is damaged or its
    rows point nowhere.
    """
    # Without foreign keys: a migration that makes a table anew could not keep to them. All are
    # checked in the end.
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(draft), poolclass=NullPool)
    with engine.connect() as connection:
        if connection.execute(text("PRAGMA integrity_check")).scalar() != "ok":
            return False
        upgrade(connection)
        if not as_it_is:
            derive.belonging(connection)
            derive.documents(connection)
            derive.search(connection)
        connection.commit()
        if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
            return False
        connection.execute(text("ANALYZE"))
        connection.commit()
    return True


def _identity(path: Path) -> tuple[str, str]:
    """Version and schema revision of a dataset file, which is opened as the service opens it:
    nothing is written.
    """
    if not path.is_file():
        raise NotAdopted(f"There is no file {path}.")
    try:
        with closing(
            sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)
        ) as connection:
            versions = connection.execute("SELECT version FROM dataset").fetchall()
            stamps = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.DatabaseError:
        raise NotAdopted(f"{path} is no dataset of this service, or it is damaged.") from None
    if len(versions) != 1 or len(stamps) != 1 or not _VERSION.fullmatch(str(versions[0][0])):
        raise NotAdopted(f"{path} does not say which dataset it is.")
    return versions[0][0], stamps[0][0]


def stands(path: Path, version: str) -> bool:
    """Whether the dataset of a version stands in this file, at the newest revision; not in one that
    is damaged.
    """
    try:
        return _identity(path) == (version, revisions()[-1])
    except NotAdopted:
        return False
