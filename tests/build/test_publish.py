"""Publishing when something else goes on or goes wrong: a second publisher, a full disk, a missing
right.
"""

import errno
import fcntl
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from app.build import lock
from app.build.failures import sentence
from app.build.ledger import LEDGER, read
from app.build.publish import point
from tests.publishing import change, correct, published, stated

STATED = Path(sys.executable).with_name("stated")
CUT_OFF = "the last line is cut off: remove it and run `stated publish` again"


@pytest.fixture
def once(once: tuple[Path, Path]) -> tuple[Path, Path]:
    """A seed that was published once and has something new to publish, and its datasets."""
    seed, _ = once
    change(seed, "people.yaml", "name: Maria Zakharova", "name: Maria V. Zakharova")
    correct(seed, "person", "maria-zakharova", "A test.")
    return once


def started(*arguments: str | Path, most: int | None = None) -> subprocess.Popen[str]:
    """A process of `stated`, for which the disk is full once a file has `most` bytes."""

    def limit() -> None:
        if most is not None:
            resource.setrlimit(
                resource.RLIMIT_FSIZE, (most, most)
            )  # Python ignores SIGXFSZ, so writing fails with EFBIG

    command = [STATED, *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit
    )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Somebody else is writing into a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def hidden(*folders: Path) -> list[str]:
    """The drafts that were left in folders."""
    return [
        path.name for folder in folders for path in folder.iterdir() if path.name.startswith(".")
    ]


class TestAtOnce:
    """There is one publisher at a time."""

    @pytest.mark.long
    def test_two_publishers(self, once: tuple[Path, Path]) -> None:
        """Both begin while somebody else publishes, both wait, and what they publish is in the
        ledger once.
        """
        seed, datasets = once
        arguments = ("publish", "--no-images", "--seed", seed, "--datasets", datasets)
        with locked(seed):
            running = [started(*arguments), started(*arguments)]
            said = [one.stderr.readline() for one in running if one.stderr]
        printed = [one.communicate(timeout=60) for one in running]
        assert [one.returncode for one in running] == [0, 0], printed
        assert (
            said
            == [f"Another `stated` is writing into {seed}: waiting for up to 60 seconds.\n"] * 2
        )
        versions = {out.strip() for out, _ in printed}
        assert len(versions) == 1
        lines, findings = read(seed)
        assert findings == []
        assert [line.version for line in lines[1:]] == [*versions]
        assert "".join(err for _, err in printed).count("was added to") == 1
        assert {published(seed, datasets)} == versions
        assert hidden(seed, datasets) == []

    @pytest.mark.parametrize("busy", ["seed", "datasets"])
    def test_waiting_has_an_end(
        self, once: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, busy: str
    ) -> None:
        """Then a sentence says what to do. What writes nothing there does not wait, nor does who
        goes back to a version.
        """
        seed, datasets = once
        monkeypatch.setattr(lock, "WAIT", 0)
        folder = {"seed": seed, "datasets": datasets}[busy]
        before = (datasets / "current").read_text().strip()
        ledger = (seed / LEDGER).read_bytes()
        both = ("--seed", seed, "--datasets", datasets)
        with locked(folder):
            code, printed, said = stated("publish", *both)
            assert (code, printed) == (1, "")
            assert said.endswith(
                f"Another `stated` is still writing into {folder} after 0 seconds: try again "
                "when "
                "it has ended."
            )
            for command in (
                ("build", *both),
                ("publish", "--preview", *both),
                ("adopt", datasets / f"{before}.sqlite", "--datasets", datasets),
            ):
                assert stated(*command)[0] == (1 if busy == "datasets" else 0), command
            assert stated("rollback", before, "--datasets", datasets)[:2] == (0, before)
        assert (seed / LEDGER).read_bytes() == ledger
        assert published(seed, datasets) != before

    def test_the_ledger_is_read_under_the_lock(
        self, once: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Somebody else publishes the same while this one waits: it is not published again."""
        seed, datasets = once
        flock, tried = fcntl.flock, iter([False])

        def meanwhile(descriptor: int, operation: int) -> None:
            if not next(tried, True):
                published(seed, datasets)
                raise BlockingIOError
            flock(descriptor, operation)

        monkeypatch.setattr(fcntl, "flock", meanwhile)
        version = published(seed, datasets)
        lines, findings = read(seed)
        assert findings == []
        assert [line.version for line in lines[1:]] == [version]

    def test_two_seeds_with_one_ledger(
        self, once: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A ledger that is a link is locked where it leads."""
        seed, datasets = once
        (tmp_path / "kept").mkdir()
        (seed / LEDGER).rename(tmp_path / "kept/history")
        (seed / LEDGER).symlink_to(tmp_path / "kept/history")
        monkeypatch.setattr(lock, "WAIT", 0)
        with locked(tmp_path / "kept"):
            assert stated("publish", "--seed", seed, "--datasets", datasets)[0] == 1
        published(seed, datasets)

    def test_datasets_in_the_folder_of_the_seed(
        self, once: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nobody waits for themselves."""
        seed, _ = once
        monkeypatch.setattr(lock, "WAIT", 0)
        published(seed, seed)

    def test_a_file_system_without_locks(
        self, once: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever publishes there gets a sentence about it."""

        def none(*_: object) -> None:
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

        monkeypatch.setattr(fcntl, "flock", none)
        seed, datasets = once
        code, _, said = stated("publish", "--seed", seed, "--datasets", datasets)
        assert code == 0
        assert (
            f"{seed} cannot be locked on this file system: make sure that nobody else "
            "publishes "
            "now."
        ) in said

    def test_two_pointers_of_one_process_id(
        self, datasets: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As in two containers: each writes the version that was given, and the last one
        counts.
        """
        datasets.mkdir()
        versions = ["a" * 16, "b" * 16]
        for version in versions:
            (datasets / f"{version}.sqlite").touch()
        replace, seen = os.replace, []

        def meanwhile(old: Path, new: Path) -> None:
            if not seen:
                seen.append(old)
                point(datasets, versions[1])
                assert (datasets / "current").read_text() == f"{versions[1]}\n"
            replace(old, new)

        monkeypatch.setattr(os, "replace", meanwhile)
        point(datasets, versions[0])
        assert (datasets / "current").read_text() == f"{versions[0]}\n"
        assert hidden(datasets) == []


class TestFullDisk:
    """What was there before stays as it was, and a sentence says what to do."""

    @pytest.mark.long
    def test_while_the_ledger_is_written(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        line = (seed / LEDGER).read_bytes()
        whole = line.replace(
            b"{", b"{" + b" " * 4_000_000, 1
        )  # larger than the dataset, so that only the ledger fails
        (seed / LEDGER).write_bytes(whole)
        pointer = (datasets / "current").read_bytes()
        both = ("--seed", seed, "--datasets", datasets)
        process = started("publish", "--no-images", *both, most=len(whole) + 100)
        printed, said = process.communicate(timeout=60)
        assert (process.returncode, printed) == (1, "")
        assert said.strip() == (
            f"{seed / LEDGER} could not be read or written (File too large). "
            "Nothing is half written: free some space there and run the same command again."
        )
        assert (seed / LEDGER).read_bytes() == whole
        assert (datasets / "current").read_bytes() == pointer
        assert hidden(seed, datasets) == []
        published(seed, datasets)
        assert len(read(seed)[0]) == 2

    @pytest.mark.long
    def test_while_the_dataset_is_written(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        files = sorted(datasets.iterdir())
        process = started("build", "--seed", seed, "--datasets", datasets, most=100_000)
        printed, said = process.communicate(timeout=60)
        assert (process.returncode, printed) == (1, "")
        assert said.strip().startswith("The dataset could not be read or written (")
        assert said.endswith(
            ": see whether the disk is full or broken and run the same command again.\n"
        )
        assert sorted(datasets.iterdir()) == files

    def test_the_pointer(self, once: tuple[Path, Path]) -> None:
        """The ledger has the version by then; the same command goes on from there."""
        seed, datasets = once
        (datasets / "current").unlink()
        (datasets / "current").mkdir()
        both = ("--seed", seed, "--datasets", datasets)
        code, printed, said = stated("publish", *both)
        assert (code, printed) == (1, "")
        assert (
            f"{datasets / 'current'} could not be read or written (it is a folder, not a file)."
            in said
        )
        assert hidden(seed, datasets) == []
        version = read(seed)[0][-1].version
        code, _, said = stated("rollback", version, "--datasets", datasets)
        assert code == 1
        assert "could not be read or written" in said
        (datasets / "current").rmdir()
        assert published(seed, datasets) == version
        assert len(read(seed)[0]) == 2

    @pytest.mark.parametrize("command", ["build", "publish"])
    def test_no_folder(self, once: tuple[Path, Path], command: str) -> None:
        seed, datasets = once
        file = datasets / "current"
        code, printed, said = stated(command, "--seed", seed, "--datasets", file)
        assert (code, printed) == (1, "")
        assert said == f"{file} could not be read or written (it is a file, not a folder). " + (
            "Nothing is half written: repair that, or give another path, and run the same command "
            "again."
        )

    def test_what_is_to_be_done(self) -> None:
        for number, what in (
            (errno.ENOSPC, "free some space there"),
            (errno.EROFS, "give this user the right to it"),
        ):
            assert what in (sentence(OSError(number, os.strerror(number), "a")) or "")
        assert (sentence(OSError("odd")) or "").startswith(
            "Something could not be read or written (for an unknown reason)."
        )

    def test_a_fault_of_ours_keeps_its_traceback(self) -> None:
        """So does a reader of our output who has gone: typer ends quietly then."""
        with (
            closing(sqlite3.connect(":memory:")) as connection,
            pytest.raises(sqlite3.OperationalError) as caught,
        ):
            connection.execute("SELECT * FROM nothing")
        for error in (
            caught.value,
            OperationalError("", {}, caught.value),
            ValueError(),
            BrokenPipeError(),
        ):
            assert sentence(error) is None


class TestCutOff:
    """Older releases left half a line in the ledger when the disk was full."""

    @pytest.mark.parametrize(
        "half",
        [
            b"{",
            b'{"version": "67',
            b'{"version": "67\n',
            '{"version": "ф'.encode()[:-1],
            b"\xd1",
            b"\0\0",
        ],
    )
    def test_it_is_found(self, once: tuple[Path, Path], half: bytes) -> None:
        """Also in the middle of a character, ended by an editor, or empty after a power cut."""
        seed, _ = once
        (seed / LEDGER).write_bytes((seed / LEDGER).read_bytes() + half)
        lines, findings = read(seed)
        assert [str(one) for one in findings] == [f"seed/{LEDGER}:2: {CUT_OFF}"]
        assert len(lines) == 1

    def test_it_is_mended_as_it_is_said(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        kept = (seed / LEDGER).read_bytes()
        (seed / LEDGER).write_bytes(kept + kept[:5000])
        code, printed, _ = stated("publish", "--seed", seed, "--datasets", datasets)
        assert (code, printed) == (1, f"seed/{LEDGER}:2: {CUT_OFF}")
        (seed / LEDGER).write_bytes(kept)
        published(seed, datasets)
        assert len(read(seed)[0]) == 2

    def test_only_the_end_of_a_line_is_missing(self, once: tuple[Path, Path]) -> None:
        """The line is whole; the next one does not go on in it."""
        seed, datasets = once
        (seed / LEDGER).write_bytes((seed / LEDGER).read_bytes().removesuffix(b"\n"))
        published(seed, datasets)
        lines, findings = read(seed)
        assert (len(lines), findings) == (2, [])


class TestFile:
    """The ledger stays the file that it was."""

    def test_permissions(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        (seed / LEDGER).chmod(0o640)
        (datasets / "current").chmod(0o604)
        published(seed, datasets)
        assert (seed / LEDGER).stat().st_mode & 0o777 == 0o640
        assert (datasets / "current").stat().st_mode & 0o777 == 0o604

    def test_permissions_of_new_files(self, seed: Path, datasets: Path) -> None:
        """As of any file: the service may run as somebody else."""
        old = os.umask(0o027)
        try:
            published(seed, datasets)
        finally:
            os.umask(old)
        assert [path.stat().st_mode & 0o777 for path in (seed / LEDGER, datasets / "current")] == [
            0o640,
            0o640,
        ]

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to somebody else")
    def test_owner(self, once: tuple[Path, Path]) -> None:
        seed, datasets = once
        os.chown(seed / LEDGER, 12345, 12346)
        published(seed, datasets)
        about = (seed / LEDGER).stat()
        assert (about.st_uid, about.st_gid) == (12345, 12346)

    @pytest.mark.long
    def test_a_link(self, once: tuple[Path, Path], tmp_path: Path) -> None:
        """What it leads to is written, also if that is not there yet."""
        seed, datasets = once
        target = tmp_path / "history"
        (seed / LEDGER).rename(target)
        (seed / LEDGER).symlink_to(target)
        published(seed, datasets)
        assert (seed / LEDGER).is_symlink()
        assert target.read_bytes().count(b"\n") == 2
        target.unlink()
        published(seed, datasets / "others")
        assert (seed / LEDGER).is_symlink()
        assert target.read_bytes().count(b"\n") == 1

    @pytest.mark.skipif(
        not Path("/proc/self/fd").exists(), reason="only Linux names open files there"
    )
    def test_it_is_on_the_disk_before_it_has_its_name(
        self, once: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The ledger, the dataset file with its checksum, and the pointer; and then their
        folders.
        """
        seed, datasets = once
        happened: list[tuple[str, str]] = []
        fsync, replace = os.fsync, os.replace

        def kind(path: str) -> str:
            name = Path(path).name
            parts = {".draft-": "dataset", ".sha256": "checksum", ".sqlite": "dataset"}
            named = {LEDGER: LEDGER, "current": "current", **parts}
            return next((one for part, one in named.items() if part in name), "folder")

        def synced(descriptor: int) -> None:
            happened.append(("sync", kind(os.readlink(f"/proc/self/fd/{descriptor}"))))
            fsync(descriptor)

        def replaced(old: Any, new: Any) -> None:
            happened.append(("rename", kind(str(new))))
            replace(old, new)

        monkeypatch.setattr(os, "fsync", synced)
        monkeypatch.setattr(os, "replace", replaced)
        published(seed, datasets)
        assert happened == [
            step
            for name in ("dataset", "checksum", LEDGER, "current")
            for step in (("sync", name), ("rename", name), ("sync", "folder"))
        ]
