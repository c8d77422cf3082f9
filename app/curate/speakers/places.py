"""Countries and other actors that words name."""

from functools import lru_cache

from app.curate.speakers.article import Article
from app.curate.speakers.tokens import Token
from app.domain.names import fold

_folded = lru_cache(maxsize=10_000)(fold)


def is_demonym(article: Article, token: Token) -> bool:
    """Whether a word is the adjective of a country; in English also its name: `Ukraine leader`."""
    if article.known.demonym(token.text):
        return True
    return article.words.names_as_adjectives and fold(token.text) in article.known.actors


def actor_named(article: Article, tokens: list[Token]) -> str | None:
    """The actor that these words name."""
    return article.known.actors.get(_folded(article.text[tokens[0].start : tokens[-1].end]))


def actors_named(article: Article, tokens: list[Token]) -> list[str]:
    """The actors that a sentence names, by a name, a seat of government or an adjective."""
    found: list[str] = []
    index = 0
    while index < len(tokens):
        for length in (5, 4, 3, 2, 1):
            part = tokens[index : index + length]
            whole = len(part) == length and part[0].capital and part[-1].capital
            if whole and (actor := actor_named(article, part)):
                found.append(actor)
                index += length - 1
                break
        else:
            if actor := article.known.demonym(tokens[index].text):
                found.append(actor)
        index += 1
    return list(dict.fromkeys(found))


def is_seat(article: Article, tokens: list[Token], index: int, printed: str) -> bool:
    """Whether a metonym has an article, and is a seat of government and no city: `le Kremlin`,
    but `Moscou`.
    """
    return (
        index > 0
        and tokens[index - 1].lower in article.words.definite
        and article.touch_or_elided(tokens[index - 1], tokens[index])
        and _folded(printed) in article.known.metonyms
    )
