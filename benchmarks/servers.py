"""Server processes, pinned to core 0, and their CPU time as the kernel counts it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from app.settings import ROOT
from benchmarks.client import get

CORE = "0"
PUBLIC_URL = "https://stated.example"
STATED = Path(sys.executable).with_name("stated")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """A running server; `first` is the seconds from its start to the first answer with status
    200.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        port: int,
        *,
        probe: str,
        environment: dict[str, str] | None = None,
        patience: float = 60,
    ) -> None:
        self.name, self.url = name, f"http://127.0.0.1:{port}"
        pinned = ["taskset", "-c", CORE] if shutil.which("taskset") else []
        log = ROOT / "build" / "bench" / "logs"
        log.mkdir(parents=True, exist_ok=True)
        self._log = (log / f"{name}.log").open("wb")
        began = time.perf_counter()
        self._process = subprocess.Popen(
            [*pinned, *map(str, command)],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
        )
        try:
            self._wait(probe, began + patience)
        except BaseException:
            self.close()
            raise
        self.first = time.perf_counter() - began

    def _wait(self, probe: str, end: float) -> None:
        while time.perf_counter() < end:
            if self._process.poll() is not None:
                said = Path(self._log.name).read_text(errors="replace")[-600:].strip()
                raise RuntimeError(f"{self.name} ended with {self._process.returncode}: {said}")
            try:
                if get(self.url + probe).status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.004)
        raise RuntimeError(f"{self.name} did not answer {probe} with 200 in time")

    def cpu(self) -> float:
        """Seconds of CPU, user and system, of the process and its children, from their start; to
        the nanosecond where known.
        """
        return sum(map(_cpu, self._tree()))

    def anonymous_mb(self) -> float:
        """Resident anonymous memory in MB, of the process and its children."""
        return sum(_anonymous(pid) for pid in self._tree())

    def _tree(self) -> list[int]:
        """The process and its children (the workers of nginx)."""
        found = [self._process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*"):
                found += map(int, (task / "children").read_text().split())
        return found

    def close(self) -> None:
        """Stop the server."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _cpu(pid: int) -> float:
    tasks = list(Path(f"/proc/{pid}/task").glob("*/schedstat"))
    if tasks:
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _anonymous(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


def stated(
    datasets: Path,
    *,
    cache: bool = True,
    log: bool = False,
    plain: bool = False,
    code: Path = ROOT,
) -> Server:
    """Our service, started by its own command as an operator would, with a public URL; `plain`: on
    uvicorn's own protocol; `code`: the checkout whose code runs.
    """
    port = free_port()
    environment = {
        "STATED_DATASETS": str(datasets),
        "STATED_PUBLIC_URL": PUBLIC_URL,
        "STATED_ACCESS_LOG": str(int(log)),
        "PYTHONPATH": str(code),
    }
    if not cache:
        environment["STATED_CACHE_MB"] = "0"
    name = (
        "stated"
        + ("" if cache else "-uncached")
        + ("-log" if log else "")
        + ("-plain" if plain else "")
    )
    command: list[str | Path] = [STATED, "serve", "--port", str(port)]
    if plain:
        command.append("--no-fast-path")
    return Server(name, command, port, probe="/health/ready", environment=environment)
