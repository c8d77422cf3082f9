"""The costs of cached and uncached responses beside those of older code, in the same minutes."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from app.settings import ROOT
from benchmarks.comparisons import Target, measure, typical_country
from benchmarks.datasets import dataset, ensure
from benchmarks.servers import stated
from tests.torture.running import Options, Result

MUST = (
    "cached and uncached responses beside older code in one run, medians of three: at least 0.9 × "
    "as fast"
)
STATEMENTS = 10_000
RUNS, ROUNDS, SECONDS = 3, 3, 0.6
_PATHS = {
    "position": "/countries/{country}/position",
    "list": "/statements",
    "card": "/embed/countries/{country}",
    "page": "/browse/countries/{country}",
    "search": "/statements?q=the",
}


class Before(NamedTuple):
    """Older code: its checkout, and its dataset."""

    code: Path
    datasets: Path


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def checkout(revision: str, folder: Path) -> Before:
    """The code of a revision in a folder, with the dataset that it builds."""
    code = folder / "before"
    _git("worktree", "add", "--detach", str(code), revision)
    subprocess.run(
        [sys.executable, "-m", "benchmarks.datasets", str(STATEMENTS)],
        cwd=code,
        env={**os.environ, "PYTHONPATH": str(code)},
        capture_output=True,
        check=True,
    )
    return Before(code, code / "build" / "bench" / str(STATEMENTS))


def measured(before: Before) -> dict[str, float]:
    """How many times as fast each response is now: what it cost before, of what it costs now."""
    found = {}
    for name, cache in (("cached", True), ("uncached", False)):
        with (
            stated(dataset(STATEMENTS), cache=cache) as now,
            stated(before.datasets, cache=cache, code=before.code) as then,
        ):
            country = typical_country(now)
            for kind, path in _PATHS.items():
                address = path.format(country=country)
                targets = {"now": Target(now, address), "before": Target(then, address)}
                costs = measure(targets, ROUNDS, SECONDS)
                found[f"{kind}, {name}"] = costs["before"]["us"] / costs["now"]["us"]
    return found


def run(options: Options) -> Result:
    """`options.minutes` is not used: it takes about five minutes. Without a revision, the code is
    compared with that of the last published benchmarks.
    """
    revision = _git(
        "rev-parse",
        "--short",
        options.before or _git("log", "-1", "--format=%H", "--", "benchmarks/results"),
    )
    ensure([STATEMENTS])
    before = checkout(revision, options.folder)
    try:
        runs = [measured(before) for _ in range(RUNS)]
    finally:
        _git("worktree", "remove", "--force", str(before.code))
    (options.folder / "bench.json").write_text(json.dumps(runs, indent=1))
    ratios = {name: statistics.median(one[name] for one in runs) for name in runs[0]}
    figures = ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())
    figure = f"as fast as {revision}, times: {figures}"
    return Result(figure, min(ratios.values()) >= 0.9)
