"""Errors of embeds, as a card in the frame."""

from urllib.parse import parse_qsl

from starlette.types import Scope

from app.api.schemas import JsonObject
from app.domain.names import printable
from app.html.errors import error_values
from app.html.templating import render_template
from app.problems import Problem

_THEMES = ("light", "dark")


def is_embed(path: str) -> bool:
    """Whether a path belongs to the embeds. Their errors are cards."""
    return f"{path}/".startswith("/embed/")


def error_card(problem: Problem, body: JsonObject, scope: Scope) -> tuple[bytes, dict[str, str]]:
    """An error as a card, and the headers that it needs. `body` are its members as sent to data
    clients.

    Its heading is the name in the path (/embed/<folder>/<name>), if there is one.
    """
    values = error_values(problem, body, scope)
    values["name"] = printable("/".join(scope["path"].split("/")[3:]))
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    themes = [value for name, value in query if name == "theme" and value in _THEMES]
    values["theme"] = themes[0] if themes else "auto"
    base = scope["state"].get("base", "")
    return render_template("embeds/error.html", values, base=base, policy="framed")
