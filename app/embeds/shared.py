"""What embeds may be asked, and what all of them share: their look, their version, the page for
people behind each.
"""

from enum import StrEnum
from typing import Any

from fastapi.responses import Response
from pydantic import Field

from app.api import parameters as asking
from app.api.context import RequestContext
from app.api.formats import MEDIA
from app.dataset import queries as about
from app.html.templating import render_template
from app.html.text import legend, stance_style
from app.lookup import names as resolve
from app.speakers import queries as people
from app.statements.parameters import StatementListParams
from app.store.listing import Row


class Theme(StrEnum):
    """Colours of an embed; `auto` follows the reader's preference."""

    light = "light"
    dark = "dark"
    auto = "auto"


class EmbedParams(asking.QueryParams):
    """What every embed takes."""

    theme: Theme = Field(
        Theme.auto,
        description="Light or dark; `auto` follows the reader's preference.",
        examples=["dark"],
    )


class CardParams(EmbedParams, asking.PositionParams):
    """The card of an actor: its position on a question, on a day."""


class BoardParams(EmbedParams, asking.PositionListParams):
    """The board: those that spoke, unless the silent ones are asked for."""

    has_position: bool = Field(
        True, description="Actors with a position, or the silent ones.", examples=[True]
    )


class StatementsEmbedParams(EmbedParams, StatementListParams):
    """A short list of statements; there is a link to all of them."""

    limit: asking.Number = Field(5, ge=1, le=50, description="Statements shown.", examples=[5])


class TimelineEmbedParams(EmbedParams, asking.TimelineParams):
    """Counts by stance over time."""


def embed(
    context: RequestContext, template: str, params: EmbedParams, page: str, **given: Any
) -> Response:
    """An embed; `page` is the address of the page for people that it leads to, and its canonical
    one.
    """
    values = legend(context.dataset.cached(about.terms)) | given
    values["style"] = stance_style(values["legend"], params.theme)
    values |= {
        "theme": params.theme.value,
        "canonical": page,
        "version": context.dataset.version,
        "published": context.dataset.published,
        "page_of": context.urls.page,
    }
    body, headers = render_template(
        f"embeds/{template}.html", values, base=context.urls.base, policy="framed"
    )
    return Response(body, media_type=MEDIA["html"], headers=headers)


def filters_asked(context: RequestContext) -> list[tuple[str, str]]:
    """What was asked of an embed, less what concerns the embed alone."""
    return [pair for pair in context.query if pair[0] not in ("theme", "limit")]


def whole_list(context: RequestContext, path: str, query: list[tuple[str, str]]) -> str:
    """The page for people with all of a list that an embed shows."""
    return context.urls.page(context.urls.list(path, query))


def speakers_asked(context: RequestContext, params: StatementListParams) -> list[Row]:
    """The people whose statements were asked for."""
    ids = context.resolve_ids("speaker", resolve.person, params.speaker)
    return [
        row for row in (context.dataset.read(people.one, name) for name in ids) if row is not None
    ]


def bars(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each stance that anybody said to have at any point: its counts in short, and its bars
    from left to right.

    A bar is (place, where it begins, where it ends): `solid` those that certainly held it, `hollow`
    on top of them those that may have. Silence is left out: it would dwarf all the others. Pure.
    """
    rows = []
    for counts in zip(*(point["stances"] for point in points), strict=True):
        stance, heights = counts[0]["stance"], [one["count"] for one in counts]
        if any(heights) and stance != "not_stated":
            rows.append(
                {
                    "stance": stance,
                    "first": heights[0],
                    "last": heights[-1],
                    "most": max(heights),
                    "solid": [(place, 0, one["certain"]) for place, one in enumerate(counts)],
                    "hollow": [
                        (place, one["certain"], one["count"]) for place, one in enumerate(counts)
                    ],
                }
            )
    return rows
