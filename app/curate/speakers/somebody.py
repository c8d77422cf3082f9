"""People without a name whom no list has, beside a verb of saying."""

from itertools import pairwise

from app.curate.language import Language
from app.curate.speakers.article import Article
from app.curate.speakers.nouns import is_compound
from app.curate.speakers.terms import Cue, Mention, MentionKind
from app.curate.speakers.tokens import Token


def somebody_beside(
    article: Article, cue: Cue, mentions: list[Mention], tokens: list[Token]
) -> Mention | None:
    """A noun with an indefinite article beside a verb of saying: `a fisherman said`."""
    words = article.words
    if cue.direct:
        return _one_of(article, cue, tokens)
    at = next((number for number, one in enumerate(tokens) if one.start >= cue.start), 0)
    if relative := _noun_with_relative_clause(article, tokens, at):
        return Mention(relative[0].start, relative[-1].end, MentionKind.unnamed)
    if cue.says and (
        part := _noun_phrase_before(article, tokens, at)
        or _noun_of_two_verbs(article, mentions, tokens, at)
    ):
        spoken_for = [
            one for one in mentions if one.office and part[0].start <= one.start < cue.start
        ]
        office = spoken_for[0].office if spoken_for else None
        return Mention(part[0].start, part[-1].end, MentionKind.unnamed, office=office)
    first = at
    while first and at - first < 4 and article.touch(tokens[first - 1], tokens[first]):
        first -= 1
        if tokens[first].lower in words.indefinite | words.several:
            break
    some = words.indefinite | words.several
    part = tokens[first:at]
    if len(part) < 2 or part[0].lower not in some or part[-1].lower in words.conjunctions:
        last = next((n for n, one in enumerate(tokens) if one.start >= cue.end), len(tokens))
        told = bool(at) and tokens[at - 1].lower in words.as_told
        behind = cue.inverted and (told or article.quotation_before(cue.start, 3))
        part = tokens[last : last + 2] if behind else []
        if len(part) < 2 or part[0].lower not in some:
            return None
    if not cue.says and part[0].lower not in words.several:
        return None
    if any(one.start < part[-1].end and part[0].start < one.end for one in mentions):
        return None
    if part[-1].lower in words.papers or is_compound(article.words, part[-1].lower, words.papers):
        return None
    if part[-1].capital and not words.compounds:
        return None
    if part[-1].lower in words.who | words.subordinate:
        return None  # une résolution qui soutient la force
    return Mention(part[0].start, part[-1].end, MentionKind.unnamed)


def _one_of(article: Article, cue: Cue, tokens: list[Token]) -> Mention | None:
    """One of several people behind `according to`: `according to one of those present`."""
    words = article.words
    part = [one for one in tokens if cue.end <= one.start][:4]
    if several := _several_people(article, cue, part):
        return several
    if part and part[0].lower in words.definite:
        part = part[1:]  # l’un de ses conseillers
    if len(part) < 3 or part[0].lower not in words.indefinite:
        return None
    near = article.text[cue.end : part[0].start].strip(" \u00a0’'l") == ""
    if near and part[1].lower in words.of_names | words.of_speakers:
        return Mention(part[0].start, part[2].end, MentionKind.unnamed)
    return None


def _several_people(article: Article, cue: Cue, part: list[Token]) -> Mention | None:
    """Several people whom no list has, behind `according to`: `según varios suboficiales`."""
    words = article.words
    if len(part) < 2 or part[0].lower not in words.several - {"one", "uno", "una"}:
        return None
    if article.text[cue.end : part[0].start].strip(" \u00a0’'") or part[1].lower.endswith("%"):
        return None
    return (
        Mention(part[0].start, part[1].end, MentionKind.unnamed)
        if _may_be_somebody(words, part[1:2]) and not _is_number_of_things(words, part[1])
        else None
    )


def _is_number_of_things(words: Language, noun: Token) -> bool:
    """Whether a noun behind a number is one of papers, times or shares."""
    return noun.lower in words.papers | words.times | words.percent | words.nouns


def _noun_phrase_before(article: Article, tokens: list[Token], at: int) -> list[Token]:
    """The words before a verb, from the beginning of the sentence, if they are a noun with an
    indefinite article and what belongs to it behind a preposition: `A baker from Lviv said`.
    """
    words, begin = article.words, 0
    while begin < at and tokens[begin].lower in words.conjunctions:
        begin += 1
    part = tokens[begin:at]
    if not 4 <= len(part) <= 8 or part[0].lower not in words.indefinite | words.several:
        return []
    of = [n for n, one in enumerate(part) if one.lower in words.prepositions]
    if not of or not 2 <= of[0] <= 4:
        return []
    together = all(article.touch_or_elided(*pair) for pair in pairwise([*part, tokens[at]]))
    return part if together and _may_be_somebody(words, part[1 : of[0]]) else []


def _noun_of_two_verbs(
    article: Article, mentions: list[Mention], tokens: list[Token], at: int
) -> list[Token]:
    """A noun with an indefinite article with which a sentence begins, if the verb is the second
    one: `En la base, un suboficial se encoge de hombros y dice`.
    """
    words = article.words
    if not at or tokens[at - 1].lower not in words.conjunctions:
        return []
    for first in range(min(at - 1, 7)):
        comma = first > 0 and "," in article.text[tokens[first - 1].end : tokens[first].start]
        if tokens[first].lower in words.indefinite and (comma or not first):
            part = tokens[first : first + 2]
            named = any(part[-1].end <= one.start < tokens[at].start for one in mentions)
            return part if _may_be_somebody(words, part[1:]) and not named else []
    return []


def _noun_with_relative_clause(article: Article, tokens: list[Token], at: int) -> list[Token]:
    """A noun with an indefinite article with which a sentence begins, and of which a clause between
    commas says more before the verb: `Un armatore barese, che preferisce non comparire, prevede`.
    """
    words, text = article.words, article.text
    if at < 5 or tokens[0].lower not in words.indefinite:
        return []
    that = words.who | words.subordinate
    who = next((n for n, one in enumerate(tokens[:6]) if one.lower in that), 0)
    if who < 2 or "," not in text[tokens[who - 1].end : tokens[who].start]:
        return []
    ends = text[: tokens[at].start].rstrip(" \u00a0").endswith(",")
    return tokens[:who] if ends and _may_be_somebody(words, tokens[1:2]) else []


def _may_be_somebody(words: Language, nouns: list[Token]) -> bool:
    """Whether a noun with the words before it may mean a person, and is no report or poll."""
    things = any(
        one.lower in words.papers or is_compound(words, one.lower, words.papers) for one in nouns
    )
    return nouns[-1].capital == words.compounds and not things
