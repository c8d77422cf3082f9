"""What all pages below /browse share: their head, their pin, whom to tell of a mistake."""

from dataclasses import dataclass
from typing import Any

from fastapi.responses import Response

from app.api.context import RequestContext
from app.api.formats import jsonld
from app.html.pages import show
from app.lookup import dataset as dataset_lookup


@dataclass(frozen=True)
class Head:
    """What the head of a page says of it. `url` is its canonical address; `forms` are the same
    facts as data, for machines.

    `title` names the page, in the way of a headline. `embedded` is whether other sites can embed
    what it shows.
    """

    title: str
    description: str
    url: str
    forms: tuple[tuple[str, str], ...] = ()  # address and media type
    kind: str = "website"  # of the Open Graph protocol
    embedded: bool = True


def browse(
    context: RequestContext,
    template: str,
    head: Head,
    *,
    data: jsonld.Node | None = None,
    policy: str = "scripted",
    **given: Any,
) -> Response:
    """A page below /browse; `data` says the same as linked data. If it is pinned, all but one of
    its links are.
    """
    dataset = context.dataset.cached(dataset_lookup.dataset)
    return show(
        context,
        f"browse/{template}.html",
        policy=policy,
        head=head,
        dataset=dataset,
        page_of=context.urls.page,
        urls=context.urls,
        permanent=context.urls.pinned(head.url, context.dataset.version),
        current=None if context.urls.base == context.urls.root else context.urls.live(head.url),
        data=jsonld.for_html(data) if data else None,
        **given,
    )


def suffixed(url: str, suffix: str) -> str:
    """The address of a format of a data URL, which may have a query."""
    path, mark, query = url.partition("?")
    return f"{path}{suffix}{mark}{query}"
