"""Stems of words, by the Snowball algorithms: “troops” and “troop” have one stem in English.

The stem depends on the language of the text. Languages without an algorithm (Ukrainian) and scripts
without spaces have no stems; there only the words themselves are found.
"""

from functools import lru_cache
from threading import local

import Stemmer

from app.domain.names import words

_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_OTHER_LANGUAGES = {
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bs": "Bosnian",
    "he": "Hebrew",
    "hr": "Croatian",
    "is": "Icelandic",
    "ja": "Japanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "km": "Khmer",
    "ko": "Korean",
    "lo": "Lao",
    "lv": "Latvian",
    "mk": "Macedonian",
    "mt": "Maltese",
    "my": "Burmese",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "th": "Thai",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
_of_thread = local()  # a stemmer must not be used by two threads at once


@lru_cache(maxsize=256)
def primary(language: str) -> str:
    """Return the language itself of a language tag: `pt` of `pt-BR` (RFC 5646)."""
    return language.replace("_", "-").partition("-")[0].lower()


def language_name(code: str) -> str:
    """Return the name of a language for readers; its code if we have no name."""
    return _OTHER_LANGUAGES.get(code) or _ALGORITHMS.get(code, "").capitalize() or code


def stem_keys(language: str, word: str) -> set[str]:
    """Return the keys that all forms of a word share, like `en:troop`; none if the language has no
    algorithm.

    `word` is one word as it is written, with its accents, which the algorithms need. People leave
    accents out, so the word without them has its own key.
    """
    code = primary(language)
    if code not in _ALGORITHMS:
        return set()
    plain = word.lower()
    forms = {plain} if plain.isascii() and plain.isalnum() else {plain, "".join(words(word))}
    stems = _stemmer(_ALGORITHMS[code]).stemWords(forms)
    return {f"{code}:{folded}" for stem in stems if (folded := _folded(stem))}


def _folded(stem: str) -> str:
    return stem if stem.isascii() and stem.isalnum() else "".join(words(stem))


def _stemmer(algorithm: str) -> "Stemmer.Stemmer":
    stemmers = _of_thread.__dict__
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm)
    return stemmers[algorithm]
