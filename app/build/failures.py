"""The sentences for an operator when a command cannot do what it should."""

import errno
import sqlite3
from typing import ClassVar

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS}
_SQLITE = {  # primary result codes, https://www.sqlite.org/rescode.html
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
}


class CommandError(Exception):
    """Why a command stops; the text is a sentence for the operator."""

    exit_code: ClassVar[int] = 1


def sentence(error: Exception) -> str | None:
    """What went wrong and what to do about it.

    None if it is a fault of the program, whose traceback is needed.
    """
    if isinstance(error, CommandError):
        return str(error)
    if isinstance(error, BrokenPipeError):
        return None  # nobody reads our output any more; the command line ends quietly then
    if isinstance(error, OSError):
        what = f"{error.filename or 'Something'} could not be read or written"
        return _with_remedy(what, error.strerror or type(error).__name__, error.errno)
    cause = getattr(error, "orig", error)  # SQLAlchemy wraps SQLite's error
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(cause, sqlite3.Error) and code is not None and code & 0xFF in _SQLITE:
        return _with_remedy(
            "The dataset could not be read or written", str(cause), _SQLITE[code & 0xFF]
        )
    return None


def _with_remedy(what: str, why: str, number: int | None) -> str:
    """The whole message; `number` is an errno."""
    if number in _NO_SPACE:
        how = "free some space there"
    elif number in _NO_PERMISSION:
        how = "give this user the right to it"
    elif number == errno.EIO:
        how = "see whether the disk is full or broken"
    else:
        how = "repair that"
    return f"{what} ({why}). Nothing is half written: {how} and run the same command again."
