"""Locating passages and statements in the archived text (docs/domain.md, rules passages and
words-at-their-place). Words that are not where they should be are findings.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz

from app.build.seed.load import SourceFolder
from app.build.seed.models.sources import SeedStatement
from app.domain.selectors import occurrences
from app.domain.vocabulary import Coding

OPENING = frozenset("“\"«„‘'")
CLOSING = frozenset("”\"»“’'.,;:!?")  # a closing stop may be inside the quotation mark


@dataclass(frozen=True, slots=True)
class Span:
    """A range of the archived text: code points from 0, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LocatedPassage(Span):
    """The place of a passage; `number` counts from 1."""

    number: int
    coding: Coding


@dataclass(frozen=True, slots=True)
class LocatedClaim(Span):
    """The place of a statement's words, its passage, and its words in quotation marks."""

    passage: LocatedPassage
    quoted: tuple[Span, ...]


def locate_passages(folder: SourceFolder) -> list[LocatedPassage]:
    """The places of all passages of a source, in order; none if only excerpts are kept.

    A passage that is not found, and words that belong to no passage, are findings.
    """
    text, file = folder.text, folder.source_file
    if text is None:
        return []
    located: list[LocatedPassage] = []
    at = 0
    for index, item in enumerate(folder.source.passages):
        where = ("passages", index)
        if len(item) != 1:
            file.report("a passage is one line `coding: sentence`", *where)
            continue
        (coding, exact), *_ = item.items()
        start = text.find(exact, at)
        if start < 0:
            file.report(
                "this sentence does not follow in the text", *where, hint=_nearest(text, exact, at)
            )
            continue
        if missing := text[at:start].strip():
            file.report(
                f"before this sentence the text has words that no passage holds: {missing[:80]!r}",
                *where,
            )
        at = start + len(exact)
        located.append(LocatedPassage(start, at, index + 1, coding))
    if rest := text[at:].strip():
        file.report(f"the text goes on after the last passage: {rest[:80]!r}", "passages")
    return located


def locate_claim(
    folder: SourceFolder, index: int, passages: list[LocatedPassage]
) -> LocatedClaim | None:
    """The place of a statement; None, and a finding, if its words are not found.

    None, too, if only excerpts of the source are kept. Then the quoted words must be in `exact`.
    """
    text, file, statement = folder.text, folder.statements_file, folder.statements[index]
    if text is None:
        for number, quoted in enumerate(statement.quoted):
            if quoted not in statement.exact:
                file.report("these quoted words are not in `exact`", index, "quoted", number)
        return None
    places = occurrences(text, statement.exact)
    if not places:
        file.report(
            "`exact` is not in the text", index, "exact", hint=_nearest(text, statement.exact)
        )
        return None
    if len(places) > 1 and statement.occurrence is None:
        file.report(
            f"`exact` stands {len(places)} times in the text: say which with `occurrence`",
            index,
            "exact",
        )
        return None
    number = statement.occurrence or 1
    if number > len(places):
        file.report(f"`exact` stands only {len(places)} times in the text", index, "occurrence")
        return None
    start = places[number - 1]
    end = start + len(statement.exact)
    inside = [passage for passage in passages if passage.start <= start and end <= passage.end]
    if not inside:
        file.report(
            "`exact` reaches over more than one passage; a claim is cut from one", index, "exact"
        )
        return None
    wanted = Coding.narration if statement.speaker is None else Coding.statement
    if inside[0].coding is not wanted:
        with_or_without = "without" if statement.speaker is None else "with"
        file.report(
            f"the words stand in a passage coded {inside[0].coding}, but a claim "
            f"{with_or_without} a speaker is cut from a {wanted}",
            index,
            "exact",
        )
    return LocatedClaim(
        start, end, inside[0], tuple(_quotations(folder, index, statement, start, end))
    )


def _quotations(
    folder: SourceFolder, index: int, statement: SeedStatement, start: int, end: int
) -> list[Span]:
    """The places of the quoted words of a statement (docs/domain.md, rule quoted-words)."""
    text, file = folder.text or "", folder.statements_file
    spans: list[Span] = []
    for number, words in enumerate(statement.quoted):
        where = (index, "quoted", number)
        at = text.find(words, spans[-1].end if spans else start, end)
        if at < 0:
            file.report("these quoted words are not in `exact` (in this order)", *where)
        elif not _in_quotation_marks(text, at, at + len(words)):
            file.report("these words do not stand in quotation marks in the text", *where)
        else:
            spans.append(Span(at, at + len(words)))
    return spans


def _in_quotation_marks(text: str, start: int, end: int) -> bool:
    """Whether there is an opening mark right before and a closing one right after a range.

    An apostrophe after a letter or digit is no opening mark.
    """
    before, after = text[:start], text[end:]
    opens = before[-1:] in OPENING and not (before[-1:] in "'’" and before[-2:-1].isalnum())
    return bool(before) and opens and after[:1] in CLOSING


def _nearest(text: str, exact: str, start: int = 0) -> str | None:
    """The part of the text that is most like `exact`, for the hint of a finding."""
    best = fuzz.partial_ratio_alignment(exact, text[start:], score_cutoff=70)
    return (
        f"the text has {text[start + best.dest_start : start + best.dest_end]!r}" if best else None
    )
