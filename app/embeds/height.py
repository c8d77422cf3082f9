"""How tall an embed will be at a width, so that a host can keep the room for it and no text jumps.

Only a browser knows it exactly, with the fonts of its reader. This is the flow of blocks, lines and
columns of app/html/static/embed.css, with average widths of characters, on the markup that is sent;
tests/embeds/test_heights.py compares it with a browser. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from math import ceil

from app.embeds.badges import char_width

_LEAST = 200  # pixels; a frame that is narrower is measured as if it were so wide
_VOID = {"meta", "link", "path", "circle"}
_INLINE = {"a", "b", "bdi", "del", "ins", "mark", "span", "time", "code", "strong", "svg"}
_UNSEEN = {"script", "style", "path", "circle"}
_EM = 1 / 12.6  # a character is this much narrower in text than on a badge, for each pixel of size


@dataclass
class _Node:
    """An element: its children are elements and texts."""

    tag: str
    classes: frozenset[str]
    parent: "_Node | None" = None
    children: list["_Node | str"] = field(default_factory=list)

    def elements(self) -> list["_Node"]:
        return [one for one in self.children if isinstance(one, _Node)]

    def within(self, name: str) -> bool:
        """Whether an element of this class or tag is around it."""
        above = self.parent
        return above is not None and (
            name == above.tag or name in above.classes or above.within(name)
        )

    def is_first(self) -> bool:
        return self.parent is not None and self.parent.elements()[0] is self

    def follows(self, tag: str) -> bool:
        """Whether the element before it is one of these."""
        beside = self.parent.elements() if self.parent else [self]
        place = next(number for number, one in enumerate(beside) if one is self)
        return place > 0 and beside[place - 1].tag == tag


@dataclass(frozen=True)
class _Style:
    """Pixels: the size of a text and the height of its lines, the margins, and what padding and
    borders add around it.
    """

    size: float = 16
    line: float = 1.55
    before: float = 0
    after: float = 0
    high: float = 0
    wide: float = 0
    most: float = 10_000


class _Tree(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.body = self.at = _Node("root", frozenset())
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        classes = frozenset((dict(attrs).get("class") or "").split())
        node = _Node(tag, classes, self.at)
        self.at.children.append(node)
        self.at = node

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self.at.parent is not None:
            self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def heights(html: str, widths: Sequence[int]) -> list[int]:
    """The pixels that the page of an embed needs at each of these widths."""
    start = html.index("<body>")
    body = _Tree(html[start : html.index("</body>")]).body.elements()[0]
    return [_page(body, max(width, _LEAST)) for width in widths]


def _page(body: _Node, width: int) -> int:
    padding = min(max(16, width * 0.05), 32)
    flow = _Flow(width)
    return ceil(flow.stack(body.elements(), width - 2 * padding) + 2 * padding) + 6


class _Flow:
    """Lays out elements in a window of a width."""

    def __init__(self, window: int) -> None:
        self.window = window

    def style(self, node: _Node) -> _Style:
        """What embed.css says of an element."""
        tag, classes, window = node.tag, node.classes, self.window
        if "note" in classes:
            return _Style(14.4, before=0 if node.is_first() else 20, after=20, high=25.6, wide=32)
        if "silence" in classes:
            return _Style(min(max(18.4, 16.8 + window * 0.008), 22.4), 1.45, most=608)
        if "unseen" in classes:
            return _Style(0, 0)
        if "axis" in classes:
            return _Style(12.8, before=4.8, after=20)
        if "answer" in classes:
            return _Style(before=9.6, after=4.8)
        if "side" in classes:
            return _Style(high=30.8, wide=34)
        if "brief" in classes:
            return _Style(high=11.2)
        if "says" in classes:
            return _Style(before=0 if node.is_first() else 12)
        if classes & {"small", "source"} or tag in ("figcaption", "dt", "footer"):
            below = 9.6 if tag == "p" and node.follows("blockquote") else 0
            return _Style(14, 1.5, *((24, 0, 15.4) if tag == "footer" else (0, below)))
        match tag:
            case "h1":
                size = min(max(24, 20.8 + window * 0.012), 32)
                return _Style(size, 1.15, after=0 if node.within("answer") else 5.6)
            case "h2":
                disagree = "disagree" in classes and not node.is_first()
                return _Style(before=20 if disagree else 0, after=12)
            case "h3":
                return _Style(before=20, after=12 if "disagree" in classes else 8)
            case "section":
                bare = node.is_first() and not node.within("section") and node.within("card")
                return _Style() if bare else _Style(before=28, high=21)
            case "blockquote" if node.within("hero"):
                size = min(max(20.8, 17.6 + window * 0.014), 27.2)
                return _Style(size, 1.38, 4.8, 9.6, most=768)
            case "blockquote":
                return _Style(18, 1.45, 4.8, 9.6, most=608)
            case "figure":
                if node.within("side"):
                    before = 12
                elif node.follows("p"):
                    before = 16
                else:
                    before = 20 if node.within("section") and not node.is_first() else 0
                return _Style(wide=19, before=before)
            case "dl":
                return _Style(before=0 if "groups" in classes and node.is_first() else 24)
            case "dd" if not node.within("groups"):
                return _Style(after=0 if self.window >= 480 else 11.2, most=608)
            case "ol":
                return _Style(before=24)
            case "details":
                in_list = node.within("contested")
                return _Style(before=8 if "more" in classes else 0, high=11.2 if in_list else 0)
        return _Style()

    def stack(self, nodes: Sequence[_Node], width: float) -> float:
        """Blocks below each other; margins that touch are one."""
        total = margin = 0.0
        for node in nodes:
            if node.tag in _UNSEEN or "unseen" in node.classes:
                continue
            style = self.style(node)
            total += max(margin, style.before) + self.height(node, width)
            margin = style.after
        return total + margin

    def height(self, node: _Node, width: float, size: float | None = None) -> float:
        """The height of a block in this width, without its margins."""
        style = self.style(node)
        inner = min(width - style.wide, style.most)
        return style.high + self.content(node, inner, style)

    def content(self, node: _Node, width: float, style: _Style) -> float:
        tag, classes, parts = node.tag, node.classes, node.elements()
        if tag == "details":
            return self.content(parts[0], width, self.text_style(node))
        if "card" in classes and self.window >= 736:
            beside = [self.height(one, width - 248) for one in parts[1:]]
            return max(self.height(parts[0], 208), *beside, 0)
        if "card" in classes:
            return sum(self.height(one, width) for one in parts) + 24 * (len(parts) - 1)
        if "groups" in classes:
            return sum(self._group(one.elements(), width) for one in parts)
        if "lines" in classes:
            return len(parts) * (53.8 if self.window > 416 else 82.6)
        if "claims" in classes:
            return self._columns(parts, width, least=240, gaps=(16, 24))
        if tag == "ol":
            return self._columns(parts, width, least=416, gaps=(28, 40))
        if tag == "dl" and self.window >= 480:
            pairs = list(zip(parts[::2], parts[1::2], strict=False))
            rows = (
                max(self.height(name, 136), self.height(value, width - 152))
                for name, value in pairs
            )
            return sum(rows) + 8 * (len(pairs) - 1)
        if tag == "footer" or "answer" in classes:
            return self._row(parts, width)
        if any(one.tag not in _INLINE for one in parts):
            return self.stack(parts, width)
        return self._text(node, width, style if style.size != 16 else self.text_style(node))

    def text_style(self, node: _Node) -> _Style:
        """The style of the text in an element that has none of its own."""
        above: _Node | None = node
        while above is not None:
            style = self.style(above)
            if style.size != 16:
                return style
            above = above.parent
        return _Style()

    def _text(self, node: _Node, width: float, style: _Style) -> float:
        return _lines(_words(node), style.size * _EM, width) * style.size * style.line

    def _group(self, parts: list[_Node], width: float) -> float:
        names, actors = parts
        left = max(176, width * 0.26) if self.window >= 576 else width
        right = width - left - 32 if self.window >= 576 else width
        definition = " ".join(one for one in names.children if isinstance(one, str)).strip()
        first = 24 + _lines(definition, 14 * _EM, left) * 21
        items = [text_width(_words(item), 18 * _EM) + 1 for item in actors.elements()[0].elements()]
        rows = sum(1 for _ in _rows(items, right, 22.4))
        second = rows * 28.6 + (rows - 1) * 2.4
        return 26.6 + (max(first, second) if self.window >= 576 else first + 4.8 + second)

    def _columns(
        self, parts: list[_Node], width: float, *, least: float, gaps: tuple[float, float]
    ) -> float:
        """A grid with as many columns as fit (`auto-fit`)."""
        below, beside = gaps
        count = max(1, min(int((width + beside) // (min(least, width) + beside)), len(parts) or 1))
        wide = (width - beside * (count - 1)) / count
        tall = [self.height(one, wide) for one in parts]
        rows = [max(tall[place : place + count]) for place in range(0, len(tall), count)]
        return sum(rows) + below * max(len(rows) - 1, 0)

    def _row(self, parts: list[_Node], width: float) -> float:
        """Parts beside each other, in as many rows as they need."""
        size = {part.tag: self.style(part).size for part in parts}
        gap = 24.0 if parts and parts[0].within("footer") else 14.4
        wide, tall = [], []
        for part in parts:
            pixels = size[part.tag] if part.tag == "h1" else 18 if gap == 14.4 else 15
            natural = text_width(_words(part), pixels * _EM) + (24 if "chip" in part.classes else 0)
            wide.append(min(natural, width))
            tall.append(
                self.height(part, width)
                if part.tag not in _INLINE
                else 28.0 * _lines(_words(part), pixels * _EM, width)
            )
        total = 0.0
        for count, row in enumerate(_rows(wide, width, gap)):
            total += max(tall[place] for place in row) + (6.4 if count and gap == 24 else 0)
        return total


def _words(node: _Node) -> str:
    """The text that is seen in an element, with single spaces."""
    return " ".join(" ".join(_texts(node)).split())


def _texts(node: _Node) -> Iterator[str]:
    for one in node.children:
        if isinstance(one, str):
            yield one
        elif one.tag not in _UNSEEN and "unseen" not in one.classes:
            yield _words(one)


def _rows(widths: Sequence[float], width: float, gap: float) -> Iterator[list[int]]:
    """The places of the items in each row."""
    row: list[int] = []
    used = 0.0
    for place, wide in enumerate(widths):
        if row and used + gap + wide > width:
            yield row
            row, used = [], 0.0
        used += wide + (gap if row else 0)
        row.append(place)
    if row:
        yield row


def _lines(text: str, em: float, width: float) -> int:
    """How many lines a text takes."""
    words, width = [_word_width(word) * em for word in text.split()], max(width, 20)
    space = char_width(" ") * em
    count, used = 1, 0.0
    for wide in words:
        if used and used + space + wide > width:
            count, used = count + 1, 0.0
        used += wide + (space if used else 0)
        if used > width:  # a word that is broken
            count, used = count + int(used // width), used % width
    return count if words else 0


def text_width(text: str, em: float) -> float:
    """How wide a text is on one line."""
    return sum(map(_word_width, text.split())) * em + text.count(" ") * char_width(" ") * em


@lru_cache(4096)
def _word_width(word: str) -> float:
    return sum(map(char_width, word))
