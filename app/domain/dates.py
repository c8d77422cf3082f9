"""Date objects: what is known about a date, and its source (docs/domain.md, rule dates)."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.domain.vocabulary import Basis, Precision

_VALUE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def span(value: str) -> tuple[date, date, Precision]:
    """First and last day (inclusive) and precision of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    Raises ValueError for other forms and for days that do not exist.
    """
    match = _VALUE.fullmatch(value)
    if not match:
        raise ValueError("must be YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), Precision.year
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1]), Precision.month
    return date(year, month, day), date(year, month, day), Precision.day


def only_a_day(given: object) -> object:
    """Refuse text that is not `YYYY-MM-DD`. Pydantic alone would also accept seconds since 1970."""
    if isinstance(given, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", given, re.ASCII):
        raise ValueError("must be a day, YYYY-MM-DD")
    return given


_SIGN = r"\s*[-/. ]\s*"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# A month in English, whole or cut short: its first three letters decide.
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_NOTATIONS = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        rf"(?P<y>\d{{4}}){_SIGN}(?P<m>\d{{1,2}}){_SIGN}(?P<d>\d{{1,2}})(?:[T ].*)?",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        rf"(?P<d>\d{{1,2}}){_SIGN}(?P<m>\d{{1,2}}){_SIGN}(?P<y>\d{{4}})",
        rf"(?P<m>\d{{1,2}}){_SIGN}(?P<d>\d{{1,2}}){_SIGN}(?P<y>\d{{4}})",
        rf"(?P<y>\d{{4}})(?:{_SIGN}(?P<m>\d{{1,2}}))?",
        rf"(?:(?P<d>\d{{1,2}}){_ORDINAL}[-/. ]*)?{_MONTH}[-/., ]*(?P<y>\d{{4}})",
        rf"{_MONTH}[-/. ]*(?P<d>\d{{1,2}}){_ORDINAL}[-/., ]+(?P<y>\d{{4}})",
        r"(?P<y>\d{4})[-/ ]?Q(?P<q>[1-4])",
    )
)


_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?([1-7]))?", re.ASCII | re.IGNORECASE)  # ISO 8601
_SECONDS, _MILLISECONDS = re.compile(r"\d{9,10}", re.ASCII), re.compile(r"\d{12,13}", re.ASCII)


def near_days(text: str) -> list[str]:
    """The days (YYYY-MM-DD) that a text in another notation probably means; for error messages.

    A month, a quarter, a week or a year means its first and its last day, `03/04/2025` one of two
    days, and a day that no month has the last day of that month. A long number is seconds or
    milliseconds since 1970.
    """
    text = text.strip()[:40]
    if days_of_week := _days_of_week(text):
        return days_of_week
    if _SECONDS.fullmatch(text) or _MILLISECONDS.fullmatch(text):
        seconds = int(text) // (1 if len(text) <= 10 else 1000)
        return [(date(1970, 1, 1) + timedelta(seconds=seconds)).isoformat()]
    days: dict[str, None] = {}
    for notation in _NOTATIONS:
        match = notation.fullmatch(text)
        if match is None:
            continue
        given = match.groupdict()
        year, month = int(given["y"]), int(given.get("m") or 0)
        if given.get("name"):
            month = _MONTHS.index(given["name"].lower()) + 1
        if year == 0 or (given.get("m") and not 1 <= month <= 12):
            continue
        if given.get("d"):
            last = monthrange(year, month)[1]
            if 1 <= int(given["d"]) <= 31:
                days[date(year, month, min(int(given["d"]), last)).isoformat()] = None
        else:
            months = (month, month) if month else (1, 12)
            if given.get("q"):
                months = 3 * int(given["q"]) - 2, 3 * int(given["q"])
            days[date(year, months[0], 1).isoformat()] = None
            days[date(year, months[1], monthrange(year, months[1])[1]).isoformat()] = None
    return list(days)[:2]


def _days_of_week(text: str) -> list[str]:
    """The days of a week of ISO 8601, or its first and its last day; none if it is no week."""
    match = _WEEK.fullmatch(text)
    if match is None:
        return []
    year, week, day = (int(part or 0) for part in match.groups())
    try:
        days = [date.fromisocalendar(year, week, each) for each in ([day] if day else [1, 7])]
    except ValueError:
        return []
    return [each.isoformat() for each in days]


Day = Annotated[date, BeforeValidator(only_a_day)]


class DateObject(BaseModel):
    """What is known about a date. If nothing is known, all members but `precision` and `basis` are
    null.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_serialization_defaults_required=True
    )

    value: str | None = Field(
        None, description="`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; null if no date is known."
    )
    precision: Precision = Field(Precision.unknown, description="How much of the date is known.")
    earliest: Day | None = Field(
        None, description="The first possible day; null if we do not know one."
    )
    latest: Day | None = Field(
        None, description="The last possible day; null if we do not know one."
    )
    basis: Basis = Field(Basis.none, description="Where the date comes from.")
    note: str | None = Field(None, description="How it was derived; null if it was not.")

    @model_validator(mode="before")
    @classmethod
    def _bounds_from_value(cls, data: object) -> object:
        if isinstance(data, str):
            data = {"value": data, "basis": Basis.stated}
        if isinstance(data, dict) and isinstance(data.get("value"), str):
            first, last, precision = span(data["value"])
            data = {"precision": precision, "earliest": first, "latest": last} | data
        return data

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.value is not None and (self.earliest, self.latest, self.precision) != span(
            self.value
        ):
            raise ValueError("bounds and precision must be those of the value; leave them out")
        if self.value is None and self.precision is not Precision.unknown:
            raise ValueError("a date without a value has the precision unknown")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("earliest must not be after latest")
        known = bool(self.value or self.earliest or self.latest)
        if known == (self.basis is Basis.none):
            raise ValueError(
                "basis must say where a known date comes from, and be none where nothing is known"
            )
        if self.basis is Basis.derived and not self.note:
            raise ValueError(
                "a date that is inferred (basis: derived) needs a note that says from what"
            )
        return self

    @property
    def undated(self) -> bool:
        """Whether the date has no limits (docs/domain.md, rule dates)."""
        return self.earliest is None and self.latest is None


def step_ends(first: date, last: date, step: str) -> list[date]:
    """The last day of each `month` or `year` from `first` on, and `last` itself. Empty if `last` is
    before `first`.
    """
    if first > last:
        return []
    months = range(1, 13) if step == "month" else (12,)
    ends = (
        date(year, month, monthrange(year, month)[1])
        for year in range(first.year, last.year + 1)
        for month in months
    )
    return [*(end for end in ends if first <= end < last), last]


UNKNOWN = DateObject()  # nothing is known
