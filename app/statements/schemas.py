"""Statements."""

from typing import Any

from pydantic import Field

from app.api.citations import DatasetInfo
from app.api.schemas import Citation, CorrectionView, ListView, Schema, as_data
from app.domain.dates import DateObject
from app.domain.vocabulary import Attribution, Capacity, Kind, SpeakerKind
from app.statements.parameters import Facet, Side
from app.store.listing import Row


class SelectorView(Schema):
    """W3C Web Annotation selectors in one: TextQuoteSelector (exact, prefix, suffix) and
    TextPositionSelector (start, end).
    """

    exact: str = Field(description="The words, verbatim.")
    prefix: str | None = Field(
        description="Up to 32 code points before; null where only excerpts are kept."
    )
    suffix: str | None = Field(
        description="Up to 32 code points after; null where only excerpts are kept."
    )
    start: int | None = Field(
        description="0-based code point of the archived text; null where only excerpts are kept."
    )
    end: int | None = Field(description="End, exclusive; null where only excerpts are kept.")
    text_sha256: str | None = Field(
        description="SHA-256 of the archived text or excerpts in UTF-8; null where none are."
    )


class QuotedView(Schema):
    """Words printed inside quotation marks with a reporting verb; only these may be shown in
    quotation marks.
    """

    exact: str
    start: int | None
    end: int | None


class AboutView(Schema):
    """An actor that the claim is about, and how the words relate to it."""

    actor: str
    attribution: Attribution


class SpeakerRef(Schema):
    """Who said it, in the role held then."""

    id: str
    name: str
    kind: SpeakerKind = Field(
        description="A person, or an office or body that speaks without a named person."
    )
    role: str | None = Field(description="The role in which it was said, in standard words.")
    role_as_printed: str | None = Field(description="The role as the source prints it.")


class SourceRef(Schema):
    """The document, in short."""

    id: str
    title: str | None = Field(description="Null where the document has none.")
    publisher: str
    url: str
    root: str = Field(
        description=(
            "Agency or source at the end of its `via` and `copy_of` chain; sources of one "
            "root count once."
        )
    )
    caution: str | None = Field(
        description="What readers must know of the source; null if nothing is noted."
    )


class StatementLinks(Schema):
    """Where to go on."""

    self: str
    source: str
    passages: str
    speaker: str | None
    csl: str
    page: str = Field(description="Its page for people.")


class StatementView(Schema):
    """One claim, with its words and their place."""

    id: str
    kind: Kind
    capacity: Capacity | None = Field(
        description="In what capacity the speaker spoke; null for narration."
    )
    about: list[AboutView]
    speaker: SpeakerRef | None = Field(
        description=(
            "Null for narration, for a joint text, and for somebody whom the source does not name."
        )
    )
    countries: list[str] = Field(
        description=(
            "Actors for which the speaker holds the role in which it was said, or for which it was "
            "signed."
        )
    )
    topics: list[str]
    questions: list[str]
    said: DateObject
    summary: str = Field(description="Ours, not the speaker's words.")
    quoted: list[QuotedView]
    selector: SelectorView | None = Field(
        description="Null where no words of the source are kept; `summary` is all there is then."
    )
    passage: int | None = Field(
        description="Number of the passage; null where the text is not archived in full."
    )
    last_passage: int | None = Field(
        description=(
            "Number of the last passage, where a quotation runs over several; else that of the "
            "passage."
        )
    )
    language: str
    source: SourceRef
    href_in_context: str | None = Field(
        description="The source's URL with a text fragment; null where no words are kept."
    )
    verified: bool | None = Field(
        description=(
            "The build found the words at their place in the archived text; null where no words "
            "are kept."
        )
    )
    corrections: list[CorrectionView] = Field(
        description="What was published of it was corrected, oldest first."
    )
    citation: Citation
    links: StatementLinks


class CountryStatementView(StatementView):
    """A statement by or about a country."""

    roles: list[Side] = Field(
        description="`by` the country's speakers, `about` the country, or both."
    )


class FacetValue(Schema):
    """One value of a facet: `count` is the total of the list at `url`."""

    value: str
    label: str
    count: int
    url: str


class StatementList(ListView[StatementView]):
    """A page of statements."""

    undated_left_out: int = Field(
        description="Statements that only the date filter left out, because a bound is unknown."
    )
    facets: dict[Facet, list[FacetValue]] = Field(
        description="For each facet asked for, up to 200 values."
    )


class CountryStatementList(ListView[CountryStatementView]):
    """A page of statements by or about a country."""

    undated_left_out: int
    facets: dict[Facet, list[FacetValue]]


def country_statement(row: Row, about: DatasetInfo, country: str) -> dict[str, Any]:
    """A statement with the way in which it belongs to a country."""
    made = as_data(row, about)
    roles = [Side.by] if country in made["countries"] else []
    if any(pair["actor"] == country for pair in made["about"]):
        roles.append(Side.about)
    return {**made, "roles": roles}
