"""Errors of embeds, as cards. Pure."""

import re
from typing import Any

from markupsafe import Markup, escape

from app.api.urls import Urls
from app.domain.names import printable
from app.html.error_links import Pairs, meant

_NAMED = re.compile("“([^“”]*)”")
_THEMES = ("light", "dark")


def error_card(problem: dict[str, Any], path: str, query: Pairs, urls: Urls) -> dict[str, Any]:
    """What the card of an error says besides the problem itself (its members as sent to data
    clients).

    `asked` is the name in the path, empty where there is none; `meant` are (text, address) of
    embeds that may have been meant; `theme` is the one asked for, where it is one.
    """
    name = "/".join(path.split("/")[3:])  # behind /embed and the folder
    theme = next((value for key, value in query if key == "theme" and value in _THEMES), "auto")
    return {"asked": printable(name), "theme": theme, "meant": meant(problem, path, query, urls)}


def named(sentence: str) -> Markup:
    """A sentence of ours with names set apart otherwise than in quotation marks: those stand for a
    source's words alone.
    """
    parts = _NAMED.split(sentence)
    return Markup("").join(
        Markup("<b>{}</b>").format(part) if i % 2 else escape(part) for i, part in enumerate(parts)
    )
