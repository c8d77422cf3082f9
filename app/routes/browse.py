"""Pages for people: where an actor stands, with its proof, its history and what to paste
elsewhere.
"""

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from app import asking
from app.formats import MEDIA
from app.here import Here, HereNow
from app.pages import cards, citing, words
from app.pages.browsing import Head, browse, suffixed
from app.pages.showing import sentences_of
from app.pages.snippets import snippets
from app.queries import about, actors, positions, resolve, statement_filters, statements
from app.queries.resolve import Match
from app.serving import PageRouter
from app.views import actors as actor_view
from app.views import jsonld
from app.views.shared import as_data
from app.views.statements import country_statement

router = PageRouter()
Asked = Annotated[asking.PositionAsk, Query()]
_SHOWN = 30  # statements on the page of an actor; the list holds all of them
_MOST = 500  # positions in a history


@router.page("/browse/countries/{name}", of=("/countries/{name}", "/countries/{name}/position"))
async def browse_country(here: HereNow, name: str, ask: Asked) -> Response:
    """A country: where it stands, the words, what may not be concluded, how it was derived, its
    history.
    """
    return _actor(here, here.path_name(here.ds.meaning(resolve.country, name)), ask)


@router.page("/browse/actors/{id}", of=("/actors/{id}", "/actors/{id}/position"))
async def browse_actor(here: HereNow, id: str, ask: Asked) -> Response:
    """A coalition or an organisation; a country is found here too, and its page says where it
    belongs.
    """
    return _actor(here, here.path_name(here.ds.meaning(resolve.actor, id)), ask)


def _actor(here: Here, match: Match, ask: asking.PositionAsk) -> Response:
    question = here.question(ask.question)
    day = here.as_of(ask.as_of, question)
    one = as_data(here.ds.read(positions.of_actor, match.id, question, day), here.about)
    row, names, speakers, counts = here.ds.read(actors.whole, match.id, None)
    actor = actor_view.actor(row, names, speakers, counts, here.urls)
    held = here.ds.read(positions.history, match.id, question)
    history = [as_data(row, here.about) for row in here.ds.read(held.page, None, _MOST)]
    said, total = _statements(here, match.id)
    terms = words.legend(here.ds.once(about.terms))["terms"]
    stance = terms["stance", one["stance"]]["label"]
    asked = here.ds.once(about.question, question)
    questions = here.ds.once(about.questions)
    listed = here.ds.read(questions.page, None, _MOST)
    query = [("question", question)] if listed[0]["id"] != question else []
    if day is not None:
        query.append(("as_of", day.isoformat()))
    folder = "countries" if actor["type"] == "country" else "actors"
    links, name = one["links"], actor["name"]
    head = Head(
        title=f"{name}: {stance.lower()}{f' on {words.day(day)}' if day else ''}",
        url=links["page"],
        kind="article",
        description=f"{one['summary'] or one['note']} {asked['text']}",
        forms=(
            (suffixed(links["canonical"], ".json"), MEDIA["json"]),
            (suffixed(links["history"], ".csv"), "text/csv"),
            (links["csl"], MEDIA["csl.json"]),
            (suffixed(links["canonical"], ".jsonld"), MEDIA["jsonld"]),
        ),
    )
    shown, codes = [*(item["statement"] for item in one["evidence"]), *said], here.codes
    return browse(
        here,
        "actor",
        head,
        policy="asking",
        one=one,
        actor=actor,
        codes=codes,
        history=history,
        said=said,
        total=total,
        asked=asked,
        questions=listed,
        conditions=cards.conditions(one, terms),
        contributions=cards.contributions(one, terms),
        grounds=_grounds(here, one),
        copies=citing.position(one, stance, here.about),
        embeds=snippets(
            here.urls,
            here.ds.version,
            "position",
            title=f"{name}: {stance}",
            name=(folder, actor["id"]),
            page=here.urls.live(head.url),
            query=query,
        ),
        sentences=sentences_of(here, shown),
        data=jsonld.position(one, here.about, codes),
    )


def _statements(here: Here, actor: str) -> tuple[list[dict[str, Any]], int]:
    """The newest statements by or about an actor, and how many there are."""
    listing = statements.listing(statement_filters.Filters(actor=actor), "newest")
    rows = here.ds.read(listing.page, None, _SHOWN)
    return [country_statement(row, here.about, actor) for row in rows], here.ds.read(listing.total)[
        0
    ]


def _grounds(here: Here, one: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The statements that a derivation and a dispute name, by id."""
    derivation = one["derivation"] or {"fields": [], "not_counted": []}
    ids = {name for ground in derivation["fields"] for name in ground["statements"]}
    ids |= {passed["statement"] for passed in derivation["not_counted"]}
    ids |= {
        name for axis in one["disputed"] for claim in axis["claims"] for name in claim["evidence"]
    }
    return {
        name: as_data(row, here.about)
        for name, row in here.ds.read(statements.several, ids).items()
    }
