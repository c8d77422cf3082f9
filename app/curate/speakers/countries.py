"""For which country somebody speaks, whom the record does not know."""

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum, auto

from app.curate.capacities import speaks_for_country
from app.curate.speakers.article import Article
from app.curate.speakers.compatriots import compatriot_before
from app.curate.speakers.nouns import is_body, is_role
from app.curate.speakers.places import (
    actor_named,
    actors_named,
    country_having,
    country_spoken_of,
    longest_name,
)
from app.curate.speakers.terms import Voice
from app.curate.speakers.tokens import Token, tokens_of
from app.domain.names import fold

_BEFORE, _BEHIND = 12, 10  # words beside a name that may be its role
_FAR = 1.5  # times the points of all others
_LEAD = 3  # sentences behind the title that say what a text is about


class Reason(StrEnum):
    """Why a person is taken to speak for a country, from strong to weak."""

    role = auto()  # the text gives it with the role: `Norway’s envoy`
    institution = auto()  # the role is one that only this country has: `Taoiseach`
    place = auto()  # the sentence with the name begins there: `In Oslo, …`
    sentence = auto()  # it is the subject of the sentence: `Norway is ready, the minister said`
    paragraph = auto()  # the paragraph speaks of it before the name
    article = auto()  # it is the country of the article


_SAID = frozenset({Reason.role, Reason.institution, Reason.place, Reason.sentence})


def find_countries(article: Article) -> None:
    """Note of everybody whom the record does not know for which country they speak."""
    unknown = [one for one in article.people.values() if not one.known and not one.is_body]
    found = {person.id: country_of(article, person) for person in unknown}
    for person in unknown:
        person.actor, reason = found[person.id]
        person.likely = reason not in _SAID


def country_of(article: Article, person: Voice) -> tuple[str | None, Reason]:
    """The country for which a person speaks, as the text says it, or as it is likely, and why."""
    actor, reason = _likeliest(article, person)
    if actor and reason is not Reason.role and actor in _posts(article, person):
        return None, Reason.article  # an ambassador speaks for another country
    return actor, reason


def country_said(article: Article, person: Voice) -> str | None:
    """The country for which a person speaks, if the text says it of this person."""
    actor, reason = country_of(article, person)
    return actor if reason in _SAID else None


def _posts(article: Article, person: Voice) -> list[str]:
    """The countries in which the role of a person says that they are: `ambassador in Paris`."""
    tokens = tokens_of(person.role or "", 0, len(person.role or ""))
    at = next((n for n, one in enumerate(tokens) if one.lower in article.words.posted), None)
    behind = tokens[at + 1 :] if at is not None else []
    return [
        actor
        for one in behind
        if (actor := article.known.actors.get(fold(one.text)) or article.known.demonym(one.text))
    ]


def _likeliest(article: Article, person: Voice) -> tuple[str | None, Reason]:
    places = list(_places_of(article, person))
    for tokens, name in places:
        if actor := country_beside(article, tokens, name):
            return actor, Reason.role
    if person.actor:
        return person.actor, Reason.role
    for tokens, name in places:
        if actor := _only_country(article, _phrase_before(article, tokens, name)):
            return actor, Reason.institution
    for tokens, name in places[:2]:
        if actor := _place_before(article, tokens, name[0].start):
            return actor, Reason.place
    for tokens, name in places[:1]:
        if actor := _subject_of_sentence(article, tokens, name[0].start):
            return actor, Reason.sentence
        if speaks_for_country(person.role or "", article.words) and (
            actor := country_spoken_of(article, tokens, name[0].start)
        ):
            return actor, Reason.paragraph
    return country_of_article(article), Reason.article


def country_of_article(article: Article) -> str | None:
    """The country from which an article is, or of which it speaks; None if none is far before all
    others.
    """
    points: dict[str, float] = {}
    for actor, of in _signs(article):
        if actor in article.known.countries:
            points[actor] = points.get(actor, 0) + of
    best = Counter(points).most_common(2)
    if not best or (len(best) > 1 and best[0][1] < _FAR * best[1][1]):
        return None
    return best[0][0]


def _signs(article: Article) -> Iterator[tuple[str | None, float]]:
    """What says from where an article is, with the points that it counts: its dateline and
    language, what only one country has, and those who speak in it.
    """
    yield article.dateline, 20
    yield article.publisher, 8
    yield article.known.by_code.get(article.words.only_in), 4
    for person in article.people.values():
        yield person.actor, 2
    yield from _signs_of_words(article).items()


def _signs_of_words(article: Article) -> Counter[str]:
    """The points for what only one country has, and for what a country does. The text is looked
    through once, and not for everybody in it.
    """
    if article.places is None:
        article.places = subjects_of_article(article)
        for tokens in article.tokens:
            for token in tokens:
                if actor := country_having(article, token):
                    article.places[actor] += 3
    return article.places


def _places_of(article: Article, person: Voice) -> Iterator[tuple[list[Token], list[Token]]]:
    """Where the text names a person: the words of the sentence, and those of the name. First the
    whole names.
    """
    parts = person.name.split()
    for length in dict.fromkeys((len(parts), 1)):
        for tokens in article.tokens:
            for at in range(len(tokens) - length + 1):
                part = tokens[at : at + length]
                given = parts[-2:-1] if at and length == 1 else []
                if [one.text for one in part] == parts[-length:] and (
                    [tokens[at - 1].text] != given
                ):
                    yield tokens, part


def country_beside(article: Article, tokens: list[Token], name: list[Token]) -> str | None:
    """The country that the text gives with the role beside a name: `Norway’s defence attaché,
    Commander Aasland`, `Aasland, a Norwegian commander`.
    """
    before, behind = _phrase_before(article, tokens, name), _phrase_behind(article, tokens, name)
    for phrase in (before, behind):
        titled = any(is_role(article.words, one.lower) for one in phrase)
        if titled and (actor := country_in_role(article, tokens, phrase)):
            return actor
        if titled and (organisation := _organisation(article, phrase)):
            return organisation
    if before and (actor := article.known.demonym(before[-1].text)):
        return actor  # su par chilena, Rayén Quiñelaf
    return compatriot_before(article, tokens, name) or _country_behind(article, tokens, name)


def _country_behind(article: Article, tokens: list[Token], name: list[Token]) -> str | None:
    """The country that a name has directly behind it: `Harriet Webb of Australia`."""
    at = tokens.index(name[-1]) + 1
    behind = tokens[at : at + 5]
    words = article.words
    of = words.of_names | words.of_speakers
    if len(behind) < 2 or behind[0].lower not in of or not article.touch(name[-1], behind[0]):
        return None
    first = 2 if behind[1].lower in words.definite and len(behind) > 2 else 1
    return longest_name(article, behind, first)[0]


def _organisation(article: Article, phrase: list[Token]) -> str | None:
    """The organisation that a role names: `EU commissioner`, `portavoz de la OTAN`."""
    printed = article.printed(phrase).lower()
    for actor, pattern in article.words.organisations.items():
        if re.search(pattern, printed):
            return actor
    return None


def country_in_role(article: Article, tokens: list[Token], role: list[Token]) -> str | None:
    """The country that the words of a role name, or the word that owns them. That in which an
    ambassador is posted does not count.
    """
    at = tokens.index(role[0])
    owner = tokens[at - 2 : at - 1] if at > 1 and tokens[at - 1].lower == "s" else []
    if owner and (actor := actor_named(article, owner)):
        return actor
    kept: list[Token] = []
    posted = False
    for left, token in zip([None, *role], role, strict=False):
        if left is not None and "," in article.text[left.end : token.start]:
            posted = False
        posted = posted or (bool(kept) and token.lower in article.words.posted)
        if not posted:
            kept.append(token)
    return next(iter(actors_named(article, kept)), None)


def _phrase_before(article: Article, tokens: list[Token], name: list[Token]) -> list[Token]:
    """The words before a name that may be its role: up to a verb, a stop or the second comma."""
    words, index = article.words, tokens.index(name[0])
    ends = words.reports | words.auxiliaries | words.subordinate | words.conjunctions
    at, commas = index, 0
    while at and index - at < _BEFORE:
        left, right = tokens[at - 1], tokens[at]
        gap = article.text[left.end : right.start]
        commas += "," in gap
        if gap.strip(" \u00a0\u202f,’'.-") or commas > 1 or left.lower in ends:
            break
        if "." in gap and len(left.text) > 4:
            break
        at -= 1
    phrase = tokens[at:index]
    comma = next((n for n, one in enumerate(phrase) if _comma_behind(article, one)), None)
    if comma is not None and not any(is_role(words, one.lower) for one in phrase[: comma + 1]):
        return phrase[comma + 1 :]
    return phrase


def _comma_behind(article: Article, token: Token) -> bool:
    return article.text[token.end : token.end + 1] == ","


def _phrase_behind(article: Article, tokens: list[Token], name: list[Token]) -> list[Token]:
    """The words between commas behind a name."""
    words, index = article.words, tokens.index(name[-1]) + 1
    ends = words.reports | words.auxiliaries | words.subordinate | words.who
    at = index
    while at < len(tokens) and at - index < _BEHIND:
        gap = article.text[tokens[at - 1].end : tokens[at].start].strip(" \u00a0\u202f")
        if (gap != ",") if at == index else gap.strip("’'-"):
            break
        if tokens[at].lower in ends:
            break
        at += 1
    return tokens[index:at]


def _only_country(article: Article, phrase: list[Token]) -> str | None:
    """The only country that has what these words mean: `Taoiseach`."""
    found = {actor for one in phrase if (actor := country_having(article, one))}
    return found.pop() if len(found) == 1 else None


def _place_before(article: Article, tokens: list[Token], place: int) -> str | None:
    """The country of the place with which a sentence begins, before a name in it."""
    words = article.words
    small = words.prepositions | words.before_places | words.definite
    before = [one for one in tokens if one.start < place]
    for start in (1, 2):
        if all(one.lower in small for one in before[:start]) and before[start:]:
            named = actors_named(article, before[start : start + 3])
            if named and before[start].capital:
                return named[0]
    return None


def _subject_of_sentence(article: Article, tokens: list[Token], place: int) -> str | None:
    """The country that is the subject of a sentence before a name: `Canada is ready, Defence
    Minister Thorburn said`.
    """
    before = [one for one in tokens if one.start < place][:5]
    free = [one for at, one in enumerate(before) if not is_governed(article, tokens, at)]
    named = [one for one in actors_named(article, free) if one in article.known.countries]
    return named[0] if named else None


def subjects_of_article(article: Article) -> Counter[str]:
    """How often a text says what a country or its people do. A place behind a preposition does not
    count: `a force in Ukraine`.
    """
    found: Counter[str] = Counter()
    for index, (sentence, tokens) in enumerate(zip(article.sentences, article.tokens, strict=True)):
        weight = 3 if index <= _LEAD else 1
        weight = 3 if sentence.is_heading and index == 0 else weight
        free = [one for at, one in enumerate(tokens) if not is_governed(article, tokens, at)]
        for actor in actors_named(article, free):
            if actor in article.known.countries:
                found[actor] += weight
    return found


def is_governed(article: Article, tokens: list[Token], at: int) -> bool:
    """Whether a preposition is before a word, or before its article; but not that of a genitive
    behind a body or a role: `the government of Canada`.
    """
    words = article.words
    before = [one.lower for one in tokens[max(0, at - 3) : at]]
    if before and before[-1] in words.determiners and before[-1] not in words.prepositions:
        before.pop()
    if not before or before[-1] not in words.prepositions | words.before_places:
        return False
    noun = before[-2] if len(before) > 1 else ""
    genitive = before[-1] in words.of_names | words.of_speakers
    return not (genitive and (is_body(words, noun) or is_role(words, noun)))
