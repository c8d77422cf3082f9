"""What every address costs: CPU time of responses that are not in the cache, for all routes of the
service with their most expensive parameters.

`python -m tests.torture.costs SIZE [PART]` prints the costs with a dataset of that many statements
(build/bench), of those addresses that begin with PART. SIZE may also be a folder of datasets.
"""

import gc
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from enum import Enum
from pathlib import Path
from typing import NamedTuple, get_args
from urllib.parse import quote, urlencode

from app.api.routing import Route
from benchmarks.addresses import Values
from benchmarks.datasets import BENCH, ensure
from benchmarks.in_process import InProcess
from tests.torture.running import Options, Result

MUST = (
    "every page and every page of a list, with its most expensive parameters, at 1,000,000 "
    "statements: at most 50 ms of CPU when it is not in the cache"
)
STATEMENTS, MOST_MS = 1_000_000, 50.0
SHORT, FULL = 1000, 20  # statements of a short run; minutes of a full one
TIMES = 3
COMBINED = 12  # random combinations of parameters, for each route
Query = list[tuple[str, str]]


class Cost(NamedTuple):
    """What an address costs: milliseconds of CPU at the first request, and later (the median)."""

    address: str
    status: int
    size: int
    whole: bool
    first: float
    later: float


class Known:
    """Values of a dataset: those with the most rows behind them come first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._of = Values(path).by
        one = self._one
        self.version = path.stem
        actor = one("SELECT actor FROM statement_about GROUP BY 1 ORDER BY count(*) DESC")
        source = one("SELECT source FROM passage GROUP BY 1 ORDER BY count(*) DESC")
        root = one("SELECT root FROM source GROUP BY 1 ORDER BY count(*) DESC")
        copied = one("SELECT id FROM source WHERE root = ?", root)
        statement = one("SELECT statement FROM statement_about GROUP BY 1 ORDER BY count(*) DESC")
        statement = one("SELECT id FROM statement WHERE number = ?", statement)
        cited = one("SELECT statement FROM position_evidence GROUP BY 1 ORDER BY count(*) DESC")
        cited = one("SELECT id FROM statement WHERE number = ?", cited)
        evident = one("SELECT position FROM position_evidence GROUP BY 1 ORDER BY count(*) DESC")
        disputed = one("SELECT id FROM position ORDER BY length(disputed) DESC")
        moved = one("SELECT actor FROM position GROUP BY 1 ORDER BY count(*) DESC")
        questions = self._all("SELECT id FROM question ORDER BY id")
        days = [
            one(f"SELECT {each}(sort_date) FROM statement WHERE sort_date > '2020-01-01'")
            for each in ("min", "max")
        ]
        published = one("SELECT published FROM dataset")
        self.names = {  # parameters of paths
            "countries": list(dict.fromkeys([moved, actor, "italy"])),
            "actors": list(dict.fromkeys([moved, actor, "ukraine"])),
            "badges": [moved],
            "speakers": self._of["speaker"][:2],
            "statements": [statement, cited],
            "positions": [evident, disputed],
            "sources": list(dict.fromkeys([source, copied, self._of["source"][0]])),
            "sitemap": ["statements", "sources", "statements-2", "speakers", "pages"],
            "problems": ["not-found"],
        }
        words = ("the", "of the", '"of the"', "will", "italy", "xyzzyqwv", "the xyzzyqwv")
        long = "We will not send the troops of the country to the border without the consent of all"
        self.values = {  # parameters of queries
            "q": [*words, "a e i o", "rome"],
            "text": ["the", "will not send troops", long, f"{long}. {long}", "xyzzyqwv"],
            "country": [*self._of["country"][:2], "ukraine"],
            "about": [*self._of["about"][:2], "ukraine"],
            "actor": [actor, moved],
            "speaker": [*self._of["speaker"][:2], self._of["speaker"][-1]],
            "topic": self._of["topic"][:2],
            "source": self._of["source"][:2],
            "question": questions[:2],
            "as_of": ["2024-12-31", "2025-06-15", published],
            "said_from": days,
            "said_to": days,
            "since": ["2000-01-01", published, self.version],
            "url": [
                "https://stated.example/browse/positions",
                "https://stated.example/browse/positions/timeline",
                f"https://stated.example/browse/countries/{moved}",
                f"https://stated.example/browse/statements/{statement}",
                "https://stated.example/browse/statements?q=the",
            ],
            "cursor": ["*"],
        }
        self.published = published

    def _one(self, query: str, *values: str) -> str:
        found = self._all(f"{query} LIMIT 1", *values)
        return found[0] if found else "none"

    def _all(self, query: str, *values: str) -> list[str]:
        uri = f"file:{self._path}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            return [str(row[0]) for row in connection.execute(query, values)]

    def many(self, name: str) -> list[str]:
        """Up to twenty values of a filter, the most common ones first."""
        return self._of.get(name, [])[:20]


def paths(route: Route, known: Known) -> list[str]:
    """The paths of a route: for each of its things those with the most rows, and a wrong name."""
    if "{" not in route.path:
        return [route.path]
    parts = route.path.strip("/").split("/")
    kind = parts[1] if parts[0] in ("browse", "embed") else parts[0]
    found = []
    for name in [*known.names.get(kind, []), "franse"]:
        values = {
            "version": known.version,
            "question": known.values["question"][0],
            "number": "2",
            "actor": known.names["actors"][0] if kind == "images" else name,
        }
        path = route.path
        for each in ("name", "id", "part", "slug", "country", "statement", "digest", *values):
            path = path.replace(f"{{{each}}}", quote(values.get(each, name), safe=""))
        found.append(path)
    return list(dict.fromkeys(found))


def options(route: Route, known: Known) -> dict[str, list[Query]]:
    """What each parameter of a route may be."""
    found: dict[str, list[Query]] = {}
    if not hasattr(route, "query_model"):
        return found
    for name, field in route.query_model.model_fields.items():
        kinds = [field.annotation, *get_args(field.annotation)]
        several = any(str(one).startswith("list") for one in kinds)
        enums = [one for one in kinds if isinstance(one, type) and issubclass(one, Enum)]
        values = [str(one.value) for one in enums[0]] if enums else known.values.get(name, [])
        if bool in kinds:
            values = ["true", "false"]
        if name == "limit":
            values = ["200"]
        found[name] = [[(name, value)] for value in values]
        if several:
            many = values if enums else known.many(name)
            if len(many) > 1:
                found[name].append([(name, value) for value in many[:20]])
    return {name: each for name, each in found.items() if each}


def queries(route: Route, known: Known, chance: random.Random) -> list[Query]:
    """No parameter, each alone, each with the longest page, and some at random."""
    given = options(route, known)
    model = getattr(route, "query_model", None)
    needed = [
        given[name][0][0]
        for name, field in (model.model_fields.items() if model else ())
        if field.is_required() and name in given
    ]
    full = given.pop("limit", [])
    found: list[Query] = [[]]
    for each in given.values():
        found += each
    for _ in range(COMBINED if len(given) > 2 else 0):
        names = chance.sample(sorted(given), min(len(given), chance.choice([2, 2, 3, 4])))
        found.append([pair for name in names for pair in chance.choice(given[name])])
    if full:
        found += [[*one, *full[0]] for one in found]
    if needed:
        found = [[*(pair for pair in needed if pair[0] not in dict(one)), *one] for one in found]
    return found


def addresses(routes: list[Route], known: Known, seed: int) -> Iterator[tuple[str, bool]]:
    """All addresses, and whether the whole response counts: of whole lists and whole files, only
    the time until they begin to be sent, because they are made piece by piece.
    """
    every = {route.path for route in routes}
    for route in routes:
        if route.path.endswith(".csv-metadata.json"):
            continue  # it reads no dataset
        if route.path.removesuffix(".json") in every - {route.path}:
            continue  # the same as the path without the suffix
        whole = not route.path.endswith(
            (".csv", ".ndjson", "/dataset.sqlite", "/dataset.zip", ".parquet")
        )
        asked = [query for query in queries(route, known, random.Random(seed)) if _sensible(query)]
        for place, path in enumerate(paths(route, known)):
            for query in asked if whole and not place else asked[:1]:
                yield f"{path}?{urlencode(query)}" if query else path, whole


def _sensible(query: Query) -> bool:
    given = dict(query)
    if given.get("sort") == "relevance" and "q" not in given:
        return False
    return given.get("said_from", "") <= given.get("said_to", "9999")


def measured(folder: Path, part: str = "", seed: int = 1, minutes: float = 60) -> list[Cost]:
    """The costs of all addresses that begin with `part`, with the dataset of a folder; if the time
    is over, of some of them. What costs too much is measured again at the end, because a machine
    has slow moments; the lesser of both medians counts.
    """
    file = folder / f"{(folder / 'current').read_text().strip()}.sqlite"
    known, service = Known(file), InProcess(folder, 0)
    gc.collect()
    gc.freeze()  # as `stated serve` does
    routes = [one for one in service.routes if isinstance(one, Route)]
    asked = dict(each for each in addresses(routes, known, seed) if each[0].startswith(part))
    chosen = [*asked.items()]
    random.Random(seed).shuffle(chosen)
    found: list[Cost] = []
    end = time.monotonic() + minutes * 60
    for address, whole in chosen:
        if time.monotonic() > end:
            sys.stderr.write(f"{len(chosen) - len(found)} addresses are left\n")
            break
        found.append(_cost(service, address, whole))
    for place, cost in enumerate(found):
        if cost.whole and cost.later > MOST_MS:
            again = _cost(service, cost.address, cost.whole)
            found[place] = cost._replace(later=min(cost.later, again.later))
    service.close()
    return found


def _cost(service: InProcess, address: str, whole: bool) -> Cost:
    """Ask for an address until its cost is known: often if it costs much."""
    took: list[float] = []
    status = size = 0
    for _ in range(1 + TIMES):
        began = time.process_time_ns()
        status, size = service.ask(address, whole=whole)
        took.append((time.process_time_ns() - began) / 1e6)
        if took[-1] < MOST_MS / 3 and len(took) > 1:
            break
    return Cost(address, status, size, whole, took[0], statistics.median(took[1:]))


def report(found: list[Cost]) -> str:
    """What costs most, one line for each path."""
    lines = []
    by_path: dict[str, list[Cost]] = {}
    for cost in found:
        by_path.setdefault(cost.address.partition("?")[0], []).append(cost)
    for costs in sorted(by_path.values(), key=lambda each: -max(one.later for one in each)):
        worst = max(costs, key=lambda one: one.later)
        cold = max(costs, key=lambda one: one.first)
        over = sum(one.later > MOST_MS for one in costs)
        lines.append(
            f"{worst.later:8.1f} ms  {worst.status} {worst.size:>9,} B  {over:3} of {len(costs):3} "
            f"over  {worst.address[:200]}   (first {cold.first:.0f} ms: {cold.address[:120]})"
        )
    return "\n".join(lines)


def run(options: Options) -> Result:
    """All addresses; in a short run some of them, with a small dataset."""
    is_full = options.minutes >= FULL
    size = STATEMENTS if is_full else SHORT
    ensure([size])
    found = measured(BENCH / str(size), seed=options.seed, minutes=options.minutes)
    (options.folder / "costs").write_text(report(found))
    over = [one for one in found if one.later > MOST_MS and one.whole]
    errors = [one for one in found if one.status >= 500 and one.status != 501]
    pages = [one for one in found if one.whole]
    worst = max(pages, key=lambda one: one.later)
    cold = max(pages, key=lambda one: one.first)
    figure = (
        f"{size:,} statements, {len(found):,} addresses: {len(over)} over {MOST_MS:.0f} ms, the "
        f"most {worst.later:.0f} ms (`{worst.address[:90]}`); at the first request at most "
        f"{cold.first:.0f} ms (`{cold.address[:90]}`); {len(errors)} 5xx"
    )
    return Result(figure, is_full and not over and not errors)


if __name__ == "__main__":
    given, *rest = sys.argv[1:]
    place = BENCH / given if given.isdigit() else Path(given)
    sys.stdout.write(report(measured(place, *rest[:1])) + f"\n{date.today()}\n")
