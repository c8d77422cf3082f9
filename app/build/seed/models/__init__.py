"""The models of seed files, one for each kind of item; seed/README.md explains the format."""

from pydantic import TypeAdapter

from app.build.seed.models.actors import SeedActor, SeedActorName, SeedPerson, SeedRole
from app.build.seed.models.dataset import (
    SeedContact,
    SeedCorrection,
    SeedDataset,
    SeedLicence,
    SeedQuestion,
    SeedTerm,
    SeedTombstone,
    SeedTopic,
)
from app.build.seed.models.positions import (
    SeedCondition,
    SeedContribution,
    SeedEntry,
    SeedEvidence,
    SeedRetraction,
)
from app.build.seed.models.sources import SeedSource, SeedStatement

__all__ = [
    "ACTORS",
    "CORRECTIONS",
    "DATASET",
    "ENTRIES",
    "PEOPLE",
    "QUESTIONS",
    "SOURCE",
    "STATEMENTS",
    "TERMS",
    "TOMBSTONES",
    "TOPICS",
    "SeedActor",
    "SeedActorName",
    "SeedCondition",
    "SeedContact",
    "SeedContribution",
    "SeedCorrection",
    "SeedDataset",
    "SeedEntry",
    "SeedEvidence",
    "SeedLicence",
    "SeedPerson",
    "SeedQuestion",
    "SeedRetraction",
    "SeedRole",
    "SeedSource",
    "SeedStatement",
    "SeedTerm",
    "SeedTombstone",
    "SeedTopic",
]

DATASET = TypeAdapter(SeedDataset)
ACTORS = TypeAdapter(list[SeedActor])
PEOPLE = TypeAdapter(list[SeedPerson])
QUESTIONS = TypeAdapter(list[SeedQuestion])
TOPICS = TypeAdapter(list[SeedTopic])
TERMS = TypeAdapter(dict[str, list[SeedTerm]])
TOMBSTONES = TypeAdapter(list[SeedTombstone])
CORRECTIONS = TypeAdapter(list[SeedCorrection])
SOURCE = TypeAdapter(SeedSource)
STATEMENTS = TypeAdapter(list[SeedStatement])
ENTRIES = TypeAdapter(list[SeedEntry])
