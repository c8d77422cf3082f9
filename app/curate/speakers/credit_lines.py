"""Lines that only say who made the text: `By Nora Lind`, `Das Gespräch führte Jan Voss.`"""

from app.curate.speakers.article import Article
from app.curate.speakers.tokens import Token

_LONGEST = 12  # words of such a line
_LABELLED = 7  # words of `Interview: Nora Lind, Fotos: Jan Voss`
_FIRST, _LAST = 8, 4  # sentences at the beginning and at the end that may be one


def find_credit_lines(article: Article) -> frozenset[int]:
    """The sentences that only say who made the text. The text speaks of nobody named there."""
    count = len(article.sentences)
    reach = {*range(1, min(_FIRST, count)), *range(max(1, count - _LAST), count)}
    return frozenset(at for at in reach if _is_credit_line(article, at))


def _is_credit_line(article: Article, index: int) -> bool:
    """Whether a sentence is a paragraph of its own, is short, and names who made the text."""
    sentence, tokens = article.sentences[index], article.tokens[index]
    alone = all(
        article.sentences[at].paragraph != sentence.paragraph
        for at in (index - 1, index + 1)
        if at < len(article.sentences)
    )
    if not alone or not 1 < len(tokens) <= _LONGEST or article.has_quotation(sentence):
        return False
    words, first = article.words, tokens[0].lower
    line = article.text[sentence.start : sentence.end]
    if ":" in line and first in words.credits | words.interviews | words.genres | words.bylines:
        return len(tokens) <= _LABELLED
    if line.endswith(("!", "?", ":")):
        return False
    ours = first in words.prepositions | words.bylines and tokens[1].lower in words.we
    if ours or (first in words.bylines and tokens[1].capital):
        return True  # dal nostro inviato Piero Valsecchi
    name = _name_at_end(article, tokens)
    if not name or article.text.count(name[-1].text) > 1:
        return False  # the text speaks of this person
    before = tokens[: tokens.index(name[0])]
    if not before:
        return not (sentence.is_heading or words.compounds or line.endswith("."))
    by = before[-1].lower in words.bylines
    called = any(one.lower in words.interviews | words.genres for one in before[:2])
    guest = before[-1].lower in words.prepositions - words.of_names  # Interview mit Jan Voss
    return (by and not line.endswith(".")) or (called and not guest)


def _name_at_end(article: Article, tokens: list[Token]) -> list[Token]:
    """The name of two or three words with which a line ends, perhaps with a place behind it."""
    words, end = article.words, len(tokens)
    if end > 3 and tokens[-2].lower in words.before_places:
        end -= 2  # … in Santiago
    first = end
    while first and (tokens[first - 1].capital or tokens[first - 1].lower in words.name_particles):
        first -= 1
    while first < end and not tokens[first].capital:
        first += 1
    name = tokens[max(first, end - 3) : end]
    return name if len(name) > 1 and name[-1].text[1:].islower() else []
