"""Rows of sources, their passages, their statements, and the pairs of a statement and a filter
value.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.seed.load import Seed, SourceFolder
from app.build.seed.models.dataset import SeedCorrection
from app.build.seed.models.sources import SeedStatement
from app.build.snapshot import ThingKey
from app.build.write.links import links
from app.domain.names import fold as folded
from app.domain.selectors import context, digest
from app.domain.vocabulary import Kind, TextAccess
from app.store.listing import Row


def sources(checked: CheckedSeed) -> list[Row]:
    """Sources; a copy comes after what it copies."""
    copy_of = {folder.source.id: folder.source.copy_of for folder in checked.seed.folders}

    def depth(source: str) -> int:
        return 1 + depth(original) if (original := copy_of[source]) else 0

    folders = sorted(
        checked.seed.folders, key=lambda folder: (depth(folder.source.id), folder.source.id)
    )
    return [
        folder.source.model_dump(exclude={"dates", "passages"})
        | {
            "sort_title": folded(folder.source.title or folder.source.publisher),
            "via": folder.source.via[-1] if folder.source.via else None,
            "via_chain": folder.source.via if len(folder.source.via) > 1 else None,
            "redistribute": folder.source.redistribute or None,
            "double_coded": compared.model_dump(mode="json")
            if (compared := folder.source.double_coded)
            else None,
            "text": folder.text,
            "text_sha256": digest(folder.text) if folder.text is not None else None,
            "root": checked.roots[folder.source.id],
        }
        for folder in folders
    ]


def passages(checked: CheckedSeed) -> list[Row]:
    """Every passage of the archived texts."""
    return [
        {
            "source": folder.source.id,
            "number": passage.number,
            "coding": passage.coding,
            "start": passage.start,
            "end": passage.end,
            "exact": folder.text[passage.start : passage.end],
        }
        for folder in checked.seed.folders
        if folder.text is not None
        for passage in checked.passages[folder.source.id]
    ]


def numbers(checked: CheckedSeed) -> dict[str, int]:
    """The rowid of each statement, by id: 1 is the newest, those without any day come last."""
    return {name: number for number, name in enumerate(_newest_first(checked, _list_day), 1)}


def as_first_published(checked: CheckedSeed) -> list[str]:
    """The ids of statements, newest first, as the first release ordered them: those whose date has
    no value come last. Rows of positions that were published have this order.
    """
    return _newest_first(checked, _sort_date)


def _newest_first(
    checked: CheckedSeed, day_of: Callable[[ResolvedStatement], date | None]
) -> list[str]:
    def day(name: str) -> int:
        known = day_of(checked.resolved[name])
        return known.toordinal() if known else 0

    return sorted(sorted(checked.resolved), key=day, reverse=True)


def statements(checked: CheckedSeed, statement_numbers: dict[str, int]) -> Iterator[Row]:
    """Statements in the order of their rowids. Rows are large, so each is made when it is taken."""
    corrections = corrections_by_thing(checked.seed)
    in_order = sorted(checked.seed.statements(), key=lambda item: statement_numbers[item[0]])
    for name, folder, statement in in_order:
        row = _statement(name, folder, statement, checked.resolved[name])
        yield row | {
            "number": statement_numbers[name],
            "corrections": [
                correction.model_dump(include={"on", "reason"})
                for correction in corrections.get(("statement", name), ())
            ],
        }


def _sort_date(resolved: ResolvedStatement) -> date | None:
    return resolved.said.latest if resolved.said.value else None


def _list_day(resolved: ResolvedStatement) -> date | None:
    return resolved.said.latest or resolved.said.earliest


def _statement(
    name: str, folder: SourceFolder, statement: SeedStatement, resolved: ResolvedStatement
) -> Row:
    """The row of a statement, without its number and corrections."""
    text, place, url = folder.text, resolved.place, folder.source.url
    selector: Row
    quoted: list[Row]
    if text is None or place is None:
        members = ("passage", "last_passage", "start", "end", "prefix", "suffix")
        selector = dict.fromkeys((*members, "href_in_context", "fragment_link"))
        if statement.exact:
            selector |= links(url, statement.exact, 0, len(statement.exact))
        quoted = [{"exact": words, "start": None, "end": None} for words in statement.quoted]
    else:
        start, end = place.start, place.end
        prefix, suffix = context(text, start, end)
        selector = {
            "passage": place.passage.number,
            "last_passage": place.last_passage.number
            if place.last_passage != place.passage
            else None,
            "start": start,
            "end": end,
            "prefix": prefix,
            "suffix": suffix,
            **links(url, text, start, end),
        }
        quoted = [
            {"exact": text[span.start : span.end], "start": span.start, "end": span.end}
            for span in place.quoted
        ]
    return selector | {
        "id": name,
        "source": folder.source.id,
        "kind": _kind(folder, statement),
        "speaker": None if statement.speaker == "anonymous" else statement.speaker,
        "role": resolved.role.title if resolved.role else None,
        "role_as_printed": statement.role_as_printed,
        "capacity": resolved.capacity,
        "summary": statement.summary,
        "language": folder.source.language,
        "said": resolved.said,
        "said_earliest": resolved.said.earliest,
        "said_latest": resolved.said.latest,
        "sort_date": _sort_date(resolved),
        "list_day": _list_day(resolved),
        "exact": statement.exact,
        "quoted": quoted,
        "about": [
            {"actor": actor, "attribution": attribution}
            for actor, attribution in sorted(resolved.about.items())
        ],
        "countries": _countries(resolved, statement),
        "topics": sorted(set(statement.topics)),
        "questions": sorted(set(statement.questions)),
    }


def _kind(folder: SourceFolder, statement: SeedStatement) -> Kind:
    """How the source gives the words; where none are kept, all there is is our summary."""
    if folder.source.text_access is TextAccess.none:
        return Kind.paraphrase
    if statement.speaker is None and not statement.signed_for:
        return Kind.narration
    return Kind.quote if statement.quoted else Kind.paraphrase


def corrections_by_thing(seed: Seed) -> dict[ThingKey, list[SeedCorrection]]:
    """The corrections of each thing, the oldest first."""
    by_thing: dict[ThingKey, list[SeedCorrection]] = defaultdict(list)
    for correction in sorted(seed.corrections, key=lambda item: (item.on, item.reason)):
        by_thing[correction.kind, correction.id].append(correction)
    return by_thing


def pairs(
    checked: CheckedSeed, statement_numbers: dict[str, int]
) -> Iterator[tuple[str, list[Row]]]:
    """The tables of pairs of a statement and a topic, question or actor: names and rows."""
    all_statements = list(checked.seed.statements())

    def pair_rows(column: str, values: Callable[[SeedStatement], Iterable[str]]) -> list[Row]:
        return [
            {"statement": statement_numbers[name], column: value}
            for name, _, statement in all_statements
            for value in dict.fromkeys(values(statement))
        ]

    yield "statement_topic", pair_rows("topic", lambda statement: statement.topics)
    yield "statement_question", pair_rows("question", lambda statement: statement.questions)
    yield (
        "statement_about",
        [
            {"statement": statement_numbers[name], "actor": actor, "attribution": attribution}
            for name, resolved in checked.resolved.items()
            for actor, attribution in resolved.about.items()
        ],
    )
    yield (
        "statement_by",
        [
            {"statement": statement_numbers[name], "actor": actor}
            for name, _, statement in all_statements
            for actor in _countries(checked.resolved[name], statement)
        ],
    )


def _countries(resolved: ResolvedStatement, statement: SeedStatement) -> list[str]:
    """The actors for whom a statement was made: that of the speaker's role, and those in whose name
    it was signed.
    """
    own = [resolved.role.actor] if resolved.role and resolved.role.actor else []
    return sorted({*own, *statement.signed_for})
