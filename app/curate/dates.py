"""Proposing when something was said, from the days that a sentence names."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.curate.language import Language
from app.curate.speakers.ids import slug
from app.curate.speakers.terms import Cue
from app.curate.speakers.tokens import Token
from app.domain.dates import DateObject
from app.domain.vocabulary import Basis

_NEAR = 9  # words between a day and the reporting verb
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A date that several claims may share, under a name for `dates` of source.yaml."""

    name: str
    value: str
    note: str

    def known(self) -> DateObject:
        """The date as the seed has it."""
        return DateObject.model_validate(
            {"value": self.value, "basis": Basis.stated, "note": self.note}
        )


def said_date(
    tokens: list[Token], cue: Cue | None, published: date | None, words: Language
) -> SaidDate | None:
    """The day that a sentence names near its reporting verb; None if it names none.

    Days of the week and `yesterday` need the day of publication. Days to come are left out.
    """
    if cue is None:
        return None
    at = next((index for index, one in enumerate(tokens) if one.start >= cue.start), 0)
    for index in range(len(tokens)):
        if abs(index - at) > _NEAR or _to_come(tokens, index, words):
            continue
        if found := _day(tokens, index, published, words):
            return found
    return None


def _to_come(tokens: list[Token], index: int, words: Language) -> bool:
    return any(one.lower in words.future for one in tokens[max(0, index - 2) : index])


def _day(
    tokens: list[Token], index: int, published: date | None, words: Language
) -> SaidDate | None:
    token = tokens[index]
    lower = token.lower
    name = slug(token.text)
    if published is not None and lower in (words.this_day, words.day_before):
        day = published - timedelta(days=lower == words.day_before)
        note = f"The text says “{token.text}”, and was published on {published}."
        return SaidDate(name, day.isoformat(), note)
    if published is not None and lower in words.weekdays:
        day = published - timedelta(days=(published.weekday() - words.weekdays[lower]) % 7)
        note = f"The text says “{token.text}”: the last {_DAYS[day.weekday()]} up to {published}."
        return SaidDate(name, day.isoformat(), note)
    month = words.months.get(lower)
    if month is None or (words.months_have_capitals and not token.capital):
        return None
    return _in_month(tokens, index, month, published, words)


def _in(tokens: list[Token], index: int, words: Language) -> bool:
    """Whether a month follows a preposition: `in December`, and not `Theresa May`."""
    return index > 0 and tokens[index - 1].lower in words.prepositions | words.before_places


def _in_month(
    tokens: list[Token], index: int, month: int, published: date | None, words: Language
) -> SaidDate | None:
    around = {at: tokens[at] for at in range(index - 2, index + 4) if 0 <= at < len(tokens)}
    numbers = {at: int(one.text) for at, one in around.items() if one.text.isdecimal()}
    of = {at for at, one in around.items() if one.lower in ("de", "del", "of")}
    years = [number for at, number in numbers.items() if 1900 <= number <= 2100 and at > index]
    before = [
        number
        for at, number in numbers.items()
        if at in (index - 1, index - 2)
        and 1 <= number <= 31
        and (at == index - 1 or index - 1 in of)
    ]
    after = [numbers[index + 1]] if 1 <= numbers.get(index + 1, 0) <= 31 else []
    if not numbers and (len(tokens[index].text) < 4 or not _in(tokens, index, words)):
        return None
    day = next(iter(before or (after if words.day_after_month else [])), None)
    if not years and published is None:
        return None
    year = years[0] if years else 0
    if published is not None and not years:
        later = (month, day or 1) > (published.month, published.day)
        year = published.year - later
    try:
        value = date(year, month, day).isoformat() if day else f"{year:04}-{month:02}"
    except ValueError:
        return None
    if published is not None and value[:7] > published.isoformat()[:7]:
        return None
    name = f"on-{value}" if day else f"in-{value}"
    printed = tokens[index].text
    return SaidDate(name, value, f"The text names the day or month (“{printed}”).")
