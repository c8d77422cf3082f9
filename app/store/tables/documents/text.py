"""JSON as SQLite writes it: shapes of columns become one `format` with a place for each.

What a dataset does not know stands in it as control characters, which JSON cannot hold otherwise
(`app.views.shared` puts it in their place).
"""

from typing import Any

from sqlalchemy import JSON, Select, case, func, select, type_coerce

BASE = "\x01"
"""The base of this service's URLs."""
NAMED = "\x02"
"""How a citation names the dataset, and the base of the URLs that always answer from it."""
TITLED = "\x03"
"""How a short citation names the dataset."""


class Form:
    """A piece of JSON: its form, and what stands in the place of each `%s` as it is."""

    type = JSON()

    def __init__(self, form: str, *given: Any) -> None:
        self.form, self.given = form, given


def address(path: str, *given: Any) -> Form:
    """A URL of this service; what is `given` needs no escaping, as ids and paths made of them."""
    return Form(f'"{BASE}{path}"', *given)


def quoted(text: Any, rest: str, *given: Any) -> Form:
    """A text that goes on with what needs no escaping; it must not end in a quotation mark, for
    just one is taken off.
    """
    return Form(f'%s{rest}"', func.rtrim(func.json_quote(text), '"'), *given)


def _written(shape: Any) -> tuple[str, list[Any]]:
    """The format of a shape's JSON, and what stands in the places of it."""
    if isinstance(shape, dict):
        parts = [(f'"{key}":', *_written(value)) for key, value in shape.items()]
        return "{" + ",".join(key + form for key, form, _ in parts) + "}", [
            one for _, _, given in parts for one in given
        ]
    if isinstance(shape, Form):
        return shape.form, list(shape.given)
    return "%s", [shape if isinstance(shape.type, JSON) else func.json_quote(shape)]


def as_json(shape: Any) -> Any:
    """An expression that writes a shape: dicts of shapes, Forms, and columns, those of type JSON as
    they are.
    """
    form, given = _written(shape)
    return type_coerce(func.format(form, *given), JSON)


def or_null(condition: Any, shape: Any) -> Any:
    """JSON that is null where a condition holds."""
    return type_coerce(case((condition, "null"), else_=as_json(shape)), JSON)


def listed(query: Select[Any], *of: Any) -> Form:
    """An array of the JSON in the one column of a query, in its order; it is read for each row of
    the tables `of`.
    """
    one = query.correlate(*of).subquery()
    return Form("[%s]", select(func.group_concat(*one.c)).scalar_subquery())
