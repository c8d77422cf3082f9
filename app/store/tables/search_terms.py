"""The hidden words of the search index: marks that say through which filters a statement passes.
Pure.

`statement_words` has two columns: `words`, what was said, and `marks`. A filter is then a word to
look for, and any filters with any words are one full-text expression that walks rowids, which are
the order of time. No word of a user can be a mark: a mark holds an underscore, which folding takes
out of words (`app.names.words`); besides they look into `words` alone.

    sp_macron              one value of one filter (`mark`)
    sp_macron__ab_ukraine  two of them at once (`both`), so that no offered pair is an intersection
    of long lists
    earliest__sp_macron    the same, of an undated statement of which only an earliest day is known (`among`)
    in_2025-03, in_2025    dated to a month or a year alone, so that a range of days may begin within
"""  # noqa: E501

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from typing import Any

EVERY = "any_"  # every statement has it
NAMES = {
    "speaker": "sp",
    "country": "co",
    "about": "ab",
    "topic": "to",
    "attribution": "at",
    "capacity": "ca",
    "kind": "ki",
    "source": "so",
    "question": "qu",
    "actor": "ac",
}
"""What a mark of each filter begins with; `actor` is an actor that spoke or that it is about."""

PAIRED = ("speaker", "country", "about", "topic")
"""Filters of which each two have marks of their own; so has an actor with how the words relate to
it.
"""

KNOWN = {
    (False, False): "nothing",
    (True, False): "earliest",
    (False, True): "latest",
    (True, True): "bounds",
}
"""What is known of the days of an undated statement: the first it can have been, the last."""


def mark(name: str, value: str) -> str:
    """The mark of a value of a filter."""
    return f"{NAMES[name]}_{value}"


def both(one: str, other: str) -> str:
    """The mark of two values at once; the filters in the order of NAMES."""
    return f"{one}__{other}"


def among(known: str, other: str) -> str:
    """The mark of undated statements alone of whose days so much is known."""
    return f"{known}__{other}"


def within(day: date) -> list[str]:
    """The marks of what was said in a month or a year (no more is known) in which `day` is not the
    first.
    """
    month = [f"in_{day:%Y-%m}"] if day.day > 1 else []
    return [*month, f"in_{day:%Y}"] if (day.month, day.day) != (1, 1) else month


def marks(row: Mapping[str, Any]) -> list[str]:
    """All marks of a statement, whose row has its days as ISO text and its lists (`about` …) as
    they are.
    """
    about = [mark("about", pair["actor"]) for pair in row["about"]]
    how = [mark("attribution", pair["attribution"]) for pair in row["about"]]
    one = {
        name: [mark(name, row[name])] if row[name] else []
        for name in ("speaker", "capacity", "kind", "source")
    }
    one |= {"country": [mark("country", actor) for actor in row["countries"]], "about": about}
    one |= {"topic": [mark("topic", topic) for topic in row["topics"]]}
    found = [EVERY, *(each for values in one.values() for each in values), *dict.fromkeys(how)]
    found += [mark("question", question) for question in row["questions"]]
    actors = dict.fromkeys([*row["countries"], *(pair["actor"] for pair in row["about"])])
    found += [mark("actor", actor) for actor in actors]
    for first, second in combinations(PAIRED, 2):
        found += [both(value, other) for value in one[first] for other in one[second]]
    found += map(both, about, how)
    return [*found, *_of_days(row, found)]


def _of_days(row: Mapping[str, Any], found: list[str]) -> Iterable[str]:
    first, last = row["said_earliest"], row["said_latest"]
    if row["sort_date"] is None:
        known = KNOWN[first is not None, last is not None]
        return [among(known, one) for one in found]
    if first == last:
        return []
    return [f"in_{last[:7]}" if first[:7] == last[:7] else f"in_{last[:4]}"]
