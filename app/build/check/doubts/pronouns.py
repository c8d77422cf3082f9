"""Doubts about a speaker for whom a sentence has “he”, and the rest of the text “she”."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from app.build.check.checked_seed import ResolvedStatement
from app.build.check.doubts.article import ArticleText
from app.build.check.doubts.words import pattern
from app.build.findings import DoubtCode
from app.build.seed.models.actors import SeedPerson
from app.domain.selectors import occurrences
from app.domain.vocabulary import SpeakerKind

_HE, _SHE = "he", "she"


class Pronouns:
    """The pronouns of the speakers of one source. What the claims of a speaker have is counted
    once, so that many claims take no longer for each.
    """

    def __init__(self, article: ArticleText, resolved: Sequence[ResolvedStatement]) -> None:
        self.article = article
        self.resolved = resolved
        self._by_speaker: dict[str, list[int]] = {}
        for index, each in enumerate(article.folder.statements):
            self._by_speaker.setdefault(each.speaker or "", []).append(index)
        self._counted: dict[str, Counter[str]] = {}

    def check(self, index: int, people: Mapping[str, SeedPerson]) -> None:
        """Report a speaker for whom a sentence that names nobody has another pronoun than the other
        claims, or than the form of a printed role.
        """
        statements, file = self.article.folder.statements, self.article.folder.statements_file
        speaker = people.get(statements[index].speaker or "")
        if speaker is None or speaker.kind is not SpeakerKind.person:
            return
        if any(each.where[:2] == (index, "speaker") for each in file.doubts):
            return
        here = _pronouns(self.article, self.resolved[index])
        if len(here) != 1:
            return
        others = self._count(speaker.id) - Counter(here)
        if len(others) == 1 and others.keys() != here:
            message = f"the pronoun of this sentence does not go with {speaker.name}"
            file.doubt(DoubtCode.speaker_not_near, message, index, "speaker")

    def _count(self, speaker: str) -> Counter[str]:
        """How many claims of a speaker have each pronoun, or a printed role of a woman."""
        if speaker not in self._counted:
            counts: Counter[str] = Counter()
            for at in self._by_speaker[speaker]:
                counts.update(_pronouns(self.article, self.resolved[at]))
                role = self.article.folder.statements[at].role_as_printed or ""
                counts.update([_SHE] if _is_of_woman(self.article, role) else [])
            self._counted[speaker] = counts
        return self._counted[speaker]


def _pronouns(article: ArticleText, resolved: ResolvedStatement) -> set[str]:
    """Whether he or she speaks in a claim that names nobody: “she said”, «ribatte lui»."""
    if resolved.place is None:
        return set()
    start, end = resolved.place.start, resolved.place.last_passage.end
    in_interview = article.turn_of(start) is not None or article.is_answer(start)
    if in_interview or article.mentioned(start, end):
        return set()
    outside = article.unquoted(start, end)
    found: set[str] = set()
    for kind in (_HE, _SHE):
        words = pattern(kind, article.language)
        for each in words.finditer(outside) if words else ():
            first, last = start + each.start(), start + each.end()
            for begin, stop in article.verbs(start, end, "clear"):
                # “sie sagten” are several
                many = article.language.startswith("de") and article.text[stop - 1] == "n"
                beside = _BESIDE.fullmatch(article.text[min(last, stop) : max(first, begin)])
                within = begin <= first and last <= stop  # “dit-il”
                found |= {kind} if (beside or within) and not many else set()
    return found


_BESIDE = re.compile(r"[ \u00a0-]|-t-")


def _is_of_woman(article: ArticleText, printed: str) -> bool:
    """Whether a printed role has the form for a woman, or the article for one before it."""
    if not printed:
        return False
    form, of_woman = (pattern(kind, article.language) for kind in ("woman", "article_of_woman"))
    if form and form.search(printed):
        return True
    before = [article.text[max(at - 5, 0) : at] for at in occurrences(article.text, printed)]
    return bool(
        of_woman
        and before
        and all(re.search(rf"{of_woman.pattern}\s$", each, re.IGNORECASE) for each in before)
    )
