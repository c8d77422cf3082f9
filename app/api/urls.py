"""The addresses of this service."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus

# Text that is not escaped anywhere in an address; all ids are such texts.
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")
# Kinds of things without an address of their own, and the lists that have them.
_LISTED = {"question": "questions", "topic": "topics", "term": "vocabulary"}
# Characters of a segment that is remembered. Ids are shorter; what strangers send may be longer.
_ID = 100


class Urls:
    """Makes absolute URLs below one base (scheme, host, optional path, no trailing slash).

    For a request that is pinned to a version, `base` ends in the pin and `root` is the base without
    it.
    """

    def __init__(self, base: str, root: str | None = None) -> None:
        self.base = base
        self.root = base if root is None else root

    def pinned(self, url: str, version: str) -> str:
        """The address at which that version of the dataset will always answer what a URL of this
        object answers now.
        """
        return f"{self.root}/@{version}{url.removeprefix(self.base)}"

    def live(self, url: str) -> str:
        """The address of what a URL of this object answers, without a pin: the current dataset
        answers there.
        """
        return f"{self.root}{url.removeprefix(self.base)}"

    def at(self, *segments: str, suffix: str = "") -> str:
        """The URL of a path; each segment is escaped."""
        return f"{self.base}/{'/'.join(map(_escaped, segments))}{suffix}"

    def list(self, path: str, query: Iterable[tuple[str, str]]) -> str:
        """The URL of a list with a query; `path` as it reads, not escaped yet."""
        plain = _PLAIN.fullmatch(path.replace("/", ""))
        return f"{self.base}{path if plain else quote(path)}{query_of(query)}"

    def actor(self, kind: str, actor: str) -> str:
        """The address of a country (under /countries) or of another actor (under /actors)."""
        return self.at("countries" if kind == "country" else "actors", actor)

    def page(self, url: str) -> str:
        """The page for people that shows what one of these data URLs answers."""
        return f"{self.base}/browse{url.removeprefix(self.base)}"

    def embed(self, url: str) -> str:
        """The frame for other sites that shows what one of these data URLs answers."""
        return f"{self.base}/embed{url.removeprefix(self.base)}"

    def thing(self, kind: str, name: str) -> str:
        """The address of a published thing, or of the list that has it: of the questions, topics or
        vocabularies, or of the passages of its source.
        """
        if kind in _LISTED:
            return self.at(_LISTED[kind])
        if kind == "passage":
            return self.at("sources", name.partition("/")[0], "passages")
        return self.at("speakers" if kind == "person" else f"{kind}s", name)

    def named(self, kind: str, name: str) -> str:
        """The address of a person or an actor."""
        return self.at("speakers", name) if kind == "person" else self.actor(kind, name)


def query_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs as the query of an address, with its question mark; nothing if there are none."""
    encoded = "&".join([f"{_plussed(name)}={_plussed(value)}" for name, value in pairs])
    return f"?{encoded}" if encoded else ""


def _escaped(segment: str) -> str:
    return _remembered(segment) if len(segment) <= _ID else quote(segment, safe="")


@lru_cache(maxsize=4096)
def _remembered(segment: str) -> str:
    return segment if _PLAIN.fullmatch(segment) else quote(segment, safe="")


def _plussed(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quote_plus(text)
