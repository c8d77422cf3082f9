"""Making a draft of a coding from a text. It proposes; a person reads, corrects and confirms it."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from app.curate.dates import SaidDate, said_date
from app.curate.known import Known
from app.curate.language import WORD, Language
from app.curate.quotations import quotations, without_asides
from app.curate.speakers.article import Article
from app.curate.speakers.countries import country_of_article, find_countries, is_governed
from app.curate.speakers.ids import person_id, slug
from app.curate.speakers.places import actors_named
from app.curate.speakers.quoted import is_label
from app.curate.speakers.reading import read_article
from app.curate.speakers.terms import ANONYMOUS, Reading, Voice
from app.curate.speakers.tokens import tokens_of
from app.curate.text import Sentence, sentences
from app.domain.names import fold
from app.domain.quotation_marks import place_of_quoted
from app.domain.vocabulary import Coding

PENDING = "TO" + "DO"  # what only a person can write
_HEAD, _TAIL = 400, 200  # code points of a text in which an agency names itself
_GENERIC = frozenset({"AI", "CO", "FM", "IO", "LY", "ME", "TV"})  # ends used in all countries
_GERMAN = ("AT", "CH", "DE", "LI")
_STOPS = re.compile(r"[.,;:]+$")


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A claim that is proposed: its range of the text, and what is coded of it."""

    id: str
    start: int
    end: int
    quoted: tuple[str, ...]
    speaker: str | None
    signed_for: tuple[str, ...]
    role: str | None
    about: tuple[str, ...]
    said: str | None
    certain: bool
    named: bool  # the claim has the name of its speaker


@dataclass
class Draft:
    """A proposed coding of a text."""

    text: str
    language: Language
    passages: list[tuple[Coding, str]] = field(default_factory=list)
    claims: list[DraftClaim] = field(default_factory=list)
    dates: list[SaidDate] = field(default_factory=list)
    unknown: list[Voice] = field(default_factory=list)
    respelt: list[Voice] = field(default_factory=list)
    via: str | None = None


def make_draft(
    text: str,
    words: Language,
    known: Known,
    published: date | None = None,
    publisher: tuple[str | None, str | None] = (None, None),
) -> Draft:
    """Propose the coding of a text: its passages, and a claim for each sentence that somebody says.

    `published` is the day on which the source was published; without it no day of the week means a
    date. `publisher` are its name and address.
    """
    found = sentences(text, words)
    marks = without_asides(text, quotations(text), words)
    article = read_article(text, found, marks, words, known)
    article.publisher = _country_of_publisher(known, *publisher)
    find_countries(article)
    readings = _with_usual_ids(article)
    draft = Draft(text, words, via=_agency(text, known))
    for sentence, reading in zip(found, readings, strict=True):
        draft.passages.append((reading.coding, text[sentence.start : sentence.end]))
    _add_claims(draft, article, readings, known, published)
    spoke = {claim.speaker for claim in draft.claims}
    people = [article.people[one] for one in article.people if one in spoke]
    draft.unknown = [person for person in people if not person.known]
    draft.respelt = [person for person in people if person.known and person.printed_as]
    return draft


def _with_usual_ids(article: Article) -> list[Reading]:
    """The readings with the ids that people would give those whom nobody knows yet."""
    german_speaking = {None, *(article.known.by_code.get(one) for one in _GERMAN)}
    changed: dict[str | None, str] = {}
    for person in list(article.people.values()):
        german = article.words.compounds and not person.likely and person.actor in german_speaking
        other = person_id(person.name, german=german)
        if not (person.known or person.is_body or other in article.people):
            article.people[other] = article.people.pop(person.id)
            changed[person.id] = other
            person.id = other
    return [replace(one, speaker=changed.get(one.speaker, one.speaker)) for one in article.readings]


def _add_claims(
    draft: Draft, article: Article, readings: list[Reading], known: Known, published: date | None
) -> None:
    default = country_of_article(article)
    numbers: Counter[str] = Counter()
    last: tuple[str | None, str | None] = (None, None)  # the speaker and the date before
    for group in _claims(article, readings):
        first, final = article.sentences[group[0]], article.sentences[group[-1]]
        spoken = next((readings[at] for at in group if readings[at].cue), readings[group[0]])
        date_found = next(
            (
                one
                for at in group
                if (
                    one := said_date(
                        article.tokens[at], readings[at].cue, published, draft.language
                    )
                )
            ),
            None,
        )
        said = None
        if date_found:
            said = _note_date(draft, date_found)
        elif last[0] == spoken.speaker and spoken.speaker != ANONYMOUS:
            said = last[1]
        last = (spoken.speaker, said)
        stem = _stem(article, spoken)
        numbers[stem] += 1
        draft.claims.append(
            DraftClaim(
                f"{stem}-{numbers[stem]}",
                first.start,
                final.end,
                _quoted(article, first, final, readings[group[0]]),
                spoken.speaker,
                spoken.signed_for,
                _printed_role(article, spoken, article.text[first.start : final.end]),
                _about(article, group, spoken, default),
                said,
                spoken.certain,
                _is_named(article, spoken, first.start, final.end),
            )
        )


def _claims(article: Article, readings: list[Reading]) -> list[list[int]]:
    """The sentences of each claim: one, or those over which one quotation runs."""
    groups: list[list[int]] = []
    for index, reading in enumerate(readings):
        if reading.coding is not Coding.statement:
            continue
        sentence = article.sentences[index]
        if (
            groups
            and groups[-1][-1] == index - 1
            and readings[index - 1].speaker == reading.speaker
            and any(
                one.start < article.sentences[index - 1].end and sentence.start < one.end
                for one in article.quotations
            )
        ):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _note_date(draft: Draft, found: SaidDate) -> str:
    """The name of a date in the draft; it is added if it is new."""
    same = next((one for one in draft.dates if one.value == found.value), None)
    if same is None:
        names = {one.name for one in draft.dates}
        name = found.name if found.name not in names else f"{found.name}-{len(names) + 1}"
        same = SaidDate(name, found.value, found.note)
        draft.dates.append(same)
    return same.name


def _stem(article: Article, reading: Reading) -> str:
    """The beginning of the ids of a speaker's claims: the family name."""
    if reading.speaker is None:
        return "joint"
    person = article.people.get(reading.speaker)
    if person is None or person.is_body:
        return reading.speaker
    return slug(person.name.rpartition(" ")[2])


def _printed_role(article: Article, reading: Reading, claim: str) -> str | None:
    """The role that the text prints of a speaker; of a body, its name as the claim prints it."""
    person = article.people.get(reading.speaker or "")
    if person is None:
        return None
    if person.is_body:
        names = person.names | {person.name}
        return max((one for one in names if one in claim), key=len, default=None)
    return person.role if person.role and person.role in article.text else None


def _is_named(article: Article, reading: Reading, start: int, end: int) -> bool:
    """Whether the words of a claim have the name of its speaker, or a family name."""
    person = article.people.get(reading.speaker or "")
    if person is None:
        return False
    printed = person.printed_as or person.name
    name = printed if person.is_body else printed.rpartition(" ")[2]
    return bool(re.search(rf"(?<!\w){re.escape(name)}", article.text[start:end]))


def _quoted(
    article: Article, first: Sentence, final: Sentence, reading: Reading
) -> tuple[str, ...]:
    """The words in quotation marks of a claim, without labels, and without a stop at the end. Where
    all words are said without marks, those inside marks are somebody else’s (docs/domain.md, rule
    which-kind).
    """
    found: list[str] = []
    start, end = first.start, final.end
    at = start
    for one in article.quotations:
        if one.end <= start or one.start >= end or is_label(article, one):
            continue
        label = WORD.findall(article.text[start : max(start, one.outer_start)])
        behind = article.text[one.outer_end : end].strip(" \u00a0.,")  # «…».
        whole = not behind and all(word[0].isupper() for word in label)
        if (reading.in_turn or reading.in_block) and not whole:
            continue
        words = article.text[max(one.start, start) : min(one.end, end)].strip()
        words = _STOPS.sub("", words) if not words.endswith("..") else words
        place = place_of_quoted(article.text, words, at, end) if words else -1
        if place >= 0:
            found.append(words)
            at = place + len(words)
    return tuple(found)


def _about(
    article: Article, group: list[int], reading: Reading, default: str | None
) -> tuple[str, ...]:
    """The actors of a claim: the one for which its speaker speaks, and those of which it says what
    they do. A place behind a preposition does not count, if there are others.
    """
    if reading.signed_for:
        return tuple(reading.signed_for)
    named: list[str] = []
    free: list[str] = []
    names = {
        word for one in article.people.values() if not one.is_body for word in one.name.split()
    }
    for index in group:
        sentence = article.sentences[index]
        tokens = tokens_of(article.text, sentence.start, sentence.end)
        kept = [one for one in tokens if one.text not in names]  # Hélène is no country, though
        named += actors_named(article, kept)  # a language calls Greece so
        free += actors_named(
            article,
            [one for at, one in enumerate(kept) if not is_governed(article, kept, at)],
        )
    person = article.people.get(reading.speaker or "")
    own = person.actor if person else None
    if own:
        return tuple(dict.fromkeys([own, *free]))
    if person is not None and not person.is_body:
        return tuple(dict.fromkeys(free))
    return tuple(dict.fromkeys(free or named or ([default] if default else [])))


def _country_of_publisher(known: Known, name: str | None, url: str | None) -> str | None:
    """The country that the name of a publisher has, else that of the end of its address."""
    for word in WORD.findall(name or ""):
        if actor := known.actors.get(fold(word)) or known.demonym(word.lower()):
            return actor
    host = urlsplit(url or "").hostname or ""
    end = host.rpartition(".")[2].upper()
    return None if end in _GENERIC else known.by_code.get("GB" if end == "UK" else end)


def _agency(text: str, known: Known) -> str | None:
    """The agency that a text names as its origin: in brackets or before a dash at the beginning, or
    in its last line.
    """
    head, tail = text[:_HEAD], text.rstrip()[-_TAIL:].rpartition("\n")[2]
    for spelling, name in known.agencies.items():
        written = re.escape(spelling)
        if re.search(rf"\(\s*{written}\s*\)|\b{written}\)?\s*[-–—]{{1,2}}\s", head):
            return name
        if len(tail) < 120 and re.search(rf"(?<!\w){written}(?!\w)", tail):
            short = len(WORD.findall(tail)) <= 8
            if short:
                return name
    return None
