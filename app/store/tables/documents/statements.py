"""Statements as documents, in one pass over their columns."""

from sqlalchemy import JSON, LargeBinary, case, cast, func, select, type_coerce

from app.store.tables import metadata
from app.store.tables.documents.text import NAMED, address, as_json, or_null, quoted

_s, _source, _person = (metadata.tables[name].c for name in ("statement", "source", "person"))
_FROM = _s.id.table.join(_source.id.table, _source.id == _s.source).outerjoin(
    _person.id.table, _person.id == _s.speaker
)

# Only words printed in quotation marks are quoted; the rest is reported.
_word = func.json_each(_s.quoted).table_valued("value")
_words = select(
    func.group_concat("“" + func.json_extract(_word.c.value, "$.exact") + "”", "; ")
).scalar_subquery()
_dated = func.coalesce(func.json_extract(_source.published, "$.value"), "n.d.")
_in_source = _source.publisher + ", “" + _source.title + "” (" + _dated + ")"
_short = func.coalesce(_person.name + ", in ", "") + _in_source
_long = case(
    (
        func.json_array_length(_s.quoted) > 0,
        func.coalesce(_person.name, _source.publisher)
        + ": "
        + _words
        + ", quoted in "
        + _in_source
        + ".",
    ),
    else_=func.coalesce(_person.name + ", as reported by ", "") + _in_source + ".",
)

_SHAPE = {
    "id": _s.id,
    "kind": _s.kind,
    "capacity": _s.capacity,
    "about": _s.about,
    "speaker": or_null(
        _s.speaker.is_(None),
        {
            "id": _s.speaker,
            "name": _person.name,
            "role": _s.role,
            "role_as_printed": _s.role_as_printed,
        },
    ),
    "countries": _s.countries,
    "topics": _s.topics,
    "questions": _s.questions,
    "said": _s.said,
    "summary": _s.summary,
    "quoted": _s.quoted,
    "selector": {
        "exact": _s.exact,
        "prefix": _s.prefix,
        "suffix": _s.suffix,
        "start": _s.start,
        "end": _s.end,
        "text_sha256": _source.text_sha256,
    },
    "passage": _s.passage,
    "language": _s.language,
    "source": {
        "id": _source.id,
        "title": _source.title,
        "publisher": _source.publisher,
        "url": _source.url,
        "root": _source.root,
    },
    "href_in_context": _s.href_in_context,
    "verified": type_coerce(case((_s.start.is_(None), "false"), else_="true"), JSON),
    "corrections": _s.corrections,
    "citation": {"short": _short, "long": quoted(_long, f"{NAMED}/statements/%s", _s.id)},
    "links": {
        "self": address("/statements/%s", _s.id),
        "source": address("/sources/%s", _s.source),
        "passages": address("/sources/%s/passages", _s.source),
        "speaker": or_null(_s.speaker.is_(None), address("/speakers/%s", _s.speaker)),
        "csl": address("/statements/%s.csl.json", _s.id),
        "page": address("/browse/statements/%s", _s.id),
    },
}
_document = cast(as_json(_SHAPE), LargeBinary).label("document")
STATEMENTS = (
    select(_s.number, _s.id, _s.sort_date, _document).select_from(_FROM).order_by(_s.number)
)
"""Every statement as `app.views.statements.StatementView` documents it, in bytes: the rows of
`statement_document`.
"""
