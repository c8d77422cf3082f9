"""Templates, and the content security policy of each kind of page."""

import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    select_autoescape,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from app.html import assets
from app.html.assets import inline
from app.html.text import (
    date_said,
    format_day,
    found_parts,
    known_date,
    marked,
    sentence_parts,
    since_when,
    source_title,
    spans_of,
    unnamed,
    with_code,
    with_names,
)
from app.statements.stems import language_name, primary

_APP = Path(__file__).parent.parent
_TEMPLATES = (_APP / "html/templates", _APP)  # shared ones; then "pages/board.html" and the like
# Pages are the start page, these paths and the paths below them.
_PAGES = ("/problems/", "/docs/", "/browse/", "/embed/", "/check/")
# Parameters that hosts and social networks often add to addresses, and that are never taken for a
# misspelling of ours.
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
    "scripted": _NOTHING
    + "img-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'",
    "asking": _NOTHING.replace("form-action 'none'", "form-action 'self'")
    + "img-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'",
    "reference": _NOTHING
    + "img-src 'self' data:; script-src 'self'; connect-src 'self'; frame-ancestors 'none'",
    "framed": _NOTHING + "img-src 'self'; script-src {scripts}; frame-ancestors *",
}


class _CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates, in the folder where Python keeps the compiled modules: to compile those
    of the start page takes 0.3 s, in which no other request is answered. A template that has
    changed is compiled again. Nothing is written where Python may not write.
    """

    def __init__(self) -> None:
        super().__init__(str(Path(cache_from_source(__file__)).parent), "template-%s.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja's method: read a compiled template, if there is one."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja's method: write a compiled template."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def load_each() -> Iterator[None]:
    """Load all templates, one at each step; each is compiled if it has changed."""
    environment = _templates()
    for name in environment.list_templates(["html", "svg"]):
        environment.get_template(name)
        yield


def compile_templates() -> None:
    """Compile all templates, for an installation whose folders are read-only later."""
    for _ in load_each():
        pass


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        bytecode_cache=_CompiledTemplates(),
        autoescape=select_autoescape(["html", "svg"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "asset": lambda name: assets.by_name()[name].name,
        "sentence_parts": sentence_parts,
        "found_parts": found_parts,
        "marked": marked,
        "date_said": date_said,
        "known_date": known_date,
        "since_when": since_when,
        "source_title": source_title,
        "spans_of": spans_of,
        "unnamed": unnamed,
    }
    environment.filters |= {
        "language": lambda tag: language_name(primary(tag)),
        "day": format_day,
        "code": with_code,
        "named": with_names,
    }
    return environment


def is_page(path: str) -> bool:
    """Whether a path belongs to the pages. Their errors are pages too."""
    return path == "/" or f"{path}/".startswith(_PAGES)


def ignores_unknown(path: str) -> bool:
    """Whether an address ignores parameters that it does not know, because others add to it."""
    return is_page(path) or path == "/oembed"


def render_template(
    template: str, values: Mapping[str, object], *, base: str, policy: str = "still"
) -> tuple[bytes, dict[str, str]]:
    """An HTML page (or an SVG picture) and the headers that it needs; see `template_parts`."""
    parts, headers = template_parts(template, values, base=base, policy=policy)
    return "".join(parts).encode(), headers


def template_parts(
    template: str, values: Mapping[str, object], *, base: str, policy: str = "still"
) -> tuple[Iterator[str], dict[str, str]]:
    """The parts of an HTML page, each rendered when it is read, and the headers that it needs.

    `looked_for` are the words to mark in texts (a SearchQuery); None unless given. `template` is a
    path: "base.html" in app/html/templates, "pages/board.html" in app/pages.
    `policy` names one of POLICIES. The value `style` is CSS that our own code made; the policy
    allows exactly this style element. Static files are linked without a host, so that a page works
    under every host name of the service. A frame contains its style sheet and its script, and its
    policy allows no others.
    """
    style, script, own = str(values.get("style", "")), "", ["'self'"]
    if policy == "framed":
        style, script, own = inline("embed.css") + style, inline("frame.js"), []
    given = {
        "looked_for": None,
        **values,
        "base": base,
        "root": urlsplit(base).path,
        "style": Markup(style),  # noqa: S704
        "script": Markup(script),  # noqa: S704
    }
    parts = _templates().get_template(template).generate(given)
    styles = " ".join([*own, *([_allowed(style)] if style else [])])
    headers = {
        "Content-Security-Policy": POLICIES[policy].format(styles=styles, scripts=_allowed(script))
    }
    if policy == "framed":  # a host with Cross-Origin-Embedder-Policy frames only pages with it
        headers["Cross-Origin-Embedder-Policy"] = "require-corp"
    return parts, headers


def _allowed(text: str) -> str:
    """The text of a style or script element as a source expression (CSP 3, section 2.3.1)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
