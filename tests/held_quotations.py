"""Quotations in eight languages, all of them invented, as a seed; and variants of them whose right
verdict is known.

A variant is made by a rule, not by hand: a part of a quotation in another typography, one word
changed, a negation dropped, a number changed, another speaker, a cut before a limit, or words that
nobody said. `python -m tests.held_quotations` checks all of them and prints the confusion matrix of
docs/quotes.md.
"""

import asyncio
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlencode

import orjson
import yaml

from app.api.examples import ask
from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from app.main import create_app
from app.settings import Settings
from tests.articles import add_articles
from tests.fixtures import bare_seed

EACH = 240  # variants of each kind
QUESTION = "peacekeeping-force"


@dataclass(frozen=True)
class Language:
    """What is held in one language. In `quotations`, `|` is the place before a limit, `{…}` a
    negation and `[…]` a number; two others that may be put there are in `numbers`.

    `invented` are the beginnings, middles and ends of sentences that are nowhere.
    """

    code: str
    country: str
    speakers: tuple[str, str]
    heading: str
    marks: str
    says: str
    between: str
    quotations: tuple[str, ...]
    numbers: tuple[str, str]
    invented: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


LANGUAGES = (
    Language(
        "en",
        "ireland",
        ("Aoife Brannigan", "Declan Molloy"),
        "Dublin weighs its part",
        "“”",
        "{name} said: {quotation}",
        "The session lasted until late in the evening.",
        (
            "We are ready to send [40] engineers to the harbour of Odesa|, but only once both "
            "parliaments have agreed",
            "This government will {not} lease a single aircraft to a force whose orders nobody has "
            "written down",
            "Our sailors can clear the western channel within [six] weeks|, unless the weather "
            "turns against them",
            "I have {never} promised the ministers in Brussels a battalion of infantry",
            "The money for the field hospital is there|, provided that the auditors see every "
            "invoice",
            "Nobody should mistake a radar station near the border for an army of occupation",
        ),
        ("70", "nine"),
        (
            (
                "Every farmer in the valley",
                "The old lighthouse keepers",
                "My aunt's recipes",
            ),
            (
                "celebrates the harvest with",
                "painted the chapel beside",
                "taught us patience about",
            ),
            (
                "seven brass bands",
                "those purple mountains",
                "a basket of oranges",
                "jazz on Sundays",
            ),
        ),
    ),
    Language(
        "fr",
        "belgium",
        ("Solange Mertens", "Baudouin Lacroix"),
        "Bruxelles pèse ses moyens",
        "«»",
        "{name} a déclaré : {quotation}",
        "La séance s’est achevée tard dans la soirée.",
        (
            "Nous pouvons former [300] artilleurs dans le camp de Lagland|, mais seulement après "
            "le vote du Sénat",
            "La Belgique n’enverra {pas} de blindés tant de fois promis par d’autres capitales",
            "Nos démineurs seront sur place en [douze] jours avec leurs chiens et leurs robots",
            "Je n’ai {jamais} signé ce document que la presse flamande fait circuler",
            "Le budget de la défense suffira pour cette mission|, sauf si les carburants doublent "
            "encore",
            "Une antenne médicale près du fleuve vaut davantage que des discours martiaux",
        ),
        ("900", "trente"),
        (
            ("Les vignerons du village", "Ma tante de Namur", "Le vieux facteur"),
            ("chantent volontiers devant", "repeignait patiemment", "photographie chaque été"),
            ("le kiosque à musique", "des bateaux en papier", "la fontaine aux grenouilles"),
        ),
    ),
    Language(
        "de",
        "austria",
        ("Theres Aigner", "Korbinian Hasler"),
        "Wien prüft seine Mittel",
        "„“",
        "{name} sagte: {quotation}",
        "Die Sitzung dauerte bis in den späten Abend.",
        (
            "Wir stellen [80] Sanitäter mit ihren Fahrzeugen bereit|, aber nur mit einem Mandat "
            "des Sicherheitsrates",
            "Österreich wird {keine} Jagdbomber über fremdem Gebiet kreisen lassen",
            "Unsere Pioniere errichten die Brücke in [fünf] Tagen und ziehen danach wieder ab",
            "Ich habe dem Kanzleramt dieses Papier {nicht} zur Unterschrift vorgelegt",
            "Die Kasernen im Burgenland nehmen Verwundete auf|, solange die Betten reichen",
            "Ein Hubschrauber für die Verletzten ist mehr wert als tausend schöne Reden",
        ),
        ("250", "neun"),
        (
            ("Die Bäckerin am Marktplatz", "Der kleine Zirkus", "Unser Gesangsverein"),
            ("streichelt geduldig", "versteckt hinter dem Ofen", "besingt jeden Frühling"),
            ("die gelben Kanarienvögel", "einen Korb voller Pflaumen", "das Karussell im Park"),
        ),
    ),
    Language(
        "it",
        "italy",
        ("Ilaria Benvenuti", "Ruggero Sanna"),
        "Roma valuta i mezzi",
        "«»",
        "{name} ha detto: {quotation}",
        "La seduta è finita a tarda sera.",
        (
            "Manderemo [60] sminatori lungo la costa meridionale|, ma solo dopo il voto delle "
            "Camere",
            "Il governo {non} cederà le basi della Sardegna a comandi stranieri",
            "La nave ospedale salperà da Taranto entro [dieci] giorni con i suoi chirurghi",
            "{Non} abbiamo chiesto ai riservisti di preparare gli zaini per il fronte",
            "I fondi bastano per l’intera missione|, purché i prezzi del gasolio restino fermi",
            "Una mensa per gli sfollati parla più forte di qualunque parata militare",
        ),
        ("500", "quaranta"),
        (
            ("Il mugnaio del paese", "La zia Carmela", "Un violinista distratto"),
            ("colora con allegria", "regala ai bambini", "dimentica sotto il tavolo"),
            ("le conchiglie azzurre", "tre cesti di fichi", "un ombrello a pois"),
        ),
    ),
    Language(
        "es",
        "spain",
        ("Amparo Quintana", "Lisardo Robles"),
        "Madrid mide sus medios",
        "«»",
        "{name} dijo: {quotation}",
        "La sesión terminó muy tarde.",
        (
            "Enviaremos [90] ingenieros al puerto del mar Negro|, pero solo con el permiso de las "
            "Cortes",
            "España {no} prestará sus cazas a una fuerza sin reglas conocidas",
            "La fragata llegará al estrecho en [cuatro] semanas con médicos y traductores",
            "{Nunca} ofrecimos una brigada acorazada a los socios del norte",
            "Tenemos dinero para los puentes móviles|, salvo que el Congreso corte la partida",
            "Un hospital de campaña vale más que cualquier desfile en la capital",
        ),
        ("700", "veinte"),
        (
            ("El relojero del barrio", "Mi prima Rosario", "Una orquesta de niños"),
            ("pinta cada domingo", "guarda en el desván", "baila alegremente junto a"),
            ("los girasoles dormidos", "una colección de trompos", "las cometas amarillas"),
        ),
    ),
    Language(
        "pl",
        "poland",
        ("Bogna Zawadzka", "Ksawery Lis"),
        "Warszawa liczy środki",
        "„”",
        "{name} powiedziała: {quotation}",
        "Posiedzenie skończyło się późnym wieczorem.",
        (
            "Wyślemy [120] saperów do portów nad Morzem Czarnym|, ale dopiero za zgodą Sejmu",
            "Polska {nie} odda swoich czołgów pod obce dowództwo",
            "Nasze szpitale polowe staną pod Lwowem w ciągu [ośmiu] dni razem z lekarzami",
            "Z pewnością {nie} obiecywałam sojusznikom całej dywizji pancernej",
            "Pieniądze na mosty są w budżecie|, chyba że paliwo znowu podrożeje",
            "Jedna kuchnia dla uchodźców znaczy więcej niż sto uroczystych przemówień",
        ),
        ("450", "trzydziestu"),
        (
            ("Stary zegarmistrz", "Ciotka Jadwiga", "Wesoła orkiestra"),
            ("maluje w każdą niedzielę", "chowa pod łóżkiem", "tańczy obok"),
            ("kolorowe latawce", "koszyk dojrzałych śliwek", "fontanny z żabami"),
        ),
    ),
    Language(
        "uk",
        "ukraine",
        ("Орися Завгородня", "Тарас Левченко"),
        "Київ рахує засоби",
        "«»",
        "{name} сказала: {quotation}",
        "Засідання завершилося пізно ввечері.",
        (
            "Ми приймемо [200] саперів у портах на півдні|, але тільки під нашим командуванням",
            "Україна {не} віддасть цього аеродрому під чужий прапор",
            "Польовий шпиталь біля Одеси відкриється за [сім] днів разом із хірургами",
            "Я зовсім {не} обіцяла союзникам мовчати про ці перемовини",
            "Грошей на понтонні мости вистачить|, якщо пальне знову не подорожчає",
            "Одна кухня для переселенців важить більше за гучні промови",
        ),
        ("650", "двадцять"),
        (
            ("Старий годинникар", "Тітка Мотря", "Весела капела"),
            ("малює щонеділі", "ховає під лавкою", "танцює біля"),
            ("кольорових зміїв", "кошик стиглих слив", "фонтана з жабами"),
        ),
    ),
    Language(
        "ru",
        "russia",
        ("Агриппина Ветрова", "Савелий Рогов"),
        "Москва ответила",
        "«»",
        "{name} сказала: {quotation}",
        "Заседание закончилось поздно вечером.",
        (
            "Мы пустим [30] наблюдателей на переправы|, но только по решению совета",
            "Россия {не} примет иностранных гарнизонов у своих южных рубежей",
            "Ответная нота будет готова через [девять] дней вместе с картами",
            "Министерство вовсе {не} приглашало чужих лётчиков на эти аэродромы",
            "Переговоры о буферной полосе продолжатся|, если стороны сохранят тишину",
            "Один дипломат за столом полезнее целой колонны бронетехники",
        ),
        ("800", "сорок"),
        (
            ("Старый часовщик", "Тётя Глафира", "Весёлый оркестр"),
            ("рисует по воскресеньям", "прячет под скамейкой", "танцует возле"),
            ("разноцветных змеев", "корзину спелых слив", "фонтана с лягушками"),
        ),
    ),
)
_MARKUP = re.compile(r"[|{}\[\]]")


def plain(quotation: str) -> str:
    """A quotation without the signs of this file."""
    return _MARKUP.sub("", quotation)


def speaker_id(language: Language, number: int) -> str:
    """The id of a speaker."""
    return f"speaker-{language.code}-{number}"


def speaker_of(number: int) -> int:
    """Which of the two speakers said a quotation."""
    return 0 if number < 4 else 1


def make_seed(folder: Path, *articles: str) -> Path:
    """A seed with these quotations, and with articles of tests/articles: all of them by default."""
    seed = bare_seed(folder)
    add_articles(seed, *articles)
    people = [
        {
            "id": speaker_id(language, number),
            "name": name,
            "family_name": name.split()[1],
            "roles": [
                {
                    "id": "minister",
                    "title": "Minister",
                    "actor": language.country,
                    "capacity": "government",
                }
            ],
        }
        for language in LANGUAGES
        for number, name in enumerate(language.speakers)
    ]
    with (seed / "people.yaml").open("a", encoding="utf-8") as file:
        file.write(yaml.safe_dump(people, allow_unicode=True, width=1000))
    for language in LANGUAGES:
        _write_source(seed / "sources" / f"held-{language.code}", language)
    return seed


def _write_source(folder: Path, language: Language) -> None:
    folder.mkdir()
    opening, closing = language.marks
    statements, lines, passages = [], [language.heading], [{"heading": language.heading}]
    for number, marked in enumerate(language.quotations):
        speaker = speaker_of(number)
        quotation = f"{opening}{plain(marked)}{closing}"
        sentence = language.says.format(name=language.speakers[speaker], quotation=quotation) + "."
        lines.append(sentence)
        passages.append({"statement": sentence})
        statements.append(
            {
                "id": f"said-{number}",
                "exact": sentence,
                "quoted": [plain(marked)],
                "speaker": speaker_id(language, speaker),
                "about": [language.country],
                "topics": ["troop-deployment"],
                "questions": [QUESTION],
                "summary": f"The speaker says what sentence {number} has.",
            }
        )
    lines.append(language.between)
    passages.append({"narration": language.between})
    source = {
        "id": folder.name,
        "title": language.heading,
        "publisher": f"Paper {language.code}",
        "url": f"https://held.example/{language.code}",
        "published": {"value": "2025-11-12", "basis": "page"},
        "accessed": "2025-11-20",
        "language": language.code,
        "text": "article.txt",
        "text_access": "full",
        "rights": "Invented for tests. Nobody said any of this.",
        "via": None,
        "copy_of": None,
        "passages": passages,
    }
    (folder / "article.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, value in (("source", source), ("statements", statements), ("positions", [])):
        text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def dataset(folder: Path, *articles: str) -> Path:
    """The folder with the published dataset of that seed."""
    checked = check(load(make_seed(folder, *articles)))
    assert [str(finding) for finding in checked.seed.findings] == []
    path = write(checked, folder / "datasets")
    point(path.parent, path.stem)
    return path.parent


class Variant(NamedTuple):
    """A text to check, the named speaker (None: anybody), and the right verdict."""

    kind: str
    language: str
    text: str
    speaker: str | None
    verdict: str
    changes_meaning: bool | None = None  # None: either is right


class _Held(NamedTuple):
    language: Language
    speaker: int
    marked: str


_HELD = [
    _Held(language, speaker_of(number), marked)
    for language in LANGUAGES
    for number, marked in enumerate(language.quotations)
]
_TYPOGRAPHY: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: f"“{text}.”",
    lambda text: f"« {text} »",
    lambda text: f"»{text}«",
    lambda text: f"'{text}'",
    lambda text: text.upper().replace("SS", "ß") if "ß" in text else text.upper(),
    lambda text: text.lower(),
    lambda text: text.replace(" ", "\u00a0").replace("’", "'"),
    lambda text: text.replace(" ", "  ").replace(",", " –"),
    lambda text: text.replace(" ", "\n", 1).replace("’", "ʼ"),
)


def _whole(random: Random) -> Variant:
    """All of a quotation or a part of it that does not end before a limit."""
    held = random.choice(_HELD)
    words = plain(held.marked).split()
    before_limit = len(held.marked.split("|")[0].split()) if "|" in held.marked else 0
    while True:
        start, end = sorted(random.sample(range(len(words) + 1), 2))
        if random.random() < 0.5:
            start, end = 0, len(words)
        # A negation may be right before it, or a limit follow at once: these are short words, or
        # behind the sign.
        is_end = end == len(words) or (
            len(words[end]) > 4 and (end < before_limit or not before_limit)
        )
        if end - start >= 4 and is_end and (start == 0 or len(words[start - 1]) > 6):
            break
    text = random.choice(_TYPOGRAPHY)(" ".join(words[start:end]).strip(","))
    return Variant("verbatim", held.language.code, text, _named(held, random), "verbatim")


def _named(held: _Held, random: Random) -> str | None:
    """The speaker, by the id or a spelling of the name; or nobody."""
    name = held.language.speakers[held.speaker]
    spellings = [speaker_id(held.language, held.speaker), name, name.upper(), name.split()[1], None]
    return random.choice(spellings)


def _one_word(random: Random) -> Variant:
    """One word replaced by another one of the same language."""
    held = random.choice(_HELD)
    words = plain(held.marked).split()
    place = random.choice([at for at, word in enumerate(words) if len(word) > 3])
    others = [
        word.strip(",")
        for other in held.language.quotations
        if other != held.marked
        for word in plain(other).split()
        if len(word) > 4 and word.strip(",") not in words
    ]
    words[place] = random.choice(others)
    return Variant(
        "one word changed", held.language.code, " ".join(words), _named(held, random), "altered"
    )


def _negation(random: Random) -> Variant:
    held = random.choice([one for one in _HELD if "{" in one.marked])
    text = " ".join(re.sub(r"\{.*?\}", "", held.marked).split())
    text = plain(text)
    return Variant(
        "negation dropped",
        held.language.code,
        random.choice(_TYPOGRAPHY)(text),
        _named(held, random),
        "altered",
        True,
    )


def _number(random: Random) -> Variant:
    held = random.choice([one for one in _HELD if "[" in one.marked])
    figures = re.search(r"\[\d+\]", held.marked) is not None
    other = held.language.numbers[0 if figures else 1]
    text = plain(re.sub(r"\[.*?\]", other, held.marked))
    if random.random() < 0.4:  # only up to the limit, or a little behind the number
        words = text.split()
        text = " ".join(words[: max(words.index(other) + 4, 7)])
    return Variant(
        "number changed",
        held.language.code,
        random.choice(_TYPOGRAPHY)(text),
        _named(held, random),
        "altered",
        True,
    )


def _swapped(random: Random) -> Variant:
    held = random.choice(_HELD)
    other = random.choice(
        [one for one in LANGUAGES if one is not held.language] + [held.language] * 3
    )
    number = 1 - held.speaker if other is held.language else random.randrange(2)
    text = random.choice(_TYPOGRAPHY)(plain(held.marked))
    return Variant(
        "speaker swapped", held.language.code, text, speaker_id(other, number), "other_speaker"
    )


def _cut(random: Random) -> Variant:
    held = random.choice([one for one in _HELD if "|" in one.marked])
    words = plain(held.marked.split("|")[0]).split()
    start = random.choice([0, 0, *range(max(1, len(words) - 4))])
    text = random.choice(_TYPOGRAPHY)(" ".join(words[start:]))
    return Variant("cut", held.language.code, text, _named(held, random), "shortened", True)


def _invented(random: Random) -> Variant:
    language = random.choice(LANGUAGES)
    text = " ".join(random.choice(list(product(*language.invented))))
    if random.random() < 0.5:  # words that are held, but in no sentence like this
        words = [
            word for one in language.quotations for word in plain(one).replace(",", "").split()
        ]
        text = " ".join(random.sample(words, 10))
    speaker = random.choice([None, speaker_id(language, random.randrange(2))])
    return Variant("invented", language.code, text, speaker, "not_held")


KINDS = {
    "verbatim": _whole,
    "one word changed": _one_word,
    "negation dropped": _negation,
    "number changed": _number,
    "speaker swapped": _swapped,
    "cut": _cut,
    "invented": _invented,
}


def variants(each: int = EACH, number: int = 1) -> Iterator[Variant]:
    """So many different variants of each kind; each number gives others, and always the same."""
    for kind, make in KINDS.items():
        random = Random(f"{number} {kind}")
        made: dict[Variant, None] = {}
        while len(made) < each:
            made[make(random)] = None
        yield from made


def answered(datasets: Path, each: int = EACH, number: int = 1) -> dict[Variant, tuple[str, bool]]:
    """What the service answers for each variant: the verdict, and whether the meaning changes."""
    app = create_app(
        Settings(
            datasets=datasets, public_url="https://stated.example", budget_ms=600_000, cache_mb=0
        )
    )

    async def ask_all() -> dict[Variant, tuple[str, bool]]:
        found = {}
        for variant in variants(each, number):
            query = {"text": variant.text}
            query |= {"speaker": variant.speaker} if variant.speaker else {}
            asked = await ask(app, f"/quotes/check?{urlencode(query)}")
            assert asked.status == 200, (variant, asked.body)
            body = orjson.loads(asked.body)
            found[variant] = body["verdict"], body["changes_meaning"]
        return found

    return asyncio.run(ask_all())


def matrix(answers: dict[Variant, tuple[str, bool]]) -> str:
    """The confusion matrix as a table in Markdown: how many variants of each kind have each
    verdict.
    """
    verdicts = ["verbatim", "shortened", "altered", "other_speaker", "not_held"]
    verdicts += sorted({verdict for verdict, _ in answers.values()} - {*verdicts})
    lines = [
        f"| kind | right | {' | '.join(f'`{one}`' for one in verdicts)} |",
        "|---" * (len(verdicts) + 2) + "|",
    ]
    for kind in KINDS:
        of_kind = {
            variant: answer[0] for variant, answer in answers.items() if variant.kind == kind
        }
        [right] = {variant.verdict for variant in of_kind}
        given = list(of_kind.values())
        counts = " | ".join(str(given.count(verdict)) for verdict in verdicts)
        lines.append(f"| {kind} | `{right}` | {counts} |")
    return "\n".join(lines) + "\n"


def wrong(answers: dict[Variant, tuple[str, bool]]) -> Iterator[str]:
    """The variants with another verdict than the right one, as lines."""
    for variant, (verdict, changes) in answers.items():
        if verdict != variant.verdict or variant.changes_meaning not in (None, changes):
            yield f"{variant.kind}: {verdict}, changes_meaning {changes}: {variant}"


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        every = answered(dataset(Path(made)))
    sys.stdout.write(matrix(every))
    sys.stderr.writelines(f"{line}\n" for line in wrong(every))
