"""Folding: how a written name becomes a key for a lookup (docs/domain.md, rule name-folding).

A lookup is exact after folding and guesses nothing. `attempts` turns a written name into at most
three keys, the most literal first. The first one that is in the name table decides:

0. ``code``   an ISO 3166-1 code in ASCII letters or digits, or a flag;
1. ``exact``  the name with its marks (`Áo` is Austria in Vietnamese, `ao` is Angola);
2. ``folded`` the name without them.

The build makes the table with the same functions that the service reads it with, so both agree.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from itertools import groupby, islice, product
from typing import Literal


class Level(IntEnum):
    """How literally a name was read; a lower level takes precedence over a higher one."""

    CODE = 0
    EXACT = 1
    FOLDED = 2


SUGGEST_LENGTH = 64
"""Characters; longer names get no suggestions, because comparing them takes too long."""

_ALIKE = 0.72
"""The lowest similarity for a suggestion: one wrong letter in four, two in eight."""

_MARKED_SCRIPTS = frozenset({"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC"})
"""Only over letters of these scripts are marks removed. In eight others, marks distinguish Togo
from Tonga.
"""

_MOST_FORMS = 64  # other forms of one name, and readings of the abbreviations in one of them

_INVERTED = re.compile(r"\s*([^,،、()]+?)\s*(?:[,،、]\s*([^,،、()]+?)|\(\s*([^()]+?)\s*\))[\s*]*")
"""“Poland, Republic of” or “Iran (Islamic Republic of)”: the name, and what comes before it."""

_ARTICLES = frozenset(
    [
        "the",
        "le",
        "la",
        "les",
        "l",
        "el",
        "los",
        "las",
        "lo",
        "il",
        "gli",
        "o",
        "os",
        "as",
        "der",
        "die",
        "das",
    ]
)
_ELIDED = re.compile("l['’]", re.IGNORECASE)

_ABBREVIATIONS = {
    short: tuple(full.split())
    for short, full in {
        "rep": "republic",
        "dem": "democratic",
        "fed": "federal federated",
        "ppls": "peoples",
        "sts": "states",
        "n": "north northern",
        "s": "south southern",
        "e": "east eastern",
        "w": "west western",
        "cent": "central",
        "eq": "equatorial",
        "is": "islands island",
        "isl": "island islands",
        "isls": "islands",
        "i": "island",
        "ter": "territory territories",
        "terr": "territory territories",
        "br": "british",
        "brit": "british",
        "fr": "french",
    }.items()
}
"""Words that maps and tables abbreviate, with what each may mean."""

_SMALL_WORDS = frozenset(["of", "the", "and"])

_FORMS_OF_STATE = frozenset(
    (
        "republic",
        "kingdom",
        "federation",
        "federal",
        "federated",
        "confederation",
        "democratic",
        "peoples",
        "people",
        "islamic",
        "arab",
        "socialist",
        "bolivarian",
        "plurinational",
        "cooperative",
        "co",
        "operative",
        "united",
        "commonwealth",
        "principality",
        "grand",
        "duchy",
        "sultanate",
        "emirate",
        "emirates",
        "state",
        "states",
        "union",
        "independent",
        "hashemite",
        "oriental",
    )
)
"""Words of official names that many countries share."""

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
# Two replacements that make most texts ASCII, which is much faster to fold: punctuation that
# separates words, and marks that are removed in any case.
_SIGN = re.compile("[“”„«»–—…]")
_OPTIONAL_MARKS = re.compile("(?<=[\x00-\x7fα-ωа-я])[\u0300-\u036f]+")
_CODE = re.compile(r"[a-z]{2,3}|[0-9]{3}")
_INDICATOR_A = 0x1F1E6
_AS_EMOJI = "\ufe0f"  # variation selector 16: shown as a picture


def fold(text: str) -> str:
    """Return the folded key, which is the same for all spellings of a name: without case, marks,
    punctuation, apostrophes and leading "the".

    Runs of single letters are joined ("U. S. A." becomes "usa"), and "saint" becomes "st". It takes
    any text and is idempotent; the result is "" if nothing is left.
    """
    kept = _without_the(_joined(words(text)))
    while len(kept) > 1 and kept[-1] == "the":  # ISO writes "Bahamas (the)"
        kept.pop()
    return " ".join("st" if word == "saint" else word for word in kept)


def words(text: str) -> list[str]:
    """Return the words of a text for full-text search: folded as in names, but none is joined,
    replaced or removed.
    """
    text = text if text.isascii() else _SIGN.sub(" ", text)
    if text.isascii():
        return text.replace("&", " and ").translate(_ASCII).split()
    letters = _casefolded(text, "NFKD").translate(_LETTERS)
    return unicodedata.normalize("NFC", _without_marks(letters)).split()


def light(text: str) -> str:
    """Return the exact key: with marks, but without case, repeated spaces, differences of
    apostrophes and width, and a leading "the".
    """
    return " ".join(_without_the(_casefolded(text, "NFKC").split()))


def attempts(text: str) -> list[tuple[Level, str]]:
    """Return the keys for a lookup of `text`, in order; none if it is blank or contains a control
    character.

    An emoji flag gives only the code of its two letters. Flags of parts of a country (England) give
    no key.
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


def other_forms(text: str) -> list[str]:
    """Return the folded keys of other ways to write the same name, the most literal first.

    The parts of an inverted name are put in order (“Poland, Republic of”, “Iran (Islamic Republic
    of)”), common abbreviations are written out (“Dem. Rep. Congo”), and an article at the beginning
    or in brackets is left out (“la France”, “Italie (l’)”). Whoever looks them up must find exactly
    one of them as a name; nothing here guesses.
    """
    if len(text) > SUGGEST_LENGTH:
        return []
    keys: dict[str, None] = {}
    for form in _in_order(unicodedata.normalize("NFKC", text)):
        for written in (form, _ELIDED.sub("", form, count=1) if _ELIDED.match(form) else form):
            parts = fold(written).split()
            for article in range(2 if len(parts) > 1 and parts[0] in _ARTICLES else 1):
                keys.update(dict.fromkeys(_written_out(parts[article:])))
    keys.pop(fold(text), None)
    return list(islice(filter(None, keys), _MOST_FORMS))


def abbreviated(text: str) -> list[str]:
    """Return the words of a name in which words are cut short (“Bosnia and Herz.”): folded, without
    “of”, “the” and “and”, and with a full stop where one was cut. Empty if none is, or nothing but
    short pieces is left.
    """
    if "." not in text or len(text) > SUGGEST_LENGTH:
        return []
    cut = [
        part + "." * (word.endswith(".") and place == last)
        for word in text.split()
        for last in [len(fold(word).split()) - 1]
        for place, part in enumerate(fold(word).split())
        if part not in _SMALL_WORDS
    ]
    long_enough = len(cut) > 1 and any(len(part) > 3 for part in cut)
    return cut if long_enough and any(part.endswith(".") for part in cut) else []


def is_short_for(cut: list[str], key: str) -> bool:
    """Whether the folded name `key` has the words of `abbreviated`, and no others."""
    full = [word for word in key.split() if word not in _SMALL_WORDS]
    return len(cut) == len(full) and all(
        word.startswith(part[:-1]) or word in _ABBREVIATIONS.get(part[:-1], ())
        if part.endswith(".")
        else word == part
        for part, word in zip(cut, full, strict=True)
    )


def form_of_state(key: str) -> tuple[frozenset[str], str]:
    """Divide a folded name into the words that many official names share (“republic”) and the
    distinctive ones, without “of”, “the” and “and”. A name that ends in one of those is not whole.
    """
    parts = key.split()
    if parts and parts[-1] in _SMALL_WORDS:
        return frozenset(), key
    parts = [word for word in parts if word not in _SMALL_WORDS]
    shared = frozenset(part for part in parts if part in _FORMS_OF_STATE)
    return shared, " ".join(part for part in parts if part not in shared)


def _in_order(text: str) -> Iterator[str]:
    """A name, and what it is if it was inverted."""
    yield text
    if (inverted := _INVERTED.fullmatch(text)) is None:
        return
    name, before = inverted[1], inverted[2] or inverted[3]
    if fold(before) in _ARTICLES:
        yield name
        return
    if " - " in before:  # the name is inside: “(جمهورية - الإسلامية)”
        yield before.replace(" - ", f" {name} ")
    if before.endswith(("'", "’")):
        yield f"{before}{name}"
    for between in ("", "of ", "of the "):
        yield f"{before} {between}{name}"


def _written_out(parts: list[str]) -> Iterator[str]:
    """The words with every reading of their abbreviations."""
    readings = [(part, *_ABBREVIATIONS.get(part, ())) for part in parts]
    if len(parts) < 2:
        return iter(parts)
    written: Iterable[tuple[str, ...]] = islice(product(*readings), _MOST_FORMS)
    return (" ".join(each) for each in written)


def is_flag(text: str) -> bool:
    """Return whether `text` contains an emoji flag, of a country or of a part of one."""
    return any(0 <= ord(char) - _INDICATOR_A < 26 or char == "🏴" for char in text)


def suggest(
    text: str, names: Mapping[str, str], limit: int = 3, longest: int = SUGGEST_LENGTH
) -> list[str]:
    """Return the targets of the names that are most similar to `text`, best first, each once; none
    if no name is similar enough.

    `names` maps folded keys to targets. A text with more than `longest` characters gets none. Only
    error messages use this; no answer is ever guessed.
    """
    from rapidfuzz import process  # 1 MB of memory that only error messages need
    from rapidfuzz.distance import OSA

    query = fold(text)
    if len(text) > longest or len(query) < 3:
        return []
    hits = process.extract(
        query, names.keys(), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=20
    )
    ranked = sorted(hits, key=lambda hit: (-hit[1], hit[0][:1] != query[:1], hit[0]))
    return list(dict.fromkeys(names[key] for key, _, _ in ranked))[:limit]


def with_same_word(text: str, ids: Iterable[str], limit: int = 3) -> list[str]:
    """The ids that have a word of a text, or one that begins with it or with which it begins
    (`troops`: `troop-deployment`). Only words of at least four letters count. For error messages.
    """
    words = [word for word in fold(text[:SUGGEST_LENGTH]).split() if len(word) > 3]
    return [
        id_
        for id_ in ids
        if any(
            len(own) > 3 and (own.startswith(word) or word.startswith(own))
            for word in words
            for own in re.split(r"[-_]", id_)
        )
    ][:limit]


def printable(name: str) -> str:
    """Return a name for use in a sentence: at most 80 characters, with invisible characters
    replaced.
    """
    seen = "".join(char if char.isprintable() else "\ufffd" for char in name[:80])
    return seen + ("…" if len(name) > 80 else "")


def _casefolded(text: str, form: Literal["NFKC", "NFKD"]) -> str:
    """Fold case and compatibility forms, idempotently.

    Casefolding before decomposing is not idempotent, so both are done twice (Unicode Standard,
    definition D146). Invisible format characters are removed. All apostrophes are replaced by one
    before normalising, which would turn some of them into spaces with accents.
    """
    plain = text.replace("`", "'") if text.isascii() else _APOSTROPHE.sub("'", text)
    if plain.isascii():
        return plain.lower()
    if not plain.isprintable():
        plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    twice = unicodedata.normalize("NFKD", unicodedata.normalize("NFD", plain).casefold()).casefold()
    return _APOSTROPHE.sub("'", unicodedata.normalize(form, twice))


def _without_marks(text: str) -> str:
    """Remove marks over letters of _MARKED_SCRIPTS, and replace what is not a letter, digit or mark
    by a space.
    """
    text = text if text.isascii() else _OPTIONAL_MARKS.sub("", text)
    if text.isascii() or not any(map(_is_mark, set(text))):
        return _NO_WORD.sub(" ", text)
    kept: list[str] = []
    optional = True  # a mark without a letter is removed too
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
    """Join runs of single letters: "u s a" becomes "usa"."""
    joined: list[str] = []
    for are_letters, run in groupby(parts, _is_letter):
        words_of_run = list(run)
        joined += ["".join(words_of_run)] if are_letters else words_of_run
    return joined


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and _script(word) in _MARKED_SCRIPTS


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
