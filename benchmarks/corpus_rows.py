"""The rows of a corpus for the build's own writing code.

They are the rows of its seed folder, without a million lines of YAML.

Nothing is checked, because the generator knows the place of each quotation. The version shows that
the rows are the same: a small corpus has the same version both ways (`python -m
benchmarks.datasets --prove`).
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.check.locate import LocatedClaim, LocatedPassage, Span
from app.build.seed.load import Seed, SourceFolder
from app.build.seed.models.actors import SeedRole
from app.build.seed.models.positions import SeedEntry
from app.build.seed.models.sources import SeedSource
from app.build.seed.yaml_file import YamlFile
from app.build.write.rows import all_rows, counts, statements
from app.domain.dates import UNKNOWN, DateObject
from app.domain.vocabulary import Attribution, Coding, TextAccess
from app.store.listing import Row
from benchmarks.articles import Article, Claim
from benchmarks.position_rows import PlainStatement, SeenStatements
from benchmarks.seed_folder import RIGHTS

_SOURCE = SeedSource.model_validate(
    {
        "id": "x",
        "title": "x",
        "publisher": "x",
        "url": "https://x.example",
        "language": "en",
        "text_access": "excerpts",
        "rights": RIGHTS,
    }
)


def tables(days: Iterable[list[Article]], base: CheckedSeed) -> Iterator[tuple[str, Iterable[Row]]]:
    """Names and rows of all tables of a corpus; `base` is its seed folder without its sources, read
    and checked.
    """
    rows = dict(all_rows(base))
    order = list(rows)
    for name in order[order.index("actor") : order.index("source")]:
        yield name, rows[name]
    feed = _Feed(days, base)
    yield from feed.statements()
    light = feed.seen.seed(base.seed)
    yield from feed.seen.positions(light)
    for name in order[order.index("tombstone") :]:
        yield name, rows[name]
    assert base.seed.dataset is not None
    total = counts(base) | feed.counts
    yield "dataset", [{"version": "", **base.seed.dataset.model_dump(), "counts": total}]


class _Feed:
    """The rows of a corpus, a day at a time."""

    def __init__(self, days: Iterable[list[Article]], base: CheckedSeed) -> None:
        self._days, self._root = days, base.seed.root
        self._roles = {
            person.id: {role.id: role for role in person.roles} for person in base.seed.people
        }
        self.seen = SeenStatements()
        self.counts: dict[str, int] = {}  # how much of everything there was

    def statements(self) -> Iterator[tuple[str, Iterable[Row]]]:
        """The rows of sources, statements and what belongs to them."""
        done = sources = full = passages = 0
        roots: set[str] = set()
        for group in self._days:
            day = CheckedSeed(Seed(self._root))
            for article in group:
                self._take(article, day)
                roots.add(article.root)
            number = {name: done + at for name, at in statements.numbers(day).items()}
            self.seen.keep(day, number)
            sources, passages = (
                sources + len(group),
                passages + sum(map(len, day.passages.values())),
            )
            full += sum(1 for article in group if article.text is not None)
            done += len(number)
            yield "source", statements.sources(day)
            yield "passage", statements.passages(day)
            yield "statement", statements.statements(day, number)
            yield from statements.pairs(day, number)
        current = {
            (e.actor, e.question)
            for folder in self.seen.entries
            for e in folder.entries
            if e.retracted is None
        }
        self.counts = {
            "sources": sources,
            "independent_sources": len(roots),
            "full_text_sources": full,
            "passages": passages,
            "statements": done,
            "positions": len(current),
        }

    def _take(self, article: Article, day: CheckedSeed) -> None:
        """Add an article to a day, as the check of a seed would."""
        said = UNKNOWN if article.said is None else _day(article.said)
        source = _SOURCE.model_copy(
            update={
                "id": article.id,
                "title": article.title,
                "publisher": article.publisher,
                "url": article.url,
                "published": UNKNOWN if article.published is None else _day(article.published),
                "via": [article.via] if article.via else [],
                "text": None if article.text is None else "text.txt",
                "copy_of": article.copy_of,
                "text_access": TextAccess.excerpts if article.text is None else TextAccess.full,
            }
        )
        document = YamlFile(day.seed.root, "")
        given: list[Any] = [_said(claim) for claim in article.claims]
        entries = [SeedEntry.model_validate(entry) for entry in article.entries]
        folder = SourceFolder(source, document, article.text, given, document, entries, document)
        day.seed.folders.append(folder)
        day.roots[article.id] = article.root
        sentences = [
            LocatedPassage(start, end, at, Coding(code))
            for at, (code, start, end) in enumerate(article.sentences, 1)
        ]
        day.passages[article.id] = sentences
        for index, claim in enumerate(article.claims):
            role = self._roles[claim.speaker][claim.role] if claim.speaker and claim.role else None
            place = _place(claim, sentences) if article.text is not None else None
            about = {actor: _attribution(actor, claim, role) for actor in claim.about}
            day.resolved[f"{article.id}-{claim.id}"] = ResolvedStatement(
                index, place, role, role and role.capacity, said, about
            )


def _day(given: str | dict[str, str]) -> DateObject:
    return _days(given) if isinstance(given, str) else DateObject.model_validate(given)


@cache
def _days(given: str) -> DateObject:
    return DateObject.model_validate(given)


def _said(claim: Claim) -> PlainStatement:
    speaker = "anonymous" if claim.anonymous else claim.speaker
    return PlainStatement(
        claim.id,
        claim.exact,
        [claim.quoted] if claim.quoted else [],
        speaker,
        claim.printed,
        claim.signed_for,
        claim.topics,
        claim.questions,
        claim.summary,
    )


def _place(claim: Claim, sentences: list[LocatedPassage]) -> LocatedClaim:
    passage = next(one for one in sentences if one.start == claim.start)
    quoted = ()
    if claim.quoted:
        at = claim.start + claim.exact.index(claim.quoted)
        quoted = (Span(at, at + len(claim.quoted)),)
    return LocatedClaim(claim.start, claim.start + len(claim.exact), passage, passage, quoted)


def _attribution(actor: str, claim: Claim, role: SeedRole | None) -> Attribution:
    if claim.speaker is None:
        return Attribution.anonymous if claim.anonymous else Attribution.narrator
    if role is not None and role.actor == actor:
        return Attribution.self_
    return Attribution.collective if actor in claim.signed_for else Attribution.third_party
