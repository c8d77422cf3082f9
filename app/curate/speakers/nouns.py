"""Which words are those of roles, bodies and unnamed people."""

import re
from collections.abc import Iterable
from functools import lru_cache

from app.curate.language import Language, language
from app.curate.speakers.tokens import Token

HONOURS = (
    frozenset(("datuk", "dato", "datin", "datu", "tun", "tan", "seri", "sri", "puan", "encik"))
    | frozenset(("ratu", "sheikh", "shaikh", "cheikh", "haji", "hajji", "sayyid", "ustad"))
    | frozenset(("shri", "smt", "khun", "mwalimu"))
)
"""Honours that papers of all languages print before a full name: `Datuk Seri Hafizuddin Rosman`."""


def is_role(words: Language, word: str) -> bool:
    """Whether a word is that of a role, alone or at the end of a compound."""
    if word in words.every_role or (
        words.inflects and _has_stem(word, words.every_role, words.vowel_ends)
    ):
        return True
    last = re.split(r"[-‐‑]", word)[-1]
    if last in words.every_role:
        return True
    if words.compounds and word.endswith(words.genitive_end) and word[:-1] in words.every_role:
        return True  # the genitive
    return is_compound(words, word, words.every_role)


def gender_of_role(words: Language, word: str) -> str | None:
    """m or f, if the word of a role has a gender; None if it may mean both."""
    tail = re.split(r"[-‐‑]", word)[-1]
    if words.ranks and tail.endswith(words.ranks):
        return None  # Hauptmann Lena Voigt
    for gender, roles in (("m", words.roles_m), ("f", words.roles_f)):
        other = words.roles_f if gender == "m" else words.roles_m
        for one in (word, tail):
            if one in roles and one not in other:
                return gender
    if words.suffix_f and tail.endswith(words.suffix_f) and is_role(words, tail):
        return "f"
    return None


def gender_of_phrase(words: Language, determiner: str, role: Iterable[str]) -> str | None:
    """m or f, if the determiner or the words of a role have a gender: `la porte-parole`."""
    role = list(role)
    if determiner in words.determiners_f:
        return "f"
    if words.compounds and determiner in words.determiners_m and role and role[-1].endswith("e"):
        return "m"  # der Abgeordnete
    found = next(filter(None, (gender_of_role(words, one) for one in role)), None)
    return found or ("m" if determiner in words.determiners_m else None)


def is_short_title(words: Language, token: Token) -> bool:
    """Whether a word is a title such as `Gen` or `Dr`, which a point may follow."""
    return token.lower in words.every_role and len(token.text) <= 4


def is_unnamed(words: Language, lower: str) -> bool:
    """Whether a word means people who are not named: `officials`."""
    if words.suffix_f and lower.removesuffix(words.suffix_f) in words.anonymous:
        return True
    return lower in words.anonymous or is_compound(words, lower, words.anonymous)


def is_said(words: Language, tokens: list[Token], at: int) -> bool:
    """Whether a word is a participle, as its auxiliary is directly before it: `ha comunicato`."""
    participle = tokens[at].lower in words.participles
    return participle and at > 0 and tokens[at - 1].lower in words.auxiliaries


def is_body(words: Language, lower: str) -> bool:
    """Whether a word means a body that may speak: `ministry`."""
    if words.inflects and _has_stem(lower, words.bodies, words.vowel_ends):
        return True
    return lower in words.bodies or is_compound(words, lower, words.bodies)


def is_compound(words: Language, lower: str, ends: frozenset[str]) -> bool:
    """Whether a German word ends in one of these words (`Regierungskreise`)."""
    return words.compounds and any(lower[at:] in ends for at in range(3, len(lower) - 3))


def is_ending(words: Language, compound: str, end: str) -> bool:
    """Whether a German word ends in another one: `Außenpolitiker` in `politiker`."""
    return words.compounds and len(compound) > len(end) + 2 and compound.endswith(end)


@lru_cache(maxsize=10_000)
def _has_stem(word: str, listed: frozenset[str], vowels: str) -> bool:
    """Whether a word is a form of one of the listed words, in a language with cases."""
    return len(word) > 4 and any(
        len(one) > 4
        and abs(len(word) - len(one)) < 4
        and word.startswith(one[:-1] if one[-1] in vowels else one)
        for one in listed
    )


def offices_meant(words: Language, role: Iterable[str]) -> set[str]:
    """Which offices the words of a role mean: `premier` for `ministerpräsidentin`.

    The titles in people.yaml are English, so the patterns of English are looked for, too.
    """
    found: set[str] = set()
    for word in role:
        found |= _offices_of(words.code, word)
    return {"premier"} if "premier" in found else found


@lru_cache(maxsize=10_000)
def _offices_of(code: str, word: str) -> frozenset[str]:
    both = [*language("en").office_stems.items(), *language(code).office_stems.items()]
    return frozenset(office for office, pattern in both if re.search(pattern, word))
