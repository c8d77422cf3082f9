"""The formats: their media types and suffixes, and those in which every list comes."""

from app.api.formats import csv, ndjson
from app.api.formats.list_format import ListFormat

LIST_FORMATS: tuple[ListFormat, ...] = (
    csv.FORMAT,
    ndjson.FORMAT,
)
"""The formats of every list, apart from JSON. To add one, write its module and add it here."""

MEDIA = {
    "json": "application/json",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "jsonld": "application/ld+json",
    "annotation": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    "csvm": "application/csvm+json",
    "text": "text/plain; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "feed": "application/feed+json",
    "atom": "application/atom+xml; charset=utf-8",
    "xml": "text/xml; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    **{form.suffix: form.media_type for form in LIST_FORMATS},
}

# Nothing comes as GeoJSON or PNG, but the error for them says what there is.
_SUFFIXES = (
    *("csl.json", "json", "jsonld", "svg", "xml", "geojson", "png"),
    *(form.suffix for form in LIST_FORMATS),
)


def split_suffix(path: str) -> tuple[str, str | None]:
    """A path without the format at the end of its last segment, and that format, or None. Any other
    dot belongs to a name.
    """
    last = path.rpartition("/")[2]
    if "." not in last:
        return path, None
    for suffix in _SUFFIXES:
        if last.endswith(f".{suffix}") and last != f".{suffix}":
            return path.removesuffix(f".{suffix}"), suffix
    return path, None
