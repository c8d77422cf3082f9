"""Doubts about a summary that exchanges what the source says and what it says that it is not, or
what comes first and what comes then: “in Rome, not in Paris”, “doctors yes, soldiers no”.
"""

import re

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.exchanged import NOT_BUT, have_changed_places, marks
from app.build.check.doubts.polarity import has
from app.build.check.doubts.summaries import said_in, without
from app.build.check.doubts.things import code_of
from app.build.check.doubts.words import number_words, pattern, phrase
from app.build.findings import DoubtCode

Marks = frozenset[str]


def sides_turned(one: Compared) -> Found | None:
    """The first exchange that is found."""
    if not pattern("not_this", one.language):
        return None
    exchanges = (_exchanged, _affirmed, _preferred, _compared, _around)
    for rule in (*exchanges, _both, _either, _within, _counts):
        if message := rule(one):
            return DoubtCode.summary_contrary, message
    return None


_PUNCTUATION = r"[.,;:!?–—\n]+"
_CLAUSES = re.compile(
    rf"{_PUNCTUATION}|\band (?=(?:that|will|would|not|the|its|his|a)\b)|"
    r"\b(?:but|aber|sondern|mais|ma|bensì|sino|pero)\b"
)
_SHORT = 5  # words of a clause that is denied as a whole by a “no” at its end
_DENIED_SUBJECT = re.compile(
    r"\b(?:is|are|was|were|does|do|did|will|would|has|have|can) (?:not|never)"
    r"(?: (?:be )?(?:needed|enough|required|necessary|wanted|sent|meant|planned)\b|$)"
)
_DENIED_VERB = re.compile(
    r"\b(?:is|are|was|were|does|do|did|will|would|has|have|can) (?:not|never|no)\b"
)


_NOTHING = re.compile(r"\b\w+ (?:nothing|nobody|none)\b")
_NO_OBJECT = re.compile(r" ?(?:no|none|nobody|nothing)\b")


def sides(text: str, language: str) -> tuple[str, str]:
    """What a text says, and what it says that it is not."""
    affirmed: list[str] = []
    denied: list[str] = []
    no, behind = pattern("says_no", language), phrase("{}$", "says_no", language)
    if yes := phrase(r",? {}\s*(?=[.,;:!?]|$)", "says_yes", language):
        text = yes.sub(" ", text)
    english = code_of(language) == "en"
    for each in _CLAUSES.split(NOT_BUT.sub(r"aber \1", text)):
        clause = each.strip(" “”„«»\"()’'")
        if no and no.fullmatch(clause):  # “on the mission, no”
            denied += affirmed[-1:]
            del affirmed[-1:]
        elif (behind and len(clause.split()) <= _SHORT and behind.search(clause)) or (
            english and _DENIED_SUBJECT.search(clause)
        ):
            denied.append(clause)
        else:
            before, after = _divided(clause, language)
            if english and _NO_OBJECT.match(clause, len(before)):
                before = before.strip().rpartition(" ")[0]  # “will send no ships”: sends nothing
            if english:
                before = _NOTHING.sub(" ", before)
            denied.append(after)
            verb = _DENIED_VERB.search(clause) if english else None
            if not (after and verb and verb.end() >= len(before)):
                affirmed.append(before)
    return " . ".join(affirmed), " . ".join(each for each in denied if each)


def _divided(clause: str, language: str) -> tuple[str, str]:
    """A clause before and behind the words that begin what is not so."""
    words = pattern("not_this", language)
    for found in words.finditer(clause) if words else ():
        than = found[0].casefold() == "als"  # behind “eher”, which may be far from it
        if not than or re.search(r"\b(?:eher|lieber|mehr)\b", clause[: found.start()]):
            return clause[: found.start()], clause[found.end() :]
    return clause, ""


def _marks(text: str, language: str, one: Compared) -> Marks:
    """What of a text may be found in the other language again, with “before” and “after”."""
    names = (("earlier", "before"), ("later", "after"))
    time = {name for kind, name in names if has(kind, text, language)}
    return frozenset(each.replace("qu", "c") for each in marks(text, language, one)) | time


def _apart(first: Marks, second: Marks) -> tuple[Marks, Marks]:
    return first - second, second - first


def _exchanged(one: Compared) -> str | None:
    """What is affirmed and what is denied have changed places."""
    kinds = ("at_most", "at_least", "not_before", "not_after")  # “no earlier than the summer”
    here, not_here = sides(without(said_in(one.summary), "en", *kinds), "en")
    words = without(one.words, one.language, *kinds) if not_here else ""
    there, not_there = sides(words, one.language)
    if not not_there:
        return None
    affirmed, denied = _apart(*(_marks(each, "en", one) for each in (here, not_here)))
    source, not_source = _apart(*(_marks(each, one.language, one) for each in (there, not_there)))
    if not denied & not_source and affirmed & not_source and denied & source:
        return "the summary affirms what the source denies, and denies what it affirms"
    return None


_DENIES = re.compile(
    r"\b(?:not|no|never|nobody|none|neither|nor|nothing|cannot|\w+n[’']t|refus\w+|reject\w*|"
    r"den(?:y|ies|ied)|declin\w+|rul\w+|exclud\w+|oppos\w+|only|rather|instead|without|against|"
    r"un(?!ited)\w+|forbid\w*|avoid\w*|stop\w*|less|limit\w*|lack\w*|except\w*|outside|but|stay\w*|"
    r"abstain\w*|withdr\w+|critic\w+|dismiss\w+|fail\w*|prevent\w*|too|before|until|far from|"
    r"hardly|alone|exempt\w*|free of|spare\w*|keep\w*|more (?:likely|than)|leaves? \w+ out)\b",
    re.IGNORECASE,
)


def _affirmed(one: Compared) -> str | None:
    """What the source only names to say that it is not so, in a summary that denies nothing."""
    if _DENIES.search(one.summary):
        return None
    contrast, no = pattern("and_not", one.language), phrase(r"{}\W*$", "says_no", one.language)
    found = contrast.search(one.words) if contrast else None
    at_the_end = no and no.search(one.words) and not _OR_NOT.search(one.words)
    there, not_there = sides(one.words, one.language)
    if not not_there or not (found or at_the_end):
        return None
    if found:
        not_there = one.words[found.end() :]
    not_source = _marks(not_there, one.language, one) - _marks(there, one.language, one)
    if _marks(said_in(one.summary), "en", one) & not_source:
        return "the summary affirms what the source only names to deny it"
    return None


_OR_NOT = re.compile(r"\b(?:oder|o|ou|or) \w+\W*$")  # “whether it is extended or not”
_OF_A_VERB = 2  # words with which one side of a preference begins


def _preference(text: str, language: str) -> tuple[str, str] | None:
    """What somebody would rather do, and than what: the verbs, which in German are at the end."""
    prefers, than = pattern("prefers", language), pattern("than", language)
    found = prefers.search(text) if prefers else None
    other = than.search(text, found.end()) if than and found else None
    if found is None or other is None:
        return None
    rest = re.split(r"[.,;:!?«»“”\"]", text[other.end() :])[0].split()
    first = text[found.end() : other.start()].split()
    if code_of(language) == "de":
        return " ".join(first[-1:]), " ".join(rest[-1:])
    return " ".join(first[:_OF_A_VERB]), " ".join(rest[:_OF_A_VERB])


def _preferred(one: Compared) -> str | None:
    """What somebody would rather not do in the source: “rather avoid a vote than lose it”."""
    here = _preference(said_in(one.summary), "en")
    there = _preference(one.words, one.language) if here else None
    if here is None or there is None:
        return None
    first, second = _apart(*(_marks(each, "en", one) for each in here))
    liked, other = _apart(*(_marks(each, one.language, one) for each in there))
    if (first & other or second & liked) and not (first & liked or second & other):
        return "the summary prefers what the source does not"
    return None


_WITH_NUMBER = re.compile(
    r" (?:\d|(?:one|two|three|four|five|six|ten|twelve|twenty)\b|"
    r"an? (?:year|month|week|day|hour|hundred|thousand|dozen|quarter|third|half|million)\b)"
)


def _comparison(text: str, language: str, one: Compared) -> tuple[Marks, Marks] | None:
    """What is more or less than another thing, and this."""
    more, than = pattern("more_or_less", language), pattern("than_it", language)
    for clause in _SENTENCE_END.split(text) if more and than else ():
        first = more.search(clause) if more else None
        other = than.search(clause, first.end()) if first and than else None
        if first and other and not _WITH_NUMBER.match(clause, other.end()):
            what = f"{clause[: first.start()]} {clause[first.end() : other.start()]}"
            rest = clause[other.end() :].partition(",")[0]
            return _apart(_marks(what, language, one), _marks(rest, language, one))
    return None


def _compared(one: Compared) -> str | None:
    """Two things of which the other one is more in the source: “A saves more lives than B”."""
    here = _comparison(said_in(one.summary), "en", one)
    there = _comparison(one.words, one.language, one) if here else None
    if here and there and have_changed_places(here, there):
        return "the summary compares two things the other way round"
    return None


_SENTENCE_END = re.compile(r"[.;:!?]")
_BEFORE, _BEHIND = 34, 40  # letters around “before” that say what is before what


def _around_it(text: str, kind: str, language: str, one: Compared) -> list[tuple[Marks, Marks]]:
    """What a text has right before and behind each word of a kind."""
    words = pattern(kind, language)
    found = []
    for match in words.finditer(text) if words else ():
        before = _SENTENCE_END.split(text[: match.start()])[-1][-_BEFORE:]
        behind = _SENTENCE_END.split(text[match.end() :])[0][:_BEHIND]
        found.append(_apart(_marks(before, language, one), _marks(behind, language, one)))
    return found


def _around(one: Compared) -> str | None:
    """What is before something in the source, behind it: “the vote before the truce”."""
    for kind in ("earlier", "later"):
        here = _around_it(said_in(one.summary), kind, "en", one)
        there = _around_it(one.words, kind, one.language, one) if len(here) == 1 else []
        if len(there) != 1:
            continue
        ((before, behind),), ((earlier, later),) = here, there
        if before & later and behind & earlier and not behind & later:
            return "what the source has before something is behind it in the summary"
    return None


_BOTH = re.compile(r"\b(?:both|together with|as well as)\b")
_NOT_BOTH = re.compile(r"\b(?:not|or|either)\b")


def _both(one: Compared) -> str | None:
    """Both, where the source says one or the other."""
    words = pattern("one_of_two", one.language)
    found = words.search(one.words) if words else None
    both = _BOTH.search(one.summary)
    if found and both and not _NOT_BOTH.search(one.summary):
        return f"the source says {found[0]!r}, and the summary {both[0]!r}"
    return None


_EITHER = re.compile(
    r"\beither (?!with\b)[^.;,]{1,40}? or [^.;,]{1,40}|\b\w+ or (?:the )?\w+\b|"
    r"(?<!not )(?<!more than )\bone of (?:the two|them|these|both|"
    r"the (?:two )?(?:sides|parties|countries|governments))\b"
)


def _either(one: Compared) -> str | None:
    """One of two countries, where the source has both and no “or”."""
    if pattern("alternative", one.language) is None:
        return None
    for found in _EITHER.finditer(said_in(one.summary)):
        text = found[0] if " or " in found[0] else one.words
        language = "en" if " or " in found[0] else one.language
        if len(one.strictly(text, language)) > 1:
            if has("alternative", one.near, one.language):
                return None
            return f"the summary says {found[0]!r}, and no word of the source means “or”"
    return None


def _within(one: Compared) -> str | None:
    """Within a time, where the source says after it."""
    after = pattern("after_it", one.language)
    found = after.search(one.words) if after and re.search(r"\bwithin\b", one.summary) else None
    if found and not has("within", one.words, one.language):
        return f"the source says {found[0]!r}, and the summary 'within'"
    return None


_NUMBERS = r"(one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
_NOT_NUMBER = re.compile(rf"\b{_NUMBERS}\b[^.;,]{{0,30}}\b(?:and|but)? ?not {_NUMBERS}\b")


def _counts(one: Compared) -> str | None:
    """Two numbers exchanged of which the second is denied: “five companies, and not one”."""
    found = _NOT_NUMBER.search(one.summary)
    if not found or found[1] == found[2]:
        return None
    first, second = (_place(_value(each, "en"), one) for each in found.groups())
    if first is not None and second is not None and second < first:
        return f"the source has the numbers of {found[0]!r} in the other order"
    return None


def _value(word: str, language: str) -> int:
    return int(word) if word.isdigit() else number_words(language).get(word.casefold(), 0)


def _place(value: int, one: Compared) -> int | None:
    """Where the words have a number."""
    for match in re.finditer(r"[^\W_]+", one.words):
        if _value(match[0], one.language) == value:
            return match.start()
    return None
