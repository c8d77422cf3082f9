"""What embeds may be asked, and what all of them share: their look, their version, the page for
people behind each.
"""

from enum import StrEnum
from typing import Any

from fastapi.responses import Response
from pydantic import Field

from app import asking, pages
from app.formats import MEDIA
from app.here import Here
from app.pages.words import legend, stance_style
from app.queries import about, people, resolve
from app.queries.listing import Row


class Theme(StrEnum):
    """Colours of an embed; `auto` follows the reader's preference."""

    light = "light"
    dark = "dark"
    auto = "auto"


class Embedded(asking.Ask):
    """What every embed takes."""

    theme: Theme = Field(
        Theme.auto,
        description="Light or dark; `auto` follows the reader's preference.",
        examples=["dark"],
    )


class CardAsk(Embedded, asking.PositionAsk):
    """The card of an actor: its position on a question, on a day."""


class BoardAsk(Embedded, asking.PositionFilters):
    """The board: those that spoke, unless the silent ones are asked for."""

    has_position: bool = Field(
        True, description="Actors with a position, or the silent ones.", examples=[True]
    )


class StatementsAsk(Embedded, asking.StatementFilters):
    """A short list of statements; there is a link to all of them."""

    limit: asking.Number = Field(5, ge=1, le=50, description="Statements shown.", examples=[5])


class TimelineAsk(Embedded, asking.TimelineFilters):
    """Counts by stance over time."""


def embed(here: Here, template: str, ask: Embedded, page: str, **given: Any) -> Response:
    """An embed; `page` is the address of the page for people that it leads to, and its canonical
    one.
    """
    words = legend(here.ds.once(about.terms))
    words["style"] = stance_style(words["legend"], ask.theme)
    body, headers = pages.page(
        f"embed/{template}.html",
        base=here.urls.base,
        policy="framed",
        theme=ask.theme.value,
        canonical=page,
        version=here.ds.version,
        published=here.ds.published,
        page_of=here.urls.page,
        **words,
        **given,
    )
    return Response(body, media_type=MEDIA["html"], headers=headers)


def filters_asked(here: Here) -> list[tuple[str, str]]:
    """What was asked of an embed, less what concerns the embed alone."""
    return [pair for pair in here.query if pair[0] not in ("theme", "limit")]


def whole_list(here: Here, path: str, query: list[tuple[str, str]]) -> str:
    """The page for people with all of a list that an embed shows."""
    return here.urls.page(here.urls.list(path, query))


def speakers_asked(here: Here, ask: asking.StatementFilters) -> list[Row]:
    """The people whose statements were asked for."""
    ids = here.values("speaker", resolve.person, ask.speaker)
    return [row for row in (here.ds.read(people.one, name) for name in ids) if row is not None]


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
