"""Doubts about what the summary and the notes of an entry say: words, alternatives and promises
that its evidence does not have. Both are in English, so their words can be compared.
"""

import re
from collections.abc import Iterator

from app.build.check.doubts.numbers import spelt
from app.build.check.doubts.polarity import has
from app.build.check.doubts.said import Found, Said
from app.build.check.doubts.things import things
from app.build.findings import DoubtCode
from app.domain.vocabulary import Participation

_CONTRARY, _STRONG = DoubtCode.stance_contrary, DoubtCode.stance_too_strong
_STEM = 4  # letters by which forms of a word are alike
_MANY_LOST = 3  # words of a summary, which is written more freely than a note


def entry_texts(said: Said) -> Iterator[Found]:
    """What is wrong in the texts of an entry, and where."""
    yield from _alternatives(said)
    yield from _unsaid(said)
    yield from _firmer(said)


_EITHER = re.compile(
    r"\b(?:or|either|failing that|enough|suffic\w+|also|something|"
    r"alternativ\w+|one of|whichever|replace\w*)\b",
    re.IGNORECASE,
)
_ONE_IS_ENOUGH = re.compile(
    r"\beither\b[^.;]*\bor\b|\bone of (?:the |them|these )?(?:two|both)?\b[^.;]*\benough\b|"
    r"\bor\b[^.;]*\b(?:would be|is|are) enough\b",
    re.IGNORECASE,
)


def _alternatives(said: Said) -> Iterator[Found]:
    """Conditions of which one is enough, where the evidence says that all of them must be met, and
    the reverse.
    """
    texts = [statement.summary for _, statement in said.evidence]
    or_words = any(_EITHER.search(text) for text in texts)
    conditions = said.entry.conditions
    for number, group in enumerate(conditions):
        if len(group.any_of) > 1 and not or_words:
            message = "no word of the evidence says that one of these conditions is enough"
            yield _CONTRARY, message, ("conditions", number)
    each_alone = len(conditions) > 1 and all(len(group.any_of) == 1 for group in conditions)
    if each_alone and any(_ONE_IS_ENOUGH.search(text) for text in texts):
        message = "the evidence says that one of these conditions is enough"
        yield _CONTRARY, message, ("conditions",)


_WORDS = re.compile(r"[^\W\d_][\w’'-]+|\d+(?:[.,]\d+)*")


def _unsaid(said: Said) -> Iterator[Found]:
    """Words and numbers of a note, or several words of the summary, that no evidence has."""
    evidence = [(statement, said.language(item)) for item, statement in said.evidence]
    own = said.of_actor
    pool = " ".join(f"{each.summary} {each.exact or ''}" for each, _ in evidence)
    numbers = set(_numbers(pool))
    for each, language in evidence:
        numbers |= set(map(str, spelt(each.summary, "en") | spelt(each.exact or "", language)))
    names, more = said.spoken_of, frozenset(things(own, "en"))
    stems, more_stems = _stems(pool), _stems(own)
    countries = said.countries | said.loosely(own, "en") | {said.entry.actor}
    known, named = stems | more_stems, names | more
    for text, where in said.texts:
        lost = [
            word
            for word in _WORDS.findall(text)
            if not _is_said(word, known, named, numbers)
            and not said.loosely(word, "en") & countries
        ]
        if len(lost) >= (_MANY_LOST if where == ("summary",) else 1):
            yield _CONTRARY, f"no word of the evidence means {lost[0]!r}", where


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", text)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM].casefold() for word in re.findall(r"[^\W_]+", text))


def _is_said(word: str, stems: frozenset[str], names: frozenset[str], numbers: set[str]) -> bool:
    """Whether a word is one of the evidence, or may mean the same as one, or says little."""
    if word[0].isdigit():
        return word in numbers
    if has("of_entries", word):
        return True
    if any(each[:_STEM].casefold() in stems for each in re.split(r"[-’']", word)):
        return True
    if spelt(word, "en") and set(map(str, spelt(word, "en"))) <= numbers:
        return True
    return bool(names & things(word, "en").keys())


_WILL = re.compile(r"\b(?:will|shall)\b(?! not| never)")
_HEDGES = re.compile(
    r"\b(?:could|may|might|would|consider\w*|ready|willing|prepared|open|possib\w+|conceiv\w+|"
    r"imagin\w+|think\w*|examin\w+|look\w*|stud\w+|want\w*|suggest\w*|propos\w+|wish\w*|plan\w*|"
    r"whether|exclud\w+|rul\w+ out|discuss\w*|depend\w*|not|no|nobody|hop\w+|expect\w*|hedg\w+|if|"
    r"offer\w*|can|decid\w+|undecided|likely|perhaps|say no)\b"
)


def _firmer(said: Said) -> Iterator[Found]:
    """A summary that promises what the entry itself, or its evidence, only thinks possible."""
    entry, text = said.entry, said.entry.summary
    is_open = entry.participation is Participation.open
    if is_open and _WILL.search(text) and not _HEDGES.search(text):
        yield _STRONG, "the summary promises what the entry leaves open", ("summary",)
