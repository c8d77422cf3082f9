"""Names that follow a noun and a comma."""

from app.curate.speakers.article import Article
from app.curate.speakers.terms import Mention, MentionKind


def named_behind(
    article: Article, subject: Mention | None, mentions: list[Mention]
) -> Mention | None:
    """The one whose name follows a noun and a comma: `racconta la barista, Teresa Vanni, …`, `Le
    Parlement letton, la Saeima, …`.
    """
    if subject is not None and subject.kind is MentionKind.body:
        return _name_of_body_behind(article, subject, mentions)
    kinds = (MentionKind.role, MentionKind.unnamed, MentionKind.pronoun)
    if subject is None or subject.kind not in kinds or subject.start == subject.end:
        return subject
    word = article.text[subject.start : subject.end].lower()
    for one in mentions:
        beside = article.text[subject.end : one.start].strip(" \u00a0") == ","
        closed = article.text[one.end : one.end + 1] in tuple(",.:;)")
        plain = one.kind is MentionKind.person and word not in article.words.every_pronoun
        if beside and closed and plain:
            return one
    return subject


def _name_of_body_behind(article: Article, subject: Mention, mentions: list[Mention]) -> Mention:
    """The body itself, or its own name between commas behind it, without or with an article."""
    for one in mentions:
        between = [word.lower() for word in article.text[subject.end : one.start].split()]
        beside = between[:1] == [","] and len(between) < 3
        closed = article.text[one.end : one.end + 1] == ","
        own = one.kind is MentionKind.body and article.text[one.start : one.end].istitle()
        if beside and closed and own and article.words.definite.issuperset(between[1:]):
            return one
    return subject
