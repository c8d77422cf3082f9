"""A checked seed → the rows of every table, as plain dicts in the order in which they are inserted."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, fields
from operator import attrgetter
from typing import Any

from pydantic import BaseModel

from app.anchors import context, digest, fragment_link
from app.build import models as m
from app.build.check import Checked, Spoken
from app.build.fold import Change, Piece, Stand, fold
from app.build.names import NameKey
from app.build.seed import SourceFolder
from app.dates import DateObject
from app.names import fold as folded
from app.vocabulary import ActorType, Kind, TextAccess

Row = dict[str, Any]


def all_rows(checked: Checked) -> Iterator[tuple[str, list[Row]]]:
    """Every table's name and rows; parents before children."""
    statements = _statements(checked)
    number = {row["id"]: row["number"] for row in statements}
    positions = _positions(checked)
    yield "actor", _actors(checked)
    yield "person", sorted(_people(checked), key=lambda row: row["merged_into"] is not None)
    yield "role", _roles(checked)
    yield "question", [{"number": i, **_plain(one)} for i, one in enumerate(checked.seed.questions, 1)]
    yield "topic", [{"number": i, **_plain(one)} for i, one in enumerate(checked.seed.topics, 1)]
    yield "term", [
        {"vocabulary": name, "number": i, **_plain(term)}
        for name, terms in checked.seed.terms.items() for i, term in enumerate(terms, 1)
    ]  # fmt: skip
    yield "source", _sources(checked)
    yield "passage", _passages(checked)
    yield "statement", statements
    yield from _pairs(checked, number)
    yield "entry", [_entry(folder, entry) for folder, entry in checked.seed.entries()]
    yield "position", [_position(entry, stand) for entry, stand in positions]
    yield "position_evidence", [
        {"position": stand.id, "number": i, "statement": number[piece.statement],
         "relation": piece.relation, "attribution": piece.attribution}
        for _, stand in positions for i, piece in enumerate(stand.evidence, 1)
    ]  # fmt: skip
    yield "tombstone", [_plain(stone) for stone in checked.seed.tombstones]
    columns = [field.name for field in fields(NameKey)]
    keys = sorted(map(attrgetter(*columns), checked.seed.names), key=lambda key: [str(part) for part in key])
    yield "name_key", [dict(zip(columns, key, strict=True), id=i) for i, key in enumerate(keys, 1)]


def _plain(model: BaseModel) -> Row:
    return model.model_dump()


def _date(known: DateObject) -> Row:
    return known.model_dump(mode="json")


def _actors(checked: Checked) -> list[Row]:
    empty = dict.fromkeys(("iso2", "iso3", "numeric", "size", "members", "note"))
    rows = [
        {**empty, **asdict(country), "type": ActorType.country, "sort_name": folded(country.name)}
        for country in checked.seed.countries
    ]
    for row in rows:
        del row["line"]
    for actor in checked.seed.actors:
        rows.append({**empty, **_plain(actor), "sort_name": folded(actor.name)})
        del rows[-1]["names"]
    return rows


def _people(checked: Checked) -> Iterator[Row]:
    for person in checked.seed.people:
        row = _plain(person)
        family = person.family_name or person.name
        yield {key: row[key] for key in ("id", "name", "other_names", "wikidata", "merged_into")} | {
            "sort_name": folded(f"{family} {person.name}")
        }


def _roles(checked: Checked) -> list[Row]:
    return [
        {
            "person": person.id, "number": i, "title": role.title, "actor": role.actor, "capacity": role.capacity,
            "organisation": role.organisation, "held_from": _date(role.held_from),
            "held_to": _date(role.held_to) if role.held_to else None,
        }
        for person in checked.seed.people for i, role in enumerate(person.roles, 1)
    ]  # fmt: skip


def _sources(checked: Checked) -> list[Row]:
    rows = []
    folders = sorted(checked.seed.folders, key=lambda folder: (folder.source.copy_of is not None, folder.source.id))
    for folder in folders:
        source = folder.source
        row = _plain(source)
        del row["dates"], row["passages"]
        row |= {
            "sort_title": folded(source.title),
            "published": _date(source.published),
            "text": folder.text,
            "text_sha256": digest(folder.text) if folder.text is not None else None,
            "root": checked.roots[source.id],
        }
        rows.append(row)
    return rows


def _passages(checked: Checked) -> list[Row]:
    return [
        {"source": folder.source.id, "number": one.number, "coding": one.coding, "start": one.start, "end": one.end,
         "exact": folder.text[one.start : one.end]}
        for folder in checked.seed.folders if folder.text is not None
        for one in checked.sentences[folder.source.id]
    ]  # fmt: skip


def _statements(checked: Checked) -> list[Row]:
    rows = [_statement(name, folder, one, checked.spoken[name]) for name, folder, one in checked.seed.statements()]
    rows.sort(key=lambda row: row["id"])
    rows.sort(key=lambda row: row["sort_date"].toordinal() if row["sort_date"] else 0, reverse=True)
    return [{"number": i, **row} for i, row in enumerate(rows, 1)]


def _statement(name: str, folder: SourceFolder, one: m.Statement, spoken: Spoken) -> Row:
    text, place = folder.text, spoken.claim
    row: Row = {
        "id": name, "source": folder.source.id, "role_as_printed": one.role_as_printed, "exact": one.exact,
        "speaker": None if one.speaker == "anonymous" else one.speaker,
        "role": spoken.role.title if spoken.role else None,
        "capacity": spoken.capacity, "summary": one.summary, "language": folder.source.language,
        "said": _date(spoken.said), "said_earliest": spoken.said.earliest, "said_latest": spoken.said.latest,
        "sort_date": spoken.said.latest if spoken.said.value else None,
        "kind": Kind.narration if one.speaker is None else Kind.quote if one.quoted else Kind.paraphrase,
    }  # fmt: skip
    if text is None or place is None:
        quoted = [{"exact": words, "start": None, "end": None} for words in one.quoted]
        empty = dict.fromkeys(("passage", "start", "end", "prefix", "suffix"))
        return {
            **row,
            **empty,
            "quoted": quoted,
            "href_in_context": fragment_link(folder.source.url, one.exact, 0, len(one.exact)),
        }
    prefix, suffix = context(text, place.start, place.end)
    return row | {
        "passage": place.passage.number, "start": place.start, "end": place.end, "prefix": prefix, "suffix": suffix,
        "quoted": [{"exact": text[span.start : span.end], "start": span.start, "end": span.end} for span in place.quoted],
        "href_in_context": fragment_link(folder.source.url, text, place.start, place.end),
    }  # fmt: skip


def _pairs(checked: Checked, number: dict[str, int]) -> Iterator[tuple[str, list[Row]]]:
    statements = list(checked.seed.statements())

    def pairs(column: str, of: Callable[[m.Statement], Iterable[str]]) -> list[Row]:
        return [{"statement": number[name], column: one} for name, _, given in statements for one in dict.fromkeys(of(given))]

    yield "statement_topic", pairs("topic", lambda one: one.topics)
    yield "statement_question", pairs("question", lambda one: one.questions)
    yield "statement_about", [
        {"statement": number[name], "actor": actor, "attribution": attribution}
        for name, spoken in checked.spoken.items() for actor, attribution in spoken.about.items()
    ]  # fmt: skip
    yield (
        "statement_by",
        [
            {"statement": number[name], "actor": actor}
            for name, _, given in statements
            for actor in dict.fromkeys([*_role_actor(checked.spoken[name]), *given.signed_for])
        ],
    )


def _role_actor(spoken: Spoken) -> list[str]:
    return [spoken.role.actor] if spoken.role and spoken.role.actor else []


def _entry(folder: SourceFolder, entry: m.Entry) -> Row:
    kept = ("id", "actor", "question", "coded_by", "reviewed_by", "reviewed_on", "recorded_on")
    row = entry.model_dump()
    return {key: row[key] for key in kept} | {
        "source": folder.source.id,
        "changes": entry.model_dump(mode="json", exclude={*kept, "summary", "not_supported"}),
    }


def _change(checked: Checked, folder: SourceFolder, entry: m.Entry) -> Change:
    evidence = tuple(
        Piece(item.statement, item.relation, checked.spoken[item.statement].about[entry.actor]) for item in entry.evidence
    )
    first = next(item.statement for item in entry.evidence if item.relation == "supports")
    given = folder.source.dates[entry.valid_from] if isinstance(entry.valid_from, str) else entry.valid_from
    return Change(
        id=entry.id, valid_from=given or checked.spoken[first].said, recorded_on=entry.recorded_on, evidence=evidence,
        view=entry.view, participation=entry.participation, commitment=entry.commitment,
        conditions=tuple(entry.conditions), drops=frozenset(entry.drops), contributions=tuple(entry.contributions),
        disputes=frozenset(entry.disputes),
    )  # fmt: skip


def _positions(checked: Checked) -> list[tuple[m.Entry, Stand]]:
    entries: dict[str, m.Entry] = {}
    groups: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for folder, entry in checked.seed.entries():
        entries[entry.id] = entry
        groups[entry.question, entry.actor].append(_change(checked, folder, entry))
    return [(entries[stand.id], stand) for key in sorted(groups) for stand in fold(groups[key])]


def _position(entry: m.Entry, stand: Stand) -> Row:
    row = asdict(stand)
    del row["evidence"]
    return row | {
        "actor": entry.actor, "question": entry.question, "summary": entry.summary,
        "not_supported": entry.not_supported, "recorded_on": entry.recorded_on,
        "conditions": [one.model_dump(mode="json") for one in stand.conditions],
        "contributions": [one.model_dump(mode="json") for one in stand.contributions],
        "disputed": [{"axis": axis, "claims": [asdict(claim) for claim in claims]} for axis, claims in stand.disputed],
        "valid_from": _date(stand.valid_from), "valid_to": _date(stand.valid_to) if stand.valid_to else None,
        "valid_from_earliest": stand.valid_from.earliest, "valid_from_latest": stand.valid_from.latest,
        "valid_to_earliest": stand.valid_to.earliest if stand.valid_to else None,
        "valid_to_latest": stand.valid_to.latest if stand.valid_to else None,
    }  # fmt: skip


def counts(checked: Checked) -> dict[str, int]:
    """How much of everything the dataset holds."""
    seed = checked.seed
    current = {(entry.actor, entry.question) for _, entry in seed.entries()}
    full = [folder for folder in seed.folders if folder.source.text_access is TextAccess.full]
    return {
        "countries": len(seed.countries), "actors": len(seed.countries) + len(seed.actors),
        "speakers": sum(1 for person in seed.people if person.merged_into is None),
        "sources": len(seed.folders), "independent_sources": len(set(checked.roots.values())),
        "full_text_sources": len(full),
        "passages": sum(len(one) for one in checked.sentences.values()), "statements": len(checked.spoken),
        "positions": len(current), "questions": len(seed.questions), "topics": len(seed.topics),
    }  # fmt: skip
