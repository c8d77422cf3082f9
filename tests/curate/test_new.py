"""`stated new`: a source folder with a draft of its coding, which the check refuses until a person
has confirmed it.
"""

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
import yaml

from app.build.check.seed import check
from app.build.seed.load import load
from app.curate.draft import PENDING, Draft, make_draft
from app.curate.known import read_known
from app.curate.language import detect, language
from app.curate.new import Metadata, new_source
from app.curate.text import normalised
from app.domain.dates import span
from app.settings import ROOT
from tests import spoken
from tests.articles import (
    ALL,
    ARTICLES,
    KEPT_ASIDE,
    TUNED,
    WRITTEN_AFTERWARDS,
    WRITTEN_BY_A_THIRD,
    WRITTEN_LAST,
    add_people,
)
from tests.conftest import few
from tests.curate.commands import stated

OSLO = ARTICLES / "oslo-training-mission/article.txt"
Drafts = Callable[[str], tuple[Draft, float]]


def say(line: str) -> None:
    """Print a line that `pytest -s` shows."""
    sys.stdout.write(f"{line}\n")


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """The real seed, with the speakers of the articles that a draft may know."""
    copy = Path(shutil.copytree(ROOT / "seed", tmp_path / "seed"))
    (copy / "names/cldr.tsv").write_text("# none\niso2\tname\tlocales\tlocal\n")  # read each time
    (copy / "names/reviewed.csv").write_text("name,ruling,targets,note\n")
    add_people(copy)
    return copy


def findings(seed: Path) -> list[str]:
    """What the check says."""
    return [str(one) for one in check(load(seed)).seed.findings]


def confirmed(path: Path) -> None:
    """Do what a person does last."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^ *draft: true\n", "", text, flags=re.MULTILINE)
    path.write_text(
        text.replace(f"summary: {PENDING}", "summary: What they say."), encoding="utf-8"
    )


def test_a_draft_is_refused_until_each_item_is_confirmed(seed: Path) -> None:
    options = ("--published", "2026-02-11", "--publisher", "P", "--url", "https://a.example/b")
    code, printed = stated("new", OSLO, "--seed", seed, "--id", "oslo", "--add-people", *options)
    assert code == 0
    assert "17 sentences (8 statement, 7 narration, 2 heading), 8 claims" in printed
    refused = findings(seed)
    assert len(refused) == 1 + 8 + 2  # the source, its claims, and two people
    assert all("nobody has confirmed" in one and "remove `draft: true`" in one for one in refused)
    assert any("statements.yaml:4: the claim 'aasen-1'" in one for one in refused)
    folder = seed / "sources/oslo"
    confirmed(folder / "source.yaml")
    assert len(findings(seed)) == 8 + 2
    confirmed(folder / "statements.yaml")
    confirmed(seed / "people.yaml")
    assert findings(seed) == []


def test_speakers_that_are_unknown_are_listed_with_an_entry(seed: Path) -> None:
    before = (seed / "people.yaml").read_bytes()
    code, printed = stated("new", OSLO, "--seed", seed, "--id", "oslo")
    assert code == 0
    assert (seed / "people.yaml").read_bytes() == before
    entries = yaml.safe_load(printed[printed.index("- id: torbjorn") :])
    lunde, sedov = entries
    assert lunde["name"] == "Torbjørn Lunde"
    assert lunde["family_name"] == "Lunde"
    assert lunde["roles"][0] == {
        "id": "defence-minister",
        "title": "Defence Minister",
        "actor": "norway",
        "capacity": "government",
    }
    assert sedov["roles"][0]["actor"] == "russia"  # from “In Moscow, …”


def test_the_original_is_kept_where_the_text_was_changed(seed: Path, tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + OSLO.read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "saved.txt").write_bytes(raw)
    code, printed = stated("new", tmp_path / "saved.txt", "--seed", seed, "--id", "oslo")
    assert code == 0
    folder = seed / "sources/oslo"
    assert (folder / "article.txt").read_bytes() == OSLO.read_bytes()
    assert (folder / "article.original").read_bytes() == raw
    assert "byte order mark" in printed
    stated("new", OSLO, "--seed", seed, "--id", "again")
    assert not (seed / "sources/again/article.original").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["missing.txt"], "There is no file"),
        (["."], "is a folder"),
        ([OSLO, "--id", "../../x"], "an id has small letters"),
        ([OSLO, "--id", "rapala-26-nations"], "choose another id"),
        ([OSLO, "--published", "11.2.2026"], "a date is 2026-03-14"),
    ],
)
def test_what_cannot_be_done_is_said(seed: Path, arguments: list[object], sentence: str) -> None:
    before = sorted(path for path in seed.rglob("*"))
    code, printed = stated("new", *arguments, "--seed", seed)
    assert code == 1
    assert sentence in printed.replace("\n", " ")
    assert sorted(path for path in seed.rglob("*")) == before


def test_agencies_and_copies_are_proposed(seed: Path) -> None:
    riga = ARTICLES / "riga-parliament-vote/article.txt"
    first = new_source(seed, riga, Metadata(id="first"))
    assert first.draft.via == "Reuters"
    second = new_source(seed, riga, Metadata(id="second"))
    assert second.copies == [("first", 1.0)]
    assert "copy_of: first" in (second.folder / "source.yaml").read_text(encoding="utf-8")


def test_what_a_claim_is_about(drafts: Drafts) -> None:
    """A person's name is no country, and `la réunion` no island."""
    draft, _ = drafts("paris-helicopteres")
    about = {claim.id: claim.about for claim in draft.claims}
    assert about["vasseur-1"] == ("france",)
    assert about["macron-1"] == ("france",)
    assert not any("reunion" in actors for actors in about.values())


@pytest.mark.parametrize(
    ("code", "sentence", "quoted"),
    [
        ("fr", "Anne Roux se dit « fière et vigilante ».", ("fière et vigilante",)),
        ("es", "Luis Vega dijo que irá bajo el lema “No en nuestro nombre”.", ()),
        ("it", "Italia e Malta hanno firmato un testo: «Siamo pronti».", ("Siamo pronti",)),
        ("fr", "Anne Roux a dit avoir lu « L’Ancre et l’Épée » hier.", ()),
        ("de", "Anna Kolb, Autorin des Buches „Krieg und Kaffee“, warnte davor.", ()),
    ],
)
def test_which_words_are_quoted(code: str, sentence: str, quoted: tuple[str, ...]) -> None:
    """Not those of a slogan, and those of a joint text, which has no speaker."""
    text, words = f"A title\n\n{sentence}\n", language(code)
    claims = make_draft(text, words, read_known(ROOT / "seed", text, words)).claims
    assert [one.quoted for one in claims] == [quoted]


def test_in_an_answer_words_in_marks_are_those_of_others() -> None:
    """Unless all of the answer is in marks (docs/domain.md, rule which-kind)."""
    turns = (
        "Who came?\n\nMy mother. She said: “Eat first.” We ate.",
        "And you?\n\nI stayed.",
        "Why did you stay?\n\n“Because we had to.”",
    )
    text = (
        "\n\n".join(("A title", "Ann Lowe is a doctor in Leeds.", *turns, "The end came.")) + "\n"
    )
    words = language("en")
    claims = make_draft(text, words, read_known(ROOT / "seed", text, words)).claims
    assert [one.speaker for one in claims] == ["ann-lowe"] * len(claims)
    assert [one.quoted for one in claims if one.quoted] == [("Because we had to",)]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    """The draft of an article, and how many seconds of a processor it took."""
    seed = Path(shutil.copytree(ROOT / "seed", tmp_path_factory.mktemp("drafts") / "seed"))
    add_people(seed)

    @cache
    def made(slug: str) -> tuple[Draft, float]:
        folder = ARTICLES / slug
        published = yaml.safe_load((folder / "source.yaml").read_text("utf-8"))["published"]
        began = time.process_time()
        text, _ = normalised((folder / "article.txt").read_bytes())
        words = language(detect(text) or "")
        day = span(str(published["value"]))[0]
        draft = make_draft(text, words, read_known(seed, text, words), day)
        return draft, time.process_time() - began

    return made


def by_sentence(quoted: Iterable[str]) -> set[str]:
    """Quoted words, divided into sentences: a quotation of several may be one claim or several."""
    return {one.removesuffix(".") for words in quoted for one in re.split(r"(?<=[.!?…])\s", words)}


def shares(draft: Draft, folder: Path) -> dict[str, tuple[int, int]]:
    """How many lines of a draft a person would keep, of how many: sentences, their coding, the
    speaker of each sentence that somebody says, and words in quotation marks. Whether their last
    full stop is coded does not count: the check takes both, and coders differ. A sentence of which
    claims have a part (one without the label of an interview, or one of two claims) has the
    speakers of those.
    """
    source = yaml.safe_load((folder / "source.yaml").read_text("utf-8"))
    claims = yaml.safe_load((folder / "statements.yaml").read_text("utf-8"))
    true = {sentence: coding for one in source["passages"] for coding, sentence in one.items()}
    mine = {sentence: coding.value for coding, sentence in draft.passages}
    same = [sentence for sentence in true if sentence in mine]
    quoted, quoted_mine = set(), set()
    spoken: dict[str, set[object]] = {}
    spoken_mine: dict[str, object] = {}
    for claim in claims:
        quoted |= by_sentence(claim.get("quoted", ()))
        who = claim.get("speaker") or tuple(sorted(claim.get("signed_for", ())))
        for sentence in true:
            part = true[sentence] == "statement" and claim["exact"] in sentence
            if who and (part or sentence in claim["exact"]):
                spoken.setdefault(sentence, set()).add(who)  # narration has no speaker
    for one in draft.claims:
        quoted_mine |= by_sentence(one.quoted)
        for sentence in mine:
            if sentence in draft.text[one.start : one.end]:
                spoken_mine[sentence] = one.speaker or tuple(sorted(one.signed_for))
    right = sum(spoken_mine.get(sentence) in who for sentence, who in spoken.items())
    return {
        "sentences": (len(same), max(len(true), len(mine))),
        "coding": (sum(mine[one] == true[one] for one in same), len(true)),
        "speakers": (right, len(spoken.keys() | spoken_mine.keys())),
        "quotations": (len(quoted & quoted_mine), len(quoted | quoted_mine)),
    }


GROUPS: list[tuple[tuple[str, ...], float]] = [
    (TUNED, 0.97),
    (KEPT_ASIDE, 0.97),
    (WRITTEN_LAST, 0.95),
    (WRITTEN_AFTERWARDS, 0.92),
    (WRITTEN_BY_A_THIRD, 0.93),
]
"""Articles, and the least part of their lines that a person keeps."""


@pytest.mark.parametrize(("group", "least"), few(GROUPS, [GROUPS[0], GROUPS[-1]]))
def test_most_lines_of_a_draft_are_kept(
    drafts: Drafts, group: tuple[str, ...], least: float
) -> None:
    """Printed with `pytest -s`."""
    total: dict[str, list[int]] = {}
    for slug in group:
        draft, seconds = drafts(slug)
        for name, (kept, of) in shares(draft, ARTICLES / slug).items():
            both = total.setdefault(name, [0, 0])
            both[0] += kept
            both[1] += of
            say(f"{slug:24} {name:10} {kept}/{of}  {seconds:.2f} s")
    for name, (kept, of) in total.items():
        say(f"{name:10} {kept}/{of} = {kept / of:.0%}")
    kept, of = (sum(one[at] for one in total.values()) for at in (0, 1))
    say(f"all {kept}/{of} = {kept / of:.1%}")
    assert kept / of >= least


@pytest.mark.parametrize("every", few([1, 8], [8]))
def test_most_lines_of_other_kinds_of_texts_are_kept(tmp_path: Path, every: int) -> None:
    """Live blogs, interviews, agency news, comments, press releases: all of them, or each eighth.
    Printed with `pytest -s`.
    """
    seed = Path(shutil.copytree(ROOT / "seed", tmp_path / "seed"))
    add_people(seed)
    total: dict[str, list[int]] = {}
    for path in sorted(spoken.FOLDER.glob("*.tsv"))[::every]:
        article = spoken.read_spoken(path)
        for name, (kept, of) in spoken.kept_lines(spoken.drafted(article, seed), article).items():
            both = total.setdefault(name, [0, 0])
            both[0] += kept
            both[1] += of
            say(f"{path.stem:24} {name:10} {kept}/{of}")
    for name, (kept, of) in total.items():
        say(f"{name:10} {kept}/{of} = {kept / of:.0%}")
    assert sum(one[0] for one in total.values()) / sum(one[1] for one in total.values()) >= 0.97


@pytest.mark.parametrize("slug", few(ALL, [*TUNED, *WRITTEN_BY_A_THIRD]))
def test_a_draft_is_quick(drafts: Drafts, slug: str) -> None:
    """Whatever else the machine does."""
    assert drafts(slug)[1] < 1


@pytest.mark.parametrize(
    "url", ["http://[a", "http://[::1", "https://", "a page", "ftp://a.example"]
)
def test_an_address_that_is_none_is_refused(seed: Path, url: str) -> None:
    code, printed = stated("new", OSLO, "--seed", seed, "--id", "oslo", "--url", url)
    assert code == 1
    assert "an address is whole, and begins with https:// or http://" in printed
    assert not (seed / "sources/oslo").exists()
