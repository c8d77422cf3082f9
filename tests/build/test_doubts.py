"""Doubts in five languages: what each kind must notice, and what it must leave alone.

Each case is a small invented article with one claim. They are all in one seed, which is checked
once. Nobody said any of it.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.build.check.seed import check
from app.build.findings import DoubtCode
from app.build.seed.load import load
from tests.fixtures import SEED, bare_seed
from tests.publishing import add
from tests.real_sources import statement, with_source

PEOPLE = {
    "marchetti": ("Livia Marchetti", "italy", "Ministra della Difesa"),
    "roussel": ("Hugo Roussel", "france", "Premier ministre"),
    "brandt": ("Jutta Brandt", "germany", "Verteidigungsministerin"),
    "sanz": ("Teo Sanz", "spain", "Ministro de Defensa"),
    "doyle": ("Maeve Doyle", "ireland", "Defence Minister"),
    "keane": ("Owen Keane", "ireland", "Leader of the Green Party"),
}
OF_PASSAGES = (
    "no-comment",
    "other-language",
    "agency-not-in-via",
    "no-reporting-verb",
    "like-a-heading",
    "two-sentences",
    "half-sentence",
)
SPEAKER = {"it": "marchetti", "fr": "roussel", "de": "brandt", "es": "sanz", "en": "doyle"}


@dataclass(frozen=True)
class Case:
    """A claim: the sentences of its article with their coding, which of them it is, and the code
    that must be found, or, behind a minus, must not be.
    """

    code: str
    language: str
    sentences: tuple[tuple[str, str], ...]
    claim: str
    summary: str
    keys: tuple[tuple[str, str], ...] = ()
    entry: str = ""
    source: str = ""

    @property
    def of(self) -> str:
        """The file in which the finding is."""
        if self.code.startswith("source-") or self.code.removeprefix("-") in OF_PASSAGES:
            return "source.yaml"
        return "positions.yaml" if self.entry else "statements.yaml"


def said(code: str, language: str, sentence: str, summary: str, *more: str, **keys: str) -> Case:
    """A case whose claim is `sentence`, or, if `exact` is given, a part of it; `more` are sentences
    before it, of narration.
    """
    before = tuple(("narration", each) for each in more)
    claim = keys.pop("exact", sentence)
    entry, source = keys.pop("entry", ""), keys.pop("source", "")
    sentences = (*before, ("statement", sentence))
    return Case(code, language, sentences, claim, summary, tuple(keys.items()), entry, source)


def held(code: str, language: str, sentence: str, summary: str, entry: str, **keys: str) -> Case:
    """A case with an entry, of which the claim is the evidence."""
    return said(code, language, sentence, summary, entry=entry, **keys)


FAR = ("Ships wait.",) * 6
"""Sentences behind which the first ones of a text are not near."""

SUMMED_UP = [
    # The summary says, too, that it is this person: only the sentence itself speaks against it.
    *(
        Case(
            code,
            language,
            (("narration", before), ("statement", other), ("statement", claim)),
            claim,
            summary,
        )
        for code, language, before, other, claim, summary in (
            (
                "-speaker-not-near",
                "it",
                "Livia Marchetti è a Roma.",
                "«È tardi», ha detto Owen Keane.",
                "«Lo so», replica la titolare del dicastero.",
                "Marchetti replies that she knows it.",
            ),
            (
                "speaker-not-near",
                "it",
                "Livia Marchetti è a Roma.",
                "«È tardi», ha detto Owen Keane.",
                "«Lo so», replica la titolare del dicastero.",
                "The minister replies that she knows it.",
            ),
            (
                "speaker-not-near",
                "de",
                "Jutta Brandt wartete.",
                "„Es ist früh“, sagte Teo Sanz.",
                "„Es ist spät“, sagte Owen Keane.",
                "Brandt says that it is late.",
            ),
        )
    ),
]

OTHER_WORDS = [
    # Entries that say in other words what their evidence says.
    *(
        held("-stance-contrary", "en", sentence, summary, entry)
        for sentence, summary, entry in (
            (
                "If Britain covers the cost, Ireland will go, Maeve Doyle said.",
                "Doyle says that Ireland will go if Britain pays.",
                'conditions: [{any_of: [other], note: "Britain covers the cost"}]\n'
                "  participation: will_contribute\n  commitment: stated",
            ),
            (
                "Ireland would refuse to patrol a line, Maeve Doyle said.",
                "Doyle says that Ireland would refuse to patrol a line.",
                "contributions:\n    - {form: monitoring, status: ruled_out, place: in_ukraine}",
            ),
            (
                "Ireland no longer rules out taking part, Maeve Doyle said.",
                "Doyle says that Ireland no longer rules out taking part.",
                "participation: open\n  commitment: hedged\n"
                "  summary: Ireland no longer rules out taking part.",
            ),
            (
                "Ireland accepts neither foreign troops nor ships, Maeve Doyle said.",
                "Doyle says that Ireland accepts neither foreign troops nor ships.",
                "view: opposes",
            ),
        )
    ),
]

NOT_AGAINST_ENTRIES = [
    # What the words deny or make wait is not what the entry says.
    *(
        held(code, "en", sentence, summary, entry)
        for code, sentence, summary, entry in (
            (
                "-stance-contrary",
                "Ireland rules nothing out, Maeve Doyle said.",
                "Doyle says that Ireland rules nothing out.",
                "participation: open\n  commitment: hedged",
            ),
            (
                "stance-contrary",
                "Ireland will not go, Maeve Doyle said.",
                "Doyle says that Ireland will not go.",
                "participation: open\n  commitment: hedged",
            ),
            (
                "-stance-contrary",
                "Ireland will send 30 instructors to Poland and none to Ukraine, Maeve Doyle said.",
                "Doyle says that Ireland will send 30 instructors to Poland and none to Ukraine.",
                "contributions:\n"
                "    - {form: training, status: offered, place: neighbouring}\n"
                "    - {form: training, status: ruled_out, place: in_ukraine}",
            ),
            (
                "-stance-too-strong",
                "Ireland will take part, and numbers will be discussed only after a ceasefire, "
                "Maeve Doyle said.",
                "Doyle says that Ireland will take part, and that numbers will be discussed only "
                "after a ceasefire.",
                "participation: will_contribute\n  commitment: stated",
            ),
            (
                "-stance-contrary",
                "Ireland goes only if both capitals at war agree, Maeve Doyle said.",
                "Doyle says that Ireland goes only if both capitals at war agree.",
                "conditions: [{any_of: [russian_consent]}]\n"
                "  participation: will_contribute\n  commitment: stated",
            ),
            (
                "-stance-contrary",
                "Nobody will leave without a truce and a vote, Maeve Doyle said.",
                "Doyle says that nobody will leave without a truce and a vote.",
                "participation: undecided\n  commitment: stated\n  summary: "
                "Ireland has not decided. Nobody will leave without a truce and a vote.",
            ),
        )
    ),
]

ADDED = [
    # What the summary has instead of another thing of this kind, and what only no list has.
    said(
        "summary-of-other-words",
        "it",
        "Livia Marchetti ha detto che l’Italia manderà due elicotteri.",
        "Marchetti says that Italy will send two ships.",
    ),
    said(
        "-summary-of-other-words",
        "it",
        "Livia Marchetti ha detto che dietro agli addestratori arriveranno i lagunari.",
        "Marchetti says that infantry will follow the trainers.",
    ),
    said(
        "-summary-of-other-words",
        "fr",
        "Hugo Roussel a dit que l’État prendrait à sa charge le carburant.",
        "Roussel says that the state would pay for the fuel.",
    ),
    said(
        "-summary-of-other-words",
        "en",
        "France will send two ships, provided that the Palais Bourbon nods, Maeve Doyle said.",
        "Doyle says that France will send two ships if its parliament approves.",
    ),
    said(
        "-summary-of-other-words",
        "de",
        "Einer habe gefragt, ob er den Dienst quittieren dürfe, sagte Jutta Brandt.",
        "Brandt says that one of them asked whether he may resign.",
    ),
    said(
        "-summary-of-other-words",
        "es",
        "La Constitución impone un voto de las Cortes, dijo Teo Sanz.",
        "Sanz says that the constitution requires a vote of parliament.",
    ),
    said(
        "-summary-contrary",
        "de",
        "Österreich prüfe gerade noch die Ausbildung, sagte Jutta Brandt.",
        "Brandt says that Austria is at most examining training.",
    ),
    said(
        "summary-contrary",
        "de",
        "Die Pioniere blieben höchstens ein Jahr, sagte Jutta Brandt.",
        "Brandt says that the engineers stay at least one year.",
    ),
    said(
        "-summary-contrary",
        "es",
        "Teo Sanz exigió que la ministra comparezca.",
        "Sanz demands that the minister appear before the Senate.",
    ),
    said(
        "-summary-too-strong",
        "es",
        "Teo Sanz aseguró que la invitación salió el 9 de octubre.",
        "Sanz says that the invitation was sent on 9 October.",
    ),
    said(
        "-summary-too-strong",
        "it",
        "Chi ha deciso è Praga, ha detto Livia Marchetti: un plotone di medici.",
        "Marchetti says that Czechia has decided on a platoon of doctors.",
    ),
    said(
        "-summary-of-other-words",
        "fr",
        "Abidjan n’a pas répondu, a dit Hugo Roussel.",
        "Roussel says that Ivory Coast has not answered.",
    ),
]

LESS_DOUBTED = [
    # Limits, denials of denials, reasons and relative clauses deny nothing.
    said(
        "-summary-contrary",
        "fr",
        "Hugo Roussel a demandé que la force évite la Roumanie et ne reste pas plus de deux jours "
        "en Ukraine.",
        "Roussel asks that the force avoid Romania and stay no longer than two days in Ukraine.",
    ),
    *(
        said("-summary-contrary", language, sentence, summary)
        for language, sentence, summary in (
            (
                "fr",
                "Il manque des postes, je ne vais pas vous dire le contraire, a dit Hugo Roussel.",
                "Roussel concedes that posts are vacant.",
            ),
            (
                "de",
                "Jutta Brandt sagte, sie könne den Fehler nicht leugnen.",
                "Brandt admits the mistake.",
            ),
            (
                "it",
                "Livia Marchetti ha detto di non poter negare il ritardo.",
                "Marchetti admits the delay.",
            ),
            (
                "es",
                "Teo Sanz dijo que no va a negar el retraso.",
                "Sanz admits the delay.",
            ),
            (
                "en",
                "Maeve Doyle said she would not deny that posts were open.",
                "Doyle concedes that posts are open.",
            ),
            (
                "es",
                "Teo Sanz dijo que votará a favor, porque con la defensa no se juega.",
                "Sanz says that he will vote in favour.",
            ),
            (
                "it",
                "Livia Marchetti ha detto di avere paura delle mine, che non leggono i comunicati.",
                "Marchetti says that she is afraid of the mines.",
            ),
            (
                "fr",
                "Quarante, c’est fini, a dit Hugo Roussel.",
                "Roussel says that forty are not possible.",
            ),
            (
                "it",
                "Coperte e tende, nient’altro, ha detto Livia Marchetti.",
                "Marchetti says that there will be blankets and tents, and nothing else.",
            ),
            (
                "it",
                "Livia Marchetti ha detto che la brigata partirà solo con un voto delle Camere.",
                "Marchetti says that the brigade leaves only after a vote of both chambers.",
            ),
            (
                "it",
                "Con un mandato si parte, ha detto Livia Marchetti.",
                "Marchetti recalls that one leaves with a mandate.",
            ),
            (
                "es",
                "La secretaria de Defensa irá a Kiev, dijo Teo Sanz.",
                "Sanz announces publicly that the defence secretary will go to Kyiv.",
            ),
            (
                "es",
                "Sobran manos y falta una firma, dijo Teo Sanz.",
                "Sanz says that there are more than enough hands, and that a signature is missing.",
            ),
            (
                "de",
                "Jutta Brandt warb für ein Mandat über höchstens 900 Soldaten.",
                "Brandt argues for a mandate for at most 900 soldiers.",
            ),
            (
                "it",
                "Livia Marchetti ha promesso due radar e quaranta addestratori.",
                "Marchetti promises two radars and forty trainers.",
            ),
            (
                "de",
                "Selbst in die Ukraine gehe kein deutscher Soldat, sagte Jutta Brandt.",
                "Brandt says that no German soldier goes to Ukraine.",
            ),
        )
    ),
    Case(
        "-summary-contrary",
        "fr",
        (
            ("narration", "Et si Washington refuse tout appui ?"),
            ("statement", "Alors nous volerons moins haut, mais nous volerons."),
        ),
        "Alors nous volerons moins haut, mais nous volerons.",
        "Roussel says that if the United States refuse, France will fly less high, but will fly.",
    ),
    # Another country beside the speaker says nothing of what is said.
    said(
        "-country-not-named",
        "fr",
        "« Nous serons le quai », a dit Hugo Roussel au côté de ses homologues de Sofia.",
        "Roussel says that France will be the quay.",
        quoted='["Nous serons le quai"]',
    ),
    # Forms that show reported speech, and verbs of suspicion.
    Case(
        "-no-reporting-verb",
        "de",
        (
            ("statement", "Österreich werde niemanden schicken, sagte Jutta Brandt."),
            ("statement", "Angeboten würden 80 Pioniere."),
        ),
        "Angeboten würden 80 Pioniere.",
        "Brandt says that 80 engineers are offered.",
    ),
    Case(
        "no-reporting-verb",
        "de",
        (
            ("statement", "Österreich werde niemanden schicken, sagte Jutta Brandt."),
            ("statement", "Der Saal lag im Dunkeln."),
            ("narration", "Ohne Pioniere würden die Minen bleiben."),
        ),
        "Österreich werde niemanden schicken, sagte Jutta Brandt.",
        "Brandt says that Austria will send nobody.",
    ),
    *(
        said("-no-reporting-verb", language, sentence, summary)
        for language, sentence, summary in (
            ("fr", "Elle soupçonne Paris de vouloir la paix.", "She suspects that."),
            ("it", "Sospetta che Roma voglia la pace.", "She suspects that."),
            ("es", "Sospecha que Madrid quiere la paz.", "She suspects that."),
            ("de", "Sie ahnt, dass Berlin den Frieden will.", "She suspects that."),
            ("en", "She assumes that Dublin is for peace.", "She assumes that."),
        )
    ),
]

INTERVIEW = (
    ("heading", "‘A long way from home’"),
    ("narration", "The minister, Maeve Doyle, spoke to us."),
    ("narration", "Minister, are you going?"),
    ("statement", "We are going."),
    ("narration", "The Danes are talking about a frigate."),
    ("statement", "That is theirs to announce."),
    (
        "narration",
        "Your former army chief told us that it is “a squad, not a mission”.",
    ),
    ("statement", "I would rather he picked one of the two."),
    ("narration", "It is a long way."),
    ("statement", "It is not. The general tells me every week: “Twenty, and that is it.”"),
)
LABELLED = (
    ("heading", "‘Eyes before boots’"),
    ("narration", "Q: Your president said no. Does that mean boots?"),
    ("statement", "A: It means eyes before boots."),
    ("narration", "Q: And infantry?"),
    ("statement", "A: My colleague told me on Sunday that Rome would send some."),
    ("narration", "Q: Who pays?"),
    ("narration", "Q: Who leads?"),
    ("statement", "Q: Does Maeve Doyle lead?"),
    ("statement", "A: She does."),
    (
        "statement",
        "Maeve Doyle, reached after the interview, said he had “confused a press release with it”.",
    ),
)
AFTER_INTERVIEW = [
    Case(code, "en", LABELLED, LABELLED[claim][1], summary, (("speaker", who), *more))
    for code, claim, summary, who, *more in (
        ("no-reporting-verb", 4, "Keane reports that Italy would send some.", "keane"),
        ("-date-improbable", 4, "Keane reports on Italy.", "keane", ("said", "2026-11-10")),
        (
            "-scare-quotes",
            9,
            "Doyle says that he takes a press release for it.",
            "doyle",
            ("quoted", '["confused a press release with it"]'),
        ),
    )
]
UNLABELLED = (
    ("heading", "« Pas au canon »"),
    ("narration", "Hugo Roussel était lundi à Brest."),
    ("narration", "Que cherchez-vous ?"),
    ("statement", "La paix."),
    ("narration", "Combien de policiers ?"),
    ("statement", "Cent quarante."),
    ("narration", "L’aura-t-on ?"),
    ("statement", "On l’aura."),
    ("statement", "Joint après l’émission, Teo Sanz a déclaré que Madrid attendrait."),
)
LETTERS = (
    ("heading", "Domande ai lettori"),
    ("heading", "Mio figlio è alpino"),
    ("narration", "Ho un figlio nella Julia: partirà?"),
    ("narration", "Rosanna Tolot, Feltre"),
    ("statement", "Gentile signora, nessun alpino partirà: io qui lo ripeto."),
    ("statement", "Il mio premier ha scritto che «un embargo non ferma nessuno»."),
    ("narration", "Livia Marchetti"),
)
OF_TWELVE = [
    Case(
        "speaker-not-near",
        "fr",
        UNLABELLED,
        UNLABELLED[8][1],
        "Roussel says that Spain would wait.",
        (("speaker", "roussel"),),
    ),
    *(
        Case(code, "it", LETTERS, LETTERS[claim][1], summary)
        for code, claim, summary in (
            ("-like-a-heading", 4, "Marchetti says that no mountain soldier will leave."),
            ("-no-reporting-verb", 4, "Marchetti says that no mountain soldier will leave."),
            ("-quotation-not-coded", 5, "Marchetti says that an embargo stops nobody."),
        )
    ),
    *(
        said("-quotation-not-coded", language, sentence, summary)
        for language, sentence, summary in (
            (
                "it",
                "Livia Marchetti ha parlato al quotidiano “El Faro de Madrid” di navi.",
                "Marchetti speaks of ships.",
            ),
            (
                "es",
                "Teo Sanz habló de barcos, según el diario “Folha do Planalto”.",
                "Sanz speaks of ships.",
            ),
            (
                "de",
                "Jutta Brandt sprach mit der Initiative „Neutral bleiben“ über Schiffe.",
                "Brandt speaks of ships.",
            ),
            (
                "fr",
                "Hugo Roussel a parlé de navires à l’émission « Face à la mer ».",
                "Roussel speaks of ships.",
            ),
        )
    ),
    *(
        said(code, language, sentence, summary)
        for code, language, sentence, summary in (
            (
                "-summary-contrary",
                "es",
                "Teo Sanz propuso que vigilen países que no pertenezcan a la OTAN.",
                "Sanz proposes that countries outside NATO watch.",
            ),
            (
                "-summary-contrary",
                "fr",
                "Hugo Roussel a dit que le radar irait à Chisinau plutôt qu’en Ukraine.",
                "Roussel says that the radar goes to Moldova and not to Ukraine.",
            ),
            (
                "-summary-contrary",
                "es",
                "Varsovia se limitará a abrir sus carreteras, dijo Teo Sanz.",
                "Sanz says that Poland will do no more than open its roads.",
            ),
            (
                "-summary-contrary",
                "de",
                "Jutta Brandt widersprach: Die Regierung habe den Brief verschwiegen.",
                "Brandt says that the government kept quiet about the letter.",
            ),
            (
                "-summary-contrary",
                "en",
                "Maeve Doyle said the cabinet signed off on that last night.",
                "Doyle says that the cabinet agreed the night before.",
            ),
            (
                "-summary-too-strong",
                "fr",
                "Le cabinet ne peut engager personne, a dit Hugo Roussel.",
                "Roussel says that the cabinet cannot commit anybody.",
            ),
            (
                "-summary-of-other-words",
                "de",
                "Jutta Brandt hielt Paris vor, Soldaten in ein Minenfeld zu schicken.",
                "Brandt accuses France of sending soldiers into a minefield.",
            ),
        )
    ),
    Case(
        "-country-not-named",
        "de",
        (
            ("narration", "Im Südsudan hat sie gedient."),
            ("statement", "Dort lerne man das Warten, sagte Jutta Brandt."),
        ),
        "Dort lerne man das Warten, sagte Jutta Brandt.",
        "Brandt says that one learns to wait in South Sudan.",
    ),
    # Days of what somebody speaks of, months, and messages.
    said(
        "date-improbable",
        "fr",
        "« Rome a répondu non dès le 2 octobre », a dit Hugo Roussel.",
        "Roussel says that Italy answered no on 2 October.",
        quoted='["Rome a répondu non dès le 2 octobre"]',
        said="2025-10-02",
    ),
    said(
        "limit-cut-off",
        "es",
        "Irán lejos del frente y solo si Moscú se compromete, dijo Teo Sanz.",
        "Sanz says that they go far from the front.",
        exact="Irán lejos del frente",
    ),
    said(
        "country-not-named",
        "de",
        "Paris habe die Schweiz eingeladen, sagte Jutta Brandt.",
        "Brandt says that France invited Switzerland.",
        "Moskau schweigt.",
        about="[russia, switzerland]",
    ),
]
INTERVIEWED = [
    Case(code, "en", INTERVIEW, INTERVIEW[claim][1], summary, keys)
    for code, claim, summary, keys in (
        ("-no-reporting-verb", 3, "Doyle says that they are going.", ()),
        ("-reporting-verb", 3, "Doyle says that they are going.", ()),
        ("-quotation-not-coded", 9, "Doyle relates that the general says twenty.", ()),
        (
            "scare-quotes",
            9,
            "Doyle relates that the general says twenty.",
            (("quoted", '["Twenty, and that is it"]'),),
        ),
    )
]

TURNED = [
    # A denial that is far away, or has another form.
    said(
        "summary-contrary",
        "fr",
        "La Belgique restera à l’écart, a dit Hugo Roussel.",
        "Roussel says that Belgium will take part.",
    ),
    said(
        "summary-contrary",
        "de",
        "Österreich hält sich heraus, sagte Jutta Brandt.",
        "Brandt says that Austria will take part.",
    ),
    said(
        "summary-contrary",
        "es",
        "Portugal se queda fuera, dijo Teo Sanz.",
        "Sanz says that Portugal will take part.",
    ),
    said(
        "summary-contrary",
        "en",
        "The ships are not for the convoy, Maeve Doyle said, but for the port.",
        "Doyle says that the ships are for the convoy and not for the port.",
    ),
    said(
        "summary-contrary",
        "de",
        "Die Kompanie komme nach Rumänien und nicht in die Ukraine, sagte Jutta Brandt.",
        "Brandt says that the company goes to Ukraine and not to Romania.",
    ),
    said(
        "summary-contrary",
        "it",
        "Livia Marchetti ha detto che i soldati andranno in Romania e non in Ucraina.",
        "Marchetti says that the soldiers will go to Ukraine and not to Romania.",
    ),
    said(
        "summary-contrary",
        "en",
        "Maeve Doyle confirmed the report of the Evening Post.",
        "Doyle disputes the report.",
    ),
    # A time that is turned round.
    said(
        "summary-contrary",
        "fr",
        "Hugo Roussel a dit que les démineurs iraient une fois la trêve signée.",
        "Roussel says that the teams would go during the fighting.",
    ),
    said(
        "summary-contrary",
        "de",
        "Jutta Brandt sagte, die Ärzte reisten nach einem Waffenstillstand ab.",
        "Brandt says that the doctors leave before a ceasefire.",
    ),
    said(
        "summary-contrary",
        "it",
        "Livia Marchetti ha detto che partiranno quando le armi tacciono.",
        "Marchetti says that they leave while the war goes on.",
    ),
    said(
        "summary-contrary",
        "en",
        "Maeve Doyle said the team would go in the middle of the fighting.",
        "Doyle says that the team would go after a ceasefire.",
    ),
    # A right summary of one half, and of a condition.
    said(
        "-summary-contrary",
        "de",
        "„Das ist kein Versprechen, das ist ein Plan“, sagte Jutta Brandt.",
        "Brandt says that this is a plan.",
        quoted='["Das ist kein Versprechen, das ist ein Plan"]',
    ),
    said(
        "-summary-contrary",
        "it",
        "«Non sono promesse, sono piani», ha detto Livia Marchetti.",
        "Marchetti says that these are plans.",
        quoted='["Non sono promesse, sono piani"]',
    ),
    said(
        "-summary-contrary",
        "fr",
        "« Ce n’est pas une promesse, c’est un plan », a dit Hugo Roussel.",
        "Roussel says that this is a plan.",
        quoted='["Ce n’est pas une promesse, c’est un plan"]',
    ),
    said(
        "-summary-contrary",
        "es",
        "Teo Sanz dijo que no quería un cheque, sino un calendario.",
        "Sanz says that he wants a calendar.",
    ),
    said(
        "-summary-contrary",
        "fr",
        "Hugo Roussel a dit que le bataillon ne partirait pas sans mandat.",
        "Roussel says that the battalion would leave only with a mandate.",
    ),
    said(
        "-summary-contrary",
        "en",
        "Pressed by reporters on why it had not come sooner, Maeve Doyle said the plan was ready.",
        "Doyle says that the plan is ready.",
    ),
    said(
        "-summary-contrary",
        "de",
        "Auf die Frage, ob das nicht zu spät komme, sagte Jutta Brandt, der Plan sei fertig.",
        "Brandt says that the plan is ready.",
    ),
    said(
        "-summary-contrary",
        "it",
        "Livia Marchetti smentisce che l’Italia abbia chiesto il comando.",
        "Marchetti denies that Italy asked for the command.",
    ),
    said(
        "-summary-contrary",
        "es",
        "Teo Sanz dijo que Madrid comparte los datos con Kiev y con nadie más.",
        "Sanz says that Madrid shares the data only with Kyiv.",
        about="[spain, ukraine]",
    ),
]

TOO_STRONG = [
    said(
        "summary-too-strong",
        "fr",
        "Hugo Roussel a dit que Paris pourrait prêter deux radars.",
        "Roussel says that France will lend two radars.",
    ),
    said(
        "summary-too-strong",
        "de",
        "Jutta Brandt sagte, Deutschland könnte vielleicht zwei Radare leihen.",
        "Brandt promises two radars.",
    ),
    said(
        "summary-too-strong",
        "it",
        "Livia Marchetti ha detto che l’Italia potrebbe prestare due radar.",
        "Marchetti says that Italy will lend two radars.",
    ),
    said(
        "summary-too-strong",
        "es",
        "Teo Sanz dijo que España podría prestar dos radares.",
        "Sanz pledges two radars.",
    ),
    said(
        "summary-too-strong",
        "en",
        "Maeve Doyle said Ireland might lend two radars.",
        "Doyle says that Ireland will lend two radars.",
    ),
    # The condition is lost.
    said(
        "summary-too-strong",
        "de",
        "Sofern der Bundestag zustimmt, schickt Deutschland 30 Ärzte, sagte Jutta Brandt.",
        "Brandt says that Germany will send 30 doctors.",
    ),
    said(
        "summary-too-strong",
        "fr",
        "Hugo Roussel a dit que 30 médecins partiraient, à condition qu’on les protège.",
        "Roussel says that 30 doctors will leave.",
    ),
    said(
        "summary-too-strong",
        "it",
        "Livia Marchetti ha detto che 30 medici partiranno, purché siano protetti.",
        "Marchetti says that 30 doctors will leave.",
    ),
    said(
        "summary-too-strong",
        "en",
        "Provided they are protected, 30 doctors will go, Maeve Doyle said.",
        "Doyle says that 30 doctors will go.",
    ),
    said(
        "summary-too-strong",
        "fr",
        "Hugo Roussel a dit que personne ne partirait sans mandat.",
        "Roussel says that nobody will leave.",
    ),
    said(
        "summary-too-strong",
        "es",
        "Teo Sanz dijo que los médicos viajarán cuando callen las armas.",
        "Sanz says that the doctors will travel.",
    ),
    said(
        "-summary-too-strong",
        "en",
        "Maeve Doyle said Ireland could lend two radars, and would decide on Friday.",
        "Doyle says that Ireland could lend two radars and will decide on Friday.",
    ),
    said(
        "-summary-too-strong",
        "de",
        "Wenn die Waffen schweigen, schickt Deutschland 30 Ärzte, sagte Jutta Brandt.",
        "Brandt says that Germany will send 30 doctors after a ceasefire.",
    ),
]

OTHER_COUNTRIES = [
    said(
        "country-not-named",
        "de",
        "Jutta Brandt sagte, Norwegen verschenke seine Zeit.",
        "Brandt says that Sweden wastes its time.",
        about="[norway]",
    ),
    said(
        "country-not-named",
        "es",
        "Teo Sanz dijo que Chile pierde el tiempo.",
        "Sanz says that Peru wastes its time.",
        about="[chile]",
    ),
    said(
        "country-not-named",
        "it",
        "Livia Marchetti ha detto che due navi partiranno con quelle norvegesi.",
        "Marchetti says that two ships will leave with those of Denmark.",
        about="[italy, norway]",
    ),
    said(
        "-country-not-named",
        "fr",
        "Hugo Roussel a dit qu’elle perdait son temps.",
        "Roussel says that Norway wastes its time.",
        "La Norvège attend.",
    ),
]

CUT = [
    said(
        "limit-cut-off",
        "de",
        "Jutta Brandt sagte den Abgeordneten, dass kein Soldat bleibe.",
        "Brandt speaks to the members.",
        exact="Jutta Brandt sagte den Abgeordneten",
    ),
    said(
        "limit-cut-off",
        "fr",
        "Hugo Roussel a dit aux députés que les soldats partiraient.",
        "Roussel speaks to the members.",
        exact="Hugo Roussel a dit aux députés",
    ),
    said(
        "limit-cut-off",
        "en",
        "Maeve Doyle said the ships would sail and the crews would never go ashore.",
        "Doyle says that the ships would sail.",
        exact="Maeve Doyle said the ships would sail",
    ),
    said(
        "limit-cut-off",
        "es",
        "Teo Sanz dijo que irán médicos y que no irá ningún soldado.",
        "Sanz says that doctors will go.",
        exact="Teo Sanz dijo que irán médicos",
    ),
]

NUMBERS = [
    said(
        "number-not-in-source",
        "fr",
        "Hugo Roussel a promis trois navires.",
        "Roussel promises 13 ships.",
    ),
    said(
        "number-not-in-source",
        "it",
        "Livia Marchetti ha promesso ventidue camion.",
        "Marchetti promises 32 lorries.",
    ),
    said(
        "number-not-in-source",
        "es",
        "Teo Sanz prometió doce camiones.",
        "Sanz promises 2 lorries.",
    ),
    said(
        "-number-not-in-source",
        "de",
        "Jutta Brandt versprach zweiundvierzig Lastwagen in vier Monaten.",
        "Brandt promises 42 lorries in 4 months.",
    ),
    said(
        "-number-not-in-source",
        "fr",
        "Hugo Roussel a promis quatre-vingt-douze camions et deux navires.",
        "Roussel promises 92 lorries and 2 ships.",
    ),
    said(
        "-number-not-in-source",
        "en",
        "Maeve Doyle promised one hundred and twenty lorries and three ships.",
        "Doyle promises 120 lorries and 3 ships.",
    ),
    # Words on both sides.
    *(
        said(f"{minus}number-not-in-source", language, sentence, f"{name} promises {number} ships.")
        for language, sentence, name, right, wrong in (
            ("de", "Jutta Brandt versprach fünfzig Schiffe.", "Brandt", "fifty", "fifteen"),
            ("de", "Jutta Brandt versprach einundzwanzig.", "Brandt", "twenty-one", "twenty"),
            (
                "de",
                "Jutta Brandt versprach zweihunderttausend.",
                "Brandt",
                "two hundred thousand",
                "twelve hundred",
            ),
            ("fr", "Hugo Roussel a promis cinquante navires.", "Roussel", "fifty", "fifteen"),
            ("fr", "Hugo Roussel a promis vingt et un navires.", "Roussel", "twenty-one", "eleven"),
            ("fr", "Hugo Roussel a promis quatre-vingt-dix.", "Roussel", "ninety", "seventy"),
            (
                "it",
                "Livia Marchetti ha promesso ventuno navi.",
                "Marchetti",
                "twenty-one",
                "twelve",
            ),
            (
                "it",
                "Livia Marchetti ha promesso tremila.",
                "Marchetti",
                "three thousand",
                "thirty-five",
            ),
            ("es", "Teo Sanz prometió treinta y un barcos.", "Sanz", "thirty-one", "thirteen"),
            ("es", "Teo Sanz prometió quinientos barcos.", "Sanz", "five hundred", "fifteen"),
            ("en", "Maeve Doyle promised 15 ships.", "Doyle", "fifteen", "fifty"),
        )
        for minus, number in (("-", right), ("", wrong))
    ),
]

SIGNED = {
    "speaker": "",
    "about": "[france, germany]",
    "signed_for": "[france, germany]",
}
JOINT = [
    said(
        "signatory-missing",
        "fr",
        "Les trois gouvernements demandent un mandat.",
        "The governments ask for a mandate.",
        "Un texte a été publié.",
        **SIGNED,
    ),
    said(
        "signatory-missing",
        "de",
        "Sie fordern ein Mandat.",
        "The governments ask for a mandate.",
        "Den Text unterzeichneten Frankreich, Deutschland, Spanien und Italien.",
        **SIGNED,
    ),
    said(
        "-signatory-missing",
        "es",
        "Francia y Alemania piden un mandato.",
        "The governments ask for a mandate.",
        "Firmaron el texto Francia, Alemania, España e Italia.",
        **SIGNED,
    ),
    said(
        "-signatory-missing",
        "en",
        "The two governments ask for a mandate.",
        "The governments ask for a mandate.",
        "France and Germany signed it after 3 hours in Spain.",
        **SIGNED,
    ),
]


def passages(code: str, language: str, *sentences: tuple[str, str]) -> Case:
    """A case about the passages of an article; its claim is the last statement."""
    claim = [sentence for coding, sentence in sentences if coding == "statement"][-1]
    return Case(code, language, sentences, claim, "Something is the case.")


PASSAGES = [
    # Who wrote it, below the title.
    *(
        passages(
            "-like-a-heading",
            language,
            ("heading", title),
            ("narration", line),
            ("statement", sentence),
        )
        for language, title, line, sentence in (
            ("es", "Un mapa", "Marta Olivares | Madrid", "Es tarde, dijo Teo Sanz."),
            ("fr", "Le mot", "Chronique de Claire Andrey", "C’est tard, a dit Hugo Roussel."),
            ("de", "Im Winter", "Das Gespräch führte Jo Wiebold", "Es ist spät, sagte Brandt."),
        )
    ),
    # A quotation in a block of its own, behind a colon.
    passages(
        "-no-reporting-verb",
        "en",
        ("statement", "In a letter, Maeve Doyle gave three reasons:"),
        ("statement", "The ships are old."),
        ("statement", "The crews are tired."),
    ),
    passages(
        "no-reporting-verb",
        "en",
        ("statement", "Maeve Doyle said that she had three reasons."),
        ("narration", "The hall was full."),
        ("statement", "The crews are tired."),
    ),
    # Verbs of promising, denying and limiting.
    passages(
        "-no-reporting-verb",
        "it",
        ("statement", "Livia Marchetti si impegna a mandare due navi."),
    ),
    passages(
        "-no-reporting-verb",
        "fr",
        ("statement", "Hugo Roussel dément toute demande."),
    ),
    passages(
        "-no-reporting-verb",
        "de",
        ("statement", "Jutta Brandt hat ein zweites Lazarett zugesagt."),
    ),
    passages(
        "-no-reporting-verb",
        "es",
        ("statement", "La idea fue criticada por Teo Sanz."),
    ),
    passages(
        "-no-reporting-verb",
        "en",
        ("statement", "Maeve Doyle put the bill at four million."),
    ),
    # Lines that say who made a text, or whose it is; a place and a day; titles; labels of turns.
    passages(
        "-like-a-heading",
        "de",
        ("statement", "Jutta Brandt sagte, der Plan sei fertig."),
        ("narration", "\nAlle Rechte vorbehalten © Die Zeitung".strip()),
    ),
    passages(
        "-half-sentence",
        "it",
        ("narration", "Torino, 11 marzo 2026"),
        ("statement", "Livia Marchetti ha detto che il piano è pronto."),
    ),
    passages(
        "-two-sentences",
        "en",
        ("heading", "Our ships? Never again, says Doyle"),
        ("statement", "Maeve Doyle said that the plan was ready."),
    ),
    passages(
        "-two-sentences",
        "es",
        ("narration", "Pregunta. ¿Hay un plan?"),
        ("statement", "Respuesta. Lo hay, dijo Teo Sanz."),
    ),
]

SAID_IN_OTHER_WAYS = [
    said(
        "-quotation-not-coded",
        "es",
        "Teo Sanz recordó que el propio Keane había llamado a esa guerra «un pleito de ricos».",
        "Sanz recalls that Keane himself called it a quarrel of the rich.",
    ),
    said(
        "-quotation-not-coded",
        "it",
        "Livia Marchetti lo ha detto al «Times of Malta».",
        "Marchetti says so.",
    ),
    said(
        "-speaker-not-near",
        "it",
        "Il governo, spiega, manderà una nave.",
        "The minister says that the government will send a ship.",
        "Livia Marchetti è a Roma.",
    ),
    said(
        "-country-not-named",
        "en",
        "The island has given enough, Maeve Doyle said.",
        "Doyle says that the island has given enough.",
    ),
    said(
        "-country-not-named",
        "en",
        "Nobody is ready, Maeve Doyle said.",
        "Doyle says that nobody is ready.",
        *FAR,
        about="[ireland, ukraine]",
    ),
    passages(
        "-like-a-heading",
        "de",
        ("heading", "Der Plan"),
        ("statement", "Jutta Brandt sagte, der Plan sei fertig."),
        ("narration", "dpa"),
    ),
    passages(
        "like-a-heading",
        "es",
        ("statement", "“El barco zarpa, el soldado no”"),
        ("statement", "Teo Sanz dijo que el plan está listo."),
    ),
    passages(
        "-half-sentence",
        "de",
        ("statement", "Jutta Brandt sagte, der Plan sei fertig."),
        ("narration", "(sda)"),
    ),
    said(
        "-summary-too-strong",
        "fr",
        "La France « n’exclut rien », a dit Hugo Roussel.",
        "Roussel says that France rules nothing out.",
    ),
    said(
        "-summary-too-strong",
        "it",
        "Livia Marchetti ha respinto l’idea senza appello.",
        "Marchetti rejects the idea and will not send anybody.",
    ),
    said(
        "-summary-contrary",
        "de",
        "Jutta Brandt nannte die Zahl aus der Luft gegriffen.",
        "Brandt says that the number has no basis.",
    ),
    said(
        "summary-contrary",
        "es",
        "Teo Sanz dijo que se aprobó por 61 votos a favor, 48 en contra y 7 abstenciones.",
        "Sanz says that it was approved by 61 votes to 7 with 48 abstentions.",
    ),
    held(
        "stance-contrary",
        "en",
        "Ireland will send thirty observers, Maeve Doyle said.",
        "Doyle says that Ireland will send thirty observers.",
        "contributions: [{form: monitoring, status: offered, place: unspecified, "
        "note: thirteen observers}]",
    ),
]

SPEAKERS = [
    Case(
        "-speaker-not-near",
        "en",
        (
            ("heading", "An interview with Maeve Doyle"),
            ("narration", "Maeve Doyle met us in Dublin."),
            ("narration", "Q: Owen Keane told the house that it was late."),
            ("statement", "A: It is early."),
            ("narration", "Q: Is it?"),
            ("statement", "A: Yes."),
        ),
        "A: It is early.",
        "Doyle says that it is early.",
    ),
    Case(
        "speaker-not-near",
        "de",
        (
            ("heading", "Ein Gespräch über Pläne"),
            ("narration", "Zeitung: Wann kommt der Plan?"),
            ("statement", "Brandt: Der Plan kommt am Freitag."),
            ("narration", "Zeitung: Und Sie, Herr Keane?"),
            ("statement", "Keane: Er kommt zu spät."),
            ("narration", "Zeitung: Warum?"),
            ("statement", "Brandt: Er kommt früh."),
            ("statement", "Keane: Nein, zu spät."),
        ),
        "Keane: Er kommt zu spät.",
        "Brandt says that it comes too late.",
        (("speaker", "brandt"),),
    ),
    Case(
        "-speaker-not-near",
        "es",
        (
            ("narration", "El ministro Teo Sanz llegó al Congreso."),
            ("statement", "—No hay plan —dijo Owen Keane."),
            ("statement", "—Lo hay —respondió Teo Sanz."),
            ("statement", "—No lo veo —insistió el líder."),
        ),
        "—No lo veo —insistió el líder.",
        "Keane says that he does not see it.",
        (("speaker", "keane"),),
    ),
    Case(
        "-speaker-not-near",
        "de",
        (
            ("statement", "Owen Keane sagte, der Plan komme zu spät."),
            ("statement", "„Er kommt zu spät“, rief er der Ministerin Jutta Brandt zu."),
            ("statement", "„Zu spät!“, rief Keane."),
            ("statement", "Diese antwortete, der Plan sei fertig."),
        ),
        "Diese antwortete, der Plan sei fertig.",
        "Brandt answers that the plan is ready.",
    ),
    said(
        "-speaker-named",
        "fr",
        "Hugo Roussel, selon un de ses conseillers, juge le débat prématuré.",
        "An unnamed adviser says that Roussel finds the debate premature.",
        speaker="anonymous",
    ),
    said(
        "-speaker-named",
        "de",
        "Jutta Brandt hält die Debatte laut einem ihrer Berater für verfrüht.",
        "An unnamed adviser says that Brandt finds the debate too early.",
        speaker="anonymous",
    ),
    said(
        "-speaker-not-near",
        "en",
        "Maeve Doyle, standing beside Owen Keane, said the plan was ready.",
        "Doyle says that the plan is ready.",
    ),
    said(
        "-speaker-not-near",
        "es",
        "El plan está listo, dijo el portavoz del Spanish Cabinet, Teo Sanz.",
        "Sanz says that the plan is ready.",
    ),
    said(
        "speaker-named",
        "es",
        "«El plan está listo», aseguró este martes en el Congreso el ministro, Teo Sanz.",
        "Somebody says that the plan is ready.",
        speaker="anonymous",
    ),
    said(
        "speaker-named",
        "fr",
        "Le chef de la diplomatie, Hugo Roussel, a dit que des participants viendraient.",
        "Somebody says that people would come.",
        speaker="anonymous",
    ),
    said(
        "-speaker-named",
        "en",
        "Owen Keane’s aides said the plan was late.",
        "Unnamed aides say that the plan is late.",
        speaker="anonymous",
    ),
    said(
        "-speaker-not-named",
        "de",
        "Madrid teilte mit, der Plan sei fertig.",
        "Spain says that the plan is ready.",
        speaker="spanish-cabinet",
        about="[spain]",
    ),
    said(
        "-speaker-not-named",
        "en",
        "A spokesman said that Spain had a plan.",
        "Spain says that it has a plan.",
        speaker="spanish-cabinet",
        about="[spain]",
    ),
]

WILL = "participation: will_contribute\n  commitment: stated"
POSITIONS = [
    held(
        "stance-contrary",
        "fr",
        "Hugo Roussel a dit que rien n’était encore décidé.",
        "Roussel says that nothing is decided.",
        "participation: declined\n  commitment: stated",
    ),
    held(
        "stance-contrary",
        "en",
        "Maeve Doyle said the cabinet had not made up its mind.",
        "Doyle says that the cabinet has not made up its mind.",
        "participation: declined\n  commitment: stated",
    ),
    held(
        "stance-contrary",
        "de",
        "Jutta Brandt sagte, die Regierung prüfe noch alle Möglichkeiten.",
        "Brandt says that the government is still considering all options.",
        WILL,
    ),
    held(
        "stance-contrary",
        "de",
        "Jutta Brandt drohte, jedes Schiff werde versenkt.",
        "Brandt says that every ship will be sunk.",
        "view: supports",
    ),
    held(
        "stance-contrary",
        "en",
        "Maeve Doyle said Ireland was not against the force.",
        "Doyle says that Ireland is not against the force.",
        "view: opposes",
    ),
    held(
        "stance-contrary",
        "it",
        "Livia Marchetti ha detto che 30 medici partiranno dopo il cessate il fuoco.",
        "Marchetti says that 30 doctors will leave after the truce.",
        f"{WILL}\n  conditions: [{{any_of: [peace_deal]}}]",
    ),
    held(
        "stance-contrary",
        "es",
        "Teo Sanz dijo que los radares irán a Rumanía y no a Ucrania.",
        "Sanz says that the radars will go to Romania and not to Ukraine.",
        f"{WILL}\n  contributions: [{{form: other, status: offered, place: in_ukraine}}]",
    ),
    held(
        "-stance-contrary",
        "es",
        "Teo Sanz dijo que los radares irán a Rumanía y no a Ucrania.",
        "Sanz says that the radars will go to Romania and not to Ukraine.",
        f"{WILL}\n  contributions: [{{form: other, status: offered, place: neighbouring}}]",
    ),
    held(
        "stance-too-strong",
        "de",
        "Jutta Brandt sagte, man könnte Radare schicken.",
        "Brandt says that Germany might send radars.",
        WILL,
    ),
    held(
        "stance-too-strong",
        "fr",
        "Des diplomates disent que la France enverra 30 médecins.",
        "Unnamed diplomats say that France will send 30 doctors.",
        WILL,
        speaker="anonymous",
    ),
    held(
        "stance-too-strong",
        "en",
        "Maeve Doyle said doctors would go only if there was a mandate.",
        "Doyle says that doctors would go only if there is a mandate.",
        WILL,
    ),
    held(
        "stance-too-strong",
        "it",
        "Livia Marchetti ha detto che il governo deciderà venerdì sui 30 medici promessi.",
        "Marchetti says that the government will decide on Friday on the promised doctors.",
        WILL.replace("stated", "decided"),
    ),
    held(
        "stance-too-strong",
        "fr",
        "Hugo Roussel a dit que 30 médecins iraient une fois la trêve signée.",
        "Roussel says that 30 doctors would go after a truce.",
        WILL,
    ),
    held(
        "-stance-too-strong",
        "es",
        "Teo Sanz anunció que el Consejo aprobó el envío de 30 médicos.",
        "Sanz announces that the cabinet approved to send 30 doctors.",
        WILL.replace("stated", "decided"),
    ),
    held(
        "-stance-too-strong",
        "de",
        "Jutta Brandt sagte, man könnte Radare schicken.",
        "Brandt says that Germany might send radars.",
        WILL.replace("stated", "hedged"),
    ),
]

LANGUAGES = [
    said(
        "other-language",
        "es",
        "Livia Marchetti ha confermato che la decisione spetta al parlamento.",
        "Marchetti confirms that parliament decides.",
        "La nave è partita dal porto di Bari con gli aiuti per la popolazione.",
        "Nella città non è rimasto nessuno, e anche la scuola è chiusa.",
        "Il sindaco dello stesso comune non era alla riunione della giunta.",
        speaker="marchetti",
    ),
    said(
        "other-language",
        "fr",
        "Maeve Doyle said that the ship would not sail.",
        "Doyle says that the ship would not sail.",
        "The harbour was full of people who had come from the north of the island.",
        "They waited for the ship that would have brought the doctors to the coast.",
        speaker="doyle",
    ),
    said(
        "other-language",
        "en",
        "Jutta Brandt sagte, das Schiff werde nicht auslaufen.",
        "Brandt says that the ship will not sail.",
        "Der Hafen war voll von Menschen, die aus dem Norden der Insel kamen.",
        "Auf dem Platz vor der Kirche ist noch eine Fahne zu sehen, auch bei Regen.",
        speaker="brandt",
    ),
    said(
        "other-language",
        "it",
        "Teo Sanz dijo que los barcos no saldrán.",
        "Sanz says that the ships will not sail.",
        "El puerto está lleno de gente, y los barcos no han salido hasta hoy.",
        "Los médicos y las enfermeras esperan en el muelle para subir por la tarde.",
        speaker="sanz",
    ),
    said(
        "other-language",
        "de",
        "Hugo Roussel a dit que les navires ne partiraient pas.",
        "Roussel says that the ships would not leave.",
        "Le port est plein de gens qui sont venus du nord avec leur famille.",
        "Dans la rue, une foule attend pour monter sur les navires des secours.",
        speaker="roussel",
    ),
    # A quotation in another language makes no other text.
    said(
        "-other-language",
        "de",
        "„The ship will not sail to the north of the island“, sagte Jutta Brandt.",
        "Brandt says that the ship will not sail to the north of the island.",
        "Der Hafen war voll von Menschen, die aus dem Norden der Insel kamen.",
        quoted='["The ship will not sail to the north of the island"]',
    ),
]

DATED = "published: {value: 2026-11-18, basis: page}\n"  # a Wednesday
ON = "{value: %s, basis: stated, note: As it says.}"
NAMED = DATED + "dates:\n  %s: {value: %s, basis: stated, note: %s}\n"
LEAVES = {
    "en": ("Maeve Doyle said on Tuesday that the ship would leave.", "Doyle"),
    "de": ("Jutta Brandt sagte am Dienstag, das Schiff werde auslaufen.", "Brandt"),
    "fr": ("Hugo Roussel a annoncé mardi que le navire partirait.", "Roussel"),
    "it": ("Livia Marchetti ha detto martedì che la nave partirà.", "Marchetti"),
    "es": ("Teo Sanz dijo el martes que el barco saldrá.", "Sanz"),
}
DAYS = [
    *(
        said(
            code,
            language,
            sentence,
            f"{name} says that the ship will leave.",
            said=ON % day,
            source=DATED,
        )
        for language, (sentence, name) in LEAVES.items()
        for code, day in (
            ("date-improbable", "2026-11-16"),
            ("date-improbable", "2025-11-18"),  # it is a Tuesday too
            ("-date-improbable", "2026-11-17"),
        )
    ),
    # The day of what is announced is not that of the words.
    said(
        "-date-improbable",
        "en",
        "Maeve Doyle said that the ship would leave on Tuesday.",
        "Doyle says that the ship will leave on Tuesday.",
        said=ON % "2026-11-16",
        source=DATED,
    ),
    said(
        "date-improbable",
        "de",
        "Jutta Brandt sagte gestern, das Schiff werde auslaufen.",
        "Brandt says that the ship will leave.",
        said=ON % "2025-11-17",
        source=DATED,
    ),
    # Dates that several claims share.
    *(
        Case(
            code,
            "it",
            (("statement", "Livia Marchetti ha detto che la nave partirà."),),
            "Livia Marchetti ha detto che la nave partirà.",
            "Marchetti says that the ship will leave.",
            (("said", name),),
            source=NAMED % (name, day, f'"{note}"'),
        )
        for code, name, day, note in (
            ("source-date-improbable", "martedi", "2026-11-16", "As it says."),
            ("source-date-improbable", "martedi", "2025-11-18", "As it says."),
            ("source-date-improbable", "vigilia", "2025-11-17", "As it says."),
            ("source-date-improbable", "meeting", "2026-11-16", "On Tuesday."),
            ("-date-improbable", "martedi", "2026-11-17", "As it says."),
            ("-date-improbable", "meeting", "2026-11-16", "The day before Tuesday."),
            ("-date-improbable", "vigilia", "2026-11-17", "As it says."),
            ("-date-improbable", "lunedi", "2026-11-16", "Lunedì, prima di martedì 17 novembre."),
            ("source-date-improbable", "lunedi", "2026-11-16", "Lunedì 9 novembre."),
        )
    ),
    Case(
        "-like-a-heading",
        "es",
        (("statement", "Teo Sanz dijo que el barco saldrá."), ("narration", "EFE")),
        "Teo Sanz dijo que el barco saldrá.",
        "Sanz says that the ship will leave.",
    ),
]

ORIGINS = [
    said(
        code,
        language,
        sentence,
        f"{name} says that the ship will leave.",
        *before,
        source=f"via: {via}\n",
    )
    for code, language, via, name, sentence, *before in (
        (
            "agency-not-in-via",
            "en",
            "null",
            "Doyle",
            "DUBLIN, Oct 15 (AAP) - Maeve Doyle said that the ship would leave.",
        ),
        (
            "agency-not-in-via",
            "en",
            "AP",
            "Doyle",
            "DUBLIN, Oct 15 (AAP) - Maeve Doyle said that the ship would leave.",
        ),
        (
            "agency-not-in-via",
            "de",
            "null",
            "Brandt",
            "Berlin (dpa) – Jutta Brandt sagte, das Schiff werde auslaufen.",
        ),
        (
            "agency-not-in-via",
            "fr",
            "null",
            "Roussel",
            "Hugo Roussel a dit que le navire partirait. (AFP)",
        ),
        (
            "agency-not-in-via",
            "it",
            "null",
            "Marchetti",
            "ROMA — ANSA — Livia Marchetti ha detto che la nave partirà.",
        ),
        (
            "agency-not-in-via",
            "es",
            "AFP",
            "Sanz",
            "Madrid, 12 nov (EFE).- Teo Sanz dijo que el barco saldrá.",
        ),
        (
            "-agency-not-in-via",
            "es",
            "EFE",
            "Sanz",
            "Madrid, 12 nov (EFE).- Teo Sanz dijo que el barco saldrá.",
        ),
        (
            "-agency-not-in-via",
            "de",
            "AFP",
            "Brandt",
            "Berlin (dpa/AFP) – Jutta Brandt sagte, das Schiff werde auslaufen.",
        ),
        # Who was told something is not who wrote the text.
        (
            "-agency-not-in-via",
            "en",
            "null",
            "Doyle",
            "Maeve Doyle told Reuters that the ship would leave.",
        ),
        (
            "-agency-not-in-via",
            "en",
            "null",
            "Doyle",
            "Maeve Doyle told the Associated Press (AP) that the ship would leave.",
        ),
    )
]

WHOSE = [
    *(
        said(
            f"{minus}country-not-named",
            language,
            sentence,
            f"{name} says that Norway will not take part.",
            "Die Schweiz, Suisse, Svizzera, Suiza, Switzerland.",
            about=about,
        )
        for language, sentence, name in (
            ("de", "„Norwegen beteiligt sich nicht“, sagte Jutta Brandt.", "Brandt"),
            ("fr", "« La Norvège ne participera pas », a dit Hugo Roussel.", "Roussel"),
            ("it", "«La Norvegia non parteciperà», ha detto Livia Marchetti.", "Marchetti"),
            ("es", "«Noruega no participará», dijo Teo Sanz.", "Sanz"),
            ("en", "“Norway will not take part,” Maeve Doyle said.", "Doyle"),
        )
        for minus, about in (("", "[switzerland]"), ("-", "[norway]"))
    ),
    # A name behind a long title behind the verb.
    *(
        said(
            "speaker-not-near",
            language,
            sentence,
            "The minister says that it is late.",
            f"{before} war da.",
            speaker=speaker,
            exact=sentence,
        )
        for language, sentence, before, speaker in (
            (
                "it",
                "«È tardi», ha scritto su X la ministra della Difesa del governo di coalizione, "
                "Livia Marchetti.",
                "Hugo Roussel",
                "roussel",
            ),
            (
                "en",
                "“It is late,” said in Brussels the new minister of defence of the coalition, "
                "Maeve Doyle.",
                "Hugo Roussel",
                "roussel",
            ),
            (
                "es",
                "«Es tarde», dijo en Bruselas el nuevo ministro de Defensa del gobierno, Teo Sanz.",
                "Hugo Roussel",
                "roussel",
            ),
            (
                "fr",
                "« Il est tard », a dit à Bruxelles le nouveau premier ministre du pays, "
                "Hugo Roussel.",
                "Teo Sanz",
                "sanz",
            ),
            (
                "de",
                "„Es ist spät“, sagte in Brüssel die neue Ministerin für die Verteidigung, "
                "Jutta Brandt.",
                "Teo Sanz",
                "sanz",
            ),
        )
    ),
    said(
        "-speaker-not-near",
        "es",
        "«Es tarde», dijo en Bruselas al lado de su colega de la alianza Hugo Roussel.",
        "Sanz says that it is late.",
        "Teo Sanz dijo que sí.",
    ),
]

LIMITS = [
    *(
        said(
            f"{minus}role-of-another-country",
            "en",
            f"The {role}, Maeve Doyle, said that it was late.",
            "Doyle says that it is late.",
            role_as_printed=role,
        )
        for minus, role in (("-", "ambassador in Dakar"), ("", "ambassador of Senegal in Oslo"))
    ),
    *(
        said(f"{minus}summary-contrary", language, sentence, f"{name} says {limit} two years.")
        for language, sentence, name, right, wrong in (
            (
                "it",
                "Livia Marchetti ha detto per non più di due anni.",
                "Marchetti",
                "at most",
                "at least",
            ),
            ("fr", "Hugo Roussel a dit au moins deux ans.", "Roussel", "at least", "at most"),
            ("de", "Jutta Brandt sagte höchstens zwei Jahre.", "Brandt", "up to", "at least"),
            ("es", "Teo Sanz dijo al menos dos años.", "Sanz", "at least", "no more than"),
            ("en", "Maeve Doyle said up to two years.", "Doyle", "at most", "at least"),
        )
        for minus, limit in (("-", right), ("", wrong))
    ),
    Case(
        "like-a-heading",
        "en",
        (
            ("heading", "10.48 No ships from Dublin"),
            ("statement", "Maeve Doyle said that it was late."),
            ("narration", "13.05 Lisbon gives a number"),
            ("narration", "The hall was full."),
        ),
        "Maeve Doyle said that it was late.",
        "Doyle says that it is late.",
    ),
    Case(
        "no-reporting-verb",
        "es",
        (
            ("statement", "Teo Sanz dijo que es tarde."),
            ("statement", "España mantiene cascos azules en el Congo."),
        ),
        "Teo Sanz dijo que es tarde.",
        "Sanz says that it is late.",
    ),
    *(
        said("-no-reporting-verb", language, sentence, f"{name} speaks of ships.")
        for language, sentence, name in (
            ("es", "Teo Sanz había descartado en julio más barcos.", "Sanz"),
            ("it", "Livia Marchetti prevede però che arrivino navi.", "Marchetti"),
            ("fr", "Hugo Roussel reproche aux armateurs leurs navires.", "Roussel"),
            ("de", "Jutta Brandt hatte die Schiffe noch zu teuer genannt.", "Brandt"),
        )
    ),
    Case(
        "-no-reporting-verb",
        "es",
        (("statement", "Teo Sanz mantiene que es tarde."),),
        "Teo Sanz mantiene que es tarde.",
        "Sanz says that it is late.",
    ),
]

INTERVIEW = (
    ("heading", "« Les navires sont prêts »"),
    ("narration", "Le premier ministre, Hugo Roussel, nous a reçus à Brest."),
    ("narration", "La France enverra-t-elle des navires ?"),
    ("statement", "Elle les enverra quand la paix sera signée."),
    ("narration", "Combien ?"),
    ("statement", "Personne ne m’a donné de chiffre."),
    (
        "narration",
        "Votre homologue espagnol Teo Sanz a déclaré lundi qu’il n’irait pas. Un revers ?",
    ),
    ("statement", "Teo Sanz dit cela depuis un an."),
    ("statement", "Sans lui, nous ferons moins."),
)

HOW_PEOPLE_WRITE = [
    # An interview without labels: who answers is named once, and the questions name others.
    *(
        Case(f"{minus}speaker-not-near", "fr", INTERVIEW, claim, "It is late.", keys)
        for minus, claim, keys in (
            ("-", "Sans lui, nous ferons moins.", ()),
            ("-", "Teo Sanz dit cela depuis un an.", ()),
        )
    ),
    Case(
        "-reporting-verb", "fr", INTERVIEW, "Personne ne m’a donné de chiffre.", "He has no figure."
    ),
    # To whom somebody speaks.
    *(
        said(
            "-speaker-not-near", language, sentence, "The minister says that none would go.", before
        )
        for language, before, sentence in (
            (
                "fr",
                "Hugo Roussel parle des navires.",
                "Aucun n’irait, a-t-il assuré à Jutta Brandt.",
            ),
            ("de", "Jutta Brandt sprach.", "Es sei zu spät, sagte sie zu Teo Sanz."),
            ("it", "Livia Marchetti ha parlato.", "Nessuno andrà, ha detto a Hugo Roussel."),
            ("es", "Teo Sanz habló.", "Nadie irá, dijo a Hugo Roussel."),
            ("en", "Maeve Doyle spoke.", "None would go, she said to Teo Sanz."),
        )
    ),
    # A verb that no list has, between a quotation and who speaks.
    *(
        said("-no-reporting-verb", language, sentence, "The minister says that it is late.")
        for language, sentence in (
            ("es", "De los barcos no quiere hablar nadie en casa: “Es tarde”, masculla Teo Sanz."),
            ("it", "Delle navi non vuole parlare più nessuno: «È tardi», sospira la ministra."),
            (
                "fr",
                "Des navires, plus personne ne veut parler : « Trop tard », lâche Hugo Roussel.",
            ),
            ("de", "Von den Schiffen will niemand mehr reden: „Zu spät“, seufzt Jutta Brandt."),
            # Coded as quoted, and a name before a colon.
            ("es", "En versión del propio Teo Sanz: permiso, tregua y un seguro."),
        )
    ),
    said(
        "-no-reporting-verb",
        "de",
        "Jutta Brandt ahnt dahinter „den ersten Schritt zur See“.",
        "Brandt suspects the first step to the sea.",
        quoted="[den ersten Schritt zur See]",
    ),
    said(
        "-no-reporting-verb",
        "de",
        "Ein Richter, der nicht genannt werden will, gibt ihr gute Chancen.",
        "A judge who is not named gives it good chances.",
        speaker="anonymous",
    ),
    # Names behind an elided article, adjectives, groups, and countries with names alike.
    *(
        said(f"{minus}country-not-named", language, sentence, "It is late.", *FAR, about=about)
        for minus, language, about, sentence in (
            ("-", "fr", "[estonia]", "Hugo Roussel a dit que l’avenir d’Estonie est en mer."),
            ("-", "it", "[ireland]", "Livia Marchetti ha detto che l’Irlanda aspetta."),
            ("-", "it", "[germany]", "Livia Marchetti ha detto che il governo tedesco aspetta."),
            ("-", "fr", "[netherlands]", "Hugo Roussel a dit que les Néerlandais attendent."),
            ("-", "es", "[united-states]", "Teo Sanz dijo que el barco estadounidense espera."),
            ("-", "de", "[slovakia]", "Jutta Brandt sagte, die slowakische Seite warte."),
            ("", "de", "[slovenia]", "Jutta Brandt sagte, die slowakische Seite warte."),
            ("", "es", "[australia]", "Teo Sanz dijo que el gobierno austriaco espera."),
            ("", "en", "[australia]", "Maeve Doyle said that the Austrian side waits."),
            ("-", "en", "[latvia]", "Maeve Doyle said that the Baltic states wait."),
            ("-", "de", "[latvia]", "Jutta Brandt sagte, die baltischen Staaten warteten."),
        )
    ),
    *(
        said("-country-not-named", "en", sentence, summary)
        for sentence, summary in (
            (
                "Maeve Doyle said that asking the Americans was polite.",
                "Doyle says that asking the United States is polite.",
            ),
            (
                "Maeve Doyle said that ships would go, provided that Washington pays.",
                "Doyle promises ships, provided that the United States pays.",
            ),
        )
    ),
    # A sentence that names who is coded, and says what they do.
    *(
        said("-no-reporting-verb", language, sentence, "The minister acts.")
        for language, sentence in (
            ("de", "Am Mittwoch verabschiedete Jutta Brandt eine Botschaft ans Parlament."),
            ("fr", "Hugo Roussel voit rouge depuis mercredi."),
        )
    ),
    Case(
        "-unlike-a-heading",
        "fr",
        (
            ("heading", "Le port des navires"),
            ("heading", "Le premier ministre prépare l’envoi de navires, et ne promet rien."),
            ("statement", "Hugo Roussel a dit qu’il était tard."),
        ),
        "Hugo Roussel a dit qu’il était tard.",
        "Roussel says that it is late.",
    ),
    Case(
        "-reporting-verb",
        "en",
        (
            ("statement", "Maeve Doyle said that it was late."),
            ("narration", "It comes just weeks after Owen Keane announced that ships would go."),
        ),
        "Maeve Doyle said that it was late.",
        "Doyle says that it is late.",
    ),
    # Marks in an answer are round the words of others.
    Case(
        "-quotation-not-coded",
        "fr",
        (*INTERVIEW[:-1], ("statement", "« Peut-être dix », dit-on à Madrid, et ils comptent.")),
        "« Peut-être dix », dit-on à Madrid, et ils comptent.",
        "Roussel says that Madrid counts.",
    ),
    said(
        "-scare-quotes",
        "fr",
        "Le premier ministre, Hugo Roussel, se dit « fier et vigilant ».",
        "Roussel says that he is proud.",
        quoted="[fier et vigilant]",
    ),
    said(
        "quotation-not-coded",
        "fr",
        "Le premier ministre, Hugo Roussel, se dit « fier et vigilant ».",
        "Roussel says that he is proud.",
    ),
    said(
        "-summary-of-other-words",
        "en",
        "That was the message from Maeve Doyle, who spent two hours at the base.",
        "Doyle says that jets patrol the western sky, and that none leaves before a ceasefire.",
        "Jets will patrol the western sky, but none leaves before there is a ceasefire.",
    ),
    said(
        "-speaker-named",
        "it",
        "Chi ha parlato con Livia Marchetti la descrive furiosa.",
        "Unnamed people describe Marchetti as furious.",
        speaker="anonymous",
    ),
    # An office in somebody's title, and one that is written in small letters.
    said(
        "-speaker-not-near",
        "en",
        "“It is late,” said the new spokesman of the Spanish Cabinet.",
        "Sanz says that it is late.",
        "Teo Sanz was at the port.",
        speaker="sanz",
        about="[spain]",
    ),
    said(
        "speaker-not-near",
        "en",
        "It was late, the spanish cabinet said.",
        "Sanz says that it is late.",
        "Teo Sanz was at the port.",
        speaker="sanz",
        about="[spain]",
    ),
    said(
        "-quotation-not-coded",
        "en",
        "Maeve Doyle said that she worried about “her” ships.",
        "Doyle worries about the ships.",
    ),
    said(
        "-limit-cut-off",
        "en",
        "Owen Keane said that they could not go without consent, and Maeve Doyle said she would "
        "not seek it.",
        "Doyle says that she will not seek consent.",
        exact="Maeve Doyle said she would not seek it.",
    ),
]

# A summary that says what its words do not say, or leaves out what limits them: the sentence, a
# right summary, and wrong ones.
SAID_OTHERWISE = [
    said(code, language, sentence, summary)
    for language, sentence, right, *wrong in (
        # Another thing, body, month, or act than that of the words.
        (
            "de",
            "Jutta Brandt sagte, zwei Fregatten liefen im Oktober aus.",
            "Brandt says that two frigates leave in October.",
            ("summary-of-other-words", "Brandt says that two helicopters leave in October."),
            ("summary-of-other-words", "Brandt says that two frigates leave in November."),
        ),
        (
            "fr",
            "Hugo Roussel a promis deux hélicoptères au Parlement.",
            "Roussel promises parliament two helicopters.",
            ("summary-of-other-words", "Roussel promises parliament two ships."),
            ("summary-of-other-words", "Roussel promises the court two helicopters."),
        ),
        (
            "it",
            "Livia Marchetti ha ringraziato i medici.",
            "Marchetti thanks the doctors.",
            ("summary-of-other-words", "Marchetti invites the doctors."),
            ("summary-of-other-words", "Marchetti thanks the engineers."),
        ),
        (
            "es",
            "Teo Sanz anunció un referéndum en marzo.",
            "Sanz announces a referendum in March.",
            ("summary-of-other-words", "Sanz announces sanctions in March."),
        ),
        # Before and after.
        (
            "de",
            "Jutta Brandt verlangte ein Mandat noch vor der Sommerpause.",
            "Brandt demands a mandate before the summer.",
            ("summary-contrary", "Brandt demands a mandate after the summer."),
        ),
        (
            "it",
            "Livia Marchetti ha detto che la decisione arriverà dopo l’estate.",
            "Marchetti says that the decision comes after the summer.",
            ("summary-contrary", "Marchetti says that the decision comes before the summer."),
        ),
        (
            "fr",
            "Hugo Roussel a dit que les médecins ne partiraient pas avant l’hiver.",
            "Roussel says that the doctors would leave only after the start of winter.",
            ("summary-too-strong", "Roussel says that the doctors would not leave."),
        ),
        (
            "es",
            "Teo Sanz dijo que primero vendrá la paz y después los barcos.",
            "Sanz says that peace comes first, and then the ships.",
            ("summary-contrary", "Sanz says that the ships come first, and then peace."),
        ),
        # Limits.
        (
            "es",
            "Teo Sanz dijo que irán como máximo cuarenta médicos.",
            "Sanz says that at most forty doctors will go.",
            ("summary-contrary", "Sanz says that forty doctors will go."),
        ),
        (
            "fr",
            "Hugo Roussel a dit que la décision tomberait au plus tôt en mai.",
            "Roussel says that the decision would fall in May at the earliest.",
            ("summary-contrary", "Roussel says that the decision would fall in May."),
        ),
        (
            "it",
            "Livia Marchetti ha detto che la nave costa 85 milioni di euro all’anno.",
            "Marchetti says that the ship costs 85 million euros a year.",
            ("summary-too-strong", "Marchetti says that the ship costs 85 million euros."),
        ),
        # How sure it is, and who says it.
        (
            "fr",
            "Hugo Roussel a dit que les appareils pourraient patrouiller au printemps.",
            "Roussel says that the aircraft could patrol in spring.",
            ("summary-too-strong", "Roussel says that the aircraft patrol in spring."),
        ),
        (
            "it",
            "Livia Marchetti ha detto che il costo lo dovrebbe coprire Bruxelles.",
            "Marchetti says that Brussels should pay the cost.",
            ("summary-too-strong", "Marchetti says that Brussels pays the cost."),
        ),
        (
            "es",
            "Teo Sanz sospecha que hay un acuerdo secreto.",
            "Sanz suspects that there is a secret deal.",
            ("summary-too-strong", "Sanz says that there is a secret deal."),
            ("summary-too-strong", "There is a secret deal with somebody."),
        ),
        (
            "de",
            "Jutta Brandt sagte, das Kabinett werde im Herbst ein Angebot machen.",
            "Brandt says that the cabinet will make an offer in autumn.",
            ("summary-too-strong", "Brandt says that the cabinet has made an offer in autumn."),
        ),
        (
            "en",
            "Maeve Doyle said Ireland would go, whether or not the others did.",
            "Doyle says that Ireland would go, whether or not the others do.",
        ),
        (
            "en",
            "Maeve Doyle said Ireland would go if the others did.",
            "Doyle says that Ireland would go if the others do.",
            ("summary-too-strong", "Doyle says that Ireland would go even if the others stay."),
        ),
        # Conditions.
        (
            "en",
            "Maeve Doyle said doctors would go after a ceasefire and a vote in parliament.",
            "Doyle says that doctors would go after a ceasefire and a vote in parliament.",
            ("summary-too-strong", "Doyle says that doctors would go after a vote in parliament."),
        ),
        (
            "es",
            "Teo Sanz dijo que España lo estudiará si se lo piden.",
            "Sanz says that Spain will study it if it is asked.",
            ("summary-too-strong", "Sanz says that Spain will study it."),
        ),
        (
            "de",
            "Ohne uns gebe es keine Truppe, sagte Jutta Brandt.",
            "Brandt says that there is no force without Germany.",
        ),
        # Opposites.
        (
            "de",
            "Jutta Brandt sagte, 54 Prozent lehnten den Einsatz ab.",
            "Brandt says that 54 per cent reject the deployment.",
            ("summary-contrary", "Brandt says that 54 per cent support the deployment."),
        ),
        (
            "fr",
            "Hugo Roussel juge le plan trop timide.",
            "Roussel finds the plan too timid.",
            ("summary-contrary", "Roussel finds the plan too bold."),
        ),
        (
            "it",
            "Livia Marchetti ha detto che gli equipaggi sono sotto organico.",
            "Marchetti says that the crews are below strength.",
            ("summary-contrary", "Marchetti says that the crews are above strength."),
        ),
        (
            "es",
            "Teo Sanz dijo que su grupo votará en contra de cualquier envío.",
            "Sanz says that his group will vote against sending anybody.",
            ("summary-contrary", "Sanz says that his group will vote for sending somebody."),
        ),
        (
            "es",
            "Teo Sanz dijo que no discute la orden, discute el calendario.",
            "Sanz says that he does not question the order, but the calendar.",
            ("summary-contrary", "Sanz questions the order and not the calendar."),
        ),
        # Who and how many.
        (
            "es",
            "Teo Sanz dijo que España invitó a México.",
            "Sanz says that Spain invited Mexico.",
            ("summary-contrary", "Sanz says that Mexico invited Spain."),
        ),
        (
            "fr",
            "Hugo Roussel a dit que l’Union européenne paierait.",
            "Roussel says that the European Union would pay.",
        ),
        (
            "es",
            "Teo Sanz dijo que la ley pasó por 71 votos contra 48.",
            "Sanz says that the law passed by 71 votes to 48.",
            ("summary-contrary", "Sanz says that the law passed by 48 votes to 71."),
        ),
        (
            "de",
            "Jutta Brandt versprach 60 Ärzte und zwei Hubschrauber.",
            "Brandt promises 60 doctors and 2 helicopters.",
            ("summary-contrary", "Brandt promises 60 helicopters and 2 doctors."),
        ),
    )
    for code, summary in (
        ("-summary-contrary", right),
        ("-summary-too-strong", right),
        ("-summary-of-other-words", right),
        ("-country-not-named", right),
        *wrong,
    )
]

SENDS = "Teo Sanz dijo que irán dos barcos tras un alto el fuego, y ningún soldado."
SENDS_SUMMARY = "Sanz says that Spain will send two ships after a ceasefire, and no soldiers."
TRUCE = "conditions: [{any_of: [ceasefire]}]"
FIELDS = [
    held(code, "es", SENDS, SENDS_SUMMARY, f"{WILL}\n  {entry}")
    for code, entry in (
        ("-stance-contrary", f"{TRUCE}\n  contributions: [{{form: sea, status: offered}}]"),
        ("-stance-too-strong", f"{TRUCE}\n  contributions: [{{form: sea, status: offered}}]"),
        # A form of which nobody speaks, and one that is offered or ruled out against the words.
        ("stance-contrary", f"{TRUCE}\n  contributions: [{{form: air, status: offered}}]"),
        ("stance-contrary", f"{TRUCE}\n  contributions: [{{form: ground, status: offered}}]"),
        (
            "-stance-contrary",
            f"{TRUCE}\n  contributions: [{{form: sea, status: offered}}, "
            "{form: ground, status: ruled_out}]",
        ),
        # A condition that is left out, and one of which nobody speaks.
        ("stance-too-strong", "contributions: [{form: sea, status: offered}]"),
        ("stance-contrary", "conditions: [{any_of: [parliament_approval]}]"),
        ("stance-contrary", f"{TRUCE[:-1]}, {{any_of: [russian_consent]}}]"),
        # A note that says more than the evidence.
        ("stance-contrary", "conditions: [{any_of: [ceasefire], note: until June}]"),
        ("-stance-contrary", "conditions: [{any_of: [ceasefire], note: after a ceasefire}]"),
    )
] + [
    held(code, language, sentence, summary, entry)
    for language, sentence, summary, *entries in (
        # Not to take part is not to be against it.
        (
            "fr",
            "Hugo Roussel a dit que la France n’enverrait aucun soldat.",
            "Roussel says that France would send no soldiers.",
            ("stance-contrary", "view: opposes"),
            ("-stance-contrary", "participation: declined\n  commitment: stated"),
            ("stance-contrary", "participation: undecided\n  commitment: stated"),
        ),
        # A decision that is still to come, with one form that is ruled out.
        (
            "de",
            "Jutta Brandt sagte, das Kabinett entscheide im Mai, Kampftruppen schließe sie aus.",
            "Brandt says that the cabinet decides in May, and that combat troops are ruled out.",
            ("stance-contrary", "participation: declined\n  commitment: stated"),
            ("-stance-contrary", "participation: undecided\n  commitment: stated"),
        ),
        (
            "de",
            "Jutta Brandt nannte die Truppe eine Provokation.",
            "Brandt calls the force a provocation.",
            ("-stance-contrary", "view: opposes"),
        ),
        (
            "it",
            "Livia Marchetti ha detto che il parlamento ha approvato l’invio di medici.",
            "Marchetti says that parliament approved to send doctors.",
            ("stance-contrary", WILL.replace("stated", "hedged")),
            ("stance-too-strong", WILL.replace("stated", "signed")),
            ("-stance-too-strong", WILL.replace("stated", "decided")),
        ),
        (
            "en",
            "Maeve Doyle said Ireland would train soldiers in a neighbouring country.",
            "Doyle says that Ireland would train soldiers in a neighbouring country.",
            (
                "stance-contrary",
                f"{WILL}\n  contributions: "
                "[{form: training, status: offered, place: in_ukraine}]",
            ),
            (
                "-stance-contrary",
                f"{WILL}\n  contributions: "
                "[{form: training, status: offered, place: neighbouring}]",
            ),
        ),
    )
    for code, entry in entries
]

WHO_SPEAKS = [
    # Somebody without a name, behind the verb, before it, and as a source; and somebody who was
    # named before, whom an article points to.
    *(
        said(f"{minus}speaker-unnamed", language, sentence, "The ship will leave.", before)
        for language, before, cases in (
            (
                "it",
                "Livia Marchetti è a Roma.",
                (
                    ("", "La nave partirà, assicura chi le sta vicino: e presto."),
                    ("", "La nave partirà, secondo due ministri che chiedono l’anonimato."),
                    ("-", "«La nave partirà», ha detto la diplomatica."),
                ),
            ),
            (
                "fr",
                "Hugo Roussel est à Paris.",
                (
                    ("", "Le navire partira, assure un proche du premier ministre."),
                    ("", "Selon plusieurs diplomates, le navire partira."),
                    ("-", "« Le navire partira », a dit le diplomate."),
                ),
            ),
            (
                "de",
                "Jutta Brandt ist in Berlin.",
                (
                    ("", "Das Schiff werde auslaufen, heißt es aus Marinekreisen."),
                    ("", "Eine mit den Plänen vertraute Person sagte, das Schiff werde auslaufen."),
                    ("-", "Das Schiff werde auslaufen, man sei bereit, sagte die Diplomatin."),
                ),
            ),
            (
                "es",
                "Teo Sanz está en Madrid.",
                (
                    ("", "El barco zarpará, aseguran fuentes del ministerio."),
                    ("", "Según varios suboficiales, el barco zarpará."),
                    ("-", "«El barco zarpará», dijo el diplomático."),
                ),
            ),
            (
                "en",
                "Maeve Doyle is in Dublin.",
                (
                    ("", "The ship will leave, according to two officials."),
                    ("", "“The ship will leave,” said an aide of hers."),
                    ("-", "The diplomat said that the ship would leave."),
                    ("-", "Maeve Doyle told officials that the ship would leave."),
                ),
            ),
        )
        for minus, sentence in cases
    ),
    # An office or a ministry in place of a name.
    *(
        said(
            f"{minus}speaker-not-near",
            language,
            sentence,
            "It is late.",
            f"{first}.",
            f"{second}.",
            speaker=speaker,
        )
        for language, sentence, first, second, right, wrong in (
            (
                "fr",
                "Le premier ministre a répondu qu’il était tard.",
                "Hugo Roussel est là",
                "Teo Sanz est là",
                "roussel",
                "sanz",
            ),
            (
                "es",
                "El titular de Defensa respondió que es tarde.",
                "Teo Sanz está",
                "Hugo Roussel está",
                "sanz",
                "roussel",
            ),
            (
                "it",
                "Il premier gli ha risposto che è tardi.",
                "Hugo Roussel è qui",
                "Livia Marchetti è qui",
                "roussel",
                "marchetti",
            ),
            (
                "de",
                "Die Verteidigungsministerin entgegnete, es sei spät.",
                "Jutta Brandt ist da",
                "Hugo Roussel ist da",
                "brandt",
                "roussel",
            ),
            (
                "en",
                "The defence minister replied that it was late.",
                "Maeve Doyle is here",
                "Hugo Roussel is here",
                "doyle",
                "roussel",
            ),
        )
        for minus, speaker in (("-", right), ("", wrong))
    ),
    *(
        said("speaker-not-near", language, sentence, "It is late.", before)
        for language, sentence, before in (
            ("fr", "« C’est du roman », balaie le cabinet du ministre.", "Hugo Roussel est là."),
            ("de", "„Es ist spät“, teilte das Ministerium mit.", "Jutta Brandt ist da."),
            ("en", "The ministry said that it was late.", "Maeve Doyle is here."),
        )
    ),
    # Roles.
    *(
        said(
            f"{minus}role-cut-off",
            language,
            sentence,
            "It is late.",
            role_as_printed=role,
        )
        for minus, language, role, sentence in (
            (
                "",
                "it",
                "ministra della Difesa",
                "La viceministra della Difesa Livia Marchetti dice no.",
            ),
            ("", "en", "defence minister", "The deputy defence minister, Maeve Doyle, said no."),
            ("", "fr", "premier ministre", "L’ancien premier ministre Hugo Roussel a dit non."),
            (
                "-",
                "it",
                "ministra della Difesa",
                "La ministra della Difesa Livia Marchetti dice no.",
            ),
            ("-", "de", "Majorin", "Die frühere Majorin Jutta Brandt sagte nein."),
        )
    ),
    said(
        "role-of-another",
        "fr",
        "Hugo Roussel a dit qu’il était tard.",
        "Roussel says that it is late.",
        "La ministre de la défense, Maeve Doyle, prépare un navire.",
        role_as_printed="ministre de la défense",
        about="[ireland]",
        speaker="keane",
    ),
    # Nobody says anything.
    *(
        Case(
            f"{minus}no-comment",
            language,
            (("statement", first), ("statement", sentence)),
            first,
            "It is late.",
        )
        for language, first, cases in (
            (
                "en",
                "Maeve Doyle said no.",
                (
                    ("", "The ministry did not immediately respond to a request for comment."),
                    ("-", "The ministry declined to comment, but said that it was late."),
                ),
            ),
            (
                "fr",
                "Hugo Roussel a dit non.",
                (("", "La Défense n’a pas souhaité commenter cette information."),),
            ),
            (
                "de",
                "Jutta Brandt sagte nein.",
                (
                    ("", "Ihr Ministerium wollte sich dazu nicht äußern."),
                    ("-", "Das Ministerium wollte sich „zu Gerüchten über Schiffe“ nicht äußern."),
                ),
            ),
            (
                "it",
                "Livia Marchetti ha detto no.",
                (("", "Il ministero non ha voluto commentare."),),
            ),
            ("es", "Teo Sanz dijo que no.", (("", "El ministerio no quiso comentar la noticia."),)),
        )
        for minus, sentence in cases
    ),
    # Days.
    *(
        said(code, language, sentence, "It is late.", said=ON % day, source=DATED)
        for code, language, day, sentence in (
            (
                "date-improbable",
                "en",
                "2026-11-18",
                "Maeve Doyle said last night that it was late.",
            ),
            (
                "-date-improbable",
                "en",
                "2026-11-17",
                "Maeve Doyle said last night that it was late.",
            ),
            ("date-improbable", "fr", "2026-11-16", "Hugo Roussel a dit hier qu’il était tard."),
            ("date-improbable", "es", "2026-11-13", "Teo Sanz dijo el 14 de noviembre que no."),
            ("-date-improbable", "es", "2026-11-14", "Teo Sanz dijo el 14 de noviembre que no."),
            ("-date-improbable", "de", "2026-11-17", "Jutta Brandt sagte, am 3. März sei es spät."),
            (
                "date-improbable",
                "en",
                "2026-11-17",
                "“It was an idea,” Maeve Doyle told the public broadcaster RTÉ on Monday.",
            ),
        )
    ),
    *(
        Case(
            code,
            "fr",
            (("statement", "Hugo Roussel a dit qu’il était tard."),),
            "Hugo Roussel a dit qu’il était tard.",
            "Roussel says that it is late.",
            (("said", "juin"),),
            source=NAMED % ("juin", day, "Le 14 juin selon le texte."),
        )
        for code, day in (
            ("source-date-improbable", "2026-06-04"),
            ("-date-improbable", "2026-06-14"),
        )
    ),
    # A statement that nobody makes, and of which no claim is taken.
    *(
        Case(
            f"{minus}no-reporting-verb",
            "es",
            (("statement", "Teo Sanz dijo que es tarde."), ("statement", sentence)),
            "Teo Sanz dijo que es tarde.",
            "Sanz says that it is late.",
        )
        for minus, sentence in (
            ("", "La mañana terminó con lluvia."),
            ("-", "Teo Sanz cerró la carpeta."),
        )
    ),
    # A claim that begins behind its condition.
    *(
        said("limit-cut-off", language, sentence, "Sappers leave.", exact=exact)
        for language, sentence, exact in (
            (
                "es",
                "Cumplido eso, asegura Teo Sanz, los zapadores saldrían.",
                "los zapadores saldrían.",
            ),
            (
                "fr",
                "Cela fait, assure Hugo Roussel, les sapeurs partiraient.",
                "les sapeurs partiraient.",
            ),
            ("it", "A quel punto, assicura Livia Marchetti, partirebbero.", "partirebbero."),
        )
    ),
]

# What was doubted wrongly, or not at all, in the articles of a fifth writer.
OF_A_FIFTH = [
    said(
        "-date-improbable",
        "en",
        "Maeve Doyle says crews have been told to be ready by 1 March.",
        "Doyle says that crews must be ready by 1 March.",
        said=ON % "2026-11-17",
        source=DATED,
    ),
    said(
        "-date-improbable",
        "en",
        "Maeve Doyle, who knows of last night’s talks, said a second ship was dropped.",
        "Doyle says that a second ship was dropped.",
        said=ON % "2026-11-18",
        source=DATED,
    ),
    said(
        "-quotation-not-coded",
        "it",
        "Livia Marchetti ha detto al settimanale «Rīta Vēstis» che la nave è pronta.",
        "Marchetti says that the ship is ready.",
    ),
    said(
        "-summary-too-strong",
        "en",
        "Maeve Doyle said any payment would be decided in the May budget.",
        "Doyle says that a payment would be decided in the May budget.",
    ),
    said(
        "-summary-contrary",
        "de",
        "Jutta Brandt sagte, man schicke die, die schon einmal da waren.",
        "Brandt says that those are sent who have been there before.",
    ),
    said(
        "-summary-of-other-words",
        "en",
        "Maeve Doyle said the number “could as easily be 40 as 80”.",
        "Doyle says that the number could be 40 or 80.",
        quoted='["could as easily be 40 as 80"]',
    ),
    said(
        "-summary-too-strong",
        "de",
        "Jutta Brandt erklärte, eine Anfrage liege nicht vor.",
        "Brandt says that there is no request.",
    ),
    said(
        "-summary-contrary",
        "fr",
        "Député d’opposition, Hugo Roussel y voit plutôt « un cheval de Troie avec une croix ».",
        "Roussel sees in it a Trojan horse with a cross.",
        quoted='["un cheval de Troie avec une croix"]',
    ),
    said(
        "summary-contrary",
        "es",
        "Teo Sanz habló de 45 observadores, 30 de Chile y 15 del Uruguay.",
        "Sanz speaks of 45 observers, 15 from Chile and 30 from Uruguay.",
    ),
    said(
        "-summary-contrary",
        "es",
        "Teo Sanz habló de 45 observadores, 15 del Uruguay y 30 de Chile.",
        "Sanz speaks of 45 observers, 30 from Chile and 15 from Uruguay.",
    ),
    passages(
        "-two-sentences",
        "de",
        ("narration", "BERN. Die Schweiz soll sich mit Beobachtern beteiligen."),
        ("statement", "Jutta Brandt sagte, der Plan sei fertig."),
    ),
    passages(
        "-no-reporting-verb",
        "de",
        ("statement", "Das hat der Bundesrat am Mittwoch beschlossen."),
    ),
]

EXCHANGED = [
    # The two sides of a contrast, and two numbers.
    said(
        "summary-contrary",
        "en",
        "Ireland, Maeve Doyle said, should lend drones and analysts rather than infantry.",
        "Doyle says that Ireland should lend infantry rather than drones and analysts.",
    ),
    said(
        "-summary-contrary",
        "en",
        "Ireland, Maeve Doyle said, should lend drones and analysts rather than infantry.",
        "Doyle says that instead of infantry, Ireland should lend drones and analysts.",
    ),
    said(
        "summary-contrary",
        "it",
        "Livia Marchetti ha detto che il contingente arriverà dall’Esercito e non dalla Marina.",
        "Marchetti says that the contingent will come from the navy and not from the army.",
    ),
    said(
        "summary-contrary",
        "fr",
        "Hugo Roussel a dit que la loi exige un vote au-delà de 500 hommes, et que 260 partiront.",
        "Roussel says that the law requires a vote for more than 260 men, and that 500 will leave.",
    ),
    # What must not be left out.
    *(
        said(f"{sign}{code}", language, sentence, summary)
        for language, code, sentence, *summaries in (
            (
                "de",
                "summary-too-strong",
                "Nach jetzigem Stand gehe kein Soldat, sagte Jutta Brandt.",
                "Brandt says that as things stand no soldier goes.",
                "Brandt says that no soldier goes.",
            ),
            (
                "de",
                "summary-too-strong",
                "Die meisten seien junge Väter, sagte Jutta Brandt.",
                "Brandt says that most are young fathers.",
                "Brandt says that they are young fathers.",
            ),
            (
                "es",
                "summary-too-strong",
                "El Gobierno examina la oferta, dijo Teo Sanz.",
                "Sanz says that the government is looking at the offer.",
                "Sanz says that the government has the offer.",
            ),
            (
                "fr",
                "summary-too-strong",
                "Hugo Roussel n’exclut pas des instructeurs.",
                "Roussel does not rule out instructors.",
                "Roussel offers instructors.",
            ),
            (
                "it",
                "summary-too-strong",
                "L’Italia pagherà un ospedale, ha detto Livia Marchetti.",
                "Marchetti says that Italy will bear the cost of a hospital.",
                "Marchetti says that Italy will have a hospital.",
            ),
        )
        for sign, summary in zip(("-", ""), summaries, strict=True)
    ),
    said(
        "summary-too-strong",
        "de",
        "Bodentruppen schloss Jutta Brandt nicht aus, sie nannte das eine Frage für später.",
        "Brandt rules out ground troops, and calls this a question for later.",
    ),
    # Before, in and after a month; a ceasefire for a peace deal.
    said(
        "summary-contrary",
        "es",
        "La fragata no llegará antes de junio, dijo Teo Sanz.",
        "Sanz says that the frigate will arrive before June.",
    ),
    said(
        "-summary-contrary",
        "es",
        "La fragata no llegará antes de junio, dijo Teo Sanz.",
        "Sanz says that the frigate will not arrive before June.",
    ),
    said(
        "summary-contrary",
        "fr",
        "Nous partirons après un accord de paix, a dit Hugo Roussel.",
        "Roussel says that they will leave after a ceasefire.",
    ),
    # What nobody says.
    said(
        "summary-of-other-words",
        "es",
        "Algunos jóvenes llaman, dijo Teo Sanz.",
        "Sanz says that most of the young people call.",
    ),
    *(
        held(code, "es", SENDS, SENDS_SUMMARY, f"{WILL}\n  {entry}")
        for code, entry in (
            ("stance-contrary", "conditions: [{any_of: [ceasefire, mandate]}]"),
            (
                "stance-contrary",
                "conditions: [{any_of: [ceasefire], note: Turkey shares the cost}]",
            ),
            ("-stance-contrary", "conditions: [{any_of: [ceasefire], note: once there is one}]"),
            ("stance-contrary", "conditions: [{any_of: [peace_deal]}]"),
            (
                "stance-contrary",
                "contributions: [{form: sea, status: offered, place: in_ukraine, note: in Poland}]",
            ),
        )
    ),
]

ROLES = [
    # the country that the text gives a speaker
    said(
        "role-of-another-country",
        "en",
        "Norway’s Defence Minister, Maeve Doyle, said no.",
        "Doyle says no.",
    ),
    said(
        "role-of-another-country",
        "en",
        "The Norwegian envoy, Defence Minister Maeve Doyle, said no.",
        "Doyle says no.",
    ),
    said(
        "role-of-another-country",
        "en",
        "Maeve Doyle, the Norwegian Defence Minister, said no.",
        "Doyle says no.",
    ),
    said(
        "role-of-another-country",
        "en",
        "In Vilnius, Defence Minister Maeve Doyle said no.",
        "Doyle says no.",
    ),
    said(
        "role-of-another-country",
        "en",
        "Defence Minister Maeve Doyle said no.",
        "Doyle says no.",
        "The Saeima waits.",
        "Ukraine’s friends know the Saeima.",
        "The Saeima votes.",
    ),
    said(
        "role-of-another-country",
        "de",
        "Lettlands Verteidigungsministerin Jutta Brandt sagte nein.",
        "Brandt says no.",
    ),
    said(
        "role-of-another-country",
        "de",
        "Die lettische Verteidigungsministerin Jutta Brandt sagte nein.",
        "Brandt says no.",
    ),
    said(
        "role-of-another-country",
        "fr",
        "Le Premier ministre belge, Hugo Roussel, a dit non.",
        "Roussel says no.",
    ),
    said(
        "role-of-another-country",
        "fr",
        "Au Luxembourg, le Premier ministre Hugo Roussel a dit non.",
        "Roussel says no.",
    ),
    said(
        "role-of-another-country",
        "it",
        "La Ministra della Difesa lettone, Livia Marchetti, ha detto no.",
        "Marchetti says no.",
    ),
    said(
        "role-of-another-country",
        "es",
        "El Ministro de Defensa uruguayo, Teo Sanz, dijo que no.",
        "Sanz says no.",
    ),
    said(
        "-role-of-another-country",
        "en",
        "In Vilnius, Irish Defence Minister Maeve Doyle said no.",
        "Doyle says no.",
    ),
    said(
        "-role-of-another-country",
        "en",
        "In Vilnius, Defence Minister Maeve Doyle said Ireland would not go.",
        "Doyle says that Ireland will not go.",
    ),
    said(
        "-role-of-another-country",
        "en",
        "Norway’s friends knew it, Defence Minister Maeve Doyle of Ireland said.",
        "Doyle says that they knew it.",
    ),
    said(
        "-role-of-another-country",
        "it",
        "Alla Farnesina la Ministra della Difesa italiana Livia Marchetti ha detto no.",
        "Marchetti says no.",
    ),
    said(
        "-role-of-another-country",
        "de",
        "Verteidigungsministerin Jutta Brandt sagte nein.",
        "Brandt says no.",
        "Nichts geschah.",
    ),
    said(
        "-role-of-another-country",
        "en",
        "Defence Minister Maeve Doyle said no.",
        "Doyle says no.",
        "Ukraine waits.",
        "Ukraine asks for help.",
        "Ukraine counts its friends.",
    ),
    # somebody retired or former who speaks for a country
    said(
        "capacity-not-of-role",
        "en",
        "Former Defence Minister Maeve Doyle said no.",
        "Doyle says no.",
    ),
    said(
        "capacity-not-of-role",
        "en",
        "Maeve Doyle, a retired Defence Minister, said no.",
        "Doyle says no.",
    ),
    said(
        "capacity-not-of-role",
        "de",
        "Die ehemalige Verteidigungsministerin Jutta Brandt sagte nein.",
        "Brandt says no.",
    ),
    said(
        "capacity-not-of-role",
        "fr",
        "L’ancien Premier ministre Hugo Roussel a dit non.",
        "Roussel says no.",
    ),
    said(
        "capacity-not-of-role",
        "it",
        "L’ex Ministra della Difesa Livia Marchetti ha detto no.",
        "Marchetti says no.",
    ),
    said(
        "capacity-not-of-role",
        "es",
        "El exministro de Defensa Teo Sanz dijo que no.",
        "Sanz says no.",
    ),
    said(
        "-capacity-not-of-role",
        "en",
        "Defence Minister Maeve Doyle, a former nurse, said no.",
        "Doyle says no.",
    ),
    said(
        "-capacity-not-of-role",
        "en",
        "Defence Minister Maeve Doyle said no.",
        "Doyle says no.",
        "A former Defence Minister listened.",
    ),
]

OPEN = "participation: open\n  commitment: hedged"
SIGNED = "view: supports\n  participation: will_contribute\n  commitment: signed"
DECLINES = "participation: declined\n  commitment: stated"
UNDECIDED = "participation: undecided\n  commitment: stated"
OWN_WORDS = [
    held(code, language, sentence, summary, entry)
    for language, sentence, summary, *entries in (
        (
            "fr",
            "Hugo Roussel a dit que la France décidera en mai.",
            "Roussel says that France will decide in May.",
            ("stance-contrary", WILL),
            ("stance-contrary", DECLINES),
            ("-stance-contrary", UNDECIDED),
        ),
        (
            "de",
            "Deutschland werde sich nicht beteiligen, sagte Jutta Brandt.",
            "Brandt says that Germany will not take part.",
            ("stance-contrary", UNDECIDED),
            ("-stance-contrary", DECLINES),
        ),
        (
            "es",
            "España ayudará, pero no ha firmado nada, dijo Teo Sanz.",
            "Sanz says that Spain will help, and has signed nothing.",
            ("stance-contrary", SIGNED),
        ),
        (
            "it",
            "Una nave dopo la pace: una tregua non basta, ha detto Livia Marchetti.",
            "Marchetti says that Italy will send a ship after a peace deal, and a truce is not "
            "enough.",
            ("stance-contrary", f"{WILL}\n  conditions: [{{any_of: [ceasefire, peace_deal]}}]"),
            ("-stance-contrary", f"{WILL}\n  conditions: [{{any_of: [peace_deal]}}]"),
        ),
        (
            "es",
            "España mandará médicos y ninguna patrullera, dijo Teo Sanz.",
            "Sanz says that Spain will send doctors and no patrol boats.",
            (
                "stance-contrary",
                f"{WILL}\n  contributions: [{{form: sea, status: offered, note: patrol boats}}]",
            ),
        ),
        (
            "fr",
            "La France pourrait participer avec une frégate, a dit Hugo Roussel.",
            "Roussel says that France could take part with a frigate.",
            (
                "stance-too-strong",
                f"{OPEN}\n  summary: France will join, and could send a frigate.",
            ),
            ("-stance-too-strong", f"{OPEN}\n  summary: France could join with a frigate."),
        ),
    )
    for code, entry in entries
]

TURNED_ROUND = [
    said("summary-contrary", *each)
    for each in (
        # What comes before comes after, and what is too much is not enough.
        (
            "es",
            "España lo pedirá antes de Pascua y no después, dijo Teo Sanz.",
            "Sanz says that Spain will ask for it after Easter and not before.",
        ),
        (
            "fr",
            "Le navire partira dix jours après les autres, pas avant, a dit Hugo Roussel.",
            "Roussel says that the ship will leave 10 days before the others, not later.",
        ),
        (
            "it",
            "Livia Marchetti ha detto che la ministra è troppo prudente.",
            "Marchetti says that the minister is not cautious enough.",
        ),
        # Who asks, and what is ruled out.
        (
            "it",
            "L’Italia non ha ricevuto alcuna richiesta di truppe, ha detto Livia Marchetti.",
            "Marchetti says that Italy has refused a request for troops.",
        ),
        (
            "en",
            "She ruled out any role for soldiers in guarding the sites, Maeve Doyle said.",
            "Doyle does not exclude that soldiers guard the sites.",
        ),
        # Opposites.
        (
            "it",
            "È proprio questo che mi preoccupa, ha detto Livia Marchetti.",
            "Marchetti says that just this reassures her.",
        ),
        (
            "fr",
            "C’est la moins mauvaise des garanties, a dit Hugo Roussel.",
            "Roussel says that it is the worst of the guarantees.",
        ),
        (
            "de",
            "Sie sei mit vier zu drei Stimmen unterlegen, sagte Jutta Brandt.",
            "Brandt says that she won by four votes to three.",
        ),
    )
] + [
    said(code, *each)
    for code, *each in (
        # What the source has no word for at all.
        (
            "summary-of-other-words",
            "it",
            "Se il senatore li ha contati, mi dica dove dormono, ha replicato Livia Marchetti.",
            "Marchetti confirms that the senator has counted them.",
        ),
        (
            "summary-too-strong",
            "fr",
            "La France ferait mieux de financer le déminage, juge Hugo Roussel.",
            "For Roussel, France already pays for mine clearance.",
        ),
        (
            "-summary-contrary",
            "de",
            "Das Schiff werde nicht vor Juni fahren, sagte Jutta Brandt.",
            "Brandt says that the ship will not leave before June.",
        ),
        (
            "-summary-contrary",
            "es",
            "No recibimos ninguna petición, dijo Teo Sanz.",
            "Sanz says that Spain has received no request.",
        ),
    )
]

OWN_TEXTS = [
    held(code, language, sentence, summary, f"{OPEN}\n  {entry}")
    for language, sentence, summary, *entries in (
        (
            "fr",
            "La France ne participera pas pour l’instant, a dit Hugo Roussel.",
            "Roussel says that France will not take part for now.",
            ("stance-contrary", "summary: France will never take part."),
            ("stance-contrary", "summary: France could wait, and will take part after May."),
            ("stance-too-strong", "summary: France promises that it could take part."),
            ("-stance-too-strong", "summary: France will not take part for now."),
        ),
        (
            "es",
            "España ayudará si ambas partes firman una tregua, dijo Teo Sanz.",
            "Sanz says that Spain will help if both sides sign a truce.",
            ("stance-contrary", f"{TRUCE[:-2]}, note: signed by one of the sides}}]"),
            ("-stance-contrary", f"{TRUCE[:-2]}, note: signed by both sides}}]"),
        ),
        (
            "de",
            "Er wolle ein Mandat des Rates oder der Versammlung, falls Russland Schutz zusagt, "
            "sagte Jutta Brandt.",
            "Brandt wants a mandate of the Council or Assembly if Russia undertakes to protect.",
            (
                "stance-contrary",
                "conditions: [{any_of: [mandate], note: of the Council and of the Assembly}]",
            ),
            (
                "stance-contrary",
                "conditions: [{any_of: [other], note: Ukraine undertakes to protect}]",
            ),
            (
                "-stance-contrary",
                "conditions: [{any_of: [mandate], note: of the Council or the Assembly}]",
            ),
        ),
        (
            "it",
            "L’Italia offre due aerei con base a Beja, ha detto Livia Marchetti.",
            "Marchetti says that Italy offers two aircraft based in Beja.",
            (
                "stance-contrary",
                "contributions: "
                "[{form: air, status: offered, place: in_ukraine, note: two aircraft}]",
            ),
            (
                "-stance-contrary",
                "contributions: "
                "[{form: air, status: offered, place: elsewhere, note: two aircraft}]",
            ),
        ),
    )
    for code, entry in entries
]

# A condition or a denied limit turned round: the sentence, a right summary, and wrong ones.
CONDITIONS_TURNED = [
    said(code, language, sentence, summary)
    for language, sentence, right, *wrong in (
        (
            "it",
            "Livia Marchetti ha detto che la nave non salperà prima che il porto sia sicuro.",
            "Marchetti says that the ship will not sail before the port is safe.",
            "Marchetti says that the ship will sail before the port is safe.",
        ),
        (
            "de",
            "Jutta Brandt sagte, die Sanitäter gingen nicht ohne eine Bitte der Ukraine.",
            "Brandt says that the medics go only at the request of Ukraine.",
            "Brandt says that the medics go without a request of Ukraine.",
        ),
        (
            "fr",
            "Hugo Roussel a dit que les médecins partiront si la Turquie ouvre les détroits.",
            "Roussel says that the doctors will leave if Türkiye opens the straits.",
            "Roussel says that the doctors will leave even if Türkiye does not open the straits.",
        ),
        (
            "es",
            "Teo Sanz dijo que los médicos irán con permiso o sin permiso de Turquía.",
            "Sanz says that the doctors will go with or without the permission of Türkiye.",
            "Sanz says that the doctors will go if Türkiye gives its permission.",
        ),
        (
            "de",
            "Jutta Brandt sagte, ihre Partei stimme zu, sofern die Kosten bis Mai bekannt seien.",
            "Brandt says that her party agrees if the costs are known by May.",
            "Brandt says that her party agrees unless the costs are known by May.",
        ),
        (
            "es",
            "Teo Sanz dijo que su grupo votará en contra a menos que conozca el precio.",
            "Sanz says that his group will vote against it unless it learns the price.",
            "Sanz says that his group will vote against it once it learns the price.",
        ),
    )
    for code, summary in (
        ("-summary-contrary", right),
        *(("summary-contrary", each) for each in wrong),
    )
]

# Sides, order, actors, tenses and rates exchanged: the sentence, a right summary, and wrong ones.
EXCHANGED_AGAIN = [
    said(code, language, sentence, summary)
    for language, sentence, right, *wrong in (
        (
            "es",
            "Teo Sanz dijo que la Constitución lo permite, la historia no.",
            "Sanz says that the constitution allows it and that history does not.",
            (
                "summary-contrary",
                "Sanz says that history allows it and that the constitution does not.",
            ),
        ),
        (
            "de",
            "Jutta Brandt sagte, sie denke eher an Beobachter als an Soldaten.",
            "Brandt says that she thinks of observers rather than soldiers.",
            ("summary-contrary", "Brandt says that she thinks of soldiers rather than observers."),
        ),
        (
            "fr",
            "Hugo Roussel a dit qu’il fallait quatre mois, pas six semaines.",
            "Roussel says that four months are needed, and not six weeks.",
            (
                "summary-contrary",
                "Roussel says that six weeks are needed, and that four months are not needed.",
            ),
        ),
        (
            "de",
            "Man bitte um ein Lazarett und nicht um Soldaten, sagte Jutta Brandt.",
            "Brandt says that a field hospital is asked for, and not soldiers.",
            ("summary-contrary", "Brandt says that soldiers and a field hospital are asked for."),
        ),
        (
            "it",
            "Prima il cessate il fuoco, poi i nomi, ha detto Livia Marchetti.",
            "Marchetti says that the ceasefire comes first, and the names after it.",
            (
                "summary-contrary",
                "Marchetti says that the names come first, and the ceasefire after them.",
            ),
        ),
        (
            "fr",
            "Hugo Roussel a dit que la loi n’impose pas de vote et que les députés sont informés.",
            "Roussel says that the law requires no vote and that the deputies are informed.",
            (
                "summary-contrary",
                "Roussel says that the law requires a vote and that the deputies are informed.",
            ),
        ),
        (
            "de",
            "Jutta Brandt warf der Regierung vor, sich hinter der Nato zu verstecken.",
            "Brandt accuses the government of hiding behind NATO.",
            ("summary-contrary", "Brandt accuses NATO of hiding behind the government."),
        ),
        (
            "de",
            "Jutta Brandt sagte, Norwegen bezahle den Treibstoff.",
            "Brandt says that Norway pays for the fuel.",
            ("country-not-named", "Brandt says that Germany pays for the fuel."),
        ),
        (
            "es",
            "Teo Sanz propuso dormir en el hospital que Marruecos instalará en Odesa.",
            "Sanz proposes to sleep in the hospital that Morocco will set up in Odesa.",
            (
                "summary-too-strong",
                "Sanz proposes to sleep in the hospital that Morocco has set up in Odesa.",
            ),
        ),
        (
            "es",
            "Teo Sanz dijo que el presidente no la ha firmado.",
            "Sanz says that the president has not signed it.",
            ("summary-too-strong", "Sanz says that the president will not sign it."),
        ),
        (
            "it",
            "Livia Marchetti teme che la nave resti in porto.",
            "Marchetti fears that the ship will stay in port.",
            ("summary-too-strong", "Marchetti announces that the ship will stay in port."),
        ),
        (
            "es",
            "Teo Sanz dijo que el barco cuesta unos 200.000 dólares por mes.",
            "Sanz says that the ship costs about 200,000 dollars a month.",
            ("summary-contrary", "Sanz says that the ship costs about 200,000 dollars a year."),
        ),
        (
            "it",
            "Livia Marchetti non nega che il piano esista.",
            "Marchetti does not deny that the plan exists.",
            ("summary-contrary", "Marchetti denies that the plan exists."),
        ),
        (
            "en",
            "Ireland studies a hospital and a ship, one or the other, not both, Maeve Doyle said.",
            "Doyle says that Ireland is considering either a hospital or a ship.",
            (
                "summary-contrary",
                "Doyle says that Ireland is considering both a hospital and a ship.",
            ),
        ),
        (
            "fr",
            "Hugo Roussel a dit que la loi n’impose un vote qu’au bout de quatre mois.",
            "Roussel says that the law requires a vote only after four months.",
            ("summary-contrary", "Roussel says that the law requires a vote within four months."),
        ),
        (
            "en",
            "Maeve Doyle said that five such companies would be needed, not one.",
            "Doyle says that five such companies would be needed and not one.",
            (
                "summary-contrary",
                "Doyle says that one such company would be needed and not five.",
            ),
        ),
        (
            "de",
            "Jutta Brandt sagte, vor 2028 sei eine Brigade nicht einsatzbereit.",
            "Brandt says that no brigade is ready before 2028.",
            ("summary-contrary", "Brandt says that an unnamed brigade is ready in 2028."),
        ),
        (
            "en",
            "Maeve Doyle claims the government has told the army to find 4,000 troops.",
            "Doyle claims that the government has told the army to find 4,000 troops.",
            ("summary-too-strong", "The government has told the army to find 4,000 troops."),
        ),
        (
            "es",
            "Teo Sanz pidió aplazar la votación hasta después de las lluvias.",
            "Sanz asks to postpone the vote until after the rains.",
            ("summary-contrary", "Sanz asks to postpone the vote until just before the rains."),
        ),
        (
            "fr",
            "Hugo Roussel reproche au gouvernement d’avoir informé l’Otan avant le Parlement.",
            "Roussel blames the government for informing NATO before the parliament.",
            (
                "summary-contrary",
                "Roussel blames the government for informing the parliament before NATO.",
            ),
        ),
        (
            "fr",
            "Trente observateurs, c’est trop peu, a dit Hugo Roussel.",
            "Roussel says that thirty observers are not enough.",
            ("summary-contrary", "Roussel says that thirty observers are more than enough."),
        ),
        (
            "it",
            "Livia Marchetti ha detto che voterà solo se il divieto resterà.",
            "Marchetti says that she will vote for it only if the ban stays.",
            (
                "summary-contrary",
                "Marchetti says that she will vote for it only if the ban is removed.",
            ),
        ),
        (
            "en",
            "Maeve Doyle asked Owen Keane whether the base would serve the Americans.",
            "Doyle asks Keane whether the base would serve the Americans.",
            ("summary-contrary", "Keane asks Doyle whether the base would serve the Americans."),
        ),
    )
    for code, summary in (*((f"-{code}", right) for code, _ in wrong), *wrong)
] + [
    said(code, "it", sentence, summary, speaker="anonymous")
    for sentence, code, summary in (
        (
            "Fonti del governo dicono che il ministro è convinto di avere i voti.",
            "-summary-too-strong",
            "Unnamed sources in the government say that the minister is sure to have the votes.",
        ),
        (
            "Fonti del governo dicono che il ministro è convinto di avere i voti.",
            "summary-too-strong",
            "The minister says that he is sure to have the votes.",
        ),
    )
]

OFFER = "participation: will_contribute\n  commitment: stated\n  "
# An entry against its evidence: a right one and a wrong one for a sentence and its summary.
RIGHT_ENTRIES = [
    held("-" + code, "en", f"Maeve Doyle said that {words}.", f"Doyle says that {words}.", entry)
    for code, words, entry in (
        (
            "stance-too-strong",
            "Ireland would contribute no troops",
            "participation: declined\n  commitment: stated\n  "
            "contributions: [{form: troops, status: ruled_out, place: unspecified}]\n  "
            "summary: Ireland will contribute no troops.",
        ),
        (
            "stance-contrary",
            "no Irish soldiers will go to Ukraine, either with a mandate or without one",
            "participation: declined\n  commitment: stated\n  "
            "contributions: [{form: troops, status: ruled_out, place: in_ukraine}]\n  "
            "summary: 'Ireland will not send soldiers to Ukraine, with or without a mandate.'",
        ),
        ("stance-contrary", "Ireland still hesitates to send a ship", f"{UNDECIDED}"),
        (
            "stance-contrary",
            "Ireland will add thirty soldiers if Norway goes",
            f"{OFFER}conditions: [{{any_of: [other], note: Norway takes part}}]\n  "
            "contributions: [{form: troops, status: offered, place: unspecified}]",
        ),
        (
            "stance-contrary",
            "Ireland will lend armoured vehicles and send no soldiers",
            "participation: declined\n  commitment: stated\n  "
            "contributions: [{form: logistics, status: offered, place: unspecified}]",
        ),
        (
            "stance-contrary",
            "the force is legitimate and useful in spite of the threat",
            "view: supports",
        ),
    )
]
AGAINST_EVIDENCE = [
    held(code, "en", f"Maeve Doyle said that {words}.", f"Doyle says that {words}.", entry)
    for words, right, wrong in (
        (
            "Ireland will send policewomen, and no soldiers",
            f"{OFFER}contributions: [{{form: other, status: offered, place: in_ukraine}}]",
            f"{OFFER}contributions: [{{form: troops, status: offered, place: in_ukraine}}]",
        ),
        (
            "Ireland will send forty engineers if Norway goes",
            f"{OFFER}conditions: [{{any_of: [other], note: Norway goes}}]",
            "participation: will_contribute\n  commitment: hedged",
        ),
        (
            "Ireland will send forty engineers to Lviv",
            f"{OFFER}contributions: [{{form: troops, status: offered, place: in_ukraine}}]",
            f"{OFFER}contributions: [{{form: troops, status: offered, place: neighbouring}}]",
        ),
        (
            "Ireland will send ships, and its F-16s will not go",
            f"{OFFER}contributions: [{{form: sea, status: offered, place: unspecified}}]",
            f"{OFFER}contributions: "
            "[{form: air, status: offered, place: unspecified, note: F-16s}]",
        ),
        (
            "forty Irish trainers will work at home and will not cross the border",
            f"{OFFER}contributions: [{{form: training, status: offered, place: elsewhere}}]",
            f"{OFFER}contributions: "
            "[{form: training, status: offered, place: in_ukraine, note: forty trainers}]",
        ),
        (
            "the army will not go to Ukraine",
            "participation: declined\n  commitment: stated\n  "
            "contributions: [{form: troops, status: ruled_out, place: in_ukraine}]",
            "participation: declined\n  commitment: stated\n  "
            "contributions: [{form: troops, status: ruled_out, place: neighbouring}]",
        ),
        (
            "Ireland will send a ship after a ceasefire and with the approval of parliament",
            f"{OFFER}conditions: [{{any_of: [ceasefire]}}, {{any_of: [parliament_approval]}}]",
            f"{OFFER}conditions: "
            "[{any_of: [ceasefire, parliament_approval], note: one of the two}]",
        ),
        (
            "Ireland will send a ship after a ceasefire and with the approval of parliament",
            f"{OFFER}conditions: [{{any_of: [ceasefire]}}, {{any_of: [parliament_approval]}}]",
            f"{OFFER}conditions: [{{any_of: [ceasefire]}}, {{any_of: [parliament_approval]}}]\n"
            "  summary: Ireland will send a ship after a ceasefire or an approval of parliament.",
        ),
        (
            "Ireland will send a ship after a peace deal, and an end of the war is not enough",
            f"{OFFER}conditions: [{{any_of: [peace_deal]}}]",
            f"{OFFER}conditions: [{{any_of: [peace_deal], note: an end of the war is enough}}]",
        ),
        (
            "Ireland will send a ship once peace is signed",
            f"{OFFER}conditions: [{{any_of: [peace_deal]}}]",
            f"{OFFER}conditions: [{{any_of: [ceasefire]}}]",
        ),
        (
            "Ireland commits nothing before parliament has voted",
            "participation: undecided\n  commitment: stated",
            "participation: declined\n  commitment: stated",
        ),
        (
            "Ireland will send three trains with eighty technicians",
            f"{OFFER}contributions: "
            "[{form: other, status: offered, place: unspecified, note: three trains}]",
            f"{OFFER}contributions: "
            "[{form: other, status: offered, place: unspecified, note: eighty trains}]",
        ),
        (
            "Ireland will pay 85 million euros a year",
            f"{OFFER}contributions: [{{form: funding, status: offered, place: unspecified, "
            "note: 85 million euros a year}]",
            f"{OFFER}contributions: [{{form: funding, status: offered, place: unspecified, "
            "note: 85 million euros}]",
        ),
        (
            "Ireland will send a ship, and that the vote of parliament is planned for May",
            f"{OFFER}conditions: [{{any_of: [parliament_approval], note: in May}}]",
            f"{OFFER}conditions: [{{any_of: [parliament_approval], note: it agreed in May}}]",
        ),
        (
            "Ireland does not take part now, and would look at it again with a command of its own",
            "participation: declined\n  commitment: stated",
            "participation: declined\n  commitment: stated\n"
            "  summary: Ireland does not take part now, and will join with a command of its own.",
        ),
        (
            "Ireland may take part",
            "participation: open\n  commitment: hedged\n"
            "  summary: Ireland does not rule out taking part.",
            f"{WILL}\n  summary: Ireland does not rule out taking part.",
        ),
        (
            "Ireland rules out infantry for 2027, but not for 2028",
            "participation: declined\n  commitment: stated\n  contributions: "
            "[{form: ground, status: ruled_out, place: unspecified, note: for 2027}]",
            "participation: declined\n  commitment: stated\n  contributions: "
            "[{form: ground, status: ruled_out, place: unspecified, note: for 2027 and 2028}]",
        ),
        (
            "Irish engineers would build bridges, and would never guard a border",
            f"{OFFER}contributions: [{{form: other, status: offered, place: in_ukraine, "
            "note: 'engineers to build bridges, not to guard a border'}]",
            f"{OFFER}contributions: [{{form: other, status: offered, place: in_ukraine, "
            "note: 'engineers to guard a border, not to build bridges'}]",
        ),
        (
            "Ireland will send a ship, and that a mandate would be better, but is not a condition",
            f"{OFFER}contributions: [{{form: sea, status: offered, place: unspecified}}]",
            f"{OFFER}conditions: [{{any_of: [mandate]}}]",
        ),
        (
            "Ireland will send soldiers if the Americans take over reconnaissance",
            f"{OFFER}conditions: "
            "[{any_of: [us_backstop], note: the Americans take over reconnaissance}]",
            f"{OFFER}conditions: [{{any_of: [us_backstop], note: the Americans share fuel}}]",
        ),
    )
    for code, entry in (
        ("-stance-contrary", right),
        (
            "stance-too-strong"
            if "hedged" in wrong
            or "not rule out" in wrong
            or "agreed" in wrong
            or "will join" in wrong
            else "stance-contrary",
            wrong,
        ),
    )
]

BROADCAST = (
    ("heading", "Defence in the morning"),
    ("narration", "PRESENTER: Minister, are the ships going?"),
    ("statement", "MAEVE DOYLE: They go in May."),
    ("statement", "PRESENTER: “We stay at home,” Owen Keane told us this week."),
    ("narration", "PRESENTER: And who pays?"),
    ("statement", "DOYLE: We pay half of it."),
    ("statement", "PRESENTER: And if he says that nobody pays?"),
    ("statement", "DOYLE: Then we wait."),
)
ENTRIES = (
    ("heading", "+++ 15.10 Uhr: Berlin sagt Schiffe zu +++"),
    ("statement", "Jutta Brandt sagte, es sei spät."),
    ("narration", "+++ 14.32 Uhr: Rom wartet noch +++"),
    ("narration", "Der Saal war voll."),
)
TURNS_AND_ENTRIES = [
    # A question in a turn whose label names nobody we know, though others of its turns report.
    *(
        Case(f"{minus}no-reporting-verb", "en", turns, "DOYLE: Then we wait.", "Doyle waits.")
        for minus, turns in (
            ("", BROADCAST),
            ("-", (*BROADCAST[:6], ("narration", BROADCAST[6][1]), BROADCAST[7])),
        )
    ),
    # The heading of an entry between marks.
    *(
        Case(f"{minus}like-a-heading", "de", lines, ENTRIES[1][1], "Brandt says that it is late.")
        for minus, lines in (
            ("", ENTRIES),
            ("-", (*ENTRIES[:2], ("heading", ENTRIES[2][1]), ENTRIES[3])),
        )
    ),
]

# Labels with a title, a role or a party; places before the first sentence; who wrote it.
FORMS_OF_TEXTS = [
    passages(
        "-no-reporting-verb",
        "en",
        ("heading", "OFFICIAL REPORT: THE FORCE"),
        ("statement", "The Minister of Defence (Mrs Maeve Doyle): We wait."),
        ("statement", "The pipes are in the ground."),
        ("statement", "Hon. Owen Keane (Member for Cork): My side is against it."),
        ("statement", "Hon. Teo Sanz (Labour): And mine is for it."),
    ),
    *(
        Case(f"-{code}", language, tuple(("statement", each) for each in lines), lines[1], summary)
        for code in ("no-reporting-verb", "two-sentences", "speaker-not-near")
        for language, summary, lines in (
            (
                "de",
                "Brandt says that nobody goes.",
                (
                    "Abg. Teo Sanz (Heimatliste): Warum warten wir?",
                    "Jutta Brandt, Ministerin der Verteidigung: Es geht niemand.",
                    "Abg. Owen Keane (Grüne, Opposition): Mich stört die Eile.",
                ),
            ),
            (
                "fr",
                "Roussel says that nobody goes.",
                (
                    "M. Teo Sanz (Alliance). – Pourquoi attendre ?",
                    "M. Hugo Roussel, Premier ministre. – Personne ne part.",
                    "Dép. Owen Keane (opposition) : La hâte me gêne.",
                ),
            ),
        )
    ),
    *(
        passages("-two-sentences", language, ("heading", title), ("statement", line))
        for language, title, line in (
            ("de", "Eine Korvette", "Lissabon/Bern. Das Schiff fährt, sagte Jutta Brandt."),
            ("fr", "Un navire", "Tunis. – Le navire part, a dit Hugo Roussel."),
            ("es", "Un barco", "Quito. El barco sale, dijo Teo Sanz."),
        )
    ),
    *(
        passages(
            "-like-a-heading",
            language,
            ("heading", title),
            ("narration", line),
            ("statement", sentence),
        )
        for language, title, line, sentence in (
            (
                "fr",
                "Un navire",
                "Compte rendu de la séance de mercredi, par Prudence Ngo Mbog",
                "Le navire part, a dit Hugo Roussel.",
            ),
            (
                "it",
                "Una nave",
                "La cronaca della seduta di ieri, di Anna Maria Neri",
                "La nave parte, ha detto Livia Marchetti.",
            ),
        )
    ),
]

# Entries that say in other words what their evidence says.
OTHER_WAYS = [
    *(
        held(f"-{code}", "en", f"{sentence}, Maeve Doyle said.", f"Doyle says that {said}.", entry)
        for code, sentence, said, entry in (
            (
                "stance-contrary",
                "Ireland trains 600 Ukrainian engineers in Cork",
                "Ireland trains 600 Ukrainian engineers in Cork",
                f"{OFFER}contributions: [{{form: training, status: offered, place: elsewhere}}]",
            ),
            (
                "stance-contrary",
                "We shall not march",
                "Ireland will not march",
                "participation: declined\n  commitment: stated\n"
                "  contributions: [{form: ground, status: ruled_out, place: unspecified}]",
            ),
            (
                "stance-too-strong",
                "We send nobody, but we help with money for reconstruction",
                "Ireland will send nobody; it will help with money for reconstruction",
                "participation: declined\n  commitment: stated\n"
                "  contributions: [{form: funding, status: offered, place: unspecified}]",
            ),
            (
                "stance-contrary",
                "I exclude Irish money for a force outside the UN",
                "she excludes Irish money for a force outside the United Nations",
                "participation: declined\n  commitment: stated\n"
                "  contributions: [{form: funding, status: ruled_out, place: unspecified}]\n"
                "  summary: Ireland will pay for no force outside the United Nations.",
            ),
            (
                "stance-contrary",
                "We are waiting for this force",
                "Ireland is waiting for the force",
                "view: supports\n  participation: not_stated",
            ),
            (
                "stance-contrary",
                "There is no lasting peace without peacekeepers",
                "there is no lasting peace without peacekeepers",
                "view: supports\n  participation: not_stated",
            ),
            (
                "stance-contrary",
                "Ireland will never consent to this mission",
                "Ireland will never consent to the mission",
                "view: opposes\n  participation: not_stated",
            ),
            (
                "stance-contrary",
                "Ireland remains open to taking part, but will make no commitment before May",
                "Ireland remains open to taking part, but will make no commitment before May",
                "participation: open\n  commitment: hedged",
            ),
            (
                "stance-contrary",
                "Sixty deminers will leave for Kherson",
                "60 deminers will leave for Kherson",
                f"{OFFER}contributions: [{{form: ground, status: offered, place: in_ukraine, "
                "note: '60 deminers for Kherson'}]",
            ),
            (
                "stance-contrary",
                "If there is trouble in Cork, the engineers stay at home",
                "the engineers will stay at home if there is trouble in Cork",
                f"{OFFER}contributions: [{{form: ground, status: offered, place: in_ukraine}}]\n"
                "  summary: Ireland will send engineers.",
            ),
            (
                "stance-too-strong",
                "We go once the government gives the order, mandate or no mandate",
                "Ireland will go once the government gives the order, with or without a mandate",
                f"{OFFER}conditions: [{{any_of: [government_decision]}}]",
            ),
            (
                "stance-contrary",
                "The Lithuanians come with us",
                "the Lithuanians will come with the Irish",
                f"{OFFER}summary: Lithuania will take part together with Ireland.",
            ),
            (
                "stance-contrary",
                "We put no infantry there, but we train soldiers in Cork until 2027",
                "Ireland will not put infantry there, but trains soldiers in Cork until 2027",
                "participation: declined\n  commitment: stated",
            ),
            (
                "stance-too-strong",
                "The parliament voted for it on Monday",
                "the parliament voted for it on Monday",
                "participation: will_contribute\n  commitment: decided",
            ),
        )
    ),
    passages(
        "-no-reporting-verb",
        "it",
        ("heading", "Nessuna promessa"),
        ("statement", "Gentile direttore, il mio governo non ha deciso nulla."),
        ("statement", "Prima voterebbe il nostro Parlamento."),
        ("narration", "Livia Marchetti, ministra della Difesa della Repubblica"),
        ("heading", "Risponde il direttore"),
        ("narration", "Grazie della lettera."),
    ),
    *(
        passages(
            "-like-a-heading",
            language,
            ("statement", sentence),
            ("narration", line),
            ("narration", end),
        )
        for language, sentence, line, end in (
            ("fr", "Il est tard, dit Hugo Roussel.", "Pour le Gabon : Sylvie Ndong-Mba", "Merci."),
            ("es", "Es tarde, dijo Teo Sanz.", "Por el Perú: Ana Quispe Mamani", "Gracias."),
        )
    ),
    passages(
        "-no-reporting-verb",
        "en",
        ("statement", "The plan is ready, Maeve Doyle said."),
        ("statement", "The minister did not exclude sending instructors."),
    ),
    *(
        said("-summary-of-other-words", language, sentence, summary, before)
        for language, before, sentence, summary in (
            (
                "en",
                "Thirty deminers are ready in Cork.",
                "The team would leave only if Brussels covered salaries, Maeve Doyle said.",
                "Doyle says that the deminers would leave only if the EU covered salaries.",
            ),
            (
                "it",
                "Trenta genieri sono pronti.",
                "Il contingente resterebbe sei mesi, ha detto Livia Marchetti.",
                "Marchetti says that the engineers would stay for six months.",
            ),
            (
                "de",
                "Dreißig Pioniere stehen bereit.",
                "Das Kontingent bleibe sechs Monate, sagte Jutta Brandt.",
                "Brandt says that the engineers would stay for six months.",
            ),
        )
    ),
    passages(
        "-two-sentences",
        "es",
        ("statement", "Es tarde, dijo Teo Sanz."),
        ("narration", "Entrevista: Lorena Guamán. Fotografía: Iván Tituaña."),
    ),
    said(
        "-scare-quotes",
        "it",
        "Livia Marchetti ha detto che l’Italia non andrà in missione «sotto nessun cappello».",
        "Marchetti says that Italy will go on no mission under any umbrella.",
        quoted='["sotto nessun cappello"]',
    ),
]

# The pronoun of somebody else than the woman who is coded.
PRONOUNS = [
    said(
        f"{minus}speaker-not-near",
        language,
        f"{words} {pronoun}.".replace("- ", "-"),
        "It is late.",
        before,
        speaker=speaker,
        about="[italy]",
        role_as_printed=role,
    )
    for language, before, words, she, he, speaker, role in (
        (
            "it",
            "La sorella Livia Marchetti ha visto Teo Sanz.",
            "«È tardi», ribatte",
            "lei",
            "lui",
            "marchetti",
            "sorella",
        ),
        (
            "fr",
            "La ministre Livia Marchetti a vu Teo Sanz.",
            "« C’est trop tard », dit-",
            "elle",
            "il",
            "marchetti",
            "ministre",
        ),
        (
            "de",
            "Die Sprecherin Livia Marchetti traf Teo Sanz.",
            "„Es ist spät“, sagte",
            "sie",
            "er",
            "marchetti",
            "Sprecherin",
        ),
        (
            "es",
            "La ministra Livia Marchetti vio a Teo Sanz.",
            "«Es tarde», respondió",
            "ella",
            "él",
            "marchetti",
            "ministra",
        ),
        (
            "en",
            "The spokeswoman Livia Marchetti met Teo Sanz.",
            "“It is late,”",
            "she said",
            "he said",
            "marchetti",
            "spokeswoman",
        ),
    )
    for minus, pronoun in (("-", she), ("", he))
]

CASES = [
    *SUMMED_UP, *OTHER_WORDS, *NOT_AGAINST_ENTRIES, *SAID_IN_OTHER_WAYS,
    *ROLES,
    *TURNED, *TOO_STRONG, *OTHER_COUNTRIES, *CUT, *NUMBERS, *JOINT, *PASSAGES, *SPEAKERS,
    *POSITIONS, *LANGUAGES, *DAYS, *ORIGINS, *WHOSE, *LIMITS, *HOW_PEOPLE_WRITE,
    *SAID_OTHERWISE, *FIELDS, *WHO_SPEAKS, *OF_A_FIFTH, *ADDED,
    *LESS_DOUBTED, *INTERVIEWED, *AFTER_INTERVIEW, *OF_TWELVE, *EXCHANGED,
    *OWN_WORDS, *TURNED_ROUND, *OWN_TEXTS, *CONDITIONS_TURNED,
    *EXCHANGED_AGAIN, *AGAINST_EVIDENCE, *RIGHT_ENTRIES, *TURNS_AND_ENTRIES, *PRONOUNS,
    *FORMS_OF_TEXTS, *OTHER_WAYS,
]  # fmt: skip


def _name(number: int) -> str:
    return f"case-{number}"


@pytest.fixture(scope="module")
def doubts(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str]]:
    """Source, file and code of all doubts about the cases."""
    seed = bare_seed(tmp_path_factory.mktemp("doubts"))
    shutil.rmtree(seed / "names")
    shutil.copytree(SEED / "names", seed / "names")
    for person, (name, country, title) in PEOPLE.items():
        capacity = "opposition" if person == "keane" else "government"
        add(
            seed,
            "people.yaml",
            f"- id: {person}\n  name: {name}\n  roles:\n    - {{id: r, title: {title}, "
            f"actor: {country}, capacity: {capacity}}}\n",
        )
    add(
        seed,
        "people.yaml",
        "- {id: spanish-cabinet, kind: body, name: Spanish Cabinet, roles: [{id: r, "
        "title: The role, actor: spain, capacity: government}]}\n",
    )
    for number, case in enumerate(CASES):
        _write(seed, _name(number), case)
    for signed in SIGNED_FOR:
        _write_joint(seed, signed)
    checked = check(load(seed))
    assert [str(each) for each in checked.seed.findings] == []
    found = set()
    for each in checked.seed.doubts:
        *_, source, file = each.file.split("/")
        found.add((source, file, str(each.code)))
    return found


def _write(seed: Path, name: str, case: Case) -> None:
    lines = [f"  - {coding}: {_quoted(sentence)}\n" for coding, sentence in case.sentences]
    speaker = SPEAKER[case.language]
    keys = {
        "exact": _quoted(case.claim),
        "speaker": speaker,
        "about": f"[{PEOPLE[speaker][1]}]",
        "summary": _quoted(case.summary),
        **dict(case.keys),
    }
    text = "\n".join(sentence for _, sentence in case.sentences) + "\n"
    with_source(seed, name, statement(**keys), text=text, passages="".join(lines))
    path = seed / f"sources/{name}/source.yaml"
    source = path.read_text(encoding="utf-8")
    path.write_text(
        source.replace("language: en", f"language: {case.language}\n{case.source}".rstrip()),
        "utf-8",
    )
    if case.entry:
        actor = PEOPLE[speaker][1]
        own = "\n  summary:" in case.entry
        summary = "" if own else f"  summary: {_quoted(case.summary)}\n"
        add(
            seed,
            f"sources/{name}/positions.yaml",
            f"- id: {actor}-{name}\n  actor: {actor}\n  question: peacekeeping-force\n"
            f"  {case.entry}\n  evidence: [{{statement: {name}-says, relation: supports}}]\n"
            f"{summary}  not_supported: Anything else.\n"
            "  recorded_on: 2026-11-22\n  coded_by: A\n",
        )


SIGNED_FOR = ("germany", "france", "germany, france", "germany, france, italy")


def _write_joint(seed: Path, signed: str) -> None:
    """A text that three countries signed, and of whose last claim `signed` are coded."""
    lines = ["They ask for peace.", "They want a truce.", "Germany sends ships."]
    countries = (SIGNED_FOR[-1], SIGNED_FOR[-1], signed)
    claims = [
        statement(
            name, exact=line, about="[germany, france]", signed_for=f"[{each}]", summary="A text."
        )
        for name, line, each in zip("abc", lines, countries, strict=True)
    ]
    passages = "".join(f"  - statement: {line}\n" for line in lines)
    name = f"joint-{signed.replace(', ', '-')}"
    with_source(seed, name, "".join(claims), text=" ".join(lines), passages=passages)


@pytest.mark.parametrize("signed", SIGNED_FOR)
def test_a_joint_text_is_signed_for_the_same_countries(
    doubts: set[tuple[str, str, str]], signed: str
) -> None:
    name = f"joint-{signed.replace(', ', '-')}"
    is_doubted = (name, "statements.yaml", "signatory-missing") in doubts
    assert is_doubted == (signed != SIGNED_FOR[-1])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


@pytest.mark.parametrize("given", sorted({case.code for case in CASES}))
def test_a_doubt(doubts: set[tuple[str, str, str]], given: str) -> None:
    """Of all cases with a code those are listed that are wrong."""
    code, is_wanted = given.removeprefix("-").removeprefix("source-"), not given.startswith("-")
    assert code in set(DoubtCode)
    found = {(name, file) for name, file, each in doubts if each == code}
    anywhere = {name for name, _ in found}
    wrong = [
        (number, case.language, case.claim)
        for number, case in enumerate(CASES)
        if case.code == given
        if is_wanted
        != ((_name(number), case.of) in found if is_wanted else _name(number) in anywhere)
    ]
    assert wrong == []
