"""A corpus as rows for the build's own writing code: the same rows as from its seed folder, without a million lines of YAML.

What is checked of a seed is not checked here, because the generator knows each place. That the rows are the same is
shown by the version: that of a small corpus is the same both ways (`python -m benchmarks.datasets --prove`).
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from app.build import models as m
from app.build.checked import Checked, Spoken
from app.build.locate import Claim as Place
from app.build.locate import Sentence, Span
from app.build.rows import all_rows, counts, positions, statements
from app.build.rows.plain import Row
from app.build.seed import Seed, SourceFolder
from app.build.yamlfile import Document
from app.dates import UNKNOWN, DateObject
from app.vocabulary import Attribution, Capacity, Coding, TextAccess
from benchmarks.corpus import Article, Claim, Corpus
from benchmarks.seedfolder import RIGHTS

_PER_STATEMENT = ("source", "passage", "statement", "statement_topic", "statement_question", "statement_about", "statement_by")
_NEWEST = 80  # statements kept for each position: those that it names as not counted (50), and its own evidence
_CAPACITIES = [None, *Capacity]
_EVER = date.max.toordinal()
_SOURCE = m.Source.model_validate({
    "id": "x", "title": "x", "publisher": "x", "url": "https://x.example", "language": "en", "text_access": "excerpts",
    "rights": RIGHTS,
})  # fmt: skip
Pair = tuple[str, str]  # question and actor


@dataclass(slots=True)
class _Said:
    """What the rows of a statement are made of, like `m.Statement`, which takes ten times as long to make."""

    id: str
    exact: str
    quoted: list[str]
    speaker: str | None
    role_as_printed: str | None
    signed_for: list[str]
    topics: list[str]
    questions: list[str]
    summary: str


@dataclass
class _Light(Seed):
    """A seed of which only what the positions rest on is kept."""

    kept: dict[str, _Said] = field(default_factory=dict)

    def statements(self) -> Iterator[tuple[str, SourceFolder, Any]]:
        for name, statement in self.kept.items():
            yield name, self.folders[0], statement


@dataclass
class _About:
    """The statements about an actor on a question, newest first: their numbers and first days (0: none known)."""

    numbers: "array[int]" = field(default_factory=lambda: array("i"))
    days: "array[int]" = field(default_factory=lambda: array("i"))


def tables(corpus: Corpus, base: Checked) -> Iterator[tuple[str, Iterable[Row]]]:
    """Names and rows of all tables; `base` is the corpus's seed folder without its sources, read and checked."""
    rows = dict(all_rows(base))
    order = list(rows)
    for name in order[: order.index("source")]:
        yield name, rows[name]
    feed = _Feed(corpus, base)
    yield from feed.statements()
    light = feed.light()
    yield "entry", positions.entries(light)
    yield from feed.positions(light)
    for name in order[order.index("tombstone") :]:
        yield name, rows[name]
    assert base.seed.about is not None
    total = counts(base) | feed.counts
    yield "dataset", [{"version": "", **base.seed.about.model_dump(), "counts": total}]


class _Feed:
    """What has to be remembered of a million statements while their rows pass: a few bytes of each."""

    def __init__(self, corpus: Corpus, base: Checked) -> None:
        self.corpus, self.base = corpus, base
        self.roles = {person.id: {role.id: role for role in person.roles} for person in base.seed.people}
        self.about: dict[Pair, _About] = defaultdict(_About)
        self.articles: list[tuple[str, DateObject]] = []
        self.article_of, self.claim_of, self.capacity_of = array("i", [0]), array("h", [0]), array("b", [0])
        self.entries: list[SourceFolder] = []
        self.spoken: dict[str, Spoken] = {}  # of evidence
        self.number: dict[str, int] = {}
        self.counts: dict[str, int] = {}

    def statements(self) -> Iterator[tuple[str, list[Row]]]:
        """The rows of sources, statements and what belongs to them, a day at a time."""
        done = sources = full = passages = 0
        roots: set[str] = set()
        for group in self.corpus.days():
            day = Checked(Seed(self.base.seed.root))
            for article in group:
                self._take(article, day)
                roots.add(article.root)
            said = statements.statements(day)
            for row in said:
                row["number"] += done
            done += len(said)
            number = {row["id"]: row["number"] for row in said}
            self._remember(day, number)
            found = {"source": statements.sources(day), "passage": statements.passages(day), "statement": said}
            found |= dict(statements.pairs(day, number))
            sources, passages = sources + len(group), passages + len(found["passage"])
            full += sum(1 for article in group if article.text is not None)
            yield from ((name, found[name]) for name in _PER_STATEMENT)
        held = {(e.actor, e.question) for folder in self.entries for e in folder.entries if e.retracted is None}
        self.counts = {"sources": sources, "independent_sources": len(roots), "full_text_sources": full,
                       "passages": passages, "statements": done, "positions": len(held)}  # fmt: skip

    def _take(self, article: Article, day: Checked) -> None:
        """An article as the check leaves it."""
        said = UNKNOWN if article.said is None else _day(article.said)
        source = _SOURCE.model_copy(update={
            "id": article.id, "title": article.title, "publisher": article.publisher, "url": article.url,
            "published": UNKNOWN if article.published is None else _day(article.published), "via": article.via,
            "text": None if article.text is None else "text.txt", "copy_of": article.copy_of,
            "text_access": TextAccess.excerpts if article.text is None else TextAccess.full,
        })  # fmt: skip
        document = Document(day.seed.root, "")
        given: list[Any] = [_said(claim) for claim in article.claims]
        entries = [m.Entry.model_validate(entry) for entry in article.entries]
        folder = SourceFolder(source, document, article.text, given, document, entries, document)
        day.seed.folders.append(folder)
        day.roots[article.id] = article.root
        sentences = [Sentence(start, end, at, Coding(code)) for at, (code, start, end) in enumerate(article.sentences, 1)]
        day.sentences[article.id] = sentences
        for index, claim in enumerate(article.claims):
            role = self.roles[claim.speaker.id][claim.role.id] if claim.speaker and claim.role else None
            place = _place(claim, sentences) if article.text is not None else None
            about = {actor: _attribution(actor, claim) for actor in claim.about}
            day.spoken[f"{article.id}-{claim.id}"] = Spoken(index, place, role, role and role.capacity, said, about)
        if entries:
            self.entries.append(folder)

    def _remember(self, day: Checked, number: dict[str, int]) -> None:
        size = len(self.article_of)
        self.article_of.extend([0] * len(number))
        self.claim_of.extend([0] * len(number))
        self.capacity_of.extend([0] * len(number))
        assert not number or min(number.values()) == size
        about: list[tuple[int, int, Pair]] = []
        for name, folder, statement in day.seed.statements():
            if not self.articles or self.articles[-1][0] != folder.source.id:
                self.articles.append((folder.source.id, day.spoken[name].said))
            at, spoken = number[name], day.spoken[name]
            self.article_of[at] = len(self.articles) - 1
            self.claim_of[at] = int(statement.id[1:])
            self.capacity_of[at] = _CAPACITIES.index(spoken.capacity)
            first = spoken.said.earliest.toordinal() if spoken.said.earliest else 0
            about += [(at, first, (question, actor)) for question in statement.questions for actor in spoken.about]
            if folder.entries:
                self.number[name], self.spoken[name] = at, spoken
        for at, first, pair in sorted(about):
            self.about[pair].numbers.append(at)
            self.about[pair].days.append(first)

    def light(self) -> Checked:
        """A seed of the entries, their evidence, and the newest statements on which each could have rested."""
        seed = _Light(self.base.seed.root, questions=self.base.seed.questions, folders=self.entries)
        light = Checked(seed, spoken=dict(self.spoken))
        for folder in self.entries:
            for entry in folder.entries:
                light.begins[entry.id] = self.spoken[entry.evidence[0].statement].said
        for pair, lasts in _lasts(light).items():
            for last in lasts:
                self._keep(pair, last, light, seed)
        return light

    def _keep(self, pair: Pair, last: int, light: Checked, seed: _Light) -> None:
        question, actor = pair
        held = self.about[pair]
        left = _NEWEST
        for at, first in zip(held.numbers, held.days, strict=True):
            if first > last:
                continue
            source, said = self.articles[self.article_of[at]]
            name = f"{source}-s{self.claim_of[at]}"
            self.number[name] = at
            kept = seed.kept.get(name)
            if kept is None:
                kept = seed.kept[name] = _Said(name, "", [], None, None, [], [], [], "")
            if question not in kept.questions:
                kept.questions.append(question)
            spoken = light.spoken.get(name)
            if spoken is None:
                spoken = light.spoken[name] = Spoken(0, None, None, _CAPACITIES[self.capacity_of[at]], said, {})
            spoken.about.setdefault(actor, Attribution.third_party)
            left -= 1
            if not left:
                return

    def positions(self, light: Checked) -> Iterator[tuple[str, list[Row]]]:
        """The rows of positions, with the true number of statements that were not counted for each."""
        found = dict(positions.positions(light, self.number))
        rests: dict[str, set[int]] = defaultdict(set)
        for row in found["position_evidence"]:
            rests[row["position"]].add(row["statement"])
        sorted_days = {pair: sorted(self.about[pair].days) for pair in {(r["question"], r["actor"]) for r in found["position"]}}
        kept: dict[Pair, list[tuple[int, int]]] = defaultdict(list)
        for name, _, statement in light.seed.statements():
            spoken = light.spoken[name]
            first = spoken.said.earliest.toordinal() if spoken.said.earliest else 0
            for question in statement.questions:
                for actor in spoken.about:
                    kept[question, actor].append((self.number[name], first))
        for row in found["position"]:
            pair, last = (row["question"], row["actor"]), _ordinal(row["valid_to_latest"])
            evidence = rests[row["id"]]
            all_others = bisect_right(sorted_days[pair], last) - len(evidence)
            row["not_counted"] += all_others - sum(1 for at, first in kept[pair] if first <= last and at not in evidence)
        yield from found.items()


def _day(given: str | dict[str, str]) -> DateObject:
    return _days(given) if isinstance(given, str) else DateObject.model_validate(given)


@cache
def _days(given: str) -> DateObject:
    return DateObject.model_validate(given)


def _said(claim: Claim) -> _Said:
    speaker = claim.speaker.id if claim.speaker else "anonymous" if claim.anonymous else None
    return _Said(claim.id, claim.exact, [claim.quoted] if claim.quoted else [], speaker, claim.printed, claim.signed_for,
                 claim.topics, claim.questions, claim.summary)  # fmt: skip


def _place(claim: Claim, sentences: list[Sentence]) -> Place:
    passage = next(one for one in sentences if one.start == claim.start)
    quoted = ()
    if claim.quoted:
        at = claim.start + claim.exact.index(claim.quoted)
        quoted = (Span(at, at + len(claim.quoted)),)
    return Place(claim.start, claim.start + len(claim.exact), passage, quoted)


def _attribution(actor: str, claim: Claim) -> Attribution:
    if claim.speaker is None:
        return Attribution.anonymous if claim.anonymous else Attribution.narrator
    if claim.role is not None and claim.role.actor == actor:
        return Attribution.self_
    return Attribution.collective if actor in claim.signed_for else Attribution.third_party


def _lasts(light: Checked) -> dict[Pair, set[int]]:
    """Every day that may be the last one of a position of each actor on each question (see `app.build.fold.ending`)."""
    found: dict[Pair, set[int]] = defaultdict(lambda: {_EVER})
    for _, entry in light.seed.entries():
        begins = light.begins[entry.id]
        found[entry.question, entry.actor] |= {_ordinal(begins.earliest), _ordinal(begins.latest) - 1}
    return found


def _ordinal(day: date | None) -> int:
    return _EVER if day is None else day.toordinal()
