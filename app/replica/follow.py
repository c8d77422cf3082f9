"""Following a pointer on another server: `stated serve --follow`.

The follower is a thread beside the service, or in its supervisor if there are several workers. It
only writes into the folder of datasets, as `stated publish` does, and the service follows the
pointer there. What it refuses is in a file beside that, for `/health/ready`.
"""

import fcntl
import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from threading import Thread
from time import monotonic, sleep
from typing import BinaryIO

from app.build.atomic import (
    checksum_file,
    put_dataset,
    recorded_checksum,
    sha256_of,
    write_atomically,
)
from app.build.failures import CommandError
from app.build.lock import lock_folders
from app.replica.check import Schema, check, check_images, published_in
from app.replica.pointer import (
    IMAGES,
    Companion,
    NotFollowed,
    ReplicaPointer,
    SharedFile,
    parse,
)
from app.replica.remote import Remote, Unreachable
from app.settings import ROOT, Settings
from app.store.dataset_store import CURRENT, NOT_FOLLOWED
from app.store.share_images import images_file
from app.store.tables import REVISION
from app.store.whole_files import folder_of

log = logging.getLogger("stated")

_RESERVE = 64_000_000  # bytes of the disk that stay free
_FAILURES = 3  # after so many in a row, `/health/ready` says so
_LONGEST_WAIT = 60.0  # seconds between two tries, however often they failed
_FIRST_RETRY, _LONGEST_RETRY = 30.0, 900.0  # seconds until a refused pointer is tried again
_FETCHED = ".fetched"  # the versions that were fetched, the oldest first
_PART = ".part-"
_SCHEMA_PATIENCE = 120  # seconds; it takes about one


def start(settings: Settings) -> None:
    """Follow `settings.follow` in a thread, which ends with the process."""
    follower = Follower(
        Remote(settings.follow),
        settings.datasets,
        keep=settings.keep,
        every=settings.follow_ms / 1000,
        allow_rollback=settings.allow_rollback,
    )
    Thread(target=follower.run, name="stated-follow", daemon=True).start()


def _schema_of_this_release() -> Schema:
    """See app.replica.schema."""
    command = [sys.executable, "-m", "app.replica.schema"]
    done = subprocess.run(  # noqa: S603 (our own module, without any input)
        command, cwd=ROOT, check=True, capture_output=True, timeout=_SCHEMA_PATIENCE
    )
    return frozenset((a, b, c, d) for a, b, c, d in json.loads(done.stdout))


class Follower:
    """Brings the folder of datasets to what a remote pointer names, again and again."""

    def __init__(
        self,
        remote: Remote,
        datasets: Path,
        *,
        keep: int,
        every: float,
        allow_rollback: bool = False,
        schema: Callable[[], Schema] = _schema_of_this_release,
    ) -> None:
        self._remote, self._datasets, self._keep = remote, datasets, keep
        self._every, self._allow_rollback = every, allow_rollback
        self._make_schema = schema
        self._failures = 0  # in a row
        self._refused = b""  # the last pointer that was refused, and why
        self._refusal: NotFollowed | None = None
        self._retry_at, self._retry_after = 0.0, _FIRST_RETRY
        self._settled: tuple[object, ...] | None = None  # pointer and file as they were found right

    def run(self) -> None:
        """Follow for as long as the process lives."""
        self._datasets.mkdir(parents=True, exist_ok=True)
        while True:
            sleep(self.step())

    def step(self) -> float:
        """Look at the pointer once, and do what it says. Returns the seconds until the next look.

        Whatever goes wrong is noted for `/health/ready`, and what is served stays as it is.
        """
        content = b""
        try:
            content = self._remote.pointer()
            if content != self._refused or monotonic() >= self._retry_at:
                self._follow(parse(content))
                self._refused, self._refusal = b"", None
                self._retry_after = _FIRST_RETRY
            self._note(self._refusal)
            self._failures = 0
        except Unreachable as error:
            self._failures += 1
            if self._failures >= _FAILURES:
                self._note(NotFollowed(error.reason))
        except NotFollowed as error:
            self._refuse(content, error)
        except CommandError:
            log.warning("another process writes into %s; trying again", self._datasets)
        except OSError as error:
            log.exception("the followed dataset could not be written")
            self._refuse(content, NotFollowed(f"it could not be written ({error.strerror})"))
        except Exception:  # the service must go on, and so must the follower
            log.exception("the pointer could not be followed")
            self._refuse(content, NotFollowed("an unexpected error occurred; the log has it"))
        return min(self._every * 2.0 ** min(self._failures, 10), max(_LONGEST_WAIT, self._every))

    def _refuse(self, content: bytes, error: NotFollowed) -> None:
        """Note a refusal. The same pointer is tried again later, each time after twice as long."""
        self._failures = 0
        self._retry_after = (
            min(self._retry_after * 2, _LONGEST_RETRY) if content == self._refused else _FIRST_RETRY
        )
        self._refused, self._refusal = content, error
        self._retry_at = monotonic() + self._retry_after
        self._note(error)

    def _note(self, error: NotFollowed | None) -> None:
        """Write, or remove, why the pointer is not followed."""
        file = self._datasets / NOT_FOLLOWED
        with suppress(OSError):  # a full disk; the next look tries again
            if error is None:
                file.unlink(missing_ok=True)
                return
            content = json.dumps({"version": error.version, "reason": error.reason}).encode()
            if not file.exists() or file.read_bytes() != content:
                write_atomically(file, content)

    def _follow(self, pointer: ReplicaPointer) -> None:
        path = self._datasets / f"{pointer.version}.sqlite"
        if self._settled == self._state(pointer, path):
            return
        if pointer.revision != REVISION:
            raise NotFollowed(
                f"its schema has the revision {pointer.revision} and not {REVISION}: it was "
                "published by another release than this one",
                pointer.version,
            )
        last = self._last_published()
        if last and pointer.published < last and not self._allow_rollback:
            raise NotFollowed(
                f"it was published on {pointer.published}, before the one of {last} that is "
                "served; --allow-rollback follows it",
                pointer.version,
            )
        self._forget_parts(pointer)
        self._fetch_companions(pointer, path)
        if not self._is_there(pointer, path):

            def is_right(part: Path) -> None:
                check(part, pointer, self._schema)

            with (
                self._fetched(pointer.version, pointer.file, pointer, is_right) as part,
                lock_folders([self._datasets], log.warning),
            ):
                put_dataset(part, path)
            self._remember(pointer.version)
        if self._current() != pointer.version:
            write_atomically(self._datasets / CURRENT, f"{pointer.version}\n".encode("ascii"))
            log.info("following the pointer to %s", pointer.version)
        self._prune()
        self._settled = self._state(pointer, path)

    def _state(self, pointer: ReplicaPointer, path: Path) -> tuple[object, ...]:
        """What changes when the pointer, the file or what is current changes."""
        try:
            file = path.stat()
        except OSError:
            return (pointer, None)
        return (pointer, self._current(), file.st_ino, file.st_size, file.st_mtime_ns)

    def _current(self) -> str | None:
        try:
            return (self._datasets / CURRENT).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None

    def _last_published(self) -> date | None:
        """The day of publication of what is current here."""
        try:
            return published_in(self._datasets / f"{self._current()}.sqlite")
        except (OSError, ValueError, sqlite3.Error):
            return None

    def _is_there(self, pointer: ReplicaPointer, path: Path) -> bool:
        """Whether the file is in the folder, with every byte as it must be."""
        return (
            recorded_checksum(path) == pointer.sha256
            and path.is_file()
            and sha256_of(path) == pointer.sha256
        )

    def _forget_parts(self, pointer: ReplicaPointer) -> None:
        """Remove the parts of files that the pointer does not name any more."""
        wanted = {pointer.sha256, *(one.sha256 for one in pointer.companions.values())}
        for part in self._datasets.glob(f"{_PART}*"):
            if part.name.removeprefix(_PART) not in wanted:
                part.unlink(missing_ok=True)

    def _fetch_companions(self, pointer: ReplicaPointer, path: Path) -> None:
        """Bring what is beside a dataset file, before the dataset is served."""
        version, parts, folder = pointer.version, ExitStack(), folder_of(path)
        with parts:
            fetched: dict[Companion, Path] = {}
            for name, shared in pointer.companions.items():
                target = images_file(path) if name == IMAGES else folder / name
                if target.is_file() and sha256_of(target) == shared.sha256:
                    continue

                def is_right(part: Path, name: Companion = name) -> None:
                    if name == IMAGES:
                        check_images(part, version)

                fetching = self._fetched(version, pointer.companion(name), shared, is_right)
                fetched[name] = parts.enter_context(fetching)
            if IMAGES in fetched:
                os.replace(fetched.pop(IMAGES), images_file(path))
            if fetched:
                # The folder appears with all of its files, of which some may have been there.
                draft = self._datasets / f".draft-{token_hex(8)}"
                draft.mkdir()
                try:
                    for name in pointer.companions:
                        if name in fetched:
                            os.replace(fetched[name], draft / name)
                        elif name != IMAGES:
                            shutil.copyfile(folder / name, draft / name)
                    shutil.rmtree(folder, ignore_errors=True)
                    os.rename(draft, folder)
                finally:
                    shutil.rmtree(draft, ignore_errors=True)

    @contextmanager
    def _fetched(
        self,
        version: str,
        file: str,
        shared: ReplicaPointer | SharedFile,
        is_right: Callable[[Path], None],
    ) -> Iterator[Path]:
        """The path of a file of the server, fetched and checked: its SHA-256, and then what
        `is_right` checks. What an earlier try has fetched is kept, and only the rest is asked for.
        """
        path = self._datasets / f"{_PART}{shared.sha256}"

        def check_part() -> None:
            if path.stat().st_size != shared.size or sha256_of(path) != shared.sha256:
                raise NotFollowed("a file has another SHA-256 than the pointer says", version)
            is_right(path)

        with path.open("ab") as part:
            try:
                fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandError("Another process fetches this file.") from None
            resumed = self._read(version, file, shared, part)
            try:
                check_part()
            except NotFollowed:
                part.truncate(0)
                if not resumed:
                    path.unlink(missing_ok=True)
                    raise
                # Perhaps what was there before is wrong: once more, from the first byte.
                self._read(version, file, shared, part)
                try:
                    check_part()
                except NotFollowed:
                    path.unlink(missing_ok=True)
                    raise
            os.fsync(part.fileno())
            yield path

    def _read(
        self, version: str, file: str, shared: ReplicaPointer | SharedFile, part: BinaryIO
    ) -> bool:
        """Read the rest of a file. Returns whether a part of it was there before."""
        there = os.fstat(part.fileno()).st_size
        if there == shared.size:
            return True
        if there > shared.size:
            part.truncate(0)
            there = 0
        needed = shared.size - there + _RESERVE
        free = shutil.disk_usage(self._datasets).free
        if free < needed:
            raise NotFollowed(
                f"its file needs {needed // 1_000_000:,} MB, and {free // 1_000_000:,} are free",
                version,
            )
        resumed = there > 0
        for start, piece in self._remote.read(file, there, shared.size):
            if start == 0 and there:  # the server sends the whole file
                part.truncate(0)
                resumed = False
            there = start + len(piece)
            if there > shared.size:
                part.truncate(0)
                raise NotFollowed("a file is larger than the pointer says", version)
            part.write(piece)
        part.flush()
        if there < shared.size:
            raise Unreachable("the connection to the server broke, or took too long")
        return resumed

    @cached_property
    def _schema(self) -> Schema:
        return self._make_schema()

    def _remember(self, version: str) -> None:
        versions = [one for one in self._versions() if one != version]
        content = "".join(f"{one}\n" for one in [*versions, version])
        write_atomically(self._datasets / _FETCHED, content.encode("ascii"))

    def _versions(self) -> list[str]:
        """The versions that were fetched. Only these may be removed: somebody may have published
        others here.
        """
        try:
            return (self._datasets / _FETCHED).read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError):
            return []

    def _prune(self) -> None:
        """Remove what was fetched long ago, except the last few and what is current."""
        versions = self._versions()
        old = [one for one in versions[: -self._keep] if one != self._current()]
        if not old:
            return
        for version in old:
            path = self._datasets / f"{version}.sqlite"
            path.unlink(missing_ok=True)
            checksum_file(path).unlink(missing_ok=True)
            images_file(path).unlink(missing_ok=True)
            shutil.rmtree(folder_of(path), ignore_errors=True)
        kept = "".join(f"{one}\n" for one in versions if one not in old)
        write_atomically(self._datasets / _FETCHED, kept.encode("ascii"))
