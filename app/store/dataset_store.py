"""The open datasets: the one that the pointer file names, and those that were requested by version.

A dataset is opened and checked before one assignment makes it the served one. A request takes that
object once. So no answer mixes two datasets.
"""

import asyncio
import gc
import logging
import re
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from weakref import WeakSet

import orjson
from sqlalchemy import Connection

from app.problems import OverBudget
from app.store.dataset import Dataset, UnusableFile

log = logging.getLogger("stated")

_VERSION = re.compile("[0-9a-f]{16}")
_DAMAGED = "the file is damaged, or is no dataset; copy or build it again"
CURRENT = "current"
"""The pointer: the file in the folder of datasets that names the version that is served."""
NOT_FOLLOWED = "not-followed.json"
"""The file in the folder of datasets in which a replica says why it does not follow the pointer of
the other server; it is only there while that is so.
"""
_MOST_REFUSED = 256  # files that could not be opened and are remembered
_FileStamp = tuple[str, int, int, int]
"""A version with inode, size and time of change of its file; zeros if there is no file."""


class Refusal(NamedTuple):
    """Why the pointer is not followed, or why the file that is served cannot be trusted."""

    version: str | None
    """What the pointer names; None if it names no version."""
    reason: str
    """A sentence for the operator, without the text of an exception."""


class DatasetStore:
    """The open datasets: `current`, which the pointer names, and the last few that were requested
    by version (pins).

    `prepare` is run on a dataset before it becomes the current one (Dataset.prepare).

    A file that cannot be opened changes nothing. It is tried again when the file has changed.
    `refusal` says why the pointer is not followed, or is None.
    """

    def __init__(
        self,
        folder: Path,
        *,
        budget_ms: int,
        threads: int,
        pins: int = 8,
        is_replica: bool = False,
        prepare: Callable[[Connection], object] | None = None,
    ) -> None:
        self._folder, self._budget_ms, self._threads = folder, budget_ms, threads
        self._is_replica = is_replica
        self._prepare = prepare
        self._most_pins = pins
        self._pins: OrderedDict[str, Dataset] = OrderedDict()  # least recently used first
        self._refused: OrderedDict[_FileStamp, str] = OrderedDict()  # with the reason
        # Guards both: the event loop changes them, and so do the threads that open files.
        self._lock = Lock()
        # One thread, so that no two pins are opened at the same time.
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="stated-open")
        self._open: WeakSet[Dataset] = WeakSet()
        self._current_stamp: _FileStamp | None = None  # of the file when it was opened
        self.current: Dataset | None = None
        self.refusal: Refusal | None = None
        self.swaps = 0
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="stated-read")

    @property
    def datasets_open(self) -> int:
        """How many datasets have open files: those of this store, and those that a request still
        reads.
        """
        return len(self._open)

    def refresh(self) -> bool:
        """Serve the dataset that the pointer names. Returns whether another file is served now."""
        version = self._named_by_pointer()
        if version is None:
            return False
        stamp, current = self._file_stamp(version), self.current
        if current is not None and stamp == self._current_stamp:
            self._refuse(Refusal(version, _DAMAGED) if current.damaged else None)
            return False
        try:
            opened = self._try_open(stamp)
            if opened is not None and self._is_same_file(stamp):
                # Somebody wrote into the file that is served: its first pages prove nothing.
                opened = self._intact(opened, stamp)
        except OverBudget:
            return False  # the machine is busy; the next call tries again
        if opened is None:
            if current is not None and self._is_same_file(stamp):
                current.mark_damaged()
            self._refuse(Refusal(version, self._refused.get(stamp, _DAMAGED)))
            return False
        if self._prepare is not None:
            # A file that is damaged further on is noticed when it is read.
            with suppress(Exception):
                opened.prepare(self._prepare)
        self.current, self._current_stamp = opened, stamp
        self.swaps += 1
        self._refuse(None)
        if current is not None:
            # The engines of datasets that were closed are cycles of references. Left to the
            # collector's own time, those of many swaps are in memory at once. This takes 2 ms, but
            # 0.15 s when a service starts, which has nothing to close.
            gc.collect()
        log.info("serving dataset %s", version)
        return True

    def _named_by_pointer(self) -> str | None:
        """The version that the pointer names; None, with a refusal, if it names none."""
        try:
            text = (self._folder / CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            self._refuse(Refusal(None, "there is no file `current` in the folder of datasets"))
            return None
        except (OSError, UnicodeDecodeError):
            self._refuse(Refusal(None, "the file `current` cannot be read"))
            return None
        if not _VERSION.fullmatch(text):
            reason = "the file `current` does not contain a version of 16 hexadecimal digits"
            self._refuse(Refusal(None, reason))
            return None
        return text

    def _is_same_file(self, stamp: _FileStamp) -> bool:
        """Whether the file that is served was written into."""
        served = self._current_stamp
        return served is not None and stamp[:2] == served[:2]

    def _intact(self, dataset: Dataset, stamp: _FileStamp) -> Dataset | None:
        """The dataset if SQLite finds no damage in its whole file; otherwise it is refused."""
        if dataset.is_intact():
            return dataset
        dataset.close()
        self._remember_refused(stamp, _DAMAGED)
        return None

    def _refuse(self, refusal: Refusal | None) -> None:
        """Note why the pointer is not followed, and log it when that changes."""
        if self._is_replica and (refusal is None or self.current is None):
            refusal = self._not_followed() or refusal
        if refusal == self.refusal:
            return
        self.refusal = refusal
        if refusal is not None:
            served = self.current.version if self.current else "no dataset"
            log.error(
                "not following the pointer to %s: %s; %s is served",
                refusal.version or "a dataset",
                refusal.reason,
                served,
            )

    def _not_followed(self) -> Refusal | None:
        """Why a replica does not follow the pointer of the other server; None if it does."""
        try:
            noted = orjson.loads((self._folder / NOT_FOLLOWED).read_bytes())
            return Refusal(noted["version"], str(noted["reason"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

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
            pinned = self._pins.get(version)
            if pinned is not None and pinned.damaged:
                del self._pins[version]
                self._refused[self._file_stamp(version)] = _DAMAGED
                log.error("dataset %s was closed: %s", version, _DAMAGED)
                return None
            if pinned is not None:
                self._pins.move_to_end(version)
            return pinned

    def _pin(self, stamp: _FileStamp) -> Dataset | None:
        """Open a pinned dataset, unless it was opened or refused while this request waited."""
        version = stamp[0]
        dataset = self._pins.get(version) or self._try_open(stamp)
        if dataset is None:
            log.error("dataset %s was refused: %s", version, self._refused.get(stamp, _DAMAGED))
        else:
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
        except Exception as error:  # whatever is wrong with it, the open datasets go on answering
            self._remember_refused(stamp, _reason(error, exists=stamp[1] != 0))
            return None
        self._open.add(dataset)
        return dataset

    def _remember_refused(self, stamp: _FileStamp, reason: str) -> None:
        with self._lock:
            self._refused[stamp] = reason
            while len(self._refused) > _MOST_REFUSED:
                self._refused.popitem(last=False)

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


def _reason(error: Exception, *, exists: bool) -> str:
    """Why a file could not be opened, in our words."""
    if isinstance(error, UnusableFile):
        return error.reason
    return _DAMAGED if exists else "there is no such file"
