"""The seed format, one model for each kind of item (explained for people in seed/README.md)."""

from pydantic import TypeAdapter

from app.build.seed.models.actors import Actor, Name, Person, Role
from app.build.seed.models.dataset import (
    About,
    Contact,
    Correction,
    Licence,
    Question,
    Term,
    Tombstone,
    Topic,
)
from app.build.seed.models.positions import Condition, Contribution, Entry, Evidence, Retraction
from app.build.seed.models.sources import Source, Statement

__all__ = [
    "ABOUT",
    "ACTORS",
    "CORRECTIONS",
    "ENTRIES",
    "PEOPLE",
    "QUESTIONS",
    "SOURCE",
    "STATEMENTS",
    "TERMS",
    "TOMBSTONES",
    "TOPICS",
    "About",
    "Actor",
    "Condition",
    "Contact",
    "Contribution",
    "Correction",
    "Entry",
    "Evidence",
    "Licence",
    "Name",
    "Person",
    "Question",
    "Retraction",
    "Role",
    "Source",
    "Statement",
    "Term",
    "Tombstone",
    "Topic",
]

ABOUT = TypeAdapter(About)
ACTORS = TypeAdapter(list[Actor])
PEOPLE = TypeAdapter(list[Person])
QUESTIONS = TypeAdapter(list[Question])
TOPICS = TypeAdapter(list[Topic])
TERMS = TypeAdapter(dict[str, list[Term]])
TOMBSTONES = TypeAdapter(list[Tombstone])
CORRECTIONS = TypeAdapter(list[Correction])
SOURCE = TypeAdapter(Source)
STATEMENTS = TypeAdapter(list[Statement])
ENTRIES = TypeAdapter(list[Entry])
