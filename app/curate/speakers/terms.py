"""What the reading of a text is made of: mentions, cues, readings."""

from dataclasses import dataclass, field
from enum import Enum, auto

from app.domain.vocabulary import Coding

ANONYMOUS = "anonymous"


class MentionKind(Enum):
    """What kind of mention may be the subject of a reporting verb."""

    person = auto()
    role = auto()
    pronoun = auto()
    unnamed = auto()
    body = auto()
    place = auto()
    group = auto()
    text = auto()  # `the statement`


@dataclass(slots=True)
class Voice:
    """Somebody of the article. `known`: in people.yaml; `words` are those of the printed roles."""

    id: str
    name: str
    known: bool
    is_body: bool = False
    printed_as: str | None = None  # the other spelling under which the text prints a known person
    role: str | None = None
    names: set[str] = field(default_factory=set)  # of a body, as they are printed
    words: set[str] = field(default_factory=set)
    learned: set[str] = field(default_factory=set)  # those of roles that meant them without a name
    actor: str | None = None
    likely: bool = False  # the text does not say of this person that they speak for `actor`
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
    former: bool = False  # a role that somebody had
    department: str | None = None  # of the minister whom a role means
    office: str | None = None  # the body for which somebody without a name speaks


@dataclass(frozen=True, slots=True)
class Event:
    """That a sentence speaks of somebody, and how much that counts for the sentences behind it."""

    index: int
    id: str
    weight: float


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
    `in_block`: the words have no quotation marks, because a colon introduces them. `in_turn`: they
    have none, because they are an answer in an interview.
    """

    coding: Coding
    speaker: str | None = None
    signed_for: tuple[str, ...] = ()
    role: str | None = None
    actors: tuple[str, ...] = ()
    cue: Cue | None = None
    certain: bool = True
    in_block: bool = False
    in_turn: bool = False
