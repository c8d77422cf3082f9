"""What a dataset says of each published thing, as small plain JSON without rowids, so that two
datasets can be compared.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, NullPool, Select, Table, create_engine, select

from app.build.seed.models.dataset import SeedCorrection
from app.domain.vocabulary import ChangeKind
from app.store.tables import metadata

Fact = dict[str, Any]  # the content of one published thing
Facts = dict[ChangeKind, dict[str, Fact]]  # kind → id → content; ids are sorted
Thing = tuple[str, str]  # kind and id

_t = metadata.tables
_position, _entry, _evidence, _statement, _source, _person, _role = (
    _t[name]
    for name in ("position", "entry", "position_evidence", "statement", "source", "person", "role")
)
_dataset, _tombstone, _correction = (_t[name] for name in ("dataset", "tombstone", "correction"))
_AXES = (
    "actor",
    "question",
    "status",
    "stance",
    "view",
    "participation",
    "commitment",
    "attribution",
    "conditions",
    "contributions",
    "disputed",
    "summary",
    "not_supported",
    "valid_from",
    "valid_to",
    "superseded_by",
    "retracted",
)
_CLAIM = (
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
)
_DOCUMENT = (
    "title",
    "publisher",
    "url",
    "published",
    "language",
    "text_sha256",
    "text_access",
    "via",
    "copy_of",
    "root",
)
_NAME = ("name", "other_names", "wikidata", "merged_into")
_ROLE = ("title", "actor", "organisation", "capacity", "held_from", "held_to")


@dataclass(frozen=True)
class Stone:
    """Of a withdrawn thing: why, and the id of what stands in its place."""

    reason: str
    replaced_by: str | None


@dataclass(frozen=True)
class Content:
    """A dataset as it is compared with others: its facts, its tombstones, and its corrections, each
    thing's oldest first.
    """

    version: str
    published: date
    facts: Facts
    stones: dict[Thing, Stone]
    corrections: list[SeedCorrection]


def content(path: Path) -> Content:
    """The content of a dataset file."""
    with reading(path) as connection:
        return content_of(connection)


def content_of(connection: Connection) -> Content:
    """The content of an open dataset, whose version is known."""
    about = connection.execute(select(_dataset.c.version, _dataset.c.published)).one()
    stones = {
        (row.kind, row.id): Stone(row.reason, row.replaced_by)
        for row in connection.execute(select(_tombstone))
    }
    given = select(_correction).order_by(_correction.c.kind, _correction.c.id, _correction.c.number)
    corrections = [
        SeedCorrection(kind=row.kind, id=row.id, on=row.corrected_on, reason=row.reason)
        for row in connection.execute(given)
    ]
    return Content(about.version, about.published, facts(connection), stones, corrections)


def facts(connection: Connection) -> Facts:
    """The facts of every position, statement, source and person of an open dataset.

    A position has a member `coded` besides: a hash of the entry as it was curated, which tells a
    correction of the entry from a position that is derived anew. It is not for readers; see
    `shown`.
    """
    found: dict[ChangeKind, Iterator[tuple[str, Fact]]] = {
        ChangeKind.position: _positions(connection),
        ChangeKind.statement: _statements(connection),
        ChangeKind.source: _each(connection, _source, _DOCUMENT),
        ChangeKind.person: _people(connection),
    }
    return {kind: dict(sorted(things)) for kind, things in found.items()}


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """An open dataset file, which is only read."""
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=NullPool
    )
    with engine.connect() as connection:
        yield connection


def shown(fact: Fact) -> Fact:
    """A fact as readers see it."""
    return {name: value for name, value in fact.items() if name != "coded"}


def digest(value: object) -> str:
    """The first 16 hex digits of SHA-256 over canonical JSON."""
    canonical = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return sha256(canonical.encode()).hexdigest()[:16]


def _positions(connection: Connection) -> Iterator[tuple[str, Fact]]:
    behind = select(_evidence.c.position, _statement.c.id, _evidence.c.relation)
    behind = behind.join(_statement, _statement.c.number == _evidence.c.statement)
    evidence: dict[str, list[Fact]] = defaultdict(list)
    for position, statement, relation in connection.execute(
        behind.order_by(_evidence.c.position, _evidence.c.number)
    ):
        evidence[position].append({"statement": statement, "relation": relation})
    entry = [
        _entry.c[name]
        for name in ("changes", "source", "coded_by", "reviewed_by", "reviewed_on", "recorded_on")
    ]
    columns = [column for column in _position.c if column.name != "recorded_on"]
    for row in _rows(
        connection, select(*columns, *entry).join(_entry, _entry.c.id == _position.c.id)
    ):
        curated = {
            name: row[name]
            for name in ("source", "summary", "not_supported", "coded_by", "recorded_on")
        }
        # A retraction is seen in the position itself, and gives a reason of its own.
        curated |= {name: value for name, value in row["changes"].items() if name != "retracted"}
        yield (
            row["id"],
            {
                **_plain(row, _AXES),
                "evidence": evidence[row["id"]],
                **_plain(row, ("recorded_on", "coded_by", "reviewed_by", "reviewed_on")),
                "coded": digest(_said(curated)),
            },
        )


def _said(value: Any) -> Any:
    """What a curator said: a key that is left out says as little as an empty one, also one that did
    not exist yet.
    """
    if isinstance(value, dict):
        return {key: _said(item) for key, item in value.items() if item not in (None, [], False)}
    return [_said(item) for item in value] if isinstance(value, list) else value


def _statements(connection: Connection) -> Iterator[tuple[str, Fact]]:
    lists: dict[str, dict[int, list[Any]]] = {}
    for name, table, column in (
        ("countries", "statement_by", "actor"),
        ("topics", "statement_topic", "topic"),
        ("questions", "statement_question", "question"),
    ):
        pairs = _t[table]
        lists[name] = _grouped(
            connection.execute(select(pairs.c.statement, pairs.c[column]).order_by(pairs.c[column]))
        )
    about = _t["statement_about"]
    listed = select(about.c.statement, about.c.actor, about.c.attribution).order_by(about.c.actor)
    lists["about"] = _grouped(
        (statement, {"actor": actor, "attribution": attribution})
        for statement, actor, attribution in connection.execute(listed)
    )
    for row in _rows(connection, select(_statement)):
        quoted = [words["exact"] for words in row["quoted"]]
        belonging = {
            name: lists[name].get(row["number"], [])
            for name in ("countries", "about", "topics", "questions")
        }
        yield row["id"], {**_plain(row, _CLAIM), "quoted": quoted, **belonging}


def _people(connection: Connection) -> Iterator[tuple[str, Fact]]:
    found = _rows(connection, select(_role).order_by(_role.c.person, _role.c.number))
    roles = _grouped((row["person"], _plain(row, _ROLE)) for row in found)
    for person, fact in _each(connection, _person, _NAME):
        yield person, {**fact, "roles": roles.get(person, [])}


def _each(connection: Connection, table: Table, kept: Iterable[str]) -> Iterator[tuple[str, Fact]]:
    for row in _rows(connection, select(table.c.id, *(table.c[name] for name in kept))):
        yield row["id"], _plain(row, kept)


def _rows(connection: Connection, statement: Select[Any]) -> Iterator[Fact]:
    for row in connection.execute(statement).mappings():
        yield dict(row)


def _plain(row: Fact, kept: Iterable[str]) -> Fact:
    """Some members of a row as JSON has them: days as text."""
    return {
        name: row[name].isoformat() if hasattr(row[name], "isoformat") else row[name]
        for name in kept
    }


def _grouped(pairs: Iterable[Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
