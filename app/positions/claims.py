"""Short words for the claims on a position (docs/domain.md, rules dispute, reported and denial)."""

from app.store.listing import Row

DISPUTED = "disputed"


def claim_marks(position: Row) -> list[str]:
    """What short texts say of the claims on a position: at most three words each. Pure.

    `position` has `disputed` and `reported`, or lacks them where nothing is claimed.
    """
    denied = [bool(claim["denied_by"]) for claim in position.get("reported") or ()]
    found = (
        (DISPUTED, position.get("disputed")),
        ("denies claims", any(denied)),
        ("others claim otherwise", not all(denied)),
    )
    return [mark for mark, is_so in found if is_so]
