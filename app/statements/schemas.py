"""Statements."""

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from app.api.citations import DatasetInfo
from app.api.schemas import Citation, CorrectionView, ListView, Schema, Sha256, Uri, as_data
from app.domain.dates import DateObject
from app.domain.vocabulary import Attribution, Capacity, Coding, Kind, SpeakerKind
from app.statements.parameters import Facet, Side
from app.store.listing import Row


class SelectorView(Schema):
    """Where the words are: two selectors of W3C Web Annotations in one object. `exact`,
    `prefix` and `suffix` are a TextQuoteSelector, `start` and `end` a TextPositionSelector.
    """

    exact: str = Field(description="All words of the statement, as the source prints them.")
    prefix: str | None = Field(
        description="Up to 32 code points before them; null if only excerpts are kept."
    )
    suffix: str | None = Field(
        description="Up to 32 code points after them; null if only excerpts are kept."
    )
    start: int | None = Field(
        description="The first code point in the archived text, from 0; null if only excerpts are "
        "kept."
    )
    end: int | None = Field(
        description="The code point after the last one; null if only excerpts are kept."
    )
    text_sha256: Sha256 | None = Field(
        description="SHA-256 of the archived text or excerpts in UTF-8; null if none are kept."
    )


class QuotedView(Schema):
    """Words that the source prints inside quotation marks with a reporting verb. Only these may be
    shown in quotation marks.
    """

    exact: str = Field(description="The words.")
    start: int | None = Field(
        description="The first code point in the archived text, from 0; null if only excerpts are "
        "kept."
    )
    end: int | None = Field(
        description="The code point after the last one; null if only excerpts are kept."
    )


class AboutView(Schema):
    """An actor that the statement is about, and how the words relate to it."""

    actor: str = Field(description="The id of the actor.")
    attribution: Attribution = Field(
        description="How the words relate to this actor: `self` if it said them itself."
    )


class SpeakerRef(Schema):
    """Who said it, in the role held then."""

    id: str = Field(description="The id of the speaker.")
    name: str = Field(description="The name of the speaker.")
    kind: SpeakerKind = Field(
        description="A person, or an office or body that speaks without a named person."
    )
    role: str | None = Field(
        description="The role in which it was said, in standard words; null if none is known."
    )
    role_as_printed: str | None = Field(
        description="The role as the source prints it; null if it prints none."
    )


class SourceRef(Schema):
    """The document, in short."""

    id: str = Field(description="The id of the source.")
    title: str | None = Field(description="The title; null if the document has none.")
    publisher: str = Field(description="Who published it.")
    url: Uri = Field(description="The address of the document.")
    root: str = Field(
        description=(
            "Where the text comes from in the end: an agency, or a source. Sources with the same "
            "root count once."
        )
    )
    caution: str | None = Field(
        description="What readers must know of the source; null if nothing is noted."
    )


class StatementLinks(Schema):
    """Addresses of related data and pages."""

    self: Uri = Field(description="This statement.")
    source: Uri = Field(description="The source.")
    passages: Uri = Field(description="All sentences of its source.")
    speaker: Uri | None = Field(description="The speaker; null if `speaker` is null.")
    csl: Uri = Field(description="The citation as CSL-JSON.")
    page: Uri = Field(description="The page for readers.")


class StatementView(Schema):
    """One statement, with its words and their place."""

    id: str = Field(description="The permanent id of the statement.")
    kind: Kind = Field(description="How the source gives the words.")
    capacity: Capacity | None = Field(
        description="The function in which the speaker spoke; null for narration."
    )
    about: list[AboutView] = Field(description="The actors that the statement is about.")
    speaker: SpeakerRef | None = Field(
        description=(
            "Who said it. Null for narration, for a joint text, and for somebody whom the "
            "source does not name."
        )
    )
    countries: list[str] = Field(
        description=(
            "Ids of the actors for which the speaker spoke, or for which the text was signed; "
            "`about` has those that the words are about."
        )
    )
    topics: list[str] = Field(description="Ids of its topics.")
    questions: list[str] = Field(description="Ids of the questions to which it belongs.")
    said: DateObject = Field(description="When it was said.")
    summary: str = Field(description="Our summary; these are not the speaker's words.")
    quoted: list[QuotedView] = Field(
        description="The words inside quotation marks; empty if the source quotes none."
    )
    selector: SelectorView | None = Field(
        description="Where the words are; null if no words of the source are kept. Then `summary` "
        "is all that the statement has."
    )
    passage: int | None = Field(
        description="The number of its sentence; null if the text is not archived in full."
    )
    last_passage: int | None = Field(
        description=(
            "The number of its last sentence, if a quotation continues over several; otherwise the "
            "same as `passage`."
        )
    )
    language: str = Field(description="The language of the words, as an IETF tag.")
    source: SourceRef = Field(description="The document from which the statement was taken.")
    href_in_context: Uri | None = Field(
        description="A link that opens the source at these words; null if no words are kept."
    )
    verified: bool | None = Field(
        description=(
            "True: the build found the words at their place in the archived text. Null if no words "
            "are kept."
        )
    )
    corrections: list[CorrectionView] = Field(
        description="What was corrected after publication, oldest first."
    )
    citation: Citation = Field(description="Ready-made citations.")
    links: StatementLinks = Field(description="Where to find related data and pages.")


class MatchedIn(StrEnum):
    """A text in which words of `q` are: the words of the claim, our summary, a name of the speaker,
    or the rest of the sentence.
    """

    words = "words"
    summary = "summary"
    speaker = "speaker"
    passage = "passage"


class ListedStatement(StatementView):
    """A statement in a list."""

    matched_in: list[MatchedIn] | None = Field(
        description=(
            "The texts in which words of `q` are; null without `q`. Each word is in one of them."
        )
    )


class CountryStatementView(ListedStatement):
    """A statement by or about a country."""

    roles: list[Side] = Field(
        description="`by`: by one of the country's speakers; `about`: about the country; or both."
    )


class FacetValue(Schema):
    """One value of a facet."""

    value: str = Field(description="The value, as the filter takes it.")
    label: str = Field(description="The value for readers.")
    count: int = Field(
        description="The `total` of the list at `url`, or a lower bound of it (`count_exact`)."
    )
    count_exact: bool = Field(
        description="False: more than 1,000 statements pass the other filters, and `count` says "
        "how many of the newest 1,000 of them have this value."
    )
    url: Uri = Field(description="The list with only this value of the filter.")


class NearSearch(Schema):
    """Another search that finds something."""

    q: str = Field(description="The words to look for.")
    total: int = Field(description="How many statements it finds.")
    total_exact: bool = Field(description="False: `total` is a lower bound.")
    url: Uri = Field(description="The list.")


class FoundPassage(Schema):
    """A sentence that belongs to no statement and has the words."""

    source: str = Field(description="The id of the source.")
    title: str | None = Field(description="The title of the source; null if it has none.")
    publisher: str = Field(description="The publisher of the source.")
    language: str = Field(description="The language of the sentence, as an IETF tag.")
    number: int = Field(description="The place of the sentence in the source, from 1.")
    coding: Coding = Field(description="The kind of the sentence.")
    exact: str = Field(description="The sentence, verbatim.")
    url: Uri = Field(description="The sentence, with those before and after it.")


class SearchView(Schema):
    """What was searched."""

    statements: int = Field(description="How many statements pass the other filters.")
    statements_exact: bool = Field(description="False: `statements` is a lower bound.")
    facts_up_to: date | None = Field(
        description="Day of the newest statement whose day is known; null if none is known."
    )
    languages: list[str] = Field(
        description="Languages of the texts that were searched, the most common one first."
    )
    note: str | None = Field(
        description=(
            "What the result does not mean: if nothing was found, or if `q` seems to have "
            "operators, which have no meaning here. Otherwise null."
        )
    )
    near: list[NearSearch] = Field(
        description="If nothing was found: at most five near searches that find something."
    )
    passages: int = Field(
        description=(
            "How many sentences that belong to no statement have the words, in any source. Other "
            "filters do not count."
        )
    )
    passages_exact: bool = Field(description="False: `passages` is a lower bound.")
    in_passages: list[FoundPassage] = Field(description="At most five of these sentences.")


class StatementList(ListView[ListedStatement]):
    """A page of statements."""

    undated_left_out: int = Field(
        description="How many statements only the filter by date left out, because their first or "
        "last possible day is unknown."
    )
    facets: dict[Facet, list[FacetValue]] = Field(
        description="For each requested facet, up to 200 values; empty if none was requested."
    )
    search: SearchView | None = Field(description="What `q` searched; null without `q`.")


class CountryStatementList(ListView[CountryStatementView]):
    """A page of statements by or about a country."""

    undated_left_out: int = Field(
        description="How many statements only the filter by date left out, because their first or "
        "last possible day is unknown."
    )
    facets: dict[Facet, list[FacetValue]] = Field(
        description="For each requested facet, up to 200 values; empty if none was requested."
    )
    search: SearchView | None = Field(description="What `q` searched; null without `q`.")


def country_statement(row: Row, about: DatasetInfo, country: str) -> dict[str, Any]:
    """A statement with the way in which it belongs to a country."""
    made = as_data(row, about)
    roles = [Side.by] if country in made["countries"] else []
    if any(pair["actor"] == country for pair in made["about"]):
        roles.append(Side.about)
    return {**made, "roles": roles}
