"""A checked seed → the rows of every table, as plain dicts in the order in which they are
inserted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from operator import attrgetter

from app.build.check.checked_seed import CheckedSeed
from app.build.seed.name_table import NameRow
from app.build.write.rows import positions, statements
from app.build.write.rows.plain import Row, dated, plain
from app.domain.names import fold as folded
from app.domain.vocabulary import ActorType, TextAccess


def all_rows(checked: CheckedSeed) -> Iterator[tuple[str, Iterable[Row]]]:
    """Every table's name and rows; parents before children."""
    number = statements.numbers(checked)
    yield "actor", _actors(checked)
    yield "person", sorted(_people(checked), key=lambda row: row["merged_into"] is not None)
    yield "role", _roles(checked)
    yield (
        "question",
        [{"number": i, **plain(one)} for i, one in enumerate(checked.seed.questions, 1)],
    )
    yield "topic", [{"number": i, **plain(one)} for i, one in enumerate(checked.seed.topics, 1)]
    yield (
        "term",
        [
            {"vocabulary": name, "number": i, **plain(term)}
            for name, terms in checked.seed.terms.items()
            for i, term in enumerate(terms, 1)
        ],
    )
    yield "source", statements.sources(checked)
    yield "passage", statements.passages(checked)
    yield "statement", statements.statements(checked, number)
    yield from statements.pairs(checked, number)
    yield "entry", positions.entries(checked)
    yield from positions.positions(checked, number)
    yield "tombstone", [plain(stone) for stone in checked.seed.tombstones]
    yield "correction", _corrections(checked)
    columns = [field.name for field in fields(NameRow)]
    keys = sorted(
        map(attrgetter(*columns), checked.seed.names), key=lambda key: [str(part) for part in key]
    )
    yield "name_key", [dict(zip(columns, key, strict=True), id=i) for i, key in enumerate(keys, 1)]


def _corrections(checked: CheckedSeed) -> list[Row]:
    """Why published things were changed, each thing's oldest first."""
    out: list[Row] = []
    for one in sorted(
        checked.seed.corrections, key=lambda one: (one.kind, one.id, one.on, one.reason)
    ):
        same = out and (out[-1]["kind"], out[-1]["id"]) == (one.kind, one.id)
        number = out[-1]["number"] + 1 if same else 1
        out.append(
            {
                "kind": one.kind,
                "id": one.id,
                "number": number,
                "corrected_on": one.on,
                "reason": one.reason,
            }
        )
    return out


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
            "number": i,
            "title": role.title,
            "actor": role.actor,
            "capacity": role.capacity,
            "organisation": role.organisation,
            "held_from": dated(role.held_from),
            "held_to": dated(role.held_to) if role.held_to else None,
        }
        for person in checked.seed.people
        for i, role in enumerate(person.roles, 1)
    ]


def counts(checked: CheckedSeed) -> dict[str, int]:
    """How much of everything the dataset holds."""
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
        "passages": sum(len(one) for one in checked.passages.values()),
        "statements": len(checked.resolved),
        "positions": len(current),
        "questions": len(seed.questions),
        "topics": len(seed.topics),
    }
