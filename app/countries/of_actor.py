"""What is answered of one actor, whichever name it was asked by: itself, its position, its
history.
"""

from typing import Any

import orjson
from fastapi.responses import Response

from app.api.context import RequestContext
from app.api.parameters import AsOfParams, PositionParams, QuestionParams
from app.api.responses import ListResult, answer
from app.api.schemas import as_data, written
from app.countries import queries as actors
from app.countries import schemas as view
from app.lookup.names import Match
from app.positions import queries as positions
from app.store.listing import Row


def actor_of(context: RequestContext, match: Match, params: AsOfParams) -> dict[str, Any]:
    """The actor with its stance, on the day asked for. Raises InvalidParameter for a day before the
    first question.
    """
    row, names, speakers, counts = context.dataset.read(
        actors.whole, match.id, context.as_of(params.as_of)
    )
    return view.actor(row, names, speakers, counts, context.urls) | {"matched_as": match.matched_as}


def _stand(context: RequestContext, match: Match, params: PositionParams) -> Row:
    """The document of where the actor stands, or of its silence. Raises InvalidParameter for a day
    before the question.
    """
    question = context.question(params.question)
    return context.dataset.read(
        positions.of_actor, match.id, question, context.as_of(params.as_of, question)
    )


def position_of(context: RequestContext, match: Match, params: PositionParams) -> dict[str, Any]:
    """Where the actor stands, as it is shown. Raises as `_stand` does."""
    return as_data(_stand(context, match, params), context.dataset_info) | {
        "matched_as": match.matched_as
    }


def position_answer(context: RequestContext, match: Match, params: PositionParams) -> Response:
    """The same as the JSON that is answered."""
    row = _stand(context, match, params)
    body = b'%b,"matched_as":%b}' % (
        written(row["document"], context.dataset_info)[:-1],
        orjson.dumps(match.matched_as),
    )
    return answer(context, body, canonical=context.urls.base + row["canonical"])


def history_of(
    context: RequestContext, match: Match, params: QuestionParams, *, below: str
) -> ListResult:
    """All its positions on a question, oldest first; `below` is the path of the actor's kind."""
    listing = context.dataset.read(positions.history, match.id, context.question(params.question))
    asked = [("question", params.question)] if params.question else []
    canonical = context.urls.list(f"{below}/{match.id}/positions", asked)
    return ListResult(listing, canonical=canonical)
