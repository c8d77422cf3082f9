"""Bringing the findings of a check together: causes without their consequences, and doubts without
those that somebody accepted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.build.findings import DoubtCode, ErrorCode, Finding, Where
from app.build.seed.load import Seed
from app.build.seed.models.base import SeedAcceptance
from app.build.seed.yaml_file import YamlFile

_OF_ONE_CAUSE = {ErrorCode.unknown_name, ErrorCode.no_role}
"""Errors that repeat themselves wherever one thing is named that is missing somewhere else."""

_OF_ALL_SOURCES = {ErrorCode.order_unclear, ErrorCode.drops_nothing}
"""Errors that only the entries of all sources can show."""

_OF_A_CODING = {DoubtCode.reporting_verb, DoubtCode.no_reporting_verb}
"""Doubts that say of a passage what an error says of it already: its coding is wrong."""

_LISTED = 5  # further places that a finding lists


def settle(seed: Seed, only: str | None = None) -> None:
    """Gather the findings of all files in `seed.findings` and `seed.doubts`, each sorted by file
    and line. `only` is the source to which they are limited: errors of its own files and of the
    lists, and doubts about it and its speakers.
    """
    for file in seed.files.values():
        seed.findings.extend(file.findings)
        file.findings = []
    unread = seed.unreadable
    drafts = {
        (each.file, each.where[:1]) for each in seed.findings if each.code is ErrorCode.draft_left
    }
    causes = [
        each
        for each in seed.findings
        if not _follows(each, unread)
        and not (each.code is ErrorCode.todo_left and (each.file, each.where[:1]) in drafts)
    ]
    seed.findings = sorted(_merged(causes))
    _settle_doubts(seed)
    if only is not None:
        sources = f"{seed.root.name}/sources/"
        folder = f"{sources}{only}/"
        people = seed.files["people.yaml"].name
        seed.findings = [
            each
            for each in seed.findings
            if (each.file.startswith(folder) or not each.file.startswith(sources))
            and each.code not in _OF_ALL_SOURCES
        ]
        speakers = set(_speakers(seed, only))
        seed.doubts = [
            each
            for each in seed.doubts
            if each.file.startswith(folder)
            or (each.file == people and speakers.intersection(each.where[:1]))
        ]


def _speakers(seed: Seed, source: str) -> Iterator[int]:
    """The places in people.yaml of those who speak in a source."""
    named = {
        statement.speaker
        for folder in seed.folders
        if folder.source.id == source
        for statement in folder.statements
    }
    for index, person in enumerate(seed.people):
        if person.id in named:
            yield index


def _follows(finding: Finding, unread: set[str]) -> bool:
    """Whether an error only says that another file could not be read."""
    cause = finding.cause
    return cause is not None and any(name.startswith(cause) for name in unread)


def _merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings; those of one cause only once, with their other places in the hint."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.code in _OF_ONE_CAUSE:
            groups[finding.code, finding.message].append(finding)
        else:
            yield finding
    for group in groups.values():
        first, *others = sorted(group)
        places = list(dict.fromkeys(_place(other, first) for other in others))
        if places:
            more = f" and {len(places) - _LISTED} more" if len(places) > _LISTED else ""
            also = f"also in {', '.join(places[:_LISTED])}{more}"
            first = replace(first, hint=f"{first.hint}; {also}" if first.hint else also)
        yield first


def _place(finding: Finding, first: Finding) -> str:
    return (
        f"line {finding.line}" if finding.file == first.file else f"{finding.file}:{finding.line}"
    )


@dataclass
class _Acceptance:
    file: YamlFile
    where: Where
    given: SeedAcceptance
    used: bool = False


def _settle_doubts(seed: Seed) -> None:
    """Take accepted doubts away; an acceptance of what nobody doubts is an error.

    A doubt about an item that has an error is left out, because it may follow from that. So are all
    doubts if a name is given to two countries.
    """
    by_item: dict[tuple[str, Where], list[_Acceptance]] = defaultdict(list)
    for file, where, given in _acceptances(seed):
        by_item[file.name, _item_of(file, where)].append(_Acceptance(file, where, given))
    wrong = {
        (finding.file, finding.where[:1])
        for finding in seed.findings
        if finding.where and finding.code not in (ErrorCode.draft_left, ErrorCode.wrong_coding)
    }
    coded = {
        (finding.file, finding.where)
        for finding in seed.findings
        if finding.code is ErrorCode.wrong_coding
    }
    names_are_wrong = any(each.code is ErrorCode.name_table for each in seed.findings)
    doubts: list[Finding] = []
    for file in seed.files.values():
        for doubt in file.doubts:
            item = _item_of(file, doubt.where)
            accepted = [
                each
                for each in by_item.get((file.name, item), ())
                if each.given.doubt == doubt.code
            ]
            for each in accepted:
                each.used = True
            follows = (file.name, doubt.where[:1]) in wrong or (
                doubt.code in _OF_A_CODING and (file.name, doubt.where) in coded
            )
            if not (accepted or follows or names_are_wrong):
                doubts.append(doubt)
        file.doubts = []
    seed.doubts = sorted(set(doubts))
    for acceptances in by_item.values():
        seen: set[str] = set()
        for each in acceptances:
            code, message = None, ""
            if each.given.doubt in seen:
                code, message = ErrorCode.bad_acceptance, "this doubt is accepted twice here"
            elif not each.used and not seed.findings:
                code = ErrorCode.stale_acceptance
                message = (
                    "the check has no such doubt any more: remove the acceptance of "
                    f"{each.given.doubt}"
                )
            seen.add(each.given.doubt)
            if code is not None:
                each.file.report(code, message, *each.where)
    for file in seed.files.values():
        seed.findings.extend(file.findings)
        file.findings = []
    seed.findings.sort()


def _item_of(file: YamlFile, where: Where) -> Where:
    """The path of the item that carries the acceptances for a place in a file."""
    if isinstance(file.data, list):
        return where[:1]
    return where[:2] if where[:1] == ("passages",) and len(where) > 1 else ()


def _acceptances(seed: Seed) -> Iterator[tuple[YamlFile, Where, SeedAcceptance]]:
    for folder in seed.folders:
        file = folder.source_file
        for at, given in enumerate(folder.source.accepted):
            yield file, ("accepted", at), given
        for number, passage in enumerate(folder.source.passages):
            for at, given in enumerate(passage.accepted):
                yield file, ("passages", number, "accepted", at), given
        for items, of in (
            (folder.statements, folder.statements_file),
            (folder.entries, folder.entries_file),
        ):
            for number, item in enumerate(items):
                for at, given in enumerate(item.accepted):
                    yield of, (number, "accepted", at), given
    for number, person in enumerate(seed.people):
        for at, given in enumerate(person.accepted):
            yield seed.files["people.yaml"], (number, "accepted", at), given
