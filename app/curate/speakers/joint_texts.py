"""Joint texts of several countries: communiqués and declarations without `we`."""

from app.curate.speakers.article import Article
from app.curate.speakers.cues import find_cues
from app.curate.speakers.places import actors_named, longest_name
from app.curate.speakers.terms import Mention, MentionKind, Reading
from app.curate.speakers.tokens import Token, find_phrases
from app.curate.text import Sentence
from app.domain.names import fold
from app.domain.vocabulary import Coding

_TITLE = 4  # so many words at most before the words `joint statement` in a title
_LEAD = 12  # so many words at most before the comma behind which the subject follows
_PRESS = 100  # sentences before one among which somebody may have spoken to the press
_LONG = 20  # so many words at most before the verb of a sentence with a list of countries
_BEFORE_NOUN = 4  # words such as `ninguno de los tres`


def signers_of_joint_text(article: Article) -> tuple[str, ...]:
    """The countries that sign the text if it is a joint text itself: if its title begins with words
    such as `joint statement`, or with `declaration` and the text with a list of countries. They are
    the first list in the title, or in the first sentences. None if it is not a joint text.
    """
    words = article.words
    for index, sentence in enumerate(article.sentences[:3]):
        tokens = article.tokens[index]
        if not sentence.is_heading:
            continue
        joint = next(find_phrases(tokens[: _TITLE + 2], words.joint_texts), None)
        plain = [one for one in tokens[:2] if one.lower in words.declarations | words.signed_texts]
        end = joint[-1].end if joint else plain[0].end if plain else None
        if end is None or ":" in article.text[end : sentence.end] or article.author[0]:
            continue
        named = _first_list(article, tokens) if joint else ()
        for behind in article.tokens[index + 1 : index + 5] if len(named) < 2 else ():
            named = _first_list(article, behind if joint else behind[:_LEAD])
            if joint and not words.meets.isdisjoint(one.lower for one in behind):
                each = actors_named(article, behind)  # the Italian minister and the Albanian one
                named = named or tuple(one for one in each if one in article.known.countries)
            if len(named) > 1:
                break
        return named if len(named) > 1 else ()
    return ()


def _first_list(article: Article, tokens: list[Token]) -> tuple[str, ...]:
    """The first countries that are named one after the other, with only commas, `and` and words
    such as `of the Republic of` between them: not the one that a text is about.
    """
    words = article.words
    small = words.conjunctions | words.of_names | words.determiners | words.of_speakers
    found: list[str] = []
    at = 0
    while at < len(tokens):
        actor, part = longest_name(article, tokens, at)
        if actor in article.known.countries and not _is_city(article, part):
            found.append(actor)
        elif not (tokens[at].lower in small or tokens[at].capital):
            if len(found) > 1:
                break
            found = []
        at += max(1, len(part))
    return tuple(dict.fromkeys(found))


def _is_city(article: Article, part: list[Token]) -> bool:
    """Whether words that name an actor are a city or building: Cotonou for Benin."""
    return fold(article.text[part[0].start : part[-1].end]) in article.known.metonyms


def in_joint_text(
    article: Article,
    index: int,
    mentions: list[Mention],
    actors: tuple[str, ...],
    before: list[Reading],
) -> Reading | None:
    """The reading of a sentence of a joint text: one whose subject are those who sign it, and what
    follows it, up to a heading, a quotation or the name of somebody. That they met, or signed it,
    is narration.
    """
    signers, tokens = article.joint, article.tokens[index]
    sentence = article.sentences[index]
    if not signers or not tokens or article.has_quotation(sentence):
        return None
    if article.text[sentence.end - 1] not in ".;:!" or tokens[0].lower in article.words.made:
        return None  # Vilnius, 3 November 2026; Done at Vilnius
    tokens = tokens[1:] if tokens[0].text.isdigit() else tokens  # 3. They …
    people = [one for one in mentions if one.kind is MentionKind.person]
    named = [article.text[one.start : one.end].lower() for one in people]
    others = any(one not in article.words.they for one in named)  # 3. Essi …
    by = bool(tokens) and _is_by(article, tokens)
    if others and not (by and len(set(actors) & set(signers)) > 1):
        return None  # nor The ministers of Italy, Carlo Neri, and of Jordan, Omar Aziz, agree
    if not by and not (before and before[-1].signed_for == signers):
        return None
    # Statements to the press are below the text. Only so many, that long texts take no longer.
    spoken = any(one.speaker for one in before[-_PRESS:])
    if spoken and not any(one.says for one in find_cues(article, tokens, sentence)):
        return None
    if (by and _tells_of_meeting(article, sentence, tokens)) or _tells_of_text(article, tokens):
        return Reading(Coding.narration, actors=actors)
    return Reading(Coding.statement, None, signers, None, actors)


def _tells_of_meeting(article: Article, sentence: Sentence, tokens: list[Token]) -> bool:
    """Whether a sentence says that those who sign met, and nothing else: not `The ministers,
    gathered in Riga, agreed`.
    """
    met = any(
        one.lower in article.words.meets and article.text[one.start - 2] != ","
        for one in tokens[:_LONG]
    )
    return met and not any(one.says for one in find_cues(article, tokens, sentence))


def _tells_of_text(article: Article, tokens: list[Token]) -> bool:
    """Whether a sentence begins with the text as the subject, and says how it was signed: `This
    statement is signed in two languages`.
    """
    words = article.words
    text = any(one.lower in words.signed_texts for one in tokens[:4])
    return text and any(one.lower in words.signs | words.made for one in tokens)


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
        if actor := longest_name(article, tokens, start)[0]:
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
