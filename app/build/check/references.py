"""Checks that many files need: an id is known, an id is unique, a date is one or names one."""

from collections.abc import Iterable
from difflib import get_close_matches

from app.build.seed.load import SourceFolder
from app.build.seed.yaml_file import YamlFile
from app.domain.dates import DateObject


def date_of(folder: SourceFolder, file: YamlFile, given: object, *where: str | int) -> DateObject:
    """A date as it is given, or the one of source.yaml that it names; a name that is none is
    reported.
    """
    if isinstance(given, str) and known(
        file, given, folder.source.dates, "date of source.yaml", *where
    ):
        return folder.source.dates[given]
    return given if isinstance(given, DateObject) else DateObject()


def known(file: YamlFile, name: str, known: Iterable[str], what: str, *where: str | int) -> bool:
    """Whether a name is among the known ones; if not, it is reported with the one that is
    nearest.
    """
    if name in known:
        return True
    file.report(f"there is no {what} {name!r}", *where, hint=near(name, known))
    return False


def near(name: str, known: Iterable[str]) -> str | None:
    """A hint at the known name that is nearest to one that is not."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else None


def unique(file: YamlFile, ids: list[str], taken: Iterable[str] = (), *where: str | int) -> None:
    """Report every id that stands twice or is taken."""
    seen = set(taken)
    for index, name in enumerate(ids):
        if name in seen:
            file.report(f"the id {name!r} is taken", *where, index, "id")
        seen.add(name)
