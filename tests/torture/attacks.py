"""Attacks while cached responses are asked for 200 times a second: they stay fast, memory stays
bounded, nothing is cut short.

Each attack runs in a process of its own (`python -m tests.torture.attacks NAME PORT SECONDS SEED`).
"""

import asyncio
import gc
import random
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from benchmarks.datasets import dataset, ensure
from tests.test_deploy import free_port
from tests.torture.mixed import WORDS
from tests.torture.running import Options, Process, Result, get, ready, running, service, until

MUST = (
    "each attack 60 s while cached responses are asked for 200 times a second: p99 at most the "
    "larger of 5 × calm and 25 ms, memory at most 80 + 2 × STATED_CACHE_MB + 40 MB, 0 truncated"
)
SECONDS, RATE, CACHE_MB = 60, 200, 64
MOST_MB = 80 + 2 * CACHE_MB + 40
STATEMENTS = 10_000
CACHED = "/countries/italy/position"
MOST_OPEN = 400
_GRACE = 60.0  # seconds that a slow reader has left to read the rest


def connect(port: int, size: int | None = None) -> socket.socket:
    """A connection; `size` is its receive buffer."""
    one = socket.socket()
    if size:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
    one.settimeout(5)
    one.connect(("127.0.0.1", port))
    return one


def asked(target: str, *headers: str) -> bytes:
    """A request."""
    lines = [f"GET {target} HTTP/1.1", "Host: stated.example", *headers, "", ""]
    return "\r\n".join(lines).encode()


class Attacker(NamedTuple):
    """Where an attack goes, until when, and by which chance."""

    port: int
    end: float
    chance: random.Random

    def goes_on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.end


def hang_ups(one: Attacker) -> None:
    """Twenty readers ask for a whole list and hang up."""
    while one.goes_on():
        with suppress(OSError):
            readers = [connect(one.port) for _ in range(20)]
            for reader in readers:
                reader.sendall(asked("/statements.csv"))
            for reader in readers:
                reader.recv(1000)
                reader.close()


def unread_lists(one: Attacker) -> None:
    """Two hundred readers ask for a whole list and read nothing."""
    hold(one, 200, asked("/statements.ndjson"), 4096)


def half_headers(one: Attacker) -> None:
    """A thousand connections with half a header."""
    hold(one, 1000, b"GET / HTTP/1.1\r\nHost: stated.exa", None)


def unread_pipelines(one: Attacker) -> None:
    """A hundred readers send 700 requests each and read nothing."""
    hold(one, 100, asked(CACHED) * 700, 4096)


def hold(one: Attacker, number: int, sent: bytes, size: int | None) -> None:
    """Keep so many connections open; those that the server closes are opened again."""
    held: list[socket.socket] = []
    while one.goes_on():
        for each in held[:]:
            each.setblocking(False)
            try:
                if size is None and each.recv(1 << 16) == b"":
                    raise ConnectionResetError
                each.send(b"")
            except BlockingIOError:
                pass
            except OSError:
                held.remove(each)
                each.close()
        while len(held) < number and one.goes_on():
            try:
                new = connect(one.port, size)
                new.setblocking(False)
                held.append(new)
                new.send(sent)
            except OSError:
                break
        time.sleep(0.05)


def one_shots(one: Attacker, make: Callable[[], bytes], connections: int) -> None:
    """Send requests on several connections at once, and read what comes."""

    def run() -> None:
        while one.goes_on():
            with suppress(OSError), connect(one.port) as each:
                while one.goes_on():
                    each.sendall(make())
                    if not each.recv(1 << 16):
                        break

    threads = [threading.Thread(target=run) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def long_addresses(one: Attacker) -> None:
    """Addresses of 7.9 kB with some 2,600 parameters, each another one."""
    one_shots(
        one,
        lambda: asked(
            f"/statements?x{one.chance.getrandbits(40)}=&" + "&".join(["a"] * 2600)[:7800]
        ),
        8,
    )


def long_accepts(one: Attacker) -> None:
    """`Accept` and `Accept-Encoding` of 200 kB, each another one."""

    def make() -> bytes:
        name = one.chance.choice(["Accept", "Accept-Encoding"])
        return asked(CACHED, f"{name}: {one.chance.getrandbits(60)}/a," + "b/c;q=0.1," * 20_000)

    one_shots(one, make, 8)


def short_accepts(one: Attacker) -> None:
    """Headers that may be remembered, each another one."""

    def make() -> bytes:
        return asked(
            CACHED,
            f"Accept: */*;q=0.{one.chance.getrandbits(60)}",
            f"Accept-Encoding: gzip;q=0.{one.chance.getrandbits(60)}",
        )

    one_shots(one, make, 8)


def endless_headers(one: Attacker) -> None:
    """60 MB of small headers on a connection."""
    piece = b"".join(b"X-%d: %d\r\n" % (number, number) for number in range(5000))
    while one.goes_on():
        with suppress(OSError), connect(one.port) as each:
            each.sendall(b"GET / HTTP/1.1\r\nHost: stated.example\r\n")
            for _ in range(1000):
                each.sendall(piece)


def lists_of_sources(one: Attacker) -> None:
    """Fifty clients ask for the list of sources, each time with other parameters."""
    one_shots(one, lambda: asked(f"/sources?limit={one.chance.randint(1, 200)}&{noise(one)}"), 50)


def facets(one: Attacker) -> None:
    """Twenty clients ask for facets of a search."""
    one_shots(
        one,
        lambda: asked(f"/statements?facets=speaker,country&q={words(one)}"),
        20,
    )


def past_days(one: Attacker) -> None:
    """Twenty clients ask for all positions on some day."""

    def make() -> bytes:
        day = f"20{one.chance.randint(10, 26)}-{one.chance.randint(1, 12):02}-15"
        return asked(f"/positions?as_of={day}&limit={one.chance.randint(1, 200)}")

    one_shots(one, make, 20)


def pages(one: Attacker) -> None:
    """Twenty clients ask for pages, each under another host."""
    one_shots(
        one,
        lambda: asked(
            one.chance.choice(["/", f"/browse/statements?q={words(one)}", "/browse/positions"])
        ),
        20,
    )


def words(one: Attacker) -> str:
    """Some words to search for."""
    return "+".join(one.chance.choice(WORDS) for _ in range(3))


def noise(one: Attacker) -> str:
    """A parameter that a cache does not know."""
    return f"utm_source={one.chance.getrandbits(60)}"


def slow_pipelines(one: Attacker) -> None:
    """A cached response and a whole list in one packet, read slowly. Prints what was cut short."""
    truncated = whole = 0

    def run() -> None:
        nonlocal truncated, whole
        with suppress(OSError), connect(one.port, 1 << 15) as each:
            each.settimeout(25)
            each.sendall(asked(CACHED) + asked("/statements.csv", "Connection: close"))
            got, tail = 0, b""
            while piece := each.recv(1 << 18):
                if time.monotonic() > one.end + _GRACE:
                    return  # a busy machine: neither whole nor cut short
                got += len(piece)
                tail = (tail + piece)[-200_000:]
                time.sleep(0.2 if got < 4_000_000 else 0)
            if b" 503 " in tail[:20_000]:
                return
            if tail.endswith(b"0\r\n\r\n"):
                whole += 1
            else:
                truncated += 1

    while one.goes_on():
        threads = [threading.Thread(target=run) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    sys.stdout.write(f"{truncated} {whole}\n")


ATTACKS: dict[str, Callable[[Attacker], None]] = {
    each.__name__: each
    for each in (
        hang_ups,
        unread_lists,
        slow_pipelines,
        long_addresses,
        long_accepts,
        short_accepts,
        endless_headers,
        half_headers,
        unread_pipelines,
        lists_of_sources,
        facets,
        past_days,
        pages,
    )
}


class Probe:
    """Asks for a cached response 200 times a second, however long the others take."""

    def __init__(self, port: int, length: int) -> None:
        self._port, self._length = port, length
        self.took: list[float] = []
        self.failed = 0
        self._idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._open = 0

    async def run(self, seconds: float) -> None:
        """Ask; each time counts from the moment at which the request should have begun."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        tasks = []
        for number in range(int(seconds * RATE)):
            planned = began + number / RATE
            await asyncio.sleep(max(0.0, planned - loop.time()))
            tasks.append(asyncio.create_task(self._ask(planned)))
        await asyncio.gather(*tasks)
        self._close_idle(loop.time())

    def _close_idle(self, before: float) -> None:
        """Close connections that were not used since then: the service closes them after 5 seconds,
        and a request that it crosses would look like a failure.
        """
        while self._idle and self._idle[0][0] <= before:
            self._idle.pop(0)[2].close()
            self._open -= 1

    async def _ask(self, planned: float) -> None:
        self._close_idle(asyncio.get_running_loop().time() - 2)
        if not self._idle and self._open >= MOST_OPEN:
            self.failed += 1
            return
        try:
            async with asyncio.timeout(30):
                if self._idle:
                    _, reader, writer = self._idle.pop()
                else:
                    self._open += 1
                    reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                writer.write(asked(CACHED))
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(self._length)
            if not head.startswith(b"HTTP/1.1 200") or len(body) != self._length:
                raise ValueError
            self._idle.append((asyncio.get_running_loop().time(), reader, writer))
        except (OSError, ValueError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            self.failed += 1
            self._open -= 1
        self.took.append(asyncio.get_running_loop().time() - planned)

    def p99(self) -> float:
        """Milliseconds."""
        return statistics.quantiles(self.took, n=100)[98] * 1000


def probe(port: int, length: int, seconds: float) -> Probe:
    """A probe that has run. The garbage collector of this process waits meanwhile: it takes 0.2 s,
    which would count as time of the service.
    """
    one = Probe(port, length)
    gc.collect()
    gc.disable()
    try:
        asyncio.run(one.run(seconds))
    finally:
        gc.enable()
    return one


def run(options: Options) -> Result:
    """Each attack on a new service."""
    ensure([STATEMENTS])
    seconds = min(SECONDS, options.minutes * 60 / (len(ATTACKS) + 1))
    worst: list[str] = []
    memory, slowest, calm_p99, failed, truncated, whole = 0.0, 0.0, 0.0, 0, 0, 0
    for name in ATTACKS:
        port = free_port()
        own = service(options.folder, dataset(STATEMENTS), port, STATED_CACHE_MB=str(CACHE_MB))
        with running(own):
            assert until(lambda p=port: ready(p)), own.log.read_text()[-500:]  # type: ignore[misc]
            length = len(get(port, CACHED)[2])
            calm = probe(port, length, min(5.0, seconds)).p99()
            command = [sys.executable, "-m", "tests.torture.attacks", name, str(port)]
            attack = Process(
                [*command, str(seconds), str(options.seed)], options.folder / f"{name}.log"
            )
            most = own.anonymous_mb()
            with running(attack):
                watched = threading.Event()

                def watch(server: Process = own, stop: threading.Event = watched) -> None:
                    nonlocal most
                    while not stop.wait(0.2):
                        most = max(most, server.anonymous_mb())

                thread = threading.Thread(target=watch)
                thread.start()
                found = probe(port, length, seconds)
                watched.set()
                thread.join()
                if name == "slow_pipelines":
                    attack.running.wait(_GRACE + 60)
                    cut, good = map(int, attack.log.read_text().split()[-2:])
                    truncated, whole = truncated + cut, whole + good
            p99 = found.p99()
            sys.stdout.write(f"{name}: p99 {p99:.1f} ms (calm {calm:.1f}), {most:.0f} MB\n")
            sys.stdout.flush()
            calm_p99 = max(calm_p99, calm)
            memory, slowest, failed = max(memory, most), max(slowest, p99), failed + found.failed
            if p99 > max(5 * calm, 25) or most > MOST_MB or found.failed:
                worst.append(f"{name} ({p99:.0f} ms, {most:.0f} MB, {found.failed} failed)")
    figure = (
        f"{len(ATTACKS)} attacks, {seconds:.0f} s each: p99 at most {slowest:.1f} ms (calm "
        f"{calm_p99:.1f}), memory at most {memory:.0f} of {MOST_MB} MB, {failed} failed, "
        f"{truncated} of {truncated + whole} truncated"
        + (f"; beyond the limits: {', '.join(worst)}" if worst else "")
    )
    reached = not worst and not truncated and whole > 0 and seconds >= SECONDS
    return Result(figure, reached)


if __name__ == "__main__":
    ATTACKS[sys.argv[1]](
        Attacker(
            int(sys.argv[2]), time.monotonic() + float(sys.argv[3]), random.Random(sys.argv[4])
        )
    )
