"""Doubts about a summary that exchanges what the source says and what it says that it is not, or
what comes first and what comes then: “in Rome, not in Paris”, “doctors yes, soldiers no”.
"""

import re

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.exchanged import marks
from app.build.check.doubts.polarity import has
from app.build.check.doubts.summaries import said_in
from app.build.check.doubts.things import code_of
from app.build.check.doubts.words import pattern
from app.build.findings import DoubtCode

Marks = frozenset[str]


def sides_turned(one: Compared) -> Found | None:
    """The first exchange that is found."""
    if not pattern("not_this", one.language):
        return None
    for rule in (_exchanged, _affirmed, _other_order):
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


def _sides(text: str, language: str) -> tuple[str, str]:
    """What a text says, and what it says that it is not."""
    affirmed: list[str] = []
    denied: list[str] = []
    no, yes = pattern("says_no", language), pattern("says_yes", language)
    behind = re.compile(rf"{no.pattern}$", re.IGNORECASE) if no else None
    if yes:
        text = re.sub(rf",? {yes.pattern}\s*(?=[.,;:!?]|$)", " ", text, flags=re.IGNORECASE)
    english = code_of(language) == "en"
    for each in _CLAUSES.split(text):
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
    here, not_here = _sides(said_in(one.summary), "en")
    there, not_there = _sides(one.words, one.language) if not_here else ("", "")
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
    contrast, no = pattern("and_not", one.language), pattern("says_no", one.language)
    found = contrast.search(one.words) if contrast else None
    at_the_end = no and re.search(rf"{no.pattern}\W*$", one.words, re.IGNORECASE)
    there, not_there = _sides(one.words, one.language)
    if not not_there or not (found or at_the_end):
        return None
    if found:
        not_there = one.words[found.end() :]
    not_source = _marks(not_there, one.language, one) - _marks(there, one.language, one)
    if _marks(said_in(one.summary), "en", one) & not_source:
        return "the summary affirms what the source only names to deny it"
    return None


_PARTS = re.compile(r"[,;:.!?«»“”]|\b(?:and|und|et|y|e)\b")


def _in_order(text: str, language: str) -> tuple[str, str] | None:
    """The part of a text with “first”, and the one behind it with “then”."""
    first, then = pattern("first", language), pattern("then", language)
    later = pattern("later", language)
    parts = [each for each in _PARTS.split(text) if each.strip()]
    for number, part in enumerate(parts) if first and then and later else ():
        if first and first.search(part):
            for other in parts[number + 1 :]:
                if (then and then.search(other)) or (later and later.search(other)):
                    return part, other
    return None


def _other_order(one: Compared) -> str | None:
    """What comes first in the source comes then in the summary: “the cabinet first, then …”."""
    here = _in_order(said_in(one.summary), "en")
    there = _in_order(one.words, one.language) if here else None
    if here is None or there is None:
        return None
    first, second = _apart(*(_marks(each, "en", one) for each in here))
    earlier, later = _apart(*(_marks(each, one.language, one) for each in there))
    if (first & later or second & earlier) and not (first & earlier or second & later):
        return "what the source puts first comes later in the summary"
    return None
