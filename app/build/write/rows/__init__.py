"""The rows of every table, made from a checked seed, in the order in which they are inserted."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date

from pydantic import BaseModel

from app.build.check.checked_seed import CheckedSeed
from app.build.seed.models import SEED_LISTS
from app.build.seed.models.actors import SeedActor
from app.build.write.rows import positions, statements
from app.domain.names import fold as folded
from app.domain.stance import strongest
from app.domain.vocabulary import ActorType, SpeakerKind, TextAccess
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
    further = enumerate(seed.further_names, 1)
    yield "further_name", [{"id": number, **name._asdict()} for number, name in further]


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
    coded = ("size", "sizes", "members", "membership_claims", "note")
    empty = dict.fromkeys(("iso2", "iso3", "numeric", *coded))
    for country in checked.seed.countries:
        row = asdict(country)
        del row["line"]
        yield {**empty, **row, "type": ActorType.country, "sort_name": folded(country.name)}
    for actor in checked.seed.actors:
        row = actor.model_dump(exclude={"names"})
        row["sizes"] = _sizes(checked, actor) or None
        row["membership_claims"] = _membership_claims(checked, actor) or None
        yield {**empty, **row, "sort_name": folded(actor.name)}


def _sizes(checked: CheckedSeed, actor: SeedActor) -> list[Row]:
    """The stated sizes of a coalition by date, undated ones first; of one day as in the file."""
    dated = [(size.said or checked.resolved[size.statements[0]].said, size) for size in actor.sizes]
    dated.sort(key=lambda pair: pair[0].latest or pair[0].earliest or date.min)
    return [
        {
            "value": size.value,
            "at_least": size.at_least,
            "said": said.model_dump(mode="json"),
            "evidence": size.statements,
        }
        for said, size in dated
    ]


def _membership_claims(checked: CheckedSeed, actor: SeedActor) -> list[Row]:
    """What sources say of the members of a coalition, in the order of the file."""
    claims = []
    for claim in actor.membership_claims:
        statements = [checked.resolved[name] for name in claim.statements]
        claims.append(
            {
                "actor": claim.actor,
                "claim": claim.claim,
                "attribution": strongest(said.about[claim.actor] for said in statements),
                "said": statements[0].said.model_dump(mode="json"),
                "evidence": claim.statements,
            }
        )
    return claims


def _people(checked: CheckedSeed) -> Iterator[Row]:
    for person in checked.seed.people:
        row = person.model_dump(exclude={"family_name", "roles"})
        row["kind"] = None if person.kind is SpeakerKind.person else person.kind
        family = person.family_name or person.name
        yield {**row, "sort_name": folded(f"{family} {person.name}")}


def _roles(checked: CheckedSeed) -> Iterator[Row]:
    for person in checked.seed.people:
        for number, role in enumerate(person.roles, 1):
            row = role.model_dump(exclude={"id"}) | {"decides": role.decides or None}
            yield {**row, "person": person.id, "number": number}


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
