"""What the pages about positions (board and timeline) share: their filters as queries and links."""

from app.api.context import RequestContext
from app.dataset import queries as about
from app.html import text as words
from app.lookup import questions as question_lookup
from app.positions import queries as positions
from app.store.listing import Listing, Row

_MOST = 1000  # rows of one list on a page
BOARD, TIMELINE = "/browse/positions", "/browse/positions/timeline"
_CHOICES = {
    "stance": "Stance",
    "view": "View of {subject}",
    "participation": "Own part",
    "attribution": "Who says so",
    "status": "Status",
}
Pairs = list[tuple[str, str]]


def canonical_query(filters: positions.PositionFilters, first: str) -> Pairs:
    """The filters as the canonical query of the board."""
    query = [] if filters.question == first else [("question", filters.question)]
    if filters.as_of is not None:
        query.append(("as_of", filters.as_of.isoformat()))
    query += [("country", one) for one in filters.actor]
    query += [(name, value) for name in _CHOICES for value in getattr(filters, name)]
    return (
        query
        if filters.has_position is None
        else [*query, ("has_position", str(filters.has_position).lower())]
    )


def toggled(context: RequestContext, path: str, query: Pairs, name: str, value: str | None) -> str:
    """The address of the same page with this value of a filter, or (None) without the filter."""
    rest = [pair for pair in query if pair[0] != name]
    return context.urls.list(path, rest if value is None else [*rest, (name, value)])


def narrowing(
    context: RequestContext,
    path: str,
    filters: positions.PositionFilters,
    query: Pairs,
    questions: list[Row],
) -> Row:
    """What a page of positions can be narrowed to: days, questions, and the values of each filter
    as links.
    """
    terms = context.dataset.cached(about.terms)
    subject = context.dataset.cached(question_lookup.question, filters.question)["subject"]

    def choices(name: str) -> Row:
        values = [
            {
                **term,
                "url": toggled(context, path, query, name, term["id"]),
                "on": (name, term["id"]) in query,
            }
            for term in terms
            if term["vocabulary"] == name
        ]
        return {
            "name": name,
            "label": _CHOICES[name].format(subject=subject),
            "values": values,
            "all": toggled(context, path, query, name, None),
        }

    return {
        "subject": subject,
        "path": path,
        "query": query,
        "day": filters.as_of,
        "filters": [choices(name) for name in _CHOICES],
        "questions": [
            (one, context.urls.list(path, [("question", one["id"])])) for one in questions
        ],
        "now": toggled(context, path, query, "as_of", None),
        "everybody": toggled(context, path, query, "country", None),
        "named": [context.actor_codes[one] for one in filters.actor],
    }


def stances(context: RequestContext) -> list[Row]:
    """The stances in their order, with label, definition and colours."""
    shown: list[Row] = words.legend(context.dataset.cached(about.terms))["legend"]
    return shown


def whole_list(context: RequestContext, listing: Listing) -> list[Row]:
    """The rows of a short list, up to 1,000."""
    return context.dataset.read(listing.page, None, _MOST)
