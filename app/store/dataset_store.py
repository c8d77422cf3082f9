"""Which datasets are at hand: following the pointer, and opening others for those who ask for their
version.

A dataset is opened and probed whole before a single reference assignment makes it the one that is
served, and a request takes that object once. So no answer mixes two datasets.
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
_REMEMBERED = 256  # files that could not be opened; of more than these the oldest is tried again
_Attempt = tuple[
    str, int, int, int
]  # a version, and what tells its file from another one of that name


class DatasetStore:
    """The datasets at hand: the one that is served, which the pointer names, and the last few that
    were asked for by version.

    A file that cannot be opened leaves everything as it is, and is looked at again once it has
    changed.
    """

    def __init__(self, folder: Path, *, budget_ms: int, threads: int, pins: int = 8) -> None:
        self._folder, self._budget_ms, self._threads, self._most = folder, budget_ms, threads, pins
        self._pins: OrderedDict[str, Dataset] = OrderedDict()  # the one asked for last comes last
        self._refused: OrderedDict[_Attempt, None] = OrderedDict()
        self._lock = Lock()  # of both: the event loop and the threads that open files change them
        self._opener = ThreadPoolExecutor(
            1, thread_name_prefix="stated-open"
        )  # so no two pins are opened at once
        self._open: WeakSet[Dataset] = WeakSet()
        self.current: Dataset | None = None
        self.swaps = 0
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="stated-read")

    @property
    def datasets_open(self) -> int:
        """How many datasets hold files open: those at hand, and those that a request still
        reads.
        """
        return len(self._open)

    def refresh(self) -> bool:
        """Follow the pointer if it names another version; True if the dataset changed."""
        try:
            version = (self._folder / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return False
        if not _VERSION.fullmatch(version) or (
            self.current is not None and version == self.current.version
        ):
            return False
        try:
            opened = self._opened(self._attempt(version))
        except OverBudget:
            return False  # a busy machine; the next look tries again
        if opened is None:
            return False
        self.current = opened
        self.swaps += 1
        log.info("serving dataset %s", version)
        return True

    async def open_version(self, version: str) -> Dataset | None:
        """The dataset of that version, opened if need be; None if there is no such file or none
        that can be read.

        Raises OverBudget if opening takes too long.
        """
        dataset = self.get_open(version)
        if dataset is not None or not _VERSION.fullmatch(version):
            return dataset
        attempt = self._attempt(version)
        if attempt in self._refused or not attempt[1]:
            # said at once, so that such requests do not stand in line before those that open
            # something
            return None
        return await asyncio.get_running_loop().run_in_executor(self._opener, self._take, attempt)

    def get_open(self, version: str) -> Dataset | None:
        """The dataset of that version if it is open: the one that is served, or one that was asked
        for lately.
        """
        current = self.current
        if current is not None and current.version == version:
            return current
        with self._lock:
            if version in self._pins:
                self._pins.move_to_end(version)
            return self._pins.get(version)

    def _take(self, attempt: _Attempt) -> Dataset | None:
        """Open a pinned dataset, unless it was opened or refused while this request stood in
        line.
        """
        version = attempt[0]
        dataset = self._pins.get(version) or self._opened(attempt)
        if dataset is not None:
            with self._lock:
                self._pins[version] = dataset
                while len(self._pins) > self._most:
                    self._pins.popitem(last=False)  # whoever still reads it holds it open
        return dataset

    def _attempt(self, version: str) -> _Attempt:
        """Now; zeros if there is no file."""
        try:
            found = self._path(version).stat()
        except OSError:
            return version, 0, 0, 0
        return version, found.st_ino, found.st_size, found.st_mtime_ns

    def _opened(self, attempt: _Attempt) -> Dataset | None:
        """The dataset of a version, or None if it cannot be opened now or could not be opened
        before.
        """
        if attempt in self._refused:
            return None
        try:
            dataset = Dataset(
                self._path(attempt[0]), budget_ms=self._budget_ms, threads=self._threads
            )
        except OverBudget:
            raise
        except Exception as error:  # whatever is wrong with the file, what is open goes on serving
            log.error(
                "dataset %r was refused: %s", attempt[0], type(error).__name__, exc_info=error
            )
            with self._lock:
                self._refused[attempt] = None
                while len(self._refused) > _REMEMBERED:
                    self._refused.popitem(last=False)
            return None
        self._open.add(dataset)
        return dataset

    def _path(self, version: str) -> Path:
        return self._folder / f"{version}.sqlite"

    async def follow(self, every_ms: int) -> None:
        """Look again and again; opening happens in a thread, the assignment in one step."""
        while True:
            await asyncio.sleep(every_ms / 1000)
            await asyncio.get_running_loop().run_in_executor(None, self.refresh)

    def close(self) -> None:
        """Let the threads end."""
        self.pool.shutdown(wait=False)
        self._opener.shutdown(wait=False)
