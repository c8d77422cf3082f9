"""Writing the file of share images beside a dataset file."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection

from app.build.atomic import draft_in
from app.build.share_images.draw import Board, Card, ShownStance, board, card, png, shown_name
from app.build.share_images.face import drawable
from app.build.snapshot import open_read_only
from app.dataset import queries as dataset_queries
from app.html import position_card
from app.html.text import format_day, legend_of
from app.lookup.dataset import dataset
from app.lookup.questions import with_words
from app.positions import queries as position_queries
from app.positions.claims import claim_marks
from app.positions.queries import PositionFilters
from app.store.listing import Row
from app.store.share_images import BOARD, images_file

MOST = 400  # images of a dataset: at 60 kB each, about 25 MB
_LONGEST_ALT = 400  # characters; X takes 420
_SCHEMA = """
CREATE TABLE share_image (
  question TEXT NOT NULL,
  actor TEXT NOT NULL,  -- empty for the board
  alt TEXT NOT NULL,  -- what it shows, in words
  png BLOB NOT NULL,
  PRIMARY KEY (question, actor)
)
"""
Image = tuple[str, str, str, bytes]  # a row of the table


def is_possible() -> bool:
    """Whether the library that draws images is installed."""
    return find_spec("resvg_py") is not None


def write_images(path: Path) -> Path:
    """Draw the share images of a dataset file, unless it has them already; return their file.

    An image never changes under its address, so a file that can be read is left as it is.
    """
    target = images_file(path)
    if _is_whole(target):
        return target
    with draft_in(path.parent) as draft:
        with open_read_only(path) as dataset_file, closing(sqlite3.connect(draft)) as images:
            images.execute(_SCHEMA)
            images.executemany("INSERT INTO share_image VALUES (?, ?, ?, ?)", _all(dataset_file))
            images.commit()
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(draft, target)
    return target


def _is_whole(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as images:
            images.execute("SELECT question, actor, alt, png FROM share_image LIMIT 1")
            return bool(images.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def _all(connection: Connection) -> Iterator[Image]:
    """The images of each question: its board, and its actors with a position, by name."""
    left = MOST
    about = dataset(connection)
    day = f"Data of {format_day(about['published'])}"
    questions = dataset_queries.questions(connection)
    for question in questions.page(connection, None, MOST):
        rows = position_queries.board(connection, PositionFilters(question["id"]))
        spoken = [row for row in rows if row["position"]]
        if left <= 0:
            return
        terms = legend_of(connection, question["id"])
        yield _board(question, spoken, len(rows) - len(spoken), terms, day)
        for row in spoken[: left - 1]:
            yield _actor(with_words(question), row, terms, day)
        left -= 1 + len(spoken)


def _board(question: Row, spoken: list[Row], silent: int, terms: Row, day: str) -> Image:
    title = "Where countries stand"
    groups = [
        (
            _stance(term),
            [
                shown_name(row["name"], row["actor"])
                for row in spoken
                if row["stance"] == term["id"]
            ],
        )
        for term in terms["legend"]
    ]
    counts = ", ".join(f"{len(names)} {stance.label.lower()}" for stance, names in groups if names)
    alt = f"{title}. {question['text']} {counts or 'No position yet'}. {day}."
    drawn = Board(drawable(question["text"]), title, groups, silent, day)
    return question["id"], BOARD, _short(alt), png(board(drawn))


def _actor(question: Row, row: Row, terms: Row, day: str) -> Image:
    stance = _stance(terms["terms"]["stance", row["stance"]])
    says = row["summary"] or position_card.meaning(row, terms["terms"], question)
    marks = claim_marks(row)
    drawn = Card(
        question=drawable(question["text"]),
        name=shown_name(row["name"], row["actor"]),
        stance=stance,
        marks=marks,
        says=drawable(says),
        published=day,
    )
    said = ", ".join([stance.label.lower(), *marks])
    alt = f"{row['name']}: {said}. {says} {day}."
    return question["id"], row["actor"], _short(alt), png(card(drawn))


def _stance(term: Row) -> ShownStance:
    return ShownStance(term["id"], drawable(term["label"], term["id"]), term["colour"] or "#646d6b")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_ALT else f"{text[: _LONGEST_ALT - 1].rstrip()}…"
