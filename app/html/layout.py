"""Answers that are HTML pages: their templates, their heads, and what all of them are given."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from app.api.context import RequestContext
from app.api.formats import MEDIA, jsonld
from app.dataset import queries as dataset_queries
from app.html.templating import render_template
from app.html.text import legend
from app.lookup import dataset as dataset_lookup
from app.sources import queries as source_queries
from app.store.dataset import Dataset
from app.store.listing import Row


@dataclass(frozen=True)
class Head:
    """The head of a page below /browse.

    `title` names the page like a headline. `url` is its canonical address. `forms` are the same
    facts in other formats: pairs of address and media type. `kind` is a type of the Open Graph
    protocol. `embedded` says whether other sites can embed what the page shows.
    """

    title: str
    description: str
    url: str
    forms: tuple[tuple[str, str], ...] = ()
    kind: str = "website"
    embedded: bool = True


def plain_page(
    request: Request, template: str, *, policy: str = "still", **values: object
) -> Response:
    """A page that shows nothing of a dataset, so it also answers while there is none."""
    dataset: Dataset | None = request.state.dataset
    body, headers = render_template(
        template,
        {**values, "version": dataset.version if dataset else None},
        base=request.state.base,
        policy=policy,
    )
    return Response(body, media_type=MEDIA["html"], headers=headers)


def dataset_page(
    context: RequestContext, template: str, *, policy: str = "still", **values: object
) -> Response:
    """A page about a dataset. Its template also gets the labels of all closed vocabularies (see
    `app.html.text.legend`) and the dataset's own row.
    """
    given = legend(context.dataset.cached(dataset_queries.terms)) | values
    given["version"] = context.dataset.version
    given["dataset"] = context.dataset.cached(dataset_lookup.dataset)
    body, headers = render_template(template, given, base=context.urls.base, policy=policy)
    return Response(body, media_type=MEDIA["html"], headers=headers)


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
        page_of=context.urls.page,
        urls=context.urls,
        permanent=context.urls.pinned(head.url, context.dataset.version),
        current=None if context.urls.base == context.urls.root else context.urls.live(head.url),
        data=jsonld.for_html(data) if data else None,
        **values,
    )


def archived_sentences(
    context: RequestContext, statements: list[Row]
) -> dict[tuple[str, int], Row]:
    """The archived sentences from which these statements were cut, by (source id, passage
    number).
    """
    passages = {
        (statement["source"]["id"], statement["passage"])
        for statement in statements
        if statement["passage"] is not None
    }
    return context.dataset.read(source_queries.sentences, passages)


def with_suffix(url: str, suffix: str) -> str:
    """The address of one format of a data URL, which may have a query: /a?b with .csv is
    /a.csv?b.
    """
    path, mark, query = url.partition("?")
    return f"{path}{suffix}{mark}{query}"


def list_forms(url: str) -> tuple[tuple[str, str], ...]:
    """A list of the API in its formats, as the `forms` of a Head."""
    return (
        (with_suffix(url, ".json"), MEDIA["json"]),
        (with_suffix(url, ".csv"), "text/csv"),
    )
