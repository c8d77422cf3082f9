"""The changes as a feed, newest first, in pages (RFC 5005 section 3).

We write all of its text; the words of sources are where its links lead.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from pydantic import Field

from app.api.citations import DatasetInfo
from app.api.schemas import Schema, Uri
from app.api.urls import Urls
from app.domain.vocabulary import ChangeKind
from app.positions.claims import claim_marks
from app.store.listing import Row

JSON_FEED = "https://jsonfeed.org/version/1.1"
DESCRIPTION = "What each publication of the dataset added, changed, corrected or withdrew."
_MIDNIGHT = "T00:00:00Z"  # a release has a day and no time of day


class FeedAttachment(Schema):
    """A thing in another format."""

    url: Uri = Field(description="The address in that version.")
    mime_type: str = Field(description="The media type.")


class FeedItem(Schema):
    """One change."""

    id: str = Field(
        description="Permanent: the same for the same change of the same release, on any server."
    )
    url: Uri = Field(description="The page for readers, in that version.")
    attachments: list[FeedAttachment] = Field(description="The address of the same change as data.")
    title: str = Field(description="What changed, in plain words.")
    content_text: str = Field(
        description="The change in plain words, with our summaries, and the reason if there is one."
    )
    date_published: datetime = Field(description="The day of publication, at 00:00:00Z.")
    tags: list[str] = Field(
        description="Kind and type of the change, and the ids of the actors that it concerns."
    )


class FeedView(Schema):
    """A feed of the changes (JSON Feed 1.1)."""

    version: Uri = Field(description="The version of JSON Feed.")
    title: str = Field(description="The title of the feed.")
    home_page_url: Uri = Field(description="The address of the list of these changes.")
    feed_url: Uri = Field(description="The first page of the feed.")
    next_url: Uri | None = Field(description="The next older changes; null on the last page.")
    description: str = Field(description="What the feed is about.")
    language: str = Field(description="The language of the feed, as an IETF tag.")
    items: list[FeedItem] = Field(description="Up to 100 changes, newest first.")


def feed(
    changes: Iterable[dict[str, Any]],
    dataset_info: DatasetInfo,
    filters: list[tuple[str, str]],
    next_cursor: str | None,
) -> dict[str, Any]:
    """A page of a JSON Feed of changes, which are as the list shows them, newest first. A position
    also has its `question` with its words, or None.

    `filters` are those of the request. `next_cursor` is the cursor of the next page; None on the
    last one.
    """
    urls = dataset_info.urls
    following = None
    if next_cursor is not None:
        following = urls.list("/changes/feed", [*filters, ("cursor", next_cursor)])
    return {
        "version": JSON_FEED,
        "title": f"{dataset_info.title}: what changed",
        "home_page_url": urls.list("/changes", filters),
        "feed_url": urls.list("/changes/feed", filters),
        "next_url": following,
        "description": DESCRIPTION,
        "language": "en",
        "items": [_item(change, urls) for change in changes],
    }


def atom_head(
    dataset_info: DatasetInfo,
    filters: list[tuple[str, str]],
    cursor: str | None,
    next_cursor: str | None,
) -> dict[str, Any]:
    """What else a page of an Atom feed says: who writes it, its permanent id, the addresses of
    this page, the first one and the next one, and its day if it has no entry.

    All pages have one id, because they are parts of one feed. `cursor` is that of this page; None
    on the first one.
    """

    def page(of: str | None) -> str:
        return dataset_info.urls.list(
            "/changes/feed.xml", [*filters, *([("cursor", of)] if of else [])]
        )

    return {
        "author": dataset_info.title,
        "id": _urn("feed", *(f"{name}={value}" for name, value in sorted(filters))),
        "links": {
            "self": page(cursor),
            "first": page(None),
            **({"next": page(next_cursor)} if next_cursor else {}),
        },
        "updated": dataset_info.published.isoformat() + _MIDNIGHT,
    }


def _item(change: dict[str, Any], urls: Urls) -> dict[str, Any]:
    release = change["release"]
    return {
        "id": _urn(release["version"], change["kind"], change["change"], change["id"]),
        "url": urls.pinned(_page(change, urls), release["version"]),
        "attachments": [{"url": change["url"], "mime_type": "application/json"}],
        "title": _title(change),
        "content_text": "\n\n".join(_text(change)),
        "date_published": release["published"] + _MIDNIGHT,
        "tags": [change["kind"], change["change"], *change["actors"]],
    }


def _title(change: dict[str, Any]) -> str:
    """Our summary of a change; of a position also what is claimed of it, as far as that changed."""
    of_claims = claim_marks(change["after"] or {}) if change["kind"] == "position" else []
    return ", ".join([change["summary"], *of_claims])


def _text(change: dict[str, Any]) -> Iterable[str]:
    yield f"{change['summary'].rstrip('.')}."
    facts = change["after"] or {}
    if change["kind"] == "position":
        if "summary" in facts:
            yield facts["summary"]
        yield from _claims(facts, change["question"])
    if "not_supported" in facts:
        yield f"What this does not mean: {facts['not_supported']}"
    if change["reason"]:
        yield f"Reason: {change['reason']}"
    if change["replaced_by"]:
        yield f"In its place: {change['replaced_by']}"
    yield f"Published on {change['release']['published']}. It may have been said long before."


def _page(change: dict[str, Any], urls: Urls) -> str:
    """The page for readers that shows the thing: of a position that of its actor, of a passage that
    of its source, and of what has no page of its own that of the dataset.
    """
    kind, name = change["kind"], change["id"]
    if kind == ChangeKind.position:
        actor, question = urls.at("actors", *change["actors"][:1]), change["question"]
        other = question is not None and question["number"] > 1
        return urls.page(f"{actor}?question={quote(question['id'])}" if other else actor)
    if kind == ChangeKind.passage:
        return urls.page(urls.at("sources", name.partition("/")[0]))
    if kind in (ChangeKind.question, ChangeKind.topic, ChangeKind.term):
        return urls.page(urls.at("dataset"))
    return urls.page(urls.thing(kind, name))


def _claims(facts: dict[str, Any], question: Row | None) -> Iterable[str]:
    """Both sides of what is disputed, reported or denied, a sentence for each claim: its value, and
    our summary of it.
    """
    for axis in facts.get("disputed") or []:
        for claim in axis["claims"]:
            yield _claim("Disputed", axis["axis"], claim, question)
    for claim in facts.get("reported") or []:
        by = "Claimed by others and denied" if claim["denied_by"] else "Claimed by others"
        yield _claim(by, claim["field"], claim, question)


def _claim(what: str, field: str, claim: dict[str, Any], question: Row | None) -> str:
    value = claim["value"]
    if not isinstance(value, str):  # a condition or a contribution
        terms = value.get("any_of") or [value["status"], value["form"]]
        value = (" or " if "any_of" in value else " ").join(terms)
    summary = claim.get("summary")  # an older release did not note it
    value = value.replace("_", " ")
    if question and question["has_own_words"]:
        named = {"participation": "whether to {take_part}", "view": "view of {subject}"}
        field = named.get(field, field).format_map(question)
    text = f"{what}: {field}: {value}."
    return f"{text} {summary}" if summary else text


def _urn(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, f"stated:{'/'.join(parts)}").urn
