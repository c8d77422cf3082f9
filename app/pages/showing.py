"""Showing a page of what a dataset holds."""

from typing import Any

from fastapi.responses import Response

from app.formats import MEDIA
from app.here import Here
from app.pages import page
from app.pages.words import legend
from app.queries import about, sources


def show(
    here: Here,
    template: str,
    *,
    policy: str = "still",
    headers: dict[str, str] | None = None,
    **given: Any,
) -> Response:
    """The page that a template makes of the given values and of the words for all closed lists."""
    words = legend(here.ds.once(about.terms))
    body, own = page(
        template, base=here.urls.base, version=here.ds.version, policy=policy, **words, **given
    )
    return Response(body, media_type=MEDIA["html"], headers=own | (headers or {}))


def sentences_of(
    here: Here, statements: list[dict[str, Any]]
) -> dict[tuple[str, int], dict[str, Any]]:
    """The archived sentences that the shown statements were cut from, by source and number."""
    wanted = {
        (one["source"]["id"], one["passage"]) for one in statements if one["passage"] is not None
    }
    return here.ds.read(sources.sentences, wanted)
