"""How a written name becomes a key that can be looked up. Pure: no web, no SQL, no files.

A lookup is exact after folding and guesses nothing. `attempts` turns what somebody wrote into at
most three keys, most literal first; the first of them that the name table knows decides:

0. ``code``   an ISO 3166-1 code in ASCII letters or digits, or a flag;
1. ``exact``  the name with its marks (`Áo` is Austria in Vietnamese, `ao` is Angola);
2. ``folded`` the name without them.

The same functions make the table (in the build) and read it, so both sides always agree.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA


class Level(IntEnum):
    """How literally a key was taken; a lower level beats a higher one."""

    CODE = 0
    EXACT = 1
    FOLDED = 2


SUGGEST_LENGTH = 64
"""Longer inputs get no suggestions: comparing them costs more than a reader gains."""

_ALIKE = 0.72
"""Least share of letters in common for a suggestion: one slip in four letters, two in eight."""

_MARKED_SCRIPTS = frozenset({"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC"})
"""Marks are dropped over these scripts only: in eight others they tell Togo from Tonga."""

_APOSTROPHE = re.compile("[’‘‛‚′`´ʹʻʼʽʾʿˈˊˋ＇՚׳ꞌ]")

_LETTERS: dict[int, str] = {
    # Latin letters that Unicode does not decompose; then Arabic ones that differ by keyboard (yeh,
    # kaf, heh)
    **{
        ord(char): plain
        for char, plain in zip("łøđðħıŧəɓɗƙŋɛɔ" + "یىکةہ", "loddhitebdkneo" + "ييكهه", strict=True)
    },
    **{
        ord(char): plain
        for char, plain in {"æ": "ae", "œ": "oe", "þ": "th", "ـ": "", "'": "", "&": " and "}.items()
    },
}

_ASCII = {
    code: chr(code).lower() if chr(code).isalnum() else None if chr(code) in "'`" else " "
    for code in range(128)
}

_NO_WORD = re.compile(r"[\W_]+")
# Two short cuts, after which most texts are ASCII: signs that end words, and marks that are dropped
# whatever they stand over.
_SIGN = re.compile("[“”„«»–—…]")
_OPTIONAL_MARKS = re.compile("(?<=[\x00-\x7fα-ωа-я])[\u0300-\u036f]+")
_CODE = re.compile(r"[a-z]{2,3}|[0-9]{3}")
_INDICATOR_A = 0x1F1E6
_AS_EMOJI = "\ufe0f"  # variation selector 16: "show me as a picture"


def fold(text: str) -> str:
    """Return the key under which spellings of one name meet: no case, marks, punctuation,
    apostrophes or leading "the".

    Runs of single letters are joined ("U. S. A." is "usa") and "saint" is "st". Total and
    idempotent; "" if nothing is left (docs/domain.md, rule name-folding).
    """
    kept = _without_the(_joined(words(text)))
    while len(kept) > 1 and kept[-1] == "the":  # ISO writes "Bahamas (the)"
        kept.pop()
    return " ".join("st" if word == "saint" else word for word in kept)


def words(text: str) -> list[str]:
    """Return the words of a text as full-text search sees them: folded like names, each one kept as
    it stands.
    """
    text = text if text.isascii() else _SIGN.sub(" ", text)
    if text.isascii():
        return text.replace("&", " and ").translate(_ASCII).split()
    letters = _casefolded(text, "NFKD").translate(_LETTERS)
    return unicodedata.normalize("NFC", _without_marks(letters)).split()


def light(text: str) -> str:
    """Return the exact key: case, spaces, apostrophes, width and a leading "the" do not count;
    marks do.
    """
    return " ".join(_without_the(_casefolded(text, "NFKC").split()))


def attempts(text: str) -> list[tuple[Level, str]]:
    """Return the keys to look `text` up by, in order; none if it is blank or holds a control
    character.

    A flag is the code of its two letters, and nothing else; flags of subdivisions (England) stand
    for no country.
    """
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        return []
    if is_flag(text):
        letters = [ord(char) - _INDICATOR_A for char in text.strip().removesuffix(_AS_EMOJI)]
        country = len(letters) == 2 and all(0 <= letter < 26 for letter in letters)
        return (
            [(Level.CODE, "".join(chr(ord("a") + letter) for letter in letters))] if country else []
        )
    exact, folded = light(text), fold(text)
    code = unicodedata.normalize("NFKC", text).strip().lower()
    keys = [
        (Level.CODE, code if _CODE.fullmatch(code) else ""),
        (Level.EXACT, exact),
        (Level.FOLDED, folded),
    ]
    return [(level, key) for level, key in keys if key]


def is_flag(text: str) -> bool:
    """Tell whether `text` is an emoji flag, of a country or of a part of one."""
    return any(0 <= ord(char) - _INDICATOR_A < 26 or char == "🏴" for char in text)


def suggest(text: str, names: Mapping[str, str], limit: int = 3) -> list[str]:
    """Return the targets whose names are most like `text`, best first, each once; none if nothing
    is close.

    `names` maps folded keys to targets. For error messages only: an answer is never guessed.
    """
    query = fold(text)
    if len(text) > SUGGEST_LENGTH or len(query) < 3:
        return []
    found = process.extract(
        query, names.keys(), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=20
    )
    ranked = sorted(found, key=lambda hit: (-hit[1], hit[0][:1] != query[:1], hit[0]))
    return list(dict.fromkeys(names[key] for key, _, _ in ranked))[:limit]


def printable(name: str) -> str:
    """Return a name as a sentence can contain it: at most 80 characters, and without characters
    that cannot be seen.
    """
    seen = "".join(char if char.isprintable() else "\ufffd" for char in name[:80])
    return seen + ("…" if len(name) > 80 else "")


def _casefolded(text: str, form: Literal["NFKC", "NFKD"]) -> str:
    """Fold case and compatibility forms to a fixed point.

    Casefolding before decomposing is not idempotent, hence twice each (Unicode, definition D146);
    invisible format characters go, and apostrophes become one, before normalising turns some of
    them into spaces with accents.
    """
    plain = text.replace("`", "'") if text.isascii() else _APOSTROPHE.sub("'", text)
    if plain.isascii():
        return plain.lower()
    if not plain.isprintable():
        plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    twice = unicodedata.normalize("NFKD", unicodedata.normalize("NFD", plain).casefold()).casefold()
    return _APOSTROPHE.sub("'", unicodedata.normalize(form, twice))


def _without_marks(text: str) -> str:
    """Drop marks over scripts where writing may leave them out; what is no letter or digit becomes
    a space.
    """
    text = text if text.isascii() else _OPTIONAL_MARKS.sub("", text)
    if text.isascii() or not any(map(_is_mark, set(text))):
        return _NO_WORD.sub(" ", text)
    kept: list[str] = []
    optional = True  # a mark over nothing goes too
    for char in text:
        if char.isalnum():
            kept.append(char)
            optional = char.isascii() or _script(char) in _MARKED_SCRIPTS
        elif _is_mark(char):
            if not optional:
                kept.append(char)
        else:
            kept.append(" ")
            optional = True
    return "".join(kept)


def _joined(parts: list[str]) -> list[str]:
    """Join runs of single letters: "u s a" is "usa"."""
    out: list[str] = []
    previous_single = False
    for word in parts:
        single = len(word) == 1 and word.isalpha() and _script(word) in _MARKED_SCRIPTS
        if single and previous_single:
            out[-1] += word
        else:
            out.append(word)
        previous_single = single
    return out


def _without_the(parts: list[str]) -> list[str]:
    while len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    return parts


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) > 0 or unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]
