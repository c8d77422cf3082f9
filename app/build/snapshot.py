"""A snapshot of a dataset: what it says of each published thing, for comparison with another one.

The content of a thing is small plain JSON without rowids.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, NullPool, Table, create_engine, func, select

from app.build.seed.models.dataset import SeedCorrection, SeedTombstone
from app.domain.vocabulary import ChangeKind
from app.store.tables import metadata

Content = dict[str, Any]  # what a dataset says of one thing
Contents = dict[ChangeKind, dict[str, Content]]  # kind → id → content; ids are sorted
ThingKey = tuple[str, str]  # kind and id of a published thing

_t = metadata.tables
_position, _entry, _evidence = _t["position"], _t["entry"], _t["position_evidence"]
_statement, _source, _person, _role = _t["statement"], _t["source"], _t["person"], _t["role"]
_actor, _question, _topic, _term = _t["actor"], _t["question"], _t["topic"], _t["term"]
_passage = _t["passage"]
_dataset, _tombstone, _correction = _t["dataset"], _t["tombstone"], _t["correction"]


def _columns(table: Table, but: set[str]) -> tuple[str, ...]:
    """The names of a table's columns, without its id and those of `but`."""
    return tuple(column.name for column in table.c if column.name not in {"id", *but})


# All columns of a position belong to its content, but for its id, those that only repeat others,
# and those that follow from other content.
_NOT_CONTENT = {
    "id",
    "number",
    "previous",
    "derivation",
    "not_counted",
    "stance_since",
    "recorded_on",
    "valid_from_earliest",
    "valid_from_latest",
    "valid_to_earliest",
    "valid_to_latest",
}
_OF_POSITION = [column.name for column in _position.c if column.name not in _NOT_CONTENT]
_OF_STATEMENT = (
    "source",
    "kind",
    "speaker",
    "role",
    "role_as_printed",
    "capacity",
    "said",
    "summary",
    "exact",
    "href_in_context",
    "quoted",
    "countries",
    "about",
    "topics",
    "questions",
)
# The text of a source is known by its hash. How lists are sorted follows from names and titles.
_OF_SOURCE = _columns(_source, {"text", "sort_title"})
_OF_ACTOR = _columns(_actor, {"sort_name"})
_OF_QUESTION, _OF_TOPIC = _columns(_question, {"number"}), _columns(_topic, {"number"})
_OF_PERSON = _columns(_person, {"sort_name"})
_OF_ROLE = _columns(_role, {"person", "number"})


@dataclass(frozen=True)
class Snapshot:
    """What is compared of a dataset: its contents, tombstones and corrections.

    The corrections are sorted by thing, each thing's oldest first.
    """

    version: str
    published: date
    contents: Contents
    tombstones: dict[ThingKey, SeedTombstone]
    corrections: list[SeedCorrection]


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot of a dataset file."""
    with open_read_only(path) as connection:
        return snapshot_of(connection)


def snapshot_of(connection: Connection) -> Snapshot:
    """The snapshot of an open dataset, whose version is already written into it."""
    dataset = connection.execute(select(_dataset.c.version, _dataset.c.published)).one()
    tombstones = {
        (row["kind"], row["id"]): SeedTombstone(**row)
        for row in connection.execute(select(_tombstone)).mappings()
    }
    sorted_corrections = select(_correction).order_by(
        _correction.c.kind, _correction.c.id, _correction.c.number
    )
    corrections = [
        SeedCorrection(kind=row.kind, id=row.id, on=row.corrected_on, reason=row.reason)
        for row in connection.execute(sorted_corrections)
    ]
    by_kind: dict[ChangeKind, Iterator[tuple[str, Content]]] = {
        ChangeKind.position: _positions(connection),
        ChangeKind.statement: _statements(connection),
        ChangeKind.source: _things(connection, _source, _OF_SOURCE),
        ChangeKind.person: _people(connection),
        ChangeKind.actor: _things(connection, _actor, _OF_ACTOR),
        ChangeKind.question: _things(connection, _question, _OF_QUESTION),
        ChangeKind.topic: _things(connection, _topic, _OF_TOPIC),
        ChangeKind.term: _terms(connection),
        ChangeKind.passage: _passages(connection),
    }
    contents = {kind: dict(sorted(things)) for kind, things in by_kind.items()}
    return Snapshot(dataset.version, dataset.published, contents, tombstones, corrections)


@contextmanager
def open_read_only(path: Path) -> Iterator[Connection]:
    """Open a dataset file that nobody changes meanwhile, and never write to it."""
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=NullPool
    )
    with engine.connect() as connection:
        yield connection


def public_content(content: Content) -> Content:
    """A content as readers see it, without the hash `coded`."""
    return {name: value for name, value in content.items() if name != "coded"}


def content_hash(value: object) -> str:
    """The first 16 hex digits of a SHA-256 over canonical JSON: sorted keys, no white space."""
    canonical = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return sha256(canonical.encode()).hexdigest()[:16]


def _positions(connection: Connection) -> Iterator[tuple[str, Content]]:
    """The content of each position.

    Its member `coded` is a hash of its entry as it was curated: so a correction of the entry is not
    mistaken for a position that is derived again. `public_content` leaves it out for readers.
    """
    evidence_rows = (
        select(_evidence.c.position, _statement.c.id, _evidence.c.relation)
        .join(_statement, _statement.c.number == _evidence.c.statement)
        .order_by(_evidence.c.position, _evidence.c.number)
    )
    evidence: dict[str, list[Content]] = defaultdict(list)
    for position, statement, relation in connection.execute(evidence_rows):
        evidence[position].append({"statement": statement, "relation": relation})
    of_entry = [
        _entry.c[name] for name in ("changes", "source", "coded_by", "reviewed_by", "reviewed_on")
    ]
    coded = [
        func.coalesce(_entry.c[name], _position.c[name]).label(f"coded_{name}")
        for name in ("summary", "not_supported")
    ]
    rows = select(_position, *of_entry, *coded).join(_entry, _entry.c.id == _position.c.id)
    for row in connection.execute(rows).mappings():
        curated = {name: row[name] for name in ("source", "coded_by", "recorded_on")}
        curated |= {name: row[f"coded_{name}"] for name in ("summary", "not_supported")}
        # A retraction is seen in the position itself, and gives a reason of its own.
        curated |= {name: value for name, value in row["changes"].items() if name != "retracted"}
        yield (
            row["id"],
            {
                **_members(row, _OF_POSITION),
                "evidence": evidence[row["id"]],
                **_members(row, ("recorded_on", "coded_by", "reviewed_by", "reviewed_on")),
                "coded": content_hash(_without_empty(curated)),
            },
        )


def _without_empty(value: object) -> object:
    """What a curator coded, without null, false and empty lists.

    So a key that is left out, or did not exist yet, hashes like an empty one.
    """
    if isinstance(value, dict):
        return {
            key: _without_empty(item)
            for key, item in value.items()
            if item not in (None, [], False)
        }
    return [_without_empty(item) for item in value] if isinstance(value, list) else value


def _statements(connection: Connection) -> Iterator[tuple[str, Content]]:
    for statement, content in _things(connection, _statement, _OF_STATEMENT):
        yield statement, {**content, "quoted": [words["exact"] for words in content["quoted"]]}


def _people(connection: Connection) -> Iterator[tuple[str, Content]]:
    roles: dict[str, list[Content]] = defaultdict(list)
    role_rows = select(_role).order_by(_role.c.person, _role.c.number)
    for row in connection.execute(role_rows).mappings():
        # What was added later is left out where it is null, so that a role, which is compared as a
        # whole, is the same as in older lines of the ledger.
        roles[row["person"]].append(
            {
                name: value
                for name, value in _members(row, _OF_ROLE).items()
                if value is not None or not _role.c[name].info.get("added_later")
            }
        )
    for person, content in _things(connection, _person, _OF_PERSON):
        yield person, {**content, "roles": roles[person]}


def _terms(connection: Connection) -> Iterator[tuple[str, Content]]:
    """What each value of a vocabulary means. Its colours and its place in the list are no facts."""
    for row in connection.execute(select(_term)).mappings():
        yield f"{row['vocabulary']}/{row['id']}", _members(row, ("label", "definition"))


def _passages(connection: Connection) -> Iterator[tuple[str, Content]]:
    """The coding of each passage, and which code points of the archived text it has.

    Its words are left out: not every text may be shown again.
    """
    columns = (_passage.c[name] for name in ("number", "source", "coding", "start", "end"))
    for row in connection.execute(select(*columns)).mappings():
        yield (
            f"{row['source']}/{row['number']}",
            _members(row, ("source", "coding", "start", "end")),
        )


def _things(
    connection: Connection, table: Table, names: Iterable[str]
) -> Iterator[tuple[str, Content]]:
    """The id of each row of a table, and its columns of these names."""
    rows = select(table.c.id, *(table.c[name] for name in names))
    for row in connection.execute(rows).mappings():
        yield row["id"], _members(row, names)


def _members(row: Mapping[Any, Any], names: Iterable[str]) -> Content:
    """Some members of a row as JSON: days as text."""
    return {
        name: value.isoformat() if isinstance(value := row[name], date) else value for name in names
    }
