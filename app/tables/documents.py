"""Statements as the JSON that is answered, written by SQLite in one pass over their columns when a dataset is made.

Writing it at each request cost ten times as much as reading it. Two things that a dataset does not know stand in it as
control characters, which JSON cannot hold otherwise: BASE, the base of this service's URLs, and NAMED, how a citation names
the dataset, with the base of the URLs that always answer from it. `app.views.statements` puts both in.

How statements look belongs to the release. So a change here takes a migration (which may do nothing else): datasets that were
made before are then no longer served until `stated adopt` has written their statements anew. tests/test_documents.py insists.
"""

from typing import Any

from sqlalchemy import JSON, LargeBinary, case, cast, func, select, type_coerce

from app.tables import metadata

BASE, NAMED = "\x01", "\x02"

_s, _source, _person = (metadata.tables[name].c for name in ("statement", "source", "person"))
_FROM = _s.id.table.join(_source.id.table, _source.id == _s.source).outerjoin(_person.id.table, _person.id == _s.speaker)


class _Form:
    """A piece of JSON: its form, and what stands in the place of each `%s` as it is."""

    type = JSON()

    def __init__(self, form: str, *given: Any) -> None:
        self.form, self.given = form, given


def _address(path: str, name: Any) -> _Form:
    """A URL of this service; `name` is an id, which needs no escaping."""
    return _Form(f'"{BASE}{path}"', name)


def _written(shape: Any) -> tuple[str, list[Any]]:
    """The format of a shape's JSON, and what stands in the places of it."""
    if isinstance(shape, dict):
        parts = [(f'"{key}":', *_written(value)) for key, value in shape.items()]
        return "{" + ",".join(key + form for key, form, _ in parts) + "}", [one for _, _, given in parts for one in given]
    if isinstance(shape, _Form):
        return shape.form, list(shape.given)
    return "%s", [shape if isinstance(shape.type, JSON) else func.json_quote(shape)]


def _json(shape: Any) -> Any:
    form, given = _written(shape)
    return type_coerce(func.format(form, *given), JSON)


def _or_null(column: Any, shape: Any) -> Any:
    """JSON that is null where a column is."""
    return type_coerce(case((column.is_(None), "null"), else_=_json(shape)), JSON)


# Only words printed in quotation marks are quoted; the rest is reported.
_word = func.json_each(_s.quoted).table_valued("value")
_quoted = select(func.group_concat("“" + func.json_extract(_word.c.value, "$.exact") + "”", "; ")).scalar_subquery()
_dated = func.coalesce(func.json_extract(_source.published, "$.value"), "n.d.")
_in_source = _source.publisher + ", “" + _source.title + "” (" + _dated + ")"
_short = func.coalesce(_person.name + ", in ", "") + _in_source
_long = case(
    (func.json_array_length(_s.quoted) > 0,
     func.coalesce(_person.name, _source.publisher) + ": " + _quoted + ", quoted in " + _in_source + "."),
    else_=func.coalesce(_person.name + ", as reported by ", "") + _in_source + ".",
)  # fmt: skip

# The text ends in a full stop, so that just one quotation mark is taken off.
_cited = _Form(f'%s{NAMED}/statements/%s"', func.rtrim(func.json_quote(_long), '"'), _s.id)

_SHAPE = {
    "id": _s.id,
    "kind": _s.kind,
    "capacity": _s.capacity,
    "about": _s.about,
    "speaker": _or_null(_s.speaker, {
        "id": _s.speaker, "name": _person.name, "role": _s.role, "role_as_printed": _s.role_as_printed,
    }),
    "countries": _s.countries,
    "topics": _s.topics,
    "questions": _s.questions,
    "said": _s.said,
    "summary": _s.summary,
    "quoted": _s.quoted,
    "selector": {
        "exact": _s.exact, "prefix": _s.prefix, "suffix": _s.suffix,
        "start": _s.start, "end": _s.end, "text_sha256": _source.text_sha256,
    },
    "passage": _s.passage,
    "language": _s.language,
    "source": {
        "id": _source.id, "title": _source.title, "publisher": _source.publisher, "url": _source.url, "root": _source.root,
    },
    "href_in_context": _s.href_in_context,
    "verified": type_coerce(case((_s.start.is_(None), "false"), else_="true"), JSON),
    "corrections": _s.corrections,
    "citation": {"short": _short, "long": _cited},
    "links": {
        "self": _address("/statements/%s", _s.id),
        "source": _address("/sources/%s", _s.source),
        "passages": _address("/sources/%s/passages", _s.source),
        "speaker": _or_null(_s.speaker, _address("/speakers/%s", _s.speaker)),
        "csl": _address("/statements/%s.csl.json", _s.id),
        "page": _address("/browse/statements/%s", _s.id),
    },
}  # fmt: skip
_document = cast(_json(_SHAPE), LargeBinary).label("document")
STATEMENTS = select(_s.number, _s.id, _s.sort_date, _document).select_from(_FROM).order_by(_s.number)
"""Every statement as `app.views.statements.StatementView` documents it, in bytes: the rows of `statement_document`."""
