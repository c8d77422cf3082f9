"""The card of an actor: its position on a question, with the words that it is based on."""

from datetime import date

from app.api.context import Context, RequestContext
from app.api.parameters import PositionParams
from app.countries.actor_routes import ActorName
from app.countries.of_actor import position_of
from app.countries.routes import CountryName
from app.embeds.embed import EmbedContent, EmbedKind, EmbedParams
from app.html import claims, position_card
from app.html.layout import archived_sentences
from app.html.text import legend_of, on_day, since_when
from app.lookup import names, questions
from app.lookup.names import Match, Miss
from app.positions.claims import claim_marks
from app.store.share_images import BOARD


class CardParams(EmbedParams, PositionParams):
    """The card of an actor: its position on a question, on a day."""


async def load_country(context: Context, params: CardParams, country: CountryName) -> EmbedContent:
    """Show the position of a country in a frame. Any of its names works."""
    return _load(context, params, context.dataset.resolve_cached(names.country, country))


async def load_actor(context: Context, params: CardParams, actor: ActorName) -> EmbedContent:
    """Show the position of an actor in a frame. Any of its names works."""
    return _load(context, params, context.dataset.resolve_cached(names.actor, actor))


def _load(context: RequestContext, params: CardParams, match: Match | Miss) -> EmbedContent:
    actor = context.match_or_404(match)
    position = position_of(context, actor, params)
    question = context.dataset.cached(questions.question, position["question"]["id"])
    in_words = context.dataset.cached(legend_of, question["id"])
    terms = in_words["terms"]
    stance = terms["stance", position["stance"]]["label"].lower()
    day = on_day(position["as_of"], position["as_of_certainty"])
    [claimed] = claims.with_claims(context, [(position["actor"]["id"], position)], question)
    day_asked = position["as_of"] and date.fromisoformat(position["as_of"])
    belonging = claims.memberships(context, actor.id, day_asked)
    of_members = [
        item["statement"] for one in belonging for claim in one["claims"] for item in claim["said"]
    ]
    shown = [item["statement"] for item in position["evidence"]] + claimed["statements"]
    marks = claim_marks(position)
    return EmbedContent(
        title=f"{position['actor']['name']}: {', '.join([stance, *marks])}{day}",
        page=position["links"]["page"],
        values={
            "position": position,
            "marks": marks,
            "meaning": position_card.meaning(position, terms, question),
            "since": since_when(position["stance_since"]),
            "evidence": position_card.arranged(position),
            "claims": claimed,
            "belonging": belonging,
            **in_words,
            "as_of": position_card.as_of(position, terms),
            "conditions": position_card.conditions(position, terms),
            "contributions": position_card.contributions(position, terms),
            "sentences": archived_sentences(context, [*shown, *of_members]),
        },
        actor=actor.id if day_asked is None else BOARD,  # images show the latest positions
    )


KIND = EmbedKind(
    tag="stated-position",
    heights=(980, 700, 520),
    # Coalitions have more to show: what they offer, their size, who is said to belong.
    heights_by_name={"actor": (1330, 980, 810)},
    params=CardParams,
    template="embeds/position.html",
    load={"/embed/countries/{country}": load_country, "/embed/actors/{actor}": load_actor},
    shows=("/countries/{country}/position", "/actors/{actor}/position"),
)
