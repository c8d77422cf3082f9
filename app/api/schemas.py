"""Response models, and parts of answers, that several nouns share."""

from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from app.api.citations import DatasetInfo
from app.domain.vocabulary import PROGRAM, ActorType, ComparedField
from app.store.listing import Row
from app.store.rendered import fill

T = TypeVar("T")
JsonObject = dict[str, Any]  # a JSON object as plain data, as answers are made of
Uri = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]  # an absolute address
Sha256 = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"})]
Colour = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^#[0-9a-f]{6}$"})]
Version = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{16}$"})]


class Schema(BaseModel):
    """Base of all response models: every key is always present. They only document the answers, so
    pydantic builds no validator for them.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True, defer_build=True)


class FromDataset(Schema):
    """Which dataset an answer comes from, and how new it is (app.api.context.from_dataset)."""

    dataset_version: Version = Field(description="The version of the dataset that was used.")
    published: date = Field(description="The day on which this version was published.")
    facts_up_to: date | None = Field(
        description="The day of its newest statement whose day is known; null if there is none."
    )


class ListView(FromDataset, Generic[T]):
    """A page of a list."""

    items: list[T] = Field(description="The rows of this page, in the order of the list.")
    total: int = Field(description="The number of rows in the whole list.")
    total_exact: bool = Field(description="False: `total` is a lower bound.")
    next_url: Uri | None = Field(description="The address of the next page; null on the last one.")


class Citation(Schema):
    """Ready-made citations, as plain text."""

    short: str = Field(description="For a footnote.")
    long: str = Field(
        description="With the version of the dataset and a permanent address, so that anybody can "
        "check it later."
    )


class CorrectionView(Schema):
    """A correction of something that was published under an id."""

    on: date = Field(description="The day of the correction.")
    reason: str = Field(description="Why it was corrected.")


class Coder(Schema):
    """Somebody who coded a source."""

    name: str = Field(description="The name, as in `coded_by` of positions.")
    program: bool = Field(description="Whether it is a program.")


class AgreementView(Schema):
    """How well two coders agreed on one field."""

    field: ComparedField = Field(description="What was compared.")
    units: int = Field(description="How many units both of them coded.")
    agreed: int = Field(description="For how many of them both have the same.")
    alpha: float | None = Field(
        description="Krippendorff's alpha for nominal data: 1 is full agreement, 0 is what chance "
        "would give; null where it is undefined, because nothing could differ."
    )


class DoubleCoding(Schema):
    """The comparison of two codings of one source, before the coders talked about it."""

    coders: list[Coder] = Field(description="The two coders.")
    on: date = Field(description="The day of the comparison.")
    agreement: list[AgreementView] = Field(description="The agreement of the coders in each field.")


class ActorRef(Schema):
    """An actor, in short. Codes are null for organisations and coalitions. Kosovo has no numeric
    code.
    """

    type: ActorType = Field(description="A country, an organisation or a coalition.")
    id: str = Field(description="The permanent id of the actor.")
    iso2: str | None = Field(description="ISO 3166-1 alpha-2.")
    iso3: str | None = Field(description="ISO 3166-1 alpha-3.")
    numeric: str | None = Field(description="ISO 3166-1 numeric, with leading zeros.")
    name: str = Field(description="The English name of the actor.")


def actor_ref(row: Row, key: str = "id") -> JsonObject:
    """An actor in short, from a row with its id in the column `key`."""
    return {"type": row["type"], "id": row[key]} | {
        name: row[name] for name in ("iso2", "iso3", "numeric", "name")
    }


def double_coding(stored: Row) -> JsonObject:
    """The comparison of two codings, as it is stored in the row of a source."""
    agreement = stored["agreement"]
    return {
        "coders": [
            {"name": name.removesuffix(PROGRAM), "program": name.endswith(PROGRAM)}
            for name in stored["coders"]
        ],
        "on": stored["on"],
        "agreement": [
            {"field": field, **agreement[field]} for field in ComparedField if field in agreement
        ],
    }


def day(value: date | None) -> str | None:
    """A day as ISO 8601 text."""
    return value.isoformat() if value else None


def written(document: bytes, dataset_info: DatasetInfo) -> bytes:
    """A rendered answer, or several, as JSON with the addresses of this request."""
    return fill(document, dataset_info.urls.base, dataset_info.urls.root)


def as_data(row: Row, dataset_info: DatasetInfo) -> JsonObject:
    """The rendered answer in a row, as plain data."""
    data: JsonObject = orjson.loads(written(row["document"], dataset_info))
    return data
