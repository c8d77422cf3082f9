"""Lists of statements: the filters of a request as ids, the facets and what a CSV row needs. Three routes share it."""

from typing import Any

from app.answering import Listed, ViewOf
from app.asking import Facet, Facets, StatementFilters
from app.here import Here
from app.problems import InvalidParameter
from app.queries import facets, resolve, statement_filters, statements
from app.queries.listing import Row


def statement_list(here: Here, ask: StatementFilters, view: ViewOf, *, path: str, **fixed: Any) -> Listed:
    """The statements asked for; `fixed` are filters that the path gives, `path` the canonical one for the facets' URLs.

    Raises InvalidParameter for a name that means nothing or more than one thing, and for words that hold no word.
    """
    filters = statement_filters.Filters(**_ids(here, ask) | fixed)
    facets: list[Facet] = ask.facets if isinstance(ask, Facets) else []

    async def more() -> dict[str, Any]:
        return {
            "undated_left_out": here.ds.read(statements.undated_left_out, filters),
            "facets": {facet.value: await _facet(here, filters, facet, path) for facet in dict.fromkeys(facets)},
        }

    def flat(row: Row) -> Row:
        shown = view(row)
        first = next(iter(shown["countries"]), None)
        about = [codes[one["actor"]] for one in shown["about"] if codes[one["actor"]]["iso2"]]
        return {**shown, "codes": first and codes[first], "about_codes": about}

    codes = here.codes
    return Listed(statements.listing(filters, ask.sort), view, flat, more, here.urls.list(path, []))


def _ids(here: Here, ask: StatementFilters) -> dict[str, Any]:
    match = None
    if ask.q is not None and (match := statement_filters.matching(ask.q)) is None:
        detail = "Holds no word to look for."
        raise InvalidParameter(f"q: {detail}", errors=[{"parameter": "q", "detail": detail}])
    return {
        "speaker": here.values("speaker", resolve.person, ask.speaker),
        "country": here.values("country", resolve.actor, ask.country),
        "about": here.values("about", resolve.actor, ask.about),
        **{noun: here.values(noun, resolve.of[noun], getattr(ask, noun)) for noun in ("topic", "source", "question")},
        "attribution": tuple(ask.attribution), "capacity": tuple(ask.capacity), "kind": tuple(ask.kind),
        "said_from": ask.said_from, "said_to": ask.said_to, "match": match,
    }  # fmt: skip


async def _facet(here: Here, filters: statement_filters.Filters, facet: Facet, path: str) -> list[dict[str, Any]]:
    rest = [pair for pair in here.query if pair[0] not in ("cursor", "limit", "facets", facet)]
    rows: list[Row] = await here.ds.read_aside(here.pool, facets.facet, filters, facet)
    return [
        {
            "value": row["value"], "label": row["label"], "count": row["count"],
            "url": here.urls.list(path, [*rest, (facet, row["value"])]),
        }
        for row in rows
    ]  # fmt: skip
