"""The start page."""

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Connection

from app.api.context import Context
from app.api.formats import jsonld
from app.api.routers import NoParams, PageRouter
from app.api.routing import whole_lists
from app.dataset import schemas
from app.embeds.snippets import snippets
from app.html import claims
from app.html.layout import Head, archived_sentences, browse_page, by_stance, newest_statements
from app.html.text import legend_of
from app.lookup import questions
from app.positions import queries as position_queries
from app.positions.queries import PositionFilters
from app.statements import queries as statement_queries
from app.statements.filters import StatementFilters

router = PageRouter()
_SHOWN = 2  # statements; the list has all of them
NAMES = 15  # actors of a stance; the list of positions has all of them
_CONTESTED = 20  # actors of whom sources claim different things; the board has all of them


def prepare(connection: Connection) -> None:
    """Read what the start page reads, before it is asked for (Dataset.prepare).

    The first time, its longest query takes three times as long, and on a busy machine up to the
    whole time of a query.
    """
    asked = PositionFilters(question=questions.first_question(connection))
    position_queries.board(connection, asked)
    position_queries.stances(connection, asked)
    newest = statement_queries.listing(StatementFilters(), "newest")
    newest.page(connection, None, _SHOWN)


@router.page("/")
async def start(request: Request, context: Context, params: NoParams) -> Response:
    """What this is, the positions at a glance, the newest words, and how to use the API."""
    dataset, urls, info = context.dataset, context.urls, context.dataset_info
    question = dataset.cached(questions.question, context.question(None))
    asked = PositionFilters(question=question["id"])
    rows = dataset.read(position_queries.board, asked)
    await context.go_on()
    spoken = [row for row in rows if row["position"]]
    with_claims = [row for row in spoken if row["disputed"] or row["reported"]]
    contested = claims.contested(context, with_claims[:_CONTESTED], question)
    claimed = [statement for one in contested for statement in one["claims"]["statements"]]
    await context.go_on()
    said = newest_statements(context, StatementFilters(), _SHOWN)
    lists, files = whole_lists(request.app.routes), dataset.whole_files.values()
    about = schemas.dataset(context.about_dataset, info, lists, files)
    await context.go_on()
    head = Head(
        title="Stated: who said what, and where countries stand",
        description=f"{question['text']} {about['description']}",
        url=f"{urls.base}/",
        forms=(),
    )
    return browse_page(
        context,
        "pages/start.html",
        head,
        data=jsonld.dataset_in_short(about, info),
        groups=by_stance(context, spoken, question),
        names=NAMES,
        silent=len(rows) - len(spoken),
        said=said,
        contested=contested,
        contested_total=len(with_claims),
        sentences=archived_sentences(context, [*said, *claimed]),
        question=question,
        **dataset.cached(legend_of, question["id"]),
        embeds=await snippets(
            context, "board", title="Where countries stand", page=urls.at("browse", "positions")
        ),
    )
