"""The search terms of statements, and the full-text expressions that filters become. Pure.

The search index `statement_words` has columns with the folded words of the claim, of our summary,
of the names of the speaker and of the rest of the sentence (app.statements.search_words), and the
column `marks` with the search terms of a statement: hidden words that name the values of its
filters. So a filter is a word to look for, and any filters together with words of a user are one
expression of FTS5. No word of a user can be a search term: search terms contain an underscore, and
folding removes those (app.domain.names.words). Also, words of a user are not looked up in the
column `marks`.

    sp_macron              a value of a filter (`term`)
    sp_macron__ab_ukraine  a pair of values (`pair`)
    earliest__sp_macron    the same as sp_macron, only for undated statements of which no more than
                           the earliest day is known (`among_undated`)
    in_2025-03, in_2025    dated by a month or a year only
    any_                   every statement has it
"""

from collections.abc import Iterable
from datetime import date
from itertools import combinations, product

from app.statements.filters import BY_NAME, STATEMENT_FILTERS, StatementFilters
from app.store.listing import Row

EVERY = "any_"
PAIRED = tuple(each.name for each in STATEMENT_FILTERS if each.paired)
_PAIRS = tuple(combinations(PAIRED, 2))
_BEGINNINGS = tuple((each.name, f"{each.prefix}_", each) for each in STATEMENT_FILTERS)
_ACTOR = "ac"  # prefix of the actors for whom a statement was made or that it is about
_MOST_PAIRS = 20  # terms of pairs in one expression; more are slower than the intersection
_KNOWN = {
    (False, False): "nothing",
    (True, False): "earliest",
    (False, True): "latest",
    (True, True): "bounds",
}
"""By whether the first and the last possible day are known: the prefix of an undated statement."""


def term(name: str, value: str) -> str:
    """The search term of a value of a filter."""
    return f"{BY_NAME[name].prefix}_{value}"


def pair(first: str, second: str) -> str:
    """The search term of two values at once, the filters in the order of the registry."""
    return f"{first}__{second}"


def among_undated(known: str, other: str) -> str:
    """The search term `other` of those undated statements of which `known` is known: `nothing`,
    `earliest`, `latest` or both `bounds`.
    """
    return f"{known}__{other}"


def terms_of(row: Row) -> list[str]:
    """All search terms of a statement. `row` has its columns, with JSON as Python values and its
    days as ISO text.
    """
    by_filter = {
        name: [f"{begin}{value}" for value in each.values(row)] for name, begin, each in _BEGINNINGS
    }
    terms = [EVERY]
    for of_filter in by_filter.values():
        terms += of_filter if len(of_filter) < 2 else dict.fromkeys(of_filter)
    about = [each["actor"] for each in row["about"]]
    terms += [f"{_ACTOR}_{actor}" for actor in dict.fromkeys([*row["countries"], *about])]
    for first, second in _PAIRS:
        if (ones := by_filter[first]) and (others := by_filter[second]):
            terms += [f"{one}__{other}" for one in ones for other in others]  # as `pair`
    terms += map(pair, by_filter["about"], by_filter["attribution"])
    return [*terms, *_terms_of_days(row, terms)]


def _terms_of_days(row: Row, terms: list[str]) -> Iterable[str]:
    first, last = row["said_earliest"], row["said_latest"]
    if row["sort_date"] is None:
        known = _KNOWN[first is not None, last is not None]
        return [among_undated(known, other) for other in terms]
    if first == last:
        return []
    return [f"in_{last[:7]}" if first[:7] == last[:7] else f"in_{last[:4]}"]


def expression(
    filters: StatementFilters, known: str | None = None, *, only_exact: bool = False
) -> str:
    """The expression for all filters except the days. With `known`: for undated statements only, of
    which that is known. With `only_exact`: without other forms of the words of a user.
    """
    groups = _groups(filters) or ([] if filters.words and not known else [[EVERY]])
    if known:
        groups = [[among_undated(known, other) for other in group] for group in groups]
    parts = [_any_of(group) for group in groups]
    if filters.words:
        words = filters.words
        parts.append(words.exact_expression if only_exact else words.expression)
    return parts[0] if len(parts) == 1 else " AND ".join(f"({part})" for part in parts)


def certainly_within(match: str, begin: date | None, end: date | None) -> str:
    """An expression without the statements that are dated by the month or the year of `begin` only,
    if that began before `begin`; and without those undated ones of which the day on the side of
    `begin`, or of `end`, is not known.
    """
    outside = [among_undated("earliest", EVERY)] if end else []
    if begin:
        outside.append(among_undated("latest", EVERY))
        outside += [f"in_{begin:%Y-%m}"] if begin.day > 1 else []
        outside += [f"in_{begin:%Y}"] if (begin.month, begin.day) != (1, 1) else []
    return f"({match}) NOT ({_any_of(outside)})" if outside else match


def single_term(filters: StatementFilters, known: str | None = None) -> str | None:
    """The only word or search term of `expression`; None if it has several."""
    groups = _groups(filters)
    if filters.words:
        return None if groups or known else filters.words.single_token
    if len(groups) > 1 or (groups and len(groups[0]) > 1):
        return None
    only = groups[0][0] if groups else EVERY
    return among_undated(known, only) if known else only


def takes_bounded_time(filters: StatementFilters) -> bool:
    """Whether a page, newest or oldest first, takes a time that does not grow with the number of
    statements.
    """
    units = len(filters.words.units) if filters.words else 0
    return len(_groups(filters)) + units < 2 or "source" in filters.values


def _groups(filters: StatementFilters) -> list[list[str]]:
    """The search terms of the filters: a statement must have at least one of each group."""
    values = dict(filters.values)
    if filters.by_person is not None:
        known = filters.by_person in filters.of("speaker") or not filters.of("speaker")
        values["speaker"] = (filters.by_person if known else "",)  # nobody has an empty id
    terms = {
        name: [term(name, value) for value in values[name]] for name in BY_NAME if name in values
    }
    groups = []
    if "about" in terms and "attribution" in terms:
        groups.append(
            [pair(*both) for both in product(terms.pop("about"), terms.pop("attribution"))]
        )
    first, second = [*(name for name in PAIRED if name in terms), "", ""][:2]
    if second and "source" not in terms and len(terms[first]) * len(terms[second]) <= _MOST_PAIRS:
        groups.append([pair(*both) for both in product(terms.pop(first), terms.pop(second))])
    groups += terms.values()
    if filters.actor is not None:
        prefix = _ACTOR
        if len(set(filters.side)) == 1:
            prefix = BY_NAME["country" if filters.side[0] == "by" else "about"].prefix
        groups.append([f"{prefix}_{filters.actor}"])
    return groups


def _any_of(terms: list[str]) -> str:
    return " OR ".join(f'"{each}"' for each in terms)
