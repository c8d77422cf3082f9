"""Showing a page of what a dataset holds."""

from typing import Any

from fastapi.responses import Response

from app.api.context import RequestContext
from app.api.formats import MEDIA
from app.dataset import queries as about
from app.html.templating import page
from app.html.text import legend
from app.sources import queries as sources


def show(
    context: RequestContext,
    template: str,
    *,
    policy: str = "still",
    headers: dict[str, str] | None = None,
    **given: Any,
) -> Response:
    """The page that a template makes of the given values and of the words for all closed lists."""
    words = legend(context.dataset.cached(about.terms))
    body, own = page(
        template,
        base=context.urls.base,
        version=context.dataset.version,
        policy=policy,
        **words,
        **given,
    )
    return Response(body, media_type=MEDIA["html"], headers=own | (headers or {}))


def sentences_of(
    context: RequestContext, statements: list[dict[str, Any]]
) -> dict[tuple[str, int], dict[str, Any]]:
    """The archived sentences that the shown statements were cut from, by source and number."""
    wanted = {
        (one["source"]["id"], one["passage"]) for one in statements if one["passage"] is not None
    }
    return context.dataset.read(sources.sentences, wanted)
