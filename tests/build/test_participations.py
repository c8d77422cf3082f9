"""What the summary of an entry says of taking part, and which coded participations it excludes.

All summaries are invented.
"""

import pytest

from app.build.check.doubts.participations import other_participation
from app.domain.vocabulary import Commitment, Participation

WILL, OPEN, UNDECIDED, DECLINED = (
    Participation.will_contribute,
    Participation.open,
    Participation.undecided,
    Participation.declined,
)
SUMMARIES = [
    (WILL, "Norway will send a frigate once there is a truce, and no soldiers.", {OPEN, UNDECIDED}),
    (WILL, "Latvia will provide 40 sappers.", {OPEN, UNDECIDED}),
    (WILL, "Denmark is ready to lead the naval part, and puts no infantry in Ukraine.", set()),
    (WILL, "Estonia promises a company, if others pay for it.", {OPEN, UNDECIDED}),
    (WILL, "Chile wants to take part with a medical team.", set()),
    (
        WILL,
        "Finland will send ten officers to the headquarters. It rules out combat units.",
        {OPEN},
    ),
    (OPEN, "Peru could provide observers if both sides ask for them.", {WILL}),
    (OPEN, "Ghana does not rule out a field hospital; nothing is promised.", {WILL, DECLINED}),
    (OPEN, "Fiji might send police trainers.", {WILL, DECLINED}),
    (OPEN, "Kenya could imagine a battalion under the flag of the UN.", {WILL, DECLINED}),
    (OPEN, "Oman may still join.", {WILL, DECLINED}),
    (UNDECIDED, "Iceland has not decided whether to take part.", {WILL}),
    (UNDECIDED, "Malta decides after its elections.", {WILL}),
    (UNDECIDED, "Qatar says neither yes nor no.", {WILL}),
    (UNDECIDED, "Gabon has neither accepted nor declined.", {WILL}),
    (UNDECIDED, "Cyprus opens a port and has not decided on soldiers of its own.", {WILL}),
    (DECLINED, "Ireland will not take part.", {WILL, OPEN, UNDECIDED}),
    (DECLINED, "Greece sends no troops and makes a port available.", {WILL, UNDECIDED}),
    (DECLINED, "Austria will lend twenty lorries and send no soldiers.", {WILL, OPEN, UNDECIDED}),
    (DECLINED, "Spain will train Ukrainian sappers and send nobody to Ukraine.", {WILL, UNDECIDED}),
    (DECLINED, "Jordan has no soldiers left for Europe.", {WILL, OPEN, UNDECIDED}),
    (DECLINED, "Poland offers roads and an airport, and no soldiers.", {WILL, UNDECIDED}),
]


@pytest.mark.parametrize(("value", "summary", "_"), SUMMARIES)
def test_the_participation_of_a_summary_is_not_doubted(
    value: Participation, summary: str, _: set[Participation]
) -> None:
    assert other_participation(summary, value, Commitment.stated) is None


@pytest.mark.parametrize(
    ("summary", "other"),
    [(summary, other) for _, summary, others in SUMMARIES for other in sorted(others)],
)
def test_another_participation_than_the_summary_says_is_doubted(
    summary: str, other: Participation
) -> None:
    assert other_participation(summary, other, Commitment.stated)
