"""Answers as linked data: JSON-LD in the words of schema.org.

A `Quotation` has words that are printed in quotation marks, and nothing else is one. A statement
is a `Claim` as its source reports it, a position is our `CreativeWork` with an `Observation` for
each axis. Nothing is rated, so there is no `ClaimReview`. Sources are
`CreativeWork`s: no seed says which of them is a news article.

`@id` is an address without a pin, so that a thing has one name in every version. `isPartOf` is the
version that answered, and `archivedAt` the address with its pin. What is not known is left out.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from markupsafe import Markup

from app.api.citations import DatasetInfo
from app.store.listing import Row

Node = dict[str, Any]
Known = Mapping[str, Row]  # actors by id: type, name, codes

CONTEXT = "https://schema.org"
_AXES = ("stance", "view", "participation")
_CODES = {
    "iso2": "ISO 3166-1 alpha-2",
    "iso3": "ISO 3166-1 alpha-3",
    "numeric": "ISO 3166-1 numeric",
}
_OTHER_NAMES = (
    "official_name",
    "local_name",
    "abbreviation",
    "alias",
)  # not what only points at it, as a capital does
_IN_HTML = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def for_html(data: Node) -> Markup:
    """The data as the content of `<script type="application/ld+json">`: no string in it can end the
    element.
    """
    return Markup(orjson.dumps(data).decode().translate(_IN_HTML))  # noqa: S704


def actor(body: Row, dataset_info: DatasetInfo) -> Node:
    """A country or other actor from its view."""
    title = f"Position of {body['name']}: {body['stance'].replace('_', ' ')}"
    names = [
        name["name"]
        for name in body["names"]
        if name["kind"] in _OTHER_NAMES and name["name"] != body["name"]
    ]
    position = (
        dataset_info.urls.at("positions", body["position"])
        if body["position"]
        else body["links"]["position"]
    )
    return _alone(
        _actor(body, dataset_info)
        | {
            "url": dataset_info.urls.live(body["links"]["page"]),
            "alternateName": list(dict.fromkeys(names)),
            "sameAs": _wikidata(body),
            "description": body["note"],
            "subjectOf": {
                "@type": "CreativeWork",
                "@id": dataset_info.urls.live(position),
                "name": title,
                "isPartOf": _dataset(dataset_info),
            },
        }
    )


def position(body: Row, dataset_info: DatasetInfo, known: Known) -> Node:
    """A position, or an actor's silence, from its view; with its evidence in full."""
    who, self = _actor(body["actor"], dataset_info), body["links"]["self"]
    disputed = {dispute["axis"] for dispute in body["disputed"]}
    begun, ended = _day(body["valid_from"]), _day(body["valid_to"])
    grounds: list[Node] = []
    others: list[Node] = []
    for item in body["evidence"]:
        is_ground = item["relation"] in ("supports", "qualifies")
        claims = grounds if is_ground else others
        claims.append(_claim(item["statement"], dataset_info, known))
    return _alone(
        {
            "@type": "CreativeWork",
            "@id": dataset_info.urls.live(self),
            "identifier": body["id"],
            "name": f"Position of {who['name']}: {body['stance'].replace('_', ' ')}",
            "abstract": body["summary"] or body["note"],
            "disambiguatingDescription": body["not_supported"]
            and f"What may not be concluded: {body['not_supported']}",
            "url": dataset_info.urls.live(body["links"]["page"]),
            "archivedAt": dataset_info.pinned(self),
            "about": [
                who,
                {
                    "@type": "Question",
                    "identifier": body["question"]["id"],
                    "text": body["question"]["text"],
                },
            ],
            "mainEntity": [
                _given(
                    {
                        "@type": "Observation",
                        "observationAbout": {"@id": who["@id"]},
                        "variableMeasured": axis,
                        "value": body[axis],
                        "observationDate": body["as_of"],
                        "description": "The sources contradict each other."
                        if axis in disputed
                        else None,
                    }
                )
                for axis in _AXES
            ],
            "creativeWorkStatus": body["status"],
            "dateCreated": body["recorded_on"],
            "temporalCoverage": f"{begun}/{ended or '..'}" if begun else None,
            "isBasedOn": grounds,
            "citation": others,
            "isPartOf": _dataset(dataset_info),
        }
    )


def statement(body: Row, dataset_info: DatasetInfo, known: Known) -> Node:
    """A statement from its view."""
    return _alone(_claim(body, dataset_info, known))


def person(body: Row, dataset_info: DatasetInfo, known: Known) -> Node:
    """A speaker from the view; each role of a person with its dates, as far as they are known."""
    node = {
        "@type": _type_of_speaker(body),
        "@id": dataset_info.urls.live(body["links"]["self"]),
        "identifier": body["id"],
        "name": body["name"],
        "alternateName": body["other_names"],
        "sameAs": _wikidata(body),
        "url": dataset_info.urls.live(body["links"]["page"]),
        "subjectOf": _dataset(dataset_info),
    }
    if body["kind"] != "person":
        return _alone(node | {"description": "; ".join(role["title"] for role in body["roles"])})
    occupations: list[Node] = []
    affiliations: list[Node] = []
    for role in body["roles"]:
        employer = known.get(role["actor"])
        held_for = (
            _actor(employer, dataset_info) if employer else _organisation(role["organisation"])
        )
        dates = {"startDate": _day(role["held_from"]), "endDate": _day(role["held_to"])}
        if held_for["@type"] == "Country":
            occupation = {
                "@type": "Occupation",
                "name": role["title"],
                "occupationLocation": held_for,
            }
            occupations.append(_given({"@type": "Role", "hasOccupation": occupation, **dates}))
        else:
            affiliations.append(
                _given(
                    {"@type": "Role", "roleName": role["title"], "affiliation": held_for, **dates}
                )
            )
    return _alone(node | {"hasOccupation": occupations, "affiliation": affiliations})


def source(body: Row, dataset_info: DatasetInfo) -> Node:
    """A document from its view; the checksum is that of the archived text."""
    self, sha256 = body["links"]["self"], body["text_sha256"]
    origin = body["copy_of"] and {
        "@type": "CreativeWork",
        "@id": dataset_info.urls.live(dataset_info.urls.at("sources", body["copy_of"])),
    }
    return _alone(
        _work(body, self, dataset_info)
        | {
            "identifier": body["id"],
            "inLanguage": body["language"],
            "datePublished": _day(body["published"]),
            "copyrightNotice": body["rights"],
            "isBasedOn": origin,
            "encoding": sha256
            and {
                "@type": "MediaObject",
                "encodingFormat": "text/plain; charset=utf-8",
                "sha256": sha256,
            },
            "archivedAt": dataset_info.pinned(self),
            "mainEntityOfPage": dataset_info.urls.live(body["links"]["page"]),
            "subjectOf": _dataset(dataset_info),
        }
    )


def dataset(body: Row, dataset_info: DatasetInfo, scope: Row) -> Node:
    """The dataset from its view, with what Google's Dataset Search asks for.

    `scope` is what it covers (see app/dataset/queries.py). Its own citation is `creditText`: for
    Google `citation` means other articles.
    """
    counts, licence = body["counts"], body["licence"]
    amounts = (
        f"Statements: {counts['statements']}; sources: {counts['sources']}; current positions: "
        f"{counts['positions']}."
    )
    return _alone(
        _dataset(dataset_info)
        | {
            "url": dataset_info.urls.live(body["links"]["page"]),
            "description": f"{body['description']} {amounts}",
            "identifier": dataset_info.pinned(body["links"]["self"]),
            "inLanguage": body["language"],
            "license": licence["url"],
            "copyrightNotice": licence["covers"],
            "isAccessibleForFree": True,
            "creator": _given(
                _organisation(body["contact"]["name"])
                | {
                    "url": body["contact"]["url"],
                    "email": body["contact"]["email"],
                }
            ),
            "datePublished": body["published"],
            "dateModified": body["published"],
            "temporalCoverage": f"{scope['asked_from'].isoformat()}/{body['published']}",
            "spatialCoverage": [
                _actor(one, dataset_info) for one in scope["actors"] if one["type"] == "country"
            ],
            "keywords": scope["topics"],
            "creditText": body["citation"]["long"],
            "variableMeasured": [
                {
                    "@type": "PropertyValue",
                    "name": axis,
                    "description": ", ".join(scope["terms"].get(axis, ())),
                }
                for axis in _AXES
            ],
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": f"{one['list']} as {one['format'].upper()}",
                    "encodingFormat": one["media_type"],
                    "contentUrl": dataset_info.pinned(one["url"]),
                }
                for one in body["downloads"]
            ]
            + [
                {
                    "@type": "DataDownload",
                    "name": f"{one['table'] or 'the whole version'} as {one['format'].upper()}",
                    "encodingFormat": one["media_type"],
                    "contentUrl": one["url"],
                    "contentSize": f"{one['bytes']} B",
                    "sha256": one["sha256"],
                }
                for one in body["files"]
            ],
        }
    )


def dataset_in_short(body: Row, dataset_info: DatasetInfo) -> Node:
    """The dataset for the head of the start page: what it is, under which licence, and where its
    own page has the rest. It is as long for a large dataset as for a small one.
    """
    return _alone(
        _dataset(dataset_info)
        | {
            "url": dataset_info.urls.live(body["links"]["page"]),
            "description": body["description"],
            "inLanguage": body["language"],
            "license": body["licence"]["url"],
            "isAccessibleForFree": True,
            "creator": _organisation(body["contact"]["name"]),
            "datePublished": body["published"],
        }
    )


def _claim(body: Row, dataset_info: DatasetInfo, known: Known) -> Node:
    self, source = body["links"]["self"], body["source"]
    work = _work(source, body["links"]["source"], dataset_info)
    speaker = body["speaker"] and {
        "@type": _type_of_speaker(body["speaker"]),
        "@id": dataset_info.urls.live(body["links"]["speaker"]),
        "name": body["speaker"]["name"],
    }
    narrated = body["kind"] == "narration"
    words = body["selector"] and body["selector"]["exact"]
    name = dataset_info.urls.live(self)
    return _given(
        {
            "@type": "Claim",
            "@id": name,
            "identifier": body["id"],
            "url": dataset_info.urls.live(body["links"]["page"]),
            "text": words,
            "inLanguage": body["language"],
            "description": _reported(body, known),
            "abstract": body["summary"],
            "author": work["publisher"] if narrated else speaker,
            "dateCreated": _day(body["said"]),
            "about": [_actor(known[one["actor"]], dataset_info) for one in body["about"]],
            "keywords": body["topics"],
            "appearance": work,
            "isBasedOn": body["href_in_context"],
            "hasPart": [
                _given(
                    {
                        "@type": "Quotation",
                        "@id": f"{name}#quoted-{number}",
                        "text": words["exact"],
                        "inLanguage": body["language"],
                        "creator": speaker,
                        "spokenByCharacter": speaker and {"@id": speaker["@id"]},
                        "isBasedOn": {"@id": work["@id"]},
                    }
                )
                for number, words in enumerate(body["quoted"], 1)
            ],
            "archivedAt": dataset_info.pinned(self),
            "isPartOf": _dataset(dataset_info),
        }
    )


def _reported(body: Row, known: Known) -> str:
    """Whose words the text of a claim is, for whoever would take all of it for the speaker's."""
    publisher, speaker = body["source"]["publisher"], body["speaker"]
    if body["kind"] == "narration":
        return f"These are words of {publisher}, not of a speaker. We wrote the abstract."
    if speaker:
        who = speaker["name"] + (
            f" ({speaker['role_as_printed']})" if speaker["role_as_printed"] else ""
        )
    else:  # a joint text, or somebody without a name
        who = (
            ", ".join(known[actor]["name"] for actor in body["countries"])
            or "somebody whom the source does not name"
        )
    if body["selector"] is None:
        return (
            f"What {who} said, as reported by {publisher}. No words are kept; we wrote the "
            "abstract."
        )
    own = (
        "only its Quotations have words of the speaker"
        if body["quoted"]
        else "it quotes no words of the speaker"
    )
    return (
        f"What {who} said, as reported by {publisher}. The text is the wording of the source; "
        f"{own}. We wrote the abstract."
    )


def _alone(node: Node) -> Node:
    return _given({"@context": CONTEXT, **node})


def _given(node: Node) -> Node:
    """A node without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, [], "")}


def _dataset(dataset_info: DatasetInfo) -> Node:
    self = dataset_info.urls.at("dataset")
    return {
        "@type": "Dataset",
        "@id": dataset_info.urls.live(self),
        "name": dataset_info.title,
        "version": dataset_info.version,
        "url": dataset_info.pinned(self),
    }


def _actor(row: Row, dataset_info: DatasetInfo) -> Node:
    codes = [
        {"@type": "PropertyValue", "propertyID": of, "value": row[code]}
        for code, of in _CODES.items()
        if row[code]
    ]
    kind = "Country" if row["type"] == "country" else "Organization"
    name = dataset_info.urls.live(dataset_info.urls.actor(row["type"], row["id"]))
    return _given({"@type": kind, "@id": name, "name": row["name"], "identifier": codes})


def _work(row: Row, self: str, dataset_info: DatasetInfo) -> Node:
    return _given(
        {
            "@type": "CreativeWork",
            "@id": dataset_info.urls.live(self),
            "headline": row["title"],
            "name": row["title"],
            "url": row["url"],
            "publisher": _organisation(row["publisher"]),
        }
    )


def _type_of_speaker(row: Row) -> str:
    """The type of a speaker: offices and bodies are no persons."""
    return "Person" if row["kind"] == "person" else "Organization"


def _organisation(name: str) -> Node:
    return {"@type": "Organization", "name": name}


def _wikidata(body: Row) -> str | None:
    return f"https://www.wikidata.org/wiki/{body['wikidata']}" if body["wikidata"] else None


def _day(date: Row | None) -> str | None:
    return date["value"] if date else None
