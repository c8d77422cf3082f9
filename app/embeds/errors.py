"""Errors of embeds, as a card in the frame."""

from typing import Any
from urllib.parse import parse_qsl

from starlette.types import Scope

from app.api.urls import Urls
from app.domain.names import printable
from app.html.errors import meant
from app.html.templating import render_template

_THEMES = ("light", "dark")


def is_embed(path: str) -> bool:
    """Whether a path belongs to the embeds. Their errors are cards."""
    return f"{path}/".startswith("/embed/")


def error_card(body: dict[str, Any], scope: Scope) -> tuple[bytes, dict[str, str]]:
    """An error as a card, and the headers that it needs.

    Its heading is the name in the path (/embed/<folder>/<name>), if there is one.
    """
    base, path = scope["state"].get("base", ""), scope["path"]
    dataset = scope["state"].get("dataset")
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    themes = [value for key, value in query if key == "theme" and value in _THEMES]
    values = {
        "title": body["title"],
        "problem": body,
        "version": dataset.version if dataset else None,
        "name": printable("/".join(path.split("/")[3:])),
        "theme": themes[0] if themes else "auto",
        "meant": meant(body, path, query, Urls(base)),
    }
    return render_template("embeds/error.html", values, base=base, policy="framed")
