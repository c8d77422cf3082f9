"""Files of a seed folder that look as if they were read, and are not."""

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from app.build.findings import ErrorCode, Finding
from app.build.seed.models import SEED_LISTS

TOP = frozenset(
    {
        "dataset.yaml",
        "countries.csv",
        "actors.yaml",
        "people.yaml",
        "vocabularies.yaml",
        "agencies.yaml",
        "corrections.yaml",
        "tombstones.yaml",
        "ledger.jsonl",
        *(listed.file for listed in SEED_LISTS),
    }
)
NAMES = frozenset({"aliases.csv", "reviewed.csv", "cldr.tsv", "further.csv", "un.tsv"})
SOURCE = frozenset({"source.yaml", "statements.yaml", "positions.yaml"})
_OF_DATA = frozenset({".yaml", ".yml", ".csv", ".tsv", ".json", ".jsonl", ".toml"})


def unread_files(root: Path, only: str | None = None) -> Iterator[Finding]:
    """A finding for each file that looks like one of the seed and is never read: with a misspelt
    name, in the wrong folder, or of another format. `only` is the source to look at.

    Other files (a README, a picture, those of tools) do no harm.
    """
    if only is not None:
        yield from _in_folder(root, root / "sources" / only, SOURCE)
        return
    yield from _in_folder(root, root, TOP)
    yield from _in_folder(root, root / "names", NAMES)
    yield from _in_folder(root, root / "sources", frozenset())
    for folder in sorted((root / "sources").glob("*")):
        if folder.is_dir() and not folder.name.startswith("."):
            yield from _in_folder(root, folder, SOURCE)
    for folder in sorted(root.glob("*")):
        near = get_close_matches(folder.name.casefold(), ["sources", "names"], n=1, cutoff=0.75)
        if near and folder.name not in ("names", "sources") and folder.is_dir():
            yield _finding(root, folder, "this folder is never read", f"did you mean {near[0]!r}?")


def _in_folder(root: Path, folder: Path, names: frozenset[str]) -> Iterator[Finding]:
    if not folder.is_dir():
        return
    there = set(os.listdir(folder))
    if not (there - names):
        return
    missing = names - there
    for name in sorted(there - names):
        path = folder / name
        close = get_close_matches(name.casefold(), sorted(names), n=1, cutoff=0.7)
        of_data = path.suffix.casefold() in _OF_DATA and not name.startswith(".")
        if not (of_data or (close and close[0] in missing)):
            continue
        if path.is_dir() and not any(path.glob("*.y*ml")):
            continue
        hint = f"did you mean {close[0]!r}?" if close else None
        if hint is None and folder == root / "sources":
            hint = "each source has a folder of its own here"
        elif hint is None and folder.parent == root / "sources":
            nested = " of each source are" if path.is_dir() else " are"
            hint = f"the files{nested} {', '.join(sorted(names))}, and the text"
        yield _finding(root, path, "this file is never read", hint)


def _finding(root: Path, path: Path, message: str, hint: str | None) -> Finding:
    name = path.relative_to(root.parent).as_posix()
    return Finding(name, 0, message, hint, ErrorCode.never_read)
