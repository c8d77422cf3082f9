"""Texts that are the same or nearly so, found without comparing each with each other.

A sketch of a text is a MinHash signature of its runs of five words (Broder 1997), made with one
permutation whose empty bins are filled from the next one (Shrivastava and Li 2014). The share of
equal values in two sketches estimates the share of runs that two texts have in common. Sketches are
cut into bands, and only texts with an equal band are compared.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from xxhash import xxh3_64_intdigest

BINS, BANDS = 64, 16
NEAR = 0.8
"""The share of runs of words that two texts have in common from which one may copy the other."""

_RUN, _RUN_OF_CHARACTERS = 5, 10
_FEWEST = 40  # runs of a text; shorter ones are alike by chance
_MOST = 50  # texts with one band that are compared
_WORD = re.compile(r"\w+")
_SHIFT = 0x9E3779B1  # odd, so that each distance to a filled bin gives another value


def sketch(text: str) -> bytes | None:
    """The sketch of a text; None if it is too short."""
    parts, run = _WORD.findall(text.casefold()), _RUN
    if len(text) > 15 * len(parts):  # a script without spaces
        parts, run = list("".join(parts)), _RUN_OF_CHARACTERS
    if len(parts) < _FEWEST + run:
        return None
    lowest: list[int | None] = [None] * BINS
    for at in range(len(parts) - run + 1):
        value = xxh3_64_intdigest(" ".join(parts[at : at + run]).encode())
        place, rest = value % BINS, value >> 32
        known = lowest[place]
        if known is None or rest < known:
            lowest[place] = rest
    filled = array("I", bytes(4 * BINS))
    for place in range(BINS):
        away = 0
        while (value_there := lowest[(place + away) % BINS]) is None:
            away += 1
        filled[place] = (value_there + away * _SHIFT) % 2**32
    return filled.tobytes()


def bands(of: bytes) -> Iterator[int]:
    """The bands of a sketch, as numbers that SQLite can keep."""
    size = len(of) // BANDS
    for number in range(BANDS):
        yield xxh3_64_intdigest(of[number * size : (number + 1) * size], seed=number) - 2**63


def likeness(one: bytes, other: bytes) -> float:
    """The share of runs of words that two texts seem to have in common."""
    pairs = zip(array("I", one), array("I", other), strict=True)
    return sum(first == second for first, second in pairs) / BINS


def near_pairs(sketches: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, str, float]]:
    """For each text that is nearly an earlier one: that one, its own name, and the likeness."""
    known: dict[str, bytes] = {}
    with_band: dict[int, list[str]] = defaultdict(list)
    for name, own in sketches:
        found: Counter[str] = Counter()
        for band in bands(own):
            found.update(with_band[band])
            if len(with_band[band]) < _MOST:
                with_band[band].append(name)
        best = max(
            ((likeness(known[other], own), other) for other, _ in found.most_common(_MOST)),
            default=(0.0, ""),
        )
        known[name] = own
        if best[0] >= NEAR:
            yield best[1], name, best[0]
