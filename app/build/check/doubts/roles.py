"""Doubts about the role in which somebody spoke, and what follows from an office that a text names
instead of a person.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from app.build.check.checked_seed import ResolvedStatement
from app.build.check.doubts.article import ArticleText
from app.build.check.doubts.words import office_words, pattern, phrase
from app.build.findings import DoubtCode
from app.build.seed.models.actors import SeedPerson
from app.domain.selectors import occurrences
from app.domain.vocabulary import SpeakerKind

_BESIDE = 4  # words between an office and the verb that it is the subject of
_QUALIFIED = 25  # characters before a role in which a word may change it


def name_of(people: Mapping[str, SeedPerson], person: str) -> str:
    """The name of a person, or their id if nobody has it."""
    return people[person].name if person in people else person


@lru_cache(maxsize=5_000)  # the same roles come again and again
def _offices_in(text: str, language: str) -> frozenset[str]:
    return frozenset(
        office for office, words in office_words(language).items() if words.search(text)
    )


def offices_of(
    article: ArticleText, person: SeedPerson, without: int | None = None
) -> frozenset[str]:
    """The offices that somebody has: by their roles, and by those that the text gives them in
    statements other than `without`.
    """
    found = {
        office
        for role in person.roles
        for language in ("en", article.language)
        for office in _offices_in(role.title, language)
    }
    for index, each in enumerate(article.folder.statements):
        if each.speaker == person.id and each.role_as_printed and index != without:
            found |= _offices_in(each.role_as_printed, article.language)
    return frozenset(found)


def called_offices(article: ArticleText, start: int, end: int) -> frozenset[str]:
    """The offices that are the subject of a reporting verb in text[start:end]: “the prime minister
    replied”, “«…», ha detto il premier”.
    """
    outside = article.unquoted(start, end)
    kinds = ("of_something", "addressed")
    before_it = [phrase("{}$", kind, article.language) for kind in kinds]
    found: set[str] = set()
    for office, words in office_words(article.language).items():
        for match in words.finditer(outside):
            before = outside[: match.start()].rstrip()
            if any(one and one.search(before) for one in before_it):
                continue
            for begin, stop in article.verbs(start, end):
                first = start + match.start()
                ahead = first < begin and article.between(first, begin) <= _BESIDE + 2
                behind = (
                    stop <= first
                    and article.between(stop, first) <= 2
                    and re.search(r"[,”»“\"]\s*$", article.text[start:begin])
                )
                if (
                    ahead and not re.search(r"[,;:]", outside[match.end() : begin - start])
                ) or behind:
                    found.add(office)
    return frozenset(found)


def _cut(article: ArticleText, printed: str, speaker: str | None) -> str | None:
    """The word that is before a role wherever a text gives it to its speaker, and makes another one
    of it: “viceministro”, “deputy prime minister”.
    """
    changes = pattern("changes_role", article.language)
    beside = [
        (each.start, each.end)
        for each in article.passages
        if any(one.person == speaker for one in article.mentioned(each.start, each.end))
    ]
    places = occurrences(article.text, printed)
    near = [at for at in places if any(start <= at < end for start, end in beside)]
    office = bool(_offices_in(printed, article.language))
    cut: str | None = None
    for at in near or places:
        before = article.text[max(at - _QUALIFIED, 0) : at]
        if before[-1:].isalpha() and printed[0].isalpha():
            cut = re.split(r"\W", before)[-1]
            continue
        last = re.findall(r"[\w-]+", before)[-1:] or [""]
        if changes is None or not office or not changes.fullmatch(last[0]):
            return None
        cut = last[0]
    return cut


def _has_office(
    article: ArticleText, index: int, printed: str, people: Mapping[str, SeedPerson]
) -> str | None:
    """Somebody else of the article who has a printed office that the speaker does not have."""
    speaker = people.get(article.folder.statements[index].speaker or "")
    offices = _offices_in(printed, article.language)
    if speaker is None or not offices or offices & offices_of(article, speaker, without=index):
        return None
    if speaker.kind is not SpeakerKind.person:
        return None
    given = [
        each.role_as_printed for each in article.folder.statements if each.speaker == speaker.id
    ]
    if given.count(printed) > 1:
        return None
    countries = article.countries.named_in(printed, article.language)
    own = {role.actor for role in speaker.roles}
    for mention in article.mentions:
        other = people.get(mention.person)
        if other is None or other.id == speaker.id or not offices & offices_of(article, other):
            continue
        if any(role.actor in (countries or own) for role in other.roles):
            return other.id
    return None


def _only_of_another(article: ArticleText, index: int, printed: str) -> str | None:
    """The speaker of the only sentences in which a role is printed, if it is another one, and none
    of them names the speaker.
    """
    speaker = article.folder.statements[index].speaker
    others: set[str] = set()
    for at in occurrences(article.text, printed):
        passage = next((each for each in article.passages if each.start <= at < each.end), None)
        if passage is None:
            return None
        line = article.text[passage.start : passage.end]
        answer = article.text.find(article.folder.statements[index].exact or "\n", passage.end)
        names = article.mentioned(passage.start, passage.end)
        if 0 <= answer - passage.end <= _ANSWERS and names and names[0].end < at:
            return None  # “She asked the minister if it was so.” “It is,” said Courtade.
        spoke = {
            each.speaker
            for each in article.folder.statements
            if each.exact and each.speaker and (each.exact in line or line in each.exact)
        }
        named = {each.person for each in article.mentioned(passage.start, passage.end)}
        if speaker in spoke | named or len(spoke) != 1 or not named:
            return None
        others |= spoke
    return others.pop() if len(others) == 1 and "anonymous" not in others else None


_ANSWERS = 4  # characters between a question and its answer
_POSTED = re.compile(
    r"(.*(?:ambas|embas|embaj|botschaft|[ck]onsul|attach|addett|agregad|envoy|"
    r"high commis|comisionad|alto commis|haut[- ]commis|hochkommiss|nun[tcz]i|gesandt|encargad|"
    r"chargé|incaricat|geschäftsträger)\w*.*?)"
    r"\b(?:in|to|at|à|au|aux|auprès|en|a|presso|ante|bei)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=5_000)
def without_post(role: str) -> str:
    """A role without the place where an ambassador is: “embassy in Dakar” is not Senegal’s."""
    posted = _POSTED.match(role)
    return posted[1] if posted else role


def check_role(
    article: ArticleText,
    index: int,
    resolved: ResolvedStatement,
    people: Mapping[str, SeedPerson],
) -> None:
    """Report a printed role of another person, one of another country than the role has, and one
    from which a word is cut that changes it.
    """
    file, statement = article.folder.statements_file, article.folder.statements[index]
    printed = statement.role_as_printed
    if not printed:
        return
    if cut := _cut(article, printed, statement.speaker):
        message = f"the text has {cut!r} before this role, which makes another one of it"
        file.doubt(DoubtCode.role_cut_off, message, index, "role_as_printed")
        return
    role = resolved.role
    whose = without_post(printed)
    named = article.countries.named_in(whose, article.language)
    loosely = article.countries.named_in(whose, article.language, loosely=True)
    if role is not None and role.actor and named and role.actor not in loosely:
        message = (
            f"this role names {', '.join(sorted(named))}, and the speaker's is for {role.actor}"
        )
        file.doubt(DoubtCode.role_of_another_country, message, index, "role_as_printed")
        return
    if (other := _has_office(article, index, printed, people)) or (
        other := _only_of_another(article, index, printed)
    ):
        message = f"the text gives this role to {name_of(people, other)}"
        file.doubt(DoubtCode.role_of_another, message, index, "role_as_printed")
        return
    others: set[str] = set()
    speaker = people.get(statement.speaker or "")
    is_person = speaker is not None and speaker.kind is SpeakerKind.person
    for at in occurrences(article.text, printed):
        end = at + len(printed)
        beside = [
            each
            for each in article.mentions
            if (0 <= each.start - end <= 3 and "\n" not in article.text[end : each.start])
            or (0 <= at - each.end <= 8 and "," in article.text[each.end : at])
            or (
                # not “the minister’s office”, or the name of a ministry in that of a minister
                is_person
                and each.person not in article.people.bodies
                and (at <= each.start and each.end <= end)
            )
        ]
        if not beside or any(each.person == statement.speaker for each in beside):
            return
        others |= {each.person for each in beside}
    if others:
        names = ", ".join(sorted(name_of(people, person) for person in others))
        message = f"the text gives this role to {names}"
        file.doubt(DoubtCode.role_of_another, message, index, "role_as_printed")
