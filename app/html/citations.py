"""Citations to copy: those of the data, and one in Markdown. Pure."""

import re
from urllib.parse import quote

from app.api.citations import DatasetInfo
from app.api.schemas import JsonObject

# Whatever may mean something to Markdown (CommonMark 0.31, section 2.4); a number before a dot
# would begin a list.
_MARKUP, _NUMBER = re.compile(r"[\\`*_{}\[\]<>()#+!|~&-]"), re.compile(r"^(\d+)([.)])")
# What a URL may contain, except parentheses and brackets, which would end the link.
_IN_URL = "/:?#@!$&'*+,;=%~"

Copy = tuple[str, str]
"""The label of a citation, and its text."""


def position(one: JsonObject, stance: str, info: DatasetInfo) -> list[Copy]:
    """A position, or that there is none, with the sources behind it. `stance` is its label."""
    links: dict[str, str] = {}
    for item in one["evidence"]:
        said = item["statement"]
        if item["relation"] == "supports":
            place = said["href_in_context"] or said["source"]["url"]
            link = _link(said["source"]["publisher"], place)
            links.setdefault(said["source"]["id"], link)
    sources = f" Source{'' if len(links) == 1 else 's'}: {', '.join(links.values())}."
    name, summary = _text(one["actor"]["name"]), _text(one["summary"] or one["note"])
    start = f"**{name}: {_text(stance)}.** {summary}"
    return _copies(one, f"{start}{sources if links else ''} {_dataset_link(one, info)}")


def statement(one: JsonObject, info: DatasetInfo) -> list[Copy]:
    """A statement: the words of the source as a block, and their place; our summary where no words
    are kept.
    """
    publisher = _text(one["source"]["publisher"])
    if one["selector"] is None:
        where = f"{_link('The source', one['source']['url'])}. {_dataset_link(one, info)}"
        return _copies(one, f"{_text(one['summary'])} (our summary of {publisher})\n\n{where}")
    words = "\n".join(f"> {_text(line)}" for line in one["selector"]["exact"].split("\n"))
    start = f"{publisher} writes:" if one["kind"] == "narration" else f"According to {publisher}:"
    where = f"{_link('In the source', one['href_in_context'])}. {_dataset_link(one, info)}"
    return _copies(one, f"{start}\n\n{words}\n\n{where}")


def source(one: JsonObject, info: DatasetInfo) -> list[Copy]:
    """A source document."""
    link = _link(one["title"] or "Untitled", one["url"])
    return _copies(one, f"{link}, {_text(one['publisher'])}. {_dataset_link(one, info)}")


def dataset(one: JsonObject, info: DatasetInfo) -> list[Copy]:
    """The dataset."""
    return _copies(one, _dataset_link(one, info))


def _copies(one: JsonObject, markdown: str) -> list[Copy]:
    citation = one["citation"]
    return [("Short", citation["short"]), ("Long", citation["long"]), ("Markdown", markdown)]


def _dataset_link(one: JsonObject, info: DatasetInfo) -> str:
    """A link to the page of a thing in this version of the dataset, which does not change."""
    page = info.urls.pinned(one["links"]["page"], info.version)
    return f"{_link(f'{info.title}, dataset {info.version}', page)}."


def _link(text: str, url: str) -> str:
    return f"[{_text(text)}]({quote(url, safe=_IN_URL)})"


def _text(text: str) -> str:
    """Text on one line, in which nothing is Markdown."""
    return _NUMBER.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", " ".join(text.split())))
