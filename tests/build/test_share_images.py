"""Share images: what is drawn fits, in every script and with hostile texts, and the file appears
whole or not at all.
"""

import shutil
import sqlite3
import struct
import zlib
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.build.share_images import draw, file
from app.build.share_images.draw import Board, Card, ShownStance, shown_name
from app.build.share_images.face import drawable, face, plain
from app.store.share_images import BOARD, ShareImages, images_file
from tests.conftest import few
from tests.publishing import published, stated

PAPER = (0xFB, 0xFA, 0xF7)
WILLING = ShownStance("willing", "Willing", "#166643")
OPPOSES = ShownStance("opposes", "Opposes", "#cb135f")
QUESTION = "Should an international force deploy to Ukraine, and who would take part?"
LONG = "United Kingdom of Great Britain and Northern Ireland and the Overseas Territories"
HOSTILE = "</text><script>alert(1)</script>&lt;\u202eevil\u0007 \"x'"
SAYS = "It will take part, if others do and a parliament agrees. " * 12
NAMES = ["Chad", LONG, f"{LONG} and {LONG}", "A" * 200, "Türkiye", "Cộng hòa", "Ελλάδα", HOSTILE]


def pixels(svg: str) -> list[list[tuple[int, ...]]]:
    """The rows of a small rendering, as red, green and blue of each pixel (RFC 2083)."""
    data, at, packed = draw.png(svg, width=120), 8, b""
    width, height, depth, kind = struct.unpack_from(">IIBB", data, 16)
    assert (width, depth, kind) == (120, 8, 6)
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        packed += data[at + 8 : at + 8 + length] if name == b"IDAT" else b""
        at += 12 + length
    raw, stride = zlib.decompress(packed), 4 * width
    rows, above = [], bytearray(stride)
    for y in range(height):
        method = raw[y * (stride + 1)]
        row = bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for x in range(stride):
            left, up, corner = (row[x - 4], above[x], above[x - 4]) if x > 3 else (0, above[x], 0)
            near = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
            row[x] = (row[x] + (0, left, up, (left + up) // 2, near)[method]) & 255
        rows.append([tuple(row[x : x + 3]) for x in range(0, stride, 4)])
        above = row
    return rows


def texts(svg: str) -> list[str]:
    """The lines that are drawn. An image that is no XML fails."""
    root = ElementTree.fromstring(svg)
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


def drawn(name: str, says: str = SAYS) -> str:
    """The image of an actor."""
    marks = ["disputed", "others claim otherwise"]
    return draw.card(
        Card(QUESTION, shown_name(name, "some-land"), WILLING, marks, drawable(says), "Data of …")
    )


@pytest.mark.parametrize("name", few(NAMES, (LONG, HOSTILE)))
def test_a_card_fits(name: str) -> None:
    """Nothing is drawn into the margins, and no line lies on another."""
    svg = drawn(name)
    rows = pixels(svg)
    assert {pixel for row in rows for pixel in row[-6:]} == {PAPER}
    assert {pixel for row in (*rows[:4], *rows[-3:]) for pixel in row[3:]} == {PAPER}
    root = ElementTree.fromstring(svg)
    lines = [
        (float(one.get("y", 0)), float(one.get("font-size", 0)))
        for one in root.iter("{http://www.w3.org/2000/svg}text")
    ][:-2]
    assert all(later - size > y for (y, _), (later, size) in pairwise(lines))
    assert lines[-1][0] < 630 - 100


def test_a_long_text_says_that_it_goes_on() -> None:
    assert texts(drawn("Chad"))[-3].endswith("…")
    assert not any(text.endswith("…") for text in texts(drawn("Chad", "It declines."))[:-1])


@pytest.mark.parametrize("count", few([1, 2, 4, 7], (7,)))
def test_a_board_fits(count: int) -> None:
    """With every stance, and many names."""
    many = [f"Land number {one}" for one in range(60)]
    groups = [(ShownStance("open", "Not stated at all", "#053032"), many), (OPPOSES, [LONG, *many])]
    svg = draw.board(Board(QUESTION * 3, "Where countries stand", (groups * 4)[:count], 9, "x"))
    rows = pixels(svg)
    assert {pixel for row in rows for pixel in row[-6:]} == {PAPER}
    assert any(text.endswith("more") for text in texts(svg))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Türkiye", "Türkiye"),
        ("Co\u0302te d’Ivoire", "Côte d’Ivoire"),
        ("България", "България"),
        ("საქართველო", "Some Land"),
        ("مصر", "Some Land"),
        ("中国", "Some Land"),
        ("𝕏land", "Some Land"),
        ("\u202eRussia\u200b", "Russia"),
    ],
)
def test_a_name_in_another_script(name: str, shown: str) -> None:
    """The typeface has Latin, Greek and Cyrillic letters. Other names are given by their id."""
    assert shown_name(name, "some-land") == shown
    assert shown in texts(drawn(name))


def test_every_character_has_a_glyph() -> None:
    """What `can_draw` accepts is drawn as something else than the box for a missing glyph."""
    letters = "AéŁőŧßẞΩλЖџ₴€–—“”„’…№"
    assert face().can_draw(letters)
    assert not face().can_draw("☃")
    missing = draw.png(box("☃"), width=60)
    assert all(draw.png(box(char), width=60) != missing for char in letters)


def box(char: str) -> str:
    """One character."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><text x="9" y="45" '
        f'font-family="Noto Sans" font-size="40">{char}</text></svg>'
    )


def test_a_hostile_text_is_text() -> None:
    svg = drawn(HOSTILE, HOSTILE)
    assert "<script" not in svg
    assert "\u202e" not in svg
    assert plain(HOSTILE).count("\u202e") == 0


@pytest.fixture(scope="module")
def folder(launch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the launch dataset with a few images."""
    path = tmp_path_factory.mktemp("images") / launch.name
    shutil.copyfile(launch, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file, "MOST", 3)
        file.write_images(path)
    return path


def test_the_file(folder: Path) -> None:
    """It has no more images than it may, the board first; each is a PNG of the right size, with
    words for those who do not see it.
    """
    with sqlite3.connect(images_file(folder)) as connection:
        rows = connection.execute("SELECT question, actor, alt, png FROM share_image").fetchall()
    assert [(row[0], row[1]) for row in rows] == [
        ("peacekeeping-force", BOARD),
        ("peacekeeping-force", "coalition-of-26"),
        ("peacekeeping-force", "france"),
    ]
    for _, actor, alt, png in rows:
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack_from(">II", png, 16) == (1200, 630)
        assert len(png) < 120_000
        assert ("France: supports." in alt) == (actor == "france")
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_images_are_drawn_once(folder: Path) -> None:
    """Their addresses are immutable, so a file that can be read is left alone; a damaged one is
    written again.
    """
    images, before = images_file(folder), images_file(folder).read_bytes()
    file.write_images(folder)
    assert images.read_bytes() == before
    images.write_bytes(before[:3000])
    assert ShareImages(folder).alt("peacekeeping-force", BOARD) is None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file, "MOST", 1)
        file.write_images(folder)
    opened = ShareImages(folder)
    assert opened.alt("peacekeeping-force", BOARD)
    assert opened.alt("peacekeeping-force", "france") is None
    opened.close()
    images.write_bytes(before)


@pytest.mark.long
def test_publish_draws_them(seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for a preview unless it is asked for; and without the library a sentence says so."""
    monkeypatch.setattr(file, "MOST", 1)
    datasets = tmp_path / "datasets"
    preview = published(seed, datasets, "--preview")
    assert not images_file(datasets / f"{preview}.sqlite").exists()
    monkeypatch.setattr(file, "find_spec", lambda _: None)
    both = ("--seed", seed, "--datasets", datasets)
    code, _, said = stated("publish", *both, "--preview", "--images")
    assert (code, "No share images were drawn: `pip install resvg-py`" in said) == (0, True)
    monkeypatch.undo()
    monkeypatch.setattr(file, "MOST", 1)
    version = published(seed, datasets, "--images", "--first")
    assert ShareImages(datasets / f"{version}.sqlite").alt("peacekeeping-force", BOARD)
