"""What hosts paste into their pages: a frame, or our script with a tag. Each shows the current
dataset, or is pinned to one version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from app.api.citations import DatasetInfo
from app.api.urls import Urls
from app.embeds.embed import WIDTH
from app.embeds.kinds import KINDS
from app.embeds.script import host_script

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


@dataclass(frozen=True)
class Snippets:
    """Markup to paste, as text. A page that prints it escapes it."""

    iframe: str
    iframe_pinned: str
    script: str
    script_pinned: str


def frame(src: str, title: str, width: int | str, height: int) -> str:
    """A frame with only such attributes as WordPress keeps (`src`, `width`, `height`, `title` and
    `frameborder`), and two more that do no harm if they are dropped.
    """
    return str(
        Markup(
            '<iframe src="{}" title="{}" width="{}" height="{}" frameborder="0" loading="lazy" '
            'sandbox="{}"></iframe>'
        ).format(src, title, width, height, SANDBOX)
    )


def snippets(
    info: DatasetInfo,
    kind_name: str,
    *,
    title: str,
    names: Mapping[str, str] | None = None,
    page: str | None = None,
    query: Iterable[tuple[str, str]] = (),
) -> Snippets:
    """What to paste for one embed.

    `kind_name` is a key of KINDS. `names` is what the path of the embed names:
    {"country": "italy"}. `query` are the parameters of the embed. `title` says what it shows.
    `page` is the target of the link inside the tag, which readers see until the script has run;
    without it, the link leads to the embed itself. A pin in `page` is left out.
    """
    kind, pairs, root = KINDS[kind_name], list(query), Urls(info.urls.root)
    live = kind.address(root, names or {}, pairs)
    script = host_script(info.urls)
    attributes = [*(names or {}).items()]
    attributes += [
        (name.replace("_", "-"), "|".join(value for other, value in pairs if other == name))
        for name in dict(pairs)
    ]

    def tag(source: Markup, given: Iterable[tuple[str, str]]) -> str:
        written = Markup("").join(Markup(' {}="{}"').format(*pair) for pair in given)
        link = Markup('<a href="{}">{}</a>').format(info.urls.live(page) if page else live, title)
        return str(Markup("{}\n<{tag}{}>{}</{tag}>").format(source, written, link, tag=kind.tag))

    latest = Markup('<script src="{}" async></script>').format(script.latest)
    fixed = Markup('<script src="{}" integrity="{}" crossorigin="anonymous" async></script>')
    shown = (title, "100%", kind.height(WIDTH))
    return Snippets(
        iframe=frame(live, *shown),
        iframe_pinned=frame(root.pinned(live, info.version), *shown),
        script=tag(latest, attributes),
        script_pinned=tag(
            fixed.format(script.fixed, script.integrity), [*attributes, ("version", info.version)]
        ),
    )
