"""Invented articles with their true coding, in the format of the seed.

Nobody said any of it. Those in KEPT_ASIDE were not looked at while the first program that made
drafts was written. Since then its rules were improved on all of them.
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
ALL = (*TUNED, *KEPT_ASIDE)


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
