"""Doubts about days: a day of the week on which a date does not fall, and a day long ago that the
text calls yesterday.
"""

import re
from datetime import date, timedelta

from app.build.check.checked_seed import ResolvedStatement
from app.build.check.doubts.article import ArticleText
from app.build.check.doubts.words import month_words, pattern, rows, weekday_words
from app.build.findings import DoubtCode
from app.domain.names import words as folded_words

_ADDRESSED_TO = 6  # words between a verb and a day: “said to the public broadcaster ERR on”
_NEXT_TO = 2  # words between a day of the week and the reporting verb
_LAST_WEEK = timedelta(days=7)  # days of the week are named for at most so long
_RECENT = timedelta(days=3)  # before publication; `yesterday` may be that of a speaker
_FIRST = 2  # words of a note that may name its day
_WORD = re.compile(r"[^\W\d_]+")
_POSSESSIVE = re.compile(r"[’']s")  # last night’s talks
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def check_dates_of_source(article: ArticleText) -> set[str]:
    """Report a date of source.yaml whose name or note gives another day of the week than it has, or
    that is long before the publication although its name is that of a day near it. The names of
    such dates are given back.
    """
    source, language = article.folder.source, article.language
    days = weekday_words(language)
    folded = {"".join(folded_words(word)): day for word, day in days.items()}
    recent = pattern("recent_days", language)
    doubted: set[str] = set()
    for name, given in source.dates.items():
        day = _day(given.value)
        if day is None:
            continue
        named = {folded[part] for part in name.split("-") if part in folded}
        if not named:  # “Am Freitag, vor der Ausgabe vom Sonntag”
            first = _WORD.findall((given.note or "").casefold())[:_FIRST]
            every = days | weekday_words("en")
            named = {every[word] for word in first if word in every}
        message = None
        if named and day.isoweekday() not in named:
            message = (
                f"its name or note says {_names(named)}, and {day} is a {_DAYS[day.weekday()]}"
            )
        elif named and (far := _long_before(article, day, _LAST_WEEK)):
            message = f"it has the name of a day of the week, and is {far}"
        elif recent and recent.search(name) and (far := _long_before(article, day, _RECENT)):
            message = f"it has the name of a day near the publication, and is {far}"
        elif wrong := _not_yesterday(article, day, name.replace("-", " ")):
            message = f"it has the name of the day before the publication, and is {wrong}"
        elif wrong := _other_day(article, day, given.note or "", is_weekday=bool(named)):
            message = f"its note names another day: {wrong}"
        if message:
            doubted.add(name)
            article.folder.source_file.doubt(DoubtCode.date_improbable, message, "dates", name)
    return doubted


def check_day(article: ArticleText, index: int, resolved: ResolvedStatement) -> None:
    """Report a day of a claim that is not the day of the week that is beside its reporting
    verb, and one long before its source was published, though the text says “yesterday”.
    """
    place, said = resolved.place, resolved.said
    day = _day(said.value) if said else None
    if place is None or day is None:
        return
    start, end = place.passage.start, place.last_passage.end
    if article.is_answer(start):
        return  # days in an answer are those of what it is about
    named = _weekdays(article, start, end)
    every = {value for _, _, value in named}
    beside = {value for at, to, value in named if _beside(article, at, to, start, end)}
    message = None
    outside = article.unquoted(start, end)
    if len(every) == 1 and beside == every and day.isoweekday() not in every:
        message = f"the sentence says {_names(every)}, and {day} is a {_DAYS[day.weekday()]}"
    elif beside and (far := _long_before(article, day, _LAST_WEEK)):
        message = f"the sentence names the day of the week, and {day} is {far}"
    elif (words := _beside_verb(article, "yesterday", start, end)) and (
        wrong := _not_yesterday(article, day, words)
    ):
        message = f"the sentence says {words!r}, and {day} is {wrong}"
    elif (spoken := _days_beside_verb(article, start, outside)) and (day.day, day.month) not in (
        spoken
    ):
        message = f"the sentence names {_spoken(spoken)}, and this is {day}"
    elif (inner := _inner_day(article, start, end, day)) is not None:
        message = f"only the quoted words name this day, {inner!r}, and not the sentence itself"
    elif (month := _month_beside_verb(article, start, outside)) and day.month != month:
        message = f"the sentence names the {_ordinal(month)} month, and this is {day}"
    elif _says_recent(article, start, end) and (far := _long_before(article, day, _RECENT)):
        message = f"the sentence says that it was today or yesterday, and {day} is {far}"
    speaker = article.folder.statements[index].speaker
    if message and not (speaker and article.is_answer_of(speaker, start)):  # “He rang me on Monday”
        article.folder.statements_file.doubt(DoubtCode.date_improbable, message, index, "said")


def _not_yesterday(article: ArticleText, day: date, words: str) -> str | None:
    """How a day is said that is not the one before the publication, though words say so."""
    yesterday, published = (
        pattern("yesterday", article.language),
        article.folder.source.published,
    )
    if yesterday is None or not yesterday.search(words) or published.value is None:
        return None
    if published.earliest is None or published.earliest != published.latest:
        return None
    before = published.earliest - timedelta(days=1)
    return None if day == before else f"not {before}"


def _spoken_days(text: str, language: str) -> list[tuple[int, int, tuple[int, int]]]:
    """Where a text names days (“14 juin”, “June 14”), as day and month."""
    months = month_words(language)
    if not months:
        return []
    names = "|".join(sorted(months, key=len, reverse=True))
    number = r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|°)?"
    found = re.compile(
        rf"{number}\.?\s+(?:de |of )?({names})\b|\b({names})\.? {number}(?![\d:.]\d)", re.IGNORECASE
    )
    return [
        (
            each.start(),
            each.end(),
            (int(each[1] or each[4]), months[(each[2] or each[3]).casefold()]),
        )
        for each in found.finditer(text)
    ]


def _spoken(days: set[tuple[int, int]]) -> str:
    return " or ".join(f"{day}/{month}" for day, month in sorted(days))


def _other_day(article: ArticleText, day: date, note: str, *, is_weekday: bool) -> str | None:
    """The days that a note names, if the day itself is not one of them. “On Friday” is counted from
    the day of publication, or from another one within a week behind it, which the note then names.
    """
    published = article.folder.source.published.latest
    noted = {
        each for language in (article.language, "en") for _, _, each in _spoken_days(note, language)
    }
    noted -= _counted_from(note, (article.language, "en"))
    if published:
        noted.discard((published.day, published.month))
    if is_weekday and (day.day, day.month) not in noted:
        behind = (day + timedelta(days=number) for number in range(1, 7))
        noted -= {(each.day, each.month) for each in behind}
    return _spoken(noted) if noted and (day.day, day.month) not in noted else None


def _counted_from(note: str, languages: tuple[str, str]) -> set[tuple[int, int]]:
    """The days from which a note counts another one: “a week before Monday, 23 November”."""
    found: set[tuple[int, int]] = set()
    for language in languages:
        between = rows("moments", language.partition("-")[0])
        words = "|".join(each for name, each in between if name in ("before", "after"))
        for first, _, day in _spoken_days(note, language) if words else ():
            before = rf"(?<!\w)(?:{words})(?!\w)[^.;]{{0,{_COUNTING}}}$"
            if re.search(before, note[:first], re.IGNORECASE):
                found.add(day)
    return found


_COUNTING = 25  # characters between “before” and a day


def _days_beside_verb(article: ArticleText, start: int, outside: str) -> set[tuple[int, int]]:
    """The days that a sentence names beside a clear reporting verb; empty if it names others."""
    not_on = pattern("not_on", article.language)
    every = [
        each
        for each in _spoken_days(outside, article.language)
        if not (not_on and re.search(rf"{not_on.pattern}\s*$", outside[: each[0]], re.IGNORECASE))
    ]
    end = start + len(outside)
    beside = {
        each
        for first, last, each in every
        if _beside(article, start + first, start + last, start, end, "clear")
    }
    return beside if len(every) == len(beside) else set()


def _inner_day(article: ArticleText, start: int, end: int, day: date) -> str | None:
    """The words for a day that text[start:end] only has inside a quotation: it is the day of what
    somebody speaks of, and not the one on which they spoke.
    """
    every = _spoken_days(article.text[start:end], article.language)
    outside = {each for _, _, each in _spoken_days(article.unquoted(start, end), article.language)}
    named = [article.text[start + at : start + to] for at, to, each in every if each == _of(day)]
    return named[0] if named and _of(day) not in outside else None


def _of(day: date) -> tuple[int, int]:
    return day.day, day.month


def _month_beside_verb(article: ArticleText, start: int, outside: str) -> int | None:
    """The month in which somebody spoke, if a sentence begins with it and names no day: “Schon im
    Februar hatte er zugesagt”.
    """
    months = month_words(article.language)
    if not months or _spoken_days(outside, article.language):
        return None
    if _weekdays(article, start, start + len(outside)) or _says_recent(
        article, start, start + len(outside)
    ):
        return None
    first = _WORD.findall(outside)[:_BEGINNING]
    named = [months[word.casefold()] for word in first if word.casefold() in months]
    verb = next(article.verbs(start, start + len(outside), "reporting"), None)
    is_beside = verb is not None and article.between(start, verb[0]) <= _SOON
    return named[0] if len(named) == 1 and is_beside else None


def _ordinal(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"


_BEGINNING = 4  # words of a sentence that may say when somebody spoke
_SOON = 10  # words


def _names(days: set[int]) -> str:
    return " or ".join(_DAYS[day - 1] for day in sorted(days))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value and len(value) == 10 else None


def _long_before(article: ArticleText, day: date, most: timedelta) -> str | None:
    """How long before the publication of its source a day is, if it is longer than `most`."""
    published = article.folder.source.published.earliest
    if published is None or published - day <= most:
        return None
    return f"{(published - day).days} days before the source was published"


def _weekdays(article: ArticleText, start: int, end: int) -> list[tuple[int, int, int]]:
    """The days of the week that text[start:end] names outside of quotations, with their places."""
    days = weekday_words(article.language)
    return [
        (start + found.start(), start + found.end(), days[found[0].casefold()])
        for found in (_WORD.finditer(article.unquoted(start, end)) if days else ())
        if found[0].casefold() in days
    ]


def _beside(
    article: ArticleText, first: int, last: int, start: int, end: int, kind: str = "reporting"
) -> bool:
    """Whether text[first:last] is beside a reporting verb, with no comma between; or behind one and
    to whom somebody spoke, at the end of a clause (“said to the broadcaster ERR on Tuesday.”).
    """
    that = pattern("that", article.language)
    ends = re.match(r"\W*$|\s*[,.;:]", article.text[last:end]) is not None
    for begin, stop in article.verbs(start, end, kind):
        between = article.text[last:begin] if last <= begin else article.text[stop:first]
        if re.search(r"[,.;:]", between):
            continue
        if len(between.split()) <= _NEXT_TO:
            return True
        told = stop <= first and len(between.split()) <= _ADDRESSED_TO
        if told and that and that.match(article.text[last:end].lstrip(" ,")):
            return True  # “warned in an interview on Monday that …”
        spoken_to = (
            stop <= first
            and len(between.split()) <= _ADDRESSED_TO
            and not (that and that.search(between))
        )
        if (
            spoken_to
            and ends
            and re.search(r"[,”»“]\W*(?:\w+\W+){0,5}$", article.text[start:begin])
        ):
            return True
    return False


def _says_recent(article: ArticleText, start: int, end: int) -> bool:
    return _beside_verb(article, "recent_days", start, end) is not None


def _beside_verb(article: ArticleText, kind: str, start: int, end: int) -> str | None:
    """Words of a kind that text[start:end] has beside a clear reporting verb, or behind a word
    that says how something was spread (“a message published last night”).
    """
    words, noted = pattern(kind, article.language), pattern("noted", article.language)
    outside = article.unquoted(start, end)
    if words and noted:
        spread = re.search(rf"{noted.pattern}\s+({words.pattern})", outside, re.IGNORECASE)
        if spread:
            return spread[1]
    return next(
        (
            found[0]
            for found in (words.finditer(outside) if words else ())
            if not _POSSESSIVE.match(outside, found.end())
            and _beside(article, start + found.start(), start + found.end(), start, end)
        ),
        None,
    )
