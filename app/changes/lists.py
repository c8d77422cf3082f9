"""The filters of lists of changes for data, feeds and pages."""

import re
from contextlib import suppress
from datetime import date
from typing import Any

from app.api.context import RequestContext
from app.api.parameters import ChangeListParams
from app.api.validation import not_a_day
from app.changes import queries as changes
from app.lookup import names as resolve
from app.problems import InvalidParameter

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOST_ALLOWED = 50  # versions; if there are more, an error names none of them


def change_filters(context: RequestContext, params: ChangeListParams) -> dict[str, Any]:
    """The filters of a request as ids. Raises InvalidParameter for a name that means nothing or
    more than one thing, and for a `since` that is neither a day nor a version.
    """
    return {
        **_since(context, params.since),
        "actor": context.resolve_ids("country", resolve.actor, params.country),
        "speaker": context.resolve_ids("speaker", resolve.person, params.speaker),
        "kind": params.kind,
        "change": params.change,
    }


def _since(context: RequestContext, given: str | None) -> dict[str, object]:
    """The filter for the day or the version that `since` names. Raises InvalidParameter for what is
    neither.
    """
    if given is None:
        return {}
    with suppress(ValueError):
        if _DAY.fullmatch(given):
            return {"since": date.fromisoformat(given)}
    number = context.dataset.read(changes.number_of, given)
    if number is None:
        listing = context.dataset.read(changes.releases)
        known = [
            row["version"] for row in context.dataset.read(listing.page, None, _MOST_ALLOWED + 1)
        ]
        wrong = not_a_day("since", given, or_else=", or a published version (/dataset/versions)")
        raise InvalidParameter.of(
            "since",
            wrong.detail,
            wrong_value=given,
            did_you_mean=wrong.meant,
            allowed=known if len(known) <= _MOST_ALLOWED else (),
        )
    return {"after_release": number}
