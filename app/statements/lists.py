"""Lists of statements for data, pages and embeds: the filters of a request as ids, the facets, the
rows of the CSV.
"""

from collections.abc import Sequence
from typing import Any

from app.api.context import RequestContext
from app.api.responses import ListResult, ViewOf
from app.api.schemas import as_data
from app.problems import InvalidParameter
from app.statements import facets, search
from app.statements import queries as statements
from app.statements.filters import STATEMENT_FILTERS, StatementFilters
from app.statements.parameters import FacetParams, StatementListParams
from app.statements.search_words import search_query
from app.statements.searched import searched
from app.store.listing import Row


def statement_list(
    context: RequestContext,
    params: StatementListParams,
    *,
    path: str,
    view: ViewOf | None = None,
    **fixed: Any,
) -> ListResult:
    """The statements that pass the filters of a request. `fixed` are filters that the path gives.
    `path` is the canonical one, for the URLs of facets. A `view` shows more than the statement
    itself.

    Raises InvalidParameter for a name that means nothing or more than one thing, and if `q` has no
    word.
    """
    filters = statement_filter(context, params, **fixed)
    counted: Sequence[str] = params.facets if isinstance(params, FacetParams) else ()
    for name in counted:
        _check_has_filter(context, name, "facets")

    async def more() -> dict[str, Any]:
        return {
            "undated_left_out": context.dataset.read(search.undated_left_out, filters),
            "facets": await facets_of(
                context, filters, [*dict.fromkeys(map(str, counted))], path, context.query
            ),
            "search": await searched(context, filters, path, context.query),
        }

    def flat(row: Row) -> Row:
        shown, codes = as_data(row, context.dataset_info), context.actor_codes
        first = next(iter(shown["countries"]), None)
        about = [codes[pair["actor"]] for pair in shown["about"] if codes[pair["actor"]]["iso2"]]
        return {**shown, "codes": first and codes[first], "about_codes": about}

    listing, canonical = statements.listing(filters, params.sort), context.urls.list(path, [])
    return ListResult(listing, view, flat, more, canonical)


def statement_filter(
    context: RequestContext, params: StatementListParams, **fixed: Any
) -> StatementFilters:
    """The filters of a request as ids, and those that are `fixed`. Raises InvalidParameter as
    `statement_list` does.
    """
    found = None
    if params.q is not None:
        found = context.dataset.resolve_cached(search_query, params.q)
        if found is None:
            raise InvalidParameter.of("q", "Contains no word to look for.")
    values = {}
    for each in STATEMENT_FILTERS:
        if given := getattr(params, each.name):
            _check_has_filter(context, each.name, each.name)
            ids = context.resolve_ids(each.name, each.resolve, given) if each.resolve else given
            values[each.name] = tuple(ids)
    return StatementFilters(values, params.said_from, params.said_to, found, **fixed)


def _check_has_filter(context: RequestContext, name: str, parameter: str) -> None:
    """Raise InvalidParameter if the dataset is older than the filter: it would find nothing."""
    if not context.dataset.cached(search.has_filter, name):
        version = context.dataset.version
        raise InvalidParameter.of(
            parameter, f"The dataset {version} was built before there was a filter `{name}`."
        )


async def facets_of(
    context: RequestContext,
    filters: StatementFilters,
    names: Sequence[str],
    path: str,
    query: list[tuple[str, str]],
) -> dict[str, list[dict[str, Any]]]:
    """The values of facets by name, each with its count and the list at `path` in which it replaces
    this one filter of `query`.
    """
    if not names:
        return {}
    found: dict[str, list[Row]] = await context.dataset.read_in_thread(
        context.pool, facets.facets, filters, names
    )
    rest = {
        name: [pair for pair in query if pair[0] not in ("cursor", "limit", "facets", name)]
        for name in names
    }
    return {
        name: [
            {
                "value": row["value"],
                "label": row["label"],
                "count": row["count"],
                "count_exact": row["count_exact"],
                "url": context.urls.list(path, [*rest[name], (name, row["value"])]),
            }
            for row in rows
        ]
        for name, rows in found.items()
    }
