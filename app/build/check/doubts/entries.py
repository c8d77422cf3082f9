"""Doubts about one position entry, apart from the rest, because most sources have no entry."""

from collections.abc import Mapping

from app.build.check.doubts.fields import check_fields
from app.build.check.doubts.positions import check_participation, check_stance
from app.build.check.doubts.said import Said
from app.build.check.doubts.summaries import Named
from app.build.findings import DoubtCode
from app.build.seed.load import SourceFolder
from app.build.seed.models.positions import SeedEntry
from app.build.seed.models.sources import SeedStatement
from app.domain.names import fold


def check_entry(
    folder: SourceFolder,
    index: int,
    entry: SeedEntry,
    statements: Mapping[str, SeedStatement],
    languages: Mapping[str, str],
    named: Named,
) -> None:
    """Report what speaks against an entry. `statements` and `languages` are those of all
    statements that it may name, and `named` finds countries.
    """
    check_participation(folder, index, entry)
    check_stance(folder, index, entry, statements, languages, named)
    said = Said(
        entry,
        statements,
        languages,
        named,
        folder.text or "",
        folder.source.language,
        folder.statements,
    )
    check_fields(folder, index, said)
    if entry.not_supported and fold(entry.not_supported) == fold(entry.summary):
        message = "this only repeats the summary"
        folder.entries_file.doubt(DoubtCode.same_words, message, index, "not_supported")
