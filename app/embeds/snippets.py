"""What hosts paste into their pages: a frame or our script with a tag; what is current, or one
version for ever.
"""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha384
from urllib.parse import urlencode

from markupsafe import Markup

from app.api.urls import Urls
from app.html import assets

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
WIDTH = 600  # pixels that a frame gets where its host says nothing


@dataclass(frozen=True)
class Kind:
    """A kind of embed: its folder below /embed, its tag and its height.

    `named` are the attributes of the tag that may name what is shown, by the folder which that
    thing stands in. `heights` are the pixels that it usually needs at a width of 600 and of 320 or
    less: as measured on the launch dataset, and a little more, for the fonts of others. What needs
    more still scrolls.
    """

    tag: str
    heights: tuple[int, int]
    folder: str = ""
    named: tuple[tuple[str, str], ...] = ()

    def height(self, width: int) -> int:
        """Pixels that it needs at that width; between the measured ones by a straight line."""
        wide, narrow = self.heights
        share = min(max((WIDTH - width) / (WIDTH - 320), 0), 1)
        return round(wide + (narrow - wide) * share)


KINDS = {
    "position": Kind(
        "stated-position", (700, 920), named=(("countries", "country"), ("actors", "actor"))
    ),
    "board": Kind("stated-board", (1090, 1270), "positions"),
    "statement": Kind("stated-statement", (580, 810), named=(("statements", "statement"),)),
    "statements": Kind("stated-statements", (1200, 1600), "statements"),
    "timeline": Kind("stated-timeline", (830, 1110), "timeline"),
}


@dataclass(frozen=True)
class HostScript:
    """Where our script for hosts stands: what is current, and the same bytes under a name that
    never changes.
    """

    latest: str
    fixed: str
    integrity: str


@dataclass(frozen=True)
class Snippets:
    """Markup to be pasted, as text: whoever prints it in a page escapes it."""

    iframe: str
    iframe_pinned: str
    script: str
    script_pinned: str


def script_names() -> tuple[str, str]:
    """The names of our script for hosts: the short one, and the one with a hash of its bytes."""
    stem, digest, kind = assets.by_name()["embed.js"].name.split(".")
    return f"{stem}.{kind}", f"{stem}.v1.{digest}.{kind}"


def host_script(urls: Urls) -> HostScript:
    """Our script for hosts. It holds no data, so it has no pinned address."""
    latest, fixed = script_names()
    digest = b64encode(sha384(assets.by_name()["embed.js"].body).digest()).decode()
    return HostScript(f"{urls.root}/{latest}", f"{urls.root}/{fixed}", f"sha384-{digest}")


def frame(src: str, title: str, width: int | str, height: int) -> str:
    """A frame as hosts may keep it: WordPress leaves `src`, `width`, `height`, `title` and
    `frameborder` of a stranger's.
    """
    made = Markup(
        '<iframe src="{}" title="{}" width="{}" height="{}" frameborder="0" loading="lazy" '
        'sandbox="{}"></iframe>'
    ).format(src, title, width, height, SANDBOX)
    return str(made)


def snippets(
    urls: Urls,
    version: str,
    kind: str,
    *,
    title: str,
    name: tuple[str, str] | None = None,
    page: str | None = None,
    query: Iterable[tuple[str, str]] = (),
) -> Snippets:
    """What to paste for one embed.

    `kind` is one of KINDS. `name` is the folder and the id of what it shows, where it shows one
    thing: ("countries", "italy"). `query` are the parameters of the embed, `title` says what it
    shows, and `page` is where its link leads while the script loads or if it does not; the embed
    itself without it.
    """
    of, pairs, root = KINDS[kind], list(query), Urls(urls.root)
    live = root.at("embed", *(name or (of.folder,))) + (f"?{urlencode(pairs)}" if pairs else "")
    script = host_script(urls)
    asked = [(dict(of.named)[name[0]], name[1])] if name else []
    asked += [
        (one.replace("_", "-"), "|".join(value for key, value in pairs if key == one))
        for one in dict(pairs)
    ]

    def tag(source: Markup, given: Iterable[tuple[str, str]]) -> str:
        attributes = Markup("").join(Markup(' {}="{}"').format(*pair) for pair in given)
        link = Markup('<a href="{}">{}</a>').format(page or live, title)
        return str(Markup("{}\n<{tag}{}>{}</{tag}>").format(source, attributes, link, tag=of.tag))

    latest = Markup('<script src="{}" async></script>').format(script.latest)
    fixed = Markup('<script src="{}" integrity="{}" crossorigin="anonymous" async></script>')
    shown = (title, "100%", of.height(WIDTH))
    return Snippets(
        iframe=frame(live, *shown),
        iframe_pinned=frame(root.pinned(live, version), *shown),
        script=tag(latest, asked),
        script_pinned=tag(
            fixed.format(script.fixed, script.integrity), [*asked, ("version", version)]
        ),
    )
