"""Citations as CSL-JSON (Citation Style Language 1.0.2, the format of Zotero, Pandoc and citeproc):
a list of one item.

We write the titles and abstracts of positions and statements. The URL is that of the pinned
version, so that it always shows what was cited. No day of access is given: only the reader knows
it.
"""

from datetime import date
from typing import Any

from app.api.citations import DatasetInfo
from app.store.listing import Row

Item = dict[str, Any]


def position(body: Row, dataset_info: DatasetInfo) -> list[Item]:
    """A position, or an actor's silence, from its view."""
    stance = body["stance"].replace("_", " ")
    name = body["id"] or f"{body['actor']['id']}-{body['question']['id']}-silence"
    title = f"Position of {body['actor']['name']} on “{body['question']['text']}”: {stance}"
    abstract = {"abstract": body["summary"] or body["note"]}
    return [_entry(name, title, body["links"]["self"], dataset_info) | abstract]


def statement(body: Row, dataset_info: DatasetInfo) -> list[Item]:
    """A statement from its view. The speaker is its `original-author`, not the author of our
    summary in the title.
    """
    speaker, source = body["speaker"], body["source"]
    who = speaker["name"] if speaker else source["publisher"]
    if not speaker and body["countries"]:  # only a joint text has them without a speaker
        who = f"joint text in {source['publisher']}"
    title = f"Statement of {who} (our summary: {body['summary']})"
    item = _entry(body["id"], title, body["links"]["self"], dataset_info) | {
        "original-author": [{"literal": who}],
        "original-title": source["title"],
        "original-publisher": source["publisher"],
    }
    # Only words printed in quotation marks are quoted.
    quoted = "; ".join(f"“{span['exact']}”" for span in body["quoted"])
    return [_known(item | {"original-date": _date(body["said"]["value"]), "note": quoted})]


def source(body: Row, dataset_info: DatasetInfo) -> list[Item]:
    """A document itself, and where it is kept."""
    item = {
        "id": body["id"],
        "type": "webpage",
        "title": body["title"] or f"Untitled, {body['publisher']}",
        "container-title": body["publisher"],
        "publisher": body["publisher"],
        "language": body["language"],
        "URL": body["url"],
        "archive": dataset_info.title,
        "archive_location": dataset_info.pinned(body["links"]["self"]),
        "version": dataset_info.version,
        "issued": _date(body["published"]["value"]),
        "accessed": _date(body["accessed"]),
    }
    return [_known(item)]


def dataset(body: Row, dataset_info: DatasetInfo) -> list[Item]:
    """The dataset."""
    item = _entry(
        f"stated-{dataset_info.version}", body["title"], body["links"]["self"], dataset_info
    )
    del item["container-title"]
    return [
        item
        | {
            "type": "dataset",
            "publisher": body["contact"]["name"],
            "abstract": body["description"],
            "note": f"Licence: {body['licence']['id']}",  # CSL has no member for it
        }
    ]


def _entry(name: str, title: str, url: str, dataset_info: DatasetInfo) -> Item:
    return {
        "id": name,
        "type": "entry",
        "title": title,
        "container-title": dataset_info.title,
        "version": dataset_info.version,
        "issued": _date(dataset_info.published),
        "URL": dataset_info.pinned(url),
        "language": "en",
    }


def _known(item: Item) -> Item:
    """An item without the values that are not known."""
    return {key: value for key, value in item.items() if value not in (None, "")}


def _date(known: date | str | None) -> Item | None:
    return {"date-parts": [[int(part) for part in str(known).split("-")]]} if known else None
