"""The dataset and its closed lists."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import Field

from app.api.citations import DatasetInfo, cite_dataset
from app.api.formats import LIST_FORMATS
from app.api.schemas import (
    Citation,
    Colour,
    CorrectionView,
    DoubleCoding,
    FromDataset,
    ListView,
    Schema,
    Sha256,
    Uri,
    Version,
    day,
    double_coding,
)
from app.api.urls import Urls
from app.store.listing import Row
from app.store.whole_files import WholeFile

_CORRECTIONS = "What was corrected after publication, oldest first."


class LicenceView(Schema):
    """The licence of our annotations."""

    id: str = Field(description="The SPDX id of the licence.")
    url: Uri = Field(description="The text of the licence.")
    covers: str = Field(description="What the licence covers, and what it does not cover.")


class ContactView(Schema):
    """Whom to write to about mistakes."""

    name: str = Field(description="The publisher of the dataset.")
    url: Uri | None = Field(description="The address of a page; null if the publisher gave none.")
    email: str | None = Field(description="A mail address; null if the publisher gave none.")


class Counts(Schema):
    """How much is in the dataset."""

    countries: int = Field(description="Countries, with or without a position.")
    actors: int = Field(description="Actors: countries, organisations and coalitions.")
    speakers: int = Field(description="Persons, offices and bodies that speak.")
    sources: int = Field(description="Documents.")
    independent_sources: int = Field(
        description="Documents that are independent of each other. Copies of one report count once."
    )
    full_text_sources: int = Field(description="Documents whose text is archived in full.")
    passages: int = Field(description="Sentences of archived texts.")
    statements: int = Field(description="Statements.")
    positions: int = Field(description="Current positions.")
    questions: int = Field(description="Questions.")
    topics: int = Field(description="Topics.")


class TextChecksum(Schema):
    """The checksum of an archived text."""

    source: str = Field(description="The id of the source.")
    text_sha256: Sha256 = Field(description="SHA-256 of the archived text or excerpts in UTF-8.")


class DatasetCoverage(Schema):
    """How many of the known actors have a position."""

    actors_with_position: int = Field(description="Actors with a current position.")
    actors_silent: int = Field(
        description="Actors without a position: we found no statement about the questions."
    )


class DoubleCodedSource(DoubleCoding):
    """The comparison of two codings of a source."""

    source: str = Field(description="The id of the source.")


class DoubleCodings(Schema):
    """The sources that two people coded without seeing each other's work."""

    total: int = Field(description="The number of these sources.")
    items: list[DoubleCodedSource] = Field(
        description="The comparisons, of at most 1,000 sources by id."
    )


class Download(Schema):
    """A whole list in one format."""

    list: str = Field(description="The name of the list, as in its path.")
    format: str = Field(description="The suffix of the address.")
    media_type: str = Field(description="The media type of the response.")
    url: Uri = Field(description="The address of the whole list.")


class WholeFileView(Schema):
    """A file with the whole version, or with a whole table of it."""

    format: str = Field(description="The suffix of the address.")
    table: str | None = Field(
        description="The list that a Parquet file has; null for all other files."
    )
    media_type: str = Field(description="The media type of the response.")
    bytes: int = Field(description="The size of the file.")
    sha256: Sha256 = Field(description="SHA-256 of the file, and the `ETag` of the response.")
    url: Uri = Field(description="The address of the file, pinned to this version.")


class DatasetLinks(Schema):
    """Addresses of related data and pages."""

    self: Uri = Field(description="The dataset.")
    openapi: Uri = Field(description="This document.")
    docs: Uri = Field(description="The API reference for readers.")
    csl: Uri = Field(description="The citation as CSL-JSON.")
    page: Uri = Field(description="The page for readers.")


class DatasetView(Schema):
    """The dataset that this service publishes."""

    version: Version = Field(
        description="The first 16 hexadecimal digits of a SHA-256 over all facts."
    )
    title: str = Field(description="The name of the dataset.")
    description: str = Field(description="What the dataset is about.")
    published: date = Field(description="The day of publication.")
    facts_up_to: date | None = Field(
        description="The day of the newest statement whose day is known; null if there is none."
    )
    language: str = Field(description="The language of our texts, as an IETF tag.")
    licence: LicenceView = Field(description="Under which licence our annotations may be used.")
    contact: ContactView = Field(description="To whom mistakes can be reported.")
    stability: list[str] = Field(description="What clients can rely on, in sentences.")
    counts: Counts = Field(description="The number of things of each kind.")
    coverage: DatasetCoverage = Field(description="Actors with and without a position.")
    checksums: list[TextChecksum] = Field(
        description="The checksums of the archived texts, of at most 1,000 sources by id. Each "
        "source has its own, and /sources.csv has all."
    )
    double_coded: DoubleCodings | None = Field(
        description="How well two coders of the same source agreed; null if each source was coded "
        "once."
    )
    citation: Citation = Field(description="Ready-made citations.")
    downloads: list[Download] = Field(description="The whole lists, as tables and as NDJSON.")
    files: list[WholeFileView] = Field(
        description="The files with the whole version, and its tables as Parquet, with the Data "
        "Package that describes those; empty if they were not made."
    )
    links: DatasetLinks = Field(description="Where to find related data and pages.")


class QuestionView(Schema):
    """A question that positions answer."""

    id: str = Field(description="The permanent id of the question.")
    text: str = Field(description="The question.")
    asked_from: date = Field(description="No position is known before this day.")
    silence: str = Field(
        description="A sentence about what it means that an actor has no position on this question."
    )
    subject: str | None = Field(
        description="What the question asks about, as a sentence names it; null if not given."
    )
    take_part: str | None = Field(
        description=(
            "What an actor may do, in the words of this question, as in “take part”. If null, "
            "use “take part”."
        )
    )
    taking_part: str | None = Field(
        description="`take_part` as a noun, as in “taking part”. If null, use “taking part”."
    )
    positions: int = Field(
        description="Actors with a current position, and the `total` of the list at `url`."
    )
    corrections: list[CorrectionView] = Field(description=_CORRECTIONS)
    url: Uri = Field(description="The list of these positions.")


class QuestionList(ListView[QuestionView]):
    """A page of the questions."""


class TopicView(Schema):
    """A subject of statements."""

    id: str = Field(description="The permanent id of the topic.")
    label: str = Field(description="The topic for readers.")
    definition: str = Field(description="What the topic includes.")
    statements: int = Field(
        description="Statements about it, and the `total` of the list at `url`."
    )
    corrections: list[CorrectionView] = Field(description=_CORRECTIONS)
    url: Uri = Field(description="The list of these statements.")


class TopicList(ListView[TopicView]):
    """A page of the topics."""


class TermView(Schema):
    """One value of a closed list."""

    id: str = Field(description="The value.")
    label: str = Field(description="The value for readers.")
    definition: str = Field(description="What the value means.")
    colour: Colour | None = Field(
        description="The colour on a light background; null for all but stances."
    )
    colour_dark: Colour | None = Field(
        description="The colour on a dark background; null for all but stances."
    )
    corrections: list[CorrectionView] = Field(description=_CORRECTIONS)


class VocabularyView(FromDataset):
    """All closed lists."""

    vocabularies: dict[str, list[TermView]] = Field(
        description="The values of each closed list, in their order, by the name of the list."
    )


def dataset(
    row: Row, dataset_info: DatasetInfo, lists: Iterable[str], files: Iterable[WholeFile]
) -> dict[str, Any]:
    """The dataset from its row; `lists` are the names of the lists that can be downloaded, `files`
    the whole files that were made.
    """
    urls = dataset_info.urls
    kept = (
        "version",
        "title",
        "description",
        "language",
        "licence",
        "contact",
        "stability",
        "counts",
    )
    counts = row["counts"]
    self = urls.at("dataset")
    silent = counts["actors"] - row["with_position"]
    return {key: row[key] for key in kept} | {
        "published": row["published"].isoformat(),
        "facts_up_to": day(row["facts_up_to"]),
        "coverage": {"actors_with_position": row["with_position"], "actors_silent": silent},
        "checksums": row["texts"],
        "double_coded": {
            "total": row["number_coded_twice"],
            "items": [
                {"source": each["source"], **double_coding(each["double_coded"])}
                for each in row["coded_twice"]
            ],
        }
        if row["coded_twice"]
        else None,
        "citation": cite_dataset(row["contact"]["name"], dataset_info, self),
        "downloads": [
            {
                "list": name,
                "format": form.suffix,
                "media_type": form.media_type.partition(";")[0],
                "url": urls.at(name, suffix=f".{form.suffix}"),
            }
            for name in lists
            for form in LIST_FORMATS
        ],
        "files": [
            {
                "format": file.format,
                "table": file.table,
                "media_type": file.media_type,
                "bytes": file.size,
                "sha256": file.sha256,
                "url": dataset_info.pinned(_address(urls, file.name)),
            }
            for file in files
        ],
        "links": {
            "self": self,
            "openapi": urls.at("openapi.json"),
            "docs": urls.at("docs"),
            "csl": f"{self}.csl.json",
            "page": urls.page(self),
        },
    }


def _address(urls: Urls, name: str) -> str:
    """The address of a whole file."""
    suffix = name.removeprefix("dataset")
    return urls.at("dataset", suffix=suffix) if suffix != name else urls.at("dataset", name)


def question(row: Row, urls: Urls) -> dict[str, Any]:
    """One question from its row."""
    return {
        "id": row["id"],
        "text": row["text"],
        "asked_from": row["asked_from"].isoformat(),
        "silence": row["silence"],
        "subject": row["subject"],
        "take_part": row["take_part"],
        "taking_part": row["taking_part"],
        "positions": row["positions"],
        "corrections": row["corrections"],
        "url": urls.list("/positions", [("question", row["id"]), ("has_position", "true")]),
    }


def topic(row: Row, urls: Urls) -> dict[str, Any]:
    """One topic from its row."""
    kept = ("id", "label", "definition", "statements", "corrections")
    return {key: row[key] for key in kept} | {
        "url": urls.list("/statements", [("topic", row["id"])])
    }


def vocabulary(rows: list[Row], from_dataset: Row) -> dict[str, Any]:
    """All closed lists from their rows."""
    lists: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        term = {key: row[key] for key in TermView.model_fields}
        lists.setdefault(row["vocabulary"], []).append(term)
    return {"vocabularies": lists, **from_dataset}
