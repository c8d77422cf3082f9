"""Writes `app/curate/languages/places.csv`, the names of seats of government in the languages of
drafts: `python -m tests.curate.places`, after a new release of Babel.

A city counts if its English name is a metonym in `seed/names/aliases.csv`; its names are those of
Unicode CLDR for the city of a time zone.
"""

import csv

from babel import Locale, __version__
from babel.core import get_global

from app.build.seed.names import ALIASES
from app.curate.known import PLACES
from app.curate.language import codes
from app.domain.names import fold
from app.settings import ROOT


def rows() -> list[tuple[str, str, str, str]]:
    """Code of the country, name, language and source, sorted."""
    with (ROOT / "seed" / ALIASES).open(encoding="utf-8", newline="") as file:
        metonyms = {
            (row["iso2"], fold(row["name"]))
            for row in csv.DictReader(file)
            if row["kind"] == "metonym"
        }
    english = Locale("en").time_zones
    found = set()
    for zone, iso2 in get_global("zone_territories").items():
        city = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        for code in codes():
            name = Locale(code).time_zones.get(zone, {}).get("city")
            known = (iso2, fold(city)) in metonyms
            if name and known and (iso2, fold(name)) not in metonyms:
                found.add((iso2, name, code, f"CLDR (Babel {__version__}), {zone}"))
    return sorted(found)


def main() -> None:
    """Write the file."""
    with PLACES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["iso2", "name", "language", "source"])
        writer.writerows(rows())


if __name__ == "__main__":
    main()
