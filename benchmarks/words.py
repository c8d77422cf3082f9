"""Invented words, so that no corpus copies anybody's: pseudo-words by Zipf's law, with “the” as the
most common one.
"""

from collections.abc import Iterator
from itertools import accumulate
from random import Random

COMMON = (
    "the",
    "of",
    "to",
    "and",
    "a",
    "in",
    "that",
    "for",
    "is",
    "on",
    "it",
    "with",
    "as",
    "was",
    "by",
    "at",
    "not",
    "be",
)
"""The head of the vocabulary, most common first. “the” makes about one word in ten, as in
English.
"""

_ONSETS = (
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "z",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_ENDS = ("", "", "l", "m", "n", "r", "s", "t", "nd", "rk")
_MARKED = str.maketrans({"a": "á", "l": "ł", "o": "ø", "u": "ü", "s": "š"})
_SIZE = 20_000


class Words:
    """A vocabulary of 20,000 words and sentences made of it."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        vocabulary = list(COMMON)
        known = set(vocabulary)
        while len(vocabulary) < _SIZE:
            word = self.invented(1 + (len(vocabulary) > 300) + (rng.random() < 0.4))
            if len(vocabulary) % 20 == 0:  # one in twenty has letters that search folds
                word = word.translate(_MARKED)
            if word not in known:
                known.add(word)
                vocabulary.append(word)
        self._vocabulary = vocabulary
        self._weights = list(zipf(_SIZE, 1.0))

    def invented(self, syllables: int) -> str:
        """A word that nobody has used."""
        pick = self._rng.choice
        return "".join(pick(_ONSETS) + pick(_VOWELS) for _ in range(syllables)) + pick(_ENDS)

    def phrase(self, letters: float) -> str:
        """Words of about so many characters together, at least three words."""
        return " ".join(
            self._rng.choices(
                self._vocabulary, cum_weights=self._weights, k=max(3, round(letters / 5.4))
            )
        )

    def sentence(self, letters: float) -> str:
        """Words with a capital letter and a full stop, of about so many characters."""
        words = self.phrase(letters)
        return f"{words[0].upper()}{words[1:]}."


def zipf(count: int, exponent: float) -> Iterator[float]:
    """Cumulative weights of ranks 1 to `count`: the weight of a rank is rank**-exponent."""
    return accumulate(rank**-exponent for rank in range(1, count + 1))
