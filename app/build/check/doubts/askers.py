"""Doubts about a summary that exchanges who asks and who is asked, who invites and who is invited:
the two sides of a verb with somebody at each end.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.summaries import said_in
from app.build.check.doubts.things import code_of, meanings
from app.build.check.doubts.words import pattern, rows
from app.build.findings import DoubtCode

_Deed = tuple[str, str, str]
"""What is done, by whom, and to whom."""

_Actor = tuple[int, str, str]
"""Where somebody is named, who, and as what: `subject`, `object`, `to`, `for`, `no` or nothing."""

_BODIES = frozenset(
    ["parliament", "government", "president", "press", "voters", "opposition", "court", "party"]
)
"""Meanings of words for those that may ask or be asked, beside countries."""
_WORD = re.compile(r"[^\W_]+")
_CLAUSES = re.compile(
    r"[.,;:!?«»“”\"()]|\b(?:and|but|und|aber|et|mais|e|ma|y|pero)\b(?= (?:that|we|I|he|she|they|"
    r"wir|ich|er|sie|nous|je|il|elle|ils|io|noi|yo|nosotros|que|qu|che|dass|[Kk]yiv)\b)|"
    r"\b(?:if|when|once|because|whether|that|who|which|while|unless|wenn|dass|ob|si|que|quand|qui|"
    r"lorsque|parce|se|che|quando|perché|cuando|porque|quien)\b|\bqu[’']"
)
_AND = re.compile(r"(?:and|und|et|e|ed|y)$")
_NO_VERB = re.compile(
    r"\b(?:was|were|been|being|be|is|are)\b(?: \w+)? ?$|"  # passive, or else a noun: “a request”
    r"\b(?:an?|the|its|his|her|their|our|no|any|this|that|such|every|each|another|written|formal|"
    r"official|first|without)\b ?$"
)
_SUBJECTS = re.compile(r"(?:she|he|they)$", re.IGNORECASE)
# “asks the neighbours to give what they owe”
_ASKED = re.compile(
    r"\b(?:asks|calls on|urges|tell\w+|warns|invites|accuses|wants|reproaches|reminds) "
    r"(?:the|his|her|its|their|all|other) (?:\w+ )?\w+s\b"
)
_OBJECTS = re.compile(r"(?:her|him)$", re.IGNORECASE)
_NOT_POSSESSIVE = re.compile(
    r"\W*$|\W+(?:for|to|about|that|whether|a|an|the|no|some|\d+|if|not|when|in|only)\b"
)


def askers_exchanged(one: Compared) -> Found | None:
    """A deed of the summary whose two sides the source has the other way round."""
    here = set(_deeds(said_in(one.summary), "en", one, summary=True))
    there = set(_deeds(one.words, one.language, one)) if here else set()
    for deed, by, to in sorted(here):
        sides = {(other_by, other_to) for name, other_by, other_to in there if name == deed}
        kept = any(
            (not by or side[0] in (by, "")) and (not to or side[1] in (to, "")) for side in sides
        )
        turned = any(_contradict((by, to), side) for side in sides)
        instead = _OPPOSITE.get(deed)
        if instead and not sides:
            turned = any(name == instead and to and to == doer for name, doer, _ in there)
        if turned and not kept:
            message = f"the summary exchanges who does something to whom: {deed!r}"
            return DoubtCode.summary_contrary, message
    return None


_OPPOSITE = {"offer": "ask", "ask": "offer"}


def _contradict(here: tuple[str, str], there: tuple[str, str]) -> bool:
    """Whether who does it here is to whom it is done there, and the reverse as far as known."""
    pairs = list(zip(here, reversed(there), strict=True))
    return any(one and one == other for one, other in pairs) and all(
        one == other or not one or not other for one, other in pairs
    )


@lru_cache(maxsize=8)
def _verbs(code: str) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (name, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
        for name, words in rows("transfers", code)
    ]


@lru_cache(maxsize=8)
def _any_verb(code: str) -> re.Pattern[str]:
    """All these verbs: most texts have none of them."""
    words = "|".join(words for _, words in rows("transfers", code))
    return re.compile(rf"(?<!\w)(?:{words or '(?!)'})(?!\w)", re.IGNORECASE)


def _deeds(text: str, language: str, one: Compared, *, summary: bool = False) -> Iterator[_Deed]:
    """The deeds of a text of which a side is known."""
    code = code_of(language)
    if not _any_verb(code).search(text):
        return
    for clause in _CLAUSES.split(text):
        verbs = [(name, found) for name, words in _verbs(code) for found in words.finditer(clause)]
        if not verbs:
            continue
        actors = _actors(clause, language, one, summary=summary)
        for name, verb in verbs:
            passive = code == "en" and _NO_VERB.search(clause[: verb.start()])
            by, to = _sides(actors, verb, code)
            if (
                by
                and code != "de"
                and _OTHER_NAME.search(clause[: verb.start()], _place(actors, by))
            ):
                by = ""  # “Switzerland will go if the OSCE asks”
            if (by or to) and by != to and not passive:
                yield name, by, to


_OTHER_NAME = re.compile(r"[a-zà-ÿ]\S* (?:\w[’'])?(?-i:[A-ZÀ-Ý])")


def _place(actors: list[_Actor], who: str) -> int:
    """Where somebody is named last."""
    return max(place for place, each, _ in actors if each == who)


@lru_cache(maxsize=64)
def _whole(kind: str, code: str) -> re.Pattern[str]:
    words = pattern(kind, code)
    return re.compile(rf"(?:{words.pattern})$" if words else r"(?!)", re.IGNORECASE)


def _actors(clause: str, language: str, one: Compared, *, summary: bool) -> list[_Actor]:
    """All who are named in a clause, in their order."""
    code, own = code_of(language), one.own or ""
    found: list[_Actor] = []
    words = list(_WORD.finditer(clause))
    for number, word in enumerate(words):
        before = clause[words[number - 1].start() : words[number - 1].end()] if number else ""
        of = words[number - 2][0] if number > 1 else ""
        who, role = "", ""
        if summary and _SUBJECTS.match(word[0]):
            others = word[0].casefold() == "they" and _ASKED.search(one.summary)
            who, role = "" if others else own, "subject"
        elif summary and _OBJECTS.match(word[0]):
            if _NOT_POSSESSIVE.match(clause, word.end()):
                who, role = own if word[0].casefold() == "her" else "", "object"
        elif _whole("own_object", code).match(word[0]):
            who, role = own, "object"
            if not (found or before) and _whole("own_subject", code).match(word[0]):
                role = "subject"  # “nous”
        elif _whole("own_subject", code).match(word[0]):
            who, role = own, "subject"
        elif not summary and _whole("other_subject", code).match(word[0]):
            found.append((word.start(), "", "subject"))
        else:
            who = _named(word[0], language, one)
            role = _by_preposition(before, of, code)
        if who and not (found and (found[-1][1] == who or _AND.match(before))):
            found.append((word.start(), who, role))
    return found


def _named(word: str, language: str, one: Compared) -> str:
    """The only country, or the body, that a word names."""
    countries = one.strictly(word, language)
    if len(countries) == 1:
        return min(countries)
    bodies = meanings(word, language) & _BODIES
    return min(bodies) if len(bodies) == 1 else ""


def _by_preposition(before: str, of: str, code: str) -> str:
    for word in (before, of if before[:1].islower() and len(before) <= _ARTICLE else ""):
        if _whole("for_subject", code).match(word):
            return "for"  # “for Kyiv to ask”
        if _whole("to_receiver", code).match(word):
            return "to"
        if _whole("no_receiver", code).match(word):
            return "no"
    return ""


_ARTICLE = 5  # letters


def _sides(actors: list[_Actor], verb: re.Match[str], code: str) -> tuple[str, str]:
    """Who does it and to whom, each empty if it is not clear."""
    ahead = [each for each in actors if each[0] < verb.start()]
    behind = [each for each in actors if each[0] >= verb.end()]
    receivers = [who for _, who, role in ahead if role in ("object", "to")]
    agents = [who for _, who, role in ahead if role in ("subject", "", "for")]
    late = [
        (who, role) for _, who, role in behind if role not in ("no", "for") or _is_wait(verb, code)
    ]
    if code == "de":
        return _german_sides(ahead, receivers, agents, [who for who, _ in late])
    by = agents[-1] if agents else ""
    rest = [*(who for who, role in late if role != "subject"), *receivers]
    return by, rest[0] if rest else ""


def _german_sides(
    ahead: list[_Actor], receivers: list[str], agents: list[str], late: list[str]
) -> tuple[str, str]:
    """Who does it and to whom, by their order: only who is first, or beside a pronoun, does it."""
    if receivers and not agents:  # “hat uns gebeten”, “uns bittet Kiew”
        agents, late = late[:1], late[1:]
    first = bool(ahead) and ahead[0][0] <= _START
    if not agents or not (first or receivers):
        return "", ""
    rest = [*receivers, *agents[1:], *late]
    return agents[0], rest[0] if rest else ""


_START = 4  # letters before the first noun of a clause: an article


def _is_wait(verb: re.Match[str], code: str) -> bool:
    """Whether somebody waits: for an answer “of” or “from” another."""
    waits = dict(_verbs(code)).get("wait")
    return bool(waits and waits.fullmatch(verb[0]))
