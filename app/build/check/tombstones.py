"""Checking a seed against what was published: no id is missing, and none means something else
(docs/domain.md, rules permanent-ids and tombstone).
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from app.build.check.checked_seed import CheckedSeed
from app.build.check.references import known
from app.build.findings import ErrorCode, Finding
from app.build.ledger import LEDGER, replay
from app.build.snapshot import ThingKey
from app.domain.selectors import digest
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
            message = f"the withdrawn id {name!r} is in use again"
            file.report(ErrorCode.id_used_again, message, index, "id")
        if (kind, name) in seen:
            message = f"the {kind} {name!r} has a tombstone already"
            file.report(ErrorCode.given_twice, message, index, "id")
        seen.add((kind, name))
        if tombstone.replaced_by == name:
            message = "a withdrawn thing is not replaced by itself"
            file.report(ErrorCode.contradiction, message, index, "replaced_by")
        elif tombstone.replaced_by:
            ids = used_or_withdrawn[kind]
            known(file, tombstone.replaced_by, ids, kind, index, "replaced_by", cause="")


def _corrections(checked: CheckedSeed, used_or_withdrawn: Ids) -> None:
    corrections = checked.seed.corrections
    for index, correction in enumerate(corrections):
        file, kind = checked.seed.files["corrections.yaml"], correction.kind
        if not known(file, kind, used_or_withdrawn, "kind", index, "kind"):
            continue
        if correction.id != WHOLE_KIND:
            known(file, correction.id, used_or_withdrawn[kind], kind, index, "id", cause="")
        if correction in corrections[:index]:
            file.report(ErrorCode.given_twice, "this correction is given twice", index)


def _missing(checked: CheckedSeed, used: Ids, withdrawn: set[ThingKey]) -> None:
    """Report published ids without a tombstone, and published tombstones, that are missing."""
    reported_or_withdrawn = set(withdrawn)

    def report(line: int, kind: str, name: str, what: str) -> None:
        if (kind, name) not in reported_or_withdrawn:
            reported_or_withdrawn.add((kind, name))
            file = f"{checked.seed.root.name}/{LEDGER}"
            code = ErrorCode.published_and_gone
            checked.seed.findings.append(Finding(file, line, what, code=code))

    for number, line in enumerate(checked.seed.ledger, 1):
        for tombstone in line.tombstones:
            kind, _, name = tombstone.partition(":")
            again = ", and its id is in use again" if name in used.get(kind, ()) else ""
            what = f"the tombstone of the {kind} {name!r} was published and is missing{again}"
            report(number, kind, name, what)
        for kind, ids in line.ids.items():
            for name in ids.keys() - used.get(kind, ids.keys()):
                what = f"the {kind} {name!r} was published and is missing without a tombstone"
                report(number, kind, name, what)


def _line_ends(checked: CheckedSeed, published: Mapping[ChangeKind, Mapping[str, Any]]) -> None:
    """Report texts that differ from the published ones only in their line ends, which a version
    control system may convert.
    """
    for folder in checked.seed.folders:
        was = published.get(ChangeKind.source, {}).get(folder.source.id, {}).get("text_sha256")
        text = folder.text
        if was is None or text is None or digest(text) == was:
            continue
        plain = text.replace("\r\n", "\n")
        # The empty first line, which is not counted, is another one with other line ends.
        forms = (plain, plain.removeprefix("\n"), plain.replace("\n", "\r\n"))
        if was in map(digest, forms):
            message = "the text was published with other line ends, and nothing else differs"
            hint = "set core.autocrlf=false in git, and check the file out again"
            folder.source_file.report(ErrorCode.line_endings, message, "text", hint=hint)


def _identities(checked: CheckedSeed) -> None:
    """Report published ids that mean something else now: a statement of another source, a position
    of another actor or question.
    """
    published = replay(checked.seed.ledger)
    _line_ends(checked, published)
    for place in checked.places():
        content = published.get(place.kind, {}).get(place.id, {})
        for member, now in place.permanent.items():
            was = content.get(member, now)
            if was != now:
                message = (
                    f"the {place.kind} {place.id!r} was published with the {member} {was!r}: give "
                    "this one another id"
                )
                place.file.report(ErrorCode.meaning_changed, message, *place.where, member)
