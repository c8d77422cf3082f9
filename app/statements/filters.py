"""The filters of lists of statements: the registry of filters, and the filters of one request.

To add a filter, add a field to StatementListParams (parameters.py) and an entry to
STATEMENT_FILTERS. The build gives the statements their search terms by it, and facets, pages and
embeds offer it. Datasets that are older than a filter refuse it (search.has_filter).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select
from sqlalchemy.orm import InstrumentedAttribute, Mapped
from sqlmodel import col

from app.lookup import names
from app.lookup.names import Match, Miss
from app.statements.search_words import SearchQuery
from app.store.listing import Row
from app.store.tables.actors import Actor, Person
from app.store.tables.dataset import Question, Topic
from app.store.tables.statements import (
    Source,
    Statement,
    StatementAbout,
    StatementBy,
    StatementQuestion,
    StatementTopic,
)


@dataclass(frozen=True, kw_only=True)
class StatementFilter:
    """One filter of /statements, which is a facet too. Its values are ids: lower-case letters,
    digits, `-` and single `_`, because they become words of the search index.
    """

    name: str
    """The query parameter, the name of the facet, and the attribute of an embed."""
    label: str
    """The name of it on pages."""
    prefix: str
    """What its search terms begin with: `sp` in `sp_macron`."""
    value: Mapped[Any]
    """The column with the values: of `statement`, or of a table of pairs (statement, value)."""
    stored: str = ""
    """The column of `statement` that has the values of one statement: a text or a JSON list. The
    same column as `value` unless given.
    """
    key: str | None = None
    """The member with the value, if `stored` is a list of objects."""
    resolve: Callable[[Connection, str], Match | Miss] | None = None
    """Finds the id for a name in a request; None only for values of a closed vocabulary, which the
    query model checks: nothing else refuses a value that does not exist.
    """
    title: Mapped[Any] | None = None
    """The column with the name of a value, in the table whose `id` is the value. Without it, pages
    show the label of a term of the vocabulary of this name, or the value itself.
    """
    untitled: Mapped[Any] | None = None
    """The column that names a value whose `title` is null."""
    titled: bool = True
    """Whether facets in the data have that name as their label and are sorted by it. Otherwise
    their label is the value.
    """
    few: bool = False
    """Whether it has few values, so that a facet counts each as a list of its own."""
    paired: bool = False
    """Whether statements have search terms for its values together with those of each other such
    filter. Two of them are then one lookup instead of the intersection of two long lists.
    """
    page_order: int = 0
    """Its place, from 1, among the filters with which pages narrow a list; 0: pages do not offer
    it. They leave it out where a list has fewer than two of its values.
    """

    def values(self, row: Row) -> Iterable[str]:
        """The values of one statement, from its row."""
        stored = row[self.column]
        if stored is None:
            return []
        if isinstance(stored, str):
            return [stored]
        return [part[self.key] for part in stored] if self.key else stored

    @cached_property  # the build asks for it for every statement
    def column(self) -> str:
        """The column of `statement` that `values` reads."""
        return self.stored or _attribute(self.value).key

    @property
    def number(self) -> ColumnElement[int]:
        """The column with the number of the statement, in the table of `value`."""
        columns = _attribute(self.value).parent.columns
        return columns["statement" if "statement" in columns else "number"]

    def with_titles(self, query: Select[Any, Any], value: Any) -> Select[Any, Any, Any]:
        """A SELECT of values with the `label` of each, which a facet shows."""
        if self.title is None or not self.titled:
            return query.add_columns(value.label("label"))
        title = _attribute(self.title)
        titled = query.join(title.class_, title.parent.columns["id"] == value)
        return titled.add_columns(title.label("label"))


def _attribute(of: Mapped[Any]) -> InstrumentedAttribute[Any]:
    """A column with what type checkers do not know of it."""
    return cast("InstrumentedAttribute[Any]", of)


STATEMENT_FILTERS = (
    StatementFilter(
        name="speaker",
        label="Speaker",
        prefix="sp",
        value=col(Statement.speaker),
        resolve=names.person,
        title=col(Person.name),
        paired=True,
        page_order=1,
    ),
    StatementFilter(
        name="country",
        label="Spoke for",
        prefix="co",
        value=col(StatementBy.actor),
        stored="countries",
        resolve=names.actor,
        title=col(Actor.name),
        paired=True,
    ),
    StatementFilter(
        name="about",
        label="About",
        prefix="ab",
        value=col(StatementAbout.actor),
        stored="about",
        key="actor",
        resolve=names.actor,
        title=col(Actor.name),
        paired=True,
        page_order=2,
    ),
    StatementFilter(
        name="topic",
        label="Topic",
        prefix="to",
        value=col(StatementTopic.topic),
        stored="topics",
        resolve=names.topic,
        title=col(Topic.label),
        few=True,
        paired=True,
        page_order=3,
    ),
    StatementFilter(
        name="attribution",
        label="Attribution",
        prefix="at",
        value=col(StatementAbout.attribution),
        stored="about",
        key="attribution",
        few=True,
    ),
    StatementFilter(
        name="capacity",
        label="Capacity",
        prefix="ca",
        value=col(Statement.capacity),
        few=True,
        page_order=5,
    ),
    StatementFilter(
        name="kind",
        label="In the source",
        prefix="ki",
        value=col(Statement.kind),
        few=True,
        page_order=4,
    ),
    StatementFilter(
        name="source",
        label="Source",
        prefix="so",
        value=col(Statement.source),
        resolve=names.source,
        title=col(Source.title),
        untitled=col(Source.publisher),
        titled=False,
        page_order=6,
    ),
    StatementFilter(
        name="question",
        label="Question",
        prefix="qu",
        value=col(StatementQuestion.question),
        stored="questions",
        resolve=names.question,
        title=col(Question.text),
        titled=False,
        few=True,
    ),
)
"""All filters by values, in the order in which facets and addresses name them.

`about` and `attribution` belong to the pair of a statement and an actor: given together, both must
be true of one pair.
"""

BY_NAME = {each.name: each for each in STATEMENT_FILTERS}


@dataclass(frozen=True)
class StatementFilters:
    """Which statements. Values of one filter are OR, filters are AND; what is not given lets all
    statements pass.

    The other fields are not in the registry: days, words, and what a path gives. `actor` are
    statements by its speakers or about it, on the given `side` (`by`, `about`) only; an empty
    `side` is both. `by_person` is a speaker whom the path names, as well as the filter `speaker`.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids by the name of the filter; no filter without a value."""
    said_from: date | None = None
    said_to: date | None = None
    words: SearchQuery | None = None
    """What the words of a user mean in this dataset."""
    actor: str | None = None
    side: tuple[str, ...] = ()
    by_person: str | None = None

    @property
    def has_days(self) -> bool:
        """Whether only a range of days passes."""
        return bool(self.said_from or self.said_to)

    def of(self, name: str) -> tuple[str, ...]:
        """The ids given for a filter."""
        return self.values.get(name, ())

    def replaced(self, name: str, *values: str) -> "StatementFilters":
        """The same filters with these values of one filter; without it if there are none."""
        given = {key: value for key, value in self.values.items() if key != name}
        return replace(self, values=given | {name: values} if values else given)
