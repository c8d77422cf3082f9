"""Makes the pictures in the README (docs/*.png) of the launch dataset: `make pictures`, after pages
have changed their looks.

Chromium shows the pages of a service that runs in this process; the files are written here, with a
palette in place of millions of colours, so that they are small.
"""

import shutil
import socket
import struct
import tempfile
import threading
import time
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from app.main import create_app
from app.settings import ROOT, Settings
from tests.browser import started

DOCS = ROOT / "docs"
MOST = 150_000  # bytes of a picture
_SHARP = 2  # pixels of the picture for each one of the page
_PIXELS = """
async (source) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += \
String.fromCharCode(...bytes.subarray(at, at + 32768));
  return [image.width, btoa(text)];
}
"""


class Picture(NamedTuple):
    """What is shown: an address, a scheme, a width, and a height; without one as much as there
    is.
    """

    path: str
    scheme: str
    width: int
    height: int | None = None


PICTURES = {
    f"{name}-{scheme}": Picture(path, scheme, width, height)
    for name, path, width, height in (
        ("start", "/", 960, 900),
        ("board", "/browse/positions", 960, 1000),
        ("card", "/embed/countries/italy", 600, None),
    )
    for scheme in ("light", "dark")
}


@contextmanager
def service() -> Iterator[str]:
    """The address of a service on the launch dataset: the seed, as if nothing had been published
    before.
    """
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listener:
        seed = Path(folder, "seed")
        shutil.copytree(ROOT / "seed", seed, ignore=shutil.ignore_patterns("ledger.jsonl"))
        path = write(check(load(seed)), Path(folder, "datasets"))
        point(path.parent, path.stem)
        listener.bind(("127.0.0.1", 0))
        app = create_app(Settings(datasets=path.parent, budget_ms=10_000))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def shot(browser: Any, base: str, picture: Picture) -> tuple[int, bytes]:
    """The width of a picture, and its pixels row by row: red, green, blue and opacity of each."""
    size = {"width": picture.width, "height": picture.height or 100}
    page = browser.new_page(viewport=size, device_scale_factor=_SHARP, color_scheme=picture.scheme)
    page.goto(base + picture.path)
    if picture.height is None:
        size["height"] = page.evaluate(
            "Math.ceil(document.documentElement.getBoundingClientRect().height)"
        )
        page.set_viewport_size(size)
    taken = f"data:image/png;base64,{b64encode(page.screenshot()).decode()}"
    page.goto("about:blank")  # the policies of our own pages allow no such address
    width, pixels = page.evaluate(_PIXELS, taken)
    page.close()
    return width, b64decode(pixels)


def png(width: int, pixels: bytes) -> bytes:
    """Pixels as a PNG (RFC 2083) with a palette: the most frequent colours, and for every other one
    the nearest of these.
    """
    colours = [pixels[at : at + 3] for at in range(0, len(pixels), 4)]
    counted = Counter(colours)
    palette = [colour for colour, _ in counted.most_common(256)]
    places = {colour: place for place, colour in enumerate(palette)}
    for colour in counted.keys() - places.keys():
        places[colour] = min(
            range(len(palette)),
            key=lambda place: sum(
                (a - b) ** 2 for a, b in zip(palette[place], colour, strict=True)
            ),
        )
    indexed = bytes(map(places.__getitem__, colours))
    rows = b"".join(b"\0" + indexed[at : at + width] for at in range(0, len(indexed), width))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, len(indexed) // width, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def main() -> None:
    """Write them all."""
    DOCS.mkdir(exist_ok=True)
    with service() as base, started() as browser:
        for name, picture in PICTURES.items():
            made = png(*shot(browser, base, picture))
            assert len(made) < MOST, (name, len(made))
            (DOCS / f"{name}.png").write_bytes(made)


if __name__ == "__main__":
    main()
