"""Findings: what is wrong or doubtful in a seed, where, and what to do (docs/findings.md)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.placeholder import PLACEHOLDER

Where = tuple[str | int, ...]
"""The path to a value of a YAML file: keys and list indexes from the top."""


class ErrorCode(StrEnum):
    """What is certainly wrong. Nothing is published until it is corrected."""

    # Files
    missing_file = "missing-file"
    never_read = "never-read"
    outside_seed = "outside-seed"
    too_large = "too-large"
    line_endings = "line-endings"
    not_utf8 = "not-utf8"
    not_yaml = "not-yaml"
    refused_character = "refused-character"
    key_twice = "key-twice"
    value_cut = "value-cut"
    name_table = "name-table"
    ledger = "ledger"
    # Values
    unknown_key = "unknown-key"
    missing_key = "missing-key"
    wrong_value = "wrong-value"
    contradiction = "contradiction"
    unknown_name = "unknown-name"
    id_taken = "id-taken"
    wrong_id = "wrong-id"
    given_twice = "given-twice"
    circle = "circle"
    draft_left = "draft-left"
    todo_left = "todo-left"
    bad_acceptance = "bad-acceptance"
    stale_acceptance = "stale-acceptance"
    # Texts
    passage_not_in_text = "passage-not-in-text"
    words_in_no_passage = "words-in-no-passage"
    words_missing = "words-missing"
    words_kept = "words-kept"
    words_not_in_text = "words-not-in-text"
    which_occurrence = "which-occurrence"
    over_passages = "over-passages"
    wrong_coding = "wrong-coding"
    cut_in_word = "cut-in-word"
    not_in_quotation_marks = "not-in-quotation-marks"
    summary_quotes = "summary-quotes"
    # People, roles, agencies
    merged_person = "merged-person"
    same_wikidata = "same-wikidata"
    which_role = "which-role"
    no_role = "no-role"
    role_not_printed = "role-not-printed"
    capacity_raised = "capacity-raised"
    not_for_narration = "not-for-narration"
    signed_without_effect = "signed-without-effect"
    not_an_agency = "not-an-agency"
    # Dates
    said_too_late = "said-too-late"
    dates_in_wrong_order = "dates-in-wrong-order"
    # Positions
    evidence_about_others = "evidence-about-others"
    evidence_off_question = "evidence-off-question"
    evidence_too_new = "evidence-too-new"
    evidence_of_opposition = "evidence-of-opposition"
    denial_by_others = "denial-by-others"
    no_evidence = "no-evidence"
    field_not_set = "field-not-set"
    order_unclear = "order-unclear"
    drops_nothing = "drops-nothing"
    changes_nothing = "changes-nothing"
    offered_and_ruled_out = "offered-and-ruled-out"
    reviewed_by_coder = "reviewed-by-coder"
    no_person = "no-person"
    # What was published
    published_and_gone = "published-and-gone"
    id_used_again = "id-used-again"
    meaning_changed = "meaning-changed"
    correction_missing = "correction-missing"


class DoubtCode(StrEnum):
    """What is probably wrong. It stops until it is corrected, or accepted with a reason."""

    # Speakers
    speaker_not_near = "speaker-not-near"
    speaker_not_named = "speaker-not-named"
    speaker_named = "speaker-named"
    speaker_unnamed = "speaker-unnamed"
    role_of_another = "role-of-another"
    role_of_another_country = "role-of-another-country"
    role_cut_off = "role-cut-off"
    same_person = "same-person"
    capacity_not_of_role = "capacity-not-of-role"
    # Passages
    no_reporting_verb = "no-reporting-verb"
    reporting_verb = "reporting-verb"
    no_comment = "no-comment"
    two_sentences = "two-sentences"
    half_sentence = "half-sentence"
    like_a_heading = "like-a-heading"
    unlike_a_heading = "unlike-a-heading"
    # Claims
    limit_cut_off = "limit-cut-off"
    quotation_not_coded = "quotation-not-coded"
    scare_quotes = "scare-quotes"
    wrong_occurrence = "wrong-occurrence"
    country_not_named = "country-not-named"
    signatory_missing = "signatory-missing"
    summary_contrary = "summary-contrary"
    summary_too_strong = "summary-too-strong"
    summary_of_other_words = "summary-of-other-words"
    number_not_in_source = "number-not-in-source"
    same_words = "same-words"
    # Positions
    stance_contrary = "stance-contrary"
    stance_too_strong = "stance-too-strong"
    participation_contradicts = "participation-contradicts"
    # Dates
    date_improbable = "date-improbable"
    # Sources
    same_text = "same-text"
    same_address = "same-address"
    other_language = "other-language"
    agency_not_in_via = "agency-not-in-via"
    tracking_address = "tracking-address"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong or doubtful in a seed file.

    `line` counts from 1, with the header; 0 means the whole file. `where` is the path to the value,
    `item` the id of the statement, entry or other item that it belongs to. `cause` is the file
    whose own errors would explain this one.
    """

    file: str
    line: int
    message: str
    hint: str | None = None
    code: ErrorCode | DoubtCode = ErrorCode.wrong_value
    item: str | None = None
    where: Where = field(default=(), compare=False)
    cause: str | None = field(default=None, compare=False)

    @property
    def is_doubt(self) -> bool:
        """Whether somebody who knows that it is right may accept it."""
        return isinstance(self.code, DoubtCode)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


def as_line(finding: Finding) -> str:
    """A finding as the commands print it: with its code, which docs/findings.md explains."""
    about = f" {finding.item}" if finding.item else ""
    return f"{finding} [{finding.code}{about}]"


def as_lines(findings: Iterable[Finding]) -> list[str]:
    """Findings as the commands print them, in their order. All drafts of a file are one line, so
    that the other findings are seen.
    """
    every = list(findings)
    drafts: dict[str, list[Finding]] = {}
    for finding in every:
        if finding.code is ErrorCode.draft_left:
            drafts.setdefault(finding.file, []).append(finding)
    lines = []
    for finding in every:
        group = drafts.get(finding.file, []) if finding.code is ErrorCode.draft_left else []
        if len(group) <= 1:
            lines.append(as_line(finding))
        elif finding is group[0]:
            lines.append(_of_drafts(group))
    return lines


def _of_drafts(group: list[Finding]) -> str:
    first = group[0]
    some = ", ".join(f"{one.item} (line {one.line})" for one in group[:_NAMED])
    more = " …" if len(group) > _NAMED else ""
    message = f"{len(group)} drafts that nobody has confirmed: {some}{more} ({first.hint})"
    return f"{first.file}:{first.line}: {message} [{first.code}]"


_NAMED = 3  # drafts


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding as `--json` prints it."""
    return {
        "kind": "doubt" if finding.is_doubt else "error",
        "code": str(finding.code),
        "file": finding.file,
        "line": finding.line or None,
        "id": finding.item,
        "path": list(finding.where),
        "message": finding.message,
        "hint": finding.hint,
    }


def as_annotation(finding: Finding) -> str:
    """A finding as a workflow command of GitHub Actions, which shows it beside its line.

    Commands end at a line break, and their properties at a comma or colon, so these are escaped.
    """
    level = "warning" if finding.is_doubt else "error"
    message = finding.message + (f" ({finding.hint})" if finding.hint else "")
    place = f"file={_property(finding.file)}" + (f",line={finding.line}" if finding.line else "")
    return f"::{level} {place},title={_property(finding.code)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def character(char: str) -> str:
    """A character by number and name, for sentences about what cannot be seen."""
    name = _CONTROLS.get(char) or unicodedata.name(char, "")
    if not name and unicodedata.category(char) == "Cc":
        name = "(a control character)"
    return f"U+{ord(char):04X}" + (f" {name}" if name else "")


_CONTROLS = {
    "\0": "NUL",
    "\t": "TAB",
    "\n": "LINE FEED",
    "\r": "CARRIAGE RETURN",
    "\x07": "BELL",
    "\x08": "BACKSPACE",
    "\x0b": "LINE TABULATION",
    "\x0c": "FORM FEED",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
    "\ufeff": "BYTE ORDER MARK",
}


def refused_character(text: str) -> str | None:
    """What is wrong with a text that has a character which no text in a seed may have."""
    if "\0" in text:  # some functions of SQLite end a text there
        return "a text must not have the character NUL"
    if PLACEHOLDER in text:  # a dataset file has it for the base URL
        return "a text must not have the character U+FDD0"
    return None
