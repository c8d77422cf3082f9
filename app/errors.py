"""Turning whatever goes wrong into the answer that a client sees: problem details, or a page where pages are served."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, get_args, get_origin
from urllib.parse import quote

import orjson
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from app.checking import ShownOnPageError, asked_of, formats_of
from app.formats import MEDIA, split_suffix
from app.names import fold, suggest
from app.pages import error_page, is_page
from app.pages.badges import error_badge, is_badge
from app.problems import FormatNotServed, InvalidParameter, MethodNotAllowed, NotFound, Problem


def render(scope: Scope, problem: Problem) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """The answer for a problem: status, headers and body."""
    state: dict[str, Any] = scope["state"]
    body = problem.body(state.get("base", ""), quote(state["asked"][:500], safe="/@"))
    headers = [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
    if is_page(scope["path"]):
        html, needed = error_page(body, scope)
        return problem.status, [*headers, (b"content-type", b"text/html; charset=utf-8"), *needed], html
    if is_badge(scope["path"]):
        return problem.status, [*headers, (b"content-type", MEDIA["svg"].encode())], error_badge(problem)
    return problem.status, [*headers, (b"content-type", b"application/problem+json")], orjson.dumps(body)


async def raise_again(_: Request, problem: Exception) -> Any:
    """Problems travel to the edge, which answers all errors alike."""
    raise problem


async def to_page(_: Request, shown: Exception) -> RedirectResponse:
    """A browser that asked for data is sent to their page."""
    assert isinstance(shown, ShownOnPageError)
    return RedirectResponse(shown.url, status_code=303)


async def from_http(request: Request, error: Exception) -> Any:
    """What the router itself refuses."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        raise MethodNotAllowed("Only GET, HEAD and OPTIONS are answered.", headers={"Allow": "GET, HEAD, OPTIONS"})
    bare, suffix = split_suffix(request.scope["path"])
    if suffix is not None and (served := formats_of(bare)):
        raise FormatNotServed(f"There is no .{suffix} of this.", allowed=[f".{one}" for one in served])
    raise NotFound("What there is stands at /docs and in /openapi.json.")


async def from_validation(request: Request, error: Exception) -> Any:
    """What a query model refuses, in words for the person who asked."""
    assert isinstance(error, RequestValidationError)
    fields = asked_of(request.scope["route"].endpoint)
    errors: list[dict[str, str]] = []
    allowed: list[str] = []
    meant: list[str] = []
    for item in error.errors():
        if item["type"] == "none_required":  # the other half of “absent, or …”
            continue
        name = str(item["loc"][1]) if len(item["loc"]) > 1 else "query"
        detail = item["msg"].removeprefix("Value error, ")
        if item["type"] == "extra_forbidden":
            near = suggest(name, {fold(field): field for field in fields})
            detail = f"There is no such parameter here.{f' Did you mean {near[0]}?' if near else ''}"
            allowed, meant = [*allowed, *sorted(fields)], [*meant, *near]
        elif item["type"] == "value_error" and name == "query":
            name, _, detail = detail.partition(": ")
        elif item["type"] == "enum" and (values := list(_closed(fields.get(name)))):
            near = suggest(str(item["input"]), {fold(value): value for value in values})
            detail = f"Not one of the allowed values.{f' Did you mean {near[0]}?' if near else ''}"
            allowed, meant = [*allowed, *values], [*meant, *near]
        errors.append({"parameter": name, "detail": detail})
    sentence = "; ".join(f"{one['parameter'][:80]}: {one['detail'].rstrip('.')}" for one in errors[:5]) + "."
    unique = list(dict.fromkeys(allowed))
    raise InvalidParameter(sentence, errors=errors[:20], allowed=unique, did_you_mean=list(dict.fromkeys(meant)))


def _closed(annotation: Any) -> Iterable[str]:
    """The values of a closed vocabulary inside an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return [str(value) for value in annotation]
    return [value for part in get_args(annotation) for value in _closed(part)] if get_origin(annotation) else []
