"""Where a name ends: before letters such as `MP`; in German, where all nouns have capitals."""

import re

from app.curate.speakers.article import Article
from app.curate.speakers.tokens import Token

# small names that are part of a family name: `Fergal Mac Aodha`
_BEFORE_SURNAMES = frozenset(("mac", "mc", "ben", "abu", "ould", "ibn", "nic", "ní", "ó"))

# letters behind a name: seats in parliaments, degrees, honours
_POSTNOMINALS = frozenset(
    [
        *("MP", "MPs", "TD", "TDs", "MSP", "MLA", "MEP", "MK", "MNA", "MPP", "MHR", "MLC", "MdB"),
        *("MdL", "MdEP", "KC", "QC", "SC", "OBE", "CBE", "MBE", "KBE", "DBE", "AO", "OAM", "DSO"),
        *("RN", "USN", "PhD", "MD", "Jr", "Sr", "II", "III", "IV"),
    ]
)


def is_postnominal(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a word is letters directly behind a name: `Orla Byrne TD`."""
    before = tokens[max(0, index - 2) : index]
    name = len(before) == 2 and all(one.capital and one.text[1:].islower() for one in before)
    together = name and article.touch(*before) and article.touch(before[1], tokens[index])
    return together and tokens[index].text in _POSTNOMINALS


def without_letters(name: list[Token]) -> list[Token]:
    """A name without the letters behind it."""
    while len(name) > 2 and name[-1].text in _POSTNOMINALS:
        name = name[:-1]
    return name


def is_whole(article: Article, tokens: list[Token], name: list[Token], before: list[Token]) -> bool:
    """Whether three words of German are one name, because nothing else can be between them and a
    verb or the quotation before: `Jens Peter Lang sagt`, `„Nein“, sagte Jens Peter Lang`.
    """
    words = article.words
    first, last = tokens.index((before or name)[0]), tokens.index(name[-1])
    behind = tokens[last + 1] if last + 1 < len(tokens) else None
    if behind is not None and article.touch(name[-1], behind):
        begins = not first or tokens[first - 1].lower in words.definite
        if begins and behind.lower in words.reports | words.auxiliaries:
            return True
    while first and tokens[first - 1].lower in words.determiners:
        first -= 1
    verb = tokens[first - 1] if first else None
    said = verb is not None and verb.lower in words.reports
    return verb is not None and said and article.behind_quotation(verb)


def is_noun_behind(article: Article, last: Token, before: Token) -> bool:
    """Whether the third word of a German name is a noun behind it: nothing else in the text has
    it as a family name, and the word before may be one.
    """
    if before.lower in article.words.name_particles | _BEFORE_SURNAMES:
        return False
    alone = rf"(?<![^\W\d_]) {re.escape(last.text)}\b"
    return len(re.findall(alone, article.text)) < 2


def ends_name(article: Article, run: list[Token], particle: Token, following: Token) -> bool:
    """Whether a German name ends before `von`, because it has two words and an article follows:
    `Lieke van Dam von den Sozialdemokraten`.
    """
    words = article.words
    whole = sum(1 for one in run if one.capital) > 1 and run[-1].capital
    return whole and particle.lower in words.prepositions and following.lower in words.determiners
