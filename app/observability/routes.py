"""Routes for operators and machines: health, metrics, the API description, and the API catalog
(RFC 9727).
"""

from enum import StrEnum
from typing import Literal

import orjson
from fastapi import Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import Field

from app.api.openapi import ApiDescription
from app.api.routers import NoParams, PageRouter, text_of
from app.api.schemas import Schema, Version
from app.api.shared_responses import headers
from app.api.urls import Urls
from app.lookup import dataset as dataset_lookup
from app.store.dataset import Dataset

router = PageRouter("Operators", "Health and metrics, for those who run the service.")
_NO_STORE = {"Cache-Control": "no-store"}


class LiveView(Schema):
    """Whether the process responds."""

    status: Literal["live"] = Field(description="Always the same.")


class RefusalView(Schema):
    """A dataset that the pointer names and that cannot be served."""

    version: str | None = Field(
        description="The version that the pointer names; null if it names none, or cannot be read."
    )
    reason: str = Field(description="Why it cannot be served.")


class Readiness(StrEnum):
    """Whether a dataset is available, and if not, why."""

    ready = "ready"
    no_dataset = "no dataset"
    damaged_dataset = "damaged dataset"


class ReadyView(Schema):
    """Whether the service has a dataset for its responses."""

    status: Readiness = Field(description="`ready`, or what is wrong.")
    dataset_version: Version | None = Field(
        description="The version that is served; null if there is none."
    )
    degraded: bool = Field(
        description="True if the published version cannot be used; an older one is, or none."
    )
    refused: RefusalView | None = Field(
        description="The version that cannot be used, and why; null if there is none."
    )


_NOT_READY = {
    "status": "damaged dataset",
    "dataset_version": "54c3ab4aca1a4400",
    "degraded": True,
    "refused": {"version": "442d930f345021dd", "reason": "its file is missing"},
}


@router.get(
    "/health/live",
    tags=["Operators"],
    operation_id="get_health_live",
    summary="Check that the process responds",
    response_model=LiveView,
)
async def live(params: NoParams) -> Response:
    """200 as long as the process responds."""
    return Response(b'{"status":"live"}', media_type="application/json", headers=_NO_STORE)


@router.get(
    "/health/ready",
    tags=["Operators"],
    operation_id="get_health_ready",
    summary="Check that a dataset is served",
    response_model=ReadyView,
    responses={
        503: {
            "model": ReadyView,
            "description": "There is no dataset that works.",
            "headers": headers("Retry-After"),
            "content": {"application/json": {"example": _NOT_READY}},
        }
    },
)
async def ready(request: Request, params: NoParams) -> Response:
    """Whether the service has a dataset for its responses; 503 if it has none, or if the file is
    damaged.

    `degraded` is true if the published version cannot be used; `refused` says which and why.
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


@router.get(
    "/metrics",
    tags=["Operators"],
    operation_id="get_metrics",
    summary="Get the metrics for Prometheus",
    response_class=Response,
    responses=text_of("text", "The metrics."),
)
async def metrics(request: Request, params: NoParams) -> Response:
    """Metrics in the Prometheus text format."""
    return Response(
        request.app.state.metrics.text(), media_type=CONTENT_TYPE_LATEST, headers=_NO_STORE
    )


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request, params: NoParams) -> Response:
    """The API description, OpenAPI 3.1."""
    state = request.state
    description: ApiDescription = request.app.state.description
    dataset: Dataset | None = state.dataset
    body = await description.document(
        dataset.version if dataset else None,
        dataset.cached(dataset_lookup.dataset)["licence"] if dataset else None,
        state.base,
        state.root,
    )
    return Response(body, media_type="application/json")


@router.get("/.well-known/api-catalog", include_in_schema=False)
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
