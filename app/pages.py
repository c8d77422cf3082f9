"""Pages for people: templates, their assets under names with a hash, and their content security policy."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.problems import ALL, Problem

_HERE = Path(__file__).parent
PAGES = ("/problems", "/docs", "/browse", "/embed")  # and what is below them; besides them the start page
TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "igshid", "mc_cid", "mc_eid", "ref_src",
    "_ga", "_gl", "yclid", "childId", "initialWidth", "parentTitle", "parentUrl",
})  # fmt: skip
_KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_SWAGGER = files("fastapi_swagger") / "resources"


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
    environment.globals["asset"] = lambda name: assets()[name].name
    return environment


def is_page(path: str) -> bool:
    """Whether a path belongs to the pages, whose errors are pages too."""
    return path == "/" or any(path == page or path.startswith(f"{page}/") for page in PAGES)


def is_tracking(parameter: str) -> bool:
    """Whether hosts and social networks add this parameter; pages drop it."""
    return parameter in TRACKING or parameter.startswith("utm_")


def page(template: str, *, style: str = "", **given: Any) -> tuple[bytes, dict[str, str]]:
    """A page and the headers that it needs. `style` is CSS of our own making; the policy lets in exactly it."""
    body = _templates().get_template(template).render(style=style, **given)
    hashed = b64encode(sha256(style.encode()).digest()).decode() if style else ""
    styles = "'self'" + (f" 'sha256-{hashed}'" if hashed else "")
    policy = (
        f"default-src 'none'; style-src {styles}; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
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
        return "".join(f".s-{term['id']}{{--stance:{term[column]}}}" for term in terms if term[column])

    return f"{rules('colour')}@media (prefers-color-scheme:dark){{{rules('colour_dark')}}}"
