"""Finding the doubts of one source."""

import csv
import re
from functools import cached_property
from pathlib import Path

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.check.doubts.agencies import check_agency
from app.build.check.doubts.article import ArticleText
from app.build.check.doubts.claims import check_claim, check_same_words
from app.build.check.doubts.compared import Compared
from app.build.check.doubts.comparison import compare
from app.build.check.doubts.countries import check_countries
from app.build.check.doubts.days import check_dates_of_source, check_day
from app.build.check.doubts.found_names import CountryNames, People, script
from app.build.check.doubts.passages import check_passages, other_language
from app.build.check.doubts.pronouns import Pronouns
from app.build.check.doubts.speakers import check_speaker
from app.build.check.doubts.summaries import check_summary, refers_back
from app.build.findings import DoubtCode, ErrorCode
from app.build.seed.load import Seed, SourceFolder
from app.build.seed.models.sources import SeedStatement
from app.build.seed.names import ALIASES, CLDR
from app.domain.vocabulary import SpeakerKind, TextAccess


class Finder:
    """Finds the doubts of one source after the other; what all of them need is made once."""

    def __init__(self, checked: CheckedSeed) -> None:
        self.checked = checked
        self.seed = checked.seed
        self.people_by_id = {person.id: person for person in self.seed.people}
        self.is_country = {country.id: country.name for country in self.seed.countries}
        self.statements = {name: each for name, _, each in self.seed.statements()}
        self.languages = {
            name: folder.source.language for name, folder, _ in self.seed.statements()
        }
        self._countries: dict[str, CountryNames] = {}

    @cached_property
    def people(self) -> People:
        """Finds the people of the seed."""
        return People(self.seed.people)

    @cached_property
    def names(self) -> "_Names":
        """The names of countries in the files of the seed."""
        return _Names(self.seed)

    def countries(self, language: str) -> CountryNames:
        """Finds countries in texts of a language."""
        language = language.partition("-")[0]
        if language not in self._countries:
            self._countries[language] = CountryNames(
                self.names.of_language(language), self.names.ids, language
            )
        return self._countries[language]

    def named(self, text: str, language: str) -> frozenset[str]:
        """The countries that a text names."""
        return self.countries(language).named_in(text, language, loosely=True)

    def strictly(self, text: str, language: str) -> frozenset[str]:
        """The countries that a text names by a name that is in our lists."""
        return self.countries(language).named_in(text, language)

    def check(self, folder: SourceFolder) -> None:
        """The doubts of one source. Where passages have errors, or the passage of a claim or the
        claim itself, doubts about the claims would only follow from those.
        """
        errors = folder.source_file.findings
        if any(each.code is not ErrorCode.wrong_coding for each in errors):
            return
        resolved = [
            self.checked.resolved[folder.statement_id(statement)] for statement in folder.statements
        ]
        unsound = _unsound(folder, resolved)
        if folder.text is not None and folder.source.text_access is TextAccess.full:
            language = folder.source.language
            article = ArticleText(
                folder,
                self.checked.passages[folder.source.id],
                self.people,
                self.countries(language),
                self.countries("en"),
                folder.text,
            )
            if other := other_language(article):
                message = f"the text seems to be in another language: {other!r}"
                folder.source_file.doubt(DoubtCode.other_language, message, "language")
                return
            check_agency(folder, self.seed.origins)
            check_passages(article)
            doubted = check_dates_of_source(article)
            if self.names.complete:
                check_countries(article, resolved, self.people_by_id)
            anonymous = {
                each.place.passage.number
                for each, statement in zip(resolved, folder.statements, strict=True)
                if each.place and statement.speaker == "anonymous"
            }
            places = [each.place for each in resolved if each.place]
            named = self.is_country if self.names.complete else {}
            pronouns = Pronouns(article, resolved)
            for index, each in enumerate(resolved):
                if index in unsound:
                    continue
                others = [place for place in places if place is not each.place]
                if folder.statements[index].said not in doubted:
                    check_day(article, index, each)
                check_speaker(article, index, each, self.people_by_id, anonymous)
                pronouns.check(index, self.people_by_id)
                check_claim(article, index, each, self.people_by_id, others, named)
        if not unsound:
            check_same_words(folder, resolved)
        for index, (statement, found) in enumerate(zip(folder.statements, resolved, strict=True)):
            if index in unsound:
                continue
            around = ""
            if found.place and folder.text is not None:
                start = found.place.passage.start
                around = folder.text[start : found.place.last_passage.end]
                before = folder.text[max(start - 300, 0) : start]
                if refers_back(around) or before.rstrip(' \n”»“"').endswith("?"):
                    around = before + around
            check_summary(folder, index, statement, around, self.named)
            if found.place and folder.text is not None and statement.exact:
                self._compare(folder, index, statement, found)
        if folder.entries:
            from app.build.check.doubts.entries import check_entry  # most sources have none

            broken = {folder.statement_id(folder.statements[each]) for each in unsound}
            for index, entry in enumerate(folder.entries):
                if broken & {each.statement for each in entry.evidence}:
                    continue
                check_entry(folder, index, entry, self.statements, self.languages, self.named)

    def _names_of(self, speaker: str | None) -> frozenset[str]:
        """The words of the names of a person; none for an office, a body or nobody."""
        known = self.people_by_id.get(speaker or "")
        if known is None or known.kind is not SpeakerKind.person:
            return frozenset()
        return frozenset(word for name in self.people.names.get(known.id, ()) for word in name)

    def _compare(
        self,
        folder: SourceFolder,
        index: int,
        statement: SeedStatement,
        resolved: ResolvedStatement,
    ) -> None:
        """The doubts that compare a summary with the words of its claim."""
        text, place, file = folder.text or "", resolved.place, folder.statements_file
        doubted = {each.where[1:2] for each in file.doubts if each.where[:1] == (index,)}
        if place is None or doubted & {("summary",), ("speaker",)}:
            return  # more would follow from what is wrong already
        passages = self.checked.passages[folder.source.id]
        number = place.passage.number
        texts = {each.number: text[each.start : each.end] for each in passages}
        before = [texts[each] for each in range(number - _BEFORE, number) if each in texts]
        language = folder.source.language
        compared = Compared(
            summary=statement.summary,
            exact=statement.exact or "",
            sentence=text[place.passage.start : place.last_passage.end],
            before=" ".join(before),
            lead=" ".join(texts.get(each, "") for each in range(_LEAD)),
            language=language,
            strictly=self.strictly,
            loosely=self.named,
            own=resolved.role.actor if resolved.role else None,
            names=self._names_of(statement.speaker),
            role=statement.role_as_printed or "",
            anonymous=statement.speaker == "anonymous",
        )
        if found := compare(compared):
            file.doubt(*found, index, "summary")


def _unsound(folder: SourceFolder, resolved: list[ResolvedStatement]) -> set[int]:
    """The numbers of the claims that have an error, or whose passage has one. All of them if it is
    not known where in the text one with an error is, or which of two has an id: then doubts about
    others may follow from it.
    """
    wrong = {each.where[1] for each in folder.source_file.findings if len(each.where) > 1}
    errors = [each for each in folder.statements_file.findings if each.where]
    found = {each.where[0] for each in errors}
    lost = any(each.place is None for index, each in enumerate(resolved) if index in found)
    if lost or any("id" in each.where for each in errors):
        return set(range(len(resolved)))
    return {
        index
        for index, each in enumerate(resolved)
        if index in found
        or (
            each.place
            and wrong & {*range(each.place.passage.number - 1, each.place.last_passage.number)}
        )
    }


_BEFORE = 3  # passages before a sentence in which it may have named what it is about
_LEAD = 2  # passages with which a text begins: they say what all of it is about


class _Names:
    """The names of countries in the files of a seed, as they are written there."""

    def __init__(self, seed: Seed) -> None:
        self.ids = {country.iso2: country.id for country in seed.countries}
        self._all = [(each.id, each.name, "name") for each in seed.countries]
        self._all += [
            (self.ids[row[0]], row[1], row[2])
            for row in csv.reader(_text(seed.root / ALIASES).splitlines())
            if len(row) == 3 and row[0] in self.ids
        ]
        self.complete = len(self._all) > len(self.ids)
        """Whether adjectives and capitals are known, and not only the names of countries.csv."""
        self._cldr = _text(seed.root / CLDR)

    def of_language(self, language: str) -> list[tuple[str, str, str]]:
        """Country, name and kind of each name in a language, in English, and of no language.

        Of names that several languages share, the table has only one of these, and a plus. So all
        of them in letters of the language are taken.
        """
        rows = re.finditer(
            r"^([A-Z]{2})\t([^\t\n]*)\t"
            rf"(?:([^\t\n]*\+)|[^\t\n]*(?<![\w-])(?:en|{re.escape(language)})(?![\w-]))",
            self._cldr,
            re.MULTILINE,
        )
        latin = language not in _OTHER_LETTERS
        translated = (
            (self.ids[row[1]], row[2], "translation")
            for row in rows
            if row[1] in self.ids and not (row[3] and (script(row[2][0]) == 0) != latin)
        )
        return [*self._all, *translated]


_OTHER_LETTERS = frozenset(re.findall("..", "ukrubebgsrmkelhyhearfaurhizhjakothka"))


def _text(path: Path) -> str:
    """A table; empty if it cannot be read, which is reported by whoever needs all of it."""
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return ""
