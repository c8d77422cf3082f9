"""The words of the languages in which drafts are made, and which of them a text is written in.

Each language is a file in `languages/`: word lists, all in small letters, as forms are printed. The
fields of `Language` say what is in it. A language that does not have a thing leaves its list out.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

_FOLDER = Path(__file__).parent / "languages"
WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*(?:[-\u2010\u2011.][^\W_][\w\u0300-\u036f]*)*")
"""A word with the hyphens and points inside it; an apostrophe ends it (`l’ambasciatore`)."""

_PLAIN = frozenset(
    {
        *("also_written", "code", "only_in", "this_day", "day_before"),
        *("suffix_f", "vowel_ends", "demonym_suffix"),
    }
)
_ENOUGH = 3  # common words that must be of one language before we name it


def words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return [found[0].lower() for found in WORD.finditer(text)]


def _small(text: object) -> str:
    if not isinstance(text, str):
        raise ValueError("must be a text")
    if text != text.lower():
        raise ValueError(f"must be in small letters: {text}")
    return text


def _split(given: object) -> frozenset[str]:
    return frozenset(_small(given).split())


def _split_endings(given: object) -> tuple[str, ...]:
    return tuple(_small(given).split())


def _split_lines(given: object) -> tuple[tuple[str, ...], ...]:
    """The phrases of a list, or of the lines of a text, as words."""
    lines = given if isinstance(given, list) else _small(given).splitlines()
    return tuple(tuple(words(_small(line))) for line in lines if line)


def _split_keys(given: object) -> dict[tuple[str, ...], object]:
    """A table by phrases, each as its words."""
    if not isinstance(given, dict):
        raise ValueError("must be a table")
    return {tuple(words(_small(phrase))): value for phrase, value in given.items()}


Words = Annotated[frozenset[str], BeforeValidator(_split)]
Endings = Annotated[tuple[str, ...], BeforeValidator(_split_endings)]
Phrases = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_split_lines)]
Gender = Literal["m", "f", ""]


class Language(BaseModel):
    """The words of a language. Keys that a file may leave out have a value here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str  # ISO 639-1: the name of the file

    # How the language works
    drops_subject: bool  # a verb needs no subject: `dijo que sí`
    inflects: bool  # names and nouns have cases: Polish, Ukrainian
    compounds: bool  # nouns have capitals and are put together: German
    ordinal_dots: bool  # a point follows ordinal numbers: `am 3. Mai`
    bare_forms: bool = False  # verbs without an ending are plurals or nouns: `say`, `a request`
    subject_first: bool = False  # behind a comma, the verb comes before its subject only in quotes
    names_as_adjectives: bool = False  # the name of a country may be before a noun: `Ukraine envoy`
    possessive_s: bool = False  # `’s` makes the words before it the owner
    bodies_need_article: bool = False  # `el Gobierno` may speak, `gobierno` without article not
    months_have_capitals: bool = False
    day_after_month: bool = False  # `May 3`

    # Sentences
    stopwords: Words  # the most common words, by which a language is recognised
    starters: Words  # words that begin sentences and are no names
    abbreviations: Words  # with a point that ends no sentence
    abbreviations_at_end: Words  # those that may also end a sentence
    abbreviations_too: Words = frozenset()  # abbreviations that are words, too: `no`, `sat`
    units: Words = frozenset()  # abbreviations behind which a day of the week begins a sentence
    bylines: Words  # first words of a line that says who wrote the text
    genres: Words = frozenset()  # words such as `interview` that a text may begin with
    credits: Words = frozenset()  # labels such as `Photo:` of a line that says who made the text
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    this_day: str
    day_before: str
    future: Words  # words before a day to come
    posted: Words = frozenset()  # before the place to which an envoy is sent: `to` of `envoy to`
    before_places: Words = frozenset()  # words before a place or month that are no `prepositions`

    # Small words
    determiners: Words  # may begin a noun phrase
    definite: Words  # those that mean something that is known: `the`
    indefinite: Words  # `a`
    several: Words  # `some`, `many`
    determiners_m: Words = frozenset()  # those of words for men, at least of some
    determiners_f: Words = frozenset()  # those of words for women
    possessives: Words
    prepositions: Words
    agents: Words = frozenset()  # prepositions behind which a speaker may follow: `par`
    quoted_view: Words = frozenset()  # `für`, if the view is quoted
    copulas: Words = frozenset()  # verbs behind the one whose view it is: `ist`
    view_of: Words = frozenset()  # `pour` in `Pour Macron, c’est non`
    within: Words = frozenset()  # `in` of `in a joint declaration`
    of_names: Words = frozenset()  # before the name that belongs to a body: `of`
    of_speakers: Words = frozenset()  # before the one whose words or reply it is: `of`
    head_of: Words = frozenset()  # between `head` and what somebody is the head of: `of the`
    conjunctions: Words = frozenset()  # `and`, `but`
    subordinate: Words = frozenset()  # `that`
    that: Words = frozenset()  # those of them behind which reported speech follows
    knows: Words = frozenset()  # verbs before them that report nothing: `knows`
    percent: Words = frozenset()  # `percent`
    having: Words = frozenset()  # those before the participle of a decision: `has`
    stances: Words = frozenset()  # verbs of `voices` that say where somebody stands
    decides: Words = frozenset()  # forms of verbs of decisions that a body takes: `approved`
    votes: Words = frozenset()  # forms of the present that also say when a vote will be: `votes`
    finds: Words = frozenset()  # verbs that report a view if it is quoted: `finds`
    answered: Words = frozenset()  # forms of verbs that need words to report something: `replied`
    needs_words: Words = (
        frozenset()
    )  # forms of verbs that mean something else with an object: `added`
    hearsay: Words = frozenset()  # auxiliaries of what is only told: `avrebbe`
    through: Phrases = ()  # before the one through whom somebody speaks: `through`
    ideas: Words = frozenset()  # things in a tag that nobody says: `so der Plan`
    as_told: Words = frozenset()  # before a verb and its subject: `según` in `según anunció`
    grants: Words = frozenset()  # forms of verbs for giving assent: `gave`
    assent: Phrases = ()  # what is given: `green light`
    times: Words = frozenset()  # nouns and adverbs of time: `evening`
    someone: Words = frozenset()  # `somebody`
    negations: Words
    no_one: Words = frozenset()  # subjects that mean that nobody does something: `nobody`
    we: Words  # what authors call themselves: `our`
    we_anywhere: Words = frozenset()  # as a subject: `we`
    we_ends: Endings = ()  # of verbs whose subject is we
    you: frozenset[str] = frozenset()  # what an interviewer calls the guest, as it is printed
    nobody: Words = frozenset()  # subjects that name nobody: `on`
    where: Words = frozenset()  # `where`
    gestures: Words = frozenset()  # verbs that report a quotation before them: `smiles`
    datives: Words = frozenset()  # pronouns before a verb that are also articles: `le`
    plural_having: Words = frozenset()  # auxiliaries of more than one subject: `hanno`
    noun_plural_ends: Endings = ()  # of nouns for more than one person
    ranks: Endings = ()  # of ranks that both men and women have, whatever their gender
    there: Words = frozenset()  # `there`
    kin_m: Words = frozenset()  # `husband`
    kin_f: Words = frozenset()  # `wife`
    who: Words = frozenset()  # `who`
    as_for: Words = frozenset()  # the first word of `as for`
    pronouns_m: Words
    pronouns_f: Words
    it: Words = frozenset()  # pronouns of bodies: `it`
    reflexives: Words = frozenset()  # `se`
    object_articles: Words = frozenset()  # articles that no subject has: `dem`, `al`
    behind_names: Words = frozenset()  # words behind the one who says it: `zufolge`
    object_pronouns: Words = frozenset()  # articles that are also pronouns: `la` in `la llamó`
    before_verbs: Words = frozenset()  # what may be between a comma and a verb: `lo`, `ha`
    clitics: Mapping[str, Literal["m", "f", "nobody"]] = {}  # at the end of a verb: `-elle`
    latter: Phrases  # `the latter`

    # Verbs that report something
    says: Words  # verbs that report words
    voices: Words  # verbs that report a view
    said: Words = frozenset()  # those of `participles` that report words; all if it is empty
    participles: Words = frozenset()  # with an auxiliary they are such verbs
    auxiliaries: Words = frozenset()
    being: Words = frozenset()  # auxiliaries that make a passive of a participle: `est`
    passive: Words  # words that make a passive
    passive_behind: Words = frozenset()  # words behind a participle: `by`
    infinitive: Words = frozenset()  # words before an infinitive
    kept_when_negated: Words = frozenset()  # verbs that report something though they are negated
    whoever: Words = frozenset()  # a subject that means somebody without a name: `chi`
    signs: Words = frozenset()  # verbs for signing a text
    signers: Words = frozenset()  # those who signed it
    they: Words = frozenset()  # pronouns for them: `they`
    joint_subjects: Words = frozenset()  # what they are called in it, beside `joint`: `sides`
    one_signer: Words = frozenset()  # each of them: `country`
    before_signers: Words = frozenset()  # before a word for them: `the`, `both`
    meets: Words = frozenset()  # verbs for meeting and signing: `met`
    made: Words = frozenset()  # with which its last sentence begins: `done` at a place
    signed_texts: Words = frozenset()  # what they signed, as the subject of a verb: `the text`
    concerned_m: Words = frozenset()  # subjects that mean the one who was spoken of: `intéressé`
    concerned_f: Words = frozenset()
    persons_m: Words = frozenset()  # general words for people: `man`
    persons_f: Words = frozenset()
    of_them: Phrases = ()  # subjects such as `one of them`
    others: Words = frozenset()  # subjects such as `another`
    greets: Words = frozenset()  # verbs of `voices` that also a country does with words
    tells: Words = frozenset()  # infinitives behind it that report what follows: `say`
    purpose: Words = frozenset()  # before an infinitive that says what for: `um`
    leads: Words = frozenset()  # verbs before an infinitive of `infinitives`: `a tenu à préciser`
    infinitives: Words = frozenset()
    impersonal_phrases: Phrases = ()  # `si legge`
    further: Words = frozenset()  # what means that the one before goes on: `weiter`
    inside_it: Words = frozenset()  # what means a text that was named: `darin`
    impersonal: Words = frozenset()  # verbs whose subject is nobody: `heißt` of `heißt es`
    subjunctive: Words = frozenset()  # forms of reported speech
    subjunctive_too: Words = frozenset()  # those of them in which also authors say what may be
    subjunctive_ends: Endings = ()  # of such forms beside one of `subjunctive_beside`
    subjunctive_not: Words = frozenset()  # words with such an ending beside them that are none
    subjunctive_not_ends: Endings = ()  # endings of the past: `lachte`
    subjunctive_beside: Words = frozenset()  # pronouns that may be the subject: `es`
    particles: Mapping[str, Words] = {}  # what a verb needs to report something: `teilte … mit`
    not_with: Mapping[str, Words] = {}  # words behind a verb with which it reports nothing
    adverb_ends: Endings = ()  # endings of adverbs before a verb
    past_ends: Endings = ()  # endings of forms that are no nouns: `tachó`
    participle_ends: Endings = ()  # of forms whose subject is before them: `telling`
    plural_ends: Endings = ()  # of verbs with more than one subject
    verb_ends_m: Endings = ()  # of verbs whose subject is a man
    verb_ends_f: Endings = ()
    place_ends: Endings = ()  # of verbs without a subject behind a place: `У Києві повідомили`
    place_prepositions: Words = frozenset()  # with which such a sentence begins
    says_phrases: Phrases  # verbs of several words: `made clear`
    voices_phrases: Phrases
    according_to: Phrases  # those that end in a key of `joined` also end in its words
    joined: Mapping[str, Words] = {}  # a preposition with the articles behind it: `di`: `del`
    own_view: Annotated[Mapping[tuple[str, ...], Gender], BeforeValidator(_split_keys)]
    own_account: Phrases = ()  # words for what somebody says of themselves: `by his own account`
    background: Phrases = ()  # how those speak who are not named: `off the record`
    anonymity: Phrases = ()  # what those ask for who are not named: `not to be named`
    after_quote: Words = frozenset()  # words between a quotation and its speaker: `so`
    by: Words = frozenset()  # before the one who does what a passive says
    told_by_papers: Words = frozenset()  # verbs that say what papers do
    media: Words = frozenset()  # words in the names of papers and channels: `radio`
    cites: Words = frozenset()  # verbs with which a paper cites somebody: `quoted`
    cited: Mapping[str, Gender] = {}  # pronouns of the one who is cited: `him`
    listeners: Words = frozenset()  # verbs before the one who is told something: `told`
    journalists: Words = frozenset()  # those who ask others: `reporter`
    questions: Words = frozenset()  # the last words of verbs of asking: `asked`, `wants to know`
    papers: Words  # things that report something: `poll`
    nouns: Words  # nouns for words that are said: `reply`
    so_called: Words  # before the name of a thing in quotation marks
    asks: Words  # labels of questions in an interview
    answers: Words
    presenters: Words = frozenset()  # labels of those who ask or introduce: `presenter`
    salutations: Words = frozenset()  # with which a letter begins: `dear`
    interviews: Words = frozenset()  # what texts of questions and answers are called
    topics: Words = frozenset()  # before what a text is about: `on`
    full_texts: Phrases = ()  # what says that the text of a declaration follows: `full text`
    declarations: Words  # titles of texts whose author is named: `statement by`
    joint_texts: Phrases

    # Roles, people and bodies
    roles: Words
    roles_m: Words  # roles of men
    roles_f: Words
    suffix_f: str = ""  # makes the word of a woman: `in` of `Ministerin`
    body_parts: Words = frozenset()  # roles that are also parts of the body: `head`
    short_roles: Words = frozenset()  # roles of at most four letters that are no titles: `chef`
    role_ends: Words = frozenset()  # words at which a role behind a name ends: `who`
    relatives: Words = frozenset()  # with which no role begins: `whose`
    relations: Words = frozenset()  # roles that only say whom somebody is like: `colleague`
    titles: Words  # words before or inside a role: `foreign`
    former: Words = frozenset()  # before a role that somebody had
    deputies: Words = frozenset()  # beginnings of the words for deputies: `vice`
    prime: Words = frozenset()  # before `minister` it is the head of government
    office_stems: Mapping[str, str] = {}  # patterns of words for one office: see `offices_meant`
    heads: Endings = ()  # beginnings of roles that are named by what they head: `head`
    headed: Mapping[str, Endings] = {}  # by office: beginnings of what such a person heads
    epithets: Mapping[str, Words] = {}  # general words for people: parts of the roles they may have
    capacities: Mapping[str, str] = {}  # patterns of roles: see `app/curate/capacities.py`
    anonymous: Words  # people who are not named: `officials`
    adjectives_too: Words = frozenset()  # words for people that are adjectives behind a noun
    agent_ends: Endings = ()  # endings of words for people by what they do: `farmer`
    body_adjectives: Words = frozenset()  # those behind the noun of a body: `fédéral`
    age_ends: Endings = ()  # of words that mean somebody by age: `the 54-year-old`
    vague: Words = frozenset()  # those that mean nobody named unless the text says so: `diplomat`
    bodies: Words  # bodies that may speak: `ministry`
    body_kinds: Mapping[str, str] = {}  # patterns of names of bodies, by kind: see `body_kind`
    departments: Mapping[str, str] = {}  # patterns of words in the role of a minister
    ministries: Words = frozenset()  # words for the office of a minister: `ministry`
    legations: Words = frozenset()  # words for an embassy that was named: `legation`
    spokespeople: Words = frozenset()  # roles of those who speak for somebody
    parties: Words = frozenset()  # words before the name of a party or group
    joint: Words  # several who are not named one by one: `governments`
    offices: Annotated[Mapping[tuple[str, ...], str], BeforeValidator(_split_keys)]
    seats: Mapping[str, str] = {}  # cities that mean a government
    only_in: str = ""  # the code of the country in which almost all papers in the language appear
    organisations: Mapping[str, str] = {}  # patterns of roles in one, by the id of its actor
    demonyms: Mapping[str, str] = {}  # beginnings of adjectives of countries
    demonym_suffix: str = ""  # of those adjectives, which the nouns for people do not have
    compatriots: Mapping[str, str] = {}  # nouns for somebody by their country: `Frenchman`
    compatriot_ends: Words = frozenset()  # what they have behind the stem of the adjective
    inhabitant_ends: Endings = ()  # of words for somebody by a town: `Londoner`
    whole_peoples: Endings = ()  # endings of words that mean all people of a country: `the French`
    demonym_ends: Words = frozenset()  # how they may end, if only few endings are possible

    # Names
    no_names: Phrases = ()  # words with capitals that no name has: `a. D.`
    name_particles: Words  # small words inside names: `von`
    weak_particles: Words = frozenset()  # those that are also words of this or a near language
    given_names_m: Words = frozenset()  # names of men with an ending in `given_names_f`
    given_names_f: Endings = ()  # endings of the given names of women
    given_names_o: Endings = ()  # endings of those of men, if not all others are of men
    case_ends: Endings = ()  # endings of names that are no nominatives
    vowel_ends: str = ""  # letters at the end of nouns that other cases do not have
    also_written: Mapping[str, str] = {}  # letters that some texts write otherwise: `ß`
    genitive_end: str = ""  # of nouns
    adjective_ends: Endings = ()  # of adjectives before a noun

    @model_validator(mode="before")
    @classmethod
    def _with_other_spellings(cls, given: dict[str, object]) -> dict[str, object]:
        """Add words as they are written elsewhere: Swiss texts have `ss` for `ß`."""
        other = given.get("also_written")
        if not isinstance(other, dict):
            return given

        def written(text: str) -> str:
            for letter, instead in other.items():
                text = text.replace(letter, str(instead))
            return text

        def both(value: object) -> object:
            if isinstance(value, str) and written(value) != value:
                return f"{value}\n{written(value)}"
            if isinstance(value, dict):
                return value | {
                    written(key): both(one) for key, one in value.items() if written(key) != key
                }
            return value

        return {key: both(one) if key not in _PLAIN else one for key, one in given.items()}

    @model_validator(mode="after")
    def _with_articles(self) -> "Language":
        """Add phrases with the articles behind their last word: `a detta della` to `a detta di`."""
        further = (
            (*phrase[:-1], word)
            for phrase in self.according_to
            for word in sorted(self.joined.get(phrase[-1], ()))
            if len(phrase) > 1
        )
        both = tuple(dict.fromkeys((*self.according_to, *further)))
        object.__setattr__(self, "according_to", both)
        return self

    @cached_property
    def every_role(self) -> frozenset[str]:
        """The words of roles of either gender."""
        return self.roles | self.roles_m | self.roles_f

    @cached_property
    def every_pronoun(self) -> frozenset[str]:
        """The pronouns that may mean one person."""
        return self.pronouns_m | self.pronouns_f

    @cached_property
    def reports(self) -> frozenset[str]:
        """The verbs that report words or a view."""
        return self.says | self.voices

    @cached_property
    def _with_clitic(self) -> re.Pattern[str] | None:
        if not self.clitics:
            return None
        return re.compile(rf"(?P<verb>.+?)(?:-t)?(?P<clitic>{'|'.join(self.clitics)})")

    def without_clitic(self, word: str) -> tuple[str, str | None]:
        """A verb without the pronoun at its end (`a-t-elle`), and m, f or nobody for that pronoun;
        None if there is none.
        """
        if self._with_clitic is None or "-" not in word:
            return word, None
        found = self._with_clitic.fullmatch(word)
        return (found["verb"], self.clitics[found["clitic"]]) if found else (word, None)

    def body_kind(self, printed: str) -> str | None:
        """Which kind of body a name means: `foreign`, `government`, …; None if none."""
        lower = printed.lower()
        return next((kind for kind, one in self.body_kinds.items() if re.search(one, lower)), None)

    def department(self, role: Collection[str]) -> str | None:
        """Which of `body_kinds` the minister with this role heads; None if it does not say so."""
        for kind, pattern in self.departments.items():
            if any(re.search(pattern, word) for word in role):
                return kind
        return None

    def singular(self, verb: str) -> bool:
        """Whether the English verb `verb` is a form without an ending, as `say`."""
        ends = (f"{verb}s", f"{verb}es", f"{verb[:-1]}ies")
        return not self.reports.isdisjoint(ends)


def codes() -> list[str]:
    """The languages in which drafts can be made, by their ISO 639-1 codes."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def language(code: str) -> Language:
    """The words of a language; those of English for one that we have no words of."""
    path = _FOLDER / f"{code.partition('-')[0]}.toml"
    return read_language(path if path.exists() else _FOLDER / "en.toml")


def read_language(path: Path) -> Language:
    """The words in a file.

    Raises ValueError, with the key, if one is missing, unknown, or has no words in small letters.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        return Language.model_validate({**given, "code": path.stem})
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: it is not TOML") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise ValueError(f"{path.name}: {key}: {first['msg']}") from None


def detect(text: str) -> str | None:
    """The language of a text, by its most common words; None if they do not decide it."""
    counts = Counter(words(text[:20_000]))
    scores = {code: sum(counts[word] for word in language(code).stopwords) for code in codes()}
    best, second = sorted(scores, key=lambda code: -scores[code])[:2]
    clear = scores[best] >= _ENOUGH and scores[best] > 1.2 * scores[second]
    return best if clear else None
