"""Lists of positions for data, pages and embeds: the filters of a request as ids, and the positions
over time.
"""

from dataclasses import fields

from app.api.context import RequestContext
from app.api.parameters import PositionListParams, TimelineParams
from app.domain.dates import step_ends
from app.lookup import names as resolve
from app.lookup import questions
from app.positions import queries as positions
from app.problems import InvalidParameter
from app.store.listing import Row

# of a timeline: the time budget stops queries, not the making of a hundred thousand points
MOST_DAYS = 20_000


def position_filters(
    context: RequestContext, params: PositionListParams
) -> positions.PositionFilters:
    """The filters of a request as ids. Raises InvalidParameter for a name that is not the name of
    one country or actor, and as `RequestContext.as_of` does.
    """
    question = context.question(params.question)
    given = {item.name: getattr(params, item.name) for item in fields(positions.PositionFilters)}
    return positions.PositionFilters(
        **given
        | {
            "question": question,
            "as_of": context.as_of(params.as_of, question),
            "actor": context.resolve_ids("actor", resolve.actor, params.actor),
            "country": context.resolve_ids("country", resolve.country, params.country),
        }
    )


def positions_over_time(context: RequestContext, params: TimelineParams) -> tuple[Row, list[Row]]:
    """The question and, for the end of each step from its first day on, the positions of that day.

    The last day is `as_of`, or the day of publication. Raises as `position_filters` does, and for a
    day that is too far away.
    """
    filters = position_filters(context, params)
    question = context.dataset.cached(questions.question, filters.question)
    last = filters.as_of or context.dataset.published
    if (last - question["asked_from"]).days > MOST_DAYS:
        raise InvalidParameter.of("as_of", f"A timeline covers up to {MOST_DAYS} days.")
    days = step_ends(question["asked_from"], last, params.step)
    return question, context.dataset.read(positions.points, filters, days)
