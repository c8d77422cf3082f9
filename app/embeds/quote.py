"""The verdict on a quotation."""

from app.api.context import Context
from app.embeds.embed import EmbedContent, EmbedKind, EmbedParams
from app.quotes.checked import checked
from app.quotes.parameters import QuoteParams


class QuoteEmbedParams(EmbedParams, QuoteParams):
    """Which words, and who is said to have said them."""


async def load(context: Context, params: QuoteEmbedParams) -> EmbedContent:
    """Show in a frame what was found of a quotation. It has the verdict and the best place."""
    check = await checked(context, params)
    return EmbedContent(
        title="Did they say that?",
        page=check["links"]["page"],
        values={"check": check},
    )


KIND = EmbedKind(
    tag="stated-quote",
    heights=(640, 480, 390),
    params=QuoteEmbedParams,
    template="embeds/quote.html",
    load={"/embed/quote": load},
    shows=("/quotes/check", "/check"),
)
