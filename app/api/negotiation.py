"""The checks before a data route or a page runs: formats, Accept, repeated parameters."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, get_origin
from urllib.parse import quote

from fastapi.responses import RedirectResponse, Response
from starlette.routing import compile_path

from app.api import formats
from app.api.context import Call
from app.api.formats import MEDIA
from app.api.routing import asks
from app.problems import FormatNotServed, InvalidParameter, NotAcceptable

FORMATS: dict[
    str, tuple[str, ...]
] = {}  # of every data path, for the error about a format that it lacks
PAGES: dict[
    str, tuple[str, frozenset[str]]
] = {}  # of a data path: the path of its page, and what may be asked of that


def formats_of(path: str) -> tuple[str, ...]:
    """The formats of the data URL with this path (without suffix); none if there is no such URL."""
    return next(
        (formats for template, formats in FORMATS.items() if compile_path(template)[0].match(path)),
        (),
    )


class Check:
    """Before a route: the format is one that the URL has, Accept leaves it, and no single-valued
    parameter is repeated.

    `data` is the path of a data URL, whose page a browser gets instead.
    """

    def __init__(
        self,
        endpoint: Callable[..., Any],
        suffix: str,
        served: tuple[str, ...],
        media: str | None = None,
        data: str | None = None,
    ) -> None:
        self._suffix, self._served, self._media, self._data = (
            suffix,
            served,
            MEDIA[media or suffix],
            data,
        )
        self._asked = asked_of(endpoint)
        self._single = {name for name, kind in self._asked.items() if get_origin(kind) is not list}

    def __call__(self, call: Call) -> Response | None:
        """The page that a browser is sent to, if it asked for data that one shows; else nothing.
        Raises what does not hold.
        """
        suffix = call.suffix
        if suffix is not None and suffix != self._suffix:
            raise FormatNotServed(
                f"There is no .{suffix} of this.",
                allowed=[f".{one}" for one in self._formats(call)],
            )
        accept = ", ".join(
            [value.decode("latin-1") for name, value in call.scope["headers"] if name == b"accept"]
        )
        names = [name for name, _ in call.query]
        asked = set(names)
        page = PAGES.get(self._data or "") if suffix is None else None
        # A page does not take what only the data have, as a cursor.
        shown = page is not None and not asked & (self._asked.keys() - page[1])
        if page and shown and formats.wants_page(accept):
            return self._shown(call, page[0])
        if not formats.accepts(accept, self._media):
            served = [f".{one}" for one in self._formats(call)]
            others = f"; add a suffix for another: {', '.join(served)}" if served else ""
            raise NotAcceptable(
                f"This URL answers {self._media.partition(';')[0]}{others}.", allowed=served
            )
        if len(asked) < len(names):
            for name in names:
                if name in self._single and names.count(name) > 1:
                    detail = "Takes one value and was given several."
                    raise InvalidParameter(
                        f"{name}: {detail}", errors=[{"parameter": name, "detail": detail}]
                    )
        if asked <= self._asked.keys():
            call.scope["state"]["matches_accept"] = partial(_fits, self._media, shown)
        return None

    def _formats(self, call: Call) -> tuple[str, ...]:
        return formats_of(call.bare) or self._served

    def _shown(self, call: Call, page: str) -> Response:
        """The way to the page, with all that was asked."""
        path = page.format_map(
            {name: quote(value, safe="") for name, value in call.path_params.items()}
        )
        query = call.scope["query_string"].decode("latin-1")
        return RedirectResponse(
            f"{call.state.base}{path}{'?' if query else ''}{query}", status_code=303
        )


def _fits(media: str, on_page: bool, accept: bytes | None) -> bool:
    """Whether a request with this Accept header gets the data, and neither an error nor, with
    `on_page`, their page.

    One that is not read, because it is too long, says nothing, and is not remembered.
    """
    return not accept or len(accept) > formats.LONGEST_ACCEPT or _leaves(media, on_page, accept)


@lru_cache(maxsize=1024)
def _leaves(media: str, on_page: bool, accept: bytes) -> bool:
    header = accept.decode("latin-1")
    return formats.accepts(header, media) and not (on_page and formats.wants_page(header))


def asked_of(endpoint: Callable[..., Any]) -> dict[str, Any]:
    """The query parameters of an endpoint and their types."""
    return {name: field.annotation for name, field in asks(endpoint).model_fields.items()}
