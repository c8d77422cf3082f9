"""Badges: a name and a stance in a small picture (SVG), and the same for shields.io."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Literal

import orjson
from fastapi import Query
from fastapi.responses import Response
from pydantic import Field

from app.api.context import Context, RequestContext
from app.api.formats import MEDIA
from app.api.formats.xml import xml_text
from app.api.parameters import PositionParams
from app.api.routers import PageRouter
from app.api.schemas import Schema
from app.countries.actor_routes import ActorName
from app.countries.of_actor import position_of
from app.html import claims
from app.html.templating import render_template
from app.html.text import format_day, legend
from app.lookup import names, questions
from app.problems import Problem
from app.store.listing import Row

router = PageRouter("Embeds")
GREY = "#5f6368"  # for a stance without a colour
_GROUND = "#22304a"  # behind the label
_LIGHT, _DARK = "#ffffff", "#000000"  # one of them has a contrast of 4.5 on any colour
_COLOUR = re.compile(r"#[0-9a-f]{6}")
# The widths of the characters from space to tilde, in half pixels and base 36, in Verdana and
# similar fonts of 11 pixels.
_WIDTHS = (
    "79aielh699bi7877eeeeeeeeee77iiic"  # to ?
    "mfffhedhh66ecjghdhfedgfmfdf979ib"  # to _
    "bdecee8ee66d6ledee9b9ediddce7ei"  # to ~
)
_SIZE = 12 / 11
_LONGEST = 64  # characters of a text that are drawn; the title has all of them
# by the code of the problem
_MESSAGES = {
    "unknown-name": "unknown",
    "ambiguous-name": "ambiguous",
    "gone": "withdrawn",
    "over-budget": "busy",
    "not-ready": "busy",
}


class BadgeView(Schema):
    """What shields.io needs to draw a badge."""

    schemaVersion: Literal[1] = Field(description="The version of the format.")  # noqa: N815
    label: str = Field(description="The name of the actor, with the day if one was asked for.")
    message: str = Field(description="The stance, and what else a short text must say.")
    color: str = Field(
        description="The colour of the stance: six hexadecimal digits.", pattern="^[0-9a-f]{6}$"
    )
    cacheSeconds: int = Field(  # noqa: N815
        description="For how many seconds shields.io keeps the badge."
    )


@dataclass(frozen=True)
class BadgeText:
    """What a badge says. `title` says the same in a sentence, for readers who do not see it."""

    label: str
    message: str
    title: str
    colour: str | None = None
    stance: str | None = None


def badge(text: BadgeText) -> bytes:
    """A badge as SVG: the label, and the message beside the shape of the stance.

    Each text is drawn at exactly the width that is computed here, whatever fonts a reader has, so
    that nothing overflows.
    """
    colour = legend_colour(text.colour)
    left, right = _part(text.label), _part(text.message)
    mark = 21 if text.stance else 0
    values = {
        "left": left,
        "right": right,
        "title": xml_text(text.title),
        "stance": text.stance,
        "ground": _GROUND,
        "colour": colour,
        "ink": readable_on(colour),
        "split": left["width"] + 20,
        "width": left["width"] + right["width"] + mark + 40,
        "mark": mark,
    }
    body, _ = render_template("embeds/badge.svg", values, base="")
    return body


def error_badge(problem: Problem) -> bytes:
    """What went wrong, as a badge, because the host's page expects a picture."""
    message = _MESSAGES.get(problem.slug, "no badge")
    return badge(BadgeText("Stated", message, f"{problem.title}. {problem.detail}"))


def is_badge(path: str) -> bool:
    """Whether a path is the path of a badge. Its errors are badges too."""
    return path.startswith("/badges/") and path.endswith(".svg")


def legend_colour(given: str | None) -> str:
    """The colour, or grey if it is no colour."""
    return given if given and _COLOUR.fullmatch(given) else GREY


def readable_on(colour: str) -> str:
    """White or black, whichever has more contrast with this colour."""
    return max(_LIGHT, _DARK, key=lambda ink: contrast(ink, colour))


def contrast(colour: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2): from 1 to 21."""
    darker, lighter = sorted((_luminance(colour), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _part(text: str) -> Row:
    """What is drawn of a text, and how many pixels wide it is."""
    plain = " ".join(xml_text(text).split())
    shown = plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"
    return {"text": shown, "width": round(sum(map(char_width, shown)))}


def char_width(char: str) -> float:
    """About how many pixels wide a character is."""
    base = unicodedata.normalize("NFD", char)[0]
    if " " <= base <= "~":
        return int(_WIDTHS[ord(base) - 32], 36) / 2 * _SIZE
    if unicodedata.category(base) in ("Mn", "Me", "Cf"):
        return 0
    return 13 if unicodedata.east_asian_width(base) in "WF" else 8 if base.isalpha() else 5


def _badge(context: RequestContext, name: str, params: PositionParams) -> BadgeText:
    """What a badge says: the name, the stance, what else is claimed, and how sure a day is."""
    match = context.match_or_404(context.dataset.resolve_cached(names.actor, name))
    position = position_of(context, match, params)
    terms = context.dataset.cached(legend)["terms"]
    stance = terms["stance", position["stance"]]
    message = [stance["label"]]
    subject = context.dataset.cached(questions.question, position["question"]["id"])["subject"]
    message += claims.words(position, terms, subject)
    if position["as_of_certainty"]:
        message.append(position["as_of_certainty"])
    day = f", {format_day(position['as_of'])}" if position["as_of"] else ""
    label, shown = position["actor"]["name"] + day, " · ".join(message)
    return BadgeText(
        label=label,
        message=shown,
        title=f"{label}: {shown}. {position['question']['text']}",
        colour=stance["colour"],
        stance=position["stance"],
    )


@router.form(
    "/badges/{name}",
    "svg",
    summary="Get a badge with the position of an actor",
)
async def get_badge(
    context: Context, name: ActorName, params: Annotated[PositionParams, Query()]
) -> Response:
    """The stance of an actor, as a small picture."""
    return Response(badge(_badge(context, name, params)), media_type=MEDIA["svg"])


@router.form(
    "/badges/{name}",
    "json",
    summary="Get the values of a badge for shields.io",
    view=BadgeView,
)
async def get_badge_values(
    context: Context, name: ActorName, params: Annotated[PositionParams, Query()]
) -> Response:
    """The values with which shields.io draws a badge in another style (shields.io, Endpoint
    Badge).
    """
    text = _badge(context, name, params)
    body = {
        "schemaVersion": 1,
        "label": text.label,
        "message": text.message,
        "color": legend_colour(text.colour).removeprefix("#"),
        "cacheSeconds": 300,
    }
    return Response(orjson.dumps(body), media_type=MEDIA["json"])
