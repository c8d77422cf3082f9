"""Checks that many files need: is an id known, is it unique, which date is meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from app.build.findings import ErrorCode
from app.build.seed.load import SourceFolder
from app.build.seed.yaml_file import YamlFile
from app.domain.dates import DateObject

# The file, or the beginning of its path, in which a kind of name is defined. If it could not be
# read, every name of that kind is unknown, and that says nothing.
_DEFINED_IN = {
    "speaker": "people.yaml",
    "merged_into": "people.yaml",
    "role held at that time": "people.yaml",
    "actor": "actors.yaml",
    "about": "actors.yaml",
    "signed_for": "actors.yaml",
    "member": "actors.yaml",
    "topics": "topics.yaml",
    "questions": "questions.yaml",
    "question": "questions.yaml",
    "statement": "sources/",
    "copy_of": "sources/",
}


def date_of(folder: SourceFolder, file: YamlFile, given: object, *where: str | int) -> DateObject:
    """A date, or the date of source.yaml that has the name `given`; unknown, and a finding, if none
    has.
    """
    if isinstance(given, str) and known(
        file, given, folder.source.dates, "date of source.yaml", *where
    ):
        return folder.source.dates[given]
    return given if isinstance(given, DateObject) else DateObject()


def known(
    file: YamlFile,
    name: str,
    names: Iterable[str],
    what: str,
    *where: str | int,
    cause: str | None = None,
) -> bool:
    """Whether a name is one of `names`. If not, that is a finding; its hint is the nearest one.

    `what` is the kind of thing for the message. `cause` is the file that defines such things, if
    it is not the usual one.
    """
    if name in names:
        return True
    file.report(
        ErrorCode.unknown_name,
        f"there is no {what} {name!r}",
        *where,
        hint=near(name, names),
        cause=_DEFINED_IN.get(what) if cause is None else cause,
    )
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
            file.report(ErrorCode.id_taken, f"the id {name!r} is taken", *where, index, "id")
        seen.add(name)
