"""One writer at a time: a process that writes into a folder first takes a lock on it.

It is a lock of the operating system on the folder itself (flock). So it leaves no file behind, it
ends when its process ends, however that happens, and it works between containers of one machine
that share the folder.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

from app.build.failures import CommandError

# seconds; publishing the launch dataset takes about two, so this is long enough for a few in a row
WAIT = 60
_POLL = 0.1  # seconds between two tries: flock itself cannot wait for a limited time


@contextmanager
def lock_folders(folders: Iterable[Path], report: Callable[[str], None]) -> Iterator[None]:
    """Have the locks on folders, which must exist, for the time of a `with` block.

    `report` gets a sentence if we have to wait, or if a folder cannot be locked. Raises
    CommandError after WAIT seconds.
    """
    deadline = monotonic() + WAIT
    with ExitStack() as opened:
        by_inode: dict[tuple[int, int], tuple[int, Path]] = {}
        for folder in folders:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            opened.callback(os.close, descriptor)  # this releases the lock
            status = os.fstat(descriptor)
            # A folder that is given twice is locked once: a second lock of our own would wait for
            # the first one.
            by_inode.setdefault((status.st_dev, status.st_ino), (descriptor, folder))
        # In the same order in every process, so that no two wait for each other.
        for _, (descriptor, folder) in sorted(by_inode.items()):
            _lock(descriptor, folder, deadline, report)
        yield


def _lock(descriptor: int, folder: Path, deadline: float, report: Callable[[str], None]) -> None:
    reported = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if monotonic() >= deadline:
                raise CommandError(
                    f"Another `stated` is still writing into {folder} after {WAIT} seconds: try "
                    "again when it has ended."
                ) from None
        except OSError:
            # Some network file systems lock no folders; else nobody could publish there at all.
            report(
                f"{folder} cannot be locked on this file system: make sure that nobody else "
                "publishes now."
            )
            return
        if not reported:
            report(f"Another `stated` is writing into {folder}: waiting for up to {WAIT} seconds.")
            reported = True
        sleep(_POLL)
