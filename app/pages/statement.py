"""The page of a statement, inside the text of its source."""

from fastapi.responses import Response

from app.api.context import Context
from app.api.formats import jsonld
from app.api.routers import NoParams, PageRouter
from app.embeds.snippets import snippets
from app.html import citations, claims
from app.html.layout import (
    Head,
    archived_sentences,
    browse_page,
    forms_of,
    sole,
    statement_by_id,
)
from app.html.text import claimant, text_lines
from app.pages.source import passages_of
from app.positions.claims import claim_marks
from app.sources import queries as source_queries
from app.statements.facets import value_titles

router = PageRouter()
_MOST_PASSAGES = 20_000  # whose borders are shown in the archived text


@router.page("/browse/statements/{id}", of=("/statements/{id}",))
async def browse_statement(context: Context, id: str, params: NoParams) -> Response:
    """A statement: its words inside the text of their source, who said them and when, and which
    positions rest on them.
    """
    said = statement_by_id(context, id)
    source, links = said["source"], said["links"]
    held = [
        row | {"marks": claim_marks(row), "url": context.urls.base + row["page"]}
        for row in claims.held_with(context, id)
    ]
    contested = claims.contested_of(context, held)
    who = claimant(said)
    written = "written" if said["kind"] == "narration" else "reported"
    head = Head(
        title=f"{who}: {said['summary'].rstrip('.')}",
        url=links["page"],
        kind="article",
        description=f"{said['summary']} ({written} by {source['publisher']})",
        forms=(
            *forms_of(links["self"], "json", "csl.json", "jsonld"),
            *([(f"{links['self']}/annotation", "annotation")] if said["selector"] else []),
        ),
        actor=sole(pair["actor"] for pair in said["about"]),
    )
    text = context.dataset.read(source_queries.text, source["id"])
    lines = None
    if text is not None and said["selector"] and said["selector"]["start"] is not None:
        passages = passages_of(context, source["id"], _MOST_PASSAGES)
        lines = text_lines(text, passages, said["selector"], said["quoted"])
    return browse_page(
        context,
        "pages/statement.html",
        head,
        said=said,
        who=who,
        lines=lines,
        held=held,
        contested=contested,
        sentences=archived_sentences(
            context, [one for actor in contested for one in actor["claims"]["statements"]]
        ),
        topics=context.dataset.read(value_titles, "topic", said["topics"]),
        copies=citations.statement(said, context.dataset_info),
        embeds=await snippets(
            context,
            "statement",
            title=head.title,
            names={"statement": id},
            page=head.url,
        ),
        actors=context.actor_codes,
        data=jsonld.statement(said, context.dataset_info, context.actor_codes),
    )
