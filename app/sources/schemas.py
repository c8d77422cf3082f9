"""Sources and passages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from app.api.citations import DatasetInfo, cite_source
from app.api.schemas import (
    Citation,
    CorrectionView,
    DoubleCoding,
    JsonObject,
    ListView,
    Schema,
    Sha256,
    Uri,
    day,
    double_coding,
)
from app.api.urls import Urls
from app.domain.dates import DateObject
from app.domain.vocabulary import Coding, TextAccess
from app.store.listing import Row

PASSAGES_OF_PAGE = 500
"""Passages on one page of a source; the data have all of them."""


class Coverage(Schema):
    """How much of the text is annotated, and how much of it is used."""

    characters: int | None = Field(
        description="Code points of the archived text or excerpts; null if none are kept."
    )
    passages: int = Field(
        description="The number of sentences, and the `total` of the list in `links.passages`."
    )
    headings: int = Field(description="How many passages are headings.")
    statement_passages: int = Field(description="How many passages have words of a speaker.")
    narration_passages: int = Field(description="How many passages are words of the publisher.")
    passages_used: int = Field(description="How many passages a statement was taken from.")
    statements: int = Field(
        description="How many statements were taken from this source; the `total` of the list in "
        "`links.statements`."
    )
    statements_cited: int = Field(description="How many of them are evidence of a position.")


class SourceLinks(Schema):
    """Addresses of related data and pages."""

    self: Uri = Field(description="This source.")
    passages: Uri = Field(description="All of its sentences.")
    text: Uri | None = Field(
        description="The archived text; null if it is not archived or may not be given out."
    )
    statements: Uri = Field(description="All statements that were taken from it.")
    csl: Uri = Field(description="The citation as CSL-JSON.")
    page: Uri = Field(description="The page for readers.")


class SourceView(Schema):
    """One document."""

    id: str = Field(description="The permanent id of the source.")
    title: str | None = Field(description="The title; null if the document has none.")
    publisher: str = Field(description="Who published it.")
    url: Uri = Field(description="The address of the document.")
    published: DateObject = Field(description="When it was published.")
    accessed: date | None = Field(description="The day on which we read it; null if not recorded.")
    language: str = Field(description="The language of the text, as an IETF tag.")
    text_sha256: Sha256 | None = Field(
        description="SHA-256 of the archived text or excerpts in UTF-8; null if none are kept."
    )
    text_access: TextAccess = Field(description="How much of the text is archived.")
    rights: str = Field(description="Who has the rights in the text, and why we may keep it.")
    redistribute: bool = Field(description="Whether the archived text may be given out.")
    caution: str | None = Field(
        description=(
            "What readers must know of the source (state media, aggregator, machine translation …)"
            "; null if nothing is noted."
        )
    )
    via: str | None = Field(
        description="The agency or other origin of the text; null if none is known."
    )
    via_chain: list[str] = Field(
        description="All through whom the text came, the nearest first; `via` is the last."
    )
    copy_of: str | None = Field(
        description="The id of the source that this one copies; null if none is known."
    )
    root: str = Field(
        description="Where the text comes from in the end: an agency, or a source. Sources with "
        "the same root are not independent of each other."
    )
    coverage: Coverage = Field(description="How much of the text is annotated and used.")
    double_coded: DoubleCoding | None = Field(
        description="How well two coders agreed who did not see each other's work; null if it was "
        "coded once."
    )
    corrections: list[CorrectionView] = Field(
        description="What was corrected after publication, oldest first."
    )
    citation: Citation = Field(description="Ready-made citations.")
    links: SourceLinks = Field(description="Where to find related data and pages.")


class SourceList(ListView[SourceView]):
    """A page of a list of sources."""


class PassageView(Schema):
    """One sentence of an archived text."""

    number: int = Field(description="The place of the sentence in the text, from 1.")
    coding: Coding = Field(description="The kind of sentence.")
    start: int = Field(description="The first code point in the archived text, from 0.")
    end: int = Field(description="The code point after the last one.")
    exact: str | None = Field(description="The sentence; null if we may not show the text.")
    statements: list[str] = Field(description="Ids of the statements that were taken from it.")


class PassageLinks(Schema):
    """Addresses of related data and pages."""

    self: Uri = Field(description="This sentence.")
    source: Uri = Field(description="The source.")
    passages: Uri = Field(description="All sentences of the source.")
    previous: Uri | None = Field(description="The sentence before; null at the first one.")
    next: Uri | None = Field(description="The sentence after; null at the last one.")
    page: Uri = Field(description="The page for readers, at this sentence.")


class PassageInContextView(PassageView):
    """One sentence of an archived text, with its neighbours."""

    source: str = Field(description="The id of the source.")
    previous: PassageView | None = Field(description="The sentence before; null at the first one.")
    next: PassageView | None = Field(description="The sentence after; null at the last one.")
    links: PassageLinks = Field(description="Where to find related data and pages.")


class PassageList(ListView[PassageView]):
    """A page of the sentences of a source."""


def source(row: Row, dataset_info: DatasetInfo) -> dict[str, Any]:
    """One source from its row."""
    urls = dataset_info.urls
    self = urls.at("sources", row["id"])
    kept = (
        "id",
        "title",
        "publisher",
        "url",
        "published",
        "language",
        "text_sha256",
        "text_access",
        "rights",
        "caution",
        "via",
        "copy_of",
        "root",
    )
    return {key: row[key] for key in kept} | {
        "redistribute": bool(row["redistribute"]),
        "via_chain": row["via_chain"] or ([row["via"]] if row["via"] else []),
        "accessed": day(row["accessed"]),
        "coverage": {
            "characters": row["characters"],
            "passages": row["heading"] + row["statement"] + row["narration"],
            "headings": row["heading"],
            "statement_passages": row["statement"],
            "narration_passages": row["narration"],
            "passages_used": row["passages_used"],
            "statements": row["statements"],
            "statements_cited": row["statements_cited"],
        },
        "double_coded": row["double_coded"] and double_coding(row["double_coded"]),
        "corrections": row["corrections"],
        "citation": cite_source(row, dataset_info, self),
        "links": {
            "self": self,
            "passages": f"{self}/passages",
            "text": f"{self}/text" if row["redistribute"] else None,
            "statements": urls.list("/statements", [("source", row["id"])]),
            "csl": f"{self}.csl.json",
            "page": urls.page(self),
        },
    }


def passage_page(urls: Urls, source: str, number: int) -> str:
    """The page of a source at one of its passages."""
    part = f"?passage={number}" if number > PASSAGES_OF_PAGE else ""
    return f"{urls.page(urls.at('sources', source))}{part}#passage-{number}"


def passage(row: Row) -> dict[str, Any]:
    """One passage from its row."""
    return {key: row[key] for key in ("number", "coding", "start", "end", "exact", "statements")}


def passage_in_context(source: str, number: int, rows: Mapping[int, Row], urls: Urls) -> JsonObject:
    """One passage with its neighbours, from their rows by number."""
    self = urls.at("sources", source)

    def view(of: int) -> JsonObject | None:
        return passage(rows[of]) if of in rows else None

    def url(of: int) -> str | None:
        return f"{self}/passages/{of}" if of in rows else None

    return passage(rows[number]) | {
        "source": source,
        "previous": view(number - 1),
        "next": view(number + 1),
        "links": {
            "self": url(number),
            "source": self,
            "passages": f"{self}/passages",
            "previous": url(number - 1),
            "next": url(number + 1),
            "page": passage_page(urls, source, number),
        },
    }
