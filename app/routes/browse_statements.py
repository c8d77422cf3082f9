"""Pages for people: the list of statements, with every filter of the data and what else it can be
narrowed to.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response
from pydantic import Field

from app.answering import cursor_of, read
from app.asking import Facet, Number, Sort, StatementFilters, Walk
from app.formats import MEDIA
from app.here import Here, HereNow
from app.pages import words
from app.pages.browsing import Head, browse, suffixed
from app.pages.showing import sentences_of
from app.pages.snippets import snippets
from app.problems import OverBudget
from app.queries import about, left_out, people, sources, statements
from app.queries.statement_filters import Filters
from app.serving import PageRouter
from app.statement_lists import facet, statement_filter
from app.views.shared import as_data

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


class StatementsShown(StatementFilters, Walk):
    """Which statements, and which part of them."""

    limit: Number = Field(_SHOWN, ge=1, le=200, description="Statements on a page.", examples=[10])


@router.page(_PATH, of=(_DATA,))
async def browse_statements(here: HereNow, ask: Annotated[StatementsShown, Query()]) -> Response:
    """Statements with their words, newest first; a cursor of the data goes on here as well as
    there.
    """
    filters = statement_filter(here, ask)
    listing = statements.listing(filters, ask.sort)
    query = _query(ask, filters)
    # The cursor in the address was bound to the filters as they were written, those made here to
    # the canonical ones.
    after = cursor_of(_DATA, here.query).read(ask.cursor, listing.fits) if ask.cursor else None
    rows = await read(here, listing, listing.page, after, ask.limit + 1)
    total, exact = await read(here, listing, listing.total)
    shown = rows[: ask.limit]

    def part(key: Any) -> str:
        length = [("limit", str(ask.limit))] if ask.limit != _SHOWN else []
        place = [("cursor", cursor_of(_DATA, query).write(key))] if key else []
        return here.urls.list(_PATH, [*query, *length, *place])

    said = [as_data(row, here.about) for row in shown]
    called = _names(here)
    chosen = [(one, value, called(one, value)) for one in Facet for value in getattr(filters, one)]
    title = _title(chosen, ask.q)
    data, every = here.urls.list(_DATA, query), here.urls.list(_PATH, query)
    many = (
        f"{'' if exact else 'More than '}{total} recorded "
        f"{'statement' if total == 1 else 'statements'}"
    )
    head = Head(
        title=f"{title}, continued" if after else title,
        url=part(after),
        description=f"{title}. {many}, each with its words and its source.",
        forms=((suffixed(data, ".json"), MEDIA["json"]), (suffixed(data, ".csv"), "text/csv")),
    )
    return browse(
        here,
        "statements",
        head,
        policy="asking",
        said=said,
        title=title,
        many=many,
        total=total,
        query=query,
        ask=ask,
        first=every if after else None,
        following=part(listing.key(shown[-1])) if len(rows) > len(shown) else None,
        chosen=[
            (_CHOSEN[one], label, _without(here, query, one, value)) for one, value, label in chosen
        ],
        groups=await _groups(here, filters, query, called),
        orders=_orders(here, query, ask),
        any_words=_without(here, query, "q"),
        left_out=here.ds.read(left_out.undated, filters),
        days=[
            (one, label, dict(query).get(one), _without(here, query, one))
            for one, label in _DAYS.items()
        ],
        sentences=sentences_of(here, said),
        embeds=snippets(
            here.urls,
            here.ds.version,
            "statements",
            title=title,
            query=query,
            page=here.urls.live(every),
        ),
    )


def _query(ask: StatementsShown, filters: Filters) -> Pairs:
    """What was asked, as the canonical query of the list."""
    query: Pairs = [(one.value, value) for one in Facet for value in getattr(filters, one)]
    query += [
        (name, day.isoformat())
        for name in ("said_from", "said_to")
        if (day := getattr(filters, name))
    ]
    query += [("q", ask.q)] if ask.q else []
    return query if ask.sort is Sort.newest else [*query, ("sort", ask.sort.value)]


def _without(here: Here, query: Pairs, name: str, value: str | None = None) -> str:
    """The list without a filter, or without one of its values; without words to look for there is
    no best match.
    """
    rest = [pair for pair in query if pair[0] != name or value not in (None, pair[1])]
    return here.urls.list(
        _PATH, [pair for pair in rest if name != "q" or pair != ("sort", "relevance")]
    )


def _orders(here: Here, query: Pairs, ask: StatementsShown) -> list[tuple[str, str, bool]]:
    """The orders that there are: what each is called, the list in it, and whether it is this
    one.
    """
    rest = [pair for pair in query if pair[0] != "sort"]
    return [
        (
            _ORDERS[one],
            here.urls.list(_PATH, [*rest, ("sort", one.value)] if one is not Sort.newest else rest),
            one is ask.sort,
        )
        for one in Sort
        if ask.q or one is not Sort.relevance
    ]


def _names(here: Here) -> Callable[[Facet, str], str]:
    """A function that says what the value of a filter is called."""
    terms, codes = words.legend(here.ds.once(about.terms))["terms"], here.codes
    topics = {
        row["id"]: row["label"] for row in here.ds.read(here.ds.once(about.topics).page, None, _ALL)
    }

    def called(which: Facet, value: str) -> str:
        match which:
            case Facet.speaker:
                return str((here.ds.read(people.one, value) or {"name": value})["name"])
            case Facet.country | Facet.about:
                return str(codes[value]["name"])
            case Facet.source:
                return str((here.ds.read(sources.one, value) or {"title": value})["title"])
            case Facet.question:
                return str(here.ds.once(about.question, value)["text"])
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
    here: Here, filters: Filters, query: Pairs, called: Callable[[Facet, str], str]
) -> list[dict[str, Any]]:
    """What the list can be narrowed to, with counts. In a record so large that counting takes too
    long, less of it or none.
    """
    found = []
    for which, label in _NARROW.items():
        try:
            counted = await facet(here, filters, which, _PATH, query)
        except OverBudget:
            here.not_whole()
            break
        on = getattr(filters, which)
        if len(counted) > 1 or on:
            values = [
                {**one, "on": one["value"] in on, "label": called(which, one["value"])}
                for one in counted[:_MANY]
            ]
            every = here.urls.list(_PATH, [pair for pair in query if pair[0] != which])
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
