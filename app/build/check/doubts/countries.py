"""Doubts about the country and the capacity of the roles in which people speak: what the text says
of somebody, compared with people.yaml.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from app.build.check.checked_seed import ResolvedStatement
from app.build.check.doubts.article import ArticleText
from app.build.check.doubts.found_names import PersonMention, words_of
from app.build.check.doubts.roles import without_post
from app.build.check.doubts.words import institution_words, pattern, phrase
from app.build.check.locate import LocatedPassage
from app.build.findings import DoubtCode
from app.build.seed.models.actors import SeedPerson, SeedRole
from app.domain.vocabulary import Capacity, SpeakerKind

_WORDS = 9  # that may be a role before a name or behind it
_STOPS = re.compile(r"[.;:!?\n“”„\"«»()]|\s[–—]\s")
_BEGINNING = 4  # words with which a sentence begins
_FAR = 2  # times more points than others
_LEAST = 4
_LEAD = 3  # sentences with which a text begins
_WITH_NAME = (
    r"{}[\s’']+(?:[^\W\d_]{1,4}[\s’'])?(?-i:[A-ZÀ-ÖØ-Þ])[\w’-]+(?:\s(?-i:[A-ZÀ-ÖØ-Þ])[\w-]+)?"
)
_EVERYWHERE = "ukraine"  # every text speaks of it, whoever speaks
_OFFICIAL = (Capacity.government, Capacity.military)


def check_countries(
    article: ArticleText,
    resolved: list[ResolvedStatement],
    people: Mapping[str, SeedPerson],
) -> None:
    """Report speakers whose role is for another country than the text gives them, or who are
    retired or former and speak for a country. Each is reported once in a source.
    """
    checker = _Checker(article)
    seen: set[str] = set()
    for index, (statement, each) in enumerate(
        zip(article.folder.statements, resolved, strict=True)
    ):
        person = people.get(statement.speaker or "")
        if person is None or person.id in seen or each.role is None:
            continue
        seen.add(person.id)
        file = article.folder.statements_file
        titles = checker.titles(person, people)
        phrases = list(checker.phrases(person, titles))
        of_country = each.role.actor in article.countries.ids.values()  # not of the EU
        if (
            each.role.actor
            and of_country
            and (other := checker.other_country(phrases, each.role.actor))
        ):
            message = (
                f"the text gives {person.name} the country {other}, and the role is for "
                f"{each.role.actor}"
            )
            hint = "correct the role in people.yaml"
            file.doubt(DoubtCode.role_of_another_country, message, index, "speaker", hint=hint)
        elif home := checker.instead(person, each.role):
            message = (
                f"the text speaks of {home} beside {person.name}, and not of {each.role.actor}, "
                "for which the role is"
            )
            hint = "correct the role in people.yaml"
            file.doubt(DoubtCode.role_of_another_country, message, index, "speaker", hint=hint)
        elif each.role.capacity in _OFFICIAL and (former := checker.former(phrases, titles)):
            message = (
                f"the text calls {person.name} {former!r}, and the role has the capacity "
                f"{each.role.capacity}"
            )
            file.doubt(DoubtCode.capacity_not_of_role, message, index, "speaker")


class _Checker:
    """What a text says beside the names of its speakers."""

    def __init__(self, article: ArticleText) -> None:
        self.article = article
        self._acts: dict[int, frozenset[str]] = {}  # by the start of a sentence
        self._have: dict[str, frozenset[str]] = {}

    def titles(self, person: SeedPerson, people: Mapping[str, SeedPerson]) -> frozenset[str]:
        """The words of the titles of somebody, without small ones."""
        small = pattern("governing", self.article.language)
        return frozenset(
            one
            for one in self.article.titles_of(person.id, people, -1)
            if not (small and small.fullmatch(one))
        )

    def phrases(self, person: SeedPerson, titles: frozenset[str]) -> Iterator[str]:
        """The words beside the name of a person that have a word of a title of theirs."""
        if person.kind is not SpeakerKind.person:
            return
        for mention in self.article.mentions:
            if mention.person == person.id:
                for words in (self._before(mention, titles), self._behind(mention)):
                    if _titled(words, titles):
                        yield words

    def _before(self, mention: PersonMention, titles: frozenset[str]) -> str:
        """The words before a name up to a stop, a verb of saying or the second comma. Those before
        a comma count if they are a title, too.
        """
        text = self.article.text
        start = max((end for start, end in self._breaks(0, mention.start)), default=0)
        words = " ".join(text[start : mention.start].split()[-_WORDS:])
        *before, last = words.split(",")[-2:]
        return words if before and _titled(before[-1], titles) else last

    def _behind(self, mention: PersonMention) -> str:
        """The words between commas behind a name."""
        text = self.article.text
        behind = re.match(r"\s*,([^,]*)", text[mention.end : mention.end + 200])
        if behind is None:
            return ""
        start = mention.end + behind.start(1)
        stop = min((at for at, _ in self._breaks(start, mention.end + behind.end())), default=None)
        return " ".join(text[start : stop or mention.end + behind.end()].split()[:_WORDS])

    def _breaks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where a role cannot go on in text[start:end]; only the last 200 characters count."""
        start = max(start, end - 200)
        yield from (
            (start + one.start(), start + one.end())
            for one in _STOPS.finditer(self.article.text[start:end])
        )
        yield from self.article.verbs(start, end)
        for kind in ("that",):
            if words := pattern(kind, self.article.language):
                yield from (
                    (start + one.start(), start + one.end())
                    for one in words.finditer(self.article.text[start:end])
                )

    def other_country(self, phrases: list[str], actor: str) -> str | None:
        """The country that the words beside a name give somebody, if none of them gives `actor`."""
        found: set[str] = set()
        for words in phrases:
            named = self._countries(words)
            loosely = self.article.countries.named_in(words, self.article.language, loosely=True)
            if actor in named | loosely:
                return None
            found |= named
        return min(found) if len(found) == 1 else None

    def _countries(self, words: str) -> frozenset[str]:
        """The countries that a role names, or that have it alone."""
        language = self.article.language
        if placed := phrase(_WITH_NAME, "placing", language):  # alla Farnesina il ministro
            words = placed.sub(" ", words)
        named = self.article.countries.named_in(without_post(words), language)
        return named | self._having(words)

    def _having(self, words: str) -> frozenset[str]:
        """The countries that have what words name, as no other country does."""
        if words not in self._have:
            self._have[words] = frozenset(country for *_, country in self._institutions(words))
        return self._have[words]

    def _having_in(self, passage: LocatedPassage) -> frozenset[str]:
        """The same of what a passage names. The text is searched once for all of them."""
        return frozenset(
            country
            for start, end, country in self._institutions_of_text
            if passage.start <= start and end <= passage.end
        )

    @cached_property
    def _institutions_of_text(self) -> list[tuple[int, int, str]]:
        return list(self._institutions(self.article.text))

    def _institutions(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The places at which a text names what only one country has, and the country."""
        only, ids = institution_words(self.article.language), self.article.countries.ids
        for one in only.finditer(text) if only else ():
            if country := ids.get(one.lastgroup or ""):
                yield one.start(), one.end(), country

    def instead(self, person: SeedPerson, role: SeedRole) -> str | None:
        """The country of which the sentence with somebody, or the article, speaks, if the role is
        for another one of which no sentence near their name speaks. Of well-known people, whose
        `wikidata` is given, a text need not say it.
        """
        actor = role.actor
        known = person.wikidata is not None or role.capacity is Capacity.other
        if known or actor is None or actor not in self.article.countries.ids.values():
            return None
        if person.kind is not SpeakerKind.person and actor in self._countries(person.name):
            return None
        places = [one.start for one in self.article.mentions if one.person == person.id]
        if not places or any(self._near(place, actor) for place in places):
            return None
        if found := self._subject_beside(person):
            return found
        home = self.home
        far = home and home != actor and self.points[actor] * _FAR <= self.points[home]
        return home if far else None

    def _subject_beside(self, person: SeedPerson) -> str | None:
        """The country with which the first sentence with a person begins: as its subject, or as a
        place: `In Oslo, the minister said …`.
        """
        for each in self.article.passages:
            named = self.article.mentioned(each.start, each.end)
            if first := next((one for one in named if one.person == person.id), None):
                words = self.article.text[each.start : first.start].split()[:_BEGINNING]
                whose = without_post(" ".join(words))
                found = self.article.countries.named_in(whose, self.article.language)
                return min(found) if len(found) == 1 else None
        return None

    def _near(self, place: int, actor: str) -> bool:
        """Whether sentences near a name speak of a country: that with the name and the next one in
        any way, the others of the paragraph and the one before it as what does something.
        """
        passages = self.article.passages
        at = next(n for n, each in enumerate(passages) if place < each.end)
        first = at
        while first and "\n" not in self.article.text[passages[first - 1].end : passages[at].start]:
            first -= 1
        end = passages[min(at + 1, len(passages) - 1)].end
        return actor in self.article.countries_in(passages[at].start, end) or any(
            actor in self._acting(one) or actor in self._having_in(one)
            for one in passages[max(first - 1, 0) : at + 1]
        )

    @cached_property
    def home(self) -> str | None:
        """The country of which a text speaks far more than of others, apart from Ukraine."""
        best = [one for one in self.points.most_common(3) if one[0] != _EVERYWHERE][:2]
        far = best and (len(best) == 1 or best[0][1] >= _FAR * best[1][1])
        return best[0][0] if far and best[0][1] >= _LEAST else None

    @cached_property
    def points(self) -> Counter[str]:
        """How much a text speaks of what a country does, or of what only this country has."""
        found: Counter[str] = Counter()
        for number, each in enumerate(self.article.passages):
            for country in self._acting(each):
                found[country] += 3 if number < _LEAD else 1
            for country in self._having_in(each):
                found[country] += 3
        return found

    def _acting(self, passage: LocatedPassage) -> frozenset[str]:
        """The countries that a sentence names without a preposition before."""
        if passage.start not in self._acts:
            free = self._free(self.article.text[passage.start : passage.end])
            named = self.article.countries.named_in(free, self.article.language)
            self._acts[passage.start] = named
        return self._acts[passage.start]

    def _free(self, words: str) -> str:
        """Words without the names behind prepositions; none in a language of which we have none."""
        governed = phrase(_WITH_NAME, "governing", self.article.language)
        return governed.sub(" ", words) if governed else ""

    def former(self, phrases: list[str], titles: frozenset[str]) -> str | None:
        """The word that makes every role beside a name a former one."""
        words = pattern("former", self.article.language)
        found = [
            one[0] if words and (one := words.search(part)) else None
            for each in phrases
            for part in each.split(",")  # “the minister, a retired general”
            if _titled(part, titles)
        ]
        return found[0] if found and all(found) else None


def _titled(words: str, titles: frozenset[str]) -> bool:
    """Whether words have one of a title."""
    return any(one.folded in titles for one in words_of(words))
