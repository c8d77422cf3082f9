"""Nouns that mean somebody by their country: `the Dane`, `le Sénégalais`, `der Norweger`."""

from app.curate.speakers.article import Article
from app.curate.speakers.nouns import is_body, is_role, is_unnamed
from app.curate.speakers.places import actor_named
from app.curate.speakers.tokens import Token
from app.domain.names import fold


def compatriot(article: Article, tokens: list[Token], index: int) -> str | None:
    """The country of the one whom a noun with an article means; None if it means no single person.
    The noun of a body or role behind it makes it an adjective: `the Danish government`.
    """
    first = index
    country = _country(article, tokens[index : index + 1])
    before = tokens[index - 1] if index and article.words.possessive_s else None
    if before and before.capital and before.lower not in article.words.determiners:
        both = _country(article, tokens[index - 1 : index + 1])  # the New Zealander
        country, first = (both, index - 1) if both else (country, index)
    if country is None or not first or not _is_singular(article, tokens[first - 1], tokens[index]):
        return None
    if not article.touch_or_elided(tokens[first - 1], tokens[first]):
        return None
    return None if _has_noun_behind(article, tokens, index) else country


def compatriot_before(article: Article, tokens: list[Token], name: list[Token]) -> str | None:
    """The country of a noun directly before a name: `die Schwedin Ingrid Lindqvist`."""
    at = tokens.index(name[0])
    return _country(article, tokens[at - 1 : at]) if at else None


def _country(article: Article, noun: list[Token]) -> str | None:
    """The country of whose people a noun is."""
    words, token = article.words, noun[-1]
    lower = " ".join(one.lower for one in noun)
    if code := words.compatriots.get(lower):
        return article.known.by_code.get(code)
    if words.compounds:
        return _of_adjective(article, token)
    if words.possessive_s:
        one = fold(lower) in article.known.people_names and not lower.endswith(words.whole_peoples)
        return actor_named(article, noun) if one and token.capital else None
    if actor_named(article, noun) and token.capital:
        return None  # la Suisse
    return article.known.demonym(token.text)


def _of_adjective(article: Article, token: Token) -> str | None:
    """The country of a German noun that has the stem of its adjective: `Norwegerin`."""
    words = article.words
    lower = token.lower.removesuffix(words.suffix_f)
    for stem, actor in article.known.demonyms.get(lower[:2], ()) if token.capital else ():
        base = stem.removesuffix(words.demonym_suffix)
        rest = lower.removeprefix(base)
        whole = rest in words.compatriot_ends or (not rest and lower != token.lower)
        if base != stem and lower.startswith(base) and whole:
            return actor
    return None


def _is_singular(article: Article, determiner: Token, noun: Token) -> bool:
    """Whether a noun and its article mean one person."""
    words = article.words
    if determiner.lower not in words.definite:
        return False
    if words.compounds:
        woman = noun.lower.endswith(words.suffix_f)
        return determiner.lower == ("die" if woman else "der")
    return True


def _has_noun_behind(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether the noun that a word belongs to follows: `the Danish government`, `el peruano
    Edgar Quispe`.
    """
    words = article.words
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if behind is None or not article.touch(tokens[index], behind):
        return False
    if behind.capital or is_role(words, behind.lower) or is_body(words, behind.lower):
        return behind.lower not in words.reports
    if is_unnamed(words, behind.lower):
        return True
    verbs = words.reports | words.auxiliaries | words.gestures | words.negations | words.passive
    small = words.who | words.that | words.prepositions | words.conjunctions | words.relatives
    plain = behind.lower in verbs | small or behind.lower.endswith(("ed", "ly"))
    return words.possessive_s and not plain
