"""Checking entries: their evidence, when they begin, and that those of one actor and question go
together (docs/domain.md, section From entries to positions).
"""

from collections import defaultdict
from dataclasses import fields

from app.build.check.checked_seed import CheckedSeed
from app.build.check.references import date_of, known, unique
from app.build.check.sentences import check_sentences
from app.build.findings import ErrorCode
from app.build.fold.entries import (
    TIERS,
    EntryChange,
    EvidenceItem,
    Tier,
    condition_key,
    contribution_key,
)
from app.build.fold.problems import ProblemKind, record_problems
from app.build.seed.load import SourceFolder
from app.build.seed.models.positions import SeedDrops, SeedEntry
from app.build.seed.models.sources import SeedStatement
from app.domain.dates import UNKNOWN, DateObject
from app.domain.names import fold
from app.domain.quotation_marks import not_quoted
from app.domain.vocabulary import PROGRAM, Attribution, Capacity, ContributionStatus, Relation

_CODED = [member.name for member in fields(EntryChange) if member.name in SeedEntry.model_fields]
# Where in its entry a problem is; one of an overlap is at the axis.
_PLACES = {
    ProblemKind.unknown_after: "after",
    ProblemKind.needless_after: "after",
    ProblemKind.dispute_without_opponent: "disputes",
    ProblemKind.denial_without_claim: "denies",
}


def check_entries(checked: CheckedSeed, actors: set[str], questions: set[str]) -> None:
    """Check all entries, and note in `checked.begins` when the position of each begins."""
    statements = {name: statement for name, _, statement in checked.seed.statements()}
    seen: set[str] = set()
    for folder in checked.seed.folders:
        ids = [entry.id for entry in folder.entries]
        unique(folder.entries_file, ids, seen)
        seen.update(ids)
    for folder, index, entry in checked.seed.entries():
        known(folder.entries_file, entry.actor, actors, "actor", index, "actor")
        on_known_question = known(
            folder.entries_file, entry.question, questions, "question", index, "question"
        )
        checked.begins[entry.id] = _begins(checked, folder, index)
        _evidence(checked, folder, index, statements, on_known_question)
        _alone(folder, index)
    _problems_of_records(checked)
    _drops(checked)


def _begins(checked: CheckedSeed, folder: SourceFolder, index: int) -> DateObject:
    """When a position begins (docs/domain.md, rule validity): as coded, else when the first
    statement that supports or denies was said.
    """
    entry = folder.entries[index]
    if entry.valid_from is not None:
        return date_of(folder, folder.entries_file, entry.valid_from, index, "valid_from")
    carrying = (Relation.supports, Relation.denies)
    first = next(item.statement for item in entry.evidence if item.relation in carrying)
    return checked.resolved[first].said if first in checked.resolved else UNKNOWN


def _evidence(
    checked: CheckedSeed,
    folder: SourceFolder,
    index: int,
    statements: dict[str, SeedStatement],
    on_known_question: bool,
) -> None:
    """Check the evidence of one entry (docs/domain.md, rules evidence and opposition)."""
    file, entry = folder.entries_file, folder.entries[index]
    begins = checked.begins[entry.id]
    given = [item.statement for item in entry.evidence]
    for number, item in enumerate(entry.evidence):
        where = (index, "evidence", number, "statement")
        if item.statement in given[:number]:
            file.report(ErrorCode.given_twice, "this statement is given twice", *where)
        if not known(file, item.statement, statements, "statement", *where):
            continue
        statement, resolved = statements[item.statement], checked.resolved[item.statement]
        if entry.actor not in statement.about:
            message = f"this statement is not about {entry.actor}"
            file.report(ErrorCode.evidence_about_others, message, *where)
        carries = item.relation in (Relation.supports, Relation.denies)
        if carries and on_known_question and entry.question not in statement.questions:
            message = f"this statement is not on the question {entry.question}"
            hint = "add the question to the statement, or give it the relation context"
            file.report(ErrorCode.evidence_off_question, message, *where, hint=hint)
        if resolved.capacity is Capacity.opposition and carries:
            message = "an opposition leader never makes a country's position"
            file.report(ErrorCode.evidence_of_opposition, message, *where)
        own = TIERS[resolved.about.get(entry.actor, Attribution.self_)] is Tier.own
        if item.relation is Relation.denies and not own:
            message = "only the actor itself can deny what others claim of it"
            file.report(ErrorCode.denial_by_others, message, *where)
        if too_new := _too_new(resolved.said, begins):
            file.report(ErrorCode.evidence_too_new, too_new, *where)
        for name in set(item.fields) - entry.sets:
            message = f"the entry does not set {name}"
            file.report(ErrorCode.field_not_set, message, index, "evidence", number, "fields")
    quoted = [
        words
        for item in entry.evidence
        if item.statement in statements
        for words in statements[item.statement].quoted
    ]
    for name in ("summary", "not_supported"):
        if words := not_quoted(getattr(entry, name), quoted):
            file.report(
                ErrorCode.summary_quotes,
                "no statement of the evidence quotes the words that stand in quotation marks here: "
                f"{words[0]!r}",
                index,
                name,
            )
    for name in sorted(entry.sets):
        if not any(
            item.relation is Relation.supports
            and (not item.fields or name in entry.counted_for(item))
            for item in entry.evidence
        ):
            message = f"no supporting statement is counted for {name}"
            file.report(ErrorCode.no_evidence, message, index, "evidence")


def _too_new(said: DateObject, begins: DateObject) -> str | None:
    """What is wrong if a position may be older than the words of its evidence (docs/domain.md,
    rule evidence-not-newer).
    """
    day = said.earliest
    if day is None or (begins.earliest and begins.earliest >= day):
        return None
    first = f"this was said on {_day(said)}"
    if begins.earliest:
        return (
            f"{first}, and the position begins on {_day(begins)}: give a later `valid_from`, "
            f"from {day} on"
        )
    until = begins.latest if begins.latest and begins.latest >= day else day
    example = f"{{earliest: {day}, latest: {until}, basis: derived, note: how you know}}"
    return (
        f"{first}, and the first day of the position is not known: give a `valid_from`, such as "
        f"{example}"
    )


def _day(known: DateObject) -> str:
    """The first day of a date, and whether it may have been a later one."""
    return str(known.earliest) if known.latest == known.earliest else f"{known.earliest} or later"


def _alone(folder: SourceFolder, index: int) -> None:
    """Check what an entry says by itself."""
    file, entry = folder.entries_file, folder.entries[index]
    if not (entry.sets or entry.denies or entry.drops):
        message = "this entry sets nothing, drops nothing and denies nothing"
        file.report(ErrorCode.changes_nothing, message, index)
    ruled_out = {
        contribution_key(each)
        for each in entry.contributions
        if each.status is ContributionStatus.ruled_out
    }
    for number, each in enumerate(entry.contributions):
        if each.status is ContributionStatus.offered and contribution_key(each) in ruled_out:
            message = f"{each.form.value} ({each.place.value}) is offered and ruled out"
            code = ErrorCode.offered_and_ruled_out
            file.report(code, message, index, "contributions", number)
    if entry.reviewed_by and fold(entry.reviewed_by) == fold(entry.coded_by):
        message = "nobody reviews their own coding: reviewed_by is coded_by"
        file.report(ErrorCode.reviewed_by_coder, message, index, "reviewed_by")
    elif entry.coded_by.endswith(PROGRAM) and (
        entry.reviewed_by is None or entry.reviewed_by.endswith(PROGRAM)
    ):
        message = "a program coded this, and no person has reviewed it"
        hint = "name the person who did in reviewed_by"
        file.report(ErrorCode.no_person, message, index, "coded_by", hint=hint)
    for key, day in (
        ("reviewed_on", entry.reviewed_on),
        ("retracted", entry.retracted and entry.retracted.on),
    ):
        if day and day < entry.recorded_on:
            message = f"{key}: {day} is before the day on which it was coded, {entry.recorded_on}"
            file.report(ErrorCode.dates_in_wrong_order, message, index, key)
    sentences = {"summary": entry.summary, "not_supported": entry.not_supported}
    check_sentences(file, (index,), sentences)
    for number, item in enumerate(entry.evidence):
        if item.note:
            check_sentences(file, (index, "evidence", number), {"note": item.note})


def entry_change(checked: CheckedSeed, entry: SeedEntry) -> EntryChange:
    """What an entry changes, with the attributions and the begin that the check worked out."""
    evidence = tuple(
        EvidenceItem(item.statement, item.relation, attribution, entry.counted_for(item), item.note)
        for item in entry.evidence
        if item.statement in checked.resolved
        and (attribution := checked.resolved[item.statement].about.get(entry.actor))
    )
    coded = {name: getattr(entry, name) for name in _CODED}
    return EntryChange(
        **coded
        | {
            "valid_from": checked.begins[entry.id],
            "evidence": evidence,
            "valid_from_coded": entry.valid_from is not None,
        }
    )


def _problems_of_records(checked: CheckedSeed) -> None:
    """Report what is wrong with the entries of one actor and question taken together
    (docs/domain.md, rules order, overlap, dispute and denial).
    """
    places = {entry.id: (folder, index) for folder, index, entry in checked.seed.entries()}
    records: dict[tuple[str, str], list[EntryChange]] = defaultdict(list)
    for *_, entry in checked.seed.entries():
        records[entry.actor, entry.question].append(entry_change(checked, entry))
    for record in records.values():
        for problem in record_problems(record):
            if problem.kind is ProblemKind.denial_not_own:
                continue  # reported at its evidence
            folder, index = places[problem.entry]
            name = _PLACES.get(problem.kind, problem.axis)
            where = (index, name) if name else (index,)
            folder.entries_file.report(
                ErrorCode.order_unclear, problem.message, *where, cause="sources/"
            )


def _drops(checked: CheckedSeed) -> None:
    """Report drops of what no entry of the same actor and question sets (docs/domain.md, rule
    drops). Retracted entries set nothing.
    """
    terms, conditions, contributions = (
        defaultdict[tuple[str, str], set[object]](set) for _ in range(3)
    )
    for *_, entry in checked.seed.entries():
        if entry.retracted is None:
            key = entry.actor, entry.question
            for condition in entry.conditions:
                terms[key].update(condition.any_of)
                conditions[key].add(condition_key(condition))
            contributions[key].update(contribution_key(item) for item in entry.contributions)
    for folder, index, entry in checked.seed.entries():
        key, file, drops = (entry.actor, entry.question), folder.entries_file, entry.drops
        if entry.retracted is not None:
            continue
        ended = f"no entry of {entry.actor} sets the"
        if not isinstance(drops, SeedDrops):
            for term in drops:
                if term not in terms[key]:
                    message = f"{ended} condition {term.value!r}, so it cannot be dropped"
                    file.report(ErrorCode.drops_nothing, message, index, "drops", cause="sources/")
            continue
        for number, dropped in enumerate(drops.conditions):
            if condition_key(dropped) not in conditions[key]:
                words = " or ".join(dropped.any_of)
                message = f"{ended} condition {words!r}, so it cannot be dropped"
                file.report(
                    ErrorCode.drops_nothing,
                    message,
                    index,
                    "drops",
                    "conditions",
                    number,
                    cause="sources/",
                )
        for number, offer in enumerate(drops.contributions):
            if contribution_key(offer) not in contributions[key]:
                words = f"{offer.form.value} {offer.place.value}"
                message = f"{ended} contribution {words!r}, so it cannot be dropped"
                file.report(
                    ErrorCode.drops_nothing,
                    message,
                    index,
                    "drops",
                    "contributions",
                    number,
                    cause="sources/",
                )
