"""Doubts about a summary that says what the words of its claim do not say, or leaves out what they
limit: by words of the same meaning in both languages.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.build.check.doubts.actors_exchanged import actors_exchanged
from app.build.check.doubts.added import added
from app.build.check.doubts.affirmed import affirmed
from app.build.check.doubts.askers import askers_exchanged
from app.build.check.doubts.compared import Compared, Found, Named
from app.build.check.doubts.conditions import conditions_turned
from app.build.check.doubts.exchanged import exchanged
from app.build.check.doubts.found_names import words_of
from app.build.check.doubts.moments import (
    before_for_after,
    other_moment,
    peace_or_truce,
    time_of_waiting,
    until_for_once,
)
from app.build.check.doubts.order import other_order
from app.build.check.doubts.polarity import has, plainly_denied
from app.build.check.doubts.quantities import quantities_changed
from app.build.check.doubts.sides import sides_turned
from app.build.check.doubts.summaries import said_in, without
from app.build.check.doubts.tenses import other_tense
from app.build.check.doubts.things import (
    Lexicon,
    code_of,
    is_kept,
    knows_things,
    marked_in,
    named_in,
    things,
)
from app.build.check.doubts.turned import turned
from app.build.check.doubts.words import number_words, pattern, phrase, rows
from app.build.findings import DoubtCode

_CLAUSE = re.compile(r"[.,;:!?–—]")


def compare(one: Compared) -> Found | None:
    """What a summary says otherwise than its words, or more: the first that is found."""
    if not knows_things(one.language):
        return None
    for rule in (
        _unattributed, added, _opposite, _left_out, _condition_lost,
        _condition_unnamed, _denied_until, _votes, _numbered, _numbers_of_names,
        other_order, turned, conditions_turned, exchanged, sides_turned, other_moment,
        before_for_after, other_tense, peace_or_truce, _roles, actors_exchanged,
        askers_exchanged, quantities_changed, until_for_once, _in_place, affirmed, time_of_waiting,
    ):  # fmt: skip
        if found := rule(one):
            return found
    return None


def _said(matches: Iterable[re.Match[str]]) -> str:
    return repr(min(matches, key=lambda match: match.start())[0])


_TITLES = re.compile(
    r"\b(?:ministers?|president|chancellor|premier|leader|secretary|ambassador|spokes\w+|general|"
    r"speaker|deputy|head|he|she|they|it)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\b(?:unnamed|unidentified|anonym\w*|sources?|officials?|diplomats?|advis[eo]rs?|aides?|"
    r"people|person|insiders?|somebody|someone|one of|members?|officers?|according|spokes\w+|they|"
    r"an?)\b",
    re.IGNORECASE,
)
_FIRST = 12  # words with which a summary says whose words these are


def _unattributed(one: Compared) -> Found | None:
    """A summary that gives as a fact what somebody says, or as the words of somebody else."""
    if not one.names and not one.anonymous:
        return None
    first = " ".join(one.summary.split()[:_FIRST])
    if one.anonymous:
        named = bool(_SOMEBODY.search(first))
    else:
        named = any(word.folded in one.names for word in words_of(one.summary)) or bool(
            _TITLES.search(first)
            and any(has(kind, first) for kind in ("clear", "reporting", "naming"))
        )
    if not named:
        return DoubtCode.summary_too_strong, "the summary does not say whose words these are"
    if one.names and _somebody_else(one):
        return DoubtCode.summary_contrary, "the summary has somebody else say this"
    return None


_NAMES_ONLY = re.compile(r"(?:[A-Z][\w’'-]+ ?)+")


def _somebody_else(one: Compared) -> bool:
    """Whether a summary begins with another name than the speaker's and a verb of saying."""
    verbs = [pattern(kind, "en") for kind in ("clear", "reporting", "naming")]
    places = [found.start() for each in verbs if each and (found := each.search(one.summary))]
    head = one.summary[: min(places, default=0)]
    said = {word.folded for word in words_of(head)}
    other = _NAMES_ONLY.fullmatch(head) and not _TITLES.search(head)
    return bool(other and not said & one.names and head.split()[0] not in _NO_NAMES)


_NO_NAMES = frozenset(
    ["According", "Asked", "For", "In", "On", "If", "As", "When", "The", "A", "An"]
)


def _left_out(one: Compared) -> Found | None:
    """A limit, or how sure somebody is, that the summary leaves out."""
    for name, matches in marked_in(one.words, one.language).items():
        if name == "act.without":
            matches = [each for each in matches if not _is_manner(one, each)]
        if name == "quant.missing":
            asides = phrase(", ?{}[^,.;:!?]*", "relative", one.language)
            inside = [each.span() for each in asides.finditer(one.words)] if asides else []
            matches = [
                each
                for each in matches
                if not any(start <= each.start() < end for start, end in inside)
            ]
        if name in _TAGS:
            matches = [each for each in matches if not _is_tag(one, each)]
        matches = [each for each in matches if each[0].casefold() not in one.names]
        if matches and not is_kept(name, one.summary):
            code = DoubtCode.summary_too_strong
            if name.startswith("limit."):
                code = DoubtCode.summary_contrary
            return code, f"the source says {_said(matches)}, and the summary leaves it out"
    return None


_MARKS = re.compile(r"[«»“”„\"]")


def _is_manner(one: Compared, match: re.Match[str]) -> bool:
    """Whether a word only says how somebody speaks: “«…», he comments without bitterness”."""
    *quoted, clause = _MARKS.split(one.words[: match.start()])
    return bool(quoted) and any(has(kind, clause, one.language) for kind in ("clear", "reporting"))


_TAGS = ("mode.ironic", "act.fear")
_AUXILIARY = re.compile(r"(?:[,»”“!?]|^) ?(?:a |ha |hat |s[’']est |se )?$")
_INTRODUCES = re.compile(r"[^.;:!?]{0,80}: ?[«“„\"]")


def _is_tag(one: Compared, match: re.Match[str]) -> bool:
    """Whether a verb only reports quoted words, and how: “«…», he joked”, “He fears: «…»”. “He
    fears that …” is what he says.
    """
    if not _MARKS.search(one.words):
        return False
    tag = _AUXILIARY.search(one.words[: match.start()])
    return bool(tag or _INTRODUCES.match(one.words, match.end()))


@lru_cache(maxsize=32)
def _sides(code: str) -> Lexicon:
    """The words of both sides of each pair of opposites, the one with a plus behind its name."""
    lines = []
    for name, words in rows("contraries", code):
        one, _, other = words.partition(" : ")
        lines += [(f"{name}+", one), (f"{name}-", other)]
    return Lexicon(lines, whole=True)


_FEELINGS = ("support", "confirm", "believe", "hope", "willing", "for", "right")
"""Pairs of opposites that a verb of saying may have."""
_THAT = re.compile(r"\s+that\b")


def _opposite(one: Compared) -> Found | None:
    """A word of the summary whose opposite the source has: “above” for “sotto”."""
    code, words = code_of(one.language), without(one.claimed, one.language, "at_most")
    here = _sides("en").found(one.summary)
    there = _sides(code).found(words) if here else {}
    for side, matches in here.items():
        other = side[:-1] + ("-" if side.endswith("+") else "+")
        if other in here or other not in there or side in _sides(code).found(one.sentence):
            continue
        if side[:-1] not in _FEELINGS and all(
            _THAT.match(one.summary, each.end()) for each in matches
        ):
            continue  # “announces that”, “recalls that”
        denied = _denied_at(one.summary, matches[0], "en") != _denied_at(
            words, there[other][0], code
        )
        if denied and not side.startswith("all"):
            continue
        message = f"{_said(there[other])}, and the summary {_said(matches)}"
        return DoubtCode.summary_contrary, f"the source says {message}"
    return None


def _denied_at(text: str, match: re.Match[str], language: str) -> bool:
    """Whether the clause in which a word is denies it."""
    start = max(text.rfind(mark, 0, match.start()) for mark in ".,;:") + 1
    end = min(at for mark in ".,;:\0" if (at := (text + "\0").find(mark, match.end())) >= 0)
    behind = text[match.end() : end] if language in _DENIES_BEHIND else ""
    return plainly_denied(f"{text[start : match.start()]} {behind}", language)


_DENIES_BEHIND = frozenset(["de", "nl", "da", "sv", "no"])
"""Languages in which a denial may follow what it denies."""


def _condition_lost(one: Compared) -> Found | None:
    """A condition of the source where the summary has none at all."""
    summary = one.summary
    acts = has("promise", summary) or has("offer", summary) or has("may", summary)
    if (
        acts
        and has("condition", one.words, one.language)
        and not (has("limited", summary) or has("conditional", summary))
    ):
        message = "the source makes it depend on something, and the summary does not"
        return DoubtCode.summary_too_strong, message
    return None


_CONDITIONS = {
    "ceasefire": ("event.ceasefire",),
    "peace": ("event.ceasefire", "event.deal"),
    "peace_deal": ("event.deal", "event.ceasefire"),
    "mandate": ("event.mandate", "body.un"),
    "parliament_approval": ("body.parliament", "event.vote"),
    "us_backstop": (),
}
"""What a summary may call the conditions for which there are words."""


@lru_cache(maxsize=32)
def _all_conditions(code: str) -> re.Pattern[str] | None:
    """The words of all these conditions: most texts have none of them."""
    words = [found.pattern for kind in _CONDITIONS if (found := pattern(kind, code))]
    return re.compile("|".join(words), re.IGNORECASE) if words else None


@lru_cache(maxsize=128)
def condition_of(kind: str, code: str) -> re.Pattern[str] | None:
    """A condition of one kind with the word that makes something depend on it."""
    what = pattern(kind, code)
    marks = [
        each.pattern
        for relation in ("condition", "after", "without")
        if (each := pattern(relation, code))
    ]
    if what is None or not marks:
        return None
    between = r"[^.;:!?«»“”„]{0,60}?"
    return re.compile(rf"(?:{'|'.join(marks)}){between}{what.pattern}", re.IGNORECASE)


_HEARD = re.compile(r"before (?:the |a |an |its |\w+[’']s? )?(?:\w+ )?\w+$", re.IGNORECASE)


def _condition_unnamed(one: Compared) -> Found | None:
    """A condition of the source that the summary does not name, although it may have another."""
    every = _all_conditions(code_of(one.language))
    if not every or not every.search(one.words):
        return None
    kept = things(one.summary, "en")
    for kind, names in _CONDITIONS.items():
        if not has(kind, one.words, one.language):
            continue
        expression = condition_of(kind, code_of(one.language))
        found = expression.search(one.words) if expression else None
        if found and _is_of_saying(one, found):
            continue
        if found and kind == "parliament_approval" and _HEARD.match(found[0]):
            continue  # who speaks before a committee
        if found and not has(kind, one.summary) and not any(name in kept for name in names):
            message = f"the source says {found[0]!r}, and the summary does not"
            return DoubtCode.summary_too_strong, message
    return None


def _is_of_saying(one: Compared, found: re.Match[str]) -> bool:
    """Whether what seems to be a condition only names who speaks (“the union leader Washington
    Pincaybo”), or says when they spoke: “After the signing the minister said …”.
    """
    if any(word.folded in one.names for word in words_of(found[0])):
        return True
    verbs = [pattern(kind, one.language) for kind in ("clear", "reporting")]
    places = [
        verb.start() for each in verbs if each for verb in each.finditer(one.words, found.end())
    ]
    between = one.words[found.end() : min(places, default=0)]
    named = any(word.folded in one.names for word in words_of(between))
    return found.start() <= 1 and named and not _MARKS.search(between)


def _denied_until(one: Compared) -> Found | None:
    """What is denied only until or without something, and in the summary altogether."""
    if not has("plain_not", one.summary) or has("limited", one.summary):
        return None
    if _denied_without(one):
        message = "the source only denies it before or without something"
        return DoubtCode.summary_too_strong, message
    return None


def _denied_without(one: Compared) -> bool:
    """Whether a clause of the source denies something before or without another."""
    contrast, before = pattern("contrast", one.language), pattern("not_in_time", one.language)
    words = before.sub(" ", one.words) if before else one.words
    return any(
        plainly_denied(part, one.language) and has("without", part, one.language)
        for clause in _CLAUSE.split(words)
        for part in (contrast.split(clause) if contrast else [clause])
    )


_VOTES = re.compile(r"(\d+) (?:\w+ )?(?:to|against) (\d+)")


def _votes(one: Compared) -> Found | None:
    """Votes in the other order: “by 48 votes to 71”."""
    if found := _VOTES.search(one.summary):
        first, second = one.sentence.find(found[1]), one.sentence.find(found[2])
        if first > second >= 0:
            message = f"the summary says {found[0]!r}, and the source has the other order"
            return DoubtCode.summary_contrary, message
    return None


def _numbered(one: Compared) -> Found | None:
    """A number with what another number counts: “60 helicopters” for 60 doctors."""
    here = _counted(one.summary, "en")
    there = _counted(one.sentence, code_of(one.language)) if here else {}
    if found := _other_number(here, there):
        message = f"the summary counts with {found[0]} what the source counts with {found[1]}"
        return DoubtCode.summary_contrary, message
    return None


def _numbers_of_names(one: Compared) -> Found | None:
    """A number with the country or name of another number: “15 from Chile” for “30 de Chile”."""
    here = _numbered_names(one.summary, "en", one.strictly)
    there = _numbered_names(one.sentence, one.language, one.strictly) if here else {}
    if found := _other_number(here, there):
        message = f"the summary gives {found[0]} to whom the source gives {found[1]}"
        return DoubtCode.summary_contrary, message
    return None


def _other_number(
    here: Mapping[str, set[str]], there: Mapping[str, set[str]]
) -> tuple[str, str] | None:
    """A number of both texts whose things are those of another number there, and that number."""
    for number, what in here.items():
        if number in there and not what & there[number]:
            for other, counted in there.items():
                if other != number and what & counted:
                    return number, other
    return None


def _numbered_names(text: str, language: str, named: Named) -> dict[str, set[str]]:
    """The first name behind each number of a text: its word, and its country."""
    found: dict[str, set[str]] = {}
    for match in re.finditer(r"\d+(?:[.,]\d+)*", text):
        behind = re.split(r"[\d.,;:]", text[match.end() : match.end() + _COUNTED])[0]
        if name := re.search(r"[^\W\d_a-z][^\W\d_]{3,}", behind):
            found.setdefault(match[0], set()).update({name[0], *named(name[0], language)})
    return found


_AND = "and|or|et|ou|und|oder|e|ed|o|y|u"
_COUNTED = 30  # characters between a number and what it counts


def _counted(text: str, code: str) -> dict[str, set[str]]:
    """What each number of a text counts: the things right behind it."""
    values = number_words(code)
    numbers = [(match.end(), match[0]) for match in re.finditer(r"\d+(?:[.,]\d+)*", text)]
    numbers += [
        (match.end(), str(value))
        for match in re.finditer(r"[^\W\d_]+", text)
        if (value := values.get(match[0].casefold(), 0)) > 1
    ]
    where = sorted(
        (match.start(), name)
        for name, matches in (named_in(text) if code == "en" else things(text, code)).items()
        if name.startswith(_NOUNS)
        for match in matches
    )
    found: dict[str, set[str]] = {}
    for end, number in numbers:
        behind = [
            (at, name)
            for at, name in where
            if 0 < at - end < _COUNTED and not re.search(rf"[\d.,;:]|\b(?:{_AND})\b", text[end:at])
        ]
        if behind:
            first = behind[0][0]
            found.setdefault(number, set()).update(name for at, name in behind if at == first)
    return found


_NOUNS = ("form.", "event.", "body.")


def _roles(one: Compared) -> Found | None:
    """Two countries of one clause in the other order: who asks whom. In German a clause may begin
    with either of them.
    """
    if (
        len(one.countries) < 2
        or code_of(one.language) in _FREE_ORDER
        or _PASSIVE.search(one.summary)
        or (has("plain_not", one.summary) and plainly_denied(one.exact, one.language))
    ):
        return None
    here = _in_text(said_in(one.summary), "en", one.strictly)
    for clause in _CLAUSE.split(one.claimed):
        there = _in_text(clause, one.language, one.strictly)
        if len(here) == 2 and there == here[::-1]:
            message = "the summary has two countries in another order than the source"
            return DoubtCode.summary_contrary, message
    return None


_FREE_ORDER = frozenset(["de", "nl", "da", "sv", "no", "pl", "uk", "ru", "cs"])
_PASSIVE = re.compile(r"\b(?:by|from|of|for|with|to|in)\b")


def _in_text(text: str, language: str, named: Named) -> list[str]:
    """The countries of a text in the order in which it names them."""
    if len(named(text, language)) < 2:
        return []
    found: list[str] = []
    for match in re.finditer(r"[\w’'-]+", text):
        found += sorted(named(text[: match.end()], language) - set(found))
    return found


def _in_place(one: Compared) -> Found | None:
    """A country in place of another one that the sentence names."""
    here = one.countries
    if not here:
        return None
    named = one.strictly(one.sentence, one.language)
    others = named - one.loosely(one.summary, "en") - {one.own} if named else named
    if others and here - one.loosely(one.near, one.language) - {one.own}:
        message = "the summary names a country in place of another one that the sentence names"
        return DoubtCode.country_not_named, message
    return None
