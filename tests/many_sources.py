"""A seed with many sources, all of them invented, to measure how the check grows with them:

    python -m tests.many_sources FOLDER 20000

Each source is an article of twelve sentences by one of 240 publishers, with three statements; each
fifth has a position entry, and each fiftieth is a copy of the one before. Nobody said any of it.
The same number gives the same files.
"""

import random
import re
import sys
from datetime import date, timedelta
from pathlib import Path

from tests.fixtures import first_version

PEOPLE = 200
_FIRST = ("Anja", "Bela", "Carl", "Dora", "Emil", "Fina", "Gero", "Hana", "Ivo", "Jana", "Karl")
_SYLLABLES = re.findall("...", "barceldovfengalhuljorkamlinmornevpalrussavtorvelwamzed")
_THINGS = re.split(
    ",",
    "the training mission,the supply route,the new mandate,the northern airfield,the observer "
    "group,the joint staff,the mine clearance,the river crossing,the field hospital,the fuel depot,"
    "the radar station,the naval patrol,the engineer company,the rail link,the border post",
)
_DOINGS = re.split(
    ",",
    "would be ready in {n} weeks,would need {n} vehicles,would cost {n} million euros,would keep "
    "{n} instructors busy,could be moved within {n} days,would be reviewed after {n} months,could "
    "take {n} trucks a day,would have {n} rooms",
)
_REST = (
    "The plan has {n} pages and {m} annexes.",
    "About {n} people came to the hall in the afternoon.",
    "The building was opened {n} years ago and has {m} windows.",
    "A report of {m} pages is expected in the spring.",
    "The road to the airfield is {n} kilometres long.",
    "Some {n} vehicles of {m} kinds were on the square.",
    "The budget has {n} items, of which {m} are new.",
)


def _name(number: int) -> str:
    parts = len(_SYLLABLES)
    family = _SYLLABLES[number % parts] + _SYLLABLES[number // parts % parts] + "sson"
    return f"{_FIRST[number % len(_FIRST)]} {family.capitalize()}"


def many_sources(folder: Path, sources: int) -> Path:
    """Write the seed below `folder`, and return its path."""
    seed = first_version(folder)
    (seed / "ledger.jsonl").unlink()
    countries = [
        line.split(",")[0] for line in (seed / "countries.csv").read_text("utf-8").splitlines()[1:]
    ][:PEOPLE]
    with (seed / "people.yaml").open("a", encoding="utf-8") as file:
        for number, country in enumerate(countries):
            file.write(
                f"- id: speaker-{number}\n  name: {_name(number)}\n"
                f"  roles:\n    - {{id: minister, title: Prime Minister, actor: {country}, "
                "capacity: government}\n"
            )
    for number in range(sources):
        _source(seed, number, countries)
    return seed


def _source(seed: Path, number: int, countries: list[str]) -> None:
    copied = number - 1 if number % 50 == 49 else number
    rng = random.Random(copied)
    slug, day = f"invented-{number:05}", date(2025, 3, 1) + timedelta(days=copied % 500)
    who = [rng.randrange(len(countries)) for _ in range(3)]
    title = f"Meeting {copied} on {rng.choice(_THINGS)}"
    passages = [("heading", title)]
    claims = []
    for at in range(11):
        n, m = rng.randrange(2, 900), rng.randrange(2, 900)
        if at in (2, 5, 8):
            person = who[at // 3]
            thing, doing = rng.choice(_THINGS), rng.choice(_DOINGS).format(n=n)
            if at == 2 and number % 5 == 0:
                thing, doing = "the government", f"has not decided on {thing}"
            sentence = f"Prime Minister {_name(person)} said that {thing} {doing}."
            passages.append(("statement", sentence))
            claims.append((f"c{at}", sentence, person, thing, doing))
        else:
            passages.append(("narration", rng.choice(_REST).format(n=n, m=m)))
    path = seed / "sources" / slug
    path.mkdir()
    text = "\n".join(sentence for _, sentence in passages) + "\n"
    (path / "article.txt").write_text(text, encoding="utf-8")
    copy_of = f"copy_of: invented-{copied:05}\n" if copied != number else ""
    (path / "source.yaml").write_text(
        f"id: {slug}\ntitle: {title}\npublisher: Paper {number % 240}\n"
        f"url: https://paper-{number % 240}.example/{number}\n"
        f"published: {{value: {day}, basis: page}}\naccessed: {day}\nlanguage: en\n"
        f"text: article.txt\ntext_access: full\nrights: Invented.\n{copy_of}passages:\n"
        + "".join(f'  - {coding}: "{sentence}"\n' for coding, sentence in passages),
        encoding="utf-8",
    )
    (path / "statements.yaml").write_text(
        "".join(
            f'- id: {name}\n  exact: "{sentence}"\n  speaker: speaker-{person}\n'
            f"  role_as_printed: Prime Minister\n  about: [{countries[person]}]\n"
            f"  topics: [force-composition]\n  questions: [peacekeeping-force]\n"
            f'  summary: "{_name(person)} says that {thing} {doing}."\n'
            for name, sentence, person, thing, doing in claims
        ),
        encoding="utf-8",
    )
    if number % 5 == 0:
        name, _, person, *_ = claims[0]
        (path / "positions.yaml").write_text(
            f"- id: {countries[person]}-force-{number}\n  actor: {countries[person]}\n"
            "  question: peacekeeping-force\n  participation: undecided\n  commitment: stated\n"
            f"  evidence:\n    - {{statement: {slug}-{name}, relation: supports}}\n"
            "  summary: It has not decided.\n  not_supported: That it has decided.\n"
            f"  recorded_on: {day}\n  coded_by: A coder\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    many_sources(Path(sys.argv[1]), int(sys.argv[2]))
