"""Finding passages and claims in the archived text. What is not at its place is a finding with file
and line.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz

from app.build.seed.load import SourceFolder
from app.build.seed.models import SeedStatement
from app.domain.selectors import occurrences
from app.domain.vocabulary import Coding

OPENING, CLOSING = (
    frozenset("“\"«„‘'"),
    frozenset("”\"»“’'.,;:!?"),
)  # a closing stop may stand inside the quotation mark


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of archived text: code points, 0-based, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LocatedPassage(Span):
    """A passage at its place; `number` counts from 1."""

    number: int
    coding: Coding


@dataclass(frozen=True, slots=True)
class LocatedClaim(Span):
    """A statement at its place, with its passage and the words in quotation marks."""

    passage: LocatedPassage
    quoted: tuple[Span, ...]


def locate_passages(folder: SourceFolder) -> list[LocatedPassage]:
    """Place every coded sentence, in order; every character that is no white space must belong to
    one.
    """
    text, file = folder.text, folder.source_file
    if text is None:
        return []
    placed: list[LocatedPassage] = []
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
                "this sentence does not follow in the text", *where, hint=_meant(text, exact, at)
            )
            continue
        if missing := text[at:start].strip():
            file.report(
                f"before this sentence the text has words that no passage holds: {missing[:80]!r}",
                *where,
            )
        at = start + len(exact)
        placed.append(LocatedPassage(start, at, index + 1, coding))
    if rest := text[at:].strip():
        file.report(f"the text goes on after the last passage: {rest[:80]!r}", "passages")
    return placed


def locate_claim(
    folder: SourceFolder, index: int, sentences: list[LocatedPassage]
) -> LocatedClaim | None:
    """Place one statement; None (and a finding) if its words are not where they are said to be."""
    text, file, statement = folder.text, folder.statements_file, folder.statements[index]
    if (
        text is None
    ):  # only excerpts are kept: what can be shown is that the quoted words are among the claim's
        for number, quoted in enumerate(statement.quoted):
            if quoted not in statement.exact:
                file.report("these quoted words are not in `exact`", index, "quoted", number)
        return None
    places = occurrences(text, statement.exact)
    if not places:
        file.report(
            "`exact` is not in the text", index, "exact", hint=_meant(text, statement.exact)
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
    inside = [sentence for sentence in sentences if sentence.start <= start and end <= sentence.end]
    if not inside:
        file.report(
            "`exact` reaches over more than one passage; a claim is cut from one", index, "exact"
        )
        return None
    wanted = Coding.narration if statement.speaker is None else Coding.statement
    if inside[0].coding is not wanted:
        file.report(
            f"the words stand in a passage coded {inside[0].coding}, but a claim "
            f"{'without' if statement.speaker is None else 'with'} a speaker is cut from a {wanted}",  # noqa: E501
            index,
            "exact",
        )
    return LocatedClaim(
        start, end, inside[0], tuple(_quotations(folder, index, statement, start, end))
    )


def _quotations(
    folder: SourceFolder, index: int, statement: SeedStatement, start: int, end: int
) -> list[Span]:
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
    """Whether a mark opens right before and one closes right after; an apostrophe inside a word
    opens nothing.
    """
    before, after = text[:start], text[end:]
    opens = before[-1:] in OPENING and not (before[-1:] in "'’" and before[-2:-1].isalnum())
    return bool(before) and opens and after[:1] in CLOSING


def _meant(text: str, exact: str, start: int = 0) -> str | None:
    """The stretch of text most like `exact`, for the hint of a finding."""
    best = fuzz.partial_ratio_alignment(exact, text[start:], score_cutoff=70)
    return (
        f"the text has {text[start + best.dest_start : start + best.dest_end]!r}" if best else None
    )
