"""Words by which doubts recognise how a sentence is built: who denies, where a limit begins. No
fact follows from them.

Each language is a file in `languages/`, and each kind of words a key of it: regular expressions
without case, divided by bars and line ends. A language that has no file, or no such key, has no
words, and nothing is doubted because of them. The kinds are:

- `reporting`: verbs that may say that somebody said something, beside those that always do (`clear`
  in app/domain/phrases.py); `naming`: verbs that give a thing a name, which is then quoted;
- `so_called`: what is put before quotation marks by which nobody is quoted; `pronouns`;
- `limits`: what begins a limit or a contrast behind a claim; `conditions_first`: what begins one
  before it;
- `contrast`: words between what is denied and what is said instead; `rather`: those between what
  is said and what is not (“rather than”); `without`: words that make a
  denial a condition; `asked`: what begins a question that an answer repeats;
- `no_comment`: how a text says that somebody said nothing; `according`: what is before a source;
- `bodies`: those of a state that speak without a person;
- `governing`: prepositions: a country behind one does nothing in the sentence; `placing`: those of
  them before a place where somebody is;
- `former`: words beside a role that somebody had;
- `offices`: on each line an office and the words for it; `changes_role`: words before a role that
  make another one of it (“deputy”);
- `unnamed`: people of whom no name is given, and `impersonal` those of them that may be anybody;
  `answers`: labels of the answers of an interview;
  `latter`: words for somebody who was named last; `definite`: articles; `addressed`: what is
  between a reporting verb and those to whom somebody speaks; `of_something`: what is between an
  office and the body to which it belongs;
- `background`: what is before a report that only serves to date an event;
- `credits`: what begins a line that only says who made a text, or whose it is;
- `peace` and `war` with `after`, `before` and `during`; `ceasefire`, `peace_deal`, `mandate`,
  `parliament_approval`: how a text names the conditions that are called so; `condition`: what makes
  something depend on another;
- `may`: what is only held possible; `firm`: what is promised; `not_decided`, `will_decide`;
  `threat`; `that`: what begins indirect speech; `states` and `signed`: of joint texts;
- `numbers`: on each line a value and the words for it; `weekdays`: the same, with 1 for Monday;
  `months`; `recent_days`: words for the day of publication and the day before it; `yesterday`:
  those for the day before it; `not_on`: what is before a day on which nothing is said (“by”);
- `countries`: on each line the ISO code of a country, or several codes with lines between, and its
  names, adjectives and capitals; `institutions`: the same, with words for what only this country
  has (“Taoiseach”, “Bundeswehr”);
- `at_most` and `at_least`: limits of a number;
- `opposition`: parts of the titles of those who do not speak for a government;
- `common`: words that are common in this language and in none of the other ones that have them;
- `titled`: nouns before a name in quotation marks; `nobody`, of summaries;
- `noted`: how words were spread that somebody says; `to_guest`: words by which questions of an
  interview turn to somebody;
- `relative` and `reasons`: what begins a clause that only describes, or only gives a reason;
  `denied_twice`: denials of a denial; `reported`: forms of verbs that show reported speech;
- `negation`: all that may turn a sentence round; `denied`: the few words that almost always do;
  `plain_not`: those of a summary;
- `not_before` and `not_after`, `too_much` and `not_enough`, `received` and `made_it` (of a
  request): what a summary may turn round; `rules_out`, and `all_denials`, which are whole
  words;
- `moments`: on each line `before`, `after` or `in`, and the words for it before a month;
- `plain_denial`: words that deny, `earlier` (“before”) and `lacking` (“without”), which they may
  deny; `concession`: what is so in any case, as many words as possible, and `unconditional` the few
  that certainly mean it; `unless` and `only_unless`: the same for an exception;
- `done` and `to_come`: forms of verbs, and words, of what was done, and of what will, may or should
  be; `so_far` and `not_done` (“has not”); `thinks` and `announces`: verbs of what somebody only
  thinks, and of what somebody announces or decides; `rates`: on each line `year`, `month`, `week`
  or `day`, and how a sum is given for each of them;
- `not_this`: what begins something that is denied, and `and_not` the same behind a contrast;
  `says_no` and `says_yes` behind it; `later` (“after”); `ours`: words for the country
  of the speaker;
- `sooner` and `afterwards`: all that may mean “before” and “after”; `too_few` and `enough_of`;
- `refusals`: on each line a name and verbs of refusal, and `verb_denial` what denies them; `within`
  and `after_it` before a length of time; `one_of_two`: how a text says that only one
  of two is meant;
- `comes_first` and `comes_then`: what comes one after the other; `before_it` and `after_that_it`:
  words between the two, and `until_it`; `until_not`: “until” said with a denial;
- `transfers`: on each line a deed of somebody to somebody else (“ask”) and the forms of its verbs;
  `own_subject`, `own_object` and `other_subject`: pronouns for the two sides;
  `to_receiver`: words before the one to whom it is done, `no_receiver`: those before others,
  `for_subject`: “for Kyiv to ask”;
- `groups`: words for those who are sent, whoever they are (“team”);
- `he` and `she`: pronouns for one who speaks; `woman`: forms of roles for a woman, and
  `article_of_woman` the article before one;
- `both_sides`: the two countries at war; `not_in_time`: “before” that means no time;
- `prefers` and `than`: what somebody would rather do; `all_of` and `some_of`: how many;
- `denies`: words that deny what is right behind them; `depending`: words with which something may
  depend on another, beside `condition`; `certainty`: all that may mean a promise or that somebody
  is sure; `alternative`: all that may mean “or”; `more_or_less` and `than_it`: of comparisons;
  `lasting`: all that may mean that something has lasted, and `has_lasted` in summaries;
  `says_yes_to`: verbs of consent;
- `meanings`: on each line a name, and how ordinary words begin that mean it. All languages have
  the same names, so that what is exchanged is found in both texts;
- `things`: on each line a name, a colon, and how the words begin that may mean what has this name,
  as many as possible; `named_things`, of English summaries: the same names, with the few whole
  words that certainly mean them; `marks`: what a summary must not leave out, and `kept`, in
  English, the words which show that it does not; `contraries`: a name, and the whole words of each
  of two sides that exclude each other (a line that begins with two spaces goes on with the one
  before);
- `against_it`: what is said against the force; `host_request`;
- `of_entries`, in English: words of an entry that its evidence need not have;
- of summaries, in English: `against` and `in_favour` of something, `undecided`, `left_open` (fewer
  words), `will`, with which somebody promises to take part, `promise`, `offer`, `conditional`
  (all that limits one), `limited` (fewer words), `decided`, `opposites` (see `pairs`),
  `before_object`: words before what is no subject, and `joining_that`: words before a “that” which
  begins no indirect speech.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from app.build.check.doubts.alternatives import by_first_letter
from app.domain.phrases import CLEAR

_FOLDER = Path(__file__).parent / "languages"
_NOT_IN_COMPOUNDS = frozenset(["against", "in_favour", "undecided", "left_open", "will"])


@lru_cache(maxsize=1024)
def pattern(kind: str, language: str) -> re.Pattern[str] | None:
    """The words of one kind ("reporting") in a language, as one expression without case; None where
    there are none. Of the code of a language only the first part counts.
    """
    code = language.partition("-")[0].casefold()
    found = CLEAR.get(code) if kind == "clear" else _words(kind, code)
    if not found:
        return None
    found = found.replace("ß", "(?:ß|ss)")  # as Switzerland writes it
    inside = r"[\w-]" if kind in _NOT_IN_COMPOUNDS else r"\w"
    found = by_first_letter(found)
    return re.compile(rf"(?<!{inside})(?:{found})(?!{inside})", re.IGNORECASE)


@lru_cache(maxsize=256)
def phrase(form: str, kind: str, language: str) -> re.Pattern[str] | None:
    """An expression without case that has the words of one kind in place of `{}`; None where there
    are none.
    """
    words = pattern(kind, language)
    return re.compile(form.replace("{}", words.pattern), re.IGNORECASE) if words else None


def _words(kind: str, code: str) -> str:
    """The words of a kind, as one expression; empty where there are none."""
    return "|".join(_data(code).get(kind, "").split("\n")[:-1])


@lru_cache(maxsize=64)
def _data(code: str) -> dict[str, str]:
    """The file of a language; nothing without one."""
    path = _FOLDER / f"{code}.toml"
    if not code.isalpha() or not path.exists():
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def rows(kind: str, code: str) -> list[tuple[str, str]]:
    """The lines of a kind that begin with a name and a colon: the name, and what is behind it. A
    line that begins with two spaces goes on with the one before.
    """
    text = _data(code).get(kind, "").replace("\n  ", "|")
    lines = (line.partition(" : ") for line in text.split("\n"))
    return [(name, words) for name, colon, words in lines if colon]


@lru_cache(maxsize=8)
def pairs(kind: str) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Pairs of English words of which the one says what the other denies: on each line those of
    the one side, a colon, and those of the other.
    """
    lines = _data("en")[kind].strip().split("\n")
    sides = [[rf"\b(?:{side})\b" for side in line.split(" : ")] for line in lines]
    return [(re.compile(a, re.IGNORECASE), re.compile(b, re.IGNORECASE)) for a, b in sides]


@lru_cache(maxsize=8)
def paired(kind: str) -> re.Pattern[str]:
    """All words of these pairs, as one expression: most texts have none of them."""
    words = _data("en")[kind].strip().replace(" : ", "|").replace("\n", "|")
    return re.compile(rf"\b(?:{by_first_letter(words)})\b", re.IGNORECASE)


@lru_cache(maxsize=64)
def number_words(language: str) -> dict[str, int]:
    """The words of numbers in a language, with their values; 0 for a word that only joins them."""
    return _values("numbers", language.partition("-")[0].casefold())


@lru_cache(maxsize=64)
def weekday_words(language: str) -> dict[str, int]:
    """The words of the days of the week in a language, with 1 for Monday and 7 for Sunday."""
    return _values("weekdays", language.partition("-")[0].casefold())


@lru_cache(maxsize=64)
def month_words(language: str) -> dict[str, int]:
    """The words of the months in a language, with their numbers."""
    return _values("months", language.partition("-")[0].casefold())


@lru_cache(maxsize=64)
def office_words(language: str) -> dict[str, re.Pattern[str]]:
    """The words of a language for offices that only one person of a government has."""
    rows = _data(language.partition("-")[0].casefold()).get("offices", "").strip()
    divided = map(_divided, rows.split("\n")) if rows else ()
    return {
        office: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
        for office, _, words in divided
    }


@lru_cache(maxsize=64)
def country_words(language: str) -> re.Pattern[str] | None:
    """The words of a language for countries, as one expression. Its groups have the names of ISO
    codes, or of several with lines between: `EE_LV_LT` for the Baltic states.
    """
    return _grouped("countries", language)


@lru_cache(maxsize=64)
def institution_words(language: str) -> re.Pattern[str] | None:
    """The words for institutions that only one country has, as one expression. Its groups have the
    names of ISO codes.
    """
    return _grouped("institutions", language)


def _grouped(kind: str, language: str) -> re.Pattern[str] | None:
    rows = _data(language.partition("-")[0].casefold()).get(kind, "").strip()
    if not rows:
        return None
    groups = (f"(?P<{code}>{words})" for code, _, words in map(_divided, rows.split("\n")))
    return re.compile(rf"\b(?:{'|'.join(groups)})\b", re.IGNORECASE)


def _divided(row: str) -> tuple[str, str, str]:
    return row.partition(" ")


@lru_cache(maxsize=1)
def common_words() -> dict[str, frozenset[str]]:
    """For each language that has such a list, words that are common in it and in no other one."""
    codes = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    given = {code: frozenset(_data(code).get("common", "").split()) for code in codes}
    return {code: found for code, found in given.items() if found}


def _values(kind: str, code: str) -> dict[str, int]:
    rows = (line.split() for line in _data(code).get(kind, "").split("\n") if line)
    return {word: int(value) for value, *words in rows for word in words}
