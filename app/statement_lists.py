"""Lists of statements: the filters of a request as ids, the facets, what a CSV row needs. Data,
pages and embeds share it.
"""

from typing import Any

from app.answering import Listed, ViewOf, documents
from app.asking import Facet, Facets, StatementFilters
from app.here import Here
from app.problems import InvalidParameter
from app.queries import facets, left_out, resolve, statement_filters, statements
from app.queries.listing import Row
from app.views.shared import as_data


def statement_list(
    here: Here, ask: StatementFilters, *, path: str, view: ViewOf | None = None, **fixed: Any
) -> Listed:
    """The statements asked for; `fixed` are filters that the path gives, `path` the canonical one
    for the facets' URLs.

    A `view` shows more than the statement itself.

    Raises InvalidParameter for a name that means nothing or more than one thing, and for words that
    hold no word.
    """
    filters = statement_filter(here, ask, **fixed)
    facets: list[Facet] = ask.facets if isinstance(ask, Facets) else []

    async def more() -> dict[str, Any]:
        return {
            "undated_left_out": here.ds.read(left_out.undated, filters),
            "facets": {
                one.value: await facet(here, filters, one, path, here.query)
                for one in dict.fromkeys(facets)
            },
        }

    def flat(row: Row) -> Row:
        shown, codes = as_data(row, here.about), here.codes
        first = next(iter(shown["countries"]), None)
        about = [codes[one["actor"]] for one in shown["about"] if codes[one["actor"]]["iso2"]]
        return {**shown, "codes": first and codes[first], "about_codes": about}

    listing, canonical = statements.listing(filters, ask.sort), here.urls.list(path, [])
    if view is not None:
        return Listed(listing, view, flat, more, canonical)
    return documents(here, listing, flat=flat, more=more, canonical=canonical)


def statement_filter(here: Here, ask: StatementFilters, **fixed: Any) -> statement_filters.Filters:
    """The filters asked for, as ids, and those that are `fixed`; raises InvalidParameter as
    above.
    """
    match = None
    if ask.q is not None and (match := statement_filters.matching(ask.q)) is None:
        detail = "Holds no word to look for."
        raise InvalidParameter(f"q: {detail}", errors=[{"parameter": "q", "detail": detail}])
    return statement_filters.Filters(
        speaker=here.values("speaker", resolve.person, ask.speaker),
        country=here.values("country", resolve.actor, ask.country),
        about=here.values("about", resolve.actor, ask.about),
        topic=here.values("topic", resolve.of["topic"], ask.topic),
        source=here.values("source", resolve.of["source"], ask.source),
        question=here.values("question", resolve.of["question"], ask.question),
        attribution=tuple(ask.attribution),
        capacity=tuple(ask.capacity),
        kind=tuple(ask.kind),
        said_from=ask.said_from,
        said_to=ask.said_to,
        match=match,
        **fixed,
    )


async def facet(
    here: Here,
    filters: statement_filters.Filters,
    which: Facet,
    path: str,
    query: list[tuple[str, str]],
) -> list[dict[str, Any]]:
    """The values of a facet, each with its count and the list at `path` in which it replaces this
    one filter of `query`.
    """
    rest = [pair for pair in query if pair[0] not in ("cursor", "limit", "facets", which)]
    rows: list[Row] = await here.ds.read_aside(here.pool, facets.facet, filters, which)
    return [
        {
            "value": row["value"],
            "label": row["label"],
            "count": row["count"],
            "url": here.urls.list(path, [*rest, (which, row["value"])]),
        }
        for row in rows
    ]
