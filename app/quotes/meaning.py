"""Words that change what a sentence means if they are left out, added or replaced: negations,
modals, conditions and numbers, in eight languages. In others only figures and names are known.

The lists are short on purpose: they have the words that are clear in almost every sentence. Words
are folded as in a search (app.domain.names.words), so “don’t” is dont.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

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
_CONTRACTED = {
    "en": "dont=do doesnt=does didnt=did isnt=is arent=are wasnt=was werent=were hasnt=has "
    "havent=have hadnt=had wont=will wouldnt=would shouldnt=should couldnt=could cant=can "
    "cannot=can mustnt=must neednt=need",
}
"""Words that are two: the one after the sign, and “not”."""
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
    "en": "zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 "
    "twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 "
    "twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 hundred=100 "
    "thousand=1000 million=1000000 billion=1000000000 dozen=12 hundreds thousands millions dozens "
    "half twice double first second third all every both many few",
    "fr": "zéro=0 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 "
    "douze=12 treize=13 quatorze=14 quinze=15 seize=16 vingt=20 vingts=20 trente=30 quarante=40 "
    "cinquante=50 soixante=60 cent=100 cents=100 mille=1000 million=1000000 millions=1000000 "
    "milliard=1000000000 milliards=1000000000 moitié tous toutes",
    "de": "null=0 zwei=2 drei=3 vier=4 fünf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 elf=11 "
    "zwölf=12 dreizehn=13 vierzehn=14 fünfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 neunzehn=19 "
    "zwanzig=20 dreißig=30 vierzig=40 fünfzig=50 sechzig=60 siebzig=70 achtzig=80 neunzig=90 "
    "hundert=100 tausend=1000 million=1000000 millionen=1000000 milliarde=1000000000 "
    "milliarden=1000000000 hälfte alle allen",
    "it": "zero=0 due=2 tre=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10 undici=11 "
    "dodici=12 tredici=13 quattordici=14 quindici=15 sedici=16 diciassette=17 diciotto=18 "
    "diciannove=19 venti=20 trenta=30 quaranta=40 cinquanta=50 sessanta=60 settanta=70 ottanta=80 "
    "novanta=90 cento=100 mille=1000 mila=1000 milione=1000000 milioni=1000000 "
    "miliardo=1000000000 miliardi=1000000000 metà tutti tutte",
    "es": "cero=0 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 "
    "doce=12 trece=13 catorce=14 quince=15 veinte=20 treinta=30 cuarenta=40 cincuenta=50 "
    "sesenta=60 setenta=70 ochenta=80 noventa=90 cien=100 ciento=100 doscientos=200 "
    "trescientos=300 mil=1000 millón=1000000 millones=1000000 mitad todos todas",
    "pl": "zero=0 jeden=1 jedna=1 dwa=2 dwie=2 dwóch=2 trzy=3 trzech=3 cztery=4 czterech=4 pięć=5 "
    "pięciu=5 sześć=6 sześciu=6 siedem=7 siedmiu=7 osiem=8 ośmiu=8 dziewięć=9 dziewięciu=9 "
    "dziesięć=10 dziesięciu=10 dwanaście=12 dwunastu=12 dwadzieścia=20 dwudziestu=20 "
    "trzydzieści=30 trzydziestu=30 czterdzieści=40 czterdziestu=40 pięćdziesiąt=50 sto=100 stu=100 "
    "tysiąc=1000 tysiące=1000 tysięcy=1000 milion=1000000 miliony=1000000 milionów=1000000 połowa "
    "wszyscy wszystkie",
    "uk": "нуль=0 один=1 одна=1 два=2 дві=2 двох=2 три=3 трьох=3 чотири=4 чотирьох=4 п’ять=5 "
    "п’яти=5 шість=6 шести=6 сім=7 семи=7 вісім=8 восьми=8 дев’ять=9 дев’яти=9 десять=10 "
    "десяти=10 дванадцять=12 двадцять=20 двадцяти=20 тридцять=30 тридцяти=30 сорок=40 сорока=40 "
    "сто=100 ста=100 тисяча=1000 тисячі=1000 тисяч=1000 мільйон=1000000 мільйонів=1000000 половина "
    "всі усі",
    "ru": "ноль=0 один=1 одна=1 два=2 две=2 двух=2 три=3 трёх=3 четыре=4 четырёх=4 пять=5 пяти=5 "
    "шесть=6 шести=6 семь=7 семи=7 восемь=8 восьми=8 девять=9 девяти=9 десять=10 десяти=10 "
    "двенадцать=12 двадцать=20 двадцати=20 тридцать=30 тридцати=30 сорок=40 сорока=40 сто=100 "
    "ста=100 тысяча=1000 тысячи=1000 тысяч=1000 миллион=1000000 миллионов=1000000 половина все",
}
"""Words of numbers, with the value of those that have one."""
_IN_COMPOUNDS = {
    "de": "und=0 ein=1 eine=1",
    "it": "uno=1 un=1 vent=20 trent=30 quarant=40 cent=100",
}
"""More words in the numbers that these languages write as one word, such as “achthundert”."""
_PER_CENT = {
    "en": "percent per_cent",
    "fr": "pour_cent",
    "de": "prozent",
    "it": "per_cento",
    "es": "por_ciento",
    "pl": "procent procenta",
    "uk": "відсоток відсотки відсотків",
    "ru": "процент процента процентов",
}
_MULTIPLIERS = frozenset((100, 1_000, 1_000_000, 1_000_000_000))
_LONGEST_FIGURE, _LONGEST_WORD = 19, 60  # characters of a number that is read as a value
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
    return frozenset(
        tuple(words(entry.partition("=")[0].replace("_", " "))) for entry in listed.split()
    )


def _of(lists: dict[str, str], language: str) -> frozenset[Phrase]:
    return _phrases(lists.get(primary(language), ""))


def kinds_of(found: tuple[str, ...], language: str) -> dict[Differs, list[Phrase]]:
    """The negations, numbers, modals and conditions among folded words, in order. Numbers are by
    their value where it is known, so “thirty” is 30.
    """
    kinds: dict[Differs, list[Phrase]] = {}
    found = _not_contracted(found, language)
    for kind, lists in _KINDS.items():
        if kind is Differs.number:
            have = _numbers_in(found, language)
        else:
            known = _of(lists, language)
            have = [
                phrase
                for at in range(len(found))
                for length in (1, 2, 3)
                if (phrase := found[at : at + length]) in known and len(phrase) == length
            ]
        if have:
            kinds[kind] = have
    return kinds


def _not_contracted(found: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The same words, in which “don’t” is “do not”."""
    contracted = _contracted(primary(language))
    if contracted.keys().isdisjoint(found):
        return found
    pairs = ((contracted[word], "not") if word in contracted else (word,) for word in found)
    return tuple(word for pair in pairs for word in pair)


@cache
def _contracted(language: str) -> dict[str, str]:
    pairs = (entry.split("=") for entry in _CONTRACTED.get(language, "").split())
    return {entry[0]: entry[1] for entry in pairs}


def _numbers_in(found: tuple[str, ...], language: str) -> list[Phrase]:
    """The numbers among folded words: those with a value as figures."""
    known, per_cent = _of(_NUMBERS, language), _of(_PER_CENT, language)
    have: list[Phrase] = []
    run: list[int] = []
    at = 0
    while at < len(found):
        word, value = found[at], _value(found[at], language)
        length = next((n for n in (1, 2) if found[at : at + n] in per_cent), 0)
        if length or value is None:
            have += _values(run)
            run = []
            if length or _is_figure(word) or (word,) in known:
                have.append(("%",) if length else (word,))
        elif run and not _follows(run, value):
            have += _values(run)
            run = [value]
        else:
            run.append(value)
        at += length or 1
    return have + _values(run)


def _value(word: str, language: str) -> int | None:
    """The value of a folded word that is a number; None if it is none, or its value is not known:
    “un” may be an article.
    """
    return _value_of_short(word, primary(language)) if len(word) <= _LONGEST_WORD else None


@lru_cache(maxsize=4096)  # a request may have any word, so only short ones are remembered
def _value_of_short(word: str, language: str) -> int | None:
    if word.isascii() and word.isdigit() and len(word) < _LONGEST_FIGURE:
        return int(word)
    values = _values_of_words(language)
    if word in values:
        return values[word]
    compounds = _compounds(language)
    if compounds is None or not compounds.fullmatch(word):
        return None
    parts = re.findall(compounds.pattern.removesuffix("+"), word)
    inside = _values_in_compounds(language)
    total = _sum([inside[part] for part in parts])
    return total if len(parts) > 1 and total else None


@cache
def _values_of_words(language: str) -> dict[str, int]:
    return _with_values(_NUMBERS.get(language, ""))


@cache
def _values_in_compounds(language: str) -> dict[str, int]:
    return _values_of_words(language) | _with_values(_IN_COMPOUNDS.get(language, ""))


def _with_values(listed: str) -> dict[str, int]:
    pairs = (entry.split("=") for entry in listed.split() if "=" in entry)
    return {" ".join(words(word)): int(value) for word, value in pairs}


@cache
def _compounds(language: str) -> re.Pattern[str] | None:
    """A number that is written as one word; None for a language that has no such words."""
    if language not in _IN_COMPOUNDS:
        return None
    longest_first = sorted(_values_in_compounds(language), key=lambda word: (-len(word), word))
    return re.compile(f"(?:{'|'.join(longest_first)})+")


def _follows(run: Sequence[int], value: int) -> bool:
    """Whether a number goes on with this value: “two” with “thousand”, but not with “three”."""
    last = run[-1]
    if value in _MULTIPLIERS:
        return last < value
    if value == 20 and last == 4:
        return True  # quatre-vingts
    if last == 60 and 10 <= value < 20:
        return True  # soixante-dix
    if last == 20 and run[-2:-1] == [4] and value < 20:
        return True  # quatre-vingt-dix
    return (last >= 100 and value < 100) or (20 <= last < 100 and 0 < value < 10)


def _values(run: Sequence[int]) -> list[Phrase]:
    return [(str(_sum(run)),)] if run else []


def _sum(run: Sequence[int]) -> int:
    """The value of the words of one number."""
    total = part = before = 0
    for value in run:
        if value == 100:
            part = max(part, 1) * 100
        elif value in _MULTIPLIERS:
            total += max(part, 1) * value
            part = 0
        elif value == 20 and before == 4:
            part += 76  # quatre-vingts
        else:
            part += value
        before = value
    return total + part


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
