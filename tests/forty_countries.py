"""A record as large as a real one, of forty countries and 141 statements, and all of it invented.

    python -m tests.forty_countries FOLDER [NUMBER]

writes a seed folder there; each number gives another one, and always the same. `stated build` and
`stated publish` take it like the real one. Each story below is what one country is said to do, with
one of the shapes that real sources have: remarks of others, repeated offers, disputes, denials,
words without a day, joint texts, a parliament that decides, several languages. Countries are real;
people, papers, words and days are not.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from app.settings import ROOT

QUESTION = "peacekeeping-force"
FIRST, LAST = date(2025, 2, 1), date(2026, 6, 30)  # the question is asked, the record is published
STATEMENTS = 141
COALITION, UNION = "coalition-of-26", "european-union"
INVENTED = "Invented for tests: nobody said this."


class Step(NamedTuple):
    """What one source says of a country.

    `who` speaks, `says` is a key of `ENGLISH`, and `sets` what the entry has beyond the value that
    this key is. `gap`: days after the step before; `when`: what is known of the day.
    """

    who: str
    says: str
    sets: dict[str, Any] = {}
    gap: int | None = None  # None: some weeks
    when: str = "day"  # day, month, until, since, never
    source: str = "excerpts"  # full, none, file
    via: str | None = None


def offers(*forms: str, place: str = "unspecified", status: str = "offered") -> dict[str, Any]:
    """Contributions."""
    return {"contributions": [{"form": form, "status": status, "place": place} for form in forms]}


def needs(*terms: str, note: str | None = None) -> dict[str, Any]:
    """One condition."""
    return {"conditions": [{"any_of": list(terms), "note": note}]}


DISPUTE = {"disputes": ["participation"]}
NO_OPEN = {"denies": [{"axis": "participation", "value": "open"}]}
S = Step

STORIES: dict[str, list[Step]] = {
    "finland": [  # a weaker source contradicts the country's own word
        S("own", "declined"),
        S("neighbour", "open"),
        S("unnamed", "undecided", when="month"),
    ],
    "norway": [S("own", "undecided"), S("union", "will"), S("paper", "open")],
    "ireland": [S("minister", "open"), S("unnamed", "undecided"), S("own", "open", source="full")],
    "denmark": [  # offers that later sources do not repeat
        S("own", "will", offers("training", "monitoring", "air")),
        S("unnamed", "rules_out", offers("ground", status="ruled_out")),
        S("minister", "will"),
        S("own", "offers", offers("training", "sea", place="black_sea")),
    ],
    "sweden": [
        S("own", "will", offers("air", "training")),
        S("own", "offers", offers("training")),
        S("minister", "offers", offers("funding", "arms"), source="full"),
        S("office", "undecided"),
    ],
    "spain": [  # a third party, undated, and then its own word
        S("neighbour", "will", when="never"),
        S("own", "declined"),
        S("union", "open", DISPUTE),
    ],
    "austria": [  # its own sources contradict each other after a day on which one stood alone
        S("own", "declined"),
        S("minister", "undecided", DISPUTE),
        S("unnamed", "open"),
    ],
    "italy": [S("own", "declined"), S("minister", "open", DISPUTE, gap=0)],
    "greece": [  # others contradict each other, until the country speaks
        S("neighbour", "will"),
        S("union", "declined", DISPUTE, gap=0),
        S("own", "open"),
    ],
    "portugal": [
        S("neighbour", "supports"),
        S("union", "opposes", {"disputes": ["view"]}, gap=0),
        S("paper", "supports"),
    ],
    "russia": [S("own", "opposes", when="until"), S("office", "opposes", when="before")],
    "netherlands": [  # conditions that only their notes tell apart
        S("own", "open", needs("other", note="the parliament of the host agrees")),
        S("minister", "needs", needs("other", note="a guarantee like that of an alliance")),
        S("own", "needs", needs("mandate")),
        S(
            "own",
            "needs",
            needs("us_backstop")
            | {"drops": {"conditions": [{"any_of": ["mandate"]}], "contributions": []}},
        ),
    ],
    "japan": [  # a claim of an unnamed source that the country denies, twice
        S("unnamed", "open"),
        S("office", "denies", NO_OPEN),
        S("own", "denies", NO_OPEN),
    ],
    "switzerland": [
        S("neighbour", "undecided"),
        S("union", "open"),
        S("own", "denies", NO_OPEN),
        S("neighbour", "open"),
    ],
    "hungary": [S("opposition", "will"), S("own", "undecided"), S("opposition", "open")],
    "luxembourg": [S("neighbour", "open"), S("own", "open"), S("unnamed", "open")],
    "belgium": [  # two copies of one agency, and a post
        S("own", "open", via="Belga"),
        S("own", "open", via="Belga", gap=0),
        S("minister", "open", source="full"),
    ],
    "bulgaria": [S("own", "declined"), S("joint", "supports"), S("paper", "declined")],
    "france": [
        S("own", "supports", source="full"),
        S("joint_part", "will", {"commitment": "signed"}),
        S("own", "offers", offers("ground", "air", place="in_ukraine")),
    ],
    "united-kingdom": [
        S("own", "open"),
        S("joint_part", "will", {"commitment": "signed"}),
        S("military", "offers", offers("air", "sea"), source="full"),
        S("own", "needs", needs("us_backstop", "mandate")),
    ],
    "lithuania": [S("own", "undecided"), S("joint_part", "will", {"commitment": "signed"})],
    "australia": [
        S("own", "undecided"),
        S("body", "will", {"commitment": "decided"} | offers("logistics")),
        S("chamber", "declined"),
    ],
    "poland": [
        S("own", "declined", offers("troops", place="in_ukraine", status="ruled_out")),
        S("minister", "will", offers("troops", "logistics", place="neighbouring")),
        S("own", "offers", offers("logistics", place="neighbouring"), source="full"),
    ],
    "turkiye": [S("paper", "open"), S("own", "open"), S("own", "will", offers("sea"))],
    "brazil": [S("paper", "declined"), S("unnamed", "undecided", DISPUTE, gap=0, when="month")],
    "canada": [
        S("neighbour", "will", offers("training")),
        S("own", "open"),
        S("minister", "will", offers("training", place="neighbouring")),
        S("own", "offers", offers("funding")),
    ],
    "united-states": [
        S("neighbour", "open"),
        S("own", "declined", offers("ground", status="ruled_out")),
        S("neighbour", "open"),
        S("own", "offers", offers("backstop", place="elsewhere")),
        S("unnamed", "undecided"),
    ],
    "iceland": [S("neighbour", "will"), S("own", "undecided", when="never")],
    "romania": [
        S("own", "open", when="month"),
        S("minister", "declined", {"after": "It answers the other one."}, gap=0, when="late"),
        S("own", "offers", offers("logistics", place="neighbouring"), source="file"),
    ],
    "slovenia": [S("own", "declined"), S("own", "will", {"retracted": True}), S("paper", "open")],
    "slovakia": [S("own", "opposes"), S("own", "supports"), S("minister", "declined")],
    "germany": [
        S("own", "undecided", source="full"),
        S("paper", "needs", needs("mandate")),
        S("own", "needs", needs("parliament_approval")),
        S("own", "open", source="full"),
        S("opposition", "opposes"),
    ],
    "estonia": [
        S("military", "open"),
        S("own", "will", offers("ground") | needs("ceasefire", "peace_deal")),
        S("own", "offers", offers("ground", "training")),
        S("unnamed", "declined"),
    ],
    "latvia": [
        S("own", "open", source="none"),
        S("minister", "will", source="none"),
        S("neighbour", "declined"),
    ],
    "ukraine": [S("own", "host", source="full"), S("minister", "host"), S("paper", "host")],
    "czechia": [  # a head of state who is new speaks on an unknown day
        S("newcomer", "undecided", when="never"),
        S("opposition", "declined"),
        S("unnamed", "open", when="until"),
    ],
    "croatia": [
        S("own", "declined"),
        S("minister", "open", DISPUTE),
        S("own", "undecided", DISPUTE, gap=1),
        S("neighbour", "will"),
    ],
    "new-zealand": [S("own", "open", when="since"), S("own", "will", offers("training"))],
    "kosovo": [S("own", "will", when="never"), S("own", "supports", when="never")],
    "albania": [S("joint", "supports"), S("paper", "will"), S("office", "denies_will")],
}
"""What the sources say of each country, in the order of days."""

ENGLISH = {
    "supports": ("We support the force", "supports the force"),
    "opposes": ("We oppose any force of that kind", "opposes the force"),
    "will": ("We will take part", "will take part in the force"),
    "open": ("We are open to taking part", "is open to taking part"),
    "undecided": ("We have decided nothing", "has not decided whether to take part"),
    "declined": ("We will not take part", "will not take part"),
    "denies": ("It is not true that we are open to this", "is not open to taking part"),
    "denies_will": ("It is not true that we will take part", "does not say that it will take part"),
    "needs": ("We go only with this", "names a condition for the force"),
    "offers": ("This is what we bring", "names what it would give"),
    "rules_out": ("That will not come from us", "rules out one form of help"),
    "host": ("We welcome the force", "welcomes the force"),
    "talks": ("We talk with our partners every week", "talks with its partners"),
}
"""For each message the words in the first person, and our own words in the third."""

OTHER_LANGUAGES = {
    "fr": (
        "{} a déclaré : « {} ».",
        """
        Nous soutenons la force
        Nous refusons cette force
        Nous participerons
        Nous restons ouverts
        Rien n’est décidé
        Nous ne participerons pas
        Nous n’y sommes pas prêts
        Nous n’avons rien promis
        Nous irons seulement avec cela
        Voilà ce que nous apportons
        Cela ne viendra pas de nous
        Nous saluons la force
        Nous parlons avec nos partenaires
        """,
    ),
    "de": (
        "{} sagte: „{}“.",
        """
        Wir unterstützen die Truppe
        Wir lehnen die Truppe ab
        Wir machen mit
        Wir sind offen dafür
        Es ist nichts entschieden
        Wir machen nicht mit
        Wir sind dafür nicht offen
        Wir haben nichts zugesagt
        Nur damit gehen wir
        Das bringen wir mit
        Das kommt nicht von uns
        Wir begrüßen die Truppe
        Wir sprechen mit unseren Partnern
        """,
    ),
    "es": (
        "{} dijo: «{}».",
        """
        Apoyamos la fuerza
        Rechazamos esa fuerza
        Vamos a participar
        Estamos abiertos a ello
        No hay nada decidido
        No vamos a participar
        No estamos abiertos a ello
        No hemos prometido nada
        Solo con eso iremos
        Esto es lo que aportamos
        Eso no vendrá de nosotros
        Celebramos la fuerza
        Hablamos con nuestros socios
        """,
    ),
    "pl": (
        "{} powiedział: „{}”.",
        """
        Popieramy te siły
        Sprzeciwiamy się tym siłom
        Weźmiemy udział
        Jesteśmy na to otwarci
        Nic nie jest postanowione
        Nie weźmiemy udziału
        Nie jesteśmy na to otwarci
        Niczego nie obiecaliśmy
        Pojedziemy tylko z tym
        To jest nasz wkład
        Tego od nas nie będzie
        Witamy te siły
        Rozmawiamy z partnerami
        """,
    ),
    "fi": (
        "{} sanoi: ”{}”.",
        """
        Kannatamme joukkoja
        Vastustamme joukkoja
        Osallistumme
        Olemme avoimia asialle
        Mitään ei ole päätetty
        Emme osallistu
        Emme ole avoimia asialle
        Emme ole luvanneet mitään
        Lähdemme vain tämän kanssa
        Tämän me tuomme
        Sitä meiltä ei tule
        Toivotamme joukot tervetulleiksi
        Puhumme kumppaniemme kanssa
        """,
    ),
    "uk": (
        "{} сказав: «{}».",
        """
        Ми підтримуємо ці сили
        Ми проти цих сил
        Ми візьмемо участь
        Ми відкриті до цього
        Нічого не вирішено
        Ми не братимемо участі
        Ми не відкриті до цього
        Ми нічого не обіцяли
        Ми підемо лише з цим
        Ось що ми даємо
        Від нас цього не буде
        Ми вітаємо ці сили
        Ми говоримо з партнерами
        """,
    ),
    "ja": (
        "{}は「{}」と述べた。",
        """
        部隊を支持する
        部隊に反対する
        参加する
        参加に前向きだ
        何も決めていない
        参加しない
        参加に前向きではない
        何も約束していない
        これがあれば行く
        これを提供する
        それは出さない
        部隊を歓迎する
        協力国と話している
        """,
    ),
}
"""A sentence with quotation marks, and the words, one a line of `ENGLISH` in its order."""

LANGUAGE = {
    **dict.fromkeys(["france", "belgium", "luxembourg"], "fr"),
    **dict.fromkeys(["germany", "austria", "switzerland"], "de"),
    "spain": "es",
    "poland": "pl",
    "finland": "fi",
    "ukraine": "uk",
    "japan": "ja",
}
AXIS_VALUES = {
    "supports": {"view": "supports"},
    "opposes": {"view": "opposes"},
    "will": {"participation": "will_contribute", "commitment": "stated"},
    "open": {"participation": "open", "commitment": "hedged"},
    "undecided": {"participation": "undecided", "commitment": "stated"},
    "declined": {"participation": "declined", "commitment": "stated"},
    "denies_will": {"denies": [{"axis": "participation", "value": "will_contribute"}]},
    "host": {"view": "supports", "participation": "not_applicable"},
}
"""What each message gives an entry."""

GIVEN = [
    "Alva",
    "Bram",
    "Cato",
    "Dorle",
    "Edda",
    "Fenn",
    "Gisla",
    "Harl",
    "Ilse",
    "Jory",
    "Kerr",
    "Lumi",
    "Merle",
    "Nilo",
    "Orla",
    "Pell",
]
FAMILY = [
    "Ashgrove",
    "Brackwater",
    "Coldbrook",
    "Dunmarsh",
    "Elderfen",
    "Farrowmere",
    "Greenholt",
    "Harrowdale",
    "Ivybridge",
    "Juniperhill",
    "Kestrelmoor",
    "Larkfield",
    "Mossley",
    "Nettlecombe",
    "Oakhurst",
    "Pinewater",
    "Quillbrook",
    "Rowanford",
    "Silverdale",
    "Thornbury",
    "Underhill",
    "Vixenmoor",
    "Willowbank",
    "Yarrowby",
]
PAPERS = ["The Invented Gazette", "Le Journal inventé", "The Made-up Post", "Die erfundene Zeitung"]
ROLES = {
    "own": ("person", "President of {}", "government"),
    "newcomer": ("person", "President of {}", "government"),
    "minister": ("person", "Foreign Minister of {}", "government"),
    "military": ("person", "Chief of Defence of {}", "military"),
    "opposition": ("person", "Leader of the opposition of {}", "opposition"),
    "office": ("office", "Ministry of Foreign Affairs of {}", "government"),
    "body": ("body", "Parliament of {}", "legislature"),
    "chamber": ("body", "Upper House of {}", "legislature"),
}


@dataclass
class Record:
    """The seed in the making."""

    random: Random
    names: dict[str, str]  # of countries, by id
    people: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    statements: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)  # the words of each statement's sentence
    free_names: list[str] = field(default_factory=list)
    joint: dict[str, str] = field(default_factory=dict)

    def speaker(self, country: str, who: str) -> dict[str, Any]:
        """Who speaks for a country in a capacity; the same each time."""
        if (country, who) not in self.people:
            kind, title, capacity = ROLES[who]
            title = title.format(self.names[country])
            role = {"id": "role", "title": title, "actor": country, "capacity": capacity}
            if who == "body":
                role["decides"] = True
            if who == "newcomer":
                role["from"] = "2025-05-26"
            name = self.free_names.pop() if kind == "person" else title
            person = {"id": slug(name), "kind": kind, "name": name, "roles": [role]}
            self.people[country, who] = person
        return self.people[country, who]

    def count(self) -> int:
        """The statements so far."""
        return sum(map(len, self.statements.values()))


def slug(name: str) -> str:
    """An id."""
    ascii_only = name.lower().translate(str.maketrans("üéåô", "ueao"))
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in ascii_only).split())


def day_of(when: str, day: date, random: Random) -> Any:
    """The date of a statement as the seed gives it."""
    text = day.isoformat()
    match when:
        case "month":
            return text[:7]
        case "until":
            return {"latest": text, "basis": "derived", "note": "Said before an invented meeting."}
        case "since":
            return {"earliest": text, "basis": "derived", "note": "Said after an invented meeting."}
        case "before":
            return (day - timedelta(days=random.randint(90, 110))).isoformat()
        case "late":
            return day.replace(day=28).isoformat()
        case "never":
            return None
    return text


def wording(record: Record, country: str, step: Step) -> tuple[dict[str, Any], str, str]:
    """The keys of a statement, its language, and our summary."""
    name = record.names[country]
    first, third = ENGLISH[step.says]
    match step.who:
        case "paper":
            return {"exact": f"{name} {third}."}, "en", f"The paper writes that {name} {third}."
        case "unnamed":
            exact = f"An unnamed official said that {name} {third}."
            summary = f"An unnamed official says that {name} {third}."
            return {"exact": exact, "speaker": "anonymous"}, "en", summary
        case "neighbour" | "union":
            others = [other for other in ("france", "ukraine", "poland") if other != country]
            abroad = UNION if step.who == "union" else record.random.choice(others)
            person = record.speaker(abroad, "own")
            said = f"{name} {third}"
            exact = f"{person['name']} said of the talks: “{said}.”"
            keys = {"exact": exact, "quoted": [said], "speaker": person["id"]}
            return keys, "en", f"{person['name']} says that {name} {third}."
    person = record.speaker(country, step.who)
    summary = f"{person['name']} says that {name} {third}."
    keys = {"speaker": person["id"]}
    who = person["name"]
    if person["kind"] == "person":
        keys["role_as_printed"] = person["roles"][0]["title"]
        who = f"{person['name']}, {keys['role_as_printed']},"
    language = LANGUAGE.get(country, "en")
    if language != "en":
        sentence, phrases = OTHER_LANGUAGES[language]
        words = phrases.strip().splitlines()[list(ENGLISH).index(step.says)].strip()
        exact = sentence.format(who.removesuffix(","), words)
        return {"exact": exact, "quoted": [words]} | keys, language, summary
    shape = record.random.random()
    if shape < 0.4:
        return {"exact": f"{who} said that {name} {third}."} | keys, "en", summary
    words = f"{first}. That is all" if shape < 0.6 else first  # some quotations have two sentences
    return {"exact": f"“{words},” {who} said.", "quoted": [words]} | keys, "en", summary


def tell(record: Record, country: str, story: list[Step]) -> None:
    """Write what the sources say of a country."""
    day = FIRST + timedelta(days=record.random.randint(130, 200))
    for number, step in enumerate(story, 1):
        gap = record.random.randint(8, 75) if step.gap is None else step.gap
        day = min(day + timedelta(days=gap), LAST - timedelta(days=len(story) - number + 1))
        if step.who in ("joint", "joint_part"):
            statement = record.joint[step.who]
        else:
            statement = add_source(record, country, step, day, number)
        if step.who == "opposition":
            continue
        sets = dict(step.sets)
        reason = sets.pop("after", None)
        retracted = sets.pop("retracted", None)
        entry = f"{country}-{QUESTION}-{number}"
        before = f"{country}-{QUESTION}-{number - 1}"
        relation = "denies" if step.says.startswith("denies") else "supports"
        name, (_, third) = record.names[country], ENGLISH[step.says]
        folder = statement.rpartition("-")[0]
        record.entries.setdefault(folder, []).append(
            {
                "id": entry,
                "actor": country,
                "question": QUESTION,
                **AXIS_VALUES.get(step.says, {}),
                **sets,
                **({"after": [{"entry": before, "reason": reason}]} if reason else {}),
                "evidence": [{"statement": statement, "relation": relation}],
                **(
                    {"retracted": {"on": "2026-06-20", "reason": "It was another country."}}
                    if retracted
                    else {}
                ),
                "summary": f"{name} {third}, by what this source says.",
                "not_supported": f"Anything that the source does not say of {name}.",
                "recorded_on": (LAST - timedelta(days=20 - number)).isoformat(),
                "coded_by": "The tests",
            }
        )


def add_source(record: Record, country: str, step: Step, day: date, number: int) -> str:
    """A source with one statement about a country; the id of the statement."""
    keys, language, summary = wording(record, country, step)
    folder = f"invented-{country}-{number}"
    access = "excerpts" if step.source == "file" else step.source
    record.said[folder] = keys["exact"]
    if access == "none":
        keys = {name: keys[name] for name in ("speaker", "role_as_printed") if name in keys}
    published = None if step.when in ("never", "since") else LAST.isoformat()
    if step.when == "day":
        published = day.isoformat()
    record.sources[folder] = {
        "id": folder,
        "title": None if access == "none" else f"News of {record.names[country]}, {number}",
        "publisher": record.random.choice(PAPERS),
        "url": f"https://example.org/{folder}",
        "published": published,
        "language": language,
        "text_access": access,
        "rights": "Invented for the tests; nobody's words.",
        "caution": INVENTED,
        "redistribute": step.source == "full",
        "via": step.via,
        "in_file": step.source == "file",
    }
    record.statements[folder] = [
        {
            "id": "says",
            **keys,
            "about": [country],
            "topics": ["force"],
            "questions": [QUESTION],
            "said": day_of(step.when, day, record.random),
            "summary": summary,
        }
    ]
    if step.when == "never":
        del record.statements[folder][0]["said"]
    return f"{folder}-says"


def add_joint_texts(record: Record) -> None:
    """Two joint texts; only the second says of each signatory that it takes part."""
    for which, day, words, signed in (
        ("joint", "2025-09-30", "We support the force", ["bulgaria", "albania", "romania"]),
        (
            "joint_part",
            "2026-01-06",
            "We will take part",
            ["france", "united-kingdom", "lithuania"],
        ),
    ):
        folder = f"invented-{which.replace('_', '-')}-text"
        record.sources[folder] = {
            "id": folder,
            "title": "A joint text",
            "publisher": PAPERS[0],
            "url": f"https://example.org/{folder}",
            "published": day,
            "language": "en",
            "text_access": "full",
            "rights": "Invented for the tests; nobody's words.",
            "caution": INVENTED,
            "redistribute": True,
        }
        exact = f"We, who sign this, say: “{words}.”"
        record.said[folder] = exact
        record.statements[folder] = [
            {
                "id": "says",
                "exact": exact,
                "quoted": [words],
                "about": signed,
                "signed_for": signed,
                "topics": ["force"],
                "questions": [QUESTION],
                "said": day,
                "summary": f"The signatories say: {words[0].lower()}{words[1:]}.",
            }
        ]
        record.joint[which] = f"{folder}-says"


SIZES = ((26, "2025-09-04"), (30, "2025-11-12"), (35, "2026-01-06"), (45, "2026-04-20"))


def add_coalition(record: Record) -> dict[str, Any]:
    """The coalition: its sizes by day, who is said to belong to it, and its position."""
    speaker = record.speaker("france", "own")
    sizes, claims = [], []

    def said(
        name: str, day: str, exact: str, summary: str, about: list[str], by: str | None
    ) -> str:
        folder = f"invented-coalition-{name}"
        record.sources[folder] = {
            "id": folder,
            "title": f"The coalition, {name}",
            "publisher": PAPERS[2],
            "url": f"https://example.org/{folder}",
            "published": day,
            "language": "en",
            "text_access": "excerpts",
            "rights": "Invented for the tests; nobody's words.",
            "caution": INVENTED,
        }
        record.statements[folder] = [
            {
                "id": "says",
                "exact": exact,
                **({"speaker": by} if by else {}),
                "about": about,
                "topics": ["coalition"],
                "questions": [QUESTION],
                "said": day,
                "summary": summary,
            }
        ]
        return f"{folder}-says"

    for size, day in SIZES:
        exact = f"{speaker['name']} said that {size} countries have pledged to take part."
        statement = said(
            str(size), day, exact, exact.replace("said", "says"), [COALITION], speaker["id"]
        )
        sizes.append({"value": size, "at_least": size == 45, "statements": [statement]})
    record.entries["invented-coalition-26"] = [
        {
            "id": f"{COALITION}-{QUESTION}-1",
            "actor": COALITION,
            "question": QUESTION,
            "view": "supports",
            "participation": "will_contribute",
            "commitment": "stated",
            **needs("ceasefire", "peace_deal"),
            **offers("troops"),
            "evidence": [{"statement": "invented-coalition-26-says", "relation": "supports"}],
            "summary": "26 countries, not named, have pledged to take part.",
            "not_supported": "Who the 26 countries are.",
            "recorded_on": "2026-06-10",
            "coded_by": "The tests",
        }
    ]
    for country, claim, who in (
        ("italy", "member", "paper"),
        ("italy", "not_member", "own"),
        ("japan", "not_member", "office"),
        ("estonia", "member", "own"),
    ):
        name, by = record.names[country], None
        third = "is among them" if claim == "member" else "is not among them"
        exact = f"{name} {third}."
        if who != "paper":
            person = record.speaker(country, who)
            by, exact = person["id"], f"{person['name']} said that {name} {third}."
        summary = f"{'The paper writes' if by is None else person['name'] + ' says'} that {name} "
        statement = said(
            f"{country}-{claim.replace('_', '-')}",
            "2025-10-10",
            exact,
            f"{summary}{third}.",
            [COALITION, country],
            by,
        )
        claims.append({"actor": country, "claim": claim, "statements": [statement]})
    return {
        "id": COALITION,
        "type": "coalition",
        "name": "Coalition of 26 countries",
        "sizes": sizes,
        "members": None,
        "membership_claims": claims,
        "note": "The invented sources name none of its members.",
        "names": [{"name": "the 26", "kind": "alias"}],
    }


def add_context(record: Record) -> None:
    """Further sentences of the sources, that change no position, until there are enough."""
    folders = [
        folder
        for folder, (first, *_) in record.statements.items()
        if record.sources[folder]["text_access"] != "none"
        and record.sources[folder]["language"] == "en"
        and first.get("speaker") not in (None, "anonymous")
        and len(first["about"]) == 1
        and first["about"] != [COALITION]
    ]
    for folder in record.random.sample(folders, STATEMENTS - record.count()):
        [first] = record.statements[folder]
        _, third = ENGLISH["talks"]
        [country] = first["about"]
        name = record.names[country]
        person = next(p for p in record.people.values() if p["id"] == first["speaker"])
        record.statements[folder].append(
            {
                "id": "talks",
                "exact": f"{person['name']} added that {name} {third}.",
                "speaker": first["speaker"],
                "about": [country],
                "topics": ["talks"],
                "questions": [QUESTION],
                **({"said": first["said"]} if "said" in first else {}),
                "summary": f"{person['name']} adds that {name} {third}.",
            }
        )
        for entry in record.entries.get(folder, []):
            entry["evidence"].append({"statement": f"{folder}-talks", "relation": "context"})


def texts(record: Record) -> Iterator[tuple[str, str, str]]:
    """The archived texts: folder, name of the file, text. Full ones get their passages."""
    for folder, source in record.sources.items():
        exacts = [one["exact"] for one in record.statements[folder] if "exact" in one]
        if source.pop("in_file", False):
            source["text"] = "excerpts.txt"
            yield folder, "excerpts.txt", "\n\n".join(exacts)
        if source["text_access"] != "full":
            continue
        opening = "All of this is invented."
        passages = [{"heading": source["title"]}, {"narration": opening}]
        for exact in exacts:
            cut = exact.find(". That is all")
            parts = [exact] if cut < 0 else [exact[: cut + 1], exact[cut + 2 :]]
            passages += [{"statement": part} for part in parts]
        source |= {"text": "text.txt", "passages": passages}
        yield folder, "text.txt", f"{source['title']}\n\n{' '.join([opening, *exacts])}\n"


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes no anchors, which seed files do not have."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True


def write_yaml(path: Path, content: Any) -> None:
    """A file of the seed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        yaml.dump(content, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100),
        encoding="utf-8",
    )


def forty_countries(folder: Path, number: int = 1, *, further_names: bool = True) -> Path:
    """Write the seed into a folder that does not exist yet; `number` chooses among many of them.

    Without `further_names` countries have only their names of the list of countries, which is
    quicker to check.
    """
    folder.mkdir(parents=True)
    for name in ("countries.csv", "vocabularies.yaml", "agencies.yaml"):
        shutil.copy(ROOT / "seed" / name, folder)
    if further_names:
        shutil.copytree(ROOT / "seed/names", folder / "names")
    else:
        (folder / "names").mkdir()
        (folder / "names/aliases.csv").write_text("iso2,name,kind\n")
        (folder / "names/reviewed.csv").write_text("name,ruling,targets,note\n")
        (folder / "names/cldr.tsv").write_text("# none\niso2\tname\tlocales\tlocal\n")
    random = Random(number)
    record = Record(random, country_names(folder))
    record.free_names = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    random.shuffle(record.free_names)
    record.people[UNION, "own"] = {
        "id": "speaker-of-the-union",
        "kind": "office",
        "name": "Invented Commissioner",
        "roles": [{"id": "role", "title": "Commissioner", "actor": UNION, "capacity": "other"}],
    }
    add_joint_texts(record)
    coalition = add_coalition(record)
    for country, story in STORIES.items():
        tell(record, country, story)
    add_context(record)
    for source, name, text in texts(record):
        (folder / "sources" / source).mkdir(parents=True, exist_ok=True)
        (folder / "sources" / source / name).write_text(text, encoding="utf-8")
    for source in record.sources:
        write_yaml(folder / f"sources/{source}/source.yaml", record.sources[source])
        write_yaml(folder / f"sources/{source}/statements.yaml", record.statements[source])
        if source in record.entries:
            write_yaml(folder / f"sources/{source}/positions.yaml", record.entries[source])
    organisations = [
        {"id": UNION, "type": "organisation", "name": "European Union"},
        {"id": "nato", "type": "organisation", "name": "NATO"},
    ]
    write_yaml(folder / "actors.yaml", [coalition, *organisations])
    write_yaml(folder / "people.yaml", list(record.people.values()))
    write_yaml(
        folder / "topics.yaml",
        [
            {"id": "force", "label": "The force", "definition": "Who takes part, and how."},
            {"id": "talks", "label": "Talks", "definition": "Who talks with whom."},
            {"id": "coalition", "label": "The coalition", "definition": "Who belongs to it."},
        ],
    )
    write_yaml(
        folder / "questions.yaml",
        [
            {
                "id": QUESTION,
                "text": "Should an international force go to Ukraine, and who would take part?",
                "asked_from": FIRST.isoformat(),
                "silence": "This invented record has no position on this question.",
                "subject": "the force",
            }
        ],
    )
    write_yaml(
        folder / "dataset.yaml",
        {
            "title": "Forty countries, invented",
            "description": "Everything here is invented for tests. Nothing is a fact.",
            "published": LAST.isoformat(),
            "language": "en",
            "licence": {
                "id": "CC0-1.0",
                "url": "https://creativecommons.org/publicdomain/zero/1.0/",
                "covers": "All of it.",
            },
            "contact": {"name": "The tests", "url": None, "email": None},
            "stability": ["This dataset is made for tests."],
        },
    )
    return folder


def country_names(folder: Path) -> dict[str, str]:
    """The names of the countries of the stories, by id."""
    lines = (folder / "countries.csv").read_text(encoding="utf-8").splitlines()
    head = lines[0].split(",")
    rows = [dict(zip(head, line.split(","), strict=False)) for line in lines[1:]]
    return {row["id"]: row["name"] for row in rows if row["id"] in STORIES}


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[1].startswith("-"):
        sys.exit("usage: python -m tests.forty_countries FOLDER [NUMBER]")
    forty_countries(Path(sys.argv[1]), *map(int, sys.argv[2:]))
