"""Validating the query of a request, and saying what is wrong with it and what would work."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_origin
from urllib.parse import quote

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from starlette.routing import BaseRoute

from app.api.parameters import QueryParams
from app.api.synonyms import HABITS, Habit, singular, values_for, words_of
from app.api.urls import query_of
from app.domain.dates import near_days
from app.domain.names import fold, printable, suggest, with_same_word
from app.problems import InvalidParameter, one_of

M = TypeVar("M", bound=QueryParams)
Pairs = Sequence[tuple[str, str]]

MOST_ERRORS = 20  # wrong parameters that one problem names
MOST_SUGGESTIONS = 5  # of these, so many are compared with the right names and values
_MOST_REPEATED = 5  # values that a sentence repeats


class Address(NamedTuple):
    """The address whose parameters are checked, for what an error suggests."""

    path: str = ""
    """Without its suffix and the pin."""
    suffixes: Sequence[str] = ()
    """The formats that it has."""
    query: Pairs = ()
    routes: Iterable[BaseRoute] = ()
    pin: str = ""
    """What the suggested paths begin with."""


class _Wrong(NamedTuple):
    """What is wrong with one parameter."""

    detail: str
    """A sentence that does not name the parameter."""
    meant: Sequence[str] = ()
    allowed: Sequence[str] = ()


def validated(model: type[M], query: Pairs, where: Callable[[], Address] = Address) -> M:
    """The query as this model. Raises InvalidParameter, which names every wrong parameter."""
    values: dict[str, Any] = dict(query)
    for name in values.keys() & list_fields(model):
        values[name] = [value for other, value in query if other == name]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise invalid_parameters(error.errors(include_url=False), model, where()) from None


@cache
def list_fields(model: type[QueryParams]) -> frozenset[str]:
    """The names of the fields that take several values."""
    return frozenset(
        name for name, field in model.model_fields.items() if get_origin(field.annotation) is list
    )


def invalid_parameters(
    errors: Iterable[Mapping[str, Any]], model: type[QueryParams], where: Address
) -> InvalidParameter:
    """The problem for what pydantic refuses, in our words. The `loc` of an error begins with the
    parameter.
    """
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
        suggesting = len(named) < MOST_SUGGESTIONS
        if error["type"] == "extra_forbidden" and name == "":
            name, wrong = "query", _Wrong("There is a value without the name of a parameter.")
        elif error["type"] == "extra_forbidden":
            unknown_parameter = True
            wrong = _unknown(name, str(error["input"]), model, where if suggesting else None)
        elif error["type"] == "value_error" and name == "query":
            name, _, detail = _own_words(error).partition(": ")
            wrong = _Wrong(detail)
        else:
            wrong = _refused(name, error, model, where if suggesting else Address())
            wrong_value = str(error["input"])
        allowed += wrong.allowed
        did_you_mean += wrong.meant if suggesting else ()
        named.append({"parameter": name, "detail": wrong.detail})
    sentences = [
        f"{error['parameter'][:80]}: {error['detail']}" for error in named[:MOST_SUGGESTIONS]
    ]
    return InvalidParameter(
        " ".join(sentences),
        wrong_value=wrong_value,
        unknown_parameter=unknown_parameter,
        errors=named,
        allowed=list(dict.fromkeys(allowed)),
        did_you_mean=list(dict.fromkeys(did_you_mean)),
    )


def repeated(parameter: str, values: Sequence[str]) -> str:
    """How several values of a parameter are sent."""
    pairs = [(parameter, value) for value in values[:_MOST_REPEATED]]
    return f"Repeat the parameter for several values: {query_of(pairs)[1:]}"


def parts_of(given: str) -> list[str]:
    """The values that were sent as a list in one text, also as JSON; none if it is no list."""
    given = given[:1000].strip()
    if given[:1] + given[-1:] in ("[]", "()", "{}"):
        given = given[1:-1]
    for sign in ",;|":
        parts = [part.strip().strip("\"'").strip() for part in given.split(sign)]
        if 1 < len(parts) <= 20 and all(parts):
            return parts
    return []


def parameters_with(model: type[QueryParams], value: str) -> list[str]:
    """The parameters of a model that have this value in a closed list; none for yes and no."""
    if not value or value in ("true", "false"):
        return []
    return [
        name
        for name, field in sorted(model.model_fields.items())
        if value in _closed(field.annotation)
    ]


def two_in_one(given: str, parameters: Collection[str]) -> str:
    """What to do if a value also has another parameter in it (`italy;stance=open`); empty if it
    has none.
    """
    _first, *rest = re.split(r"[;&,?]\s*(?=[a-z_]{1,30}=)", given[:1000])
    if rest and all(pair.partition("=")[0] in parameters for pair in rest):
        return "Separate parameters by &, and do not percent-encode the &."
    return ""


EVERYTHING = frozenset({"all", "*", "any", "every", "everything", "everyone"})
"""What people write for a filter that lets everything through."""


def _own_words(error: Mapping[str, Any]) -> str:
    """The text of our own ValueError, as a sentence."""
    text = str(error["msg"]).removeprefix("Value error, ")
    return text if text.endswith(".") else f"{text}."


# --- values ---------------------------------------------------------------------------------------


def _refused(
    name: str, error: Mapping[str, Any], model: type[QueryParams], where: Address
) -> _Wrong:
    """What is wrong with a value."""
    given, kind, limits = str(error["input"]), error["type"], error.get("ctx", {})
    annotation = model.model_fields[name].annotation if name in model.model_fields else None
    values = list(_closed(annotation))
    if kind == "missing":
        return _Wrong("Must be given.")
    if kind == "string_too_short" or (given == "" and isinstance(error["input"], str)):
        is_required = name in model.model_fields and model.model_fields[name].is_required()
        rest = "" if is_required else " Leave it out if you do not need it."
        return _Wrong(f"Must not be empty.{rest}", (), values)
    if kind == "enum" and values:
        if more := two_in_one(given, model.model_fields):
            return _Wrong(f"“{printable(given)}” is not one of the allowed values. {more}")
        return _not_in_list(name, given, values, several=name in list_fields(model))
    if kind.startswith("bool"):
        meant = values_for(given, ("true", "false"))
        return _Wrong(f"Must be true or false.{_question(meant)}", meant, ("true", "false"))
    if kind in ("too_long", "string_too_long"):
        most = limits.get("max_length", "")
        what = "values" if kind == "too_long" else "characters"
        return _Wrong(f"Takes at most {most} {what}.")
    if kind in ("greater_than_equal", "less_than_equal") or _is_number(annotation):
        return _not_this_number(model.model_fields[name], given, where, is_limit=name == "limit")
    if _has_day(annotation):
        return not_a_day(name, given)
    if kind == "value_error":
        return _Wrong(_own_words(error))
    return _Wrong("Is not a valid value.")


_BETWEEN_VALUES = re.compile(r"[\s+&/]+(?:or|and)?[\s+&/]*", re.IGNORECASE)
_NOT = re.compile(r"\s*(?:!=?|-|~|<>|(?:not|no|ne|neq|nin|except)[\s:_.-])\s*(.+)", re.IGNORECASE)


def _not_in_list(name: str, given: str, values: list[str], *, several: bool) -> _Wrong:
    parts = parts_of(given) or _BETWEEN_VALUES.split(given[:1000].strip())
    if parts[1:] and set(parts) <= set(values):
        if several:
            return _Wrong(repeated(name, parts), parts, values)
        return _Wrong(f"Takes one value.{_question(parts)}", parts, values)
    detail = f"“{printable(given)}” is not one of the allowed values."
    meant = values_for(given, values)
    if several and not meant:
        if given.lower() in EVERYTHING and name != "facets":
            return _Wrong(f"{detail} Leave out {name} to get everything.", (), values)
        if (left_out := _NOT.fullmatch(given)) and left_out[1].lower() in values:
            return _Wrong(_excluding(name, left_out[1].lower(), values), (), values)
    meant = meant or suggest(given, {fold(value): value for value in values})
    meant = meant or with_same_word(given, values)
    return _Wrong(f"{detail}{_question(meant)}", meant, values)


def _excluding(name: str, value: str, values: Sequence[str]) -> str:
    """What to do instead of leaving out a value of a closed list."""
    others = query_of([(name, other) for other in values if other != value])[1:]
    return f"A filter cannot leave out a value. Repeat it for all others: {others}"


def _is_number(annotation: object) -> bool:
    return annotation is int or any(map(_is_number, get_args(annotation)))


def _not_this_number(field: FieldInfo, given: str, where: Address, *, is_limit: bool) -> _Wrong:
    """No number, or one that is too small or too large. A list is had as a whole in other
    formats.
    """
    limits = {
        end: getattr(rule, end)
        for rule in (*field.metadata, *_metadata(field.annotation))
        for end in ("ge", "le")
        if getattr(rule, end, None) is not None
    }
    least, most = limits.get("ge"), limits.get("le")
    detail = "Must be a whole number"
    if least is not None:
        detail += f", {least} or more" if most is None else f" from {least} to {most}"
    detail += "."
    whole = [f".{suffix}" for suffix in where.suffixes if suffix in ("csv", "ndjson")]
    if is_limit and most is not None and whole:
        detail += f" For the whole list add {one_of(whole)} to the path."
    elif is_limit and most is None:
        detail += " Leave it out for the whole list."
    too_large = re.fullmatch(r"\d{1,40}", given, re.ASCII) and most and int(given) > most
    return _Wrong(detail, (str(most),) if too_large else ())


def _metadata(annotation: object) -> Iterable[object]:
    """The limits of a number that are in its type (`Annotated`), also behind “or None”."""
    for part in (annotation, *get_args(annotation)):
        for rule in getattr(part, "__metadata__", ()):
            yield from getattr(rule, "metadata", (rule,))


def not_a_day(name: str, given: str, *, or_else: str = "") -> _Wrong:
    """What is wrong with a text that should be a day; `or_else` is what may be given instead."""
    meant = near_days(given)
    if meant and given[:10] not in meant and len(given) == 10 and given[4::3] == "--":
        detail = "There is no such day."
    else:
        detail = f"Must be a day, as in 2025-12-31{or_else}."
    if name == "as_of" and not meant and not any(char.isdigit() for char in given):
        detail += " Leave out as_of for the latest position."
    return _Wrong(f"{detail}{_question(meant)}", meant)


def _has_day(annotation: object) -> bool:
    return annotation is date or any(map(_has_day, get_args(annotation)))


def _closed(annotation: object) -> Iterable[str]:
    """The values of the closed vocabulary in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return [str(value) for value in annotation]
    return [value for part in get_args(annotation) for value in _closed(part)]


# --- names ----------------------------------------------------------------------------------------


def _unknown(name: str, value: str, model: type[QueryParams], where: Address | None) -> _Wrong:
    """What does what an unknown parameter was probably meant to do: another parameter, the suffix
    of the path, another address.
    """
    fields = sorted(model.model_fields)
    detail = "There is no such parameter here." if fields else "This address takes no parameters."
    if where is None:
        return _Wrong(detail, (), fields)
    words = words_of(name)
    joined = "_".join(words)
    same = [field for field in fields if singular(field) == singular(joined)]
    if same and name.endswith("!"):  # stance!=open
        values = list(_closed(model.model_fields[same[0]].annotation))
        if value in values and same[0] in list_fields(model):
            return _Wrong(_excluding(same[0], value, values), (), fields)
    habits = _habits(joined, value)
    is_text = any("q" in habit.parameters for habit in habits)
    if not same and not is_text and (meant := parameters_with(model, value)):  # type=corrected
        return _Wrong(f"{detail}{_question(meant)}", meant, fields)
    if not same and (wrong := _first_instead(habits, value, model, where)):
        return wrong._replace(detail=f"{detail} {wrong.detail}".strip(), allowed=fields)
    if not same and (wrong := _elsewhere(joined, value, where)):
        return _Wrong(f"{detail} {wrong.detail}{_question(wrong.meant)}", wrong.meant, fields)
    meant = same or suggest(name, {fold(field): field for field in fields})
    if not meant and len(words) > 1:  # filter[country], date.gte
        meant = [field for field in fields if field in words]
        for one in words:
            if not meant:
                wrong = _first_instead(_habits(one, value), value, model, where)
                meant = list(wrong.meant) if wrong else []
    if not meant and fields:
        detail += " Leave it out, or use one of those in allowed."
    return _Wrong(f"{detail}{_question(meant)}", meant, fields)


def _habits(name: str, value: str) -> list[Habit]:
    """What other services do with a parameter; `after` is a page, or before a day a day."""
    found = [habit for habit in HABITS if name in habit.words.split()]
    return [one for one in found if not (one.needs == "cursor" and near_days(value))] or found


def _first_instead(
    habits: Iterable[Habit], value: str, model: type[QueryParams], where: Address
) -> _Wrong | None:
    found = (_instead(habit, value, model, where) for habit in habits)
    return next((wrong for wrong in found if wrong), None)


def _instead(habit: Habit, value: str, model: type[QueryParams], where: Address) -> _Wrong | None:
    """What does here what a parameter of other services does; None if nothing does."""
    fields = model.model_fields
    if habit.is_format:
        return _format(value, where)
    if meant := [name for name in habit.parameters if name in fields]:
        meant = meant if habit.all_do else meant[:1]
        return _Wrong(_question(meant).strip(), meant)
    if habit.advice and (not habit.needs or habit.needs in fields):
        return _Wrong(habit.advice)
    for name in habit.parameters if fields else ():
        wrong = _elsewhere(name, value, where, only_known=True)
        if wrong:
            return wrong._replace(detail=f"{wrong.detail}{_question(wrong.meant)}")
    return None


def _format(value: str, where: Address) -> _Wrong | None:
    """The format is the suffix of the path."""
    if not where.suffixes:
        return None
    form = value.lower().strip(".").rpartition("/")[2]
    suffixes = [f".{suffix}" for suffix in where.suffixes]
    if form not in where.suffixes:
        return _Wrong(f"The format is the suffix of the path: {one_of(suffixes)}.")
    rest = [pair for pair in where.query if pair[1] != value]
    path = f"{where.pin}{quote(where.path)}.{form}{query_of(rest)}"
    return _Wrong(f"The format is the suffix of the path: {path}", [path])


def _elsewhere(name: str, value: str, where: Address, *, only_known: bool = False) -> _Wrong | None:
    """The lists that have a parameter, the one with most filters first. If the value is one of
    theirs, or another word for one, its address is suggested. With `only_known` no list is
    suggested that does not have the value.
    """
    found: dict[str, type[QueryParams]] = {}
    for route in where.routes:
        address, model = getattr(route, "address", None), getattr(route, "query_model", None)
        if (
            address
            and model
            and getattr(route, "suffix", "") == "json"
            and re.fullmatch(r"/[a-z]+", address)
            and name in model.model_fields
        ):
            if address == where.path:  # only the pages of a list have it
                meant = [f"{where.pin}{address}"]
                return _Wrong(f"Only the pages of the list have {name}.", meant)
            found[address] = model
    if not found:
        return None
    # The list to which the path belongs comes first.
    above = f"/{where.path.split('/')[1]}" if where.path else ""
    ranked = sorted(found, key=lambda one: (one != above, -len(found[one].model_fields)))[:3]
    values = list(_closed(found[ranked[0]].model_fields[name].annotation))
    right = [value] if value in values else values_for(value, values)
    if only_known and values and not right:
        return None
    meant = [f"{where.pin}{ranked[0]}{query_of([(name, one)])}" for one in right[:2]]
    meant = meant or [f"{where.pin}{ranked[0]}"]
    return _Wrong(f"{name} is a parameter of {one_of(ranked)}.", meant)


def _question(meant: Sequence[str]) -> str:
    return f" Did you mean {one_of(list(meant)[:3])}?" if meant else ""
