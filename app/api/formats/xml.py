"""XML: Atom feeds, and what oEmbed answers as XML."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from app.store.listing import Row

# The characters that XML 1.0 does not have (its production 2 lists those that it has).
_NO_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(feed: Row, head: Row) -> bytes:
    """A JSON Feed as an Atom feed (RFC 4287). `head` has what only Atom needs: `author`, `id`,
    `updated`, and `links`: addresses of Atom feeds by relation, among them `self`.
    """

    def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
        child = SubElement(parent, name, attributes)
        child.text = text
        return child

    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    add(root, "id", head["id"])
    add(root, "title", feed["title"])
    add(root, "subtitle", feed["description"])
    newest = max([item["date_published"] for item in feed["items"]], default=head["updated"])
    add(root, "updated", newest)
    add(add(root, "author"), "name", head["author"])
    for relation, href in head["links"].items():
        add(root, "link", rel=relation, href=href, type="application/atom+xml")
    add(root, "link", rel="alternate", href=feed["home_page_url"], type="application/json")
    for item in feed["items"]:
        entry = add(root, "entry")
        add(entry, "id", item["id"])
        add(entry, "title", item["title"])
        add(entry, "published", item["date_published"])
        add(entry, "updated", item["date_published"])
        add(entry, "link", rel="alternate", href=item["url"], type="text/html")
        for other in item["attachments"]:
            add(entry, "link", rel="alternate", href=other["url"], type=other["mime_type"])
        add(entry, "content", item["content_text"], type="text")
        for tag in item["tags"]:
            add(entry, "category", term=tag)
    return _written(root)


def xml_text(text: str) -> str:
    """Text without the characters that XML cannot contain, not even escaped."""
    return _NO_XML.sub("", text)


def flat_xml(name: str, values: Row) -> bytes:
    """An XML document of one element, which has an element for each value."""
    root = Element(name)
    for key, value in values.items():
        SubElement(root, key).text = str(value)
    return _written(root)


def _written(root: Element) -> bytes:
    """The document, without the characters that ElementTree would write although no XML may
    contain them.
    """
    return xml_text(tostring(root, encoding="unicode", xml_declaration=True)).encode()
