"""Doubts about days: a day of the week on which a date does not fall, and a day long ago that the
text calls yesterday.
"""

import re
from datetime import date, timedelta

from app.build.check.checked_seed import ResolvedStatement
from app.build.check.doubts.article import ArticleText
from app.build.check.doubts.words import pattern, weekday_words
from app.build.findings import DoubtCode
from app.domain.names import words as folded_words

_NEXT_TO = 2  # words between a day of the week and the reporting verb
_LAST_WEEK = timedelta(days=14)  # days of the week are named for at most so long
_RECENT = timedelta(days=3)  # before publication; `yesterday` may be that of a speaker
_FIRST = 2  # words of a note that may name its day
_WORD = re.compile(r"[^\W\d_]+")
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
    named = _weekdays(article, start, end)
    every = {value for _, _, value in named}
    beside = {value for at, to, value in named if _beside(article, at, to, start, end)}
    message = None
    if len(every) == 1 and beside == every and day.isoweekday() not in every:
        message = f"the sentence says {_names(every)}, and {day} is a {_DAYS[day.weekday()]}"
    elif beside and (far := _long_before(article, day, _LAST_WEEK)):
        message = f"the sentence names the day of the week, and {day} is {far}"
    elif _says_recent(article, start, end) and (far := _long_before(article, day, _RECENT)):
        message = f"the sentence says that it was today or yesterday, and {day} is {far}"
    if message:
        article.folder.statements_file.doubt(DoubtCode.date_improbable, message, index, "said")


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


def _beside(article: ArticleText, first: int, last: int, start: int, end: int) -> bool:
    """Whether text[first:last] is beside a clear reporting verb, with no comma between."""
    for begin, stop in article.verbs(start, end):
        between = article.text[last:begin] if last <= begin else article.text[stop:first]
        if len(between.split()) <= _NEXT_TO and not re.search(r"[,.;:]", between):
            return True
    return False


def _says_recent(article: ArticleText, start: int, end: int) -> bool:
    recent = pattern("recent_days", article.language)
    outside = article.unquoted(start, end)
    return any(
        _beside(article, start + found.start(), start + found.end(), start, end)
        for found in (recent.finditer(outside) if recent else ())
    )
