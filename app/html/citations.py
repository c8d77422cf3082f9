"""Citations to copy: as the views give them, and as Markdown. What is ours is told apart from a
source's words. Pure.
"""

import re
from typing import Any
from urllib.parse import quote

from app.api.citations import DatasetInfo

# Whatever may mean something to Markdown (CommonMark 0.31, section 2.4); a number before a dot
# would begin a list.
_MEANS, _NUMBER = re.compile(r"[\\`*_{}\[\]<>()#+!|~&-]"), re.compile(r"^(\d+)([.)])")
# what a URL may hold, but parentheses and brackets, which would end the link
_IN_URL = "/:?#@!$&'*+,;=%~"

Copy = tuple[str, str]  # what it is called, and its text


def position(one: dict[str, Any], stance: str, dataset_info: DatasetInfo) -> list[Copy]:
    """A position, or a silence, with the sources that it rests on. `stance` is its label."""
    told = _text(one["summary"] or one["note"])
    sources: dict[str, str] = {}
    for item in one["evidence"]:
        said = item["statement"]
        if item["relation"] == "supports":
            sources.setdefault(
                said["source"]["id"], _link(said["source"]["publisher"], said["href_in_context"])
            )
    rests = (
        f" {'Source' if len(sources) == 1 else 'Sources'}: {', '.join(sources.values())}."
        if sources
        else ""
    )
    ours = _ours(one["links"]["page"], dataset_info)
    return [
        *_plain(one),
        ("Markdown", f"**{_text(one['actor']['name'])}: {_text(stance)}.** {told}{rests} {ours}"),
    ]


def statement(one: dict[str, Any], dataset_info: DatasetInfo) -> list[Copy]:
    """A statement: the words of the source as a block, and where they stand."""
    words = "\n".join(f"> {_text(line)}" for line in one["selector"]["exact"].split("\n"))
    publisher = _text(one["source"]["publisher"])
    start = f"{publisher} writes:" if one["kind"] == "narration" else f"According to {publisher}:"
    ours = _ours(one["links"]["page"], dataset_info)
    where = f"{_link('In the source', one['href_in_context'])}. {ours}"
    return [*_plain(one), ("Markdown", f"{start}\n\n{words}\n\n{where}")]


def source(one: dict[str, Any], dataset_info: DatasetInfo) -> list[Copy]:
    """A document."""
    where = f"{_link(one['title'], one['url'])}, {_text(one['publisher'])}"
    return [*_plain(one), ("Markdown", f"{where}. {_ours(one['links']['page'], dataset_info)}")]


def dataset(one: dict[str, Any], dataset_info: DatasetInfo) -> list[Copy]:
    """The dataset."""
    return [*_plain(one), ("Markdown", _ours(one["links"]["page"], dataset_info))]


def _plain(one: dict[str, Any]) -> list[Copy]:
    return [("Short", one["citation"]["short"]), ("Long", one["citation"]["long"])]


def _ours(page: str, dataset_info: DatasetInfo) -> str:
    """A link to a page in this version of the dataset, which does not change."""
    name = f"{dataset_info.title}, dataset {dataset_info.version}"
    return f"{_link(name, dataset_info.urls.pinned(page, dataset_info.version))}."


def _link(text: str, url: str) -> str:
    return f"[{_text(text)}]({quote(url, safe=_IN_URL)})"


def _text(text: str) -> str:
    """Text in which nothing means anything to Markdown, in one line."""
    return _NUMBER.sub(r"\1\\\2", _MEANS.sub(r"\\\g<0>", " ".join(text.split())))
