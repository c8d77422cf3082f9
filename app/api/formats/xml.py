"""XML: Atom feeds, and what oEmbed answers as XML."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from app.store.listing import Row

_NO_XML = re.compile(
    r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML 1.0, production 2


def atom(feed: Row, head: Row) -> bytes:
    """A JSON Feed as an Atom feed (RFC 4287). `head` has what only Atom asks for: `author`, `id`,
    `self` and `updated`.
    """

    def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
        plain = {key: _NO_XML.sub("", value) for key, value in attributes.items()}
        child = SubElement(parent, name, plain)
        child.text = text and _NO_XML.sub("", text)
        return child

    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    add(root, "id", head["id"])
    add(root, "title", feed["title"])
    add(root, "subtitle", feed["description"])
    add(
        root,
        "updated",
        max([item["date_published"] for item in feed["items"]], default=head["updated"]),
    )
    add(add(root, "author"), "name", head["author"])
    add(root, "link", rel="self", href=head["self"], type="application/atom+xml")
    add(root, "link", rel="alternate", href=feed["home_page_url"], type="application/json")
    for item in feed["items"]:
        entry = add(root, "entry")
        add(entry, "id", item["id"])
        add(entry, "title", item["title"])
        add(entry, "updated", item["date_published"])
        add(entry, "link", rel="alternate", href=item["url"], type="application/json")
        add(entry, "content", item["content_text"], type="text")
        for tag in item["tags"]:
            add(entry, "category", term=tag)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def xml_text(text: str) -> str:
    """Text without the characters that XML cannot hold, not even escaped."""
    return _NO_XML.sub("", text)


def flat_xml(name: str, values: Row) -> bytes:
    """An XML document of one element, which has an element for each value."""
    root = Element(name)
    for key, value in values.items():
        SubElement(root, key).text = xml_text(str(value))
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
