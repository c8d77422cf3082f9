"""The models of seed files, one for each kind of item; seed/README.md explains the format."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from app.build.seed.models.actors import SeedActor, SeedActorName, SeedPerson, SeedRole
from app.build.seed.models.base import SeedItem
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
    "SEED_LISTS",
    "SOURCE",
    "STATEMENTS",
    "TERMS",
    "TOMBSTONES",
    "SeedActor",
    "SeedActorName",
    "SeedCondition",
    "SeedContact",
    "SeedContribution",
    "SeedCorrection",
    "SeedDataset",
    "SeedEntry",
    "SeedEvidence",
    "SeedItem",
    "SeedLicence",
    "SeedList",
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
TERMS = TypeAdapter(dict[str, list[SeedTerm]])
TOMBSTONES = TypeAdapter(list[SeedTombstone])
CORRECTIONS = TypeAdapter(list[SeedCorrection])
SOURCE = TypeAdapter(SeedSource)
STATEMENTS = TypeAdapter(list[SeedStatement])
ENTRIES = TypeAdapter(list[SeedEntry])


@dataclass(frozen=True)
class SeedList:
    """A seed file with a list of items, each of which becomes a row of a table.

    A row has the fields of the item, and its `number`, the place in the file, counted from 1.
    """

    file: str
    table: str
    items: TypeAdapter[Sequence[SeedItem]]
    required: bool = True


SEED_LISTS = (
    SeedList("questions.yaml", "question", TypeAdapter(list[SeedQuestion])),
    SeedList("topics.yaml", "topic", TypeAdapter(list[SeedTopic])),
)
"""To add a noun that curators write as a list, add its model and an entry here."""
