"""`make bench`: measure everything, print what was reached, write benchmarks/results/<date>.json,
charts and README.md.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.settings import ROOT
from benchmarks.comparisons import Comparisons, start_up
from benchmarks.datasets import BENCH, SIZES, ensure, made
from benchmarks.figures import figures
from benchmarks.report import table, write

HERE = ROOT / "benchmarks"
KINDS = ("pages", "searches", "facets", "depths")


def say(text: str) -> None:
    """Print how far it is, with the seconds since the start."""
    print(f"[{time.monotonic() - _BEGAN:5.0f} s] {text}", file=sys.stderr, flush=True)


_BEGAN = time.monotonic()


def machine() -> dict[str, Any]:
    """The machine on which this is measured."""
    info = Path("/proc/cpuinfo").read_text()
    model = next(
        (
            line.partition(":")[2].strip()
            for line in info.splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
        "client": "wrk" if shutil.which("wrk") else "benchmarks/client.py",
    }


def in_process(
    size: int, seconds: float, limits: dict[str, int] | None, *kinds: str
) -> dict[str, Any]:
    """Run benchmarks/in_process.py in a process of its own."""
    path = BENCH / "limits.json"
    path.write_text(json.dumps(limits or {}))
    command = [
        sys.executable,
        "-m",
        "benchmarks.in_process",
        str(size),
        str(seconds),
        str(path),
        *kinds,
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=1200)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def least(before: dict[str, Any] | None, now: dict[str, Any]) -> dict[str, Any]:
    """Of the costs by kind and name, the lesser of those measured before and now."""
    if before is None:
        return now
    return {
        kind: {
            name: min(before[kind][name], one, key=lambda cost: cost["us"])
            for name, one in costs.items()
        }
        for kind, costs in now.items()
    }


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="few rounds, 10,000 statements at most, nothing but the JSON written",
    )
    parser.add_argument(
        "--date", default=f"{datetime.now(UTC):%Y-%m-%d}", help="name of the results"
    )
    parser.add_argument("--rounds", type=int, help="alternated rounds of each comparison")
    arguments = parser.parse_args()
    sizes = SIZES[:2] if arguments.quick else SIZES
    small, large = (sizes[0], sizes[-1]) if arguments.quick else (SIZES[1], SIZES[-1])
    rounds = arguments.rounds or (2 if arguments.quick else 7)
    patience = 0.08 if arguments.quick else 0.6
    found: dict[str, Any] = {
        "date": arguments.date,
        "quick": arguments.quick,
        "rounds": rounds,
        "small": small,
        "large": large,
        "machine": machine(),
        "command": "make bench QUICK=1" if arguments.quick else "make bench",
    }
    ensure(sizes)
    peers = SIZES[1]
    comparisons = Comparisons(peers, rounds, 1.0, say)
    comparisons.run()
    found |= {
        "comparisons": comparisons.results,
        "missing": comparisons.missing,
        "bytes": comparisons.sizes,
        "peers_statements": peers,
    }
    say("in process")
    # What is compared is measured twice, in turns, and the least of each counts: a machine has slow
    # minutes.
    own = least(in_process(peers, patience, None, "own"), in_process(peers, patience, None, "own"))
    found["own"] = own["own"]
    found["curves"] = {str(small): in_process(small, patience, None, *KINDS)}
    limits = {name: one["rows"] for name, one in found["curves"][str(small)]["pages"].items()}
    for size in (*(size for size in sizes if size != small), small, large):
        say(f"in process: {size:,} statements")
        costs = in_process(size, patience, limits if size > small else None, *KINDS)
        found["curves"][str(size)] = least(found["curves"].get(str(size)), costs)
    say("start-up")
    found["start"] = start_up(large, 2 if arguments.quick else 7)
    built = made(large)
    found["built"] = {"statements": large, **built} if built else {}
    found["figures"] = [one.plain() for one in figures(found)]
    print(table(found))
    if arguments.quick:
        print(
            f"Quick: what is asked of 1,000,000 statements was measured on {large:,}, and in "
            "few "
            "rounds."
        )
    results = BENCH if arguments.quick else HERE / "results"
    results.mkdir(parents=True, exist_ok=True)
    name = results / f"{'quick-' if arguments.quick else ''}{arguments.date}.json"
    name.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    if not arguments.quick:
        write(found, HERE)
    say(f"written: {name}")


if __name__ == "__main__":
    main()
