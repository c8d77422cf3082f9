"""`stated reanchor`: where the claims of a source are in a text that its publisher changed.

Words are the same claim only at the same place of the text: between the same sentences. The same
words somewhere else are a lookalike, and no claim is moved there.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz

from app.curate.coding import CodedClaim, SourceCoding
from app.curate.language import Language
from app.curate.text import sentences
from app.domain.selectors import occurrences
from app.domain.vocabulary import Coding

_ALIKE = 55  # of 100: a sentence in the same place that was changed, and not replaced
_MOST = 250_000  # pairs of changed sentences that are compared with each other


class ClaimFate(StrEnum):
    """What became of a claim."""

    unchanged = "unchanged"
    moved = "moved"  # the same sentence at another place
    around = "sentence changed"  # the same words in a sentence that was changed around them
    differs = "differs"
    ambiguous = "ambiguous"  # the same sentence is there several times, and moved
    gone = "gone"


CERTAIN = frozenset({ClaimFate.unchanged, ClaimFate.moved})


@dataclass(frozen=True, slots=True)
class ReanchoredClaim:
    """A claim in the new text. `start` is -1 where it is not certain; `words_there` are those
    at its place; `lookalikes` the lines on which the same words are somewhere else.
    """

    id: str
    fate: ClaimFate
    start: int
    occurrence: int | None
    before: str
    words_there: str | None = None
    lookalikes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sentences:
    spans: list[tuple[int, int]]
    words: list[str]

    def touched(self, start: int, end: int) -> range:
        """The sentences of which a range has a part."""
        inside = [at for at, (first, last) in enumerate(self.spans) if first < end and start < last]
        return range(inside[0], inside[-1] + 1) if inside else range(0)


def reanchor(coding: SourceCoding, new: str, words: Language) -> list[ReanchoredClaim]:
    """What became of each claim of a coding in a new text, in the order of the file."""
    old_sentences, new_sentences = _sentences(coding.text, words), _sentences(new, words)
    places = _aligned(old_sentences.words, new_sentences.words)
    return [
        _claim(claim, coding.text, new, old_sentences, new_sentences, places)
        for claim in coding.claims
    ]


def recoded(coding: SourceCoding, new: str, words: Language) -> Iterator[tuple[Coding | None, str]]:
    """The sentences of a new text with their coding; None for those that are new or changed."""
    old_sentences, new_sentences = _sentences(coding.text, words), _sentences(new, words)
    places = _aligned(old_sentences.words, new_sentences.words)
    origins = {to: at for at, to in places.items()}
    codings = {(one.start, one.end): one.coding for one in coding.passages}
    for at, sentence in enumerate(new_sentences.words):
        origin = origins.get(at)
        same = origin is not None and old_sentences.words[origin] == sentence
        span = old_sentences.spans[origin] if origin is not None and same else None
        yield (codings.get(span) if span else None), sentence


def _sentences(text: str, words: Language) -> _Sentences:
    spans = [(one.start, one.end) for one in sentences(text, words)]
    return _Sentences(spans, [text[start:end] for start, end in spans])


def _aligned(old: list[str], new: list[str]) -> dict[int, int]:
    """The sentence of the new text for each one of the old text that is still there: unchanged in
    the same order, or unchanged and unique at another place, or changed between the same sentences.
    """
    # The same sentences at the beginning and at the end come first. SequenceMatcher begins with the
    # longest run, and of repeated sentences that may be another one.
    start, end = _same(old, new), -_same(old[::-1], new[::-1])
    if start - end > min(len(old), len(new)):
        end = start - min(len(old), len(new))
    places = {at: at for at in range(start)} | {
        len(old) + back: len(new) + back for back in range(end, 0)
    }
    changed: list[tuple[range, range]] = []
    middle = old[start : len(old) + end], new[start : len(new) + end]
    matcher = SequenceMatcher(None, *middle, autojunk=False)
    for kind, *bounds in matcher.get_opcodes():
        first, last, to_first, to_last = (start + bound for bound in bounds)
        if kind == "equal":
            places.update(zip(range(first, last), range(to_first, to_last), strict=True))
        elif kind == "replace":
            changed.append((range(first, last), range(to_first, to_last)))
    taken = set(places.values())
    counts, new_counts = Counter(old), Counter(new)
    found = {sentence: at for at, sentence in enumerate(new)}
    for at, sentence in enumerate(old):
        unique = counts[sentence] == 1 and new_counts[sentence] == 1
        if at not in places and unique and found[sentence] not in taken:
            places[at] = found[sentence]
            taken.add(found[sentence])
    for left, right in changed:
        for at, to in _alike(old, new, left, right):
            if at not in places and to not in taken:
                places[at] = to
                taken.add(to)
    return places


def _same(old: list[str], new: list[str]) -> int:
    """How many sentences are the same at the beginning of both."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _alike(old: list[str], new: list[str], left: range, right: range) -> Iterator[tuple[int, int]]:
    """Sentences that were changed, most alike first."""
    if len(left) * len(right) > _MOST:
        return
    scored = [
        (score, at, to)
        for at in left
        for to in right
        if (score := fuzz.ratio(old[at], new[to], score_cutoff=_ALIKE))
    ]
    for _, at, to in sorted(scored, key=lambda one: -one[0]):
        yield at, to


def _claim(
    claim: CodedClaim,
    old: str,
    new: str,
    old_sentences: _Sentences,
    new_sentences: _Sentences,
    places: dict[int, int],
) -> ReanchoredClaim:
    exact = claim.statement.exact or ""
    known = claim.start >= 0
    touched = old_sentences.touched(claim.start, claim.end) if known else range(0)
    targets = [places.get(at) for at in touched]
    everywhere = occurrences(new, exact)
    if not targets or None in targets:
        repeated = bool(touched) and all(
            old_sentences.words[at] in new_sentences.words for at in touched
        )
        fate = ClaimFate.ambiguous if repeated else ClaimFate.gone
        return _uncertain(claim, fate, exact, None, new, everywhere)
    there = [one for one in targets if one is not None]
    first, last = there[0], there[-1]
    follow = there == list(range(first, first + len(there)))
    region = (new_sentences.spans[first][0], new_sentences.spans[last][1])
    same = follow and all(
        old_sentences.words[at] == new_sentences.words[to]
        for at, to in zip(touched, there, strict=True)
    )
    gaps = old[old_sentences.spans[touched[0]][0] : old_sentences.spans[touched[-1]][1]]
    if same and gaps == new[slice(*region)]:
        start = region[0] + claim.start - old_sentences.spans[touched[0]][0]
        fate = ClaimFate.unchanged if start == claim.start else ClaimFate.moved
        number = everywhere.index(start) + 1 if len(everywhere) > 1 else None
        return ReanchoredClaim(claim.statement.id, fate, start, number, exact)
    now = new[slice(*region)] if follow else " … ".join(new_sentences.words[to] for to in there)
    fate = ClaimFate.around if exact in now else ClaimFate.differs
    elsewhere = [at for at in everywhere if not region[0] <= at < region[1]]
    return _uncertain(claim, fate, exact, now, new, elsewhere)


def _uncertain(
    claim: CodedClaim,
    fate: ClaimFate,
    exact: str,
    now: str | None,
    new: str,
    elsewhere: list[int],
) -> ReanchoredClaim:
    lines = tuple(new.count("\n", 0, at) + 1 for at in elsewhere)
    return ReanchoredClaim(claim.statement.id, fate, -1, None, exact, now, lines)
