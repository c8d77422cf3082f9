"""The names of seats of government in the languages of drafts."""

import csv

from app.curate.known import PLACES, read_known
from app.curate.language import language
from app.settings import ROOT
from tests.curate.places import rows


def test_the_file_is_what_cldr_says() -> None:
    with PLACES.open(encoding="utf-8", newline="") as file:
        written = [tuple(row) for row in csv.reader(file)]
    assert written[0] == ("iso2", "name", "language", "source")
    assert written[1:] == rows()


def test_a_city_means_its_country_in_its_language() -> None:
    known = read_known(ROOT / "seed", "Moskau und Warschau schweigen.", language("de"))
    assert known.actors["moskau"] == "russia"
    assert known.actors["warschau"] == "poland"
