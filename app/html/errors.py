"""Errors as pages, with links to what was probably meant."""

from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, urlencode

from starlette.types import Scope

from app.api.schemas import JsonObject
from app.api.urls import Urls
from app.html.templating import render_template
from app.problems import AmbiguousName, Gone, InvalidParameter, Problem, UnknownName

Pairs = list[tuple[str, str]]
Links = Iterable[tuple[str, str]]  # (text, address)


def error_page(problem: Problem, body: JsonObject, scope: Scope) -> tuple[bytes, dict[str, str]]:
    """An error as a page, and the headers that it needs. `body` are its members as sent to data
    clients.
    """
    values = error_values(problem, body, scope)
    return render_template("error.html", values, base=scope["state"].get("base", ""))


def error_values(problem: Problem, body: JsonObject, scope: Scope) -> JsonObject:
    """What the templates of errors need: the members of the problem, the links to what was probably
    meant, and the heading of these links.
    """
    urls, dataset = Urls(scope["state"].get("base", "")), scope["state"].get("dataset")
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return {
        "title": problem.title,
        "problem": body,
        "version": dataset.version if dataset else None,
        "links": list(suggested_links(problem, scope["path"], query, urls)),
        "links_title": "Instead:" if isinstance(problem, Gone) else "Perhaps meant:",
    }


def suggested_links(problem: Problem, path: str, query: Pairs, urls: Urls) -> Links:
    """The pages that were probably meant. Pure.

    On an embed they are embeds. The query is kept. A pin to a dataset that is not kept leads to the
    same page of the current dataset.
    """
    root, folder, name = [*path.split("/")[1:], "", "", ""][:3]
    of_data = urls.embed if root == "embed" else urls.page
    match problem:
        case Gone():
            return _instead(problem, path, query, urls, of_data)
        case InvalidParameter() if len(problem.members.get("errors", [])) == 1:
            return _other_parameter(problem, path, query, urls, of_data)
        case UnknownName() | AmbiguousName() if root in ("browse", "embed") and name:
            near = problem.members.get("did_you_mean", [])
            candidates = problem.members.get("candidates", [])
            return [
                *((other, _with_query(urls.at(root, folder, other), query)) for other in near),
                *((item["name"], _with_query(of_data(item["url"]), query)) for item in candidates),
            ]
    return []


def _with_query(url: str, query: Pairs) -> str:
    return f"{url}?{urlencode(query)}" if query else url


def _instead(
    problem: Gone, path: str, query: Pairs, urls: Urls, of_data: Callable[[str], str]
) -> Links:
    if "reason" not in problem.members:  # the version of the dataset is gone
        yield "The same of the current dataset", urls.list(path, query)
    elif problem.members["replaced_by"]:
        yield (
            "What stands in its place",
            _with_query(of_data(problem.members["replaced_by"]), query),
        )


def _other_parameter(
    problem: InvalidParameter,
    path: str,
    query: Pairs,
    urls: Urls,
    of_data: Callable[[str], str],
) -> Links:
    """The same page with another value of the wrong parameter, or with another name for it."""
    parameter = problem.members["errors"][0]["parameter"]
    given = [i for i, (name, _) in enumerate(query) if name == parameter]
    wrong = [i for i in given if query[i][1] == problem.wrong_value] or given
    if not wrong:
        return
    place = wrong[0]
    value = query[place][1]

    def replaced(name: str, value: str) -> str:
        return urls.list(path, [*query[:place], (name, value), *query[place + 1 :]])

    for near in problem.members.get("did_you_mean", []):
        yield (
            near,
            replaced(near, value) if problem.unknown_parameter else replaced(parameter, near),
        )
    theme = [pair for pair in query if pair[0] == "theme"]
    for item in problem.members.get("candidates", []):
        # The filter by country takes only countries for positions, and any actor for statements.
        takes_it = item["type"] == "country" or path.endswith("/statements")
        url = (
            replaced(parameter, item["id"])
            if takes_it
            else _with_query(of_data(item["url"]), theme)
        )
        yield item["name"], url
