"""Ids of people and bodies, made from their names."""

from app.domain.names import words as name_words

_ROMAN = dict(zip("абвгґдезиійклмнопрстуфыэёї", "abvhgdezyiiklmnoprstufyeei", strict=True))
_ROMAN |= {"ж": "zh", "ц": "ts", "є": "ie", "ю": "iu", "я": "ia", "х": "kh", "ч": "ch", "ш": "sh"}
_ROMAN |= {"щ": "shch", "ь": "", "ъ": "", "’": "", "'": "", "ʼ": ""}
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_FATHERS = frozenset(("bin", "bint", "binti", "ibn"))  # before the name of the father
_ROMAN_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def roman(name: str) -> str:
    """A name in Latin letters, as Ukraine writes it in passports (resolution 55 of 2010)."""
    words = []
    for word in name.lower().replace("зг", "зgh").split():
        first = _ROMAN_AT_START.get(word[0], _ROMAN.get(word[0], word[0]))
        words.append(first + "".join(_ROMAN.get(char, char) for char in word[1:]))
    return " ".join(words)


def slug(name: str) -> str:
    """An id from a name."""
    return "-".join(name_words(roman(name))) or "unknown"


def person_id(name: str, *, german: bool = False) -> str:
    """The id of a person whom nobody knows yet, as people write it: without the father’s name of
    `Salma bint Hamed Al Wahaibi`. `german`: `ü` is `ue`.
    """
    parts = name.split()
    at = next((n for n, one in enumerate(parts) if one in _FATHERS), 0)
    if at and len(parts) > at + 2:
        parts = [*parts[:at], *parts[at + 2 :]]
    short = " ".join(parts)
    return slug(short.translate(_GERMAN) if german else short)
