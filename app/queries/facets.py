"""Counting statements by the values of a filter."""

from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection, case, func, select

from app.queries.listing import Row, rows
from app.queries.statement_filters import Filters, filtered, pair
from app.tables import metadata

_t = metadata.tables
_s, _about, _by, _topic, _question, _person, _actor = (
    _t[name]
    for name in ("statement", "statement_about", "statement_by", "statement_topic", "statement_question", "person", "actor")
)  # fmt: skip

FACETS: dict[str, tuple[Any, Any]] = {
    # facet: (the column of its value, the table of pairs that it stands in)
    "speaker": (_s.c.speaker, None), "country": (_by.c.actor, _by), "about": (_about.c.actor, _about),
    "topic": (_topic.c.topic, _topic), "attribution": (_about.c.attribution, _about), "capacity": (_s.c.capacity, None),
    "kind": (_s.c.kind, None), "source": (_s.c.source, None), "question": (_question.c.question, _question),
}  # fmt: skip
assert FACETS.keys() <= {field.name for field in fields(Filters)}


def facet(connection: Connection, filters: Filters, name: str) -> list[Row]:
    """The values of a facet with the total that the list has when this one filter is replaced by the value."""
    value, pairs = FACETS[name]
    others = replace(filters, **{name: ()})  # type: ignore[arg-type]  # FACETS names fields that are tuples
    query = filtered(select(value.label("value"), func.count(_s.c.number.distinct()).label("count")), others)
    query = query.select_from(_s if pairs is None else _s.join(pairs, pairs.c.statement == _s.c.number))
    if pairs is _about:  # the value must come from the very pair that the other half of the pair's filter is about
        query = query.where(*pair(others))
    query = query.where(value.is_not(None)).group_by(value)
    found = query.subquery()
    labels = {"speaker": _person, "country": _actor, "about": _actor, "topic": _t["topic"]}
    label: Any = found.c.value
    joined: Any = found
    if name in labels:
        named = labels[name]
        joined = found.join(named, named.c.id == found.c.value)
        label = named.c.label if name == "topic" else named.c.name
    order = (found.c.count.desc(), case((label.is_(None), 1), else_=0), label, found.c.value)
    return rows(
        connection,
        select(found.c.value, found.c["count"], label.label("label")).select_from(joined).order_by(*order).limit(200),
    )
