"""How browsers find words in a page: which letters they hold equal, and where words begin and end.

Browsers compare at the primary strength of the Unicode Collation Algorithm (UTS #10): without case
and accents, and with quotation marks of one kind alike. What exactly is equal depends on the
browser and its language, so a text is folded at least as far as any of them does. Words that occur
once in a folded text occur once in the page, in every browser.

A browser finds words only if they begin and end where words do (URL Fragment Text Directives,
section 3.6.2; UAX #29). For scripts without spaces it knows words from a dictionary, which we do
not have. There only the places next to spaces, punctuation and other scripts are certain.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import accumulate

_SPACES = r"[^\S\n]{2,}"
_ASCII = bytes(range(128))
_MANY = 20  # letters to replace; for more of them, one pass with a table is faster
_ALIKE = {
    **dict.fromkeys("'‘’‚‛‹›`´ʹʻʼʽˈʾʿ′‵՚׳ꞌ", "'"),
    **dict.fromkeys('"“”„‟«»″‶〝〞〟״', '"'),
    **dict(zip("یىۦہەةکۥٴ", "يييهههكوء", strict=True)),
    **dict(zip("ðɵŀĿґͺ", "dollгι", strict=True)),
    "ـ": "",  # only lengthens an Arabic word
}
# One or two Latin letters in one: æ, œ, ı.
_LATIN = re.compile("LATIN (?:CAPITAL|SMALL) (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})")
# Names of letters that differ from others by a stroke or hook, by their shape at the end of a word,
# or as small kana; and the names of those others.
_VARIANTS = (
    (re.compile("(.+ (?:LETTER|LIGATURE) .+?) WITH .+"), r"\1"),
    (re.compile("HEBREW LETTER FINAL (.+)"), r"HEBREW LETTER \1"),
    (re.compile("(?:HIRA|KATA)(GANA|KANA) LETTER (?:SMALL )?(.+)"), r"HIRAGANA LETTER \2"),
)

# Parts of a word between two letters (UAX #29: MidLetter, MidNumLet and quotation marks), or two
# digits (MidNum and MidNumLet). Browsers differ about some of them.
_BETWEEN_LETTERS = frozenset("'‘’\"@.:··՟״․‧︓﹒﹕＇．：")
_BETWEEN_DIGITS = frozenset("'‘’.,;;։،؍٬߸⁄․︐︔﹐﹒﹔＇，．；:")
# Scripts that do not separate words. Han and kana are never one word with other letters or digits;
# those of line break class SA (UAX #14: Thai, Lao, Khmer, Burmese …) may be.
_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_THAI = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf"
)
_UNSPACED = re.compile(f"[{_HAN}{_THAI}]")
_THAI_LIKE = re.compile(f"[{_THAI}]")
_HANGUL = re.compile("[\u1100-\u11ff]")  # folded; browsers differ about its words


@lru_cache(maxsize=8192)
def fold(char: str) -> str:
    """A character as it is compared: none, one or more. Folding what was folded changes nothing."""
    if char in _ALIKE:
        return _ALIKE[char]
    if char.isspace():
        return "\n" if char == "\n" else " "
    decomposed = unicodedata.normalize("NFKD", char)
    lower = "".join(map(_plain, decomposed)).casefold()
    return "".join(map(_plain, unicodedata.normalize("NFKD", lower)))


def _plain(char: str) -> str:
    """A decomposed character without what distinguishes it from those that are alike."""
    category = unicodedata.category(char)
    if char in _ALIKE:
        return _ALIKE[char]
    if category[0] == "M" or category in ("Cf", "Cc"):
        return ""
    if category == "Pd":
        return "-"
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    name = unicodedata.name(char, "")
    for variant, other in _VARIANTS:
        if variant.fullmatch(name):
            try:
                char = unicodedata.lookup(variant.sub(other, name))
            except KeyError:  # there is no such letter
                continue
            name = unicodedata.name(char)
    latin = _LATIN.fullmatch(name)
    return latin[1].lower() if latin else char


@dataclass(frozen=True, slots=True)
class Page:
    """A text, folded, and where its places are in it."""

    words: str
    _after: list[int]  # Places of the text: behind each of them
    _moved: list[int]  # the folded text is longer by so much.

    def of(self, start: int, end: int) -> str:
        """The words between two places of the text, as they are compared."""
        if self._after:
            start, end = self.place(start), self.place(end)
        return self.words[start:end].strip()

    def place(self, at: int) -> int:
        """The place in the folded text of a place in the text."""
        passed = bisect_right(self._after, at)
        return at + self._moved[passed - 1] if passed else at


@lru_cache(maxsize=8)  # links to the passages of a source are made in a row
def page(text: str) -> Page:
    """A text as browsers compare it. A run of white space in a line is one space."""
    letters = {char: fold(char) for char in set(text.encode().translate(None, _ASCII).decode())}
    if "\t" in text:
        letters["\t"] = " "
    several = [char for char, folded in letters.items() if len(folded) != 1]
    after: list[int] = []
    moved: list[int] = []
    plain = text
    if several or "  " in text or " " in letters.values():
        pattern = _SPACES + "|[" + re.escape("".join(sorted(several))) + "]" if several else _SPACES
        parts: list[str] = []
        end = 0
        for match in re.finditer(pattern, text):
            found = match.group()
            folded = letters[found] if found in several else " "
            parts += (text[end : match.start()], folded)
            end = match.end()
            after.append(end)
            moved.append(len(folded) - len(found))
        plain = "".join([*parts, text[end:]])
    # What is left has one letter for each.
    if len(letters) > _MANY:
        plain = plain.translate({ord(char): folded for char, folded in letters.items()})
    else:
        for char, folded in letters.items():
            plain = plain.replace(char, folded)
    return Page(plain.lower(), after, list(accumulate(moved)))


class CharKind(Enum):
    """What a character is for the bounds of words."""

    SPACE = "space"
    WORD = "letter or digit"
    HAN = "Han or kana, without spaces between words"
    THAI = "letter of another script without spaces between words"
    MARK = "belongs to the character before"
    PICTURE = "symbol, which may be one with those beside it"
    SIGN = "punctuation"


_OF_WORDS = frozenset({CharKind.WORD, CharKind.THAI})
_OF_UNSPACED = frozenset({CharKind.HAN, CharKind.THAI})
LETTERS = _OF_WORDS | _OF_UNSPACED


@lru_cache(maxsize=8192)
def kind(char: str) -> CharKind:
    """The kind of a character."""
    if char.isspace():
        return CharKind.SPACE
    if _UNSPACED.match(char):
        return CharKind.THAI if _THAI_LIKE.match(char) else CharKind.HAN
    category = unicodedata.category(char)
    if category[0] == "M" or category == "Cf":
        return CharKind.MARK
    if char.isalnum() or category == "Pc":
        return CharKind.WORD
    return CharKind.PICTURE if category in ("So", "Sk", "Cn", "Co") else CharKind.SIGN


def has_unspaced(text: str) -> bool:
    """Whether a text has letters of a script without spaces between words."""
    return _UNSPACED.search(text) is not None


def is_joined(text: str, at: int) -> bool:
    """Whether a word may go on at this place. If not, every browser sees the bound of a word."""
    if not 0 < at < len(text) or text[at - 1].isspace() or text[at].isspace():
        return False
    after = kind(text[at])
    if after is CharKind.MARK:
        return True
    start = _base(text, at)
    before = kind(text[start])
    if before is after or (before in _OF_WORDS and after in _OF_WORDS):
        return after is not CharKind.SIGN
    if before in _OF_WORDS and after is CharKind.SIGN and at + 1 < len(text):
        return _is_between(text[start], text[at], text[at + 1])
    if before is CharKind.SIGN and after in _OF_WORDS and start > 0:
        return _is_between(text[_base(text, start)], text[start], text[at])
    return False


def in_unspaced(text: str, at: int) -> bool:
    """Whether only a dictionary says if there is the bound of a word at this place."""
    if not 0 < at < len(text) or not (_UNSPACED.match(text, at) or _UNSPACED.match(text, at - 1)):
        return False
    return is_joined(text, at)


def in_word(folded: str, at: int) -> bool:
    """Whether no browser sees the bound of a word at this place of a folded text."""
    if not 0 < at < len(folded):
        return False
    before, after = folded[at - 1], folded[at]
    return kind(before) is kind(after) is CharKind.WORD and not _HANGUL.search(before + after)


def _base(text: str, at: int) -> int:
    """The place of the last character of text[:at], without the marks on it."""
    at -= 1
    while at > 0 and kind(text[at]) is CharKind.MARK:
        at -= 1
    return at


def _is_between(before: str, sign: str, after: str) -> bool:
    """Whether a sign belongs to the word of the letters or digits on both sides of it."""
    if kind(before) not in _OF_WORDS or kind(after) not in _OF_WORDS:
        return False
    digits = before.isdecimal() and after.isdecimal()
    return sign in _BETWEEN_LETTERS or (digits and sign in _BETWEEN_DIGITS)
