"""Locating passages and statements in the archived text (docs/domain.md, rules passages and
words-at-their-place). Words that are not where they should be are findings.
"""

from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from app.build.seed.load import SourceFolder
from app.build.seed.models.sources import SeedStatement
from app.build.seed.yaml_file import YamlFile
from app.domain.quotation_marks import CLOSING, not_quoted, place_of_quoted
from app.domain.selectors import occurrences
from app.domain.vocabulary import Coding, TextAccess

_QUOTATION_MARKS = CLOSING.keys() - set("'’")  # without apostrophes


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
    """The place of a statement's words, its first and last passage, and its words in quotation
    marks.
    """

    passage: LocatedPassage
    last_passage: LocatedPassage
    quoted: tuple[Span, ...]


def locate_passages(folder: SourceFolder) -> list[LocatedPassage]:
    """The places of all passages of a source, in order; none if its text is not archived in full.

    A passage that is not in the text, and words that belong to no passage, are findings.
    """
    text, file = folder.text, folder.source_file
    if text is None or folder.source.text_access is not TextAccess.full:
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

    None, too, if only excerpts of the source are kept, or nothing. The words must be in the
    archived excerpts; where those are not in a file, `exact` is the excerpt, and the quoted words
    must be in quotation marks there, unless they are all of it.
    """
    text, file, statement = folder.text, folder.statements_file, folder.statements[index]
    exact = statement.exact
    if folder.source.text_access is TextAccess.none:
        if exact is not None or statement.occurrence or statement.quoted:
            message = "no words of this source are kept: leave out `exact`, `occurrence`, `quoted`"
            file.report(message, index, "exact")
        if _QUOTATION_MARKS & set(statement.summary):
            message = "no words of this source are kept, so the summary quotes none"
            file.report(message, index, "summary")
        return None
    if words := not_quoted(statement.summary, statement.quoted):
        file.report(
            f"the summary puts words in quotation marks that are not in `quoted`: {words[0]!r}",
            index,
            "summary",
        )
    if exact is None:
        file.report("`exact` is missing: the words of the source, verbatim", index)
        return None
    if text is None:
        if statement.quoted != [exact]:
            _quotations(exact, file, index, statement.quoted, 0, len(exact))
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
    quotations = _quotations(text, file, index, statement.quoted, start, end)
    if folder.source.text_access is TextAccess.excerpts:
        return None
    around = [passage for passage in passages if passage.start < end and start < passage.end]
    if (
        not around
        or start < around[0].start
        or around[-1].end < end
        or not _one_quotation(text, around, quotations)
    ):
        message = (
            "`exact` reaches over more than one passage, and no quoted words run over them; a "
            "claim is cut from one"
        )
        file.report(message, index, "exact")
        return None
    _check_coding(file, index, statement, around)
    return LocatedClaim(start, end, around[0], around[-1], tuple(quotations))


def _one_quotation(text: str, passages: list[LocatedPassage], quotations: list[Span]) -> bool:
    """Whether a quotation runs over each border between these passages: the quoted words reach over
    it, or go on behind it with no word between.
    """
    for before, after in pairwise(passages):
        reached = any(
            span.start < before.end and after.start < span.end for span in quotations
        ) or any(
            span.end <= before.end
            and after.start <= other.start
            and not any(char.isalnum() for char in text[span.end : other.start])
            for span, other in pairwise(quotations)
        )
        if not reached:
            return False
    return True


def _check_coding(
    file: YamlFile, index: int, statement: SeedStatement, passages: list[LocatedPassage]
) -> None:
    """Report a claim whose passages are not coded as said by somebody, or, without a speaker, as
    the words of the source itself (docs/domain.md, rule words-at-their-place).

    A text signed for somebody, without a speaker, may be both. Where a quotation runs over several
    sentences, the reporting verb may be in one of them only.
    """
    codings = [passage.coding for passage in passages]
    wrong: list[Coding]
    if statement.speaker is None and statement.signed_for:
        claim, wanted = "a joint text", "statement or narration"
        wrong = [coding for coding in codings if coding is Coding.heading]
    elif statement.speaker is None:
        claim, wanted = "a claim without a speaker", "narration"
        wrong = [coding for coding in codings if coding is not Coding.narration]
    else:
        claim, wanted = "a claim with a speaker", "statement"
        wrong = [coding for coding in codings if coding is not Coding.statement]
        if Coding.statement in codings and Coding.heading not in codings:
            wrong = []
    if wrong:
        message = f"the words are in a passage coded {wrong[0]}, but {claim} is cut from a {wanted}"
        file.report(message, index, "exact")


def _quotations(
    text: str, file: YamlFile, index: int, quoted: list[str], start: int, end: int
) -> list[Span]:
    """The places of the quoted words of the statement text[start:end] (docs/domain.md, rule
    quoted-words).
    """
    spans: list[Span] = []
    for number, words in enumerate(quoted):
        where = (index, "quoted", number)
        begin = spans[-1].end if spans else start
        at = place_of_quoted(text, words, begin, end)
        if at >= 0:
            spans.append(Span(at, at + len(words)))
        elif text.find(words, begin, end) < 0:
            file.report("these quoted words are not in `exact` (in this order)", *where)
        else:
            file.report("these words are not in quotation marks in the text", *where)
    return spans


def _nearest(text: str, exact: str, start: int = 0) -> str | None:
    """The part of the text that is most like `exact`, for the hint of a finding."""
    rest = text[start:]
    best = fuzz.partial_ratio_alignment(exact, rest, score_cutoff=70)
    return f"the text has {rest[best.dest_start : best.dest_end]!r}" if best else None
