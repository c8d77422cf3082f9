"""What is answered of one actor, whichever name it was asked by: itself, its position, its history."""

from typing import Any

from fastapi.responses import Response

from app.answering import Listed, answer
from app.asking import AsOf, PositionAsk, QuestionAsk
from app.here import Here
from app.position_lists import positions_listed
from app.queries import actors, positions
from app.queries.listing import Row
from app.queries.resolve import Match
from app.views import actors as view
from app.views.positions import Said, position
from app.views.statements import in_json, statement


def actor_of(here: Here, match: Match, ask: AsOf) -> dict[str, Any]:
    """The actor with its stance, on the day asked for. Raises InvalidParameter for a day before the first question."""
    row, names, speakers, counts = here.ds.read(actors.whole, match.id, here.as_of(ask.as_of))
    return view.actor(row, names, speakers, counts, here.urls) | {"matched_as": match.matched_as}


def stand_of(here: Here, match: Match, ask: PositionAsk) -> Row:
    """The row of where the actor stands, or of its silence. Raises InvalidParameter for a day before the question."""
    question = here.question(ask.question)
    return here.ds.read(positions.of_actor, match.id, question, here.as_of(ask.as_of, question))


def position_of(here: Here, match: Match, ask: PositionAsk, said: Said = statement) -> dict[str, Any]:
    """Where the actor stands, as it is shown; `said` as for `position`. Raises as `stand_of` does."""
    return position(stand_of(here, match, ask), here.urls, here.about, said) | {"matched_as": match.matched_as}


def position_answer(here: Here, match: Match, ask: PositionAsk) -> Response:
    """The same as the JSON that is answered."""
    body = position_of(here, match, ask, in_json)
    return answer(here, body, canonical=body["links"]["canonical"])


def history_of(here: Here, match: Match, ask: QuestionAsk, *, below: str) -> Listed:
    """All its positions on a question, oldest first; `below` is the path of the actor's kind."""
    listing = here.ds.read(positions.history, match.id, here.question(ask.question))
    asked = [("question", ask.question)] if ask.question else []
    canonical = here.urls.list(f"{below}/{match.id}/positions", asked)
    return positions_listed(here, listing, canonical)
