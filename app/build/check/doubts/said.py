"""An entry with what its evidence says, for the doubts that compare both."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.build.check.doubts.things import knows_things, things
from app.build.findings import DoubtCode
from app.build.seed.models.positions import SeedEntry, SeedEvidence
from app.build.seed.models.sources import SeedStatement
from app.domain.vocabulary import Relation

Named = Callable[[str, str], frozenset[str]]
"""The countries that a text in a language names."""

Found = tuple[DoubtCode, str, tuple[str | int, ...]]
"""What is wrong, and where."""


IN_UKRAINE = re.compile(
    r"Ukrain|Kyiv|Kiev|Odes|Lviv|Kharkiv|Dnipro|Dnieper|Black Sea|\bthere\b|Vinnyts|"
    r"Chernih|Cherniv|Mykola|Zapor|Kherson|Donb|Donets|Luhans|Sumy|Poltava|Cherkas|Ternopil|Uzhhorod|Lutsk|Rivne|Zhytom|"
    r"Khmeln|Izma|Crimea|Kramat|Kryv|Frankivsk|Yavoriv|Bila Ts"
)
"""Ukraine, places in it, and words for it, in an English text."""


@dataclass
class Said:
    """An entry with all statements and the languages of their sources, by their ids, and the text
    of its own source. `loosely` finds the countries that a text names; `of_source` are the
    statements of its source.
    """

    entry: SeedEntry
    statements: Mapping[str, SeedStatement]
    languages: Mapping[str, str]
    loosely: Named
    text: str
    text_language: str
    of_source: Sequence[SeedStatement]

    @cached_property
    def evidence(self) -> list[tuple[SeedEvidence, SeedStatement]]:
        """The evidence that is known, with its statements."""
        return [
            (item, self.statements[item.statement])
            for item in self.entry.evidence
            if item.statement in self.statements
        ]

    def language(self, item: SeedEvidence) -> str:
        """The language of the words of a statement."""
        return self.languages.get(item.statement, "en")

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """All that the evidence may speak of, in its words and our summaries."""
        found: set[str] = set()
        for item, statement in self.evidence:
            found |= things(statement.summary, "en").keys()
            found |= things(statement.exact or "", self.language(item)).keys()
        return frozenset(found)

    @cached_property
    def countries(self) -> frozenset[str]:
        """All countries that the evidence names."""
        found: frozenset[str] = frozenset()
        for item, statement in self.evidence:
            found |= self.loosely(statement.summary, "en")
            found |= self.loosely(statement.exact or "", self.language(item))
        return found

    @cached_property
    def in_text(self) -> frozenset[str]:
        """All that the whole text may speak of."""
        return frozenset(things(self.text, self.text_language))

    @cached_property
    def english(self) -> list[str]:
        """The summary of the entry, and those of its evidence that is no context."""
        return [
            self.entry.summary,
            *(
                statement.summary
                for item, statement in self.evidence
                if item.relation is not Relation.context
            ),
        ]

    @cached_property
    def is_known(self) -> bool:
        """Whether there are words for what the evidence speaks of, in all its languages."""
        return bool(self.evidence) and all(
            knows_things(self.language(item)) for item, _ in self.evidence
        )

    @cached_property
    def texts(self) -> list[tuple[str, tuple[str | int, ...]]]:
        """The summary and the notes, each with its place in the entry."""
        found: list[tuple[str, tuple[str | int, ...]]] = [(self.entry.summary, ("summary",))]
        for key in ("conditions", "contributions"):
            found += [
                (each.note, (key, number, "note"))
                for number, each in enumerate(getattr(self.entry, key))
                if each.note
            ]
        return found

    @cached_property
    def of_actor(self) -> str:
        """All summaries of its source about its actor."""
        return " ".join(each.summary for each in self.of_source if self.entry.actor in each.about)
