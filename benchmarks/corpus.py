"""Corpora of any size, the same for the same size and seed: articles with their claims and position
entries, newest first.

The distributions follow the launch article and the corpus of the tests: a claim has 40 to 150
characters (median 80), an article 1 to 16 claims (mean 4), about every fourth text is kept in full,
one article in eight copies an agency's, 3 % are undated, 5 % dated to a month or a year. Speakers,
countries and publishers follow Zipf's law.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.articles import Article, Claim
from benchmarks.population import FIRST, LAST, Person, Population
from benchmarks.position_entries import entry
from benchmarks.words import Words, zipf

QUESTIONS = ("peacekeeping-force", "reconstruction-fund")
TOPICS = (
    "troop-deployment",
    "security-guarantees",
    "negotiations",
    "pressure-on-russia",
    "military-capacity",
    "force-goal",
    "force-composition",
    "foreign-presence",
)
_VERBS = ("said", "stressed", "told reporters", "warned", "insisted", "announced")
_PER_ARTICLE, _HOW_OFTEN = (1, 2, 3, 4, 6, 9, 16), (18, 28, 16, 12, 14, 9, 3)  # mean 4
# at most, of all actors together: the busiest one changes its position about every third week
ENTRIES = 2000


class Corpus:
    """`size` statements; iterating gives the articles by the day on which things were said, newest
    first, undated last.
    """

    def __init__(self, size: int, seed_folder: Path, seed: int = 5) -> None:
        self.size = size
        self.rng = Random(seed)
        self.words = Words(self.rng)
        self.population = Population(size, self.rng, self.words, seed_folder)
        self._left: Counter[tuple[str, str]] = Counter()
        # The views that entries set, by actor, question and tier.
        self._views: defaultdict[tuple[str, str, int], set[str]] = defaultdict(set)
        self._plan = self._planned(min(max(size // 4, 1), ENTRIES))
        self._stride = size / len(self._plan)
        self._made = self._taken = 0
        # Actor, question, and the day, month or year of an entry.
        self._held: set[tuple[str, str, str]] = set()

    def days(self) -> Iterator[list[Article]]:
        """The articles, in groups of one sorting day each. A corpus is walked once."""
        days = [LAST - timedelta(days=back) for back in range((LAST - FIRST).days + 1)]
        busy = [self.rng.lognormvariate(0, 0.5) * (0.4 if day.weekday() > 4 else 1) for day in days]
        share = 0.97 * self.size / sum(busy)
        due = 0.0
        for day, weight in zip(days, busy, strict=True):
            due += weight * share
            if group := list(self._articles(day, round(due) - self._made)):
                yield group
        if undated := list(self._articles(None, self.size - self._made)):
            yield undated

    def _articles(self, day: date | None, wanted: int) -> Iterator[Article]:
        agency: Article | None = None
        number = 0
        while wanted > 0:
            count = min(wanted, self.rng.choices(_PER_ARTICLE, _HOW_OFTEN)[0])
            if agency is not None and self.rng.random() < 0.12:
                made = self._copy(agency, number, count)
            else:
                made = self._article(day, number, count)
                agency = made if made.via else agency
            wanted -= len(made.claims)
            number += 1
            yield made

    def _article(self, day: date | None, number: int, count: int) -> Article:
        rng, population = self.rng, self.population
        outlet = rng.choices(population.outlets, cum_weights=population.outlet_weights)[0]
        via = rng.choice(population.agencies) if rng.random() < 0.1 else None
        said: str | dict[str, str] | None = day.isoformat() if day else None
        published = day.isoformat() if day else None
        if day and rng.random() < 0.006:  # it has its place in lists by the first day
            published, said = (
                None,
                {
                    "earliest": day.isoformat(),
                    "basis": "derived",
                    "note": "After the summit, which is dated elsewhere.",
                },
            )
        elif day and (day + timedelta(days=1)).day == 1 and rng.random() < 0.6:
            said = f"{day:%Y}" if day.month == 12 else f"{day:%Y-%m}"
        name = f"{outlet}-{f'{day:%Y%m%d}' if day else 'undated'}-{number}"
        title = self.words.sentence(28)[:-1]
        url = f"https://{outlet}.example/{f'{day:%Y/%m/%d}' if day else 'news'}/{number}"
        made = Article(
            name,
            title,
            outlet.replace("-", " ").title(),
            url,
            published,
            said,
            day,
            via,
            None,
            via or name,
        )
        for index in range(count):
            self._claim(made, index)
        if rng.random() < 0.25:
            self._text(made)
        return made

    def _claim(self, article: Article, index: int) -> None:
        rng, population = self.rng, self.population
        planned = self._next_entry(article)
        speaker, anonymous = self._speaker(planned and planned[0])
        role = speaker.role(article.day) if speaker else None
        own = role.actor if role and role.actor and rng.random() < 0.7 else None
        about = [
            planned[0]
            if planned
            else own or rng.choices(population.countries, cum_weights=population.country_weights)[0]
        ]
        if rng.random() < 0.12:
            about.append(
                rng.choices(population.countries, cum_weights=population.country_weights)[0]
            )
        signed = (
            rng.choices(population.countries, cum_weights=population.country_weights, k=3)
            if role and rng.random() < 0.01
            else []
        )
        about = list(dict.fromkeys([*about, *signed]))
        questions = [QUESTIONS[0]] if rng.random() < 0.72 else []
        if (planned and planned[1] not in questions) or rng.random() < 0.2:
            questions.append(
                planned[1] if planned and planned[1] not in questions else QUESTIONS[1]
            )
        questions = list(dict.fromkeys(questions))
        topics = list(
            dict.fromkeys(
                rng.choices(
                    TOPICS, (30, 20, 15, 11, 9, 7, 5, 3), k=rng.choices((1, 2, 3), (80, 16, 4))[0]
                )
            )
        )
        letters, quoted, printed = max(20.0, rng.gauss(46, 18)), None, None
        words = self.words.phrase(letters)
        if speaker is None:
            exact = (
                f"An official {rng.choice(_VERBS)} that {words}."
                if anonymous
                else f"{words[0].upper()}{words[1:]}."
            )
        else:
            printed = role.title if role and rng.random() < 0.4 else None
            who = f"{printed} {speaker.name}" if printed else speaker.name
            quoted = words if rng.random() < 0.22 else None
            exact = (
                f"{who} {rng.choice(_VERBS)}: “{words}.”"
                if quoted
                else f"{who} {rng.choice(_VERBS)} that {words}."
            )
        summary = f"{speaker.family if speaker else 'It'} says that {self.words.phrase(36)}."
        claim = Claim(
            f"s{index + 1}",
            exact,
            quoted,
            speaker and speaker.id,
            anonymous,
            role and role.id,
            printed,
            about,
            signed,
            topics,
            questions,
            summary,
        )
        article.claims.append(claim)
        self._made += 1
        if planned:
            article.entries.append(self._entry(*planned, article, claim))

    def _speaker(self, actor: str | None) -> tuple[Person | None, bool]:
        """Who says it, and whether it is somebody unnamed; for a position never an opposition
        leader.
        """
        rng, population = self.rng, self.population
        if actor and (officials := population.officials.get(actor)) and rng.random() < 0.8:
            return rng.choice(officials), False
        if (chance := rng.random()) < (0.5 if actor else 0.15):
            return None, chance < 0.05
        while True:
            person = rng.choices(population.people, cum_weights=population.person_weights)[0]
            if actor is None or all(role.capacity != "opposition" for role in person.roles):
                return person, False

    def _text(self, article: Article) -> None:
        """Keep the whole text: the title, the claims, and narration between them."""
        parts = [("heading", article.title, None)]
        for claim in article.claims:
            parts.append(
                (
                    "narration" if claim.speaker is None and not claim.anonymous else "statement",
                    claim.exact,
                    claim,
                )
            )
            parts += [
                ("narration", self.words.sentence(70), None)
                for _ in range(self.rng.choice((0, 1, 1, 2)))
            ]
        text = ""
        for coding, words, claim in parts:
            text += (
                ""
                if not text
                else "\n"
                if coding == "heading" or len(article.sentences) == 1
                else " "
            )
            article.sentences.append((coding, len(text), len(text) + len(words)))
            if claim:
                claim.start = len(text)
            text += words
        article.text = text

    def _copy(self, of: Article, number: int, most: int) -> Article:
        """What another site made of an agency's article: the same words under another address."""
        outlet = self.rng.choice(self.population.outlets)
        name = f"{outlet}-{f'{of.day:%Y%m%d}' if of.day else 'undated'}-{number}"
        self._made += len(of.claims[:most])
        return Article(
            name,
            of.title,
            outlet.replace("-", " ").title(),
            f"https://{outlet}.example/wire/{name}",
            of.published,
            of.said,
            of.day,
            of.via,
            of.id,
            of.root,
            of.text,
            of.sentences,
            of.claims[:most],
        )

    def _planned(self, count: int) -> list[tuple[str, str]]:
        """Which actor on which question each entry is about: nearly all countries once, then a few
        of them often.
        """
        rng, population = self.rng, self.population
        plan = [(country, QUESTIONS[0]) for country in population.countries[:-12]]
        plan += [(country, QUESTIONS[1]) for country in population.countries if rng.random() < 0.6]
        rng.shuffle(plan)
        flat = list(zipf(len(population.countries), 0.4))
        while len(plan) < count:
            plan.append(
                (
                    rng.choices(population.countries, cum_weights=flat)[0],
                    rng.choices(QUESTIONS, (7, 3))[0],
                )
            )
        plan = plan[:count]
        rng.shuffle(plan)
        self._left.update(plan)
        return plan

    def _next_entry(self, article: Article) -> tuple[str, str] | None:
        """The next entry, if one is due. Two of one actor never come from one day, nor from a month
        or year and a day of it: they could contradict each other.
        """
        if self._made < self._taken * self._stride:
            return None
        day = article.day.isoformat() if article.day else ""
        for place, planned in enumerate(self._plan[:40]):
            if not any((*planned, period) in self._held for period in (day, day[:7], day[:4])):
                del self._plan[place]
                self._held.add((*planned, day))
                if isinstance(article.said, str):
                    self._held.add((*planned, article.said))
                self._taken += 1
                return planned
        return None

    def _entry(self, actor: str, question: str, article: Article, claim: Claim) -> dict[str, Any]:
        number = self._left[actor, question]
        self._left[actor, question] -= 1
        before = [
            one for one in article.claims[:-1] if actor in one.about and question in one.questions
        ]
        evidence = [(f"{article.id}-{claim.id}", "supports")]
        evidence += [(f"{article.id}-{one.id}", "context") for one in before[-1:]]
        words = (
            f"It takes a stand that {self.words.phrase(36)}.",
            f"That {self.words.phrase(36)}.",
        )
        # An entry disputes what others of its tier set, unless they are certainly later. Articles
        # come from the newest to the oldest, and then the undated ones, so only those can, if no
        # role of the speaker has an end.
        key = actor, question, self._tier(actor, claim)
        roles = [role for one in self._people(claim.speaker) for role in one.roles]
        undated = article.said is None and not any(role.ends for role in roles)
        made = entry(
            self.rng,
            f"{actor}-{question}-{number}",
            actor,
            question,
            evidence,
            article.day or LAST,
            words,
            self._views[key] if undated else (),
        )
        if "view" in made and "retracted" not in made:
            self._views[key].add(made["view"])
        return made

    def _tier(self, actor: str, claim: Claim) -> int:
        """How near the speaker is to the actor: its own, another person, nobody by name."""
        if claim.speaker is None:
            return 1
        roles = [
            role
            for speaker in self._people(claim.speaker)
            for role in speaker.roles
            if role.id == claim.role or len(speaker.roles) == 1
        ]
        own = actor in claim.signed_for or any(role.actor == actor for role in roles)
        return 3 if own else 2

    def _people(self, name: str | None) -> list[Person]:
        """The person with this id, in a list; an empty list if it is None or nobody's."""
        return [one for one in self.population.people if one.id == name]
