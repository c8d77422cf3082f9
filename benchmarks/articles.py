"""What a corpus consists of: articles with their claims and position entries; and sending them to
another process.
"""

import marshal
from dataclasses import dataclass, field, fields, replace
from datetime import date
from operator import attrgetter
from typing import Any


@dataclass(slots=True)
class Claim:
    """One statement; `start` is its place in the article's text, `quoted` the words in quotation
    marks.

    `speaker` and `role` are ids (None: somebody unnamed, or the article itself).
    """

    id: str
    exact: str
    quoted: str | None
    speaker: str | None
    anonymous: bool
    role: str | None
    printed: str | None
    about: list[str]
    signed_for: list[str]
    topics: list[str]
    questions: list[str]
    summary: str
    start: int = 0


@dataclass(slots=True)
class Article:
    """One source. `said` is when everything in it was said, as the seed writes it; `day` sorts it
    (None: undated).
    """

    id: str
    title: str
    publisher: str
    url: str
    published: str | None
    said: str | dict[str, str] | None
    day: date | None
    via: str | None
    copy_of: str | None
    root: str
    text: str | None = None
    sentences: list[tuple[str, int, int]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)


_CLAIM = attrgetter(*(one.name for one in fields(Claim)))
_ARTICLE = attrgetter(
    *(one.name for one in fields(Article) if one.name not in ("claims", "entries"))
)


def packed(group: list[Article]) -> bytes:
    """Articles as bytes, for another process; their `day`, which only sorts them, is left out."""
    return marshal.dumps(
        [
            (
                *_ARTICLE(replace(one, day=None)),
                [_CLAIM(claim) for claim in one.claims],
                one.entries,
            )
            for one in group
        ]
    )


def unpacked(given: bytes) -> list[Article]:
    """What `packed` took."""
    return [
        Article(*plain, claims=[Claim(*claim) for claim in claims], entries=entries)
        for *plain, claims, entries in marshal.loads(given)
    ]
