"""Doubts about a summary that turns a condition or a denied limit round: “even without” for “only
with”, “if” for “whether or not”, “unless” for “if”, “before” for “not before”.
"""

import re
from functools import lru_cache

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.polarity import has
from app.build.check.doubts.summaries import said_in
from app.build.check.doubts.things import code_of
from app.build.check.doubts.words import pattern
from app.build.findings import DoubtCode


def conditions_turned(one: Compared) -> Found | None:
    """The first condition or limit that is turned round."""
    for rule in (_limit_not_denied, _holds_anyway, _made_conditional, _unless, _added):
        if message := rule(one):
            return DoubtCode.summary_contrary, message
    return None


_LIMITS = (("earlier", "before"), ("lacking", "without"), ("until_it", "(?:before|until)"))
_BETWEEN = r"(?:(?!\b(?:and|und|et|e|y)\b)[^.,;:!?«»“”]){0,60}?"
_PARTS = re.compile(
    r"[.;:]|, and | but |, (?=before\b|without\b)| and (?=(?:that|will|would|does|is|must|should|"
    r"can|could|may|has|have|not|already)\b)"
)
_SAYS_NO = re.compile(
    r"\b(?:not|no|never|nobody|none|neither|nor|nothing|cannot|\w+n[’']t|refus\w+|reject\w*|"
    r"den(?:y|ies|ied)|declin\w+|rul\w+ (?:\w+ ){0,3}?out|exclud\w+|oppos\w+|forbid\w*|"
    r"(?<!\bits )(?<!\bhis )(?<!\bher )(?<!\bthe )(?<!\btheir )only|"
    r"out of the question|earliest|stays?|keeps?|impossible)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=32)
def _denied_limit(limit: str, code: str) -> re.Pattern[str] | None:
    """A limit that is denied: “not before”, “nobody without”. In German the denial may follow."""
    denial, words = pattern("plain_denial", code), pattern(limit, code)
    if denial is None or words is None:
        return None
    orders = [f"{denial.pattern}{_BETWEEN}{words.pattern}"]
    if code == "de":
        orders.append(f"{words.pattern}{_BETWEEN}{denial.pattern}")
    return re.compile("|".join(orders), re.IGNORECASE)


def _limit_not_denied(one: Compared) -> str | None:
    """What does not happen before or without something in the source does so in the summary."""
    for limit, english in _LIMITS:
        expression = _denied_limit(limit, code_of(one.language))
        found = expression.search(one.words) if expression else None
        for part in _PARTS.split(one.summary) if found else ():
            said = re.search(rf"\b{english}\b", part)
            if said and found and not _SAYS_NO.search(part):
                return f"the source says {found[0]!r}, and the summary only {said[0]!r}"
    return None


_EVEN = re.compile(
    r"\b(?:even (?:if|when|though|without|with|after)|also (?:without|if|when)|whether or not|"
    r"with or without|regardless|"
    r"no matter|(?<!, )although)\b"
)


def _holds_anyway(one: Compared) -> str | None:
    """A condition of the source that does not matter in the summary: “even without a mandate”."""
    found, words = _EVEN.search(one.summary), pattern("concession", one.language)
    if found and words and not words.search(one.near):
        return f"the summary says {found[0]!r}, and no word of the source means that"
    return None


_IF = re.compile(r"\b(?:if|provided|on condition|in case|as long as|only|depends?)\b")
_STILL_ANYWAY = re.compile(
    r"\b(?:even|whether|without|regardless|no matter|any case|anyway|despite|although|though|"
    r"all the same|nevertheless|unconditional\w*|or not|either way|but|any|not|whatever)\b"
)


def _made_conditional(one: Compared) -> str | None:
    """What happens in any case in the source depends on something in the summary."""
    words = pattern("unconditional", one.language)
    found = words.search(one.words) if words else None
    condition = _IF.search(one.summary) if found else None
    if found and condition and not _STILL_ANYWAY.search(one.summary):
        return f"the source says {found[0]!r}, and the summary {condition[0]!r}"
    return None


_LIMITED = re.compile(
    r"\b(?:unless|without|until|not|no|only|except|nothing|nobody|never|otherwise|before|cannot|"
    r"but|first|refus\w+|provided|insist\w*|demand\w*)\b"
)


def _unless(one: Compared) -> str | None:
    """“Unless” for “if”, and the reverse."""
    wide, narrow = pattern("unless", one.language), pattern("only_unless", one.language)
    if wide and re.search(r"\bunless\b", one.summary) and not wide.search(one.near):
        return "the summary says 'unless', and no word of the source means that"
    found = narrow.search(one.words) if narrow else None
    if found and not _LIMITED.search(one.summary):
        return f"the source says {found[0]!r}, and the summary has no such limit"
    return None


_NEW_CONDITION = re.compile(
    r"(?<!as )(?<!even )(?<!asks )(?<!asked )(?<!says )"
    r"\b(?:if|provided that|on condition that|unless|only if|in case)\b"
)
_OF_CONDITIONS = ("condition", "conditions_first", "concession", "unless", "depending")


def _added(one: Compared) -> str | None:
    """A condition, where no word of the source may begin one."""
    found = _NEW_CONDITION.search(said_in(one.summary))
    if not found or pattern("depending", one.language) is None:
        return None
    if any(has(kind, one.near, one.language) for kind in _OF_CONDITIONS):
        return None
    return f"the summary says {found[0]!r}, and no word of the source begins a condition"
