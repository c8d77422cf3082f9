"""A seed and what its check derived from it."""

from dataclasses import dataclass, field

from app.build.check.locate import Claim, Sentence
from app.build.seed import models as m
from app.build.seed.load import Seed
from app.domain.dates import DateObject
from app.domain.vocabulary import Attribution, Capacity


@dataclass(frozen=True, slots=True)
class Spoken:
    """What follows for one statement from its place and its speaker."""

    number: int  # its place in the file, from 0
    claim: Claim | None  # None where the source is kept as excerpts
    role: m.Role | None
    capacity: Capacity | None
    said: DateObject
    about: dict[str, Attribution]


@dataclass
class Checked:
    """A seed and what the check derived from it, by public id."""

    seed: Seed
    sentences: dict[str, list[Sentence]] = field(default_factory=dict)
    spoken: dict[str, Spoken] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    begins: dict[str, DateObject] = field(default_factory=dict)  # when an entry's position begins
