"""The table of figures, and benchmarks/README.md with its charts, made from the JSON of a run.

`python -m benchmarks.report benchmarks/results/<date>.json` writes README.md anew from an older
run.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.settings import ROOT
from benchmarks import charts

_README = """# How fast it is

Measured on {date} on {cpu} ({cores} cores, {kernel}), Python {python}, by `{command}`. It wrote
this file from [`results/{date}.json`](results/{date}.json), with every figure as it was measured.

Reached: {must} of {all} figures that must be, {aim} of {all} that are aimed at.

{table}
{missing}
## The service beside other servers

CPU time of the server process (user and system, with its children) divided by the answers it gave,
in µs: the least of {rounds} alternated rounds, and by how much the slowest round was above it. All
servers run on core 0, the client ({client}) on core 1 with eight connections. The others get the
same data ({peers_statements} statements; roapi the newest 5,000). Before anything is timed, all
servers of a comparison must give the same bytes (bare app, nginx) or the same ids in the same order
(Datasette, roapi).

![The service beside other servers](peers.svg)

{comparisons}

- **bare**: an ASGI application on the same uvicorn that sends the recorded status, headers and
  body, whatever is asked.
- **stated**: as `stated serve` runs it, where cached responses are sent by uvicorn's protocol
  itself (`app/edge/fast_path.py`). **stated-plain**: on uvicorn's own protocol, where they go
  through ASGI as those of the bare app do.
- **stated-log**: with the access log on. **stated-uncached**: with `STATED_CACHE_MB=0`.
- **nginx**: the same bytes as files, one worker, no log, open files kept.
- **datasette**: `-i`, `num_sql_threads 0`, canned queries, httptools and uvloop. **roapi**: tables
  in memory, its log off. Both make their rows from columns, as they are meant to; the service
  stored its statements and positions as JSON when the dataset was made.

## By number of statements

One uncached answer in process, CPU time over all threads, the least of up to 400 repetitions. Pages
are compared at equal length.

![Cost by number of statements](curve.svg)

{curve}

All addresses are in the JSON. “Rare” takes the least common value of a filter, else the most common
one; × 20 are its twenty most common values.

## How to run it

- `make bench` measures everything (about 15 minutes once the datasets are there) and writes this
  file. `make bench QUICK=1` does the same with few rounds on at most 10,000 statements in about
  three minutes, and writes nothing here.
- The datasets are invented (`corpus.py`: Zipf's law over words, speakers and countries; two years;
  a fixed seed), made once into `build/bench/` and kept until the generator or the schema changes.
  One million statements are not written as YAML: their rows go straight into the build's own
  writing code (`corpus_rows.py`). `python -m benchmarks.datasets --prove 10000` shows that both
  ways lead to the same version.
- nginx and wrk are used where they are installed (`apt-get install --no-install-recommends
  nginx-light wrk`). Datasette and roapi are installed from `locks/bench.txt` into an environment of
  their own. What is missing is left out, and named above.
- It needs two cores that nobody else uses: this run began at a load of {load}.
"""


def table(found: dict[str, Any]) -> str:
    """The figures as a Markdown table."""
    rows = [
        (
            one["name"],
            _value(one["value"], one["unit"]),
            _bound(one, "must"),
            _bound(one, "aim"),
            one["note"],
        )
        for one in found["figures"]
    ]
    return _markdown(("what", "measured", "must", "aim", "from"), rows)


def write(found: dict[str, Any], folder: Path) -> None:
    """Write README.md and its charts."""
    (folder / "peers.svg").write_text(charts.peers(found["comparisons"]), encoding="utf-8")
    (folder / "curve.svg").write_text(charts.curve(found["curves"]), encoding="utf-8")
    missing = "".join(
        f"\nNot measured, because it did not run here: **{name}** ({why}).\n"
        for name, why in found["missing"].items()
    )
    figures = found["figures"]
    text = _README.format(
        date=found["date"],
        command=found["command"],
        table=table(found),
        missing=missing,
        comparisons=_comparisons(found),
        curve=_curve(found),
        rounds=found["rounds"],
        peers_statements=f"{found['peers_statements']:,}",
        all=len(figures),
        must=sum(one["must_reached"] for one in figures),
        aim=sum(one["aim_reached"] for one in figures),
        load=found["machine"]["load_before"],
        **{key: found["machine"][key] for key in ("cpu", "cores", "kernel", "python", "client")},
    )
    (folder / "README.md").write_text(text, encoding="utf-8")


def _comparisons(found: dict[str, Any]) -> str:
    rows = [
        (
            comparison if not number else "",
            f"{found['bytes'][comparison]:,}" if not number else "",
            name,
            f"{one['us']:.1f}",
            f"+{one['spread']:.1f}",
        )
        for comparison, servers in found["comparisons"].items()
        for number, (name, one) in enumerate(servers.items())
    ]
    return _markdown(("comparison", "bytes of ours", "server", "µs", "spread"), rows)


def _curve(found: dict[str, Any]) -> str:
    """Medians, and the ten pages that grew most."""
    sizes = sorted(map(int, found["curves"]))
    of = {size: found["curves"][str(size)] for size in sizes}

    def cell(one: dict[str, Any] | None) -> str:
        return (
            ""
            if one is None
            else f"{one['us']:,.0f}" + ("" if one["status"] == 200 else f" ({one['status']})")
        )

    pages = sorted(of[sizes[-1]]["pages"], key=lambda name: -of[sizes[-1]]["pages"][name]["us"])
    shown = [("all", "pages"), *((name, "pages") for name in pages[:10] if name != "all")]
    shown += [
        (name, kind) for kind in ("searches", "facets", "depths") for name in of[sizes[-1]][kind]
    ]
    rows = [(name, *(cell(of[size][kind].get(name)) for size in sizes)) for name, kind in shown]
    head = (
        "µs (the ten dearest pages, all searches, facets, depths)",
        *(f"{size:,}" for size in sizes),
    )
    return _markdown(head, rows)


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "none"
    return f"{value:,.0f} {unit}" if abs(value) >= 100 else f"{value:.2f} {unit}"


def _bound(one: dict[str, Any], which: str) -> str:
    sign = "≥" if one["least"] else "≤"
    return f"{sign} {one[which]:g}: {'reached' if one[f'{which}_reached'] else '**NOT**'}"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


if __name__ == "__main__":
    write(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), ROOT / "benchmarks")
