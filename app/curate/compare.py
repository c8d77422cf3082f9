"""`stated compare`: where two codings of a source differ, and how well they agree."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import pairwise

from app.build.atomic import write_atomically
from app.build.failures import CommandError
from app.build.seed.models.positions import SeedEntry
from app.curate.agreement import alpha
from app.curate.coding import CodedClaim, SourceCoding
from app.curate.yaml_text import sequence
from app.domain.names import fold
from app.domain.vocabulary import ComparedField

_SAME = 0.5  # of the words of two claims together that both have: they are the same claim
_SHOWN = 90  # code points of a text in a difference


@dataclass(frozen=True, slots=True)
class CodingDifference:
    """A difference: what it is about, the words, and what each coding has."""

    about: str
    words: str
    first: str
    second: str

    def __str__(self) -> str:
        words = f" “{self.words}”" if self.words else ""
        return f"{self.about}{words}: {self.first} | {self.second}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha of one field. `alpha` is None where it is undefined."""

    field: ComparedField
    units: int
    agreed: int
    alpha: float | None

    def __str__(self) -> str:
        value = "undefined" if self.alpha is None else f"{self.alpha:.3f}"
        return f"{self.field:14} alpha {value:>9}   {self.agreed} of {self.units} the same"


@dataclass
class Comparison:
    """The result of comparing two codings of one text."""

    differences: list[CodingDifference] = field(default_factory=list)
    agreement: list[Agreement] = field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        """The comparison as plain data, for JSON."""
        return {
            "differences": [asdict(one) for one in self.differences],
            "agreement": {
                one.field.value: {"alpha": one.alpha, "units": one.units, "agreed": one.agreed}
                for one in self.agreement
            },
        }


def note_comparison(
    first: SourceCoding, compared: Comparison, coders: list[str], on: date | None
) -> None:
    """Write `double_coded` into the source.yaml of the first coding; the file is replaced as a
    whole, and nothing else in it changes.

    Raises CommandError if it has that key, or if coders or day are missing.
    """
    path = first.folder.source_file.path
    if first.folder.source.double_coded is not None:
        raise CommandError(f"{path} has `double_coded` already: remove it first.")
    if len(coders) != 2 or len(set(map(fold, coders))) != 2 or on is None:
        raise CommandError(
            "To note a comparison, name two different coders and the day: --coder 'Jane Doe' "
            "--coder 'Model 2 (program)' --on 2026-03-20."
        )
    lines = [f"double_coded:\n  coders: {sequence(coders)}\n  on: {on.isoformat()}\n  agreement:\n"]
    for one in compared.agreement:
        alpha_ = "null" if one.alpha is None else f"{one.alpha:.3f}"
        counts = f"units: {one.units}, agreed: {one.agreed}, alpha: {alpha_}"
        lines.append(f"    {one.field.value}: {{{counts}}}\n")
    before = path.read_text(encoding="utf-8")
    place = re.search(r"^passages:", before, re.MULTILINE)
    at = place.start() if place else len(before)
    head = before[:at] if before[:at].endswith("\n") or not at else before[:at] + "\n"
    write_atomically(path, (head + "".join(lines) + before[at:]).encode())


def compare_codings(first: SourceCoding, second: SourceCoding) -> Comparison:
    """Compare two codings, passage by passage, claim by claim and position by position.

    Raises CommandError if their texts differ.
    """
    if first.text != second.text:
        raise CommandError(
            "The two folders have different texts, so their codings cannot be compared. For a text "
            "that its publisher changed, use `stated reanchor`."
        )
    found = Comparison()
    pairs = list(_pairs(first.claims, second.claims))
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    _passages(found, first, second)
    _claims(found, first.text, pairs)
    _agree(found, ComparedField.claim, _claim_or_none(first, second))
    _agree(found, ComparedField.speaker, [(_speaker(one), _speaker(other)) for one, other in both])
    _agree(found, ComparedField.attribution, list(_attributions(both)))
    _entries(found, first, second)
    return found


def _agree(
    found: Comparison, name: ComparedField, units: list[tuple[str | None, str | None]]
) -> None:
    counted = [unit for unit in units if None not in unit]
    agreed = sum(one == other for one, other in counted)
    found.agreement.append(Agreement(name, len(counted), agreed, alpha(units)))


def _passages(found: Comparison, first: SourceCoding, second: SourceCoding) -> None:
    """Compare codings on the pieces between all borders of sentences that either coder set."""
    borders = sorted(
        {one.start for coding in (first, second) for one in coding.passages}
        | {one.end for coding in (first, second) for one in coding.passages}
    )
    units: list[tuple[str | None, str | None]] = []
    for start, end in pairwise(borders):
        words = first.text[start:end]
        if not words.strip():
            continue
        values = tuple(
            next(
                (one.coding.value for one in coding.passages if one.start <= start < one.end), None
            )
            for coding in (first, second)
        )
        units.append((values[0], values[1]))
        if values[0] != values[1]:
            one, other = (value or "no passage" for value in values)
            found.differences.append(CodingDifference("coding of", _short(words), one, other))
    for mine, theirs in ((first, second), (second, first)):
        spans = {(one.start, one.end) for one in theirs.passages}
        for passage in mine.passages:
            parts = sum(passage.start <= start and end <= passage.end for start, end in spans)
            if (passage.start, passage.end) not in spans and parts > 1:
                sides = ("one sentence", f"{parts} sentences")
                if mine is second:
                    sides = sides[1], sides[0]
                words = _short(mine.text[passage.start : passage.end])
                found.differences.append(CodingDifference("borders of", words, *sides))
    _agree(found, ComparedField.coding, units)


def _pairs(
    first: list[CodedClaim], second: list[CodedClaim]
) -> Iterator[tuple[CodedClaim | None, CodedClaim | None]]:
    """The same claims of both codings, those that are most alike first; then all others alone."""
    alike = sorted(
        (
            (_overlap(one, other), at, to)
            for at, one in enumerate(first)
            for to, other in enumerate(second)
            if one.start < other.end and other.start < one.end
        ),
        key=lambda found: -found[0],
    )
    left, right = set(range(len(first))), set(range(len(second)))
    for share, at, to in alike:
        if share >= _SAME and at in left and to in right:
            left.remove(at)
            right.remove(to)
            yield first[at], second[to]
    for at in sorted(left):
        yield first[at], None
    for to in sorted(right):
        yield None, second[to]


def _overlap(one: CodedClaim, other: CodedClaim) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start))


def _claims(
    found: Comparison, text: str, pairs: list[tuple[CodedClaim | None, CodedClaim | None]]
) -> None:
    for one, other in pairs:
        if one is None or other is None:
            there = one or other
            assert there is not None
            words = _short(text[there.start : there.end] or there.statement.exact or "")
            sides = (there.statement.id, "no claim") if one else ("no claim", there.statement.id)
            found.differences.append(CodingDifference("claim", words, *sides))
            continue
        words = _short(text[one.start : one.end])
        for name in ("exact", "quoted", "speaker", "role", "capacity", "about", "signed_for"):
            _field(found, name, words, one, other)
        for name in ("topics", "questions"):
            _field(found, name, words, one, other)
        said = [_said(claim) for claim in (one, other)]
        if said[0] != said[1]:
            found.differences.append(CodingDifference("said of", words, *said))


def _field(found: Comparison, name: str, words: str, one: CodedClaim, other: CodedClaim) -> None:
    values = [getattr(claim.statement, name) for claim in (one, other)]
    if name in ("about", "topics", "questions", "signed_for"):
        values = [sorted(value) for value in values]
    if values[0] != values[1]:
        shown = [_value(value) for value in values]
        found.differences.append(CodingDifference(f"{name} of", words, *shown))


def _said(claim: CodedClaim) -> str:
    said = claim.statement.said
    if isinstance(said, str):
        return said
    return said.value or " to ".join(str(day or "…") for day in (said.earliest, said.latest))


def _speaker(claim: CodedClaim) -> str:
    if claim.statement.speaker:
        return claim.statement.speaker
    return "+".join(sorted(claim.statement.signed_for)) or "the source itself"


def _claim_or_none(
    first: SourceCoding, second: SourceCoding
) -> list[tuple[str | None, str | None]]:
    """For each sentence of the first coding, whether each coder cut a claim from it."""

    def has(coding: SourceCoding, start: int, end: int) -> str:
        return str(any(one.start < end and start < one.end for one in coding.claims))

    spans = [(one.start, one.end) for one in first.passages]
    return [(has(first, *span), has(second, *span)) for span in spans]


def _attributions(
    pairs: list[tuple[CodedClaim, CodedClaim]],
) -> Iterator[tuple[str | None, str | None]]:
    for one, other in pairs:
        for actor in sorted(one.about.keys() | other.about.keys()):
            yield (
                one.about[actor].value if actor in one.about else "not about it",
                other.about[actor].value if actor in other.about else "not about it",
            )


def _entries(found: Comparison, first: SourceCoding, second: SourceCoding) -> None:
    """Compare the positions that follow: one unit for each actor and question of either coding."""
    mine, theirs = (
        {(one.actor, one.question): one for one in coding.entries} for coding in (first, second)
    )
    keys = sorted(mine.keys() | theirs.keys())
    for key in keys:
        for name in ("view", "participation", "commitment", "conditions", "contributions"):
            values = [_coded(side.get(key), name) for side in (mine, theirs)]
            if values[0] != values[1]:
                found.differences.append(
                    CodingDifference(f"{name} of {key[0]} on {key[1]}", "", *values)
                )
    for name in (ComparedField.view, ComparedField.participation):
        units = [(_coded(mine.get(key), name), _coded(theirs.get(key), name)) for key in keys]
        _agree(found, name, list(units))


def _coded(entry: SeedEntry | None, name: str) -> str:
    if entry is None:
        return "not_stated" if name in ("view", "participation") else "nothing"
    value = getattr(entry, name)
    if isinstance(value, list):
        dumped = [one.model_dump(mode="json", exclude_defaults=True) for one in value]
        return _value(sorted(map(str, dumped)))
    return _value(value)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
