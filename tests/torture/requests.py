"""Generated requests over raw sockets: whatever comes, there is an answer, and it is no 5xx."""

import json
import os
import random
import re
import socket
import subprocess
import sys
import time
from http.client import HTTPResponse
from urllib.parse import quote

from app.settings import ROOT
from benchmarks.datasets import dataset, ensure
from tests.test_deploy import free_port
from tests.torture.running import Options, Result, get, ready, running, service, until

MUST = "100,000 generated requests over raw sockets: 0 5xx, 0 hangs"
MUST_SCHEMAS = "schemathesis, 500 examples an operation: 0 5xx, 0 schema violations"
REQUESTS = 100_000
EXAMPLES, MINUTES_OF_ALL = 500, 40
STATEMENTS = 1000
VALUES = [
    "",
    "1",
    "200",
    "-1",
    "0",
    "1e9",
    "99999999999999999999",
    "NaN",
    "true",
    "italy",
    "IT",
    "the",
    '"of the"',
    "a OR b",
    "*",
    "NEAR(a b)",
    "2025-02-30",
    "2025-01-01",
    "9999-12-31",
    "newest",
    "speaker,country",
    "' OR 1=1 --",
    "<script>",
    "../../etc/passwd",
    "%00",
    "\u202e",
    "\ud83c\uddee\ud83c\uddf9".encode("utf-16", "surrogatepass").decode("utf-16"),
    "部隊",
    "x" * 300,
    "\x00",
    "\n",
]
LINES = [
    b"GARBAGE\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
    b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"0\r\n\r\n",
    b"POST /statements HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
    b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://other/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
]
HEADERS = [
    "Accept: application/json",
    "Accept: text/html",
    "Accept: " + "a/b;q=0.1," * 50,
    "Accept: \xff",
    "Accept-Encoding: gzip, br;q=0.5, zstd",
    "Accept-Encoding: *;q=0",
    'If-None-Match: W/"a", "b", *',
    "Range: bytes=5-1",
    "Range: bytes=0-0,2-2",
    "If-Range: x",
    "X-Request-ID: " + "r" * 300,
    "X-Forwarded-Host: evil.example",
    "Origin: null",
    "Cookie: a=b",
    "Content-Length: 0",
    "Expect: 100-continue",
    "Upgrade: h2c",
]


def request(chance: random.Random, operations: list[tuple[str, list[str]]]) -> bytes:
    """One request, mostly well-formed."""
    if chance.random() < 0.05:
        return chance.choice(LINES)
    path, parameters = chance.choice(operations)
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + quote(chance.choice(VALUES), safe="") + path[end + 1 :]
    if chance.random() < 0.1:
        path = f"/@{chance.choice(['0123456789abcdef', 'latest', '', '@'])}{path}"
    if chance.random() < 0.1:
        path += chance.choice([".csv", ".json", "/", "//", "?", ".atom"])
    given = [
        f"{chance.choice([*parameters, 'utm_source', 'x'])}={quote(chance.choice(VALUES), safe='')}"
        for _ in range(chance.choice([0, 0, 1, 1, 2, 3, 30]))
    ]
    query = "?" + "&".join(given) if given else ""
    method = chance.choice(["GET"] * 12 + ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "BREW"])
    lines = [f"{method} {path}{query} HTTP/1.1", "Host: stated.example", "Connection: close"]
    lines += chance.sample(HEADERS, chance.choice([0, 0, 1, 2, 4]))
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def unknown_format(sent: bytes, status: int) -> bool:
    """Whether an answer is the 501 that oEmbed 1.0 asks for where a format is not supported."""
    return status == 501 and b"/oembed?" in sent and b"format=" in sent


def status_of(port: int, sent: bytes, cuts: int) -> int | None:
    """The status of the answer; 0 if the connection is closed without one, None if it hangs."""
    try:
        with socket.create_connection(("127.0.0.1", port), 30) as connection:
            connection.settimeout(30)
            step = max(1, len(sent) // cuts)
            for start in range(0, len(sent), step):
                connection.sendall(sent[start : start + step])
            if not sent.endswith(b"\r\n\r\n"):
                connection.shutdown(socket.SHUT_WR)
            answer = HTTPResponse(connection, method=sent.partition(b" ")[0].decode("latin-1"))
            answer.begin()
            answer.read()
            return answer.status
    except TimeoutError:
        return None
    except (OSError, Exception):
        return 0


def run(options: Options) -> Result:
    """Requests one after the other, so that the service is never too busy to answer."""
    ensure([STATEMENTS])
    chance, port = random.Random(options.seed), free_port()
    own = service(options.folder, dataset(STATEMENTS), port, STATED_BUDGET_MS="10000")
    counts: dict[int | None, int] = {}
    wrong: list[str] = []
    closed: list[str] = []
    with running(own):
        assert until(lambda: ready(port)), own.log.read_text()[-500:]
        document = json.loads(get(port, "/openapi.json")[2])
        operations = [
            (
                path,
                [one["name"] for one in each["get"].get("parameters", []) if one["in"] == "query"],
            )
            for path, each in document["paths"].items()
        ] + [("/browse/statements", ["q"]), ("/", []), ("/docs", []), ("/sitemap.xml", [])]
        done, end = 0, time.monotonic() + options.minutes * 60
        while done < REQUESTS and time.monotonic() < end:
            sent = request(chance, operations)
            status = status_of(port, sent, chance.choice([1, 1, 1, 2, 5]))
            counts[status] = counts.get(status, 0) + 1
            done += 1
            if status is None or (status >= 500 and not unknown_format(sent, status)):
                wrong.append(f"{status}: {sent[:500]!r}")
            if not status:
                closed.append(f"{sent[:500]!r}")
        alive = ready(port)
    if wrong:
        (options.folder / "wrong").write_text("\n".join(wrong[:200]))
    (options.folder / "closed").write_text("\n".join(closed[:200]))
    log = own.log.read_text(errors="replace")
    hangs = counts.get(None, 0)
    errors = len(wrong) - hangs
    without = counts.get(0, 0)
    figure = (
        f"{done:,} requests: {errors} 5xx, {hangs} hangs, {without} closed without an answer, "
        f"{log.count('Traceback')} tracebacks in the log"
    )
    good = not wrong and alive and "Traceback" not in log
    return Result(figure, good and done >= REQUESTS)


def run_schemas(options: Options) -> Result:
    """tests/api/test_fuzz.py with as many examples as the time allows."""
    examples = max(3, int(EXAMPLES * min(1.0, options.minutes / MINUTES_OF_ALL)))
    command = [sys.executable, "-m", "pytest", "-m", "", "-n", "2", "-vv", "tests/api/test_fuzz.py"]
    command += ["--dist", "load"]  # by default, one process runs all tests of a file
    log = options.folder / "pytest.log"
    with log.open("w") as file:
        running = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "STATED_FUZZ_EXAMPLES": str(examples)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            code: int | None = running.wait(options.minutes * 60)
        except subprocess.TimeoutExpired:
            running.terminate()
            running.wait()
            code = None
    said = log.read_text(errors="replace")
    passed = len(re.findall(r"\] PASSED tests/", said))
    failed = len(re.findall(r"\] FAILED tests/", said))
    return Result(
        f"{examples} examples an operation: {passed} tests passed, {failed} operations failed"
        + (", and then the time was over" if code is None else ""),
        code == 0 and not failed and examples >= EXAMPLES,
    )
