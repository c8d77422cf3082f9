"""What the rows share: servers as an operator starts them, readers, and how much they take."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from app.settings import ROOT

PATIENCE = 60.0  # seconds
PUBLIC = {"STATED_PUBLIC_URL": "https://stated.example"}


class Options(NamedTuple):
    """How long a row may take, and with which numbers it begins."""

    minutes: float
    seed: int
    folder: Path
    """An empty folder for its files."""
    before: str | None = None
    """The revision with which the row of benchmarks compares."""


class Result(NamedTuple):
    """What a row measured, in words, and whether that is what must be reached."""

    figure: str
    reached: bool


class Process:
    """A process that is stopped at the end, and whose tree of processes is measured."""

    def __init__(self, command: Sequence[str | Path], log: Path, **environment: str) -> None:
        self.log = log
        with log.open("ab") as file:
            self.running = subprocess.Popen(
                [*map(str, command)],
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            )

    def tree(self) -> list[int]:
        """The process and its children."""
        found = [self.running.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*"):
                with suppress(OSError):
                    found += map(int, (task / "children").read_text().split())
        return found

    def anonymous_mb(self) -> float:
        """The largest anonymous memory of a process of the tree."""
        return max(_status(pid, "RssAnon") for pid in self.tree()) / 1024

    def threads(self) -> int:
        """Of the whole tree."""
        return int(sum(_status(pid, "Threads") for pid in self.tree()))

    def files(self) -> int:
        """Open files of the whole tree."""
        count = 0
        for pid in self.tree():
            with suppress(OSError):
                count += len(os.listdir(f"/proc/{pid}/fd"))
        return count

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self.running.kill()
        self.running.wait()

    def stop(self) -> None:
        """End it as an operator does."""
        if self.running.poll() is None:
            self.running.send_signal(signal.SIGTERM)
            try:
                self.running.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def _status(pid: int, name: str) -> float:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return float(line.split()[1])
    except OSError:
        pass
    return 0.0


def service(
    folder: Path, datasets: Path, port: int, *arguments: str, **environment: str
) -> Process:
    """`stated serve`, which is not yet ready."""
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port), *arguments]
    settings = {"STATED_DATASETS": str(datasets), **PUBLIC, **environment}
    return Process(command, folder / f"service-{port}.log", **settings)


@contextmanager
def running(*processes: Process) -> Iterator[None]:
    """End processes after the block."""
    try:
        yield
    finally:
        for one in processes:
            one.stop()


def get(port: int, path: str, timeout: float = PATIENCE) -> tuple[int, dict[str, str], bytes]:
    """One request on a connection of its own: status, headers, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body
    finally:
        connection.close()


def until(wanted: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Wait until something is so. Whether it became so in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            if wanted():
                return True
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.02)
    return False


def ready(port: int, version: str | None = None) -> bool:
    """Whether a service is ready, with that version if one is given."""
    status, headers, _ = get(port, "/countries/italy?", 5)
    return status == 200 and version in (None, headers.get("dataset-version"))


class Reader(threading.Thread):
    """A reader with one connection that asks until it is stopped, and judges each answer."""

    def __init__(
        self,
        port: int,
        paths: Sequence[str],
        judge: Callable[[str, int, dict[str, str], bytes], str | None],
        pause: float = 0.0,
    ) -> None:
        super().__init__(daemon=True)
        self._port, self._paths, self._judge, self._pause = port, paths, judge, pause
        self.stopped = threading.Event()
        self.answers = 0
        self.wrong: list[str] = []

    def run(self) -> None:
        """Read until it is stopped."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        turn = 0
        while not self.stopped.is_set():
            path = self._paths[turn % len(self._paths)]
            turn += 1
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
                headers = {k.lower(): v for k, v in answer.getheaders()}
                fault = self._judge(path, answer.status, headers, body)
            except (OSError, http.client.HTTPException) as error:
                fault = f"{path}: {type(error).__name__}"
                connection.close()
            self.answers += 1
            if fault is not None:
                self.wrong.append(fault)
            if self._pause:
                time.sleep(self._pause)
        connection.close()


@contextmanager
def reading(readers: Sequence[Reader]) -> Iterator[None]:
    """Readers that read during the block."""
    for one in readers:
        one.start()
    try:
        yield
    finally:
        for one in readers:
            one.stopped.set()
        for one in readers:
            one.join(PATIENCE)
