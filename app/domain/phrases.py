"""Words by which a program recognises how a sentence is built: who reports, who denies, where a
limit begins. They serve doubts and proposals, which a person decides; no fact follows from them.

Each entry is a list of regular expressions for one word or phrase, without case. A language that
is not listed has no words, and nothing is doubted because of them.
"""

import re
from functools import lru_cache

# Verbs with which a text says that somebody said something, in the forms that news use. Those in
# CLEAR do so in almost every sentence; those in REPORTING also do something else.
CLEAR = {
    "en": "said|says|told|tells|announced|announces|explained|explains|insisted|insists|stressed|"
    "stresses|added|adds|warned|warns|declared|declares|argued|argues|claimed|claims|stated|urged|"
    "urges|vowed|emphasi[sz]ed|reiterated|replied|remarked|asserted|acknowledged|noted|"
    "told reporters",
    "fr": "a déclaré|a affirmé|a dit|a annoncé|a expliqué|a précisé|a ajouté|a souligné|a assuré|"
    "a estimé|a indiqué|a répondu|a prévenu|a averti|a insisté|a rappelé|a confirmé|a lancé|"
    "déclare|affirme|explique|précise|ajoute|souligne|assure|estime|indique|prévient|dit-il|"
    "dit-elle|ont déclaré|ont affirmé|ont indiqué|ont annoncé",
    "de": "sagte|sagten|erklärte|erklärten|betonte|betonten|fügte hinzu|warnte|warnten|forderte|"
    "forderten|kündigte|bekräftigte|versicherte|behauptete|teilte mit|äußerte|meinte|ergänzte|"
    "hob hervor|unterstrich",
    "it": "ha detto|ha dichiarato|ha affermato|ha annunciato|ha spiegato|ha precisato|ha aggiunto|"
    "ha sottolineato|ha ribadito|ha assicurato|ha avvertito|ha confermato|ha sostenuto|dice|"
    "afferma|spiega|sostiene|ribadisce|assicura|hanno detto|hanno dichiarato",
    "es": "dijo|afirmó|declaró|anunció|explicó|señaló|añadió|agregó|subrayó|aseguró|advirtió|"
    "insistió|indicó|manifestó|sostuvo|recalcó|reiteró|precisó|dijeron|afirmaron|aseguraron|"
    "insisten|advierte|asegura|sostiene|afirma|señala",
    "pl": "powiedział[ao]?|powiedzieli|oświadczył[ao]?|stwierdził[ao]?|dodał[ao]?|podkreślił[ao]?|"
    "zapewnił[ao]?|zapowiedział[ao]?|ogłosił[ao]?|wyjaśnił[ao]?|zaznaczył[ao]?|ocenił[ao]?|"
    "ostrzegł[ao]?|poinformował[ao]?|przekonywał[ao]?|mówił[ao]?",
    "uk": "сказа(?:в|ла|ли)|заяви(?:в|ла|ли)|дода(?:в|ла|ли)|наголоси(?:в|ла)|підкресли(?:в|ла)|"
    "поясни(?:в|ла)|повідоми(?:в|ла|ли)|зазначи(?:в|ла)|запевни(?:в|ла)|попереди(?:в|ла)|"
    "оголоси(?:в|ла)",
    "ru": "сказал[аи]?|заявил[аи]?|добавил[аи]?|подчеркнул[аи]?|отметил[аи]?|сообщил[аи]?|"
    "пояснил[аи]?|заверил[аи]?|предупредил[аи]?|объявил[аи]?",
    "nl": "zei|zeiden|verklaarde|benadrukte|voegde toe|waarschuwde|kondigde|liet weten|stelde",
    "pt": "disse|afirmou|declarou|anunciou|explicou|acrescentou|sublinhou|garantiu|avisou|frisou",
    "sv": "sa|säger|sade|förklarade|betonade|tillade|varnade|meddelade|uppgav",
    "no": "sa|sier|uttalte|forklarte|understreket|la til|advarte|opplyste",
    "da": "sagde|siger|udtalte|forklarede|understregede|tilføjede|advarede|oplyste",
    "fi": "sanoi|sanoo|totesi|kertoi|korosti|lisäsi|varoitti|ilmoitti|vakuutti",
    "tr": "söyledi|dedi|açıkladı|belirtti|vurguladı|ekledi|uyardı|bildirdi|kaydetti|savundu",
    "cs": "řekla?|uvedla?|prohlásila?|dodala?|zdůraznila?|oznámila?|vysvětlila?|varovala?",
}
REPORTING = {
    "en": "confirm(?:s|ed|ing)|nam(?:es|ed)|welcom(?:es|ed|ing)|reject(?:s|ed|ing)|refus(?:es|ed|"
    "ing)|"
    "den(?:ies|ied|ying)|promis(?:es|ed|ing)|pledg(?:es|ed|ing)|call(?:s|ed|ing)|"
    "describ(?:es|ed|ing)|ask(?:s|ed|ing)|admit(?:s|ted)|suggest(?:s|ed)|propos(?:es|ed)|"
    "outlin(?:es|ed)|prais(?:es|ed)|critici[sz](?:es|ed)|condemn(?:s|ed)|dismiss(?:es|ed)|"
    "accus(?:es|ed)|thank(?:s|ed)|demand(?:s|ed)|assur(?:es|ed)|point(?:s|ed) out|"
    "rul(?:es|ed) out|declin(?:es|ed)|caution(?:s|ed)|conced(?:es|ed)|predict(?:s|ed)|"
    "expect(?:s|ed)|wr(?:ote|ites|itten)|post(?:s|ed)|tweeted|repl(?:ies|ied)|respond(?:s|ed)|"
    "answer(?:s|ed)|report(?:s|ed)|reveal(?:s|ed)|recall(?:s|ed)|conclud(?:es|ed)|"
    "mention(?:s|ed)|indicat(?:es|ed)|signal(?:s|led|ed)|hint(?:s|ed)|offer(?:s|ed)|"
    "voic(?:es|ed)|express(?:es|ed)|repeat(?:s|ed)|underlin(?:es|ed)|underscor(?:es|ed)|"
    "appeal(?:s|ed)|agreed|approv(?:es|ed)|endors(?:es|ed)|back(?:s|ed)|oppos(?:es|ed)|"
    "favou?r(?:s|ed)|support(?:s|ed)|insist\\w*|state[sd]?|wonder(?:s|ed)|question(?:s|ed)|"
    "note[sd]?|joked|quipped|tell|say|saying|adding|according to|in (?:his|her|their) view|"
    "recommended|voted|decided|thinks|thought|believes|believed|hopes|hoped|wants|wanted|"
    "complain(?:s|ed)|reckon(?:s|ed)|mutter(?:s|ed)|concede|argue|estimat(?:es?|ed)|"
    "acknowledge|disagree(?:s|d)|worr(?:ies|ied)|regrets?|regretted|"
    "commented|testified|labell?ed|branded|denounced|hailed|vow(?:s|ed)|spoke|speaks",
    "fr": "(?:a|ont|avait|s[’']est|se sont|est|était)(?:-t)?(?:-ils?|"
    "-elles?)?\\s(?:[\\w’']+\\s){0,3}\\w+(?:é|i|u|is|it|ert)"
    "e?s?|selon|d[’']après|pour \\w+|juge|salue|rejette|refuse|dénonce|appelle|demande|réclame|"
    "promet|propose|critique|accuse|remercie|exclut|s[’']interroge|rappelle|insiste|craint|"
    "espère|veut|souhaite|réplique|répond|lance|confie|reconnaît|qualifie|parle|fait savoir|"
    "exigent?|s[’']engagent?|plaident?|prônent?|menacent?|évoquent?|craignent|croit|croient|"
    "réaffirment?|balaie|évite|tempère|"
    "tranche|résume|nuance|glisse|martèle|ironise|plaisante|soupire|conclut|poursuit|regrette",
    "de": "laut|zufolge|nach angaben|nach (?:seinen|ihren) worten|so|sprach|sprachen|nannte|"
    "nannten|"
    "schloss|warf|hieß|schrieb|bat|wies|lobte|sagt|erklärt|betont|warnt|fordert|nennt|spricht|"
    "hält|bezeichnet\\w*|verlautete|lehnt|lehnte|schließt|fragt|fragte|verspricht|versprach|"
    "wirft|gab \\w+ bekannt|rief|ruft|stellte|äußert|teilt|teilte|kündigt|begrüßt\\w*|dankt\\w*|"
    "kritisiert\\w*|vermutet\\w*|verlangt\\w*|berichtet\\w*|bestätigt\\w*|bestritt|beschuldigt\\w*|"
    "fügte|habe|sei|seien|werde|könne|müsse|dürfe|solle|wolle|gebe|gehe|stehe|komme|bleibe|biete|"
    "widersprach\\w*|widerspricht|nach (?:einschätzung|ansicht|meinung|auffassung|überzeugung)|"
    "müssten|könnten|sollten|dürften|schließe|sehe|rechne|rechnet\\w*|mahnt|"
    "lasse|brauche|halte|räumte|riet|drohte|mahnte|plädierte|verteidigte|verwies|bekannte|zeigte|entgegnete|"
    "antwortete|spottete|sieht|sah|meldet\\w*|hofft\\w*|wünscht\\w*|glaubt\\w*|bekräftigt\\w*|"
    "versichert\\w*|begründet\\w*|schlug|schlägt|appelliert\\w*|fasst\\w*|signalisiert\\w*",
    "it": "(?:ha|hanno|aveva|avrebbe|è|si è)\\s(?:[\\w’']+\\s){0,3}\\w+(?:to|ta|ti|te|so|sa|sto|"
    "tto|rto)|secondo|per|a (?:suo|loro) (?:avviso|giudizio)|conferma|annuncia|chiede|accusa|"
    "ringrazia|rifiuta|respinge|critica|parla|promette|propone|avverte|frena|replica|risponde|"
    "aggiunge|definisce|esclude|riferisc\\w+|sottolinea|insiste|chiama|attacca|rilancia|"
    "gela|sbotta|incalza|minimizza\\w*|fa(?:nno)? sapere|a (?:suo|loro) dire|sfogat[oa]|taglia|"
    "invita|teme|spera|ammett\\w+|ribatte|"
    "commenta|osserva|precisa|ricorda|dichiara|annunciato",
    "es": "\\w+(?:ó|aron|ieron)|según|para|a (?:su|mi) juicio|ha \\w+(?:ado|ido|cho|sto)|"
    "han \\w+(?:ado|ido|cho|sto)|confirma|anuncia|pide|acusa|agradece|rechaza|critica|promete|"
    "propone|responde|añade|califica|descarta|insiste|cree|considera|defiende|exige|reclama|"
    "admiten?|reconocen?|aseguran?|explican|matizan?|niegan?|sostienen?|calculan?|temen?|"
    "recuerda|apunta|subraya|explica|dice|habla",
    "pl": "\\w+(?:ał|ała|ali|ił|iła|ili|ył|yła|yli|ął|ęła|ęli|arł|arła|ekł|ekła|odzi)|według|"
    "zdaniem|jak (?:mówi|podaje)|mówi|twierdzi|uważa|podkreśla|dodaje|zapewnia|ocenia|zapowiada|"
    "ostrzega|odrzuca|chwali|krytykuje|pyta|apeluje|wzywa|przyznaje|przekonuje|chce",
    "uk": "\\w+(?:в|ла|ли|вся|лася|лися)|за словами|на думку|каже|заявляє|додає|наголошує|вважає|"
    "стверджує|пояснює|запевняє|закликає|попереджає|відкидає|відмовляється|вітає|критикує",
    "ru": "\\w+(?:л|ла|ли|лся|лась|лись)|по словам|по мнению|как \\w+|говорит|заявляет|считает|"
    "добавляет|подчёркивает|подчеркивает|отвергает|призывает|утверждает",
    "nl": "\\w+(?:de|te|den|ten)|volgens|aldus|zegt|noemt|noemde|sprak|riep|wees|vindt|vond|heeft|"
    "waarschuwt|vraagt|vroeg|wil|schreef",
    "pt": "\\w+(?:ou|eu|iu|aram|eram)|segundo|para|de acordo com|diz|afirma|garante|considera|"
    "defende|pede|rejeita|critica",
    "sv": "\\w+(?:de|te|ade)|enligt|menar|vill|tror|kallar|kräver|avvisar|anser|lovar",
    "no": "\\w+(?:et|te|de)|ifølge|mener|vil|tror|kaller|krever|avviser|lover",
    "da": "\\w+(?:ede|te|de)|ifølge|mener|vil|tror|kalder|kræver|afviser|lover",
    "fi": "\\w+(?:i|nut|nyt|aa|ää|ee|oo)|mukaan|mielestä",
    "tr": "\\w+(?:dı|di|du|dü|tı|ti|tu|tü|mış|miş|muş|müş|yor)|göre|dedi",
    "cs": "\\w+(?:l|la|li)|podle|říká|tvrdí|dodává|odmítá",
}
# Verbs that give something a name: the name is quoted, however short it is.
NAMING = {
    "en": "call(?:s|ed|ing)|describ\\w+|labell?\\w+|brand\\w+|dismiss\\w+|term(?:s|ed)|denounc\\w+|"
    "dubbed|hail\\w+|prais\\w+|character\\w+|accus\\w+|spoke of|speaks of|warn\\w* of|condemn\\w+|"
    "welcom\\w+|ask\\w* for|promis\\w+|pledg\\w+|urg\\w+",
    "fr": "qualifi\\w+|appel\\w+|jug\\w+|dénonc\\w+|parl\\w+|décri\\w+|invoqu\\w+|évoqu\\w+|"
    "accus\\w+",
    "de": "nannte|nannten|nennt|bezeichnet\\w*|warf|wirft|sprach|spricht|lobte|kritisierte|warnte",
    "it": "defini\\w+|chiam\\w+|parla\\w*|accus\\w+|giudic\\w+|bolla\\w*",
    "es": "calific\\w+|llam\\w+|tach\\w+|acus\\w+|habl\\w+|describ\\w+|consider\\w+|sería\\w*",
    "pl": "nazwał\\w*|nazywa|określił\\w*|mówił\\w*|oskarżył\\w*",
    "uk": "назва\\w+|називає|говори\\w+|звинувати\\w+",
}
# Words that are put before quotation marks which no speaker is quoted by.
SO_CALLED = {
    "en": "so-called|known as|dubbed|nicknamed",
    "fr": "soi-disant|dite?s?|surnommée?|prétendue?|baptisée?",
    "de": "sogenannte[nrms]?|so genannte[nrms]?|namens",
    "it": "cosiddett[aoie]|sedicente|detta|detto",
    "es": "llamad[oa]s?|denominad[oa]s?|supuest[oa]s?",
    "pl": "tak zwan\\w+|tzw",
    "uk": "так зван\\w+",
    "ru": "так называем\\w+",
}
# What begins a limit or a contrast behind a claim, and what comes before one that is limited.
LIMITS = {
    "en": "but|only|unless|if|until|not|though|although|however|provided|except|without|yet|"
    "as long as|on condition|nor|never|subject to|once|before|after|except for|while|whether|"
    "in case|so long as|when",
    "fr": "mais|seulement|sauf|si|jusqu[’']à|pas|à condition|quoique|bien que|sans|à moins|"
    "toutefois|uniquement|qu[’']après|que si|cependant|pourvu|une fois|avant|après|dès que|lorsque",
    "de": "aber|nur|wenn|falls|sofern|solange|außer|ohne|jedoch|nicht|bis|allerdings|doch|es sei|"
    "vorausgesetzt|erst|bevor|nachdem|sobald|obwohl|unter der bedingung|nie",
    "it": "ma|solo|se|finché|purché|tranne|senza|però|non|a meno|a condizione|soltanto|sebbene|"
    "tuttavia|anche se|dopo|prima|quando|una volta",
    "es": "pero|solo|sólo|si|hasta|salvo|sin|no|aunque|siempre que|excepto|a menos|únicamente|"
    "sino|una vez|antes|después|cuando|a condición",
    "pl": "ale|tylko|jeśli|jeżeli|chyba|dopóki|lecz|nie|jednak|pod warunkiem|bez|choć|dopiero|"
    "o ile|po|zanim|gdy|kiedy",
    "uk": "але|лише|тільки|якщо|доки|без|не|проте|однак|за умови|хоча|поки|після|перш|коли",
    "ru": "но|только|лишь|если|пока|без|не|однако|при условии|хотя|после|когда",
    "nl": "maar|alleen|als|tenzij|mits|zonder|niet|totdat|echter|zolang",
    "pt": "mas|só|se|até|salvo|sem|não|embora|desde que|exceto|a menos|apenas",
}
# What turns a sentence round: words of denial, and verbs of refusal.
NEGATION = {
    "en": "not|no|never|none|nobody|nothing|neither|nor|without|cannot|\\w+n[’']t|refus\\w+|"
    "reject\\w+|den(?:y|ies|ied|ying|ial)|declin\\w+|oppos(?:e|es|ed|ing)|"
    "rul(?:e|es|ed|ing) (?:\\w+ ){0,3}out|exclud\\w+|out of the question|"
    "un(?!der|it|til|ion|iv|ique|less)\\w{4,}|against|dismiss\\w+|impossible|halt\\w*|veto\\w*|"
    "block\\w*|forbid\\w*|disput\\w+|invented|absen\\w+|lack\\w*|fals\\w+|fictitious|"
    "criticis\\w+|criticiz\\w+|condemn\\w+|abandon\\w*|(?:stay|keep|kept)\\w* out|stop\\w*|"
    "avoid\\w*|mistake\\w*|rather than|refrain\\w*|withdr\\w+|cancel\\w+|hardly|barely|fail\\w*|"
    "wrong|insufficient|instead|too \\w+ (?:to|for)|provocation|denounc\\w+",
    "fr": "ne|n[’']\\w+|non|pas|jamais|aucune?|rien|personne|sans|ni|refus\\w+|rejet\\w+|"
    "exclu\\w*|contre|oppos\\w+|dément\\w*|impossible|seulement|guère|interdi\\w+|critiqu\\w+|"
    "dénonc\\w+|condamn\\w+|hostile\\w*|prématurée?|écart\\w+",
    "de": "nein|nicht|kein\\w*|nie|niemals|niemand\\w*|nichts|ohne|weder|noch|ablehn\\w*|"
    "lehn\\w+|gegen|"
    "un(?!ter|ion|garn|ge|iform|iv)\\w{4,}|schlie(?:ß|ss)\\w*|schloss|ausgeschlossen|weiger\\w+|"
    "verweiger\\w+|unmöglich|nur|erst|"
    "bestr\\w+|dementier\\w+|erfunden|verurteil\\w+|kritisier\\w+|zurückgewiesen|wies|kaum|"
    "skeptisch|zöger\\w*|unannehmbar|falsch",
    "it": "non|no|mai|nessun\\w*|niente|nulla|senza|né|rifiut\\w+|respin\\w+|esclu\\w+|contro|"
    "contrari\\w+|neg(?:a|ato|ano|are)|smenti\\w+|impossibile|solo|oppo\\w+|ostil\\w+|critic\\w+|"
    "condann\\w+|frena|inaccettabil\\w+|prima",
    "es": "no|nunca|jamás|ningun\\w*|ningún|nadie|nada|sin|ni|rechaz\\w+|descart\\w+|neg(?:ó|aron|"
    "ar|ado)|niega|contra|opon\\w+|opuso|imposible|solo|sólo|tampoco|excluy\\w+|acus\\w+|"
    "evit\\w+|desmint\\w+|desminti\\w+|critic\\w+|conden\\w+|amenaza",
    "pl": "nie|nigdy|żad\\w+|nikt|nic|bez|ani|odrzuc\\w+|odmówi\\w+|odmawia|wyklucz\\w+|"
    "przeciw\\w*|"
    "sprzeciw\\w+|niemożliw\\w+|tylko|zaprzecz\\w+|dopiero|wstrzym\\w+",
    "uk": "не|ні|ніколи|жод\\w+|ніхто|нічого|без|відкин\\w+|відмов\\w+|проти|виключ\\w+|"
    "неможлив\\w+|"
    "лише|запереч\\w+|засуд\\w+|тільки|спросту\\w+",
    "ru": "не|нет|ни|никогда|никто|ничего|без|отверг\\w+|отказ\\w+|против|исключ\\w+|невозмож\\w+|"
    "лишь|отриц\\w+|осуд\\w+|только|опроверг\\w+",
}
PRONOUNS = {
    "en": "he|she|they|his|her|their",
    "fr": "il|elle|ils|elles|t-il|t-elle|ce dernier|cette dernière",
    "de": "er|sie|der|die|ihr|sein",
    "it": "lui|lei|egli|ella",
    "es": "él|ella|ellos|ellas",
    "pl": "on|ona|oni",
    "uk": "він|вона|вони",
    "ru": "он|она|они",
}
# Titles and words with a full stop that does not end a sentence.
ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        """
        mr mrs ms dr prof st gen lt col sgt capt maj adm sen rep gov pres no nos vs etc e.g i.e jr
        sr inc ltd corp co dept approx jan feb mar apr jun jul aug sept sep oct nov dec u.s u.k u.n
        e.u a.m p.m m mm mme mmes mlle mgr me av janv févr avr juil art p pp cf al vol fig z.b bzw
        usw ca hr fr abs nr str evtl ggf inkl d.h u.a o.ä sog geb jh tel vgl sig sigg sig.ra dott
        on avv ing pag ecc es cit dot d.ssa sra srta dña d ud uds ee uu ee.uu pág núm prof dra excmo
        tél rez proc ok tys mld mln zob
        tzw np m.in itd itp tj ul r w św płk mjr min godz hab
        р м ст тис млн млрд грн ін див напр проф вул обл г гг т.е т.д
        """,
    )
)


# Forms that only stand inside or behind a quotation.
_INVERTED = r"[a-zà-ÿ]+(?:-t)?-(?:ils?|elles?)|so|мовив|промовив|сказал|przyznał[ao]?|rzekł[ao]?"


def any_clear() -> str:
    """The words of CLEAR in all languages, as one expression."""
    return "|".join(rf"(?<!\w)(?:{words})(?!\w)" for words in (*CLEAR.values(), _INVERTED))


@lru_cache(maxsize=256)
def pattern(kind: str, language: str) -> re.Pattern[str] | None:
    """The words of one kind ("REPORTING") in a language, as one expression without case; None where
    the language is not listed. Of the code of a language only the first part counts.
    """
    words: dict[str, str] = globals()[kind]
    found = words.get(language.partition("-")[0].casefold())
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE) if found else None
