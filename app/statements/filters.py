"""Which statements: filters and a user's words as one full-text expression over the search
index.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

from app.domain.names import words
from app.store.tables.search_terms import EVERY, PAIRED, among, both, mark, within

_MOST = 20  # values of two filters that are looked up as pairs, at most


@dataclass(frozen=True)
class StatementFilters:
    """Which statements, by ids. Values of one filter are OR, filters are AND; an empty filter lets
    all through.

    `attribution` belongs to the pair (statement, actor): together with `about` both must hold of
    one pair. `side` (with `actor`): by the actor's speakers, about the actor, or either.
    """

    speaker: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    capacity: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    question: tuple[str, ...] = ()
    said_from: date | None = None
    said_to: date | None = None
    match: str | None = None  # an FTS5 expression made by `matching`, never a user's text
    actor: str | None = None
    side: tuple[str, ...] = ()
    by_person: str | None = None

    @cached_property
    def groups(self) -> list[list[str]]:
        """The marks of the filters; of each group at least one must hold."""
        given: dict[str, Iterable[str]] = {
            name: getattr(self, name)
            for name in (*PAIRED, "attribution", "capacity", "kind", "source", "question")
            if getattr(self, name)
        }
        if self.by_person is not None:  # an empty value means nobody
            only = self.by_person in self.speaker or not self.speaker
            given["speaker"] = (self.by_person if only else "",)
        marked = {name: [mark(name, value) for value in values] for name, values in given.items()}
        groups: list[list[str]] = []
        if "attribution" in marked and "about" in marked:
            groups.append(
                [both(*pair) for pair in product(marked.pop("about"), marked.pop("attribution"))]
            )
        pair = [name for name in PAIRED if name in marked][:2]
        if (
            len(pair) == 2
            and len(marked[pair[0]]) * len(marked[pair[1]]) <= _MOST
            and "source" not in marked
        ):
            groups.append(
                [both(*values) for values in product(marked.pop(pair[0]), marked.pop(pair[1]))]
            )
        groups += marked.values()
        if self.actor is not None:
            sides = set(self.side)
            groups.append(
                [
                    mark(
                        {"by": "country", "about": "about"}[sides.pop()]
                        if len(sides) == 1
                        else "actor",
                        self.actor,
                    )
                ]
            )
        return groups


def matching(q: str) -> str | None:
    """The FTS5 expression for a user's words: every word and every “quoted phrase” must occur; None
    if q has no word.

    Each word is folded and then quoted, so that nothing in it is read as an operator.
    """
    parts = re.findall(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]|(\S+)", q)
    phrases = [" ".join(words(phrase or word)) for phrase, word in parts]
    quoted = ['"' + phrase.replace('"', '""') + '"' for phrase in phrases if phrase]
    return " AND ".join(quoted) or None


def expression(filters: StatementFilters, known: str | None = None) -> str:
    """The FTS5 expression of all filters but the days. `known`: of undated statements alone, of
    which so much is known.
    """
    groups = filters.groups or ([] if filters.match and not known else [[EVERY]])
    if known:
        groups = [[among(known, one) for one in group] for group in groups] or [
            [among(known, EVERY)]
        ]
    parts = [_any(group) for group in groups]
    if filters.match:
        parts.append(f"words : ({filters.match})")
    return parts[0] if len(parts) == 1 else " AND ".join(f"({part})" for part in parts)


def _any(marks: list[str]) -> str:
    return " OR ".join(f'"{one}"' for one in marks)


def certainly_since(text: str, day: date) -> str:
    """The expression less what may have been said in the month or year of the day, but before
    it.
    """
    begun_before = _any(within(day))
    return f"({text}) NOT ({begun_before})" if begun_before else text


def single_term(filters: StatementFilters, known: str | None = None) -> str | None:
    """The word or mark that the expression consists of, if it is one alone."""
    groups = filters.groups
    if filters.match:
        word = filters.match[1:-1]
        return (
            word
            if not groups and not known and " " not in filters.match and '"' not in word
            else None
        )
    if len(groups) > 1 or (groups and len(groups[0]) > 1):
        return None
    term = groups[0][0] if groups else EVERY
    return among(known, term) if known else term


def offered(filters: StatementFilters) -> bool:
    """Whether such a list is read in a time that does not grow with the record, in whatever order
    but the best match.
    """
    return len(filters.groups) + bool(filters.match) < 2 or bool(filters.source)
