"""FastAPI's exception handlers: every error of an endpoint is answered as a problem."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.api.routing import Route, address_of
from app.api.unknown import unknown_name, unknown_path
from app.api.validation import invalid_parameters
from app.problems import NotFound, Problem, RenderProblem, UnknownName


def add_problem_handlers(api: FastAPI, render: RenderProblem) -> None:
    """Let the application answer every Problem, every 404 and every invalid parameter by `render`.

    Any other exception reaches the Edge, which writes it into the log.
    """

    def answered(request: Request, problem: Response | Problem) -> Response:
        if isinstance(problem, Response):
            return problem
        status, headers, body = render(request.scope, problem)
        response = Response(body, status)
        response.raw_headers[:] = headers
        return response

    @api.exception_handler(Problem)
    async def on_problem(request: Request, problem: Problem) -> Response:
        if problem.status == Problem.status:
            raise problem
        # The frames of what caused it would keep the files of a dataset open.
        problem.__cause__ = problem.__context__ = None
        if isinstance(problem, UnknownName):
            return answered(request, unknown_name(request, problem))
        return answered(request, problem)

    @api.exception_handler(404)
    async def on_404(request: Request, error: HTTPException) -> Response:
        if "endpoint" in request.scope:  # a route was found, and its endpoint says so
            return answered(request, NotFound(error.detail))
        return answered(request, unknown_path(request))

    @api.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        route = request.scope["route"]
        model = route.query_model if isinstance(route, Route) else Route.query_model
        # FastAPI's locations begin with the part of the request: query, path, header …
        errors = [{**error, "loc": error["loc"][1:]} for error in error.errors()]
        return answered(request, invalid_parameters(errors, model, address_of(request)))
