"""What hosts paste into their pages: a frame, or our script with a tag. Each shows the current
dataset, or is pinned to one version.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.api.citations import DatasetInfo
from app.api.context import RequestContext
from app.api.urls import Urls
from app.api.validation import validated
from app.embeds.embed import WIDTHS, EmbedContent, EmbedKind, loaded, measured
from app.embeds.kinds import KINDS
from app.embeds.script import host_script
from app.html.text import legend
from app.problems import OverBudget

_WORDPRESS = "wp-embedded-content"  # the class by which its script finds link and frame
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"

_MOST_SIZES = 256  # embeds of a dataset whose size is remembered: about 200 kB
_LONGEST_QUERY = 300  # characters of a query whose embed is remembered
_CLOSED = [("loading", "lazy"), ("sandbox", SANDBOX)]


@dataclass(frozen=True)
class Snippets:
    """Markup to paste, as text. A page that prints it escapes it."""

    iframe: str
    iframe_pinned: str
    script: str
    script_pinned: str


async def snippets(
    context: RequestContext,
    kind_name: str,
    *,
    title: str,
    names: Mapping[str, str] | None = None,
    page: str | None = None,
    query: Sequence[tuple[str, str]] = (),
    content: EmbedContent | None = None,
) -> Snippets:
    """What to paste for one embed, with the room that it needs.

    `kind_name` is a key of KINDS. `names` is what the path of the embed names:
    {"country": "italy"}. `query` are the parameters of the embed. `title` says what it shows.
    `page` is the target of the link inside the tag, which readers see until the script has run;
    without it, the link leads to the embed itself. A pin in `page` is left out. `content` is what
    the embed shows, if the caller knows it.
    """
    kind, names = KINDS[kind_name], names or {}
    sizes = context.dataset.embed_sizes
    key = kind_name, tuple(sorted(names.items())), tuple(query)
    tall = sizes.get(key)
    if tall is None:
        inside = context.for_address(
            context.dataset, context.urls.base, kind.path_for(names), list(query)
        )
        try:
            if content is None:
                content, shown = await loaded(kind, inside, names, query)
            else:
                shown = validated(kind.params, list(query))
            context.dataset.cached(legend)  # the thread must not read the dataset
            tall = await context.streams.in_thread(measured, kind, inside, content, shown)
            if sum(len(name) + len(value) for name, value in query) <= _LONGEST_QUERY:
                sizes[key] = tall
        except OverBudget:
            tall = next(
                (list(kind.heights_by_name[one]) for one in names if one in kind.heights_by_name),
                list(kind.heights),
            )
        if len(sizes) > _MOST_SIZES:
            del sizes[next(iter(sizes))]
    return made(context.dataset_info, kind, tall, title=title, names=names, page=page, query=query)


def made(
    info: DatasetInfo,
    kind: EmbedKind,
    tall: Sequence[int],
    *,
    title: str,
    names: Mapping[str, str],
    page: str | None,
    query: Iterable[tuple[str, str]],
) -> Snippets:
    """What to paste for an embed that is as `tall` at each of WIDTHS. Pure; see `snippets`."""
    pairs, root = list(query), Urls(info.urls.root)
    live = kind.address(root, names, pairs)
    pinned = root.pinned(live, info.version)
    script = host_script(info.urls)
    attributes = [*names.items()]
    attributes += [
        (name.replace("_", "-"), "|".join(value for other, value in pairs if other == name))
        for name in dict(pairs)
    ]
    room = [("height", " ".join(map(str, tall))), ("style", room_until_script(tall))]

    def tag(source: Markup, given: Iterable[tuple[str, str]]) -> str:
        written = _attributes([*given, *room])
        link = Markup('<a href="{}">{}</a>').format(info.urls.live(page) if page else live, title)
        return str(Markup("{}\n<{tag}{}>{}</{tag}>").format(source, written, link, tag=kind.tag))

    def frame(src: str) -> str:
        least = round(max(tall[1:]) * 1.03)  # it does not grow, so rather a little too tall
        size = [*_size(src, title, "100%", least), ("style", f"height:{_by_width(tall, least)}")]
        return str(Markup("<iframe{}></iframe>").format(_attributes([*size, *_CLOSED])))

    latest = Markup('<script src="{}" async></script>').format(script.latest)
    fixed = Markup('<script src="{}" integrity="{}" crossorigin="anonymous" async></script>')
    return Snippets(
        iframe=frame(live),
        iframe_pinned=frame(pinned),
        script=tag(latest, attributes),
        script_pinned=tag(
            fixed.format(script.fixed, script.integrity), [*attributes, ("version", info.version)]
        ),
    )


def framed_link(src: str, page: str, title: str, width: int, height: int) -> str:
    """A frame of a fixed size after a link, for consumers of oEmbed.

    WordPress shows the link until the frame has reported its height, and listens to the frame only
    if it comes after such a link. It keeps `src`, `title`, `width`, `height` and `frameborder`; the
    other attributes do no harm if they are dropped.
    """
    link = Markup('<blockquote class="{}"><a href="{}">{}</a></blockquote>')
    size = [("class", _WORDPRESS), *_size(src, title, width, height)]
    frame = Markup("<iframe{}></iframe>").format(_attributes([*size, *_CLOSED]))
    return str(link.format(_WORDPRESS, page, title) + frame)


def _size(src: str, title: str, width: int | str, height: int) -> list[tuple[str, object]]:
    return [
        ("src", src),
        ("title", title),
        ("width", width),
        ("height", height),
        ("frameborder", 0),
    ]


def _attributes(pairs: Iterable[tuple[str, object]]) -> Markup:
    return Markup("").join(Markup(' {}="{}"').format(*pair) for pair in pairs)


def room_until_script(tall: Sequence[int]) -> str:
    """The declarations of CSS that keep the room of a tag until the script has run, for an embed
    that is as `tall` at each of WIDTHS.
    """
    return f"display:block;min-height:{_by_width(tall, (tall[1] + tall[2]) // 2)}"


def _by_width(tall: Sequence[int], least: int) -> str:
    """A height in CSS that follows the width of the window, for an embed between margins of 16
    pixels: a straight line through the heights at the narrow and the middle width, and not less
    than `least`.
    """
    narrow, middle, _ = tall
    steep = (narrow - middle) / (WIDTHS[1] - WIDTHS[0])
    most = max(narrow, least)
    return (
        f"clamp({least}px,{narrow + steep * (WIDTHS[0] + 32):.0f}px - {100 * steep:.0f}vw,{most}px)"
    )
