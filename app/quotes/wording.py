"""The verdict of a check in plain words."""

from collections.abc import Sequence
from datetime import date

from app.api.schemas import JsonObject
from app.quotes.verdicts import Differs, Verdict
from app.statements.stems import language_name, primary

_KINDS = {
    Differs.negation: "a negation",
    Differs.number: "a number",
    Differs.name: "a name",
    Differs.modal: "a word such as “will” or “may”",
    Differs.condition: "a condition",
}
_LIMIT_WORDS = 20  # of what is shown of a limit


def verdict_text(hit: JsonObject | None, changes_meaning: bool, searched: JsonObject) -> str:
    """A few sentences for readers, about the best hit; None: there is none."""
    if hit is None:
        return _not_held(searched)
    publisher, who = hit["source"]["publisher"], _who(hit["statement"])
    verdict = Verdict(hit["verdict"])
    cut, differs = hit["cut"], _differing(hit)
    if verdict is Verdict.verbatim:
        said = f"{publisher} prints these words in quotation marks as words of {who}."
        if cut:
            said += " They are a part of a longer quotation."
        if hit["diff"]:
            said += " The words that were left out are shown."
        if changes_meaning:
            said += (
                " The same sentence has a negation or a condition that was left out: read the "
                "whole quotation."
            )
        return said
    if verdict is Verdict.reported_speech:
        said = (
            f"{publisher} has these words, but not in quotation marks: it reports in its own words "
            f"what {who} said. Do not put them in quotation marks."
        )
        return said + (" The sentence goes on; read all of it." if changes_meaning else "")
    if verdict is Verdict.shortened:
        return (
            f"{publisher} prints these words of {who}, but the quotation goes on with a limit: "
            f"“{_beginning(cut['after'])}”. Without it, they say something else."
        )
    if verdict is Verdict.altered:
        said = f"Not in these words. {publisher} prints near words of {who}: compare them."
        if differs:
            return f"{said} {_listed(differs)} {'differs' if len(differs) == 1 else 'differ'}."
        return f"{said} No negation, number, name, modal or condition differs, but other words do."
    if verdict is Verdict.other_speaker:
        found = "near words" if hit["diff"] else "these words"
        return f"{publisher} prints {found} as words of {who}, and not of the speaker you named."
    found = "Words like these" if hit["diff"] else "These words"
    return (
        f"{found} are the article’s own: {publisher} writes them, and we have recorded nobody who "
        "said them."
    )


def _not_held(searched: JsonObject) -> str:
    statements, passages = searched["statements"], searched["passages"]
    until = f", up to {_day(searched['facts_up_to'])}" if searched["facts_up_to"] else ""
    return (
        f"We found nothing like these words. We searched the words of {statements:,} "
        f"{'statement' if statements == 1 else 'statements'} and {passages:,} archived "
        f"{'sentence' if passages == 1 else 'sentences'}{until}. We have read only some sources, "
        "so this is no evidence that it was not said."
    )


def wording_note(language: str) -> str:
    """What readers must know of the words of a source in a language."""
    name = language_name(primary(language))
    return (
        f"As printed by this source, which is in {name}. If the speaker used another language, "
        "the words are a translation."
    )


def _who(statement: JsonObject | None) -> str:
    if statement is None:
        return "nobody"
    if statement["speaker"]:
        return str(statement["speaker"]["name"])
    if any(pair["attribution"] == "collective" for pair in statement["about"]):
        return "a joint text"
    return "somebody whom it does not name"


def _differing(hit: JsonObject) -> list[Differs]:
    kinds = {Differs(kind) for part in hit["diff"] or () for kind in part["differs"]}
    return [kind for kind in Differs if kind in kinds]


def _listed(kinds: Sequence[Differs]) -> str:
    named = [_KINDS[kind] for kind in kinds]
    text = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return text[:1].upper() + text[1:]


def _beginning(text: str) -> str:
    found = text.split()
    return " ".join(found[:_LIMIT_WORDS]) + (" …" if len(found) > _LIMIT_WORDS else "")


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"
