"""Doubts about a claim: where it is cut, what it quotes, what it is about, how it is summed up."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from app.build.check.checked_seed import ResolvedStatement
from app.build.check.doubts.article import ArticleText
from app.build.check.doubts.found_names import words_of
from app.build.check.doubts.numbers import in_digits, spelt, spelt_whole
from app.build.check.doubts.speakers import subjects
from app.build.check.doubts.summaries import refers_back
from app.build.check.doubts.words import pattern
from app.build.check.locate import LocatedClaim
from app.build.findings import DoubtCode
from app.build.seed.load import SourceFolder
from app.build.seed.models.actors import SeedPerson
from app.build.seed.models.sources import SeedStatement
from app.domain.quotation_marks import PrintedQuotation, quotations
from app.domain.vocabulary import Coding

_PLAIN_SUMMARY = 4  # spaces; shorter summaries may be the same by chance
_SHORT = 3  # words; longer quoted words are seldom scare quotes
_NUMBER_WORDS = re.compile(r"hundred|thousand|million|billion|[a-z]*tausend|hunder|mill|mil\b|cent")
_TINY = 4  # letters of a word in marks that nobody can have said alone
_SMALL = re.compile(r"of|the|de|des|du|di|del|dell[ao]|der|y|e|and|et|und")  # “Times of Malta”
_OPENING = " \n“„«‘‚\"'¿¡–—-(["
_SINGLE = frozenset("‘’'‚‹›")


def check_claim(
    article: ArticleText,
    index: int,
    resolved: ResolvedStatement,
    people: Mapping[str, SeedPerson],
    others: Iterable[LocatedClaim],
    is_country: Mapping[str, str],
) -> None:
    """Report what is improbable in a claim. `others` are the places of the other claims of its
    source, `is_country` the names of countries by id.
    """
    place = resolved.place
    if place is None:
        return
    statement = article.folder.statements[index]
    _limit(article, index, statement, place, list(others))
    _quotations(article, index, statement, place)
    _about(article, index, statement, resolved, place, is_country)
    _subject(article, index, statement, resolved, place, is_country)
    _signatories(article, index, statement, place, is_country)
    _summary(article, index, statement, place, people, is_country)


def check_same_words(folder: SourceFolder, resolved: list[ResolvedStatement]) -> None:
    """Report a summary that is the claim itself, one that another claim has, too, and two claims of
    one speaker at one place.
    """
    summaries: dict[str, str] = {}
    places: dict[tuple[int, int, str | None], str] = {}
    for index, (statement, found) in enumerate(zip(folder.statements, resolved, strict=True)):
        message = ""
        words = " ".join(statement.summary.split()).casefold()
        if statement.exact and words == " ".join(statement.exact.split()).casefold():
            message = "the summary is the claim itself: say it in your own words"
        elif (
            words.count(" ") >= _PLAIN_SUMMARY
            and (other := summaries.setdefault(words, statement.id)) != statement.id
        ):
            message = f"the claim {other!r} has the same summary"
        if message:
            folder.statements_file.doubt(DoubtCode.same_words, message, index, "summary")
        if found.place is None:
            continue
        key = (found.place.start, found.place.end, statement.speaker)
        if (other := places.setdefault(key, statement.id)) != statement.id:
            message = f"the claim {other!r} has the same words"
            folder.statements_file.doubt(DoubtCode.same_words, message, index, "exact")


def _doubt(article: ArticleText, code: DoubtCode, message: str, *where: str | int) -> None:
    article.folder.statements_file.doubt(code, message, *where)


def _limit(
    article: ArticleText,
    index: int,
    statement: SeedStatement,
    place: LocatedClaim,
    others: list[LocatedClaim],
) -> None:
    """Report a claim that ends right before a limit of it, or begins behind one: unless another
    claim has the words of the limit.
    """
    limits = pattern("limits", article.language)
    if limits is None:
        return
    text = article.text
    ends = place.last_passage.end
    behind = text[place.end : ends]
    lead = re.match(r"[^\w]*", behind)
    skipped = lead.end() if lead else 0
    found = limits.match(behind, skipped)
    if found and behind[found.end() :].strip(' .!?”"»'):
        at = place.end + found.end()
        if not any(other.start <= min(at + 12, ends - 1) and at < other.end for other in others):
            words = " ".join(behind[skipped:].split()[:6])
            message = f"the sentence goes on with a limit that is not in the claim: {words!r}"
            _doubt(article, DoubtCode.limit_cut_off, message, index, "exact")
            return
    rest, at = behind[skipped:], place.end + skipped
    cut = _unsaid(article, place, rest) or _denied_behind(article, rest)
    if cut and not any(
        other.start <= min(at + 12, ends - 1) and at < other.end for other in others
    ):
        _doubt(article, DoubtCode.limit_cut_off, cut, index, "exact")
        return
    before = text[place.passage.start : place.start]
    negation = pattern("negation", article.language)
    turned = [
        match
        for match in (negation.finditer(before) if negation else ())
        if len(before) - match.end() <= 30 and not re.search(r"[.;:!?]", before[match.end() :])
    ]
    first = pattern("conditions_first", article.language)
    condition = first and first.match(before, len(before) - len(before.lstrip(_OPENING)))
    covered = any(
        other.start < place.start and place.passage.start <= other.end for other in others
    )
    apart = subjects(article, place.start, place.end) and any(
        each.start == place.start for each in article.mentioned(place.start, place.end)
    )  # “…, and Ruatoki said that …”
    if (turned or condition) and not covered and not apart:
        words = " ".join(before.split()[-6:])
        message = f"the claim leaves out words before it that turn or limit it: {words!r}"
        _doubt(article, DoubtCode.limit_cut_off, message, index, "exact")


def _unsaid(article: ArticleText, place: LocatedClaim, behind: str) -> str | None:
    """A claim that ends before what was said: “she spoke to the committee”, and not “that no …”."""
    that = pattern("that", article.language)
    if that is None or not that.match(behind):
        return None
    verbs = list(article.verbs(place.start, place.end))
    if not verbs or article.between(verbs[-1][1], place.end) > _ADDRESSED:
        return None
    words = " ".join(behind.split()[:6])
    return f"the claim ends before what was said: {words!r}"


_ADDRESSED = 4  # words behind a reporting verb that say to whom, or when, somebody spoke


def _denied_behind(article: ArticleText, behind: str) -> str | None:
    """A denial in the rest of a sentence, before the next stop or comma."""
    clause = re.split(r"[.,;:!?…\n]", behind)[0]
    first = " ".join(clause.split()[:_SOON])
    denied = pattern("denied", article.language)
    if denied is None or not denied.search(first):
        return None
    return f"the sentence goes on with a denial that is not in the claim: {first!r}"


_SOON = 6  # words


def _quotations(
    article: ArticleText, index: int, statement: SeedStatement, place: LocatedClaim
) -> None:
    """Report quotations of a speaker that nobody coded, and coded ones that quote nobody."""
    if statement.speaker is None and not statement.signed_for:
        return
    text = article.text
    printed = [
        one
        for one in _outermost(text)
        if one.start < place.end and place.start < one.end and one.end - one.start > 1
    ]
    inner = statement.speaker is not None and article.is_answer_of(statement.speaker, place.start)
    for one in printed:
        coded = any(span.start < one.end and one.start < span.end for span in place.quoted)
        begins = inner and _begins_turn(article, place, one)
        if inner and not (begins and (one.end - one.start) * 2 > place.end - place.start):
            if coded and not begins:
                message = "these words in an answer are those of somebody else"
                _doubt(article, DoubtCode.scare_quotes, message, index, "quoted")
                return
            continue
        words = text[one.start : one.end]
        if " " not in words and len(words) <= _TINY:
            continue  # his worry about “his” soldiers
        passed_on = not place.quoted and _is_passed_on(article, one)
        if not coded and not passed_on and not _is_scare(article, place, one):
            message = (
                f"the source prints quotation marks around {words[:60]!r}, but `quoted` does not "
                "have these words"
            )
            _doubt(article, DoubtCode.quotation_not_coded, message, index, "quoted")
    for number, span in enumerate(place.quoted):
        for one in printed:
            exactly = one.start <= span.start and span.end <= one.end
            if exactly and len(text[one.start : one.end].split()) <= _SHORT:
                if _is_scare(article, place, one):
                    message = "these words are in quotation marks, but nobody seems to say them"
                    _doubt(article, DoubtCode.scare_quotes, message, index, "quoted", number)
                break


def _is_passed_on(article: ArticleText, one: PrintedQuotation) -> bool:
    """Whether marks are behind two verbs of saying: somebody passes on the words of another one
    (“She recalled that the president himself had called it …”).
    """
    passage = next((each for each in article.passages if each.start <= one.start < each.end), None)
    if passage is None:
        return False
    outside = article.unquoted(passage.start, one.start)
    verbs = [(start - passage.start, end) for start, end in article.verbs(passage.start, one.start)]
    if naming := pattern("naming", article.language):
        verbs += [(each.start(), passage.start + each.end()) for each in naming.finditer(outside)]
    verbs = [each for each in verbs if passage.start + each[0] + _SHORTEST_VERB <= each[1]]
    first = min(verbs, default=None)
    return first is not None and any(
        article.between(first[1], passage.start + start) > _APART for start, _ in verbs
    )


_SHORTEST_VERB = 4  # letters; “per” is none
_APART = 3  # words between two verbs of saying, of which the second one is of somebody else


def _begins_turn(article: ArticleText, place: LocatedClaim, one: PrintedQuotation) -> bool:
    """Whether a quotation begins an answer, also behind the label of its turn: marks elsewhere in
    an answer are round the words of others.
    """
    before = article.text[place.passage.start : one.start].strip(_MARKS)
    return not before or before == f"{article.turn_of(place.start)}:"


_MARKS = " \u00a0\u202f“”„«»‘’\"'"


def _outermost(text: str) -> list[PrintedQuotation]:
    every = quotations(text)
    return [
        one
        for one in every
        if not any(
            other is not one and other.start <= one.start and one.end <= other.end
            for other in every
        )
    ]


def _is_scare(article: ArticleText, place: LocatedClaim, one: PrintedQuotation) -> bool:
    """Whether marks round a few words say that they are somebody's name for a thing.

    They do behind "so-called"; in single marks where the text quotes in double ones; and inside a
    noun phrase ("the ‘peacekeeping’ force"), unless a verb such as "called" is there.
    """
    text = article.text
    words = text[one.start : one.end].split()
    passage = next(
        (each for each in article.passages if each.start <= one.start < each.end), place.passage
    )
    if passage.coding is Coding.heading:
        return True
    titled = pattern("titled", article.language)
    printed = article.text[passage.start : one.start].rstrip(_MARKS)
    if (
        titled
        and words[:1]
        and words[0][:1].isupper()
        and re.search(rf"(?<!\w)(?:{titled.pattern})$", printed, re.IGNORECASE)
    ):
        return True  # the newspaper “El Faro de Madrid”
    if len(words) > _SHORT:
        return False
    names = [word for word in words if not _SMALL.fullmatch(word)]
    if len(words) > 1 and names and all(word[:1].isupper() and word.isalpha() for word in names):
        return True  # a newspaper or a ship
    before = text[passage.start : one.start - 1].rstrip()
    so_called = pattern("so_called", article.language)
    if so_called and re.search(rf"(?:{so_called.pattern})[\W]*(?:\w+\W+)?$", before, re.IGNORECASE):
        return True
    naming = pattern("naming", article.language)
    if naming and naming.search(before):
        return False
    double = any(other.opening not in _SINGLE for other in quotations(text))
    if one.opening in _SINGLE and double:
        return True
    article_before = r"\b(?:the|its|le|la|les|l[’']|der|die|das|dem|den|zur|zum|il|lo|el|los|las)$"
    return len(words) <= 2 and bool(re.search(article_before, before, re.IGNORECASE))


def _at_war(article: ArticleText, place: LocatedClaim, actor: str) -> bool:
    """Whether a country is one of the two at war, and the sentence speaks of both sides."""
    sides = pattern("both_sides", article.language)
    sentence = article.text[place.passage.start : place.last_passage.end]
    return actor == _ENEMY and bool(sides and sides.search(sentence))


def _about(
    article: ArticleText,
    index: int,
    statement: SeedStatement,
    resolved: ResolvedStatement,
    place: LocatedClaim,
    is_country: Mapping[str, str],
) -> None:
    """Report countries that neither the sentence nor what leads to it names."""
    own = resolved.role.actor if resolved.role else None
    home = _home(article, index) if own not in is_country else None
    for number, actor in enumerate(statement.about):
        if actor not in is_country or actor in (own, _HOST) or actor in statement.signed_for:
            continue
        if _is_home(article, index, actor):
            continue
        if not _near(article, place, actor, statement) and not _at_war(article, place, actor):
            message = f"the sentence does not name {is_country[actor]}"
            _doubt(article, DoubtCode.country_not_named, message, index, "about", number)
            return
    if not statement.about or not set(statement.about) <= is_country.keys():
        return
    if _is_other(article, index, place, {own, home}, is_country):
        return
    named = article.countries_in(place.start, place.end)
    said_of = _subjects_of(article, statement.summary) & named & (is_country.keys() - {_HOST})
    if said_of and own not in statement.about and not named & set(statement.about):
        names = ", ".join(sorted(is_country[each] for each in said_of))
        message = f"sentence and summary say something of {names}, and `about` does not name it"
        _doubt(article, DoubtCode.country_not_named, message, index, "about")


def _is_other(
    article: ArticleText,
    index: int,
    place: LocatedClaim,
    known: set[str | None],
    is_country: Mapping[str, str],
) -> bool:
    """Report a country of `about` that neither sentence nor summary names, where both of them name
    another one.
    """
    statement = article.folder.statements[index]
    around = article.countries_in(place.passage.start, place.last_passage.end)
    summed = article.english.named_in(statement.summary, "en", loosely=True)
    spare = {_HOST, *statement.signed_for} | known | around | summed
    words = article.text[place.start : place.end]
    missing = article.countries.named_in(words, article.language) & summed & is_country.keys()
    missing -= {*statement.about, *known}
    for number, actor in enumerate(statement.about):
        if missing and actor not in spare:
            names = ", ".join(sorted(is_country[each] for each in missing))
            message = f"sentence and summary name {names}, and not {is_country[actor]}"
            _doubt(article, DoubtCode.country_not_named, message, index, "about", number)
            return True
    return False


def _home(article: ArticleText, index: int) -> str | None:
    """The country that most other claims are about: a paper seldom names the one it is from."""
    every = (each.about for at, each in enumerate(article.folder.statements) if at != index)
    counts = Counter(actor for about in every for actor in about)
    most = counts.most_common(1)
    return most[0][0] if most and most[0][1] >= _AT_HOME else None


def _is_home(article: ArticleText, index: int, actor: str) -> bool:
    """Whether several other claims are about a country: then a text need not name it each time."""
    others = (each.about for at, each in enumerate(article.folder.statements) if at != index)
    return sum(actor in about for about in others) >= _AT_HOME


_AT_HOME = 3  # claims
_ENEMY = "russia"
_HOST = "ukraine"  # the questions are about it, so a claim need not be


def _subjects_of(article: ArticleText, summary: str) -> frozenset[str]:
    """The countries of which a summary says something: those in its first words behind “that”,
    unless they are an object there (“that asking the Americans is polite”).
    """
    joining, before = pattern("joining_that", "en"), pattern("before_object", "en")
    found = next(
        (
            each
            for each in re.finditer(r"(\w+) that ", summary)
            if joining is None or not joining.fullmatch(each[1])
        ),
        None,
    )
    rest = summary[found.end() :] if found else ""
    first = " ".join(re.split(r"[,;:]", rest)[0].split()[:_SUBJECT])
    objects = before.search(first) if before else None
    return article.english.named_in(first[: objects.start()] if objects else first, "en")


def _subject(
    article: ArticleText,
    index: int,
    statement: SeedStatement,
    resolved: ResolvedStatement,
    place: LocatedClaim,
    is_country: Mapping[str, str],
) -> None:
    """Report a summary that says something of a country which the words do not name."""
    if not is_country:
        return
    meant = {*statement.about, *statement.signed_for}
    meant |= {resolved.role.actor} if resolved.role and resolved.role.actor else set()
    every = article.english.named_in(_CONTINENTS.sub("", statement.summary), "en")
    others = sorted(every & is_country.keys() - meant - {_HOST})
    if not others:
        return
    subjects, home = _subjects_of(article, statement.summary), _home(article, index)
    near = [
        (each.start, each.end)
        for each in article.passages
        if place.passage.number - _SUBJECT_BEFORE <= each.number <= place.last_passage.number
    ]
    for country in others:
        if any(country in article.countries_in(*each) for each in near):
            continue
        meant_here = country == home and country not in subjects
        if not meant_here and (
            country in subjects or not _near(article, place, country, statement)
        ):
            message = f"the summary names {is_country[country]}, and the sentence does not"
            _doubt(article, DoubtCode.country_not_named, message, index, "summary")
            return


_CONTINENTS = re.compile(r"\b(?:Latin|South|Central|North) America\w*")
_SUBJECT = 4  # words behind “that”
_SUBJECT_BEFORE = 2  # passages


def _signatories(
    article: ArticleText,
    index: int,
    statement: SeedStatement,
    place: LocatedClaim,
    is_country: Mapping[str, str],
) -> None:
    """Report a joint text that more countries signed than are coded: its sentence, or one of those
    before it, lists or counts them, or all other claims of the text are signed for others.
    """
    coded = set(statement.signed_for)
    if not coded or statement.speaker is not None or not coded <= is_country.keys():
        return
    others = Counter(
        frozenset(each.signed_for)
        for at, each in enumerate(article.folder.statements)
        if at != index and each.signed_for
    )
    [(most, times)] = others.most_common(1) or [(frozenset(), 0)]
    is_other = most != coded and (len(most) == len(coded) or coded < most)
    if times >= _JOINT and len(others) == 1 and is_other:
        names = ", ".join(sorted(is_country.get(each, each) for each in most))
        message = f"all other claims of this text are signed for {names}"
        _doubt(article, DoubtCode.signatory_missing, message, index, "signed_for")
        return
    if len(coded) < _JOINT:
        return
    own = article.text[place.passage.start : place.last_passage.end]
    own = _NUMBERED.sub("", own)
    code, where = DoubtCode.signatory_missing, (index, "signed_for")
    if (states := pattern("states", article.language)) is not None:
        for found in states.finditer(own):
            before = own[max(found.start() - _COUNTED, 0) : found.start()]
            counted = spelt(before, article.language) | {
                int(each) for each in in_digits(before) if each.isdigit()
            }
            if counted and max(counted) > len(coded):
                message = (
                    f"the sentence counts {max(counted)} {found[0]}, and {len(coded)} are coded"
                )
                _doubt(article, code, message, *where)
                return
    signed = pattern("signed", article.language)
    for passage in article.passages:
        if not place.passage.number - _BEFORE <= passage.number < place.passage.number:
            continue
        line = article.text[passage.start : passage.end]
        listed = _listed_countries(article, line) if signed and signed.search(line) else set()
        missing = sorted(is_country[each] for each in listed - coded if each in is_country)
        if missing and coded <= listed and not coded <= _listed_countries(article, own):
            message = f"the text lists {', '.join(missing)} beside those that are coded"
            _doubt(article, code, message, *where)
            return


_JOINT = 2  # countries that sign one text
_NUMBERED = re.compile(r"\W*\d{1,2}[.)]\s")  # a point of a list: “6. The signatories …”
_COUNTED = 20  # characters before a noun in which it is counted


def _listed_countries(article: ArticleText, line: str) -> set[str]:
    """The countries in the longest list of a line."""
    best: set[str] = set()
    listed: set[str] = set()
    for part in re.split(r",|\b(?:and|et|und|e|ed|y|i|sowie)\b", line):
        words = part.split()
        ends = [" ".join(words[:3]), " ".join(words[-3:])]
        if len(words) > 3:
            listed |= article.countries.named_in(ends[0], article.language)
            best = max(best, listed, key=len)
            listed = set(article.countries.named_in(ends[1], article.language))
        else:
            listed |= article.countries.named_in(part, article.language)
        best = max(best, listed, key=len)
    return best


def _near(article: ArticleText, place: LocatedClaim, actor: str, statement: SeedStatement) -> bool:
    for start, end in _context(article, place):
        if actor in article.countries_in(start, end):
            return True
    printed = statement.role_as_printed or ""
    title = article.folder.source.title or ""
    return any(
        actor in article.countries.named_in(words, article.language, loosely=True)
        for words in (printed, title)
    )


_LEAD = 3  # passages with which a text begins: they say what all of it is about
_BEFORE = 4  # passages before a sentence that may name what it is about


def _context(article: ArticleText, place: LocatedClaim) -> Iterator[tuple[int, int]]:
    """The passages of a claim, those before it, and the first ones of the text."""
    first, last = place.passage.number, place.last_passage.number
    for passage in article.passages:
        if first - _BEFORE <= passage.number <= last or passage.number <= _LEAD:
            yield passage.start, passage.end


def _summary(
    article: ArticleText,
    index: int,
    statement: SeedStatement,
    place: LocatedClaim,
    people: Mapping[str, SeedPerson],
    is_country: Mapping[str, str],
) -> None:
    """Report a summary with numbers or people that are not in the source's sentence, and one that
    fits another sentence of the text better.
    """
    text, summary = article.text, statement.summary
    start, end = place.passage.start, place.last_passage.end
    near = text[max(start - 400, 0) : end]
    there = {_digits(number) for number in in_digits(near)}
    there |= {_digits(str(number)) for number in spelt(text[start:end], article.language)}
    there |= {_digits(str(len(each))) for each in (statement.signed_for, statement.about)}
    for number in in_digits(summary):
        long = len(re.sub(r"\D", "", number)) > 2 and not _NUMBER_WORDS.search(near)
        if _digits(number) not in there and (there or long):
            message = f"the sentence of the source does not have the number {number}"
            _doubt(article, DoubtCode.number_not_in_source, message, index, "summary")
            break
    else:
        in_sentence = spelt(text[start:end], article.language) or in_digits(text[start:end])
        for value in sorted(spelt_whole(_VAGUE.sub("", summary), "en")) if in_sentence else ():
            if value >= _COUNTABLE and _digits(str(value)) not in there:
                message = f"the sentence of the source does not have the number {value}"
                _doubt(article, DoubtCode.number_not_in_source, message, index, "summary")
                break
    mentioned = article.people.mentions(words_of(summary), "en")
    named = {each.person for each in mentioned}
    if mentioned and mentioned[0].start == 0 and statement.speaker in people:
        other = people.get(mentioned[0].person)
        verb = pattern("clear", "en")
        speaks = verb and verb.match(summary, mentioned[0].end + 1)
        if other and other.id != statement.speaker and speaks:
            message = f"the summary says that {other.name} says this, and the speaker is another"
            _doubt(article, DoubtCode.summary_of_other_words, message, index, "summary")
            return
    if named and statement.speaker in people and statement.speaker not in named:
        words = [each for each in article.words if start - 400 <= each.start and each.end <= end]
        mentions = article.people.mentions(words, article.language)
        strangers = named - {each.person for each in mentions}
        in_summary = article.english.named_in(summary, "en")
        strangers = {
            each
            for each in strangers  # “the Dutch Ministry of Defence” is not that of London
            if each not in article.people.bodies
            or any(role.actor in in_summary for role in people[each].roles)
        }
        if strangers:
            names = ", ".join(sorted(people[each].name for each in strangers if each in people))
            message = f"the summary names {names}, and the source's sentence does not"
            _doubt(article, DoubtCode.summary_of_other_words, message, index, "summary")
            return
    if article.language.partition("-")[0] != "en":
        return
    # “No.”, “That was the message.”: the sentence before has the words
    if len(text[start:end].split()) <= _ANSWER or refers_back(text[start:end]):
        before = [each.start for each in article.passages if each.end <= start]
        start = before[-1] if before else start
    own, best = _shared(summary, text[start:end]), 0
    for passage in article.passages:
        asked = passage.number == place.passage.number - 1 and text[passage.end - 1] == "?"
        outside = not start <= passage.start < end and not asked  # an answer repeats words
        if passage.coding is not Coding.heading and outside:
            best = max(best, _shared(summary, text[passage.start : passage.end]))
    if best >= 3 and best >= 3 * max(own, 1) - 1:
        message = "the summary has more words in common with another sentence of the text"
        _doubt(article, DoubtCode.summary_of_other_words, message, index, "summary")


_ANSWER = 4  # words
_COUNTABLE = 3  # smaller numbers are often words for something else: “both”
_VAGUE = re.compile(r"\b(?:dozens?|hundreds|thousands|millions|couple|pair)\b", re.IGNORECASE)


@lru_cache(maxsize=5000)
def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).rstrip("0") or "0"


_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
        the a an of to in on at by for and or but not that this these those it its is are was were
        be been will would can could may might must shall should has have had do does did with as
        from says said say calls called he they his her their who which what when once after before
        than then there here also any all more no nor
        """,
    )
)


@lru_cache(maxsize=1000)  # asked for each claim of a text
def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return frozenset(word[:5] for word in words if word not in _COMMON)


def _shared(one: str, other: str) -> int:
    return len(_stems(one) & _stems(other))
