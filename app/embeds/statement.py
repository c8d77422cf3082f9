"""The card of a statement."""

from app.api.context import Context
from app.embeds.embed import EmbedContent, EmbedKind, EmbedParams
from app.html import claims
from app.html.layout import archived_sentences, statement_by_id
from app.html.text import claimant
from app.statements.routes import StatementId


async def load(context: Context, params: EmbedParams, statement: StatementId) -> EmbedContent:
    """Show a statement in a frame. It has its words and its source."""
    shown = statement_by_id(context, statement)
    name = claimant(shown)
    contested = claims.contested_of(context, claims.held_with(context, shown["id"]))
    beside = [one for actor in contested for one in actor["claims"]["statements"]]
    return EmbedContent(
        title=f"{name}: {shown['summary'].strip('.')}",
        page=shown["links"]["page"],
        values={
            "statement": shown,
            "claimant": name,
            "actors": context.actor_codes,
            "contested": contested,
            "sentences": archived_sentences(context, [shown, *beside]),
        },
    )


KIND = EmbedKind(
    tag="stated-statement",
    heights=(760, 570, 500),
    params=EmbedParams,
    template="embeds/statement.html",
    load={"/embed/statements/{statement}": load},
)
