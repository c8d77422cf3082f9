"""Writing a small file whole or not at all, also if the disk is full or the machine loses power."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from secrets import token_hex


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file, which keeps its permissions and owner; a new one has those that any new file
    has.

    Raises OSError with the name of the file; then what was there before is untouched.
    """
    # A random name, because a process in another container may have the same process id. Not by
    # `tempfile`: its files can be read by their owner alone, and the service often runs as somebody
    # else.
    draft = path.with_name(f".{path.name}-{token_hex(8)}")
    try:
        with draft.open("xb") as file:
            _like(path, file.fileno())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # else a power cut after the renaming could leave an empty file
        os.replace(draft, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):  # gone already, or what went wrong above is worth more than this
            draft.unlink()
    with suppress(
        OSError
    ):  # not every file system can sync a folder; the file is whole without that too
        _sync(path.parent)


def _like(path: Path, descriptor: int) -> None:
    """Give an open file the permissions and the owner of the file at `path`, if there is one."""
    try:
        about = path.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISREG(about.st_mode):
        with suppress(PermissionError):  # only root may give a file to somebody else
            os.fchown(descriptor, about.st_uid, about.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(about.st_mode))


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
