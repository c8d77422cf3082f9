"""Which quotations are words that somebody said, and which only the name of a thing."""

import re

from app.curate.language import WORD
from app.curate.quotations import Quotation
from app.curate.speakers.article import Article
from app.curate.speakers.terms import Mention
from app.curate.text import Sentence

_SENTENCE_END = re.compile(r"[.!?…]\s|\n")
_WORDS_OF_CLAUSE = 5  # quoted words from which on a quotation is a sentence and no label


def is_label(article: Article, quotation: Quotation) -> bool:
    """Whether the marks are round a name or a so-called thing and not round said words."""
    text, words = article.text, article.words
    near = text[max(0, quotation.outer_start - 40) : quotation.outer_start]
    before = [one.lower() for one in WORD.findall(_SENTENCE_END.split(near)[-1])]
    helping = words.auxiliaries | words.having | words.reflexives
    so_called = [
        at
        for at in range(max(0, len(before) - 2), len(before))
        if before[at] in words.so_called and not (at and before[at - 1] in helping)
    ]
    if so_called:  # le plan dit « X », and not: il se dit « prêt »
        return True
    inside = WORD.findall(text[quotation.start : quotation.end])
    names = 0 < len(inside) < 5 and all(one[:1].isupper() for one in inside)
    if names and not words.media.isdisjoint((inside[0].lower(), inside[-1].lower())):
        return True  # „Kieler Nachrichten“
    if _is_title(article, inside):
        return True  # publie « L’Ancre et l’Épée »
    longest = 1 if words.compounds else 4
    if 0 < len(inside) <= longest and inside[0][:1].isupper() and before[-1:]:
        return before[-1] in words.definite
    return False


def _is_title(article: Article, inside: list[str]) -> bool:
    """Whether words in marks are the title of a work, because all long ones have capitals."""
    long = [one for one in inside if len(one) > 3]
    capitals = all(one[0].isupper() for one in long)
    return not article.words.compounds and len(long) > 1 and len(inside) < 8 and capitals


def is_clause(article: Article, quotation: Quotation, sentence: Sentence) -> bool:
    """Whether a quotation is more than a label: words, a stop inside, or behind a colon."""
    words = WORD.findall(article.text[quotation.start : quotation.end])
    before = article.text[max(sentence.start, quotation.outer_start - 3) : quotation.outer_start]
    if before.rstrip().endswith(":"):
        return True
    behind = article.text[quotation.outer_end : sentence.end].strip(" .!?…,")
    if quotation.outer_start <= sentence.start and not behind:
        return True  # a sentence of its own
    label = is_label(article, quotation)
    return not label and (
        len(words) >= _WORDS_OF_CLAUSE
        or article.text[quotation.end - 1] in ".?!,"
        or (
            article.text[quotation.outer_end : quotation.outer_end + 1] == ","
            and quotation.outer_start == sentence.start
        )
    )


def are_said_words(article: Article, quotation: Quotation) -> bool:
    """Whether a quotation has several words and is no label, though it is no sentence."""
    words = WORD.findall(article.text[quotation.start : quotation.end])
    return len(words) > 1 and words[0][:1].islower() and not is_label(article, quotation)


def is_long(article: Article, quotation: Quotation) -> bool:
    """Whether a quotation has enough words to be a sentence."""
    words = WORD.findall(article.text[quotation.start : quotation.end])
    return len(words) >= _WORDS_OF_CLAUSE


def is_after_colon(article: Article, quotation: Quotation) -> bool:
    """Whether a colon is directly before a quotation."""
    return article.text[: quotation.outer_start].rstrip(" \u00a0").endswith(":")


def is_before_colon(article: Article, mention: Mention, quotation: Quotation) -> bool:
    """Whether a colon is between a mention and a quotation behind it."""
    return ":" in article.text[mention.end : quotation.outer_start][-3:]
