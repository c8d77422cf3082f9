"""Turning whatever goes wrong into the answer that a client sees: problem details, or a page where
pages are served.
"""

from typing import Any
from urllib.parse import quote

import orjson
from starlette.types import Scope

from app.api.formats import MEDIA
from app.embeds.badges import error_badge, is_badge
from app.embeds.errors import error_card, is_embed
from app.html.errors import error_page
from app.html.templating import is_page
from app.problems import Problem


def render(scope: Scope, problem: Problem) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """The answer for a problem: status, headers and body."""
    state: dict[str, Any] = scope["state"]
    body = problem.body(state.get("base", ""), quote(state["path_with_pin"][:500], safe="/@"))
    headers = [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
    if is_page(scope["path"]):
        as_html = error_card if is_embed(scope["path"]) else error_page
        html, needed = as_html(problem, body, scope)
        headers += [(name.lower().encode(), value.encode()) for name, value in needed.items()]
        return (
            problem.status,
            [*headers, (b"content-type", b"text/html; charset=utf-8")],
            html,
        )
    if is_badge(scope["path"]):
        return (
            problem.status,
            [*headers, (b"content-type", MEDIA["svg"].encode())],
            error_badge(problem),
        )
    return (
        problem.status,
        [*headers, (b"content-type", b"application/problem+json")],
        orjson.dumps(body),
    )
