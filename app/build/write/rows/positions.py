"""Rows of entries, the positions folded from them, and the spells of days for which each is the
answer.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields

from app.build.check.checked_seed import Checked
from app.build.fold.model import Change, Claim, Ground, Piece, Stand
from app.build.fold.positions import fold
from app.build.fold.uncounted import Candidate, passed_over
from app.build.fold.validity import spells
from app.build.seed import models as m
from app.build.write.rows.plain import Row, dated, plain


def entries(checked: Checked) -> list[Row]:
    """What the curators coded."""
    kept = ("id", "actor", "question", "coded_by", "reviewed_by", "reviewed_on", "recorded_on")
    out = []
    for folder, entry in checked.seed.entries():
        row = plain(entry)
        changes = entry.model_dump(mode="json", exclude={*kept, "summary", "not_supported"})
        out.append(
            {key: row[key] for key in kept} | {"source": folder.source.id, "changes": changes}
        )
    return out


def positions(checked: Checked, number: dict[str, int]) -> Iterator[tuple[str, list[Row]]]:
    """The tables of what follows from the entries; `number` are the rowids of statements by id."""
    asked = {question.id: question.asked_from for question in checked.seed.questions}
    coded: dict[str, m.Entry] = {}
    groups: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for _, entry in checked.seed.entries():
        coded[entry.id] = entry
        groups[entry.question, entry.actor].append(_change(checked, entry))
    folds = {key: fold(groups[key]) for key in sorted(groups)}
    stands = [stand for found in folds.values() for stand in found]
    about = _candidates(checked, number)
    left_out = {
        position: found
        for (question, actor), held in folds.items()
        for position, found in passed_over(held, about.get((question, actor), {})).items()
    }
    yield (
        "position",
        [
            _position(coded[stand.id], stand) | {"not_counted": left_out[stand.id][0]}
            for stand in stands
        ],
    )
    yield (
        "position_evidence",
        [
            {
                "position": stand.id,
                "number": i,
                "statement": number[piece.statement],
                "relation": piece.relation,
                "attribution": piece.attribution,
                "note": piece.note,
            }
            for stand in stands
            for i, piece in enumerate(stand.evidence, 1)
        ],
    )
    yield (
        "passed_over",
        [
            {
                "position": position,
                "number": i,
                "statement": number[one.statement],
                "reason": one.reason,
                "note": one.note,
            }
            for position, (_, found) in left_out.items()
            for i, one in enumerate(found, 1)
        ],
    )
    yield (
        "spell",
        [
            {
                "question": question,
                "actor": actor,
                "first_day": spell.first,
                "last_day": spell.last,
                "position": spell.position,
                "certainty": spell.certainty,
                "also": list(spell.also),
            }
            for (question, actor), found in folds.items()
            for spell in spells(found, asked[question])
        ],
    )


def _candidates(
    checked: Checked, number: dict[str, int]
) -> dict[tuple[str, str], dict[str, Candidate]]:
    """The statements about each actor on each question, newest first."""
    out: dict[tuple[str, str], dict[str, Candidate]] = defaultdict(dict)
    for name, _, statement in sorted(checked.seed.statements(), key=lambda one: number[one[0]]):
        spoken = checked.spoken[name]
        for actor in spoken.about:
            for question in statement.questions:
                out[question, actor][name] = Candidate(spoken.said, spoken.capacity)
    return out


def _change(checked: Checked, entry: m.Entry) -> Change:
    towards = {
        item.statement: checked.spoken[item.statement].about[entry.actor] for item in entry.evidence
    }
    evidence = tuple(
        Piece(
            item.statement,
            item.relation,
            towards[item.statement],
            frozenset(item.fields),
            item.note,
        )
        for item in entry.evidence
    )
    return Change(
        id=entry.id,
        valid_from=checked.begins[entry.id],
        recorded_on=entry.recorded_on,
        evidence=evidence,
        view=entry.view,
        participation=entry.participation,
        commitment=entry.commitment,
        conditions=tuple(entry.conditions),
        drops=frozenset(entry.drops),
        contributions=tuple(entry.contributions),
        disputes=frozenset(entry.disputes),
        retracted=entry.retracted,
        given=entry.valid_from is not None,
    )


def _position(entry: m.Entry, stand: Stand) -> Row:
    row = _members(stand)
    del row["evidence"]
    return row | {
        "actor": entry.actor,
        "question": entry.question,
        "summary": entry.summary,
        "not_supported": entry.not_supported,
        "recorded_on": entry.recorded_on,
        "conditions": [one.model_dump(mode="json") for one in stand.conditions],
        "contributions": [one.model_dump(mode="json") for one in stand.contributions],
        "disputed": [
            {"axis": axis, "claims": [_members(claim) for claim in claims]}
            for axis, claims in stand.disputed
        ],
        "retracted": stand.retracted and stand.retracted.model_dump(mode="json"),
        "derivation": [_members(ground) for ground in stand.derivation],
        "valid_from": dated(stand.valid_from),
        "valid_to": dated(stand.valid_to) if stand.valid_to else None,
        "valid_from_earliest": stand.valid_from.earliest,
        "valid_from_latest": stand.valid_from.latest,
        "valid_to_earliest": stand.valid_to.earliest if stand.valid_to else None,
        "valid_to_latest": stand.valid_to.latest if stand.valid_to else None,
    }


def _members(of: Stand | Claim | Ground) -> Row:
    """What a dataclass holds, as it stands; `asdict` would copy all that is in it, too."""
    return {one.name: getattr(of, one.name) for one in fields(of)}
