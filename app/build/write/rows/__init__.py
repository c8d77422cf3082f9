"""The rows of every table, made from a checked seed, in the order in which they are inserted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from operator import attrgetter

from pydantic import BaseModel

from app.build.check.checked_seed import CheckedSeed
from app.build.seed.models import SEED_LISTS
from app.build.seed.models.dataset import SeedCorrection
from app.build.seed.name_table import NameRow
from app.build.write.rows import positions, statements
from app.build.write.rows.plain import Row, dated, plain
from app.domain.names import fold as folded
from app.domain.vocabulary import ActorType, TextAccess


def all_rows(checked: CheckedSeed) -> Iterator[tuple[str, Iterable[Row]]]:
    """The name and the rows of every table; a row comes after those to which it refers."""
    seed = checked.seed
    statement_numbers = statements.numbers(checked)
    yield "actor", _actors(checked)
    yield "person", sorted(_people(checked), key=lambda row: row["merged_into"] is not None)
    yield "role", _roles(checked)
    for listed in SEED_LISTS:
        yield listed.table, _numbered(seed.lists[listed.table])
    yield (
        "term",
        [
            {"vocabulary": name, **row}
            for name, terms in seed.terms.items()
            for row in _numbered(terms)
        ],
    )
    yield "source", statements.sources(checked)
    yield "passage", statements.passages(checked)
    yield "statement", statements.statements(checked, statement_numbers)
    yield from statements.pairs(checked, statement_numbers)
    yield "entry", positions.entries(checked)
    yield from positions.positions(checked, statement_numbers)
    yield "tombstone", [plain(tombstone) for tombstone in seed.tombstones]
    yield "correction", _corrections(checked)
    columns = [field.name for field in fields(NameRow)]
    keys = sorted(map(attrgetter(*columns), seed.names), key=lambda key: list(map(str, key)))
    yield (
        "name_key",
        [dict(zip(columns, key, strict=True), id=number) for number, key in enumerate(keys, 1)],
    )


def _numbered(items: Iterable[BaseModel]) -> list[Row]:
    """Items of a seed file as rows, numbered from 1 in the order of the file."""
    return [{"number": number, **plain(item)} for number, item in enumerate(items, 1)]


def _corrections(checked: CheckedSeed) -> list[Row]:
    """Corrections, numbered from 1 for each thing, the oldest first."""
    by_thing: dict[tuple[str, str], list[SeedCorrection]] = defaultdict(list)
    for correction in sorted(checked.seed.corrections, key=lambda item: (item.on, item.reason)):
        by_thing[correction.kind, correction.id].append(correction)
    return [
        {
            "kind": kind,
            "id": name,
            "number": number,
            "corrected_on": correction.on,
            "reason": correction.reason,
        }
        for (kind, name), corrections in sorted(by_thing.items())
        for number, correction in enumerate(corrections, 1)
    ]


def _actors(checked: CheckedSeed) -> list[Row]:
    empty = dict.fromkeys(("iso2", "iso3", "numeric", "size", "members", "note"))
    rows = [
        {**empty, **asdict(country), "type": ActorType.country, "sort_name": folded(country.name)}
        for country in checked.seed.countries
    ]
    for row in rows:
        del row["line"]
    for actor in checked.seed.actors:
        rows.append({**empty, **plain(actor), "sort_name": folded(actor.name)})
        del rows[-1]["names"]
    return rows


def _people(checked: CheckedSeed) -> Iterator[Row]:
    for person in checked.seed.people:
        row = plain(person)
        family = person.family_name or person.name
        yield {
            key: row[key] for key in ("id", "name", "other_names", "wikidata", "merged_into")
        } | {"sort_name": folded(f"{family} {person.name}")}


def _roles(checked: CheckedSeed) -> list[Row]:
    return [
        {
            "person": person.id,
            "number": number,
            "title": role.title,
            "actor": role.actor,
            "capacity": role.capacity,
            "organisation": role.organisation,
            "held_from": dated(role.held_from),
            "held_to": dated(role.held_to) if role.held_to else None,
        }
        for person in checked.seed.people
        for number, role in enumerate(person.roles, 1)
    ]


def counts(checked: CheckedSeed) -> dict[str, int]:
    """How many things of each kind the dataset has."""
    seed = checked.seed
    current = {
        (entry.actor, entry.question) for _, entry in seed.entries() if entry.retracted is None
    }
    full = [folder for folder in seed.folders if folder.source.text_access is TextAccess.full]
    return {
        "countries": len(seed.countries),
        "actors": len(seed.countries) + len(seed.actors),
        "speakers": sum(1 for person in seed.people if person.merged_into is None),
        "sources": len(seed.folders),
        "independent_sources": len(set(checked.roots.values())),
        "full_text_sources": len(full),
        "passages": sum(map(len, checked.passages.values())),
        "statements": len(checked.resolved),
        "positions": len(current),
        "questions": len(seed.questions),
        "topics": len(seed.topics),
    }
