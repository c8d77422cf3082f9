"""Checking a seed against what was published: no id is missing, and none means something else
(docs/domain.md, rules permanent-ids and tombstone).
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from app.build.check.checked_seed import CheckedSeed
from app.build.check.references import known
from app.build.findings import Finding
from app.build.ledger import LEDGER, replay
from app.build.snapshot import ThingKey
from app.domain.vocabulary import ChangeKind
from app.lookup.corrections import WHOLE_KIND

Ids = Mapping[str, AbstractSet[str]]  # kind → ids


def check_tombstones(checked: CheckedSeed) -> None:
    """Check tombstones, corrections and the ledger against everything that is in the seed."""
    seed = checked.seed
    used: Ids = {
        "statement": checked.resolved.keys(),
        "position": {entry.id for *_, entry in seed.entries()},
        "source": checked.roots.keys(),
        "person": {person.id for person in seed.people},
        "actor": {country.id for country in seed.countries} | {actor.id for actor in seed.actors},
        "question": {question.id for question in seed.questions},
        "topic": {topic.id for topic in seed.topics},
    }
    withdrawn = {(tombstone.kind, tombstone.id) for tombstone in checked.seed.tombstones}
    used_or_withdrawn = {
        kind: ids | {name for other, name in withdrawn if other == kind}
        for kind, ids in used.items()
    }
    _tombstones(checked, used, used_or_withdrawn)
    _corrections(checked, {**used_or_withdrawn, **_without_tombstones(checked)})
    # If a file could not be read, everything in it would seem to be missing.
    if not checked.seed.findings:
        _missing(checked, used, withdrawn)
    _identities(checked)


def _without_tombstones(checked: CheckedSeed) -> Ids:
    """The ids of terms and passages that are in the seed or were published."""
    ids = {
        ChangeKind.term: {
            f"{name}/{term.id}" for name, terms in checked.seed.terms.items() for term in terms
        },
        ChangeKind.passage: {
            f"{source}/{passage.number}"
            for source, passages in checked.passages.items()
            for passage in passages
        },
    }
    for line in checked.seed.ledger:
        for kind in ids:
            ids[kind].update(line.ids.get(kind, ()))
    return {str(kind): names for kind, names in ids.items()}


def _tombstones(checked: CheckedSeed, used: Ids, used_or_withdrawn: Ids) -> None:
    """A withdrawn id is not in use again, and what replaces it is in use or withdrawn, too."""
    seen: set[ThingKey] = set()
    for index, tombstone in enumerate(checked.seed.tombstones):
        file = checked.seed.files["tombstones.yaml"]
        kind, name = tombstone.kind, tombstone.id
        if not known(file, kind, used, "kind", index, "kind"):
            continue
        if name in used[kind]:
            file.report(f"the withdrawn id {name!r} is in use again", index, "id")
        if (kind, name) in seen:
            file.report(f"the {kind} {name!r} has a tombstone already", index, "id")
        seen.add((kind, name))
        if tombstone.replaced_by == name:
            file.report("a withdrawn thing is not replaced by itself", index, "replaced_by")
        elif tombstone.replaced_by:
            ids = used_or_withdrawn[kind]
            known(file, tombstone.replaced_by, ids, kind, index, "replaced_by")


def _corrections(checked: CheckedSeed, used_or_withdrawn: Ids) -> None:
    corrections = checked.seed.corrections
    for index, correction in enumerate(corrections):
        file, kind = checked.seed.files["corrections.yaml"], correction.kind
        if not known(file, kind, used_or_withdrawn, "kind", index, "kind"):
            continue
        if correction.id != WHOLE_KIND:
            known(file, correction.id, used_or_withdrawn[kind], kind, index, "id")
        if correction in corrections[:index]:
            file.report("this correction is given twice", index)


def _missing(checked: CheckedSeed, used: Ids, withdrawn: set[ThingKey]) -> None:
    """Report published ids without a tombstone, and published tombstones, that are missing."""
    reported_or_withdrawn = set(withdrawn)

    def report(line: int, kind: str, name: str, what: str) -> None:
        if (kind, name) not in reported_or_withdrawn:
            reported_or_withdrawn.add((kind, name))
            file = f"{checked.seed.root.name}/{LEDGER}"
            checked.seed.findings.append(Finding(file, line, what))

    for number, line in enumerate(checked.seed.ledger, 1):
        for tombstone in line.tombstones:
            kind, _, name = tombstone.partition(":")
            again = ", and its id is in use again" if name in used.get(kind, ()) else ""
            what = f"the tombstone of the {kind} {name!r} was published and is gone{again}"
            report(number, kind, name, what)
        for kind, ids in line.ids.items():
            for name in ids.keys() - used.get(kind, ids.keys()):
                what = f"the {kind} {name!r} was published and is gone without a tombstone"
                report(number, kind, name, what)


def _identities(checked: CheckedSeed) -> None:
    """Report published ids that mean something else now: a statement of another source, a position
    of another actor or question.
    """
    published = replay(checked.seed.ledger)
    for place in checked.places():
        content = published.get(place.kind, {}).get(place.id, {})
        for member, now in place.permanent.items():
            was = content.get(member, now)
            if was != now:
                message = (
                    f"the {place.kind} {place.id!r} was published with the {member} {was!r}: give "
                    "this one another id"
                )
                place.file.report(message, *place.where, member)
