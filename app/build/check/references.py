"""Checks that many files need: is an id known, is it unique, which date is meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from app.build.seed.load import SourceFolder
from app.build.seed.yaml_file import YamlFile
from app.domain.dates import DateObject


def date_of(folder: SourceFolder, file: YamlFile, given: object, *where: str | int) -> DateObject:
    """A date, or the date of source.yaml that has the name `given`; unknown, and a finding, if none
    has.
    """
    if isinstance(given, str) and known(
        file, given, folder.source.dates, "date of source.yaml", *where
    ):
        return folder.source.dates[given]
    return given if isinstance(given, DateObject) else DateObject()


def known(file: YamlFile, name: str, names: Iterable[str], what: str, *where: str | int) -> bool:
    """Whether a name is one of `names`. If not, that is a finding; its hint is the nearest one.

    `what` is the kind of thing for the message.
    """
    if name in names:
        return True
    file.report(f"there is no {what} {name!r}", *where, hint=near(name, names))
    return False


def near(name: str, names: Iterable[str]) -> str | None:
    """A hint with the one of `names` that is most like `name`; None if none is like it."""
    close = get_close_matches(name, list(names), n=1)  # 0.6 alike, of 1
    return f"did you mean {close[0]!r}?" if close else None


def unique(file: YamlFile, ids: list[str], taken: Iterable[str] = (), *where: str | int) -> None:
    """Report every id that is given twice or is in `taken`."""
    seen = set(taken)
    for index, name in enumerate(ids):
        if name in seen:
            file.report(f"the id {name!r} is taken", *where, index, "id")
        seen.add(name)
