"""Doubts about summaries: one that says the opposite of its words, or more than they do."""

import re
from collections.abc import Callable

from app.build.check.doubts.numbers import spelt
from app.build.check.doubts.polarity import (
    has,
    is_negative,
    parts,
    plainly_denied,
    stems,
    times,
)
from app.build.check.doubts.things import meanings, named_in, things
from app.build.check.doubts.words import paired, pairs, pattern, phrase
from app.build.findings import DoubtCode
from app.build.seed.load import SourceFolder
from app.build.seed.models.sources import SeedStatement

Named = Callable[[str, str], frozenset[str]]
"""The countries that a text in a language names."""

_REFERS = re.compile(
    r"\W*(?:that|this|it|das|dies|dem|lo|ciò|questo|ce|c[’']|cela|eso|esto|así|to|це)\b",
    re.IGNORECASE,
)


def refers_back(sentence: str) -> bool:
    """Whether a sentence only points to what the one before says: “That was the message.”"""
    return bool(_REFERS.match(sentence))


def check_summary(
    folder: SourceFolder, index: int, statement: SeedStatement, around: str, named: Named
) -> None:
    """Report a summary that denies what the words say, or says what they deny, and one that says
    more than they do.

    `around` are the words of the claim with the rest of its sentence. A summary may express a
    refusal without a word of denial and the reverse, so wide and narrow lists are compared: a plain
    "not" needs some denial in the words, and a plain denial in the words some in the summary.
    """
    if statement.exact is None:
        return
    found = summary_doubt(statement.exact, around, statement.summary, folder.source.language, named)
    if found:
        folder.statements_file.doubt(*found, index, "summary")


def summary_doubt(
    exact: str, around: str, summary: str, language: str, named: Named
) -> tuple[DoubtCode, str] | None:
    """What a summary says against the words of its claim, or more than they do."""
    message = _contrary(exact, f"{around} {exact}", summary, language)
    if message := message or _turned(exact, summary, language, named):
        return DoubtCode.summary_contrary, message
    if message := _too_strong(without_question(exact, language), summary, language):
        return DoubtCode.summary_too_strong, message
    return None


def _contrary(exact: str, words: str, summary: str, language: str) -> str | None:
    """What a summary denies that the words do not, or the reverse."""
    # “no less than 140” denies nothing
    denies = has("plain_not", without(_SAYS_NOT.sub("", summary), "en", "at_most", "at_least"))
    if denies and is_negative(words, language) is False and _is_spoken_of(summary, words, language):
        return "the summary denies something, and the words of the source do not"
    plain = _without_contrasts(without_question(exact, language), summary, language)
    # “non più di due anni” denies nothing, nor does “I will not deny it”
    plain = without(plain, language, "at_most", "at_least", "denied_twice")
    if _UNTIL.search(summary):
        plain = without(plain, language, "until_not")
    plain = _without_asides(plain, language)
    if (
        plainly_denied(plain, language)
        and not is_negative(summary, "en")
        and not _is_other_half(plain, summary, language)
    ):
        return "the words of the source deny something, and the summary does not"
    if language.partition("-")[0] == "en" and (opposite := _opposite(exact, words, summary)):
        return opposite
    for said_limit, its_opposite in (("at_most", "at_least"), ("at_least", "at_most")):
        limited = has(said_limit, words, language) and not has(its_opposite, words, language)
        if limited and has(its_opposite, summary) and not has(said_limit, summary):
            names = said_limit.replace("_", " "), its_opposite.replace("_", " ")
            return f"the source says {names[0]!r}, and the summary {names[1]!r}"
    before, now = times(_CONTRAST.sub("", exact), language), times(summary, "en")
    if len(before) == len(now) == 1 and before != now:
        (said_of,), (summed_of,) = before, now
        return (
            f"the source speaks of what happens {said_of} a ceasefire or peace, and the summary of "
            f"what happens {summed_of} it"
        )
    return None


def _opposite(exact: str, words: str, summary: str) -> str | None:
    """A word of a text in English whose opposite the summary has."""
    both = paired("opposites")
    if not (both.search(summary) and both.search(exact)):
        return None
    for one, other in pairs("opposites"):
        for first, second in ((one, other), (other, one)):
            said = first.search(exact)
            if (
                said
                and (summed := second.search(summary))
                and not (first.search(summary) or second.search(words))
                and has("plain_not", summary) == has("plain_not", exact)
            ):
                return f"the source says {said[0]!r}, and the summary {summed[0]!r}"
    return None


_UNTIL = re.compile(r"\b(?:until|before|as long as|once|unless|only (?:after|when|if))\b")


def _is_spoken_of(summary: str, words: str, language: str) -> bool:
    """Whether the words speak of what a summary denies. Otherwise it may say in other words what
    they say: that the government is not of one mind, if it has two opinions.
    """
    denied = parts(_SAYS_NOT.sub("", summary), "en")[1]
    if not stems(denied):
        return True  # “even if Estonia does not”
    if things(denied, "en").keys() & things(words, language).keys():
        return True
    return bool(stems(denied) & stems(words))


def without(text: str, language: str, *kinds: str) -> str:
    """A text without its words of some kinds (see words.py)."""
    for kind in kinds:
        if found := pattern(kind, language):
            text = found.sub("", text)
    return text


def _without_asides(text: str, language: str) -> str:
    """A text without clauses that give a reason or describe: “mines, which do not read”."""
    for kind, before in (("relative", ", ?"), ("reasons", "")):
        if found := phrase(f"{before}{{}}[^,.;:!?]*", kind, language):
            text = found.sub("", text)
    return text


_SAYS_NOT = re.compile(
    r"\b(?:does not|did not|will not) (?:say|answer|tell|name)\b|\bnot only\b|"
    r"\b\d+ (?:\w+ )?against \d+\b|\bis not (?:\w+ )?named\b"
)
# “dates, not adjectives”; “who asked not to be named”: what is denied is not what is said.
_CONTRAST = re.compile(
    r"[,–—-] ?(?:and )?(?:not|nicht|non|no|nie|pas)\b[^,.;]*|\bnot only\b|"
    r"\b(?:and|und|et|e|y|i) (?:not|nicht|non|no|nie|pas)\b[^,.;]*"
)
_UNNAMED = re.compile(r"(?:not to|declined to|refused to) be (?:named|identified|quoted)\b")
# “not an act of faith, but of responsibility”; “these are not soldiers, these are doctors”
# “Not satisfied, she asked for more”: of her, and not of what she says
_NOT_CONTENT = re.compile(
    r"\W*(?:not|nicht|non|no|pas|peu|poco) "
    r"(?:content\w*|conform\w*|satis\w+|zufrieden\w*|überzeug\w*|convin\w+|convenc\w+|pag[oa])\b[^,]{0,30},",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:nicht|kein\w*|non|no|not)\b[^.!?]*?\b(?:sondern|sino|bensì|but rather)\b", re.IGNORECASE
)
_TWICE = [
    re.compile(rf"\b{one}\b[^.!?]*?[,;:–—]\W*(?:\w+\W+){{0,2}}?\1\b", re.IGNORECASE)
    for one in (
        r"(?:non|no) (\w{2,})",
        r"(?:ne |n[’'])(\w{2,}) (?:pas|plus)",
        r"(\w{2,}) (?:nicht|kein\w*|not)",
    )
]
_BOTH_HALVES = re.compile(r"\b(?:but|instead|rather|and not)\b")


def _without_contrasts(exact: str, summary: str, language: str) -> str:
    """The words without what they only name to say something else, and without a denial that only
    says from when on: “not before a ceasefire”. A summary of both halves must keep the denial.
    """
    text = _UNNAMED.sub("", _CONTRAST.sub("", exact))
    if aside := _NOT_CONTENT.match(text):
        text = text[aside.end() :]
    if not _BOTH_HALVES.search(summary):
        for contrast in (_BUT, *_TWICE):
            text = contrast.sub("", text)
    denied, without = pattern("denied", language), pattern("without", language)
    if denied and without and has("conditional", summary):
        from_when = rf"{denied.pattern}[^,.;]{{0,60}}?{without.pattern}"
        text = re.sub(from_when, "", text, flags=re.IGNORECASE)
    return text


def without_question(exact: str, language: str) -> str:
    """The words without the question that they answer: “Asked if it was not too late, she said”."""
    asked = pattern("asked", language)
    found = asked.match(exact.lstrip("“„«\"' ")) if asked else None
    for kind in ("clear", "reporting") if found else ():
        verbs = pattern(kind, language)
        for spoke in verbs.finditer(exact, found.end()) if verbs and found else ():
            comma = exact.rfind(",", 0, spoke.start())
            if comma > 0:
                return exact[comma + 1 :]
    return exact


def _is_other_half(exact: str, summary: str, language: str) -> bool:
    """Whether a summary is only about what the words affirm, and about nothing that they deny."""
    if _TWO_CLAUSES.search(said_in(summary)):
        return False
    affirmed, denied = (stems(each) for each in parts(exact, language))
    summed = stems(said_in(summary), capitals=False)
    here = set(named_in(said_in(summary)))
    not_said, said = (set(things(each, language)) for each in reversed(parts(exact, language)))
    if here & (not_said - said):
        return False
    if summed & (denied - affirmed):
        return False
    return len(summed & (affirmed - denied)) >= _IN_COMMON or _is_free_clause(
        exact, said_in(summary), language
    )


def _is_free_clause(exact: str, summary: str, language: str) -> bool:
    """Whether a summary means what is in clauses without a denial, and nothing of the others."""
    free: frozenset[str] = frozenset()
    denying: frozenset[str] = frozenset()
    for clause in _CLAUSE.split(exact):
        if plainly_denied(clause, language):
            denying |= _meant(clause, language)
        else:
            free |= _meant(clause, language)
    summed = _meant(summary, "en")
    return bool(summed & (free - denying)) and not summed & (denying - free)


def _meant(text: str, language: str) -> frozenset[str]:
    """What all languages have names for: ordinary words, and numbers that are spelt out."""
    return meanings(text, language) | {str(each) for each in spelt(text, language)}


_CLAUSE = re.compile(r"[.,;:!?–—«»“”„]")
_TWO_CLAUSES = re.compile(r"\band (?:that|will|would|does|do|is|are|has|have)\b")
_IN_COMMON = 1  # words of a summary that are in what the source affirms


def said_in(summary: str) -> str:
    """A summary without who says it."""
    head, that, rest = summary.partition(" that ")
    return rest if that else head.partition(" ")[2]


def _turned(exact: str, summary: str, language: str, named: Named) -> str | None:
    """What the words deny and the summary affirms, where both have two sides: “in Poland and not in
    Ukraine”. Countries are compared, and of English words also pairs of neighbours.
    """
    there, denied_there = parts(without(exact, language, "at_most", "at_least"), language)
    here, denied_here = parts(summary, "en")
    if not denied_there:
        return None
    denied = named(denied_there, language) - named(there, language)
    other = named(there, language) - named(denied_there, language)
    affirmed = named(here, "en") - named(denied_here, "en")
    if denied & affirmed and other and not other & affirmed:
        return "the source denies of one country what the summary says of it"
    if denied_here and language.partition("-")[0] == "en":
        here = _without_denied_clauses(here, summary)  # “the trader in Galway will not pay”
        turned = (_neighbours(denied_there) - _neighbours(there)) & (
            _neighbours(here) - _neighbours(denied_here)
        )
        if turned:
            words = " ".join(min(turned))
            return f"the source denies something of {words!r}, and the summary affirms it"
    return None


_DENIED_VERB = re.compile(
    r"\b(?:will|would|does|do|did|is|are|was|were|has|have|had|can|could|should|must|may|might) "
    r"(?:not|never)\b"
)


def _without_denied_clauses(affirmed: str, summary: str) -> str:
    """What a summary affirms, without what is before the denied verb of its clause."""
    for clause in re.split(r"[.;:!?,–—]|\b(?:and|but|that)\b", summary):
        if found := _DENIED_VERB.search(clause):
            affirmed = affirmed.replace(clause[: found.start()].strip(), " ")
    return affirmed


def _neighbours(text: str) -> set[tuple[str, str]]:
    """Pairs of a preposition and the word behind it."""
    return {
        (found[1].casefold(), found[2].casefold())
        for found in re.finditer(
            r"\b(for|with|in|on|to|from|by|against|under|at|about|of) (?:the |an? |its |their )?"
            r"(\w{3,})",
            text,
            re.IGNORECASE,
        )
    }


def _too_strong(exact: str, summary: str, language: str) -> str | None:
    """What the words only hold possible, or make depend on something, and the summary does not."""
    promised, offered = pattern("promise", "en"), pattern("offer", "en")
    found = promised.search(summary) if promised else None
    may_be = has("may", exact, language) and not has("firm", exact, language)
    if found and may_be and not (has("may", summary) or _WILL_NOT.search(summary)):
        return f"the source says that something may be, and the summary says {found[0]!r}"
    if has("limited", summary) or has("may", summary):
        return None
    found = found or (offered.search(said_in(summary)) if offered else None)
    plain = _CONTRAST.sub("", exact)
    depends = has("condition", plain, language) or times(plain, language) == {"after"}
    if found and depends and not has("plain_not", summary):
        return f"the source makes it depend on something, and the summary says {found[0]!r}"
    if has("plain_not", summary) and _is_denied_until(plain, language):
        return "the source only denies it before or without something, and the summary altogether"
    return None


_WILL_NOT = re.compile(
    r"\b(?:will|to|can) ?(?:not|never)\b|\b(?:no|nobody|none|neither)\b.*\bwill\b"
)


def _is_denied_until(exact: str, language: str) -> bool:
    """Whether all that a text denies is denied until something: “nobody leaves without a deal”."""
    if before := pattern("not_in_time", language):
        exact = before.sub(" ", exact)  # “nicht vor Minen”
    _, denied = parts(exact, language)
    clauses = [each for each in denied.split(" . ") if each.strip()]
    return bool(clauses) and all(has("without", each, language) for each in clauses)
