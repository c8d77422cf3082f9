"""Selectors of passages in archived text: W3C Web Annotation selectors and text fragments.

Offsets are 0-based, end exclusive, in Unicode code points of the archived text (Web Annotation Data
Model section 4.2.5).
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import zip_longest
from typing import NamedTuple
from urllib.parse import quote

from app.domain.find_in_page import (
    LETTERS,
    Page,
    has_unspaced,
    in_unspaced,
    in_word,
    is_joined,
    kind,
    page,
)

CONTEXT = 32  # code points of prefix and suffix
_LONG = 12  # words; a longer passage is named by its first and its last words
_ENDS = 5  # words
_LONG_UNSPACED, _CLAUSE = 60, 8  # the same in characters, for scripts without spaces
_WIDEST = 300  # characters of context, and to look for the bound of a word
_ONE_BY_ONE = 8  # words of context; then twice as many each time
_BLANKS = re.compile(r"[ \t\r\f\v]{2,}|[\t\r\f\v]")  # a browser shows one space

_PLAIN = re.compile("[A-Za-z0-9_.~ ]+")  # needs no percent-encoding, except spaces

Part = tuple[int, int]  # start and end in the text


def archived(raw: bytes) -> str:
    """The archived text of a file: decoded from UTF-8, without one leading newline (docs/domain.md,
    rule archived-text).

    Raises UnicodeDecodeError if the file is not UTF-8.
    """
    return raw.decode("utf-8").removeprefix("\n")


def digest(text: str) -> str:
    """SHA-256 of the archived text in UTF-8, lower-case hex."""
    return sha256(text.encode("utf-8")).hexdigest()


def occurrences(text: str, exact: str, start: int = 0, end: int | None = None) -> list[int]:
    """All offsets in text[start:end] where `exact` begins, including overlapping ones."""
    places: list[int] = []
    at = text.find(exact, start, end) if exact else -1
    while at >= 0:
        places.append(at)
        at = text.find(exact, at + 1, end)
    return places


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """`prefix` and `suffix` of a TextQuoteSelector: up to CONTEXT code points before and after."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


class Directive(NamedTuple):
    """The parts of a text directive, as places in the text. `end` is the last words of a passage
    that `start` begins.
    """

    prefix: Part | None
    start: Part
    end: Part | None
    suffix: Part | None


def fragment_link(url: str, text: str, start: int, end: int) -> str:
    """The source's URL with a text fragment for text[start:end] (URL Fragment Text Directives,
    section 3.1). A fragment of the URL stays before it.

    Browsers match each part of a directive within one block of a page, so only the passage up to
    its first line break is named, and it is widened to whole words. A browser shows the first
    match, ignoring what `page` ignores. So this takes the shortest directive that matches nothing
    else: the passage, by its first and last words if it is long; then with more and more words
    before or after it in its line, on both sides, and in the neighbouring lines. If all of them
    match something else too, it is the first one that matches here first.
    """
    start, end = _first_line(text, start, end)
    if start == end:
        return url
    if is_joined(text, start) or is_joined(text, end):
        start, end = _whole_words(text, start, end)
    prefix, first, last, suffix = _shortest(text, start, end)
    named = _escaped_part(text, first)
    if last:
        named += f",{_escaped_part(text, last)}"
    if prefix:
        named = f"{_escaped_part(text, prefix)}-,{named}"
    if suffix:
        named += f",-{_escaped_part(text, suffix)}"
    base = url.partition(":~:")[0]
    return f"{base}{'' if '#' in base else '#'}:~:text={named}"


def _first_line(text: str, start: int, end: int) -> Part:
    """The first line of a passage that is not blank, without the spaces around it."""
    while start < end and text[start].isspace():
        start += 1
    line_end = text.find("\n", start, end)
    end = line_end if line_end >= 0 else end
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _whole_words(text: str, start: int, end: int) -> Part:
    """A passage with the rest of the words that it begins and ends in. Where only a dictionary
    knows the words, it stays as it is.
    """
    low, high = max(0, start - _WIDEST), min(len(text), end + _WIDEST)
    while start > low and is_joined(text, start) and not in_unspaced(text, start):
        start -= 1
    while end < high and is_joined(text, end) and not in_unspaced(text, end):
        end += 1
    return start, end


def opens_only(text: str, first: Part, last: Part | None) -> bool:
    """Whether a directive of these words, as they are in the text, opens its passage and nothing
    else. It is quick, and says no where the words come again, if only inside other words.
    """
    start, end = first[0], (last or first)[1]
    passage = text[start:end]
    if "  " in passage or not passage.isprintable():  # may have white space that is collapsed
        return False
    if is_joined(text, start) or is_joined(text, end):
        return False
    folded = page(text)
    words = folded.of(*first)
    at = folded.words.find(words)
    if at != folded.place(start) or folded.words.find(words, at + 1) >= 0:
        return False
    if last is None:
        return True
    return folded.words.find(folded.of(*last), at + len(words)) == folded.place(last[0])


def _shortest(text: str, start: int, end: int) -> Directive:
    """The shortest directive that matches nothing but text[start:end]."""
    folded = page(text)
    named = [*_ends_of(text, start, end), ((start, end), None)]
    wanted = folded.place(start), folded.place(end)
    second_best: Directive | None = None
    for prefix, suffix in _contexts(text, start, end):
        for words in named:
            directive = Directive(prefix, *words, suffix)
            found = _matches(folded, directive)
            if next(found, None) == wanted:
                if next(found, None) is None:
                    return directive
                second_best = second_best or directive
    return second_best or Directive(None, (start, end), None, None)


def _ends_of(text: str, start: int, end: int) -> Iterator[tuple[Part, Part]]:
    """The first and the last words of a long passage."""
    if text.count(" ", start, end) >= _LONG:
        first, last = start, end
        for _ in range(_ENDS):
            first, last = text.find(" ", first + 1), text.rfind(" ", start, last)
        yield (start, first), (last + 1, end)
    elif end - start > _LONG_UNSPACED and has_unspaced(text[start:end]):
        _, first = next(_after(text, start, end, _CLAUSE), (start, end))
        last, _ = next(_before(text, start, end, _CLAUSE), (start, end))
        if first < last:
            yield (start, first), (last, end)


def _contexts(text: str, start: int, end: int) -> Iterator[tuple[Part | None, Part | None]]:
    """Prefixes and suffixes of a passage, the shortest first. Those of its own line come before
    those of the lines around it, because a page may have something else between the lines.

    Where the passage begins or ends between two letters of a script without spaces, it needs the
    text up to the next certain bound of a word.
    """
    low, high = _line(text, start)
    left = right = None
    if in_unspaced(text, start):
        left = next(_before(text, low, start), None)
    if in_unspaced(text, end):
        right = next(_after(text, end, high), None)
    yield left, right
    lefts, rights = _some(_before(text, low, start)), _some(_after(text, end, high))
    yield from _combined(lefts, rights, left, right)
    if not text[low:start].strip():
        end_before = len(text[:low].rstrip())
        lefts = _some(_before(text, _line(text, end_before)[0], end_before)) or lefts
    if not text[end:high].strip():
        start_after = len(text) - len(text[high:].lstrip())
        rights = _some(_after(text, start_after, _line(text, start_after)[1])) or rights
    yield from _combined(lefts, rights, left, right)


def _line(text: str, at: int) -> Part:
    """The line of a place."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _combined(
    lefts: list[Part], rights: list[Part], left: Part | None, right: Part | None
) -> Iterator[tuple[Part | None, Part | None]]:
    """Contexts on one side and then on both; `left` and `right` are those that are needed."""
    for prefix, suffix in zip_longest(lefts, rights):
        if prefix:
            yield prefix, right
        if suffix:
            yield left, suffix
    if lefts and rights:
        for prefix, suffix in zip_longest(lefts, rights):
            yield prefix or lefts[-1], suffix or rights[-1]


def _before(text: str, low: int, end: int, least: int = 1) -> Iterator[Part]:
    """The last word of text[low:end], then the last two and so on; at least so many characters."""
    for at in range(end - least, max(low, end - _WIDEST) - 1, -1):
        if kind(text[at]) in LETTERS and not is_joined(text, at):
            yield at, end


def _after(text: str, start: int, high: int, least: int = 1) -> Iterator[Part]:
    """The first word of text[start:high], then the first two and so on; at least so many
    characters.
    """
    for at in range(start + least, min(high, start + _WIDEST) + 1):
        if kind(text[at - 1]) in LETTERS and not is_joined(text, at):
            yield start, at


def _some(parts: Iterator[Part]) -> list[Part]:
    """The first parts, then those that are twice as long each time, and the last one."""
    every = list(parts)
    steps = [*range(1, _ONE_BY_ONE), *(_ONE_BY_ONE << n for n in range(20))]
    return [every[step - 1] for step in steps if step < len(every)] + every[-1:]


def _matches(folded: Page, directive: Directive) -> Iterator[Part]:
    """The places of a folded page that a directive matches (URL Fragment Text Directives, section
    3.6.2). Where a browser may or may not see the bound of a word, it is one.
    """
    words = folded.words
    prefix, start, end, suffix = [folded.of(*part) if part else "" for part in directive]
    at = words.find(start) if start else -1
    while at >= 0:
        if _follows(words, at, prefix):
            for place in _ends(words, at + len(start), end, suffix):
                yield at, place
                break
        at = words.find(start, at + 1)


def _ends(words: str, at: int, last: str, suffix: str) -> Iterator[int]:
    """Where a match ends whose first words end at a place."""
    if not last:
        if _goes_on(words, at, suffix):
            yield at
        return
    if in_word(words, at):
        return
    at = words.find(last, at)
    while at >= 0:
        if not in_word(words, at) and _goes_on(words, at + len(last), suffix):
            yield at + len(last)
        at = words.find(last, at + 1)


def _follows(words: str, at: int, prefix: str) -> bool:
    """Whether a prefix comes right before a place; without one, whether a word begins there."""
    if prefix:
        while at > 0 and words[at - 1].isspace():
            at -= 1
        at -= len(prefix)
    return at >= 0 and words.startswith(prefix, at) and not in_word(words, at)


def _goes_on(words: str, at: int, suffix: str) -> bool:
    """Whether a suffix comes right behind a place; without one, whether a word ends there."""
    if suffix:
        while at < len(words) and words[at].isspace():
            at += 1
        if not words.startswith(suffix, at):
            return False
        at += len(suffix)
    return not in_word(words, at)


# By byte. "-", "," and "&" have a meaning in a text directive, so they are percent-encoded.
_ESCAPED = [quote(bytes([byte]), safe="").replace("-", "%2D") for byte in range(256)]


def _escaped_part(text: str, part: Part) -> str:
    """A part of a directive, percent-encoded, with one space for several."""
    return escape(_BLANKS.sub(" ", text[slice(*part)].strip()))


def escape(words: str) -> str:
    """Words of a directive, percent-encoded."""
    if _PLAIN.fullmatch(words):
        return words.replace(" ", "%20")
    # This takes a third of the time that `quote` takes.
    return "".join([_ESCAPED[byte] for byte in words.encode()])
