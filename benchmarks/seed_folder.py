"""A corpus as a curator would have written it: a seed folder that `stated build` reads."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from benchmarks.articles import Article, Claim
from benchmarks.corpus import QUESTIONS, Corpus
from benchmarks.population import FIRST, ONLY, Person

_OURS = (
    "countries.csv",
    "names",
    "topics.yaml",
    "vocabularies.yaml",
    "dataset.yaml",
)
RIGHTS = "Invented for the benchmarks; nobody's words."


def write_base(corpus: Corpus, ours: Path, folder: Path) -> None:
    """Everything but the sources: our closed lists and names from the seed `ours`, with the people
    of the corpus.
    """
    folder.mkdir(parents=True)
    for name in _OURS:
        (shutil.copytree if (ours / name).is_dir() else shutil.copyfile)(ours / name, folder / name)
    questions = [
        {
            "id": name,
            "text": f"Should the {name} come, and will this actor take part?",
            "asked_from": FIRST.isoformat(),
            "silence": "No source in this invented dataset says where this actor stands.",
        }
        for name in QUESTIONS
    ]
    _write(folder / "questions.yaml", questions)
    # What is stated of coalitions names statements of our sources, which are not copied.
    actors = yaml.safe_load((ours / "actors.yaml").read_text(encoding="utf-8"))
    for actor in actors:
        for key in ("sizes", "membership_claims"):
            actor.pop(key, None)
    (folder / "actors.yaml").write_text(yaml.safe_dump(actors, allow_unicode=True), "utf-8")
    _write(folder / "people.yaml", map(_person, corpus.population.people))
    (folder / "sources").mkdir()


def write_article(article: Article, folder: Path) -> None:
    """One source with its statements and position entries; `folder` is the seed."""
    place = folder / "sources" / article.id
    place.mkdir()
    source: dict[str, Any] = {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "url": article.url,
        "published": article.published,
        "language": "en",
        "rights": RIGHTS,
        "via": article.via,
        "copy_of": article.copy_of,
        "text_access": "excerpts" if article.text is None else "full",
    }
    if article.text is not None:
        (place / "text.txt").write_text(article.text, encoding="utf-8")
        source |= {
            "text": "text.txt",
            "passages": [{code: article.text[start:end]} for code, start, end in article.sentences],
        }
    _write(place / "source.yaml", source)
    _write(place / "statements.yaml", (_statement(article, claim) for claim in article.claims))
    if article.entries:
        _write(place / "positions.yaml", article.entries)


def _person(person: Person) -> dict[str, Any]:
    roles = [
        {
            "id": role.id,
            "title": role.title,
            "actor": role.actor,
            "capacity": role.capacity,
            "from": role.begins and role.begins.isoformat(),
            "to": role.ends and role.ends.isoformat(),
        }
        for role in person.roles
    ]
    return {
        "id": person.id,
        "name": person.name,
        "family_name": person.family,
        "roles": list(map(_given, roles)),
    }


def _statement(article: Article, claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "exact": claim.exact,
        "quoted": claim.quoted and [claim.quoted],
        "speaker": "anonymous" if claim.anonymous else claim.speaker,
        "role": None if claim.role == ONLY else claim.role,
        "role_as_printed": claim.printed,
        "about": claim.about,
        "signed_for": claim.signed_for,
        "topics": claim.topics,
        "questions": claim.questions,
        "said": article.said,
        "summary": claim.summary,
    }


def _given(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value not in (None, [])}


def _write(path: Path, items: dict[str, Any] | Iterable[dict[str, Any]]) -> None:
    """Plain YAML: every text is quoted as JSON quotes it, which YAML reads alike."""
    if isinstance(items, dict):
        lines = [f"{key}: {_value(value)}" for key, value in _given(items).items()]
    else:
        lines = [
            f"{'  ' if number else '- '}{key}: {_value(value)}"
            for item in items
            for number, (key, value) in enumerate(_given(item).items())
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "".join(f"\n    - {json.dumps(_given(one), ensure_ascii=False)}" for one in value)
    return json.dumps(value, ensure_ascii=False)
