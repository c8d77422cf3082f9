"""Doubts about meaning: a summary or a position that says the opposite of its words."""

import re
from collections.abc import Mapping

from app.build.check.doubts.words import pattern
from app.build.findings import DoubtCode
from app.build.seed.load import SourceFolder
from app.build.seed.models.positions import SeedEntry
from app.build.seed.models.sources import SeedStatement
from app.domain.vocabulary import (
    ContributionStatus,
    Form,
    Participation,
    Relation,
    View,
)

FORCES = (Form.troops, Form.ground, Form.sea, Form.air)

# Pairs of words in English summaries and texts: what the one says, the other denies.
_OPPOSITES = (
    (
        r"support\w*|favou?r\w*|welcom\w+|endors\w+|prais\w+|approv\w+|back(?:s|ed|"
        r"ing)",
        r"oppos\w+|reject\w+|condemn\w+|criticis\w+|criticiz\w+|against|denounc\w+",
    ),
    (r"accept\w*|agree\w*|allow\w*", r"refus\w+|reject\w+|forbid\w*|ban(?:s|ned)?"),
    (
        r"more|increas\w+|stronger|rais\w+|strengthen\w*",
        r"less|fewer|decreas\w+|weaker|"
        r"lower\w*|reduc\w+|weaken\w*",
    ),
    (r"before", r"after|once"),
    (r"start\w*|begin\w*", r"end(?:s|ed|ing)?|stop\w*"),
    (r"possible|possibly", r"impossible|certain\w*"),
    (r"right|true", r"wrong|false"),
    (r"willing\w*|ready|eager", r"unwilling\w*|reluctan\w+"),
    (r"everyone|everybody|all|always", r"nobody|none|never"),
    (r"win\w*|succe\w+", r"los(?:e|es|t|ing)|fail\w*"),
)
_COMPILED = [
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in _OPPOSITES
]


def is_negative(text: str, language: str) -> bool | None:
    """Whether a text has a word that denies or refuses; None for a language without such words."""
    found = pattern("negation", language)
    return bool(found.search(text)) if found else None


_REFERS = re.compile(
    r"\W*(?:that|this|it|das|dies|dem|lo|ciò|questo|ce|c[’']|cela|eso|esto|así|to|це)\b",
    re.IGNORECASE,
)


def refers_back(sentence: str) -> bool:
    """Whether a sentence only points to what the one before says: “That was the message.”"""
    return bool(_REFERS.match(sentence))


def check_summary(folder: SourceFolder, index: int, statement: SeedStatement, around: str) -> None:
    """Report a summary that denies what the words say, or says what they deny.

    `around` are the words of the claim with the rest of its sentence. A summary may express a
    refusal without a word of denial and the reverse, so wide and narrow lists are compared: a plain
    "not" needs some denial in the words, and a plain denial in the words some in the summary.
    """
    exact = statement.exact
    if exact is None:
        return
    file, language = folder.statements_file, folder.source.language
    summary = statement.summary
    words = f"{around} {exact}"
    message = ""
    plain = _UNNAMED.sub("", _CONTRAST.sub("", exact))
    if _has("plain_not", summary) and is_negative(words, language) is False:
        message = "the summary denies something, and the words of the source do not"
    elif plainly_denied(plain, language) and not is_negative(summary, "en"):
        message = "the words of the source deny something, and the summary does not"
    elif language.partition("-")[0] == "en":
        for one, other in _COMPILED:
            for first, second in ((one, other), (other, one)):
                said, summed = first.search(exact), second.search(summary)
                if (
                    said
                    and summed
                    and not (first.search(summary) or second.search(words))
                    and _has("plain_not", summary) == _has("plain_not", exact)
                ):
                    message = f"the source says {said[0]!r}, and the summary {summed[0]!r}"
    if message:
        file.doubt(DoubtCode.summary_contrary, message, index, "summary")


# “dates, not adjectives”; “who asked not to be named”: what is denied is not what is said.
_CONTRAST = re.compile(
    r"[,–—-] ?(?:and )?(?:not|nicht|non|no|nie|pas)\b[^,.;]*|\bnot only\b|"
    r"\b(?:and|und|et|e|y|i) (?:not|nicht|non|no|nie|pas)\b[^,.;]*"
)
_UNNAMED = re.compile(r"(?:not to|declined to|refused to) be (?:named|identified|quoted)\b")


def plainly_denied(text: str, language: str) -> bool:
    """Whether a text has one of the few words that almost always deny."""
    found = pattern("denied", language)
    return bool(found and found.search(text))


def _has(kind: str, summary: str) -> bool:
    """Whether an English sentence has words of a kind (see words.py)."""
    found = pattern(kind, "en")
    return bool(found and found.search(summary))


def check_stance(
    folder: SourceFolder,
    index: int,
    entry: SeedEntry,
    statements: Mapping[str, SeedStatement],
    languages: Mapping[str, str],
) -> None:
    """Report a view or participation that no words of its evidence point to. `languages` are those
    of the sources of the statements.
    """
    file = folder.entries_file
    for field in ("view", "participation"):
        value = getattr(entry, field)
        evidence = [
            item.statement
            for item in entry.evidence
            if item.relation is Relation.supports
            and (not item.fields or field in item.fields)
            and item.statement in statements
        ]
        if not evidence or value in ("not_stated", "not_applicable"):
            continue
        said = [(statements[each], languages.get(each, "en")) for each in evidence]
        if message := _contrary(value, said, entry):
            file.doubt(DoubtCode.stance_contrary, message, index, field)


def _contrary(
    value: View | Participation, said: list[tuple[SeedStatement, str]], entry: SeedEntry
) -> str | None:
    """What is wrong with a value of an axis, given its supporting statements."""
    english = [
        " ".join([each.summary, *([each.exact or ""] if language.startswith("en") else [])])
        for each, language in said
    ]
    every = " ".join(english)
    negative = [
        _has("plain_not", text) or plainly_denied(each.exact or "", language)
        for text, (each, language) in zip(english, said, strict=True)
    ]
    if value is View.supports:
        against = all(_has("against", text) and not _has("in_favour", text) for text in english)
        return "the words of the evidence are against it" if against else None
    if value is View.opposes:
        some = any(negative) or _has("against", every) or not _has("in_favour", every)
        return None if some else "no word of the evidence is against it"
    if value is Participation.declined:
        ready = sum(
            _has("will", text) and not denied
            for text, denied in zip(english, negative, strict=True)
        )
        outweighed = _offers(entry) and ready > sum(negative)
        some = (any(negative) and not outweighed) or _declines(every) or not _has("will", every)
        return None if some else "no word of the evidence declines it"
    if value in (Participation.will_contribute, Participation.open):
        if all(negative) and not _offers(entry) and not entry.conditions:
            return "all words of the evidence decline or deny something"
        undecided = _has("left_open", every) and not _has("will", every)
        if value is Participation.will_contribute and undecided:
            return "the words of the evidence leave it open"
        return None
    firm = _has("will", every) or all(negative)
    if value is Participation.undecided and firm and not _has("undecided", every):
        return "the words of the evidence do not leave it open"
    return None


def _declines(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:stay\w* (?:out|home|at home)|declin\w*|neutral\w*|only|instead|"
            r"exclu\w+|too|absent|keep\w*|out of)\b",
            text,
            re.IGNORECASE,
        )
    )


def _offers(entry: SeedEntry) -> bool:
    return any(item.status is ContributionStatus.offered for item in entry.contributions)


def check_participation(folder: SourceFolder, index: int, entry: SeedEntry) -> None:
    """Report a view, a participation and contributions that do not go together."""
    file = folder.entries_file
    offered = [each for each in entry.contributions if each.status is ContributionStatus.offered]
    message = None
    if entry.participation is Participation.declined:
        forces = sorted({each.form.value for each in offered if each.form in FORCES})
        if forces:
            message = f"participation is declined, and forces are offered: {', '.join(forces)}"
    elif entry.participation is Participation.will_contribute:
        if entry.view is View.opposes:
            message = "it is opposed, and yet will contribute"
        elif entry.contributions and not offered:
            message = "it will contribute, and everything that is listed is ruled out"
    if message:
        code = DoubtCode.participation_contradicts
        file.doubt(code, message, index, "participation")
