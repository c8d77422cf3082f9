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
    [
        "parliament",
        "government",
        "president",
        "minister",
        "press",
        "voters",
        "opposition",
        "court",
        "party",
    ]
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
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are)\b(?: \w+)? ?$")
_NO_VERB = re.compile(
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
    said = said_in(one.summary) if " that " in one.summary else one.summary
    here = set(_deeds(said, "en", one, summary=True))
    there = set(_deeds(one.words, one.language, one)) if here else set()
    for deed, by, to in sorted(here):
        if any(name == deed and other == by for name, _, other in here):
            continue  # “asks Ukraine to ask for it”
        sides = {(other_by, other_to) for name, other_by, other_to in there if name == deed}
        turned = any(_contradict((by, to), side) for side in sides)
        kept = any(
            (not by or side[0] in (by, ""))
            and (not to or side[1] in (to, ""))
            and not _contradict((by, to), side)
            for side in sides
        )
        instead = _OPPOSITE.get(deed)
        if instead and not sides:
            turned = any(name == instead and to and to == doer for name, doer, _ in there)
        others = {side[1] for side in sides}
        once = sum(name == deed for name, *_ in here) == 1
        known = once and to and others and "" not in others
        turned = turned or bool(known and not _are_alike(to, others, one.own))
        if turned and not kept:
            message = f"the summary exchanges who does something to whom: {deed!r}"
            return DoubtCode.summary_contrary, message
    return None


def _are_alike(to: str, others: set[str], own: str | None) -> bool:
    """Whether one of the others is meant: also the government of the speaker's own country, of
    which a summary names the country.
    """
    return (
        to in others or (to == own and bool(others & _BODIES)) or (to in _BODIES and own in others)
    )


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
            if code == "en" and _NO_VERB.search(clause[: verb.start()]):
                continue  # a noun: “a request”
            if _is_passive(clause, verb, code):
                continue
            by, to = _sides(actors, verb, clause, code)
            if code == "en" and _PASSIVE.search(clause[: verb.start()]) and not _ING.match(verb[0]):
                by, to = _passive(actors, verb, clause)
            if (
                by
                and code != "de"
                and _OTHER_NAME.search(clause[: verb.start()], _place(actors, by))
            ):
                by = ""  # “Switzerland will go if the OSCE asks”
            if (by or to) and by != to:
                yield name, by, to


def _passive(actors: list[_Actor], verb: re.Match[str], clause: str) -> tuple[str, str]:
    """By whom it is done in English, and to whom: “Panama is asked by Ukraine”."""
    ahead = [who for place, who, role in actors if place < verb.start() and role != "no"]
    behind = [who for place, who, _ in actors if place >= verb.end()]
    by = behind[0] if behind and _BY.match(clause, verb.end()) else ""
    return by, ahead[-1] if ahead and not verb[0].startswith(_OF_THINGS) else ""


_PASSIVES = {
    "de": re.compile(r"\b(?:war|waren|wurden?|worden|wird|werden?|sei|seien)\b"),
    "fr": re.compile(r"\b(?:été|est|sont|sera|seront|fut|furent)(?: \w+)? $"),
    "es": re.compile(r"\b(?:fue|fueron|sido|será|serán)(?: \w+)? $"),
    "it": re.compile(r"\b(?:stat[oaie]|viene|venne|vennero|verrà|è|sono|sarà)(?: \w+)? $"),
}
_ACTIVE = re.compile(r"\b(?:hat|habe|haben|hatten?|hätten?)\b")
_PARTICIPLE = re.compile(
    r"(?:\w{0,4}ge\w+|(?:be|er|ver)\w+)(?:t|en)$|.*(?:é|ée|és|ées|[aiou]t[oaie]|st[oaie]|ad[oa]s?|id[oa]s?)$"
)


def _is_passive(clause: str, verb: re.Match[str], code: str) -> bool:
    """Whether somebody is asked in another language than English."""
    words = _PASSIVES.get(code)
    if words is None or not _PARTICIPLE.match(verb[0]):
        return False
    if code == "de":
        return bool(words.search(clause)) and not _ACTIVE.search(clause)
    return bool(words.search(clause[: verb.start()]))


_ING = re.compile(r"\w+ing\b")
_BY = re.compile(r" by\b")
_OF_THINGS = ("offer", "propos", "giv", "promis", "sold", "lent", "deliver", "request")
"""Beginnings of verbs of which the subject may be a thing if they are passive."""

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
            who, role = "" if _is_of_another(word[0], one.summary) else own, "subject"
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
        if not who or (found and (_AND.match(before) or _again(found[-1], who, role))):
            continue
        beside = found and clause[found[-1][0] : word.start()]
        if beside and _BESIDE.fullmatch(beside) and (found[-1][1] in _BODIES) != (who in _BODIES):
            place, other, as_what = found.pop()  # “the Italian government”
            who, role = (other if who in _BODIES else who), as_what
            found.append((place, who, role))
        else:
            found.append((word.start(), who, role))
    return found


def _again(last: _Actor, who: str, role: str) -> bool:
    return last[1] == who and role != "object"


_BESIDE = re.compile(r"[^\W_]+ (?:(?:of|de|di|del|du|der|von) (?:the |la )?|d[’'])?")
"""A body and its country, of which only the country counts."""


def _is_of_another(pronoun: str, summary: str) -> bool:
    """Whether a pronoun means somebody else than who speaks: of whom the first one mostly is."""
    word, first = pronoun.casefold(), _GENDER.search(summary)
    if word == "they":
        return bool(_ASKED.search(summary))
    return bool(first and (first[0] in _HIS) != (word == "he"))


_HIS = ("he", "his", "him")
_GENDER = re.compile(r"\b(?:he|his|him|she|hers?)\b")


def _named(word: str, language: str, one: Compared) -> str:
    """The only country, or the body, that a word names."""
    bodies = meanings(word, language) & _BODIES
    countries = one.strictly(word, language)
    if len(countries) == 1 and bodies != {"parliament"}:  # “Dáil”
        return min(countries)
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


def _sides(actors: list[_Actor], verb: re.Match[str], clause: str, code: str) -> tuple[str, str]:
    """Who does it and to whom, each empty if it is not clear."""
    ahead = [each for each in actors if each[0] < verb.start()]
    behind = [each for each in actors if each[0] >= verb.end()]
    receivers = [
        who
        for place, who, role in ahead
        if role == "object" or (role == "to" and not _OF.search(clause, place, verb.start()))
    ]
    agents = [who for _, who, role in ahead if role in ("subject", "", "for")]
    late = [
        (who, role) for _, who, role in behind if role not in ("no", "for") or _is_wait(verb, code)
    ]
    if code == "de":
        return _german_sides(ahead, receivers, agents, [who for who, _ in late])
    if code in _DATIVE and any(words.fullmatch(verb[0]) for words in _with_dative(code)):
        nearest = [
            who
            for place, who, role in behind[:1]
            if role == "" and _RIGHT_BEHIND.fullmatch(clause, verb.end(), place + 1)
        ]
        agents = agents or nearest  # “lo ha chiesto Kiev”
        late = [each for each in late if each[1] in ("to", "object")]
    by = agents[-1] if agents else ""
    rest = [*(who for who, role in late if role != "subject"), *receivers]
    return by, rest[0] if rest else ""


_OF = re.compile(r"\b(?:de|di|que|che)\b|\b(?:d|qu)[’']")  # “accuses the president of having given”
_RIGHT_BEHIND = re.compile(
    r" (?:el |la |il |lo |le |i |l[’'])?[A-ZÀ-Ý]|"
    r" (?:el |il |le |los |les |i )(?=(?:gobierno|governo|gouvernement)\b)\w"
)
_DATIVE = frozenset(["fr", "es", "it"])
"""Languages in which a name without “to” behind some verbs is the one who does it."""


@lru_cache(maxsize=8)
def _with_dative(code: str) -> list[re.Pattern[str]]:
    names = ("ask", "offer", "promise", "answer", "give", "tell")
    return [words for name, words in _verbs(code) if name in names]


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
