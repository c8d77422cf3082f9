"""What the responses of many operations have in common, as the API description shows it: headers,
redirects and errors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.api.schemas import JsonObject
from app.problems import Busy, InvalidHost, NotReady, NoWordsKept, OverBudget, Problem

HEADERS: dict[str, JsonObject] = {
    "ETag": {
        "description": "Identifies the bytes of this response, for `If-None-Match`. Responses that "
        "are streamed because they are longer than 1 MiB have none.",
        "schema": {"type": "string"},
    },
    "Cache-Control": {
        "description": "How long the response may be kept: five minutes, a day for a pinned "
        "address; `no-store` for errors, redirects, health and metrics.",
        "schema": {"type": "string"},
    },
    "Dataset-Version": {
        "description": "The version of the dataset that was used. Missing only if there is none.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    },
    "Link": {
        "description": "Related addresses (RFC 8288): `next`, `canonical`, `cite-as`, "
        "`describedby`, `alternate`, `service-desc`, `service-doc`.",
        "schema": {"type": "string"},
    },
    "Content-Location": {
        "description": "The canonical address of this response.",
        "schema": {"type": "string", "format": "uri"},
    },
    "Content-Disposition": {
        "description": "The name of the file, with the version of the dataset.",
        "schema": {"type": "string"},
    },
    "Location": {
        "description": "The address to which the redirect leads.",
        "schema": {"type": "string", "format": "uri"},
    },
    "Allow": {
        "description": "The methods that work.",
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "Try again after this number of seconds.",
        "schema": {"type": "integer"},
    },
    "X-Request-ID": {
        "description": "The id of the request: the one that it sent, or a new one.",
        "schema": {"type": "string", "maxLength": 64},
    },
}
ALWAYS = ("Cache-Control", "Dataset-Version", "X-Request-ID")


def headers(*names: str) -> JsonObject:
    """The headers of a response, as references."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*names, *ALWAYS)}


REDIRECTS: dict[str, JsonObject] = {
    "SeeOther": {
        "description": "For browsers: the page for readers is at `Location`.",
        "headers": headers("Location"),
    },
    "NotModified": {
        "description": "The response with the `ETag` of `If-None-Match` is still current.",
        "headers": headers("ETag"),
    },
    "Moved": {
        "description": "The speaker was merged into another one, at `Location`.",
        "headers": headers("Location"),
    },
}
"""Responses without a body, by the name of their component."""

Request = Callable[[str], tuple[str, Mapping[str, str], str]]
"""From the address of a country with `{}` for its name: target, headers and method."""


def _get(end: str, name: str = "italy", **sent: str) -> Request:
    given = {key.replace("_", "-"): value for key, value in sent.items()}
    return lambda named: (named.format(name) + end, given, "GET")


@dataclass(frozen=True)
class SharedProblem:
    """The errors of one status, with what causes an example of each kind: a request, or the
    problem itself where no request is sure to cause it.
    """

    name: str
    meaning: str
    samples: Mapping[str, Request | Problem]
    headers: tuple[str, ...] = field(default=())


PROBLEMS: dict[str, SharedProblem] = {
    "400": SharedProblem(
        "InvalidHost",
        "The `Host` header is not a host name.",
        {"invalid-host": InvalidHost("The Host header must be a host name or an address.")},
    ),
    "404": SharedProblem(
        "NotFound",
        "A name in the path is unknown or ambiguous, or the address does not have this format.",
        {
            "unknown-name": _get("", "itly"),
            "ambiguous-name": _get("", "korea"),
            "format-not-served": _get(".geojson"),
            "no-words-kept": NoWordsKept("No words of the source of this statement are kept."),
        },
    ),
    "405": SharedProblem(
        "MethodNotAllowed",
        "The API is read-only: only GET, HEAD and OPTIONS work.",
        {"method-not-allowed": lambda named: (named.format("italy"), {}, "POST")},
        ("Allow",),
    ),
    "406": SharedProblem(
        "NotAcceptable",
        "`Accept` allows no media type of this address.",
        {"not-acceptable": _get("", accept="image/png")},
    ),
    "410": SharedProblem(
        "Gone",
        "Something was withdrawn, or the path names a version of the dataset that is not kept.",
        {"gone": lambda named: (f"/@0000000000000000{named.format('italy')}", {}, "GET")},
    ),
    "414": SharedProblem(
        "UriTooLong",
        "Path and query are longer than 8,000 characters.",
        {"uri-too-long": _get(f"?q={'x' * 8000}")},
    ),
    "422": SharedProblem(
        "InvalidParameters",
        "A parameter is unknown, is repeated, or has a value that is not valid; or there are more "
        "than 200.",
        {
            "invalid-parameter": _get("?as_of=2025-02-30"),
            "as-of-after-dataset": _get("?as_of=9999-12-31"),
            "too-many-parameters": _get(f"?{'&'.join(['as_of=2025-09-04'] * 201)}"),
        },
    ),
    "431": SharedProblem(
        "HeadersTooLarge",
        "The headers of the request are longer than 32 KiB, or have more than 500 lines.",
        {"headers-too-large": _get("", cookie="x" * 33_000)},
    ),
    "500": SharedProblem(
        "InternalError",
        "An unexpected error. The log has it under the request id.",
        {"internal-error": Problem("The cause is in our log, under the request id.")},
    ),
    "501": SharedProblem(
        "FormatNotImplemented",
        "oEmbed has only the formats `json` and `xml`.",
        {"format-not-implemented": lambda _: ("/oembed?format=yaml&url=x", {}, "GET")},
    ),
    "503": SharedProblem(
        "Unavailable",
        "A query took too long, too many whole lists are being sent, or there is no dataset.",
        {
            "over-budget": OverBudget("The query took longer than 250 ms."),
            "busy": Busy("Too many whole lists are being sent."),
            "not-ready": NotReady("No dataset is published here yet."),
        },
        ("Retry-After",),
    ),
}
"""By status. Each is a component, and one more where errors are pages or pictures."""
