"""Doubts about a summary that puts first what comes later in its words: “the newspapers first and
parliament afterwards”, “ships before a mandate”, “after the training” for “before the training”.
"""

import re
from functools import lru_cache

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.exchanged import marks
from app.build.check.doubts.polarity import has, is_negative
from app.build.check.doubts.summaries import said_in
from app.build.check.doubts.things import code_of
from app.build.check.doubts.words import pattern
from app.build.findings import DoubtCode

_Order = tuple[str, str]
"""What comes first, and what comes later."""

_SENTENCE = re.compile(r"[.;:!?«»“”\"–—]")
_PARTS = re.compile(r"[,;:.!?«»“”\"–—]|\b(?:and|und|et|y|ed?)\b")

_AROUND = ("before_it", "until_it", "after_that_it")
_AND = re.compile(r"\W*(?:and|und|et|y|ed?|not|nicht|non|no|pas)\b")
_RELATIVE = re.compile(r", (?:der|die|das|deren|dessen) [^,]*,")  # “der nicht genannt werden will”
_NEXT = re.compile(r" (?:and|und|et|y|ed?) (?!not\b)")


def other_order(one: Compared) -> Found | None:
    """An order of the summary that the words have the other way round, and nowhere so."""
    here = [_marked(each, "en", one) for each in _orders(said_in(one.summary), "en")]
    orders = _orders(one.words, one.language) if here else []
    there = [_marked(each, one.language, one) for each in orders]
    for first, second in here:
        if not first or not second:
            continue  # “after it”
        turned = kept = False
        for earlier, later in there:
            moved = bool(first & later), bool(second & earlier)
            same = bool(first & earlier), bool(second & later)
            turned = turned or sum(moved) > sum(same)
            kept = kept or sum(same) >= sum(moved) > 0 or (any(same) and not any(moved))
        if turned and not kept:
            message = "what the source puts first comes later in the summary"
            return DoubtCode.summary_contrary, message
    return None


def _marked(order: _Order, language: str, one: Compared) -> tuple[frozenset[str], frozenset[str]]:
    first, second = (marks(each, language, one) for each in order)
    return first - second, second - first


@lru_cache(maxsize=8)
def _any_order(code: str) -> re.Pattern[str]:
    """All words that put something in an order: most texts have none of them."""
    kinds = ("comes_first", *_AROUND)
    words = [found.pattern for kind in kinds if (found := pattern(kind, code))]
    return re.compile("|".join(words) or r"(?!)", re.IGNORECASE)


def _orders(text: str, language: str) -> list[_Order]:
    """All that a text has in an order, by words like “first” and “then”, “before” and “after”."""
    found: list[_Order] = []
    if not _any_order(code_of(language)).search(text):
        return found
    for sentence in _SENTENCE.split(text):
        found += _one_by_one(sentence, language)
        for kind in _AROUND:
            if order := _around(sentence, kind, language):
                found.append(order)
    return found


def _one_by_one(sentence: str, language: str) -> list[_Order]:
    """The parts of a sentence with “first” and with “then”, without these words."""
    first, then = pattern("comes_first", language), pattern("comes_then", language)
    if first is None or then is None:
        return []
    parts = [each for each in _PARTS.split(sentence) if each.strip()]
    early = [first.sub(" ", each) for each in parts if first.search(each)]
    late = [then.sub(" ", each) for each in parts if then.search(each) and not first.search(each)]
    return [(early[0], late[0])] if len(early) == len(late) == 1 else []


def _around(sentence: str, kind: str, language: str) -> _Order | None:
    """What a sentence has before something, and this; where the sentence begins with it, what comes
    before is behind the comma. What does not happen before or until something comes after it.
    """
    word = pattern(kind, language)
    places = list(word.finditer(sentence)) if word else []
    if len(places) != 1:
        return None
    (place,) = places
    head, tail = sentence[: place.start()], sentence[place.end() :]
    what, _, rest = tail.partition(",")
    what = _NEXT.split(what)[0]  # “before the summer and for a year”
    main = f"{head} {rest}"
    if not main.strip() or not what.strip():
        return None
    if kind == "after_that_it":
        return None if is_negative(head, language) else (what, main)
    # In German the denial may be behind; where the time comes first, it is behind the comma.
    around = _RELATIVE.sub(" ", sentence) if code_of(language) == "de" else head
    if not head.strip(" ,") and not _AND.match(rest):  # “before it, and not after it”
        around = rest
    if has("denied_twice", around, language):
        return None
    if has("plain_denial", around, language):
        return what, main
    return None if kind == "until_it" or is_negative(head, language) else (main, what)
