"""The page with a list of statements, with every filter of the data and the values by which the
list can be narrowed.
"""

import re
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response
from pydantic import Field

from app.api.context import Context, RequestContext
from app.api.cursors import cursor_of
from app.api.parameters import Number, PageParams
from app.api.responses import read
from app.api.routers import PageRouter
from app.api.schemas import JsonObject, as_data
from app.embeds.snippets import snippets
from app.html.layout import (
    MOST_COUNTED,
    Head,
    archived_sentences,
    browse_page,
    forms_of,
    sole,
)
from app.html.text import counted, format_day
from app.problems import OverBudget
from app.statements import queries as statement_queries
from app.statements import search
from app.statements.facets import value_titles
from app.statements.filters import (
    BY_NAME,
    STATEMENT_FILTERS,
    StatementFilter,
    StatementFilters,
)
from app.statements.lists import facets_of, statement_filter
from app.statements.parameters import Sort, StatementListParams
from app.statements.searched import searched

router = PageRouter()
_PATH, _DATA = "/browse/statements", "/statements"
_SHOWN = 20
_MANY = 40  # values of one filter on a page; the data have 200
_ORDERS = {
    Sort.newest: "Newest first",
    Sort.oldest: "Oldest first",
    Sort.relevance: "Best match first",
}
_DAYS = {"said_from": "Said on or after", "said_to": "Said on or before"}
Pairs = list[tuple[str, str]]
_OFFERED = sorted(
    (each for each in STATEMENT_FILTERS if each.page_order), key=lambda each: each.page_order
)
Chosen = tuple[StatementFilter, str, str]  # a filter, one of its values, and the title of that


class StatementsPageParams(StatementListParams, PageParams):
    """Which statements, and which part of them."""

    limit: Number = Field(_SHOWN, ge=1, le=100, description="Statements on a page.", examples=[10])


@router.page(_PATH, of=(_DATA,))
async def browse_statements(
    context: Context, params: Annotated[StatementsPageParams, Query()]
) -> Response:
    """Statements with their words, newest first. A cursor of the data is valid here too."""
    filters = statement_filter(context, params)
    listing = statement_queries.listing(filters, params.sort)
    unsorted = _canonical_query(params, filters)
    query = _with_order(unsorted, params.sort)
    # The cursor in the address was bound to the filters as they were written, those made here to
    # the canonical ones.
    after = cursor_of(_DATA, context.query).read(params.cursor, listing.is_key)
    rows = await read(context, listing, listing.page, after, params.limit + 1)
    if rows or after:
        total, exact = await read(context, listing, listing.total)
    else:
        total, exact = 0, True
    shown = rows[: params.limit]
    await context.go_on()

    def part(key: Any) -> str:
        length = [("limit", str(params.limit))] if params.limit != _SHOWN else []
        place = [("cursor", cursor_of(_DATA, query).write(key))] if key else []
        return context.urls.list(_PATH, [*query, *length, *place])

    statements = [as_data(row, context.dataset_info) for row in shown]
    chosen: list[Chosen] = []
    for each in STATEMENT_FILTERS:
        if values := filters.of(each.name):
            titles = context.dataset.read(value_titles, each.name, values)
            chosen += [(each, value, titles[value]) for value in values]
    is_counted = len(chosen) <= MOST_COUNTED
    await context.go_on()
    groups = await _groups(context, filters, query) if total or is_counted else []
    await context.go_on()
    sentences = archived_sentences(context, statements)
    title = _title(chosen, params.q)
    every = context.urls.list(_PATH, query)
    many = f"{'' if exact else 'More than '}{counted(total, 'recorded statement')}"
    head = Head(
        title=f"{title}, continued" if after else title,
        url=part(after),
        description=f"{title}. {many}, each with its words and its source.",
        forms=forms_of(context.urls.list(_DATA, query), "json", "csv"),
        actor=sole((*filters.of("country"), *filters.of("about"))),
    )
    return browse_page(
        context,
        "pages/statements.html",
        head,
        policy="asking",
        said=statements,
        looked_for=filters.words,
        search=await searched(context, filters, _PATH, query),
        title=title,
        many=many,
        total=total,
        query=query,
        params=params,
        first=every if after else None,
        following=part(listing.key(shown[-1])) if len(rows) > len(shown) else None,
        chosen=[
            (each.label, value_title, _without(context, query, each.name, value))
            for each, value, value_title in chosen
        ],
        groups=groups,
        orders=[
            (label, context.urls.list(_PATH, _with_order(unsorted, order)), order is params.sort)
            for order, label in _ORDERS.items()
            if params.q or order is not Sort.relevance
        ],
        fewer=(
            await _fewer(context, filters, query, chosen)
            if is_counted and not total and not params.q
            else []
        ),
        any_words=_without(context, query, "q"),
        left_out=context.dataset.read(search.undated_left_out, filters),
        days=[
            (name, label, dict(query).get(name), _without(context, query, name))
            for name, label in _DAYS.items()
        ],
        sentences=sentences,
        embeds=await snippets(
            context,
            "statements",
            title=title,
            query=query,
            page=every,
        ),
    )


def _canonical_query(params: StatementsPageParams, filters: StatementFilters) -> Pairs:
    """The filters, with ids for names, as the canonical query of the list, without its order."""
    query = [(name, value) for name in BY_NAME for value in filters.of(name)]
    query += [(name, day.isoformat()) for name in _DAYS if (day := getattr(filters, name))]
    if params.q:
        query.append(("q", params.q))
    return query


def _with_order(query: Pairs, order: Sort) -> Pairs:
    """A query with the order, unless it is the usual one."""
    return query if order is Sort.newest else [*query, ("sort", order.value)]


def _without(context: RequestContext, query: Pairs, name: str, value: str | None = None) -> str:
    """The list without a filter, or without one of its values. Without words to look for there is
    no best match.
    """
    rest = [pair for pair in query if pair[0] != name or value not in (None, pair[1])]
    return context.urls.list(
        _PATH, [pair for pair in rest if name != "q" or pair != ("sort", "relevance")]
    )


def _title(chosen: list[Chosen], q: str | None) -> str:
    """A headline for the list."""

    def part(before: str, *names: str) -> str:
        titles = [title for each, _, title in chosen if each.name in names]
        if not titles:
            return ""
        listed = titles if len(titles) < 4 else [*titles[:2], f"{len(titles) - 2} others"]
        return before + " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))

    begin = part(" by ", "speaker") + part(" for ", "country") + part(" about ", "about")
    others = part(": ", *(BY_NAME.keys() - {"speaker", "country", "about"}))
    # Quotation marks are for the words of sources only.
    words_in_q = " ".join(re.findall(r"[^\s\"“”„«»]+", q or ""))
    with_words = f", with the words {words_in_q}" if words_in_q else ""
    return f"Statements{begin}{others}{with_words}"


async def _fewer(
    context: RequestContext, filters: StatementFilters, query: Pairs, chosen: list[Chosen]
) -> list[tuple[str, str, str, str]]:
    """The filters without which an empty list is not empty (see `nothing_passes` in _parts.html).
    If counting takes too long, there are none.
    """
    try:
        totals = await context.dataset.read_in_thread(context.pool, search.totals_without, filters)
    except OverBudget:
        context.not_whole()
        return []
    days = [(name, label, getattr(filters, name)) for name, label in _DAYS.items()]
    said = " and ".join(
        f"{label.lower()} {format_day(day)}" for _, label, day in days if day is not None
    )
    fewer = []
    for name, total, exact in totals:
        left = {name} if name != search.DAYS else set(_DAYS)
        url = context.urls.list(_PATH, [pair for pair in query if pair[0] not in left])
        titles = [title for each, _, title in chosen if each.name == name]
        label = BY_NAME[name].label if name in BY_NAME else "Days"
        fewer.append((_many(total, exact), url, label, ", ".join(titles) or said))
    return fewer


def _many(total: int, exact: bool) -> str:
    return f"{'' if exact else 'more than '}{counted(total, 'statement')}"


async def _groups(
    context: RequestContext, filters: StatementFilters, query: Pairs
) -> list[JsonObject]:
    """The values by which the list can be narrowed, with counts, in a group for each filter. If
    counting takes too long, there are none.
    """
    offered = [each for each in _OFFERED if context.dataset.cached(search.has_filter, each.name)]
    try:
        found = await facets_of(context, filters, [each.name for each in offered], _PATH, query)
    except OverBudget:
        context.not_whole()
        return []
    groups = []
    for each in offered:
        values = found[each.name]
        chosen = filters.of(each.name)
        if len(values) < 2 and not chosen:
            continue
        values = values[:_MANY]
        await context.go_on()
        titles = context.dataset.read(value_titles, each.name, [row["value"] for row in values])
        groups.append(
            {
                "name": each.name,
                "label": each.label,
                "values": [
                    {**row, "on": row["value"] in chosen, "label": titles[row["value"]]}
                    for row in values
                ],
                "on": bool(chosen),
                "all": _without(context, query, each.name),
            }
        )
    return groups
