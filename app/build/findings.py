"""Findings: what is wrong in a seed, where, and how to correct it."""

from dataclasses import dataclass


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
