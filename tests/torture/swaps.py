"""Swaps under full load: nothing fails, nothing is mixed, nothing goes back, memory stays.

The service has its default limits. A query that runs out of its 250 milliseconds, because the
machine does other work, is a 503 with Retry-After, and counted as too busy.
"""

import re
import time
from pathlib import Path

from app.build.publish import point
from tests.editions import edition, small_dataset
from tests.test_deploy import DEPLOY, VARNISH, free_port
from tests.torture.running import (
    Options,
    Process,
    Reader,
    Result,
    reading,
    ready,
    running,
    service,
    until,
)

MUST = (
    "1,000 swaps under full load, with one and two workers, and through Varnish: 0 failed, 0 "
    "mixed, without a cache none backwards, memory within 5 % of that after the tenth"
)
SWAPS, EDITIONS, WARM = 1000, 12, 50
PATHS = (
    "/positions?has_position=true",
    "/statements?limit=200",
    "/positions.csv",
    "/statements.ndjson",
    "/positions/italy-peacekeeping-force-1",
    "/countries/Italy",
)


class Watch:
    """What was published, in order, and what one reader may see."""

    def __init__(self) -> None:
        self.sequence: list[str] = []

    def judge(self, *, backwards: bool) -> "Judge":
        """The judge of one reader. `backwards`: whether an answer may be older than the last."""
        return Judge(self.sequence, backwards=backwards)


class Judge:
    """Says what is wrong with an answer of an edition."""

    def __init__(self, sequence: list[str], *, backwards: bool) -> None:
        self._sequence, self._backwards, self._at = sequence, backwards, 0

    def __call__(self, path: str, status: int, headers: dict[str, str], body: bytes) -> str | None:
        """None if it is right."""
        version = headers.get("dataset-version", "")
        if status == 503 and "retry-after" in headers:
            return f"busy: {path}: {body[:200]!r}"
        if status != 200 or not re.fullmatch("[0-9a-f]{16}", version):
            return f"failed: {path}: {status}"
        named = set(re.findall(rb"Edition (\d+)\.", body))
        if named != {str(int(version, 16)).encode()}:
            return f"mixed: {path}: {version} has {named}"
        if not self._backwards:
            # Each edition comes again after all others, so going back would be a long way forward.
            end = len(self._sequence)
            try:
                self._at = self._sequence.index(version, self._at, end)
            except ValueError:
                return f"backwards: {path}: {version}"
        return None


def swap(options: Options, small: Path, workers: int, minutes: float, *, cached: bool) -> Result:
    """Swaps of one kind."""
    name = f"{'varnish-' if cached else ''}{workers}"
    folder = options.folder / name
    folder.mkdir()
    versions = [edition(small, folder / "datasets", number) for number in range(1, EDITIONS + 1)]
    watch, port = Watch(), free_port()
    point(folder / "datasets", versions[0])
    watch.sequence.append(versions[0])
    # The cache must follow within a second, not in five minutes, or there would be nothing to see.
    arguments = ["--workers", str(workers)] if workers > 1 else []
    own = service(
        folder,
        folder / "datasets",
        port,
        *arguments,
        STATED_POLL_MS="20",
    )
    processes, asked = [own], port
    if cached:
        asked = free_port()
        text = (DEPLOY / "varnish.vcl").read_text().replace('"8000"', f'"{port}"')
        text += "\nsub vcl_backend_response { if (beresp.ttl > 1s) { set beresp.ttl = 1s; } }\n"
        (folder / "default.vcl").write_text(text)
        place = ["-a", f"127.0.0.1:{asked}", "-n", str(folder / "n")]
        command = [str(VARNISH), "-F", "-f", str(folder / "default.vcl"), *place]
        store = ["-s", "malloc,32m", "-j", "none"]
        processes.append(Process([*command, *store], folder / "varnish.log"))
    memory, done, slow = 0.0, 0, 0
    with running(*processes):
        assert until(lambda: ready(port) and ready(asked)), own.log.read_text()[-500:]
        readers = [
            Reader(asked, PATHS[turn:] + PATHS[:turn], watch.judge(backwards=cached))
            for turn in range(4)
        ]
        with reading(readers):
            # The load is there before the first swap, or the memory of the tenth would be that of a
            # service that has hardly answered yet.
            until(lambda: min(one.answers for one in readers) >= WARM, minutes * 60 / 4)
            end = time.monotonic() + minutes * 60 * 3 / 4
            while done < SWAPS and time.monotonic() < end:
                version = versions[(done + 1) % EDITIONS]
                # A worker may follow before this thread goes on, so the reader must know first.
                watch.sequence.append(version)
                point(folder / "datasets", version)
                # Of several workers, any may answer; all look every 20 ms.
                slow += not until(lambda v=version: ready(port, v), 10)  # type: ignore[misc]
                time.sleep(0.05 if workers > 1 else 0)
                done += 1
                if done == 10:
                    memory = own.anonymous_mb()
        after = own.anonymous_mb()
    wrong = [fault for one in readers for fault in one.wrong]
    names = ("mixed", "backwards", "busy")
    kinds = {kind: sum(one.startswith(kind) for one in wrong) for kind in names}
    failed = len(wrong) - sum(kinds.values())
    flat = after <= memory * 1.05 + 1
    answers = sum(one.answers for one in readers)
    what = f"{workers} worker{'s' * (workers > 1)}{' through Varnish' * cached}"
    figure = (
        f"{what}: {done:,} swaps, {answers:,} responses, {failed} failed, "
        f"{kinds['busy']} too busy, {kinds['mixed']} mixed"
        + (f", {kinds['backwards']} backwards" if not cached else "")
        + f", {slow} not followed in 10 s, memory {memory:.0f} → {after:.0f} MB"
    )
    if wrong:
        (options.folder / f"{name}.wrong").write_text("\n".join(wrong[:100]))
    return Result(figure, not wrong and not slow and flat and done >= SWAPS)


def run(options: Options) -> Result:
    """All three kinds, in a third of the time each."""
    (options.folder / "small").mkdir()
    small = small_dataset(options.folder / "small")
    kinds = [(1, False), (2, False), *([(1, True)] if VARNISH else [])]
    minutes = options.minutes / len(kinds)
    results = [swap(options, small, one, minutes, cached=cached) for one, cached in kinds]
    missing = "" if VARNISH else "; Varnish is not installed"
    return Result(
        "; ".join(one.figure for one in results) + missing,
        all(one.reached for one in results) and bool(VARNISH),
    )
