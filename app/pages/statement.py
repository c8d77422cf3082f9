"""The page of a statement, inside the text of its source."""

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context
from app.api.formats import MEDIA, jsonld
from app.api.parameters import QueryParams
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.dataset import queries as about
from app.embeds.snippets import snippets
from app.html import citations as citing
from app.html import text as words
from app.html.layout import Head, browse_page
from app.pages.source import passages_of
from app.positions import queries as positions
from app.sources import queries as sources
from app.statements import queries as statements

router = PageRouter()
_TOPICS = 20_000  # more than there are


@router.page("/browse/statements/{id}", of=("/statements/{id}",))
async def browse_statement(
    context: Context, id: str, params: Annotated[QueryParams, Query()]
) -> Response:
    """A statement: its words inside the text of their source, who said them and when, and what
    rests on them.
    """
    row = context.row_or_404(
        context.dataset.read(statements.one, id),
        "statement",
        id,
        "There is no statement with this id.",
    )
    said = as_data(row, context.dataset_info)
    held = [
        {**row, "url": context.urls.base + row["page"]}
        for row in context.dataset.read(positions.resting_on, id)
    ]
    who = words.claimant(said)
    head = Head(
        title=f"{who}: {said['summary'].rstrip('.')}",
        url=said["links"]["page"],
        kind="article",
        description=f"{said['summary']} ({_told(said)})",
        forms=(
            (f"{said['links']['self']}.json", MEDIA["json"]),
            (said["links"]["csl"], MEDIA["csl.json"]),
            (f"{said['links']['self']}.jsonld", MEDIA["jsonld"]),
            (f"{said['links']['self']}/annotation", MEDIA["annotation"]),
        ),
    )
    text = context.dataset.read(sources.text, said["source"]["id"])
    lines = None
    if text is not None and said["selector"]["start"] is not None:
        lines = words.text_lines(
            text, passages_of(context, said["source"]["id"]), said["selector"], said["quoted"]
        )
    topics = context.dataset.cached(about.topics)
    labels = {row["id"]: row["label"] for row in context.dataset.read(topics.page, None, _TOPICS)}
    known = context.actor_codes
    return browse_page(
        context,
        "pages/statement.html",
        head,
        said=said,
        who=who,
        lines=lines,
        held=held,
        topics=labels,
        copies=citing.statement(said, context.dataset_info),
        embeds=snippets(
            context.urls,
            context.dataset.version,
            "statement",
            title=head.title,
            names={"statement": id},
            page=context.urls.live(head.url),
        ),
        actors=known,
        data=jsonld.statement(said, context.dataset_info, known),
    )


def _told(said: dict[str, Any]) -> str:
    return (
        f"{'written' if said['kind'] == 'narration' else 'reported'} by "
        f"{said['source']['publisher']}"
    )
