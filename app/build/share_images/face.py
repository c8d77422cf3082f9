"""The typeface of share images: which characters it has, and how wide a text is."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Noto Sans"
ELLIPSIS = "…"


class Face:
    """A font file, as far as lines have to be measured: OpenType tables `cmap` (format 4, so
    characters of the first plane) and `hmtx`. Kerning is left out: it makes lines only shorter.
    """

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        count = struct.unpack_from(">H", self._data, 4)[0]
        self._tables = {
            self._data[at : at + 4]: struct.unpack_from(">I", self._data, at + 8)[0]
            for at in range(12, 12 + 16 * count, 16)
        }
        self._em = self._number(b"head", 18)
        long_metrics, metrics = self._number(b"hhea", 34), self._tables[b"hmtx"]
        self._advances = struct.unpack_from(">" + "Hh" * long_metrics, self._data, metrics)[::2]
        self._glyphs = dict(self._characters())

    def _number(self, table: bytes, at: int) -> int:
        value: int = struct.unpack_from(">H", self._data, self._tables[table] + at)[0]
        return value

    def _characters(self) -> list[tuple[int, int]]:
        """Pairs of code point and glyph."""
        data, cmap = self._data, self._tables[b"cmap"]
        subtables = [
            cmap + struct.unpack_from(">I", data, cmap + 4 + 8 * one + 4)[0]
            for one in range(self._number(b"cmap", 2))
        ]
        at = next(one for one in subtables if struct.unpack_from(">H", data, one)[0] == 4)
        count = struct.unpack_from(">H", data, at + 6)[0] // 2
        ends, starts, deltas, offsets = (
            struct.unpack_from(f">{count}H", data, at + 14 + 2 * count * part + (2 if part else 0))
            for part in range(4)
        )
        first = at + 16 + 6 * count  # of the offsets, from where each one counts
        pairs = []
        for number, (end, start) in enumerate(zip(ends, starts, strict=True)):
            for point in range(start, min(end, 0xFFFE) + 1):
                glyph = point
                if offsets[number]:
                    place = first + 2 * number + offsets[number] + 2 * (point - start)
                    glyph = struct.unpack_from(">H", data, place)[0]
                glyph = (glyph + deltas[number]) & 0xFFFF if glyph or not offsets[number] else 0
                if glyph:
                    pairs.append((point, glyph))
        return pairs

    def can_draw(self, text: str) -> bool:
        """Whether the font has every character of a text."""
        return all(ord(char) in self._glyphs for char in text)

    def width(self, text: str, size: float) -> float:
        """How many pixels wide a text is that `can_draw` allows."""
        last = len(self._advances) - 1
        units: int = sum(self._advances[min(self._glyphs[ord(char)], last)] for char in text)
        return units * size / self._em

    def lines(self, text: str, size: float, width: float, most: int) -> list[str]:
        """A text in at most so many lines of this width. What does not fit is cut off, with an
        ellipsis.
        """
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".lstrip()
            if self.width(longer, size) <= width:
                lines[-1] = longer
            else:
                lines = [*lines, word] if lines[-1] else [word]
        # A word that is too long is cut too, and everything after it.
        kept = next(
            (n for n, line in enumerate(lines, 1) if self.width(line, size) > width), len(lines)
        )
        shown = lines[: min(kept, most)]
        if len(shown) < len(lines) or self.width(shown[-1], size) > width:
            shown[-1] = self.cut(shown[-1], size, width)
        return shown

    def cut(self, text: str, size: float, width: float) -> str:
        """The beginning of a text and an ellipsis, so long that both fit."""
        while text and self.width(text + ELLIPSIS, size) > width:
            text = text[:-1].rstrip(" ,;:–—-")
        return text + ELLIPSIS


@cache
def face(*, bold: bool = False) -> Face:
    """The regular or the bold face."""
    return Face(FONTS / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf")


def plain(text: str | None) -> str:
    """A text for one line: composed characters, single spaces, and no invisible characters, which
    could turn it around.
    """
    composed = unicodedata.normalize("NFC", text or "")
    visible = (char for char in composed if unicodedata.category(char) != "Cf")
    return " ".join("".join(visible).split())


def drawable(*texts: str | None) -> str:
    """The first of some texts that has only characters of the typeface; empty if none has."""
    regular, bold = face(), face(bold=True)
    return next(
        (
            text
            for text in map(plain, texts)
            if text and regular.can_draw(text) and bold.can_draw(text)
        ),
        "",
    )
