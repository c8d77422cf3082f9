"""Response models of a check of a quotation."""

from datetime import date

from pydantic import Field

from app.api.schemas import Schema, Uri, Version
from app.domain.vocabulary import Coding
from app.quotes.verdicts import Differs, Verdict, WordChange
from app.statements.schemas import SourceRef, StatementView


class NamedSpeaker(Schema):
    """The speaker who was named in the request."""

    id: str = Field(description="The id of the speaker.")
    name: str = Field(description="The name of the speaker.")


class PrintedSentence(Schema):
    """The sentence of the archived text that has the words, or in which they begin."""

    number: int = Field(description="The place of the sentence in the text, from 1.")
    coding: Coding = Field(description="The kind of sentence.")
    start: int = Field(description="The first code point in the archived text, from 0.")
    end: int = Field(description="The code point after the last one.")
    exact: str | None = Field(description="The sentence; null if we may not show the text.")
    url: Uri = Field(description="The sentence with its neighbours.")


class SourceOfWords(SourceRef):
    """The document, with its language."""

    language: str = Field(description="The language of the source, as an IETF tag.")
    note: str = Field(
        description="What readers must know of the wording: it is as this source prints it, and "
        "may be a translation."
    )


class DiffPart(Schema):
    """A part of the comparison, in the order of the words."""

    change: WordChange = Field(description="Whether the words are the same.")
    given: str = Field(description="The words of the request; empty if they were left out.")
    printed: str = Field(description="The words of the source; empty if they were added.")
    differs: list[Differs] = Field(
        description="The kinds of words that differ here and can change the meaning; else empty."
    )


class CutView(Schema):
    """What the source prints before and after the words, in the same quotation or claim."""

    before: str = Field(description="The words before; empty if there are none.")
    printed: str = Field(description="The words of the request as the source prints them.")
    after: str = Field(description="The words after; empty if there are none.")
    limit: str | None = Field(
        description="The words with which a limit begins right after the words that were given; "
        "null if none does."
    )


class QuoteHit(Schema):
    """A place where the words, or near ones, are printed."""

    verdict: Verdict = Field(description="What this place means for the quotation.")
    statement: StatementView | None = Field(
        description="The statement; null for a sentence from which none was taken."
    )
    passage: PrintedSentence | None = Field(
        description="The sentence; null if the text is not archived in full."
    )
    source: SourceOfWords = Field(description="The document that prints them.")
    diff: list[DiffPart] | None = Field(
        description="The comparison word by word; null if the words are the very same."
    )
    cut: CutView | None = Field(
        description="What was left out before and after the words; null if nothing was, or if the "
        "words are not exactly those of the source."
    )


class WhatWasSearched(Schema):
    """How much was searched, and up to which day."""

    statements: int = Field(description="How many statements.")
    passages: int = Field(description="How many archived sentences.")
    facts_up_to: date | None = Field(
        description="Day of the newest statement whose day is known; null if none is known."
    )


class CheckLinks(Schema):
    """Addresses of related data and pages."""

    self: Uri = Field(description="This check.")
    page: Uri = Field(description="The page for readers.")
    embed: Uri = Field(description="The frame for other sites.")


class QuoteCheckView(Schema):
    """What was found of a quotation."""

    text: str = Field(description="The words of the request.")
    speaker: NamedSpeaker | None = Field(description="The named speaker; null without `speaker`.")
    verdict: Verdict = Field(description="What the best hit says; `not_held` without a hit.")
    verdict_text: str = Field(description="The verdict in plain words.")
    changes_meaning: bool = Field(
        description="Whether words differ, or were left out, that can change the meaning: a "
        "negation, number, name, modal or condition. `false` does not mean that the meaning is "
        "the same."
    )
    hits: list[QuoteHit] = Field(description="At most ten places, the best first.")
    searched: WhatWasSearched = Field(description="What was searched.")
    languages: list[str] = Field(
        description="Languages of the texts that were searched, the most common one first."
    )
    dataset_version: Version = Field(description="The version of the dataset that was used.")
    links: CheckLinks = Field(description="Where to find related data and pages.")
