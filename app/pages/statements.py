"""Pages for people: the list of statements, with every filter of the data and what else it can be
narrowed to.
"""

import re
from collections.abc import Callable
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
from app.dataset import queries as about
from app.embeds.snippets import snippets
from app.html import text as words
from app.html.layout import Head, archived_sentences, browse_page, list_forms
from app.lookup import questions
from app.problems import OverBudget
from app.sources import queries as sources
from app.speakers import queries as people
from app.statements import queries as statements
from app.statements import undated as left_out
from app.statements.filters import StatementFilters
from app.statements.lists import facet, statement_filter
from app.statements.parameters import Facet, Sort, StatementListParams

router = PageRouter()
_PATH, _DATA = "/browse/statements", "/statements"
_SHOWN = 20
_ALL = 1000  # topics: more than there are
_MANY = 40  # values of one filter on a page; the data have 200
_NARROW = {
    Facet.speaker: "Speaker",
    Facet.about: "About",
    Facet.topic: "Topic",
    Facet.kind: "In the source",
    Facet.capacity: "Capacity",
    Facet.source: "Source",
}
_CHOSEN = _NARROW | {
    Facet.country: "Spoke for",
    Facet.attribution: "Attribution",
    Facet.question: "Question",
}
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
    called = _names(context)
    chosen = [(one, value, called(one, value)) for one in Facet for value in getattr(filters, one)]
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
            (_CHOSEN[one], label, _without(context, query, one, value))
            for one, value, label in chosen
        ],
        groups=await _groups(context, filters, query, called),
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
    query: Pairs = [(one.value, value) for one in Facet for value in getattr(filters, one)]
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


def _names(context: RequestContext) -> Callable[[Facet, str], str]:
    """A function that says what the value of a filter is called."""
    terms, codes = words.legend(context.dataset.cached(about.terms))["terms"], context.actor_codes
    topics = {
        row["id"]: row["label"]
        for row in context.dataset.read(context.dataset.cached(about.topics).page, None, _ALL)
    }

    def called(which: Facet, value: str) -> str:
        match which:
            case Facet.speaker:
                return str((context.dataset.read(people.one, value) or {"name": value})["name"])
            case Facet.country | Facet.about:
                return str(codes[value]["name"])
            case Facet.source:
                return str((context.dataset.read(sources.one, value) or {"title": value})["title"])
            case Facet.question:
                return str(context.dataset.cached(questions.question, value)["text"])
            case Facet.topic:
                return str(topics[value])
        return str(terms[which.value, value]["label"])

    return called


def _title(chosen: list[tuple[Facet, str, str]], q: str | None) -> str:
    """What the list holds, as a headline."""

    def told(before: str, *facets: Facet) -> str:
        names = [label for one, _, label in chosen if one in facets]
        if not names:
            return ""
        listed = names if len(names) < 4 else [*names[:2], f"{len(names) - 2} others"]
        return f"{before}{' and '.join(filter(None, (', '.join(listed[:-1]), listed[-1])))}"

    by = told(" by ", Facet.speaker) + told(" for ", Facet.country) + told(" about ", Facet.about)
    narrow = told(
        ": ",
        Facet.topic,
        Facet.kind,
        Facet.capacity,
        Facet.attribution,
        Facet.source,
        Facet.question,
    )
    asked = " ".join(
        re.findall(r"[^\s\"“”„«»]+", q or "")
    )  # quotation marks stand for the words of sources alone
    return f"Statements{by}{narrow}{f', with the words {asked}' if asked else ''}"


async def _groups(
    context: RequestContext,
    filters: StatementFilters,
    query: Pairs,
    called: Callable[[Facet, str], str],
) -> list[dict[str, Any]]:
    """What the list can be narrowed to, with counts. In a record so large that counting takes too
    long, less of it or none.
    """
    found = []
    for which, label in _NARROW.items():
        try:
            counted = await facet(context, filters, which, _PATH, query)
        except OverBudget:
            context.not_whole()
            break
        on = getattr(filters, which)
        if len(counted) > 1 or on:
            values = [
                {**one, "on": one["value"] in on, "label": called(which, one["value"])}
                for one in counted[:_MANY]
            ]
            every = context.urls.list(_PATH, [pair for pair in query if pair[0] != which])
            found.append(
                {
                    "name": which.value,
                    "label": label,
                    "values": values,
                    "on": bool(on),
                    "all": every,
                }
            )
    return found
