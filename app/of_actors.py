"""What is answered of one actor, whichever name it was asked by: itself, its position, its
history.
"""

from typing import Any

import orjson
from fastapi.responses import Response

from app.answering import Listed, answer, documents
from app.asking import AsOf, PositionAsk, QuestionAsk
from app.here import Here
from app.queries import actors, positions
from app.queries.listing import Row
from app.queries.resolve import Match
from app.views import actors as view
from app.views.shared import as_data, written


def actor_of(here: Here, match: Match, ask: AsOf) -> dict[str, Any]:
    """The actor with its stance, on the day asked for. Raises InvalidParameter for a day before the
    first question.
    """
    row, names, speakers, counts = here.ds.read(actors.whole, match.id, here.as_of(ask.as_of))
    return view.actor(row, names, speakers, counts, here.urls) | {"matched_as": match.matched_as}


def _stand(here: Here, match: Match, ask: PositionAsk) -> Row:
    """The document of where the actor stands, or of its silence. Raises InvalidParameter for a day
    before the question.
    """
    question = here.question(ask.question)
    return here.ds.read(positions.of_actor, match.id, question, here.as_of(ask.as_of, question))


def position_of(here: Here, match: Match, ask: PositionAsk) -> dict[str, Any]:
    """Where the actor stands, as it is shown. Raises as `_stand` does."""
    return as_data(_stand(here, match, ask), here.about) | {"matched_as": match.matched_as}


def position_answer(here: Here, match: Match, ask: PositionAsk) -> Response:
    """The same as the JSON that is answered."""
    row = _stand(here, match, ask)
    body = b'%b,"matched_as":%b}' % (
        written(row["document"], here.about)[:-1],
        orjson.dumps(match.matched_as),
    )
    return answer(here, body, canonical=here.urls.base + row["canonical"])


def history_of(here: Here, match: Match, ask: QuestionAsk, *, below: str) -> Listed:
    """All its positions on a question, oldest first; `below` is the path of the actor's kind."""
    listing = here.ds.read(positions.history, match.id, here.question(ask.question))
    asked = [("question", ask.question)] if ask.question else []
    canonical = here.urls.list(f"{below}/{match.id}/positions", asked)
    return documents(here, listing, canonical=canonical)
