"""Validating the query of a request, and saying what is wrong with it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError

from app.api.parameters import QueryParams
from app.domain.names import fold, suggest
from app.problems import InvalidParameter

M = TypeVar("M", bound=QueryParams)

MOST_ERRORS = 20  # wrong parameters that one problem names
MOST_SUGGESTIONS = 5  # of these, so many are compared with the right names and values


def validated(model: type[M], query: list[tuple[str, str]]) -> M:
    """The query as this model. Raises InvalidParameter, which names every wrong parameter."""
    values: dict[str, Any] = dict(query)
    for name in values.keys() & list_fields(model):
        values[name] = [value for other, value in query if other == name]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise invalid_parameters(error.errors(include_url=False), model) from None


@cache
def list_fields(model: type[QueryParams]) -> frozenset[str]:
    """The names of the fields that take several values."""
    return frozenset(
        name for name, field in model.model_fields.items() if get_origin(field.annotation) is list
    )


def invalid_parameters(
    errors: Iterable[Mapping[str, Any]], model: type[QueryParams]
) -> InvalidParameter:
    """The problem for what pydantic refuses. The `loc` of an error begins with the parameter."""
    fields = {name: field.annotation for name, field in model.model_fields.items()}
    named: list[dict[str, str]] = []
    allowed: list[str] = []
    did_you_mean: list[str] = []
    wrong_value: str | None = None
    unknown_parameter = False
    for error in errors:
        if error["type"] == "none_required":  # the other half of “absent, or …”
            continue
        if len(named) == MOST_ERRORS:
            break
        name = str(error["loc"][0]) if error["loc"] else "query"
        detail = error["msg"].removeprefix("Value error, ")
        wrong, right = "", list[str]()
        if error["type"] == "extra_forbidden":
            unknown_parameter = True
            wrong, right = name, sorted(fields)
            detail = "There is no such parameter here."
        elif error["type"] == "enum" and (values := list(_closed(fields.get(name)))):
            wrong_value = str(error["input"])
            wrong, right = wrong_value, values
            detail = "Not one of the allowed values."
        elif error["type"] == "value_error" and name == "query":
            name, _, detail = detail.partition(": ")
        allowed += right
        if right and len(named) < MOST_SUGGESTIONS:
            near = suggest(wrong, {fold(value): value for value in right})
            did_you_mean += near
            detail += f" Did you mean {near[0]}?" if near else ""
        named.append({"parameter": name, "detail": detail})
    sentence = "; ".join(
        f"{error['parameter'][:80]}: {error['detail'].rstrip('.')}"
        for error in named[:MOST_SUGGESTIONS]
    )
    return InvalidParameter(
        sentence if sentence.endswith("?") else f"{sentence}.",
        wrong_value=wrong_value,
        unknown_parameter=unknown_parameter,
        errors=named,
        allowed=list(dict.fromkeys(allowed)),
        did_you_mean=list(dict.fromkeys(did_you_mean)),
    )


def _closed(annotation: object) -> Iterable[str]:
    """The values of the closed vocabulary in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return [str(value) for value in annotation]
    return [value for part in get_args(annotation) for value in _closed(part)]
