"""Comparing a quotation with what a source prints. Pure.

Texts are compared word by word, folded as in a search: without letter case, accents, punctuation,
and any style of quotation marks, dashes and spaces. An ellipsis (… or [...]) in the quotation is
the place of words that were left out. If the words are nowhere, the part of each printed text that
is most like them is aligned with them, word by word.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import itemgetter

from rapidfuzz.distance import Levenshtein

from app.domain.names import words
from app.domain.phrases import any_clear
from app.domain.quotation_marks import CLOSING
from app.domain.tokens import is_run, pieces_of, runs
from app.quotes.meaning import SIGNS, Phrase, kinds_of, limit_in
from app.quotes.verdicts import ORDER, Differs, Verdict, WordChange
from app.statements.stems import primary

_ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.{2,}|\.(?:\s\.)+)\s*[\])]|…|\.{3,}|\.(?:\s\.){2,}")
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,’' \u00a0\u2009\u202f]\d{3})+(?!\w)")
_IN_NUMBER = re.compile(r"[.,’'  \u00a0\u2009\u202f]")
_MINUS = re.compile(r"(?:^|(?<=[\s(\[]))[-−–](?=\d)")
_HAS_DIGIT = re.compile(r"\d")
_SIGNS = re.compile(f"<<|>>|[\u202d\u202e{re.escape(''.join(sorted(SIGNS)))}]")
_NOT_FOLDED = re.compile("[\u0334-\u0338\u20d0-\u20f0]|\\d[²³¹⁰-⁹₀-₉¼-¾⅐-⅞]")
_FINAL = re.compile(r"\s?([?？.!])")
_ALSO_ABBREVIATIONS = frozenset(("us", "who", "un", "eu"))  # and pronouns or articles
_HYPHEN = re.compile(r"[\u00ad\u2060]*[-‐‑]\s*")
_LONGEST_REMEMBERED = 60  # characters of a word that is folded once; a request may have any
_LONGEST_INITIAL = 3  # letters in brackets that begin a word, as in “[T]he”
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»›)\]]*\s")
_MARKS = "".join({*CLOSING, *"".join(CLOSING.values())} - {"'", "’"})
_OPEN = "'’([{]} "  # what may be before the first word of a sentence, with the marks
_ONLY_MARKS = re.compile(rf"[\s,.;:!?…'’{re.escape(_MARKS)}–—-]*")
_REPORTED = re.compile(any_clear(), re.IGNORECASE)
_LONGEST_CLAUSE = 90  # code points of a reporter's clause inside a quotation
_FEWEST_OF_SENTENCE = 3  # words
_EDGE = re.compile(rf"^[\s,.;:!?…'’{re.escape(_MARKS)}–—-]+|[\s'’{re.escape(_MARKS)}]+$")
_NEAR = 0.62  # the lowest likeness of words that are shown as near
_FEWEST_OF_PART = 2  # words between two ellipses, on average
_REARRANGED = 0.9  # the lowest share of the same words in another order
_FEWEST_REARRANGED = 5  # words
_SHORT = 4  # words; a shorter quotation is near only to one that is as short
_CAPITALISED_NOUNS = frozenset({"de", "lb", "nds"})  # there a capital does not mean a name


class Printed(StrEnum):
    """Where a source has the words: in quotation marks, in the words of a statement outside of
    them, or elsewhere in its sentence.
    """

    quoted = "quoted"
    claim = "claim"
    sentence = "sentence"


@dataclass(frozen=True)
class Words:
    """A text with its folded words and their places in it."""

    text: str
    folded: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    @cached_property
    def joined(self) -> str:
        """All words between spaces, in which a row of words is found as a text."""
        return f" {' '.join(self.folded)} "

    def between(self, first: int, last: int) -> str:
        """The text from a word up to another one, which is not part of it."""
        return self.text[self.places[first][0] : self.places[last - 1][1]] if first < last else ""


def read(text: str) -> Words:
    """The words of a text. Figures are one word, however their digits are grouped, and signs such
    as % are words.
    """
    found: list[tuple[int, int, str]] = []
    numbers: list[tuple[int, int]] = []
    if _HAS_DIGIT.search(text):
        numbers = [match.span() for match in _GROUPED.finditer(text)]
        found += [(start, end, _IN_NUMBER.sub("", text[start:end])) for start, end in numbers]
        found += [(*match.span(), "-") for match in _MINUS.finditer(text)]
    # Two of them are typed for « and ».
    found += [(*match.span(), match[0]) for match in _SIGNS.finditer(text) if len(match[0]) == 1]
    for start, end in runs(text):
        if _NOT_FOLDED.search(text, start, end):
            # Struck through, or a power or a fraction: it is not the same word.
            found.append((start, end, text[start:end]))
            continue
        for folded, begin, finish in _folded(text[start:end]):
            if not numbers or not any(low <= start + begin < high for low, high in numbers):
                found.append((start + begin, start + finish, folded))
    found.sort(key=itemgetter(0))  # stable: words of one place keep their order
    return Words(
        text, tuple(one[2] for one in found), tuple((start, end) for start, end, _ in found)
    )


def _folded(run: str) -> tuple[tuple[str, int, int], ...]:
    """The folded words of a piece of text without a sign between them, with their places."""
    return _folded_short(run) if len(run) <= _LONGEST_REMEMBERED else _folded_now(run)


@lru_cache(maxsize=4096)
def _folded_short(run: str) -> tuple[tuple[str, int, int], ...]:
    return _folded_now(run)


def _folded_now(run: str) -> tuple[tuple[str, int, int], ...]:
    found = words(run)
    if any(map(is_run, found)):
        return tuple((piece.folded, piece.start, piece.end) for piece in pieces_of(run))
    return tuple((word, 0, len(run)) for word in found)


@dataclass(frozen=True)
class Given:
    """A quotation to check. Between its `parts` words were left out, as an ellipsis says."""

    text: str
    parts: tuple[tuple[str, ...], ...]
    words: Words

    @property
    def is_pieced(self) -> bool:
        """Whether so many words were left out that it may be put together from single words."""
        fewest = _FEWEST_OF_PART * len(self.parts)
        return len(self.parts) > 1 and len(self.words.folded) < fewest

    @property
    def is_short(self) -> bool:
        """Whether it is too short to be near to a part of a longer text."""
        return len(self.words.folded) <= _SHORT


def given(text: str) -> Given:
    """A quotation as somebody typed it."""
    return _in_parts(_with_initials(read(text)))


def _in_parts(every: Words) -> Given:
    cuts = [match.start() for match in _ELLIPSIS.finditer(every.text)]
    parts: list[list[str]] = [[]]
    for word, (start, _) in zip(every.folded, every.places, strict=True):
        if cuts and start >= cuts[0]:
            parts.append([])
            cuts = [cut for cut in cuts if cut > start]
        parts[-1].append(word)
    return Given(every.text, tuple(tuple(part) for part in parts if part), every)


def _with_initials(found: Words) -> Words:
    """The same, in which a letter in square brackets and the rest of its word are one word: “[T]he”
    is how a quotation is written that begins with another letter case.
    """
    if "[" not in found.text:
        return found
    folded, places = list(found.folded), list(found.places)
    for at in range(len(folded) - 2, -1, -1):
        (start, end), (after, finish) = places[at], places[at + 1]
        if (
            end - start <= _LONGEST_INITIAL
            and found.text[max(start - 1, 0) : start] == "["
            and found.text[end:after] == "]"
            and folded[at].isalpha()
        ):
            folded[at : at + 2] = [folded[at] + folded[at + 1]]
            places[at : at + 2] = [(start - 1, finish)]
    return Words(found.text, tuple(folded), tuple(places))


def _with_hyphens(found: Words, other: Words) -> Words:
    """The same, in which two words with only a hyphen between them are one if the other text has it
    as one: “peace-keeping” and “peacekeeping”, or a word that is divided at the end of a line.
    """
    whole = set(other.folded)
    folded, places = list(found.folded), list(found.places)
    for at in range(len(folded) - 2, -1, -1):
        both = folded[at] + folded[at + 1]
        if (
            both in whole
            and both.isalpha()
            and _HYPHEN.fullmatch(found.text, places[at][1], places[at + 1][0])
        ):
            folded[at : at + 2] = [both]
            places[at : at + 2] = [(places[at][0], places[at + 1][1])]
    return (
        found
        if len(folded) == len(found.folded)
        else replace(found, folded=tuple(folded), places=tuple(places))
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text, roughly; a short text is one."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    found = [text[start:end] for start, end in pairwise(ends)]
    return [one for one in found if one.strip()]


@dataclass(frozen=True)
class PrintedText:
    """What a source prints: the words of a statement with the sentence around them, or a sentence
    of which no statement was taken (`statement` is None).

    `quoted` are its quotations, in which the parts of one are joined. `claim` is None if it has no
    statement, and `sentence` if the text is not archived.
    """

    source: str
    language: str
    statement: int | None
    speaker: str | None
    passage: int | None
    is_narration: bool
    quoted: tuple[Words, ...] = ()
    claim: Words | None = None
    sentence: Words | None = None
    before_claim: int = 0
    """Words of the sentence before the claim."""


@dataclass(frozen=True)
class Part:
    """A part of a comparison: what the quotation has and what the source prints, as they are
    written, and the kinds of words among them that can change the meaning.
    """

    change: WordChange
    given: str
    printed: str
    differs: tuple[Differs, ...] = ()
    words: tuple[str, ...] = ()
    """The folded words of both sides that look like names."""


@dataclass(frozen=True)
class Cut:
    """What the quotation leaves out at its ends: of the printed quotation the words `before` and
    `after` the words that it has, which are `printed` so. `limit` are the words right after it with
    which a limit begins.
    """

    before: str
    printed: str
    after: str
    limit: str | None = None
    matters: bool = False
    """Whether a negation or a condition is in the words of the same sentence that were left out."""


@dataclass(frozen=True)
class Hit:
    """What one candidate says about the quotation. `likeness` is 1 for the very words."""

    candidate: PrintedText
    printed: Printed
    likeness: float
    parts: tuple[Part, ...] = ()
    cut: Cut | None = None
    verdict: Verdict = Verdict.altered

    @property
    def is_exact(self) -> bool:
        """Whether the source has the very words."""
        return self.likeness == 1

    @property
    def changes_meaning(self) -> bool:
        """Whether words differ, or were left out, that can change the meaning."""
        if self.verdict is Verdict.shortened or any(part.differs for part in self.parts):
            return True
        return self.cut is not None and self.cut.matters


def in_one_quotation(first: str, between: str, second: str) -> bool:
    """Whether two quoted texts are one quotation, by what is printed between them: only marks, or
    a clause of the reporter. Between two whole sentences every short clause is one.
    """
    if _ONLY_MARKS.fullmatch(between):
        return True
    if len(between) > _LONGEST_CLAUSE:
        return False
    are_sentences = all(
        text[:1].isupper() and len(text.split()) >= _FEWEST_OF_SENTENCE for text in (first, second)
    )
    return are_sentences or _REPORTED.search(between) is not None


def in_a_row(first: str, second: str) -> str:
    """Two parts of one quotation as one text. Before a new sentence are the marks of words that
    were left out, because the reporter wrote something there.
    """
    return f"{first}{' ' if not second[:1].isupper() else ' […] '}{second}"


def joined(parts: Sequence[str], text: str | None) -> list[Words]:
    """The quotations of a text, from the quoted parts in their order. Those between which only a
    reporter's clause is are one.
    """
    found: list[str] = []
    end = 0
    for part in parts:
        at = text.find(part, end) if text else -1
        if found and text and at >= 0 and in_one_quotation(found[-1], text[end:at], part):
            found[-1] = in_a_row(found[-1], part)
        else:
            found.append(part)
        end = at + len(part) if at >= 0 else end
    return [read(one) for one in found]


def compare(quotation: Given, candidate: PrintedText) -> Hit | None:
    """What a candidate has of a quotation: the very words, or near ones; None if neither."""
    printed = [(one, Printed.quoted) for one in candidate.quoted]
    if candidate.claim:
        printed.append((candidate.claim, Printed.claim))
    if candidate.sentence:
        printed.append((candidate.sentence, Printed.sentence))
    pairs = [(*_hyphenated_alike(quotation, one, where), where) for one, where in printed]
    for mine, theirs, where in pairs:
        if hit := _very_words(mine, candidate, theirs, where):
            return hit
    near = [
        _near_words(mine, candidate, theirs, where)
        for mine, theirs, where in pairs
        if where is not Printed.sentence or not candidate.claim
    ]
    found = [hit for hit in near if hit is not None]
    # Of equal ones the first: the words in quotation marks.
    return max(found, key=lambda hit: hit.likeness, default=None)


def _hyphenated_alike(quotation: Given, printed: Words, where: Printed) -> tuple[Given, Words]:
    """Both texts, in which a word with a hyphen is one word or two in both of them."""
    mine = _with_hyphens(quotation.words, printed)
    if mine is not quotation.words:
        quotation = _in_parts(mine)
    if where is not Printed.sentence:  # the words before the claim are counted there
        printed = _with_hyphens(printed, mine)
    return quotation, printed


def _find(part: tuple[str, ...], printed: Words, start: int) -> int:
    """The place of a row of words, from a word on; -1 if there is none."""
    offset = len(" ".join(printed.folded[:start])) if start else 0
    at = printed.joined.find(f" {' '.join(part)} ", offset)
    return printed.joined.count(" ", 0, at) if at >= 0 else -1


def _very_words(
    quotation: Given, candidate: PrintedText, printed: Words, where: Printed
) -> Hit | None:
    """The hit of a text that has all parts of a quotation in their order."""
    if not quotation.parts or quotation.is_pieced:
        return None
    found: list[tuple[int, int]] = []
    start = 0
    for part in quotation.parts:
        at = _find(part, printed, start)
        if at < 0:
            return None
        start = at + len(part)
        found.append((at, start))
    parts: list[Part] = []
    if len(found) > 1:
        for (begin, end), (_, last) in zip(found, [(0, found[0][0]), *found], strict=False):
            if parts and begin > last:
                parts.append(_part("", (), printed, last, begin, candidate.language))
            parts.append(
                Part(WordChange.same, printed.between(begin, end), printed.between(begin, end))
            )
    first, last = found[0][0], found[-1][1]
    if where is Printed.sentence and candidate.claim is not None:
        claimed = candidate.before_claim, candidate.before_claim + len(candidate.claim.folded)
        if first < claimed[1] and last > claimed[0]:
            where = Printed.claim
    if where is not Printed.sentence and (
        without := _without_negation(printed, first, last, candidate)
    ):
        return Hit(candidate, where, 0.999, tuple(without))
    if other := _other_reading(quotation.words, printed, found):
        return Hit(candidate, where, 0.999, tuple(other))
    cut = _cut(printed, first, last, candidate.language) if where is not Printed.sentence else None
    return Hit(candidate, where, 1, tuple(parts), cut)


def _other_reading(
    quotation: Words, printed: Words, found: Sequence[tuple[int, int]]
) -> list[Part] | None:
    """The comparison with a text that has the same words in their order, but reads differently: an
    abbreviation instead of a pronoun (“US”, “us”), or a question instead of a sentence. None if it
    does not.
    """
    places = [at for begin, end in found for at in range(begin, end)]
    for at, place in enumerate(places):
        if quotation.folded[at] in _ALSO_ABBREVIATIONS and _is_mixed(quotation, printed):
            mine, theirs = quotation.between(at, at + 1), printed.between(place, place + 1)
            if mine.isupper() is not theirs.isupper():
                return [
                    *_same(quotation, 0, at),
                    Part(WordChange.replaced, mine, theirs, (Differs.name,)),
                    *_same(quotation, at + 1, len(places)),
                ]
    mine = _final_mark(quotation.text, quotation.places[-1][1])
    theirs = _final_mark(printed.text, printed.places[places[-1]][1])
    if mine and (mine == "?") is not (theirs == "?"):
        end = len(places) - 1
        before = printed.between(places[-1], places[-1] + 1)
        written = quotation.between(end, end + 1)
        return [
            *_same(quotation, 0, end),
            Part(WordChange.replaced, f"{written}{mine}", f"{before}{theirs}"),
        ]
    return None


def _same(text: Words, first: int, last: int) -> list[Part]:
    words_of_both = text.between(first, last)
    return [Part(WordChange.same, words_of_both, words_of_both)] if words_of_both else []


def _is_mixed(*texts: Words) -> bool:
    """Whether all texts have letters of both cases, so that their writers chose the case."""
    return not any(text.text.isupper() or text.text.islower() for text in texts)


def _final_mark(text: str, end: int) -> str:
    """The mark of the end of a sentence right behind a word; empty if there is none."""
    found = _FINAL.match(text, end)
    return found[1].replace("？", "?") if found else ""


def _without_negation(
    printed: Words, first: int, last: int, candidate: PrintedText
) -> list[Part] | None:
    """The comparison with a sentence of which only the negation at its beginning was left out; None
    if something else was, or nothing. Such a part is not the speaker's sentence.
    """
    starts = [match.end() for match in _SENTENCE_END.finditer(printed.text)]
    since = max((start for start in starts if start <= printed.places[first][0]), default=0)
    before = [at for at in range(first) if printed.places[at][0] >= since]
    left_out = printed.folded[before[0] : first] if before else ()
    if not left_out or len(left_out) > 2:
        return None
    kinds = kinds_of(left_out, candidate.language)
    if len(kinds.get(Differs.negation, ())) < len(left_out):
        return None
    same = printed.between(first, last)
    return [
        _part("", (), printed, before[0], first, candidate.language),
        Part(WordChange.same, same, same),
    ]


def _cut(printed: Words, first: int, last: int, language: str) -> Cut | None:
    """What is printed before and behind a part of a quotation; None if that is all of it."""
    end = len(printed.folded)
    if first == 0 and last == end:
        return None
    begin, finish = printed.places[first][0], printed.places[last - 1][1]
    before, after = printed.text[:begin], printed.text[finish:]
    new_sentence = _SENTENCE_END.match(after) is not None
    limit = limit_in(printed.folded[last : last + 4], language, new_sentence=new_sentence)
    sentence_end = _SENTENCE_END.search(printed.text, finish)
    within = sentence_end.end() if sentence_end and not new_sentence else len(printed.text)
    starts = [match.end() for match in _SENTENCE_END.finditer(printed.text, 0, begin)]
    since = max(starts, default=0)
    rest = [
        word
        for word, (start, _) in zip(printed.folded, printed.places, strict=True)
        if since <= start < begin or (finish <= start < within and not new_sentence)
    ]
    kinds = kinds_of(tuple(rest), language)
    return Cut(
        _EDGE.sub("", before).strip(),
        printed.between(first, last),
        _EDGE.sub("", after).strip(),
        _as_printed(printed, last, limit) if limit else None,
        Differs.negation in kinds or Differs.condition in kinds,
    )


def _as_printed(printed: Words, start: int, limit: Phrase) -> str:
    """The words of a limit as they are printed; an “and” before them is left out."""
    at = start if printed.folded[start : start + len(limit)] == limit else start + 1
    return printed.between(at, at + len(limit))


def _weight(word: str) -> float:
    """How much a word counts: short words are in most sentences."""
    return 0.4 if len(word) < 4 and not is_run(word) and not any(map(str.isdigit, word)) else 1.0


def _near_words(
    quotation: Given, candidate: PrintedText, printed: Words, where: Printed
) -> Hit | None:
    """The hit of the part of a text that is most like a quotation; None if it is not like it."""
    wanted, have = quotation.words.folded, printed.folded
    if not have or not wanted:
        return None
    low, high = _window(wanted, have)
    part = have[low:high]
    operations = [
        (each.tag, each.src_start, each.src_end, each.dest_start + low, each.dest_end + low)
        for each in Levenshtein.opcodes(wanted, part)
    ]
    while operations and operations[0][0] == "insert":
        del operations[0]
    while operations and operations[-1][0] == "insert":
        del operations[-1]
    operations = _trimmed(_together(operations))
    if not operations:
        return None
    first, last = operations[0][3], operations[-1][4]
    same = [
        word for tag, start, end, *_ in operations if tag == "equal" for word in wanted[start:end]
    ]
    # All the words, with one more between them: a negation may have been left out.
    is_one_less = len(wanted) > 2 and len(same) == len(wanted) == last - first - 1
    if quotation.is_short and not is_one_less:
        # A few words that also occur in a longer text say nothing.
        first, last = (0, len(have)) if len(have) <= len(wanted) + 2 else (0, len(have) * 9)
        likeness = 2 * len(same) / (len(wanted) + last - first)
        last = min(last, len(have))
    else:
        total = sum(map(_weight, wanted)) + sum(map(_weight, have[first:last]))
        likeness = 2 * sum(map(_weight, same)) / total
        if likeness < _NEAR and _is_rearranged(wanted, have[first:last]):
            likeness = _NEAR
    if likeness < _NEAR or len(same) < 2:
        return None
    parts = [
        _part_of(operation, quotation.words, printed, candidate.language)
        for operation in operations
    ]
    return Hit(candidate, where, min(likeness, 0.999), tuple(parts))


def _is_rearranged(wanted: Sequence[str], part: Sequence[str]) -> bool:
    """Whether nearly all words are the same, in another order."""
    if len(wanted) < _FEWEST_REARRANGED:
        return False
    common = (Counter(wanted) & Counter(part)).total()
    return 2 * common / (len(wanted) + len(part)) >= _REARRANGED


def _together(
    operations: list[tuple[str, int, int, int, int]],
) -> list[tuple[str, int, int, int, int]]:
    """The same, in which words that differ in a row are one operation, so that “two thousand” is
    compared with “2,000” and not only “two”.
    """
    found: list[tuple[str, int, int, int, int]] = []
    for tag, start, end, low, high in operations:
        if found and tag != "equal" and found[-1][0] != "equal":
            _, begin, _, least, _ = found.pop()
            found.append(("replace", begin, end, least, high))
        else:
            found.append((tag, start, end, low, high))
    return found


def _trimmed(
    operations: list[tuple[str, int, int, int, int]],
) -> list[tuple[str, int, int, int, int]]:
    """The same, in which a replacement at either end takes no more words of the printed text than
    of the quotation.
    """
    if operations and operations[0][0] == "replace":
        tag, start, end, low, high = operations[0]
        operations[0] = (tag, start, end, max(low, high - (end - start)), high)
    if operations and operations[-1][0] == "replace":
        tag, start, end, low, high = operations[-1]
        operations[-1] = (tag, start, end, low, min(high, low + (end - start)))
    return operations


def _window(wanted: Sequence[str], have: Sequence[str]) -> tuple[int, int]:
    """The part of a text, a little longer than the quotation, that has most of its words."""
    length = len(wanted) + max(3, len(wanted) // 3)
    if len(have) <= length:
        return 0, len(have)
    known = Counter(wanted)
    left = Counter(known)
    best, best_at, score = -1.0, 0, 0.0
    for at, word in enumerate(have):
        if word in known:
            left[word] -= 1
            score += _weight(word) if left[word] >= 0 else 0
        if at >= length:
            gone = have[at - length]
            if gone in known:
                score -= _weight(gone) if left[gone] >= 0 else 0
                left[gone] += 1
        if score > best:
            best, best_at = score, at
    # The best window ends with a word of the quotation; a replaced word may follow it.
    high = min(len(have), best_at + 3)
    return max(0, best_at + 1 - length), high


def _part_of(
    operation: tuple[str, int, int, int, int], quotation: Words, printed: Words, language: str
) -> Part:
    tag, start, end, low, high = operation
    written = quotation.between(start, end)
    if tag == "equal":
        return Part(WordChange.same, written, printed.between(low, high))
    return _part(
        written, quotation.folded[start:end], printed, low, high, language, quotation, start
    )


def _part(
    written: str,
    added: tuple[str, ...],
    printed: Words,
    low: int,
    high: int,
    language: str,
    quotation: Words | None = None,
    start: int = 0,
) -> Part:
    """A part that differs: `added` words of the quotation instead of printed ones."""
    left_out = printed.folded[low:high]
    mine, theirs = kinds_of(added, language), kinds_of(left_out, language)
    differs = {
        kind for kind in Differs if sorted(mine.get(kind, [])) != sorted(theirs.get(kind, []))
    }
    names = {*_names(printed, low, high, language)}
    if quotation:
        names |= {*_names(quotation, start, start + len(added), language)}
    # A name is the same if only other words around it differ.
    names = {name for name in names if (name in added) != (name in left_out)}
    if names and primary(language) not in _CAPITALISED_NOUNS:
        differs.add(Differs.name)
    change = WordChange.replaced
    if not added or not left_out:
        change = WordChange.left_out if left_out else WordChange.added
    return Part(
        change,
        written,
        printed.between(low, high),
        tuple(sorted(differs)),
        tuple(sorted(names)),
    )


def _names(text: Words, low: int, high: int, language: str) -> Iterable[str]:
    """The folded words with a capital that do not begin a sentence."""
    for at in range(low, high):
        start, end = text.places[at]
        before = text.text[:start].rstrip(_OPEN + _MARKS)
        if text.text[start:end][:1].isupper() and before and before[-1] not in ".!?…:–—":
            yield text.folded[at]


def judge(hit: Hit, speaker: str | None) -> Hit | None:
    """The hit with its verdict for the named speaker (None: anybody); None if it says nothing.

    Near words of the article itself, or of somebody else, count only if they are very near.
    """
    found, very_near = hit.candidate, hit.likeness >= 0.8
    if found.statement is None or found.is_narration or hit.printed is Printed.sentence:
        return replace(hit, verdict=Verdict.narration, cut=None) if very_near else None
    if speaker is not None and found.speaker != speaker:
        return replace(hit, verdict=Verdict.other_speaker) if very_near else None
    if not hit.is_exact or any(part.differs for part in hit.parts):
        return replace(hit, verdict=Verdict.altered)
    if hit.printed is Printed.claim:
        return replace(hit, verdict=Verdict.reported_speech)
    is_shortened = hit.cut is not None and hit.cut.limit is not None
    return replace(hit, verdict=Verdict.shortened if is_shortened else Verdict.verbatim)


def ordered(hits: Iterable[Hit], most: int) -> list[Hit]:
    """The hits, best first, each sentence of a source once: by the order of the verdicts, then by
    likeness. Very words leave no room for weak likeness.
    """
    found = list(hits)
    if any(hit.is_exact for hit in found):
        found = [hit for hit in found if hit.likeness >= 0.75]
    taken = {
        (hit.candidate.source, hit.candidate.passage)
        for hit in found
        if hit.verdict is not Verdict.narration and hit.is_exact and hit.candidate.passage
    }
    kept = [
        hit
        for hit in found
        if hit.verdict is not Verdict.narration
        or (hit.candidate.source, hit.candidate.passage) not in taken
    ]

    def key(hit: Hit) -> tuple[int, float, bool, int]:
        has_cut = hit.cut is not None
        number = hit.candidate.statement or 0
        return ORDER.index(hit.verdict), -hit.likeness, has_cut, number

    return sorted(kept, key=key)[:most]
