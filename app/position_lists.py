"""Lists of positions: the filters of a request as ids, and the same over time. Data, pages and
embeds share it.
"""

from app.asking import PositionFilters, TimelineFilters
from app.dates import step_ends
from app.here import Here
from app.problems import InvalidParameter
from app.queries import about, positions, resolve, timeline
from app.queries.listing import Row

# of a timeline: the time budget stops queries, not the making of a hundred thousand points
MOST_DAYS = 20_000


def position_filters(here: Here, ask: PositionFilters) -> positions.Filters:
    """The filters asked for. Raises InvalidParameter for a name that is not one country, and for a
    day before the question.
    """
    question = here.question(ask.question)
    return positions.Filters(
        question=question,
        as_of=here.as_of(ask.as_of, question),
        actor=here.values("country", resolve.country, ask.country),
        stance=tuple(ask.stance),
        view=tuple(ask.view),
        participation=tuple(ask.participation),
        attribution=tuple(ask.attribution),
        status=tuple(ask.status),
        has_position=ask.has_position,
    )


def positions_over_time(here: Here, ask: TimelineFilters) -> tuple[Row, list[Row]]:
    """The question and, for the end of each step from its first day on, the positions of that day.

    The last day is `as_of`, or the day of publication. Raises as `position_filters` does, and for a
    day that is too far away.
    """
    filters = position_filters(here, ask)
    question = here.ds.once(about.question, filters.question)
    last = filters.as_of or here.ds.published
    if (last - question["asked_from"]).days > MOST_DAYS:
        detail = f"A timeline covers up to {MOST_DAYS} days."
        raise InvalidParameter(
            f"as_of: {detail}", errors=[{"parameter": "as_of", "detail": detail}]
        )
    days = step_ends(question["asked_from"], last, ask.step)
    return question, here.ds.read(timeline.points, filters, days)
