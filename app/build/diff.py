"""What became of each published thing from one dataset to the next (docs/domain.md, rule changes).
Pure.

- An actor's position `changed` when another one became its current one, or when it fell silent or
  ended its silence. Of what only supersession moves (status, valid_to, superseded_by) nothing is
  said besides.
- A thing is `corrected` when its content differs under the same id. A position or statement that
  differs only because something else was changed says so instead of owing a reason of its own;
  where nothing but a title or an address that belongs to something else differs, it is not named at
  all.
- A member that the older facts do not have was not recorded then, so it cannot have changed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.build.seed.models.dataset import SeedCorrection
from app.build.snapshot import Fact, Facts, Stone, Thing, shown
from app.domain.vocabulary import ChangeKind, ChangeType, Status

DERIVED = "Derived anew: what it rests on was changed, and nothing that was coded for it."
REVIEWED = "Reviewed; nothing else about it was changed."
_MOVED = {"status", "valid_to", "superseded_by"}  # what supersession alone changes in a position
_REVIEW = {"reviewed_by", "reviewed_on"}
_OF_ROLE = {
    "role",
    "capacity",
    "countries",
    "about",
}  # what a statement has from its speaker's role
_CITED = {
    "title",
    "publisher",
    "url",
    "published",
    "language",
    "text_sha256",
    "text_access",
}  # what quotations rest on


@dataclass(frozen=True)
class Change:
    """What became of one thing. `before` and `after` are whole, or the members that differ where it
    was corrected.

    `owed`: its curators changed what was published under this id, and have given no reason.
    """

    kind: ChangeKind
    change: ChangeType
    id: str
    actors: tuple[str, ...]
    speaker: str | None
    before: Fact | None
    after: Fact | None
    reason: str | None = None
    replaced_by: str | None = None
    owed: bool = False


def fresh(
    corrections: Iterable[SeedCorrection], before: Iterable[SeedCorrection]
) -> list[SeedCorrection]:
    """The corrections that were not given before: each explains the one publication that gives it
    first.
    """
    left = Counter(corrections)
    left.subtract(before)
    return [one for one, times in left.items() if times > 0]


def diff(
    old: Facts, new: Facts, stones: Mapping[Thing, Stone], corrections: Iterable[SeedCorrection]
) -> list[Change]:
    """What changed from `old` to `new`: positions, statements, sources, people; by type of change,
    then by id.

    `stones` are the tombstones of the new dataset, `corrections` those of it that are fresh.
    """
    reasons: dict[Thing, list[str]] = {}
    for one in corrections:
        reasons.setdefault((one.kind, one.id), []).append(one.reason)
    found = [*_current(old, new, stones)]
    shifted = {change.id for change in found if change.after is not None}
    for kind in ChangeKind:
        before, after = old.get(kind, {}), new.get(kind, {})
        for name in sorted(before.keys() | after.keys()):
            was, now = before.get(name), after.get(name)
            if was is None and now is not None:
                if kind is not ChangeKind.position or name not in shifted:
                    found.append(_change(kind, ChangeType.added, name, was, now))
            elif now is None and was is not None:
                stone = stones.get((kind, name), Stone("", None))
                gone = _change(kind, ChangeType.withdrawn, name, was, now)
                found.append(
                    replace(gone, reason=stone.reason or None, replaced_by=stone.replaced_by)
                )
            elif was is not None and now is not None and was != now:
                found += _corrected(kind, name, was, now, (old, new), reasons.get((kind, name), ()))
    kinds, types = list(ChangeKind), list(ChangeType)
    return sorted(found, key=lambda one: (kinds.index(one.kind), types.index(one.change), one.id))


def differing(was: Fact, now: Fact) -> set[str]:
    """The members that differ, of those that both have."""
    return {name for name in was.keys() & now.keys() if was[name] != now[name]}


def _current(old: Facts, new: Facts, stones: Mapping[Thing, Stone]) -> Iterator[Change]:
    """Whose current position became another one."""
    before, after = (_holders(one.get(ChangeKind.position, {})) for one in (old, new))
    for holder in before.keys() | after.keys():
        name, following = before.get(holder), after.get(holder)
        if name == following:
            continue
        was, now = (
            facts[ChangeKind.position][held] if held else None
            for held, facts in ((name, old), (following, new))
        )
        change = _change(ChangeKind.position, ChangeType.changed, following or name or "", was, now)
        yield replace(change, reason=_why_it_ended(name, new, stones) if name else None)


def _holders(positions: Mapping[str, Fact]) -> dict[tuple[str, str], str]:
    """The current position of each actor on each question."""
    return {
        (fact["actor"], fact["question"]): name
        for name, fact in positions.items()
        if fact["status"] == Status.current
    }


def _why_it_ended(name: str, new: Facts, stones: Mapping[Thing, Stone]) -> str | None:
    """The reason for which what was the current position no longer counts; None if it was merely
    superseded.
    """
    now = new[ChangeKind.position].get(name)
    if now is not None:
        return str(now["retracted"]["reason"]) if now["retracted"] else None
    stone = stones.get((ChangeKind.position, name))
    return stone.reason if stone else None


def _corrected(
    kind: ChangeKind,
    name: str,
    was: Fact,
    now: Fact,
    whole: tuple[Facts, Facts],
    given: Sequence[str],
) -> Iterator[Change]:
    differs = differing(was, now)
    seen, reason, owed = differs - {"coded"}, " ".join(given) or None, False
    if kind is ChangeKind.position:
        if not differs - _MOVED:
            return
        owed = "coded" in differs
        if "retracted" in differs and not owed:
            owed = not now["retracted"]
            reason = reason or (now["retracted"] and now["retracted"]["reason"])
        elif not owed:
            reason = reason or (REVIEWED if not differs - _MOVED - _REVIEW else DERIVED)
    elif kind is ChangeKind.statement:
        own, followed = _own(was, now, differs, whole)
        if not own and not followed:
            return
        owed = bool(own)
        reason = reason or (None if own else DERIVED)
    elif kind is ChangeKind.source:
        owed = bool(
            differs & _CITED
        )  # to learn from where a text was taken corrects nothing that was said
    if not differs:
        return
    before, after = (
        {member: fact[member] for member in now if member in seen} for fact in (was, now)
    )
    change = _change(kind, ChangeType.corrected, name, was, now)
    yield replace(change, before=before, after=after, reason=reason, owed=owed and reason is None)


def _own(
    was: Fact, now: Fact, differs: set[str], whole: tuple[Facts, Facts]
) -> tuple[set[str], set[str]]:
    """Of the members in which a statement differs: those that were changed in itself, and those
    that followed its speaker's role. A title of that role and the source's address are those of the
    other thing, and neither.
    """
    sources, people = (
        [facts[kind].get(now[member] or "") for facts in whole]
        for kind, member in ((ChangeKind.source, "source"), (ChangeKind.person, "speaker"))
    )
    own = set(differs)
    if sources[0] != sources[1]:
        own.discard("href_in_context")
    if (
        was["speaker"] != now["speaker"]
        or not all(people)
        or _roles(people[0]) == _roles(people[1])
    ):
        return own, set()
    followed = own & _OF_ROLE
    if "about" in followed and [pair["actor"] for pair in was["about"]] != [
        pair["actor"] for pair in now["about"]
    ]:
        followed.discard("about")
    return own - followed, followed - {"role"}


def _roles(person: Fact | None) -> Any:
    return person and person["roles"]


def _change(
    kind: ChangeKind, change: ChangeType, name: str, was: Fact | None, now: Fact | None
) -> Change:
    facts = [fact for fact in (was, now) if fact is not None]
    speaker = name if kind is ChangeKind.person else facts[-1].get("speaker")
    actors = sorted({actor for fact in facts for actor in _actors(kind, fact)})
    before, after = (fact and shown(fact) for fact in (was, now))
    return Change(kind, change, name, tuple(actors), speaker, before, after)


def _actors(kind: ChangeKind, fact: Fact) -> Iterator[str]:
    """The actors that a thing concerns."""
    if kind is ChangeKind.position:
        yield fact["actor"]
    elif kind is ChangeKind.statement:
        yield from fact["countries"]
        yield from (pair["actor"] for pair in fact["about"])
    elif kind is ChangeKind.person:
        yield from (role["actor"] for role in fact["roles"] if role["actor"])
