"""The countries, speakers with dated roles, and publishers of a corpus, by Zipf's law."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.words import Words, zipf

FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
"""The two years of a corpus, both days inclusive."""

OFTEN = (
    "ukraine",
    "russia",
    "united-states",
    "france",
    "germany",
    "united-kingdom",
    "italy",
    "poland",
    "turkiye",
    "spain",
)
TITLES = {
    "government": ("President", "Prime Minister", "Foreign Minister", "Defence Minister"),
    "military": ("General",),
    "legislature": ("Member of Parliament",),
    "opposition": ("Opposition Leader",),
    "other": ("Envoy",),
}
ONLY = "role"  # the id of the role of somebody who has but one
_CAPACITIES = ("government", "military", "legislature", "opposition", "other")


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a speaker. Both bounds are inclusive days; None: not known."""

    id: str
    title: str
    actor: str | None
    capacity: str
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker."""

    id: str
    name: str
    family: str
    roles: tuple[Role, ...]

    def role(self, day: date | None) -> Role:
        """The role held on a day; the newest one if no day is known."""
        roles_then = [
            role for role in self.roles if not (day and role.begins and day < role.begins)
        ]
        return roles_then[-1] if roles_then else self.roles[0]


class Population:
    """Everybody in a corpus of `size` statements; the most frequent ones come first in each
    list.
    """

    def __init__(self, size: int, rng: Random, words: Words, seed: Path) -> None:
        with (seed / "countries.csv").open(encoding="utf-8", newline="") as file:
            names = {row["id"]: row["name"] for row in csv.DictReader(file)}
        often = [one for one in OFTEN if one in names]
        rest = sorted(names.keys() - set(often))
        rng.shuffle(rest)
        self.countries = [*often, *rest]
        self.country_weights = list(zipf(len(self.countries), 1.0))
        self._rng, self._words, self._names = rng, words, names
        self._family: set[str] = set()
        self.people = [self._person(number) for number in range(round(6 * size**0.45))]
        self.person_weights = list(zipf(len(self.people), 1.0))
        self.officials: dict[str, list[Person]] = {}  # by country: who may make its position
        for person in self.people:
            if (role := person.roles[-1]).actor and all(
                one.capacity != "opposition" for one in person.roles
            ):
                self.officials.setdefault(role.actor, []).append(person)
        self.agencies = [words.invented(2).capitalize() for _ in range(12)]
        self.outlets = sorted(
            {
                f"{words.invented(2)}-{kind}"
                for kind in ("courier", "gazette", "times", "post")
                for _ in range(60)
            }
        )
        self.outlet_weights = list(zipf(len(self.outlets), 0.8))

    def _person(self, number: int) -> Person:
        rng = self._rng
        while (family := self._words.invented(rng.choice((2, 3))).capitalize()) in self._family:
            pass
        self._family.add(family)
        given = self._words.invented(2).capitalize()
        country = (
            self.countries[number]
            if number < 40
            else rng.choices(self.countries, cum_weights=self.country_weights)[0]
        )
        capacity = (
            "government" if number < 10 else rng.choices(_CAPACITIES, weights=(62, 8, 10, 12, 8))[0]
        )
        body = (
            rng.choice(("european-union", "nato"))
            if capacity == "other" and rng.random() < 0.4
            else country
        )
        name = self._names.get(body, body.replace("-", " ").title())
        title = f"{rng.choice(TITLES[capacity])} of {name}"
        if number >= 10 and rng.random() < 0.1:
            turn = FIRST + timedelta(days=rng.randrange(100, 600))
            first = Role(
                "first",
                f"{rng.choice(TITLES['legislature'])} of {name}",
                body,
                "legislature",
                None,
                turn - timedelta(days=1),
            )
            roles: tuple[Role, ...] = (first, Role("second", title, body, capacity, turn, None))
        else:
            roles = (Role(ONLY, title, body, capacity),)
        return Person(f"{given}-{family}".lower(), f"{given} {family}", family, roles)
