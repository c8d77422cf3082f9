"""Entries that their own texts speak against, and those that they do not. Nobody said any of it."""

from typing import Any

import pytest

from app.build.check.doubts.own_summary import own_summary
from app.build.check.doubts.participations import other_participation
from app.build.check.doubts.said import Said
from app.build.seed.models.positions import SeedEntry
from app.domain.vocabulary import Commitment, Participation


def doubted(summary: str, not_supported: str, **fields: Any) -> set[object]:
    """The fields of an entry of Norway that are doubted."""
    entry = {
        "id": "norway-1",
        "actor": "norway",
        "question": "peacekeeping-force",
        "evidence": [{"statement": "a-b", "relation": "supports"}],
        "summary": summary,
        "not_supported": not_supported,
        "recorded_on": "2026-12-01",
        "coded_by": "somebody",
        **fields,
    }
    if "participation" in fields and "commitment" not in fields:
        entry["commitment"] = "stated"

    def named(text: str, _: str) -> frozenset[str]:
        return frozenset(["norway"] if "Norway" in text else [])

    said = Said(SeedEntry.model_validate(entry), {}, {}, named, "", "en", ())
    return {where[0] for _, _, where in own_summary(said)}


@pytest.mark.parametrize(
    ("not_supported", "fields", "field"),
    [
        ("That Norway opposes the force.", {"view": "opposes"}, "view"),
        ("That Norway has decided, or that it supports the force.", {"view": "supports"}, "view"),
        ("That Norway refuses to take part.", {"participation": "declined"}, "participation"),
        ("That Norway has ruled out soldiers.", {"participation": "declined"}, "participation"),
        ("That Norway takes part.", {"participation": "will_contribute"}, "participation"),
        (
            "That Norway has promised the frigate.",
            {"participation": "will_contribute"},
            "participation",
        ),
        (
            "That Norway has decided on a date.",
            {"participation": "will_contribute", "commitment": "decided"},
            "commitment",
        ),
    ],
)
def test_a_value_that_the_entry_calls_not_supported(
    not_supported: str, fields: dict[str, str], field: str
) -> None:
    summary = "Norway thinks about a frigate for the Black Sea."
    assert doubted(summary, not_supported, **fields) == {field}


@pytest.mark.parametrize(
    ("not_supported", "fields"),
    [
        ("That Norway opposes the force.", {"participation": "declined"}),
        ("That Sweden refuses to take part.", {"participation": "declined"}),
        ("That Norway refuses every other form.", {"participation": "declined"}),
        ("That the Storting has agreed.", {"participation": "will_contribute"}),
        ("That Norway has promised a battalion.", {"participation": "will_contribute"}),
        (
            "That Norway has promised the frigate.",
            {"participation": "will_contribute", "commitment": "hedged"},
        ),
    ],
)
def test_a_value_that_the_entry_does_not_call_so(
    not_supported: str, fields: dict[str, str]
) -> None:
    assert not doubted("Norway thinks about a frigate.", not_supported, **fields)


def _contribution(status: str, note: str) -> dict[str, str]:
    return {"form": "other", "status": status, "place": "unspecified", "note": note}


@pytest.mark.parametrize(
    ("summary", "status", "note", "wrong"),
    [
        ("Norway stays out and is ready to train deminers.", "ruled_out", "deminers", True),
        ("Norway stays out and will not train deminers.", "ruled_out", "deminers", False),
        ("Norway is open to doctors; marines are not considered.", "offered", "marines", True),
        ("Norway will send marines if no others do.", "offered", "marines", False),
        ("Norway would not refuse to send marines.", "offered", "marines", False),
        ("Norway refuses nobody a warehouse.", "offered", "a warehouse at Bergen", False),
        ("Norway sends no soldiers and lends tents.", "ruled_out", "men to lend", False),
    ],
)
def test_a_contribution_that_is_denied_or_not(
    summary: str, status: str, note: str, wrong: bool
) -> None:
    found = doubted(summary, "That it is decided.", contributions=[_contribution(status, note)])
    assert found == ({"contributions"} if wrong else set())


@pytest.mark.parametrize(
    ("summary", "condition", "wrong"),
    [
        ("Norway will send a frigate if the Storting agrees.", "government_decision", True),
        ("Norway will send a frigate if the Storting agrees.", "parliament_approval", False),
        ("Norway will send a frigate once its cabinet agrees.", "parliament_approval", True),
        (
            "Norway will decide in its cabinet, after a vote of parliament.",
            "government_decision",
            False,
        ),
    ],
)
def test_the_body_that_decides(summary: str, condition: str, wrong: bool) -> None:
    found = doubted(summary, "That it is decided.", conditions=[{"any_of": [condition]}])
    assert found == ({"conditions"} if wrong else set())


def test_who_cannot_promise_yet_has_not_declined() -> None:
    def said(summary: str) -> str | None:
        return other_participation(summary, Participation.declined, Commitment.stated)

    assert said("Estonia cannot yet promise a company; its cabinet will discuss it.")
    assert not said("Estonia will not guard the border of others until its own is safe.")
