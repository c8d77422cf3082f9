"""The pages with plain lists: sources, speakers, topics, and what each publication changed."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import groupby
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.cursors import cursor_of
from app.api.parameters import ChangeListParams, PageParams, SpeakerListParams
from app.api.responses import read
from app.api.routers import PageRouter
from app.api.schemas import JsonObject
from app.changes import queries as change_queries
from app.changes.lists import change_filters
from app.changes.schemas import change
from app.dataset import queries as dataset_queries
from app.dataset.schemas import topic
from app.domain.vocabulary import ChangeKind
from app.html.layout import MOST_COUNTED, Head, browse_page, forms_of
from app.html.text import counted
from app.lookup import names
from app.sources import queries as source_queries
from app.sources.schemas import source
from app.speakers import queries as speaker_queries
from app.speakers.schemas import speaker
from app.statements.facets import value_titles
from app.store.listing import Key, Listing, Row

router = PageRouter()
_LIMIT = PageParams.model_fields["limit"].default
_NOTHING: JsonObject = dict.fromkeys(("q", "countries", "every", "choices", "by_release"))
Pairs = list[tuple[str, str]]
Without = tuple[str, str, Callable[[], Listing]]
"""A filter: its label, its values in words (empty if it has none), and the list without it."""


class SpeakersPageParams(SpeakerListParams, PageParams):
    """Which speakers, and which part of them."""


class ChangesPageParams(ChangeListParams, PageParams):
    """Which changes, and which part of them."""


@router.page("/browse/sources", of=("/sources",))
async def browse_sources(context: Context, params: Annotated[PageParams, Query()]) -> Response:
    """All documents by title."""
    return await _page(
        context,
        params,
        source_queries.listing,
        lambda row: source(row, context.dataset_info),
        data="/sources",
        title="Sources",
        noun="document",
        intro="The documents from which all statements were taken.",
        order="By title",
    )


@router.page("/browse/speakers", of=("/speakers",))
async def browse_speakers(
    context: Context, params: Annotated[SpeakersPageParams, Query()]
) -> Response:
    """Everybody whose statements are recorded, by family name."""
    countries = context.resolve_ids("country", names.actor, params.country)
    query = [("country", one) for one in countries]
    return await _page(
        context,
        params,
        context.dataset.read(speaker_queries.listing, params.q, countries),
        lambda row: speaker(row, context.urls),
        data="/speakers",
        title="Speakers",
        noun="speaker",
        intro="The people, offices and bodies whose statements are recorded.",
        order="By family name",
        query=[*query, *([("q", params.q)] if params.q else [])],
        without={
            "country": (
                "With a role for",
                ", ".join(context.actor_codes[one]["name"] for one in countries),
                lambda: context.dataset.read(speaker_queries.listing, params.q, ()),
            ),
            "q": (
                "Part of a name",
                params.q or "",
                lambda: context.dataset.read(speaker_queries.listing, None, countries),
            ),
        },
        every=context.urls.list("/browse/speakers", query),
        q=params.q,
        countries=[(one, context.actor_codes[one]["name"]) for one in countries],
    )


@router.page("/browse/topics", of=("/topics",))
async def browse_topics(context: Context, params: Annotated[PageParams, Query()]) -> Response:
    """What statements are about."""
    return await _page(
        context,
        params,
        context.dataset.cached(dataset_queries.topics),
        lambda row: topic(row, context.urls),
        data="/topics",
        title="Topics",
        noun="topic",
        intro="What statements are about. A statement may have several topics.",
        order="All topics",
    )


@router.page("/browse/changes", of=("/changes",))
async def browse_changes(
    context: Context, params: Annotated[ChangesPageParams, Query()]
) -> Response:
    """What each publication added, changed, corrected or withdrew, newest first."""
    filters = change_filters(context, params)
    query = [("country", one) for one in filters["actor"]]
    query += [("speaker", one) for one in filters["speaker"]]
    query += [("change", str(one)) for one in params.change]
    query += [("since", params.since)] if params.since else []
    kinds = [("kind", str(one)) for one in params.kind]
    actors = ", ".join(context.actor_codes[one]["name"] for one in filters["actor"])
    speakers = context.dataset.read(value_titles, "speaker", filters["speaker"]).values()

    def of_kind(*of: str) -> str:
        return context.urls.list("/browse/changes", [*query, *(("kind", one) for one in of)])

    return await _page(
        context,
        params,
        change_queries.listing(filters),
        lambda row: change(row, context.urls),
        data="/changes",
        title="What changed",
        noun="change",
        intro="What each publication of the dataset added, changed, corrected or withdrew. A "
        "correction gives its reason, and what was published before stays at its own address.",
        order="Newest first",
        query=[*query, *kinds],
        without={
            name: (
                label,
                values,
                partial(change_queries.listing, {**filters, **dict.fromkeys(keys)}),
            )
            for name, label, keys, values in (
                ("country", "Country", ("actor",), actors),
                ("speaker", "Speaker", ("speaker",), ", ".join(speakers)),
                ("kind", "Kind", ("kind",), ", ".join(params.kind)),
                ("change", "Change", ("change",), ", ".join(params.change)),
                ("since", "Since", ("since", "after_release"), params.since or ""),
            )
        },
        choices=[
            ("All kinds", of_kind(), not kinds),
            *(
                (f"{kind.value.capitalize()}s".replace("Persons", "Speakers"), of_kind(kind), on)
                for kind in ChangeKind
                for on in [kind in params.kind]
            ),
        ],
        feeds=[
            (context.urls.list("/changes/feed", [*query, *kinds]), "feed"),
            (context.urls.list("/changes/feed.xml", [*query, *kinds]), "atom"),
        ],
        by_release=lambda rows: [
            (release, list(of)) for release, of in groupby(rows, lambda one: one["release"])
        ],
    )


async def _page(
    context: RequestContext,
    params: PageParams,
    listing: Listing,
    view: Callable[[Row], JsonObject],
    *,
    data: str,
    title: str,
    noun: str,
    intro: str,
    query: Pairs | None = None,
    without: Mapping[str, Without] | None = None,
    feeds: list[tuple[str, str]] | None = None,
    **values: object,
) -> Response:
    """A part of a list. A cursor of the data is valid here too. `data` is the path of the list,
    `query` its filters with ids for names. `without` has an entry for each parameter that filters;
    it is not used if the filters have many values.
    """
    filters = query or []
    after = (
        cursor_of(data, context.query).read(params.cursor, listing.is_key)
        if params.cursor
        else None
    )
    rows = await read(context, listing, listing.page, after, params.limit + 1)
    total, exact = await read(context, listing, listing.total)
    shown = rows[: params.limit]
    path = f"/browse{data}"

    def part(key: Key | None) -> str:
        length = [("limit", str(params.limit))] if params.limit != _LIMIT else []
        place = [("cursor", cursor_of(data, filters).write(key))] if key else []
        return context.urls.list(path, [*filters, *length, *place])

    fewer = []
    for name, (label, values_in_words, listing_of) in (without or {}).items():
        if not total and values_in_words and len(filters) <= MOST_COUNTED:
            other = listing_of()
            number, number_exact = await read(context, other, other.total)
            rest = context.urls.list(path, [pair for pair in filters if pair[0] != name])
            if number:
                many = f"{'' if number_exact else 'more than '}{counted(number, noun)}"
                fewer.append((many, rest, label, values_in_words))
    head = Head(
        embedded=False,
        title=f"{title}, continued" if after else title,
        url=part(after),
        description=intro,
        forms=(*forms_of(context.urls.list(data, filters), "json", "csv"), *(feeds or [])),
    )
    return browse_page(
        context,
        "pages/list.html",
        head,
        policy="asking" if data == "/speakers" else "scripted",  # it has a form
        kind=data[1:],
        title=title,
        intro=intro,
        items=[view(row) for row in shown],
        many=f"{'' if exact else 'More than '}{counted(total, noun)}",
        total=total,
        fewer=fewer,
        query=filters,
        first=context.urls.list(path, filters) if after else None,
        following=part(listing.key(shown[-1])) if len(rows) > len(shown) else None,
        **_NOTHING | values,
    )
