"""A seed together with what its check worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.build.check.locate import LocatedClaim, LocatedPassage
from app.build.findings import Where
from app.build.seed.load import Seed
from app.build.seed.models.actors import SeedActor, SeedPerson, SeedRole
from app.build.seed.models.base import SeedItem
from app.build.seed.names import COUNTRIES
from app.build.seed.yaml_file import YamlFile
from app.domain.dates import DateObject
from app.domain.vocabulary import Attribution, Capacity, ChangeKind


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


@dataclass(frozen=True, slots=True)
class SeedPlace:
    """Where a statement, position or source is in the seed.

    `permanent` are the members that may never change once its id is published.
    """

    kind: ChangeKind
    id: str
    file: YamlFile
    where: Where
    permanent: dict[str, str]


@dataclass
class CheckedSeed:
    """A seed and what the check worked out, by public id."""

    seed: Seed
    passages: dict[str, list[LocatedPassage]] = field(default_factory=dict)  # by source
    resolved: dict[str, ResolvedStatement] = field(default_factory=dict)  # by statement
    roots: dict[str, str] = field(default_factory=dict)  # source → its root
    begins: dict[str, DateObject] = field(default_factory=dict)  # entry → when its position begins
    sketches: dict[str, bytes | None] = field(default_factory=dict)  # of the text of each source

    def places_in_files(self) -> dict[tuple[str, str], tuple[str, int]]:
        """File and line of every published thing, by kind and id."""
        places: dict[tuple[str, str], tuple[str, int]] = {
            (place.kind, place.id): (place.file.name, place.file.line(*place.where))
            for place in self.places()
        }
        for country in self.seed.countries:
            file = f"{self.seed.root.name}/{COUNTRIES}"
            places[ChangeKind.actor, country.id] = (file, country.line)
        listed: list[tuple[ChangeKind, str, Sequence[SeedItem | SeedActor | SeedPerson]]] = [
            (ChangeKind.actor, "actors.yaml", self.seed.actors),
            (ChangeKind.person, "people.yaml", self.seed.people),
            (ChangeKind.question, "questions.yaml", self.seed.questions),
            (ChangeKind.topic, "topics.yaml", self.seed.topics),
        ]
        for kind, name, items in listed:
            yaml_file = self.seed.files[name]
            for index, item in enumerate(items):
                places[kind, item.id] = (yaml_file.name, yaml_file.line(index))
        vocabularies = self.seed.files["vocabularies.yaml"]
        for name, terms in self.seed.terms.items():
            for index, term in enumerate(terms):
                where = (vocabularies.name, vocabularies.line(name, index))
                places[ChangeKind.term, f"{name}/{term.id}"] = where
        for folder in self.seed.folders:
            yaml_file = folder.source_file
            for passage in self.passages[folder.source.id]:
                where = (yaml_file.name, yaml_file.line("passages", passage.number - 1))
                places[ChangeKind.passage, f"{folder.source.id}/{passage.number}"] = where
        return places

    def places(self) -> Iterator[SeedPlace]:
        """The place of every statement, position and source."""
        for name, folder, _ in self.seed.statements():
            where = (self.resolved[name].number,)
            permanent = {"source": folder.source.id}
            yield SeedPlace(ChangeKind.statement, name, folder.statements_file, where, permanent)
        for folder in self.seed.folders:
            yield SeedPlace(ChangeKind.source, folder.source.id, folder.source_file, ("id",), {})
        for folder, index, entry in self.seed.entries():
            permanent = {"actor": entry.actor, "question": entry.question}
            yield SeedPlace(ChangeKind.position, entry.id, folder.entries_file, (index,), permanent)
