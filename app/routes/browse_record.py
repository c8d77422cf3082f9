"""Pages for people: a statement inside its source, a speaker, a source."""

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import RedirectResponse, Response

from app.asking import Ask
from app.formats import MEDIA
from app.here import Here, HereNow
from app.pages import citing, words
from app.pages.browsing import Head, browse
from app.pages.showing import sentences_of
from app.pages.snippets import snippets
from app.queries import about, people, positions, resolve, sources, statement_filters, statements
from app.queries.listing import Row
from app.serving import PageRouter
from app.views import jsonld
from app.views.people import speaker
from app.views.shared import as_data
from app.views.sources import passage, source

router = PageRouter()
Nothing = Annotated[Ask, Query()]
_SHOWN = 100  # statements on one page; the list holds all of them
_MOST = 20_000  # passages of a source


@router.page("/browse/statements/{id}", of=("/statements/{id}",))
async def browse_statement(here: HereNow, id: str, ask: Nothing) -> Response:
    """A statement: its words inside the text of their source, who said them and when, and what
    rests on them.
    """
    row = here.found(
        here.ds.read(statements.one, id), "statement", id, "There is no statement with this id."
    )
    said = as_data(row, here.about)
    held = [
        {**row, "url": here.urls.base + row["page"]}
        for row in here.ds.read(positions.resting_on, id)
    ]
    who = _who(said)
    head = Head(
        title=f"{who}: {said['summary'].rstrip('.')}",
        url=said["links"]["page"],
        kind="article",
        description=f"{said['summary']} ({_told(said)})",
        forms=(
            (f"{said['links']['self']}.json", MEDIA["json"]),
            (said["links"]["csl"], MEDIA["csl.json"]),
            (f"{said['links']['self']}.jsonld", MEDIA["jsonld"]),
            (f"{said['links']['self']}/annotation", MEDIA["annotation"]),
        ),
    )
    text = here.ds.read(sources.text, said["source"]["id"])
    lines = None
    if text is not None and said["selector"]["start"] is not None:
        lines = words.laid_out(
            text, _passages(here, said["source"]["id"]), said["selector"], said["quoted"]
        )
    topics = here.ds.once(about.topics)
    labels = {row["id"]: row["label"] for row in here.ds.read(topics.page, None, _MOST)}
    known = here.codes
    return browse(
        here,
        "statement",
        head,
        said=said,
        who=who,
        lines=lines,
        held=held,
        topics=labels,
        copies=citing.statement(said, here.about),
        embeds=snippets(
            here.urls,
            here.ds.version,
            "statement",
            title=head.title,
            name=("statements", id),
            page=here.urls.live(head.url),
        ),
        actors=known,
        data=jsonld.statement(said, here.about, known),
    )


def _who(said: dict[str, Any]) -> str:
    """Whose claim it is, as a name."""
    if said["speaker"]:
        return str(said["speaker"]["name"])
    return str(said["source"]["publisher"]) if said["kind"] == "narration" else "An unnamed speaker"


def _told(said: dict[str, Any]) -> str:
    return (
        f"{'written' if said['kind'] == 'narration' else 'reported'} by "
        f"{said['source']['publisher']}"
    )


def _passages(here: Here, source: str) -> list[Row]:
    listing = here.ds.read(sources.passages, source)
    return [passage(row) for row in here.ds.read(listing.page, None, _MOST)]


@router.page("/browse/speakers/{slug}", of=("/speakers/{slug}",))
async def browse_speaker(here: HereNow, slug: str, ask: Nothing) -> Response:
    """A person: dated roles and statements. The slug of somebody merged into another record
    redirects there.
    """
    merged = here.ds.read(people.merged_into, slug)
    if merged is not None:
        return RedirectResponse(here.urls.page(here.urls.at("speakers", merged)), status_code=308)
    match = here.path_name(here.ds.meaning(resolve.person, slug))
    row = here.found(
        here.ds.read(people.one, match.id),
        "person",
        match.id,
        "There is no speaker with this slug.",
    )
    one = speaker(row, here.urls)
    listing = statements.listing(statement_filters.Filters(by_person=one["id"]), "newest")
    said = [as_data(row, here.about) for row in here.ds.read(listing.page, None, _SHOWN)]
    roles = "; ".join(role["title"] for role in one["roles"])
    count = (
        f"{one['statements']} recorded {'statement' if one['statements'] == 1 else 'statements'}"
    )
    head = Head(
        title=f"{one['name']}: roles and statements",
        url=one["links"]["page"],
        kind="profile",
        description=(
            f"{one['name']}{f', {roles}' if roles else ''}: {count}, each with its words "
            "and its source."
        ),
        forms=(
            (f"{one['links']['self']}.json", MEDIA["json"]),
            (f"{one['links']['self']}.jsonld", MEDIA["jsonld"]),
            (f"{one['links']['statements']}.csv", "text/csv"),
        ),
    )
    known = here.codes
    return browse(
        here,
        "speaker",
        head,
        one=one,
        said=said,
        actors=known,
        sentences=sentences_of(here, said),
        data=jsonld.person(one, here.about, known),
    )


@router.page("/browse/sources/{slug}", of=("/sources/{slug}",))
async def browse_source(here: HereNow, slug: str, ask: Nothing) -> Response:
    """A document: its checksum, how much of it is used, every sentence, and what was cut from
    it.
    """
    row = here.found(
        here.ds.read(sources.one, slug), "source", slug, "There is no source with this slug."
    )
    one = source(row, here.urls, here.about)
    listing = statements.listing(statement_filters.Filters(source=(slug,)), "newest")
    said = [as_data(row, here.about) for row in here.ds.read(listing.page, None, _SHOWN)]
    head = Head(
        embedded=False,
        title=f"{one['title']} ({one['publisher']})",
        url=one["links"]["page"],
        kind="article",
        description=(
            f"{one['title']}, {one['publisher']}: every passage with who speaks in it, and "
            "the statements cut from it."
        ),
        forms=(
            (f"{one['links']['self']}.json", MEDIA["json"]),
            (f"{one['links']['self']}.jsonld", MEDIA["jsonld"]),
            (f"{one['links']['passages']}.csv", "text/csv"),
            (one["links"]["csl"], MEDIA["csl.json"]),
        ),
    )
    kin = [
        {**other, "url": here.urls.page(here.urls.at("sources", other["id"]))}
        for other in here.ds.read(sources.of_root, one["root"])
        if other["id"] != slug
    ]
    return browse(
        here,
        "source",
        head,
        one=one,
        passages=_passages(here, slug),
        said=said,
        kin=kin,
        copies=citing.source(one, here.about),
        sentences=sentences_of(here, said),
        data=jsonld.source(one, here.about),
    )
