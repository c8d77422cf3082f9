"""Invented articles with their true coding, in the format of the seed.

Nobody said any of it. Those in KEPT_ASIDE were not looked at while the first program that made
drafts was written. Those in WRITTEN_LAST were written by somebody who did not know the rules, and
measured on 29 November 2026 before anybody looked at them; so were those in WRITTEN_AFTERWARDS
and WRITTEN_BY_A_THIRD, on 30 November 2026. docs/curation.md has the
figures. Since then the rules were improved on all of them.
"""

import shutil
from pathlib import Path

ARTICLES = Path(__file__).parent
TUNED = (
    "berlin-bundestag",
    "madrid-fragata",
    "oslo-training-mission",
    "paris-helicopteres",
    "riga-parliament-vote",
    "roma-sminatori",
)
KEPT_ASIDE = (
    "ankara-straits",
    "bogota-observadores",
    "bruxelles-commandement",
    "ottawa-undecided",
    "torino-aerei",
    "wien-neutral",
)
WRITTEN_LAST = (
    "berlin-vorrat",
    "bern-interview",
    "copenhague-sommet",
    "cusco-cumbre",
    "helsinki-live",
    "kyiv-brief",
    "lisbon-engineers",
    "london-analysis",
    "luxembourg-communique",
    "madrid-zapadores",
    "roma-retroscena",
    "spezia-cacciamine",
    "warszawa-hub",
    "westminster-vote",
)
WRITTEN_AFTERWARDS = (
    "athens-column",
    "baires-cascos",
    "bratislava-gespraech",
    "canberra-estimates",
    "direct-bucarest",
    "dublin-signals",
    "haag-batterien",
    "lubiana-medici",
    "mexico-comparecencia",
    "prague-sapeurs",
    "tokyo-interview",
    "valletta-dichiarazione",
)
WRITTEN_BY_A_THIRD = (
    "bari-durazzo",
    "chambery-caserne",
    "dakar-gendarmes",
    "montevideo-hospital",
    "nairobi-interview",
    "pristina-minen",
    "reykjavik-live",
    "stockholm-gripen",
    "vaticano-osservatori",
    "wellington-hercules",
)
ALL = (*TUNED, *KEPT_ASIDE, *WRITTEN_LAST, *WRITTEN_AFTERWARDS, *WRITTEN_BY_A_THIRD)


def add_people(seed: Path, *, unknown: bool = False) -> None:
    """Add the speakers of the articles to a seed: those that it knows before a draft is made, and
    with `unknown` also those that a draft must find.
    """
    with (seed / "people.yaml").open("a", encoding="utf-8") as file:
        for name in ("people.yaml", "unknown_people.yaml") if unknown else ("people.yaml",):
            file.write((ARTICLES / name).read_text(encoding="utf-8"))


def add_articles(seed: Path, *slugs: str) -> None:
    """Add articles with their true coding, all of them by default, and their speakers."""
    add_people(seed, unknown=True)
    for slug in slugs or ALL:
        shutil.copytree(ARTICLES / slug, seed / "sources" / slug)
