"""What all kinds of embeds share: how a kind is described, its parameters, and its answer."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote

from fastapi.responses import Response
from pydantic import Field

from app.api.context import RequestContext
from app.api.formats import MEDIA
from app.api.parameters import QueryParams
from app.api.schemas import JsonObject
from app.api.urls import Urls, query_of
from app.api.validation import list_fields, validated
from app.html.templating import render_template
from app.html.text import legend, stance_style
from app.problems import InvalidParameter
from app.store.share_images import BOARD

Load = Callable[..., Awaitable["EmbedContent"]]
"""Loads the content of an embed: `load(context, params, **names)`, with the names in its path."""

WIDTH = 600  # pixels of a frame whose host names no width
WIDTHS = (320, WIDTH, 900)  # pixels at which embeds are measured for their hosts
_PARAMETER = re.compile(r"{(\w+)}")


class Theme(StrEnum):
    """The colours of an embed. `auto` follows the preference of the reader."""

    light = "light"
    dark = "dark"
    auto = "auto"


class EmbedParams(QueryParams):
    """What every embed takes."""

    theme: Theme = Field(
        Theme.auto,
        description="Light or dark; `auto` follows the preference of the reader.",
        examples=["dark"],
    )


@dataclass(frozen=True)
class EmbedContent:
    """What one embed shows: its title, the address of the page with the same, the values for
    its template, and the actor whose share image shows the same.
    """

    title: str
    page: str
    values: JsonObject
    actor: str = BOARD


@dataclass(frozen=True)
class EmbedKind:
    """A kind of embed.

    `tag` is the element by which hosts ask for it (see app/html/static/embed.js).
    `heights` are the pixels that most of them need at each of WIDTHS, where nothing better is
    known, and `heights_by_name` those of tags that name what they show by another attribute than
    most. The script for hosts has the same numbers (app/html/static/embed.js).
    `params` is the query model, `template` the path of the template.
    `load` gives the function that loads the content, for each path of the kind. A name in a path,
    as in `/embed/countries/{country}`, is also an attribute of the tag.
    `shows` are further paths of pages and data that the embed shows. oEmbed answers for them.
    """

    tag: str
    heights: tuple[int, int, int]
    params: type[EmbedParams]
    template: str
    load: Mapping[str, Load]
    shows: tuple[str, ...] = ()
    heights_by_name: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)

    def path_for(self, names: Iterable[str]) -> str:
        """The path that contains only parameters of these names."""
        given = set(names)
        return next(path for path in self.load if set(_PARAMETER.findall(path)) <= given)

    def split_names(self, names: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """What belongs into the path, and what belongs into the query."""
        in_path = _PARAMETER.findall(self.path_for(names))
        return (
            {name: value for name, value in names.items() if name in in_path},
            {name: value for name, value in names.items() if name not in in_path},
        )

    def address(
        self, urls: Urls, names: Mapping[str, str], query: Iterable[tuple[str, str]]
    ) -> str:
        """The address of the frame that shows what `names` names."""
        escaped = {name: quote(value, safe="") for name, value in names.items()}
        return urls.base + self.path_for(names).format(**escaped) + query_of(query)


async def respond(
    kind: EmbedKind,
    context: RequestContext,
    loading: Awaitable[EmbedContent],
    params: EmbedParams,
) -> Response:
    """The frame as an HTML page that anybody may frame."""
    body, headers = _rendered(kind, context, await loading, params)
    return Response(body, media_type=MEDIA["html"], headers=headers)


def _rendered(
    kind: EmbedKind, context: RequestContext, content: EmbedContent, params: EmbedParams
) -> tuple[bytes, dict[str, str]]:
    labels = context.dataset.cached(legend)
    values = {
        **labels,
        **content.values,
        "style": stance_style(labels["legend"], params.theme),
        "title": content.title,
        "canonical": content.page,
        "theme": params.theme.value,
        "permanent": context.urls.pinned(content.page, context.dataset.version),
        "published": context.dataset.published,
        "later_day": context.later_day,
        "page_of": context.urls.page,
    }
    return render_template(kind.template, values, base=context.urls.base, policy="framed")


async def loaded(
    kind: EmbedKind,
    context: RequestContext,
    names: Mapping[str, str],
    query: Sequence[tuple[str, str]],
) -> tuple[EmbedContent, EmbedParams]:
    """What the embed of these names and this query shows. `context` is that of its own address.

    Raises the Problem that the embed would answer.
    """
    counts = Counter(name for name, _ in query)
    for name in counts.keys() - list_fields(kind.params):
        if counts[name] > 1:
            raise InvalidParameter.of(name, "Takes one value and was given several.")
    params = validated(kind.params, list(query))
    return await kind.load[context.path](context, params, **names), params


def measured(
    kind: EmbedKind,
    context: RequestContext,
    content: EmbedContent,
    params: EmbedParams,
    widths: Sequence[int] = WIDTHS,
) -> list[int]:
    """The pixels that the embed needs at these widths."""
    from app.embeds.height import heights  # its HTML parser takes 1.3 MB, and few services need it

    body, _ = _rendered(kind, context, content, params)
    return heights(body.decode(), widths)


def list_page(context: RequestContext, path: str, query: Iterable[tuple[str, str]]) -> str:
    """The address of the page with all of a list that an embed shows."""
    return context.urls.page(context.urls.list(path, query))


def data_query(context: RequestContext) -> list[tuple[str, str]]:
    """The query of an embed without the parameters that only the embed has."""
    return [pair for pair in context.query if pair[0] not in ("theme", "limit")]
