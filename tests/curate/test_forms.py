"""Texts of other forms than news: who says the sentences of transcripts, debates, letters."""

import pytest

from app.curate.known import read_known
from app.curate.language import language
from app.curate.quotations import quotations, without_asides
from app.curate.speakers.reading import read_article
from app.curate.text import sentences
from app.settings import ROOT


def speakers(code: str, text: str) -> str:
    """The family name of who says each sentence, - for nobody."""
    words, whole = language(code), text.strip().replace("\n", "\n\n") + "\n"
    known = read_known(ROOT / "seed", whole, words)
    marks = without_asides(whole, quotations(whole), words)
    readings = read_article(whole, sentences(whole, words), marks, words, known).readings
    return " ".join((one.speaker or "-").rpartition("-")[2] or "-" for one in readings)


TRANSCRIPTS = {
    "en": """The Breakfast Hour
PRESENTER: With me is Ada Bell, the defence minister. Will we go?
BELL: Not yet. No vote, no troops.
PRESENTER: Let us go to Riga.
OZOLS (on tape): We will send forty engineers.
PRESENTER: That was Colonel Juris Ozols.
BELL: Good for them.""",
    "de": """Das Morgengespräch
MODERATOR: Bei mir ist Ada Bell, die Verteidigungsministerin. Gehen wir hin?
BELL: Noch nicht. Ohne Abstimmung keine Truppen.
MODERATOR: Wir schalten nach Riga.
OZOLS (vom Band): Wir schicken vierzig Pioniere.
MODERATOR: Das war Oberst Juris Ozols.
BELL: Gut für sie.""",
    "fr": """La matinale
JOURNALISTE : Avec moi, Ada Bell, ministre de la Défense. Irons-nous ?
BELL : Pas encore. Sans vote, pas de troupes.
JOURNALISTE : Allons à Riga.
OZOLS (enregistré) : Nous enverrons quarante sapeurs.
JOURNALISTE : C’était le colonel Juris Ozols.
BELL : Tant mieux pour eux.""",
    "it": """Il microfono del mattino
CONDUTTORE: Con me c’è Ada Bell, ministra della Difesa. Ci andremo?
BELL: Non ancora. Senza voto, niente truppe.
CONDUTTORE: Andiamo a Riga.
OZOLS (registrato): Manderemo quaranta genieri.
CONDUTTORE: Era il colonnello Juris Ozols.
BELL: Buon per loro.""",
    "es": """La mañana en antena
PRESENTADORA: Conmigo está Ada Bell, ministra de Defensa. ¿Iremos?
BELL: Todavía no. Sin votación no hay tropas.
PRESENTADORA: Vamos a Riga.
OZOLS (grabado): Enviaremos cuarenta zapadores.
PRESENTADORA: Era el coronel Juris Ozols.
BELL: Me alegro por ellos.""",
}


@pytest.mark.parametrize("code", TRANSCRIPTS)
def test_transcripts(code: str) -> None:
    """Who presents says nothing that counts, however few of the turns are questions."""
    assert speakers(code, TRANSCRIPTS[code]) == "- - - bell bell - ozols - bell"


def test_what_a_reporter_tells_is_said_by_others() -> None:
    text = """The Breakfast Hour
NORA LIND: With me is Ada Bell, the defence minister. Will we go?
BELL: Not yet. No vote, no troops.
LIND: Tom Hart is in Riga.
TOM HART: It is snowing. Colonel Juris Ozols told reporters that Latvia would send forty engineers.
LIND: Minister, is that enough?
BELL: It is a start."""
    assert speakers("en", text) == "- - - bell bell - - ozols - bell"


def test_what_a_presenter_tells_of_somebody_with_a_name_is_said_by_them() -> None:
    text = """The Breakfast Hour
PRESENTER: With me is Ada Bell, the defence minister. Will we go?
BELL: Not yet.
PRESENTER: Latvia's premier, Juris Ozols, told this programme that Riga would pay. Tom Hart?
HART (in Riga): We are ready, says the army here.
PRESENTER: Is it?
BELL: It is."""
    assert speakers("en", text).split()[4:6] == ["ozols", "-"]


DEBATES = {
    "en": """Ministers clash over the force
The premier, Ada Bell, told parliament that nothing was decided.
The Premier: I have no number.
Deputy Juris Ozols (Opposition): The number is 180.
The Premier: Rumours send no soldiers.
There was laughter.""",
    "de": """Streit um die Truppe
Kanzlerin Ada Bell sagte im Parlament, entschieden sei nichts.
Bundeskanzlerin Bell: Ich habe keine Zahl.
Abg. Juris Ozols (SPD): Die Zahl ist 180.
Bundeskanzlerin Bell: Gerüchte schicken keine Soldaten.
Es gab Gelächter.""",
    "fr": """Passe d’armes sur la force
La ministre Ada Bell a dit au Parlement que rien n’était décidé.
La ministre : Je n’ai pas de chiffre.
M. Juris Ozols (opposition) : Le chiffre est 180.
La ministre : Les rumeurs n’envoient pas de soldats.
On a ri.""",
    "it": """Scontro sulla forza
La ministra Ada Bell ha detto in Parlamento che nulla era deciso.
La ministra: Non ho una cifra.
On. Juris Ozols (opposizione): La cifra è 180.
La ministra: Le voci non mandano soldati.
Si è riso.""",
    "es": """Choque por la fuerza
La ministra Ada Bell dijo en el Parlamento que nada estaba decidido.
La ministra: No tengo una cifra.
Diputado Juris Ozols (oposición): La cifra es 180.
La ministra: Los rumores no envían soldados.
Hubo risas.""",
}


@pytest.mark.parametrize("code", DEBATES)
def test_debates(code: str) -> None:
    """Nobody asks: what is behind a name or a role is their words."""
    assert speakers(code, DEBATES[code]) == "- bell bell ozols bell -"


MEMBERS_ASK = {
    "en": """From the debate
Ada Bell, Minister of Defence: We send nobody.
Juris Ozols (Labour): Why do we wait?
Minister Bell: The report comes in May.
Ozols (Labour): Then I vote against it.""",
    "de": """Aus der Debatte
Ada Bell, Ministerin der Verteidigung: Wir schicken niemanden.
Abg. Juris Ozols (SPD): Warum warten wir?
Ministerin Bell: Der Bericht kommt im Mai.
Abg. Ozols (SPD): Dann stimme ich dagegen.""",
    "fr": """Extraits du débat
Ada Bell, ministre de la Défense : Nous n’envoyons personne.
M. Juris Ozols (opposition) : Pourquoi attendre ?
Mme Ada Bell. – Le rapport paraîtra en mai.
M. Ozols (opposition) : Alors je voterai contre.""",
    "it": """Dal dibattito
Ada Bell, ministra della Difesa: Non mandiamo nessuno.
On. Juris Ozols (opposizione): Perché aspettiamo?
Ministra Bell: Il rapporto esce a maggio.
On. Ozols (opposizione): Allora voterò contro.""",
    "es": """Del debate
Ada Bell, ministra de Defensa: No enviamos a nadie.
Sr. Juris Ozols (oposición): ¿Por qué esperamos?
Ministra Bell: El informe sale en mayo.
Sr. Ozols (oposición): Entonces votaré en contra.""",
}


@pytest.mark.parametrize("code", MEMBERS_ASK)
def test_a_member_of_a_party_is_no_interviewer(code: str) -> None:
    assert speakers(code, MEMBERS_ASK[code]) == "- bell ozols bell ozols"


LETTERS = {
    "en": """No promise was made
Dear Editor, your paper wrote that Latvia would send 300 soldiers.
That is wrong. Our parliament has to vote first.
Ada Bell, ambassador of Latvia
The figure came from an official.""",
    "de": """Kein Versprechen
Sehr geehrte Redaktion, Ihre Zeitung schrieb, Lettland werde 300 Soldaten schicken.
Das stimmt nicht. Zuerst muss unser Parlament abstimmen.
Ada Bell, Botschafterin Lettlands
Die Zahl stammte aus dem Ministerium.""",
    "fr": """Aucune promesse
Monsieur le directeur, votre journal a écrit que la Lettonie enverrait 300 soldats.
C’est faux. Notre Parlement doit d’abord voter.
Ada Bell, ambassadrice de Lettonie
Le chiffre venait du ministère.""",
    "it": """Nessuna promessa
Gentile direttore, il Suo giornale ha scritto che la Lettonia manderà 300 soldati.
Non è vero. Prima deve votare il nostro Parlamento.
Ada Bell, ambasciatrice della Lettonia
La cifra veniva dal ministero.""",
    "es": """Ninguna promesa
Señor director: Su periódico escribió que Letonia enviaría 300 soldados.
No es cierto. Primero tiene que votar nuestro Parlamento.
Ada Bell, embajadora de Letonia
La cifra venía del ministerio.""",
}


@pytest.mark.parametrize("code", LETTERS)
def test_letters(code: str) -> None:
    """All sentences up to the line with the signature are those of who signs."""
    assert speakers(code, LETTERS[code]) == "- bell bell bell - -"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "de",
            """Wer beobachtet, schießt nicht
Ministerin Ada Bell über die Truppe
Interview: Nora Lind
Frau Bell, gehen wir hin?
Noch nicht, wir warten ab.
Wann denn?
Wir stimmen im Mai ab.
Und was sagt Nora Lind dazu?
Fragen Sie sie, ich weiß es nicht.""",
        ),
        (
            "en",
            """Watching is not shooting
The minister Ada Bell on the force
Interview: Nora Lind
Ms Bell, will we go?
Not yet, we are waiting.
When, then?
We vote in May.
And who pays?
We do, I am afraid.""",
        ),
    ],
)
def test_an_interviewer_is_no_guest(code: str, text: str) -> None:
    assert speakers(code, text) == "- - - - bell - bell - bell"


def test_a_sentence_without_an_end() -> None:
    """Its first words are read, or else the time would grow with the square of all of them."""
    long = ", on and on" * 1000
    assert speakers("en", f"A title\n“We go,” said Ada Bell, the minister{long}.") == "- bell"
    assert speakers("en", f"A title\nIt goes on{long}, said Ada Bell, the minister.") == "- -"
