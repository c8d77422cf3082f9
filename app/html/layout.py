"""Answers that are HTML pages: their templates, their heads, and what all of them are given."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from fastapi import Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.context import RequestContext
from app.api.formats import MEDIA, jsonld
from app.api.schemas import JsonObject, as_data
from app.html.templating import template_parts
from app.html.text import legend, legend_of
from app.positions.claims import claim_marks
from app.sources import queries as source_queries
from app.statements import queries as statement_queries
from app.statements.filters import StatementFilters
from app.store.listing import Row
from app.store.share_images import BOARD, HEIGHT, WIDTH

MOST_COUNTED = 10
"""Values of filters; with more, the page of an empty list has no counts of other lists."""

STEP = 0.002
"""Seconds for which a page is rendered before others go first."""


@dataclass(frozen=True)
class Head:
    """The head of a page below /browse.

    `title` names the page like a headline. `url` is its canonical address. `forms` are the same
    facts in other formats: pairs of address and key of MEDIA. `kind` is a type of the Open Graph
    protocol. `embedded` says whether other sites can embed what the page shows. `actor` is the one
    that the page is about, if its image shows what the page does; `question` is the question.
    """

    title: str
    description: str
    url: str
    forms: tuple[tuple[str, str], ...]
    kind: str = "website"
    embedded: bool = True
    actor: str = BOARD
    question: str | None = None


class TemplateResponse(Response):
    """A template as an answer; the parameters are those of `template_parts`.

    It is rendered when it is sent, in steps of about STEP seconds. Between two of them, cached
    answers are sent to others.
    """

    def __init__(self, template: str, values: JsonObject, *, base: str, policy: str) -> None:
        # As a StreamingResponse does, which has no body yet either.
        self.status_code, self.background, self.media_type = 200, None, MEDIA["html"]
        self.init_headers()
        self._parts = partial(template_parts, template, values, base=base, policy=policy)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Render the template and send it, as an ASGI application."""
        go_on = scope["state"]["go_on"]
        await go_on()
        parts, headers = self._parts()
        rendered, until = [], perf_counter() + STEP
        for part in parts:
            rendered.append(part)
            if perf_counter() > until:
                await go_on()
                until = perf_counter() + STEP
        await go_on()
        self.body = "".join(rendered).encode()
        self.headers.update(headers)
        await super().__call__(scope, receive, send)


def plain_page(
    request: Request, template: str, *, policy: str = "still", **values: object
) -> Response:
    """A page that shows nothing of a dataset, so it also answers while there is none."""
    dataset = request.state.dataset
    values |= {"published": dataset.published if dataset else None, "permanent": None}
    return TemplateResponse(template, values, base=request.state.base, policy=policy)


def dataset_page(
    context: RequestContext, template: str, *, policy: str = "still", **values: object
) -> Response:
    """A page about a dataset. Its template also gets the labels of all closed vocabularies (see
    `app.html.text.legend`) and the dataset's own row.
    """
    given = {
        "permanent": None,
        **context.dataset.cached(legend),
        **values,
        "published": context.dataset.published,
        "version": context.dataset.version,
        "dataset": context.about_dataset,
    }
    return TemplateResponse(template, given, base=context.urls.base, policy=policy)


def browse_page(
    context: RequestContext,
    template: str,
    head: Head,
    *,
    data: jsonld.Node | None = None,
    policy: str = "scripted",
    **values: object,
) -> Response:
    """A page below /browse.

    `data` is the same as linked data, for the head. If the request is pinned to a version, all
    links on the page are pinned too, except `current`: the same page without the pin.
    """
    return dataset_page(
        context,
        template,
        policy=policy,
        head=head,
        image=_share_image(context, head),
        image_size=(WIDTH, HEIGHT),
        media_types=MEDIA,
        page_of=context.urls.page,
        urls=context.urls,
        permanent=context.urls.pinned(head.url, context.dataset.version),
        current=None if context.urls.base == context.urls.root else context.urls.live(head.url),
        data=jsonld.for_html(data) if data else None,
        later_day=context.later_day,
        **values,
    )


def share_image(context: RequestContext, question: str, actor: str = BOARD) -> JsonObject | None:
    """The share image of an actor, else that of the board, with its address (`url`) and what it
    shows in words (`alt`); None if none was drawn for this dataset.
    """
    images, urls = context.dataset.share_images, context.urls
    # A dataset has a limited number of images, so the last questions may have none.
    for of, one in ((question, actor), (question, BOARD), (context.question(None), BOARD)):
        if alt := images.alt(of, one):
            segments = ["images", context.dataset.version, of, *([one] if one else [])]
            return {"url": urls.live(urls.at(*segments, suffix=".png")), "alt": alt}
    return None


def _share_image(context: RequestContext, head: Head) -> JsonObject | None:
    return share_image(context, head.question or context.question(None), head.actor)


def sole(actors: Iterable[str | None]) -> str:
    """The actor that a page is about if all of these are the same one, for its Head."""
    found = set(actors)
    return (found.pop() if len(found) == 1 else None) or BOARD


def statement_by_id(context: RequestContext, statement: str) -> JsonObject:
    """A statement that the path names. Raises UnknownName, or Gone if it was withdrawn."""
    row = context.row_or_404(
        context.dataset.read(statement_queries.by_id, statement), "statement", statement
    )
    return as_data(row, context.dataset_info)


def newest_statements(
    context: RequestContext, filters: StatementFilters, most: int
) -> list[JsonObject]:
    """The newest statements of a list."""
    rows = context.dataset.read(statement_queries.listing(filters, "newest").page, None, most)
    return [as_data(row, context.dataset_info) for row in rows]


def by_stance(
    context: RequestContext, rows: Iterable[Row], question: Row
) -> list[tuple[Row, list[Row]]]:
    """The rows of the board of a question in groups, in the order of the legend: (term of the
    stance, its rows). Each row gets `marks`: what is disputed, in short.
    """
    marked = [row | {"marks": claim_marks(row)} for row in rows]
    return [
        (term, [row for row in marked if row["stance"] == term["id"]])
        for term in context.dataset.cached(legend_of, question["id"])["legend"]
    ]


def archived_sentences(
    context: RequestContext, statements: list[Row]
) -> dict[tuple[str, int], Row]:
    """The archived sentences in which the words of these statements begin and end, by (source id,
    passage number).
    """
    passages = {
        (statement["source"]["id"], statement[passage])
        for statement in statements
        for passage in ("passage", "last_passage")
        if statement[passage] is not None
    }
    return context.dataset.read(source_queries.sentences, passages)


def forms_of(url: str, *suffixes: str) -> tuple[tuple[str, str], ...]:
    """A data URL, which may have a query, in these formats, as the `forms` of a Head: /a?b as csv
    is /a.csv?b.
    """
    path, mark, query = url.partition("?")
    return tuple((f"{path}.{suffix}{mark}{query}", suffix) for suffix in suffixes)
