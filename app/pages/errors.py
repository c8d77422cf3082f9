"""The answer for anything that goes wrong: problem details (RFC 9457), or a page, a card or a badge
where those are served. Pages link to what was probably meant.
"""

from collections.abc import Callable, Iterable
from functools import partial
from urllib.parse import parse_qsl, quote

import orjson
from starlette.types import Scope

from app.api.formats import MEDIA, split_suffix
from app.api.negotiation import gets_data, wants_page
from app.api.schemas import JsonObject
from app.api.urls import Urls, query_of
from app.embeds.badges import error_badge, is_badge
from app.html.templating import is_page, render_template
from app.problems import (
    SEE_CANDIDATES,
    AmbiguousName,
    FormatNotServed,
    Gone,
    InvalidParameter,
    NotFound,
    Problem,
    UnknownName,
)

Pairs = list[tuple[str, str]]
Links = Iterable[tuple[str, str]]  # (text, address)


def render(scope: Scope, problem: Problem) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """The answer for a problem: status, headers and body."""
    path, state = scope["path"], scope["state"]
    body = problem.body(state.get("base", ""), quote(state["path_with_pin"][:500], safe="/@"))
    headers = problem.headers
    by_accept = not is_page(path) and not is_badge(path) and split_suffix(path)[1] is None
    if by_accept:  # a browser shows people what went wrong
        headers = {**headers, "Vary": "Accept"}
    if is_page(path) or (by_accept and wants_page(_accept(scope))):
        content, needed = _error_page(scope, problem, body)
        headers = {**headers, **needed, "content-type": MEDIA["html"]}
        if by_accept:
            state.pop("matches_accept", None)  # the Edge must not send it to programs
    elif is_badge(path):
        content = error_badge(problem)
        headers = {**headers, "content-type": MEDIA["svg"]}
    else:
        content = orjson.dumps(body)
        headers = {**headers, "content-type": "application/problem+json"}
        if by_accept and "matches_accept" in state:  # nor this to browsers
            state["matches_accept"] = partial(gets_data, state["matches_accept"])
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return problem.status, pairs, content


def _accept(scope: Scope) -> str:
    return ", ".join(
        [value.decode("latin-1") for name, value in scope["headers"] if name == b"accept"]
    )


def _error_page(scope: Scope, problem: Problem, body: JsonObject) -> tuple[bytes, dict[str, str]]:
    """An error as a page, or as a card in the frame of an embed, and the headers that it needs.

    `body` are its members as sent to data clients.
    """
    path, base = scope["path"], scope["state"].get("base", "")
    root = scope["state"].get("root", "")
    dataset = scope["state"].get("dataset")
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    themes = [value for name, value in query if name == "theme" and value in ("light", "dark")]
    links = list(suggested_links(problem, path, query, Urls(base, root)))
    values: JsonObject = {
        "title": problem.title,
        "problem": _with_links(problem, body) if links else body,
        "published": dataset.published if dataset else None,
        "permanent": None,
        "links": links,
        "links_title": "Instead:"
        if isinstance(problem, Gone) or "errors" in problem.members
        else "Did you mean:",
        "theme": next(iter(themes), "auto"),
    }
    if f"{path}/".startswith("/embed/"):
        card = {
            "title": _line(problem),
            "line": _line(problem),
            "for_author": _for_author(values["problem"], links),
        }
        return render_template("embeds/error.html", values | card, base=base, policy="framed")
    return render_template("pages/error.html", values, base=base)


def _with_links(problem: Problem, body: JsonObject) -> JsonObject:
    """The members without the sentences that say what the links of the page show."""
    errors = [
        error | {"detail": error["detail"].removesuffix(SEE_CANDIDATES)}
        for error in body.get("errors", ())
    ]
    shown = body | {"detail": problem.detail.removesuffix(SEE_CANDIDATES)}
    return shown | {"errors": errors} if errors else shown


def _line(problem: Problem) -> str:
    """What the readers of another site see when an embed cannot be shown."""
    if isinstance(problem, Gone):
        known = "reason" in problem.members
        return "This was withdrawn" if known else "This version is no longer available"
    later = " at the moment" if problem.status >= 500 else ""
    return f"This information is not available{later}"


def _for_author(body: JsonObject, links: Links) -> str:
    """What is wrong with an embed, as one line of a browser's console, for whoever pasted it."""
    errors = [f"{error['parameter']}: {error['detail']}" for error in body.get("errors", ())]
    meant = " or ".join(address for _, address in links)
    parts = [
        f"Stated: {body['title']}.",
        *(errors or [body.get("detail") or ""]),
        f"Did you mean {meant}?" if meant else "",
        f"See {body['type']} for more",
    ]
    sentences = (part if part[-1] in ".?" else f"{part}." for part in parts if part)
    return " ".join(sentences)[:2000]


def suggested_links(problem: Problem, path: str, query: Pairs, urls: Urls) -> Links:
    """The pages that were probably meant, as (text, address). Pure.

    On an embed they are embeds. The query is kept. A pin to a dataset that is not kept leads to the
    same page of the current dataset.
    """
    root, folder, name = [*path.split("/")[1:], "", "", ""][:3]
    shown_at = urls.embed if root == "embed" else urls.page
    members, query_text = problem.members, query_of(query)
    near, candidates = members.get("did_you_mean", []), members.get("candidates", [])
    match problem:
        case Gone() if "reason" not in members:  # the version of the dataset is gone
            yield "The same of the current dataset", urls.list(path, query)
        case Gone():
            if members["replaced_by"]:
                yield "What replaced it", shown_at(members["replaced_by"]) + query_text
        case InvalidParameter() if len(members.get("errors", [])) == 1:
            yield from _other_parameter(problem, path, query, urls, shown_at)
        case NotFound() | FormatNotServed():
            yield from ((path, f"{urls.root}{path}") for path in near if _is_path(path))
        case UnknownName() | AmbiguousName() if name or not is_page(path):
            start = (root, folder) if is_page(path) else (root,)
            for other in near:
                if not _is_path(other):
                    yield other, urls.at(*start, other) + query_text
                elif not candidates:
                    yield other, f"{urls.root}{other}"
            for item in candidates:
                yield item["name"], shown_at(item["url"]) + query_text


def _is_path(meant: str) -> bool:
    """Whether what was probably meant is a path, with the pin of the request, and not a name."""
    return meant.startswith("/") and not meant.startswith("//")


def _other_parameter(
    problem: InvalidParameter,
    path: str,
    query: Pairs,
    urls: Urls,
    shown_at: Callable[[str], str],
) -> Links:
    """The same page with another value of the wrong parameter, or with another name for it."""
    parameter = problem.members["errors"][0]["parameter"]
    given = [i for i, (name, _) in enumerate(query) if name == parameter]
    # The first wrong value, or the first one if the problem names none.
    place = min(given, key=lambda i: query[i][1] != problem.wrong_value, default=None)
    if place is None:
        return

    def replaced(name: str, value: str) -> str:
        return urls.list(path, [*query[:place], (name, value), *query[place + 1 :]])

    for near in problem.members.get("did_you_mean", []):
        if _is_path(near):
            yield near, f"{urls.root}{near}"
            continue
        pair = (near, query[place][1]) if problem.unknown_parameter else (parameter, near)
        yield near, replaced(*pair)
    theme = query_of([pair for pair in query if pair[0] == "theme"])
    for item in problem.members.get("candidates", []):
        # The filter by country takes only countries for positions, and any actor for statements.
        if item["type"] in ("country", "person") or path.endswith("/statements"):
            yield item["name"], replaced(parameter, item["id"])
        else:
            yield item["name"], shown_at(item["url"]) + theme
