"""Names to ids: one lookup in the table of names, exact after folding (docs/domain.md, section
Names), and the tombstones of withdrawn ids.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import (
    Connection,
    String,
    bindparam,
    case,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.domain import names
from app.problems import one_of
from app.store.compiled import CompiledSelect, in_list
from app.store.listing import Row
from app.store.tables.actors import Actor, FurtherName, NameKey, Person, Role
from app.store.tables.dataset import Question, Tombstone, Topic
from app.store.tables.statements import Source, Statement

_MOST_SUGGESTED = 3
_LONGEST_WITH_TITLE = 12  # words of a title and a name
_LONGEST = 200  # characters; no name in a dataset is longer
_CANDIDATE = "candidate"  # `matched_as` of what a name that means no country may stand for


def _keys_of(scope: str, table: type[Actor | Person], *columns: Mapped[str]) -> CompiledSelect:
    """The rows of the table of names that have given keys, the most literal first, with the name of
    their target as `label`.
    """
    return CompiledSelect(
        select(NameKey, col(table.name).label("label"), *columns)
        .outerjoin(table, col(table.id) == col(NameKey.target))
        .where(col(NameKey.scope) == scope, in_list(col(NameKey.key), "keys"))
        .order_by(col(NameKey.level), col(table.name), col(NameKey.id))
    )


_actor_keys = _keys_of("actor", Actor, col(Actor.type))
_person_keys = _keys_of("person", Person)
_target, _matched_as = col(NameKey.target), col(NameKey.matched_as)
_are_names = (
    col(NameKey.scope) == "actor",
    col(NameKey.level) > names.Level.CODE,
    *(_matched_as != kind for kind in ("demonym", "metonym", "abbreviation")),
)
_further = CompiledSelect(
    select(FurtherName, col(Actor.name).label("label"), col(Actor.type))
    .join(Actor, col(Actor.id) == col(FurtherName.target))
    .where(in_list(col(FurtherName.key), "keys"))
    .order_by(col(Actor.name), col(FurtherName.id))
)
_names_of_keys = CompiledSelect(
    select(NameKey)
    .where(*_are_names, in_list(col(NameKey.key), "keys"))
    .order_by(col(NameKey.level), col(NameKey.id))
)
_names_with_part = CompiledSelect(
    select(col(NameKey.key), _target, _matched_as, col(NameKey.note))
    .where(
        *_are_names,
        col(NameKey.level) == names.Level.FOLDED,
        func.instr(col(NameKey.key), bindparam("part")) > 0,
    )
    .order_by(col(NameKey.id))
)
_names_of_target = CompiledSelect(
    select(col(NameKey.key)).where(*_are_names, _target == bindparam("id"))
)
_actor_type = CompiledSelect(
    select(col(Actor.type), col(Actor.name)).where(col(Actor.id) == bindparam("id"))
)
_person_name = CompiledSelect(
    select(literal("person").label("type"), col(Person.name)).where(
        col(Person.id) == bindparam("id")
    )
)
_titles = CompiledSelect(select(col(Role.title)).where(col(Role.person) == bindparam("id")))
_titles_as_printed = CompiledSelect(
    select(col(Statement.role_as_printed))
    .where(col(Statement.speaker) == bindparam("id"), col(Statement.role_as_printed).is_not(None))
    .limit(200)
)
_WITH_ANY_NAME = frozenset(("the", "dr", "prof"))  # “Mrs” may mean somebody else of that family
_names_of_speakers = CompiledSelect(
    select(col(Person.name))
    .where(
        col(Person.id).in_(select(col(Role.person)).where(col(Role.actor) == bindparam("actor"))),
        col(Person.merged_into).is_(None),
    )
    .order_by(col(Person.sort_name), col(Person.id))
    .limit(bindparam("limit"))
)
_IDS = {"topic": col(Topic.id), "question": col(Question.id), "source": col(Source.id)}
_by_id = {
    kind: CompiledSelect(select(id_).where(id_ == bindparam("id"))) for kind, id_ in _IDS.items()
}
_all_ids = {
    kind: CompiledSelect(select(id_).order_by(id_).limit(1000)) for kind, id_ in _IDS.items()
}
_tombstone = CompiledSelect(
    select(Tombstone).where(
        col(Tombstone.kind) == bindparam("kind"), col(Tombstone.id) == bindparam("id")
    )
)
_grams = table("name_gram", column("key"), column("scope"), column("name"), column("rank"))
_similar = CompiledSelect(
    select(_grams.c.key, _grams.c.name)
    .where(
        literal_column("name_gram").op("MATCH")(bindparam("match")),
        _grams.c.scope == bindparam("scope"),
    )
    .order_by(_grams.c.rank)
    .limit(50)
)


_part = bindparam("part", type_=String())
_key = col(NameKey.key)
_place = case(
    (_key == _part, 0),
    (func.instr(_key, _part) == 1, 1),
    (func.instr(" " + _key, " " + _part) > 0, 2),
    else_=3,
)
_kind = case((_matched_as == "name", 0), (_matched_as == "translation", 2), else_=1)
_places = CompiledSelect(
    select(_target, func.min(3 * _place + _kind))
    .where(
        col(NameKey.scope) == bindparam("scope"),
        func.instr(_key, _part) > 0,
        _target.is_not(None),
    )
    .group_by(_target)
)


@dataclass(frozen=True)
class Match:
    """The id that a name means. `matched_as` is the kind of name: code, flag, demonym …"""

    id: str
    matched_as: str


@dataclass(frozen=True)
class Miss:
    """A name that means nothing, or more than one thing. `candidates` has `type`, `id` and `name`
    of each thing that may be meant. `detail` says so in a sentence.
    """

    detail: str
    did_you_mean: tuple[str, ...] = ()
    candidates: tuple[Mapping[str, str], ...] = ()
    allowed: tuple[str, ...] = ()  # all ids that there are, if there are at most 50
    is_ambiguous: bool = False  # it means each of the candidates
    withdrawn: Row | None = None  # the tombstone, if it is the id of something that was withdrawn


def country(connection: Connection, given: str) -> Match | Miss:
    """The country that a name, code, flag, demonym or metonym means (docs/domain.md, rule
    names-of-countries).
    """
    match = actor(connection, given)
    if isinstance(match, Match):
        row = _actor_type.first(connection, id=match.id)
        if row and row["type"] != "country":
            return Miss(
                f"{row['name']} is not a country; its address is /actors/{match.id}.",
                candidates=({"type": row["type"], "id": match.id, "name": row["name"]},),
            )
    return match


def actor(connection: Connection, given: str) -> Match | Miss:
    """The actor (country, organisation, coalition) that a name means."""
    rows = _rows(connection, _actor_keys, given, names.attempts(given))
    # A withdrawn id never means another actor.
    if [row["target"] for row in rows] != [given] and (
        miss := _withdrawn(connection, "actor", given)
    ):
        return miss
    rows = rows or _of_another_form(connection, given)
    if not rows:
        return Miss(
            f"{_quoted(given)} is not a name of a country or another actor in this dataset.",
            _similar_actors(connection, given),
        )
    if len(rows) > 1:
        return _ambiguous(given, rows)
    if rows[0]["target"] is None:
        parts = _further.rows(connection, keys=[rows[0]["key"], names.fold(given)])
        return Miss(
            rows[0]["note"] or f"{_quoted(given)} is not a country.",
            candidates=_candidates(_one_each(parts)),
        )
    return Match(rows[0]["target"], "flag" if names.is_flag(given) else rows[0]["matched_as"])


def _of_another_form(connection: Connection, given: str) -> list[Row]:
    """The rows for a name that the table of names does not have: in the further names, in another
    form that it has (names.other_forms), with words cut short, or as a name with the form of state
    of the official name (“Republic of Slovakia”). Only an exact match counts, and only one country.
    """
    if not names.attempts(given):
        return []
    keys = [names.fold(given), *names.other_forms(given)]
    found = _names_of_keys.rows(connection, keys=keys)
    further = [
        row for row in _further.rows(connection, keys=keys) if row["matched_as"] != _CANDIDATE
    ]
    for key in keys:
        if rows := [row for row in [*found, *further] if row["key"] == key]:
            return _with_labels(connection, rows)
    if cut := names.abbreviated(given):
        part = max(cut, key=lambda word: (not word.endswith("."), len(word))).rstrip(".")
        rows = _names_with_part.rows(connection, part=part)
        rows = _one_each(row for row in rows if names.is_short_for(cut, row["key"]))
        if len(rows) == 1:
            return rows
    return _with_form_of_state(connection, keys)


def _with_form_of_state(connection: Connection, keys: list[str]) -> list[Row]:
    """The row of the one country that has the distinctive words of a key as its name, and the
    form of state of the key in another of its names; or the row that says that they mean none.
    """
    for key in keys:
        form, distinctive = names.form_of_state(key)
        if form and distinctive:
            rows = _one_each(_names_of_keys.rows(connection, keys=[distinctive]))
            if len(rows) == 1:
                if (target := rows[0]["target"]) is None:
                    return rows
                of_target = _names_of_target.scalars(connection, id=target)
                if any(names.form_of_state(name)[0] == form for name in of_target):
                    return [rows[0] | {"matched_as": "official_name"}]
    return []


def person(connection: Connection, given: str) -> Match | Miss:
    """The person that a slug or any of their names means."""
    attempts = [attempt for attempt in names.attempts(given) if attempt[0] != names.Level.CODE]
    rows = _rows(connection, _person_keys, given, attempts)
    # A withdrawn slug never means somebody else, even if it reads like another person's name.
    if [row["target"] for row in rows] != [given] and (
        miss := _withdrawn(connection, "person", given)
    ):
        return miss
    if not rows:
        title, named = _behind_title(connection, given)
        rows = [row for row in named if title <= _words_of_titles(connection, row["target"])]
        if not rows:
            return Miss(
                f"{_quoted(given)} is not the name of a speaker in this dataset.",
                tuple(row["label"] for row in named[:_MOST_SUGGESTED])
                or _similar_names(connection, "person", given)
                or _speakers_for(connection, given),
            )
    if len(rows) > 1:
        return _ambiguous(given, [row | {"type": "person"} for row in rows])
    return Match(rows[0]["target"], rows[0]["matched_as"])


def _behind_title(connection: Connection, given: str) -> tuple[set[str], list[Row]]:
    """The folded words before a name, as in “President Macron”, and the rows of the people who have
    that name; none if nobody has it.
    """
    parts = given.split()
    if len(given) > _LONGEST or len(parts) > _LONGEST_WITH_TITLE:
        return set(), []
    for at in range(1, len(parts)):
        name = " ".join(parts[at:])
        if rows := _rows(connection, _person_keys, name, names.attempts(name)):
            return set(names.words(" ".join(parts[:at]))) - _WITH_ANY_NAME, rows
    return set(), []


def _words_of_titles(connection: Connection, person_id: str) -> set[str]:
    """The folded words of the titles of a person, in roles and as sources printed them."""
    found = _titles.scalars(connection, id=person_id)
    found += _titles_as_printed.scalars(connection, id=person_id)
    return {word for title in found for word in names.words(title)}


def _speakers_for(connection: Connection, given: str) -> tuple[str, ...]:
    """The names of some people with a role for the actor of that name; none if it is no actor."""
    match = actor(connection, given)
    if isinstance(match, Miss):
        return ()
    return tuple(_names_of_speakers.scalars(connection, actor=match.id, limit=_MOST_SUGGESTED))


Resolver = Callable[[Connection, str], Match | Miss]


def names_in(connection: Connection, resolve: Resolver, given: str) -> list[str]:
    """The names that a text of several words has in it (“President Macron”, “Italy France”), in
    its order; for error messages only. Words of less than four letters are no names here, because
    many of them are codes. With actors all words must be names, because “Republic of Central
    America” does not mean America.
    """
    if resolve not in (country, actor, person):
        return []
    keys = _person_keys if resolve is person else _actor_keys
    words = _BETWEEN_WORDS.split(given[:_LONGEST])[:_MOST_WORDS]
    found: list[str] = []
    covered = 0
    begin = 0
    while begin < len(words):
        for end in range(len(words), begin, -1):
            part = " ".join(words[begin:end])
            if len(part) < _SHORTEST_NAME or end - begin == len(words):
                continue
            rows = _rows(connection, keys, part, names.attempts(part))
            if len(rows) == 1 and rows[0]["target"] is not None:
                found.append(part)
                covered += end - begin
                begin = end - 1
                break
        begin += 1
    return found if resolve is person or covered == len(words) else []


_BETWEEN_WORDS = re.compile(r"[\s,;|/+&()]+")
_MOST_WORDS, _SHORTEST_NAME = 6, 4


def bearer(connection: Connection, given: str) -> Row | None:
    """The `type`, `id` and `name` of the actor, or else of the person, that a name means; None if
    it means nothing, or several things.
    """
    for resolve, named in ((actor, _actor_type), (person, _person_name)):
        match = resolve(connection, given)
        if isinstance(match, Match) and (row := named.first(connection, id=match.id)):
            return row | {"id": match.id}
    return None


def _with_id(kind: str, connection: Connection, given: str) -> Match | Miss:
    """The topic, question or source with this id."""
    if _by_id[kind].scalar(connection, id=given) is not None:
        return Match(given, "id")
    if miss := _withdrawn(connection, kind, given):
        return miss
    ids = _all_ids[kind].scalars(connection)
    near = names.suggest(given, {names.fold(known): known for known in ids})
    return Miss(
        f"{_quoted(given)} is not the id of a {kind} in this dataset.",
        tuple(near or names.with_same_word(given, ids)),
        allowed=tuple(ids) if len(ids) <= 50 else (),
    )


topic = partial(_with_id, "topic")
question = partial(_with_id, "question")
source = partial(_with_id, "source")


def with_part(connection: Connection, scope: str, part: str) -> dict[str, int]:
    """The ids of actors or people (`scope`: actor, person) with a part in any of their names, each
    with its place in a list, from 0: the part is a whole name, the beginning of one, the beginning
    of a word in one, or anywhere in one; and each of these first in the name itself, last in a
    translation.
    """
    return dict(_places.tuples(connection, scope=scope, part=names.fold(part)))


def tombstone(connection: Connection, kind: str, thing_id: str) -> Row | None:
    """The tombstone of a thing of this kind (`statement`, `person` …) that was withdrawn
    (docs/domain.md, rule tombstone); None if there is none.
    """
    return _tombstone.first(connection, kind=kind, id=thing_id)


def _candidates(rows: list[Row]) -> tuple[dict[str, str], ...]:
    return tuple({"type": row["type"], "id": row["target"], "name": row["label"]} for row in rows)


def _ambiguous(given: str, rows: list[Row]) -> Miss:
    candidates = _candidates(rows)
    listed = one_of([candidate["name"] for candidate in candidates])
    return Miss(f"{_quoted(given)} may mean {listed}.", candidates=candidates, is_ambiguous=True)


def _withdrawn(connection: Connection, kind: str, given: str) -> Miss | None:
    """The miss for an id that was published and withdrawn; None for any other."""
    row = tombstone(connection, kind, given)
    if row is None:
        return None
    return Miss(
        f"{_quoted(given)} was withdrawn on {row['removed_on']}: {row['reason']}", withdrawn=row
    )


def _rows(
    connection: Connection,
    query: CompiledSelect,
    given: str,
    attempts: list[tuple[names.Level, str]],
) -> list[Row]:
    """The rows of the most literal key that the table of names has, one row a target."""
    if not attempts or len(given) > _LONGEST:
        return []
    rows = query.rows(connection, keys={key for _, key in attempts})
    rows = [row for row in rows if (row["level"], row["key"]) in attempts]
    return _one_each(row for row in rows if row["level"] == rows[0]["level"])


def _one_each(rows: Iterable[Row]) -> list[Row]:
    """The first row of each target."""
    targets: dict[str | None, Row] = {}
    for row in rows:
        targets.setdefault(row["target"], row)
    return list(targets.values())


def _with_labels(connection: Connection, rows: list[Row]) -> list[Row]:
    """One row for each target, with its name as `label` and its `type`."""
    rows = _one_each(rows)
    if len(rows) > 1:
        for row in rows:
            actor = _actor_type.first(connection, id=row["target"]) or {}
            row |= {"label": actor.get("name"), "type": actor.get("type")}
    return [row for row in rows if len(rows) == 1 or row["label"]]


def _similar_actors(connection: Connection, given: str) -> tuple[str, ...]:
    """Names for a suggestion. If the name has words that many official names share (“republic”),
    its distinctive words must be similar too, so that another republic is not suggested.
    """
    folded = names.fold(given)
    for key in (folded, *names.other_forms(given)):
        form, distinctive = names.form_of_state(key)
        if form and distinctive:
            rows = _rows(connection, _actor_keys, distinctive, names.attempts(distinctive))
            if meant := tuple(row["label"] for row in rows if row["target"])[:3]:
                return meant
    form, distinctive = names.form_of_state(folded)
    if form and distinctive:
        of_parts = _with_common_trigrams(connection, "actor", distinctive)
        parts = {names.form_of_state(key)[1]: name for key, name in reversed(of_parts.items())}
        if near := names.suggest(distinctive, parts):
            return tuple(near)
    known = _with_common_trigrams(connection, "actor", folded)
    if form:  # “Untied States” has no more distinctive words than “United States”
        known = {key: name for key, name in known.items() if not names.form_of_state(key)[1]}
    return tuple(names.suggest(given, known))


def _similar_names(connection: Connection, scope: str, given: str) -> tuple[str, ...]:
    """Names that are written like the one given; for error messages only."""
    return tuple(names.suggest(given, _with_common_trigrams(connection, scope, names.fold(given))))


def _with_common_trigrams(connection: Connection, scope: str, folded: str) -> dict[str, str]:
    """The names that have most trigrams in common with a folded one, by their keys.

    They are looked up in the index `name_gram`, which the build makes.
    """
    if not 3 <= len(folded) <= names.SUGGEST_LENGTH:
        return {}
    marked = f"^^{folded}$$"  # the index has these marks at both ends of each name too
    grams = sorted({marked[i : i + 3] for i in range(len(marked) - 2)})
    # Every gram is quoted for FTS5, so that no character in it is read as an operator.
    match = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
    rows = _similar.rows(connection, match=match, scope=scope)
    return {row["key"].strip("^$"): row["name"] for row in rows}


def _quoted(name: str) -> str:
    """A name in quotation marks, as a sentence can contain it."""
    return f"“{names.printable(name)}”"
