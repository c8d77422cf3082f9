"""The schema of a dataset file belongs to Alembic; this is the one way in."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.settings import ROOT


def config(connection: Connection) -> Config:
    """Alembic's configuration for one open file; there is no ini file."""
    out = Config()
    out.set_main_option("script_location", str(ROOT / "migrations"))
    out.attributes["connection"] = connection
    return out


def revisions() -> list[str]:
    """All revisions of the schema, the oldest first; the last is that of this release."""
    return [
        script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()
    ][::-1]


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring a file to a revision; an empty file becomes a dataset without rows."""
    command.upgrade(config(connection), revision)
