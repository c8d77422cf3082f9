"""One publication at a time: whoever writes into a folder holds a lock on it meanwhile.

It is a lock of the operating system on the folder itself (flock). So it leaves no file behind, it
ends with its process however that ends, and it also holds between containers of one machine that
share the folder.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

# seconds; publishing the launch dataset takes about two, so this is long enough for a few in a row
WAIT = 60
_POLL = 0.1  # seconds between two tries: flock itself cannot wait for a limited time


class Busy(Exception):
    """Another process held the lock on `folder` for all the seconds that we waited."""

    def __init__(self, folder: Path, waited: int) -> None:
        super().__init__(folder, waited)
        self.folder, self.waited = folder, waited


@contextmanager
def alone(folders: Iterable[Path], say: Callable[[str], None]) -> Iterator[None]:
    """Hold the locks on folders, which must exist; `say` is told if that takes time. Raises Busy
    after WAIT seconds.
    """
    deadline = monotonic() + WAIT
    with ExitStack() as held:
        found: dict[tuple[int, int], tuple[int, Path]] = {}
        for folder in folders:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            held.callback(os.close, descriptor)  # this gives the lock back
            about = os.fstat(descriptor)
            # A folder that is given twice is locked once: a second lock of our own would wait for
            # the first one.
            found.setdefault((about.st_dev, about.st_ino), (descriptor, folder))
        for _, (descriptor, folder) in sorted(
            found.items()
        ):  # the same order in every process, so that none wait in a circle
            _lock(descriptor, folder, deadline, say)
        yield


def _lock(descriptor: int, folder: Path, deadline: float, say: Callable[[str], None]) -> None:
    told = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if monotonic() >= deadline:
                raise Busy(folder, WAIT) from None
        except (
            OSError
        ):  # some network file systems lock no folders; nobody there could publish at all otherwise
            say(
                f"{folder} cannot be locked on this file system: make sure that nobody else "
                "publishes now."
            )
            return
        if not told:
            say(f"Another `stated` is writing into {folder}: waiting for up to {WAIT} seconds.")
            told = True
        sleep(_POLL)
