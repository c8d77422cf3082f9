"""Locating passages and statements in the archived text (docs/domain.md, rules passages and
words-at-their-place). Words that are not where they should be are findings.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from app.build.check.doubts.polarity import has
from app.build.check.unlike import unlike
from app.build.findings import ErrorCode
from app.build.seed.load import SourceFolder
from app.build.seed.yaml_file import YamlFile
from app.domain.quotation_marks import CLOSING, around, not_quoted, place_of_quoted
from app.domain.selectors import occurrences
from app.domain.vocabulary import Coding, TextAccess

_SEARCHED = 100_000  # code points of a text in which similar words are looked for
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

    A passage that is not in the text, and words that belong to no passage, are findings. Where one
    sentence differs from the text, its passage is what the text has between its neighbours.
    """
    text, file = folder.text, folder.source_file
    if text is None or folder.source.text_access is not TextAccess.full:
        return []
    located: list[LocatedPassage] = []
    missing: list[int] = []  # the passages right before that are not in the text
    at = 0
    for index, item in enumerate((*folder.source.passages, None)):
        start = len(text) if item is None else text.find(item.exact, at)
        if item is not None and start < 0:
            missing.append(index)
            continue
        between = text[at:start].strip()
        if len(missing) == 1 and between:
            begin = text.index(between, at)
            there = folder.source.passages[missing[0]]
            hint = unlike(text, there.exact, begin, start) or f"the text has {_short(between)}"
            message = "this sentence does not follow in the text"
            file.report(ErrorCode.passage_not_in_text, message, "passages", missing[0], hint=hint)
            place = (begin, begin + len(between), missing[0] + 1, there.coding)
            located.append(LocatedPassage(*place))
        else:
            for number in missing:
                exact = folder.source.passages[number].exact
                message = "this sentence does not follow in the text"
                near = unlike(text, exact, at) or _nearest(text, exact, at)
                file.report(ErrorCode.passage_not_in_text, message, "passages", number, hint=near)
            if between and item is None and not missing:
                message = f"the text goes on after the last passage: {between[:80]!r}"
                file.report(ErrorCode.words_in_no_passage, message, "passages")
            elif between and not missing:
                message = "before this sentence the text has words that are in no passage: "
                code = ErrorCode.words_in_no_passage
                file.report(code, f"{message}{between[:80]!r}", "passages", index)
        missing = []
        if item is not None:
            at = start + len(item.exact)
            located.append(LocatedPassage(start, at, index + 1, item.coding))
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
            file.report(ErrorCode.words_kept, message, index, "exact")
        if _QUOTATION_MARKS & set(statement.summary):
            message = "no words of this source are kept, so the summary quotes none"
            file.report(ErrorCode.words_kept, message, index, "summary")
        return None
    if words := not_quoted(statement.summary, statement.quoted):
        file.report(
            ErrorCode.summary_quotes,
            f"the summary puts words in quotation marks that are not in `quoted`: {words[0]!r}",
            index,
            "summary",
        )
    if exact is None:
        message = "`exact` is missing: the words of the source, verbatim"
        file.report(ErrorCode.words_missing, message, index)
        return None
    if text is None:
        if statement.quoted != [exact]:
            _quotations(exact, file, index, statement.quoted, 0, len(exact))
        return None
    places = occurrences(text, exact)
    if not places:
        hint = unlike(text, exact) or _nearest(text, exact)
        message = "`exact` is not in the text"
        file.report(ErrorCode.words_not_in_text, message, index, "exact", hint=hint)
        return None
    if len(places) > 1 and statement.occurrence is None:
        message = f"`exact` occurs {len(places)} times in the text: say which with `occurrence`"
        file.report(ErrorCode.which_occurrence, message, index, "exact")
        return None
    number = statement.occurrence or 1
    if number > len(places):
        message = f"`exact` occurs only {len(places)} times in the text"
        file.report(ErrorCode.which_occurrence, message, index, "occurrence")
        return None
    start = places[number - 1]
    end = start + len(exact)
    _check_ends(file, index, text, start, end)
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
            "`exact` is in more than one passage, and no quotation continues over them: take a "
            "claim from one passage"
        )
        file.report(ErrorCode.over_passages, message, index, "exact")
        return None
    _check_coding(folder, index, around)
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


# Scripts that put no spaces between words: in them, any place may be the end of one.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff]")


def _check_ends(file: YamlFile, index: int, text: str, start: int, end: int) -> None:
    """Report a claim that begins or ends inside a word."""
    for at, what in ((start, "begins"), (end, "ends")):
        before, after = text[at - 1 : at] if at else "", text[at : at + 1]
        joined = (before.isalnum() or unicodedata.combining(after or " ")) and (
            after.isalnum() or unicodedata.combining(after or " ")
        )
        if joined and not _UNSPACED.match(before) and not _UNSPACED.match(after):
            left = re.search(r"\w*$", text[max(at - 40, 0) : at])
            right = re.match(r"\w*", text[at : at + 40])
            word = (left[0] if left else "") + (right[0] if right else "")
            message = f"`exact` {what} inside the word {word!r}"
            file.report(ErrorCode.cut_in_word, message, index, "exact")


def _check_coding(folder: SourceFolder, index: int, passages: list[LocatedPassage]) -> None:
    """Report a claim whose passages are not coded as said by somebody, or, without a speaker, as
    the words of the source itself (docs/domain.md, rule words-at-their-place).

    A text signed for somebody, without a speaker, may be both. Where a quotation runs over several
    sentences, the reporting verb may be in one of them only. The finding is at the passage if its
    coding is probably what is wrong: narration with a reporting verb, or a statement without one.
    """
    statement, text = folder.statements[index], folder.text or ""
    codings = [passage.coding for passage in passages]
    if statement.speaker is None and statement.signed_for:
        claim, wanted = "a joint text", "statement or narration"
        wrong = [each for each in passages if each.coding is Coding.heading]
    elif statement.speaker is None:
        claim, wanted = "a claim without a speaker", "narration"
        wrong = [each for each in passages if each.coding is not Coding.narration]
    else:
        claim, wanted = "a claim with a speaker", "statement"
        wrong = [each for each in passages if each.coding is not Coding.statement]
        if Coding.statement in codings and Coding.heading not in codings:
            wrong = []
    if not wrong:
        return
    first = wrong[0]
    code, language = ErrorCode.wrong_coding, folder.source.language
    says = any(has(kind, text[first.start : first.end], language) for kind in _SAYING)
    if first.coding is (Coding.narration if says else Coding.statement):
        message = f"this is coded {first.coding}, and {claim} is cut from it: {statement.id!r}"
        where = ("passages", first.number - 1)
        if not any(each.where == where for each in folder.source_file.findings):
            folder.source_file.report(code, message, *where)
        return
    message = f"the words are in a passage coded {first.coding}, but {claim} is cut from a {wanted}"
    folder.statements_file.report(code, message, index, "exact")


_SAYING = ("clear", "reporting")


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
            message = "these quoted words are not in `exact` (in this order)"
            hint = unlike(text, words, start, end)
            file.report(ErrorCode.not_in_quotation_marks, message, *where, hint=hint)
        else:
            message = "these words are not in quotation marks in the text"
            hint = _printed(text, words, begin, end)
            file.report(ErrorCode.not_in_quotation_marks, message, *where, hint=hint)
    return spans


def _printed(text: str, words: str, start: int, end: int) -> str | None:
    """The whole quotation that some words are a part of, for the hint of a finding."""
    at = text.find(words, start, end)
    one = around(text, at, at + len(words))
    return f"the whole quotation is {_short(text[one.start : one.end])}" if one else None


def _short(words: str) -> str:
    return repr(words if len(words) <= 200 else f"{words[:200]}…")


def _nearest(text: str, exact: str, start: int = 0) -> str | None:
    """The part of the text that is most like `exact`, in whole words, for the hint of a finding."""
    rest = text[start : start + _SEARCHED]
    if len(exact) > _SEARCHED // 10:
        return None
    best = fuzz.partial_ratio_alignment(exact, rest, score_cutoff=70)
    if not best:
        return None
    begin, end = best.dest_start, best.dest_end
    while begin > 0 and not rest[begin - 1].isspace() and best.dest_start - begin < 20:
        begin -= 1
    while end < len(rest) and not rest[end].isspace() and end - best.dest_end < 20:
        end += 1
    return f"the text has {_short(rest[begin:end])}"
