"""Parameters without a meaning, which hosts, social networks and scripts add to addresses
(docs/api.md, section Parameters).
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from starlette.routing import BaseRoute

from app.api.routing import Route

# A name of so many letters or more may differ by two letters behind the first one and still be a
# misspelling. Shorter ones may differ by one, and the shortest only by case: hosts add many short
# names, and a few that are like ours (`xtor`).
_TWO, _ONE = 5, 3


def ignored_by(
    routes: Iterable[BaseRoute], is_page: Callable[[str], bool], added: Collection[str]
) -> Callable[[str, str], bool]:
    """A function from a path, without a pin, and the name of a parameter: whether it is ignored.

    Every address ignores `_` and `utm_…`. Those for which `is_page` is true ignore all that they do
    not know, unless it looks like one that they know: a misspelled filter must not show everything.
    `added` are names that are never taken for a misspelling.
    """
    pages = [route for route in routes if isinstance(route, Route) and is_page(route.path)]

    @lru_cache(maxsize=256)
    def known_at(path: str) -> frozenset[str] | None:
        """The parameters of a page; None if there is no such page."""
        for route in pages:
            if route.path_regex.match(path):
                return frozenset(route.query_model.model_fields)
        return None

    def is_ignored(path: str, name: str) -> bool:
        if name == "_" or name.startswith("utm_"):
            return True
        known = known_at(path) if is_page(path) else None
        return known is not None and is_unknown(name, known, added)

    return is_ignored


def is_unknown(name: str, known: Collection[str], added: Collection[str]) -> bool:
    """Whether a parameter is none of the known ones, and no misspelling of one."""
    return name not in known and (
        name in added or not any(_is_like(name, other) for other in known)
    )


def _is_like(name: str, known: str) -> bool:
    """Whether a name may be a misspelling of a known one; two letters in the wrong order are one
    mistake.
    """
    if abs(len(name) - len(known)) > 2:
        return False
    from rapidfuzz.distance import OSA  # 1 MB of memory that few services need

    name = name.casefold()
    long = len(known) >= _TWO and name[:1] == known[0]
    most = 2 if long else 1 if len(known) >= _ONE else 0
    return OSA.distance(name, known, score_cutoff=most) <= most
