"""The page that checks a quotation."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context
from app.api.routers import PageRouter
from app.embeds.snippets import snippets
from app.html.layout import Head, browse_page, forms_of
from app.pages.errors import suggested_links
from app.problems import SEE_CANDIDATES, InvalidParameter
from app.quotes.checked import checked
from app.quotes.parameters import OptionalQuoteParams

router = PageRouter()


@router.page("/check", of=("/quotes/check",))
async def check_page(context: Context, params: Annotated[OptionalQuoteParams, Query()]) -> Response:
    """A box for words, and what was found of them. It says beside the box what is wrong with the
    words or with the name.
    """
    check, embeds, wrong, meant, status = None, None, "", [], 200
    if params.text:
        try:
            check = await checked(context, params)
        except InvalidParameter as problem:
            status = problem.status
            wrong = problem.members["errors"][0]["detail"].removesuffix(SEE_CANDIDATES)
            asked = [("text", params.text), ("speaker", params.speaker or "")]
            meant = list(suggested_links(problem, "/check", asked, context.urls))
    query = []
    if check:
        query = [("text", check["text"])]
        query += [("speaker", check["speaker"]["id"])] if check["speaker"] else []
        embeds = await snippets(
            context,
            "quote",
            title="Did they say that?",
            query=query,
            page=context.urls.list("/check", query),
        )
    head = Head(
        title="Did they say that?",
        description="Check a quotation: the place where a source prints these words or near ones.",
        url=context.urls.list("/check", query),
        forms=forms_of(context.urls.list("/quotes/check", query), "json") if check else (),
        embedded=check is not None,
    )
    response = browse_page(
        context,
        "pages/check.html",
        head,
        policy="asking",
        check=check,
        params=params,
        wrong=wrong,
        meant=meant,
        embeds=embeds,
    )
    response.status_code = status
    return response
