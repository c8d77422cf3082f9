"""Pages for people: templates, their assets under names with a hash, and their content security policy."""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from app.problems import ALL, Problem

_HERE = Path(__file__).parent
PAGES = ("/problems", "/docs", "/browse", "/embed")  # and what is below them; besides them the start page
TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "igshid", "mc_cid", "mc_eid", "ref_src",
    "_ga", "_gl", "yclid", "childId", "initialWidth", "parentTitle", "parentUrl",
})  # fmt: skip
_KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_SWAGGER = files("fastapi_swagger") / "resources"
_STATIC = "default-src 'none'; style-src {styles}; img-src 'self'; "
_SCRIPTED = "default-src 'none'; style-src {styles}; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
_ALWAYS = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_WORD, _COLOUR = re.compile(r"[a-z_]+"), re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Asset:
    """A file that pages need; its name holds a hash of its bytes, so it never changes."""

    name: str
    media_type: str
    body: bytes


@cache
def assets() -> dict[str, Asset]:
    """All assets by their plain name."""
    plain = {path.name: path.read_bytes() for path in sorted((_HERE / "static").iterdir())}
    plain |= {name: (_SWAGGER / name).read_bytes() for name in ("swagger-ui.css", "swagger-ui-bundle.js")}
    found = {}
    for name, body in plain.items():
        stem, _, kind = name.rpartition(".")
        found[name] = Asset(f"{stem}.{sha256(body).hexdigest()[:16]}.{kind}", _KINDS[kind], body)
    return found


@cache
def assets_by_address() -> dict[str, Asset]:
    """All assets by the name in their address."""
    return {asset.name: asset for asset in assets().values()}


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= {"asset": lambda name: assets()[name].name, "told": told, "when": when}
    environment.filters |= {"day": day, "code": code}
    return environment


def is_page(path: str) -> bool:
    """Whether a path belongs to the pages, whose errors are pages too."""
    return path == "/" or any(path == page or path.startswith(f"{page}/") for page in PAGES)


def is_tracking(parameter: str) -> bool:
    """Whether hosts and social networks add this parameter; pages drop it."""
    return parameter in TRACKING or parameter.startswith("utm_")


def page(template: str, *, base: str, style: str = "", scripted: bool = False, **given: Any) -> tuple[bytes, dict[str, str]]:
    """A page and the headers that it needs.

    `style` is CSS of our own making; the policy lets in exactly it, and scripts of ours only where `scripted`. Assets
    are linked without a host, so that the page is whole under every name by which it is reached.
    """
    root = urlsplit(base).path
    body = _templates().get_template(template).render(base=base, root=root, style=Markup(style), **given)  # noqa: S704
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    styles = f"'self' 'sha256-{hashed}'" if style else "'self'"
    policy = (_SCRIPTED if scripted else _STATIC).format(styles=styles) + _ALWAYS
    return body.encode(), {"Content-Security-Policy": policy}


def error_page(problem: Problem, body: dict[str, Any], state: dict[str, Any]) -> tuple[bytes, tuple[bytes, bytes]]:
    """An error as a page in our own style, and its policy header."""
    html, headers = page("error.html", base=state.get("base", ""), problem=body, version=_version(state))
    return html, (b"content-security-policy", headers["Content-Security-Policy"].encode())


def _version(state: dict[str, Any]) -> str | None:
    dataset = state.get("dataset")
    return dataset.version if dataset is not None else None


def problems() -> dict[str, type[Problem]]:
    """The kinds of problems by the name in their address."""
    return {problem.slug: problem for problem in ALL}


def stance_style(terms: list[dict[str, Any]]) -> str:
    """The legend colours as CSS; values that are no colours are left out."""

    def rules(column: str) -> str:
        return "".join(
            f".s-{term['id']}{{--stance:{term[column]}}}"
            for term in terms
            if _WORD.fullmatch(term["id"]) and _COLOUR.fullmatch(term[column] or "")
        )

    return f"{rules('colour')}@media screen and (prefers-color-scheme:dark){{{rules('colour_dark')}}}"


def code(text: str) -> Markup:
    """Text in which `this` is code."""
    parts = text.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(part) if i % 2 else escape(part) for i, part in enumerate(parts))


def told(statement: dict[str, Any], sentence: dict[str, Any] | None) -> list[tuple[str, str]]:
    """The words of a source as (text, what it is), in order and verbatim.

    `claim` are the words of the statement, `quoted` those of them that stand in quotation marks in the source, `around`
    the rest of their sentence, where the archive holds it.
    """
    at = statement["selector"]
    exact: str = at["exact"]
    before = after = ""
    if sentence is not None and sentence["exact"] is not None and at["start"] is not None:
        first = at["start"] - sentence["start"]
        if sentence["exact"][first : first + len(exact)] == exact:
            before, after = sentence["exact"][:first], sentence["exact"][first + len(exact) :]
    pieces = [(before, "around")]
    end = 0
    for words in statement["quoted"]:
        if words["start"] is not None:
            start = words["start"] - at["start"]
        else:  # only excerpts are kept: the first place after an opening mark
            found = re.compile("[“\"«„‘']" + re.escape(words["exact"])).search(exact, end)
            start = found.start() + 1 if found else -1
        if start >= end and exact.startswith(words["exact"], start):
            pieces += [(exact[end:start], "claim"), (words["exact"], "quoted")]
            end = start + len(words["exact"])
    return [piece for piece in (*pieces, (exact[end:], "claim"), (after, "around")) if piece[0]]


def when(said: dict[str, Any]) -> str:
    """When something was said, as far as it is known."""
    if said["value"]:
        text = f"Said {'on' if said['precision'] == 'day' else 'in'} {day(said['value'])}"
    elif said["earliest"] and said["latest"]:
        text = f"Said between {day(said['earliest'])} and {day(said['latest'])}"
    elif said["earliest"]:
        text = f"Said on {day(said['earliest'])} or later"
    elif said["latest"]:
        text = f"Said on {day(said['latest'])} or earlier"
    else:
        return "The source prints no date for this."
    return text + {"derived": ", a derived date", "page": ", by the date of the page"}.get(said["basis"], "")


def day(value: object) -> str:
    """A day, month or year (ISO 8601) as people write it."""
    year, *rest = str(value).split("-")
    numbers = [int(part) for part in rest]
    return " ".join([*(str(one) for one in numbers[1:]), *(_MONTHS[one - 1] for one in numbers[:1]), year])
