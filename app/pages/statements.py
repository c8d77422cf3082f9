"""Pages for people: the list of statements, with every filter of the data and what else it can be
narrowed to.
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
from app.api.schemas import as_data
from app.embeds.snippets import snippets
from app.html.layout import Head, archived_sentences, browse_page, list_forms
from app.problems import OverBudget
from app.statements import queries as statements
from app.statements import undated as left_out
from app.statements.facets import value_titles
from app.statements.filters import BY_NAME, STATEMENT_FILTERS, StatementFilters
from app.statements.lists import facet, statement_filter
from app.statements.parameters import Sort, StatementListParams
from app.statements.search import has_filter

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


class StatementsShown(StatementListParams, PageParams):
    """Which statements, and which part of them."""

    limit: Number = Field(_SHOWN, ge=1, le=200, description="Statements on a page.", examples=[10])


@router.page(_PATH, of=(_DATA,))
async def browse_statements(
    context: Context, params: Annotated[StatementsShown, Query()]
) -> Response:
    """Statements with their words, newest first; a cursor of the data goes on here as well as
    there.
    """
    filters = statement_filter(context, params)
    listing = statements.listing(filters, params.sort)
    query = _query(params, filters)
    # The cursor in the address was bound to the filters as they were written, those made here to
    # the canonical ones.
    after = (
        cursor_of(_DATA, context.query).read(params.cursor, listing.fits) if params.cursor else None
    )
    rows = await read(context, listing, listing.page, after, params.limit + 1)
    total, exact = await read(context, listing, listing.total)
    shown = rows[: params.limit]

    def part(key: Any) -> str:
        length = [("limit", str(params.limit))] if params.limit != _SHOWN else []
        place = [("cursor", cursor_of(_DATA, query).write(key))] if key else []
        return context.urls.list(_PATH, [*query, *length, *place])

    said = [as_data(row, context.dataset_info) for row in shown]
    chosen = [
        (each.name, value, titles[value])
        for each in STATEMENT_FILTERS
        if (values := filters.of(each.name))
        for titles in [context.dataset.read(value_titles, each.name, values)]
        for value in values
    ]
    title = _title(chosen, params.q)
    data, every = context.urls.list(_DATA, query), context.urls.list(_PATH, query)
    many = (
        f"{'' if exact else 'More than '}{total} recorded "
        f"{'statement' if total == 1 else 'statements'}"
    )
    head = Head(
        title=f"{title}, continued" if after else title,
        url=part(after),
        description=f"{title}. {many}, each with its words and its source.",
        forms=list_forms(data),
    )
    return browse_page(
        context,
        "pages/statements.html",
        head,
        policy="asking",
        said=said,
        title=title,
        many=many,
        total=total,
        query=query,
        params=params,
        first=every if after else None,
        following=part(listing.key(shown[-1])) if len(rows) > len(shown) else None,
        chosen=[
            (BY_NAME[name].label, value_title, _without(context, query, name, value))
            for name, value, value_title in chosen
        ],
        groups=await _groups(context, filters, query),
        orders=_orders(context, query, params),
        any_words=_without(context, query, "q"),
        left_out=context.dataset.read(left_out.undated, filters),
        days=[
            (one, label, dict(query).get(one), _without(context, query, one))
            for one, label in _DAYS.items()
        ],
        sentences=archived_sentences(context, said),
        embeds=snippets(
            context.urls,
            context.dataset.version,
            "statements",
            title=title,
            query=query,
            page=context.urls.live(every),
        ),
    )


def _query(params: StatementsShown, filters: StatementFilters) -> Pairs:
    """What was asked, as the canonical query of the list."""
    query: Pairs = [(name, value) for name in BY_NAME for value in filters.of(name)]
    query += [
        (name, day.isoformat())
        for name in ("said_from", "said_to")
        if (day := getattr(filters, name))
    ]
    query += [("q", params.q)] if params.q else []
    return query if params.sort is Sort.newest else [*query, ("sort", params.sort.value)]


def _without(context: RequestContext, query: Pairs, name: str, value: str | None = None) -> str:
    """The list without a filter, or without one of its values; without words to look for there is
    no best match.
    """
    rest = [pair for pair in query if pair[0] != name or value not in (None, pair[1])]
    return context.urls.list(
        _PATH, [pair for pair in rest if name != "q" or pair != ("sort", "relevance")]
    )


def _orders(
    context: RequestContext, query: Pairs, params: StatementsShown
) -> list[tuple[str, str, bool]]:
    """The orders that there are: what each is called, the list in it, and whether it is this
    one.
    """
    rest = [pair for pair in query if pair[0] != "sort"]
    return [
        (
            _ORDERS[one],
            context.urls.list(
                _PATH, [*rest, ("sort", one.value)] if one is not Sort.newest else rest
            ),
            one is params.sort,
        )
        for one in Sort
        if params.q or one is not Sort.relevance
    ]


def _title(chosen: list[tuple[str, str, str]], q: str | None) -> str:
    """What the list holds, as a headline. `chosen` are (filter, value, title of the value)."""

    def part(before: str, *filters: str) -> str:
        titles = [title for name, _, title in chosen if name in filters]
        if not titles:
            return ""
        listed = titles if len(titles) < 4 else [*titles[:2], f"{len(titles) - 2} others"]
        return f"{before}{' and '.join(filter(None, (', '.join(listed[:-1]), listed[-1])))}"

    begin = part(" by ", "speaker") + part(" for ", "country") + part(" about ", "about")
    others = [name for name in BY_NAME if name not in ("speaker", "country", "about")]
    # Quotation marks are for the words of sources only.
    words_in_q = " ".join(re.findall(r"[^\s\"“”„«»]+", q or ""))
    with_words = f", with the words {words_in_q}" if words_in_q else ""
    return f"Statements{begin}{part(': ', *others)}{with_words}"


async def _groups(
    context: RequestContext, filters: StatementFilters, query: Pairs
) -> list[dict[str, Any]]:
    """What the list can be narrowed to, with counts. If counting takes too long, fewer groups or
    none.
    """
    groups = []
    for each in STATEMENT_FILTERS:
        if not each.narrows or not context.dataset.cached(has_filter, each.name):
            continue
        try:
            counted = await facet(context, filters, each.name, _PATH, query)
        except OverBudget:
            context.not_whole()
            break
        chosen = filters.of(each.name)
        if len(counted) < 2 and not chosen:
            continue
        shown = counted[:_MANY]
        titles = context.dataset.read(value_titles, each.name, [row["value"] for row in shown])
        values = [
            {**row, "on": row["value"] in chosen, "label": titles[row["value"]]} for row in shown
        ]
        rest = [pair for pair in query if pair[0] != each.name]
        groups.append(
            {
                "name": each.name,
                "label": each.label,
                "values": values,
                "on": bool(chosen),
                "all": context.urls.list(_PATH, rest),
            }
        )
    return groups
