"""`make torture ROW=…`: run a row, and print and write what it measured."""

import argparse
import os
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from app.settings import ROOT
from benchmarks.run import machine
from tests.torture import (
    attacks,
    bench,
    costs,
    mixed,
    publishing,
    replicas,
    requests,
    streams,
    swaps,
)
from tests.torture.running import Options, Result

DOCUMENT = ROOT / "docs" / "reliability.md"
LONGEST = 40  # minutes


class Row(NamedTuple):
    """A row: what runs, what must be reached, and how many minutes that takes at most."""

    run: Callable[[Options], Result]
    must: str
    minutes: float


ROWS = {
    "swaps": Row(swaps.run, swaps.MUST, 40),
    "attacks": Row(attacks.run, attacks.MUST, 14),
    "requests": Row(requests.run, requests.MUST, 30),
    "schemas": Row(requests.run_schemas, requests.MUST_SCHEMAS, 40),
    "streams": Row(streams.run, streams.MUST, 30),
    "publish": Row(publishing.run, publishing.MUST, 40),
    "replicas": Row(replicas.run, replicas.MUST, 10),
    "byte": Row(replicas.run_byte, replicas.MUST_REFUSE, 5),
    "costs": Row(costs.run, costs.MUST, 40),
    "mixed": Row(mixed.run, mixed.MUST, 30),
    "bench": Row(bench.run, bench.MUST, 15),
}


def written(text: str, name: str, result: Result, minutes: float, when: str, where: str) -> str:
    """The document with a new result, at the end of its table; an older one of the same row that
    was as long, or shorter, is left out.
    """
    line = (
        f"| {name} | {result.figure} | {'yes' if result.reached else '**no**'} | {minutes:.0f} min "
        f"| {when} | {where} |"
    )
    head, _, table = text.partition("| row | measured |")
    rows = []
    for old in table.splitlines():
        found = re.match(r"\| (\w+) \|.*\| (\d+) min \| [^|]* \| [^|]* \|$", old)
        if not (found and found[1] == name and int(found[2]) <= round(minutes)):
            rows.append(old)
    return f"{head}| row | measured |" + "\n".join([*rows, line, ""])


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, prog="make torture")
    parser.add_argument("row", choices=ROWS)
    parser.add_argument("--minutes", type=float, help="how long; without it, as long as is needed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--date", default=f"{datetime.now(UTC):%Y-%m-%d}")
    parser.add_argument("--keep", type=Path, help="a new folder for what the row leaves behind")
    parser.add_argument("--before", help="the revision with which the row of benchmarks compares")
    given = parser.parse_args()
    row = ROWS[given.row]
    minutes = min(given.minutes or row.minutes, LONGEST)
    with TemporaryDirectory(prefix="torture-") as folder:
        place = given.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        result = row.run(Options(minutes, given.seed, place.resolve(), given.before))
        took = (time.monotonic() - began) / 60
    about = machine()
    where = f"{about['cpu']}, {about['cores']} cores, load {os.getloadavg()[0]:.1f}"
    sys.stdout.write(
        f"{given.row}: {result.figure}\nMust: {row.must}\n"
        f"{'Reached' if result.reached else 'NOT reached'}, in {took:.1f} minutes.\n"
    )
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(
        written(text, given.row, result, max(took, 1), given.date, where), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
