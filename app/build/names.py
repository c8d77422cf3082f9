"""Merges every source of names into the one table that lookups read.

Sources by rank: `reviewed.csv` (rulings of people) > ISO codes > our own table (`countries.csv`, `aliases.csv`, names of
other actors) > `cldr.tsv`. A name that two countries share within one rank is a finding, so every such name is ruled on
by somebody and nothing is resolved by the order of rows. Rule: DOMAIN, "Names of countries".
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from app.build.findings import Finding
from app.names import Level, fold, light

Named = tuple[str, str, str]
"""Target id, name, kind: how the caller hands over the names of other actors, and of people."""

Kind = Literal["name", "official_name", "local_name", "abbreviation", "alias", "former_name", "demonym", "metonym"]
Ruling = Literal["ambiguous", "not_a_country", "drop"]
ALIAS_KINDS: frozenset[str] = frozenset(get_args(Kind)) - {"name"}

COUNTRIES, ALIASES, REVIEWED, CLDR = "countries.csv", "names/aliases.csv", "names/reviewed.csv", "names/cldr.tsv"
NOT_A_COUNTRY = "not_a_country"
"""`matched_as` of a name that is known and names no country: the target is None, the note says what it is."""

_EUROPEAN_UNION = "european-union"
_REGION = "This names a region or a group of countries; Stated knows countries."


@dataclass(frozen=True, slots=True)
class Country:
    """One row of `countries.csv`; `line` is where it stands."""

    id: str
    iso2: str
    iso3: str
    numeric: str | None
    name: str
    official_name: str | None
    wikidata: str | None
    line: int


@dataclass(frozen=True, slots=True)
class NameKey:
    """One row of the name table: who a key means. Several rows with one key are an ambiguous name."""

    scope: Literal["actor", "person"]
    level: int
    key: str
    target: str | None
    matched_as: str
    name: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A source says that `name` means `target`."""

    target: str | None
    name: str
    kind: str
    place: tuple[str, int]
    note: str | None = None


def countries(seed: Path) -> tuple[list[Country], list[Finding]]:
    """Read `countries.csv`, and everything that is wrong with it."""
    found: list[Finding] = []
    known: list[Country] = []
    seen: dict[str, int] = {}
    shapes = {
        "id": r"[a-z]+(-[a-z]+)*",
        "iso2": r"[A-Z]{2}",
        "iso3": r"[A-Z]{3}",
        "numeric": r"([0-9]{3})?",
        "name": r"\S(.*\S)?",
        "wikidata": r"(Q[1-9][0-9]*)?",
    }
    for row in _rows(seed, COUNTRIES, found):
        for column, shape in shapes.items():
            value = row.cells[column]
            if not re.fullmatch(shape, value):
                found.append(Finding(row.file, row.line, f"malformed {column} {value!r}"))
            elif value and seen.setdefault(f"{column} {value}", row.line) != row.line:
                found.append(
                    Finding(row.file, row.line, f"{column} {value} again", f"first at line {seen[f'{column} {value}']}")
                )
        known.append(Country(**{key: value or None for key, value in row.cells.items()}, line=row.line))  # type: ignore[arg-type]
    return known, found


def name_keys(
    seed: Path, actors: Iterable[Named] = (), people: Iterable[Named] = ()
) -> tuple[list[NameKey], list[Finding]]:
    """Return the whole name table, ordered, and every finding.

    `actors` are the names of actors that are no countries, `people` those of persons; their own files are checked by
    whoever reads them.
    """
    known, found = countries(seed)
    others = list(actors)
    index = _Index({code.lower(): c.id for c in known for code in (c.iso2, c.iso3) if code})
    ids = {country.iso2: country.id for country in known}
    ignored = _rulings(seed, index, {*ids.values(), *(target for target, _, _ in others)}, found)
    index.close_rank()
    for country in known:
        for kind, code in (("iso2", country.iso2), ("iso3", country.iso3), ("numeric", country.numeric)):
            if code:
                index.code(code, country.id, kind)
    for claim in _own(seed, known, others, found):
        index.add(claim, found, shadowed=True)
    index.close_rank()
    for claim in _cldr(seed, ids, ignored, {target for target, _, _ in others}, found):
        index.add(claim, found)
    keys = index.keys() + list(_person_keys(people))
    return sorted(keys, key=lambda k: (k.scope, k.level, k.key, k.target or "")), sorted(found)


class _Index:
    """What each key means so far. A rank that is closed is beyond dispute for those after it."""

    def __init__(self, codes: dict[str, str]) -> None:
        self._codes = codes
        self._settled: dict[tuple[Level, str], list[_Claim]] = {}
        self._rank: dict[tuple[Level, str], list[_Claim]] = {}
        self._by_code: list[NameKey] = []

    def code(self, code: str, target: str, kind: str) -> None:
        self._by_code.append(NameKey("actor", Level.CODE, code.lower(), target, kind, code))

    def rule(self, claims: list[_Claim]) -> None:
        """Let a reviewed ruling stand at both levels."""
        for level, key in _levels(claims[0].name):
            self._rank.setdefault((level, key), claims)

    def add(self, claim: _Claim, found: list[Finding], shadowed: bool = False) -> None:
        """Enter a claim where nothing of a higher rank stands; report a rival of the same rank, and with `shadowed`
        also a name that can never be reached."""
        claims = [claim]
        rival = claim
        for level, key in _levels(claim.name):
            above = self._settled.get((level, key))
            coded = self._codes.get(key, claim.target)
            if above is None and coded == claim.target:
                rival = self._rank.setdefault((level, key), claims)[0]
            elif shadowed and level is Level.EXACT:
                reason = f"it is ruled on at {_at(above[0])}" if above else f"it reads as the code of {coded}"
                found.append(Finding(*claim.place, f"{claim.name!r} can never match", reason))
        if rival.target != claim.target:
            found.append(_rivals(claim, rival))

    def close_rank(self) -> None:
        for key, claims in self._rank.items():
            self._settled.setdefault(key, claims)
        self._rank = {}

    def keys(self) -> list[NameKey]:
        """Return the rows; an exact key that would only repeat what its folded one says is left out."""
        self.close_rank()
        folded = {id(claims) for (level, _), claims in self._settled.items() if level is Level.FOLDED}
        return self._by_code + [
            NameKey("actor", level, key, claim.target, claim.kind, claim.name, claim.note)
            for (level, key), claims in self._settled.items()
            if level is Level.FOLDED or id(claims) not in folded
            for claim in claims
        ]


def _levels(name: str) -> list[tuple[Level, str]]:
    return [(level, key) for level, key in ((Level.EXACT, light(name)), (Level.FOLDED, fold(name))) if key]


def _at(claim: _Claim) -> str:
    return f"{claim.place[0]}:{claim.place[1]}"


def _rivals(claim: _Claim, first: _Claim) -> Finding:
    message = (
        f"{claim.name!r} is {claim.target or 'no country'} here, and {first.target or 'no country'} as {first.name!r}"
    )
    return Finding(*claim.place, f"{message} at {_at(first)}", f"rule on it in {REVIEWED}")


def _rows(seed: Path, name: str, found: list[Finding]) -> Iterator[_Row]:
    """Yield the rows of a CSV or TSV file by header; report those with too few or too many cells."""
    tabs = name.endswith(".tsv")
    with (seed / name).open(encoding="utf-8", newline="") as file:
        skipped = 1 if tabs and file.readline().startswith("#") else 0
        table = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.reader(file)
        header = next(table)
        for cells in table:
            if len(cells) == len(header):
                yield _Row(name, table.line_num + skipped, dict(zip(header, cells, strict=True)))
            else:
                found.append(Finding(name, table.line_num + skipped, f"{len(cells)} cells, not {len(header)}"))


def _rulings(seed: Path, index: _Index, known: set[str], found: list[Finding]) -> dict[tuple[str, str], _Row]:
    """Enter the rulings of people; return the CLDR rows that they drop, as (code, name)."""
    dropped: dict[tuple[str, str], _Row] = {}
    seen: dict[str, int] = {}
    for row in _rows(seed, REVIEWED, found):
        name, ruling, targets = row.cells["name"], row.cells["ruling"], row.cells["targets"].split()
        if ruling == "drop":
            dropped.update({(target, name): row for target in targets})
            continue
        if seen.setdefault(light(name), row.line) != row.line:
            found.append(
                Finding(row.file, row.line, f"{name!r} is ruled on again", f"first at line {seen[light(name)]}")
            )
        for target in targets:
            if target not in known:
                found.append(Finding(row.file, row.line, f"unknown actor {target!r}"))
        place, note = (row.file, row.line), row.cells["note"] or None
        if ruling == "ambiguous" and len(targets) > 1:
            index.rule([_Claim(target, name, "alias", place, note) for target in targets])
        elif ruling == NOT_A_COUNTRY and note:
            index.rule([_Claim(None, name, NOT_A_COUNTRY, place, note)])
        else:
            hint = f"one of {', '.join(get_args(Ruling))}; two targets if ambiguous, a note if no country"
            found.append(Finding(row.file, row.line, f"bad ruling {ruling!r} for {name!r}", hint))
    return dropped


def _own(seed: Path, known: list[Country], others: list[Named], found: list[Finding]) -> Iterator[_Claim]:
    """Yield the claims of our own table, the country's name first, so that it is what `matched_as` says."""
    ids = {country.iso2: country.id for country in known}
    seen: dict[tuple[str, str], int] = {}
    for country in known:
        place = (COUNTRIES, country.line)
        yield _Claim(country.id, country.name, "name", place)
        if country.official_name:
            yield _Claim(country.id, country.official_name, "official_name", place)
        yield _Claim(country.id, country.id, "alias", place)
    for target, name, kind in others:
        yield _Claim(target, name, kind, ("actors", 0))
    for row in _rows(seed, ALIASES, found):
        iso2, name, kind = row.cells["iso2"], row.cells["name"], row.cells["kind"]
        if iso2 not in ids:
            found.append(Finding(row.file, row.line, f"unknown country {iso2!r}"))
        elif kind not in ALIAS_KINDS:
            found.append(
                Finding(row.file, row.line, f"unknown kind {kind!r}", "one of " + ", ".join(sorted(ALIAS_KINDS)))
            )
        elif not fold(name):
            found.append(Finding(row.file, row.line, f"{name!r} is no name"))
        elif seen.setdefault((iso2, light(name)), row.line) != row.line:
            found.append(Finding(row.file, row.line, f"{name!r} again", f"first at line {seen[iso2, light(name)]}"))
        else:
            yield _Claim(ids[iso2], name, kind, (row.file, row.line))


def _cldr(
    seed: Path, ids: dict[str, str], dropped: dict[tuple[str, str], _Row], others: set[str], found: list[Finding]
) -> Iterator[_Claim]:
    """Yield CLDR's names, less the rulings' drops; report drops that no longer drop anything."""
    stale = dict(dropped)
    for row in _rows(seed, CLDR, found):
        iso2, name, place = row.cells["iso2"], row.cells["name"], (row.file, row.line)
        if (iso2, name) in dropped:
            stale.pop((iso2, name), None)
        elif iso2 in ids:
            yield _Claim(ids[iso2], name, "local_name" if row.cells["local"] else "translation", place)
        elif iso2 == "EU" and _EUROPEAN_UNION in others:
            yield _Claim(_EUROPEAN_UNION, name, "translation", place)
        elif iso2 in ("-", "EU"):
            yield _Claim(None, name, NOT_A_COUNTRY, place, _REGION)
        else:
            found.append(Finding(row.file, row.line, f"unknown country {iso2!r}"))
    for (iso2, _), ruling in stale.items():
        found.append(
            Finding(ruling.file, ruling.line, f"drops {ruling.cells['name']!r} of {iso2!r}, which {CLDR} lacks")
        )


def _person_keys(people: Iterable[Named]) -> Iterator[NameKey]:
    """Yield people's keys. Two people of one name are simply ambiguous, so every claim is kept, once a target.

    A full name is also found by its last words ("macron", "von der leyen") and as "Macron, Emmanuel", unless somebody
    is listed under just that.
    """
    given: dict[tuple[Level, str], dict[str, NameKey]] = {}
    derived: dict[tuple[Level, str], dict[str, NameKey]] = {}
    for target, name, kind in people:
        for level, key in _levels(name):
            given.setdefault((level, key), {}).setdefault(target, NameKey("person", level, key, target, kind, name))
        words = fold(name).split()
        if kind == "name":
            forms = [words[cut:] for cut in range(1, len(words))] + [
                words[cut:] + words[:cut] for cut in range(1, len(words))
            ]
            for key in map(" ".join, forms):
                row = NameKey("person", Level.FOLDED, key, target, "alias", name)
                derived.setdefault((Level.FOLDED, key), {}).setdefault(target, row)
    for rows in (derived | given).values():
        yield from rows.values()
