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
from app.html.text import Lines, claimant, text_lines
from app.pages.source import passages_of
from app.positions.claims import claim_marks
from app.sources import queries as source_queries
from app.statements.facets import value_titles
from app.store.listing import Row

router = PageRouter()
_AROUND = 150  # passages that are shown before and after those of the statement


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
    lines, is_whole = None, True
    if text is not None and said["selector"] and said["selector"]["start"] is not None:
        lines, is_whole = _lines(context, said, text)
    return browse_page(
        context,
        "pages/statement.html",
        head,
        said=said,
        who=who,
        lines=lines,
        is_whole=is_whole,
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


def _lines(context: Context, said: Row, text: str) -> tuple[Lines, bool]:
    """The lines of an archived text around a statement, and whether they are all of the text."""
    before = max(0, said["passage"] - 1 - _AROUND)
    most = said["last_passage"] + _AROUND - before
    passages = passages_of(context, said["source"]["id"], before, most + 1)
    start = passages[0]["start"] if before else 0
    end = passages[most - 1]["end"] if len(passages) > most else len(text)

    def within(span: Row) -> Row:
        return span | {"start": span["start"] - start, "end": span["end"] - start}

    lines = text_lines(
        text[start:end],
        [within(one) for one in passages[:most]],
        within(said["selector"]),
        [within(one) for one in said["quoted"]],
    )
    return lines, end - start == len(text)
