"""Reading the whole seed: every file into its model, with the document kept for the lines of later
findings.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from app.build.findings import Finding
from app.build.gc_pause import gc_paused
from app.build.ledger import LedgerLine
from app.build.ledger import read as read_ledger
from app.build.seed.models import (
    ACTORS,
    CORRECTIONS,
    DATASET,
    ENTRIES,
    PEOPLE,
    QUESTIONS,
    SOURCE,
    STATEMENTS,
    TERMS,
    TOMBSTONES,
    TOPICS,
    SeedActor,
    SeedCorrection,
    SeedDataset,
    SeedEntry,
    SeedPerson,
    SeedQuestion,
    SeedSource,
    SeedStatement,
    SeedTerm,
    SeedTombstone,
    SeedTopic,
)
from app.build.seed.name_table import Named, NameRow
from app.build.seed.names import Country, countries, name_keys
from app.build.seed.yaml_file import YamlFile, read
from app.domain.selectors import archived

T = TypeVar("T")


@dataclass
class SourceFolder:
    """One folder under seed/sources: a document and its annotations."""

    source: SeedSource
    document: YamlFile
    text: str | None
    statements: list[SeedStatement]
    statements_document: YamlFile
    entries: list[SeedEntry]
    entries_document: YamlFile

    def statement_id(self, statement: SeedStatement) -> str:
        """The public id: the source's id, a hyphen, the statement's own."""
        return f"{self.source.id}-{statement.id}"


@dataclass
class Seed:
    """All seed files as read. Lists are in file order; folders in the order of their names."""

    root: Path
    findings: list[Finding] = field(default_factory=list)
    documents: dict[str, YamlFile] = field(default_factory=dict)
    dataset: SeedDataset | None = None
    countries: list[Country] = field(default_factory=list)
    actors: list[SeedActor] = field(default_factory=list)
    people: list[SeedPerson] = field(default_factory=list)
    questions: list[SeedQuestion] = field(default_factory=list)
    topics: list[SeedTopic] = field(default_factory=list)
    terms: dict[str, list[SeedTerm]] = field(default_factory=dict)
    tombstones: list[SeedTombstone] = field(default_factory=list)
    corrections: list[SeedCorrection] = field(default_factory=list)
    folders: list[SourceFolder] = field(default_factory=list)
    names: list[NameRow] = field(default_factory=list)
    ledger: list[LedgerLine] = field(default_factory=list)

    def statements(self) -> Iterator[tuple[str, SourceFolder, SeedStatement]]:
        """Every statement with its public id and folder."""
        for folder in self.folders:
            for statement in folder.statements:
                yield folder.statement_id(statement), folder, statement

    def entries(self) -> Iterator[tuple[SourceFolder, SeedEntry]]:
        """Every position entry with its folder."""
        for folder in self.folders:
            for entry in folder.entries:
                yield folder, entry


@gc_paused()
def load(root: Path) -> Seed:
    """Read every file under `root`; what cannot be read is in `findings`, the rest is loaded all
    the same.
    """
    seed = Seed(root)

    def one(path: Path, adapter: TypeAdapter[T]) -> tuple[T | None, YamlFile]:
        document = read(path, root)
        parsed = document.parse(adapter)
        seed.documents[path.relative_to(root).as_posix()] = document
        seed.findings.extend(document.findings)
        document.findings = []
        return parsed, document

    seed.dataset = one(root / "dataset.yaml", DATASET)[0]
    seed.actors = one(root / "actors.yaml", ACTORS)[0] or []
    seed.people = one(root / "people.yaml", PEOPLE)[0] or []
    seed.questions = one(root / "questions.yaml", QUESTIONS)[0] or []
    seed.topics = one(root / "topics.yaml", TOPICS)[0] or []
    seed.terms = one(root / "vocabularies.yaml", TERMS)[0] or {}
    if (root / "tombstones.yaml").exists():
        seed.tombstones = one(root / "tombstones.yaml", TOMBSTONES)[0] or []
    if (root / "corrections.yaml").exists():
        seed.corrections = one(root / "corrections.yaml", CORRECTIONS)[0] or []
    for path in sorted(path for path in (root / "sources").glob("*") if path.is_dir()):
        read_source = one(path / "source.yaml", SOURCE)
        source, document = read_source
        if source is None:
            continue
        if source.id != path.name:
            seed.findings.append(
                Finding(
                    document.name,
                    document.line("id"),
                    f"id must be the folder's name, {path.name!r}",
                )
            )
        statements = one(path / "statements.yaml", STATEMENTS)
        has_entries = (path / "positions.yaml").exists()
        entries = one(path / "positions.yaml", ENTRIES)[0] if has_entries else None
        entries_document = (
            seed.documents[f"sources/{path.name}/positions.yaml"] if has_entries else document
        )
        text = _text(seed, path, source, document)
        folder = SourceFolder(
            source,
            document,
            text,
            statements[0] or [],
            statements[1],
            entries or [],
            entries_document,
        )
        seed.folders.append(folder)
    seed.countries, found = countries(root)
    seed.names, found_names = name_keys(root, _actor_names(seed), _person_names(seed))
    seed.findings.extend(
        replace(one, file=f"{root.name}/{one.file}") for one in (*found, *found_names)
    )
    seed.ledger, found_lines = read_ledger(root)
    seed.findings.extend(found_lines)
    return seed


def _text(seed: Seed, folder: Path, source: SeedSource, document: YamlFile) -> str | None:
    if source.text is None:
        return None
    try:
        text = archived((folder / source.text).read_bytes())
        if "\0" not in text:
            return text
        document.report("a text must not hold the character NUL", "text")
    except FileNotFoundError:
        seed.findings.append(
            Finding(
                document.name,
                document.line("text"),
                f"there is no file {source.text!r} in this folder",
            )
        )
    except UnicodeDecodeError as error:
        name = (folder / source.text).relative_to(seed.root.parent).as_posix()
        seed.findings.append(Finding(name, 1, f"is not UTF-8 (byte {error.start})"))
    return None


def _actor_names(seed: Seed) -> Iterator[Named]:
    for actor in seed.actors:
        yield actor.id, actor.id, "name"
        yield actor.id, actor.name, "name"
        if actor.official_name:
            yield actor.id, actor.official_name, "official_name"
        for name in actor.names:
            yield actor.id, name.name, name.kind


def _person_names(seed: Seed) -> Iterator[Named]:
    for person in seed.people:
        target = person.merged_into or person.id
        yield target, person.id, "name"
        for name in (person.name, *person.other_names):
            yield target, name, "name" if name == person.name else "alias"
            given, _, family = name.rpartition(" ")
            if given:
                yield target, f"{family}, {given}", "alias"
        if person.family_name:
            yield target, person.family_name, "alias"
