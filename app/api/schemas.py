"""Response models, and parts of answers, that several nouns share."""

from datetime import date
from typing import Any, Generic, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, Field

from app.api.citations import DatasetInfo
from app.domain.vocabulary import ActorType
from app.store.listing import Row
from app.store.rendered import fill

T = TypeVar("T")
JsonObject = dict[str, Any]  # a JSON object as plain data, as answers are made of


class Schema(BaseModel):
    """Base of all response models: every key is always present. They only document the answers, so
    pydantic builds no validator for them.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True, defer_build=True)


class ListView(Schema, Generic[T]):
    """A page of a list."""

    items: list[T]
    total: int = Field(description="How many rows the whole list has.")
    total_exact: bool = Field(description="False: `total` is a lower bound.")
    next_url: str | None = Field(description="The next page; null on the last one.")
    dataset_version: str = Field(description="The dataset that answered.")


class Citation(Schema):
    """Ready-made citations, plain text."""

    short: str
    long: str = Field(description="With the dataset's version, so that it can be checked later.")


class CorrectionView(Schema):
    """A correction of what was published under an id."""

    on: str = Field(description="Day of the correction.")
    reason: str


class ActorRef(Schema):
    """An actor, in short. Codes are null for what is no country; Kosovo has no numeric code."""

    type: ActorType
    id: str
    iso2: str | None = Field(description="ISO 3166-1 alpha-2.")
    iso3: str | None = Field(description="ISO 3166-1 alpha-3.")
    numeric: str | None = Field(description="ISO 3166-1 numeric, with zeros.")
    name: str


def actor_ref(row: Row, key: str = "id") -> JsonObject:
    """An actor in short, from a row with its id in the column `key`."""
    return {"type": row["type"], "id": row[key]} | {
        name: row[name] for name in ("iso2", "iso3", "numeric", "name")
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
