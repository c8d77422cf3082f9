"""What an operator reads when the machine, and not the seed, keeps a dataset from being written."""

import errno
import sqlite3

from app.build.lock import Busy

_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_RIGHTS = {errno.EACCES, errno.EPERM, errno.EROFS}
_SQLITE = {  # primary result codes, https://www.sqlite.org/rescode.html
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
}


def sentence(error: Exception) -> str | None:
    """What went wrong and what to do about it; None if it is not the machine's fault, so that it
    needs its traceback.
    """
    if isinstance(error, Busy):
        busy = f"Another `stated` is still writing into {error.folder} after {error.waited} seconds"
        return f"{busy}: try again when it has ended."
    if isinstance(error, BrokenPipeError):
        return None  # whoever read our output has gone: the command line ends quietly then
    if isinstance(error, OSError):
        what = (
            f"{error.filename} could not be read or written"
            if error.filename
            else "Something could not be read or written"
        )
        return _mended(what, error.strerror or type(error).__name__, error.errno)
    cause = getattr(error, "orig", error)  # SQLAlchemy's errors carry that of SQLite
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(cause, sqlite3.Error) and code is not None and code & 0xFF in _SQLITE:
        return _mended("The dataset could not be read or written", str(cause), _SQLITE[code & 0xFF])
    return None


def _mended(what: str, why: str, number: int | None) -> str:
    if number in _ROOM:
        how = "make room there"
    elif number in _RIGHTS:
        how = "give this user the right to it"
    elif number == errno.EIO:
        how = "see whether the disk is full or broken"
    else:
        how = "mend that"
    return f"{what} ({why}). Nothing is half written: {how} and run the same command again."
