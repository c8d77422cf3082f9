"""The schema of a dataset file, which belongs to Alembic; nothing else calls Alembic."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.settings import ROOT


def config(connection: Connection) -> Config:
    """Alembic's configuration for one open file. There is no ini file."""
    out = Config()
    out.set_main_option("script_location", str(ROOT / "migrations"))
    out.attributes["connection"] = connection
    return out


def revisions() -> list[str]:
    """All revisions of the schema, the oldest first; the last is that of this release."""
    newest_first = ScriptDirectory(str(ROOT / "migrations")).walk_revisions()
    return [script.revision for script in newest_first][::-1]


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring an open file to a revision; an empty file becomes a dataset without rows."""
    command.upgrade(config(connection), revision)
