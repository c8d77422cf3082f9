"""Declarations: texts whose authors say we or I."""

from app.curate.speakers.article import Article
from app.curate.speakers.cues import find_cues
from app.curate.speakers.mentions import find_others
from app.curate.speakers.names import find_names
from app.curate.speakers.places import actors_named
from app.curate.speakers.referents import statement_by
from app.curate.speakers.subjects import subject_of
from app.curate.speakers.terms import Mention, MentionKind, Reading
from app.curate.speakers.tokens import Token
from app.domain.vocabulary import Coding


def authors_of(article: Article) -> tuple[str | None, tuple[str, ...]]:
    """Who signed the text if it is a declaration: the person or body that its title names
    behind `statement by`, or the actors of a joint one.
    """
    words = article.words
    for index, tokens in enumerate(article.tokens[:4]):
        lower = tuple(token.lower for token in tokens)
        actors = tuple(actors_named(article, tokens))
        joint = any(
            lower[at : at + len(phrase)] == phrase
            for phrase in words.joint_texts
            for at in range(len(lower))
        )
        if len(actors) > 1 and (joint or (lower and lower[0] in words.we)):
            return None, actors
        if not article.sentences[index].is_heading:
            continue
        for at, one in enumerate(lower[:4]):
            if one not in words.declarations:
                continue
            named = list(find_names(article, tokens))
            found = [*named, *find_others(article, tokens, named)]
            kinds = (MentionKind.person, MentionKind.body)
            behind = [one for one in found if one.start >= tokens[at].end and one.kind in kinds]
            if behind:
                first = min(behind, key=lambda one: one.start)
                return first.id, ()
    return None, ()


def own_words(
    article: Article,
    index: int,
    mentions: list[Mention],
    tokens: list[Token],
    actors: tuple[str, ...],
) -> Reading | None:
    """The reading of a sentence of a declaration in which its authors say we or I, or in which
    their countries are the subject.
    """
    author, signers = article.author
    if author is None and not signers:
        return None
    words = article.words
    first = [one.lower for one in tokens[:6]]
    anywhere = {one.lower for one in tokens} & set(words.we_anywhere)
    speaks = bool(anywhere or words.we.intersection(first)) or any(
        one.endswith(end) for one in first for end in words.we_ends
    )
    if signers and not speaks:
        named = set(actors) & set(signers)
        speaks = bool(named) and any(
            mention.kind is MentionKind.place and mention.id in signers
            for cue in find_cues(article, tokens, article.sentences[index])
            if (mention := subject_of(article, cue, mentions, tokens, article.sentences[index])[1])
        )
    if not speaks:
        return None
    if signers:
        return Reading(Coding.statement, None, signers, None, actors)
    return statement_by(article, author, actors, None, None) if author else None
