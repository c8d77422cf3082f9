"""The service beside other servers, over sockets: what each is asked, whether all give the same
rows, and how much CPU time an answer costs each.
"""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from benchmarks.client import Reply, get, load
from benchmarks.datasets import BENCH, dataset, file
from benchmarks.peers import bare, datasette, nginx, roapi
from benchmarks.servers import Server, stated

Rows = Callable[[Reply], list[str]]
QUESTION = "peacekeeping-force"
_GZIP = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Target:
    """A server, and the request that it gets in a comparison."""

    server: Server
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200

    def params(self) -> Reply:
        """One answer; raises if it is not the expected one."""
        reply = patiently(self.server.url + self.path, self.headers)
        if reply.status != self.status:
            raise RuntimeError(
                f"{self.server.name}: {reply.status} instead of {self.status} for {self.path}: "
                f"{reply.body[:300]!r}"
            )
        return reply


def patiently(url: str, headers: dict[str, str] | None = None) -> Reply:
    """One answer; asked for again if it was not made in time, as what is read from a disk for the
    first time may not be.
    """
    reply = get(url, headers)
    for _ in range(5):
        if reply.status != 503:
            break
        time.sleep(0.5)
        reply = get(url, headers)
    return reply


def measure(targets: dict[str, Target], rounds: int, seconds: float) -> dict[str, dict[str, Any]]:
    """CPU µs per request of each, the least of alternated rounds, with all rounds."""
    found: dict[str, list[float]] = {name: [] for name in targets}
    for name, target in targets.items():
        for _ in range(200 if name != "datasette" else 20):
            target.params()
    for _ in range(rounds):
        for name, target in targets.items():
            before = target.server.cpu()
            answers = load(target.server.url + target.path, target.headers, seconds, target.status)
            found[name].append((target.server.cpu() - before) / answers * 1e6)
    return {
        name: {"us": min(took), "spread": max(took) - min(took), "rounds": took}
        for name, took in found.items()
    }


def typical_country(server: Server) -> str:
    """A country whose position, with its evidence, is 3 to 8 kB long."""
    board = json.loads(patiently(f"{server.url}/positions?has_position=true&limit=50").body)[
        "items"
    ]
    for one in (one["actor"]["id"] for one in board if one["actor"]["type"] == "country"):
        reply = patiently(f"{server.url}/countries/{one}/position")
        if 3_000 < len(reply.body) < 8_000 and len(json.loads(reply.body)["evidence"]) > 0:
            return str(one)
    raise RuntimeError("no country has a position of 3 to 8 kB")


class Comparisons:
    """All comparisons on one dataset.

    `results`: comparison → server → cost. `missing`: server → why it did not take part.
    """

    def __init__(self, size: int, rounds: int, seconds: float, say: Callable[[str], None]) -> None:
        self._size, self._rounds, self._seconds, self._say = size, rounds, seconds, say
        self._folder = BENCH / "peers"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.results: dict[str, dict[str, Any]] = {}
        self.missing: dict[str, str] = {}
        self.sizes: dict[str, int] = {}

    def run(self) -> None:
        """Run them all. A server that cannot be started is noted and left out."""
        datasets = dataset(self._size)
        with stated(datasets) as ours, stated(datasets, cache=False) as uncached:
            actor = typical_country(ours)
            with stated(datasets, log=True) as logged, stated(datasets, plain=True) as plain:
                self._against_bare(ours, logged, plain, actor)
            for name, comparison in (
                ("nginx", self._nginx),
                ("datasette", self._datasette),
                ("roapi", self._roapi),
            ):
                try:
                    comparison(ours, uncached, actor)
                except (RuntimeError, OSError) as error:
                    self.missing[name] = str(error)
                    self._say(f"{name}: {error}")

    def _compare(
        self,
        name: str,
        targets: dict[str, Target],
        same: Callable[[Reply], Any],
        others: Rows | None = None,
    ) -> None:
        """Measure one comparison when all have given the same; `same` reads ours, `others` the
        peers'.
        """
        replies = {who: target.params() for who, target in targets.items()}
        given = {
            who: (same if who.startswith("stated") or others is None else others)(reply)
            for who, reply in replies.items()
        }
        if any(one != given["stated"] for one in given.values()):
            raise RuntimeError(
                f"{name}: {', '.join(given)} give different rows: {str(given)[:600]}"
            )
        self.sizes[name] = len(replies["stated"].body)
        self.results[name] = measure(targets, self._rounds, self._seconds)
        self._say(
            f"{name}: "
            + ", ".join(f"{who} {one['us']:.1f} µs" for who, one in self.results[name].items())
        )

    def _against_bare(self, ours: Server, logged: Server, plain: Server, actor: str) -> None:
        position, page, card = (
            f"/countries/{actor}/position",
            "/statements",
            f"/embed/countries/{actor}",
        )
        tag = get(ours.url + position).header("etag") or ""
        for name, path, headers, status in (
            ("position", position, {}, 200),
            ("page", page, {}, 200),
            ("card", card, {}, 200),
            ("304", position, {"If-None-Match": tag}, 304),
            ("404", "/countries/atlantis/position", {}, 404),
            ("position, gzip", position, _GZIP, 200),
            ("page, gzip", page, _GZIP, 200),
        ):
            for _ in range(2):  # the second answer is the one that is kept
                recorded = Target(ours, path, headers, status).params()
            with bare.start(recorded, self._folder) as floor:
                targets = {
                    server.name: Target(server, path, headers, status)
                    for server in (ours, logged, plain, floor)
                }
                self._compare(name, targets, _as_sent)

    def _nginx(self, ours: Server, _uncached: Server, actor: str) -> None:
        paths = {"position": f"/countries/{actor}/position", "page of 20": "/statements?limit=20"}
        files = {
            f"{number}.json": get(ours.url + path).body
            for number, path in enumerate(paths.values())
        }
        with nginx.start(files, self._folder) as server:
            for (name, path), file_name in zip(paths.items(), files, strict=True):
                self._compare(
                    f"{name}, nginx",
                    {"stated": Target(ours, path), "nginx": Target(server, f"/{file_name}")},
                    lambda reply: reply.body,
                )

    def _datasette(self, ours: Server, uncached: Server, actor: str) -> None:
        with datasette.start(file(self._size), self._folder) as server:
            for name, path, theirs, same, others in (
                (
                    "position",
                    f"/countries/{actor}/position",
                    f"position.json?actor={actor}&question={QUESTION}&_shape=array",
                    _position,
                    _position_rows,
                ),
                ("page", "/statements", "page.json?_shape=array", _items, _rows),
                ("full text", "/statements?q=the", "search.json?q=the&_shape=array", _items, _rows),
            ):
                targets = {
                    "stated": Target(ours, path),
                    "stated-uncached": Target(uncached, path),
                    "datasette": Target(server, f"/stated/{theirs}"),
                }
                self._compare(f"{name}, Datasette", targets, same, others)

    def _roapi(self, ours: Server, _uncached: Server, actor: str) -> None:
        with roapi.start(file(self._size), self._folder) as server:
            where = f"filter[actor]={quote(repr(actor))}&filter[question]={quote(repr(QUESTION))}"
            for name, path, theirs, same, others in (
                (
                    "position",
                    f"/countries/{actor}/position",
                    f"positions?{quote(where, safe='=&%')}",
                    _position,
                    _position_rows,
                ),
                ("page", "/statements", "statements?sort=number&limit=50", _items, _rows),
            ):
                targets = {
                    "stated": Target(ours, path),
                    "roapi": Target(server, f"/api/tables/{theirs}"),
                }
                self._compare(f"{name}, roapi", targets, same, others)


def _as_sent(reply: Reply) -> Any:
    """All of an answer but its request id, which each has of its own."""
    return (
        reply.status,
        sorted(pair for pair in reply.headers if pair[0].lower() != "x-request-id"),
        reply.body,
    )


def _position(reply: Reply) -> list[str]:
    body = json.loads(reply.body)
    return [body["id"], *sorted(one["statement"]["id"] for one in body["evidence"])]


def _position_rows(reply: Reply) -> list[str]:
    rows = json.loads(reply.body)
    return [*{row["position"]: None for row in rows}, *sorted(row["id"] for row in rows)]


def _items(reply: Reply) -> list[str]:
    return [one["id"] for one in json.loads(reply.body)["items"]]


def _rows(reply: Reply) -> list[str]:
    return [row["id"] for row in json.loads(reply.body)]


def start_up(size: int, times: int) -> dict[str, Any]:
    """Seconds to the first 200 and anonymous memory in MB after it, each the least of several
    starts, with all of them.
    """
    seconds, memory = [], []
    for _ in range(times):
        with stated(dataset(size)) as server:
            seconds.append(server.first)
            memory.append(server.anonymous_mb())
    return {
        "seconds": min(seconds),
        "mb": min(memory),
        "all_seconds": seconds,
        "all_mb": memory,
        "statements": size,
    }


def worst(ratios: Iterable[tuple[str, float]]) -> tuple[str, float]:
    """The largest of named ratios."""
    return max(ratios, key=lambda pair: pair[1])
