"""What the seed knows, for linking the names in a text: people, actors, agencies, questions."""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter
from rapidfuzz import fuzz, process

from app.build.seed.models.actors import SeedActor, SeedPerson
from app.build.seed.models.dataset import SeedQuestion, SeedTopic
from app.build.seed.models.sources import SeedOrigins
from app.build.seed.names import ALIASES, CLDR, COUNTRIES, REVIEWED
from app.build.seed.yaml_file import read_yaml
from app.curate.language import Language, language, words
from app.curate.speakers.ids import slug
from app.domain.names import fold
from app.domain.names import words as name_words
from app.domain.vocabulary import SpeakerKind

T = TypeVar("T")

PLACES = Path(__file__).parent / "languages/places.csv"
"""Names of seats of government in other languages, each with its source. Only drafts use them. They
are not in the seed, because its names are published, and each change gives another version."""

_KINDS = {  # how ids of bodies end
    "foreign": "foreign-ministry",
    "defence": "defence-ministry",
    "presidency": "presidency",
    "government": "government",
    "embassy": "embassy",
    **{
        one: f"{one}-ministry"
        for one in (
            *("economy", "finance", "health", "infrastructure", "interior", "justice"),
            *("security", "transport"),
        )
    },
}
# The list of names has one spelling of Arménie and Armenië, of Kamerun and Kamɛrun.
_WITHOUT_MARKS: dict[int, str] = {
    **{one: unicodedata.normalize("NFD", chr(one))[0] for one in (*range(192, 592), 7717)},
    **{ord(one): other for one, other in zip("ɛɔøđłı", "eoodli", strict=True)},
}
_ALIKE = 84  # of 100: another spelling of a name, as Zajárova of Zakharova
_SHORT = {  # adjectives in ids, where another name is more usual than the listed demonym
    "CD": "congolese",
    "DO": "dominican",
    "GB": "british",
    "KI": "kiribati",
    "LI": "liechtenstein",
    "LS": "lesotho",
    "LU": "luxembourg",
    "NP": "nepali",
    "NZ": "new-zealand",
    "PH": "philippine",
    "SA": "saudi",
    "SB": "solomon-islands",
    "SC": "seychellois",
    "US": "us",
    "VU": "vanuatu",
}
_CAPITALS = {  # in ids, where the list of names has no capital, because others have its name, too
    "BE": "brussels",
    "CR": "san-jose",
    "DJ": "djibouti",
    "GY": "georgetown",
    "JM": "kingston",
    "SG": "singapore",
}
_IN_ENGLISH = frozenset({"demonym", "alias", "former_name", "official_name"})


@dataclass
class Known:
    """What is known. Names are folded; a name that means several things is left out."""

    people: dict[str, SeedPerson] = field(default_factory=dict)
    person_names: dict[str, str] = field(default_factory=dict)
    family_names: dict[str, str] = field(default_factory=dict)
    sounds: dict[str, str] = field(default_factory=dict)
    family_sounds: dict[str, str] = field(default_factory=dict)
    bodies: dict[tuple[str, str], str] = field(default_factory=dict)  # by kind and actor
    adjectives: dict[str, str] = field(default_factory=dict)  # English, of countries, as in ids
    capitals: dict[str, str] = field(default_factory=dict)  # English, of countries
    countries: frozenset[str] = frozenset()
    by_code: Mapping[str, str] = field(default_factory=dict)  # countries by ISO 3166 codes
    actors: dict[str, str] = field(default_factory=dict)
    metonyms: frozenset[str] = frozenset()
    people_names: frozenset[str] = frozenset()  # English words for people by their country
    demonyms: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    demonym_ends: frozenset[str] = frozenset()
    nouns_have_capitals: bool = False
    agencies: dict[str, str] = field(default_factory=dict)
    platforms: frozenset[str] = frozenset()
    questions: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)

    def person(self, name: str) -> str | None:
        """The id of the person of whom `name` is a listed spelling; None if there is none."""
        return self.person_names.get(fold(name))

    def body_id(self, kind: str, actor: str, city: str = "") -> str | None:
        """The id of a body, which is the same in each language: `polish-defence-ministry`,
        `russian-embassy-bern`. None if it is no such body of a country.
        """
        if kind not in _KINDS or actor not in self.countries:
            return None
        known = self.bodies.get((kind, actor)) if kind != "embassy" or not city else None
        adjective = self.adjectives.get(actor, actor)
        return known or "-".join(filter(None, (adjective, _KINDS[kind], city)))

    def similar_person(self, name: str) -> str | None:
        """The id of the person whose full name is spelled almost like `name`."""
        key = sound(name)
        if " " not in key:
            return None
        hit = process.extractOne(key, list(self.sounds), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if hit is None:
            return None
        family = hit[0].rpartition(" ")[2][:2] == key.rpartition(" ")[2][:2]
        vowels = frozenset("iae")
        given = hit[0][0] == key[0] or {hit[0][0], key[0]} <= vowels
        return self.sounds[hit[0]] if family and given else None

    def demonym(self, word: str) -> str | None:
        """The id of the country of an adjective such as `ukrainische`."""
        lower = word.lower()
        if self.nouns_have_capitals and word[:1].isupper():
            return None  # Deutschlandfunk
        for stem, actor in self.demonyms.get(lower[:2], ()):
            ends = not self.demonym_ends or lower[len(stem) :] in self.demonym_ends
            if lower.startswith(stem) and ends:
                return actor
        return None


# What languages write differently in names from other alphabets, longest first.
_SOUNDS = (
    *(("sch", "s"), ("tsch", "c"), ("sh", "s"), ("kh", "h"), ("ch", "h"), ("ts", "s"), ("tz", "s")),
    *(("ou", "u"), ("oe", "o"), ("ue", "u"), ("j", "i"), ("y", "i"), ("w", "v"), ("z", "s")),
    *(("c", "k"), ("x", "h")),
)


def sound(name: str) -> str:
    """A name as it sounds, roughly: `Selenskyj` and `Zelensky` are one."""
    key = fold(name)
    for written, one in _SOUNDS:
        key = key.replace(written, one)
    return re.sub(r"(.)\1+", r"\1", key)


def read_known(root: Path, text: str, words_of: Language) -> Known:
    """What the seed folder `root` knows of the names that may be in a text.

    A file that cannot be read counts as empty: `stated check` reports it.
    """
    known = Known(nouns_have_capitals=words_of.compounds)
    known.demonym_ends = words_of.demonym_ends and words_of.demonym_ends | {""}
    people = _items(root, "people.yaml", TypeAdapter(list[SeedPerson])) or []
    for person in people:
        known.people[person.id] = person
    known.person_names = _unique(_names_of(people))
    known.family_names = _unique(
        (person.family_name or person.name.rpartition(" ")[2], person.merged_into or person.id)
        for person in people
        if person.kind is SpeakerKind.person
    )
    known.bodies = _bodies(people)
    full = [(name, one) for name, one in known.person_names.items() if " " in name]
    known.sounds = _unique((sound(name), one) for name, one in full)
    spoken = [(sound(name), one) for name, one in known.family_names.items() if len(name) > 4]
    known.family_sounds = _unique(spoken)
    ids, actor_names, metonyms = _actors(root, text, words_of)
    known.actors = _unique(actor_names)
    known.countries, known.by_code = frozenset(ids.values()), ids
    known.metonyms = frozenset(fold(name) for name in metonyms)
    known.adjectives, known.capitals = _in_english(root, ids)
    demonyms = (row["name"] for row in _rows(root / ALIASES) if row["kind"] == "demonym")
    known.people_names = frozenset(map(fold, demonyms))
    stems = words_of.demonyms.items()
    for stem, iso2 in sorted(stems, key=lambda one: -len(one[0])):  # the longest first
        if iso2 in ids:
            known.demonyms.setdefault(stem[:2], []).append((stem, ids[iso2]))
    origins = _items(root, "agencies.yaml", TypeAdapter(SeedOrigins))
    if origins is not None:
        for agency in origins.agencies:
            for name in (agency.name, *agency.other_names):
                known.agencies[name] = agency.name
        known.platforms = frozenset(one.name for one in origins.platforms)
    questions = _items(root, "questions.yaml", TypeAdapter(list[SeedQuestion])) or []
    known.questions = [question.id for question in questions]
    topics = _items(root, "topics.yaml", TypeAdapter(list[SeedTopic])) or []
    known.topics = [topic.id for topic in topics]
    return known


def _items(root: Path, name: str, adapter: TypeAdapter[T]) -> T | None:
    path = root / name
    return read_yaml(path, root).parse(adapter) if path.exists() else None


def _names_of(people: Iterable[SeedPerson]) -> Iterator[tuple[str, str]]:
    for person in people:
        for name in (person.name, *person.other_names):
            yield name, person.merged_into or person.id


def _bodies(people: Iterable[SeedPerson]) -> dict[tuple[str, str], str]:
    """The only body of each kind that speaks for an actor."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    english = language("en")
    for one in people:
        if one.kind is SpeakerKind.person:
            continue
        for role in one.roles:
            kind = english.body_kind(role.title) or english.body_kind(one.name)
            if kind and role.actor:
                found[kind, role.actor].add(one.merged_into or one.id)
    return {key: min(ids) for key, ids in found.items() if len(ids) == 1}


def _unique(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What each folded name means, without those that mean several things."""
    meanings: dict[str, set[str]] = defaultdict(set)
    for name, target in names:
        meanings[fold(name)].add(target)
    return {key: min(targets) for key, targets in meanings.items() if key and len(targets) == 1}


def _actors(
    root: Path, text: str, words_of: Language
) -> tuple[Mapping[str, str], list[tuple[str, str]], list[str]]:
    """The id of each country by its code, the names of actors that may be in a text, and which of
    them are metonyms.

    Only names whose words are all in the text are looked at, because folding all of them would take
    longer than everything else.
    """
    single = set(words(text))  # l’Arménie
    inside = {*name_words(text), *single, *name_words(" ".join(single))}
    if words_of.genitive_end:
        inside |= {one.removesuffix(words_of.genitive_end) for one in inside}  # Lettlands

    def possible(name: str) -> bool:
        return inside.issuperset(name_words(name))

    ids: dict[str, str] = {}
    metonyms: list[str] = []
    names: list[tuple[str, str]] = []
    for row in _rows(root / COUNTRIES):
        ids[row["iso2"]] = row["id"]
        names += [(row[key], row["id"]) for key in ("name", "official_name") if row[key]]
    rulings = [row for row in _rows(root / REVIEWED) if possible(row["name"])]
    ruled = {fold(row["name"]) for row in rulings if row["ruling"] != "drop"}
    dropped = {
        (row["name"], ids.get(iso2))
        for row in rulings
        if row["ruling"] == "drop"
        for iso2 in row["targets"].split()
    }
    english = words_of.code == "en"
    for row in _rows(root / ALIASES):
        if (english or row["kind"] not in _IN_ENGLISH) and row["iso2"] in ids:
            names.append((row["name"], ids[row["iso2"]]))
            metonyms += [row["name"]] if row["kind"] == "metonym" else []
    for row in _rows(PLACES):
        if row["iso2"] in ids and row["language"] == words_of.code:
            names.append((row["name"], ids[row["iso2"]]))
            metonyms.append(row["name"])
    if not english and (cldr := root / CLDR).exists():
        for line in cldr.read_text(encoding="utf-8").splitlines():
            iso2, _, rest = line.partition("\t")
            name = rest.partition("\t")[0]
            first = name.split(" ", 1)[0].lower()
            begin = first.partition("-")[0].translate(_WITHOUT_MARKS)
            if iso2 in ids and (first in inside or begin in inside):
                names.append((name, ids[iso2]))
    for actor in _items(root, "actors.yaml", TypeAdapter(list[SeedActor])) or []:
        names += [(name, actor.id) for name in (actor.name, *(one.name for one in actor.names))]
    names = [(name, target) for name, target in names if possible(name)]
    names = [one for one in names if fold(one[0]) not in ruled and one not in dropped]
    seats = {name: ids[iso2] for name, iso2 in words_of.seats.items() if iso2 in ids}
    return ids, [*names, *seats.items()], [*metonyms, *seats]


def _in_english(root: Path, ids: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The English adjective and the capital of each country, as ids have them."""
    adjectives = {ids[code]: short for code, short in _SHORT.items() if code in ids}
    capitals = {ids[code]: city for code, city in _CAPITALS.items() if code in ids}
    for row in _rows(root / ALIASES):
        actor = ids.get(row["iso2"])
        if actor and row["kind"] == "metonym":
            capitals.setdefault(actor, slug(row["name"]))
        elif actor and row["kind"] == "demonym" and not row["name"].endswith("er"):
            name = row["name"].removesuffix("s") if row["name"][-2:] != "ss" else row["name"]
            adjectives.setdefault(actor, slug(name))
    return adjectives, capitals


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table; none if it is missing."""
    if not path.exists():
        return
    with io.StringIO(path.read_text(encoding="utf-8"), newline="") as file:
        yield from csv.DictReader(file)
