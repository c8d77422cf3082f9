"""oEmbed 1.0 (oembed.com): which embed belongs to an address of ours, and how it is answered.
Pure.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from pydantic import ConfigDict, Field

from app.api.formats import split_suffix
from app.api.parameters import Number, OrNone, QueryParams
from app.api.urls import Urls
from app.embeds.snippets import KINDS, WIDTH, frame
from app.html.templating import is_tracking
from app.problems import NotFound, TooManyParameters

WIDEST = 800  # pixels; wider than this, lines of text are no longer read with ease
_CACHE_AGE = 86400  # seconds; what hosts keep is the frame, whose content stays fresh by itself
_OF_DATA = {
    "cursor",
    "excel",
    "facets",
    "limit",
}  # parameters that say how data are handed out, not which
_PORTS = {"http": ":80", "https": ":443"}


class OembedParams(QueryParams):
    """What a consumer asks; whatever else it sends is ignored, as section 2.2 wants it (WordPress
    sends `dnt`).
    """

    model_config = ConfigDict(extra="ignore")
    url: str = Field(min_length=1)
    maxwidth: Number | OrNone = Field(None, ge=1)
    maxheight: Number | OrNone = Field(None, ge=1)
    format: str = "json"


@dataclass(frozen=True)
class Embed:
    """An embed: what it is, its path below the base, its query, and the version to which it is
    pinned.
    """

    kind: str
    segments: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    version: str | None

    @property
    def path(self) -> str:
        """Its path, decoded, without a pin."""
        return f"/{'/'.join(self.segments)}"

    def address(self, urls: Urls) -> str:
        """Where it stands."""
        encoded = urlencode(self.query)
        return f"{urls.at(*self.segments)}{'?' if encoded else ''}{encoded}"


def embed_of(url: str, root: str) -> Embed:
    """The embed that shows what this address of ours (the root is the public URL) answers: data,
    page or embed.

    Raises NotFound for the address of somebody else, and for one that no embed shows;
    TooManyParameters as the edge does.
    """
    try:
        given = urlsplit(url)
    except ValueError:
        raise NotFound("This is no URL.") from None
    own = urlsplit(root)
    path = given.path or "/"
    if (
        given.scheme not in _PORTS
        or _host(given) != _host(own)
        or not f"{path}/".startswith(f"{own.path}/")
    ):
        raise NotFound(f"Only addresses below {root}/ have an embed here.")
    segments = [unquote(one) for one in path.removeprefix(own.path).split("/")[1:] if one]
    version = segments.pop(0)[1:] if segments and segments[0].startswith("@") else None
    room = segments.pop(0) if segments and segments[0] in ("browse", "embed") else "data"
    if segments:
        segments[-1] = split_suffix(f"/{segments[-1]}")[0][1:]
    if given.query.count("&") >= TooManyParameters.most:
        raise TooManyParameters(
            f"The address in url has more than {TooManyParameters.most:,} parameters."
        )
    query = [
        pair for pair in parse_qsl(given.query, keep_blank_values=True) if not is_tracking(pair[0])
    ]
    if room != "embed":
        query = [pair for pair in query if pair[0] not in _OF_DATA]
    match segments:
        case [] | ["positions"] | ["positions", "summary"]:
            kind, shown = "board", ["positions"]
        case ["timeline"] | ["positions", "timeline"]:
            kind, shown = "timeline", ["timeline"]
        case ["countries" | "actors" as folder, name] | [
            "countries" | "actors" as folder,
            name,
            "position",
        ]:
            kind, shown = "position", [folder, name]
        case ["statements"]:
            kind, shown = "statements", segments
        case ["statements", _]:
            kind, shown = "statement", segments
        case ["speakers", name] | ["speakers", name, "statements"]:
            kind, shown = "statements", ["statements"]
            query.append(("speaker", name))
        case _:
            raise NotFound("There is no embed of what this address answers.")
    return Embed(kind, ("embed", *shown), tuple(query), version)


def _host(given: SplitResult) -> str:
    """Host and port without the usual port; with everything else that stands there, so that no user
    name slips by.
    """
    return given.netloc.lower().removesuffix(_PORTS.get(given.scheme, ":"))


def answer(
    embed: Embed, params: OembedParams, *, src: str, title: str, root: str
) -> dict[str, Any]:
    """The members of a rich answer (section 2.3.4.4); width and height stay within what was
    asked.
    """
    width = min(params.maxwidth, WIDEST) if params.maxwidth else WIDTH
    height = KINDS[embed.kind].height(width)
    height = min(height, params.maxheight or height)
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Stated",
        "provider_url": f"{root}/",
        "cache_age": _CACHE_AGE,
        "width": width,
        "height": height,
        "html": frame(src, title, width, height),
    }
