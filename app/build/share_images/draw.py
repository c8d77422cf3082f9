"""Drawing share images: a card for an actor, and the board. Each is 1200 by 630 pixels, on light
paper, with every text inside and none of it smaller than 24 pixels.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from app.build.share_images.face import ELLIPSIS, FAMILY, FONTS, drawable, face
from app.store.share_images import HEIGHT, WIDTH

_HERE = Path(__file__).parent
_PAPER, _INK, _SOFT, _LINE = "#fbfaf7", "#1d232b", "#565d66", "#dcd8cd"
_MARGIN = 72
_INNER = WIDTH - 2 * _MARGIN
_BRAND = "Stated"
_Shape = dict[str, object]  # attributes of a bar or a mark in the template


@dataclass(frozen=True)
class _Line:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    size: int
    text: str
    fill: str = _INK
    bold: bool = False


@dataclass(frozen=True)
class ShownStance:
    """A stance: its value, label and colour."""

    value: str
    label: str
    colour: str


@dataclass(frozen=True)
class Card:
    """What the image of an actor shows. `says` is our summary of its position."""

    question: str
    name: str
    stance: ShownStance
    marks: Sequence[str]
    says: str
    published: str


@dataclass(frozen=True)
class Board:
    """What the image of the board shows: names of each stance, and how many are without one."""

    question: str
    title: str
    groups: Sequence[tuple[ShownStance, Sequence[str]]]
    silent: int
    published: str


def card(given: Card) -> str:
    """The image of an actor, as SVG."""
    lines = [*_question(given.question, y=94)]
    y = lines[-1].y + 34 if lines else 94
    size, name = _name(given.name)
    for text in name:
        y += size * 1.16
        lines.append(_Line(_MARGIN, y, size, text, bold=True))
    stance = given.stance
    y += 82
    said = ", ".join([stance.label, *given.marks])
    [said] = face(bold=True).lines(said, 46, _INNER - 66, 1)
    lines.append(_Line(_MARGIN + 66, y, 46, said, stance.colour, bold=True))
    marks: list[_Shape] = [
        {"x": _MARGIN, "y": y - 41, "scale": 3, "fill": stance.colour, "stance": stance.value}
    ]
    y += 26
    room = int((HEIGHT - 112 - y) // 44)
    for text in face().lines(given.says, 32, _INNER, room) if given.says and room > 0 else ():
        y += 44
        lines.append(_Line(_MARGIN, y, 32, text))
    bars: list[_Shape] = [{"x": 0, "y": 0, "width": 20, "height": HEIGHT, "fill": stance.colour}]
    return _svg(lines, marks, bars, given.published)


def board(given: Board) -> str:
    """The image of the board, as SVG."""
    lines = [_Line(_MARGIN, 106, 60, given.title, bold=True)]
    lines += _question(given.question, y=152)
    marks: list[_Shape] = []
    groups = [group for group in given.groups if group[1]]
    silent = f"We found no statement about {given.silent} others." if given.silent else ""
    top, bottom = lines[-1].y + 52, HEIGHT - (138 if silent else 96)
    step = min((bottom - top) / max(len(groups), 1), 96)
    size = 28 if step >= 46 else 24
    rows = max(min(int((step - 6) // (size * 1.25)), 2), 1)
    for number, (stance, names) in enumerate(groups):
        y = top + number * step
        label = f"{stance.label} {len(names)}"
        lines.append(_Line(_MARGIN + 46, y, size, label, stance.colour, bold=True))
        marks.append(
            {
                "x": _MARGIN,
                "y": y - size * 0.8,
                "scale": size / 17,
                "fill": stance.colour,
                "stance": stance.value,
            }
        )
        x = _MARGIN + 320
        for row, text in enumerate(_names(names, size, WIDTH - _MARGIN - x, rows)):
            lines.append(_Line(x, y + row * size * 1.25, size, text))
    if silent:
        lines.append(_Line(_MARGIN, HEIGHT - 112, 26, silent, _SOFT))
    return _svg(lines, marks, [], given.published)


def png(svg: str, width: int = WIDTH) -> bytes:
    """A drawn image as PNG, this many pixels wide. Only fonts of our own are used, so that it is
    the same on every machine.
    """
    from resvg_py import svg_to_bytes  # only those who publish have it

    fonts = [str(FONTS / f"NotoSans-{weight}.ttf") for weight in ("Regular", "Bold")]
    return svg_to_bytes(
        svg_string=svg,
        width=width,
        font_files=fonts,
        skip_system_fonts=True,
        sans_serif_family=FAMILY,
    )


def _question(text: str, y: float) -> list[_Line]:
    """The question in at most two lines."""
    found = face().lines(text, 28, _INNER, 2) if text else []
    return [_Line(_MARGIN, y + 38 * row, 28, line, _SOFT) for row, line in enumerate(found)]


def _name(name: str) -> tuple[int, list[str]]:
    """The largest size at which a name needs one line, or two at a smaller one, and its lines."""
    bold = face(bold=True)
    for size, most in ((96, 1), (76, 1), (62, 2), (50, 2)):
        found = bold.lines(name, size, _INNER, most + 1)
        if len(found) <= most and not found[-1].endswith(ELLIPSIS):
            return size, found
    return 44, bold.lines(name, 44, _INNER, 3)


def _names(names: Sequence[str], size: int, width: float, rows: int) -> list[str]:
    """As many names as fit, and how many more there are."""
    fitting = face().lines(names[0], size, width, rows)
    for shown in range(1, len(names) + 1):
        more = len(names) - shown
        text = ", ".join(names[:shown]) + (f" and {more} more" if more else "")
        found = face().lines(text, size, width, rows + 1)
        if len(found) <= rows and not found[-1].endswith(ELLIPSIS):
            fitting = found
        elif shown > 1:
            break
    return fitting


def _svg(
    lines: Sequence[_Line],
    marks: Sequence[_Shape],
    bars: Sequence[_Shape],
    published: str,
) -> str:
    """The picture, with the name of the service and the day of its data below."""
    below = [
        _Line(_MARGIN + 50, HEIGHT - 46, 30, _BRAND, bold=True),
        _Line(
            WIDTH - _MARGIN - face().width(published, 26), HEIGHT - 46, 26, published, fill=_SOFT
        ),
    ]
    rule = {"x": _MARGIN, "y": HEIGHT - 92, "width": _INNER, "height": 2, "fill": _LINE}
    return _template().render(
        width=WIDTH,
        height=HEIGHT,
        paper=_PAPER,
        family=FAMILY,
        bars=[*bars, rule],
        marks=marks,
        lines=[asdict(line) for line in (*lines, *below)],
        brand={"x": _MARGIN, "y": HEIGHT - 76, "fill": _INK},
    )


@cache
def _template() -> Template:
    folders = (_HERE, _HERE.parents[1] / "html/templates")
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("image.svg")


def shown_name(name: str, actor: str) -> str:
    """A name as the typeface can draw it; in another script, the id of the actor as words."""
    return drawable(name, actor.replace("-", " ").title()) or "?"
