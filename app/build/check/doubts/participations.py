"""Doubts about a participation that the summary of its entry does not say: what this promises,
thinks possible, leaves undecided and refuses, clause by clause. All summaries are in English.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.build.check.doubts.said import Found, Said
from app.build.findings import DoubtCode
from app.domain.vocabulary import Commitment, Participation

_CONTRARY = DoubtCode.stance_contrary


def _words(text: str, flags: int = 0) -> re.Pattern[str]:
    """One expression for the alternatives of several lines."""
    return re.compile(rf"\b(?:{'|'.join(text.split(chr(10))[1:-1])})\b", flags)


_CLAUSES = re.compile(
    r"[.;:,]|\b(?:and|but) (?=(?:will|would|could|may|might|can|sends?|offers?|has|have|is|rules|"
    r"does|no|never|nobody|none|considers|wants|keeps|provides|lets|hosts|opens|puts|decides|goes|"
    r"it|its)\b)|\band (?=\w+ (?:no|neither|nobody|none)\b)"
)
_NO_PROMISE = (
    r"(?:not|never|only|say|ask|need|want|vote|rather|then decide|also (?:not|decide)|have to)\b|"
    r"decide|answer|examine|consider|look|be decided|refuse|respond|reply|discuss|oppose|depend|"
    r"choose|make up|take a decision|reconsider|study|weigh"
)
_PROMISES = _words(rf"""
(?:will|shall|would) (?!{_NO_PROMISE})(?:\w+ )?\w+
offer(?:s|ed)?|promises|pledge[sd]|send(?:s|ing)|provides|contributes|commits|joins
takes part|leads|trains|hosts|lends|gives|pays|confirms|guarantees|assigns?|takes over|adds
keeps|goes|puts
(?:is|are|remains?|stand\w*) (?:ready|willing|prepared|available)(?! to (?:talk|dis|exam|cons|off))
stations|deploys|opens|lets|treats|makes|has (?:signed|approved|agreed)|stand\w* by|participates
(?<!is )(?<!was )(?<!be )promised
approved|volunteers|wants? to (?!know|see|hear|wait|talk|discuss|be)|signed|decided to
""")
_NOT_EXCLUDED = _words(r"""
(?:not|no longer|never) (?:rul\w+ (?:\w+ )?out|exclud\w+|close the door|refus\w+|reject\w*)
not (?:say no|said no)
rul\w+ (?:out nothing|nothing out)|exclud\w+ nothing|(?:promised|committed to) nothing
nothing is promised|no (?:promise|commitment)|imagin\w+|consider(?:s|ing)?|would consider
""")
_OPEN = _words(r"""
could|might|may|can|conceivable|thinkable|possib\w+|perhaps|open to|keeps? open|likely|leaning
leaves? (?:it )?open|would (?:only|be|look|think|talk|examine|study)|ready|prepared|willing\w*
interested|on the table|option\w*|examin(?:es|ing)|stud(?:ies|ying)|weigh(?:s|ing)|available
look(?:s|ing) (?:at|into)|under (?:consideration|study|discussion)|would|hopes?|wants? to
should|ought|proposes?|suggests?|thinks? about|plans?|in principle|offers?
""")
_UNDECIDED = _words(r"""
undecided|hesitat\w*|decid(?:es?|ing)|(?<!has )(?<!have )decided(?! (?:to|on|that))|decision|whether
not (?:\w+ )?(?:decided|said|say|determined|chosen|answered|committed)|yes nor no|no nor yes|unclear
neither \w+ed nor \w+ed
will (?:say|answer|vote|look|examine|decide)|considers?|considering|weigh\w*|depend\w*|postpon\w*
stud(?:y|ies|ied|ying)|examin\w*|look(?:s|ing)?|wait\w*|await\w*|commit\w*|yet|open|review\w*
think\w*|assess\w*|evaluat\w*|discuss\w*|talk\w*|mind|until|later|says? nothing|said nothing|ask\w*
clos\w+ no|nothing|first|before|debat\w*|consult\w*|refer\w*|reserv\w*|vote|says? only|too early
no (?:answer|position|date)|wants to (?:know|see|hear)|premature|could|may|might|divided|disagree\w*
""")
_REFUSES = _words(r"""
(?:will|would|does|do|can|shall) (?:not|never) (?:want to |\w+ )?(?:send|take part|join|participate)
(?:will|would|does|can|shall) (?:not|never) (?:\w+ )?(?:contribute|provide|deploy|station|go)
(?:will|would|does|can|shall) (?:not|never) (?:\w+ )?(?:put|commit|set foot|enter|supply|be part)
cannot (?:send|take part|join|spare|provide)|stays? (?:out|at home|away)|declin\w+|keeps? out
takes? no part|joins? no|has no \w+ (?:left|to send|to spare)|wants? no part|remains neutral
refuses? to (?:send|take part|join)|was not asked and would not
rules out (?:that it|taking part|sending|a participation|participation|troops|soldiers|any)
""")
_NOBODY = _words(
    r"""
no|neither|nobody|none of its|not a single|not one|never
""",
    re.IGNORECASE,
)
_SOME = _words(
    r"""
infantry|combat|ground|armed|fighter|marines|tanks?|brigades?|front line|weapons|land|to the front
boots|ships?|liaison|aircraft|battalion|fighting|riflemen|before|until|without|unless|first|yet
""",
    re.IGNORECASE,
)
_THERE = _words(
    r"""
(?:in|to|into|enter|on) ukrain\w+|kyiv
""",
    re.IGNORECASE,
)
_FORCES = _words(r"""
soldiers?|troops|battalions?|brigade|compan(?:y|ies)|platoon|contingent|units?|squadron|regiment
infantry|forces?|personnel|people|men|women|crews?|sailors?|divers?|drivers?|pilots?|military|army
engineers?|sappers?|deminers?|de-miners|clearers|medics?|doctors?|nurses|surgeons|observers?|monitors?
police\w*|gendarmes?|carabinieri|officers?|instructors?|trainers?|experts?|specialists?|staff|helmets
technicians?|teams?|ships?|vessels?|frigates?|mine\w+|corvettes?|boats?|planes?|jets?
aircraft|fighters?|helicopters?|F-16\w*|drones?|hospital|take part|takes part|join\w*|signed|hold
participat\w*|contribut\w*|go|goes(?! on)|lead|leads|cooks?|guards?|part|batter(?:y|ies)|them
detachment
""")
_THINGS = _words(r"""
civilian (?:\w+ )?\w+|ports?|harbours?|roads?|rail\w*|airport|airfield|bases?|depots?|shipyards?
lorries|trucks|vehicles|money|euros|dollars|francs|crowns|million|fuel|fund|machines|detectors
equipment|generators|wounded|Ukrainians|hub|territory|costs|negotiations|army use|convoys|courses
Ukrainian (?:\w+ )?(?:soldiers|sappers|engineers|deminers|pilots|doctors|troops|military|army)
Ukrainian (?:sailors|medics|police\w*)
ammunition|supplies|at home|talks|shells|to the deminers|headquarters|of the force
logistics|its ships
""")

_WILL_NOT = re.compile(
    r"\b(?:will|would|does|do|shall) (?:not|never) (?!yet|decide|say|rule|exclude|commit|promise|"
    r"answer)|\b(?:is|are) not (?:sent|available|going|offered|planned)"
)


_CONDITION = re.compile(r"\b(?:if|once|when|unless|as soon as|provided|until|before|after)\b.*")


@dataclass(frozen=True)
class _Summary:
    """What the summary of an entry says of taking part: what it promises (`things` are no forces,
    such as a port), and whether it refuses all, only `some` forces, or a place.
    """

    promises: bool
    things: bool
    not_excluded: bool
    open: bool
    undecided: bool
    refuses: bool
    some: bool
    there: bool


def _read(text: str) -> _Summary:
    promises = things = refuses = some = there = False
    for clause in _CLAUSES.split(text):
        no = _REFUSES.search(clause) or _NOBODY.search(clause)
        out = no or (re.search(r"\brul\w+ out\b", clause) and not _NOT_EXCLUDED.search(clause))
        if out:
            narrow, place = _SOME.search(clause), _THERE.search(clause)
            some, there = some or bool(narrow), there or bool(place and not narrow)
            refuses = refuses or bool(no and not narrow and not place)
        elif _PROMISES.search(_CONDITION.sub("", clause)):
            forces = bool(_FORCES.search(_THINGS.sub(" ", clause)))
            promises, things = promises or forces, things or not forces
    undecided, open_ = bool(_UNDECIDED.search(text)), bool(_OPEN.search(text))
    free = bool(_NOT_EXCLUDED.search(text))
    return _Summary(promises, things, free, open_ or free, undecided, refuses, some, there)


def participation_said(said: Said) -> Iterator[Found]:
    """A participation that is another one than the summary of the entry says."""
    entry = said.entry
    if message := other_participation(entry.summary, entry.participation, entry.commitment):
        yield _CONTRARY, f"the summary of the entry {message}", ("participation",)


def other_participation(
    summary: str, value: Participation, commitment: Commitment | None
) -> str | None:
    """What a summary says, if it is not this participation."""
    read = _read(summary)
    refuses = read.refuses or read.there
    if value is Participation.will_contribute and not read.promises:
        if refuses or (read.some and read.things):
            return "promises no forces, and refuses some"
        firm = commitment is not Commitment.hedged
        if read.not_excluded or (firm and (read.open or read.undecided)):
            return "leaves it open"
    if value is Participation.open and not read.open:
        if refuses and not read.promises:
            return "refuses it"
        if read.promises and not read.undecided:
            return "promises it"
    if value is Participation.undecided and not read.undecided and (refuses or read.promises):
        return "leaves nothing open"
    if value is Participation.declined and not (refuses or read.things):
        said_no = read.promises or read.some or _WILL_NOT.search(summary)
        if read.open or (read.undecided and not said_no):
            return "does not decline it"
    return None
