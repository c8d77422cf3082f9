"""Finding people and countries in texts, by all their names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from app.build.check.doubts.words import country_words
from app.build.seed.models.actors import SeedPerson
from app.domain.names import words as folded_words
from app.domain.vocabulary import SpeakerKind

# What French and Italian write together with a name is no part of it: “l’Italia”, “d’Ukraine”.
_ELIDED = (
    r"(?i:(?<![\w’'])(?:[ldsnjmtc]|(?:|jus|lors|puis)qu|un|(?:|d|n|s|c|qu)[aeou]ll|quest|anch)"
    r"[’'](?=\w))"
)
_WORD = re.compile(rf"(?=[\w\u0300-\u036f])(?:{_ELIDED})?([\w\u0300-\u036f]+(?:[’'.]\w+)*)")
_POSSESSIVE = re.compile(r"(?<=\w{3})(?:[’']s|s[’'])(?!\w)")
_SURNAMES, _SHORTEST_SURNAME = 2, 4  # words of a family name, letters of the first one
_OF_FAMILY = re.compile(r"d[aeo]ll?\w|degli|sant[aio]?|saint|mac|van|von")
_KEPT = 20_000  # words that are kept with what begins in them
_FEW = 100  # texts that are kept with their words
RECENT = 5_000
"""Texts that are kept with their countries: the sentences of one source come again."""
# Languages that change the ends of names.
_INFLECTED = frozenset(re.findall("..", "plukrucsskslhrsrbsbgfiethulvlttrelbemk"))


class Word(NamedTuple):
    """A word of a text: its place, and its folded form."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A place at which a text names a person."""

    start: int
    end: int
    person: str


@lru_cache(maxsize=_FEW)  # a summary or a role is looked at several times
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text. A possessive ending is no part of one."""
    return tuple(
        Word(match.start(1), match.end(), folded)
        for match in _WORD.finditer(text)
        if (folded := _folded(match[1]))
    )


@lru_cache(maxsize=50_000)  # most words come again and again
def _folded(word: str) -> str:
    """The folded form of a word, without a possessive ending."""
    for ending in ("’s", "'s", "s’", "s'"):
        word = word.removesuffix(ending) if len(word) > 4 else word
    return "".join(folded_words(word))


def _parts(name: str) -> list[str]:
    """The folded words of a name, without elided articles."""
    return [part for piece in name.split() for part in _parts_of(piece)]


@lru_cache(maxsize=50_000)  # most of what is between spaces comes again and again
def _parts_of(piece: str) -> tuple[str, ...]:
    return tuple(part for word in _WORD.findall(piece) for part in folded_words(word))


class People:
    """Finds people in texts by the last word of each of their names."""

    def __init__(self, people: Iterable[SeedPerson]) -> None:
        self._by_stem: dict[str, list[tuple[list[str], str]]] = {}
        self._by_last: dict[str, list[tuple[list[str], str]]] = {}
        self.names: dict[str, list[list[str]]] = {}
        self.bodies: set[str] = set()
        self._known: dict[tuple[str, bool], Sequence[tuple[list[str], str]]] = {}
        for person in people:
            target = person.merged_into or person.id
            if person.kind is not SpeakerKind.person:
                self.bodies.add(target)
            family = person.family_name
            for name in filter(None, (person.name, family, *person.other_names)):
                plain = _POSSESSIVE.sub("", name)  # as in the words of a text
                parts = [part for part in _parts(plain) if part not in ("the", "le", "la")]
                if not parts or len(parts[-1]) < 3:
                    continue
                self.names.setdefault(target, []).append(parts)
                found = [(parts, target)]
                if person.kind is SpeakerKind.person and len(parts) > 1:
                    found.append((parts[-1:], target))
                if name == family and len(parts) == _SURNAMES and _is_surname(parts[0]):
                    self._by_stem.setdefault(parts[0][:3], []).append((parts[:1], target))
                    self._by_last.setdefault(parts[0], []).append((parts[:1], target))
                self._by_stem.setdefault(parts[-1][:3], []).extend(found)
                self._by_last.setdefault(parts[-1], []).extend(found)

    def mentions(self, words: Sequence[Word], language: str) -> list[PersonMention]:
        """Every mention of a person, longest name first where several fit."""
        found: list[PersonMention] = []
        inflected = language.partition("-")[0] in _INFLECTED
        for at, word in enumerate(words):
            key = (word.folded, inflected)
            candidates = self._known.get(key)
            if candidates is None:
                candidates = self._candidates(*key)
                if len(self._known) < _KEPT:
                    self._known[key] = candidates
            if not candidates:
                continue
            best: dict[str, int] = {}
            for parts, target in candidates:
                if len(parts) > at + 1 or not same_name(parts[-1], word.folded, inflected):
                    continue
                before = words[at - len(parts) + 1 : at]
                if all(
                    same_name(part, other.folded, inflected)
                    for part, other in zip(parts, before, strict=False)
                ):
                    best[target] = max(best.get(target, 0), len(parts))
            longest = max(best.values(), default=0)
            for target, length in best.items():
                if length == longest:
                    found.append(PersonMention(words[at - length + 1].start, word.end, target))
        return found

    def _candidates(self, word: str, inflected: bool) -> Sequence[tuple[list[str], str]]:
        """The names whose last word may be a folded word (see same_name), with their person."""
        if inflected:
            return self._by_stem.get(word[:3], ())
        found = self._by_last.get(word, ())
        if word.endswith("s"):
            found = (*found, *self._by_last.get(word[:-1], ()))
        if word.endswith("es"):  # des Bundesrates
            found = (*found, *self._by_last.get(word[:-2], ()))
        return found

    def alike(self, person: str, words: Sequence[Word]) -> bool:
        """Whether some word is almost the last word of a name of a person: another spelling."""
        lasts = {parts[-1] for parts in self.names.get(person, ())}
        return any(
            word.folded[:1] == last[:1] and fuzz.ratio(word.folded, last) >= 75
            for last in lasts
            if len(last) >= 4
            for word in words
            if abs(len(word.folded) - len(last)) <= 4
        )

    def in_script_of(self, person: str, text: str) -> bool:
        """Whether a name of a person is written in letters that a text has."""
        letters = {script(char) for char in text[:2000] if char.isalpha()}
        return any(script(parts[-1][0]) in letters for parts in self.names.get(person, ()))


@lru_cache(maxsize=1)  # it is asked of one word after the other
def _small(text: str) -> set[str]:
    """The folded words that a text only has without a capital: the island is not Iceland."""
    words = text.split()
    small = {each for word in words if word[:1].islower() for each in _parts_of(word)}
    return small.difference(*(_parts_of(word) for word in words if word[:1].isupper()))


def _is_surname(word: str) -> bool:
    """Whether the first word of a family name is one of two surnames: Zepeda Huitrón is often
    called Zepeda, and Della Rovere not Della.
    """
    return len(word) >= _SHORTEST_SURNAME and not _OF_FAMILY.fullmatch(word)


def script(char: str) -> int:
    """A number for the alphabet of a letter: its block of Unicode, with all Latin ones as one."""
    code = ord(char)
    return 0 if code < 0x250 else code >> 8


def same_name(name: str, word: str, inflected: bool) -> bool:
    """Whether a folded word is a folded name; in some languages names change their ends."""
    if name == word:
        return True
    if not inflected:
        return word in (f"{name}s", f"{name}es") and len(name) > 3
    stem = max(4, len(name) - 2)
    return len(name) >= 4 and len(word) <= len(name) + 4 and name[:stem] == word[:stem]


def _is_part(name: str, word: str, inflected: bool) -> bool:
    """Whether a word is a part of the name of a country, or begins with it."""
    return same_name(name, word, inflected) or (
        len(name) > 4 and word.startswith(name) and len(word) <= len(name) + 3
    )


_Listed = tuple[tuple[str, ...], str, str | None]
"""The folded words of a name, the country, and how the name must be written, if that matters."""
_Begun = dict[str, list[_Listed]]
"""Names by the first letter of their second word; "" for names of one word."""


_ORDINARY = (("mann",), ("islands",))  # names that are ordinary words of another language


_SPEAKING = re.compile(
    r"\b\w+-(?:speaking|language)\b|\b\w+sprachig\w*|\b\w+(?:ophones?|[oòó]fon[oaie]s?)\b|"
    r"\b(?:di lingua|de (?:langue|lengua|habla)) \w+",
    re.IGNORECASE,
)
"""Words for who speaks a language, which is that of other countries, too."""
_LANGUAGE = re.compile(
    r"-speaking|-language|sprachig|[oòó](?:ph|f)on|\bd[ie] (?:lingua|langue|lengua|habla)\b"
)  # what all of them have: it is found faster


class CountryNames:
    """Finds countries in texts of one language, by all their names."""

    def __init__(
        self,
        names: Iterable[tuple[str, str, str]],
        ids: Mapping[str, str] | None = None,
        language: str = "en",
    ) -> None:
        """`names` are country id, name, kind of name; `ids` the ids by ISO code. What the words of
        the language (see country_words) name is named by nothing that is only like them.
        """
        self.ids = ids or {}
        self._words = country_words(language) if ids else None
        self._by_first: dict[str, list[_Listed]] = {}
        self._capitals: list[tuple[str, str]] = []
        self._alike: dict[str, frozenset[str]] = {}
        self._begun: tuple[dict[str, _Begun], ...] = ({}, {})  # the second of inflected words
        self._named: dict[tuple[str, str, bool], frozenset[str]] = {}
        for country, name, kind in names:
            parts = tuple(_parts(name))
            if not parts or parts in _ORDINARY:
                continue
            if kind == "metonym" and len(parts) == 1:
                self._capitals.append((parts[0], country))
            written = name if kind == "abbreviation" or len(name) <= 3 else None
            self._by_first.setdefault(parts[0][:3], []).append((parts, country, written))

    def named_in(self, text: str, language: str, *, loosely: bool = False) -> frozenset[str]:
        """The countries that a text names. `loosely`: also by words that begin like their names,
        and by capitals that are written almost like those of our list.

        The lists have adjectives and capitals in English only, and other languages make theirs from
        the same stems ("français", "Moscou").
        """
        loosely = loosely and language.partition("-")[0] != "en"  # of which all words are listed
        key = (text, language, loosely)
        found = self._named.get(key)
        if found is None:
            plain = _SPEAKING.sub(" ", text) if _LANGUAGE.search(text) else text
            found = frozenset(self._find(plain, language, loosely))
            if len(self._named) >= RECENT:
                self._named.clear()
            self._named[key] = found
        return found

    def _find(self, text: str, language: str, loosely: bool) -> set[str]:
        found: set[str] = set()
        inflected = language.partition("-")[0] in _INFLECTED
        if self._words and (groups := [one.lastgroup for one in self._words.finditer(text)]):
            codes = {code for group in groups for code in (group or "").split("_")}
            found |= {self.ids[code] for code in codes if code in self.ids}
            text = self._words.sub(" ", text)
        words = _parts(text)
        is_english, begun = language.partition("-")[0] == "en", self._begun[inflected]
        listed: list[tuple[range, str, bool]] = []
        for at, word in enumerate(words):
            names = begun[word] if word in begun else self._begin(word, inflected=inflected)
            ordinary = is_english and (word == "islands" or word in _small(text))  # not Iceland
            if names and not ordinary:
                for parts, country, written in self._going_on(names, words, at):
                    if country in found or (written and written not in text):
                        continue
                    there = words[at : at + len(parts)]
                    if len(there) == len(parts) and all(
                        _is_part(part, other, inflected)
                        for part, other in zip(parts[1:], there[1:], strict=True)
                    ):
                        exact = list(parts) == there
                        listed.append((range(at, at + len(parts)), country, exact))
            if loosely:
                found |= self._like(word)
        return found | {
            country
            for place, country, exact in listed
            if not any(  # the Sudan of South Sudan, the Niger of Nigeria
                place[0] in other
                and place[-1] in other
                and (len(other) > len(place) or (whole and not exact))
                for other, _, whole in listed
            )
        }

    def _begin(self, word: str, *, inflected: bool) -> _Begun:
        """The names that begin with a word. Words come again and again, so they are kept."""
        names: _Begun = {}
        for one in self._by_first.get(word[:3], ()):
            if _is_part(one[0][0], word, inflected):
                names.setdefault(one[0][1][:1] if len(one[0]) > 1 else "", []).append(one)
        if len(self._begun[inflected]) < _KEPT:
            self._begun[inflected][word] = names
        return names

    @staticmethod
    def _going_on(names: _Begun, words: list[str], at: int) -> list[_Listed]:
        """Those of the names that go on with the first letter of the next word, if they do."""
        behind = names.get(words[at + 1][:1], []) if at + 1 < len(words) else []
        return [*names.get("", ()), *behind]

    def _like(self, word: str) -> frozenset[str]:
        """The countries whose name or capital a word may be made from."""
        letters = 5 if self._words else 4  # the words of the language have the other countries
        if word not in self._alike:
            self._alike[word] = frozenset(
                country
                for parts, country, written in self._by_first.get(word[:3], ())
                if written is None and len(parts) == 1 and word[:letters] == parts[0][:letters]
            ) | frozenset(
                country
                for capital, country in self._capitals
                if capital[0] == word[0] and len(word) > 3 and fuzz.ratio(capital, word) >= 70
            )
        return self._alike[word]
