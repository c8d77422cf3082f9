"""Pieces that several views share."""

from datetime import date
from typing import Generic, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, Field

from app.urls import Urls

T = TypeVar("T")


class View(BaseModel):
    """Base of all views: every key is always present. They document what is answered, so nothing is made ready to check it."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True, defer_build=True)


class ListView(View, Generic[T]):
    """A page of a list."""

    items: list[T]
    total: int = Field(description="How many rows the whole list has.")
    total_exact: bool = Field(description="False: `total` is a lower bound.")
    next_url: str | None = Field(description="The next page; null on the last one.")
    dataset_version: str = Field(description="The dataset that answered.")


class Citation(View):
    """Ready-made citations, plain text."""

    short: str
    long: str = Field(description="With the dataset's version, so that it can be checked later.")


class CorrectionView(View):
    """A correction of what was published under an id."""

    on: str = Field(description="Day of the correction.")
    reason: str


def day(value: date | None) -> str | None:
    """A day as ISO 8601 text."""
    return value.isoformat() if value else None


def cite(short: str, long: str, about: "Published", url: str) -> dict[str, str]:
    """A citation: the long form names the dataset, its version, its date, and the address of `url` in that version."""
    pinned = about.urls.pinned(url, about.version)
    return {"short": short, "long": f"{long} {about.named} {pinned}"}


class Published:
    """What a citation says of the dataset, and where that will stay.

    `base_json` and `named_json` are what the documents in a dataset leave open (see `app.tables.documents`), escaped for JSON.
    """

    __slots__ = ("base_json", "named", "named_json", "published", "title", "urls", "version")

    def __init__(self, title: str, version: str, published: date, urls: Urls) -> None:
        self.title, self.version, self.published, self.urls = title, version, published, urls
        self.named = f"{title}, dataset {version}, published {published.isoformat()}."
        self.base_json = orjson.dumps(urls.base)[1:-1]
        self.named_json = orjson.dumps(f" {self.named} {urls.pinned(urls.base, version)}")[1:-1]
