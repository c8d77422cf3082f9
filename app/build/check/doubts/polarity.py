"""What a sentence affirms, what it denies, and whether it speaks of the time after a peace."""

import re
from functools import lru_cache

from app.build.check.doubts.words import pattern

# “had not been told to go and that its hospital had 11 surgeons”: two clauses
CLAUSE = re.compile(
    r"[.;:!?,–—\n]+|\b(?:and|but) (?=that\b)|\bund (?=dass\b)|\bet (?=qu[e’'])|\be (?=che\b)|"
    r"\by (?=que\b)"
)
_STEM = 5  # letters by which words of two forms, or of two languages, are taken for the same
_SHORTEST = 4


def has(kind: str, text: str, language: str = "en") -> bool:
    """Whether a text has words of a kind (see words.py)."""
    found = pattern(kind, language)
    return bool(found and found.search(text))


def is_negative(text: str, language: str) -> bool | None:
    """Whether a text has a word that denies or refuses; None for a language without such words."""
    found = pattern("negation", language)
    return bool(found.search(text)) if found else None


def plainly_denied(text: str, language: str) -> bool:
    """Whether a text has one of the few words that almost always deny."""
    return has("denied", text, language)


def parts(text: str, language: str) -> tuple[str, str]:
    """What a text affirms and what it denies: of each clause, what is before its denial and what is
    behind it.
    """
    denied = pattern("denied", language)
    contrast = pattern("contrast", language)
    affirming: list[str] = []
    denying: list[str] = []
    for clause in CLAUSE.split(text):
        for piece in contrast.split(clause) if contrast else [clause]:
            found = denied.search(piece) if denied else None
            if found is None:
                affirming.append(piece)
            else:
                affirming.append(piece[: found.start()])
                denying.append(piece[found.start() :])
    return " . ".join(affirming), " . ".join(denying)


def stems(text: str, *, capitals: bool = True) -> frozenset[str]:
    """The beginnings of the words of a text and its numbers, without short words; without
    `capitals` also without words that begin with one, which are mostly names.
    """
    return frozenset(
        word[:_STEM].casefold()
        for word in re.findall(r"[^\W_]+", text)
        if word.isdigit() or (len(word) >= _SHORTEST and (capitals or not word[0].isupper()))
    )


@lru_cache(maxsize=250)  # a sentence is looked at several times
def times(text: str, language: str) -> frozenset[str]:
    """Whether a text speaks of the time `after` a ceasefire or peace, or `before` it; nothing if it
    says neither. What may not happen before it happens after it.
    """
    language = language.partition("-")[0]
    after, before = _time("after", "peace", language), _time("before", "peace", language)
    during = _time("during", "war", language)
    if after is None or before is None or during is None:
        return frozenset()
    found: set[str] = set()
    for clause in CLAUSE.split(text):
        if before.search(clause) or during.search(clause):
            found.add("after" if plainly_denied(clause, language) else "before")
        elif phrase := after.search(clause):
            denied = pattern("denied", language)
            no = denied.search(clause) if denied else None
            if no is None:
                found.add("after")
            elif no.start() < phrase.start():
                found.add("before")
    return frozenset(found)


@lru_cache(maxsize=64)
def _time(relation: str, event: str, language: str) -> re.Pattern[str] | None:
    one, other = pattern(relation, language), pattern(event, language)
    if one is None or other is None:
        return None
    return re.compile(rf"{one.pattern}\W+(?:[\w’']+\W+){{0,4}}?{other.pattern}", re.IGNORECASE)
