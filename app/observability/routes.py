"""Routes for operators and machines: health, metrics, the API description, and the API catalog
(RFC 9727).
"""

import orjson
from fastapi import Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from app.api import openapi as openapi_document
from app.api.routers import NoParams, PageRouter
from app.api.urls import Urls

router = PageRouter()
_NO_STORE = {"Cache-Control": "no-store"}


@router.get("/health/live")
async def live(params: NoParams) -> Response:
    """Whether the process answers at all."""
    return Response(b'{"status":"live"}', media_type="application/json", headers=_NO_STORE)


@router.get("/health/ready")
async def ready(request: Request, params: NoParams) -> Response:
    """Whether a dataset is served; 503 if none is, or if its file is damaged.

    `degraded` is true if the pointer names something that cannot be served; `refused` says what and
    why.
    """
    store = request.app.state.dataset_store
    dataset, refusal = store.current, store.refusal
    is_ready = dataset is not None and not dataset.damaged
    status = "ready" if is_ready else "no dataset" if dataset is None else "damaged dataset"
    body = {
        "status": status,
        "dataset_version": dataset.version if dataset else None,
        "degraded": refusal is not None,
        "refused": refusal._asdict() if refusal else None,
    }
    return Response(
        orjson.dumps(body),
        200 if is_ready else 503,
        media_type="application/json",
        headers=_NO_STORE | ({} if is_ready else {"Retry-After": "5"}),
    )


@router.get("/metrics")
async def metrics(request: Request, params: NoParams) -> Response:
    """Metrics in the Prometheus text format."""
    return Response(
        request.app.state.metrics.text(), media_type=CONTENT_TYPE_LATEST, headers=_NO_STORE
    )


@router.get("/openapi.json")
async def openapi(request: Request, params: NoParams) -> Response:
    """The API description, OpenAPI 3.1."""
    document = openapi_document.below(request.app.openapi(), request.state.base)
    return Response(orjson.dumps(document), media_type="application/json")


@router.get("/.well-known/api-catalog")
async def api_catalog(request: Request, params: NoParams) -> Response:
    """The API catalog (RFC 9727): a link set (RFC 9264) from the API to its description, its
    documentation and its health.
    """
    urls = Urls(request.state.base)
    entry = {
        "anchor": urls.at("dataset"),
        "service-desc": [{"href": urls.at("openapi.json"), "type": "application/json"}],
        "service-doc": [{"href": urls.at("docs"), "type": "text/html"}],
        "status": [{"href": urls.at("health", "ready"), "type": "application/json"}],
    }
    profile = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    link = f'<{urls.base}/.well-known/api-catalog>; rel="api-catalog"'
    return Response(orjson.dumps({"linkset": [entry]}), media_type=profile, headers={"Link": link})
