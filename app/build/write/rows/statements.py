"""Rows of sources, their passages, statements and what belongs to them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.seed.load import SourceFolder
from app.build.seed.models import SeedStatement
from app.build.write.rows.plain import Row, dated, plain
from app.domain.names import fold as folded
from app.domain.selectors import context, digest, fragment_link
from app.domain.vocabulary import Kind


def sources(checked: CheckedSeed) -> list[Row]:
    """Sources, copies after what they copy."""
    rows = []
    copied = {folder.source.id: folder.source.copy_of for folder in checked.seed.folders}

    def depth(source: str) -> int:
        return 1 + depth(original) if (original := copied[source]) else 0

    folders = sorted(
        checked.seed.folders, key=lambda folder: (depth(folder.source.id), folder.source.id)
    )
    for folder in folders:
        source = folder.source
        row = plain(source, leaving_out={"dates", "passages"}) | {
            "sort_title": folded(source.title),
            "published": dated(source.published),
            "text": folder.text,
            "text_sha256": digest(folder.text) if folder.text is not None else None,
            "root": checked.roots[source.id],
        }
        rows.append(row)
    return rows


def passages(checked: CheckedSeed) -> list[Row]:
    """Every sentence of the archived texts."""
    return [
        {
            "source": folder.source.id,
            "number": one.number,
            "coding": one.coding,
            "start": one.start,
            "end": one.end,
            "exact": folder.text[one.start : one.end],
        }
        for folder in checked.seed.folders
        if folder.text is not None
        for one in checked.passages[folder.source.id]
    ]


def numbers(checked: CheckedSeed) -> dict[str, int]:
    """The rowids of statements by id: numbered from the newest; undated ones come last."""

    def day(name: str) -> int:
        latest = _sort_date(checked.resolved[name])
        return latest.toordinal() if latest else 0

    newest_first = sorted(sorted(checked.resolved), key=day, reverse=True)
    return {name: number for number, name in enumerate(newest_first, 1)}


def statements(checked: CheckedSeed, number: dict[str, int]) -> Iterator[Row]:
    """Statements in the order of their rowids, each made when it is taken: the rows are large."""
    corrected = _corrected(checked)
    for name, folder, one in sorted(checked.seed.statements(), key=lambda found: number[found[0]]):
        row = _statement(name, folder, one, checked.resolved[name])
        yield row | {"number": number[name], "corrections": corrected.get(name, [])}


def _sort_date(spoken: ResolvedStatement) -> date | None:
    return spoken.said.latest if spoken.said.value else None


def _statement(
    name: str, folder: SourceFolder, one: SeedStatement, spoken: ResolvedStatement
) -> Row:
    text, place = folder.text, spoken.place
    row: Row = {
        "id": name,
        "source": folder.source.id,
        "role_as_printed": one.role_as_printed,
        "exact": one.exact,
        "speaker": None if one.speaker == "anonymous" else one.speaker,
        "role": spoken.role.title if spoken.role else None,
        "capacity": spoken.capacity,
        "summary": one.summary,
        "language": folder.source.language,
        "said": dated(spoken.said),
        "said_earliest": spoken.said.earliest,
        "said_latest": spoken.said.latest,
        "sort_date": _sort_date(spoken),
        "kind": Kind.narration
        if one.speaker is None
        else Kind.quote
        if one.quoted
        else Kind.paraphrase,
        "about": [
            {"actor": actor, "attribution": spoken.about[actor]} for actor in sorted(spoken.about)
        ],
        "countries": sorted({*_role_actor(spoken), *one.signed_for}),
        "topics": sorted(set(one.topics)),
        "questions": sorted(set(one.questions)),
    }
    if text is None or place is None:
        quoted = [{"exact": words, "start": None, "end": None} for words in one.quoted]
        empty = dict.fromkeys(("passage", "start", "end", "prefix", "suffix"))
        return {
            **row,
            **empty,
            "quoted": quoted,
            "href_in_context": fragment_link(folder.source.url, one.exact, 0, len(one.exact)),
        }
    prefix, suffix = context(text, place.start, place.end)
    return row | {
        "passage": place.passage.number,
        "start": place.start,
        "end": place.end,
        "prefix": prefix,
        "suffix": suffix,
        "quoted": [
            {"exact": text[span.start : span.end], "start": span.start, "end": span.end}
            for span in place.quoted
        ],
        "href_in_context": fragment_link(folder.source.url, text, place.start, place.end),
    }


def _corrected(checked: CheckedSeed) -> dict[str, list[Row]]:
    """Why statements were changed, by id, as they show it, the oldest first."""
    found: dict[str, list[Row]] = {}
    for one in sorted(checked.seed.corrections, key=lambda one: (one.on, one.reason)):
        if one.kind == "statement":
            found.setdefault(one.id, []).append({"on": one.on.isoformat(), "reason": one.reason})
    return found


def pairs(checked: CheckedSeed, number: dict[str, int]) -> Iterator[tuple[str, list[Row]]]:
    """The tables of what belongs to statements; `number` are their rowids by id."""
    statements = list(checked.seed.statements())

    def listed(column: str, of: Callable[[SeedStatement], Iterable[str]]) -> list[Row]:
        return [
            {"statement": number[name], column: one}
            for name, _, given in statements
            for one in dict.fromkeys(of(given))
        ]

    yield "statement_topic", listed("topic", lambda one: one.topics)
    yield "statement_question", listed("question", lambda one: one.questions)
    yield (
        "statement_about",
        [
            {"statement": number[name], "actor": actor, "attribution": attribution}
            for name, spoken in checked.resolved.items()
            for actor, attribution in spoken.about.items()
        ],
    )
    yield (
        "statement_by",
        [
            {"statement": number[name], "actor": actor}
            for name, _, given in statements
            for actor in dict.fromkeys([*_role_actor(checked.resolved[name]), *given.signed_for])
        ],
    )


def _role_actor(spoken: ResolvedStatement) -> list[str]:
    return [spoken.role.actor] if spoken.role and spoken.role.actor else []
