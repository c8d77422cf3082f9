"""The colours of the stances: readers who are colour-blind can tell them apart, and all can read
words in them.
"""

from itertools import combinations

import httpx
import pytest
import yaml

from app.embeds.badges import contrast
from app.html.palette import shown
from tests.colours import MACHADO, VIENOT, difference, lab, linear, seen
from tests.fixtures import SEED

LEAST = 10  # CIEDE2000
GROUNDS = {  # paper and raised paper of stated.css and embed.css
    "colour": ("#fbfaf7", "#f3f1ea", "#f1efe8", "#ffffff"),
    "colour_dark": ("#14171b", "#1d2127"),
}
FILE = [
    {name: one[name] for name in ("id", *GROUNDS)}
    for one in yaml.safe_load((SEED / "vocabularies.yaml").read_text(encoding="utf-8"))["stance"]
]
STANCES = [one | {name: shown(one[name]) or "" for name in GROUNDS} for one in FILE]
EYES = {"all colours": None} | {
    f"{kind}, {model}": matrix
    for model, matrices in (("Machado", MACHADO), ("Viénot", VIENOT))
    for kind, matrix in matrices.items()
}


def test_pages_draw_these_colours_and_data_have_those_of_the_file(client: httpx.Client) -> None:
    """Published files keep theirs; a colour is no fact."""
    pairs = [(one, drawn) for one, drawn in zip(FILE, STANCES, strict=True)]
    assert all(one["colour"] != drawn["colour"] for one, drawn in pairs)
    terms = client.get("/vocabulary.json").json()["vocabularies"]["stance"]
    assert [{name: term[name] for name in ("id", *GROUNDS)} for term in terms] == FILE
    counted = client.get("/positions/summary.json").json()["stances"]
    assert [one["colour"] for one in counted] == [one["colour"] for one in FILE]
    for path in ("/browse/positions", "/embed/positions", "/badges/italy.svg"):
        page = client.get(path).text
        colours = {drawn["colour"] for _, drawn in pairs if drawn["id"] == "declines"}
        assert all(colour in page for colour in colours)
        assert not any(one["colour"] in page for one, _ in pairs)


@pytest.mark.parametrize("scheme", GROUNDS)
@pytest.mark.parametrize("eyes", EYES)
def test_any_two_stances_can_be_told_apart(scheme: str, eyes: str) -> None:
    """Also on maps, which use the colour for light backgrounds."""
    matrix = EYES[eyes]
    shown = {
        one["id"]: lab(seen(linear(one[scheme]), matrix) if matrix else linear(one[scheme]))
        for one in STANCES
    }
    close = {
        pair: round(difference(shown[pair[0]], shown[pair[1]]), 1)
        for pair in combinations(shown, 2)
    }
    assert {pair: apart for pair, apart in close.items() if apart < LEAST} == {}


@pytest.mark.parametrize("scheme", GROUNDS)
def test_words_in_a_colour_can_be_read(scheme: str) -> None:
    for one in STANCES:
        for ground in GROUNDS[scheme]:
            assert contrast(one[scheme], ground) >= 4.5, (one["id"], ground)


# G. Sharma, W. Wu and E. N. Dalal, The CIEDE2000 Color-Difference Formula (2005), table 1.
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_the_standard(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    assert round(difference(one, other), 4) == expected
    assert round(difference(other, one), 4) == expected
