"""Making the table of names: claims are added rank by rank, then the rows are taken from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.build.findings import ErrorCode, Finding
from app.domain.names import Level, fold, light

Named = tuple[str, str, str]
"""Target id, name, kind of name: a name of an actor that is no country, or of a person."""

NOT_A_COUNTRY = "not_a_country"
"""`matched_as` of a known name that means no country: the target is None, the note says why."""


CANDIDATE = "candidate"
"""`matched_as` of a country that a reader may have meant by a name that means none."""


class FurtherRow(NamedTuple):
    """A name that is looked up only where the name table has nothing, and what it means."""

    key: str
    target: str
    matched_as: str
    name: str


class NameRow(NamedTuple):
    """One row of the name table: what a key means. Several rows with one key: it is ambiguous."""

    scope: Literal["actor", "person"]
    level: int
    key: str
    target: str | None
    matched_as: str
    name: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class NameClaim:
    """A source says, at `file` and `line`, that `name` means `target`."""

    target: str | None
    name: str
    kind: str
    file: str
    line: int
    note: str | None = None

    def at(self) -> str:
        """The place of the claim, for a finding."""
        return f"{self.file}:{self.line}" if self.line else self.file


class NameTable:
    """What each key means so far. Later ranks cannot contradict a rank that is closed."""

    def __init__(self, codes: dict[str, tuple[str, str]]) -> None:
        """`codes` maps each ISO code to its country and its kind of code.

        Codes are looked up before everything else (level 0). A name that folds to the code of a
        country never means another one.
        """
        self._codes = {code.lower(): meaning for code, meaning in codes.items()}
        self._closed: dict[tuple[Level, str], list[NameClaim]] = {}
        self._rank: dict[tuple[Level, str], list[NameClaim]] = {}

    def rule(self, claims: list[NameClaim]) -> None:
        """Add a ruling on one name at both levels; several claims make the name ambiguous."""
        for place in _places(claims[0].name):
            self._rank.setdefault(place, claims)

    def add(self, claim: NameClaim) -> Iterator[Finding]:
        """Add a claim, unless a higher rank decides the name already.

        Yields a finding if a claim of the same rank disagrees.
        """
        claims = [claim]
        first = claim
        for level, key in _places(claim.name):
            coded, _ = self._codes.get(key, (claim.target, ""))
            if (level, key) not in self._closed and coded == claim.target:
                first = self._rank.setdefault((level, key), claims)[0]
        if first.target != claim.target:
            here, there = claim.target or "no country", first.target or "no country"
            message = (
                f"{claim.name!r} is {here} here, and {there} as {first.name!r} at {first.at()}"
            )
            hint = "decide it in names/reviewed.csv"
            yield Finding(claim.file, claim.line, message, hint, ErrorCode.name_table)

    def unreachable(self, claim: NameClaim) -> Iterator[Finding]:
        """Yield a finding if a ruling or a code means that the name is never reached."""
        exact = light(claim.name)
        above = self._closed.get((Level.EXACT, exact))
        coded, kind = self._codes.get(exact, (claim.target, ""))
        if above or coded != claim.target:
            reason = (
                f"it is decided at {above[0].at()}"
                if above
                else f"it reads as the {kind} of {coded}"
            )
            message = f"{claim.name!r} can never match"
            yield Finding(claim.file, claim.line, message, reason, ErrorCode.name_table)

    def close_rank(self) -> None:
        """End a rank: what was added so far cannot be contradicted by what comes later."""
        for place, claims in self._rank.items():
            self._closed.setdefault(place, claims)
        self._rank = {}

    def rows(self) -> Iterator[NameRow]:
        """The rows. An exact key that would only repeat its folded key is left out."""
        self.close_rank()
        for code, (target, kind) in self._codes.items():
            yield NameRow("actor", Level.CODE, code, target, kind, code.upper())
        folded = {
            id(claims) for (level, _), claims in self._closed.items() if level is Level.FOLDED
        }
        for (level, key), claims in self._closed.items():
            if level is Level.FOLDED or id(claims) not in folded:
                for claim in claims:
                    yield NameRow(
                        "actor", level, key, claim.target, claim.kind, claim.name, claim.note
                    )


def people_rows(people: Iterable[Named]) -> Iterator[NameRow]:
    """The rows of people, one for each key and person: a name of two people is ambiguous.

    A person is also known by the last words of the full name ("macron", "von der leyen"), and as
    "Macron, Emmanuel", unless that is the listed name of somebody.
    """
    given: dict[tuple[Level, str], dict[str, NameRow]] = {}
    derived: dict[tuple[Level, str], dict[str, NameRow]] = {}
    for target, name, kind in people:
        for level, key in _places(name):
            given.setdefault((level, key), {}).setdefault(
                target, NameRow("person", level, key, target, kind, name)
            )
        words = fold(name).split() if kind == "name" else []
        for cut in range(1, len(words)):
            for form in (words[cut:], words[cut:] + words[:cut]):
                key = fold(" ".join(form))
                row = NameRow("person", Level.FOLDED, key, target, "alias", name)
                derived.setdefault((Level.FOLDED, key), {}).setdefault(target, row)
    for rows in (derived | given).values():
        yield from rows.values()


def _places(name: str) -> list[tuple[Level, str]]:
    return [
        (level, key)
        for level, key in ((Level.EXACT, light(name)), (Level.FOLDED, fold(name)))
        if key
    ]
