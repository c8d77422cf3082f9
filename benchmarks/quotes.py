"""How long a check of a quotation takes in process, by the kind of text.

`python -m benchmarks.quotes 1000000` prints the table of docs/quotes.md: processor time of whole
requests over all threads, each asked once, without a cache. The texts are the same for the same
dataset. With `--slowest` it also prints the slowest text of each kind.
"""

import argparse
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from random import Random
from statistics import quantiles
from urllib.parse import urlencode

from app.domain.names import words
from benchmarks.datasets import dataset, file
from benchmarks.in_process import InProcess

_MOST_TEXT, _MOST_WORDS = 800, 100  # of a text to check
Check = tuple[str, str | None]
"""A text, and the id of a speaker or None."""


class Held:
    """What is in a dataset file: claims with their speakers, and words by how common they are."""

    def __init__(self, connection: sqlite3.Connection, random: Random) -> None:
        self._connection, self.random = connection, random
        self._last = connection.execute("SELECT max(number) FROM statement").fetchone()[0]
        self._sentences = connection.execute("SELECT max(search_number) FROM passage").fetchone()[0]
        common = connection.execute(
            "SELECT term FROM term_count WHERE instr(term, '_') = 0 ORDER BY statements DESC"
        )
        self.common = [str(row[0]) for row in common]
        self.speakers = [
            str(row[0])
            for row in connection.execute(
                "SELECT value FROM facet_value WHERE facet = 'speaker' AND number > 0 "
                "ORDER BY number"
            )
        ]
        # Nearly as common as those of which the build counts the statements.
        counted = connection.execute(
            "SELECT term FROM near WHERE doc BETWEEN 700 AND 1000 AND instr(term, '_') = 0 "
            "ORDER BY term"
        )
        self.nearly_common = [str(row[0]) for row in counted]

    def claim(self) -> tuple[str, str | None]:
        """The words of a statement, and its speaker."""
        while True:
            row = self._connection.execute(
                "SELECT exact, speaker FROM statement WHERE number = ?",
                [self.random.randint(1, self._last)],
            ).fetchone()
            if row and row[0]:
                return row[0], row[1]

    def sentence(self) -> str:
        """A sentence of which no statement was taken."""
        row = self._connection.execute(
            "SELECT exact FROM passage WHERE search_number = ?",
            [self.random.randint(1, self._sentences)],
        ).fetchone()
        return str(row[0])

    def speaker(self) -> str:
        """One of the two with most statements."""
        return self.random.choice(self.speakers[:2])


def _cut(text: list[str]) -> str:
    """No longer than a text may be."""
    kept = text[:_MOST_WORDS]
    while len(" ".join(kept)) > _MOST_TEXT:
        kept.pop()
    return " ".join(kept)


def _random(held: Held) -> Check:
    text, speaker = held.claim()
    found = text.split()
    how = held.random.randrange(4)
    if how == 1:
        found = found[held.random.randrange(len(found) // 2 + 1) :]
    if how == 2:
        found[held.random.randrange(len(found))] = held.random.choice(held.common)
    if how == 3:
        held.random.shuffle(found)
    return _cut(found), speaker if held.random.random() < 0.5 else None


def _common(held: Held) -> Check:
    number = held.random.randint(3, 90)
    return _cut(held.random.choices(held.common[:40], k=number)), None


def _long(held: Held) -> Check:
    found: list[str] = []
    while len(found) < _MOST_WORDS:
        found += held.claim()[0].split()
    return _cut(found), None


def _with_one_rare(held: Held) -> Check:
    rare = held.random.choice(words(held.claim()[0]))
    return _cut([*held.random.choices(held.common[:40], k=10), rare]), held.speaker()


def _anywhere(held: Held) -> Check:
    return _cut([held.random.choice(held.claim()[0].split()) for _ in range(15)]), None


def _pieces(held: Held) -> Check:
    parts = [" ".join(held.claim()[0].split()[:6]) for _ in range(5)]
    return _cut(" … ".join(parts).split()), None


def _nowhere(held: Held) -> Check:
    return " ".join(f"xq{held.random.randrange(10**6)}z" for _ in range(20)), None


def _nearly_common(held: Held) -> Check:
    """Three sentences of words that are just too rare for their statements to be counted."""
    sentences = [
        " ".join(held.random.sample(held.nearly_common, 24)).capitalize() + "." for _ in range(3)
    ]
    return _cut(" ".join(sentences).split()), held.speaker()


def _narration(held: Held) -> Check:
    found: list[str] = []
    while len(found) < _MOST_WORDS:
        found += held.sentence().split()
    return _cut(found), None


def _spoken(of: Callable[[Held], Check]) -> Callable[[Held], Check]:
    return lambda held: (of(held)[0], held.speaker())


KINDS: dict[str, tuple[int, Callable[[Held], Check]]] = {
    "random: whole, cut, changed, shuffled; half of them with their speaker": (500, _random),
    "only very common words, 3 to 90 of them": (54, _common),
    "the same, with one of the two speakers of most statements": (54, _spoken(_common)),
    "up to 100 words from several claims": (30, _long),
    "the same, with such a speaker": (30, _spoken(_long)),
    "ten very common words and another one, with such a speaker": (30, _with_one_rare),
    "15 words from anywhere": (30, _anywhere),
    "five parts with ellipses": (30, _pieces),
    "words that are nowhere": (30, _nowhere),
    "up to 100 words of sentences without a statement": (30, _narration),
    "three sentences of words that 700 to 1,000 statements have, with such a speaker": (
        30,
        _nearly_common,
    ),
}


def checks(size: int) -> Iterator[tuple[str, list[Check]]]:
    """The texts of each kind."""
    uri = f"file:{file(size)}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.near USING fts5vocab(main, statement_words, row)"
        )
        held = Held(connection, Random(7))
        for kind, (number, make) in KINDS.items():
            yield kind, [make(held) for _ in range(number)]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("size", type=int)
    parser.add_argument("--slowest", action="store_true")
    arguments = parser.parse_args()
    every = list(checks(arguments.size))
    service = InProcess(dataset(arguments.size), 0)

    def took(check: Check) -> float:
        text, speaker = check
        query = {"text": text} | ({"speaker": speaker} if speaker else {})
        began = time.process_time()
        status, _ = service.ask(f"/quotes/check?{urlencode(query)}")
        seconds = time.process_time() - began
        if status != 200:
            raise SystemExit(f"{status}: {query}")
        return seconds * 1000

    print(f"the first check: {took(('the first check of a dataset', None)):.1f} ms")
    print("| texts | number | median | 99 of 100 | most |\n|---|---|---|---|---|")
    for kind, texts in every:
        times = [took(check) for check in texts]
        parts = quantiles(times, n=100, method="inclusive")
        print(
            f"| {kind} | {len(texts)} | {parts[49]:.1f} ms | {parts[98]:.1f} ms | "
            f"{max(times):.1f} ms |",
            flush=True,
        )
        if arguments.slowest:
            print(f"  {texts[times.index(max(times))]}")
    service.close()


if __name__ == "__main__":
    main()
