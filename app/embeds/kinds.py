"""The registry of embeds. A new kind is a module with `KIND`, a template, and one entry in
`_MODULES`.
"""

from collections.abc import Awaitable, Callable
from inspect import signature
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import RequestContext
from app.api.routers import PageRouter
from app.embeds import board, position, statement, statements, timeline
from app.embeds.embed import EmbedKind, EmbedParams, Load, embed_response

_MODULES = {
    "position": position,
    "board": board,
    "statement": statement,
    "statements": statements,
    "timeline": timeline,
}
KINDS = {name: module.KIND for name, module in _MODULES.items()}
router = PageRouter()


def _endpoint(kind: EmbedKind, load: Load) -> Callable[..., Awaitable[Response]]:
    """An endpoint that takes what `load` takes, with the query model of the kind, and answers with
    what `load` returns.
    """

    async def endpoint(context: RequestContext, params: EmbedParams, **names: str) -> Response:
        return embed_response(context, kind, params, await load(context, params, **names))

    # FastAPI reads from the signature what the endpoint takes.
    takes = signature(load)
    query = takes.parameters["params"].replace(annotation=Annotated[kind.params, Query()])
    parameters = [*(takes.parameters | {"params": query}).values()]
    endpoint.__signature__ = takes.replace(  # type: ignore[attr-defined]
        parameters=parameters, return_annotation=Response
    )
    return endpoint


for kind in KINDS.values():
    for path, load in kind.load.items():
        router.page(path)(_endpoint(kind, load))
