"""Reading the whole seed: every file into its model, with the line of each value for findings."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import TypeAdapter

from app.build.findings import ErrorCode, Finding, refused_character
from app.build.gc_pause import gc_paused
from app.build.processes import parts_of, processes_for, shared
from app.build.seed.explain import did_you_mean
from app.build.seed.models import SEED_LISTS
from app.build.seed.models.actors import SeedActor, SeedPerson
from app.build.seed.models.base import SeedItem
from app.build.seed.models.dataset import (
    SeedCorrection,
    SeedDataset,
    SeedQuestion,
    SeedTerm,
    SeedTombstone,
    SeedTopic,
)
from app.build.seed.models.positions import SeedEntry
from app.build.seed.models.sources import SeedOrigins, SeedSource, SeedStatement
from app.build.seed.name_table import FurtherRow, Named, NameRow
from app.build.seed.names import Country, countries, further_names, name_rows
from app.build.seed.unread import unread_files
from app.build.seed.yaml_file import YamlFile, not_utf8, read_bytes, read_yaml
from app.domain.selectors import archived
from app.domain.vocabulary import SpeakerKind

if TYPE_CHECKING:
    from app.build.ledger import LedgerLine

T = TypeVar("T")
# These are used for every source, and an adapter takes long to make.
_SOURCE = TypeAdapter(SeedSource)
_STATEMENTS = TypeAdapter(list[SeedStatement])
_ENTRIES = TypeAdapter(list[SeedEntry])


@dataclass
class SourceFolder:
    """One folder under seed/sources: a source, its archived text, its statements and entries.

    `text` is None if no text and no excerpts are archived, or if the file could not be read.
    """

    source: SeedSource
    source_file: YamlFile
    text: str | None
    statements: list[SeedStatement]
    statements_file: YamlFile
    entries: list[SeedEntry]
    entries_file: YamlFile

    def statement_id(self, statement: SeedStatement) -> str:
        """The public id: the source's id, a hyphen, the statement's own."""
        return f"{self.source.id}-{statement.id}"


@dataclass
class Seed:
    """All seed files as read. Lists are in the order of the file, folders sorted by name.

    `files` are the YAML files by their path below `root`, `lists` those of SEED_LISTS by the table
    that their items become. `findings` are errors, `doubts` what nobody has accepted; `unreadable`
    are the files, by their path below `root`, that could not be read.
    """

    root: Path
    findings: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    files: dict[str, YamlFile] = field(default_factory=dict)
    dataset: SeedDataset | None = None
    countries: list[Country] = field(default_factory=list)
    actors: list[SeedActor] = field(default_factory=list)
    people: list[SeedPerson] = field(default_factory=list)
    lists: dict[str, Sequence[SeedItem]] = field(default_factory=dict)
    terms: dict[str, list[SeedTerm]] = field(default_factory=dict)
    tombstones: list[SeedTombstone] = field(default_factory=list)
    corrections: list[SeedCorrection] = field(default_factory=list)
    origins: SeedOrigins | None = None  # None: this seed has no list of agencies
    folders: list[SourceFolder] = field(default_factory=list)
    names: list[NameRow] = field(default_factory=list)
    further_names: list[FurtherRow] = field(default_factory=list)
    ledger: "list[LedgerLine]" = field(default_factory=list)

    @property
    def questions(self) -> Sequence[SeedQuestion]:
        """What positions answer."""
        return cast(Sequence[SeedQuestion], self.lists["question"])

    @property
    def topics(self) -> Sequence[SeedTopic]:
        """What statements are about."""
        return cast(Sequence[SeedTopic], self.lists["topic"])

    def statements(self) -> Iterator[tuple[str, SourceFolder, SeedStatement]]:
        """Every statement with its public id and folder."""
        for folder in self.folders:
            for statement in folder.statements:
                yield folder.statement_id(statement), folder, statement

    def entries(self) -> Iterator[tuple[SourceFolder, int, SeedEntry]]:
        """Every entry with its folder and its index in positions.yaml, from 0."""
        for folder in self.folders:
            for index, entry in enumerate(folder.entries):
                yield folder, index, entry


@gc_paused()
def load(root: Path, processes: int | None = None) -> Seed:
    """Read every file of the seed folder `root`.

    What cannot be read is a finding, and everything else is loaded nevertheless. `processes` share
    the sources; by default as many as there are processors, if the sources are so many that it is
    worth their start.
    """
    seed = _lists(root)
    seed.findings.extend(unread_files(root))
    names, done = source_names(root), 0
    number = processes_for(len(names)) if processes is None else processes
    if number > 1:
        parts = [(root, each) for each in parts_of(names)]
        for part, (_, given) in zip(shared(_sources_read, parts, number), parts, strict=False):
            _add(seed, part)
            done += len(given)
    _add(seed, _sources_read((root, names[done:])))
    seed.countries, country_findings = countries(root)
    seed.names, name_findings = name_rows(
        root, seed.countries, _actor_names(seed), _person_names(seed)
    )
    seed.further_names, further_findings = further_names(root, seed.countries, seed.names)
    _report(seed, (*country_findings, *name_findings, *further_findings))
    from app.build.ledger import read  # it takes half a second, and not every check needs it

    seed.ledger, ledger_findings = read(root)
    seed.findings.extend(ledger_findings)
    return seed


@gc_paused()
def _sources_read(part: tuple[Path, Sequence[str]]) -> Seed:
    """A seed of which only the sources with these names were read."""
    root, names = part
    seed = Seed(root)
    for name in names:
        if folder := _source_folder(seed, name):
            seed.folders.append(folder)
    return seed


def _add(seed: Seed, part: Seed) -> None:
    """Add sources that were read apart, with their files and findings."""
    seed.folders += part.folders
    seed.files |= part.files
    seed.findings += part.findings
    seed.unreadable |= part.unreadable


@gc_paused()
def load_source(root: Path, name: str) -> Seed:
    """Read the lists of a seed, one source, and of other sources only the statements that this one
    names as evidence, and what it copies. Names of countries and the ledger are not read.
    """
    seed = _lists(root)
    seed.findings.extend(unread_files(root, name))
    seed.countries, country_findings = countries(root)
    _report(seed, country_findings)
    names = set(source_names(root))
    wanted, read = [name], set[str]()
    while wanted:
        if (each := wanted.pop()) in read or each not in names:
            continue
        read.add(each)
        if folder := _source_folder(seed, each, with_text=each == name):
            seed.folders.append(folder)
            if folder.source.copy_of:
                wanted.append(folder.source.copy_of)
            if each == name:
                wanted += {
                    source
                    for entry in folder.entries
                    for item in entry.evidence
                    if (source := _source_of(item.statement, names))
                }
    seed.folders.sort(key=lambda folder: folder.source.id)
    return seed


def _source_of(statement: str, sources: set[str]) -> str | None:
    """The source of a statement, by its full id: an id may begin with the names of two sources."""
    parts = statement.split("-")
    found = ("-".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
    return next((name for name in found if name in sources), None)


def _report(seed: Seed, findings: Iterable[Finding]) -> None:
    """Add findings about tables, whose files are named from the folder of the seed."""
    for finding in findings:
        seed.findings.append(replace(finding, file=f"{seed.root.name}/{finding.file}"))


def _lists(root: Path) -> Seed:
    """A seed with all its YAML files but those of sources."""
    seed = Seed(root)
    seed.dataset = _read(seed, "dataset.yaml", TypeAdapter(SeedDataset))
    seed.actors = _read(seed, "actors.yaml", TypeAdapter(list[SeedActor])) or []
    seed.people = _read(seed, "people.yaml", TypeAdapter(list[SeedPerson])) or []
    for listed in SEED_LISTS:
        seed.lists[listed.table] = _read(seed, listed.file, listed.items, listed.required) or []
    seed.terms = _read(seed, "vocabularies.yaml", TypeAdapter(dict[str, list[SeedTerm]])) or {}
    tombstones, corrections = TypeAdapter(list[SeedTombstone]), TypeAdapter(list[SeedCorrection])
    seed.tombstones = _read(seed, "tombstones.yaml", tombstones, required=False) or []
    seed.corrections = _read(seed, "corrections.yaml", corrections, required=False) or []
    seed.origins = _read(seed, "agencies.yaml", TypeAdapter(SeedOrigins), required=False)
    return seed


def source_names(root: Path) -> list[str]:
    """The names of the folders of all sources of a seed. Those with a dot first are of tools."""
    folder = root / "sources"
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        return sorted(
            each.name for each in found if each.is_dir() and not each.name.startswith(".")
        )


def _read(seed: Seed, name: str, adapter: TypeAdapter[T], required: bool = True) -> T | None:
    """The data of one YAML file as `adapter` reads them; None, and findings, if it cannot.

    None without a finding if the file is missing and not `required`.
    """
    path = seed.root / name
    if not required and not path.exists():
        return None
    file = seed.files[name] = read_yaml(path, seed.root)
    data = file.parse(adapter)
    if file.findings:
        seed.unreadable.add(name)
    seed.findings.extend(file.findings)
    file.findings = []
    return data


def _source_folder(seed: Seed, name: str, *, with_text: bool = True) -> SourceFolder | None:
    """The folder of one source; None if its source.yaml cannot be read."""
    folder = f"sources/{name}"
    source = _read(seed, f"{folder}/source.yaml", _SOURCE)
    if source is None:
        return None
    source_file = seed.files[f"{folder}/source.yaml"]
    if source.id != name:
        message = f"id must be the folder's name, {name!r}"
        source_file.report(ErrorCode.wrong_id, message, "id")
    statements = _read(seed, f"{folder}/statements.yaml", _STATEMENTS)
    entries = _read(seed, f"{folder}/positions.yaml", _ENTRIES, required=False)
    return SourceFolder(
        source,
        source_file,
        _text(seed, seed.root / folder, source, source_file) if with_text else None,
        statements or [],
        seed.files[f"{folder}/statements.yaml"],
        entries or [],
        seed.files.get(f"{folder}/positions.yaml", source_file),
    )


def _text(seed: Seed, folder: Path, source: SeedSource, file: YamlFile) -> str | None:
    """The archived text of a source (docs/domain.md, rule archived-text)."""
    if source.text is None:
        return None
    path = folder / source.text
    if not path.exists() and not path.is_symlink():
        message = f"there is no file {source.text!r} in this folder"
        hint = did_you_mean(source.text, [other.name for other in folder.iterdir()])
        file.report(ErrorCode.missing_file, message, "text", hint=hint)
        return None
    raw = read_bytes(file, path, seed.root, "text")
    if raw is None:
        return None
    name = path.relative_to(seed.root.parent).as_posix()
    try:
        text = archived(raw)
    except UnicodeDecodeError as error:
        line, message, hint = not_utf8(raw, error)
        seed.findings.append(Finding(name, line, message, hint, ErrorCode.not_utf8))
        return None
    if text.startswith("\ufeff"):
        message = "the text begins with the invisible character U+FEFF BYTE ORDER MARK"
        hint = "save it as UTF-8 without a byte order mark"
        seed.findings.append(Finding(name, 1, message, hint, ErrorCode.refused_character))
        return None
    if message := refused_character(text) or "":
        file.report(ErrorCode.refused_character, message, "text")
        return None
    return text


def _actor_names(seed: Seed) -> Iterator[Named]:
    for actor in seed.actors:
        yield actor.id, actor.id, "name"
        yield actor.id, actor.name, "name"
        if actor.official_name:
            yield actor.id, actor.official_name, "official_name"
        for name in actor.names:
            yield actor.id, name.name, name.kind


def _person_names(seed: Seed) -> Iterator[Named]:
    """The names of speakers; of people also with the family name first, and that name alone."""
    for person in seed.people:
        target = person.merged_into or person.id
        yield target, person.id, "name"
        for name in (person.name, *person.other_names):
            yield target, name, "name" if name == person.name else "alias"
            given, _, family = name.rpartition(" ")
            if given and person.kind is SpeakerKind.person:
                yield target, f"{family}, {given}", "alias"
        if person.family_name:
            yield target, person.family_name, "alias"
