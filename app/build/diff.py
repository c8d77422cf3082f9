"""What became of each published thing from one dataset to the next (docs/domain.md, rules changes
and corrections). Pure.

- An actor's position `changed` when another one became its current one, or when it got its first
  one or lost its last one. What supersession alone changes (status, valid_to, superseded_by) is not
  listed.
- A thing is `corrected` when its content differs under the same id. What differs only because
  something else was changed says so and needs no reason of its own. If nothing differs but a title
  or an address that belongs to something else, it is not listed at all.
- A term or passage has no tombstone: it needs a reason when it goes, unless its source went too.
- A correction with the id `*` is the reason of all changes of its kind that need one.
- A member that the older content does not have was not recorded then, so it cannot have changed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated

from pydantic import ConfigDict, Field

from app.build.seed.models.dataset import SeedCorrection, SeedTombstone
from app.build.snapshot import Content, Contents, ThingKey, public_content
from app.domain.vocabulary import Basis, ChangeKind, ChangeType, Status
from app.lookup.corrections import WHOLE_KIND

DERIVED = "Derived again: its evidence was changed, and nothing that was coded for it."
REVIEWED = "Reviewed; nothing else about it was changed."
_BY_SUPERSESSION = {"status", "valid_to", "superseded_by"}
COMPARED = "The comparison of two codings was noted; nothing else about it was changed."
_BY_REVIEW = {"reviewed_by", "reviewed_on"}
# Members that a statement has from its speaker's role.
_FROM_ROLE = {"role", "capacity", "countries", "about", "said"}
# Kinds of which no id is withdrawn by a tombstone.
WITHOUT_TOMBSTONES = frozenset({ChangeKind.term, ChangeKind.passage})


@dataclass(frozen=True)
class DatasetChange:
    """What became of one thing.

    `before` and `after` are whole contents; of a corrected thing only the members that differ.
    `owed`: the curators changed what was published under this id, and have given no reason. It is
    not written into the ledger.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")  # when a line of the ledger is read

    kind: ChangeKind
    change: ChangeType
    id: str
    actors: tuple[str, ...]
    speaker: str | None
    before: Content | None
    after: Content | None
    reason: str | None = None
    replaced_by: str | None = None
    owed: Annotated[bool, Field(exclude=True)] = field(default=False, compare=False)


def fresh(
    corrections: Iterable[SeedCorrection], before: Iterable[SeedCorrection]
) -> list[SeedCorrection]:
    """The corrections that were not given before. Each explains the one publication that gives it
    first.
    """
    left = Counter(corrections)
    left.subtract(before)
    return [correction for correction, times in left.items() if times > 0]


def diff(
    old: Contents,
    new: Contents,
    tombstones: Mapping[ThingKey, SeedTombstone],
    corrections: Iterable[SeedCorrection],
) -> list[DatasetChange]:
    """What changed from `old` to `new`, by kind of thing, then type of change, then id.

    `tombstones` are those of the new dataset, `corrections` those of it that are fresh.
    """
    reasons = _Reasons(corrections)
    changes = [*_changed_positions(old, new, tombstones)]
    now_current = {change.id for change in changes if change.after is not None}
    for kind in ChangeKind:
        before, after = old.get(kind, {}), new.get(kind, {})
        for name in sorted(before.keys() | after.keys()):
            was, now = before.get(name), after.get(name)
            if was is None:
                if kind is not ChangeKind.position or name not in now_current:
                    changes.append(_change(kind, ChangeType.added, name, was, now))
            elif now is None:
                change = _change(kind, ChangeType.withdrawn, name, was, now)
                changes.append(_with_reason(change, was, new, tombstones, reasons))
            elif was != now:
                changes += _corrected(kind, name, was, now, (old, new), reasons)
    kinds, types = list(ChangeKind), list(ChangeType)
    return sorted(
        changes,
        key=lambda change: (kinds.index(change.kind), types.index(change.change), change.id),
    )


class _Reasons:
    """The reasons that corrections give."""

    def __init__(self, corrections: Iterable[SeedCorrection]) -> None:
        self._by_thing: dict[ThingKey, list[str]] = {}
        for correction in corrections:
            key = (correction.kind, correction.id)
            self._by_thing.setdefault(key, []).append(correction.reason)

    def of(self, kind: ChangeKind, name: str) -> str | None:
        """The reason that was given for one thing."""
        return " ".join(self._by_thing.get((kind, name), ())) or None

    def owed(self, kind: ChangeKind, name: str) -> str | None:
        """The reason of a change that needs one: its own, else that of its kind."""
        return self.of(kind, name) or self.of(kind, WHOLE_KIND)


def _with_reason(
    change: DatasetChange,
    was: Content,
    new: Contents,
    tombstones: Mapping[ThingKey, SeedTombstone],
    reasons: _Reasons,
) -> DatasetChange:
    """The withdrawal of a thing with its reason."""
    kind, name = change.kind, change.id
    if kind not in WITHOUT_TOMBSTONES:
        tombstone = tombstones.get((kind, name))
        if tombstone is None:
            return change
        return replace(change, reason=tombstone.reason, replaced_by=tombstone.replaced_by)
    source = was.get("source")
    if source is not None and source not in new.get(ChangeKind.source, {}):
        tombstone = tombstones.get((ChangeKind.source, source))
        return replace(change, reason=tombstone.reason if tombstone else None)
    reason = reasons.owed(kind, name)
    return replace(change, reason=reason, owed=reason is None)


def differing(was: Content, now: Content) -> set[str]:
    """The members that differ, of those that both contents have."""
    return {name for name in was.keys() & now.keys() if was[name] != now[name]}


def _changed_positions(
    old: Contents, new: Contents, tombstones: Mapping[ThingKey, SeedTombstone]
) -> Iterator[DatasetChange]:
    """A change for each actor and question that has another current position than before."""
    kind = ChangeKind.position
    before, after = (_current_positions(contents.get(kind, {})) for contents in (old, new))
    for holder in before.keys() | after.keys():
        name, following = before.get(holder), after.get(holder)
        if name == following:
            continue
        was = old[kind][name] if name else None
        now = new[kind][following] if following else None
        change = _change(kind, ChangeType.changed, following or name or "", was, now)
        yield replace(change, reason=_why_it_ended(name, new, tombstones) if name else None)


def _current_positions(positions: Mapping[str, Content]) -> dict[tuple[str, str], str]:
    """The id of the current position of each actor on each question."""
    return {
        (content["actor"], content["question"]): name
        for name, content in positions.items()
        if content["status"] == Status.current
    }


def _why_it_ended(
    name: str, new: Contents, tombstones: Mapping[ThingKey, SeedTombstone]
) -> str | None:
    """Why what was the current position no longer counts; None if it was merely superseded."""
    now = new[ChangeKind.position].get(name)
    if now is not None:
        return str(now["retracted"]["reason"]) if now["retracted"] else None
    tombstone = tombstones.get((ChangeKind.position, name))
    return tombstone.reason if tombstone else None


def _corrected(
    kind: ChangeKind,
    name: str,
    was: Content,
    now: Content,
    datasets: tuple[Contents, Contents],
    reasons: _Reasons,
) -> Iterator[DatasetChange]:
    """The correction of a thing whose content differs; nothing if it is not to be listed.

    `datasets` are all contents before and after, `reasons` those of fresh corrections.
    """
    differs = differing(was, now)
    if not differs:
        return
    reason, owed = reasons.of(kind, name), True
    if kind is ChangeKind.position:
        if not differs - _BY_SUPERSESSION:
            return
        owed = "coded" in differs
        if "retracted" in differs and not owed:
            owed = not now["retracted"]
            reason = reason or (now["retracted"] and now["retracted"]["reason"])
        elif not owed:
            only_reviewed = not differs - _BY_SUPERSESSION - _BY_REVIEW
            reason = reason or (REVIEWED if only_reviewed else DERIVED)
    elif kind is ChangeKind.statement:
        own, followed = _own_differences(was, now, differs, datasets)
        if not own and not followed:
            return
        owed = bool(own)
        reason = reason or (None if own else DERIVED)
    elif kind is ChangeKind.source and differs == {"double_coded"}:
        owed, reason = False, reason or COMPARED
    elif differs <= _derived(kind, was, now, datasets):
        owed, reason = False, reason or DERIVED
    if owed:
        reason = reasons.owed(kind, name)
    before, after = (
        {member: content[member] for member in now if member in differs - {"coded"}}
        for content in (was, now)
    )
    change = _change(kind, ChangeType.corrected, name, was, now)
    yield replace(change, before=before, after=after, reason=reason, owed=owed and reason is None)


def _derived(
    kind: ChangeKind, was: Content, now: Content, datasets: tuple[Contents, Contents]
) -> set[str]:
    """The members of a thing that may differ because another thing was changed: the root of a
    source, the places of passages in a text that is another one now, and what the sizes and the
    claims of membership of a coalition have from their statements.
    """
    if kind is ChangeKind.actor:
        before, after = (
            {
                "sizes": _undated(content.get("sizes"), contents),
                "membership_claims": [
                    (claim["actor"], claim["claim"], claim["evidence"])
                    for claim in content.get("membership_claims") or ()
                ],
            }
            for content, contents in zip((was, now), datasets, strict=True)
        )
        return {name for name in before if before[name] == after[name]}
    if kind is ChangeKind.source:
        return {"root"}
    if kind is ChangeKind.passage:
        texts = [
            contents.get(ChangeKind.source, {}).get(now["source"], {}).get("text_sha256")
            for contents in datasets
        ]
        if texts[0] != texts[1]:
            return {"start", "end"}
    return set()


def _undated(sizes: list[Content] | None, contents: Contents) -> list[Content]:
    """Stated sizes without the dates that are those of their first statements."""
    statements = contents.get(ChangeKind.statement, {})
    undated = [
        {name: value for name, value in size.items() if name != "said"}
        if size["said"] == statements.get(size["evidence"][0], {}).get("said")
        else size
        for size in sizes or ()
    ]
    return sorted(undated, key=str)


def _own_differences(
    was: Content, now: Content, differs: set[str], datasets: tuple[Contents, Contents]
) -> tuple[set[str], set[str]]:
    """Of the members in which a statement differs: those that were changed in itself, and those
    that follow a change of its speaker's roles or of the day on which its source was published.

    The title of such a role and the source's address belong to another thing; they are in neither
    set.
    """
    sources, people = (
        [contents[kind].get(now[member] or "") for contents in datasets]
        for kind, member in ((ChangeKind.source, "source"), (ChangeKind.person, "speaker"))
    )
    own = set(differs)
    source_before, source_after = sources
    if not source_before or not source_after or differing(source_before, source_after):
        own.discard("href_in_context")
    followed: set[str] = set()
    if _published(sources[0]) != _published(sources[1]) and _is_derived(was, now):
        followed |= own & {"said"}
    person_before, person_after = people
    if (
        was["speaker"] != now["speaker"]
        or not person_before
        or not person_after
        or person_before["roles"] == person_after["roles"]
    ):
        return own - followed, followed
    followed |= own & (_FROM_ROLE if _is_derived(was, now) else _FROM_ROLE - {"said"})
    if "about" in followed and [pair["actor"] for pair in was["about"]] != [
        pair["actor"] for pair in now["about"]
    ]:
        followed.discard("about")
    return own - followed, followed - {"role"}


def _published(source: Content | None) -> object:
    return source and source.get("published")


def _is_derived(was: Content, now: Content) -> bool:
    """Whether the date of a statement is derived, or was (docs/domain.md, rule dates)."""
    dates = (content.get("said") or {} for content in (was, now))
    return any(date.get("basis") == Basis.derived for date in dates)


def _change(
    kind: ChangeKind, change: ChangeType, name: str, was: Content | None, now: Content | None
) -> DatasetChange:
    contents = [content for content in (was, now) if content is not None]
    speaker = name if kind is ChangeKind.person else contents[-1].get("speaker")
    actors = sorted({actor for content in contents for actor in _actors(kind, name, content)})
    before, after = (content and public_content(content) for content in (was, now))
    return DatasetChange(kind, change, name, tuple(actors), speaker, before, after)


def _actors(kind: ChangeKind, name: str, content: Content) -> Iterator[str]:
    """The actors that a thing concerns."""
    if kind is ChangeKind.actor:
        yield name
    elif kind is ChangeKind.position:
        yield content["actor"]
    elif kind is ChangeKind.statement:
        yield from content["countries"]
        yield from (pair["actor"] for pair in content["about"])
    elif kind is ChangeKind.person:
        yield from (role["actor"] for role in content["roles"] if role["actor"])
