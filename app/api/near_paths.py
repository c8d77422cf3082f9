"""What was probably meant by a path that no route has, made from the table of routes.

A path and the template of an address are compared segment by segment, as words are compared letter
by letter: other words, other spellings, segments too many and segments too few each cost something,
and the templates that cost least are suggested. Only error messages and the redirects for a final
slash and for capitals use this.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import quote, unquote

from starlette.routing import BaseRoute

from app.api.formats import split_suffix
from app.api.synonyms import LISTED_BY, NOW, PREFIXES, SEGMENTS, hint_for, is_synonym, singular

_MOST_SEGMENTS = 6  # of a path; a longer one gets no suggestion
_LONGEST, _LONGEST_WORD = 100, 30  # characters of a segment, and of one that may be misspelt
_MOST = 3  # suggestions
_FAR = 99.0
# What a difference costs. A suggestion costs at most _TOO_FAR, and others only a little more than
# the best one.
_OTHER_FORM, _SYNONYM, _OTHER_FORMAT, _SPELLING = 0.1, 0.3, 0.4, 1.5
_NAME, _PREFIX, _MISSING, _SURPLUS = 0.2, 0.2, 0.8, 1.0
_TOO_FAR, _AS_GOOD = 1.7, 0.35
_NOT_ADDED = frozenset({"browse", "embed", "badges"})  # first segments that must have been sent
_ALIKE = 0.7  # the lowest similarity of two spellings

Resolve = Callable[[Sequence[str], int, str, bool, bool], list[str]]
"""The paths that a template means if a name is at this place of it; none if the name is not known.
The fourth argument says whether the segment before the name was sent: if not, only an exact name of
that kind is known. The last one says whether a name that is only written like one counts.
"""


class Near(NamedTuple):
    """Paths that were probably meant, best first, and a sentence about them."""

    paths: list[str]
    hint: str = ""


def canonical_path(routes: Iterable[BaseRoute], path: str) -> str | None:
    """The path of a route that differs from this one only by final slashes, or by capitals in its
    fixed text; None if there is none. It is made from the route, and names are percent-encoded.
    """
    bare = path.rstrip("/")
    if bare == path.lower() or len(bare) > _MOST_SEGMENTS * _LONGEST:
        return None
    for route in routes:
        template = getattr(route, "path", "")
        if match := _in_any_case(template).fullmatch(bare):
            names = {name: quote(value, safe="") for name, value in match.groupdict().items()}
            found: str = template.format_map(names)
            return None if unquote(found) == path else found
    return None


@lru_cache(maxsize=512)
def _in_any_case(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    pattern = "".join(
        f"(?P<{part}>[^/]+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


def near_paths(addresses: Iterable[str], path: str, resolve: Resolve | None) -> Near:
    """The addresses that were probably meant by a path without suffix. `addresses` are templates
    (`/countries/{name}`).

    A name stays in a suggestion only if `resolve` knows it. Without `resolve` only addresses
    without a name are suggested, and no segment of the path is left out.
    """
    given = [segment for segment in path.split("/") if segment]
    if not given or len(given) > _MOST_SEGMENTS or max(map(len, given)) > _LONGEST:
        return Near([])
    without = _without_now(given)
    most = _TOO_FAR if resolve else _MISSING
    cost_of = cache(_word_cost)  # for this path only, so that what strangers send is not kept
    words = sum(not _is_prefix(segment) for segment in without)
    ranked = []
    for address in addresses:
        template = address.split("/")[1:]
        if (words - len(template)) * _SURPLUS > most:
            continue
        costs = _costs(without, template, cost_of)
        if costs[-1][-1] <= most:
            found = _traced(without, template, costs, cost_of)
            if found.sent or found.names:
                ranked.append(found)
    ranked.sort(key=lambda found: found.cost)
    paths, used = _ranked_paths(ranked, resolve, near=False)
    if resolve and not paths:
        paths, used = _ranked_paths(ranked, resolve, near=True)
    for noun, name in pairwise(given):
        ours = next((ours for ours in LISTED_BY if _word_cost(noun, ours) < _SURPLUS), None)
        if ours and resolve:
            ids = [one.rpartition("/")[2] for one in resolve((ours, "{id}"), 1, name, True, True)]
            paths = [*(f"{LISTED_BY[ours]}{one}" for one in ids), *paths]
    hints = ["Paths have no prefix."] if used else []
    hints += [hint] if (hint := hint_for(given)) else []
    return Near(paths[:_MOST], " ".join(hints))


def _ranked_paths(
    ranked: Sequence["_Found"], resolve: Resolve | None, *, near: bool
) -> tuple[list[str], bool]:
    """The paths of templates, the likeliest template first, and whether one of them leaves out a
    prefix. With `near` names count that are only written like known ones.
    """
    paths: dict[str, float] = {}
    best, used, named = _TOO_FAR, False, False
    for found in ranked:
        if found.cost > best + _AS_GOOD or len(paths) >= _MOST:
            break
        if named and not found.names:
            continue  # it would only leave out the name
        for one in _filled(found, resolve, near):
            if one.replace("/actors/", "/countries/") in paths:
                continue  # both show the same country
            paths.setdefault(one, found.cost)
            best, used = min(best, found.cost), used or found.prefixed
            named = named or bool(found.names)
    return list(paths), used


CostOf = Callable[[str, str], float]


class _Found(NamedTuple):
    cost: float
    template: tuple[str, ...]
    sent: frozenset[int] = frozenset()
    """The places of the template that were sent as fixed words."""
    names: tuple[tuple[int, str], ...] = ()
    """The places of names in the template, and the names as they were sent."""
    prefixed: bool = False


def _without_now(given: Sequence[str]) -> list[str]:
    """The segments without words for the present one of several: `positions/current` is
    `position`, and `current/position` too.
    """
    left: list[str] = []
    for segment in given:
        if segment.lower() not in NOW:
            left.append(segment)
        elif left and singular(left[-1]) in _OUR_WORDS:
            left[-1] = singular(left[-1])
    return left or list(given)


_OUR_WORDS = frozenset(
    singular(word) for ours, words in SEGMENTS.items() for word in (ours, *words.split())
)


def _costs(given: Sequence[str], template: Sequence[str], cost_of: CostOf) -> list[list[float]]:
    """What it costs at least to make the first j parts of a template of the first i segments, at
    [i][j].
    """
    rows = [[0.0]]
    for part in template:
        rows[0].append(rows[0][-1] + _missing(part))
    for segment in given:
        above, skipped = rows[-1], _skipped(segment)
        row = [above[0] + skipped]
        for j, part in enumerate(template):
            same = above[j] + cost_of(segment, part)
            row.append(min(above[j + 1] + skipped, same, row[j] + _missing(part)))
        rows.append(row)
    return rows


def _traced(
    given: Sequence[str], template: Sequence[str], rows: list[list[float]], cost_of: CostOf
) -> _Found:
    """The cheapest way, from its costs."""
    i, j = len(given), len(template)
    sent, names, prefixed = set[int](), list[tuple[int, str]](), False
    while i:
        segment = given[i - 1]
        is_name = j > 0 and "{" in template[j - 1]
        if is_name and i > j and rows[i][j] == rows[i - 1][j] + _skipped(segment):
            i -= 1  # of two possible names, the first one is behind its noun
        elif j and rows[i][j] == rows[i - 1][j - 1] + cost_of(segment, template[j - 1]):
            if is_name:
                names.append((j - 1, segment))
            else:
                sent.add(j - 1)
            i, j = i - 1, j - 1
        elif rows[i][j] == rows[i - 1][j] + _skipped(segment):
            prefixed = prefixed or _is_prefix(segment)
            i -= 1
        else:
            j -= 1
    return _Found(rows[-1][-1], tuple(template), frozenset(sent), tuple(names), prefixed)


def _missing(part: str) -> float:
    """What a part of a template costs that was not sent."""
    return _FAR if "{" in part or part in _NOT_ADDED else _MISSING


def _skipped(segment: str) -> float:
    """What a segment costs that the template has not."""
    return _PREFIX if _is_prefix(segment) else _SURPLUS


@lru_cache(maxsize=256)
def _is_prefix(segment: str) -> bool:
    return PREFIXES.fullmatch(segment.lower()) is not None


def _word_cost(given: str, ours: str) -> float:
    """How far a segment is from a part of a template."""
    if "{" in ours:
        return _NAME
    if given == ours:
        return 0.0
    word = singular(given)
    if word == singular(ours):
        return _OTHER_FORM
    if given and given == ours.partition(".")[0]:
        return _OTHER_FORMAT
    if is_synonym(word, ours):
        return _SYNONYM
    if not 2 < len(given) <= _LONGEST_WORD:
        return _FAR
    from rapidfuzz.distance import OSA  # 1 MB of memory that only error messages need

    alike = OSA.normalized_similarity(given.lower(), ours)
    return _SYNONYM + _SPELLING * (1 - alike) if alike >= _ALIKE else _FAR


def _filled(found: _Found, resolve: Resolve | None, near: bool) -> Iterable[str]:
    """The paths of a template with its name resolved; none if the name is not known."""
    if not found.names:
        return ["/" + "/".join(found.template)]
    (place, name), *numbers = sorted(found.names)
    # A second name is the number of a part of a thing.
    if resolve is None or not all(number.isdecimal() for _, number in numbers):
        return []
    template = list(found.template)
    for other, number in numbers:
        template[other] = number
    return resolve(template, place, split_suffix(name)[0], place - 1 in found.sent, near)


def is_word_for(given: str, ours: str) -> bool:
    """Whether a segment that was sent probably means a word of our paths."""
    return _word_cost(given, ours) < _SURPLUS


def filled(template: Sequence[str], name: str) -> str:
    """The path of a template with a name in it."""
    named = quote(name, safe="")
    return "/" + "/".join(re.sub(r"\{\w+\}", lambda _: named, part) for part in template)
