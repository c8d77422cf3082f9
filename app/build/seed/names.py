"""Merging all lists of names into the one table in which names are looked up.

The lists by rank: `reviewed.csv` (rulings of people), ISO codes, our own table (`countries.csv`,
`aliases.csv`, names of other actors), `cldr.tsv`. If two countries share a name within one rank,
that is a finding. So a person rules on every such name, and the order of rows decides nothing
(docs/domain.md, rule name-precedence).

The further names (`further.csv`, `un.tsv`) are apart: they are looked up only where that table has
nothing, and are no part of a dataset's version.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal, get_args

from app.build.findings import ErrorCode, Finding, refused_character
from app.build.seed.name_table import (
    CANDIDATE,
    NOT_A_COUNTRY,
    FurtherRow,
    NameClaim,
    Named,
    NameRow,
    NameTable,
    people_rows,
)
from app.build.seed.yaml_file import YamlFile, not_utf8, read_bytes
from app.domain.names import fold, light

AliasKind = Literal[
    "alias",
    "abbreviation",
    "official_name",
    "local_name",
    "translation",
    "former_name",
    "demonym",
    "metonym",
]
Ruling = Literal["ambiguous", "not_a_country", "drop"]

COUNTRIES = "countries.csv"
ALIASES, REVIEWED, CLDR = "names/aliases.csv", "names/reviewed.csv", "names/cldr.tsv"
FURTHER, UN = "names/further.csv", "names/un.tsv"
HEADERS = {
    COUNTRIES: ["id", "iso2", "iso3", "numeric", "name", "official_name", "wikidata"],
    ALIASES: ["iso2", "name", "kind"],
    REVIEWED: ["name", "ruling", "targets", "note"],
    CLDR: ["iso2", "name", "locales", "local"],
    FURTHER: ["iso2", "name", "kind", "source"],
    UN: ["iso2", "name", "languages"],
}
_SHAPES = {
    "id": r"[a-z]+(-[a-z]+)*",
    "iso2": r"[A-Z]{2}",
    "iso3": r"[A-Z]{3}",
    "numeric": r"([0-9]{3})?",
    "name": r"\S(.*\S)?",
    "official_name": r"(?s).*",
    "wikidata": r"(Q[1-9][0-9]*)?",
}
_EUROPEAN_UNION = "european-union"
_REGION = "This names a region or a group of countries; Stated knows countries."


@dataclass(frozen=True, slots=True)
class Country:
    """One row of `countries.csv`, and its line."""

    id: str
    iso2: str
    iso3: str
    numeric: str | None
    name: str
    official_name: str | None
    wikidata: str | None
    line: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a CSV or TSV file; its cells are in the order of HEADERS."""

    file: str
    line: int
    cells: list[str]

    def wrong(self, message: str, hint: str | None = None) -> Finding:
        return Finding(self.file, self.line, message, hint, ErrorCode.name_table)


def countries(seed: Path) -> tuple[list[Country], list[Finding]]:
    """Read `countries.csv`: the countries, and all findings about them."""
    known: list[Country] = []
    findings: list[Finding] = []
    seen: dict[tuple[str, str], int] = {}
    for row in _rows(seed, COUNTRIES, findings):
        for column, value in zip(HEADERS[COUNTRIES], row.cells, strict=True):
            if not re.fullmatch(_SHAPES[column], value):
                findings.append(row.wrong(f"malformed {column} {value!r}"))
            elif value and column != "official_name":
                first = seen.setdefault((column, value), row.line)
                if first != row.line:
                    findings.append(row.wrong(f"{column} {value} again", f"first at line {first}"))
        country_id, iso2, iso3, numeric, name, official_name, wikidata = row.cells
        optional = (numeric or None, name, official_name or None, wikidata or None)
        known.append(Country(country_id, iso2, iso3, *optional, line=row.line))
    return known, findings


def name_rows(
    seed: Path, known: list[Country], actors: Iterable[Named] = (), people: Iterable[Named] = ()
) -> tuple[list[NameRow], list[Finding]]:
    """The whole name table, sorted, and all findings about the files in `names/`.

    `known` are the countries, `actors` the names of actors that are no countries, `people` those of
    people.
    """
    findings: list[Finding] = []
    others = list(actors)
    other_ids = {target for target, _, _ in others}
    ids = {country.iso2: country.id for country in known}
    table = NameTable(dict(chain.from_iterable(_codes(country) for country in known)))
    ignored = _rulings(seed, table, {*ids.values(), *other_ids}, findings)
    table.close_rank()
    for claim in chain(_listed(known, others), _aliases(seed, ids, findings)):
        findings += [*table.add(claim), *table.unreachable(claim)]
    table.close_rank()
    for claim in _cldr(seed, ids, ignored, other_ids, findings):
        findings += table.add(claim)
    rows = [*table.rows(), *people_rows(people)]
    rows.sort(key=lambda row: (row.scope, row.level, row.key, row.target or ""))
    return rows, sorted(set(findings), key=str)


def further_names(
    seed: Path, known: Iterable[Country], rows: Iterable[NameRow]
) -> tuple[list[FurtherRow], list[Finding]]:
    """The names of `further.csv` and `un.tsv` that the table of names does not have, and the
    countries that a reader may have meant by a name of no country: the targets that `reviewed.csv`
    has for it, and whoever has that name in these two lists. Also the findings about both lists.
    """
    findings: list[Finding] = []
    ids = {country.iso2: country.id for country in known}
    meanings: dict[str, set[str | None]] = {}
    for name_row in rows:
        if name_row.scope == "actor":
            meanings.setdefault(name_row.key, set()).add(name_row.target)
    further: dict[tuple[str, str], FurtherRow] = {}
    owners: dict[str, str] = {}
    for row in _rows(seed, REVIEWED, []):
        name, ruling, targets, _ = row.cells
        if ruling == NOT_A_COUNTRY:
            for target in targets.split():
                key = fold(name)
                further.setdefault((key, target), FurtherRow(key, target, CANDIDATE, name))
    for file in (FURTHER, UN):
        for row in _rows(seed, file, findings) if (seed / file).exists() else ():
            iso2, name, *_ = row.cells
            kind = row.cells[2] if file == FURTHER else "translation"
            key = fold(name)
            if iso2 not in ids or not key or kind not in get_args(AliasKind):
                findings.append(row.wrong(f"{name!r} is no name of a country {iso2!r}"))
                continue
            if (meant := meanings.get(key)) and meant != {None}:
                continue  # the table of names decides
            target, kind = ids[iso2], CANDIDATE if meant else kind
            if not meant and (other := owners.setdefault(key, target)) != target:
                findings.append(row.wrong(f"{name!r} is {target} here, and {other} above"))
            further.setdefault((key, target), FurtherRow(key, target, kind, name))
    return sorted(further.values()), findings


def _rows(seed: Path, name: str, findings: list[Finding]) -> Iterator[_Row]:
    """The rows of a CSV or TSV file.

    A wrong header, and rows with too few or too many cells, are findings.
    """
    tabs = name.endswith(".tsv")
    found = YamlFile(seed / name, name)  # only for its findings
    raw = read_bytes(found, found.path, seed)
    findings += found.findings
    if raw is None:
        return
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        findings.append(Finding(name, *not_utf8(raw, error), ErrorCode.not_utf8))
        return
    with io.StringIO(text, newline="") as file:
        skipped = 1 if tabs and file.readline() else 0  # the first line is a comment
        table = (
            csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.reader(file)
        )
        header = next(table, [])
        if header != HEADERS[name]:
            hint = f"it is {HEADERS[name]}"
            findings.append(_Row(name, 1 + skipped, header).wrong(f"wrong header {header}", hint))
            return
        for cells in table:
            line = table.line_num + skipped
            if message := refused_character("".join(cells)):
                findings.append(_Row(name, line, cells).wrong(message))
            elif len(cells) == len(header):
                yield _Row(name, line, cells)
            else:
                findings.append(
                    _Row(name, line, cells).wrong(f"{len(cells)} cells, not {len(header)}")
                )


def _codes(country: Country) -> Iterator[tuple[str, tuple[str, str]]]:
    yield country.iso2, (country.id, "iso2")
    yield country.iso3, (country.id, "iso3")
    if country.numeric:
        yield country.numeric, (country.id, "numeric")


def _rulings(
    seed: Path, table: NameTable, known: set[str], findings: list[Finding]
) -> dict[tuple[str, str], _Row]:
    """Add the rulings to the table; return those that drop a row of CLDR, by code and name."""
    dropped: dict[tuple[str, str], _Row] = {}
    seen: dict[str, int] = {}
    for row in _rows(seed, REVIEWED, findings):
        name, ruling, target_ids, note = row.cells
        targets = target_ids.split()
        if ruling == "drop" and targets:
            dropped.update({(target, name): row for target in targets})
            continue
        if (first := seen.setdefault(light(name), row.line)) != row.line:
            findings.append(row.wrong(f"{name!r} is decided again", f"first at line {first}"))
        findings += [
            row.wrong(f"unknown actor {target!r}") for target in targets if target not in known
        ]
        if ruling == "ambiguous" and len(targets) > 1:
            table.rule(
                [
                    NameClaim(target, name, "alias", row.file, row.line, note or None)
                    for target in targets
                ]
            )
        elif ruling == NOT_A_COUNTRY and note:
            table.rule([NameClaim(None, name, NOT_A_COUNTRY, row.file, row.line, note)])
        else:
            needs = "two targets if ambiguous, a note if no country, codes if it drops rows of CLDR"
            hint = f"{', '.join(get_args(Ruling))}; {needs}"
            findings.append(row.wrong(f"bad ruling {ruling!r} for {name!r}", hint))
    return dropped


def _listed(known: list[Country], others: list[Named]) -> Iterator[NameClaim]:
    """The names of countries and other actors. Each country's own name comes first, because the
    first kind of a name is its `matched_as`.
    """
    for country in known:
        names = {"name": country.name, "official_name": country.official_name, "alias": country.id}
        for kind, name in names.items():
            if name:
                yield NameClaim(country.id, name, kind, COUNTRIES, country.line)
    for target, name, kind in others:
        yield NameClaim(target, name, kind, "actors.yaml", 0)


def _aliases(seed: Path, ids: dict[str, str], findings: list[Finding]) -> Iterator[NameClaim]:
    seen: dict[tuple[str, str], int] = {}
    for row in _rows(seed, ALIASES, findings):
        iso2, name, kind = row.cells
        if iso2 not in ids:
            findings.append(row.wrong(f"unknown country {iso2!r}"))
        elif kind not in get_args(AliasKind):
            hint = f"one of {', '.join(get_args(AliasKind))}"
            findings.append(row.wrong(f"unknown kind {kind!r}", hint))
        elif not fold(name):
            findings.append(row.wrong(f"{name!r} is no name"))
        elif (first := seen.setdefault((iso2, light(name)), row.line)) != row.line:
            findings.append(row.wrong(f"{name!r} again", f"first at line {first}"))
        else:
            yield NameClaim(ids[iso2], name, kind, row.file, row.line)


def _cldr(
    seed: Path,
    ids: dict[str, str],
    dropped: dict[tuple[str, str], _Row],
    others: set[str],
    findings: list[Finding],
) -> Iterator[NameClaim]:
    """The names of CLDR without the dropped ones.

    Countries that are missing in `countries.csv`, and rulings that drop nothing, are findings.
    """
    stale = dict(dropped)
    missing: dict[str, int] = {}
    for row in _rows(seed, CLDR, findings):
        iso2, name, _, local = row.cells
        if (iso2, name) in dropped:
            stale.pop((iso2, name), None)
        elif iso2 in ids:
            kind = "local_name" if local else "translation"
            yield NameClaim(ids[iso2], name, kind, row.file, row.line)
        elif iso2 == "EU" and _EUROPEAN_UNION in others:
            yield NameClaim(_EUROPEAN_UNION, name, "translation", row.file, row.line)
        elif iso2 in ("-", "EU"):
            yield NameClaim(None, name, NOT_A_COUNTRY, row.file, row.line, _REGION)
        else:
            missing.setdefault(iso2, row.line)
    findings += [
        _Row(CLDR, line, []).wrong(f"{COUNTRIES} lacks the country {iso2!r}")
        for iso2, line in missing.items()
    ]
    findings += [
        row.wrong(f"drops {name!r} of {iso2!r}, which {CLDR} lacks")
        for (iso2, name), row in stale.items()
    ]
