"""Refusing what `stated new` proposed and no person has confirmed."""

from app.build.findings import ErrorCode
from app.build.seed.load import Seed
from app.build.seed.models.base import SeedDraft
from app.build.seed.yaml_file import YamlFile


def check_drafts(seed: Seed) -> None:
    """Report every item that still has the mark `draft: true`."""
    for index, person in enumerate(seed.people):
        _report(seed.files["people.yaml"], person, f"the person {person.id!r}", index)
    for folder in seed.folders:
        source = f"the source {folder.source.id!r} with its passages"
        _report(folder.source_file, folder.source, source)
        for index, statement in enumerate(folder.statements):
            _report(folder.statements_file, statement, f"the claim {statement.id!r}", index)
        for index, entry in enumerate(folder.entries):
            _report(folder.entries_file, entry, f"the entry {entry.id!r}", index)


def _report(file: YamlFile, item: SeedDraft, what: str, *where: int) -> None:
    if item.draft:
        file.report(
            ErrorCode.draft_left,
            f"{what} is a draft that nobody has confirmed",
            *where,
            "draft",
            hint="compare it with the text, correct it, then remove `draft: true`",
        )
