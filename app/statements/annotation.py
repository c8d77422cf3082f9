"""A statement as a W3C Web Annotation (Web Annotation Data Model, Recommendation of 23 February
2017).

The body is our summary, with the topics as tags. The target is the words in their source. It has
two selectors, which are alternatives (section 4.2): the quote finds the words on the page, and the
position finds them in the archived text. The state has the address of the passages of that text,
and its checksum. Offsets are code points.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from app.api.citations import DatasetInfo
from app.api.schemas import Schema, Uri
from app.store.listing import Row

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


class AnnotationView(Schema):
    """A statement as a W3C Web Annotation."""

    context: Uri = Field(
        alias="@context", description="The JSON-LD context of the Web Annotation Data Model."
    )
    id: Uri = Field(description="The address of the annotation.")
    type: Literal["Annotation"] = Field(description="The kind of object.")
    canonical: Uri = Field(description="The address without a pin.")
    motivation: Literal["describing"] = Field(description="Why the annotation was made.")
    creator: dict[str, Any] = Field(description="The curators.")
    generator: dict[str, Any] = Field(description="This service.")
    generated: datetime = Field(description="The day of publication of the dataset, as a time.")
    rights: Uri = Field(description="The licence of our annotations.")
    body: list[dict[str, Any]] = Field(description="Our summary as text, and each topic as a tag.")
    target: dict[str, Any] = Field(
        description=(
            "The words: the source, a TextQuoteSelector and, if the text is archived, a "
            "TextPositionSelector and a state."
        )
    )


def annotation(body: Row, dataset_info: DatasetInfo, dataset: Row) -> dict[str, Any]:
    """A statement as an annotation. `body` is the statement as the API answers it, `dataset` the
    dataset's row (curators, licence, language).

    The model has no null: what is not known is left out. Nor has it a member for a checksum.
    `schema:sha256` is a word of schema.org, whose prefix the context defines.
    """
    address = f"{body['links']['self']}/annotation"
    tag = {"type": "TextualBody", "purpose": "tagging", "format": "text/plain"}
    summary = {
        "type": "TextualBody",
        "purpose": "describing",
        "format": "text/plain",
        "language": dataset["language"],
    }
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "Annotation",
        "canonical": dataset_info.urls.live(address),
        "motivation": "describing",
        "creator": {"type": "Organization", "name": dataset["contact"]["name"]},
        "generator": {
            "id": f"{dataset_info.urls.root}/",
            "type": "Software",
            "name": dataset_info.title,
        },
        # the model wants a time; only the day is known
        "generated": f"{dataset_info.published.isoformat()}T00:00:00Z",
        "rights": dataset["licence"]["url"],
        "body": [
            summary | {"value": body["summary"]},
            *(tag | {"value": topic} for topic in body["topics"]),
        ],
        "target": _target(body, dataset_info),
    }


def _target(body: Row, dataset_info: DatasetInfo) -> dict[str, Any]:
    at = body["selector"]
    quote = {"type": "TextQuoteSelector", "exact": at["exact"]}
    quote |= {side: at[side] for side in ("prefix", "suffix") if at[side] is not None}
    target = {"type": "SpecificResource", "source": body["source"]["url"], "selector": [quote]}
    if at["start"] is None:  # only excerpts are kept
        return target
    archived = dataset_info.urls.pinned(body["links"]["passages"], dataset_info.version)
    return target | {
        "selector": [
            quote,
            {"type": "TextPositionSelector", "start": at["start"], "end": at["end"]},
        ],
        "state": {"type": "TimeState", "cached": archived, "schema:sha256": at["text_sha256"]},
    }
