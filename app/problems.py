"""Errors as RFC 9457 problem details. A raised Problem carries all that its answer needs; no text
of an exception leaves.
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self


def one_of(options: Sequence[str]) -> str:
    """Options as a sentence has them: a, b or c."""
    *others, last = options
    return f"{', '.join(others)} or {last}" if others else last


SEE_CANDIDATES = " See candidates."
"""The end of a detail that does not list all that a name may mean. Pages leave it out, because they
show the candidates as links.
"""


class Problem(Exception):
    """Base of every error that a client may see.

    `detail` is a sentence for the person who gets it. `errors` are `{parameter, detail}`; `allowed`
    the values of a closed list; `did_you_mean` inputs that would work; `candidates` what an
    ambiguous name may mean.
    """

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong on our side"
    explanation: ClassVar[str] = (
        "An unexpected error occurred. The request may be right. The response does not say more "
        "about the cause; the operator finds it in the log under the request id."
    )
    headers: ClassVar[Mapping[str, str]] = {}  # of its answer, besides the usual ones

    def __init__(
        self,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        allowed: Sequence[str] = (),
        did_you_mean: Sequence[str] = (),
        candidates: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        members = {
            "errors": errors,
            "allowed": allowed,
            "did_you_mean": did_you_mean,
            "candidates": candidates,
        }
        self.members: dict[str, Any] = {
            name: list(value) for name, value in members.items() if value
        }

    def body(self, base: str, instance: str) -> dict[str, Any]:
        """The members of RFC 9457 section 3.1, then our own: `code`, and others where they help.

        The detail ends with what was probably meant. Those of parameters say so themselves.
        """
        meant = [] if "errors" in self.members else self.members.get("did_you_mean")
        return {
            "type": f"{base}/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": f"{self.detail} Did you mean {one_of(meant)}?" if meant else self.detail,
            "instance": instance,
            "code": self.slug,
            **self.members,
        }


class NotFound(Problem):
    """404: no such path."""

    status, slug, title = 404, "not-found", "Nothing is at this address"
    explanation = (
        "No address of this service has this path. `did_you_mean` lists paths that were probably "
        "meant. The API description lists all addresses."
    )


class UnknownName(Problem):
    """404: a name in the path that means nothing."""

    status, slug, title = 404, "unknown-name", "We do not recognise this name"
    explanation = (
        "No country, actor, person, source, statement or position of this dataset has the name in "
        "the path. Letter case, accents and punctuation do not count; nothing is guessed. "
        "`did_you_mean` lists similar names and ids, and paths that were probably meant; a path "
        "begins with a slash. A known country without a position is not an error: it is a 200 "
        "with the stance `not_stated`."
    )


class AmbiguousName(Problem):
    """404: a name in the path that means several things."""

    status, slug, title = 404, "ambiguous-name", "That name means more than one thing"
    explanation = (
        "Several countries, actors or people have this name. `candidates` lists them; use the id "
        "of one of them."
    )


class FormatNotServed(Problem):
    """404: a suffix that this URL does not have."""

    status, slug, title = 404, "format-not-served", "This address does not have that format"
    explanation = (
        "The suffix of the path chooses the format (.json, .csv, .ndjson …). `allowed` lists the "
        "suffixes that this address has."
    )


class NoWordsKept(Problem):
    """404: words that are not kept."""

    status, slug, title = 404, "no-words-kept", "No words of this source are kept"
    explanation = (
        "Of some sources we keep no words, only our summaries. Their statements have no selectors "
        "and no Web Annotation."
    )


class TextNotGivenOut(Problem):
    """404: an archived text that may not be given out, or that is not archived."""

    status, slug, title = 404, "text-not-given-out", "The text of this source is not given out"
    explanation = (
        "The text of a source is given out only if its rights allow it (`redistribute`). The "
        "source has the hash of the archived text and the address of the original."
    )


class FilesNotMade(Problem):
    """404: the whole files of a version, where nobody made them."""

    status, slug, title = 404, "files-not-made", "The whole files of this version were not made"
    explanation = (
        "The files with a whole version (SQLite, Data Package, NDJSON, perhaps Parquet) are made "
        "when it is published. `files` of /dataset lists those that can be downloaded; "
        "`downloads` are the whole lists, which are always available."
    )


class InvalidParameter(Problem):
    """422: a parameter that cannot be used."""

    status, slug, title = 422, "invalid-parameter", "Invalid parameter"
    explanation = (
        "A query parameter is unknown, given twice although it takes one value, of the wrong type, "
        "out of range, or names something that does not exist. `errors` says which parameter is "
        "wrong, and why; `allowed` lists what is allowed, and `did_you_mean` what was probably "
        "meant."
    )

    def __init__(
        self,
        detail: str,
        *,
        wrong_value: str | None = None,
        unknown_parameter: bool = False,
        **members: Any,
    ) -> None:
        """Two facts are for our own pages, and not sent. `wrong_value` is the value that cannot be
        used, where it is known. `unknown_parameter` says that no parameter has this name; then
        `did_you_mean` are names of parameters, otherwise values.
        """
        super().__init__(detail, **members)
        self.wrong_value = wrong_value
        self.unknown_parameter = unknown_parameter

    @classmethod
    def of(cls, parameter: str, detail: str, **members: Any) -> Self:
        """The problem of one parameter; `detail` is a sentence that does not name it."""
        errors = [{"parameter": parameter, "detail": detail}]
        return cls(f"{parameter}: {detail}", errors=errors, **members)


class AsOfAfterDataset(Problem):
    """422: a day after the publication of the dataset.

    `last` is the day on which it was published.
    """

    status, slug, title = 422, "as-of-after-dataset", "That day is after the dataset was published"
    explanation = (
        "`as_of` is later than the day on which the dataset was published. `to` in `allowed` is "
        "the last possible day. Leave out `as_of` for the latest position."
    )

    def __init__(self, last: date) -> None:
        detail = (
            f"Must not be after {last}, the day on which this dataset was published. Leave out "
            "as_of for the latest position."
        )
        super().__init__(f"as_of: {detail}", errors=[{"parameter": "as_of", "detail": detail}])
        self.members["allowed"] = {"to": last.isoformat()}


class InvalidHost(Problem):
    """400: a Host header that is no host."""

    status, slug, title = 400, "invalid-host", "The Host header is not a host name"
    explanation = (
        "Links in responses are absolute, so the Host header must be a plain host name or "
        "address, with or without a port."
    )


class MethodNotAllowed(Problem):
    """405: not a reading method."""

    status, slug, title = 405, "method-not-allowed", "This API is read-only"
    headers = {"Allow": "GET, HEAD, OPTIONS"}
    explanation = "Only the methods GET, HEAD and OPTIONS work; the Allow header names them."


class NotAcceptable(Problem):
    """406: Accept leaves nothing."""

    status, slug, title = (
        406,
        "not-acceptable",
        "The Accept header allows no format of this address",
    )
    explanation = (
        "Each address has one format, which the suffix of the path chooses, and not the Accept "
        "header. `allowed` lists the suffixes of this address. Without an Accept header, every "
        "address works."
    )


class FormatNotImplemented(Problem):
    """501: a format that oEmbed does not come in (oEmbed 1.0, section 2.3.5)."""

    status, slug, title = 501, "format-not-implemented", "oEmbed does not have that format"
    explanation = (
        "`/oembed` has the formats `json` and `xml`, which its parameter `format` chooses."
    )


class Gone(Problem):
    """410: withdrawn, or pinned to a version that is not kept here.

    For what was withdrawn (docs/domain.md, rule tombstone) `reason` says why, `removed_on` (ISO
    8601) since when, and `replaced_by`, a URL, what replaced it; None if nothing did.
    """

    status, slug, title = 410, "gone", "This is no longer available"
    explanation = (
        "Either something that was published was withdrawn: `reason` and `removed_on` say why and "
        "when, and `replaced_by` is the address of what replaces it. Its id is never used again. "
        "Or the path is pinned (`/@version/…`) to a version of the dataset that is not available "
        "here: `/dataset/versions` lists the published versions."
    )

    def __init__(
        self,
        detail: str,
        *,
        reason: str | None = None,
        replaced_by: str | None = None,
        removed_on: str | None = None,
    ) -> None:
        super().__init__(detail)
        if reason is not None:
            self.members |= {"reason": reason, "replaced_by": replaced_by, "removed_on": removed_on}


class UriTooLong(Problem):
    """414: beyond 8,000 characters."""

    status, slug, title = 414, "uri-too-long", "The address is longer than 8,000 characters"
    explanation = "A path and its query together can have 8,000 characters."


class TooManyParameters(Problem):
    """422: more parameters than anything here takes."""

    # Every filter of a list has at most 20 values, and no list has more than ten filters.
    most: ClassVar[int] = 200
    status, slug, title = 422, "too-many-parameters", "The address has more than 200 parameters"
    explanation = (
        "A query can have 200 parameters. Each value of a repeated parameter counts. None of "
        "them was read."
    )


class HeadersTooLarge(Problem):
    """431: headers that nobody needs."""

    # Bytes, names and values together: what common servers in front of us let through.
    most: ClassVar[int] = 32 * 1024
    most_fields: ClassVar[int] = 500
    status, slug = 431, "headers-too-large"
    title = "The headers of the request are longer than 32 kB"
    explanation = (
        "The headers of a request can have 32,768 bytes, names and values together, in at most 500 "
        "lines. The usual cause is cookies of another service on the same host. This service "
        "needs no cookies."
    )


class OverBudget(Problem):
    """503: a query beyond its time budget."""

    status, slug, title = 503, "over-budget", "The query took too long and was stopped"
    headers = {"Retry-After": "2"}
    explanation = (
        "Every query has a limited time, so that one reader cannot slow down all others. Use more "
        "filters, or try again."
    )


class Busy(Problem):
    """503: as much of one kind is being answered as may be at once."""

    status, slug, title = 503, "busy", "Too many requests at the moment"
    headers = {"Retry-After": "5"}
    explanation = (
        "Too many requests are waiting, or too many whole lists (CSV or NDJSON) are being sent. "
        "Try again after the number of seconds in Retry-After, or read the list page by page."
    )


class NotReady(Problem):
    """503: no dataset, or its file is damaged."""

    status, slug, title = 503, "not-ready", "There is no dataset at the moment"
    headers = {"Retry-After": "5"}
    explanation = (
        "The service runs, but it has no dataset that it can open, or the file of its dataset is "
        "damaged. The operator has to publish a dataset, or to restore the file."
    )


ALL: tuple[type[Problem], ...] = (*Problem.__subclasses__(), Problem)
"""Every kind of error, in the order of this file."""

RenderProblem = Callable[
    [MutableMapping[str, Any], Problem], tuple[int, list[tuple[bytes, bytes]], bytes]
]
"""Makes the answer for a problem in an ASGI scope: status, headers (with those of the problem, such
as Allow or Retry-After) and body.
"""
