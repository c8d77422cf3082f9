"""The models of seed files, one for each kind of item; docs/seed-format.md explains the format."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from app.build.seed.models.base import SeedItem
from app.build.seed.models.dataset import SeedQuestion, SeedTopic


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
