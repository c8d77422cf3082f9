"""What is said of a path that no route has, and of a name in a path that is not known."""

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote, unquote

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Connection

from app.api.formats import split_suffix
from app.api.near_paths import Resolve, filled, is_word_for, near_paths
from app.api.routing import Route, canonical_redirect, data_of_page, format_not_served, formats_of
from app.api.urls import Urls, query_of
from app.api.validation import parameters_with, parts_of
from app.domain.names import printable
from app.lookup import names
from app.lookup.names import Match, Miss
from app.lookup.near_ids import has_id, near_ids
from app.problems import SEE_CANDIDATES, FormatNotServed, NotFound, Problem, UnknownName
from app.store.dataset import Dataset
from app.store.listing import Row

_RESOLVERS: dict[str, Callable[[Connection, str], Match | Miss]] = {
    "countries": names.country,
    "actors": names.actor,
    "badges": names.actor,
    "speakers": names.person,
    "sources": names.source,
    "topics": names.topic,
    "questions": names.question,
}
"""What finds a name in a path, by the segment before it."""
_WITH_IDS = {"positions": "position", "sources": "source", "statements": "statement"}
_FOLDERS = {"country": "countries", "person": "speakers"}  # of all other types: actors
_MOST_CANDIDATES = 3  # for all of which a sentence names the address
_TYPES = {"organisation": "an organisation", "person": "a speaker"}


def unknown_path(request: Request) -> Response | Problem:
    """The redirect to the canonical path, or the problem that says what was probably meant."""
    if redirect := canonical_redirect(request):
        return redirect
    bare, suffix = split_suffix(request.scope["path"])
    if suffix is not None and (served := formats_of(request.app.routes, bare)):
        return format_not_served(suffix, served)
    if suffix is not None and (problem := data_of_page(request, bare, suffix)):
        return problem
    if problem := _unknown_format(request, request.scope["path"]):
        return problem
    near = near_paths(_addresses(request), bare, _resolver(request))
    paths = [
        _as_sent(request, path, suffix)
        for path in sorted(near.paths, key=lambda path: split_suffix(path)[1] != suffix)
        if split_suffix(path)[1] in (None, suffix or split_suffix(path)[1])
    ]
    if not any(path.count("/") > 2 for path in near.paths):  # none of them has the name
        paths = [*_filtered(request, bare), *paths][:_MOST_PATHS]
    hint = near.hint if paths or near.hint else "See /docs for all addresses."
    return NotFound(f"There is no such address. {hint}".strip(), did_you_mean=paths)


_MOST_PATHS = 3
_EXTENSION = re.compile(r"(?P<path>/.*?[^/.])\.(?P<suffix>[A-Za-z][A-Za-z0-9.]{1,15})", re.ASCII)


def _unknown_format(request: Request, path: str) -> Problem | None:
    """The problem of a path that ends in a format which no address has (`/statements.xlsx`); None
    if the path without it is none of the data. Two formats that are words for feeds have one.
    """
    match = _EXTENSION.fullmatch(path)
    served = formats_of(request.app.routes, match["path"]) if match else []
    if match is None or not served:
        return None
    path, suffix = match["path"], match["suffix"]
    inside = [
        one
        for one in near_paths(_addresses(request), f"{path}/{suffix}", None).paths
        if one.startswith(f"{path}/")
    ]
    inside += [one for one in _addresses(request) if one.startswith(f"{path}.")]  # whole files
    if suffix in ("html", "htm") and any(
        isinstance(route, Route) and route.path_regex.match(f"/browse{path}")
        for route in request.app.routes
    ):
        inside.append(f"/browse{path}")
    dataset: Dataset | None = request.state.dataset
    if dataset and f"{path[1:]}.{suffix}" in dataset.whole_files:  # a whole table, without filters
        inside.append(f"/dataset{path}.{suffix}")
    problem = format_not_served(suffix, served)
    return FormatNotServed(
        problem.detail,
        allowed=problem.members["allowed"],
        did_you_mean=[_as_sent(request, one) for one in inside],
    )


_FILTER_OF = {
    "countries": "country",
    "actors": "actor",
    "speakers": "speaker",
    "sources": "source",
    "topics": "topic",
    "questions": "question",
}
"""The parameter of lists that takes the name in a path, by the segment before the name."""


def _filtered(request: Request, path: str) -> list[str]:
    """Lists with a filter, for a path like `/countries/italy/speakers`: no address has it, and the
    list of speakers takes the country as a parameter.
    """
    dataset: Dataset | None = request.state.dataset
    segments = [segment for segment in path.split("/") if segment]
    if dataset is None or len(segments) != 3:
        return []
    folder, name, word = segments
    if filtered := _with_value(request, folder, word):  # /positions/stance/opposes
        return filtered
    noun = next((one for one in _FILTER_OF if is_word_for(folder, one)), None)
    if noun is None:
        return []
    parameter = _FILTER_OF[noun]
    lists = [
        address
        for address in _addresses(request)
        if "{" not in address
        and not address.startswith(("/browse/", "/embed/"))
        and is_word_for(word, address.rpartition("/")[2])
        and parameter in _parameters(request, address)
    ]
    return [
        _as_sent(request, f"{address}?{parameter}={quote(one)}")
        for one in (_ids(dataset, noun, name, near=False) if lists else ())
        for address in lists
    ]


def unknown_name(request: Request, problem: UnknownName) -> Response | Problem:
    """The redirect to the canonical path, or the same problem with what was probably meant: near
    ids, something of another kind that has this name, an address without a name.
    """
    if redirect := canonical_redirect(request):
        return redirect
    dataset: Dataset | None = request.state.dataset
    route, given = request.scope.get("route"), list(request.path_params.values())
    if dataset is None or not given or not isinstance(route, Route):
        return problem
    template = (route.address or route.path).split("/")[1:]
    place = next(number for number, part in enumerate(template) if "{" in part)
    noun, name = template[place - 1], given[0]
    if wrong_format := _in_unknown_format(request, route, dataset, noun, name):
        return wrong_format
    sentences, meant = [problem.detail], list(problem.members.get("did_you_mean", ()))
    candidates = list(problem.members.get("candidates", ()))
    if kind := _WITH_IDS.get(noun):
        near_names = dataset.read(near_ids, kind, name)
        if name in near_names:
            return problem  # a part of it is not known
        sentences = [f"There is no {kind} with the id “{printable(name)}”."]
        meant += near_names
    urls = Urls(request.state.base, request.state.root)
    if not candidates and (other := dataset.read(names.bearer, name)):
        candidates = [{**other, "url": urls.named(other["type"], other["id"])}]
        what = _TYPES.get(other["type"], f"a {other['type']}")
        sentences.append(f"{other['name']} is {what}.")
    if len(candidates) <= _MOST_CANDIDATES:
        addresses = (_address_of(request, template, place, other) for other in candidates)
        # Something of another kind that has this very name comes before names that are near.
        meant[:0] = [_as_sent(request, address) for address in addresses]
    else:
        sentences.append(SEE_CANDIDATES.strip())
    near = near_paths(_addresses(request), request.scope["path"], None)
    meant += [_as_sent(request, path) for path in near.paths]
    meant = list(dict.fromkeys(meant))
    if route.is_data and not meant and not candidates:
        sentences += _how_to_go_on(request, dataset, noun, name, meant)
    return UnknownName(" ".join(sentences), did_you_mean=meant, candidates=candidates)


def _with_value(request: Request, noun: str, value: str) -> list[str]:
    """The list of a noun with the filter that has this value (`/positions?stance=opposes`)."""
    model = next(
        (
            route.query_model
            for route in request.app.routes
            if isinstance(route, Route) and route.path == f"/{noun}"
        ),
        None,
    )
    parameters = parameters_with(model, value) if model else []
    return [_as_sent(request, f"/{noun}?{parameter}={quote(value)}") for parameter in parameters]


_PLACEHOLDER = re.compile(r"[{<:\[$].*|YOUR[_-]?\w*|undefined|null|none|nan", re.IGNORECASE)


def _how_to_go_on(
    request: Request, dataset: Dataset, noun: str, name: str, meant: list[str]
) -> list[str]:
    """Sentences for a name to which nothing is near. `meant` gets the paths that work."""
    find, listed = _RESOLVERS.get(noun), f"/{noun}"
    if listed not in _addresses(request):
        listed = "/actors"  # badges
    inside = dataset.read(names.names_in, find, name) if find else []
    parts = [
        part for part in parts_of(name) if find and isinstance(dataset.read(find, part), Match)
    ]
    several = parts or inside
    if several[1:] and noun in _LISTED_WITH:
        address, parameter = _LISTED_WITH[noun]
        query = query_of([(parameter, part) for part in several])
        meant.append(_as_sent(request, f"{address}{query}"))
        return ["A path takes one name."]
    if several:
        meant += several
        return []
    if filtered := _with_value(request, noun, name):
        meant += filtered
        return []
    if _PLACEHOLDER.fullmatch(name):
        return [f"Put a name in its place. {listed} lists all of them."]
    return [f"{listed} lists all of them."]


_LISTED_WITH = {
    "countries": ("/positions", "country"),
    "actors": ("/positions", "actor"),
    "speakers": ("/statements", "speaker"),
}
"""The list that takes several names, and its parameter, by the segment before a name."""


def _in_unknown_format(
    request: Request, route: Route, dataset: Dataset, noun: str, name: str
) -> Problem | None:
    """The problem of a known name with a format that no address has (`/countries/italy.xlsx`)."""
    match = _EXTENSION.fullmatch(f"/{name}")
    if match is None or not route.is_data:
        return None
    find, kind = _RESOLVERS.get(noun), _WITH_IDS.get(noun)
    stem = match["path"][1:]
    known = (find is not None and isinstance(dataset.read(find, stem), Match)) or (
        kind is not None and dataset.read(has_id, kind, stem)
    )
    return _unknown_format(request, request.scope["path"]) if known else None


def _addresses(request: Request) -> list[str]:
    """The templates of all addresses that people may ask for, each once."""
    routes = [route for route in request.app.routes if isinstance(route, Route)]
    paths = {route.path for route in routes}
    templates = (
        route.address if route.address in paths else route.path
        for route in routes
        if not (route.address or "").endswith("-metadata")
    )
    return [one for one in dict.fromkeys(templates) if one and one not in _FILES]


_FILES = {"/", "/oembed", "/assets/{name}", "/embed.v1.{digest}.js", "/sitemap/{part}.xml"}


def _as_sent(request: Request, path: str, suffix: str | None = None) -> str:
    """A path with the pin of the request, with its suffix if the address has that, and with its
    query if the address takes that.
    """
    state = request.scope["state"]
    pin = state["base"].removeprefix(state["root"])
    if "?" in path:
        return f"{pin}{path}"
    has_suffix = split_suffix(path)[1] is not None
    served = formats_of(request.app.routes, unquote(path)) if suffix and not has_suffix else []
    path = f"{pin}{path}{f'.{suffix}' if suffix in served else ''}"
    query = request.scope["query_string"].decode("latin-1")
    taken = _parameters(request, path.removeprefix(pin))
    given = {name for name, _ in state["query_pairs"]}
    return f"{path}?{query}" if given and given <= taken and len(query) <= 500 else path


def _parameters(request: Request, path: str) -> frozenset[str]:
    for route in request.app.routes:
        if isinstance(route, Route) and route.path_regex.match(unquote(path)):
            return frozenset(route.query_model.model_fields)
    return frozenset()


def _resolver(request: Request) -> Resolve:
    """What finds the paths that a name in a template may mean."""
    dataset: Dataset | None = request.state.dataset

    def resolve(
        template: Sequence[str], place: int, name: str, noun_was_sent: bool, near: bool
    ) -> list[str]:
        if dataset is None:
            return []
        noun = template[place - 1]
        ids = [*_ids(dataset, noun, name, near=noun_was_sent and near)]
        if ids or not noun_was_sent:
            return [filled(template, one) for one in ids]
        other = dataset.read(names.bearer, name)
        return [_address_of(request, template, place, other)] if other else []

    return resolve


def _ids(dataset: Dataset, noun: str, name: str, *, near: bool) -> Iterator[str]:
    """The ids of things of a kind that a name means; with `near` also that of one whose name or id
    is written like it.
    """
    if find := _RESOLVERS.get(noun):
        match = dataset.read(find, name)
        if isinstance(match, Match):
            yield match.id
        elif match.candidates:
            yield from (
                one["id"]
                for one in match.candidates
                if noun == "actors" or _FOLDERS.get(one["type"]) == noun
            )
        elif near and match.did_you_mean:
            yield from _ids(dataset, noun, match.did_you_mean[0], near=False)
    elif kind := _WITH_IDS.get(noun):
        if dataset.read(has_id, kind, name):
            yield name
        elif near:
            yield from dataset.read(near_ids, kind, name)[:1]


def _address_of(request: Request, template: Sequence[str], place: int, other: Row) -> str:
    """The address of something else that shows what is most like the one with this template, whose
    name is at `place`.
    """
    before, noun, after = template[: place - 1], template[place - 1], template[place + 1 :]
    folder = _FOLDERS.get(other["type"], "actors")
    known = {_shape(one) for one in _addresses(request)}
    ends: list[Sequence[str]] = [after] if after else [[noun[:-1]], [noun]]
    ways = ([*start, folder, "{}", *end] for end in (*ends, []) for start in (before, []))
    found = next(way for way in ways if "/".join(way) in known)
    return filled(["{name}" if part == "{}" else part for part in found], other["id"])


def _shape(address: str) -> str:
    return "/".join("{}" if "{" in part else part for part in address.split("/")[1:])
