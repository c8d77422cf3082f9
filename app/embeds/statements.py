"""A short list of statements, with a link to all of them."""

from pydantic import Field

from app.api.context import Context
from app.api.parameters import Number
from app.api.responses import read
from app.api.schemas import as_data
from app.embeds.embed import EmbedContent, EmbedKind, EmbedParams, data_query, list_page
from app.html.layout import archived_sentences
from app.statements.facets import value_titles
from app.statements.lists import statement_filter
from app.statements.parameters import StatementListParams
from app.statements.queries import listing as statement_listing
from app.statements.searched import searched


class StatementsEmbedParams(EmbedParams, StatementListParams):
    """A short list of statements; there is a link to all of them."""

    limit: Number = Field(5, ge=1, le=50, description="The number of statements.", examples=[5])


async def load(context: Context, params: StatementsEmbedParams) -> EmbedContent:
    """Show statements in a frame. It has the first ones of the list, and their number."""
    filters = statement_filter(context, params)
    listing = statement_listing(filters, params.sort)
    rows = await read(context, listing, listing.page, None, params.limit)
    total, exact = await read(context, listing, listing.total) if rows else (0, True)
    statements = [as_data(row, context.dataset_info) for row in rows]
    names = context.dataset.read(value_titles, "speaker", filters.of("speaker")).values()
    return EmbedContent(
        title=f"Statements by {' and '.join(names)}" if names else "Statements",
        page=list_page(context, "/statements", data_query(context)),
        values={
            "statements": statements,
            "looked_for": filters.words,
            "search": await searched(context, filters, "/browse/statements", data_query(context)),
            "total": total,
            "exact": exact,
            "sort": params.sort,
            "sentences": archived_sentences(context, statements),
        },
    )


KIND = EmbedKind(
    tag="stated-statements",
    heights=(1500, 1150, 1080),
    params=StatementsEmbedParams,
    template="embeds/statements.html",
    load={"/embed/statements": load},
    shows=("/speakers/{speaker}", "/speakers/{speaker}/statements", "/sources/{source}"),
)
