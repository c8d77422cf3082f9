"""The rows of every table, made from a checked seed, in the order in which they are inserted."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from pydantic import BaseModel

from app.build.check.checked_seed import CheckedSeed
from app.build.seed.models import SEED_LISTS
from app.build.write.rows import positions, statements
from app.domain.names import fold as folded
from app.domain.vocabulary import ActorType, TextAccess
from app.store.listing import Row


def all_rows(checked: CheckedSeed) -> Iterator[tuple[str, Iterable[Row]]]:
    """The name and the rows of every table; a row comes after those to which it refers."""
    seed = checked.seed
    if seed.dataset is None:
        raise ValueError("dataset.yaml was not read")
    # The version is filled in when it is known.
    yield "dataset", [{"version": "", **seed.dataset.model_dump(), "counts": counts(checked)}]
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
    yield from positions.positions(checked, statement_numbers)
    yield "tombstone", [tombstone.model_dump() for tombstone in seed.tombstones]
    yield "correction", _corrections(checked)
    names = sorted(seed.names, key=lambda name: list(map(str, name)))
    yield "name_key", [{"id": number, **name._asdict()} for number, name in enumerate(names, 1)]


def _numbered(items: Iterable[BaseModel]) -> list[Row]:
    """Items of a seed file as rows, numbered from 1 in the order of the file."""
    return [{"number": number, **item.model_dump()} for number, item in enumerate(items, 1)]


def _corrections(checked: CheckedSeed) -> Iterator[Row]:
    """Corrections, numbered from 1 for each thing, the oldest first."""
    for _, corrections in sorted(statements.corrections_by_thing(checked.seed).items()):
        for number, correction in enumerate(corrections, 1):
            row = correction.model_dump(exclude={"on"})
            yield {**row, "number": number, "corrected_on": correction.on}


def _actors(checked: CheckedSeed) -> Iterator[Row]:
    empty = dict.fromkeys(("iso2", "iso3", "numeric", "size", "members", "note"))
    for country in checked.seed.countries:
        row = asdict(country)
        del row["line"]
        yield {**empty, **row, "type": ActorType.country, "sort_name": folded(country.name)}
    for actor in checked.seed.actors:
        row = actor.model_dump(exclude={"names"})
        yield {**empty, **row, "sort_name": folded(actor.name)}


def _people(checked: CheckedSeed) -> Iterator[Row]:
    for person in checked.seed.people:
        row = person.model_dump(exclude={"family_name", "roles"})
        family = person.family_name or person.name
        yield {**row, "sort_name": folded(f"{family} {person.name}")}


def _roles(checked: CheckedSeed) -> Iterator[Row]:
    for person in checked.seed.people:
        for number, role in enumerate(person.roles, 1):
            yield {**role.model_dump(exclude={"id"}), "person": person.id, "number": number}


def counts(checked: CheckedSeed) -> dict[str, int]:
    """How many things of each kind the dataset has."""
    seed = checked.seed
    current = {
        (entry.actor, entry.question) for *_, entry in seed.entries() if entry.retracted is None
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
