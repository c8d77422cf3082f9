"""Doubts about what the summary and the notes of an entry say: words, alternatives and promises
that its evidence does not have. Both are in English, so their words can be compared.
"""

import re
from collections.abc import Iterator

from app.build.check.doubts.numbers import spelt, spelt_whole
from app.build.check.doubts.polarity import has
from app.build.check.doubts.said import Found, Said
from app.build.check.doubts.things import things
from app.build.findings import DoubtCode
from app.domain.vocabulary import Condition, Participation, Place

_CONTRARY, _STRONG = DoubtCode.stance_contrary, DoubtCode.stance_too_strong
_STEM = 4  # letters by which forms of a word are alike
_MANY_LOST = 3  # words of a summary, which is written more freely than a note


def entry_texts(said: Said) -> Iterator[Found]:
    """What is wrong in the texts of an entry, and where."""
    yield from _alternatives(said)
    yield from _unsaid(said)
    yield from _firmer(said)
    yield from _counted(said)
    yield from _other_peace(said)
    yield from _elsewhere(said)


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
    numbers |= {*_numbers(own), *map(str, spelt(own, "en"))}
    names, more = said.spoken_of, frozenset(things(own, "en"))
    stems, more_stems = _stems(pool), _stems(own)
    countries = said.countries | said.loosely(own, "en") | {said.entry.actor}
    known, named = stems | more_stems, names | more
    for text, where in said.texts:
        whole = {str(each) for each in spelt_whole(text, "en")}
        counted = {str(each) for each in spelt(text, "en")} if whole <= numbers else set()
        lost = [
            word
            for word in _WORDS.findall(_FOR_WHOM.sub("", text) if where[0] in _NOTES else text)
            if not _is_said(word, known, named, numbers | counted)
            and not (word[0].isupper() and word in said.text)
            and not said.loosely(word, "en") & countries
        ]
        if len(lost) >= (_MANY_LOST if where == ("summary",) else 1):
            yield _CONTRARY, f"no word of the evidence means {lost[0]!r}", where


_NOTES = ("contributions",)
_FOR_WHOM = re.compile(r" for the (?:[A-Z]\w+ )?[a-z]+$")  # “an aircraft for the Dominican doctors”


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", text)


def _stems(text: str) -> frozenset[str]:
    words = [word.casefold() for word in re.findall(r"[^\W_]+", text)]
    return frozenset(
        each[:_STEM] for word in words for each in (word, word.removeprefix("un")) if each
    )


def _is_said(word: str, stems: frozenset[str], names: frozenset[str], numbers: set[str]) -> bool:
    """Whether a word is one of the evidence, or may mean the same as one, or says little."""
    if word[0].isdigit():
        return word in numbers
    if value := spelt(word, "en"):
        return set(map(str, value)) <= numbers or bool(names & things(word, "en").keys())
    if has("of_entries", word):
        return True
    if any(each[:_STEM].casefold() in stems for each in re.split(r"[-’']", word)):
        return True
    return bool(names & things(word, "en").keys())


_WILL = re.compile(r"\b(?:will|shall)\b(?! not| never)")
_HEDGES = re.compile(
    r"\b(?:could|may|might|would|consider\w*|ready|willing|prepared|open|possib\w+|conceiv\w+|"
    r"imagin\w+|think\w*|examin\w+|look\w*|stud\w+|want\w*|suggest\w*|propos\w+|wish\w*|plan\w*|"
    r"whether|exclud\w+|rul\w+ out|discuss\w*|depend\w*|not|no|nobody|hop\w+|expect\w*|hedg\w+|"
    r"offer\w*|can|decid\w+|undecided|likely|perhaps|say no)\b"
)


def _firmer(said: Said) -> Iterator[Found]:
    """A summary that promises what the entry itself, or its evidence, only thinks possible."""
    entry, text = said.entry, said.entry.summary
    is_open = entry.participation is Participation.open
    if is_open and _WILL.search(text) and not _HEDGES.search(text):
        yield _STRONG, "the summary promises what the entry leaves open", ("summary",)


def _counted(said: Said) -> Iterator[Found]:
    """A number of a note that counts something else in the evidence."""
    there: dict[str, set[str]] = {}
    for _, statement in said.evidence:
        for number, noun in _nouns(statement.summary):
            there.setdefault(number, set()).add(noun)
    for text, where in said.texts:
        for number, noun in _nouns(text):
            others = {each for other, nouns in there.items() if other != number for each in nouns}
            if noun in others and there.get(number) and noun not in there[number]:
                message = f"the evidence has another number than {number} of these"
                yield _CONTRARY, message, where


def _nouns(text: str) -> list[tuple[str, str]]:
    """Each number of a text with the beginnings of the words behind it."""
    found = []
    for match in re.finditer(r"\d+(?:[.,]\d+)*", text):
        words = re.findall(
            r"\b(?!from|with)[a-z]{4,}", re.split(r"[\d.,;:]", text[match.end() :][:30])[0]
        )
        found += [(match[0], word[:_STEM].casefold()) for word in words[:2]]
    return found


def _other_peace(said: Said) -> Iterator[Found]:
    """A ceasefire as the condition where all texts only speak of peace, and the reverse."""
    coded = {each for group in said.entry.conditions for each in group.any_of}
    texts = [text for text, _ in said.texts] + [each.summary for _, each in said.evidence]
    truce, peace = (any(words.search(text) for text in texts) for words in (_TRUCE, _PEACE_DEAL))
    if coded & _BOTH == {Condition.ceasefire} and peace and not truce:
        yield _CONTRARY, "the evidence speaks of peace, and not of a ceasefire", ("conditions",)
    if coded & _BOTH == {Condition.peace_deal} and truce and not peace:
        yield _CONTRARY, "the evidence speaks of a ceasefire, and not of peace", ("conditions",)


_BOTH = {Condition.ceasefire, Condition.peace_deal}
_TRUCE = re.compile(
    r"\b(?:cease-?fire|truce|armistice|guns|weapons|fighting|shooting|shots?|hostilities|silent|"
    r"peaceful|fire)\b"
)
_PEACE_DEAL = re.compile(
    r"\bpeace\b(?! force| mission| operation| plan| corps)|\bagreement\b|\bdeal\b|\btreaty\b|"
    r"\bsettlement\b|\baccord\b|\bsigned\b"
)


def _elsewhere(said: Said) -> Iterator[Found]:
    """A place in Ukraine where the note names another country."""
    for number, each in enumerate(said.entry.contributions):
        if each.place is not Place.in_ukraine or not each.note:
            continue
        based = _BASED.search(each.note)
        if based and said.loosely(based[1], "en") - {"ukraine"} and "kraine" not in each.note:
            message = f"the note has it in {based[1]}"
            yield _CONTRARY, message, ("contributions", number, "place")


_BASED = re.compile(r"\b(?:in|at|from) ((?:the )?[A-Z]\w+)")
