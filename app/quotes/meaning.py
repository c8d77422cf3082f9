"""Words that change what a sentence means if they are left out, added or replaced: negations,
modals, conditions and numbers, in eight languages. In others only figures and names are known.

The lists are short on purpose: they have the words that are clear in almost every sentence. Words
are folded as in a search (app.domain.names.words), so “don’t” is dont.
"""

from functools import cache

from app.domain.names import words
from app.quotes.verdicts import Differs
from app.statements.stems import primary

_NEGATIONS = {
    "en": "not no never none nobody nothing neither nor without cannot cant dont doesnt didnt wont "
    "wouldnt shouldnt couldnt isnt arent wasnt werent hasnt havent hadnt mustnt neednt refuse "
    "refuses refused reject rejects rejected deny denies denied",
    "fr": "pas ne non jamais aucun aucune rien personne ni sans nullement guère refuse refusent",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals nein nichts niemand weder ohne",
    "it": "non no mai nessun nessuno nessuna niente nulla né senza neppure nemmeno",
    "es": "no nunca jamás ningún ninguno ninguna nada nadie ni sin tampoco",
    "pl": "nie nigdy żaden żadna żadne żadnych nic nikt ani bez",
    "uk": "не ні ніколи жоден жодна жодне жодних ніхто нічого без немає нема",
    "ru": "не нет никогда ни никто ничего никакой никаких без нельзя",
}
_MODALS = {
    "en": "will would shall should can could may might must ought ready prepared willing able "
    "unable possibly perhaps maybe probably likely",
    "fr": "peut peuvent pourrait pourraient pouvons pourrons pourrions doit doivent devons devrait "
    "devraient devrions faut faudra faudrait peutêtre prêt prête prêts",
    "de": "kann können könnte könnten konnte darf dürfen dürfte muss müssen müsste müssten soll "
    "sollen sollte sollten will wollen würde würden wird werden möchte vielleicht bereit",
    "it": "può possono possiamo potrebbe potrebbero potremmo deve devono dobbiamo dovrebbe "
    "dovrebbero dovremmo vogliamo vuole vorrebbe forse pronti pronto",
    "es": "puede pueden podemos podría podrían podríamos debe deben debemos debería deberían "
    "deberíamos quizás quizá queremos dispuestos dispuesto",
    "pl": "może mogą możemy mogłaby mógłby moglibyśmy musi muszą musimy powinien powinna powinny "
    "powinniśmy chcemy chce gotowi gotowa",
    "uk": "може можуть можемо міг могла могли мусить мусимо повинен повинна повинні хочемо хоче "
    "готові готова",
    "ru": "может могут можем мог могла могли должен должна должны хотим хочет готовы готова",
}
_CONDITIONS = {
    "en": "if unless only until till once when after before provided except but although though "
    "however while whether subject as_long_as so_long_as as_soon_as on_condition",
    "fr": "si sauf seulement quand lorsque après avant pourvu mais uniquement dès jusquà "
    "tant_que à_condition une_fois à_moins bien_que sil sils",
    "de": "wenn falls nur erst sobald solange sofern bis nachdem bevor außer aber sondern jedoch "
    "allerdings vorausgesetzt obwohl ob",
    "it": "se solo soltanto purché quando dopo prima finché ma però tranne salvo a_condizione "
    "a_meno una_volta fino_a sebbene",
    "es": "si solo sólo solamente cuando después antes salvo excepto pero aunque hasta siempre_que "
    "a_menos a_condición una_vez sino mientras",
    "pl": "jeśli jeżeli tylko dopiero gdy kiedy dopóki chyba ale lecz jednak pod_warunkiem "
    "zanim chociaż o_ile",
    "uk": "якщо лише тільки коли після поки але проте однак за_умови доки хоча щойно крім",
    "ru": "если только лишь когда после до пока но однако при_условии хотя кроме",
}
_LIMITS = {
    "en": "but only unless if until till not once provided except although though however when "
    "after before without as_long_as so_long_as as_soon_as on_condition subject_to never while",
    "fr": "mais seulement sauf si pourvu_que uniquement dès_que quand lorsque après avant pas sans "
    "tant_que à_condition une_fois à_moins bien_que jusquà s’il s’ils que_si",
    "de": "aber nur wenn falls erst sobald solange sofern bis nachdem bevor außer sondern jedoch "
    "allerdings vorausgesetzt obwohl nicht ohne",
    "it": "ma però solo soltanto se purché quando dopo prima finché tranne salvo a_condizione "
    "a_meno una_volta fino_a non senza sebbene",
    "es": "pero solo sólo solamente si cuando después antes salvo excepto aunque hasta siempre_que "
    "a_menos a_condición una_vez sino no sin",
    "pl": "ale lecz jednak tylko jeśli jeżeli dopiero gdy kiedy dopóki chyba pod_warunkiem zanim "
    "chociaż o_ile nie bez",
    "uk": "але проте однак лише тільки якщо коли після поки доки за_умови хоча щойно крім не без",
    "ru": "но однако только лишь если когда после пока при_условии хотя кроме не без",
}
"""Words with which a limit of what was said begins; `_` joins several."""
_OPENING = {
    "en": "but only unless however except provided although though",
    "fr": "mais seulement sauf à_condition à_moins",
    "de": "aber nur jedoch allerdings außer vorausgesetzt",
    "it": "ma però solo soltanto tranne salvo",
    "es": "pero solo sólo salvo excepto",
    "pl": "ale lecz jednak tylko",
    "uk": "але проте однак лише тільки",
    "ru": "но однако только лишь",
}
"""Those that limit what was said before even at the beginning of another sentence."""
_JOINING = {
    "en": "and or",
    "fr": "et ou",
    "de": "und oder",
    "it": "e ed o",
    "es": "y e o",
    "pl": "i oraz lub",
    "uk": "і й та або",
    "ru": "и или",
}
_NUMBERS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve fifteen twenty "
    "thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million "
    "millions billion dozen dozens half twice double first second third all every both many few",
    "fr": "zéro deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente "
    "quarante cinquante soixante cent cents mille million millions milliard milliards moitié tous "
    "toutes",
    "de": "null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig "
    "dreißig vierzig fünfzig hundert tausend million millionen milliarde milliarden hälfte alle "
    "allen",
    "it": "zero due tre quattro cinque sei sette otto nove dieci undici dodici venti trenta "
    "quaranta cinquanta cento mille mila milione milioni miliardo miliardi metà tutti tutte",
    "es": "cero dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta "
    "cuarenta cincuenta cien ciento mil millón millones mitad todos todas",
    "pl": "zero jeden jedna dwa dwie dwóch trzy trzech cztery pięć sześć siedem osiem dziewięć "
    "dziesięć dwanaście dwadzieścia trzydzieści dwóch trzech czterech pięciu sześciu siedmiu "
    "ośmiu dziewięciu dziesięciu dwunastu dwudziestu trzydziestu czterdziestu stu sto tysiąc "
    "tysiące tysięcy milion miliony milionów "
    "połowa wszyscy wszystkie",
    "uk": "нуль один одна два дві три чотири п’ять шість сім вісім дев’ять десять дванадцять двох "
    "трьох чотирьох п’яти шести семи восьми дев’яти десяти двадцяти тридцяти сорок сорока ста "
    "двадцять тридцять сто тисяча тисячі тисяч мільйон мільйонів половина всі усі",
    "ru": "ноль один одна два две три четыре пять шесть семь восемь девять десять двенадцать двух "
    "трёх четырёх пяти шести семи восьми девяти десяти двадцати тридцати сорок сорока ста "
    "двадцать тридцать сто тысяча тысячи тысяч миллион миллионов половина все",
}
_KINDS = {
    Differs.negation: _NEGATIONS,
    Differs.number: _NUMBERS,
    Differs.modal: _MODALS,
    Differs.condition: _CONDITIONS,
}
LANGUAGES = tuple(_NEGATIONS)
"""The languages that have lists."""
SIGNS = frozenset("$€£¥₴₽₺₹%‰°+±<>=≤≥×")
"""Signs that are read as words, because another one is another claim."""
Phrase = tuple[str, ...]


@cache
def _phrases(listed: str) -> frozenset[Phrase]:
    return frozenset(tuple(words(entry.replace("_", " "))) for entry in listed.split())


def _of(lists: dict[str, str], language: str) -> frozenset[Phrase]:
    return _phrases(lists.get(primary(language), ""))


def kinds_of(found: tuple[str, ...], language: str) -> dict[Differs, list[Phrase]]:
    """The negations, numbers, modals and conditions among folded words, in order."""
    kinds: dict[Differs, list[Phrase]] = {}
    for kind, lists in _KINDS.items():
        known = _of(lists, language)
        have = [
            phrase
            for at in range(len(found))
            for length in (1, 2, 3)
            if (phrase := found[at : at + length]) in known and len(phrase) == length
        ]
        if kind is Differs.number:
            have += [(word,) for word in found if _is_figure(word)]
        if have:
            kinds[kind] = have
    return kinds


def _is_figure(word: str) -> bool:
    return any(char.isdigit() for char in word) or word in SIGNS or word == "-"


def limit_in(found: tuple[str, ...], language: str, *, new_sentence: bool) -> Phrase | None:
    """The words with which a limit begins right at the beginning of some words, behind an “and”;
    None if none does. In a `new_sentence` fewer words limit what was said before.
    """
    known = _of(_OPENING if new_sentence else _LIMITS, language)
    joining = 1 if found[:1] in _of(_JOINING, language) else 0
    for length in (3, 2, 1):
        phrase = found[joining : joining + length]
        if len(phrase) == length and phrase in known:
            return phrase
    return None
