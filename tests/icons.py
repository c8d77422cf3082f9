"""Makes app/html/static/favicon.ico and apple-touch-icon.png of mark.svg: `make icons`, after the
mark was changed.

Chromium paints the mark on a tile of paper, so that it shows on dark tabs too; the files are
written here byte by byte, so that they hold nothing but the picture.
"""

import struct
import zlib
from base64 import b64decode, b64encode
from typing import Any

from app.settings import ROOT
from tests.browser import started

STATIC = ROOT / "app/html/static"
SIZES = (16, 32, 48)  # of favicon.ico
TOUCH = 180
_PAPER = "#fbfaf7"
_PIXELS = """
async ([source, size]) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0, size, size);
  return btoa(Array.from(context.getImageData(0, 0, size, size).data, (one) => \
String.fromCharCode(one)).join(""));
}
"""


def pixels(page: Any, kind: str, picture: bytes, size: int) -> bytes:
    """A picture as a browser shows it at a size: red, green, blue and opacity of each pixel, row by
    row.
    """
    return b64decode(
        page.evaluate(_PIXELS, [f"data:{kind};base64,{b64encode(picture).decode()}", size])
    )


def painted(page: Any, size: int) -> bytes:
    """The pixels of the mark on its tile; the large one has no corners, because iOS cuts them, and
    more margin.
    """
    mark = (STATIC / "mark.svg").read_text().replace("<svg ", '<svg width="32" height="32" ', 1)
    corner, inset = (0, 4) if size == TOUCH else (6, 0)
    side = 32 + 2 * inset
    tile = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="{-inset} '
        f'{-inset} {side} {side}">'
        f'<rect x="{-inset}" y="{-inset}" width="{side}" height="{side}" rx="{corner}" '
        f'fill="{_PAPER}"/>'
        f"{mark}</svg>"
    )
    return pixels(page, "image/svg+xml", tile.encode(), size)


def png(data: bytes, size: int) -> bytes:
    """Pixels as a PNG (RFC 2083): eight bits a channel, each row as it is."""
    rows = b"".join(b"\0" + data[at : at + 4 * size] for at in range(0, len(data), 4 * size))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def ico(pictures: dict[int, bytes]) -> bytes:
    """PNGs by size as one icon file: a head, one entry each, then the pictures."""
    at = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures.items():
        head += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + b"".join(pictures.values())


def main() -> None:
    """Write both files."""
    with started() as browser:
        page = browser.new_page(color_scheme="light")
        (STATIC / "favicon.ico").write_bytes(
            ico({size: png(painted(page, size), size) for size in SIZES})
        )
        (STATIC / "apple-touch-icon.png").write_bytes(png(painted(page, TOUCH), TOUCH))


if __name__ == "__main__":
    main()
