"""Two charts as SVG, drawn by hand: the cost over the size of the corpus, and the cost of an answer
beside the peers'.
"""

import math
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _TOP, _FOOT = 860, 460, 70, 50, 60
_COLOURS = ("#1f5fa8", "#b4531a", "#2f7d4f", "#7a4aa0", "#a03050", "#607080", "#8a7a00", "#008080")
_STYLE = (
    "text{font:13px "
    "system-ui,sans-serif;fill:#1b1f24}.s{font-size:11px;fill:#57606a}.g{stroke:#d0d7de}.b{fill:#fff}"
)


def curve(curves: Mapping[str, Mapping[str, Any]]) -> str:
    """µs over statements, both logarithmic: for each kind of address the median, as a line, and the
    range as an area.
    """
    sizes = sorted(map(int, curves))
    kinds = [
        kind for kind in ("pages", "searches", "facets", "depths") if kind in curves[str(sizes[0])]
    ]
    costs = {
        kind: [sorted(one["us"] for one in curves[str(size)][kind].values()) for size in sizes]
        for kind in kinds
    }
    every = [cost for found in costs.values() for one in found for cost in one]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def x(size: int) -> float:
        return _LEFT + (math.log10(size) - first) / max(last - first, 1e-9) * (_WIDTH - _LEFT - 190)

    def y(cost: float) -> float:
        return _TOP + (high - math.log10(cost)) / (high - low) * (_HEIGHT - _TOP - _FOOT)

    parts = [
        _text(
            _LEFT,
            26,
            (
                "CPU time of one uncached answer over the size of the corpus (line: median; area: "
                "least to most)"
            ),
        )
    ]
    for power in range(low, high + 1):
        parts.append(
            f'<line class="g" x1="{_LEFT}" x2="{_WIDTH - 190}" y1="{y(10**power):.1f}" '
            f'y2="{y(10**power):.1f}"/>'
        )
        parts.append(_text(_LEFT - 8, y(10**power) + 4, _time(10**power), "end"))
    parts += [_text(x(size), _HEIGHT - _FOOT + 22, f"{size:,}", "middle") for size in sizes]
    parts.append(_text((_LEFT + _WIDTH - 190) / 2, _HEIGHT - 14, "statements", "middle"))
    for number, kind in enumerate(kinds):
        colour = _COLOURS[number]
        top = [(x(size), y(found[-1])) for size, found in zip(sizes, costs[kind], strict=True)]
        bottom = [(x(size), y(found[0])) for size, found in zip(sizes, costs[kind], strict=True)]
        middle = [
            (x(size), y(found[len(found) // 2]))
            for size, found in zip(sizes, costs[kind], strict=True)
        ]
        parts.append(
            f'<polygon points="{_points([*top, *reversed(bottom)])}" fill="{colour}" '
            'fill-opacity=".1"/>'
        )
        parts.append(
            f'<polyline points="{_points(middle)}" fill="none" stroke="{colour}" '
            'stroke-width="2.5"/>'
        )
        at = _TOP + 20 + 22 * number
        parts.append(
            f'<rect x="{_WIDTH - 170}" y="{at - 10}" width="14" height="10" fill="{colour}"/>'
        )
        parts.append(_text(_WIDTH - 150, at, f"{kind} ({len(costs[kind][0])})"))
    return _svg(_HEIGHT, "Cost over size", parts)


def peers(comparisons: Mapping[str, Mapping[str, Any]]) -> str:
    """A bar for each server in each comparison: CPU µs per request, logarithmic."""
    every = [one["us"] for servers in comparisons.values() for one in servers.values()]
    low, high = math.floor(math.log10(min(every))), math.log10(max(every)) + 0.25
    names = sorted({name for servers in comparisons.values() for name in servers})
    colours = dict(zip(names, _COLOURS, strict=False))
    left = 170

    def width(cost: float) -> float:
        return (math.log10(cost) - low) / (high - low) * (_WIDTH - left - 150)

    parts = [
        _text(16, 26, "CPU time of the server for one request: least of the rounds (logarithmic)")
    ]
    at = 60.0
    for comparison, servers in comparisons.items():
        parts.append(_text(left - 10, at + 12, comparison, "end"))
        for name, one in servers.items():
            parts.append(
                f'<rect x="{left}" y="{at:.0f}" width="{width(one["us"]):.1f}" height="14" '
                f'fill="{colours[name]}"/>'
            )
            parts.append(
                _text(
                    left + width(one["us"]) + 6, at + 11, f"{name} {_time(one['us'])}", small=True
                )
            )
            at += 17
        at += 9
    return _svg(at + 10, "The service beside other servers", parts)


def _svg(height: float, title: str, parts: Iterable[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" '
        f'role="img" aria-label="{escape(title)}">'
    )
    return "\n".join(
        [
            head,
            f"<style>{_STYLE}</style>",
            '<rect class="b" width="100%" height="100%"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _text(x: float, y: float, words: str, anchor: str = "start", *, small: bool = False) -> str:
    kind = ' class="s"' if small else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _points(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _time(microseconds: float) -> str:
    if microseconds < 1_000:
        return f"{microseconds:.3g} µs"
    return (
        f"{microseconds / 1_000:.3g} ms"
        if microseconds < 1_000_000
        else f"{microseconds / 1_000_000:.3g} s"
    )
