"""Who says what: sentences as newspapers print them."""

import shutil
from pathlib import Path

import pytest

from app.curate.known import Known, read_known
from app.curate.language import codes, language
from app.curate.quotations import quotations, without_asides
from app.curate.speakers.reading import read_article
from app.curate.text import sentences
from app.domain.vocabulary import Coding
from app.settings import ROOT
from tests.articles import add_people


def _lines(name: str) -> list[tuple[str, ...]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines()]


# A language, sentences, and for each of them who says it; - is narration, ¶ a new paragraph.
SAID = _lines("said.tsv")
CONSTRUCTIONS = _lines("constructions.tsv")  # the same constructions in each language
# a language, somebody with a role, what a text calls them after that, and who it is
EPITHETS = _lines("epithets.tsv")
CAME_AND_SAID = {
    "de": "{} kam spät. {} sagte, das Schiff sei bereit.",
    "en": "{} came late. {} said that the ship was ready.",
    "es": "{} llegó tarde. {} dijo que el buque estaba listo.",
    "fr": "{} est venu tard. {} a dit que le navire était prêt.",
    "it": "{} è arrivato tardi. {} ha detto che la nave era pronta.",
}


@pytest.fixture(scope="module")
def known() -> dict[str, Known]:
    """What the seed knows in each language."""
    every = [*SAID, *CONSTRUCTIONS]
    everything = {code: " ".join(text for one, text, _ in every if one == code) for code in codes()}
    return {code: read_known(ROOT / "seed", everything[code], language(code)) for code in codes()}


@pytest.mark.parametrize("code", codes())
def test_who_says_it(known: dict[str, Known], code: str) -> None:
    """Every text of said.tsv; those that are read wrongly are listed."""
    assert _read_wrongly(known[code], code, SAID) == []


@pytest.mark.parametrize("code", ["de", "en", "es", "fr", "it"])
def test_constructions(known: dict[str, Known], code: str) -> None:
    """Constructions of news, each in the languages that have it."""
    assert _read_wrongly(known[code], code, CONSTRUCTIONS) == []


@pytest.mark.parametrize("code", sorted(CAME_AND_SAID))
def test_epithets(known: dict[str, Known], code: str) -> None:
    """General words for somebody mean the person who was introduced with a role."""
    lines = [
        (code, CAME_AND_SAID[code].format(person, epithet), f"-,{speaker}")
        for one, person, epithets, speaker in EPITHETS
        if one == code
        for epithet in epithets.split(", ")
    ]
    assert _read_wrongly(known[code], code, lines) == []


def _read_wrongly(
    known: Known, code: str, lines: list[tuple[str, ...]]
) -> list[tuple[str, str, str]]:
    """The texts of a language that are read wrongly: who says each sentence, and who should."""
    words = language(code)
    wrong = []
    for text, speakers in ((text, each) for one, text, each in lines if one == code):
        whole = f"A title\n{text}\n".replace(" ¶ ", "\n")  # ¶: a new paragraph
        found = sentences(whole, words)
        marks = without_asides(whole, quotations(whole), words)
        _, *readings = read_article(whole, found, marks, words, known).readings
        mine = ",".join(one.speaker or "+".join(one.signed_for) or "-" for one in readings)
        if mine != speakers:
            wrong.append((text, mine, speakers))
    return wrong


@pytest.mark.parametrize(
    ("code", "title", "text", "speaker"),
    [
        ("en", "Statement by President Emmanuel Macron", "I welcome it.", "emmanuel-macron"),
        ("fr", "Déclaration commune de la France et de la Pologne", "Nous sommes prêts.", ""),
        ("it", "Dichiarazione congiunta di Francia e Polonia", "Siamo pronti ad aiutare.", ""),
        ("es", "Declaración conjunta de Francia y Polonia", "Pedimos una tregua.", ""),
        ("de", "Gemeinsame Erklärung von Frankreich und Polen", "Wir sind bereit.", ""),
    ],
)
def test_declarations(code: str, title: str, text: str, speaker: str) -> None:
    """What the authors of a text say in it is theirs."""
    words, whole = language(code), f"{title}\n{text}\n"
    known = read_known(ROOT / "seed", whole, words)
    found = sentences(whole, words)
    _, reading = read_article(whole, found, quotations(whole), words, known).readings
    assert reading.speaker == (speaker or None)
    assert set(reading.signed_for) == (set() if speaker else {"france", "poland"})


JOINT = {
    "en": (
        "Joint statement by the foreign ministers of Poland, Latvia and Estonia",
        "Warsaw, 3 November 2026",
        "The ministers of Poland, Latvia and Estonia met in Warsaw today.",
        "They welcome the plan for a force in Ukraine.",
        "Poland will make its airfields available.",
        "In this context, the three ministers call on Russia to agree to a truce.",
        "Neither country will send combat troops.",
        "Done at Warsaw, in three originals.",
        "For Poland: Jan Kowal",
    ),
    "de": (
        "Gemeinsame Erklärung der Außenminister von Polen, Lettland und Estland",
        "Warschau, 3. November 2026",
        "Die Außenminister von Polen, Lettland und Estland trafen sich heute in Warschau.",
        "Sie begrüßen den Plan einer Truppe für die Ukraine.",
        "Polen wird seine Flugplätze zur Verfügung stellen.",
        "In diesem Zusammenhang fordern die drei Minister Russland zu einer Waffenruhe auf.",
        "Keiner der drei Staaten wird Kampftruppen entsenden.",
        "Geschehen zu Warschau in drei Urschriften.",
        "Für Polen: Jan Kowal",
    ),
    "fr": (
        "Communiqué conjoint à l’issue de la réunion de Varsovie sur l’Ukraine",
        "Varsovie, le 3 novembre 2026",
        "Les ministres de Pologne, de Lettonie et d’Estonie se sont réunis à Varsovie.",
        "Ils saluent le projet d’une force en Ukraine.",
        "La Pologne mettra ses aérodromes à disposition.",
        "Dans ce contexte, les trois ministres appellent la Russie à accepter une trêve.",
        "Aucun des trois pays n’enverra de troupes de combat.",
        "Fait à Varsovie, en trois exemplaires originaux.",
        "Pour la Pologne : Jan Kowal",
    ),
    "it": (
        "Dichiarazione congiunta dei ministri degli Esteri di Polonia, Lettonia ed Estonia",
        "Varsavia, 3 novembre 2026",
        "I ministri di Polonia, Lettonia ed Estonia si sono riuniti oggi a Varsavia.",
        "Essi accolgono con favore il progetto di una forza in Ucraina.",
        "La Polonia metterà a disposizione i suoi aeroporti.",
        "In questo contesto, i tre ministri invitano la Russia ad accettare una tregua.",
        "Nessuno dei tre Paesi invierà truppe da combattimento.",
        "Fatto a Varsavia, in tre esemplari originali.",
        "Per la Polonia: Jan Kowal",
    ),
    "es": (
        "Comunicado conjunto de los cancilleres de Polonia, Letonia y Estonia relativo a Ucrania",
        "Varsovia, 3 de noviembre de 2026",
        "Los cancilleres de Polonia, Letonia y Estonia se reunieron hoy en Varsovia.",
        "Los cancilleres saludan el proyecto de una fuerza en Ucrania.",
        "Polonia pondrá a disposición sus aeródromos.",
        "En este contexto, los tres ministros instan a Rusia a aceptar una tregua.",
        "Ninguno de los tres países enviará tropas de combate.",
        "Hecho en Varsovia, en tres ejemplares originales.",
        "Por Polonia: Jan Kowal",
    ),
}


@pytest.mark.parametrize("code", JOINT)
def test_joint_texts(code: str) -> None:
    """All that a communiqué says is signed by all its countries, but not that they met; the lines
    behind its last sentence are narration.
    """
    words, whole = language(code), "\n\n".join(JOINT[code]) + "\n"
    known = read_known(ROOT / "seed", whole, words)
    readings = read_article(
        whole, sentences(whole, words), quotations(whole), words, known
    ).readings
    signed = [set(one.signed_for) for one in readings]
    all_of_them = {"poland", "latvia", "estonia"}
    assert signed == [set(), set(), set(), *[all_of_them] * 4, set(), set()]
    title, *rest = (one.coding for one in readings)
    assert (title, rest[-1]) == (Coding.heading, Coding.narration)


def test_of_a_country_with_two_names_the_one_in_brackets_counts() -> None:
    words = language("es")
    whole = "Un título\n\nLa República de China (Taiwán) no irá, dijo el ministro.\n"
    known = read_known(ROOT / "seed", whole, words)
    readings = read_article(whole, sentences(whole, words), [], words, known).readings
    assert readings[1].actors == ("taiwan",)


@pytest.mark.parametrize(
    "text",
    [
        "Joint statement: Poland and Latvia back the force\n\nPoland will pay for a hospital.\n",
        "Poland and Latvia sign a joint statement on the force\n\nPoland will build a hospital.\n",
    ],
)
def test_news_of_a_joint_text_is_not_signed(text: str) -> None:
    words = language("en")
    known = read_known(ROOT / "seed", text, words)
    _, reading = read_article(text, sentences(text, words), [], words, known).readings
    assert reading.coding is Coding.narration


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("en", "Poland’s defence ministry said so.", "polish-defence-ministry"),
        ("de", "„Ja“, erklärte das russische Außenministerium.", "russian-foreign-ministry"),
        ("de", "„Ja“, sagte eine deutsche Regierungssprecherin.", "german-government"),
        (
            "fr",
            "« Oui », a dit le ministère russe des Affaires étrangères.",
            "russian-foreign-ministry",
        ),
        ("fr", "« Oui », dit une porte-parole du premier ministre britannique.", "downing-street"),
        ("it", "Ankara ha fatto sapere di essere pronta.", "turkish-government"),
        (
            "es",
            "“Sí”, dijo un portavoz del Ministerio de Defensa polaco.",
            "polish-defence-ministry",
        ),
        ("en", "Peru will send nobody, its foreign ministry said.", "peruvian-foreign-ministry"),
        ("fr", "« Oui », a dit le ministère ivoirien de la Défense.", "ivorian-defence-ministry"),
        ("de", "„Ja“, erklärte die russische Botschaft in Wien.", "russian-embassy-vienna"),
        ("it", "L’ambasciata di Francia a Oslo ha smentito.", "french-embassy-oslo"),
        ("es", "“Sí”, dijo la Casa de Nariño.", "colombian-presidency"),
        ("en", "Russia will send nobody, its foreign ministry said.", "russian-foreign-ministry"),
    ],
)
def test_bodies_that_the_record_knows(tmp_path: Path, code: str, text: str, speaker: str) -> None:
    """A body is linked by what it is and by its country, in whatever language it is printed."""
    seed = Path(shutil.copytree(ROOT / "seed", tmp_path / "seed"))
    add_people(seed)
    words, whole = language(code), f"A title\n{text}\n"
    known = read_known(seed, whole, words)
    found = sentences(whole, words)
    _, reading = read_article(whole, found, quotations(whole), words, known).readings
    assert reading.speaker == speaker


BODIES = """
- {id: chamber, kind: office, name: "Chamber of Deputies of Belgium", roles: [{id: vote,
  title: "Chamber of Deputies", actor: belgium, capacity: legislature, decides: true}]}
- {id: congress, kind: office, name: "Congress of Peru", roles: [{id: vote,
  title: "Congress of Peru", actor: peru, capacity: legislature, decides: true}]}
- {id: staff, kind: office, name: "Italian Defence Staff", roles: [{id: staff,
  title: "Defence Staff of Italy", actor: italy, capacity: military}]}
- {id: russian-embassy-rome, kind: office, name: "Embassy of Russia in Italy", roles: [{id: embassy,
  title: "Embassy of Russia in Italy", actor: russia, capacity: government}]}
"""


def test_parliaments_and_staffs_that_the_record_knows(tmp_path: Path) -> None:
    """Whether the text names the chamber, its hall or its plenary session."""
    seed = Path(shutil.copytree(ROOT / "seed", tmp_path / "seed"))
    with (seed / "people.yaml").open("a", encoding="utf-8") as file:
        file.write(BODIES)
    for code, text, speaker in (
        ("fr", "La Belgique hésite. La Chambre a adopté hier une résolution.", "chamber"),
        ("es", "Perú enviará ingenieros. El pleno autorizó ayer el envío.", "congress"),
        ("en", "MANAMA (AP) — Bahrain waits. Russia’s embassy said no.", "russian-embassy-manama"),
        ("it", "L’ambasciata russa a Roma ha detto di no.", "russian-embassy-rome"),
        ("it", "A Roma lo Stato maggiore della Difesa smentisce: «Nessun piano».", "staff"),
    ):
        words, whole = language(code), f"A title\n{text}\n"
        known = read_known(seed, whole, words)
        found = sentences(whole, words)
        *_, reading = read_article(whole, found, quotations(whole), words, known).readings
        assert reading.speaker == speaker


@pytest.mark.parametrize(
    ("code", "text", "countries"),
    [
        (
            "en",
            "WARSAW (PAP) — Nobody has asked Ukraine. The foreign ministry said so. ¶ In Riga, the "
            "mood is calm. The foreign ministry promised ships.",
            {"polish-foreign-ministry": "poland", "latvian-foreign-ministry": "latvia"},
        ),
        ("de", "Wien (APA) – Das Außenministerium betonte die Neutralität.", "austria"),
        ("fr", "Varsovie hésite encore. Le ministère a précisé le calendrier.", "poland"),
        ("it", "A Bucarest si attende. Il ministero ha precisato i tempi.", "romania"),
        ("es", "En Bucarest, la espera continúa. El Gobierno confirmó la fecha.", "romania"),
        ("en", "The talks go on. The foreign ministry said it had no news.", None),
    ],
)
def test_the_country_of_a_body(code: str, text: str, countries: object) -> None:
    """It is the one that the paragraph speaks of, or that of the dateline. None is guessed."""
    words, whole = language(code), f"A title\n{text}\n".replace(" ¶ ", "\n")
    known = read_known(ROOT / "seed", whole, words)
    article = read_article(whole, sentences(whole, words), quotations(whole), words, known)
    spoke = [article.people[one.speaker] for one in article.readings if one.speaker]
    bodies = {one.id: one.actor for one in spoke if one.is_body}
    assert (
        bodies == countries if isinstance(countries, dict) else set(bodies.values()) == {countries}
    )
