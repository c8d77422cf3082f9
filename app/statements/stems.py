"""Stems of words, by the Snowball algorithms: “troops” and “troop” have one stem in English.

The stem depends on the language of the text. Languages without an algorithm (Ukrainian) and scripts
without spaces have no stems; there only the words themselves are found.
"""

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
_of_thread = local()  # a stemmer must not be used by two threads at once


def primary(language: str) -> str:
    """Return the language itself of a language tag: `pt` of `pt-BR` (RFC 5646)."""
    return language.replace("_", "-").partition("-")[0].lower()


def has_stems(language: str) -> bool:
    """Return whether there is an algorithm for a language."""
    return primary(language) in _ALGORITHMS


def stem_keys(language: str, word: str) -> set[str]:
    """Return the keys that all forms of a word share, like `en:troop`; none if the language has no
    algorithm.

    `word` is one word as it is written, with its accents, which the algorithms need. People leave
    accents out, so the word without them has its own key.
    """
    code = primary(language)
    if code not in _ALGORITHMS:
        return set()
    plain = {word.lower(), "".join(words(word))}
    stems = (_stemmer(_ALGORITHMS[code]).stemWord(form) for form in plain)
    return {f"{code}:{folded}" for stem in stems if (folded := "".join(words(stem)))}


def _stemmer(algorithm: str) -> "Stemmer.Stemmer":
    stemmers = _of_thread.__dict__
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm)
    return stemmers[algorithm]
