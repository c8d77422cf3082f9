"""Reading one coding of a source, wherever its folder is."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from app.build.check.locate import LocatedPassage, locate_passages
from app.build.check.statements import StatementContext, resolve_statement
from app.build.failures import CommandError
from app.build.seed.load import SourceFolder
from app.build.seed.models.actors import SeedPerson
from app.build.seed.models.positions import SeedEntry
from app.build.seed.models.sources import SeedSource, SeedStatement
from app.build.seed.names import countries
from app.build.seed.yaml_file import YamlFile, read_yaml
from app.domain.selectors import archived, occurrences
from app.domain.vocabulary import Attribution

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CodedClaim:
    """A claim at its place; `start` is -1 if its words are not in the text."""

    statement: SeedStatement
    start: int
    end: int
    line: int
    about: dict[str, Attribution]


@dataclass(frozen=True, slots=True)
class SourceCoding:
    """One coding of a source: what is in the files of one folder."""

    folder: SourceFolder
    text: str
    passages: list[LocatedPassage]
    claims: list[CodedClaim]
    entries: list[SeedEntry]

    @property
    def name(self) -> str:
        """The folder, as a sentence names it."""
        return str(self.folder.source_file.path.parent)


def read_coding(folder: Path, seed: Path) -> SourceCoding:
    """The coding in a folder. People and countries are those of the folder `seed`.

    Raises CommandError if the folder cannot be read.
    """
    if not folder.is_dir():
        raise CommandError(
            f"There is no folder {str(folder)!r}: give that of a source, as seed/sources/my-source."
        )
    source, source_file = _read(folder, "source.yaml", TypeAdapter(SeedSource))
    statements, file = _read(folder, "statements.yaml", TypeAdapter(list[SeedStatement]))
    entries: list[SeedEntry] = []
    entries_file = source_file
    if (folder / "positions.yaml").exists():
        entries, entries_file = _read(folder, "positions.yaml", TypeAdapter(list[SeedEntry]))
    if source.text is None:
        raise CommandError(f"{folder} has no archived text, so nothing can be placed in it.")
    path = folder / source.text
    if not path.is_file() or path.is_symlink():
        raise CommandError(f"There is no text file {path}.")
    text = archived(path.read_bytes())
    people = _people(seed)
    found = SourceFolder(source, source_file, text, statements, file, entries, entries_file)
    context = StatementContext(
        {person.id: person for person in people},
        {country.id for country in countries(seed)[0]},
        {},
        None,
    )
    claims = []
    for index, statement in enumerate(statements):
        start, end = _place(text, statement)
        about = resolve_statement(found, index, context, None).about
        claims.append(CodedClaim(statement, start, end, file.line(index), about))
    return SourceCoding(found, text, locate_passages(found), claims, entries)


def _read(folder: Path, name: str, adapter: TypeAdapter[T]) -> tuple[T, YamlFile]:
    file = read_yaml(folder / name, folder)
    data = file.parse(adapter)
    if data is None:
        raise CommandError("\n".join(map(str, file.findings)) or f"{folder / name} is empty.")
    return data, file


def _people(seed: Path) -> list[SeedPerson]:
    people, _ = _read(seed, "people.yaml", TypeAdapter(list[SeedPerson]))
    return people


def _place(text: str, statement: SeedStatement) -> tuple[int, int]:
    """Where the words of a claim are; -1 if they are not in the text."""
    places = occurrences(text, statement.exact or "")
    number = (statement.occurrence or 1) - 1
    if number >= len(places):
        return -1, -1
    return places[number], places[number] + len(statement.exact or "")
