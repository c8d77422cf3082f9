"""The open datasets: the one that the pointer file names, and those that were requested by version.

A dataset is opened and checked before one assignment makes it the served one. A request takes that
object once. So no answer mixes two datasets.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from weakref import WeakSet

from app.problems import OverBudget
from app.store.dataset import Dataset

log = logging.getLogger("stated")

_VERSION = re.compile("[0-9a-f]{16}")
_MOST_REFUSED = 256  # files that could not be opened and are remembered
_FileStamp = tuple[str, int, int, int]
"""A version with inode, size and time of change of its file; zeros if there is no file."""


class DatasetStore:
    """The open datasets: `current`, which the pointer names, and the last few that were requested
    by version (pins).

    A file that cannot be opened changes nothing. It is tried again when the file has changed.
    """

    def __init__(self, folder: Path, *, budget_ms: int, threads: int, pins: int = 8) -> None:
        self._folder, self._budget_ms, self._threads = folder, budget_ms, threads
        self._most_pins = pins
        self._pins: OrderedDict[str, Dataset] = OrderedDict()  # least recently used first
        self._refused: OrderedDict[_FileStamp, None] = OrderedDict()
        # Guards both: the event loop changes them, and so do the threads that open files.
        self._lock = Lock()
        # One thread, so that no two pins are opened at the same time.
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="stated-open")
        self._open: WeakSet[Dataset] = WeakSet()
        self.current: Dataset | None = None
        self.swaps = 0
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="stated-read")

    @property
    def datasets_open(self) -> int:
        """How many datasets have open files: those of this store, and those that a request still
        reads.
        """
        return len(self._open)

    def refresh(self) -> bool:
        """Serve the dataset that the pointer names. Returns whether that is another one now."""
        try:
            version = (self._folder / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return False
        if not _VERSION.fullmatch(version) or (
            self.current is not None and version == self.current.version
        ):
            return False
        try:
            opened = self._try_open(self._file_stamp(version))
        except OverBudget:
            return False  # the machine is busy; the next call tries again
        if opened is None:
            return False
        self.current = opened
        self.swaps += 1
        log.info("serving dataset %s", version)
        return True

    async def open_version(self, version: str) -> Dataset | None:
        """The dataset of that version, which is opened if it is not open. None if there is no such
        file, or it cannot be read.

        Raises OverBudget if opening takes too long.
        """
        dataset = self.get_open(version)
        if dataset is not None or not _VERSION.fullmatch(version):
            return dataset
        stamp = self._file_stamp(version)
        if stamp in self._refused or not stamp[1]:
            # answered here, so that such requests do not delay those that open a file
            return None
        return await asyncio.get_running_loop().run_in_executor(self._opener, self._pin, stamp)

    def get_open(self, version: str) -> Dataset | None:
        """The dataset of that version if it is open: the current one, or a pin."""
        current = self.current
        if current is not None and current.version == version:
            return current
        with self._lock:
            if version in self._pins:
                self._pins.move_to_end(version)
            return self._pins.get(version)

    def _pin(self, stamp: _FileStamp) -> Dataset | None:
        """Open a pinned dataset, unless it was opened or refused while this request waited."""
        version = stamp[0]
        dataset = self._pins.get(version) or self._try_open(stamp)
        if dataset is not None:
            with self._lock:
                self._pins[version] = dataset
                while len(self._pins) > self._most_pins:
                    self._pins.popitem(last=False)  # a request that still reads it keeps it open
        return dataset

    def _file_stamp(self, version: str) -> _FileStamp:
        try:
            file = self._path(version).stat()
        except OSError:
            return version, 0, 0, 0
        return version, file.st_ino, file.st_size, file.st_mtime_ns

    def _try_open(self, stamp: _FileStamp) -> Dataset | None:
        """The dataset in a file; None if the file cannot be opened, now or before. Raises
        OverBudget.
        """
        if stamp in self._refused:
            return None
        try:
            dataset = Dataset(
                self._path(stamp[0]), budget_ms=self._budget_ms, threads=self._threads
            )
        except OverBudget:
            raise
        except (
            Exception
        ) as error:  # whatever is wrong with the file, the open datasets go on answering
            log.error("dataset %r was refused: %s", stamp[0], type(error).__name__, exc_info=error)
            with self._lock:
                self._refused[stamp] = None
                while len(self._refused) > _MOST_REFUSED:
                    self._refused.popitem(last=False)
            return None
        self._open.add(dataset)
        return dataset

    def _path(self, version: str) -> Path:
        return self._folder / f"{version}.sqlite"

    async def follow(self, every_ms: int) -> None:
        """Read the pointer every `every_ms` milliseconds. Files are opened in a thread."""
        while True:
            await asyncio.sleep(every_ms / 1000)
            await asyncio.get_running_loop().run_in_executor(None, self.refresh)

    def close(self) -> None:
        """End the threads."""
        self.pool.shutdown(wait=False)
        self._opener.shutdown(wait=False)
