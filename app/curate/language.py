"""The words of the languages in which drafts are made, and which of them a text is written in.

Each language is a file in `languages/`: word lists, all in small letters, as forms are printed.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

_FOLDER = Path(__file__).parent / "languages"
WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*(?:[-\u2010\u2011.][^\W_][\w\u0300-\u036f]*)*")
"""A word with the hyphens and points inside it; an apostrophe ends it (`l’ambasciatore`)."""

_ENOUGH = 3  # common words that must be of one language before we name it


@dataclass(frozen=True)
class Language:
    """The word lists of a language."""

    code: str
    stopwords: frozenset[str]
    starters: frozenset[str]
    abbreviations: frozenset[str]
    abbreviations_at_end: frozenset[str]
    says: frozenset[str]
    voices: frozenset[str]
    particles: Mapping[str, frozenset[str]]
    participles: frozenset[str]
    auxiliaries: frozenset[str]
    passive: frozenset[str]
    infinitive: frozenset[str]
    negations: frozenset[str]
    according_to: tuple[tuple[str, ...], ...]
    says_phrases: tuple[tuple[str, ...], ...]
    voices_phrases: tuple[tuple[str, ...], ...]
    by: frozenset[str]
    nobody: frozenset[str]
    indefinite: frozenset[str]
    several: frozenset[str]
    nouns: frozenset[str]
    latter: tuple[tuple[str, ...], ...]
    papers: frozenset[str]
    asks: frozenset[str]
    answers: frozenset[str]
    said: frozenset[str]
    we: frozenset[str]
    we_anywhere: frozenset[str]
    we_ends: frozenset[str]
    declarations: frozenset[str]
    told_by_papers: frozenset[str]
    joint_texts: tuple[tuple[str, ...], ...]
    articles: tuple[str, ...]
    after_quote: frozenset[str]
    pronouns_m: frozenset[str]
    pronouns_f: frozenset[str]
    pronouns: frozenset[str]
    determiners: frozenset[str]
    definite: frozenset[str]
    possessives: frozenset[str]
    prepositions: frozenset[str]
    so_called: frozenset[str]
    roles_m: frozenset[str]
    roles_f: frozenset[str]
    roles: frozenset[str]
    titles: frozenset[str]
    anonymous: frozenset[str]
    bodies: frozenset[str]
    joint: frozenset[str]
    bylines: frozenset[str]
    future: frozenset[str]
    subjunctive: frozenset[str]
    kept_when_negated: frozenset[str]
    impersonal: frozenset[str]
    this_day: str
    day_before: str
    drops_subject: bool
    inflects: bool
    ordinal_dots: bool
    compounds: bool
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    demonyms: Mapping[str, str]
    own_view: Mapping[tuple[str, ...], str]
    offices: Mapping[tuple[str, ...], str]
    seats: Mapping[str, str]

    @cached_property
    def every_role(self) -> frozenset[str]:
        """The words of roles of either gender."""
        return self.roles | self.roles_m | self.roles_f

    def singular(self, verb: str) -> bool:
        """Whether the English verb `verb` is a form without an ending, as `say`."""
        ends = (f"{verb}s", f"{verb}es", f"{verb[:-1]}ies")
        return bool((self.says | self.voices).intersection(ends))


def codes() -> list[str]:
    """The languages in which drafts can be made, by their ISO 639-1 codes."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def language(code: str) -> Language:
    """The words of a language; those of English for one that we have no words of."""
    path = _FOLDER / f"{code.partition('-')[0]}.toml"
    if not path.exists():
        path = _FOLDER / "en.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    values: dict[str, object] = {}
    for key, given in data.items():
        if isinstance(given, list):
            values[key] = (
                tuple(given) if key == "articles" else tuple(tuple(words(one)) for one in given)
            )
        elif key in ("says_phrases", "voices_phrases", "latter"):
            values[key] = tuple(tuple(words(line)) for line in given.splitlines() if line)
        elif key in ("own_view", "offices"):
            values[key] = {tuple(words(phrase)): value for phrase, value in given.items()}
        elif key == "particles":
            values[key] = {verb: frozenset(parts.split()) for verb, parts in given.items()}
        elif isinstance(given, str) and key not in ("this_day", "day_before"):
            values[key] = frozenset(given.split())
        else:
            values[key] = given
    return Language(path.stem, **values)  # type: ignore[arg-type]


def words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return [found[0].lower() for found in WORD.finditer(text)]


def detect(text: str) -> str | None:
    """The language of a text, by its most common words; None if they do not decide it."""
    counts = Counter(words(text[:20_000]))
    scores = {code: sum(counts[word] for word in language(code).stopwords) for code in codes()}
    best, second = sorted(scores, key=lambda code: -scores[code])[:2]
    clear = scores[best] >= _ENOUGH and scores[best] > 1.2 * scores[second]
    return best if clear else None
