"""Letters to a paper: all their sentences are those of the one who signs them."""

import re

from app.curate.speakers.article import Article
from app.curate.speakers.names import find_names
from app.curate.speakers.terms import MentionKind

_GREETING = re.compile(r"[^.!?\n]{3,60}?[,:!](?=\s|$)")
_LONGEST = 12  # words of a line with a signature: a name and a role


def find_letter(article: Article) -> dict[int, str | None]:
    """The sentences of a letter, from its greeting to the line with its signature: who signs it,
    and None for that line. Nothing if the text has no letter. A paper's answer below is not part
    of it.
    """
    first = next((at for at in range(len(article.sentences)) if _greets(article, at)), None)
    if first is None:
        return {}
    for at in range(first + 1, len(article.sentences)):
        if signer := _signer(article, at):
            inside = range(first, at)
            spoken = {one: signer for one in inside if not article.sentences[one].is_heading}
            return {**spoken, at: None}
    return {}


def _greets(article: Article, at: int) -> bool:
    """Whether a sentence begins a paragraph with the greeting of a letter: `Gentile direttore,`."""
    sentence, tokens = article.sentences[at], article.tokens[at]
    begins = at > 0 and article.sentences[at - 1].paragraph != sentence.paragraph
    if not begins or not tokens or tokens[0].lower not in article.words.salutations:
        return False
    text = article.text[sentence.start : sentence.end]
    return bool(_GREETING.match(text)) and article.text[tokens[0].start - 1] == "\n"


def _signer(article: Article, at: int) -> str | None:
    """The person who signs a letter in this line, which has nothing but a name, perhaps with a role
    or a place behind it.
    """
    sentence, tokens = article.sentences[at], article.tokens[at]
    alone = all(
        not 0 <= other < len(article.sentences)
        or article.sentences[other].paragraph != sentence.paragraph
        for other in (at - 1, at + 1)
    )
    ended = article.text[sentence.end - 1] in ".!?:"
    if not alone or ended or not 1 < len(tokens) <= _LONGEST:
        return None
    people = [one for one in find_names(article, tokens) if one.kind is MentionKind.person]
    first = min(people, key=lambda one: one.start, default=None)
    if first is None:
        return None
    before = [one for one in tokens if one.start < first.start]  # a mention may be the family name
    small = article.words.name_particles
    return first.id if all(one.capital or one.lower in small for one in before) else None
