"""A seed together with what its check worked out."""

from dataclasses import dataclass, field

from app.build.check.locate import LocatedClaim, LocatedPassage
from app.build.seed.load import Seed
from app.build.seed.models.actors import SeedRole
from app.domain.dates import DateObject
from app.domain.vocabulary import Attribution, Capacity


@dataclass(frozen=True, slots=True)
class ResolvedStatement:
    """What the check worked out for one statement: its place, the speaker's role, its date.

    `about` maps each actor that the statement is about to its attribution.
    """

    number: int  # its index in statements.yaml, from 0
    place: LocatedClaim | None  # None if the source is kept as excerpts
    role: SeedRole | None
    capacity: Capacity | None
    said: DateObject
    about: dict[str, Attribution]


@dataclass
class CheckedSeed:
    """A seed and what the check worked out, by public id."""

    seed: Seed
    passages: dict[str, list[LocatedPassage]] = field(default_factory=dict)  # by source
    resolved: dict[str, ResolvedStatement] = field(default_factory=dict)  # by statement
    roots: dict[str, str] = field(default_factory=dict)  # source → its root
    begins: dict[str, DateObject] = field(default_factory=dict)  # entry → when its position begins
