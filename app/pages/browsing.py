"""What all pages below /browse share: their head, their pin, whom to tell of a mistake."""

from dataclasses import dataclass
from typing import Any

from fastapi.responses import Response

from app.here import Here
from app.pages.showing import show
from app.queries import about
from app.views import jsonld


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
    here: Here,
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
    dataset = here.ds.once(about.dataset)
    return show(
        here,
        f"browse/{template}.html",
        policy=policy,
        head=head,
        dataset=dataset,
        page_of=here.urls.page,
        urls=here.urls,
        permanent=here.urls.pinned(head.url, here.ds.version),
        current=None if here.urls.base == here.urls.root else here.urls.live(head.url),
        data=jsonld.for_html(data) if data else None,
        **given,
    )


def suffixed(url: str, suffix: str) -> str:
    """The address of a format of a data URL, which may have a query."""
    path, mark, query = url.partition("?")
    return f"{path}{suffix}{mark}{query}"
