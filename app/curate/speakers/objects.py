"""Which mentions are the objects of a verb, and which the subject of a relative clause."""

from app.curate.speakers.article import Article
from app.curate.speakers.roles import role_of
from app.curate.speakers.terms import Cue, Mention, MentionKind
from app.curate.speakers.tokens import Token


def is_object(article: Article, cue: Cue, mention: Mention, tokens: list[Token]) -> bool:
    """Whether a mention has an article that no subject has, and no relative clause is behind it:
    `Den Kanzler forderte sie auf`, `Al presidente le pidió`.
    """
    words = article.words
    if cue.direct or article.text[cue.start : cue.end].lower() in words.behind_names | words.cites:
        return False
    named = has_object_article(article, mention, tokens)
    return named and not is_antecedent(article, mention, cue, tokens)


def has_object_article(article: Article, mention: Mention, tokens: list[Token]) -> bool:
    """Whether a mention has an article that no subject has: `dem Kanzler`, `al presidente`."""
    words = article.words
    inside = [one for one in tokens if mention.start < one.start < mention.end][:-1]
    if mention.kind is not MentionKind.person and any(one.capital for one in inside):
        return False  # eine mit den Planungen vertraute Person
    start = mention.start
    if role := role_of(article, mention, tokens):
        start = role[0].start
    at = next((n for n, one in enumerate(tokens) if one.start >= start), 0)
    begins = tokens[at].lower in words.object_articles
    near = at > 0 and article.touch_or_elided(tokens[at - 1], tokens[at])
    return begins or (near and tokens[at - 1].lower in words.object_articles)


def is_antecedent(article: Article, mention: Mention, cue: Cue, tokens: list[Token]) -> bool:
    """Whether a verb is in the relative clause directly behind a mention: `the reaction of the
    embassy, which spoke of`.
    """
    words = article.words
    comma = article.text.find(",", mention.end, cue.start)
    if comma < 0:
        return False
    place = [one for one in tokens if mention.end <= one.start < comma]  # à Lisbonne
    of = words.prepositions | words.of_names
    if len(place) > 4 or not all(one.capital or one.lower in of for one in place):
        return False
    between = [one for one in tokens if comma < one.start < cue.start]
    relatives = words.relatives | words.who | words.that
    if words.compounds:
        relatives |= words.definite
        between = [one for one in between if one.lower not in words.prepositions]
    if not between or between[0].lower not in relatives:
        return False
    inside = article.text[between[0].end : cue.start]
    if words.compounds:
        return "," not in inside
    small = words.before_verbs | words.reflexives | words.auxiliaries | words.prepositions
    return all(one.lower in small | words.indefinite | words.papers for one in between[1:])
