"""Doubts about what a summary adds: a thing, an act or a limit that its words do not have.

No list of words is complete, and a word of the source that no list has may mean what the summary
says. So a thing that is missing is doubted only if the words speak of another one of this kind
which the summary does not have: ships for helicopters, a month for a week.
"""

import re
from collections.abc import Mapping

from app.build.check.doubts.compared import Compared, Found
from app.build.check.doubts.polarity import has, plainly_denied
from app.build.check.doubts.summaries import said_in
from app.build.check.doubts.things import marked_in, named_in, things
from app.build.check.doubts.words import pattern, phrase
from app.build.findings import DoubtCode

_MEANT = ("body.", "event.", "place.")
"""Names of what sentences before may have, and the sentence means without naming it."""

_PEOPLE = frozenset(
    ["form.soldiers", "form.engineers", "form.medical", "form.observers", "form.police"]
)
"""Names of those who are sent, whom a sentence need not name again."""

_COMPLETE = ("month.", "season.", "quant.", "mode.even", "sure.", "act.welcome", "rel.added")
"""Names of what has so few words that the lists have all of them."""

_INSTEAD: Mapping[str, tuple[str, ...]] = {
    "time.before": ("time.after",),
    "time.after": ("time.before",),
    "limit.least": ("limit.most",),
    "limit.most": ("limit.least",),
}
"""What the words say where a summary says the opposite."""

_LONG = 4  # letters
_ACTS = frozenset(
    f"act.{name}"
    for name in (
        "promise", "forbid", "welcome", "invite", "sign", "thank", "apologise", "withdraw",
        "reduce", "increase", "threaten",
    )
)  # fmt: skip
"""Acts of which the lists have most words. Others are said in too many ways."""

_NOT_SURE = frozenset(["mode.may", "mode.should", "mode.open", "mode.suspect"])
"""What the words say of what is not done yet."""


def added(one: Compared) -> Found | None:
    """A thing, an act or a limit of the summary that no word of the source may mean."""
    summary = _without_names(one.summary)
    there = things(one.near, one.language)
    for name, matches in named_in(summary).items():
        if _is_there(name, matches, there, one) or not _is_instead(name, one):
            continue
        code = DoubtCode.summary_of_other_words
        if name.startswith(("time.", "limit.")):
            code = DoubtCode.summary_contrary
        elif name.startswith(("mode.", "sure.already", "sure.decides")):
            code = DoubtCode.summary_too_strong
        first = min(matches, key=lambda match: match.start())[0]
        return code, f"the summary says {first!r}, and no word of the sentence means that"
    return None


def _without_names(summary: str) -> str:
    """A summary without names of countries that have the name of a thing."""
    return _NAMES.sub("", summary)


_NAMES = re.compile(r"\b(?:Ivory Coast|Costa Rica|Western Sahara|Holy See|Vatican City)\b")


def _is_instead(name: str, one: Compared) -> bool:
    """Whether the words speak of something of the same kind that the summary does not have."""
    if name.startswith(_COMPLETE):
        return True
    words = one.claimed
    if name in _INSTEAD:
        return any(each in things(words, one.language) for each in _INSTEAD[name])
    if name == "mode.may" or (name.startswith("act.") and name not in _ACTS):
        return False
    if name == "mode.done":
        open_kinds = ("may", "firm", "not_decided", "will_decide")
        return bool(marked_in(words, one.language).keys() & _NOT_SURE) or any(
            has(kind, words, one.language) for kind in open_kinds
        )
    kind = name.partition(".")[0] + "."
    kept = things(one.summary, "en").keys()
    return any(
        any(each.startswith(kind) for each in names) and not names & kept
        for names in _by_place(words, one.language).values()
    )


def _by_place(text: str, language: str) -> dict[tuple[int, int], set[str]]:
    """For each word of a text that may mean something, all that it may mean: without verbs of
    saying and the shortest words.
    """
    if verbs := pattern("clear", language):
        text = verbs.sub(" ", text)
    found: dict[tuple[int, int], set[str]] = {}
    for name, matches in things(text, language).items():
        for match in matches:
            if len(match[0]) >= _LONG:
                found.setdefault(match.span(), set()).add(name)
    return found


def _is_there(
    name: str, matches: list[re.Match[str]], there: Mapping[str, object], one: Compared
) -> bool:
    """Whether the words of a claim, or those around them, may mean what a summary says."""
    if name == "mode.done":
        return all(_NOT_DONE.search(one.summary[: match.start()]) for match in matches) or _is_done(
            one.near, one.language
        )
    if name in there:
        return True
    if name == "time.before" and all(_ALONE.match(one.summary, each.end()) for each in matches):
        return True
    neither = has("plain_not", one.summary) and plainly_denied(one.near, one.language)
    if name == "quant.or" and neither:  # “not one train, not one man”
        return True
    if name == "quant.or" and all(_either(one, each) for each in matches):
        return True
    if name == "time.after" and "time.before" in there:  # not before it is after it
        return plainly_denied(one.near, one.language)
    if name == "time.before" and "time.after" in there:
        return has("plain_not", one.summary)
    if name.startswith("body.") and name not in named_in(said_in(one.summary)):
        return True  # who says it
    deminers = all(match[0].casefold().startswith("deminer") for match in matches)
    is_people = name in _PEOPLE or (name == "form.mines" and deminers)
    if is_people and name in things(one.lead + one.before, one.language):
        kept = things(one.summary, "en").keys()
        groups = pattern("groups", one.language)  # “the team” says not who is in it
        claimed = groups.sub(" ", one.claimed) if groups else one.claimed
        return not any(
            names & _PEOPLE and not names & kept
            for names in _by_place(claimed, one.language).values()
        )  # “the team” are the deminers of whom the text speaks
    meant = name.startswith(_MEANT) or (
        name.startswith("form.") and begins_with_pronoun(one.sentence, one.language)
    )
    return meant and name in things(one.lead + one.before, one.language)


def begins_with_pronoun(sentence: str, language: str) -> bool:
    """Whether a sentence begins with a word for what the one before names: “They will leave”."""
    pronouns = pattern("pronouns", language)
    return bool(pronouns and pronouns.match(sentence.lstrip(" “„«\"'—–")))


def _either(one: Compared, match: re.Match[str]) -> bool:
    """Whether “or” is between two numbers that the sentence has too: “as easily be 40 as 80”."""
    before = _NUMBER_BEFORE.search(one.summary, 0, match.start())
    behind = _NUMBER_BEHIND.match(one.summary, match.end())
    return bool(before and behind and before[1] in one.near and behind[1] in one.near)


_NOT_DONE = re.compile(
    r"\b(?:not|no|nothing|nobody|before|until|after|once|if|unless|when|whether|as soon as|denies|"
    r"only|will|would|should|could|can|may|might|must|to be)\b[^,.;]*$"
)
_ALONE = re.compile(r"\W*$|\s*[,.;:]")  # behind a word that has no object: “was there before.”
_NUMBER_BEFORE, _NUMBER_BEHIND = re.compile(r"(\d+)\s+$"), re.compile(r"\s+(\d+)")
_AUX = r"(?:\b(?:a|ont|avait|ha|hanno|aveva|hat|haben|hatte|han|había|has|had|have) )?{}"


def _is_done(text: str, language: str) -> bool:
    """Whether a text says that something was done, apart from that somebody said it."""
    if verbs := phrase(_AUX, "clear", language):
        text = verbs.sub(" ", text)
    return "mode.done" in things(text, language)
