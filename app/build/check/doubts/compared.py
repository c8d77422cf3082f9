"""A summary with the words that it is compared with."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from app.build.check.doubts.summaries import refers_back, said_in, without_question
from app.build.findings import DoubtCode

Named = Callable[[str, str], frozenset[str]]
"""The countries that a text in a language names."""

_SHORT = 4  # words of a sentence that only answers the one before


@dataclass
class Compared:
    """A summary with the words of its claim, their sentence, those before it, and their language.

    `loosely` finds more countries than `strictly`; `own` is that of the speaker.
    """

    summary: str
    exact: str
    sentence: str
    before: str
    lead: str
    language: str
    strictly: Named
    loosely: Named
    own: str | None
    names: frozenset[str]
    """The words of the names of a person who speaks; none for others."""
    role: str
    """Their role as it is printed."""
    anonymous: bool = False
    """Whether somebody speaks of whom no name is given."""

    @cached_property
    def near(self) -> str:
        """The sentence, with those before it if it only answers them or refers to them."""
        answers = self.before.rstrip().endswith("?") or len(self.sentence.split()) <= _SHORT
        return f"{self.before} {self.sentence}" if answers or self.refers else self.sentence

    @cached_property
    def refers(self) -> bool:
        """Whether the sentence points to what the one before says."""
        return refers_back(self.sentence)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries of which the summary says something."""
        every = self.strictly(self.summary, "en")
        return self.strictly(said_in(self.summary), "en") if every else every

    @cached_property
    def words(self) -> str:
        """The words of the claim, without a question that they answer."""
        return without_question(self.exact, self.language)

    @cached_property
    def claimed(self) -> str:
        """The words of the claim, without the role of who speaks; those around them if it only
        answers the sentence before.
        """
        words = self.words if len(self.exact.split()) > _SHORT else self.near
        return words.replace(self.role, " ") if self.role else words


Found = tuple[DoubtCode, str]
"""What is wrong, and in which words."""
