"""Adopting an old dataset: a copy of its file is brought to the schema of this release, and its
answers are rendered as this release does. It keeps its facts and its version, so that pinned
addresses, citations and rollbacks go on working.
"""

import re
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DatabaseError

from app.build.atomic import (
    draft_in,
    put_dataset,
    recorded_checksum,
    sha256_of,
    write_checksum,
)
from app.build.failures import CommandError
from app.build.snapshot import open_read_only
from app.build.write.answers import store_answers
from app.build.write.links import write_links
from app.build.write.schema import revisions, upgrade
from app.build.write.search_index import has_all_filters, write_search_index
from app.store.rendered import STAMP, stamp_of

_VERSION = re.compile("[0-9a-f]{16}")


class NotAdopted(CommandError):
    """A file cannot be adopted."""


@dataclass(frozen=True)
class Adopted:
    """The file of the dataset, and whether it was there before, as this release writes it."""

    path: Path
    was_there: bool


def adopt(old: Path, datasets: Path) -> Adopted:
    """Put the dataset of the file `old` into the folder `datasets` under its version.

    `old` is only read, unless it is the file of that version in that folder: then the new copy
    replaces it. Raises NotAdopted for a file that is no dataset, is damaged, or has a revision of
    the schema that this release does not know.
    """
    version, revision, _ = identity(old)
    known = revisions()
    if revision not in known:
        raise NotAdopted(
            f"{old} has the schema revision {revision}, which this release does not know. It "
            f"knows {', '.join(known)}; no dataset of an older revision was published."
        )
    path = datasets / f"{version}.sqlite"
    if _is_current(path, version):
        return Adopted(path, was_there=True)
    with draft_in(datasets) as draft:
        shutil.copyfile(old, draft)
        try:
            intact = _bring_up(draft)
        except DatabaseError:
            intact = False
        if not intact:
            raise NotAdopted(f"{old} is damaged, or its rows point nowhere.")
        if not _is_written_here(draft, version):
            raise RuntimeError(f"the migrations made another dataset of {version}")
        put_dataset(draft, path)
    return Adopted(path, was_there=False)


def _bring_up(draft: Path) -> bool:
    """Upgrade a copy and store what this release derives from its facts. Returns False or raises
    DatabaseError if it is damaged or its rows point nowhere.
    """
    # Foreign keys are off: a migration that replaces a table could not keep to them. They are
    # checked afterwards.
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(draft), poolclass=NullPool)
    with engine.connect() as connection:
        if connection.execute(text("PRAGMA integrity_check")).scalar() != "ok":
            return False
        upgrade(connection)
        if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
            return False
        write_links(connection)
        write_search_index(connection)
        store_answers(connection)
        connection.commit()
        connection.execute(text("ANALYZE"))
        connection.commit()
    return True


def identity(path: Path) -> tuple[str, str, int]:
    """Version, schema revision and renderer stamp of a dataset file, which is only read."""
    if not path.is_file():
        raise NotAdopted(f"There is no file {path}.")
    try:
        with open_read_only(path) as connection:
            versions = connection.scalars(text("SELECT version FROM dataset")).all()
            heads = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
            stamp = stamp_of(connection)
    except DatabaseError:
        raise NotAdopted(f"{path} is no dataset of this service, or it is damaged.") from None
    if len(versions) != 1 or len(heads) != 1 or not _VERSION.fullmatch(str(versions[0])):
        raise NotAdopted(f"{path} does not say which dataset it is.")
    return versions[0], heads[0], stamp


def is_readable(path: Path, version: str) -> bool:
    """Whether a file is the dataset of that version in this release's schema, and not damaged."""
    try:
        return identity(path)[:2] == (version, revisions()[-1])
    except NotAdopted:
        return False


def is_intact(path: Path, version: str) -> bool:
    """Whether a file is the dataset of that version in this release's schema, and every byte is as
    it was written. A file without a checksum, of an older release, is checked by SQLite, and gets
    one.
    """
    if not is_readable(path, version):
        return False
    recorded, digest = recorded_checksum(path), sha256_of(path)
    if recorded is not None:
        return recorded == digest
    try:
        with open_read_only(path) as connection:
            if connection.execute(text("PRAGMA integrity_check(1)")).scalar() != "ok":
                return False
    except DatabaseError:
        return False
    write_checksum(path, digest)
    return True


def _is_current(path: Path, version: str) -> bool:
    """Whether a file is intact and as this release writes it."""
    return is_intact(path, version) and _is_written_here(path, version)


def _is_written_here(path: Path, version: str) -> bool:
    """Whether a file is readable, this release rendered the answers in it, and its statements have
    the search terms of all filters.
    """
    if not is_readable(path, version) or identity(path)[2] != STAMP:
        return False
    with open_read_only(path) as connection:
        return has_all_filters(connection)
