"""Statements as SQLite writes them: the same as rows put together by hand, whatever stands in the columns."""

import json
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from app.build.schema import revisions
from app.dataset import Dataset
from app.queries import statements
from app.queries.statement_filters import Filters
from app.tables import REVISION
from app.tables.documents import STATEMENTS
from app.urls import Urls
from app.views.shared import Published
from app.views.statements import statement
from tests.conftest import Served, written_anew

BASE = 'https://odd.example/"\\é'  # no base is so odd; it stands in JSON all the same
ODD = 'a "b" \\ \x00 \x01 \x02 \x07 \x1f \x7f \u2028 é “x” 😀 %s %% \\u0002 </script>\r\n\t'
TEXTS = ("summary", "exact", "prefix", "suffix", "role", "role_as_printed", "href_in_context")
OF_SOURCE = ("title", "publisher", "url", "root")


def by_hand(path: Path, number: int, about: Published) -> dict[str, Any]:
    """A statement from its columns, as DOMAIN.md and API.md describe it; it knows nothing of the service's SQL."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        row = connection.execute("SELECT * FROM statement WHERE number = ?", (number,)).fetchone()
        source = connection.execute("SELECT * FROM source WHERE id = ?", (row["source"],)).fetchone()
        person = connection.execute("SELECT * FROM person WHERE id = ?", (row["speaker"],)).fetchone()
    quoted, url = json.loads(row["quoted"]), f"{BASE}/statements/{row['id']}"
    dated = json.loads(source["published"])["value"] or "n.d."
    cited = f"{source['publisher']}, “{source['title']}” ({dated})"
    said = "; ".join(f"“{one['exact']}”" for one in quoted)
    if said:
        told = f"{person['name'] if person else source['publisher']}: {said}, quoted in {cited}."
    else:
        told = f"{person['name']}, as reported by {cited}." if person else f"{cited}."
    return {
        **{name: row[name] for name in ("id", "kind", "capacity")},
        "about": json.loads(row["about"]),
        "speaker": person
        and {"id": person["id"], "name": person["name"], "role": row["role"], "role_as_printed": row["role_as_printed"]},
        **{name: json.loads(row[name]) for name in ("countries", "topics", "questions", "said")},
        "summary": row["summary"],
        "quoted": quoted,
        "selector": {name: row[name] for name in ("exact", "prefix", "suffix", "start", "end")}
        | {"text_sha256": source["text_sha256"]},
        **{name: row[name] for name in ("passage", "language")},
        "source": {name: source[name] for name in ("id", "title", "publisher", "url", "root")},
        "href_in_context": row["href_in_context"],
        "verified": row["start"] is not None,
        "corrections": json.loads(row["corrections"]),
        "citation": {"short": f"{person['name']}, in {cited}" if person else cited,
                     "long": f"{told} {about.named} {BASE}/@{about.version}/statements/{row['id']}"},
        "links": {
            "self": url, "source": f"{BASE}/sources/{row['source']}", "passages": f"{BASE}/sources/{row['source']}/passages",
            "speaker": row["speaker"] and f"{BASE}/speakers/{row['speaker']}", "csl": f"{url}.csl.json",
            "page": f"{BASE}/browse/statements/{row['id']}",
        },
    }  # fmt: skip


def shown(path: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every statement of a dataset, as it is answered and as it is put together by hand."""
    dataset = Dataset(path, budget_ms=10_000, threads=1)
    try:
        about = Published(ODD, dataset.version, dataset.published, Urls(BASE))
        listing = statements.listing(Filters(), "newest")
        rows = dataset.read(listing.page, None, 10_000)
        return [(statement(row, about), by_hand(path, row["number"], about)) for row in rows]
    finally:
        dataset.close()


def test_other_documents_are_another_revision() -> None:
    """Datasets keep their statements as they are answered; `stated adopt` writes them anew for a release that asks for it."""
    sql = STATEMENTS.compile(dialect=sqlite.dialect())
    digest = sha256(repr((str(sql), sql.params)).encode()).hexdigest()[:16]
    assert revisions()[-1] == REVISION
    assert (REVISION, digest) == ("0004", "9d1360559765bf63"), (
        "Statements are written in another way: add a migration (it may do nothing), then put its revision here and into "
        "app/tables/__init__.py, so that no dataset is served with statements in the old way."
    )


def test_statements_are_their_columns(launch: Path) -> None:
    pairs = shown(launch)
    assert len(pairs) == 16
    for answered, expected in pairs:
        assert answered == expected
        assert list(answered) == list(expected)


def test_what_is_kept_as_excerpts_has_no_place(launch: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute('UPDATE statement SET start = NULL, "end" = NULL, prefix = NULL, suffix = NULL, passage = NULL')
        connection.execute("UPDATE source SET text_sha256 = NULL, published = json_set(published, '$.value', '2025-09')")
        connection.execute("UPDATE statement SET speaker = NULL, role = NULL WHERE number % 3 = 0")
        connection.execute("UPDATE statement SET corrections = ?", ('[{"on":"2025-10-01","reason":"“x”"}]',))
        connection.commit()
    written_anew(path)
    pairs = shown(path)
    assert {answered["verified"] for answered, _ in pairs} == {False}
    for answered, expected in pairs:
        assert answered == expected


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(odd=st.one_of(st.just(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=40)))
def test_odd_texts_stay_what_they_are(launch: Path, tmp_path: Path, odd: str) -> None:
    """Quotation marks, control characters (those too that stand for the base and the citation), formats: nothing is read."""
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    with closing(sqlite3.connect(path)) as connection:
        for column in TEXTS:
            connection.execute(f"UPDATE statement SET {column} = ?", (odd,))
        for column in OF_SOURCE:
            connection.execute(f"UPDATE source SET {column} = ?", (odd,))
        connection.execute("UPDATE person SET name = ?", (odd,))
        # SQLite ends a text inside JSON at NUL; the build lets none in (test_seed.py).
        quoted = json.dumps([{"exact": odd.replace("\0", ""), "start": 1, "end": 2}] * 2, ensure_ascii=False)
        connection.execute("UPDATE statement SET quoted = ? WHERE quoted <> '[]'", (quoted,))
        connection.commit()
    written_anew(path)
    for answered, expected in shown(path):
        assert answered == expected


def test_pages_and_pins_name_their_own_addresses(served: Served) -> None:
    version = served.app.shelf.current.version  # type: ignore[union-attr]
    for prefix in ("", f"/@{version}"):
        answer = served.client.get(f"{prefix}/statements?limit=1").json()["items"][0]
        assert answer["links"]["self"] == f"https://stated.example{prefix}/statements/{answer['id']}"
        assert answer["citation"]["long"].endswith(f" https://stated.example/@{version}/statements/{answer['id']}")
