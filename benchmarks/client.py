"""The load: eight connections that ask again as soon as they are answered, from core 1. Kept alive,
not pipelined.

wrk, where it is installed; else a small client of our own. What a client costs is not measured: the
server's time is.
"""

import http.client
import re
import selectors
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 8
CORE = "1"


@dataclass(frozen=True)
class Reply:
    """One answer as it came over the wire; `headers` in their order, without those that the server
    itself adds.
    """

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name, in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def get(url: str, headers: dict[str, str] | None = None) -> Reply:
    """Ask once."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request(
            "GET",
            f"{parts.path}?{parts.query}" if parts.query else parts.path,
            headers=headers or {},
        )
        reply = connection.getresponse()
        own = ("date", "server", "connection", "keep-alive")
        return Reply(
            reply.status,
            [pair for pair in reply.getheaders() if pair[0].lower() not in own],
            reply.read(),
        )
    finally:
        connection.close()


def load(url: str, headers: dict[str, str], seconds: float, status: int) -> int:
    """Ask for that long; how many answers came. Raises if one had another status than `status`."""
    pinned = ["taskset", "-c", CORE] if shutil.which("taskset") else []
    if shutil.which("wrk") and seconds >= 1:
        given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
        command = [
            *pinned,
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{seconds:.0f}s",
            "--timeout",
            "30s",
            *given,
            url,
        ]
        said = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=seconds + 60
        ).stdout
        answers = int(re.search(r"(\d+) requests in", said)[1])
        other = (
            int(found[1]) if (found := re.search(r"Non-2xx or 3xx responses: (\d+)", said)) else 0
        )
        failed = re.search(r"Socket errors: (.*)", said)
        if failed or other != (answers if status >= 400 else 0):
            raise RuntimeError(
                f"{url}: {other} of {answers} answers of another status; {failed and failed[0]}"
            )
        return answers
    command = [*pinned, sys.executable, "-m", "benchmarks.client", url, str(seconds), str(status)]
    command += [f"{name}: {value}" for name, value in headers.items()]
    return int(
        subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=seconds + 60
        ).stdout
    )


def _own(url: str, seconds: float, status: int, headers: list[str]) -> int:
    """The client of our own, in this process."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    request = "\r\n".join(
        [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", *headers, "", ""]
    ).encode()
    expected = b"HTTP/1.1 %d" % status
    answers = 0
    got: dict[socket.socket, bytearray] = {}
    with selectors.DefaultSelector() as selector:
        for _ in range(CONNECTIONS):
            one = socket.create_connection((parts.hostname or "", parts.port or 80))
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(one, selectors.EVENT_READ)
            got[one] = bytearray()
            one.sendall(request)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            for key, _ in selector.select(timeout=1):
                one = key.fileobj
                assert isinstance(one, socket.socket)
                received = one.recv(262_144)
                if not received:
                    raise RuntimeError(f"{url}: the server closed a connection")
                got[one] += received
                if _whole(got[one], status):
                    if not got[one].startswith(expected):
                        raise RuntimeError(f"{url}: {got[one][:40]!r}")
                    got[one].clear()
                    answers += 1
                    one.sendall(request)
        for one in got:
            one.close()
    return answers


def _whole(answer: bytearray, status: int) -> bool:
    """Whether an answer is all there, by its Content-Length or its last chunk."""
    head = answer.find(b"\r\n\r\n")
    if head < 0:
        return False
    if status == 304:
        return True
    length = re.search(rb"\r\ncontent-length: *(\d+)", answer[:head], re.IGNORECASE)
    return len(answer) >= head + 4 + int(length[1]) if length else answer.endswith(b"0\r\n\r\n")


if __name__ == "__main__":
    print(_own(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
