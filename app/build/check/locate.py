"""Locating passages and statements in the archived text (docs/domain.md, rules passages and
words-at-their-place). Words that are not where they should be are findings.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz

from app.build.seed.load import SourceFolder
from app.build.seed.yaml_file import YamlFile
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

    A passage that is not in the text, and words that belong to no passage, are findings.
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
        [(coding, exact)] = item.items()
        start = text.find(exact, at)
        if start < 0:
            hint = _nearest(text, exact, at)
            file.report("this sentence does not follow in the text", *where, hint=hint)
            continue
        if missing := text[at:start].strip():
            message = "before this sentence the text has words that are in no passage: "
            file.report(f"{message}{missing[:80]!r}", *where)
        at = start + len(exact)
        located.append(LocatedPassage(start, at, index + 1, coding))
    if rest := text[at:].strip():
        file.report(f"the text goes on after the last passage: {rest[:80]!r}", "passages")
    return located


def locate_claim(
    folder: SourceFolder, index: int, passages: list[LocatedPassage]
) -> LocatedClaim | None:
    """The place of a statement; None, and a finding, if its words are not in the text.

    None, too, if only excerpts of the source are kept. Then the quoted words must be in `exact`.
    """
    text, file, statement = folder.text, folder.statements_file, folder.statements[index]
    exact = statement.exact
    if text is None:
        for number, quoted in enumerate(statement.quoted):
            if quoted not in exact:
                file.report("these quoted words are not in `exact`", index, "quoted", number)
        return None
    places = occurrences(text, exact)
    if not places:
        file.report("`exact` is not in the text", index, "exact", hint=_nearest(text, exact))
        return None
    if len(places) > 1 and statement.occurrence is None:
        message = f"`exact` occurs {len(places)} times in the text: say which with `occurrence`"
        file.report(message, index, "exact")
        return None
    number = statement.occurrence or 1
    if number > len(places):
        file.report(f"`exact` occurs only {len(places)} times in the text", index, "occurrence")
        return None
    start = places[number - 1]
    end = start + len(exact)
    around = [passage for passage in passages if passage.start <= start and end <= passage.end]
    if not around:
        message = "`exact` reaches over more than one passage; a claim is cut from one"
        file.report(message, index, "exact")
        return None
    wanted = Coding.narration if statement.speaker is None else Coding.statement
    if around[0].coding is not wanted:
        with_or_without = "without" if statement.speaker is None else "with"
        message = (
            f"the words are in a passage coded {around[0].coding}, but a claim "
            f"{with_or_without} a speaker is cut from a {wanted}"
        )
        file.report(message, index, "exact")
    quotations = _quotations(text, file, index, statement.quoted, start, end)
    return LocatedClaim(start, end, around[0], tuple(quotations))


def _quotations(
    text: str, file: YamlFile, index: int, quoted: list[str], start: int, end: int
) -> list[Span]:
    """The places of the quoted words of the statement text[start:end] (docs/domain.md, rule
    quoted-words).
    """
    spans: list[Span] = []
    for number, words in enumerate(quoted):
        where = (index, "quoted", number)
        at = text.find(words, spans[-1].end if spans else start, end)
        if at < 0:
            file.report("these quoted words are not in `exact` (in this order)", *where)
        elif not _in_quotation_marks(text, at, at + len(words)):
            file.report("these words are not in quotation marks in the text", *where)
        else:
            spans.append(Span(at, at + len(words)))
    return spans


def _in_quotation_marks(text: str, start: int, end: int) -> bool:
    """Whether there is an opening mark right before and a closing one right after a range.

    An apostrophe after a letter or digit is no opening mark.
    """
    before, opening, closing = text[:start][-2:-1], text[:start][-1:], text[end : end + 1]
    apostrophe = opening == "'" and before.isalnum()
    return opening in OPENING and not apostrophe and closing in CLOSING


def _nearest(text: str, exact: str, start: int = 0) -> str | None:
    """The part of the text that is most like `exact`, for the hint of a finding."""
    rest = text[start:]
    best = fuzz.partial_ratio_alignment(exact, rest, score_cutoff=70)
    return f"the text has {rest[best.dest_start : best.dest_end]!r}" if best else None
