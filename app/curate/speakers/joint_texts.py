"""Joint texts of several countries: communiqués and declarations without `we`."""

from app.curate.speakers.article import Article
from app.curate.speakers.places import actor_named, actors_named
from app.curate.speakers.terms import Mention, MentionKind, Reading
from app.curate.speakers.tokens import Token, find_phrases
from app.domain.vocabulary import Coding

_TITLE = 4  # so many words at most before the words `joint statement` in a title
_LEAD = 12  # so many words at most before the comma behind which the subject follows
_BEFORE_NOUN = 4  # words such as `ninguno de los tres`


def signers_of_joint_text(article: Article) -> tuple[str, ...]:
    """The countries that sign the text if it is a joint text itself: if its title begins with words
    such as `joint statement`. They are in the title, or in the first sentence with several
    countries. None if it is not a joint text.
    """
    words = article.words
    for index, sentence in enumerate(article.sentences[:3]):
        tokens = article.tokens[index]
        title = tokens[: _TITLE + 2]
        found = sentence.is_heading and next(find_phrases(title, words.joint_texts), None)
        if not found or ":" in article.text[found[-1].end : sentence.end]:
            continue
        named = _countries(article, tokens)
        for behind in article.tokens[index + 1 : index + 5] if len(named) < 2 else ():
            named = _countries(article, behind)
            if len(named) > 1:
                break
        return named if len(named) > 1 else ()
    return ()


def _countries(article: Article, tokens: list[Token]) -> tuple[str, ...]:
    """The countries named before words that say what a text is about: `on Ukraine`."""
    lower = [one.lower for one in tokens]
    about = next((at for at, one in enumerate(lower) if one in article.words.topics), len(tokens))
    named = actors_named(article, tokens[:about])
    return tuple(one for one in named if one in article.known.countries)


def in_joint_text(
    article: Article,
    index: int,
    mentions: list[Mention],
    actors: tuple[str, ...],
    before: list[Reading],
) -> Reading | None:
    """The reading of a sentence of a joint text whose subject are those who sign it, or that goes
    on after such a sentence. That they met, or signed it, is narration.
    """
    signers, tokens = article.joint, article.tokens[index]
    sentence = article.sentences[index]
    if not signers or not tokens or article.has_quotation(sentence):
        return None
    if article.text[sentence.end - 1] not in ".;!" or tokens[0].lower in article.words.made:
        return None  # Vilnius, 3 November 2026; Done at Vilnius
    tokens = tokens[1:] if tokens[0].text.isdigit() else tokens  # 3. They …
    people = [one for one in mentions if one.kind is MentionKind.person]
    named = [article.text[one.start : one.end].lower() for one in people]
    if not tokens or any(one not in article.words.they for one in named):  # 3. Essi …
        return None
    last = before[-1] if before else None
    same = index > 0 and article.sentences[index - 1].paragraph == sentence.paragraph
    goes_on = same and last is not None and last.signed_for == signers
    if not goes_on and not _is_by(article, tokens):
        return None
    if article.words.meets.intersection(one.lower for one in tokens):
        return Reading(Coding.narration, actors=actors)
    return Reading(Coding.statement, None, signers, None, actors)


def _is_by(article: Article, tokens: list[Token]) -> bool:
    """Whether a sentence begins with those who sign a joint text, or has them as its subject behind
    words such as `In this context,`; in German behind the verb.
    """
    places = [
        at + 1
        for at, one in enumerate(tokens[:_LEAD])
        if article.text[one.end : one.end + 1] == ","
    ]
    if any(_is_signer(article, tokens, at) for at in (0, *places[:1])):
        return True
    inverted = range(1, _LEAD if article.words.compounds else 0)
    return any(_are_several(article, tokens, at) for at in inverted)


def _is_signer(article: Article, tokens: list[Token], at: int) -> bool:
    """Whether a word is a plural pronoun or a country that signs, or begins words for several
    countries or their ministers: `the three ministers`.
    """
    if not tokens[at:]:
        return False
    if tokens[at].lower in article.words.they or _are_several(article, tokens, at):
        return True
    for start in (at, at + 1):
        for length in (4, 3, 2, 1):
            part = tokens[start : start + length]
            whole = len(part) == length and part[0].capital and part[-1].capital
            if whole and (actor := actor_named(article, part)):
                return actor in article.joint
        if tokens[at].lower not in article.words.determiners:
            break
    return False


def _are_several(article: Article, tokens: list[Token], at: int) -> bool:
    """Whether words such as `the three` are at a place, perhaps with a noun behind them."""
    words = article.words
    nouns = words.joint | words.signers | words.joint_subjects | words.one_signer
    for before, one in enumerate(tokens[at : at + _BEFORE_NOUN + 1]):
        if one.lower in nouns:
            return before > 0
        if one.lower not in words.before_signers and not one.lower.isdigit():
            return before > 1 and tokens[at + before - 1].lower in words.several  # the three agree
    return False
