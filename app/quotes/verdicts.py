"""The closed lists of a check of a quotation."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a check of a quotation found.

    - `verbatim`: the source prints these words in quotation marks as words of this speaker.
    - `reported_speech`: the source has these words as reported speech, not in quotation marks.
    - `altered`: it has near words; see the differences.
    - `shortened`: the quotation ends right before a limit, which is shown.
    - `other_speaker`: somebody else said these words.
    - `narration`: they are the article's own words.
    - `not_held`: nothing like them is recorded here, which is no evidence that it was not said.
    """

    verbatim = "verbatim"
    reported_speech = "reported_speech"
    altered = "altered"
    shortened = "shortened"
    other_speaker = "other_speaker"
    narration = "narration"
    not_held = "not_held"


ORDER = (
    Verdict.shortened,
    Verdict.verbatim,
    Verdict.reported_speech,
    Verdict.altered,
    Verdict.other_speaker,
    Verdict.narration,
)
"""The first of these that a hit has decides."""


class WordChange(StrEnum):
    """What a part of the comparison is: words that are the same, that were replaced, left out of
    the quotation, or added to it.
    """

    same = "same"
    replaced = "replaced"
    left_out = "left_out"
    added = "added"


class Differs(StrEnum):
    """What kind of words differ, if that can change the meaning."""

    negation = "negation"
    number = "number"
    name = "name"
    modal = "modal"
    condition = "condition"
