"""A short list of statements, with a link to all of them."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response
from pydantic import Field

from app.api.context import Context, RequestContext
from app.api.parameters import Number
from app.api.responses import read
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.embeds.embed import (
    EmbedContent,
    EmbedKind,
    EmbedParams,
    data_query,
    embed_response,
    list_page,
)
from app.html.layout import archived_sentences
from app.lookup import names as name_lookup
from app.speakers import queries as speaker_queries
from app.statements.lists import statement_list
from app.statements.parameters import StatementListParams

router = PageRouter()


class StatementsEmbedParams(EmbedParams, StatementListParams):
    """A short list of statements; there is a link to all of them."""

    limit: Number = Field(5, ge=1, le=50, description="Statements shown.", examples=[5])


async def load(context: RequestContext, params: StatementsEmbedParams) -> EmbedContent:
    """The first statements of the list, and how many there are."""
    listing = statement_list(context, params, path="/statements").listing
    rows = await read(context, listing, listing.page, None, params.limit)
    total, exact = await read(context, listing, listing.total)
    statements = [as_data(row, context.dataset_info) for row in rows]
    speakers = " and ".join(_names(context, params.speaker))
    return EmbedContent(
        title=f"Statements by {speakers}" if speakers else "Statements",
        page=list_page(context, "/statements", data_query(context)),
        values={
            "statements": statements,
            "total": total,
            "exact": exact,
            "sort": params.sort,
            "sentences": archived_sentences(context, statements),
        },
    )


def _names(context: RequestContext, given: list[str]) -> list[str]:
    """The names of the speakers whose statements are asked for."""
    ids = context.resolve_ids("speaker", name_lookup.person, given)
    people = [context.dataset.read(speaker_queries.one, person) for person in ids]
    return [person["name"] for person in people if person is not None]


KIND = EmbedKind(
    tag="stated-statements",
    heights=(1200, 1600),
    params=StatementsEmbedParams,
    template="embeds/statements.html",
    load={"/embed/statements": load},
    shows=("/speakers/{speaker}", "/speakers/{speaker}/statements"),
)


@router.page("/embed/statements")
async def embed_statements(
    context: Context, params: Annotated[StatementsEmbedParams, Query()]
) -> Response:
    """A short list of statements."""
    return embed_response(context, KIND, params, await load(context, params))
