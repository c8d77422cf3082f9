"""Preparing a text, and dividing it into sentences (docs/domain.md, rule passages).

Only what cannot be seen is changed in a text: line ends, a byte order mark, the last newline.
Sentences are ranges of the text: code points from 0, end exclusive.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from app.build.failures import CommandError
from app.build.findings import refused_character
from app.curate.language import Language

LONGEST = 1_000_000
"""Code points; no article is longer."""

_CLOSERS = "”’\"'»«›‹“‘)\\]】」』》〉"
_END = re.compile(
    rf"(?:[.!?…؟।]+|[。！？]+)(?:[ \u00a0\u202f\u2009]?[»›](?=[\s,.;:)]|$)|[{_CLOSERS}])*"
)
_OPENERS = re.compile(r"[\s“„‚‘'\"«»‹›「『《〈¿¡(\[–—-]*")
_TERMINAL = re.compile(rf"[.!?…;:,。！？](?:[ \u00a0\u202f]?[{_CLOSERS}])*$")
_HEADING_WORDS = 16
_DAY_ALONE = re.compile(r"[^,.:;]{2,40}, ([^,;:]{0,40}\b(?:19|20)\d\d(?: r\.| року)?)\.?")
_DAY_BEFORE = re.compile(r"([^\W\d_][\w’' -]{1,30}), [^,;:.]{0,30}\b(?:19|20)\d\d(?= [^\W\d_])")
_CONTACT = re.compile(r"@\w|https?:|www\.|\+?\d[\d ()/-]{7,}")
_DATED = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{4}\b")
_BYLINES = 3  # blocks behind the title
_NAME_AND_ROLE = re.compile(
    r"[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'.-]*){1,2}(?:,| [/|]) [^\W\d_a-z][^,:;!?]{2,40}$",
    re.MULTILINE,
)
_NAME = re.compile(r"[^\W\d_][^\W\d_]*(?:[’'-][^\W\d_]+)*\.?")
_PLACE_ALONE = re.compile(r"(?=.{3})[A-ZÀ-ÖØ-Þ]+(?:[ /-][A-ZÀ-ÖØ-Þ]+){0,2}")
_FIRST_PLACE = re.compile(r"[^\W\d_a-zß-ÿ][\w’'-]{2,}(?:[ /][^\W\d_a-zß-ÿ][\w’'-]{2,}){0,2}")
_NUMBER = re.compile(r"\d{1,2}|[IVX]{1,5}")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text. `paragraph` counts from 0; `is_heading`: it looks like a title."""

    start: int
    end: int
    paragraph: int
    is_heading: bool = False


def normalised(raw: bytes) -> tuple[str, list[str]]:
    """A text with plain line ends, without a byte order mark and with one newline at the end; and
    what was changed, in words.

    Raises CommandError if the bytes are not a text, or longer than LONGEST.
    """
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise CommandError(
            f"The file is not UTF-8: byte {error.start} is no part of a character. Open it in an "
            "editor and save it with the encoding UTF-8."
        ) from None
    if len(text) > LONGEST:
        raise CommandError(f"The text is longer than {LONGEST:,} characters.")
    if message := refused_character(text):
        raise CommandError(f"{message[0].upper()}{message[1:]}: remove it.")
    changes = ["UTF-16 was changed to UTF-8"] if encoding == "utf-16" else []
    plain = text.removeprefix("\ufeff")
    if not plain.strip():
        raise CommandError("The file is empty.")
    if plain != text:
        changes.append("a byte order mark was removed")
    lines = plain.replace("\r\n", "\n").replace("\r", "\n")
    if lines != plain:
        changes.append("line ends of Windows or old Macs were changed to newlines")
    ended = lines.rstrip("\n") + "\n"
    if ended != lines:
        changes.append("the text now ends with one newline")
    return ended, changes


def sentences(text: str, words: Language) -> list[Sentence]:
    """All sentences of a text, in order. What is not white space belongs to exactly one."""
    found: list[Sentence] = []
    blocks = list(_blocks(text))
    named = False
    for number, (start, end) in enumerate(blocks):
        parts = list(_split(text, start, end, words, early=0 < number <= _BYLINES))
        first = number == 0 and len(blocks) > 1
        below = number == 1 and len(blocks) > 4 and _is_standfirst(text, start, end, words)
        if len(parts) > 1 and _is_title_of_sentences(text[start:end], first):
            parts = [(start, end)]  # Send our boys? Over my dead body, says MP
        heading = below or (len(parts) == 1 and _is_heading(text[start:end], first, words))
        single = text[start] in "‘'" and text[end - 1] in "’'" and "“" in text
        heading = heading or (single and not first and end - start < 80)  # British subheadings
        divided = " · " in text[start:end] or " | " in text[start:end]
        divided = divided and not text[start].isdigit()  # El Faro · Madrid
        if 0 < number <= _BYLINES and (divided or _is_of_ours(text[start:end], words)):
            heading = False  # dal nostro inviato Piero Valsecchi
        elif 0 < number <= _BYLINES:
            name = _NAME_AND_ROLE.match(text, start, end) or _is_name(text, start, end, words)
            place = (number == 1 or named) and _is_place(text[start:end], words)
            named = bool(name)  # Fiona Cathcart, Defence Editor
            heading = heading and not (name or place)
        if 0 < number == len(blocks) - 1 and text[end - 1].isalnum():
            heading = False  # nothing is below it
        found += [Sentence(begin, stop, number, heading) for begin, stop in parts]
    return found


def _blocks(text: str) -> list[tuple[int, int]]:
    """The paragraphs: lines, or, where lines were broken at a width, what empty lines separate."""
    runs: list[list[tuple[int, int]]] = []
    for found in re.finditer(r"[^\n]+", text):
        start, end = _stripped(text, *found.span())
        if start >= end:
            continue
        if runs and text[runs[-1][-1][1] : start].count("\n") == 1:
            runs[-1].append((start, end))
        else:
            runs.append([(start, end)])
    blocks: list[tuple[int, int]] = []
    for run in runs:
        lines = [text[start:end] for start, end in run]
        blocks += [(run[0][0], run[-1][1])] if _is_wrapped(lines) else run
    return blocks


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are one paragraph that was broken at a width: nowhere would the next word have
    fitted into the line before.
    """
    widest = max(map(len, lines))
    if len(lines) < 2 or not 40 <= widest <= 120:
        return False
    full = all(
        len(line) + 1 + len(following.split(None, 1)[0]) > widest
        for line, following in pairwise(lines)
    )
    return full and (len(lines) > 2 or lines[1][:1].islower() or ". " in lines[0])


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _is_heading(line: str, first: bool, words: Language) -> bool:
    """Whether a line that is one sentence is a title and no paragraph."""
    parts = line.split()
    if not first and (
        _is_credit(line, words)
        or _is_dateline(line, words)
        or _CONTACT.search(line)
        or _DATED.search(line)
    ):
        return False
    if first:
        return len(parts) <= 2 * _HEADING_WORDS and not line.endswith((".”", '."', ".»"))
    if len(parts) > _HEADING_WORDS or parts[0].lower() in words.bylines:
        return False
    if _is_byline(parts, words) or (line[0] == "(" and line[-1] == ")") or "©" in line:
        return False
    if sum(one.isupper() and len(one) > 1 for one in parts[:2]) == 2 and ":" in line[:40]:
        return True  # THE COMET SAYS: Let them go!
    if len(parts) == 1 and line.islower() and not line[0].isdigit():
        return False  # initials of those who wrote it: ner/jlb
    if line.endswith(":") and len(parts) <= 3:
        return True  # Notes to editors:
    if line.endswith("?") and len(parts) <= 10 and line[:1] not in "“„«»\"'‘¿":
        return True
    return not _TERMINAL.search(line) and line[:1] not in "-–—•*"


def _is_standfirst(text: str, start: int, end: int, words: Language) -> bool:
    """Whether a paragraph below the title belongs to it: it begins with what kind of text follows
    (`Portrait.`), or has no stop at its end.
    """
    line = text[start:end]
    genre = re.split(r"[.:]\s", line)[0].lower() in words.genres
    long = _HEADING_WORDS < len(line.split()) <= 3 * _HEADING_WORDS
    return (genre and len(line) < 400) or (long and not _TERMINAL.search(line))


def _is_byline(parts: list[str], words: Language) -> bool:
    """Whether a short line ends in the name of its author: `Ein Kommentar von Eva Lindner`."""
    return (
        3 <= len(parts) <= 9
        and not parts[-1].endswith((".", ":", "?", "!"))
        and any(
            parts[at].lower() in words.bylines
            and all(one[0].isupper() for one in parts[at + 1 : at + 3])
            and (at + 3 == len(parts) or parts[at + 2].endswith(","))
            for at in range(len(parts) - 2)
        )
    )


def _is_place(line: str, words: Language) -> bool:
    """Whether a line is one word that may be the name of a place, and not the kind of the text."""
    plain = not words.compounds and not words.inflects and (line.istitle() or line.isupper())
    return plain and _NAME.fullmatch(line) is not None and line.lower() not in words.genres


def _is_name(text: str, start: int, end: int, words: Language) -> bool:
    """Whether a line is a name, perhaps with a place: `Stephanie Moore in Ottawa`. Not in languages
    whose nouns have capitals or cases. A word that the text has in small letters is no name.
    """
    parts = text[start:end].replace(",", "").split()
    if words.compounds or words.inflects or not 2 <= len(parts) <= 6:
        return False
    places = [at for at, one in enumerate(parts) if one.lower() in words.before_places]
    name = parts[: places[0]] if places else parts
    big = [one for one in parts if one[:1].isupper()]
    small = {one for one in parts if one not in big}
    named = len(name) > 1 and {*name[:2], parts[-1]} <= {*big} and len(big) <= 5
    if not named or not small <= words.name_particles | words.before_places | words.prepositions:
        return False
    return all(_NAME.fullmatch(one) for one in big) and not any(
        re.search(rf"\b{re.escape(one.lower())}\b", text) for one in big
    )


def _is_of_ours(line: str, words: Language) -> bool:
    """Whether a short line begins with who wrote the text, as `From our correspondent`."""
    parts = [one.lower() for one in line.split()]
    before = words.prepositions | words.bylines
    ours = len(parts) > 2 and parts[0] in before and parts[1] in words.we
    return ours and len(parts) <= 9


def _is_title_of_sentences(line: str, first: bool) -> bool:
    """Whether several sentences are one title: short, and without a stop at the end."""
    short = len(line.split()) <= (2 * _HEADING_WORDS if first else _HEADING_WORDS)
    return short and not _TERMINAL.search(line)


def _is_credit(line: str, words: Language) -> bool:
    """Whether a line only says who made the text: `Interview: Paul Wendt`."""
    label, colon, name = line.partition(":")
    return bool(colon) and label.strip().lower() in words.credits and 0 < len(name.split()) <= 6


def _is_dateline(line: str, words: Language) -> bool:
    """Whether a line is only a place and a day: `Bruxelles, le 12 février 2026`."""
    parts = {one.strip(".,").lower() for one in line.split()}
    known = words.months.keys() | words.weekdays.keys() | words.prepositions | words.definite
    numbers = {one for one in parts if one[:1].isdigit()}
    if numbers and parts & words.months.keys() and parts <= known | numbers:
        return True  # 5 May 2026
    found = _DAY_ALONE.fullmatch(line)
    return bool(found and {one.lower() for one in found[1].split()} & words.months.keys())


def _place_and_day(text: str, start: int, end: int, words: Language) -> int | None:
    """Where a place and a day end with which a paragraph begins without a stop behind them."""
    found = _DAY_BEFORE.match(text, start, end)
    if found is None or not text[found.end() + 1].isupper():
        return None
    place = found[1].lower().split()
    named = not set(place) & (words.starters | words.weekdays.keys())
    capital = all(one[0].isupper() for one in found[1].split())
    month = {one.lower() for one in found[0].split()} & words.months.keys()
    return found.end() if named and capital and month else None


def _is_first_place(text: str, start: int, stop: re.Match[str], words: Language) -> bool:
    """Whether a paragraph begins with a place and a stop: `Jakarta. – `, `Lissabon/Bern. `, and, as
    only German papers write, `Berlin. `.
    """
    found = _FIRST_PLACE.fullmatch(text, start, stop.start())
    other = words.genres | words.starters | words.asks | words.answers | words.every_pronoun
    if found is None or stop[0] != "." or found[0].lower() in other:
        return False
    dash = text[stop.end() : stop.end() + 2] in (" –", " —", " -")
    return dash or "/" in found[0] or (words.compounds and " " not in found[0])


def _split(
    text: str, start: int, end: int, words: Language, *, early: bool = False
) -> list[tuple[int, int]]:
    """The sentences of one paragraph. `early`: it is one of the first."""
    found: list[tuple[int, int]] = []
    begin = start
    if place := _place_and_day(text, start, end, words):
        found.append((start, place))
        begin = place + 1
    for stop in _END.finditer(text, start, end):
        if stop.start() < begin:
            continue
        at = stop.end()
        if at < end and not text[at].isspace() and stop[0][0] not in "。！？":
            continue
        if at < end and not _ends(text, begin, stop, end, words):
            continue
        if begin == start and _NUMBER.fullmatch(text, begin, stop.start()):
            continue  # 2. We call on
        if begin == start and text[begin : stop.start()].lower() in words.asks | words.answers:
            continue  # the label of a turn in an interview
        if begin == start and stop[0] == "." and _PLACE_ALONE.fullmatch(text, begin, stop.start()):
            continue  # BERN. The ministry said
        if begin == start and early and _is_first_place(text, start, stop, words):
            continue
        found.append((begin, at))
        rest = text[at:end]
        begin = at + len(rest) - len(rest.lstrip())
    if begin < end:
        found.append((begin, end))
    return found


def _ends(text: str, begin: int, stop: re.Match[str], end: int, words: Language) -> bool:
    """Whether a sentence ends at a stop that has something behind it."""
    after = _OPENERS.match(text, stop.end(), end)
    at = after.end() if after else stop.end()
    if at >= end:
        return True
    following = re.compile(r"[^\W_][\w\u0300-\u036f]*").match(text, at, end)
    word = following[0] if following else ""
    opening = after[0] if after else ""
    opened = any(mark in opening for mark in '“„«»‘‚"¿¡')
    if word and word[0].islower() and not (stop[0][0] in "!?" and "¿" in opening):
        return False
    marks = stop[0]
    if marks[0] in "!?" and len(marks) > 1 and not opened:
        return not _goes_on(text, at, end, words)
    if marks[0] != "." or marks.startswith(".."):
        return True
    return not _abbreviated(text, begin, stop.start(), word, words) or len(marks) > 1


def _goes_on(text: str, at: int, end: int, words: Language) -> bool:
    """Whether what follows a quoted question says who asked it: a verb of saying among the first
    four words, and no comma before it.
    """
    piece = re.split(r"[,;:.“„«»]", text[at : min(at + 80, end)])[0].split()[:4]
    if piece and piece[0].lower() in words.determiners:
        return False  # “Who pays?” The same question is asked in Bogotá.
    return any(word.lower() in words.reports for word in piece)


def _abbreviated(text: str, begin: int, stop: int, following: str, words: Language) -> bool:
    """Whether the point at `stop` belongs to an abbreviation, an initial or an ordinal number."""
    token = re.split(r"[\s“„«»‘‚\"'’(\[]", text[begin:stop])[-1]
    lower = token.lower()
    if not token:
        return False
    starts = following.lower() in words.starters | words.no_one | words.every_pronoun
    if lower in words.abbreviations_at_end and token == lower and following[:1].isupper():
        days = words.weekdays.keys() | words.months.keys()
        return following.lower() in days and lower not in words.units
    if lower in words.abbreviations_at_end or _ACRONYM.fullmatch(token):
        return not starts
    if token.isdigit():
        return len(token) <= 2 and words.ordinal_dots and not starts
    if len(token) == 1 and token.isalpha():
        return not starts
    if lower in words.abbreviations:
        ambiguous = lower in words.abbreviations_too
        return following[:1].isdigit() or not (
            ambiguous and (starts or not following[:1].islower())
        )
    return False
