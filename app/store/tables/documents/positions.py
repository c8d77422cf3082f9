"""Positions as documents, and the silence of actors that hold none; with the evidence, and why each
field is what it is.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    LargeBinary,
    String,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from app.store.tables import metadata
from app.store.tables.documents.corrections import corrections
from app.store.tables.documents.text import (
    NAMED,
    TITLED,
    Form,
    address,
    as_json,
    listed,
    or_null,
    quoted,
)

_t = metadata.tables
POSITION, ACTOR, QUESTION, ENTRY, SPELL = (
    _t[name] for name in ("position", "actor", "question", "entry", "spell")
)
_p, _a, _q, _e = POSITION.c, ACTOR.c, QUESTION.c, ENTRY.c
_evidence, _passed, _about, _s, _source, _document = (
    _t[name].c
    for name in (
        "position_evidence",
        "passed_over",
        "statement_about",
        "statement",
        "source",
        "statement_document",
    )
)
STANCE, VIEW, PARTICIPATION = (
    func.coalesce(axis, "not_stated") for axis in (_p.stance, _p.view, _p.participation)
)
_silent = _p.id.is_(None)
_actor = case((_a.type == "country", "/countries/"), else_="/actors/") + _a.id
_said = _evidence.position.table.join(_s.id.table, _s.number == _evidence.statement)
_sourced = _said.join(_source.id.table, _source.id == _s.source)


def position(as_of: Any, *, at_a_glance: bool = False) -> Any:
    """The document of the position in a row, or of an actor's silence, as
    `app.views.positions.PositionView` describes it.

    The rows are those of ACTOR and QUESTION, with POSITION and ENTRY joined where there is one, and
    with `as_of`, the day asked for or None, SPELL. `at_a_glance`: without evidence and what was not
    counted.
    """
    asked = _asked(as_of)
    own = case((_silent, canonical(as_of)), else_="/positions/" + _p.id)
    stance = func.replace(STANCE, "_", " ")
    shape = {
        "id": _p.id,
        "actor": {name: _a[name] for name in ("type", "id", "iso2", "iso3", "numeric", "name")},
        "question": {"id": _q.id, "text": _q.text},
        "stance": STANCE,
        "view": VIEW,
        "participation": PARTICIPATION,
        "disputed": listed(_disputes(), POSITION),
        "summary": _p.summary,
        "note": case((_silent, _q.silence)),
        "contributions": _or(_p.contributions, "[]"),
        "conditions": _or(_p.conditions, "[]"),
        "commitment": _p.commitment,
        "attribution": _p.attribution,
        "status": _p.status,
        "valid_from": _or(_p.valid_from, "null"),
        "valid_to": _or(_p.valid_to, "null"),
        "undated": _truth(and_(_p.valid_from_earliest.is_(None), _p.valid_from_latest.is_(None))),
        "evidence": Form("[]") if at_a_glance else listed(_pieces(), POSITION),
        "not_supported": _p.not_supported,
        "previous": _p.previous,
        "superseded_by": _p.superseded_by,
        "recorded_on": _p.recorded_on,
        "coded_by": _e.coded_by,
        "reviewed_by": _e.reviewed_by,
        "reviewed_on": _e.reviewed_on,
        "corrections": corrections("position", POSITION),
        "retracted": _or(_p.retracted, "null"),
        "independence": Form('{"sources":0,"independent":0,"roots":[]}')
        if at_a_glance
        else _independence(),
        "as_of": Form("null") if as_of is None else type_coerce(as_of, String),
        "as_of_certainty": Form("null") if as_of is None else SPELL.c.certainty,
        "may_also_hold": Form("[]") if as_of is None else _or(SPELL.c.also, "[]"),
        "derivation": or_null(
            _p.derivation.is_(None),
            {
                "fields": _p.derivation,
                "not_counted": Form("[]") if at_a_glance else listed(_not_counted(as_of), POSITION),
                "not_counted_total": _p.not_counted,
                "statements": address("/statements?about=%s&question=%s", _a.id, _q.id),
            },
        ),
        "citation": {
            "short": quoted(_a.name + ": " + stance + " (", f"{TITLED})"),
            "long": quoted(
                "Position of " + _a.name + " on the question “" + _q.text + "”: " + stance + ".",
                f"{NAMED}%s",
                own,
            ),
        },
        "links": {
            "self": address("%s", own),
            "canonical": address("%s", canonical(as_of)),
            "actor": address("%s", _actor),
            "history": address("%s/positions%s", _actor, _asked(None)),
            "statements": case(
                (_a.type == "country", as_json(address("%s/statements", _actor))),
                else_=as_json(address("/statements?about=%s", _a.id)),
            ),
            "page": address("%s", page(as_of)),
            "embed": or_null(_earlier(as_of), address("/embed%s%s", _actor, asked)),
            "csl": case(
                (_silent, as_json(address("%s/position.csl.json%s", _actor, asked))),
                else_=as_json(address("%s.csl.json", own)),
            ),
        },
    }
    return cast(as_json(shape), LargeBinary)


def canonical(as_of: Any) -> Any:
    """The path and query at which an actor's position on that question and day stands."""
    return _actor + "/position" + _asked(as_of)


def page(as_of: Any) -> Any:
    """The path and query of the page where people read it; an earlier position has its place in the
    history there.
    """
    place = case((_earlier(as_of), "#position-" + _p.id), else_="")
    return "/browse" + _actor + _asked(as_of) + place


def _each(of: Any, *, held: bool) -> Any:
    """The rows of `position_document`: all positions that were `held`, or the silence of those that
    hold none.
    """
    rows = (
        ACTOR.join(QUESTION, true())
        .join(POSITION, of, isouter=not held)
        .outerjoin(ENTRY, _e.id == _p.id)
    )
    number, current = func.coalesce(_p.number, 0), func.coalesce(_p.status, "current") == "current"
    columns = (
        _q.id.label("question"),
        _a.id.label("actor"),
        number.label("number"),
        _p.id.label("position"),
        current.label("current"),
        canonical(None).label("canonical"),
        position(None).label("document"),
    )
    return select(*columns).select_from(rows).where(_p.id.is_not(None) if held else _silent)


def _asked(as_of: Any) -> Any:
    """The query of an address with the question, unless it is the first one, and the day asked
    for.
    """
    question = case((_q.number > 1, "?question=" + _q.id), else_="")
    if as_of is None:
        return question
    return question + case((_q.number > 1, "&as_of="), else_="?as_of=") + type_coerce(as_of, String)


def _earlier(as_of: Any) -> Any:
    """Whether the actor's page shows another position in its place."""
    return func.coalesce(_p.status, "current") != "current" if as_of is None else False


def _or(column: Any, nothing: str) -> Any:
    return type_coerce(func.coalesce(column, nothing), JSON)


def _truth(condition: Any) -> Any:
    return type_coerce(case((condition, "true"), else_="false"), JSON)


def _pieces() -> Any:
    piece = {
        "relation": _evidence.relation,
        "attribution": _evidence.attribution,
        "note": _evidence.note,
        "statement": type_coerce(_document.document, JSON),
    }
    documents = _evidence.position.table.join(
        _document.number.table, _document.number == _evidence.statement
    )
    return (
        select(as_json(piece))
        .select_from(documents)
        .where(_evidence.position == _p.id)
        .order_by(_evidence.number)
    )


def _independence() -> Form:
    """How many sources support it, and how many of them are independent (docs/domain.md, rule
    independence).
    """
    supporting = and_(_evidence.position == _p.id, _evidence.relation == "supports")
    pairs = (
        select(_s.source, _source.root)
        .select_from(_sourced)
        .where(supporting)
        .order_by(_source.root)
    )
    one = pairs.correlate(POSITION).subquery().c
    form = '{"sources":%d,"independent":%d,"roots":[%s]}'
    found = func.format(
        form,
        func.count(one.source.distinct()),
        func.count(one.root.distinct()),
        func.group_concat(func.json_quote(one.root).distinct()),
    )
    return Form("%s", select(found).scalar_subquery())


def _disputes() -> Any:
    """The disputed axes; of each claim the sources and the independent ones are counted."""
    axis = func.json_each(_p.disputed).table_valued("value", "key", name="axis")
    claim = func.json_each(axis.c.value, "$.claims").table_valued("value", "key", name="claim")
    named = func.json_each(claim.c.value, "$.evidence").table_valued("value", name="named")
    claimed = and_(_evidence.position == _p.id, _s.id.in_(select(named.c.value)))
    counts = (
        select(
            func.format(
                '"sources":%d,"independent_sources":%d',
                func.count(_s.source.distinct()),
                func.count(_source.root.distinct()),
            )
        )
        .select_from(_sourced)
        .where(claimed)
        .correlate(POSITION, claim)
        .scalar_subquery()
    )
    value, evidence = (
        func.json_extract(claim.c.value, f"$.{name}") for name in ("value", "evidence")
    )
    written = Form('{"value":%s,"evidence":%s,%s}', func.json_quote(value), evidence, counts)
    claims = listed(select(as_json(written)).order_by(claim.c.key), POSITION, axis)
    return select(
        as_json({"axis": func.json_extract(axis.c.value, "$.axis"), "claims": claims})
    ).order_by(axis.c.key)


def _not_counted(as_of: Any) -> Any:
    one = {
        "statement": _s.id,
        "attribution": _about.attribution,
        "reason": _passed.reason,
        "note": _passed.note,
        "url": address("/statements/%s", _s.id),
    }
    table = _passed.position.table.join(_s.id.table, _s.number == _passed.statement).join(
        _about.actor.table, and_(_about.statement == _s.number, _about.actor == _p.actor)
    )
    query = (
        select(as_json(one))
        .select_from(table)
        .where(_passed.position == _p.id)
        .order_by(_passed.number)
    )
    if as_of is not None:  # on that day it had certainly not been said
        query = query.where(or_(_s.said_earliest.is_(None), _s.said_earliest <= as_of))
    return query


_ours = and_(_p.actor == _a.id, _p.question == _q.id)
POSITIONS = _each(_ours, held=True)
SILENCES = _each(and_(_ours, _p.status == "current"), held=False)
"""Both are rows of `position_document`."""
