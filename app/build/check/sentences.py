"""Checking what curators write themselves: summaries, notes, reasons."""

import re
from collections.abc import Mapping

from app.build.findings import ErrorCode, Where
from app.build.seed.yaml_file import YamlFile

_UNFINISHED = re.compile(
    r"\b(?:TO\s?DO|TBD|FIX\s?ME|X{3,}|xxx+)\b|\?{3}|\b[Ll]orem ipsum\b|\((?i:check|verify)\b[^)]*\)"
)


def check_sentences(file: YamlFile, where: Where, sentences: Mapping[str, str | None]) -> None:
    """Report sentences that nobody has finished."""
    for key, sentence in sentences.items():
        if sentence and (left := _UNFINISHED.search(sentence)):
            message = f"{key} is not finished: it still has {left[0]!r}"
            file.report(ErrorCode.todo_left, message, *where, key)
