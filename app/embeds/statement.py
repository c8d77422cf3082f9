"""The card of a statement."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.embeds.embed import EmbedContent, EmbedKind, EmbedParams, embed_response
from app.html.layout import archived_sentences
from app.html.text import claimant
from app.statements import queries as statement_queries

router = PageRouter()


async def load(context: RequestContext, params: EmbedParams, statement: str) -> EmbedContent:
    """A statement with its words."""
    row = context.row_or_404(
        context.dataset.read(statement_queries.one, statement),
        "statement",
        statement,
        "There is no statement with this id.",
    )
    shown = as_data(row, context.dataset_info)
    name = claimant(shown)
    return EmbedContent(
        title=f"{name}: {shown['summary'].strip('.')}",
        page=shown["links"]["page"],
        values={
            "statement": shown,
            "claimant": name,
            "actors": context.actor_codes,
            "sentences": archived_sentences(context, [shown]),
        },
    )


KIND = EmbedKind(
    tag="stated-statement",
    heights=(580, 810),
    params=EmbedParams,
    template="embeds/statement.html",
    load={"/embed/statements/{statement}": load},
)


@router.page("/embed/statements/{statement}")
async def embed_statement(
    context: Context, statement: str, params: Annotated[EmbedParams, Query()]
) -> Response:
    """The card of a statement."""
    return embed_response(context, KIND, params, await load(context, params, statement))
