"""Writing a source folder for a text that its publisher changed."""

import re
from collections.abc import Iterable
from pathlib import Path

from app.build.atomic import write_atomically
from app.build.failures import CommandError
from app.curate.coding import SourceCoding
from app.curate.draft import make_draft
from app.curate.known import read_known
from app.curate.language import language
from app.curate.reanchor import CERTAIN, ReanchoredClaim, reanchor, recoded
from app.curate.text import normalised
from app.curate.yaml_text import scalar
from app.domain.vocabulary import Coding


def read_new_text(path: Path) -> str:
    """The new text of a source. Raises CommandError if it is no text."""
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    return normalised(path.read_bytes())[0].removeprefix("\n")


def reanchored(coding: SourceCoding, new: str) -> list[ReanchoredClaim]:
    """What became of each claim in a new text."""
    return reanchor(coding, new, language(coding.folder.source.language))


def report(claims: Iterable[ReanchoredClaim]) -> list[str]:
    """One or more lines for each claim, for the terminal."""
    lines: list[str] = []
    for claim in claims:
        lines.append(f"{claim.id}: {claim.fate}")
        if claim.fate in CERTAIN:
            continue
        lines.append(f"  was: {_line(claim.before)}")
        if claim.words_there is not None:
            lines.append(f"  now: {_line(claim.words_there)}")
        if claim.lookalikes:
            places = ", ".join(map(str, claim.lookalikes))
            lines.append(
                f"  The same words are in line {places}: another place, so it is not moved."
            )
    return lines


def write_new_text(
    coding: SourceCoding, new: str, claims: list[ReanchoredClaim], seed: Path
) -> None:
    """Put the new text into the folder of a source, with its sentences. The old text is kept beside
    it. New and changed sentences get the coding of a draft, so the source is a draft again.

    Claims that did not certainly stay the same are left as they are: the check finds them.
    """
    source = coding.folder.source
    folder = coding.folder.source_file.path.parent
    words = language(source.language)
    drafted = {
        sentence: proposed
        for proposed, sentence in make_draft(new, words, read_known(seed, new, words)).passages
    }
    passages = [
        (kept or drafted.get(sentence, Coding.narration), sentence)
        for kept, sentence in recoded(coding, new, words)
    ]
    source_file = coding.folder.source_file
    lines = source_file.path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(at for at, line in enumerate(lines) if line.startswith("passages:"))
    last = first + 1
    while last < len(lines) and not re.match(r"[A-Za-z_]", lines[last]):
        last += 1
    block = ["passages:\n"]
    block += [f"  - {value}: {scalar(sentence)}\n" for value, sentence in passages]
    if not source.draft:
        block.insert(0, "draft: true\n")
    whole = "".join([*lines[:first], *block, *lines[last:]])
    statements = _with_occurrences(coding, claims)
    text = folder / (source.text or "article.txt")
    write_atomically(text.with_suffix(".before"), text.read_bytes())
    write_atomically(text, new.encode())
    write_atomically(source_file.path, whole.encode())
    write_atomically(coding.folder.statements_file.path, statements.encode())


def _with_occurrences(coding: SourceCoding, claims: list[ReanchoredClaim]) -> str:
    """statements.yaml with the `occurrence` of each claim that certainly stayed the same."""
    file = coding.folder.statements_file
    lines = file.path.read_text(encoding="utf-8").splitlines(keepends=True)
    for index in range(len(claims) - 1, -1, -1):
        claim = claims[index]
        if claim.fate not in CERTAIN:
            continue
        had = coding.claims[index].statement.occurrence
        if had == claim.occurrence:
            continue
        new = [f"  occurrence: {claim.occurrence}\n"] if claim.occurrence else []
        if had is not None:
            at = file.line(index, "occurrence") - 1
            lines[at : at + 1] = new
        else:
            at = file.line(index, "exact") - 1
            lines[at:at] = new
    return "".join(lines)


def _line(words: str) -> str:
    return " ".join(words.split())
