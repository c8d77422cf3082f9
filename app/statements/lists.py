"""Lists of statements: the filters of a request as ids, the facets, what a CSV row needs. Data,
pages and embeds share it.
"""

from typing import Any

from app.api.context import RequestContext
from app.api.responses import ListResult, ViewOf, documents
from app.api.schemas import as_data
from app.lookup import names as resolve
from app.problems import InvalidParameter
from app.statements import facets
from app.statements import filters as statement_filters
from app.statements import queries as statements
from app.statements import undated as left_out
from app.statements.parameters import Facet, FacetParams, StatementListParams
from app.store.listing import Row


def statement_list(
    context: RequestContext,
    params: StatementListParams,
    *,
    path: str,
    view: ViewOf | None = None,
    **fixed: Any,
) -> ListResult:
    """The statements asked for; `fixed` are filters that the path gives, `path` the canonical one
    for the facets' URLs.

    A `view` shows more than the statement itself.

    Raises InvalidParameter for a name that means nothing or more than one thing, and for words that
    hold no word.
    """
    filters = statement_filter(context, params, **fixed)
    facets: list[Facet] = params.facets if isinstance(params, FacetParams) else []

    async def more() -> dict[str, Any]:
        return {
            "undated_left_out": context.dataset.read(left_out.undated, filters),
            "facets": {
                one.value: await facet(context, filters, one, path, context.query)
                for one in dict.fromkeys(facets)
            },
        }

    def flat(row: Row) -> Row:
        shown, codes = as_data(row, context.dataset_info), context.actor_codes
        first = next(iter(shown["countries"]), None)
        about = [codes[one["actor"]] for one in shown["about"] if codes[one["actor"]]["iso2"]]
        return {**shown, "codes": first and codes[first], "about_codes": about}

    listing, canonical = statements.listing(filters, params.sort), context.urls.list(path, [])
    if view is not None:
        return ListResult(listing, view, flat, more, canonical)
    return documents(context, listing, flat=flat, more=more, canonical=canonical)


def statement_filter(
    context: RequestContext, params: StatementListParams, **fixed: Any
) -> statement_filters.StatementFilters:
    """The filters asked for, as ids, and those that are `fixed`; raises InvalidParameter as
    above.
    """
    match = None
    if params.q is not None and (match := statement_filters.matching(params.q)) is None:
        detail = "Holds no word to look for."
        raise InvalidParameter(f"q: {detail}", errors=[{"parameter": "q", "detail": detail}])
    return statement_filters.StatementFilters(
        speaker=context.resolve_ids("speaker", resolve.person, params.speaker),
        country=context.resolve_ids("country", resolve.actor, params.country),
        about=context.resolve_ids("about", resolve.actor, params.about),
        topic=context.resolve_ids("topic", resolve.topic, params.topic),
        source=context.resolve_ids("source", resolve.source, params.source),
        question=context.resolve_ids("question", resolve.question, params.question),
        attribution=tuple(params.attribution),
        capacity=tuple(params.capacity),
        kind=tuple(params.kind),
        said_from=params.said_from,
        said_to=params.said_to,
        match=match,
        **fixed,
    )


async def facet(
    context: RequestContext,
    filters: statement_filters.StatementFilters,
    which: Facet,
    path: str,
    query: list[tuple[str, str]],
) -> list[dict[str, Any]]:
    """The values of a facet, each with its count and the list at `path` in which it replaces this
    one filter of `query`.
    """
    rest = [pair for pair in query if pair[0] not in ("cursor", "limit", "facets", which)]
    rows: list[Row] = await context.dataset.read_in_thread(
        context.pool, facets.facet, filters, which
    )
    return [
        {
            "value": row["value"],
            "label": row["label"],
            "count": row["count"],
            "url": context.urls.list(path, [*rest, (which, row["value"])]),
        }
        for row in rows
    ]
