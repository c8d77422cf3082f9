"""The dataset and its closed lists."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from app.api.citations import DatasetInfo, cite_dataset
from app.api.formats import LIST_FORMATS
from app.api.schemas import Citation, ListView, Schema, day
from app.api.urls import Urls
from app.store.listing import Row


class LicenceView(Schema):
    """Under what our annotations may be used."""

    id: str
    url: str
    covers: str


class ContactView(Schema):
    """Who takes reports of mistakes; null where the publisher of this instance gave no address."""

    name: str
    url: str | None
    email: str | None


class Counts(Schema):
    """How much is in the dataset."""

    countries: int
    actors: int
    speakers: int
    sources: int
    independent_sources: int = Field(description="Distinct roots of `copy_of` and `via` chains.")
    full_text_sources: int
    passages: int
    statements: int
    positions: int = Field(description="Current positions.")
    questions: int
    topics: int


class TextChecksum(Schema):
    """The checksum of an archived text."""

    source: str
    text_sha256: str


class DatasetCoverage(Schema):
    """What share of the known actors has a position."""

    actors_with_position: int
    actors_silent: int


class Download(Schema):
    """A whole list in one format."""

    list: str = Field(description="Name of the list, as in its path.")
    format: str = Field(description="Suffix of the address.")
    media_type: str
    url: str


class DatasetLinks(Schema):
    """Where to go on."""

    self: str
    openapi: str
    docs: str
    csl: str
    page: str = Field(description="Its page for people.")


class DatasetView(Schema):
    """What answers here."""

    version: str = Field(description="First 16 hex digits of SHA-256 over the logical rows.")
    title: str
    description: str
    published: str = Field(description="Day of publication, set by hand.")
    facts_up_to: str | None = Field(
        description="Day of the newest statement whose day is known; null if there is none."
    )
    language: str
    licence: LicenceView
    contact: ContactView
    stability: list[str] = Field(description="What clients may rely on.")
    counts: Counts
    coverage: DatasetCoverage
    checksums: list[TextChecksum]
    citation: Citation
    downloads: list[Download] = Field(description="The whole lists, as tables and as NDJSON.")
    links: DatasetLinks


class QuestionView(Schema):
    """What positions answer."""

    id: str
    text: str
    asked_from: str = Field(description="No position is known before this day.")
    silence: str = Field(description="What it means here that an actor has no position.")
    positions: int = Field(
        description="Actors with a current position; the total of the list at `url`."
    )
    url: str


class QuestionList(ListView[QuestionView]):
    """A page of a list."""


class TopicView(Schema):
    """What statements are about."""

    id: str
    label: str
    definition: str
    statements: int = Field(description="The total of the list at `url`.")
    url: str


class TopicList(ListView[TopicView]):
    """A page of a list."""


class TermView(Schema):
    """One value of a closed list. Colours are for light and dark backgrounds, and only stances have
    them.
    """

    id: str
    label: str
    definition: str
    colour: str | None
    colour_dark: str | None


class VocabularyView(Schema):
    """All closed lists."""

    vocabularies: dict[str, list[TermView]]
    dataset_version: str


def dataset(row: Row, dataset_info: DatasetInfo, lists: Iterable[str]) -> dict[str, Any]:
    """The dataset from its row; `lists` are the names of the lists that can be downloaded."""
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
        "links": {
            "self": self,
            "openapi": urls.at("openapi.json"),
            "docs": urls.at("docs"),
            "csl": f"{self}.csl.json",
            "page": urls.page(self),
        },
    }


def question(row: Row, urls: Urls) -> dict[str, Any]:
    """One question from its row."""
    return {
        "id": row["id"],
        "text": row["text"],
        "asked_from": row["asked_from"].isoformat(),
        "silence": row["silence"],
        "positions": row["positions"],
        "url": urls.list("/positions", [("question", row["id"]), ("has_position", "true")]),
    }


def topic(row: Row, urls: Urls) -> dict[str, Any]:
    """One topic from its row."""
    kept = ("id", "label", "definition", "statements")
    return {key: row[key] for key in kept} | {
        "url": urls.list("/statements", [("topic", row["id"])])
    }


def vocabulary(rows: list[Row], version: str) -> dict[str, Any]:
    """All closed lists from their rows."""
    lists: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        term = {key: row[key] for key in ("id", "label", "definition", "colour", "colour_dark")}
        lists.setdefault(row["vocabulary"], []).append(term)
    return {"vocabularies": lists, "dataset_version": version}
