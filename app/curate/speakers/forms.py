"""Sentences that report words by their form, whatever their verb is: a list has never all verbs."""

from collections.abc import Iterator

from app.curate.speakers.article import Article
from app.curate.speakers.places import is_demonym
from app.curate.speakers.quoted import is_clause
from app.curate.speakers.subjects import follows_preposition, subject_of
from app.curate.speakers.terms import Cue, Mention, MentionKind
from app.curate.speakers.tokens import Token
from app.curate.text import Sentence

_PEOPLE = (
    MentionKind.person,
    MentionKind.role,
    MentionKind.unnamed,
    MentionKind.body,
    MentionKind.pronoun,
)
_DASHES = "—–"


def reported_by_form(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> tuple[Cue, Mention | None] | None:
    """The words that report something, and their subject; None if nothing does."""
    if cue := next(_tags(article, sentence, tokens), None):
        subject = subject_of(article, cue, mentions, tokens, sentence)[1]
        if subject is None or subject.kind is MentionKind.unnamed:  # reads a note from Ms Veleva
            people = [one for one in mentions if one.kind is MentionKind.person]
            subject = people[0] if people else subject
        return cue, subject
    return next(_reported_clauses(article, mentions, tokens), None)


def _tags(article: Article, sentence: Sentence, tokens: list[Token]) -> Iterator[Cue]:
    """A verb behind a quotation with which a sentence begins: `«Basta così», sospira un ministro`,
    `—Que vengan —murmura Oksana`. Before its subject, any verb says who speaks; where the subject
    comes first, as in English, a quotation that ends in a comma does.
    """
    text, words = article.text, article.words
    for one in article.quotations:
        begins = one.outer_start < sentence.end and sentence.start < one.outer_end
        behind = [token for token in tokens if token.start >= one.outer_end]
        if not begins or not behind or len(behind) < len(tokens):
            continue
        gap = text[one.outer_end : behind[0].start]
        stop = text[one.end - 1]
        if gap.strip(" \u00a0,–—") or not ("," in gap or stop in ",?!…"):
            continue
        if is_clause(article, one, sentence) and (verb := _verb_of_tag(article, behind)):
            yield Cue(*verb[:2], True, not words.subject_first, verb[2])
    if text[sentence.start] in _DASHES:
        for at, token in enumerate(tokens):
            before = text[token.start - 2 : token.start]
            inside = at > 0 and before[:1] == " " and before[1:] in tuple(_DASHES)
            if inside and (verb := _verb_of_tag(article, tokens[at:])):
                yield Cue(*verb[:2], True, True, verb[2])


def _verb_of_tag(article: Article, behind: list[Token]) -> tuple[int, int, str | None] | None:
    """Where the verb of a tag begins and ends, and the gender of the pronoun at its end."""
    words = article.words
    at = 0
    before = words.before_verbs | words.reflexives
    while at + 1 < len(behind) and behind[at].lower in before:
        at += 1
    verb, clitic = words.without_clitic(behind[at].lower)
    if words.subject_first:
        linked = words.conjunctions | words.subordinate | words.prepositions
        return None if verb in linked else (behind[0].start, behind[0].start, None)
    if behind[at].capital or (at == 0 and clitic is None and verb in _small_words(article)):
        return None
    end = behind[at].end
    if verb in words.auxiliaries and at + 1 < len(behind):
        end = behind[at + 1].end
    return behind[0].start, end, "m" if clitic == "nobody" else clitic


def _small_words(article: Article) -> frozenset[str]:
    words = article.words
    return (
        words.starters
        | words.prepositions
        | words.determiners
        | words.conjunctions
        | words.subordinate
        | words.negations
    )


def _reported_clauses(
    article: Article, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """A verb directly behind its subject and before a word such as `that`: `la Cour relève que`."""
    words = article.words
    for mention in mentions:
        at = next((n for n, one in enumerate(tokens) if one.start >= mention.end), None)
        if at is None or mention.kind not in _PEOPLE:
            continue
        verb = at
        while verb + 1 < len(tokens) and tokens[verb].lower in words.auxiliaries:
            verb += 1
        near = article.text[mention.end : tokens[at].start].strip(" \u00a0") == ""
        that = tokens[verb + 1].lower if verb + 1 < len(tokens) else ""
        if not near or that not in words.that or not _may_report(article, tokens[verb]):
            continue
        if that in words.determiners and not _begins_clause(article, tokens[verb + 2 :]):
            continue
        if verb > at + 1 or follows_preposition(article, mention, tokens):
            continue
        yield Cue(tokens[at].start, tokens[verb].end, True), mention


def _begins_clause(article: Article, behind: list[Token]) -> bool:
    """Whether words behind `that` are a clause and no noun: `shared that view`."""
    words = article.words
    return len(behind) > 1 and (
        behind[0].capital
        or behind[0].lower in words.determiners | words.every_pronoun | words.prepositions
        or behind[0].lower in words.starters | words.several
    )


def _may_report(article: Article, verb: Token) -> bool:
    """Whether a word before `that` may be a verb that reports something."""
    words = article.words
    other = words.knows | words.adjectives_too | words.titles | words.auxiliaries
    return (
        verb.text.islower()
        and verb.lower not in other | _small_words(article)
        and not is_demonym(article, verb)
    )
