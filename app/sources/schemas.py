"""Sources and passages."""

from typing import Any

from pydantic import Field

from app.api.citations import DatasetInfo, cite_source
from app.api.schemas import Citation, CorrectionView, ListView, Schema, day
from app.domain.dates import DateObject
from app.domain.vocabulary import Coding, TextAccess
from app.store.listing import Row


class Coverage(Schema):
    """How much of the text is accounted for, and how much of it is used."""

    characters: int | None = Field(
        description="Code points of the archived text or excerpts; null where none are."
    )
    passages: int = Field(description="Sentences; the total of the list in `links.passages`.")
    headings: int
    statement_passages: int
    narration_passages: int
    passages_used: int = Field(description="Passages from which a statement was cut.")
    statements: int = Field(
        description="Statements cut from this source; the total of the list in `links.statements`."
    )
    statements_cited: int = Field(description="Those of them that are evidence of a position.")


class SourceLinks(Schema):
    """Where to go on."""

    self: str
    passages: str
    text: str | None = Field(
        description="The archived text; null where it is not archived or may not be given out."
    )
    statements: str
    csl: str
    page: str = Field(description="Its page for people.")


class SourceView(Schema):
    """One document."""

    id: str
    title: str | None = Field(description="Null where the document has none.")
    publisher: str
    url: str
    published: DateObject
    accessed: str | None = Field(
        description="Day on which it was read; null if that was not recorded."
    )
    language: str
    text_sha256: str | None = Field(
        description="SHA-256 of the archived text or excerpts in UTF-8; null where none are."
    )
    text_access: TextAccess
    rights: str
    redistribute: bool = Field(description="Whether its archived text may be given out.")
    caution: str | None = Field(
        description=(
            "What readers must know of the source (state media, aggregator, machine translation …)"
            "; null if nothing is noted."
        )
    )
    via: str | None = Field(
        description="Agency or other origin of the text; null if none is known."
    )
    via_chain: list[str] = Field(
        description="All through whom the text came, the nearest first; `via` is the last."
    )
    copy_of: str | None = Field(
        description="Id of the source that this one copies; null if none is known."
    )
    root: str = Field(description="Sources with one root are not independent of each other.")
    coverage: Coverage
    corrections: list[CorrectionView] = Field(
        description="What was published of it was corrected, oldest first."
    )
    citation: Citation
    links: SourceLinks


class SourceList(ListView[SourceView]):
    """A page of a list."""


class PassageView(Schema):
    """One sentence of an archived source."""

    number: int
    coding: Coding
    start: int
    end: int
    exact: str | None = Field(description="The sentence; null where the text may not be kept.")
    statements: list[str] = Field(description="Ids of the statements cut from it.")


class PassageList(ListView[PassageView]):
    """A page of a list."""


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


def passage(row: Row) -> dict[str, Any]:
    """One passage from its row."""
    return {key: row[key] for key in ("number", "coding", "start", "end", "exact", "statements")}
