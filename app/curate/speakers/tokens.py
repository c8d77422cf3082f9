"""The words of a sentence, and finding phrases among them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.curate.language import WORD, Language
from app.curate.quotations import Quotation
from app.curate.text import Sentence

_DATELINE = re.compile(r"[^.!?“”\"«»„:;]{2,60}?(?:\s|\)\.?\s?)[-–—]{1,2}\s?(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence, at its place in the text."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The words in a range of a text."""
    return [
        Token(found.start(), found.end(), found[0], found[0].lower())
        for found in WORD.finditer(text, start, end)
    ]


def words_outside_quotations(
    text: str, sentence: Sentence, quotations: Iterable[Quotation], words: Language
) -> list[Token]:
    """The words of a sentence, without those of quotations and of a dateline."""
    inside = [
        (one.outer_start, one.outer_end)
        for one in quotations
        if one.outer_start < sentence.end and sentence.start < one.outer_end
    ]
    begin = behind_dateline(text, sentence, words)
    return [
        one
        for one in tokens_of(text, begin, sentence.end)
        if not any(start <= one.start < end for start, end in inside)
    ]


def behind_dateline(text: str, sentence: Sentence, words: Language) -> int:
    """Where a sentence begins behind a dateline: place, day and agency before a dash."""
    if sentence.paragraph > 2:
        return sentence.start
    start = sentence.start
    while found := _DATELINE.match(text, start, sentence.end):  # (ANSA) - ROMA, 30 OTT -
        before = WORD.findall(re.sub(r"\([^)]*\)", "", found[0]))  # Berlin (dpa) –
        if not all(_of_dateline(one, words) for one in before):
            break
        start = found.end()
    return start


def _of_dateline(word: str, words: Language) -> bool:
    """Whether a word may be one of a dateline: a name, a day or a month."""
    return word[0].isupper() or word[0].isdigit() or word.lower() in words.months


def find_phrases(tokens: list[Token], phrases: Iterable[tuple[str, ...]]) -> Iterator[list[Token]]:
    """The places of a sentence where one of these phrases is."""
    lower = tuple(token.lower for token in tokens)
    places: dict[str, list[int]] = {}
    for index, word in enumerate(lower):
        places.setdefault(word, []).append(index)
    for phrase in phrases:
        for index in places.get(phrase[0], ()):
            if lower[index : index + len(phrase)] == phrase:
                yield tokens[index : index + len(phrase)]
