"""The figures of the table, each with the bound it must reach and the bound it aims at."""

from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from benchmarks.comparisons import worst


@dataclass(frozen=True)
class Figure:
    """One line of the table; `value` None: not measured. `least`: whether the bounds are the least
    (else the most) allowed.
    """

    name: str
    value: float | None
    must: float
    aim: float
    unit: str
    least: bool
    note: str = ""

    def reached(self, bound: float) -> bool:
        """Whether the value is within a bound."""
        return self.value is not None and (
            self.value >= bound if self.least else self.value <= bound
        )

    def plain(self) -> dict[str, Any]:
        """For the JSON."""
        return {
            **asdict(self),
            "must_reached": self.reached(self.must),
            "aim_reached": self.reached(self.aim),
        }


def figures(found: dict[str, Any]) -> list[Figure]:
    """All lines of the table, in order."""
    out: list[Figure] = []
    comparisons = found["comparisons"]
    for name in ("position", "page", "card", "304", "404", "position, gzip", "page, gzip"):
        for who, bounds, say in (
            ("stated", (0.90, 0.95), ""),
            ("stated-log", (0.60, 0.75), ", access log on"),
        ):
            out.append(
                _ratio(
                    comparisons,
                    f"cached {name}{say}, against the bare app",
                    name,
                    "bare",
                    who,
                    bounds,
                    "×",
                )
            )
    for name, kind in (("position", "≤ 8 kB"), ("page of 20", "~40 kB")):
        out.append(
            _ratio(
                comparisons,
                f"cached {kind}, against nginx",
                f"{name}, nginx",
                "nginx",
                "stated",
                (0.33, 0.40),
                "×",
            )
        )
    for name, aim in (("position", 25), ("page", 30), ("full text", 50)):
        out.append(
            _ratio(
                comparisons,
                f"cached {name}, against Datasette",
                f"{name}, Datasette",
                "datasette",
                "stated",
                (15, aim),
                "×",
            )
        )
    for name, bounds in (("position", (10, 14)), ("page", (14, 38))):
        out.append(
            _ratio(
                comparisons,
                f"cached {name}, against roapi",
                f"{name}, roapi",
                "roapi",
                "stated",
                bounds,
                "×",
            )
        )
    for name in ("position", "page"):
        who = "stated-uncached"
        out.append(
            _ratio(
                comparisons,
                f"uncached {name}, against Datasette",
                f"{name}, Datasette",
                "datasette",
                who,
                (3, 5),
                "×",
            )
        )
    return [*out, *_in_process(found), *_whole(found)]


def _ratio(
    comparisons: dict[str, Any],
    name: str,
    comparison: str,
    peer: str,
    ours: str,
    bounds: tuple[float, float],
    unit: str,
) -> Figure:
    costs = comparisons.get(comparison, {})
    both = peer in costs and ours in costs
    value = costs[peer]["us"] / costs[ours]["us"] if both else None
    note = f"{costs[ours]['us']:.1f} of {costs[peer]['us']:.1f} µs" if both else "not measured"
    return Figure(name, value, *bounds, unit, least=True, note=note)


def _in_process(found: dict[str, Any]) -> list[Figure]:
    """What is measured in process. An answer of another status than 200 is no answer: then nothing
    is reached.
    """
    own = found["own"]
    above = {name: one["above_us"] for name, one in own.items()}
    name, value = worst(above.items())
    note = (
        f"worst page: {name}; median {median(above.values()):.0f} µs; no filter "
        f"{above['all']:.0f} µs"
    )
    out = [
        _line("uncached indexed page: time above its own SQL", value, (300, 200), "µs", note, own)
    ]
    small, large = found["small"], found["large"]
    of_small, of_large = (found["curves"][str(size)] for size in (small, large))
    pages = {
        name: one["us"] / of_small["pages"][name]["us"] for name, one in of_large["pages"].items()
    }
    name, value = worst(pages.items())
    over = sum(1 for one in of_large["pages"].values() if one["us"] > 250_000)
    note = (
        f"worst page: {name}; median {median(pages.values()):.2f}; over 250 ms: {over} of "
        f"{len(pages)}"
    )
    both = {
        **of_large["pages"],
        **{f"{name}, {small:,}": one for name, one in of_small["pages"].items()},
    }
    out.append(
        _line(
            f"any page with filters, {large:,} statements against {small:,}",
            value,
            (2, 1.2),
            "×",
            note,
            both,
        )
    )
    depths = of_large["depths"]
    deep = list(depths)[-1]
    value = depths[deep]["us"] / depths["page 1"]["us"]
    out.append(
        _line(
            "page 10,000 against page 1",
            value,
            (1.5, 1.2),
            "×",
            f"{deep}, {large:,} statements",
            depths,
        )
    )
    for name in ("“the”", "“the” + speaker (rare)"):
        one = of_large["searches"][name]
        note = f"{large:,} statements, {one['rows']} rows"
        out.append(
            _line(
                f"full text, newest first: {name}",
                one["us"] / 1000,
                (2, 0.5),
                "ms",
                note,
                {name: one},
            )
        )
    return out


def _line(
    name: str,
    value: float,
    bounds: tuple[float, float],
    unit: str,
    note: str,
    answers: dict[str, dict[str, Any]],
) -> Figure:
    """A figure that should be low, from answers that must all have the status 200."""
    failed = [
        f"{one} ({answer['status']})" for one, answer in answers.items() if answer["status"] != 200
    ]
    if failed:
        return Figure(
            name,
            None,
            *bounds,
            unit,
            least=False,
            note=f"{len(failed)} not answered, as {failed[0]}",
        )
    return Figure(name, value, *bounds, unit, least=False, note=note)


def _whole(found: dict[str, Any]) -> list[Figure]:
    """Start, memory and the build."""
    start, built = found["start"], found["built"]
    note = f"{start['statements']:,} statements"
    made = f"{built['statements']:,} statements, {built['how']}" if built else "not measured"
    return [
        Figure("memory after the first answer", start["mb"], 80, 75, "MB", least=False, note=note),
        Figure("time to the first 200", start["seconds"], 1.5, 1.0, "s", least=False, note=note),
        Figure("build: time", built.get("seconds"), 180, 90, "s", least=False, note=made),
        Figure(
            "build: peak of resident memory",
            built.get("peak_mb"),
            500,
            500,
            "MB",
            least=False,
            note=made,
        ),
    ]
