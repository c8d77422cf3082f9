"""Pages for people: templates, and the content security policy of each kind of page."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.types import Scope

from app.api.urls import Urls
from app.html import assets
from app.html.error_cards import error_card, named
from app.html.error_links import meant
from app.html.text import code, day, known, told, when
from app.problems import ALL, Problem

_TEMPLATES = Path(__file__).parent / "templates"
PAGES = (
    "/problems",
    "/docs",
    "/browse",
    "/embed",
)  # and what is below them; besides them the start page
TRACKING = frozenset(
    {
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "twclid",
        "ttclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "ref_src",
        "_ga",
        "_gl",
        "yclid",
        "childId",
        "initialWidth",
        "parentTitle",
        "parentUrl",
    }
)
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src {styles}; "
POLICIES = {
    "still": _NOTHING + "img-src 'self'; frame-ancestors 'none'",
    "scripted": _NOTHING + "img-src 'self'; script-src 'self'; frame-ancestors 'none'",
    "asking": _NOTHING.replace("form-action 'none'", "form-action 'self'")
    + "img-src 'self'; script-src 'self'; frame-ancestors 'none'",
    "reference": _NOTHING
    + "img-src 'self' data:; script-src 'self'; connect-src 'self'; frame-ancestors 'none'",
    "framed": _NOTHING + "img-src 'self'; script-src 'self'; frame-ancestors *",
}


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html", "svg"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "asset": lambda name: assets.by_name()[name].name,
        "told": told,
        "when": when,
        "known": known,
    }
    environment.filters |= {"day": day, "code": code, "named": named}
    return environment


def is_page(path: str) -> bool:
    """Whether a path belongs to the pages, whose errors are pages too."""
    return path == "/" or any(path == page or path.startswith(f"{page}/") for page in PAGES)


def is_tracking(parameter: str) -> bool:
    """Whether hosts and social networks add this parameter."""
    return parameter in TRACKING or parameter.startswith("utm_")


def is_ignored(path: str, parameter: str) -> bool:
    """Whether a parameter says nothing at a path: what hosts and social networks add to the
    addresses of pages.
    """
    return is_tracking(parameter) and (is_page(path) or path == "/oembed")


def page(
    template: str, *, base: str, style: str = "", policy: str = "still", **given: Any
) -> tuple[bytes, dict[str, str]]:
    """A page and the headers that it needs.

    `policy` names one of POLICIES. `style` is CSS of our own making; the policy lets in exactly it.
    Assets are linked without a host, so that the page is whole under every name by which it is
    reached.
    """
    root = urlsplit(base).path
    body = (
        _templates()
        .get_template(template)
        .render(base=base, root=root, style=Markup(style), **given)  # noqa: S704
    )
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    styles = f"'self' 'sha256-{hashed}'" if style else "'self'"
    headers = {"Content-Security-Policy": POLICIES[policy].format(styles=styles)}
    if policy == "framed":  # hosts that isolate themselves (COEP) frame only what does the same
        headers["Cross-Origin-Embedder-Policy"] = "require-corp"
    return body.encode(), headers


def error_page(body: dict[str, Any], scope: Scope) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """An error as a page in our own style, below /embed as a card, and the headers that it
    needs.
    """
    state, path = scope["state"], scope["path"]
    given: dict[str, Any] = {
        "base": state.get("base", ""),
        "problem": body,
        "version": _version(state),
    }
    kept = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if f"{path}/".startswith("/embed/"):
        html, headers = page(
            "embed/error.html",
            policy="framed",
            **given,
            **error_card(body, path, kept, Urls(given["base"])),
        )
    else:
        html, headers = page(
            "error.html", **given, meant=meant(body, path, kept, Urls(given["base"]))
        )
    return html, [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _version(state: dict[str, Any]) -> str | None:
    dataset = state.get("dataset")
    return dataset.version if dataset is not None else None


def problems() -> dict[str, type[Problem]]:
    """The kinds of problems by the name in their address."""
    return {problem.slug: problem for problem in ALL}
