"""Did they say that? Checking a quotation."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context
from app.api.responses import answer
from app.api.routers import DataRouter
from app.quotes.checked import checked
from app.quotes.parameters import QuoteParams
from app.quotes.schemas import QuoteCheckView

router = DataRouter("Quotations", "Check whether somebody said some words, as sources print them.")


@router.data("/quotes/check", QuoteCheckView, summary="Check a quotation")
async def check_quotation(context: Context, params: Annotated[QuoteParams, Query()]) -> Response:
    """Did this speaker say these words? A verdict with the places where sources print them, or near
    words, and what differs.

    `verbatim` means as printed by this source, which may have translated the words. `not_held` is
    no evidence that nobody said it. The text is never written into the access log.
    """
    return answer(context, await checked(context, params))
