"""What the preview of a source shows: its text with the coding, findings, and what follows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.build.check.checked_seed import CheckedSeed
from app.build.check.entries import entry_change
from app.build.findings import Finding
from app.build.fold.entries import EntryChange
from app.build.fold.positions import FoldedPosition, fold
from app.build.seed.load import SourceFolder
from app.build.seed.yaml_file import YamlFile
from app.domain.dates import DateObject
from app.domain.vocabulary import Status

UNCODED = "uncoded"


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a sentence: the numbers of the claims that have it, and whether it is quoted."""

    text: str
    claims: tuple[int, ...]
    quoted: bool
    begins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CodedSentence:
    """A sentence with its coding, or words that no passage has; `line` is that of source.yaml."""

    coding: str
    pieces: list[TextPiece]
    breaks: bool  # a new paragraph begins
    line: int
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class PreviewClaim:
    """A claim as the preview shows it."""

    number: int
    id: str
    words: str
    speaker: str | None
    role: str | None
    about: list[tuple[str, str]]
    topics: Sequence[str]
    said: str
    summary: str
    draft: bool
    placed: bool
    line: int
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class PreviewPosition:
    """An entry, and what it changes: pairs of a field with its value before and after."""

    id: str
    actor: str
    question: str
    summary: str
    changes: list[tuple[str, str, str]]
    draft: bool
    line: int
    findings: list[Finding]


@dataclass
class SourcePreview:
    """Everything that the preview of one source shows."""

    id: str
    title: str
    draft: bool
    facts: list[tuple[str, str]]
    sentences: list[CodedSentence] = field(default_factory=list)
    claims: list[PreviewClaim] = field(default_factory=list)
    positions: list[PreviewPosition] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    other_findings: list[Finding] = field(default_factory=list)


def source_preview(checked: CheckedSeed, name: str) -> SourcePreview | None:
    """The preview of a source; None if there is no source that can be read under this id."""
    seed = checked.seed
    folder = next((one for one in seed.folders if one.source.id == name), None)
    prefix = f"{seed.root.name}/sources/{name}/"
    if folder is None:
        return None
    source = folder.source
    page = SourcePreview(
        name,
        source.title or name,
        source.draft,
        [
            ("Publisher", source.publisher),
            ("Address", source.url),
            ("Published", _date(source.published)),
            ("Language", source.language),
            ("By way of", ", ".join(source.via)),
            ("Copy of", source.copy_of or ""),
            ("What readers must know", source.caution or ""),
        ],
    )
    near: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for finding in sorted([*seed.findings, *seed.doubts]):
        if finding.file.startswith(prefix):
            near[_item(folder, finding)].append(finding)
        else:
            page.other_findings.append(finding)
    page.findings = near.pop(("source", -1), [])
    page.sentences = _sentences(checked, folder, near)
    page.claims = [_claim(checked, folder, at, near) for at in range(len(folder.statements))]
    page.positions = [_position(checked, folder, at, near) for at in range(len(folder.entries))]
    shown = {id(one) for items in (page.sentences, page.claims, page.positions) for item in items
             for one in item.findings}  # fmt: skip
    page.findings += [one for all_of in near.values() for one in all_of if id(one) not in shown]
    return page


def _item(folder: SourceFolder, finding: Finding) -> tuple[str, int]:
    """The item of the source's files that a finding is about: its file and index; -1 for none."""
    lists: tuple[tuple[str, YamlFile, tuple[str, ...], int], ...] = (
        ("source", folder.source_file, ("passages",), len(folder.source.passages)),
        ("statements", folder.statements_file, (), len(folder.statements)),
        ("positions", folder.entries_file, (), len(folder.entries)),
    )
    for name, file, where, number in lists:
        if finding.file == file.name and finding.file.endswith(f"/{name}.yaml"):
            starts = [file.line(*where, at) for at in range(number)]
            inside = [at for at, line in enumerate(starts) if line <= finding.line]
            return name, inside[-1] if inside else -1
    return "source", -1


def _sentences(
    checked: CheckedSeed, folder: SourceFolder, near: dict[tuple[str, int], list[Finding]]
) -> list[CodedSentence]:
    text, name = folder.text or "", folder.source.id
    claims: list[tuple[int, int, int]] = []
    quoted: list[tuple[int, int]] = []
    for number, statement in enumerate(folder.statements, 1):
        resolved = checked.resolved.get(folder.statement_id(statement))
        if resolved is not None and resolved.place is not None:
            claims.append((number, resolved.place.start, resolved.place.end))
            quoted += [(span.start, span.end) for span in resolved.place.quoted]
    found: list[CodedSentence] = []
    at = 0

    def add(start: int, end: int, coding: str, index: int) -> None:
        breaks = "\n" in text[at:start] or (start > 0 and text[start - 1] == "\n")
        line = folder.source_file.line("passages", index) if index >= 0 else 0
        findings = near.get(("source", index), []) if index >= 0 else []
        pieces = _pieces(text, start, end, claims, quoted)
        found.append(CodedSentence(coding, pieces, breaks, line, findings))

    for passage in checked.passages.get(name, []):
        if text[at : passage.start].strip():
            add(at, passage.start, UNCODED, -1)
        add(passage.start, passage.end, passage.coding.value, passage.number - 1)
        at = passage.end
    if text[at:].strip():
        add(at, len(text), UNCODED, -1)
    return found


def _pieces(
    text: str,
    start: int,
    end: int,
    claims: list[tuple[int, int, int]],
    quoted: list[tuple[int, int]],
) -> list[TextPiece]:
    """A range of the text, cut at the borders of claims and of quoted words."""
    borders = {start, end}
    for first, last in [(first, last) for _, first, last in claims] + quoted:
        borders |= {at for at in (first, last) if start < at < end}
    cuts = sorted(borders)
    return [
        TextPiece(
            text[left:right],
            tuple(number for number, first, last in claims if first <= left < last),
            any(first <= left < last for first, last in quoted),
            tuple(number for number, first, _ in claims if first == left),
        )
        for left, right in pairwise(cuts)
    ]


def _claim(
    checked: CheckedSeed,
    folder: SourceFolder,
    index: int,
    near: dict[tuple[str, int], list[Finding]],
) -> PreviewClaim:
    statement = folder.statements[index]
    resolved = checked.resolved.get(folder.statement_id(statement))
    people = {person.id: person.name for person in checked.seed.people}
    speaker = statement.speaker and people.get(statement.speaker, statement.speaker)
    about = resolved.about if resolved else {}
    return PreviewClaim(
        index + 1,
        statement.id,
        statement.exact or "",
        speaker or ", ".join(statement.signed_for) or None,
        (resolved.role.title if resolved and resolved.role else None) or statement.role_as_printed,
        [(actor, about[actor].value if actor in about else "") for actor in statement.about],
        statement.topics,
        _date(resolved.said) if resolved else "",
        statement.summary,
        statement.draft,
        bool(resolved and resolved.place) or folder.text is None,
        folder.statements_file.line(index),
        near.get(("statements", index), []),
    )


def _position(
    checked: CheckedSeed,
    folder: SourceFolder,
    index: int,
    near: dict[tuple[str, int], list[Finding]],
) -> PreviewPosition:
    """An entry, and how the current position of its actor would differ without this source."""
    entry = folder.entries[index]
    others: list[EntryChange] = []
    every: list[EntryChange] = []
    for other_folder, _, other in checked.seed.entries():
        if (other.actor, other.question) == (entry.actor, entry.question):
            change = entry_change(checked, other)
            every.append(change)
            if other_folder is not folder:
                others.append(change)
    before, after = _current(others), _current(every)
    return PreviewPosition(
        entry.id,
        entry.actor,
        entry.question,
        entry.summary,
        _changes(before, after),
        entry.draft,
        folder.entries_file.line(index),
        near.get(("positions", index), []),
    )


def _current(changes: list[EntryChange]) -> FoldedPosition | None:
    counted = [one for one in fold(changes) if one.status is not Status.retracted]
    return counted[-1] if counted else None


def _changes(
    before: FoldedPosition | None, after: FoldedPosition | None
) -> list[tuple[str, str, str]]:
    fields = ("stance", "view", "participation", "commitment", "conditions", "contributions")
    found = []
    for name in fields:
        old, new = _shown(before, name), _shown(after, name)
        if old != new:
            found.append((name, old, new))
    return found


def _shown(position: FoldedPosition | None, name: str) -> str:
    if position is None:
        return "none"
    value = getattr(position, name)
    if name == "conditions":
        return "; ".join(" or ".join(one.any_of) for one in value) or "none"
    if name == "contributions":
        return "; ".join(f"{one.form} {one.status} ({one.place})" for one in value) or "none"
    return "none" if value is None else str(value)


def _date(known: DateObject) -> str:
    if known.value is not None:
        return f"{known.value} ({known.basis})"
    if known.undated:
        return "not known"
    return f"{known.earliest or '…'} to {known.latest or '…'} ({known.basis})"
