"""Interviews: paragraphs that begin with who speaks, or that ask and answer."""

import re
from collections import Counter, defaultdict

from app.curate.language import WORD
from app.curate.speakers.article import Article
from app.curate.speakers.blocks import says_we
from app.curate.speakers.cues import find_cues
from app.curate.speakers.names import find_names
from app.curate.speakers.terms import MentionKind

_LABEL = re.compile(r"([^\W\d_][^:.!?;,\n“”\"«»„]{0,40}?)[ \u00a0\u202f]?:\s+(?=\S)")
_LETTER = re.compile(r"([^\W\d_]{1,10})(?:\.[-–—]?|:)\s+")
_TURNS = 4  # labelled paragraphs of an interview


def find_turns(article: Article) -> dict[int, str | None]:
    """The sentences of the turns of an interview: who answers, or None in a question.

    It is an interview if several paragraphs have such labels, and those with one of the labels
    mostly ask. A paragraph without a label belongs to nobody's turn.
    """
    paragraphs: dict[int, list[int]] = defaultdict(list)
    for at, sentence in enumerate(article.sentences):
        paragraphs[sentence.paragraph].append(at)
    labels: dict[int, tuple[str, int]] = {}
    for number, inside in paragraphs.items():
        first = article.sentences[inside[0]]
        match = _LABEL.match(article.text, first.start, first.end)
        if match and all(one[:1].isupper() for one in WORD.findall(match[1])):
            labels[number] = match[1], match.end(1)
    if found := _turns_of_letters(article, paragraphs) or _turns_without_labels(
        article, paragraphs
    ):
        return found
    asking: Counter[str] = Counter()
    for number, (label, _) in labels.items():
        last = article.sentences[paragraphs[number][-1]]
        asking[label] += 1 if article.text[last.start : last.end].rstrip().endswith("?") else -1
    asks = {label for label, balance in asking.items() if balance > 0}
    if len(labels) < _TURNS or not asks or not asking.keys() - asks:
        return {}
    turns: dict[int, str | None] = {}
    for number, (label, end) in labels.items():
        inside = paragraphs[number]
        named = [one for one in find_names(article, article.tokens[inside[0]]) if one.start < end]
        if label in asks:
            turns |= dict.fromkeys(inside)
        elif named and named[0].kind is MentionKind.person:
            turns |= dict.fromkeys(inside, named[0].id)
    return turns


def _turns_of_letters(article: Article, paragraphs: dict[int, list[int]]) -> dict[int, str | None]:
    """The turns of an interview whose labels are letters or words: `P.` and `R.`, `Frage:`."""
    words = article.words
    turns: dict[int, str | None] = {}
    questions = 0
    guest = None
    for inside in paragraphs.values():
        start = article.sentences[inside[0]].start
        found = _LETTER.match(article.text, start)
        label = found[1].lower() if found else ""
        if label in words.asks:
            guest = guest or _guest_before(article, inside[0])
            turns |= dict.fromkeys(inside)
            questions += 1
        elif label in words.answers and guest:
            turns |= dict.fromkeys(inside, guest)
        elif turns and inside[0] - 1 in turns and turns[inside[0] - 1] and not found:
            continue
    return turns if questions > 1 and guest else {}


def _turns_without_labels(
    article: Article, paragraphs: dict[int, list[int]]
) -> dict[int, str | None]:
    """The turns of an interview without labels: paragraphs that end in a question mark, each
    with a paragraph behind it that answers, for most of the text. In an article that answers its
    own questions, nobody says you, I or we, most answers cite somebody, and the title has no
    quotation.
    """
    numbers = list(paragraphs)
    asks: list[int] = []
    for at, number in enumerate(numbers):
        behind = bool(asks) and asks[-1] == at - 1  # an answer may have questions inside
        if at and _is_question(article, paragraphs[number], anywhere=bool(asks) and not behind):
            asks.append(at)
    answered = [at for at in asks if at + 1 < len(numbers) and at + 1 not in asks]
    if len(answered) < 3:
        return {}
    end = answered[-1] + 2
    while end + 1 < len(numbers) and _says_you(article, paragraphs[numbers[end]]):
        end += 2  # a last question without a question mark
    reach = range(asks[0], end)
    inside = [at for number in numbers[reach.start : reach.stop] for at in paragraphs[number]]
    spoken = sum(_says_we_or_you(article, at) for at in inside) > 1
    others = sum(_cites_others(article, paragraphs[numbers[at + 1]]) for at in answered)
    free = article.has_quotation(article.sentences[0]) or 2 * others < len(answered)
    short = free and 4 * len(answered) >= len(numbers)
    if not (short or (spoken and 4 * len(answered) >= len(reach))):
        return {}
    guest = _guest_before(article, paragraphs[numbers[asks[0]]][0])
    if guest is None:
        return {}
    turns: dict[int, str | None] = {}
    asked = False
    for at in reach:
        goes_on = at + 1 in asks or _is_quoted(article, paragraphs[numbers[at]])
        asked = at in asks or (not asked and not goes_on)
        turns |= dict.fromkeys(paragraphs[numbers[at]], None if asked else guest)
    return turns


def _says_we_or_you(article: Article, index: int) -> bool:
    """Whether a sentence says I, we or you outside of quotations."""
    words = article.words
    return says_we(article, index) or any(
        (one.text if words.compounds else one.lower) in words.you for one in article.tokens[index]
    )


def _cites_others(article: Article, inside: list[int]) -> bool:
    """Whether a paragraph has a quotation inside, or a verb of saying, as the text of somebody who
    answers questions of readers has.
    """
    first, last = article.sentences[inside[0]], article.sentences[inside[-1]]
    quoted = any(first.start < one.outer_start < last.end for one in article.quotations)
    return quoted or any(
        cue.says
        for at in inside
        for cue in find_cues(article, article.tokens[at], article.sentences[at])
    )


def _says_you(article: Article, inside: list[int]) -> bool:
    """Whether a paragraph of one sentence speaks to somebody: `Russia threatens you.`"""
    words = article.words
    said = article.tokens[inside[0]][1:]
    you = any((one.text if words.compounds else one.lower) in words.you for one in said)
    return len(inside) == 1 and you


def _is_quoted(article: Article, inside: list[int]) -> bool:
    """Whether a paragraph begins with a quotation mark."""
    start = article.sentences[inside[0]].start
    return any(one.outer_start == start for one in article.quotations)


def _is_question(article: Article, inside: list[int], *, anywhere: bool) -> bool:
    """Whether a paragraph asks something, and is not inside quotation marks: it ends in a question
    mark, or is short and has one `anywhere`.
    """
    first, last = article.sentences[inside[0]], article.sentences[inside[-1]]
    text = article.text[first.start : last.end].rstrip(' ”»“"')
    asks = text.endswith("?") or (anywhere and "?" in text and len(inside) < 4)
    return asks and not any(one.outer_start == first.start for one in article.quotations)


def _guest_before(article: Article, index: int) -> str | None:
    """The person named most before the first question; of several, the one named most in all of
    the text. A body is no guest.
    """
    bodies = {name for name, voice in article.people.items() if voice.is_body}
    named = [
        Counter(
            one.id
            for tokens in part
            for one in find_names(article, tokens)
            if one.kind is MentionKind.person and one.id not in bodies
        )
        for part in (article.tokens[:index], article.tokens[index:])
    ]
    before, after = named
    return max(before, key=lambda one: (before[one], after[one]), default=None)
