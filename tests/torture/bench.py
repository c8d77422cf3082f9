"""Three short runs of the benchmarks: the medians of cached and uncached requests against those
that were measured before.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.settings import ROOT
from benchmarks.datasets import BENCH
from tests.torture.running import Options, Result

MUST = "cached and uncached figures of `make bench`, medians of three: at least 0.9 × before"
SERVERS = ("stated", "stated-uncached")


def costs(found: dict[str, Any]) -> dict[str, float]:
    """Microseconds of each comparison of ours."""
    return {
        f"{comparison}, {server}": servers[server]["us"]
        for comparison, servers in found["comparisons"].items()
        for server in SERVERS
        if server in servers
    }


def run(options: Options) -> Result:
    """`options.minutes` is not used: a run takes about three minutes."""
    runs = []
    for number in range(3):
        name = f"torture-{number}"
        command = [sys.executable, "-m", "benchmarks.run", "--quick", "--date", name]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            return Result(f"the benchmark failed: {done.stderr.strip()[-200:]}", False)
        runs.append(costs(json.loads((BENCH / f"quick-{name}.json").read_text())))
    path = max((ROOT / "benchmarks" / "results").glob("*.json"))
    before = costs(json.loads(Path(path).read_text()))
    ratios = {
        name: cost / statistics.median(run[name] for run in runs)
        for name, cost in before.items()
        if all(name in run for run in runs)
    }
    worst = min(ratios, key=lambda name: ratios[name])
    figure = (
        f"the median of {len(ratios)} ratios to {path.stem} is "
        f"{statistics.median(ratios.values()):.2f} ×, the worst {ratios[worst]:.2f} × ({worst})"
    )
    return Result(figure, ratios[worst] >= 0.9)
