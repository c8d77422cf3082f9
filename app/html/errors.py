"""Errors of pages and embeds: where what was probably meant stands, as links to others of their
kind. Pure.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.types import Scope

from app.api.urls import Urls
from app.html.templating import render_template

Pairs = list[tuple[str, str]]
Shown = Callable[[str], str]  # a data URL → its page, or its embed
_PARAMETER = "There is no such parameter here."  # how the error about an unknown one begins


def meant(problem: dict[str, Any], path: str, query: Pairs, urls: Urls) -> list[tuple[str, str]]:
    """(text, address) of the pages that may have been meant by a page's error (its members as sent
    to data clients).

    An embed leads to embeds. What was asked besides is kept. A pin to a dataset that is not kept
    leads to the same page of the current one.
    """
    errors = problem.get("errors", [])
    room, folder, name = [*path.split("/")[1:], "", "", ""][:3]
    shown = urls.embed if room == "embed" else urls.page
    if problem["status"] == 410:
        return list(_instead(problem, path, query, urls, shown))
    if len(errors) == 1:
        return list(_other_value(problem, errors[0], path, query, urls, shown))
    if errors or room not in ("browse", "embed") or not name:
        return []
    near = [
        (one, _with(urls.at(room, folder, one), query)) for one in problem.get("did_you_mean", [])
    ]
    return near + [
        (one["name"], _with(shown(one["url"]), query)) for one in problem.get("candidates", [])
    ]


def _with(url: str, query: Pairs) -> str:
    return f"{url}?{urlencode(query)}" if query else url


def _instead(
    problem: dict[str, Any], path: str, query: Pairs, urls: Urls, shown: Shown
) -> Iterable[tuple[str, str]]:
    if "reason" not in problem:
        yield "The same of the current dataset", urls.list(path, query)
    elif problem["replaced_by"]:
        yield "What stands in its place", _with(shown(problem["replaced_by"]), query)


def _other_value(
    problem: dict[str, Any],
    error: dict[str, str],
    path: str,
    query: Pairs,
    urls: Urls,
    shown: Shown,
) -> Iterable[tuple[str, str]]:
    """The same page with another value of the parameter that is wrong, or with another name for
    it.
    """
    given = [place for place, (key, _) in enumerate(query) if key == error["parameter"]]
    # Of several values the wrong one is told in the error's words.
    wrong = next(
        (place for place in given if f"“{query[place][1]}”" in error["detail"]),
        given[0] if given else None,
    )
    if wrong is None:
        return
    key, value = query[wrong]

    def replaced(*pair: str) -> str:
        return urls.list(path, [*query[:wrong], (pair[0], pair[1]), *query[wrong + 1 :]])

    for one in problem.get("did_you_mean", []):
        yield (
            one,
            replaced(one, value) if error["detail"].startswith(_PARAMETER) else replaced(key, one),
        )
    look = [pair for pair in query if pair[0] == "theme"]
    for one in problem.get(
        "candidates", []
    ):  # of positions, a filter by country takes no other actor; of statements it does
        fits = one["type"] == "country" or path.endswith("/statements")
        yield one["name"], replaced(key, one["id"]) if fits else _with(shown(one["url"]), look)


def error_page(body: dict[str, Any], scope: Scope) -> tuple[bytes, dict[str, str]]:
    """An error as a page, and the headers that it needs."""
    base = scope["state"].get("base", "")
    dataset = scope["state"].get("dataset")
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    values = {
        "problem": body,
        "version": dataset.version if dataset else None,
        "meant": meant(body, scope["path"], query, Urls(base)),
    }
    return render_template("error.html", values, base=base)
