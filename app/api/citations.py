"""Ready-made citations in plain text (docs/api.md): their wording, in one place.

The long form of each names the dataset, its version and its day of publication, and ends with the
address that will always answer from that version.
"""

from datetime import date
from typing import NamedTuple

from app.api.urls import Urls
from app.store.listing import Row


class DatasetInfo(NamedTuple):
    """What a citation says of the dataset, and the addresses of this request."""

    title: str
    version: str
    published: date
    urls: Urls

    def pinned(self, url: str) -> str:
        """The address at which this version will always answer what one of its URLs shows now."""
        return self.urls.pinned(url, self.version)

    @property
    def named(self) -> str:
        """Title, version and day of publication, with a full stop."""
        return f"{self.title}, dataset {self.version}, published {self.published.isoformat()}."


def cite_dataset(publisher: str, dataset_info: DatasetInfo, url: str) -> dict[str, str]:
    """The citation of the whole dataset."""
    short = f"{dataset_info.title}, dataset {dataset_info.version}"
    return _citation(short, f"{publisher}.", dataset_info, url)


def cite_source(row: Row, dataset_info: DatasetInfo, url: str) -> dict[str, str]:
    """The citation of a source, from its row."""
    short = _in_source(row["publisher"], row["title"], row["published"])
    return _citation(short, f"{short}. {row['url']}. In:", dataset_info, url)


def cite_statement(facts: Row, dataset_info: DatasetInfo, url: str) -> dict[str, str]:
    """The citation of a statement (`app.statements.facts`).

    Only words printed in quotation marks are quoted; the rest is reported.
    """
    publisher, speaker = facts["publisher"], facts["speaker_name"]
    if speaker is None and facts["countries"]:  # only a joint text has them without a speaker
        speaker = "A joint text"
    source = _in_source(publisher, facts["source_title"], facts["published"])
    if facts["quoted"]:
        words = "; ".join([f"“{span['exact']}”" for span in facts["quoted"]])
        long = f"{publisher if speaker is None else speaker}: {words}, quoted in {source}."
    elif speaker is None:
        long = f"{source}."
    else:
        long = f"{speaker}, as reported by {source}."
    short = source if speaker is None else f"{speaker}, in {source}"
    return _citation(short, long, dataset_info, url)


def cite_position(
    actor: str, question: str, stance: str, dataset_info: DatasetInfo, url: str
) -> dict[str, str]:
    """The citation of a position, or of an actor's silence: the actor's name, the question's text
    and the stance as an id.
    """
    stance = stance.replace("_", " ")
    short = f"{actor}: {stance} ({dataset_info.title}, dataset {dataset_info.version})"
    long = f"Position of {actor} on the question “{question}”: {stance}."
    return _citation(short, long, dataset_info, url)


def _in_source(publisher: str, title: str | None, published: Row) -> str:
    named = "untitled" if title is None else f"“{title}”"
    return f"{publisher}, {named} ({published['value'] or 'n.d.'})"


def _citation(short: str, long: str, dataset_info: DatasetInfo, url: str) -> dict[str, str]:
    return {"short": short, "long": f"{long} {dataset_info.named} {dataset_info.pinned(url)}"}
