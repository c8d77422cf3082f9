"""The parameters of a check of a quotation. The data, the page and the embed take the same."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.api.parameters import OrNone, QueryParams, Value
from app.domain.names import words
from app.problems import InvalidParameter

FEWEST_WORDS, MOST_WORDS = 3, 100
FEWEST_CHARACTERS, MOST_CHARACTERS = 8, 800
# A hundred words may be longer than 800 characters, but not longer than an address.
LONGEST_TEXT = 8000
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]


class QuoteParams(QueryParams):
    """Which words, and who is said to have said them."""

    text: Text = Field(
        description="The words to look for: 3 to 100 words, or 8 to 800 characters. The style of "
        "quotation marks, dashes and spaces, letter case and accents do not count. `…` is the "
        "place of words that were left out.",
        examples=["in any format"],
    )
    speaker: Value | OrNone = Field(
        None,
        description="Who is said to have said them: the id, or any name in any spelling. Without "
        "it, anybody.",
        examples=["Zakharova"],
    )


class OptionalQuoteParams(QuoteParams):
    """The same for the page, which shows an empty form without a text."""

    text: Text = Field(
        "", description="The words to look for; without them, an empty form.", examples=[""]
    )
    speaker: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Who is said to have said them; without it, anybody.", examples=["Meloni"]
    )


def check_length(text: str) -> None:
    """Raise InvalidParameter for a text that is too short or too long to be checked."""
    found = len(words(text))
    in_words = FEWEST_WORDS <= found <= MOST_WORDS
    if not found or not (in_words or FEWEST_CHARACTERS <= len(text) <= MOST_CHARACTERS):
        raise InvalidParameter.of(
            "text",
            f"Must have {FEWEST_WORDS} to {MOST_WORDS} words, or {FEWEST_CHARACTERS} to "
            f"{MOST_CHARACTERS} characters. Fewer words are in too many texts; check a longer text "
            "in parts.",
            allowed=[
                f"{FEWEST_WORDS} to {MOST_WORDS} words",
                f"{FEWEST_CHARACTERS} to {MOST_CHARACTERS} characters",
            ],
        )
