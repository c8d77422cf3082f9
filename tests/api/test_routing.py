"""FastAPI's ways work here: plain routes, dependencies, headers, response models; and an endpoint
that cannot be called fails when the application is created.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from app.api.context import Context
from app.api.parameters import AsOfParams, QueryParams
from app.api.routers import DataRouter
from app.api.routing import Route, include
from app.main import create_app
from app.settings import Settings
from tests.fixtures import Served


class Sum(BaseModel):
    """A response model."""

    total: int


def doubled(number: int) -> int:
    """An ordinary dependency with a query parameter."""
    return 2 * number


router = DataRouter("Dataset", "What answers here.")


@router.data("/ordinary/{name}", Sum, summary="Get a sum")
async def get_ordinary(
    name: str,
    context: Context,
    twice: Annotated[int, Depends(doubled)],
    x_more: Annotated[int, Header()] = 0,
) -> dict[str, Any]:
    """An endpoint for which FastAPI works out the arguments and the answer."""
    assert context.path == f"/ordinary/{name}"
    return {"total": twice + x_more, "left out": "by the response model"}


@router.data("/direct/{name}", Sum, summary="Get a text")
async def get_direct(
    name: str, request: Request, context: Context, params: Annotated[AsOfParams, Query()]
) -> Response:
    """An endpoint that takes only what Route provides."""
    assert request.path_params == {"name": name}
    return Response(f"{name} {context.dataset.version} {params.as_of}")


@pytest.fixture(scope="module")
def client(launch: Path, serve: Callable[..., Served]) -> httpx.Client:
    """A client of a service with these routes besides its own."""
    service = serve(launch.parent, public_url="https://stated.example")
    api: FastAPI = service.app.app  # type: ignore[assignment]

    @api.get("/plain")
    async def plain(number: int = 1) -> dict[str, int]:
        if number == 404:
            raise HTTPException(404, "There is no such number.")
        return {"number": number}

    include(api, [router])
    return service.client


def test_a_plain_route_of_the_application_answers(client: httpx.Client) -> None:
    answer = client.get("/plain?number=3")
    assert (answer.status_code, answer.json()) == (200, {"number": 3})
    assert "x-request-id" in answer.headers
    assert client.head("/plain").status_code == 200
    described = client.get("/openapi.json").json()["paths"]
    assert {"/plain", "/ordinary/{name}"} <= described.keys()
    refused = {path: described[path]["get"]["responses"]["422"] for path in ("/plain", "/topics")}
    assert refused["/plain"] == refused["/topics"]


def test_the_errors_of_a_plain_route_are_problems(client: httpx.Client) -> None:
    wrong = client.get("/plain?number=three")
    assert (wrong.status_code, wrong.headers["content-type"]) == (422, "application/problem+json")
    assert wrong.json()["errors"][0]["parameter"] == "number"
    missing = client.get("/plain?number=404")
    assert (missing.status_code, missing.json()["detail"]) == (404, "There is no such number.")
    assert missing.json()["type"].endswith("/problems/not-found")


def test_ordinary_features_of_fastapi_work(client: httpx.Client) -> None:
    answer = client.get("/ordinary/x", params={"number": 2}, headers={"X-More": "1"})
    assert (answer.status_code, answer.json()) == (200, {"total": 5})
    assert client.get("/ordinary/x").status_code == 422


def test_ordinary_endpoints_are_negotiated_too(client: httpx.Client) -> None:
    refused = client.get("/ordinary/x?number=1", headers={"Accept": "text/html"})
    assert (refused.status_code, refused.json()["allowed"]) == (406, [".json"])
    assert client.get("/ordinary/x.csv?number=1").json()["allowed"] == [".json"]


def test_the_usual_arguments_are_given_directly(client: httpx.Client) -> None:
    answer = client.get("/direct/x?as_of=2025-12-31")
    assert re.fullmatch(r"x [0-9a-f]{16} 2025-12-31", answer.text)
    wrong = client.get("/direct/x?as_off=2025-12-31")
    assert (wrong.status_code, wrong.json()["did_you_mean"]) == (422, ["as_of"])


@pytest.mark.parametrize(
    ("path", "endpoint", "told"),
    [
        ("/x", lambda: _besides_a_model, "Nothing provides that"),
        ("/x/{id}", lambda: _besides_a_model, "Nothing provides that"),
        ("/x", lambda: _from_a_body, "a GET request has none"),
    ],
)
def test_a_parameter_that_nothing_provides_fails_at_the_start(
    path: str, endpoint: Callable[[], Callable[..., Any]], told: str
) -> None:
    with pytest.raises(TypeError, match=told):
        DataRouter("Sums", "What is added up.").data(path, Sum, summary="Get a sum")(endpoint())


def test_a_data_route_without_a_summary_fails_at_the_start() -> None:
    with pytest.raises(TypeError, match="/x needs a summary"):
        DataRouter("Sums", "What is added up.").data("/x", Sum)(get_ordinary)


async def _besides_a_model(params: Annotated[QueryParams, Query()], extra: str) -> Response:
    return Response(extra)


async def _from_a_body(params: Sum) -> Response:
    return Response(params.model_dump_json())


def test_the_more_specific_path_comes_first_however_they_are_registered() -> None:
    async def endpoint() -> Response:
        return Response()

    paths = ["/x", "/x/sum", "/x/{id}.csl.json", "/x/{id}.csv", "/x/{id}", "/x/{id}/part"]
    for given in (paths, paths[::-1]):
        api, mixed = FastAPI(), DataRouter("Sums", "What is added up.")
        for path in given:
            mixed.add_api_route(path, endpoint)
        include(api, [mixed])
        ours = [route for route in api.routes if isinstance(route, Route)]
        for name, expected in (
            ("/x/sum", "/x/sum"),
            ("/x/a.csl.json", "/x/{id}.csl.json"),
            ("/x/a.csv", "/x/{id}.csv"),
            ("/x/a", "/x/{id}"),
        ):
            scope = {"type": "http", "method": "GET", "path": name, "headers": []}
            first = next(
                r for r in api.routes if isinstance(r, Route) and r.matches(scope)[0].value
            )
            assert first.path == expected, ours


def test_every_route_is_called_directly(launch: Path) -> None:
    """None of our own endpoints pays for what FastAPI does besides."""
    api: FastAPI = create_app(Settings(datasets=launch.parent)).app  # type: ignore[assignment]
    ours = [route for route in api.routes if isinstance(route, Route)]
    assert len(ours) > 100
    assert [route.path for route in ours if not route.is_direct] == []
