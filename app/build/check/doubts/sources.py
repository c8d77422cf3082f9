"""Doubts about sources, people and dates that only a look at all of them shows."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from rapidfuzz import fuzz

from app.build.check.checked_seed import CheckedSeed
from app.build.check.doubts.words import common_words, pattern
from app.build.check.near_texts import near_pairs, sketch
from app.build.check.texts_seen import SeenSource, TextsSeen
from app.build.findings import DoubtCode
from app.build.seed.load import Seed, SourceFolder
from app.build.seed.models.actors import SeedPerson
from app.domain.names import fold
from app.domain.selectors import digest
from app.domain.vocabulary import Capacity, SpeakerKind

_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid)=")
_OLDEST = date(1990, 1, 1)
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_LONG_BEFORE = timedelta(days=5 * 366)
_LONG_AFTER = timedelta(days=366)


def check_sources(checked: CheckedSeed) -> None:
    """Report texts and addresses that two sources share although neither copies the other."""
    seed = checked.seed
    for folder in seed.folders:
        _check_address(folder)
    copies = {folder.source.id: folder.source.copy_of for folder in seed.folders}
    texts: dict[str, list[SourceFolder]] = defaultdict(list)
    addresses: dict[str, list[SourceFolder]] = defaultdict(list)
    for folder in seed.folders:
        if folder.text and len(folder.text) > 200:
            texts[digest(" ".join(folder.text.split()))].append(folder)
        addresses[_address(folder.source.url)].append(folder)
    for code, groups, what, key in (
        (DoubtCode.same_text, texts, "text", "text"),
        (DoubtCode.same_address, addresses, "address", "url"),
    ):
        for group in groups.values():
            first = group[0]
            for other in group[1:]:
                if not _copies(copies, first.source.id, other.source.id):
                    message = f"the {what} is that of the source {first.source.id!r}"
                    hint = f"`copy_of: {first.source.id}`, if it is a copy"
                    other.source_file.doubt(code, message, key, hint=hint)
    by_name = {folder.source.id: folder for folder in seed.folders}
    sketches = (
        (folder.source.id, made) for folder in seed.folders if (made := _sketch(checked, folder))
    )
    for first_name, name, share in near_pairs(sketches):
        one, other = by_name[first_name], by_name[name]
        roots = {checked.roots.get(name, name), checked.roots.get(first_name, first_name)}
        if len(roots) > 1 and " ".join((one.text or "").split()) != " ".join(
            (other.text or "").split()
        ):
            _nearly(other, first_name, share)


def _check_address(folder: SourceFolder) -> None:
    """Report an address that says how somebody found the page."""
    query = folder.source.url.partition("#")[0].partition("?")[2]
    if found := next((part for part in query.split("&") if _TRACKING.match(part)), None):
        message = f"the address has a parameter that only says how the page was found: {found!r}"
        folder.source_file.doubt(DoubtCode.tracking_address, message, "url", hint="remove it")


def _nearly(folder: SourceFolder, other: str, share: float) -> None:
    message = f"about {share:.0%} of the text is that of the source {other!r}"
    hint = f"`copy_of: {other}`, if it is a copy; the same agency in `via`, if both print its text"
    folder.source_file.doubt(DoubtCode.same_text, message, "text", hint=hint)


def check_against_seen(checked: CheckedSeed, folder: SourceFolder, texts: TextsSeen) -> None:
    """Report what check_sources does, for one source, by what a whole check saw of all others."""
    _check_address(folder)
    for like in texts.like(seen_source(checked, folder)):
        if like.likeness is not None and like.likeness < 1:
            _nearly(folder, like.id, like.likeness)
            continue
        code, what, key = DoubtCode.same_text, "text", "text"
        if like.likeness is None:
            code, what, key = DoubtCode.same_address, "address", "url"
        message = f"the {what} is that of the source {like.id!r}"
        folder.source_file.doubt(code, message, key, hint=f"`copy_of: {like.id}`, if it is a copy")


def seen_source(checked: CheckedSeed, folder: SourceFolder) -> SeenSource:
    """What is kept of a source for the check of another one."""
    source = folder.source
    root = checked.roots.get(source.id, source.id)
    address, sketched = _address(source.url), _sketch(checked, folder)
    return SeenSource(source.id, source.text, folder.text, address, root, sketched)


def _sketch(checked: CheckedSeed, folder: SourceFolder) -> bytes | None:
    """The sketch of the text of a source, which is made once."""
    name = folder.source.id
    if name not in checked.sketches:
        checked.sketches[name] = sketch(folder.text) if folder.text else None
    return checked.sketches[name]


def _address(url: str) -> str:
    """An address without what does not distinguish pages: scheme, www, fragment, tracking."""
    bare = re.sub(r"^https?://(?:www\.|m\.)?", "", url.partition("#")[0].casefold())
    path, _, query = bare.partition("?")
    kept = sorted(
        part
        for part in query.split("&")
        if part and not re.match(r"utm_|fbclid|gclid|ref=|source=", part)
    )
    return path.rstrip("/") + ("?" + "&".join(kept) if kept else "")


def _copies(copies: Mapping[str, str | None], one: str, other: str) -> bool:
    """Whether one of two sources copies the other, or both copy a third, over any steps. `copies`
    is what each source says that it copies.
    """

    def origins(source: str) -> set[str]:
        found, name = {source}, copies.get(source)
        while name and name not in found:
            found.add(name)
            name = copies.get(name)
        return found

    return bool(origins(one) & origins(other))


def check_persons(seed: Seed) -> None:
    """Report two people with one full name."""
    file = seed.files["people.yaml"]
    taken: dict[str, str] = {}
    families: dict[str, list[SeedPerson]] = defaultdict(list)
    for index, person in enumerate(seed.people):
        if person.kind is not SpeakerKind.person or person.merged_into:
            continue
        before = families[fold(person.family_name or person.name)]
        if near := _almost(person, before):
            message = f"{person.name} has almost the name of {near.name}, and the same office"
            hint = f"`merged_into: {near.id}`, if it is one person"
            file.doubt(DoubtCode.same_person, message, index, "name", hint=hint)
            before.append(person)
            continue
        before.append(person)
        for name in dict.fromkeys(fold(each) for each in (person.name, *person.other_names)):
            if " " not in name:
                continue
            other = taken.setdefault(" ".join(sorted(name.split())), person.id)
            if other != person.id:
                message = f"{person.name} seems to be the person {other!r} too"
                hint = f"`merged_into: {other}`, if it is one person"
                file.doubt(DoubtCode.same_person, message, index, "name", hint=hint)
                break


def check_capacities(seed: Seed) -> None:
    """Report roles of the opposition, or of a group in parliament, with capacity government."""
    titles = [found for code in sorted(common_words()) if (found := pattern("opposition", code))]
    file = seed.files["people.yaml"]
    for index, person in enumerate(seed.people):
        for number, role in enumerate(person.roles):
            if role.capacity is not Capacity.government:
                continue
            if any(title.search(role.title) for title in titles):
                message = f"{role.title!r} has the capacity government"
                where = (index, "roles", number, "capacity")
                file.doubt(DoubtCode.capacity_not_of_role, message, *where)


def check_titles(seed: Seed, named: Callable[[str, str], frozenset[str]]) -> None:
    """Report roles for one country whose title only names others. `named` gives the countries that
    a text in a language names.
    """
    file = seed.files["people.yaml"]
    countries = {country.id for country in seed.countries}
    for index, person in enumerate(seed.people):
        for number, role in enumerate(person.roles):
            others = named(role.title, "en") if role.actor in countries else frozenset()
            if others and role.actor not in others:
                names = ", ".join(sorted(others))
                message = f"{role.title!r} names {names}, and the role is for {role.actor}"
                where = (index, "roles", number, "actor")
                file.doubt(DoubtCode.role_of_another_country, message, *where)


def _almost(person: SeedPerson, before: list[SeedPerson]) -> SeedPerson | None:
    """Somebody of those `before`, who have the same family name, with one office in common and
    almost the same full name.
    """
    offices = {(role.title, role.actor) for role in person.roles}
    for other in before:
        common = any((role.title, role.actor) in offices for role in other.roles)
        if common and fuzz.ratio(fold(person.name), fold(other.name)) >= 88:
            return other
    return None


def _check_days(folder: SourceFolder, until: date | None) -> None:
    """Report days of a source before there were such pages, days of coding long after the dataset
    is published, and dates whose note names only other days.
    """
    source, code = folder.source, DoubtCode.date_improbable
    for key, day in (("accessed", source.accessed), ("published", source.published.latest)):
        if day and day < _OLDEST:
            folder.source_file.doubt(code, f"{day} is before there were web pages", key)
    for index, entry in enumerate(folder.entries):
        for key, day in (("recorded_on", entry.recorded_on), ("reviewed_on", entry.reviewed_on)):
            if until and day and day > until + _LONG_AFTER:
                message = f"{day} is more than a year after the dataset is published, {until}"
                folder.entries_file.doubt(code, message, index, key)
    for name, given in source.dates.items():
        days = {str(each) for each in (given.value, given.earliest, given.latest) if each}
        # “On Friday” is counted from the day of publication, which the note then names.
        noted = set(_ISO.findall(given.note or "")) - {str(source.published.latest)}
        if noted and all(len(each) == 10 for each in days) and days and not days & noted:
            message = f"its note names other days: {', '.join(sorted(noted))}"
            folder.source_file.doubt(code, message, "dates", name)


def check_dates(checked: CheckedSeed) -> None:
    """Report days long before a question was asked or a source published, and a day of publication
    of the dataset long after all others.
    """
    seed = checked.seed
    asked = {question.id: question.asked_from for question in seed.questions}
    latest: date | None = None
    for folder in seed.folders:
        source = folder.source
        days = [source.accessed, source.published.latest]
        days += [entry.recorded_on for entry in folder.entries]
        days += [entry.reviewed_on for entry in folder.entries]
        latest = max(filter(None, [latest, *days]), default=None)
        _check_days(folder, seed.dataset.published if seed.dataset else None)
        for index, statement in enumerate(folder.statements):
            resolved = checked.resolved.get(folder.statement_id(statement))
            said = resolved.said if resolved else None
            if said is None or said.latest is None:
                continue
            first = min(
                (asked[each] for each in statement.questions if each in asked), default=None
            )
            published = source.published.earliest or (seed.dataset and seed.dataset.published)
            message = None
            if first and said.latest < first and said.value is not None:
                message = f"it was said before the question was asked, {first}"
            elif published and said.latest < published - _LONG_BEFORE and said.value is not None:
                message = "it was said more than five years before its source was published"
            if message:
                folder.statements_file.doubt(DoubtCode.date_improbable, message, index, "said")
    if seed.ledger:
        latest = max(filter(None, [latest, *(line.published for line in seed.ledger)]))
    published = seed.dataset.published if seed.dataset else None
    if published and latest and published > latest + _LONG_AFTER:
        message = f"the dataset is published more than a year after all that it knows, {latest}"
        seed.files["dataset.yaml"].doubt(DoubtCode.date_improbable, message, "published")
