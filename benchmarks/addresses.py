"""The addresses whose cost must not grow with the number of statements: pages that the service
links to, searches, deep pages and facets.
"""

import sqlite3
from contextlib import closing
from itertools import combinations
from pathlib import Path
from urllib.parse import urlencode

from app.api.responses import cursor_of

Query = list[tuple[str, str]]

_COLUMNS = {
    "speaker": "speaker FROM statement",
    "country": "actor FROM statement_by",
    "about": "actor FROM statement_about",
    "topic": "topic FROM statement_topic",
    "attribution": "attribution FROM statement_about",
    "capacity": "capacity FROM statement",
    "kind": "kind FROM statement",
    "source": "source FROM statement",
    "question": "question FROM statement_question",
}
PAIRED = ("speaker", "country", "about", "topic")
REPEATED = 20  # values of one filter, at most


class Values:
    """The values of each filter in a dataset, the most common one first."""

    def __init__(self, dataset: Path) -> None:
        with closing(
            sqlite3.connect(f"file:{dataset}?mode=ro&immutable=1", uri=True)
        ) as connection:
            self.by: dict[str, list[str]] = {}
            for name, source in _COLUMNS.items():
                column = source.partition(" ")[0]
                query = (
                    f"SELECT {source} WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY "
                    f"count(*) DESC, {column}"
                )
                self.by[name] = [value for (value,) in connection.execute(query)]
            self.statements: int = connection.execute("SELECT count(*) FROM statement").fetchone()[
                0
            ]
            middle = "SELECT sort_date, id FROM statement WHERE number = ?"
            self.place = lambda number: self._place(dataset, middle, number)

    @staticmethod
    def _place(dataset: Path, query: str, number: int) -> tuple[str | None, str]:
        with closing(
            sqlite3.connect(f"file:{dataset}?mode=ro&immutable=1", uri=True)
        ) as connection:
            day, name = connection.execute(query, (number,)).fetchone()
            return day, name


def pages(values: Values) -> dict[str, str]:
    """Pages with filters: a name that is the same for every dataset → the address in this one.

    Of each filter its most common and a rare value; of two filters the common values, and the first
    with a rare second.
    """
    found: dict[str, Query] = {"all": []}
    common = {name: (name, of[0]) for name, of in values.by.items()}
    rare = {name: (name, of[-1]) for name, of in values.by.items()}
    for name in values.by:
        found[name] = [common[name]]
        found[f"{name} (rare)"] = [rare[name]]
    pairs = [*combinations(PAIRED, 2), *((name, "source") for name in PAIRED)]
    for one, other in pairs:
        found[f"{one} + {other}"] = [common[one], common[other]]
        found[f"{one} + {other} (rare)"] = [common[one], rare[other]]
    days: Query = [("said_from", "2025-03-01"), ("said_to", "2025-03-31")]
    found["days"] = days
    for name in values.by:
        found[f"days + {name}"] = [*days, common[name]]
    for name, of in values.by.items():
        if len(of) > 1:
            found[f"{name} × {REPEATED}"] = [(name, value) for value in of[:REPEATED]]
    return {name: _address(query) for name, query in found.items()}


def searches(values: Values) -> dict[str, str]:
    """Full text: the most common word, alone and with filters; a rare word; by relevance; a
    phrase.
    """
    the = ("q", "the")
    found: dict[str, Query] = {
        "“the”": [the],
        "“the” + speaker (rare)": [the, ("speaker", values.by["speaker"][-1])],
        "“the” + speaker": [the, ("speaker", values.by["speaker"][0])],
        "“the”, oldest": [the, ("sort", "oldest")],
        "“the”, relevance": [the, ("sort", "relevance")],
        "“of the”": [("q", '"of the"')],
        "no such word": [("q", "xyzzyqwv")],
    }
    return {name: _address(query) for name, query in found.items()}


def facets(values: Values) -> dict[str, str]:
    """Counting by each facet, of everything and of one country."""
    country = ("country", values.by["country"][0])
    found: dict[str, Query] = {f"facet {name}": [("facets", name)] for name in values.by}
    found |= {
        f"facet {name} + country": [country, ("facets", name)]
        for name in values.by
        if name != "country"
    }
    return {name: _address(query) for name, query in found.items()}


def depths(values: Values) -> dict[str, str]:
    """Pages of 50 by their number: the first, the 10th, 100th … as far as the corpus goes, up to
    the 10,000th; by cursor.
    """
    found = {"page 1": _address([])}
    for page in (10, 100, 1_000, 10_000):
        last = (page - 1) * 50
        if last + 50 <= values.statements:
            cursor = cursor_of("/statements", []).write(values.place(last))
            found[f"page {page:,}"] = _address([("limit", "50"), ("cursor", cursor)])
    return found


def _address(query: Query) -> str:
    return f"/statements?{urlencode(query)}" if query else "/statements"
