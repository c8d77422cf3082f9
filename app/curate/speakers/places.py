"""Countries and other actors that words name."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from app.build.check.doubts.words import institution_words
from app.curate.speakers.article import Article
from app.curate.speakers.tokens import Token, behind_dateline, tokens_of
from app.domain.names import fold

_folded = lru_cache(maxsize=10_000)(fold)


def is_demonym(article: Article, token: Token) -> bool:
    """Whether a word is the adjective of a country; in English also its name: `Ukraine leader`."""
    if article.known.demonym(token.text):
        return True
    return article.words.names_as_adjectives and fold(token.text) in article.known.actors


def actor_named(article: Article, tokens: list[Token]) -> str | None:
    """The actor that these words name."""
    printed = article.text[tokens[0].start : tokens[-1].end]
    found = article.known.actors.get(_folded(printed))
    if found is None and article.words.genitive_end and tokens[-1].capital:  # Lettlands
        found = article.known.actors.get(_folded(printed.removesuffix(article.words.genitive_end)))
    return found


def longest_name(
    article: Article, tokens: list[Token], index: int
) -> tuple[str | None, list[Token]]:
    """The actor whose name begins at a word, and the words of the longest such name."""
    for length in (5, 4, 3, 2, 1):
        part = tokens[index : index + length]
        whole = len(part) == length and part[0].capital and part[-1].capital
        if whole and (actor := actor_named(article, part)):
            behind = tokens[index + length : index + length + 1]
            closer = behind and _in_brackets(article, part[-1], behind[0])
            if closer and (inside := actor_named(article, behind)):
                return inside, [*part, *behind]  # República de China (Taiwán)
            return actor, part
    return None, []


def _in_brackets(article: Article, left: Token, word: Token) -> bool:
    """Whether a word is alone in brackets behind another one."""
    before, after = article.text[left.end : word.start], article.text[word.end : word.end + 1]
    return before.strip() == "(" and after == ")"


def actors_named(article: Article, tokens: list[Token]) -> list[str]:
    """The actors that a sentence names, by a name, a seat of government or an adjective."""
    found: list[str] = []
    index = 0
    while index < len(tokens):
        actor, part = longest_name(article, tokens, index)
        if actor := actor or article.known.demonym(tokens[index].text):
            found.append(actor)
        index += max(1, len(part))
    return list(dict.fromkeys(found))


def country_spoken_of(article: Article, tokens: list[Token], place: int) -> str | None:
    """The country with which a sentence of the paragraph begins, up to a place: `In Riga, …`,
    `Poland has not decided.` The last of them.
    """
    for before in _sentences_before(article, tokens, place):
        if first := _country_at_start(article, before):
            return first
    return None


def _country_at_start(article: Article, sentence: list[Token]) -> str | None:
    """The country with which a sentence begins, perhaps behind a preposition and an article."""
    for start in (0, 1, 2):
        if all(one.lower in _before_places(article) for one in sentence[:start]):
            named = _countries(article, sentence[start : start + 3])
            if named and sentence[start].capital:
                return named[0]
    return None


def country_owning(article: Article, tokens: list[Token], place: int) -> str | None:
    """The country that a word such as `its` means: that with which its sentence begins, else the
    last that the same paragraph names before it.
    """
    for before in _sentences_before(article, tokens, place):
        if first := _country_at_start(article, before):
            return first
        if named := _countries(article, before):
            return named[-1]
    return None


def country_near(article: Article, tokens: list[Token], place: int) -> str | None:
    """The country that a body without one belongs to: that of the dateline, else the last that its
    paragraph names before it, else that of the article; None if there is none of them.
    """
    if article.dateline:
        return article.dateline
    for before in _sentences_before(article, tokens, place):
        if named := _countries(article, before):
            return named[-1]
    return article.home


def country_having(article: Article, token: Token) -> str | None:
    """The only country that has what a word means, or the first part of it: `Bundeswehr`, `Sejm`,
    `SVP-Nationalrat`.
    """
    words = institution_words(article.words.code)
    found = words and (words.fullmatch(token.lower) or words.fullmatch(token.lower.split("-")[0]))
    return article.known.by_code.get(found.lastgroup or "") if found else None


def home_of(article: Article) -> str | None:
    """The country whose parliament, army or offices an article names most often by words that no
    other country has: `Bundeswehr`, `Sejm`. None if there is none, or several are equal.
    """
    every = (country_having(article, one) for tokens in article.tokens for one in tokens)
    most = Counter(filter(None, every)).most_common(2)
    return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else None


def _before_places(article: Article) -> frozenset[str]:
    words = article.words
    return words.prepositions | words.before_places | words.definite


def _countries(article: Article, tokens: list[Token]) -> list[str]:
    return [one for one in actors_named(article, tokens) if one in article.known.countries]


def _sentences_before(article: Article, tokens: list[Token], place: int) -> Iterator[list[Token]]:
    """The words of a paragraph before a place, sentence by sentence, the last sentence first."""
    index = article.tokens.index(tokens)
    number = article.sentences[index].paragraph
    while index >= 0 and article.sentences[index].paragraph == number:
        yield [one for one in article.tokens[index] if one.start < place]
        index -= 1


def country_of_dateline(article: Article) -> str | None:
    """The country of the place that the first paragraphs name before a dash: `WARSAW (PAP) —`."""
    for sentence in article.sentences[:6]:
        begin = behind_dateline(article.text, sentence, article.words)
        line = tokens_of(article.text, sentence.start, begin)
        named = _countries(article, line)
        if named:
            return named[0]
    return None


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
