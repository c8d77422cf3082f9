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


_PATHS = {  # what is wrong with a path that somebody gave, in our words
    errno.ENOENT: "there is no such file or folder",
    errno.ENOTDIR: "a part of it is a file, not a folder",
    errno.EEXIST: "it is a file, not a folder",
    errno.EISDIR: "it is a folder, not a file",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "its links lead to each other",
}
_LONGEST = 200  # characters of a path that a sentence repeats


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
        path = str(error.filename or "Something")
        path = path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"
        why = _PATHS.get(error.errno or 0) or error.strerror or "for an unknown reason"
        return _with_remedy(f"{path} could not be read or written", why, error.errno)
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
    elif number in _PATHS:
        how = "repair that, or give another path,"
    elif number == errno.EIO:
        how = "see whether the disk is full or broken"
    else:
        how = "repair that"
    return f"{what} ({why}). Nothing is half written: {how} and run the same command again."
