"""Ministries, governments and other bodies that speak without a named person."""

from collections.abc import Iterator

from app.curate.speakers.article import Article
from app.curate.speakers.ids import slug
from app.curate.speakers.nouns import is_role, is_unnamed
from app.curate.speakers.people import add_voice
from app.curate.speakers.places import (
    actor_named,
    actors_named,
    country_near,
    country_spoken_of,
    is_demonym,
)
from app.curate.speakers.terms import Mention, MentionKind
from app.curate.speakers.tokens import Token, find_phrases


def find_offices(article: Article, tokens: list[Token]) -> Iterator[Mention]:
    """Well-known offices (`der Kreml`). Their ids are English in each language."""
    for part in find_phrases(tokens, article.words.offices):
        if part[0].capital and not is_in_role(article, tokens, tokens.index(part[0]), [], 0):
            name = article.words.offices[tuple(one.lower for one in part)]
            office = article.known.person(name) or slug(name)
            entry = add_voice(article, office, name, office in article.known.people)
            entry.is_body = True
            yield Mention(part[0].start, part[-1].end, MentionKind.body, office)


def is_in_role(
    article: Article, tokens: list[Token], index: int, taken: list[Mention], nearest: int = 1
) -> bool:
    """Whether a body belongs to a role or a name before it: `président de la commission`,
    `Lars Madsen of the police union`. The role is more than `nearest` words before it.
    """
    words = article.words
    small = words.determiners | words.prepositions | words.titles
    at = index - 1
    while at >= 0 and index - at < 6 and article.touch_or_elided(tokens[at], tokens[at + 1]):
        lower = tokens[at].lower
        if lower == "s" and words.possessive_s:
            return False  # the prime minister’s office
        if is_role(article.words, lower) or is_unnamed(article.words, lower):
            return index - at > nearest
        if any(
            one.kind is MentionKind.person and one.start <= tokens[at].start < one.end
            for one in taken
        ):
            return tokens[at + 1].lower in words.of_names | words.prepositions
        if lower not in small and not is_demonym(article, tokens[at]) and index - at > 2:
            return False
        at -= 1
    return False


def find_body(article: Article, tokens: list[Token], index: int) -> Mention | None:
    """A ministry, a government, or another body that speaks without a named person."""
    first, last = index, index
    while (
        first
        and index - first < 3
        and (tokens[first - 1].capital or article.known.demonym(tokens[first - 1].text))
    ):
        if article.text[tokens[first - 1].end : tokens[first].start].strip(" \u00a0"):
            break
        if tokens[first - 1].lower in article.words.determiners | article.words.starters:
            break
        first -= 1
    first = _adjectives_before(article, tokens, first)
    end = tokens[last].end
    last = _end_of_body(article, tokens, last)
    end = tokens[last].end
    printed = article.text[tokens[first].start : end]
    possessive = tokens[first - 2] if first > 1 and tokens[first - 1].lower == "s" else None
    if possessive is not None:
        longer = article.text[possessive.start : end]
        if article.known.person(longer) or actor_named(article, [possessive]):
            first, printed = first - 2, longer
    if article.words.compounds and tokens[last].lower[:-1] in article.words.bodies:
        printed = printed.removesuffix(article.words.genitive_end)  # des Ministeriums
    person = article.known.person(printed)
    if person:
        add_voice(article, person, printed, True)
    elif earlier := _body_before(article, printed):
        person = earlier
    else:
        actor = next(iter(actors_named(article, tokens[first : last + 2])), None)
        actor = actor or country_spoken_of(article, tokens, tokens[first].start)
        person = slug(printed)
        same = article.people.get(person)
        if same is not None and actor and same.actor not in (None, actor):
            person = f"{actor}-{person}"  # the foreign ministry of another country
        entry = add_voice(article, person, printed, False)
        entry.is_body = True
        if entry.actor is None:
            entry.actor = actor or country_near(article, tokens, tokens[first].start)
    return Mention(tokens[first].start, end, MentionKind.body, person)


def _adjectives_before(article: Article, tokens: list[Token], first: int) -> int:
    """Where the name of a body begins that has a country and small words before its noun:
    `the Polish foreign ministry`.
    """
    at = first
    while at and tokens[at - 1].lower in article.words.titles and first - at < 3:
        at -= 1
    if at < first and tokens[at].lower in article.words.starters:
        return first
    if at < first and not (at and is_demonym(article, tokens[at - 1])):
        determined = at > 0 and tokens[at - 1].lower in article.words.definite | {"s"}
        gaps = [article.text[one.end : one.end + 1] for one in tokens[at:first]]
        return at if determined and set(gaps) == {" "} else first
    if at and at < first:
        near = [tokens[one].end for one in range(at - 1, first)]
        gaps = [article.text[end : tokens[at + n].start] for n, end in enumerate(near)]
        if all(gap in (" ", "\u00a0") for gap in gaps):
            return at - 1
    return first


def _body_before(article: Article, printed: str) -> str | None:
    """The body of the article whose longer name ends in these words."""
    ending = f" {printed.lower()}"
    found = [
        one.id
        for one in article.people.values()
        if one.is_body and (f" {one.name.lower()}").endswith(ending) and one.name != printed
    ]
    return found[-1] if found else None


def _end_of_body(article: Article, tokens: list[Token], last: int) -> int:
    """The last word of a body's name: `ministère des Affaires`, `Cancillería rusa`."""
    for at in (last + 1, last + 2, last + 3):
        if at >= len(tokens) or not article.touch_or_elided(tokens[at - 1], tokens[at]):
            break
        if article.words.inflects and tokens[at].lower in article.words.titles:
            further = at + 1 < len(tokens) and tokens[at + 1].lower in article.words.titles
            return at + further  # Міністерство закордонних справ
        definite = tokens[at - 1].lower in article.words.definite and at == last + 3
        definite = definite and tokens[at - 2].lower in article.words.of_names
        of = (tokens[at - 1].lower in article.words.of_names and at == last + 2) or definite
        if of and tokens[at].capital:
            while at + 1 < len(tokens) and tokens[at + 1].capital:
                if not article.touch(tokens[at], tokens[at + 1]):
                    break
                at += 1
            return at
        adjectives = article.words.adjectives_too | article.words.body_adjectives
        if at == last + 1 and tokens[at].lower in adjectives:
            return at  # Marina militare
        if at == last + 1 and is_demonym(article, tokens[at]):
            return _end_of_body(article, tokens, at)  # ministère allemand de la Défense
    return last
