"""What the service publishes can be verified without it (docs/verification.md): by our command, and
by a second verifier that knows only that page.
"""

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.build.public_copy import version_with, write_public_copy
from app.settings import ROOT
from app.store import tables
from app.verify.answers import read
from app.verify.dataset import read_dataset
from app.verify.fetch import Fetched
from app.verify.report import Line, Outcome, verify
from app.verify.words import faults, inner_faults, of_statement
from tests import verifier
from tests.fixtures import Served, bare_seed
from tests.publishing import stated
from tests.real_sources import built, statement, with_source
from tests.sources.test_real_answers import real_seed

DOCUMENT = (ROOT / "docs/verification.md").read_text(encoding="utf-8")
RAPALA = "rapala-26-nations"


def listed(name: str) -> list[str]:
    """The names in a block of the document."""
    block = re.search(rf"```{name}\n(.*?)```", DOCUMENT, flags=re.DOTALL)
    assert block, name
    return block[1].split()


def opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path)


def wrong(path: Path) -> list[str]:
    """What the second verifier says of a dataset file."""
    with closing(opened(path)) as file:
        return verifier.wrong(file, {})


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small dataset with texts that are given out, and others."""
    folder = tmp_path_factory.mktemp("real")
    return built(real_seed(folder), folder / "datasets")


@pytest.fixture
def copy(small: Path, tmp_path: Path) -> Path:
    """A copy of it, to be tampered with."""
    return Path(shutil.copy(small, tmp_path / small.name))


class TestTheDocument:
    """It has what the version is computed from."""

    def test_the_tables(self) -> None:
        derived = tables.DERIVED | set(tables.HISTORY)
        assert listed("tables") == sorted(tables.metadata.tables.keys() - derived)

    def test_the_columns_that_are_not_covered(self) -> None:
        columns = {name for name in tables.DERIVED if "." in name}
        assert listed("not-covered") == sorted(columns | {"dataset.version"})

    def test_the_columns_that_were_added_later(self) -> None:
        added = {
            f"{name}.{column.name}"
            for name in listed("tables")
            for column in tables.metadata.tables[name].columns
            if column.info.get("added_later")
        }
        assert listed("left-out-if-null") == sorted(added - tables.DERIVED)

    def test_the_second_verifier_has_them_too(self) -> None:
        assert verifier.TABLES.split() == listed("tables")
        assert verifier.NOT_COVERED.split() == listed("not-covered")
        assert verifier.LEFT_OUT_IF_NULL.split() == listed("left-out-if-null")

    def test_the_second_verifier_is_short_and_stands_alone(self) -> None:
        code = Path(verifier.__file__).read_text(encoding="utf-8")
        assert len(code.splitlines()) <= 100
        imported = re.findall(r"^(?:import|from) (\w+)", code, flags=re.MULTILINE)
        assert set(imported) == {"hashlib", "json", "pathlib", "sqlite3", "sys", "typing"}


class TestTheLaunch:
    """Nothing is wrong with the launch dataset."""

    def test_its_version_and_every_statement(self, launch: Path) -> None:
        assert wrong(launch) == []

    def test_every_statement_as_it_is_answered(self, launch: Path, client: httpx.Client) -> None:
        answered = client.get("/statements", params={"limit": 200}).json()["items"]
        texts = read_dataset(launch).texts
        assert len(answered) >= 16
        for one in answered:
            text = texts[one["source"]["id"]]
            assert verifier.faults(one["selector"], one["quoted"], text.decode()) == []
            claim = of_statement(one)
            assert [*inner_faults(claim), *faults(claim, text)] == []
            assert claim.whole
            assert claim.around

    def test_by_the_command(self, launch: Path) -> None:
        code, printed, said = stated("verify", launch)
        assert (code, printed.count("ok: ")) == (0, 17), printed
        assert said == "17 right, 0 wrong, 0 not checked."


# What is changed in a dataset file, and whether words or only the version show it.
TAMPERED = {
    "a letter of a text": ("UPDATE source SET text = replace(text, 'Ukraine', 'Ukrajne')", True),
    "a hash": ("UPDATE source SET text_sha256 = replace(text_sha256, 'a', 'b')", True),
    "an offset": ("UPDATE statement SET start = start + 1 WHERE id LIKE '%meloni%'", True),
    "both offsets": ('UPDATE statement SET start = start + 1, "end" = "end" + 1', True),
    "the words": ("UPDATE statement SET exact = replace(exact, ' not ', ' now ')", True),
    "the words before": ("UPDATE statement SET prefix = upper(prefix)", True),
    "a quotation": ("UPDATE statement SET quoted = replace(quoted, 'any', 'one')", True),
    "a speaker": ("UPDATE statement SET speaker = NULL WHERE speaker = 'giorgia-meloni'", False),
    "a stance": ("UPDATE position SET stance = 'supports' WHERE stance <> 'supports'", False),
    "the day of publication": ("UPDATE dataset SET published = '2020-01-01'", False),
    "a date": ("UPDATE statement SET said_latest = '2020-01-01' WHERE number = 2", False),
    "a meaning": ("UPDATE term SET definition = definition || '.' WHERE id = 'declines'", False),
    "the version": ("UPDATE dataset SET version = '0123456789abcdef'", False),
    "a row": ("DELETE FROM position_evidence WHERE number = 1", False),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_noticed(copy: Path, what: str) -> None:
    """By both verifiers, which agree on whether words are wrong too."""
    change, in_words = TAMPERED[what]
    with closing(opened(copy)) as file:
        assert file.execute(change).rowcount > 0
        file.commit()
    second = wrong(copy)
    assert second[0] == "another version"
    assert bool(second[1:]) is in_words
    ours = [line for line in verify(str(copy), {}) if line.outcome is Outcome.wrong]
    assert "the facts have the version" in ours[0].text
    assert bool(ours[1:]) is in_words


class TestAPublicCopy:
    """What anybody may download has no text that may not be given out."""

    def test_nothing_of_the_text_is_left(self, launch: Path, tmp_path: Path) -> None:
        with closing(opened(launch)) as file:
            [(text,)] = file.execute("SELECT text FROM source").fetchall()
        # No single table but that of sources has two lines of it in a row.
        two_lines = "\n".join(text.split("\n")[3:5]).encode()
        assert two_lines in launch.read_bytes()
        target = tmp_path / "public.sqlite"
        write_public_copy(launch, target)
        assert two_lines not in target.read_bytes()
        again = tmp_path / "again.sqlite"
        write_public_copy(launch, again)
        assert again.read_bytes() == target.read_bytes()

    def test_its_version_needs_the_text(self, small: Path, tmp_path: Path) -> None:
        texts = read_dataset(small).texts
        target = tmp_path / f"{small.stem}.sqlite"
        write_public_copy(small, target)
        kept = read_dataset(target)
        assert kept.texts.keys() == {"kept", "runs-on"}
        assert kept.left_out.keys() == {"part", RAPALA}
        code, printed, _ = stated("verify", target)
        assert code == 3
        assert "leaves out texts that may not be given out (part, rapala-26-nations)" in printed
        assert "ok: runs-on-says" in printed
        given = []
        for source in kept.left_out:
            file = tmp_path / f"{source}.txt"
            file.write_bytes(texts[source])
            given += ["--text", f"{source}={file}"]
        code, printed, _ = stated("verify", target, *given)
        assert f"ok: the facts have the version {small.stem}" in printed
        file.write_bytes(texts[source].replace(b"a", b"e", 1))
        code, printed, _ = stated("verify", target, *given)
        assert code == 1
        assert "and yours is" in printed
        left_out = {source: texts[source].decode() for source in kept.left_out}
        with closing(opened(target)) as second:
            assert verifier.wrong(second, left_out) == []
        assert version_with(target, left_out) == small.stem


@pytest.fixture(scope="module")
def real(small: Path, serve: Callable[..., Served]) -> Served:
    """A service on it. Its addresses follow the host."""
    return serve(small.parent)


def outcomes(lines: list[Line]) -> dict[Outcome, int]:
    """How many lines of each kind a report has."""
    return {one: sum(line.outcome is one for line in lines) for one in Outcome}


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/statements/runs-on-says", 1),
        ("/statements/kept-says.json", 1),
        ("/statements.csv?source=runs-on&source=kept", 2),
        ("/statements.ndjson?source=runs-on&source=kept", 2),
        ("/statements?source=runs-on", 1),
        ("/embed/statements/runs-on-says", 2),  # the words of the card are looked up too
        ("/browse/statements/runs-on-says", 2),
    ],
)
def test_answers_are_verified(real: Served, tmp_path: Path, path: str, right: int) -> None:
    """An address, and the same answer as a file."""
    found = outcomes(list(verify(f"{real.url}{path}", {})))
    assert (found[Outcome.wrong], found[Outcome.right]) == (0, right), path
    answer = real.client.get(path)
    kind = answer.headers["content-type"].partition(";")[0].rpartition("/")[2]
    file = tmp_path / f"answer.{'ndjson' if kind == 'x-ndjson' else kind}"
    file.write_bytes(answer.content)
    code, printed, said = stated("verify", file)
    assert (code, printed.count("ok: ")) == (0, right), (printed, said)


def test_altered_answers_are_noticed(real: Served, tmp_path: Path) -> None:
    """A changed word of a response, a row or a card; and a statement that only names its words."""
    for path, suffix in (
        ("/statements/runs-on-says", "json"),
        ("/statements.csv?source=runs-on", "csv"),
        ("/embed/statements/runs-on-says", "html"),
    ):
        answer = real.client.get(path).text
        assert "do not go" in answer
        file = tmp_path / f"altered.{suffix}"
        file.write_text(answer.replace("do not go", "do now go"), encoding="utf-8", newline="")
        code, printed, _ = stated("verify", file)
        assert code == 1, path
        assert "WRONG: " in printed


def test_what_is_not_given_out_is_not_called_right(real: Served) -> None:
    """Its text is a 404, unless somebody has it."""
    address = f"{real.url}/statements/part-says"
    [line] = verify(address, {})
    assert line.outcome is Outcome.unknown
    assert "the text of part is not given out" in line.text
    text = "Asked, the ministry said: “We wait. We do not go.” Asked again."
    assert [one.outcome for one in verify(address, {"part": text.encode()})] == [Outcome.right]
    [line] = verify(address, {"part": text.replace("not", "now").encode()})
    assert line.outcome is Outcome.wrong


def with_wide_characters(folder: Path) -> Path:
    """A dataset file with a statement behind characters that are two units of UTF-16."""
    seed = bare_seed(folder)
    words = "The pilots sing 🎵 and stay."
    with_source(
        seed,
        "wide",
        statement(exact=f"“{words}”", quoted=f"['{words}']", speaker="anonymous"),
        text=f"🚢🚢🚢 Today: “{words}” So it ends.",
        passages=f"  - statement: '🚢🚢🚢 Today: “{words}”'\n  - narration: So it ends.\n",
    )
    source = seed / "sources/wide/source.yaml"
    source.write_text(source.read_text(encoding="utf-8") + "redistribute: true\n", encoding="utf-8")
    return built(seed, folder / "datasets")


def test_places_are_code_points(tmp_path: Path, serve: Callable[..., Served]) -> None:
    """Not bytes and not units of UTF-16, which would be other places here."""
    client = serve(with_wide_characters(tmp_path).parent).client
    one = client.get("/statements/wide-says").json()
    body = client.get("/sources/wide/text").content
    assert one["selector"]["start"] == 11
    assert verifier.faults(one["selector"], one["quoted"], body.decode()) == []
    assert [*faults(of_statement(one), body)] == []
    one["selector"] |= {"start": 14, "end": one["selector"]["end"] + 4}
    assert verifier.faults(one["selector"], one["quoted"], body.decode()) != []
    assert [*faults(of_statement(one), body)] != []


def test_at_most_200_statements_are_fetched(tmp_path: Path) -> None:
    """Of those that an answer only names, however many they are."""
    asked: list[str] = []

    def get(address: str) -> Fetched:
        asked.append(address)
        return Fetched(404, "application/json", b"{}")

    names = ";".join(f"s-{number}" for number in range(300))
    table = tmp_path / "positions.csv"
    body = f"evidence,url\r\n{names},https://stated.example/positions/x\r\n"
    table.write_text(body, encoding="utf-8", newline="")
    list(verify(str(table), {}, get))
    assert asked == [f"https://stated.example/statements/s-{number}.json" for number in range(200)]


def test_positions_name_their_evidence(client: httpx.Client, launch: Path) -> None:
    """A position has its statements in full; a row of positions.csv only names them."""
    texts = dict(read_dataset(launch).texts)

    def get(address: str) -> Fetched:
        answer = client.get(address.removeprefix("https://stated.example"))
        return Fetched(answer.status_code, answer.headers["content-type"], answer.content)

    for path in (
        "/countries/italy/position",
        "/positions.csv?country=italy",
        "/embed/countries/IT",
    ):
        found = outcomes(list(verify(f"https://stated.example{path}", texts, get)))
        assert (found[Outcome.wrong], found[Outcome.unknown]) == (0, 0), path
        assert found[Outcome.right] >= 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nothing", b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "open", "words", "bytes", "deep"],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, body: bytes) -> None:
    """With a sentence and no traceback."""
    file = tmp_path / "answer"
    file.write_bytes(body)
    code, _, said = stated("verify", file)
    assert code == 1
    assert "is neither JSON" in said


def test_odd_answers() -> None:
    """Things that look like statements and are none are left out."""
    odd: dict[str, Any] = {"selector": 1, "quoted": 2, "source": 3, "links": 4}
    assert read(str(odd).replace("'", '"').encode(), "application/json", "").claims == []  # type: ignore[union-attr]
    assert read(b"exact,source_id\r\na,b,c\r\n", "text/csv", "").claims == []  # type: ignore[union-attr]
