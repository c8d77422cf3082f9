"""Position entries of a corpus, as a curator codes them."""

from collections.abc import Collection
from datetime import date, timedelta
from random import Random
from typing import Any

_VIEWS = ("supports", "opposes", "not_stated")
_PARTICIPATION = (
    "will_contribute",
    "open",
    "undecided",
    "declined",
    "not_stated",
    "not_applicable",
)
_COMMITMENTS = ("hedged", "stated", "signed", "decided")
_CONDITIONS = (
    "ceasefire",
    "peace_deal",
    "mandate",
    "us_backstop",
    "parliament_approval",
    "government_decision",
)
_FORMS = (
    "troops",
    "ground",
    "sea",
    "air",
    "training",
    "monitoring",
    "logistics",
    "funding",
    "arms",
)
_PLACES = ("in_ukraine", "black_sea", "neighbouring", "unspecified")


def entry(
    rng: Random,
    name: str,
    actor: str,
    question: str,
    evidence: list[tuple[str, str]],
    day: date,
    words: tuple[str, str],
    views: Collection[str],
) -> dict[str, Any]:
    """One entry as positions.yaml has it; `evidence` are statements with their relations, `words`
    summary and caveat, `views` those that it could dispute.
    """
    view = rng.choices(_VIEWS, (45, 15, 40))[0]
    participation = rng.choices(_PARTICIPATION, (20, 20, 15, 20, 20, 5))[0]
    if view == participation == "not_stated":
        view = "supports"
    made: dict[str, Any] = {"id": name, "actor": actor, "question": question}
    made |= {
        axis: value
        for axis, value in (("view", view), ("participation", participation))
        if value != "not_stated"
    }
    if participation not in ("not_stated", "not_applicable"):
        made["commitment"] = rng.choice(_COMMITMENTS)
    if participation in ("will_contribute", "open") and rng.random() < 0.7:
        made["conditions"] = [{"any_of": rng.sample(_CONDITIONS, rng.choice((1, 1, 2)))}]
    if participation in ("will_contribute", "open", "declined") and rng.random() < 0.7:
        status = "ruled_out" if participation == "declined" else "offered"
        forms = rng.sample(_FORMS, rng.choice((1, 1, 2, 3)))
        made["contributions"] = [
            {"form": form, "status": status, "place": rng.choice(_PLACES)} for form in forms
        ]
    if view != "not_stated" and set(views) - {view} and rng.random() < 0.3:
        made["disputes"] = ["view"]
    made["evidence"] = [
        {"statement": statement, "relation": relation} for statement, relation in evidence
    ]
    recorded = day + timedelta(days=rng.randrange(1, 20))
    if rng.random() < 0.01:
        made["retracted"] = {
            "on": (recorded + timedelta(days=30)).isoformat(),
            "reason": "It had been misread.",
        }
    made |= {
        "summary": words[0],
        "not_supported": words[1],
        "recorded_on": recorded.isoformat(),
        "coded_by": "The generator",
    }
    if rng.random() < 0.6:
        made |= {"reviewed_by": "Nobody", "reviewed_on": (recorded + timedelta(days=2)).isoformat()}
    return made
