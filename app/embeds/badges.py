"""Badges: a name and a stance in one small picture (SVG). Pure."""

import re
import unicodedata
from typing import Any

from app.api.formats import xml_text
from app.html.templating import render_template
from app.problems import Problem

GREY = "#5f6368"  # behind a stance that has no colour of its own
_GROUND = "#22304a"  # behind the name
_LIGHT, _DARK = "#ffffff", "#000000"  # one of them has 4.5 : 1 on any colour
_COLOUR = re.compile(r"#[0-9a-f]{6}")
# Half pixels that the characters from space to tilde take at 11 pixels in Verdana and the like, in
# base 36.
_WIDTHS = "79aielh699bi7877eeeeeeeeee77iiicmfffhedhh66ecjghdhfedgfmfdf979ibbdecee8ee66d6ledee9b9ediddce7ei"  # noqa: E501
_SIZE = 12 / 11
_LONGEST = 64  # characters of a text that are drawn; the title has them all
_WRONG = {
    "unknown-name": "unknown",
    "ambiguous-name": "ambiguous",
    "gone": "withdrawn",
    "over-budget": "busy",
    "not-ready": "busy",
}


def badge(
    name: str, message: str, *, told: str, colour: str | None = None, stance: str | None = None
) -> bytes:
    """A name, and what is said of it, beside the shape of the stance. `told` says the whole in
    words.

    Each text is drawn at the very width that is worked out here, whatever font a reader has, so
    that nothing overflows.
    """
    ground = legend_colour(colour)
    left, right = _part(name), _part(message)
    mark = 21 if stance else 0
    values = {
        "left": left,
        "right": right,
        "told": xml_text(told),
        "stance": stance,
        "ground": _GROUND,
        "colour": ground,
        "ink": readable_on(ground),
        "split": left["width"] + 20,
        "width": left["width"] + right["width"] + mark + 40,
        "mark": mark,
    }
    body, _ = render_template("embeds/badge.svg", values, base="")
    return body


def error_badge(problem: Problem) -> bytes:
    """What went wrong, as a badge: what a page shows in the place of the picture it asked for."""
    return badge(
        "Stated", _WRONG.get(problem.slug, "no badge"), told=f"{problem.title}. {problem.detail}"
    )


def is_badge(path: str) -> bool:
    """Whether a path is that of a badge, whose errors are badges too."""
    return path.startswith("/badges/") and path.endswith(".svg")


def legend_colour(given: str | None) -> str:
    """A colour of the legend; grey for what is no colour."""
    return given if given and _COLOUR.fullmatch(given) else GREY


def readable_on(ground: str) -> str:
    """White or black, whichever has more contrast with this colour."""
    return max(_LIGHT, _DARK, key=lambda ink: contrast(ink, ground))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2): from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _part(text: str) -> dict[str, Any]:
    """What is drawn of a text, and how many pixels it takes."""
    plain = " ".join(xml_text(text).split())
    shown = plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"
    return {"text": shown, "width": round(sum(map(_width, shown)))}


def _width(char: str) -> float:
    """About how many pixels a character takes."""
    base = unicodedata.normalize("NFD", char)[0]
    if " " <= base <= "~":
        return int(_WIDTHS[ord(base) - 32], 36) / 2 * _SIZE
    if unicodedata.category(base) in ("Mn", "Me", "Cf"):
        return 0
    return 13 if unicodedata.east_asian_width(base) in "WF" else 8 if base.isalpha() else 5
