"""How a position, or an actor's silence, looks: from facts to plain data (`PositionView` documents
it).
"""

from collections.abc import Mapping
from datetime import date

from app.api.citations import DatasetInfo, cite_position
from app.api.schemas import JsonObject, day
from app.api.urls import Urls, query_of
from app.store.listing import Row

Rendered = Mapping[int, object]
"""Rendered statements by their numbers; each is plain data, or JSON as `orjson.Fragment`."""


def render_position(
    facts: Row, statements: Rendered, dataset_info: DatasetInfo, as_of: date | None
) -> JsonObject:
    """A position, or the silence of an actor, from its facts (`app.positions.facts`), as of a day
    if one is given.

    `statements` are those of its evidence.
    """
    urls, position = dataset_info.urls, facts["position"]
    stance = facts["stance"] or "not_stated"
    history_query = _query(facts, None)
    query = _query(facts, as_of) if as_of else history_query
    actor = _actor(facts, urls)
    canonical = f"{actor}/position{query}"
    url = canonical if position is None else urls.at("positions", position)
    country = facts["actor_type"] == "country"
    return {
        "id": position,
        "actor": {
            "type": facts["actor_type"],
            "id": facts["actor"],
            "iso2": facts["iso2"],
            "iso3": facts["iso3"],
            "numeric": facts["numeric"],
            "name": facts["actor_name"],
        },
        "question": {"id": facts["question"], "text": facts["question_text"]},
        "stance": stance,
        "view": facts["view"] or "not_stated",
        "participation": facts["participation"] or "not_stated",
        "disputed": [_dispute(disputed, facts) for disputed in facts["disputed"] or ()],
        "reported": facts["reported"] or [],
        "summary": facts["summary"],
        "note": facts["silence"] if position is None else None,
        "contributions": [_contribution(item) for item in facts["contributions"] or ()],
        "conditions": facts["conditions"] or [],
        "commitment": facts["commitment"],
        "attribution": facts["attribution"],
        "status": facts["status"],
        "valid_from": facts["valid_from"],
        "valid_to": facts["valid_to"],
        "stance_since": facts["stance_since"],
        "undated": facts["valid_from_earliest"] is None and facts["valid_from_latest"] is None,
        "evidence": [
            {
                "relation": piece["relation"],
                "attribution": piece["attribution"],
                "note": piece["note"],
                "statement": statements[piece["statement"]],
            }
            for piece in facts["evidence"]
        ],
        "not_supported": facts["not_supported"],
        "previous": facts["previous"],
        "superseded_by": facts["superseded_by"],
        "recorded_on": day(facts["recorded_on"]),
        "coded_by": facts["coded_by"],
        "reviewed_by": facts["reviewed_by"],
        "reviewed_on": day(facts["reviewed_on"]),
        "corrections": facts["corrections"],
        "retracted": facts["retracted"],
        "independence": _independence(facts),
        "as_of": day(as_of),
        "as_of_certainty": facts["certainty"],
        "certainty_by_axis": _certainty_by_axis(facts),
        "may_also_hold": facts["also"] or [],
        "derivation": None if facts["derivation"] is None else _derivation(facts, urls),
        "citation": cite_position(
            facts["actor_name"], facts["question_text"], stance, dataset_info, url
        ),
        "links": {
            "self": url,
            "canonical": canonical,
            "actor": actor,
            "history": f"{actor}/positions{history_query}",
            "statements": f"{actor}/statements"
            if country
            else urls.list("/statements", [("about", facts["actor"])]),
            "page": urls.page(f"{actor}{query}{_place_on_page(facts, as_of)}"),
            "embed": None if _is_earlier(facts, as_of) else urls.embed(f"{actor}{query}"),
            "csl": f"{actor}/position.csl.json{query}" if position is None else f"{url}.csl.json",
        },
    }


def position_page(facts: Row, urls: Urls, as_of: date | None = None) -> str:
    """The page of the actor on which people read a position."""
    place = _place_on_page(facts, as_of)
    return urls.page(f"{_actor(facts, urls)}{_query(facts, as_of)}{place}")


def _place_on_page(facts: Row, as_of: date | None) -> str:
    """The fragment of a position that the page of the actor shows only in the history."""
    return f"#position-{facts['position']}" if _is_earlier(facts, as_of) else ""


def _is_earlier(facts: Row, as_of: date | None) -> bool:
    """Whether the page of the actor shows another position as the answer."""
    return as_of is None and facts["status"] not in (None, "current")


def _actor(facts: Row, urls: Urls) -> str:
    return urls.actor(facts["actor_type"], facts["actor"])


def _query(facts: Row, as_of: date | None) -> str:
    """The question, unless it is the first one, and the day, as the query of an address."""
    pairs = [("question", facts["question"])] if facts["question_number"] > 1 else []
    if as_of is not None:
        pairs.append(("as_of", as_of.isoformat()))
    return query_of(pairs)


def _contribution(item: Row) -> JsonObject:
    """A contribution; the first release knew no note of it."""
    return {**item, "note": item.get("note")}


def _dispute(disputed: Row, facts: Row) -> JsonObject:
    """A disputed axis. Of each claim the sources are counted, and those that are independent."""
    claims = []
    for claim in disputed["claims"]:
        names = [name for name in claim["evidence"] if name in facts["claimed"]]
        behind = [facts["claimed"][name] for name in names]
        claims.append(
            {
                "value": claim["value"],
                "attribution": claim.get("attribution"),
                "summary": claim.get("summary"),
                "evidence": claim["evidence"],
                "sources": len({source for source, _ in behind}),
                "independent_sources": len({root for _, root in behind}),
            }
        )
    return {"axis": disputed["axis"], "claims": claims}


def _certainty_by_axis(facts: Row) -> JsonObject | None:
    """How certain each axis is on the day asked for. An old dataset knows only the weaker one."""
    weaker = facts["certainty"]
    if weaker is None:
        return None
    return {axis: facts[f"{axis}_certainty"] or weaker for axis in ("view", "participation")}


def _independence(facts: Row) -> JsonObject:
    """How many sources support the stance, and how many of them are independent (docs/domain.md,
    rules independence and what-is-served).

    Where an old dataset did not note what was counted, all supporting evidence is.
    """
    supporting = [piece for piece in facts["evidence"] if piece["relation"] == "supports"]
    for field in facts["derivation"] or ():
        if field["field"] == "stance":
            supporting = [piece for piece in supporting if piece["id"] in field["statements"]]
    roots = sorted({piece["root"] for piece in supporting})
    return {
        "sources": len({piece["source"] for piece in supporting}),
        "independent": len(roots),
        "roots": roots,
    }


def _derivation(facts: Row, urls: Urls) -> JsonObject:
    about = [("about", facts["actor"]), ("question", facts["question"])]
    return {
        "fields": facts["derivation"],
        "not_counted": [
            {
                "statement": passed["id"],
                "attribution": passed["attribution"],
                "reason": passed["reason"],
                "note": passed["note"],
                "url": urls.at("statements", passed["id"]),
            }
            for passed in facts["not_counted"]
        ],
        "not_counted_total": facts["not_counted_total"],
        "statements": urls.list("/statements", about),
    }
