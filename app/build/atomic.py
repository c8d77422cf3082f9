"""Writing a file whole or not at all, also if the disk is full or the machine loses power."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from secrets import token_hex


@contextmanager
def draft_in(datasets: Path) -> Iterator[Path]:
    """The path of a dataset file that is being written into a folder, which is made if it is
    missing. The file is removed after the `with` block, unless it was renamed.
    """
    datasets.mkdir(parents=True, exist_ok=True)
    # A random name, because a process in another container may have the same process id.
    draft = datasets / f".draft-{token_hex(8)}.sqlite"
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def remove_drafts(datasets: Path) -> None:
    """Remove what killed processes left in a folder. The caller has the lock on the folder
    (app.build.lock), so no other process is writing there.
    """
    for draft in datasets.glob(".draft-*"):
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
            continue
        with suppress(OSError):  # a file that cannot be removed does no harm
            draft.unlink()


def put_dataset(draft: Path, path: Path) -> None:
    """Give a finished dataset file its name, and write its checksum beside it.

    The file is on the disk before it has the name, so that a power cut leaves the old file or the
    new one.
    """
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    digest = sha256_of(draft)
    # Without a checksum in between, a process that is killed here leaves no false one.
    checksum_file(path).unlink(missing_ok=True)
    os.replace(draft, path)
    with suppress(OSError):  # not every file system can sync a folder
        _sync(path.parent)
    write_checksum(path, digest)


def checksum_file(path: Path) -> Path:
    """The file beside a dataset file that has its SHA-256, as `sha256sum --check` reads it."""
    return path.with_name(f"{path.name}.sha256")


def write_checksum(path: Path, digest: str) -> None:
    """Write the checksum of a dataset file beside it."""
    write_atomically(checksum_file(path), f"{digest}  {path.name}\n".encode())


def recorded_checksum(path: Path) -> str | None:
    """The checksum that is written beside a dataset file; None if there is none."""
    try:
        return checksum_file(path).read_text(encoding="ascii", errors="replace").split()[0]
    except (OSError, IndexError):
        return None


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


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
