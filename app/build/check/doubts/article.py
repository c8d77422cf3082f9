"""What the doubts need to know of an article: who and which countries are named where."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from app.build.check.doubts.found_names import (
    RECENT,
    CountryNames,
    People,
    PersonMention,
    Word,
    words_of,
)
from app.build.check.doubts.words import pattern
from app.build.check.locate import LocatedPassage
from app.build.seed.load import SourceFolder
from app.build.seed.models.actors import SeedPerson
from app.domain.quotation_marks import quotations
from app.domain.turn_labels import LABEL
from app.domain.vocabulary import Coding, SpeakerKind

_LETTER = re.compile(r"([^\W\d_][^:.!?\n\"“„«»]{0,30})\.\s")  # Q. Who pays?
_STOP = re.compile(r"\w{6,}\. ")  # behind a sentence, and not behind a title: “Abg. Jane Doe”
_VERB_BEHIND = re.compile(r"\W?(?P<comma>,)?\s+(?P<verb>[^\W\d_]{4,})\s+")
_QUESTIONS = 3  # of an interview
_FIRST = 3  # words with which a paragraph begins
_TURNS = 3  # of a debate in which nobody speaks twice
_LONGEST_NAME = 4  # words
_LONGEST_SIGNATURE = 12  # words of a name and a role
_MOST_ANSWERS = 0.7  # of the claims of an interview, those of one person


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a turn of an interview begins, and its label, such as `Q`."""

    start: int
    label: str


@lru_cache(maxsize=RECENT)  # the same roles come again and again
def _long_words_of(text: str) -> frozenset[str]:
    return frozenset(word.folded for word in words_of(text) if len(word.folded) > 3)


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
            if each.coding is not Coding.heading
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
        label = LABEL.match(self.text, turn.start)  # The Minister (Mr Bell):
        whole = label[0] if label else turn.label
        named = self.people.mentions(words_of(whole), self.language)
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
