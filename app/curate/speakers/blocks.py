"""Words that are said without quotation marks, because a colon introduces them."""

from app.curate.speakers.article import Article
from app.curate.speakers.referents import speaker_of, statement_by
from app.curate.speakers.subjects import follows_preposition
from app.curate.speakers.terms import Cue, Mention, MentionKind, Reading
from app.domain.vocabulary import Coding

_BULLETS = "-–—•*"


def introduced_by(article: Article, index: int, before: list[Reading]) -> str | None:
    """Who says the sentences of a paragraph without quotation marks: the speaker of the paragraph
    before, if that one ends in a colon; of further paragraphs if they are items of the same list,
    or say we or I. None if nobody.
    """
    paragraph = _paragraph(article, index)
    first = paragraph[0]
    if first > len(before):
        return None  # one quotation runs over the border between the paragraphs
    if first < index == len(before) and _speaks_on(article, index, before):
        return before[-1].speaker
    if not first or _is_quoted(article, first):
        return None
    above = before[first - 1]
    start = article.sentences[first - 1]
    if above.coding is not Coding.statement or not above.speaker:
        return None
    if article.text[start.start : start.end].endswith(":"):
        return above.speaker
    if above.in_block and (
        _is_item(article, first)
        if _is_item(article, first - 1)
        else any(says_we(article, at) for at in paragraph)
    ):
        return above.speaker
    return None


def _speaks_on(article: Article, index: int, before: list[Reading]) -> bool:
    """Whether a sentence goes on with words that the sentence before begins behind a colon: `She
    said: We are ready. Our ships are here.`
    """
    if not before[-1].speaker or not says_we(article, index):
        return False
    if before[-1].in_block:
        return True
    cue, end = before[-1].cue, article.sentences[index - 1].end
    colon = article.text.find(": ", cue.end, end) if cue else -1
    return colon >= 0 and not any(
        colon < one.outer_end and one.outer_start < end for one in article.quotations
    )


def says_we(article: Article, index: int) -> bool:
    """Whether a sentence says we or I outside of quotations."""
    words = article.words
    return any(one.lower in words.we for one in article.tokens[index]) or any(
        one.lower.endswith(words.we_ends) for one in article.tokens[index][:6]
    )


def introduces(
    article: Article, index: int, mentions: list[Mention], before: list[Reading]
) -> Reading | None:
    """The reading of a sentence that introduces a text of somebody without a verb of saying: `She
    posted this message:`. None if it does not.
    """
    sentence, tokens = article.sentences[index], article.tokens[index]
    if not article.text[sentence.start : sentence.end].endswith(":"):
        return None
    words = article.words
    texts = words.papers | words.nouns | words.declarations
    if not any(one.lower in texts for one in tokens) or says_we(article, index):
        return None  # analysis from our editor
    kinds = (MentionKind.person, MentionKind.pronoun, MentionKind.body, MentionKind.role)
    for mention in mentions:
        if mention.kind in kinds and not follows_preposition(article, mention, tokens):
            cue = Cue(sentence.end, sentence.end, True)
            speaker = speaker_of(article, cue, mention, before)
            return statement_by(article, speaker, (), cue, mention) if speaker else None
    return None


def _paragraph(article: Article, index: int) -> range:
    """The sentences of the paragraph of a sentence."""
    number = article.sentences[index].paragraph
    first = last = index
    while first and article.sentences[first - 1].paragraph == number:
        first -= 1
    while last + 1 < len(article.sentences) and article.sentences[last + 1].paragraph == number:
        last += 1
    return range(first, last + 1)


def _is_item(article: Article, index: int) -> bool:
    """Whether the paragraph of a sentence is an item of a list."""
    first = article.sentences[_paragraph(article, index)[0]]
    return article.text[first.start] in _BULLETS


def _is_quoted(article: Article, index: int) -> bool:
    """Whether a sentence begins with a quotation mark."""
    start = article.sentences[index].start
    return any(start <= one.outer_start <= start + 2 for one in article.quotations)
