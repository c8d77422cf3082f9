"""Which statements: filters as conditions of a SELECT, and a user's words as a full-text expression."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, column, exists, or_, select, table, text

from app.names import words
from app.tables import metadata

_t = metadata.tables
_s, _about, _by, _topic, _question = (
    _t[name] for name in ("statement", "statement_about", "statement_by", "statement_topic", "statement_question")
)
_words = table("statement_words", column("rowid"))


@dataclass(frozen=True)
class Filters:
    """Which statements, by ids. Values of one filter are OR, filters are AND; an empty filter lets all through.

    `attribution` belongs to the pair (statement, actor): together with `about` both must hold of one pair.
    `side` (with `actor`): by the actor's speakers, about the actor, or either.
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


def matching(q: str) -> str | None:
    """The FTS5 expression for a user's words: every word and every “quoted phrase” must occur; None if q has no word.

    Each word is folded and then quoted, so that nothing in it is read as an operator.
    """
    parts = re.findall(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]|(\S+)", q)
    phrases = [" ".join(words(phrase or word)) for phrase, word in parts]
    quoted = ['"' + phrase.replace('"', '""') + '"' for phrase in phrases if phrase]
    return " AND ".join(quoted) or None


def filtered(query: Select[Any], filters: Filters) -> Select[Any]:
    """A SELECT over statements, narrowed to those that pass."""
    for name, of in (("speaker", _s.c.speaker), ("capacity", _s.c.capacity), ("kind", _s.c.kind), ("source", _s.c.source)):
        if values := getattr(filters, name):
            query = query.where(of.in_(values))
    for name, pairs, of in (("country", _by, _by.c.actor), ("topic", _topic, _topic.c.topic),
                            ("question", _question, _question.c.question)):  # fmt: skip
        if values := getattr(filters, name):
            query = query.where(_has(pairs, of.in_(values)))
    if filters.about or filters.attribution:
        query = query.where(_has(_about, *pair(filters)))
    if filters.said_from:
        query = query.where(_s.c.said_earliest >= filters.said_from)
    if filters.said_to:
        query = query.where(_s.c.said_latest <= filters.said_to)
    if filters.match:
        found = select(_words.c.rowid).where(text("statement_words MATCH :words").bindparams(words=filters.match))
        query = query.where(_s.c.number.in_(found))
    if filters.by_person:
        query = query.where(_s.c.speaker == filters.by_person)
    if filters.actor:
        sides = {"by": _by, "about": _about}
        query = query.where(or_(*(
            _has(sides[side], sides[side].c.actor == filters.actor)
            for side in (filters.side or sides)
        )))  # fmt: skip
    return query


def _has(pairs: Any, *where: Any) -> Any:
    """Whether a statement has such a pair; tied to the statement alone, also where the query around it reads the same pairs."""
    return exists().where(pairs.c.statement == _s.c.number, *where).correlate(_s)


def pair(filters: Filters) -> Iterable[Any]:
    """What must hold of one pair (statement, actor)."""
    if filters.about:
        yield _about.c.actor.in_(filters.about)
    if filters.attribution:
        yield _about.c.attribution.in_(filters.attribution)
