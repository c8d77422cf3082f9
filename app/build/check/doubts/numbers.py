"""Numbers in texts: those in digits, and those that are spelt out."""

import re
from functools import lru_cache

from app.build.check.doubts.words import number_words

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ’']\d{3})*(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 40  # letters of a number in one word


def in_digits(text: str) -> list[str]:
    """The numbers of a text that are written in digits, as they are printed."""
    return _DIGITS.findall(text)


def spelt(text: str, language: str) -> set[int]:
    """The values of the numbers from 2 that a text spells out: of each of their words, and of words
    in a row together (“forty-two” has 2, 40 and 42).
    """
    found: set[int] = set()
    for row in _rows(text, language):
        found |= set(row)
    return found - {0, 1}


def spelt_whole(text: str, language: str) -> set[int]:
    """The values of the numbers from 2 that a text spells out, of words in a row only together."""
    return {row[-1] for row in _rows(text, language)} - {0, 1}


@lru_cache(maxsize=250)  # a sentence is looked at several times
def _rows(text: str, language: str) -> list[list[int]]:
    """For each row of words that spell a number, the values of its words and of their sums; the
    last one is that of the whole row.
    """
    values = number_words(language)
    rows: list[list[int]] = []
    end, total, last = -1, 0, 0
    for match in _WORD.finditer(text.casefold()) if values else ():
        value = _value(match[0], language)
        if value is None:
            continue
        between = text[end : match.start()].casefold().replace("-", " ").split()
        joined = end >= 0 and all(values.get(each) == 0 for each in between)
        if value == 1 and not (joined and last >= _TENS):
            continue  # in most languages it is an article, too
        if not joined:
            total, last = value, value
            rows.append([])
        elif value >= 1000 > total:  # two hundred thousand
            total, last = max(total, 1) * value, value
        elif value >= 100 > last or (value, last) == (20, 4):  # three hundred, quatre-vingts
            total = total - last + max(last, 1) * value
            last = value
        else:
            total, last = total + value, value
        rows[-1] += [value, total]
        end = match.end()
    return rows


_TENS = 20  # from here on, numbers are put together with one: “twenty-one”


@lru_cache(maxsize=20_000)  # words come again and again
def _value(word: str, language: str) -> int | None:
    """The value of a word, which may be several in one: “zweiundvierzig”, “centoventi”."""
    values = number_words(language)
    if word in values:
        return values[word] or None
    if len(word) > _LONGEST:
        return None
    parts: list[int] = []
    rest = word
    while rest:
        first = next((rest[:n] for n in range(len(rest), 2, -1) if rest[:n] in values), None)
        if first is None:
            return None
        parts.append(values[first])
        rest = rest[len(first) :]
    total = last = 0
    for part in parts:
        if part >= 1000 > total:
            total = max(total, 1) * part
        elif part >= 100 > last:
            total = total - last + max(last, 1) * part
        else:
            total += part
        last = part
    return total if len([part for part in parts if part]) > 1 else None
