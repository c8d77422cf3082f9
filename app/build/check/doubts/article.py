"""What the doubts need to know of an article: who and which countries are named where."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from app.build.check.doubts.words import country_words, pattern
from app.build.check.locate import LocatedPassage
from app.build.seed.load import SourceFolder
from app.build.seed.models.actors import SeedPerson
from app.domain.names import words as folded_words
from app.domain.quotation_marks import quotations
from app.domain.turn_labels import LABEL
from app.domain.vocabulary import Coding, SpeakerKind

# What French and Italian write together with a name is no part of it: “l’Italia”, “d’Ukraine”.
_ELIDED = (
    r"(?i:(?<![\w’'])(?:[ldsnjmtc]|(?:|jus|lors|puis)qu|un|(?:|d|n|s|c|qu)[aeou]ll|quest|anch)"
    r"[’'](?=\w))"
)
_WORD = re.compile(rf"(?=[\w\u0300-\u036f])(?:{_ELIDED})?([\w\u0300-\u036f]+(?:[’'.]\w+)*)")
_POSSESSIVE = re.compile(r"(?<=\w{3})(?:[’']s|s[’'])(?!\w)")
_LETTER = re.compile(r"([^\W\d_][^:.!?\n\"“„«»]{0,30})\.\s")  # Q. Who pays?
_STOP = re.compile(r"\w{6,}\. ")  # behind a sentence, and not behind a title: “Abg. Jane Doe”
_VERB_BEHIND = re.compile(r"\W?(?P<comma>,)?\s+(?P<verb>[^\W\d_]{4,})\s+")
_QUESTIONS = 3  # of an interview
_FIRST = 3  # words with which a paragraph begins
_TURNS = 3  # of a debate in which nobody speaks twice
_SURNAMES, _SHORTEST_SURNAME = 2, 4  # words of a family name, letters of the first one
_OF_FAMILY = re.compile(r"d[aeo]ll?\w|degli|sant[aio]?|saint|mac|van|von")
_LONGEST_NAME = 4  # words
_LONGEST_SIGNATURE = 12  # words of a name and a role
_MOST_ANSWERS = 0.7  # of the claims of an interview, those of one person
_KEPT = 20_000  # words that are kept with what begins in them
_FEW = 100  # texts that are kept with their words
_RECENT = 5_000  # texts that are kept with their countries: the sentences of one source come again
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


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a turn of an interview begins, and its label, such as `Q`."""

    start: int
    label: str


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


@lru_cache(maxsize=_RECENT)  # the same roles come again and again
def _long_words_of(text: str) -> frozenset[str]:
    return frozenset(word.folded for word in words_of(text) if len(word.folded) > 3)


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
            found = frozenset(self._find(text, language, loosely))
            if len(self._named) >= _RECENT:
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
            if names and not (is_english and word in _small(text)):
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


@dataclass
class ArticleText:
    """A text that is archived in full, with what is named in it."""

    folder: SourceFolder
    passages: list[LocatedPassage]
    people: People
    countries: CountryNames
    english: CountryNames
    text: str
    _named: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)
    _mentioned: dict[tuple[int, int], list[PersonMention]] = field(default_factory=dict)
    _unquoted: dict[tuple[int, int], str] = field(default_factory=dict)
    _verbs: dict[tuple[int, int, str], list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The code of its language."""
        return self.folder.source.language

    @cached_property
    def turns(self) -> list[Turn]:
        """The turns of an interview or a debate, in order, if it gives a label to each of them:
        two labels come twice, or each names somebody whom we know.
        """
        found = [
            Turn(each.start, label)
            for each in self.passages
            if each.start == 0 or self.text[each.start - 1] == "\n"
            if (label := self._label_at(each.start))
        ]
        # The label of a first turn often has the whole name: JANE DOE, and then DOE.
        lasts = [each.label.split()[-1] for each in found]
        counts = Counter(lasts)
        often = [label for label, count in counts.items() if count > 1]
        turns = [each for each, last in zip(found, lasts, strict=True) if counts[last] > 1]
        if len(often) > 1:
            return turns
        named = [self._named_by(each) for each in found]
        return found if len(found) >= _TURNS and all(named) and len(set(named)) > 1 else []

    def _label_at(self, start: int) -> str | None:
        """The label with which a line begins, without a role or a party behind it."""
        kinds = (pattern(kind, self.language) for kind in ("questions", "answers"))
        letter, found = _LETTER.match(self.text, start), LABEL.match(self.text, start)
        if letter and any(one and one.fullmatch(letter[1]) for one in kinds):
            return letter[1].strip()
        if found is None or _STOP.search(found["label"]):
            return None
        label = found["label"].strip()
        is_role = (found["more"] or "").startswith(",")
        return (
            None if is_role and not self.people.mentions(words_of(label), self.language) else label
        )

    def _named_by(self, turn: Turn) -> str | None:
        """Whom a label names, if it says of nobody that they speak (“Sanz replies:”)."""
        named = self.people.mentions(words_of(turn.label), self.language)
        says = any(self.verbs(turn.start, turn.start + len(turn.label)))
        return named[0].person if named and not says else None

    def turn_of(self, start: int) -> str | None:
        """The label of the turn in which a place is; None outside of an interview."""
        if start >= self.end_of_turns:
            return None
        before = [each for each in self.turns if each.start <= start]
        return before[-1].label if before else None

    @cached_property
    def end_of_turns(self) -> int:
        """Where the last turn of an interview ends: at a heading, or at a paragraph without a label
        that says that somebody speaks whom it names, or begins with a body (“The House votes”).
        """
        last = self.turns[-1].start if self.turns else 0
        for paragraph in self.paragraphs:
            start, end = paragraph[0].start, paragraph[-1].end
            if start <= last:
                continue
            named = self.mentioned(start, end)
            speaks = next(self.verbs(start, end, "clear"), None) is not None
            speaks |= self._quotes_another(paragraph) or any(
                each.person in self.people.bodies and self.between(start, each.start) < _FIRST
                for each in named
            )
            if paragraph[0].coding is Coding.heading or (speaks and named):
                return start
        return len(self.text)

    def _quotes_another(self, paragraph: list[LocatedPassage]) -> bool:
        """Whether a paragraph quotes somebody whom it names and no label does, by our coding."""
        start, end = paragraph[0].start, paragraph[-1].end
        labels = [self.people.mentions(words_of(each.label), self.language) for each in self.turns]
        labelled = {one.person for named in labels for one in named}
        named = {each.person for each in self.mentioned(start, end)} - labelled
        return any(
            each.speaker in named and each.quoted and (each.exact or "\0") in self.text[start:end]
            for each in self.folder.statements
        )

    @cached_property
    def interviewed(self) -> str | None:
        """Who gives most of the answers of an interview whose answers are only marked `A`."""
        answers = pattern("answers", self.language)
        spoke: Counter[str] = Counter()
        for statement in self.folder.statements:
            at = self.text.find(statement.exact) if statement.exact else -1
            label = self.turn_of(at) if at >= 0 else None
            if answers and label and answers.fullmatch(label) and statement.speaker:
                spoke[statement.speaker] += 1
        return spoke.most_common(1)[0][0] if spoke else None

    def titles_of(
        self, person: str, people: Mapping[str, SeedPerson], without: int
    ) -> frozenset[str]:
        """The words of the roles that a text gives to somebody; for an office or body, of its
        names. The role in the statement `without` does not count.
        """
        known = people.get(person)
        given = [
            each.role_as_printed or ""
            for index, each in enumerate(self.folder.statements)
            if each.speaker == person and index != without
        ]
        if known is not None:
            given += [role.title for role in known.roles]
            if known.kind is not SpeakerKind.person:
                given += [known.name, *known.other_names]
        return frozenset().union(*map(_long_words_of, given))

    def words_in(self, start: int, end: int) -> Sequence[Word]:
        """The words of text[start:end]."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self.words[first:last]

    @cached_property
    def words(self) -> Sequence[Word]:
        """All words."""
        return words_of(self.text)

    @cached_property
    def mentions(self) -> list[PersonMention]:
        """All mentions of people that are not inside a quotation, in order."""
        inside = [(one.start, one.end) for one in quotations(self.text)]
        return [
            mention
            for mention in self.people.mentions(self.words, self.language)
            if not any(start <= mention.start and mention.end <= end for start, end in inside)
            and (  # “l’ambasciatore russo”
                mention.person in self.people.bodies
                or not self.text[mention.start : mention.end].islower()
            )
        ]

    def mentioned(self, start: int, end: int) -> list[PersonMention]:
        """The mentions in text[start:end]."""
        if (start, end) not in self._mentioned:
            self._mentioned[start, end] = [
                each for each in self.mentions if start <= each.start and each.end <= end
            ]
        return self._mentioned[start, end]

    def countries_in(self, start: int, end: int) -> frozenset[str]:
        """The countries that text[start:end] names."""
        if (start, end) not in self._named:
            self._named[start, end] = self.countries.named_in(
                self.text[start:end], self.language, loosely=True
            )
        return self._named[start, end]

    def unquoted(self, start: int, end: int) -> str:
        """text[start:end] with spaces in place of what is quoted."""
        if (start, end) not in self._unquoted:
            self._unquoted[start, end] = self._without_quotations(start, end)
        return self._unquoted[start, end]

    def _without_quotations(self, start: int, end: int) -> str:
        out = self.text[start:end]
        for one in quotations(self.text):
            first, last = max(one.start, start) - start, min(one.end, end) - start
            if first < last:
                out = out[:first] + " " * (last - first) + out[last:]
        return out

    def verbs(self, start: int, end: int, kind: str = "reporting") -> Iterator[tuple[int, int]]:
        """The places of reporting verbs in text[start:end] outside of quotations."""
        if (start, end, kind) not in self._verbs:
            self._verbs[start, end, kind] = self._verbs_in(start, end, kind)
        return iter(self._verbs[start, end, kind])

    def _verbs_in(self, start: int, end: int, kind: str) -> list[tuple[int, int]]:
        outside = self.unquoted(start, end)
        found = [
            (start + match.start(), start + match.end())
            for name in (("clear", "reporting") if kind == "reporting" else ("clear",))
            if (words := pattern(name, self.language))
            for match in words.finditer(outside)
        ]
        behind = self._behind_quotations
        return found + [each for each in behind if start <= each[0] and each[1] <= end]

    @cached_property
    def _behind_quotations(self) -> list[tuple[int, int]]:
        """The places of words between a quotation with a comma and somebody: whatever the verb is,
        it says that they speak (“«…», sospira il ministro”).
        """
        definite, pronouns = (pattern(kind, self.language) for kind in ("definite", "pronouns"))
        found: list[tuple[int, int]] = []
        for one in quotations(self.text):
            verb = _VERB_BEHIND.match(self.text, one.end)
            if verb is None or not (verb["comma"] or self.text[one.end - 1] in ",!?…"):
                continue
            somebody = self.text[verb.end() : verb.end() + 1].isupper() or any(
                words and words.match(self.text, verb.end()) for words in (definite, pronouns)
            )
            if somebody:
                found.append(verb.span("verb"))
        return found

    @cached_property
    def interview(self) -> tuple[str, list[tuple[int, int]]] | None:
        """Who answers in an interview without labels, and the places of the answers: paragraphs of
        statements behind paragraphs of narration, of which several are questions, or one, and
        nobody is said to speak in the answers. None if this is no interview, or if not almost all
        claims from the answers are of one person.
        """
        if self.turns:
            return None
        answers: list[tuple[int, int]] = []
        asked, plain, question, behind = 0, 0, False, False
        for paragraph in self.paragraphs:
            start, end = paragraph[0].start, paragraph[-1].end
            if paragraph[0].coding is Coding.heading:
                question = behind = False
            elif all(each.coding is Coding.narration for each in paragraph):
                question = behind = True
                asked += self.text[start:end].rstrip().endswith("?")
            elif question and paragraph[0].coding is Coding.statement:
                if not behind and any(self.verbs(start, end)) and self.mentioned(start, end):
                    question = False  # what others say afterwards
                    continue
                answers.append((start, end))
                plain += behind and not any(self.verbs(start, end, "clear"))
                behind = False
        spoke = Counter(
            each.speaker
            for each in self.folder.statements
            if each.speaker and each.exact and self._is_inside(each.exact, answers)
        )
        most = spoke.most_common(1)
        is_one = asked >= _QUESTIONS or (asked and plain >= _QUESTIONS)
        if not is_one or not most or most[0][1] < _MOST_ANSWERS * spoke.total():
            return None
        return most[0][0], answers

    def _is_inside(self, words: str, places: list[tuple[int, int]]) -> bool:
        """Whether the first place of words is in one of these places."""
        at = self.text.find(words)
        return any(start <= at < end for start, end in places)

    def is_answer(self, place: int) -> bool:
        """Whether a place is in an answer of an interview."""
        label, answers = self.turn_of(place), pattern("answers", self.language)
        if label is not None:
            return bool(answers and answers.fullmatch(label))
        return self.interview is not None and any(
            start <= place < end for start, end in self.interview[1]
        )

    def signed_by(self, place: int) -> str | None:
        """Who signed the letter, or the answer to one, in which a place is: the line below its
        paragraphs only has their name.
        """
        for passage in self.passages:
            if passage.end <= place or passage.coding is Coding.statement:
                continue
            line = self.text[passage.start : passage.end]
            named = self.mentioned(passage.start, passage.end)
            is_name = passage.coding is Coding.narration and bool(named) and line[-1].isalnum()
            if is_name and (len(line.split()) <= _LONGEST_NAME or self.is_name_and_role(passage)):
                return named[0].person
            return None
        return None

    def is_name_and_role(self, passage: LocatedPassage) -> bool:
        """Whether a line has the name of somebody whom we know, a comma, and a role: below a letter
        it says who signs.
        """
        named = self.mentioned(passage.start, passage.end)
        line = self.text[passage.start : passage.end]
        begins = bool(named) and named[0].start == passage.start
        behind = line[named[0].end - passage.start :] if begins else ""
        return behind.startswith(", ") and len(line.split()) <= _LONGEST_SIGNATURE

    def is_answer_of(self, person: str, place: int) -> bool:
        """Whether a place is in an answer that a person gives in an interview, or in a letter."""
        if self.signed_by(place) == person:
            return True
        label = self.turn_of(place)
        if label is None:
            return self.interview is not None and (
                person == self.interview[0] and self.is_answer(place)
            )
        named = self.people.mentions(words_of(label), self.language)
        return self.is_answer(place) or any(each.person == person for each in named)

    @cached_property
    def paragraphs(self) -> list[list[LocatedPassage]]:
        """The passages of each paragraph."""
        found: list[list[LocatedPassage]] = []
        for passage in self.passages:
            if found and "\n" not in self.text[found[-1][-1].end : passage.start]:
                found[-1].append(passage)
            else:
                found.append([passage])
        return found

    def between(self, one: int, other: int) -> int:
        """How many words begin between two places."""
        starts = self._starts
        return abs(bisect_right(starts, one) - bisect_right(starts, other))

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]
