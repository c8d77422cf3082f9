"""A text with its sentences, and what has been found out about it so far."""

from collections import Counter
from dataclasses import dataclass, field

from app.curate.known import Known
from app.curate.language import Language
from app.curate.quotations import Quotation
from app.curate.speakers.terms import Event, Mention, Reading, Voice
from app.curate.speakers.tokens import Token
from app.curate.text import Sentence


@dataclass(slots=True)
class Article:
    """A text that is read. `tokens` has the words of each sentence outside of quotations.

    `people`, `families` and `forms` are filled by `people`, as names are found: everybody by id,
    the ids of family names, and the ids under which forms of one name were merged.
    """

    text: str
    sentences: list[Sentence]
    quotations: list[Quotation]
    words: Language
    known: Known
    tokens: list[list[Token]]
    people: dict[str, Voice] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    full_names_only: bool = True  # in the first pass, which notes everybody with a full name
    events: list[Event] = field(default_factory=list)  # of whom the sentences read so far speak
    topic: Event | None = None  # whom it is about
    mentions: dict[int, list[Mention]] = field(default_factory=dict)  # of those sentences
    called: set[str] = field(default_factory=set)  # words that the text prints of a person
    named_at: dict[str, int] = field(default_factory=dict)  # the last sentence that names a person
    unnamed_at: dict[str, int] = field(default_factory=dict)  # that has a role of nobody named
    offices: list[tuple[str, str]] = field(default_factory=list)  # named so far: kind and country
    bodies: dict[str, str] = field(default_factory=dict)  # the last body of each kind
    home: str | None = None  # the country whose own institutions the text names
    dateline: str | None = None  # the country of the place before the first paragraph
    publisher: str | None = None  # the country that the name or address of its publisher has
    signers: tuple[str, ...] = ()  # the countries that sign a text, as the article reports
    joint: tuple[str, ...] = ()  # the countries that sign the text, if it is a joint text itself
    author: tuple[str | None, tuple[str, ...]] = (None, ())  # who signed it, if it is a declaration
    declaration: range = range(0)  # the sentences of its text, if the article prints it
    credits: frozenset[int] = frozenset()  # the sentences that only say who made the text
    reporters: set[str] = field(default_factory=set)  # journalists whose turns a transcript has
    readings: list[Reading] = field(default_factory=list)
    places: Counter[str] | None = None  # of which countries its words speak, once it was counted

    def printed(self, words: list[Token]) -> str:
        """The text from the first of some words to the last."""
        return self.text[words[0].start : words[-1].end]

    def touch(self, left: Token, right: Token) -> bool:
        """Whether only spaces and points are between two words."""
        return self.text[left.end : right.start].strip(" \u00a0.") == ""

    def touch_or_elided(self, left: Token, right: Token) -> bool:
        """Whether only spaces and apostrophes are between two words."""
        return self.text[left.end : right.start].strip(" \u00a0’'") == ""

    def has_quotation(self, sentence: Sentence) -> bool:
        """Whether words of a sentence are in quotation marks."""
        return any(
            one.outer_start < sentence.end and sentence.start < one.outer_end
            for one in self.quotations
        )

    def quotation_before(self, place: int, reach: int) -> bool:
        """Whether a quotation ends at most `reach` characters before a place."""
        return any(0 <= place - one.outer_end <= reach for one in self.quotations)

    def behind_quotation(self, token: Token) -> bool:
        """Whether a quotation mark, or one and a comma, is before a word."""
        before = self.text[max(0, token.start - 6) : token.start].rstrip(" \u00a0").rstrip(",")
        return before[-1:] in tuple('“”"»«’‘')
