"""Stated: who said what, and where countries stand."""

from sqlite3 import sqlite_version_info

RELEASE = "0.1.0"
OLDEST_SQLITE = (3, 38, 0)
"""The first one with JSON functions in every build, and with the operator `->>`."""


def sqlite_fault() -> str | None:
    """What is wrong with the SQLite that this Python uses, as sentences for the operator; None if
    it is new enough.
    """
    if sqlite_version_info >= OLDEST_SQLITE:
        return None
    oldest, found = (".".join(map(str, one)) for one in (OLDEST_SQLITE[:2], sqlite_version_info))
    return (
        f"Stated needs SQLite {oldest} or newer, and this Python has {found}. Install a newer "
        "Python, or a newer libsqlite3."
    )
