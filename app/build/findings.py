"""Findings: what is wrong in a seed, where, and how to correct it."""

from dataclasses import dataclass

from app.store.rendered import PLACEHOLDER


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong in a seed file.

    `line` counts from 1, with the header; 0 means the whole file.
    """

    file: str
    line: int
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


def refused_character(text: str) -> str | None:
    """What is wrong with a text that has a character which no text in a seed may have."""
    if "\0" in text:  # some functions of SQLite end a text there
        return "a text must not have the character NUL"
    if PLACEHOLDER in text:  # a dataset file has it for the base URL
        return "a text must not have the character U+FDD0"
    return None
