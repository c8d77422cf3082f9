"""A check of a quotation for data, page and embed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.api.context import RequestContext
from app.api.schemas import JsonObject, as_data, day
from app.lookup import dataset as dataset_lookup
from app.lookup import names
from app.quotes.parameters import QuoteParams, check_length
from app.statements.search_words import languages
from app.store.listing import Row

if TYPE_CHECKING:
    from app.quotes.check import Hit


@dataclass(frozen=True)
class _FoundWords:
    """The hits, and the rows of their statements, sources and sentences."""

    hits: "list[Hit]"
    statements: dict[int, Row]
    sources: dict[str, Row]
    sentences: dict[tuple[str, int], Row]
    speaker_name: str


async def checked(context: RequestContext, params: QuoteParams) -> JsonObject:
    """What the dataset has of a quotation. It is looked for on a thread, as long queries are.

    Raises InvalidParameter for a text that is too short or too long, and for a speaker whom nobody
    knows or who is not the only one of that name.
    """
    from app.quotes.wording import verdict_text

    check_length(params.text)
    speaker = None
    if params.speaker:
        [speaker] = context.resolve_ids("speaker", names.person, [params.speaker])
    found = await context.dataset.read_in_thread(context.pool, _found, params.text, speaker)
    dataset = context.dataset
    newest = dataset.cached(dataset_lookup.newest_day)
    counts = context.about_dataset["counts"]  # all of them are searched
    searched = {
        "statements": counts["statements"],
        "passages": counts["passages"],
        "facts_up_to": day(newest and min(newest, dataset.published)),
    }
    hits = found.hits
    shown = [_shown(context, hit, found) for hit in hits]
    best = shown[0] if shown else None
    changes_meaning = bool(hits) and hits[0].changes_meaning
    query = [("text", params.text), *([("speaker", speaker)] if speaker else [])]
    return {
        "text": params.text,
        "speaker": {"id": speaker, "name": found.speaker_name} if speaker else None,
        "verdict": best["verdict"] if best else "not_held",
        "verdict_text": verdict_text(best, changes_meaning, searched),
        "changes_meaning": changes_meaning,
        "hits": shown,
        "searched": searched,
        "languages": dataset.cached(languages),
        "dataset_version": dataset.version,
        "links": {
            "self": context.urls.list("/quotes/check", query),
            "page": context.urls.list("/check", query),
            "embed": context.urls.list("/embed/quote", query),
        },
    }


def _found(connection: Connection, text: str, speaker: str | None) -> _FoundWords:
    # Few requests need these, and they take memory.
    from app.quotes import queries
    from app.sources import queries as source_queries
    from app.statements.queries import rendered_statements

    hits = queries.hits(connection, text, speaker)
    of_hits = [hit.candidate for hit in hits]
    numbers = {one.statement for one in of_hits if one.statement is not None}
    places = {(one.source, one.passage) for one in of_hits if one.passage is not None}
    return _FoundWords(
        hits=hits,
        statements={row["number"]: row for row in rendered_statements(connection, numbers)},
        sources=queries.sources(connection, {one.source for one in of_hits}),
        sentences=source_queries.sentences(connection, places),
        speaker_name=queries.speaker_name(connection, speaker) if speaker else "",
    )


def _shown(context: RequestContext, hit: "Hit", found: _FoundWords) -> JsonObject:
    """A hit as plain data."""
    from app.quotes.wording import wording_note

    candidate = hit.candidate
    source = found.sources[candidate.source]
    sentence = None
    if candidate.passage is not None:
        sentence = found.sentences.get((candidate.source, candidate.passage))
    statement = None
    if candidate.statement is not None:
        statement = as_data(found.statements[candidate.statement], context.dataset_info)
    kept = ("id", "title", "publisher", "url", "root", "caution")
    return {
        "verdict": hit.verdict.value,
        "statement": statement,
        "passage": sentence
        and {key: sentence[key] for key in ("number", "coding", "start", "end", "exact")}
        | {"url": f"{context.urls.at('sources', source['id'])}/passages/{sentence['number']}"},
        "source": {key: source[key] for key in kept}
        | {
            "language": candidate.language,
            "note": wording_note(candidate.language),
        },
        "diff": [
            {
                "change": part.change.value,
                "given": part.given,
                "printed": part.printed,
                "differs": [kind.value for kind in part.differs],
            }
            for part in hit.parts
        ]
        or None,
        "cut": hit.cut
        and {
            "before": hit.cut.before,
            "printed": hit.cut.printed,
            "after": hit.cut.after,
            "limit": hit.cut.limit,
        },
    }
