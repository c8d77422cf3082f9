"""Finding out who says what: which sentences report that somebody said something, and who.

This only proposes. The rules are those that a person follows (docs/domain.md, rule passages): a
sentence with a reporting verb whose subject can speak is a statement. The words of each language
are in `languages/`; nothing here is about one language only.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import lru_cache

from app.curate.known import Known, sound
from app.curate.language import WORD, Language
from app.curate.quotations import Quotation
from app.curate.text import Sentence
from app.domain.names import fold
from app.domain.names import words as name_words
from app.domain.vocabulary import Coding

ANONYMOUS = "anonymous"

_PARTICLES = frozenset(
    {"von", "van", "der", "den", "de", "da", "di", "dos", "du", "la", "le", "bin", "al", "el"}
    | {"zu", "ter", "af", "della", "del", "де", "ван", "фон", "дер", "ді"}
)
_CLITIC = re.compile(r"(?P<verb>.+?)(?:-t)?-(?:ils?|elles?|on)$")
_OF = frozenset({"of", "for", "de", "des", "du", "d", "del", "della", "dei", "degli", "der", "für"})
_DATELINE = re.compile(r"[^.!?“”\"«»„:;]{2,60}?(?:\s|\)\.?\s?)[-–—]{1,2}\s?(?=[^\W\d_])")
_IMPERSONAL = re.compile(r"-on$")
_CLITICS = frozenset({"la", "lo", "li", "le", "les", "los", "las", "l"})
_AS_FOR = frozenset({"quant", "as", "quanto", "en", "por", "was", "щодо", "co"})
_MEN = frozenset({"kuba", "микола", "ілля", "кузьма", "лука", "barnaba"})
_WHO = frozenset({"chi", "quien", "quienes", "qui", "kto", "хто"})
_IN = frozenset({"in", "dans", "en", "w", "we", "у", "в"})
_FOR = frozenset({"para", "per", "pour"})
_BY = frozenset({"por", "par", "da"})
_CLITICS_FIRST = frozenset({"le", "les", "lo", "la", "se", "gli"})
_SUBORDINATE = frozenset({"that", "che", "que", "qu", "dass", "ob", "whether"})
_FEMININE = re.compile(r"-elles?$")
_WORDS_OF_CLAUSE = 5  # quoted words from which on a quotation is a sentence and no label
_FAR = 100
_LABEL = re.compile(r"([^\W\d_][^:.!?;,\n“”\"«»„]{0,40}?)[ \u00a0\u202f]?:\s+(?=\S)")
_LETTER = re.compile(r"([^\W\d_]{1,10})(?:\.[-–—]?|:)\s+")
_TURNS = 4  # labelled paragraphs of an interview


class MentionKind(Enum):
    """What kind of mention may be the subject of a reporting verb."""

    person = auto()
    role = auto()
    pronoun = auto()
    unnamed = auto()
    body = auto()
    place = auto()
    group = auto()


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


@dataclass(slots=True)
class Voice:
    """Somebody of the article. `known`: in people.yaml; `words` are those of the printed roles."""

    id: str
    name: str
    known: bool
    is_body: bool = False
    printed_as: str | None = None  # the other spelling under which the text prints a known person
    role: str | None = None
    words: set[str] = field(default_factory=set)
    actor: str | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in a sentence that may name a speaker."""

    start: int
    end: int
    kind: MentionKind
    id: str | None = None  # of a person or body, or the actor of a place
    gender: str | None = None
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb, or words such as `according to`; `says`: it reports words and not only a
    view. The subject is expected behind it if it is `inverted`.
    """

    start: int
    end: int
    says: bool
    inverted: bool = False
    pronoun: str | None = None  # m, f: French `a-t-elle dit` has its subject inside
    impersonal: bool = False  # nobody is named: `hieß es`, `dit-on`
    direct: bool = False  # the subject follows directly: `according to`


@dataclass(frozen=True, slots=True)
class Reading:
    """What is proposed for a sentence. `speaker` is an id, `anonymous`, or None; `signed_for` are
    the actors of a joint text. `certain` is false where only the context says who speaks.
    """

    coding: Coding
    speaker: str | None = None
    signed_for: tuple[str, ...] = ()
    role: str | None = None
    actors: tuple[str, ...] = ()
    cue: Cue | None = None
    certain: bool = True


class Article:
    """One pass through the sentences of a text, in order."""

    def __init__(
        self,
        text: str,
        sentences: list[Sentence],
        quotations: list[Quotation],
        words: Language,
        known: Known,
    ) -> None:
        self.text, self.sentences, self.quotations = text, sentences, quotations
        self.words, self.known = words, known
        self.people: dict[str, Voice] = {}
        self._families: dict[str, str] = {}
        self._forms: dict[str, str] = {}
        self.tokens = [self._words_of(sentence) for sentence in sentences]
        self._roles = words.roles | words.roles_m | words.roles_f
        self._only_full_names = True
        for tokens in self.tokens:
            for _ in self._names(tokens):
                pass  # the first pass notes everybody with a full name, wherever it is
        self._only_full_names = False
        self._merge_inflected()
        self._author = self._author_of()

    def readings(self) -> list[Reading]:
        """The reading of each sentence."""
        found: list[Reading] = []
        turns = self._turns()
        for group in self._groups():
            if all(at in turns for at in group):
                found += [self._in_turn(at, turns[at]) for at in group]
            else:
                found += self._read_group(group, found)
        self._attribute_forward(found)
        return found

    def _attribute_forward(self, found: list[Reading]) -> None:
        """Give quotations with which a paragraph begins to the one who says them in the sentence
        behind: `“This is not our war.” Nagy said this in parliament.`
        """
        for at in range(len(found) - 2, -1, -1):
            one, behind = found[at], found[at + 1]
            begins = not at or self.sentences[at - 1].paragraph != self.sentences[at].paragraph
            same = self.sentences[at + 1].paragraph == self.sentences[at].paragraph
            start = self.sentences[at].start
            dash = self.text[start] in "–—" and one.coding is Coding.narration
            whole = (not self.tokens[at] or dash) and one.coding is not Coding.heading
            if whole and begins and same and behind.speaker and behind.cue and not one.cue:
                own = not any(
                    two.outer_start < self.sentences[at + 1].end
                    and self.sentences[at + 1].start < two.outer_end
                    for two in self.quotations
                )
                if own or one.speaker is None:
                    found[at] = self._statement(behind.speaker, one.actors, None, None)

    # Interviews: paragraphs that begin with who speaks and a colon

    def _turns(self) -> dict[int, str | None]:
        """The sentences of the turns of an interview: who answers, or None in a question.

        It is an interview if several paragraphs have such labels, and those with one of the labels
        mostly ask. A paragraph without a label belongs to nobody's turn.
        """
        paragraphs: dict[int, list[int]] = defaultdict(list)
        for at, sentence in enumerate(self.sentences):
            paragraphs[sentence.paragraph].append(at)
        labels: dict[int, tuple[str, int]] = {}
        for number, inside in paragraphs.items():
            first = self.sentences[inside[0]]
            match = _LABEL.match(self.text, first.start, first.end)
            if match and all(one[:1].isupper() for one in WORD.findall(match[1])):
                labels[number] = match[1], match.end(1)
        if found := self._turns_of_letters(paragraphs) or self._turns_without_labels(paragraphs):
            return found
        asking: Counter[str] = Counter()
        for number, (label, _) in labels.items():
            last = self.sentences[paragraphs[number][-1]]
            asking[label] += 1 if self.text[last.start : last.end].rstrip().endswith("?") else -1
        asks = {label for label, balance in asking.items() if balance > 0}
        if len(labels) < _TURNS or not asks or not asking.keys() - asks:
            return {}
        turns: dict[int, str | None] = {}
        for number, (label, end) in labels.items():
            inside = paragraphs[number]
            named = [one for one in self._names(self.tokens[inside[0]]) if one.start < end]
            if label in asks:
                turns |= dict.fromkeys(inside)
            elif named and named[0].kind is MentionKind.person:
                turns |= dict.fromkeys(inside, named[0].id)
        return turns

    def _turns_of_letters(self, paragraphs: dict[int, list[int]]) -> dict[int, str | None]:
        """The turns of an interview whose labels are letters or words: `P.` and `R.`, `Frage:`."""
        words = self.words
        turns: dict[int, str | None] = {}
        questions = 0
        guest = None
        for inside in paragraphs.values():
            start = self.sentences[inside[0]].start
            found = _LETTER.match(self.text, start)
            label = found[1].lower() if found else ""
            if label in words.asks:
                guest = guest or self._guest(inside[0])
                turns |= dict.fromkeys(inside)
                questions += 1
            elif label in words.answers and guest:
                turns |= dict.fromkeys(inside, guest)
            elif turns and inside[0] - 1 in turns and turns[inside[0] - 1] and not found:
                continue
        return turns if questions > 1 and guest else {}

    def _turns_without_labels(self, paragraphs: dict[int, list[int]]) -> dict[int, str | None]:
        """The turns of an interview without labels: paragraphs that end in a question mark, each
        with a paragraph behind it that answers, for most of the text.
        """
        numbers = list(paragraphs)
        asks = [
            at for at, number in enumerate(numbers) if at and self._is_question(paragraphs[number])
        ]
        answered = [at for at in asks if at + 1 < len(numbers) and at + 1 not in asks]
        if len(answered) < 3 or 4 * len(answered) < len(numbers):
            return {}
        guest = self._guest(paragraphs[numbers[asks[0]]][0])
        if guest is None:
            return {}
        turns: dict[int, str | None] = {}
        first, last = asks[0], answered[-1] + 1
        asked = False
        for at in range(first, last + 1):
            asked = at in asks or (not asked and not self._is_quoted(paragraphs[numbers[at]]))
            turns |= dict.fromkeys(paragraphs[numbers[at]], None if asked else guest)
        return turns

    def _is_quoted(self, inside: list[int]) -> bool:
        """Whether a paragraph begins with a quotation mark."""
        start = self.sentences[inside[0]].start
        return any(one.outer_start == start for one in self.quotations)

    def _is_question(self, inside: list[int]) -> bool:
        """Whether a paragraph asks something, and is not inside quotation marks."""
        first, last = self.sentences[inside[0]], self.sentences[inside[-1]]
        quoted = any(one.outer_start == first.start for one in self.quotations)
        return not quoted and self.text[first.start : last.end].rstrip(' ”»“"').endswith("?")

    def _guest(self, index: int) -> str | None:
        """The person named most before the first question."""
        named = Counter(
            one.id
            for tokens in self.tokens[:index]
            for one in self._names(tokens)
            if one.kind is MentionKind.person
        )
        return next((one for one, _ in named.most_common(1)), None)

    def _in_turn(self, index: int, speaker: str | None) -> Reading:
        """The reading of a sentence of an interview."""
        actors = tuple(self.actors(self.tokens[index]))
        if speaker is None:
            return Reading(Coding.narration, actors=actors)
        return self._statement(speaker, actors, None, None)

    # Words and names

    def _words_of(self, sentence: Sentence) -> list[Token]:
        """The words of a sentence outside of quotations."""
        inside = [
            (one.outer_start, one.outer_end)
            for one in self.quotations
            if one.outer_start < sentence.end and sentence.start < one.outer_end
        ]
        return [
            Token(found.start(), found.end(), found[0], found[0].lower())
            for found in WORD.finditer(self.text, self._begin(sentence), sentence.end)
            if not any(start <= found.start() < end for start, end in inside)
        ]

    def _begin(self, sentence: Sentence) -> int:
        """Where a sentence begins behind a dateline: place, day and agency before a dash."""
        found = _DATELINE.match(self.text, sentence.start, sentence.end)
        if found is None or sentence.paragraph > 2:
            return sentence.start
        before = WORD.findall(found[0])
        months = self.words.months
        if all(one[0].isupper() or one[0].isdigit() or one.lower() in months for one in before):
            return found.end()
        return sentence.start

    def _is_role(self, word: str) -> bool:
        """Whether a word is that of a role, alone or at the end of a compound."""
        if word in self._roles or (self.words.inflects and _has_stem(word, self._roles)):
            return True
        last = re.split(r"[-‐‑]", word)[-1]
        if last in self._roles:
            return True
        if self.words.compounds and word.endswith("s") and word[:-1] in self._roles:
            return True  # the genitive
        return self._is_compound(word, self._roles)

    def _gender(self, word: str) -> str | None:
        tail = re.split(r"[-‐‑]", word)[-1]
        for gender, roles in (("m", self.words.roles_m), ("f", self.words.roles_f)):
            other = self.words.roles_f if gender == "m" else self.words.roles_m
            for one in (word, tail):
                if one in roles and one not in other:
                    return gender
        if self.words.compounds:
            return "f" if tail.endswith("in") and self._is_role(tail) else None
        return None

    def _runs(self, tokens: list[Token]) -> Iterator[list[Token]]:
        """Names as they are printed: words with capitals, with only spaces between, and with the
        points of initials and the small words of family names.
        """
        run: list[Token] = []
        phrases = {token.start for part in self._according_to(tokens) for token in part}
        phrases |= {
            token.start
            for part in self._phrases(tokens, self.words.offices)
            if part[0].capital
            for token in part
        }
        for index, token in enumerate(tokens):
            if token.start in phrases:
                if run:
                    yield run
                run = []
                continue
            gap = self.text[run[-1].end : token.start] if run else ""
            joins = bool(run) and (
                gap in (" ", "\u00a0", "\u202f")
                or (gap.strip() == "." and (len(run[-1].text) == 1 or self._honorific(run[-1])))
                or (gap in ("’", "'") and len(run[-1].text) == 1 and run[-1].text in "OD")
            )
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            if (token.capital and (joins or not run)) or (
                joins
                and token.lower in _PARTICLES
                and following is not None
                and self._is_capital_behind(tokens, index)
                and self.text[token.end : following.start] in (" ", "’", "'")
                and not self._is_role(run[-1].lower)
                and not self._is_unnamed(run[-1].lower)
                and run[-1].lower not in self.words.bodies
                and (
                    len(run) > 1
                    or token.lower not in ("de", "del", "la", "le", "du")
                    or self._begins_apposition(tokens, run[0])
                )
            ):
                run.append(token)
            else:
                if run:
                    yield run
                run = [token] if token.capital else []
        if run:
            yield run

    def _begins_apposition(self, tokens: list[Token], first: Token) -> bool:
        """Whether a comma or a role is before a word: `…, Bram de Wit, …`."""
        at = tokens.index(first)
        after_comma = self.text[: first.start].rstrip().endswith(",")
        titled = at > 0 and (self._is_role(tokens[at - 1].lower) or tokens[at - 1].text.isupper())
        plain = not self._is_role(first.lower) and not self._is_body(first.lower)
        return plain and (after_comma or titled)

    def _is_capital_behind(self, tokens: list[Token], index: int) -> bool:
        """Whether a word with a capital follows, or another small word and one: `van den Berg`."""
        if tokens[index + 1].capital:
            return True
        further = tokens[index + 1].lower in _PARTICLES and index + 2 < len(tokens)
        behind = tokens[index + 2] if further else None
        return (
            behind is not None
            and behind.capital
            and not behind.text.isupper()
            and not self._is_role(behind.lower)
            and not self._is_body(behind.lower)  # Karl Lang von der Universität Kiel
        )

    def _honorific(self, token: Token) -> bool:
        return token.lower in self._roles and len(token.text) <= 4

    def _strip(self, run: list[Token], first: Token | None) -> tuple[list[Token], list[Token]]:
        """A run without the titles, demonyms and small words before and the days behind the name;
        and what was before it.
        """
        words = self.words
        titles = [at for at, one in enumerate(run[:-1]) if self._is_role(one.lower)]
        bodies = [at for at, one in enumerate(run[:-2]) if self._is_body(one.lower)]
        cut = max([0, *(at + 1 for at in (*titles, *bodies))])
        before, left = run[:cut], run[cut:]
        while left:
            lower = left[0].lower
            common = lower in words.starters or (left[0] is first and lower in words.stopwords)
            elided = len(left[0].text) == 1 and self.text[left[0].end : left[0].end + 1] in "’'"
            if (
                self._is_role(lower)
                or lower in words.titles
                or lower in words.prepositions
                or lower in words.several
                or lower in words.pronouns_m | words.pronouns_f
                or common
                or (elided and left[0].text not in "O")
                or (len(left) > 1 and left[0].text in self.known.platforms | {"X"})
                or (len(lower) > 3 and (lower in words.weekdays or lower in words.months))
                or (len(left) > 1 and self._is_demonym(left[0]))
                or (len(left) > 1 and left[0] is first and self.known.demonym(lower))
            ):
                before.append(left.pop(0))
            else:
                break
        days = words.weekdays.keys() | words.months.keys()
        while left and len(left[-1].text) > 3 and left[-1].lower in days:
            left.pop()
        return left, before

    def _is_demonym(self, token: Token) -> bool:
        if self.known.demonym(token.text):
            return True
        return self.words.code == "en" and fold(token.text) in self.known.actors

    def _actor(self, tokens: list[Token]) -> str | None:
        """The actor that these words name."""
        return self.known.actors.get(_folded(self.text[tokens[0].start : tokens[-1].end]))

    def actors(self, tokens: list[Token]) -> list[str]:
        """The actors that a sentence names, by a name, a seat of government or an adjective."""
        found: list[str] = []
        index = 0
        while index < len(tokens):
            for length in (5, 4, 3, 2, 1):
                part = tokens[index : index + length]
                whole = len(part) == length and part[0].capital and part[-1].capital
                if whole and (actor := self._actor(part)):
                    found.append(actor)
                    index += length - 1
                    break
            else:
                if actor := self.known.demonym(tokens[index].text):
                    found.append(actor)
            index += 1
        return list(dict.fromkeys(found))

    def _names(self, tokens: list[Token]) -> Iterator[Mention]:
        """The people, bodies and places that a sentence names. People are added to `people`."""
        if not tokens:
            return
        yield from self._offices(tokens)
        for run in self._runs(tokens):
            start = tokens.index(run[0])
            name, before = self._strip(run, tokens[0])
            if len(name) > 2 and not before and self._ends_role(tokens, start):
                name, before = name[1:], name[:1]  # ministro degli Esteri Carlo Bassi
            while len(name) > 2 and not self._known(self._printed(name), name):
                if not name[1].capital and name[0].text.istitle() and self.words.inflects:
                    break  # Bram de Wit
                genitive = self.words.inflects and bool(before) and before[-1] is not name[0]
                if not genitive and not self._follows_noun_phrase(tokens, name[0]):
                    break
                before, name = [*before, name[0]], name[1:]
                if not name[0].capital:
                    before, name = [*before, name[0]], name[1:]
            if not name:
                continue
            if len(name) == 1 and not self._only_full_names and self._inflected_family(name[0]):
                family = self._inflected_family(name[0])
                yield Mention(name[0].start, name[0].end, MentionKind.person, family)
                continue
            if self.words.compounds and len(name) == 3 and self._is_noun(name[2], name[1]):
                name = name[:2]  # Armin Lang Fortschritte
            printed = self.text[name[0].start : name[-1].end]
            if known := self._known(printed, name):
                yield self._note(known, printed, True, name, tokens)
                continue
            if found := self._known_in(tokens, tokens.index(name[0])):
                yield found
                continue
            if actor := self._actor(name):
                if self._is_seat(tokens, tokens.index(name[0]), printed):
                    seat = self._add(slug(printed), printed, False)
                    seat.is_body, seat.actor = True, actor
                    yield Mention(name[0].start, name[-1].end, MentionKind.body, seat.id)
                    continue
                yield Mention(name[0].start, name[-1].end, MentionKind.place, actor)
                continue
            if any(self._is_body(token.lower) for token in name):
                continue  # found by `_others`
            if printed in self.known.agencies or printed in self.known.platforms:
                continue
            titled = bool(before) and self._is_role(before[-1].lower)
            if not titled and start:
                near = tokens[start - 1]
                titled = self._is_role(near.lower) and self._touch(near, name[0])
            determiners = self.words.determiners - _FOR - _BY
            article = start > 0 and tokens[start - 1].lower in determiners
            article = article and not (start > 1 and tokens[start - 2].lower in self.words.nouns)
            article = article and not before and self._touch(tokens[start - 1], run[0])
            article = article or bool(before and before[-1].lower in determiners)
            acronym = all(token.text.isupper() and len(token.text) > 1 for token in name)
            code = name[-1].text.isupper() and len(name[-1].text) > 1
            code = code and not printed.isupper()  # Russia-1 TV
            if len(name) > 1 and not acronym and not code and (titled or not article):
                yield self._note(slug(printed), printed, False, name, tokens)
            elif family := self._families.get(fold(name[-1].text)):
                yield Mention(name[0].start, name[-1].end, MentionKind.person, family)
            elif (
                len(name) == 1
                and not self._only_full_names
                and (titled or not self._prepositioned(tokens, start))
                and (titled or (not article and self._beside_verb(tokens, name[0])))
                and not acronym
                and not name[0].text.isupper()
            ):
                yield self._note(slug(printed), printed, False, name, tokens)

    def _printed(self, name: list[Token]) -> str:
        return self.text[name[0].start : name[-1].end]

    def _follows_noun_phrase(self, tokens: list[Token], first: Token) -> bool:
        """Whether the first of three words with capitals is a noun of German, or a genitive of
        Polish and Ukrainian: `ihr Koalitionspartner Dirk Hansen`, `minister Ukrainy Jan Nowak`.
        """
        at = tokens.index(first)
        if not at or not self._touch(tokens[at - 1], first):
            return self.words.compounds and len(first.text) > 9 and "-" not in first.text
        near = tokens[at - 1]
        if self.words.compounds and len(first.text) > 9 and "-" not in first.text:
            return True
        if self.words.compounds:
            small = near.lower in self.words.determiners | self.words.possessives
            adjective = near.text.islower() and near.lower.endswith(("e", "er", "en"))
            return small or (adjective and near.lower not in self.words.prepositions)
        titled = self._is_role(near.lower) or near.lower in self.words.titles
        return self.words.inflects and titled

    def _offices(self, tokens: list[Token]) -> Iterator[Mention]:
        """Well-known offices (`der Kreml`). Their ids are English in each language."""
        for part in self._phrases(tokens, self.words.offices):
            if part[0].capital and not self._in_role(tokens, tokens.index(part[0]), [], 0):
                name = self.words.offices[tuple(one.lower for one in part)]
                office = self.known.person(name) or slug(name)
                entry = self._add(office, name, office in self.known.people)
                entry.is_body = True
                yield Mention(part[0].start, part[-1].end, MentionKind.body, office)

    def _merge_inflected(self) -> None:
        """Make forms of one name (`Adama Zaręby`) one person, under the form that is most likely
        the nominative.
        """
        if not self.words.inflects:
            return
        forms: dict[str, list[str]] = {}
        for one in sorted(self.people.values(), key=lambda one: _nominative(one.name)):
            if one.is_body:
                continue
            base = next((key for key in forms if _same_name(self.people[key].name, one.name)), None)
            forms.setdefault(base or one.id, []).append(one.id)
        for base, others in forms.items():
            for other in others:
                self._forms[other] = base
                if other != base and not self.people[other].known:
                    self.people[base].words |= self.people[other].words
                    self.people[base].actor = self.people[base].actor or self.people[other].actor
                    self.people[base].role = self.people[base].role or self.people[other].role
                    del self.people[other]
        self._families = {fold(self.people[one].name.rpartition(" ")[2]): one for one in forms}

    def _inflected_family(self, name: Token) -> str | None:
        """The person whose family name this is a form of."""
        if not self.words.inflects:
            return None
        found = [
            one.id
            for one in self.people.values()
            if not one.is_body and _same_name(one.name.rpartition(" ")[2], name.text)
        ]
        return found[0] if len(found) == 1 else None

    def _prepositioned(self, tokens: list[Token], index: int) -> bool:
        """Whether a word follows a preposition, or a noun of which it is the genitive: `в Оттаві`,
        `Міністерство оборони України`.
        """
        if self.words.inflects and index and tokens[index - 1].lower in self.words.titles:
            return True
        return index > 0 and tokens[index - 1].lower in self.words.prepositions - _BY

    def _beside_verb(self, tokens: list[Token], name: Token) -> bool:
        """Whether a single name is next to a verb of saying, as in `Trump said`. Not in German,
        where every noun has a capital.
        """
        at = tokens.index(name)
        if at == 0 and (self._is_unnamed(name.lower) or not self._is_a_name(name)):
            return False
        beside = [tokens[to] for to in (at - 1, at + 1) if 0 <= to < len(tokens)]
        return not self.words.compounds and any(
            one.lower in self.words.says
            and self._touch(*((one, name) if one.start < name.start else (name, one)))
            for one in beside
        )

    def _is_a_name(self, word: Token) -> bool:
        """Whether the first word of a sentence is a name and not `Economists`: it is no plural, or
        has a capital in the middle of another sentence.
        """
        inside = re.search(rf"[\w,] {re.escape(word.text)}\b", self.text)
        plain = not word.lower.endswith("s") and not self.words.inflects
        return plain or inside is not None

    def _is_seat(self, tokens: list[Token], index: int, printed: str) -> bool:
        """Whether a metonym has an article, and is a seat of government and no city: `le Kremlin`,
        but `Moscou`.
        """
        return (
            index > 0
            and tokens[index - 1].lower in self.words.definite
            and self._touch_or_elided(tokens[index - 1], tokens[index])
            and _folded(printed) in self.known.metonyms
        )

    def _is_noun(self, last: Token, before: Token) -> bool:
        """Whether the third word of a German name is a noun behind it: nothing else in the text has
        it as a family name, and the word before may be one.
        """
        if before.lower in _PARTICLES:
            return False
        alone = rf"(?<![^\W\d_]) {re.escape(last.text)}\b"
        return len(re.findall(alone, self.text)) < 2

    def _ends_role(self, tokens: list[Token], index: int) -> bool:
        """Whether a word with a capital ends a role: a preposition and a role are before it."""
        return (
            index > 1
            and tokens[index - 1].lower in self.words.prepositions
            and self._is_role(tokens[index - 2].lower)
            and self._touch(tokens[index - 2], tokens[index - 1])
        )

    def _touch(self, left: Token, right: Token) -> bool:
        return self.text[left.end : right.start].strip(" \u00a0.") == ""

    def _known(self, printed: str, name: list[Token]) -> str | None:
        """The id of a known person, by a full name, another spelling of it, or a family name that
        only one known person has and no other person of the article.
        """
        if len(name) == 1 and self._only_full_names:
            return None
        if person := self.known.person(printed):
            return person
        if len(name) > 1:
            return self.known.similar_person(printed)
        key = fold(printed)
        if key in self._families:
            return None
        return self.known.family_names.get(key) or self.known.family_sounds.get(sound(printed))

    def _known_in(self, tokens: list[Token], index: int) -> Mention | None:
        """A known person or body whose listed name begins here and has small words, too."""
        for length in (5, 4, 3, 2):
            part = tokens[index : index + length]
            if len(part) == length:
                person = self.known.person(self.text[part[0].start : part[-1].end])
                if person:
                    self._add(person, self.known.people[person].name, True)
                    return Mention(part[0].start, part[-1].end, MentionKind.person, person)
        return None

    def _add(self, person: str, name: str, known: bool) -> Voice:
        if person not in self.people:
            entry = self.known.people.get(person)
            self.people[person] = Voice(person, entry.name if entry else name, known)
            if entry is not None:
                titles = " ".join(role.title for role in entry.roles)
                self.people[person].words = set(name_words(titles))
                self.people[person].actor = next((r.actor for r in entry.roles if r.actor), None)
                self.people[person].is_body = entry.kind != "person"
        return self.people[person]

    def _note(
        self, person: str, printed: str, known: bool, name: list[Token], tokens: list[Token]
    ) -> Mention:
        """A mention of a person, who is added to the article's with the role printed here."""
        person = self._forms.get(person, person)
        entry = self._add(person, printed, known)
        if known and self.known.person(printed) is None and len(name) > 1:
            entry.printed_as = printed
        if not entry.is_body:
            self._families.setdefault(fold(name[-1].text), person)
        role = self._role_before(name, tokens) or self._role_after(name, tokens)
        if role:
            printed_role = self.text[role[0].start : role[-1].end]
            lower = {token.lower for token in role}
            entry.words |= lower | {part for word in lower for part in re.split(r"[-‐‑]", word)}
            entry.gender = entry.gender or next(filter(None, map(self._gender, lower)), None)
            if not _is_honorific(printed_role):
                entry.role = entry.role or printed_role
            if entry.actor is None:
                at = tokens.index(role[0])
                owner = tokens[at - 2 : at - 1] if at > 1 and tokens[at - 1].lower == "s" else []
                of = self._actor(owner) if owner else None  # Ukraine’s ambassador in Dublin
                entry.actor = of or next(iter(self.actors(role)), None)
        if entry.gender is None and len(name) > 1 and self.words.inflects:
            given = name[0].lower
            entry.gender = "f" if given.endswith(("a", "а", "я")) and given not in _MEN else "m"
        return Mention(name[0].start, name[-1].end, MentionKind.person, person, entry.gender)

    def _role_before(self, name: list[Token], tokens: list[Token]) -> list[Token]:
        """The words of the role printed before a name, as `Italian Prime Minister`."""
        index = tokens.index(name[0])
        nearest = None
        for at in range(index - 1, max(index - 9, -1), -1):
            right = tokens[at + 1]
            gap = self.text[tokens[at].end : right.start]
            comma = gap.strip() == "," and at == index - 1
            if gap.strip(" \u00a0’'.-") and not comma:
                break
            if tokens[at].lower in self.words.says | self.words.voices:
                break
            if self._is_role(tokens[at].lower):
                nearest = at
                break
        if nearest is None:
            return []
        first = nearest
        while first and self._belongs_to_role(tokens[first - 1], tokens[first]):
            first -= 1
        return tokens[first:index]

    def _belongs_to_role(self, token: Token, right: Token) -> bool:
        if self.text[token.end : right.start].strip(" \u00a0"):
            return False
        lower = token.lower
        return (
            lower in self.words.titles
            or lower in self.words.bodies
            or self._is_role(lower)
            or self._is_demonym(token)
        ) and lower not in self.words.determiners

    def _role_after(self, name: list[Token], tokens: list[Token]) -> list[Token]:
        """The words of the role printed between commas behind a name."""
        index = tokens.index(name[-1])
        rest = tokens[index + 1 : index + 10]
        if not rest or self.text[name[-1].end : rest[0].start].strip(" ") != ",":
            return []
        role: list[Token] = []
        for token in rest:
            gap = self.text[role[-1].end : token.start] if role else ""
            if gap.strip(" \u00a0’'()") or token.lower in self.words.says:
                break
            if not role and token.lower in self.words.determiners:
                continue
            if role and token.lower in ("at", "in", "who", "qui", "en", "a", "an", "bei", "che"):
                break
            role.append(token)
        return role if any(self._is_role(token.lower) for token in role[:5]) else []

    # Mentions that are no names

    def _others(self, tokens: list[Token], taken: list[Mention]) -> Iterator[Mention]:
        """Pronouns, roles without a name, unnamed sources and bodies."""
        words = self.words
        yield from self._latter(tokens)
        for index, token in enumerate(tokens):
            if any(one.start <= token.start < one.end for one in taken):
                continue
            lower = token.lower
            if lower in words.pronouns_m | words.pronouns_f:
                both = lower in words.pronouns_m and lower in words.pronouns_f
                gender = None if both else "m" if lower in words.pronouns_m else "f"
                yield Mention(token.start, token.end, MentionKind.pronoun, None, gender)
                continue
            before = self._phrase_before(tokens, index)
            if self._names_somebody(tokens, index, taken):
                continue
            determined = before[0].lower if before else ""
            span = (before[0].start if before else token.start, token.end)
            if self._is_body(lower):
                inside = self._in_role(tokens, index, taken, 0 if words.inflects else 1)
                bare = words.code in ("es", "it", "fr") and not before and token.text.islower()
                body = None if inside or bare else self._body(tokens, index)
                if body:
                    yield body
            elif lower in words.joint and not self._is_role(lower):
                if words.compounds or not (token.capital and index):
                    yield Mention(token.start, token.end, MentionKind.group)
            elif self._is_role(lower) or self._is_unnamed(lower):
                definite = determined in words.definite or determined in words.possessives
                definite = definite or (words.inflects and not self._is_unnamed(lower))
                plural = self._is_unnamed(lower) and not self._is_role(lower)
                kind = MentionKind.role if definite and not plural else MentionKind.unnamed
                bare = not before and not token.capital and not self.words.inflects
                if bare and not plural and index:
                    kind = MentionKind.unnamed
                actor = next(iter(self.actors(tokens[max(0, index - 2) : index + 2])), None)
                prime = index > 0 and tokens[index - 1].lower in _PRIME
                stems = frozenset({"premier"} if prime else {lower}) | self._heads(token)
                yield Mention(*span, kind, actor, self._gender(lower), stems)

    def _in_role(
        self, tokens: list[Token], index: int, taken: list[Mention], nearest: int = 1
    ) -> bool:
        """Whether a body belongs to a role or a name before it: `président de la commission`,
        `Lars Madsen of the police union`. The role is more than `nearest` words before it.
        """
        words = self.words
        small = words.determiners | words.prepositions | words.titles | {"for", "für"}
        at = index - 1
        while at >= 0 and index - at < 6 and self._touch_or_elided(tokens[at], tokens[at + 1]):
            lower = tokens[at].lower
            if lower == "s" and words.code == "en":
                return False  # the prime minister’s office
            if self._is_role(lower) or self._is_unnamed(lower):
                return index - at > nearest
            if any(
                one.kind is MentionKind.person and one.start <= tokens[at].start < one.end
                for one in taken
            ):
                return tokens[at + 1].lower in _OF | words.prepositions
            if lower not in small and not self._is_demonym(tokens[at]) and index - at > 2:
                return False
            at -= 1
        return False

    def _heads(self, role: Token) -> set[str]:
        """The office that a role has with the words behind it: `chef du gouvernement` is the prime
        minister, `titular de Defensa` the minister.
        """
        behind = self.text[role.end : role.end + 30]
        if not _HEAD.match(role.lower):
            return set()
        return {office for office, pattern in _HEAD_OF if re.match(pattern, behind, re.I)}

    def _latter(self, tokens: list[Token]) -> Iterator[Mention]:
        """Words such as `ce dernier`, which mean the person named last in the sentence before."""
        for part in self._phrases(tokens, self.words.latter):
            at = self.tokens.index(tokens)
            named = list(self._names(self.tokens[at - 1])) if at else []
            people = [one for one in named if one.kind is MentionKind.person]
            if people:
                last = people[-1].id
                yield Mention(part[0].start, part[-1].end, MentionKind.person, last)

    def _is_unnamed(self, lower: str) -> bool:
        if self.words.compounds and lower.endswith("in") and lower[:-2] in self.words.anonymous:
            return True
        return lower in self.words.anonymous or self._is_compound(lower, self.words.anonymous)

    def _is_body(self, lower: str) -> bool:
        if self.words.inflects and _has_stem(lower, self.words.bodies):
            return True
        return lower in self.words.bodies or self._is_compound(lower, self.words.bodies)

    def _is_compound(self, lower: str, ends: frozenset[str]) -> bool:
        """Whether a German word ends in one of these words (`Regierungskreise`)."""
        return self.words.compounds and any(lower[at:] in ends for at in range(3, len(lower) - 3))

    def _names_somebody(self, tokens: list[Token], index: int, taken: list[Mention]) -> bool:
        """Whether the role at a place belongs to a name near it: `President Macron`,
        `la ministre des Armées, Hélène Vasseur`, `Macron, the president`.
        """
        token = tokens[index]
        for mention in taken:
            if mention.kind is not MentionKind.person or mention.id not in self.people:
                continue
            if mention.start >= token.end:
                name = [one for one in tokens if mention.start <= one.start < mention.end]
                if name and token in self._role_before(name, tokens):
                    return True
                between = [one for one in tokens if token.end <= one.start < mention.start]
                titles = all(
                    self._is_role(one.lower) or one.lower in self.words.titles for one in between
                )
                gap = self.text[token.end : mention.start].lstrip()
                if titles and gap.startswith(",") and len(between) < 4:
                    return True  # his minister, retired Adm. Rui Sequeira
            else:
                name = [one for one in tokens if mention.start <= one.start < mention.end]
                if name and token in self._role_after(name, tokens):
                    return True
        return False

    def _phrase_before(self, tokens: list[Token], index: int) -> list[Token]:
        """The words of a noun phrase before its noun, from the determiner on."""
        for at in range(index - 1, max(index - 5, -1), -1):
            gap = self.text[tokens[at].end : tokens[at + 1].start]
            if gap.strip(" \u00a0’'"):
                break
            if tokens[at].lower in self.words.determiners:
                return tokens[at:index]
        return []

    def _body(self, tokens: list[Token], index: int) -> Mention | None:
        """A ministry, a government, or another body that speaks without a named person."""
        first, last = index, index
        while (
            first
            and index - first < 3
            and (tokens[first - 1].capital or self.known.demonym(tokens[first - 1].text))
        ):
            if self.text[tokens[first - 1].end : tokens[first].start].strip(" \u00a0"):
                break
            if tokens[first - 1].lower in self.words.determiners | self.words.starters:
                break
            first -= 1
        first = self._adjectives_before(tokens, first)
        end = tokens[last].end
        last = self._end_of_body(tokens, last)
        end = tokens[last].end
        printed = self.text[tokens[first].start : end]
        possessive = tokens[first - 2] if first > 1 and tokens[first - 1].lower == "s" else None
        if possessive is not None:
            longer = self.text[possessive.start : end]
            if self.known.person(longer) or self._actor([possessive]):
                first, printed = first - 2, longer
        if self.words.compounds and tokens[last].lower[:-1] in self.words.bodies:
            printed = printed.removesuffix("s")  # des Ministeriums
        person = self.known.person(printed)
        if person:
            self._add(person, printed, True)
        elif earlier := self._body_before(printed):
            person = earlier
        else:
            person = slug(printed)
            entry = self._add(person, printed, False)
            entry.is_body = True
            entry.actor = next(iter(self.actors(tokens[first : last + 2])), None)
        return Mention(tokens[first].start, end, MentionKind.body, person)

    def _adjectives_before(self, tokens: list[Token], first: int) -> int:
        """Where the name of a body begins that has a country and small words before its noun:
        `the Polish foreign ministry`.
        """
        at = first
        while at and tokens[at - 1].lower in self.words.titles and first - at < 3:
            at -= 1
        if at < first and tokens[at].lower in self.words.starters:
            return first
        if at < first and not (at and self._is_demonym(tokens[at - 1])):
            determined = at > 0 and tokens[at - 1].lower in self.words.definite | {"s"}
            gaps = [self.text[one.end : one.end + 1] for one in tokens[at:first]]
            return at if determined and set(gaps) == {" "} else first
        if at and at < first:
            near = [tokens[one].end for one in range(at - 1, first)]
            gaps = [self.text[end : tokens[at + n].start] for n, end in enumerate(near)]
            if all(gap in (" ", "\u00a0") for gap in gaps):
                return at - 1
        return first

    def _body_before(self, printed: str) -> str | None:
        """The body of the article whose longer name ends in these words."""
        ending = f" {printed.lower()}"
        found = [
            one.id
            for one in self.people.values()
            if one.is_body and (f" {one.name.lower()}").endswith(ending) and one.name != printed
        ]
        return found[-1] if found else None

    def _end_of_body(self, tokens: list[Token], last: int) -> int:
        """The last word of a body's name: `ministère des Affaires`, `Cancillería rusa`."""
        for at in (last + 1, last + 2, last + 3):
            if at >= len(tokens) or not self._touch_or_elided(tokens[at - 1], tokens[at]):
                break
            if self.words.inflects and tokens[at].lower in self.words.titles:
                further = at + 1 < len(tokens) and tokens[at + 1].lower in self.words.titles
                return at + further  # Міністерство закордонних справ
            article = tokens[at - 1].lower in self.words.definite and at == last + 3
            article = article and tokens[at - 2].lower in _OF
            of = (tokens[at - 1].lower in _OF and at == last + 2) or article
            if of and tokens[at].capital:
                while at + 1 < len(tokens) and tokens[at + 1].capital:
                    if not self._touch(tokens[at], tokens[at + 1]):
                        break
                    at += 1
                return at
            if at == last + 1 and self._is_demonym(tokens[at]):
                return self._end_of_body(tokens, at)  # ministère allemand de la Défense
        return last

    # Reporting verbs

    def _cues(self, tokens: list[Token], sentence: Sentence) -> list[Cue]:
        """The reporting verbs of a sentence, and words such as `according to`."""
        words = self.words
        found = [
            Cue(part[0].start, part[-1].end, True, True, direct=True)
            for part in self._according_to(tokens)
        ]
        found += self._cues_of_phrases(tokens)
        found += self._agents(tokens)
        for index, token in enumerate(tokens):
            lower, pronoun = token.lower, None
            if clitic := _CLITIC.fullmatch(lower):
                pronoun = "f" if _FEMININE.search(lower) else "m"
                lower = clitic["verb"]
            inverted = self._is_inverted(tokens, index, sentence)
            if lower in words.after_quote and self._follows_words(tokens, index):
                found.append(Cue(token.start, token.end, True, True, direct=True))
            elif (
                lower in words.says | words.voices
                and not self._is_said_by_us(tokens, index)
                and self._is_verb(tokens, index, lower)
                and not self._has_no_speaker(tokens, index, sentence)
            ):
                says = lower in words.says
                nobody = (
                    lower in words.impersonal
                    or bool(clitic and _IMPERSONAL.search(token.lower))
                    or self._is_said_by_nobody(tokens, index, sentence)
                    or self._is_plural_of_a_place(tokens, index)
                )
                found.append(
                    Cue(token.start, token.end, says, inverted, pronoun, impersonal=nobody)
                )
            elif lower in words.participles and (auxiliary := self._auxiliary(tokens, index)):
                at, clitic_of = auxiliary
                inverted = self._is_inverted(tokens, at, sentence)
                says = not words.said or lower in words.said
                found.append(Cue(tokens[at].start, token.end, says, inverted, clitic_of))
        return found

    def _according_to(self, tokens: list[Token]) -> Iterator[list[Token]]:
        """The words such as `according to` in a sentence."""
        return self._phrases(tokens, self.words.according_to)

    def _phrases(
        self, tokens: list[Token], phrases: Iterable[tuple[str, ...]]
    ) -> Iterator[list[Token]]:
        """The places of a sentence where one of these phrases is."""
        lower = tuple(token.lower for token in tokens)
        inside = set(lower)
        for phrase in phrases:
            if phrase[0] not in inside:
                continue
            for index in range(len(tokens) - len(phrase) + 1):
                if lower[index : index + len(phrase)] == phrase:
                    yield tokens[index : index + len(phrase)]

    def _cues_of_phrases(self, tokens: list[Token]) -> Iterator[Cue]:
        """Verbs of several words (`made clear`), and words such as `in her view`."""
        words = self.words
        for phrases, says in ((words.says_phrases, True), (words.voices_phrases, False)):
            for part in self._phrases(tokens, phrases):
                inverted = part[-1].lower in words.by | _OF  # `the words of`
                yield Cue(part[0].start, part[-1].end, says, inverted, direct=inverted)
        for at in range(len(tokens) - 1):
            if tokens[at].lower in words.nouns and tokens[at + 1].lower in _OF | {"di", "von"}:
                end = tokens[at + 1].end
                if any(end > one.outer_end and self._is_said(one) for one in self.quotations):
                    yield Cue(tokens[at].start, end, True, True, direct=True)
        for phrase, gender in words.own_view.items():
            for part in self._phrases(tokens, [phrase]):
                yield Cue(part[0].start, part[-1].end, True, pronoun=gender or "either")

    def _agents(self, tokens: list[Token]) -> Iterator[Cue]:
        """What is said in the passive with the one who says it: `was rejected by the minister`."""
        words = self.words
        verbs = words.participles or words.says | words.voices
        for at, token in enumerate(tokens):
            if token.lower not in words.by:
                continue
            reach = range(at + 1, min(at + 12, len(tokens))) if words.compounds else ()
            behind = [to for to in reach if tokens[to].lower in verbs]
            before = [to for to in range(max(0, at - 4), at) if tokens[to].lower in verbs]
            if not before and not behind:
                continue
            first = before[-1] if before else at
            passive = words.passive | words.auxiliaries
            if any(tokens[to].lower in passive for to in range(max(0, first - 4), first)):
                verb = tokens[(before or behind)[-1]].lower
                if verb not in words.told_by_papers:
                    yield Cue(token.start, token.end, False, True, direct=True)

    def _is_said(self, quotation: Quotation) -> bool:
        """Whether a quotation has enough words to be a sentence."""
        words = WORD.findall(self.text[quotation.start : quotation.end])
        return len(words) >= _WORDS_OF_CLAUSE

    def _is_said_by_us(self, tokens: list[Token], index: int) -> bool:
        """Whether the authors of the text are the subject: `We have asked`."""
        near = {one.lower for one in tokens[max(0, index - 2) : index]}
        return bool(near & self.words.we_anywhere)

    def _has_no_speaker(self, tokens: list[Token], index: int, sentence: Sentence) -> bool:
        """Whether the subject is `on`, and nothing is reported: `on observe cette entente`."""
        nobody = index > 0 and tokens[index - 1].lower in self.words.nobody
        return nobody and not self._is_said_by_nobody(tokens, index, sentence)

    def _is_said_by_nobody(self, tokens: list[Token], index: int, sentence: Sentence) -> bool:
        """Whether the subject is a word such as `on`, and words are reported: `on assure que`."""
        if not index or tokens[index - 1].lower not in self.words.nobody:
            return False
        behind = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        return behind in _SUBORDINATE or self._has_quotation(sentence)

    def _has_quotation(self, sentence: Sentence) -> bool:
        return any(
            one.outer_start < sentence.end and sentence.start < one.outer_end
            for one in self.quotations
        )

    def _is_plural_of_a_place(self, tokens: list[Token], index: int) -> bool:
        """Whether a Ukrainian verb in the plural has no subject but a place: `У міністерстві
        повідомили`.
        """
        return (
            self.words.code == "uk"
            and tokens[index].lower.endswith("ли")
            and tokens[0].lower in ("у", "в")
            and any(self._is_body(one.lower) for one in tokens[1:index])
            and all(one.text.islower() for one in tokens[1:index])
        ) or (
            self.words.code in ("es", "it")
            and index in (2, 3)
            and tokens[index].lower.endswith(("an", "en", "on", "ron", "no"))
            and tokens[0].lower in ("en", "desde", "da", "dal", "dalla", "al", "alla")
            and tokens[index - 1].capital
        )

    def _is_verb(self, tokens: list[Token], index: int, lower: str) -> bool:
        words = self.words
        token = tokens[index]
        before = tokens[index - 1] if index else None
        if token.capital and before is not None:
            return False
        reach = 3 if before is not None and before.lower.endswith("ly") else 2
        near = {one.lower for one in tokens[max(0, index - reach) : index] if one.text.islower()}
        if before is not None and self._touch_or_elided(before, token):
            if words.compounds:
                behind = tokens[index + 1].lower if index + 1 < len(tokens) else ""
                if behind == "sich" and lower in ("hält", "hielt"):
                    return False
                if behind in words.negations and lower not in words.particles:
                    return False  # nannte keine Zahlen
                return self._has_particle(tokens, index, lower)
            if words.inflects:
                return not words.negations & {before.lower}
            past = lower.endswith(("ó", "ò"))  # la tachó
            determined = before.lower in words.determiners and not past
            if determined and not self._is_object(tokens, index - 1):
                return False
            if words.passive & near or words.infinitive & near:
                return False
            negated = words.negations & near and lower not in words.kept_when_negated
            if negated and not words.compounds:
                return False
            if before.lower == "s" and self.text[before.start - 1 : before.start] in "’'":
                return False
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is not None and following.lower in ("by", "be"):
            return False
        begins = index == 0 and not self._behind_quotation(token)
        if begins and words.code == "en" and not (following and following.capital):
            return False  # a participle: `Asked whether …`
        bare = words.code == "en" and words.singular(lower) and before is not None
        if bare and before and before.lower in words.prepositions and self._touch(before, token):
            return False  # a request for comment
        return self._has_particle(tokens, index, lower)

    def _has_particle(self, tokens: list[Token], index: int, lower: str) -> bool:
        """Whether a verb that needs another word to report something has it: `teilte … mit`."""
        particles = self.words.particles.get(lower)
        if particles is None:
            return True
        end = len(tokens) if self.words.compounds else index + 4
        begin = 0 if lower in self.words.impersonal else index + 1
        return not particles.isdisjoint({one.lower for one in tokens[begin:end]})

    def _is_object(self, tokens: list[Token], index: int) -> bool:
        """Whether an article is a pronoun, because it follows the subject: `Elena Marchi la
        chiama`.
        """
        return (
            index > 1
            and tokens[index].lower in _CLITICS
            and tokens[index - 1].capital
            and self._touch(tokens[index - 1], tokens[index])
        )

    def _touch_or_elided(self, left: Token, right: Token) -> bool:
        return self.text[left.end : right.start].strip(" \u00a0’'") == ""

    def _auxiliary(self, tokens: list[Token], index: int) -> tuple[int, str | None] | None:
        """The auxiliary verb of a participle: its place, and the pronoun inside it."""
        words = self.words
        reach = 30 if words.compounds else 5
        for at in range(index - 1, max(index - reach, -1), -1):
            lower = tokens[at].lower
            kept = tokens[index].lower in words.kept_when_negated
            negated = lower in words.negations and not kept
            if lower in words.passive or (negated and not words.compounds):
                return None
            clitic = _CLITIC.fullmatch(lower)
            verb = clitic["verb"] if clitic else lower
            if verb in words.auxiliaries:
                if (
                    words.drops_subject
                    and at
                    and tokens[at - 1].lower in words.negations - {kept and tokens[at - 1].lower}
                ):
                    return None
                reflexive = at > 0 and tokens[at - 1].lower in ("s", "se", "si")
                if verb in ("est", "sont", "était", "étaient", "è") and not reflexive:
                    return None
                pronoun = ("f" if _FEMININE.search(lower) else "m") if clitic else None
                return at, pronoun
        following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        if words.compounds and following in words.auxiliaries:
            return index, None
        return None

    def _follows_words(self, tokens: list[Token], index: int) -> bool:
        """Whether a word such as `so` follows what is said, and the speaker follows it."""
        if self._behind_quotation(tokens[index]):
            return True
        comma = self.text[: tokens[index].start].rstrip().endswith(",")
        return comma and index + 1 < len(tokens) and tokens[index + 1].capital

    def _behind_quotation(self, token: Token) -> bool:
        before = self.text[max(0, token.start - 6) : token.start].rstrip(" \u00a0").rstrip(",")
        return before[-1:] in tuple('“”"»«’‘')

    def _is_inverted(self, tokens: list[Token], index: int, sentence: Sentence) -> bool:
        """Whether a verb comes before its subject: it follows a quotation or a comma, or begins."""
        start = tokens[index].start
        between = self.text[sentence.start : start].rstrip(" \u00a0")
        if between.lower().endswith(("s’", "s'", " se", " lo", " la", " l’", " l'", "ha", "a")):
            between = between.rpartition(" ")[0].rstrip(" ,") + ("," if "," in between[-8:] else "")
        if between.lower() in _CLITICS_FIRST or not between or between[-1] in "“”\"»«’‘'":
            return True
        if between[-1] in ",–—-":
            behind = tokens[index + 1] if index + 1 < len(tokens) else None
            named = (
                behind is not None
                and behind.capital
                and not self._is_demonym(behind)
                and self._actor([behind]) is None
            )
            return self.words.code != "en" or self._quotation_before(start, 3) or named
        return False

    def _quotation_before(self, place: int, reach: int) -> bool:
        return any(0 <= place - one.outer_end <= reach for one in self.quotations)

    # Reading sentences

    def _groups(self) -> Iterator[list[int]]:
        """Sentences, together where a quotation runs over the border between them."""
        group: list[int] = []
        for index, sentence in enumerate(self.sentences):
            if group and not any(
                one.outer_start < self.sentences[group[-1]].end and sentence.start < one.outer_end
                for one in self.quotations
            ):
                yield group
                group = []
            group.append(index)
        if group:
            yield group

    def _read_group(self, group: list[int], before: list[Reading]) -> list[Reading]:
        readings = [self._read(index, before) for index in group]
        if len(group) > 1:
            spoken = next(
                (one for one in readings if one.coding is Coding.statement and one.cue), None
            )
            spoken = spoken or next((one for one in readings if one.speaker), None)
            speaker = spoken.speaker if spoken else self._last_speaker(before)
            readings = [
                one
                if one.cue and one.speaker
                else Reading(Coding.statement, speaker, (), None, one.actors, None, bool(spoken))
                if one.coding is not Coding.heading
                else one
                for one in readings
            ]
        return readings

    def _is_plural(self, cue: Cue) -> bool:
        """Whether a verb of a language that leaves out subjects has more than one subject."""
        verb = self.text[cue.start : cue.end].lower()
        ends = {"pl": ("li", "ły", "ją"), "uk": ("ли", "ють", "ять")}
        return verb.endswith(ends.get(self.words.code, ("\0",)))

    def _gender_of_verb(self, cue: Cue) -> str | None:
        """The gender of the subject that the past of a Polish or Ukrainian verb has."""
        verb = self.text[cue.start : cue.end].lower()
        if verb.endswith({"pl": "ła", "uk": "ла"}.get(self.words.code, "\0")):
            return "f"
        return "m" if verb.endswith({"pl": "ł", "uk": "в"}.get(self.words.code, "\0")) else None

    def _named_next(self, index: int, gender: str | None) -> str | None:
        """The first person named in the next sentences, if nobody was named before."""
        for tokens in self.tokens[index + 1 : index + 4]:
            for one in self._names(tokens):
                person = self.people.get(one.id or "")
                if one.kind is MentionKind.person and person:
                    differs = gender and person.gender and person.gender != gender
                    return None if differs else person.id
        return None

    def _last_speaker(self, before: list[Reading], gender: str | None = None) -> str | None:
        """Who spoke last, and may be meant by a pronoun of a gender."""
        for reading in reversed(before):
            if reading.speaker is None:
                continue
            person = self.people.get(reading.speaker)
            if gender and person and person.gender and person.gender != gender:
                continue
            if gender and person and person.is_body:
                continue
            return reading.speaker
        return None

    def _subject_before(self, before: list[Reading], gender: str | None = None) -> str | None:
        """The only person in the sentence before, or the one with whose name it begins, if it is
        narration.
        """
        if not before or before[-1].coding is not Coding.narration:
            return None
        tokens = self.tokens[len(before) - 1]
        people = [one for one in self._names(tokens) if one.kind is MentionKind.person]
        if not people:
            return None
        first, alone = people[0], len(people) == 1
        early = sum(1 for token in tokens if token.start < first.start) <= 6
        named = self.people.get(first.id or "")
        differs = gender and named and named.gender and named.gender != gender
        if not (early or alone) or differs or self._after_preposition(first, tokens):
            return None
        return first.id

    def _read(self, index: int, before: list[Reading]) -> Reading:
        sentence, tokens = self.sentences[index], self.tokens[index]
        actors = tuple(self.actors(tokens))
        if sentence.is_heading:
            return Reading(Coding.heading, actors=actors)
        named = list(self._names(tokens))
        mentions = sorted([*named, *self._others(tokens, named)], key=lambda one: one.start)
        self._notice(mentions)
        lower = tuple(token.lower for token in tokens)
        for phrase in self.words.joint_texts:
            for at in range(len(lower)):
                if lower[at : at + len(phrase)] == phrase and actors:
                    within = _IN & set(lower[max(0, at - 3) : at])
                    if within or len(actors) > 1:
                        return Reading(Coding.statement, None, actors, None, actors)
        if own := self._own_words(index, mentions, tokens, actors):
            return own
        best: tuple[float, Cue, Mention | None] | None = None
        for cue in self._cues(tokens, sentence):
            distance, mention = self._subject(cue, mentions, tokens, sentence)
            weak = mention and mention.kind in (MentionKind.place, MentionKind.group)
            if weak and not cue.says:
                continue
            if self.text[cue.start : cue.end].lower() in _FOR and not self._begins(cue, mention):
                continue
            if mention is None and self._is_plural(cue):
                continue
            if mention is None and (
                cue.direct
                or self._has_other_subject(cue, tokens)
                or (cue.pronoun is None and not self._subjectless(cue, sentence))
            ):
                continue
            if best is None or distance < best[0]:
                best = distance, cue, mention
        if best is not None:
            _, cue, mention = best
            speaker = self._named_before(cue, mention, mentions, tokens)
            speaker = speaker or self._speaker(cue, mention, before)
            if speaker is not None:
                return self._statement(speaker, actors, cue, mention)
        return self._without_verb(index, mentions, actors, before)

    def _author_of(self) -> tuple[str | None, tuple[str, ...]]:
        """Who signed the text if it is a declaration: the person or body that its title names
        behind `statement by`, or the actors of a joint one.
        """
        words = self.words
        for index, tokens in enumerate(self.tokens[:4]):
            lower = tuple(token.lower for token in tokens)
            actors = tuple(self.actors(tokens))
            joint = any(
                lower[at : at + len(phrase)] == phrase
                for phrase in words.joint_texts
                for at in range(len(lower))
            )
            if len(actors) > 1 and (joint or (lower and lower[0] in words.we)):
                return None, actors
            if not self.sentences[index].is_heading:
                continue
            for at, one in enumerate(lower[:4]):
                if one not in words.declarations:
                    continue
                named = list(self._names(tokens))
                found = [*named, *self._others(tokens, named)]
                kinds = (MentionKind.person, MentionKind.body)
                behind = [one for one in found if one.start >= tokens[at].end and one.kind in kinds]
                if behind:
                    first = min(behind, key=lambda one: one.start)
                    return first.id, ()
        return None, ()

    def _own_words(
        self, index: int, mentions: list[Mention], tokens: list[Token], actors: tuple[str, ...]
    ) -> Reading | None:
        """The reading of a sentence of a declaration in which its authors say we or I, or in which
        their countries are the subject.
        """
        author, signers = self._author
        if author is None and not signers:
            return None
        words = self.words
        first = [one.lower for one in tokens[:6]]
        anywhere = {one.lower for one in tokens} & set(words.we_anywhere)
        speaks = bool(anywhere or words.we.intersection(first)) or any(
            one.endswith(end) for one in first for end in words.we_ends
        )
        if signers and not speaks:
            named = set(actors) & set(signers)
            speaks = bool(named) and any(
                mention.kind is MentionKind.place and mention.id in signers
                for cue in self._cues(tokens, self.sentences[index])
                if (mention := self._subject(cue, mentions, tokens, self.sentences[index])[1])
            )
        if not speaks:
            return None
        if signers:
            return Reading(Coding.statement, None, signers, None, actors)
        return self._statement(author, actors, None, None) if author else None

    def _begins(self, cue: Cue, mention: Mention | None) -> bool:
        """Whether `for` begins a clause and a person follows it: `Para Ruiz, «no hay prisa»`."""
        before = self.text[: cue.start].rstrip(" \u00a0\n")
        free = not before or before[-1] in ".,:;!?»”—–-" or self.text[cue.start - 1] == "\n"
        kinds = (MentionKind.person, MentionKind.role, MentionKind.unnamed)
        return free and mention is not None and mention.kind in kinds

    def _named_before(
        self, cue: Cue, mention: Mention | None, mentions: list[Mention], tokens: list[Token]
    ) -> str | None:
        """The one whom a pronoun means because the same sentence begins with the name: `Quant au
        Kremlin, il a répété`.
        """
        if mention is None or mention.kind is not MentionKind.pronoun or mention.start >= cue.end:
            return None
        kinds = (MentionKind.person, MentionKind.body)
        found = [one for one in mentions if one.end < mention.start and one.kind in kinds]
        if len(found) != 1 or mention.start == mention.end:
            return None
        begins = tokens[0].lower in _AS_FOR and found[0].start - tokens[0].start < 25
        comma = "," in self.text[found[0].end : mention.start]
        person = self.people.get(found[0].id or "")
        differs = mention.gender and person and person.gender not in (None, mention.gender)
        free = begins or not self._after_preposition(found[0], tokens)
        return found[0].id if comma and free and not differs else None

    def _statement(
        self, speaker: str, actors: tuple[str, ...], cue: Cue | None, mention: Mention | None
    ) -> Reading:
        role = None
        if speaker in self.people:
            role = self.people[speaker].role
        certain = mention is not None and mention.kind in (MentionKind.person, MentionKind.body)
        return Reading(Coding.statement, speaker, (), role, actors, cue, certain)

    def _notice(self, mentions: list[Mention]) -> None:
        """Remember the last person named, for a pronoun if nobody spoke before."""
        for mention in mentions:
            if mention.kind is MentionKind.person:
                self._named_last = mention.id

    _named_last: str | None = None

    def _has_other_subject(self, cue: Cue, tokens: list[Token]) -> bool:
        """Whether a sentence begins with a thing as the subject of its verb: `El buque cuenta`."""
        at = next((number for number, one in enumerate(tokens) if one.start >= cue.start), 0)
        if at and tokens[0].lower in _WHO:
            return True
        return (
            2 <= at <= 3
            and cue.pronoun is None
            and tokens[at - 2].lower in self.words.definite
            and tokens[at - 1].text.islower()
            and self._touch(tokens[at - 2], tokens[at - 1])
            and self._touch(tokens[at - 1], tokens[at])
        )

    def _subjectless(self, cue: Cue, sentence: Sentence) -> bool:
        """Whether a verb without a subject of its own reports words nevertheless."""
        quoted = any(
            one.outer_start < sentence.end and sentence.start < one.outer_end
            for one in self.quotations
        )
        return self.words.drops_subject or (cue.says and quoted)

    def _subject(
        self, cue: Cue, mentions: list[Mention], tokens: list[Token], sentence: Sentence
    ) -> tuple[float, Mention | None]:
        """The mention that is most likely the subject of a cue, and how far away it is."""
        best: tuple[float, Mention | None] = (_FAR, None)
        if cue.impersonal:
            return 0, Mention(cue.start, cue.start, MentionKind.unnamed)
        if cue.pronoun is not None:
            gender = None if cue.pronoun == "either" else cue.pronoun
            own_view = " " in self.text[cue.start : cue.end]  # `in her view`, not `a-t-elle`
            return -6 if own_view else 0, Mention(
                cue.start, cue.start, MentionKind.pronoun, None, gender
            )
        if mention := self._somebody(cue, mentions, tokens):
            best = 1, mention
        for mention in mentions:
            if mention.start < cue.end and cue.start < mention.end:
                if not cue.direct or mention.end <= cue.end:
                    continue
                mention = replace(mention, start=cue.end + 1)  # `da` is in `riferito da`, too
            if not self._agrees(cue, mention, tokens):
                continue
            score = self._distance(cue, mention, tokens)
            if score < best[0]:
                best = score, mention
        return best

    def _somebody(self, cue: Cue, mentions: list[Mention], tokens: list[Token]) -> Mention | None:
        """A noun with an indefinite article beside a verb of saying: `a fisherman said`."""
        words = self.words
        if cue.direct:
            return None
        at = next((number for number, one in enumerate(tokens) if one.start >= cue.start), 0)
        first = at
        while first and at - first < 4 and self._touch(tokens[first - 1], tokens[first]):
            first -= 1
            if tokens[first].lower in words.indefinite | words.several:
                break
        some = words.indefinite | words.several
        part = tokens[first:at]
        if len(part) < 2 or part[0].lower not in some:
            last = next((n for n, one in enumerate(tokens) if one.start >= cue.end), len(tokens))
            behind = cue.inverted and self._quotation_before(cue.start, 3)
            part = tokens[last : last + 2] if behind else []
            if len(part) < 2 or part[0].lower not in some:
                return None
        if not cue.says and part[0].lower not in words.several:
            return None
        if any(one.start < part[-1].end and part[0].start < one.end for one in mentions):
            return None
        if part[-1].lower in words.papers or self._is_compound(part[-1].lower, words.papers):
            return None
        if part[-1].capital and not words.compounds:
            return None
        return Mention(part[0].start, part[-1].end, MentionKind.unnamed)

    def _agrees(self, cue: Cue, mention: Mention, tokens: list[Token]) -> bool:
        """Whether an English verb without an ending has more than one subject: `analysts say`, and
        not the noun in `Macron’s offer`.
        """
        words = self.words
        verb = self.text[cue.start : cue.end].lower()
        if words.code != "en" or not words.singular(verb) or mention.kind is MentionKind.pronoun:
            return True
        if mention.kind is MentionKind.unnamed:
            return True
        before = [one.lower for one in tokens if one.end <= mention.start][-4:]
        return "and" in before

    def _distance(self, cue: Cue, mention: Mention, tokens: list[Token]) -> float:
        """How unlikely a mention is the subject of a cue; _FAR if it cannot be."""
        follows = mention.start >= cue.end
        low, high = (cue.end, mention.start) if follows else (mention.end, cue.start)
        between = [token for token in tokens if low <= token.start < high]
        score: float = len(between)
        score += 4 * sum(
            1 for one in self.quotations if low <= one.outer_start and one.outer_end <= high
        )
        score += 2 * self.text[low:high].count(";")
        if cue.direct:
            role = self._role_of(mention, tokens)
            own = [
                one
                for one in between
                if one not in role and one.lower not in self.words.determiners
            ]
            titles = all(
                self._is_role(one.lower)
                or self._is_demonym(one)
                or one.lower in self.words.titles
                or one.lower in self.words.bodies
                or one.lower in self.words.prepositions
                or one.capital
                for one in own
            )
            near = titles or (len(own) < 2 and not self._after_preposition(mention, tokens))
            return score if follows and len(between) <= 8 and near else _FAR
        if follows and _SUBORDINATE & {one.lower for one in between}:
            return _FAR
        if follows:
            score += -4 if cue.inverted else 6
            if not cue.inverted and (len(between) > 4 or self._is_participle(cue)):
                return _FAR
        elif self._in_relative_clause(mention, cue, tokens):
            score += 10
        elif self.text[low:high].strip(" \u00a0") in ("", ","):
            score -= 5
        elif cue.inverted:
            score += 6
        weak = mention.kind in (MentionKind.group, MentionKind.place)
        if weak and self._after_preposition(mention, tokens):
            return _FAR
        if (
            self.words.drops_subject
            and mention.kind is MentionKind.body
            and self._after_preposition(mention, tokens)
        ):
            return _FAR  # recalcó tras el Consejo de Ministros
        if self._is_owner(mention, tokens) and self.text[cue.start : cue.start + 2] != "s ":
            return _FAR
        if self._after_preposition(mention, tokens):
            score += 10 if mention.kind is not MentionKind.pronoun else 3
        if mention.kind in (MentionKind.place, MentionKind.group):
            score += 12
        elif mention.kind in (MentionKind.body, MentionKind.unnamed, MentionKind.role):
            score += 2
        return score if score < 40 else _FAR

    def _is_participle(self, cue: Cue) -> bool:
        """Whether a cue is an English participle, whose subject is before it: `telling`."""
        return self.words.code == "en" and self.text[cue.start : cue.end].endswith("ing")

    def _role_of(self, mention: Mention, tokens: list[Token]) -> list[Token]:
        """The words of the role printed before the name of a person."""
        name = [one for one in tokens if mention.start <= one.start < mention.end]
        return (
            self._role_before(name, tokens) if name and mention.kind is MentionKind.person else []
        )

    def _is_owner(self, mention: Mention, tokens: list[Token]) -> bool:
        """Whether an English possessive ending follows: `Lupu’s government has ruled out`."""
        behind = self.text[mention.end : mention.end + 2]
        named = mention.kind is MentionKind.person and self.words.code == "en"
        return named and behind in ("’s", "'s")

    def _in_relative_clause(self, mention: Mention, cue: Cue, tokens: list[Token]) -> bool:
        """Whether a mention is inside what two commas enclose before a verb, and does not begin it:
        `Orlovs, who chairs the Harmony Bloc, told`.
        """
        before = self.text[: cue.start].rstrip(" \u00a0")
        if not before.endswith(",") or mention.end >= len(before):
            return False
        comma = before.rfind(",", tokens[0].start, mention.start)
        return comma >= 0 and bool(self.text[comma + 1 : mention.start].strip())

    def _after_preposition(self, mention: Mention, tokens: list[Token]) -> bool:
        """Whether a mention, with its role and determiner, follows a preposition."""
        index = next((at for at, one in enumerate(tokens) if one.start >= mention.start), 0)
        at = index - 1
        if role := self._role_of(mention, tokens):
            at = tokens.index(role[0]) - 1
        pure = self.words.prepositions - self.words.definite
        if (
            at >= 0
            and tokens[at].lower in pure
            and self._touch_or_elided(tokens[at], tokens[at + 1])
        ):
            return True
        determined = at >= 1 and tokens[at].lower in self.words.determiners
        return (
            determined
            and tokens[at - 1].lower in pure
            and self._touch_or_elided(tokens[at - 1], tokens[at])
        )

    def _speaker(self, cue: Cue, mention: Mention | None, before: list[Reading]) -> str | None:
        """The id of the speaker that a mention means."""
        if mention is None:
            gender = self._gender_of_verb(cue)
            last = self._subject_before(before, gender) or self._last_speaker(before, gender)
            return last or self._named_last or self._named_next(len(before), gender)
        if mention.kind in (MentionKind.person, MentionKind.body):
            return mention.id
        if mention.kind is MentionKind.pronoun:
            subject = self._subject_before(before, mention.gender)
            last = subject or self._last_speaker(before, mention.gender) or self._named_last
            return last or self._named_next(len(before), mention.gender)
        if mention.kind in (MentionKind.unnamed, MentionKind.group):
            return ANONYMOUS
        if mention.kind is MentionKind.role:
            return self._holder(mention, before)
        if mention.id not in self.known.countries and mention.id:
            entry = self._add(mention.id, self.text[mention.start : mention.end], False)
            entry.is_body, entry.actor = True, mention.id
            return mention.id
        body = f"{mention.id}-government"
        if body not in self.people and mention.id:
            entry = self._add(body, f"Government of {mention.id}", body in self.known.people)
            entry.is_body, entry.actor = True, mention.id
        return body

    def _holder(self, mention: Mention, before: list[Reading]) -> str:
        """Whom a role without a name means: the last speaker with that role, else the last speaker;
        nobody who is named if it is a role for another country.
        """
        spoke = [one.speaker for one in reversed(before) if one.speaker]
        people = [self.people[one] for one in spoke if one in self.people]
        stems = mention.words
        for person in people:
            same = (
                person.words & stems
                or _offices(person.words) & _offices(stems)
                or any(
                    (word.endswith(stem) and not word.startswith("vice"))
                    or (len(word) > 5 and word[:6] == stem[:6])
                    for word in person.words
                    for stem in stems
                    if len(stem) > 4
                )
            )
            if same and not (mention.id and person.actor and mention.id != person.actor):
                return person.id
        for person in self.people.values():
            differs = mention.id and person.actor and mention.id != person.actor
            if person.is_body or differs:
                continue
            if person.words & stems or _offices(person.words) & _offices(stems):
                return person.id
        subject = self.people.get(self._subject_before(before, mention.gender) or "")
        if subject and subject.actor in (None, mention.id) and not subject.role:
            return subject.id
        if not spoke and mention.kind is MentionKind.role:
            following = self.people.get(self._named_next(len(before), mention.gender) or "")
            if following and self._may_have_role(following, mention):
                return following.id
        if mention.id and not (people and people[0].actor == mention.id):
            return ANONYMOUS
        last = self._subject_before(before, mention.gender) or (spoke[0] if spoke else None)
        if last is not None and last in self.people and not self.people[last].is_body:
            gender = self.people[last].gender
            if not (gender and mention.gender and gender != mention.gender):
                return last
        return ANONYMOUS

    def _may_have_role(self, person: Voice, mention: Mention) -> bool:
        """Whether nothing that is printed of a person is against a role."""
        if mention.id and person.actor not in (None, mention.id):
            return False
        return not person.role or bool(_offices(person.words) & _offices(mention.words))

    def _without_verb(
        self,
        index: int,
        mentions: list[Mention],
        actors: tuple[str, ...],
        before: list[Reading],
    ) -> Reading:
        """The reading of a sentence without a reporting verb that has a subject: a quotation that
        is a sentence, or reported speech in the German subjunctive.
        """
        sentence, tokens = self.sentences[index], self.tokens[index]
        quoted = [
            one
            for one in self.quotations
            if one.outer_start < sentence.end and sentence.start < one.outer_end
        ]
        clauses = [one for one in quoted if self._is_clause(one, sentence)]
        clauses = clauses or [one for one in quoted if self._are_said_words(one)]
        if clauses:
            people = [
                one
                for one in mentions
                if one.kind in (MentionKind.person, MentionKind.role, MentionKind.unnamed)
                or (one.kind is MentionKind.pronoun and self._before_colon(one, clauses[0]))
            ]
            whole = not any(token for token in tokens)
            if whole:
                speaker = self._last_speaker(before)
                if speaker:
                    return Reading(Coding.statement, speaker, (), None, actors, None, False)
            elif people and self._may_say(clauses[0], people, tokens):
                first = clauses[0].outer_start
                nearest = min(people, key=lambda one: abs(one.start - first))
                cue = Cue(first, first, True)
                speaker = self._speaker(cue, nearest, before)
                if speaker:
                    return self._statement(speaker, actors, None, nearest)
        if clauses and self._is_after_colon(clauses[0]) and before:
            last = before[-1]
            same = self.sentences[index - 1].paragraph == sentence.paragraph
            if last.coding is Coding.statement and last.speaker and same and len(tokens) < 5:
                return Reading(Coding.statement, last.speaker, (), None, actors, None, False)
        subjunctive = any(token.lower in self.words.subjunctive for token in tokens)
        if subjunctive and before and before[-1].coding is Coding.statement:
            speaker = self._last_speaker(before)
            return Reading(Coding.statement, speaker, (), None, actors, None, False)
        return Reading(Coding.narration, actors=actors)

    def _may_say(self, quotation: Quotation, people: list[Mention], tokens: list[Token]) -> bool:
        """Whether a quotation that is no sentence has a subject before it: `Brennan wants Ireland
        to be “useful, unarmed and early”`.
        """
        sentence = next(one for one in self.sentences if quotation.outer_start < one.end)
        if self._is_clause(quotation, sentence):
            return True
        return any(
            one.end <= quotation.outer_start and not self._after_preposition(one, tokens)
            for one in people
            if one.kind in (MentionKind.person, MentionKind.unnamed)
        )

    def _is_after_colon(self, quotation: Quotation) -> bool:
        return self.text[: quotation.outer_start].rstrip(" \u00a0").endswith(":")

    def _before_colon(self, mention: Mention, quotation: Quotation) -> bool:
        """Whether a colon is between a mention and a quotation behind it."""
        return ":" in self.text[mention.end : quotation.outer_start][-3:]

    def _are_said_words(self, quotation: Quotation) -> bool:
        """Whether a quotation has several words and is no label, though it is no sentence."""
        words = WORD.findall(self.text[quotation.start : quotation.end])
        return len(words) > 1 and words[0][:1].islower() and not self.is_label(quotation)

    def _is_clause(self, quotation: Quotation, sentence: Sentence) -> bool:
        """Whether a quotation is more than a label: words, a stop inside, or behind a colon."""
        words = WORD.findall(self.text[quotation.start : quotation.end])
        before = self.text[max(sentence.start, quotation.outer_start - 3) : quotation.outer_start]
        if before.rstrip().endswith(":"):
            return True
        behind = self.text[quotation.outer_end : sentence.end].strip(" .!?…,")
        if quotation.outer_start <= sentence.start and not behind:
            return True  # a sentence of its own
        label = self.is_label(quotation)
        return not label and (
            len(words) >= _WORDS_OF_CLAUSE
            or self.text[quotation.end - 1] in ".?!,"
            or (
                self.text[quotation.outer_end : quotation.outer_end + 1] == ","
                and quotation.outer_start == sentence.start
            )
        )

    def is_label(self, quotation: Quotation) -> bool:
        """Whether the marks are round a name or a so-called thing and not round said words."""
        before = [
            one[0].lower()
            for one in WORD.finditer(
                self.text, max(0, quotation.outer_start - 40), quotation.outer_start
            )
        ]
        if self.words.so_called & set(before[-2:]) - {"called", "named"}:
            return True
        inside = WORD.findall(self.text[quotation.start : quotation.end])
        longest = 1 if self.words.compounds else 4
        if 0 < len(inside) <= longest and inside[0][:1].isupper() and before[-1:]:
            return before[-1] in self.words.definite
        return False


_PRIME = frozenset(
    {"prime", "premier", "première", "primer", "primera", "primo", "prima", "erste", "first"}
)
# The same office in the languages of drafts, for people whose titles are listed in English.
_OFFICES = (
    ("president", r"pr[eéä][sz][iy]d|президент"),
    ("minister", r"minist|міністр"),
    ("premier", r"(?<!vice)(?<!vice-)premier|^prime$|regierungschef|ministerpräsident|^прем|^єр"),
    ("chancellor", r"kanzler|chancel|cancel+ier|cancill|kancler|канцлер"),
    ("spokesperson", r"spokes|sprecher|porte-parole|portavo|vocer|rzeczni|речни|прессекретар"),
    ("ambassador", r"ambas|embaj|botschaft|посол|послин"),
    ("secretary", r"secr[eé]ta|sekret|секретар"),
)


_HEAD = re.compile(
    r"president|chef|head|jef[ea]|capo|szef|глав|очільни|leiter|titular|titolare|locataire"
)
_BETWEEN = r"\s+(?:of |the |du |de |la |l’|l'|del |della |dello |dell’|der |des )*"
_HEAD_OF = (
    (
        "premier",
        _BETWEEN + r"(?:g[ou]u?ver|gobier|consiglio|rząd|уряд|regierung|ejecutivo|esecutivo)",
    ),
    ("president", _BETWEEN + r"(?:[ée]tat|state|stato|estado|państw|держав|élysée)"),
    ("minister", _BETWEEN + r"(?:diplom|дипломат|d[eé]fens|difesa|exteriores|interior|esteri)"),
)


def _offices(words: Iterable[str]) -> set[str]:
    """Which offices the words of a role mean."""
    found = {office for office, pattern in _OFFICES for word in words if re.search(pattern, word)}
    return {"premier"} if "premier" in found else found


def _nominative(name: str) -> tuple[int, bool, str]:
    """How likely a form of a name is not the nominative."""
    return (
        len(name),
        name.endswith(("ę", "ą", "y", "у", "ю", "и", "і", "ої", "ою", "ego", "em")),
        name,
    )


def _same_name(one: str, other: str) -> bool:
    """Whether two names may be forms of one name in a language with cases."""
    first, second = one.split(), other.split()
    if len(first) != len(second):
        return False
    for left, right in zip(first, second, strict=True):
        shorter = min(len(left), len(right))
        stem = max(2, shorter - (2 if shorter > 4 else 1))
        if abs(len(left) - len(right)) > 3 or left[:stem] != right[:stem]:
            return False
    return True


@lru_cache(maxsize=10_000)
def _has_stem(word: str, listed: frozenset[str]) -> bool:
    """Whether a word is a form of one of the listed words, in a language with cases."""
    return len(word) > 4 and any(
        len(one) > 4
        and abs(len(word) - len(one)) < 4
        and word.startswith(one[:-1] if one[-1] in "aeioyаеиіоуя" else one)
        for one in listed
    )


_folded = lru_cache(maxsize=10_000)(fold)


_ROMAN = dict(zip("абвгґдезиійклмнопрстуфыэёї", "abvhgdezyiiklmnoprstufyeei", strict=True))
_ROMAN |= {"ж": "zh", "ц": "ts", "є": "ie", "ю": "iu", "я": "ia", "х": "kh", "ч": "ch", "ш": "sh"}
_ROMAN |= {"щ": "shch", "ь": "", "ъ": "", "’": "", "'": "", "ʼ": ""}
_ROMAN_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def roman(name: str) -> str:
    """A name in Latin letters, as Ukraine writes it in passports (resolution 55 of 2010)."""
    words = []
    for word in name.lower().replace("зг", "зgh").split():
        first = _ROMAN_AT_START.get(word[0], _ROMAN.get(word[0], word[0]))
        words.append(first + "".join(_ROMAN.get(char, char) for char in word[1:]))
    return " ".join(words)


def slug(name: str) -> str:
    """An id from a name."""
    return "-".join(name_words(roman(name))) or "unknown"


def _is_honorific(role: str) -> bool:
    return len(role.rstrip(".")) <= 4 and role.rstrip(".").lower() not in ("chef", "mp", "mep")
