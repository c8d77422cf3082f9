"""The context of a request: the dataset that answers it, and the names in its path and
parameters as ids.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from datetime import date
from functools import lru_cache
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from app.api.citations import DatasetInfo
from app.api.formats import split_suffix
from app.api.streams import Streams
from app.api.urls import Urls
from app.api.validation import EVERYTHING, parts_of, repeated, two_in_one
from app.lookup import dataset as dataset_lookup
from app.lookup import names as resolve
from app.lookup import questions
from app.lookup.names import Match, Miss, names_in, tombstone
from app.problems import (
    SEE_CANDIDATES,
    AmbiguousName,
    AsOfAfterDataset,
    Gone,
    InvalidParameter,
    NotReady,
    UnknownName,
    one_of,
)
from app.store.dataset import Dataset
from app.store.dataset_store import DatasetStore
from app.store.listing import Row

_LISTED_AT: Mapping[Callable[..., Match | Miss], str] = {
    resolve.country: "/countries",
    resolve.actor: "/actors",
    resolve.person: "/speakers",
}
"""The list of all that a name may mean; a miss of other kinds has all ids itself."""


class RequestContext:
    """What an endpoint needs to know of a request, apart from its parameters.

    `dataset` was taken once when the request came, so that no answer mixes two. `media_type` is
    what the route answers, `path` the path without a suffix, `query` the query in a fixed order.
    Raises NotReady if there is no dataset.
    """

    def __init__(self, request: Request) -> None:
        state = self._state = request.scope["state"]
        dataset: Dataset | None = state["dataset"]
        if dataset is None:
            raise NotReady("No dataset is published here yet.")
        dataset_store: DatasetStore = request.app.state.dataset_store
        self.dataset, self.pool = dataset, dataset_store.pool
        self.streams: Streams = request.app.state.streams
        self._contact: str = request.app.state.contact
        self.dataset_info = _published(
            dataset.title, dataset.version, dataset.published, state["base"], state["root"]
        )
        self.urls = self.dataset_info.urls
        route = request.scope["route"]
        self.media_type: str = getattr(route, "media_type", "")
        self._for_people: bool = not getattr(route, "is_data", True)
        model = getattr(route, "query_model", None)
        self._parameters: Collection[str] = model.model_fields if model else ()
        self.later_day: date | None = None
        self.is_measured = False
        """Whether only the size of what this answers is asked for (see `for_address`)."""
        self.path: str = split_suffix(request.scope["path"])[0]
        self.query: list[tuple[str, str]] = list(state["query_pairs"])

    def for_address(
        self, dataset: Dataset, base: str, path: str, query: list[tuple[str, str]]
    ) -> "RequestContext":
        """The context that a request for an embed, at another address of this service, would have,
        for its size. `base` is the public URL, with the pin if the address has one.
        """
        other = copy(self)
        other.dataset, other.path, other.query = dataset, path, query
        other.dataset_info = _published(
            dataset.title, dataset.version, dataset.published, base, self.urls.root
        )
        other.urls = other.dataset_info.urls
        other._for_people = other.is_measured = True
        return other

    async def go_on(self) -> None:
        """Let others go first in the middle of an answer that takes long."""
        await self._state["go_on"]()

    def not_whole(self) -> None:
        """Say that a part of this answer is missing because its time ran out, so that it is not
        cached (see app.edge.middleware.Edge).
        """
        self._state["incomplete"] = True

    def query_as_sent(self) -> list[tuple[str, str]]:
        """The query in the order in which it was sent, for answers that must repeat their address
        exactly.
        """
        self._state["query_order_matters"] = True
        return parse_qsl(self._state["query_as_sent"].decode("latin-1"), keep_blank_values=True)

    @property
    def from_dataset(self) -> dict[str, str | None]:
        """Which dataset an answer comes from, and how new it is (app.api.schemas.FromDataset)."""
        published = self.dataset.published
        newest: date | None = self.dataset.cached(dataset_lookup.facts_up_to, published)
        return {
            "dataset_version": self.dataset.version,
            "published": published.isoformat(),
            "facts_up_to": newest.isoformat() if newest else None,
        }

    @property
    def about_dataset(self) -> Row:
        """The dataset's own row. The operator's contact replaces that of the dataset."""
        row = self.dataset.cached(dataset_lookup.dataset)
        if not self._contact:
            return row
        is_url = "://" in self._contact
        given = {"url": self._contact, "email": None} if is_url else {"email": self._contact}
        return row | {"contact": {"name": row["contact"]["name"], "url": None, **given}}

    @property
    def actor_codes(self) -> dict[str, Row]:
        """The ISO codes of every actor, by id."""
        return self.dataset.cached(dataset_lookup.actors_in_short)

    def question(self, given: str | None) -> str:
        """The id of the requested question, or of the first one."""
        if given is None:
            return self.dataset.cached(questions.first_question)
        return self.resolve_ids("question", resolve.question, [given])[0]

    def as_of(self, given: date | None, question: str | None = None) -> date | None:
        """The requested day; raises InvalidParameter for one before the question (or the first one)
        was asked, and AsOfAfterDataset for one after the dataset was published (docs/domain.md,
        rule as-of).

        Pages and embeds show the last day instead of a later one, because their readers cannot
        correct the address; `later_day` is the one asked for.
        """
        if given is None:
            return None
        row = self.dataset.cached(questions.question, question or self.question(None))
        if given < row["asked_from"]:
            raise InvalidParameter.of(
                "as_of",
                f"The question {row['id']} was first asked on {row['asked_from']}; no "
                "position is known before that day.",
            )
        last = self.dataset.published
        if given <= last:
            return given
        if not self._for_people:
            raise AsOfAfterDataset(last)
        self.later_day = given
        return last

    def match_or_404(self, match: Match | Miss) -> Match:
        """A name in the path; raises 404 with what was probably meant, and 410 for what was
        withdrawn.
        """
        if isinstance(match, Match):
            return match
        self._raise_if_withdrawn(match.withdrawn)
        kind = AmbiguousName if match.is_ambiguous else UnknownName
        detail = match.detail
        if match.is_ambiguous and not self._for_people:
            detail += _use([candidate["id"] for candidate in match.candidates])
        raise kind(detail, did_you_mean=match.did_you_mean, candidates=self._linked(match))

    def resolve_ids(
        self, parameter: str, resolve: Callable[..., Match | Miss], given: Iterable[str]
    ) -> tuple[str, ...]:
        """Names in a parameter as ids, each once; raises 422 with what was probably meant."""
        ids: dict[str, None] = {}
        for name in given:
            match = self.dataset.resolve_cached(resolve, name)
            if isinstance(match, Miss):
                raise self._wrong_name(parameter, resolve, name, match)
            ids[match.id] = None
        return tuple(ids)

    def _wrong_name(
        self, parameter: str, resolve: Callable[..., Match | Miss], name: str, miss: Miss
    ) -> InvalidParameter:
        """The problem of a name in a parameter. A list of names in one value is sent otherwise."""
        detail, meant = miss.detail, miss.did_you_mean
        parts = parts_of(name)
        known = [
            part for part in parts if isinstance(self.dataset.resolve_cached(resolve, part), Match)
        ]
        if more := two_in_one(name, self._parameters):
            detail += f" {more}"
        elif known and (known == parts or not meant):
            detail, meant = f"{detail} {repeated(parameter, parts)}", tuple(known)
        elif meant:
            detail += f" Did you mean {one_of(meant)}?"
        elif name.lower() in EVERYTHING:
            detail += f" Leave out {parameter} to get everything."
        elif inside := self.dataset.read(names_in, resolve, name):
            meant = tuple(inside)
            detail += (
                f" {repeated(parameter, meant)}" if meant[1:] else f" Did you mean {meant[0]}?"
            )
        elif miss.is_ambiguous and not self._for_people:
            detail += _use([f"{parameter}={one['id']}" for one in miss.candidates])
        elif len(miss.candidates) > 1:
            detail += SEE_CANDIDATES
        elif miss.candidates:
            [one] = miss.candidates
            if one["type"] == "country":
                detail += f" Did you mean {one['name']}?"
            elif parameter == "country" and "actor" in self._parameters:
                detail += f" Use actor={one['id']}."
        elif not miss.allowed and not self._for_people and resolve in _LISTED_AT:
            detail += f" {_LISTED_AT[resolve]} lists all of them."
        return InvalidParameter.of(
            parameter,
            detail,
            wrong_value=name,
            did_you_mean=meant,
            candidates=self._linked(miss),
            allowed=miss.allowed,
        )

    def _linked(self, miss: Miss) -> list[dict[str, str]]:
        return [
            {**candidate, "url": self.urls.named(candidate["type"], candidate["id"])}
            for candidate in miss.candidates
        ]

    def row_or_404(self, row: Row | None, kind: str, name: str) -> Row:
        """The row of a published thing in the path; raises 410 if that was withdrawn, and 404 if it
        is not known.
        """
        if row is None:
            self._raise_if_withdrawn(self.dataset.read(tombstone, kind, name))
            raise UnknownName(f"There is no {kind} with this id.")
        return row

    def _raise_if_withdrawn(self, withdrawn: Row | None) -> None:
        """Raise 410 if there is a tombstone."""
        if withdrawn is None:
            return
        day, replacement = withdrawn["removed_on"].isoformat(), withdrawn["replaced_by"]
        raise Gone(
            f"The {withdrawn['kind']} {withdrawn['id']} was withdrawn on {day}.",
            reason=withdrawn["reason"],
            removed_on=day,
            replaced_by=replacement and self.urls.thing(withdrawn["kind"], replacement),
        )


def _use(meant: list[str]) -> str:
    """What to send in place of a name that means several things."""
    return f" Use {one_of(meant)}." if len(meant) <= _MOST_NAMED else SEE_CANDIDATES


_MOST_NAMED = 4


@lru_cache(maxsize=64)
def _published(title: str, version: str, published: date, base: str, root: str) -> DatasetInfo:
    return DatasetInfo(title, version, published, Urls(base, root))


async def request_context(request: Request) -> RequestContext:
    """The dependency that gives an endpoint its context."""
    return RequestContext(request)


Context = Annotated[RequestContext, Depends(request_context)]
