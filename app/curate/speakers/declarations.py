"""Declarations: texts whose authors say we or I."""

from app.curate.speakers.article import Article
from app.curate.speakers.cues import find_cues
from app.curate.speakers.mentions import find_others
from app.curate.speakers.names import find_names
from app.curate.speakers.places import actors_named
from app.curate.speakers.referents import statement_by
from app.curate.speakers.subjects import subject_of
from app.curate.speakers.terms import Mention, MentionKind, Reading
from app.curate.speakers.tokens import Token, find_phrases
from app.domain.vocabulary import Coding


def authors_of(article: Article) -> tuple[str | None, tuple[str, ...]]:
    """Who signed the text if it is a declaration: the person or body that its title names
    behind `statement by`, or the actors of a joint one.
    """
    words = article.words
    for index, tokens in enumerate(article.tokens[:4]):
        lower = tuple(token.lower for token in tokens)
        about = next((at for at, one in enumerate(lower) if one in words.topics), len(tokens))
        actors = tuple(actors_named(article, tokens[:about]))
        joint = any(
            lower[at : at + len(phrase)] == phrase
            for phrase in words.joint_texts
            for at in range(len(lower))
        )
        signed = len(lower) > 1 and lower[0] in words.we and not article.touch(*tokens[:2])
        if len(actors) > 1 and (joint or signed):  # We, the leaders of
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


def signers_of(article: Article) -> tuple[str, ...]:
    """The countries that sign a text of which an article reports; none if there are not several."""
    words = article.words
    for tokens in article.tokens[:8]:
        lower = [one.lower for one in tokens]
        at = next((at for at, one in enumerate(lower) if one in words.signs), None)
        joint = any(find_phrases(tokens, words.joint_texts))
        by = [to for to, one in enumerate(lower) if one in words.agents | words.by]
        part = tokens[by[0] :] if at is not None and by and by[0] > at else tokens[:at]
        named = [one for one in actors_named(article, part) if one in article.known.countries]
        if len(named) > 1 and (at is not None or joint):
            return tuple(named)
    return ()


def text_of_declaration(article: Article) -> range:
    """The sentences of a declaration that an article prints: those behind words such as `the full
    text`, up to the next heading. Nothing if its authors are not known.
    """
    nothing = range(0)
    if not authors_of_text(article):
        return nothing
    found = [
        index
        for index, tokens in enumerate(article.tokens[:10])
        if index and any(find_phrases(tokens, article.words.full_texts))
    ]
    if not found:
        return nothing
    first = end = found[-1] + 1
    while end < len(article.sentences) and not article.sentences[end].is_heading:
        end += 1
    return range(first, end)


def authors_of_text(article: Article) -> tuple[str | None, tuple[str, ...]] | None:
    """Who signed the text that an article prints; None if it is not known."""
    author, signers = article.author
    signers = signers or article.signers
    if not author and len(signers) < 2:
        named = [tuple(actors_named(article, tokens)) for tokens in article.tokens[:4]]
        countries = [tuple(one for one in each if one in article.known.countries) for each in named]
        joint = any(any(find_phrases(one, article.words.joint_texts)) for one in article.tokens[:6])
        signers = next((one for one in countries if len(one) > 1 and joint), ())
    return (author, signers) if author or len(signers) > 1 else None


def in_declaration(article: Article, index: int, actors: tuple[str, ...]) -> Reading | None:
    """The reading of a sentence of the text of a declaration, and of one that announces it."""
    inside, found = article.declaration, authors_of_text(article)
    if found is None:
        return None
    if index < inside.start and any(find_phrases(article.tokens[index], article.words.full_texts)):
        return Reading(Coding.narration, actors=actors)
    if index not in inside:
        return None
    author, signers = found
    if author is None or signers:
        return Reading(Coding.statement, None, signers, None, actors)
    return statement_by(article, author, actors, None, None)


def joint_words(
    article: Article, mention: Mention | None, tokens: list[Token], actors: tuple[str, ...]
) -> Reading | None:
    """The reading of a sentence with a verb whose subject is those who sign a text, or the text:
    `The four governments say`, `I firmatari sostengono`.
    """
    if not article.signers or mention is None:
        return None
    before = [one.lower for one in tokens if one.end <= mention.start][-2:]
    word = article.text[mention.start : mention.end].rpartition(" ")[2].lower()
    counted = any(one in article.words.several or one.isdigit() for one in before)
    said = mention.start == mention.end and any(
        one.lower in article.words.signers for one in tokens
    )  # I firmatari, si legge nel testo
    those = said or word in article.words.signers or (counted and mention.kind is MentionKind.group)
    if mention.kind is MentionKind.text or those:
        return Reading(Coding.statement, None, article.signers, None, actors)
    return None


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
        one.lower.endswith(words.we_ends) for one in tokens
    )
    if signers and not speaks and not article.joint:
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
