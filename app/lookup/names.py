"""What a written name means: one lookup in the table of names, exact after folding."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, and_, column, or_, select, table, text, true

from app.domain import names
from app.lookup.tombstones import tombstone
from app.store.compiled import CompiledQuery
from app.store.listing import Row, rows
from app.store.tables import metadata

_key, _actor, _person = (metadata.tables[name] for name in ("name_key", "actor", "person"))


@dataclass(frozen=True)
class Match:
    """The name means this one thing. `matched_as` says what kind of name it is."""

    id: str
    matched_as: str


@dataclass(frozen=True)
class Miss:
    """The name means nothing, or more than one thing (then `candidates` is not empty)."""

    detail: str
    did_you_mean: tuple[str, ...] = ()
    candidates: tuple[Mapping[str, Any], ...] = ()
    allowed: tuple[str, ...] = ()  # the whole list, where it is short
    withdrawn: Row | None = None  # the tombstone, if it is the id of something that was withdrawn


@dataclass(frozen=True)
class _Found:
    level: int
    rows: list[Row] = field(default_factory=list)


def country(connection: Connection, given: str) -> Match | Miss:
    """The country that a name, code, flag, demonym or metonym means (docs/domain.md, rule
    names-of-countries).
    """
    found = actor(connection, given)
    if isinstance(found, Match):
        row = _type.first(connection, found.id)
        if row and row["type"] != "country":
            return Miss(
                f"{row['name']} is no country; it stands under /actors/{found.id}.",
                candidates=({"type": row["type"], "id": found.id, "name": row["name"]},),
            )
    return found


def actor(connection: Connection, given: str) -> Match | Miss:
    """The actor (country, organisation, coalition) that a name means."""
    found = _lookup(connection, "actor", given, list(names.attempts(given)))
    if not found.rows:
        near = _near(connection, "actor", given)
        return Miss(
            f"{_shown(given)} is not a name of a country or another actor in this dataset.", near
        )
    if len(found.rows) > 1:
        candidates = tuple(
            {"type": row["type"], "id": row["target"], "name": row["label"]} for row in found.rows
        )
        listed = " or ".join(f"{one['name']}" for one in candidates)
        return Miss(f"{_shown(given)} may mean {listed}.", candidates=candidates)
    row = found.rows[0]
    if row["target"] is None:
        return Miss(row["note"] or f"{_shown(given)} is no country.")
    return Match(row["target"], "flag" if names.is_flag(given) else row["matched_as"])


def person(connection: Connection, given: str) -> Match | Miss:
    """The person that a slug or any of their names means."""
    keys = [(level, key) for level, key in names.attempts(given) if level != names.Level.CODE]
    found = _lookup(connection, "person", given, keys)
    # A withdrawn slug never means somebody else, also where it reads like another person's name.
    if [row["target"] for row in found.rows] != [given] and (
        gone := _withdrawn(connection, "person", given)
    ):
        return gone
    if not found.rows:
        return Miss(
            f"{_shown(given)} is not the name of a speaker in this dataset.",
            _near(connection, "person", given),
        )
    if len(found.rows) > 1:
        candidates = tuple(
            {"type": "person", "id": row["target"], "name": row["label"]} for row in found.rows
        )
        return Miss(
            f"{_shown(given)} may mean {' or '.join(one['name'] for one in candidates)}.",
            candidates=candidates,
        )
    return Match(found.rows[0]["target"], found.rows[0]["matched_as"])


def _of_id(noun: str, given: str) -> Select[Any]:
    known = metadata.tables[noun].c.id
    return select(known).where(known == given)


_ids = {noun: CompiledQuery(partial(_of_id, noun)) for noun in ("topic", "question", "source")}


def _listed(connection: Connection, given: str, *, noun: str) -> Match | Miss:
    """An id of a short list: `topic`, `question` or `source`."""
    if _ids[noun].scalar(connection, given) is not None:
        return Match(given, "id")
    if gone := _withdrawn(connection, noun, given):
        return gone
    ids = list(connection.execute(select(metadata.tables[noun].c.id).limit(1000)).scalars())
    near = tuple(names.suggest(given, {names.fold(one): one for one in ids}))
    return Miss(
        f"{_shown(given)} is not the id of a {noun} in this dataset.",
        near,
        allowed=tuple(ids) if len(ids) <= 50 else (),
    )


of: dict[str, Callable[[Connection, str], Match | Miss]] = {
    "topic": partial(_listed, noun="topic"),
    "question": partial(_listed, noun="question"),
    "source": partial(_listed, noun="source"),
}


def _withdrawn(connection: Connection, kind: str, given: str) -> Miss | None:
    """What to say of an id that was published and withdrawn; None for any other."""
    stone = tombstone(connection, kind, given)
    if stone is None:
        return None
    return Miss(
        f"{_shown(given)} was withdrawn on {stone['removed_on']}: {stone['reason']}",
        withdrawn=stone,
    )


def _keyed(scope: str, attempts: tuple[tuple[str, int], ...]) -> Select[Any]:
    label = (_actor if scope == "actor" else _person).c
    return (
        select(
            _key.c.level,
            _key.c.target,
            _key.c.matched_as,
            _key.c.note,
            label.name.label("label"),
            label.type if scope == "actor" else _key.c.scope.label("type"),
        )
        .outerjoin(label.id.table, label.id == _key.c.target)
        .where(
            _key.c.scope == scope,
            or_(*(and_(_key.c.key == key, _key.c.level == level) for key, level in attempts)),
        )
        .order_by(_key.c.level, label.name, _key.c.id)
    )


_keys = {scope: CompiledQuery(partial(_keyed, scope)) for scope in ("actor", "person")}
_type = CompiledQuery(
    lambda actor: select(_actor.c.type, _actor.c.name).where(_actor.c.id == actor)
)


def _lookup(connection: Connection, scope: str, given: str, keys: list[tuple[Any, str]]) -> _Found:
    """The rows of the most literal key that the table knows, one for each target."""
    if not keys or len(given) > 200:
        return _Found(0)
    found = _keys[scope].rows(connection, tuple((key, int(level)) for level, key in keys))
    best = [row for row in found if row["level"] == found[0]["level"]]
    return _Found(
        best[0]["level"] if best else 0,
        list({row["target"]: row for row in reversed(best)}.values())[::-1],
    )


def _near(connection: Connection, scope: str, given: str) -> tuple[str, ...]:
    """Names like the one given, by the trigram index made at build; for error messages only."""
    folded = names.fold(given)
    if len(given) > names.SUGGEST_LENGTH or len(folded) < 3:
        return ()
    marked = f"^^{folded}$$"  # as the index holds them
    grams = sorted({marked[i : i + 3] for i in range(len(marked) - 2)})
    # Every gram is quoted for FTS5, so that nothing in it is read as an operator.
    match = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
    gram = table("name_gram", column("key"), column("scope"), column("name"), column("rank"))
    statement = (
        select(gram.c.key, gram.c.name)
        .where(text("name_gram MATCH :match"), gram.c.scope == scope, true())
        .order_by(gram.c.rank)
        .limit(50)
    )
    found = rows(connection, statement, {"match": match})
    return tuple(names.suggest(given, {row["key"].strip("^$"): row["name"] for row in found}))


def _shown(given: str) -> str:
    """A name as it stands in a sentence: short, and without characters that move a cursor."""
    plain = "".join(char if char.isprintable() else "\ufffd" for char in given[:80])
    return f"“{plain}{'…' if len(given) > 80 else ''}”"
