"""Doubts about the agency that a text gives as its origin, and `via` does not."""

import re

from app.build.findings import DoubtCode
from app.build.seed.load import SourceFolder
from app.build.seed.models.sources import SeedOrigins
from app.domain.names import fold

_HEAD = 400  # characters of a title and a dateline
_END = 60  # characters of a last line that only names an agency
_DASH = r"[-–—:]"


def check_agency(folder: SourceFolder, origins: SeedOrigins | None) -> None:
    """Report agencies in the dateline or at the end of a text, if `via` has none of them. The text
    of a copy is known from its original, and that of an agency's own site is its own.
    """
    source, text = folder.source, folder.text
    if origins is None or not text or source.copy_of:
        return
    taken = {fold(name) for name in source.via}
    printed: list[str] = []
    for agency in origins.agencies:
        spellings = (agency.name, *agency.other_names)
        if any(_is_origin(text, each) for each in spellings):
            printed.append(agency.name)
            taken_too = any(fold(each) in taken for each in spellings)
            if taken_too or any(_word(each).search(source.publisher) for each in spellings):
                return
    if printed:
        names = " and ".join(printed)
        message = f"the text gives {names} as its origin, and `via` does not"
        hint = f"`via: {printed[0]}`, if it is their text"
        folder.source_file.doubt(DoubtCode.agency_not_in_via, message, "via", hint=hint)


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def _is_origin(text: str, name: str) -> bool:
    """Whether a text begins with a dateline that names an agency, or ends with its name."""
    if name not in text:
        return False
    one = re.escape(name)
    # “Montevideo, 12 nov (EFE).- ”, “(ANSA) - ROMA, 2 OTT - ”, “BERLIN (dpa/AFP) – ”
    others = r"[\w/ ,+-]{0,20}"
    bracket = rf"\({others}(?<!\w){one}(?!\w){others}\)\W{{0,3}}{_DASH}"
    # “WARSAW, AP — ”, “dpa Berlin – ”: at the beginning of a line, with a dash
    line = rf"^[^\n.!?“”„«»\"]{{0,40}}(?<!\w){one}\s*[–—]\s|^{one}\s*[-–—]\s"
    if re.search(rf"{bracket}|{line}", text[:_HEAD], re.MULTILINE):
        return True
    end = text.rstrip()
    last = end.rpartition("\n")[2]
    alone = rf"[\W_]*(?:\w{{2,4}}/)?{one}(?:/\w{{2,6}})*[\W_]*"
    return bool(
        re.search(rf"\(\s*{one}\s*\)\W*$|\s[–—]\s*{one}\s*[–—]?\s*$", end[-_END:])
        or re.fullmatch(alone, last)
    )
