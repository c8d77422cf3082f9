"""Words by which a program recognises how a sentence is built: who reports, and which full stop
ends no sentence. They serve doubts, proposals and quotations; no fact follows from them.

Each entry is a list of regular expressions for one word or phrase, without case. A language that
is not listed has no words.
"""

import re

# Verbs with which a text says, in almost every sentence, that somebody said something, in the forms
# that news use.
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
# Titles and words with a full stop that does not end a sentence.
ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        """
        mr mrs ms dr prof st gen lt col sgt capt maj adm sen rep gov pres no nos vs etc e.g i.e jr
        sr inc ltd corp co dept approx jan feb mar apr jun jul aug sept sep oct nov dec u.s u.k u.n
        e.u a.m p.m m mm mme mmes mlle mgr me av janv févr avr juil art p pp cf al vol fig z.b bzw
        hon cllr brig cmdr cdr gén dép sén cdt abg hptm oblt dipl vors stellv dep cap gral cnel tte
        alm lic arq dip
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
