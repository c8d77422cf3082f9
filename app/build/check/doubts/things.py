"""What a text speaks of: things, acts and limits that have words in several languages.

A word is looked up once and then known, because words come again and again. Only what consists of
several words is searched for in each text.
"""

import re
from functools import cache, lru_cache

from app.build.check.doubts.alternatives import alternatives, expanded
from app.build.check.doubts.words import rows

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|%")
_START = re.compile(r"(?<![^\W_])[^\W_]{1,2}")  # the first letters of a word
_BEGINS = re.compile(r"[^\W\d_]{2}(?![?*{|])|[^\W\d_](?= )")  # of an expression
_OF_WORD = re.compile(r"[^\W\d_]{2}(?![?*{])")  # how the expression of one word begins
_LETTERS = re.compile(r"[^\W\d_]+(?![?*{|])")
_Phrase = tuple[int, str, re.Pattern[str]]
_Known = tuple[tuple[str, ...], tuple[_Phrase, ...]]
_MARK = re.compile(r"[-’']")
_NEW: _Known = ((), ())  # in place of what is known of a word that was not looked up
_MANY = 100_000  # words that are kept with what they mean
_RECENT = 250  # texts: those of one source are looked at several times


class Lexicon:
    """The names of the lines of a kind of words, and where a text has words of each of them.

    `whole`: the expressions are whole words, and not only how words begin; then a part of a word
    with a hyphen or an apostrophe does not count either.
    """

    def __init__(self, lines: list[tuple[str, str]], *, whole: bool) -> None:
        self.names = [name for name, _ in lines]
        self._end = r"(?![\w-])" if whole else ""
        self._whole = whole
        # By two letters with which they begin, or "" for any: the lines with their words; and, of
        # expressions of several words, the names, all letters with which they begin, and the words.
        self._single: dict[str, dict[int, list[str]]] = {}
        self._several: dict[str, list[tuple[str, str, str]]] = {}
        for line, (name, words) in enumerate(lines):
            for each in map(str.strip, alternatives(words)):
                if " " in each:
                    begins, first = _BEGINS.match(each), _LETTERS.match(each)
                    key = begins[0].casefold() if begins else ""
                    letters = _folded(first[0]) if first else ""
                    self._several.setdefault(key, []).append((name, letters, each))
                    continue
                for one in expanded(each):
                    key = _folded(begins[0]) if (begins := _OF_WORD.match(one)) else ""
                    self._single.setdefault(key, {}).setdefault(line, []).append(one)
        self._anywhere = [
            (name, self._compiled(each)) for name, _, each in self._several.pop("", ())
        ]
        self._known: dict[str, _Known | None] = {}
        self.found = lru_cache(maxsize=_RECENT)(self._find)

    def _compiled(self, words: str) -> re.Pattern[str]:
        return _expression(words, self._end)

    def _look_up(self, word: str) -> _Known | None:
        """The names that a word has, and what may begin in it: at which letter, and the words.
        None for a word without any, as most are.
        """
        if len(self._known) >= _MANY:
            self._known.clear()
        names = tuple(self.names[line] for line in sorted(self._lines_of(word)))
        phrases = tuple(
            (start.start(), name, self._compiled(several))
            for start in _START.finditer(word)
            for name, letters, several in self._several.get(start[0].casefold(), ())
            if _folded(word[start.start() :]).startswith(letters)
        )
        found = self._known[word] = (names, phrases) if names or phrases else None
        return found

    def _lines_of(self, word: str) -> set[int]:
        """The lines that have a word."""
        forms = [word] if self._whole else [word, *filter(None, _MARK.split(word))]
        return {
            line
            for form in forms
            for key in {_folded(form[:2]), ""}
            for line, words in self._single.get(key, {}).items()
            if self._compiled("|".join(words)).match(form)
        }

    def _find(self, text: str) -> dict[str, list[re.Match[str]]]:
        """For each name, the places of its words."""
        found: dict[str, list[re.Match[str]]] = {}
        kept = self._known.get
        for word, match in _words_of(text):
            known = kept(word, _NEW)
            if known is _NEW:
                known = self._look_up(word)
            if known is None:  # as of most words
                continue
            for name in known[0]:
                found.setdefault(name, []).append(match)
            for at, name, several in known[1]:
                if phrase := several.match(text, match.start() + at):
                    found.setdefault(name, []).append(phrase)
        for name, several in self._anywhere:
            for phrase in several.finditer(text):
                found.setdefault(name, []).append(phrase)
        return found


@cache  # only what texts have words of is compiled
def _expression(words: str, end: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words}){end}", re.IGNORECASE)


def _folded(letters: str) -> str:
    """Letters of which an expression without case takes the one for the other."""
    return letters.replace("İ", "i").replace("ı", "i").casefold()


@lru_cache(maxsize=_RECENT)  # several kinds of words are looked for in a text
def _words_of(text: str) -> list[tuple[str, re.Match[str]]]:
    return [(match[0], match) for match in _WORD.finditer(text)]


@lru_cache(maxsize=64)
def lexicon(kind: str, code: str) -> Lexicon:
    """The words of one kind in the language with this code, see words.py."""
    return Lexicon(rows(kind, code), whole=kind not in _STEMS)


_STEMS = ("things", "meanings")  # kinds of which the lists have how words begin


@lru_cache(maxsize=250)
def code_of(language: str) -> str:
    """The first part of the code of a language."""
    return language.partition("-")[0].casefold()


def things(text: str, language: str) -> dict[str, list[re.Match[str]]]:
    """What a text may speak of: of each name, the places of its words. The lists are wide."""
    return lexicon("things", code_of(language)).found(text)


def meanings(text: str, language: str) -> frozenset[str]:
    """The ordinary words of a text that are in the lists of all languages, by their names."""
    return frozenset(lexicon("meanings", code_of(language)).found(text))


def named_in(summary: str) -> dict[str, list[re.Match[str]]]:
    """What a summary in English certainly speaks of. The lists are narrow."""
    return lexicon("named_things", "en").found(summary)


def marked_in(text: str, language: str) -> dict[str, list[re.Match[str]]]:
    """What a summary may not leave out of a text: limits, and how sure somebody is."""
    return lexicon("marks", code_of(language)).found(text)


def is_kept(name: str, summary: str) -> bool:
    """Whether a summary in English has one of the words that keep what is marked in a text."""
    known = lexicon("kept", "en")
    return name in (known.found(summary) if name in known.names else things(summary, "en"))


def knows_things(language: str) -> bool:
    """Whether there are words for things in a language."""
    return bool(lexicon("things", code_of(language)).names)
