"""Mixed load for a long time: memory, open files and threads stay as they are."""

import random
import time
from collections.abc import Iterator

from benchmarks.datasets import dataset, ensure
from tests.test_deploy import free_port
from tests.torture.running import Options, Reader, Result, reading, ready, running, service, until

MUST = "thirty minutes of mixed load: memory, open files and threads flat"
MINUTES = 30
STATEMENTS = 10_000
WORDS = [
    "the",
    "of",
    "war",
    "peace",
    "troops",
    "force",
    "said",
    "will",
    "we",
    "support",
    "never",
    "border",
    "help",
    "talks",
    "army",
]


class Paths:
    """Addresses of all kinds, most of them asked for once."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def __len__(self) -> int:
        return 1 << 40

    def __getitem__(self, _: int) -> str:
        chance = self._chance
        word = f"{chance.choice(WORDS)}+{chance.choice(WORDS)}"
        day = f"202{chance.randint(4, 6)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
        return chance.choice(
            [
                "/countries/italy/position",
                "/positions?has_position=true",
                "/health/ready",
                f"/statements?q={word}&limit={chance.randint(1, 200)}",
                f"/statements?q={word}&sort=relevance",
                f"/statements?facets=country&q={chance.choice(WORDS)}",
                f"/positions?as_of={day}",
                f"/countries/{chance.choice(['france', 'DE', 'nowhere', 'norge'])}?",
                f"/browse/statements?q={word}",
                f"/embed/statements?q={word}",
                "/statements.csv?country=france",
                "/statements.ndjson",
                f"/@{chance.getrandbits(64):016x}/dataset",
                f"/{chance.getrandbits(64):x}",
                f"/statements?wrong{chance.getrandbits(32)}=1",
            ]
        )

    def __iter__(self) -> Iterator[str]:
        while True:
            yield self[0]


def is_answer(path: str, status: int, headers: dict[str, str], body: bytes) -> str | None:
    """Anything but an error of the server; 503 says that it is busy."""
    return f"{path}: {status}" if status >= 500 and status != 503 else None


def run(options: Options) -> Result:
    """Measure after the caches are full, and at the end."""
    ensure([STATEMENTS])
    port = free_port()
    own = service(options.folder, dataset(STATEMENTS), port, STATED_CACHE_MB="16")
    memory: list[float] = []
    with running(own):
        assert until(lambda: ready(port)), own.log.read_text()[-500:]
        quiet = own.files(), own.threads()
        end = time.monotonic() + options.minutes * 60
        readers = [Reader(port, Paths(options.seed + one), is_answer, 0.001) for one in range(6)]  # type: ignore[arg-type]
        with reading(readers):
            while time.monotonic() < end:
                time.sleep(min(1.0, options.minutes * 60 / 20))
                memory.append(own.anonymous_mb())
        time.sleep(1)
        after = own.files(), own.threads()
    third = len(memory) // 3
    middle, last = max(memory[third : 2 * third]), max(memory[2 * third :])
    wrong = [fault for one in readers for fault in one.wrong]
    if wrong:
        (options.folder / "wrong").write_text("\n".join(wrong[:100]))
    figure = (
        f"{sum(one.answers for one in readers):,} responses, {len(wrong)} failed; most memory in "
        f"the second third {middle:.0f} MB, in the last {last:.0f} MB; open files {quiet[0]} → "
        f"{after[0]}, threads {quiet[1]} → {after[1]}"
    )
    flat = last <= middle * 1.05 and after[0] <= quiet[0] + 4 and after[1] <= quiet[1] + 8
    return Result(figure, flat and not wrong and options.minutes >= MINUTES)
