"""Writing a file whole or not at all, also if the disk is full or the machine loses power."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex


@contextmanager
def draft_in(datasets: Path) -> Iterator[Path]:
    """The path of a dataset file that is being written into a folder, which is made if it is
    missing. The file is removed after the `with` block, unless it was renamed.
    """
    datasets.mkdir(parents=True, exist_ok=True)
    draft = datasets / f".draft-{os.getpid()}.sqlite"
    draft.unlink(missing_ok=True)  # one of a process that was killed
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def write_atomically(path: Path, content: bytes) -> None:
    """Write or replace a file. It keeps its permissions and owner; a new one has the usual ones.

    Raises OSError with the name of the file; then the file is as it was.
    """
    # A random name, because a process in another container may have the same process id. Not by
    # `tempfile`: only the owner can read its files, and the service often runs as another user.
    draft = path.with_name(f".{path.name}-{token_hex(8)}")
    try:
        with draft.open("xb") as file:
            _copy_permissions(path, file.fileno())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # else a power cut after the renaming could leave an empty file
        os.replace(draft, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):  # it is gone already, or the error above matters more
            draft.unlink()
    # Not every file system can sync a folder, and the file is whole without that, too.
    with suppress(OSError):
        _sync(path.parent)


def _copy_permissions(path: Path, descriptor: int) -> None:
    """Give an open file the permissions and the owner of the file at `path`, if there is one."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISREG(status.st_mode):
        with suppress(PermissionError):  # only root may give a file to another user
            os.fchown(descriptor, status.st_uid, status.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
